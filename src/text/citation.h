/*
 * text/citation.h - citations inside a text, as data: they are kept, and never become words of a sentence.
 *
 * Reads: UTF-8 text, blocks, domain endings and agencies.   Adds: citations, sorted, not overlapping.
 * After: text/block.h; before: text/token.h.
 *
 * Forms: "[1, 7]", "[12]", "[a]" resolved against the reference list of the same text ("[7] youtube.com/…" at its end); bare domains
 * glued behind a sentence's words ("… the ambassador en.wikipedia.org."), repeated ("apnews.comapnews.com") or with counters
 * ("reuters.com+15apnews.com", "+2"); truncated URLs; "(Reuters)", "(AP)", "/TASS/". A domain that is part of the prose ("the site bbc.com
 * said") is none: the words beside it decide, and where these leave doubt, whether the text has sure citations of this form.
 */
#ifndef TEXT_CITATION_H
#define TEXT_CITATION_H
#include "base/arena.h"
#include "text/block.h"

/*
 * Append the citations of the coded blocks of `text` to `out` (vec of rp_citation, in `mem`; `target` views into text). "[1, 7]" gives two
 * citations: their spans part the bracket between them, so that spans never overlap and together cover it. Of a range "[3-6]" both ends are
 * given. Cost: linear. Errors: RP_ENOMEM.
 */
rp_code citation_find(rp_str text, const text_block *blocks, size_t count, const text_rules *rules, arena *mem, vec *out, rp_err *err);

#endif
