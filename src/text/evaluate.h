/*
 * text/evaluate.h - score token and sentence splitting against a treebank.
 *
 * Reads: CoNLL-U with gold tokens.   Gives: precision, recall and F1 of tokens, words and sentences.
 *
 * Method: that of the CoNLL 2018 shared task (text/align.h). A token or sentence is right if both its ends are. Where we differ: their
 * scorer reads both files and ignores documents, we work one document at a time; the split text comes with its paragraphs, as rapport's
 * documents do.
 */
#ifndef TEXT_EVALUATE_H
#define TEXT_EVALUATE_H
#include <stdio.h>
#include "base/arena.h"
#include "text/rules.h"

typedef struct evaluate_score {
    uint64_t gold, found, right;
    double precision, recall, f1;       /* percent; 0 where there is nothing to count */
} evaluate_score;

/* Count two sides of spans (vec of align_span, in order), and work out the percentages from the counts. */
void evaluate_spans(const vec *gold, const vec *found, evaluate_score *score);
void evaluate_finish(evaluate_score *score);

typedef struct evaluate_scores {
    evaluate_score tokens;              /* written words: "don't" is one */
    evaluate_score words;               /* syntactic words: "do", "n't" */
    evaluate_score sentences;
    uint64_t documents;
} evaluate_scores;

/* A stretch of text where the two differ: the shortest that begins and ends alike in both. */
typedef struct evaluate_difference {
    enum { EVALUATE_TOKENS, EVALUATE_WORDS, EVALUATE_SENTENCES } layer;
    rp_str gold, found;                 /* the units of each side, parted by " | " */
    rp_str before, after;               /* some text around it */
    rp_str document;                    /* id; empty: none */
} evaluate_difference;

/* Called for each difference, in text order within a document and layer; the views live until it returns. */
typedef void evaluate_listing(void *context, const evaluate_difference *difference);

/*
 * Read CoNLL-U from `in` (borrowed; `name` is for errors) and score the splitter. Errors: those of conllu_next, RP_ENOMEM, and
 * RP_EMISSING when there is no sentence at all; *out is zero then.
 */
rp_code evaluate_text(FILE *in, const char *name, const text_rules *rules, evaluate_scores *out, rp_err *err);

/* As evaluate_text, and tell every difference to `listing`. */
rp_code evaluate_text_listing(FILE *in, const char *name, const text_rules *rules, evaluate_listing *listing, void *context,
                              evaluate_scores *out, rp_err *err);

#endif
