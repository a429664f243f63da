/*
 * actor/tree.h - one sentence as a dependency tree whose words know their children.
 *
 * Reads: tokens, parse_word (parse/parse.h), units.   Adds: a tree that lives until the next sentence; actor/mention.h marks its mentions.
 *
 * Words are numbered in their sentence from 0, in text order. Relations are those of Universal Dependencies v2; the few subtypes that matter
 * to events have flags. Walks are bounded by the number of words, so that no tree, however odd, makes them run on.
 */
#ifndef EVENT_TREE_H
#define EVENT_TREE_H
#include "actor/kinds.h"
#include "actor/words.h"
#include "base/arena.h"
#include "parse/parse.h"
#include "rapport.h"

#define TREE_NONE UINT32_MAX

/* What a word's form and place say, a bit each. */
enum {
    TREE_FINITE = 1, TREE_PAST = 2, TREE_PRESENT = 4, TREE_PARTICIPLE = 8 /* past participle */, TREE_GERUND = 16, TREE_INFINITIVE = 32,
    TREE_PASSIVE = 64,      /* has a passive subject, auxiliary or agent, or is a reduced passive */
    TREE_PLURAL = 128
};

/* Subtypes of relations. */
typedef enum tree_subtype { SUB_NONE, SUB_PASS, SUB_AGENT, SUB_POSS, SUB_RELCL, SUB_PRT, SUB_TIME } tree_subtype;

typedef struct tree_word {
    rp_str form, lemma;             /* the lemma in lower case, but of proper nouns */
    uint32_t start, end;            /* bytes in the document */
    uint32_t first_unit, units;     /* in the document's units */
    uint32_t head, child, next;     /* words: governor, first child, next child of the same governor; TREE_NONE */
    uint32_t word;                  /* the lemma's number in the lexicon, LEXICON_NONE: in no phrase */
    int32_t mention;                /* of the document, -1: none covers it */
    uint8_t upos, relation, subtype, form_bits;
    uint16_t label;                 /* the parser's */
    uint16_t kinds;                 /* KIND_* of its lemma */
} tree_word;

typedef struct tree {
    tree_word *at;                  /* [count] */
    uint32_t count, root;
    uint32_t first_unit, end_unit;
    rp_str text;                    /* of the document */
} tree;

/* What trees are built from. All borrowed. */
typedef struct tree_input {
    rp_str text;
    const rp_token *tokens;
    const rp_sentence *sentences;
    const word_layer *words;
    const lexicon *lexicon;
    const kind_table *kinds;
    const parser *parser;
} tree_input;

/* Build the tree of sentence number `s` from its parsed words, in `mem`. False: memory ended. */
bool tree_build(const tree_input *in, const rp_sentence *sentence, uint32_t s, const parse_word *parsed, arena *mem, tree *out);

/* Is the lemma of word `i` this one, one of these? No, where there is no such word. */
static inline bool tree_lemma_is(const tree *t, uint32_t i, const char *lemma) { return i < t->count && str_is(t->at[i].lemma, lemma); }
/* Does it name one of these kinds of things? No, where there is no such word. */
static inline bool tree_kind(const tree *t, uint32_t i, uint16_t kinds) { return i < t->count && (t->at[i].kinds & kinds); }
bool tree_lemma_among(const tree *t, uint32_t i, const char *const *lemmas, size_t count);

/* A set of relations, a bit each, for rules that speak of several. */
#define TREE_BIT(relation) ((uint64_t)1 << (relation))
static inline bool tree_relation_among(uint8_t relation, uint64_t set) { return set >> relation & 1; }

/* The first child with this relation; one whose subtype is `sub`, too (SUB_NONE: any). TREE_NONE: none. */
uint32_t tree_child(const tree *t, uint32_t i, parse_relation relation);
uint32_t tree_child_sub(const tree *t, uint32_t i, parse_relation relation, tree_subtype sub);
/* The child with this relation and lemma. */
uint32_t tree_child_lemma(const tree *t, uint32_t i, parse_relation relation, const char *lemma);

/* Is `i` in the subtree of `top` (itself too)? The word where the ways of both to the root meet. Steps to the root. */
bool tree_under(const tree *t, uint32_t i, uint32_t top);
uint32_t tree_meeting(const tree *t, uint32_t a, uint32_t b);
uint32_t tree_depth(const tree *t, uint32_t i);

/* First and last word of the subtree of `i`. */
void tree_span(const tree *t, uint32_t i, uint32_t *first, uint32_t *last);

/* The word of the unit numbered `place`; the word of a range of bytes that is nearest to the root. TREE_NONE: none. */
uint32_t tree_of_unit(const tree *t, uint32_t place);
uint32_t tree_head_of(const tree *t, uint32_t start, uint32_t end);

/* Can the word head a noun phrase? Is it a verb, auxiliaries too? */
bool tree_is_nominal(const tree_word *w);
static inline bool tree_is_verb(const tree_word *w) { return w->upos == UPOS_VERB || w->upos == UPOS_AUX; }

#endif
