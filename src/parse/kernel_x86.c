/*
 * parse/kernel_x86.c - the kernels with AVX2, and the products with AVX-512 VNNI; see parse/kernel.h.
 *
 * Each function does what its portable namesake in kernel.c does, KERNEL_LANES or fewer numbers at a time.
 */
#include "parse/kernel_x86.h"
#ifdef KERNEL_X86
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vnni")))
#define UNROLL _Pragma("GCC unroll 8")
#define INLINE static inline __attribute__((always_inline))

INLINE AVX2 __m256i load(const void *at) { return _mm256_loadu_si256(at); }
INLINE AVX2 void store(void *at, __m256i v) { _mm256_storeu_si256(at, v); }

/* ---- matrices ------------------------------------------------------------------------------------------------------------ */

/* 8 sums → (sum * scale + half) >> shift as 8 int32; right where the result fits into int32 or beyond int16 keeps its sign. */
INLINE AVX2 __m256i scaled(__m256i sums, __m256i scale, __m256i half, __m128i shift)
{
    __m256i even = _mm256_add_epi64(_mm256_mul_epi32(sums, scale), half);
    __m256i odd = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(sums, 32), _mm256_srli_epi64(scale, 32)), half);
    even = _mm256_srl_epi64(even, shift);
    odd = _mm256_slli_epi64(_mm256_srl_epi64(odd, shift), 32);
    return _mm256_blend_epi32(even, odd, 0xAA);
}

/* Two times 8 sums of one row → 16 int16. */
INLINE AVX2 void finish(const kernel_matrix *m, uint32_t block, __m256i low, __m256i high, int16_t *y)
{
    __m256i half = _mm256_set1_epi64x((int64_t)1 << (m->shift - 1));
    __m128i shift = _mm_cvtsi32_si128((int)m->shift);
    low = scaled(low, load(m->scale + block), half, shift);
    high = scaled(high, load(m->scale + block + 8), half, shift);
    store(y, _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), 0xD8));
}

INLINE AVX2 __m256i four_inputs(const uint8_t *x)
{
    int32_t v;
    memcpy(&v, x, sizeof v);
    return _mm256_set1_epi32(v);
}

/* 16 outputs of `rows` words, at most 4. */
INLINE AVX2 void tile_avx2(const kernel_matrix *m, uint32_t block, const uint8_t *x, size_t rows, int16_t *y)
{
    __m256i ones = _mm256_set1_epi16(1), low[4], high[4];
    UNROLL for (size_t r = 0; r < rows; r++) low[r] = load(m->bias + block), high[r] = load(m->bias + block + 8);
    const int8_t *w = m->weights + (size_t)block * m->in;
    for (uint32_t at = 0; at < m->in; at += KERNEL_IN, w += KERNEL_OUT * KERNEL_IN) {
        __m256i w0 = load(w), w1 = load(w + 32);
        UNROLL for (size_t r = 0; r < rows; r++) {
            __m256i a = four_inputs(x + r * m->in + at);
            low[r] = _mm256_add_epi32(low[r], _mm256_madd_epi16(_mm256_maddubs_epi16(a, w0), ones));
            high[r] = _mm256_add_epi32(high[r], _mm256_madd_epi16(_mm256_maddubs_epi16(a, w1), ones));
        }
    }
    UNROLL for (size_t r = 0; r < rows; r++) finish(m, block, low[r], high[r], y + r * m->out + block);
}

AVX2 static void multiply_avx2(const kernel_matrix *m, const uint8_t *x, size_t count, int16_t *y)
{
    for (uint32_t block = 0; block < m->out; block += KERNEL_OUT) {
        size_t i = 0;
        for (; i + 4 <= count; i += 4) tile_avx2(m, block, x + i * m->in, 4, y + i * m->out);
        const uint8_t *rest = x + i * m->in;
        int16_t *to = y + i * m->out;
        switch (count - i) {
        case 3: tile_avx2(m, block, rest, 3, to); break;
        case 2: tile_avx2(m, block, rest, 2, to); break;
        case 1: tile_avx2(m, block, rest, 1, to); break;
        default: break;
        }
    }
}

INLINE AVX512 __m512i four_inputs_512(const uint8_t *x)
{
    int32_t v;
    memcpy(&v, x, sizeof v);
    return _mm512_set1_epi32(v);
}

/* 16 * blocks outputs of `rows` words. */
INLINE AVX512 void tile_avx512(const kernel_matrix *m, uint32_t block, size_t blocks, const uint8_t *x, size_t rows, int16_t *y)
{
    __m512i sums[8][2];
    UNROLL for (size_t r = 0; r < rows; r++)     /* from the bias on: from nought, compilers put copies of all sums into the loop below */
        UNROLL for (size_t b = 0; b < 2; b++) sums[r][b] = _mm512_loadu_si512(m->bias + block + (b < blocks ? b : 0) * KERNEL_OUT);
    const int8_t *w = m->weights + (size_t)block * m->in;
    size_t next = (size_t)KERNEL_OUT * m->in;
    for (uint32_t at = 0; at < m->in; at += KERNEL_IN, w += KERNEL_OUT * KERNEL_IN) {
        __m512i w0 = _mm512_loadu_si512(w), w1 = blocks > 1 ? _mm512_loadu_si512(w + next) : w0;
        UNROLL for (size_t r = 0; r < rows; r++) {
            __m512i a = four_inputs_512(x + r * m->in + at);
            sums[r][0] = _mm512_dpbusd_epi32(sums[r][0], a, w0);
            if (blocks > 1) sums[r][1] = _mm512_dpbusd_epi32(sums[r][1], a, w1);
        }
    }
    UNROLL for (size_t r = 0; r < rows; r++) {
        UNROLL for (uint32_t b = 0; b < blocks; b++)
            finish(m, block + b * KERNEL_OUT, _mm512_castsi512_si256(sums[r][b]), _mm512_extracti64x4_epi64(sums[r][b], 1),
                   y + r * m->out + block + b * KERNEL_OUT);
    }
}

/* All words; `blocks` is constant where this is called. */
INLINE AVX512 void column_avx512(const kernel_matrix *m, uint32_t block, size_t blocks, const uint8_t *x, size_t count, int16_t *y)
{
    size_t i = 0;
    for (; i + 8 <= count; i += 8) tile_avx512(m, block, blocks, x + i * m->in, 8, y + i * m->out);
    const uint8_t *rest = x + i * m->in;
    int16_t *to = y + i * m->out;
    switch (count - i) {
    case 7: tile_avx512(m, block, blocks, rest, 7, to); break;
    case 6: tile_avx512(m, block, blocks, rest, 6, to); break;
    case 5: tile_avx512(m, block, blocks, rest, 5, to); break;
    case 4: tile_avx512(m, block, blocks, rest, 4, to); break;
    case 3: tile_avx512(m, block, blocks, rest, 3, to); break;
    case 2: tile_avx512(m, block, blocks, rest, 2, to); break;
    case 1: tile_avx512(m, block, blocks, rest, 1, to); break;
    default: break;
    }
}

AVX512 static void multiply_avx512(const kernel_matrix *m, const uint8_t *x, size_t count, int16_t *y)
{
    uint32_t block = 0;
    for (; block + 2 * KERNEL_OUT <= m->out; block += 2 * KERNEL_OUT) column_avx512(m, block, 2, x, count, y);
    if (block < m->out) column_avx512(m, block, 1, x, count, y);
}

/* ---- vectors ------------------------------------------------------------------------------------------------------------- */

AVX2 static void narrow_avx2(const int16_t *x, size_t n, int16_t scale, int16_t zero, uint8_t *y)
{
    __m256i s = _mm256_set1_epi16(scale), z = _mm256_set1_epi16(zero);
    for (size_t i = 0; i < n; i += 32) {
        __m256i a = _mm256_adds_epi16(_mm256_mulhrs_epi16(load(x + i), s), z);
        __m256i b = _mm256_adds_epi16(_mm256_mulhrs_epi16(load(x + i + 16), s), z);
        store(y + i, _mm256_permute4x64_epi64(_mm256_packus_epi16(a, b), 0xD8));
    }
}

AVX2 static void limit_avx2(const int16_t *x, size_t n, int16_t scale, int16_t least, int16_t most, int16_t *y)
{
    __m256i s = _mm256_set1_epi16(scale), low = _mm256_set1_epi16(least), high = _mm256_set1_epi16(most);
    for (size_t i = 0; i < n; i += 16) store(y + i, _mm256_min_epi16(_mm256_max_epi16(_mm256_mulhrs_epi16(load(x + i), s), low), high));
}

AVX2 static void add_row_avx2(int16_t *x, const int8_t *row, int16_t scale, size_t n)
{
    __m256i s = _mm256_set1_epi16(scale);
    for (size_t i = 0; i < n; i += 16) {
        __m256i r = _mm256_mullo_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)(row + i))), s);
        store(x + i, _mm256_adds_epi16(load(x + i), r));
    }
}

AVX2 static void add_relu_avx2(const int16_t *a, const int16_t *b, size_t n, int16_t *y)
{
    for (size_t i = 0; i < n; i += 16) store(y + i, _mm256_max_epi16(_mm256_adds_epi16(load(a + i), load(b + i)), _mm256_setzero_si256()));
}

INLINE AVX2 __m256i sigmoid(__m256i x)
{
    __m256i a = _mm256_min_epu16(_mm256_abs_epi16(x), _mm256_set1_epi16(INT16_MAX));
    __m256i t = _mm256_slli_epi16(_mm256_subs_epu16(_mm256_set1_epi16(8191), a), 2);
    __m256i y = _mm256_srli_epi16(_mm256_mulhrs_epi16(t, t), 1);
    return _mm256_blendv_epi8(_mm256_sub_epi16(_mm256_set1_epi16(INT16_MAX), y), y, _mm256_srai_epi16(x, 15));
}

/* gate + state * weight, both in steps of 2^-11 but the weight, which is in steps of 2^-13. */
INLINE AVX2 __m256i gate(__m256i u, __m256i c, __m256i weight)
{
    __m256i p = _mm256_mulhrs_epi16(c, weight);
    p = _mm256_adds_epi16(p, p);
    return sigmoid(_mm256_adds_epi16(u, _mm256_adds_epi16(p, p)));
}

/* A word waits for the one before it, so `strands` blocks of 16 run side by side. */
INLINE AVX2 void strands_avx2(size_t strands, size_t count, size_t h, const int16_t *u, ptrdiff_t u_step, const int16_t *state, const int16_t *x,
                              ptrdiff_t x_step, int16_t *y, ptrdiff_t y_step)
{
    __m256i c[2], vf[2], vr[2];
    UNROLL for (size_t k = 0; k < strands; k++) {
        c[k] = _mm256_setzero_si256();
        vf[k] = load(state + 16 * k);
        vr[k] = load(state + h + 16 * k);
    }
    for (size_t t = 0; t < count; t++, u += u_step, x += x_step, y += y_step)
        UNROLL for (size_t k = 0; k < strands; k++) {
            __m256i candidate = load(u + 16 * k), in = load(x + 16 * k);
            __m256i f = gate(load(u + h + 16 * k), c[k], vf[k]), r = gate(load(u + 2 * h + 16 * k), c[k], vr[k]);
            c[k] = _mm256_adds_epi16(candidate, _mm256_mulhrs_epi16(f, _mm256_subs_epi16(c[k], candidate)));
            store(y + 16 * k, _mm256_adds_epi16(in, _mm256_mulhrs_epi16(r, _mm256_subs_epi16(c[k], in))));
        }
}

AVX2 static void recur_avx2(size_t count, size_t h, const int16_t *u, ptrdiff_t u_step, const int16_t *state, const int16_t *x, ptrdiff_t x_step,
                            int16_t *y, ptrdiff_t y_step, int16_t *memory)
{
    (void)memory;
    size_t j = 0;
    for (; j + 32 <= h; j += 32) strands_avx2(2, count, h, u + j, u_step, state + j, x + j, x_step, y + j, y_step);
    if (j < h) strands_avx2(1, count, h, u + j, u_step, state + j, x + j, x_step, y + j, y_step);
}

INLINE AVX512 __m512i gate_512(__m512i u, __m512i c, __m512i weight)
{
    __m512i p = _mm512_mulhrs_epi16(c, weight);
    p = _mm512_adds_epi16(p, p);
    __m512i x = _mm512_adds_epi16(u, _mm512_adds_epi16(p, p));
    __m512i a = _mm512_min_epu16(_mm512_abs_epi16(x), _mm512_set1_epi16(INT16_MAX));
    __m512i t = _mm512_slli_epi16(_mm512_subs_epu16(_mm512_set1_epi16(8191), a), 2);
    __m512i low = _mm512_srli_epi16(_mm512_mulhrs_epi16(t, t), 1);
    return _mm512_mask_blend_epi16(_mm512_movepi16_mask(x), _mm512_sub_epi16(_mm512_set1_epi16(INT16_MAX), low), low);
}

/* As strands_avx2, blocks of 32. */
INLINE AVX512 void strands_avx512(size_t strands, size_t count, size_t h, const int16_t *u, ptrdiff_t u_step, const int16_t *state, const int16_t *x,
                                  ptrdiff_t x_step, int16_t *y, ptrdiff_t y_step)
{
    __m512i c[4], vf[4], vr[4];
    UNROLL for (size_t k = 0; k < strands; k++) {
        c[k] = _mm512_setzero_si512();
        vf[k] = _mm512_loadu_si512(state + 32 * k);
        vr[k] = _mm512_loadu_si512(state + h + 32 * k);
    }
    for (size_t t = 0; t < count; t++, u += u_step, x += x_step, y += y_step)
        UNROLL for (size_t k = 0; k < strands; k++) {
            __m512i candidate = _mm512_loadu_si512(u + 32 * k), in = _mm512_loadu_si512(x + 32 * k);
            __m512i f = gate_512(_mm512_loadu_si512(u + h + 32 * k), c[k], vf[k]), r = gate_512(_mm512_loadu_si512(u + 2 * h + 32 * k), c[k], vr[k]);
            c[k] = _mm512_adds_epi16(candidate, _mm512_mulhrs_epi16(f, _mm512_subs_epi16(c[k], candidate)));
            _mm512_storeu_si512(y + 32 * k, _mm512_adds_epi16(in, _mm512_mulhrs_epi16(r, _mm512_subs_epi16(c[k], in))));
        }
}

AVX512 static void recur_avx512(size_t count, size_t h, const int16_t *u, ptrdiff_t u_step, const int16_t *state, const int16_t *x, ptrdiff_t x_step,
                                int16_t *y, ptrdiff_t y_step, int16_t *memory)
{
    (void)memory;
    size_t j = 0;
    for (; j + 128 <= h; j += 128) strands_avx512(4, count, h, u + j, u_step, state + j, x + j, x_step, y + j, y_step);
    for (; j + 32 <= h; j += 32) strands_avx512(1, count, h, u + j, u_step, state + j, x + j, x_step, y + j, y_step);
    if (j < h) strands_avx2(1, count, h, u + j, u_step, state + j, x + j, x_step, y + j, y_step);
}

/* The largest of all, then the first block that has it. */
AVX2 static uint32_t best_avx2(const int16_t *x, size_t n)
{
    __m256i most = _mm256_set1_epi16(INT16_MIN);
    size_t i = 0;
    for (; i + 16 <= n; i += 16) most = _mm256_max_epi16(most, load(x + i));
    __m128i m = _mm_max_epi16(_mm256_castsi256_si128(most), _mm256_extracti128_si256(most, 1));
    m = _mm_max_epi16(m, _mm_shuffle_epi32(m, 0x4E));
    m = _mm_max_epi16(m, _mm_shuffle_epi32(m, 0xB1));
    m = _mm_max_epi16(m, _mm_shufflelo_epi16(m, 0xB1));
    int16_t largest = (int16_t)_mm_extract_epi16(m, 0);
    for (; i < n; i++) if (x[i] > largest) largest = x[i];
    __m256i wanted = _mm256_set1_epi16(largest);
    for (i = 0; i + 16 <= n; i += 16) {
        uint32_t hit = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi16(load(x + i), wanted));
        if (hit) return (uint32_t)i + (uint32_t)__builtin_ctz(hit) / 2;
    }
    while (x[i] != largest) i++;
    return (uint32_t)i;
}

AVX2 static void dots_avx2(const int16_t *q, const int16_t *keys, size_t count, size_t n, int32_t *out)
{
    for (size_t k = 0; k < count; k++, keys += n) {
        __m256i s0 = _mm256_setzero_si256(), s1 = s0;
        for (size_t i = 0; i < n; i += 32) {
            s0 = _mm256_add_epi32(s0, _mm256_madd_epi16(load(q + i), load(keys + i)));
            s1 = _mm256_add_epi32(s1, _mm256_madd_epi16(load(q + i + 16), load(keys + i + 16)));
        }
        s0 = _mm256_add_epi32(s0, s1);
        __m128i s = _mm_add_epi32(_mm256_castsi256_si128(s0), _mm256_extracti128_si256(s0, 1));
        s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4E));
        s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xB1));
        out[k] = _mm_cvtsi128_si32(s);
    }
}

static bool has_avx2(void) { return __builtin_cpu_supports("avx2"); }

static bool has_avx512(void)
{
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vnni");
}

const kernels kernels_avx2 = { "avx2", has_avx2, multiply_avx2, narrow_avx2, limit_avx2, add_row_avx2, add_relu_avx2, recur_avx2, best_avx2,
                               dots_avx2 };
const kernels kernels_avx512 = { "avx512", has_avx512, multiply_avx512, narrow_avx2, limit_avx2, add_row_avx2, add_relu_avx2, recur_avx512, best_avx2,
                               dots_avx2 };
#else
typedef int kernel_x86_is_empty;
#endif
