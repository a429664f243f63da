/* text/conllu_write.c - see text/conllu_write.h. */
#include "text/conllu_write.h"
#include <stdlib.h>
#include <utf8proc.h>
#include "base/utf8.h"

/* LINE: comments, where only what ends a line is changed. */
typedef enum cleaning { CLEAN_LOOSE, CLEAN_TIGHT, CLEAN_LINE } cleaning;

/* ---- characters ---------------------------------------------------------------------------------------------------- */

/* White space by Unicode's property or by Python's str.isspace: the validator asks both. */
static bool is_blank(uint32_t c)
{
    if (c <= 0x20) return c == 0x20 || (c >= 0x09 && c <= 0x0D) || c >= 0x1C;
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Blanks that some reader takes for the end of a line, or that are control characters. */
static bool is_break(uint32_t c) { return is_blank(c) && (c < 0x20 || c == 0x85 || c == 0x2028 || c == 0x2029); }

/* May NFC change this character or join it to the one before? False only for ranges where it surely does not. */
static bool may_compose(uint32_t c)
{
    return c >= 0x300 && !(c >= 0x2010 && c < 0x20D0) && !(c >= 0x4E00 && c < 0xA000) && !(c >= 0x400 && c < 0x483);
}

static bool may_change(rp_str s)
{
    unsigned step;
    for (size_t i = 0; i < s.len; i += step)
        if (may_compose(utf8_at(s, i, &step))) return true;
    return false;
}

/* NFC of `s` in new memory (free it); NULL: memory ended. *len is its length. */
static unsigned char *composed(rp_str s, size_t *len)
{
    utf8proc_uint8_t *result = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)s.len, &result, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    *len = n < 0 ? 0 : (size_t)n;
    return n < 0 ? NULL : result;
}

static bool is_composed(buf *out, rp_str s)
{
    size_t len;
    if (!may_change(s)) return true;
    unsigned char *c = composed(s, &len);
    if (!c) out->failed = true;
    bool same = c && len == s.len && memcmp(c, s.at, len) == 0;
    free(c);
    return same;
}

/* Make what stands behind `from` in `out` NFC. */
static void compose(buf *out, size_t from)
{
    size_t len;
    if (out->failed || out->len == from) return;
    rp_str s = str_sub(buf_view(out), from, out->len);
    if (!may_change(s)) return;
    unsigned char *c = composed(s, &len);
    if (!c) out->failed = true;
    out->len = from;
    for (size_t i = 0; c && i < len; i++) buf_char(out, (char)c[i]);
    free(c);
}

static bool is_clean(rp_str s, cleaning how)
{
    unsigned step;
    for (size_t i = 0; i < s.len; i += step) {
        uint32_t c = utf8_at(s, i, &step);
        if (may_compose(c) || (how == CLEAN_LINE ? is_break(c) : is_blank(c))) return false;
    }
    return s.len > 0;
}

/* The blank that the run of blanks at `i` becomes: itself where it is one and no break, else U+0020. Moves *i behind the run. */
static uint32_t one_blank(rp_str s, size_t *i)
{
    unsigned step, count = 0;
    uint32_t first = utf8_at(s, *i, &step), c = first;
    do {
        *i += step;
        count++;
        if (*i < s.len) c = utf8_at(s, *i, &step);
    } while (*i < s.len && is_blank(c));
    return count > 1 || is_break(first) ? ' ' : first;
}

static void add_character(buf *out, uint32_t c)
{
    char bytes[4];
    buf_add(out, bytes, utf8_put(bytes, c == 0xFFFD ? 0x25A1 : c));
}

/* Append `s` as it may be written; nothing, where nothing is left of it. */
static void add_clean(buf *out, rp_str s, cleaning how)
{
    unsigned step;
    size_t from = out->len;
    uint32_t gap = 0;
    if (is_clean(s, how)) {
        buf_str(out, s);
        return;
    }
    for (size_t i = 0; i < s.len;) {
        uint32_t c = utf8_at(s, i, &step);
        if (how == CLEAN_LINE) {
            add_character(out, is_break(c) ? ' ' : c);
            i += step;
        } else if (is_blank(c)) {
            gap = one_blank(s, &i);
        } else {
            if (gap && out->len > from && how == CLEAN_LOOSE) add_character(out, gap);
            gap = 0;
            add_character(out, c);
            i += step;
        }
    }
    compose(out, from);
}

static void add_column(buf *out, rp_str s, cleaning how)
{
    size_t from = out->len;
    add_clean(out, s, how);
    if (out->len == from) buf_char(out, '_');
}

rp_str conllu_clean(rp_str form, arena *mem)
{
    buf clean = { 0 };
    if (is_clean(form, CLEAN_LOOSE)) return form;
    add_column(&clean, form, CLEAN_LOOSE);
    const char *copy = clean.failed ? NULL : arena_copy(mem, buf_view(&clean));
    rp_str result = { copy, copy ? clean.len : 0 };
    buf_free(&clean);
    return result;
}

void conllu_write_id(buf *out, rp_str id)
{
    unsigned step;
    size_t from = out->len;
    for (size_t i = 0; i < id.len; i += step) {
        uint32_t c = utf8_at(id, i, &step);
        bool escaped = is_blank(c) || c < 0x20 || c == 0x7F || c == '/' || c == '%' || c == '~';
        for (unsigned k = 0; escaped && k < step; k++) buf_format(out, "%%%02X", (unsigned char)id.at[i + k]);
        if (!escaped) add_character(out, c);
    }
    compose(out, from);
    if (out->len == from) buf_char(out, '_');
}

/* ---- tokens -------------------------------------------------------------------------------------------------------- */

/* A written token: a range, or a word outside of one. */
typedef struct token {
    const conllu_range *range;      /* NULL: a word */
    rp_str form;
    bool space_after;
    size_t end;                     /* behind its last word */
} token;

/* The token that begins with word `i`; *range is the number of the next range. */
static token token_at(const conllu_sentence *s, size_t i, size_t *range)
{
    if (*range < s->range_count && s->ranges[*range].first == i) {
        const conllu_range *r = &s->ranges[(*range)++];
        return (token){ r, r->form, r->space_after, r->end };
    }
    return (token){ NULL, s->words[i].form, s->words[i].space_after, i + 1 };
}

/* Does a space stand behind `t`? `parted`: also before a form that might melt into this one. */
static bool has_space(const conllu_sentence *s, const token *t, size_t range, bool parted)
{
    if (t->space_after || !parted || t->end >= s->word_count) return t->space_after;
    return may_change(token_at(s, t->end, &range).form);
}

static void add_forms(buf *out, const conllu_sentence *s, bool parted)
{
    for (size_t i = 0, r = 0; i < s->word_count;) {
        token t = token_at(s, i, &r);
        add_column(out, t.form, t.range ? CLEAN_TIGHT : CLEAN_LOOSE);
        i = t.end;
        if (i < s->word_count && has_space(s, &t, r, parted)) buf_char(out, ' ');
    }
}

/* The line "# text"; gives whether forms had to be parted for the line to be NFC: "e" and U+0301 as two tokens. */
static bool add_text(buf *out, const conllu_sentence *s)
{
    buf_text(out, "# text = ");
    size_t from = out->len;
    add_forms(out, s, false);
    bool parted = !out->failed && !is_composed(out, str_sub(buf_view(out), from, out->len));
    if (parted) {
        out->len = from;
        add_forms(out, s, true);
    }
    buf_char(out, '\n');
    return parted;
}

/* ---- comments ------------------------------------------------------------------------------------------------------ */

typedef enum comment { COMMENT_OTHER, COMMENT_DOCUMENT, COMMENT_PARAGRAPH, COMMENT_ID, COMMENT_TEXT } comment;

/* What a comment is about, by the rule of the reader. */
static comment comment_of(rp_str text)
{
    rp_str key;
    if (!str_split(&text, '=', &key)) return COMMENT_OTHER;
    key = str_trim(key);
    if (str_is(key, "newdoc") || str_is(key, "newdoc id")) return COMMENT_DOCUMENT;
    if (str_is(key, "newpar") || str_is(key, "newpar id")) return COMMENT_PARAGRAPH;
    return str_is(key, "sent_id") ? COMMENT_ID : str_is(key, "text") ? COMMENT_TEXT : COMMENT_OTHER;
}

static bool has_comment(const conllu_sentence *s, comment kind)
{
    for (size_t i = 0; i < s->comment_count; i++)
        if (comment_of(s->comments[i]) == kind) return true;
    return false;
}

/* "# newdoc id = talks", or "# newdoc" where there is no id. */
static void add_mark(buf *out, const char *mark, rp_str id)
{
    buf_text(out, mark);
    size_t from = out->len;
    buf_text(out, " id = ");
    size_t before = out->len;
    add_clean(out, id, CLEAN_LOOSE);
    if (out->len == before) out->len = from;
    buf_char(out, '\n');
}

static void add_id(buf *out, rp_str id)
{
    buf_text(out, "# sent_id = ");
    add_column(out, id, CLEAN_TIGHT);
    buf_char(out, '\n');
}

/* Comments as they are, but for those that may stand only once. Gives what add_text gave. */
static bool add_comments(buf *out, const conllu_sentence *s)
{
    bool seen[COMMENT_TEXT + 1] = { false }, parted = false;
    if (s->new_document && !has_comment(s, COMMENT_DOCUMENT)) add_mark(out, "# newdoc", s->document);
    if (s->new_paragraph && !has_comment(s, COMMENT_PARAGRAPH)) add_mark(out, "# newpar", s->paragraph);
    if (s->id.len && !has_comment(s, COMMENT_ID)) add_id(out, s->id);
    if (!has_comment(s, COMMENT_TEXT)) parted = add_text(out, s);
    for (size_t i = 0; i < s->comment_count; i++) {
        comment kind = comment_of(s->comments[i]);
        if (kind != COMMENT_OTHER && seen[kind]) continue;
        seen[kind] = true;
        if (kind == COMMENT_TEXT) {
            parted = add_text(out, s);
        } else if (kind == COMMENT_ID) {
            add_id(out, s->id);
        } else {
            buf_text(out, s->comments[i].len ? "# " : "#");
            add_clean(out, s->comments[i], CLEAN_LINE);
            buf_char(out, '\n');
        }
    }
    return parted;
}

/* ---- rows ---------------------------------------------------------------------------------------------------------- */

/* Column 10, with SpaceAfter=No where and only where no space follows. */
static void add_misc(buf *out, rp_str misc, bool space_after)
{
    static const rp_str key = { "SpaceAfter=", 11 };
    size_t from = out->len;
    rp_str part;
    bool said = space_after;
    while (misc.len && str_split(&misc, '|', &part)) {
        bool ours = str_starts(part, key);
        if (part.len == 0 || (ours && said)) continue;
        if (out->len > from) buf_char(out, '|');
        if (ours) buf_text(out, "SpaceAfter=No");
        else add_column(out, part, CLEAN_LOOSE);
        said |= ours;
    }
    if (!said) buf_text(out, out->len > from ? "|SpaceAfter=No" : "SpaceAfter=No");
    if (out->len == from) buf_char(out, '_');
    buf_char(out, '\n');
}

static void add_number(buf *out, size_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    buf_add(out, digits + at, sizeof digits - at);
}

static void add_range(buf *out, const conllu_range *r, bool space)
{
    add_number(out, r->first + 1), buf_char(out, '-'), add_number(out, r->end), buf_char(out, '\t');
    add_column(out, r->form, CLEAN_TIGHT);
    buf_text(out, "\t_\t_\t_\t_\t_\t_\t_\t");
    add_misc(out, r->misc, space);
}

static void add_word(buf *out, const conllu_word *w, size_t number, bool space)
{
    const rp_str tight[] = { w->upos, w->xpos, w->feats };
    add_number(out, number), buf_char(out, '\t');
    add_column(out, w->form, CLEAN_LOOSE), buf_char(out, '\t');
    add_column(out, w->lemma, CLEAN_LOOSE), buf_char(out, '\t');
    for (int i = 0; i < 3; i++) add_column(out, tight[i], CLEAN_TIGHT), buf_char(out, '\t');
    if (w->head == CONLLU_UNSAID) buf_char(out, '_');
    else add_number(out, w->head == CONLLU_ROOT ? 0 : (size_t)w->head + 1);
    buf_char(out, '\t');
    add_column(out, w->deprel, CLEAN_TIGHT), buf_char(out, '\t');
    add_column(out, w->deps, CLEAN_TIGHT), buf_char(out, '\t');
    add_misc(out, w->misc, space);
}

void conllu_write(buf *out, const conllu_sentence *s)
{
    bool parted = add_comments(out, s);
    for (size_t i = 0, r = 0; i < s->word_count;) {
        token t = token_at(s, i, &r);
        bool space = has_space(s, &t, r, parted);
        if (t.range) add_range(out, t.range, space);
        for (; i < t.end; i++) add_word(out, &s->words[i], i + 1, t.range || space);
    }
    buf_char(out, '\n');
}
