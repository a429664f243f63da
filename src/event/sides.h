/*
 * event/sides.h - who did it to whom: the words of a tree that stand on both sides of a predicate.
 *
 * Reads: tree, predicate (event/predicate.h).   Adds: source and target phrases by their heads, and the actors they name.
 *
 * A verb's source is its subject, or its agent where it is passive; a verb without one takes it from where the grammar does: the verb it is
 * joined to, the verb that controls it ("ordered troops to fire"), the noun it qualifies ("ships seized by A", "forces shelling B"), the main
 * clause of a participle. The target stands where the frame says. A noun's sides are its possessor, its qualifiers, its prepositions, and the
 * subject of the verb that only carries it ("paid a visit to").
 */
#ifndef EVENT_SIDES_H
#define EVENT_SIDES_H
#include "event/predicate.h"

#define SIDE_HEADS 8u

/* How a word came onto its side, from the most direct. */
typedef enum side_how {
    HOW_DIRECT,         /* subject, agent, object, possessor, preposition named by the frame */
    HOW_SHARED,         /* taken from a joined or controlling verb, a relative's antecedent */
    HOW_CARRIED,        /* from the verb that carries a noun */
    HOW_FALLBACK        /* where no frame told: any object or preposition */
} side_how;

typedef struct side_heads {
    uint32_t head[SIDE_HEADS];
    uint8_t how[SIDE_HEADS];
    uint32_t count;
} side_heads;

typedef struct sides {
    side_heads source, target;
    bool symmetric;             /* both came from one list: "A and B met", "talks between A and B" */
} sides;

/* The sides of a predicate by frame `f`; NULL: as most verbs have them. */
void sides_find(const tree *t, const lexicon *tables, const frame_table *frames, const word_layer *words, const predicate *p, const frame *f,
                sides *out);

/* The subject of a verb, with all that are listed with it; of a passive its agent. */
void sides_subject(const tree *t, uint32_t verb, side_heads *out);
/* The phrase that a verb acts on: object, passive subject, relative's antecedent. */
void sides_object(const tree *t, uint32_t verb, side_heads *out);

/* Does a phrase have an actor in it, at its head or not far below? Is its head a word of time ("Friday", "year")? */
bool sides_names_actor(const tree *t, uint32_t head);
bool sides_is_time(const tree *t, uint32_t head);

/* How an actor is named by a phrase. */
typedef enum named_how {
    NAMED_HEAD,
    NAMED_APPOSED,
    NAMED_OWNER,        /* "Russian oil", "Kenya's ports" */
    NAMED_OF,           /* "forces of A", "men in A", "raids by A" */
    NAMED_NOT
} named_how;

/* The mention, of a known actor or a group, that tells whose the phrase with head `head` is; -1: none. */
int32_t sides_actor(const tree *t, const actor_layer *actors, uint32_t head, named_how *how);

#endif
