/*
 * fuzz_jsonl.c - the reader over JSON Lines, and over plain text: every line is a document or a skip, and the end comes.
 * The first byte of the input chooses the format and the longest line.
 */
#include "fuzz.h"
#include "text/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const reader_input formats[] = { READER_JSONL, READER_JSONL, READER_AUTO, READER_TEXT };
    if (size == 0) return 0;
    char path[64];
    int fd = fuzz_file(data + 1, size - 1, path);
    const char *files[] = { path };
    reader_options options = { .files = files, .file_count = 1, .input = formats[data[0] & 3], .line_max = data[0] & 4 ? 64 : 0 };
    reader *in;
    reader_item item = { 0 };
    rp_err err;
    bool done = false;
    FUZZ_CHECK(reader_new(&options, &in, &err) == RP_OK);
    for (size_t steps = 0; !done; steps++) {
        FUZZ_CHECK(steps <= size + 2);      /* a step a line at most, or it hangs */
        rp_code rc = reader_next(in, &item, &done, &err);
        FUZZ_CHECK(rc == RP_OK || (!done && err.code == rc && err.why[0]));
        if (rc != RP_OK || done) continue;
        const rp_document *d = &item.document;
        const rp_str *all[] = { &d->id, &d->text, &d->title, &d->publisher, &d->author, &d->url, &d->genre };
        FUZZ_CHECK(d->id.len > 0);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) FUZZ_CHECK(utf8_check(*all[i]) == all[i]->len);
        FUZZ_CHECK(d->published.month <= 12 && d->published.day <= 31 && (d->published.month || !d->published.day));
    }
    uint64_t read, total;
    reader_progress(in, &read, &total);
    FUZZ_CHECK(total == 0 || read <= total);
    reader_item_free(&item);
    reader_free(in);
    close(fd);
    return 0;
}
