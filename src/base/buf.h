/*
 * base/buf.h - a growing byte buffer for output. A failed allocation is remembered: check `failed` once at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/error.h"
#include "base/str.h"

typedef struct buf {
    char *at;
    size_t len, room;
    bool failed;        /* memory ended: what was added since is lost */
} buf;

/* Start from {0}; free what it holds with buf_free. */
void buf_free(buf *self);
static inline void buf_clear(buf *self) { self->len = 0; }      /* keeps its room */
void buf_add(buf *self, const char *at, size_t len);
void buf_str(buf *self, rp_str s);
void buf_text(buf *self, const char *z);
void buf_char(buf *self, char c);
void buf_format(buf *self, const char *format, ...) ERROR_PRINTF(2, 3);
static inline rp_str buf_view(const buf *self) { return (rp_str){ self->at, self->len }; }

#endif
