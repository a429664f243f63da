/*
 * parse/features.h - a word → the rows of the embedding tables that describe it: itself, its endings, its beginning, its shape.
 *
 * Reads: words as written and a vocabulary.   Gives: one row number a slot; the rows of all slots lie in one table, behind each other.
 * Endings and beginnings are hashed into a fixed number of rows (Weinberger et al. 2009; for taggers of this kind, Honnibal's "bloom
 * embeddings", 2017), so that no list of them is kept. The trainer and the parser call the same function: a feature cannot mean one
 * thing to the one and another to the other.
 */
#ifndef PARSE_FEATURES_H
#define PARSE_FEATURES_H
#include "base/str.h"

enum { SLOT_WORD, SLOT_END2, SLOT_END3, SLOT_END4, SLOT_BEGIN2, SLOT_BEGIN3, SLOT_SHAPE, SLOT_COUNT };
#define ROWS_END2 512u
#define ROWS_END3 2048u
#define ROWS_END4 4096u
#define ROWS_BEGIN2 512u
#define ROWS_BEGIN3 2048u
#define ROWS_SHAPE 256u
#define ROWS_HASHED (ROWS_END2 + ROWS_END3 + ROWS_END4 + ROWS_BEGIN2 + ROWS_BEGIN3 + ROWS_SHAPE)

/* The word rows: row 0 is for every word that has none of its own. */
#define WORD_UNKNOWN 0u

/*
 * A vocabulary: hashes of folded words in an open table of 2^bits slots, linear probing. An entry below `rows` has a word row of its own
 * (entry 0 stands for the unknown); every entry has a vector. The arrays are borrowed.
 */
typedef struct vocabulary {
    const uint32_t *keys;       /* upper half of the hash; 0: empty slot */
    const uint32_t *entries;
    uint32_t bits, rows, count;
} vocabulary;

typedef struct features {
    uint32_t row[SLOT_COUNT];   /* in the table of all slots: word rows first */
    uint32_t vector;            /* the entry whose vector to use; 0: none */
} features;

#define FOLDED_MAX 48u          /* bytes of a folded word; longer words are cut */

/*
 * A word in lower case, its quotes and dashes those of ASCII, its diacritics kept; returns the length. `digits`: 0 stands for every digit.
 * A word that is not UTF-8 is U+FFFD.
 */
size_t features_fold(rp_str word, bool digits, char out[FOLDED_MAX]);
uint64_t features_hash(const char *folded, size_t len);

/* Put a word that is not there into the arrays of a vocabulary to be, which have a free slot. */
void vocabulary_put(uint32_t *keys, uint32_t *entries, uint32_t bits, uint64_t hash, uint32_t entry);

/* The entry of a folded word, or 0. */
uint32_t vocabulary_find(const vocabulary *self, uint64_t hash);

/* The features of all words of a sentence. */
void features_of(const vocabulary *self, const rp_str *words, uint32_t count, features *out);

#endif
