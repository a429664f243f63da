/*
 * test_token.c - token_split: what holds for every text, masks, failed allocations. What becomes a token is in tests/cases/token.tsv.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support/splitting.h"
#include "text/token.h"

static vec split(splitting *s, rp_str text)
{
    vec out = vec_of(sizeof(rp_token));
    assert_int_equal(token_split(text, 0, (uint32_t)text.len, s->rules, NULL, 0, s->mem, &out, NULL), RP_OK);
    return out;
}

/* Tokens parted by spaces, "+" behind those joined with the next. */
static void show(rp_str text, const vec *tokens, buf *out)
{
    const rp_token *t = tokens->at;
    out->len = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        if (i) buf_char(out, ' ');
        buf_str(out, str_sub(text, t[i].start, t[i].end));
        if (t[i].joined) buf_char(out, '+');
    }
}

static void test_token_cases(void **state)
{
    splitting *s = *state;
    buf file = { 0 }, got = { 0 };
    rp_str text, want, rest;
    unsigned wrong = 0, rows = 0;
    assert_true(cases_read("token.tsv", &file));
    for (rest = buf_view(&file); cases_next(&rest, &text, &want); rows++) {
        arena_reset(s->mem);
        vec tokens = split(s, text);
        show(text, &tokens, &got);
        if (str_eq(buf_view(&got), want)) continue;
        print_error("%.*s\n  want %.*s\n  got  %.*s\n", (int)text.len, text.at, (int)want.len, want.at, (int)got.len, got.at);
        wrong++;
    }
    buf_free(&file);
    buf_free(&got);
    assert_true(rows > 50);
    assert_int_equal(wrong, 0);
}

static bool is_blank(rp_str text, uint32_t at, unsigned *step)
{
    uint32_t c = utf8_at(text, at, step);
    return c < 0x80 ? is_space((unsigned char)c) : utf8_class_of(c) == UTF8_SPACE;
}

/* Sorted, inside, not overlapping, on character borders, and nothing left out but white space and masks. */
static void check_cover(rp_str text, uint32_t start, uint32_t end, const vec *tokens, const text_mask *masks, size_t mask_count)
{
    const rp_token *t = tokens->at;
    uint32_t at = start;
    for (size_t i = 0, m = 0; at < end;) {
        unsigned step;
        while (m < mask_count && masks[m].end <= at) m++;
        if (m < mask_count && masks[m].start <= at) { at = masks[m].end; continue; }
        if (i < tokens->count && t[i].start == at) {
            assert_true(t[i].end > at && t[i].end <= end);
            assert_true(m == mask_count || t[i].end <= masks[m].start);
            assert_true(t[i].end == text.len || ((unsigned char)text.at[t[i].end] & 0xC0) != 0x80);
            if (t[i].joined) assert_true(i + 1 < tokens->count && t[i + 1].start == t[i].end);
            at = t[i++].end;
            continue;
        }
        assert_true(is_blank(text, at, &step));
        at += step;
    }
    for (size_t i = 0; i < tokens->count; i++) assert_true(t[i].start >= start && t[i].end <= end && (i == 0 || t[i - 1].end <= t[i].start));
}

static void test_token_covers_any_text(void **state)
{
    splitting *s = *state;
    buf text = { 0 };
    uint64_t seed = 1;
    for (unsigned round = 0; round < 4000; round++) {
        arena_reset(s->mem);
        text.len = 0;
        random_text(&seed, random_next(&seed) % 60, &text);
        char *exact = malloc(text.len + !text.len);     /* so that a sanitizer sees a read behind its end */
        assert_non_null(exact);
        if (text.len) memcpy(exact, text.at, text.len);
        rp_str view = { exact, text.len };
        assert_int_equal(utf8_check(view), view.len);
        vec once = split(s, view), again = split(s, view);
        check_cover(view, 0, (uint32_t)view.len, &once, NULL, 0);
        assert_int_equal(once.count, again.count);
        if (once.count) assert_memory_equal(once.at, again.at, once.count * sizeof(rp_token));
        free(exact);
    }
    buf_free(&text);
}

/* A place between characters at or behind `at`. */
static uint32_t border(rp_str text, uint32_t at)
{
    while (at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80) at++;
    return at < text.len ? at : (uint32_t)text.len;
}

static void test_token_keeps_to_its_stretch_and_off_masks(void **state)
{
    splitting *s = *state;
    buf text = { 0 };
    uint64_t seed = 2;
    for (unsigned round = 0; round < 4000; round++) {
        arena_reset(s->mem);
        text.len = 0;
        random_text(&seed, 10 + random_next(&seed) % 60, &text);
        rp_str view = buf_view(&text);
        uint32_t cuts[6];
        for (unsigned i = 0; i < 6; i++) cuts[i] = border(view, random_next(&seed) % (uint32_t)view.len);
        for (unsigned i = 0; i < 6; i++)
            for (unsigned k = i + 1; k < 6; k++)
                if (cuts[k] < cuts[i]) { uint32_t swap = cuts[i]; cuts[i] = cuts[k]; cuts[k] = swap; }
        text_mask masks[] = { { cuts[1], cuts[2] }, { cuts[3], cuts[4] } };
        vec out = vec_of(sizeof(rp_token));
        assert_int_equal(token_split(view, cuts[0], cuts[5], s->rules, masks, 2, s->mem, &out, NULL), RP_OK);
        check_cover(view, cuts[0], cuts[5], &out, masks, 2);
    }
    buf_free(&text);
}

static void test_token_masks_part_words(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("Baku[1]and Tbilisi");
    text_mask mask = { 4, 7 };
    vec out = vec_of(sizeof(rp_token));
    assert_int_equal(token_split(text, 0, (uint32_t)text.len, s->rules, &mask, 1, s->mem, &out, NULL), RP_OK);
    const rp_token *t = out.at;
    assert_int_equal(out.count, 3);
    assert_int_equal(t[0].end, 4);
    assert_int_equal(t[1].start, 7);
}

static void test_token_appends(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("One two. Three");
    vec out = vec_of(sizeof(rp_token));
    assert_int_equal(token_split(text, 0, 8, s->rules, NULL, 0, s->mem, &out, NULL), RP_OK);
    assert_int_equal(token_split(text, 9, 14, s->rules, NULL, 0, s->mem, &out, NULL), RP_OK);
    assert_int_equal(out.count, 4);
    assert_int_equal(((rp_token *)out.at)[3].start, 9);
    assert_int_equal(token_split(text, 8, 8, s->rules, NULL, 0, s->mem, &out, NULL), RP_OK);
    assert_int_equal(out.count, 4);
}

static void test_token_survives_each_failed_allocation(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("The U.S.'s envoys can't say US$5m or goin' home; the workers' union doesn't, a@b.org, 5pm, 'tis gonna be 1-2. And so on it goes.");
    rp_code rc = RP_ENOMEM;
    size_t allowed = 0;
    for (; rc != RP_OK; allowed++) {
        arena *mem = arena_new(0);
        vec out = vec_of(sizeof(rp_token));
        rp_err err;
        arena_fail_after(mem, allowed);
        rc = token_split(text, 0, (uint32_t)text.len, s->rules, NULL, 0, mem, &out, &err);
        assert_true(rc == RP_OK || (rc == RP_ENOMEM && err.code == RP_ENOMEM && out.count == 0));
        arena_free(mem);
    }
    assert_true(allowed > 2);
}

/* A megabyte without a space takes no longer than one with spaces: each of these once met a quadratic loop. */
static void test_token_cost_is_linear(void **state)
{
    splitting *s = *state;
    static const char *const pieces[] = { "a.", "%a", "1-", "<", "com.", "anti-", "www.)", "'a", "a@", "A&", "1,000,", "a/", ":)", ". (" };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        buf text = { 0 };
        while (text.len < 1u << 20) buf_text(&text, pieces[i]);
        arena_reset(s->mem);
        vec out = split(s, buf_view(&text));
        assert_true(out.count > 0);
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token_cases),
        cmocka_unit_test(test_token_covers_any_text),
        cmocka_unit_test(test_token_keeps_to_its_stretch_and_off_masks),
        cmocka_unit_test(test_token_masks_part_words),
        cmocka_unit_test(test_token_appends),
        cmocka_unit_test(test_token_survives_each_failed_allocation),
        cmocka_unit_test(test_token_cost_is_linear),
    };
    return cmocka_run_group_tests_name("token", tests, splitting_open, splitting_close);
}
