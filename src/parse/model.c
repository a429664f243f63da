/* parse/model.c - see parse/model.h. */
#include "parse/model.h"
#include <stdlib.h>
#include "base/hash.h"
#include "base/utf8.h"
#include "parse/kernel.h"
#include "parse/section.h"

#define ORDER 0x01020304u
#define WORDS_MAX (1u << 24)        /* as many as there are slots for */
#define BEFORE_CHECKSUM (offsetof(model_header, checksum) + sizeof(uint64_t))

static rp_code damaged(rp_err *err, const char *what) { return error_set(err, RP_EFORMAT, "the parser's model is damaged: %s", what); }

static rp_code check_header(rp_str bytes, bool trusted, rp_err *err)
{
    const model_header *h = (const model_header *)(const void *)bytes.at;
    if (bytes.len < sizeof h->magic || memcmp(h->magic, MODEL_MAGIC, sizeof h->magic) != 0)
        return error_set(err, RP_EFORMAT, "this is no model of the parser; give a file made by: rapport train parser");
    if (bytes.len < sizeof *h) return error_set(err, RP_EFORMAT, "the parser's model is cut short: its header has but %zu bytes", bytes.len);
    if (h->order != ORDER) return error_set(err, RP_EFORMAT, "the parser's model is of a machine with another byte order");
    if (h->version != MODEL_VERSION)
        return error_set(err, RP_EFORMAT, "the parser's model has version %u, this program reads %u; train it anew", h->version, MODEL_VERSION);
    if (h->size != bytes.len)
        return error_set(err, RP_EFORMAT, "the parser's model is %s: it has %zu bytes instead of %llu", bytes.len < h->size ? "cut short" : "damaged",
                         bytes.len, (unsigned long long)h->size);
    if (!trusted && h->checksum != hash_bytes(bytes.at + BEFORE_CHECKSUM, bytes.len - BEFORE_CHECKSUM, 0)) return damaged(err, "its checksum does not fit");
    if (h->section_count > MODEL_SECTIONS) return damaged(err, "too many sections");
    for (uint32_t i = 0; i < h->section_count; i++) {
        const model_section *s = &h->sections[i];
        if (s->offset % SECTION_ALIGN || s->offset > bytes.len || s->size > bytes.len - s->offset || memchr(s->name, 0, sizeof s->name) == NULL)
            return damaged(err, "a section lies outside");
    }
    return RP_OK;
}

static size_t line_count(rp_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += text.at[i] == '\n';
    return n;
}

static rp_code open_tags(model *self, rp_err *err)
{
    rp_str rest = model_part(self, "tags"), line, part;
    size_t n = line_count(rest);
    if (n == 0 || n > UINT16_MAX || utf8_check(rest) < rest.len) return damaged(err, "it has no tags");
    self->tags = calloc(n, sizeof *self->tags);
    if (!self->tags) return error_set(err, RP_ENOMEM, "memory ended");
    while (self->tag_count < n && str_split(&rest, '\n', &line)) {
        parse_tag *tag = &self->tags[self->tag_count++];
        if (!str_split(&line, '\t', &part) || (tag->upos = parse_upos_find(part)) == UPOS_COUNT || !str_split(&line, '\t', &tag->xpos)
            || !str_split(&line, '\t', &tag->feats)) return damaged(err, "a tag is none");
    }
    return RP_OK;
}

static rp_code open_labels(model *self, rp_err *err)
{
    rp_str rest = model_part(self, "labels"), line;
    size_t n = line_count(rest), root = n;
    if (n == 0 || n > UINT16_MAX || utf8_check(rest) < rest.len) return damaged(err, "it has no labels");
    self->labels = calloc(n, sizeof *self->labels);
    if (!self->labels) return error_set(err, RP_ENOMEM, "memory ended");
    while (self->label_count < n && str_split(&rest, '\n', &line)) {
        parse_label *label = &self->labels[self->label_count++];
        *label = (parse_label){ parse_relation_find(line), line };
        if (label->relation == REL_COUNT) return damaged(err, "a label is none");
        if (label->relation != REL_ROOT) continue;
        if (root < n) return damaged(err, "it has two labels for roots");
        root = self->label_count - 1;
    }
    if (root == n || n < 2) return damaged(err, "it has no label for roots");
    self->root = (uint16_t)root;
    return RP_OK;
}

static rp_code open_words(model *self, rp_err *err)
{
    section s = section_of(model_part(self, "words"));
    vocabulary *v = &self->words;
    v->bits = section_u32(&s), v->rows = section_u32(&s), v->count = section_u32(&s);
    self->vector_size = section_u32(&s);
    if (s.failed || v->bits < 2 || v->bits > 24 || v->rows == 0 || v->rows > v->count || v->count > WORDS_MAX || self->vector_size > 1024)
        return damaged(err, "its vocabulary cannot be");
    size_t room = (size_t)1 << v->bits, used = 0;
    if (v->count > room) return damaged(err, "its vocabulary is cut short");
    v->keys = section_array(&s, room, sizeof *v->keys);
    v->entries = section_array(&s, room, sizeof *v->entries);
    if (!section_ended(&s)) return damaged(err, "its vocabulary is cut short");
    for (size_t i = 0; i < room; i++) {
        used += v->keys[i] != 0;
        if (v->entries[i] >= v->count) return damaged(err, "a word's entry lies outside");
    }
    if (used == room) return damaged(err, "its vocabulary is full");
    rp_str vectors = model_part(self, "vectors");
    if (vectors.len != (uint64_t)v->count * kernel_padded(self->vector_size, KERNEL_IN)) return damaged(err, "its word vectors are cut short");
    self->vectors = (const uint8_t *)vectors.at;
    return RP_OK;
}

rp_code model_open(rp_str bytes, bool trusted, model *out, rp_err *err)
{
    *out = (model){ .bytes = bytes.at };
    rp_code rc = check_header(bytes, trusted, err);
    if (rc != RP_OK) return rc;
    out->header = (const model_header *)(const void *)bytes.at;
    rc = open_tags(out, err);
    if (rc == RP_OK) rc = open_labels(out, err);
    if (rc == RP_OK) rc = open_words(out, err);
    if (rc != RP_OK) model_close(out);
    return rc;
}

void model_close(model *self)
{
    free(self->tags);
    free(self->labels);
    *self = (model){ 0 };
}

rp_str model_part(const model *self, const char *name)
{
    for (uint32_t i = 0; i < self->header->section_count; i++) {
        const model_section *s = &self->header->sections[i];
        if (strcmp(s->name, name) == 0) return (rp_str){ self->bytes + s->offset, (size_t)s->size };
    }
    return (rp_str){ NULL, 0 };
}

void model_nets(const model *self, buf *out)
{
    bool first = true;
    for (uint32_t i = 0; i < self->header->section_count; i++) {
        const char *name = self->header->sections[i].name;
        if (strncmp(name, MODEL_NET, strlen(MODEL_NET)) != 0) continue;
        if (!first) buf_text(out, ", ");
        buf_text(out, name + strlen(MODEL_NET));
        first = false;
    }
}

/* ---- writing --------------------------------------------------------------------------------------------------------------- */

static void align(buf *out)
{
    while (out->len % SECTION_ALIGN && !out->failed) buf_char(out, 0);
}

void model_begin(model_writer *self, buf *out)
{
    *self = (model_writer){ .out = out };
    memcpy(self->header.magic, MODEL_MAGIC, sizeof self->header.magic);
    self->header.version = MODEL_VERSION;
    self->header.order = ORDER;
    buf_add(out, (const char *)&self->header, sizeof self->header);
}

static void end_section(model_writer *self)
{
    if (self->header.section_count == 0) return;
    model_section *last = &self->header.sections[self->header.section_count - 1];
    last->size = self->out->len - last->offset;
    align(self->out);
}

void model_start_section(model_writer *self, const char *name)
{
    end_section(self);
    align(self->out);
    if (self->header.section_count == MODEL_SECTIONS) {
        self->out->failed = true;
        return;
    }
    model_section *s = &self->header.sections[self->header.section_count++];
    str_copy(s->name, sizeof s->name, str_of(name));
    s->offset = self->out->len;
}

void model_end(model_writer *self)
{
    end_section(self);
    self->header.size = self->out->len;
    if (self->out->failed) return;
    memcpy(self->out->at, &self->header, sizeof self->header);
    uint64_t sum = hash_bytes(self->out->at + BEFORE_CHECKSUM, self->out->len - BEFORE_CHECKSUM, 0);
    memcpy(self->out->at + offsetof(model_header, checksum), &sum, sizeof sum);
}
