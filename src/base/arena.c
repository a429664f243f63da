/* base/arena.c - see base/arena.h. Blocks in a list, newest first; each is twice the one before, up to 1 MiB. */
#include "base/arena.h"
#include <stdlib.h>
#include <string.h>

#define ALIGN 16u
#define FIRST_BLOCK ((size_t)64 << 10)
#define LARGEST_BLOCK ((size_t)1 << 20)
#define KEPT ((size_t)4 << 20)     /* bytes that survive a reset */

typedef struct block {
    struct block *next;
    size_t size, used;              /* bytes behind the header */
} block;

#define HEADER ((sizeof(block) + ALIGN - 1) & ~(size_t)(ALIGN - 1))

struct arena {
    block *blocks;                  /* in use; the first is filled next */
    block *spare;                   /* emptied by a reset */
    size_t limit, given;
    size_t allowed;                 /* allocations left before tests want a failure */
    bool counting;
};

arena *arena_new(size_t limit)
{
    arena *self = calloc(1, sizeof *self);
    if (self) self->limit = limit;
    return self;
}

static void free_list(block *b)
{
    while (b) {
        block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_free(arena *self)
{
    if (!self) return;
    free_list(self->blocks);
    free_list(self->spare);
    free(self);
}

void arena_reset(arena *self)
{
#ifdef ARENA_MALLOC
    free_list(self->blocks);
    self->blocks = NULL;
#else
    size_t kept = 0;
    for (block *b = self->spare; b; b = b->next) kept += b->size;
    while (self->blocks) {
        block *b = self->blocks;
        self->blocks = b->next;
        if (kept + b->size > KEPT) {
            free(b);
        } else {
            kept += b->size;
            b->used = 0;
            b->next = self->spare;
            self->spare = b;
        }
    }
#endif
    self->given = 0;
}

static block *new_block(arena *self, size_t size)
{
#ifndef ARENA_MALLOC
    for (block **at = &self->spare; *at; at = &(*at)->next)
        if ((*at)->size >= size) {
            block *b = *at;
            *at = b->next;
            b->next = self->blocks;
            return self->blocks = b;
        }
    size_t want = self->blocks ? self->blocks->size * 2 : FIRST_BLOCK;
    if (want > LARGEST_BLOCK) want = LARGEST_BLOCK;
    if (want > size) size = want;
#endif
    block *b = malloc(HEADER + size);
    if (!b) return NULL;
    b->size = size;
    b->used = 0;
    b->next = self->blocks;
    return self->blocks = b;
}

void *arena_alloc(arena *self, size_t size)
{
    if (size > SIZE_MAX / 2) return NULL;
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (size == 0) size = ALIGN;
    if (self->limit && (self->given > self->limit || size > self->limit - self->given)) return NULL;
    if (self->counting) {
        if (self->allowed == 0) return NULL;
        self->allowed--;
    }
    block *b = self->blocks;
#ifdef ARENA_MALLOC
    b = new_block(self, size);
#else
    if (!b || b->size - b->used < size) b = new_block(self, size);
#endif
    if (!b) return NULL;
    void *at = (char *)b + HEADER + b->used;
    b->used += size;
    self->given += size;
    return memset(at, 0, size);
}

void *arena_array(arena *self, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size) return NULL;
    return arena_alloc(self, count * size);
}

char *arena_copy(arena *self, rp_str s)
{
    char *copy = arena_alloc(self, s.len + 1);
    if (copy && s.len) memcpy(copy, s.at, s.len);
    return copy;
}

void arena_fail_after(arena *self, size_t allowed)
{
    self->counting = true;
    self->allowed = allowed;
}

void *vec_add(vec *self, arena *mem)
{
    if (self->count == self->room) {
        size_t room = self->room ? self->room * 2 : 16;
        void *at = arena_array(mem, room, self->size);
        if (!at) return NULL;
        if (self->count) memcpy(at, self->at, self->count * self->size);
        self->at = at;
        self->room = room;
    }
    return (char *)self->at + self->count++ * self->size;
}
