/*
 * test_score.c - event_score_files: pairing, symmetric types, dates, statuses, confusion, intervals, refusals, failed allocations.
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

static void test_score_confusion_counts_pairs_with_the_same_dyad(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    event_scores s;
    const char *gold = ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", true) ROW(60, 90, "\"NOR\"", "ACCUSE", "\"ISL\"", true)
        ROW(100, 120, "\"NOR\"", "ACCUSE", "\"ISL\"", false) ROW(130, 140, "\"NOR\"", "REJECT", "\"ISL\"", true)
        ROW(150, 160, "\"NOR\"", "REJECT", "\"ISL\"", true);
    const char *coded = EVENT(1, "NOR", "AID", "ISL", "") EVENT(61, "NOR", "REJECT", "ISL", "") EVENT(101, "NOR", "AID", "ISL", "")
        EVENT(131, "NOR", "UNHEARD", "ISL", "") EVENT(151, "PER", "REJECT", "ISL", "");
    assert_int_equal(score(gold, coded, mem, NULL, NULL, &s, NULL), RP_OK);
    uint64_t all = 0;
    for (unsigned i = 0; i < RP_EVENT_TYPES; i++)
        for (unsigned k = 0; k <= EVENT_SCORE_OTHER; k++) all += s.confusion[i][k];
    assert_int_equal(all, 4);
    assert_int_equal(s.confusion[RP_EVENT_AID][RP_EVENT_AID], 1);
    assert_int_equal(s.confusion[RP_EVENT_ACCUSE][RP_EVENT_REJECT], 1);
    assert_int_equal(s.confusion[RP_EVENT_ACCUSE][RP_EVENT_AID], 1);           /* not core, but paired */
    assert_int_equal(s.confusion[RP_EVENT_REJECT][EVENT_SCORE_OTHER], 1);
    arena_free(mem);
}

/* Score `sentences` sentences of `each` rows; in every second one they are found, in the others the sources are wrong. */
static void score_halves(unsigned sentences, unsigned each, arena *mem, event_scores *out)
{
    FILE *gold = tmpfile(), *coded = tmpfile();
    assert_true(gold && coded);
    for (unsigned i = 0; i < sentences * each; i++) {
        unsigned sentence = i / each, start = sentence * 10;
        fprintf(gold, "{\"start\":%u,\"end\":%u,\"source\":[\"NOR\"],\"event\":\"AID\",\"target\":[\"ISL\"],\"dates\":[],"
                      "\"statuses\":[\"reported\"],\"core\":true}\n", start, start + 9);
        fprintf(coded, EVENT(%u, "%s", "AID", "ISL", ""), start + 1, sentence % 2 ? "NOR" : "PER");
    }
    rewind(gold);
    rewind(coded);
    assert_int_equal(event_score_files(tables->ontology, gold, "gold", coded, "coded", mem, NULL, NULL, out, NULL), RP_OK);
    fclose(gold);
    fclose(coded);
}

static void assert_bounds(bootstrap_bounds b, double low, double high, double off)
{
    assert_true(b.low > low - off && b.low < low + off);
    assert_true(b.high > high - off && b.high < high + off);
}

static void test_score_intervals_draw_whole_sentences(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    event_scores s, again;
    /* One event a sentence, half of 100 right: the middle 95 % of the binomial distribution are 40 to 60. */
    score_halves(100, 1, mem, &s);
    assert_true(s.full.precision == 0.5 && s.full.recall == 0.5);
    assert_bounds(s.full_range.precision, 0.40, 0.60, 0.015);
    assert_bounds(s.quad_range.recall, 0.40, 0.60, 0.015);
    assert_bounds(s.dyad_range.f1, 0.40, 0.60, 0.015);
    /* As many events in ten sentences are ten draws: 2 to 8 of 10. */
    score_halves(10, 10, mem, &s);
    assert_true(s.full.precision == 0.5);
    assert_bounds(s.full_range.precision, 0.2, 0.8, 0.001);
    score_halves(10, 10, mem, &again);
    assert_memory_equal(&s.full_range, &again.full_range, sizeof s.full_range);
    arena_free(mem);
}

static void test_score_intervals_at_the_ends(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    event_scores s;
    const char *gold = ROW(0, 50, "\"NOR\"", "AID", "\"ISL\"", true) ROW(60, 90, "\"PER\"", "ACCUSE", "\"CHL\"", true);
    assert_int_equal(score(gold, EVENT(1, "NOR", "AID", "ISL", "") EVENT(61, "PER", "REJECT", "CHL", ""), mem, NULL, NULL, &s, NULL), RP_OK);
    assert_true(s.dyad_range.f1.low == 1 && s.dyad_range.f1.high == 1);
    assert_true(s.full_range.precision.low == 0 && s.full_range.precision.high == 1);
    assert_int_equal(score(gold, "", mem, NULL, NULL, &s, NULL), RP_OK);
    assert_true(s.dyad_range.recall.low == 0 && s.dyad_range.recall.high == 0);
    /* An event outside all gold sentences is drawn too: all three of a sample may be it. */
    assert_int_equal(score(gold, EVENT(1, "NOR", "AID", "ISL", "") EVENT(300, "NOR", "AID", "ISL", ""), mem, NULL, NULL, &s, NULL), RP_OK);
    assert_true(s.full.precision == 0.5 && s.full_range.precision.low == 0 && s.full_range.precision.high == 1);
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
    assert_true(s.full_range.f1.low == 0 && s.full_range.f1.high == 0);
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
        cmocka_unit_test(test_score_confusion_counts_pairs_with_the_same_dyad),
        cmocka_unit_test(test_score_intervals_draw_whole_sentences),
        cmocka_unit_test(test_score_intervals_at_the_ends),
        cmocka_unit_test(test_score_lists_differences_by_sentence),
        cmocka_unit_test(test_score_refuses_malformed_lines_and_names_them),
        cmocka_unit_test(test_score_of_nothing),
        cmocka_unit_test(test_score_survives_each_failed_allocation),
    };
    return cmocka_run_group_tests_name("score", tests, open_tables, close_tables);
}
