/* cli/lexicon.c - rapport lexicon: check, import, export and widen the tables of actors. */
#include <inttypes.h>
#include <stdlib.h>
#include "actor/check.h"
#include "base/intern.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "coder/tables.h"
#include "exchange/petrarch.h"

/* ---- check ---------------------------------------------------------------------------------------------------------- */

static void on_conflict(void *context, const actor_conflict *c)
{
    buf *out = context;
    buf_format(out, "%.*s\t%.*s\t%.*s\t%s\t%s\n", (int)c->name.len, c->name.at, (int)c->first.len, c->first.len ? c->first.at : "", (int)c->second.len,
               c->second.len ? c->second.at : "", c->at_once ? "at once" : "in turn", c->why ? c->why : "listed");
}

static int check(const cli_call *call, const rapport *tables)
{
    rp_err err;
    buf out = { 0 };
    size_t wrong = 0;
    buf_text(&out, "name\tactor\tother\twhen\twhy\n");
    rp_code rc = actor_check(tables->actors, cli_given(call, "all"), on_conflict, &out, &wrong, &err);
    if (rc == RP_OK && (wrong || cli_given(call, "all"))) rc = cli_write_buf(&out, &err);
    if (rc == RP_OK) cli_say(wrong ? "%zu names need to be settled" : "%zu names belong silently to two actors", wrong);
    buf_free(&out);
    return rc != RP_OK ? cli_fail(&err) : wrong ? CLI_FAILED : CLI_OK;
}

/* ---- import and export ---------------------------------------------------------------------------------------------- */

typedef struct importing { const char *name; uint64_t skipped; } importing;

static void on_skip(void *context, uint32_t line, rp_str words, const char *why)
{
    importing *self = context;
    self->skipped++;
    cli_say("%s:%" PRIu32 ": \"%.*s\" %s; left out", self->name, line, (int)words.len, words.at, why);
}

static int import(const cli_call *call, const rapport *tables)
{
    rp_err err;
    buf out = { 0 };
    FILE *in;
    importing self = { .skipped = 0 };
    rp_code rc = cli_open_input(call->operands[2], &in, &self.name, &err);
    if (rc != RP_OK) return cli_fail(&err);
    rc = petrarch_import(tables->actors, in, self.name, on_skip, &self, &out, &err);
    cli_close_input(in);
    if (rc == RP_OK) rc = cli_write_buf(&out, &err);
    buf_free(&out);
    if (rc == RP_OK && self.skipped) cli_say("%" PRIu64 " entries left out", self.skipped);
    return rc != RP_OK ? cli_fail(&err) : self.skipped ? CLI_SKIPPED : CLI_OK;
}

static int export(const cli_call *call, const rapport *tables)
{
    rp_err err;
    buf out = { 0 };
    rp_code rc = petrarch_export(tables->actors, cli_given(call, "agents"), &out, &err);
    if (rc == RP_OK) rc = cli_write_buf(&out, &err);
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

/* The words the first operand may be, in the order of the table of commands. */
enum { CHECK, IMPORT, EXPORT };

int cli_run_lexicon(const cli_call *call)
{
    int what = cli_word(call->command->first, str_of(call->operands[0]));
    unsigned wanted = what == IMPORT ? 3 : what == EXPORT ? 2 : 1;
    rapport *tables;
    if (what != CHECK && (call->operand_count < 2 || strcmp(call->operands[1], "petrarch") != 0))
        return cli_misuse(call, "%s knows the format petrarch; usage: rapport lexicon %s petrarch%s", call->operands[0], call->operands[0], what == IMPORT ? " FILE" : "");
    if (call->operand_count < wanted) return cli_misuse(call, "the file to import is missing; usage: rapport lexicon import petrarch FILE");
    if (call->operand_count > wanted) return cli_misuse(call, "\"%s\" is one too many", call->operands[wanted]);
    if (what != CHECK && cli_given(call, "all")) return cli_misuse(call, "--all is for lexicon check only");
    if (what != EXPORT && cli_given(call, "agents")) return cli_misuse(call, "--agents is for lexicon export only");
    int status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    status = what == CHECK ? check(call, tables) : what == IMPORT ? import(call, tables) : export(call, tables);
    rapport_close(tables);
    return status;
}
