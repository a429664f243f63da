/* test_rules.c - text_rules: abbreviations in their cases, whole lines, tables that are missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support/splitting.h"
#include "text/words.h"

static void test_rules_know_abbreviations_by_kind(void **state)
{
    const text_rules *r = ((splitting *)*state)->rules;
    assert_int_equal(text_rules_abbreviation(r, RP_STR("Gen.")), ABBREVIATION_TITLE);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("Sept.")), ABBREVIATION_MONTH);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("Inc.")), ABBREVIATION_COMPANY);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("p.m.")), ABBREVIATION_UNIT);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("vs.")), ABBREVIATION_LATIN);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("U.N.")), ABBREVIATION_INITIALISM);
}

static void test_rules_take_capitalised_abbreviations_only_that_way(void **state)
{
    const text_rules *r = ((splitting *)*state)->rules;
    assert_int_equal(text_rules_abbreviation(r, RP_STR("Approx.")), ABBREVIATION_UNIT);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("gen.")), ABBREVIATION_NONE);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("Gen")), ABBREVIATION_NONE);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("envoy.")), ABBREVIATION_NONE);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("")), ABBREVIATION_NONE);
    assert_int_equal(text_rules_abbreviation(r, RP_STR("A-word-far-too-long-to-be-in-any-table-of-ours.")), ABBREVIATION_NONE);
}

static void test_rules_know_lines(void **state)
{
    const text_rules *r = ((splitting *)*state)->rules;
    assert_int_equal(text_rules_line(r, RP_STR("References")), RP_KIND_REFERENCE);
    assert_int_equal(text_rules_line(r, RP_STR("  REFERENCES: ")), RP_KIND_REFERENCE);
    assert_int_equal(text_rules_line(r, RP_STR("Share this article")), RP_KIND_NAVIGATION);
    assert_int_equal(text_rules_line(r, RP_STR("References to the treaty were removed.")), RP_KIND_PROSE);
    assert_int_equal(text_rules_line(r, RP_STR("")), RP_KIND_PROSE);
    assert_int_equal(text_rules_line(r, RP_STR(" : ")), RP_KIND_PROSE);
}

static void test_rules_know_what_a_word_is(void **state)
{
    const text_rules *r = ((splitting *)*state)->rules;
    assert_true(words_find(r, RP_STR("gonna")).kinds & WORDS_CONTRACTION);
    assert_int_equal(words_find(r, RP_STR("gonna")).part[0], 3);
    assert_true(words_may_contract(r, 'g', 5));
    assert_false(words_may_contract(r, 'x', 5));
    assert_true(words_find(r, RP_STR("the")).kinds & WORDS_OPENER);
    assert_int_equal(words_find(r, RP_STR("federal")).kinds & WORDS_OPENER, 0);
    assert_int_equal(words_find(r, RP_STR("zzz")).kinds, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_know_abbreviations_by_kind),
        cmocka_unit_test(test_rules_take_capitalised_abbreviations_only_that_way),
        cmocka_unit_test(test_rules_know_lines),
        cmocka_unit_test(test_rules_know_what_a_word_is),
    };
    return cmocka_run_group_tests_name("rules", tests, splitting_open, splitting_close);
}
