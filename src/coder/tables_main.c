/*
 * coder/tables_main.c - rapport-tables FOLDER OUT.tables [OUT.S]: compile the knowledge tables, and refuse names that silently belong to two
 * actors; with OUT.S also write the assembler file that puts them into the library. Its comment holds the tables' hash, so that a change of any table rebuilds the library.
 */
#include <stdio.h>
#include <stdlib.h>
#include "actor/check.h"
#include "base/hash.h"
#include "lexicon/compile.h"

#define CONFLICTS_TOLD 20u

static int fail(const rp_err *err)
{
    char words[1024];
    error_text(err, words, sizeof words);
    fprintf(stderr, "rapport-tables: %s\n", words);
    return 1;
}

static int put(const char *path, const char *at, size_t len)
{
    FILE *f = fopen(path, "wb");
    bool fine = f && fwrite(at, 1, len, f) == len;
    if (f && fclose(f) != 0) fine = false;
    if (fine) return 0;
    rp_err err;
    error_system(&err, path, "write");
    return fail(&err);
}

static void on_conflict(void *context, const actor_conflict *c)
{
    size_t *told = context;
    if (++*told <= CONFLICTS_TOLD)
        fprintf(stderr, "rapport-tables: the name \"%.*s\" (%.*s%s%.*s) %s: see world/ambiguous.tsv\n", (int)c->name.len, c->name.at, (int)c->first.len,
                c->first.at ? c->first.at : "", c->second.len ? ", " : "", (int)c->second.len, c->second.at ? c->second.at : "", c->why);
}

static int check(const buf *compiled)
{
    lexicon *tables = NULL;
    actor_tables *actors = NULL;
    rp_err err;
    size_t told = 0, wrong = 0;
    rp_code rc = lexicon_new(compiled->at, compiled->len, "tables", &tables, &err);
    if (rc == RP_OK) rc = actor_tables_new(tables, &actors, &err);
    if (rc == RP_OK) rc = actor_check(actors, false, on_conflict, &told, &wrong, &err);
    actor_tables_free(actors);
    lexicon_free(tables);
    if (rc != RP_OK) return fail(&err);
    if (wrong) fprintf(stderr, "rapport-tables: %zu names are not as world/ambiguous.tsv has them\n", wrong);
    return wrong != 0;
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: rapport-tables FOLDER OUT.tables [OUT.S]\n");
        return 2;
    }
    rp_err err;
    buf out = { 0 };
    if (lexicon_compile(argv[1], &out, &err) != RP_OK) {
        buf_free(&out);
        return fail(&err);
    }
    int rc = check(&out);
    if (rc == 0) rc = put(argv[2], out.at, out.len);
    if (rc == 0 && argc == 4) {
        buf s = { 0 };
        buf_format(&s, "/* tables %016llx */\n"
                       "\t.section .rodata\n\t.balign 64\n"
                       "\t.globl rapport_tables_begin\n\t.hidden rapport_tables_begin\n"
                       "rapport_tables_begin:\n\t.incbin \"%s\"\n"
                       "\t.globl rapport_tables_end\n\t.hidden rapport_tables_end\n"
                       "rapport_tables_end:\n\t.byte 0\n"
                       "\t.section .note.GNU-stack,\"\",%%progbits\n",
                   (unsigned long long)hash_bytes(out.at, out.len, 0), argv[2]);
        rc = s.failed ? 1 : put(argv[3], s.at, s.len);
        buf_free(&s);
    }
    buf_free(&out);
    return rc;
}
