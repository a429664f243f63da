/* parse/tree.c - see parse/tree.h. */
#include "parse/tree.h"
#include <string.h>

#define ROOT_PRICE ((int64_t)1 << 44)   /* above 2 * n * TREE_SCORE_MAX for every n allowed */
#define NEVER INT64_MIN

/* An arc among the contracted nodes, with the words it stands for. */
typedef struct arc {
    int64_t score;
    uint16_t head, word;
} arc;

/* What a contraction undoes: the cycle's nodes, with the arc by which each was entered within it. */
typedef struct contraction {
    uint32_t first, count;      /* into `members` */
    uint32_t node;              /* the node that stands for the cycle from now on: its first member */
} contraction;

typedef struct member {
    uint16_t node, head, word;
} member;

typedef struct state {
    uint32_t n;                 /* words; node n is the root */
    arc *arcs;                  /* [to * (n + 1) + from] */
    uint32_t *best;             /* per node: the node it is entered from */
    uint32_t *mark;             /* per node: which search has met it */
    uint16_t *owner;            /* per level and word: the node the word is in, before the level's contraction */
    uint8_t *alive;
    contraction *levels;
    member *members;
    uint32_t level_count, member_count;
} state;

static size_t aligned(size_t size) { return (size + 7) & ~(size_t)7; }

size_t tree_scratch(uint32_t n)
{
    size_t m = (size_t)n + 1;
    return aligned(m * m * sizeof(arc)) + 2 * aligned(m * sizeof(uint32_t)) + aligned(m * m * sizeof(uint16_t)) + aligned(m)
         + aligned(m * sizeof(contraction)) + aligned(2 * m * sizeof(member));
}

static void *take(char **at, size_t size)
{
    void *p = *at;
    *at += aligned(size);
    return p;
}

static state begin(uint32_t n, void *scratch)
{
    size_t m = (size_t)n + 1;
    char *at = scratch;
    state s = { .n = n };
    s.arcs = take(&at, m * m * sizeof(arc));
    s.best = take(&at, m * sizeof(uint32_t));
    s.mark = take(&at, m * sizeof(uint32_t));
    s.owner = take(&at, m * m * sizeof(uint16_t));
    s.alive = take(&at, m);
    s.levels = take(&at, m * sizeof(contraction));
    s.members = take(&at, 2 * m * sizeof(member));
    return s;
}

/* The best head of every word; true if together they are a tree with one root. */
static bool greedy(const int32_t *scores, size_t stride, uint32_t n, uint32_t *heads, uint32_t *mark)
{
    uint32_t roots = 0;
    for (uint32_t d = 0; d < n; d++) {
        const int32_t *row = scores + d * stride;
        int32_t most = INT32_MIN;
        uint32_t best = 0;
        for (uint32_t h = 0; h < d; h++) most = row[h] > most ? row[h] : most;
        for (uint32_t h = d + 1; h <= n; h++) most = row[h] > most ? row[h] : most;
        while (row[best] != most || best == d) best++;
        heads[d] = best;
        roots += best == n;
    }
    if (roots != 1) return false;
    memset(mark, 0, n * sizeof *mark);
    for (uint32_t d = 0; d < n; d++) {
        uint32_t v = d;
        while (v != n && mark[v] == 0) mark[v] = d + 1, v = heads[v];
        if (v != n && mark[v] == d + 1) return false;
    }
    return true;
}

static void find_best(state *s, uint32_t to)
{
    const arc *row = s->arcs + (size_t)to * (s->n + 1);
    uint32_t best = UINT32_MAX;
    for (uint32_t from = 0; from <= s->n; from++) {
        if (s->alive[from] && from != to && (best == UINT32_MAX || row[from].score > row[best].score)) best = from;
    }
    s->best[to] = best;
}

/* A node on a cycle of best arcs; UINT32_MAX: there is none. */
static uint32_t find_cycle(state *s)
{
    memset(s->mark, 0, (s->n + 1) * sizeof *s->mark);
    for (uint32_t i = 0; i < s->n; i++) {
        if (!s->alive[i]) continue;
        uint32_t v = i;
        while (v != s->n && s->mark[v] == 0) s->mark[v] = i + 1, v = s->best[v];
        if (v != s->n && s->mark[v] == i + 1) return v;
    }
    return UINT32_MAX;
}

/* Make one node of the cycle through `on`. */
static void contract(state *s, uint32_t on)
{
    uint32_t n = s->n, m = n + 1;
    contraction *level = &s->levels[s->level_count];
    uint16_t *owner = s->owner + (size_t)s->level_count * m;
    if (s->level_count == 0) for (uint32_t w = 0; w < n; w++) owner[w] = (uint16_t)w;
    *level = (contraction){ s->member_count, 0, on };
    uint32_t v = on;
    do {
        const arc *in = &s->arcs[(size_t)v * m + s->best[v]];
        s->members[s->member_count++] = (member){ (uint16_t)v, in->head, in->word };
        level->count++;
        v = s->best[v];
    } while (v != on);
    const member *cycle = s->members + level->first;
    for (uint32_t k = 0; k < level->count; k++) s->alive[cycle[k].node] = 2;
    for (uint32_t u = 0; u <= n; u++) {
        if (s->alive[u] != 1) continue;
        arc into = { NEVER, 0, 0 }, out = { NEVER, 0, 0 };
        for (uint32_t k = 0; k < level->count; k++) {
            uint32_t c = cycle[k].node;
            arc a = s->arcs[(size_t)c * m + u];
            a.score -= s->arcs[(size_t)c * m + s->best[c]].score;
            if (a.score > into.score) into = a;
            if (u < n && s->arcs[(size_t)u * m + c].score > out.score) out = s->arcs[(size_t)u * m + c];
        }
        s->arcs[(size_t)on * m + u] = into;
        if (u < n) s->arcs[(size_t)u * m + on] = out;
    }
    uint16_t *next = owner + m;
    for (uint32_t w = 0; w < n; w++) next[w] = s->alive[owner[w]] == 2 ? (uint16_t)on : owner[w];
    for (uint32_t k = 0; k < level->count; k++) s->alive[cycle[k].node] = cycle[k].node == on;
    s->level_count++;
    for (uint32_t u = 0; u < n; u++) {
        if (s->alive[u] && (u == on || !s->alive[s->best[u]])) find_best(s, u);
    }
}

/* Open the cycles again, the last first: the arc that enters one takes the place of the cycle's own arc to the same member. */
static void expand(state *s, uint32_t *heads)
{
    uint32_t m = s->n + 1;
    for (uint32_t v = 0; v < s->n; v++) {
        if (!s->alive[v]) continue;
        const arc *in = &s->arcs[(size_t)v * m + s->best[v]];
        heads[in->word] = in->head;
        s->mark[v] = in->word;          /* the word by which a node is entered */
    }
    while (s->level_count-- > 0) {
        const contraction *level = &s->levels[s->level_count];
        uint32_t entered = s->mark[level->node], by = s->owner[(size_t)s->level_count * m + entered];
        for (uint32_t k = 0; k < level->count; k++) {
            const member *c = &s->members[level->first + k];
            if (c->node == by) {
                s->mark[c->node] = entered;
            } else {
                heads[c->word] = c->head;
                s->mark[c->node] = c->word;
            }
        }
    }
}

void tree_decode(const int32_t *scores, size_t stride, uint32_t n, uint32_t *heads, void *scratch)
{
    state s = begin(n, scratch);
    if (greedy(scores, stride, n, heads, s.mark)) return;
    uint32_t m = n + 1;
    for (uint32_t d = 0; d < n; d++) {
        for (uint32_t h = 0; h <= n; h++)
            s.arcs[(size_t)d * m + h] = (arc){ (int64_t)scores[d * stride + h] - (h == n ? ROOT_PRICE : 0), (uint16_t)h, (uint16_t)d };
    }
    memset(s.alive, 1, m);
    for (uint32_t d = 0; d < n; d++) find_best(&s, d);
    for (uint32_t on; (on = find_cycle(&s)) != UINT32_MAX;) contract(&s, on);
    expand(&s, heads);
}
