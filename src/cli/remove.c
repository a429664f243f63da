/* cli/remove.c - rapport remove: take documents out of a store, with everything that came from them. */
#include "cli/inputs.h"
#include "cli/output.h"

int cli_run_remove(const cli_call *call)
{
    rapport *tables;
    rp_store *store;
    rp_err err;
    unsigned removed = 0, unknown = 0;
    int status = cli_store_open(call, RP_STORE_WRITE, &tables, &store);
    if (status != CLI_OK) return status;
    for (unsigned i = 1; status == CLI_OK && i < call->operand_count; i++) {
        rp_code rc = rp_store_remove(store, str_of(call->operands[i]), &err);
        removed += rc == RP_OK;
        unknown += rc == RP_EMISSING;
        if (rc == RP_OK) continue;
        status = cli_fail(&err);
        if (rc == RP_EMISSING) status = CLI_OK;     /* the others may be there */
    }
    cli_store_close(tables, store);
    buf out = { 0 };
    buf_format(&out, "%u removed\n", removed);
    if (cli_write_buf(&out, &err) != RP_OK) status = cli_fail(&err);
    buf_free(&out);
    if (status != CLI_OK || unknown == 0) return status;
    return removed ? CLI_SKIPPED : CLI_FAILED;
}
