/* event/participants.c - see event/participants.h. */
#include "event/participants.h"
#include "event/decide.h"
#include "event/told.h"

#define MAIN_DEPTH 0.5          /* what each step from the root takes off in the search for the main event */
#define ALL_LEAST 0.5           /* likelihood of an event that counts among all */
#define FRAMELESS_SURE 0.2      /* what a predicate without frames counts for in that search */
#define BOTH_SIDES 0.5          /* what it adds that both sides are filled */
#define NAMED_SIDE 0.25         /* and that one of them names an actor */
#define NOUN_COST 0.3           /* verbs tell more than nouns */
#define OWNERS_DEPTH 3u         /* phrases gone down from a thing to its actor */

static bool is_actor(const tree *t, uint32_t head)
{
    return t->at[head].mention >= 0 || t->at[head].upos == UPOS_PROPN || sides_names_actor(t, head);
}

static bool has_head(const side_heads *side, uint32_t head)
{
    for (uint32_t i = 0; i < side->count; i++) if (side->head[i] == head) return true;
    return false;
}

static side_heads one_head(uint32_t head) { return (side_heads){ .head = { head }, .how = { HOW_FALLBACK }, .count = 1 }; }
static uint32_t first_of(const side_heads *side) { return side->count ? side->head[0] : TREE_NONE; }

/* How likely the predicate tells an event at all. */
static double likelihood(const reading *r, const weigher *weights, const predicate *p, sides *found)
{
    status_reading status;
    const frame *f = p->row_count ? p->rows[0].frame : NULL;
    sides_find(&r->tree, reading_lexicon(r), r->in->frames, r->in->words, p, f, found);
    if (!found->source.count && !found->target.count) return 0;
    status_read(&r->tree, r->in->frames, r->in->words, p->at, p->noun, &status);
    feature_case c = { r, p, p->at, first_of(&found->source), first_of(&found->target), &status };
    weigh_scores scores;
    type_weigh(weights, &c, found->source.count && found->target.count, &scores);
    return 1.0 - weigh_probability(&scores, WEIGH_NO_EVENT, scores.count);
}

/* A pronoun's antecedent in its own sentence: the mention it stands for, or the subject of the saying ("A says he will"). */
static uint32_t own_antecedent(const reading *r, uint32_t head)
{
    const tree *t = &r->tree;
    const tree_word *w = &t->at[head];
    if (w->upos != UPOS_PRON) return head;
    if (w->mention >= 0) {
        const actor_mention *m = &r->in->actors->at[w->mention];
        const actor_mention *of = m->antecedent[0] >= 0 ? &r->in->actors->at[m->antecedent[0]] : NULL;
        uint32_t word = of && of->sentence == r->sentence ? tree_of_unit(t, of->head) : TREE_NONE;
        if (word != TREE_NONE) return word;
    }
    uint32_t verb = w->head;
    if (w->relation != REL_NSUBJ || verb >= t->count || t->at[verb].relation != REL_CCOMP || t->at[verb].head >= t->count) return head;
    uint32_t subject = tree_child(t, t->at[verb].head, REL_NSUBJ);
    return subject == TREE_NONE ? head : subject;
}

/* Is a thing qualified by whose it is: "A's ports"? A role that qualifies is none's. */
static bool owned(const reading *r, uint32_t head)
{
    static const uint64_t qualifiers = TREE_BIT(REL_AMOD) | TREE_BIT(REL_COMPOUND);
    const tree *t = &r->tree;
    for (uint32_t c = t->at[head].child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        bool possessor = w->subtype == SUB_POSS;
        if (w->mention < 0 || (!possessor && !tree_relation_among(w->relation, qualifiers))) continue;
        if (possessor || r->in->actors->at[w->mention].kind != ACTOR_ROLE) return true;
    }
    return false;
}

/* From a thing to the actor it goes to, concerns or is made of: "aid to A", "a ban on B", "contingents of C". */
static uint32_t actor_below(const reading *r, uint32_t head, unsigned depth)
{
    const tree *t = &r->tree;
    const tree_word *w = &t->at[head];
    if (depth > OWNERS_DEPTH || w->mention >= 0 || w->upos == UPOS_PROPN || w->upos == UPOS_PRON || owned(r, head)) return head;
    for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next) {
        if (t->at[c].relation != REL_NMOD || t->at[c].subtype == SUB_POSS || sides_is_time(t, c) || c < head) continue;
        uint32_t below = actor_below(r, c, depth + 1);
        if (is_actor(t, below)) return below;
    }
    return head;
}

/* Where nothing on the target's side names an actor: one further on in what hangs from the predicate ("lay down arms in A"). */
static uint32_t actor_beside(const reading *r, const predicate *p, const side_heads *other)
{
    static const uint64_t places = TREE_BIT(REL_OBL) | TREE_BIT(REL_NMOD) | TREE_BIT(REL_OBJ) | TREE_BIT(REL_XCOMP) | TREE_BIT(REL_ADVCL);
    const tree *t = &r->tree;
    for (uint32_t c = t->at[p->at].child; c != TREE_NONE; c = t->at[c].next) {
        if (c < p->at || sides_is_time(t, c) || !tree_relation_among(t->at[c].relation, places) || has_head(other, c)) continue;
        uint32_t head = c;
        if (tree_is_verb(&t->at[c])) {
            side_heads object;
            sides_object(t, c, &object);
            if (!object.count) continue;
            head = object.head[0];
        }
        head = actor_below(r, head, 0);
        if (is_actor(t, head)) return head;
    }
    return TREE_NONE;
}

/* A side's phrases; those listed with an actor that was found below a thing come with it. */
static size_t add_side(const reading *r, const side_heads *side, bool target, code_participant *out, size_t n, size_t most)
{
    const tree *t = &r->tree;
    for (uint32_t i = 0; i < side->count && n < most; i++) {
        uint32_t head = actor_below(r, side->head[i], 0);
        out[n++] = (code_participant){ own_antecedent(r, head), target };
        if (head == side->head[i]) continue;
        for (uint32_t c = t->at[head].child; c != TREE_NONE && n < most; c = t->at[c].next)
            if (t->at[c].relation == REL_CONJ && tree_is_nominal(&t->at[c])) out[n++] = (code_participant){ c, target };
    }
    return n;
}

static size_t add_participants(const reading *r, const sides *s, code_participant *out, size_t n, size_t most)
{
    n = add_side(r, &s->source, false, out, n, most);
    return add_side(r, &s->target, true, out, n, most);
}

static bool names_any(const tree *t, const side_heads *side)
{
    for (uint32_t i = 0; i < side->count; i++) if (sides_names_actor(t, side->head[i])) return true;
    return false;
}

/* Fill the side that names nobody from what stands beside the predicate. */
static void find_beside(const reading *r, const predicate *p, sides *found)
{
    bool named = false;
    for (uint32_t i = 0; i < found->target.count; i++) named |= is_actor(&r->tree, actor_below(r, found->target.head[i], 0));
    uint32_t beside = named ? TREE_NONE : actor_beside(r, p, &found->source);
    if (beside != TREE_NONE) found->target = one_head(beside);
    bool agentless = !found->source.count && (r->tree.at[p->at].form_bits & TREE_PASSIVE);
    uint32_t place = agentless ? actor_beside(r, p, &found->target) : TREE_NONE;
    if (place != TREE_NONE) found->source = one_head(place);        /* "was arrested in A" */
}

/* How well a predicate does for the main event; `sure`: how likely it tells one at all. */
static double score_of(const reading *r, const predicate *p, const sides *found, double sure)
{
    double score = sure + (p->row_count ? (double)p->rows[0].frame->sure : FRAMELESS_SURE);
    if (found->source.count && found->target.count) score += BOTH_SIDES;
    if (names_any(&r->tree, &found->source)) score += NAMED_SIDE;
    if (names_any(&r->tree, &found->target)) score += NAMED_SIDE;
    score -= MAIN_DEPTH * tree_depth(&r->tree, p->at);
    return p->noun ? score - NOUN_COST : score;
}

/* A sentence that tells no event: whoever its root is about. */
static void sides_of_root(const reading *r, sides *out)
{
    const tree *t = &r->tree;
    predicate root = { .at = t->root, .last = t->root };
    sides_subject(t, t->root, &out->source);
    uint32_t beside = actor_beside(r, &root, &out->source);
    if (beside != TREE_NONE) out->target = one_head(beside);
}

/* "A said that B must": A asks it of B. Where nobody else does it, who says so is the source. */
static void add_speaker(const reading *r, uint32_t at, sides *s)
{
    status_reading status;
    status_read(&r->tree, r->in->frames, r->in->words, at, false, &status);
    if (status.speaker == TREE_NONE) return;
    bool asked = (status.modal == MODAL_MUST || status.modal == MODAL_SHOULD) && s->source.count && status.speaker != s->source.head[0];
    if (asked) s->target = s->source;
    if (asked || !s->source.count) s->source = one_head(status.speaker);
}

/* "Issued a statement urging A to": what the paper says is the event, and not that there is one. */
static bool only_paper(const reading *r, const predicate *p)
{
    const tree *t = &r->tree;
    uint32_t object = tree_child(t, p->at, REL_OBJ);
    if (p->noun || object == TREE_NONE || !tree_kind(t, object, KIND_PAPER)) return false;
    for (uint32_t c = t->at[object].child; c != TREE_NONE; c = t->at[c].next) {
        int32_t told = t->at[c].relation == REL_ACL && t->at[c].subtype != SUB_RELCL ? r->predicate_of[c] : -1;
        if (told >= 0 && r->predicates[told].row_count) return true;
    }
    return false;
}

size_t event_participants(const reading *r, const weigher *weights, bool all, code_participant *out, size_t most)
{
    size_t n = 0;
    sides best = { .symmetric = false };
    double best_score = 0;
    uint32_t best_at = TREE_NONE;
    for (uint32_t k = 0; k < r->predicate_count; k++) {
        const predicate *p = &r->predicates[k];
        sides found;
        if (told_by_verb(r, p) || (all && told_only_asked(r, p)) || (!all && only_paper(r, p))) continue;
        double sure = likelihood(r, weights, p, &found);
        if (sure == 0 || (!p->row_count && found.target.count == 0)) continue;
        find_beside(r, p, &found);
        if (all && sure >= ALL_LEAST && p->row_count) n = add_participants(r, &found, out, n, most);
        double score = score_of(r, p, &found, sure);
        if (best_at == TREE_NONE || score > best_score) best = found, best_score = score, best_at = p->at;
    }
    if (all) return n;
    if (best_at != TREE_NONE) add_speaker(r, best_at, &best);
    else if (r->tree.count) sides_of_root(r, &best);
    return add_participants(r, &best, out, n, most);
}
