/*
 * event/ontology.h - PLOVER 2 types, modes and contexts, CAMEO codes and Goldstein scores, and the ways between them.
 *
 * Reads: tables ontology/types, modes, contexts, cameo.
 */
#ifndef EVENT_ONTOLOGY_H
#define EVENT_ONTOLOGY_H
#include "base/error.h"
#include "lexicon/lexicon.h"

#define ONTOLOGY_CONTEXTS 64u

typedef struct ontology_type {
    const char *name, *cameo, *phrase;  /* "ACCUSE"; general CAMEO code; past-tense predicate with %s for the target */
    const char *organ;                  /* sector of the part of a state that does it, "" any may */
    uint8_t quad;
    bool symmetric;                     /* two sides act on each other: order is of no weight */
    double intensity;                   /* PLOVER's, -10..10 */
} ontology_type;

typedef struct ontology_cameo {
    const char *code, *label;
    uint8_t type;                       /* RP_EVENT_TYPES: none */
    const char *mode;                   /* "" none */
    uint64_t contexts;
    double goldstein;                   /* NaN: no published score */
} ontology_cameo;

typedef struct ontology ontology;

/* From the tables; borrowed. RP_EFORMAT when a type of rapport.h is missing. Free with ontology_free. */
rp_code ontology_new(const lexicon *tables, ontology **out, rp_err *err);
void ontology_free(ontology *self);

const ontology_type *ontology_type_at(const ontology *self, unsigned type);
unsigned ontology_find_type(const ontology *self, rp_str name);                     /* RP_EVENT_TYPES: unknown */
/* A mode of a type: its name for good, and its intensity (NaN: none); NULL: no such mode. */
const char *ontology_find_mode(const ontology *self, unsigned type, rp_str mode, double *intensity);
/* The sector of the part of a state that does it in this mode (NULL: none); "": any may. */
const char *ontology_organ(const ontology *self, unsigned type, const char *mode);
const char *ontology_context(const ontology *self, unsigned bit);                   /* NULL past the last one */
bool ontology_find_contexts(const ontology *self, rp_str list, uint64_t *out);      /* `|` parted; false: an unknown name */

/* CAMEO to PLOVER: NULL for an unknown code. Leading zeros count. */
const ontology_cameo *ontology_find_cameo(const ontology *self, rp_str code);
/* PLOVER to CAMEO: the code of this type, mode and contexts that fits best (mode before contexts, shorter before longer); never NULL. */
const ontology_cameo *ontology_to_cameo(const ontology *self, unsigned type, const char *mode, uint64_t contexts);

#endif
