/* cli/lexicon.c - rapport lexicon: check, import, export and widen the tables of actors. */
#include <inttypes.h>
#include <stdlib.h>
#include "actor/check.h"
#include "base/intern.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "coder/tables.h"
#include "exchange/petrarch.h"
#include "store/store.h"

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

/* ---- unknown -------------------------------------------------------------------------------------------------------- */

typedef struct unknown_name { uint32_t number, mentions, documents, last, persons; } unknown_name;

typedef struct counting {
    intern *names;
    arena *mem;
    vec counts;             /* unknown_name, by number of the name */
    uint32_t document;
} counting;

static bool count_name(counting *self, const rp_mention *m)
{
    uint32_t n = intern_add(self->names, m->text);
    unknown_name *c = n == self->counts.count ? vec_add(&self->counts, self->mem) : n < self->counts.count ? (unknown_name *)self->counts.at + n : NULL;
    if (!c) return false;
    if (!c->mentions) *c = (unknown_name){ .number = n };
    c->mentions++;
    c->persons += m->kind == RP_MENTION_PERSON;
    if (c->last != self->document) c->documents++, c->last = self->document;
    return true;
}

static int by_count(const void *a, const void *b)
{
    const unknown_name *x = a, *y = b;
    if (x->documents != y->documents) return x->documents > y->documents ? -1 : 1;
    if (x->mentions != y->mentions) return x->mentions > y->mentions ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static rp_code count_store(const rapport *tables, rp_store *store, counting *self, rp_err *err)
{
    rp_coder *coder = NULL;
    buf memory = { 0 };
    int64_t key = 0;
    rp_code rc = rp_coder_new(tables, &coder, err);
    for (bool done = false; rc == RP_OK;) {
        rp_document doc;
        const rp_coded *coded;
        rc = store_next(store, true, &key, &memory, &doc, &done, err);
        if (rc != RP_OK || done) break;
        self->document++;
        rc = rp_coder_actors(coder, &doc, &coded, err);
        if (rc == RP_ETEXT || rc == RP_ELIMIT) {
            rc = RP_OK;
            continue;
        }
        for (size_t i = 0; rc == RP_OK && i < coded->mention_count; i++) {
            const rp_mention *m = &coded->mentions[i];
            bool name = (m->kind == RP_MENTION_PERSON || m->kind == RP_MENTION_ORGANISATION) && !m->code[0] && !m->actor.len;
            if (name && !count_name(self, m)) rc = error_set(err, RP_ENOMEM, "memory ended");
        }
    }
    buf_free(&memory);
    rp_coder_free(coder);
    return rc;
}

static int unknown(const cli_call *call)
{
    rp_err err;
    rapport *tables;
    rp_store *store;
    int64_t limit = 100;
    const char *value = cli_value(call, "limit");
    if (value && (!str_int(str_of(value), &limit) || limit < 1)) return cli_misuse(call, "--limit wants a number from 1 on, not '%s'", value);
    int status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    rp_code rc = rp_store_open(call->operands[1], RP_STORE_READ, tables, &store, &err);
    counting self = { .names = intern_new(), .mem = arena_new(0), .counts = vec_of(sizeof(unknown_name)) };
    if (rc == RP_OK && (!self.names || !self.mem)) rc = error_set(&err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) rc = count_store(tables, store, &self, &err);
    buf out = { 0 };
    buf_text(&out, "name\tkind\tdocuments\tmentions\n");
    if (rc == RP_OK && self.counts.count) qsort(self.counts.at, self.counts.count, sizeof(unknown_name), by_count);
    const unknown_name *c = self.counts.at;
    for (size_t i = 0; rc == RP_OK && i < self.counts.count && i < (size_t)limit; i++) {
        cli_words(&out, intern_at(self.names, c[i].number), true);
        buf_format(&out, "\t%s\t%" PRIu32 "\t%" PRIu32 "\n", c[i].persons * 2 >= c[i].mentions ? "person" : "organisation", c[i].documents, c[i].mentions);
    }
    if (rc == RP_OK) rc = cli_write_buf(&out, &err);
    buf_free(&out);
    intern_free(self.names);
    arena_free(self.mem);
    rp_store_close(store);
    rapport_close(tables);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

/* The words the first operand may be, in the order of the table of commands. */
enum { CHECK, IMPORT, EXPORT, UNKNOWN };

int cli_run_lexicon(const cli_call *call)
{
    int what = cli_word(call->command->first, str_of(call->operands[0]));
    unsigned wanted = what == IMPORT ? 3 : what == EXPORT ? 2 : 1;
    rapport *tables;
    if (what == UNKNOWN && call->operand_count != 2) return cli_misuse(call, "usage: rapport lexicon unknown STORE");
    if (what != UNKNOWN && cli_given(call, "limit")) return cli_misuse(call, "--limit is for lexicon unknown only");
    if (what == UNKNOWN) return unknown(call);
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
