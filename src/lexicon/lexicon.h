/*
 * lexicon/lexicon.h - the knowledge tables in compiled form: cells by table, row and column; phrases by longest match.
 *
 * Reads:  the file that lexicon/compile.h writes, mapped or inside the program.   Knows nothing of what the tables mean.
 *
 * Words. Phrases and running text are cut into the same *units* (lexicon/unit.h), so that a phrase is found only on unit
 * boundaries and however the tokenizer treats hyphens and full stops. A word that stands in any phrase has a number; spellings of one name
 * (lexicon/spelling.h: "Sergei", "Sergey") have the same.
 * Domains. Each phrase column of each table is a domain of its own with its own trie; all tries stand
 * in one array of nodes. A bit a domain in each word tells where it may begin a phrase: one load decides for most words.
 */
#ifndef LEXICON_LEXICON_H
#define LEXICON_LEXICON_H
#include "base/error.h"
#include "lexicon/unit.h"

#define LEXICON_NONE UINT32_MAX

typedef struct lexicon lexicon;

typedef struct lexicon_table {
    const lexicon *lexicon;
    uint32_t first_cell, rows, columns, first_column;
} lexicon_table;

#define LEXICON_ROWS (1u << 19)

/* One way to read a matched phrase. */
typedef struct lexicon_entry {
    uint32_t row : 19;      /* of the domain's table: below LEXICON_ROWS */
    uint32_t form : 8;      /* a bit a LEXICON_FORM_*; 0 where the column is not inflected */
    uint32_t words : 5;     /* units in the phrase */
    uint32_t caps;          /* 2 bits a unit, first unit lowest: unit_caps the text must have at least */
} lexicon_entry;

enum {
    LEXICON_FORM_BASE = 1, LEXICON_FORM_THIRD = 2, LEXICON_FORM_PAST = 4, LEXICON_FORM_PARTICIPLE = 8, LEXICON_FORM_GERUND = 16,
    LEXICON_FORM_SINGULAR = 32, LEXICON_FORM_PLURAL = 64
};

typedef struct lexicon_hit {
    const lexicon_entry *entries;   /* [count]; those whose capitals do not fit are to be passed over: lexicon_fits */
    uint32_t count;
    uint32_t length;                /* units */
} lexicon_hit;

/*
 * Use the compiled tables at `at`, borrowed: must outlive *out. Everything is checked before use: RP_EFORMAT for what is no
 * table file or is damaged, RP_EVERSION for one of another version. Free with lexicon_free.
 */
rp_code lexicon_new(const void *at, size_t size, const char *name, lexicon **out, rp_err *err);
/* As lexicon_new, for tables that the build put into the program: their contents are taken as sound. */
rp_code lexicon_new_built_in(const void *at, size_t size, lexicon **out, rp_err *err);
void lexicon_free(lexicon *self);

/* A hash of everything in the tables. */
uint64_t lexicon_version(const lexicon *self);

/* A table by name ("world/states"); rows == 0 when there is none. */
lexicon_table lexicon_find_table(const lexicon *self, const char *name);
uint32_t lexicon_column(const lexicon_table *table, const char *name);      /* LEXICON_NONE: no such column */
rp_str lexicon_cell(const lexicon_table *table, uint32_t row, uint32_t column);
/* The number of a cell's text, below lexicon_texts: equal texts have one number, whatever their table. */
uint32_t lexicon_cell_text(const lexicon_table *table, uint32_t row, uint32_t column);
uint32_t lexicon_texts(const lexicon *self);

/* The domain of a phrase column; LEXICON_NONE: none. */
uint32_t lexicon_domain(const lexicon *self, const char *table, const char *column);

/* The number of a folded word; LEXICON_NONE: in no phrase. */
uint32_t lexicon_word(const lexicon *self, rp_str folded);
/* The singular of a word of a `nouns` column that was found in the plural; else the word itself. */
uint32_t lexicon_singular(const lexicon *self, uint32_t word);
/* The domains that have a phrase beginning with this unit and its capitals, a bit each. */
uint32_t lexicon_starts(const lexicon *self, const unit *u);
/* Is `domain` among them? LEXICON_NONE, of a column that the tables lack, never is. */
static inline bool lexicon_starts_in(uint32_t starts, uint32_t domain) { return domain < 32 && (starts >> domain & 1u); }
rp_str lexicon_word_text(const lexicon *self, uint32_t word);

/* The longest phrase of `domain` that begins at units[at] and whose capitals fit at least one entry; false: none. */
bool lexicon_match(const lexicon *self, uint32_t domain, const unit *units, size_t count, size_t at, lexicon_hit *hit);
/* Do the capitals of the `length` units of a match fit this entry? An entry of more units than that fits nothing. */
bool lexicon_fits(const lexicon_entry *entry, const unit *units, uint32_t length);

#endif
