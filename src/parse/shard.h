/*
 * parse/shard.h - half a batch on its way through a network and back; for the learning files alone (learn.c, teach.c, shard.c).
 */
#ifndef PARSE_SHARD_H
#define PARSE_SHARD_H
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "parse/learn.h"
#include "parse/matrix.h"
#include "parse/tree.h"

#define LEARN_WORDS_MAX 400u    /* longer sentences are left out of training */

/* Numbers by chance, each from a seed of its own, so that no thread waits for another: SplitMix64 (Steele et al. 2014). */
typedef struct chance { uint64_t state; } chance;

static inline uint32_t chance_next(chance *self)
{
    uint64_t z = self->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)(z >> 32);
}
/* From 0 up to 1, without 1. */
static inline float chance_uniform(chance *self) { return (float)(chance_next(self) >> 8) * (1.0f / 16777216.0f); }
static inline chance chance_of(uint64_t a, uint64_t b, uint64_t c)
{
    return (chance){ a * 0x9E3779B97F4A7C15u + b * 0xD1B54A32D192ED03u + c * 0x8CB92BA72F3D8DD7u };
}

/* Some sentences, what was computed of them, and the gradients of the weights. */
typedef struct shard {
    const learner *owner;
    learn_sentence *altered;    /* with words and heads of their own: */
    rp_str *altered_words;
    uint32_t *altered_heads, altered_count;
    char *letters;
    size_t altered_used, letters_used;
    const learn_sentence **sentences;
    uint32_t count, words, room;
    uint32_t *starts;
    bool training;
    chance chance;
    features *features;
    float *x[NET_LAYERS_MAX + 1], *xd[NET_LAYERS_MAX], *u[NET_LAYERS_MAX], *c[NET_LAYERS_MAX];      /* u: 3 * width, then its gradient */
    float *mask[NET_LAYERS_MAX];                /* a row a sentence */
    float *tag_x, *tag_mask, *tag_h, *tag_hmask, *tag_y;
    float *head_x, *head_mask, *head_h, *head_hmask, *query;
    float *label_h, *label_y, *arcs;
    float *dx, *dx2, *dheads, *dquery, *dlabel, *dtag;
    float *panel, *turned, *weights;
    float *dense;                               /* gradients */
    float *rows;
    uint32_t *touched, touched_count;
    uint8_t *is_touched;
    double loss;
    void *tree;
    uint32_t *heads;
    learn_score score;
    struct sizes *sizes;        /* while ranges are looked for */
    const uint8_t *upos, *relations;
    const float *w, *embeddings;                /* weights in use */
} shard;

struct learner {
    net_shape shape;
    net_places places;
    learn_options options;
    vocabulary words;
    const float *vectors;
    float *dense, *rows, *dense_m, *dense_v, *rows_m, *rows_v, *dense_mean, *rows_mean;
    uint32_t *rows_seen;        /* the step up to which a row's average is made */
    uint64_t step, steps;
    shard shards[LEARN_SHARDS];
    const learn_sentence **order;
    size_t order_room;
};

static inline float *learn_floats(size_t count) { return calloc(count ? count : 1, sizeof(float)); }

static inline void learn_add(float *to, const float *row, size_t n)
{
    for (size_t j = 0; j < n; j++) to[j] += row[j];
}

/* y[n] becomes its softmax; `skip`: a class that cannot be. */
void learn_softmax(float *y, size_t n, size_t skip);

/* Room for `room` words. False: memory ended; shard_end is due in any case. */
bool shard_begin(shard *s, const learner *owner, uint32_t room);
void shard_end(shard *s);

/* Take these sentences; in training some are altered. */
void shard_fill(shard *s, const learn_sentence *const *from, size_t count);

/* Representations, tag scores, and what arcs and labels are scored from. */
void shard_forward(shard *s);
/* s->arcs[d][h] of sentence i, h == its length for the root. */
void shard_arcs(shard *s, uint32_t i);
/* Label scores of the words of sentence i under `heads`. */
void shard_labels(shard *s, uint32_t i, const uint32_t *heads);
/* After shard_forward: adds the loss, each word's times `weight`, and the gradients. */
void shard_backward(shard *s, float weight);

/* Bring all averages up to the last step. */
void learner_caught_up(learner *self);

#endif
