/*
 * base/arena.h - memory of one document: many small allocations, freed in one call.
 *
 * A block is kept over arena_reset, so that a steady stream of documents allocates nothing after the first few. Built with
 * -DARENA_MALLOC every object is its own malloc, and sanitizers see each one.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stddef.h>
#include "rapport.h"

typedef struct arena arena;

/* A new arena that gives out at most `limit` bytes (0: no limit). NULL: memory ended. Free with arena_free. */
arena *arena_new(size_t limit);
void arena_free(arena *self);

/* Forget everything allocated; the memory stays for the next document, but for what exceeds 4 MiB. */
void arena_reset(arena *self);

/* `size` zeroed bytes, aligned for any type, living until reset; NULL: memory ended or the limit is reached. */
void *arena_alloc(arena *self, size_t size);

/* `count` zeroed items of `size` bytes; NULL also when the product overflows. */
void *arena_array(arena *self, size_t count, size_t size);

/* A zero-terminated copy. NULL: memory ended. */
char *arena_copy(arena *self, rp_str s);

/* For tests: the first `allowed` allocations work, every later one fails. */
void arena_fail_after(arena *self, size_t allowed);

/*
 * A growing array in an arena: `at` moves when it grows, the old copy stays until reset (geometric growth wastes at most as
 * much again). Fill by  T *slot = vec_add(&v, mem);  NULL: memory ended.
 */
typedef struct vec {
    void *at;
    size_t count, room, size;   /* items, items, bytes an item */
} vec;

static inline vec vec_of(size_t item_size) { return (vec){ NULL, 0, 0, item_size }; }
void *vec_add(vec *self, arena *mem);

#endif
