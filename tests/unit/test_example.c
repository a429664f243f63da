/*
 * test_example.c - sentences with marks, and the rows that hold them: what is taken out, what is refused and where.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "event/example.h"
#include "support/splitting.h"

static int open_arena(void **state) { return (*state = arena_new(0)) ? 0 : -1; }

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

/* ---- marks ---------------------------------------------------------------------------------------------------------------------- */

/* The words of a span; "-": not marked. */
static const char *words_of(arena *mem, rp_str plain, example_span s)
{
    assert_true(s.start <= s.end && s.end <= plain.len);
    return s.end ? arena_copy(mem, str_sub(plain, s.start, s.end)) : "-";
}

static void test_marks_are_taken_out(void **state)
{
    static const struct { const char *marked, *plain, *source, *target, *trigger; } cases[] = {
        { "Kenya accused Uganda.", "Kenya accused Uganda.", "-", "-", "-" },
        { "", "", "-", "-", "-" },
        { "<s>Kenya</s> <e>accused</e> <t>Uganda</t>.", "Kenya accused Uganda.", "Kenya", "Uganda", "accused" },
        { "<s>Kenya</s>", "Kenya", "Kenya", "-", "-" },
        { "<t>Uganda</t> was <e>accused</e> by <s>Kenya</s>", "Uganda was accused by Kenya", "Kenya", "Uganda", "accused" },
        { "<e><s>Kenyan</s> raid</e> on <t>Uganda</t>", "Kenyan raid on Uganda", "Kenyan", "Uganda", "Kenyan raid" },     /* nested */
        { "<s><t>Kenya</t></s>", "Kenya", "Kenya", "Kenya", "-" },
        { "<s>A <t>B</s> C</t>", "A B C", "A B", "B C", "-" },                                   /* crossing */
        { "<s>Kenya</s> and <s>Uganda</s> left", "Kenya and Uganda left", "Kenya", "-", "-" },    /* the first counts */
        { "<s>Peña</s> <t>Łódź</t>", "Peña Łódź", "Peña", "Łódź", "-" },
        { "<x>Kenya</x> < s> 3<5 <s >", "<x>Kenya</x> < s> 3<5 <s >", "-", "-", "-" },           /* no marks of ours */
        { "<S>Kenya</S>", "<S>Kenya</S>", "-", "-", "-" },
        { "a <", "a <", "-", "-", "-" },
        { "a </", "a </", "-", "-", "-" },
        { "a <s", "a <s", "-", "-", "-" },
        { "<<s>Kenya</s>>", "<Kenya>", "Kenya", "-", "-" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rp_str plain;
        example_marks m;
        rp_err err;
        if (example_unmark(str_of(cases[i].marked), *state, &plain, &m, &err) != RP_OK) fail_msg("%s: %s", cases[i].marked, err.why);
        if (!str_is(plain, cases[i].plain)) fail_msg("%s: %.*s", cases[i].marked, (int)plain.len, plain.at);
        assert_string_equal(words_of(*state, plain, m.source), cases[i].source);
        assert_string_equal(words_of(*state, plain, m.target), cases[i].target);
        assert_string_equal(words_of(*state, plain, m.trigger), cases[i].trigger);
    }
}

static void test_marks_are_bytes_of_the_plain_sentence(void **state)
{
    rp_str plain;
    example_marks m;
    assert_int_equal(example_unmark(RP_STR("Peña's <s>men</s> met <t>Uganda</t>."), *state, &plain, &m, NULL), RP_OK);
    assert_int_equal(m.source.start, 8);        /* "Peña's " has 7 letters, one of two bytes */
    assert_int_equal(m.source.end, 11);
    assert_int_equal(m.target.start, 16);
    assert_int_equal(m.target.end, 22);
    assert_int_equal(m.trigger.start, m.trigger.end);
    assert_int_equal(plain.len, 23);
}

static void test_marks_that_are_refused(void **state)
{
    static const struct { const char *marked, *why; } cases[] = {
        { "<s>Kenya", "<s> is not closed" },
        { "<s>Kenya</s> <t>Uganda", "<t> is not closed" },
        { "Kenya <e>accused", "<e> is not closed" },
        { "Kenya</s>", "<s> is closed before it is opened" },
        { "</t>", "<t> is closed before it is opened" },
        { "<s>Kenya</s></s>", "<s> is closed before it is opened" },
        { "<s>Kenya<s> left</s></s>", "<s> is opened twice" },
        { "<s></s>Kenya", "<s> holds nothing" },
        { "Kenya <t></t>", "<t> holds nothing" },
        { "<e><s></s>Kenya</e>", "<s> holds nothing" },
        { "<s>Kenya</t>", "<t> is closed before it is opened" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rp_str plain;
        example_marks m;
        rp_err err = { 0 };
        if (example_unmark(str_of(cases[i].marked), *state, &plain, &m, &err) != RP_EFORMAT) fail_msg("%s is taken", cases[i].marked);
        if (!strstr(err.why, cases[i].why)) fail_msg("%s: %s", cases[i].marked, err.why);
    }
}

/* Whatever is written: no crash, and what is taken keeps the promises. */
static void test_marks_in_random_text(void **state)
{
    static const char *const parts[] = { "<s>", "</s>", "<t>", "</t>", "<e>", "</e>", "<", ">", "/", "s", "Kenya", " ", "\xC3", "\xC3\xB1", "<x>" };
    uint64_t seed = 11;
    unsigned taken = 0, refused = 0;
    for (int round = 0; round < 20000; round++) {
        buf text = { 0 };
        rp_str plain;
        example_marks m;
        for (uint32_t n = random_next(&seed) % 12; n > 0; n--) buf_text(&text, parts[random_next(&seed) % (sizeof parts / sizeof *parts)]);
        char *exact = malloc(text.len ? text.len : 1);     /* to its last byte, so that reading on is seen */
        assert_non_null(exact);
        if (text.len) memcpy(exact, text.at, text.len);
        arena_reset(*state);
        rp_code rc = example_unmark((rp_str){ exact, text.len }, *state, &plain, &m, NULL);
        if (rc == RP_OK) {
            const example_span spans[] = { m.source, m.target, m.trigger };
            for (int k = 0; k < 3; k++) assert_true(spans[k].end ? spans[k].start < spans[k].end && spans[k].end <= plain.len : spans[k].start == 0);
            assert_true(plain.len <= text.len);
            taken++;
        } else {
            assert_int_equal(rc, RP_EFORMAT);
            refused++;
        }
        free(exact);
        buf_free(&text);
    }
    assert_true(taken > 1000 && refused > 1000);
}

static void test_marks_survive_a_failed_allocation(void **state)
{
    rp_str plain;
    example_marks m;
    arena_fail_after(*state, 0);
    assert_int_equal(example_unmark(RP_STR("<s>Kenya</s>"), *state, &plain, &m, NULL), RP_ENOMEM);
    arena_fail_after(*state, SIZE_MAX);
}

/* ---- rows ----------------------------------------------------------------------------------------------------------------------- */

#define HEADER "type\tmode\tstatus\tspeaker\tregister\tregion\tyear\tsentence\n"

static rp_code read_text(rp_str text, arena *mem, vec *out, rp_err *err)
{
    FILE *in = tmpfile();
    assert_non_null(in);
    if (text.len) assert_int_equal(fwrite(text.at, 1, text.len, in), text.len);
    rewind(in);
    *out = vec_of(sizeof(example));
    rp_code rc = example_read(in, "rows.tsv", mem, out, err);
    fclose(in);
    return rc;
}

static void test_rows_are_read(void **state)
{
    vec rows;
    assert_int_equal(read_text(RP_STR("# a corpus\n\n" HEADER
                                      "ACCUSE\tallege\talleged\tthe minister\twire\tAfrica\t2024\t<s>Kenya</s> <e>accused</e> <t>Uganda</t>, the minister said.\n"
                                      "# between\n"
                                      "NONE\t\t\t\twire\tAfrica\t2024\t<s>Kenya</s> <e>met</e> its targets.\r\n"
                                      "ASSAULT\t\treported\t\twire\tAfrica\t2024\t<s>Kenya</s> shelled <t>Uganda</t>."), *state, &rows, NULL), RP_OK);
    assert_int_equal(rows.count, 3);
    const example *e = rows.at;
    assert_int_equal(e[0].type, RP_EVENT_ACCUSE);
    assert_int_equal(e[0].status, RP_ALLEGED);
    assert_true(str_is(e[0].mode, "allege") && str_is(e[0].speaker, "the minister") && str_is(e[0].text, "Kenya accused Uganda, the minister said."));
    assert_true(e[0].marks.trigger.start == 6 && e[0].marks.trigger.end == 13);
    assert_int_equal(e[0].line, 4);
    assert_int_equal(e[1].type, RP_EVENT_TYPES);
    assert_int_equal(e[1].status, RP_STATUSES);
    assert_true(str_is(e[1].text, "Kenya met its targets."));       /* without the carriage return */
    assert_int_equal(e[1].line, 6);
    assert_int_equal(e[2].marks.trigger.end, 0);
    assert_int_equal(e[2].line, 7);     /* the last line needs no end */
}

static void test_rows_are_added_to_those_there(void **state)
{
    vec rows = vec_of(sizeof(example));
    for (int i = 0; i < 2; i++) {
        FILE *in = tmpfile();
        assert_non_null(in);
        fputs(HEADER "AID\t\treported\t\t\t\t\t<s>Kenya</s> fed <t>Uganda</t>.\n", in);
        rewind(in);
        assert_int_equal(example_read(in, "rows.tsv", *state, &rows, NULL), RP_OK);
        fclose(in);
    }
    assert_int_equal(rows.count, 2);
}

static void test_rows_of_nothing(void **state)
{
    vec rows;
    assert_int_equal(read_text(RP_STR(""), *state, &rows, NULL), RP_OK);
    assert_int_equal(rows.count, 0);
    assert_int_equal(read_text(RP_STR("# no more\n" HEADER), *state, &rows, NULL), RP_OK);
    assert_int_equal(rows.count, 0);
}

static void test_rows_that_are_refused_are_named(void **state)
{
    static const struct { const char *text, *why; unsigned line; } cases[] = {
        { HEADER "SHOUT\t\treported\t\t\t\t\t<s>A</s> <t>B</t>\n", "\"SHOUT\" is no event type", 2 },
        { HEADER "accuse\t\treported\t\t\t\t\t<s>A</s> <t>B</t>\n", "\"accuse\" is no event type", 2 },
        { HEADER "ACCUSE\t\tsaid\t\t\t\t\t<s>A</s> <t>B</t>\n", "\"said\" is no status", 2 },
        { HEADER "ACCUSE\t\t\t\t\t\t\t<s>A</s> <t>B</t>\n", "\"\" is no status", 2 },
        { HEADER "#\n\nACCUSE\t\treported\t\t\t\t<s>A</s> <t>B</t>\n", "7 columns, not 8", 4 },
        { HEADER "ACCUSE\t\treported\t\t\t\t\t<s>A</s> <t>B</t>\t\n", "9 columns, not 8", 2 },
        { HEADER "ACCUSE\n", "1 columns, not 8", 2 },
        { HEADER "ACCUSE\t\treported\t\t\t\t\t<s>A</s> <t>B\n", "the mark <t> is not closed", 2 },
        { HEADER "ACCUSE\t\treported\t\t\t\t\t<s>A</s> B\n", "neither target nor trigger is marked", 2 },
        { HEADER "ACCUSE\t\treported\t\t\t\t\tA <e>hit</e> <t>B</t>\n", "marked", 2 },
        { HEADER "AID\t\treported\t\t\t\t\t<s>A</s> <t>B</t>\nNONE\n", "1 columns, not 8", 3 },
        { "type\tmode\tstate\tspeaker\tregister\tregion\tyear\tsentence\n", "column 3 of the header must be \"status\"", 1 },
        { "\n# x\nACCUSE\t\treported\t\t\t\t\t<s>A</s> <t>B</t>\n", "column 1 of the header must be \"type\"", 3 },
        { "type\tmode\n", "column 3 of the header must be \"status\"", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vec rows;
        rp_err err = { 0 };
        if (read_text(str_of(cases[i].text), *state, &rows, &err) != RP_EFORMAT) fail_msg("%s is taken", cases[i].text);
        if (!strstr(err.why, cases[i].why)) fail_msg("%s: %s", cases[i].text, err.why);
        assert_string_equal(err.input, "rows.tsv");
        assert_int_equal(err.line, cases[i].line);
    }
}

static void test_rows_of_random_bytes(void **state)
{
    static const char *const parts[] = { "\t", "\t", "\t", "\n", "\r", "#", "ACCUSE", "NONE", "reported", "<s>A</s>", "<t>B</t>", "<e>c</e>", "<s>", "</t>", "\xFF" };
    uint64_t seed = 5;
    unsigned taken = 0;
    for (int round = 0; round < 4000; round++) {
        buf text = { 0 };
        vec rows;
        if (round % 4) buf_text(&text, HEADER);
        if (round % 2) buf_text(&text, "ACCUSE\t\treported\t\t\t\t\t<s>A</s>");
        for (uint32_t n = random_next(&seed) % 10; n > 0; n--) {
            if (random_next(&seed) % 8) buf_text(&text, parts[random_next(&seed) % (sizeof parts / sizeof *parts)]);
            else buf_char(&text, (char)random_next(&seed));     /* NUL, too */
        }
        arena_reset(*state);
        rp_code rc = read_text(buf_view(&text), *state, &rows, NULL);
        assert_true(rc == RP_OK || rc == RP_EFORMAT);
        const example *e = rows.at;
        for (size_t i = 0; rc == RP_OK && i < rows.count; i++, taken++) {
            assert_true(e[i].type <= RP_EVENT_TYPES && e[i].status <= RP_STATUSES && e[i].line > 1);
            assert_true(e[i].marks.source.end > e[i].marks.source.start && e[i].marks.source.end <= e[i].text.len);
            assert_true(e[i].marks.target.end <= e[i].text.len && e[i].marks.trigger.end <= e[i].text.len);
        }
        buf_free(&text);
    }
    assert_true(taken > 10);
}

static void test_rows_survive_each_failed_allocation(void **state)
{
    size_t allowed = 0;
    rp_code rc;
    do {
        vec rows;
        arena_reset(*state);
        arena_fail_after(*state, allowed++);
        rc = read_text(RP_STR(HEADER "AID\tfood\treported\tthe minister\t\t\t\t<s>Kenya</s> fed <t>Uganda</t>.\n"), *state, &rows, NULL);
        assert_true(rc == RP_OK || rc == RP_ENOMEM);
    } while (rc != RP_OK);
    assert_true(allowed > 3);
    arena_fail_after(*state, SIZE_MAX);
}

#define TEST(f) cmocka_unit_test(f)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_marks_are_taken_out),
        TEST(test_marks_are_bytes_of_the_plain_sentence),
        TEST(test_marks_that_are_refused),
        TEST(test_marks_in_random_text),
        TEST(test_marks_survive_a_failed_allocation),
        TEST(test_rows_are_read),
        TEST(test_rows_are_added_to_those_there),
        TEST(test_rows_of_nothing),
        TEST(test_rows_that_are_refused_are_named),
        TEST(test_rows_of_random_bytes),
        TEST(test_rows_survive_each_failed_allocation),
    };
    return cmocka_run_group_tests_name("example", tests, open_arena, close_arena);
}
