/*
 * present/prose.h - a coded record as an English sentence.
 *
 * Reads: tables en/phrases (what is done), en/parties (who), en/articles, world/state-names (adjectives), world/states (names).
 *
 * A sentence is made from the record alone: date, status, type, mode, CAMEO code, codes and sectors of both sides, numbers of people,
 * speaker. A party is named by state and sector, never by the words of the text, since those may carry somebody's judgement. Where the
 * tables have no phrase that is sure to be true (a sector that is an accusation, a killing, an unknown intent, a mere possibility) no
 * sentence is made, and the caller quotes the source.
 */
#ifndef PRESENT_PROSE_H
#define PRESENT_PROSE_H
#include "base/buf.h"
#include "measure/relation.h"

typedef struct prose_columns {
    uint32_t type, mode, cameo, subject, past, base, gerund, rest;      /* en/phrases */
    uint32_t sector, body, number, people, speaks;                              /* en/parties */
    uint32_t code, kind, names;                                         /* world/state-names */
} prose_columns;

/* Open by prose_open; holds views only and needs no closing. */
typedef struct prose {
    const rapport *tables;
    lexicon_table phrases, parties, articles, names;
    prose_columns columns;
} prose;

/*
 * Use the tables, borrowed: must outlive *out. Every phrase is checked: RP_EFORMAT for an unknown mode, a placeholder that does not
 * exist, a phrase half filled, or a type without a row of its own.
 */
rp_code prose_open(const rapport *tables, prose *out, rp_err *err);

/* The name of an actor in a sentence: "Azerbaijan", "the United States". */
void prose_actor(const prose *self, const char *code, buf *out);

/* A party by state and sector, as an institution or as persons; false, and nothing added: it is not to be named so. */
bool prose_party(const prose *self, const rp_party *party, bool people, buf *out, bool *plural);

/*
 * Who says so: as prose_party where that part of a state speaks as one, else the words of the text in quotation marks; false, and
 * nothing added: nobody, or a mere pronoun.
 */
bool prose_speaker(const prose *self, const rp_party *speaker, buf *out);

/* "3 July 2025", "July 2025", "3 July 2025 to 5 July 2025"; nothing for an undated one. */
void prose_dates(rp_interval date, buf *out);

/* The happening as a sentence with its full stop; false, and nothing added: it has to be quoted. */
bool prose_sentence(const prose *self, const relation_happening *happening, buf *out);

#endif
