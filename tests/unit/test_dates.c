/*
 * test_dates.c - date_find: what it reads as a date and what not, with what the text before has told. Cases are in tests/cases/dates.tsv.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support/coding.h"

static void show(const date_layer *dates, buf *out)
{
    out->len = 0;
    for (uint32_t i = 0; i < dates->count; i++) {
        char from[16], to[16];
        date_print(dates->at[i].value.from, from);
        date_print(dates->at[i].value.to, to);
        buf_format(out, "%s%s", out->len ? " " : "", from);
        if (strcmp(from, to) != 0) buf_format(out, "/%s", to);
    }
    if (out->len == 0) buf_char(out, '-');
}

/* Read the rows of a file; returns how many came out otherwise, and prints those unless they are known to. */
static unsigned read_cases(coding *c, const char *name, bool known, unsigned *rows)
{
    buf file = { 0 }, got = { 0 };
    rp_str cell[4], rest;
    unsigned wrong = 0, n;
    assert_true(cases_read(name, &file));
    for (rest = buf_view(&file); (n = coding_row(&rest, cell, 4)) > 0; ++*rows) {
        if (n != 3u + known) fail_msg("%.*s: %u cells", (int)cell[0].len, cell[0].at, n);
        rp_document doc = coding_document(cell[0], cell[1]);
        const coding_layers *l = coding_read(c, &doc);
        show(&l->read.dates, &got);
        bool right = str_eq(buf_view(&got), cell[2]);
        if (!right && !known)
            print_error("%.*s\n  want %.*s\n  got  %.*s\n", (int)cell[0].len, cell[0].at, (int)cell[2].len, cell[2].at, (int)got.len, got.at);
        if (right && known) print_message("comes right now: %.*s\n", (int)cell[0].len, cell[0].at);
        wrong += !right;
    }
    buf_free(&file);
    buf_free(&got);
    return wrong;
}

static void test_dates_cases(void **state)
{
    unsigned rows = 0, wrong = read_cases(*state, "dates.tsv", false, &rows);
    assert_true(rows >= 80);
    assert_int_equal(wrong, 0);
}

static void test_dates_known_failures_are_counted(void **state)
{
    unsigned rows = 0, wrong = read_cases(*state, "dates-known.tsv", true, &rows);
    print_message("known failures: %u of %u rows of dates-known.tsv\n", wrong, rows);
}

static void test_dates_point_at_their_words(void **state)
{
    coding *c = *state;
    static const struct { const char *text, *words; } cases[] = {
        { "Envoys met on 25 December 2024 in Oslo.", "25 December 2024" }, { "They met on December 25, 2024, in Oslo.", "December 25, 2024" },
        { "Pe\xC3\xB1" "a left in June 2025 for good.", "June 2025" }, { "It ran from 1993 to 2003 there.", "1993 to 2003" },
        { "They met in the 2010s again.", "2010s" }, { "Filed 2025-07-14 by mail.", "2025-07-14" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rp_document doc = coding_document(str_of(cases[i].text), RP_STR(""));
        const coding_layers *l = coding_read(c, &doc);
        assert_int_equal(l->read.dates.count, 1);
        const date_mention *d = &l->read.dates.at[0];
        rp_str words = str_sub(doc.text, d->start, d->end);
        if (!str_is(words, cases[i].words)) fail_msg("%s: %.*s", cases[i].text, (int)words.len, words.at);
        assert_int_equal(l->read.words.at[d->first].start, d->start);
        assert_int_equal(l->read.words.at[d->first + d->count - 1].end, d->end);
    }
}

/* Dates of all sentences of a text in one line. */
static void check_text(coding *c, const char *text, const char *published, const char *want)
{
    buf got = { 0 };
    rp_document doc = coding_document(str_of(text), str_of(published));
    const coding_layers *l = coding_read(c, &doc);
    show(&l->read.dates, &got);
    uint32_t total = 0;
    for (size_t s = 0; s < l->split->sentence_count; s++) {
        assert_int_equal(l->read.dates.sentences[s].first, total);
        total += l->read.dates.sentences[s].count;
    }
    assert_int_equal(total, l->read.dates.count);
    if (!str_is(buf_view(&got), want)) fail_msg("%s\n  want %s\n  got  %.*s", text, want, (int)got.len, got.at);
    buf_free(&got);
}

static void test_dates_take_the_year_told_before(void **state)
{
    coding *c = *state;
    check_text(c, "The envoys met on 3 March 1998. On 5 March they met again.", "", "1998-03-03 1998-03-05");
    check_text(c, "The war began in 1998. In March the envoys met.", "", "1998 1998-03");
    check_text(c, "Talks ended on 3 March 1998. On 5 March they resumed.", "2025-06-01", "1998-03-03 1998-03-05");
    check_text(c, "In 1998 the envoys met on 5 October in the capital.", "2025-06-01", "1998 1998-10-05");
    check_text(c, "On 5 March they met.", "2025-06-01", "2025-03-05");
    check_text(c, "On 5 November they met.", "2025-06-01", "2024-11-05");
    check_text(c, "On 5 March they met.", "", "-");       /* nothing tells the year */
}

static void test_dates_survive_each_failed_allocation(void **state)
{
    coding *c = *state;
    rp_document doc = coding_document(RP_STR("They met on 3 March 1998. In 2001 they met again, and on 5 May."), RP_STR(""));
    const coding_layers *l = coding_read(c, &doc);
    arena *mem = arena_new(0);
    rp_code rc;
    size_t allowed = 0;
    do {
        date_layer got;
        arena_reset(mem);
        arena_fail_after(mem, allowed++);
        rc = date_find(c->tables->calendar, doc.text, &l->read.words, l->split->sentence_count, doc.published, mem, &got, NULL);
        assert_true(rc == RP_OK || (rc == RP_ENOMEM && got.at == NULL && got.count == 0));
    } while (rc != RP_OK);
    assert_true(allowed > 1);
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates_cases),
        cmocka_unit_test(test_dates_known_failures_are_counted),
        cmocka_unit_test(test_dates_point_at_their_words),
        cmocka_unit_test(test_dates_take_the_year_told_before),
        cmocka_unit_test(test_dates_survive_each_failed_allocation),
    };
    return cmocka_run_group_tests_name("dates", tests, coding_open, coding_close);
}
