/*
 * actor/weights.h - the learned part of reading actors: what kind of thing a noun phrase names, and which phrases name the same.
 *
 * Reads: a model written by coder/train_actors.h.   Adds nothing: sums of integer weights.
 *
 * Method: linear scores over hashed features without a list of names (feature hashing; Weinberger et al. 2009): a feature's number is its
 * place in the table. For the kind of a phrase multinomial logistic regression, with the word vector of the phrase's head; for what it refers
 * to a ranking of the phrases before it and of "something new" (mention ranking; Denis and Baldridge 2008, Durrett and Klein 2013). All sums
 * are of 16-bit integers, and the same on every machine.
 *
 * Layout of the file: weights_header, then int16_t kinds[1 << WEIGHTS_KIND_BITS][PHRASE_KINDS], vectors[vector size][PHRASE_KINDS],
 * links[1 << WEIGHTS_LINK_BITS], each from a multiple of 64 bytes on. Numbers have the byte order of the machine that wrote it.
 */
#ifndef ACTOR_WEIGHTS_H
#define ACTOR_WEIGHTS_H
#include "base/error.h"
#include "base/str.h"

#define WEIGHTS_MAGIC "RPACTORS"
#define WEIGHTS_VERSION 1u
#define WEIGHTS_ONE 512.0           /* a weight's unit */
#define WEIGHTS_KIND_BITS 16u
#define WEIGHTS_LINK_BITS 14u
#define WEIGHTS_VECTOR_MAX 128u

typedef enum phrase_kind { PHRASE_OTHER, PHRASE_PERSON, PHRASE_ORGANISATION, PHRASE_PLACE, PHRASE_KINDS } phrase_kind;

typedef struct weights_header {
    char magic[8];
    uint32_t version, order;
    uint64_t size, checksum;        /* of the whole; of what stands behind this */
    uint32_t vector_size, reserved;
} weights_header;

typedef struct actor_weights {
    const int16_t *kinds;           /* [1 << WEIGHTS_KIND_BITS][PHRASE_KINDS] */
    const int16_t *vectors;         /* [vector_size][PHRASE_KINDS] */
    const int16_t *links;           /* [1 << WEIGHTS_LINK_BITS] */
    uint32_t vector_size;
    uint64_t version;               /* the checksum */
} actor_weights;

/*
 * From a file's bytes, aligned to 64 and borrowed; `trusted`: the checksum is not looked at. Errors: RP_EFORMAT no such model, or damaged;
 * RP_EVERSION of another version. On an error *out has no weights, as a model that was never trained.
 */
rp_code weights_open(rp_str bytes, bool trusted, actor_weights *out, rp_err *err);
/* The model inside the library. */
rp_code weights_built_in(actor_weights *out, rp_err *err);

/* Bytes of a model with vectors of this size; where its parts stand. */
typedef struct weights_places { uint64_t kinds, vectors, links, size; } weights_places;
weights_places weights_layout(uint32_t vector_size);
/* Fill in what the header says of a whole model. */
void weights_seal(char *bytes, uint32_t vector_size);

/* The number of a feature: its template with up to three values mixed in. */
static inline uint32_t weights_mix(uint32_t name, uint32_t a, uint32_t b, uint32_t c)
{
    uint64_t h = ((uint64_t)name * 0x9e3779b97f4a7c15u) ^ ((uint64_t)a * 0xc2b2ae3d27d4eb4fu) ^ ((uint64_t)b * 0x165667b19e3779f9u) ^ ((uint64_t)c * 0xd6e8feb86659fd93u);
    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    return (uint32_t)(h >> 32);
}

#endif
