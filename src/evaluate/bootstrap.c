/* evaluate/bootstrap.c - see evaluate/bootstrap.h. */
#include "evaluate/bootstrap.h"
#include <stdlib.h>

#define TAIL (BOOTSTRAP_SAMPLES / 40)       /* samples outside the interval on either side: 2.5 % */

size_t bootstrap_draw(uint64_t *state, size_t n)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (size_t)((z ^ (z >> 31)) % n);
}

static int compare_figures(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

bootstrap_bounds bootstrap_bound(double *figures)
{
    qsort(figures, BOOTSTRAP_SAMPLES, sizeof *figures, compare_figures);
    return (bootstrap_bounds){ figures[TAIL], figures[BOOTSTRAP_SAMPLES - 1 - TAIL] };
}
