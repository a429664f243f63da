/* parse/matrix.c - see parse/matrix.h. Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication", in small. */
#include "parse/matrix.h"
#include <string.h>

typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));
#define ROWS 8u

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

static void pack(size_t n, size_t k, const float *b, size_t ldb, float *panel)
{
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < MATRIX_PANEL; j++) panel[i * MATRIX_PANEL + j] = j < n ? b[i * ldb + j] : 0;
    }
}

/* Up to ROWS rows of c times one panel; `out` takes ROWS * MATRIX_PANEL sums. */
CLONES static void block(size_t rows, size_t k, const float *a, size_t lda, const float *panel, float *out)
{
    const lanes *p = (const lanes *)(const void *)panel;
    lanes *to = (lanes *)(void *)out;
    if (rows == ROWS) {
        lanes s[ROWS][2] = { 0 };
        for (size_t i = 0; i < k; i++) {
            lanes b0 = p[2 * i], b1 = p[2 * i + 1];
#pragma GCC unroll 8
            for (size_t r = 0; r < ROWS; r++) {
                float x = a[r * lda + i];
                s[r][0] += x * b0;
                s[r][1] += x * b1;
            }
        }
        for (size_t r = 0; r < ROWS; r++) to[2 * r] = s[r][0], to[2 * r + 1] = s[r][1];
        return;
    }
    for (size_t r = 0; r < rows; r++) {
        lanes s0 = { 0 }, s1 = { 0 };
        for (size_t i = 0; i < k; i++) {
            float x = a[r * lda + i];
            s0 += x * p[2 * i];
            s1 += x * p[2 * i + 1];
        }
        to[2 * r] = s0, to[2 * r + 1] = s1;
    }
}

static void multiply_part(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, size_t ldb, float *c, size_t ldc, bool add,
                          float *panel)
{
    float sums[ROWS * MATRIX_PANEL];
    for (size_t j = 0; j < n; j += MATRIX_PANEL) {
        size_t wide = n - j < MATRIX_PANEL ? n - j : MATRIX_PANEL;
        pack(wide, k, b + j, ldb, panel);
        for (size_t i = 0; i < m; i += ROWS) {
            size_t rows = m - i < ROWS ? m - i : ROWS;
            block(rows, k, a + i * lda, lda, panel, sums);
            for (size_t r = 0; r < rows; r++) {
                float *to = c + (i + r) * ldc + j;
                const float *from = sums + r * MATRIX_PANEL;
                if (add) for (size_t x = 0; x < wide; x++) to[x] += from[x];
                else memcpy(to, from, wide * sizeof *to);
            }
        }
    }
}

void matrix_multiply(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, size_t ldb, float *c, size_t ldc, bool add,
                     float *panel)
{
    for (size_t at = 0; at < k || at == 0; at += MATRIX_DEPTH) {
        size_t deep = k - at < MATRIX_DEPTH ? k - at : MATRIX_DEPTH;
        multiply_part(m, n, deep, a + at, lda, b + at * ldb, ldb, c, ldc, add || at > 0, panel);
    }
}

void matrix_transpose(size_t rows, size_t cols, const float *a, size_t lda, float *out, size_t ldo)
{
    for (size_t i = 0; i < rows; i += 16) {
        for (size_t j = 0; j < cols; j += 16) {
            for (size_t x = i; x < rows && x < i + 16; x++) {
                for (size_t y = j; y < cols && y < j + 16; y++) out[y * ldo + x] = a[x * lda + y];
            }
        }
    }
}
