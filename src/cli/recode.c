/* cli/recode.c - rapport recode: code what a store keeps again, with today's tables and models. */
#include <inttypes.h>
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/watch.h"

static rp_code print_sum(const ingest_counts *c, rp_err *err)
{
    buf out = { 0 };
    buf_format(&out, "%" PRIu64 " recoded, %" PRIu64 " up to date, %" PRIu64 " skipped, %" PRIu64 " events\n", c->changed, c->same + c->passed,
               c->skipped, c->events);
    rp_code rc = cli_write_buf(&out, err);
    buf_free(&out);
    return rc;
}

int cli_run_recode(const cli_call *call)
{
    const ingest_choice choice = { (const char *const *)call->operands + 1, call->operand_count - 1, cli_given(call, "all") };
    ingest_counts counts;
    ingest_watch watch;
    cli_watch shown;
    rapport *tables;
    rp_store *store;
    rp_err err, broken;
    unsigned jobs;
    bool quiet = cli_given(call, "quiet");
    int status = cli_jobs(call, &jobs);
    if (status == CLI_OK) status = cli_store_open(call, RP_STORE_WRITE, &tables, &store);
    if (status != CLI_OK) return status;
    cli_watch_begin(&shown, quiet, &watch);
    rp_code rc = ingest_recode(tables, &choice, jobs, store, &watch, &counts, &err);
    cli_watch_end(&shown);
    status = cli_watch_status(rc, &err, &counts, "done");
    if (!quiet && print_sum(&counts, &broken) != RP_OK) status = cli_fail(&broken);
    cli_store_close(tables, store);
    return status;
}
