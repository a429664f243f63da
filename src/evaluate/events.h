/*
 * evaluate/events.h - score coded events against gold rows.
 *
 * Reads: gold rows and events, JSON Lines.   Gives: precision, recall and F1 of dyads, quad classes and full events, with intervals; of each
 * type; which types are taken for which; dates; statuses.
 *
 * A gold row has start, end (of its sentence, code points), source [code…], event, target [code…], dates [date or from/to…], statuses
 * [right answers, best first], core (is it counted for recall?). An event is the record of rapport code: actor, event, recipient, trigger,
 * date, date_end, status. A code counts up to its colon: "RUS:COP" is RUS.
 *
 * Method: a coded event belongs to the first gold sentence that holds its trigger's start. Within a sentence events and rows are paired one
 * to one: first all full matches, then those of the quad class, then those of the dyad; rows in their order with core ones first, each with
 * the first event that fits. Dyad: both sets of codes equal; for symmetric types, where the event has the type too, also swapped or
 * equal in union. Quad: dyad and the same quad class. Full: dyad and the same type. A date is right where both ends begin with those of one
 * gold date. Status: macro-F1 over full matches; any of a row's statuses is right.
 * Intervals: 95 % by bootstrap over gold sentences, drawn with their rows and coded events. An event outside them all is drawn as if its
 * place were a sentence: it stands in one without gold rows.
 * The document is of no weight: positions are compared across all rows, so gold and events shall be of one document.
 */
#ifndef EVALUATE_EVENTS_H
#define EVALUATE_EVENTS_H
#include <stdio.h>
#include "base/arena.h"
#include "evaluate/bootstrap.h"
#include "event/ontology.h"

#define EVENT_SCORE_OTHER RP_EVENT_TYPES    /* a coded type that is none of ours */

typedef struct event_score {
    uint64_t coded_right;           /* coded events with a match */
    uint64_t gold_right;            /* core rows with a match */
    double precision, recall, f1;   /* 0..1; 0 where there is nothing to count */
} event_score;

/* Where 95 % of the samples lie; all 0 without any row and event. */
typedef struct event_range { bootstrap_bounds precision, recall, f1; } event_range;

typedef struct event_type_score {
    uint64_t coded, gold;           /* events and core rows of the type */
    event_score full;
} event_type_score;

typedef struct event_status_score {
    rp_str status;
    uint64_t count;                 /* full matches whose gold has it */
    double f1;                      /* 0..1 */
} event_status_score;

typedef struct event_scores {
    uint64_t coded, gold;           /* events; core rows */
    uint64_t documents;             /* different ones that gold names */
    event_score dyad, quad, full;
    event_range dyad_range, quad_range, full_range;
    uint64_t dates, dates_right;    /* full matches whose row has a date */
    const event_status_score *statuses; size_t status_count;    /* by name; none without a full match */
    double status_f1;               /* macro */
    event_type_score types[RP_EVENT_TYPES];
    uint64_t confusion[RP_EVENT_TYPES][RP_EVENT_TYPES + 1];     /* [gold type][coded type or EVENT_SCORE_OTHER], pairs with the same dyad */
} event_scores;

/* A false or missed event. Views live until the callback returns. */
typedef struct event_difference {
    bool missed;                    /* a core row without a full match; else a coded event without one */
    bool paired;                    /* coded with the right dyad at least */
    double start;                   /* of the sentence; of the trigger outside all sentences */
    rp_str source, event, target;   /* codes parted by commas, sorted */
    rp_str trigger;
} event_difference;

typedef void event_listing(void *context, const event_difference *difference);

/*
 * Score. The streams are borrowed, the names are for errors. What *out points to lives in `mem`. `listing` may be NULL; it is called by
 * sentence. Errors: RP_EFORMAT a line that is no gold row or event, with its number; RP_ETEXT; RP_EIO; RP_ENOMEM.
 */
rp_code event_score_files(const ontology *types, FILE *gold, const char *gold_name, FILE *coded, const char *coded_name, arena *mem,
                          event_listing *listing, void *context, event_scores *out, rp_err *err);

#endif
