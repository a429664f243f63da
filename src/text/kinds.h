/*
 * text/kinds.h - what the blocks of a text are: headline, heading, prose, list item, caption, reference, navigation.
 *
 * Reads: blocks with their marks, heading words, furniture phrases.   Adds: kinds.   Only text/block.c calls it.
 */
#ifndef TEXT_KINDS_H
#define TEXT_KINDS_H
#include "text/rules.h"

enum {
    DRAFT_ITEM = 1,         /* had a list mark */
    DRAFT_NUMBERED = 2,     /* which was a number or letter */
    DRAFT_ENTRY = 4,        /* begins with "[12]", which stays in it */
    DRAFT_FRONT = 8         /* stands between the rules of a YAML head */
};

/* A block before it is known what it is. */
typedef struct block_draft {
    uint32_t start, end;    /* as in text_block */
    uint8_t marks;          /* DRAFT_* */
    uint8_t level;          /* of a heading mark, 1 the highest; 0: none */
    uint8_t look;           /* private to kinds.c */
    uint8_t kind;           /* rp_kind */
} block_draft;

/* Set `kind` of all drafts. Cost: linear in the text; nothing is allocated. */
void kinds_find(rp_str text, rp_str title, const text_rules *rules, block_draft *drafts, size_t count);

#endif
