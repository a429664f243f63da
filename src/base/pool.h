/*
 * base/pool.h - work on items in several threads, get them back in the order they were given: the same bytes out for any number
 * of jobs. One thread owns the pool and calls these functions; only `work` runs elsewhere.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H
#include <stddef.h>

typedef struct pool pool;

/* Work on `item` as worker `worker` (0 .. jobs-1: each number is used by one thread at a time). */
typedef void pool_work(void *item, unsigned worker, void *context);

/* `jobs` >= 1; with 1 no thread is made and pool_give works at once. NULL: memory or threads ended. Free with pool_free. */
pool *pool_new(unsigned jobs, pool_work *work, void *context);
/* Waits for what is under way; items not taken are forgotten. */
void pool_free(pool *self);

/* Give an item to work on; never blocks. At most pool_room items may be inside: then take one first. */
void pool_give(pool *self, void *item);
size_t pool_inside(const pool *self);
size_t pool_room(const pool *self);

/* The oldest item given, when its work is done; NULL: none inside. */
void *pool_take(pool *self);

#endif
