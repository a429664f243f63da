/*
 * event/triggers.h - the words that tell of events, with where their sides stand.
 *
 * Reads: tables en/triggers, en/cues.   A trigger is a verb or noun of one event type; rows with objects apply only where one of the
 * objects stands in the verb's object or the noun's phrase, and win over rows without.
 */
#ifndef EVENT_TRIGGERS_H
#define EVENT_TRIGGERS_H
#include "actor/words.h"
#include "event/ontology.h"

typedef enum side_kind { SIDE_NONE, SIDE_SUBJECT, SIDE_OBJECT, SIDE_POSSESSIVE, SIDE_BETWEEN, SIDE_BOTH, SIDE_CLAUSE, SIDE_PREPOSITION } side_kind;

typedef struct trigger_side {
    uint8_t kind;               /* side_kind */
    uint32_t word;              /* of SIDE_PREPOSITION */
} trigger_side;

#define TRIGGER_SIDES 8

typedef struct trigger {
    bool noun;
    uint8_t type, quad;         /* rp_event_type; 1..4 */
    uint8_t source_count, target_count;
    trigger_side source[TRIGGER_SIDES], target[TRIGGER_SIDES];    /* in order of preference */
    const uint32_t *objects;    /* [object_count][2]: head word (singular) and the word before it, LEXICON_NONE: any */
    uint32_t object_count;
    const char *mode;           /* NULL: none */
    uint64_t contexts;
    const ontology_cameo *cameo;
    double intensity;
    float sure;                 /* 0..1 */
} trigger;

/* Words that change an event's status, a bit each. */
enum {
    CUE_NEGATION = 1, CUE_MODAL = 2, CUE_FUTURE = 4, CUE_HEDGE = 8, CUE_CONDITIONAL = 16, CUE_ATTEMPT = 32, CUE_REPORT = 64, CUE_ALLEGE = 128,
    CUE_DENY = 256, CUE_QUESTION = 512, CUE_HABIT = 1024, CUE_LIGHT = 2048
};

typedef struct trigger_table trigger_table;

/* From the tables; both borrowed. Errors: RP_EFORMAT a wrong mode or side, RP_ENOMEM. Free with trigger_table_free. */
rp_code trigger_table_new(const lexicon *tables, const ontology *ontology_tables, trigger_table **out, rp_err *err);
void trigger_table_free(trigger_table *self);

const trigger *trigger_at(const trigger_table *self, uint32_t row);
uint32_t trigger_domain(const trigger_table *self);
/* The cue at units[at] with its length in units; 0: none. */
uint16_t trigger_cue(const trigger_table *self, const unit *units, size_t count, size_t at, uint32_t *length);

#endif
