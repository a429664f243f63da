/*
 * event/dated.h - the date of an event: the one nearest to its predicate in the tree, else the one told last.
 *
 * Reads: reading, dates.   Adds: date, its span and `historical` to an event. Inner part of event/code.h.
 */
#ifndef EVENT_DATED_H
#define EVENT_DATED_H
#include "event/named.h"

/* Date an event told by `p`; it stays undated where nothing says when. */
void dated_event(const coding *c, const predicate *p, const status_reading *status, rp_event *e);

/*
 * The first day on which a document can have been written: that of its publication, else of the latest date it tells, for nobody writes of what
 * happened before it has. INT32_MIN: it tells none.
 */
int32_t dated_told(const rp_document *document, const date_layer *dates);

#endif
