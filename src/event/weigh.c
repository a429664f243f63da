/* event/weigh.c - see event/weigh.h. */
#include "event/weigh.h"
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include "base/hash.h"
#include "rapport.h"

#define ALIGN 64u
#define ORDER 0x01020304u
#define TABLE_BITS_MAX 24u

const uint32_t weigh_classes[WEIGH_TASKS] = { RP_EVENT_TYPES + 1, RP_STATUSES, 1 };

/* The model inside the library: tools/embed.sh. */
extern const char rapport_events_model[], rapport_events_model_end[];

typedef struct weights {
    uint32_t mask, classes, vector_words, vector_size;
    const uint32_t *keys, *rows;
    const int16_t *weights, *vectors;
} weights;

struct weigher {
    const weigh_header *header;
    weights tasks[WEIGH_TASKS];
};

uint64_t weigh_hash(rp_str name, rp_str a, rp_str b, rp_str c)
{
    /* an empty piece and none are the same; pieces are parted by a byte that no text has */
    uint64_t h = hash_bytes(name.at, name.len, 1);
    if (a.len) h = hash_bytes(a.at, a.len, h);
    if (b.len) h = hash_bytes(b.at, b.len, h ^ 0x9e3779b97f4a7c15u);
    if (c.len) h = hash_bytes(c.at, c.len, h ^ 0xc2b2ae3d27d4eb4fu);
    return h;
}

static const void *take(rp_str bytes, uint64_t *at, uint64_t count, uint64_t size)
{
    *at = (*at + ALIGN - 1) / ALIGN * ALIGN;
    if (*at > bytes.len || (bytes.len - *at) / size < count) return NULL;
    const void *p = bytes.at + *at;
    *at += count * size;
    return p;
}

static rp_code damaged(rp_err *err, const char *why) { return error_set(err, RP_EFORMAT, "the event model is damaged: %s", why); }

static rp_code open_weights(rp_str bytes, uint64_t *at, const weigh_part *p, uint32_t task, weights *out, rp_err *err)
{
    if (p->bits > TABLE_BITS_MAX || p->classes != weigh_classes[task] || p->vector_words > WEIGH_VECTORS || p->vector_size > WEIGH_VECTOR_MAX)
        return damaged(err, "a table's size makes no sense");
    *out = (weights){ .mask = ((uint32_t)1 << p->bits) - 1, .classes = p->classes };
    out->vector_words = p->vector_words;
    out->vector_size = p->vector_size;
    out->keys = take(bytes, at, (uint64_t)1 << p->bits, sizeof *out->keys);
    out->rows = take(bytes, at, (uint64_t)1 << p->bits, sizeof *out->rows);
    out->weights = take(bytes, at, (uint64_t)p->rows * p->classes, sizeof *out->weights);
    out->vectors = take(bytes, at, (uint64_t)p->vector_words * p->vector_size * p->classes, sizeof *out->vectors);
    if (!out->keys || !out->rows || !out->weights || !out->vectors) return damaged(err, "it is cut short");
    bool free_slot = false;
    for (uint64_t i = 0; i <= out->mask; i++) {
        free_slot |= out->keys[i] == 0;
        if (out->keys[i] && out->rows[i] >= p->rows) return damaged(err, "a feature has no weights");
    }
    return free_slot ? RP_OK : damaged(err, "a table is full");
}

uint64_t weigh_checksum(rp_str bytes)
{
    const size_t behind = offsetof(weigh_header, checksum) + sizeof(uint64_t);
    return hash_bytes(bytes.at + behind, bytes.len - behind, 0);
}

static rp_code check_header(const weigh_header *h, rp_str bytes, bool trusted, rp_err *err)
{
    if (h->order != ORDER) return damaged(err, "it was written on a machine of another byte order");
    if (h->version != WEIGH_VERSION)
        return error_set(err, RP_EVERSION, "the event model is of version %u, this program reads version %u", h->version, WEIGH_VERSION);
    bool whole = h->size == bytes.len && (trusted || h->checksum == weigh_checksum(bytes));
    if (!whole) return damaged(err, "its checksum is wrong");
    return h->curve_count > WEIGH_STEPS ? damaged(err, "its curve is too long") : RP_OK;
}

rp_code weigher_new(rp_str bytes, bool trusted, weigher **out, rp_err *err)
{
    *out = NULL;
    if (bytes.len < sizeof(weigh_header) || memcmp(bytes.at, WEIGH_MAGIC, 8) != 0)
        return error_set(err, RP_EFORMAT, "this is no event model: train one with \"rapport train events\"");
    weigher *self = calloc(1, sizeof *self);
    if (!self) return error_set(err, RP_ENOMEM, "memory ended");
    const weigh_header *h = (const weigh_header *)(const void *)bytes.at;
    self->header = h;
    rp_code rc = check_header(h, bytes, trusted, err);
    uint64_t at = sizeof *h;
    for (uint32_t i = 0; i < WEIGH_TASKS && rc == RP_OK; i++) rc = open_weights(bytes, &at, &h->parts[i], i, &self->tasks[i], err);
    if (rc == RP_OK) *out = self;
    else free(self);
    return rc;
}

rp_code weigher_new_built_in(weigher **out, rp_err *err)
{
    return weigher_new((rp_str){ rapport_events_model, (size_t)(rapport_events_model_end - rapport_events_model) }, true, out, err);
}

void weigher_free(weigher *self) { free(self); }

static const int16_t *weights_of(const weights *w, uint64_t hash)
{
    uint32_t key = (uint32_t)(hash >> 32) | 1u;
    for (uint32_t at = (uint32_t)hash & w->mask; w->keys[at]; at = (at + 1) & w->mask)
        if (w->keys[at] == key) return w->weights + (size_t)w->rows[at] * w->classes;
    return NULL;
}

#define AT_ONCE 64u         /* features whose weights are fetched together: each is a cache miss or two, so that one would wait for the other */

typedef struct summing {
    const weights *w;
    int32_t *at;
    uint64_t hashes[AT_ONCE];
    uint32_t count;
} summing;

static void sum_up(summing *s)
{
    const int16_t *rows[AT_ONCE];
    for (uint32_t i = 0; i < s->count; i++)
        if ((rows[i] = weights_of(s->w, s->hashes[i]))) __builtin_prefetch(rows[i]);
    for (uint32_t i = 0; i < s->count; i++)
        for (uint32_t k = 0; rows[i] && k < s->w->classes; k++) s->at[k] += rows[i][k];
    s->count = 0;
}

static void add_feature(void *context, rp_str name, rp_str a, rp_str b, rp_str c)
{
    summing *s = context;
    uint64_t hash = weigh_hash(name, a, b, c);
    __builtin_prefetch(&s->w->keys[(uint32_t)hash & s->w->mask]);
    __builtin_prefetch(&s->w->rows[(uint32_t)hash & s->w->mask]);
    s->hashes[s->count++] = hash;
    if (s->count == AT_ONCE) sum_up(s);
}

static void begin(const weights *w, weigh_scores *out, summing *s, feature_sink *sink)
{
    *out = (weigh_scores){ .count = w->classes };
    s->w = w;
    s->at = out->at;
    s->count = 0;
    *sink = (feature_sink){ add_feature, s };
}

uint32_t weigh_vectors(const feature_case *f, int16_t out[WEIGH_VECTORS][WEIGH_VECTOR_MAX])
{
    uint32_t words[FEATURE_VECTORS], phrase[FEATURE_PHRASE], size = 0;
    const tree *t = &f->r->tree;
    const parser *p = f->r->in->trees->in.parser;
    memset(out, 0, sizeof(int16_t) * WEIGH_VECTORS * WEIGH_VECTOR_MAX);
    if (f->at >= t->count) return 0;
    features_vectors(f, words);
    for (uint32_t i = 0; i < FEATURE_VECTORS; i++) {
        const uint8_t *v = words[i] < t->count ? parser_vector(p, t->at[words[i]].lemma, &size) : NULL;
        if (size > WEIGH_VECTOR_MAX) return 0;
        for (uint32_t d = 0; v && d < size; d++) out[i][d] = (int16_t)((int)v[d] - 128);
    }
    uint32_t n = features_phrase(f, phrase);
    int32_t sums[WEIGH_VECTOR_MAX] = { 0 }, count = 0;
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *v = parser_vector(p, t->at[phrase[i]].lemma, &size);
        if (size > WEIGH_VECTOR_MAX) return 0;
        for (uint32_t d = 0; v && d < size; d++) sums[d] += (int32_t)v[d] - 128;
        count += v != NULL;
    }
    for (uint32_t d = 0; count && d < size; d++) out[FEATURE_VECTORS][d] = (int16_t)(sums[d] / count);
    return size;
}

static void add_vectors(const weights *w, const feature_case *f, int32_t *at)
{
    int16_t v[WEIGH_VECTORS][WEIGH_VECTOR_MAX];
    if (!w->vector_words || weigh_vectors(f, v) != w->vector_size) return;
    int64_t sums[WEIGH_CLASSES_MAX] = { 0 };
    for (uint32_t i = 0; i < w->vector_words; i++) {
        const int16_t *row = w->vectors + (size_t)i * w->vector_size * w->classes;
        for (uint32_t d = 0; d < w->vector_size; d++, row += w->classes)
            for (uint32_t k = 0; v[i][d] && k < w->classes; k++) sums[k] += (int64_t)v[i][d] * row[k];
    }
    for (uint32_t k = 0; k < w->classes; k++) at[k] += (int32_t)(sums[k] / 128);
}

void weigh_type(const weigher *self, const feature_case *f, weigh_scores *out)
{
    summing s;
    feature_sink sink;
    begin(&self->tasks[WEIGH_TYPE], out, &s, &sink);
    features_type(f, &sink);
    sum_up(&s);
    add_vectors(&self->tasks[WEIGH_TYPE], f, out->at);
}

void weigh_status(const weigher *self, const feature_case *f, bool own_words, bool spoken, unsigned type, weigh_scores *out)
{
    summing s;
    feature_sink sink;
    begin(&self->tasks[WEIGH_STATUS], out, &s, &sink);
    features_status(f, own_words, spoken, type, &sink);
    sum_up(&s);
}

int32_t weigh_link(const weigher *self, const feature_case *f)
{
    weigh_scores out;
    summing s;
    feature_sink sink;
    begin(&self->tasks[WEIGH_LINK], &out, &s, &sink);
    features_link(f, &sink);
    sum_up(&s);
    return out.at[0];
}

uint32_t weigh_best(const weigh_scores *s, uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t k = 1; k < count; k++) if (s->at[k] > s->at[best]) best = k;
    return best;
}

double weigh_probability(const weigh_scores *s, uint32_t which, uint32_t count)
{
    double sum = 0;
    for (uint32_t k = 0; k < count; k++) sum += exp((s->at[k] - s->at[which]) / WEIGH_ONE);
    return 1.0 / sum;
}

double weigh_curve(const weigh_header *h, double p)
{
    uint32_t n = h->curve_count;
    if (n == 0) return p;
    if (p <= (double)h->curve_x[0]) return (double)h->curve_y[0];
    for (uint32_t i = 1; i < n; i++) {
        double x0 = (double)h->curve_x[i - 1], x1 = (double)h->curve_x[i], y0 = (double)h->curve_y[i - 1], y1 = (double)h->curve_y[i];
        if (p <= x1) return x1 > x0 ? y0 + (y1 - y0) * (p - x0) / (x1 - x0) : y1;
    }
    return (double)h->curve_y[n - 1];
}

double weigh_confidence(const weigher *self, double p) { return weigh_curve(self->header, p); }

typedef struct telling { const weights *w; uint32_t which, against; weigh_tell *each; void *context; } telling;

static void tell_feature(void *context, rp_str name, rp_str a, rp_str b, rp_str c)
{
    telling *t = context;
    const int16_t *row = weights_of(t->w, weigh_hash(name, a, b, c));
    if (row) t->each(t->context, name, a, b, c, row[t->which], row[t->against]);
}

void weigh_explain(const weigher *self, const feature_case *f, uint32_t which, uint32_t against, weigh_tell *each, void *context)
{
    telling t = { &self->tasks[WEIGH_TYPE], which, against, each, context };
    feature_sink sink = { tell_feature, &t };
    features_type(f, &sink);
    int32_t sums[WEIGH_CLASSES_MAX] = { 0 };
    add_vectors(t.w, f, sums);
    each(context, RP_STR("word vectors"), (rp_str){ 0 }, (rp_str){ 0 }, (rp_str){ 0 }, sums[which], sums[against]);
}
