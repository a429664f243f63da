/*
 * event/decide.h - the decisions that coder, trainer and scorer share: the types' scores, whose words they are, the speaker, the status.
 *
 * Reads: reading, status_reading, the learned part.   Adds nothing.
 */
#ifndef EVENT_DECIDE_H
#define EVENT_DECIDE_H
#include "event/sides.h"
#include "event/weigh.h"

/*
 * What a predicate's best frame (NULL: none) adds to a type's score, in nats, the more the surer it is. `sided`: both sides stand where the frame
 * has them, which speaks against "no event".
 */
double type_prior(const frame *best, bool sided, unsigned type);

/* Scores of the types at a predicate: what was learned, and the prior. */
void type_weigh(const weigher *weights, const feature_case *f, bool sided, weigh_scores *out);

/* Does the source itself say it, and does anybody? `source` is the head of its phrase, TREE_NONE: not known. */
void status_own_words(const reading *r, const status_reading *s, uint32_t source, bool *own, bool *spoken);

/* The words that name the speaker; empty: nobody is named, or the predicate at `at` is itself the saying. */
rp_str status_speaker(const reading *r, const status_reading *s, uint32_t at);

/*
 * The rp_status of an event of this type; RP_STATUSES: it did not happen. `own_words`, `spoken`: as status_own_words tells; `headline`: its present
 * tense is the past.
 */
unsigned status_decide(const weigher *weights, const feature_case *f, bool own_words, bool spoken, unsigned type, bool headline);

#endif
