/* coder/train.c - see coder/train.h. */
#include "coder/train.h"
#include <math.h>
#include <stdlib.h>
#include "base/hash.h"
#include "base/intern.h"
#include "event/decide.h"
#include "event/learn.h"

#define LEAST_SEEN 2u           /* a feature of fewer cases is left out */
#define AUTO_WEIGHT 0.7f        /* of a case at the word chosen by the link, where another is marked */
#define SWAPPED_WEIGHT 0.5f     /* of a case with the sides exchanged */
#define SIDELESS_WEIGHT 0.3f    /* of a case with a side or both left out */
#define BALANCE 0.9f            /* power by which a status weighs more than it is rare; docs/tried.md */
#define VECTOR_SCALE 128.0f
#define PASSES 20u
#define RATE 0.1f
#define PENALTY 2.5e-4f
#define LINK_PENALTY 2e-5f
#define CALIBRATION_BINS 10u
#define ALIGN 64u

/* ---- cases --------------------------------------------------------------------------------------------------------- */

typedef struct raw_case {
    uint32_t first, count;      /* in the task's list of features */
    uint32_t label, fold;
    float weight;
    const float *vectors;
    const frame *frame;         /* the best of its word; NULL: none */
    bool judged;                /* counts in the figures */
} raw_case;

typedef struct task {
    intern *names;              /* of features */
    vec hashes;                 /* uint64_t, [names] */
    vec features;               /* uint32_t */
    vec cases;                  /* raw_case */
    bool failed;                /* memory ended */
    bool ways_only;             /* take the features of how the sides stand to the word, and no others */
    arena *mem;
} task;

typedef struct trainer {
    const rapport *tables;
    const event_training *options;
    arena *mem;
    rp_coder *coder;
    task tasks[WEIGH_TASKS];
    uint32_t vector_size;
} trainer;

static void say(const trainer *t, const char *line) { if (t->options->said) t->options->said(t->options->context, line); }

static bool is_way(rp_str name)
{
    static const char *const ways[] = { "sourcepath", "sourceway", "targetpath", "targetway", "targetway+frame", "path", "passive" };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) if (str_is(name, ways[i])) return true;
    return false;
}

static void add_name(void *context, rp_str name, rp_str a, rp_str b, rp_str c)
{
    task *t = context;
    buf key = { 0 };
    if (t->ways_only && !is_way(name)) return;
    buf_str(&key, name);
    if (a.len) buf_char(&key, '\1'), buf_str(&key, a);
    if (b.len) buf_char(&key, '\2'), buf_str(&key, b);
    if (c.len) buf_char(&key, '\3'), buf_str(&key, c);
    uint32_t before = intern_count(t->names), number = key.failed ? INTERN_NONE : intern_add(t->names, buf_view(&key));
    buf_free(&key);
    if (number == INTERN_NONE) {
        t->failed = true;
        return;
    }
    if (number == before) {
        uint64_t *hash = vec_add(&t->hashes, t->mem);
        if (hash) *hash = weigh_hash(name, a, b, c);
        else t->failed = true;
    }
    uint32_t *slot = vec_add(&t->features, t->mem);
    if (slot) *slot = number;
    else t->failed = true;
}

static raw_case *begin_case(task *t, uint32_t label, uint32_t fold, float weight, bool judged)
{
    raw_case *c = vec_add(&t->cases, t->mem);
    if (!c) {
        t->failed = true;
        return NULL;
    }
    *c = (raw_case){ .first = (uint32_t)t->features.count, .label = label, .fold = fold, .weight = weight, .judged = judged };
    return c;
}

static void end_case(task *t) { raw_case *c = (raw_case *)t->cases.at + t->cases.count - 1; c->count = (uint32_t)t->features.count - c->first; }

static const float *vectors_of(trainer *t, const feature_case *f)
{
    int16_t v[WEIGH_VECTORS][WEIGH_VECTOR_MAX];
    float *out = arena_array(t->mem, (size_t)WEIGH_VECTORS * t->vector_size + 1, sizeof *out);
    if (!out || weigh_vectors(f, v) != t->vector_size) return out;
    for (uint32_t i = 0; i < WEIGH_VECTORS; i++)
        for (uint32_t d = 0; d < t->vector_size; d++) out[i * t->vector_size + d] = (float)v[i][d] / VECTOR_SCALE;
    return out;
}

static void add_type_case(trainer *t, const feature_case *f, uint32_t label, uint32_t fold, float weight, bool judged)
{
    task *types = &t->tasks[WEIGH_TYPE];
    raw_case *c = begin_case(types, label, fold, weight, judged);
    if (!c) return;
    c->vectors = vectors_of(t, f);
    c->frame = f->p && f->p->row_count ? f->p->rows[0].frame : NULL;
    feature_sink sink = { add_name, types };
    features_type(f, &sink);
    end_case(types);
}

static bool symmetric(const rapport *tables, unsigned type) { return type < RP_EVENT_TYPES && ontology_type_at(tables->ontology, type)->symmetric; }

/* Sentences, not rows, are put into folds. */
static uint32_t fold_of(const trainer *t, rp_str text)
{
    return t->options->folds > 1 ? (uint32_t)(hash_bytes(text.at, text.len, 7) % t->options->folds) : 0;
}

static uint32_t head_of(const reading *r, example_span span) { return span.end ? tree_head_of(&r->tree, span.start, span.end) : TREE_NONE; }

static void add_link_cases(trainer *t, const reading *r, uint32_t source, uint32_t target, uint32_t at, uint32_t fold)
{
    task *links = &t->tasks[WEIGH_LINK];
    for (uint32_t i = 0; i < r->predicate_count; i++) {
        const predicate *p = &r->predicates[i];
        if (p->at == source || p->at == target) continue;
        feature_case f = { .r = r, .p = p, .at = p->at, .source = source, .target = target };
        if (!begin_case(links, p->at == at, fold, 1.0f, true)) return;
        feature_sink sink = { add_name, links };
        features_link(&f, &sink);
        end_case(links);
    }
}

static void add_status_case(trainer *t, const feature_case *f, const example *e, uint32_t fold)
{
    task *statuses = &t->tasks[WEIGH_STATUS];
    bool own, spoken;
    if (!begin_case(statuses, e->status, fold, 1.0f, true)) return;
    status_own_words(f->r, f->status, f->source, &own, &spoken);
    feature_sink sink = { add_name, statuses };
    features_status(f, own, spoken, e->type, &sink);
    end_case(statuses);
}

static rp_code link_pass(trainer *t, const example *e, rp_err *err)
{
    reading r;
    rp_code rc = coder_read_sentence(t->coder, e->text, &r, err);
    if (rc != RP_OK || e->type == RP_EVENT_TYPES || !e->marks.target.end) return rc;
    add_link_cases(t, &r, head_of(&r, e->marks.source), head_of(&r, e->marks.target), head_of(&r, e->marks.trigger), fold_of(t, e->text));
    return RP_OK;
}

static rp_code type_pass(trainer *t, const weigher *links, const example *e, rp_err *err)
{
    reading r;
    status_reading status;
    rp_code rc = coder_read_sentence(t->coder, e->text, &r, err);
    if (rc != RP_OK) return rc;
    uint32_t source = head_of(&r, e->marks.source), target = head_of(&r, e->marks.target), at = head_of(&r, e->marks.trigger);
    uint32_t fold = fold_of(t, e->text);
    uint32_t found = target != TREE_NONE ? relate_link(&r, links, &e->marks) : at;
    feature_case f;
    if (at != TREE_NONE) {
        f = relate_case(&r, at, source, target, &status);
        add_type_case(t, &f, e->type, fold, 1.0f, true);
        if (e->type < RP_EVENT_TYPES) add_status_case(t, &f, e, fold);
    }
    if (found != at && found != TREE_NONE) {
        f = relate_case(&r, found, source, target, &status);
        add_type_case(t, &f, e->type, fold, at == TREE_NONE ? 1.0f : AUTO_WEIGHT, at == TREE_NONE);
    }
    if (e->type == RP_EVENT_TYPES || at == TREE_NONE) return RP_OK;
    for (int k = 0; k < 3; k++) {       /* what the word says where a side is not known */
        if (k != 1 && target == TREE_NONE) continue;
        f = relate_case(&r, at, k == 0 ? source : TREE_NONE, k == 1 ? target : TREE_NONE, &status);
        add_type_case(t, &f, e->type, fold, SIDELESS_WEIGHT, false);
    }
    if (target != TREE_NONE && !symmetric(t->tables, e->type)) {    /* with the sides exchanged it tells nothing, whatever the words */
        t->tasks[WEIGH_TYPE].ways_only = true;
        f = relate_case(&r, at, target, source, &status);
        add_type_case(t, &f, RP_EVENT_TYPES, fold, SWAPPED_WEIGHT, false);
        t->tasks[WEIGH_TYPE].ways_only = false;
    }
    return RP_OK;
}

/* ---- fitting ------------------------------------------------------------------------------------------------------- */

typedef struct fitted {
    learn_weights weights;
    learn_settings settings;
    uint32_t *renumbered;       /* [names]: the feature's number among the kept, UINT32_MAX: left out */
    uint32_t kept;
    learn_case *cases;          /* [cases] */
} fitted;

/* Number the features seen often enough, and turn the raw cases into ones to learn from. */
static bool prepare(trainer *t, task *k, uint32_t classes, bool vectors, fitted *out)
{
    uint32_t names = intern_count(k->names);
    uint32_t *seen = arena_array(t->mem, names + 1, sizeof *seen), *last = arena_array(t->mem, names + 1, sizeof *last);
    const uint32_t *features = k->features.at;
    const raw_case *raw = k->cases.at;
    out->renumbered = arena_array(t->mem, names + 1, sizeof *out->renumbered);
    out->cases = arena_array(t->mem, k->cases.count + 1, sizeof *out->cases);
    uint32_t *kept = arena_array(t->mem, k->features.count + 1, sizeof *kept), at = 0;
    float *targets = arena_array(t->mem, (size_t)classes * classes + 1, sizeof *targets);
    if (!seen || !last || !out->renumbered || !out->cases || !kept || !targets) return false;
    for (uint32_t c = 0; c < k->cases.count; c++)
        for (uint32_t i = 0; i < raw[c].count; i++) {
            uint32_t f = features[raw[c].first + i];
            if (last[f] != c + 1) seen[f]++, last[f] = c + 1;
        }
    out->kept = 0;
    for (uint32_t i = 0; i < names; i++) out->renumbered[i] = seen[i] >= LEAST_SEEN ? out->kept++ : UINT32_MAX;
    for (uint32_t i = 0; i < classes; i++) targets[(size_t)i * classes + i] = 1.0f;
    if (classes == 1) targets[1] = 0.0f;
    float *yes_no = arena_array(t->mem, 2, sizeof *yes_no);
    if (!yes_no) return false;
    yes_no[1] = 1.0f;
    memset(last, 0, (names + 1) * sizeof *last);
    for (uint32_t c = 0; c < k->cases.count; c++) {
        uint32_t *mine = kept + at, n = 0;
        for (uint32_t i = 0; i < raw[c].count; i++) {
            uint32_t f = features[raw[c].first + i];
            if (out->renumbered[f] == UINT32_MAX || last[f] == c + 1) continue;     /* a feature counts once */
            last[f] = c + 1;
            mine[n++] = out->renumbered[f];
        }
        out->cases[c] = (learn_case){ mine, n, classes == 1 ? yes_no + (raw[c].label != 0) : targets + (size_t)raw[c].label * classes,
                                      vectors ? raw[c].vectors : NULL, raw[c].weight };
        at += n;
    }
    out->settings.features = out->kept;
    out->settings.classes = classes;
    out->settings.vector_count = vectors ? WEIGH_VECTORS * t->vector_size : 0;
    return true;
}

/* Rare statuses weigh more, by the root of how much rarer they are, so that "reported" is not the answer to everything. */
static void balance(task *k, uint32_t classes)
{
    raw_case *raw = k->cases.at;
    size_t counts[WEIGH_CLASSES_MAX] = { 0 };
    for (size_t i = 0; i < k->cases.count; i++) counts[raw[i].label]++;
    for (size_t i = 0; i < k->cases.count; i++) raw[i].weight = powf((float)k->cases.count / (float)classes / (float)counts[raw[i].label], BALANCE);
}

static rp_code fit(trainer *t, weigh_task which, fitted *out, rp_err *err)
{
    if (which == WEIGH_STATUS) balance(&t->tasks[which], weigh_classes[which]);
    bool types = which == WEIGH_TYPE;
    out->settings = (learn_settings){ .passes = t->options->passes ? t->options->passes : PASSES, .rate = RATE, .seed = 1 };
    out->settings.penalty = which == WEIGH_LINK ? LINK_PENALTY : PENALTY;
    if (!prepare(t, &t->tasks[which], weigh_classes[which], types, out)) return error_set(err, RP_ENOMEM, "memory ended");
    return learn_fit(out->cases, t->tasks[which].cases.count, &out->settings, t->mem, &out->weights, err);
}

/* ---- figures on folds ---------------------------------------------------------------------------------------------- */

typedef struct judged_case { float probability; bool right; } judged_case;

static int by_probability(const void *a, const void *b)
{
    float x = ((const judged_case *)a)->probability, y = ((const judged_case *)b)->probability;
    return (x > y) - (x < y);
}

/* A rising curve through shares of right cases in bins of equal size (isotonic regression by pooling neighbours). */
static void make_curve(judged_case *all, size_t n, weigh_header *h)
{
    float sums[WEIGH_STEPS], xs[WEIGH_STEPS], weights[WEIGH_STEPS];
    uint32_t count = 0;
    qsort(all, n, sizeof *all, by_probability);
    for (uint32_t b = 0; b < WEIGH_STEPS; b++) {
        size_t from = n * b / WEIGH_STEPS, to = n * (b + 1) / WEIGH_STEPS;
        if (to == from) continue;
        float right = 0, x = 0;
        for (size_t i = from; i < to; i++) right += all[i].right, x += all[i].probability;
        sums[count] = right, xs[count] = x, weights[count] = (float)(to - from);
        count++;
        while (count > 1 && sums[count - 2] / weights[count - 2] >= sums[count - 1] / weights[count - 1]) {
            count--;
            sums[count - 1] += sums[count], xs[count - 1] += xs[count], weights[count - 1] += weights[count];
        }
    }
    h->curve_count = count;
    for (uint32_t i = 0; i < count; i++) h->curve_x[i] = xs[i] / weights[i], h->curve_y[i] = (sums[i] + 0.5f) / (weights[i] + 1.0f);
}

/* What frames add to the learned probabilities when events are coded. */
static void add_prior(const frame *best, uint32_t classes, float *p)
{
    double sum = 0;
    for (uint32_t k = 0; k < classes; k++) sum += (double)(p[k] = (float)((double)p[k] * exp(type_prior(best, true, k))));
    for (uint32_t k = 0; k < classes; k++) p[k] = (float)((double)p[k] / sum);
}

static const char *const task_names[WEIGH_TASKS] = { "type", "status", "link" };

/* What was found on cases not learned from. */
typedef struct judgement {
    size_t confusion[WEIGH_CLASSES_MAX][WEIGH_CLASSES_MAX];     /* [label][given] */
    size_t total, right;
    judged_case *cases;         /* [count]: those held for an event */
    size_t count;
} judgement;

static void judge_case(weigh_task which, const raw_case *raw, float *p, judgement *out)
{
    uint32_t classes = weigh_classes[which], best = 0;
    if (which == WEIGH_TYPE) add_prior(raw->frame, classes, p);
    for (uint32_t k = 1; k < classes; k++) if (p[k] > p[best]) best = k;
    if (classes == 1) best = p[0] >= 0.5f;
    out->confusion[raw->label][best]++;
    out->total++;
    out->right += best == raw->label;
    if (best < RP_EVENT_TYPES) out->cases[out->count++] = (judged_case){ p[classes == 1 ? 0 : best], best == raw->label };
}

/* Learn from all folds but one, and judge the cases of that. */
static rp_code judge_fold(trainer *t, weigh_task which, const fitted *all, uint32_t fold, learn_case *some, judgement *out, rp_err *err)
{
    const raw_case *raw = t->tasks[which].cases.at;
    size_t n = t->tasks[which].cases.count, count = 0;
    learn_weights w;
    for (size_t i = 0; i < n; i++) if (raw[i].fold != fold) some[count++] = all->cases[i];
    rp_code rc = learn_fit(some, count, &all->settings, t->mem, &w, err);
    for (size_t i = 0; i < n && rc == RP_OK; i++) {
        float p[WEIGH_CLASSES_MAX];
        if (raw[i].fold != fold || !raw[i].judged) continue;
        learn_apply(&w, &all->settings, &all->cases[i], p);
        judge_case(which, &raw[i], p, out);
    }
    return rc;
}

static void say_figures(const trainer *t, weigh_task which, const judgement *j)
{
    buf line = { 0 }, head = { 0 };
    double f_sum = 0;
    uint32_t shown = weigh_classes[which] == 1 ? 2 : weigh_classes[which];
    for (uint32_t k = 0; k < shown; k++) {
        size_t gold = 0, given = 0;
        for (uint32_t i = 0; i < shown; i++) gold += j->confusion[k][i], given += j->confusion[i][k];
        double f1 = gold + given ? 2.0 * (double)j->confusion[k][k] / (double)(gold + given) : 0;
        f_sum += f1;
        if (which == WEIGH_TYPE) buf_format(&line, " %s %.2f", k < RP_EVENT_TYPES ? rp_event_name(k) : "NONE", f1);
        else if (which == WEIGH_STATUS) buf_format(&line, " %s %.2f", rp_status_name(k), f1);
    }
    buf_format(&head, "%s: %zu cases on %u folds: right %.3f, macro-F1 %.3f;%.*s", task_names[which], j->total, t->options->folds,
               j->total ? (double)j->right / (double)j->total : 0, f_sum / shown, (int)line.len, line.at ? line.at : "");
    buf_char(&head, 0);
    if (!head.failed) say(t, head.at);
    buf_free(&line);
    buf_free(&head);
}

/* How far confidences are from shares of right cases, by bins of a tenth. */
static void say_calibration(const trainer *t, const judgement *j, const weigh_header *h)
{
    double error = 0;
    size_t sure = 0, sure_right = 0;
    for (uint32_t b = 0; b < CALIBRATION_BINS; b++) {
        double confidence = 0, hit = 0;
        for (size_t i = 0; i < j->count; i++) {
            double c = weigh_curve(h, (double)j->cases[i].probability);
            if ((uint32_t)(c * 9.9999) != b) continue;
            confidence += c, hit += j->cases[i].right;
            if (c >= 0.9) sure++, sure_right += j->cases[i].right;
        }
        error += fabs(confidence - hit);
    }
    char text[160];
    snprintf(text, sizeof text, "confidence: expected calibration error %.3f; of %zu cases at 0.9 or more %.3f right",
             j->count ? error / (double)j->count : 0, sure, sure ? (double)sure_right / (double)sure : 0);
    say(t, text);
}

/* Tell the figures of a task on folds; those of the type make the curve of confidence. */
static rp_code judge(trainer *t, weigh_task which, const fitted *all, weigh_header *h, rp_err *err)
{
    size_t n = t->tasks[which].cases.count;
    learn_case *some = arena_array(t->mem, n + 1, sizeof *some);
    judgement j = { .cases = arena_array(t->mem, n + 1, sizeof *j.cases) };
    if (!some || !j.cases) return error_set(err, RP_ENOMEM, "memory ended");
    for (uint32_t fold = 0; fold < t->options->folds; fold++) {
        rp_code rc = judge_fold(t, which, all, fold, some, &j, err);
        if (rc != RP_OK) return rc;
    }
    say_figures(t, which, &j);
    if (which != WEIGH_TYPE) return RP_OK;
    make_curve(j.cases, j.count, h);
    say_calibration(t, &j, h);
    return RP_OK;
}

/* ---- writing ------------------------------------------------------------------------------------------------------- */

static int16_t rounded(float x)
{
    double v = round((double)x * WEIGH_ONE);
    return (int16_t)(v > 32767 ? 32767 : v < -32767 ? -32767 : v);
}

static void align(buf *out, size_t start) { while ((out->len - start) % ALIGN && !out->failed) buf_char(out, 0); }

static bool write_task(trainer *t, weigh_task which, const fitted *f, size_t start, weigh_part *part, buf *out)
{
    const task *k = &t->tasks[which];
    uint32_t classes = weigh_classes[which], names = intern_count(k->names), bits = 1, rows = 0;
    int16_t *weights = arena_array(t->mem, (size_t)f->kept * classes + 1, sizeof *weights);
    while (((uint32_t)1 << bits) < 2 * f->kept + 2) bits++;
    uint32_t *keys = arena_array(t->mem, (size_t)1 << bits, sizeof *keys), *numbers = arena_array(t->mem, (size_t)1 << bits, sizeof *numbers);
    const uint64_t *hashes = k->hashes.at;
    if (!weights || !keys || !numbers) return false;
    for (uint32_t i = 0; i < names; i++) {
        if (f->renumbered[i] == UINT32_MAX) continue;
        bool any = false;
        const float *row = f->weights.features + (size_t)f->renumbered[i] * classes;
        for (uint32_t c = 0; c < classes; c++) any |= (weights[(size_t)rows * classes + c] = rounded(row[c])) != 0;
        if (!any) continue;
        uint32_t at = (uint32_t)hashes[i] & (((uint32_t)1 << bits) - 1);
        while (keys[at]) at = (at + 1) & (((uint32_t)1 << bits) - 1);
        keys[at] = (uint32_t)(hashes[i] >> 32) | 1u;
        numbers[at] = rows++;
    }
    *part = (weigh_part){ bits, rows, classes, f->settings.vector_count ? WEIGH_VECTORS : 0, f->settings.vector_count ? t->vector_size : 0, 0 };
    align(out, start);
    buf_add(out, (const char *)keys, sizeof *keys << bits);
    align(out, start);
    buf_add(out, (const char *)numbers, sizeof *numbers << bits);
    align(out, start);
    buf_add(out, (const char *)weights, (size_t)rows * classes * sizeof *weights);
    align(out, start);
    for (size_t i = 0; i < (size_t)f->settings.vector_count * classes; i++) {
        int16_t w = rounded(f->weights.vectors[i]);
        buf_add(out, (const char *)&w, sizeof w);
    }
    return !out->failed;
}

static rp_code write_model(trainer *t, fitted all[WEIGH_TASKS], weigh_header *h, buf *out, rp_err *err)
{
    size_t start = out->len;
    buf_add(out, (const char *)h, sizeof *h);
    for (uint32_t i = 0; i < WEIGH_TASKS; i++)
        if (!write_task(t, (weigh_task)i, &all[i], start, &h->parts[i], out)) return error_set(err, RP_ENOMEM, "memory ended");
    if (out->failed) return error_set(err, RP_ENOMEM, "memory ended");
    memcpy(h->magic, WEIGH_MAGIC, sizeof h->magic);
    h->version = WEIGH_VERSION;
    h->order = 0x01020304u;
    h->size = out->len - start;
    memcpy(out->at + start, h, sizeof *h);
    h->checksum = weigh_checksum((rp_str){ out->at + start, out->len - start });
    memcpy(out->at + start, h, sizeof *h);
    return RP_OK;
}

/* ---- all of it ----------------------------------------------------------------------------------------------------- */

static void dump(const trainer *t)
{
    for (uint32_t k = 0; t->options->features && k < WEIGH_TASKS; k++) {
        const task *of = &t->tasks[k];
        const raw_case *raw = of->cases.at;
        const uint32_t *features = of->features.at;
        for (size_t i = 0; i < of->cases.count; i++) {
            fprintf(t->options->features, "%s\t%u\t%u\t%g\t%d", task_names[k], raw[i].label, raw[i].fold, (double)raw[i].weight, raw[i].judged);
            for (uint32_t j = 0; j < raw[i].count; j++) {
                fputc('\t', t->options->features);
                for (const char *c = intern_at(of->names, features[raw[i].first + j]).at; *c; c++)
                    fputc(*c < 4 ? '=' : *c, t->options->features);
            }
            fputc('\n', t->options->features);
        }
    }
}

static rp_code read_examples(const trainer *t, vec *out, rp_err *err)
{
    rp_code rc = RP_OK;
    for (size_t i = 0; i < t->options->file_count && rc == RP_OK; i++) {
        FILE *in = fopen(t->options->files[i], "rb");
        if (!in) return error_at(err, RP_EMISSING, t->options->files[i], 0, "no such file, or it cannot be read");
        rc = example_read(in, t->options->files[i], t->mem, out, err);
        fclose(in);
    }
    return rc == RP_OK && out->count == 0 ? error_set(err, RP_EMISSING, "there are no sentences to train on") : rc;
}

/* The cases of type and status: the link, rounded as it will be used, chooses the words. */
static rp_code type_cases(trainer *t, const fitted *link, const vec *examples, rp_err *err)
{
    buf bytes = { 0 };
    weigher *links = NULL;
    weigh_header header = { .curve_count = 0 };
    fitted all[WEIGH_TASKS];
    memset(all, 0, sizeof all);
    all[WEIGH_LINK] = *link;
    rp_code rc = write_model(t, all, &header, &bytes, err);
    void *aligned = rc == RP_OK ? aligned_alloc(ALIGN, (bytes.len + ALIGN - 1) / ALIGN * ALIGN) : NULL;
    if (rc == RP_OK && !aligned) rc = error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) {
        memcpy(aligned, bytes.at, bytes.len);
        rc = weigher_new((rp_str){ aligned, bytes.len }, false, &links, err);
    }
    const example *e = examples->at;
    for (size_t i = 0; i < examples->count && rc == RP_OK; i++) rc = type_pass(t, links, &e[i], err);
    weigher_free(links);
    free(aligned);
    buf_free(&bytes);
    return rc;
}

static rp_code fit_and_judge(trainer *t, weigh_task which, fitted *out, weigh_header *h, rp_err *err)
{
    rp_code rc = fit(t, which, out, err);
    return rc == RP_OK && t->options->folds > 1 ? judge(t, which, out, h, err) : rc;
}

static rp_code run(trainer *t, buf *out, rp_err *err)
{
    vec examples = vec_of(sizeof(example));
    weigh_header header = { .curve_count = 0 };
    fitted all[WEIGH_TASKS];
    memset(all, 0, sizeof all);
    rp_code rc = read_examples(t, &examples, err);
    const example *e = examples.at;
    for (size_t i = 0; i < examples.count && rc == RP_OK; i++) rc = link_pass(t, &e[i], err);
    if (rc == RP_OK) rc = fit_and_judge(t, WEIGH_LINK, &all[WEIGH_LINK], &header, err);
    if (rc == RP_OK) rc = type_cases(t, &all[WEIGH_LINK], &examples, err);
    if (rc == RP_OK) rc = fit_and_judge(t, WEIGH_TYPE, &all[WEIGH_TYPE], &header, err);
    if (rc == RP_OK) rc = fit_and_judge(t, WEIGH_STATUS, &all[WEIGH_STATUS], &header, err);
    if (rc == RP_OK) dump(t);
    return rc == RP_OK ? write_model(t, all, &header, out, err) : rc;
}

rp_code train_events(const rapport *tables, const event_training *training, buf *out, rp_err *err)
{
    trainer t = { .tables = tables, .options = training, .mem = arena_new(0) };
    bool ready = t.mem != NULL;
    for (int i = 0; i < (int)WEIGH_TASKS && ready; i++) {
        t.tasks[i] = (task){ .names = intern_new(), .hashes = vec_of(sizeof(uint64_t)), .features = vec_of(sizeof(uint32_t)), .mem = t.mem };
        t.tasks[i].cases = vec_of(sizeof(raw_case));
        ready = t.tasks[i].names != NULL;
    }
    parser_vector(tables->parser, RP_STR("the"), &t.vector_size);
    rp_code rc = ready ? rp_coder_new(tables, &t.coder, err) : error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) rc = run(&t, out, err);
    for (int i = 0; i < (int)WEIGH_TASKS; i++) {
        if (rc == RP_OK && t.tasks[i].failed) rc = error_set(err, RP_ENOMEM, "memory ended");
        intern_free(t.tasks[i].names);
    }
    rp_coder_free(t.coder);
    arena_free(t.mem);
    return rc;
}
