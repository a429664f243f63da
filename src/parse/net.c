/* parse/net.c - see parse/net.h: the integer scorer. */
#include "parse/net.h"
#include <stdlib.h>
#include <string.h>
#include "parse/section.h"
#include "parse/tree.h"

#define DISTANCE_MOST (1 << 28)     /* with the largest dot product of NET_ARC_MAX numbers still below TREE_SCORE_MAX */

/* ---- opening --------------------------------------------------------------------------------------------------------------- */

static bool read_matrix(section *s, uint32_t in, uint32_t out, kernel_matrix *m)
{
    m->in = kernel_padded(in, KERNEL_IN);
    m->out = kernel_padded(out, KERNEL_OUT);
    m->shift = section_u32(s);
    m->weights = section_array(s, (size_t)m->in * m->out, 1);
    m->bias = section_array(s, m->out, sizeof *m->bias);
    m->scale = section_array(s, m->out, sizeof *m->scale);
    if (s->failed || m->shift < 1 || m->shift > 26) return false;
    for (size_t i = 0; i < (size_t)m->in * m->out; i++) {
        if (m->weights[i] > KERNEL_WEIGHT || m->weights[i] < -KERNEL_WEIGHT) return false;
    }
    for (uint32_t i = 0; i < m->out; i++) {
        if (m->bias[i] > KERNEL_BIAS || m->bias[i] < -KERNEL_BIAS || m->scale[i] < 0 || m->scale[i] > (int32_t)1 << (m->shift + 4)) return false;
    }
    return true;
}

static bool read_narrow(section *s, uint32_t in, uint32_t out, net_matrix *m)
{
    m->narrow = (int16_t)section_u32(s);
    return read_matrix(s, in, out, &m->matrix);
}

static bool shape_fits(const net_shape *n, uint32_t rows, uint32_t vector_size, uint32_t tags, uint32_t labels)
{
    return n->rows == rows && n->vector_size == vector_size && n->tags == tags && n->labels == labels
        && n->width >= KERNEL_LANES && n->width <= NET_WIDTH_MAX && n->width % KERNEL_LANES == 0 && n->layers >= 1 && n->layers <= NET_LAYERS_MAX
        && n->tag_layer >= 1 && n->tag_layer <= n->layers && n->tag_hidden >= KERNEL_LANES && n->tag_hidden <= NET_WIDTH_MAX
        && n->tag_hidden % KERNEL_LANES == 0 && n->arc >= KERNEL_LANES && n->arc <= NET_ARC_MAX && n->arc % KERNEL_LANES == 0
        && n->label_hidden >= KERNEL_LANES && n->label_hidden <= NET_WIDTH_MAX && n->label_hidden % KERNEL_LANES == 0;
}

static bool dots_fit(const int16_t *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) if (v[i] > NET_DOT || v[i] < -NET_DOT) return false;
    return true;
}

rp_code net_open(rp_str bytes, uint32_t rows, uint32_t vector_size, uint32_t tags, uint32_t labels, net *out, rp_err *err)
{
    section s = section_of(bytes);
    net_shape n = { 0 };
    n.width = section_u32(&s), n.layers = section_u32(&s), n.tag_layer = section_u32(&s), n.tag_hidden = section_u32(&s);
    n.arc = section_u32(&s), n.label_hidden = section_u32(&s), n.tags = section_u32(&s), n.labels = section_u32(&s);
    n.rows = section_u32(&s), n.vector_size = section_u32(&s);
    if (s.failed || !shape_fits(&n, rows, vector_size, tags, labels)) return error_set(err, RP_EFORMAT, "a network of the model has a shape that cannot be");
    if ((uint64_t)n.rows * n.width > bytes.len) return error_set(err, RP_EFORMAT, "a network of the model is damaged or cut short");
    *out = (net){ .shape = n };
    out->rows = section_array(&s, (size_t)n.rows * n.width, 1);
    out->row_scales = section_array(&s, n.rows, 1);
    uint32_t w = n.width, heads = 2 * (n.arc + n.label_hidden);
    bool ok = read_matrix(&s, n.vector_size, w, &out->vectors);
    for (uint32_t l = 0; ok && l < n.layers; l++) {
        ok = read_narrow(&s, w, 3 * w, &out->in[l]);
        out->state[l] = section_array(&s, 2 * w, sizeof(int16_t));
    }
    ok = ok && read_narrow(&s, w, n.tag_hidden, &out->tag_in) && read_narrow(&s, n.tag_hidden, n.tags, &out->tag_out)
      && read_narrow(&s, w, heads, &out->heads) && read_narrow(&s, n.arc, n.arc, &out->bilinear);
    out->key_scale = (int16_t)section_u32(&s);
    out->root_arc = section_array(&s, n.arc, sizeof(int16_t));
    out->root_label = section_array(&s, n.label_hidden, sizeof(int16_t));
    out->distance = section_array(&s, NET_DISTANCES, sizeof(int32_t));
    ok = ok && read_narrow(&s, n.label_hidden, n.labels, &out->label_out);
    if (!ok || s.failed || !section_ended(&s) || !dots_fit(out->root_arc, n.arc))
        return error_set(err, RP_EFORMAT, "a network of the model is damaged or cut short");
    for (unsigned i = 0; i < NET_DISTANCES; i++) {
        if (out->distance[i] > DISTANCE_MOST || out->distance[i] < -DISTANCE_MOST)
            return error_set(err, RP_EFORMAT, "a network of the model has a weight out of range");
    }
    return RP_OK;
}

/* ---- running ------------------------------------------------------------------------------------------------------------------ */

#define REMEMBERED 4096u    /* words whose way through the first products is kept; a power of two */

struct net_work {
    int16_t *x[2], *u;          /* representations before and behind a layer, and its gates */
    features *known;            /* [REMEMBERED] the words remembered, by their hash */
    int16_t *known_x, *known_u; /* their representations and gates in the first layer, which are the same wherever they stand */
    uint32_t *new_words;        /* of the sentence */
    int16_t *new_u;
    uint8_t *narrow;
    int16_t *tag_hidden, *tag_scores;
    int16_t *heads, *query, *keys, *label_hidden, *label_scores, *memory;
    int32_t *scores;
    int32_t *distance;          /* of head - word + room */
    uint32_t room;
    void *tree;
    void *block;                /* all of them */
};

typedef struct cutter { char *block; size_t used; } cutter;

static void *take(cutter *from, size_t count, size_t size)
{
    void *p = from->block ? from->block + from->used : NULL;
    from->used += (count * size + 63) & ~(size_t)63;
    return p;
}

/* Give each array its place in `block`; returns the bytes they take. With block == NULL it only measures. */
static size_t place(net_work *self, const net *n, uint32_t room, char *block)
{
    cutter at = { block, 0 };
    size_t w = n->shape.width, t = room, heads = n->heads.matrix.out, arc = n->shape.arc, label = n->shape.label_hidden;
    size_t widest = w > n->shape.tag_hidden ? w : n->shape.tag_hidden;
    if (label > widest) widest = label;
    if (arc > widest) widest = arc;
    if (n->vectors.in > widest) widest = n->vectors.in;
    for (int i = 0; i < 2; i++) self->x[i] = take(&at, t * w, sizeof(int16_t));
    self->u = take(&at, t * 3 * w, sizeof(int16_t));
    self->known = take(&at, REMEMBERED, sizeof(features));
    self->known_x = take(&at, REMEMBERED * w, sizeof(int16_t));
    self->known_u = take(&at, REMEMBERED * 3 * w, sizeof(int16_t));
    self->new_words = take(&at, t, sizeof(uint32_t));
    self->new_u = take(&at, t * 3 * w, sizeof(int16_t));
    self->narrow = take(&at, t * widest, 1);
    self->tag_hidden = take(&at, t * n->tag_in.matrix.out, sizeof(int16_t));
    self->tag_scores = take(&at, t * n->tag_out.matrix.out, sizeof(int16_t));
    self->heads = take(&at, t * heads, sizeof(int16_t));
    self->query = take(&at, t * arc, sizeof(int16_t));
    self->keys = take(&at, (t + 1) * arc, sizeof(int16_t));
    self->label_hidden = take(&at, t * label, sizeof(int16_t));
    self->label_scores = take(&at, t * n->label_out.matrix.out, sizeof(int16_t));
    self->memory = take(&at, w, sizeof(int16_t));
    self->scores = take(&at, t * (t + 1), sizeof(int32_t));
    self->distance = take(&at, 2 * t + 1, sizeof(int32_t));
    self->tree = take(&at, tree_scratch(room), 1);
    return at.used;
}

net_work *net_work_new(const net *n, uint32_t room)
{
    net_work *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    size_t size = place(self, n, room, NULL);
    self->block = calloc(1, size + 63);      /* nought without a touch: what no sentence needs takes no memory */
    if (!self->block) return free(self), NULL;
    place(self, n, room, (char *)(((uintptr_t)self->block + 63) & ~(uintptr_t)63));
    self->room = room;
    memset(self->known, 0xFF, REMEMBERED * sizeof(features));      /* no word has such rows */
    for (uint32_t at = 0; at <= 2 * room; at++) {
        if (at != room) self->distance[at] = n->distance[at < room ? net_distance(room - at, 0) : net_distance(0, at - room)];
    }
    return self;
}

void net_work_free(net_work *self)
{
    if (!self) return;
    free(self->block);
    free(self);
}

/* y = matrix * x, x made uint8 on the way: signed numbers around 128, those of `above` (never negative) from 0. */
static void multiply(const net_matrix *m, const kernels *k, net_work *w, const int16_t *x, uint32_t count, bool above, int16_t *y)
{
    k->narrow(x, (size_t)count * m->matrix.in, m->narrow, above ? 0 : 128, w->narrow);
    k->multiply(&m->matrix, w->narrow, count, y);
}

/* The representations of new words into x[1], their gates in the first layer into new_u. */
static void look_at_new(const net *n, const kernels *k, net_work *w, const features *words, uint32_t count, const uint8_t *vectors)
{
    size_t width = n->shape.width, size = n->vectors.in;
    for (uint32_t i = 0; i < count; i++) memcpy(w->narrow + i * size, vectors + words[w->new_words[i]].vector * size, size);
    k->multiply(&n->vectors, w->narrow, count, w->x[1]);
    for (uint32_t i = 0; i < count; i++) {
        for (int slot = 0; slot < SLOT_COUNT; slot++) {
            uint32_t row = words[w->new_words[i]].row[slot];
            k->add_row(w->x[1] + i * width, n->rows + row * width, n->row_scales[row], width);
        }
    }
    multiply(&n->in[0], k, w, w->x[1], count, false, w->new_u);
}

static uint32_t place_of(const features *word)
{
    uint64_t h = word->vector;
    for (int slot = 0; slot < SLOT_COUNT; slot++) h = (h ^ word->row[slot]) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(h >> 40) & (REMEMBERED - 1);
}

/*
 * Representations and first gates of all words. Both follow from a word's features alone, and most words of a text have been met before:
 * these are copied. What is remembered never changes a result.
 */
static void look_up(const net *n, const kernels *k, net_work *w, const features *words, uint32_t count, const uint8_t *vectors)
{
    size_t width = n->shape.width, x_size = width * sizeof(int16_t), u_size = 3 * x_size;
    uint32_t new_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = place_of(&words[i]);
        if (memcmp(&w->known[at], &words[i], sizeof words[i]) == 0) {
            memcpy(w->x[0] + i * width, w->known_x + at * width, x_size);
            memcpy(w->u + i * 3 * width, w->known_u + at * 3 * width, u_size);
        } else {
            w->new_words[new_count++] = i;
        }
    }
    if (new_count) look_at_new(n, k, w, words, new_count, vectors);
    for (uint32_t m = 0; m < new_count; m++) {
        uint32_t i = w->new_words[m], at = place_of(&words[i]);
        const int16_t *x = w->x[1] + m * width, *u = w->new_u + m * 3 * width;
        memcpy(w->x[0] + i * width, x, x_size);
        memcpy(w->u + i * 3 * width, u, u_size);
        memcpy(w->known_x + at * width, x, x_size);
        memcpy(w->known_u + at * 3 * width, u, u_size);
        w->known[at] = words[i];
    }
}

/* Both directions of layer l, from the gates in u. */
static void recur(const net *n, const kernels *k, net_work *w, uint32_t l, uint32_t count, const int16_t *x, int16_t *y)
{
    ptrdiff_t width = n->shape.width, h = width / 2, last = (ptrdiff_t)count - 1;
    k->recur(count, (size_t)h, w->u, 3 * width, n->state[l], x, width, y, width, w->memory);
    k->recur(count, (size_t)h, w->u + last * 3 * width + 3 * h, -3 * width, n->state[l] + width, x + last * width + h, -width,
             y + last * width + h, -width, w->memory);
}

static void run_tags(const net *n, const kernels *k, net_work *w, const int16_t *x, uint32_t count, uint16_t *tags)
{
    multiply(&n->tag_in, k, w, x, count, false, w->tag_hidden);
    multiply(&n->tag_out, k, w, w->tag_hidden, count, true, w->tag_scores);
    for (uint32_t i = 0; i < count; i++) tags[i] = (uint16_t)k->best(w->tag_scores + (size_t)i * n->tag_out.matrix.out, n->shape.tags);
}

static void run_arcs(const net *n, const kernels *k, net_work *w, uint32_t count, uint32_t *heads)
{
    size_t arc = n->shape.arc, row = n->heads.matrix.out, m = (size_t)count + 1;
    for (uint32_t i = 0; i < count; i++) {
        const int16_t *from = w->heads + i * row;
        k->narrow(from, arc, n->bilinear.narrow, 0, w->narrow + i * arc);
        k->limit(from + arc, arc, n->key_scale, 0, NET_DOT, w->keys + i * arc);
    }
    memcpy(w->keys + count * arc, n->root_arc, arc * sizeof(int16_t));
    k->multiply(&n->bilinear.matrix, w->narrow, count, w->query);
    k->limit(w->query, count * arc, INT16_MAX, -NET_DOT, NET_DOT, w->query);
    for (uint32_t d = 0; d < count; d++) {
        int32_t *scores = w->scores + d * m;
        const int32_t *distance = w->distance + w->room - d;
        k->dots(w->query + d * arc, w->keys, m, arc, scores);
        for (uint32_t h = 0; h < count; h++) scores[h] += distance[h];
    }
    tree_decode(w->scores, m, count, heads, w->tree);
}

static void run_labels(const net *n, const kernels *k, net_work *w, uint32_t count, const uint32_t *heads, uint16_t root, uint16_t *labels)
{
    size_t row = n->heads.matrix.out, arcs = 2 * n->shape.arc, label = n->shape.label_hidden, out = n->label_out.matrix.out;
    for (uint32_t d = 0; d < count; d++) {
        const int16_t *head = heads[d] == count ? n->root_label : w->heads + heads[d] * row + arcs + label;
        k->add_relu(w->heads + d * row + arcs, head, label, w->label_hidden + d * label);
    }
    multiply(&n->label_out, k, w, w->label_hidden, count, true, w->label_scores);
    for (uint32_t d = 0; d < count; d++) {
        int16_t *scores = w->label_scores + d * out;
        scores[root] = INT16_MIN;
        labels[d] = heads[d] == count ? root : (uint16_t)k->best(scores, n->shape.labels);
        if (heads[d] != count && labels[d] == root) labels[d] = root == 0;     /* all are as low as can be */
    }
}

void net_run(const net *self, const kernels *k, net_work *work, const features *words, uint32_t count, const uint8_t *vectors, uint16_t root,
             uint16_t *tags, uint32_t *heads, uint16_t *labels)
{
    look_up(self, k, work, words, count, vectors);
    for (uint32_t l = 0; l < self->shape.layers; l++) {
        if (l > 0) multiply(&self->in[l], k, work, work->x[l & 1], count, false, work->u);
        recur(self, k, work, l, count, work->x[l & 1], work->x[(l + 1) & 1]);
        if (l + 1 == self->shape.tag_layer) run_tags(self, k, work, work->x[(l + 1) & 1], count, tags);
    }
    multiply(&self->heads, k, work, work->x[self->shape.layers & 1], count, false, work->heads);
    run_arcs(self, k, work, count, heads);
    run_labels(self, k, work, count, heads, root, labels);
}
