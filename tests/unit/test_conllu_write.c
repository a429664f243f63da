/*
 * test_conllu_write.c - conllu_write: what was read comes out again, and what the format cannot hold is changed so that the rules of
 * level 2 of Universal Dependencies' validator hold (they are named beside each case).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/utf8.h"
#include "support/splitting.h"
#include "text/conllu_write.h"

static FILE *stream(rp_str text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_int_equal(fwrite(text.at, 1, text.len, f), text.len);
    rewind(f);
    return f;
}

/* Read `in` and write every sentence of it. */
static void copied(rp_str in, buf *out)
{
    FILE *f = stream(in);
    conllu_reader *r = conllu_new(f, "in");
    conllu_sentence s;
    bool more = true;
    while (assert_int_equal(conllu_next(r, &s, &more, NULL), RP_OK), more) conllu_write(out, &s);
    assert_false(out->failed);
    conllu_free(r);
    fclose(f);
}

static void assert_copied(const char *in, const char *want)
{
    buf out = { 0 };
    copied(str_of(in), &out);
    if (!str_is(buf_view(&out), want)) fail_msg("got:\n%.*s\nnot:\n%s", (int)out.len, out.at, want);
    buf_free(&out);
}

static void test_conllu_write_keeps_a_valid_sentence(void **state)
{
    (void)state;
    static const char text[] =
        "# newdoc id = talks\n# newpar id = talks-1\n# sent_id = s1\n# text = They don't.\n# speaker = an  envoy\n#\n"
        "1\tThey\tthey\tPRON\tPRP\tCase=Nom|Number=Plur\t2\tnsubj\t_\tNote=a b\n"
        "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tOld=1|SpaceAfter=No|Z=2\n"
        "2\tdo\tdo\tAUX\tVBP\t_\t0\troot\t_\tEntity=(x)\n"
        "3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_\n"
        "4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tSpaceAfter=No\n\n"
        "# sent_id = s2\n# text = 10 000 _ \xC3\xA9\n"
        "1\t10 000\t10 000\tNUM\tCD\t_\t0\troot\t_\t_\n"
        "2\t_\t_\tSYM\tSYM\t_\t1\tdep\t_\t_\n"
        "3\t\xC3\xA9\t\xC3\xA9\tX\tFW\t_\t1\tdep\t_\t_\n\n";
    assert_copied(text, text);
}

static void test_conllu_write_adds_what_is_missing(void **state)
{
    (void)state;
    conllu_word words[] = { { .form = RP_STR("Go"), .upos = RP_STR("VERB"), .head = CONLLU_ROOT, .deprel = RP_STR("root") },
                            { .form = RP_STR("!"), .head = 0, .space_after = true }, { .form = RP_STR("x"), .head = CONLLU_UNSAID } };
    rp_str comment = RP_STR("kind = prose");
    conllu_sentence s = { .words = words, .word_count = 3, .comments = &comment, .comment_count = 1, .id = RP_STR("a b-1"),
                          .document = RP_STR("a\nb"), .new_document = true, .new_paragraph = true };
    buf out = { 0 };
    conllu_write(&out, &s);
    buf_char(&out, 0);
    assert_string_equal(out.at, "# newdoc id = a b\n# newpar\n# sent_id = ab-1\n# text = Go! x\n# kind = prose\n"
                                "1\tGo\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
                                "2\t!\t_\t_\t_\t_\t1\t_\t_\t_\n"
                                "3\tx\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n");
    buf_free(&out);
}

#define C "\tx\tX\tFW\t_\t0\troot\t_\t"

static void test_conllu_write_mends_what_the_format_cannot_hold(void **state)
{
    (void)state;
    /* multiple-sent-id, multiple-text, text-form-mismatch: the id the reader takes, and the text that the forms make */
    assert_copied("# sent_id = a\n# sent_id = b\n# text = Other.\n# text = Words.\n1\tGo" C "_\n\n",
                  "# sent_id = b\n# text = Go\n1\tGo" C "_\n\n");
    /* sent_id is \S+ */
    assert_copied("# sent_id = a b\xE2\x80\xA8\n1\tGo" C "_\n\n", "# text = Go\n# sent_id = ab\n1\tGo" C "_\n\n");
    /* leading-whitespace, trailing-whitespace, repeated-whitespace; a lone no-break space inside may stay */
    assert_copied("1\t\xC2\xA0" "a \xC2\xA0 b\xC2\xA0" "c\x1C" C "_\n\n", "# text = a b\xC2\xA0" "c\n1\ta b\xC2\xA0" "c" C "_\n\n");
    assert_copied("1\t\xE3\x80\x80" C "_\n\n", "# text = _\n1\t_" C "_\n\n");
    assert_copied("1\ta\xE2\x80\xA8" "b\rc" C "_\n\n", "# text = a b c\n1\ta b c" C "_\n\n");
    /* invalid-whitespace-mwt */
    assert_copied("1-1\ta b\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta b" C "_\n\n", "# text = ab\n1-1\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta b" C "_\n\n");
    /* unicode-normalization, invalid-utf */
    assert_copied("# note = e\xCC\x81\n1\te\xCC\x81\xEF\xBF\xBD" C "N=e\xCC\x81\n\n",
                  "# text = \xC3\xA9\xE2\x96\xA1\n# note = \xC3\xA9\n1\t\xC3\xA9\xE2\x96\xA1" C "N=\xC3\xA9\n\n");
    /* unicode-normalization of the text alone: a letter and its accent as two words */
    assert_copied("1\te" C "SpaceAfter=No\n2\t\xCC\x81\tx\tX\tFW\t_\t1\tdep\t_\tSpaceAfter=No\n3\t.\tx\tX\tFW\t_\t1\tdep\t_\t_\n\n",
                  "# text = e \xCC\x81.\n1\te" C "_\n2\t\xCC\x81\tx\tX\tFW\t_\t1\tdep\t_\tSpaceAfter=No\n3\t.\tx\tX\tFW\t_\t1\tdep\t_\t_\n\n");
    /* spaceafter-mwt-node, spaceafter-value, repeated-misc, empty-misc */
    assert_copied("1-2\tit's\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|SpaceAfter=No\n1\tit" C "SpaceAfter=No|A=1\n2\t's" C "||B= \n"
                  "3\t.\tx\tX\tFW\t_\t1\tdep\t_\tSpaceAfter=Yes\n\n",
                  "# text = it's.\n1-2\tit's\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\tit" C "A=1\n2\t's" C "B=\n"
                  "3\t.\tx\tX\tFW\t_\t1\tdep\t_\t_\n\n");
}

static void test_conllu_write_ids_have_no_space_and_no_slash(void **state)
{
    (void)state;
    buf out = { 0 };
    conllu_write_id(&out, RP_STR("a/b c%~\xC2\xA0\n\xC3\xA9-1"));
    buf_char(&out, ' ');
    conllu_write_id(&out, (rp_str){ 0 });
    buf_char(&out, 0);
    assert_string_equal(out.at, "a%2Fb%20c%25%7E%C2%A0%0A\xC3\xA9-1 _");
    buf_free(&out);
}

static void test_conllu_clean_is_what_is_written(void **state)
{
    (void)state;
    arena *mem = arena_new(0);
    rp_str same = RP_STR("Norway"), clean = conllu_clean(same, mem);
    assert_ptr_equal(clean.at, same.at);
    clean = conllu_clean(RP_STR(" e\xCC\x81 "), mem);
    assert_true(str_is(clean, "\xC3\xA9"));
    arena_fail_after(mem, 0);
    assert_null(conllu_clean(RP_STR(" x "), mem).at);
    arena_free(mem);
}

/* A random sentence: forms of any characters, ranges, spaces. */
static void random_sentence(uint64_t *seed, buf *forms, conllu_word *w, conllu_range *r, conllu_sentence *s)
{
    size_t ends[24], from = 0;
    forms->len = 0;
    *s = (conllu_sentence){ .words = w, .word_count = random_next(seed) % 12 + 1, .ranges = r, .id = RP_STR("x") };
    for (size_t i = 0; i < s->word_count; i++) {
        random_text(seed, random_next(seed) % 4 + 1, forms);
        ends[i] = forms->len;
    }
    for (size_t i = 0; i < s->word_count; from = ends[i++])
        w[i] = (conllu_word){ .form = str_sub(buf_view(forms), from, ends[i]), .head = CONLLU_ROOT, .space_after = random_next(seed) % 2 };
    for (uint32_t i = 0; i + 1 < s->word_count; i += 3)
        if (random_next(seed) % 2) r[s->range_count++] = (conllu_range){ i, i + 2, w[i].form, { 0 }, w[i].space_after };
}

/* Whatever is written is read again with the same shape, and writing that again changes nothing. */
static void test_conllu_write_is_read_again(void **state)
{
    (void)state;
    uint64_t seed = 5;
    buf forms = { 0 }, once = { 0 }, twice = { 0 };
    for (int round = 0; round < 3000; round++) {
        conllu_word w[12];
        conllu_range r[12];
        conllu_sentence s;
        random_sentence(&seed, &forms, w, r, &s);
        once.len = twice.len = 0;
        conllu_write(&once, &s);
        assert_int_equal(utf8_check(buf_view(&once)), once.len);
        copied(buf_view(&once), &twice);
        if (!str_eq(buf_view(&once), buf_view(&twice))) fail_msg("%.*s\nthen\n%.*s", (int)once.len, once.at, (int)twice.len, twice.at);
    }
    buf_free(&forms);
    buf_free(&once);
    buf_free(&twice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conllu_write_keeps_a_valid_sentence),
        cmocka_unit_test(test_conllu_write_adds_what_is_missing),
        cmocka_unit_test(test_conllu_write_mends_what_the_format_cannot_hold),
        cmocka_unit_test(test_conllu_write_ids_have_no_space_and_no_slash),
        cmocka_unit_test(test_conllu_clean_is_what_is_written),
        cmocka_unit_test(test_conllu_write_is_read_again),
    };
    return cmocka_run_group_tests_name("conllu_write", tests, NULL, NULL);
}
