/*
 * event/frames.h - the words that tell of events, with where their sides stand.
 *
 * Reads: tables en/frames, en/cues.   A trigger is a verb or noun of one event type; rows with objects apply only where one of the
 * objects stands in the verb's object or the noun's phrase, and win over rows without.
 */
#ifndef EVENT_FRAMES_H
#define EVENT_FRAMES_H
#include "actor/words.h"
#include "event/ontology.h"

typedef enum side_kind { SIDE_NONE, SIDE_SUBJECT, SIDE_OBJECT, SIDE_POSSESSIVE, SIDE_BETWEEN, SIDE_BOTH, SIDE_CLAUSE, SIDE_PREPOSITION } side_kind;

typedef struct frame_side {
    uint8_t kind;               /* side_kind */
    uint32_t word;              /* of SIDE_PREPOSITION */
} frame_side;

#define FRAME_SIDES 8

typedef struct frame {
    bool noun;
    uint8_t type, quad;         /* rp_event_type; 1..4 */
    uint8_t source_count, target_count;
    frame_side source[FRAME_SIDES], target[FRAME_SIDES];    /* in order of preference */
    const uint32_t *objects;    /* [object_count][2]: head word (singular) and the word before it, LEXICON_NONE: any */
    uint32_t object_count;
    const char *mode;           /* NULL: none */
    uint64_t contexts;
    const ontology_cameo *cameo;
    double intensity;
    float sure;                 /* 0..1 */
} frame;

/* Words that change an event's status, a bit each. */
enum {
    CUE_NEGATION = 1, CUE_MODAL = 2, CUE_FUTURE = 4, CUE_HEDGE = 8, CUE_CONDITIONAL = 16, CUE_ATTEMPT = 32, CUE_REPORT = 64, CUE_ALLEGE = 128,
    CUE_DENY = 256, CUE_QUESTION = 512, CUE_HABIT = 1024, CUE_LIGHT = 2048
};

typedef struct frame_table frame_table;

/* From the tables; both borrowed. Errors: RP_EFORMAT a wrong mode or side, RP_ENOMEM. Free with frame_table_free. */
rp_code frame_table_new(const lexicon *tables, const ontology *ontology_tables, frame_table **out, rp_err *err);
void frame_table_free(frame_table *self);

const frame *frame_at(const frame_table *self, uint32_t row);
uint32_t frame_domain(const frame_table *self);
/* The cue at units[at] with its length in units; 0: none. */
uint16_t frame_cue(const frame_table *self, const unit *units, size_t count, size_t at, uint32_t *length);

#endif
