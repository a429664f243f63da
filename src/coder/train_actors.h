/*
 * coder/train_actors.h - treebanks with entities → the actor model (actor/weights.h): kinds of phrases, then what they refer to.
 */
#ifndef CODER_TRAIN_ACTORS_H
#define CODER_TRAIN_ACTORS_H
#include "base/buf.h"
#include "coder/tables.h"
#include <stdio.h>

typedef struct actor_training {
    FILE *const *files;             /* CoNLL-U, read to their ends */
    const char *const *names; size_t file_count;
    uint32_t passes;                /* 0: the default */
    void (*said)(void *context, const char *line);
    void *context;
} actor_training;

/* Train; the model's bytes are added to `out`. Errors: those of annotated_next; RP_EMISSING no entity in the files; RP_ENOMEM. */
rp_code train_actors(const rapport *tables, const actor_training *training, buf *out, rp_err *err);

#endif
