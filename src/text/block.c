/*
 * text/block.c - see text/block.h.
 *
 * The lines are read twice: first to learn whether the text is hard-wrapped and how wide, then to join lines to blocks. What the blocks
 * are is found by text/kinds.c when all of them are known.
 *
 * A text counts as wrapped by its lines that break off - behind "of" or "the", or without a stop where the next begins in a small letter.
 * Then a line belongs to the one before if its first word would not have fitted there; in any text it does if the one before broke off,
 * or if it is indented under its list item.
 */
#include "text/block.h"
#include "base/utf8.h"
#include "text/kinds.h"

#define WRAP_NARROWEST 40u      /* columns; shorter lines say nothing of the width */
#define WRAP_WIDEST 130u        /* longer lines are paragraphs */
#define CONTINUED_SHORTEST 25u  /* columns of a line that goes on in a small letter; shorter ones are menus and verse */
#define GLUE_WITHIN 100u        /* bytes from a line's start where a heading may be glued to its text */
#define FRONT_LINES 40u         /* longest YAML head */

typedef enum line_mark { MARK_NONE, MARK_RULE, MARK_HEADING, MARK_BULLET, MARK_DASH, MARK_NUMBER, MARK_ENTRY } line_mark;

typedef struct line {
    uint32_t start, end;    /* the words: without white space and marks around them; equal: an empty line or a rule */
    uint32_t indent;        /* columns before the mark */
    uint32_t number;        /* of MARK_NUMBER and MARK_ENTRY; 0: a letter */
    uint8_t mark;           /* line_mark */
    uint8_t level;          /* of MARK_HEADING, and of a MARK_RULE that underlines one ("====", "----") */
    bool empty;
    bool parted;            /* was glued to what is before it in one line */
} line;

typedef struct scan {
    rp_str text;
    const text_rules *rules;
    size_t at;              /* the next line */
    size_t stop, behind;    /* where the words of the physical line that `at` is in end, and what is behind its line end; 0: at its start */
    bool light;             /* only lengths and marks are asked for: glued parts are left together */
    unsigned width;         /* columns that the text is wrapped at; 0: it is not */
} scan;

/* ---- characters ---------------------------------------------------------------------------------------------------- */

static const uint8_t BREAKS[256] = { ['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, [0xC2] = 2, [0xE2] = 3 };

/* The first line end from `at` on (LF, VT, FF, CR, NEL, U+2028, U+2029), and its bytes in *step; text.len: none. */
static size_t line_end(rp_str t, size_t at, unsigned *step)
{
    const unsigned char *p = (const unsigned char *)t.at;
    for (; at < t.len; at++) {
        for (uint64_t eight; at + 8 <= t.len; at += 8) {        /* eight bytes of plain ASCII at a step */
            memcpy(&eight, p + at, 8);
            if ((eight | (eight - 0x2020202020202020u)) & 0x8080808080808080u) break;
        }
        if (at == t.len) break;
        uint8_t kind = BREAKS[p[at]];
        if (kind == 0) continue;
        if (kind == 1) return *step = p[at] == '\r' && at + 1 < t.len && p[at + 1] == '\n' ? 2 : 1, at;
        if (kind == 2 && p[at + 1] == 0x85) return *step = 2, at;
        if (kind == 3 && p[at + 1] == 0x80 && (p[at + 2] == 0xA8 || p[at + 2] == 0xA9)) return *step = 3, at;
    }
    return *step = 0, t.len;
}

/* White space, and characters that show nothing: zero-width ones, marks of direction, a byte-order mark. */
static bool is_blank(uint32_t c)
{
    if (c < 0x80) return c <= ' ';
    if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF) return true;
    return utf8_class_of(c) == UTF8_SPACE;
}

static size_t skip_blank(rp_str t, size_t at, size_t end, uint32_t *columns)
{
    unsigned step;
    for (; at < end; at += step) {
        uint32_t c = utf8_at(t, at, &step);
        if (!is_blank(c)) break;
        if (columns) *columns += c == '\t' ? 8 : 1;
    }
    return at;
}

static size_t trim_end(rp_str t, size_t at, size_t end)
{
    while (end > at) {
        size_t last = end - 1;
        unsigned step;
        while (last > at && ((unsigned char)t.at[last] & 0xC0) == 0x80) last--;
        if (!is_blank(utf8_at(t, last, &step))) break;
        end = last;
    }
    return end;
}

static unsigned char byte_at(const scan *s, size_t at, size_t end) { return at < end ? (unsigned char)s->text.at[at] : 0; }

/* ---- marks --------------------------------------------------------------------------------------------------------- */

/* Lines of strokes, stars and dots part sections or underline what is above. */
static bool is_rule(rp_str t)
{
    static const char *const strokes[] = { "\xE2\x80\x94", "\xE2\x80\x93", "\xE2\x80\xA2", "\xC2\xB7", "\xE2\x94\x80", "\xE2\x94\x81",
                                           "\xE2\x95\x90", "\xE2\x80\xA6" };
    for (size_t i = 0; i < t.len;) {
        unsigned char c = (unsigned char)t.at[i];
        size_t step = 0;
        if (c < 0x80) step = c <= ' ' || memchr("-=_*~#+.|:", c, 10) != NULL;
        else
            for (size_t k = 0; k < sizeof strokes / sizeof *strokes && !step; k++)
                if (str_starts(str_sub(t, i, t.len), str_of(strokes[k]))) step = strlen(strokes[k]);
        if (step == 0) return false;
        i += step;
    }
    return t.len > 0;
}

/* "==History==", "# Title", "**Background**": the words inside; false: no such mark. */
static bool heading_mark(const scan *s, line *l)
{
    size_t from = l->start, to = l->end;
    unsigned char c = (unsigned char)s->text.at[from];
    size_t n = 0;
    while (n < 6 && byte_at(s, from + n, to) == c) n++;
    if (c == '=') {
        while (from < to && byte_at(s, from, to) == '=') from++;
        size_t end = to;
        while (end > from && s->text.at[end - 1] == '=') end--;
        if (end == to) return false;
        to = end;
    } else if (c == '#') {
        if (byte_at(s, from + n, to) != ' ') return false;
        from += n;
        while (to > from && s->text.at[to - 1] == '#') to--;
    } else if ((c == '*' || c == '_') && n == 2 && to - from > 4 && to - from < 140) {
        rp_str inside = str_sub(s->text, from + 2, to - 2);
        if ((unsigned char)s->text.at[to - 1] != c || (unsigned char)s->text.at[to - 2] != c) return false;
        if (memmem(inside.at, inside.len, c == '*' ? "**" : "__", 2) || memchr(".!?", inside.at[inside.len - 1], 3)) return false;
        from += 2, to -= 2, n = 3;
    } else {
        return false;
    }
    from = skip_blank(s->text, from, to, NULL);
    to = trim_end(s->text, from, to);
    if (from == to) return false;
    l->start = (uint32_t)from, l->end = (uint32_t)to, l->mark = MARK_HEADING, l->level = (uint8_t)n;
    return true;
}

typedef struct bullet {
    const char *sign;
    uint8_t mark;
    bool alone;             /* is a bullet only before a space */
} bullet;

static size_t bullet_mark(rp_str t, uint8_t *mark)
{
    static const bullet bullets[] = {
        { "-", MARK_DASH, true }, { "*", MARK_BULLET, true }, { "+", MARK_DASH, true }, { "\xE2\x80\x93", MARK_DASH, true },
        { "\xE2\x80\x94", MARK_DASH, true }, { "\xE2\x80\xA2", MARK_BULLET, false }, { "\xE2\x80\xA3", MARK_BULLET, false },
        { "\xE2\x81\x83", MARK_BULLET, false }, { "\xE2\x96\xAA", MARK_BULLET, false }, { "\xE2\x96\xA0", MARK_BULLET, false },
        { "\xE2\x96\xA1", MARK_BULLET, false }, { "\xE2\x96\xAB", MARK_BULLET, false }, { "\xE2\x97\x8F", MARK_BULLET, false },
        { "\xE2\x97\x8B", MARK_BULLET, false }, { "\xE2\x97\xA6", MARK_BULLET, false }, { "\xE2\x96\xBA", MARK_BULLET, false },
        { "\xE2\x96\xB6", MARK_BULLET, false }, { "\xE2\x9E\xA4", MARK_BULLET, false }, { "\xE2\x86\x92", MARK_BULLET, false },
        { "\xE2\x9C\x93", MARK_BULLET, false }, { "\xE2\x9C\x94", MARK_BULLET, false }, { "\xC2\xB7", MARK_BULLET, false },
        { "\xEF\x82\xB7", MARK_BULLET, false }
    };
    for (size_t k = 0; k < sizeof bullets / sizeof *bullets; k++) {
        rp_str sign = str_of(bullets[k].sign);
        if (!str_starts(t, sign)) continue;
        size_t n = sign.len;
        unsigned step;
        while (sign.at[0] == '*' && n < t.len && t.at[n] == '*') n++;
        if (n == t.len || (bullets[k].alone && !is_blank(utf8_at(t, n, &step)))) return 0;
        *mark = bullets[k].mark;
        return n;
    }
    return 0;
}

/* "12." "12)" "(12)" "b)" "(b)" "(iv)" before a space; "(b" alone and initials ("B.") are no marks. */
static size_t number_mark(rp_str t, uint32_t *number)
{
    size_t at = t.at[0] == '(', from = at, value = 0;
    bool open = at == 1;
    while (at < t.len && is_digit((unsigned char)t.at[at]) && at - from < 3) value = value * 10 + (size_t)(t.at[at++] - '0');
    bool digits = at > from;
    if (!digits)
        while (at < t.len && at - from < 4 && (at == from ? is_lower((unsigned char)t.at[at]) : memchr("ivx", t.at[at], 3) != NULL)) at++;
    if (at == from || at + 1 >= t.len) return 0;
    if (!digits && at - from > 1 && !memchr("ivx", t.at[from], 3)) return 0;
    if (t.at[at] != ')' && (open || !digits || t.at[at] != '.')) return 0;
    unsigned step;
    if (!is_blank(utf8_at(t, at + 1, &step))) return 0;
    *number = (uint32_t)value;
    return at + 1;
}

/* "[12]" or "[^12]" at the start, as in reference lists. */
static bool entry_mark(rp_str t, uint32_t *number)
{
    size_t at = t.len > 1 && t.at[1] == '^' ? 2 : 1, from = at;
    uint32_t value = 0;
    while (at < t.len && at < 6 && is_digit((unsigned char)t.at[at])) value = value * 10 + (uint32_t)(t.at[at++] - '0');
    if (at == from || at + 1 >= t.len || t.at[at] != ']') return false;
    *number = value;
    return true;
}

static void find_mark(const scan *s, line *l)
{
    while (byte_at(s, l->start, l->end) == '>') l->start = (uint32_t)skip_blank(s->text, l->start + 1, l->end, NULL);
    rp_str t = str_sub(s->text, l->start, l->end);
    if (t.len == 0 || is_rule(t)) {
        l->level = t.len > 2 && t.at[0] == '=' ? 1 : t.len > 2 && t.at[0] == '-' ? 2 : 0;
        l->mark = MARK_RULE, l->end = l->start;
        return;
    }
    unsigned char c = (unsigned char)t.at[0];
    if (is_alpha(c) && (is_upper(c) || t.len < 2 || !memchr(")ivx", t.at[1], 4))) return;
    if (heading_mark(s, l)) return;
    if (c == '[') {
        if (entry_mark(t, &l->number)) l->mark = MARK_ENTRY;
        return;
    }
    size_t n = bullet_mark(t, &l->mark);
    if (n == 0 && (c == '(' || is_digit(c) || is_lower(c)) && (n = number_mark(t, &l->number)) > 0) l->mark = MARK_NUMBER;
    if (n == 0) return;
    l->start = (uint32_t)skip_blank(s->text, l->start + n, l->end, NULL);
    if (l->start == l->end) l->mark = MARK_RULE;
}

/* ---- lines --------------------------------------------------------------------------------------------------------- */

/* Overviews glue what follows to a citation: "… was called off. [6]Later events". */
static size_t glued_behind_citation(rp_str t)
{
    for (const char *hit = t.at; (hit = memchr(hit, ']', (size_t)(t.at + t.len - hit))) != NULL; hit++) {
        size_t at = (size_t)(hit - t.at), from = at;
        if (at + 2 >= t.len || !is_upper((unsigned char)t.at[at + 1])) continue;
        while (from && (is_digit((unsigned char)t.at[from - 1]) || memchr(", -", t.at[from - 1], 3)) && at - from < 60) from--;
        if (from > 1 && from < at && t.at[from - 1] == '[') return at + 1;
    }
    return 0;
}

/* … and a heading to the first item under it: "Recent eventsBorder: The crossing …". */
static size_t glued_heading(rp_str t)
{
    size_t spaces = 0, small = 0, end = t.len < GLUE_WITHIN ? t.len : GLUE_WITHIN;
    if (!is_upper((unsigned char)t.at[0])) return 0;
    for (size_t i = 0; i + 2 < end; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (is_lower(c)) {
            small++;
            continue;
        }
        if (is_upper(c) && small > 2 && is_lower((unsigned char)t.at[i + 1]) && spaces) {
            size_t start = i - small;
            if (start && t.at[start - 1] != ' ') return 0;
            const char *colon = memchr(t.at + i, ':', t.len - i < 60 ? t.len - i : 60);
            return colon && colon + 1 < t.at + t.len && colon[1] == ' ' ? i : 0;
        }
        if (c != ' ' && c != ',' && c != '-' && !is_upper(c) && c < 0x80) return 0;
        spaces += c == ' ';
        small = 0;
    }
    return 0;
}

/* The next line into *l; false: the text is at its end. */
static bool read_line(scan *s, line *l)
{
    if (s->at >= s->text.len) return false;
    *l = (line){ 0 };
    bool parted = s->stop != 0;
    if (!parted) {
        unsigned step;
        size_t end = line_end(s->text, s->at, &step);
        s->behind = end + step;
        s->at = skip_blank(s->text, s->at, end, &l->indent);
        s->stop = trim_end(s->text, s->at, end);
    } else {
        s->at = skip_blank(s->text, s->at, s->stop, NULL);
    }
    l->start = (uint32_t)s->at, l->end = (uint32_t)s->stop;
    l->parted = parted;
    rp_str words = str_sub(s->text, s->at, s->stop);
    size_t glue = words.len == 0 || parted || s->light ? 0 : glued_heading(words);
    if (words.len && !glue && !s->light) glue = glued_behind_citation(words);
    if (glue) {
        s->at += glue;
        l->end = (uint32_t)trim_end(s->text, l->start, s->at);
    } else {
        s->at = s->behind;
        s->stop = 0;
    }
    l->empty = l->start == l->end;
    if (l->empty) return true;
    find_mark(s, l);
    return true;
}

/* Columns of a line, or WRAP_WIDEST + 1 for all that are longer. */
static unsigned width_of(const scan *s, const line *l)
{
    unsigned n = l->indent;
    if (l->end - l->start > 4 * WRAP_WIDEST) return WRAP_WIDEST + 1;
    for (uint32_t i = l->start; i < l->end; i++) n += ((unsigned char)s->text.at[i] & 0xC0) != 0x80;
    return n > WRAP_WIDEST ? WRAP_WIDEST + 1 : n;
}

static bool is_closer(rp_str t, size_t *end)
{
    static const char *const closers[] = { "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB" };
    if (memchr("\"')]", t.at[*end - 1], 4)) return (*end)--, true;
    for (size_t k = 0; k < 3; k++)
        if (str_ends(str_sub(t, 0, *end), str_of(closers[k]))) return *end -= strlen(closers[k]), true;
    return false;
}

/* Whether a line's end looks like a sentence's. */
static bool ends_stopped(const scan *s, const line *l)
{
    rp_str t = str_sub(s->text, l->start, l->end);
    size_t end = t.len;
    while (end && is_closer(t, &end)) {}
    if (end == 0) return true;
    return memchr(".!?:;", t.at[end - 1], 5) || str_ends(str_sub(t, 0, end), RP_STR("\xE2\x80\xA6"));
}

static bool begins_small(const scan *s, const line *l)
{
    unsigned step;
    uint32_t c = utf8_at(s->text, l->start, &step);
    if (c < 0x80) return is_lower((unsigned char)c);
    return utf8_class_of(c) == UTF8_LETTER && c < 0x2E80 && !utf8_is_upper(c);
}

/* Whether a line breaks off behind a word that never ends anything: "of", "the", "and". */
static bool breaks_off(const scan *s, const line *l)
{
    size_t from = l->end;
    while (from > l->start && l->end - from < 12 && is_lower((unsigned char)s->text.at[from - 1])) from--;
    if (from == l->end || from == l->start || s->text.at[from - 1] != ' ') return false;
    text_word kind = text_rules_word(s->rules, str_sub(s->text, from, l->end));
    return kind == TEXT_WORD_LINK || kind == TEXT_WORD_JOIN;
}

/* A line without any capital: where these begin paragraphs, a small letter at a line's start says nothing. */
static bool is_all_small(const scan *s, const line *l)
{
    if (!begins_small(s, l)) return false;
    for (uint32_t i = l->start; i < l->end; i++)
        if (is_upper((unsigned char)s->text.at[i])) return false;
    return true;
}

/* Learn the width from the lines that end without a stop and are gone on with in a small letter. */
static unsigned wrap_width(rp_str text, const text_rules *rules)
{
    unsigned widths[WRAP_WIDEST + 1] = { 0 }, strong = 0, pairs = 0, seen = 0;
    scan s = { .text = text, .rules = rules, .light = true };
    line last = { .empty = true }, next;
    bool small = false;
    for (; read_line(&s, &next); last = next) {
        if (next.mark == MARK_NONE && !next.empty && (last.empty || last.mark == MARK_RULE)) small = is_all_small(&s, &next);
        if (last.empty || next.empty || next.parted || next.mark != MARK_NONE || last.mark == MARK_RULE || last.mark == MARK_HEADING) continue;
        unsigned width = width_of(&s, &last);
        if (width < WRAP_NARROWEST || width > WRAP_WIDEST) continue;
        pairs++;
        if (small || ends_stopped(&s, &last) || !(begins_small(&s, &next) || breaks_off(&s, &last))) continue;
        widths[width]++, strong++;
    }
    if (strong == 0 || strong * 8 < pairs) return 0;
    for (unsigned w = WRAP_WIDEST; w; w--)
        if ((seen += widths[w]) * 10 > strong || w == 1) return w;
    return 0;
}

/* ---- joining ------------------------------------------------------------------------------------------------------- */

static rp_str first_word(const scan *s, const line *l)
{
    uint32_t end = l->start;
    while (end < l->end && !is_space((unsigned char)s->text.at[end]) && end - l->start < 80) end++;
    return str_sub(s->text, l->start, end);
}

/* Whether `next` begins where the wrapping of `last` broke off: its first word had no room there. */
static bool is_full(const scan *s, const line *last, const line *next)
{
    unsigned slack = s->width / 8, width = width_of(s, last);
    return s->width && width <= s->width + slack && width + 1 + (unsigned)first_word(s, next).len > s->width - slack;
}

/* Whether the mark of a line may only be the chance start of a wrapped line: "… on July\n12. The minister", "the envoy\n- who left -\n". */
static bool is_chance_mark(const scan *s, const line *last, const line *next, bool in_list)
{
    if (next->mark == MARK_NONE) return true;
    if (next->mark != MARK_DASH && next->mark != MARK_NUMBER && next->mark != MARK_ENTRY) return false;
    if (next->mark == MARK_NUMBER && !in_list && next->number == 1) return false;
    if (in_list && last->mark == next->mark) return false;
    return is_full(s, last, next) && !ends_stopped(s, last) && last->indent == next->indent;
}

static bool is_known_line(const scan *s, const line *l)
{
    return l->end - l->start <= 64 && text_rules_line(s->rules, str_sub(s->text, l->start, l->end)) != RP_KIND_PROSE;
}

/* "PORT AMARO, June 3 (AP) - The envoys …". */
static bool begins_dateline(const scan *s, const line *l)
{
    rp_str t = str_sub(s->text, l->start, l->end - l->start < 80 ? l->end : l->start + 80);
    for (size_t i = 0; i < 3; i++)
        if (i >= t.len || !is_upper((unsigned char)t.at[i])) return false;
    return memmem(t.at, t.len, " - ", 3) || memmem(t.at, t.len, "-- ", 3) || memmem(t.at, t.len, "\xE2\x80\x94", 3)
        || memmem(t.at, t.len, "\xE2\x80\x93 ", 4) || memmem(t.at, t.len, "/. ", 3);
}

/* Whether `next` goes on with the block that `first` begins and `last` is the last line of. */
static bool joins(const scan *s, const line *first, const line *last, const line *next)
{
    bool item = first->mark == MARK_BULLET || first->mark == MARK_DASH || first->mark == MARK_NUMBER;
    if (next->empty || next->parted || next->mark == MARK_RULE || next->mark == MARK_HEADING || first->mark == MARK_HEADING) return false;
    if (!is_chance_mark(s, last, next, item)) return false;
    if (item && next->mark == MARK_NONE && next->indent > first->indent && next->indent > 1) return true;
    rp_str word = first_word(s, next);
    bool address = memchr(word.at, '/', word.len) || (word.len > 2 && memchr(word.at + 1, '.', word.len - 2));
    bool goes_on = !address && width_of(s, last) >= CONTINUED_SHORTEST && !is_all_small(s, first)
        && (breaks_off(s, last) || (begins_small(s, next) && !ends_stopped(s, last)));
    if (!goes_on && (!is_full(s, last, next) || (!item && next->indent > last->indent + 1))) return false;
    if (first->start == last->start && first->start < WRAP_WIDEST && begins_dateline(s, next)) return false;     /* under a headline */
    return !is_known_line(s, last) && !is_known_line(s, next);
}

static block_draft draft_of(const line *first, const line *last, bool front)
{
    block_draft d = { .start = first->start, .end = last->end };
    if (first->mark == MARK_BULLET || first->mark == MARK_DASH) d.marks = DRAFT_ITEM;
    if (first->mark == MARK_NUMBER) d.marks = DRAFT_ITEM | DRAFT_NUMBERED;
    if (first->mark == MARK_ENTRY) d.marks = DRAFT_ENTRY;
    if (first->mark == MARK_HEADING) d.level = first->level;
    if (front) d.marks |= DRAFT_FRONT;
    return d;
}

/* The end of a YAML head ("---" … "---") at the start of the text; 0: there is none. */
static size_t front_end(rp_str text, const text_rules *rules)
{
    scan s = { .text = text, .rules = rules };
    line l;
    unsigned lines = 0;
    for (size_t from = 0; lines < FRONT_LINES && read_line(&s, &l); lines++, from = s.at) {
        bool dashes = str_is(str_trim(str_sub(text, from, s.at)), "---");
        if (lines == 0 && !dashes) return 0;
        if (lines && dashes) return s.at;
    }
    return 0;
}

static rp_code find_drafts(scan *s, arena *mem, vec *out, rp_err *err)
{
    size_t front = front_end(s->text, s->rules);
    line next;
    bool more = read_line(s, &next);
    while (more) {
        line first = next, last = next;
        unsigned lines = 1;
        if (first.empty || first.mark == MARK_RULE) {
            more = read_line(s, &next);
            continue;
        }
        while ((more = read_line(s, &next)) && first.start >= front && joins(s, &first, &last, &next)) last = next, lines++;
        block_draft *d = vec_add(out, mem);
        if (!d) return error_set(err, RP_ENOMEM, "memory ended");
        *d = draft_of(&first, &last, first.start < front);
        bool underlined = more && next.mark == MARK_RULE && next.level && lines == 1 && first.mark == MARK_NONE;
        if (underlined && d->end - d->start < 120 && !ends_stopped(s, &first)) d->level = next.level;
    }
    return RP_OK;
}

rp_code block_split(rp_str text, rp_str title, const text_rules *rules, arena *mem, vec *out, rp_err *err)
{
    scan s = { .text = text, .rules = rules, .width = wrap_width(text, rules) };
    vec drafts = vec_of(sizeof(block_draft));
    size_t kept = out->count;
    rp_code rc = find_drafts(&s, mem, &drafts, err);
    if (rc != RP_OK) return rc;
    block_draft *d = drafts.at;
    if (drafts.count) kinds_find(text, title, rules, d, drafts.count);
    for (size_t i = 0; i < drafts.count; i++) {
        text_block *b = vec_add(out, mem);
        if (!b) return out->count = kept, error_set(err, RP_ENOMEM, "memory ended");
        *b = (text_block){ d[i].start, d[i].end, d[i].kind };
    }
    return RP_OK;
}
