/*
 * fuzz_metadata.c - the metadata table from any bytes: refused with its line, or looked up for paths made of the input's own words.
 */
#include "fuzz.h"
#include "text/metadata.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = fuzz_file(data, size, path);
    metadata *table;
    rp_err err = { 0 };
    rp_code rc = metadata_open(path, &table, &err);
    if (rc == RP_OK) {
        size_t unused = metadata_unused(table);
        char *copy = fuzz_copy(data, size);
        rp_str rest = { copy, size }, line, cell;
        while (str_split(&rest, '\n', &line)) {
            if (!str_split(&line, '\t', &cell)) continue;
            const rp_document *d = metadata_find(table, cell);
            if (!d) continue;
            FUZZ_CHECK(d->id.len == 0 && d->text.len == 0 && d->published.month <= 12 && d->published.day <= 31);
        }
        FUZZ_CHECK(metadata_unused(table) <= unused);
        FUZZ_CHECK(!metadata_find(table, RP_STR("")) || size > 0);
        free(copy);
        metadata_free(table);
    } else {
        FUZZ_CHECK(err.code == rc && err.why[0] && err.input[0] && !table);
        FUZZ_CHECK(rc == RP_EFORMAT || rc == RP_ETEXT);
    }
    close(fd);
    return 0;
}
