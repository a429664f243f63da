/*
 * parse/learn.h - fit a network to labelled sentences. Deterministic: the same sentences, options and seed give the same weights,
 * whatever the number of threads, on one kind of processor with one C library (whose expf and fused additions differ from others').
 */
#ifndef PARSE_LEARN_H
#define PARSE_LEARN_H
#include "base/error.h"
#include "parse/net.h"

#define LEARN_SHARDS 2u         /* parts of a batch whose gradients are summed in order; no more threads than these */

/* What teachers think of one word: their likeliest heads, labels and tags with their shares, which sum to 1. */
#define LEARN_SOFT 4u
typedef struct learn_soft {
    uint16_t heads[LEARN_SOFT], labels[LEARN_SOFT], tags[LEARN_SOFT];
    float head_shares[LEARN_SOFT], label_shares[LEARN_SOFT], tag_shares[LEARN_SOFT];
} learn_soft;

typedef struct learn_sentence {
    const rp_str *words;
    const uint16_t *tags, *labels;
    const uint32_t *heads;      /* count for the root */
    uint32_t count;
    const learn_soft *soft;     /* NULL: no teacher has seen it */
    float trust;                /* the share of the teachers in what is to be learned, 0 … 1 */
} learn_sentence;

typedef struct learn_options {
    uint64_t seed;
    uint32_t epochs, batch;     /* words a step */
    float rate;                 /* Adam's, at its height */
    float drop_word, drop_input, drop_layer, drop_hidden;
    float alter;                /* share of sentences whose letters are changed to those of a headline, a shout or a careless writer, */
                                /* and of those that lose their full stop */
    uint32_t threads;
} learn_options;

typedef struct learn_score { double loss, upos, tags, uas, las; uint64_t words; } learn_score;

/* Where each matrix lies in the dense weights. */
typedef struct net_places {
    size_t vectors;                             /* [vector_size][width] */
    size_t in[NET_LAYERS_MAX];                  /* [width][3 * width]: candidate, forget, reset of each direction */
    size_t bias[NET_LAYERS_MAX];                /* [3 * width] */
    size_t state[NET_LAYERS_MAX];               /* [2 * width]: forget, reset of each direction */
    size_t tag_in, tag_in_bias, tag_out, tag_out_bias;
    size_t heads, heads_bias;                   /* [width][2 * arc + 2 * label_hidden] */
    size_t bilinear, bilinear_bias;             /* [arc][arc] */
    size_t root_arc, root_label, distance;
    size_t label_out, label_out_bias;
    size_t total;
} net_places;

net_places net_places_of(const net_shape *shape);

typedef struct learner learner;

/* `vectors`: [vector_count][vector_size], may be NULL if none; `vocabulary` and it are borrowed. NULL: memory ended. */
learner *learner_new(const net_shape *shape, const vocabulary *words, const float *vectors, const learn_options *options);
void learner_free(learner *self);

/* One pass over the sentences; `epoch` from 0. `score` gets the mean loss. */
rp_code learner_epoch(learner *self, const learn_sentence *sentences, size_t count, uint32_t epoch, learn_score *score, rp_err *err);
/* Score sentences with the averaged weights; `upos` tells the part of speech of each tag. */
rp_code learner_score(learner *self, const learn_sentence *sentences, size_t count, const uint8_t *upos, const uint8_t *relations,
                      learn_score *score, rp_err *err);
/*
 * The loss of the first options.batch words, with the weights given and nothing dropped, and its gradients, in the shapes
 * of the weights (each may be NULL). Nothing is learnt; for tests of the gradients.
 */
rp_code learner_gradient(learner *self, const learn_sentence *sentences, size_t count, const float *dense, const float *rows, double *loss,
                         float *dense_gradient, float *rows_gradient, rp_err *err);
/* How large the numbers between the layers become: the largest, and what all but a few in ten thousand stay below. */
typedef struct learn_range { float most, usual; } learn_range;
typedef struct learn_ranges {
    learn_range x[NET_LAYERS_MAX + 1], u, tag_hidden, tag_scores, heads, dependents, keys, query, label_hidden, label_scores;
} learn_ranges;
rp_code learner_ranges(learner *self, const learn_sentence *sentences, size_t count, learn_ranges *out, rp_err *err);

/*
 * Let teachers, trained networks of the same tags, labels and vocabulary, say what they think of each word: `soft` gets it, one after the
 * other in the order of the sentences. Where `heads`, `tags` and `labels` are not NULL, the sentences have none of their own yet, and these
 * get the teachers' best tree (Kuncoro et al. 2016, "Distilling an ensemble of greedy dependency parsers into one MST parser"; Hinton et
 * al. 2015). Sentences too long to train on are left as they are. Errors: RP_ENOMEM.
 */
rp_code learner_teach(learner *const *teachers, size_t teacher_count, const learn_sentence *sentences, size_t count, learn_soft *soft,
                      uint32_t *heads, uint16_t *tags, uint16_t *labels, rp_err *err);

/* The averaged weights: dense ones as net_places_of has them, and the embedding rows [rows][width]. Borrowed. */
const float *learner_dense(learner *self);
const float *learner_rows(learner *self);

#endif
