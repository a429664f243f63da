/*
 * lexicon/spelling.h - how else a name is spelt: endings and vowels that romanisations write in several ways, initials with and without spaces.
 *
 * Reads: a word of a name, rules of the table en/spellings.   Used when tables are compiled; running text knows nothing of it.
 */
#ifndef LEXICON_SPELLING_H
#define LEXICON_SPELLING_H
#include "base/buf.h"
#include "lexicon/unit.h"

#define SPELLING_RULES 48
#define SPELLING_ENDINGS 8
#define SPELLING_MOST 16        /* other spellings of a word */

typedef struct spelling {
    rp_str endings[SPELLING_RULES][SPELLING_ENDINGS];
    size_t lengths[SPELLING_RULES];
    size_t count;
} spelling;

/* Add one rule, endings parted by "|" (borrowed), each standing for each other. False: there is no room. */
bool spelling_add_endings(spelling *self, rp_str endings);

/* The other spellings of a word, folded, zero-terminated; `original` is the word as written. Returns how many. */
size_t spelling_by_rule(const spelling *self, rp_str original, rp_str folded, char out[SPELLING_MOST][UNIT_FOLDED]);

/* A name of several words with its initials written apart where they stand together, else together where they stand apart; false: it has none. */
bool spelling_initials(rp_str name, buf *out);

#endif
