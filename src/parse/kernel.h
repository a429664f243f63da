/*
 * parse/kernel.h - the integer arithmetic of a network: the same results, bit for bit, on every processor.
 *
 * Numbers: representations and gates are int16 in steps of 2^-11 (KERNEL_ONE is 1.0); what matrices are multiplied with is uint8;
 * weights are int8 within ±KERNEL_WEIGHT, so that the sum of two products fits into int16 and no instruction that saturates there
 * (pmaddubsw) ever does. Every operation below is defined by its portable form; the others are tested against it.
 */
#ifndef PARSE_KERNEL_H
#define PARSE_KERNEL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KERNEL_ONE 2048
#define KERNEL_WEIGHT 63
#define KERNEL_BIAS (1 << 26)       /* largest bias */
#define KERNEL_OUT 16u              /* outputs are padded to a multiple of it */
#define KERNEL_IN 4u                /* inputs too */
#define KERNEL_LANES 32u            /* int16 vectors are padded to a multiple of it */

/* One matrix: y = (sum of x * weight + bias) * scale >> shift, rounded, cut to int16. */
typedef struct kernel_matrix {
    uint32_t in, out;               /* multiples of KERNEL_IN, KERNEL_OUT */
    const int8_t *weights;          /* [out / 16][in / 4][16][4]: the four inputs of an output lie together */
    const int32_t *bias;            /* [out] */
    const int32_t *scale;           /* [out], 0 … 2^(shift + 4), at most 2^30: so that every result fits into int32 */
    uint32_t shift;                 /* 1 … 26 */
} kernel_matrix;

typedef struct kernels {
    const char *name;               /* "portable", "avx2", "avx512" */
    bool (*works_here)(void);

    /* x [count][m->in] → y [count][m->out]. x is aligned to 4 bytes. */
    void (*multiply)(const kernel_matrix *m, const uint8_t *x, size_t count, int16_t *y);

    /* y = x * scale / 2^15 rounded, plus zero, cut to 0 … 255. n is a multiple of KERNEL_LANES. */
    void (*narrow)(const int16_t *x, size_t n, int16_t scale, int16_t zero, uint8_t *y);

    /* y = x * scale / 2^15 rounded, cut to least … most. n is a multiple of KERNEL_LANES. */
    void (*limit)(const int16_t *x, size_t n, int16_t scale, int16_t least, int16_t most, int16_t *y);

    /* x += row * scale, cut to int16. n is a multiple of KERNEL_LANES. */
    void (*add_row)(int16_t *x, const int8_t *row, int16_t scale, size_t n);

    /* y = max(a + b, 0), cut to int16. n is a multiple of 16. */
    void (*add_relu)(const int16_t *a, const int16_t *b, size_t n, int16_t *y);

    /*
     * One direction of a recurrent layer over `count` words: u[t][0, h) candidates, [h, 2h) forget gates, [2h, 3h) reset gates, both before
     * the sigmoid and without the state's part; `state` [2h] weighs the state in them, in steps of 2^-13; x and y [t][0, h). Word t + 1
     * lies u_step, x_step, y_step numbers behind word t (negative for the backward direction). h is a multiple of 16. `memory` [h] is scratch.
     */
    void (*recur)(size_t count, size_t h, const int16_t *u, ptrdiff_t u_step, const int16_t *state, const int16_t *x, ptrdiff_t x_step,
                  int16_t *y, ptrdiff_t y_step, int16_t *memory);

    /* The first place of the largest of x[n], n > 0. */
    uint32_t (*best)(const int16_t *x, size_t n);

    /* out[k] = the dot product of q [n] and keys[k] [n]; all numbers within ±2047, n ≤ 256 and a multiple of KERNEL_LANES. */
    void (*dots)(const int16_t *q, const int16_t *keys, size_t count, size_t n, int32_t *out);
} kernels;

/* All that this build has, the fastest first; the last one, "portable", works everywhere. NULL ends them. */
extern const kernels *const kernels_all[];

/* The fastest that works on this processor; environment variables are not looked at. */
const kernels *kernels_best(void);

/* Lay out weights[out][in] as kernel_matrix has them; the paddings are zero. `to` has room for padded out * padded in. */
void kernel_pack(const int8_t *weights, uint32_t out, uint32_t in, int8_t *to);

static inline uint32_t kernel_padded(uint32_t n, uint32_t to) { return (n + to - 1) / to * to; }

#endif
