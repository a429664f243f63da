/*
 * text/conllu.h - read CoNLL-U, the exchange format of Universal Dependencies, one sentence at a time.
 *
 * Reads: a stream of CoNLL-U (https://universaldependencies.org/format.html), plain text, from a file or a pipe.
 * Gives: sentences with their words, multiword ranges, comments and paragraph marks. Memory is that of the longest sentence.
 *
 * Kept as written: column texts. Changed: a column that holds only "_" is empty; ids and heads count from 0. Left out: empty nodes
 * ("8.1"), which only the enhanced graph knows. Line ends may be LF or CR LF; a byte-order mark is dropped.
 */
#ifndef TEXT_CONLLU_H
#define TEXT_CONLLU_H
#include <stdio.h>
#include "base/error.h"
#include "base/str.h"

#define CONLLU_SENTENCE_MAX (16u << 20)     /* bytes of one sentence with its comments */
#define CONLLU_ROOT UINT32_MAX              /* head of the root */
#define CONLLU_UNSAID (UINT32_MAX - 1)      /* head column is "_" */

typedef struct conllu_word {
    rp_str form;                            /* never empty */
    rp_str lemma, upos, xpos, feats, deprel, deps, misc;
    uint32_t head;                          /* word of the same sentence from 0, CONLLU_ROOT or CONLLU_UNSAID */
    uint32_t line;                          /* of the input, 1-based */
    bool space_after;                       /* no SpaceAfter=No in its own MISC; inside a range the range's is the one that counts */
} conllu_word;

/* Words written as one: "don't" over "do" and "n't". In order, never overlapping. */
typedef struct conllu_range {
    uint32_t first, end;                    /* words [first, end), at least one */
    rp_str form, misc;
    bool space_after;
} conllu_range;

typedef struct conllu_sentence {
    const conllu_word *words;   size_t word_count;    /* at least one */
    const conllu_range *ranges; size_t range_count;
    const rp_str *comments;     size_t comment_count; /* as written, without "#" and the space behind it */
    rp_str id, text;                        /* "# sent_id", "# text"; empty: none */
    rp_str document, paragraph;             /* the ids behind "# newdoc" and "# newpar"; may be empty */
    bool new_document, new_paragraph;       /* the sentence begins one */
    uint32_t line;                          /* of its first line, 1-based */
} conllu_sentence;

typedef struct conllu_reader conllu_reader;

/* `in` is borrowed and must outlive the reader; `name` (may be NULL, borrowed) is for errors. NULL: memory ended. Free with conllu_free. */
conllu_reader *conllu_new(FILE *in, const char *name);
void conllu_free(conllu_reader *self);

/*
 * The next sentence; *more is false at the end of the input, and *out is empty then. What *out points to is borrowed from the
 * reader: it lives until the next call.
 * Errors: RP_EFORMAT  a row, id, head or range that cannot be; err->line is the line
 *         RP_ETEXT    not UTF-8 or a NUL byte, with line
 *         RP_ELIMIT   a sentence above CONLLU_SENTENCE_MAX
 *         RP_EIO, RP_ENOMEM.
 * After RP_EFORMAT and RP_ETEXT the next call goes on behind the bad sentence; after the others reading is over.
 */
rp_code conllu_next(conllu_reader *self, conllu_sentence *out, bool *more, rp_err *err);

/* The value of `key` in a MISC or FEATS column ("SpacesAfter" in "SpaceAfter=No|SpacesAfter=\n"); false: not there. */
bool conllu_value(rp_str column, const char *key, rp_str *value);

#endif
