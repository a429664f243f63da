/*
 * event/reading.h - one sentence read for events: its tree and its predicates.
 *
 * Reads: parses, units, mentions, frames.   Adds: tree and predicates, until the next sentence.
 */
#ifndef EVENT_READING_H
#define EVENT_READING_H
#include "event/predicate.h"

/* The layers of a document below events, with the tables they are read by. All borrowed. */
typedef struct reading_input {
    const rp_document *document;
    const rp_sentence *sentences; size_t sentence_count;
    const word_layer *words;
    const tree_layer *trees;
    const actor_layer *actors;
    const actor_tables *actor_tables;
    const frame_table *frames;
    const ontology *ontology;
} reading_input;

typedef struct reading {
    const reading_input *in;
    uint32_t sentence;
    tree tree;
    predicate *predicates;      /* [predicate_count], in text order */
    uint32_t predicate_count;
    int32_t *predicate_of;      /* [words of the tree]: its predicate, -1: none */
} reading;

/*
 * Read `count` tokens of sentence `s` from its token `from` on: READING_TOKENS of them at most, since what is done with a reading grows with
 * the square of its length; more are no sentence but a list or a fault. Everything lives in `mem`. Errors: RP_ENOMEM.
 */
rp_code reading_of(const reading_input *in, uint32_t s, uint32_t from, uint32_t count, arena *mem, reading *out, rp_err *err);

/* The lexicon whose words the tree's units are. */
static inline const lexicon *reading_lexicon(const reading *r) { return actor_lexicon(r->in->actor_tables); }

#endif
