/*
 * parse/evaluate.h - score parses against a treebank.
 *
 * Reads: CoNLL-U with gold trees, a parser.   Gives: precision, recall and F1 of tags, features, lemmas, heads and relations.
 *
 * Method: that of the CoNLL 2018 shared task (Zeman et al. 2018; conll18_ud_eval.py). What is parsed is the gold words, or the raw text
 * built from them and split again (text/align.h); words of both sides are paired, and a metric counts the pairs that agree. Features: the 21
 * universal ones alone. A gold lemma "_" agrees with any. Heads agree if both are the root or a pair. Relations without their subtype, but
 * in PARSE_LAS_FULL and the table of relations. Punctuation counts. CLAS, MLAS, BLEX: words whose gold relation is one of content; MLAS also
 * wants part of speech, features and the function words below to agree, BLEX the lemma.
 * Where we differ: gold that is no tree is not looked for, and what text/evaluate.h says.
 */
#ifndef PARSE_EVALUATE_H
#define PARSE_EVALUATE_H
#include <stdio.h>
#include "base/arena.h"
#include "parse/parse.h"
#include "text/evaluate.h"

typedef enum parse_metric {
    PARSE_TOKENS, PARSE_SENTENCES, PARSE_WORDS, PARSE_UPOS, PARSE_XPOS, PARSE_UFEATS, PARSE_ALLTAGS, PARSE_LEMMAS, PARSE_UAS, PARSE_LAS,
    PARSE_LAS_FULL, PARSE_CLAS, PARSE_MLAS, PARSE_BLEX, PARSE_METRICS
} parse_metric;

const char *parse_metric_name(parse_metric metric);     /* "UFeats"; "LAS+" is PARSE_LAS_FULL */

typedef struct parse_relation_score {
    rp_str name;                        /* with its subtype */
    evaluate_score score;               /* words with it; right: head and relation agree */
} parse_relation_score;

typedef struct parse_scores {
    evaluate_score metric[PARSE_METRICS];
    parse_relation_score *relations;    /* most frequent in gold first, then by name */
    size_t relation_count;
    uint64_t documents, sentences, words;   /* parsed */
    double seconds;                     /* of parsing alone, by the clock given */
} parse_scores;

/*
 * Parse and score `in` by `by` (both borrowed; `name` is for errors). `rules` NULL: with the gold words; else raw text is split by them.
 * `now` tells seconds since some time. out->relations live in `mem`. Errors: those of conllu_next and parser_parse; RP_EFORMAT a word
 * without head; RP_EMISSING no sentence at all; RP_ENOMEM; *out is zero then.
 */
rp_code parse_evaluate(FILE *in, const char *name, const parser *by, const text_rules *rules, double (*now)(void), arena *mem,
                       parse_scores *out, rp_err *err);

/* What anybody says of a word: as the columns of CoNLL-U. */
typedef struct parse_reading {
    rp_str lemma, upos, xpos, feats, relation;
    uint32_t head;                      /* of the same sentence, or PARSE_ROOT */
} parse_reading;

/* Give the reading of each of the `count` words of a sentence; strings live in `mem` or longer. */
typedef rp_code parse_reader(void *context, const rp_str *words, uint32_t count, arena *mem, parse_reading *out, rp_err *err);

/* The same for any parser. out->seconds is 0. */
rp_code parse_evaluate_reader(FILE *in, const char *name, parse_reader *read, void *context, const text_rules *rules, arena *mem,
                              parse_scores *out, rp_err *err);

/* Add the counts of `one`, and work out the percentages. all->relations are made anew in `mem`. Errors: RP_ENOMEM. */
rp_code parse_scores_add(parse_scores *all, const parse_scores *one, arena *mem, rp_err *err);

#endif
