/*
 * text/rules.h - what splitting needs to know of English, looked up once when the tables are opened.
 *
 * Reads: tables en/abbreviations, en/splitting, en/function-words, en/headings.
 */
#ifndef TEXT_RULES_H
#define TEXT_RULES_H
#include "base/error.h"
#include "lexicon/lexicon.h"

typedef enum abbreviation_kind {
    ABBREVIATION_NONE, ABBREVIATION_TITLE, ABBREVIATION_MONTH, ABBREVIATION_UNIT, ABBREVIATION_COMPANY, ABBREVIATION_LATIN,
    ABBREVIATION_PLACE, ABBREVIATION_INITIALISM, ABBREVIATION_OTHER
} abbreviation_kind;

typedef struct text_rules text_rules;

/* Build from the tables; `tables` is borrowed and must outlive it. Read-only afterwards, shared by threads. Free with text_rules_free. */
rp_code text_rules_new(const lexicon *tables, text_rules **out, rp_err *err);
void text_rules_free(text_rules *self);

/* The kind of a word written with its full stop ("Mr.", "U.S."), in the table's case or capitalised; ABBREVIATION_NONE: not listed. */
abbreviation_kind text_rules_abbreviation(const text_rules *self, rp_str word);

/* A whole line, in any case, that opens a reference list or is navigation: RP_KIND_REFERENCE, RP_KIND_NAVIGATION, else RP_KIND_PROSE. */
rp_kind text_rules_line(const text_rules *self, rp_str line);

#endif
