/*
 * event/elsewhere.h - sides that do not stand where the frame has them, but elsewhere in the sentence or the document.
 *
 * Reads: reading, named sides.   Adds: to named sides and parties. Inner part of event/code.h.
 *
 * What is found here was inferred; the coder trusts it less (HOW_CARRIED, HOW_FALLBACK).
 */
#ifndef EVENT_ELSEWHERE_H
#define EVENT_ELSEWHERE_H
#include "event/named.h"

/*
 * A target where the frame's own places have none: the first actor of another state in what hangs from the predicate behind it ("declined to
 * attend A's parade", "cancelled a visit by A's premier"). Places are none.
 */
void elsewhere_target(const coding *c, const predicate *p, const frame *f, const named_side *source, named_side *out);
/* "The plane was hit" after "a jet of A": whose a craft is that was told of before, in this sentence or some sentences back. */
void elsewhere_craft(const coding *c, const side_heads *phrase, const named_side *source, named_side *out);
/*
 * "The Legation of A in B was opened": whose a mission is opens or closes it, and where it lies is the other side. "Relations were established": in a
 * document about two states between these.
 */
void elsewhere_mission(const coding *c, const predicate *p, const frame *f, const sides *found, named_side *source, named_side *target);
/* Who arrests, tries and deports where nobody is named: the state where it happens ("was detained in A", "was deported from A"). */
void elsewhere_authority(const coding *c, const predicate *p, const named_side *target, named_side *out);

/* Is the phrase's head a word for people in general, of no state by themselves? */
bool elsewhere_people(const tree *t, uint32_t head);
/* People harmed, held or helped, of whom nothing else is said: of the state where it happens, else of the police's or court's own. */
void elsewhere_people_of(const coding *c, const predicate *p, const side_heads *target, rp_event *e);

/* A document whose mentions of states are mostly of two is about these (bilateral histories, country pages): fill `c->pair`. */
void elsewhere_pair(coding *c);
/* Does a sentence that names nobody tell of the relations of these two? */
bool elsewhere_relations(const coding *c, uint32_t s);

#endif
