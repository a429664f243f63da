/*
 * present/brief_markdown.c - the brief as Markdown (CommonMark), unwrapped. Words of a source are escaped: nothing in them can become
 * markup. Citations are links to anchors in the list of sentences.
 */
#include <inttypes.h>
#include "present/brief.h"

/* `at_start`: the text begins a block, where "1." and "+" would open a list and "#" a heading. */
static void escape(rp_str s, bool at_start, buf *out)
{
    size_t digits = 0;
    while (at_start && digits < s.len && is_digit((unsigned char)s.at[digits])) digits++;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '<') buf_text(out, "&lt;");
        else if (c == '>') buf_text(out, "&gt;");
        else if (c == '&') buf_text(out, "&amp;");
        else {
            bool marker = (digits && i == digits && (c == '.' || c == ')')) || (at_start && i == 0 && (c == '+' || c == '-' || c == '='));
            if (marker || strchr("\\`*_[]{}#|~$", c)) buf_char(out, '\\');
            buf_char(out, c);
        }
    }
}

/* Can it stand between angle brackets as it is? */
static bool link_fits(rp_str url)
{
    if (!str_starts(url, RP_STR("https://")) && !str_starts(url, RP_STR("http://"))) return false;
    for (size_t i = 0; i < url.len; i++)
        if ((unsigned char)url.at[i] <= ' ' || strchr("<>\\\"`", url.at[i])) return false;
    return true;
}

static void add_statement(const brief_statement *s, bool at_start, buf *out)
{
    for (uint32_t i = 0; i < s->piece_count; i++) {
        const brief_piece *p = &s->pieces[i];
        if (!p->quoted) {
            escape(p->text, at_start && i == 0, out);
            continue;
        }
        buf_text(out, "\xE2\x80\x9C");
        escape(p->text, false, out);
        buf_text(out, "\xE2\x80\x9D");
    }
    bool spaced = false;
    for (size_t i = 0; i < s->reference_count; i++) {
        const brief_reference *r = &s->references[i];
        buf shown = { 0 };
        if (r->again) continue;
        if (!spaced) buf_char(out, ' ');
        spaced = true;
        brief_reference_text(r, &shown);
        buf_char(out, '[');
        escape(buf_view(&shown), false, out);
        buf_format(out, "](#s-%" PRIu32 "-%" PRIu32 ")", r->source, r->sentence);
        if (shown.failed) out->failed = true;
        buf_free(&shown);
    }
}

static void add_source(const brief_source *s, buf *out)
{
    buf_format(out, "- \\[%" PRIu32 "\\] ", s->number);
    if (s->publisher.len) {
        escape(s->publisher, false, out);
        buf_text(out, ": ");
    }
    if (s->title.len) {
        buf_char(out, '*');
        escape(s->title, false, out);
        buf_char(out, '*');
    } else {
        escape(s->id, false, out);
    }
    if (s->author.len) {
        buf_text(out, ", ");
        escape(s->author, false, out);
    }
    buf_text(out, s->date[0] ? ", " : ", no date");
    buf_text(out, s->date);
    buf_text(out, ". ");
    if (link_fits(s->url)) {
        buf_char(out, '<');
        buf_str(out, s->url);
        buf_char(out, '>');
    } else {
        escape(s->url, false, out);
    }
    if (s->title.len) {
        buf_text(out, s->url.len ? " (" : "(");
        escape(s->id, false, out);
        buf_char(out, ')');
    }
    buf_char(out, '\n');
}

static void add_sentence(const brief_sentence *s, buf *out)
{
    buf_format(out, "- <a id=\"s-%" PRIu32 "-%" PRIu32 "\"></a>\\[%" PRIu32 ":%" PRIu32 "\\] ", s->source, s->number, s->source, s->number);
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->mark_count; i++) {
        escape(str_sub(s->text, at, s->marks[i].start), false, out);
        buf_text(out, "**");
        escape(str_sub(s->text, s->marks[i].start, s->marks[i].end), false, out);
        buf_text(out, "**");
        at = s->marks[i].end;
    }
    escape(str_sub(s->text, at, s->text.len), false, out);
    buf_char(out, '\n');
}

void brief_write_markdown(const brief *self, buf *out)
{
    buf_text(out, "# ");
    escape(self->title, false, out);
    buf_text(out, "\n\n");
    for (unsigned i = 0; i < self->lead_count; i++) {
        if (i) buf_char(out, ' ');
        add_statement(&self->lead[i], i == 0, out);
    }
    buf_char(out, '\n');
    for (size_t i = 0; i < self->period_count; i++) {
        const brief_period *p = &self->periods[i];
        buf_text(out, "\n## ");
        escape(p->name, false, out);
        buf_text(out, "\n\n");
        escape(p->tally, true, out);
        if (p->left_out) buf_format(out, "; %zu of them left out here", p->left_out);
        buf_text(out, "\n\n");
        for (size_t k = 0; k < p->count; k++) {
            buf_text(out, "- ");
            add_statement(&p->statements[k], true, out);
            buf_char(out, '\n');
        }
    }
    buf_text(out, "\n## Sources\n\n");
    for (size_t i = 0; i < self->source_count; i++) add_source(&self->sources[i], out);
    buf_text(out, "\n## Sentences\n\n");
    for (size_t i = 0; i < self->sentence_count; i++) add_sentence(&self->sentences[i], out);
    buf_text(out, "\n## Basis\n\n");
    escape(self->basis, true, out);
    buf_char(out, '\n');
}
