/*
 * test_sentence.c - sentence_split: what holds for every text, failed allocations. Where sentences end is in tests/cases/sentence.tsv.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support/splitting.h"
#include "text/sentence.h"
#include "text/token.h"

static void split(splitting *s, rp_str text, vec *tokens, vec *starts)
{
    *tokens = vec_of(sizeof(rp_token));
    *starts = vec_of(sizeof(uint32_t));
    assert_int_equal(token_split(text, 0, (uint32_t)text.len, s->rules, NULL, 0, s->mem, tokens, NULL), RP_OK);
    assert_int_equal(sentence_split(text, tokens->at, 0, (uint32_t)tokens->count, s->rules, s->mem, starts, NULL), RP_OK);
}

static void show(rp_str text, const vec *tokens, const vec *starts, buf *out)
{
    const rp_token *t = tokens->at;
    const uint32_t *at = starts->at;
    out->len = 0;
    for (size_t i = 0; i < starts->count; i++) {
        size_t end = i + 1 < starts->count ? at[i + 1] : tokens->count;
        if (i) buf_text(out, " | ");
        buf_str(out, str_sub(text, t[at[i]].start, t[end - 1].end));
    }
}

static void test_sentence_cases(void **state)
{
    splitting *s = *state;
    buf file = { 0 }, got = { 0 };
    rp_str text, want, rest;
    vec tokens, starts;
    unsigned wrong = 0, rows = 0;
    assert_true(cases_read("sentence.tsv", &file));
    for (rest = buf_view(&file); cases_next(&rest, &text, &want); rows++) {
        arena_reset(s->mem);
        split(s, text, &tokens, &starts);
        show(text, &tokens, &starts, &got);
        if (str_eq(buf_view(&got), want)) continue;
        print_error("%.*s\n  want %.*s\n  got  %.*s\n", (int)text.len, text.at, (int)want.len, want.at, (int)got.len, got.at);
        wrong++;
    }
    buf_free(&file);
    buf_free(&got);
    assert_true(rows > 40);
    assert_int_equal(wrong, 0);
}

static void test_sentence_starts_rise_in_any_text(void **state)
{
    splitting *s = *state;
    buf text = { 0 };
    uint64_t seed = 3;
    vec tokens, starts;
    for (unsigned round = 0; round < 4000; round++) {
        arena_reset(s->mem);
        text.len = 0;
        random_text(&seed, random_next(&seed) % 60, &text);
        split(s, buf_view(&text), &tokens, &starts);
        const uint32_t *at = starts.at;
        assert_int_equal(starts.count == 0, tokens.count == 0);
        for (size_t i = 0; i < starts.count; i++) {
            assert_true(i ? at[i] > at[i - 1] : at[i] == 0);
            assert_true(at[i] < tokens.count);
            if (at[i]) assert_false(((rp_token *)tokens.at)[at[i] - 1].joined);
        }
    }
    buf_free(&text);
}

static void test_sentence_works_inside_a_longer_list(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("First. Second one. Third one.");
    vec tokens = vec_of(sizeof(rp_token)), starts = vec_of(sizeof(uint32_t));
    assert_int_equal(token_split(text, 0, (uint32_t)text.len, s->rules, NULL, 0, s->mem, &tokens, NULL), RP_OK);
    assert_int_equal(tokens.count, 8);
    assert_int_equal(sentence_split(text, tokens.at, 2, 6, s->rules, s->mem, &starts, NULL), RP_OK);
    assert_int_equal(starts.count, 2);
    assert_int_equal(((uint32_t *)starts.at)[0], 2);
    assert_int_equal(((uint32_t *)starts.at)[1], 5);
    assert_int_equal(sentence_split(text, tokens.at, 8, 0, s->rules, s->mem, &starts, NULL), RP_OK);
    assert_int_equal(starts.count, 2);
}

static void test_sentence_without_an_end_is_cut(void **state)
{
    splitting *s = *state;
    buf text = { 0 };
    vec tokens, starts;
    for (int i = 0; i < 2500; i++) buf_text(&text, i ? " word" : "Word");
    split(s, buf_view(&text), &tokens, &starts);
    assert_int_equal(starts.count, 3);
    assert_int_equal(((uint32_t *)starts.at)[1], 1000);
    assert_int_equal(((uint32_t *)starts.at)[2], 2000);
    buf_free(&text);
}

static void test_sentence_survives_each_failed_allocation(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("We met. We met. We met. We met. We met. We met. We met. We met. We met. We met. We met. We met. We met. We met. "
                         "We met. We met. We met. We met. We met. We met.");
    vec tokens = vec_of(sizeof(rp_token));
    assert_int_equal(token_split(text, 0, (uint32_t)text.len, s->rules, NULL, 0, s->mem, &tokens, NULL), RP_OK);
    rp_code rc = RP_ENOMEM;
    size_t allowed = 0;
    for (; rc != RP_OK; allowed++) {
        arena *mem = arena_new(0);
        vec starts = vec_of(sizeof(uint32_t));
        arena_fail_after(mem, allowed);
        rc = sentence_split(text, tokens.at, 0, (uint32_t)tokens.count, s->rules, mem, &starts, NULL);
        assert_true(rc == RP_OK || (rc == RP_ENOMEM && starts.count == 0));
        arena_free(mem);
    }
    assert_true(allowed > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentence_cases),
        cmocka_unit_test(test_sentence_starts_rise_in_any_text),
        cmocka_unit_test(test_sentence_works_inside_a_longer_list),
        cmocka_unit_test(test_sentence_without_an_end_is_cut),
        cmocka_unit_test(test_sentence_survives_each_failed_allocation),
    };
    return cmocka_run_group_tests_name("sentence", tests, splitting_open, splitting_close);
}
