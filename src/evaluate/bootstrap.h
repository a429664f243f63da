/*
 * evaluate/bootstrap.h - 95 % intervals of a figure from samples of what it was measured on.
 *
 * Method: percentile bootstrap (Efron 1979): as many units as there are are drawn with replacement, 1,000 times; between the bounds lie the
 * middle 95 % of the figures of these samples. Numbers are drawn by SplitMix64 (Steele, Lea, Flood 2014) from a fixed seed, so that the same
 * input gives the same bounds.
 */
#ifndef EVALUATE_BOOTSTRAP_H
#define EVALUATE_BOOTSTRAP_H
#include <stddef.h>
#include <stdint.h>

#define BOOTSTRAP_SAMPLES 1000u
#define BOOTSTRAP_SEED 1u

typedef struct bootstrap_bounds { double low, high; } bootstrap_bounds;

/* The next unit of a sample, below `n`, which is not 0. *state begins with BOOTSTRAP_SEED. */
size_t bootstrap_draw(uint64_t *state, size_t n);

/* The bounds of `figures` [BOOTSTRAP_SAMPLES], which are sorted by it; none is NaN. */
bootstrap_bounds bootstrap_bound(double *figures);

#endif
