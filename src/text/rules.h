/*
 * text/rules.h - what splitting needs to know of English, looked up once when the tables are opened.
 *
 * Reads: tables en/abbreviations, en/splitting, en/function-words, en/irregular, en/headings, en/furniture, en/domains, en/agencies.
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

/* What a word (in lower case) does in a sentence; TEXT_WORD_CONTENT: it is no function word. */
typedef enum text_word {
    TEXT_WORD_CONTENT,
    TEXT_WORD_LINK,         /* a determiner, preposition, quantity: a noun phrase comes next */
    TEXT_WORD_JOIN,         /* a conjunction, subordinator, relative: more comes next */
    TEXT_WORD_SMALL,        /* any other function word */
    TEXT_WORD_FINITE,       /* a form of be, have or do, or a modal */
    TEXT_WORD_PAST          /* the past form of an irregular verb */
} text_word;
text_word text_rules_word(const text_rules *self, rp_str lower);

/* The phrases by which parts of a page that are no running text are known; `folded` as by utf8_fold, words parted by one space. */
typedef enum furniture_kind {
    FURNITURE_NONE,
    FURNITURE_APPEAL,       /* speaks to the reader of the page: "your support"; two of them make an appeal */
    FURNITURE_NOTICE,       /* alone makes a legal or editorial notice: "all rights reserved" */
    FURNITURE_OPENER,       /* first word of an appeal: "join" */
    FURNITURE_CREDIT,       /* who made a picture: "photo" */
    FURNITURE_STAMP,        /* when and by whom a text was put up: "updated" */
    FURNITURE_SITE,         /* announces an address in a sentence: "website" */
    FURNITURE_OUTLET,       /* may do so: "agency", "hacked" */
    FURNITURE_LINKS         /* begins the line over a list of links: "related" */
} furniture_kind;
#define FURNITURE_WORDS 6u  /* words in the longest phrase */
#define FURNITURE_LONGEST 64u
/* *longer: whether the word or phrase also begins a longer one. */
furniture_kind text_rules_furniture(const text_rules *self, rp_str folded, bool *longer);

/* Whether any word stands in `block` without which it is no appeal or notice ("your"); false for nearly all news, at little cost. */
bool text_rules_addresses_reader(const text_rules *self, rp_str block);

/* Whether `label` (lower case) ends domain names ("com"), or is the part of a host before a site's name ("www", "en", "news"). */
bool text_rules_domain(const text_rules *self, rp_str label);
bool text_rules_host(const text_rules *self, rp_str label);

/* Whether `name` is a news agency's, in any case ("Reuters"). */
bool text_rules_agency(const text_rules *self, rp_str name);

#endif
