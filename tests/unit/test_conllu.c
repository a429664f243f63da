/*
 * test_conllu.c - conllu_next: words, ranges, paragraph marks; every refusal with its line; reading on behind a bad sentence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "text/conllu.h"

#define REST "\t_\t_\t_\t_\t_\t_\t_\t_\n"

static FILE *stream(const char *text, size_t len)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    rewind(f);
    return f;
}

static void assert_str(rp_str got, const char *want)
{
    if (!str_is(got, want)) fail_msg("\"%.*s\" is not \"%s\"", (int)got.len, got.at, want);
}

static const char TWO[] =
    "# newdoc id = talks\n# newpar id = talks-1\n# sent_id = s1\n# text = They don't.\n"
    "1\tThey\tthey\tPRON\tPRP\tCase=Nom|Number=Plur\t2\tnsubj\t2:nsubj\t_\n"
    "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
    "2\tdo\tdo\tAUX\tVBP\t_\t0\troot\t0:root\t_\n"
    "3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t2:advmod\t_\n"
    "3.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t0:root\t_\n"
    "4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t2:punct\tSpacesAfter=\\n|Note=a=b\n"
    "\n"
    "# newpar\n# a remark\n"
    "1\t_\t_\tSYM\tSYM\t_\t0\troot\t_\t_\n"
    "\n";

static void test_conllu_reads_sentences(void **state)
{
    (void)state;
    FILE *f = stream(TWO, sizeof TWO - 1);
    conllu_reader *r = conllu_new(f, "talks");
    conllu_sentence s;
    bool more;
    rp_str value;
    assert_int_equal(conllu_next(r, &s, &more, NULL), RP_OK);
    assert_true(more && s.new_document && s.new_paragraph);
    assert_str(s.document, "talks");
    assert_str(s.paragraph, "talks-1");
    assert_str(s.id, "s1");
    assert_str(s.text, "They don't.");
    assert_int_equal(s.line, 1);
    assert_int_equal(s.comment_count, 4);
    assert_int_equal(s.word_count, 4);
    assert_str(s.words[0].form, "They");
    assert_str(s.words[0].upos, "PRON");
    assert_true(conllu_value(s.words[0].feats, "Number", &value));
    assert_str(value, "Plur");
    assert_false(conllu_value(s.words[0].feats, "Num", &value));
    assert_int_equal(s.words[0].head, 1);
    assert_int_equal(s.words[1].head, CONLLU_ROOT);
    assert_int_equal(s.words[1].feats.len, 0);
    assert_str(s.words[3].deprel, "punct");
    assert_true(conllu_value(s.words[3].misc, "Note", &value));
    assert_str(value, "a=b");
    assert_true(s.words[3].space_after);
    assert_int_equal(s.words[3].line, 10);
    assert_int_equal(s.range_count, 1);
    assert_int_equal(s.ranges[0].first, 1);
    assert_int_equal(s.ranges[0].end, 3);
    assert_str(s.ranges[0].form, "don't");
    assert_false(s.ranges[0].space_after);

    assert_int_equal(conllu_next(r, &s, &more, NULL), RP_OK);
    assert_true(more && !s.new_document && s.new_paragraph);
    assert_int_equal(s.paragraph.len, 0);
    assert_str(s.comments[1], "a remark");
    assert_str(s.words[0].form, "_");
    assert_str(s.words[0].lemma, "_");   /* the lemma of the character is the character */
    assert_int_equal(conllu_next(r, &s, &more, NULL), RP_OK);
    assert_false(more);
    assert_int_equal(s.word_count, 0);
    conllu_free(r);
    fclose(f);
}

static void test_conllu_takes_other_line_ends_and_a_missing_last_one(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF# text = A\r\n1\tA" "\t_\t_\t_\t_\t_\t_\t_\t_\r\n\r\n\r\n1\tB" "\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No";
    FILE *f = stream(text, sizeof text - 1);
    conllu_reader *r = conllu_new(f, NULL);
    conllu_sentence s;
    bool more;
    assert_int_equal(conllu_next(r, &s, &more, NULL), RP_OK);
    assert_str(s.text, "A");
    assert_int_equal(s.words[0].head, CONLLU_UNSAID);
    assert_int_equal(conllu_next(r, &s, &more, NULL), RP_OK);
    assert_true(more);
    assert_int_equal(s.line, 5);
    assert_false(s.words[0].space_after);
    assert_int_equal(conllu_next(r, &s, &more, NULL), RP_OK);
    assert_false(more);
    conllu_free(r);
    fclose(f);
}

static void test_conllu_of_nothing_is_no_sentence(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "\n", "\n\r\n\n" };
    for (size_t i = 0; i < 3; i++) {
        FILE *f = stream(texts[i], strlen(texts[i]));
        conllu_reader *r = conllu_new(f, "x");
        conllu_sentence s;
        bool more = true;
        assert_int_equal(conllu_next(r, &s, &more, NULL), RP_OK);
        assert_false(more);
        conllu_free(r);
        fclose(f);
    }
}

static void test_conllu_refuses_with_the_line(void **state)
{
    (void)state;
    static const struct { const char *text; uint32_t line; rp_code code; } cases[] = {
        { "1\tA\t_\n\n", 1, RP_EFORMAT },
        { "1 A\n\n", 1, RP_EFORMAT },
        { "# c\n1\tA" "\t_\t_\t_\t_\t_\t_\t_\t_\t_\n\n", 2, RP_EFORMAT },              /* eleven columns */
        { "1\t" REST "\n", 1, RP_EFORMAT },                                            /* no form */
        { "x\tA" REST "\n", 1, RP_EFORMAT },
        { "-1\tA" REST "\n", 1, RP_EFORMAT },
        { "2\tA" REST "\n", 1, RP_EFORMAT },
        { "1\tA" REST "3\tB" REST "\n", 2, RP_EFORMAT },
        { "1\tA" REST "# late\n\n", 2, RP_EFORMAT },
        { "# only words about words\n\n", 1, RP_EFORMAT },
        { "2-3\tAB" REST "1\tA" REST "\n", 1, RP_EFORMAT },
        { "1-\tAB" REST "1\tA" REST "\n", 1, RP_EFORMAT },
        { "1-3\tAB" REST "1\tA" REST "2\tB" REST "\n", 3, RP_EFORMAT },                /* three words promised */
        { "1-2\tAB" REST "1\tA" REST "2-3\tBC" REST "2\tB" REST "3\tC" REST "\n", 3, RP_EFORMAT },
        { "1\tA\t_\t_\t_\t_\tx\t_\t_\t_\n\n", 1, RP_EFORMAT },
        { "1\tA" REST "2\tB\t_\t_\t_\t_\t3\t_\t_\t_\n\n", 2, RP_EFORMAT },
        { "1\tA\t_\t_\t_\t_\t99999999999\t_\t_\t_\n\n", 1, RP_EFORMAT },
        { "# c\n1\tA\xFF" REST "\n", 2, RP_ETEXT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *f = stream(cases[i].text, strlen(cases[i].text));
        conllu_reader *r = conllu_new(f, "bad.conllu");
        conllu_sentence s;
        bool more = true;
        rp_err err;
        if (conllu_next(r, &s, &more, &err) != cases[i].code || err.line != cases[i].line || more || s.word_count)
            fail_msg("case %zu: code %d line %u: %s", i, err.code, err.line, err.why);
        assert_string_equal(err.input, "bad.conllu");
        conllu_free(r);
        fclose(f);
    }
}

static void test_conllu_refuses_nul_bytes(void **state)
{
    (void)state;
    static const char text[] = "1\tA\0B" REST "\n";
    FILE *f = stream(text, sizeof text - 1);
    conllu_reader *r = conllu_new(f, "nul");
    conllu_sentence s;
    bool more;
    assert_int_equal(conllu_next(r, &s, &more, NULL), RP_ETEXT);
    conllu_free(r);
    fclose(f);
}

static void test_conllu_reads_on_behind_a_bad_sentence(void **state)
{
    (void)state;
    static const char text[] = "1\tA" REST "\n1\tB\n2\tC\n\n1\tD" REST "\n";
    FILE *f = stream(text, sizeof text - 1);
    conllu_reader *r = conllu_new(f, "mixed");
    conllu_sentence s;
    bool more;
    rp_err err;
    assert_int_equal(conllu_next(r, &s, &more, &err), RP_OK);
    assert_int_equal(conllu_next(r, &s, &more, &err), RP_EFORMAT);
    assert_int_equal(err.line, 3);
    assert_int_equal(conllu_next(r, &s, &more, &err), RP_OK);
    assert_str(s.words[0].form, "D");
    conllu_free(r);
    fclose(f);
}

static void test_conllu_bounds_a_sentence(void **state)
{
    (void)state;
    FILE *f = tmpfile();
    assert_non_null(f);
    for (unsigned i = 0; i < (CONLLU_SENTENCE_MAX >> 10) + 1; i++) fprintf(f, "%1024s", "x");
    rewind(f);
    conllu_reader *r = conllu_new(f, "endless");
    conllu_sentence s;
    bool more;
    rp_err err;
    assert_int_equal(conllu_next(r, &s, &more, &err), RP_ELIMIT);
    assert_int_equal(conllu_next(r, &s, &more, &err), RP_OK);
    assert_false(more);
    conllu_free(r);
    fclose(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conllu_reads_sentences),
        cmocka_unit_test(test_conllu_takes_other_line_ends_and_a_missing_last_one),
        cmocka_unit_test(test_conllu_of_nothing_is_no_sentence),
        cmocka_unit_test(test_conllu_refuses_with_the_line),
        cmocka_unit_test(test_conllu_refuses_nul_bytes),
        cmocka_unit_test(test_conllu_reads_on_behind_a_bad_sentence),
        cmocka_unit_test(test_conllu_bounds_a_sentence),
    };
    return cmocka_run_group_tests_name("conllu", tests, NULL, NULL);
}
