/* measure/relation.c - see measure/relation.h. */
#include "measure/relation.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/date.h"
#include "base/intern.h"

#define SIDE_CODES 12u              /* a state and its predecessors; more are dropped */
#define LOOK_BACK 256u              /* happenings of one date that an event is compared with: keeps hostile input linear */
#define COPY_LEAST 40u              /* bytes of a sentence, from which on the same words in two documents are a copy and no chance */
#define MONTH_DAYS 31
#define SENTENCES_APART 3u          /* between two sentences that tell of one undated happening, at most */
#define GAP_EASE 3                  /* years or months that a gap has to outgrow before it weighs more than the number of happenings */
#define NONE UINT32_MAX

static rp_code no_memory(rp_err *err) { return error_set(err, RP_ENOMEM, "memory ended while building a relation"); }

/* ---- codes --------------------------------------------------------------------------------------------------------- */

typedef struct side {
    const char *code[SIDE_CODES];   /* the actor itself first, then its predecessors */
    unsigned count;
} side;

/* An ended state that belongs to `code` is its predecessor; an authority is a claim, and claims are not followed. */
static bool side_of(const rapport *tables, const char *code, arena *mem, side *out)
{
    lexicon_table t = lexicon_find_table(tables->lexicon, "world/states");
    uint32_t code_at = lexicon_column(&t, "code"), kind = lexicon_column(&t, "kind"), to = lexicon_column(&t, "to"),
             belongs = lexicon_column(&t, "belongs_to");
    *out = (side){ { arena_copy(mem, str_of(code)) }, 1 };
    if (!out->code[0]) return false;
    for (uint32_t i = 0; i < t.rows && out->count < SIDE_CODES; i++) {
        if (!str_is(lexicon_cell(&t, i, belongs), code) || !str_is(lexicon_cell(&t, i, kind), "state") || !lexicon_cell(&t, i, to).len) continue;
        if (!(out->code[out->count] = arena_copy(mem, lexicon_cell(&t, i, code_at)))) return false;
        out->count++;
    }
    return true;
}

static const rp_party *party_of(const rp_party *parties, unsigned count, const char *code)
{
    for (unsigned i = 0; i < count && i < RP_PARTIES; i++)
        if (strcmp(parties[i].code, code) == 0) return &parties[i];
    return NULL;
}

/* Is the event between codes x and y? Both on one side count only where nobody stands on the other. */
static bool between(const rp_event *e, const char *x, const char *y, bool *forward)
{
    *forward = true;
    if (party_of(e->source, e->source_count, x) && party_of(e->target, e->target_count, y)) return true;
    *forward = false;
    if (party_of(e->source, e->source_count, y) && party_of(e->target, e->target_count, x)) return true;
    *forward = true;
    return e->target_count == 0 && party_of(e->source, e->source_count, x) && party_of(e->source, e->source_count, y);
}

/* ---- trigger_reading ------------------------------------------------------------------------------------------------------- */

typedef struct trigger_reading {
    arena *mem;
    vec events;                 /* rp_cited */
    vec documents;              /* rp_document *, by number in ids */
    intern *ids;                /* document ids */
    intern *seen;               /* event ids */
} trigger_reading;

static bool keep(arena *mem, rp_str *s)
{
    const char *copy = arena_copy(mem, *s);
    *s = (rp_str){ copy, copy ? s->len : 0 };
    return copy != NULL;
}

static bool keep_name(arena *mem, const char **name) { return !*name || (*name = arena_copy(mem, str_of(*name))); }

static const rp_document *keep_document(trigger_reading *r, const rp_document *d)
{
    uint32_t n = intern_add(r->ids, d->id);
    if (n == INTERN_NONE) return NULL;
    if (n < r->documents.count) return ((rp_document **)r->documents.at)[n];
    rp_document *copy = arena_alloc(r->mem, sizeof *copy), **slot = vec_add(&r->documents, r->mem);
    if (!copy || !slot) return NULL;
    *copy = *d;
    copy->text = (rp_str){ "", 0 };
    bool fine = keep(r->mem, &copy->id) && keep(r->mem, &copy->title) && keep(r->mem, &copy->publisher) && keep(r->mem, &copy->author)
             && keep(r->mem, &copy->url) && keep(r->mem, &copy->genre);
    *slot = copy;
    return fine ? copy : NULL;
}

static bool keep_event(arena *mem, rp_event *e)
{
    bool fine = keep(mem, &e->trigger) && keep(mem, &e->speaker.text) && keep_name(mem, &e->cameo) && keep_name(mem, &e->intent);
    for (int i = 0; i < RP_PARTIES && fine; i++) fine = keep(mem, &e->source[i].text) && keep(mem, &e->target[i].text);
    for (int i = 0; i < RP_MODES && fine; i++) fine = keep_name(mem, &e->modes[i]);
    return fine;
}

static bool keep_citations(arena *mem, rp_cited *c)
{
    rp_citation *copy = arena_array(mem, c->citation_count + 1, sizeof *copy);
    bool fine = copy != NULL;
    for (size_t i = 0; i < c->citation_count && fine; i++) {
        copy[i] = c->citations[i];
        fine = keep(mem, &copy[i].target);
    }
    c->citations = copy;
    return fine;
}

static rp_code read_event(const rp_cited *event, void *context, rp_err *err)
{
    trigger_reading *r = context;
    uint32_t before = intern_count(r->seen);
    if (intern_add(r->seen, (rp_str){ (const char *)event->event.id, sizeof event->event.id }) == INTERN_NONE) return no_memory(err);
    if (intern_count(r->seen) == before) return RP_OK;      /* of two pairs of codes: "Russia, the Soviet Union's heir, …" */
    rp_cited *slot = vec_add(&r->events, r->mem);
    if (!slot) return no_memory(err);
    *slot = *event;
    slot->document = keep_document(r, event->document);
    if (!slot->document || !keep_event(r->mem, &slot->event) || !keep(r->mem, &slot->sentence) || !keep_citations(r->mem, slot))
        return no_memory(err);
    return RP_OK;
}

static rp_code read_pair(rp_store *store, const char *a, const char *b, trigger_reading *r, rp_err *err)
{
    rp_filter filter = { 0 };
    str_copy(filter.a, sizeof filter.a, str_of(a));
    str_copy(filter.b, sizeof filter.b, str_of(b));
    return rp_store_events(store, &filter, read_event, r, err);
}

rp_code relation_read(rp_store *store, const rapport *tables, const char *a, const char *b, arena *mem, const rp_cited **out, size_t *count,
                      rp_err *err)
{
    trigger_reading r = { mem, vec_of(sizeof(rp_cited)), vec_of(sizeof(rp_document *)), intern_new(), intern_new() };
    side left, right;
    rp_code rc = RP_OK;
    *out = NULL;
    *count = 0;
    if (!r.ids || !r.seen || !side_of(tables, a, mem, &left) || !side_of(tables, b, mem, &right)) rc = no_memory(err);
    for (unsigned i = 0; rc == RP_OK && i < left.count; i++)
        for (unsigned k = 0; rc == RP_OK && k < right.count; k++)
            if (strcmp(left.code[i], right.code[k]) != 0) rc = read_pair(store, left.code[i], right.code[k], &r, err);
    intern_free(r.ids);
    intern_free(r.seen);
    if (rc != RP_OK) return rc;
    *out = r.events.at;
    *count = r.events.count;
    return RP_OK;
}

/* ---- items --------------------------------------------------------------------------------------------------------- */

/* An event with what decides whether it tells of the same as another. */
typedef struct item {
    const rp_cited *cited;
    uint32_t order;             /* its place in the input */
    uint32_t next;              /* the next item of the same happening; NONE */
    uint32_t text, lemma, document, publisher;      /* numbers */
    int32_t first, last;        /* days; undated: INT32_MAX */
    uint8_t left, right;        /* its codes, numbers in the sides */
    uint8_t told;               /* kind of status: reported and ongoing are one */
    uint8_t way;                /* 1 from left to right, 0 back; 1 for symmetric types */
    bool forward;
} item;

/* What is known of a happening so far; a fact that one event lacks another may fill. */
typedef struct facts {
    const char *mode, *cameo, *speaker;             /* NULL or "": not known */
    const char *left, *right;                       /* sectors */
    const int32_t *numbers[3];                      /* killed, injured, arrested: low, high */
    uint32_t lemma, document, sentence;
    uint64_t contexts;
} facts;

typedef struct cluster {
    uint32_t head, tail, count; /* items */
    facts facts;
    bool gone;                  /* it went into a more exact one */
} cluster;

typedef struct builder {
    const rapport *tables;
    arena *mem;
    side left, right;
    vec items;                  /* item */
    vec clusters;               /* cluster */
    intern *texts, *lemmas, *documents, *publishers;
    lexicon_table triggers;
    uint32_t lemma_column;
} builder;

static item *item_at(const builder *b, uint32_t i) { return (item *)b->items.at + i; }
static cluster *cluster_at(const builder *b, size_t i) { return (cluster *)b->clusters.at + i; }

/* The number of the lemma that the trigger's words are a form of; words of no trigger are their own lemma. */
static uint32_t lemma_of(builder *b, rp_str words)
{
    unit units[16];
    uint32_t at = 0, row = NONE;
    size_t count = 0;
    while (count < 16 && unit_next(words, &at, (uint32_t)words.len, &units[count])) {
        char folded[UNIT_FOLDED];
        units[count].word = lexicon_word(b->tables->lexicon, (rp_str){ folded, unit_fold(words, &units[count], folded) });
        count++;
    }
    lexicon_hit hit;
    if (count && lexicon_match(b->tables->lexicon, frame_domain(b->tables->frames), units, count, 0, &hit) && hit.length == count)
        for (uint32_t i = 0; i < hit.count; i++)
            if (hit.entries[i].row < row) row = hit.entries[i].row;
    return intern_add(b->lemmas, row == NONE ? words : lexicon_cell(&b->triggers, row, b->lemma_column));
}

/* The number of the sentence's words with the trigger in them; short ones are told apart by document. */
static uint32_t text_of(builder *b, const rp_cited *c)
{
    buf key = { 0 };
    buf_str(&key, str_trim(c->sentence));
    buf_format(&key, "\n%u", (unsigned)(c->event.trigger_start - c->sentence_start));
    if (c->sentence.len < COPY_LEAST) {
        buf_char(&key, '\n');
        buf_str(&key, c->document->id);
    }
    uint32_t n = key.failed ? INTERN_NONE : intern_add(b->texts, buf_view(&key));
    buf_free(&key);
    return n;
}

static uint8_t told_of(unsigned status) { return relation_told(status) ? RP_REPORTED : (uint8_t)status; }

static bool add_item(builder *b, const rp_cited *c, uint32_t order)
{
    const rp_event *e = &c->event;
    for (unsigned i = 0; i < b->left.count; i++)
        for (unsigned k = 0; k < b->right.count; k++) {
            bool forward;
            if (strcmp(b->left.code[i], b->right.code[k]) == 0 || !between(e, b->left.code[i], b->right.code[k], &forward)) continue;
            item *it = vec_add(&b->items, b->mem);
            if (!it) return false;
            bool dated = date_known(e->date.from), symmetric = ontology_type_at(b->tables->ontology, e->type)->symmetric;
            rp_date to = date_known(e->date.to) ? e->date.to : e->date.from;
            *it = (item){ .cited = c, .order = order, .next = NONE, .text = text_of(b, c), .lemma = lemma_of(b, e->trigger),
                          .document = intern_add(b->documents, c->document->id),
                          .publisher = intern_add(b->publishers, c->document->publisher.len ? c->document->publisher : c->document->id),
                          .first = dated ? date_first_day(e->date.from) : INT32_MAX, .last = dated ? date_last_day(to) : INT32_MAX,
                          .left = (uint8_t)i, .right = (uint8_t)k, .told = told_of(e->status), .way = symmetric || forward, .forward = forward };
            return it->text != INTERN_NONE && it->lemma != INTERN_NONE && it->document != INTERN_NONE && it->publisher != INTERN_NONE;
        }
    return true;
}

static int compare_u32(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

/* Same pair, type, way and kind of status: only such items are ever merged. */
static int compare_key(const item *a, const item *b)
{
    int d = a->left - b->left;
    if (!d) d = a->right - b->right;
    if (!d) d = a->cited->event.type - b->cited->event.type;
    if (!d) d = a->way - b->way;
    return d ? d : a->told - b->told;
}

/* By key, then by date, the less exact first. */
static int compare_dates(const item *a, const item *b)
{
    int d = compare_key(a, b);
    if (!d) d = (a->first > b->first) - (a->first < b->first);
    return d ? d : (a->last < b->last) - (a->last > b->last);
}

static int by_text(const void *x, const void *y)
{
    const item *a = x, *b = y;
    int d = compare_dates(a, b);
    if (!d) d = compare_u32(a->text, b->text);
    return d ? d : compare_u32(a->order, b->order);
}

static int by_lemma(const void *x, const void *y)
{
    const cluster *a = x, *b = y;   /* of equal keys and dates */
    int d = compare_u32(a->facts.lemma, b->facts.lemma);
    if (!d) d = compare_u32(a->facts.document, b->facts.document);
    if (!d) d = compare_u32(a->facts.sentence, b->facts.sentence);
    return d ? d : compare_u32(a->head, b->head);
}

/* ---- merging ------------------------------------------------------------------------------------------------------- */

static const char *sector_of(const rp_event *e, const char *code)
{
    const rp_party *p = party_of(e->source, e->source_count, code);
    if (!p) p = party_of(e->target, e->target_count, code);
    return p ? p->sector : "";
}

static facts facts_of(const builder *b, const item *it)
{
    const rp_event *e = &it->cited->event;
    bool voiced = e->status == RP_ALLEGED || e->status == RP_DENIED;
    return (facts){ .mode = e->mode_count ? e->modes[0] : NULL, .cameo = e->cameo, .speaker = voiced ? e->speaker.code : NULL,
                    .left = sector_of(e, b->left.code[it->left]), .right = sector_of(e, b->right.code[it->right]),
                    .numbers = { e->killed, e->injured, e->arrested }, .lemma = it->lemma, .document = it->document,
                    .sentence = it->cited->sentence_number, .contexts = e->contexts };
}

static bool known(const char *s) { return s && s[0]; }
static bool agree(const char *a, const char *b) { return !known(a) || !known(b) || strcmp(a, b) == 0; }
static bool same(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : "") == 0; }

static bool numbers_agree(const int32_t *a, const int32_t *b)
{
    if (a[0] < 0 || b[0] < 0) return true;
    int32_t high_a = a[1] < a[0] ? INT32_MAX : a[1], high_b = b[1] < b[0] ? INT32_MAX : b[1];
    return a[0] <= high_b && b[0] <= high_a;
}

/* The same word, or the same code where it says more than the type does. */
static bool same_act(const builder *b, const facts *x, const facts *y, uint8_t type)
{
    if (x->lemma == y->lemma) return true;
    return known(x->cameo) && same(x->cameo, y->cameo) && !same(x->cameo, ontology_type_at(b->tables->ontology, type)->cameo);
}

static bool facts_agree(const facts *x, const facts *y)
{
    if (!agree(x->mode, y->mode) || !agree(x->left, y->left) || !agree(x->right, y->right) || !same(x->speaker, y->speaker)) return false;
    for (int i = 0; i < 3; i++)
        if (!numbers_agree(x->numbers[i], y->numbers[i])) return false;
    return true;
}

/* Undated: told again a few sentences on, in the same word and on the same matter. */
static bool near(const facts *x, const facts *y)
{
    uint32_t apart = x->sentence > y->sentence ? x->sentence - y->sentence : y->sentence - x->sentence;
    return x->lemma == y->lemma && x->document == y->document && x->contexts == y->contexts && apart <= SENTENCES_APART;
}

/* May two clusters of equal dates be one happening? */
static bool mergeable(const builder *b, const cluster *x, const cluster *y)
{
    const item *it = item_at(b, x->head);
    if (!facts_agree(&x->facts, &y->facts)) return false;
    if (it->first == INT32_MAX) return near(&x->facts, &y->facts);
    return it->first == it->last || same_act(b, &x->facts, &y->facts, it->cited->event.type);
}

static void join(const builder *b, cluster *into, cluster *from)
{
    facts *f = &into->facts, *g = &from->facts;
    item_at(b, into->tail)->next = from->head;
    into->tail = from->tail;
    into->count += from->count;
    from->gone = true;
    if (!known(f->mode)) f->mode = g->mode;
    if (!known(f->cameo)) f->cameo = g->cameo;
    if (!known(f->left)) f->left = g->left;
    if (!known(f->right)) f->right = g->right;
    for (int i = 0; i < 3; i++)
        if (f->numbers[i][0] < 0) f->numbers[i] = g->numbers[i];
}

/* One cluster of each run of copies; items are sorted by_text. */
static bool cluster_copies(builder *b)
{
    for (uint32_t i = 0; i < b->items.count; i++) {
        const item *it = item_at(b, i);
        bool copy = i > 0 && compare_dates(item_at(b, i - 1), it) == 0 && item_at(b, i - 1)->text == it->text;
        cluster mine = { i, i, 1, facts_of(b, it), false };
        if (copy && facts_agree(&cluster_at(b, b->clusters.count - 1)->facts, &mine.facts)) {
            join(b, cluster_at(b, b->clusters.count - 1), &mine);
            continue;
        }
        cluster *c = vec_add(&b->clusters, b->mem);
        if (!c) return false;
        *c = mine;
    }
    return true;
}

/* Inside each run of equal keys and dates, clusters by lemma and document, so that what may merge stands together. */
static bool merge_runs(builder *b)
{
    cluster **live = arena_array(b->mem, b->clusters.count + 1, sizeof *live);
    if (!live) return false;
    for (size_t from = 0, to; from < b->clusters.count; from = to) {
        for (to = from + 1; to < b->clusters.count; to++)
            if (compare_dates(item_at(b, cluster_at(b, from)->head), item_at(b, cluster_at(b, to)->head)) != 0) break;
        qsort(cluster_at(b, from), to - from, sizeof(cluster), by_lemma);
        size_t count = 0;
        for (size_t i = from; i < to; i++) {
            cluster *c = cluster_at(b, i);
            for (size_t k = count; k-- > 0 && count - k <= LOOK_BACK && !c->gone;)
                if (mergeable(b, live[k], c)) join(b, live[k], c);
            if (!c->gone) live[count++] = c;
        }
    }
    return true;
}

/* The one cluster inside the dates of cluster `i` that tells of the same; NULL: none or several. */
static cluster *only_inside(const builder *b, size_t i)
{
    const item *wide = item_at(b, cluster_at(b, i)->head);
    cluster *found = NULL;
    for (size_t k = i + 1; k < b->clusters.count && k - i <= 4 * LOOK_BACK; k++) {
        const item *it = item_at(b, cluster_at(b, k)->head);
        if (compare_key(wide, it) != 0 || it->first > wide->last) break;
        if (cluster_at(b, k)->gone || it->last > wide->last || it->last - it->first >= wide->last - wide->first) continue;
        if (!facts_agree(&cluster_at(b, i)->facts, &cluster_at(b, k)->facts)
            || !same_act(b, &cluster_at(b, i)->facts, &cluster_at(b, k)->facts, it->cited->event.type)) continue;
        if (found) return NULL;
        found = cluster_at(b, k);
    }
    return found;
}

/* From the last to the first: what goes into a week is there before the month looks. */
static void merge_inside(builder *b)
{
    for (size_t i = b->clusters.count; i-- > 0;) {
        const item *it = item_at(b, cluster_at(b, i)->head);
        if (cluster_at(b, i)->gone || it->first == INT32_MAX || it->first == it->last || it->last - it->first >= MONTH_DAYS) continue;
        cluster *into = only_inside(b, i);
        if (into) join(b, into, cluster_at(b, i));
    }
}

/* ---- happenings ---------------------------------------------------------------------------------------------------- */

/* A happening with what it is sorted by. */
typedef struct placed {
    relation_happening happening;
    int32_t first, last;
    uint32_t order;             /* of its first event in the input */
    uint8_t left, right;
    uint8_t kind;               /* relation_period_kind */
} placed;

static int by_confidence(const void *x, const void *y)
{
    const item *a = *(const item *const *)x, *b = *(const item *const *)y;
    float p = a->cited->event.confidence, q = b->cited->event.confidence;
    if (p != q) return p > q ? -1 : 1;
    return compare_u32(a->order, b->order);
}

/* Publishers of the events, each copied sentence once. `publisher` and `text` hold the number of the last happening seen there. */
static uint32_t count_publishers(const item *const *items, size_t count, uint32_t mark, uint32_t *publisher, uint32_t *text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < count; i++) {
        bool copy = text[items[i]->text] == mark, known_one = publisher[items[i]->publisher] == mark;
        text[items[i]->text] = mark;
        if (copy || known_one) continue;
        publisher[items[i]->publisher] = mark;
        n++;
    }
    return n;
}

static bool make_happening(const builder *b, const cluster *c, const item **sorted, placed *out)
{
    const rp_cited **events = arena_array(b->mem, c->count, sizeof *events);
    if (!events) return false;
    const item *first = item_at(b, c->head);
    size_t n = 0;
    *out = (placed){ .first = first->first, .last = first->last, .order = UINT32_MAX, .left = first->left, .right = first->right };
    relation_happening *h = &out->happening;
    for (uint32_t i = c->head; i != NONE; i = item_at(b, i)->next) sorted[n++] = item_at(b, i);
    qsort(sorted, n, sizeof *sorted, by_confidence);
    for (size_t i = 0; i < n; i++) {
        events[i] = sorted[i]->cited;
        if (sorted[i]->order < out->order) out->order = sorted[i]->order;
    }
    const rp_event *best = &events[0]->event;
    *h = (relation_happening){ .events = events, .event_count = n, .date = first->cited->event.date, .type = best->type, .status = best->status,
                               .quad = best->quad, .forward = sorted[0]->forward };
    for (size_t i = 0; i < n; i++)
        if (events[i]->event.status == RP_REPORTED) h->status = RP_REPORTED;
    if (!date_known(h->date.to)) h->date.to = h->date.from;
    str_copy(h->a, sizeof h->a, str_of(b->left.code[first->left]));
    str_copy(h->b, sizeof h->b, str_of(b->right.code[first->right]));
    out->kind = first->left || first->right ? RELATION_PREDECESSOR : first->first == INT32_MAX ? RELATION_UNDATED : RELATION_DATED;
    return true;
}

static int by_place(const void *x, const void *y)
{
    const placed *a = x, *b = y;
    int d = a->kind - b->kind;
    if (!d) d = a->left - b->left;
    if (!d) d = a->right - b->right;
    if (!d) d = (a->first > b->first) - (a->first < b->first);
    if (!d) d = (a->last < b->last) - (a->last > b->last);
    return d ? d : compare_u32(a->order, b->order);
}

static bool make_happenings(const builder *b, placed **out, size_t *out_count)
{
    size_t count = 0;
    for (size_t i = 0; i < b->clusters.count; i++) count += !cluster_at(b, i)->gone;
    placed *at = arena_array(b->mem, count + 1, sizeof *at);
    const item **sorted = arena_array(b->mem, b->items.count + 1, sizeof *sorted);
    uint32_t *publisher = arena_array(b->mem, intern_count(b->publishers) + 1u, sizeof *publisher);
    uint32_t *text = arena_array(b->mem, intern_count(b->texts) + 1u, sizeof *text);
    if (!at || !sorted || !publisher || !text) return false;
    uint32_t n = 0;
    for (size_t i = 0; i < b->clusters.count; i++) {
        if (cluster_at(b, i)->gone) continue;
        if (!make_happening(b, cluster_at(b, i), sorted, &at[n])) return false;
        at[n].happening.publishers = count_publishers(sorted, at[n].happening.event_count, n + 1, publisher, text);
        n++;
    }
    qsort(at, n, sizeof *at, by_place);
    *out = at;
    *out_count = n;
    return true;
}

/* ---- periods ------------------------------------------------------------------------------------------------------- */

/* A year, or a month of the year that is cut, and what was joined to it. month 0: a year, or what of the cut year has no month. */
typedef struct atom {
    rp_date from, to;
    size_t first, count;
    bool cut;                   /* of the year cut into months */
} atom;

/* The most recent year with enough happenings of known month, in two months at least; 0: none. */
static int year_to_cut(const placed *at, size_t from, size_t count)
{
    for (size_t i = from + count; i > from;) {
        int year = at[i - 1].happening.date.from.year;
        uint32_t dated = 0, months = 0;
        for (; i > from && at[i - 1].happening.date.from.year == year; i--)
            if (at[i - 1].happening.date.from.month) dated++, months |= 1u << (at[i - 1].happening.date.from.month & 15);
        if (dated >= RELATION_MONTHS_FROM && (months & (months - 1))) return year;
    }
    return 0;
}

static atom atom_of(const placed *p, size_t at, int cut_year)
{
    rp_date d = p->happening.date.from;
    bool cut = d.year == cut_year;
    rp_date name = { d.year, cut ? d.month : 0, 0 };
    return (atom){ name, name, at, 1, cut };
}

static bool joinable(const atom *a, const atom *b)
{
    if (!a->cut && !b->cut) return true;
    return a->cut && b->cut && a->from.month && b->from.month;
}

static int64_t gap_of(const atom *a, const atom *b)
{
    return a->cut ? b->from.month - a->to.month : b->from.year - a->to.year;
}

/* Which neighbours to join next; count: none. The fewest happenings and the smallest gap first. */
static size_t next_join(const atom *atoms, size_t count)
{
    size_t best = count;
    int64_t least = INT64_MAX;
    for (size_t i = 0; i + 1 < count; i++) {
        if (!joinable(&atoms[i], &atoms[i + 1])) continue;
        int64_t gap = gap_of(&atoms[i], &atoms[i + 1]), cost = (int64_t)(atoms[i].count + atoms[i + 1].count) * (GAP_EASE + gap);
        bool small = (atoms[i].count < RELATION_PERIOD_LEAST || atoms[i + 1].count < RELATION_PERIOD_LEAST) && gap <= RELATION_PERIOD_GAP;
        if (count <= RELATION_PERIODS && !small) continue;
        if (cost < least) least = cost, best = i;
    }
    return best;
}

static void name_dated(relation_period *p, const atom *a)
{
    if (a->cut && !a->from.month) snprintf(p->name, sizeof p->name, "%d, month not known", a->from.year);
    else if (!a->from.month && a->from.year == a->to.year) snprintf(p->name, sizeof p->name, "%d", a->from.year);
    else if (!a->from.month) snprintf(p->name, sizeof p->name, "%d\xE2\x80\x93%d", a->from.year, a->to.year);
    else if (a->from.month == a->to.month) snprintf(p->name, sizeof p->name, "%s %d", date_month_name(a->from.month), a->from.year);
    else snprintf(p->name, sizeof p->name, "%s\xE2\x80\x93%s %d", date_month_name(a->from.month), date_month_name(a->to.month), a->from.year);
}

rp_str relation_actor_name(const rapport *tables, const char *code)
{
    const char *name = rp_actor_name(tables, code);
    rp_str s = str_of(name && name[0] ? name : code);
    for (size_t i = 1; i < s.len; i++) {
        bool longer = s.at[i] == '(' && str_find(s, ' ', i) < s.len;
        if (longer || s.at[i] == ',') return str_trim(str_sub(s, 0, i));
    }
    return s;
}

/* "Soviet Union (before Russia), 1922–1991"; with both sides gone: "Soviet Union and Ottoman Empire, …". */
static void name_predecessor(const rapport *tables, const relation *rel, relation_period *p, const relation_happening *h)
{
    bool old_a = strcmp(h->a, rel->a) != 0, old_b = strcmp(h->b, rel->b) != 0;
    rp_str one = relation_actor_name(tables, old_a ? h->a : h->b);
    rp_str other = relation_actor_name(tables, old_a && old_b ? h->b : old_a ? rel->a : rel->b);
    char years[32] = "undated";
    if (date_known(p->from) && p->from.year == p->to.year) snprintf(years, sizeof years, "%d", p->from.year);
    else if (date_known(p->from)) snprintf(years, sizeof years, "%d\xE2\x80\x93%d", p->from.year, p->to.year);
    char first[40], second[40];
    str_copy(first, sizeof first, one);
    str_copy(second, sizeof second, other);
    snprintf(p->name, sizeof p->name, old_a && old_b ? "%s and %s, %s" : "%s (before %s), %s", first, second, years);
}

static void tally(relation_period *p, const relation_happening *happenings)
{
    for (size_t i = p->first; i < p->first + p->count; i++) {
        const relation_happening *h = &happenings[i];
        unsigned quad = h->quad <= 4 ? h->quad : 0;
        p->quads[quad]++;
        if (relation_told(h->status)) p->told[quad]++;
        if (h->status < RP_STATUSES) p->statuses[h->status]++;
    }
}

/* Periods of happenings [from, from + count), all dated and of the pair itself. */
static bool dated_periods(const builder *b, const placed *at, size_t from, size_t count, vec *out)
{
    atom *atoms = arena_array(b->mem, count + 1, sizeof *atoms);
    if (!atoms) return false;
    int cut_year = year_to_cut(at, from, count);
    size_t n = 0;
    for (size_t i = from; i < from + count; i++) {
        atom a = atom_of(&at[i], i, cut_year);
        if (n && date_compare(atoms[n - 1].from, a.from) == 0) atoms[n - 1].count++;
        else atoms[n++] = a;
    }
    for (size_t i; (i = next_join(atoms, n)) < n;) {
        atoms[i].to = atoms[i + 1].to;
        atoms[i].count += atoms[i + 1].count;
        memmove(&atoms[i + 1], &atoms[i + 2], (n - i - 2) * sizeof *atoms);
        n--;
    }
    for (size_t i = 0; i < n; i++) {
        relation_period *p = vec_add(out, b->mem);
        if (!p) return false;
        *p = (relation_period){ .kind = RELATION_DATED, .from = atoms[i].from, .to = atoms[i].to, .first = atoms[i].first, .count = atoms[i].count };
        name_dated(p, &atoms[i]);
    }
    return true;
}

static bool other_period(const builder *b, const relation *rel, const placed *at, size_t from, size_t count, vec *out)
{
    relation_period *p = vec_add(out, b->mem);
    if (!p) return false;
    *p = (relation_period){ .kind = at[from].kind, .first = from, .count = count };
    for (size_t i = from; i < from + count; i++) {
        rp_interval d = at[i].happening.date;
        if (!date_known(d.from)) continue;
        if (!date_known(p->from)) p->from.year = d.from.year;
        if (d.to.year > p->to.year) p->to.year = d.to.year;
    }
    if (p->kind == RELATION_UNDATED) snprintf(p->name, sizeof p->name, "Undated");
    else name_predecessor(b->tables, rel, p, &at[from].happening);
    return true;
}

static int by_kind_and_date(const void *x, const void *y)
{
    const relation_period *a = x, *b = y;
    if (a->kind != b->kind) return a->kind - b->kind;
    rp_date p = a->from, q = b->from;       /* an undated one behind the dated ones of its kind */
    if (date_known(p) != date_known(q)) return date_known(p) ? -1 : 1;
    int d = date_compare(p, q);
    return d ? d : (a->first > b->first) - (a->first < b->first);
}

static bool make_periods(const builder *b, const placed *at, size_t count, relation *out)
{
    vec periods = vec_of(sizeof(relation_period));
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count; to++)
            if (at[to].kind != at[from].kind || at[to].left != at[from].left || at[to].right != at[from].right) break;
        if (at[from].kind == RELATION_DATED ? !dated_periods(b, at, from, to - from, &periods)
                                            : !other_period(b, out, at, from, to - from, &periods)) return false;
    }
    relation_happening *happenings = arena_array(b->mem, count + 1, sizeof *happenings);
    if (!happenings) return false;
    qsort(periods.at, periods.count, sizeof(relation_period), by_kind_and_date);
    size_t n = 0;
    for (size_t i = 0; i < periods.count; i++) {    /* happenings in the order of the sorted periods */
        relation_period *p = (relation_period *)periods.at + i;
        for (size_t k = 0; k < p->count; k++) happenings[n + k] = at[p->first + k].happening;
        p->first = n;
        n += p->count;
        tally(p, happenings);
    }
    out->happenings = happenings;
    out->count = count;
    out->periods = periods.at;
    out->period_count = periods.count;
    return true;
}

static bool build(builder *b, const rp_cited *events, size_t count, relation *out)
{
    for (size_t i = 0; i < count; i++)
        if (events[i].event.type < RP_EVENT_TYPES && !add_item(b, &events[i], (uint32_t)i)) return false;
    out->event_count = b->items.count;
    if (b->items.count == 0) return true;
    qsort(b->items.at, b->items.count, sizeof(item), by_text);
    if (!cluster_copies(b)) return false;
    if (!merge_runs(b)) return false;
    merge_inside(b);
    placed *at;
    size_t n;
    return make_happenings(b, &at, &n) && make_periods(b, at, n, out);
}

rp_code relation_build(const rapport *tables, const rp_cited *events, size_t count, const char *a, const char *b, arena *mem, relation *out,
                       rp_err *err)
{
    builder self = { .tables = tables, .mem = mem, .items = vec_of(sizeof(item)), .clusters = vec_of(sizeof(cluster)), .texts = intern_new(),
                     .lemmas = intern_new(), .documents = intern_new(), .publishers = intern_new(),
                     .triggers = lexicon_find_table(tables->lexicon, "en/frames") };
    self.lemma_column = lexicon_column(&self.triggers, "lemma");
    *out = (relation){ 0 };
    str_copy(out->a, sizeof out->a, str_of(a));
    str_copy(out->b, sizeof out->b, str_of(b));
    bool fine = self.texts && self.lemmas && self.documents && self.publishers && side_of(tables, a, mem, &self.left)
             && side_of(tables, b, mem, &self.right) && build(&self, events, count, out);
    intern_free(self.texts);
    intern_free(self.lemmas);
    intern_free(self.documents);
    intern_free(self.publishers);
    return fine ? RP_OK : no_memory(err);
}

