/*
 * text/conllu.c - see text/conllu.h.
 *
 * The lines of one sentence are gathered in a buffer first and parsed when its empty line comes, since a view into a growing
 * buffer would not hold.
 */
#include "text/conllu.h"
#include <stdlib.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#define READ_SIZE 65536u
#define COLUMNS 10

struct conllu_reader {
    FILE *in;
    const char *name;
    arena *mem;             /* of the current sentence */
    buf text;               /* its lines, each with its '\n' */
    uint32_t line;          /* lines read so far */
    size_t at, len;         /* what is unread of `read` */
    bool ended;             /* the input, or a fault that ends it */
    char read[READ_SIZE];
};

/* What parsing one sentence needs beside the reader. */
typedef struct parser {
    conllu_reader *reader;
    conllu_sentence *out;
    vec words, ranges, comments;
    uint32_t line;          /* of the row in hand */
    rp_err *err;
} parser;

conllu_reader *conllu_new(FILE *in, const char *name)
{
    conllu_reader *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->in = in;
    self->name = name;
    self->mem = arena_new(0);
    if (self->mem) return self;
    free(self);
    return NULL;
}

void conllu_free(conllu_reader *self)
{
    if (!self) return;
    arena_free(self->mem);
    buf_free(&self->text);
    free(self);
}

bool conllu_value(rp_str column, const char *key, rp_str *value)
{
    size_t len = strlen(key);
    rp_str part;
    while (column.len && str_split(&column, '|', &part))
        if (part.len > len && part.at[len] == '=' && memcmp(part.at, key, len) == 0) return *value = str_sub(part, len + 1, part.len), true;
    return false;
}

/* ---- lines --------------------------------------------------------------------------------------------------------- */

static rp_code no_memory(conllu_reader *self, rp_err *err)
{
    self->ended = true;
    return error_at(err, RP_ENOMEM, self->name, self->line, "memory ended");
}

static rp_code fill(conllu_reader *self, rp_err *err)
{
    self->at = 0;
    self->len = fread(self->read, 1, READ_SIZE, self->in);
    if (self->len) return RP_OK;
    self->ended = true;
    return ferror(self->in) ? error_system(err, self->name, "read") : RP_OK;
}

/* Append one line to self->text, '\n' included, '\r' before it dropped. *got is false at the end of the input. */
static rp_code add_line(conllu_reader *self, bool *got, rp_err *err)
{
    buf *text = &self->text;
    size_t before = text->len;
    *got = false;
    for (;;) {
        if (self->at == self->len) {
            rp_code rc = self->ended ? RP_OK : fill(self, err);
            if (rc != RP_OK) return rc;
            if (self->ended) break;
        }
        const char *from = self->read + self->at, *stop = memchr(from, '\n', self->len - self->at);
        size_t n = stop ? (size_t)(stop - from) : self->len - self->at;
        self->at += n + (stop != NULL);
        *got = true;
        if (text->len + n > CONLLU_SENTENCE_MAX) {
            self->ended = true;
            return error_at(err, RP_ELIMIT, self->name, self->line + 1, "a sentence of more than %u MB; is this CoNLL-U?",
                            CONLLU_SENTENCE_MAX >> 20);
        }
        buf_add(text, from, n);
        if (stop) break;
    }
    if (!*got) return RP_OK;
    if (!text->failed && text->len > before && text->at[text->len - 1] == '\r') text->len--;
    buf_char(text, '\n');
    if (text->failed) return no_memory(self, err);
    if (self->line++ == 0 && text->len - before > 3 && memcmp(text->at, "\xEF\xBB\xBF", 3) == 0) {
        memmove(text->at, text->at + 3, text->len - 3);
        text->len -= 3;
    }
    return RP_OK;
}

/* Gather the lines of the next sentence; `first` is the number of its first line. An empty self->text: the input has ended. */
static rp_code gather(conllu_reader *self, uint32_t *first, rp_err *err)
{
    self->text.len = 0;
    for (;;) {
        bool got;
        size_t before = self->text.len;
        rp_code rc = add_line(self, &got, err);
        if (rc != RP_OK || !got) return rc;
        if (before == 0) *first = self->line;
        if (self->text.len - before > 1) continue;
        self->text.len = before;
        if (before) return RP_OK;
    }
}

/* ---- rows ---------------------------------------------------------------------------------------------------------- */

static rp_code bad(parser *p, const char *why) { return error_at(p->err, RP_EFORMAT, p->reader->name, p->line, "%s", why); }

static rp_str column_text(rp_str s) { return str_is(s, "_") ? (rp_str){ s.at, 0 } : s; }

static bool space_after(rp_str misc)
{
    rp_str value;
    return !conllu_value(misc, "SpaceAfter", &value) || !str_is(value, "No");
}

static rp_code read_comment(parser *p, rp_str line)
{
    if (p->words.count || p->ranges.count) return bad(p, "a comment between words; end the sentence before it with an empty line");
    rp_str text = str_trim(str_sub(line, 1, line.len)), rest = text, key, id = { 0 };
    rp_str *slot = vec_add(&p->comments, p->reader->mem);
    if (!slot) return no_memory(p->reader, p->err);
    *slot = text;
    if (!str_split(&rest, '=', &key)) return RP_OK;
    key = str_trim(key);
    if (rest.at) id = str_trim(rest);
    conllu_sentence *s = p->out;
    if (str_is(key, "newdoc") || str_is(key, "newdoc id")) s->new_document = true, s->document = id;
    else if (str_is(key, "newpar") || str_is(key, "newpar id")) s->new_paragraph = true, s->paragraph = id;
    else if (str_is(key, "sent_id")) s->id = id;
    else if (str_is(key, "text")) s->text = id;
    return RP_OK;
}

/* A number from 0 to 99,999,999. */
static bool read_number(rp_str s, uint32_t *out)
{
    int64_t value;
    if (s.len > 8 || !str_int(s, &value) || value < 0) return false;
    *out = (uint32_t)value;
    return true;
}

/* "3-4": ranges stand right before their first word. */
static rp_code read_range(parser *p, rp_str id, const rp_str *c)
{
    rp_str first;
    uint32_t from, to;
    const conllu_range *before = p->ranges.at;
    bool numbers = str_split(&id, '-', &first) && id.at && read_number(first, &from) && read_number(id, &to);
    if (!numbers) return bad(p, "an id that is no number");
    if (from != p->words.count + 1 || to < from) return bad(p, "a multiword range that does not begin with the next word");
    if (p->ranges.count && before[p->ranges.count - 1].end > from - 1) return bad(p, "a multiword range inside another");
    conllu_range *r = vec_add(&p->ranges, p->reader->mem);
    if (!r) return no_memory(p->reader, p->err);
    *r = (conllu_range){ from - 1, to, c[1], column_text(c[9]), space_after(c[9]) };
    return RP_OK;
}

static rp_code read_word(parser *p, const rp_str *c)
{
    uint32_t id, head = CONLLU_UNSAID;
    if (!read_number(c[0], &id)) return bad(p, "an id that is no number");
    if (id != p->words.count + 1) return bad(p, "ids of words must count 1, 2, 3 and so on");
    if (!str_is(c[6], "_")) {
        if (!read_number(c[6], &head)) return bad(p, "column 7, the head, is neither a number nor \"_\"");
        head = head == 0 ? CONLLU_ROOT : head - 1;
    }
    conllu_word *w = vec_add(&p->words, p->reader->mem);
    if (!w) return no_memory(p->reader, p->err);
    *w = (conllu_word){
        .form = c[1], .lemma = str_is(c[1], "_") ? c[2] : column_text(c[2]), .upos = column_text(c[3]), .xpos = column_text(c[4]),
        .feats = column_text(c[5]), .deprel = column_text(c[7]), .deps = column_text(c[8]), .misc = column_text(c[9]),
        .head = head, .line = p->line, .space_after = space_after(c[9])
    };
    return RP_OK;
}

static rp_code read_row(parser *p, rp_str line)
{
    rp_str c[COLUMNS], rest = line, part;
    unsigned n = 0;
    for (; str_split(&rest, '\t', &part); n++)
        if (n < COLUMNS) c[n] = part;
    if (n != COLUMNS)
        return error_at(p->err, RP_EFORMAT, p->reader->name, p->line, "%u columns parted by tabs, CoNLL-U has %d", n, COLUMNS);
    if (c[1].len == 0) return bad(p, "column 2, the form, is empty");
    if (memchr(c[0].at, '.', c[0].len)) return RP_OK;
    return memchr(c[0].at, '-', c[0].len) ? read_range(p, c[0], c) : read_word(p, c);
}

/* What only the whole sentence can tell. */
static rp_code check_sentence(parser *p)
{
    const conllu_word *words = p->words.at;
    const conllu_range *ranges = p->ranges.at;
    if (p->words.count == 0) return bad(p, "a sentence without words");
    for (size_t i = 0; i < p->words.count; i++) {
        if (words[i].head >= CONLLU_UNSAID || words[i].head < p->words.count) continue;
        p->line = words[i].line;
        return bad(p, "a head behind the sentence's last word");
    }
    if (p->ranges.count && ranges[p->ranges.count - 1].end > p->words.count)
        return bad(p, "a multiword range that goes on behind the last word");
    return RP_OK;
}

static rp_code check_text(parser *p, rp_str text)
{
    size_t wrong = utf8_check(text);
    if (wrong == text.len) return RP_OK;
    for (size_t i = 0; i < wrong; i++) p->line += text.at[i] == '\n';
    return error_at(p->err, RP_ETEXT, p->reader->name, p->line, text.at[wrong] ? "not UTF-8" : "a NUL byte; this is no plain text");
}

static rp_code parse(parser *p)
{
    rp_str rest = buf_view(&p->reader->text), line;
    rp_code rc = check_text(p, rest);
    rest.len--;     /* the last '\n' parts nothing */
    for (; rc == RP_OK && str_split(&rest, '\n', &line); p->line++) rc = line.at[0] == '#' ? read_comment(p, line) : read_row(p, line);
    if (rc != RP_OK) return rc;
    p->line--;
    return check_sentence(p);
}

rp_code conllu_next(conllu_reader *self, conllu_sentence *out, bool *more, rp_err *err)
{
    *out = (conllu_sentence){ 0 };
    *more = false;
    arena_reset(self->mem);
    parser p = { .reader = self, .out = out, .words = vec_of(sizeof(conllu_word)), .ranges = vec_of(sizeof(conllu_range)),
                 .comments = vec_of(sizeof(rp_str)), .err = err };
    rp_code rc = gather(self, &p.line, err);
    if (rc == RP_OK && self->text.len == 0) return RP_OK;
    out->line = p.line;
    if (rc == RP_OK) rc = parse(&p);
    if (rc != RP_OK) return *out = (conllu_sentence){ 0 }, rc;
    out->words = p.words.at, out->word_count = p.words.count;
    out->ranges = p.ranges.at, out->range_count = p.ranges.count;
    out->comments = p.comments.at, out->comment_count = p.comments.count;
    *more = true;
    return RP_OK;
}
