/*
 * ingest/ingest.c - see ingest/ingest.h.
 *
 * The calling thread reads, gives documents to the pool, takes them back in order, and writes; workers only code. An item is one document
 * on its way, with all its memory; items go round in a ring and are used again, so that memory does not grow with the input. A document
 * that could not be read travels as an item too: skips are told in the order of the input, for any number of workers.
 *
 * What a coder gives lives until its next document, and a worker has one coder: what the store needs of it is copied into the item.
 */
#include "ingest/ingest.h"
#include <stdlib.h>
#include <time.h>
#include "base/arena.h"
#include "base/pool.h"
#include "base/str.h"
#include "store/store.h"

#define ITEMS_A_JOB 8u                      /* documents on their way: enough that no worker waits while a batch is committed */
#define INSIDE_MAX ((size_t)8 << 20)        /* bytes of text on their way */
#define KEPT ((size_t)64 << 10)             /* an item that held more text or output gives its memory back */
#define BATCH_DOCUMENTS 200u
#define BATCH_BYTES ((size_t)4 << 20)
#define BATCH_MS 250                        /* another process can write at least so often */
#define SLOW ((size_t)256 << 10)            /* bytes of a text whose coding is not waited for inside a transaction */
#define PROGRESS_MS 100

typedef struct item {
    reader_item in;
    rp_code rc;             /* of reading, then of coding */
    rp_err err;
    bool held;              /* the store has it as it would be coded now: nothing was coded */
    buf out;                /* of a stream */
    arena *mem;             /* of a store: holds `coded` */
    rp_coded coded;
} item;

typedef struct ingest {
    const rapport *tables;
    reader *in;
    unsigned jobs;
    pool *pool;
    rp_coder **coders;      /* [jobs + 1]: one a worker, the last for the calling thread, made when it is needed */
    item *items;            /* [item_count]; the oldest on its way is number `taken` */
    size_t item_count;
    uint64_t given, taken;
    size_t inside;          /* bytes of text on their way */
    bool read_all;
    const ingest_watch *watch;
    ingest_counts *counts;
    int64_t last_progress;

    ingest_format *format;  /* of a stream */
    void *format_context;
    rp_write *write;
    void *write_context;

    rp_store *store;        /* of a store; NULL for a stream */
    bool batch;
    unsigned batch_documents;
    size_t batch_bytes;
    int64_t batch_began;
    ingest_counts committed;

    const ingest_choice *choice;    /* of documents of the store to code again; NULL: they come from `in` */
    size_t next_id;
    int64_t next_key;               /* for store_next */
    uint64_t read, total;           /* bytes of text; total 0: unknown */
    reader_item again;              /* a document as the store has it when its turn comes */
} ingest;

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- in a worker --------------------------------------------------------------------------------------------------- */

/* A text that outlives the coder: views into the document stay, for the item has its text. */
static bool keep_text(item *it, rp_str *s)
{
    rp_str text = it->in.document.text;
    if (s->len == 0 || (s->at >= text.at && s->at < text.at + text.len)) return true;
    char *copy = arena_copy(it->mem, *s);
    if (copy) s->at = copy;
    return copy != NULL;
}

static bool keep_event(item *it, rp_event *e)
{
    bool fine = keep_text(it, &e->trigger) && keep_text(it, &e->speaker.text);
    for (int i = 0; i < RP_PARTIES; i++) fine = fine && keep_text(it, &e->source[i].text) && keep_text(it, &e->target[i].text);
    return fine;
}

static void *keep_array(item *it, const void *at, size_t count, size_t size, bool *fine)
{
    void *copy = count ? arena_array(it->mem, count, size) : NULL;
    if (copy) memcpy(copy, at, count * size);
    *fine = *fine && (copy || count == 0);
    return copy;
}

/* Copy what the store needs: all but the tokens. Names of modes and codes belong to the tables. */
static bool keep_coded(item *it, const rp_coded *c)
{
    bool fine = true;
    rp_sentence *sentences = keep_array(it, c->sentences, c->sentence_count, sizeof *sentences, &fine);
    rp_citation *citations = keep_array(it, c->citations, c->citation_count, sizeof *citations, &fine);
    rp_event *events = keep_array(it, c->events, c->event_count, sizeof *events, &fine);
    for (size_t i = 0; fine && i < c->citation_count; i++) fine = keep_text(it, &citations[i].target);
    for (size_t i = 0; fine && i < c->event_count; i++) fine = keep_event(it, &events[i]);
    it->coded = (rp_coded){ .document = &it->in.document, .sentences = sentences, .sentence_count = c->sentence_count, .citations = citations,
                            .citation_count = c->citation_count, .events = events, .event_count = c->event_count };
    return fine;
}

static void code_item(const ingest *self, item *it, rp_coder *coder)
{
    const rp_coded *coded;
    it->rc = rp_coder_code(coder, &it->in.document, &coded, &it->err);
    if (it->rc != RP_OK) return;
    if (self->store) {
        arena_reset(it->mem);
        if (!keep_coded(it, coded)) it->rc = error_set(&it->err, RP_ENOMEM, "memory ended");
        return;
    }
    it->coded = (rp_coded){ .sentence_count = coded->sentence_count, .event_count = coded->event_count };
    it->rc = self->format(coded, self->format_context, &it->out, &it->err);
    if (it->rc == RP_OK && it->out.failed) it->rc = error_set(&it->err, RP_ENOMEM, "memory ended");
}

static void work(void *argument, unsigned worker, void *context)
{
    ingest *self = context;
    item *it = argument;
    if (it->rc == RP_OK && !it->held) code_item(self, it, self->coders[worker]);
}

/* ---- in the calling thread ----------------------------------------------------------------------------------------- */

static bool stopped(const ingest *self) { return self->watch && self->watch->stop && *self->watch->stop; }

static void show_progress(ingest *self, bool at_once)
{
    if (!self->watch || !self->watch->progress) return;
    int64_t now = now_ms();
    if (!at_once && now - self->last_progress < PROGRESS_MS) return;
    self->last_progress = now;
    uint64_t read = self->read, total = self->total;
    if (!self->choice) reader_progress(self->in, &read, &total);
    self->watch->progress(self->counts, read, total, self->watch->context);
}

static void skip(ingest *self, item *it)
{
    char id[256];
    str_copy(id, sizeof id, it->in.document.id);
    error_input(&it->err, id);          /* what the reader refused has its place already */
    self->counts->skipped++;
    if (self->watch && self->watch->skip) self->watch->skip(&it->err, self->watch->context);
}

static void count(ingest *self, const item *it)
{
    self->counts->documents++;
    self->counts->bytes += it->in.document.text.len;
    if (it->held) return;
    self->counts->sentences += it->coded.sentence_count;
    self->counts->events += it->coded.event_count;
}

/* Read the next document that is to be coded again; an id that the store does not have is a skip, like what a reader refuses. */
static rp_code read_kept(ingest *self, item *it)
{
    const ingest_choice *c = self->choice;
    reader_item *in = &it->in;
    bool current;
    if (c->id_count == 0) {
        rp_code rc = store_next(self->store, c->all, &self->next_key, &in->memory, &in->document, &self->read_all, &it->err);
        self->read += in->document.text.len;
        return rc;
    }
    self->read_all = self->next_id == c->id_count;
    if (self->read_all) return RP_OK;
    rp_code rc = store_read(self->store, str_of(c->ids[self->next_id++]), &in->memory, &in->document, &current, &it->err);
    it->held = rc == RP_OK && current && !c->all;
    self->read += in->document.text.len;
    return rc;
}

/* Read the next document into a free item and give it to the pool. */
static rp_code read_one(ingest *self, rp_err *err)
{
    item *it = &self->items[self->given % self->item_count];
    it->held = false;
    it->out.len = 0;
    it->rc = self->choice ? read_kept(self, it) : reader_next(self->in, &it->in, &self->read_all, &it->err);
    if (self->read_all || it->rc == RP_ESTOP) return RP_OK;     /* after a signal the caller looks at `stop` */
    if (it->rc == RP_ENOMEM || (self->choice && it->rc != RP_OK && it->rc != RP_EMISSING)) {
        if (err) *err = it->err;
        return it->rc;
    }
    if (it->rc == RP_OK && self->store && !self->choice) {
        rp_code rc = store_holds(self->store, &it->in.document, &it->held, err);
        if (rc != RP_OK) return rc;
    }
    self->given++;
    self->inside += it->in.document.text.len;
    pool_give(self->pool, it);
    return RP_OK;
}

static bool room_for_more(const ingest *self)
{
    size_t inside = (size_t)(self->given - self->taken);
    return !self->read_all && inside < self->item_count && (inside == 0 || self->inside < INSIDE_MAX);
}

/* Give back what a large document needed. */
static void recycle(ingest *self, item *it)
{
    self->inside -= it->in.document.text.len;
    bool large = it->in.document.text.len > KEPT;
    if (large || it->in.memory.room > 4 * KEPT) reader_item_free(&it->in);
    if (it->out.room > 4 * KEPT || it->out.failed) buf_free(&it->out);
    if (large && it->mem) {
        arena_free(it->mem);
        it->mem = arena_new(0);
    }
}

static rp_code commit(ingest *self, rp_err *err)
{
    if (!self->batch) return RP_OK;
    self->batch = false;
    rp_code rc = rp_store_commit(self->store, err);
    if (rc == RP_OK) {
        self->committed = *self->counts;
        nanosleep(&(struct timespec){ .tv_nsec = 1500000 }, NULL);      /* a waiting process looks every millisecond: let it in */
    } else {
        uint64_t skipped = self->counts->skipped;
        *self->counts = self->committed;
        self->counts->skipped = skipped;
    }
    return rc;
}

/* Code a document in the calling thread: what the store has now is not what it had when the document was read. */
static rp_code code_now(ingest *self, item *it, rp_err *err)
{
    rp_coder **own = &self->coders[self->jobs];
    rp_code rc = *own ? RP_OK : rp_coder_new(self->tables, own, err);
    if (rc == RP_OK) code_item(self, it, *own);
    return rc;
}

/* A document that the store held when it was read: does it still, now that those before it are added? */
static rp_code add_held(ingest *self, item *it, rp_err *err)
{
    rp_code rc = store_holds(self->store, &it->in.document, &it->held, err);
    if (rc != RP_OK) return rc;
    if (it->held) {
        self->counts->same++;
        return store_touch(self->store, &it->in.document, err);
    }
    return code_now(self, it, err);
}

static bool same_to_coder(const rp_document *a, const rp_document *b)
{
    return str_eq(a->text, b->text) && str_eq(a->title, b->title) && memcmp(&a->published, &b->published, sizeof a->published) == 0;
}

/* A document to code again, with nobody else writing now: is it still what was read? *gone: it is not there any more. */
static rp_code look_again(ingest *self, item *it, bool *gone, rp_err *err)
{
    bool current, coded = !it->held;
    rp_code rc = store_read(self->store, it->in.document.id, &self->again.memory, &self->again.document, &current, err);
    *gone = rc == RP_EMISSING;
    if (rc != RP_OK) return *gone ? RP_OK : rc;
    it->held = current && !self->choice->all;       /* another process was faster, or the id was given twice */
    self->counts->same += it->held;
    if (it->held || (coded && same_to_coder(&self->again.document, &it->in.document))) return RP_OK;
    reader_item old = it->in;
    self->inside += self->again.document.text.len - old.document.text.len;
    it->in = self->again;
    self->again = old;
    return code_now(self, it, err);
}

/* Write what a coder made of a document. */
static rp_code add_coded(ingest *self, item *it, rp_err *err)
{
    rp_added what = RP_ADDED_CHANGED;
    rp_code rc = self->choice ? store_recode(self->store, &it->coded, err) : rp_store_add(self->store, &it->coded, &what, err);
    if (rc == RP_OK) *(what == RP_ADDED_NEW ? &self->counts->added : what == RP_ADDED_SAME ? &self->counts->same : &self->counts->changed) += 1;
    return rc;
}

static rp_code add_item(ingest *self, item *it, rp_err *err)
{
    rp_code rc = RP_OK;
    bool gone = false;
    if (!self->batch) {
        if ((rc = rp_store_begin(self->store, err)) != RP_OK) return rc;
        self->batch = true;
        self->batch_documents = 0;
        self->batch_bytes = 0;
        self->batch_began = now_ms();
    }
    if (self->choice) rc = look_again(self, it, &gone, err);
    else if (it->held) rc = add_held(self, it, err);
    if (rc != RP_OK || gone) return rc;
    if (it->rc != RP_OK) {
        skip(self, it);
        return RP_OK;
    }
    if (!it->held && (rc = add_coded(self, it, err)) != RP_OK) return rc;
    count(self, it);
    self->batch_documents++;
    self->batch_bytes += it->in.document.text.len;
    bool full = self->batch_documents >= BATCH_DOCUMENTS || self->batch_bytes >= BATCH_BYTES || now_ms() - self->batch_began >= BATCH_MS;
    return full ? commit(self, err) : RP_OK;
}

/* Take the oldest item and write what came of it. */
static rp_code take_one(ingest *self, rp_err *err)
{
    rp_code rc = RP_OK;
    item *it = &self->items[self->taken % self->item_count];
    if (self->batch && it->in.document.text.len > SLOW) rc = commit(self, err);
    if (rc != RP_OK) return rc;
    pool_take(self->pool);
    self->taken++;
    if (it->rc != RP_OK) {
        skip(self, it);
    } else if (self->store) {
        rc = add_item(self, it, err);
    } else {
        if (it->out.len) rc = self->write(it->out.at, it->out.len, self->write_context, err);
        if (rc == RP_OK) count(self, it);
    }
    recycle(self, it);
    if (rc == RP_OK && self->store && !it->mem) rc = error_set(err, RP_ENOMEM, "memory ended");
    return rc;
}

static rp_code run(ingest *self, rp_err *err)
{
    for (;;) {
        rp_code rc = RP_OK;
        if (stopped(self)) return error_set(err, RP_ESTOP, "stopped as asked; what was done is kept");
        if (room_for_more(self)) rc = read_one(self, err);
        else if (self->taken < self->given) rc = take_one(self, err);
        else return RP_OK;
        if (rc != RP_OK) return rc;
        show_progress(self, false);
    }
}

static bool make_ready(ingest *self)
{
    self->pool = pool_new(self->jobs, work, self);
    self->coders = calloc((size_t)self->jobs + 1, sizeof *self->coders);
    if (!self->pool || !self->coders) return false;
    self->item_count = (size_t)self->jobs * ITEMS_A_JOB;
    if (self->item_count > pool_room(self->pool)) self->item_count = pool_room(self->pool);
    self->items = calloc(self->item_count, sizeof *self->items);
    if (!self->items) return false;
    for (size_t i = 0; self->store && i < self->item_count; i++)
        if (!(self->items[i].mem = arena_new(0))) return false;
    for (unsigned i = 0; i < self->jobs; i++)
        if (rp_coder_new(self->tables, &self->coders[i], NULL) != RP_OK) return false;
    return true;
}

static void clean_up(ingest *self)
{
    pool_free(self->pool);          /* waits for the workers: they use all that follows */
    for (size_t i = 0; self->items && i < self->item_count; i++) {
        reader_item_free(&self->items[i].in);
        buf_free(&self->items[i].out);
        arena_free(self->items[i].mem);
    }
    for (unsigned i = 0; self->coders && i <= self->jobs; i++) rp_coder_free(self->coders[i]);
    reader_item_free(&self->again);
    free(self->items);
    free(self->coders);
}

static rp_code whole(ingest *self, rp_err *err)
{
    *self->counts = self->committed = (ingest_counts){ 0 };
    if (self->jobs == 0) self->jobs = 1;
    rp_code rc = make_ready(self) ? run(self, err) : error_set(err, RP_ENOMEM, "memory ended, or no more threads; use fewer jobs");
    if (self->store) {
        rp_err other;
        rp_code end = commit(self, rc == RP_OK ? err : &other);     /* after a stop or failure too: whole documents */
        if (rc == RP_OK || rc == RP_ESTOP) {
            if (end != RP_OK && rc == RP_ESTOP && err) *err = other;
            if (end != RP_OK) rc = end;
        }
    }
    show_progress(self, true);
    clean_up(self);
    return rc;
}

rp_code ingest_stream(const rapport *tables, reader *in, unsigned jobs, ingest_format *format, void *format_context, rp_write *write,
                      void *write_context, const ingest_watch *watch, ingest_counts *counts, rp_err *err)
{
    ingest self = { .tables = tables, .in = in, .jobs = jobs, .watch = watch, .counts = counts, .format = format,
                    .format_context = format_context, .write = write, .write_context = write_context };
    return whole(&self, err);
}

rp_code ingest_store(const rapport *tables, reader *in, unsigned jobs, rp_store *store, const ingest_watch *watch, ingest_counts *counts,
                     rp_err *err)
{
    ingest self = { .tables = tables, .in = in, .jobs = jobs, .watch = watch, .counts = counts, .store = store };
    return whole(&self, err);
}

rp_code ingest_recode(const rapport *tables, const ingest_choice *choice, unsigned jobs, rp_store *store, const ingest_watch *watch,
                      ingest_counts *counts, rp_err *err)
{
    ingest self = { .tables = tables, .jobs = jobs, .watch = watch, .counts = counts, .store = store, .choice = choice };
    uint64_t passed = 0;
    rp_code rc = choice->id_count ? RP_OK : store_count(store, choice->all, &passed, &self.total, err);
    *counts = (ingest_counts){ 0 };
    if (rc != RP_OK) return rc;
    rc = whole(&self, err);
    counts->passed = passed;
    return rc;
}
