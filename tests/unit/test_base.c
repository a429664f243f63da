/*
 * test_base.c - memory, text, dates, JSON, files, hashes and the pool of threads: what the rooms above rely on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/intern.h"
#include "base/json.h"
#include "base/pool.h"
#include "base/str.h"
#include "base/utf8.h"
#include "support/folder.h"
#include "support/splitting.h"      /* random_next, random_text */

/* ---- arena, vec ---------------------------------------------------------------------------------------------------- */

static void test_arena_gives_zeroed_aligned_memory_that_does_not_overlap(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    uint64_t seed = 7;
    unsigned char *at[300];
    size_t size[300];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 300; i++) {
            size[i] = random_next(&seed) % (i % 50 == 0 ? 200000 : 700);
            at[i] = arena_alloc(mem, size[i]);
            assert_non_null(at[i]);
            assert_int_equal((uintptr_t)at[i] % _Alignof(max_align_t), 0);
            for (size_t k = 0; k < size[i]; k++) assert_int_equal(at[i][k], 0);
            memset(at[i], (int)(i & 0xFF), size[i]);
        }
        for (size_t i = 0; i < 300; i++)
            for (size_t k = 0; k < size[i]; k++) assert_int_equal(at[i][k], i & 0xFF);
        arena_reset(mem);       /* the next round sees used blocks, and must find them zeroed */
    }
    arena_free(mem);
    arena_free(NULL);
}

static void test_arena_keeps_to_its_limit(void **state)
{
    (void)state;
    arena *mem = arena_new(1000);
    assert_null(arena_alloc(mem, 1001));
    assert_non_null(arena_alloc(mem, 600));
    assert_null(arena_alloc(mem, 600));
    assert_non_null(arena_alloc(mem, 100));     /* a refusal costs nothing */
    arena_reset(mem);
    assert_non_null(arena_alloc(mem, 900));
    arena_free(mem);
}

static void test_arena_refuses_sizes_that_overflow(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    assert_null(arena_alloc(mem, SIZE_MAX));
    assert_null(arena_alloc(mem, SIZE_MAX - 8));
    assert_null(arena_array(mem, SIZE_MAX / 2, 3));
    assert_null(arena_array(mem, (size_t)1 << 40, (size_t)1 << 40));
    assert_non_null(arena_array(mem, 0, 8));
    assert_non_null(arena_array(mem, 8, 0));
    arena_free(mem);
}

static void test_arena_fails_when_told_to(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    arena_fail_after(mem, 2);
    assert_non_null(arena_alloc(mem, 8));
    assert_non_null(arena_alloc(mem, 8));
    assert_null(arena_alloc(mem, 8));
    assert_null(arena_copy(mem, RP_STR("x")));
    arena_fail_after(mem, 1);
    assert_non_null(arena_alloc(mem, 8));
    assert_null(arena_alloc(mem, 8));
    arena_free(mem);
}

static void test_arena_copy_ends_with_a_zero(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    char text[] = "Kisumu";
    char *copy = arena_copy(mem, (rp_str){ text, 3 });
    text[0] = 'X';
    assert_string_equal(copy, "Kis");
    assert_string_equal(arena_copy(mem, (rp_str){ NULL, 0 }), "");
    arena_free(mem);
}

static void test_vec_keeps_its_items_while_it_grows(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    vec v = vec_of(sizeof(uint64_t));
    for (uint64_t i = 0; i < 10000; i++) {
        uint64_t *slot = vec_add(&v, mem);
        assert_int_equal(*slot, 0);
        *slot = i * i;
    }
    assert_int_equal(v.count, 10000);
    for (uint64_t i = 0; i < 10000; i++) assert_int_equal(((uint64_t *)v.at)[i], i * i);
    arena_free(mem);
}

static void test_vec_stays_whole_when_memory_ends(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    vec v = vec_of(sizeof(int));
    arena_fail_after(mem, 1);
    int *slot;
    size_t n = 0;
    while ((slot = vec_add(&v, mem))) *slot = (int)n++;
    assert_true(n > 0);
    assert_int_equal(v.count, n);
    for (size_t i = 0; i < n; i++) assert_int_equal(((int *)v.at)[i], i);
    arena_free(mem);
}

/* ---- buf ----------------------------------------------------------------------------------------------------------- */

static void test_buf_adds_in_order(void **state)
{
    (void)state;
    buf b = { 0 };
    buf_text(&b, "one");
    buf_char(&b, ' ');
    buf_str(&b, RP_STR("two"));
    buf_add(&b, " three!", 6);
    buf_format(&b, " %d%s", 4, ".");
    assert_int_equal(b.len, 16);
    assert_memory_equal(b.at, "one two three 4.", 16);
    for (int i = 0; i < 5000; i++) buf_format(&b, "%05d", i);
    assert_int_equal(b.len, 16 + 25000);
    assert_memory_equal(b.at + b.len - 5, "04999", 5);
    assert_false(b.failed);
    buf_free(&b);
    assert_null(b.at);
}

static void test_buf_remembers_that_it_failed(void **state)
{
    (void)state;
    buf b = { 0 };
    buf_text(&b, "kept");
    buf_add(&b, "x", SIZE_MAX / 2);     /* refused before anything is read */
    assert_true(b.failed);
    buf_text(&b, "lost");
    assert_int_equal(b.len, 4);
    assert_memory_equal(b.at, "kept", 4);
    buf_free(&b);
}

/* ---- str ----------------------------------------------------------------------------------------------------------- */

static void test_str_split_gives_every_part(void **state)
{
    (void)state;
    rp_str rest = RP_STR("a||b|"), part;
    const char *want[] = { "a", "", "b", "" };
    for (int i = 0; i < 4; i++) {
        assert_true(str_split(&rest, '|', &part));
        assert_true(str_is(part, want[i]));
    }
    assert_false(str_split(&rest, '|', &part));
    rest = RP_STR("");
    assert_true(str_split(&rest, '|', &part));      /* an empty text is one empty part */
    assert_int_equal(part.len, 0);
    assert_false(str_split(&rest, '|', &part));
}

static void test_str_compares_finds_and_trims(void **state)
{
    (void)state;
    assert_true(str_eq((rp_str){ NULL, 0 }, RP_STR("")));
    assert_false(str_eq(RP_STR("ab"), RP_STR("abc")));
    assert_true(str_eq_nocase(RP_STR("NaTo"), RP_STR("nAtO")));
    assert_false(str_eq_nocase(RP_STR("\xC3\x89"), RP_STR("\xC3\xA9")));    /* ASCII alone */
    assert_true(str_starts(RP_STR("abc"), RP_STR("ab")) && !str_starts(RP_STR("a"), RP_STR("ab")));
    assert_true(str_ends(RP_STR("abc"), RP_STR("bc")) && !str_ends(RP_STR("c"), RP_STR("bc")));
    assert_int_equal(str_find(RP_STR("a.b.c"), '.', 0), 1);
    assert_int_equal(str_find(RP_STR("a.b.c"), '.', 2), 3);
    assert_int_equal(str_find(RP_STR("a.b.c"), '.', 4), 5);
    assert_int_equal(str_find(RP_STR("abc"), 'a', 99), 3);
    assert_true(str_is(str_trim(RP_STR(" \t\r\n\v\fx y ")), "x y"));
    assert_int_equal(str_trim(RP_STR("   ")).len, 0);
    assert_true(str_is(str_trim(RP_STR("\xC2\xA0")), "\xC2\xA0"));
}

static void test_str_int_reads_whole_numbers_only(void **state)
{
    (void)state;
    int64_t n = 77;
    static const char *const wrong[] = { "", "-", "+1", " 1", "1 ", "1.0", "0x1", "1e3", "\xD9\xA1", "1234567890123456789", "--1" };
    assert_true(str_int(RP_STR("0"), &n) && n == 0);
    assert_true(str_int(RP_STR("-17"), &n) && n == -17);
    assert_true(str_int(RP_STR("007"), &n) && n == 7);
    assert_true(str_int(RP_STR("999999999999999999"), &n) && n == 999999999999999999);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(str_int(str_of(wrong[i]), &n));
    assert_false(str_int((rp_str){ NULL, 0 }, &n));
}

static void test_str_number_reads_decimals_whatever_the_locale(void **state)
{
    (void)state;
    double x = 0;
    static const char *const wrong[] = { "", ".", "-", "-.", "1,5", "1e3", "nan", "inf", "0x10", "+1", " 1", "1.2.3", "1234567890123456" };
    assert_true(str_number(RP_STR("-3.5"), &x));
    assert_true(x == -3.5);
    assert_true(str_number(RP_STR("0.1"), &x));
    assert_true(x == 0.1);
    assert_true(str_number(RP_STR("10"), &x));
    assert_true(x == 10);
    assert_true(str_number(RP_STR(".25"), &x));
    assert_true(x == 0.25);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(str_number(str_of(wrong[i]), &x));
}

static void test_str_copy_cuts_at_a_character(void **state)
{
    (void)state;
    char out[8];
    str_copy(out, sizeof out, RP_STR("abcdefg"));
    assert_string_equal(out, "abcdefg");
    str_copy(out, sizeof out, RP_STR("abcdefgh"));
    assert_string_equal(out, "abcdefg");
    str_copy(out, sizeof out, RP_STR("abcdef\xC3\xA9"));       /* é would be cut in two */
    assert_string_equal(out, "abcdef");
    str_copy(out, sizeof out, RP_STR("abcde\xC3\xA9"));
    assert_string_equal(out, "abcde\xC3\xA9");
    str_copy(out, 1, RP_STR("abc"));
    assert_string_equal(out, "");
    out[0] = 'z';
    str_copy(out, 0, RP_STR("abc"));
    assert_int_equal(out[0], 'z');
    str_copy(out, sizeof out, (rp_str){ NULL, 0 });
    assert_string_equal(out, "");
}

/* ---- utf8 ---------------------------------------------------------------------------------------------------------- */

/* The straight way: read the length, gather the bits, look at the value. Returns the length, 0 for what is wrong. */
static size_t naive_step(const unsigned char *p, size_t left)
{
    size_t n = p[0] < 0x80 ? 1 : (p[0] & 0xE0) == 0xC0 ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 : (p[0] & 0xF8) == 0xF0 ? 4 : 0;
    static const uint32_t least[] = { 0, 1, 0x80, 0x800, 0x10000 };
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
    if (n == 0 || n > left) return 0;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    return c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0 : n;
}

static size_t naive_check(rp_str s)
{
    for (size_t i = 0; i < s.len;) {
        size_t n = naive_step((const unsigned char *)s.at + i, s.len - i);
        if (n == 0) return i;
        i += n;
    }
    return s.len;
}

static void test_utf8_check_agrees_with_the_straight_way(void **state)
{
    (void)state;
    static const unsigned char lead[] = { 0x00, 0x01, 0x41, 0x7F, 0x80, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF };
    uint64_t seed = 11;
    for (int round = 0; round < 200000; round++) {
        char text[12];
        size_t len = random_next(&seed) % sizeof text;
        for (size_t i = 0; i < len; i++) {
            uint32_t r = random_next(&seed);
            text[i] = (char)(r % 3 == 0 ? lead[r / 3 % sizeof lead] : r % 3 == 1 ? 0x80 + r / 3 % 0x40 : r >> 8);
        }
        char *exact = malloc(len ? len : 1);       /* so that a sanitizer sees a byte too far */
        memcpy(exact, text, len);
        rp_str s = { exact, len };
        assert_int_equal(utf8_check(s), naive_check(s));
        free(exact);
    }
}

static void test_utf8_check_names_the_first_bad_byte(void **state)
{
    (void)state;
    assert_int_equal(utf8_check(RP_STR("Envoys \xC3( met")), 7);
    assert_int_equal(utf8_check(RP_STR("ab\0cd")), 2);
    assert_int_equal(utf8_check(RP_STR("\xED\xA0\x80")), 0);           /* a surrogate */
    assert_int_equal(utf8_check(RP_STR("x\xC0\xAF")), 1);              /* an overlong slash */
    assert_int_equal(utf8_check(RP_STR("\xF4\x90\x80\x80")), 0);       /* past U+10FFFF */
    assert_int_equal(utf8_check(RP_STR("ok \xE2\x82")), 3);            /* cut short */
    assert_int_equal(utf8_check((rp_str){ NULL, 0 }), 0);
}

static void test_utf8_puts_what_it_reads(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 61) {
        if (c >= 0xD800 && c < 0xE000) continue;
        char bytes[4];
        unsigned step, n = utf8_put(bytes, c);
        rp_str s = { bytes, n };
        assert_int_equal(utf8_check(s), n);
        assert_int_equal(utf8_at(s, 0, &step), c);
        assert_int_equal(step, n);
    }
}

static void test_utf8_classes(void **state)
{
    (void)state;
    assert_int_equal(utf8_class_of('a'), UTF8_LETTER);
    assert_int_equal(utf8_class_of(0x0416), UTF8_LETTER);      /* Ж */
    assert_int_equal(utf8_class_of(0x0301), UTF8_MARK);
    assert_int_equal(utf8_class_of(0x0664), UTF8_DIGIT);       /* ٤ */
    assert_int_equal(utf8_class_of(0x00A0), UTF8_SPACE);
    assert_int_equal(utf8_class_of('\n'), UTF8_SPACE);
    assert_int_equal(utf8_class_of(0x2014), UTF8_PUNCT);
    assert_int_equal(utf8_class_of(0x20AC), UTF8_OTHER);       /* € */
    assert_true(utf8_is_upper('A') && utf8_is_upper(0x0130) && !utf8_is_upper('a') && !utf8_is_upper('1') && !utf8_is_upper(0x0131));
}

static void test_utf8_fold_pairs(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "KENYA", "kenya" }, { "Erdo\xC4\x9F" "an", "erdogan" }, { "\xC4\xB0stanbul", "istanbul" }, { "\xC4\xB1rmak", "irmak" },
        { "\xC3\x85land", "aland" }, { "S\xC3\xA3o", "sao" }, { "\xC5\x81\xC3\xB3" "d\xC5\xBA", "lodz" }, { "K\xC3\xB8" "benhavn", "kobenhavn" },
        { "Stra\xC3\x9F" "e", "strasse" }, { "\xC6\x8Fliyev", "aliyev" }, { "\xC9\x99", "a" }, { "\xC3\x86gir", "aegir" },
        { "\xC3\x9E\xC3\xB3r", "thor" }, { "M\xC4\x81ori", "maori" }, { "C\xC3\xB4te", "cote" }, { "d\xE2\x80\x99Ivoire", "d'ivoire" },
        { "Abkhaz\xE2\x80\x93Georgian", "abkhaz-georgian" }, { "co\xC2\xADoperate", "cooperate" }, { "e\xCC\x81tat", "etat" },
        { "\xD0\x9C\xD0\x9E\xD0\xA1\xD0\x9A\xD0\x92\xD0\x90", "\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0" },    /* МОСКВА */
        { "", "" }, { "\xE2\x80\x8B", "" }, { "U.S.", "u.s." } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char out[64];
        size_t n = utf8_fold(str_of(pairs[i][0]), out, sizeof out);
        if (!str_eq((rp_str){ out, n }, str_of(pairs[i][1]))) fail_msg("%s folds to %.*s, not %s", pairs[i][0], (int)n, out, pairs[i][1]);
    }
}

static void test_utf8_fold_keeps_to_its_room_and_folds_once(void **state)
{
    (void)state;
    uint64_t seed = 3;
    buf text = { 0 };
    for (int round = 0; round < 3000; round++) {
        char out[96], again[96];
        text.len = 0;
        random_text(&seed, 1 + random_next(&seed) % 12, &text);
        size_t room = random_next(&seed) % 40;
        memset(out, '!', sizeof out);
        size_t n = utf8_fold(buf_view(&text), out, room);
        assert_true(n <= room);
        for (size_t i = room; i < sizeof out; i++) assert_int_equal(out[i], '!');
        n = utf8_fold(buf_view(&text), out, sizeof out);
        assert_int_equal(utf8_check((rp_str){ out, n }), n);
        if (n + 8 > sizeof out) continue;   /* it may have been cut */
        size_t m = utf8_fold((rp_str){ out, n }, again, sizeof again);
        assert_true(str_eq((rp_str){ out, n }, (rp_str){ again, m }));
    }
    buf_free(&text);
}

static void test_utf8_ruler_counts_code_points(void **state)
{
    (void)state;
    uint64_t seed = 5;
    buf text = { 0 };
    arena *mem = arena_new(0);
    for (int round = 0; round < 60; round++) {
        text.len = 0;
        random_text(&seed, random_next(&seed) % 400, &text);
        utf8_ruler ruler = utf8_ruler_new(buf_view(&text), mem);
        assert_non_null(ruler.points);
        uint32_t points = 0;
        for (uint32_t i = 0; i <= text.len; i++) {
            bool begins = i == text.len || ((unsigned char)text.at[i] & 0xC0) != 0x80;
            if (begins) assert_int_equal(utf8_ruler_at(&ruler, i), points);
            points += begins;
        }
        arena_reset(mem);
    }
    arena_fail_after(mem, 0);
    assert_null(utf8_ruler_new(RP_STR("text"), mem).points);
    arena_free(mem);
    buf_free(&text);
}

/* ---- intern -------------------------------------------------------------------------------------------------------- */

static void test_intern_numbers_are_dense_and_stay(void **state)
{
    (void)state;
    intern *names = intern_new();
    char word[16];
    assert_int_equal(intern_find(names, RP_STR("w1")), INTERN_NONE);
    for (uint32_t i = 0; i < 50000; i++) {
        int n = snprintf(word, sizeof word, "w%u", (unsigned)i);
        assert_int_equal(intern_add(names, (rp_str){ word, (size_t)n }), i);
    }
    memset(word, 0, sizeof word);       /* the keys are copies */
    assert_int_equal(intern_count(names), 50000);
    for (uint32_t i = 0; i < 50000; i += 7) {
        int n = snprintf(word, sizeof word, "w%u", (unsigned)i);
        assert_int_equal(intern_find(names, (rp_str){ word, (size_t)n }), i);
        assert_int_equal(intern_add(names, (rp_str){ word, (size_t)n }), i);
        assert_string_equal(intern_at(names, i).at, word);
    }
    assert_int_equal(intern_add(names, RP_STR("")), 50000);
    assert_int_equal(intern_add(names, RP_STR("a\0b")), 50001);
    assert_int_equal(intern_add(names, RP_STR("a")), 50002);
    assert_int_equal(intern_find(names, RP_STR("")), 50000);
    intern_free(names);
    intern_free(NULL);
}

/* ---- dates --------------------------------------------------------------------------------------------------------- */

static void test_date_every_day_from_1600_to_2200(void **state)
{
    (void)state;
    int32_t day = date_first_day((rp_date){ 1600, 1, 1 });
    int weekday = 6;        /* 1 January 1600 was a Saturday */
    for (int year = 1600; year <= 2200; year++)
        for (int month = 1; month <= 12; month++)
            for (int d = 1; d <= date_month_days(year, month); d++, day++, weekday = weekday % 7 + 1) {
                rp_date date = { (int16_t)year, (uint8_t)month, (uint8_t)d }, back;
                char text[16];
                assert_int_equal(date_first_day(date), day);
                assert_int_equal(date_last_day(date), day);
                rp_date of = date_of_day(day);
                assert_true(of.year == year && of.month == month && of.day == d);
                assert_int_equal(date_weekday(day), weekday);
                date_print(date, text);
                assert_true(date_parse(str_of(text), &back));
                assert_true(back.year == year && back.month == month && back.day == d);
            }
    assert_int_equal(date_first_day((rp_date){ 1970, 1, 1 }), 0);
    assert_int_equal(date_first_day((rp_date){ 2000, 3, 1 }), 11017);
}

static void test_date_parse_takes_partial_dates_and_drops_the_time(void **state)
{
    (void)state;
    rp_date d;
    assert_true(date_parse(RP_STR("2025"), &d) && d.year == 2025 && d.month == 0 && d.day == 0);
    assert_true(date_parse(RP_STR("2025-07"), &d) && d.month == 7 && d.day == 0);
    assert_true(date_parse(RP_STR("2025-07-14T10:00:00Z"), &d) && d.day == 14);
    assert_true(date_parse(RP_STR("2025-07-14 10:00"), &d) && d.day == 14);
    assert_true(date_parse(RP_STR("2024-02-29"), &d));
    assert_true(date_parse(RP_STR("0988"), &d) && d.year == 988);
}

static void test_date_parse_refuses(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "2025-", "2025-7", "2025-13", "2025-00", "2025-02-29", "2025-04-31", "2025-07-00", "25-07-14", "2025/07/14",
                                         "0000", "-001", "abcd", "2025-07-14x", "2025-0a", "20250714", " 2025", "2025-07-", "2025--7-01", "+025" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        rp_date d = { 1, 1, 1 };
        if (date_parse(str_of(wrong[i]), &d)) fail_msg("\"%s\" was taken for a date", wrong[i]);
        assert_false(date_known(d));
    }
}

static void test_date_partial_dates_cover_their_span(void **state)
{
    (void)state;
    rp_date year = { 2024, 0, 0 }, month = { 2024, 2, 0 };
    assert_int_equal(date_last_day(year) - date_first_day(year), 365);
    assert_int_equal(date_last_day(month) - date_first_day(month), 28);
    assert_true(date_compare(year, (rp_date){ 2024, 1, 1 }) < 0);      /* coarser first */
    assert_true(date_compare((rp_date){ 2023, 12, 31 }, year) < 0);
    assert_int_equal(date_compare(month, month), 0);
    assert_true(date_compare((rp_date){ 2024, 2, 1 }, month) > 0);
    assert_int_equal(date_month_days(1900, 2), 28);
    assert_int_equal(date_month_days(2000, 2), 29);
    assert_int_equal(date_month_days(2001, 0), 0);
    assert_int_equal(date_month_days(2001, 13), 0);
}

static void test_date_words(void **state)
{
    (void)state;
    char out[32], iso[16];
    date_words((rp_date){ 2025, 7, 14 }, out);
    assert_string_equal(out, "14 July 2025");
    date_words((rp_date){ 2025, 7, 0 }, out);
    assert_string_equal(out, "July 2025");
    date_words((rp_date){ 987, 0, 0 }, out);
    assert_string_equal(out, "987");
    date_words((rp_date){ 0, 0, 0 }, out);
    assert_string_equal(out, "");
    date_print((rp_date){ 987, 0, 0 }, iso);
    assert_string_equal(iso, "0987");
    date_print((rp_date){ 0, 5, 0 }, iso);
    assert_string_equal(iso, "");
    assert_string_equal(date_month_name(12), "December");
    assert_string_equal(date_month_name(13), "");
}

/* ---- hashes: these values stand in stores and compiled tables -------------------------------------------------------- */

static void test_hash_values_never_change(void **state)
{
    (void)state;
    static const struct { const char *text; uint64_t seed, value; } known[] = {
        { "", 0, 0xefd01f60ba992926u }, { "a", 0, 0x86ede49b2924d824u }, { "rapport", 0, 0x8f6135b601ef7742u }, { "rapport", 1, 0x71feeb8f802dec39u },
        { "sixteen bytes ok", 0, 0x24662478b2da2763u }, { "Nairobi and Kampala signed an accord.", 2, 0x587a37a01e8d0d78u } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint64_t got = hash_bytes(known[i].text, strlen(known[i].text), known[i].seed);
        if (got != known[i].value) fail_msg("hash of \"%s\" is 0x%016llx", known[i].text, (unsigned long long)got);
    }
    uint8_t id[16];
    char hex[33];
    hash_128("rapport", 7, id);
    hash_hex(id, hex);
    assert_string_equal(hex, "71feeb8f802dec3915923691fde1cca0");
}

static void test_hash_reads_bytes_at_any_address(void **state)
{
    (void)state;
    char room[64];
    for (size_t shift = 0; shift < 8; shift++) {
        memcpy(room + shift, "Nairobi and Kampala", 19);
        assert_int_equal(hash_bytes(room + shift, 19, 0), hash_bytes("Nairobi and Kampala", 19, 0));
    }
}

static void test_hash_tells_near_texts_apart(void **state)
{
    (void)state;
    intern *seen = intern_new();
    char text[40] = "Nairobi and Kampala signed an accord.";
    for (size_t byte = 0; byte < 37; byte++)
        for (unsigned bit = 0; bit < 8; bit++) {
            text[byte] = (char)(text[byte] ^ (1 << bit));
            uint64_t h = hash_bytes(text, 37, 0);
            intern_add(seen, (rp_str){ (const char *)&h, sizeof h });
            text[byte] = (char)(text[byte] ^ (1 << bit));
        }
    assert_int_equal(intern_count(seen), 37 * 8);
    intern_free(seen);
}

/* ---- json ---------------------------------------------------------------------------------------------------------- */

static void test_json_puts_commas_where_they_belong(void **state)
{
    (void)state;
    buf b = { 0 };
    json_open(&b, '{');
    json_key(&b, "a");
    json_int(&b, -5);
    json_key(&b, "b");
    json_open(&b, '[');
    json_close(&b, ']');
    json_key(&b, "c");
    json_open(&b, '[');
    json_str(&b, RP_STR("x"));
    json_null(&b);
    json_bool(&b, true);
    json_open(&b, '{');
    json_close(&b, '}');
    json_open(&b, '[');
    json_bool(&b, false);
    json_close(&b, ']');
    json_close(&b, ']');
    json_key(&b, "d");
    json_str_or_null(&b, RP_STR(""));
    json_close(&b, '}');
    buf_char(&b, '\n');
    json_open(&b, '{');
    json_close(&b, '}');
    assert_true(str_is(buf_view(&b), "{\"a\":-5,\"b\":[],\"c\":[\"x\",null,true,{},[false]],\"d\":null}\n{}"));
    buf_free(&b);
}

/* The text of a JSON string of one byte escapes and \\u00XX, as RFC 8259 reads it. */
static bool unescape(rp_str in, buf *out)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    if (in.len < 2 || in.at[0] != '"' || in.at[in.len - 1] != '"') return false;
    for (size_t i = 1; i + 1 < in.len; i++) {
        unsigned char c = (unsigned char)in.at[i];
        if (c < 0x20 || c == '"') return false;
        if (c != '\\') {
            buf_char(out, (char)c);
            continue;
        }
        const char *named = strchr(names, in.at[++i]);
        if (named) {
            buf_char(out, bytes[named - names]);
            continue;
        }
        unsigned code;
        if (in.at[i] != 'u' || i + 5 >= in.len || sscanf(in.at + i + 1, "%4x", &code) != 1 || code >= 0x80) return false;
        buf_char(out, (char)code);
        i += 4;
    }
    return true;
}

static void test_json_strings_come_back_as_they_were(void **state)
{
    (void)state;
    uint64_t seed = 17;
    buf text = { 0 }, out = { 0 }, back = { 0 };
    for (int round = 0; round < 500; round++) {
        text.len = out.len = back.len = 0;
        random_text(&seed, random_next(&seed) % 40, &text);
        for (int i = 0; i < 4; i++) buf_char(&text, (char)(1 + random_next(&seed) % 0x22));
        buf_text(&text, "\\\"/\x7F");
        json_str(&out, buf_view(&text));
        for (size_t i = 0; i < out.len; i++) assert_true((unsigned char)out.at[i] >= 0x20);    /* a record stays on its line */
        assert_true(unescape(buf_view(&out), &back));
        assert_true(str_eq(buf_view(&back), buf_view(&text)));
    }
    buf_free(&text);
    buf_free(&out);
    buf_free(&back);
}

static void test_json_reals_are_rounded(void **state)
{
    (void)state;
    static const struct { double value; int decimals; const char *text; } cases[] = {
        { 0, 2, "0.0" }, { -5, 1, "-5.0" }, { 3.14159, 2, "3.14" }, { 2.5, 4, "2.5" }, { 0.999, 2, "1.0" }, { -0.001, 2, "0.0" }, { 0.05, 2, "0.05" },
        { 10.07, 2, "10.07" }, { -9.995, 1, "-10.0" }, { 1.005, 1, "1.0" }, { 123456.5, 1, "123456.5" } };
    buf b = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        b.len = 0;
        json_real(&b, cases[i].value, cases[i].decimals);
        if (!str_is(buf_view(&b), cases[i].text)) fail_msg("%f gives %.*s, not %s", cases[i].value, (int)b.len, b.at, cases[i].text);
    }
    b.len = 0;
    json_real(&b, NAN, 2);
    assert_true(str_is(buf_view(&b), "null"));
    b.len = 0;
    json_real(&b, INFINITY, 2);
    assert_true(str_is(buf_view(&b), "null"));
    buf_free(&b);
}

/* ---- errors, files ------------------------------------------------------------------------------------------------- */

static void test_error_tells_place_and_cause(void **state)
{
    (void)state;
    rp_err err;
    char text[1024];
    assert_int_equal(error_at(&err, RP_EFORMAT, "data/x.tsv", 12, "code \"%s\" is wrong", "fr"), RP_EFORMAT);
    error_note(&err, "loading %s", "actors");
    error_text(&err, text, sizeof text);
    assert_string_equal(text, "data/x.tsv:12: code \"fr\" is wrong (while loading actors)");
    error_input(&err, "other");
    assert_string_equal(err.input, "data/x.tsv");
    assert_int_equal(error_set(&err, RP_ENOMEM, "memory ended"), RP_ENOMEM);
    assert_true(err.line == 0 && err.input[0] == 0);
    error_text(&err, text, sizeof text);
    assert_string_equal(text, "memory ended");
    error_input(&err, "other");
    error_text(&err, text, sizeof text);
    assert_string_equal(text, "other: memory ended");
}

static void test_error_accepts_null_and_cuts_what_is_long(void **state)
{
    (void)state;
    rp_err err;
    char input[600];
    memset(input, 'p', sizeof input - 1);
    input[sizeof input - 1] = 0;
    assert_int_equal(error_set(NULL, RP_EIO, "x"), RP_EIO);
    assert_int_equal(error_at(NULL, RP_EIO, "f", 1, "x"), RP_EIO);
    error_note(NULL, "x");
    error_input(NULL, "x");
    error_at(&err, RP_EIO, input, 1, "%s%s", input, input);
    assert_int_equal(strlen(err.input), sizeof err.input - 1);
    assert_int_equal(strlen(err.why), sizeof err.why - 1);
    error_note(&err, "%s", input);
    assert_true(strlen(err.why) < sizeof err.why);
}

static void test_error_system_maps_the_systems_errors(void **state)
{
    (void)state;
    static const struct { int number; rp_code code; } known[] = { { ENOENT, RP_EMISSING }, { ENOSPC, RP_EFULL }, { EDQUOT, RP_EFULL },
        { ENOMEM, RP_ENOMEM }, { EACCES, RP_EIO }, { EISDIR, RP_EIO }, { EIO, RP_EIO } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        rp_err err;
        errno = known[i].number;
        assert_int_equal(error_system(&err, "file", "read"), known[i].code);
        assert_null(strstr(err.why, "system error"));       /* the system's own words, not a number */
        assert_string_equal(err.input, "file");
        assert_non_null(strstr(err.why, "cannot read"));
    }
}

static void test_file_errors_name_the_file(void **state)
{
    (void)state;
    char folder[FOLDER_PATH], path[FOLDER_PATH + 32];
    rp_err err;
    file_map map;
    FILE *stream;
    folder_new(folder);
    snprintf(path, sizeof path, "%s/missing.txt", folder);
    assert_int_equal(file_map_open(path, &map, &err), RP_EMISSING);
    assert_string_equal(err.input, path);
    assert_int_equal(file_open(path, &stream, &err), RP_EMISSING);
    assert_null(stream);
    assert_int_equal(file_map_open(folder, &map, &err), RP_EIO);
    assert_int_equal(file_open(folder, &stream, &err), RP_EIO);
    assert_null(stream);
    assert_non_null(strstr(err.why, "name the files in it"));
    folder_remove(folder);
}

static void test_file_maps_and_reads(void **state)
{
    (void)state;
    char folder[FOLDER_PATH], path[FOLDER_PATH + 32];
    rp_err err;
    file_map map;
    FILE *stream;
    buf content = { 0 };
    folder_new(folder);
    folder_write(folder, "empty.txt", RP_STR(""));
    folder_write(folder, "five.txt", RP_STR("fi\0e\n"));
    snprintf(path, sizeof path, "%s/empty.txt", folder);
    assert_int_equal(file_map_open(path, &map, &err), RP_OK);
    assert_true(map.at == NULL && map.size == 0);
    file_map_close(&map);
    snprintf(path, sizeof path, "%s/five.txt", folder);
    assert_int_equal(file_map_open(path, &map, &err), RP_OK);
    assert_int_equal(map.size, 5);
    assert_memory_equal(map.at, "fi\0e\n", 5);
    file_map_close(&map);
    assert_null(map.at);
    assert_int_equal(file_open(path, &stream, &err), RP_OK);
    assert_int_equal(file_read(stream, path, 5, &content, &err), RP_OK);
    assert_int_equal(content.len, 5);
    rewind(stream);
    content.len = 0;
    assert_int_equal(file_read(stream, path, 4, &content, &err), RP_ELIMIT);
    assert_string_equal(err.input, path);
    fclose(stream);
    buf_free(&content);
    folder_remove(folder);
}

/* ---- pool ---------------------------------------------------------------------------------------------------------- */

#define POOL_ITEMS 500

typedef struct job { unsigned number, square, worker; bool done; } job;

static void square(void *item, unsigned worker, void *context)
{
    job *j = item;
    unsigned volatile spin = (j->number * 7919u) % 3000u;      /* the jobs take unequal time */
    while (spin) spin--;
    j->square = j->number * j->number;
    j->worker = worker;
    j->done = true;
    (void)context;
}

static void test_pool_gives_back_in_order_for_any_number_of_jobs(void **state)
{
    (void)state;
    static const unsigned jobs[] = { 1, 2, 7 };
    for (size_t k = 0; k < 3; k++) {
        static job items[POOL_ITEMS];
        memset(items, 0, sizeof items);
        pool *p = pool_new(jobs[k], square, NULL);
        assert_non_null(p);
        assert_null(pool_take(p));
        unsigned given = 0, taken = 0;
        while (taken < POOL_ITEMS) {
            while (given < POOL_ITEMS && pool_inside(p) < pool_room(p)) {
                items[given].number = given;
                pool_give(p, &items[given++]);
            }
            job *j = pool_take(p);
            assert_ptr_equal(j, &items[taken]);
            assert_true(j->done);
            assert_int_equal(j->square, taken * taken);
            assert_true(j->worker < jobs[k]);
            taken++;
        }
        assert_int_equal(pool_inside(p), 0);
        assert_null(pool_take(p));
        pool_free(p);
    }
}

static void test_pool_may_be_freed_with_items_inside(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 4; jobs++) {
        static job items[64];
        pool *p = pool_new(jobs, square, NULL);
        for (size_t i = 0; i < 64 && pool_inside(p) < pool_room(p); i++) pool_give(p, &items[i]);
        pool_free(p);
    }
    pool_free(NULL);
}

#define TEST(f) cmocka_unit_test(f)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_arena_gives_zeroed_aligned_memory_that_does_not_overlap),
        TEST(test_arena_keeps_to_its_limit),
        TEST(test_arena_refuses_sizes_that_overflow),
        TEST(test_arena_fails_when_told_to),
        TEST(test_arena_copy_ends_with_a_zero),
        TEST(test_vec_keeps_its_items_while_it_grows),
        TEST(test_vec_stays_whole_when_memory_ends),
        TEST(test_buf_adds_in_order),
        TEST(test_buf_remembers_that_it_failed),
        TEST(test_str_split_gives_every_part),
        TEST(test_str_compares_finds_and_trims),
        TEST(test_str_int_reads_whole_numbers_only),
        TEST(test_str_number_reads_decimals_whatever_the_locale),
        TEST(test_str_copy_cuts_at_a_character),
        TEST(test_utf8_check_agrees_with_the_straight_way),
        TEST(test_utf8_check_names_the_first_bad_byte),
        TEST(test_utf8_puts_what_it_reads),
        TEST(test_utf8_classes),
        TEST(test_utf8_fold_pairs),
        TEST(test_utf8_fold_keeps_to_its_room_and_folds_once),
        TEST(test_utf8_ruler_counts_code_points),
        TEST(test_intern_numbers_are_dense_and_stay),
        TEST(test_date_every_day_from_1600_to_2200),
        TEST(test_date_parse_takes_partial_dates_and_drops_the_time),
        TEST(test_date_parse_refuses),
        TEST(test_date_partial_dates_cover_their_span),
        TEST(test_date_words),
        TEST(test_hash_values_never_change),
        TEST(test_hash_reads_bytes_at_any_address),
        TEST(test_hash_tells_near_texts_apart),
        TEST(test_json_puts_commas_where_they_belong),
        TEST(test_json_strings_come_back_as_they_were),
        TEST(test_json_reals_are_rounded),
        TEST(test_error_tells_place_and_cause),
        TEST(test_error_accepts_null_and_cuts_what_is_long),
        TEST(test_error_system_maps_the_systems_errors),
        TEST(test_file_errors_name_the_file),
        TEST(test_file_maps_and_reads),
        TEST(test_pool_gives_back_in_order_for_any_number_of_jobs),
        TEST(test_pool_may_be_freed_with_items_inside),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
