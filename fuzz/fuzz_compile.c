/*
 * fuzz_compile.c - lexicon_compile over a table made of the input: compiled into a file that lexicon_new takes, or refused with its place.
 * An input that begins with a schema's header row is the schema; any other is a table with a column of each kind.
 */
#include "fuzz.h"
#include "lexicon/compile.h"
#include "lexicon/lexicon.h"

static const char schema[] = "table\tcolumn\tkind\trule\trefers\n"
    "t\tkey\tcode\tkey\t\n" "t\tid\tid\tunique\t\n" "t\tnames\tnames\t\t\n" "t\twords\twords\t\t\n" "t\tlemma\tinflected\t\t\n" "t\tpos\tverb|noun\t\t\n"
    "t\tobject\tnouns\t\t\n" "t\tlist\tlist\t\tt.key\n" "t\tint\tint\t\t\n" "t\tnumber\tnumber\t\t\n" "t\tfrom\tdate\t\t\n" "t\tto\tdate\t\t\n";
static const char header[] = "key\tid\tnames\twords\tlemma\tpos\tobject\tlist\tint\tnumber\tfrom\tto\n";

static char folder[64];

static void remove_folder(void)
{
    static const char *const files[] = { "schema.tsv", "t.tsv" };
    char path[128];
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void open_once(void)
{
    if (folder[0]) return;
    snprintf(folder, sizeof folder, "%s", access("/dev/shm", W_OK) == 0 ? "/dev/shm/rapport-fuzz-XXXXXX" : "/tmp/rapport-fuzz-XXXXXX");
    FUZZ_CHECK(mkdtemp(folder));
    atexit(remove_folder);
}

static void write_file(const char *name, const char *before, const uint8_t *data, size_t size)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    FUZZ_CHECK(f);
    fputs(before, f);
    if (size) fwrite(data, 1, size, f);
    fclose(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    open_once();
    bool is_schema = size >= 6 && memcmp(data, "table\t", 6) == 0;
    write_file("schema.tsv", is_schema ? "" : schema, data, is_schema ? size : 0);
    write_file("t.tsv", is_schema ? "key\nAA\n" : header, data, is_schema ? 0 : size);
    buf out = { 0 };
    rp_err err = { 0 };
    rp_code rc = lexicon_compile(folder, &out, &err);
    if (rc == RP_OK) {
        lexicon *tables;
        FUZZ_CHECK(lexicon_new(out.at, out.len, "fuzz", &tables, &err) == RP_OK);
        lexicon_free(tables);
    } else {
        FUZZ_CHECK(rc == RP_EFORMAT || rc == RP_EMISSING || rc == RP_EIO);
        FUZZ_CHECK(err.code == rc && err.why[0] && err.input[0]);
    }
    buf_free(&out);
    return 0;
}
