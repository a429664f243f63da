/*
 * cli/watch.h - tell how the coding of many documents goes: each skip, a bar on a terminal, the sum at the end.
 */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H
#include <time.h>
#include "ingest/ingest.h"

typedef struct cli_watch {
    bool bar;               /* standard error is a terminal, and the user did not ask for quiet */
    bool drawn;             /* the bar stands on the terminal now */
    struct timespec began, last;
} cli_watch;

/* Fill `out` for ingest; `self` must outlive it. */
void cli_watch_begin(cli_watch *self, bool quiet, ingest_watch *out);
void cli_watch_end(cli_watch *self);      /* wipes the bar */

/*
 * The exit status after ingest gave `rc`: says the error or that the user stopped it, and how many inputs were skipped of how many.
 * `done` is what became of the documents: "coded".
 */
int cli_watch_status(rp_code rc, const rp_err *err, const ingest_counts *counts, const char *done);

/* Say how many rows of the metadata table named no document; quiet: nothing. */
void cli_watch_unused(const reader *in, bool quiet);

#endif
