/*
 * actor/chain.h - coreference: which phrases of a document name the same.
 *
 * Reads: phrases, the learned part (actor/weights.h).   Adds: to each phrase its chain and the phrase it was linked to.
 *
 * Method: mention ranking (actor/weights.h). Each phrase, in text order, is compared with those before it and with "something new"; the best
 * counts. What chains know (number, gender, the actor named) speaks for all their members, in the way of entity-based models.
 */
#ifndef ACTOR_CHAIN_H
#define ACTOR_CHAIN_H
#include "actor/phrase.h"

typedef struct chain {
    uint32_t first, last;           /* phrases */
    uint32_t size;
    uint32_t named;                 /* the last phrase of it that a name heads, UINT32_MAX: none */
    uint32_t actor;                 /* phrase whose mention names the actor: the last with a code of its own, UINT32_MAX: none */
    char number, gender;            /* as phrase */
    uint8_t kind;                   /* phrase_kind, of its first member that is no pronoun */
} chain;

typedef struct chain_layer {
    const phrase_input *in;
    vec phrases;                    /* phrase */
    vec chains;                     /* chain */
    arena *mem;
} chain_layer;

#define CHAIN_FEATURES 40u
#define CHAIN_CANDIDATES 120u

/* The phrases phrase `j` may refer to, nearest first. Returns how many. */
uint32_t chain_candidates(const chain_layer *self, uint32_t j, uint32_t out[CHAIN_CANDIDATES]);
/* The features of phrase `j` naming the same as phrase `i`; of its naming something new (i == UINT32_MAX). Returns how many. */
uint32_t chain_features(const chain_layer *self, uint32_t i, uint32_t j, uint32_t out[CHAIN_FEATURES]);
/* Make phrase `j` a member of the chain of phrase `i`; UINT32_MAX: of a new one. False: memory ended. */
bool chain_join(chain_layer *self, uint32_t i, uint32_t j);

/* Link the phrases from number `from` on. False: memory ended. */
bool chain_link(chain_layer *self, uint32_t from);

#endif
