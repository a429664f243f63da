/*
 * store/store.c - add, replace and remove documents. See the section "store" of rapport.h, and store/store_private.h on transactions.
 */
#include <math.h>
#include "base/date.h"
#include "base/hash.h"
#include "coder/cite.h"
#include "store/store_private.h"

/* ---- transactions -------------------------------------------------------------------------------------------------- */

static void roll_back(rp_store *self)
{
    if (!sqlite3_get_autocommit(self->db)) sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);    /* SQLite may have done it already */
    self->batch = false;
}

/* Run a kept statement that has no values. */
static rp_code run(rp_store *self, schema_statement which, rp_err *err)
{
    sqlite3_stmt *s;
    rp_code rc = store_statement(self, which, &s, err);
    return rc == RP_OK ? store_run(self, s, err, "write to the store") : rc;
}

static rp_code begin(rp_store *self, rp_err *err)
{
    sqlite3_stmt *next;
    rp_code rc = store_statement(self, SQL_NEXT_SENTENCE, &next, err);
    if (rc == RP_OK) rc = run(self, SQL_BEGIN, err);
    if (rc != RP_OK) return rc;
    if (sqlite3_step(next) == SQLITE_ROW) self->unindexed = self->next_sentence = sqlite3_column_int64(next, 0);
    else rc = store_error(self, err, "write to the store");
    sqlite3_reset(next);
    if (rc != RP_OK) roll_back(self);
    return rc;
}

static rp_code commit(rp_store *self, rp_err *err)
{
    sqlite3_stmt *s;
    rp_code rc = RP_OK;
    if (self->next_sentence > self->unindexed) {
        rc = store_statement(self, SQL_INDEX_SENTENCES, &s, err);
        if (rc == RP_OK) {
            sqlite3_bind_int64(s, 1, self->unindexed);
            rc = store_run(self, s, err, "write the index of words");
        }
    }
    if (rc == RP_OK) rc = run(self, SQL_COMMIT, err);
    if (rc != RP_OK) roll_back(self);
    self->batch = false;
    return rc;
}

rp_code rp_store_begin(rp_store *self, rp_err *err)
{
    if (self->batch) return error_at(err, RP_EUSAGE, self->path, 0, "a batch is open already; commit it first");
    rp_code rc = begin(self, err);
    self->batch = rc == RP_OK;
    return rc;
}

rp_code rp_store_commit(rp_store *self, rp_err *err)
{
    if (!self->batch) return error_at(err, RP_EUSAGE, self->path, 0, "no batch is open: none was begun, or an error undid it");
    return commit(self, err);
}

/* Do one document's work whole or not at all: in a savepoint of the batch, else in a transaction of its own. */
typedef rp_code document_work(rp_store *self, void *context, rp_err *err);

static rp_code whole(rp_store *self, document_work *work, void *context, rp_err *err)
{
    int64_t next = self->next_sentence;
    rp_code rc = self->batch ? run(self, SQL_SAVEPOINT, err) : begin(self, err);
    if (rc != RP_OK) return rc;
    rc = work(self, context, err);
    if (!self->batch) {
        if (rc == RP_OK) return commit(self, err);
        roll_back(self);
    } else if (rc == RP_OK) {
        return run(self, SQL_RELEASE, err);
    } else if (sqlite3_get_autocommit(self->db)) {
        self->batch = false;                    /* SQLite undid the whole batch: the disk is full, or worse */
    } else if (sqlite3_exec(self->db, "ROLLBACK TO document; RELEASE document", NULL, NULL, NULL) != SQLITE_OK) {
        roll_back(self);
    } else {
        self->next_sentence = next;
    }
    return rc;
}

/* ---- documents ----------------------------------------------------------------------------------------------------- */

/* What the store has under a document's id. */
typedef struct found {
    int64_t key;        /* 0: nothing */
    bool same;          /* coding it again would give what is there */
} found;

/* Unknown counts as the same: to say nothing of a title does not take it away. */
static bool agrees(rp_str given, rp_str stored) { return given.len == 0 || str_eq(given, stored); }

static rp_code find(rp_store *self, const rp_document *doc, found *out, rp_err *err)
{
    *out = (found){ 0, false };
    sqlite3_stmt *s;
    rp_code rc = store_statement(self, SQL_FIND_DOCUMENT, &s, err);
    if (rc != RP_OK) return rc;
    store_bind_text(s, 1, doc->id);
    int got = sqlite3_step(s);
    if (got == SQLITE_ROW) {
        uint8_t id[16];
        char hash[33], published[16];
        hash_128(doc->text.at, doc->text.len, id);
        hash_hex(id, hash);
        date_print(doc->published, published);
        out->key = sqlite3_column_int64(s, 0);
        out->same = str_is(store_text(s, 1), hash) && sqlite3_column_int64(s, 2) == (int64_t)doc->text.len
                 && str_is(store_text(s, 3), rapport_tables_version(self->tables)) && str_is(store_text(s, 4), rapport_version())
                 && agrees(doc->title, store_text(s, 5)) && agrees(str_of(published), store_text(s, 6));
    } else if (got != SQLITE_DONE) {
        rc = store_error(self, err, "look for a document");
    }
    sqlite3_reset(s);
    return rc;
}

rp_code store_holds(rp_store *self, const rp_document *doc, bool *out, rp_err *err)
{
    found f;
    rp_code rc = find(self, doc, &f, err);
    *out = f.same;
    return rc;
}

rp_code rp_store_holds(rp_store *self, rp_str id, rp_str text, bool *out, rp_err *err)
{
    return store_holds(self, &(rp_document){ .id = id, .text = text }, out, err);
}

static rp_code touch(rp_store *self, int64_t key, const rp_document *doc, rp_err *err)
{
    sqlite3_stmt *s;
    rp_code rc = store_statement(self, SQL_TOUCH_DOCUMENT, &s, err);
    if (rc != RP_OK) return rc;
    sqlite3_bind_int64(s, 1, key);
    store_bind(s, 2, doc->publisher);
    store_bind(s, 3, doc->author);
    store_bind(s, 4, doc->url);
    store_bind(s, 5, doc->genre);
    return store_run(self, s, err, "write to the store");
}

/* Take everything that came from a document out, and with `itself` the document too. */
static rp_code take_out(rp_store *self, int64_t key, bool itself, rp_err *err)
{
    sqlite3_stmt *index, *rows;
    rp_code rc = store_statement(self, SQL_UNINDEX_SENTENCES, &index, err);
    if (rc == RP_OK) rc = store_statement(self, itself ? SQL_DELETE_DOCUMENT : SQL_DELETE_SENTENCES, &rows, err);
    if (rc != RP_OK) return rc;
    sqlite3_bind_int64(index, 1, key);
    sqlite3_bind_int64(index, 2, self->unindexed);
    sqlite3_bind_int64(rows, 1, key);       /* citations, events and parties go with the sentences */
    rc = store_run(self, index, err, "take a document out");
    return rc == RP_OK ? store_run(self, rows, err, "take a document out") : rc;
}

/* Write the document's row: a new one for key 0. */
static rp_code write_document(rp_store *self, const rp_document *d, int64_t *key, rp_err *err)
{
    sqlite3_stmt *s;
    rp_code rc = store_statement(self, *key ? SQL_REPLACE_DOCUMENT : SQL_ADD_DOCUMENT, &s, err);
    if (rc != RP_OK) return rc;
    uint8_t id[16];
    char hash[33], published[16];
    hash_128(d->text.at, d->text.len, id);
    hash_hex(id, hash);
    date_print(d->published, published);
    const rp_str metadata[] = { d->title, d->publisher, d->author, d->url, d->genre, str_of(published) };
    if (*key) sqlite3_bind_int64(s, 1, *key);
    else sqlite3_bind_null(s, 1);
    store_bind_text(s, 2, d->id);
    store_bind_text(s, 3, str_of(hash));
    sqlite3_bind_int64(s, 4, (int64_t)d->text.len);
    for (int i = 0; i < 6; i++) store_bind(s, 5 + i, metadata[i]);
    store_bind_text(s, 11, str_of(rapport_tables_version(self->tables)));
    store_bind_text(s, 12, str_of(rapport_version()));
    store_bind_text(s, 13, d->text);
    rc = store_run(self, s, err, "add a document");
    if (rc == RP_OK && *key == 0) *key = sqlite3_last_insert_rowid(self->db);
    return rc;
}

/* ---- what was coded ------------------------------------------------------------------------------------------------ */

static rp_code write_citations(rp_store *self, const rp_coded *coded, size_t sentence, int64_t document, const utf8_ruler *ruler, rp_err *err)
{
    const rp_sentence *of = &coded->sentences[sentence];
    sqlite3_stmt *s;
    rp_code rc = store_statement(self, SQL_ADD_CITATION, &s, err);
    for (uint32_t i = 0; rc == RP_OK && i < of->citation_count; i++) {
        const rp_citation *c = &coded->citations[of->first_citation + i];
        sqlite3_bind_int64(s, 1, document);
        sqlite3_bind_int64(s, 2, (int64_t)sentence + 1);
        sqlite3_bind_int64(s, 3, i + 1);
        sqlite3_bind_int64(s, 4, utf8_ruler_at(ruler, c->start));
        sqlite3_bind_int64(s, 5, utf8_ruler_at(ruler, c->end));
        if (c->number) sqlite3_bind_int64(s, 6, c->number);
        else sqlite3_bind_null(s, 6);
        store_bind(s, 7, c->target);
        rc = store_run(self, s, err, "add a document");
    }
    return rc;
}

static rp_code write_sentences(rp_store *self, const rp_coded *coded, int64_t document, const utf8_ruler *ruler, rp_err *err)
{
    sqlite3_stmt *s;
    rp_code rc = store_statement(self, SQL_ADD_SENTENCE, &s, err);
    for (size_t i = 0; rc == RP_OK && i < coded->sentence_count; i++) {
        const rp_sentence *sentence = &coded->sentences[i];
        sqlite3_bind_int64(s, 1, self->next_sentence++);
        sqlite3_bind_int64(s, 2, document);
        sqlite3_bind_int64(s, 3, (int64_t)i + 1);
        sqlite3_bind_int64(s, 4, utf8_ruler_at(ruler, sentence->start));
        sqlite3_bind_int64(s, 5, utf8_ruler_at(ruler, sentence->end));
        store_bind_text(s, 6, str_of(rp_kind_name(sentence->kind)));
        store_bind_text(s, 7, str_sub(coded->document->text, sentence->start, sentence->end));
        rc = store_run(self, s, err, "add a document");
        if (rc == RP_OK && sentence->citation_count) rc = write_citations(self, coded, i, document, ruler, err);
    }
    return rc;
}

/* A place in the text, or NULLs for 0,0. */
static void bind_span(sqlite3_stmt *s, int column, uint32_t start, uint32_t end)
{
    if (start == 0 && end == 0) {
        sqlite3_bind_null(s, column);
        sqlite3_bind_null(s, column + 1);
    } else {
        sqlite3_bind_int64(s, column, start);
        sqlite3_bind_int64(s, column + 1, end);
    }
}

static void bind_real(sqlite3_stmt *s, int column, double value)
{
    if (isnan(value)) sqlite3_bind_null(s, column);
    else sqlite3_bind_double(s, column, value);
}

/* Low and high number of people; -1 is not said. */
static void bind_people(sqlite3_stmt *s, int column, const int32_t people[2])
{
    for (int i = 0; i < 2; i++) {
        if (people[i] < 0) sqlite3_bind_null(s, column + i);
        else sqlite3_bind_int(s, column + i, people[i]);
    }
}

/* The dates as text, which lives in `mem`, and as days. */
static bool bind_dates(sqlite3_stmt *s, int column, rp_interval date, arena *mem)
{
    for (int i = 0; i < 4; i++) sqlite3_bind_null(s, column + i);
    if (!date.from.year) return true;
    rp_date to = date.to.year ? date.to : date.from;
    char *from_text = arena_alloc(mem, 16), *to_text = arena_alloc(mem, 16);
    if (!from_text || !to_text) return false;
    date_print(date.from, from_text);
    date_print(to, to_text);
    store_bind(s, column, str_of(from_text));
    store_bind(s, column + 1, str_of(to_text));
    sqlite3_bind_int(s, column + 2, date_first_day(date.from));
    sqlite3_bind_int(s, column + 3, date_last_day(to));
    return true;
}

/* Names parted by |, in `mem`; at == NULL: memory ended. */
static rp_str join(const char *const *names, size_t count, arena *mem)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) len += strlen(names[i]) + 1;
    char *out = arena_alloc(mem, len + 1), *end = out;
    for (size_t i = 0; out && i < count; i++) {
        if (i) *end++ = '|';
        end = stpcpy(end, names[i]);
    }
    return str_of(out);
}

static rp_str context_names(const rapport *tables, uint64_t contexts, arena *mem)
{
    const char *names[64], *name;
    size_t count = 0;
    for (unsigned bit = 0; bit < 64 && (name = rp_context_name(tables, bit)); bit++)
        if (contexts >> bit & 1) names[count++] = name;
    return join(names, count, mem);
}

static rp_code write_party(rp_store *self, int64_t event, const char *side, int64_t number, const rp_party *p, rp_err *err)
{
    sqlite3_stmt *s;
    rp_code rc = store_statement(self, SQL_ADD_PARTY, &s, err);
    if (rc != RP_OK) return rc;
    sqlite3_bind_int64(s, 1, event);
    store_bind_text(s, 2, str_of(side));
    sqlite3_bind_int64(s, 3, number);
    store_bind(s, 4, str_of(p->code));
    store_bind(s, 5, str_of(p->sector));
    store_bind(s, 6, str_of(p->residence));
    store_bind(s, 7, p->text);
    bind_span(s, 8, p->start, p->end);
    store_bind(s, 10, str_of(p->label.sector));
    return store_run(self, s, err, "add a document");
}

/* A party, and who says what it is labelled as. */
static rp_code write_labelled(rp_store *self, int64_t event, const char *side, const char *label_side, int64_t number, const rp_party *p, rp_err *err)
{
    rp_code rc = write_party(self, event, side, number, p, err);
    if (rc != RP_OK || !p->label.text.len) return rc;
    rp_party speaker = { .text = p->label.text, .start = p->label.start, .end = p->label.end };
    memcpy(speaker.code, p->label.code, sizeof speaker.code);
    memcpy(speaker.sector, p->label.speaker_sector, sizeof speaker.sector);
    return write_party(self, event, label_side, number, &speaker, err);
}

static rp_code write_parties(rp_store *self, int64_t event, const rp_event *e, rp_err *err)
{
    rp_code rc = RP_OK;
    for (int i = 0; rc == RP_OK && i < e->source_count; i++) rc = write_labelled(self, event, "source", "source label", i + 1, &e->source[i], err);
    for (int i = 0; rc == RP_OK && i < e->target_count; i++) rc = write_labelled(self, event, "target", "target label", i + 1, &e->target[i], err);
    if (rc == RP_OK && e->speaker.text.len) rc = write_party(self, event, "speaker", 1, &e->speaker, err);
    return rc;
}

static rp_code write_event(rp_store *self, const rp_cited *c, int64_t document, size_t number, rp_err *err)
{
    const rp_event *e = &c->event;
    sqlite3_stmt *s;
    rp_code rc = store_statement(self, SQL_ADD_EVENT, &s, err);
    if (rc != RP_OK) return rc;
    char id[33];
    hash_hex(e->id, id);
    rp_str modes = join(e->modes, e->mode_count, self->mem), contexts = context_names(self->tables, e->contexts, self->mem);
    sqlite3_bind_int64(s, 1, document);
    sqlite3_bind_int64(s, 2, c->sentence_number);
    sqlite3_bind_int64(s, 3, (int64_t)number);
    store_bind_text(s, 4, str_of(id));
    store_bind_text(s, 5, str_of(rp_event_name(e->type)));
    store_bind(s, 6, modes);
    store_bind(s, 7, contexts);
    sqlite3_bind_int(s, 8, e->quad);
    store_bind(s, 9, str_of(e->cameo));
    bind_real(s, 10, e->goldstein);
    bind_real(s, 11, e->intensity);
    store_bind_text(s, 12, str_of(rp_status_name(e->status)));
    sqlite3_bind_int(s, 13, e->historical);
    store_bind(s, 14, str_of(e->intent));
    store_bind_text(s, 15, e->trigger);
    sqlite3_bind_int64(s, 16, e->trigger_start);
    sqlite3_bind_int64(s, 17, e->trigger_end);
    bool fine = bind_dates(s, 18, e->date, self->mem) && modes.at && contexts.at;
    bind_span(s, 22, e->date_start, e->date_end);
    bind_people(s, 24, e->killed);
    bind_people(s, 26, e->injured);
    bind_people(s, 28, e->arrested);
    sqlite3_bind_double(s, 30, (double)e->confidence);
    if (!fine) return error_at(err, RP_ENOMEM, self->path, 0, "cannot add a document: memory ended");
    rc = store_run(self, s, err, "add a document");
    return rc == RP_OK ? write_parties(self, sqlite3_last_insert_rowid(self->db), e, err) : rc;
}

static rp_code write_coded(rp_store *self, const rp_coded *coded, int64_t document, rp_err *err)
{
    utf8_ruler ruler = utf8_ruler_new(coded->document->text, self->mem);
    if (!ruler.points) return error_at(err, RP_ENOMEM, self->path, 0, "cannot add a document: memory ended");
    rp_code rc = write_sentences(self, coded, document, &ruler, err);
    for (size_t i = 0; rc == RP_OK && i < coded->event_count; i++) {
        rp_cited cited;
        if (!cite_event(coded, i, &ruler, self->mem, &cited))
            return error_at(err, RP_ENOMEM, self->path, 0, "cannot add a document: memory ended");
        rc = write_event(self, &cited, document, i + 1, err);
    }
    return rc;
}

/* ---- the calls ----------------------------------------------------------------------------------------------------- */

typedef struct addition {
    const rp_coded *coded;
    rp_added what;
} addition;

static rp_code add(rp_store *self, void *context, rp_err *err)
{
    addition *a = context;
    const rp_document *d = a->coded->document;
    found f;
    arena_reset(self->mem);
    rp_code rc = find(self, d, &f, err);
    a->what = f.same ? RP_ADDED_SAME : f.key ? RP_ADDED_CHANGED : RP_ADDED_NEW;
    if (rc != RP_OK) return rc;
    if (f.same) return touch(self, f.key, d, err);
    if (f.key) rc = take_out(self, f.key, false, err);
    if (rc == RP_OK) rc = write_document(self, d, &f.key, err);
    return rc == RP_OK ? write_coded(self, a->coded, f.key, err) : rc;
}

rp_code rp_store_add(rp_store *self, const rp_coded *coded, rp_added *what, rp_err *err)
{
    addition a = { coded, RP_ADDED_NEW };
    rp_code rc = whole(self, add, &a, err);
    if (what) *what = a.what;
    return rc;
}

static rp_code touch_held(rp_store *self, void *context, rp_err *err)
{
    const rp_document *doc = context;
    found f;
    rp_code rc = find(self, doc, &f, err);
    if (rc == RP_OK && !f.key) rc = error_at(err, RP_EMISSING, self->path, 0, "no document of this id");
    return rc == RP_OK ? touch(self, f.key, doc, err) : rc;
}

rp_code store_touch(rp_store *self, const rp_document *doc, rp_err *err)
{
    rp_document copy = *doc;
    return whole(self, touch_held, &copy, err);
}

static rp_code recode(rp_store *self, void *context, rp_err *err)
{
    const rp_coded *coded = context;
    sqlite3_stmt *s;
    found f;
    arena_reset(self->mem);
    rp_code rc = find(self, coded->document, &f, err);
    if (rc == RP_OK && !f.key) return store_unknown(self, coded->document->id, err);
    if (rc == RP_OK) rc = take_out(self, f.key, false, err);
    if (rc == RP_OK) rc = store_statement(self, SQL_STAMP_DOCUMENT, &s, err);
    if (rc != RP_OK) return rc;
    sqlite3_bind_int64(s, 1, f.key);
    store_bind_text(s, 2, str_of(rapport_tables_version(self->tables)));
    store_bind_text(s, 3, str_of(rapport_version()));
    rc = store_run(self, s, err, "code a document again");
    return rc == RP_OK ? write_coded(self, coded, f.key, err) : rc;
}

rp_code store_recode(rp_store *self, const rp_coded *coded, rp_err *err)
{
    rp_coded copy = *coded;
    return whole(self, recode, &copy, err);
}

static rp_code remove_document(rp_store *self, void *context, rp_err *err)
{
    const rp_str *id = context;
    found f;
    rp_code rc = find(self, &(rp_document){ .id = *id }, &f, err);
    if (rc != RP_OK) return rc;
    return f.key ? take_out(self, f.key, true, err) : store_unknown(self, *id, err);
}

rp_code rp_store_remove(rp_store *self, rp_str id, rp_err *err)
{
    return whole(self, remove_document, &id, err);
}
