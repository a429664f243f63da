/* cli/brief.c - rapport brief: prose on two actors, each statement cited. */
#include "cli/inputs.h"
#include "cli/output.h"

#define WIDTH 80

static int print_brief(const cli_call *call, const rapport *tables, rp_store *store, rp_format format, unsigned width)
{
    char a[12], b[12];
    rp_err err;
    int status = cli_actor(tables, call->operands[1], a);
    if (status == CLI_OK) status = cli_actor(tables, call->operands[2], b);
    if (status != CLI_OK) return status;
    if (strcmp(a, b) == 0) {
        cli_say("\"%s\" and \"%s\" are both %s; a brief is on two actors", call->operands[1], call->operands[2], a);
        return CLI_FAILED;
    }
    return rp_brief(store, a, b, format, width, cli_write, NULL, &err) == RP_OK ? CLI_OK : cli_fail(&err);
}

int cli_run_brief(const cli_call *call)
{
    const char *value = cli_value(call, "format");
    rp_format format = value ? (rp_format)cli_word("text|markdown|html|json", str_of(value)) : RP_FORMAT_TEXT;
    rapport *tables;
    rp_store *store;
    unsigned width = WIDTH;
    int status = cli_width(call, WIDTH, &width);
    if (status == CLI_OK) status = cli_store_open(call, RP_STORE_READ, &tables, &store);
    if (status != CLI_OK) return status;
    status = print_brief(call, tables, store, format, width);
    cli_store_close(tables, store);
    return status;
}
