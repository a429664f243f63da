/*
 * test_quantize.c - networks in integers: they say what the network in floating point says, on every kernel the same; vectors; what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "parse/quantize.h"
#include "support/tiny.h"

#define ROOM 64u        /* words of a sentence */

typedef struct pair {
    tiny *t;
    learner *taught;
    buf section, vectors;
    net net;
    uint16_t root;
} pair;

static learn_ranges ranges_of(const tiny *t, learner *taught)
{
    learn_ranges r;
    assert_int_equal(learner_ranges(taught, t->sentences, t->count, &r, NULL), RP_OK);
    return r;
}

static rp_code reopen(pair *p, rp_str section, rp_err *err)
{
    const net_shape *n = &p->t->shape;
    return net_open(section, n->rows, n->vector_size, n->tags, n->labels, &p->net, err);
}

/* What a buf holds, where arrays of a section may lie. */
static void *aligned(const buf *from)
{
    size_t size = (from->len + 63) / 64 * 64;
    void *at = aligned_alloc(64, size);
    assert_non_null(at);
    memcpy(at, from->at, from->len);
    return at;
}

static int pair_open(void **state)
{
    static pair p;
    void *of_tiny;
    if (tiny_open(&of_tiny) != 0) return -1;
    p = (pair){ .t = of_tiny };
    *state = &p;
    learn_options options = { .seed = 3, .epochs = 45, .batch = 10, .rate = 0.02f, .drop_word = 0.05f, .drop_hidden = 0.05f, .threads = 1 };
    p.taught = tiny_learn(p.t, &p.t->shape, &options, p.t->count);
    const net_shape *n = &p.t->shape;
    float step = quantize_vector_step(p.t->vectors, (size_t)n->vector_count * n->vector_size);
    learn_ranges r = ranges_of(p.t, p.taught);
    quantize_vectors(p.t->vectors, n->vector_count, n->vector_size, step, &p.vectors);
    quantize_net(n, learner_dense(p.taught), learner_rows(p.taught), &r, step, &p.section);
    assert_false(p.section.failed || p.vectors.failed);
    assert_int_equal(p.vectors.len, n->vector_count * kernel_padded(n->vector_size, KERNEL_IN));
    size_t labels;
    const parse_label *all = corpus_labels(p.t->corpus, &labels);
    while (!str_is(all[p.root].name, "root")) p.root++;
    char *at = aligned(&p.section);
    free(p.section.at);
    p.section.at = at, p.section.room = p.section.len;
    return reopen(&p, buf_view(&p.section), NULL) == RP_OK ? 0 : -1;
}

static int pair_close(void **state)
{
    pair *p = *state;
    learner_free(p->taught);
    buf_free(&p->section), buf_free(&p->vectors);
    void *of_tiny = p->t;
    return tiny_close(&of_tiny);
}

/* ---- parsing ---------------------------------------------------------------------------------------------------------------------- */

typedef struct parsed {
    uint16_t tags[ROOM], labels[ROOM];
    uint32_t heads[ROOM];
} parsed;

static void parse(const pair *p, const kernels *k, const rp_str *words, uint32_t count, parsed *out)
{
    features f[ROOM];
    assert_true(count <= ROOM);
    net_work *work = net_work_new(&p->net, count);
    assert_non_null(work);
    features_of(corpus_vocabulary(p->t->corpus), words, count, f);
    memset(out, 0, sizeof *out);
    net_run(&p->net, k, work, f, count, (const uint8_t *)p->vectors.at, p->root, out->tags, out->heads, out->labels);
    net_work_free(work);
    assert_true(tiny_is_tree(out->heads, count));
    for (uint32_t i = 0; i < count; i++) {
        assert_true(out->tags[i] < p->t->shape.tags && out->labels[i] < p->t->shape.labels);
        assert_true((out->heads[i] == count) == (out->labels[i] == p->root));
    }
}

/* The sentences with the integers' heads, tags and labels for true ones: what share of them the floats agree to. */
static learn_score agreement(const pair *p, const learn_sentence *sentences, size_t count)
{
    parsed *all = calloc(count, sizeof *all);
    learn_sentence *as_parsed = calloc(count, sizeof *as_parsed);
    assert_true(all && as_parsed);
    for (size_t i = 0; i < count; i++) {
        parse(p, kernels_best(), sentences[i].words, sentences[i].count, &all[i]);
        as_parsed[i] = (learn_sentence){ .words = sentences[i].words, .tags = all[i].tags, .labels = all[i].labels, .heads = all[i].heads,
                                         .count = sentences[i].count };
    }
    uint8_t each[256];      /* tags and labels themselves, not their kinds */
    for (unsigned i = 0; i < 256; i++) each[i] = (uint8_t)i;
    learn_score score;
    assert_int_equal(learner_score(p->taught, as_parsed, count, each, each, &score, NULL), RP_OK);
    free(all);
    free(as_parsed);
    return score;
}

static void test_integers_say_what_floats_say(void **state)
{
    const pair *p = *state;
    learn_score known = tiny_score(p->t, p->taught, p->t->count), same = agreement(p, p->t->sentences, p->t->count);
    assert_true(known.las > 95);
    if (!(same.uas >= 98 && same.las >= 98 && same.tags >= 98)) fail_msg("heads %.1f, with labels %.1f, tags %.1f", same.uas, same.las, same.tags);
}

/* Words in any order, as nothing was trained on: choices are closer. */
static void test_integers_say_what_floats_say_of_nonsense(void **state)
{
    const pair *p = *state;
    enum { SENTENCES = 100, WORDS = 12 };
    static rp_str words[SENTENCES][WORDS];
    learn_sentence nonsense[SENTENCES];
    uint64_t seed = 13;
    for (size_t i = 0; i < SENTENCES; i++) {
        nonsense[i] = (learn_sentence){ .words = words[i], .count = 1 + (uint32_t)i % WORDS };
        for (uint32_t k = 0; k < nonsense[i].count; k++) {
            const learn_sentence *from = &p->t->sentences[random_next(&seed) % p->t->count];
            words[i][k] = from->words[random_next(&seed) % from->count];
        }
    }
    learn_score same = agreement(p, nonsense, SENTENCES);
    if (!(same.uas >= 97.5 && same.las >= 94 && same.tags >= 99)) fail_msg("heads %.1f, with labels %.1f, tags %.1f", same.uas, same.las, same.tags);
}

static void test_all_kernels_parse_the_same(void **state)
{
    const pair *p = *state;
    for (size_t i = 0; i < p->t->count; i++) {
        const learn_sentence *s = &p->t->sentences[i];
        parsed first, other;
        parse(p, kernels_best(), s->words, s->count, &first);
        for (const kernels *const *k = kernels_all; *k; k++) {
            if (!(*k)->works_here()) continue;
            parse(p, *k, s->words, s->count, &other);
            assert_memory_equal(&first, &other, sizeof first);
        }
    }
}

/* Memory that is shared by sentences keeps nothing of those before, and may be larger than needed. */
static void test_memory_is_used_again(void **state)
{
    const pair *p = *state;
    net_work *work = net_work_new(&p->net, ROOM);
    assert_non_null(work);
    for (size_t i = 0; i < 2 * p->t->count; i++) {
        const learn_sentence *s = &p->t->sentences[i * 17 % p->t->count];
        parsed alone, after = { 0 };
        features f[ROOM];
        parse(p, kernels_best(), s->words, s->count, &alone);
        features_of(corpus_vocabulary(p->t->corpus), s->words, s->count, f);
        net_run(&p->net, kernels_best(), work, f, s->count, (const uint8_t *)p->vectors.at, p->root, after.tags, after.heads, after.labels);
        assert_memory_equal(&alone, &after, sizeof alone);
    }
    net_work_free(work);
}

static void test_any_words_give_a_tree(void **state)
{
    const pair *p = *state;
    uint64_t seed = 19;
    char bytes[ROOM][12];
    rp_str words[ROOM];
    for (unsigned round = 0; round < 100; round++) {
        uint32_t count = 1 + round % ROOM;
        for (uint32_t i = 0; i < count; i++) {
            words[i] = (rp_str){ bytes[i], random_next(&seed) % 12 };
            for (size_t k = 0; k < words[i].len; k++) bytes[i][k] = (char)random_next(&seed);
        }
        parsed out;
        parse(p, kernels_best(), words, count, &out);
    }
}

/* ---- sections --------------------------------------------------------------------------------------------------------------------- */

static void test_section_is_the_same_each_time(void **state)
{
    const pair *p = *state;
    const net_shape *n = &p->t->shape;
    buf again = { 0 };
    learn_ranges r = ranges_of(p->t, p->taught);
    quantize_net(n, learner_dense(p->taught), learner_rows(p->taught), &r, quantize_vector_step(p->t->vectors, (size_t)n->vector_count * n->vector_size),
                 &again);
    assert_int_equal(again.len, p->section.len);
    assert_memory_equal(again.at, p->section.at, again.len);
    buf_free(&again);
}

static void test_section_that_is_cut_or_of_another_shape(void **state)
{
    pair p = *(const pair *)*state;
    const net_shape *n = &p.t->shape;
    rp_err err;
    net other;
    assert_int_equal(net_open(buf_view(&p.section), n->rows + 1, n->vector_size, n->tags, n->labels, &other, &err), RP_EFORMAT);
    assert_int_equal(net_open(buf_view(&p.section), n->rows, n->vector_size + 1, n->tags, n->labels, &other, &err), RP_EFORMAT);
    assert_int_equal(net_open(buf_view(&p.section), n->rows, n->vector_size, n->tags - 1, n->labels, &other, &err), RP_EFORMAT);
    assert_int_equal(net_open(buf_view(&p.section), n->rows, n->vector_size, n->tags, n->labels + 1, &other, &err), RP_EFORMAT);
    for (size_t len = 0; len < p.section.len; len += 1 + len / 40)
        assert_int_equal(reopen(&p, (rp_str){ p.section.at, len }, &err), RP_EFORMAT);
    assert_int_equal(reopen(&p, (rp_str){ p.section.at, p.section.len - 1 }, &err), RP_EFORMAT);
    assert_int_equal(reopen(&p, buf_view(&p.section), &err), RP_OK);
}

/* Weights that are all nothing, tiny or huge: a network that can be opened, and whatever it says is a tree. */
static void test_weights_of_any_size(void **state)
{
    pair p = *(const pair *)*state;
    const net_shape *n = &p.t->shape;
    static const float sizes[] = { 0, 1e-12f, 1e-4f, 30, 1e4f };
    size_t dense_size = net_places_of(n).total, rows_size = (size_t)n->rows * n->width;
    float *dense = malloc(dense_size * sizeof *dense), *rows = malloc(rows_size * sizeof *rows);
    assert_true(dense && rows);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        for (size_t i = 0; i < dense_size; i++) dense[i] = learner_dense(p.taught)[i] * sizes[s];
        const float *from = learner_rows(p.taught);
        for (size_t i = 0; i < rows_size; i++) rows[i] = from[i] * sizes[s];
        learn_range range = { 3 * sizes[s], 2 * sizes[s] };
        learn_ranges r = { .u = range, .tag_hidden = range, .tag_scores = range, .heads = range, .dependents = range, .keys = range, .query = range,
                           .label_hidden = range, .label_scores = range };
        for (unsigned l = 0; l <= NET_LAYERS_MAX; l++) r.x[l] = range;
        buf out = { 0 };
        quantize_net(n, dense, rows, &r, sizes[s] > 0 ? sizes[s] : 1, &out);
        char *at = aligned(&out);
        rp_err err;
        if (reopen(&p, (rp_str){ at, out.len }, &err) != RP_OK) fail_msg("weights times %g: %s", (double)sizes[s], err.why);
        for (size_t i = 0; i < 5; i++) {
            parsed parsed_too;
            parse(&p, kernels_best(), p.t->sentences[i].words, p.t->sentences[i].count, &parsed_too);
        }
        free(at);
        buf_free(&out);
    }
    free(dense);
    free(rows);
}

/* ---- vectors ---------------------------------------------------------------------------------------------------------------------- */

static void test_vector_step(void **state)
{
    (void)state;
    const float even[] = { 0.5f, -1.27f, 1 }, none[] = { 0, 0 };
    assert_true(fabsf(quantize_vector_step(even, 3) - 0.01f) < 1e-6f);
    assert_true(quantize_vector_step(none, 2) > 0);
    assert_true(quantize_vector_step(NULL, 0) > 0);
    float many[1000];
    for (size_t i = 0; i < 1000; i++) many[i] = i % 2 ? 1.0f : -1.0f;
    many[7] = 100;      /* one that is far out does not make all others coarse */
    assert_true(quantize_vector_step(many, 1000) < 30.0f / 127);
}

static void test_vectors_are_bytes_around_128(void **state)
{
    (void)state;
    const float v[] = { 0, 0.1f, -0.1f, 0.26f, -0.24f, 5, -5, 12.7f, -12.7f, 400 };
    buf out = { 0 };
    quantize_vectors(v, 2, 5, 0.1f, &out);
    const unsigned char expected[] = { 128, 129, 127, 131, 126, 128, 128, 128, 178, 78, 255, 1, 255, 128, 128, 128 };
    assert_int_equal(out.len, sizeof expected);
    assert_memory_equal(out.at, expected, sizeof expected);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers_say_what_floats_say),
        cmocka_unit_test(test_integers_say_what_floats_say_of_nonsense),
        cmocka_unit_test(test_all_kernels_parse_the_same),
        cmocka_unit_test(test_memory_is_used_again),
        cmocka_unit_test(test_any_words_give_a_tree),
        cmocka_unit_test(test_section_is_the_same_each_time),
        cmocka_unit_test(test_section_that_is_cut_or_of_another_shape),
        cmocka_unit_test(test_weights_of_any_size),
        cmocka_unit_test(test_vector_step),
        cmocka_unit_test(test_vectors_are_bytes_around_128),
    };
    return cmocka_run_group_tests_name("quantize", tests, pair_open, pair_close);
}
