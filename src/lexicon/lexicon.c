/* lexicon/lexicon.c - see lexicon/lexicon.h; layout in lexicon/format.h. */
#include "lexicon/lexicon.h"
#include <stdlib.h>
#include "base/hash.h"
#include "lexicon/format.h"

#define CHILDREN_FEW 8u     /* children of a node that are looked at one by one */

struct lexicon {
    const format_header *header;
    const char *strings;
    const uint32_t *places;
    const format_table *tables;
    const format_column *columns;
    const format_text *cells;
    const format_word *words;
    const uint32_t *slots;
    const format_node *nodes;
    const uint32_t *steps;
    const lexicon_entry *entries;
    uint32_t counts[FORMAT_SECTIONS];
};

static const size_t item_size[FORMAT_SECTIONS] = { 1, sizeof(uint32_t), sizeof(format_table), sizeof(format_column), sizeof(format_text),
    sizeof(format_word), sizeof(uint32_t), sizeof(format_node), sizeof(uint32_t), sizeof(lexicon_entry) };

static bool text_inside(const lexicon *self, format_text t)
{
    return self->counts[FORMAT_PLACES] > 0 && t < self->counts[FORMAT_PLACES] - 1;
}

/* Every index in the file leads inside it, so that look-ups need no checks. */
static bool sound(const lexicon *self)
{
    const uint32_t *n = self->counts;
    if (self->header->domains > FORMAT_DOMAINS || n[FORMAT_NODES] != n[FORMAT_STEPS] + 1u) return false;
    if (!n[FORMAT_SLOTS] || self->header->domains > n[FORMAT_STEPS]) return false;
    if (n[FORMAT_SLOTS] <= n[FORMAT_WORDS]) return false;
    for (uint32_t i = 0; i < n[FORMAT_PLACES]; i++)
        if (self->places[i] > n[FORMAT_STRINGS] || (i && self->places[i] < self->places[i - 1])) return false;
    for (uint32_t i = 0; i < n[FORMAT_TABLES]; i++) {
        const format_table *t = &self->tables[i];
        if (!text_inside(self, t->name) || t->columns == 0 || t->first_column > n[FORMAT_COLUMNS]
            || t->columns > n[FORMAT_COLUMNS] - t->first_column || t->first_cell > n[FORMAT_CELLS]
            || (uint64_t)t->rows * t->columns > n[FORMAT_CELLS] - t->first_cell) return false;
    }
    for (uint32_t i = 0; i < n[FORMAT_COLUMNS]; i++)
        if (!text_inside(self, self->columns[i].name)
            || (self->columns[i].domain != LEXICON_NONE && self->columns[i].domain >= self->header->domains)) return false;
    for (uint32_t i = 0; i < n[FORMAT_CELLS]; i++)
        if (!text_inside(self, self->cells[i])) return false;
    for (uint32_t i = 0; i < n[FORMAT_WORDS]; i++) {
        const format_word *w = &self->words[i];
        if (format_word_at(w) + format_word_len(w) > n[FORMAT_STRINGS] || (w->singular & ~FORMAT_SPELLING) >= n[FORMAT_WORDS]) return false;
        if (self->words[w->singular & ~FORMAT_SPELLING].singular & FORMAT_SPELLING) return false;      /* it leads to a word, which is no spelling */
    }
    uint32_t free_slots = 0;
    for (uint32_t i = 0; i < n[FORMAT_SLOTS]; i++) {
        if (self->slots[i] > n[FORMAT_WORDS]) return false;
        free_slots += self->slots[i] == 0;
    }
    for (uint32_t i = 0; i < n[FORMAT_NODES]; i++) {
        const format_node *node = &self->nodes[i];
        if (node->entry > n[FORMAT_ENTRIES] || node->child > n[FORMAT_STEPS]) return false;
        if (i && (node->entry < node[-1].entry || node->child < node[-1].child)) return false;
    }
    return free_slots;      /* a full hash table would never end a search */
}

static rp_code use(const void *at, size_t size, const char *name, bool trusted, lexicon **out, rp_err *err)
{
    *out = NULL;
    const format_header *h = at;
    if (size < sizeof *h || memcmp(h->magic, FORMAT_MAGIC, 8) != 0)
        return error_at(err, RP_EFORMAT, name, 0, "this is no table file of rapport; build one with rapport-tables");
    if (h->order != FORMAT_ORDER) return error_at(err, RP_EFORMAT, name, 0, "table file of another byte order; build it on this machine");
    if (h->version != FORMAT_VERSION)
        return error_at(err, RP_EVERSION, name, 0, "table file of version %u, this program reads version %u", (unsigned)h->version,
                        FORMAT_VERSION);
    const char *damaged = "damaged table file; build it again with rapport-tables";
    if (h->size != size || (!trusted && h->checksum != hash_bytes((const char *)at + sizeof *h, size - sizeof *h, 0)))
        return error_at(err, RP_EFORMAT, name, 0, "%s", damaged);
    lexicon *self = calloc(1, sizeof *self);
    if (!self) return error_at(err, RP_ENOMEM, name, 0, "memory ended");
    self->header = h;
    const char *section[FORMAT_SECTIONS];
    for (int i = 0; i < FORMAT_SECTIONS; i++) {
        uint64_t offset = h->section[i].offset, bytes = (uint64_t)h->section[i].count * item_size[i];
        if (offset % 8 || offset > size || bytes > size - offset) {
            free(self);
            return error_at(err, RP_EFORMAT, name, 0, "%s", damaged);
        }
        section[i] = (const char *)at + offset;
        self->counts[i] = h->section[i].count;
    }
    self->strings = section[FORMAT_STRINGS];
    self->places = (const void *)section[FORMAT_PLACES];
    self->tables = (const void *)section[FORMAT_TABLES];
    self->columns = (const void *)section[FORMAT_COLUMNS];
    self->cells = (const void *)section[FORMAT_CELLS];
    self->words = (const void *)section[FORMAT_WORDS];
    self->slots = (const void *)section[FORMAT_SLOTS];
    self->nodes = (const void *)section[FORMAT_NODES];
    self->steps = (const void *)section[FORMAT_STEPS];
    self->entries = (const void *)section[FORMAT_ENTRIES];
    if (!trusted && !sound(self)) {
        free(self);
        return error_at(err, RP_EFORMAT, name, 0, "%s", damaged);
    }
    *out = self;
    return RP_OK;
}

rp_code lexicon_new(const void *at, size_t size, const char *name, lexicon **out, rp_err *err)
{
    return use(at, size, name, false, out, err);
}

rp_code lexicon_new_built_in(const void *at, size_t size, lexicon **out, rp_err *err)
{
    return use(at, size, "built-in tables", true, out, err);
}

void lexicon_free(lexicon *self) { free(self); }

uint64_t lexicon_version(const lexicon *self) { return self->header->checksum; }

static rp_str text_at(const lexicon *self, format_text t) { return (rp_str){ self->strings + self->places[t], self->places[t + 1] - self->places[t] }; }

lexicon_table lexicon_find_table(const lexicon *self, const char *name)
{
    for (uint32_t i = 0; i < self->counts[FORMAT_TABLES]; i++) {
        const format_table *t = &self->tables[i];
        if (str_is(text_at(self, t->name), name))
            return (lexicon_table){ self, t->first_cell, t->rows, t->columns, t->first_column };
    }
    return (lexicon_table){ self, 0, 0, 0, 0 };
}

uint32_t lexicon_column(const lexicon_table *table, const char *name)
{
    for (uint32_t i = 0; i < table->columns; i++)
        if (str_is(text_at(table->lexicon, table->lexicon->columns[table->first_column + i].name), name)) return i;
    return LEXICON_NONE;
}

rp_str lexicon_cell(const lexicon_table *table, uint32_t row, uint32_t column)
{
    if (row >= table->rows || column >= table->columns) return (rp_str){ "", 0 };
    return text_at(table->lexicon, table->lexicon->cells[table->first_cell + row * table->columns + column]);
}

uint32_t lexicon_cell_text(const lexicon_table *t, uint32_t row, uint32_t column)
{
    return row < t->rows && column < t->columns ? t->lexicon->cells[t->first_cell + (size_t)row * t->columns + column] : 0;
}

uint32_t lexicon_texts(const lexicon *self) { return self->counts[FORMAT_PLACES] ? self->counts[FORMAT_PLACES] - 1 : 0; }

uint32_t lexicon_domain(const lexicon *self, const char *table, const char *column)
{
    lexicon_table t = lexicon_find_table(self, table);
    uint32_t c = t.columns ? lexicon_column(&t, column) : LEXICON_NONE;
    return c == LEXICON_NONE ? LEXICON_NONE : self->columns[t.first_column + c].domain;
}

uint32_t lexicon_word(const lexicon *self, rp_str folded)
{
    uint32_t size = self->counts[FORMAT_SLOTS];
    for (uint32_t i = format_slot((uint32_t)hash_bytes(folded.at, folded.len, 0), size);; i = format_next(i, size)) {
        uint32_t slot = self->slots[i];
        if (slot == 0) return LEXICON_NONE;
        const format_word *w = &self->words[slot - 1];
        if (format_word_len(w) == folded.len && memcmp(self->strings + format_word_at(w), folded.at, folded.len) == 0)
            return w->singular & FORMAT_SPELLING ? w->singular & ~FORMAT_SPELLING : slot - 1;
    }
}

uint32_t lexicon_singular(const lexicon *self, uint32_t word) { return word == LEXICON_NONE ? word : self->words[word].singular; }

uint32_t lexicon_starts(const lexicon *self, const unit *u)
{
    if (u->word == LEXICON_NONE) return 0;
    const format_word *w = &self->words[u->word];
    return u->caps == UNIT_LOWER ? w->starts_lower : w->starts;
}

rp_str lexicon_word_text(const lexicon *self, uint32_t word)
{
    return (rp_str){ self->strings + format_word_at(&self->words[word]), format_word_len(&self->words[word]) };
}

bool lexicon_fits(const lexicon_entry *entry, const unit *units, uint32_t length)
{
    uint32_t caps = entry->caps;
    for (uint32_t i = 0; caps && i < length; i++, caps >>= 2)
        if (units[i].caps < (caps & 3u)) return false;
    return caps == 0;       /* what is left would be of units the match does not have: a damaged file */
}

/* The child of `node` by `word`, 0: none. Words are numbers spread evenly, so the place is guessed first, then sought by doubling steps. */
static uint32_t child_of(const lexicon *self, uint32_t node, uint32_t word)
{
    uint32_t low = self->nodes[node].child, high = self->nodes[node + 1].child;
    const uint32_t *steps = self->steps;
    if (high - low > CHILDREN_FEW) {
        uint32_t first = steps[low], last = steps[high - 1];
        if (word < first || word > last || last <= first) return last == word ? high - 1 : 0;
        uint32_t guess = low + (uint32_t)((uint64_t)(word - first) * (high - 1 - low) / (last - first)), stride = 4;
        if (steps[guess] <= word) {
            low = guess;
            while (low + stride < high && steps[low + stride] <= word) low += stride, stride *= 2;
            if (low + stride < high) high = low + stride;
        } else {
            high = guess;
            while (high - low > stride && steps[high - stride] > word) high -= stride, stride *= 2;
            if (high - low > stride) low = high - stride;
        }
        while (high - low > CHILDREN_FEW) {
            uint32_t middle = low + (high - low) / 2;
            if (steps[middle] <= word) low = middle;
            else high = middle;
        }
    }
    for (; low < high; low++) if (steps[low] == word) return low;
    return 0;
}

bool lexicon_match(const lexicon *self, uint32_t domain, const unit *units, size_t count, size_t at, lexicon_hit *hit)
{
    if (domain >= self->header->domains || at >= count || !(lexicon_starts(self, &units[at]) >> domain & 1u)) return false;
    uint32_t node = domain;
    bool found = false;
    for (size_t i = at; i < count && units[i].word != LEXICON_NONE; i++) {
        if (!(node = child_of(self, node, units[i].word))) break;
        const format_node *n = &self->nodes[node];
        for (uint32_t e = n->entry; e < n[1].entry; e++)
            if (lexicon_fits(&self->entries[e], units + at, (uint32_t)(i - at + 1))) {
                *hit = (lexicon_hit){ self->entries + n->entry, n[1].entry - n->entry, (uint32_t)(i - at + 1) };
                found = true;
                break;
            }
    }
    return found;
}
