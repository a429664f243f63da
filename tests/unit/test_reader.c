/*
 * test_reader.c - reader_next: ids, metadata, what is skipped and why, and that good documents around a skip stay good.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>
#include "base/str.h"
#include "text/reader.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test_reader.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* A file of the test folder; its path lives until the test program ends. */
static const char *put_bytes(const char *name, const char *at, size_t len)
{
    static char paths[64][128];
    static unsigned used;
    char *path = paths[used++ % 64];
    snprintf(path, 128, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(at, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
    return path;
}

static const char *put(const char *name, const char *text) { return put_bytes(name, text, strlen(text)); }

static reader *reader_on(const reader_options *options)
{
    reader *r;
    rp_err err = { 0 };
    if (reader_new(options, &r, &err) != RP_OK) fail_msg("%s:%u: %s", err.input, (unsigned)err.line, err.why);
    return r;
}

static void expect(rp_str got, const char *want)
{
    if (!str_is(got, want)) fail_msg("got \"%.*s\", wanted \"%s\"", (int)got.len, got.at ? got.at : "", want);
}

static void expect_document(reader *r, reader_item *item, const char *id, const char *text)
{
    bool done;
    rp_err err = { 0 };
    rp_code rc = reader_next(r, item, &done, &err);
    if (rc != RP_OK) fail_msg("%s:%u: %s", err.input, (unsigned)err.line, err.why);
    assert_false(done);
    expect(item->document.id, id);
    expect(item->document.text, text);
}

static void expect_skip(reader *r, reader_item *item, rp_code code, const char *file, uint32_t line)
{
    bool done;
    rp_err err = { 0 };
    assert_int_equal(reader_next(r, item, &done, &err), code);
    assert_int_equal(err.code, code);
    assert_string_equal(err.input, file);
    assert_int_equal(err.line, line);
    assert_true(strlen(err.why) > 10);
    assert_int_equal(item->document.text.len, 0);
}

static void expect_end(reader *r, reader_item *item)
{
    bool done = false;
    assert_int_equal(reader_next(r, item, &done, NULL), RP_OK);
    assert_true(done);
    assert_int_equal(reader_next(r, item, &done, NULL), RP_OK);
    assert_true(done);
}

static void test_reader_text_files_are_documents_with_their_path_as_id(void **state)
{
    (void)state;
    const char *files[] = { put("a.txt", "\xEF\xBB\xBFThe envoy left.\r\nHe was late.\n"), put("empty.txt", ""), put("b.txt", "{ braces, but ") };
    reader_options options = { .files = files, .file_count = 2, .common = { .publisher = RP_STR("The Courier"), .published = { 2031, 5, 0 } } };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    expect_document(r, &item, files[0], "The envoy left.\r\nHe was late.\n");
    expect(item.document.publisher, "The Courier");
    assert_int_equal(item.document.published.month, 5);
    expect_document(r, &item, files[1], "");
    expect_end(r, &item);
    uint64_t bytes, total;
    reader_progress(r, &bytes, &total);
    assert_int_equal(bytes, 3 + 17 + 13);
    assert_int_equal(total, bytes);
    reader_free(r);
    options = (reader_options){ .files = files + 2, .file_count = 1, .input = READER_TEXT };
    r = reader_on(&options);
    expect_document(r, &item, files[2], "{ braces, but ");
    expect_end(r, &item);
    reader_free(r);
    reader_item_free(&item);
}

static void test_reader_json_lines_ids_and_fields(void **state)
{
    (void)state;
    const char *file = put("feed.jsonl",
        "\xEF\xBB\xBF{\"id\":\"x-1\",\"text\":\"One \\u00e9t\\u00e9.\",\"title\":\"T\",\"date\":\"2031-05-06T10:00:00Z\",\"author\":\"A\",\"genre\":\"news\"}\n"
        "{\"id\":42,\"text\":\"Two.\",\"date\":\"last spring\",\"publisher\":\"P\",\"url\":\"https://example.org/2\"}\r\n"
        "\n"
        "  {\"text\":\"Three.\",\"id\":null,\"title\":7,\"date\":\"2031-02-30\"}\n"
        "{\"text\":\"\",\"id\":\"\"}");
    reader_options options = { .files = &file, .file_count = 1, .common = { .title = RP_STR("untitled") } };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    char id[160];
    expect_document(r, &item, "x-1", "One été.");
    expect(item.document.title, "T");
    expect(item.document.author, "A");
    expect(item.document.genre, "news");
    assert_int_equal(item.document.published.day, 6);
    expect_document(r, &item, "42", "Two.");
    expect(item.document.title, "untitled");
    expect(item.document.publisher, "P");
    expect(item.document.url, "https://example.org/2");
    assert_int_equal(item.document.published.year, 0);      /* no date: the document stays */
    snprintf(id, sizeof id, "%s#4", file);
    expect_document(r, &item, id, "Three.");
    expect(item.document.title, "untitled");
    assert_int_equal(item.document.published.year, 0);
    snprintf(id, sizeof id, "%s#5", file);
    expect_document(r, &item, id, "");
    expect_end(r, &item);
    reader_free(r);
    reader_item_free(&item);
}

static void test_reader_fields_can_be_named(void **state)
{
    (void)state;
    const char *file = put("named.data", "{\"key\":\"k\",\"body\":\"B.\",\"head\":\"H\",\"when\":\"2031\",\"by\":\"W\",\"house\":\"P\",\"link\":\"u:1\"}\n");
    reader_options options = { .files = &file, .file_count = 1, .fields = { "key", "body", "head", "when", "house", "link", "by" } };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    expect_document(r, &item, "k", "B.");       /* the first byte says that it is JSON */
    expect(item.document.title, "H");
    expect(item.document.author, "W");
    expect(item.document.publisher, "P");
    expect(item.document.url, "u:1");
    assert_int_equal(item.document.published.year, 2031);
    assert_int_equal(item.document.published.month, 0);
    expect_end(r, &item);
    reader_free(r);
    reader_item_free(&item);
}

static void test_reader_skips_bad_lines_and_keeps_the_good_ones_around(void **state)
{
    (void)state;
    static const char bytes[] = "{\"id\":\"1\",\"text\":\"good\"}\n"
                                "{\"id\":\"2\",\"text\":\"bad\n"                                    /* 2: ends too early */
                                "{\"id\":\"3\",\"text\":\"good\"}\n"
                                "{\"id\":\"4\",\"body\":\"no text\"}\n"                              /* 4 */
                                "{\"id\":\"5\",\"text\":\"\xC3(\"}\n"                                /* 5: not UTF-8 */
                                "{\"id\":\"6\",\"text\":\"a\\u0000b\"}\n"                            /* 6: NUL, escaped */
                                "{\"id\":\"7\",\"text\":\"a\0b\"}\n"                                 /* 7: NUL as it is */
                                "[1,2]\n"                                                            /* 8 */
                                "\"text\"\n"                                                         /* 9 */
                                "{\"id\":\"10\",\"text\":null}\n"                                    /* 10 */
                                "{\"id\":1.5,\"text\":\"which id?\"}\n"                              /* 11 */
                                "{\"id\":\"12\",\"text\":\"lone \\ud800 half\"}\n"                   /* 12 */
                                "{\"id\":\"13\",\"text\":\"good\"}{}\n"                              /* 13: something behind */
                                "{\"id\":\"14\",\"text\":\"good\"}\n";
    static const rp_code wanted[] = { RP_OK, RP_OK, RP_EFORMAT, RP_OK, RP_EFORMAT, RP_ETEXT, RP_ETEXT, RP_ETEXT, RP_EFORMAT, RP_EFORMAT, RP_EFORMAT,
                                      RP_EFORMAT, RP_EFORMAT, RP_EFORMAT, RP_OK };
    const char *file = put_bytes("bad.ndjson", bytes, sizeof bytes - 1);
    reader_options options = { .files = &file, .file_count = 1 };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    for (uint32_t line = 1; line <= 14; line++) {
        char id[8];
        snprintf(id, sizeof id, "%u", (unsigned)line);
        if (wanted[line] == RP_OK) expect_document(r, &item, id, "good");
        else expect_skip(r, &item, wanted[line], file, line);
    }
    expect_end(r, &item);
    reader_free(r);
    reader_item_free(&item);
}

static void test_reader_skips_deep_nesting(void **state)
{
    (void)state;
    buf b = { 0 };
    for (int i = 0; i < 200000; i++) buf_char(&b, '[');
    buf_text(&b, "\n{\"id\":\"2\",\"text\":\"good\"}\n");
    const char *file = put_bytes("deep.jsonl", b.at, b.len);
    reader_options options = { .files = &file, .file_count = 1 };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    expect_skip(r, &item, RP_EFORMAT, file, 1);
    expect_document(r, &item, "2", "good");
    expect_end(r, &item);
    reader_free(r);
    reader_item_free(&item);
    buf_free(&b);
}

static void test_reader_passes_over_lines_that_are_too_long(void **state)
{
    (void)state;
    buf b = { 0 };
    for (int n = 0; n < 3; n++) {
        buf_format(&b, "{\"id\":%d,\"text\":\"", n);
        for (int i = 0; i < (n == 1 ? 300000 : 5); i++) buf_char(&b, 'x');
        buf_text(&b, n == 2 ? "\"}" : "\"}\n");
    }
    const char *file = put_bytes("long.jsonl", b.at, b.len);
    reader_options options = { .files = &file, .file_count = 1, .line_max = 200000 };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    expect_document(r, &item, "0", "xxxxx");
    expect_skip(r, &item, RP_ELIMIT, file, 2);
    expect_document(r, &item, "2", "xxxxx");
    expect_end(r, &item);
    reader_free(r);
    options.line_max = 20;      /* all three, the last without a line end */
    r = reader_on(&options);
    for (uint32_t line = 1; line <= 3; line++) expect_skip(r, &item, RP_ELIMIT, file, line);
    expect_end(r, &item);
    reader_free(r);
    reader_item_free(&item);
    buf_free(&b);
}

static void test_reader_skips_texts_over_the_limit_but_not_at_it(void **state)
{
    (void)state;
    char *big = malloc(RP_DOCUMENT_MAX + 1);
    assert_non_null(big);
    memset(big, 'x', RP_DOCUMENT_MAX + 1);
    buf line = { 0 };
    buf_text(&line, "{\"text\":\"");
    buf_add(&line, big, RP_DOCUMENT_MAX + 1);
    buf_text(&line, "\"}\n{\"id\":\"2\",\"text\":\"good\"}\n");
    const char *files[] = { put_bytes("over.txt", big, RP_DOCUMENT_MAX + 1), put_bytes("at.txt", big, RP_DOCUMENT_MAX),
                            put_bytes("over.jsonl", line.at, line.len) };
    reader_options options = { .files = files, .file_count = 3 };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    bool done;
    expect_skip(r, &item, RP_ELIMIT, files[0], 0);
    assert_int_equal(reader_next(r, &item, &done, NULL), RP_OK);
    assert_int_equal(item.document.text.len, RP_DOCUMENT_MAX);
    expect_skip(r, &item, RP_ELIMIT, files[2], 1);
    expect_document(r, &item, "2", "good");
    expect_end(r, &item);
    assert_true(item.memory.room < RP_DOCUMENT_MAX);    /* what a large document needed is given back */
    reader_free(r);
    reader_item_free(&item);
    buf_free(&line);
    free(big);
}

static void test_reader_skips_files_that_are_missing_broken_or_folders(void **state)
{
    (void)state;
    char missing[128];
    snprintf(missing, sizeof missing, "%s/none.txt", folder);
    const char *files[] = { missing, put("latin.txt", "first\nsecond \xE9t\xE9\n"), put_bytes("nul.txt", "one\0two", 7), folder,
                            put("n\xE4me.txt", "its name is no UTF-8"), put("fine.txt", "fine") };
    reader_options options = { .files = files, .file_count = 6 };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    bool done;
    rp_err err;
    expect_skip(r, &item, RP_EMISSING, missing, 0);
    assert_int_equal(reader_next(r, &item, &done, &err), RP_ETEXT);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.byte, 13);
    expect_skip(r, &item, RP_ETEXT, files[2], 1);
    expect_skip(r, &item, RP_EIO, folder, 0);
    assert_int_equal(reader_next(r, &item, &done, &err), RP_ETEXT);
    expect_document(r, &item, files[5], "fine");
    expect_end(r, &item);
    reader_free(r);
    reader_item_free(&item);
}

/* Let the reader read `bytes` from a pipe as standard input. */
static int pipe_in(const char *bytes)
{
    int ends[2], saved = dup(0);
    assert_true(saved >= 0);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, strlen(bytes)), strlen(bytes));
    close(ends[1]);
    dup2(ends[0], 0);
    close(ends[0]);
    return saved;
}

static void test_reader_standard_input_is_text_or_json_lines(void **state)
{
    (void)state;
    int saved = pipe_in("Some text.\nMore.\n");
    reader_options options = { 0 };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    expect_document(r, &item, "-", "Some text.\nMore.\n");
    expect_end(r, &item);
    reader_free(r);
    dup2(saved, 0);
    close(saved);

    saved = pipe_in("{\"text\":\"a\"}\nbroken\n{\"id\":\"k\",\"text\":\"b\"}\n");
    const char *dash = "-";
    options = (reader_options){ .files = &dash, .file_count = 1 };
    r = reader_on(&options);
    expect_document(r, &item, "-#1", "a");
    expect_skip(r, &item, RP_EFORMAT, "-", 2);
    expect_document(r, &item, "k", "b");
    expect_end(r, &item);
    uint64_t bytes, total;
    reader_progress(r, &bytes, &total);
    assert_int_equal(total, 0);
    reader_free(r);
    reader_item_free(&item);
    dup2(saved, 0);
    close(saved);
}

static void on_alarm(int number) { (void)number; }

static void test_reader_goes_on_after_a_signal(void **state)
{
    (void)state;
    int ends[2], saved = dup(0);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[0], 0);
    assert_int_equal(write(ends[1], "{\"text\":\"a", 10), 10);
    struct sigaction act = { .sa_handler = on_alarm }, old;     /* no SA_RESTART: read comes back */
    sigaction(SIGALRM, &act, &old);
    struct itimerval soon = { .it_value.tv_usec = 50000 };
    setitimer(ITIMER_REAL, &soon, NULL);
    reader_options options = { 0 };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    expect_skip(r, &item, RP_ESTOP, "-", 0);
    assert_int_equal(write(ends[1], "b\"}\n", 4), 4);
    close(ends[1]);
    expect_document(r, &item, "-#1", "ab");
    expect_end(r, &item);
    reader_free(r);
    reader_item_free(&item);
    sigaction(SIGALRM, &old, NULL);
    close(ends[0]);
    dup2(saved, 0);
    close(saved);
}

static void test_reader_metadata_goes_to_paths_that_end_with_the_file(void **state)
{
    (void)state;
    const char *table = put("metadata.tsv",
        "# who published what\n"
        "title\tfile\tpublished\tprecision\tpublisher\n"
        "First\tone.txt\t2031-05-06\tmonth\tThe Courier\r\n"
        "Not this\te.txt\t2030\tyear\n"
        "Feed\t./feed2.jsonl\t2031-05-06\tyear\tThe Wire\n"
        "Longer\tsub/one.txt\n"
        "\n");
    char sub[128];
    snprintf(sub, sizeof sub, "%s/sub", folder);
    char command[160];
    snprintf(command, sizeof command, "mkdir '%s'", sub);
    assert_int_equal(system(command), 0);
    const char *files[] = { put("one.txt", "1"), put("feed2.jsonl", "{\"id\":\"f\",\"text\":\"2\",\"title\":\"Own\",\"date\":\"2032-01-02\"}\n"),
                            put("sub/one.txt", "3") };
    reader_options options = { .files = files, .file_count = 3, .metadata = table, .common = { .genre = RP_STR("news"), .title = RP_STR("common") } };
    reader *r = reader_on(&options);
    reader_item item = { 0 };
    expect_document(r, &item, files[0], "1");
    expect(item.document.title, "First");
    expect(item.document.publisher, "The Courier");
    expect(item.document.genre, "news");
    assert_int_equal(item.document.published.month, 5);
    assert_int_equal(item.document.published.day, 0);
    expect_document(r, &item, "f", "2");
    expect(item.document.title, "Own");
    expect(item.document.publisher, "The Wire");
    assert_int_equal(item.document.published.year, 2032);
    expect_document(r, &item, files[2], "3");
    expect(item.document.title, "Longer");
    expect(item.document.publisher, "");
    expect_end(r, &item);
    assert_int_equal(reader_unused(r), 1);
    reader_free(r);
    reader_item_free(&item);
}

static void test_reader_refuses_bad_metadata_tables(void **state)
{
    (void)state;
    static const struct { const char *table; rp_code code; uint32_t line; const char *says; } cases[] = {
        { "file\ttitel\n", RP_EFORMAT, 1, "\"titel\"" },
        { "file\ttitel\n", RP_EFORMAT, 1, "publisher" },        /* the columns that may stand */
        { "# only words\n", RP_EFORMAT, 0, "header" },
        { "title\turl\n", RP_EFORMAT, 1, "\"file\"" },
        { "file\ttitle\tfile\n", RP_EFORMAT, 1, "twice" },
        { "file\ttitle\na.txt\tA\tB\n", RP_EFORMAT, 2, "more cells" },
        { "file\ttitle\n\tA\n", RP_EFORMAT, 2, "empty" },
        { "file\tpublished\na.txt\t6 May\n", RP_EFORMAT, 2, "6 May" },
        { "file\tpublished\tprecision\na.txt\t2031-05-06\tweek\n", RP_EFORMAT, 2, "week" },
        { "file\na.txt\nb.txt\n./a.txt\n", RP_EFORMAT, 4, "above" },
        { "file\ttitle\na.txt\t\xC3(\n", RP_ETEXT, 2, "UTF-8" },
        { "", RP_EFORMAT, 0, "header" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reader_options options = { .metadata = put("wrong.tsv", cases[i].table) };
        reader *r;
        rp_err err = { 0 };
        assert_int_equal(reader_new(&options, &r, &err), cases[i].code);
        assert_null(r);
        assert_int_equal(err.line, cases[i].line);
        assert_string_equal(err.input, options.metadata);
        if (!strstr(err.why, cases[i].says)) fail_msg("case %zu: %s", i, err.why);
    }
    reader_options options = { .metadata = "/tmp/no such folder/metadata.tsv" };
    reader *r;
    assert_int_equal(reader_new(&options, &r, NULL), RP_EMISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_text_files_are_documents_with_their_path_as_id),
        cmocka_unit_test(test_reader_json_lines_ids_and_fields),
        cmocka_unit_test(test_reader_fields_can_be_named),
        cmocka_unit_test(test_reader_skips_bad_lines_and_keeps_the_good_ones_around),
        cmocka_unit_test(test_reader_skips_deep_nesting),
        cmocka_unit_test(test_reader_passes_over_lines_that_are_too_long),
        cmocka_unit_test(test_reader_skips_texts_over_the_limit_but_not_at_it),
        cmocka_unit_test(test_reader_skips_files_that_are_missing_broken_or_folders),
        cmocka_unit_test(test_reader_standard_input_is_text_or_json_lines),
        cmocka_unit_test(test_reader_goes_on_after_a_signal),
        cmocka_unit_test(test_reader_metadata_goes_to_paths_that_end_with_the_file),
        cmocka_unit_test(test_reader_refuses_bad_metadata_tables),
    };
    return cmocka_run_group_tests_name("reader", tests, make_folder, remove_folder);
}
