/*
 * event/features.h - what the learned part sees of a predicate between two sides: names of features, told to a sink.
 *
 * Reads: reading, sides' heads, status.   Adds nothing.
 *
 * A feature is a template's name with up to three words. Names of actors never are features: a word that an actor's mention covers counts as
 * its sector, so that nothing is learned of who does what, only of what is done. The order in which features are told decides how a trained
 * model is laid out, so it stays as it is.
 */
#ifndef EVENT_FEATURES_H
#define EVENT_FEATURES_H
#include "event/reading.h"
#include "event/status.h"

/* Takes one feature. The pieces are borrowed for the call; an empty one is none. */
typedef struct feature_sink {
    void (*add)(void *context, rp_str name, rp_str a, rp_str b, rp_str c);
    void *context;
} feature_sink;

/* A predicate read between a source and a target, heads of their phrases; TREE_NONE: not told. `predicate` may be TREE_NONE, too. */
typedef struct feature_case {
    const reading *r;
    const predicate *p;         /* NULL: a word that is no predicate, or none */
    uint32_t at;                /* word of the predicate, TREE_NONE */
    uint32_t source, target;
    const status_reading *status;   /* of the predicate, NULL: none */
} feature_case;

/* The features of the type of an event. */
void features_type(const feature_case *f, const feature_sink *sink);
/* Those of its status. */
void features_status(const feature_case *f, bool own_words, bool spoken, unsigned type, const feature_sink *sink);
/* Those of whether `f->at` is what links source and target. */
void features_link(const feature_case *f, const feature_sink *sink);

/* The words whose vectors the type sees, TREE_NONE where there is none: predicate, object, governor, complement. */
#define FEATURE_VECTORS 4u
void features_vectors(const feature_case *f, uint32_t words[FEATURE_VECTORS]);
/* And those of whose vectors it sees the mean: content words of the predicate's phrase. Returns how many. */
#define FEATURE_PHRASE 24u
uint32_t features_phrase(const feature_case *f, uint32_t words[FEATURE_PHRASE]);

#endif
