/*
 * test_citation.c - citation_find: what holds for every text, failed allocations. What is a citation is in tests/cases/citation.tsv: a text
 * (line ends as \n) and its citations as "span > target", or "span #7 > target" where it has a number.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <time.h>
#include "support/splitting.h"
#include "text/citation.h"

static vec find(splitting *s, rp_str text)
{
    vec blocks = vec_of(sizeof(text_block)), found = vec_of(sizeof(rp_citation));
    assert_int_equal(block_split(text, RP_STR(""), s->rules, s->mem, &blocks, NULL), RP_OK);
    assert_int_equal(citation_find(text, blocks.at, blocks.count, s->rules, s->mem, &found, NULL), RP_OK);
    return found;
}

static void show(rp_str text, const vec *found, buf *out)
{
    const rp_citation *c = found->at;
    out->len = 0;
    for (size_t i = 0; i < found->count; i++) {
        buf_text(out, i ? " | " : "");
        buf_str(out, str_sub(text, c[i].start, c[i].end));
        if (c[i].number) buf_format(out, " #%u", (unsigned)c[i].number);
        buf_text(out, " > ");
        buf_str(out, c[i].target);
    }
}

static void test_citation_cases(void **state)
{
    splitting *s = *state;
    buf file = { 0 }, got = { 0 }, text = { 0 };
    rp_str cell, want, rest;
    unsigned wrong = 0, rows = 0;
    assert_true(cases_read("citation.tsv", &file));
    for (rest = buf_view(&file); cases_next(&rest, &cell, &want); rows++) {
        text.len = 0;
        for (size_t i = 0; i < cell.len; i++) {
            bool end = cell.at[i] == '\\' && i + 1 < cell.len && cell.at[i + 1] == 'n';
            buf_char(&text, end ? '\n' : cell.at[i]);
            i += end;
        }
        arena_reset(s->mem);
        vec found = find(s, buf_view(&text));
        show(buf_view(&text), &found, &got);
        if (str_eq(buf_view(&got), want)) continue;
        wrong++;
        print_message("text   %.*s\nwanted %.*s\ngot    %.*s\n", (int)cell.len, cell.at, (int)want.len, want.at, (int)got.len, got.at);
    }
    buf_free(&file);
    buf_free(&got);
    buf_free(&text);
    assert_int_equal(wrong, 0);
    assert_true(rows > 40);
}

static void check_citations(splitting *s, rp_str text)
{
    arena_reset(s->mem);
    vec found = find(s, text);
    const rp_citation *c = found.at;
    uint32_t last = 0;
    for (size_t i = 0; i < found.count; i++) {
        assert_true(c[i].start >= last && c[i].end > c[i].start && c[i].end <= text.len);
        assert_true(((unsigned char)text.at[c[i].start] & 0xC0) != 0x80);
        assert_true(c[i].end == text.len || ((unsigned char)text.at[c[i].end] & 0xC0) != 0x80);
        assert_true(c[i].target.len == 0 || (c[i].target.at >= text.at && c[i].target.at + c[i].target.len <= text.at + text.len));
        assert_true(c[i].number < 1000);
        last = c[i].end;
    }
}

static void test_citation_every_text(void **state)
{
    static const char *const parts[] = { "apnews.com", "apnews.com", "reuters.com", "politico.eu", "intellinews.com", "+15", "+", "[1]", "[1, 7]", "[2", "]", "[a]", "(AP)",
                                         "(Reuters/AFP)", "/TASS/", "https://", ".", ".com", "www.", " ", " said ", " the ", "The envoy", "\n\n", "\n[1] a.com/b\xE2\x80\xA6\n", "\n[7] Smith\n",
                                         "\xE2\x80\x99s", "@", "\xE2\x80\xA6", "co.uk", "-", ("[3\xE2\x80\x93" "6]"), "[^1]" };
    splitting *s = *state;
    uint64_t seed = 11;
    buf text = { 0 };
    for (unsigned round = 0; round < 6000; round++) {
        text.len = 0;
        for (unsigned n = round % 30; n > 0; n--) {
            if (random_next(&seed) % 4) buf_text(&text, parts[random_next(&seed) % (sizeof parts / sizeof *parts)]);
            else random_text(&seed, 1 + random_next(&seed) % 4, &text);
        }
        if (text.failed || utf8_check(buf_view(&text)) != text.len) continue;
        check_citations(s, (rp_str){ text.at ? text.at : "", text.len });
    }
    buf_free(&text);
}

static void test_citation_is_linear_in_hostile_text(void **state)
{
    static const char *const parts[] = { "[", "(", "[1] ", "a.", "apnews.com", "x.inb.com ", "apnews.com+1", "/T", "https://", "(a", "[1,", "a.b-c.", "(AP) " };
    splitting *s = *state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        clock_t used[2];
        for (unsigned k = 0; k < 2; k++) {
            buf text = { 0 };
            buf_text(&text, "The envoy ");
            while (text.len < (k ? 1u << 20 : 1u << 17)) buf_text(&text, parts[i]);
            buf_text(&text, " left.\n");
            arena_reset(s->mem);
            clock_t begun = clock();
            find(s, buf_view(&text));
            used[k] = clock() - begun;
            buf_free(&text);
        }
        if (used[1] > 60 * (used[0] + CLOCKS_PER_SEC / 50)) fail_msg("\"%s\" is not linear", parts[i]);
    }
}

static void test_citation_leaves_uncoded_blocks_alone(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("The envoys left [1]. Read bbc.com now.");
    text_block heading = { 0, (uint32_t)text.len, RP_KIND_HEADING };
    vec found = vec_of(sizeof(rp_citation));
    assert_int_equal(citation_find(text, &heading, 1, s->rules, s->mem, &found, NULL), RP_OK);
    assert_int_equal(found.count, 0);
    assert_int_equal(citation_find(text, NULL, 0, s->rules, s->mem, &found, NULL), RP_OK);
    assert_int_equal(found.count, 0);
}

static void test_citation_survives_each_failed_allocation(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("The envoys left [1]. They wept [2]. It rained apnews.com.[1] apnews.com/a[2] Smith");
    uint32_t first = (uint32_t)(strstr(text.at, "[1] a") - text.at), second = (uint32_t)(strstr(text.at, "[2] S") - text.at);
    text_block blocks[] = { { 0, first, RP_KIND_PROSE }, { first, second, RP_KIND_REFERENCE }, { second, (uint32_t)text.len, RP_KIND_REFERENCE } };
    vec found = vec_of(sizeof(rp_citation));
    rp_code rc = RP_ENOMEM;
    size_t allowed = 0;
    for (; rc != RP_OK; allowed++) {
        found = vec_of(sizeof(rp_citation));
        arena_reset(s->mem);
        arena_fail_after(s->mem, allowed);
        rc = citation_find(text, blocks, 3, s->rules, s->mem, &found, NULL);
        assert_true(rc == RP_OK || (rc == RP_ENOMEM && found.count == 0));
    }
    arena_fail_after(s->mem, SIZE_MAX);
    assert_true(allowed > 2);
    assert_int_equal(found.count, 3);
    assert_true(str_is(((rp_citation *)found.at)[1].target, "Smith"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_citation_cases),
        cmocka_unit_test(test_citation_every_text),
        cmocka_unit_test(test_citation_is_linear_in_hostile_text),
        cmocka_unit_test(test_citation_leaves_uncoded_blocks_alone),
        cmocka_unit_test(test_citation_survives_each_failed_allocation),
    };
    return cmocka_run_group_tests_name("citation", tests, splitting_open, splitting_close);
}
