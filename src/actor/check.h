/*
 * actor/check.h - are the tables of actors of one mind: does a name silently belong to two?
 *
 * Reads: actor tables with world/ambiguous.   Adds nothing.
 */
#ifndef ACTOR_CHECK_H
#define ACTOR_CHECK_H
#include "actor/tables.h"

/* A name that several actors bear. */
typedef struct actor_conflict {
    rp_str name;
    rp_str first, second;       /* ids of two of those who bear it; empty: nobody does any more */
    bool at_once;               /* on the same day, as far as the tables have dates */
    const char *why;            /* what is wrong: "is not listed …" */
} actor_conflict;

/*
 * Tell every name that several bear and that data/world/ambiguous.tsv does not list, every one it lists that only one bears, and every one that the
 * day is said to decide and does not; with `all` also those that are listed rightly (why == NULL). *count gets how many are wrong. Errors: RP_ENOMEM.
 */
rp_code actor_check(const actor_tables *tables, bool all, void (*each)(void *context, const actor_conflict *c), void *context, size_t *count, rp_err *err);

#endif
