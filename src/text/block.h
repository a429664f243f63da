/*
 * text/block.h - the blocks of a plain text: paragraphs, headings, list items, captions, reference lists, navigation.
 *
 * Reads: UTF-8 text, heading words.   Adds: blocks with a kind.   First stage of splitting.
 *
 * Layout. An empty line always parts blocks. A line that begins a list item ("•", "-", "*", "1.", "(a)" …) parts blocks. In texts whose
 * paragraphs are single long lines, each line is a block; in hard-wrapped texts (wire) the lines of a paragraph are joined.
 * Kinds. Wiki headings (== History ==), Markdown headings (#) and short lines without a closing full stop that stand alone are headings;
 * the first one that looks like a title is the document's headline; "Photo: …" lines and lines that end in a picture credit are captions; what follows
 * a line such as "References", and lines "[3] …" or bare URLs, are references; menus, share buttons, appeals are navigation. A block
 * of several sentences of running text is prose whatever stands around it. A block that repeats the one before it word for word, or the
 * headline, is navigation, so that nothing is coded twice. Kinds are found by text/kinds.c.
 */
#ifndef TEXT_BLOCK_H
#define TEXT_BLOCK_H
#include "base/arena.h"
#include "text/rules.h"

typedef struct text_block {
    uint32_t start, end;    /* bytes; without white space, list marks and heading marks around it; never empty */
    uint8_t kind;           /* rp_kind */
} text_block;

/* Append the blocks of `text` (valid UTF-8, borrowed) to `out` (vec of text_block, in `mem`), in order. Errors: RP_ENOMEM. */
rp_code block_split(rp_str text, rp_str title, const text_rules *rules, arena *mem, vec *out, rp_err *err);

#endif
