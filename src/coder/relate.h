/*
 * coder/relate.h - the event between two marked actors of a sentence: which word links them, and which type it tells.
 *
 * Reads: a reading (event/reading.h), the learned part (event/weigh.h).   Always answers.
 */
#ifndef CODER_RELATE_H
#define CODER_RELATE_H
#include "coder/coder.h"
#include "event/example.h"

/* Which parts of the machinery answer. */
typedef enum relate_by { RELATE_BOTH, RELATE_FRAMES, RELATE_MODEL } relate_by;

typedef struct relation_found {
    unsigned type;              /* rp_event_type */
    double confidence;          /* 0..1 */
    uint32_t at;                /* word that links the two, TREE_NONE */
    rp_str word;                /* its lemma, until the coder's next text */
    const frame *frame;         /* its best frame, NULL: none */
    weigh_scores scores;
} relation_found;

/* The event of `text` between the marked source and target. Errors: as coder_read_sentence. */
rp_code relate_pair(rp_coder *coder, const rapport *tables, rp_str text, const example_marks *marks, relate_by by, relation_found *out, rp_err *err);

/* The word that links the marked phrases, among the predicates of a reading that stand outside of them; TREE_NONE: there is none. */
uint32_t relate_link(const reading *r, const weigher *weights, const example_marks *marks);

/* A case of the learned part at one word; `status` is filled for it. */
feature_case relate_case(const reading *r, uint32_t at, uint32_t source, uint32_t target, status_reading *status);

#endif
