/*
 * support/parsing.h - what the tests of the parser share: the built-in model, what holds for every parse, words at blanks, relations as words
 * ("arrested obj men").
 */
#ifndef SUPPORT_PARSING_H
#define SUPPORT_PARSING_H
#include "base/arena.h"
#include "base/utf8.h"
#include "parse/parse.h"
#include "support/splitting.h"

typedef struct parsing {
    parser *parser;
    parse_work *work;
    arena *mem;
} parsing;

static inline int parsing_open(void **state)
{
    static parsing p;
    rp_err err = { 0 };
    p = (parsing){ .mem = arena_new(0) };
    *state = &p;
    if (parser_new_built_in(NULL, &p.parser, &err) == RP_OK) p.work = parse_work_new(p.parser);
    else print_error("%s\n", err.why);
    return p.work && p.mem ? 0 : -1;
}

static inline int parsing_close(void **state)
{
    parsing *p = *state;
    parse_work_free(p->work);
    parser_free(p->parser);
    arena_free(p->mem);
    return 0;
}

/* What is wrong with a parse; NULL: nothing. The promises of parse/parse.h. */
static inline const char *parsing_fault(const parser *by, const rp_str *words, const parse_word *got, uint32_t count)
{
    uint32_t roots = 0, *seen = calloc((size_t)count + 1, sizeof *seen);
    const char *fault = seen ? NULL : "memory ended";
    for (uint32_t i = 0; !fault && i < count; i++) {
        const parse_word *w = &got[i];
        bool root = w->head == PARSE_ROOT, words_are_text = utf8_check(words[i]) == words[i].len;
        roots += root;
        if (!root && (w->head >= count || w->head == i)) fault = "a head lies outside";
        else if (w->tag >= parser_tag_count(by) || w->label >= parser_label_count(by)) fault = "there is no such tag or label";
        else if (root != (parser_label(by, w->label)->relation == REL_ROOT)) fault = "the label of roots is elsewhere than at the root";
        else if ((w->lemma.len == 0) != (words[i].len == 0)) fault = "a word has no lemma";
        else if (utf8_check(w->lemma) < w->lemma.len && words_are_text) fault = "a lemma is no UTF-8";
    }
    if (!fault && roots != (count > 0)) fault = "there is not one root";
    for (uint32_t i = 0; !fault && i < count; i++) {        /* each word is passed once: `seen` tells from where */
        uint32_t v = i;
        while (v != PARSE_ROOT && seen[v] == 0) seen[v] = i + 1, v = got[v].head;
        if (v != PARSE_ROOT && seen[v] == i + 1) fault = "there is a cycle";
    }
    free(seen);
    return fault;
}

/* Parse with a work of any age; fails the test unless the result keeps the promises. */
static inline void parsing_run(const parser *by, parse_work *work, const rp_str *words, uint32_t count, arena *mem, parse_word *out)
{
    assert_int_equal(parser_parse(by, work, words, count, mem, out, NULL), RP_OK);
    const char *fault = parsing_fault(by, words, out, count);
    if (fault) fail_msg("%u words, the first \"%.*s\": %s", count, count ? (int)words[0].len : 0, count ? words[0].at : "", fault);
}

static inline bool parsing_same(const parse_word *a, const parse_word *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (a[i].head != b[i].head || a[i].tag != b[i].tag || a[i].label != b[i].label || !str_eq(a[i].lemma, b[i].lemma)) return false;
    }
    return true;
}

/* The words of a text at its blanks; returns how many, at most `most`. */
static inline uint32_t parsing_words(rp_str text, rp_str *out, uint32_t most)
{
    uint32_t count = 0;
    rp_str part;
    while (count < most && str_split(&text, ' ', &part)) out[count++] = part;
    return count;
}

/* A random sentence of up to `most` words: what the parser knows, what it does not, and no words at all. */
static inline uint32_t parsing_random(uint64_t *seed, uint32_t most, rp_str *words, arena *mem)
{
    static const char *const common[] = { "the", "a", "of", "to", "in", "and", ",", ".", "said", "that", "was", "who", "not", "police", "Kenya", "'s",
        "n't", "talks", "which", "\"", "(", ")", ";", "--", "1998", "5,000", "will", "be", "by", "arrested", "minister", "The", "POLICE", "it", "" };
    uint32_t count = 1 + random_next(seed) % most, odd = random_next(seed) % 5;
    for (uint32_t i = 0; i < count; i++) {
        words[i] = str_of(common[random_next(seed) % (sizeof common / sizeof *common)]);
        if (random_next(seed) % 5 >= odd) continue;
        buf text = { 0 };
        if (random_next(seed) % 4) random_text(seed, random_next(seed) % 9, &text);
        else for (unsigned k = random_next(seed) % 12; k > 0; k--) buf_char(&text, (char)random_next(seed));
        words[i] = (rp_str){ arena_copy(mem, buf_view(&text)), text.len };
        buf_free(&text);
    }
    return count;
}

/* The word so named: its first occurrence, or of "word#2" the second; count: there is none. */
static inline uint32_t parsing_find(rp_str name, const rp_str *words, uint32_t count)
{
    unsigned wanted = 1;
    if (name.len > 2 && name.at[name.len - 2] == '#' && is_digit((unsigned char)name.at[name.len - 1])) {
        wanted = (unsigned)(name.at[name.len - 1] - '0');
        name.len -= 2;
    }
    for (uint32_t i = 0; i < count; i++) if (str_eq(words[i], name) && --wanted == 0) return i;
    return count;
}

/* "HEAD label DEPENDENT" taken apart; false: it has no three parts, or the label is none. */
typedef struct parsing_relation { rp_str head, label, dependent; } parsing_relation;
static inline bool parsing_relation_of(rp_str text, parsing_relation *out)
{
    return str_split(&text, ' ', &out->head) && str_split(&text, ' ', &out->label) && str_split(&text, ' ', &out->dependent) && !text.at
        && parse_relation_find(out->label) != REL_COUNT;
}

/* The next of relations parted by " ; ". */
static inline bool parsing_relation_next(rp_str *rest, rp_str *text)
{
    if (!str_split(rest, ';', text)) return false;
    *text = str_trim(*text);
    return true;
}

#endif
