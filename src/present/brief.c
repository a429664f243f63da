/* present/brief.c - see present/brief.h and the section "brief" of rapport.h. */
#include "present/brief.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "base/date.h"
#include "base/intern.h"
#include "store/store.h"

#define NAME_POINTS 300u        /* code points of a title or name that are shown */
#define TREND_LEAST 5u          /* happenings told as fact that a period needs to be compared with another */
#define PUBLISHERS_NAMED 4u
#define CITING_NAMED 3u         /* of those whom one sentence cites */
#define CITING_MOST 100u        /* further ones that are counted */
#define OPEN_QUOTE "\xE2\x80\x9C"
#define CLOSE_QUOTE "\xE2\x80\x9D"

/* A cited sentence while the model is built; its triggers in code points from its start. */
typedef struct draft {
    uint32_t source, number;
    rp_str text;
    excerpt_span triggers[BRIEF_MARKS];
    uint32_t trigger_count;
} draft;

typedef struct builder {
    brief *out;
    prose prose;
    arena *mem;
    intern *documents;          /* ids, in the order of first use */
    intern *places;             /* (source, sentence) */
    vec sources, sentences;     /* brief_source, draft */
    bool failed;                /* memory ended */
} builder;

static rp_str clean(builder *b, rp_str s, const excerpt_plan *plan, excerpt_span *spans)
{
    rp_str copy = excerpt_clean(s, plan, spans, b->mem);
    if (!copy.at) b->failed = true;
    return copy;
}

static rp_str clean_name(builder *b, rp_str s)
{
    rp_str copy = clean(b, s, NULL, NULL);
    return copy.at ? str_trim(str_sub(copy, 0, excerpt_forward(copy, 0, NAME_POINTS))) : RP_STR("");
}

/* ---- references ---------------------------------------------------------------------------------------------------- */

static uint32_t source_of(builder *b, const rp_document *d)
{
    uint32_t n = intern_add(b->documents, d->id);
    if (n == INTERN_NONE) b->failed = true;
    if (b->failed || n < b->sources.count) return n + 1;
    brief_source *s = vec_add(&b->sources, b->mem);
    if (!s) {
        b->failed = true;
        return 0;
    }
    *s = (brief_source){ .number = n + 1, .id = clean_name(b, d->id), .title = clean_name(b, d->title), .publisher = clean_name(b, d->publisher),
                         .author = clean_name(b, d->author), .url = clean_name(b, d->url) };
    date_words(d->published, s->date);
    date_print(d->published, s->iso);
    return n + 1;
}

/* The trigger in code points of its sentence; {0, 0}: the record does not say. */
static excerpt_span trigger_of(const rp_cited *c)
{
    uint32_t start = c->event.trigger_start, end = c->event.trigger_end;
    if (start < c->sentence_start || end > c->sentence_end || end <= start) return (excerpt_span){ 0, 0 };
    return (excerpt_span){ start - c->sentence_start, end - c->sentence_start };
}

static void note_sentence(builder *b, uint32_t source, const rp_cited *c)
{
    const uint32_t key[2] = { source, c->sentence_number };
    uint32_t n = intern_add(b->places, (rp_str){ (const char *)key, sizeof key });
    draft *d = NULL;
    if (n == INTERN_NONE) b->failed = true;
    else if (n < b->sentences.count) d = (draft *)b->sentences.at + n;
    else if ((d = vec_add(&b->sentences, b->mem))) *d = (draft){ .source = source, .number = c->sentence_number, .text = c->sentence };
    if (!d) {
        b->failed = true;
        return;
    }
    excerpt_span t = trigger_of(c);
    for (uint32_t i = 0; i < d->trigger_count; i++)
        if (t.start < d->triggers[i].end && d->triggers[i].start < t.end) return;
    if (t.end && d->trigger_count < BRIEF_MARKS) d->triggers[d->trigger_count++] = t;
}

/* Whom a sentence cites, once each: "apnews.com, bbc.com and 2 more". */
static rp_str citing_of(builder *b, const rp_cited *c)
{
    buf out = { 0 };
    size_t named = 0, more = 0;
    for (size_t i = 0; i < c->citation_count && more < CITING_MOST; i++) {
        bool again = c->citations[i].target.len == 0;
        for (size_t k = 0; k < i; k++) again |= str_eq(c->citations[k].target, c->citations[i].target);
        if (again) continue;
        if (named == CITING_NAMED) {
            more++;
            continue;
        }
        if (named++) buf_text(&out, ", ");
        buf_str(&out, c->citations[i].target);
    }
    rp_str text = RP_STR("");
    if (more) buf_format(&out, " and %s%zu more", more == CITING_MOST ? "at least " : "", more);
    if (out.len && !out.failed) text = clean_name(b, buf_view(&out));
    buf_free(&out);
    return text;
}

static void add_references(builder *b, brief_statement *s)
{
    size_t count = 0;
    for (uint32_t i = 0; i < s->happening_count; i++) count += s->happenings[i]->event_count;
    brief_reference *at = arena_array(b->mem, count, sizeof *at);
    intern *seen = intern_new();
    if (!at || !seen) b->failed = true;
    for (uint32_t i = 0; i < s->happening_count; i++)
        for (size_t k = 0; k < s->happenings[i]->event_count && !b->failed; k++) {
            const rp_cited *c = s->happenings[i]->events[k];
            uint32_t key[2] = { source_of(b, c->document), c->sentence_number }, before = intern_count(seen);
            if (intern_add(seen, (rp_str){ (const char *)key, sizeof key }) == INTERN_NONE) b->failed = true;
            at[s->reference_count++] = (brief_reference){ key[0], key[1], c, citing_of(b, c), intern_count(seen) == before };
            note_sentence(b, key[0], c);
        }
    intern_free(seen);
    s->references = at;
}

/* ---- statements ---------------------------------------------------------------------------------------------------- */

/* Add a piece of our own words; takes the buffer. */
static void add_text(builder *b, brief_statement *s, buf *text)
{
    rp_str copy = text->failed ? (rp_str){ NULL, 0 } : clean(b, buf_view(text), NULL, NULL);
    if (!copy.at) b->failed = true;
    else if (s->piece_count < BRIEF_PIECES) {
        /* cleaning trims; a blank at the edge parts this piece from a quotation */
        bool edge = text->len && text->at[text->len - 1] == ' ';
        char *joined = arena_alloc(b->mem, copy.len + 2);
        if (joined) memcpy(joined, copy.at, copy.len);
        else b->failed = true;
        if (joined && edge) joined[copy.len] = ' ';
        if (joined) s->pieces[s->piece_count++] = (brief_piece){ .text = { joined, copy.len + edge } };
    }
    buf_free(text);
}

static int by_start(const void *x, const void *y)
{
    const excerpt_span *a = x, *b = y;
    return (a->start > b->start) - (a->start < b->start);
}

/* Sort spans and drop those that are nowhere or run into the one before; returns how many are left. */
static uint32_t tidy_marks(excerpt_span *marks, uint32_t count)
{
    uint32_t n = 0;
    qsort(marks, count, sizeof *marks, by_start);
    for (uint32_t i = 0; i < count; i++)
        if (marks[i].end > marks[i].start && (n == 0 || marks[i].start >= marks[n - 1].end)) marks[n++] = marks[i];
    return n;
}

/* The sentence of an event without the marks of its citations; `marks` gets the triggers of `events`, [count]. */
static rp_str sentence_of(builder *b, const rp_cited *const *events, uint32_t count, excerpt_span *marks)
{
    const rp_cited *c = events[0];
    excerpt_span points[BRIEF_TOGETHER], *drop = arena_array(b->mem, c->citation_count + 1, sizeof *drop);
    excerpt_plan plan = { points, count, drop, 0 };
    if (!drop) {
        b->failed = true;
        return (rp_str){ NULL, 0 };
    }
    for (uint32_t i = 0; i < count; i++) points[i] = trigger_of(events[i]);
    for (size_t i = 0; i < c->citation_count; i++) {
        uint32_t start = c->citations[i].start, end = c->citations[i].end;
        if (start >= c->sentence_start && end <= c->sentence_end && end > start)
            drop[plan.drops++] = (excerpt_span){ start - c->sentence_start, end - c->sentence_start };
    }
    return clean(b, c->sentence, &plan, marks);
}

static void add_quote(brief_statement *s, rp_str text, const excerpt_span *marks, uint32_t count)
{
    if (s->piece_count >= BRIEF_PIECES) return;
    brief_piece *p = &s->pieces[s->piece_count++];
    *p = (brief_piece){ .text = text, .quoted = true };
    memcpy(p->marks, marks, count * sizeof *marks);
    p->mark_count = tidy_marks(p->marks, count);
}

/* How what follows is told: "of an allegation by the Russian government", "citing Azerbaijan". */
static void add_standing(const builder *b, const brief_statement *s, buf *out)
{
    static const char *const plain[RP_STATUSES] = { "", "", " of a plan", " of an allegation", " of a denial", " of a mere possibility" };
    static const char *const by[RP_STATUSES] = { " citing ", " citing ", ", citing ", " by ", " by ", " raised by " };
    const relation_happening *h = s->happenings[0];
    bool part = false;
    for (uint32_t i = 0; i < s->happening_count; i++) {     /* what is not told as fact is told of first */
        part |= relation_told(s->happenings[i]->status) != relation_told(h->status);
        if (relation_told(h->status) && !relation_told(s->happenings[i]->status)) h = s->happenings[i];
    }
    buf said = { 0 };
    if (h->status >= RP_STATUSES) return;
    bool voiced = prose_speaker(&b->prose, &h->events[0]->event.speaker, &said);
    if (part) buf_text(out, ", in part");
    buf_text(out, plain[h->status]);
    if (voiced) {
        if (relation_told(h->status) && !part) buf_char(out, ',');
        buf_text(out, by[h->status]);
        buf_str(out, buf_view(&said));
    }
    buf_free(&said);
}

/* Who publishes a document, as it is introduced: "OC Media (July 2025)". */
static void add_publisher(const rp_document *d, buf *out)
{
    char date[32];
    date_words(d->published, date);
    if (d->publisher.len) buf_str(out, d->publisher);
    else if (d->title.len) {
        buf_text(out, OPEN_QUOTE);
        buf_str(out, d->title);
        buf_text(out, CLOSE_QUOTE);
    } else {
        buf_str(out, d->id);
    }
    if (date[0]) buf_format(out, " (%s)", date);
}

static void quote_statement(builder *b, brief_statement *s)
{
    const rp_cited *events[BRIEF_TOGETHER];
    excerpt_span marks[BRIEF_TOGETHER];
    buf intro = { 0 };
    for (uint32_t i = 0; i < s->happening_count; i++) events[i] = s->happenings[i]->events[0];
    prose_dates(s->happenings[0]->date, &intro);
    if (intro.len) buf_text(&intro, ", as ");
    add_publisher(events[0]->document, &intro);
    buf_text(&intro, " writes");
    add_standing(b, s, &intro);
    buf_text(&intro, ": ");
    add_text(b, s, &intro);
    rp_str text = sentence_of(b, events, s->happening_count, marks);
    if (!text.at) return;
    text = excerpt_around(text, BRIEF_QUOTE, marks, s->happening_count, b->mem);
    if (text.at) add_quote(s, text, marks, s->happening_count);
    else b->failed = true;
}

/* The sentence that is made of a happening; false: it has to be quoted. Free `text`. */
static bool sentence_for(const builder *b, const relation_happening *h, buf *text)
{
    const rp_event *e = &h->events[0]->event;
    /* harm by mistake or of disputed cause is told in the source's words, however sure the coder is */
    if (e->intent && strcmp(e->intent, "deliberate") != 0) return false;
    return e->confidence >= BRIEF_SURE && prose_sentence(&b->prose, h, text);
}

/* Our sentence, and in brackets the words it was made from. */
static void make_statement(builder *b, brief_statement *s, buf *text)
{
    excerpt_span mark;
    rp_str sentence = sentence_of(b, s->happenings[0]->events, 1, &mark);
    s->made = true;
    if (!sentence.at || mark.end == 0) {
        add_text(b, s, text);
        return;
    }
    rp_str words = excerpt_words(sentence, &mark, b->mem);
    if (!words.at) b->failed = true;
    text->len--;        /* the full stop comes behind the words */
    buf_text(text, " (");
    add_text(b, s, text);
    add_quote(s, words, &mark, 1);
    buf end = { 0 };
    buf_text(&end, ").");
    add_text(b, s, &end);
}

/* Write the statement of its happenings. */
static void tell(builder *b, brief_statement *s)
{
    buf text = { 0 };
    if (s->happening_count == 1 && sentence_for(b, s->happenings[0], &text)) make_statement(b, s, &text);
    else quote_statement(b, s);
    buf_free(&text);
    add_references(b, s);
}

/* ---- choosing ------------------------------------------------------------------------------------------------------ */

/* Corroboration, intensity and confidence weigh the same: each 0 to 1000. */
static int64_t weight_of(const relation_happening *h)
{
    const rp_event *e = &h->events[0]->event;
    double intensity = isfinite(e->intensity) ? fabs(e->intensity) : 0, sure = e->confidence > 0 ? (double)e->confidence : 0;
    int64_t corroboration = h->publishers < 5 ? h->publishers : 5;
    return corroboration * 200 + (int64_t)(100 * (intensity < 10 ? intensity : 10)) + (int64_t)(1000 * (sure < 1 ? sure : 1));
}

typedef struct ranked { int64_t weight; size_t at; } ranked;

static int by_weight(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* Give each of the periods of `kinds` (a bit a kind) a floor and its share of `places`, what is left over to the latest; returns what is used. */
static size_t share_among(const relation *r, unsigned kinds, size_t places, size_t *quota)
{
    size_t used = 0, wanted = 0;
    for (size_t floor = BRIEF_PERIOD_LEAST;; floor--) {
        used = wanted = 0;
        for (size_t i = 0; i < r->period_count; i++) {
            if (!(kinds >> r->periods[i].kind & 1)) continue;
            quota[i] = r->periods[i].count < floor ? r->periods[i].count : floor;
            used += quota[i];
            wanted += r->periods[i].count - quota[i];
        }
        if (used <= places || floor == 0) break;
    }
    size_t free_places = places > used ? places - used : 0;
    if (free_places > wanted) free_places = wanted;
    size_t given = 0;
    for (size_t i = 0; i < r->period_count && wanted; i++) {
        if (!(kinds >> r->periods[i].kind & 1)) continue;
        size_t more = (r->periods[i].count - quota[i]) * free_places / wanted;
        quota[i] += more;
        given += more;
    }
    for (size_t i = r->period_count; i-- > 0;)
        for (; given < free_places && (kinds >> r->periods[i].kind & 1) && quota[i] < r->periods[i].count; given++) quota[i]++;
    return used + free_places;
}

/* How many happenings each period shows: first the dated ones, but some places are kept for what is undated. */
static void share_out(const relation *r, size_t *quota)
{
    size_t undated = 0;
    for (size_t i = 0; i < r->period_count; i++)
        if (r->periods[i].kind == RELATION_UNDATED) undated += r->periods[i].count;
    size_t kept = undated < BRIEF_UNDATED ? undated : BRIEF_UNDATED;
    size_t used = share_among(r, 1u << RELATION_PREDECESSOR | 1u << RELATION_DATED, BRIEF_STATEMENTS - kept, quota);
    share_among(r, 1u << RELATION_UNDATED, BRIEF_STATEMENTS - used, quota);
}

/* Marks in shown[period's happenings] the `quota` weightiest of a period. */
static void choose(builder *b, const relation_period *p, size_t quota, bool *shown)
{
    ranked *rank = arena_array(b->mem, p->count, sizeof *rank);
    if (!rank) {
        b->failed = true;
        return;
    }
    for (size_t i = 0; i < p->count; i++) rank[i] = (ranked){ weight_of(&b->out->relation->happenings[p->first + i]), i };
    qsort(rank, p->count, sizeof *rank, by_weight);
    for (size_t i = 0; i < p->count; i++) shown[rank[i].at] = i < quota;
}

/* ---- counts in words ----------------------------------------------------------------------------------------------- */

static const char *const quad_names[5] = { "of no class", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict" };

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

/* "2 alleged, 1 denied"; nothing when all is told as fact. */
static void add_statuses(const uint32_t *statuses, const char *before, buf *out)
{
    static const char *const names[RP_STATUSES] = { "", "", "planned", "alleged", "denied", "hypothetical" };
    unsigned n = 0;
    for (unsigned i = RP_PLANNED; i < RP_STATUSES; i++)
        if (statuses[i]) buf_format(out, "%s%" PRIu32 " only %s", n++ ? ", " : before, statuses[i], names[i]);
}

/* "6 happenings: 4 material conflict, 2 verbal cooperation; 1 only alleged" */
static void add_tally(const relation_period *p, buf *out)
{
    uint32_t left[5];
    unsigned n = 0;
    memcpy(left, p->quads, sizeof left);
    buf_format(out, "%zu happening%s: ", p->count, plural(p->count));
    for (;;) {
        unsigned best = 4;
        for (unsigned q = 5; q-- > 0;)
            if (left[q] > left[best]) best = q;
        if (left[best] == 0) break;
        buf_text(out, n++ ? ", " : "");
        if (p->count > 1) buf_format(out, "%" PRIu32 " ", left[best]);
        buf_text(out, quad_names[best]);
        left[best] = 0;
    }
    add_statuses(p->statuses, "; ", out);
}

/* ---- lead ---------------------------------------------------------------------------------------------------------- */

/* Documents, publishers and sentences behind the relation, and the time in which the documents were published. */
static void survey(builder *b, buf *publisher_names)
{
    brief *o = b->out;
    intern *documents = intern_new(), *publishers = intern_new(), *sentences = intern_new();
    bool fine = documents && publishers && sentences;
    for (size_t i = 0; i < o->relation->count && fine; i++)
        for (size_t k = 0; k < o->relation->happenings[i].event_count && fine; k++) {
            const rp_cited *c = o->relation->happenings[i].events[k];
            uint32_t before = intern_count(documents), document = intern_add(documents, c->document->id);
            const uint32_t key[2] = { document, c->sentence_number };
            fine = document != INTERN_NONE && intern_add(sentences, (rp_str){ (const char *)key, sizeof key }) != INTERN_NONE;
            if (!fine || document != before) continue;
            rp_date d = c->document->published;
            if (c->document->publisher.len) fine = intern_add(publishers, c->document->publisher) != INTERN_NONE;
            if (!date_known(d)) o->undated_publications++;
            else {
                if (!date_known(o->published_from) || date_first_day(d) < date_first_day(o->published_from)) o->published_from = d;
                if (!date_known(o->published_to) || date_last_day(d) > date_last_day(o->published_to)) o->published_to = d;
            }
        }
    if (!fine) b->failed = true;
    o->document_count = fine ? intern_count(documents) : 0;
    o->publisher_count = fine ? intern_count(publishers) : 0;
    o->event_sentence_count = fine ? intern_count(sentences) : 0;
    size_t named = o->publisher_count <= PUBLISHERS_NAMED + 1 ? o->publisher_count : PUBLISHERS_NAMED;
    for (uint32_t i = 0; i < named; i++) {
        bool last = i + 1 == o->publisher_count;
        buf_text(publisher_names, i == 0 ? "" : last ? " and " : ", ");
        buf_str(publisher_names, intern_at(publishers, i));
    }
    if (named < o->publisher_count) buf_format(publisher_names, " and %zu others", o->publisher_count - named);
    intern_free(documents);
    intern_free(publishers);
    intern_free(sentences);
}

static brief_statement *new_lead(builder *b) { return &b->out->lead[b->out->lead_count++]; }

static void lead_extent(builder *b, const buf *publisher_names)
{
    const brief *o = b->out;
    const relation *r = o->relation;
    buf text = { 0 };
    rp_date first = { 0 }, last = { 0 };
    size_t undated = 0, before = 0;
    for (size_t i = 0; i < r->count; i++) {
        rp_interval d = r->happenings[i].date;
        undated += !date_known(d.from);
        before += strcmp(r->happenings[i].a, r->a) != 0 || strcmp(r->happenings[i].b, r->b) != 0;
        if (!date_known(d.from)) continue;
        if (!date_known(first) || date_first_day(d.from) < date_first_day(first)) first = d.from;
        if (!date_known(last) || date_last_day(d.to) > date_last_day(last)) last = d.to;
    }
    buf_format(&text, "%zu happening%s between %.*s and %.*s %s told in %zu document%s", r->count, plural(r->count), (int)o->name_a.len, o->name_a.at,
               (int)o->name_b.len, o->name_b.at, r->count == 1 ? "is" : "are", o->document_count, plural(o->document_count));
    if (o->publisher_count) {
        buf_format(&text, " of %zu publisher%s (", o->publisher_count, plural(o->publisher_count));
        buf_str(&text, buf_view(publisher_names));
        buf_text(&text, ")");
    }
    buf_format(&text, ": %zu event%s in %zu sentence%s", r->event_count, plural(r->event_count), o->event_sentence_count,
               plural(o->event_sentence_count));
    if (date_known(first)) {
        buf_text(&text, ", dated ");
        if (date_compare(first, last) != 0) buf_text(&text, "from ");
        prose_dates((rp_interval){ first, last }, &text);
    }
    if (undated) buf_format(&text, "; %zu bear%s no date", undated, undated == 1 ? "s" : "");
    if (before) buf_format(&text, "; %zu belong%s to predecessors", before, before == 1 ? "s" : "");
    buf_char(&text, '.');
    add_text(b, new_lead(b), &text);
}

static uint32_t conflict_of(const relation_period *p) { return p->told[3] + p->told[4]; }
static uint32_t told_in(const relation_period *p) { return p->told[1] + p->told[2] + p->told[3] + p->told[4]; }

/* Conflict's share in the first and the last dated period that have enough to compare. */
static void add_trend(const relation *r, buf *text)
{
    const relation_period *early = NULL, *late = NULL;
    for (size_t i = 0; i < r->period_count; i++) {
        const relation_period *p = &r->periods[i];
        if (p->kind != RELATION_DATED || told_in(p) < TREND_LEAST) continue;
        if (!early) early = p;
        late = p;
    }
    if (!early || early == late) return;
    buf_format(text, "; conflict made up %" PRIu32 " of %" PRIu32 " in %s and %" PRIu32 " of %" PRIu32 " in %s", conflict_of(early), told_in(early),
               early->name, conflict_of(late), told_in(late), late->name);
}

/* "57 conflict (30 verbal, 27 material)" */
static void add_share(const char *what, uint32_t verbal, uint32_t material, buf *text)
{
    if (verbal + material == 0) buf_format(text, "no %s", what);
    else if (verbal == 0 || material == 0) buf_format(text, "%" PRIu32 " %s %s", verbal + material, verbal ? "verbal" : "material", what);
    else buf_format(text, "%" PRIu32 " %s (%" PRIu32 " verbal, %" PRIu32 " material)", verbal + material, what, verbal, material);
}

static void lead_balance(builder *b)
{
    const relation *r = b->out->relation;
    uint32_t told[5] = { 0 }, statuses[RP_STATUSES] = { 0 };
    buf text = { 0 };
    for (size_t i = 0; i < r->period_count; i++) {
        for (unsigned q = 0; q < 5; q++) told[q] += r->periods[i].told[q];
        for (unsigned s = 0; s < RP_STATUSES; s++) statuses[s] += r->periods[i].statuses[s];
    }
    uint32_t all = told[0] + told[1] + told[2] + told[3] + told[4];
    if (all == 0) {
        buf_text(&text, "None of these is told as fact");
        add_statuses(statuses, ": ", &text);
    } else {
        buf_format(&text, "Of these, %" PRIu32 " %s told as fact: ", all, all == 1 ? "is" : "are");
        add_share("conflict", told[3], told[4], &text);
        buf_text(&text, " and ");
        add_share("cooperation", told[1], told[2], &text);
        add_trend(r, &text);
        add_statuses(statuses, "; besides, ", &text);
    }
    buf_char(&text, '.');
    add_text(b, new_lead(b), &text);
}

/* The most intense happening told as fact, of conflict or of cooperation; then the more corroborated, the surer, the later. */
static const relation_happening *extreme(const relation *r, const relation_period *p, bool conflict)
{
    const relation_happening *best = NULL;
    for (size_t i = p->first; i < p->first + p->count; i++) {
        const relation_happening *h = &r->happenings[i];
        double mine = h->events[0]->event.intensity;
        if (!relation_told(h->status) || (h->quad >= 3) != conflict || !isfinite(mine) || (conflict ? mine >= 0 : mine <= 0)) continue;
        double other = best ? fabs(best->events[0]->event.intensity) : -1;
        if (fabs(mine) > other || (fabs(mine) >= other && weight_of(h) >= weight_of(best))) best = h;
    }
    return best;
}

/* One of conflict, one of cooperation: of the latest period that has such and is more than a single mention, or of the latest at all. */
static void lead_extremes(builder *b)
{
    const relation *r = b->out->relation;
    for (int conflict = 1; conflict >= 0; conflict--) {
        const relation_period *late = NULL;
        for (size_t i = 0; i < r->period_count; i++) {
            const relation_period *p = &r->periods[i];
            if (p->kind == RELATION_DATED && extreme(r, p, conflict) && (!late || p->count >= RELATION_PERIOD_LEAST)) late = p;
        }
        if (!late) continue;
        brief_statement *s = new_lead(b);
        buf text = { 0 };
        buf_format(&text, "The most intense %s told of %s: ", conflict ? "conflict" : "cooperation", late->name);
        add_text(b, s, &text);
        s->happenings[s->happening_count++] = extreme(r, late, conflict);
        tell(b, s);
    }
}

/* ---- basis --------------------------------------------------------------------------------------------------------- */

static void write_basis(builder *b, const buf *publisher_names)
{
    brief *o = b->out;
    buf text = { 0 };
    buf_format(&text, "%zu document%s", o->document_count, plural(o->document_count));
    if (o->store_documents) buf_format(&text, " of the %" PRIu64 " in the store", o->store_documents);
    if (o->publisher_count) {
        buf_format(&text, ", of %zu publisher%s (", o->publisher_count, plural(o->publisher_count));
        buf_str(&text, buf_view(publisher_names));
        buf_char(&text, ')');
    }
    if (date_known(o->published_from)) {
        buf_text(&text, ", published ");
        if (date_compare(o->published_from, o->published_to) != 0) buf_text(&text, "from ");
        prose_dates((rp_interval){ o->published_from, o->published_to }, &text);
    }
    if (o->undated_publications)
        buf_format(&text, "%s %zu without a date of publication", date_known(o->published_from) ? " and" : ",", o->undated_publications);
    buf_format(&text, ". Coded by rapport %s with tables %s, by machine and without review. ", rapport_version(), rapport_tables_version(o->tables));
    buf_format(&text, "A statement is in our own words where the coder's confidence is %d %% or more, else it is quoted. ",
               (int)(BRIEF_SURE * 100 + 0.5f));
    buf_text(&text, "[2:14] is sentence 14 of source 2. What is not told here may still have happened.");
    rp_str copy = text.failed ? (rp_str){ NULL, 0 } : clean(b, buf_view(&text), NULL, NULL);
    if (!copy.at) b->failed = true;
    else o->basis = copy;
    buf_free(&text);
}

/* ---- the whole ----------------------------------------------------------------------------------------------------- */

/* Would both be told by quoting one sentence for one date? */
static bool quoted_together(const relation_happening *a, const relation_happening *b)
{
    const rp_cited *c = a->events[0], *d = b->events[0];
    return c->sentence_number == d->sentence_number && str_eq(c->document->id, d->document->id) && date_compare(a->date.from, b->date.from) == 0
        && date_compare(a->date.to, b->date.to) == 0;
}

/* Put a happening into the statement that quotes its sentence already, or into a new one. */
static void place_happening(const builder *b, const relation_happening *h, brief_period *out, brief_statement *statements)
{
    buf text = { 0 };
    bool made = sentence_for(b, h, &text);
    buf_free(&text);
    for (size_t i = 0; i < out->count && !made; i++) {
        brief_statement *s = &statements[i];
        if (s->made || s->happening_count == BRIEF_TOGETHER || !quoted_together(s->happenings[0], h)) continue;
        s->happenings[s->happening_count++] = h;
        return;
    }
    statements[out->count++] = (brief_statement){ .happenings = { h }, .happening_count = 1, .made = made };
}

static void build_period(builder *b, const relation_period *p, size_t quota, brief_period *out)
{
    bool *shown = arena_array(b->mem, p->count, sizeof *shown);
    brief_statement *statements = arena_array(b->mem, quota + 1, sizeof *statements);
    buf text = { 0 };
    if (!shown || !statements) {
        b->failed = true;
        return;
    }
    choose(b, p, quota, shown);
    *out = (brief_period){ .period = p, .name = clean_name(b, str_of(p->name)), .statements = statements, .left_out = p->count - quota };
    for (size_t i = 0; i < p->count && !b->failed; i++)
        if (shown[i]) place_happening(b, &b->out->relation->happenings[p->first + i], out, statements);
    for (size_t i = 0; i < out->count && !b->failed; i++) tell(b, &statements[i]);
    add_tally(p, &text);
    out->tally = clean_name(b, buf_view(&text));
    buf_free(&text);
}

static int by_place(const void *x, const void *y)
{
    const brief_sentence *a = x, *b = y;
    if (a->source != b->source) return a->source < b->source ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static void build_sentences(builder *b)
{
    brief_sentence *at = arena_array(b->mem, b->sentences.count + 1, sizeof *at);
    if (!at) b->failed = true;
    for (size_t i = 0; i < b->sentences.count && !b->failed; i++) {
        const draft *d = (const draft *)b->sentences.at + i;
        excerpt_span *marks = arena_array(b->mem, BRIEF_MARKS, sizeof *marks);
        if (!marks) {
            b->failed = true;
            return;
        }
        excerpt_plan plan = { d->triggers, d->trigger_count, NULL, 0 };
        rp_str text = clean(b, d->text, &plan, marks);
        if (text.at) text = excerpt_around(text, BRIEF_SENTENCE, marks, d->trigger_count, b->mem);
        if (!text.at) b->failed = true;
        at[i] = (brief_sentence){ d->source, d->number, text, marks, tidy_marks(marks, d->trigger_count) };
    }
    if (!b->failed) qsort(at, b->sentences.count, sizeof *at, by_place);
    b->out->sentences = at;
    b->out->sentence_count = b->sentences.count;
}

static rp_str name_of(builder *b, const char *code)
{
    buf name = { 0 };
    prose_actor(&b->prose, code, &name);
    rp_str copy = clean_name(b, buf_view(&name));
    buf_free(&name);
    return copy;
}

static rp_str title_of(builder *b)
{
    buf title = { 0 };
    buf_str(&title, b->out->name_a);
    buf_text(&title, " and ");
    buf_str(&title, b->out->name_b);
    if (title.len && !title.failed && is_lower((unsigned char)title.at[0])) title.at[0] = (char)(title.at[0] - 32);
    rp_str copy = clean_name(b, buf_view(&title));
    buf_free(&title);
    return copy;
}

static void build(builder *b)
{
    brief *o = b->out;
    const relation *r = o->relation;
    buf publishers = { 0 };
    brief_period *periods = arena_array(b->mem, r->period_count + 1, sizeof *periods);
    size_t *quota = arena_array(b->mem, r->period_count + 1, sizeof *quota);
    if (!periods || !quota) {
        b->failed = true;
        return;
    }
    o->name_a = name_of(b, r->a);
    o->name_b = name_of(b, r->b);
    o->title = title_of(b);
    survey(b, &publishers);
    lead_extent(b, &publishers);
    lead_balance(b);
    lead_extremes(b);
    share_out(r, quota);
    for (size_t i = 0; i < r->period_count && !b->failed; i++) build_period(b, &r->periods[i], quota[i], &periods[i]);
    write_basis(b, &publishers);
    buf_free(&publishers);
    if (!b->failed) build_sentences(b);
    o->periods = periods;
    o->period_count = r->period_count;
    o->sources = b->sources.at;
    o->source_count = b->sources.count;
}

rp_code brief_build(const rapport *tables, const relation *rel, uint64_t store_documents, arena *mem, brief *out, rp_err *err)
{
    builder b = { .out = out, .mem = mem, .documents = intern_new(), .places = intern_new(), .sources = vec_of(sizeof(brief_source)),
                  .sentences = vec_of(sizeof(draft)) };
    *out = (brief){ .tables = tables, .relation = rel, .store_documents = store_documents };
    rp_code rc = prose_open(tables, &b.prose, err);
    b.failed = !b.documents || !b.places;
    if (rc == RP_OK && !b.failed) build(&b);
    intern_free(b.documents);
    intern_free(b.places);
    if (rc == RP_OK && b.failed) rc = error_set(err, RP_ENOMEM, "memory ended while writing the brief");
    if (rc != RP_OK) *out = (brief){ 0 };
    return rc;
}

void brief_reference_text(const brief_reference *r, buf *out)
{
    buf_format(out, "[%" PRIu32 ":%" PRIu32, r->source, r->sentence);
    if (r->citing.len) {
        buf_text(out, ", citing ");
        buf_str(out, r->citing);
    }
    buf_char(out, ']');
}

/* ---- rapport.h ----------------------------------------------------------------------------------------------------- */

static rp_code count_document(const rp_stored_document *document, void *context, rp_err *err)
{
    (void)document, (void)err;
    ++*(uint64_t *)context;
    return RP_OK;
}

static rp_code write_brief(const rapport *tables, const relation *rel, uint64_t documents, rp_format format, unsigned width, arena *mem, buf *out,
                           rp_err *err)
{
    brief model;
    rp_code rc = brief_build(tables, rel, documents, mem, &model, err);
    if (rc != RP_OK) return rc;
    switch (format) {
    case RP_FORMAT_TEXT: brief_write_text(&model, width, out); break;
    case RP_FORMAT_MARKDOWN: brief_write_markdown(&model, out); break;
    case RP_FORMAT_HTML: brief_write_html(&model, out); break;
    case RP_FORMAT_JSON: brief_write_json(&model, out); break;
    default: return error_set(err, RP_EUSAGE, "no such format of a brief: %d", (int)format);
    }
    return out->failed ? error_set(err, RP_ENOMEM, "memory ended while writing the brief") : RP_OK;
}

static rp_code make_brief(rp_store *store, const char *a, const char *b, rp_format format, unsigned width, arena *mem, buf *out, rp_err *err)
{
    const rapport *tables = store_tables(store);
    const rp_cited *events;
    size_t count;
    uint64_t documents = 0;
    relation rel;
    rp_code rc = relation_read(store, tables, a, b, mem, &events, &count, err);
    if (rc == RP_OK) rc = rp_store_documents(store, count_document, &documents, err);
    if (rc == RP_OK) rc = relation_build(tables, events, count, a, b, mem, &rel, err);
    if (rc != RP_OK) return rc;
    if (rel.count == 0) {
        const char *name_a = rp_actor_name(tables, a), *name_b = rp_actor_name(tables, b);
        return error_set(err, RP_EMISSING, "no event between %s and %s in this store; it holds %" PRIu64 " document%s", name_a ? name_a : a,
                         name_b ? name_b : b, documents, plural((size_t)documents));
    }
    return write_brief(tables, &rel, documents, format, width, mem, out, err);
}

rp_code rp_brief(rp_store *store, const char *a, const char *b, rp_format format, unsigned width, rp_write *write, void *context, rp_err *err)
{
    if (!a || !b || !a[0] || !b[0] || strcmp(a, b) == 0) return error_set(err, RP_EUSAGE, "a brief needs two different actors");
    arena *mem = arena_new(0);
    buf out = { 0 };
    rp_code rc = mem ? make_brief(store, a, b, format, width, mem, &out, err) : error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) rc = write(out.at, out.len, context, err);
    buf_free(&out);
    arena_free(mem);
    return rc;
}
