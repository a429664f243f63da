/*
 * support/tiny.h - tests/cases/tiny.conllu, some word vectors made up for it, and a network small enough to learn it in a test.
 */
#ifndef SUPPORT_TINY_H
#define SUPPORT_TINY_H
#include <stdio.h>
#include "parse/corpus.h"
#include "support/splitting.h"

#define TINY_VECTORS 10u        /* numbers of a word vector */

typedef struct tiny {
    arena *mem;
    corpus *corpus;
    const learn_sentence *sentences;    size_t count;
    const float *vectors;
    net_shape shape;
} tiny;

static inline FILE *tiny_stream(rp_str text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_int_equal(fwrite(text.at, 1, text.len, f), text.len);
    rewind(f);
    return f;
}

static inline void tiny_read(tiny *self)
{
    static const char *const words[] = { "the", "a", "of", "in", "police", "army", "treaty", "talks", "rebels", "kenya", "was", "gave", "king" };
    buf text = { 0 };
    assert_true(cases_read("tiny.conllu", &text));
    FILE *in = tiny_stream(buf_view(&text));
    assert_int_equal(corpus_read(self->corpus, in, "tiny.conllu", false, NULL), RP_OK);
    fclose(in);
    text.len = 0;
    uint64_t seed = 77;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        buf_text(&text, words[i]);
        for (unsigned k = 0; k < TINY_VECTORS; k++) buf_format(&text, " %.3f", (double)(random_next(&seed) % 2001) / 1000 - 1);
        buf_char(&text, '\n');
    }
    in = tiny_stream(buf_view(&text));
    assert_int_equal(corpus_vectors(self->corpus, in, "vectors", 100, NULL), RP_OK);
    fclose(in);
    buf_free(&text);
    assert_int_equal(corpus_finish(self->corpus, NULL), RP_OK);
}

static inline int tiny_open(void **state)
{
    static tiny t;
    size_t tags, labels;
    t = (tiny){ .mem = arena_new(0) };
    *state = &t;
    t.corpus = corpus_new(t.mem);
    tiny_read(&t);
    t.sentences = corpus_sentences(t.corpus, false, &t.count);
    corpus_tags(t.corpus, &tags), corpus_labels(t.corpus, &labels);
    const vocabulary *words = corpus_vocabulary(t.corpus);
    t.shape = (net_shape){ .width = 32, .layers = 2, .tag_layer = 1, .tag_hidden = 32, .arc = 32, .label_hidden = 32, .tags = (uint32_t)tags,
                           .labels = (uint32_t)labels, .rows = words->rows + ROWS_HASHED, .vector_count = words->count };
    t.vectors = corpus_vector_table(t.corpus, &t.shape.vector_size);
    return 0;
}

static inline int tiny_close(void **state)
{
    tiny *t = *state;
    arena_free(t->mem);
    return 0;
}

static inline bool tiny_is_tree(const uint32_t *heads, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t d = 0; d < n; d++) {
        uint32_t v = d;
        for (uint32_t steps = 0; v != n; v = heads[v]) if (v > n || steps++ > n) return false;
        roots += heads[d] == n;
    }
    return roots == 1;
}

/* A learner after `epochs` passes over the first `count` sentences. */
static inline learner *tiny_learn(const tiny *t, const net_shape *shape, const learn_options *options, size_t count)
{
    learner *l = learner_new(shape, corpus_vocabulary(t->corpus), t->vectors, options);
    assert_non_null(l);
    learn_score score;
    for (uint32_t epoch = 0; epoch < options->epochs; epoch++)
        assert_int_equal(learner_epoch(l, t->sentences, count, epoch, &score, NULL), RP_OK);
    return l;
}

static inline learn_score tiny_score(const tiny *t, learner *l, size_t count)
{
    learn_score score;
    assert_int_equal(learner_score(l, t->sentences, count, corpus_tag_upos(t->corpus), corpus_label_relations(t->corpus), &score, NULL), RP_OK);
    return score;
}

#endif
