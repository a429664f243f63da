/*
 * test_features.c - words → rows: folding, look-up in crowded vocabularies, shapes and headlines, and that no bytes lead out of the table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "parse/features.h"
#include "support/splitting.h"      /* random_next, random_text */

#define ROWS 8u         /* word rows of the vocabulary below */
#define BITS 5u

/* ---- a vocabulary ------------------------------------------------------------------------------------------------------------- */

static const char *const words_known[ROWS + 2] = {
    NULL, "the", "police", "kenya's", "0000", "état", "москва", "-",    /* with rows of their own */
    "1998", "rare",                                                     /* with a vector only */
};

typedef struct book {
    uint32_t keys[1u << BITS], entries[1u << BITS];
    vocabulary vocabulary;
} book;

static void book_put(book *self, uint64_t hash, uint32_t entry)
{
    uint32_t mask = (1u << self->vocabulary.bits) - 1, at = (uint32_t)hash & mask;
    while (self->keys[at]) at = (at + 1) & mask;
    self->keys[at] = (uint32_t)(hash >> 32) | 1;
    self->entries[at] = entry;
}

static void book_open(book *self)
{
    memset(self, 0, sizeof *self);
    self->vocabulary = (vocabulary){ self->keys, self->entries, BITS, ROWS, ROWS + 2 };
    for (uint32_t i = 1; i < ROWS + 2; i++) book_put(self, features_hash(words_known[i], strlen(words_known[i])), i);
}

static features of_one(rp_str word)
{
    book b;
    features f[2];
    const rp_str words[] = { RP_STR("so"), word };      /* second, so that it begins no sentence */
    book_open(&b);
    features_of(&b.vocabulary, words, 2, f);
    return f[1];
}

static uint32_t shape(const char *word) { return of_one(str_of(word)).row[SLOT_SHAPE]; }

/* ---- folding ------------------------------------------------------------------------------------------------------------------ */

static void folds(rp_str word, bool digits, const char *expected)
{
    char out[FOLDED_MAX];
    size_t len = features_fold(word, digits, out);
    if (!str_eq((rp_str){ out, len }, str_of(expected))) fail_msg("%.*s becomes %.*s, not %s", (int)word.len, word.at, (int)len, out, expected);
}

static void test_fold(void **state)
{
    (void)state;
    static const struct { const char *word, *folded; } cases[] = {
        { "Police", "police" }, { "POLICE", "police" }, { "police", "police" }, { "McDonald", "mcdonald" }, { "", "" },
        { "Kenya\xE2\x80\x99s", "kenya's" }, { "Kenya\xE2\x80\x98s", "kenya's" }, { "Kenya\xCA\xBCs", "kenya's" }, { "\xE2\x80\xB2", "'" },
        { "\xE2\x80\x9C", "\"" }, { "\xE2\x80\x9D", "\"" }, { "\xE2\x80\x9E", "\"" }, { "\xC2\xAB", "\"" }, { "\xC2\xBB", "\"" },
        { "\xE2\x80\x93", "-" }, { "\xE2\x80\x94", "-" }, { "\xE2\x88\x92", "-" }, { "anti\xE2\x80\x90war", "anti-war" },
        { "\xC3\x89tat", "\xC3\xA9tat" },                                           /* État */
        { "\xD0\x9C\xD0\x9E\xD0\xA1\xD0\x9A\xD0\x92\xD0\x90", "\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0" },     /* МОСКВА */
        { "\xCE\xA3", "\xCF\x83" },                                                 /* Σ */
        { "\xC4\xB0zmir", "izmir" }, { "\xC4\xB1", "\xC4\xB1" },                    /* İ and ı, in no locale */
        { "\xE4\xB8\xAD\xE5\x9B\xBD", "\xE4\xB8\xAD\xE5\x9B\xBD" }, { "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" },
        { "e\xCC\x81", "e\xCC\x81" }, { "1998", "1998" }, { "B-52", "b-52" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) folds(str_of(cases[i].word), false, cases[i].folded);
}

static void test_fold_digits(void **state)
{
    (void)state;
    folds(RP_STR("1998"), true, "0000");
    folds(RP_STR("B-52s"), true, "b-00s");
    folds(RP_STR("3,5"), true, "0,0");
    folds(RP_STR("Police"), true, "police");
    folds(RP_STR("\xD9\xA3"), true, "\xD9\xA3");        /* an Arabic-Indic three is no digit here */
}

static void test_fold_what_is_not_utf8_is_one_sign(void **state)
{
    (void)state;
    static const rp_str bad[] = {
        RP_STR("\xFF"), RP_STR("\xC3"), RP_STR("caf\xE9"), RP_STR("\xF0\x9F\x98"), RP_STR("\xC0\xAF"), RP_STR("\xED\xA0\x80"), RP_STR("\xF4\x90\x80\x80"),
        RP_STR("\x80police"), RP_STR("\xC3\xA9\0x"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *exact = malloc(bad[i].len);       /* a sequence that is cut short leads nowhere */
        assert_non_null(exact);
        memcpy(exact, bad[i].at, bad[i].len);
        folds((rp_str){ exact, bad[i].len }, false, "\xEF\xBF\xBD");
        folds((rp_str){ exact, bad[i].len }, true, "\xEF\xBF\xBD");
        free(exact);
    }
    char out[FOLDED_MAX];
    assert_int_equal(features_fold(RP_STR("A\0B"), false, out), 3);
    assert_memory_equal(out, "a\0b", 3);
}

static void test_fold_cuts_long_words_between_characters(void **state)
{
    (void)state;
    static const char *const parts[] = { "a", "\xC3\x89", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "\xC8\xBA" };    /* Ⱥ: two bytes, ⱥ three */
    size_t size = 1u << 20;
    char *word = malloc(size + 4), out[FOLDED_MAX + 1];
    assert_non_null(word);
    for (size_t p = 0; p < 4 * (sizeof parts / sizeof *parts); p++) {
        const char *part = parts[p / 4];
        size_t len = p % 4, step = strlen(part);
        memset(word, 'b', len);
        while (len + step <= size) memcpy(word + len, part, step), len += step;
        out[FOLDED_MAX] = 0x77;
        size_t folded = features_fold((rp_str){ word, len }, false, out);
        assert_true(folded <= FOLDED_MAX && folded > FOLDED_MAX - 8);
        assert_int_equal(utf8_check((rp_str){ out, folded }), folded);
        assert_int_equal(out[FOLDED_MAX], 0x77);
    }
    free(word);
}

/* ---- vocabulary --------------------------------------------------------------------------------------------------------------- */

static void test_vocabulary_finds_what_is_there(void **state)
{
    (void)state;
    book b;
    book_open(&b);
    for (uint32_t i = 1; i < ROWS + 2; i++) assert_int_equal(vocabulary_find(&b.vocabulary, features_hash(words_known[i], strlen(words_known[i]))), i);
    assert_int_equal(vocabulary_find(&b.vocabulary, features_hash("unseen", 6)), 0);
    assert_int_equal(vocabulary_find(&b.vocabulary, features_hash("", 0)), 0);
}

static void test_vocabulary_that_is_empty(void **state)
{
    (void)state;
    book b = { .vocabulary = { .bits = BITS, .rows = 1, .count = 1 } };
    b.vocabulary.keys = b.keys, b.vocabulary.entries = b.entries;
    assert_int_equal(vocabulary_find(&b.vocabulary, features_hash("police", 6)), 0);
    features f;
    const rp_str word = RP_STR("police");
    features_of(&b.vocabulary, &word, 1, &f);
    assert_int_equal(f.row[SLOT_WORD], WORD_UNKNOWN);
    assert_int_equal(f.vector, 0);
}

/* All but one slot taken, by words that all want the same slot: each is found, around the end of the table too, and no search goes on forever. */
static void test_vocabulary_that_is_nearly_full(void **state)
{
    (void)state;
    for (uint32_t wanted = 0; wanted < 1u << BITS; wanted++) {
        book b = { .vocabulary = { .bits = BITS, .rows = 1u << BITS, .count = 1u << BITS } };
        b.vocabulary.keys = b.keys, b.vocabulary.entries = b.entries;
        for (uint32_t i = 1; i < 1u << BITS; i++) book_put(&b, (uint64_t)(2 * i) << 32 | wanted, i);
        for (uint32_t i = 1; i < 1u << BITS; i++) assert_int_equal(vocabulary_find(&b.vocabulary, (uint64_t)(2 * i) << 32 | wanted), i);
        for (uint32_t at = 0; at < 1u << BITS; at++) assert_int_equal(vocabulary_find(&b.vocabulary, (uint64_t)0xABCDEF00 << 32 | at), 0);
    }
}

static void test_vocabulary_takes_a_key_of_zero(void **state)
{
    (void)state;
    book b = { .vocabulary = { .bits = BITS, .rows = 4, .count = 4 } };
    b.vocabulary.keys = b.keys, b.vocabulary.entries = b.entries;
    book_put(&b, 3, 2);         /* upper half 0, which means an empty slot */
    assert_int_equal(vocabulary_find(&b.vocabulary, 3), 2);
}

/* ---- rows --------------------------------------------------------------------------------------------------------------------- */

static const uint32_t slot_sizes[SLOT_COUNT] = { ROWS, ROWS_END2, ROWS_END3, ROWS_END4, ROWS_BEGIN2, ROWS_BEGIN3, ROWS_SHAPE };

static void assert_rows(const vocabulary *v, const features *f)
{
    uint32_t base = 0;
    for (int slot = 0; slot < SLOT_COUNT; slot++) {
        assert_in_range(f->row[slot], base, base + slot_sizes[slot] - 1);
        base += slot_sizes[slot];
    }
    assert_int_equal(base, v->rows + ROWS_HASHED);
    assert_true(f->vector < v->count);
}

static void test_rows_of_random_bytes(void **state)
{
    (void)state;
    book b;
    book_open(&b);
    uint64_t seed = 31;
    for (unsigned round = 0; round < 2000; round++) {
        rp_str words[12];
        features f[12];
        char *bytes[12];
        uint32_t count = 1 + random_next(&seed) % 12;
        for (uint32_t i = 0; i < count; i++) {
            size_t len = random_next(&seed) % 70;
            bytes[i] = malloc(len ? len : 1);
            assert_non_null(bytes[i]);
            for (size_t k = 0; k < len; k++) bytes[i][k] = (char)(random_next(&seed) % (round % 2 ? 256 : 128));
            words[i] = (rp_str){ bytes[i], len };
        }
        features_of(&b.vocabulary, words, count, f);
        for (uint32_t i = 0; i < count; i++) assert_rows(&b.vocabulary, &f[i]), free(bytes[i]);
    }
}

static void test_rows_of_random_text(void **state)
{
    (void)state;
    book b;
    book_open(&b);
    uint64_t seed = 41;
    buf text = { 0 };
    for (unsigned round = 0; round < 2000; round++) {
        features f;
        text.len = 0;
        random_text(&seed, 1 + round % 9, &text);
        const rp_str word = buf_view(&text);
        features_of(&b.vocabulary, &word, 1, &f);
        assert_rows(&b.vocabulary, &f);
    }
    buf_free(&text);
}

static void test_rows_of_long_words_and_long_sentences(void **state)
{
    (void)state;
    enum { WORDS = 3000 };
    static rp_str words[WORDS];
    static features f[WORDS];
    book b;
    book_open(&b);
    size_t size = 1u << 20;
    char *word = malloc(size);
    assert_non_null(word);
    static const char fills[] = { 'a', 'Z', '7', '.', 0, (char)0xC3, (char)0x80 };
    for (size_t i = 0; i < sizeof fills; i++) {
        memset(word, fills[i], size);
        words[0] = (rp_str){ word, size };
        features_of(&b.vocabulary, words, 1, f);
        assert_rows(&b.vocabulary, f);
        assert_int_equal(f->row[SLOT_WORD], WORD_UNKNOWN);
    }
    free(word);
    for (size_t i = 0; i < WORDS; i++) words[i] = i % 2 ? RP_STR("Police") : RP_STR("1998");
    features_of(&b.vocabulary, words, WORDS, f);
    for (size_t i = 2; i < WORDS; i++) assert_memory_equal(&f[i], &f[2 + i % 2], sizeof *f);
    features_of(&b.vocabulary, words, 0, f);
}

static void test_word_rows(void **state)
{
    (void)state;
    assert_int_equal(of_one(RP_STR("THE")).row[SLOT_WORD], 1);
    assert_int_equal(of_one(RP_STR("Kenya\xE2\x80\x99s")).row[SLOT_WORD], 3);
    assert_int_equal(of_one(RP_STR("\xC3\x89TAT")).row[SLOT_WORD], 5);
    assert_int_equal(of_one(RP_STR("\xE2\x80\x94")).row[SLOT_WORD], 7);
    assert_int_equal(of_one(RP_STR("unseen")).row[SLOT_WORD], WORD_UNKNOWN);
    assert_int_equal(of_one(RP_STR("unseen")).vector, 0);
    assert_int_equal(of_one(RP_STR("Rare")).row[SLOT_WORD], WORD_UNKNOWN);      /* a vector, but no row */
    assert_int_equal(of_one(RP_STR("Rare")).vector, 9);
    assert_int_equal(of_one(RP_STR("police")).vector, 2);
}

static void test_numbers_share_a_row_but_not_a_vector(void **state)
{
    (void)state;
    features a = of_one(RP_STR("1998")), b = of_one(RP_STR("2024")), c = of_one(RP_STR("20,24"));
    assert_int_equal(a.row[SLOT_WORD], 4);
    assert_memory_equal(a.row, b.row, sizeof a.row);
    assert_int_equal(a.vector, 8);
    assert_int_equal(b.vector, 0);
    assert_int_not_equal(c.row[SLOT_SHAPE], a.row[SLOT_SHAPE]);
    assert_int_equal(of_one(RP_STR("Il-76")).row[SLOT_END3], of_one(RP_STR("Tu-95")).row[SLOT_END3]);
}

static void test_endings_and_beginnings_are_of_characters(void **state)
{
    (void)state;
    features a = of_one(RP_STR("detained")), b = of_one(RP_STR("ENTERTAINED")), c = of_one(RP_STR("detector"));
    for (int slot = SLOT_END2; slot <= SLOT_END4; slot++) assert_int_equal(a.row[slot], b.row[slot]);
    assert_int_equal(a.row[SLOT_BEGIN2], c.row[SLOT_BEGIN2]);
    assert_int_equal(a.row[SLOT_BEGIN3], c.row[SLOT_BEGIN3]);
    assert_int_not_equal(a.row[SLOT_END4], c.row[SLOT_END4]);
    features d = of_one(RP_STR("caf\xC3\xA9")), e = of_one(RP_STR("f\xC3\xA9"));
    assert_int_equal(d.row[SLOT_END2], e.row[SLOT_END2]);       /* fé: three bytes, two characters */
}

static void test_shapes_differ(void **state)
{
    (void)state;
    static const char *const kinds[] = { "police", "Police", "POLICE", "McDonald", "1998", "1,998", "B52", ".", "--", "J.", "e.g.",
                                         "\xE4\xB8\xAD\xE5\x9B\xBD" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) for (size_t k = 0; k < i; k++)
        if (shape(kinds[i]) == shape(kinds[k])) fail_msg("%s has the shape of %s", kinds[i], kinds[k]);
}

static void test_shapes_that_are_one(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        { "police", "w\xC3\xA4hlen" }, { "Police", "\xC3\x89tat" }, { "Police", "\xD0\x9C" "ali" }, { "USA", "\xC3\x89TAT" }, { "1998", "7" },
        { ".", "\xE2\x80\x94" }, { ".", "?" }, { "...", "?!" }, { "\xFF", "\xE4\xB8\xAD" },
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (shape(same[i][0]) != shape(same[i][1])) fail_msg("%s has not the shape of %s", same[i][0], same[i][1]);
}

static uint32_t shape_in(const rp_str *words, uint32_t count, uint32_t which)
{
    book b;
    features f[8];
    book_open(&b);
    features_of(&b.vocabulary, words, count, f);
    return f[which].row[SLOT_SHAPE];
}

static void test_shape_tells_headlines_and_the_first_word(void **state)
{
    (void)state;
    const rp_str plain[] = { RP_STR("Rebels"), RP_STR("attack"), RP_STR("the"), RP_STR("old"), RP_STR("Town") };
    const rp_str title[] = { RP_STR("Rebels"), RP_STR("Attack"), RP_STR("the"), RP_STR("Old"), RP_STR("Town") };
    const rp_str shout[] = { RP_STR("REBELS"), RP_STR("ATTACK"), RP_STR("THE"), RP_STR("OLD"), RP_STR("TOWN") };
    const rp_str sign[] = { RP_STR("REBELS"), RP_STR("attack"), RP_STR("the"), RP_STR("OLD"), RP_STR("TOWN") };
    assert_int_not_equal(shape_in(plain, 5, 0), shape_in(plain, 5, 4));       /* both begin with a capital */
    assert_int_not_equal(shape_in(plain, 5, 4), shape_in(title, 5, 4));
    assert_int_not_equal(shape_in(shout, 5, 4), shape_in(sign, 5, 4));
    assert_int_equal(shape_in(plain, 5, 2), shape_in(sign, 5, 1));              /* an ordinary "the", and "attack" beside too few capitals */
    assert_int_equal(shape_in(plain, 3, 2), shape_in(plain, 5, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_fold_digits),
        cmocka_unit_test(test_fold_what_is_not_utf8_is_one_sign),
        cmocka_unit_test(test_fold_cuts_long_words_between_characters),
        cmocka_unit_test(test_vocabulary_finds_what_is_there),
        cmocka_unit_test(test_vocabulary_that_is_empty),
        cmocka_unit_test(test_vocabulary_that_is_nearly_full),
        cmocka_unit_test(test_vocabulary_takes_a_key_of_zero),
        cmocka_unit_test(test_rows_of_random_bytes),
        cmocka_unit_test(test_rows_of_random_text),
        cmocka_unit_test(test_rows_of_long_words_and_long_sentences),
        cmocka_unit_test(test_word_rows),
        cmocka_unit_test(test_numbers_share_a_row_but_not_a_vector),
        cmocka_unit_test(test_endings_and_beginnings_are_of_characters),
        cmocka_unit_test(test_shapes_differ),
        cmocka_unit_test(test_shapes_that_are_one),
        cmocka_unit_test(test_shape_tells_headlines_and_the_first_word),
    };
    return cmocka_run_group_tests_name("features", tests, NULL, NULL);
}
