/*
 * test_lemma.c - lemma tables: what is learned of words and tables, what is made of unknown and hostile words, what is refused.
 * Expected lemmas are those of Universal Dependencies' English treebanks; the words here are our own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "base/utf8.h"
#include "parse/lemma.h"
#include "parse/lemma_format.h"

typedef struct lesson { const char *form; parse_upos upos; const char *xpos, *lemma; uint32_t count; } lesson;

static const lesson lessons[] = {
    { "was", UPOS_AUX, "VBD", "be", 9 },            { "were", UPOS_AUX, "VBD", "be", 9 },
    { "'s", UPOS_AUX, "VBZ", "be", 9 },             { "'s", UPOS_PART, "POS", "'s", 9 },
    { "n't", UPOS_PART, "RB", "not", 9 },           { "says", UPOS_VERB, "VBZ", "say", 9 },
    { "walked", UPOS_VERB, "VBD", "walk", 2 },      { "talked", UPOS_VERB, "VBD", "talk", 2 },
    { "Talked", UPOS_VERB, "VBD", "talk", 2 },      { "Said", UPOS_VERB, "VBD", "say", 1 },
    { "asked", UPOS_VERB, "VBD", "ask", 2 },        { "voted", UPOS_VERB, "VBD", "vote", 2 },
    { "noted", UPOS_VERB, "VBD", "note", 2 },       { "quoted", UPOS_VERB, "VBD", "quote", 2 },
    { "said", UPOS_VERB, "VBD", "say", 30 },        { "went", UPOS_VERB, "VBD", "go", 8 },
    { "rebuild", UPOS_VERB, "VB", "rebuild", 1 },   { "rocket", UPOS_NOUN, "NN", "rocket", 5 },
    { "envoys", UPOS_NOUN, "NNS", "envoy", 5 },     { "rebels", UPOS_NOUN, "NNS", "rebel", 5 },
    { "Troops", UPOS_NOUN, "NNS", "troop", 5 },     { "Rebels", UPOS_NOUN, "NNS", "rebel", 5 },
    { "wives", UPOS_NOUN, "NNS", "wife", 5 },       { "treaties", UPOS_NOUN, "NNS", "treaty", 5 },
    { "parties", UPOS_NOUN, "NNS", "party", 5 },    { "cities", UPOS_NOUN, "NNS", "city", 5 },
    { "Baku", UPOS_PROPN, "NNP", "Baku", 5 },       { "Quito", UPOS_PROPN, "NNP", "Quito", 5 },
    { "NATO", UPOS_PROPN, "NNP", "NATO", 5 },       { "States", UPOS_PROPN, "NNPS", "State", 5 },
    { "Nations", UPOS_PROPN, "NNPS", "Nation", 5 }, { "Islands", UPOS_PROPN, "NNPS", "Island", 5 },
    { "iphone", UPOS_PROPN, "NNP", "iPhone", 3 },   { "large", UPOS_ADJ, "JJ", "large", 5 },
    { "Malian", UPOS_ADJ, "JJ", "Malian", 5 },      { "Latvian", UPOS_ADJ, "JJ", "Latvian", 5 },
    { "Ghanaian", UPOS_ADJ, "JJ", "Ghanaian", 5 },  { "calm", UPOS_ADJ, "JJ", "calm", 5 },
    { "Calm", UPOS_ADJ, "JJ", "calm", 2 },          { "12,000", UPOS_NUM, "CD", "12000", 5 },
    { "4,500", UPOS_NUM, "CD", "4500", 5 },         { "7,000,000", UPOS_NUM, "CD", "7000000", 5 },
    { "1990", UPOS_NUM, "CD", "1990", 5 },        { "rathr", UPOS_ADV, "RB", "rather", 1 },
    { "then", UPOS_ADV, "RB", "_", 50 },
};

typedef struct fixture { lemma_learner *learner; buf section; lemma_tables *tables; arena *mem; } fixture;

static void learn_all(lemma_learner *learner)
{
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++) {
        const lesson *l = &lessons[i];
        assert_int_equal(lemma_learner_add(learner, str_of(l->form), l->upos, str_of(l->xpos), str_of(l->lemma), l->count, NULL), RP_OK);
    }
}

static int begin(void **state)
{
    fixture *fx = calloc(1, sizeof *fx);
    *state = fx;
    if (!fx) return -1;
    fx->learner = lemma_learner_new();
    fx->mem = arena_new(0);
    learn_all(fx->learner);
    assert_int_equal(lemma_learner_write(fx->learner, &fx->section, NULL), RP_OK);
    assert_int_equal(lemma_open(buf_view(&fx->section), &fx->tables, NULL), RP_OK);
    return 0;
}

static int end(void **state)
{
    fixture *fx = *state;
    lemma_close(fx->tables);
    lemma_learner_free(fx->learner);
    buf_free(&fx->section);
    arena_free(fx->mem);
    free(fx);
    return 0;
}

static void expect(fixture *fx, const char *form, parse_upos upos, const char *xpos, const char *lemma)
{
    rp_str got = lemma_of(fx->tables, str_of(form), lemma_class(fx->tables, upos, str_of(xpos)), fx->mem);
    if (!str_is(got, lemma)) fail_msg("%s/%s: %.*s, not %s", form, xpos, (int)got.len, got.at, lemma);
}

static void test_lemma_knows_what_it_was_taught(void **state)
{
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++)
        if (strcmp(lessons[i].lemma, "_") != 0) expect(*state, lessons[i].form, lessons[i].upos, lessons[i].xpos, lessons[i].lemma);
}

static void test_lemma_follows_endings_of_unknown_words(void **state)
{
    expect(*state, "barked", UPOS_VERB, "VBD", "bark");
    expect(*state, "convoys", UPOS_NOUN, "NNS", "convoy");
    expect(*state, "sureties", UPOS_NOUN, "NNS", "surety");
    expect(*state, "300,000", UPOS_NUM, "CD", "300000");
    expect(*state, "1,5", UPOS_ADJ, "JJ", "1,5");
}

static void test_lemma_makes_regular_forms_of_known_words(void **state)
{
    expect(*state, "voting", UPOS_VERB, "VBG", "vote");
    expect(*state, "quotes", UPOS_VERB, "VBZ", "quote");
    expect(*state, "larger", UPOS_ADJ, "JJR", "large");
    expect(*state, "rockets", UPOS_NOUN, "NNS", "rocket");
    expect(*state, "rocketed", UPOS_VERB, "VBD", "rocket");     /* a noun may be a verb */
    expect(*state, "Treaties", UPOS_PROPN, "NNPS", "Treaty");   /* and a name */
}

static void test_lemma_of_one_form_by_tag(void **state)
{
    expect(*state, "'s", UPOS_AUX, "VBZ", "be");
    expect(*state, "'s", UPOS_PART, "POS", "'s");
    expect(*state, "’s", UPOS_AUX, "VBZ", "be");
    expect(*state, "n’t", UPOS_PART, "RB", "not");
    expect(*state, "N'T", UPOS_PART, "RB", "not");
}

static void test_lemma_settles_capitals(void **state)
{
    expect(*state, "Walked", UPOS_VERB, "VBD", "walk");         /* at the start of a sentence */
    expect(*state, "WENT", UPOS_VERB, "VBD", "go");
    expect(*state, "Envoys", UPOS_NOUN, "NNS", "envoy");
    expect(*state, "Lima", UPOS_PROPN, "NNP", "Lima");
    expect(*state, "UNHCR", UPOS_PROPN, "NNP", "UNHCR");
    expect(*state, "Gulfs", UPOS_PROPN, "NNPS", "Gulf");
    expect(*state, "GULFS", UPOS_PROPN, "NNPS", "GULF");
    expect(*state, "Bolivian", UPOS_ADJ, "JJ", "Bolivian");
    expect(*state, "Large", UPOS_ADJ, "JJ", "large");           /* also written small: a common word */
    expect(*state, "iPhone", UPOS_PROPN, "NNP", "iPhone");
}

static void test_lemma_of_hyphenated_word_is_that_of_its_last_part(void **state)
{
    expect(*state, "ex-wives", UPOS_NOUN, "NNS", "ex-wife");
    expect(*state, "re-went", UPOS_VERB, "VBD", "re-go");
    expect(*state, "-", UPOS_NOUN, "NNS", "-");
    expect(*state, "walk-", UPOS_NOUN, "NN", "walk-");
}

static void test_lemma_falls_back_on_part_of_speech(void **state)
{
    fixture *fx = *state;
    assert_int_equal(lemma_class(fx->tables, UPOS_VERB, RP_STR("")), UPOS_VERB);
    assert_int_equal(lemma_class(fx->tables, UPOS_VERB, RP_STR("QQ")), UPOS_VERB);
    assert_int_equal(lemma_class(fx->tables, UPOS_COUNT, RP_STR("QQ")), UPOS_X);
    assert_true(lemma_class(fx->tables, UPOS_VERB, RP_STR("VBD")) >= UPOS_COUNT);
    expect(fx, "went", UPOS_VERB, "", "go");
    expect(fx, "Treaties", UPOS_NOUN, "QQ", "treaty");
    assert_true(str_is(lemma_of(fx->tables, RP_STR("went"), UINT32_MAX, fx->mem), "went"));
}

static void test_lemma_allocates_only_what_is_new(void **state)
{
    fixture *fx = *state;
    arena_fail_after(fx->mem, 0);
    expect(fx, "walk", UPOS_VERB, "VB", "walk");
    expect(fx, "barked", UPOS_VERB, "VBD", "bark");     /* a view into the form */
    expect(fx, "WENT", UPOS_VERB, "VBD", "go");         /* a view into the section */
    assert_null(lemma_of(fx->tables, RP_STR("Treaties"), lemma_class(fx->tables, UPOS_NOUN, RP_STR("NNS")), fx->mem).at);
}

static void test_lemma_survives_hostile_forms(void **state)
{
    fixture *fx = *state;
    size_t size = 1u << 20;
    char *big = malloc(size);
    assert_non_null(big);
    memset(big, 'S', size);
    assert_int_equal(lemma_of(fx->tables, (rp_str){ big, size }, UPOS_NOUN, fx->mem).len, size);
    assert_int_equal(lemma_of(fx->tables, (rp_str){ big, 0 }, UPOS_NOUN, fx->mem).len, 0);
    assert_true(str_eq(lemma_of(fx->tables, RP_STR("w\xC3"), UPOS_VERB, fx->mem), RP_STR("w\xC3")));
    assert_true(str_eq(lemma_of(fx->tables, RP_STR("a\0b"), UPOS_VERB, fx->mem), RP_STR("a\0b")));
    uint64_t random = 1;
    for (unsigned i = 0; i < 20000; i++) {
        size_t len = i % 120 + 1;
        for (size_t k = 0; k < len; k++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            big[k] = (char)(i % 3 ? "aEsdin-',0 '"[random >> 33 & 7] : (char)(random >> 40));
        }
        rp_str got = lemma_of(fx->tables, (rp_str){ big, len }, i % 60, fx->mem);
        assert_non_null(got.at);
        assert_true(got.len > 0);
        arena_reset(fx->mem);
    }
    free(big);
}

/* Every letter fits when its case changes, as a name and as a word, with any rule; and what was UTF-8 stays so. */
static void test_lemma_has_room_for_every_letter(void **state)
{
    fixture *fx = *state;
    lemma_letters letters;
    char form[LEMMA_LONGEST], out[LEMMA_ROOM];
    for (uint32_t c = 0x80; c < 0x20000; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        unsigned step = utf8_put(form, c);
        size_t len = step;
        for (; len + step <= sizeof form; len += step) memcpy(form + len, form, step);
        assert_true(lemma_take_apart((rp_str){ form, len }, &letters));
        assert_true(letters.folded_len <= sizeof letters.folded);
        for (unsigned how = 0; how < LEMMA_CASES; how++) {
            size_t wrote = lemma_apply(&letters, (lemma_rule){ RP_STR("s"), 1 }, how, out);
            assert_true(wrote <= 2 * LEMMA_LONGEST + 2);
            assert_int_equal(utf8_check((rp_str){ out, wrote }), wrote);
        }
    }
    expect(fx, "Ñandús", UPOS_NOUN, "NNS", "ñandú");
    expect(fx, "ÉCRANS", UPOS_NOUN, "NNS", "écran");
}

static void test_lemma_learner_refuses_nothing_but_learns_only_sense(void **state)
{
    fixture *fx = *state;
    expect(fx, "then", UPOS_ADV, "RB", "then");         /* its lemma was "_" */
    lemma_learner *learner = lemma_learner_new();
    buf section = { 0 };
    lemma_tables *tables = NULL;
    assert_int_equal(lemma_learner_add(learner, RP_STR("\xFF\xFE"), UPOS_NOUN, RP_STR("NN"), RP_STR("x"), 1, NULL), RP_OK);
    assert_int_equal(lemma_learner_add(learner, RP_STR("out"), UPOS_VERB, RP_STR("GW"), RP_STR("outperform"), 1, NULL), RP_OK);
    assert_int_equal(lemma_learner_add(learner, RP_STR("7,5"), UPOS_NUM, RP_STR("CD"), RP_STR("7.8"), 1, NULL), RP_OK);
    assert_int_equal(lemma_learner_add(learner, RP_STR("word"), UPOS_COUNT, RP_STR("NN"), RP_STR("word"), 1, NULL), RP_OK);
    assert_int_equal(lemma_learner_write(learner, &section, NULL), RP_OK);
    assert_int_equal(lemma_open(buf_view(&section), &tables, NULL), RP_OK);
    assert_true(str_is(lemma_of(tables, RP_STR("out"), UPOS_VERB, fx->mem), "out"));
    assert_true(str_is(lemma_of(tables, RP_STR("7,5"), UPOS_NUM, fx->mem), "7,5"));
    assert_true(str_is(lemma_of(tables, RP_STR("The"), UPOS_DET, fx->mem), "the"));
    assert_true(str_is(lemma_of(tables, RP_STR("Lima"), UPOS_PROPN, fx->mem), "Lima"));
    lemma_close(tables);
    buf_free(&section);
    lemma_learner_free(learner);
}

static void test_lemma_section_is_always_the_same(void **state)
{
    fixture *fx = *state;
    lemma_learner *learner = lemma_learner_new();
    buf first = { 0 }, second = { 0 };
    learn_all(learner);
    assert_int_equal(lemma_learner_write(learner, &first, NULL), RP_OK);
    assert_int_equal(lemma_learner_write(learner, &second, NULL), RP_OK);
    assert_true(str_eq(buf_view(&first), buf_view(&fx->section)));
    assert_true(str_eq(buf_view(&second), buf_view(&fx->section)));
    buf_free(&first);
    buf_free(&second);
    lemma_learner_free(learner);
}

static void test_lemma_refuses_damaged_sections(void **state)
{
    fixture *fx = *state;
    rp_err err;
    lemma_tables *tables;
    rp_str whole = buf_view(&fx->section);
    for (size_t len = 0; len < whole.len; len++) {
        assert_int_equal(lemma_open(str_sub(whole, 0, len), &tables, &err), RP_EFORMAT);
        assert_null(tables);
    }
    fx->section.at[8]++;
    assert_int_equal(lemma_open(whole, &tables, &err), RP_EFORMAT);
    assert_non_null(strstr(err.why, "version"));
    fx->section.at[8]--;
    /* one byte changed: refused, or look-ups stay inside the section (sanitizers would tell) */
    char *copy = malloc(whole.len);
    assert_non_null(copy);
    for (size_t i = 0; i < whole.len; i++) {
        memcpy(copy, whole.at, whole.len);
        copy[i] = (char)(copy[i] ^ (i % 2 ? 0xFF : 0x11));
        if (lemma_open((rp_str){ copy, whole.len }, &tables, NULL) != RP_OK) continue;
        for (uint32_t class = 0; class < 40; class++)
            for (size_t k = 0; k < sizeof lessons / sizeof *lessons; k += 7)
                assert_true(lemma_of(tables, str_of(lessons[k].form), class, fx->mem).len > 0);
        lemma_close(tables);
        arena_reset(fx->mem);
    }
    free(copy);
}

extern const char rapport_tables_begin[], rapport_tables_end[];     /* the knowledge tables in the library */

static void test_lemma_learns_from_knowledge_tables(void **state)
{
    fixture *fx = *state;
    lexicon *known = NULL;
    size_t size = (size_t)(rapport_tables_end - rapport_tables_begin);
    assert_int_equal(lexicon_new_built_in(rapport_tables_begin, size, &known, NULL), RP_OK);
    assert_int_equal(lemma_learner_add_lexicon(fx->learner, known, NULL), RP_OK);
    lexicon_free(known);
    lemma_close(fx->tables);
    fx->section.len = 0;
    assert_int_equal(lemma_learner_write(fx->learner, &fx->section, NULL), RP_OK);
    assert_int_equal(lemma_open(buf_view(&fx->section), &fx->tables, NULL), RP_OK);
    expect(fx, "fled", UPOS_VERB, "VBD", "flee");
    expect(fx, "Overthrown", UPOS_VERB, "VBN", "overthrow");
    expect(fx, "mimicking", UPOS_VERB, "VBG", "mimic");
    expect(fx, "aides-de-camp", UPOS_NOUN, "NNS", "aide-de-camp");
    expect(fx, "worse", UPOS_ADJ, "JJR", "bad");
    expect(fx, "worst", UPOS_ADV, "RBS", "badly");
    expect(fx, "Sept.", UPOS_PROPN, "NNP", "September");
    expect(fx, "Kenyan", UPOS_ADJ, "JJ", "Kenyan");
    expect(fx, "were", UPOS_AUX, "VBD", "be");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_lemma_knows_what_it_was_taught),
        TEST(test_lemma_follows_endings_of_unknown_words),
        TEST(test_lemma_makes_regular_forms_of_known_words),
        TEST(test_lemma_of_one_form_by_tag),
        TEST(test_lemma_settles_capitals),
        TEST(test_lemma_of_hyphenated_word_is_that_of_its_last_part),
        TEST(test_lemma_falls_back_on_part_of_speech),
        TEST(test_lemma_allocates_only_what_is_new),
        TEST(test_lemma_survives_hostile_forms),
        TEST(test_lemma_has_room_for_every_letter),
        TEST(test_lemma_learner_refuses_nothing_but_learns_only_sense),
        TEST(test_lemma_section_is_always_the_same),
        TEST(test_lemma_refuses_damaged_sections),
        TEST(test_lemma_learns_from_knowledge_tables),
    };
    return cmocka_run_group_tests_name("lemma", tests, NULL, NULL);
}
