/*
 * parse/parse.h - words of a sentence → part of speech, features, lemma, and the labelled tree of Universal Dependencies.
 *
 * Reads: a model (parse/model.h) and the words of one sentence.   Gives: one parse_word a word.
 *
 * Shapes: heads are indices of words of the same sentence, from 0; PARSE_ROOT marks the root. Every result is a tree with exactly one
 * root, whatever the words are. Tags and labels are the model's, named by parser_tag and parser_label; their first parts are the fixed
 * sets of Universal Dependencies v2 below (https://universaldependencies.org/u/pos, /u/dep).
 * Cost: linear in the words above PARSE_STRETCH of them; a longer sentence is parsed in stretches that are joined afterwards.
 * Ownership: a parser is read-only and shared by threads; a parse_work is one a thread.
 */
#ifndef PARSE_PARSE_H
#define PARSE_PARSE_H
#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#define PARSE_ROOT UINT32_MAX
#define PARSE_STRETCH 160u      /* words parsed at a time */

typedef enum parse_upos {
    UPOS_ADJ, UPOS_ADP, UPOS_ADV, UPOS_AUX, UPOS_CCONJ, UPOS_DET, UPOS_INTJ, UPOS_NOUN, UPOS_NUM, UPOS_PART, UPOS_PRON, UPOS_PROPN,
    UPOS_PUNCT, UPOS_SCONJ, UPOS_SYM, UPOS_VERB, UPOS_X, UPOS_COUNT
} parse_upos;

typedef enum parse_relation {
    REL_ACL, REL_ADVCL, REL_ADVMOD, REL_AMOD, REL_APPOS, REL_AUX, REL_CASE, REL_CC, REL_CCOMP, REL_CLF, REL_COMPOUND, REL_CONJ, REL_COP,
    REL_CSUBJ, REL_DEP, REL_DET, REL_DISCOURSE, REL_DISLOCATED, REL_EXPL, REL_FIXED, REL_FLAT, REL_GOESWITH, REL_IOBJ, REL_LIST, REL_MARK,
    REL_NMOD, REL_NSUBJ, REL_NUMMOD, REL_OBJ, REL_OBL, REL_ORPHAN, REL_PARATAXIS, REL_PUNCT, REL_REPARANDUM, REL_ROOT, REL_VOCATIVE,
    REL_XCOMP, REL_COUNT
} parse_relation;

const char *parse_upos_name(parse_upos upos);               /* "NOUN" */
const char *parse_relation_name(parse_relation relation);   /* "nsubj" */
/* The one so named, or UPOS_COUNT, REL_COUNT; of a relation only what stands before ":" is looked at. */
parse_upos parse_upos_find(rp_str name);
parse_relation parse_relation_find(rp_str name);

/* What a word can be: part of speech with its English tag and features, as the treebank has them together. */
typedef struct parse_tag {
    parse_upos upos;
    rp_str xpos, feats;         /* "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin"; feats empty: none */
} parse_tag;

typedef struct parse_label {
    parse_relation relation;
    rp_str name;                /* with its subtype: "nsubj:pass" */
} parse_label;

typedef struct parse_word {
    rp_str lemma;               /* a view into the arena, the model, or the word */
    uint32_t head;              /* PARSE_ROOT or the index of a word */
    uint16_t tag, label;        /* for parser_tag, parser_label */
} parse_word;

typedef struct parser parser;
typedef struct parse_work parse_work;

/*
 * Open a model from its bytes, which are borrowed and must outlive the parser. `scorer` names one of its networks ("fast",
 * "accurate"); NULL: the first. Everything in the bytes is checked. Free with parser_free.
 * Errors: RP_EFORMAT  no model, damaged, cut short or of another version (says which)
 *         RP_EMISSING no network of that name (names those there are)
 *         RP_ENOMEM.
 */
rp_code parser_new(rp_str model, const char *scorer, parser **out, rp_err *err);
/* The same with the model inside the library. */
rp_code parser_new_built_in(const char *scorer, parser **out, rp_err *err);
void parser_free(parser *self);

size_t parser_tag_count(const parser *self);
size_t parser_label_count(const parser *self);
const parse_tag *parser_tag(const parser *self, uint16_t tag);
const parse_label *parser_label(const parser *self, uint16_t label);
const char *parser_scorer(const parser *self);          /* the network's name */
uint64_t parser_version(const parser *self);            /* the model's checksum */

/* A word's vector: *size bytes, each a number + 128; NULL: the model has none for it. Lives as long as `self`. */
const uint8_t *parser_vector(const parser *self, rp_str word, uint32_t *size);

/* The instructions it computes with ("avx512", "avx2", "portable"; parse/kernel.h): the best here. All give the same results. */
const char *parser_kernels(const parser *self);
/* For tests and benchmarks: take those so named, before anything is parsed. False: there are none, or this processor cannot. */
bool parser_use_kernels(parser *self, const char *name);

/* Memory for parsing with `self`, of one thread. NULL: memory ended. Free with parse_work_free. */
parse_work *parse_work_new(const parser *self);
void parse_work_free(parse_work *self);

/*
 * Parse the `count` words (UTF-8; any bytes do no harm) into `out`, which has room for `count`; nothing for 0 words. New lemmas go
 * into `mem`. Errors: RP_ENOMEM.
 */
rp_code parser_parse(const parser *self, parse_work *work, const rp_str *words, uint32_t count, arena *mem, parse_word *out, rp_err *err);

#endif
