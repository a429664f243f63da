/*
 * text/kinds.c - see text/kinds.h.
 *
 * Two steps. First each block is looked at alone: its marks, its words, how it ends. Then the looks are read in order, since much depends on
 * what stands around: the headline among the first short lines, entries behind "References", teasers of other texts behind "Related articles".
 * Only short blocks are looked at word by word; what is long is running text unless its head, its tail or an appeal in it says otherwise.
 */
#include "text/kinds.h"
#include "base/utf8.h"

#define TITLE_LONGEST 150u      /* bytes of a heading */
#define HEADLINE_LONGEST 240u   /* bytes of a headline, which may be a whole clause */
#define WORDS_LOOKED 280u       /* bytes of the longest block looked at word by word */
#define APPEAL_LONGEST 1000u
#define CAPTION_LONGEST 700u
#define CREDIT_LONGEST 90u      /* bytes of "Photo: …" at a block's end */
#define STAMP_LONGEST 110u
#define TITLE_COMPARED 512u     /* bytes of the longest title that is compared */
#define TITLE_WITHIN 12u        /* blocks from the top among which the document's title is looked for */
#define WORD_LONGEST 31u
#define SCRIPT_LOOKED 4096u     /* bytes of the text's head that tell its script */
#define DRAFT_WEAK 128u         /* among DRAFT_*: an appeal, if one stands beside it */

typedef enum look {
    LOOK_PROSE, LOOK_CLAUSE /* a sentence without a stop */, LOOK_TITLE, LOOK_REFERENCES /* opens a list of them */, LOOK_ENTRY, LOOK_NAVIGATION,
    LOOK_MENU /* navigation that opens a list of links */, LOOK_CAPTION, LOOK_APPEAL, LOOK_OPENER, LOOK_ITEM
} look;

typedef struct scan {
    rp_str text;
    const text_rules *rules;
    block_draft *d;
    size_t count;
    bool latin;             /* the text is written in Latin letters */
} scan;

/* What the words of a short block are like. */
typedef struct shape {
    unsigned words, capitals, small;    /* small: in lower case and no function word */
    unsigned links;                     /* function words */
    bool finite;                        /* a verb in lower case */
    bool auxiliary;                     /* "is", "did" in any case */
    bool digits, first_small, two;      /* two: a sentence ends inside */
    unsigned char stop;                 /* the mark that closes it; 0: none */
    bool year;                          /* closes with ", 1948." */
} shape;

static bool is_stop(char c) { return c == '.' || c == '!' || c == '?'; }

static rp_str view(const scan *s, const block_draft *d) { return str_sub(s->text, d->start, d->end); }

/* ---- addresses and scripts ----------------------------------------------------------------------------------------- */

static bool is_address(const scan *s, rp_str word)
{
    if (memmem(word.at, word.len, "://", 3) || str_starts(word, RP_STR("www."))) return true;
    size_t host = 0, dot = 0;
    while (host < word.len && (is_alnum((unsigned char)word.at[host]) || word.at[host] == '-' || word.at[host] == '.')) host++;
    while (host && word.at[host - 1] == '.') host--;
    for (size_t i = 1; i < host; i++)
        if (word.at[i] == '.') dot = i;
    if (dot == 0 || (host < word.len && !memchr("/:?#.,;)", word.at[host], 8) && (unsigned char)word.at[host] < 0x80)) return false;
    for (size_t i = dot; i < host; i++)
        if (is_upper((unsigned char)word.at[i])) return false;
    return text_rules_domain(s->rules, str_sub(word, dot + 1, host));
}

/* The part of `t` up to white space. */
static rp_str chunk_at(rp_str t, size_t at)
{
    size_t end = at;
    while (end < t.len && !is_space((unsigned char)t.at[end])) end++;
    return str_sub(t, at, end);
}

/* Whether `t` closes with an address that was cut: its "…" ends no sentence. */
static bool ends_address(const scan *s, rp_str t)
{
    size_t last = t.len;
    while (last && t.len - last < 200 && !is_space((unsigned char)t.at[last - 1])) last--;
    return str_ends(t, RP_STR("\xE2\x80\xA6")) && is_address(s, str_sub(t, last, t.len));
}

/* Whether most letters of `t` are neither Latin nor shared with it. */
static bool is_other_script(rp_str t)
{
    size_t latin = 0, other = 0;
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];
        latin += is_alpha(c) || (c >= 0xC3 && c <= 0xC9);
        if (c < 0xCE || c == 0xE2 || c == 0xEF || c >= 0xF0) continue;
        other += c != 0xE1 || i + 1 == t.len || (unsigned char)t.at[i + 1] < 0xB8 || (unsigned char)t.at[i + 1] > 0xBB;
    }
    return other > latin;
}

/* ---- words --------------------------------------------------------------------------------------------------------- */

/* Bytes of the white space or mark at `at`; 0: a word goes on. Full stops, apostrophes and hyphens inside words belong to them. */
static size_t gap_at(rp_str t, size_t at)
{
    unsigned char c = (unsigned char)t.at[at];
    if (c < 0x80) {
        if (is_alnum(c)) return 0;
        bool inside = at + 1 < t.len && (is_alnum((unsigned char)t.at[at + 1]) || (unsigned char)t.at[at + 1] >= 0x80) && memchr("'.-&@", c, 5);
        return !(inside && at && is_alnum((unsigned char)t.at[at - 1]));
    }
    if (c == 0xC2) return 2;
    if (c != 0xE2 || (unsigned char)t.at[at + 1] > 0x81) return 0;
    unsigned char d = (unsigned char)t.at[at + 1], e = (unsigned char)t.at[at + 2];
    bool joins = d == 0x80 && (e == 0x99 || (e >= 0x8B && e <= 0x91)) && at && is_alpha((unsigned char)t.at[at - 1]);
    return joins ? 0 : 3;
}

/* The next word of `t` from *at on; false: none. */
static bool next_word(rp_str t, size_t *at, rp_str *word)
{
    size_t i = *at, n;
    while (i < t.len && (n = gap_at(t, i)) > 0) i += n;
    size_t from = i;
    while (i < t.len && gap_at(t, i) == 0) i++;
    *at = i;
    *word = str_sub(t, from, i);
    return i > from;
}

static bool begins_capital(rp_str word)
{
    unsigned step;
    return utf8_is_upper(utf8_at(word, 0, &step));
}

static size_t lower(rp_str word, char out[WORD_LONGEST])
{
    if (word.len > WORD_LONGEST) return 0;
    for (size_t i = 0; i < word.len; i++) out[i] = (char)to_lower((unsigned char)word.at[i]);
    return word.len;
}

static text_word word_kind(const scan *s, rp_str word)
{
    char small[WORD_LONGEST];
    size_t n = lower(word, small);
    return n ? text_rules_word(s->rules, (rp_str){ small, n }) : TEXT_WORD_CONTENT;
}

/* "seized" in "troops seized the bridge", not in "a seized bridge" or "newly seized bridges". */
static bool is_verb(text_word kind, rp_str word, text_word before, rp_str last)
{
    if (kind == TEXT_WORD_FINITE) return true;
    if (kind == TEXT_WORD_PAST) return before != TEXT_WORD_LINK;
    if (word.len < 5 || !str_ends(word, RP_STR("ed")) || (word.len == 5 && word.at[2] == 'e')) return false;      /* "bleed" */
    return !memchr(word.at, '-', word.len) && last.len && before != TEXT_WORD_LINK && !str_ends(last, RP_STR("ly"));
}

/* The mark that closes `t`, behind quotation marks, brackets and citations; *end: what is before it. */
static unsigned char stop_of(rp_str t, size_t *end)
{
    static const char *const closers[] = { "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB", "\xE2\x80\x9C" };
    size_t n = t.len;
    for (size_t before = n + 1; n && n != before;) {
        before = n;
        if (t.at[n - 1] == ']') {
            size_t k = n - 1;
            while (k && (is_digit((unsigned char)t.at[k - 1]) || memchr(", -", t.at[k - 1], 3)) && n - k < 80) k--;
            if (k && k < n - 1 && t.at[k - 1] == '[') n = k - 1;
        }
        while (n && memchr("\"')]* ", t.at[n - 1], 6) && (t.at[n - 1] != ']' || n == before)) n--;
        for (size_t k = 0; k < sizeof closers / sizeof *closers; k++)
            if (str_ends(str_sub(t, 0, n), str_of(closers[k]))) n -= strlen(closers[k]);
    }
    *end = n ? n - 1 : 0;
    if (n == 0) return 0;
    rp_str rest = str_sub(t, 0, n);
    if (str_ends(rest, RP_STR("\xE2\x80\xA6")) || str_ends(rest, RP_STR("\xE3\x80\x82"))) return *end = n - 3, '.';
    return memchr(".!?:;,", t.at[n - 1], 6) ? (unsigned char)t.at[n - 1] : 0;
}

/* Whether the stop at `at` ends a sentence inside a line: a capital comes next, and no initial or shortened word is before. */
static bool ends_inside(const scan *s, rp_str t, size_t at)
{
    size_t next = at + 1, from = at;
    while (next < t.len && memchr(" \"'(", t.at[next], 4)) next++;
    if (next == at + 1 || next >= t.len || !is_upper((unsigned char)t.at[next])) return false;
    while (from && at - from < WORD_LONGEST && !is_space((unsigned char)t.at[from - 1])) from--;
    if (at - from < 2 || (t.at[at] == '.' && memchr(t.at + from, '.', at - from))) return false;
    return t.at[at] != '.' || text_rules_abbreviation(s->rules, str_sub(t, from, at + 1)) == ABBREVIATION_NONE;
}

/* ", 1948" or ", 1947-57" before the stop. */
static bool ends_year(rp_str t, size_t end)
{
    size_t at = end, digits = 0;
    while (at && (is_digit((unsigned char)t.at[at - 1]) || t.at[at - 1] == '-' || (unsigned char)t.at[at - 1] == 0x93
                  || (unsigned char)t.at[at - 1] == 0x80 || (unsigned char)t.at[at - 1] == 0xE2)) {
        at--;
        digits += is_digit((unsigned char)t.at[at]);
    }
    return digits >= 4 && digits <= 8 && at > 1 && t.at[at - 1] == ' ' && t.at[at - 2] == ',';
}

static shape shape_of(const scan *s, rp_str t)
{
    shape h = { 0 };
    size_t end, at = 0;
    rp_str word, last = { NULL, 0 };
    text_word before = TEXT_WORD_SMALL;
    h.stop = stop_of(t, &end);
    if (h.stop == '.' && ends_address(s, t)) h.stop = 0;
    h.year = h.stop == '.' && ends_year(t, end);
    for (size_t i = 0; i < end && !h.two; i++)
        if (is_stop(t.at[i])) h.two = ends_inside(s, t, i);
    while (next_word(t, &at, &word)) {
        unsigned char c = (unsigned char)word.at[0];
        bool capital = begins_capital(word);
        text_word kind = word_kind(s, word);
        if (h.words++ == 0) h.first_small = !capital && !is_digit(c);
        h.digits = h.digits || is_digit(c);
        h.capitals += capital;
        if (!capital && !is_digit(c)) {
            h.small += kind == TEXT_WORD_CONTENT || kind == TEXT_WORD_PAST;
            h.finite = h.finite || is_verb(kind, word, before, last);
        }
        h.auxiliary = h.auxiliary || kind == TEXT_WORD_FINITE;
        h.links += kind != TEXT_WORD_CONTENT && kind != TEXT_WORD_PAST;
        before = kind, last = word;
    }
    return h;
}

/* ---- furniture ----------------------------------------------------------------------------------------------------- */

/* The longest phrase of en/furniture that begins at `at`, a word's start; *behind: where it ends. */
static furniture_kind furniture_at(const scan *s, rp_str t, size_t at, size_t *behind)
{
    char folded[FURNITURE_LONGEST];
    size_t n = 0;
    furniture_kind found = FURNITURE_NONE;
    *behind = at;
    for (unsigned words = 0; words < FURNITURE_WORDS; words++) {
        rp_str word;
        size_t from = at;
        if (!next_word(t, &at, &word) || n + 1 + word.len > sizeof folded) break;
        if (words && (size_t)(word.at - t.at) > from + 4) break;
        if (words) folded[n++] = ' ';
        n += utf8_fold(word, folded + n, sizeof folded - n);
        bool longer;
        furniture_kind kind = text_rules_furniture(s->rules, (rp_str){ folded, n }, &longer);
        if (kind != FURNITURE_NONE) found = kind, *behind = at;
        if (!longer) break;
    }
    return found;
}

/* Whether a block begins as an appeal does: "Join us", "Support the …". */
static bool begins_appeal(const scan *s, rp_str t)
{
    size_t behind;
    furniture_kind kind = furniture_at(s, t, 0, &behind);
    return kind == FURNITURE_OPENER || kind == FURNITURE_APPEAL;
}

/* How much a block looks like an appeal to the reader or a notice: 0, 1 (if one stands beside it), 2. */
static unsigned appeal_of(const scan *s, rp_str t)
{
    if (t.len > APPEAL_LONGEST || !text_rules_addresses_reader(s->rules, t)) return 0;
    bool quotes = memchr(t.at, '"', t.len) || memmem(t.at, t.len, "\xE2\x80\x9C", 3) || memmem(t.at, t.len, "\xC2\xAB", 2);
    unsigned appeals = 0;
    rp_str word;
    size_t behind;
    bool opener = begins_appeal(s, t);
    for (size_t at = 0; next_word(t, &at, &word);) {
        furniture_kind kind = furniture_at(s, t, (size_t)(word.at - t.at), &behind);
        if (kind == FURNITURE_NOTICE) return 2;
        if (kind == FURNITURE_APPEAL) appeals++, at = behind;
    }
    if (quotes || appeals == 0) return 0;
    return appeals > 1 || (opener && t.len < 200) ? 2 : 1;
}

/* Whether from `at` on stands who made the picture: "Photo: TASS.", "Image courtesy of …", "Getty Images". */
static bool is_credit(const scan *s, rp_str t, size_t at)
{
    size_t behind;
    if (t.len - at > CREDIT_LONGEST || furniture_at(s, t, at, &behind) != FURNITURE_CREDIT) return false;
    rp_str rest = str_sub(t, behind, t.len), word;
    size_t next = 0;
    bool named = next_word(rest, &next, &word);
    bool marked = rest.len && memchr(":/|", rest.at[0], 3);
    if (!named || marked) return begins_capital(str_sub(t, at, t.len)) || marked;
    shape h = shape_of(s, rest);
    return !h.finite && h.small < 3 && (word_kind(s, word) == TEXT_WORD_LINK || begins_capital(word));
}

/* Whether the stroke at `at` is in the signature of a picture, at the block's end: "(Ana Sol/Reuters)". "(Reuters/AFP)" is a source. */
static bool is_signature(const scan *s, rp_str t, size_t at)
{
    size_t before = at, behind = at + 1;
    while (before && is_alpha((unsigned char)t.at[before - 1])) before--;
    while (behind < t.len && is_alpha((unsigned char)t.at[behind])) behind++;
    if (t.len - behind > 30 || before == at || behind == at + 1) return false;
    if (!is_upper((unsigned char)t.at[before]) || !is_upper((unsigned char)t.at[at + 1])) return false;
    char last = t.at[t.len - 1];
    if (last != ')' && last != ']' && t.len - behind > 1) return false;
    return text_rules_agency(s->rules, str_sub(t, at + 1, behind)) != text_rules_agency(s->rules, str_sub(t, before, at));
}

/* A caption closes with a credit, or is one. */
static bool is_caption(const scan *s, rp_str t)
{
    static const bool OPENS[256] = { ['.'] = true, ['!'] = true, ['?'] = true, ['('] = true, ['['] = true, ['|'] = true, ['/'] = true };
    if (t.len > CAPTION_LONGEST) return false;
    if (is_credit(s, t, 0)) return true;
    for (size_t i = t.len > CREDIT_LONGEST ? t.len - CREDIT_LONGEST : 0; i + 3 < t.len; i++) {
        if (!OPENS[(unsigned char)t.at[i]]) continue;
        size_t at = i + 1;
        while (at < t.len && memchr(" )[(", t.at[at], 4)) at++;
        if (t.at[i] == '/' ? is_signature(s, t, i) : at < t.len && (unsigned char)t.at[at] < 0x80 && is_credit(s, t, at)) return true;
    }
    return false;
}

/* "By Ana Sol", "Updated: 3 June 2031, 10:15", "4 min read", "12/03/2031", "— Ana Sol (@anasol)". */
static bool is_stamp(const scan *s, rp_str t, const shape *h)
{
    size_t behind, letters = 0, digits = 0;
    bool piped = memchr(t.at, '|', t.len) != NULL;
    if (t.len > STAMP_LONGEST || (h->stop && h->stop != ':' && h->stop != ',' && h->words > 3) || (h->finite && !piped)) return false;
    for (size_t i = 0; i < t.len; i++) {
        letters += is_alpha((unsigned char)t.at[i]) || (unsigned char)t.at[i] >= 0xC3;
        digits += is_digit((unsigned char)t.at[i]);
    }
    if (letters == 0 || (digits > letters && h->words < 8 && h->stop != '.')) return true;
    const char *handle = memmem(t.at, t.len, "(@", 2);
    if (handle || t.at[0] == '@') return h->small < 3;
    if (furniture_at(s, t, 0, &behind) != FURNITURE_STAMP || behind == t.len) return false;
    bool marked = t.at[behind] == ':' || (behind + 1 < t.len && t.at[behind + 1] == ':');
    shape rest = shape_of(s, str_sub(t, behind, t.len));
    if (marked || piped || (rest.small == 0 && rest.capitals && h->words < 10)) return true;
    return behind > 2 && h->digits && h->small < 3 && h->words < 12 && begins_capital(t);      /* but not: "By 2030 all ships …" */
}

/* "Home | News | World", "Share · Tweet · Print". */
static bool is_menu(rp_str t, const shape *h)
{
    static const char *const parters[] = { "|", "\xC2\xB7", "\xE2\x80\xA2", "\xC2\xBB", "\xE2\x80\xBA", "\t", " > ", " / " };
    if (h->stop || h->finite || t.len > 250) return false;
    size_t signs = 0;
    for (size_t i = 0; i < t.len && signs < 2; i++) {
        char c = t.at[i];
        signs += (unsigned char)c >= 0xC2 || c == '|' || c == '\t' || c == '>' || c == '/';
    }
    if (signs < 2) return false;
    for (size_t k = 0; k < sizeof parters / sizeof *parters; k++) {
        rp_str parter = str_of(parters[k]);
        unsigned parts = 1;
        const char *at = t.at, *end = t.at + t.len, *hit;
        for (; (hit = memmem(at, (size_t)(end - at), parter.at, parter.len)) != NULL; at = hit + parter.len) parts++;
        if (parts > 2 && h->words <= parts * 3) return true;
    }
    return false;
}

/* ---- the look of one block ----------------------------------------------------------------------------------------- */

/* "QUESTION: Did he …": a name in capitals and a colon open a turn of speech. */
static bool has_speaker(rp_str t)
{
    size_t i = 0;
    while (i < t.len && t.at[i] != ':' && !is_lower((unsigned char)t.at[i]) && (unsigned char)t.at[i] < 0x80) i++;
    return i > 1 && i < t.len && t.at[i] == ':';
}

/* Whether a short block is a title or heading, by its words. */
static bool is_title(rp_str t, const shape *h)
{
    if (t.len > TITLE_LONGEST || h->words > 20 || h->two) return false;
    switch (h->stop) {
    case '.':
        if (h->finite || h->first_small || !h->capitals || !(h->small == 0 || (h->year && h->small < 3))) return false;
        return !memchr(t.at, ':', t.len) && !memchr(t.at, '"', t.len) && !memmem(t.at, t.len, "\xE2\x80\x9C", 3);
    case '?':
    case '!': return !h->finite && h->words > 2 && h->capitals > 1 && !h->first_small && !(h->auxiliary && h->small > 1) && !has_speaker(t);
    case ':': return !h->finite && h->words < 7;
    case ',':
    case ';': return false;
    default: break;
    }
    if (h->first_small) return false;
    return !h->finite || h->words < 5 || h->small * 5 <= h->words;
}

static look look_at_line(const scan *s, rp_str t)
{
    rp_str line = t;
    while (line.len && memchr(" .:>|", line.at[line.len - 1], 5)) line.len--;
    static const char *const arrows[] = { "\xC2\xBB", "\xE2\x86\x92", "\xE2\x80\xA6", "\xE2\x80\xBA" };
    for (size_t k = 0; k < sizeof arrows / sizeof *arrows; k++)
        if (str_ends(line, str_of(arrows[k]))) line = str_trim(str_sub(line, 0, line.len - strlen(arrows[k])));
    if (line.len == 0) return LOOK_NAVIGATION;
    rp_kind kind = text_rules_line(s->rules, line);
    size_t behind;
    if (kind == RP_KIND_REFERENCE) return LOOK_REFERENCES;
    bool links = furniture_at(s, line, 0, &behind) == FURNITURE_LINKS;
    if (kind == RP_KIND_NAVIGATION) return links ? LOOK_MENU : LOOK_NAVIGATION;
    return links && behind < line.len && line.at[behind] == ':' ? LOOK_NAVIGATION : LOOK_PROSE;    /* "Read more: …" */
}

/* Lines that are nothing but addresses; "Source: https://…"; "+2". */
static bool is_source_line(const scan *s, rp_str t, const shape *h)
{
    rp_str first = chunk_at(t, 0);
    if (t.at[0] == '+' && t.len < 4) return true;
    if (h->words > 4 && first.len < t.len) return false;
    size_t last = t.len;
    while (last && !is_space((unsigned char)t.at[last - 1])) last--;
    bool all = is_address(s, first) && (first.len == t.len || is_address(s, str_sub(t, last, t.len)));
    return all || (str_ends(first, RP_STR(":")) && last && is_address(s, str_sub(t, last, t.len)));
}

/* "[3] apnews.com/…", "[3]: Sol, A.": what is behind the number is an address or has no sentence's form. */
static bool is_plain_entry(const scan *s, rp_str t, const shape *h)
{
    size_t at = str_find(t, ']', 0) + 1;
    while (at < t.len && (is_space((unsigned char)t.at[at]) || t.at[at] == ':')) at++;
    return (at < t.len && is_address(s, chunk_at(t, at))) || is_title(t, h);
}

/* Whether a block is running text by its length and end, so that its words need not be looked at. */
static bool is_surely_prose(const scan *s, const block_draft *d, rp_str t)
{
    size_t end;
    if (t.len > WORDS_LOOKED) return true;
    if (t.len <= TITLE_LONGEST || d->marks & DRAFT_ENTRY || t.at[0] == '^' || t.at[0] == '!') return false;
    return stop_of(t, &end) && chunk_at(t, 0).len < t.len && !ends_address(s, t);
}

static look look_of(const scan *s, block_draft *d)
{
    rp_str t = view(s, d);
    look line = t.len <= TITLE_LONGEST ? look_at_line(s, t) : LOOK_PROSE;
    if (d->marks & DRAFT_FRONT) return LOOK_NAVIGATION;
    if (line != LOOK_PROSE && !(d->marks & DRAFT_ITEM && line == LOOK_REFERENCES)) return line;
    if (d->level) return LOOK_TITLE;
    if (s->latin && t.len < 300 && (unsigned char)t.at[0] >= 0x80 && is_other_script(t)) return LOOK_NAVIGATION;
    if (is_caption(s, t)) return LOOK_CAPTION;
    unsigned appeal = appeal_of(s, t);
    if (appeal > 1) return LOOK_APPEAL;
    if (appeal) d->marks |= DRAFT_WEAK;
    if (is_surely_prose(s, d, t)) return d->marks & DRAFT_ITEM ? LOOK_ITEM : LOOK_PROSE;
    shape h = shape_of(s, t);
    if (is_source_line(s, t, &h) || (d->marks & DRAFT_ENTRY && is_plain_entry(s, t, &h))) return LOOK_ENTRY;
    if (str_starts(t, RP_STR("![")) && t.at[t.len - 1] == ')') return LOOK_NAVIGATION;
    if (t.at[0] == '^' || h.words == 0) return h.words ? LOOK_ENTRY : LOOK_NAVIGATION;
    if (is_stamp(s, t, &h) || is_menu(t, &h)) return LOOK_NAVIGATION;
    if (d->marks & DRAFT_ITEM) return LOOK_ITEM;
    if (t.len < 120 && begins_appeal(s, t)) return LOOK_OPENER;
    if (is_title(t, &h)) return LOOK_TITLE;
    return h.stop == 0 ? LOOK_CLAUSE : LOOK_PROSE;
}

/* ---- the headline -------------------------------------------------------------------------------------------------- */

/* Letters and digits only, in lower case, so that titles compare whatever quotation marks and spaces they have. */
static size_t bare(rp_str t, char out[TITLE_COMPARED])
{
    char folded[TITLE_COMPARED];
    rp_str f = { folded, utf8_fold(t, folded, sizeof folded) };
    size_t kept = 0;
    for (size_t at = 0, gap; at < f.len; at += gap ? gap : 1) {
        gap = gap_at(f, at);
        if (gap == 0 && (is_alnum((unsigned char)f.at[at]) || (unsigned char)f.at[at] >= 0x80)) out[kept++] = f.at[at];
    }
    return kept;
}

/* Whether a block is the title, or the two are alike but for a site's name at either end. */
static bool resembles(rp_str block, rp_str title)
{
    char a[TITLE_COMPARED], b[TITLE_COMPARED];
    if (title.len == 0 || block.len > TITLE_COMPARED || title.len > TITLE_COMPARED) return false;
    size_t n = bare(block, a), m = bare(title, b);
    if (n == 0 || m == 0) return false;
    size_t less = n < m ? n : m, more = n < m ? m : n;
    const char *small = n < m ? a : b, *large = n < m ? b : a;
    if (less < 8 || less * 2 < more) return n == m && memcmp(a, b, n) == 0;
    return memcmp(small, large, less) == 0 || memcmp(small, large + more - less, less) == 0;
}

static unsigned word_count(rp_str t, unsigned most)
{
    size_t at = 0;
    rp_str word;
    unsigned n = 0;
    while (n < most && next_word(t, &at, &word)) n++;
    return n;
}

/* The first block may be a whole clause, or short of a stop by carelessness; later ones must look like titles. */
static bool may_be_headline(const scan *s, size_t i)
{
    rp_str t = view(s, &s->d[i]);
    look l = s->d[i].look;
    if (l == LOOK_TITLE || (l == LOOK_OPENER && s->count == 1)) return true;
    if (i > 0 || t.len > HEADLINE_LONGEST) return false;
    return l == LOOK_CLAUSE || (l == LOOK_OPENER && s->count > 1 && s->d[1].look != LOOK_APPEAL);
}

/* The block that is the document's headline; count: none. */
static size_t find_headline(const scan *s, rp_str title)
{
    size_t first = s->count;
    for (size_t i = 0; i < s->count && i < TITLE_WITHIN; i++)
        if (resembles(view(s, &s->d[i]), title)) return i;
    for (size_t i = 0; i < s->count && i < TITLE_WITHIN; i++) {
        look l = s->d[i].look;
        if (may_be_headline(s, i)) {
            rp_str t = view(s, &s->d[i]);
            size_t end;
            if (s->d[i].level == 1 || (first == s->count && word_count(t, 4) == 4)) return i;
            if (first == s->count) first = i;
            else if (word_count(t, 5) == 5 && stop_of(t, &end) != '.') return i;   /* what came before were names of site and section */
        } else if (l == LOOK_PROSE || l == LOOK_ITEM || l == LOOK_CLAUSE) {
            break;
        }
    }
    return first;
}

static bool holds(rp_str s, rp_str part) { return s.at && s.len >= part.len && memmem(s.at, s.len, part.at, part.len); }

/* ---- kinds in context ---------------------------------------------------------------------------------------------- */

/* Whether a block among references is running text after all: a plain sentence, without the marks of an entry. */
static bool is_running(const scan *s, const block_draft *d)
{
    rp_str t = view(s, d);
    if (d->marks & (DRAFT_ENTRY | DRAFT_NUMBERED) || t.len < 60) return false;
    rp_str head = str_sub(t, 0, t.len < WORDS_LOOKED ? t.len : WORDS_LOOKED);
    while (head.len && ((unsigned char)head.at[head.len - 1] & 0xC0) == 0x80) head.len--;
    if (head.len && (unsigned char)head.at[head.len - 1] >= 0xC0) head.len--;
    shape h = shape_of(s, head);
    size_t end;
    unsigned char stop = stop_of(t, &end);
    bool cites = holds(t, RP_STR("://")) || holds(t, RP_STR("www.")) || holds(t, RP_STR("pp. ")) || holds(t, RP_STR("ISBN"));
    for (size_t i = 0; i + 5 < head.len && !cites; i++)
        cites = head.at[i] == '(' && is_digit((unsigned char)head.at[i + 1]) && is_digit((unsigned char)head.at[i + 4]) && head.at[i + 5] == ')';
    return (stop == '.' || stop == '!' || stop == '?') && !cites && h.finite && h.words > 8 && h.links * 4 >= h.words;
}

/* A number line that stands alone among paragraphs is a heading: "2. The talks". */
static bool is_numbered_heading(const scan *s, size_t i)
{
    const block_draft *d = &s->d[i];
    if (!(d->marks & DRAFT_NUMBERED) || i + 1 == s->count || s->d[i + 1].look != LOOK_PROSE) return false;
    if (i && s->d[i - 1].marks & DRAFT_ITEM) return false;
    rp_str t = view(s, d);
    if (t.len > 100) return false;
    shape h = shape_of(s, t);
    return h.stop == 0 && is_title(t, &h);
}

static bool same_words(const scan *s, size_t i, size_t k)
{
    rp_str a = view(s, &s->d[i]), b = view(s, &s->d[k]);
    return a.len > 3 && str_eq(a, b);
}

/* Numbered paragraphs ("[12] The court finds …") look like entries, but they are sentences; an entry among entries is one whatever it says. */
static bool is_entry(const scan *s, size_t i)
{
    const block_draft *d = &s->d[i];
    if (!(d->marks & DRAFT_ENTRY)) return false;
    if ((i && s->d[i - 1].look == LOOK_ENTRY) || (i + 1 < s->count && s->d[i + 1].look == LOOK_ENTRY)) return true;
    rp_str t = view(s, d);
    if (t.len > WORDS_LOOKED) return false;
    shape h = shape_of(s, t);
    return !(h.finite && h.stop && h.links * 6 >= h.words);
}

static rp_kind plain_kind(const scan *s, size_t i, bool alone)
{
    switch ((look)s->d[i].look) {
    case LOOK_TITLE: return alone ? RP_KIND_HEADLINE : RP_KIND_HEADING;
    case LOOK_REFERENCES: return RP_KIND_HEADING;
    case LOOK_ENTRY: return RP_KIND_REFERENCE;
    case LOOK_NAVIGATION: case LOOK_MENU: case LOOK_APPEAL: return RP_KIND_NAVIGATION;
    case LOOK_CAPTION: return RP_KIND_CAPTION;
    case LOOK_ITEM: return is_numbered_heading(s, i) ? RP_KIND_HEADING : RP_KIND_LIST;
    default: return is_entry(s, i) ? RP_KIND_REFERENCE : RP_KIND_PROSE;
    }
}

static bool is_short_question(rp_str t)
{
    size_t end;
    return t.len <= TITLE_LONGEST && stop_of(t, &end) == '?';
}

typedef struct context {
    bool references;        /* behind "References" */
    bool links;             /* behind "Related articles" */
    bool prose;             /* the text itself has begun */
} context;

/* What the blocks before make of block `i`. */
static rp_kind kind_in(const scan *s, size_t i, context *c)
{
    const block_draft *d = &s->d[i];
    look l = (look)d->look;
    rp_kind kind = plain_kind(s, i, false);
    if (l == LOOK_REFERENCES) c->references = true, c->links = false;
    else if (c->references && (d->level || l == LOOK_MENU || (l == LOOK_PROSE && is_running(s, d)))) c->references = false;
    else if (c->references && kind != RP_KIND_NAVIGATION) kind = RP_KIND_REFERENCE;
    if (c->references) return kind;
    rp_str t = view(s, d);
    bool item = d->marks & DRAFT_ITEM;
    if (l == LOOK_MENU) {
        c->links = true;
    } else if (c->links && (d->level || (l == LOOK_PROSE && !is_short_question(t)))) {
        c->links = false;
    } else if (c->links && kind != RP_KIND_REFERENCE && (c->prose || item) && t.len < HEADLINE_LONGEST) {
        size_t end;
        unsigned char stop = stop_of(t, &end);
        if (!item || stop == 0 || stop == '?') kind = RP_KIND_NAVIGATION;
        else c->links = false;
    }
    if (kind == RP_KIND_PROSE && l == LOOK_PROSE) c->prose = true;
    return kind;
}

/* An appeal spreads to what stands beside it: weaker ones on both sides, and an imperative before ("Join us in …"). */
static void spread_appeals(scan *s)
{
    for (size_t i = s->count - 1; i-- > 0;)
        if ((s->d[i].marks & DRAFT_WEAK || s->d[i].look == LOOK_OPENER) && s->d[i + 1].look == LOOK_APPEAL) s->d[i].look = LOOK_APPEAL;
    for (size_t i = 1; i < s->count; i++)
        if (s->d[i].marks & DRAFT_WEAK && s->d[i - 1].look == LOOK_APPEAL) s->d[i].look = LOOK_APPEAL;
}

/* A text without any sentence is a list of headlines: its longer lines are coded. */
static void take_headlines(scan *s)
{
    for (size_t i = 0; i < s->count; i++) {
        rp_kind k = (rp_kind)s->d[i].kind;
        if (k == RP_KIND_PROSE || k == RP_KIND_LIST || k == RP_KIND_CAPTION) return;
    }
    for (size_t i = 0; i < s->count; i++) {
        bool title = s->d[i].kind == RP_KIND_HEADING && s->d[i].look == LOOK_TITLE;
        if (title && (s->count == 1 || word_count(view(s, &s->d[i]), 3) == 3)) s->d[i].kind = RP_KIND_HEADLINE;
    }
}

static bool is_latin(rp_str text)
{
    rp_str head = str_sub(text, 0, text.len < SCRIPT_LOOKED ? text.len : SCRIPT_LOOKED);
    return !is_other_script(head);
}

void kinds_find(rp_str text, rp_str title, const text_rules *rules, block_draft *drafts, size_t count)
{
    scan s = { text, rules, drafts, count, is_latin(text) };
    context c = { false, false, false };
    for (size_t i = 0; i < count; i++) drafts[i].look = (uint8_t)look_of(&s, &drafts[i]);
    spread_appeals(&s);
    size_t headline = find_headline(&s, title);
    for (size_t i = 0; i < count; i++) {
        rp_kind kind = kind_in(&s, i, &c);
        if (i == headline) kind = RP_KIND_HEADLINE, c.links = false;
        else if (i == 0 && headline < count && drafts[0].look == LOOK_CLAUSE && may_be_headline(&s, 0)) kind = RP_KIND_HEADLINE;
        else if (i && (same_words(&s, i, i - 1) || (headline < i && same_words(&s, i, headline)))) kind = RP_KIND_NAVIGATION;
        drafts[i].kind = (uint8_t)kind;
    }
    take_headlines(&s);
    if (count == 1 && drafts[0].kind == RP_KIND_HEADING) drafts[0].kind = RP_KIND_HEADLINE;
}
