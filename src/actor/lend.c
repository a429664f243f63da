/* actor/lend.c - whose the roles are that name no state themselves; see actor/finder.h. */
#include "actor/finder.h"

/* Rebels, criminals and unknown armed men are not those of the state that happens to be named before them. */
static bool follows_state(const finder *f, uint8_t sector)
{
    static const char *const own[] = { "GOV", "COP", "MIL", "LEG", "JUD", "SPY", "OPP", "JRN" };
    for (size_t k = 0; k < sizeof own / sizeof *own; k++)
        if (str_is(str_of(actor_sector(f->tables, sector)), own[k])) return true;
    return false;
}

/* Not "Iran-backed", "US-owned": whose is told there is something else. */
static bool has_state(const finder *f, const actor_mention *m)
{
    uint32_t i = mention_end(m);
    const word_range *own = &f->words->sentences[m->sentence];
    if (i < own->first + own->count && unit_tied(f->text, finder_unit(f, i - 1), finder_unit(f, i))) return false;
    if (m->reading_count && m->readings[0].kind == ACTOR_CAPITAL && !finder_seat_of_state(f, m)) return false;
    return m->reading_count && m->readings[0].code != ACTOR_NONE && actor_is_state(f->tables, m->readings[0].code);
}

/* One man of a nation, who holds no office of it, does not tell whose the police are that he meets in the next sentence. */
static bool private_person(const finder *f, const actor_mention *m)
{
    uint8_t sector = m->sector ? m->sector : m->reading_count ? m->readings[0].sector : ACTOR_NONE;
    return (m->kind == ACTOR_PERSON || m->kind == ACTOR_PRONOUN) && m->number == 's' && sector && !follows_state(f, sector);
}

/* "European officials": a capitalised word before a role that is no nation of the tables says that it is not of the state named last. */
static bool foreign(const finder *f, const actor_mention *m)
{
    static const char *const lands[] = { "European", "Western", "Asian", "African", "Arab", "Nordic", "Baltic", "Balkan", "Scandinavian", "Caribbean" };
    uint32_t i = m->first;
    if (i == f->first || finder_tied(f, i - 1) || finder_unit(f, i - 1)->caps != UNIT_CAPITAL) return false;
    for (size_t k = 0; k < sizeof lands / sizeof *lands; k++) if (str_is(finder_word(f, i - 1), lands[k])) return true;
    return i - 1 > f->first && !finder_class(f, i - 1);
}

/* "The envoy arrived in Rome": who goes to a place is not of it. */
static bool goes_there(const finder *f, const actor_mention *role, const actor_mention *place)
{
    static const char *const ways[] = { "arrived", "arrives", "arrive", "arriving", "flew", "flies", "travelled", "traveled", "landed", "came", "went", "returned", "visited", "sailed", "fled", "escaped" };
    for (uint32_t i = mention_end(role); i < place->first && i < mention_end(role) + 4; i++)
        for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) if (finder_is(f, i, ways[k])) return true;
    return false;
}

/* An envoy is where he was sent; a soldier with a name is as often abroad as at home: "General Kamau took the port of …". */
static bool may_be_abroad(const finder *f, const actor_mention *m)
{
    return finder_sent_abroad(f, m) || (m->kind == ACTOR_PERSON && str_is(str_of(actor_sector(f->tables, m->sector)), "MIL"));
}

/* A monarch is of his own state, not of the one that happens to be named. */
static bool monarch(const finder *f, const actor_mention *m)
{
    static const char *const titles[] = { "sultan", "emir", "amir", "shah", "emperor", "empress", "khedive", "maharaja", "pharaoh", "caliph" };
    for (size_t k = 0; k < sizeof titles / sizeof *titles; k++) if (finder_is(f, m->head, titles[k])) return true;
    return false;
}

/* "The ambassador": whose he is only tells who sent him; but "Kenya named an ambassador". */
static bool sent_one(const finder *f, const actor_mention *m)
{
    return m->number == 's' && m->first > f->first && finder_is(f, m->first - 1, "the") && finder_sent_abroad(f, m);
}

/* Does anyone between two mentions of a sentence belong to another state than the second? */
static bool others_between(const finder *f, const actor_mention *from, const actor_mention *to)
{
    for (const actor_mention *m = from + 1; m < to; m++)
        if (has_state(f, m) && m->kind != ACTOR_ADJECTIVE && !(m->flags & MENTION_INNER) && m->readings[0].code != to->readings[0].code) return true;
    return false;
}

/* Does the sentence of a mention name another state before it? Then nobody knows which of them what follows is about. */
static bool one_of_several(const finder *f, const actor_mention *m)
{
    const actor_mention *all = f->out->at;
    for (size_t k = (size_t)(m - all); k-- > 0 && all[k].sentence == m->sentence;)
        if (has_state(f, &all[k]) && all[k].readings[0].code != m->readings[0].code) return true;
    return false;
}

/* "The Kaiser declared war": a title that is one state's, unless it is part of another name ("Amit Shah"). */
static bool take_title(const finder *f, actor_mention *m)
{
    bool named = m->first > f->first && finder_unit(f, m->first - 1)->caps != UNIT_LOWER && !finder_class(f, m->first - 1);
    for (uint32_t i = m->first; i < mention_end(m) && !named; i++) {
        uint32_t count, word = finder_unit(f, i)->word;
        const actor_reading *own = word == LEXICON_NONE ? NULL : actor_title(f->tables, word, &count);
        if (!own) continue;
        m->by = MENTION_BY_TITLE;
        m->readings = own;
        m->reading_count = count;
        return true;
    }
    return false;
}

/*
 * A role with no state of its own belongs to the state named last before it in its sentence, else to the place named behind it ("protesters
 * rallied in London"), else to the one state that the sentence before names.
 */
static void lend_state(const finder *f, size_t role)
{
    actor_mention *all = f->out->at, *m = &all[role];
    const actor_mention *lender = NULL;
    bool follows = follows_state(f, m->sector);
    uint32_t of = mention_end(m);
    if (finder_is(f, of, "of") && role + 1 < f->out->count && all[role + 1].sentence == m->sentence && has_state(f, &all[role + 1])) {
        uint32_t i = of + 1;        /* "a leader of the Kenyan diaspora" */
        while (i < all[role + 1].first && (finder_class(f, i) & (WORD_DETERMINER | WORD_ADJECTIVE))) i++;
        if (i == all[role + 1].first) lender = &all[role + 1];
    }
    if (!lender && (foreign(f, m) || take_title(f, m) || monarch(f, m) || sent_one(f, m))) return;
    bool abroad = may_be_abroad(f, m);
    for (size_t k = role; k-- > 0 && role - k <= MEMORY && all[k].sentence == m->sentence && follows && !lender;)
        if (has_state(f, &all[k]) && !(all[k].kind == ACTOR_PRONOUN && (all[k].flags & MENTION_MODIFIER)) && !(abroad && one_of_several(f, &all[k]))) lender = &all[k];
    for (size_t k = role + 1; k < f->out->count && k - role <= MEMORY && all[k].sentence == m->sentence && !lender; k++)
        if (has_state(f, &all[k]) && (all[k].flags & MENTION_PLACE) && !abroad && !goes_there(f, m, &all[k]) && !others_between(f, m, &all[k])) lender = &all[k];
    for (size_t k = role; k-- > 0 && role - k <= 2 * MEMORY && m->sentence - all[k].sentence <= 1 && follows && !abroad && !lender;)
        if (has_state(f, &all[k]) && !private_person(f, &all[k])) lender = &all[k];
    if (!lender || (lender->sentence != m->sentence && one_of_several(f, lender))) return;
    m->by = lender->sentence != m->sentence ? MENTION_BY_BEFORE : lender < m ? MENTION_BY_SENTENCE : (lender->flags & MENTION_PLACE) ? MENTION_BY_PLACE : MENTION_BY_OF;
    m->readings = lender->readings;
    m->reading_count = lender->reading_count;
}

void finder_lend(finder *f, uint32_t from)
{
    const actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++)
        if ((all[k].kind == ACTOR_ROLE || all[k].kind == ACTOR_PERSON) && (all[k].flags & MENTION_BARE_ROLE) && !finder_coded(&all[k])) lend_state(f, k);
}

#define SUBJECT_LEAST 3u        /* mentions of a state that make a document one about it, */
#define SUBJECT_SHARE 80u       /* and how many in a hundred of all those of states they are */

/* The state a mention names by itself, on the day of the document; ACTOR_NONE: none. */
static uint16_t names_state(const finder *f, const actor_mention *m)
{
    uint16_t code;
    uint8_t sector;
    if (m->kind == ACTOR_ROLE || m->kind == ACTOR_PRONOUN || m->kind == ACTOR_GROUP || !has_state(f, m)) return ACTOR_NONE;
    return actor_resolve(f->tables, m, f->day, &code, &sector) ? code : ACTOR_NONE;
}

/* The state that nearly all mentions of states in the document name: by the majority vote of Boyer and Moore (1991). NULL: there is none. */
static const actor_mention *subject(const finder *f)
{
    const actor_mention *all = f->out->at, *best = NULL;
    uint16_t code = ACTOR_NONE;
    size_t votes = 0, own = 0, others = 0;
    for (size_t k = 0; k < f->out->count; k++) {
        uint16_t other = names_state(f, &all[k]);
        if (other == ACTOR_NONE) continue;
        if (votes == 0) code = other, best = &all[k];
        votes += other == code ? 1 : (size_t)-1;
    }
    for (size_t k = 0; k < f->out->count; k++) {
        uint16_t other = names_state(f, &all[k]);
        own += other != ACTOR_NONE && other == code;
        others += other != ACTOR_NONE && other != code;
    }
    return own >= SUBJECT_LEAST && own * 100 >= (own + others) * SUBJECT_SHARE ? best : NULL;
}

/* Those who are at home where things happen: not journalists, who write from elsewhere, nor guests. */
static bool at_home(const finder *f, const actor_mention *m)
{
    static const char *const away[] = { "JRN", "REF", "IMG", "SPY", "UNK" };
    static const char *const guests[] = { "migrants", "migrant", "tourists", "tourist", "foreigners", "foreigner", "visitors", "visitor", "passengers", "passenger", "foreign" };
    rp_str sector = str_of(actor_sector(f->tables, m->sector));
    for (size_t k = 0; k < sizeof away / sizeof *away; k++) if (str_is(sector, away[k])) return false;
    for (uint32_t i = m->first; i < mention_end(m); i++)
        for (size_t k = 0; k < sizeof guests / sizeof *guests; k++) if (finder_is(f, i, guests[k])) return false;
    return m->sector != ACTOR_NONE && !may_be_abroad(f, m) && !monarch(f, m) && !foreign(f, m);
}

#define PERSON_NEAR 5u      /* units behind a role: "Congress removed President Castillo" */

/*
 * Does a mention tell where `role` is at home: a place, or the government, police or courts of a state; for bodies of a state a person of it, too; for
 * armed men and criminals, who cross borders, only a place?
 */
static bool tells_where(const finder *f, const actor_mention *m, const actor_mention *role)
{
    static const char *const home[] = { "GOV", "COP", "JUD", "LEG" }, *const cross[] = { "REB", "UAF", "PRM", "CRM" };
    bool bodies = follows_state(f, role->sector);
    if (finder_land(m)) return (m->flags & MENTION_PLACE) || ((m->flags & MENTION_INNER) && m->kind != ACTOR_STATE);      /* "the streets of Minsk" */
    for (size_t k = 0; k < sizeof cross / sizeof *cross; k++) if (str_is(str_of(actor_sector(f->tables, role->sector)), cross[k])) return false;
    if (m->kind == ACTOR_PERSON) return bodies && m->actor != ACTOR_NONE && m->first < mention_end(role) + PERSON_NEAR;
    if (m->kind != ACTOR_ROLE && m->kind != ACTOR_ORGANISATION && m->kind != ACTOR_METONYM) return false;
    rp_str sector = str_of(actor_sector(f->tables, m->sector ? m->sector : m->readings[0].sector));
    for (size_t k = 0; k < sizeof home / sizeof *home; k++) if (str_is(sector, home[k])) return true;
    return bodies && str_is(sector, "MIL");
}

/*
 * The state that all say who tell of one within `reach` sentences of a role's, one of them at least where things happen. NULL: there is none, or there
 * are several.
 */
static const actor_mention *around(const finder *f, size_t role, uint32_t reach)
{
    const actor_mention *all = f->out->at, *m = &all[role], *found = NULL, *any = NULL;
    size_t first = role, end = role + 1;
    uint16_t other = ACTOR_NONE;
    while (first > 0 && role - first < MEMORY && m->sentence - all[first - 1].sentence <= reach) first--;
    while (end < f->out->count && end - role < MEMORY && all[end].sentence - m->sentence <= reach) end++;
    for (size_t k = first; k < end; k++) {
        uint16_t code;
        uint8_t sector;
        if (all[k].kind == ACTOR_PRONOUN || all[k].kind == ACTOR_GROUP || !has_state(f, &all[k]) || !actor_resolve(f->tables, &all[k], f->day, &code, &sector)) continue;
        if (any && other != code) return NULL;
        other = code;
        any = &all[k];
        if (tells_where(f, &all[k], m)) found = &all[k];
    }
    return found;
}

void finder_lend_subject(finder *f)
{
    const actor_mention *document = subject(f);
    uint8_t firms = actor_find_sector(f->tables, RP_STR("BUS")), people = actor_find_sector(f->tables, RP_STR("CVL"));
    actor_mention *all = f->out->at;
    for (size_t k = 0; k < f->out->count; k++) {
        actor_mention *m = &all[k];
        if ((m->kind != ACTOR_ROLE && m->kind != ACTOR_PERSON) || !(m->flags & MENTION_BARE_ROLE) || finder_coded(m)) continue;
        f->sentence = m->sentence;
        f->first = f->words->sentences[m->sentence].first;
        f->end = f->first + f->words->sentences[m->sentence].count;
        if (!at_home(f, m)) continue;
        if (m->kind == ACTOR_ROLE && (m->sector == firms || m->sector == people) && m->number == 's' && m->first > f->first && finder_is(f, m->first - 1, "the")) continue;      /* "the lender": one told of */
        const actor_mention *near = around(f, k, 0), *of = near = near ? near : around(f, k, 1);
        if (!of && follows_state(f, m->sector) && m->kind == ACTOR_ROLE) of = document;
        if (!of) continue;
        m->by = near ? MENTION_BY_AROUND : MENTION_BY_SUBJECT;
        m->readings = of->readings;
        m->reading_count = of->reading_count;
    }
}
