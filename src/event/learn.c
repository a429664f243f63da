/* event/learn.c - see event/learn.h. */
#include "event/learn.h"
#include <math.h>

#define ROUNDS 4u           /* orders of the cases whose weights are averaged: one order alone moves the figures by a point */

static void scores_of(const learn_weights *w, const learn_settings *s, const learn_case *c, float *out)
{
    uint32_t n = s->classes;
    for (uint32_t k = 0; k < n; k++) out[k] = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        const float *row = w->features + (size_t)c->features[i] * n;
        for (uint32_t k = 0; k < n; k++) out[k] += row[k];
    }
    for (uint32_t d = 0; c->vectors && d < s->vector_count; d++) {
        const float *row = w->vectors + (size_t)d * n;
        float x = c->vectors[d];
        if (x != 0.0f) for (uint32_t k = 0; k < n; k++) out[k] += x * row[k];
    }
}

void learn_apply(const learn_weights *w, const learn_settings *s, const learn_case *c, float *out)
{
    scores_of(w, s, c, out);
    if (s->classes == 1) {
        out[0] = 1.0f / (1.0f + expf(-out[0]));
        return;
    }
    float top = out[0], sum = 0;
    for (uint32_t k = 1; k < s->classes; k++) if (out[k] > top) top = out[k];
    for (uint32_t k = 0; k < s->classes; k++) sum += out[k] = expf(out[k] - top);
    for (uint32_t k = 0; k < s->classes; k++) out[k] /= sum;
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* One step on one weight row: AdaGrad, with the penalty spread over the features a case has. */
static void step(float *row, float *squares, const float *gradient, float x, uint32_t n, float rate, float penalty)
{
    for (uint32_t k = 0; k < n; k++) {
        float g = gradient[k] * x + penalty * row[k];
        squares[k] += g * g;
        row[k] -= rate * g / (sqrtf(squares[k]) + 1e-6f);
    }
}

static rp_code fit_once(const learn_case *cases, size_t count, const learn_settings *s, arena *mem, learn_weights *out, rp_err *err)
{
    uint32_t n = s->classes;
    size_t size = (size_t)s->features * n, vector_size = (size_t)s->vector_count * n;
    out->features = arena_array(mem, size + 1, sizeof(float));
    out->vectors = arena_array(mem, vector_size + 1, sizeof(float));
    float *squares = arena_array(mem, size + 1, sizeof(float)), *vector_squares = arena_array(mem, vector_size + 1, sizeof(float));
    uint32_t *order = arena_array(mem, count + 1, sizeof *order);
    float *p = arena_array(mem, n + 1, sizeof *p);
    if (!out->features || !out->vectors || !squares || !vector_squares || !order || !p) return error_set(err, RP_ENOMEM, "memory ended");
    for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
    float *sum = arena_array(mem, size + 1, sizeof *sum), *vector_sum = arena_array(mem, vector_size + 1, sizeof *vector_sum);
    if (!sum || !vector_sum) return error_set(err, RP_ENOMEM, "memory ended");
    uint64_t random = s->seed;
    uint32_t summed = 0;
    for (uint32_t pass = 0; pass < s->passes; pass++) {
        for (size_t i = count; i > 1; i--) {
            size_t j = next_random(&random) % i;
            uint32_t swap = order[i - 1];
            order[i - 1] = order[j], order[j] = swap;
        }
        float rate = s->rate * (1.0f - 0.9f * (float)pass / (float)s->passes);
        for (size_t i = 0; i < count; i++) {
            const learn_case *c = &cases[order[i]];
            learn_apply(out, s, c, p);
            for (uint32_t k = 0; k < n; k++) p[k] = (p[k] - c->target[k]) * c->weight;
            for (uint32_t f = 0; f < c->count; f++) {
                size_t at = (size_t)c->features[f] * n;
                step(out->features + at, squares + at, p, 1.0f, n, rate, s->penalty);
            }
            for (uint32_t d = 0; c->vectors && d < s->vector_count; d++)
                if (c->vectors[d] != 0.0f) step(out->vectors + (size_t)d * n, vector_squares + (size_t)d * n, p, c->vectors[d], n, rate, s->penalty);
        }
        if (pass < s->passes / 2) continue;
        summed++;
        for (size_t i = 0; i < size; i++) sum[i] += out->features[i];
        for (size_t i = 0; i < vector_size; i++) vector_sum[i] += out->vectors[i];
    }
    for (size_t i = 0; i < size && summed; i++) out->features[i] = sum[i] / (float)summed;
    for (size_t i = 0; i < vector_size && summed; i++) out->vectors[i] = vector_sum[i] / (float)summed;
    return RP_OK;
}

rp_code learn_fit(const learn_case *cases, size_t count, const learn_settings *s, arena *mem, learn_weights *out, rp_err *err)
{
    size_t size = (size_t)s->features * s->classes, vector_size = (size_t)s->vector_count * s->classes;
    out->features = arena_array(mem, size + 1, sizeof(float));
    out->vectors = arena_array(mem, vector_size + 1, sizeof(float));
    if (!out->features || !out->vectors) return error_set(err, RP_ENOMEM, "memory ended");
    for (uint32_t round = 0; round < ROUNDS; round++) {
        learn_settings own = *s;
        learn_weights one;
        own.seed = s->seed + round;
        rp_code rc = fit_once(cases, count, &own, mem, &one, err);
        if (rc != RP_OK) return rc;
        for (size_t i = 0; i < size; i++) out->features[i] += one.features[i] / (float)ROUNDS;
        for (size_t i = 0; i < vector_size; i++) out->vectors[i] += one.vectors[i] / (float)ROUNDS;
    }
    return RP_OK;
}
