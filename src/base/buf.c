/* base/buf.c - see base/buf.h. */
#include "base/buf.h"
#include <stdio.h>
#include <stdlib.h>

void buf_free(buf *self)
{
    free(self->at);
    *self = (buf){ 0 };
}

static bool make_room(buf *self, size_t more)
{
    if (self->failed || more > SIZE_MAX / 4 - self->len) {
        self->failed = true;
        return false;
    }
    if (self->room - self->len >= more) return true;
    size_t room = self->room ? self->room : 256;
    while (room - self->len < more) room *= 2;
    char *at = realloc(self->at, room);
    if (!at) {
        self->failed = true;
        return false;
    }
    self->at = at;
    self->room = room;
    return true;
}

void buf_add(buf *self, const char *at, size_t len)
{
    if (len == 0 || !make_room(self, len)) return;
    memcpy(self->at + self->len, at, len);
    self->len += len;
}

void buf_str(buf *self, rp_str s) { buf_add(self, s.at, s.len); }
void buf_text(buf *self, const char *z) { buf_add(self, z, strlen(z)); }
void buf_char(buf *self, char c) { buf_add(self, &c, 1); }

void buf_format(buf *self, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && make_room(self, (size_t)n + 1)) {
        vsnprintf(self->at + self->len, (size_t)n + 1, format, again);
        self->len += (size_t)n;
    }
    va_end(again);
}
