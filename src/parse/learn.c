/*
 * parse/learn.c - see parse/learn.h. Adam (Kingma and Ba 2015), for embedding rows only where they were met; averaged weights (Polyak and
 * Juditsky 1992, exponentially) are what is scored and kept.
 */
#include <pthread.h>
#include "parse/shard.h"

#define AVERAGE 0.998f
#define AVERAGE_FROM 200u   /* steps; before, the weights themselves are kept */
#define CLIP 2.0f

net_places net_places_of(const net_shape *s)
{
    net_places p = { 0 };
    size_t at = 0, w = s->width;
#define PLACE(field, size) (p.field = at, at += (size))
    PLACE(vectors, s->vector_size * w);
    for (uint32_t l = 0; l < s->layers; l++) PLACE(in[l], w * 3 * w), PLACE(bias[l], 3 * w), PLACE(state[l], 2 * w);
    PLACE(tag_in, w * s->tag_hidden), PLACE(tag_in_bias, s->tag_hidden);
    PLACE(tag_out, s->tag_hidden * s->tags), PLACE(tag_out_bias, s->tags);
    PLACE(heads, w * 2 * (s->arc + s->label_hidden)), PLACE(heads_bias, 2 * (s->arc + s->label_hidden));
    PLACE(bilinear, s->arc * s->arc), PLACE(bilinear_bias, s->arc);
    PLACE(root_arc, s->arc), PLACE(root_label, s->label_hidden), PLACE(distance, NET_DISTANCES);
    PLACE(label_out, s->label_hidden * s->labels), PLACE(label_out_bias, s->labels);
#undef PLACE
    p.total = at;
    return p;
}

/* ---- steps ---------------------------------------------------------------------------------------------------------------- */

static void *run_training(void *arg)
{
    shard *s = arg;
    s->loss = 0;
    shard_forward(s);
    shard_backward(s, 1.0f / (float)s->owner->options.batch);
    return NULL;
}

static void *run_scoring(void *arg)
{
    shard *s = arg;
    const net_shape *n = &s->owner->shape;
    shard_forward(s);
    for (uint32_t i = 0; i < s->count; i++) {
        const learn_sentence *sentence = s->sentences[i];
        uint32_t len = sentence->count, from = s->starts[i];
        shard_arcs(s, i);
        int32_t *scores = (int32_t *)(void *)s->turned;
        for (size_t k = 0; k < (size_t)len * (len + 1); k++) scores[k] = (int32_t)(s->arcs[k] * 1024);
        tree_decode(scores, len + 1, len, s->heads, s->tree);
        shard_labels(s, i, s->heads);
        for (uint32_t d = 0; d < len; d++) {
            const float *y = s->label_y + (from + d) * n->labels, *t = s->tag_y + (from + d) * n->tags;
            size_t label = 0, tag = 0;
            for (size_t j = 1; j < n->labels; j++) if (y[j] > y[label]) label = j;
            for (size_t j = 1; j < n->tags; j++) if (t[j] > t[tag]) tag = j;
            bool right = s->heads[d] == sentence->heads[d];
            s->score.words++;
            s->score.uas += right;
            s->score.las += right && s->relations[label] == s->relations[sentence->labels[d]];
            s->score.tags += tag == sentence->tags[d];
            s->score.upos += s->upos[tag] == s->upos[sentence->tags[d]];
        }
    }
    return NULL;
}

static rp_code run_shards(learner *self, void *(*work)(void *), rp_err *err)
{
    pthread_t threads[LEARN_SHARDS];
    bool apart[LEARN_SHARDS] = { false };
    for (unsigned i = 1; i < LEARN_SHARDS; i++) {
        apart[i] = self->options.threads > 1 && pthread_create(&threads[i], NULL, work, &self->shards[i]) == 0;
        if (!apart[i]) work(&self->shards[i]);
    }
    work(&self->shards[0]);
    for (unsigned i = 1; i < LEARN_SHARDS; i++) {
        if (apart[i] && pthread_join(threads[i], NULL) != 0) return error_set(err, RP_EIO, "a thread cannot be joined");
    }
    return RP_OK;
}

static void adam(float *p, float *m, float *v, const float *g, size_t n, float rate, float clip, float correct)
{
    for (size_t i = 0; i < n; i++) {
        float x = g[i] * clip;
        m[i] = 0.9f * m[i] + 0.1f * x;
        v[i] = 0.98f * v[i] + 0.02f * x * x;
        p[i] -= rate * m[i] / (sqrtf(v[i]) * correct + 1e-8f);
    }
}

static void catch_up(learner *self, uint32_t row)
{
    size_t w = self->shape.width;
    uint64_t missed = self->step - self->rows_seen[row];
    if (missed == 0) return;
    float keep = self->rows_seen[row] < AVERAGE_FROM ? 0 : powf(AVERAGE, (float)missed), *mean = self->rows_mean + row * w;
    const float *p = self->rows + row * w;
    for (size_t j = 0; j < w; j++) mean[j] = p[j] + (mean[j] - p[j]) * keep;
    self->rows_seen[row] = (uint32_t)self->step;
}

static void update(learner *self)
{
    shard *first = &self->shards[0];
    size_t total = self->places.total, w = self->shape.width;
    for (unsigned k = 1; k < LEARN_SHARDS; k++) {
        shard *s = &self->shards[k];
        for (size_t i = 0; i < total; i++) first->dense[i] += s->dense[i];
        for (uint32_t i = 0; i < s->touched_count; i++) {
            uint32_t row = s->touched[i];
            if (!first->is_touched[row]) first->is_touched[row] = 1, first->touched[first->touched_count++] = row;
            float *from = s->rows + row * w;
            learn_add(first->rows + row * w, from, w);
            memset(from, 0, w * sizeof *from);
            s->is_touched[row] = 0;
        }
        s->touched_count = 0;
        memset(s->dense, 0, total * sizeof *s->dense);
    }
    double norm = 0;
    for (size_t i = 0; i < total; i++) norm += (double)(first->dense[i] * first->dense[i]);
    for (uint32_t i = 0; i < first->touched_count; i++) {
        const float *g = first->rows + first->touched[i] * w;
        for (size_t j = 0; j < w; j++) norm += (double)(g[j] * g[j]);
    }
    norm = sqrt(norm);
    float clip = norm > CLIP ? CLIP / (float)norm : 1;
    double done = (double)self->step / (double)self->steps, warm = (double)(self->step + 1) / 300.0;
    double rate = (double)self->options.rate * (warm < 1 ? warm : 1) * (0.5 + 0.5 * cos(3.14159265358979 * done) + 0.01);
    double t = (double)self->step + 1;
    float correct = (float)(1 / sqrt(1 - pow(0.98, t)));
    float scaled = (float)(rate / (1 - pow(0.9, t)));
    adam(self->dense, self->dense_m, self->dense_v, first->dense, total, scaled, clip, correct);
    for (uint32_t i = 0; i < first->touched_count; i++) {
        size_t row = first->touched[i];
        catch_up(self, (uint32_t)row);
        adam(self->rows + row * w, self->rows_m + row * w, self->rows_v + row * w, first->rows + row * w, w, scaled, clip, correct);
        memset(first->rows + row * w, 0, w * sizeof(float));
        first->is_touched[row] = 0;
    }
    first->touched_count = 0;
    memset(first->dense, 0, total * sizeof(float));
    self->step++;
    float share = self->step <= AVERAGE_FROM ? 1 : 1 - AVERAGE;
    for (size_t i = 0; i < total; i++) self->dense_mean[i] += share * (self->dense[i] - self->dense_mean[i]);
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------ */

static void fill(float *p, size_t n, float range, chance *c)
{
    for (size_t i = 0; i < n; i++) p[i] = (2 * chance_uniform(c) - 1) * range;
}

static void start_weights(learner *self)
{
    const net_shape *n = &self->shape;
    const net_places *p = &self->places;
    size_t w = n->width, h = w / 2, heads = 2 * (n->arc + n->label_hidden);
    chance c = chance_of(self->options.seed, 1, 1);
    fill(self->rows, (size_t)n->rows * w, 0.15f, &c);
    fill(self->dense + p->vectors, n->vector_size * w, sqrtf(1.0f / (float)(n->vector_size + 1)), &c);
    for (uint32_t l = 0; l < n->layers; l++) {
        fill(self->dense + p->in[l], w * 3 * w, sqrtf(3.0f / (float)w), &c);
        fill(self->dense + p->state[l], 2 * w, 0.3f, &c);
        for (size_t d = 0; d < 2; d++) {
            for (size_t j = 0; j < h; j++) self->dense[p->bias[l] + d * 3 * h + h + j] = 0.5f, self->dense[p->bias[l] + d * 3 * h + 2 * h + j] = -0.5f;
        }
    }
    fill(self->dense + p->tag_in, w * n->tag_hidden, sqrtf(6.0f / (float)(w + n->tag_hidden)), &c);
    fill(self->dense + p->tag_out, n->tag_hidden * n->tags, sqrtf(6.0f / (float)(n->tags + n->tag_hidden)), &c);
    fill(self->dense + p->heads, w * heads, sqrtf(6.0f / (float)(w + heads / 2)), &c);
    fill(self->dense + p->bilinear, n->arc * n->arc, sqrtf(1.0f / (float)n->arc), &c);
    fill(self->dense + p->root_arc, n->arc, 0.3f, &c);
    fill(self->dense + p->root_label, n->label_hidden, 0.3f, &c);
    fill(self->dense + p->label_out, n->label_hidden * n->labels, sqrtf(6.0f / (float)(n->labels + n->label_hidden)), &c);
    memcpy(self->dense_mean, self->dense, p->total * sizeof(float));
    memcpy(self->rows_mean, self->rows, (size_t)n->rows * w * sizeof(float));
}

learner *learner_new(const net_shape *shape, const vocabulary *words, const float *vectors, const learn_options *options)
{
    if (shape->width > 2048 || shape->layers > NET_LAYERS_MAX) return NULL;
    learner *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->shape = *shape;
    self->options = *options;
    self->words = *words;
    self->vectors = vectors;
    self->places = net_places_of(shape);
    size_t dense = self->places.total, rows = (size_t)shape->rows * shape->width;
    bool ok = (self->dense = learn_floats(dense)) && (self->dense_m = learn_floats(dense)) && (self->dense_v = learn_floats(dense)) && (self->dense_mean = learn_floats(dense))
           && (self->rows = learn_floats(rows)) && (self->rows_m = learn_floats(rows)) && (self->rows_v = learn_floats(rows)) && (self->rows_mean = learn_floats(rows))
           && (self->rows_seen = calloc(shape->rows, sizeof *self->rows_seen));
    uint32_t room = options->batch + LEARN_WORDS_MAX;
    for (unsigned i = 0; ok && i < LEARN_SHARDS; i++) ok = shard_begin(&self->shards[i], self, room);
    if (!ok) return learner_free(self), NULL;
    start_weights(self);
    return self;
}

void learner_free(learner *self)
{
    if (!self) return;
    for (unsigned i = 0; i < LEARN_SHARDS; i++) shard_end(&self->shards[i]);
    free(self->dense), free(self->dense_m), free(self->dense_v), free(self->dense_mean);
    free(self->rows), free(self->rows_m), free(self->rows_v), free(self->rows_mean);
    free(self->rows_seen), free(self->order);
    free(self);
}

static bool make_order(learner *self, const learn_sentence *sentences, size_t count, bool shuffle, uint32_t epoch, size_t *kept)
{
    if (self->order_room < count) {
        free(self->order);
        self->order = calloc(count, sizeof *self->order);
        self->order_room = self->order ? count : 0;
        if (!self->order) return false;
    }
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (sentences[i].count > 0 && sentences[i].count <= LEARN_WORDS_MAX) self->order[(*kept)++] = &sentences[i];
    }
    if (!shuffle) return true;
    chance c = chance_of(self->options.seed, 2, epoch);
    for (size_t i = *kept; i > 1; i--) {
        size_t k = chance_next(&c) % i;
        const learn_sentence *swap = self->order[i - 1];
        self->order[i - 1] = self->order[k], self->order[k] = swap;
    }
    return true;
}

/* Fill the shards with the next sentences, about options.batch words in all; returns how many. */
static size_t fill_shards(learner *self, size_t at, size_t count, bool training)
{
    size_t end = at, words = 0, half = 0;
    while (end < count && words < self->options.batch) {
        words += self->order[end++]->count;
        if (half == 0 && words >= self->options.batch / 2) half = end;
    }
    if (half == 0) half = end;
    for (unsigned k = 0; k < LEARN_SHARDS; k++) {
        shard *s = &self->shards[k];
        s->training = training;
        s->chance = chance_of(self->options.seed, 3 + k, self->step);
        s->w = training ? self->dense : self->dense_mean;
        s->embeddings = training ? self->rows : self->rows_mean;
        shard_fill(s, self->order + (k ? half : at), k ? end - half : half - at);
    }
    return end - at;
}

rp_code learner_epoch(learner *self, const learn_sentence *sentences, size_t count, uint32_t epoch, learn_score *score, rp_err *err)
{
    size_t kept;
    *score = (learn_score){ 0 };
    if (!make_order(self, sentences, count, true, epoch, &kept)) return error_set(err, RP_ENOMEM, "memory ended");
    if (self->steps == 0) {
        uint64_t words = 0;
        for (size_t i = 0; i < kept; i++) words += self->order[i]->count;
        self->steps = self->options.epochs * (words / self->options.batch + 1);
    }
    uint64_t steps = 0;
    for (size_t at = 0; at < kept; steps++) {
        at += fill_shards(self, at, kept, true);
        rp_code rc = run_shards(self, run_training, err);
        if (rc != RP_OK) return rc;
        for (unsigned k = 0; k < LEARN_SHARDS; k++) score->loss += self->shards[k].loss;
        update(self);
    }
    score->loss /= (double)(steps ? steps : 1);
    if (!isfinite(score->loss)) return error_set(err, RP_EFORMAT, "the training does not converge; are the word vectors within reason?");
    return RP_OK;
}

rp_code learner_gradient(learner *self, const learn_sentence *sentences, size_t count, const float *dense, const float *rows, double *loss,
                         float *dense_gradient, float *rows_gradient, rp_err *err)
{
    size_t kept, w = self->shape.width;
    *loss = 0;
    if (!make_order(self, sentences, count, false, 0, &kept)) return error_set(err, RP_ENOMEM, "memory ended");
    fill_shards(self, 0, kept, false);
    for (unsigned k = 0; k < LEARN_SHARDS; k++) self->shards[k].w = dense, self->shards[k].embeddings = rows;
    rp_code rc = run_shards(self, run_training, err);
    if (rc != RP_OK) return rc;
    if (dense_gradient) memset(dense_gradient, 0, self->places.total * sizeof *dense_gradient);
    if (rows_gradient) memset(rows_gradient, 0, self->shape.rows * w * sizeof *rows_gradient);
    for (unsigned k = 0; k < LEARN_SHARDS; k++) {
        shard *s = &self->shards[k];
        *loss += s->loss;
        if (dense_gradient) learn_add(dense_gradient, s->dense, self->places.total);
        memset(s->dense, 0, self->places.total * sizeof *s->dense);
        for (uint32_t i = 0; i < s->touched_count; i++) {
            float *row = s->rows + s->touched[i] * w;
            if (rows_gradient) learn_add(rows_gradient + s->touched[i] * w, row, w);
            memset(row, 0, w * sizeof *row);
            s->is_touched[s->touched[i]] = 0;
        }
        s->touched_count = 0;
    }
    return RP_OK;
}

void learner_caught_up(learner *self)
{
    for (uint32_t row = 0; row < self->shape.rows; row++) catch_up(self, row);
}

rp_code learner_score(learner *self, const learn_sentence *sentences, size_t count, const uint8_t *upos, const uint8_t *relations,
                      learn_score *score, rp_err *err)
{
    size_t kept;
    *score = (learn_score){ 0 };
    if (!make_order(self, sentences, count, false, 0, &kept)) return error_set(err, RP_ENOMEM, "memory ended");
    learner_caught_up(self);
    for (unsigned k = 0; k < LEARN_SHARDS; k++) self->shards[k].score = *score, self->shards[k].upos = upos, self->shards[k].relations = relations;
    for (size_t at = 0; at < kept;) {
        at += fill_shards(self, at, kept, false);
        rp_code rc = run_shards(self, run_scoring, err);
        if (rc != RP_OK) return rc;
    }
    for (unsigned k = 0; k < LEARN_SHARDS; k++) {
        const learn_score *s = &self->shards[k].score;
        score->words += s->words, score->uas += s->uas, score->las += s->las, score->tags += s->tags, score->upos += s->upos;
    }
    double n = score->words ? (double)score->words / 100 : 1;
    score->uas /= n, score->las /= n, score->tags /= n, score->upos /= n;
    return RP_OK;
}

/* ---- ranges ---------------------------------------------------------------------------------------------------------------- */

#define BINS 8192u      /* of sizes, 128 to 1.0 */
typedef struct sizes { uint64_t bins[BINS], count; float most; } sizes;
enum { SIZES_X, SIZES_U = SIZES_X + NET_LAYERS_MAX + 1, SIZES_TAG_HIDDEN, SIZES_TAG_SCORES, SIZES_HEADS, SIZES_DEPENDENTS, SIZES_KEYS, SIZES_QUERY,
       SIZES_LABEL_HIDDEN, SIZES_LABEL_SCORES, SIZES };

static void measure(sizes *to, const float *x, size_t rows, size_t columns, size_t step)
{
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) {
            float a = fabsf(x[i * step + j]);
            if (a > to->most) to->most = a;
            to->bins[a * 128 < (float)(BINS - 1) ? (size_t)(a * 128) : BINS - 1]++;
        }
    }
    to->count += rows * columns;
}

static void *run_ranges(void *arg)
{
    shard *s = arg;
    const net_shape *n = &s->owner->shape;
    size_t t = s->words, w = n->width, heads = 2 * (n->arc + n->label_hidden);
    shard_forward(s);
    for (uint32_t i = 0; i < s->count; i++) shard_labels(s, i, s->sentences[i]->heads);
    for (uint32_t l = 0; l <= n->layers; l++) measure(&s->sizes[SIZES_X + l], s->x[l], t, w, w);
    for (uint32_t l = 0; l < n->layers; l++) measure(&s->sizes[SIZES_U], s->u[l], t, 3 * w, 3 * w);
    measure(&s->sizes[SIZES_TAG_HIDDEN], s->tag_h, t, n->tag_hidden, n->tag_hidden);
    measure(&s->sizes[SIZES_TAG_SCORES], s->tag_y, t, n->tags, n->tags);
    measure(&s->sizes[SIZES_HEADS], s->head_h, t, heads, heads);
    measure(&s->sizes[SIZES_DEPENDENTS], s->head_h, t, n->arc, heads);
    measure(&s->sizes[SIZES_KEYS], s->head_h + n->arc, t, n->arc, heads);
    measure(&s->sizes[SIZES_QUERY], s->query, t, n->arc, n->arc);
    measure(&s->sizes[SIZES_LABEL_HIDDEN], s->label_h, t, n->label_hidden, n->label_hidden);
    measure(&s->sizes[SIZES_LABEL_SCORES], s->label_y, t, n->labels, n->labels);
    return NULL;
}

static learn_range range_of(const sizes *s)
{
    uint64_t above = 0, allowed = s->count / 5000;
    size_t bin = BINS;
    while (bin > 1 && above + s->bins[bin - 1] <= allowed) above += s->bins[--bin];
    float usual = (float)bin / 128;
    return (learn_range){ s->most, usual < s->most ? usual : s->most };
}

rp_code learner_ranges(learner *self, const learn_sentence *sentences, size_t count, learn_ranges *out, rp_err *err)
{
    size_t kept;
    sizes *all = calloc(LEARN_SHARDS * SIZES, sizeof *all);
    if (!all || !make_order(self, sentences, count, false, 0, &kept)) return free(all), error_set(err, RP_ENOMEM, "memory ended");
    learner_caught_up(self);
    for (unsigned k = 0; k < LEARN_SHARDS; k++) self->shards[k].sizes = all + k * SIZES;
    rp_code rc = RP_OK;
    for (size_t at = 0; rc == RP_OK && at < kept;) {
        at += fill_shards(self, at, kept, false);
        rc = run_shards(self, run_ranges, err);
    }
    for (unsigned k = 1; k < LEARN_SHARDS; k++) {
        for (size_t i = 0; i < SIZES; i++) {
            sizes *s = &all[k * SIZES + i];
            all[i].count += s->count;
            if (s->most > all[i].most) all[i].most = s->most;
            for (size_t b = 0; b < BINS; b++) all[i].bins[b] += s->bins[b];
        }
    }
    for (unsigned l = 0; l <= NET_LAYERS_MAX; l++) out->x[l] = range_of(&all[SIZES_X + l]);
    out->u = range_of(&all[SIZES_U]);
    out->tag_hidden = range_of(&all[SIZES_TAG_HIDDEN]), out->tag_scores = range_of(&all[SIZES_TAG_SCORES]);
    out->heads = range_of(&all[SIZES_HEADS]), out->dependents = range_of(&all[SIZES_DEPENDENTS]), out->keys = range_of(&all[SIZES_KEYS]);
    out->query = range_of(&all[SIZES_QUERY]);
    out->label_hidden = range_of(&all[SIZES_LABEL_HIDDEN]), out->label_scores = range_of(&all[SIZES_LABEL_SCORES]);
    free(all);
    return rc;
}

const float *learner_dense(learner *self) { return self->dense_mean; }

const float *learner_rows(learner *self)
{
    learner_caught_up(self);
    return self->rows_mean;
}
