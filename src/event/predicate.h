/*
 * event/predicate.h - the words of a sentence that tell of something done, and the frames that fit them there.
 *
 * Reads: tree, units, frames.   Adds: for one word, its frames, best first.
 *
 * A frame's phrase is found as it stands ("take into custody"), and with its object between ("took two men into custody", "called the
 * meeting off"): the verb, then any run of words that begins a dependent of it. Frames with objects fit only where one of the objects is the
 * head of the verb's object (or passive subject, or antecedent of a relative), stands in its of-phrase or list, or qualifies it.
 */
#ifndef EVENT_PREDICATE_H
#define EVENT_PREDICATE_H
#include "event/frames.h"
#include "actor/trees.h"
#include "actor/mention.h"

#define PREDICATE_ROWS 12u
#define PREDICATE_OBJECTS 32u

/* How well a frame's object is met: not at all, by a word that qualifies the object, one in its list or of-phrase, its head. */
typedef enum object_fit { OBJECT_NONE, OBJECT_INSIDE, OBJECT_LISTED, OBJECT_HEAD } object_fit;

typedef struct predicate_row {
    const frame *frame;
    uint32_t units;             /* length of its phrase */
    object_fit fit;
    uint32_t object;            /* the word that met it, TREE_NONE */
} predicate_row;

typedef struct predicate {
    uint32_t at;                /* the word */
    uint32_t last;              /* the last word of the best frame's phrase; `at` for one of one word */
    bool noun;
    bool withheld;              /* its best frame says that it tells no event */
    predicate_row rows[PREDICATE_ROWS];     /* [row_count], best first; those of 0.1 or less are none */
    uint32_t row_count;
} predicate;

typedef struct predicate_object {
    uint32_t word;
    object_fit fit;
} predicate_object;

/* The CUE_* bits of the phrase that begins at word `i`; 0: it is no cue. */
uint16_t predicate_cue(const tree *t, const frame_table *frames, const word_layer *words, uint32_t i);

/* The words in which the objects of frames are looked for. Returns how many, PREDICATE_OBJECTS at most. */
uint32_t predicate_objects(const tree *t, uint32_t at, uint32_t last, bool noun, predicate_object out[PREDICATE_OBJECTS]);

/* Read word `at` as a predicate. False: it is none that may tell an event (a name, a function word, a noun or adjective without frames). */
bool predicate_read(const tree *t, const frame_table *frames, const lexicon *tables, const word_layer *words, uint32_t at, predicate *out);

/* The best frame of a predicate that tells this type; NULL: none does. */
const frame *predicate_frame(const predicate *p, unsigned type);

/* Is the word a relative pronoun, as far as its form tells? */
bool predicate_relative(const tree *t, uint32_t i);

/* Is the child `joined` of a verb a near verb joined to it, whose object is the object of both ("attacked and burned villages")? */
bool predicate_shares_object(const tree *t, uint32_t verb, uint32_t joined);

/* The noun that a passive or relative verb has as its object though it stands outside its clause; TREE_NONE: none. */
uint32_t predicate_outer_object(const tree *t, uint32_t verb);

#endif
