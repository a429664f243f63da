/* cli/explain.c - rapport explain: how a sentence is coded. */
#include "cli/inputs.h"
#include "cli/output.h"
#include "coder/explain.h"

int cli_run_explain(const cli_call *call)
{
    rapport *tables;
    rp_coder *coder = NULL;
    rp_err err = { 0 };
    rp_document doc = { .id = RP_STR("sentence"), .text = str_of(call->operands[0]) };
    buf out = { 0 };
    int status = cli_date(call, "date", &doc.published);
    if (status == CLI_OK) status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    rp_code rc = rp_coder_new(tables, &coder, &err);
    if (rc == RP_OK) rc = coder_explain(coder, &doc, &out, &err);
    if (rc == RP_OK) rc = cli_write_buf(&out, &err);
    if (rc != RP_OK) status = cli_fail(&err);
    buf_free(&out);
    rp_coder_free(coder);
    rapport_close(tables);
    return status;
}
