/*
 * exchange/record.c - see exchange/record.h; docs/formats.md describes the columns. Both forms are written from the same few helpers, so that
 * they tell the same facts: unknown is null in JSON and an empty cell otherwise.
 */
#include "exchange/record.h"
#include <inttypes.h>
#include <math.h>
#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/str.h"
#include "exchange/label.h"

/* ---- facts of both forms ------------------------------------------------------------------------------------------- */

static rp_date last_date(const rp_event *e) { return date_known(e->date.to) ? e->date.to : e->date.from; }

/* How exactly the date is known: "day", "month", "year", "range", or nothing. */
static const char *precision(const rp_event *e)
{
    rp_date from = e->date.from, to = last_date(e);
    if (!date_known(from)) return "";
    if (from.year != to.year || from.month != to.month || from.day != to.day) return "range";
    return from.day ? "day" : from.month ? "month" : "year";
}

static bool is_somewhere(uint32_t start, uint32_t end) { return start || end; }

/* ---- JSON ---------------------------------------------------------------------------------------------------------- */

static void key_text(buf *out, const char *key, rp_str value)
{
    json_key(out, key);
    json_str_or_null(out, value);
}

static void key_int(buf *out, const char *key, int64_t value)
{
    json_key(out, key);
    json_int(out, value);
}

static void key_real(buf *out, const char *key, double value)
{
    json_key(out, key);
    json_real(out, value, 2);
}

static void key_span(buf *out, uint32_t start, uint32_t end)
{
    json_key(out, "start");
    if (is_somewhere(start, end)) json_int(out, start);
    else json_null(out);
    json_key(out, "end");
    if (is_somewhere(start, end)) json_int(out, end);
    else json_null(out);
}

static void json_party(buf *out, const rp_party *p)
{
    json_open(out, '{');
    key_text(out, "text", p->text);
    key_text(out, "code", str_of(p->code));
    key_text(out, "sector", str_of(p->sector));
    key_span(out, p->start, p->end);
    if (p->label.sector[0]) label_json(out, &p->label, p->label.start, p->label.end);
    if (p->residence[0]) key_text(out, "residence", str_of(p->residence));
    json_close(out, '}');
}

static void json_parties(buf *out, const char *key, const rp_party *parties, unsigned count)
{
    json_key(out, key);
    json_open(out, '[');
    for (unsigned i = 0; i < count; i++) json_party(out, &parties[i]);
    json_close(out, ']');
}

static void json_people(buf *out, const char *key, const int32_t people[2])
{
    json_key(out, key);
    if (people[0] < 0 && people[1] < 0) {
        json_null(out);
        return;
    }
    json_open(out, '[');
    for (int i = 0; i < 2; i++) {
        if (people[i] < 0) json_null(out);
        else json_int(out, people[i]);
    }
    json_close(out, ']');
}

static void json_what(buf *out, const rapport *tables, const rp_event *e)
{
    const char *name;
    key_text(out, "event", str_of(rp_event_name(e->type)));
    json_key(out, "modes");
    json_open(out, '[');
    for (int i = 0; i < e->mode_count; i++) json_str(out, str_of(e->modes[i]));
    json_close(out, ']');
    json_key(out, "contexts");
    json_open(out, '[');
    for (unsigned bit = 0; bit < 64 && (name = rp_context_name(tables, bit)); bit++)
        if (e->contexts >> bit & 1) json_str(out, str_of(name));
    json_close(out, ']');
    key_int(out, "quad", e->quad);
    key_text(out, "cameo", str_of(e->cameo));
    key_real(out, "goldstein", e->goldstein);
    key_real(out, "plover_intensity", e->intensity);
}

static void json_when(buf *out, const rp_event *e)
{
    char from[16], to[16];
    date_print(e->date.from, from);
    date_print(last_date(e), to);
    key_text(out, "date", str_of(from));
    key_text(out, "date_end", str_of(to));
    key_text(out, "precision", str_of(precision(e)));
    json_key(out, "date_why");
    if (is_somewhere(e->date_start, e->date_end)) {
        json_open(out, '[');
        json_int(out, e->date_start);
        json_int(out, e->date_end);
        json_close(out, ']');
    } else {
        json_null(out);
    }
    json_key(out, "historical");
    json_bool(out, e->historical);
}

static void json_citations(buf *out, const rp_cited *c)
{
    json_key(out, "citations");
    json_open(out, '[');
    for (size_t i = 0; i < c->citation_count; i++) {
        json_open(out, '{');
        json_key(out, "number");
        if (c->citations[i].number) json_int(out, c->citations[i].number);
        else json_null(out);
        key_text(out, "target", c->citations[i].target);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void write_json(const rapport *tables, const rp_cited *c, buf *out)
{
    const rp_event *e = &c->event;
    char id[33];
    hash_hex(e->id, id);
    json_open(out, '{');
    key_text(out, "record", RP_STR("event"));
    key_text(out, "id", str_of(id));
    key_text(out, "document", c->document->id);
    key_int(out, "sentence", c->sentence_number);
    key_int(out, "start", c->sentence_start);
    key_int(out, "end", c->sentence_end);
    json_key(out, "text");
    json_str(out, c->sentence);
    json_what(out, tables, e);
    json_parties(out, "actor", e->source, e->source_count);
    json_parties(out, "recipient", e->target, e->target_count);
    json_key(out, "trigger");
    json_open(out, '{');
    key_text(out, "text", e->trigger);
    key_int(out, "start", e->trigger_start);
    key_int(out, "end", e->trigger_end);
    json_close(out, '}');
    json_when(out, e);
    json_key(out, "place");
    json_null(out);
    key_text(out, "status", str_of(rp_status_name(e->status)));
    json_key(out, "speaker");
    if (e->speaker.text.len) json_party(out, &e->speaker);
    else json_null(out);
    key_text(out, "intent", str_of(e->intent));
    json_people(out, "killed", e->killed);
    json_people(out, "injured", e->injured);
    json_people(out, "arrested", e->arrested);
    key_real(out, "confidence", (double)e->confidence);
    json_citations(out, c);
    key_text(out, "sentence_kind", str_of(rp_kind_name(c->sentence_kind)));
    json_close(out, '}');
    buf_char(out, '\n');
}

/* ---- tables -------------------------------------------------------------------------------------------------------- */

static const char *const columns[] = {
    "id", "document", "sentence", "start", "end", "text", "event", "modes", "contexts", "quad", "cameo", "goldstein", "plover_intensity",
    "actor_text", "actor_code", "actor_sector", "actor_start", "actor_end", "actor_residence", "actor_labels",
    "recipient_text", "recipient_code", "recipient_sector", "recipient_start", "recipient_end", "recipient_residence", "recipient_labels",
    "trigger", "trigger_start", "trigger_end", "date", "date_end", "precision", "date_why_start", "date_why_end", "historical", "status",
    "speaker_text", "speaker_code", "speaker_sector", "speaker_start", "speaker_end", "speaker_residence", "intent",
    "killed_low", "killed_high", "injured_low", "injured_high", "arrested_low", "arrested_high", "confidence",
    "citation_number", "citation_target", "sentence_kind",
};

/* A row under way: cells gather in `cell`, and go to `out` when they end. */
typedef struct row {
    buf *out;
    record_format format;
    size_t cells;
    size_t from;            /* where the open cell begins in `out` */
} row;

static void begin_cell(row *r)
{
    if (r->cells++) buf_char(r->out, r->format == RECORD_CSV ? ',' : '\t');
    r->from = r->out->len;
}

/* Text of the open cell; with `part` a bar becomes a space, since bars part the cell. */
static void cell_text(row *r, rp_str s, bool part)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (part && c == '|') c = ' ';
        if (r->format == RECORD_TSV && (c == '\t' || c == '\n' || c == '\r')) c = ' ';
        buf_char(r->out, c);
    }
}

/* Quote the open cell where RFC 4180 asks for it. */
static void end_cell(row *r)
{
    buf *out = r->out;
    if (r->format != RECORD_CSV || out->failed) return;
    size_t len = out->len - r->from, quotes = 0;
    bool needed = false;
    for (size_t i = r->from; i < out->len; i++) {
        quotes += out->at[i] == '"';
        needed |= strchr(",\"\r\n", out->at[i]) != NULL;
    }
    if (!needed) return;
    for (size_t i = 0; i < quotes + 2; i++) buf_char(out, '"');
    if (out->failed) return;
    char *to = out->at + out->len;
    *--to = '"';
    for (size_t i = len; i > 0; i--) {      /* from behind, so that nothing is overwritten before it moves */
        char c = out->at[r->from + i - 1];
        *--to = c;
        if (c == '"') *--to = '"';
    }
    out->at[r->from] = '"';
}

static void put_text(row *r, rp_str s)
{
    begin_cell(r);
    cell_text(r, s, false);
    end_cell(r);
}

static void put_int(row *r, int64_t value)
{
    begin_cell(r);
    buf_format(r->out, "%" PRId64, value);
}

/* A real as in JSON, but unknown is an empty cell. */
static void put_real(row *r, double value)
{
    buf digits = { 0 };
    begin_cell(r);
    if (isfinite(value)) json_real(&digits, value, 2);
    buf_str(r->out, buf_view(&digits));
    r->out->failed |= digits.failed;
    buf_free(&digits);
}

static void put_span(row *r, uint32_t start, uint32_t end)
{
    begin_cell(r);
    if (is_somewhere(start, end)) buf_format(r->out, "%" PRIu32, start);
    begin_cell(r);
    if (is_somewhere(start, end)) buf_format(r->out, "%" PRIu32, end);
}

static void put_people(row *r, const int32_t people[2])
{
    for (int i = 0; i < 2; i++) {
        begin_cell(r);
        if (people[i] >= 0) buf_format(r->out, "%" PRId32, people[i]);
    }
}

/* Six cells: the parts of a cell stand in the order of the parties, an empty part where one has nothing. */
static void put_parties(row *r, const rp_party *parties, unsigned count)
{
    for (int what = 0; what < 6; what++) {
        begin_cell(r);
        for (unsigned i = 0; i < count; i++) {
            const rp_party *p = &parties[i];
            if (i) buf_char(r->out, '|');
            if (what == 0) cell_text(r, p->text, true);
            else if (what == 1) cell_text(r, str_of(p->code), true);
            else if (what == 2) cell_text(r, str_of(p->sector), true);
            else if (what == 5) cell_text(r, str_of(p->residence), true);
            else if (is_somewhere(p->start, p->end)) buf_format(r->out, "%" PRIu32, what == 3 ? p->start : p->end);
        }
        end_cell(r);
    }
}

/* "SPY:alleged:XMW:GOV:100:120": sector, status, then code, sector, start and end of who says so; in the order of the parties. */
static void put_labels(row *r, const rp_party *parties, unsigned count)
{
    bool any = false;
    begin_cell(r);
    for (unsigned i = 0; i < count; i++) any |= parties[i].label.sector[0] != 0;
    for (unsigned i = 0; any && i < count; i++) {
        const rp_label *l = &parties[i].label;
        if (i) buf_char(r->out, '|');
        if (!l->sector[0]) continue;
        buf_format(r->out, "%s:alleged:%s:%s:", l->sector, l->code, l->speaker_sector);
        if (is_somewhere(l->start, l->end)) buf_format(r->out, "%" PRIu32 ":%" PRIu32, l->start, l->end);
        else buf_char(r->out, ':');
    }
    end_cell(r);
}

static void put_names(row *r, const rapport *tables, const rp_event *e)
{
    const char *name, *bar = "";
    begin_cell(r);
    for (int i = 0; i < e->mode_count; i++, bar = "|") buf_text(r->out, bar), buf_text(r->out, e->modes[i]);
    begin_cell(r);
    bar = "";
    for (unsigned bit = 0; bit < 64 && (name = rp_context_name(tables, bit)); bit++)
        if (e->contexts >> bit & 1) {
            buf_text(r->out, bar);
            buf_text(r->out, name);
            bar = "|";
        }
}

static void put_citations(row *r, const rp_cited *c)
{
    begin_cell(r);
    for (size_t i = 0; i < c->citation_count; i++) {
        if (i) buf_char(r->out, '|');
        if (c->citations[i].number) buf_format(r->out, "%" PRIu32, c->citations[i].number);
    }
    begin_cell(r);
    for (size_t i = 0; i < c->citation_count; i++) {
        if (i) buf_char(r->out, '|');
        cell_text(r, c->citations[i].target, true);
    }
    end_cell(r);
}

static void put_when(row *r, const rp_event *e)
{
    char from[16], to[16];
    date_print(e->date.from, from);
    date_print(last_date(e), to);
    put_text(r, str_of(from));
    put_text(r, str_of(to));
    put_text(r, str_of(precision(e)));
    put_span(r, e->date_start, e->date_end);
    put_text(r, e->historical ? RP_STR("true") : RP_STR("false"));
}

static void write_row(const rapport *tables, const rp_cited *c, record_format format, buf *out)
{
    const rp_event *e = &c->event;
    row r = { .out = out, .format = format };
    char id[33];
    hash_hex(e->id, id);
    put_text(&r, str_of(id));
    put_text(&r, c->document->id);
    put_int(&r, c->sentence_number);
    put_int(&r, c->sentence_start);
    put_int(&r, c->sentence_end);
    put_text(&r, c->sentence);
    put_text(&r, str_of(rp_event_name(e->type)));
    put_names(&r, tables, e);
    put_int(&r, e->quad);
    put_text(&r, str_of(e->cameo));
    put_real(&r, e->goldstein);
    put_real(&r, e->intensity);
    put_parties(&r, e->source, e->source_count);
    put_labels(&r, e->source, e->source_count);
    put_parties(&r, e->target, e->target_count);
    put_labels(&r, e->target, e->target_count);
    put_text(&r, e->trigger);
    put_int(&r, e->trigger_start);
    put_int(&r, e->trigger_end);
    put_when(&r, e);
    put_text(&r, str_of(rp_status_name(e->status)));
    put_parties(&r, &e->speaker, e->speaker.text.len != 0);
    put_text(&r, str_of(e->intent));
    put_people(&r, e->killed);
    put_people(&r, e->injured);
    put_people(&r, e->arrested);
    put_real(&r, (double)e->confidence);
    put_citations(&r, c);
    put_text(&r, str_of(rp_kind_name(c->sentence_kind)));
    buf_char(out, '\n');
}

void record_header(record_format format, buf *out)
{
    if (format == RECORD_JSONL) return;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (i) buf_char(out, format == RECORD_CSV ? ',' : '\t');
        buf_text(out, columns[i]);
    }
    buf_char(out, '\n');
}

void record_event(const rapport *tables, const rp_cited *event, record_format format, buf *out)
{
    if (format == RECORD_JSONL) write_json(tables, event, out);
    else write_row(tables, event, format, out);
}
