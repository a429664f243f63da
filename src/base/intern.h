/*
 * base/intern.h - strings to dense numbers: a hash table with open addressing that owns copies of its keys.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H
#include "base/arena.h"

#define INTERN_NONE UINT32_MAX

typedef struct intern intern;

/* Free with intern_free; the strings live in it. NULL: memory ended. */
intern *intern_new(void);
void intern_free(intern *self);

/* The number of `s`, given on first sight (0, 1, 2 …). INTERN_NONE: memory ended. */
uint32_t intern_add(intern *self, rp_str s);

/* The number of `s`; INTERN_NONE: never seen. */
uint32_t intern_find(const intern *self, rp_str s);

/* The string of a number below intern_count; zero-terminated. */
rp_str intern_at(const intern *self, uint32_t number);
uint32_t intern_count(const intern *self);

#endif
