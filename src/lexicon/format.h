/*
 * lexicon/format.h - the layout of a compiled table file, shared by its writer (compile.c) and its reader (lexicon.c).
 *
 * Little-endian 32-bit numbers throughout; sections stand in the order of `lexicon_section`, each 8-byte aligned:
 *   STRINGS  the bytes of all texts, each once, behind each other
 *   PLACES   where each text begins in them, and where the last one ends; a text is named by its number here
 *   TABLES   name, rows, columns, first column, first cell
 *   COLUMNS  name, domain (or LEXICON_NONE)
 *   CELLS    text, row by row: its number
 *   WORDS    place and length of the text (looked at for every word of a document), singular, domains it begins phrases of, and those where
 *            it may do so in lower case; or another spelling of a word, with its number in the place of the singular
 *   SLOTS    hash table over WORDS: number + 1, 0 free; at most 3 of 4 taken
 *   NODES    first child, first entry; one more than there are nodes: a node's end where the next one's begin. Node d < domains is the root
 *            of domain d; the children of a node stand behind each other, by their words (the tries level by level)
 *   STEPS    [nodes]: the word that leads to a node from its parent; of a root LEXICON_NONE
 *   ENTRIES  lexicon_entry
 */
#ifndef LEXICON_FORMAT_H
#define LEXICON_FORMAT_H
#include "lexicon/lexicon.h"

#define FORMAT_MAGIC "RPTABLES"
#define FORMAT_VERSION 5u
#define FORMAT_ORDER 0x01020304u
#define FORMAT_DOMAINS 32u

typedef enum format_section { FORMAT_STRINGS, FORMAT_PLACES, FORMAT_TABLES, FORMAT_COLUMNS, FORMAT_CELLS, FORMAT_WORDS, FORMAT_SLOTS, FORMAT_NODES,
                              FORMAT_STEPS, FORMAT_ENTRIES, FORMAT_SECTIONS } format_section;

typedef struct format_header {
    char magic[8];
    uint32_t version, order;
    uint64_t size;          /* of the whole file, bytes */
    uint64_t checksum;      /* hash_bytes of everything behind the header, seed 0 */
    struct { uint32_t offset, count; } section[FORMAT_SECTIONS];   /* offset in bytes from the file's start; count in items */
    uint32_t domains, reserved;
} format_header;

typedef uint32_t format_text;
typedef struct format_table { format_text name; uint32_t rows, columns, first_column, first_cell; } format_table;
typedef struct format_column { format_text name; uint32_t domain; } format_column;
typedef struct format_word { uint32_t text, singular, starts, starts_lower; } format_word;
#define FORMAT_SPELLING 0x80000000u     /* in singular: only another spelling of the word whose number stands there */
/* text: the place in STRINGS times 256, and the length */
#define FORMAT_WORDS_END 0x1000000u
static inline uint32_t format_word_at(const format_word *w) { return w->text >> 8; }
static inline uint32_t format_word_len(const format_word *w) { return w->text & 0xFFu; }
typedef struct format_node { uint32_t child, entry; } format_node;

/* The slot of `size` where the search for a hash begins; it goes on with the next one, behind the last with the first. */
static inline uint32_t format_slot(uint32_t hash, uint32_t size) { return (uint32_t)((uint64_t)hash * size >> 32); }
static inline uint32_t format_next(uint32_t slot, uint32_t size) { return slot + 1 == size ? 0 : slot + 1; }

#endif
