/* cli/add.c - rapport add: code documents into a store. */
#include <inttypes.h>
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/watch.h"

static rp_code print_sum(const ingest_counts *c, rp_err *err)
{
    buf out = { 0 };
    buf_format(&out, "%" PRIu64 " added, %" PRIu64 " same, %" PRIu64 " changed, %" PRIu64 " skipped, %" PRIu64 " events\n", c->added, c->same,
               c->changed, c->skipped, c->events);
    rp_code rc = cli_write_buf(&out, err);
    buf_free(&out);
    return rc;
}

static int add_all(const cli_call *call, const rapport *tables, rp_store *store, reader *in, unsigned jobs)
{
    ingest_counts counts = { 0 };
    ingest_watch watch;
    cli_watch shown;
    rp_err err, broken;
    bool quiet = cli_given(call, "quiet");
    cli_watch_begin(&shown, quiet, &watch);
    rp_code rc = ingest_store(tables, in, jobs, store, &watch, &counts, &err);
    cli_watch_end(&shown);
    if (rc == RP_OK) cli_watch_unused(in, quiet);
    int status = cli_watch_status(rc, &err, &counts, "stored");
    if (!quiet && print_sum(&counts, &broken) != RP_OK) return cli_fail(&broken);
    return status;
}

int cli_run_add(const cli_call *call)
{
    reader_options options;
    rapport *tables;
    rp_store *store;
    reader *in = NULL;
    unsigned jobs;
    int status = cli_inputs(call, 1, &options);
    if (status == CLI_OK) status = cli_jobs(call, &jobs);
    if (status == CLI_OK) status = cli_reader(&options, &in);       /* a wrong metadata table shall not leave an empty store */
    if (status == CLI_OK) status = cli_store_open(call, RP_STORE_CREATE, &tables, &store);
    if (status == CLI_OK) {
        status = add_all(call, tables, store, in, jobs);
        cli_store_close(tables, store);
    }
    reader_free(in);
    return status;
}
