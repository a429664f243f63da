/* parse/teach.c - what trained networks think of sentences, for others to learn; see learner_teach in parse/learn.h. */
#include "parse/shard.h"

/* Sums of the teachers' shares, of the words of a batch. */
typedef struct thoughts {
    float *heads, *labels, *tags;   /* heads: [count + 1] a word, sentence by sentence */
} thoughts;

static void take_likeliest(const float *shares, size_t n, uint16_t *classes, float *out)
{
    float sum = 0;
    for (size_t k = 0; k < LEARN_SOFT; k++) {
        size_t best = n;
        for (size_t j = 0; j < n; j++) {
            bool taken = false;
            for (size_t i = 0; i < k; i++) taken = taken || classes[i] == j;
            if (!taken && (best == n || shares[j] > shares[best])) best = j;
        }
        classes[k] = (uint16_t)(best < n ? best : classes[0]);
        sum += out[k] = best < n ? shares[best] : 0;
    }
    for (size_t k = 0; k < LEARN_SOFT; k++) out[k] /= sum;
}

static void think_of_heads(shard *s, thoughts *sum)
{
    const net_shape *n = &s->owner->shape;
    float *to = sum->heads;
    for (uint32_t i = 0; i < s->count; i++) {
        size_t len = s->sentences[i]->count, m = len + 1;
        shard_arcs(s, i);
        for (size_t d = 0; d < len; d++, to += m) {
            learn_softmax(s->arcs + d * m, m, d);
            learn_add(to, s->arcs + d * m, m);
        }
    }
    for (size_t t = 0; t < s->words; t++) {
        learn_softmax(s->tag_y + t * n->tags, n->tags, SIZE_MAX);
        learn_add(sum->tags + t * n->tags, s->tag_y + t * n->tags, n->tags);
    }
}

static void think_of_labels(shard *s, const uint32_t *heads, thoughts *sum)
{
    const net_shape *n = &s->owner->shape;
    for (uint32_t i = 0; i < s->count; i++) {
        size_t from = s->starts[i], len = s->sentences[i]->count;
        shard_labels(s, i, heads + from);
        for (size_t t = from; t < from + len; t++) {
            learn_softmax(s->label_y + t * n->labels, n->labels, SIZE_MAX);
            learn_add(sum->labels + t * n->labels, s->label_y + t * n->labels, n->labels);
        }
    }
}

/* The heads under which labels are thought of: those of the sentences, or the best trees of what the teachers think. */
static void settle_heads(shard *s, const thoughts *sum, bool own, uint32_t *heads)
{
    const float *from = sum->heads;
    int32_t *scores = (int32_t *)(void *)s->turned;
    for (uint32_t i = 0; i < s->count; i++) {
        size_t len = s->sentences[i]->count, m = len + 1;
        uint32_t *to = heads + s->starts[i];
        if (own) {
            memcpy(to, s->sentences[i]->heads, len * sizeof *to);
        } else {
            for (size_t k = 0; k < len * m; k++) scores[k] = (int32_t)(logf(from[k] + 1e-9f) * 65536);
            tree_decode(scores, m, (uint32_t)len, to, s->tree);
        }
        from += len * m;
    }
}

static void write_thoughts(const shard *s, const thoughts *sum, learn_soft *soft)
{
    const net_shape *n = &s->owner->shape;
    const float *heads = sum->heads;
    for (uint32_t i = 0; i < s->count; i++) {
        size_t len = s->sentences[i]->count, m = len + 1;
        for (size_t d = 0; d < len; d++, heads += m) {
            size_t t = s->starts[i] + d;
            take_likeliest(heads, m, soft[t].heads, soft[t].head_shares);
            take_likeliest(sum->labels + t * n->labels, n->labels, soft[t].labels, soft[t].label_shares);
            take_likeliest(sum->tags + t * n->tags, n->tags, soft[t].tags, soft[t].tag_shares);
        }
    }
}

/* The batch that all teachers hold in their first shard; `soft` is of its first word. */
static void teach_batch(learner *const *teachers, size_t teacher_count, thoughts *sum, uint32_t *heads, bool own, learn_soft *soft)
{
    const shard *first = &teachers[0]->shards[0];
    const net_shape *n = &teachers[0]->shape;
    size_t arcs = 0;
    for (uint32_t i = 0; i < first->count; i++) arcs += (size_t)first->sentences[i]->count * (first->sentences[i]->count + 1);
    memset(sum->heads, 0, arcs * sizeof(float));
    memset(sum->labels, 0, (size_t)first->words * n->labels * sizeof(float));
    memset(sum->tags, 0, (size_t)first->words * n->tags * sizeof(float));
    for (size_t k = 0; k < teacher_count; k++) {
        shard_forward(&teachers[k]->shards[0]);
        think_of_heads(&teachers[k]->shards[0], sum);
    }
    settle_heads(&teachers[0]->shards[0], sum, own, heads);
    for (size_t k = 0; k < teacher_count; k++) think_of_labels(&teachers[k]->shards[0], heads, sum);
    write_thoughts(first, sum, soft);
}

static void teach_fill(learner *teacher, const learn_sentence *const *order, size_t count)
{
    shard *s = &teacher->shards[0];
    s->training = false;
    s->w = teacher->dense_mean, s->embeddings = teacher->rows_mean;
    shard_fill(s, order, count);
}

rp_code learner_teach(learner *const *teachers, size_t teacher_count, const learn_sentence *sentences, size_t count, learn_soft *soft,
                      uint32_t *heads, uint16_t *tags, uint16_t *labels, rp_err *err)
{
    const net_shape *n = &teachers[0]->shape;
    size_t batch = teachers[0]->options.batch, room = batch + LEARN_WORDS_MAX;
    for (size_t k = 0; k < teacher_count; k++) learner_caught_up(teachers[k]);
    thoughts sum = { learn_floats(room * (LEARN_WORDS_MAX + 1)), learn_floats(room * n->labels), learn_floats(room * n->tags) };
    uint32_t *settled = calloc(room, sizeof *settled);
    const learn_sentence **order = calloc(room, sizeof *order);
    bool ok = sum.heads && sum.labels && sum.tags && settled && order;
    for (size_t at = 0, word = 0; ok && at < count;) {
        size_t taken = 0, words = 0;
        while (at < count && words < batch && sentences[at].count <= LEARN_WORDS_MAX && taken < room) {
            words += sentences[at].count;
            order[taken++] = &sentences[at++];
        }
        if (words) {
            for (size_t k = 0; k < teacher_count; k++) teach_fill(teachers[k], order, taken);
            teach_batch(teachers, teacher_count, &sum, settled, heads == NULL, soft + word);
        }
        for (size_t t = 0; heads && t < words; t++) {
            heads[word + t] = settled[t];
            tags[word + t] = soft[word + t].tags[0];
            labels[word + t] = soft[word + t].labels[0];
        }
        word += words;
        if (at < count && sentences[at].count > LEARN_WORDS_MAX) word += sentences[at++].count;
    }
    free(sum.heads), free(sum.labels), free(sum.tags), free(settled), free(order);
    return ok ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
}
