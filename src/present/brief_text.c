/* present/brief_text.c - the brief as plain text, wrapped to a width in code points. */
#include <inttypes.h>
#include "present/brief.h"

#define WIDTH_LEAST 20u
#define INDENT 4u

/* Write the words of `s` in lines of at most `width` code points; a longer word stands alone. `first` and `rest` indent the lines. */
static void wrap(rp_str s, unsigned width, unsigned first, unsigned rest, buf *out)
{
    size_t column = 0;
    bool begun = false;
    for (rp_str word; str_split(&s, ' ', &word);) {
        size_t points = excerpt_points(word);
        if (points == 0) continue;
        if (begun && column + 1 + points > width) {
            buf_char(out, '\n');
            for (column = 0; column < rest; column++) buf_char(out, ' ');
        } else if (begun) {
            buf_char(out, ' ');
            column++;
        } else {
            for (; column < first; column++) buf_char(out, ' ');
        }
        buf_str(out, word);
        column += points;
        begun = true;
    }
    buf_char(out, '\n');
}

static void paragraph(buf *text, unsigned width, unsigned first, unsigned rest, buf *out)
{
    if (text->failed) out->failed = true;
    wrap(buf_view(text), width, first, rest, out);
    text->len = 0;
}

static void heading(rp_str name, char line, buf *out)
{
    buf_str(out, name);
    buf_char(out, '\n');
    for (size_t i = excerpt_points(name); i > 0; i--) buf_char(out, line);
    buf_char(out, '\n');
}

static void add_statement(const brief_statement *s, buf *text)
{
    for (uint32_t i = 0; i < s->piece_count; i++) {
        if (s->pieces[i].quoted) buf_text(text, "\xE2\x80\x9C");
        buf_str(text, s->pieces[i].text);
        if (s->pieces[i].quoted) buf_text(text, "\xE2\x80\x9D");
    }
    bool spaced = false;
    for (size_t i = 0; i < s->reference_count; i++) {
        if (s->references[i].again) continue;
        if (!spaced) buf_char(text, ' ');
        spaced = true;
        brief_reference_text(&s->references[i], text);
    }
}

static void add_source(const brief_source *s, buf *text)
{
    buf_format(text, "[%" PRIu32 "] ", s->number);
    rp_str shown = s->title.len ? s->title : s->id;
    if (s->publisher.len) {
        buf_str(text, s->publisher);
        buf_text(text, ": ");
    }
    buf_str(text, shown);
    if (s->author.len) {
        buf_text(text, ", ");
        buf_str(text, s->author);
    }
    buf_text(text, s->date[0] ? ", " : ", no date");
    buf_text(text, s->date);
    buf_text(text, ". ");
    buf_str(text, s->url);
    if (s->url.len && s->title.len) buf_char(text, ' ');
    if (s->title.len) {
        buf_char(text, '(');
        buf_str(text, s->id);
        buf_char(text, ')');
    }
}

void brief_write_text(const brief *self, unsigned width, buf *out)
{
    buf text = { 0 };
    if (width < WIDTH_LEAST) width = WIDTH_LEAST;
    heading(self->title, '=', out);
    buf_char(out, '\n');
    for (unsigned i = 0; i < self->lead_count; i++) {
        if (i) buf_char(&text, ' ');
        add_statement(&self->lead[i], &text);
    }
    paragraph(&text, width, 0, 0, out);
    for (size_t i = 0; i < self->period_count; i++) {
        const brief_period *p = &self->periods[i];
        buf_char(out, '\n');
        heading(p->name, '-', out);
        buf_str(&text, p->tally);
        if (p->left_out) buf_format(&text, "; %zu of them left out here", p->left_out);
        paragraph(&text, width, 0, 0, out);
        buf_char(out, '\n');
        for (size_t k = 0; k < p->count; k++) {
            buf_text(&text, "- ");
            add_statement(&p->statements[k], &text);
            paragraph(&text, width, 0, 2, out);
        }
    }
    buf_char(out, '\n');
    heading(RP_STR("Sources"), '-', out);
    for (size_t i = 0; i < self->source_count; i++) {
        add_source(&self->sources[i], &text);
        paragraph(&text, width, 0, INDENT, out);
    }
    buf_char(out, '\n');
    heading(RP_STR("Sentences"), '-', out);
    for (size_t i = 0; i < self->sentence_count; i++) {
        const brief_sentence *s = &self->sentences[i];
        buf_format(&text, "[%" PRIu32 ":%" PRIu32 "] ", s->source, s->number);
        buf_str(&text, s->text);
        paragraph(&text, width, 0, INDENT, out);
    }
    buf_char(out, '\n');
    heading(RP_STR("Basis"), '-', out);
    buf_str(&text, self->basis);
    paragraph(&text, width, 0, 0, out);
    buf_free(&text);
}
