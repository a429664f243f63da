/*
 * event/named.h - the sides of a predicate as mentions of actors, and as the parties of an event.
 *
 * Reads: reading, mentions.   Adds: named sides, parties. Inner part of event/code.h, with event/elsewhere.h and event/earlier.h.
 */
#ifndef EVENT_NAMED_H
#define EVENT_NAMED_H
#include "event/code.h"

/* A document while it is coded. */
typedef struct coding {
    const code_input *in;
    const rp_document *document;
    reading r;
    arena *mem;
    vec *out;                   /* rp_event: those of the sentences before, too */
    int32_t document_day;       /* days since 1970-01-01 */
    int32_t told_day;           /* first day on which the document can have been written; INT32_MIN: nothing says */
    uint32_t date_first, date_end;      /* the dates in what is read */
    int32_t pair[2];            /* mentions of the two states the document is about, -1: it is not about two */
} coding;

/* A side as mentions. */
typedef struct named_side {
    int32_t mention[RP_PARTIES];
    uint32_t head[RP_PARTIES];
    uint8_t how[RP_PARTIES];        /* side_how */
    uint8_t named[RP_PARTIES];      /* named_how */
    uint32_t count;
    bool unknown;                   /* a phrase stands there that names no known actor */
} named_side;

static inline const actor_mention *named_mention(const coding *c, int32_t m) { return &c->in->reading.actors->at[m]; }
static inline rp_str named_text(const coding *c) { return c->document->text; }

/* Add a mention to a side, once. */
void named_add(named_side *out, int32_t m, uint32_t head, uint8_t how, uint8_t named);
/* The mentions that phrases name; a group is those it stands for. */
void named_of(const coding *c, const side_heads *heads, named_side *out);
/* Are two mentions of one state? Is a mention of a state that a side has? */
bool named_same_state(const coding *c, int32_t a, int32_t b);
bool named_among(const coding *c, int32_t mention, const named_side *side);
/* Take away a target that is the source again. */
void named_drop_same(const coding *c, const named_side *source, named_side *target);
/* Of several targets take away those of the source's state: "sold arms to both sides". */
void named_drop_own(const coding *c, const named_side *source, named_side *target);
/* Does a clause with a verb of its own stand between word `i` and its ancestor `top`? */
bool named_other_clause(const tree *t, uint32_t i, uint32_t top);
/* Do the sentences from `s` to the one that is coded stand in one paragraph? */
bool named_same_paragraph(const coding *c, uint32_t s);
/* Fill a party from a mention, with the office of day `day`. False: no code is known. */
bool named_fill_party(const coding *c, int32_t mention, int32_t day, rp_party *out);
/* Fill one side; the same actor twice counts once. Returns how many parties. */
uint8_t named_fill(const coding *c, const named_side *side, int32_t day, rp_party *out);

#endif
