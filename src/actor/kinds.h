/*
 * actor/kinds.h - what kind of thing a word names: people, craft, missions, papers.
 *
 * Reads: table en/kinds, whose head says what each kind is for.
 */
#ifndef EVENT_KINDS_H
#define EVENT_KINDS_H
#include "base/error.h"
#include "lexicon/lexicon.h"

enum {
    KIND_PEOPLE = 1, KIND_GROUP = 2, KIND_CRAFT = 4, KIND_MISSION = 8, KIND_RELATION = 16, KIND_PAPER = 32, KIND_MEANS = 64, KIND_MISHAP = 128,
    KIND_COUNT = 256, KIND_REPRISAL = 512, KIND_REMEMBERED = 1024, KIND_DAY = 2048, KIND_TIME = 4096, KIND_STRIKE = 8192, KIND_CHANCE = 16384,
    KIND_WILLING = 32768
};

typedef struct kind_table kind_table;

/* From the tables, borrowed. Errors: RP_EFORMAT an unknown kind; RP_ENOMEM. Free with kind_table_free; NULL is none. */
rp_code kind_table_new(const lexicon *tables, kind_table **out, rp_err *err);
void kind_table_free(kind_table *self);

/* The KIND_* bits of a lexicon's word; 0: none. */
uint16_t kinds_of(const kind_table *self, uint32_t word);

#endif
