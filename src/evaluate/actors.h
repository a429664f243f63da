/*
 * evaluate/actors.h - score mentions of persons, organisations and places, and their coreference, against a treebank with entities.
 *
 * Coreference is scored as in the CoNLL shared tasks, by the mean of the F1 of three counts: MUC (links; Vilain et al. 1995), B-cubed (mentions;
 * Bagga and Baldwin 1998) and CEAF-e (entities, paired one to one; Luo 2005), over the documents together. Mentions are those the program finds.
 * With `singletons` entities of one mention count, too; without they are left out on both sides, as those tasks do.
 */
#ifndef EVALUATE_ACTORS_H
#define EVALUATE_ACTORS_H
#include <stdio.h>
#include "coder/coder.h"

typedef struct actors_score { double precision, recall, f1; size_t gold, found, right; } actors_score;

typedef struct coreference_score { double muc, b_cubed, ceaf_e, conll; } coreference_score;

typedef struct actors_scores {
    size_t documents, sentences;
    actors_score spans;                     /* of the three kinds, whichever */
    actors_score kinds[3];                  /* span and kind right: persons, organisations, places */
    coreference_score with_singletons, without_singletons;
} actors_scores;

/* A mention missed (NULL text: none) or found wrongly. */
typedef void actors_row(void *context, rp_str sentence, rp_str mention, const char *kind, bool missed);

/* Errors: those of annotated_next; RP_ENOMEM. */
rp_code evaluate_actors(const rapport *tables, FILE *in, const char *name, actors_row *each, void *context, actors_scores *out, rp_err *err);

#endif
