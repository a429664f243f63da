/* text/rules.c - see text/rules.h and text/words.h. */
#include "text/rules.h"
#include <stdlib.h>
#include "base/arena.h"
#include "base/intern.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/words.h"

#define BEGINS_LONGER 128u     /* in sorts: the words also begin a longer phrase */
#define LINE_LONGEST 64u    /* bytes of a folded line that may be in en/headings */

struct text_rules {
    intern *words;          /* numbers facts[] */
    vec facts;              /* word_facts */
    intern *lines;          /* numbers kinds[] */
    vec kinds;              /* uint8_t, rp_kind */
    intern *names;          /* numbers sorts[]: phrases of en/furniture, "com" behind a '.', "www" before one, agencies behind a '/' */
    vec sorts;              /* uint8_t, furniture_kind, and BEGINS_LONGER */
    vec cues;               /* rp_str: as written */
    uint8_t cue_starts[1u << 13];   /* a bit for each two bytes that begin one */
    arena *mem;
    uint32_t lengths[256];  /* of contractions by first byte: a bit a length */
};

/* A table and its two columns: every table here is a word and what it is. */
typedef struct word_table {
    lexicon_table table;
    uint32_t word, kind;
} word_table;

static word_table open_table(const lexicon *tables, const char *name, const char *word, const char *kind)
{
    word_table t = { .table = lexicon_find_table(tables, name) };
    t.word = lexicon_column(&t.table, word);
    t.kind = lexicon_column(&t.table, kind);
    if (t.word == LEXICON_NONE || t.kind == LEXICON_NONE) t.table.rows = 0;
    return t;
}

/* The facts of a word, made on first sight; NULL: memory ended. */
static word_facts *facts_of(text_rules *self, rp_str word)
{
    uint32_t number = intern_add(self->words, word);
    if (number == INTERN_NONE) return NULL;
    if (number == self->facts.count && !vec_add(&self->facts, self->mem)) return NULL;
    return (word_facts *)self->facts.at + number;
}

static abbreviation_kind abbreviation_named(rp_str name)
{
    static const char *const names[] = { "", "title", "month", "unit", "company", "latin", "place", "initialism", "other" };
    for (unsigned k = ABBREVIATION_TITLE; k <= ABBREVIATION_OTHER; k++)
        if (str_is(name, names[k])) return (abbreviation_kind)k;
    return ABBREVIATION_NONE;
}

static bool add_abbreviations(text_rules *self, const lexicon *tables)
{
    word_table t = open_table(tables, "en/abbreviations", "word", "kind");
    for (uint32_t r = 0; r < t.table.rows; r++) {
        word_facts *f = facts_of(self, lexicon_cell(&t.table, r, t.word));
        if (!f) return false;
        f->abbreviation = (uint8_t)abbreviation_named(lexicon_cell(&t.table, r, t.kind));
    }
    return true;
}

static uint16_t kind_named(rp_str name)
{
    static const char *const names[] = { "contraction", "prefix", "suffix", "whole", "unit", "ending", "numbered", "currency", "final",
                                         "opener" };
    for (unsigned k = 0; k < sizeof names / sizeof *names; k++)
        if (str_is(name, names[k])) return (uint16_t)(1u << k);
    return 0;
}

static void set_parts(text_rules *self, word_facts *f, rp_str word, rp_str parts)
{
    rp_str part;
    unsigned n = 0;
    while (n < WORDS_PARTS && str_split(&parts, '|', &part)) f->part[n++] = (uint8_t)part.len;
    if (word.len && word.len <= WORDS_LONGEST) self->lengths[(unsigned char)word.at[0]] |= 1u << word.len;
}

static bool add_splitting(text_rules *self, const lexicon *tables)
{
    word_table t = open_table(tables, "en/splitting", "word", "kind");
    uint32_t parts = lexicon_column(&t.table, "parts");
    for (uint32_t r = 0; r < t.table.rows; r++) {
        rp_str word = lexicon_cell(&t.table, r, t.word);
        word_facts *f = facts_of(self, word);
        if (!f) return false;
        uint16_t kind = kind_named(lexicon_cell(&t.table, r, t.kind));
        f->kinds |= kind;
        if (kind == WORDS_CONTRACTION && parts != LEXICON_NONE) set_parts(self, f, word, lexicon_cell(&t.table, r, parts));
    }
    return true;
}

static const struct {
    const char *class;
    uint16_t kind;
} WORD_CLASSES[] = {
    { "be", WORDS_FINITE }, { "have", WORDS_FINITE }, { "do", WORDS_FINITE }, { "modal", WORDS_FINITE }, { "determiner", WORDS_LINK },
    { "preposition", WORDS_LINK }, { "quantity", WORDS_LINK }, { "adjective", WORDS_LINK }, { "conjunction", WORDS_JOIN },
    { "subordinator", WORDS_JOIN }, { "relative", WORDS_JOIN }
};

static uint16_t kind_of_class(rp_str class)
{
    for (size_t k = 0; k < sizeof WORD_CLASSES / sizeof *WORD_CLASSES; k++)
        if (str_is(class, WORD_CLASSES[k].class)) return WORD_CLASSES[k].kind;
    return WORDS_SMALL;
}

/* The forms in -ing tell nothing of a sentence. */
static bool add_word_kinds(text_rules *self, word_table t, uint16_t only)
{
    for (uint32_t r = 0; r < t.table.rows; r++) {
        rp_str words = lexicon_cell(&t.table, r, t.word), word;
        uint16_t kind = only ? only : kind_of_class(lexicon_cell(&t.table, r, t.kind));
        while (words.len && str_split(&words, '|', &word)) {
            word_facts *f = facts_of(self, word);
            if (!f) return false;
            f->kinds |= kind == WORDS_FINITE && str_ends(word, RP_STR("ing")) ? WORDS_SMALL : kind;
        }
    }
    return true;
}

static bool add_name(text_rules *self, const char *before, rp_str name, const char *behind, furniture_kind kind)
{
    char key[FURNITURE_LONGEST + 2];
    size_t n = strlen(before);
    memcpy(key, before, n);
    n += utf8_fold(name, key + n, FURNITURE_LONGEST);
    memcpy(key + n, behind, strlen(behind));
    uint32_t number = intern_add(self->names, (rp_str){ key, n + strlen(behind) });
    if (number == INTERN_NONE) return false;
    uint8_t *slot = number == self->sorts.count ? vec_add(&self->sorts, self->mem) : (uint8_t *)self->sorts.at + number;
    if (slot) *slot = (uint8_t)(kind & BEGINS_LONGER ? *slot | BEGINS_LONGER : (*slot & BEGINS_LONGER) | kind);
    return slot != NULL;
}

/* A phrase, and each of its beginnings. */
static bool add_phrase(text_rules *self, rp_str phrase, furniture_kind kind)
{
    for (size_t i = 1; i < phrase.len; i++)
        if (phrase.at[i] == ' ' && !add_name(self, "", str_sub(phrase, 0, i), "", (furniture_kind)BEGINS_LONGER)) return false;
    return add_name(self, "", phrase, "", kind);
}

static unsigned start_of(rp_str s, size_t at) { return (unsigned)(unsigned char)s.at[at] << 8 | (unsigned char)s.at[at + 1]; }

static bool add_furniture(text_rules *self, const lexicon *tables)
{
    static const char *const names[] = { "", "appeal", "notice", "opener", "credit", "stamp", "site", "outlet", "links" };
    word_table t = open_table(tables, "en/furniture", "phrase", "kind");
    for (uint32_t r = 0; r < t.table.rows; r++) {
        rp_str phrase = lexicon_cell(&t.table, r, t.word), kind = lexicon_cell(&t.table, r, t.kind);
        unsigned k = FURNITURE_LINKS;
        while (k && !str_is(kind, names[k])) k--;
        if (k) {
            if (!add_phrase(self, phrase, (furniture_kind)k)) return false;
            continue;
        }
        if (phrase.len < 2) continue;
        unsigned start = start_of(phrase, 0);
        self->cue_starts[start >> 3] |= (uint8_t)(1u << (start & 7));
        rp_str *cue = vec_add(&self->cues, self->mem);
        if (!cue) return false;
        *cue = phrase;
    }
    return true;
}

static bool add_sources(text_rules *self, const lexicon *tables)
{
    word_table t = open_table(tables, "en/domains", "domain", "kind");
    for (uint32_t r = 0; r < t.table.rows; r++) {
        bool top = str_is(lexicon_cell(&t.table, r, t.kind), "top");
        if (!add_name(self, top ? "." : "", lexicon_cell(&t.table, r, t.word), top ? "" : ".", FURNITURE_NONE)) return false;
    }
    t = open_table(tables, "en/agencies", "agency", "agency");
    for (uint32_t r = 0; r < t.table.rows; r++)
        if (!add_name(self, "/", lexicon_cell(&t.table, r, t.word), "", FURNITURE_NONE)) return false;
    return true;
}

/* Adjectives and quantities begin names as well ("National", "First"); the other classes hardly do. */
static bool add_openers(text_rules *self, const lexicon *tables)
{
    word_table t = open_table(tables, "en/function-words", "words", "class");
    for (uint32_t r = 0; r < t.table.rows; r++) {
        rp_str class = lexicon_cell(&t.table, r, t.kind), words = lexicon_cell(&t.table, r, t.word), word;
        if (str_is(class, "adjective") || str_is(class, "quantity")) continue;
        while (words.len && str_split(&words, '|', &word)) {
            word_facts *f = facts_of(self, word);
            if (!f) return false;
            f->kinds |= WORDS_OPENER;
        }
    }
    return true;
}

static bool add_lines(text_rules *self, const lexicon *tables)
{
    word_table t = open_table(tables, "en/headings", "words", "kind");
    for (uint32_t r = 0; r < t.table.rows; r++) {
        rp_str words = lexicon_cell(&t.table, r, t.word), line;
        rp_kind kind = str_is(lexicon_cell(&t.table, r, t.kind), "reference") ? RP_KIND_REFERENCE : RP_KIND_NAVIGATION;
        while (words.len && str_split(&words, '|', &line)) {
            char folded[LINE_LONGEST];
            uint32_t number = intern_add(self->lines, (rp_str){ folded, utf8_fold(line, folded, sizeof folded) });
            if (number == INTERN_NONE) return false;
            uint8_t *slot = number == self->kinds.count ? vec_add(&self->kinds, self->mem) : (uint8_t *)self->kinds.at + number;
            if (!slot) return false;
            *slot = (uint8_t)kind;
        }
    }
    return true;
}

rp_code text_rules_new(const lexicon *tables, text_rules **out, rp_err *err)
{
    *out = NULL;
    text_rules *self = calloc(1, sizeof *self);
    if (!self) return error_set(err, RP_ENOMEM, "memory ended");
    self->words = intern_new();
    self->lines = intern_new();
    self->mem = arena_new(0);
    self->facts = vec_of(sizeof(word_facts));
    self->kinds = vec_of(sizeof(uint8_t));
    self->names = intern_new();
    self->sorts = vec_of(sizeof(uint8_t));
    self->cues = vec_of(sizeof(rp_str));
    bool fine = self->words && self->lines && self->names && self->mem && add_abbreviations(self, tables) && add_splitting(self, tables)
        && add_openers(self, tables) && add_lines(self, tables) && add_furniture(self, tables) && add_sources(self, tables)
        && add_word_kinds(self, open_table(tables, "en/function-words", "words", "class"), 0)
        && add_word_kinds(self, open_table(tables, "en/irregular", "past", "past"), WORDS_PAST);
    if (fine) return *out = self, RP_OK;
    text_rules_free(self);
    return error_set(err, RP_ENOMEM, "memory ended");
}

void text_rules_free(text_rules *self)
{
    if (!self) return;
    intern_free(self->words);
    intern_free(self->lines);
    intern_free(self->names);
    arena_free(self->mem);
    free(self);
}

/* ---- questions ----------------------------------------------------------------------------------------------------- */

word_facts words_find(const text_rules *self, rp_str word)
{
    uint32_t number = word.len > WORDS_LONGEST ? INTERN_NONE : intern_find(self->words, word);
    return number == INTERN_NONE ? (word_facts){ 0 } : ((const word_facts *)self->facts.at)[number];
}

bool words_may_contract(const text_rules *self, unsigned char first, size_t len)
{
    return len <= WORDS_LONGEST && (self->lengths[first] >> len & 1u);
}

abbreviation_kind text_rules_abbreviation(const text_rules *self, rp_str word)
{
    if (word.len == 0 || word.len > WORDS_LONGEST) return ABBREVIATION_NONE;
    abbreviation_kind kind = (abbreviation_kind)words_find(self, word).abbreviation;
    if (kind != ABBREVIATION_NONE || !is_upper((unsigned char)word.at[0])) return kind;
    char lower[WORDS_LONGEST];
    memcpy(lower, word.at, word.len);
    lower[0] = (char)to_lower((unsigned char)lower[0]);
    return (abbreviation_kind)words_find(self, (rp_str){ lower, word.len }).abbreviation;
}

rp_kind text_rules_line(const text_rules *self, rp_str line)
{
    line = str_trim(line);
    while (line.len && (line.at[line.len - 1] == ':' || is_space((unsigned char)line.at[line.len - 1]))) line.len--;
    if (line.len == 0 || line.len > LINE_LONGEST) return RP_KIND_PROSE;
    char folded[LINE_LONGEST];
    uint32_t number = intern_find(self->lines, (rp_str){ folded, utf8_fold(line, folded, sizeof folded) });
    return number == INTERN_NONE ? RP_KIND_PROSE : (rp_kind)((const uint8_t *)self->kinds.at)[number];
}

text_word text_rules_word(const text_rules *self, rp_str lower)
{
    uint16_t kinds = words_find(self, lower).kinds;
    if (kinds & WORDS_FINITE) return TEXT_WORD_FINITE;
    if (kinds & WORDS_LINK) return TEXT_WORD_LINK;
    if (kinds & WORDS_JOIN) return TEXT_WORD_JOIN;
    if (kinds & WORDS_SMALL) return TEXT_WORD_SMALL;
    return kinds & WORDS_PAST ? TEXT_WORD_PAST : TEXT_WORD_CONTENT;
}

furniture_kind text_rules_furniture(const text_rules *self, rp_str folded, bool *longer)
{
    uint32_t number = folded.len > FURNITURE_LONGEST ? INTERN_NONE : intern_find(self->names, folded);
    uint8_t sort = number == INTERN_NONE ? 0 : ((const uint8_t *)self->sorts.at)[number];
    *longer = sort & BEGINS_LONGER;
    return (furniture_kind)(sort & ~BEGINS_LONGER);
}

static bool is_cue_at(const text_rules *self, rp_str block, size_t at)
{
    if (at && is_alpha((unsigned char)block.at[at - 1])) return false;
    for (size_t k = 0; k < self->cues.count; k++) {
        rp_str cue = ((const rp_str *)self->cues.at)[k];
        if (start_of(cue, 0) != start_of(block, at) || !str_starts(str_sub(block, at, block.len), cue)) continue;
        if (at + cue.len == block.len || !is_alpha((unsigned char)block.at[at + cue.len])) return true;
    }
    return false;
}

bool text_rules_addresses_reader(const text_rules *self, rp_str block)
{
    for (size_t i = 0; i + 1 < block.len; i++) {
        unsigned start = start_of(block, i);
        if (self->cue_starts[start >> 3] >> (start & 7) & 1 && is_cue_at(self, block, i)) return true;
    }
    return false;
}

static bool knows_name(const text_rules *self, char before, rp_str name, char behind)
{
    char key[FURNITURE_LONGEST + 2];
    size_t n = before != 0;
    key[0] = before;
    if (name.len == 0 || name.len > FURNITURE_LONGEST) return false;
    n += utf8_fold(name, key + n, FURNITURE_LONGEST);
    if (behind) key[n++] = behind;
    return intern_find(self->names, (rp_str){ key, n }) != INTERN_NONE;
}

bool text_rules_domain(const text_rules *self, rp_str label) { return knows_name(self, '.', label, 0); }
bool text_rules_host(const text_rules *self, rp_str label) { return knows_name(self, 0, label, '.'); }
bool text_rules_agency(const text_rules *self, rp_str name) { return knows_name(self, '/', name, 0); }
