/*
 * parse/lemma_format.h - the layout of the lemma section and the steps that look-up (lemma.c) and learner (lemma_learn.c) share.
 *
 * Little-endian; no padding; sizes in bytes:
 *   header   magic[8] version[4] bytes_of_all[4] salt[4] classes[4] rules[4] slots[4] text[4]
 *   classes  text_at[4] length[1] upos[1] rule[2] cases[2], LEMMA_CLASS_BYTES each; the first UPOS_COUNT are the parts of speech in their
 *            order, with no English tag, the others have theirs in the text
 *   rules    text_at[4] length[1] cut[1], LEMMA_RULE_BYTES each: characters to cut at the end, then the text to add; rule 0 does nothing
 *   slots    tag[4] rule[2] cases[2]: a hash table with linear search; tag 0: free
 *   text
 * A key is the class and an ending of the folded word, or the whole word with a zero byte before it. Endings are closed: with "ing" stand
 * "ng" and "g", so that the search goes from the shortest on and stops at the first that is missing. Only 32 bits of a key's hash are
 * kept: an unknown word is taken for a known one about once in 10^9 look-ups, and then gets a rule that does not fit it, nothing worse.
 */
#ifndef PARSE_LEMMA_FORMAT_H
#define PARSE_LEMMA_FORMAT_H
#include "parse/lemma.h"

#define LEMMA_MAGIC "RPLEMMA"           /* with its zero byte */
#define LEMMA_VERSION 1u
#define LEMMA_HEADER_BYTES 36u
#define LEMMA_CLASS_BYTES 10u
#define LEMMA_RULE_BYTES 6u
#define LEMMA_SLOT_BYTES 8u
#define LEMMA_ENDING 7u                 /* bytes of the longest ending with a rule */
#define LEMMA_ADD_MAX 64u               /* bytes that a rule can add */
#define LEMMA_RULE_NONE 0xFFFFu         /* the shorter ending decides */

/* How a word is capitalised: no capital; the first letter alone; one letter that is a capital; capitals alone; otherwise. */
typedef enum lemma_shape { LEMMA_SMALL, LEMMA_TITLE, LEMMA_LETTER, LEMMA_CAPITALS, LEMMA_MIXED, LEMMA_SHAPES } lemma_shape;

/* What the lemma does with that. LOWER also makes apostrophes straight; PLAIN_NUMBER drops the commas. */
typedef enum lemma_case { LEMMA_LOWER, LEMMA_KEEP, LEMMA_CAPITALISE, LEMMA_UPPER, LEMMA_LOWER_FIRST, LEMMA_PLAIN_NUMBER, LEMMA_CASES,
                          LEMMA_CASE_NONE = 7 } lemma_case;

#define LEMMA_CASES_NONE 0x7FFFu        /* 3 bits a shape, LEMMA_SMALL lowest */
static inline unsigned lemma_case_at(unsigned cases, lemma_shape shape) { return cases >> (3 * shape) & 7; }
static inline unsigned lemma_case_set(unsigned cases, lemma_shape shape, unsigned to)
{
    return (cases & ~(7u << (3 * shape))) | to << (3 * shape);
}

/* What an ending or a word says. */
typedef struct lemma_value { uint16_t rule, cases; } lemma_value;
/* `base` where `over` has no opinion. */
lemma_value lemma_value_over(lemma_value base, lemma_value over);

/* A form taken apart. Characters are code points; folded: lower case, straight apostrophes, as many characters as the form. */
typedef struct lemma_letters {
    rp_str form;
    uint32_t count, folded_len;             /* characters, bytes */
    lemma_shape shape;
    bool folds;                             /* the folded form differs from the form */
    uint8_t start[LEMMA_LONGEST + 1];       /* [count + 1] byte of the form where a character begins */
    uint8_t folded_start[LEMMA_LONGEST + 1];
    char folded[2 * LEMMA_LONGEST];
    char key[2 * LEMMA_LONGEST];            /* folded, with every digit 0: what is hashed; as long as folded */
} lemma_letters;

/* False: longer than LEMMA_LONGEST, empty, or no UTF-8. `form` is borrowed. */
bool lemma_take_apart(rp_str form, lemma_letters *out);

typedef struct lemma_rule { rp_str add; uint32_t cut; } lemma_rule;
#define LEMMA_ROOM (3 * LEMMA_LONGEST + 2 * LEMMA_ADD_MAX)     /* enough for any rule on any form: a letter's other case is < 2 × as long */
/* Apply a rule with rule.cut <= letters.count; returns the bytes written to `out` (LEMMA_ROOM). */
size_t lemma_apply(const lemma_letters *letters, lemma_rule rule, lemma_case how, char *out);

/* ---- hashing --------------------------------------------------------------------------------------------------------- */

static inline uint64_t lemma_hash_class(uint32_t salt, uint32_t class)
{
    return ((uint64_t)salt << 32 | (class + 1)) * 0x9E3779B97F4A7C15u;
}
static inline uint64_t lemma_hash_step(uint64_t hash, char c) { return (hash ^ (unsigned char)c) * 0x100000001B3u; }
static inline uint64_t lemma_hash_end(uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93u;
    return hash ^ hash >> 29;
}
static inline uint32_t lemma_hash_tag(uint64_t ended) { return (uint32_t)(ended >> 32) | 1; }
static inline uint32_t lemma_hash_slot(uint64_t ended, uint32_t slots) { return (uint32_t)((ended & UINT32_MAX) * slots >> 32); }

static inline uint32_t lemma_load16(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return b[0] | (uint32_t)b[1] << 8;
}
static inline uint32_t lemma_load32(const char *at) { return lemma_load16(at) | lemma_load16(at + 2) << 16; }

/* A table of slots with at least one free. */
typedef struct lemma_slots { const char *at; uint32_t count, salt; } lemma_slots;
/* What the table says of a word in `class`, whose shortest ending (none) says `root`. */
lemma_value lemma_look_up(const lemma_slots *slots, const lemma_letters *letters, uint32_t class, lemma_value root);

#endif
