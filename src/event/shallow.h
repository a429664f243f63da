/*
 * event/shallow.h - the shallow event coder: triggers, and the mentions around them, without a parse tree.
 *
 * Reads: units, mentions, dates, triggers, cues, ontology.   Adds: events, in text order.
 *
 * Method, in the line of the KEDS and TABARI coders (Schrodt 1994, 2001: sparse parsing by patterns around verbs), with differences:
 *   - a trigger tells its type and where its sides stand; the sides are found by scoring mentions left and right of it, so that word
 *     order, passives ("was detained by"), relative and participial clauses and coordinated actors need no pattern each;
 *   - nouns of action count as verbs do ("the raid by A on B", "A's raid", "talks between A and B");
 *   - status and speaker come from cues in the trigger's own clause.
 * The tree-based coder is to beat it; the trigger lexicon is shared.
 */
#ifndef EVENT_SHALLOW_H
#define EVENT_SHALLOW_H
#include "actor/mention.h"
#include "event/triggers.h"
#include "time/dates.h"

typedef struct shallow_input {
    const rp_document *document;
    const rp_sentence *sentences; size_t sentence_count;
    const word_layer *words;
    const actor_layer *actors;
    const date_layer *dates;
    const actor_tables *actor_tables;
    const trigger_table *triggers;
} shallow_input;

/* Append the events of a document to `out` (vec of rp_event, in `mem`); views into the document and the tables. Errors: RP_ENOMEM. */
rp_code shallow_code(const shallow_input *in, arena *mem, vec *out, rp_err *err);

#endif
