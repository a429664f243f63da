/* cli/brief.c - rapport brief: prose on two actors, each statement cited. */
#include <unistd.h>
#include "cli/inputs.h"
#include "cli/output.h"

#define WIDTH 80
#define WIDTH_MIN 20
#define WIDTH_MAX 1000

static int width_of(const cli_call *call, unsigned *out)
{
    const char *value = cli_value(call, "width");
    int64_t width = cli_columns(STDOUT_FILENO);
    if (width == 0) width = WIDTH;
    if (width < WIDTH_MIN) width = WIDTH_MIN;
    if (width > WIDTH_MAX) width = WIDTH_MAX;
    if (value && (!str_int(str_of(value), &width) || width < WIDTH_MIN || width > WIDTH_MAX))
        return cli_misuse(call, "--width \"%s\" is not a number from %d to %d", value, WIDTH_MIN, WIDTH_MAX);
    return *out = (unsigned)width, CLI_OK;
}

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
    int status = width_of(call, &width);
    if (status == CLI_OK) status = cli_store_open(call, RP_STORE_READ, &tables, &store);
    if (status != CLI_OK) return status;
    status = print_brief(call, tables, store, format, width);
    cli_store_close(tables, store);
    return status;
}
