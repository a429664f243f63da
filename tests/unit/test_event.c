/*
 * test_event.c - what the coder makes of sentences: sources, type, targets, status. Cases are in tests/cases/events.tsv; those that come
 * out wrong by a known class of error are in events-known.tsv, with the class, and are counted here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support/coding.h"

/* Code the rows of a file; returns how many came out otherwise, and prints those unless they are known to. */
static unsigned code_cases(coding *c, const char *name, bool known, unsigned *rows, uint32_t *types)
{
    buf file = { 0 }, got = { 0 };
    rp_str cell[4], rest;
    unsigned wrong = 0, n;
    assert_true(cases_read(name, &file));
    for (rest = buf_view(&file); (n = coding_row(&rest, cell, 4)) > 0; ++*rows) {
        if (n != 3u + known) fail_msg("%.*s: %u cells", (int)cell[0].len, cell[0].at, n);
        rp_document doc = coding_document(cell[0], cell[1]);
        const rp_coded *coded;
        assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
        coding_events(coded, &got);
        bool right = str_eq(buf_view(&got), cell[2]);
        if (!right && !known)
            print_error("%.*s\n  want %.*s\n  got  %.*s\n", (int)cell[0].len, cell[0].at, (int)cell[2].len, cell[2].at, (int)got.len, got.at);
        if (right && known) print_message("comes right now: %.*s\n", (int)cell[0].len, cell[0].at);
        for (size_t i = 0; right && types && i < coded->event_count; i++) *types |= 1u << coded->events[i].type;
        wrong += !right;
    }
    buf_free(&file);
    buf_free(&got);
    return wrong;
}

static void test_event_cases(void **state)
{
    uint32_t types = 0;
    unsigned rows = 0, wrong = code_cases(*state, "events.tsv", false, &rows, &types);
    assert_true(rows >= 120);
    assert_int_equal(wrong, 0);
    assert_int_equal(types, (1u << RP_EVENT_TYPES) - 1);       /* every type is there */
}

static void test_event_known_failures_are_counted(void **state)
{
    unsigned rows = 0, wrong = code_cases(*state, "events-known.tsv", true, &rows, NULL);
    print_message("known failures: %u of %u rows of events-known.tsv\n", wrong, rows);
}

static const rp_event *one_event(coding *c, const char *text, const char *published)
{
    static rp_document doc;
    const rp_coded *coded;
    doc = coding_document(str_of(text), str_of(published));
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    if (coded->event_count != 1) fail_msg("%s: %zu events", text, coded->event_count);
    return &coded->events[0];
}

static void test_event_names_its_speaker(void **state)
{
    const rp_event *e = one_event(*state, "Kenyan officials said that Ugandan troops had shelled a village in Kenya.", "2025-07-16");
    assert_true(str_is(e->speaker.text, "Kenyan officials"));
    assert_string_equal(e->speaker.code, "KEN");
    assert_string_equal(e->speaker.sector, "GOV");
    e = one_event(*state, "Kenya accused Uganda of lying.", "2025-07-16");
    assert_int_equal(e->speaker.text.len, 0);
}

static void test_event_carries_its_scores(void **state)
{
    coding *c = *state;
    const rp_event *e = one_event(c, "Kenya accused Uganda of espionage.", "2025-07-16");
    assert_int_equal(e->quad, 3);
    assert_true(e->goldstein < 0 && e->intensity < 0);
    assert_non_null(rp_context_name(c->tables, 0));
    bool intelligence = false;
    for (unsigned bit = 0; bit < 64; bit++)
        if (e->contexts >> bit & 1u) intelligence |= strcmp(rp_context_name(c->tables, bit), "intelligence") == 0;
    assert_true(intelligence);
    e = one_event(c, "Kenya and Uganda signed a treaty.", "2025-07-16");
    assert_true(e->quad <= 2 && e->goldstein > 0);
}

static void test_event_takes_the_nearest_date(void **state)
{
    const rp_event *e = one_event(*state, "On 3 March 2024, Kenya expelled the Ugandan ambassador.", "2025-07-16");
    assert_true(e->date.from.year == 2024 && e->date.from.month == 3 && e->date.from.day == 3 && e->historical);
    e = one_event(*state, "Kenya expelled the Ugandan ambassador in June 2025.", "2025-07-16");
    assert_true(e->date.from.month == 6 && e->date.from.day == 0 && !e->historical);
    e = one_event(*state, "Kenya expelled the Ugandan ambassador.", "2025-07-16");
    assert_false(date_known(e->date.from));     /* not said, not guessed */
    e = one_event(*state, "Kenya expelled the Ugandan ambassador on 3 March 1991. The census of 2014 is the latest.", "");
    assert_true(e->historical);                 /* an undated document was written after the latest date it tells */
    e = one_event(*state, "Kenya expelled the Ugandan ambassador on 3 March 2014. A census is planned for 2080.", "");
    assert_false(e->historical);
}

static void test_event_offices_are_those_of_the_time_told(void **state)
{
    const rp_event *e = one_event(*state, "In June 2014, Barack Obama criticised Russia.", "2025-07-16");
    assert_string_equal(e->source[0].sector, "GOV");
    e = one_event(*state, "In June 2019, Barack Obama criticised Russia.", "2025-07-16");
    assert_string_equal(e->source[0].sector, "ELI");
}

static void test_event_intent_of_an_assault(void **state)
{
    const rp_event *e = one_event(*state, "Ugandan troops accidentally shelled Kenyan soldiers.", "2025-07-16");
    assert_string_equal(e->intent, "accidental");
    e = one_event(*state, "Ugandan troops deliberately shelled Kenyan soldiers.", "2025-07-16");
    assert_string_equal(e->intent, "deliberate");
}

static void test_event_headings_and_references_are_not_coded(void **state)
{
    coding *c = *state;
    static const char paged[] = "Kenya accuses Uganda of shelling a village\n\nKenya accused Uganda of shelling a village. Uganda rejected the accusation, and tensions "
        "rose on both sides of the border for several weeks afterwards.\n\nReferences\n\n[1] Kenya accused Uganda of lying. Nairobi Paper, 2020.\n";
    rp_document doc = coding_document(str_of(paged), RP_STR("2025-07-16"));
    const rp_coded *coded;
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    for (size_t i = 0; i < coded->event_count; i++) {
        uint8_t kind = coded->sentences[coded->events[i].sentence].kind;
        assert_true(kind != RP_KIND_HEADING && kind != RP_KIND_REFERENCE && kind != RP_KIND_NAVIGATION);
    }
}

/* Headlines tell the past in the present tense. */
static void test_event_headline_in_the_present_is_reported(void **state)
{
    coding *c = *state;
    static const char report[] = "Kenya expels Ugandan diplomats\n\nThe ministry gave them two days to leave the country, and their families a week. "
        "It said nothing about the reasons, and calls to the embassy were not answered on Monday.\n";
    rp_document doc = coding_document(str_of(report), RP_STR("2025-07-16"));
    const rp_coded *coded;
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    assert_int_equal(coded->sentences[0].kind, RP_KIND_HEADLINE);
    assert_true(coded->event_count >= 1 && coded->events[0].sentence == 0);
    assert_int_equal(coded->events[0].type, RP_EVENT_SANCTION);
    assert_int_equal(coded->events[0].status, RP_REPORTED);
}

#define TEST(f) cmocka_unit_test(f)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_event_cases),
        TEST(test_event_known_failures_are_counted),
        TEST(test_event_names_its_speaker),
        TEST(test_event_carries_its_scores),
        TEST(test_event_takes_the_nearest_date),
        TEST(test_event_offices_are_those_of_the_time_told),
        TEST(test_event_intent_of_an_assault),
        TEST(test_event_headings_and_references_are_not_coded),
        TEST(test_event_headline_in_the_present_is_reported),
    };
    return cmocka_run_group_tests_name("event", tests, coding_open, coding_close);
}
