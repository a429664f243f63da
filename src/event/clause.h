/*
 * event/clause.h - one sentence as the shallow coder reads it: its words, where clauses and phrases begin, and the triggers in it.
 *
 * Reads:  units, mentions, dates, triggers, cues (event/shallow.h).   Inner header of room event: sides.h, status.h and shallow.c read by it.
 */
#ifndef EVENT_CLAUSE_H
#define EVENT_CLAUSE_H
#include "event/shallow.h"

#define CLAUSE_OBJECT_REACH 12u     /* units behind a verb where its object may begin */
#define CLAUSE_REACH 64u            /* units around a trigger where anything of its own may stand: a sentence without end costs no more a word */

typedef enum clause_voice { VOICE_ACTIVE, VOICE_PASSIVE, VOICE_NOMINAL } clause_voice;

/* A trigger in its sentence. */
typedef struct clause_trigger {
    uint32_t at, length;        /* units */
    uint16_t form;              /* LEXICON_FORM_* bits */
    const trigger *row;
    clause_voice voice;
    bool finite;
} clause_trigger;

typedef struct clause_reader {
    const shallow_input *in;
    rp_str text;
    arena *mem;
    vec *out;                               /* rp_event: those of the sentences before, too */
    uint32_t sentence, first, end;          /* units [first, end) */
    uint32_t mention_first, mention_end;
    uint32_t date_first, date_end;
    clause_trigger *found;                  /* [found_count], triggers of the sentence in order */
    size_t found_count, found_room;
    uint32_t *over;                         /* [units of the document]: the mention that covers it + 1, 0: none */
    uint8_t *verb;                          /* [units of the document]: a verb that is a trigger begins here */
    int32_t document_day;                   /* days since 1970-01-01 */
    rp_code rc;                             /* RP_ENOMEM once memory ended */
} clause_reader;

/* Words outside the sentence read as punctuation, so that no caller needs to look at its ends. */
static inline const unit *clause_unit(const clause_reader *c, uint32_t i) { return &c->in->words->at[i]; }
static inline uint16_t clause_class(const clause_reader *c, uint32_t i)
{
    return i >= c->first && i < c->end ? c->in->words->classes[i] : WORD_PUNCT;
}
static inline const actor_mention *clause_mention(const clause_reader *c, int32_t m) { return &c->in->actors->at[m]; }
static inline rp_str clause_word(const clause_reader *c, uint32_t i)
{
    return i >= c->first && i < c->end ? str_sub(c->text, clause_unit(c, i)->start, clause_unit(c, i)->end) : RP_STR("");
}
static inline bool clause_is(const clause_reader *c, uint32_t i, const char *word) { return str_eq_nocase(clause_word(c, i), str_of(word)); }

/* A mark that parts clauses (semicolon, colon, dash) at unit i; a word that opens a clause there ("that", "which", "because"). */
bool clause_mark(const clause_reader *c, uint32_t i);
bool clause_opens(const clause_reader *c, uint32_t i);

/* The mention that covers unit i; -1: none. The unit where its noun phrase begins, with determiners and adjectives. */
int32_t clause_mention_over(const clause_reader *c, uint32_t i);
uint32_t clause_phrase_start(const clause_reader *c, const actor_mention *m);

/* Is there a finite verb at unit i, as far as small words and endings tell? Does a form of "have" belong to the verb at i? */
bool clause_verb_like(const clause_reader *c, uint32_t i);
bool clause_have_before(const clause_reader *c, uint32_t i);

/* Does one of the row's objects stand in units [from, to)? */
bool clause_object_within(const clause_reader *c, const trigger *row, uint32_t from, uint32_t to);

/* Fill c->found and c->verb with the triggers of the sentence. */
void clause_find_triggers(clause_reader *c);
#endif
