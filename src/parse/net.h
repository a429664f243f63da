/*
 * parse/net.h - the shape of a network: what the trainer and the integer scorer agree on.
 *
 * Words are sums of embedding rows and of a projected word vector; `layers` of bidirectional simple recurrent units (Lei et al. 2018,
 * "Simple recurrent units for highly parallelizable recurrence") read the sentence; from them come tags (a hidden layer on layer
 * `tag_layer`), arcs (biaffine attention, Dozat and Manning 2017, "Deep biaffine attention for neural dependency parsing") and labels
 * (a hidden layer on the sum of both ends, Kiperwasser and Goldberg 2016).
 */
#ifndef PARSE_NET_H
#define PARSE_NET_H
#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "parse/features.h"
#include "parse/kernel.h"

#define NET_DISTANCES 20u       /* ten classes of distance to the left, ten to the right */
#define NET_LAYERS_MAX 6u

typedef struct net_shape {
    uint32_t width;             /* of a word's representation: two directions of width / 2 */
    uint32_t layers, tag_layer; /* tags read the output of layer tag_layer, 1-based */
    uint32_t tag_hidden, arc, label_hidden;
    uint32_t tags, labels;
    uint32_t rows;              /* of the embedding table, all slots */
    uint32_t vector_size, vector_count;
} net_shape;

/* The class of the arc from `head` to `word`, both word indices. */
static inline unsigned net_distance(uint32_t word, uint32_t head)
{
    uint32_t d = word < head ? head - word : word - head;
    unsigned c = d <= 4 ? d - 1 : d <= 6 ? 4 : d <= 9 ? 5 : d <= 14 ? 6 : d <= 22 ? 7 : d <= 40 ? 8 : 9;
    return c + (word < head ? 0 : NET_DISTANCES / 2);
}

/*
 * The gates' sigmoid: two parabolas that meet in (0, 1/2) and reach 0 and 1 at -4 and 4. So made that fixed-point arithmetic computes the
 * very same curve.
 */
static inline float net_sigmoid(float x)
{
    float t = 1.0f - (x < 0 ? -x : x) * 0.25f;
    if (t < 0) t = 0;
    float y = 0.5f * t * t;
    return x < 0 ? y : 1.0f - y;
}
static inline float net_sigmoid_slope(float x)
{
    float t = 1.0f - (x < 0 ? -x : x) * 0.25f;
    return t < 0 ? 0 : 0.25f * t;
}

/* ---- the integer scorer ------------------------------------------------------------------------------------------------- */

#define NET_WIDTH_MAX 1024u
#define NET_ARC_MAX 256u
#define NET_DOT 2047            /* queries and keys of arcs lie within ± this */

/* A matrix with the scale that makes its inputs uint8. */
typedef struct net_matrix {
    kernel_matrix matrix;
    int16_t narrow;
} net_matrix;

/* A network as it lies in a model; pointers into the model's bytes. */
typedef struct net {
    net_shape shape;
    const int8_t *rows;             /* [rows][width] */
    const uint8_t *row_scales;      /* [rows], in steps of KERNEL_ONE */
    kernel_matrix vectors;
    net_matrix in[NET_LAYERS_MAX];  /* as net_places.in, out = 3 * width */
    const int16_t *state[NET_LAYERS_MAX];
    net_matrix tag_in, tag_out, heads, bilinear, label_out;
    const int16_t *root_arc, *root_label;
    const int32_t *distance;        /* in steps of an arc's score */
    int16_t key_scale;              /* makes keys of the arc heads */
} net;

/*
 * Open a network from its section of a model (borrowed). `rows`, `tags` and `labels` are what the rest of the model asks for. Every array
 * lies within, every number is in the range that makes the kernels exact. Errors: RP_EFORMAT.
 */
rp_code net_open(rp_str section, uint32_t rows, uint32_t vector_size, uint32_t tags, uint32_t labels, net *out, rp_err *err);

/* Memory for sentences of up to `room` words. NULL: memory ended. Free with net_work_free. */
typedef struct net_work net_work;
net_work *net_work_new(const net *self, uint32_t room);
void net_work_free(net_work *self);

/*
 * Score and decode one sentence of 1 … room words. `vectors` [vector_count][padded vector_size], numbers + 128; `root` is the label of
 * roots. Fills tags, heads (count: the root) and labels.
 */
void net_run(const net *self, const kernels *k, net_work *work, const features *words, uint32_t count, const uint8_t *vectors, uint16_t root,
             uint16_t *tags, uint32_t *heads, uint16_t *labels);

#endif
