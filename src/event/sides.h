/*
 * event/sides.h - who did it to whom: the mentions on both sides of a trigger. Inner header of room event.
 *
 * A verb's subject is the mention before it with the best score (weights in sides.c); its target stands where the trigger's row says. A
 * noun's sides stand in its possessor and its prepositions.
 */
#ifndef EVENT_SIDES_H
#define EVENT_SIDES_H
#include "event/clause.h"

typedef struct sides {
    int32_t source[RP_PARTIES], target[RP_PARTIES];     /* mentions */
    uint32_t source_count, target_count;
    bool plain;                 /* both stood where the trigger says they do, no detour was needed */
} sides;

void sides_of_noun(const clause_reader *c, const clause_trigger *f, sides *s);
void sides_of_verb(const clause_reader *c, const clause_trigger *f, sides *s);

/* The verb whose subject this one shares: "A cancelled X, halted Y", "A raided X, detaining Y". NULL: it has its own. */
const clause_trigger *sides_lead(const clause_reader *c, const clause_trigger *f);

/* The subject of a verb at unit `verb`, with its score; -1: none. */
int32_t sides_subject(const clause_reader *c, uint32_t verb, int *score);

#endif
