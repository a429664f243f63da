/*
 * text/words.h - what token.c and sentence.c ask of text_rules about single words; nobody else includes it.
 *
 * One hash over the words of en/abbreviations (as written, with their full stop), en/splitting and en/function-words (in lower case).
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H
#include "text/rules.h"

#define WORDS_LONGEST 31u       /* bytes; longer words are in no table */
#define WORDS_PARTS 4u

enum {
    WORDS_CONTRACTION = 1,      /* parted though no apostrophe shows where: "gonna" */
    WORDS_PREFIX = 2,           /* keeps its hyphen: "anti" */
    WORDS_SUFFIX = 4,           /* the same behind: "esque" */
    WORDS_WHOLE = 8,            /* is never parted: "uh-huh", "'em" */
    WORDS_UNIT = 16,            /* parted from the number it is glued to: "km" */
    WORDS_ENDING = 32,          /* ends a domain or file name: "com", "pdf" */
    WORDS_NUMBERED = 64,        /* shortened only before a number: "no.", "fig." */
    WORDS_CURRENCY = 128,       /* parted from the number glued behind it: "eur" */
    WORDS_FINAL = 256,          /* shortened, but before a capital its stop is the sentence's: "etc." */
    WORDS_OPENER = 512,         /* a small word that in capitals shows that a sentence begins: "the" */
    WORDS_LINK = 1024,          /* a determiner, preposition, quantity or small adjective: a noun phrase comes next */
    WORDS_SMALL = 2048,         /* any other function word */
    WORDS_FINITE = 4096,        /* a form of be, have or do, or a modal */
    WORDS_JOIN = 16384,         /* a conjunction, subordinator or relative: a clause or phrase comes next */
    WORDS_PAST = 8192           /* the past form of an irregular verb: "met" */
};

typedef struct word_facts {
    uint16_t kinds;             /* WORDS_* */
    uint8_t abbreviation;       /* abbreviation_kind of the word with its full stop */
    uint8_t part[WORDS_PARTS];  /* of a contraction: bytes of each part, 0 behind the last */
} word_facts;

/* What is known of `word`, exactly as written; all zero: nothing. */
word_facts words_find(const text_rules *self, rp_str word);

/* Whether a word of `len` bytes that begins with `first` (ASCII, lower case) may be a contraction: one load decides for most words. */
bool words_may_contract(const text_rules *self, unsigned char first, size_t len);

#endif
