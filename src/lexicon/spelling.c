/* lexicon/spelling.c - see lexicon/spelling.h. */
#include "lexicon/spelling.h"
#include <stdio.h>
#include "base/utf8.h"

#define LONG_ENOUGH 6u      /* letters of a word whose ending is a name's and not the whole word */

bool spelling_add_endings(spelling *self, rp_str endings)
{
    rp_str one;
    if (self->count == SPELLING_RULES) return false;
    size_t *n = &self->lengths[self->count];
    while (str_split(&endings, '|', &one)) {
        if (*n == SPELLING_ENDINGS) return false;
        self->endings[self->count][(*n)++] = one;
    }
    self->count++;
    return true;
}

/* `stem` and `ending` as one more spelling. */
static size_t put(char out[SPELLING_MOST][UNIT_FOLDED], size_t n, rp_str stem, rp_str ending)
{
    if (n == SPELLING_MOST || stem.len + ending.len >= UNIT_FOLDED) return n;
    memcpy(out[n], stem.at, stem.len);
    memcpy(out[n] + stem.len, ending.at, ending.len);
    out[n][stem.len + ending.len] = 0;
    return n + 1;
}

/* With letters that have a mark written as two: "Lübke" as "Luebke". 0 where there are none. */
static size_t marks_as_letters(rp_str original, char *out)
{
    static const struct { uint32_t letter; const char *as; } pairs[] = {
        { 0xE4, "ae" }, { 0xC4, "ae" }, { 0xF6, "oe" }, { 0xD6, "oe" }, { 0xFC, "ue" }, { 0xDC, "ue" }, { 0xF8, "oe" }, { 0xD8, "oe" },
        { 0xE5, "aa" }, { 0xC5, "aa" }, { 0x111, "dj" }, { 0x110, "dj" } };
    size_t n = 0;
    bool any = false;
    for (uint32_t at = 0; at < original.len;) {
        unsigned step;
        uint32_t c = utf8_at(original, at, &step);
        const char *as = NULL;
        for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) if (pairs[k].letter == c) as = pairs[k].as;
        if (n + 8 >= UNIT_FOLDED) return 0;
        if (as) n += (size_t)snprintf(out + n, 3, "%s", as), any = true;
        else if (c != '.') n += utf8_fold(str_sub(original, at, at + step), out + n, UNIT_FOLDED - n);
        at += step;
    }
    out[n] = 0;
    return any ? n : 0;
}

size_t spelling_by_rule(const spelling *self, rp_str original, rp_str folded, char out[SPELLING_MOST][UNIT_FOLDED])
{
    size_t n = 0;
    for (size_t r = 0; folded.len >= LONG_ENOUGH && r < self->count; r++) {
        size_t mine = self->lengths[r];
        for (size_t e = 0; e < self->lengths[r]; e++)       /* the longest that fits */
            if (str_ends(folded, self->endings[r][e]) && (mine == self->lengths[r] || self->endings[r][e].len > self->endings[r][mine].len)) mine = e;
        if (mine == self->lengths[r]) continue;
        rp_str stem = { folded.at, folded.len - self->endings[r][mine].len };
        for (size_t e = 0; e < self->lengths[r]; e++) if (e != mine) n = put(out, n, stem, self->endings[r][e]);
    }
    if (n < SPELLING_MOST && marks_as_letters(original, out[n])) n++;
    return n;
}

/* Is the unit one initial ("J."), or several together ("J.B.M.")? Returns how many letters, 0: neither. */
static unsigned initials(rp_str name, const unit *u)
{
    unsigned letters = 0;
    for (uint32_t i = u->start; i < u->end; letters++) {
        unsigned step;
        if (!utf8_is_upper(utf8_at(name, i, &step)) || i + step >= u->end || name.at[i + step] != '.') return 0;
        i += step + 1;
    }
    return letters;
}

bool spelling_initials(rp_str name, buf *out)
{
    unsigned most = 0, run = 0, longest = 0, words = 0;
    uint32_t at = 0;
    for (unit u; unit_next(name, &at, (uint32_t)name.len, &u);) {
        unsigned n = initials(name, &u);
        if (n > most) most = n;
        run = n == 1 ? run + 1 : 0;
        if (run > longest) longest = run;
        words += n == 0;
    }
    bool apart = most > 1;
    if (!words || (!apart && longest < 2)) return false;
    at = 0;
    bool initial = false;
    for (unit u; unit_next(name, &at, (uint32_t)name.len, &u);) {
        unsigned n = initials(name, &u);
        bool possessive = name.at[u.start] == '\'';
        if (out->len && !possessive && !(initial && n == 1 && !apart)) buf_char(out, ' ');
        for (uint32_t i = u.start; i < u.end; i++) {
            buf_char(out, name.at[i]);
            if (apart && n > 1 && name.at[i] == '.' && i + 1 < u.end) buf_char(out, ' ');
        }
        initial = n == 1;
    }
    return true;
}
