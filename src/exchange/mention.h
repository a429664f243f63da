/*
 * exchange/mention.h - a mention of an actor as one JSON object a line; docs/formats.md lists its fields.
 */
#ifndef EXCHANGE_MENTION_H
#define EXCHANGE_MENTION_H
#include "base/buf.h"
#include "base/utf8.h"
#include "rapport.h"

/* Mention number `i` of `coded` (rp_coder_actors) with its line end; `ruler` is over the document's text. */
void mention_record(const rp_coded *coded, size_t i, const utf8_ruler *ruler, buf *out);

#endif
