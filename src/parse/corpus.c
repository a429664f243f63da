/* parse/corpus.c - see parse/corpus.h. */
#include "parse/corpus.h"
#include <stdlib.h>
#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "text/conllu.h"

#define TAG_LEAST 2u        /* a tag or label seen less often is taken for the nearest common one */
#define LABEL_LEAST 8u
#define WORD_LEAST 2u       /* a word has a row of its own from so many times on */
#define VECTOR_SIZE_MAX 300u
#define VECTOR_MOST 1000.0  /* a number of a word vector beyond is a mistake */

typedef struct word {
    rp_str form, lemma, feats, xpos, deprel;
    uint32_t head;
    uint8_t upos;
} word;

enum { PART_TRAIN, PART_HELD_OUT, PART_PLAIN, PARTS };      /* PART_PLAIN: without analysis */

typedef struct part {
    vec first;              /* uint32_t: first word of each sentence */
    vec words;              /* word */
    learn_sentence *sentences;
    uint16_t *tags, *labels;
    uint32_t *heads;
} part;

/* Something counted: a tag, a label, a folded word. */
typedef struct counted {
    rp_str name;
    uint32_t count, number; /* number: in the final list */
    word sample;
    const float *vector;
} counted;

typedef struct counter {
    vec items;              /* counted */
    uint32_t *slots;        /* item + 1 */
    size_t room;            /* a power of two */
} counter;

struct corpus {
    arena *mem;
    part parts[PARTS];
    counter tags, labels, words;
    vec tag_list, label_list;
    uint8_t *tag_upos, *label_relations;
    vocabulary vocabulary;
    float *vectors;
    uint32_t vector_size;
};

static rp_code no_memory(rp_err *err) { return error_set(err, RP_ENOMEM, "memory ended"); }

/* ---- counting ---------------------------------------------------------------------------------------------------------- */

static counter counter_new(arena *mem)
{
    size_t room = 1024;
    return (counter){ vec_of(sizeof(counted)), arena_array(mem, room, sizeof(uint32_t)), room };
}

static uint32_t *slot_of(const counter *self, rp_str name)
{
    size_t at = hash_bytes(name.at, name.len, 1) & (self->room - 1);
    const counted *items = self->items.at;
    while (self->slots[at] && !str_eq(items[self->slots[at] - 1].name, name)) at = (at + 1) & (self->room - 1);
    return &self->slots[at];
}

static counted *find(const counter *self, rp_str name)
{
    uint32_t found = *slot_of(self, name);
    return found ? (counted *)self->items.at + found - 1 : NULL;
}

static counted *count_one(counter *self, arena *mem, rp_str name)
{
    if (!self->slots) return NULL;
    counted *found = find(self, name);
    if (found) return found->count++, found;
    if (self->items.count * 2 >= self->room) {
        self->room *= 2;
        self->slots = arena_array(mem, self->room, sizeof(uint32_t));
        if (!self->slots) return NULL;
        const counted *items = self->items.at;
        for (size_t i = 0; i < self->items.count; i++) *slot_of(self, items[i].name) = (uint32_t)i + 1;
    }
    char *copy = arena_copy(mem, name);
    counted *item = copy ? vec_add(&self->items, mem) : NULL;
    if (!item) return NULL;
    *item = (counted){ .name = { copy, name.len }, .count = 1, .number = UINT32_MAX };
    *slot_of(self, item->name) = (uint32_t)self->items.count;
    return item;
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

corpus *corpus_new(arena *mem)
{
    corpus *self = arena_alloc(mem, sizeof *self);
    if (!self) return NULL;
    self->mem = mem;
    self->tags = counter_new(mem), self->labels = counter_new(mem), self->words = counter_new(mem);
    for (int i = 0; i < PARTS; i++) self->parts[i] = (part){ .first = vec_of(sizeof(uint32_t)), .words = vec_of(sizeof(word)) };
    self->tag_list = vec_of(sizeof(parse_tag)), self->label_list = vec_of(sizeof(parse_label));
    return self;
}

static bool copied(corpus *self, rp_str from, rp_str *to)
{
    char *copy = arena_copy(self->mem, from);
    *to = (rp_str){ copy, from.len };
    return copy != NULL;
}

/* `seen` is scratch for all words. Each word is passed once. */
static bool is_tree(const conllu_sentence *s, uint32_t *seen)
{
    size_t roots = 0;
    for (size_t i = 0; i < s->word_count; i++) {
        uint32_t v = (uint32_t)i;
        for (; v != CONLLU_ROOT && v < s->word_count && seen[v] == 0; v = s->words[v].head) seen[v] = (uint32_t)i + 1;
        if (v != CONLLU_ROOT && (v >= s->word_count || seen[v] == i + 1)) return false;
        roots += s->words[i].head == CONLLU_ROOT;
    }
    return roots == 1;
}

static rp_code add_sentence(corpus *self, part *to, const conllu_sentence *s, const char *name, rp_err *err)
{
    uint32_t *seen = calloc(s->word_count + 1, sizeof *seen);
    if (!seen) return no_memory(err);
    bool tree = is_tree(s, seen);
    free(seen);
    if (!tree) return error_at(err, RP_EFORMAT, name, s->line, "this sentence is no tree with one root");
    uint32_t *first = vec_add(&to->first, self->mem);
    if (!first) return no_memory(err);
    *first = (uint32_t)to->words.count;
    for (size_t i = 0; i < s->word_count; i++) {
        const conllu_word *w = &s->words[i];
        word *slot = vec_add(&to->words, self->mem);
        if (!slot) return no_memory(err);
        parse_upos upos = parse_upos_find(w->upos);
        if (upos == UPOS_COUNT || parse_relation_find(w->deprel) == REL_COUNT)
            return error_at(err, RP_EFORMAT, name, w->line, "%.*s or %.*s is no part of speech or relation of Universal Dependencies",
                            (int)w->upos.len, w->upos.at, (int)w->deprel.len, w->deprel.at);
        *slot = (word){ .head = w->head == CONLLU_ROOT ? (uint32_t)s->word_count : w->head, .upos = (uint8_t)upos };
        if (!copied(self, w->form, &slot->form) || !copied(self, w->lemma, &slot->lemma) || !copied(self, w->feats, &slot->feats)
            || !copied(self, w->xpos, &slot->xpos) || !copied(self, w->deprel, &slot->deprel)) return no_memory(err);
    }
    return RP_OK;
}

rp_code corpus_read(corpus *self, FILE *in, const char *name, bool held_out, rp_err *err)
{
    conllu_reader *reader = conllu_new(in, name);
    if (!reader) return no_memory(err);
    conllu_sentence sentence;
    bool more = true;
    rp_code rc;
    while ((rc = conllu_next(reader, &sentence, &more, err)) == RP_OK && more) {
        rc = add_sentence(self, &self->parts[held_out ? PART_HELD_OUT : PART_TRAIN], &sentence, name, err);
        if (rc != RP_OK) break;
    }
    conllu_free(reader);
    return rc;
}

rp_code corpus_read_plain(corpus *self, FILE *in, const char *name, uint32_t words_max, rp_err *err)
{
    char *line = NULL;
    size_t room = 0;
    uint32_t number = 0;
    part *to = &self->parts[PART_PLAIN];
    rp_code rc = RP_OK;
    for (ssize_t len; rc == RP_OK && (len = getline(&line, &room, in)) >= 0;) {
        number++;
        rp_str text = str_trim((rp_str){ line, (size_t)len }), rest = text, form;
        if (utf8_check(text) != text.len) rc = error_at(err, RP_ETEXT, name, number, "this is not UTF-8");
        uint32_t words = text.len > 0;
        for (size_t i = 0; i < text.len; i++) words += text.at[i] == ' ' && text.at[i - 1] != ' ';
        if (rc != RP_OK || words == 0 || words > words_max) continue;
        uint32_t *first = vec_add(&to->first, self->mem);
        if (first) *first = (uint32_t)to->words.count;
        while (first && str_split(&rest, ' ', &form)) {
            if (form.len == 0) continue;
            word *slot = vec_add(&to->words, self->mem);
            if (slot) *slot = (word){ 0 };
            if (!slot || !copied(self, form, &slot->form)) first = NULL;
        }
        if (!first) rc = no_memory(err);
    }
    if (rc == RP_OK && !feof(in)) rc = error_system(err, name, "read");
    free(line);
    return rc;
}

static bool count_words(corpus *self)
{
    const part *train = &self->parts[PART_TRAIN];
    const word *words = train->words.at;
    for (size_t i = 0; i < train->words.count; i++) {
        char folded[FOLDED_MAX], digits[FOLDED_MAX];
        size_t len = features_fold(words[i].form, false, folded), digit_len = features_fold(words[i].form, true, digits);
        if (!count_one(&self->words, self->mem, (rp_str){ folded, len })) return false;
        if (memcmp(folded, digits, len) != 0 && !count_one(&self->words, self->mem, (rp_str){ digits, digit_len })) return false;
    }
    return true;
}

/* The numbers of a line behind its word, into `out`; how many, 0: something is no number. */
static uint32_t numbers_of(rp_str rest, float out[VECTOR_SIZE_MAX])
{
    uint32_t n = 0;
    rp_str number;
    rest = str_trim(rest);
    while (str_split(&rest, ' ', &number)) {
        double x;
        if (n == VECTOR_SIZE_MAX || !str_number(number, &x) || x > VECTOR_MOST || x < -VECTOR_MOST) return 0;
        out[n++] = (float)x;
    }
    return n;
}

rp_code corpus_vectors(corpus *self, FILE *in, const char *name, uint32_t most, rp_err *err)
{
    if (self->words.items.count == 0 && !count_words(self)) return no_memory(err);
    char *line = NULL;
    size_t room = 0;
    uint32_t number = 0;
    rp_code rc = RP_OK;
    for (ssize_t len; rc == RP_OK && (len = getline(&line, &room, in)) >= 0;) {
        number++;
        rp_str text = str_trim((rp_str){ line, (size_t)len });
        size_t space = str_find(text, ' ', 0);
        float values[VECTOR_SIZE_MAX];
        char folded[FOLDED_MAX];
        size_t folded_len = features_fold(str_sub(text, 0, space), false, folded);
        rp_str key = { folded, folded_len };
        counted *item = find(&self->words, key);
        if (item ? item->vector != NULL : number > most) continue;
        uint32_t size = space < text.len ? numbers_of(str_sub(text, space, text.len), values) : 0;
        if (size == 0 || (self->vector_size && size != self->vector_size)) {
            rc = error_at(err, RP_EFORMAT, name, number, "a word and %u numbers are wanted here", self->vector_size ? self->vector_size : 50);
            break;
        }
        self->vector_size = size;
        if (!item && (item = count_one(&self->words, self->mem, key)) != NULL) item->count = 0;
        float *copy = item ? arena_array(self->mem, size, sizeof *copy) : NULL;
        if (!copy) rc = no_memory(err);
        else memcpy(copy, values, size * sizeof *copy), item->vector = copy;
    }
    if (rc == RP_OK && !feof(in)) rc = error_system(err, name, "read");
    free(line);
    return rc;
}

/* ---- numbering ---------------------------------------------------------------------------------------------------------- */

static rp_str tag_name(const word *w, buf *out)
{
    out->len = 0;
    buf_format(out, "%u ", w->upos);
    buf_str(out, w->xpos);
    buf_char(out, ' ');
    buf_str(out, w->feats);
    return buf_view(out);
}

static bool count_tags(corpus *self, buf *scratch)
{
    const part *train = &self->parts[PART_TRAIN];
    const word *words = train->words.at;
    for (size_t i = 0; i < train->words.count; i++) {
        counted *tag = count_one(&self->tags, self->mem, tag_name(&words[i], scratch));
        if (!tag) return false;
        tag->sample = words[i];
        counted *label = count_one(&self->labels, self->mem, words[i].deprel);
        if (!label) return false;
        label->sample = words[i];
    }
    return !scratch->failed;
}

static int by_count(const void *a, const void *b)
{
    const counted *x = *(const counted *const *)a, *y = *(const counted *const *)b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    size_t len = x->name.len < y->name.len ? x->name.len : y->name.len;
    int order = memcmp(x->name.at, y->name.at, len);
    return order ? order : (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

/* The items, the most frequent first; NULL: memory ended. */
static counted **sorted(counter *from, arena *mem)
{
    counted **order = arena_array(mem, from->items.count + 1, sizeof *order);
    for (size_t i = 0; order && i < from->items.count; i++) order[i] = (counted *)from->items.at + i;
    if (order) qsort(order, from->items.count, sizeof *order, by_count);
    return order;
}

/* A rare tag is taken for the most frequent one of its part of speech and English tag, else of its part of speech. */
static uint32_t nearest_tag(const corpus *self, const word *w)
{
    const parse_tag *tags = self->tag_list.at;
    for (int strict = 1; strict >= 0; strict--) {
        for (uint32_t i = 0; i < self->tag_list.count; i++) {
            if (tags[i].upos == (parse_upos)w->upos && (!strict || str_eq(tags[i].xpos, w->xpos))) return i;
        }
    }
    return 0;
}

static rp_code number_tags(corpus *self, rp_err *err)
{
    counted **order = sorted(&self->tags, self->mem);
    if (!order) return no_memory(err);
    bool have[UPOS_COUNT] = { false };
    for (size_t i = 0; i < self->tags.items.count; i++) {
        const word *w = &order[i]->sample;
        if (order[i]->count < TAG_LEAST && have[w->upos]) continue;
        have[w->upos] = true;
        parse_tag *slot = vec_add(&self->tag_list, self->mem);
        if (!slot) return no_memory(err);
        *slot = (parse_tag){ (parse_upos)w->upos, w->xpos, w->feats };
        order[i]->number = (uint32_t)self->tag_list.count - 1;
    }
    for (size_t i = 0; i < self->tags.items.count; i++) {
        if (order[i]->number == UINT32_MAX) order[i]->number = nearest_tag(self, &order[i]->sample);
    }
    self->tag_upos = arena_array(self->mem, self->tag_list.count, 1);
    if (!self->tag_upos) return no_memory(err);
    for (size_t i = 0; i < self->tag_list.count; i++) self->tag_upos[i] = (uint8_t)((parse_tag *)self->tag_list.at)[i].upos;
    return RP_OK;
}

/* Labels: those seen often, and root and dep, so that each word can be given one. */
static rp_code number_labels(corpus *self, rp_err *err)
{
    for (int r = 0; r < REL_COUNT; r++) {
        counted *item = count_one(&self->labels, self->mem, str_of(parse_relation_name((parse_relation)r)));
        if (!item) return no_memory(err);
        item->count += r == REL_ROOT || r == REL_DEP ? LABEL_LEAST : 0;
    }
    counted **order = sorted(&self->labels, self->mem);
    if (!order) return no_memory(err);
    for (size_t i = 0; i < self->labels.items.count; i++) {
        bool odd_root = parse_relation_find(order[i]->name) == REL_ROOT && !str_is(order[i]->name, "root");
        if (order[i]->count < LABEL_LEAST || odd_root) continue;
        parse_label *slot = vec_add(&self->label_list, self->mem);
        if (!slot) return no_memory(err);
        *slot = (parse_label){ parse_relation_find(order[i]->name), order[i]->name };
        order[i]->number = (uint32_t)self->label_list.count - 1;
    }
    self->label_relations = arena_array(self->mem, self->label_list.count, 1);
    if (!self->label_relations) return no_memory(err);
    const parse_label *labels = self->label_list.at;
    uint32_t of[REL_COUNT];
    memset(of, 0xFF, sizeof of);
    for (uint32_t i = 0; i < self->label_list.count; i++) {
        self->label_relations[i] = (uint8_t)labels[i].relation;
        if (of[labels[i].relation] == UINT32_MAX || str_find(labels[i].name, ':', 0) == labels[i].name.len) of[labels[i].relation] = i;
    }
    for (size_t i = 0; i < self->labels.items.count; i++) {
        if (order[i]->number != UINT32_MAX) continue;
        uint32_t near = of[parse_relation_find(order[i]->name)];
        order[i]->number = near != UINT32_MAX ? near : of[REL_DEP];
    }
    return RP_OK;
}

static rp_code number_sentences(corpus *self, part *p, buf *scratch, rp_err *err)
{
    const word *words = p->words.at;
    const uint32_t *first = p->first.at;
    size_t n = p->words.count;
    p->sentences = arena_array(self->mem, p->first.count + 1, sizeof *p->sentences);
    bool analysed = p != &self->parts[PART_PLAIN];
    rp_str *forms = arena_array(self->mem, n + 1, sizeof *forms);
    uint16_t *tags = arena_array(self->mem, n + 1, sizeof *tags), *labels = arena_array(self->mem, n + 1, sizeof *labels);
    uint32_t *heads = arena_array(self->mem, n + 1, sizeof *heads);
    if (!p->sentences || !forms || !tags || !labels || !heads) return no_memory(err);
    p->tags = tags, p->labels = labels, p->heads = heads;
    for (size_t i = 0; i < n; i++) {
        forms[i] = words[i].form;
        if (!analysed) continue;
        heads[i] = words[i].head;
        const counted *tag = find(&self->tags, tag_name(&words[i], scratch)), *label = find(&self->labels, words[i].deprel);
        tags[i] = (uint16_t)(tag ? tag->number : nearest_tag(self, &words[i]));
        if (!label) label = find(&self->labels, str_of(parse_relation_name(parse_relation_find(words[i].deprel))));
        labels[i] = (uint16_t)label->number;
    }
    for (size_t i = 0; i < p->first.count; i++) {
        size_t from = first[i], to = i + 1 < p->first.count ? first[i + 1] : n;
        p->sentences[i] = (learn_sentence){ forms + from, tags + from, labels + from, heads + from, (uint32_t)(to - from), NULL, 0 };
    }
    return RP_OK;
}

/* Entry 0 is the unknown word; then words with rows of their own; then those that have but a vector. */
static rp_code make_vocabulary(corpus *self, rp_err *err)
{
    counted **order = sorted(&self->words, self->mem);
    if (!order) return no_memory(err);
    size_t n = self->words.items.count;
    uint32_t entries = 1, bits = 4;
    for (size_t i = 0; i < n; i++) if (order[i]->count >= WORD_LEAST) order[i]->number = entries++;
    uint32_t rows = entries;
    for (size_t i = 0; i < n; i++) if (order[i]->count < WORD_LEAST && order[i]->vector) order[i]->number = entries++;
    while (((uint32_t)1 << bits) * 3 / 4 < entries) bits++;
    uint32_t *keys = arena_array(self->mem, (size_t)1 << bits, sizeof *keys), *values = arena_array(self->mem, (size_t)1 << bits, sizeof *values);
    self->vectors = self->vector_size ? arena_array(self->mem, (size_t)entries * self->vector_size, sizeof(float)) : NULL;
    if (!keys || !values || (self->vector_size && !self->vectors)) return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        if (order[i]->number == UINT32_MAX) continue;
        vocabulary_put(keys, values, bits, features_hash(order[i]->name.at, order[i]->name.len), order[i]->number);
        if (order[i]->vector) memcpy(self->vectors + (size_t)order[i]->number * self->vector_size, order[i]->vector, self->vector_size * sizeof(float));
    }
    self->vocabulary = (vocabulary){ keys, values, bits, rows, entries };
    return RP_OK;
}

rp_code corpus_finish(corpus *self, rp_err *err)
{
    if (self->parts[PART_TRAIN].words.count == 0) return error_set(err, RP_EMISSING, "there are no sentences to train on");
    if (self->words.items.count == 0 && !count_words(self)) return no_memory(err);
    buf scratch = { 0 };
    rp_code rc = count_tags(self, &scratch) ? RP_OK : no_memory(err);
    if (rc == RP_OK) rc = number_tags(self, err);
    if (rc == RP_OK) rc = number_labels(self, err);
    if (rc == RP_OK && (self->tag_list.count > UINT16_MAX || self->label_list.count > UINT16_MAX || self->words.items.count > CORPUS_ENTRIES_MAX))
        rc = error_set(err, RP_ELIMIT, "too many tags, labels or words: %zu, %zu, %zu", self->tag_list.count, self->label_list.count, self->words.items.count);
    for (int i = 0; rc == RP_OK && i < PARTS; i++) rc = number_sentences(self, &self->parts[i], &scratch, err);
    buf_free(&scratch);
    return rc == RP_OK ? make_vocabulary(self, err) : rc;
}

/* ---- what came of it ------------------------------------------------------------------------------------------------------ */

const learn_sentence *corpus_sentences(const corpus *self, bool held_out, size_t *count)
{
    *count = self->parts[held_out ? PART_HELD_OUT : PART_TRAIN].first.count;
    return self->parts[held_out ? PART_HELD_OUT : PART_TRAIN].sentences;
}

static rp_code teach_part(corpus *self, part *p, learner *const *teachers, size_t teacher_count, float trust, bool own, rp_err *err)
{
    learn_soft *soft = arena_array(self->mem, p->words.count + 1, sizeof *soft);
    if (!soft) return no_memory(err);
    rp_code rc = learner_teach(teachers, teacher_count, p->sentences, p->first.count, soft, own ? NULL : p->heads, own ? NULL : p->tags,
                               own ? NULL : p->labels, err);
    const uint32_t *first = p->first.at;
    for (size_t i = 0; i < p->first.count; i++) {
        bool seen = soft[first[i]].head_shares[0] > 0;
        p->sentences[i].soft = seen ? soft + first[i] : NULL;
        p->sentences[i].trust = own ? trust : 1;
    }
    return rc;
}

rp_code corpus_teach(corpus *self, learner *const *teachers, size_t teacher_count, float trust, const learn_sentence **sentences, size_t *count,
                     rp_err *err)
{
    part *train = &self->parts[PART_TRAIN], *plain = &self->parts[PART_PLAIN];
    rp_code rc = teach_part(self, train, teachers, teacher_count, trust, true, err);
    if (rc == RP_OK) rc = teach_part(self, plain, teachers, teacher_count, trust, false, err);
    if (rc != RP_OK) return rc;
    *count = train->first.count + plain->first.count;
    learn_sentence *all = arena_array(self->mem, *count + 1, sizeof *all);
    if (!all) return no_memory(err);
    memcpy(all, train->sentences, train->first.count * sizeof *all);
    if (plain->first.count) memcpy(all + train->first.count, plain->sentences, plain->first.count * sizeof *all);
    *sentences = all;
    return RP_OK;
}

const vocabulary *corpus_vocabulary(const corpus *self) { return &self->vocabulary; }

const float *corpus_vector_table(const corpus *self, uint32_t *size)
{
    *size = self->vector_size;
    return self->vectors;
}

const parse_tag *corpus_tags(const corpus *self, size_t *count)
{
    *count = self->tag_list.count;
    return self->tag_list.at;
}

const parse_label *corpus_labels(const corpus *self, size_t *count)
{
    *count = self->label_list.count;
    return self->label_list.at;
}

const uint8_t *corpus_tag_upos(const corpus *self) { return self->tag_upos; }
const uint8_t *corpus_label_relations(const corpus *self) { return self->label_relations; }

rp_code corpus_lemmas(const corpus *self, rp_code (*each)(void *context, rp_str form, parse_upos upos, rp_str xpos, rp_str lemma, rp_err *err),
                      void *context, rp_err *err)
{
    const word *words = self->parts[PART_TRAIN].words.at;
    for (size_t i = 0; i < self->parts[PART_TRAIN].words.count; i++) {
        rp_code rc = each(context, words[i].form, (parse_upos)words[i].upos, words[i].xpos, words[i].lemma, err);
        if (rc != RP_OK) return rc;
    }
    return RP_OK;
}
