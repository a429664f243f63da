/* coder/train_actors.c - see coder/train_actors.h. */
#include "coder/train_actors.h"
#include <math.h>
#include <stdlib.h>
#include "coder/annotated.h"
#include "event/learn.h"

#define KIND_PASSES 12u
#define KIND_RATE 0.1f
#define KIND_PENALTY 1e-4f
#define LINK_PASSES 12u
#define LINK_RATE 0.05f
#define LINK_PENALTY 1e-5f
#define NOBODY UINT32_MAX

typedef struct trained_document {
    annotated gold;
    coder_layers layers;
    phrase_input input;
    chain_layer chains;
    uint32_t *entity;           /* [phrases]: of the gold mention with the same head, NOBODY */
    uint8_t *kind;              /* [phrases]: phrase_kind of that */
} trained_document;

typedef struct trainer {
    const rapport *tables;
    const actor_training *options;
    arena *mem, *scratch;
    parse_work *work;
    vec documents;              /* trained_document * */
    actor_weights weights;
    void *bytes;                /* of the weights, aligned */
    uint32_t vector_size;
} trainer;

static void say(const trainer *t, const char *format, double a, double b)
{
    char line[160];
    snprintf(line, sizeof line, format, a, b);
    if (t->options->said) t->options->said(t->options->context, line);
}

/* The phrase with the head of each gold mention; of several mentions with one head the narrowest. */
static bool match_gold(trainer *t, trained_document *d)
{
    size_t n = d->chains.phrases.count;
    phrase *all = d->chains.phrases.at;
    d->entity = arena_array(t->mem, n + 1, sizeof *d->entity);
    d->kind = arena_array(t->mem, n + 1, 1);
    uint32_t *width = arena_array(t->mem, n + 1, sizeof *width);
    if (!d->entity || !d->kind || !width) return false;
    for (size_t i = 0; i < n; i++) d->entity[i] = NOBODY;
    for (size_t g = 0; g < d->gold.mention_count; g++) {
        const annotated_mention *m = &d->gold.mentions[g];
        size_t best = n;
        for (size_t i = 0; i < n; i++) {        /* the widest phrase inside whose head is */
            if (all[i].sentence != m->sentence || all[i].head_start < m->start || all[i].head_start >= m->end) continue;
            if (best == n || all[i].end - all[i].start > all[best].end - all[best].start) best = i;
        }
        if (best == n || (d->entity[best] != NOBODY && width[best] <= m->end - m->start)) continue;
        d->entity[best] = m->entity;
        d->kind[best] = m->kind;
        width[best] = m->end - m->start;
    }
    return true;
}

static rp_code read_file(trainer *t, size_t file, rp_err *err)
{
    annotated_reader *reader = annotated_new(t->options->files[file], t->options->names[file]);
    rp_code rc = reader ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
    for (bool more = true; rc == RP_OK;) {
        trained_document *d = arena_alloc(t->mem, sizeof *d), **slot = NULL;
        if (d) rc = annotated_next(reader, t->mem, &d->gold, &more, err);
        if (!d) rc = error_set(err, RP_ENOMEM, "memory ended");
        if (rc != RP_OK || !more) break;
        rc = annotated_phrases(t->tables, &t->weights, &d->gold, t->work, t->mem, t->scratch, &d->layers, &d->input, &d->chains, err);
        if (rc == RP_OK && !((slot = vec_add(&t->documents, t->mem)) && match_gold(t, d))) rc = error_set(err, RP_ENOMEM, "memory ended");
        if (slot) *slot = d;
    }
    annotated_free(reader);
    return rc;
}

/* ---- kinds ---------------------------------------------------------------------------------------------------------- */

static int16_t rounded(float x)
{
    double v = round((double)x * WEIGHTS_ONE);
    return (int16_t)(v > 32767 ? 32767 : v < -32767 ? -32767 : v);
}

/* One case a phrase: its features need its tree again. */
static rp_code kind_cases(trainer *t, const trained_document *d, const float *targets, vec *cases, rp_err *err)
{
    const phrase *all = d->chains.phrases.at;
    rp_code rc = RP_OK;
    uint32_t sentence = NOBODY;
    tree read = { 0 };
    for (size_t i = 0; i < d->chains.phrases.count && rc == RP_OK; i++) {
        if (all[i].sentence != sentence || all[i].head_start < read.at[0].start || all[i].head_start >= read.at[read.count - 1].end) {
            uint32_t from = 0, n = d->gold.split.sentences[all[i].sentence].token_count;
            while (from + READING_TOKENS < n && d->gold.split.tokens[d->gold.split.sentences[all[i].sentence].first_token + from + READING_TOKENS].start <= all[i].head_start) from += READING_TOKENS;
            arena_reset(t->scratch);
            rc = trees_build(&d->layers.trees, sentence = all[i].sentence, from, n - from, t->scratch, &read, err);
            if (rc != RP_OK) break;
            mention_mark(&d->layers.actors, sentence, &read);
        }
        uint32_t features[PHRASE_FEATURES], n = phrase_features(&d->input, &read, all[i].word, features);
        uint32_t *kept = arena_array(t->mem, n + 1, sizeof *kept);
        float *vector = all[i].vector ? arena_array(t->mem, t->vector_size + 1, sizeof *vector) : NULL;
        learn_case *c = vec_add(cases, t->mem);
        if (!kept || !c || (all[i].vector && !vector)) return error_set(err, RP_ENOMEM, "memory ended");
        memcpy(kept, features, n * sizeof *kept);
        for (uint32_t k = 0; vector && k < t->vector_size; k++) vector[k] = (float)((int)all[i].vector[k] - 128) / 128.0f;
        *c = (learn_case){ kept, n, targets + (size_t)d->kind[i] * PHRASE_KINDS, vector, 1.0f };
    }
    return rc;
}

static rp_code fit_kinds(trainer *t, rp_err *err)
{
    vec cases = vec_of(sizeof(learn_case));
    float *targets = arena_array(t->mem, PHRASE_KINDS * PHRASE_KINDS, sizeof *targets);
    learn_weights w;
    learn_settings settings = { .classes = PHRASE_KINDS, .features = 1u << WEIGHTS_KIND_BITS, .vector_count = t->vector_size, .passes = KIND_PASSES,
                                .rate = KIND_RATE, .penalty = KIND_PENALTY, .seed = 1 };
    if (!targets) return error_set(err, RP_ENOMEM, "memory ended");
    for (uint32_t k = 0; k < PHRASE_KINDS; k++) targets[k * PHRASE_KINDS + k] = 1.0f;
    rp_code rc = RP_OK;
    trained_document **all = t->documents.at;
    for (size_t i = 0; i < t->documents.count && rc == RP_OK; i++) rc = kind_cases(t, all[i], targets, &cases, err);
    if (rc == RP_OK && cases.count == 0) rc = error_set(err, RP_EMISSING, "there are no phrases to train on");
    if (rc == RP_OK) rc = learn_fit(cases.at, cases.count, &settings, t->mem, &w, err);
    if (rc != RP_OK) return rc;
    weights_places p = weights_layout(t->vector_size);
    int16_t *kinds = (int16_t *)(void *)((char *)t->bytes + p.kinds), *vectors = (int16_t *)(void *)((char *)t->bytes + p.vectors);
    for (size_t i = 0; i < (size_t)PHRASE_KINDS << WEIGHTS_KIND_BITS; i++) kinds[i] = rounded(w.features[i]);
    for (size_t i = 0; i < (size_t)t->vector_size * PHRASE_KINDS; i++) vectors[i] = rounded(w.vectors[i]);
    say(t, "kinds: %.0f phrases", (double)cases.count, 0);
    return RP_OK;
}

/* ---- links ---------------------------------------------------------------------------------------------------------- */

typedef struct ranking { float *weights, *squares, *sums; double loss; size_t cases; } ranking;

static void step(ranking *r, const uint32_t *features, uint32_t n, float gradient)
{
    for (uint32_t f = 0; f < n; f++) {
        float *w = &r->weights[features[f]], g = gradient + LINK_PENALTY * *w;
        r->squares[features[f]] += g * g;
        *w -= LINK_RATE * g / (sqrtf(r->squares[features[f]]) + 1e-6f);
    }
}

/* One phrase: the gold antecedents share what probability there is, or "new" has it. Joins it as the gold says. */
static bool rank_phrase(ranking *r, trained_document *d, uint32_t j)
{
    uint32_t candidates[CHAIN_CANDIDATES + 1], features[CHAIN_CANDIDATES + 1][CHAIN_FEATURES], counts[CHAIN_CANDIDATES + 1];
    float p[CHAIN_CANDIDATES + 1], top = -1e30f, sum = 0, gold_sum = 0;
    bool right[CHAIN_CANDIDATES + 1], any = false;
    uint32_t n = chain_candidates(&d->chains, j, candidates), nearest = UINT32_MAX;
    for (uint32_t k = 0; k < n; k++) {
        right[k] = d->entity[j] != NOBODY && d->entity[candidates[k]] == d->entity[j];
        if (right[k] && nearest == UINT32_MAX) nearest = candidates[k];
        any |= right[k];
    }
    candidates[n] = UINT32_MAX;
    right[n] = !any;
    for (uint32_t k = 0; k <= n; k++) {
        counts[k] = chain_features(&d->chains, candidates[k], j, features[k]);
        p[k] = 0;
        for (uint32_t f = 0; f < counts[k]; f++) p[k] += r->weights[features[k][f]];
        if (p[k] > top) top = p[k];
    }
    for (uint32_t k = 0; k <= n; k++) sum += p[k] = expf(p[k] - top);
    for (uint32_t k = 0; k <= n; k++) if (right[k]) gold_sum += p[k];
    for (uint32_t k = 0; k <= n; k++) {
        float gradient = p[k] / sum - (right[k] ? p[k] / gold_sum : 0);
        if (gradient > 1e-4f || gradient < -1e-4f) step(r, features[k], counts[k], gradient);
    }
    r->loss -= log((double)gold_sum / (double)sum);
    r->cases++;
    return chain_join(&d->chains, nearest, j);
}

static rp_code fit_links(trainer *t, rp_err *err)
{
    const size_t size = (size_t)1 << WEIGHTS_LINK_BITS;
    ranking r = { arena_array(t->mem, size, sizeof(float)), arena_array(t->mem, size, sizeof(float)), arena_array(t->mem, size, sizeof(float)), 0, 0 };
    uint32_t passes = t->options->passes ? t->options->passes : LINK_PASSES, summed = 0;
    trained_document **all = t->documents.at;
    if (!r.weights || !r.squares || !r.sums) return error_set(err, RP_ENOMEM, "memory ended");
    for (uint32_t pass = 0; pass < passes; pass++) {
        r.loss = 0, r.cases = 0;
        for (size_t i = 0; i < t->documents.count; i++) {
            trained_document *d = all[(i * 37 + pass * 11) % t->documents.count];
            if (t->documents.count % 37 == 0) d = all[i];
            d->chains.chains.count = 0;
            for (uint32_t j = 0; j < d->chains.phrases.count; j++)
                if (!rank_phrase(&r, d, j)) return error_set(err, RP_ENOMEM, "memory ended");
        }
        say(t, "links: pass %.0f, loss %.4f", pass + 1.0, r.loss / (double)(r.cases ? r.cases : 1));
        if (pass < passes / 2) continue;
        summed++;
        for (size_t i = 0; i < size; i++) r.sums[i] += r.weights[i];
    }
    int16_t *links = (int16_t *)(void *)((char *)t->bytes + weights_layout(t->vector_size).links);
    for (size_t i = 0; i < size && summed; i++) links[i] = rounded(r.sums[i] / (float)summed);
    return RP_OK;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------ */

/* Use what was learned so far. */
static rp_code use_weights(trainer *t, rp_err *err)
{
    weights_seal(t->bytes, t->vector_size);
    return weights_open((rp_str){ t->bytes, weights_layout(t->vector_size).size }, true, &t->weights, err);
}

static rp_code run(trainer *t, buf *out, rp_err *err)
{
    rp_code rc = RP_OK;
    for (size_t i = 0; i < t->options->file_count && rc == RP_OK; i++) rc = read_file(t, i, err);
    if (rc == RP_OK) rc = fit_kinds(t, err);
    if (rc == RP_OK) rc = use_weights(t, err);
    trained_document **all = t->documents.at;
    for (size_t i = 0; i < t->documents.count && rc == RP_OK; i++) {        /* once more, for the kinds */
        trained_document *d = all[i];
        rc = annotated_phrases(t->tables, &t->weights, &d->gold, t->work, t->mem, t->scratch, &d->layers, &d->input, &d->chains, err);
    }
    if (rc == RP_OK) rc = fit_links(t, err);
    if (rc == RP_OK) rc = use_weights(t, err);
    if (rc != RP_OK) return rc;
    buf_add(out, t->bytes, weights_layout(t->vector_size).size);
    return out->failed ? error_set(err, RP_ENOMEM, "memory ended") : RP_OK;
}

rp_code train_actors(const rapport *tables, const actor_training *training, buf *out, rp_err *err)
{
    trainer t = { .tables = tables, .options = training, .mem = arena_new(0), .scratch = arena_new(0), .work = parse_work_new(tables->parser),
                  .documents = vec_of(sizeof(trained_document *)) };
    parser_vector(tables->parser, RP_STR("the"), &t.vector_size);
    if (t.vector_size > WEIGHTS_VECTOR_MAX) t.vector_size = 0;
    size_t size = (weights_layout(t.vector_size).size + 63) / 64 * 64;
    t.bytes = aligned_alloc(64, size);
    rp_code rc = t.mem && t.scratch && t.work && t.bytes ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
    if (t.bytes) memset(t.bytes, 0, size);
    if (rc == RP_OK) rc = run(&t, out, err);
    free(t.bytes);
    parse_work_free(t.work);
    arena_free(t.scratch);
    arena_free(t.mem);
    return rc;
}
