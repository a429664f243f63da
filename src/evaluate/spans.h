/*
 * evaluate/spans.h - score the participants of events, as phrases, against marked sources and targets.
 *
 * Reads: sentences a token a line with a tag (B-S, I-S the source, B-T, I-T the target, O), an empty line between. A participant is right where
 * its head stands in a marked phrase; "sided": in one of its side.
 */
#ifndef EVALUATE_SPANS_H
#define EVALUATE_SPANS_H
#include <stdio.h>
#include "coder/coder.h"

typedef struct spans_scores {
    size_t sentences;
    size_t gold, found, given, right;       /* marked phrases, those found; participants given, those that are marked */
    size_t gold_sided, found_sided;         /* the same where the side must be right, too */
} spans_scores;

typedef void spans_row(void *context, rp_str sentence, rp_str missed_or_false, bool missed);

/* `all`: participants of every event of a sentence, not of its main one alone. Errors: RP_EFORMAT, RP_EIO, RP_ENOMEM. */
rp_code evaluate_sides(const rapport *tables, FILE *in, const char *name, bool all, spans_row *each, void *context, spans_scores *out, rp_err *err);

#endif
