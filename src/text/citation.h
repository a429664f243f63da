/*
 * text/citation.h - citations inside a text, as data: they are kept, and never become words of a sentence.
 *
 * Reads: UTF-8 text, blocks.   Adds: citations, sorted, not overlapping.   After: text/block.h; before: text/token.h.
 *
 * Forms: "[1, 7]", "[12]", "[a]" resolved against the reference list of the same text ("[7] youtube.com/…" at its end); bare domains
 * glued behind a sentence's words ("… the ambassador en.wikipedia.org."), repeated ("apnews.comapnews.com") or with counters
 * ("reuters.com+15apnews.com", "+2"); truncated URLs; "(Reuters)", "(AP)". A domain that is part of the prose ("the site bbc.com said") is not one.
 */
#ifndef TEXT_CITATION_H
#define TEXT_CITATION_H
#include "base/arena.h"
#include "text/block.h"

/*
 * Append the citations of the coded blocks of `text` to `out` (vec of rp_citation, in `mem`; `target` views into text). "[1, 7]" gives two
 * citations: their spans part the bracket between them, so that spans never overlap and together cover it. Errors: RP_ENOMEM.
 */
rp_code citation_find(rp_str text, const text_block *blocks, size_t count, arena *mem, vec *out, rp_err *err);

#endif
