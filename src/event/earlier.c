/* event/earlier.c - see event/earlier.h. */
#include "event/earlier.h"
#include "base/date.h"

#define RECALL_SENTENCES 8u     /* how far back "the raids" may point */
#define THIS_SENTENCES 2u       /* and "these raids" */
#define ANSWER_SENTENCES 2u     /* and how far the charge that is denied */
#define REPRISAL_SENTENCES 3u   /* and how far the act that is answered */

/* The same word, in the plural or not: "raid" and "raids". */
static bool same_word(rp_str a, rp_str b)
{
    if (a.len > b.len) return same_word(b, a);
    return a.len >= 4 && b.len - a.len <= 2 && str_eq_nocase(a, (rp_str){ b.at, a.len });
}

/* Sides, and the date where it has none, of an event told before. */
static void take_sides(const rp_event *from, rp_event *e)
{
    memcpy(e->source, from->source, sizeof e->source);
    memcpy(e->target, from->target, sizeof e->target);
    e->source_count = from->source_count;
    e->target_count = from->target_count;
    if (!date_known(e->date.from)) e->date = from->date;
}

bool earlier_recall(const coding *c, const predicate *p, const frame *f, rp_event *e, const frame **told)
{
    static const char *const definite[] = { "the", "this", "these", "those", "that" };
    uint32_t det = tree_child(&c->r.tree, p->at, REL_DET);
    if ((f->quad == 1 && f->type != RP_EVENT_CONSULT) || f->quad == 3) return false;
    if (!tree_lemma_among(&c->r.tree, det, definite, sizeof definite / sizeof *definite)) return false;
    const rp_event *all = c->out->at;
    size_t first = c->out->count;
    uint32_t reach = tree_lemma_among(&c->r.tree, det, definite, 1) ? RECALL_SENTENCES : THIS_SENTENCES;
    while (first > 0 && c->r.sentence - all[first - 1].sentence <= reach) first--;
    for (size_t k = c->out->count; k-- > first;) {
        const frame *same = predicate_frame(p, all[k].type);
        if (all[k].sentence == c->r.sentence || !all[k].target_count || !same || !same_word(all[k].trigger, e->trigger)) continue;
        take_sides(&all[k], e);
        *told = same;
        return true;
    }
    for (size_t k = c->out->count; k-- > first;) {
        if (all[k].sentence == c->r.sentence) continue;
        bool same_mode = f->mode ? all[k].mode_count && strcmp(all[k].modes[0], f->mode) == 0 : all[k].mode_count == 0;
        if (all[k].type != f->type || !same_mode || !all[k].target_count) continue;
        take_sides(&all[k], e);
        return true;
    }
    return false;
}

void earlier_accuser(const coding *c, rp_event *e)
{
    const rp_event *all = c->out->at;
    for (size_t k = c->out->count; k-- > 0 && c->r.sentence - all[k].sentence <= ANSWER_SENTENCES;) {
        if (all[k].type != RP_EVENT_ACCUSE || !all[k].target_count || !e->source_count) continue;
        if (strcmp(all[k].target[0].code, e->source[0].code) != 0) continue;
        e->target[0] = all[k].source[0];
        e->target_count = 1;
        return;
    }
}

bool earlier_material(uint8_t type) { return type == RP_EVENT_COERCE || type == RP_EVENT_ASSAULT || type == RP_EVENT_SANCTION; }

/* The act of force with both sides told last, in this sentence or the one before; NULL: none. */
static const rp_event *earlier_force(const coding *c)
{
    const rp_event *all = c->out->at;
    for (size_t k = c->out->count; k-- > 0 && c->r.sentence - all[k].sentence <= 1;)
        if (earlier_material(all[k].type) && all[k].source_count && all[k].target_count && named_same_paragraph(c, all[k].sentence)) return &all[k];
    return NULL;
}

/* A phrase that counts on from people told of before: "several others", "dozens more", "two of them", "the detainees". */
static bool counts_on(const tree *t, uint32_t head)
{
    return t->at[head].upos == UPOS_NUM || tree_kind(t, head, KIND_COUNT);
}

const rp_event *earlier_goes_on(const coding *c, const predicate *p, const frame *f, const sides *found, int32_t target)
{
    const rp_event *before = f && earlier_material(f->type) ? earlier_force(c) : NULL;
    const tree *t = &c->r.tree;
    uint16_t code;
    uint8_t sector;
    if (!before || found->source.count || !found->target.count || !(t->at[p->at].form_bits & TREE_PASSIVE)) return NULL;
    if (target < 0) return counts_on(t, found->target.head[0]) ? before : NULL;
    if (!actor_resolve(c->in->reading.actor_tables, named_mention(c, target), c->document_day, &code, &sector)) return NULL;
    return strcmp(actor_code(c->in->reading.actor_tables, code), before->target[0].code) == 0 ? before : NULL;
}

void earlier_victim(const coding *c, rp_event *e)
{
    const rp_event *all = c->out->at;
    for (size_t k = c->out->count; k-- > 0 && c->r.sentence - all[k].sentence <= ANSWER_SENTENCES;) {
        if (all[k].type != RP_EVENT_ASSAULT || !all[k].target_count || !all[k].source_count) continue;
        if (strcmp(all[k].source[0].code, e->source[0].code) != 0 || strcmp(all[k].target[0].code, e->source[0].code) == 0) continue;
        e->target[0] = all[k].target[0];
        e->target_count = 1;
        return;
    }
}

/* Is the predicate's clause marked as an answer: "in reprisal", "in an apparent act of retaliation"? */
static bool is_reprisal(const tree *t, uint32_t at)
{
    for (uint32_t c = t->at[at].child; c != TREE_NONE; c = t->at[c].next) {
        if (tree_kind(t, c, KIND_REPRISAL)) return true;
        for (uint32_t g = t->at[c].child; g != TREE_NONE && t->at[c].relation == REL_OBL; g = t->at[g].next)
            if (t->at[g].relation == REL_NMOD && tree_kind(t, g, KIND_REPRISAL)) return true;
    }
    return false;
}

void earlier_reprisal(const coding *c, const predicate *p, rp_event *e)
{
    const rp_event *all = c->out->at;
    if (e->quad < 3 || !e->source_count || !is_reprisal(&c->r.tree, p->at)) return;
    for (size_t k = c->out->count; k-- > 0 && c->r.sentence - all[k].sentence <= REPRISAL_SENTENCES;) {
        if (all[k].quad < 3 || !all[k].target_count || !all[k].source_count) continue;
        if (strcmp(all[k].target[0].code, e->source[0].code) != 0 || strcmp(all[k].source[0].code, e->source[0].code) == 0) continue;
        e->target[0] = all[k].source[0];
        e->target_count = 1;
        return;
    }
}

void earlier_take(const rp_event *before, rp_event *e)
{
    memcpy(e->source, before->source, sizeof e->source);
    e->source_count = before->source_count;
    if (e->target_count) return;
    memcpy(e->target, before->target, sizeof e->target);
    e->target_count = before->target_count;
}

void earlier_object(const coding *c, const predicate *p, const side_heads *target, rp_event *e)
{
    const tree *t = &c->r.tree;
    const tree_word *w = &t->at[p->at];
    const rp_event *all = c->out->at;
    bool people = target->count && w->relation == REL_CONJ && t->at[target->head[0]].mention < 0 && tree_kind(t, target->head[0], KIND_PEOPLE);
    if (!target->count || (t->at[target->head[0]].upos != UPOS_PRON && !people)) return;      /* "stormed A's office and arrested several staff" */
    if (w->head >= t->count || (w->relation != REL_ADVCL && w->relation != REL_CONJ) || !e->source_count) return;
    for (size_t k = c->out->count; k-- > 0 && all[k].sentence == e->sentence;) {
        bool main_clause = all[k].trigger_start == t->at[w->head].start && all[k].target_count && all[k].source_count;
        if (!main_clause || strcmp(all[k].source[0].code, e->source[0].code) != 0) continue;
        memcpy(e->target, all[k].target, sizeof e->target);
        e->target_count = all[k].target_count;
        return;
    }
}

bool earlier_told(const coding *c, const predicate *p, const rp_event *e)
{
    const tree_word *w = &c->r.tree.at[p->at];
    const rp_event *all = c->out->at;
    bool harm = e->type == RP_EVENT_ASSAULT || e->type == RP_EVENT_COERCE;       /* "shelled A, killing ten": each counts */
    if (w->relation != REL_ADVCL || !(w->form_bits & TREE_GERUND) || !e->target_count || harm) return false;
    for (size_t k = c->out->count; k-- > 0 && all[k].sentence == e->sentence;) {
        if (all[k].type != e->type || !all[k].target_count) continue;
        if (strcmp(all[k].source[0].code, e->source[0].code) == 0 && strcmp(all[k].target[0].code, e->target[0].code) == 0) return true;
    }
    return false;
}

bool earlier_may_go_on(coding *c, uint32_t s)
{
    const rp_event *last = c->out->count ? (const rp_event *)c->out->at + c->out->count - 1 : NULL;
    c->r.sentence = s;
    return last && last->sentence + 1 == s && earlier_force(c);
}
