/*
 * text/split.h - a document's text to sentences, tokens and citations: runs block, citation, token and sentence in this order.
 */
#ifndef TEXT_SPLIT_H
#define TEXT_SPLIT_H
#include "base/arena.h"
#include "text/rules.h"

typedef struct text_layers {
    vec sentences;      /* rp_sentence */
    vec tokens;         /* rp_token */
    vec citations;      /* rp_citation */
} text_layers;

/* Check and split `doc->text`; all in `mem`. Errors: RP_ETEXT (byte says where), RP_ELIMIT, RP_ENOMEM; *out is empty then. */
rp_code text_split(const rp_document *doc, const text_rules *rules, arena *mem, text_layers *out, rp_err *err);

#endif
