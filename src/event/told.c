/* event/told.c - see event/told.h. */
#include "event/told.h"

#define CLIMB 3u        /* words from a predicate to the verb that asks for it */

static bool denies(const reading *r, uint32_t at)
{
    return predicate_cue(&r->tree, r->in->frames, r->in->words, at) & CUE_DENY;
}

/* May the word stand in what its governor asks, promises or refuses? `noun`: the predicate itself, and it is a noun. */
static bool is_content(const tree_word *w, bool noun)
{
    static const uint64_t clauses = TREE_BIT(REL_XCOMP) | TREE_BIT(REL_CCOMP);
    static const uint64_t phrases = TREE_BIT(REL_OBJ) | TREE_BIT(REL_OBL) | TREE_BIT(REL_NMOD);
    if (tree_relation_among(w->relation, noun ? clauses | phrases : clauses)) return true;
    if (w->relation == REL_ACL) return w->subtype != SUB_RELCL;
    return w->relation == REL_ADVCL && (w->form_bits & TREE_INFINITIVE);
}

bool told_only_asked(const reading *r, const predicate *p)
{
    static const uint64_t denied = TREE_BIT(REL_CCOMP) | TREE_BIT(REL_XCOMP) | TREE_BIT(REL_OBJ);
    const tree *t = &r->tree;
    uint32_t i = p->at;
    for (unsigned steps = 0; steps < CLIMB; steps++) {
        const tree_word *w = &t->at[i];
        bool noun = p->noun && steps == 0;
        if (w->head >= t->count) return false;
        if (w->relation == REL_CONJ) {
            i = w->head;
            continue;
        }
        if (!is_content(w, noun)) return false;
        int32_t k = r->predicate_of[w->head];
        if (k >= 0 && r->predicates[k].row_count) {
            unsigned type = r->predicates[k].rows[0].frame->type;
            if (denies(r, w->head) && tree_relation_among(w->relation, denied)) return false;     /* "denied that it had attacked" */
            if (type == RP_EVENT_REQUEST || type == RP_EVENT_AGREE || type == RP_EVENT_REJECT || type == RP_EVENT_THREATEN) return true;
        }
        if (noun && w->relation != REL_NMOD) return false;
        i = w->head;
    }
    return false;
}

/* Is what such an event's object names not done, or done to it: "cancelled the visit", "agreed on talks", "called for a ceasefire"? */
static bool undoes(unsigned type)
{
    static const uint64_t types = (uint64_t)1 << RP_EVENT_REJECT | (uint64_t)1 << RP_EVENT_SANCTION | (uint64_t)1 << RP_EVENT_AGREE
                                | (uint64_t)1 << RP_EVENT_REQUEST | (uint64_t)1 << RP_EVENT_THREATEN | (uint64_t)1 << RP_EVENT_CONCEDE;
    return types >> type & 1;
}

bool told_by_verb(const reading *r, const predicate *p)
{
    const tree *t = &r->tree;
    for (uint32_t k = 0; k < r->predicate_count; k++) {
        const predicate *q = &r->predicates[k];
        if (q == p || !q->row_count || !p->row_count) continue;
        unsigned type = q->rows[0].frame->type;
        if (q->rows[0].object == p->at && (type == p->rows[0].frame->type || (undoes(type) && !denies(r, q->at)))) return true;
        bool inner = p->noun && q->noun && t->at[q->at].head == p->at;  /* "peace talks": the head tells it */
        if (p->at > q->at && p->at <= q->last && !inner) return true;
    }
    uint32_t head = t->at[p->at].head;
    if (!p->noun || head >= t->count) return false;
    int32_t k = r->predicate_of[head];
    return k >= 0 && r->predicates[k].row_count && r->predicates[k].rows[0].frame->type == p->rows[0].frame->type
        && (t->at[p->at].relation == REL_OBJ || t->at[p->at].relation == REL_COMPOUND || t->at[p->at].subtype == SUB_PASS);
}
