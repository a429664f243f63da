/*
 * store/query.c - read documents and events out of a store. See the section "store" of rapport.h.
 *
 * One statement gives the keys of the events in order, so that only keys and what orders them are sorted; a second reads each event by
 * its key. Both stand in one read transaction as long as the first is open: what another process commits meanwhile is not seen.
 */
#include <math.h>
#include "base/buf.h"
#include "base/date.h"
#include "store/store_private.h"

/* ---- documents ----------------------------------------------------------------------------------------------------- */

static rp_date date_of(rp_str s)
{
    rp_date d;
    date_parse(s, &d);
    return d;
}

rp_code rp_store_documents(rp_store *self, rp_document_callback *each, void *context, rp_err *err)
{
    static const char sql[] =
        "SELECT id, title, publisher, author, url, genre, published, bytes, tables, coder,"
        " (SELECT count(*) FROM sentences s WHERE s.document = d.key), (SELECT count(*) FROM events e WHERE e.document = d.key)"
        " FROM documents d ORDER BY id";
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(self->db, sql, -1, &s, NULL) != SQLITE_OK) return store_error(self, err, "list the documents");
    rp_code rc = RP_OK;
    int got;
    while ((got = sqlite3_step(s)) == SQLITE_ROW) {
        rp_stored_document d = { .document = { .id = store_text(s, 0), .title = store_text(s, 1), .publisher = store_text(s, 2),
                                               .author = store_text(s, 3), .url = store_text(s, 4), .genre = store_text(s, 5),
                                               .published = date_of(store_text(s, 6)) },
                                 .bytes = (uint64_t)sqlite3_column_int64(s, 7), .tables = store_text(s, 8), .coder = store_text(s, 9),
                                 .sentences = (uint32_t)sqlite3_column_int64(s, 10), .events = (uint32_t)sqlite3_column_int64(s, 11) };
        if ((rc = each(&d, context, err)) != RP_OK) break;
    }
    if (rc == RP_OK && got != SQLITE_DONE) rc = store_error(self, err, "list the documents");
    sqlite3_finalize(s);
    return rc;
}

/* A kept statement with today's versions bound. */
static rp_code versioned(rp_store *self, schema_statement which, sqlite3_stmt **out, rp_err *err)
{
    rp_code rc = store_statement(self, which, out, err);
    if (rc != RP_OK) return rc;
    store_bind_text(*out, 1, str_of(rapport_tables_version(self->tables)));
    store_bind_text(*out, 2, str_of(rapport_version()));
    return RP_OK;
}

/* Step to a row of KEPT (schema.c) and copy it into `memory`: all of it, then the views, for it moves as it grows. *key is 0 where there is none. */
static rp_code read_kept(rp_store *self, sqlite3_stmt *s, int64_t *key, bool *current, buf *memory, rp_document *out, rp_err *err)
{
    rp_str *const fields[] = { &out->id, &out->title, &out->publisher, &out->author, &out->url, &out->genre, NULL, &out->text };
    enum { FIRST = 2, PUBLISHED = 6, FIELDS = sizeof fields / sizeof *fields };
    rp_code rc = RP_OK;
    *out = (rp_document){ .id.len = 0 };
    *key = 0;
    memory->len = 0;
    int got = sqlite3_step(s);
    if (got == SQLITE_ROW) {
        *key = sqlite3_column_int64(s, 0);
        *current = sqlite3_column_int(s, 1) != 0;
        out->published = date_of(store_text(s, FIRST + PUBLISHED));
        for (int i = 0; i < FIELDS; i++) buf_str(memory, store_text(s, FIRST + i));
        size_t at = 0;
        for (int i = 0; i < FIELDS && !memory->failed; i++) {
            size_t len = store_text(s, FIRST + i).len;
            if (fields[i]) *fields[i] = (rp_str){ len ? memory->at + at : "", len };
            at += len;
        }
        if (memory->failed) rc = error_at(err, RP_ENOMEM, self->path, 0, "memory ended");
    } else if (got != SQLITE_DONE) {
        rc = store_error(self, err, "read a document");
    }
    sqlite3_reset(s);
    return rc;
}

rp_code store_read(rp_store *self, rp_str id, buf *memory, rp_document *out, bool *current, rp_err *err)
{
    sqlite3_stmt *s;
    int64_t key;
    *current = false;
    rp_code rc = versioned(self, SQL_READ_DOCUMENT, &s, err);
    if (rc != RP_OK) return rc;
    store_bind_text(s, 3, id);
    rc = read_kept(self, s, &key, current, memory, out, err);
    return rc == RP_OK && !key ? store_unknown(self, id, err) : rc;
}

rp_code store_next(rp_store *self, bool all, int64_t *key, buf *memory, rp_document *out, bool *done, rp_err *err)
{
    sqlite3_stmt *s;
    int64_t found;
    bool current;
    *done = false;
    rp_code rc = versioned(self, SQL_NEXT_DOCUMENT, &s, err);
    if (rc != RP_OK) return rc;
    sqlite3_bind_int64(s, 3, *key);
    sqlite3_bind_int(s, 4, all);
    rc = read_kept(self, s, &found, &current, memory, out, err);
    *done = rc == RP_OK && !found;
    if (found) *key = found;
    return rc;
}

rp_code store_count(rp_store *self, bool all, uint64_t *current, uint64_t *bytes, rp_err *err)
{
    sqlite3_stmt *s;
    *current = *bytes = 0;
    rp_code rc = versioned(self, SQL_COUNT_DOCUMENTS, &s, err);
    if (rc != RP_OK) return rc;
    sqlite3_bind_int(s, 3, all);
    if (sqlite3_step(s) == SQLITE_ROW) {
        *current = (uint64_t)sqlite3_column_int64(s, 0);
        *bytes = (uint64_t)sqlite3_column_int64(s, 1);
    } else {
        rc = store_error(self, err, "count the documents");
    }
    sqlite3_reset(s);
    return rc;
}

/* ---- one event ----------------------------------------------------------------------------------------------------- */

/* An event as read, with all it points to: lives in `mem` until the next one. */
typedef struct reading {
    rp_store *store;
    arena *mem;
    rp_cited cited;
    rp_document document;
    bool failed;            /* memory ended */
} reading;

/* A copy of a column's text, zero-terminated. */
static rp_str copy(reading *r, sqlite3_stmt *s, int column)
{
    rp_str text = store_text(s, column);
    if (text.len == 0) return (rp_str){ "", 0 };
    const char *at = arena_copy(r->mem, text);
    if (!at) r->failed = true;
    return (rp_str){ at ? at : "", at ? text.len : 0 };
}

static uint32_t number_at(sqlite3_stmt *s, int column) { return (uint32_t)sqlite3_column_int64(s, column); }

static double real_at(sqlite3_stmt *s, int column)
{
    return sqlite3_column_type(s, column) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(s, column);
}

static void people_at(sqlite3_stmt *s, int column, int32_t out[2])
{
    for (int i = 0; i < 2; i++) out[i] = sqlite3_column_type(s, column + i) == SQLITE_NULL ? -1 : sqlite3_column_int(s, column + i);
}

static int hex_digit(char c) { return is_digit((unsigned char)c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

static bool parse_id(rp_str hex, uint8_t out[16])
{
    for (size_t i = 0; hex.len == 32 && i < 32; i++) {
        int digit = hex_digit(hex.at[i]);
        if (digit < 0) return false;
        out[i / 2] = (uint8_t)(out[i / 2] << 4 | digit);
    }
    return hex.len == 32;
}

/* The number that `name_of` calls by this name; false: none below `end`. */
static bool number_named(rp_str name, const char *(*name_of)(unsigned), unsigned end, uint8_t *out)
{
    for (unsigned i = 0; i < end; i++)
        if (str_is(name, name_of(i))) {
            *out = (uint8_t)i;
            return true;
        }
    return false;
}

/* Contexts that today's tables do not know have no bit: they stay in the store, and out of the event. */
static uint64_t contexts_at(const rapport *tables, rp_str names)
{
    uint64_t bits = 0;
    rp_str name;
    while (names.len && str_split(&names, '|', &name)) {
        const char *known;
        for (unsigned bit = 0; bit < 64 && (known = rp_context_name(tables, bit)); bit++)
            if (str_is(name, known)) bits |= (uint64_t)1 << bit;
    }
    return bits;
}

static void read_modes(reading *r, rp_str names)
{
    rp_event *e = &r->cited.event;
    rp_str name;
    while (names.len && e->mode_count < RP_MODES && str_split(&names, '|', &name)) {
        const char *at = arena_copy(r->mem, name);
        if (!at) r->failed = true;
        e->modes[e->mode_count++] = at ? at : "";
    }
}

/* The columns of SQL_GET_EVENT. false: something in the row cannot be. */
static bool read_columns(reading *r, sqlite3_stmt *s, int64_t *document)
{
    rp_cited *c = &r->cited;
    rp_event *e = &c->event;
    r->document = (rp_document){ .id = copy(r, s, 0), .title = copy(r, s, 1), .publisher = copy(r, s, 2), .author = copy(r, s, 3),
                                 .url = copy(r, s, 4), .genre = copy(r, s, 5), .published = date_of(store_text(s, 6)) };
    *c = (rp_cited){ .document = &r->document, .sentence = copy(r, s, 7), .sentence_start = number_at(s, 8), .sentence_end = number_at(s, 9),
                     .sentence_number = number_at(s, 12) };
    *document = sqlite3_column_int64(s, 11);
    e->sentence = c->sentence_number - 1;
    read_modes(r, store_text(s, 15));
    e->contexts = contexts_at(r->store->tables, store_text(s, 16));
    e->quad = (uint8_t)number_at(s, 17);
    e->cameo = copy(r, s, 18).at;
    e->goldstein = real_at(s, 19);
    e->intensity = real_at(s, 20);
    e->historical = sqlite3_column_int(s, 22) != 0;
    if (sqlite3_column_type(s, 23) != SQLITE_NULL) e->intent = copy(r, s, 23).at;
    e->trigger = copy(r, s, 24);
    e->trigger_start = number_at(s, 25);
    e->trigger_end = number_at(s, 26);
    e->date = (rp_interval){ date_of(store_text(s, 27)), date_of(store_text(s, 28)) };
    e->date_start = number_at(s, 29);
    e->date_end = number_at(s, 30);
    people_at(s, 31, e->killed);
    people_at(s, 33, e->injured);
    people_at(s, 35, e->arrested);
    e->confidence = (float)sqlite3_column_double(s, 37);
    return parse_id(store_text(s, 13), e->id) && number_named(store_text(s, 14), rp_event_name, RP_EVENT_TYPES, &e->type)
        && number_named(store_text(s, 21), rp_status_name, RP_STATUSES, &e->status)
        && number_named(store_text(s, 10), rp_kind_name, RP_KIND_NAVIGATION + 1, &c->sentence_kind);
}

/* Who says what a party is labelled as. */
static void read_label(reading *r, sqlite3_stmt *s, rp_label *out)
{
    str_copy(out->code, sizeof out->code, store_text(s, 2));
    str_copy(out->speaker_sector, sizeof out->speaker_sector, store_text(s, 3));
    out->text = copy(r, s, 5);
    out->start = number_at(s, 6);
    out->end = number_at(s, 7);
}

static rp_code read_parties(reading *r, int64_t key, rp_err *err)
{
    rp_event *e = &r->cited.event;
    sqlite3_stmt *s;
    rp_code rc = store_statement(r->store, SQL_GET_PARTIES, &s, err);
    if (rc != RP_OK) return rc;
    int got;
    sqlite3_bind_int64(s, 1, key);
    while ((got = sqlite3_step(s)) == SQLITE_ROW) {
        rp_str side = store_text(s, 0);
        uint32_t place = number_at(s, 1) - 1;
        if (str_ends(side, RP_STR(" label"))) {      /* they come behind the parties of their side */
            rp_party *labelled = str_is(side, "source label") ? e->source : e->target;
            if (place < RP_PARTIES) read_label(r, s, &labelled[place].label);
            continue;
        }
        rp_party *p = str_is(side, "speaker") ? &e->speaker
                    : str_is(side, "source") && e->source_count < RP_PARTIES ? &e->source[e->source_count++]
                    : str_is(side, "target") && e->target_count < RP_PARTIES ? &e->target[e->target_count++] : NULL;
        if (!p) continue;
        str_copy(p->code, sizeof p->code, store_text(s, 2));
        str_copy(p->sector, sizeof p->sector, store_text(s, 3));
        str_copy(p->residence, sizeof p->residence, store_text(s, 4));
        p->text = copy(r, s, 5);
        p->start = number_at(s, 6);
        p->end = number_at(s, 7);
        str_copy(p->label.sector, sizeof p->label.sector, store_text(s, 8));
    }
    if (got != SQLITE_DONE) rc = store_error(r->store, err, "read an event");
    sqlite3_reset(s);
    return rc;
}

static rp_code read_citations(reading *r, int64_t document, rp_err *err)
{
    sqlite3_stmt *s;
    vec citations = vec_of(sizeof(rp_citation));
    rp_code rc = store_statement(r->store, SQL_GET_CITATIONS, &s, err);
    if (rc != RP_OK) return rc;
    int got;
    sqlite3_bind_int64(s, 1, document);
    sqlite3_bind_int64(s, 2, r->cited.sentence_number);
    while ((got = sqlite3_step(s)) == SQLITE_ROW) {
        rp_citation *c = vec_add(&citations, r->mem);
        if (c) *c = (rp_citation){ number_at(s, 0), number_at(s, 1), number_at(s, 2), copy(r, s, 3) };
        else r->failed = true;
    }
    if (got != SQLITE_DONE) rc = store_error(r->store, err, "read an event");
    sqlite3_reset(s);
    r->cited.citations = citations.at;
    r->cited.citation_count = citations.count;
    return rc;
}

/* Read the event of `key` into r->cited; *got is false when it is there no more. */
static rp_code read_event(reading *r, int64_t key, bool *got, rp_err *err)
{
    sqlite3_stmt *s;
    int64_t document;
    rp_code rc = store_statement(r->store, SQL_GET_EVENT, &s, err);
    if (rc != RP_OK) return rc;
    sqlite3_bind_int64(s, 1, key);
    int code = sqlite3_step(s);
    *got = code == SQLITE_ROW;
    if (code != SQLITE_ROW && code != SQLITE_DONE) rc = store_error(r->store, err, "read an event");
    else if (*got && !read_columns(r, s, &document))
        rc = error_at(err, RP_EFORMAT, r->store->path, 0, "the store is damaged: event %lld has an id, type, status or sentence kind that cannot be",
                      (long long)key);
    sqlite3_reset(s);
    if (rc == RP_OK && *got) rc = read_parties(r, key, err);
    if (rc == RP_OK && *got) rc = read_citations(r, document, err);
    if (rc == RP_OK && r->failed) rc = error_at(err, RP_ENOMEM, r->store->path, 0, "memory ended");
    return rc;
}

/* ---- many events --------------------------------------------------------------------------------------------------- */

/* SQL under way: what ?1, ?2 … stand for. */
typedef struct query {
    buf sql;
    rp_str texts[32];       /* [count] */
    int count;
} query;

static int value(query *q, rp_str text)
{
    q->texts[q->count++] = text;
    return q->count;
}

static void add_party(query *q, const char *code, const char *sides)
{
    buf_format(&q->sql, " AND e.key IN (SELECT event FROM parties WHERE code = ?%d AND side IN (%s))", value(q, str_of(code)), sides);
}

static void add_pair(query *q, const rp_filter *f)
{
    if (f->a[0] && f->b[0]) {
        static const char both[] = "e.key IN (SELECT s.event FROM parties s JOIN parties t ON t.event = s.event"
                                   " WHERE s.side = 'source' AND t.side = 'target' AND s.code = ?%d AND t.code = ?%d)";
        int a = value(q, str_of(f->a)), b = value(q, str_of(f->b));
        buf_text(&q->sql, " AND (");
        buf_format(&q->sql, both, a, b);
        buf_text(&q->sql, " OR ");
        buf_format(&q->sql, both, b, a);
        buf_text(&q->sql, ")");
    } else if (f->a[0] || f->b[0]) {
        add_party(q, f->a[0] ? f->a : f->b, "'source', 'target'");
    }
    if (f->source[0]) add_party(q, f->source, "'source'");
    if (f->target[0]) add_party(q, f->target, "'target'");
}

static void add_set(query *q, const char *column, uint32_t bits, unsigned end, const char *(*name_of)(unsigned))
{
    if (!bits) return;
    buf_format(&q->sql, " AND e.%s IN (", column);
    const char *comma = "";
    for (unsigned i = 0; i < end; i++)
        if (bits >> i & 1) {
            buf_format(&q->sql, "%s'%s'", comma, name_of(i));
            comma = ", ";
        }
    buf_text(&q->sql, ")");
}

static void build(query *q, const rp_filter *f)
{
    buf_text(&q->sql, "SELECT e.key FROM events e JOIN documents d ON d.key = e.document WHERE 1");
    add_pair(q, f);
    if (f->since.year) buf_format(&q->sql, " AND e.last_day >= %d", date_first_day(f->since));
    if (f->until.year) buf_format(&q->sql, " AND e.first_day <= %d", date_last_day(f->until));
    add_set(q, "type", f->types, RP_EVENT_TYPES, rp_event_name);
    add_set(q, "status", f->statuses, RP_STATUSES, rp_status_name);
    if (f->document) buf_format(&q->sql, " AND d.id = ?%d", value(q, str_of(f->document)));
    /* of days alike the coarser date comes first, as date_compare has it */
    buf_text(&q->sql, " ORDER BY e.first_day IS NULL, e.first_day, e.last_day DESC, d.id, e.trigger_start, e.number");
}

static rp_code run_query(rp_store *self, sqlite3_stmt *s, rp_event_callback *each, void *context, rp_err *err)
{
    reading r = { .store = self, .mem = arena_new(0) };
    if (!r.mem) return error_at(err, RP_ENOMEM, self->path, 0, "memory ended");
    rp_code rc = RP_OK;
    int code;
    while (rc == RP_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
        bool got;
        arena_reset(r.mem);
        rc = read_event(&r, sqlite3_column_int64(s, 0), &got, err);
        if (rc == RP_OK && got) rc = each(&r.cited, context, err);
    }
    if (rc == RP_OK && code != SQLITE_DONE) rc = store_error(self, err, "look for events");
    arena_free(r.mem);
    return rc;
}

rp_code rp_store_events(rp_store *self, const rp_filter *filter, rp_event_callback *each, void *context, rp_err *err)
{
    static const rp_filter everything;
    query q = { .count = 0 };
    sqlite3_stmt *s = NULL;
    build(&q, filter ? filter : &everything);
    rp_code rc = RP_OK;
    if (q.sql.failed) rc = error_at(err, RP_ENOMEM, self->path, 0, "memory ended");
    else if (sqlite3_prepare_v2(self->db, q.sql.at, (int)q.sql.len, &s, NULL) != SQLITE_OK) rc = store_error(self, err, "look for events");
    for (int i = 0; rc == RP_OK && i < q.count; i++) store_bind_text(s, i + 1, q.texts[i]);
    if (rc == RP_OK) rc = run_query(self, s, each, context, err);
    sqlite3_finalize(s);
    buf_free(&q.sql);
    return rc;
}
