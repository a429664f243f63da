/* parse/features.c - see parse/features.h. */
#include "parse/features.h"
#include "base/hash.h"
#include "base/utf8.h"

#define SEED 0x7261707061727365u        /* any constant; part of every model */

/* Typographic signs as ASCII writes them; 0: no such sign. */
static char plain(uint32_t c)
{
    switch (c) {
    case 0x2018: case 0x2019: case 0x201A: case 0x02BC: case 0x2032: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x00AB: case 0x00BB: case 0x2033: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return '-';
    default: return 0;
    }
}

/* What is no UTF-8 is one unknown sign. */
static rp_str readable(rp_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        if ((unsigned char)word.at[i] >= 0x80) return utf8_check(word) == word.len ? word : RP_STR("\xEF\xBF\xBD");
    }
    return word;
}

static size_t fold(rp_str word, bool digits, char out[FOLDED_MAX])
{
    size_t len = 0;
    unsigned step;
    if (str_eq(word, RP_STR("``")) || str_eq(word, RP_STR("''"))) word = RP_STR("\"");      /* quotes as old treebanks write them */
    for (size_t i = 0; i < word.len && len + 4 <= FOLDED_MAX; i += step) {
        unsigned char c = (unsigned char)word.at[i];
        step = 1;
        if (c < 0x80) {
            out[len++] = (char)(digits && is_digit(c) ? '0' : to_lower(c));
            continue;
        }
        uint32_t point = utf8_at(word, i, &step);
        char sign = plain(point);
        if (sign) out[len++] = sign;
        else len += utf8_put(out + len, utf8_lower(point));
    }
    return len;
}

size_t features_fold(rp_str word, bool digits, char out[FOLDED_MAX]) { return fold(readable(word), digits, out); }

uint64_t features_hash(const char *folded, size_t len) { return hash_bytes(folded, len, SEED); }

static uint32_t key_of(uint64_t hash) { return (uint32_t)(hash >> 32) | 1; }
static uint32_t mask_of(uint32_t bits) { return ((uint32_t)1 << bits) - 1; }

void vocabulary_put(uint32_t *keys, uint32_t *entries, uint32_t bits, uint64_t hash, uint32_t entry)
{
    uint32_t mask = mask_of(bits), at = (uint32_t)hash & mask;
    while (keys[at]) at = (at + 1) & mask;
    keys[at] = key_of(hash);
    entries[at] = entry;
}

uint32_t vocabulary_find(const vocabulary *self, uint64_t hash)
{
    uint32_t mask = mask_of(self->bits), key = key_of(hash);
    for (uint32_t at = (uint32_t)hash & mask; self->keys[at]; at = (at + 1) & mask) {
        if (self->keys[at] == key) return self->entries[at];
    }
    return 0;
}

/* ---- shape ----------------------------------------------------------------------------------------------------------- */

enum { SHAPE_LOWER, SHAPE_CAPITAL, SHAPE_CAPITALS, SHAPE_MIXED, SHAPE_DIGITS, SHAPE_NUMBER, SHAPE_DIGITS_LETTERS, SHAPE_SIGN, SHAPE_SIGNS,
       SHAPE_INITIAL, SHAPE_STOPPED, SHAPE_FOREIGN, SHAPE_COUNT };

static unsigned shape_of(rp_str word)
{
    unsigned upper = 0, lower = 0, digit = 0, stop = 0, other = 0, wide = 0, step;
    for (size_t i = 0; i < word.len; i += step) {
        unsigned char c = (unsigned char)word.at[i];
        step = 1;
        if (is_upper(c)) upper++;
        else if (is_lower(c)) lower++;
        else if (is_digit(c)) digit++;
        else if (c == '.' || c == ',' || c == ':') stop++;
        else if (c < 0x80) other++;
        else {
            uint32_t point = utf8_at(word, i, &step);
            if (plain(point)) other++;
            else if (utf8_lower(point) != point) upper++;
            else if (point < 0x250 && point >= 0xC0) lower++;
            else wide++;
        }
    }
    if (wide > upper + lower + digit) return SHAPE_FOREIGN;
    if (digit) return upper + lower ? SHAPE_DIGITS_LETTERS : stop + other ? SHAPE_NUMBER : SHAPE_DIGITS;
    if (upper + lower == 0) return stop + other > 1 ? SHAPE_SIGNS : SHAPE_SIGN;
    if (upper == 1 && lower == 0) return stop ? SHAPE_INITIAL : SHAPE_CAPITALS;
    if (stop) return SHAPE_STOPPED;
    if (upper == 0) return SHAPE_LOWER;
    if (lower == 0) return SHAPE_CAPITALS;
    unsigned char first = (unsigned char)word.at[0];
    return upper == 1 && (is_upper(first) || first >= 0x80) ? SHAPE_CAPITAL : SHAPE_MIXED;
}

/* 0: an ordinary sentence, 1: most words begin with a capital, 2: most are written in capitals. */
static unsigned style_of(const unsigned char *shapes, uint32_t count)
{
    unsigned low = 0, title = 0, high = 0;
    for (uint32_t i = 0; i < count; i++) {
        low += shapes[i] == SHAPE_LOWER;
        title += shapes[i] == SHAPE_CAPITAL;
        high += shapes[i] == SHAPE_CAPITALS;
    }
    if (high > 2 && high > 3 * (low + title)) return 2;
    return title > 2 && title > 2 * low ? 1 : 0;
}

/* ---- endings and beginnings ------------------------------------------------------------------------------------------- */

/* The start of the last `n` characters of folded[0, len), or 0 if it has fewer. */
static size_t last(const char *folded, size_t len, unsigned n)
{
    size_t at = len;
    while (n && at) {
        at--;
        if (((unsigned char)folded[at] & 0xC0) != 0x80) n--;
    }
    return at;
}

/* The end of the first `n` characters. */
static size_t first(const char *folded, size_t len, unsigned n)
{
    size_t at = 0;
    while (at < len) {
        if (((unsigned char)folded[at] & 0xC0) != 0x80 && n-- == 0) break;
        at++;
    }
    return at;
}

static uint32_t hashed(const char *at, size_t len, uint64_t slot, uint32_t rows) { return (uint32_t)(hash_bytes(at, len, SEED + slot) % rows); }

static void affixes(const char *f, size_t len, uint32_t base, features *out)
{
    size_t e2 = last(f, len, 2), e3 = last(f, len, 3), e4 = last(f, len, 4), b2 = first(f, len, 2), b3 = first(f, len, 3);
    out->row[SLOT_END2] = base + hashed(f + e2, len - e2, SLOT_END2, ROWS_END2);
    base += ROWS_END2;
    out->row[SLOT_END3] = base + hashed(f + e3, len - e3, SLOT_END3, ROWS_END3);
    base += ROWS_END3;
    out->row[SLOT_END4] = base + hashed(f + e4, len - e4, SLOT_END4, ROWS_END4);
    base += ROWS_END4;
    out->row[SLOT_BEGIN2] = base + hashed(f, b2, SLOT_BEGIN2, ROWS_BEGIN2);
    base += ROWS_BEGIN2;
    out->row[SLOT_BEGIN3] = base + hashed(f, b3, SLOT_BEGIN3, ROWS_BEGIN3);
}

void features_of(const vocabulary *self, const rp_str *words, uint32_t count, features *out)
{
    unsigned char shapes[256];
    uint32_t sample = count < sizeof shapes ? count : sizeof shapes;
    for (uint32_t i = 0; i < sample; i++) shapes[i] = (unsigned char)shape_of(readable(words[i]));
    unsigned style = style_of(shapes, sample);
    for (uint32_t i = 0; i < count; i++) {
        char folded[FOLDED_MAX];
        rp_str word = readable(words[i]);
        size_t len = fold(word, false, folded);
        unsigned shape = i < sample ? shapes[i] : shape_of(word);
        uint32_t entry = vocabulary_find(self, features_hash(folded, len));
        out[i].vector = entry;
        if (shape >= SHAPE_DIGITS && shape <= SHAPE_DIGITS_LETTERS) {
            len = fold(word, true, folded);
            entry = vocabulary_find(self, features_hash(folded, len));
        }
        out[i].row[SLOT_WORD] = entry < self->rows ? entry : WORD_UNKNOWN;
        affixes(folded, len, self->rows, &out[i]);
        out[i].row[SLOT_SHAPE] = self->rows + ROWS_HASHED - ROWS_SHAPE + shape + SHAPE_COUNT * ((i == 0) + 2 * style);
    }
}
