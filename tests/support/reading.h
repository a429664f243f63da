/*
 * support/reading.h - one sentence read for events, its words by their form ("shelled", "Kenya#2": the second), what stands on a side as words.
 */
#ifndef SUPPORT_READING_H
#define SUPPORT_READING_H
#include "coder/coder.h"
#include "event/status.h"
#include "support/coding.h"

/* Lives until the coder's next text. */
static inline reading reading_read(coding *c, const char *text)
{
    reading r;
    rp_err err;
    if (coder_read_sentence(c->coder, str_of(text), &r, &err) != RP_OK) fail_msg("%s: %s", text, err.why);
    return r;
}

static inline uint32_t reading_word(const reading *r, const char *name)
{
    rp_str form = str_of(name);
    unsigned wanted = 1;
    if (form.len > 2 && form.at[form.len - 2] == '#') wanted = (unsigned)(form.at[form.len - 1] - '0'), form.len -= 2;
    for (uint32_t i = 0; i < r->tree.count; i++)
        if (str_eq(r->tree.at[i].form, form) && --wanted == 0) return i;
    fail_msg("there is no word \"%s\"", name);
    return 0;
}

static inline const predicate *reading_predicate(const reading *r, const char *name)
{
    int32_t k = r->predicate_of[reading_word(r, name)];
    if (k < 0) fail_msg("\"%s\" is no predicate", name);
    return &r->predicates[k];
}

static inline status_reading reading_status(const reading *r, const char *name)
{
    status_reading s;
    uint32_t at = reading_word(r, name);
    status_read(&r->tree, r->in->frames, r->in->words, at, tree_is_nominal(&r->tree.at[at]), &s);
    return s;
}

/* The forms of a side's heads with blanks between; "-": there is none. */
static inline void reading_expect(const reading *r, const char *what, const side_heads *side, const char *expected)
{
    buf got = { 0 };
    for (uint32_t i = 0; i < side->count; i++) {
        if (i) buf_char(&got, ' ');
        buf_str(&got, r->tree.at[side->head[i]].form);
    }
    if (!side->count) buf_char(&got, '-');
    bool same = str_is(buf_view(&got), expected);
    if (!same) print_error("%.*s: %s is %.*s, not %s\n", (int)r->tree.text.len, r->tree.text.at, what, (int)got.len, got.at, expected);
    buf_free(&got);
    assert_true(same);
}

#endif
