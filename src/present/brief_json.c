/*
 * present/brief_json.c - the brief as one JSON object. Names as in the records of an event (document, sentence, start, end, trigger):
 * positions are code points of the document's text. Each statement holds its happenings, each happening its events with sentence and place.
 */
#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"
#include "present/brief.h"

static void key_str(buf *out, const char *key, rp_str value)
{
    json_key(out, key);
    json_str_or_null(out, value);
}

static void key_int(buf *out, const char *key, uint64_t value)
{
    json_key(out, key);
    json_int(out, (int64_t)value);
}

static void key_date(buf *out, const char *key, rp_date d)
{
    char text[16];
    date_print(d, text);
    key_str(out, key, str_of(text));
}

/* A sentence of the source, cleaned no further than JSON needs: the offsets refer to it. */
static void key_source_text(buf *out, const char *key, rp_str s)
{
    key_str(out, key, str_sub(s, 0, utf8_check(s)));
}

static void key_statement_text(buf *out, const brief_statement *s)
{
    buf text = { 0 };
    for (uint32_t i = 0; i < s->piece_count; i++) {
        if (s->pieces[i].quoted) buf_text(&text, "\xE2\x80\x9C");
        buf_str(&text, s->pieces[i].text);
        if (s->pieces[i].quoted) buf_text(&text, "\xE2\x80\x9D");
    }
    if (text.failed) out->failed = true;
    key_str(out, "text", buf_view(&text));
    buf_free(&text);
    rp_str quotation = { "", 0 };
    for (uint32_t i = 0; i < s->piece_count; i++)
        if (s->pieces[i].quoted) quotation = s->pieces[i].text;
    key_str(out, "quotation", quotation);
}

static void add_parties(buf *out, const char *key, const rp_party *parties, unsigned count)
{
    json_key(out, key);
    json_open(out, '[');
    for (unsigned i = 0; i < count && i < RP_PARTIES; i++) {
        json_open(out, '{');
        key_source_text(out, "text", parties[i].text);
        key_str(out, "code", str_of(parties[i].code));
        key_str(out, "sector", str_of(parties[i].sector));
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void add_event(buf *out, const brief_reference *r)
{
    const rp_cited *c = r->event;
    char id[33];
    hash_hex(c->event.id, id);
    json_open(out, '{');
    key_str(out, "id", str_of(id));
    key_int(out, "source", r->source);
    key_source_text(out, "document", c->document->id);
    key_int(out, "sentence", r->sentence);
    key_int(out, "start", c->sentence_start);
    key_int(out, "end", c->sentence_end);
    key_source_text(out, "text", c->sentence);
    json_key(out, "trigger");
    json_open(out, '{');
    key_source_text(out, "text", c->event.trigger);
    key_int(out, "start", c->event.trigger_start);
    key_int(out, "end", c->event.trigger_end);
    json_close(out, '}');
    add_parties(out, "actor", c->event.source, c->event.source_count);
    add_parties(out, "recipient", c->event.target, c->event.target_count);
    json_key(out, "speaker");
    if (c->event.speaker.text.len) {
        json_open(out, '{');
        key_source_text(out, "text", c->event.speaker.text);
        key_str(out, "code", str_of(c->event.speaker.code));
        key_str(out, "sector", str_of(c->event.speaker.sector));
        json_close(out, '}');
    } else {
        json_null(out);
    }
    key_str(out, "status", str_of(rp_status_name(c->event.status)));
    json_key(out, "confidence");
    json_real(out, (double)c->event.confidence, 3);
    json_key(out, "citing");
    json_open(out, '[');
    for (size_t i = 0; i < c->citation_count; i++)
        if (c->citations[i].target.len) json_str(out, str_sub(c->citations[i].target, 0, utf8_check(c->citations[i].target)));
    json_close(out, ']');
    json_close(out, '}');
}

static void add_citations(buf *out, const brief_statement *s)
{
    json_key(out, "citations");
    json_open(out, '[');
    for (size_t i = 0; i < s->reference_count; i++) {
        if (s->references[i].again) continue;
        json_open(out, '{');
        key_int(out, "source", s->references[i].source);
        key_int(out, "sentence", s->references[i].sentence);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void add_happening(buf *out, const relation_happening *h, const brief_reference *references)
{
    const rp_event *e = &h->events[0]->event;
    json_open(out, '{');
    key_str(out, "event", str_of(rp_event_name(h->type)));
    json_key(out, "modes");
    json_open(out, '[');
    for (unsigned i = 0; i < e->mode_count && i < RP_MODES; i++)
        if (e->modes[i]) json_str(out, str_of(e->modes[i]));
    json_close(out, ']');
    key_str(out, "cameo", str_of(e->cameo ? e->cameo : ""));
    key_int(out, "quad", h->quad);
    json_key(out, "plover_intensity");
    json_real(out, e->intensity, 1);
    key_str(out, "status", str_of(rp_status_name(h->status)));
    key_date(out, "date", h->date.from);
    key_date(out, "date_end", h->date.to);
    json_key(out, "pair");
    json_open(out, '[');
    json_str(out, str_of(h->a));
    json_str(out, str_of(h->b));
    json_close(out, ']');
    key_int(out, "publishers", h->publishers);
    json_key(out, "events");
    json_open(out, '[');
    for (size_t i = 0; i < h->event_count; i++) add_event(out, &references[i]);
    json_close(out, ']');
    json_close(out, '}');
}

static void add_statement(buf *out, const brief_statement *s)
{
    size_t at = 0;
    json_open(out, '{');
    key_str(out, "kind", str_of(s->happening_count == 0 ? "count" : s->made ? "sentence" : "quotation"));
    key_statement_text(out, s);
    add_citations(out, s);
    json_key(out, "happenings");
    json_open(out, '[');
    for (uint32_t i = 0; i < s->happening_count; at += s->happenings[i++]->event_count) add_happening(out, s->happenings[i], s->references + at);
    json_close(out, ']');
    json_close(out, '}');
}

static void add_period(buf *out, const brief_period *p)
{
    static const char *const kinds[] = { "predecessor", "dated", "undated" };
    static const char *const quads[] = { "other", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict" };
    json_open(out, '{');
    key_str(out, "name", p->name);
    key_str(out, "kind", str_of(kinds[p->period->kind]));
    key_date(out, "from", p->period->from);
    key_date(out, "to", p->period->to);
    key_int(out, "happenings", p->period->count);
    for (unsigned q = 1; q < 5; q++) key_int(out, quads[q], p->period->quads[q]);
    json_key(out, "statuses");
    json_open(out, '{');
    for (unsigned i = 0; i < RP_STATUSES; i++) key_int(out, rp_status_name(i), p->period->statuses[i]);
    json_close(out, '}');
    key_str(out, "tally", p->tally);
    key_int(out, "left_out", p->left_out);
    json_key(out, "statements");
    json_open(out, '[');
    for (size_t i = 0; i < p->count; i++) add_statement(out, &p->statements[i]);
    json_close(out, ']');
    json_close(out, '}');
}

static void add_source(buf *out, const brief_source *s)
{
    json_open(out, '{');
    key_int(out, "number", s->number);
    key_str(out, "document", s->id);
    key_str(out, "publisher", s->publisher);
    key_str(out, "title", s->title);
    key_str(out, "author", s->author);
    key_str(out, "date", str_of(s->iso));
    key_str(out, "url", s->url);
    json_close(out, '}');
}

static void add_actor(buf *out, const char *key, const char *code, rp_str name)
{
    json_key(out, key);
    json_open(out, '{');
    key_str(out, "code", str_of(code));
    key_str(out, "name", name);
    json_close(out, '}');
}

static void add_basis(buf *out, const brief *self)
{
    json_key(out, "basis");
    json_open(out, '{');
    key_str(out, "text", self->basis);
    key_int(out, "documents", self->document_count);
    json_key(out, "documents_in_store");
    if (self->store_documents) json_int(out, (int64_t)self->store_documents);
    else json_null(out);
    key_int(out, "publishers", self->publisher_count);
    key_int(out, "sentences", self->event_sentence_count);
    key_int(out, "events", self->relation->event_count);
    key_int(out, "happenings", self->relation->count);
    key_date(out, "published_from", self->published_from);
    key_date(out, "published_to", self->published_to);
    key_str(out, "tables", str_of(rapport_tables_version(self->tables)));
    key_str(out, "coder", str_of(rapport_version()));
    json_close(out, '}');
}

void brief_write_json(const brief *self, buf *out)
{
    json_open(out, '{');
    key_str(out, "record", RP_STR("brief"));
    add_actor(out, "a", self->relation->a, self->name_a);
    add_actor(out, "b", self->relation->b, self->name_b);
    key_str(out, "title", self->title);
    json_key(out, "lead");
    json_open(out, '[');
    for (unsigned i = 0; i < self->lead_count; i++) add_statement(out, &self->lead[i]);
    json_close(out, ']');
    json_key(out, "periods");
    json_open(out, '[');
    for (size_t i = 0; i < self->period_count; i++) add_period(out, &self->periods[i]);
    json_close(out, ']');
    json_key(out, "sources");
    json_open(out, '[');
    for (size_t i = 0; i < self->source_count; i++) add_source(out, &self->sources[i]);
    json_close(out, ']');
    add_basis(out, self);
    json_close(out, '}');
    buf_char(out, '\n');
}
