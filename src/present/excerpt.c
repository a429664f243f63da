/* present/excerpt.c - see present/excerpt.h. */
#include "present/excerpt.h"
#include "base/buf.h"
#include "base/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define EN_DASH 0x2013u
#define EM_DASH 0x2014u
#define NOWHERE ((excerpt_span){ 0, 0 })

/* Marks that are not seen, and may turn the direction of what follows. */
static bool unseen(uint32_t c)
{
    return (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static bool blank(uint32_t c) { return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 || c == 0x3000; }

/* A mark that no blank stands before, where what stood there is left out: "in 2024 , and". */
static bool closing(uint32_t c) { return c < 0x80 && strchr(".,;:!?)", (int)c); }

rp_str excerpt_clean(rp_str s, const excerpt_plan *plan, excerpt_span *spans, arena *mem)
{
    static const excerpt_plan none = { NULL, 0, NULL, 0 };
    size_t valid = utf8_check(s), len = 0;
    char *to = arena_alloc(mem, s.len + 1);
    bool space = false, dropped = false;
    uint32_t n = 0, drop = 0;
    unsigned step = 0;
    if (!plan) plan = &none;
    if (!to) return (rp_str){ NULL, 0 };
    for (uint32_t i = 0; i < plan->keeps; i++) spans[i] = NOWHERE;
    for (size_t at = 0; at < valid; at += step, n++) {
        uint32_t c = utf8_at(s, at, &step);
        while (drop < plan->drops && plan->drop[drop].end <= n) drop++;
        bool out = drop < plan->drops && plan->drop[drop].start <= n;
        dropped |= out;
        if (out || blank(c)) {
            space = len > 0;
            continue;
        }
        if (unseen(c)) continue;
        if (space && !(dropped && closing(c))) to[len++] = ' ';
        space = dropped = false;
        for (uint32_t i = 0; i < plan->keeps; i++) {    /* a span holds what is seen of it, from its first character on */
            if (n < plan->keep[i].start || n >= plan->keep[i].end) continue;
            if (spans[i].end == 0) spans[i].start = (uint32_t)len;
            spans[i].end = (uint32_t)(len + step);
        }
        memcpy(to + len, s.at + at, step);
        len += step;
    }
    return (rp_str){ to, len };
}

size_t excerpt_forward(rp_str s, size_t at, size_t points)
{
    unsigned step;
    for (; points && at < s.len; points--) {
        utf8_at(s, at, &step);
        at += step;
    }
    return at;
}

static size_t backward(rp_str s, size_t at, size_t points)
{
    for (; points && at > 0; points--)
        do at--;
        while (at > 0 && ((unsigned char)s.at[at] & 0xC0) == 0x80);
    return at;
}

size_t excerpt_points(rp_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return n;
}

/* [from, to) of `s` with an ellipsis where something is missing. */
static rp_str cut_out(rp_str s, size_t from, size_t to, excerpt_span *spans, uint32_t count, arena *mem)
{
    buf cut = { 0 };
    while (to > from && s.at[to - 1] == ' ') to--;
    if (from > 0) buf_text(&cut, ELLIPSIS " ");
    size_t shift = cut.len;
    buf_str(&cut, str_sub(s, from, to));
    if (to < s.len) buf_text(&cut, " " ELLIPSIS);
    for (uint32_t i = 0; i < count; i++) {
        bool inside = spans[i].end > spans[i].start && spans[i].start >= from && spans[i].end <= to;
        spans[i] = inside ? (excerpt_span){ (uint32_t)(spans[i].start - from + shift), (uint32_t)(spans[i].end - from + shift) } : NOWHERE;
    }
    rp_str out = { cut.failed ? NULL : arena_copy(mem, buf_view(&cut)), cut.len };
    buf_free(&cut);
    return out;
}

rp_str excerpt_around(rp_str s, size_t points, excerpt_span *spans, uint32_t count, arena *mem)
{
    if (excerpt_points(s) <= points) return s;
    size_t focus = count ? spans[0].start : 0, focus_end = count ? spans[0].end : 0;
    size_t inner = excerpt_points(str_sub(s, focus, focus_end)), before = inner < points ? (points - inner) / 2 : 0;
    size_t from = backward(s, focus, before), to = excerpt_forward(s, from, points);
    if (to == s.len) from = backward(s, to, points);    /* what is not needed behind is given to what stands before */
    if (from > focus) from = focus;
    size_t first = from, last = to;
    while (from > 0 && from < focus && s.at[from - 1] != ' ') from++;
    while (to < s.len && to > focus_end && s.at[to] != ' ') to--;
    if (to <= focus_end || to <= from) from = first, to = last;     /* one endless word */
    return cut_out(s, from, to, spans, count, mem);
}

/* Does a clause end at byte `at`? A comma inside a number ends nothing. */
static bool clause_end(rp_str s, size_t at)
{
    unsigned step;
    uint32_t c = utf8_at(s, at, &step);
    bool last = at + step >= s.len, spaced = last || s.at[at + step] == ' ';
    if (c == ';' || c == '(' || c == ')' || c == EN_DASH || c == EM_DASH) return true;
    if (c == ',' || c == ':') return spaced;
    return (c == '.' || c == '!' || c == '?') && last;
}

static bool trailing(char c) { return c == '.' || c == ',' || c == ' ' || c == ':' || c == ';'; }

/* Where the clause goes on to from the trigger, between words. */
static size_t words_end(rp_str s, const excerpt_span *span)
{
    size_t to = span->end, points = excerpt_points(str_sub(s, span->start, to));
    unsigned step;
    for (; to < s.len && points < EXCERPT_WORDS; points++) {
        if (clause_end(s, to) && points >= EXCERPT_WORDS_LEAST) break;
        utf8_at(s, to, &step);
        to += step;
    }
    if (to < s.len && !clause_end(s, to))
        while (to > span->end && s.at[to] != ' ') to--;
    while (to > span->end && trailing(s.at[to - 1])) to--;
    return to;
}

rp_str excerpt_words(rp_str s, excerpt_span *span, arena *mem)
{
    size_t from = span->start, to = words_end(s, span);
    if (excerpt_points(str_sub(s, from, to)) < EXCERPT_WORDS_LEAST) {
        size_t least = backward(s, from, 2 * EXCERPT_WORDS_LEAST);
        while (from > least && !clause_end(s, backward(s, from, 1))) from = backward(s, from, 1);
        while (from > 0 && from < span->start && s.at[from - 1] != ' ') from++;     /* not in the middle of a word */
        while (from < span->start && s.at[from] == ' ') from++;
    }
    *span = (excerpt_span){ (uint32_t)(span->start - from), (uint32_t)(span->end - from) };
    rp_str words = str_sub(s, from, to);
    if (to >= s.len || clause_end(s, to)) return words;
    char *cut = arena_alloc(mem, words.len + sizeof " " ELLIPSIS);
    if (!cut) return (rp_str){ NULL, 0 };
    memcpy(cut, words.at, words.len);
    memcpy(cut + words.len, " " ELLIPSIS, sizeof " " ELLIPSIS);
    return (rp_str){ cut, words.len + sizeof " " ELLIPSIS - 1 };
}
