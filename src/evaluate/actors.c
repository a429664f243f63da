/* evaluate/actors.c - see evaluate/actors.h. */
#include "evaluate/actors.h"
#include <stdlib.h>
#include "coder/annotated.h"

#define NOBODY UINT32_MAX
#define NO_MATCH UINT32_MAX

/* A mention of one side, gold or found. */
typedef struct scored_mention {
    uint32_t start, end, entity;
    uint8_t kind;
    uint32_t match;             /* of the other side: the mention with the same span, NO_MATCH */
} scored_mention;

typedef struct side { scored_mention *at; size_t count; } side;

/* Sums over documents. */
typedef struct ratio { double right, all; } ratio;
typedef struct counts { ratio muc[2], b_cubed[2], ceaf[2]; } counts;    /* [precision, recall] */

static const char *const kind_names[] = { "other", "person", "organisation", "place" };

static double f1_of(double p, double r) { return p + r > 0 ? 2 * p * r / (p + r) : 0; }
static double share(const ratio *r) { return r->all > 0 ? r->right / r->all : 0; }

static size_t entity_count(const side *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++) if (s->at[i].entity >= n) n = s->at[i].entity + 1;
    return n;
}

/* Links of one side's entities that the other side has too: an entity of n mentions has n - 1, and falls into parts by the other's entities. */
static void count_muc(const side *a, const side *b, arena *mem, ratio *out)
{
    size_t n = entity_count(a), m = entity_count(b);
    for (size_t e = 0; e < n; e++) {
        size_t size = 0, parts = 0;
        bool *seen = arena_array(mem, m + 1, sizeof *seen);
        for (size_t i = 0; seen && i < a->count; i++) {
            if (a->at[i].entity != e) continue;
            size++;
            uint32_t other = a->at[i].match == NO_MATCH ? NOBODY : b->at[a->at[i].match].entity;
            if (other == NOBODY) parts++;
            else if (!seen[other]) seen[other] = true, parts++;
        }
        if (size > 1) out->right += (double)(size - parts), out->all += (double)(size - 1);
    }
}

/* Of each mention: the share of its entity that the other side puts with it. */
static void count_b_cubed(const side *a, const side *b, ratio *out)
{
    for (size_t i = 0; i < a->count; i++) {
        size_t size = 0, both = 0;
        uint32_t other = a->at[i].match == NO_MATCH ? NOBODY : b->at[a->at[i].match].entity;
        for (size_t k = 0; k < a->count; k++) {
            if (a->at[k].entity != a->at[i].entity) continue;
            size++;
            both += other != NOBODY && a->at[k].match != NO_MATCH && b->at[a->at[k].match].entity == other;
        }
        out->right += (double)both / (double)size;
        out->all++;
    }
}

/* The best pairing of n rows with m >= n columns, by the Hungarian method (Kuhn 1955; with potentials, O(n^2 m)). cost[n][m]; total of the pairs. */
static double assign(const double *cost, size_t n, size_t m, arena *mem)
{
    double *u = arena_array(mem, n + 1, sizeof *u), *v = arena_array(mem, m + 1, sizeof *v), *least = arena_array(mem, m + 1, sizeof *least), sum = 0;
    size_t *p = arena_array(mem, m + 1, sizeof *p), *way = arena_array(mem, m + 1, sizeof *way);
    bool *used = arena_array(mem, m + 1, sizeof *used);
    if (!u || !v || !least || !p || !way || !used) return 0;
    for (size_t i = 1; i <= n; i++) {
        size_t j0 = 0;
        p[0] = i;
        for (size_t j = 0; j <= m; j++) least[j] = 1e30, used[j] = false;
        do {
            size_t i0 = p[j0], j1 = 0;
            double delta = 1e30;
            used[j0] = true;
            for (size_t j = 1; j <= m; j++) {
                if (used[j]) continue;
                double cur = cost[(i0 - 1) * m + j - 1] - u[i0] - v[j];
                if (cur < least[j]) least[j] = cur, way[j] = j0;
                if (least[j] < delta) delta = least[j], j1 = j;
            }
            for (size_t j = 0; j <= m; j++) {
                if (used[j]) u[p[j]] += delta, v[j] -= delta;
                else least[j] -= delta;
            }
            j0 = j1;
        } while (p[j0]);
        do {
            size_t j1 = way[j0];
            p[j0] = p[j1];
            j0 = j1;
        } while (j0);
    }
    for (size_t j = 1; j <= m; j++) if (p[j]) sum += cost[(p[j] - 1) * m + j - 1];
    return sum;
}

/* Entities paired one to one by how alike they are: twice the shared mentions over the mentions of both. */
static void count_ceaf(const side *gold, const side *found, arena *mem, counts *out)
{
    const side *a = gold, *b = found;
    size_t n = entity_count(a), m = entity_count(b);
    if (n > m) {
        const side *swap = a;
        a = b, b = swap;
        size_t other = n;
        n = m, m = other;
    }
    double *cost = arena_array(mem, n * m + 1, sizeof *cost);
    size_t *size_a = arena_array(mem, n + 1, sizeof *size_a), *size_b = arena_array(mem, m + 1, sizeof *size_b);
    if (!cost || !size_a || !size_b) return;
    for (size_t i = 0; i < a->count; i++) {
        size_a[a->at[i].entity]++;
        if (a->at[i].match != NO_MATCH) cost[a->at[i].entity * m + b->at[a->at[i].match].entity] -= 2;
    }
    for (size_t i = 0; i < b->count; i++) size_b[b->at[i].entity]++;
    size_t real_n = 0, real_m = 0;
    for (size_t i = 0; i < n; i++) real_n += size_a[i] > 0;
    for (size_t j = 0; j < m; j++) real_m += size_b[j] > 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) if (size_a[i] + size_b[j]) cost[i * m + j] /= (double)(size_a[i] + size_b[j]);
    double alike = n ? -assign(cost, n, m, mem) : 0;
    out->ceaf[0].right += alike, out->ceaf[1].right += alike;
    out->ceaf[0].all += (double)(a == gold ? real_m : real_n);
    out->ceaf[1].all += (double)(a == gold ? real_n : real_m);
}

static void count_coreference(const side *gold, const side *found, arena *mem, counts *c)
{
    count_muc(found, gold, mem, &c->muc[0]);
    count_muc(gold, found, mem, &c->muc[1]);
    count_b_cubed(found, gold, &c->b_cubed[0]);
    count_b_cubed(gold, found, &c->b_cubed[1]);
    count_ceaf(gold, found, mem, c);
}

static int by_span(const void *a, const void *b)
{
    const scored_mention *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static void match_sides(side *a, side *b)
{
    for (size_t i = 0; i < a->count; i++) a->at[i].match = NO_MATCH;
    for (size_t i = 0; i < b->count; i++) b->at[i].match = NO_MATCH;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        int order = by_span(&a->at[i], &b->at[j]);
        if (order < 0) i++;
        else if (order > 0) j++;
        else a->at[i].match = (uint32_t)j, b->at[j].match = (uint32_t)i, i++, j++;
    }
}

/* Without the mentions of entities that have no other, numbered anew. */
static side without_singletons(const side *all, arena *mem)
{
    size_t n = entity_count(all);
    side out = { arena_array(mem, all->count + 1, sizeof *out.at), 0 };
    size_t *size = arena_array(mem, n + 1, sizeof *size);
    if (!out.at || !size) return out;
    for (size_t i = 0; i < all->count; i++) size[all->at[i].entity]++;
    for (size_t i = 0; i < all->count; i++) if (size[all->at[i].entity] > 1) out.at[out.count++] = all->at[i];
    return out;
}

/* The kind of a phrase: a pronoun's is that of what it stands for. */
static uint8_t kind_of(const chain_layer *c, const phrase *p)
{
    const chain *of = (const chain *)c->chains.at + p->chain;
    const phrase *first = (const phrase *)c->phrases.at + of->first;
    return p->form == FORM_PRONOUN && of->size > 1 && first->form != FORM_PRONOUN ? of->kind : p->kind;
}

static side found_side(const chain_layer *c, arena *mem)
{
    const phrase *all = c->phrases.at;
    side out = { arena_array(mem, c->phrases.count + 1, sizeof *out.at), 0 };
    for (size_t i = 0; out.at && i < c->phrases.count; i++) {
        uint8_t kind = kind_of(c, &all[i]);
        if (kind != PHRASE_OTHER) out.at[out.count++] = (scored_mention){ all[i].start, all[i].end, all[i].chain, kind, NO_MATCH };
    }
    if (out.count) qsort(out.at, out.count, sizeof *out.at, by_span);
    return out;
}

static side gold_side(const annotated *doc, arena *mem)
{
    side out = { arena_array(mem, doc->mention_count + 1, sizeof *out.at), 0 };
    for (size_t i = 0; out.at && i < doc->mention_count; i++) {
        const annotated_mention *m = &doc->mentions[i];
        if (m->kind != PHRASE_OTHER) out.at[out.count++] = (scored_mention){ m->start, m->end, m->entity, m->kind, NO_MATCH };
    }
    if (out.count) qsort(out.at, out.count, sizeof *out.at, by_span);
    return out;
}

static void tell(const annotated *doc, const side *s, bool missed, actors_row *each, void *context)
{
    for (size_t i = 0, k = 0; i < s->count; i++) {
        if (s->at[i].match != NO_MATCH) continue;
        while (k + 1 < doc->split.sentence_count && doc->split.sentences[k].end <= s->at[i].start) k++;
        const rp_sentence *sentence = &doc->split.sentences[k];
        each(context, str_sub(doc->document.text, sentence->start, sentence->end), str_sub(doc->document.text, s->at[i].start, s->at[i].end), kind_names[s->at[i].kind], missed);
    }
}

static void add_document(const annotated *doc, const chain_layer *chains, arena *mem, counts c[2], actors_scores *out, actors_row *each, void *context)
{
    side gold = gold_side(doc, mem), found = found_side(chains, mem);
    match_sides(&gold, &found);
    out->documents++;
    out->sentences += doc->split.sentence_count;
    out->spans.gold += gold.count;
    out->spans.found += found.count;
    for (size_t i = 0; i < gold.count; i++) {
        out->kinds[gold.at[i].kind - 1].gold++;
        if (gold.at[i].match == NO_MATCH) continue;
        out->spans.right++;
        out->kinds[gold.at[i].kind - 1].right += found.at[gold.at[i].match].kind == gold.at[i].kind;
    }
    for (size_t i = 0; i < found.count; i++) out->kinds[found.at[i].kind - 1].found++;
    if (each) tell(doc, &gold, true, each, context), tell(doc, &found, false, each, context);
    count_coreference(&gold, &found, mem, &c[0]);
    gold = without_singletons(&gold, mem);
    found = without_singletons(&found, mem);
    match_sides(&gold, &found);
    count_coreference(&gold, &found, mem, &c[1]);
}

static void finish(actors_score *s)
{
    s->precision = s->found ? (double)s->right / (double)s->found : 0;
    s->recall = s->gold ? (double)s->right / (double)s->gold : 0;
    s->f1 = f1_of(s->precision, s->recall);
}

static coreference_score score_of(const counts *c)
{
    coreference_score s = { f1_of(share(&c->muc[0]), share(&c->muc[1])), f1_of(share(&c->b_cubed[0]), share(&c->b_cubed[1])),
                            f1_of(share(&c->ceaf[0]), share(&c->ceaf[1])), 0 };
    s.conll = (s.muc + s.b_cubed + s.ceaf_e) / 3;
    return s;
}

rp_code evaluate_actors(const rapport *tables, FILE *in, const char *name, actors_row *each, void *context, actors_scores *out, rp_err *err)
{
    counts c[2] = { { { { 0, 0 }, { 0, 0 } }, { { 0, 0 }, { 0, 0 } }, { { 0, 0 }, { 0, 0 } } } };
    annotated_reader *reader = annotated_new(in, name);
    arena *mem = arena_new(0), *scratch = arena_new(0);
    parse_work *work = parse_work_new(tables->parser);
    rp_code rc = reader && mem && scratch && work ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
    *out = (actors_scores){ .documents = 0 };
    for (bool more = true; rc == RP_OK;) {
        annotated doc;
        coder_layers layers;
        phrase_input input;
        chain_layer chains;
        arena_reset(mem);
        rc = annotated_next(reader, mem, &doc, &more, err);
        if (rc != RP_OK || !more) break;
        rc = annotated_phrases(tables, &tables->weights, &doc, work, mem, scratch, &layers, &input, &chains, err);
        if (rc == RP_OK && !chain_link(&chains, 0)) rc = error_set(err, RP_ENOMEM, "memory ended");
        if (rc == RP_OK) add_document(&doc, &chains, mem, c, out, each, context);
    }
    finish(&out->spans);
    for (int k = 0; k < 3; k++) finish(&out->kinds[k]);
    out->with_singletons = score_of(&c[0]);
    out->without_singletons = score_of(&c[1]);
    parse_work_free(work);
    arena_free(scratch);
    arena_free(mem);
    annotated_free(reader);
    return rc;
}
