/*
 * event/example.h - the corpus that the learned part is trained on: sentences with a marked source, target and trigger.
 *
 * Reads: the files of train/events.   Columns: type (NONE: no event), mode, status, speaker, register, region, year, sentence; in the sentence
 * <s>source</s>, <t>target</t> and <e>trigger</e>.
 */
#ifndef EVENT_EXAMPLE_H
#define EVENT_EXAMPLE_H
#include <stdio.h>
#include "base/arena.h"
#include "base/error.h"
#include "rapport.h"

/* Bytes [start, end) of the plain sentence; start == end: not marked. */
typedef struct example_span { uint32_t start, end; } example_span;

typedef struct example_marks { example_span source, target, trigger; } example_marks;

typedef struct example {
    unsigned type;                  /* rp_event_type; RP_EVENT_TYPES: none */
    unsigned status;                /* rp_status; RP_STATUSES: none */
    rp_str mode, speaker, text;     /* views; the plain sentence */
    example_marks marks;
    uint32_t line;
} example;

/*
 * Take the marks out of a sentence: its plain text lives in `mem`. Of a mark that stands several times the first counts; marks may nest. Errors:
 * RP_EFORMAT a mark that is empty or lacks its other end; RP_ENOMEM.
 */
rp_code example_unmark(rp_str marked, arena *mem, rp_str *plain, example_marks *out, rp_err *err);

/* Append the rows of a file to `out` (vec of example, in `mem`). Errors: RP_EFORMAT (file and line), RP_EIO, RP_ENOMEM. */
rp_code example_read(FILE *in, const char *name, arena *mem, vec *out, rp_err *err);

#endif
