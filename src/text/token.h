/*
 * text/token.h - cut a stretch of text into words as Universal Dependencies English does.
 *
 * Reads: UTF-8 text, abbreviations, masked spans (citations).   Adds: tokens.   After: text/block.h, text/citation.h.
 *
 * Contractions and possessives are parted ("do" "n't", "Baku" "'s", "can" "not"), each part but the last with `joined` set, so that
 * the written word can be had back. Hyphenated compounds are parted as the English Web Treebank and GUM do ("search" "-" "engine"),
 * numbers, prices, times, URLs, e-mail addresses, file names, emoticons and listed abbreviations stay whole.
 */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H
#include "base/arena.h"
#include "text/rules.h"

/* A span that tokens pass over as if it were space: sorted, not overlapping. */
typedef struct text_mask {
    uint32_t start, end;
} text_mask;

/*
 * Append the tokens of text[start, end) to `out` (vec of rp_token), which lives in `mem`. `text` is valid UTF-8 and borrowed.
 * Errors: RP_ENOMEM. Cost: linear.
 */
rp_code token_split(rp_str text, uint32_t start, uint32_t end, const text_rules *rules, const text_mask *masks, size_t mask_count,
                    arena *mem, vec *out, rp_err *err);

#endif
