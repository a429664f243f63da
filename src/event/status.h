/*
 * event/status.h - whether it happened, and who says so: the words that govern a predicate in its tree.
 *
 * Reads: tree, predicate, en/cues.   Adds: cues by where they stand, the speaker, a status by rule.
 *
 * The way from the predicate to the root is climbed. What governs it as infinitive, complement or object lends it its cue ("plans to", "denied",
 * "tried to"); a clause of its own (relative, temporal) is a barrier for those, but not for who speaks. Verbs of saying that follow or stand
 * inside ("..., officials said"), "according to" and nouns of saying ("claims that") name the speaker, too.
 */
#ifndef EVENT_STATUS_H
#define EVENT_STATUS_H
#include "event/predicate.h"

typedef enum status_tense {
    TENSE_NONE, TENSE_PAST, TENSE_PRESENT, TENSE_PERFECT, TENSE_PROGRESSIVE, TENSE_FUTURE, TENSE_INFINITIVE, TENSE_GERUND
} status_tense;

/* Modal verbs that matter. */
typedef enum status_modal { MODAL_NONE, MODAL_WILL, MODAL_WOULD, MODAL_MAY, MODAL_COULD, MODAL_SHOULD, MODAL_MUST, MODAL_CAN } status_modal;

#define STATUS_GOVERNORS 6u

typedef struct status_reading {
    uint16_t own;               /* CUE_* of adverbs and adjectives at the predicate */
    uint16_t outer;             /* CUE_* of what governs it */
    uint8_t tense, modal;       /* of the verb that carries the predicate */
    bool negated;               /* "did not attack", "no attack" */
    bool outer_negated;         /* "did not say that", "never planned to" */
    bool conditional;           /* under "if", "unless" */
    bool perfect_modal;         /* "would have attacked", "may have attacked" */
    bool question;
    uint16_t saying;            /* CUE_REPORT, CUE_ALLEGE, CUE_DENY of the word that attributes it; 0: none */
    uint32_t saying_at;         /* that word, TREE_NONE */
    uint32_t speaker;           /* head of the phrase that names who says it, TREE_NONE */
    uint32_t governor[STATUS_GOVERNORS];    /* words climbed over, nearest first */
    uint8_t governor_relation[STATUS_GOVERNORS];
    uint32_t governor_count;
} status_reading;

/* Read what governs the predicate at word `at`; `noun`: it is no verb, and has its tense from the one that carries it. */
void status_read(const tree *t, const frame_table *frames, const word_layer *words, uint32_t at, bool noun, status_reading *out);

/* The rp_status by rule; RP_STATUSES: it did not happen. `own_words`: the source itself says so; `headline`: its present is the past. */
unsigned status_by_rule(const status_reading *s, bool noun, bool own_words, bool headline);

#endif
