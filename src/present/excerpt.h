/*
 * present/excerpt.h - words of a source made fit to be shown: cleaned, and cut between words around a trigger.
 */
#ifndef PRESENT_EXCERPT_H
#define PRESENT_EXCERPT_H
#include "base/arena.h"

#define EXCERPT_WORDS 90u       /* code points of excerpt_words, at most */
#define EXCERPT_WORDS_LEAST 25u /* fewer say little: what stands before the trigger is added then */

typedef struct excerpt_span { uint32_t start, end; } excerpt_span;      /* half-open; 0,0: nowhere */

/* What to do with a text: both in code points of it. */
typedef struct excerpt_plan {
    const excerpt_span *keep;   /* [keeps], spans to be told where they are in the copy */
    uint32_t keeps;
    const excerpt_span *drop;   /* [drops], in order: what is left out, such as the marks of citations */
    uint32_t drops;
} excerpt_plan;

/*
 * A clean copy of `s` in `mem`: valid UTF-8 (cut at the first wrong byte), without control characters (a text may hold terminal
 * escapes) and marks that turn the direction of writing, white space folded to single spaces and none at the ends. `plan` may be NULL;
 * spans, [plan->keeps], gets what is kept in bytes of the copy. at == NULL: memory ended.
 */
rp_str excerpt_clean(rp_str s, const excerpt_plan *plan, excerpt_span *spans, arena *mem);

size_t excerpt_points(rp_str s);                                    /* code points of valid text */
size_t excerpt_forward(rp_str s, size_t at, size_t points);         /* the byte `points` code points behind byte `at`, s.len at most */

/*
 * At most `points` code points of clean text `s` around spans[0], cut between words, with an ellipsis where something is missing; `s`
 * itself where it is short. `spans`, [count], are moved along; those outside become 0,0. at == NULL: memory ended.
 */
rp_str excerpt_around(rp_str s, size_t points, excerpt_span *spans, uint32_t count, arena *mem);

/*
 * The words of clean text `s` from its trigger `span` to the end of the clause, with some words before where they would be few, and an
 * ellipsis where the clause is cut short; `span` is moved along. at == NULL: memory ended.
 */
rp_str excerpt_words(rp_str s, excerpt_span *span, arena *mem);

#endif
