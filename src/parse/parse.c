/* parse/parse.c - see parse/parse.h. */
#include "parse/parse.h"
#include <stdio.h>
#include <stdlib.h>
#include "parse/lemma.h"
#include "parse/model.h"
#include "parse/net.h"

struct parser {
    model model;
    net net;
    const kernels *kernels;
    lemma_tables *lemmas;
    uint32_t *lemma_classes;        /* by tag */
    uint16_t joined;                /* the label by which later stretches hang from the first */
    char scorer[16];
    void *copy;                     /* of bytes that were not aligned */
};

struct parse_work {
    net_work *net;
    features features[PARSE_STRETCH];
    uint16_t tags[PARSE_STRETCH], labels[PARSE_STRETCH];
    uint32_t heads[PARSE_STRETCH];
};

/* ---- opening --------------------------------------------------------------------------------------------------------------- */

static rp_code open_net(parser *self, const char *scorer, rp_err *err)
{
    const model_header *h = self->model.header;
    char name[sizeof h->sections[0].name + 8];
    snprintf(name, sizeof name, MODEL_NET "%s", scorer ? scorer : "");
    rp_str part = { NULL, 0 };
    for (uint32_t i = 0; i < h->section_count && !part.at; i++) {
        const char *section = h->sections[i].name;
        if (scorer ? strcmp(section, name) != 0 : strncmp(section, MODEL_NET, strlen(MODEL_NET)) != 0) continue;
        part = model_part(&self->model, section);
        str_copy(self->scorer, sizeof self->scorer, str_of(section + strlen(MODEL_NET)));
    }
    if (!part.at && !scorer) return error_set(err, RP_EFORMAT, "the parser's model is damaged: it has no network");
    if (!part.at) {
        buf names = { 0 };
        model_nets(&self->model, &names);
        error_set(err, RP_EMISSING, "the model has no parser named %s; it has: %.*s", scorer, (int)names.len, names.len ? names.at : "");
        buf_free(&names);
        return RP_EMISSING;
    }
    return net_open(part, self->model.words.rows + ROWS_HASHED, self->model.vector_size, (uint32_t)self->model.tag_count,
                    (uint32_t)self->model.label_count, &self->net, err);
}

static rp_code open_lemmas(parser *self, rp_err *err)
{
    rp_code rc = lemma_open(model_part(&self->model, "lemmas"), &self->lemmas, err);
    if (rc != RP_OK) return rc;
    self->lemma_classes = calloc(self->model.tag_count, sizeof *self->lemma_classes);
    if (!self->lemma_classes) return error_set(err, RP_ENOMEM, "memory ended");
    for (size_t i = 0; i < self->model.tag_count; i++)
        self->lemma_classes[i] = lemma_class(self->lemmas, self->model.tags[i].upos, self->model.tags[i].xpos);
    return RP_OK;
}

/* The label by which a later stretch hangs from the first; a model without parataxis has another that is not the root's. */
static uint16_t joining_label(const model *m)
{
    for (size_t i = 0; i < m->label_count; i++) if (m->labels[i].relation == REL_PARATAXIS) return (uint16_t)i;
    return m->root == 0;
}

static rp_code open_model(rp_str bytes, bool trusted, const char *scorer, parser **out, rp_err *err)
{
    *out = NULL;
    parser *self = calloc(1, sizeof *self);
    if (!self) return error_set(err, RP_ENOMEM, "memory ended");
    if ((uintptr_t)bytes.at % 64 != 0 && bytes.len) {
        self->copy = aligned_alloc(64, (bytes.len + 63) / 64 * 64);
        if (!self->copy) return free(self), error_set(err, RP_ENOMEM, "memory ended");
        memcpy(self->copy, bytes.at, bytes.len);
        bytes.at = self->copy;
    }
    rp_code rc = model_open(bytes, trusted, &self->model, err);
    if (rc == RP_OK) rc = open_net(self, scorer, err);
    if (rc == RP_OK) rc = open_lemmas(self, err);
    if (rc == RP_OK) self->joined = joining_label(&self->model);
    self->kernels = kernels_best();
    if (rc != RP_OK) parser_free(self);
    else *out = self;
    return rc;
}

rp_code parser_new(rp_str bytes, const char *scorer, parser **out, rp_err *err) { return open_model(bytes, false, scorer, out, err); }

extern const char rapport_model[], rapport_model_end[];     /* model.S */

rp_code parser_new_built_in(const char *scorer, parser **out, rp_err *err)
{
    return open_model((rp_str){ rapport_model, (size_t)(rapport_model_end - rapport_model) }, true, scorer, out, err);
}

void parser_free(parser *self)
{
    if (!self) return;
    lemma_close(self->lemmas);
    free(self->lemma_classes);
    model_close(&self->model);
    free(self->copy);
    free(self);
}

size_t parser_tag_count(const parser *self) { return self->model.tag_count; }
size_t parser_label_count(const parser *self) { return self->model.label_count; }
const parse_tag *parser_tag(const parser *self, uint16_t tag) { return &self->model.tags[tag]; }
const parse_label *parser_label(const parser *self, uint16_t label) { return &self->model.labels[label]; }
const char *parser_scorer(const parser *self) { return self->scorer; }
uint64_t parser_version(const parser *self) { return self->model.header->checksum; }

const char *parser_kernels(const parser *self) { return self->kernels->name; }

bool parser_use_kernels(parser *self, const char *name)
{
    for (const kernels *const *k = kernels_all; *k; k++) {
        if (strcmp((*k)->name, name) == 0 && (*k)->works_here()) return self->kernels = *k, true;
    }
    return false;
}

parse_work *parse_work_new(const parser *self)
{
    parse_work *work = calloc(1, sizeof *work);
    if (!work) return NULL;
    work->net = net_work_new(&self->net, PARSE_STRETCH);
    if (!work->net) return free(work), NULL;
    return work;
}

void parse_work_free(parse_work *self)
{
    if (!self) return;
    net_work_free(self->net);
    free(self);
}

/* ---- parsing ---------------------------------------------------------------------------------------------------------------- */

static bool is_sign(rp_str word, const char *signs) { return word.len == 1 && strchr(signs, word.at[0]) != NULL && word.at[0]; }

/* Where the stretch that begins at `from` ends: behind the last of .;:!? in its second half, else of the commas and dashes there, else full. */
const uint8_t *parser_vector(const parser *self, rp_str word, uint32_t *size)
{
    char folded[FOLDED_MAX];
    const vocabulary *v = &self->model.words;
    uint32_t entry = vocabulary_find(v, features_hash(folded, features_fold(word, false, folded)));
    *size = self->model.vector_size;
    return entry && self->model.vector_size ? self->model.vectors + (size_t)entry * kernel_padded(self->model.vector_size, KERNEL_IN) : NULL;
}

static uint32_t stretch_end(const rp_str *words, uint32_t from, uint32_t count)
{
    if (count - from <= PARSE_STRETCH) return count;
    for (int comma = 0; comma < 2; comma++) {
        for (uint32_t i = from + PARSE_STRETCH; i > from + PARSE_STRETCH / 2; i--) {
            if (is_sign(words[i - 1], comma ? ",-" : ".;:!?")) return i;
        }
    }
    return from + PARSE_STRETCH;
}

rp_code parser_parse(const parser *self, parse_work *work, const rp_str *words, uint32_t count, arena *mem, parse_word *out, rp_err *err)
{
    uint32_t root = PARSE_ROOT;
    for (uint32_t from = 0, to; from < count; from = to) {
        to = stretch_end(words, from, count);
        uint32_t n = to - from;
        features_of(&self->model.words, words + from, n, work->features);
        net_run(&self->net, self->kernels, work->net, work->features, n, self->model.vectors, self->model.root, work->tags, work->heads, work->labels);
        for (uint32_t i = 0; i < n; i++) {
            bool is_root = work->heads[i] == n;
            parse_word *w = &out[from + i];
            *w = (parse_word){ .head = is_root ? root : from + work->heads[i], .tag = work->tags[i], .label = work->labels[i] };
            if (is_root && root != PARSE_ROOT) w->label = self->joined;
            w->lemma = lemma_of(self->lemmas, words[from + i], self->lemma_classes[w->tag], mem);
            if (!w->lemma.at && words[from + i].len) return error_set(err, RP_ENOMEM, "memory ended");
        }
        if (root == PARSE_ROOT) {
            for (uint32_t i = 0; i < n; i++) if (work->heads[i] == n) root = from + i;
        }
    }
    return RP_OK;
}
