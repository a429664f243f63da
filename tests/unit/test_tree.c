/*
 * test_tree.c - tree_decode: the best tree against all trees of short sentences, always one root and no cycle, ties, extremes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "parse/tree.h"
#include "support/splitting.h"      /* random_next */

#define WORDS_MOST 1024u

/* Scores of a sentence in exactly the memory that tree_decode may look at, so that sanitizers see a step beyond it. */
typedef struct table {
    uint32_t n;
    size_t stride;
    int32_t *scores;
} table;

static table table_new(uint32_t n, size_t stride)
{
    table t = { n, stride, malloc(((n - 1) * stride + n + 1) * sizeof(int32_t)) };
    assert_non_null(t.scores);
    for (size_t i = 0; i < (n - 1) * stride + n + 1; i++) t.scores[i] = INT32_MAX;     /* what must not be looked at is the best */
    return t;
}

static int32_t *cell(table *t, uint32_t word, uint32_t head) { return &t->scores[word * t->stride + head]; }

static void fill(table *t, int32_t (*score)(uint32_t word, uint32_t head, uint32_t n, void *context), void *context)
{
    for (uint32_t d = 0; d < t->n; d++) for (uint32_t h = 0; h <= t->n; h++) if (h != d) *cell(t, d, h) = score(d, h, t->n, context);
}

static bool is_tree(const uint32_t *heads, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t d = 0; d < n; d++) {
        uint32_t v = d;
        for (uint32_t steps = 0; v != n; v = heads[v]) if (v > n || steps++ > n) return false;
        roots += heads[d] == n;
    }
    return roots == 1;
}

static int64_t total(const table *t, const uint32_t *heads)
{
    int64_t sum = 0;
    for (uint32_t d = 0; d < t->n; d++) sum += t->scores[d * t->stride + heads[d]];
    return sum;
}

/* Decodes into heads[n], in exactly the scratch that is asked for, twice over other rubbish: the same tree, and a tree. */
static void decode(const table *t, uint32_t *heads)
{
    uint32_t *again = malloc(t->n * sizeof *again);
    void *scratch = malloc(tree_scratch(t->n));
    assert_non_null(again);
    assert_non_null(scratch);
    memset(scratch, 0xA5, tree_scratch(t->n));
    tree_decode(t->scores, t->stride, t->n, heads, scratch);
    if (!is_tree(heads, t->n)) fail_msg("no tree of %u words", t->n);
    tree_decode(t->scores, t->stride, t->n, again, scratch);
    assert_memory_equal(heads, again, t->n * sizeof *again);
    free(scratch);
    free(again);
}

/* ---- against all trees ------------------------------------------------------------------------------------------------------ */

/* All trees of n words: heads one after another; returns how many. */
static size_t all_trees(uint32_t n, uint32_t **out)
{
    uint32_t heads[6] = { 0 };
    size_t count = 0, room = 8192;
    *out = malloc(room * n * sizeof **out);
    assert_non_null(*out);
    for (uint32_t at = 0; at < n;) {
        if (is_tree(heads, n)) {
            assert_true(count < room);
            memcpy(*out + count++ * n, heads, n * sizeof *heads);
        }
        for (at = 0; at < n && ++heads[at] > n; at++) heads[at] = 0;
    }
    return count;
}

typedef struct luck {
    uint64_t seed;
    unsigned kind;      /* how many different scores there are: 2, 5, many */
} luck;

static int32_t random_score(uint32_t word, uint32_t head, uint32_t n, void *context)
{
    static const uint32_t values[] = { 2, 5, 20001 };
    luck *l = context;
    (void)word, (void)head, (void)n;
    return (int32_t)(random_next(&l->seed) % values[l->kind % 3]) - (int32_t)values[l->kind % 3] / 2;
}

static int32_t extreme_score(uint32_t word, uint32_t head, uint32_t n, void *context)
{
    (void)word, (void)head, (void)n;
    static const int32_t values[] = { TREE_SCORE_MAX, -TREE_SCORE_MAX, TREE_SCORE_MAX - 1, 1 - TREE_SCORE_MAX, 0 };
    return values[random_next(&((luck *)context)->seed) % 5];
}

static void compare_with_all(int32_t (*score)(uint32_t, uint32_t, uint32_t, void *), unsigned rounds)
{
    static const size_t counts[] = { 0, 1, 2, 9, 64, 625, 7776 };       /* n^(n-1): Cayley's formula, times the choice of root */
    luck chance = { .seed = 11 };
    for (uint32_t n = 1; n <= 6; n++) {
        uint32_t *trees, heads[6];
        size_t count = all_trees(n, &trees);
        assert_int_equal(count, counts[n]);
        for (unsigned round = 0; round < rounds; round++) {
            table t = table_new(n, n + 1 + round % 4);
            chance.kind = round;
            fill(&t, score, &chance);
            int64_t best = INT64_MIN;
            for (size_t i = 0; i < count; i++) {
                int64_t sum = total(&t, trees + i * n);
                best = sum > best ? sum : best;
            }
            decode(&t, heads);
            if (total(&t, heads) != best) fail_msg("%u words, round %u: %lld, not %lld", n, round, (long long)total(&t, heads), (long long)best);
            free(t.scores);
        }
        free(trees);
    }
}

static void test_tree_is_the_best_of_all(void **state)
{
    (void)state;
    compare_with_all(random_score, 300);
}

static void test_tree_is_the_best_of_all_at_extreme_scores(void **state)
{
    (void)state;
    compare_with_all(extreme_score, 100);
}

/* ---- long sentences --------------------------------------------------------------------------------------------------------- */

static int32_t equal_score(uint32_t word, uint32_t head, uint32_t n, void *context)
{
    (void)word, (void)head, (void)n;
    return *(int32_t *)context;
}

/* Each word wants the next one, the last one the first. */
static int32_t ring_score(uint32_t word, uint32_t head, uint32_t n, void *context)
{
    (void)context;
    return head == (word + 1) % n ? 1000 : head == n ? -1000 : 0;
}

/* Cycles of two, of two cycles, of two of those: the nearer in a binary tree of the words, the better. */
static int32_t nested_score(uint32_t word, uint32_t head, uint32_t n, void *context)
{
    (void)context;
    if (head == n) return -5000;
    int32_t level = 0;
    for (uint32_t x = word ^ head; x; x >>= 1) level++;
    return -100 * level;
}

/* A cycle of the first two words, one of it and the third, and so on: as many cycles as words. */
static int32_t chained_score(uint32_t word, uint32_t head, uint32_t n, void *context)
{
    (void)context;
    return head == n ? -(int32_t)n * 3 : -(int32_t)(word > head ? word : head);
}

static int32_t rootward_score(uint32_t word, uint32_t head, uint32_t n, void *context)
{
    (void)context;
    return head == n ? TREE_SCORE_MAX : -TREE_SCORE_MAX + (int32_t)(word ^ head);
}

typedef int32_t scorer(uint32_t, uint32_t, uint32_t, void *);

/* The same scores with the words in another order: a tree of the same worth. */
static int64_t worth_in_other_order(const table *t, uint64_t *seed)
{
    uint32_t n = t->n, *order = malloc((n + 1) * sizeof *order), *heads = malloc(n * sizeof *heads);
    assert_non_null(order);
    assert_non_null(heads);
    for (uint32_t i = 0; i <= n; i++) order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = random_next(seed) % i, swap = order[i - 1];
        order[i - 1] = order[k], order[k] = swap;
    }
    table other = table_new(n, n + 1);
    for (uint32_t d = 0; d < n; d++) for (uint32_t h = 0; h <= n; h++) *cell(&other, d, h) = t->scores[order[d] * t->stride + order[h]];
    decode(&other, heads);
    int64_t worth = total(&other, heads);
    free(other.scores);
    free(order);
    free(heads);
    return worth;
}

/* No word can be hung elsewhere (not below itself) for a better tree. */
static void assert_no_better_arc(const table *t, const uint32_t *heads)
{
    for (uint32_t d = 0; d < t->n; d++) {
        if (heads[d] == t->n) continue;
        for (uint32_t h = 0; h < t->n; h++) {
            if (h == d || t->scores[d * t->stride + h] <= t->scores[d * t->stride + heads[d]]) continue;
            uint32_t v = h;
            while (v != t->n && v != d) v = heads[v];
            if (v != d) fail_msg("word %u of %u is better under %u", d, t->n, h);
        }
    }
}

static void test_tree_of_long_sentences(void **state)
{
    (void)state;
    static scorer *const scorers[] = { random_score, extreme_score, ring_score, nested_score, chained_score, rootward_score };
    static const uint32_t lengths[] = { 1, 2, 3, 7, 31, 64, 160, 257 };
    luck chance = { .seed = 23 };
    uint32_t heads[257];
    for (size_t s = 0; s < sizeof scorers / sizeof *scorers; s++) {
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            table t = table_new(lengths[i], lengths[i] + 1 + i % 3);
            chance.kind = (unsigned)i;
            fill(&t, scorers[s], &chance);
            decode(&t, heads);
            assert_no_better_arc(&t, heads);
            assert_true(total(&t, heads) == worth_in_other_order(&t, &chance.seed));
            free(t.scores);
        }
    }
}

static void test_tree_of_the_longest_sentence(void **state)
{
    (void)state;
    static scorer *const scorers[] = { random_score, ring_score, nested_score, chained_score, rootward_score };
    static uint32_t heads[WORDS_MOST];
    luck chance = { .seed = 5, .kind = 2 };
    for (size_t s = 0; s < sizeof scorers / sizeof *scorers; s++) {
        table t = table_new(WORDS_MOST, WORDS_MOST + 1);
        fill(&t, scorers[s], &chance);
        decode(&t, heads);
        assert_no_better_arc(&t, heads);
        free(t.scores);
    }
}

static void test_tree_of_equal_scores(void **state)
{
    (void)state;
    static const uint32_t lengths[] = { 1, 2, 5, 100, WORDS_MOST };
    static const int32_t values[] = { 0, TREE_SCORE_MAX, -TREE_SCORE_MAX };
    static uint32_t heads[WORDS_MOST];
    for (size_t i = 0; i < 5; i++) {
        for (size_t v = 0; v < 3; v++) {
            int32_t value = values[v];
            table t = table_new(lengths[i], lengths[i] + 1);
            fill(&t, equal_score, &value);
            decode(&t, heads);
            free(t.scores);
        }
    }
}

/* ---- particulars ------------------------------------------------------------------------------------------------------------ */

static void test_tree_is_what_each_word_wants_where_that_is_one(void **state)
{
    (void)state;
    luck chance = { .seed = 3 };
    uint64_t *seed = &chance.seed;
    uint32_t heads[40], wanted[40];
    for (unsigned round = 0; round < 50; round++) {
        uint32_t n = 1 + random_next(seed) % 40, root = random_next(seed) % n;
        table t = table_new(n, n + 1);
        fill(&t, extreme_score, &chance);
        for (uint32_t d = 0; d < n; d++) {     /* everyone under a word nearer to the root */
            wanted[d] = d == root ? n : d < root ? d + 1 + random_next(seed) % (root - d) : root + random_next(seed) % (d - root);
            for (uint32_t h = 0; h <= n; h++) if (h != d && *cell(&t, d, h) > 0) *cell(&t, d, h) -= TREE_SCORE_MAX;
            *cell(&t, d, wanted[d]) = TREE_SCORE_MAX;
        }
        decode(&t, heads);
        assert_memory_equal(heads, wanted, n * sizeof *heads);
        free(t.scores);
    }
}

static void test_tree_has_one_root_though_all_words_want_it(void **state)
{
    (void)state;
    uint32_t heads[4];
    int32_t scores[4 * 5] = {
        0, 1, 2, 3, 100,
        5, 0, 1, 1, 100,
        9, 1, 0, 1, 100,
        1, 1, 8, 0, 101,
    };
    table t = { 4, 5, scores };
    decode(&t, heads);
    const uint32_t expected[] = { 4, 0, 0, 2 };     /* 100 + 5 + 9 + 8: better than 101 with any three of the others */
    assert_memory_equal(heads, expected, sizeof heads);
}

static void test_tree_ties_go_to_the_lower_head(void **state)
{
    (void)state;
    uint32_t heads[4];
    int32_t scores[4 * 5] = {
        0, 0, 0, 0, 9,
        5, 0, 1, 1, 0,
        5, 5, 0, 1, 0,
        4, 5, 5, 0, 5,
    };
    table t = { 4, 5, scores };
    decode(&t, heads);
    const uint32_t expected[] = { 4, 0, 0, 1 };
    assert_memory_equal(heads, expected, sizeof heads);
}

static void test_tree_does_not_look_at_a_word_under_itself(void **state)
{
    (void)state;
    luck chance = { .seed = 17 };
    for (unsigned round = 0; round < 60; round++) {
        uint32_t n = 1 + round % 20, first[20], second[20];
        table t = table_new(n, n + 1);
        chance.kind = round;
        fill(&t, random_score, &chance);
        for (uint32_t d = 0; d < n; d++) *cell(&t, d, d) = INT32_MIN;
        decode(&t, first);
        for (uint32_t d = 0; d < n; d++) *cell(&t, d, d) = INT32_MAX;
        decode(&t, second);
        assert_memory_equal(first, second, n * sizeof *first);
        free(t.scores);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree_is_the_best_of_all),
        cmocka_unit_test(test_tree_is_the_best_of_all_at_extreme_scores),
        cmocka_unit_test(test_tree_of_long_sentences),
        cmocka_unit_test(test_tree_of_the_longest_sentence),
        cmocka_unit_test(test_tree_of_equal_scores),
        cmocka_unit_test(test_tree_is_what_each_word_wants_where_that_is_one),
        cmocka_unit_test(test_tree_has_one_root_though_all_words_want_it),
        cmocka_unit_test(test_tree_ties_go_to_the_lower_head),
        cmocka_unit_test(test_tree_does_not_look_at_a_word_under_itself),
    };
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
