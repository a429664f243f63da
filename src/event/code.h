/*
 * event/code.h - the event coder: predicates of a sentence's tree, their sides, status, speaker and date → events.
 *
 * Reads: units, mentions, dates, frames, cues, ontology, a parser.   Adds: events, in text order.
 *
 * Method. A predicate is a verb or noun of action. Its frames (event/predicate.h) say which type it tells and where its sides stand in the
 * tree (event/sides.h); what governs it says whether it happened and who says so (event/status.h). In the line of PETRARCH-2 (Norris, Schrodt
 * and Beieler 2017), which reads verbs and their phrases off a constituency tree; here dependency trees, nouns of action as well as verbs,
 * objects that change a verb's type, and a learned weighing of what the frames say (event/weigh.h).
 */
#ifndef EVENT_CODE_H
#define EVENT_CODE_H
#include "event/sides.h"
#include "event/weigh.h"
#include "time/dates.h"

/* A predicate and what was made of it, for those who want to see: `dropped` says why it became no event, NULL: it did. */
typedef struct code_decision {
    const reading *r;
    const predicate *p;
    const sides *sides;
    const status_reading *status;       /* NULL: not looked at */
    feature_case features;
    weigh_scores types;                 /* count 0: not weighed */
    const rp_event *event;              /* as far as it was filled */
    const char *dropped;
} code_decision;

typedef struct code_input {
    reading_input reading;
    const date_layer *dates;
    const weigher *weigher;
    const struct code_trace *trace;     /* NULL: nobody watches */
} code_input;

typedef struct code_trace {
    void (*read)(void *context, const reading *r);      /* a sentence, before its predicates are decided */
    void (*decided)(void *context, const code_decision *d);
    void *context;
} code_trace;

/*
 * Append the events of a document to `out` (vec of rp_event, in `mem`); views into the document and the tables. `scratch` holds what is known of
 * one sentence and is emptied for each. Errors: RP_ENOMEM.
 */
rp_code event_code(const code_input *in, arena *mem, arena *scratch, vec *out, rp_err *err);

#endif
