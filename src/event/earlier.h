/*
 * event/earlier.h - sides that stand in what was told before: the events of this document so far.
 *
 * Reads: reading, the events before.   Adds: to an event that is being filled. Inner part of event/code.h.
 */
#ifndef EVENT_EARLIER_H
#define EVENT_EARLIER_H
#include "event/named.h"

/*
 * "The raids" after "raids by A on B": a definite noun of action with no sides of its own is the event told last by the same word, and of its
 * type; else that of the same type and mode as frame `f`. True: sides are filled; `told` is set where the type of the earlier event is to be taken.
 */
bool earlier_recall(const coding *c, const predicate *p, const frame *f, rp_event *e, const frame **told);

/* Who denies a charge rejects the one who made it last. */
void earlier_accuser(const coding *c, rp_event *e);
/* Who apologises does it to whom he harmed last. */
void earlier_victim(const coding *c, rp_event *e);
/* A reprisal ("in retaliation") that names nobody is against the one who acted against its source last. */
void earlier_reprisal(const coding *c, const predicate *p, rp_event *e);
/* "A arrested two men, accusing them of …": the pronoun of a participle stands for the object of its main clause. */
void earlier_object(const coding *c, const predicate *p, const side_heads *target, rp_event *e);
/* "A published criticisms of B, accusing it of …": does a participle tell the event of its main clause once more? */
bool earlier_told(const coding *c, const predicate *p, const rp_event *e);

/* COERCE, ASSAULT, SANCTION: acts of force. */
bool earlier_material(uint8_t type);
/*
 * "Several others were injured, and A was detained": force without anybody who uses it goes on from the act told just before, if those who suffer
 * are counted on from there or are of the same state as `target` (a mention, -1: none). NULL: it does not.
 */
const rp_event *earlier_goes_on(const coding *c, const predicate *p, const frame *f, const sides *found, int32_t target);
/* The sides of such an act; the event's own target stays. */
void earlier_take(const rp_event *before, rp_event *e);
/* May sentence `s`, which names nobody, go on from an act of force told just before? */
bool earlier_may_go_on(coding *c, uint32_t s);

#endif
