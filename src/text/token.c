/*
 * text/token.c - see text/token.h.
 *
 * A table of 256 classes finds the end of each chunk (what stands between white space or masks) and tells on the way what it is
 * made of; a chunk of letters only is a word at once. The others are cut from left to right: each function below takes what begins
 * at s->at - an address, a number, a word, a mark - appends its tokens and moves s->at behind it.
 *
 * Method: the guidelines of the English Web Treebank (Bies et al. 2012) as Universal Dependencies 2 keeps them: hyphens part
 * compounds but after the affixes of en/splitting; no token holds white space; currency signs, per cent signs and units part from
 * their number; a shortened word keeps its full stop, and at the end of a sentence that one stop does both jobs.
 */
#include "text/token.h"
#include "base/utf8.h"
#include "text/words.h"

enum {  /* what a byte is; a chunk is the union of its bytes */
    LETTER = 1, DIGIT = 2, SPACE = 4, HIGH = 8, STOP = 16, QUOTE = 32, ADDRESS = 64, MARK = 128
};

#define L LETTER
#define D DIGIT
#define S SPACE
#define H HIGH
#define M MARK
#define A ADDRESS
static const uint8_t CLASS[256] = {
    M, M, M, M, M, M, M, M, M, S, S, S, S, S, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M,
    S, M, M, M, M, M, M, QUOTE, M, M, M, M, M, M, STOP, A, D, D, D, D, D, D, D, D, D, D, A, M, M, M, M, M,
    A, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, M, M, M, M, L,
    M, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, M, M, M, M, M,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H
};
#undef L
#undef D
#undef S
#undef H
#undef M
#undef A

/* Bounds on what is looked at again and again, so that cost stays linear on hostile input; longer ones are cut like plain text. */
#define NAME_LONGEST 255u       /* bytes of a host or file name (RFC 1035) */
#define LOCAL_LONGEST 64u       /* bytes before the @ of an address (RFC 5321) */
#define DOTTED_LONGEST 32u      /* bytes of "U.S.S.R" */
#define GROUPS_MOST 8u          /* of digits in a telephone number */

typedef struct scan {
    rp_str text;
    uint32_t start, end;        /* the stretch to cut */
    uint32_t at, stop;          /* what is left of the chunk in hand */
    uint8_t classes;            /* of the chunk in hand */
    bool quoted;                /* a single quotation mark waits to be closed */
    bool no_memory;
    const text_rules *rules;
    arena *mem;
    vec *out;
    size_t first;               /* our first token in `out` */
} scan;

static unsigned char byte_at(const scan *s, uint32_t at) { return at < s->stop ? (unsigned char)s->text.at[at] : 0; }
static rp_str view(const scan *s, uint32_t from, uint32_t to) { return str_sub(s->text, from, to); }

static void add(scan *s, uint32_t from, uint32_t to, bool joined)
{
    rp_token *t = vec_add(s->out, s->mem);
    if (t) *t = (rp_token){ from, to, joined };
    else s->no_memory = true;
}

/* Append one token and go on behind it. */
static void take_from(scan *s, uint32_t from, uint32_t to)
{
    add(s, from, to, false);
    s->at = to;
}

static void take(scan *s, uint32_t to) { take_from(s, s->at, to); }

/* ---- characters ---------------------------------------------------------------------------------------------------- */

typedef enum char_kind { IS_END, IS_SPACE, IS_LETTER, IS_DIGIT, IS_APOSTROPHE, IS_HYPHEN, IS_JOINER, IS_OTHER } char_kind;

/* A character above ASCII. Joiners (accents, zero-width and soft-hyphen characters, variation selectors) stay with what is before them. */
static char_kind wide_kind(uint32_t c)
{
    if (c == 0x2019 || c == 0x02BC) return IS_APOSTROPHE;
    if (c == 0x2010 || c == 0x2011) return IS_HYPHEN;
    if (c == 0x00AD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF) return IS_JOINER;
    switch (utf8_class_of(c)) {
    case UTF8_LETTER: return IS_LETTER;
    case UTF8_MARK: return IS_JOINER;
    case UTF8_DIGIT: return c >= 0x2150 && c <= 0x218F ? IS_LETTER : IS_DIGIT;   /* ⅓ and Ⅳ are not written with decimals */
    case UTF8_SPACE: return IS_SPACE;
    default: return IS_OTHER;
    }
}

/* The kind of the character at `at`, and its length; IS_END behind the chunk. */
static char_kind kind_at(const scan *s, uint32_t at, unsigned *step)
{
    *step = 1;
    if (at >= s->stop) return IS_END;
    unsigned char c = (unsigned char)s->text.at[at];
    uint8_t class = CLASS[c];
    if (class & LETTER) return IS_LETTER;
    if (class & DIGIT) return IS_DIGIT;
    if (class & SPACE) return IS_SPACE;
    if (class & HIGH) return wide_kind(utf8_at(s->text, at, step));
    return c == '\'' ? IS_APOSTROPHE : c == '-' ? IS_HYPHEN : IS_OTHER;
}

static char_kind just_kind(const scan *s, uint32_t at)
{
    unsigned step;
    return kind_at(s, at, &step);
}

static bool is_wordy(char_kind k) { return k == IS_LETTER || k == IS_DIGIT; }

/* The end of the run of letters, digits and joiners at `at`. */
static uint32_t run_end(const scan *s, uint32_t at)
{
    for (unsigned step;; at += step) {
        char_kind k = kind_at(s, at, &step);
        if (k != IS_LETTER && k != IS_DIGIT && k != IS_JOINER) return at;
    }
}

static uint32_t letters_end(const scan *s, uint32_t at)
{
    for (unsigned step;; at += step) {
        char_kind k = kind_at(s, at, &step);
        if (k != IS_LETTER && k != IS_JOINER) return at;
    }
}

static uint32_t digits_end(const scan *s, uint32_t at)
{
    while (is_digit(byte_at(s, at))) at++;
    return at;
}

/* `word` in lower case, ’ as ', for look-up; from[i] is the byte of `word` that byte i comes from. 0: longer than any word known. */
static size_t fold(rp_str word, char out[WORDS_LONGEST], uint8_t from[WORDS_LONGEST + 1])
{
    size_t n = 0;
    for (size_t i = 0; i < word.len; n++) {
        if (n == WORDS_LONGEST || i > 100) return 0;
        from[n] = (uint8_t)i;
        bool curly = word.len - i >= 3 && memcmp(word.at + i, "\xE2\x80\x99", 3) == 0;
        out[n] = curly ? '\'' : (char)to_lower((unsigned char)word.at[i]);
        i += curly ? 3 : 1;
    }
    from[n] = (uint8_t)word.len;
    return n;
}

static uint16_t kinds_of(const scan *s, rp_str word)
{
    char lower[WORDS_LONGEST];
    uint8_t from[WORDS_LONGEST + 1];
    size_t n = fold(word, lower, from);
    return n ? words_find(s->rules, (rp_str){ lower, n }).kinds : 0;
}

/* The first byte behind white space from `at` on, inside the stretch; 0: none. */
static uint32_t next_word(const scan *s, uint32_t at)
{
    while (at < s->end) {
        unsigned step = 1;
        unsigned char c = (unsigned char)s->text.at[at];
        if (c >= 0x80 ? utf8_class_of(utf8_at(s->text, at, &step)) != UTF8_SPACE : !(CLASS[c] & SPACE)) return at;
        at += step;
    }
    return 0;
}

static bool upper_at(const scan *s, uint32_t at)
{
    unsigned step;
    return at < s->end && utf8_is_upper(utf8_at(s->text, at, &step));
}

/* ---- words --------------------------------------------------------------------------------------------------------- */

/* Append a word that the table of contractions parts; false: it does not. */
static bool add_contraction(scan *s, uint32_t from, uint32_t to)
{
    rp_str word = view(s, from, to);
    unsigned char first = (unsigned char)word.at[0];
    if (word.len > WORDS_LONGEST || !words_may_contract(s->rules, to_lower(first), word.len)) return false;
    char lower[WORDS_LONGEST];
    uint8_t back[WORDS_LONGEST + 1];
    size_t n = fold(word, lower, back);
    word_facts f = words_find(s->rules, (rp_str){ lower, n });
    if (n == 0 || !(f.kinds & WORDS_CONTRACTION)) return false;
    if (word.len == 2 && is_upper((unsigned char)word.at[1])) return false;     /* IM, a messenger, is no "I'm" */
    for (size_t i = 0, at = 0; i < WORDS_PARTS && f.part[i]; i++) {
        size_t end = at + f.part[i];
        if (end > n) end = n;
        add(s, from + back[at], from + back[end], end < n);
        at = end;
    }
    return true;
}

static bool apostrophe_at(const scan *s, uint32_t at, unsigned *step) { return kind_at(s, at, step) == IS_APOSTROPHE; }

/* What stands behind the apostrophe of "'s", "'re", "'ve", "'ll", "'d", "'m". */
static bool is_clitic(rp_str tail)
{
    unsigned char a = to_lower((unsigned char)(tail.len ? tail.at[0] : 0)), b = tail.len == 2 ? to_lower((unsigned char)tail.at[1]) : 0;
    if (tail.len == 1) return a == 's' || a == 'm' || a == 'd';
    return tail.len == 2 && ((a == 'l' && b == 'l') || ((a == 'r' || a == 'v') && b == 'e'));
}

/* Where the clitic that ends the word begins, "n't" included; `to`: it has none. */
static uint32_t clitic_at(const scan *s, uint32_t from, uint32_t to)
{
    uint32_t at = to;
    while (at > from && to - at < 2 && is_alpha((unsigned char)s->text.at[at - 1])) at--;
    rp_str tail = view(s, at, to);
    uint32_t mark = to;
    if (at - from > 1 && (s->text.at[at - 1] == '\'' || s->text.at[at - 1] == '`')) mark = at - 1;
    else if (at - from > 3 && memcmp(s->text.at + at - 3, "\xE2\x80\x99", 3) == 0) mark = at - 3;
    if (mark == to || is_clitic(tail)) return mark;
    bool negation = tail.len == 1 && to_lower((unsigned char)tail.at[0]) == 't' && mark - from > 1;
    return negation && to_lower((unsigned char)s->text.at[mark - 1]) == 'n' ? mark - 1 : to;
}

/* Append a word with its clitics parted: "they'd've" is three. */
static void add_word(scan *s, uint32_t from, uint32_t to, bool joined)
{
    uint32_t cut[3], n = 0, end = to;
    if (!joined && add_contraction(s, from, to)) return;
    if (memchr(s->text.at + from, '\'', to - from) || s->classes & (HIGH | MARK))
        while (n < 3) {
            uint32_t at = clitic_at(s, from, end);
            if (at == end) break;
            cut[n++] = end = at;
        }
    add(s, from, end, n > 0 || joined);
    while (n-- > 0) add(s, cut[n], n ? cut[n - 1] : to, n > 0 || joined);
}

/* Whether the apostrophe from `at` to `to`, behind a word, is a possessive ("workers'") rather than a closing quotation mark. */
static bool is_possessive(const scan *s, uint32_t from, uint32_t at, uint32_t to)
{
    if (is_wordy(just_kind(s, to)) || (byte_at(s, to) && memchr(",.;:!?", byte_at(s, to), 6))) return false;
    unsigned char last = to_lower((unsigned char)s->text.at[at - 1]);
    return !s->quoted && at - from > 1 && (last == 's' || last == 'x' || last == 'z');
}

/* Letters parted by full stops up to `to`: "U.S", "a.k.a", "Ph.D", "H.W"; each part one letter, or two of which the first is a capital. */
static bool is_dotted(const scan *s, uint32_t from, uint32_t to)
{
    uint32_t run = 0, parts = 0;
    if (to - from > DOTTED_LONGEST) return false;
    for (uint32_t i = from; i <= to; i++) {
        unsigned char c = i < to ? (unsigned char)s->text.at[i] : '.';
        if (c == '.') {
            if (run == 0 || run > 2 || (run == 2 && !is_upper((unsigned char)s->text.at[i - 2]))) return false;
            parts++;
            run = 0;
        } else if (is_alpha(c)) {
            run++;
        } else {
            return false;
        }
    }
    return parts > 1;
}

/* Whether the word at `at` is a small word in capitals, as at the head of a sentence ("The"). */
static bool opens_sentence(const scan *s, uint32_t at)
{
    uint32_t end = at;
    while (end < s->end && is_alpha((unsigned char)s->text.at[end])) end++;
    return end > at && kinds_of(s, view(s, at, end)) & WORDS_OPENER;
}

/* Whether "X." of one letter is an initial: a name stands before or behind it. */
static bool is_initial(const scan *s, uint32_t from, uint32_t stop)
{
    uint32_t next = next_word(s, stop + 1);
    const rp_token *before = s->out->count > s->first ? (const rp_token *)s->out->at + s->out->count - 1 : NULL;
    bool capital = is_upper((unsigned char)s->text.at[from]);
    if (!capital || next == 0) return !capital && next && before && s->text.at[before->start] == '(';     /* "(b. 1950)" */
    bool initial_before = before && before->end - before->start == 2 && s->text.at[before->end - 1] == '.';
    if (!upper_at(s, next)) return initial_before;
    if (!before || initial_before) return true;
    if (opens_sentence(s, next)) return false;      /* "World War I. The" */
    bool glued = next == stop + 1;
    bool name = upper_at(s, before->start) && before->end - before->start > 1;
    if (s->text.at[from] == 'I') return glued || (name && before->end < from);
    return true;
}

/* Whether the full stop at `stop` belongs to the word that begins at `from`. */
static bool keeps_stop(const scan *s, uint32_t from, uint32_t stop)
{
    rp_str word = view(s, from, stop + 1);
    if (word.len == 2 ? is_initial(s, from, stop) : is_dotted(s, from, stop)) return true;
    abbreviation_kind kind = text_rules_abbreviation(s->rules, word);
    uint32_t next = next_word(s, stop + 1);
    uint16_t kinds = words_find(s->rules, word).kinds;
    if (kinds & WORDS_NUMBERED) return next && is_digit((unsigned char)s->text.at[next]);
    if (kind == ABBREVIATION_NONE) return false;
    bool lent = !words_find(s->rules, word).abbreviation;       /* listed only in small letters: "Mm.", "B." */
    if (lent && (kind == ABBREVIATION_UNIT || word.len == 2)) return false;
    /* "5 km." ends a sentence oftener than it is written with a stop of its own. */
    bool small = kind == ABBREVIATION_UNIT && word.len > 2 && !is_upper((unsigned char)word.at[0]);
    return small || kinds & WORDS_FINAL ? next && !upper_at(s, next) : next || kind != ABBREVIATION_OTHER;
}

/* ---- addresses and names of files ---------------------------------------------------------------------------------- */

/* The end of an address from `at` on: the chunk's, but for punctuation that closes the sentence around it. */
static uint32_t address_end(const scan *s, uint32_t at)
{
    uint32_t to = at;
    int depth = 0;
    for (; to < s->stop; to++) {
        unsigned char c = (unsigned char)s->text.at[to];
        if (c == '<' || c == '>' || c == '"' || c == '|' || (c >= 0x80 && just_kind(s, to) != IS_LETTER)) break;
        if (c >= 0x80)
            while (to + 1 < s->stop && ((unsigned char)s->text.at[to + 1] & 0xC0) == 0x80) to++;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    for (; to > at; to--) {
        unsigned char c = (unsigned char)s->text.at[to - 1];
        if (c == ')' && depth < 0) depth++;
        else if (c == 0 || !memchr(".,;:!?'*]}", c, 10)) break;
    }
    return to;
}

static bool is_label(unsigned char c) { return is_alnum(c) || (c && memchr("-_#~", c, 4)); }

/* "com" or "COM"; "In" begins a sentence behind a stop without a space. */
static bool is_ending(const scan *s, uint32_t from, uint32_t to)
{
    bool mixed = is_upper((unsigned char)s->text.at[from]) && !is_upper((unsigned char)s->text.at[to - 1]);
    return !mixed && kinds_of(s, view(s, from, to)) & WORDS_ENDING;
}

/*
 * The end of the host or file name at `at` ("news.example.com", "list-2.doc"), known by its ending, or of a name of three words or
 * more in small letters ("comp.sources.unix"); 0: it is none.
 */
static uint32_t domain_end(const scan *s, uint32_t at)
{
    uint32_t label = at, known = 0, last = at;
    bool small = true;
    unsigned labels = 0;
    for (;; labels++) {
        uint32_t end = label, letters = label;
        while (is_label(byte_at(s, end)) && end - at < NAME_LONGEST) end++;
        while (letters < end && is_lower(byte_at(s, letters))) letters++;
        if (end == label || is_label(byte_at(s, end))) break;
        small = small && letters - label > 1 && letters == end;
        last = end;
        if (labels && !is_wordy(just_kind(s, end)) && is_ending(s, label, end)) known = end;
        if (byte_at(s, end) != '.') { labels++; break; }
        label = end + 1;
    }
    return known ? known : small && labels > 2 && !is_wordy(just_kind(s, last)) ? last : 0;
}

static bool take_domain(scan *s)
{
    uint32_t end = domain_end(s, s->at);
    if (end == 0) return false;
    take(s, byte_at(s, end) == '/' ? address_end(s, s->at) : end);
    return true;
}

static bool starts_with(const scan *s, const char *z)
{
    size_t len = strlen(z);
    return s->stop - s->at >= len && str_eq_nocase(view(s, s->at, s->at + (uint32_t)len), (rp_str){ z, len });
}

/* http://…, mailto:…, www.… */
static bool take_url(scan *s)
{
    uint32_t at = s->at;
    while (is_alpha(byte_at(s, at))) at++;
    bool scheme = at > s->at + 1 && s->stop - at > 3 && memcmp(s->text.at + at, "://", 3) == 0;
    if (!scheme && !starts_with(s, "www.") && !starts_with(s, "mailto:") && !starts_with(s, "doi:")) return false;
    uint32_t to = address_end(s, s->at);
    if (to < at + 2) return false;
    take(s, to);
    return true;
}

static bool is_local(unsigned char c) { return is_alnum(c) || (c && memchr("._%+-&", c, 6)); }

/* name@example.com; name@HOST, as old mail has it; @name */
static bool take_email(scan *s)
{
    uint32_t mark = s->at, stops = 0;
    while (is_local(byte_at(s, mark)) && mark - s->at < LOCAL_LONGEST) mark++;
    if (byte_at(s, mark) != '@') return false;
    uint32_t to = mark + 1;
    for (; (is_label(byte_at(s, to)) || byte_at(s, to) == '.') && to - mark < NAME_LONGEST; to++) stops += byte_at(s, to) == '.';
    while (to > mark + 1 && memchr(".-_", byte_at(s, to - 1), 3)) stops -= byte_at(s, --to) == '.';
    if (to == mark + 1 || !is_alpha(byte_at(s, mark + 1)) || (stops == 0 && mark > s->at && !is_alpha(byte_at(s, mark - 1)))) return false;
    take(s, to);
    return true;
}

static bool take_emoticon(scan *s)
{
    uint32_t at = s->at;
    if (byte_at(s, at) == '^' && byte_at(s, at + 1) == '_' && byte_at(s, at + 2) == '^') { take(s, at + 3); return true; }
    if (at + 1 >= s->stop || !memchr(":;=", byte_at(s, at), 3)) return false;
    if (memchr("-'o^", byte_at(s, at + 1), 4)) at++;
    unsigned char mouth = byte_at(s, at + 1);
    if (!mouth || !memchr(")(DPpO/\\|*3]", mouth, 12)) return false;
    bool behind_digit = s->at > s->start && is_digit((unsigned char)s->text.at[s->at - 1]);
    if (is_alnum(mouth) && (behind_digit || at + 2 < s->stop)) return false;
    if (mouth == '/' && byte_at(s, at + 2) == '/') return false;
    at += 2;
    while (memchr(")(", mouth, 2) && byte_at(s, at) == mouth) at++;
    take(s, at);
    return true;
}

static bool take_address(scan *s)
{
    if (!(s->classes & (STOP | ADDRESS))) return false;
    return take_url(s) || ((s->classes & ADDRESS) && take_email(s)) || ((s->classes & STOP) && take_domain(s));
}

/* ---- numbers ------------------------------------------------------------------------------------------------------- */

/* The end of groups of digits with hyphens that are one thing: a date, a telephone number, a post code; 0: none ("1990-95" is two years). */
static uint32_t hyphenated_number(const scan *s, uint32_t at)
{
    uint32_t groups = 0, first = 0, second = 0, end = at;
    for (;; at = end + 1) {
        uint32_t to = digits_end(s, at);
        if (to == at) break;
        if (groups == 0) first = to - at;
        if (groups == 1) second = to - at;
        groups++;
        end = to;
        if (byte_at(s, end) != '-') break;
        if (groups > GROUPS_MOST) return 0;
    }
    if (just_kind(s, end) == IS_LETTER || byte_at(s, end) == '-') return 0;
    return groups > 2 || (groups == 2 && second == 4 && (first == 3 || first == 5)) ? end : 0;
}

/* The end of the digits at `at` with the marks inside them: 1,000.5, 10:30, 9/11, 3.2.1. */
static uint32_t number_end(const scan *s, uint32_t at)
{
    uint32_t from = at, to = digits_end(s, at);
    for (;;) {
        unsigned char c = byte_at(s, to);
        uint32_t next = to + 1, end = c ? digits_end(s, next) : next;
        if (end == next) return to;
        if (c == ',') {
            if (end - next != 3) return to;
        } else if (c == '/') {
            if (to - from > 2 || (end - next > 2 && end - next != 4)) return to;
        } else if (c != '.' && c != ':') {
            return to;
        }
        from = next;
        to = end;
    }
}

static bool is_ordinal(rp_str tail)
{
    static const char *const endings[] = { "st", "nd", "rd", "th", "s" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq_nocase(tail, str_of(endings[i]))) return true;
    return false;
}

static void take_word(scan *s, uint32_t from, uint32_t to);
static uint32_t genitive_end(const scan *s, uint32_t at);

/* What begins with a digit. */
static void take_number(scan *s, uint32_t digits)
{
    uint32_t from = s->at, end = hyphenated_number(s, digits);
    if (end) { take(s, end); return; }
    end = number_end(s, digits);
    uint32_t tail = run_end(s, end);
    if (tail > end) {
        rp_str letters = view(s, end, tail);
        if (is_ordinal(letters) || !(words_find(s->rules, letters).kinds & WORDS_UNIT)) {
            take_word(s, from, tail);
            return;
        }
        take(s, end);
        take_word(s, end, tail);
        return;
    }
    uint32_t genitive = genitive_end(s, end);
    if (genitive) {
        s->at = genitive;
        if (end - from == 2 || (end - from == 4 && byte_at(s, end - 1) == '0')) add(s, from, genitive, false);     /* "the 1980's" */
        else add_word(s, from, genitive, false);
        return;
    }
    /* "1. The envoys met": the number of a list item keeps its stop. */
    if (byte_at(s, end) == '.' && from == s->start && end + 1 == s->stop && end - from <= 2 && next_word(s, end + 1)) end++;
    take(s, end);
}

/* ---- a word with what is inside it --------------------------------------------------------------------------------- */

/* Whether the hyphen between the parts [from, at) and [next, …) of a compound parts nothing. */
static bool keeps_hyphen(const scan *s, uint32_t from, uint32_t at, uint32_t next)
{
    if (!is_wordy(just_kind(s, next))) return false;
    uint32_t end = run_end(s, next);
    bool begins = from == s->start || (unsigned char)s->text.at[from - 1] != '-';
    bool capitals = at - from > 1 && is_upper((unsigned char)s->text.at[at - 1]) && !is_upper(byte_at(s, next));    /* "UN-led" */
    bool number = is_digit(byte_at(s, next)) && at - from < 3;
    if (begins && !capitals && !number && kinds_of(s, view(s, from, at)) & WORDS_PREFIX) return true;
    if (kinds_of(s, view(s, next, end)) & WORDS_SUFFIX) return true;
    return kinds_of(s, view(s, from, end)) & WORDS_WHOLE;
}

/* "AT&T", "R&D": a few letters on both sides, capitals or single. */
static bool keeps_ampersand(const scan *s, uint32_t from, uint32_t at)
{
    uint32_t end = letters_end(s, at + 1);
    if (end == at + 1 || at - from > 3 || end - at > 4) return false;
    bool single = at - from == 1 && end - at == 2;
    for (uint32_t i = from; i < end && !single; i++)
        if (i != at && !is_upper((unsigned char)s->text.at[i])) return false;
    return true;
}

/* Whether the stop at `at` in the middle of a chunk stays inside the word begun at `from`. */
static bool keeps_inner_stop(const scan *s, uint32_t from, uint32_t at)
{
    char_kind next = just_kind(s, at + 1);
    if (next == IS_DIGIT) return at - from == 1 || is_digit((unsigned char)s->text.at[at - 1]);
    if (next != IS_LETTER) return false;
    uint32_t end = letters_end(s, at + 1);
    rp_str both = view(s, from, byte_at(s, end) == '.' ? end + 1 : end);
    if (text_rules_abbreviation(s->rules, both) != ABBREVIATION_NONE) return true;
    if (!is_dotted(s, from, end)) return false;
    return end - at == 2 || !text_rules_abbreviation(s->rules, view(s, from, at + 1));
}

/* The end of the "'s" at `at`; 0: there is none. */
static uint32_t genitive_end(const scan *s, uint32_t at)
{
    unsigned step;
    bool found = apostrophe_at(s, at, &step) && to_lower(byte_at(s, at + step)) == 's' && !is_wordy(just_kind(s, at + step + 1));
    return found ? at + step + 1 : 0;
}

/* Finish the word [from, end) whose next byte is no part of it: its final stop, its possessive, its currency sign. */
static void take_word(scan *s, uint32_t from, uint32_t end)
{
    unsigned step;
    unsigned char c = byte_at(s, end);
    s->at = end;
    if (c == '.' && !(byte_at(s, end + 1) == '.' && byte_at(s, end + 2) == '.') && keeps_stop(s, from, end)) {
        uint32_t genitive = genitive_end(s, end + 1);
        s->at = end + 1;
        add_word(s, from, s->at, genitive != 0);
        if (genitive) take(s, genitive);        /* "the U.S.'s" */
    } else if (c == '$' && end - from <= 3 && upper_at(s, from) && upper_at(s, end - 1)) {
        take_from(s, from, end + 1);            /* "US$" */
    } else if (apostrophe_at(s, end, &step) && is_possessive(s, from, end, end + step)) {
        add_word(s, from, end, true);
        take(s, end + step);
    } else if (c == '\'' && !s->quoted && end - from > 3 && end + 1 == s->stop && str_ends(view(s, from, end), RP_STR("in"))) {
        take_from(s, from, end + 1);            /* "goin'" */
    } else {
        add_word(s, from, end, false);
    }
}

/* What begins with a letter. */
static void take_letters(scan *s)
{
    uint32_t from = s->at, end = run_end(s, from);
    if (byte_at(s, end) == '.' && is_wordy(just_kind(s, end + 1)) && take_domain(s)) return;
    bool begins = from == s->start || CLASS[(unsigned char)s->text.at[from - 1]] & SPACE;
    if (begins && byte_at(s, end) == '-' && end + 1 == s->stop && end - from < 3) {
        take(s, end + 1);       /* "th- that": a word broken off in speech */
        return;
    }
    uint32_t letters = letters_end(s, from);
    if (letters < end && is_digit(byte_at(s, letters))) {       /* "EUR5m", "IRR200,000" */
        uint32_t next = digits_end(s, end + 1);
        if (kinds_of(s, view(s, from, letters)) & WORDS_CURRENCY || (byte_at(s, end) == ',' && next == end + 4)) {
            take(s, letters);
            return;
        }
    }
    for (;;) {
        unsigned step;
        char_kind k = kind_at(s, end, &step);
        unsigned char c = byte_at(s, end);
        bool inside = k == IS_APOSTROPHE ? is_wordy(just_kind(s, end + step))
            : k == IS_HYPHEN ? keeps_hyphen(s, from, end, end + step)
            : c == '.' ? keeps_inner_stop(s, from, end)
            : c == '&' ? keeps_ampersand(s, from, end)
            : c == '/' ? (kinds_of(s, view(s, from, run_end(s, end + 1))) & WORDS_WHOLE) != 0
            : c == '*' || c == '`' ? just_kind(s, end + 1) == IS_LETTER && end > from + (c == '*' ? 0 : 1) : false;
        if (!inside) break;
        end = run_end(s, end + step);
    }
    take_word(s, from, end);
}

/* ---- marks --------------------------------------------------------------------------------------------------------- */

/* An apostrophe that begins something: "'em", "'90s", "'s"; else an opening or closing quotation mark. */
static void take_apostrophe(scan *s, unsigned step)
{
    uint32_t from = s->at, next = from + step;
    bool curly = step == 3;
    if (!curly && byte_at(s, next) == '\'') { take(s, next + 1); return; }
    if (curly && s->stop - next >= 3 && memcmp(s->text.at + next, "\xE2\x80\x99", 3) == 0) { take(s, next + 3); return; }
    bool begins = from == s->start || (CLASS[(unsigned char)s->text.at[from - 1]] & SPACE) || memchr("([\"", s->text.at[from - 1], 3);
    uint32_t end = run_end(s, next);
    if (end > next) {
        uint32_t digits = digits_end(s, next);
        bool year = digits == next + 2 && (end == digits || (end == digits + 1 && byte_at(s, digits) == 's'));
        if (year && begins) { take_word(s, from, end); return; }
        if (byte_at(s, end) && kinds_of(s, view(s, from, end + 1)) & WORDS_WHOLE) end++;     /* "'n'" */
        if (kinds_of(s, view(s, from, end)) & WORDS_WHOLE) { take(s, end); return; }
        if (begins && add_contraction(s, from, end)) { s->at = end; return; }
        if ((!begins || byte_at(s, end) == 0) && !s->quoted && is_clitic(view(s, next, end))) { take(s, end); return; }
    }
    s->quoted = begins && end > next;
    take(s, next);
}

/* Full stops, question and exclamation marks: "...", "?!", "!!!" are one each. */
static void take_stops(scan *s)
{
    uint32_t from = s->at, to = from;
    while (byte_at(s, to) == '.') to++;
    uint32_t stops = to - from;
    if (stops == 1 && is_digit(byte_at(s, to))) {   /* ".22" */
        bool begins = from == s->start || !is_wordy(just_kind(s, from - 1));
        if (begins) { take_number(s, to); return; }
    }
    if (stops == 1 && byte_at(s, to) && (from == s->start || CLASS[(unsigned char)s->text.at[from - 1]] & SPACE)) {
        uint32_t end = run_end(s, to);      /* ".pdf" */
        if (end > to && kinds_of(s, view(s, to, end)) & WORDS_ENDING) { take(s, end); return; }
    }
    if (stops < 2)
        while (byte_at(s, to) && memchr("?!.", byte_at(s, to), 3)) to++;
    take(s, to);
}

/* A character that is no part of a word; repeated ones ("--", "***", "<<") are one token. */
static void take_mark(scan *s, unsigned step)
{
    unsigned char c = (unsigned char)s->text.at[s->at];
    uint32_t to = s->at + step;
    if (c == '.' || c == '!' || c == '?') { take_stops(s); return; }
    if (c < 0x80 && memchr("-=*_~#+<>`$/\\", c, 13)) {
        bool pair = c == '<' || c == '>';       /* "<<", never more */
        while (byte_at(s, to) == c && !(pair && to == s->at + 2)) to++;
        if (to == s->at + 1 && c == '-' && byte_at(s, to) == '>') to++;
        if (c == '+' && to == s->at + 1 && is_digit(byte_at(s, to)) && (s->at == s->start || !is_wordy(just_kind(s, s->at - 1)))) {
            take_number(s, to);
            return;
        }
        if (c == '#' && to == s->at + 1 && just_kind(s, to) == IS_LETTER) to = run_end(s, to);
    }
    if (c == 0xE2 && memcmp(s->text.at + s->at, "\xE2\x80\x98", 3) == 0) {
        rp_str pair = view(s, to, s->stop - to < 3 ? s->stop : to + 3);
        if (str_is(pair, "\xE2\x80\x98") || str_is(pair, "\xE2\x80\x99")) to += 3;     /* a double quotation mark of two single ones */
        else s->quoted = true;
    }
    if (c == 0xE2 && memcmp(s->text.at + s->at, "\xE2\x80\xA6", 3) == 0)
        while (byte_at(s, to) == '.') to++;
    for (unsigned more; kind_at(s, to, &more) == IS_JOINER;) to += more;
    take(s, to);
}

/* ---- chunks -------------------------------------------------------------------------------------------------------- */

static void take_chunk(scan *s)
{
    bool begins = true;     /* an address begins where a chunk does, or behind an opening mark */
    while (s->at < s->stop && !s->no_memory) {
        unsigned step;
        char_kind k = kind_at(s, s->at, &step);
        if (k == IS_SPACE) { s->at += step; begins = true; continue; }
        if ((begins && take_address(s)) || ((s->classes & ADDRESS || s->classes & MARK) && take_emoticon(s))) { begins = false; continue; }
        begins = k == IS_OTHER || k == IS_HYPHEN;
        if (k == IS_LETTER || k == IS_JOINER) take_letters(s);
        else if (k == IS_DIGIT && step == 1) take_number(s, s->at);
        else if (k == IS_DIGIT) take(s, run_end(s, s->at));
        else if (k == IS_APOSTROPHE) take_apostrophe(s, step), begins = true;
        else take_mark(s, step);
    }
}

/* Cut [from, to), which holds no masks. */
static void cut(scan *s, uint32_t from, uint32_t to)
{
    const unsigned char *text = (const unsigned char *)s->text.at;
    for (uint32_t at = from; at < to && !s->no_memory;) {
        uint8_t classes = CLASS[text[at]];
        if (classes & SPACE) { at++; continue; }
        uint32_t stop = at + 1;
        for (; stop < to && !(CLASS[text[stop]] & SPACE); stop++) classes |= CLASS[text[stop]];
        s->at = at;
        s->stop = stop;
        s->classes = classes;
        if (classes != LETTER) take_chunk(s);
        else if (!add_contraction(s, at, stop)) add(s, at, stop, false);
        at = stop;
    }
}

rp_code token_split(rp_str text, uint32_t start, uint32_t end, const text_rules *rules, const text_mask *masks, size_t mask_count,
                    arena *mem, vec *out, rp_err *err)
{
    size_t kept = out->count;
    scan s = { .text = text, .start = start, .end = end, .rules = rules, .mem = mem, .out = out, .first = kept };
    uint32_t at = start;
    for (size_t i = 0; i < mask_count && masks[i].start < end; i++) {
        if (masks[i].end <= at) continue;
        if (masks[i].start > at) cut(&s, at, masks[i].start);
        at = masks[i].end;
    }
    if (at < end) cut(&s, at, end);
    if (!s.no_memory) return RP_OK;
    out->count = kept;
    return error_set(err, RP_ENOMEM, "memory ended");
}
