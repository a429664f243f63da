/*
 * event/status.h - whether it happened, who says so, and when: cues, verbs of saying and dates around a trigger. Inner header of room event.
 */
#ifndef EVENT_STATUS_H
#define EVENT_STATUS_H
#include "event/clause.h"

/* Who says what a trigger tells. */
typedef struct status_report {
    int32_t speaker;            /* mention, -1: nobody named */
    uint16_t cue;               /* CUE_REPORT, CUE_ALLEGE, CUE_DENY; 0: nobody says it */
} status_report;

/* CUE_* bits of the cues right before the trigger, within its clause. */
uint16_t status_cues(const clause_reader *c, const clause_trigger *f);
status_report status_reporter(const clause_reader *c, const clause_trigger *f);

/* The rp_status; RP_STATUSES: it did not happen and is not coded. `own_words`: the source itself says so. */
unsigned status_decide(const clause_reader *c, const clause_trigger *f, uint16_t cues, const status_report *said, bool own_words, bool headline);

/* The date nearest to the trigger in its sentence; NULL: none. */
const date_mention *status_date(const clause_reader *c, const clause_trigger *f);

#endif
