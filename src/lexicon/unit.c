/* lexicon/unit.c - see lexicon/unit.h. */
#include "lexicon/unit.h"
#include "base/utf8.h"

typedef enum kind { SKIP, WORD, APOSTROPHE, STOP, HYPHEN, SINGLE } kind;

static kind kind_at(rp_str text, uint32_t at, unsigned *step, uint32_t *c)
{
    unsigned char byte = (unsigned char)text.at[at];
    *step = 1;
    *c = byte;
    if (byte < 0x80) {
        if (is_alnum(byte)) return WORD;
        if (byte <= ' ') return SKIP;
        return byte == '\'' ? APOSTROPHE : byte == '.' ? STOP : byte == '-' ? HYPHEN : SINGLE;
    }
    *c = utf8_at(text, at, step);
    if (*c == 0x2019 || *c == 0x2018 || *c == 0x02BC) return APOSTROPHE;
    if (*c >= 0x2010 && *c <= 0x2013) return HYPHEN;
    if (*c == 0x00AD || *c == 0x200B || *c == 0x200D) return WORD;     /* soft hyphen, zero width: inside a word, vanish in folding */
    switch (utf8_class_of(*c)) {
    case UTF8_LETTER: case UTF8_MARK: case UTF8_DIGIT: return WORD;
    case UTF8_SPACE: return SKIP;
    default: return SINGLE;
    }
}

/* Is the apostrophe at `at` the beginning of a possessive 's that ends the word? */
static bool possessive(rp_str text, uint32_t at, unsigned step, uint32_t end)
{
    uint32_t s = at + step;
    if (s >= end || (text.at[s] != 's' && text.at[s] != 'S')) return false;
    if (s + 1 >= end) return true;
    unsigned next_step;
    uint32_t c;
    kind next = kind_at(text, s + 1, &next_step, &c);
    return next != WORD && next != APOSTROPHE;
}

/* Does the apostrophe at `at` end a word: "the peoples' rights"? */
static bool ends_word(rp_str text, uint32_t at, unsigned step, uint32_t end)
{
    unsigned next_step;
    uint32_t c;
    return at + step >= end || kind_at(text, at + step, &next_step, &c) != WORD;
}

bool unit_next(rp_str text, uint32_t *at, uint32_t end, unit *out)
{
    uint32_t i = *at, c, first = 0;
    unsigned step, letters = 0, capitals = 0;
    kind k = SKIP;
    for (; i < end; i += step) {
        k = kind_at(text, i, &step, &c);
        if (k != SKIP && k != HYPHEN) break;
    }
    if (i >= end) {
        *at = end;
        return false;
    }
    *out = (unit){ .start = i, .word = UINT32_MAX };
    if (k == SINGLE || k == STOP) {
        i += step;
    } else if (k == APOSTROPHE && possessive(text, i, step, end)) {
        i += step + 1;
    } else {
        for (; i < end; i += step) {
            k = kind_at(text, i, &step, &c);
            if (k == SKIP || k == SINGLE || k == HYPHEN) break;
            if (k == APOSTROPHE && (possessive(text, i, step, end) || (i > out->start && ends_word(text, i, step, end)))) break;
            if (k == WORD && (c >= 0x80 || is_alpha((unsigned char)c))) {
                bool upper = utf8_is_upper(c);
                if (!letters) first = upper;
                letters++;
                capitals += upper;
            }
        }
    }
    out->end = i;
    out->caps = letters && capitals == letters && (letters > 1 || first) ? (letters > 1 ? UNIT_ALL_CAPS : UNIT_CAPITAL)
              : first ? UNIT_CAPITAL : UNIT_LOWER;
    *at = i;
    return true;
}

size_t unit_fold(rp_str text, const unit *u, char *out)
{
    size_t len = u->end - u->start;
    if (len > UNIT_FOLDED - 4) return 0;
    size_t n = utf8_fold(str_sub(text, u->start, u->end), out, UNIT_FOLDED);
    if (n == 1) return n;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (out[i] != '.') out[kept++] = out[i];
    return kept ? kept : n;
}

bool unit_tied(rp_str text, const unit *before, const unit *behind)
{
    unsigned step = 0;
    if (behind->start <= before->end || behind->start - before->end > 3) return false;
    return utf8_class_of(utf8_at(text, before->end, &step)) != UTF8_SPACE;
}
