/* cli/watch.c - see cli/watch.h. */
#include "cli/watch.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/output.h"

#define REDRAW_SECONDS 0.1
#define BAR_CELLS 24

static double seconds(struct timespec from, struct timespec to)
{
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void wipe(cli_watch *self)
{
    if (self->drawn) fputs("\r\033[K", stderr);
    self->drawn = false;
}

static void on_skip(const rp_err *why, void *context)
{
    char text[1024];
    if (*cli_stop() && why->code == RP_EIO) return;     /* the signal ended a read: no fault of the input */
    wipe(context);
    error_text(why, text, sizeof text);
    cli_say("%s", text);
}

/* "[======>      ] 12.3/45.6 MB  1234 documents  56/s  00:12 left" */
static void draw(const ingest_counts *counts, uint64_t read, uint64_t total, double passed)
{
    char line[256];
    double share = total ? (double)read / (double)total : 0, rate = passed > 0 ? (double)counts->documents / passed : 0;
    double left = share > 0 ? passed / share - passed : 0;
    int full = (int)(share * BAR_CELLS), n = 0;
    if (full > BAR_CELLS) full = BAR_CELLS;
    if (total)
        n = snprintf(line, sizeof line, "[%.*s%*s] %.1f/%.1f MB", full, "========================", BAR_CELLS - full, "", (double)read / 1e6,
                     (double)total / 1e6);
    else
        n = snprintf(line, sizeof line, "%.1f MB", (double)read / 1e6);
    n += snprintf(line + n, sizeof line - (size_t)n, "  %" PRIu64 " documents  %.0f/s", counts->documents, rate);
    if (share > 0.01 && left < 360000)
        snprintf(line + n, sizeof line - (size_t)n, "  %d:%02d:%02d left", (int)left / 3600, (int)left / 60 % 60, (int)left % 60);
    unsigned columns = cli_columns(STDERR_FILENO);
    if (columns > 1 && strlen(line) >= columns) line[columns - 1] = 0;
    fprintf(stderr, "\r%s\033[K", line);
    fflush(stderr);
}

static void on_progress(const ingest_counts *counts, uint64_t read, uint64_t total, void *context)
{
    cli_watch *self = context;
    struct timespec now;
    if (!self->bar) return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds(self->last, now) < REDRAW_SECONDS) return;
    self->last = now;
    self->drawn = true;
    draw(counts, read, total, seconds(self->began, now));
}

void cli_watch_begin(cli_watch *self, bool quiet, ingest_watch *out)
{
    const char *terminal = getenv("TERM");
    bool able = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    *self = (cli_watch){ .bar = able && !quiet };
    clock_gettime(CLOCK_MONOTONIC, &self->began);
    self->last = self->began;
    cli_stop_watch();
    *out = (ingest_watch){ .skip = on_skip, .progress = on_progress, .context = self, .stop = cli_stop() };
}

void cli_watch_end(cli_watch *self) { wipe(self); }

int cli_watch_status(rp_code rc, const rp_err *err, const ingest_counts *counts, const char *done)
{
    int status = CLI_OK;
    if (rc == RP_ESTOP) {
        cli_say("stopped as asked, after %" PRIu64 " document%s; what was %s until then is kept", counts->documents,
                counts->documents == 1 ? "" : "s", done);
        status = CLI_FAILED;
    } else if (rc != RP_OK) {
        status = cli_fail(err);
    }
    if (counts->skipped == 0) return status;
    cli_say("%" PRIu64 " input%s skipped, %" PRIu64 " document%s %s", counts->skipped, counts->skipped == 1 ? "" : "s", counts->documents,
            counts->documents == 1 ? "" : "s", done);
    if (status != CLI_OK) return status;
    return counts->documents ? CLI_SKIPPED : CLI_FAILED;
}

void cli_watch_unused(const reader *in, bool quiet)
{
    size_t unused = reader_unused(in);
    if (unused && !quiet) cli_say("%zu row%s of the metadata table named no document that was read", unused, unused == 1 ? "" : "s");
}
