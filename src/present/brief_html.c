/*
 * present/brief_html.c - the brief as one HTML page that needs nothing else: style inside, no script, all text escaped. A citation links
 * to its sentence at the end of the page, where the words that told of the event are marked.
 */
#include <inttypes.h>
#include "present/brief.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n";

static const char style[] =
    "<style>\n"
    ":root{--ink:#1b1f24;--paper:#fff;--soft:#5a6472;--line:#d8dde3;--mark:#ffe9a8;--link:#0b57a4}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e4e7eb;--paper:#14171a;--soft:#9aa4b0;--line:#333a42;--mark:#5c4a00;--link:#8ab8f0}}\n"
    "body{margin:0 auto;max-width:46rem;padding:2rem 1rem 4rem;background:var(--paper);color:var(--ink);font:1rem/1.55 Georgia,serif;"
    "overflow-wrap:anywhere}\n"
    "h1,h2,.tally,.cite,.source,footer{font-family:system-ui,sans-serif}\n"
    "h1{font-size:1.7rem;line-height:1.2}h2{font-size:1.15rem;margin:2rem 0 .2rem;border-top:1px solid var(--line);padding-top:1rem}\n"
    ".tally,footer{color:var(--soft);font-size:.9rem;margin:.2rem 0 .8rem}\n"
    "ul{padding-left:1.1rem}li{margin:.45rem 0}.plain{list-style:none;padding-left:0}\n"
    ".cite{font-size:.8rem;white-space:nowrap}.cite a,.source a{color:var(--link);text-decoration:none}.cite a:hover{text-decoration:underline}\n"
    ".quotation{border-left:3px solid var(--line);padding-left:.7rem;list-style:none;margin-left:-.9rem}\n"
    "mark{background:var(--mark);color:inherit}:target{outline:2px solid var(--link);outline-offset:3px}\n"
    ".number{color:var(--soft);font:.8rem system-ui,sans-serif}\n"
    "</style>\n";

static void escape(rp_str s, buf *out)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *entity = s.at[i] == '<' ? "&lt;" : s.at[i] == '>' ? "&gt;" : s.at[i] == '&' ? "&amp;" : s.at[i] == '"' ? "&quot;"
                           : s.at[i] == '\'' ? "&#39;" : NULL;
        if (!entity) continue;
        buf_add(out, s.at + from, i - from);
        buf_text(out, entity);
        from = i + 1;
    }
    buf_add(out, s.at + from, s.len - from);
}

static void add_marked(rp_str s, const excerpt_span *marks, uint32_t count, buf *out)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        escape(str_sub(s, at, marks[i].start), out);
        buf_text(out, "<mark>");
        escape(str_sub(s, marks[i].start, marks[i].end), out);
        buf_text(out, "</mark>");
        at = marks[i].end;
    }
    escape(str_sub(s, at, s.len), out);
}

static void add_references(const brief_statement *s, buf *out)
{
    for (size_t i = 0; i < s->reference_count; i++) {
        const brief_reference *r = &s->references[i];
        if (r->again) continue;
        buf_format(out, " <span class=\"cite\">[<a href=\"#s-%" PRIu32 "-%" PRIu32 "\">%" PRIu32 ":%" PRIu32 "</a>", r->source, r->sentence,
                   r->source, r->sentence);
        if (r->citing.len) {
            buf_text(out, ", citing ");
            escape(r->citing, out);
        }
        buf_text(out, "]</span>");
    }
}

static void add_statement(const brief_statement *s, buf *out)
{
    for (uint32_t i = 0; i < s->piece_count; i++) {
        const brief_piece *p = &s->pieces[i];
        if (!p->quoted) {
            escape(p->text, out);
            continue;
        }
        buf_text(out, "\xE2\x80\x9C");
        add_marked(p->text, p->marks, s->made ? 0 : p->mark_count, out);
        buf_text(out, "\xE2\x80\x9D");
    }
    add_references(s, out);
}

/* What a reader may want to know of a statement and prose does not say. */
static void add_hint(const brief_statement *s, buf *out)
{
    buf_text(out, " title=\"");
    for (uint32_t i = 0; i < s->happening_count; i++) {
        const relation_happening *h = s->happenings[i];
        unsigned sure = (unsigned)(100 * h->events[0]->event.confidence + 0.5f);
        buf_format(out, "%s%s, %s, confidence %u %%, %" PRIu32 " publisher%s", i ? "; " : "", rp_event_name(h->type), rp_status_name(h->status), sure,
                   h->publishers, h->publishers == 1 ? "" : "s");
    }
    buf_char(out, '"');
}

static void add_period(const brief_period *p, buf *out)
{
    buf_text(out, "<section>\n<h2>");
    escape(p->name, out);
    buf_text(out, "</h2>\n<p class=\"tally\">");
    escape(p->tally, out);
    if (p->left_out) buf_format(out, "; %zu of them left out here", p->left_out);
    buf_text(out, "</p>\n<ul>\n");
    for (size_t i = 0; i < p->count; i++) {
        buf_text(out, p->statements[i].made ? "<li" : "<li class=\"quotation\"");
        add_hint(&p->statements[i], out);
        buf_char(out, '>');
        add_statement(&p->statements[i], out);
        buf_text(out, "</li>\n");
    }
    buf_text(out, "</ul>\n</section>\n");
}

/* Only what a browser opens as a page becomes a link. */
static bool link_fits(rp_str url) { return str_starts(url, RP_STR("https://")) || str_starts(url, RP_STR("http://")); }

static void add_source(const brief_source *s, buf *out)
{
    buf_format(out, "<li class=\"source\" id=\"d-%" PRIu32 "\">[%" PRIu32 "] ", s->number, s->number);
    if (s->publisher.len) {
        escape(s->publisher, out);
        buf_text(out, ": ");
    }
    buf_text(out, "<cite>");
    escape(s->title.len ? s->title : s->id, out);
    buf_text(out, "</cite>");
    if (s->author.len) {
        buf_text(out, ", ");
        escape(s->author, out);
    }
    buf_text(out, ", ");
    if (s->date[0]) buf_format(out, "<time datetime=\"%s\">%s</time>. ", s->iso, s->date);
    else buf_text(out, "no date. ");
    if (link_fits(s->url)) {
        buf_text(out, "<a rel=\"noreferrer\" href=\"");
        escape(s->url, out);
        buf_text(out, "\">");
    }
    escape(s->url, out);
    if (link_fits(s->url)) buf_text(out, "</a>");
    if (s->title.len) {
        buf_text(out, s->url.len ? " (" : "(");
        escape(s->id, out);
        buf_char(out, ')');
    }
    buf_text(out, "</li>\n");
}

void brief_write_html(const brief *self, buf *out)
{
    buf_text(out, head);
    buf_text(out, "<title>");
    escape(self->title, out);
    buf_text(out, "</title>\n");
    buf_text(out, style);
    buf_text(out, "</head>\n<body>\n<h1>");
    escape(self->title, out);
    buf_text(out, "</h1>\n<p>");
    for (unsigned i = 0; i < self->lead_count; i++) {
        if (i) buf_char(out, '\n');
        add_statement(&self->lead[i], out);
    }
    buf_text(out, "</p>\n");
    for (size_t i = 0; i < self->period_count; i++) add_period(&self->periods[i], out);
    buf_text(out, "<section>\n<h2>Sources</h2>\n<ul class=\"plain\">\n");
    for (size_t i = 0; i < self->source_count; i++) add_source(&self->sources[i], out);
    buf_text(out, "</ul>\n</section>\n<section>\n<h2>Sentences</h2>\n<ul class=\"plain\">\n");
    for (size_t i = 0; i < self->sentence_count; i++) {
        const brief_sentence *s = &self->sentences[i];
        buf_format(out, "<li id=\"s-%" PRIu32 "-%" PRIu32 "\"><a class=\"number\" href=\"#d-%" PRIu32 "\">[%" PRIu32 ":%" PRIu32 "]</a> ", s->source,
                   s->number, s->source, s->source, s->number);
        add_marked(s->text, s->marks, s->mark_count, out);
        buf_text(out, "</li>\n");
    }
    buf_text(out, "</ul>\n</section>\n<footer>\n<h2>Basis</h2>\n<p>");
    escape(self->basis, out);
    buf_text(out, "</p>\n</footer>\n</body>\n</html>\n");
}
