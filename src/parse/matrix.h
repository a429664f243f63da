/*
 * parse/matrix.h - products of float matrices, for training only.
 *
 * Every cell is summed in the order of k, one lane a cell; whether multiplication and addition are fused depends on the processor, so
 * figures are the same again on one kind of processor, not on all.
 * Matrices are row-major; ld…: floats from one row to the next.
 */
#ifndef PARSE_MATRIX_H
#define PARSE_MATRIX_H
#include <stdbool.h>
#include <stddef.h>

#define MATRIX_PANEL 32u    /* columns worked on at a time */
#define MATRIX_DEPTH 1024u  /* most rows of b worked on at a time */

/* c[m][n] = a[m][k] * b[k][n], or += with `add`. `panel`: scratch of MATRIX_PANEL * MATRIX_DEPTH floats. */
void matrix_multiply(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, size_t ldb, float *c, size_t ldc, bool add,
                     float *panel);

/* out[cols][rows] = the transpose of a[rows][cols]; ldo: floats a row of out. */
void matrix_transpose(size_t rows, size_t cols, const float *a, size_t lda, float *out, size_t ldo);

#endif
