/*
 * parse/section.h - read the numbers and arrays of a section of a model in order, each array aligned to 64 bytes from the section's start.
 * After the first that does not fit, `failed` is set and everything is zero or NULL.
 */
#ifndef PARSE_SECTION_H
#define PARSE_SECTION_H
#include <string.h>
#include "base/buf.h"

#define SECTION_ALIGN 64u

typedef struct section {
    rp_str bytes;
    size_t at;
    bool failed;
} section;

static inline section section_of(rp_str bytes) { return (section){ bytes, 0, false }; }

static inline uint32_t section_u32(section *s)
{
    uint32_t v = 0;
    if (s->failed || s->bytes.len - s->at < sizeof v) return s->failed = true, 0u;
    memcpy(&v, s->bytes.at + s->at, sizeof v);
    s->at += sizeof v;
    return v;
}

static inline const void *section_array(section *s, size_t count, size_t size)
{
    size_t at = (s->at + SECTION_ALIGN - 1) / SECTION_ALIGN * SECTION_ALIGN;
    if (s->failed || at > s->bytes.len || (s->bytes.len - at) / size < count) return s->failed = true, NULL;
    s->at = at + count * size;
    return s->bytes.at + at;
}

/* Nothing but padding is left. */
static inline bool section_ended(const section *s) { return !s->failed && s->bytes.len - s->at < SECTION_ALIGN; }

/* The same in writing; `start` is where the section begins in `out`. */
static inline void section_put_u32(buf *out, uint32_t v) { buf_add(out, (const char *)&v, sizeof v); }

static inline void section_put_array(buf *out, size_t start, const void *at, size_t bytes)
{
    while ((out->len - start) % SECTION_ALIGN && !out->failed) buf_char(out, 0);
    if (bytes) buf_add(out, at, bytes);
}

#endif
