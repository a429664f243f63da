/*
 * test_evaluate.c - evaluate_text: counts against numbers worked out by hand, differences, refusals; and the bars on the treebanks
 * where they are at hand ($RAPPORT_SHARED or ../shared, gzip).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>
#include "support/splitting.h"
#include "text/evaluate.h"

#define C "\t_\t_\t_\t_\t_\t_\t_\t"

static FILE *stream(const char *text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    fputs(text, f);
    rewind(f);
    return f;
}

static void assert_score(evaluate_score s, unsigned gold, unsigned found, unsigned right)
{
    assert_int_equal(s.gold, gold);
    assert_int_equal(s.found, found);
    assert_int_equal(s.right, right);
}

static const char DIFFERENT[] =
    "# newdoc id = a\n# newpar\n"
    "1\tEnvoys" C "_\n2-3\tdidn't" C "_\n2\tdid" C "_\n3\tn't" C "_\n4\tgo" C "SpaceAfter=No\n5\t." C "_\n\n"
    "1\tThey" C "_\n2\twell-known" C "_\n3\tspoke" C "SpaceAfter=No\n4\t." C "_\n\n"       /* we part well - known */
    "# newpar\n"
    "1\tthe" C "_\n2\tend" C "_\n\n"
    "1\tof" C "_\n2-3\tit's" C "_\n2\tit" C "_\n3\tis" C "_\n\n";                          /* we say 's, and one sentence */

typedef struct seen { unsigned layers[3]; char words[256]; } seen;

static void note(void *context, const evaluate_difference *d)
{
    seen *s = context;
    s->layers[d->layer]++;
    if (d->layer == EVALUATE_TOKENS)
        snprintf(s->words, sizeof s->words, "%.*s / %.*s / %.*s", (int)d->gold.len, d->gold.at, (int)d->found.len, d->found.at,
                 (int)d->document.len, d->document.at);
}

static void test_evaluate_counts(void **state)
{
    splitting *s = *state;
    FILE *f = stream(DIFFERENT);
    evaluate_scores got;
    seen told = { 0 };
    assert_int_equal(evaluate_text_listing(f, "a", s->rules, note, &told, &got, NULL), RP_OK);
    assert_int_equal(got.documents, 1);
    assert_score(got.tokens, 12, 14, 11);
    assert_score(got.words, 14, 16, 12);
    assert_score(got.sentences, 4, 3, 2);
    assert_true(got.sentences.precision > 66.6 && got.sentences.precision < 66.7);
    assert_true(got.sentences.recall > 49.9 && got.sentences.recall < 50.1);
    assert_true(got.tokens.f1 > 84.6 && got.tokens.f1 < 84.7);
    assert_int_equal(told.layers[EVALUATE_TOKENS], 1);
    assert_int_equal(told.layers[EVALUATE_WORDS], 1);
    assert_int_equal(told.layers[EVALUATE_SENTENCES], 1);
    assert_string_equal(told.words, "well-known / well | - | known / a");
    fclose(f);
}

static void test_evaluate_is_perfect_on_plain_text(void **state)
{
    splitting *s = *state;
    FILE *f = stream("1\tEnvoys" C "_\n2\tmet" C "SpaceAfter=No\n3\t." C "_\n\n1\tThey" C "_\n2\ttalked" C "SpaceAfter=No\n3\t." C "_\n\n");
    evaluate_scores got;
    assert_int_equal(evaluate_text(f, "plain", s->rules, &got, NULL), RP_OK);
    assert_score(got.tokens, 6, 6, 6);
    assert_score(got.words, 6, 6, 6);
    assert_score(got.sentences, 2, 2, 2);
    assert_true(got.words.f1 == 100.0);
    fclose(f);
}

static void test_evaluate_refuses_what_is_no_treebank(void **state)
{
    splitting *s = *state;
    evaluate_scores got;
    rp_err err;
    FILE *f = stream("");
    assert_int_equal(evaluate_text(f, "nothing", s->rules, &got, &err), RP_EMISSING);
    assert_string_equal(err.input, "nothing");
    fclose(f);
    f = stream("1\tA" C "_\n\nEnvoys met.\n");
    assert_int_equal(evaluate_text(f, "prose", s->rules, &got, &err), RP_EFORMAT);
    assert_int_equal(err.line, 3);
    assert_score(got.tokens, 0, 0, 0);
    fclose(f);
}

static void check_treebank(void **state, const char *name, double tokens, double words, double sentences)
{
    splitting *s = *state;
    const char *shared = getenv("RAPPORT_SHARED");
    char path[1024], command[1100];
    snprintf(path, sizeof path, "%s/data/treebank/%s.conllu.gz", shared ? shared : "../shared", name);
    if (access(path, R_OK) != 0) skip();
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    evaluate_scores got;
    assert_int_equal(evaluate_text(f, name, s->rules, &got, NULL), RP_OK);
    assert_int_equal(pclose(f), 0);
    print_message("%s: tokens %.2f, words %.2f, sentences %.2f\n", name, got.tokens.f1, got.words.f1, got.sentences.f1);
    assert_true(got.tokens.f1 >= tokens && got.words.f1 >= words && got.sentences.f1 >= sentences);
}

static void test_evaluate_bars_on_web_text(void **state) { check_treebank(state, "ewt-dev", 99.4, 99.1, 85); }
static void test_evaluate_bars_on_mixed_genres(void **state) { check_treebank(state, "gum-dev", 99.7, 99.7, 95.5); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evaluate_counts),
        cmocka_unit_test(test_evaluate_is_perfect_on_plain_text),
        cmocka_unit_test(test_evaluate_refuses_what_is_no_treebank),
        cmocka_unit_test(test_evaluate_bars_on_web_text),
        cmocka_unit_test(test_evaluate_bars_on_mixed_genres),
    };
    return cmocka_run_group_tests_name("evaluate", tests, splitting_open, splitting_close);
}
