/*
 * coder/annotated.h - documents of a treebank whose words carry entities, as the coder reads a text: to train on and to measure with.
 *
 * Reads: CoNLL-U with Entity= in its last column, in the brackets of CorefUD ("(12-person-new-…", "12)"; Nedoluzhko et al. 2022) as GUM has
 * them.   Gives: one document at a time, its text, tokens, sentences and the spans of its entities.
 */
#ifndef CODER_ANNOTATED_H
#define CODER_ANNOTATED_H
#include "actor/chain.h"
#include "coder/coder.h"
#include "text/conllu.h"

/* A mention that somebody marked; those of other kinds than the three of phrase_kind are PHRASE_OTHER. */
typedef struct annotated_mention {
    uint32_t start, end;        /* bytes */
    uint32_t sentence;
    uint32_t entity;            /* number in the document */
    uint8_t kind;               /* phrase_kind */
} annotated_mention;

typedef struct annotated {
    rp_document document;
    rp_coded split;             /* sentences and tokens */
    const annotated_mention *mentions; size_t mention_count;    /* by start; of the same start the longer first */
} annotated;

typedef struct annotated_reader annotated_reader;

/* `in` and `name` are borrowed. NULL: memory ended. Free with annotated_free. */
annotated_reader *annotated_new(FILE *in, const char *name);
void annotated_free(annotated_reader *self);

/* The next document, all of it in `mem`; *more is false at the end. Errors: those of conllu_next; RP_EFORMAT brackets that do not match. */
rp_code annotated_next(annotated_reader *self, arena *mem, annotated *out, bool *more, rp_err *err);

/* Read its phrases, unlinked; `layers` is filled as by coder_read. All in `mem`, but for what `scratch` holds meanwhile. */
rp_code annotated_phrases(const rapport *tables, const actor_weights *weights, const annotated *doc, parse_work *work, arena *mem, arena *scratch,
                          coder_layers *layers, phrase_input *input, chain_layer *out, rp_err *err);

#endif
