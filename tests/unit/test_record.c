/*
 * test_record.c - record_event: the shape of the JSON record to the byte, the same facts as CSV and TSV, quoting.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <math.h>
#include "base/str.h"
#include "exchange/record.h"

static rapport *tables;

static int open_tables(void **state)
{
    (void)state;
    return rapport_open(NULL, &tables, NULL) == RP_OK ? 0 : -1;
}

static int close_tables(void **state)
{
    (void)state;
    rapport_close(tables);
    return 0;
}

static uint64_t context(const char *name)
{
    const char *known;
    for (unsigned bit = 0; (known = rp_context_name(tables, bit)); bit++)
        if (strcmp(known, name) == 0) return (uint64_t)1 << bit;
    fail_msg("no context %s", name);
    return 0;
}

static const rp_document document = { .id = { "reports/\"2031\"/östland.txt", 27 } };
static const rp_citation citations[] = { { 90, 93, 7, { "example.org", 11 } }, { 93, 96, 0, { "The | Wire", 10 } }, { 96, 99, 9, { NULL, 0 } } };

static rp_cited full(void)
{
    rp_cited c = { .document = &document, .sentence = RP_STR("Two \"agents\",\tthey say,\nwere held."), .sentence_start = 100, .sentence_end = 134,
                   .sentence_number = 12, .sentence_kind = RP_KIND_LIST, .citations = citations, .citation_count = 3 };
    rp_event *e = &c.event;
    *e = (rp_event){ .type = RP_EVENT_COERCE, .status = RP_ALLEGED, .quad = 4, .source_count = 1, .target_count = 2, .mode_count = 1,
                     .modes = { "arrest" }, .contexts = context("legal") | context("intelligence"), .cameo = "0173", .goldstein = -5, .intensity = -7.25,
                     .trigger = RP_STR("held"), .trigger_start = 129, .trigger_end = 133, .date = { { 2031, 6, 0 }, { 2031, 6, 0 } }, .date_start = 3,
                     .date_end = 9, .historical = true, .intent = "unknown", .killed = { 0, 0 }, .injured = { 5, -1 }, .arrested = { 2, 3 },
                     .confidence = 0.934f };
    for (int i = 0; i < 16; i++) e->id[i] = (uint8_t)(i * 17);
    e->source[0] = (rp_party){ .code = "XOS", .sector = "COP" };
    e->target[0] = (rp_party){ .text = RP_STR("Two | agents"), .start = 0, .end = 12, .code = "XSU", .residence = "XOS",
                                .label = { .sector = "SPY", .text = RP_STR("they"), .start = 14, .end = 18, .code = "XOS", .speaker_sector = "COP" } };
    e->target[1] = (rp_party){ .text = RP_STR("they"), .start = 14, .end = 18 };
    e->speaker = (rp_party){ .text = RP_STR("they"), .start = 14, .end = 18, .sector = "GOV" };
    return c;
}

static rp_cited bare(void)
{
    rp_cited c = { .document = &document, .sentence = RP_STR("Talks."), .sentence_end = 6, .sentence_number = 1 };
    c.event = (rp_event){ .type = RP_EVENT_CONSULT, .quad = 1, .cameo = "", .goldstein = (double)NAN, .intensity = (double)NAN, .trigger = RP_STR("Talks"),
                          .trigger_end = 5, .killed = { -1, -1 }, .injured = { -1, -1 }, .arrested = { -1, -1 } };
    return c;
}

static void expect_record(const rp_cited *c, record_format format, const char *want)
{
    buf out = { 0 };
    record_event(tables, c, format, &out);
    buf_char(&out, 0);
    assert_false(out.failed);
    assert_string_equal(out.at, want);
    buf_free(&out);
}

static void test_record_json_has_every_key_in_order(void **state)
{
    (void)state;
    rp_cited c = full();
    expect_record(&c, RECORD_JSONL,
        "{\"record\":\"event\",\"id\":\"00112233445566778899aabbccddeeff\",\"document\":\"reports/\\\"2031\\\"/östland.txt\",\"sentence\":12,"
        "\"start\":100,\"end\":134,\"text\":\"Two \\\"agents\\\",\\tthey say,\\nwere held.\",\"event\":\"COERCE\",\"modes\":[\"arrest\"],"
        "\"contexts\":[\"intelligence\",\"legal\"],\"quad\":4,\"cameo\":\"0173\",\"goldstein\":-5.0,\"plover_intensity\":-7.25,"
        "\"actor\":[{\"text\":null,\"code\":\"XOS\",\"sector\":\"COP\",\"start\":null,\"end\":null}],"
        "\"recipient\":[{\"text\":\"Two | agents\",\"code\":\"XSU\",\"sector\":null,\"start\":0,\"end\":12,\"labels\":[{\"sector\":\"SPY\",\"status\":\"alleged\",\"speaker\":{\"text\":\"they\","
        "\"code\":\"XOS\",\"sector\":\"COP\",\"start\":14,\"end\":18}}],\"residence\":\"XOS\"},"
        "{\"text\":\"they\",\"code\":null,\"sector\":null,\"start\":14,\"end\":18}],"
        "\"trigger\":{\"text\":\"held\",\"start\":129,\"end\":133},\"date\":\"2031-06\",\"date_end\":\"2031-06\",\"precision\":\"month\","
        "\"date_why\":[3,9],\"historical\":true,\"place\":null,\"status\":\"alleged\","
        "\"speaker\":{\"text\":\"they\",\"code\":null,\"sector\":\"GOV\",\"start\":14,\"end\":18},\"intent\":\"unknown\","
        "\"killed\":[0,0],\"injured\":[5,null],\"arrested\":[2,3],\"confidence\":0.93,"
        "\"citations\":[{\"number\":7,\"target\":\"example.org\"},{\"number\":null,\"target\":\"The | Wire\"},{\"number\":9,\"target\":null}],"
        "\"sentence_kind\":\"list\"}\n");
}

static void test_record_json_unknown_is_null(void **state)
{
    (void)state;
    rp_cited c = bare();
    expect_record(&c, RECORD_JSONL,
        "{\"record\":\"event\",\"id\":\"00000000000000000000000000000000\",\"document\":\"reports/\\\"2031\\\"/östland.txt\",\"sentence\":1,"
        "\"start\":0,\"end\":6,\"text\":\"Talks.\",\"event\":\"CONSULT\",\"modes\":[],\"contexts\":[],\"quad\":1,\"cameo\":null,\"goldstein\":null,"
        "\"plover_intensity\":null,\"actor\":[],\"recipient\":[],\"trigger\":{\"text\":\"Talks\",\"start\":0,\"end\":5},\"date\":null,"
        "\"date_end\":null,\"precision\":null,\"date_why\":null,\"historical\":false,\"place\":null,\"status\":\"reported\",\"speaker\":null,"
        "\"intent\":null,\"killed\":null,\"injured\":null,\"arrested\":null,\"confidence\":0.0,\"citations\":[],\"sentence_kind\":\"prose\"}\n");
}

static void test_record_precision_says_how_exact_the_date_is(void **state)
{
    (void)state;
    static const struct { rp_interval date; const char *want; } cases[] = {
        { { { 2031, 6, 30 }, { 2031, 6, 30 } }, "\"date\":\"2031-06-30\",\"date_end\":\"2031-06-30\",\"precision\":\"day\"" },
        { { { 2031, 6, 0 }, { 2031, 6, 0 } }, "\"date\":\"2031-06\",\"date_end\":\"2031-06\",\"precision\":\"month\"" },
        { { { 987, 0, 0 }, { 987, 0, 0 } }, "\"date\":\"0987\",\"date_end\":\"0987\",\"precision\":\"year\"" },
        { { { 2031, 6, 0 }, { 2031, 6, 5 } }, "\"date\":\"2031-06\",\"date_end\":\"2031-06-05\",\"precision\":\"range\"" },
        { { { 2031, 6, 3 }, { 0, 0, 0 } }, "\"date\":\"2031-06-03\",\"date_end\":\"2031-06-03\",\"precision\":\"day\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rp_cited c = bare();
        c.event.date = cases[i].date;
        buf out = { 0 };
        record_event(tables, &c, RECORD_JSONL, &out);
        buf_char(&out, 0);
        if (!strstr(out.at, cases[i].want)) fail_msg("%s is not in %s", cases[i].want, out.at);
        buf_free(&out);
    }
}

static void test_record_json_lines_are_valid_json(void **state)
{
    (void)state;
    rp_cited c[] = { full(), bare() };
    buf out = { 0 };
    for (int i = 0; i < 2; i++) record_event(tables, &c[i], RECORD_JSONL, &out);
    rp_str rest = buf_view(&out), line;
    int lines = 0;
    while (str_split(&rest, '\n', &line) && line.len) {
        json_t *object = json_loadb(line.at, line.len, 0, NULL);
        assert_non_null(object);
        assert_int_equal(json_object_size(object), 32);
        json_decref(object);
        lines++;
    }
    assert_int_equal(lines, 2);
    buf_free(&out);
}

static void test_record_csv_quotes_and_tsv_does_not(void **state)
{
    (void)state;
    rp_cited c = full();
    expect_record(&c, RECORD_CSV,
        "00112233445566778899aabbccddeeff,\"reports/\"\"2031\"\"/östland.txt\",12,100,134,\"Two \"\"agents\"\",\tthey say,\nwere held.\",COERCE,arrest,"
        "intelligence|legal,4,0173,-5.0,-7.25,,XOS,COP,,,,,Two   agents|they,XSU|,|,0|14,12|18,XOS|,SPY:alleged:XOS:COP:14:18|,held,129,133,2031-06,2031-06,month,3,9,true,"
        "alleged,they,,GOV,14,18,,unknown,0,0,5,,2,3,0.93,7||9,example.org|The   Wire|,list\n");
    expect_record(&c, RECORD_TSV,
        "00112233445566778899aabbccddeeff\treports/\"2031\"/östland.txt\t12\t100\t134\tTwo \"agents\", they say, were held.\tCOERCE\tarrest\t"
        "intelligence|legal\t4\t0173\t-5.0\t-7.25\t\tXOS\tCOP\t\t\t\t\tTwo   agents|they\tXSU|\t|\t0|14\t12|18\tXOS|\tSPY:alleged:XOS:COP:14:18|\theld\t129\t133\t2031-06\t2031-06\tmonth\t3"
        "\t9\ttrue\talleged\tthey\t\tGOV\t14\t18\t\tunknown\t0\t0\t5\t\t2\t3\t0.93\t7||9\texample.org|The   Wire|\tlist\n");
    c = bare();
    expect_record(&c, RECORD_CSV,
        "00000000000000000000000000000000,\"reports/\"\"2031\"\"/östland.txt\",1,0,6,Talks.,CONSULT,,,1,,,,,,,,,,,,,,,,,,Talks,0,5,,,,,,false,reported,"
        ",,,,,,,,,,,,,0.0,,,prose\n");
}

static size_t count_cells(const buf *out, char separator)
{
    size_t n = 1;
    for (size_t i = 0; i < out->len; i++) n += out->at[i] == separator;
    return n;
}

static void test_record_rows_have_the_cells_of_the_header(void **state)
{
    (void)state;
    rp_cited c[] = { full(), bare() };
    for (int i = 0; i < 2; i++) {
        buf header = { 0 }, row = { 0 };
        record_header(RECORD_TSV, &header);
        record_event(tables, &c[i], RECORD_TSV, &row);
        assert_int_equal(count_cells(&header, '\t'), count_cells(&row, '\t'));
        assert_int_equal(row.at[row.len - 1], '\n');
        buf_free(&header);
        buf_free(&row);
    }
    buf none = { 0 }, csv = { 0 };
    record_header(RECORD_JSONL, &none);
    assert_int_equal(none.len, 0);
    record_header(RECORD_CSV, &csv);
    assert_int_equal(count_cells(&csv, ','), 54);
    assert_true(str_starts(buf_view(&csv), RP_STR("id,document,sentence,")));
    buf_free(&csv);
}

/* Every key and column stands in docs/formats.md; skips when the tests do not run from the project's root. */
static void test_record_manual_names_every_column_and_key(void **state)
{
    (void)state;
    FILE *f = fopen("docs/formats.md", "rb");
    if (!f) skip();
    buf manual = { 0 }, header = { 0 }, record = { 0 };
    char chunk[4096], name[64];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) buf_add(&manual, chunk, n);
    fclose(f);
    buf_char(&manual, 0);
    const char *json = strstr(manual.at, "## Events as JSON Lines"), *rows = strstr(manual.at, "## Events as CSV and TSV");
    assert_true(json && rows);
    record_header(RECORD_TSV, &header);
    rp_str rest = str_trim(buf_view(&header)), column;
    while (str_split(&rest, '\t', &column)) {
        snprintf(name, sizeof name, "`%.*s`", (int)column.len, column.at);
        if (!strstr(rows, name)) fail_msg("docs/formats.md does not name the column %s", name);
    }
    rp_cited c = full();
    record_event(tables, &c, RECORD_JSONL, &record);
    json_t *object = json_loadb(record.at, record.len, 0, NULL);
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        snprintf(name, sizeof name, "`%s`", key);
        const char *at = strstr(json, name);
        if (!at || at > rows) fail_msg("docs/formats.md does not name the key %s", name);
    }
    json_decref(object);
    buf_free(&manual);
    buf_free(&header);
    buf_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_json_has_every_key_in_order),
        cmocka_unit_test(test_record_json_unknown_is_null),
        cmocka_unit_test(test_record_precision_says_how_exact_the_date_is),
        cmocka_unit_test(test_record_json_lines_are_valid_json),
        cmocka_unit_test(test_record_csv_quotes_and_tsv_does_not),
        cmocka_unit_test(test_record_rows_have_the_cells_of_the_header),
        cmocka_unit_test(test_record_manual_names_every_column_and_key),
    };
    return cmocka_run_group_tests_name("record", tests, open_tables, close_tables);
}
