/* actor/refer.c - what stands for actors named before: pronouns, groups, definite nouns; see actor/finder.h. */
#include "actor/finder.h"

#define FOUND_MOST 64u      /* in one piece of a sentence */
#define BODY_NEAR 2u        /* sentences back a body is sought that a noun stands for */
#define TITLE_NEAR 4u       /* and a person by his title */

static bool individual(const actor_mention *m)
{
    return m->kind == ACTOR_PERSON || (m->kind == ACTOR_ROLE && m->number == 's' && m->sector != ACTOR_NONE);
}

/* Does a mention stand behind a preposition? One of the sentence that is being read has no flags yet. */
static bool preposed(const finder *f, const actor_mention *m)
{
    uint32_t i = m->first;
    if (m->sentence != f->sentence) return m->flags & MENTION_INNER;
    while (i > f->first && (finder_class(f, i - 1) & (WORD_DETERMINER | WORD_ADJECTIVE | WORD_QUANTITY)) && !(finder_class(f, i - 1) & WORD_PREPOSITION)) i--;
    return i > f->first && (finder_class(f, i - 1) & WORD_PREPOSITION) && !(finder_class(f, i - 1) & WORD_SUBORDINATOR);
}

/* Is it the first of its sentence that stands behind no preposition, and so likely the subject? */
static bool leads(const finder *f, size_t k)
{
    const actor_mention *all = f->out->at;
    uint32_t before = all[k].first ? all[k].first - 1 : 0;
    if (preposed(f, &all[k]) || finder_is(f, before, "where") || finder_is(f, before, "who") || finder_is(f, before, "which")) return false;
    for (size_t j = k; j-- > 0 && all[j].sentence == all[k].sentence;)
        if (all[j].kind != ACTOR_PRONOUN && all[j].kind != ACTOR_GROUP && !preposed(f, &all[j])) return false;
    return true;
}

/* The mention a pronoun stands for: the nearest that fits, where a subject of the sentence before or of this one comes first. */
static int32_t nearest(const finder *f, uint32_t before, char gender, bool person, bool plural)
{
    const actor_mention *all = f->out->at;
    int32_t best = -1, best_score = 0;
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
        const actor_mention *m = &all[k];
        uint32_t distance = f->sentence - m->sentence;
        if (m->start >= before) continue;
        if (distance > 2) break;
        if (m->kind == ACTOR_PRONOUN || m->kind == ACTOR_GROUP) continue;
        if (person != (m->kind == ACTOR_PERSON || (person && individual(m)))) continue;
        if (person && gender && m->gender && m->gender != gender) continue;
        if (!person && !plural && (m->number == 'p' || m->kind == ACTOR_ADJECTIVE || individual(m))) continue;
        if (plural && m->number == 's') continue;
        int32_t score = 20 - 6 * (int32_t)distance - (m->flags & MENTION_INNER ? 5 : 0) - (m->flags & MENTION_PLACE ? 6 : 0)
                      - (m->flags & MENTION_MODIFIER ? 2 : 0) + (leads(f, k) ? 3 : 0) - (int32_t)(seen > 6 ? 2 : 0);
        if (score > best_score) best = (int32_t)k, best_score = score;
    }
    return best;
}

/* The state that the sentence speaks of first, as its subject: "A gave arms to both countries". */
static uint16_t subject_code(const finder *f, uint32_t before)
{
    const actor_mention *all = f->out->at;
    for (size_t k = 0; k < f->out->count; k++) {
        const actor_mention *m = &all[f->out->count - 1 - k];
        if (m->sentence != f->sentence) break;
        if (m->start < before && finder_coded(m) && leads(f, f->out->count - 1 - k)) return m->readings[0].code;
    }
    return ACTOR_NONE;
}

#define PAIR_STATES 24u     /* states counted in search of a pair */

/* A state with its last mention, and how often it was named. */
typedef struct named_state { uint16_t code; int32_t last; uint32_t count; bool near; } named_state;

/*
 * The two states that "both" are, the one named later first: the two that the text named most, of those named in this sentence and the two
 * before it if there are two such, else of all. Their people and offices count only where the states themselves do not give a pair.
 */
static void last_pair(const finder *f, uint32_t before, int32_t pair[2])
{
    const actor_mention *all = f->out->at;
    for (int pass = 0; pass < 2; pass++) {
        named_state states[PAIR_STATES];
        uint32_t n = 0, near = 0;
        for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < LONG_MEMORY; seen++) {
            const actor_mention *m = &all[k];
            if (m->start >= before || m->kind == ACTOR_GROUP || m->kind == ACTOR_LOCALITY) continue;
            if (!(finder_nation(m) && m->kind != ACTOR_PEOPLE) && pass == 0) continue;
            if (!finder_coded(m) || !actor_is_state(f->tables, m->readings[0].code)) continue;
            uint32_t s = 0;
            while (s < n && states[s].code != m->readings[0].code) s++;
            if (s == n && n == PAIR_STATES) continue;
            if (s == n) {
                states[n] = (named_state){ .code = m->readings[0].code, .last = (int32_t)k, .near = f->sentence - m->sentence <= 2 };
                near += states[n++].near;
            }
            states[s].count++;
        }
        pair[0] = pair[1] = -1;
        if (n < 2) continue;
        uint16_t subject = subject_code(f, before);
        uint32_t of_subject = n, near_subject = 0;
        for (uint32_t s = 0; s < n; s++) if (states[s].code == subject) of_subject = s, near_subject = states[s].near;
        if (of_subject < n && near - near_subject < 2) of_subject = n;      /* it must be one of the two */
        uint32_t best[2] = { PAIR_STATES, PAIR_STATES };
        for (uint32_t s = 0; s < n; s++) {
            if ((near >= 2 && !states[s].near) || s == of_subject) continue;
            if (best[0] == PAIR_STATES || states[s].count > states[best[0]].count) best[1] = best[0], best[0] = s;
            else if (best[1] == PAIR_STATES || states[s].count > states[best[1]].count) best[1] = s;
        }
        int32_t a = states[best[0]].last, b = states[best[1]].last;
        pair[0] = a > b ? a : b;
        pair[1] = a > b ? b : a;
        return;
    }
}

static bool group_head(const finder *f, uint32_t i)
{
    static const char *const heads[] = { "countries", "sides", "nations", "states", "governments", "leaders", "presidents", "parties", "neighbours",
                                         "neighbors", "powers", "capitals", "foreign", "allies" };
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        if (finder_is(f, i, heads[k])) return true;
    return false;
}

/* A mention of the units from `first` on that stands for another. */
static actor_mention stand_for(const finder *f, uint32_t first, uint32_t count, int32_t of)
{
    const actor_mention *a = (const actor_mention *)f->out->at + of;
    return (actor_mention){ .first = first, .count = count, .head = first + count - 1, .start = finder_unit(f, first)->start,
                            .end = finder_unit(f, first + count - 1)->end, .sentence = f->sentence, .kind = ACTOR_PRONOUN, .by = MENTION_BY_REFERENCE, .number = 's', .said = a->said,
                            .flags = a->flags & (MENTION_FORMER | MENTION_ALLEGED),
                            .readings = a->readings, .reading_count = a->reading_count, .sector = a->sector, .residence = a->residence,
                            .residence_count = a->residence_count, .antecedent = { of, -1 }, .label = a->label, .labeller = a->labeller };
}

/* "both countries", "the two sides" at unit `i`: the states named last. */
static uint32_t group_at(const finder *f, uint32_t i, actor_mention *m)
{
    uint32_t count = 0;
    if (finder_is(f, i, "both") && group_head(f, i + 1)) count = 2;
    else if (finder_is(f, i, "the") && finder_is(f, i + 1, "two") && group_head(f, i + 2)) count = 3;
    if (!count) return 0;
    int32_t pair[2];
    last_pair(f, finder_unit(f, i)->start, pair);
    if (pair[1] < 0) return 0;
    *m = (actor_mention){ .first = i, .count = count, .head = i, .start = finder_unit(f, i)->start, .end = finder_unit(f, i + count - 1)->end,
                          .sentence = f->sentence, .kind = ACTOR_GROUP, .by = MENTION_BY_GROUP, .number = 'p', .antecedent = { pair[0], pair[1] }, .labeller = -1 };
    return count;
}

/* The mention of the actor that a phrase's chain names, before the phrase itself; -1: none. */
static int32_t actor_of(const finder *f, const phrase *p)
{
    const chain *c = (const chain *)f->chains.chains.at + p->chain;
    const phrase *all = f->chains.phrases.at;
    const actor_mention *mentions = f->out->at;
    if (p->antecedent == UINT32_MAX || c->actor == UINT32_MAX) return -1;
    const phrase *q = &all[c->actor];
    bool before = q->mention >= 0 && mentions[q->mention].start < p->head_start, pronoun = p->form == FORM_PRONOUN;
    if (before && (!pronoun || finder_coded(&mentions[q->mention]))) return q->mention;
    if (!pronoun) return -1;
    for (uint32_t i = p->antecedent; i != UINT32_MAX; i = all[i].antecedent)     /* its actor stands behind it, or is not known: that of the members before */
        if (all[i].mention >= 0 && mentions[all[i].mention].kind != ACTOR_PRONOUN && finder_coded(&mentions[all[i].mention])) return all[i].mention;
    return -1;
}

/* Is all that its chain has pronouns? */
static bool unknown_chain(const finder *f, const phrase *p)
{
    const chain *c = (const chain *)f->chains.chains.at + p->chain;
    return c->kind == PHRASE_OTHER || ((const phrase *)f->chains.phrases.at)[c->first].form == FORM_PRONOUN;
}

static int32_t antecedent_of(const finder *f, const phrase *p)
{
    int32_t of = actor_of(f, p);
    if (p->form != FORM_PRONOUN) return of;
    if (of < 0 && unknown_chain(f, p)) of = nearest(f, p->start, p->gender == 'n' ? 0 : p->gender, p->gender == 'm' || p->gender == 'f', p->number == 'p');
    return of;
}

static bool definite(const phrase *p) { return p->article == ARTICLE_DEFINITE || p->article == ARTICLE_DEMONSTRATIVE; }

/* "His host", "her guest": the other person of those named last. -1: none. */
static int32_t other_of(const finder *f, const tree *t, const phrase *p)
{
    static const char *const others[] = { "host", "guest", "visitor", "interlocutor" };
    const actor_mention *all = f->out->at;
    if (p->form != FORM_NOUN || p->mention >= 0 || p->article != ARTICLE_POSSESSIVE || p->number != 's' || p->owner == UINT32_MAX) return -1;
    if (p->apposed || !tree_lemma_among(t, p->word, others, sizeof others / sizeof *others)) return -1;       /* "Willi Stoph, his host" */
    const phrase *owner = (const phrase *)f->chains.phrases.at + p->owner;
    int32_t own = owner->mention >= 0 ? owner->mention : antecedent_of(f, owner);
    if (own < 0 || !finder_coded(&all[own])) return -1;
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
        if (all[k].start >= p->start) continue;
        if (f->sentence - all[k].sentence > TITLE_NEAR) break;
        if (all[k].kind == ACTOR_PERSON && finder_coded(&all[k]) && all[k].readings[0].code != all[own].readings[0].code) return (int32_t)k;
    }
    return -1;
}

/* Does the noun stand for a state: "the country", "his homeland"? */
static bool land_noun(const tree *t, const phrase *p)
{
    static const char *const lands[] = { "country", "nation", "homeland", "kingdom" };
    return p->form == FORM_NOUN && p->mention < 0 && p->number == 's' && tree_lemma_among(t, p->word, lands, sizeof lands / sizeof *lands);
}

/* The state it stands for: its owner's, or one named before. -1: none. */
static int32_t land_of(const finder *f, const phrase *p)
{
    const actor_mention *all = f->out->at;
    if (p->article == ARTICLE_POSSESSIVE && p->owner != UINT32_MAX) {
        const phrase *owner = (const phrase *)f->chains.phrases.at + p->owner;
        return owner->mention >= 0 ? owner->mention : antecedent_of(f, owner);
    }
    if (!definite(p)) return -1;
    int32_t of = actor_of(f, p);
    if (of >= 0 && all[of].kind != ACTOR_PERSON && all[of].kind != ACTOR_ROLE) return of;
    of = nearest(f, p->start, 0, false, false);
    return of >= 0 && finder_land(&all[of]) ? of : -1;
}

/* "Tong said the island nation …": the state of the one person named in the sentence, where nothing else tells. -1: none, or several. */
static int32_t land_of_person(const finder *f, const phrase *p)
{
    const actor_mention *all = f->out->at;
    int32_t found = -1;
    for (size_t k = f->out->count; k-- > 0 && all[k].sentence == p->sentence;) {
        if (!finder_coded(&all[k]) || all[k].start >= p->start) continue;
        if (all[k].kind != ACTOR_PERSON || !actor_is_state(f->tables, all[k].readings[0].code) || found >= 0) return -1;
        found = (int32_t)k;
    }
    return definite(p) ? found : -1;
}

static bool anaphoric(const phrase *p)
{
    if (p->form == FORM_PRONOUN) return p->person == 3 && p->number && !p->reflexive;
    return p->form == FORM_NOUN && p->mention < 0 && (p->article == ARTICLE_DEFINITE || p->article == ARTICLE_DEMONSTRATIVE);
}

/* "The airline", "the party": the body of that sector named last; of several in one sentence the first, which it is about. */
static int32_t body_of(const finder *f, const phrase *p, uint8_t sector)
{
    const actor_mention *all = f->out->at;
    int32_t found = -1;
    if (!definite(p) || p->number != 's' || sector == ACTOR_NONE) return -1;
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
        if (all[k].start >= p->start) continue;
        if (f->sentence - all[k].sentence > BODY_NEAR || (found >= 0 && all[k].sentence != all[found].sentence)) break;
        bool body = all[k].kind == ACTOR_ORGANISATION || (all[k].kind == ACTOR_ROLE && finder_coded(&all[k]) && all[k].readings[0].kind == ACTOR_ORGANISATION);
        if (body && finder_coded(&all[k]) && all[k].readings[0].sector == sector) found = (int32_t)k;
    }
    return found;
}

/* Is it a mission abroad, which an ambassador leads? */
static bool mission(const finder *f, uint32_t i)
{
    return str_eq_nocase(finder_word_at(f, i), RP_STR("embassy")) || str_eq_nocase(finder_word_at(f, i), RP_STR("mission"));
}

/* "The general", "the missionaries": those told of with that title shortly before ("General Ratko Mladic", "Ratko Mladic, a general"). -1: none, or several. */
static int32_t bearer_of(const finder *f, const phrase *p)
{
    const actor_mention *all = f->out->at, *m = &all[p->mention];
    int32_t found = -1;
    if (!definite(p) || m->count != 1) return -1;
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
        if (all[k].start >= m->start) continue;
        if (f->sentence - all[k].sentence > TITLE_NEAR) break;
        if (m->number != 's' && all[k].kind == ACTOR_PERSON) continue;
        bool own = all[k].by == MENTION_BY_APPOSITION || all[k].by == MENTION_BY_NATION || all[k].by == MENTION_BY_OF;
        bool person = all[k].kind == ACTOR_PERSON, said = all[k].kind == ACTOR_ROLE && own, bears = false;
        if ((!person && !said) || !finder_coded(&all[k])) continue;
        if (said) bears = str_eq_nocase(finder_word_at(f, all[k].head), finder_word(f, m->head)) || (mission(f, all[k].head) && finder_is(f, m->head, "ambassador"));
        for (uint32_t i = all[k].first; person && i < all[k].head; i++) bears |= str_eq_nocase(finder_word_at(f, i), finder_word(f, m->head));
        if (!bears) continue;
        if (found >= 0 && all[found].readings[0].actor != all[k].readings[0].actor) return -1;
        if (found < 0) found = (int32_t)k;
    }
    return found;
}

/* Does a role of these words lead a state, stand next to its head, or lead a body of states? RANK_OTHER: neither; *body: the last. */
static unsigned rank_of_role(const finder *f, const actor_mention *m, bool *body)
{
    static const char *const heads[] = { "president", "premier", "chancellor", "king", "queen", "emperor", "empress", "sultan", "emir", "monarch", "dictator" };
    static const char *const bodies[] = { "general", "chief", "commissioner" };     /* "secretary-general", "foreign policy chief" */
    uint32_t before = m->head > m->first ? m->head - 1 : m->head;
    *body = false;
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) if (m->count == 1 && finder_is(f, m->head, heads[k])) return RANK_HEAD;
    if (finder_is(f, m->head, "minister")) return before != m->head && finder_is(f, before, "prime") ? RANK_HEAD : RANK_MINISTER;
    for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++) *body |= before != m->head && finder_is(f, m->head, bodies[k]);
    return RANK_OTHER;
}

/* The office of that name that a person held before the day of the document, and no longer holds. NULL: none. */
static const actor_reading *held(const finder *f, const actor_mention *person, rp_str role)
{
    const actor_reading *then = NULL;
    for (uint32_t k = 0; k < person->reading_count; k++) {
        const actor_reading *r = &person->readings[k];
        if (r->from > f->day || !actor_holds(f->tables, r, role)) continue;
        if (r->to >= f->day) return NULL;
        if (!then) then = r;
    }
    return then;
}

/* "The president", "the secretary-general": the one person named shortly before who holds such an office on the document's day. -1: none, or several. */
static int32_t holder_of(const finder *f, const phrase *p)
{
    const actor_mention *all = f->out->at, *m = &all[p->mention];
    int32_t found = -1, next = -1;
    uint32_t found_actor = ACTOR_NONE, next_actor = ACTOR_NONE;
    bool body, former = (m->flags & MENTION_FORMER) || (m->first < f->end && finder_is(f, m->first, "former"));
    unsigned rank = rank_of_role(f, m, &body);
    rp_str role = str_sub(f->text, finder_unit(f, m->first + (former && finder_is(f, m->first, "former")))->start, finder_unit(f, mention_end(m) - 1)->end);
    if (!definite(p) || p->number != 's') return -1;
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
        if (all[k].start >= m->start || all[k].kind != ACTOR_PERSON || !finder_coded(&all[k])) continue;
        if (f->sentence - all[k].sentence > TITLE_NEAR) break;
        const actor_reading *r = former ? held(f, &all[k], role) : actor_reading_on(f->tables, &all[k], f->day);
        if (!r || r->kind != ACTOR_PERSON || f->day < r->from || (f->day > r->to) != former) continue;
        bool holds = actor_holds(f->tables, r, role) || (str_eq_nocase(role, RP_STR("envoy")) && actor_holds(f->tables, r, RP_STR("ambassador"))) || (body && !actor_is_state(f->tables, r->code));
        int32_t *one = holds ? &found : &next;      /* who holds it by that name goes before who holds one as high */
        uint32_t *who = holds ? &found_actor : &next_actor;
        if (!holds && (rank == RANK_OTHER || r->rank != rank)) continue;
        if (*one >= 0 && *who != r->actor) return -1;
        if (*one < 0) *one = (int32_t)k, *who = r->actor;
    }
    return found >= 0 ? found : next;
}

/* "The rebel leader", "the judge": the one person of that sector named shortly before. -1: none, or several. */
static int32_t one_of_sector(const finder *f, const phrase *p)
{
    static const char *const sectors[] = { "REB", "OPP", "JUD", "REL", "LAB", "MIL", "COP" };
    const actor_mention *all = f->out->at, *m = &all[p->mention];
    int32_t found = -1;
    bool known = false;
    for (size_t k = 0; k < sizeof sectors / sizeof *sectors; k++) known |= m->sector && str_is(str_of(actor_sector(f->tables, m->sector)), sectors[k]);
    if (!known || !definite(p) || p->number != 's' || m->number != 's' || m->flags & MENTION_FORMER) return -1;
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
        uint16_t code;
        uint8_t sector;
        if (all[k].start >= m->start || all[k].kind != ACTOR_PERSON) continue;
        if (f->sentence - all[k].sentence > TITLE_NEAR) break;
        if (!actor_resolve(f->tables, &all[k], f->day, &code, &sector) || sector != m->sector) continue;
        if (found >= 0 && !str_eq(finder_word_at(f, all[found].head), finder_word_at(f, all[k].head))) return -1;
        if (found < 0) found = (int32_t)k;
    }
    return found;
}

/* "The generals", "the rebels", "the court": those of whom men or bodies of that kind were told last, where all told shortly before are of one. -1: none. */
static int32_t fellows_of(const finder *f, const phrase *p)
{
    static const char *const kinds[] = { "MIL", "COP", "JUD", "LEG", "SPY", "REB", "PRM" };
    const actor_mention *all = f->out->at, *m = &all[p->mention];
    int32_t found = -1;
    bool known = false;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) known |= m->sector && m->sector == actor_find_sector(f->tables, str_of(kinds[k]));
    if (!known || !definite(p) || m->first == f->first || !(finder_class(f, m->first - 1) & WORD_DETERMINER)) return -1;      /* not "the two armies" */
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
        const actor_mention *a = &all[k];
        if (a->start >= m->start) continue;
        if (f->sentence - a->sentence > TITLE_NEAR) break;
        if (!finder_coded(a) || (a->kind != ACTOR_ROLE && a->kind != ACTOR_ORGANISATION)) continue;
        if ((a->sector ? a->sector : a->readings[0].sector) != m->sector) continue;
        if (found >= 0 && all[found].readings[0].code != a->readings[0].code) return -1;
        if (found < 0) found = (int32_t)k;
    }
    return found;
}

/* "The group", "the movement", "the alliance" without more: the body named last that the noun can mean. -1: none. */
static int32_t group_of(const finder *f, const tree *t, const phrase *p)
{
    static const struct { const char *noun, *kinds[4]; } nouns[] = { { "group", { "group", "ngo", "association", "company" } }, { "movement", { "group", "party", "association" } },
        { "organisation", { "group", "ngo", "association", "intergovernmental" } }, { "organization", { "group", "ngo", "association", "intergovernmental" } },
        { "alliance", { "intergovernmental", "party" } }, { "bloc", { "intergovernmental", "party" } }, { "party", { "party" } }, { "faction", { "group", "party" } },
        { "coalition", { "party", "group" } }, { "agency", { "agency", "intergovernmental" } }, { "outlet", { "media" } }, { "union", { "union", "association" } },
        { "charity", { "ngo", "association" } }, { "bank", { "intergovernmental", "company", "agency" } }, { "station", { "media" } }, { "channel", { "media" } },
        { "broadcaster", { "media" } }, { "network", { "group", "media" } }, { "airline", { "company" } }, { "carrier", { "company" } }, { "company", { "company" } }, { "firm", { "company" } },
        { "militia", { "group" } }, { "cartel", { "group" } }, { "tribunal", { "court" } }, { "university", { "university" } } };
    const actor_mention *all = f->out->at;
    if (p->form != FORM_NOUN || !definite(p) || p->number != 's' || p->word_count != 1) return -1;
    for (size_t n = 0; n < sizeof nouns / sizeof *nouns; n++) {
        if (!tree_lemma_is(t, p->word, nouns[n].noun)) continue;
        for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
            if (all[k].start >= p->start) continue;
            if (f->sentence - all[k].sentence > BODY_NEAR) break;
            if (!finder_coded(&all[k]) || all[k].readings[0].kind != ACTOR_ORGANISATION || all[k].kind == ACTOR_PRONOUN) continue;
            rp_str kind = actor_organisation_kind(f->tables, all[k].readings[0].actor);
            for (int i = 0; i < 4 && nouns[n].kinds[i]; i++) if (str_is(kind, nouns[n].kinds[i])) return (int32_t)k;
        }
    }
    return -1;
}

/* A role that names no state, phrase `number`: of the one it stands for, or of its owner ("its ambassador"); its chain is that actor's from then on. */
static void own_role(finder *f, uint32_t number)
{
    const phrase *p = (const phrase *)f->chains.phrases.at + number;
    chain *c = (chain *)f->chains.chains.at + p->chain;
    actor_mention *m = (actor_mention *)f->out->at + p->mention;
    if (m->kind != ACTOR_ROLE || !(m->flags & MENTION_BARE_ROLE) || finder_coded(m)) return;
    mention_by by = MENTION_BY_REFERENCE;
    int32_t of = body_of(f, p, m->sector);
    if (of < 0) of = bearer_of(f, p);
    if (of < 0) of = holder_of(f, p);
    if (of < 0) of = one_of_sector(f, p);
    if (of < 0) of = actor_of(f, p);
    if (of < 0) of = fellows_of(f, p);
    if (of < 0 && p->owner != UINT32_MAX && !p->apposed) {
        const phrase *owner = (const phrase *)f->chains.phrases.at + p->owner;
        of = owner->mention >= 0 ? owner->mention : antecedent_of(f, owner);
        by = MENTION_BY_OWNER;
    }
    if (of < 0 || of == p->mention) return;
    const actor_mention *a = (const actor_mention *)f->out->at + of;
    if (!finder_coded(a)) return;
    m->by = (uint8_t)by;
    m->readings = a->readings;
    m->reading_count = a->reading_count;
    if (by == MENTION_BY_REFERENCE) m->antecedent[0] = of;
    else if (a->readings[0].kind == ACTOR_ORGANISATION && a->readings[0].sector && finder_leads_body(f, m, true)) m->sector = ACTOR_NONE;     /* the firm's */
    if (c->actor == UINT32_MAX) c->actor = number;
}

static uint32_t moved(const finder *f, uint32_t from, const actor_mention *found, uint32_t count, int32_t m)
{
    uint32_t before = 0;
    if (m < (int32_t)from) return (uint32_t)m;
    while (before < count && found[before].start < ((const actor_mention *)f->out->at)[m].start) before++;
    return (uint32_t)m + before;
}

/* Put what was found, in order of place, among the sentence's mentions from number `from` on; who points to one of those points to its new place. */
static void merge(finder *f, uint32_t from, actor_mention *found, uint32_t count, size_t first_phrase)
{
    uint32_t old = (uint32_t)f->out->count;
    phrase *phrases = f->chains.phrases.at;
    actor_mention *all = f->out->at;
    for (uint32_t k = 0; k < count; k++)
        for (int i = 0; i < 2; i++) if (found[k].antecedent[i] >= 0) found[k].antecedent[i] = (int32_t)moved(f, from, found, count, found[k].antecedent[i]);
    for (uint32_t m = from; m < old; m++)
        for (int i = 0; i < 3; i++) {
            int32_t *to = i < 2 ? &all[m].antecedent[i] : &all[m].labeller;
            if (*to >= 0) *to = (int32_t)moved(f, from, found, count, *to);
        }
    for (size_t p = first_phrase; p < f->chains.phrases.count; p++)
        if (phrases[p].mention >= 0) phrases[p].mention = (int32_t)moved(f, from, found, count, phrases[p].mention);
    for (uint32_t k = 0; k < count; k++) {
        if (vec_add(f->out, f->mem)) continue;
        f->failed = true;
        return;
    }
    all = f->out->at;
    for (uint32_t at = old + count, i = old, k = count; k > 0;) {
        bool ours = i == from || all[i - 1].start < found[k - 1].start;
        all[--at] = ours ? found[--k] : all[--i];
    }
}

/* The mention of the sentence that holds unit `i`; NULL: none does. */
static actor_mention *mention_at(const finder *f, uint32_t from, uint32_t i)
{
    actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count && all[k].first <= i; k++) if (i < mention_end(&all[k])) return &all[k];
    return NULL;
}

static bool covered(const finder *f, uint32_t from, uint32_t i) { return mention_at(f, from, i) != NULL; }

/* A role whose bearers are told by the group ("both foreign ministers") becomes it; other mentions make room for none. */
static void add_groups(const finder *f, uint32_t from, const tree *t, actor_mention *found, uint32_t *count)
{
    for (uint32_t i = t->first_unit; i < t->end_unit && *count < FOUND_MOST; i++) {
        if (!(finder_class(f, i) & (WORD_PRONOUN | WORD_DETERMINER | WORD_QUANTITY)) || covered(f, from, i)) continue;
        actor_mention group, *role;
        uint32_t taken = group_at(f, i, &group);
        if (!taken) continue;
        role = mention_at(f, from, i + taken - 1);
        if (role && (role->kind != ACTOR_ROLE || finder_coded(role))) continue;
        if (role) {
            group.count = mention_end(role) - i;
            group.end = role->end;
            *role = group;
        } else {
            found[(*count)++] = group;
        }
        i += group.count - 1;
    }
}

/* In order of place. */
static void insert(actor_mention *found, uint32_t *count, actor_mention m)
{
    uint32_t k = (*count)++;
    for (; k > 0 && found[k - 1].start > m.start; k--) found[k] = found[k - 1];
    found[k] = m;
}

/* Can a mention be the state or body that a person's office is of? */
static bool fits_holder(const finder *f, const actor_mention *m, const actor_mention *person)
{
    uint16_t code, own;
    uint8_t sector, of;
    if (!actor_resolve(f->tables, m, f->day, &code, &sector) || !actor_resolve(f->tables, person, f->day, &own, &of)) return false;
    return code == own && (!sector || sector == of || m->kind == ACTOR_CAPITAL);
}

/* "Timerman, its foreign minister": whose office holder a person of the tables is. The mention that named it; -1: none. */
static int32_t of_holder(const finder *f, const tree *t, const phrase *p)
{
    const actor_mention *all = f->out->at;
    const phrase *phrases = f->chains.phrases.at;
    uint32_t noun = t->at[p->word].head;
    if (p->form != FORM_PRONOUN || p->role != ROLE_POSSESSOR || p->gender == 'm' || p->gender == 'f') return -1;
    for (size_t k = f->chains.phrases.count; k-- > 0 && phrases[k].sentence == p->sentence && phrases[k].head_start >= finder_unit(f, t->first_unit)->start;) {
        const phrase *o = &phrases[k];
        if (o->word != noun || !o->apposed || o->owner == UINT32_MAX || phrases[o->owner].mention < 0) continue;
        const actor_mention *person = &all[phrases[o->owner].mention];
        if (person->kind != ACTOR_PERSON || !finder_coded(person)) return -1;
        for (size_t m = f->out->count, seen = 0; m-- > 0 && seen < MEMORY; seen++)
            if (all[m].start < p->start && all[m].kind != ACTOR_PERSON && fits_holder(f, &all[m], person)) return (int32_t)m;
        return -1;
    }
    return -1;
}

static void add_anaphor(const finder *f, uint32_t from, const tree *t, const phrase *p, actor_mention *found, uint32_t *count)
{
    const tree_word *w = &t->at[p->word];
    bool land = land_noun(t, p);
    int32_t other = other_of(f, t, p);
    if ((!land && !anaphoric(p) && other < 0) || *count == FOUND_MOST || w->units == 0 || covered(f, from, w->first_unit)) return;
    for (uint32_t k = 0; k < *count; k++) if (w->first_unit >= found[k].first && w->first_unit < mention_end(&found[k])) return;
    int32_t holder = of_holder(f, t, p), of = land ? land_of(f, p) : holder >= 0 ? holder : antecedent_of(f, p), group = land ? -1 : group_of(f, t, p);
    if (group >= 0 || other >= 0) of = other >= 0 ? other : group;
    bool by_person = land && of < 0;
    if (by_person) of = land_of_person(f, p);
    if (of < 0 || !finder_coded((const actor_mention *)f->out->at + of)) return;
    actor_mention m = stand_for(f, w->first_unit, w->units, of);
    m.gender = p->gender == 'n' ? 0 : p->gender;
    m.number = p->number == 'p' ? 'p' : 's';
    if (p->role == ROLE_POSSESSOR) m.flags |= MENTION_MODIFIER;
    if (land) m.sector = ACTOR_NONE, m.flags |= MENTION_LAND;
    if (land && (by_person || p->article == ARTICLE_POSSESSIVE)) m.antecedent[0] = -1, m.by = MENTION_BY_OWNER;      /* "his country" is not he */
    insert(found, count, m);
}

/* The units of a name whose head is word `i`: with the names before and behind it that belong to it. */
static bool name_units(const tree *t, uint32_t i, uint32_t *first, uint32_t *end)
{
    uint32_t low = i, high = i;
    for (uint32_t c = t->at[i].child; c != TREE_NONE; c = t->at[c].next) {
        bool part = t->at[c].relation == REL_FLAT || (t->at[c].relation == REL_COMPOUND && t->at[c].upos == UPOS_PROPN);
        if (!part || t->at[c].mention >= 0) continue;
        if (c < low) low = c;
        if (c > high) high = c;
    }
    *first = t->at[low].first_unit;
    *end = t->at[high].first_unit + t->at[high].units;
    return high - low < 6 && *end > *first;
}

/*
 * Someone the tables lack, with a role beside the name: "Wanjiru Maina, a lawyer from Nairobi, said", "Maina is a Kenyan judge". And what is said
 * of someone they have.
 */
/* May what stands between a name and a role beside it, the units [from, to), be "its", "the new", "a former"? */
static bool before_role(const finder *f, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) if (!(finder_class(f, i) & (WORD_DETERMINER | WORD_ADJECTIVE | WORD_PRONOUN)) || to - from > 4) return false;
    return true;
}

/* Does what is said of a name end at unit `i`? */
static bool closes(const finder *f, uint32_t i)
{
    return i >= f->end || finder_is(f, i, ",") || finder_is(f, i, ".") || finder_is(f, i, ";") || finder_is(f, i, "who");
}

/*
 * The role in commas behind the name of units [first, end), or with such behind which the name stands: "Ana Kos, the Slovenian envoy, …", "its envoy in
 * Rome, Ana Kos, …", however the parser took them. -1: none.
 */
static int32_t role_beside(const finder *f, uint32_t from, uint32_t first, uint32_t end)
{
    const actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++) {
        const actor_mention *r = &all[k];
        uint32_t behind = mention_end(r);
        if (r->kind != ACTOR_ROLE || r->number == 'p') continue;
        if (r->first > end && finder_is(f, end, ",") && before_role(f, end + 1, r->first))
            if (closes(f, behind) || (finder_class(f, behind) & WORD_PREPOSITION)) return (int32_t)k;
        if (first == f->first || behind >= first || !finder_is(f, first - 1, ",") || !closes(f, end)) continue;
        bool definite_one = r->first > f->first && (finder_class(f, r->first - 1) & WORD_DETERMINER);
        if (!definite_one && r->by != MENTION_BY_NATION) continue;
        bool place = k + 1 < f->out->count && finder_land(&all[k + 1]) && behind + 1 == all[k + 1].first && mention_end(&all[k + 1]) == first - 1;
        if (behind == first - 1 || (place && ((finder_class(f, behind) & WORD_PREPOSITION) || finder_is(f, behind, "to")))) return (int32_t)k;
    }
    return -1;
}

#define FORMER_NEAR 3u      /* words before a role: "a former philosophy lecturer" */
#define LONG_GONE (20 * 366)        /* days */

/* Was whoever bears the name out of all offices long before the day, or long not yet in one? */
static bool long_gone(const finder *f, const actor_mention *person)
{
    for (uint32_t r = 0; r < person->reading_count; r++)
        if ((int64_t)f->day <= (int64_t)person->readings[r].to + LONG_GONE && (int64_t)f->day >= (int64_t)person->readings[r].from - LONG_GONE) return false;
    return true;
}

/* A role said of a person of the tables. */
static void tell_known(finder *f, actor_mention *person, actor_mention *role)
{
    if (person->kind != ACTOR_PERSON) return;
    bool former = role->flags & MENTION_FORMER;
    for (uint32_t i = role->first; i-- > f->first && role->first - i <= FORMER_NEAR && !former && !finder_is(f, i, ",");) former = finder_former(f, i);
    if (!person->sector) person->said = former ? actor_find_sector(f->tables, RP_STR("ELI")) : role->sector;
    if (finder_coded(person) && finder_coded(role) && role->by != MENTION_BY_REFERENCE && long_gone(f, person) && role->readings[0].code != person->readings[0].code) {
        person->readings = role->readings;      /* "Francis II, the king of the Two Sicilies", not the emperor */
        person->reading_count = role->reading_count;
        person->actor = ACTOR_NONE;
        person->by = MENTION_BY_APPOSITION;
        person->sector = role->sector;
        return;
    }
    if (!finder_coded(person) || !(role->flags & MENTION_BARE_ROLE) || finder_coded(role)) return;
    role->readings = person->readings;      /* "A spokesman for the movement, Yahya Saree" */
    role->reading_count = person->reading_count;
    role->by = MENTION_BY_APPOSITION;
    if (role->readings[0].kind == ACTOR_PERSON && role->sector == actor_find_sector(f->tables, RP_STR("GOV"))) role->sector = ACTOR_NONE;       /* rebels have spokesmen, too */
}

/* The name and the role of which one is in apposition to the other; *role: a mention. NULL: `p` is no such phrase. */
static const phrase *apposition(const finder *f, const phrase *p, int32_t *role)
{
    if (!p->apposed || p->owner == UINT32_MAX) return NULL;
    const phrase *q = (const phrase *)f->chains.phrases.at + p->owner;
    const phrase *name = p->form == FORM_NAME ? p : q, *other = name == p ? q : p;
    if (name->form != FORM_NAME || other->mention < 0 || other->sentence != f->sentence) return NULL;
    const actor_mention *r = (const actor_mention *)f->out->at + other->mention;
    *role = other->mention;
    return r->kind == ACTOR_ROLE && r->number != 'p' ? name : NULL;
}

static void tell_apposed(finder *f, const phrase *p)
{
    actor_mention *all = f->out->at;
    int32_t role;
    const phrase *name = apposition(f, p, &role);
    if (name && name->mention >= 0) tell_known(f, &all[name->mention], &all[role]);
}

/* A name that the tables lack, of whom a role is said. */
static void add_apposed(finder *f, uint32_t from, const tree *t, const phrase *p, actor_mention *found, uint32_t *count)
{
    actor_mention *all = f->out->at;
    int32_t role;
    const phrase *name = apposition(f, p, &role);
    uint32_t first, end;
    if (!name) {
        if (p->form != FORM_NAME || p->mention >= 0 || !name_units(t, p->word, &first, &end)) return;
        role = role_beside(f, from, first, end);
        if (role < 0 || (p->kind != PHRASE_PERSON && (end - first < 2 || end - first > 3 || all[role].number != 's'))) return;
        name = p;
    }
    if (name->mention >= 0 || (name->kind != PHRASE_PERSON && name != p) || *count == FOUND_MOST || !name_units(t, name->word, &first, &end)) return;
    const actor_mention *r = &all[role];
    actor_mention m = { .first = first, .count = end - first, .head = end - 1, .start = finder_unit(f, first)->start, .end = finder_unit(f, end - 1)->end,
                        .sentence = f->sentence, .kind = ACTOR_PERSON, .by = MENTION_BY_APPOSITION, .number = 's', .gender = name->gender, .sector = r->sector,
                        .antecedent = { -1, -1 }, .labeller = -1 };
    if (r->label != ACTOR_NONE) {
        m.sector = ACTOR_NONE;
        m.label = r->label;
        m.flags = MENTION_ALLEGED;
    }
    if (finder_coded(r)) m.readings = r->readings, m.reading_count = r->reading_count;
    else m.flags |= MENTION_BARE_ROLE;
    for (uint32_t k = 0; k < *count; k++) {     /* two things said of one name: the one that tells whose he is */
        if (mention_end(&found[k]) <= first || found[k].first >= end) continue;
        if (found[k].first == first && found[k].count == m.count && !finder_coded(&found[k]) && finder_coded(&m)) found[k] = m;
        return;
    }
    actor_mention *namesake = NULL;
    for (size_t k = from; k < f->out->count; k++) {     /* a namesake in the name ("Sam Houston") makes room, others do not */
        if (mention_end(&all[k]) <= first || all[k].first >= end) continue;
        if (namesake || all[k].reading_count || all[k].first < first || mention_end(&all[k]) > end) return;
        namesake = &all[k];
    }
    if (namesake) *namesake = m;
    else insert(found, count, m);
}

/* Is the name of a state or town a given name as well? */
static bool given_name(const finder *f, const actor_mention *m)
{
    static const char *const names[] = { "Israel", "Jordan", "Georgia", "Chad", "Paris", "Florence", "Sydney", "Austin", "Victoria", "Virginia", "Charlotte",
                                         "Savannah", "India", "Milan", "Brooklyn", "Carolina", "Dakota", "Chelsea", "Lourdes", "Adelaide", "Diego", "Santiago" };
    static const char *const lands[] = { "Valley", "River", "City", "Island", "Islands", "Bay", "Lake", "Falls", "Beach", "Hills", "Heights", "Airport", "Street",
                                         "Province", "County", "District", "University", "Stadium", "Club", "Agreement", "Summit", "Pact", "Accord" };
    if (m->count != 1 || mention_end(m) >= f->end || finder_unit(f, mention_end(m))->caps != UNIT_CAPITAL) return false;
    for (size_t k = 0; k < sizeof lands / sizeof *lands; k++) if (finder_is(f, mention_end(m), lands[k])) return false;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) if (finder_is(f, m->head, names[k])) return true;
    return false;
}

/* "Chad Smith", "Michael Jordan", "Julian Castro": a name of the tables that is only part of somebody else's is nobody's. */
static void drop_namesakes(finder *f, uint32_t from, tree *t)
{
    actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++) {
        actor_mention *m = &all[k];
        bool surname = m->kind == ACTOR_PERSON && m->count == 1 && m->by == MENTION_BY_NAME;
        bool group = m->kind == ACTOR_ORGANISATION && m->count == 1 && finder_unit(f, m->head)->caps == UNIT_CAPITAL;      /* "Ann Wagner" */
        if ((!surname && !group && !finder_land(m)) || !m->reading_count) continue;
        uint32_t i = tree_of_unit(t, m->head), head = i;
        if (i >= t->count || t->at[i].mention != (int32_t)k) continue;
        if (t->at[i].relation == REL_FLAT && t->at[i].head < t->count) head = t->at[i].head;
        bool other = head != i && t->at[head].mention < 0 && t->at[head].upos == UPOS_PROPN;
        for (uint32_t c = t->at[i].child; c != TREE_NONE && head == i; c = t->at[c].next)
            other |= t->at[c].relation == REL_FLAT && t->at[c].mention < 0 && t->at[c].upos == UPOS_PROPN && c == i + 1;
        if (!other || tree_kind(t, head, KIND_MISSION) || finder_courtesy(f, t->at[head].first_unit)) continue;      /* "Legation Luxembourg", "Mr. Khrushchev" */
        uint32_t given = t->at[head].first_unit;
        bool alone = k == from || mention_end(m - 1) <= given;
        if (surname && alone && given < m->first && m->actor && finder_same_given(f, given, m)) {      /* "Gustaf [Mannerheim]" */
            m->count += m->first - given;
            m->first = given;
            m->start = finder_unit(f, given)->start;
            for (uint32_t w = head; w < i; w++) t->at[w].mention = (int32_t)k;
            continue;
        }
        int32_t kept = t->at[i].mention;
        t->at[i].mention = -1;
        if (phrase_kind_of(&f->phrases, t, head) != PHRASE_PERSON && !(head == i && given_name(f, m))) {
            t->at[i].mention = kept;
            continue;
        }
        m->kind = ACTOR_PERSON;
        m->readings = NULL;
        m->reading_count = 0;
        m->actor = ACTOR_NONE;
    }
}

/* "The Minsk agreements": a place that only names a thing. */
static void mark_modifiers(finder *f, uint32_t from, const tree *t)
{
    actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++) {
        uint32_t i = tree_of_unit(t, all[k].head);
        bool place = all[k].kind == ACTOR_CAPITAL || all[k].kind == ACTOR_LOCALITY;
        if (place && i < t->count && t->at[i].relation == REL_COMPOUND && t->at[i].head < t->count && t->at[t->at[i].head].mention < 0)
            all[k].flags |= MENTION_MODIFIER;
    }
}

/* The phrases of mentions that were just made name them from here on. */
static void name_phrases(finder *f, uint32_t from, size_t first)
{
    const actor_mention *all = f->out->at;
    phrase *phrases = f->chains.phrases.at;
    for (size_t k = from; k < f->out->count; k++) {
        if (all[k].by != MENTION_BY_APPOSITION) continue;
        for (size_t p = first; p < f->chains.phrases.count; p++) {
            if (phrases[p].mention >= 0 || phrases[p].head_start < all[k].start || phrases[p].head_start >= all[k].end) continue;
            chain *c = (chain *)f->chains.chains.at + phrases[p].chain;
            phrases[p].mention = (int32_t)k;
            if (c->actor == UINT32_MAX || c->actor < p) c->actor = (uint32_t)p;
        }
    }
}

/* In text order, none over another. False: memory ended. */
static bool add_unknown(finder *f, actor_unknown name)
{
    const actor_unknown *all = f->unknown.at;
    size_t at = f->unknown.count;
    while (at > 0 && all[at - 1].start >= name.end) at--;
    if (at > 0 && all[at - 1].end > name.start) return true;
    if (!vec_add(&f->unknown, f->mem)) {
        f->failed = true;
        return false;
    }
    actor_unknown *place = (actor_unknown *)f->unknown.at + at;
    memmove(place + 1, place, (f->unknown.count - 1 - at) * sizeof *place);
    *place = name;
    return true;
}

/* Names of people and bodies that no mention covers. */
static void keep_unknown(finder *f, uint32_t from, const tree *t, size_t first_phrase)
{
    const phrase *all = f->chains.phrases.at;
    for (size_t p = first_phrase; p < f->chains.phrases.count; p++) {
        uint32_t first, end;
        if (all[p].form != FORM_NAME || (all[p].kind != PHRASE_PERSON && all[p].kind != PHRASE_ORGANISATION) || t->at[all[p].word].form.len < 2) continue;
        if (!name_units(t, all[p].word, &first, &end)) continue;
        bool taken = false;
        for (uint32_t i = first; i < end; i++) taken |= covered(f, from, i);
        if (!taken && !add_unknown(f, (actor_unknown){ finder_unit(f, first)->start, finder_unit(f, end - 1)->end, f->sentence, all[p].kind == PHRASE_PERSON })) return;
    }
}

void finder_refer(finder *f, uint32_t from, tree *t)
{
    actor_mention found[FOUND_MOST];
    uint32_t count = 0;
    size_t first = f->chains.phrases.count;
    f->phrases.mentions = f->out->at;
    drop_namesakes(f, from, t);
    mark_modifiers(f, from, t);
    if (!phrase_read(&f->phrases, f->sentence, t, f->mem, &f->chains.phrases) || !chain_link(&f->chains, (uint32_t)first)) {
        f->failed = true;
        return;
    }
    const phrase *all = f->chains.phrases.at;
    add_groups(f, from, t, found, &count);
    for (size_t p = first; p < f->chains.phrases.count; p++) tell_apposed(f, &all[p]);
    for (size_t p = first; p < f->chains.phrases.count; p++) if (all[p].mention >= 0) own_role(f, (uint32_t)p);
    for (size_t p = first; p < f->chains.phrases.count; p++) add_apposed(f, from, t, &all[p], found, &count);
    for (size_t p = first; p < f->chains.phrases.count; p++) add_anaphor(f, from, t, &all[p], found, &count);
    if (count) merge(f, from, found, count, first);
    if (count) name_phrases(f, from, first);
    keep_unknown(f, from, t, first);
}
