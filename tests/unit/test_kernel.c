/*
 * test_kernel.c - kernels: what each operation gives, worked out in 64 bits, is what every kernel that works on this processor gives, bit for
 * bit, at extremes too; the layout of weights.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "parse/kernel.h"
#include "support/splitting.h"      /* random_next */

/* ---- numbers ---------------------------------------------------------------------------------------------------------------- */

static int32_t between(uint64_t *seed, int32_t least, int32_t most)
{
    return (int32_t)(least + (int64_t)(random_next(seed) % (uint32_t)((int64_t)most - least + 1)));
}

/* Mostly anything, often an end of the range, 0 or next to it. */
static int32_t number(uint64_t *seed, int32_t least, int32_t most)
{
    switch (random_next(seed) % 8) {
    case 0: return least;
    case 1: return most;
    case 2: return least <= 0 && most >= 0 ? 0 : least;
    case 3: return least <= -1 && most >= -1 ? -1 : most;
    default: return between(seed, least, most);
    }
}

static void *room(size_t count, size_t size)    /* no byte more than wanted, so that sanitizers see a step beyond it */
{
    void *p = malloc(count > 0 ? count * size : 1);
    assert_non_null(p);
    memset(p, 0x5A, count * size);
    return p;
}

static int16_t *numbers(uint64_t *seed, size_t n, int32_t least, int32_t most)
{
    int16_t *x = room(n, sizeof *x);
    for (size_t i = 0; i < n; i++) x[i] = (int16_t)number(seed, least, most);
    return x;
}

static int64_t cut(int64_t x) { return x > INT16_MAX ? INT16_MAX : x < INT16_MIN ? INT16_MIN : x; }

/* a * b / 2^15, rounded half up; in int16 -1 * -1 is the one product that does not fit, and becomes -1 (as pmulhrsw has it). */
static int64_t times(int64_t a, int64_t b)
{
    int64_t p = (a * b + (1 << 14)) >> 15;
    return p == 32768 ? -32768 : p;
}

typedef void check(const kernels *k, uint64_t seed);

static void of_all(check *each)
{
    for (const kernels *const *k = kernels_all; *k; k++) {
        if (!(*k)->works_here()) continue;
        each(*k, 7);
    }
}

/* ---- matrices --------------------------------------------------------------------------------------------------------------- */

typedef struct product {
    kernel_matrix m;
    int8_t *plain, *packed;     /* [out][in] and as the kernel wants them */
    int32_t *bias, *scale;
} product;

static product product_new(uint32_t in, uint32_t out, uint32_t shift)
{
    product p = { .plain = room((size_t)in * out, 1), .packed = room((size_t)in * out, 1), .bias = room(out, 4), .scale = room(out, 4) };
    p.m = (kernel_matrix){ in, out, p.packed, p.bias, p.scale, shift };
    return p;
}

static int32_t scale_most(uint32_t shift) { return (int32_t)1 << (shift + 4); }

static void product_free(product *p) { free(p->plain), free(p->packed), free(p->bias), free(p->scale); }

static void check_product(const kernels *k, const product *p, const uint8_t *x, size_t count)
{
    const kernel_matrix *m = &p->m;
    int16_t *y = room(count * m->out, sizeof *y);
    k->multiply(m, x, count, y);
    for (size_t i = 0; i < count; i++) {
        for (uint32_t o = 0; o < m->out; o++) {
            int64_t sum = m->bias[o];
            for (uint32_t j = 0; j < m->in; j++) sum += (int64_t)x[i * m->in + j] * p->plain[(size_t)o * m->in + j];
            int64_t expected = cut((sum * m->scale[o] + ((int64_t)1 << (m->shift - 1))) >> m->shift);
            if (y[i * m->out + o] != expected)
                fail_msg("%s: %u to %u, shift %u, word %zu, output %u: %d, not %d", k->name, m->in, m->out, m->shift, i, o, y[i * m->out + o],
                         (int)expected);
        }
    }
    free(y);
}

static void random_product(const kernels *k, uint64_t *seed, uint32_t in, uint32_t out, uint32_t shift, size_t count)
{
    product p = product_new(in, out, shift);
    uint8_t *x = room(count * in, 1);
    for (size_t i = 0; i < (size_t)in * out; i++) p.plain[i] = (int8_t)number(seed, -KERNEL_WEIGHT, KERNEL_WEIGHT);
    for (uint32_t o = 0; o < out; o++) {        /* often a scale that leaves most results within int16 */
        p.bias[o] = random_next(seed) % 2 ? between(seed, -100000, 100000) : number(seed, -KERNEL_BIAS, KERNEL_BIAS);
        p.scale[o] = random_next(seed) % 2 ? between(seed, 0, scale_most(shift) >> 8) : number(seed, 0, scale_most(shift));
    }
    for (size_t i = 0; i < count * in; i++) x[i] = (uint8_t)number(seed, 0, 255);
    kernel_pack(p.plain, out, in, p.packed);
    check_product(k, &p, x, count);
    free(x);
    product_free(&p);
}

static void check_random_products(const kernels *k, uint64_t seed)
{
    for (size_t count = 0; count <= 40; count++) random_product(k, &seed, 4 * (1 + (uint32_t)count % 9), 16 * (1 + (uint32_t)count % 5), 16, count);
    for (uint32_t in = KERNEL_IN; in <= 132; in += KERNEL_IN) random_product(k, &seed, in, 48, 12, 5);
    for (uint32_t out = KERNEL_OUT; out <= 208; out += KERNEL_OUT) random_product(k, &seed, 20, out, 20, 9);
    for (uint32_t shift = 1; shift <= 26; shift++) random_product(k, &seed, 64, 32, shift, 13);
    random_product(k, &seed, 1024, 48, 24, 11);
}

static void test_multiply(void **state)
{
    (void)state;
    of_all(check_random_products);
}

/*
 * Every input 255 and every weight at its limit, with every pattern of signs that an instruction may add before it widens: no sum of two
 * products (255 * 63 * 2 = 32,130) or of a whole row may saturate or wrap, in the widest matrix there can be, with the largest bias and scale.
 */
static void check_worst_products(const kernels *k, uint64_t seed)
{
    (void)seed;
    enum { IN = 1024, OUT = 32, WORDS = 9 };
    uint8_t *x = room((size_t)WORDS * IN, 1);
    for (size_t i = 0; i < (size_t)WORDS * IN; i++) x[i] = i / IN == 1 ? 0 : i / IN == 2 ? 255 * (i % 2) : 255;
    for (uint32_t shift = 1; shift <= 26; shift += 5) {
        for (int bias = -1; bias <= 1; bias++) {
            product p = product_new(IN, OUT, shift);
            for (uint32_t o = 0; o < OUT; o++) {
                for (uint32_t i = 0; i < IN; i++) p.plain[o * IN + i] = (int8_t)((o >> (i % 4)) % 2 ? -KERNEL_WEIGHT : KERNEL_WEIGHT);
                p.bias[o] = bias * KERNEL_BIAS;
                p.scale[o] = o < OUT / 2 ? scale_most(shift) : scale_most(shift) >> 16;
            }
            kernel_pack(p.plain, OUT, IN, p.packed);
            check_product(k, &p, x, WORDS);
            product_free(&p);
        }
    }
    free(x);
}

static void test_multiply_saturates_nowhere(void **state)
{
    (void)state;
    assert_true(255 * KERNEL_WEIGHT * 2 <= INT16_MAX);
    of_all(check_worst_products);
}

static void test_pack(void **state)
{
    (void)state;
    static const struct { uint32_t out, in; } sizes[] = { { 1, 1 }, { 16, 4 }, { 17, 5 }, { 3, 20 }, { 40, 7 }, { 32, 64 } };
    uint64_t seed = 9;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        uint32_t out = sizes[s].out, in = sizes[s].in, wide = kernel_padded(in, KERNEL_IN), high = kernel_padded(out, KERNEL_OUT);
        int8_t *from = room((size_t)out * in, 1), *to = room((size_t)high * wide, 1);
        for (size_t i = 0; i < (size_t)out * in; i++) from[i] = (int8_t)between(&seed, -KERNEL_WEIGHT, KERNEL_WEIGHT);
        kernel_pack(from, out, in, to);
        for (uint32_t block = 0, at = 0; block < high / 16; block++) {          /* [out / 16][in / 4][16][4] */
            for (uint32_t group = 0; group < wide / 4; group++) {
                for (uint32_t o = block * 16; o < block * 16 + 16; o++) {
                    for (uint32_t i = group * 4; i < group * 4 + 4; i++, at++) assert_int_equal(to[at], o < out && i < in ? from[o * in + i] : 0);
                }
            }
        }
        free(from);
        free(to);
    }
}

static void test_padded(void **state)
{
    (void)state;
    assert_int_equal(kernel_padded(0, 16), 0);
    assert_int_equal(kernel_padded(1, 16), 16);
    assert_int_equal(kernel_padded(16, 16), 16);
    assert_int_equal(kernel_padded(17, 4), 20);
}

/* ---- vectors ---------------------------------------------------------------------------------------------------------------- */

static void check_narrow(const kernels *k, uint64_t seed)
{
    for (unsigned round = 0; round < 300; round++) {
        size_t n = KERNEL_LANES * (round % 12);
        int16_t *x = numbers(&seed, n, INT16_MIN, INT16_MAX), scale = (int16_t)number(&seed, INT16_MIN, INT16_MAX);
        int16_t zero = (int16_t)(round % 3 == 0 ? 128 : round % 3 == 1 ? 0 : number(&seed, INT16_MIN, INT16_MAX));
        if (round % 2) scale = (int16_t)between(&seed, 1, 600);         /* results within 0 … 255 */
        uint8_t *y = room(n, 1);
        k->narrow(x, n, scale, zero, y);
        for (size_t i = 0; i < n; i++) {
            int64_t v = cut(times(x[i], scale) + zero);
            v = v < 0 ? 0 : v > 255 ? 255 : v;
            if (y[i] != v) fail_msg("%s: %d * %d + %d is %d, not %d", k->name, x[i], scale, zero, y[i], (int)v);
        }
        free(x);
        free(y);
    }
}

static void test_narrow(void **state)
{
    (void)state;
    of_all(check_narrow);
}

static void check_limit(const kernels *k, uint64_t seed)
{
    for (unsigned round = 0; round < 300; round++) {
        size_t n = KERNEL_LANES * (round % 12);
        int16_t *x = numbers(&seed, n, INT16_MIN, INT16_MAX), *y = room(n, sizeof *y), scale = (int16_t)number(&seed, INT16_MIN, INT16_MAX);
        int16_t least = (int16_t)number(&seed, INT16_MIN, 0), most = (int16_t)number(&seed, 0, INT16_MAX);
        if (round % 3 == 0) scale = INT16_MAX, least = -2047, most = 2047;
        k->limit(x, n, scale, least, most, y);
        for (size_t i = 0; i < n; i++) {
            int64_t v = times(x[i], scale);
            v = v < least ? least : v > most ? most : v;
            if (y[i] != v) fail_msg("%s: %d * %d within %d … %d is %d, not %d", k->name, x[i], scale, least, most, y[i], (int)v);
        }
        free(x);
        free(y);
    }
}

static void test_limit(void **state)
{
    (void)state;
    of_all(check_limit);
}

static void check_limit_in_place(const kernels *k, uint64_t seed)
{
    int16_t *x = numbers(&seed, 256, INT16_MIN, INT16_MAX), *y = room(256, sizeof *y);
    k->limit(x, 256, 12345, -2047, 2047, y);
    k->limit(x, 256, 12345, -2047, 2047, x);
    assert_memory_equal(x, y, 256 * sizeof *x);
    free(x);
    free(y);
}

static void test_limit_in_place(void **state)
{
    (void)state;
    of_all(check_limit_in_place);
}

static void check_add_row(const kernels *k, uint64_t seed)
{
    for (unsigned round = 0; round < 300; round++) {
        size_t n = KERNEL_LANES * (round % 12);
        int16_t *x = numbers(&seed, n, INT16_MIN, INT16_MAX), *before = room(n, sizeof *x), scale = (int16_t)number(&seed, 0, 255);
        int8_t *row = room(n, 1);
        for (size_t i = 0; i < n; i++) row[i] = (int8_t)number(&seed, INT8_MIN, INT8_MAX), before[i] = x[i];
        k->add_row(x, row, scale, n);
        for (size_t i = 0; i < n; i++) {
            int64_t v = cut(before[i] + (int64_t)row[i] * scale);
            if (x[i] != v) fail_msg("%s: %d + %d * %d is %d, not %d", k->name, before[i], row[i], scale, x[i], (int)v);
        }
        free(x);
        free(before);
        free(row);
    }
}

static void test_add_row(void **state)
{
    (void)state;
    of_all(check_add_row);
}

static void check_add_relu(const kernels *k, uint64_t seed)
{
    for (unsigned round = 0; round < 100; round++) {
        size_t n = KERNEL_LANES * (round % 12);
        int16_t *a = numbers(&seed, n, INT16_MIN, INT16_MAX), *b = numbers(&seed, n, INT16_MIN, INT16_MAX), *y = room(n, sizeof *y);
        k->add_relu(a, b, n, y);
        for (size_t i = 0; i < n; i++) {
            int64_t v = cut((int64_t)a[i] + b[i]);
            assert_int_equal(y[i], v > 0 ? v : 0);
        }
        free(a);
        free(b);
        free(y);
    }
}

static void test_add_relu(void **state)
{
    (void)state;
    of_all(check_add_relu);
}

static void check_best(const kernels *k, uint64_t seed)
{
    for (unsigned round = 0; round < 1200; round++) {
        size_t n = 1 + round % 150;
        int32_t spread = round % 3 == 0 ? INT16_MAX : round % 3 == 1 ? 3 : 0;       /* many that are equal; all equal */
        int16_t *x = numbers(&seed, n, round % 3 == 0 ? INT16_MIN : -spread, spread);
        if (round % 7 == 0) for (size_t i = 0; i < n; i++) x[i] = INT16_MIN;
        uint32_t first = 0;
        for (uint32_t i = 0; i < n; i++) if (x[i] > x[first]) first = i;
        if (k->best(x, n) != first) fail_msg("%s: the largest of %zu is at %u, not %u", k->name, n, k->best(x, n), first);
        free(x);
    }
}

static void test_best(void **state)
{
    (void)state;
    of_all(check_best);
}

static void check_dots(const kernels *k, uint64_t seed)
{
    for (unsigned round = 0; round < 120; round++) {
        size_t n = KERNEL_LANES * (1 + round % 8), count = round % 41;
        int16_t *q = numbers(&seed, n, -2047, 2047), *keys = numbers(&seed, n * count, -2047, 2047);
        if (round < 8) {        /* as large as it can be, and as small */
            for (size_t i = 0; i < n; i++) q[i] = 2047;
            for (size_t i = 0; i < n * count; i++) keys[i] = (i / n) % 2 ? -2047 : 2047;
        }
        int32_t *out = room(count, sizeof *out);
        k->dots(q, keys, count, n, out);
        for (size_t c = 0; c < count; c++) {
            int64_t sum = 0;
            for (size_t i = 0; i < n; i++) sum += (int64_t)q[i] * keys[c * n + i];
            assert_true(out[c] == sum);
        }
        free(q);
        free(keys);
        free(out);
    }
}

static void test_dots(void **state)
{
    (void)state;
    of_all(check_dots);
}

/* ---- recurrence ------------------------------------------------------------------------------------------------------------- */

/* net_sigmoid in steps of 2^-15, of steps of 2^-11: two parabolas that meet at 0. */
static int64_t sigmoid(int64_t x)
{
    int64_t a = x < 0 ? -x : x, t = a < 8191 ? 4 * (8191 - a) : 0, y = times(t, t) / 2;
    return x < 0 ? y : INT16_MAX - y;
}

typedef struct sequence {
    size_t count, h;
    int16_t *u, *state, *x, *y;     /* two directions, as a layer has them */
} sequence;

static sequence sequence_new(uint64_t *seed, size_t count, size_t h, int32_t u_most, int32_t most)
{
    return (sequence){ count, h, numbers(seed, count * 6 * h, -u_most - 1, u_most), numbers(seed, 4 * h, INT16_MIN, INT16_MAX),
                       numbers(seed, count * 2 * h, -most - 1, most), room(count * 2 * h, sizeof(int16_t)) };
}

static void sequence_free(sequence *s) { free(s->u), free(s->state), free(s->x), free(s->y); }

static void check_direction(const kernels *k, const sequence *s, bool back)
{
    size_t h = s->h, d = back ? 1 : 0;
    const int16_t *state = s->state + d * 2 * h;
    for (size_t j = 0; j < h; j++) {
        int64_t c = 0;
        for (size_t step = 0; step < s->count; step++) {
            size_t t = back ? s->count - 1 - step : step;
            const int16_t *u = s->u + t * 6 * h + d * 3 * h, *x = s->x + t * 2 * h + d * h;
            int64_t f = sigmoid(cut(u[h + j] + cut(4 * times(c, state[j])))), r = sigmoid(cut(u[2 * h + j] + cut(4 * times(c, state[h + j]))));
            c = cut(u[j] + times(f, cut(c - u[j])));
            int64_t y = cut(x[j] + times(r, cut(c - x[j])));
            if (s->y[t * 2 * h + d * h + j] != y)
                fail_msg("%s: word %zu of %zu, number %zu, direction %zu: %d, not %d", k->name, t, s->count, j, d, s->y[t * 2 * h + d * h + j], (int)y);
        }
    }
}

static void check_recur(const kernels *k, uint64_t seed)
{
    static const size_t sizes[] = { 16, 32, 48, 128 };
    for (size_t count = 0; count <= 40; count++) {
        size_t h = sizes[count % 4];
        bool wild = count % 3 == 0;
        sequence s = sequence_new(&seed, count, h, wild ? INT16_MAX : 5000, wild ? INT16_MAX : 4000);
        int16_t *memory = room(2 * h, sizeof *memory);
        ptrdiff_t u_step = (ptrdiff_t)(6 * h), x_step = (ptrdiff_t)(2 * h), last = (ptrdiff_t)count - 1;
        k->recur(count, h, s.u, u_step, s.state, s.x, x_step, s.y, x_step, memory);
        if (count > 0) {
            memset(memory, 0x33, 2 * h * sizeof *memory);       /* each direction begins from nothing */
            k->recur(count, h, s.u + last * u_step + 3 * h, -u_step, s.state + 2 * h, s.x + last * x_step + h, -x_step, s.y + last * x_step + h, -x_step,
                     memory);
        }
        check_direction(k, &s, false);
        check_direction(k, &s, true);
        free(memory);
        sequence_free(&s);
    }
}

static void test_recur(void **state)
{
    (void)state;
    of_all(check_recur);
}

/* ---- which there are ---------------------------------------------------------------------------------------------------------- */

static void test_best_kernels_work_here(void **state)
{
    (void)state;
    const kernels *best = kernels_best(), *last = NULL, *first = NULL;
    assert_true(best->works_here());
    for (const kernels *const *k = kernels_all; *k; k++) {
        last = *k;
        if (!first && (*k)->works_here()) first = *k;
    }
    assert_ptr_equal(best, first);
    assert_string_equal(last->name, "portable");
    assert_true(last->works_here());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_multiply),
        cmocka_unit_test(test_multiply_saturates_nowhere),
        cmocka_unit_test(test_pack),
        cmocka_unit_test(test_padded),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_limit_in_place),
        cmocka_unit_test(test_add_row),
        cmocka_unit_test(test_add_relu),
        cmocka_unit_test(test_best),
        cmocka_unit_test(test_dots),
        cmocka_unit_test(test_recur),
        cmocka_unit_test(test_best_kernels_work_here),
    };
    return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
