/* event/elsewhere.c - see event/elsewhere.h. */
#include "event/elsewhere.h"

#define CRAFT_SENTENCES 6u      /* how far back a plane may have been named */
#define PAIR_LEAST 3u           /* mentions the second state of a document about two must have */
#define PAIR_STATES 32u

/* "Blamed the crash on the plane being hit by A": is word `i` who acts in the participle that a charge made at `top` tells of? */
static bool charged(const tree *t, uint32_t i, uint32_t top)
{
    uint32_t verb = t->at[i].head;
    while (verb < t->count && !tree_is_verb(&t->at[verb])) verb = t->at[verb].head;
    if (verb >= t->count || t->at[verb].head != top || t->at[verb].relation != REL_ADVCL) return false;
    uint32_t aux = tree_child_lemma(t, verb, REL_AUX, "be");
    return (t->at[verb].form_bits & TREE_GERUND) || (aux != TREE_NONE && (t->at[aux].form_bits & TREE_GERUND));
}

void elsewhere_target(const coding *c, const predicate *p, const frame *f, const named_side *source, named_side *out)
{
    const tree *t = &c->r.tree;
    uint32_t first, last;
    tree_span(t, p->at, &first, &last);
    for (uint32_t i = p->at + 1; i <= last && i < t->count; i++) {
        int32_t m = t->at[i].mention;
        if (m < 0 || (i > p->at + 1 && t->at[i - 1].mention == m)) continue;
        const actor_mention *a = named_mention(c, m);
        if (!a->reading_count || (a->flags & MENTION_PLACE) || !tree_under(t, i, p->at)) continue;
        if (named_other_clause(t, i, p->at) && !(f->type == RP_EVENT_ACCUSE && charged(t, i, p->at))) continue;
        if (named_among(c, m, source)) continue;
        if (f->quad == 3 && tree_child_lemma(t, i, REL_CASE, "between") != TREE_NONE) return;      /* "concern over clashes between A and B" */
        named_add(out, m, i, HOW_FALLBACK, NAMED_OWNER);
        for (uint32_t j = t->at[i].child; j != TREE_NONE; j = t->at[j].next) {      /* "facilitated talks between A and B" */
            int32_t listed = t->at[j].relation == REL_CONJ ? t->at[j].mention : -1;
            if (listed >= 0 && named_mention(c, listed)->reading_count && !named_among(c, listed, source)) named_add(out, listed, j, HOW_FALLBACK, NAMED_OWNER);
        }
        return;
    }
}

void elsewhere_craft(const coding *c, const side_heads *phrase, const named_side *source, named_side *out)
{
    const tree *t = &c->r.tree;
    const actor_layer *actors = c->in->reading.actors;
    const word_layer *words = c->in->reading.words;
    if (!phrase->count || t->at[phrase->head[0]].upos != UPOS_NOUN || !tree_kind(t, phrase->head[0], KIND_CRAFT)) return;
    for (uint32_t s = c->r.sentence + 1; s-- > 0 && c->r.sentence - s <= CRAFT_SENTENCES;) {
        word_range mentions = actors->sentences[s];
        for (uint32_t m = mentions.first + mentions.count; m-- > mentions.first;) {
            const actor_mention *a = &actors->at[m];
            if (!a->reading_count || a->end > t->at[phrase->head[0]].start || named_among(c, (int32_t)m, source)) continue;
            uint32_t behind = mention_end(a), end = words->sentences[s].first + words->sentences[s].count;
            for (uint32_t i = a->first + 1; i < end && i < behind + 4; i++) {
                if (i >= behind && words->classes[i]) break;        /* "Aliyev said that the plane" */
                if (!(kinds_of(c->in->reading.trees->in.kinds, words->at[i].word) & KIND_CRAFT)) continue;
                named_add(out, (int32_t)m, phrase->head[0], HOW_CARRIED, NAMED_OWNER);
                return;
            }
        }
    }
}

/* ---- missions and relations ---------------------------------------------------------------------------------------- */

/* What a verb, or a noun made of one, opens, closes, severs: its object, or what stands behind "of". */
static uint32_t opened_thing(const tree *t, const predicate *p)
{
    side_heads object = { .count = 0 };
    if (!p->noun) {
        sides_object(t, p->at, &object);
        return object.count ? object.head[0] : TREE_NONE;
    }
    for (uint32_t c = t->at[p->at].child; c != TREE_NONE; c = t->at[c].next)
        if (t->at[c].relation == REL_NMOD && tree_child_lemma(t, c, REL_CASE, "of") != TREE_NONE) return c;
    return TREE_NONE;
}

/* The one of the document's two states that is not `known`; -1: none. */
static int32_t other_of_pair(const coding *c, int32_t known)
{
    if (c->pair[0] < 0 || known < 0) return -1;
    if (named_same_state(c, known, c->pair[0])) return c->pair[1];
    return named_same_state(c, known, c->pair[1]) ? c->pair[0] : -1;
}

/* Where the phrase of a mission lies: "the Embassy in A", "at its capital A"; -1: nothing says. */
static int32_t seat_of(const coding *c, const predicate *p, uint32_t mission)
{
    static const char *const marks[] = { "in", "at" };
    const tree *t = &c->r.tree;
    uint32_t tops[2] = { mission, p->at };
    for (int k = 0; k < 2; k++)
        for (uint32_t i = t->at[tops[k]].child; i != TREE_NONE; i = t->at[i].next) {
            if (!tree_lemma_among(t, tree_child(t, i, REL_CASE), marks, sizeof marks / sizeof *marks)) continue;
            if (t->at[i].mention >= 0 && named_mention(c, t->at[i].mention)->reading_count) return t->at[i].mention;
        }
    return -1;
}

void elsewhere_mission(const coding *c, const predicate *p, const frame *f, const sides *found, named_side *source, named_side *target)
{
    const tree *t = &c->r.tree;
    named_how how;
    if (f->type != RP_EVENT_SUPPORT && f->type != RP_EVENT_SANCTION) return;
    bool agentless = p->noun || (t->at[p->at].form_bits & TREE_PASSIVE);
    uint32_t thing = opened_thing(t, p);
    bool relations = tree_kind(t, thing, KIND_RELATION);
    for (uint32_t i = p->at + 1; i <= p->last && i < t->count; i++) relations |= tree_kind(t, i, KIND_RELATION);
    if (tree_kind(t, thing, KIND_MISSION)) {
        int32_t seat = seat_of(c, p, thing), owner = sides_actor(t, c->in->reading.actors, thing, &how);
        if (owner >= 0 && (owner == seat || (named_mention(c, owner)->flags & MENTION_BARE_ROLE))) owner = -1;
        if (!source->count) {
            if (owner < 0) owner = other_of_pair(c, seat);
            if (owner >= 0 && named_mention(c, owner)->reading_count) named_add(source, owner, thing, HOW_CARRIED, NAMED_OWNER);
        }
        if (!source->count || seat < 0 || named_among(c, seat, source)) return;
        target->count = 0;
        named_add(target, seat, thing, HOW_CARRIED, NAMED_OWNER);
        return;
    }
    bool others = !target->count && found->target.count && !tree_kind(t, found->target.head[0], KIND_RELATION);     /* "ties with its neighbours" */
    if (!relations || others || c->pair[0] < 0 || (!agentless && !source->count)) return;
    if (!source->count && !target->count) {
        named_add(source, c->pair[0], thing < t->count ? thing : p->at, HOW_FALLBACK, NAMED_OWNER);
        named_add(target, c->pair[1], thing < t->count ? thing : p->at, HOW_FALLBACK, NAMED_OWNER);
    } else if (!source->count || !target->count) {
        named_side *known = source->count ? source : target, *missing = source->count ? target : source;
        int32_t other = other_of_pair(c, known->mention[0]);
        if (other >= 0) named_add(missing, other, p->at, HOW_FALLBACK, NAMED_OWNER);
    }
}

void elsewhere_authority(const coding *c, const predicate *p, const named_side *target, named_side *out)
{
    const tree *t = &c->r.tree;
    uint32_t first, last;
    tree_span(t, p->at, &first, &last);
    for (uint32_t i = first; i <= last && i < t->count; i++) {
        int32_t m = t->at[i].mention;
        if (m < 0 || !(named_mention(c, m)->flags & MENTION_PLACE) || !named_mention(c, m)->reading_count) continue;
        if (!tree_under(t, i, p->at) || named_other_clause(t, i, p->at)) continue;
        if (named_among(c, m, target)) continue;
        named_add(out, m, i, HOW_FALLBACK, NAMED_OWNER);
        return;
    }
}

/* ---- people ---------------------------------------------------------------------------------------------------------- */

bool elsewhere_people(const tree *t, uint32_t head)
{
    return t->at[head].mention < 0 && (tree_kind(t, head, KIND_PEOPLE) || t->at[head].upos == UPOS_NUM);
}

static void set_people(const coding *c, uint32_t head, const char *code, rp_event *e)
{
    const tree *t = &c->r.tree;
    e->target[0] = (rp_party){ .start = t->at[head].start, .end = t->at[head].end };
    e->target[0].text = str_sub(named_text(c), t->at[head].start, t->at[head].end);
    str_copy(e->target[0].code, sizeof e->target[0].code, str_of(code));
    str_copy(e->target[0].sector, sizeof e->target[0].sector, RP_STR("CVL"));
    e->target_count = 1;
}

/* Whom a state's police, courts and services hold is of that state where nothing else is said: "the police arrested two men". */
static void own_people(const coding *c, const side_heads *target, rp_event *e)
{
    const tree *t = &c->r.tree;
    if (e->type != RP_EVENT_COERCE || e->target_count || !e->source_count || !target->count || e->source[0].code[0] == '\0') return;
    bool organ = strcmp(e->source[0].sector, "COP") == 0 || strcmp(e->source[0].sector, "JUD") == 0 || strcmp(e->source[0].sector, "SPY") == 0;
    uint32_t head = target->head[0];
    if (organ && elsewhere_people(t, head)) set_people(c, head, e->source[0].code, e);
}

/* A place that hangs from word `top`, in its own clause; -1: none. */
static int32_t place_under(const coding *c, uint32_t top)
{
    const tree *t = &c->r.tree;
    uint32_t first, last;
    tree_span(t, top, &first, &last);
    for (uint32_t i = first; i <= last && i < t->count; i++) {
        int32_t m = t->at[i].mention;
        if (m < 0 || !(named_mention(c, m)->flags & MENTION_PLACE) || !named_mention(c, m)->reading_count) continue;
        if (tree_under(t, i, top) && !named_other_clause(t, i, top)) return m;
    }
    return -1;
}

/*
 * The state where a predicate happens: a place that hangs from it, or from the verb whose participle it is ("hit a bus in A, killing ten"), or what
 * its clause tells of with "where"; -1: none.
 */
static int32_t place_of(const coding *c, const predicate *p)
{
    const tree *t = &c->r.tree;
    const tree_word *w = &t->at[p->at];
    named_how how;
    int32_t m = place_under(c, p->at);
    if (m < 0 && w->relation == REL_ADVCL && (w->form_bits & TREE_GERUND) && w->head < t->count) m = place_under(c, w->head);
    bool where = w->relation == REL_ACL && tree_child_lemma(t, p->at, REL_ADVMOD, "where") != TREE_NONE;
    return m < 0 && where ? sides_actor(t, c->in->reading.actors, w->head, &how) : m;
}

/* People harmed or helped in a state are its own where nothing else is said: "shelling killed ten people in A". */
static void local_people(const coding *c, const predicate *p, const side_heads *target, rp_event *e)
{
    uint16_t code;
    uint8_t sector;
    bool to_people = e->type == RP_EVENT_ASSAULT || e->type == RP_EVENT_COERCE || e->type == RP_EVENT_AID;
    if (!to_people || e->target_count || !e->source_count || !target->count || !elsewhere_people(&c->r.tree, target->head[0])) return;
    int32_t m = place_of(c, p);
    if (m < 0 || !actor_resolve(c->in->reading.actor_tables, named_mention(c, m), c->document_day, &code, &sector)) return;
    set_people(c, target->head[0], actor_code(c->in->reading.actor_tables, code), e);
}

/* People of another nation whom a state's own forces raid, hold or hurt within it live there: "raids in A that targeted people of B". */
static void set_residence(const coding *c, const predicate *p, rp_event *e)
{
    uint16_t code;
    uint8_t sector;
    const tree_word *w = &c->r.tree.at[p->at];
    if ((e->type != RP_EVENT_ASSAULT && e->type != RP_EVENT_COERCE) || !e->source_count || !e->target_count) return;
    int32_t m = place_of(c, p);
    if (m < 0 && w->relation == REL_ACL && w->subtype == SUB_RELCL && w->head < c->r.tree.count) m = place_under(c, w->head);
    if (m < 0 || !actor_resolve(c->in->reading.actor_tables, named_mention(c, m), c->document_day, &code, &sector)) return;
    const char *place = actor_code(c->in->reading.actor_tables, code);
    for (uint8_t k = 0; k < e->target_count; k++) {
        rp_party *people = &e->target[k];
        bool foreign = strcmp(people->code, e->source[0].code) != 0 && strcmp(people->sector, "CVL") == 0 && !people->residence[0];
        if (foreign && strcmp(place, e->source[0].code) == 0) str_copy(people->residence, sizeof people->residence, str_of(place));
    }
}

void elsewhere_people_of(const coding *c, const predicate *p, const side_heads *target, rp_event *e)
{
    local_people(c, p, target, e);
    own_people(c, target, e);
    set_residence(c, p, e);
}

/* ---- what a document is about ---------------------------------------------------------------------------------------- */

void elsewhere_pair(coding *c)
{
    const actor_layer *actors = c->in->reading.actors;
    struct { uint16_t code; int32_t mention; uint32_t count; } states[PAIR_STATES];
    uint32_t n = 0, total = 0;
    c->pair[0] = c->pair[1] = -1;
    for (uint32_t i = 0; i < actors->count; i++) {
        const actor_mention *m = &actors->at[i];
        uint16_t code;
        uint8_t sector;
        if (m->kind != ACTOR_STATE && m->kind != ACTOR_ADJECTIVE && m->kind != ACTOR_CAPITAL && m->kind != ACTOR_ROLE) continue;
        if (!actor_resolve(c->in->reading.actor_tables, m, c->document_day, &code, &sector) || code == ACTOR_NONE) continue;
        uint32_t k = 0;
        while (k < n && states[k].code != code) k++;
        if (k == n && n == PAIR_STATES) continue;
        if (k == n) n++, states[k].code = code, states[k].mention = (int32_t)i, states[k].count = 0;
        if (m->kind == ACTOR_STATE && actors->at[states[k].mention].kind != ACTOR_STATE) states[k].mention = (int32_t)i;
        states[k].count++;
        total++;
    }
    uint32_t first = 0, second = UINT32_MAX;
    for (uint32_t k = 1; k < n; k++) if (states[k].count > states[first].count) first = k;
    for (uint32_t k = 0; k < n; k++) if (k != first && (second == UINT32_MAX || states[k].count > states[second].count)) second = k;
    if (second == UINT32_MAX || states[second].count < PAIR_LEAST || 3 * (states[first].count + states[second].count) < 2 * total) return;
    c->pair[0] = states[first].mention;
    c->pair[1] = states[second].mention;
}

bool elsewhere_relations(const coding *c, uint32_t s)
{
    const reading_input *ri = &c->in->reading;
    const word_range range = ri->words->sentences[s];
    for (uint32_t i = range.first; c->pair[0] >= 0 && i < range.first + range.count; i++) {
        rp_str word = str_sub(named_text(c), ri->words->at[i].start, ri->words->at[i].end);
        if (str_eq_nocase(word, RP_STR("relations")) || (kinds_of(ri->trees->in.kinds, ri->words->at[i].word) & KIND_MISSION)) return true;
    }
    return false;
}
