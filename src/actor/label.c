/* actor/label.c - see actor/label.h and actor/finder.h. */
#include "actor/label.h"
#include "actor/finder.h"

/*
 * "Two alleged FSB agents", "a suspected spy": what is only said of somebody is a label and no sector. Of roles that nobody minds the words mean
 * something else ("the suspected president").
 */
static void set_label(finder *f, actor_mention *m)
{
    static const char *const alleged[] = { "alleged", "suspected", "purported", "presumed", "supposed", "reputed", "so" };
    static const char *const grave[] = { "SPY", "CRM", "REB", "UAF", "PRM", "MIL", "COP" };
    static const char *const agents[] = { "agent", "agents", "operative", "operatives", "asset", "assets" };
    bool is_grave = false, said = false;
    uint8_t sector = m->sector ? m->sector : m->reading_count ? m->readings[0].sector : ACTOR_NONE;
    for (size_t k = 0; k < sizeof agents / sizeof *agents; k++)     /* of a nation, and only said to be: no agent of an insurer */
        if (m->kind == ACTOR_ROLE && finder_is(f, m->head, agents[k])) sector = actor_find_sector(f->tables, RP_STR("SPY"));
    for (size_t k = 0; k < sizeof grave / sizeof *grave; k++) is_grave |= str_is(str_of(actor_sector(f->tables, sector)), grave[k]);
    if ((m->kind != ACTOR_ROLE && (m->kind != ACTOR_PERSON || m->by == MENTION_BY_KNOWN)) || !is_grave) return;
    for (uint32_t i = m->first > f->first + 2 ? m->first - 2 : f->first; i < m->head; i++)
        for (size_t k = 0; k < sizeof alleged / sizeof *alleged; k++)
            said |= finder_is(f, i, alleged[k]) && (k + 1 < sizeof alleged / sizeof *alleged || finder_is(f, i + 1, "called"));
    if (!said) return;
    m->label = sector;
    m->flags |= MENTION_ALLEGED;
    for (uint32_t k = 0; k < f->name_count && k < KNOWN_NAMES; k++)     /* nor is it his sector where he is named again */
        if (str_eq(f->names[k].last, finder_word(f, m->head))) f->names[k].sector = ACTOR_NONE, f->names[k].label = sector;
}

/* The mention of a state, person or body at word `i` or just below it, other than number `m`. */
static int32_t named_at(const finder *f, const tree *t, uint32_t i, int32_t m)
{
    static const uint64_t parts[] = { TREE_BIT(REL_COMPOUND) | TREE_BIT(REL_AMOD), TREE_BIT(REL_NMOD) };
    const actor_mention *all = f->out->at;
    if (i >= t->count) return -1;
    if (t->at[i].mention >= 0) return t->at[i].mention != m && !(all[t->at[i].mention].flags & MENTION_ALLEGED) ? t->at[i].mention : -1;
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        for (uint32_t c = t->at[i].child; c != TREE_NONE; c = t->at[c].next)
            if (tree_relation_among(t->at[c].relation, parts[k]) && t->at[c].mention >= 0 && t->at[c].mention != m) return t->at[c].mention;
    return -1;
}

/* "According to the police, …" */
static int32_t according(const finder *f, const tree *t, uint32_t verb, int32_t m)
{
    for (uint32_t c = t->at[verb].child; c != TREE_NONE; c = t->at[c].next) {
        if (t->at[c].relation != REL_OBL && t->at[c].relation != REL_ADVMOD && t->at[c].relation != REL_NMOD) continue;
        uint32_t by = tree_child(t, c, REL_CASE);
        if (by != TREE_NONE && str_eq_nocase(t->at[by].form, RP_STR("according"))) return named_at(f, t, c, m);
    }
    return -1;
}

/*
 * Who says it: on the way from the mention to the root the subject of the first verb that does something to it or tells of it ("The police
 * arrested two alleged spies", "Prague said that …"), the agent of a passive, or who it is according to.
 */
static int32_t labeller(const finder *f, const tree *t, int32_t m)
{
    uint32_t i = tree_of_unit(t, ((const actor_mention *)f->out->at)[m].head);
    for (uint32_t steps = 0; i < t->count && steps < t->count; steps++) {
        uint32_t verb = t->at[i].head;
        if (verb >= t->count) return -1;
        bool passive = t->at[verb].form_bits & TREE_PASSIVE;
        uint32_t by = passive ? tree_child_sub(t, verb, REL_OBL, SUB_AGENT) : tree_child(t, verb, REL_NSUBJ);
        int32_t found = tree_is_verb(&t->at[verb]) ? according(f, t, verb, m) : -1;
        if (found < 0 && tree_is_verb(&t->at[verb]) && by != i) found = named_at(f, t, by, m);
        if (found < 0 && tree_is_verb(&t->at[verb])) {      /* "…, the police said" */
            uint32_t beside = tree_child(t, verb, REL_PARATAXIS);
            if (beside != TREE_NONE && beside != i) found = named_at(f, t, tree_child(t, beside, REL_NSUBJ), m);
        }
        if (found >= 0) return found;
        i = verb;
    }
    return -1;
}

void finder_label(finder *f, uint32_t from)
{
    actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++) set_label(f, &all[k]);
}

void finder_labeller(finder *f, uint32_t from, const tree *t)
{
    actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++)
        if ((all[k].flags & MENTION_ALLEGED) && all[k].labeller < 0) all[k].labeller = labeller(f, t, (int32_t)k);
}

void label_of(const actor_tables *tables, const actor_layer *actors, const actor_mention *m, rp_str text, int32_t day, rp_label *out)
{
    uint16_t code;
    uint8_t sector;
    *out = (rp_label){ .start = 0 };
    if (m->label == ACTOR_NONE) return;
    str_copy(out->sector, sizeof out->sector, str_of(actor_sector(tables, m->label)));
    if (m->labeller < 0) return;
    const actor_mention *by = &actors->at[m->labeller];
    out->start = by->start, out->end = by->end;
    out->text = str_sub(text, by->start, by->end);
    if (!actor_resolve(tables, by, day, &code, &sector)) {
        if (by->kind == ACTOR_ROLE) str_copy(out->speaker_sector, sizeof out->speaker_sector, str_of(actor_sector(tables, by->sector)));
        return;
    }
    str_copy(out->code, sizeof out->code, str_of(actor_code(tables, code)));
    str_copy(out->speaker_sector, sizeof out->speaker_sector, str_of(actor_sector(tables, sector)));
}
