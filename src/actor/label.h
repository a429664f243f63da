/*
 * actor/label.h - what somebody says an actor is ("two alleged FSB agents"), with who says so.
 *
 * Reads: mentions whose stage finder_label has run.   Adds: labels of parties and of mentions.
 */
#ifndef ACTOR_LABEL_H
#define ACTOR_LABEL_H
#include "actor/mention.h"

/* Fill the label of mention `m` of a document, the speaker's code as of day `day`; an empty one where nothing is said of it. */
void label_of(const actor_tables *tables, const actor_layer *actors, const actor_mention *m, rp_str text, int32_t day, rp_label *out);

#endif
