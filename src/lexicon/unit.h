/*
 * lexicon/unit.h - cut text into the units that phrases are made of.
 *
 * A unit is a run of letters, digits, apostrophes and full stops; hyphens part units and vanish; any other character is a unit of
 * its own; a possessive 's is one too, and an apostrophe that ends a word. Full stops are dropped in folding ("U.S." and "US" are one word, told from "us" by capitals).
 */
#ifndef LEXICON_UNIT_H
#define LEXICON_UNIT_H
#include "base/str.h"

typedef enum unit_caps { UNIT_LOWER, UNIT_CAPITAL, UNIT_ALL_CAPS } unit_caps;

typedef struct unit {
    uint32_t start, end;    /* bytes in the text */
    uint32_t word;          /* lexicon_word, LEXICON_NONE when in no phrase */
    uint32_t token;         /* filled by the caller */
    uint8_t caps;           /* unit_caps */
} unit;

#define UNIT_FOLDED 64      /* bytes of the longest word that look-up knows */

/* The next unit of text[*at, end): fills start, end and caps, moves *at behind it; false: none left. */
bool unit_next(rp_str text, uint32_t *at, uint32_t end, unit *out);

/* Does one sign, a hyphen or dash and no space of any kind, stand between a unit and the next: "anti-Russian", "1991–93"? */
bool unit_tied(rp_str text, const unit *before, const unit *behind);

/* Fold a unit's text for look-up into `out` (UNIT_FOLDED bytes); returns its length, 0 if it is too long. */
size_t unit_fold(rp_str text, const unit *u, char *out);

#endif
