/*
 * text/sentence.h - find where sentences end among the tokens of one block (paragraph, list item, heading).
 *
 * Reads: text, tokens, abbreviations.   Adds: the first token of each sentence.   After: text/token.h.
 */
#ifndef TEXT_SENTENCE_H
#define TEXT_SENTENCE_H
#include "base/arena.h"
#include "text/rules.h"

/*
 * Append to `out` (vec of uint32_t, in `mem`) the index of the first token of each sentence of tokens[first, first + count): the
 * first is always `first`; nothing for count 0; after 1000 tokens one is ended wherever it is. A block is never joined with another. Errors: RP_ENOMEM. Cost: linear.
 */
rp_code sentence_split(rp_str text, const rp_token *tokens, uint32_t first, uint32_t count, const text_rules *rules, arena *mem, vec *out,
                       rp_err *err);

/* Does sentence `s` stand in the paragraph of the one before it? `s` > 0. */
bool sentence_same_paragraph(rp_str text, const rp_sentence *sentences, uint32_t s);

#endif
