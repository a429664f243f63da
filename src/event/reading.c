/* event/reading.c - see event/reading.h. */
#include "event/reading.h"

/* A name, or a word inside one, tells of nothing done: "Peace Talks Radio". Roles and pronouns may stand beside what they do. */
static bool inside_name(const reading *r, const tree_word *w)
{
    if (w->mention < 0) return false;
    uint8_t kind = r->in->actors->at[w->mention].kind;
    return kind != ACTOR_PRONOUN && kind != ACTOR_ROLE;
}

static bool find_predicates(reading *r, arena *mem)
{
    const tree *t = &r->tree;
    r->predicates = arena_array(mem, (size_t)t->count + 1, sizeof *r->predicates);
    r->predicate_of = arena_array(mem, (size_t)t->count + 1, sizeof *r->predicate_of);
    if (!r->predicates || !r->predicate_of) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        r->predicate_of[i] = -1;
        const tree_word *w = &t->at[i];
        if (inside_name(r, w) || (w->upos == UPOS_PROPN && w->relation == REL_FLAT)) continue;
        predicate *p = &r->predicates[r->predicate_count];
        if (!predicate_read(t, r->in->frames, reading_lexicon(r), r->in->words, i, p)) continue;
        r->predicate_of[i] = (int32_t)r->predicate_count++;
    }
    return true;
}

rp_code reading_of(const reading_input *in, uint32_t s, uint32_t from, uint32_t count, arena *mem, reading *out, rp_err *err)
{
    *out = (reading){ .in = in, .sentence = s };
    rp_code rc = trees_build(in->trees, s, from, count, mem, &out->tree, err);
    if (rc != RP_OK) return rc;
    mention_mark(in->actors, s, &out->tree);
    return find_predicates(out, mem) ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
}
