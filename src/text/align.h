/*
 * text/align.h - gold tokens → the raw text they were written as, that text split anew, and which words of the two are the same.
 *
 * Reads: sentences of CoNLL-U, rules of splitting.   Gives: spans of tokens, words and sentences of both sides; pairs of words.
 *
 * Method: that of the CoNLL 2018 shared task (Zeman et al. 2018, section 5; conll18_ud_eval.py). One space stands between tokens but after
 * SpaceAfter=No, and paragraphs (# newpar) stand apart; each is split as a block of prose. A word outside multiword tokens is that of the
 * other side with the same span; within, the words of both sides are paired by the longest common subsequence of their lower-case forms.
 * Where we differ: lower case is that of ASCII.
 */
#ifndef TEXT_ALIGN_H
#define TEXT_ALIGN_H
#include "base/arena.h"
#include "base/buf.h"
#include "text/conllu.h"
#include "text/rules.h"

#define ALIGN_NONE UINT32_MAX
#define ALIGN_CUT (4u << 20)        /* where there is no # newdoc, a text of more bytes should be cut between sentences */

typedef struct align_span { uint32_t start, end; } align_span;     /* bytes of the text */

/* A syntactic word of one side; in a multiword token its span is the token's. */
typedef struct align_word {
    align_span at;
    rp_str form;
    bool multi;
} align_word;

/* One side's view of the document; each item lives in the document's arena. */
typedef struct align_layers {
    vec tokens;         /* align_span: as written, "don't" is one */
    vec words;          /* align_word */
    vec sentences;      /* align_span */
    vec firsts;         /* uint32_t: the first word of each sentence */
} align_layers;

/* A document as its gold tokens tell it. Start from {0} and align_begin; free with align_free. */
typedef struct align_document {
    arena *mem;         /* borrowed; its user resets it before align_begin */
    buf text;
    vec blocks;         /* align_span: paragraphs */
    align_layers gold;
    bool no_memory;     /* something was lost: check once, before align_split */
} align_document;

void align_begin(align_document *self, arena *mem);
void align_free(align_document *self);

/* Add the next sentence; what it points to is copied. */
void align_add(align_document *self, const conllu_sentence *s);

/* Split the text anew. Errors: RP_ENOMEM. */
rp_code align_split(align_document *self, const text_rules *rules, align_layers *out, rp_err *err);

/*
 * Pair the words of two sides of one text: match[i], of found->count, becomes the number of the gold word, or ALIGN_NONE. *pairs is how many
 * there are. Errors: RP_ENOMEM. Cost: linear, but for overlapping multiword tokens.
 */
rp_code align_words(const vec *gold, const vec *found, arena *mem, uint32_t *match, uint64_t *pairs, rp_err *err);

#endif
