/*
 * evaluate/status.h - score the status and the speaker of events whose trigger and source are marked.
 *
 * Reads: rows as in train/events (event/example.h).   Rows without an event are passed over. A speaker is right where the words found are
 * among the gold words or hold them, or where neither names one.
 */
#ifndef EVALUATE_STATUS_H
#define EVALUATE_STATUS_H
#include <stdio.h>
#include "coder/relate.h"

typedef struct status_scores {
    size_t rows, speaker_rows;                              /* rows with an event; those whose gold has a speaker */
    size_t confusion[RP_STATUSES][RP_STATUSES + 1];         /* [gold][given]; the last: it did not happen */
    size_t rule_right, right;                               /* by rule alone; as the coder decides */
    size_t speaker_right, speaker_found, speaker_false;     /* of all rows; of those with one; given where the gold has none */
    double macro_f1, rule_f1;
} status_scores;

typedef void status_row(void *context, const example *e, unsigned given, unsigned by_rule, rp_str speaker);

/* Errors: those of example_read; RP_ENOMEM. */
rp_code evaluate_status(const rapport *tables, FILE *in, const char *name, status_row *each, void *context, status_scores *out, rp_err *err);

#endif
