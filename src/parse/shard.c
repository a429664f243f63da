/* parse/shard.c - see parse/shard.h. Gradients by hand. */
#include "parse/shard.h"

#define SHARD_LETTERS 24u     /* bytes kept a word of an altered sentence, on average */

bool shard_begin(shard *s, const learner *owner, uint32_t room)
{
    const net_shape *n = &owner->shape;
    size_t w = n->width, heads = 2 * (n->arc + n->label_hidden), t = room;
    s->owner = owner;
    s->room = room;
    bool ok = true;
#define ROOM(field, size) ok = ok && (s->field = learn_floats(size)) != NULL
    for (uint32_t l = 0; l <= n->layers; l++) ROOM(x[l], t * w);
    for (uint32_t l = 0; l < n->layers; l++) {
        ROOM(xd[l], t * w);
        ROOM(u[l], t * 3 * w);
        ROOM(c[l], t * w);
        ROOM(mask[l], t * w);
    }
    ROOM(tag_x, t * w), ROOM(tag_mask, t * w), ROOM(tag_h, t * n->tag_hidden), ROOM(tag_hmask, t * n->tag_hidden), ROOM(tag_y, t * n->tags);
    ROOM(head_x, t * w), ROOM(head_mask, t * w), ROOM(head_h, t * heads), ROOM(head_hmask, t * heads), ROOM(query, t * n->arc);
    ROOM(label_h, t * (n->label_hidden > n->arc ? n->label_hidden : n->arc)), ROOM(label_y, t * n->labels), ROOM(arcs, (LEARN_WORDS_MAX + 1) * (LEARN_WORDS_MAX + 1));
    ROOM(dx, t * w), ROOM(dx2, t * w), ROOM(dheads, t * heads), ROOM(dquery, t * n->arc), ROOM(dlabel, t * n->label_hidden), ROOM(dtag, t * n->tag_hidden);
    ROOM(panel, MATRIX_PANEL * MATRIX_DEPTH);
    const size_t sides[] = { heads, n->tag_hidden, n->tags, n->labels, n->vector_size };
    size_t widest = 3 * w;
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) if (sides[i] > widest) widest = sides[i];
    ROOM(turned, t * widest + (LEARN_WORDS_MAX + 1) * (LEARN_WORDS_MAX + 1 + n->arc));
    ROOM(weights, widest * widest);
    ROOM(dense, owner->places.total);
    ROOM(rows, (size_t)n->rows * w);
#undef ROOM
    s->altered = calloc(room, sizeof *s->altered);
    s->altered_words = calloc(room, sizeof *s->altered_words);
    s->altered_heads = calloc(room, sizeof *s->altered_heads);
    s->letters = calloc(room, SHARD_LETTERS);
    ok = ok && s->altered && s->altered_words && s->altered_heads && s->letters;
    s->features = calloc(room, sizeof *s->features);
    s->starts = calloc(room + 1, sizeof *s->starts);
    s->sentences = calloc(room, sizeof *s->sentences);
    s->touched = calloc(n->rows, sizeof *s->touched);
    s->is_touched = calloc(n->rows, 1);
    s->tree = malloc(tree_scratch(LEARN_WORDS_MAX));
    s->heads = calloc(LEARN_WORDS_MAX, sizeof *s->heads);
    return ok && s->features && s->starts && s->sentences && s->touched && s->is_touched && s->tree && s->heads;
}

void shard_end(shard *s)
{
    for (uint32_t l = 0; l <= NET_LAYERS_MAX; l++) free(s->x[l]);
    for (uint32_t l = 0; l < NET_LAYERS_MAX; l++) free(s->xd[l]), free(s->u[l]), free(s->c[l]), free(s->mask[l]);
    float *all[] = { s->tag_x, s->tag_mask, s->tag_h, s->tag_hmask, s->tag_y, s->head_x, s->head_mask, s->head_h, s->head_hmask, s->query, s->label_h,
                     s->label_y, s->arcs, s->dx, s->dx2, s->dheads, s->dquery, s->dlabel, s->dtag, s->panel, s->turned, s->weights, s->dense, s->rows };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    free(s->altered), free(s->altered_words), free(s->altered_heads), free(s->letters);
    free(s->features), free(s->starts), free(s->sentences), free(s->touched), free(s->is_touched), free(s->tree), free(s->heads);
}

/* ---- forward ------------------------------------------------------------------------------------------------------------ */

static void multiply(shard *s, size_t m, size_t n, size_t k, const float *a, const float *b, float *c, bool add)
{
    matrix_multiply(m, n, k, a, k, b, n, c, n, add, s->panel);
}

/* c[m][k] (+)= d[m][n] * b[k][n] turned, and db[k][n] += a[m][k] turned * d[m][n]: the gradients of c = a * b. */
static void multiply_back(shard *s, size_t m, size_t n, size_t k, const float *a, const float *b, const float *d, float *da, bool add, float *db)
{
    if (da) {
        matrix_transpose(k, n, b, n, s->weights, k);
        matrix_multiply(m, k, n, d, n, s->weights, k, da, k, add, s->panel);
    }
    matrix_transpose(m, k, a, k, s->turned, m);
    matrix_multiply(k, n, m, s->turned, m, d, n, db, n, true, s->panel);
}

/* to = from * mask, the mask drawn anew for every cell. */
static void drop(shard *s, const float *from, float *mask, float *to, size_t count, float share)
{
    if (!s->training || share <= 0) {
        for (size_t i = 0; i < count; i++) mask[i] = 1;
        if (to != from) memcpy(to, from, count * sizeof *to);
        return;
    }
    float keep = 1 / (1 - share);
    for (size_t i = 0; i < count; i++) {
        mask[i] = chance_uniform(&s->chance) < share ? 0 : keep;
        to[i] = from[i] * mask[i];
    }
}

static void add_bias(float *y, const float *bias, size_t rows, size_t n)
{
    for (size_t i = 0; i < rows; i++) for (size_t j = 0; j < n; j++) y[i * n + j] += bias[j];
}

static void embed(shard *s)
{
    const learner *o = s->owner;
    size_t w = o->shape.width;
    for (uint32_t i = 0; i < s->count; i++) {
        const learn_sentence *sentence = s->sentences[i];
        features *f = s->features + s->starts[i];
        features_of(&o->words, sentence->words, sentence->count, f);
        if (s->training) {
            for (uint32_t k = 0; k < sentence->count; k++) {
                if (chance_uniform(&s->chance) < o->options.drop_word) f[k].row[SLOT_WORD] = WORD_UNKNOWN;
                if (chance_uniform(&s->chance) < o->options.drop_word * 0.5f) f[k].vector = 0;
            }
        }
    }
    float *x = s->xd[0];        /* a stop on the way: dropout makes x[0] of it */
    memset(x, 0, s->words * w * sizeof *x);
    for (uint32_t i = 0; i < s->words; i++) {
        for (int slot = 0; slot < SLOT_COUNT; slot++) learn_add(x + i * w, s->embeddings + (size_t)s->features[i].row[slot] * w, w);
    }
    if (o->vectors) {
        size_t size = o->shape.vector_size;
        for (uint32_t i = 0; i < s->words; i++) memcpy(s->turned + i * size, o->vectors + s->features[i].vector * size, size * sizeof(float));
        multiply(s, s->words, w, size, s->turned, s->w + o->places.vectors, x, true);
    }
    drop(s, x, s->dx2, s->x[0], s->words * w, o->options.drop_input);
    memcpy(s->mask[0], s->dx2, s->words * w * sizeof *x);
}

static void layer(shard *s, uint32_t l)
{
    const learner *o = s->owner;
    size_t w = o->shape.width, h = w / 2;
    float *masks = s->mask[l];
    if (l > 0) {        /* one mask for all words of a sentence */
        float share = s->training ? o->options.drop_layer : 0, keep = 1 / (1 - share);
        for (uint32_t i = 0; i < s->count; i++) for (size_t j = 0; j < w; j++) masks[i * w + j] = chance_uniform(&s->chance) < share ? 0 : keep;
        for (uint32_t i = 0; i < s->count; i++) {
            for (uint32_t t = s->starts[i]; t < s->starts[i + 1]; t++)
                for (size_t j = 0; j < w; j++) s->xd[l][t * w + j] = s->x[l][t * w + j] * masks[i * w + j];
        }
    } else {
        memcpy(s->xd[0], s->x[0], s->words * w * sizeof(float));
    }
    multiply(s, s->words, 3 * w, w, s->xd[l], s->w + o->places.in[l], s->u[l], false);
    add_bias(s->u[l], s->w + o->places.bias[l], s->words, 3 * w);
    const float *state = s->w + o->places.state[l];
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t from = s->starts[i], to = s->starts[i + 1];
        for (int d = 0; d < 2; d++) {
            const float *vf = state + d * w, *vr = vf + h;
            float zero[1024] = { 0 };
            const float *before = zero;
            for (uint32_t k = from; k < to; k++) {
                uint32_t t = d == 0 ? k : to - 1 - (k - from);
                float *u = s->u[l] + t * 3 * w + d * 3 * h, *f = u + h, *r = f + h, *c = s->c[l] + t * w + d * h;
                const float *x = s->x[l] + t * w + d * h;
                float *y = s->x[l + 1] + t * w + d * h;
                for (size_t j = 0; j < h; j++) {
                    float fg = net_sigmoid(f[j] += vf[j] * before[j]), rg = net_sigmoid(r[j] += vr[j] * before[j]);
                    c[j] = fg * before[j] + (1 - fg) * u[j];
                    y[j] = rg * c[j] + (1 - rg) * x[j];
                }
                before = c;
            }
        }
    }
}

static void relu(float *y, size_t count)
{
    for (size_t i = 0; i < count; i++) y[i] = y[i] > 0 ? y[i] : 0;
}

void shard_forward(shard *s)
{
    const learner *o = s->owner;
    const net_shape *n = &o->shape;
    const net_places *p = &o->places;
    size_t t = s->words, w = n->width, heads = 2 * (n->arc + n->label_hidden);
    embed(s);
    for (uint32_t l = 0; l < n->layers; l++) layer(s, l);
    drop(s, s->x[n->tag_layer], s->tag_mask, s->tag_x, t * w, o->options.drop_hidden);
    multiply(s, t, n->tag_hidden, w, s->tag_x, s->w + p->tag_in, s->tag_h, false);
    add_bias(s->tag_h, s->w + p->tag_in_bias, t, n->tag_hidden);
    relu(s->tag_h, t * n->tag_hidden);
    drop(s, s->tag_h, s->tag_hmask, s->tag_h, t * n->tag_hidden, o->options.drop_hidden);
    multiply(s, t, n->tags, n->tag_hidden, s->tag_h, s->w + p->tag_out, s->tag_y, false);
    add_bias(s->tag_y, s->w + p->tag_out_bias, t, n->tags);

    drop(s, s->x[n->layers], s->head_mask, s->head_x, t * w, o->options.drop_hidden);
    multiply(s, t, heads, w, s->head_x, s->w + p->heads, s->head_h, false);
    add_bias(s->head_h, s->w + p->heads_bias, t, heads);
    for (size_t i = 0; i < t; i++) relu(s->head_h + i * heads, 2 * n->arc);
    drop(s, s->head_h, s->head_hmask, s->head_h, t * heads, o->options.drop_hidden);
    matrix_multiply(t, n->arc, n->arc, s->head_h, heads, s->w + p->bilinear, n->arc, s->query, n->arc, false, s->panel);
    add_bias(s->query, s->w + p->bilinear_bias, t, n->arc);
}

/* arcs[d][h], h == n for the root, of sentence i. */
void shard_arcs(shard *s, uint32_t i)
{
    const learner *o = s->owner;
    const net_shape *n = &o->shape;
    size_t heads = 2 * (n->arc + n->label_hidden), from = s->starts[i], len = s->starts[i + 1] - from, m = len + 1;
    matrix_transpose(len, n->arc, s->head_h + from * heads + n->arc, heads, s->turned, m);
    const float *root = s->w + o->places.root_arc, *distance = s->w + o->places.distance;
    for (size_t j = 0; j < n->arc; j++) s->turned[j * m + len] = root[j];
    matrix_multiply(len, m, n->arc, s->query + from * n->arc, n->arc, s->turned, m, s->arcs, m, false, s->panel);
    for (uint32_t d = 0; d < len; d++) {
        for (uint32_t h = 0; h < len; h++) if (h != d) s->arcs[d * m + h] += distance[net_distance(d, h)];
    }
}

/* Label scores of the words of sentence i under `heads`. */
void shard_labels(shard *s, uint32_t i, const uint32_t *heads)
{
    const learner *o = s->owner;
    const net_shape *n = &o->shape;
    size_t width = 2 * (n->arc + n->label_hidden), from = s->starts[i], len = s->starts[i + 1] - from, b = n->label_hidden;
    const float *root = s->w + o->places.root_label;
    for (size_t d = 0; d < len; d++) {
        const float *own = s->head_h + (from + d) * width + 2 * n->arc;
        const float *head = heads[d] == len ? root : s->head_h + (from + heads[d]) * width + 2 * n->arc + b;
        float *z = s->label_h + (from + d) * b;
        for (size_t j = 0; j < b; j++) z[j] = own[j] + head[j] > 0 ? own[j] + head[j] : 0;
    }
    multiply(s, len, n->labels, b, s->label_h + from * b, s->w + o->places.label_out, s->label_y + from * n->labels, false);
    add_bias(s->label_y + from * n->labels, s->w + o->places.label_out_bias, len, n->labels);
}

/* ---- backward ------------------------------------------------------------------------------------------------------------ */

void learn_softmax(float *y, size_t n, size_t skip)
{
    float best = -1e30f, sum = 0;
    for (size_t j = 0; j < n; j++) if (j != skip && y[j] > best) best = y[j];
    for (size_t j = 0; j < n; j++) sum += y[j] = j == skip ? 0 : expf(y[j] - best);
    float scale = 1 / sum;
    for (size_t j = 0; j < n; j++) y[j] *= scale;
}

/* What is to be learned: the class `gold`, and by the share `trust` what teachers say. */
typedef struct target {
    size_t gold;
    const uint16_t *classes;
    const float *shares;
    float trust;
} target;

/* y becomes its gradient under cross entropy with the target; returns the loss. `skip`: a class that cannot be. */
static double softmax_back(float *y, size_t n, size_t skip, target t, float weight)
{
    learn_softmax(y, n, skip);
    float own = t.classes ? 1 - t.trust : 1;
    double loss = -(double)own * log((double)y[t.gold] + 1e-30);
    for (size_t i = 0; t.classes && i < LEARN_SOFT; i++) loss -= (double)(t.trust * t.shares[i]) * log((double)y[t.classes[i]] + 1e-30);
    for (size_t j = 0; j < n; j++) y[j] *= weight;
    y[t.gold] -= weight * own;
    for (size_t i = 0; t.classes && i < LEARN_SOFT; i++) y[t.classes[i]] -= weight * t.trust * t.shares[i];
    return loss * (double)weight;
}

static target head_target(const learn_sentence *s, uint32_t i)
{
    return (target){ s->heads[i], s->soft ? s->soft[i].heads : NULL, s->soft ? s->soft[i].head_shares : NULL, s->trust };
}

static target label_target(const learn_sentence *s, uint32_t i)
{
    return (target){ s->labels[i], s->soft ? s->soft[i].labels : NULL, s->soft ? s->soft[i].label_shares : NULL, s->trust };
}

static target tag_target(const learn_sentence *s, uint32_t i)
{
    return (target){ s->tags[i], s->soft ? s->soft[i].tags : NULL, s->soft ? s->soft[i].tag_shares : NULL, s->trust };
}

static void bias_back(float *to, const float *d, size_t rows, size_t n)
{
    for (size_t i = 0; i < rows; i++) learn_add(to, d + i * n, n);
}

static void back_arcs(shard *s, uint32_t i, float weight)
{
    const learner *o = s->owner;
    const net_shape *n = &o->shape;
    const learn_sentence *sentence = s->sentences[i];
    size_t heads = 2 * (n->arc + n->label_hidden), from = s->starts[i], len = sentence->count, m = len + 1, a = n->arc;
    float *gradient = s->dense;
    shard_arcs(s, i);
    for (uint32_t d = 0; d < len; d++) s->loss += softmax_back(s->arcs + d * m, m, d, head_target(sentence, d), weight);
    for (uint32_t d = 0; d < len; d++) {
        for (uint32_t h = 0; h < len; h++) if (h != d) gradient[o->places.distance + net_distance(d, h)] += s->arcs[d * m + h];
    }
    float *keys = s->label_h;      /* free until labels are scored */
    for (size_t h = 0; h < len; h++) memcpy(keys + h * a, s->head_h + (from + h) * heads + a, a * sizeof *keys);
    matrix_multiply(len, a, len, s->arcs, m, keys, a, s->dquery + from * a, a, false, s->panel);
    const float *root = s->w + o->places.root_arc;
    for (size_t d = 0; d < len; d++) {
        for (size_t j = 0; j < a; j++) {
            s->dquery[(from + d) * a + j] += s->arcs[d * m + len] * root[j];
            gradient[o->places.root_arc + j] += s->arcs[d * m + len] * s->query[(from + d) * a + j];
        }
    }
    matrix_transpose(len, len, s->arcs, m, s->turned, len);
    matrix_multiply(len, a, len, s->turned, len, s->query + from * a, a, s->dheads + from * heads + a, heads, false, s->panel);
}

static void back_labels(shard *s, uint32_t i, float weight)
{
    const learner *o = s->owner;
    const net_shape *n = &o->shape;
    const learn_sentence *sentence = s->sentences[i];
    size_t width = 2 * (n->arc + n->label_hidden), from = s->starts[i], len = sentence->count, b = n->label_hidden;
    shard_labels(s, i, sentence->heads);
    float *y = s->label_y + from * n->labels;
    for (uint32_t d = 0; d < len; d++) s->loss += softmax_back(y + d * n->labels, n->labels, SIZE_MAX, label_target(sentence, d), weight);
    float *z = s->label_h + from * b, *dz = s->dlabel + from * b;
    bias_back(s->dense + o->places.label_out_bias, y, len, n->labels);
    multiply_back(s, len, n->labels, b, z, s->w + o->places.label_out, y, dz, false, s->dense + o->places.label_out);
    for (size_t d = 0; d < len; d++) memset(s->dheads + (from + d) * width + 2 * n->arc, 0, 2 * b * sizeof(float));
    for (size_t d = 0; d < len; d++) {
        for (size_t j = 0; j < b; j++) if (z[d * b + j] <= 0) dz[d * b + j] = 0;
        uint32_t head = sentence->heads[d];
        learn_add(s->dheads + (from + d) * width + 2 * n->arc, dz + d * b, b);
        learn_add(head == len ? s->dense + o->places.root_label : s->dheads + (from + head) * width + 2 * n->arc + b, dz + d * b, b);
    }
}

static void back_layer(shard *s, uint32_t l)
{
    const learner *o = s->owner;
    size_t w = o->shape.width, h = w / 2;
    const float *state = s->w + o->places.state[l];
    float *dstate = s->dense + o->places.state[l], *dx = s->dx2;       /* of x[l], through the shortcut */
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t from = s->starts[i], to = s->starts[i + 1];
        for (int d = 0; d < 2; d++) {
            const float *vf = state + d * w, *vr = vf + h;
            float *dvf = dstate + d * w, *dvr = dvf + h;
            float zero[1024] = { 0 }, dc[1024] = { 0 };
            for (uint32_t k = to; k-- > from;) {
                uint32_t t = d == 0 ? k : to - 1 - (k - from);
                const float *before = k == from ? zero : s->c[l] + (d == 0 ? t - 1 : t + 1) * w + d * h;
                float *u = s->u[l] + t * 3 * w + d * 3 * h, *f = u + h, *r = f + h;
                const float *c = s->c[l] + t * w + d * h, *x = s->x[l] + t * w + d * h, *dy = s->dx + t * w + d * h;
                float *dxs = dx + t * w + d * h;
                for (size_t j = 0; j < h; j++) {
                    float fg = net_sigmoid(f[j]), rg = net_sigmoid(r[j]);
                    float g = dc[j] + dy[j] * rg;
                    float dr = dy[j] * (c[j] - x[j]) * net_sigmoid_slope(r[j]);
                    float df = g * (before[j] - u[j]) * net_sigmoid_slope(f[j]);
                    dxs[j] = dy[j] * (1 - rg);
                    dc[j] = g * fg + dr * vr[j] + df * vf[j];
                    dvr[j] += dr * before[j];
                    dvf[j] += df * before[j];
                    u[j] = g * (1 - fg), f[j] = df, r[j] = dr;
                }
            }
        }
    }
    bias_back(s->dense + o->places.bias[l], s->u[l], s->words, 3 * w);
    multiply_back(s, s->words, 3 * w, w, s->xd[l], s->w + o->places.in[l], s->u[l], s->dx, false, s->dense + o->places.in[l]);
    for (uint32_t i = 0; i < s->count; i++) {
        for (uint32_t t = s->starts[i]; t < s->starts[i + 1]; t++) {
            for (size_t j = 0; j < w; j++) s->dx[t * w + j] = dx[t * w + j] + s->dx[t * w + j] * (l > 0 ? s->mask[l][i * w + j] : 1);
        }
    }
}

static void back_embed(shard *s)
{
    const learner *o = s->owner;
    size_t w = o->shape.width, size = o->shape.vector_size;
    for (size_t i = 0; i < s->words * w; i++) s->dx[i] *= s->mask[0][i];
    for (uint32_t i = 0; i < s->words; i++) {
        for (int slot = 0; slot < SLOT_COUNT; slot++) {
            uint32_t row = s->features[i].row[slot];
            if (!s->is_touched[row]) s->is_touched[row] = 1, s->touched[s->touched_count++] = row;
            learn_add(s->rows + (size_t)row * w, s->dx + i * w, w);
        }
    }
    if (!o->vectors) return;
    for (uint32_t i = 0; i < s->words; i++) {
        const float *v = o->vectors + s->features[i].vector * size;
        for (size_t j = 0; j < size; j++) s->turned[j * s->words + i] = v[j];
    }
    matrix_multiply(size, w, s->words, s->turned, s->words, s->dx, w, s->dense + o->places.vectors, w, true, s->panel);
}

void shard_backward(shard *s, float weight)
{
    const learner *o = s->owner;
    const net_shape *n = &o->shape;
    const net_places *p = &o->places;
    size_t t = s->words, w = n->width, heads = 2 * (n->arc + n->label_hidden);
    for (uint32_t i = 0; i < s->count; i++) back_arcs(s, i, weight);
    for (uint32_t i = 0; i < s->count; i++) back_labels(s, i, weight);
    /* query = dependents * bilinear + bias */
    bias_back(s->dense + p->bilinear_bias, s->dquery, t, n->arc);
    matrix_transpose(n->arc, n->arc, s->w + p->bilinear, n->arc, s->weights, n->arc);
    matrix_multiply(t, n->arc, n->arc, s->dquery, n->arc, s->weights, n->arc, s->dheads, heads, false, s->panel);
    matrix_transpose(t, n->arc, s->head_h, heads, s->turned, t);
    matrix_multiply(n->arc, n->arc, t, s->turned, t, s->dquery, n->arc, s->dense + p->bilinear, n->arc, true, s->panel);
    for (size_t i = 0; i < t; i++) {
        float *d = s->dheads + i * heads;
        const float *y = s->head_h + i * heads, *mask = s->head_hmask + i * heads;
        for (size_t j = 0; j < heads; j++) d[j] = j < 2 * n->arc && y[j] <= 0 ? 0 : d[j] * mask[j];
    }
    bias_back(s->dense + p->heads_bias, s->dheads, t, heads);
    multiply_back(s, t, heads, w, s->head_x, s->w + p->heads, s->dheads, s->dx, false, s->dense + p->heads);
    for (size_t i = 0; i < t * w; i++) s->dx[i] *= s->head_mask[i];
    for (uint32_t l = n->layers; l-- > 0;) {
        if (l + 1 == n->tag_layer) {
            size_t at = 0;
            for (uint32_t i = 0; i < s->count; i++) {
                for (uint32_t k = 0; k < s->sentences[i]->count; k++, at++)
                    s->loss += softmax_back(s->tag_y + at * n->tags, n->tags, SIZE_MAX, tag_target(s->sentences[i], k), weight);
            }
            bias_back(s->dense + p->tag_out_bias, s->tag_y, t, n->tags);
            multiply_back(s, t, n->tags, n->tag_hidden, s->tag_h, s->w + p->tag_out, s->tag_y, s->dtag, false, s->dense + p->tag_out);
            for (size_t i = 0; i < t * n->tag_hidden; i++) s->dtag[i] = s->tag_h[i] <= 0 ? 0 : s->dtag[i] * s->tag_hmask[i];
            bias_back(s->dense + p->tag_in_bias, s->dtag, t, n->tag_hidden);
            multiply_back(s, t, n->tag_hidden, w, s->tag_x, s->w + p->tag_in, s->dtag, s->dx2, false, s->dense + p->tag_in);
            for (size_t i = 0; i < t * w; i++) s->dx[i] += s->dx2[i] * s->tag_mask[i];
        }
        back_layer(s, l);
    }
    back_embed(s);
}

/* ---- altered sentences ---------------------------------------------------------------------------------------------------- */

enum { ALTER_TITLE, ALTER_CAPITALS, ALTER_LOWER, ALTER_STOP, ALTER_KINDS };

/* A word as a headline or a shout would write it; false: no room is left for its letters. */
static bool alter_word(shard *s, rp_str from, unsigned how, rp_str *to)
{
    if (s->letters_used + from.len > (size_t)s->room * SHARD_LETTERS) return false;
    char *at = s->letters + s->letters_used;
    s->letters_used += from.len;
    memcpy(at, from.at, from.len);
    for (size_t i = 0; i < from.len; i++) {
        if (how == ALTER_LOWER) at[i] = (char)to_lower((unsigned char)at[i]);
        else if (is_lower((unsigned char)at[i]) && (how == ALTER_CAPITALS || (i == 0 && from.len > 3))) at[i] = (char)(at[i] - 32);
    }
    *to = (rp_str){ at, from.len };
    return true;
}

/* The sentence with other letters, or without its last word where that is a mark nothing hangs from; or as it is. */
static const learn_sentence *alter(shard *s, const learn_sentence *from)
{
    if (!s->training || chance_uniform(&s->chance) >= s->owner->options.alter || from->count < 3 || s->altered_used + from->count > s->room) return from;
    unsigned how = chance_next(&s->chance) % ALTER_KINDS;
    uint32_t count = from->count, last = count - 1;
    rp_str *words = s->altered_words + s->altered_used;
    uint32_t *heads = s->altered_heads + s->altered_used;
    if (how == ALTER_STOP) {
        bool leaf = from->heads[last] != count && from->words[last].len == 1 && !is_alnum((unsigned char)from->words[last].at[0]);
        for (uint32_t i = 0; i < last; i++) leaf = leaf && from->heads[i] != last;
        if (!leaf) return from;
        count = last;
    }
    for (uint32_t i = 0; i < count; i++) {
        words[i] = from->words[i];
        heads[i] = from->heads[i] == from->count ? count : from->heads[i];
        if (how != ALTER_STOP && !alter_word(s, from->words[i], how, &words[i])) return from;
    }
    s->altered_used += count;
    learn_sentence *to = &s->altered[s->altered_count++];
    *to = *from;
    to->words = words, to->heads = heads, to->count = count;
    if (how == ALTER_STOP) to->soft = NULL;     /* the shares are of the whole */
    return to;
}

void shard_fill(shard *s, const learn_sentence *const *from, size_t count)
{
    s->count = s->words = s->altered_count = 0;
    s->altered_used = s->letters_used = 0;
    for (size_t i = 0; i < count; i++) {
        const learn_sentence *sentence = alter(s, from[i]);
        s->sentences[s->count] = sentence;
        s->starts[s->count++] = s->words;
        s->words += sentence->count;
    }
    s->starts[s->count] = s->words;
}
