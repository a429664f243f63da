/*
 * parse/model.h - the file of a model: sections by name, with what the parser needs besides its network.
 *
 * Layout: model_header, then sections, each from a multiple of 64 bytes on. Numbers have the byte order of the machine that wrote it;
 * another is refused. Sections:
 *   tags     lines "UPOS <tab> XPOS <tab> FEATS", a tag's number is its line
 *   labels   lines "nsubj:pass"
 *   words    bits, rows, count, vector size; keys; entries (parse/features.h)
 *   vectors  [count][padded vector size] bytes (parse/quantize.h)
 *   lemmas   parse/lemma.h
 *   net:NAME one a network (parse/net.h)
 */
#ifndef PARSE_MODEL_H
#define PARSE_MODEL_H
#include "base/buf.h"
#include "parse/features.h"
#include "parse/parse.h"

#define MODEL_MAGIC "RPPARSER"
#define MODEL_VERSION 1u
#define MODEL_SECTIONS 16u
#define MODEL_NET "net:"

typedef struct model_section {
    char name[16];          /* zero-padded */
    uint64_t offset, size;
} model_section;

typedef struct model_header {
    char magic[8];
    uint32_t version, order;
    uint64_t size;          /* of the whole */
    uint64_t checksum;      /* hash_bytes of what stands behind it, seed 0 */
    uint32_t section_count, reserved;
    model_section sections[MODEL_SECTIONS];
} model_header;

typedef struct model {
    const model_header *header;
    const char *bytes;
    parse_tag *tags;        size_t tag_count;
    parse_label *labels;    size_t label_count;
    uint16_t root;          /* the label of roots */
    vocabulary words;
    const uint8_t *vectors;
    uint32_t vector_size;
} model;

/*
 * Check and open a model; `bytes` are borrowed and aligned to 64. `trusted`: the checksum is not looked at. Errors: RP_EFORMAT, RP_ENOMEM.
 * Free with model_close.
 */
rp_code model_open(rp_str bytes, bool trusted, model *out, rp_err *err);
void model_close(model *self);

/* A section's bytes; at == NULL: there is none of that name. */
rp_str model_part(const model *self, const char *name);
/* The names of the networks, parted by ", ". */
void model_nets(const model *self, buf *out);

/* Writing: begin, sections (add to `out`, then name what was added), end. */
typedef struct model_writer {
    buf *out;
    model_header header;
} model_writer;

void model_begin(model_writer *self, buf *out);
void model_start_section(model_writer *self, const char *name);   /* what is added to `out` from here on belongs to it */
void model_end(model_writer *self);

#endif
