/* base/pool.c - see base/pool.h. A ring of slots: [taken, given) are inside; workers start at `next`, in order. */
#include "base/pool.h"
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#define SLOTS_A_JOB 16u

typedef struct slot {
    void *item;
    bool done;
} slot;

typedef struct worker {
    pool *pool;
    pthread_t thread;
    unsigned number;
} worker;

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake, ready;   /* something to do or the end; something done */
    slot *slots;                  /* [room] */
    size_t room, given, next, taken;
    bool ending;
    unsigned jobs, running;
    worker *workers;              /* [jobs], only running ones have a thread */
    pool_work *work;
    void *context;
};

static void *run(void *argument)
{
    worker *me = argument;
    pool *self = me->pool;
    pthread_mutex_lock(&self->lock);
    for (;;) {
        while (!self->ending && self->next == self->given) pthread_cond_wait(&self->wake, &self->lock);
        if (self->ending) break;
        slot *mine = &self->slots[self->next++ % self->room];
        pthread_mutex_unlock(&self->lock);
        self->work(mine->item, me->number, self->context);
        pthread_mutex_lock(&self->lock);
        mine->done = true;
        pthread_cond_signal(&self->ready);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

pool *pool_new(unsigned jobs, pool_work *work, void *context)
{
    pool *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->jobs = jobs ? jobs : 1;
    self->room = self->jobs == 1 ? 1 : (size_t)self->jobs * SLOTS_A_JOB;
    self->work = work;
    self->context = context;
    self->slots = calloc(self->room, sizeof *self->slots);
    self->workers = calloc(self->jobs, sizeof *self->workers);
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->wake, NULL);
    pthread_cond_init(&self->ready, NULL);
    bool fine = self->slots && self->workers;
    for (unsigned i = 0; fine && self->jobs > 1 && i < self->jobs; i++) {
        self->workers[i] = (worker){ .pool = self, .number = i };
        fine = pthread_create(&self->workers[i].thread, NULL, run, &self->workers[i]) == 0;
        self->running += fine;
    }
    if (fine) return self;
    pool_free(self);
    return NULL;
}

void pool_free(pool *self)
{
    if (!self) return;
    pthread_mutex_lock(&self->lock);
    self->ending = true;
    pthread_cond_broadcast(&self->wake);
    pthread_mutex_unlock(&self->lock);
    for (unsigned i = 0; i < self->running; i++) pthread_join(self->workers[i].thread, NULL);
    pthread_cond_destroy(&self->ready);
    pthread_cond_destroy(&self->wake);
    pthread_mutex_destroy(&self->lock);
    free(self->workers);
    free(self->slots);
    free(self);
}

void pool_give(pool *self, void *item)
{
    if (self->jobs == 1) {
        self->slots[0] = (slot){ item, true };
        self->given++;
        self->work(item, 0, self->context);
        return;
    }
    pthread_mutex_lock(&self->lock);
    self->slots[self->given++ % self->room] = (slot){ item, false };
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->lock);
}

size_t pool_inside(const pool *self) { return self->given - self->taken; }
size_t pool_room(const pool *self) { return self->room; }

void *pool_take(pool *self)
{
    if (self->taken == self->given) return NULL;
    if (self->jobs == 1) {
        self->taken++;
        return self->slots[0].item;
    }
    pthread_mutex_lock(&self->lock);
    slot *oldest = &self->slots[self->taken % self->room];
    while (!oldest->done) pthread_cond_wait(&self->ready, &self->lock);
    self->taken++;
    pthread_mutex_unlock(&self->lock);
    return oldest->item;
}
