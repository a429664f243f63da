/*
 * actor/words.h - the units of a document with what small words they are: what all looking up of words above the tokens works on.
 *
 * Reads: tokens, en/function-words.   Adds: units, one array a document, with the unit range of each sentence.
 */
#ifndef ACTOR_WORDS_H
#define ACTOR_WORDS_H
#include "base/arena.h"
#include "lexicon/lexicon.h"

/* Classes of small words, a bit each, in the order of the schema's set. */
enum {
    WORD_DETERMINER = 1, WORD_PREPOSITION = 2, WORD_CONJUNCTION = 4, WORD_SUBORDINATOR = 8, WORD_RELATIVE = 16, WORD_BE = 32, WORD_HAVE = 64,
    WORD_DO = 128, WORD_MODAL = 256, WORD_PRONOUN = 512, WORD_NEGATION = 1024, WORD_ADVERB = 2048, WORD_QUANTITY = 4096, WORD_ADJECTIVE = 8192,
    WORD_PUNCT = 1 << 14, WORD_POSSESSIVE = 1 << 15     /* not from the table: a lone mark; 's, ' */
};

typedef struct word_classes word_classes;

/* From the table; borrowed. Free with word_classes_free. */
rp_code word_classes_new(const lexicon *tables, word_classes **out, rp_err *err);
void word_classes_free(word_classes *self);

/* The classes of a lexicon word. */
uint16_t word_class(const word_classes *self, uint32_t word);

typedef struct word_range { uint32_t first, count; } word_range;

typedef struct word_layer {
    const unit *at;             /* [count] */
    const uint16_t *classes;    /* [count] */
    uint32_t count;
    const word_range *sentences;
} word_layer;

/* Cut the tokens into units and look each up. All in `mem`. Errors: RP_ENOMEM. */
rp_code words_look_up(const word_classes *classes, const lexicon *tables, rp_str text, const rp_token *tokens, const rp_sentence *sentences,
                      size_t sentence_count, arena *mem, word_layer *out, rp_err *err);

#endif
