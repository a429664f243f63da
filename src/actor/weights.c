/* actor/weights.c - see actor/weights.h. */
#include "actor/weights.h"
#include <stddef.h>
#include <string.h>
#include "base/hash.h"

#define ALIGN 64u
#define ORDER 0x01020304u

/* The model inside the library: tools/embed.sh. */
extern const char rapport_actors_model[], rapport_actors_model_end[];

static uint64_t aligned(uint64_t at) { return (at + ALIGN - 1) / ALIGN * ALIGN; }

weights_places weights_layout(uint32_t vector_size)
{
    weights_places p = { .kinds = aligned(sizeof(weights_header)) };
    p.vectors = aligned(p.kinds + ((uint64_t)1 << WEIGHTS_KIND_BITS) * PHRASE_KINDS * sizeof(int16_t));
    p.links = aligned(p.vectors + (uint64_t)vector_size * PHRASE_KINDS * sizeof(int16_t));
    p.size = p.links + ((uint64_t)1 << WEIGHTS_LINK_BITS) * sizeof(int16_t);
    return p;
}

static uint64_t checksum_of(rp_str bytes)
{
    const size_t behind = offsetof(weights_header, vector_size);
    return hash_bytes(bytes.at + behind, bytes.len - behind, 0);
}

void weights_seal(char *bytes, uint32_t vector_size)
{
    weights_header h = { .version = WEIGHTS_VERSION, .order = ORDER, .size = weights_layout(vector_size).size, .vector_size = vector_size };
    memcpy(h.magic, WEIGHTS_MAGIC, sizeof h.magic);
    memcpy(bytes, &h, sizeof h);
    h.checksum = checksum_of((rp_str){ bytes, h.size });
    memcpy(bytes, &h, sizeof h);
}

rp_code weights_open(rp_str bytes, bool trusted, actor_weights *out, rp_err *err)
{
    weights_header h;
    *out = (actor_weights){ 0 };
    if (bytes.len < sizeof h || memcmp(bytes.at, WEIGHTS_MAGIC, 8) != 0)
        return error_set(err, RP_EFORMAT, "this is no actor model: train one with \"rapport train actors\"");
    memcpy(&h, bytes.at, sizeof h);
    if (h.order != ORDER) return error_set(err, RP_EFORMAT, "the actor model was written on a machine of another byte order");
    if (h.version != WEIGHTS_VERSION)
        return error_set(err, RP_EVERSION, "the actor model is of version %u, this program reads version %u", h.version, WEIGHTS_VERSION);
    if (h.vector_size > WEIGHTS_VECTOR_MAX || h.size != bytes.len || weights_layout(h.vector_size).size != h.size)
        return error_set(err, RP_EFORMAT, "the actor model is damaged: it is cut short");
    if (!trusted && h.checksum != checksum_of(bytes)) return error_set(err, RP_EFORMAT, "the actor model is damaged: its checksum is wrong");
    weights_places p = weights_layout(h.vector_size);
    out->kinds = (const int16_t *)(const void *)(bytes.at + p.kinds);
    out->vectors = (const int16_t *)(const void *)(bytes.at + p.vectors);
    out->links = (const int16_t *)(const void *)(bytes.at + p.links);
    out->vector_size = h.vector_size;
    out->version = h.checksum;
    return RP_OK;
}

rp_code weights_built_in(actor_weights *out, rp_err *err)
{
    return weights_open((rp_str){ rapport_actors_model, (size_t)(rapport_actors_model_end - rapport_actors_model) }, true, out, err);
}
