/* cli/check.c - rapport check: verify a store. */
#include <inttypes.h>
#include "cli/inputs.h"
#include "cli/output.h"

typedef struct sum {
    uint64_t documents, sentences, events;
} sum;

static rp_code count(const rp_stored_document *document, void *context, rp_err *err)
{
    sum *self = context;
    (void)err;
    self->documents++;
    self->sentences += document->sentences;
    self->events += document->events;
    return RP_OK;
}

int cli_run_check(const cli_call *call)
{
    rapport *tables;
    rp_store *store;
    rp_err err;
    sum s = { 0 };
    buf out = { 0 };
    int status = cli_store_open(call, RP_STORE_READ, &tables, &store);
    if (status != CLI_OK) return status;
    rp_code rc = rp_store_check(store, &err);
    if (rc == RP_OK) rc = rp_store_documents(store, count, &s, &err);
    cli_store_close(tables, store);
    if (rc == RP_OK) {
        buf_format(&out, "no fault found: %" PRIu64 " documents, %" PRIu64 " sentences, %" PRIu64 " events\n", s.documents,
                   s.sentences, s.events);
        rc = cli_write_buf(&out, &err);
    }
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}
