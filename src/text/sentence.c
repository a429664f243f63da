/*
 * text/sentence.c - see text/sentence.h.
 *
 * A sentence may end behind a stop ("." "?" "!" "..." or a shortened word) and the quotation marks and brackets that close at it. What
 * comes next decides: a capital or a figure begins a sentence, a small letter goes on. Behind a shortened word a capital proves
 * little ("the U.S. Army"), so there only a small word in capitals ("The", "He": en/function-words and en/splitting) begins one.
 */
#include "text/sentence.h"
#include "base/utf8.h"
#include "text/words.h"

#define SENTENCE_MOST 1000u     /* tokens: what is longer is a table or a fault, and much of what reads sentences takes the square of their length */

typedef struct scan {
    rp_str text;
    const rp_token *tokens;
    uint32_t first, end;        /* tokens of the block */
    uint32_t begun;             /* first token of the sentence in hand */
    const text_rules *rules;
} scan;

typedef enum stop_kind { STOP_NONE, STOP_FULL, STOP_MARK, STOP_ELLIPSIS, STOP_SHORT, STOP_FACE } stop_kind;

static rp_str word_at(const scan *s, uint32_t i) { return str_sub(s->text, s->tokens[i].start, s->tokens[i].end); }
static bool gap_before(const scan *s, uint32_t i) { return i == s->first || s->tokens[i].start > s->tokens[i - 1].end; }
static bool is_one_of(rp_str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(word, list[i])) return true;
    return false;
}

#define ONE_OF(word, list) is_one_of(word, list, sizeof(list) / sizeof *(list))

/* ":-)", ";)", "^_^": a face closes what it stands behind. */
static bool is_face(const scan *s, uint32_t i)
{
    rp_str w = word_at(s, i);
    bool eyes = false;
    if (w.len < 2 || w.len > 5) return false;
    for (size_t k = 0; k < w.len; k++) {
        if (!memchr(":;=^_-'o()[]<>/\\|*DPpO3", w.at[k], 24)) return false;
        eyes = eyes || memchr(":;=^", w.at[k], 4);
    }
    return eyes;
}

static stop_kind stop_of(const scan *s, uint32_t i)
{
    rp_str w = word_at(s, i);
    unsigned char last = (unsigned char)w.at[w.len - 1];
    if (last == 0xA6) return str_ends(w, RP_STR("\xE2\x80\xA6")) ? STOP_ELLIPSIS : STOP_NONE;
    if (last != '.' && last != '?' && last != '!') return is_face(s, i) ? STOP_FACE : STOP_NONE;
    if (w.len == 1 && last == '.') return i > s->first && str_is(word_at(s, i - 1), ".") ? STOP_ELLIPSIS : STOP_FULL;      /* ". . ." */
    if (w.len == 1) return STOP_MARK;
    unsigned char c = (unsigned char)w.at[0];
    if (c == '.') return last == '.' ? STOP_ELLIPSIS : STOP_MARK;
    if (c == '?' || c == '!') return STOP_MARK;
    return last == '.' ? STOP_SHORT : STOP_NONE;
}

static bool is_closing(const scan *s, uint32_t i)
{
    static const char *const closing[] = { ")", "]", "}", "\xE2\x80\x9D", "\xC2\xBB" };
    static const char *const either[] = { "\"", "'", "''", "\xE2\x80\x99", "\xE2\x80\x99\xE2\x80\x99" };
    rp_str w = word_at(s, i);
    return ONE_OF(w, closing) || (!gap_before(s, i) && ONE_OF(w, either)) || is_face(s, i);
}

/* The token behind a note such as "[12]" or "[...]" that begins at `i`; `i` itself when there is none. */
static uint32_t note_end(const scan *s, uint32_t i)
{
    if (i + 2 >= s->end || !str_is(word_at(s, i), "[") || !str_is(word_at(s, i + 2), "]")) return i;
    unsigned char c = (unsigned char)s->text.at[s->tokens[i + 1].start];
    return is_digit(c) || c == '.' ? i + 3 : i;
}

static bool is_opening(const scan *s, uint32_t i)
{
    static const char *const opening[] = { "(", "[", "{", "\"", "'", "``", "\xE2\x80\x9C", "\xE2\x80\x98", "\xC2\xAB", "\xE2\x80\x9E",
                                           "\xE2\x80\x98\xE2\x80\x98", "\xE2\x80\x98\xE2\x80\x99" };
    return ONE_OF(word_at(s, i), opening);
}

typedef enum opening { OPENS_SMALL, OPENS_CAPITAL, OPENS_FIGURE, OPENS_MARK, OPENS_STOP } opening;

/* How token `i` looks at the head of a sentence; names such as "iPhone" and addresses count as capitals. */
static opening opening_of(const scan *s, uint32_t i)
{
    unsigned step;
    rp_str w = word_at(s, i);
    if (w.at[0] == '\'' && w.len > 1) w = str_sub(w, 1, w.len);
    uint32_t c = utf8_at(w, 0, &step);
    if (c >= 0x80 && utf8_class_of(c) != UTF8_LETTER) return OPENS_MARK;
    if (utf8_is_upper(c)) return OPENS_CAPITAL;
    if (c < 0x80 && is_digit((unsigned char)c)) return OPENS_FIGURE;
    if (c < 0x80 && !is_lower((unsigned char)c))
        return memchr(".?!", (int)c, 3) && !str_starts(w, RP_STR("..")) ? OPENS_STOP : OPENS_MARK;
    bool address = str_starts(w, RP_STR("http")) || str_starts(w, RP_STR("www.")) || memchr(w.at, '@', w.len);
    return address || (w.len > 1 && is_upper((unsigned char)w.at[1])) ? OPENS_CAPITAL : OPENS_SMALL;
}

/* "The", "In", "However". */
static bool is_opener(const scan *s, uint32_t i)
{
    rp_str w = word_at(s, i);
    char lower[WORDS_LONGEST];
    if (w.len > sizeof lower || !is_upper((unsigned char)w.at[0])) return false;
    for (size_t k = 0; k < w.len; k++) lower[k] = (char)to_lower((unsigned char)w.at[k]);
    return words_find(s->rules, (rp_str){ lower, w.len }).kinds & WORDS_OPENER;
}

static bool ends_short(const scan *s, uint32_t i, uint32_t word)
{
    rp_str w = word_at(s, i);
    if (is_digit((unsigned char)w.at[0])) return false;
    if (words_find(s->rules, w).kinds & WORDS_NUMBERED) return false;
    abbreviation_kind kind = text_rules_abbreviation(s->rules, w);
    bool dotted = memchr(w.at, '.', w.len - 1) != NULL;
    if (kind == ABBREVIATION_LATIN && !str_is(w, "al.")) return false;
    if (kind == ABBREVIATION_TITLE && !dotted && !str_ends(w, RP_STR("r."))) return false;
    return is_opener(s, word);
}

/* Whether the full stop `i` makes a number or letter an ordinal: "1. The envoys", "2.1. Sanctions", "as follows: 2. The envoys". */
static bool is_item_number(const scan *s, uint32_t i)
{
    if (i == s->begun || gap_before(s, i)) return false;
    rp_str number = word_at(s, i - 1), before;
    bool digits = is_digit((unsigned char)number.at[0]), sections = digits && number.len < 8 && memchr(number.at, '.', number.len);
    if (number.len > (digits ? 2 : 1) && !sections) return false;
    if (i - 1 == s->begun) return true;
    before = word_at(s, i - 2);
    bool begins = i - 2 == s->begun && opening_of(s, i - 2) == OPENS_MARK;
    return digits && (str_is(before, ":") || str_is(before, ";") || begins);
}

/*
 * Behind a stop a small letter begins a sentence only in careless writing; but behind a short word with a capital the stop shortens
 * that, and "Yahoo!" is a name.
 */
static bool small_begins(const scan *s, uint32_t i, uint32_t next, uint32_t word, stop_kind stop)
{
    if (stop == STOP_ELLIPSIS || next != i + 1 || i == s->first) return false;
    if (word > next && s->text.at[s->tokens[next].start] != '(') return false;
    bool capital = opening_of(s, i - 1) == OPENS_CAPITAL;
    if (stop == STOP_MARK) return !capital || s->text.at[s->tokens[i].start] == '?';
    return !capital || s->tokens[i - 1].end - s->tokens[i - 1].start > 5;
}

/* Whether a sentence ends behind the stop `i`; `next` is the first token behind what closes at it. */
static bool ends_at(const scan *s, uint32_t i, uint32_t next, stop_kind stop)
{
    uint32_t word = next;
    while (word + 1 < s->end && is_opening(s, word)) word++;
    opening opens = opening_of(s, word);
    if (stop == STOP_FULL && is_item_number(s, i)) return false;
    if (stop == STOP_SHORT) return opens == OPENS_CAPITAL && gap_before(s, next) && ends_short(s, i, word);
    if (!gap_before(s, next) || stop == STOP_FACE) return opens == OPENS_CAPITAL;
    switch (opens) {
    case OPENS_CAPITAL: return true;
    case OPENS_FIGURE: return stop != STOP_MARK || word == next;      /* not: "Viva Maria! (1965)" */
    case OPENS_SMALL: return small_begins(s, i, next, word, stop);
    case OPENS_MARK: return stop != STOP_ELLIPSIS;
    default: return false;
    }
}

rp_code sentence_split(rp_str text, const rp_token *tokens, uint32_t first, uint32_t count, const text_rules *rules, arena *mem, vec *out,
                       rp_err *err)
{
    scan s = { .text = text, .tokens = tokens, .first = first, .end = first + count, .begun = first, .rules = rules };
    size_t kept = out->count;
    for (uint32_t next = first; next < s.end;) {
        uint32_t *slot = vec_add(out, mem);
        if (!slot) {
            out->count = kept;
            return error_set(err, RP_ENOMEM, "memory ended");
        }
        *slot = s.begun = next;
        for (bool over = false; next < s.end && !over;) {
            uint32_t i = next++;
            stop_kind stop = stop_of(&s, i);
            over = next - s.begun == SENTENCE_MOST;
            if (over || stop == STOP_NONE || i == s.begun) continue;
            for (uint32_t behind; next < s.end; next = behind) {
                behind = is_closing(&s, next) ? next + 1 : note_end(&s, next);
                if (behind == next) break;
            }
            over = next < s.end && ends_at(&s, i, next, stop);
        }
    }
    return RP_OK;
}

bool sentence_same_paragraph(rp_str text, const rp_sentence *sentences, uint32_t s)
{
    return !memchr(text.at + sentences[s - 1].end, '\n', sentences[s].start - sentences[s - 1].end);
}
