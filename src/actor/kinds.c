/* actor/kinds.c - see actor/kinds.h. */
#include "actor/kinds.h"
#include <stdlib.h>

struct kind_table {
    uint32_t count;             /* words numbered below it may have kinds */
    uint16_t bits[];            /* [count] */
};

static uint16_t bit_of(rp_str name)
{
    static const char *const names[] = { "people", "group", "craft", "mission", "relation", "paper", "means", "mishap", "count", "reprisal", "remembered",
                                         "day", "time", "strike", "chance", "willing" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) if (str_is(name, names[i])) return (uint16_t)(1u << i);
    return 0;
}

rp_code kind_table_new(const lexicon *tables, kind_table **out, rp_err *err)
{
    lexicon_table t = lexicon_find_table(tables, "en/kinds");
    uint32_t word = lexicon_column(&t, "word"), kinds = lexicon_column(&t, "kinds"), count = 0;
    *out = NULL;
    for (uint32_t i = 0; i < t.rows; i++) {
        uint32_t number = lexicon_word(tables, lexicon_cell(&t, i, word));
        if (number != LEXICON_NONE && number >= count) count = number + 1;
    }
    kind_table *self = calloc(1, sizeof *self + count * sizeof *self->bits);
    if (!self) return error_set(err, RP_ENOMEM, "memory ended while opening the kinds of words");
    self->count = count;
    for (uint32_t i = 0; i < t.rows; i++) {
        rp_str name = lexicon_cell(&t, i, word), rest = lexicon_cell(&t, i, kinds), part;
        uint32_t number = lexicon_word(tables, name);
        while (rest.len && str_split(&rest, '|', &part)) {
            uint16_t bit = bit_of(part);
            if (bit == 0 || number == LEXICON_NONE) {
                kind_table_free(self);
                return error_at(err, RP_EFORMAT, "en/kinds", 0, "%.*s: no such kind, or no single word", (int)name.len, name.at);
            }
            self->bits[number] |= bit;
        }
    }
    *out = self;
    return RP_OK;
}

void kind_table_free(kind_table *self) { free(self); }

uint16_t kinds_of(const kind_table *self, uint32_t word) { return word < self->count ? self->bits[word] : 0; }
