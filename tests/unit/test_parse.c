/*
 * test_parse.c - parser_parse with the built-in model: a tree for any words, the same whatever was parsed before, how stretches join, what plain
 * sentences must come out as, refusals, failed allocations. How well it parses news is in test_parse_news.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>
#include "support/parsing.h"

enum { MANY = 20000 };
static const char *const kinds_of_kernels[] = { "avx512", "avx2", "portable" };

/* ---- trees ----------------------------------------------------------------------------------------------------------------- */

static void check_words(parsing *p, const rp_str *words, uint32_t count)
{
    parse_word *out = calloc((size_t)count + 1, sizeof *out);
    assert_non_null(out);
    arena_reset(p->mem);
    parsing_run(p->parser, p->work, words, count, p->mem, out);
    free(out);
}

static void check_text(parsing *p, const char *text)
{
    rp_str words[64];
    check_words(p, words, parsing_words(str_of(text), words, 64));
}

/* `count` times the words of `text`, in turn. */
static rp_str *repeated(const char *text, uint32_t count)
{
    rp_str some[64], *words = calloc((size_t)count + 1, sizeof *words);
    uint32_t n = parsing_words(str_of(text), some, 64);
    assert_non_null(words);
    for (uint32_t i = 0; i < count; i++) words[i] = some[i % n];
    return words;
}

static void test_parse_gives_trees_of_any_length(void **state)
{
    static const uint32_t lengths[] = { 0, 1, 2, 3, 79, 80, 81, 159, 160, 161, 162, 319, 320, 321, 5000, MANY };
    static const char *const texts[] = { "The envoys of Kenya and Uganda , who met in Nairobi , said that talks had failed .",
                                         "troops moved while rebels fled and villagers watched the long road to the north" };
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        rp_str *words = repeated(texts[t], MANY);
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) check_words(*state, words, lengths[i]);
        free(words);
    }
}

static void test_parse_gives_trees_of_monotonous_words(void **state)
{
    static const char *const words[] = { "police", "the", "and", "is", ",", ".", "-", "1", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "", "\xFF", "that", "A" };
    static const uint32_t lengths[] = { 1, 2, 40, 161, 500 };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        rp_str *same = repeated(words[i], 500);
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) check_words(*state, same, lengths[k]);
        free(same);
    }
}

static void test_parse_gives_trees_of_any_script(void **state)
{
    static const char *const texts[] = {
        ". , ; : ! ? - ( ) [ ] \" ' `` '' ...", ".", "? ? ?", "\xE2\x80\x9C \xE2\x80\x94 \xE2\x80\x9D \xE2\x80\xA6 \xC2\xAB \xC2\xBB",
        "\xD0\x92\xD0\xBE\xD0\xB9\xD1\x81\xD0\xBA\xD0\xB0 \xD0\xB2\xD0\xBE\xD1\x88\xD0\xBB\xD0\xB8 \xD0\xB2 \xD0\x93\xD0\x9E\xD0\xA0\xD0\x9E\xD0\x94 .",
        "\xD9\x88\xD8\xB5\xD9\x84 \xD8\xA7\xD9\x84\xD9\x88\xD9\x81\xD8\xAF \xD8\xA5\xD9\x84\xD9\x89 "
        "\xD8\xA7\xD9\x84\xD8\xB9\xD8\xA7\xD8\xB5\xD9\x85\xD8\xA9 \xE2\x80\x8F",
        "\xE4\xBB\xA3\xE8\xA1\xA8\xE5\x9B\xA2 \xE6\x8A\xB5\xE8\xBE\xBE \xE9\xA6\x96\xE9\x83\xBD \xE3\x80\x82",
        "\xF0\x9F\x98\x80 \xF0\x9F\x87\xB0\xF0\x9F\x87\xAA \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80 met",
        "e\xCC\x81 \xCC\x81 o\xCC\x88\xCC\x84\xCC\x81n \xE2\x80\x8D \xE2\x80\x8B",
        "\xC4\xB0stanbul \xC4\xB1\xC5\x9F\xC4\xB1k STRA\xE1\xBA\x9E" "E \xC8\xBA\xC8\xBE \xEF\xAC\x81sh \xC7\x85" "ep" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check_text(*state, texts[i]);
}

static void test_parse_does_no_harm_with_any_bytes(void **state)
{
    static const rp_str words[] = {
        { "", 0 }, { NULL, 0 }, { "\0", 1 }, { "a\0b", 3 }, { "\0\0\0", 3 }, { "\xFF", 1 }, { "\xC3", 1 }, { "\x80", 1 }, { "\xE2\x80", 2 },
        { "\xED\xA0\x80", 3 }, { "\xF4\x90\x80\x80", 4 }, { "\xC0\xAF", 2 }, { "met\xFE", 4 }, { "\xF0\x9F\x98", 3 }, { " ", 1 }, { "\t\n", 2 },
        { "two words", 9 }, { "\x7F", 1 }, { "\xEF\xBF\xBD", 3 }, { "\xEF\xBF\xBF", 3 } };
    enum { COUNT = sizeof words / sizeof *words };
    for (uint32_t i = 0; i < COUNT; i++) {
        const rp_str in_sentence[] = { RP_STR("The"), words[i], RP_STR("met"), words[i], RP_STR(".") };
        check_words(*state, &words[i], 1);
        check_words(*state, in_sentence, 5);
    }
    check_words(*state, words, COUNT);
}

static void test_parse_bears_words_of_a_megabyte(void **state)
{
    enum { SIZE = 1 << 20 };
    static const char *const parts[] = { "a", "9", "-", ".", ",", "\xC3\xA9", "\xF0\x9F\x98\x80", "\xFF", "Ab" };
    char *long_word = malloc(SIZE + 8);
    assert_non_null(long_word);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t len = 0, step = strlen(parts[i]);
        for (; len < SIZE; len += step) memcpy(long_word + len, parts[i], step);
        const rp_str words[] = { { long_word, len }, RP_STR("met"), { long_word, len - 1 }, RP_STR(".") };
        check_words(*state, words, 4);
    }
    free(long_word);
}

static void test_parse_gives_trees_of_random_words(void **state)
{
    parsing *p = *state;
    uint64_t seed = 41;
    static rp_str words[400];
    static parse_word out[400];
    for (unsigned round = 0; round < 2000; round++) {
        arena_reset(p->mem);
        uint32_t count = parsing_random(&seed, round % 50 ? 24 : 400, words, p->mem);
        parsing_run(p->parser, p->work, words, count, p->mem, out);
    }
}

/* ---- the same results always ----------------------------------------------------------------------------------------------- */

enum { TEXTS = 60, LONGEST = 300 };

/* Random sentences with what a fresh work makes of each. */
typedef struct expected {
    arena *mem;
    rp_str *words[TEXTS];
    parse_word *parses[TEXTS];
    uint32_t counts[TEXTS];
} expected;

static expected expect(const parser *by, uint64_t seed)
{
    expected e = { .mem = arena_new(0) };
    for (unsigned i = 0; i < TEXTS; i++) {
        uint32_t most = i % 30 ? 40 : LONGEST;
        e.words[i] = arena_array(e.mem, most, sizeof **e.words);
        e.counts[i] = parsing_random(&seed, most, e.words[i], e.mem);
        e.parses[i] = arena_array(e.mem, e.counts[i], sizeof **e.parses);
        parse_work *fresh = parse_work_new(by);
        assert_non_null(fresh);
        parsing_run(by, fresh, e.words[i], e.counts[i], e.mem, e.parses[i]);
        parse_work_free(fresh);
    }
    return e;
}

/* How many of the sentences another parser or work parses otherwise. */
static unsigned differing(const expected *e, const parser *by, parse_work *work)
{
    arena *mem = arena_new(0);
    parse_word out[LONGEST];
    unsigned wrong = 0;
    for (unsigned i = 0; i < TEXTS; i++) {
        arena_reset(mem);
        rp_code rc = parser_parse(by, work, e->words[i], e->counts[i], mem, out, NULL);
        wrong += rc != RP_OK || !parsing_same(out, e->parses[i], e->counts[i]);
    }
    arena_free(mem);
    return wrong;
}

static void test_parse_does_not_depend_on_what_was_parsed_before(void **state)
{
    parsing *p = *state;
    expected e = expect(p->parser, 5);
    for (int round = 0; round < 2; round++) assert_int_equal(differing(&e, p->parser, p->work), 0);
    arena_free(e.mem);
}

typedef struct thread_job { const expected *e; const parser *by; parse_work *work; unsigned wrong; } thread_job;

static void *run_thread(void *context)
{
    thread_job *job = context;
    for (int round = 0; round < 3; round++) job->wrong += differing(job->e, job->by, job->work);
    return NULL;
}

static void test_parse_in_two_threads_at_once(void **state)
{
    parsing *p = *state;
    expected e = expect(p->parser, 6);
    thread_job jobs[2];
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        jobs[i] = (thread_job){ &e, p->parser, parse_work_new(p->parser), 0 };
        assert_non_null(jobs[i].work);
        assert_int_equal(pthread_create(&threads[i], NULL, run_thread, &jobs[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(jobs[i].wrong, 0);
        parse_work_free(jobs[i].work);
    }
    arena_free(e.mem);
}

extern const char rapport_model[], rapport_model_end[];

static void test_parse_with_a_model_anywhere_in_memory(void **state)
{
    parsing *p = *state;
    expected e = expect(p->parser, 7);
    size_t size = (size_t)(rapport_model_end - rapport_model);
    char *copy = malloc(size + 64);
    assert_non_null(copy);
    for (size_t shift = 1; shift < 64; shift += 31) {
        memcpy(copy + shift, rapport_model, size);
        parser *other;
        assert_int_equal(parser_new((rp_str){ copy + shift, size }, parser_scorer(p->parser), &other, NULL), RP_OK);
        parse_work *work = parse_work_new(other);
        assert_int_equal(differing(&e, other, work), 0);
        parse_work_free(work);
        parser_free(other);
    }
    free(copy);
    arena_free(e.mem);
}

static void test_parse_with_other_instructions(void **state)
{
    parsing *p = *state;
    expected e = expect(p->parser, 8);
    unsigned had = 0;
    for (size_t i = 0; i < sizeof kinds_of_kernels / sizeof *kinds_of_kernels; i++) {
        parser *other;
        assert_int_equal(parser_new_built_in(NULL, &other, NULL), RP_OK);
        if (parser_use_kernels(other, kinds_of_kernels[i])) {
            assert_string_equal(parser_kernels(other), kinds_of_kernels[i]);
            parse_work *work = parse_work_new(other);
            assert_int_equal(differing(&e, other, work), 0);
            parse_work_free(work);
            had++;
        }
        assert_false(parser_use_kernels(other, "abacus"));
        parser_free(other);
    }
    assert_true(had >= 1);
    arena_free(e.mem);
}

/* ---- stretches ------------------------------------------------------------------------------------------------------------- */

/*
 * Words before a full stop in the second half of a stretch are parsed without those behind it, and these without them: what a word costs does
 * not grow with the length of its sentence.
 */
static void test_parse_stretches_end_at_full_stops(void **state)
{
    parsing *p = *state;
    enum { PART = 100, PARTS = 30 };
    static parse_word alone[PART], all[PART * PARTS];
    rp_str *words = repeated("the envoys of Kenya said that talks had failed and troops would leave", PART * PARTS);
    for (uint32_t i = PART - 1; i < PART * PARTS; i += PART) words[i] = RP_STR(".");
    arena_reset(p->mem);
    parsing_run(p->parser, p->work, words, PART * PARTS, p->mem, all);
    uint32_t root = PARSE_ROOT;
    for (uint32_t from = 0; from < PART * PARTS; from += PART) {
        parsing_run(p->parser, p->work, words + from, PART, p->mem, alone);
        for (uint32_t i = 0; i < PART; i++) {
            const parse_word *a = &alone[i], *w = &all[from + i];
            assert_int_equal(w->tag, a->tag);
            if (a->head == PARSE_ROOT) {
                assert_int_equal(w->head, root);
                if (root == PARSE_ROOT) root = from + i;
                else assert_int_equal(parser_label(p->parser, w->label)->relation, REL_PARATAXIS);
            } else {
                assert_int_equal(w->head, from + a->head);
                assert_int_equal(w->label, a->label);
            }
        }
    }
    free(words);
}

static void test_parse_stretches_without_signs_are_as_long_as_can_be(void **state)
{
    parsing *p = *state;
    enum { COUNT = 5 * PARSE_STRETCH + 7 };
    static parse_word out[COUNT];
    rp_str *words = repeated("envoys of Kenya said that talks had failed and troops would leave", COUNT);
    words[40] = RP_STR(".");            /* in the first half: too early */
    arena_reset(p->mem);
    parsing_run(p->parser, p->work, words, COUNT, p->mem, out);
    unsigned outside = 0;
    for (uint32_t i = 0; i < COUNT; i++) outside += out[i].head != PARSE_ROOT && out[i].head / PARSE_STRETCH != i / PARSE_STRETCH;
    assert_int_equal(outside, 5);       /* the roots of all stretches but the first */
    words[100] = RP_STR(",");           /* where there is no full stop */
    arena_reset(p->mem);
    parsing_run(p->parser, p->work, words, COUNT, p->mem, out);
    outside = 0;
    for (uint32_t i = 0; i < COUNT; i++) outside += out[i].head != PARSE_ROOT && (out[i].head > 100) != (i > 100);
    assert_int_equal(outside, 5);
    free(words);
}

/* ---- right results --------------------------------------------------------------------------------------------------------- */

static void test_parse_plain_sentences(void **state)
{
    static const struct { const char *text, *relations; } cases[] = {
        { "The police arrested two men in Nairobi .", "arrested nsubj police ; arrested obj men ; men nummod two ; arrested punct ." },
        { "Two men were arrested by the police .", "arrested nsubj:pass men ; arrested aux:pass were ; police case by" },
        { "The minister said that the army had left the town .", "said nsubj minister ; said ccomp left ; left nsubj army ; left obj town ; left mark that" },
        { "Kenya and Uganda signed a treaty .", "signed nsubj Kenya ; Kenya conj Uganda ; signed obj treaty ; treaty det a" },
        { "The president of Chile met the workers .", "met nsubj president ; president nmod Chile ; Chile case of ; met obj workers" },
        { "The soldiers did not attack the village .", "attack nsubj soldiers ; attack aux did ; attack advmod not ; attack obj village" },
        { "The talks were difficult .", "difficult nsubj talks ; difficult cop were" },
        { "The rebels want to leave the city .", "want nsubj rebels ; want xcomp leave ; leave mark to ; leave obj city" },
        { "She gave the leader 's letter to him .", "gave nsubj She ; gave obj letter ; letter nmod:poss leader ; leader case 's" } };
    parsing *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rp_str words[64], rest = str_of(cases[i].relations), text;
        parse_word out[64];
        uint32_t count = parsing_words(str_of(cases[i].text), words, 64);
        arena_reset(p->mem);
        parsing_run(p->parser, p->work, words, count, p->mem, out);
        while (parsing_relation_next(&rest, &text)) {
            parsing_relation r;
            assert_true(parsing_relation_of(text, &r));
            uint32_t head = parsing_find(r.head, words, count), word = parsing_find(r.dependent, words, count);
            assert_true(head < count && word < count);
            const parse_label *label = parser_label(p->parser, out[word].label);
            if (out[word].head != head || !str_eq(label->name, r.label))
                fail_msg("%s\n  %.*s: is %.*s", cases[i].text, (int)text.len, text.at, (int)label->name.len, label->name.at);
        }
    }
}

static void test_parse_plain_words(void **state)
{
    static const struct { const char *text, *word, *lemma; parse_upos upos; const char *xpos; } cases[] = {
        { "The police arrested two men in Nairobi .", "arrested", "arrest", UPOS_VERB, "VBD" },
        { "The police arrested two men in Nairobi .", "men", "man", UPOS_NOUN, "NNS" },
        { "The police arrested two men in Nairobi .", "Nairobi", "Nairobi", UPOS_PROPN, "NNP" },
        { "The police arrested two men in Nairobi .", "The", "the", UPOS_DET, "DT" },
        { "The police arrested two men in Nairobi .", ".", ".", UPOS_PUNCT, "." },
        { "The talks were difficult .", "were", "be", UPOS_AUX, "VBD" },
        { "The talks were difficult .", "talks", "talk", UPOS_NOUN, "NNS" },
        { "The talks were difficult .", "difficult", "difficult", UPOS_ADJ, "JJ" },
        { "The envoys have gone to Paris .", "gone", "go", UPOS_VERB, "VBN" },
        { "The envoys have gone to Paris .", "to", "to", UPOS_ADP, "IN" },
        { "The soldiers did not attack the village .", "did", "do", UPOS_AUX, "VBD" },
        { "The soldiers did not attack the village .", "attack", "attack", UPOS_VERB, "VB" } };
    parsing *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rp_str words[64];
        parse_word out[64];
        uint32_t count = parsing_words(str_of(cases[i].text), words, 64);
        arena_reset(p->mem);
        parsing_run(p->parser, p->work, words, count, p->mem, out);
        const parse_word *w = &out[parsing_find(str_of(cases[i].word), words, count)];
        const parse_tag *tag = parser_tag(p->parser, w->tag);
        if (tag->upos != cases[i].upos || !str_is(tag->xpos, cases[i].xpos) || !str_is(w->lemma, cases[i].lemma))
            fail_msg("%s\n  %s: is %s %.*s, lemma %.*s", cases[i].text, cases[i].word, parse_upos_name(tag->upos), (int)tag->xpos.len, tag->xpos.at,
                     (int)w->lemma.len, w->lemma.at);
    }
}

/* ---- names, refusals, memory ----------------------------------------------------------------------------------------------- */

static void test_parse_names(void **state)
{
    parsing *p = *state;
    for (int i = 0; i < UPOS_COUNT; i++) assert_int_equal(parse_upos_find(str_of(parse_upos_name((parse_upos)i))), i);
    for (int i = 0; i < REL_COUNT; i++) assert_int_equal(parse_relation_find(str_of(parse_relation_name((parse_relation)i))), i);
    assert_int_equal(parse_relation_find(RP_STR("nsubj:pass")), REL_NSUBJ);
    static const char *const none[] = { "", "noun", "NOU", "NOUNS", "nsubjpass", "Nsubj", ":", ":pass", "nsubj " };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_int_equal(parse_upos_find(str_of(none[i])), UPOS_COUNT);
        assert_int_equal(parse_relation_find(str_of(none[i])), REL_COUNT);
    }
    assert_true(parser_tag_count(p->parser) > UPOS_COUNT && parser_label_count(p->parser) >= REL_COUNT);
    for (size_t i = 0; i < parser_tag_count(p->parser); i++) assert_true(parser_tag(p->parser, (uint16_t)i)->upos < UPOS_COUNT);
    for (size_t i = 0; i < parser_label_count(p->parser); i++) {
        const parse_label *label = parser_label(p->parser, (uint16_t)i);
        assert_int_equal(parse_relation_find(label->name), label->relation);
    }
}

static void test_parse_selects_a_scorer_by_name(void **state)
{
    parsing *p = *state;
    parser *other;
    rp_err err;
    assert_int_equal(parser_new_built_in(parser_scorer(p->parser), &other, &err), RP_OK);
    assert_string_equal(parser_scorer(other), parser_scorer(p->parser));
    parser_free(other);
    static const char *const none[] = { "slow", "", "fas", "fastest", "net:fast", "a name that is much longer than the name of any section can be" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_int_equal(parser_new_built_in(none[i], &other, &err), RP_EMISSING);
        assert_null(other);
        assert_int_equal(err.code, RP_EMISSING);
        assert_non_null(strstr(err.why, parser_scorer(p->parser)));
        assert_non_null(strstr(err.why, none[i]));
    }
}

static void test_parse_survives_each_failed_allocation(void **state)
{
    parsing *p = *state;
    rp_str words[64];
    parse_word out[64], full[64];
    uint32_t count = parsing_words(RP_STR("The Ministers of KENYA 's Armies were hitting Rebels who ran from Cities and Villages in 1,998 Boats ."), words, 64);
    arena_reset(p->mem);
    parsing_run(p->parser, p->work, words, count, p->mem, full);
    rp_code rc;
    size_t allowed = 0;
    do {
        arena *mem = arena_new(0);
        rp_err err = { 0 };
        arena_fail_after(mem, allowed++);
        rc = parser_parse(p->parser, p->work, words, count, mem, out, &err);
        assert_true(rc == err.code && (rc == RP_OK || rc == RP_ENOMEM));
        if (rc == RP_OK) assert_true(parsing_same(out, full, count));
        arena_free(mem);
    } while (rc != RP_OK);
    assert_true(allowed > 2);
}

static void test_parse_frees_nothing_twice(void **state)
{
    (void)state;
    parser_free(NULL);
    parse_work_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_gives_trees_of_any_length),
        cmocka_unit_test(test_parse_gives_trees_of_monotonous_words),
        cmocka_unit_test(test_parse_gives_trees_of_any_script),
        cmocka_unit_test(test_parse_does_no_harm_with_any_bytes),
        cmocka_unit_test(test_parse_bears_words_of_a_megabyte),
        cmocka_unit_test(test_parse_gives_trees_of_random_words),
        cmocka_unit_test(test_parse_does_not_depend_on_what_was_parsed_before),
        cmocka_unit_test(test_parse_in_two_threads_at_once),
        cmocka_unit_test(test_parse_with_a_model_anywhere_in_memory),
        cmocka_unit_test(test_parse_with_other_instructions),
        cmocka_unit_test(test_parse_stretches_end_at_full_stops),
        cmocka_unit_test(test_parse_stretches_without_signs_are_as_long_as_can_be),
        cmocka_unit_test(test_parse_plain_sentences),
        cmocka_unit_test(test_parse_plain_words),
        cmocka_unit_test(test_parse_names),
        cmocka_unit_test(test_parse_selects_a_scorer_by_name),
        cmocka_unit_test(test_parse_survives_each_failed_allocation),
        cmocka_unit_test(test_parse_frees_nothing_twice),
    };
    return cmocka_run_group_tests_name("parse", tests, parsing_open, parsing_close);
}
