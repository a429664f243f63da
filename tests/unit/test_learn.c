/*
 * test_learn.c - training: gradients against differences of the loss, a small treebank is learnt, the same weights for the same seed whatever
 * the number of threads, sentences that are too long.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "support/tiny.h"

static const learn_options quick = { .seed = 1, .epochs = 4, .batch = 40, .rate = 0.01f, .drop_word = 0.1f, .drop_input = 0.1f, .drop_layer = 0.1f,
                                     .drop_hidden = 0.1f, .alter = 0.3f, .threads = 1 };

static size_t rows_size(const net_shape *s) { return (size_t)s->rows * s->width; }

/* ---- gradients ------------------------------------------------------------------------------------------------------------------ */

typedef struct slope {
    tiny *t;
    learner *learner;
    float *dense, *rows, *dense_slope, *rows_slope;
} slope;

static double loss_of(slope *s, float *dense_slope, float *rows_slope)
{
    double loss;
    assert_int_equal(learner_gradient(s->learner, s->t->sentences, s->t->count, s->dense, s->rows, &loss, dense_slope, rows_slope, NULL), RP_OK);
    return loss;
}

/*
 * The loss `far` along random directions in weights[n], only those that have a slope if `only_sloped`: the root of the mean square of slope
 * less difference, as a share of that of the difference.
 */
static double error_of_steps(slope *s, float *weights, const float *slopes, size_t n, bool only_sloped, double far, uint64_t *seed)
{
    float *before = malloc(n * sizeof *before), *way = malloc(n * sizeof *way);
    assert_non_null(before);
    assert_non_null(way);
    memcpy(before, weights, n * sizeof *before);
    double wrong = 0, all = 0;
    for (int round = 0; round < 4; round++) {
        double length = 0, expected = 0, loss[2];
        for (size_t i = 0; i < n; i++) {
            way[i] = only_sloped && slopes[i] == 0 ? 0 : (float)(random_next(seed) % 20001) / 10000 - 1;
            length += (double)(way[i] * way[i]);
        }
        float step = (float)(far / sqrt(length));
        for (int side = 0; side < 2; side++) {
            for (size_t i = 0; i < n; i++) weights[i] = before[i] + (side ? -step : step) * way[i];
            loss[side] = loss_of(s, NULL, NULL);
        }
        for (size_t i = 0; i < n; i++) expected += (double)slopes[i] * (double)way[i] * (double)step;
        double difference = (loss[0] - loss[1]) / 2;
        wrong += (difference - expected) * (difference - expected);
        all += difference * difference;
    }
    memcpy(weights, before, n * sizeof *before);
    free(before);
    free(way);
    return sqrt(wrong / all);
}

/* The loss has kinks, which blur long steps, and but the precision of floats, which blurs short ones: a gradient that is right is so at some. */
static void check_gradient(slope *s, const char *name, float *weights, const float *slopes, size_t n, bool only_sloped, uint64_t *seed)
{
    static const double steps[] = { 0.004, 0.015, 0.001, 0.05 };
    double error = 1;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && error >= 0.04; i++)
        error = fmin(error, error_of_steps(s, weights, slopes, n, only_sloped, steps[i], seed));
    if (!(error < 0.04)) fail_msg("the gradient of %s is off by %.1f %%", name, 100 * error);
}

static float *copy_of(const float *from, size_t n)
{
    float *copy = malloc(n * sizeof *copy);
    assert_non_null(copy);
    if (from) memcpy(copy, from, n * sizeof *copy);
    return copy;
}

/* What teachers could have said: any classes that can be, with any shares. */
static learn_soft *made_up(const tiny *t, size_t count, learn_sentence *out)
{
    size_t words = 0;
    for (size_t i = 0; i < count; i++) words += t->sentences[i].count;
    learn_soft *all = calloc(words, sizeof *all), *next = all;
    assert_non_null(all);
    uint64_t seed = 8;
    for (size_t i = 0; i < count; i++) {
        out[i] = t->sentences[i];
        out[i].soft = next, out[i].trust = 0.4f + 0.1f * (float)(i % 4);
        for (uint32_t d = 0; d < out[i].count; d++, next++) {
            for (uint32_t k = 0; k < LEARN_SOFT; k++) {
                next->heads[k] = (uint16_t)((d + 1 + (random_next(&seed) % out[i].count)) % (out[i].count + 1));   /* not itself */
                next->labels[k] = (uint16_t)(random_next(&seed) % t->shape.labels);
                next->tags[k] = (uint16_t)(random_next(&seed) % t->shape.tags);
                next->head_shares[k] = next->label_shares[k] = next->tag_shares[k] = 1.0f / LEARN_SOFT;
            }
        }
    }
    return all;
}

static void check_gradients(tiny *t, uint32_t layers, uint32_t tag_layer)
{
    net_shape n = t->shape;
    n.tag_layer = tag_layer, n.layers = layers, n.arc = 64, n.tag_hidden = 96;
    net_places p = net_places_of(&n);
    learn_options options = quick;
    options.batch = 40;
    slope s = { t, learner_new(&n, corpus_vocabulary(t->corpus), t->vectors, &options), .dense_slope = copy_of(NULL, p.total),
                .rows_slope = copy_of(NULL, rows_size(&n)) };
    assert_non_null(s.learner);
    s.dense = copy_of(learner_dense(s.learner), p.total);
    s.rows = copy_of(learner_rows(s.learner), rows_size(&n));
    uint64_t seed = 5;
    for (size_t i = 0; i < p.total; i++) s.dense[i] += (float)(random_next(&seed) % 2001) / 10000 - 0.1f;      /* no weight stays 0 */
    for (uint32_t l = 0; l < layers; l++) {
        for (size_t i = 0; i < 2 * n.width; i++) s.dense[p.state[l] + i] *= 6;      /* gates that hang on the state */
    }
    loss_of(&s, s.dense_slope, s.rows_slope);
    uint32_t w = n.width, heads = 2 * (n.arc + n.label_hidden);
    const struct { const char *name; size_t at, n; } groups[] = {
        { "vectors", p.vectors, n.vector_size * w }, { "tag_in", p.tag_in, w * n.tag_hidden }, { "tag_in_bias", p.tag_in_bias, n.tag_hidden },
        { "tag_out", p.tag_out, n.tag_hidden * n.tags }, { "tag_out_bias", p.tag_out_bias, n.tags }, { "heads", p.heads, w * heads },
        { "heads_bias", p.heads_bias, heads }, { "bilinear", p.bilinear, n.arc * n.arc }, { "bilinear_bias", p.bilinear_bias, n.arc },
        { "root_arc", p.root_arc, n.arc }, { "root_label", p.root_label, n.label_hidden }, { "distance", p.distance, NET_DISTANCES },
        { "label_out", p.label_out, n.label_hidden * n.labels }, { "label_out_bias", p.label_out_bias, n.labels },
    };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        size_t at = groups[i].at;
        check_gradient(&s, groups[i].name, s.dense + at, s.dense_slope + at, groups[i].n, false, &seed);
    }
    for (uint32_t l = 0; l < layers; l++) {
        check_gradient(&s, "a layer's matrix", s.dense + p.in[l], s.dense_slope + p.in[l], 3 * w * w, false, &seed);
        check_gradient(&s, "a layer's bias", s.dense + p.bias[l], s.dense_slope + p.bias[l], 3 * w, false, &seed);
        check_gradient(&s, "a layer's state", s.dense + p.state[l], s.dense_slope + p.state[l], 2 * w, false, &seed);
    }
    check_gradient(&s, "rows", s.rows, s.rows_slope, rows_size(&n), true, &seed);
    learner_free(s.learner);
    float *all[] = { s.dense, s.rows, s.dense_slope, s.rows_slope };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static void test_gradients_with_tags_of_the_middle_layer(void **state) { check_gradients(*state, 3, 2); }

static void test_gradients_with_tags_of_the_last_layer(void **state) { check_gradients(*state, 2, 2); }

static void test_gradients_with_teachers(void **state)
{
    tiny t = *(tiny *)*state;
    learn_sentence sentences[12];
    t.count = 12;
    learn_soft *soft = made_up(&t, t.count, sentences);
    t.sentences = sentences;
    check_gradients(&t, 1, 1);
    free(soft);
}

/* ---- learning ------------------------------------------------------------------------------------------------------------------- */

static void test_learns_a_small_treebank(void **state)
{
    tiny *t = *state;
    learn_options options = { .seed = 1, .epochs = 60, .batch = 10, .rate = 0.02f, .threads = 1 };
    learner *l = tiny_learn(t, &t->shape, &options, 20);
    learn_score score = tiny_score(t, l, 20);
    if (!(score.las > 95 && score.tags > 95 && score.upos > 95 && score.uas >= score.las))
        fail_msg("upos %.1f, tags %.1f, uas %.1f, las %.1f", score.upos, score.tags, score.uas, score.las);
    size_t words = 0;
    for (size_t i = 0; i < 20; i++) words += t->sentences[i].count;
    assert_int_equal(score.words, words);
    learner_free(l);
}

static void test_loss_falls(void **state)
{
    tiny *t = *state;
    learn_options options = quick;
    options.epochs = 6, options.rate = 0.05f;
    learn_score first, last;
    learner *l = learner_new(&t->shape, corpus_vocabulary(t->corpus), t->vectors, &options);
    assert_non_null(l);
    assert_int_equal(learner_epoch(l, t->sentences, t->count, 0, &first, NULL), RP_OK);
    for (uint32_t epoch = 1; epoch < options.epochs; epoch++) assert_int_equal(learner_epoch(l, t->sentences, t->count, epoch, &last, NULL), RP_OK);
    assert_true(first.loss > 0 && last.loss < 0.8 * first.loss);
    learner_free(l);
}

static bool same_weights(const net_shape *n, learner *a, learner *b)
{
    return memcmp(learner_dense(a), learner_dense(b), net_places_of(n).total * sizeof(float)) == 0
        && memcmp(learner_rows(a), learner_rows(b), rows_size(n) * sizeof(float)) == 0;
}

static void test_same_seed_same_weights_whatever_the_threads(void **state)
{
    tiny *t = *state;
    learn_options options = quick;
    learner *one = tiny_learn(t, &t->shape, &options, t->count), *again = tiny_learn(t, &t->shape, &options, t->count);
    options.threads = 2;
    learner *two = tiny_learn(t, &t->shape, &options, t->count);
    options.seed = 2;
    learner *other = tiny_learn(t, &t->shape, &options, t->count);
    assert_true(same_weights(&t->shape, one, again));
    assert_true(same_weights(&t->shape, one, two));
    assert_false(same_weights(&t->shape, one, other));
    learner_free(one), learner_free(again), learner_free(two), learner_free(other);
}

static void test_scoring_changes_nothing(void **state)
{
    tiny *t = *state;
    learn_options options = quick;
    learner *plain = tiny_learn(t, &t->shape, &options, t->count), *scored = learner_new(&t->shape, corpus_vocabulary(t->corpus), t->vectors, &options);
    assert_non_null(scored);
    learn_score score;
    learn_ranges ranges;
    for (uint32_t epoch = 0; epoch < options.epochs; epoch++) {
        assert_int_equal(learner_epoch(scored, t->sentences, t->count, epoch, &score, NULL), RP_OK);
        tiny_score(t, scored, t->count);
        assert_int_equal(learner_ranges(scored, t->sentences, t->count, &ranges, NULL), RP_OK);
    }
    const net_shape *n = &t->shape;
    const float *a = learner_rows(plain), *b = learner_rows(scored);        /* averages that were caught up in other strides: rounding */
    for (size_t i = 0; i < rows_size(n); i++) assert_true(fabsf(a[i] - b[i]) < 1e-5f);
    assert_memory_equal(learner_dense(plain), learner_dense(scored), net_places_of(n).total * sizeof(float));
    learner_free(plain), learner_free(scored);
}

static void test_learns_without_vectors(void **state)
{
    tiny *t = *state;
    tiny bare = *t;
    bare.vectors = NULL, bare.shape.vector_size = 0;
    learn_options options = quick;
    learner *l = tiny_learn(&bare, &bare.shape, &options, 20);
    assert_true(tiny_score(&bare, l, 20).words > 0);
    learner_free(l);
}

/* ---- long sentences --------------------------------------------------------------------------------------------------------------- */

enum { LONG = 401 };

/* `count` times the same word, each under the one before. */
static learn_sentence chain(rp_str words[LONG], uint16_t numbers[LONG], uint32_t heads[LONG], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) words[i] = RP_STR("police"), numbers[i] = 0, heads[i] = i == 0 ? count : i - 1;
    return (learn_sentence){ .words = words, .tags = numbers, .labels = numbers, .heads = heads, .count = count };
}

static void test_sentences_above_the_limit_are_left_out(void **state)
{
    tiny *t = *state;
    learn_options options = quick;
    options.epochs = 2;
    static rp_str words[LONG];
    static uint16_t numbers[LONG];
    static uint32_t heads[LONG];
    learn_sentence few[5];
    memcpy(few, t->sentences, 3 * sizeof *few);
    few[3] = chain(words, numbers, heads, LONG);
    few[4] = (learn_sentence){ .count = 0 };
    tiny with = *t;
    with.sentences = few;
    learner *a = tiny_learn(t, &t->shape, &options, 3), *b = tiny_learn(&with, &t->shape, &options, 5);
    assert_true(same_weights(&t->shape, a, b));
    assert_int_equal(tiny_score(&with, b, 5).words, few[0].count + few[1].count + few[2].count);
    few[3] = chain(words, numbers, heads, LONG - 1);
    assert_int_equal(tiny_score(&with, b, 5).words, few[0].count + few[1].count + few[2].count + LONG - 1);
    learner_free(a), learner_free(b);
}

static void test_nothing_to_learn_from(void **state)
{
    tiny *t = *state;
    learn_options options = quick;
    learner *a = tiny_learn(t, &t->shape, &options, 0);
    learn_score score = tiny_score(t, a, 0);
    assert_int_equal(score.words, 0);
    assert_true(score.las == 0);
    learner_free(a);
}

/* Shapes in which another part is the widest, each with a sentence as long as there may be: no room is overrun. */
static void test_room_in_odd_shapes(void **state)
{
    tiny *t = *state;
    static const struct { uint32_t width, tag_hidden, arc, label_hidden; } odd[] = { { 32, 32, 256, 32 }, { 32, 1024, 32, 32 }, { 32, 32, 32, 32 },
                                                                                     { 32, 32, 32, 512 } };
    learn_options options = quick;
    options.batch = 8, options.alter = 0;
    static rp_str words[LONG];
    static uint16_t numbers[LONG];
    static uint32_t heads[LONG];
    learn_sentence longest = chain(words, numbers, heads, LONG - 1);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        net_shape n = t->shape;
        n.width = odd[i].width, n.tag_hidden = odd[i].tag_hidden, n.arc = odd[i].arc, n.label_hidden = odd[i].label_hidden, n.layers = 1;
        learner *l = learner_new(&n, corpus_vocabulary(t->corpus), t->vectors, &options);
        assert_non_null(l);
        learn_score score;
        assert_int_equal(learner_epoch(l, &longest, 1, 0, &score, NULL), RP_OK);
        assert_true(isfinite(score.loss));
        assert_int_equal(learner_score(l, &longest, 1, corpus_tag_upos(t->corpus), corpus_label_relations(t->corpus), &score, NULL), RP_OK);
        assert_int_equal(score.words, LONG - 1);
        learner_free(l);
    }
}

static void test_shapes_that_are_refused(void **state)
{
    tiny *t = *state;
    net_shape n = t->shape;
    n.width = 4096;
    assert_null(learner_new(&n, corpus_vocabulary(t->corpus), t->vectors, &quick));
    n = t->shape, n.layers = NET_LAYERS_MAX + 1;
    assert_null(learner_new(&n, corpus_vocabulary(t->corpus), t->vectors, &quick));
}

/* ---- teachers ------------------------------------------------------------------------------------------------------------------- */

static void assert_shares(const uint16_t *classes, const float *shares, size_t n)
{
    float sum = 0;
    for (uint32_t k = 0; k < LEARN_SOFT; k++) {
        assert_true(classes[k] < n && shares[k] >= 0 && (k == 0 || shares[k] <= shares[k - 1]));
        sum += shares[k];
    }
    assert_true(fabsf(sum - 1) < 1e-3f);
}

static void test_teachers_tell_classes_and_trees(void **state)
{
    tiny *t = *state;
    learn_options options = { .seed = 1, .epochs = 60, .batch = 10, .rate = 0.02f, .threads = 1 };
    learner *both[2] = { tiny_learn(t, &t->shape, &options, 12), NULL };
    options.seed = 2;
    both[1] = tiny_learn(t, &t->shape, &options, 12);
    size_t words = 0, right = 0;
    for (size_t i = 0; i < t->count; i++) words += t->sentences[i].count;
    learn_soft *soft = calloc(words, sizeof *soft);
    uint32_t *heads = calloc(words, sizeof *heads);
    uint16_t *tags = calloc(words, sizeof *tags), *labels = calloc(words, sizeof *labels);
    assert_true(soft && heads && tags && labels);
    assert_int_equal(learner_teach(both, 2, t->sentences, t->count, soft, heads, tags, labels, NULL), RP_OK);
    for (size_t i = 0, at = 0; i < t->count; at += t->sentences[i++].count) {
        uint32_t n = t->sentences[i].count;
        assert_true(tiny_is_tree(heads + at, n));
        for (uint32_t d = 0; d < n; d++) {
            assert_shares(soft[at + d].heads, soft[at + d].head_shares, (size_t)n + 1);
            assert_shares(soft[at + d].labels, soft[at + d].label_shares, t->shape.labels);
            assert_shares(soft[at + d].tags, soft[at + d].tag_shares, t->shape.tags);
            assert_int_equal(tags[at + d], soft[at + d].tags[0]);
            right += i < 12 && heads[at + d] == t->sentences[i].heads[d];
            words -= i >= 12;
        }
    }
    assert_true(right * 100 > words * 80);      /* of the sentences that they have learnt */
    learner_free(both[0]), learner_free(both[1]);
    free(soft), free(heads), free(tags), free(labels);
}

/* ---- ranges --------------------------------------------------------------------------------------------------------------------- */

static void test_ranges(void **state)
{
    tiny *t = *state;
    learn_options options = quick;
    learner *l = tiny_learn(t, &t->shape, &options, t->count);
    learn_ranges r;
    assert_int_equal(learner_ranges(l, t->sentences, t->count, &r, NULL), RP_OK);
    const learn_range used[] = { r.x[0], r.x[1], r.x[2], r.u, r.tag_hidden, r.tag_scores, r.heads, r.dependents, r.keys, r.query, r.label_hidden,
                                 r.label_scores };
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) assert_true(used[i].most > 0 && used[i].usual > 0 && used[i].usual <= used[i].most);
    assert_true(r.dependents.most <= r.heads.most && r.keys.most <= r.heads.most);
    learner_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gradients_with_tags_of_the_middle_layer),
        cmocka_unit_test(test_gradients_with_tags_of_the_last_layer),
        cmocka_unit_test(test_gradients_with_teachers),
        cmocka_unit_test(test_learns_a_small_treebank),
        cmocka_unit_test(test_loss_falls),
        cmocka_unit_test(test_same_seed_same_weights_whatever_the_threads),
        cmocka_unit_test(test_scoring_changes_nothing),
        cmocka_unit_test(test_learns_without_vectors),
        cmocka_unit_test(test_sentences_above_the_limit_are_left_out),
        cmocka_unit_test(test_nothing_to_learn_from),
        cmocka_unit_test(test_room_in_odd_shapes),
        cmocka_unit_test(test_shapes_that_are_refused),
        cmocka_unit_test(test_teachers_tell_classes_and_trees),
        cmocka_unit_test(test_ranges),
    };
    return cmocka_run_group_tests_name("learn", tests, tiny_open, tiny_close);
}
