/*
 * coder/train.h - the corpus of marked sentences → the event model (event/weigh.h).
 *
 * Three tasks are learned, in this order: which word links source and target; the type at that word, or none; the status. With folds, the
 * figures of cases not learned from are given, and the curve that turns a probability into a confidence is made from them.
 */
#ifndef CODER_TRAIN_H
#define CODER_TRAIN_H
#include "base/buf.h"
#include "coder/relate.h"

typedef struct event_training {
    const char *const *files; size_t file_count;
    uint32_t folds;                 /* 0, 1: none */
    uint32_t passes;                /* 0: the default */
    FILE *features;                 /* one case a line: task, label, fold, features; NULL: none */
    void (*said)(void *context, const char *line);
    void *context;
} event_training;

/* Train; the model's bytes are added to `out`. Errors: those of example_read; RP_EMISSING no example; RP_ENOMEM. */
rp_code train_events(const rapport *tables, const event_training *training, buf *out, rp_err *err);

#endif
