/*
 * test_relation.c - relation_build: what is one happening and what is two, predecessors, and how time is cut into periods.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include "measure/relation.h"
#include "support/telling.h"

static relation build(telling *t)
{
    relation r;
    assert_int_equal(relation_build(t->tables, t->at, t->count, "KEN", "UGA", t->mem, &r, NULL), RP_OK);
    size_t happenings = 0, events = 0;
    for (size_t i = 0; i < r.period_count; i++) {       /* the periods part the happenings, in order, and none is empty */
        assert_int_equal(r.periods[i].first, happenings);
        assert_true(r.periods[i].count > 0);
        happenings += r.periods[i].count;
    }
    for (size_t i = 0; i < r.count; i++) events += r.happenings[i].event_count;
    assert_int_equal(happenings, r.count);
    assert_int_equal(events, r.event_count);
    return r;
}

/* ---- one happening or two ------------------------------------------------------------------------------------------ */

static void test_relation_merges_one_day_in_two_documents(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .mode = "arrest", .date = "2025-07-03", .publisher = "Daily", .from_sector = "COP", .sure = 0.7,
                       .sentence = "Kenyan police {detained} two traders." });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .date = "2025-07-03", .document = "two", .publisher = "Weekly",
                       .sentence = "The {arrests} by Kenya came at dawn." });
    relation r = build(t);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.happenings[0].event_count, 2);
    assert_int_equal(r.happenings[0].publishers, 2);
    assert_ptr_equal(r.happenings[0].events[0], &t->at[1]);     /* the more confident first */
    assert_true(r.happenings[0].forward);
}

static void test_relation_keeps_apart_what_differs(void **state)
{
    telling *t = *state;
    const tale base = { .type = RP_EVENT_COERCE, .mode = "arrest", .date = "2025-07-03", .from_sector = "COP", .to_sector = "CVL" };
    tell_of(t, base);
    tale w = base;
    w.mode = "seize";
    tell_of(t, w);
    w = base, w.from_sector = "MIL";
    tell_of(t, w);
    w = base, w.from = "UGA", w.to = "KEN";
    tell_of(t, w);
    w = base, w.status = RP_ALLEGED;
    tell_of(t, w);
    w = base, w.status = RP_DENIED;
    tell_of(t, w);
    w = base, w.date = "2025-07-04";
    tell_of(t, w);
    w = base, w.type = RP_EVENT_ACCUSE, w.mode = NULL;
    tell_of(t, w);
    assert_int_equal(build(t).count, t->count);
}

static void test_relation_takes_no_side_in_symmetric_types(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_CONSULT, .date = "2025-07-03" });
    tell_of(t, (tale){ .type = RP_EVENT_CONSULT, .date = "2025-07-03", .from = "UGA", .to = "KEN", .document = "two" });
    assert_int_equal(build(t).count, 1);
}

static void test_relation_parts_claims_by_speaker(void **state)
{
    telling *t = *state;
    const tale base = { .type = RP_EVENT_COERCE, .date = "2025-07-03", .status = RP_ALLEGED, .speaker = "UGA" };
    tell_of(t, base);
    tale w = base;
    w.speaker = "TZA";
    tell_of(t, w);
    tell_of(t, base);
    assert_int_equal(build(t).count, 2);
}

static void test_relation_ongoing_and_reported_are_both_told_as_fact(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_AID, .date = "2025-07-03", .status = RP_ONGOING });
    tell_of(t, (tale){ .type = RP_EVENT_AID, .date = "2025-07-03", .document = "two", .sure = 0.5 });
    relation r = build(t);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.happenings[0].status, RP_REPORTED);
}

static void test_relation_puts_a_month_into_its_only_day(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .date = "2025-07", .sentence = "Uganda's traders were {detained} that month." });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .date = "2025-07-03", .document = "two", .sentence = "Kenya {detained} Ugandan traders." });
    relation r = build(t);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.happenings[0].date.from.day, 3);     /* the more exact date */
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .date = "2025-07-20", .document = "three", .sentence = "Kenya {detained} Ugandan drivers." });
    assert_int_equal(build(t).count, 3);                    /* now the month may be either day */
}

static void test_relation_a_year_needs_the_same_act(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_SUPPORT, .cameo = "057", .date = "1992", .sentence = "Kenya {signed} a treaty with Uganda." });
    tell_of(t, (tale){ .type = RP_EVENT_SUPPORT, .cameo = "054", .date = "1992", .sentence = "Kenya {recognised} Uganda." });
    tell_of(t, (tale){ .type = RP_EVENT_SUPPORT, .cameo = "057", .date = "1992", .document = "two", .sentence = "A treaty was {concluded} by Kenya." });
    relation r = build(t);
    assert_int_equal(r.count, 2);
}

static void test_relation_undated_needs_the_same_word_nearby(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .number = 4, .sentence = "Kenya {detained} Ugandans." });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .number = 6, .sentence = "Kenya was {detaining} them for hours." });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .number = 40, .sentence = "Kenya {detained} other Ugandans." });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .number = 5, .document = "two", .sentence = "Kenya {detained} Ugandan men." });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .number = 5, .sentence = "Kenya {fined} Ugandans." });
    assert_int_equal(build(t).count, 4);
}

static void test_relation_counts_a_copy_as_one_publisher(void **state)
{
    telling *t = *state;
    const char *wire = "Kenya {closed} the border crossing to Ugandan lorries without a word of warning.";
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .publisher = "Daily", .sentence = wire });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .publisher = "Weekly", .document = "two", .number = 9, .sentence = wire });
    relation r = build(t);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.happenings[0].event_count, 2);
    assert_int_equal(r.happenings[0].publishers, 1);
    telling_clear(state);       /* short words may stand in two documents by chance */
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .sentence = "Kenya {refused}." });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .document = "two", .sentence = "Kenya {refused}." });
    assert_int_equal(build(t).count, 2);
}

static void test_relation_numbers_must_not_contradict(void **state)
{
    telling *t = *state;
    const tale base = { .type = RP_EVENT_ASSAULT, .date = "2025-07-03" };
    tale w = base;
    w.killed[0] = 2, w.killed[1] = 2;
    tell_of(t, w);
    w.killed[0] = 8, w.killed[1] = 10;
    tell_of(t, w);
    w.killed[0] = 2, w.killed[1] = 3;
    tell_of(t, w);
    tell_of(t, base);
    assert_int_equal(build(t).count, 2);
}

static void test_relation_leaves_out_what_is_not_between_the_two(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_CONSULT, .to = "TZA" });
    rp_cited *both = tell_of(t, (tale){ .type = RP_EVENT_ACCUSE, .to = "TZA" });     /* Kenya and Uganda accuse Tanzania */
    both->event.source[1] = telling_party(t, "UGA", NULL);
    both->event.source_count = 2;
    relation r = build(t);
    assert_int_equal(r.count, 0);
    assert_int_equal(r.period_count, 0);
    both->event.target_count = 0;       /* Kenya and Uganda met */
    assert_int_equal(build(t).count, 1);
}

static void test_relation_does_not_depend_on_the_order_of_events(void **state)
{
    telling *t = *state;
    for (unsigned i = 0; i < 60; i++) {
        char date[16];
        snprintf(date, sizeof date, i % 5 ? "2025-07-%02u" : "2025-07", 1 + i % 9);
        tell_of(t, (tale){ .type = i % 3 ? RP_EVENT_COERCE : RP_EVENT_CONSULT, .date = i % 7 ? date : NULL, .number = 1 + i });
    }
    size_t count = build(t).count;
    for (size_t i = 0; i < t->count / 2; i++) {
        rp_cited swap = t->at[i];
        t->at[i] = t->at[t->count - 1 - i];
        t->at[t->count - 1 - i] = swap;
    }
    assert_int_equal(build(t).count, count);
}

/* ---- predecessors -------------------------------------------------------------------------------------------------- */

static void test_relation_gives_predecessors_a_period_of_their_own(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_CONSULT, .from = "FIN", .to = "SUN", .date = "1955-09" });
    tell_of(t, (tale){ .type = RP_EVENT_CONSULT, .from = "FIN", .to = "RUS", .date = "1995" });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .from = "RUE", .to = "FIN", .date = "1899-02" });
    relation r;
    assert_int_equal(relation_build(t->tables, t->at, t->count, "FIN", "RUS", t->mem, &r, NULL), RP_OK);
    assert_int_equal(r.period_count, 3);
    assert_string_equal(r.periods[0].name, "Russian Empire (before Russia), 1899");
    assert_int_equal(r.periods[0].kind, RELATION_PREDECESSOR);
    assert_string_equal(r.periods[1].name, "Soviet Union (before Russia), 1955");
    assert_string_equal(r.periods[2].name, "1995");
    assert_string_equal(r.happenings[0].b, "RUE");
    assert_false(r.happenings[0].forward);
    /* asked for the Soviet Union, nobody else's events are shown */
    assert_int_equal(relation_build(t->tables, t->at, t->count, "FIN", "SUN", t->mem, &r, NULL), RP_OK);
    assert_int_equal(r.count, 1);
}

/* ---- periods ------------------------------------------------------------------------------------------------------- */

static void tell_year(telling *t, int year, unsigned count)
{
    char date[16];
    snprintf(date, sizeof date, "%d", year);
    for (unsigned i = 0; i < count; i++) {      /* of different kinds, so that none merges */
        const char *sentence = arena_copy(t->mem, str_of("Kenya {x} Uganda."));
        tell_of(t, (tale){ .type = (unsigned)(i % RP_EVENT_TYPES), .date = date, .sentence = sentence });
    }
}

static void test_relation_periods_follow_density(void **state)
{
    telling *t = *state;
    tell_year(t, 1918, 1);
    tell_year(t, 1921, 1);
    tell_year(t, 1990, 1);
    tell_year(t, 1992, 1);
    tell_year(t, 2023, 5);
    tell_year(t, 2024, 9);
    relation r = build(t);
    assert_int_equal(r.period_count, 4);
    assert_string_equal(r.periods[0].name, "1918\xE2\x80\x93" "1921");
    assert_string_equal(r.periods[1].name, "1990\xE2\x80\x93" "1992");
    assert_string_equal(r.periods[2].name, "2023");
    assert_string_equal(r.periods[3].name, "2024");
    assert_int_equal(r.periods[3].count, 9);
}

static void test_relation_has_few_periods(void **state)
{
    telling *t = *state;
    for (int year = 1950; year < 2020; year++) tell_year(t, year, 1 + (unsigned)(year % 4));
    relation r = build(t);
    assert_true(r.period_count > 1 && r.period_count <= RELATION_PERIODS);
    for (size_t i = 1; i < r.period_count; i++) assert_true(r.periods[i - 1].to.year < r.periods[i].from.year);
}

static void test_relation_cuts_the_recent_year_into_months(void **state)
{
    telling *t = *state;
    tell_year(t, 2024, 4);
    static const struct { const char *date; unsigned count; } told[] = { { "2025-01-09", 3 }, { "2025-06", 2 }, { "2025-07-02", 6 } };
    for (size_t k = 0; k < 3; k++)
        for (unsigned i = 0; i < told[k].count; i++) tell_of(t, (tale){ .type = i, .date = told[k].date });
    tell_of(t, (tale){ .type = RP_EVENT_THREATEN, .date = "2025" });
    tell_of(t, (tale){ .type = RP_EVENT_THREATEN });
    relation r = build(t);
    assert_int_equal(r.period_count, 5);
    assert_string_equal(r.periods[0].name, "2024");
    assert_string_equal(r.periods[1].name, "2025, month not known");
    assert_string_equal(r.periods[2].name, "January 2025");
    assert_string_equal(r.periods[3].name, "June\xE2\x80\x93July 2025");
    assert_string_equal(r.periods[4].name, "Undated");
    assert_int_equal(r.periods[4].kind, RELATION_UNDATED);
}

static void test_relation_tallies_a_period(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .date = "2024-01-01" });
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .date = "2024-01-02", .status = RP_ALLEGED });
    tell_of(t, (tale){ .type = RP_EVENT_CONSULT, .date = "2024-01-03" });
    relation r = build(t);
    assert_int_equal(r.period_count, 1);
    assert_int_equal(r.periods[0].quads[4], 2);
    assert_int_equal(r.periods[0].told[4], 1);
    assert_int_equal(r.periods[0].quads[1], 1);
    assert_int_equal(r.periods[0].statuses[RP_ALLEGED], 1);
}

static void test_relation_survives_each_failed_allocation(void **state)
{
    telling *t = *state;
    for (unsigned i = 0; i < 40; i++) tell_of(t, (tale){ .type = i % RP_EVENT_TYPES, .date = i % 3 ? "2025-07-03" : NULL, .number = 1 + i });
    rp_code rc;
    size_t allowed = 0;
    do {
        arena *mem = arena_new(0);
        relation r;
        arena_fail_after(mem, allowed++);
        rc = relation_build(t->tables, t->at, t->count, "KEN", "UGA", mem, &r, NULL);
        assert_true(rc == RP_OK || rc == RP_ENOMEM);
        arena_free(mem);
    } while (rc != RP_OK);
    assert_true(allowed > 10);
}

#define TEST(f) cmocka_unit_test_setup(f, telling_clear)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_relation_merges_one_day_in_two_documents), TEST(test_relation_keeps_apart_what_differs),
        TEST(test_relation_takes_no_side_in_symmetric_types), TEST(test_relation_parts_claims_by_speaker),
        TEST(test_relation_ongoing_and_reported_are_both_told_as_fact), TEST(test_relation_puts_a_month_into_its_only_day),
        TEST(test_relation_a_year_needs_the_same_act), TEST(test_relation_undated_needs_the_same_word_nearby),
        TEST(test_relation_counts_a_copy_as_one_publisher), TEST(test_relation_numbers_must_not_contradict),
        TEST(test_relation_leaves_out_what_is_not_between_the_two), TEST(test_relation_does_not_depend_on_the_order_of_events),
        TEST(test_relation_gives_predecessors_a_period_of_their_own), TEST(test_relation_periods_follow_density), TEST(test_relation_has_few_periods),
        TEST(test_relation_cuts_the_recent_year_into_months), TEST(test_relation_tallies_a_period),
        TEST(test_relation_survives_each_failed_allocation),
    };
    return cmocka_run_group_tests_name("relation", tests, telling_open, telling_close);
}
