/*
 * test_parse_evaluate.c - parse_evaluate_reader: scores worked out by hand from the rules of the CoNLL 2018 shared task, with gold words
 * and with raw text; refusals. The parses are rows of this file, so that no model is needed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "parse/evaluate.h"
#include "support/splitting.h"

static FILE *stream(const char *text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    fputs(text, f);
    rewind(f);
    return f;
}

/* A parser that knows the words of this table; others are nouns below the first word. */
typedef struct known {
    const char *word;
    parse_reading said;
} known;

#define SAID(l, u, x, f, r, h) { RP_STR(l), RP_STR(u), RP_STR(x), RP_STR(f), RP_STR(r), h }

static rp_code read_known(void *context, const rp_str *words, uint32_t count, arena *mem, parse_reading *out, rp_err *err)
{
    (void)mem, (void)err;
    for (uint32_t i = 0; i < count; i++) {
        out[i] = (parse_reading){ words[i], RP_STR("NOUN"), RP_STR("NN"), RP_STR("Number=Sing"), RP_STR("obj"), i ? 0 : PARSE_ROOT };
        for (const known *k = context; k->word; k++)
            if (str_is(words[i], k->word)) out[i] = k->said;
    }
    return RP_OK;
}

/*
 * The envoys were received . / It rains .
 * Gold has 8 words: envoys, received, It, rains are of content, The and were function words, full stops are neither.
 */
static const char GOLD[] =
    "1\tThe\tthe\tDET\tDT\tDefinite=Def|PronType=Art\t2\tdet\t_\t_\n"
    "2\tenvoys\tenvoy\tNOUN\tNNS\tNumber=Plur\t4\tnsubj:pass\t_\t_\n"
    "3\twere\tbe\tAUX\tVBD\tMood=Ind|Number=Plur|Tense=Past|VerbForm=Fin\t4\taux:pass\t_\t_\n"
    "4\treceived\treceive\tVERB\tVBN\tTense=Past|VerbForm=Part|Voice=Pass\t0\troot\t_\tSpaceAfter=No\n"
    "5\t.\t_\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"
    "1\tIt\tit\tPRON\tPRP\tCase=Nom|Style=Slng\t2\texpl\t_\t_\n"
    "2\trains\train\tVERB\tVBZ\tNumber=Sing\t0\troot\t_\tSpaceAfter=No\n"
    "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";

static const known PARSE[] = {
    { "The", SAID("the", "DET", "DT", "PronType=Art|Definite=Def", "det", 1) },           /* features in another order are the same */
    { "envoys", SAID("envoys", "NOUN", "NNS", "Number=Plur", "nsubj", 3) },               /* lemma and subtype wrong */
    { "were", SAID("be", "VERB", "VBD", "Mood=Ind|Number=Plur|Tense=Past|VerbForm=Fin", "aux:pass", 3) },      /* part of speech wrong */
    { "received", SAID("receive", "VERB", "VBN", "Tense=Past|VerbForm=Part|Voice=Pass", "root", PARSE_ROOT) },
    { ".", SAID("!", "PUNCT", ",", "", "punct", 0) },                                      /* head wrong in both sentences */
    { "It", SAID("it", "PRON", "PRP", "Case=Nom|Style=Vrnc", "nsubj", 1) },               /* Style is no universal feature */
    { "rains", SAID("rain", "VERB", "VBZ", "Number=Sing", "root", PARSE_ROOT) },
    { 0 }
};

static void assert_score(const parse_scores *s, parse_metric m, unsigned gold, unsigned found, unsigned right)
{
    const evaluate_score *e = &s->metric[m];
    if (e->gold != gold || e->found != found || e->right != right)
        fail_msg("%s: gold %u found %u right %u, not %u %u %u", parse_metric_name(m), (unsigned)e->gold, (unsigned)e->found,
                 (unsigned)e->right, gold, found, right);
}

static void read_scores(const char *gold, const known *parse, const text_rules *rules, arena *mem, parse_scores *out)
{
    known copy[16];
    size_t count = 0;
    do copy[count] = parse[count];
    while (parse[count++].word);
    FILE *f = stream(gold);
    assert_int_equal(parse_evaluate_reader(f, "gold", read_known, copy, rules, mem, out, NULL), RP_OK);
    fclose(f);
}

static void assert_relation(const parse_scores *s, const char *name, unsigned gold, unsigned found, unsigned right)
{
    for (size_t i = 0; i < s->relation_count; i++) {
        const evaluate_score *e = &s->relations[i].score;
        if (!str_is(s->relations[i].name, name)) continue;
        assert_int_equal(e->gold, gold);
        assert_int_equal(e->found, found);
        assert_int_equal(e->right, right);
        return;
    }
    fail_msg("no relation %s", name);
}

static void test_parse_evaluate_counts(void **state)
{
    splitting *s = *state;
    parse_scores got;
    read_scores(GOLD, PARSE, NULL, s->mem, &got);
    assert_int_equal(got.documents, 1);
    assert_int_equal(got.sentences, 2);
    assert_int_equal(got.words, 8);
    assert_score(&got, PARSE_TOKENS, 8, 8, 8);
    assert_score(&got, PARSE_WORDS, 8, 8, 8);
    assert_score(&got, PARSE_UPOS, 8, 8, 7);
    assert_score(&got, PARSE_XPOS, 8, 8, 6);
    assert_score(&got, PARSE_UFEATS, 8, 8, 8);
    assert_score(&got, PARSE_ALLTAGS, 8, 8, 5);
    assert_score(&got, PARSE_LEMMAS, 8, 8, 6);          /* wrong: envoys and the second full stop; the first has "_" in gold */
    assert_score(&got, PARSE_UAS, 8, 8, 6);
    assert_score(&got, PARSE_LAS, 8, 8, 5);             /* and It */
    assert_score(&got, PARSE_LAS_FULL, 8, 8, 4);        /* and envoys */
    assert_score(&got, PARSE_CLAS, 4, 4, 3);
    assert_score(&got, PARSE_MLAS, 4, 4, 2);            /* received has a wrong "were" below it */
    assert_score(&got, PARSE_BLEX, 4, 4, 2);
    assert_relation(&got, "nsubj:pass", 1, 0, 0);
    assert_relation(&got, "nsubj", 0, 2, 0);
    assert_relation(&got, "root", 2, 2, 2);
    assert_relation(&got, "punct", 2, 2, 0);
    assert_true(str_is(got.relations[0].name, "punct") && str_is(got.relations[1].name, "root"));
    assert_true(got.metric[PARSE_CLAS].f1 > 74.99 && got.metric[PARSE_CLAS].f1 < 75.01);
}

/* Raw text: one sentence of gold is two of ours, and "it's" is one word in gold; its parse hangs on words that gold lacks. */
static const char OTHER[] =
    "1\tIt's\tit\tPRON\tPRP\t_\t0\troot\t_\t_\n2\train\train\tNOUN\tNN\tNumber=Sing\t1\tobj\t_\tSpaceAfter=No\n"
    "3\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_\n4\tWe\twe\tPRON\tPRP\t_\t1\tparataxis\t_\t_\n5\tgo\tgo\tVERB\tVBP\t_\t4\tobj\t_\tSpaceAfter=No\n"
    "6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_\n\n";

static const known RAW[] = {
    { "It", SAID("it", "PRON", "PRP", "", "root", PARSE_ROOT) },
    { "'s", SAID("be", "AUX", "VBZ", "", "cop", 0) },
    { ".", SAID(".", "PUNCT", ".", "", "punct", 0) },
    { 0 }
};

static void test_parse_evaluate_splits_raw_text(void **state)
{
    splitting *s = *state;
    parse_scores got;
    read_scores(OTHER, RAW, s->rules, s->mem, &got);
    assert_int_equal(got.sentences, 2);
    assert_score(&got, PARSE_SENTENCES, 1, 2, 0);
    assert_score(&got, PARSE_TOKENS, 6, 6, 6);
    assert_score(&got, PARSE_WORDS, 6, 7, 5);           /* It's is one word in gold, It and 's are two of ours */
    assert_score(&got, PARSE_UPOS, 6, 7, 3);            /* rain and the full stops; We and go are nouns here */
    assert_score(&got, PARSE_UAS, 6, 7, 1);             /* go hangs on We; rain, "." on "It", which gold lacks; We is a root here */
    assert_score(&got, PARSE_LAS, 6, 7, 1);
    assert_relation(&got, "obj", 2, 3, 1);
}

static void test_parse_evaluate_pairs_parts_of_ranges(void **state)
{
    splitting *s = *state;
    parse_scores got;
    static const char gold[] =
        "1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n2\tnot\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n"
        "3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n";
    static const known parse[] = { { "Do", SAID("do", "AUX", "VB", "", "aux", 2) }, { "n't", SAID("not", "PART", "RB", "", "advmod", 2) },
                                   { "go", SAID("go", "VERB", "VB", "", "root", PARSE_ROOT) },
                                   { ".", SAID(".", "PUNCT", ".", "", "punct", 2) }, { 0 } };
    read_scores(gold, parse, s->rules, s->mem, &got);
    assert_score(&got, PARSE_WORDS, 4, 4, 3);           /* "not" is written "n't" in our words */
    assert_score(&got, PARSE_LAS, 4, 4, 3);
    assert_score(&got, PARSE_MLAS, 2, 2, 1);            /* content: not, go */
}

static void test_parse_scores_add_sums(void **state)
{
    splitting *s = *state;
    parse_scores one, all = { 0 };
    read_scores(GOLD, PARSE, NULL, s->mem, &one);
    one.seconds = 0.5;
    assert_int_equal(parse_scores_add(&all, &one, s->mem, NULL), RP_OK);
    assert_int_equal(parse_scores_add(&all, &one, s->mem, NULL), RP_OK);
    assert_score(&all, PARSE_LAS, 16, 16, 10);
    assert_relation(&all, "punct", 4, 4, 0);
    assert_int_equal(all.relation_count, one.relation_count);
    assert_int_equal(all.words, 16);
    assert_true(all.seconds > 0.99 && all.metric[PARSE_LAS].f1 > 62.4 && all.metric[PARSE_LAS].f1 < 62.6);
}

static rp_code read_failing(void *context, const rp_str *words, uint32_t count, arena *mem, parse_reading *out, rp_err *err)
{
    (void)context, (void)words, (void)count, (void)mem, (void)out;
    if (err) err->code = RP_ENOMEM;
    return RP_ENOMEM;
}

static void test_parse_evaluate_refuses(void **state)
{
    splitting *s = *state;
    parse_scores got;
    rp_err err = { 0 };
    FILE *f = stream("1\tIt\tit\tPRON\tPRP\t_\t0\troot\t_\t_\n2\trains\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
    assert_int_equal(parse_evaluate_reader(f, "headless", read_failing, NULL, NULL, s->mem, &got, &err), RP_EFORMAT);
    assert_int_equal(err.line, 2);
    assert_string_equal(err.input, "headless");
    fclose(f);
    f = stream("");
    assert_int_equal(parse_evaluate_reader(f, "empty", read_failing, NULL, NULL, s->mem, &got, &err), RP_EMISSING);
    fclose(f);
    f = stream("this is no treebank\n");
    assert_int_equal(parse_evaluate_reader(f, "prose", read_failing, NULL, NULL, s->mem, &got, &err), RP_EFORMAT);
    fclose(f);
    f = stream(GOLD);
    assert_int_equal(parse_evaluate_reader(f, "gold", read_failing, NULL, NULL, s->mem, &got, &err), RP_ENOMEM);
    assert_int_equal(got.words, 0);
    assert_null(got.relations);
    fclose(f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, splitting_open, splitting_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_parse_evaluate_counts),
        TEST(test_parse_evaluate_splits_raw_text),
        TEST(test_parse_evaluate_pairs_parts_of_ranges),
        TEST(test_parse_scores_add_sums),
        TEST(test_parse_evaluate_refuses),
    };
    return cmocka_run_group_tests_name("parse_evaluate", tests, NULL, NULL);
}
