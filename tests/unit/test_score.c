/*
 * test_score.c - event_score_files: pairing, symmetric types, dates, statuses, refusals, failed allocations.
 *
 * Expected figures are worked out by hand from the rules at the head of evaluate/events.h; tests/cli/score.sh compares with the reference
 * script on random input.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "coder/tables.h"
#include "evaluate/events.h"

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

static FILE *stream_of(const char *text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    fputs(text, f);
    rewind(f);
    return f;
}

static rp_code score(const char *gold, const char *coded, arena *mem, event_listing *listing, void *context, event_scores *out, rp_err *err)
{
    FILE *g = stream_of(gold), *c = stream_of(coded);
    rp_code rc = event_score_files(tables->ontology, g, "gold", c, "coded", mem, listing, context, out, err);
    fclose(g);
    fclose(c);
    return rc;
}

#define ROW(start, end, source, event, target, core)                                                                                     \
    "{\"start\":" #start ",\"end\":" #end ",\"source\":[" source "],\"event\":\"" event "\",\"target\":[" target                         \
    "],\"dates\":[\"2031-07\"],\"statuses\":[\"reported\",\"alleged\"],\"core\":" #core "}\n"
#define EVENT(at, source, event, target, more)                                                                                           \
    "{\"trigger\":{\"start\":" #at ",\"text\":\"t\"},\"actor\":[{\"code\":\"" source "\"}],\"event\":\"" event                           \
    "\",\"recipient\":[{\"code\":\"" target "\"}]" more "}\n"

/* Score and check how many events match in full, in quad class, in dyad. */
static void expect(const char *gold, const char *coded, unsigned full, unsigned quad, unsigned dyad)
{
    arena *mem = arena_new(0);
    event_scores s;
    assert_int_equal(score(gold, coded, mem, NULL, NULL, &s, NULL), RP_OK);
    assert_int_equal(s.full.coded_right, full);
    assert_int_equal(s.quad.coded_right, quad);
    assert_int_equal(s.dyad.coded_right, dyad);
    arena_free(mem);
}

static void test_score_levels(void **state)
{
    (void)state;
    const char *gold = ROW(0, 50, "\"NOR:GOV\"", "ACCUSE", "\"ISL\"", true);
    expect(gold, EVENT(10, "NOR", "ACCUSE", "ISL:COP", ""), 1, 1, 1);
    expect(gold, EVENT(10, "NOR", "REJECT", "ISL", ""), 0, 1, 1);
    expect(gold, EVENT(10, "NOR", "AID", "ISL", ""), 0, 0, 1);
    expect(gold, EVENT(10, "NOR", "UNHEARD", "ISL", ""), 0, 0, 1);
    expect(gold, EVENT(10, "ISL", "ACCUSE", "NOR", ""), 0, 0, 0);
    expect(gold, EVENT(50, "NOR", "ACCUSE", "ISL", ""), 0, 0, 0);     /* outside the sentence */
    expect(gold, EVENT(0, "NOR", "ACCUSE", "", ""), 0, 0, 0);
}

static void test_score_symmetric_types(void **state)
{
    (void)state;
    const char *gold = ROW(0, 50, "\"NOR\"", "CONSULT", "\"ISL\"", true);
    expect(gold, EVENT(1, "ISL", "CONSULT", "NOR", ""), 1, 1, 1);
    expect(gold, EVENT(1, "ISL", "AGREE", "NOR", ""), 0, 0, 0);       /* swapped counts for the row's own type only */
    expect(ROW(0, 50, "\"NOR\",\"ISL\"", "CONSULT", "", true), EVENT(1, "ISL", "CONSULT", "NOR", ""), 1, 1, 1);
    expect(ROW(0, 50, "\"NOR\",\"ISL\"", "ACCUSE", "", true), EVENT(1, "ISL", "ACCUSE", "NOR", ""), 0, 0, 0);
}

static void test_score_full_matches_come_first(void **state)
{
    (void)state;
    /* The first event would fit the row by quad class; the second, which agrees fully, gets it. */
    expect(ROW(0, 50, "\"NOR\"", "ACCUSE", "\"ISL\"", true), EVENT(1, "NOR", "REJECT", "ISL", "") EVENT(2, "NOR", "ACCUSE", "ISL", ""), 1, 1, 1);
    /* One row answers for one event. */
    expect(ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", true), EVENT(1, "NOR", "AID", "ISL", "") EVENT(2, "NOR", "AID", "ISL", ""), 1, 1, 1);
}

static void test_score_rows_that_are_not_core(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    event_scores s;
    const char *gold = ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", false) ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", true)
        ROW(60, 90, "\"PER\"", "ACCUSE", "\"CHL\"", false);
    assert_int_equal(score(gold, EVENT(1, "NOR", "AID", "ISL", "") EVENT(61, "PER", "ACCUSE", "CHL", ""), mem, NULL, NULL, &s, NULL), RP_OK);
    assert_int_equal(s.gold, 1);
    assert_int_equal(s.full.coded_right, 2);
    assert_int_equal(s.full.gold_right, 1);     /* the core row is served first */
    assert_true(s.full.precision == 1 && s.full.recall == 1 && s.full.f1 == 1);
    assert_int_equal(s.types[RP_EVENT_ACCUSE].coded, 1);
    assert_int_equal(s.types[RP_EVENT_ACCUSE].gold, 0);
    arena_free(mem);
}

static void test_score_dates(void **state)
{
    (void)state;
    static const struct { const char *date; unsigned right; } cases[] = {
        { ",\"date\":\"2031-07-14\",\"date_end\":\"2031-07-15\"", 1 },    /* finer is right */
        { ",\"date\":\"2031\"", 0 },                                      /* coarser is not */
        { ",\"date\":\"2031-07\",\"date_end\":null", 1 },
        { ",\"date\":\"2031-07-14\",\"date_end\":\"2031-08-01\"", 0 },
        { ",\"date\":null", 0 },
        { "", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char coded[512];
        arena *mem = arena_new(0);
        event_scores s;
        snprintf(coded, sizeof coded,
                 "{\"start\":1,\"actor\":[{\"code\":\"NOR\"}],\"event\":\"AID\",\"recipient\":[{\"code\":\"ISL\"}]%s}", cases[i].date);
        assert_int_equal(score(ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", true), coded, mem, NULL, NULL, &s, NULL), RP_OK);
        assert_int_equal(s.dates, 1);
        assert_int_equal(s.dates_right, cases[i].right);
        arena_free(mem);
    }
}

static void test_score_statuses(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    event_scores s;
    const char *gold = ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", true) ROW(60, 90, "\"NOR\"", "AID", "\"ISL\"", true)
        ROW(100, 120, "\"NOR\"", "AID", "\"ISL\"", true);
    const char *coded = EVENT(1, "NOR", "AID", "ISL", ",\"status\":\"alleged\"") EVENT(61, "NOR", "AID", "ISL", ",\"status\":\"denied\"")
        EVENT(101, "NOR", "AID", "ISL", ",\"status\":null");
    assert_int_equal(score(gold, coded, mem, NULL, NULL, &s, NULL), RP_OK);
    assert_int_equal(s.status_count, 2);        /* "denied" is only said, so it is no class of gold */
    assert_true(str_is(s.statuses[0].status, "alleged") && s.statuses[0].f1 == 1);
    assert_true(str_is(s.statuses[1].status, "reported") && s.statuses[1].f1 == 0 && s.statuses[1].count == 2);
    assert_true(s.status_f1 == 0.5);
    arena_free(mem);
}

static void note(void *context, const event_difference *d)
{
    char *to = context;
    snprintf(to + strlen(to), 512 - strlen(to), "%.0f %s %.*s %.*s %.*s%s;", d->start, d->missed ? "missed" : "coded",
             (int)d->source.len, d->source.at, (int)d->event.len, d->event.at, (int)d->target.len, d->target.at, d->paired ? " paired" : "");
}

static void test_score_lists_differences_by_sentence(void **state)
{
    (void)state;
    char list[512] = "";
    arena *mem = arena_new(0);
    event_scores s;
    const char *gold = ROW(60, 90, "\"PER\"", "AID", "\"ISL\",\"CHL\"", true) ROW(0, 50, "\"NOR\"", "ACCUSE", "\"ISL\"", true)
        ROW(0, 50, "", "PROTEST", "\"ISL\"", false);
    assert_int_equal(score(gold, EVENT(200, "NOR", "AID", "ISL", "") EVENT(1, "NOR", "AID", "ISL", ""), mem, note, list, &s, NULL), RP_OK);
    assert_string_equal(list, "0 coded NOR AID ISL paired;0 missed NOR ACCUSE ISL paired;60 missed PER AID CHL,ISL;200 coded NOR AID ISL;");
    arena_free(mem);
}

static void test_score_refuses_malformed_lines_and_names_them(void **state)
{
    (void)state;
    const char *row = ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", true), *event = EVENT(1, "NOR", "AID", "ISL", "");
    static const char *const rows[] = {
        "{", "[]", "7", "{}", "{\"start\":0,\"end\":5}\n", ROW(0, 50, "7", "AID", "\"ISL\"", true), ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", 1),
        ROW("0", 50, "\"NOR\"", "AID", "\"ISL\"", true), ROW(0, 50, "\"NOR\"", "HELP", "\"ISL\"", true), "{\"a\":\"\xC3(\"}",
        "{\"start\":0,\"end\":9,\"source\":[],\"event\":\"AID\",\"target\":[],\"dates\":[],\"statuses\":[],\"core\":true}",
    };
    static const char *const events[] = {
        "{", "[]", "{}", "{\"event\":\"AID\"}", "{\"start\":1}", "{\"start\":\"1\",\"event\":\"AID\"}",
        EVENT(1, "NOR", "AID", "ISL", ",\"status\":3"),
        EVENT(1, "NOR", "AID", "ISL", ",\"date\":[]"),
        "{\"start\":1,\"event\":\"AID\",\"actor\":\"NOR\"}", "{\"start\":1,\"event\":\"AID\",\"actor\":[7]}",
        "{\"start\":1,\"event\":\"AID\",\"actor\":[{\"code\":7}]}",
    };
    char text[1024];
    arena *mem = arena_new(0);
    event_scores s;
    rp_err err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(text, sizeof text, "%s\n%s", row, rows[i]);        /* line 2 is empty */
        assert_int_equal(score(text, event, mem, NULL, NULL, &s, &err), RP_EFORMAT);
        assert_string_equal(err.input, "gold");
        assert_int_equal(err.line, 3);
        assert_int_equal(s.gold, 0);
    }
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        snprintf(text, sizeof text, "%s%s", event, events[i]);
        assert_int_equal(score(row, text, mem, NULL, NULL, &s, &err), RP_EFORMAT);
        assert_string_equal(err.input, "coded");
        assert_int_equal(err.line, 2);
    }
    arena_free(mem);
}

static void test_score_of_nothing(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    event_scores s;
    assert_int_equal(score("", "\n\n", mem, NULL, NULL, &s, NULL), RP_OK);
    assert_true(s.coded == 0 && s.gold == 0 && s.full.f1 == 0 && s.status_count == 0);
    arena_free(mem);
}

static void test_score_survives_each_failed_allocation(void **state)
{
    (void)state;
    const char *gold = ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", true) ROW(60, 90, "\"PER\"", "ACCUSE", "\"CHL\"", true);
    const char *coded = EVENT(1, "NOR", "AID", "ISL", ",\"status\":\"planned\",\"date\":\"2031-07\"") EVENT(61, "PER", "REJECT", "CHL", "");
    event_scores s;
    rp_err err;
    rp_code rc;
    size_t allowed = 0;
    do {
        arena *mem = arena_new(0);
        arena_fail_after(mem, allowed++);
        rc = score(gold, coded, mem, NULL, NULL, &s, &err);
        assert_true(rc == RP_OK || (rc == RP_ENOMEM && s.coded == 0));
        arena_free(mem);
    } while (rc != RP_OK);
    assert_true(allowed > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_levels),
        cmocka_unit_test(test_score_symmetric_types),
        cmocka_unit_test(test_score_full_matches_come_first),
        cmocka_unit_test(test_score_rows_that_are_not_core),
        cmocka_unit_test(test_score_dates),
        cmocka_unit_test(test_score_statuses),
        cmocka_unit_test(test_score_lists_differences_by_sentence),
        cmocka_unit_test(test_score_refuses_malformed_lines_and_names_them),
        cmocka_unit_test(test_score_of_nothing),
        cmocka_unit_test(test_score_survives_each_failed_allocation),
    };
    return cmocka_run_group_tests_name("score", tests, open_tables, close_tables);
}
