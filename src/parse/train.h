/*
 * parse/train.h - treebanks and word vectors → a model of the parser.
 */
#ifndef PARSE_TRAIN_H
#define PARSE_TRAIN_H
#include "base/buf.h"
#include "lexicon/lexicon.h"
#include "parse/learn.h"

#define TRAIN_NETS 4u

/* A network to train; its name is what --parser selects. */
typedef struct train_net {
    const char *name;
    uint32_t width, layers, tag_layer, tag_hidden, arc, label_hidden;
} train_net;

typedef struct train_options {
    const char *const *treebanks;   size_t treebank_count;      /* paths of CoNLL-U files to learn from */
    const char *const *held_out;    size_t held_out_count;      /* to score each pass on; may be none */
    const char *vectors;            /* path, or NULL */
    uint32_t vectors_most;          /* words beside those of the treebanks */
    const train_net *nets;          size_t net_count;
    learn_options learn;            /* of every network */
    /*
     * Networks that are trained first and do not ship: what they think of each word, on average, is part of what the others learn. `teacher`
     * tells their size, teacher_count how many there are (0: none), each from a seed of its own; `trust` is their share.
     */
    train_net teacher;
    uint32_t teacher_count, teacher_epochs;
    float trust;
    const char *const *plain;       size_t plain_count;         /* paths of sentences without analysis, for the teachers to analyse */
} train_options;

/* What is told after each pass; `scores` of each held-out file (the words of an unread one are 0). */
typedef struct train_progress {
    const char *net;
    uint32_t epoch, epochs;
    double loss;
    const learn_score *scores;      size_t score_count;
} train_progress;
typedef void train_listener(void *context, const train_progress *progress);

/* The sizes that the shipped model has. */
extern const train_net train_nets[];
extern const size_t train_net_count;
extern const learn_options train_learn;
extern const train_net train_teacher;
#define TRAIN_TEACHERS 2u
#define TRAIN_TEACHER_EPOCHS 14u
#define TRAIN_TRUST 0.6f
#define TRAIN_TEACHERS_MAX 8u

/*
 * Train and append the model's bytes to `out`: which must be empty: the same bytes for the same files, options and build on
 * one kind of processor. `tables` gives irregular forms for the
 * lemmas. Errors: those of corpus_read and corpus_vectors; RP_ENOMEM.
 */
rp_code train_parser(const train_options *options, const lexicon *tables, train_listener *listener, void *context, buf *out, rp_err *err);

#endif
