/* parse/quantize.c - see parse/quantize.h. */
#include "parse/quantize.h"
#include <math.h>
#include <stdlib.h>
#include "parse/section.h"

#define SHIFT 24u
#define STEP (1.0f / KERNEL_ONE)
#define STATE_ONE 8192      /* weights of the state: steps of 2^-13 */

typedef struct writer {
    buf *out;
    size_t start;
} writer;

static void put(writer *w, const void *at, size_t bytes) { section_put_array(w->out, w->start, at, bytes); }

static long rounded(float x, long most)
{
    float r = roundf(x);
    return r > (float)most ? most : r < (float)-most ? -most : (long)r;
}

float quantize_vector_step(const float *vectors, size_t count)
{
    float most = 0;
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        float a = fabsf(vectors[i]);
        if (a > most) most = a;
        squares += (double)(a * a);
    }
    float spread = 6 * (float)sqrt(squares / (double)(count ? count : 1));     /* the few numbers beyond are cut */
    if (spread < most) most = spread;
    return most > 0 ? most / 127 : 1;
}

void quantize_vectors(const float *vectors, uint32_t count, uint32_t size, float step, buf *out)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < kernel_padded(size, KERNEL_IN); j++)
            buf_char(out, (char)(128 + (j < size ? rounded(vectors[(size_t)i * size + j] / step, 127) : 0)));
    }
}

/* The embedding rows: int8 and a scale a row. */
static void put_rows(writer *w, const net_shape *n, const float *rows)
{
    size_t width = n->width;
    int8_t *all = malloc((size_t)n->rows * width);
    uint8_t *scales = malloc(n->rows);
    if (!all || !scales) {
        w->out->failed = true;
    } else {
        for (size_t r = 0; r < n->rows; r++) {
            float most = 0;
            for (size_t j = 0; j < width; j++) most = fmaxf(most, fabsf(rows[r * width + j]));
            long scale = (long)ceilf(most * KERNEL_ONE / 127);
            scales[r] = (uint8_t)(scale < 1 ? 1 : scale > 255 ? 255 : scale);
            for (size_t j = 0; j < width; j++) all[r * width + j] = (int8_t)rounded(rows[r * width + j] * KERNEL_ONE / scales[r], 127);
        }
        put(w, all, (size_t)n->rows * width);
        put(w, scales, n->rows);
    }
    free(all);
    free(scales);
}

/*
 * A matrix weights[in][out]. Its inputs come in steps of `in_step` from `zero`; outputs go out in steps of `out_step`.
 */
static void put_matrix(writer *w, const float *weights, const float *bias, uint32_t in, uint32_t out, float in_step, int zero, float out_step)
{
    uint32_t wide = kernel_padded(in, KERNEL_IN), high = kernel_padded(out, KERNEL_OUT);
    int8_t *q = calloc((size_t)in * out, 1), *packed = malloc((size_t)wide * high);
    int32_t *biases = calloc(high, sizeof *biases), *scales = calloc(high, sizeof *scales);
    if (!q || !packed || !biases || !scales) {
        w->out->failed = true;
    } else {
        for (uint32_t o = 0; o < out; o++) {
            float most = 0, b = bias ? bias[o] : 0;
            for (uint32_t i = 0; i < in; i++) most = fmaxf(most, fabsf(weights[(size_t)i * out + o]));
            float step = fmaxf(most / KERNEL_WEIGHT, fabsf(b) / (in_step * (1 << 24)));
            if (step <= 0) step = 1;
            long sum = 0;
            for (uint32_t i = 0; i < in; i++) sum += q[(size_t)o * in + i] = (int8_t)rounded(weights[(size_t)i * out + o] / step, KERNEL_WEIGHT);
            biases[o] = (int32_t)(rounded(b / (in_step * step), 1 << 25) - zero * sum);
            scales[o] = (int32_t)rounded(in_step * step / out_step * (float)(1 << SHIFT), 1l << (SHIFT + 4));
        }
        kernel_pack(q, out, in, packed);
        section_put_u32(w->out, SHIFT);
        put(w, packed, (size_t)wide * high);
        put(w, biases, high * sizeof *biases);
        put(w, scales, high * sizeof *scales);
    }
    free(q), free(packed), free(biases), free(scales);
}

/* A matrix with the scale that narrows its inputs, which are int16 in steps of `from_step` and mostly within ±range (or 0 … range). */
static void put_narrow(writer *w, const float *weights, const float *bias, uint32_t in, uint32_t out, float from_step, float range, bool above,
                       float out_step)
{
    float wanted = fmaxf(range, 0.001f) / (above ? 255.0f : 127.0f);
    long scale = rounded(32768 * from_step / wanted, INT16_MAX);
    if (scale < 1) scale = 1;
    section_put_u32(w->out, (uint32_t)scale);
    put_matrix(w, weights, bias, in, out, 32768 * from_step / (float)scale, above ? 0 : 128, out_step);
}

static void put_int16(writer *w, const float *x, size_t n, float step, long most)
{
    for (size_t i = 0; i < n; i++) {
        int16_t v = (int16_t)rounded(x[i] / step, most);
        if (i == 0) put(w, &v, sizeof v);
        else buf_add(w->out, (const char *)&v, sizeof v);
    }
}

/* The step in which numbers up to `most` fit into int16. */
static float step_for(float most) { return fmaxf(STEP, most / 32000); }

void quantize_net(const net_shape *n, const float *dense, const float *rows, const learn_ranges *r, float vector_step, buf *out)
{
    net_places p = net_places_of(n);
    writer w = { out, out->len };
    uint32_t width = n->width, heads = 2 * (n->arc + n->label_hidden);
    const uint32_t shape[] = { n->width, n->layers, n->tag_layer, n->tag_hidden, n->arc, n->label_hidden, n->tags, n->labels, n->rows, n->vector_size };
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) section_put_u32(out, shape[i]);
    put_rows(&w, n, rows);
    put_matrix(&w, dense + p.vectors, NULL, n->vector_size, width, vector_step, 128, STEP);
    for (uint32_t l = 0; l < n->layers; l++) {
        put_narrow(&w, dense + p.in[l], dense + p.bias[l], width, 3 * width, STEP, r->x[l].usual, false, STEP);
        put_int16(&w, dense + p.state[l], 2 * width, 1.0f / STATE_ONE, INT16_MAX);
    }
    float hidden = step_for(r->tag_hidden.most);
    put_narrow(&w, dense + p.tag_in, dense + p.tag_in_bias, width, n->tag_hidden, STEP, r->x[n->tag_layer].usual, false, hidden);
    put_narrow(&w, dense + p.tag_out, dense + p.tag_out_bias, n->tag_hidden, n->tags, hidden, r->tag_hidden.usual, true, step_for(r->tag_scores.most));
    put_narrow(&w, dense + p.heads, dense + p.heads_bias, width, heads, STEP, r->x[n->layers].usual, false, STEP);
    float query = fmaxf(r->query.most, 0.001f) / NET_DOT, key = fmaxf(r->keys.most, 1.0f) / NET_DOT;
    put_narrow(&w, dense + p.bilinear, dense + p.bilinear_bias, n->arc, n->arc, STEP, r->dependents.usual, true, query);
    section_put_u32(out, (uint32_t)rounded(32768 * STEP / key, INT16_MAX));
    put_int16(&w, dense + p.root_arc, n->arc, key, NET_DOT);
    put_int16(&w, dense + p.root_label, n->label_hidden, STEP, INT16_MAX);
    int32_t distance[NET_DISTANCES];
    for (unsigned i = 0; i < NET_DISTANCES; i++) distance[i] = (int32_t)rounded(dense[p.distance + i] / (query * key), 1l << 28);
    put(&w, distance, sizeof distance);
    put_narrow(&w, dense + p.label_out, dense + p.label_out_bias, n->label_hidden, n->labels, STEP, r->label_hidden.usual, true,
               step_for(r->label_scores.most));
}
