/*
 * text/citation.c - see text/citation.h.
 *
 * One pass over the coded blocks stops at four signs: '[' and '(' may open a citation, '/' an agency between strokes, '.' may stand in
 * a domain. Each run of characters that may be a host name is looked at once, so that cost stays linear.
 *
 * Glued runs. "apnews.comapnews.com" is also a well-formed host. It is parted where a label begins with a top-level domain and what remains
 * is a domain again, if that repeats the domain before; else if the ending has three letters or more and a name, not "www" or "news",
 * stands before it; else (two letters: "politico.eu|intellinews.com", but "economictimes.indiatimes.com") only if either half is found
 * elsewhere in the text. Such searches are few for one text.
 */
#include "text/citation.h"
#include "base/utf8.h"

#define NUMBERS 1000u           /* of a reference list; "[2024]" is a year */
#define HOST_LONGEST 255u       /* bytes (RFC 1035) */
#define LABELS_MOST 10u
#define TOP_LONGEST 14u         /* bytes of a top-level domain that is looked for inside a label */
#define BRACKET_LONGEST 240u
#define SEARCHES_MOST 64u       /* through the whole text, for one text */
#define SURE_ENOUGH 2u          /* sure domains that decide doubtful ones */
#define ENTRY_LONGEST 160u      /* bytes of a reference entry that is no address */
#define DOUBTFUL UINT32_MAX     /* marks a citation's number until all are known */

typedef struct scan {
    rp_str text;
    const text_rules *rules;
    arena *mem;
    vec *out;
    rp_str *entries;            /* [NUMBERS], by number; NULL: the text has no reference list */
    size_t start, end;          /* the block in hand */
    size_t done;                /* end of what was looked at for a domain */
    unsigned sure, searches;
    bool no_memory;
} scan;

static void add(scan *s, size_t start, size_t end, uint32_t number, rp_str target)
{
    rp_citation *c = vec_add(s->out, s->mem);
    if (c) *c = (rp_citation){ (uint32_t)start, (uint32_t)end, number, target };
    else s->no_memory = true;
}

static unsigned char byte_at(const scan *s, size_t at) { return at < s->end ? (unsigned char)s->text.at[at] : 0; }
static unsigned char byte_before(const scan *s, size_t at) { return at > s->start ? (unsigned char)s->text.at[at - 1] : 0; }
static bool is_host_byte(unsigned char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '.'; }

/* White space at `at`, no-break spaces and zero-width ones among it; its bytes. */
static size_t blank_at(rp_str t, size_t at, size_t end)
{
    if (at >= end) return 0;
    unsigned char c = (unsigned char)t.at[at];
    if (c < 0x80) return is_space(c);
    unsigned step;
    uint32_t p = utf8_at(t, at, &step);
    return p == 0xA0 || p == 0x202F || p == 0x2060 || (p >= 0x2000 && p <= 0x200D) || p == 0xFEFF ? step : 0;
}

static size_t skip_blanks(const scan *s, size_t at)
{
    for (size_t step; (step = blank_at(s->text, at, s->end)) > 0; at += step) {}
    return at;
}

static size_t skip_blanks_back(const scan *s, size_t at)
{
    while (at > s->start) {
        size_t last = at - 1;
        while (last > s->start && ((unsigned char)s->text.at[last] & 0xC0) == 0x80) last--;
        if (!blank_at(s->text, last, at)) break;
        at = last;
    }
    return at;
}

/* ---- the reference list -------------------------------------------------------------------------------------------- */

static size_t address_end(rp_str t, size_t at, size_t end);

/* What the list gives for an entry: its address as far as it stands there, else its words. */
static rp_str entry_target(const text_rules *rules, rp_str t, size_t at, size_t end)
{
    size_t word = at;
    while (word < end && (is_host_byte((unsigned char)t.at[word]) || is_upper((unsigned char)t.at[word]))) word++;
    size_t host = word;
    while (host > at && t.at[host - 1] == '.') host--;
    size_t dot = host;
    while (dot > at && t.at[dot - 1] != '.') dot--;
    bool address = word < end && t.at[word] == ':' && word + 2 < end && t.at[word + 1] == '/';
    if (!address && dot > at) address = text_rules_domain(rules, str_sub(t, dot, host));
    if (address) return str_sub(t, at, address_end(t, at, end));
    size_t to = at;
    while (to < end && to - at < ENTRY_LONGEST && t.at[to] != '\n' && t.at[to] != '\r') to++;
    while (to < end && to > at && ((unsigned char)t.at[to] & 0xC0) == 0x80) to--;
    return str_trim(str_sub(t, at, to));
}

/* The number before or at the head of a reference block: "[7] …", "7. …"; *at: where the entry begins. 0: none. */
static uint32_t entry_number(rp_str t, const text_block *b, size_t *at)
{
    uint32_t number = 0;
    size_t i = b->start;
    *at = i;
    if (t.at[i] == '[') {
        i += i + 1 < b->end && t.at[i + 1] == '^' ? 2 : 1;
        for (; i < b->end && i - b->start < 5 && is_digit((unsigned char)t.at[i]); i++) number = number * 10 + (uint32_t)(t.at[i] - '0');
        if (i + 1 >= b->end || t.at[i] != ']') return 0;
        i += t.at[i + 1] == ':' ? 2 : 1;
        for (size_t step; (step = blank_at(t, i, b->end)) > 0; i += step) {}
        *at = i;
        return i < b->end ? number : 0;
    }
    while (i && (t.at[i - 1] == ' ' || t.at[i - 1] == '\t') && b->start - i < 16) i--;
    if (i == 0 || (t.at[i - 1] != '.' && t.at[i - 1] != ')')) return 0;
    size_t last = --i;
    while (i && is_digit((unsigned char)t.at[i - 1]) && last - i < 4) i--;
    if (last - i == 0 || last - i > 3) return 0;
    for (size_t k = i; k < last; k++) number = number * 10 + (uint32_t)(t.at[k] - '0');
    return number;
}

static void read_entries(scan *s, const text_block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at;
        if (blocks[i].kind != RP_KIND_REFERENCE) continue;
        uint32_t number = entry_number(s->text, &blocks[i], &at);
        if (number == 0 || number >= NUMBERS) continue;
        if (!s->entries && !(s->entries = arena_array(s->mem, NUMBERS, sizeof *s->entries))) {
            s->no_memory = true;
            return;
        }
        if (s->entries[number].len == 0) s->entries[number] = entry_target(s->rules, s->text, at, blocks[i].end);
    }
}

/* ---- addresses ----------------------------------------------------------------------------------------------------- */

/* The end of an address: white space, brackets, quotation marks and dashes end it; a closing stop is the sentence's, "…" its own. */
static size_t address_end(rp_str t, size_t at, size_t end)
{
    size_t to = at;
    while (to < end) {
        unsigned char c = (unsigned char)t.at[to];
        if (c <= ' ' || memchr("<>\"()[]{}|", c, 10)) break;
        if (c < 0x80) {
            to++;
            continue;
        }
        unsigned step;
        uint32_t p = utf8_at(t, to, &step);
        if (p == 0x2026) return to + step;
        if (blank_at(t, to, end) || (p >= 0x2010 && p <= 0x201F) || p == 0xAB || p == 0xBB) break;
        to += step;
    }
    while (to > at && memchr(".,;:!?'", t.at[to - 1], 7)) to--;
    return to;
}

static size_t label_end(rp_str t, size_t at, size_t end)
{
    while (at < end && t.at[at] != '.' && is_host_byte((unsigned char)t.at[at])) at++;
    return at;
}

/* The end of the longest host name at `from` that closes with a top-level domain; 0: none. Glued runs are one host here. */
static size_t host_end(const scan *s, size_t from, size_t end)
{
    size_t at = from, best = 0, most = end - from > HOST_LONGEST ? from + HOST_LONGEST : end;
    for (unsigned n = 0; n < LABELS_MOST && at < most; n++) {
        size_t to = label_end(s->text, at, most);
        if (to == at || s->text.at[at] == '-' || s->text.at[to - 1] == '-') break;
        if (n && to < end && is_host_byte((unsigned char)s->text.at[to]) && s->text.at[to] != '.') break;
        if (n && text_rules_domain(s->rules, str_sub(s->text, at, to))) best = to;
        if (to >= most || s->text.at[to] != '.') break;
        at = to + 1;
    }
    return best;
}

/* Whether `half` stands elsewhere in the text as a word's start, and goes on otherwise than at `at`. */
static bool stands_elsewhere(scan *s, size_t at, size_t len)
{
    rp_str t = s->text;
    rp_str rest = str_sub(t, at + len, t.len < at + len + 4 ? t.len : at + len + 4);
    for (size_t from = 0; s->searches < SEARCHES_MOST;) {
        s->searches++;
        const char *hit = memmem(t.at + from, t.len - from, t.at + at, len);
        if (!hit) return false;
        size_t k = (size_t)(hit - t.at);
        from = k + len;
        bool begins = k == 0 || !(is_host_byte((unsigned char)t.at[k - 1]) || is_upper((unsigned char)t.at[k - 1]));
        if (k == at || !begins) continue;
        if (!str_starts(str_sub(t, from, t.len), rest) || rest.len == 0 || !is_lower((unsigned char)rest.at[0])) return true;
    }
    return false;
}

/* Whether the host at `from` may end at `cut`, inside a label, and another one begin there. `second`: the label before is one ("co.uk"). */
static bool parts_at(scan *s, size_t from, size_t label, size_t cut, size_t end, bool second)
{
    rp_str t = s->text, first = str_sub(t, from, label_end(t, from, end));
    if (end - cut < 4 || !text_rules_domain(s->rules, str_sub(t, label, cut))) return false;
    size_t right = host_end(s, cut, end);
    if (right == 0) return false;
    rp_str left = str_sub(t, from, cut);
    if (str_starts(str_sub(t, cut, end), left)) return true;
    bool named = !text_rules_host(s->rules, first) || from + first.len + 1 != label;
    if (!named) return false;
    if (cut - label > 2 || second) return true;
    return stands_elsewhere(s, from, left.len) || stands_elsewhere(s, cut, right - cut);
}

/* The end of the first domain of the run [from, end); 0: it is none. */
static size_t domain_end(scan *s, size_t from, size_t end)
{
    size_t whole = host_end(s, from, end), label = label_end(s->text, from, end) + 1;
    if (whole == 0) return 0;
    for (bool second = false; label < whole;) {
        size_t to = label_end(s->text, label, end);
        bool top = text_rules_domain(s->rules, str_sub(s->text, label, to));
        for (size_t n = to - label < TOP_LONGEST ? to - label : TOP_LONGEST; n > 1; n--)
            if (label + n < to && parts_at(s, from, label, label + n, end, second)) return label + n;
        second = top;
        label = to + 1;
    }
    return whole;
}

/* "+15" behind a domain, or " +2". */
static size_t counter_end(const scan *s, size_t at)
{
    size_t to = at;
    if (byte_at(s, to) == ' ' && byte_at(s, to + 1) == '+') to++;
    if (byte_at(s, to) != '+' || !is_digit(byte_at(s, to + 1))) return at;
    size_t digits = to + 1;
    while (is_digit(byte_at(s, digits)) && digits - to < 4) digits++;
    bool word = to > at && (is_alnum(byte_at(s, digits)) || byte_at(s, digits) == '%');
    return word ? at : digits;
}

/* ---- what stands beside a domain ----------------------------------------------------------------------------------- */

/* The word that ends at `end`, as written; empty: something else does. */
static rp_str word_before(const scan *s, size_t end)
{
    size_t from = end;
    while (from > s->start && end - from < 40) {
        unsigned char c = (unsigned char)s->text.at[from - 1];
        if (!is_alnum(c) && c != '-' && c != '\'' && (c < 0x80 || c == 0xA0)) break;
        from--;
    }
    while (from < end && ((unsigned char)s->text.at[from] & 0xC0) == 0x80) from++;
    return str_sub(s->text, from, end);
}

static rp_str word_behind(const scan *s, size_t at)
{
    size_t to = at;
    while (to < s->end && to - at < 40 && is_alpha((unsigned char)s->text.at[to])) to++;
    return str_sub(s->text, at, to);
}

static size_t lower(rp_str word, char out[40])
{
    size_t n = word.len < 40 ? word.len : 0;
    for (size_t i = 0; i < n; i++) out[i] = (char)to_lower((unsigned char)word.at[i]);
    return n;
}

static text_word word_kind(const scan *s, rp_str word)
{
    char small[40];
    size_t n = lower(word, small);
    return n ? text_rules_word(s->rules, (rp_str){ small, n }) : TEXT_WORD_CONTENT;
}

static bool is_stop(unsigned char c) { return c && memchr(".!?", c, 3); }

/* Whether a sentence ends before `at` (quotation marks, brackets and citations behind its stop passed over). */
static bool behind_stop(const scan *s, size_t at)
{
    for (unsigned n = 0; at > s->start && n < 6; n++) {
        unsigned char c = (unsigned char)s->text.at[at - 1];
        if (is_stop(c)) return true;
        if (c == 0xA6 && at - s->start > 2 && (unsigned char)s->text.at[at - 3] == 0xE2) return true;
        if (memchr("\"')]", c, 4)) at--;
        else if ((c == 0x9D || c == 0x99) && at - s->start > 2 && (unsigned char)s->text.at[at - 3] == 0xE2) at -= 3;
        else return false;
    }
    return false;
}

typedef enum verdict { IS_PROSE, IS_DOUBTFUL, IS_CITATION } verdict;

/* What follows a domain that stands behind words: a stop, another clause, or the predicate of which it is the subject. */
static verdict judge_behind(const scan *s, size_t at)
{
    size_t next = skip_blanks(s, at);
    unsigned char c = byte_at(s, next);
    if (c == 0 || memchr(".,;:!?)]}(\"+", c, 12) || c >= 0xE2 || (next > at && (c == '-' || c == '['))) return IS_CITATION;
    if (!is_alpha(c)) return IS_DOUBTFUL;
    if (is_upper(c)) return IS_DOUBTFUL;
    switch (word_kind(s, word_behind(s, next))) {
    case TEXT_WORD_JOIN: return IS_CITATION;
    case TEXT_WORD_LINK: case TEXT_WORD_SMALL: return IS_DOUBTFUL;
    default: return IS_PROSE;
    }
}

/* One domain, alone, from `from` to `to`. */
static verdict judge(const scan *s, size_t from, size_t to)
{
    size_t before = skip_blanks_back(s, from), next = skip_blanks(s, to);
    unsigned char c = byte_at(s, next);
    verdict behind = judge_behind(s, to);
    if (before == s->start) return next >= s->end ? IS_CITATION : IS_PROSE;
    if (behind_stop(s, before)) return c == 0 || is_upper(c) || (is_stop(c) && next == to) || c == '[' || is_digit(c) ? IS_CITATION : IS_PROSE;
    rp_str word = word_before(s, before);
    unsigned char last = (unsigned char)s->text.at[before - 1];
    if (word.len == 0) {
        if (last == ',' || last == ':' || last == ';') return behind == IS_CITATION ? IS_DOUBTFUL : IS_PROSE;
        return last == '(' || last == '[' ? IS_DOUBTFUL : behind;
    }
    char small[40];
    size_t n = lower(word, small);
    bool longer;
    furniture_kind announces = n ? text_rules_furniture(s->rules, (rp_str){ small, n }, &longer) : FURNITURE_NONE;
    if (announces == FURNITURE_SITE) return IS_PROSE;
    if (announces == FURNITURE_OUTLET) return behind == IS_CITATION ? IS_DOUBTFUL : IS_PROSE;
    switch (word_kind(s, word)) {
    case TEXT_WORD_LINK: case TEXT_WORD_JOIN: case TEXT_WORD_FINITE: return IS_PROSE;
    default: return behind;
    }
}

/* ---- finding domains ----------------------------------------------------------------------------------------------- */

static bool is_possessive(const scan *s, size_t at)
{
    return byte_at(s, at) == '\'' || (byte_at(s, at) == 0xE2 && byte_at(s, at + 2) == 0x99);
}

/* The start of "https://" before `at`; `at`: none. */
static size_t scheme_start(const scan *s, size_t at)
{
    static const char *const schemes[] = { "https://", "http://" };
    for (size_t k = 0; k < 2; k++) {
        size_t n = strlen(schemes[k]);
        if (at - s->start >= n && memcmp(s->text.at + at - n, schemes[k], n) == 0) return at - n;
    }
    return at;
}

/* A domain and what belongs to it from `at` on: its end in *end, that of its address in *address; false: none. */
static bool read_domain(scan *s, size_t at, size_t run, size_t *address, size_t *end)
{
    size_t to = domain_end(s, at, run);
    if (to == 0) return false;
    unsigned char c = byte_at(s, to);
    if (to == run && (c == '/' || c == '?' || c == '#' || (c == ':' && is_digit(byte_at(s, to + 1))))) to = address_end(s->text, at, s->end);
    *address = to;
    *end = counter_end(s, to);
    return true;
}

static size_t run_end(const scan *s, size_t at)
{
    while (is_host_byte(byte_at(s, at))) at++;
    return at;
}

/* Whether what stands directly before `at` makes it the middle of a word, path or mail address. */
static bool is_inside(const scan *s, size_t at)
{
    unsigned char c = byte_before(s, at);
    if (c < 0x80) return is_alnum(c) || (c && memchr("@/_#&=", c, 6));
    size_t last = at - 1;
    unsigned step;
    while (last > s->start && ((unsigned char)s->text.at[last] & 0xC0) == 0x80) last--;
    return utf8_class_of(utf8_at(s->text, last, &step)) == UTF8_LETTER;
}

/* The domains of the run that begins at `from`, glued ones each; gives where to go on. */
static size_t find_domains(scan *s, size_t from)
{
    size_t begin = scheme_start(s, from), at = from, run = run_end(s, from), end = run, address, first = s->out->count;
    bool counted = false;
    if (is_inside(s, begin) || byte_at(s, from) == '.' || byte_at(s, from) == '-') return run;
    while (at < run && read_domain(s, at, run, &address, &end)) {
        size_t start = s->out->count == first ? begin : at;
        counted = counted || end > address;
        add(s, start, end, 0, str_sub(s->text, start, address));
        at = end;
        if (at >= run) run = run_end(s, at);
    }
    size_t count = s->out->count - first;
    if (count == 0) return run;
    bool wrong = is_possessive(s, at) || byte_at(s, at) == '@' || byte_at(s, at) == '_';
    verdict v = wrong ? IS_PROSE : count > 1 || counted ? IS_CITATION : judge(s, begin, at);
    if (v == IS_PROSE) s->out->count = first;
    else if (v == IS_DOUBTFUL) ((rp_citation *)s->out->at + first)->number = DOUBTFUL;
    else s->sure += (unsigned)count;
    return run;
}

/* ---- brackets ------------------------------------------------------------------------------------------------------ */

/* A part of a bracket: its span, and what it names. */
typedef struct part {
    size_t start, end;
    uint32_t number;
    rp_str target;
} part;

#define PARTS_MOST 24u

/* Cut [from, to) into numbers: "1, 7", "3-6". 0: it holds something else. */
static unsigned number_parts(const scan *s, size_t from, size_t to, part *parts)
{
    unsigned n = 0;
    for (size_t at = from; at < to;) {
        uint32_t number = 0;
        size_t digits = at;
        for (; digits < to && digits - at < 4 && is_digit((unsigned char)s->text.at[digits]); digits++)
            number = number * 10 + (uint32_t)(s->text.at[digits] - '0');
        if (digits == at || number == 0 || number >= NUMBERS || n == PARTS_MOST) return 0;
        rp_str target = s->entries ? s->entries[number] : (rp_str){ NULL, 0 };
        parts[n++] = (part){ at, digits, number, target };
        for (at = digits; at < to; at++) {
            unsigned char c = (unsigned char)s->text.at[at];
            if (is_digit(c)) break;
            if (str_starts(str_sub(s->text, at, to), RP_STR("\xE2\x80\x93"))) at += 2;
            else if (!memchr(", -;", c, 4)) return 0;
        }
        if (at == digits && at < to) return 0;
    }
    return n;
}

/* The end of the agency or address at `at`; 0: it is neither. */
static size_t name_end(scan *s, size_t at, size_t to)
{
    size_t host = at, end = at;
    if (str_starts(str_sub(s->text, at, to), RP_STR("https://"))) host += 8;
    else if (str_starts(str_sub(s->text, at, to), RP_STR("http://"))) host += 7;
    size_t run = host;
    while (run < to && is_host_byte((unsigned char)s->text.at[run])) run++;
    if (run > host && host_end(s, host, run) == run) return address_end(s->text, at, to);
    while (end < to && !memchr(",;/&", s->text.at[end], 4)) end++;
    while (end > at && s->text.at[end - 1] == ' ') end--;
    return is_upper((unsigned char)s->text.at[at]) && text_rules_agency(s->rules, str_sub(s->text, at, end)) ? end : 0;
}

/* Cut [from, to) into agencies and addresses: "Reuters/AFP", "apnews.com, reuters.com". 0: it holds something else. */
static unsigned name_parts(scan *s, size_t from, size_t to, part *parts)
{
    unsigned n = 0;
    for (size_t at = from; at < to;) {
        size_t end = name_end(s, at, to);
        if (n == PARTS_MOST || end <= at) return 0;
        parts[n++] = (part){ at, end, 0, str_sub(s->text, at, end) };
        for (at = end; at < to && memchr(" ,;/&", s->text.at[at], 5);) at++;
        if (at == end && at < to) return 0;
    }
    return n;
}

/* Append the parts of the bracket [from, to): their spans cover it together. */
static size_t add_parts(scan *s, size_t from, size_t to, const part *parts, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        add(s, i ? parts[i].start : from, i + 1 < n ? parts[i + 1].start : to, parts[i].number, parts[i].target);
    return to;
}

/* Whether a number in brackets at [from, to) is a citation: the list knows it, or it stands where words or a sentence end. */
static bool is_note(const scan *s, size_t from, size_t to, bool known)
{
    unsigned char next = byte_at(s, to);
    if (is_lower(next) || is_digit(next) || next == '(') return false;
    if (known) return true;
    if (from > s->start && !blank_at(s->text, from - 1, from)) {
        unsigned char last = byte_before(s, from);
        return is_alnum(last) || last >= 0x80 || memchr(".,;:!?)]\"'", last, 10) != NULL;
    }
    size_t before = skip_blanks_back(s, from), behind = skip_blanks(s, to);
    unsigned char c = byte_at(s, behind);
    return before > s->start && (behind_stop(s, before) || c == 0 || c == '[' || (behind == to && memchr(".,;:!?)", c, 7)));
}

/* "[a]" behind a word; "[a]" before letters changes a quotation. */
static bool is_letter_note(const scan *s, size_t from, size_t to)
{
    unsigned char last = byte_before(s, from);
    return to - from == 3 && is_lower((unsigned char)s->text.at[from + 1]) && !is_alnum(byte_at(s, to))
        && (is_alnum(last) || (last && memchr(".,;:!?)]", last, 8)));
}

/* Whether the long form of `name` ends before `at`: "the Associated Press (AP)". */
static bool is_explained(const scan *s, rp_str name, size_t at)
{
    size_t letters = 0;
    for (size_t i = 0; i < name.len; i++) letters += is_upper((unsigned char)name.at[i]);
    if (name.len < 2 || letters != name.len) return false;
    for (size_t i = name.len; i > 0; i--) {
        at = skip_blanks_back(s, at);
        rp_str word = word_before(s, at);
        while (word.len && word_kind(s, word) != TEXT_WORD_CONTENT && is_lower((unsigned char)word.at[0])) {
            at = skip_blanks_back(s, (size_t)(word.at - s->text.at));
            word = word_before(s, at);
        }
        rp_str dash = word;
        while (dash.len && (unsigned char)dash.at[dash.len - 1] != '-') dash.len--;
        if (dash.len && dash.len < word.len) word = str_sub(word, dash.len, word.len);
        if (word.len == 0 || (char)(to_lower((unsigned char)word.at[0]) - 32) != name.at[i - 1]) return false;
        at = (size_t)(word.at - s->text.at);
        if (dash.len && at) at--;
    }
    return true;
}

/* Whether an agency in brackets is a source: behind a sentence, at its end, or in a dateline ("PORT AMARO (Reuters) -"). */
static bool is_source(const scan *s, size_t from, size_t to, const part *first)
{
    size_t before = skip_blanks_back(s, from), next = skip_blanks(s, to);
    unsigned char c = byte_at(s, next);
    if (is_explained(s, first->target, before)) return false;
    if (before == s->start || behind_stop(s, before) || c == 0 || is_stop(c)) return true;
    bool dash = c == '-' || c == ':' || (c == 0xE2 && byte_at(s, next + 1) == 0x80 && (byte_at(s, next + 2) & 0xFC) == 0x90);
    return from - s->start < 120 && dash;
}

/* What '[' or '(' at `at` opens, if it is a citation; gives where to go on. */
static size_t find_bracket(scan *s, size_t at)
{
    bool square = s->text.at[at] == '[';
    size_t most = s->end - at > BRACKET_LONGEST ? at + BRACKET_LONGEST : s->end, close = at + 1;
    while (close < most && !memchr("()[]\n", s->text.at[close], 5)) close++;
    if (close == most || s->text.at[close] != (square ? ']' : ')') || close == at + 1) return at + 1;
    size_t to = close + 1;
    part parts[PARTS_MOST];
    bool caret = square && s->text.at[at + 1] == '^' && at + 2 < close;     /* Markdown's "[^1]" */
    unsigned n = square ? number_parts(s, at + 1 + caret, close, parts) : 0;
    if (n) {
        bool known = false;
        for (unsigned i = 0; i < n; i++) known = known || parts[i].target.len;
        return is_note(s, at, to, known) ? add_parts(s, at, to, parts, n) : to;
    }
    if (square && is_letter_note(s, at, to)) {
        add(s, at, to, 0, (rp_str){ NULL, 0 });
        return to;
    }
    unsigned char first = (unsigned char)s->text.at[at + 1];
    if (!is_alnum(first) && first < 0x80) return at + 1;
    n = name_parts(s, at + 1, close, parts);
    if (n == 0) return at + 1;
    bool agency = is_upper((unsigned char)parts[0].target.at[0]);
    if (agency && !is_source(s, at, to, &parts[0])) return at + 1;
    if (!agency) s->sure += n;
    return add_parts(s, at, to, parts, n);
}

/* "/TASS/" and its full stop's place: "PORT AMARO, June 3. /TASS/. The minister …". */
static size_t find_strokes(scan *s, size_t at)
{
    size_t to = at + 1;
    unsigned char before = byte_before(s, at);
    if (is_alnum(before) || before >= 0x80 || !is_upper(byte_at(s, to))) return at + 1;
    while (to < s->end && to - at < 40 && s->text.at[to] != '/' && s->text.at[to] != '\n') to++;
    if (byte_at(s, to) != '/' || is_alnum(byte_at(s, to + 1)) || !text_rules_agency(s->rules, str_sub(s->text, at + 1, to))) return at + 1;
    add(s, at, to + 1, 0, str_sub(s->text, at + 1, to));
    return to + 1;
}

/* ---- blocks -------------------------------------------------------------------------------------------------------- */

static bool is_coded(uint8_t kind)
{
    return kind == RP_KIND_PROSE || kind == RP_KIND_HEADLINE || kind == RP_KIND_LIST || kind == RP_KIND_CAPTION;
}

/* Where the run of host characters around the full stop at `at` begins. */
static size_t run_start(const scan *s, size_t at)
{
    while (at > s->done && at > s->start && is_host_byte((unsigned char)s->text.at[at - 1])) at--;
    return at;
}

static void find_in_block(scan *s, const text_block *b)
{
    static const uint8_t SIGNS[256] = { ['['] = 1, ['('] = 1, ['/'] = 2, ['.'] = 3 };
    s->start = s->done = b->start;
    s->end = b->end;
    for (size_t at = b->start; at < s->end && !s->no_memory;) {
        switch (SIGNS[(unsigned char)s->text.at[at]]) {
        case 0:
            while (++at < s->end && SIGNS[(unsigned char)s->text.at[at]] == 0) {}
            break;
        case 1: at = find_bracket(s, at); break;
        case 2: at = find_strokes(s, at); break;
        default:
            if (at + 1 < s->end && (is_lower((unsigned char)s->text.at[at + 1]) || is_digit((unsigned char)s->text.at[at + 1]))) {
                size_t to = find_domains(s, run_start(s, at));
                at = to > at ? to : at + 1;
                s->done = at;
            } else {
                at++;
            }
        }
    }
}

/* Doubtful domains count where others are sure; the rest are words. */
static void settle(scan *s, size_t first)
{
    rp_citation *c = s->out->at;
    size_t kept = first;
    for (size_t i = first; i < s->out->count; i++) {
        if (c[i].number == DOUBTFUL) {
            if (s->sure < SURE_ENOUGH) continue;
            c[i].number = 0;
        }
        c[kept++] = c[i];
    }
    s->out->count = kept;
}

rp_code citation_find(rp_str text, const text_block *blocks, size_t count, const text_rules *rules, arena *mem, vec *out, rp_err *err)
{
    scan s = { .text = text, .rules = rules, .mem = mem, .out = out };
    size_t first = out->count;
    read_entries(&s, blocks, count);
    for (size_t i = 0; i < count && !s.no_memory; i++)
        if (is_coded(blocks[i].kind)) find_in_block(&s, &blocks[i]);
    if (s.no_memory) {
        out->count = first;
        return error_set(err, RP_ENOMEM, "memory ended");
    }
    settle(&s, first);
    return RP_OK;
}
