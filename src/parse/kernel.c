/* parse/kernel.c - the kernels' definition, in portable C; see parse/kernel.h. */
#include "parse/kernel.h"
#include <string.h>
#include "parse/kernel_x86.h"

static int16_t cut(int64_t x) { return (int16_t)(x > INT16_MAX ? INT16_MAX : x < INT16_MIN ? INT16_MIN : x); }

/* a * b / 2^15, rounded half up. */
static int16_t times(int16_t a, int16_t b) { return (int16_t)(((int32_t)a * b + (1 << 14)) >> 15); }

static void multiply(const kernel_matrix *m, const uint8_t *x, size_t count, int16_t *y)
{
    uint32_t groups = m->in / KERNEL_IN;
    int64_t half = (int64_t)1 << (m->shift - 1);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *from = x + i * m->in;
        for (uint32_t block = 0; block < m->out; block += KERNEL_OUT) {
            int32_t sums[KERNEL_OUT];
            memcpy(sums, m->bias + block, sizeof sums);
            const int8_t *w = m->weights + (size_t)block * m->in;
            for (uint32_t g = 0; g < groups; g++, w += KERNEL_OUT * KERNEL_IN) {
                const uint8_t *a = from + g * KERNEL_IN;
                for (uint32_t k = 0; k < KERNEL_OUT; k++)
                    sums[k] += a[0] * w[4 * k] + a[1] * w[4 * k + 1] + a[2] * w[4 * k + 2] + a[3] * w[4 * k + 3];
            }
            for (uint32_t k = 0; k < KERNEL_OUT; k++)
                y[i * m->out + block + k] = cut(((int64_t)sums[k] * m->scale[block + k] + half) >> m->shift);
        }
    }
}

static void narrow(const int16_t *x, size_t n, int16_t scale, int16_t zero, uint8_t *y)
{
    for (size_t i = 0; i < n; i++) {
        int v = cut((int64_t)times(x[i], scale) + zero);
        y[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }
}

static void limit(const int16_t *x, size_t n, int16_t scale, int16_t least, int16_t most, int16_t *y)
{
    for (size_t i = 0; i < n; i++) {
        int16_t v = times(x[i], scale);
        y[i] = v < least ? least : v > most ? most : v;
    }
}

static void add_row(int16_t *x, const int8_t *row, int16_t scale, size_t n)
{
    for (size_t i = 0; i < n; i++) x[i] = cut((int64_t)x[i] + (int16_t)(row[i] * scale));
}

static void add_relu(const int16_t *a, const int16_t *b, size_t n, int16_t *y)
{
    for (size_t i = 0; i < n; i++) {
        int16_t v = cut((int64_t)a[i] + b[i]);
        y[i] = v > 0 ? v : 0;
    }
}

/* net_sigmoid, of a number in steps of 2^-11, in steps of 2^-15. */
static int16_t sigmoid(int16_t x)
{
    int a = x == INT16_MIN ? INT16_MAX : x < 0 ? -x : x;
    int t = 8191 - a > 0 ? (8191 - a) * 4 : 0;
    int y = times((int16_t)t, (int16_t)t) >> 1;
    return (int16_t)(x < 0 ? y : INT16_MAX - y);
}

static void recur(size_t count, size_t h, const int16_t *u, ptrdiff_t u_step, const int16_t *state, const int16_t *x, ptrdiff_t x_step,
                  int16_t *y, ptrdiff_t y_step, int16_t *memory)
{
    memset(memory, 0, h * sizeof *memory);
    for (size_t t = 0; t < count; t++, u += u_step, x += x_step, y += y_step) {
        for (size_t j = 0; j < h; j++) {
            int16_t c = memory[j];
            int16_t f = sigmoid(cut((int64_t)u[h + j] + cut((int64_t)times(c, state[j]) * 4)));
            int16_t r = sigmoid(cut((int64_t)u[2 * h + j] + cut((int64_t)times(c, state[h + j]) * 4)));
            c = cut((int64_t)u[j] + times(f, cut((int64_t)c - u[j])));
            memory[j] = c;
            y[j] = cut((int64_t)x[j] + times(r, cut((int64_t)c - x[j])));
        }
    }
}

static uint32_t best(const int16_t *x, size_t n)
{
    uint32_t at = 0;
    for (uint32_t i = 1; i < n; i++) if (x[i] > x[at]) at = i;
    return at;
}

static void dots(const int16_t *q, const int16_t *keys, size_t count, size_t n, int32_t *out)
{
    for (size_t k = 0; k < count; k++) {
        int32_t sum = 0;
        for (size_t i = 0; i < n; i++) sum += q[i] * keys[k * n + i];
        out[k] = sum;
    }
}

static bool everywhere(void) { return true; }

static const kernels portable = { "portable", everywhere, multiply, narrow, limit, add_row, add_relu, recur, best, dots };

const kernels *const kernels_all[] = {
#ifdef KERNEL_X86
    &kernels_avx512, &kernels_avx2,
#endif
    &portable, NULL,
};

const kernels *kernels_best(void)
{
    const kernels *const *k = kernels_all;
    while (!(*k)->works_here()) k++;
    return *k;
}

void kernel_pack(const int8_t *weights, uint32_t out, uint32_t in, int8_t *to)
{
    uint32_t wide = kernel_padded(in, KERNEL_IN), high = kernel_padded(out, KERNEL_OUT);
    memset(to, 0, (size_t)wide * high);
    for (uint32_t o = 0; o < out; o++) {
        for (uint32_t i = 0; i < in; i++) {
            size_t at = (size_t)(o / KERNEL_OUT) * KERNEL_OUT * wide + (size_t)(i / KERNEL_IN) * KERNEL_OUT * KERNEL_IN
                      + o % KERNEL_OUT * KERNEL_IN + i % KERNEL_IN;
            to[at] = weights[(size_t)o * in + i];
        }
    }
}
