/*
 * fuzz_tables.c - lexicon_new on any bytes: refused, or sound enough for every look-up. Size and checksum are put right, since no
 * mutation would hit them, and what lies behind them is what a look-up has to fear.
 */
#include "fuzz.h"
#include "base/hash.h"
#include "lexicon/format.h"
#include "lexicon/lexicon.h"

static size_t cut(const lexicon *tables, rp_str text, unit *units, size_t room)
{
    size_t count = 0;
    uint32_t at = 0;
    while (count < room && unit_next(text, &at, (uint32_t)text.len, &units[count])) {
        char folded[UNIT_FOLDED];
        size_t len = unit_fold(text, &units[count], folded);
        units[count].word = len ? lexicon_word(tables, (rp_str){ folded, len }) : LEXICON_NONE;
        count++;
    }
    return count;
}

/* Look `text` up in every domain, from every unit; the units end where their memory does. */
static void look_up(const lexicon *tables, rp_str text)
{
    unit room[24];
    size_t count = cut(tables, text, room, 24);
    unit *units = malloc((count ? count : 1) * sizeof *units);
    if (!units) abort();
    if (count) memcpy(units, room, count * sizeof *units);
    for (uint32_t domain = 0; domain < FORMAT_DOMAINS; domain++)
        for (size_t i = 0; i < count; i++) {
            lexicon_hit hit;
            if (!lexicon_match(tables, domain, units, count, i, &hit)) continue;
            FUZZ_CHECK(hit.length >= 1 && hit.length <= count - i);
            for (uint32_t e = 0; e < hit.count; e++) lexicon_fits(&hit.entries[e], units + i, hit.length);
        }
    for (size_t i = 0; i < count; i++) {
        uint32_t singular = lexicon_singular(tables, units[i].word);
        if (singular != LEXICON_NONE) lexicon_word_text(tables, singular);
        lexicon_starts(tables, &units[i]);
    }
    free(units);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = fuzz_copy(data, size);
    if (size >= sizeof(format_header)) {
        format_header h;
        memcpy(&h, copy, sizeof h);
        h.size = size;
        h.checksum = hash_bytes(copy + sizeof h, size - sizeof h, 0);
        memcpy(copy, &h, sizeof h);
    }
    lexicon *tables;
    if (lexicon_new(copy, size, "fuzz", &tables, NULL) == RP_OK) {
        static const char *const names[] = { "things", "deeds", "en/small", "en/irregular", "en/plurals", "" };
        lexicon_version(tables);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            lexicon_table t = lexicon_find_table(tables, names[k]);
            lexicon_column(&t, "names");
            lexicon_domain(tables, names[k], "names");
            for (uint32_t row = 0; row < t.rows && row < 1000; row++)
                for (uint32_t column = 0; column < t.columns && column < 64; column++) look_up(tables, lexicon_cell(&t, row, column));
        }
        look_up(tables, RP_STR("the United States of America struck Guinea-Bissau's peace talks in the course of a crisis"));
        lexicon_free(tables);
    } else {
        FUZZ_CHECK(tables == NULL);
    }
    free(copy);
    return 0;
}
