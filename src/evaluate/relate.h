/*
 * evaluate/relate.h - score the event types between marked actors against gold.
 *
 * Reads: tab-separated rows with a header, a column `marked_sentence` with <s>source</s> and <t>target</t>, and a column of gold types. Where
 * the gold knows YIELD, the class of the first PLOVER that later became CONCEDE and RETREAT, both count as YIELD.
 *
 * Figures: F1 of each class and their mean (macro-F1) over the classes that the gold has; the share of right quad classes (1 AGREE CONSULT
 * SUPPORT, 2 COOPERATE AID YIELD, 3 REQUEST ACCUSE REJECT THREATEN, 4 the rest; without YIELD those of PLOVER 2) as macro-F1; cooperation
 * against conflict, likewise. Intervals: 95 % of 1,000 bootstrap samples of rows.
 */
#ifndef EVALUATE_RELATE_H
#define EVALUATE_RELATE_H
#include <stdio.h>
#include "coder/relate.h"

#define RELATE_CLASSES (RP_EVENT_TYPES + 1u)     /* types, then YIELD */

typedef struct relate_figure { double value, low, high; } relate_figure;

typedef struct relate_scores {
    size_t rows;
    bool yield;                     /* the gold has YIELD */
    relate_figure types, quads, poles, accuracy;
    size_t confusion[RELATE_CLASSES][RELATE_CLASSES];   /* [gold][predicted] */
    double f1[RELATE_CLASSES];      /* NaN: the gold has none */
} relate_scores;

const char *relate_class_name(unsigned class_number);

/* One row, told as it is scored. `predicted` and `gold` are classes; YIELD is predicted where the gold says so and either of its two types was given. */
typedef void relate_row(void *context, uint32_t line, rp_str marked, unsigned gold, unsigned predicted, const relation_found *found);

/*
 * Score all rows of a file. `gold` names the column; `sealed`: 0 all rows, 1 only those sealed, 2 only the others; a row is sealed where the
 * 64-bit FNV-1a hash of its plain sentence is a multiple of four. Errors: RP_EFORMAT (line), RP_EIO, RP_ENOMEM.
 */
rp_code evaluate_relate(const rapport *tables, FILE *in, const char *name, const char *gold, relate_by by, int sealed, relate_row *each, void *context,
                        relate_scores *out, rp_err *err);

#endif
