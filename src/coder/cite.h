/*
 * coder/cite.h - a coded event with its document, sentence and citations, positions in code points.
 */
#ifndef CODER_CITE_H
#define CODER_CITE_H
#include "base/utf8.h"

/*
 * Fill *out for event number `event` of `coded`; views into `coded`, citations copied into `mem`. `ruler` is over the document's text.
 * False: memory ended.
 */
bool cite_event(const rp_coded *coded, size_t event, const utf8_ruler *ruler, arena *mem, rp_cited *out);

#endif
