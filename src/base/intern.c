/* base/intern.c - see base/intern.h. Slots hold number + 1, 0 is free; at most half full. */
#include "base/intern.h"
#include <stdlib.h>
#include "base/hash.h"

struct intern {
    arena *mem;
    rp_str *strings;            /* [count] */
    uint32_t count, room;
    uint32_t *slots;            /* [mask + 1] */
    uint32_t mask;
};

intern *intern_new(void)
{
    intern *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->mem = arena_new(0);
    self->mask = 1023;
    self->slots = calloc((size_t)self->mask + 1, sizeof *self->slots);
    if (self->mem && self->slots) return self;
    intern_free(self);
    return NULL;
}

void intern_free(intern *self)
{
    if (!self) return;
    arena_free(self->mem);
    free(self->strings);
    free(self->slots);
    free(self);
}

/* The slot that holds `s`, or the free one where it belongs. */
static uint32_t *slot_of(const intern *self, rp_str s)
{
    uint32_t i = (uint32_t)hash_bytes(s.at, s.len, 0) & self->mask;
    while (self->slots[i] && !str_eq(self->strings[self->slots[i] - 1], s)) i = (i + 1) & self->mask;
    return &self->slots[i];
}

static bool grow(intern *self)
{
    if (self->count == self->room) {
        uint32_t room = self->room ? self->room * 2 : 512;
        rp_str *strings = realloc(self->strings, room * sizeof *strings);
        if (!strings) return false;
        self->strings = strings;
        self->room = room;
    }
    if (self->count * 2 < self->mask) return true;
    uint32_t mask = self->mask * 2 + 1, *slots = calloc((size_t)mask + 1, sizeof *slots), *old = self->slots;
    if (!slots) return false;
    self->slots = slots;
    self->mask = mask;
    for (uint32_t n = 0; n < self->count; n++) *slot_of(self, self->strings[n]) = n + 1;
    free(old);
    return true;
}

uint32_t intern_add(intern *self, rp_str s)
{
    uint32_t *slot = slot_of(self, s);
    if (*slot) return *slot - 1;
    if (!grow(self)) return INTERN_NONE;
    char *copy = arena_copy(self->mem, s);
    if (!copy) return INTERN_NONE;
    self->strings[self->count] = (rp_str){ copy, s.len };
    *slot_of(self, s) = self->count + 1;
    return self->count++;
}

uint32_t intern_find(const intern *self, rp_str s)
{
    uint32_t slot = *slot_of(self, s);
    return slot ? slot - 1 : INTERN_NONE;
}

rp_str intern_at(const intern *self, uint32_t number) { return self->strings[number]; }
uint32_t intern_count(const intern *self) { return self->count; }
