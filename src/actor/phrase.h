/*
 * actor/phrase.h - the noun phrases of a sentence: what each names (a person, an organisation, a place, something else), and its traits.
 *
 * Reads: tree with its mentions marked, actor tables, the learned part (actor/weights.h).   Adds: phrases, in the order of their heads.
 *
 * A phrase is a noun, name or pronoun with what qualifies it; of a list each member is one. Function words before it (case, conjunction) and what
 * makes it a predicate (copula, subject) are outside, the possessive mark behind it is inside, as the entity annotation of GUM has it
 * (Zeldes 2017).
 */
#ifndef ACTOR_PHRASE_H
#define ACTOR_PHRASE_H
#include "actor/mention.h"
#include "actor/weights.h"

typedef enum phrase_form { FORM_PRONOUN, FORM_NAME, FORM_NOUN } phrase_form;

/* How a phrase is introduced. */
typedef enum phrase_article { ARTICLE_NONE, ARTICLE_DEFINITE, ARTICLE_INDEFINITE, ARTICLE_DEMONSTRATIVE, ARTICLE_POSSESSIVE, ARTICLE_QUANTITY } phrase_article;

typedef enum phrase_role { ROLE_SUBJECT, ROLE_OBJECT, ROLE_OBLIQUE, ROLE_POSSESSOR, ROLE_MODIFIER, ROLE_APPOSITION, ROLE_PREDICATE, ROLE_OTHER } phrase_role;

#define PHRASE_WORDS 6u     /* content words that are kept of a phrase */

typedef struct phrase {
    uint32_t sentence;
    uint32_t start, end;            /* bytes */
    uint32_t word;                  /* its head, in the tree it was read from */
    uint32_t head_start;            /* of its head word, bytes */
    uint32_t owner;                 /* number of the phrase this one is in or belongs to ("its ambassador": "its"), UINT32_MAX */
    int32_t mention;                /* of the document, that covers the head; -1: none */
    uint32_t lemma;                 /* hash of the head's lemma in lower case */
    uint32_t words[PHRASE_WORDS];   /* hashes of names and modifiers in lower case, [word_count] */
    uint32_t governor;              /* hash of the lemma of the word it hangs from */
    const uint8_t *vector;          /* of the head, NULL: none */
    uint8_t word_count;
    uint8_t kind;                   /* phrase_kind, the likeliest */
    uint8_t form, article, role;
    char number;                    /* 's', 'p', 0 not known */
    char gender;                    /* 'm', 'f', 'n' (it), 0 */
    uint8_t person;                 /* 1 to 3 of a pronoun, else 3 */
    bool reflexive, apposed;        /* apposed: `owner` is what it is in apposition to, or what it is said to be */
    uint32_t clause;                /* word of the sentence that heads its clause */
    uint32_t subject_clause;        /* the clause whose subject is that of its clause: "A left, blaming B" */
    uint32_t outer_clause;          /* the clause that its clause completes or goes on: "A said [he …]", "A left and [he …]"; UINT32_MAX: none */
    bool open;                      /* its clause completes another that has the subject: "to withdraw its troops" */
    uint32_t chain;                 /* actor/chain.h: the chain it belongs to */
    uint32_t antecedent;            /* the phrase of that chain it was linked to, UINT32_MAX: none */
} phrase;

/* What phrases are read by. All borrowed. */
typedef struct phrase_input {
    const actor_tables *tables;
    const actor_weights *weights;
    const tree_layer *trees;
    const actor_mention *mentions;
    bool sparing;               /* only what is needed to tell what stands for an actor with a code: such an actor's own phrases are not weighed */
} phrase_input;

#define PHRASE_FEATURES 40u

/* The features of what a phrase headed by word `i` names, places in the table of kinds. Returns how many. */
uint32_t phrase_features(const phrase_input *in, const tree *t, uint32_t i, uint32_t out[PHRASE_FEATURES]);

/* The likeliest kind of the phrase that word `i` heads. */
uint8_t phrase_kind_of(const phrase_input *in, const tree *t, uint32_t i);

/* Can word `i` head a phrase? */
bool phrase_head(const tree *t, uint32_t i);

/* The first and last word of the phrase that word `i` heads. */
void phrase_span(const tree *t, uint32_t i, uint32_t *first, uint32_t *last);

/* Append the phrases of sentence `s` to `out` (vec of phrase, in `mem`). False: memory ended. */
bool phrase_read(const phrase_input *in, uint32_t s, const tree *t, arena *mem, vec *out);

#endif
