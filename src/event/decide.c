/* event/decide.c - see event/decide.h. */
#include "event/decide.h"
#include "rapport.h"

#define FRAME_WEIGHT 2.0        /* what a frame speaks for its type, times how sure it is */
#define FRAME_PRIOR 2.0         /* and against "no event", where both sides stand as it has them */
#define SIDED_PRIOR 2.5         /* which alone speaks against it, too */
#define UNTOLD_WEIGHT ((int32_t)(2.0 * WEIGH_ONE))  /* what speaks against "alleged" where no word alleges it */
#define UNDENIED_WEIGHT ((int32_t)(3.0 * WEIGH_ONE))  /* and against "denied" where none denies it */
#define RULE_WEIGHT ((int32_t)(1.0 * WEIGH_ONE))    /* what a plain cue counts beside the learned part: docs/tried.md */

double type_prior(const frame *best, bool sided, unsigned type)
{
    if (!best) return 0;
    if (type == WEIGH_NO_EVENT) return -(sided ? SIDED_PRIOR + FRAME_PRIOR * (double)best->sure : (double)best->sure);
    return type == best->type ? FRAME_WEIGHT * (double)best->sure : 0;
}

void type_weigh(const weigher *weights, const feature_case *f, bool sided, weigh_scores *out)
{
    weigh_type(weights, f, out);
    const frame *best = f->p && f->p->row_count ? f->p->rows[0].frame : NULL;
    for (uint32_t k = 0; k < out->count; k++) out->at[k] += (int32_t)(type_prior(best, sided, k) * WEIGH_ONE);
}

void status_own_words(const reading *r, const status_reading *s, uint32_t source, bool *own, bool *spoken)
{
    named_how how;
    *spoken = s->speaker != TREE_NONE;
    *own = *spoken && s->speaker == source;
    if (!*spoken || *own || source >= r->tree.count) return;
    int32_t a = sides_actor(&r->tree, r->in->actors, s->speaker, &how);
    int32_t b = sides_actor(&r->tree, r->in->actors, source, &how);
    if (a < 0 || b < 0) return;
    const actor_mention *x = &r->in->actors->at[a], *y = &r->in->actors->at[b];
    bool coded = x->reading_count && y->reading_count && x->readings[0].code != ACTOR_NONE;
    *own = a == b || (coded && x->readings[0].code == y->readings[0].code);
}

rp_str status_speaker(const reading *r, const status_reading *s, uint32_t at)
{
    const tree *t = &r->tree;
    named_how how;
    if (s->speaker >= t->count || s->saying_at == at) return (rp_str){ 0 };
    int32_t m = sides_actor(t, r->in->actors, s->speaker, &how);
    const tree_word *w = &t->at[s->speaker];
    if (m < 0 || how != NAMED_HEAD) return str_sub(t->text, w->start, w->end);
    const actor_mention *a = &r->in->actors->at[m];
    return str_sub(t->text, a->start, a->end);
}

unsigned status_decide(const weigher *weights, const feature_case *f, bool own_words, bool spoken, unsigned type, bool headline)
{
    bool noun = tree_is_nominal(&f->r->tree.at[f->at]);
    unsigned rule = status_by_rule(f->status, noun, own_words, headline);
    weigh_scores s;
    weigh_status(weights, f, own_words, spoken, type, &s);
    if (rule != RP_REPORTED && rule != RP_STATUSES) s.at[rule] += RULE_WEIGHT;
    unsigned best = weigh_best(&s, s.count);
    if (rule == RP_STATUSES && !(best == RP_DENIED && spoken && f->status->modal == MODAL_NONE)) return rule;
    bool told = f->status->saying || f->status->perfect_modal || ((f->status->own | f->status->outer) & (CUE_HEDGE | CUE_ALLEGE));
    bool denies = f->status->negated || f->status->outer_negated || (f->status->saying & CUE_DENY)
               || ((f->status->own | f->status->outer) & (CUE_DENY | CUE_NEGATION));
    if (best == RP_DENIED && !denies) s.at[RP_DENIED] -= UNDENIED_WEIGHT, best = weigh_best(&s, s.count);           /* nor denies it */
    if (best == RP_ALLEGED && !told) s.at[RP_ALLEGED] -= UNTOLD_WEIGHT, best = weigh_best(&s, s.count);      /* nobody says so, as far as is seen */
    if (best == RP_REPORTED && (f->status->outer & CUE_MODAL) && !f->status->outer_negated) best = RP_HYPOTHETICAL;        /* "hopes to sign" */
    if (own_words && best == RP_ALLEGED && rule == RP_REPORTED) best = RP_REPORTED;
    if (best == RP_PLANNED && (type == RP_EVENT_AGREE || type == RP_EVENT_THREATEN)) best = RP_REPORTED;     /* the word given is the event */
    return headline && best == RP_ONGOING ? RP_REPORTED : best;
}
