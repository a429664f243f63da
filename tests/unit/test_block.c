/*
 * test_block.c - block_split: what holds for every text, hostile ones, failed allocations. What blocks there are, and of what kind, is in
 * tests/cases/block.tsv: the text and its blocks, with line ends written as \n.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <time.h>
#include "support/splitting.h"
#include "text/block.h"

static vec split(splitting *s, rp_str text, rp_str title)
{
    vec blocks = vec_of(sizeof(text_block));
    assert_int_equal(block_split(text, title, s->rules, s->mem, &blocks, NULL), RP_OK);
    return blocks;
}

static const char *kind_name(uint8_t kind)
{
    static const char *const names[] = { "prose", "headline", "list", "caption", "heading", "reference", "navigation" };
    return kind < sizeof names / sizeof *names ? names[kind] : "?";
}

/* Write \n, \r and \t of a row's cell as the characters they stand for. */
static void unescape(rp_str s, buf *out)
{
    out->len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char next = s.at[i] == '\\' && i + 1 < s.len ? s.at[i + 1] : 0;
        const char *hit = next ? strchr("nrt", next) : NULL;
        buf_char(out, hit ? "\n\r\t"[hit - "nrt"] : s.at[i]);
        i += hit != NULL;
    }
}

static void show(rp_str text, const vec *blocks, buf *out)
{
    const text_block *b = blocks->at;
    out->len = 0;
    for (size_t i = 0; i < blocks->count; i++) {
        buf_format(out, "%s%s: ", i ? " | " : "", kind_name(b[i].kind));
        for (uint32_t k = b[i].start; k < b[i].end; k++) {
            if (text.at[k] == '\n') buf_text(out, "\\n");
            else buf_char(out, text.at[k]);
        }
    }
}

static void test_block_cases(void **state)
{
    splitting *s = *state;
    buf file = { 0 }, got = { 0 }, text = { 0 };
    rp_str cell, want, rest;
    unsigned wrong = 0, rows = 0;
    assert_true(cases_read("block.tsv", &file));
    for (rest = buf_view(&file); cases_next(&rest, &cell, &want); rows++) {
        unescape(cell, &text);
        arena_reset(s->mem);
        vec blocks = split(s, buf_view(&text), RP_STR(""));
        show(buf_view(&text), &blocks, &got);
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

static void test_block_title_tells_the_headline(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("World\n\nThe Marrow Weekly Review\n\nWho Was \xE2\x80\x9CThe Heron\xE2\x80\x9D?\n\nThe spy was caught in Sel. He confessed.\n");
    vec blocks = split(s, text, RP_STR("Who was \"the Heron\"? - Marrow Weekly"));
    const text_block *b = blocks.at;
    assert_int_equal(blocks.count, 4);
    assert_int_equal(b[0].kind, RP_KIND_HEADING);
    assert_int_equal(b[1].kind, RP_KIND_HEADING);
    assert_int_equal(b[2].kind, RP_KIND_HEADLINE);
    assert_int_equal(b[3].kind, RP_KIND_PROSE);
}

static void test_block_of_nothing(void **state)
{
    splitting *s = *state;
    static const char *const nothing[] = { "", "\n", " \t\r\n\f\v", "\xC2\xA0\xE2\x80\x8B\xEF\xBB\xBF\n", "-----\n=====\n* * *\n", "\xE2\x80\xA8\xE2\x80\xA9", "- \n\xE2\x80\xA2\n" };
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) assert_int_equal(split(s, str_of(nothing[i]), RP_STR("")).count, 0);
}

/* Outside blocks only white space, marks and rules may stand: no word is lost. */
static bool is_mark(rp_str text, size_t from, size_t to)
{
    unsigned letters = 0;
    for (size_t i = from; i < to;) {
        unsigned step;
        uint32_t c = utf8_at(text, i, &step);
        utf8_class k = utf8_class_of(c);
        letters += k == UTF8_LETTER || k == UTF8_DIGIT;
        i += step;
    }
    return letters <= 4;    /* "iii)" and "123." are the longest marks */
}

static void check_blocks(splitting *s, rp_str text)
{
    arena_reset(s->mem);
    vec blocks = split(s, text, RP_STR("A title of some words"));
    const text_block *b = blocks.at;
    uint32_t last = 0;
    for (size_t i = 0; i < blocks.count; i++) {
        assert_true(b[i].start >= last && b[i].end > b[i].start && b[i].end <= text.len);
        assert_true(b[i].kind <= RP_KIND_NAVIGATION);
        assert_true(((unsigned char)text.at[b[i].start] & 0xC0) != 0x80);
        assert_true(b[i].end == text.len || ((unsigned char)text.at[b[i].end] & 0xC0) != 0x80);
        assert_false(is_space((unsigned char)text.at[b[i].start]) || is_space((unsigned char)text.at[b[i].end - 1]));
        size_t from = last;
        for (size_t k = last; k < b[i].start; k++)
            if (text.at[k] == '\n' && is_mark(text, from, k)) from = k + 1;
        if (!is_mark(text, from, b[i].start)) fail_msg("lost: \"%.*s\"", (int)(b[i].start - last), text.at + last);
        last = b[i].end;
    }
    assert_true(is_mark(text, last, text.len) || memchr(text.at + last, '\n', text.len - last));
}

static void test_block_every_text(void **state)
{
    static const char *const parts[] = { "\n", "\n", "\n\n", "\r\n", "- ", "* ", "1. ", "(a) ", "[1] ", "[2]", "# ", "== ", " ==", "**", "> ", "\xE2\x80\xA2 ", "Photo: ",
                                         "References", "Read also", "apnews.com", "The envoys met. ", "| ", "---", "Summary", ", 1950.", "we ask you for our support", "\xE2\x80\xA8" };
    splitting *s = *state;
    uint64_t seed = 7;
    buf text = { 0 };
    for (unsigned round = 0; round < 4000; round++) {
        text.len = 0;
        for (unsigned n = round % 40; n > 0; n--) {
            if (random_next(&seed) % 2) buf_text(&text, parts[random_next(&seed) % (sizeof parts / sizeof *parts)]);
            else random_text(&seed, 1 + random_next(&seed) % 6, &text);
        }
        if (text.failed || utf8_check(buf_view(&text)) != text.len) continue;
        check_blocks(s, (rp_str){ text.at ? text.at : "", text.len });
    }
    buf_free(&text);
}

/* Each of these once made some step look at the same bytes again and again. */
static void test_block_is_linear_in_hostile_text(void **state)
{
    static const char *const parts[] = { "[1]A", "[", "(", "=a", "a\n", "**", "** a\n", "\xC2\xA0", "Aa\n\n", "[9] x.\n", "a,\n", "| | |\n", "1. a\n", "/T", "you our \n\n" };
    splitting *s = *state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        clock_t used[2];
        for (unsigned k = 0; k < 2; k++) {
            buf text = { 0 };
            while (text.len < (k ? 1u << 20 : 1u << 17)) buf_text(&text, parts[i]);
            buf_text(&text, "\n");
            arena_reset(s->mem);
            clock_t begun = clock();
            split(s, buf_view(&text), RP_STR(""));
            used[k] = clock() - begun;
            buf_free(&text);
        }
        /* eight times the text; sixty leaves room for a busy machine, and a quadratic step takes 64 times as long */
        if (used[1] > 60 * (used[0] + CLOCKS_PER_SEC / 50)) fail_msg("\"%s\" is not linear", parts[i]);
    }
}

static void test_block_survives_each_failed_allocation(void **state)
{
    splitting *s = *state;
    rp_str text = RP_STR("A headline of note\n\nThe envoys met.\n- One\n- Two\n");
    vec blocks = vec_of(sizeof(text_block));
    rp_code rc = RP_ENOMEM;
    size_t allowed = 0;
    for (; rc != RP_OK; allowed++) {
        blocks = vec_of(sizeof(text_block));
        arena_reset(s->mem);
        arena_fail_after(s->mem, allowed);
        rc = block_split(text, RP_STR(""), s->rules, s->mem, &blocks, NULL);
        assert_true(rc == RP_OK || (rc == RP_ENOMEM && blocks.count == 0));
    }
    arena_fail_after(s->mem, SIZE_MAX);
    assert_true(allowed > 1);
    assert_int_equal(blocks.count, 4);
}

/* The documents that this program was made for must keep their paragraphs; nothing of them is written here. */
static void test_block_of_the_corpus(void **state)
{
    splitting *s = *state;
    const char *folder = getenv("RAPPORT_SHARED");
    char path[512];
    snprintf(path, sizeof path, "%s/corpus/azerbaijan-russia/brutaltruth-report.txt", folder ? folder : "../shared");
    FILE *f = fopen(path, "rb");
    if (!f) skip();
    buf text = { 0 };
    assert_int_equal(file_read(f, path, 1u << 24, &text, NULL), RP_OK);
    fclose(f);
    vec blocks = split(s, buf_view(&text), RP_STR(""));
    const text_block *b = blocks.at;
    size_t coded = 0, all = 0;
    for (size_t i = 0; i < blocks.count; i++) {
        all += b[i].end - b[i].start;
        if (b[i].kind <= RP_KIND_CAPTION) coded += b[i].end - b[i].start;
    }
    check_blocks(s, buf_view(&text));
    assert_true(coded * 100 > all * 95);
    assert_true(blocks.count > 60);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_block_cases),
        cmocka_unit_test(test_block_title_tells_the_headline),
        cmocka_unit_test(test_block_of_nothing),
        cmocka_unit_test(test_block_every_text),
        cmocka_unit_test(test_block_is_linear_in_hostile_text),
        cmocka_unit_test(test_block_survives_each_failed_allocation),
        cmocka_unit_test(test_block_of_the_corpus),
    };
    return cmocka_run_group_tests_name("block", tests, splitting_open, splitting_close);
}
