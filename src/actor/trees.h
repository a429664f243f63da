/*
 * actor/trees.h - the parses of a document's sentences, kept so that each is parsed once for all who read its tree.
 *
 * Reads: tokens, a parser.   Adds: parse_words of the sentences that are asked for, for as long as the document.
 *
 * A sentence is parsed READING_TOKENS tokens at a time, since what is done with a tree grows with the square of its length; more are no
 * sentence but a list or a fault. A label that runs into its paragraph is no part of the first piece.
 */
#ifndef ACTOR_TREES_H
#define ACTOR_TREES_H
#include "actor/tree.h"

#define READING_TOKENS 400u

typedef struct tree_layer {
    tree_input in;
    parse_work *work;           /* of the thread that reads the document */
    parse_word *words;          /* [tokens of the document]: heads within their piece */
    uint8_t *label;             /* [sentences]: tokens of its label, which are not parsed */
    bool *parsed;               /* [sentences] */
} tree_layer;

/* Nothing parsed yet; arrays in `mem`. False: memory ended. */
bool trees_new(const tree_input *in, parse_work *work, size_t sentence_count, size_t token_count, arena *mem, tree_layer *out);

/* Parse sentence `s` behind its label, unless that was done before; lemmas in `mem`. Errors: RP_ENOMEM. */
rp_code trees_parse(tree_layer *self, uint32_t s, arena *mem, rp_err *err);

/*
 * The tree of the piece of sentence `s` that begins with its token `from`, of `count` tokens, READING_TOKENS at most, in `mem`. What was parsed
 * before is taken, another piece is parsed. Errors: RP_ENOMEM.
 */
rp_code trees_build(const tree_layer *self, uint32_t s, uint32_t from, uint32_t count, arena *mem, tree *out, rp_err *err);

#endif
