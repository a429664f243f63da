/*
 * event/participants.h - who takes part in the events of a sentence, known actors or not: heads of their phrases.
 *
 * Reads: a reading, the learned part (event/weigh.h).   Adds nothing: it answers the question that corpora of marked participants ask
 * (evaluate/spans.h), which is wider than what is coded.
 *
 * Method. Sides as the coder finds them (event/sides.h), but from a thing on to the actor it goes to or comes from ("aid to A"), from a
 * pronoun to what it stands for in the same sentence, and to an actor beside the predicate where its own target names none.
 */
#ifndef EVENT_PARTICIPANTS_H
#define EVENT_PARTICIPANTS_H
#include "event/reading.h"
#include "event/weigh.h"

/* A phrase that takes part in an event, known actor or not. */
typedef struct code_participant { uint32_t head; bool target; } code_participant;

/*
 * The participants of a sentence's main event, or of `all` that it tells; the main one is the likeliest, and of two as likely the one nearer to
 * the root. Returns how many, `most` at most.
 */
size_t event_participants(const reading *r, const weigher *weights, bool all, code_participant *out, size_t most);

#endif
