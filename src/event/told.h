/*
 * event/told.h - predicates that make no event of their own, since the word that governs them tells it.
 *
 * Reads: a reading.   Adds nothing.
 */
#ifndef EVENT_TOLD_H
#define EVENT_TOLD_H
#include "event/reading.h"

/*
 * Does another predicate tell it: one whose phrase it stands in, whose frame applies by it as its object and has the same type or undoes or asks
 * for it ("cancelled the visit"), or the verb of the same type that it is the object of ("carried out a raid")?
 */
bool told_by_verb(const reading *r, const predicate *p);

/* "urged A to withdraw", "agreed to supply": what is asked, promised or refused is told by the verb that asks; it has not happened. */
bool told_only_asked(const reading *r, const predicate *p);

#endif
