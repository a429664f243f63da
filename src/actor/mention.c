/* actor/mention.c - names and roles; see actor/mention.h and actor/finder.h. */
#include "actor/finder.h"

#define GAP_MAX 3u          /* words that may stand between a nation and its role: "Russian [state-run] [news] agency" */

/* ---- raw matches --------------------------------------------------------------------------------------------------- */

/* Does an entry fit, and as well as any: "ILO" is the organisation and not the town of Ilo? */
static bool fits_best(const finder *f, uint32_t first, const lexicon_hit *hit, uint32_t e, uint32_t best_caps)
{
    return lexicon_fits(&hit->entries[e], finder_unit(f, first), hit->length) && hit->entries[e].caps >= best_caps;
}

/* As it, but not a second spelling ("NATO|Nato") of the row of the entry before. */
static bool fits_first(const finder *f, uint32_t first, const lexicon_hit *hit, uint32_t e, uint32_t best_caps)
{
    return fits_best(f, first, hit, e, best_caps) && !(e && hit->entries[e].row == hit->entries[e - 1].row && fits_best(f, first, hit, e - 1, best_caps));
}

/* The capitals that the entries of a name of one word ask for at most, 0 where it does not stand in capitals. */
static uint32_t best_caps(const finder *f, uint32_t first, const lexicon_hit hits[ACTOR_NAMES], uint32_t length)
{
    uint32_t best = 0;
    if (length != 1 || finder_unit(f, first)->caps != UNIT_ALL_CAPS) return 0;
    for (unsigned which = 0; which < ACTOR_NAMES; which++)
        for (uint32_t e = 0; hits[which].length == length && e < hits[which].count; e++)
            if (hits[which].entries[e].caps > best) best = hits[which].entries[e].caps;
    return best;
}

/* The readings of a match in one column, appended to those of `m` that other columns gave. False: none, or memory ended. */
static bool add_readings(finder *f, actor_mention *m, unsigned which, const lexicon_hit *hit, uint32_t caps)
{
    uint32_t total = 0, n, pieces = 0;
    const actor_reading *only = NULL;
    for (uint32_t e = 0; e < hit->count; e++) {
        if (!fits_first(f, m->first, hit, e, caps)) continue;
        const actor_reading *r = actor_readings(f->tables, which, hit->entries[e].row, &n);
        f->role_row = hit->entries[e].row;
        if (n) only = r, pieces++;
        total += n;
    }
    if (total == 0) return false;
    if (pieces == 1 && m->reading_count == 0) {
        m->readings = only;
        m->reading_count = total;
        return true;
    }
    actor_reading *all = arena_array(f->mem, (size_t)m->reading_count + total, sizeof *all);
    if (!all) {
        f->failed = true;
        return false;
    }
    if (m->reading_count) memcpy(all, m->readings, m->reading_count * sizeof *all);
    for (uint32_t e = 0; e < hit->count; e++) {
        if (!fits_first(f, m->first, hit, e, caps)) continue;
        const actor_reading *r = actor_readings(f->tables, which, hit->entries[e].row, &n);
        if (n) memcpy(all + m->reading_count, r, n * sizeof *r);
        m->reading_count += n;
    }
    m->readings = all;
    return true;
}

/* Who it is, from its readings: nobody where they are of several. */
static void set_actor(const finder *f, actor_mention *m)
{
    m->actor = m->readings[0].actor;
    for (uint32_t k = 1; k < m->reading_count; k++) if (m->readings[k].actor != m->actor) m->actor = ACTOR_NONE;
    m->kind = m->readings[0].kind;
    m->gender = m->kind == ACTOR_PERSON ? actor_gender(f->tables, m->readings[0].actor) : 0;
}

/* A name of one's own actors at unit `i`, of `least` units or more: it goes before all others. Returns its length, 0: none. */
static uint32_t own_at(finder *f, uint32_t i, uint32_t least, actor_mention *m)
{
    lexicon_hit hit;
    if (!f->own || !lexicon_match(actor_own(f->tables), 0, f->own, f->end, i, &hit) || hit.length < least) return 0;
    actor_reading *all = arena_array(f->mem, hit.count, sizeof *all);
    char number = 0;
    if (!all) {
        f->failed = true;
        return 0;
    }
    *m = (actor_mention){ .first = i, .count = hit.length, .head = i + hit.length - 1, .start = finder_unit(f, i)->start,
                          .end = finder_unit(f, i + hit.length - 1)->end, .sentence = f->sentence, .number = 's', .antecedent = { -1, -1 }, .labeller = -1, .readings = all };
    for (uint32_t e = 0; e < hit.count; e++) {
        if (!lexicon_fits(&hit.entries[e], f->own + i, hit.length)) continue;
        if (e && hit.entries[e].row == hit.entries[e - 1].row && m->reading_count) continue;       /* "NATO|Nato" */
        all[m->reading_count++] = *actor_own_reading(f->tables, hit.entries[e].row);
        number = actor_own_number(f->tables, hit.entries[e].row);
    }
    if (!m->reading_count) return 0;
    set_actor(f, m);
    if (m->kind == ACTOR_PEOPLE) m->number = 'p';
    if (number) m->number = number;
    if (m->kind == ACTOR_ROLE) m->sector = m->readings[0].sector;
    return hit.length;
}

/*
 * "Joseph Robinette Biden", "Vincent C. Siew": a person of the tables with a second name or initial between first and last that they lack. Returns the
 * units taken, 0: none.
 */
static uint32_t second_name(finder *f, uint32_t i, actor_mention *m)
{
    unit without[5];
    lexicon_hit hit;
    uint32_t middle = i + 1, n = 0, domain = actor_domain(f->tables, ACTOR_NAMES_PERSON);
    if (i + 2 >= f->end || finder_class(f, i) || finder_class(f, middle) || finder_unit(f, middle)->caps == UNIT_LOWER || finder_unit(f, i + 2)->caps == UNIT_LOWER) return 0;
    if (!is_alpha((unsigned char)finder_word(f, middle).at[0]) && (unsigned char)finder_word(f, middle).at[0] < 0x80) return 0;
    uint32_t starts = lexicon_starts(f->lexicon, finder_unit(f, i));
    if (!lexicon_starts_in(starts, domain) || lexicon_starts_in(starts, actor_domain(f->tables, ACTOR_NAMES_ROLE))) return 0;      /* "President [Ilham] Aliyev" */
    without[n++] = *finder_unit(f, i);
    for (uint32_t k = i + 2; k < f->end && n < 5; k++) without[n++] = *finder_unit(f, k);
    if (!lexicon_match(f->lexicon, domain, without, n, 0, &hit) || hit.length < 2) return 0;
    actor_mention found = { .first = i, .count = hit.length + 1, .head = i + hit.length, .start = finder_unit(f, i)->start, .end = finder_unit(f, i + hit.length)->end,
                          .sentence = f->sentence, .number = 's', .antecedent = { -1, -1 }, .labeller = -1 };
    for (uint32_t e = 0; e < hit.count && !found.reading_count; e++)
        if (lexicon_fits(&hit.entries[e], without, hit.length)) found.readings = actor_readings(f->tables, ACTOR_NAMES_PERSON, hit.entries[e].row, &found.reading_count);
    if (!found.reading_count) return 0;
    set_actor(f, &found);
    *m = found;
    return m->count;
}

/* "A.P. Sharma": initials that are a body's name elsewhere. */
static bool initials_of_name(const finder *f, const actor_mention *m)
{
    uint32_t next = mention_end(m), domain = actor_domain(f->tables, ACTOR_NAMES_PERSON), persons = domain < 32 ? 1u << domain : 0;
    rp_str word = finder_word(f, m->first);
    if (m->kind != ACTOR_ORGANISATION || m->count != 1 || next >= f->end || finder_unit(f, next)->caps != UNIT_CAPITAL || finder_class(f, next)) return false;
    return memchr(word.at, '.', word.len) && !(lexicon_starts(f->lexicon, finder_unit(f, next)) & f->domains & ~persons);
}

/*
 * The longest match at unit `i` over all phrase columns; 0: none. A role is one only where nothing else is. *nobody: the units of a name that is no
 * actor's, though part of it may be ("South China Sea", "Latin American"), else 0.
 */
static uint32_t match_at(finder *f, uint32_t i, actor_mention *m, uint32_t *nobody)
{
    lexicon_hit hits[ACTOR_NAMES];
    uint32_t length = 0;
    *nobody = 0;
    uint32_t starts = lexicon_starts(f->lexicon, finder_unit(f, i)) & f->domains;
    if (!starts) return own_at(f, i, 1, m);
    for (unsigned which = 0; which < ACTOR_NAMES; which++) {
        if (!lexicon_starts_in(starts, actor_domain(f->tables, which))) hits[which].length = 0;
        else if (!lexicon_match(f->lexicon, actor_domain(f->tables, which), f->words->at, f->end, i, &hits[which])) hits[which].length = 0;
        if (hits[which].length > length) length = hits[which].length;
    }
    uint32_t own = own_at(f, i, length ? length : 1, m);
    if (own || length == 0) return own;
    *m = (actor_mention){ .first = i, .count = length, .head = i + length - 1, .start = finder_unit(f, i)->start,
                          .end = finder_unit(f, i + length - 1)->end, .sentence = f->sentence, .number = 's', .antecedent = { -1, -1 }, .labeller = -1 };
    bool role = false;
    uint32_t caps = best_caps(f, i, hits, length);
    for (unsigned which = 0; which < ACTOR_NAMES; which++) {
        if (hits[which].length != length || (which == ACTOR_NAMES_ROLE && m->reading_count)) continue;
        role |= add_readings(f, m, which, &hits[which], caps) && which == ACTOR_NAMES_ROLE;
    }
    if (m->reading_count == 0) {
        *nobody = length;
        return 0;
    }
    set_actor(f, m);
    if (role) m->number = actor_role_number(f->tables, f->role_row);
    else if (m->kind == ACTOR_ROLE) m->number = 'p';    /* a people of several states */
    if (m->kind == ACTOR_ROLE) {
        m->sector = m->readings[0].sector;
        m->flags = MENTION_BARE_ROLE;
    }
    bool people = false, adjective = false;
    for (uint32_t k = 0; k < m->reading_count; k++) people |= m->readings[k].kind == ACTOR_PEOPLE, adjective |= m->readings[k].kind == ACTOR_ADJECTIVE;
    if (people && adjective) {      /* "an Angolan" against "Angolan oil" */
        uint32_t next = i + length;
        bool noun_behind = next < f->end && !(finder_class(f, next) & ~(unsigned)WORD_ADJECTIVE) && is_alpha((unsigned char)finder_word(f, next).at[0]);
        m->kind = noun_behind ? ACTOR_ADJECTIVE : ACTOR_PEOPLE;
    }
    if (m->kind == ACTOR_PEOPLE) m->number = 'p';
    return length;
}

/* ---- putting together ---------------------------------------------------------------------------------------------- */

static void extend(actor_mention *m, const actor_mention *behind)
{
    m->count = behind->first + behind->count - m->first;
    m->end = behind->end;
}

/* Words between `from` and `to` that may stand between a nation and its role: none that begins a phrase or clause of its own. */
static bool light_gap(const finder *f, uint32_t from, uint32_t to)
{
    if (to - from > GAP_MAX) return false;
    for (uint32_t i = from; i < to; i++) {
        uint16_t c = finder_class(f, i);
        if (c & WORD_ADJECTIVE) continue;
        if (c || finder_unit(f, i)->caps != UNIT_LOWER) return false;
        rp_str w = finder_word(f, i);
        if ((str_ends(w, RP_STR("ed")) || str_ends(w, RP_STR("ly"))) && !(i > from && finder_tied(f, i - 1))) return false;    /* as likely a verb: "Kenya asked officials" */
    }
    return true;
}

/* Does a role keep its sector whatever body it belongs to? "Hamas ministers", "party journalists", "the bank's clients" */
static bool own_sector(const finder *f, uint8_t sector)
{
    static const char *const own[] = { "LEG", "JRN", "CVL", "EDU", "JUD", "OPP" };
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) if (str_is(str_of(actor_sector(f->tables, sector)), own[k])) return true;
    return false;
}

/* Can one be a former one of it? */
static bool holds_office(const finder *f, uint8_t sector)
{
    static const char *const offices[] = { "GOV", "LEG", "MIL", "JUD", "SPY", "COP" };
    for (size_t k = 0; k < sizeof offices / sizeof *offices; k++) if (str_is(str_of(actor_sector(f->tables, sector)), offices[k])) return true;
    return false;
}

bool finder_former(const finder *f, uint32_t i)
{
    static const char *const words[] = { "former", "ex", "ousted", "deposed", "toppled", "overthrown", "erstwhile" };
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) if (i >= f->first && i < f->end && finder_is(f, i, words[k])) return true;
    return false;
}

/* A nation before a role, with its possessive between: the role takes the nation's readings. */
static bool join_role(finder *f, actor_mention *nation_mention, const actor_mention *role)
{
    uint32_t from = nation_mention->first + nation_mention->count, to = role->first;
    bool possessive = from < to && (finder_class(f, from) & WORD_POSSESSIVE);
    bool body = nation_mention->kind == ACTOR_ORGANISATION || nation_mention->kind == ACTOR_METONYM;      /* "FSB agents", "Kremlin spokesman" */
    if (!finder_nation(nation_mention) && !body) return false;
    if (nation_mention->kind == ACTOR_PEOPLE && !possessive && from != to && nation_mention->readings[0].kind == ACTOR_PEOPLE) return false;
    if (!possessive && nation_mention->kind != ACTOR_ADJECTIVE && nation_mention->kind != ACTOR_PEOPLE && from != to) return false;
    if (!light_gap(f, from + possessive, to)) return false;
    nation_mention->flags &= (uint16_t)~MENTION_BARE_ROLE;
    for (uint32_t i = from; i < to; i++)
        if (finder_former(f, i)) nation_mention->flags |= MENTION_FORMER;
    uint32_t i = nation_mention->first;
    if (nation_mention->kind == ACTOR_ADJECTIVE && i > f->first && holds_office(f, role->sector) && finder_former(f, i - 1))
        nation_mention->flags |= MENTION_FORMER;        /* "a former Kenyan minister" */
    nation_mention->kind = ACTOR_ROLE;
    nation_mention->by = MENTION_BY_NATION;
    nation_mention->actor = ACTOR_NONE;
    if (!body || nation_mention->readings[0].sector == ACTOR_NONE || own_sector(f, role->sector)) nation_mention->sector = role->sector;
    nation_mention->number = role->number;
    nation_mention->head = role->head;
    extend(nation_mention, role);
    return true;
}

/* Does one reading of a body or person belong to the nation? */
static bool among(const actor_mention *body, const actor_mention *nation)
{
    for (uint32_t i = 0; i < body->reading_count; i++)
        for (uint32_t k = 0; k < nation->reading_count; k++) if (body->readings[i].code == nation->readings[k].code) return true;
    return false;
}

/* Is it a word for several states of the same day: "Congolese"? */
static bool homonym(const finder *f, const actor_mention *m)
{
    const actor_reading *then = NULL;
    for (uint32_t k = 0; k < m->reading_count; k++) {
        const actor_reading *r = &m->readings[k];
        if ((r->kind != ACTOR_STATE && r->kind != ACTOR_ADJECTIVE && r->kind != ACTOR_PEOPLE) || f->day < r->from || f->day > r->to) continue;
        if (then && then->code != r->code) return true;
        then = r;
    }
    return false;
}

/* A role before the name of who holds it. The role's own state wins; with none the person's is taken. */
static bool join_person(const finder *f, actor_mention *role, const actor_mention *person)
{
    uint32_t from = role->first + role->count;
    if (role->kind == ACTOR_ADJECTIVE) {
        if (from != person->first) return false;
    } else if (role->kind != ACTOR_ROLE || from != person->first) {
        return false;
    }
    uint8_t sector = role->kind == ACTOR_ROLE ? role->sector : ACTOR_NONE;
    bool bare = role->flags & MENTION_BARE_ROLE, former = role->flags & MENTION_FORMER;
    actor_mention joined = *role;
    joined.kind = ACTOR_PERSON;
    joined.by = MENTION_BY_ROLE;
    joined.sector = sector;
    joined.gender = person->gender;
    joined.number = 's';
    joined.head = person->head;
    joined.actor = person->actor;
    joined.flags &= (uint16_t)~MENTION_BARE_ROLE;
    if (bare || role->kind != ACTOR_ROLE || (homonym(f, role) && among(person, role))) joined.readings = person->readings, joined.reading_count = person->reading_count;
    if (former) joined.flags |= MENTION_FORMER;
    extend(&joined, person);
    *role = joined;
    return true;
}

bool finder_leads_body(const finder *f, const actor_mention *role, bool body)
{
    static const char *const leading[] = { "head", "chief", "director", "spokesman", "spokeswoman", "spokesperson", "commander", "official", "officials",
        "representative", "representatives", "officer", "officers", "member", "members", "boss", "chairman", "chairwoman", "deputy", "leader", "leaders",
        "fighters", "founder", "owner", "manager", "editor", "executive", "chair", "agent", "agents", "operative", "operatives", "employee", "employees" };
    static const char *const firm[] = { "president", "secretary" };      /* of a firm or union, not of a state */
    for (size_t k = 0; body && k < sizeof firm / sizeof *firm; k++) if (finder_is(f, role->head, firm[k])) return true;
    for (size_t k = 0; k < sizeof leading / sizeof *leading; k++) if (finder_is(f, role->head, leading[k])) return true;
    return false;
}

/* Those sent to a state are not its own: "the ambassador in Berlin", "recalled the envoy from Rome". */
bool finder_sent_abroad(const finder *f, const actor_mention *role)
{
    static const char *const sent[] = { "ambassador", "ambassadors", "envoy", "envoys", "consul", "consuls", "embassy", "embassies", "consulate", "consulates",
                                        "legation", "legations", "diplomat", "diplomats", "attache", "attaché", "chargé", "charge", "mission", "delegation" };
    for (size_t k = 0; k < sizeof sent / sizeof *sent; k++) if (finder_is(f, role->head, sent[k])) return true;
    bool resident = finder_is(f, role->head, "resident") && role->head > f->first && finder_is(f, role->head - 1, "minister");
    return resident || finder_is(f, role->head, "affaires") || finder_is(f, role->head, "plenipotentiary");
}

/* "Its last soldiers": whose it is stands before it. */
static bool owned_role(const finder *f, const actor_mention *role)
{
    static const char *const owners[] = { "its", "his", "her", "their" };
    for (uint32_t i = role->first; i-- > f->first && role->first - i <= 3 && !(finder_class(f, i) & (WORD_PUNCT | WORD_PREPOSITION));)
        for (size_t k = 0; k < sizeof owners / sizeof *owners; k++) if (finder_is(f, i, owners[k])) return true;
    return false;
}

/* "Ferdinand I", "Pius XII" */
static bool numeral(const finder *f, uint32_t i)
{
    rp_str word = finder_word(f, i);
    for (size_t k = 0; k < word.len; k++) if (!memchr("IVX", word.at[k], 3)) return false;
    return word.len > 0 && word.len < 6;
}

/* "president of Kenya", "officials in Baku", "Aliyev of Azerbaijan": the state behind tells whose they are. */
static bool join_of(finder *f, actor_mention *role, const actor_mention *state)
{
    uint32_t at = role->first + role->count;
    if (role->kind == ACTOR_PERSON && numeral(f, at)) at++;
    bool of = finder_is(f, at, "of"), in = finder_is(f, at, "in") || finder_is(f, at, "from") || finder_is(f, at, "for");
    bool bare = role->kind == ACTOR_ROLE && (role->flags & MENTION_BARE_ROLE);
    if (in && (finder_sent_abroad(f, role) || owned_role(f, role))) return false;
    bool office = role->kind == ACTOR_METONYM;      /* "the Foreign Office of Estonia" is not London's */
    if (!(of && (bare || office || role->kind == ACTOR_PERSON)) && !(in && bare)) return false;
    at++;
    if (finder_is(f, at, "the")) at++;
    if (at + 1 == state->first && finder_unit(f, at)->caps == UNIT_LOWER) at++;     /* "in northern Mali" */
    bool body = state->kind == ACTOR_ORGANISATION || state->kind == ACTOR_METONYM || (state->kind == ACTOR_ROLE && finder_coded(state));
    if (at != state->first || (!finder_land(state) && !body)) return false;
    if (state->kind == ACTOR_ORGANISATION && finder_is(f, mention_end(role), "in")) return false;       /* "gunmen in a Toyota" */
    if (state->kind == ACTOR_CAPITAL && !finder_seat_of_state(f, state) && !str_is(str_of(actor_sector(f->tables, role->sector)), "GOV")) return false;
    if (state->kind == ACTOR_ROLE && !(of && finder_leads_body(f, role, false))) return false;
    if (role->kind == ACTOR_PERSON && state->kind != ACTOR_STATE) return false;
    if (office) {
        role->sector = role->readings[0].sector;
        role->kind = ACTOR_ROLE;
    }
    if (body && finder_leads_body(f, role, state->kind == ACTOR_ORGANISATION)) role->sector = state->sector ? state->sector : state->readings[0].sector ? ACTOR_NONE : role->sector;
    bool known = role->kind == ACTOR_PERSON && role->actor != ACTOR_NONE && finder_coded(role) && among(role, state);      /* "King Hussein of Jordan" */
    role->flags &= (uint16_t)~MENTION_BARE_ROLE;
    if (!known) {
        role->readings = state->readings;
        role->reading_count = state->reading_count;
        role->by = MENTION_BY_OF;
    }
    extend(role, state);
    return true;
}

/* A word that many states name a body of theirs by, at the end of its name: "Security Council", "Supreme Court". */
static bool common_body(const finder *f, const actor_mention *m)
{
    static const char *const bodies[] = { "council", "assembly", "court", "tribunal", "commission", "committee", "ministers", "ministry", "parliament", "senate", "congress",
        "service", "forces", "force", "army", "navy", "guard", "guards", "police", "board", "authority", "agency", "bank", "office", "directorate", "bureau",
        "administration", "procuratorate", "judiciary", "university", "academy", "institute", "brigade", "fleet", "command", "staff", "justice" };
    for (uint32_t i = m->first; i < mention_end(m) && !finder_is(f, i, "of") && !finder_is(f, i, "for"); i++)
        if (i + 1 == mention_end(m) || finder_is(f, i + 1, "of") || finder_is(f, i + 1, "for"))
            for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++) if (finder_is(f, i, bodies[k])) return true;
    return false;
}

/* May every state have a body of this name? "Germany's Constitutional Court", "the United Democratic Forces of Bulgaria"; never "Kenya's BBC". */
static bool of_any_state(const finder *f, const actor_mention *m)
{
    rp_str kind = actor_organisation_kind(f->tables, m->readings[0].actor);
    if (m->kind == ACTOR_METONYM) return m->count > 1 && common_body(f, m);
    if (m->kind != ACTOR_ORGANISATION || m->count < 2) return false;
    return str_is(kind, "party") || str_is(kind, "court") || common_body(f, m);
}

/* The sector of a body of that name in any state. */
static uint8_t body_sector(const finder *f, const actor_mention *m)
{
    static const struct { const char *word, *sector; } of[] = { { "assembly", "LEG" }, { "court", "JUD" }, { "tribunal", "JUD" }, { "university", "EDU" } };
    uint8_t sector = m->sector ? m->sector : m->readings[0].sector;
    for (uint32_t i = m->first; !sector && i < mention_end(m); i++)
        for (size_t k = 0; k < sizeof of / sizeof *of; k++) if (finder_is(f, i, of[k].word)) sector = actor_find_sector(f->tables, str_of(of[k].sector));
    return sector ? sector : actor_find_sector(f->tables, RP_STR("GOV"));
}

/* `body` is the nation's, and not whose the tables say. */
static void give_body(const finder *f, actor_mention *body, const actor_mention *nation)
{
    body->sector = body_sector(f, body);
    body->readings = nation->readings;
    body->reading_count = nation->reading_count;
    body->actor = ACTOR_NONE;
    body->kind = ACTOR_METONYM;
    body->by = MENTION_BY_NATION;
}

/* "Kazakhstan's Security Council", "the Bulgarian Constitutional Court": the nation before a name that every state may have. */
static bool join_body(finder *f, actor_mention *nation, const actor_mention *body)
{
    uint32_t from = mention_end(nation);
    bool possessive = from < body->first && (finder_class(f, from) & WORD_POSSESSIVE);
    if (nation->kind != ACTOR_ADJECTIVE && !(possessive && (nation->kind == ACTOR_STATE || nation->kind == ACTOR_CAPITAL))) return false;
    if (from + possessive != body->first || !finder_coded(nation) || !finder_coded(body) || !of_any_state(f, body) || among(body, nation)) return false;
    actor_mention joined = *body;
    give_body(f, &joined, nation);
    joined.first = nation->first;
    joined.count = mention_end(body) - nation->first;
    joined.start = nation->start;
    *nation = joined;
    return true;
}

/* "The Open University of Israel": the state behind it. */
static bool join_body_of(finder *f, actor_mention *body, const actor_mention *state)
{
    uint32_t at = mention_end(body);
    if (!finder_is(f, at, "of") || state->kind != ACTOR_STATE || !finder_coded(state) || !finder_coded(body) || !of_any_state(f, body)) return false;
    at += 1u + finder_is(f, at + 1, "the");
    if (at != state->first || among(body, state)) return false;
    give_body(f, body, state);
    extend(body, state);
    return true;
}

/* Names its holder by the last name from here on. */
static void learn_name(finder *f, uint32_t last, const actor_mention *m)
{
    f->names[f->name_count++ % KNOWN_NAMES] = (known_name){ .last = finder_word(f, last), .readings = m->readings, .reading_count = m->reading_count,
        .sector = m->label != ACTOR_NONE ? ACTOR_NONE : m->sector, .label = m->label, .labeller = m->labeller };
}

/* How many capitalised words that nothing else explains stand from unit `i` on. */
static uint32_t name_length(const finder *f, uint32_t i)
{
    uint32_t n = 0;
    while (i + n < f->end && n < 5 && finder_unit(f, i + n)->caps == UNIT_CAPITAL && !finder_class(f, i + n) && is_alpha((unsigned char)finder_word(f, i + n).at[0])) n++;
    return n;
}

/* "Embassy Kabul", "Consulate General Belize": what stands behind it is where it is. */
static bool mission(const finder *f, uint32_t i)
{
    if (i > f->first && finder_is(f, i, "General")) i--;
    return finder_unit(f, i)->caps == UNIT_CAPITAL && (kinds_of(f->phrases.trees->in.kinds, finder_unit(f, i)->word) & KIND_MISSION);
}

/* Names the tables lack: capitalised words right behind a role or nationality belong to it ("Governor Wanjiru Maina"). */
static void take_names(finder *f, actor_mention *m)
{
    static const char *const ships[] = { "HMS", "USS", "HMAS", "HMCS", "HMNZS" };
    for (size_t k = 0; m->kind == ACTOR_METONYM && m->count == 1 && k < sizeof ships / sizeof *ships; k++)
        if (finder_is(f, m->first, ships[k])) {
            m->count += name_length(f, mention_end(m));
            m->head = mention_end(m) - 1;
            m->end = finder_unit(f, m->head)->end;
        }
    if (m->kind != ACTOR_ROLE || m->number != 's') return;
    if (mission(f, m->head)) return;
    uint32_t i = m->first + m->count;
    while (i < f->end && i - m->first < 12 && finder_unit(f, i)->caps == UNIT_CAPITAL && !finder_class(f, i) && is_alpha((unsigned char)finder_word(f, i).at[0])) i++;
    if (i == m->first + m->count) return;
    m->count = i - m->first;
    m->end = finder_unit(f, i - 1)->end;
    m->kind = ACTOR_PERSON;
    m->head = i - 1;
    if (m->reading_count) learn_name(f, i - 1, m);
}

/* "the head of the party, Wanjiru Maina, said", "Wanjiru Maina, head of the party, said": the name beside a role in commas is its holder's. */
static void learn_apposed(finder *f, const actor_mention *m)
{
    if (m->kind != ACTOR_ROLE || m->number != 's' || !m->reading_count || (m->flags & MENTION_BARE_ROLE)) return;
    uint32_t behind = mention_end(m), n = 0, last = 0;
    if (finder_is(f, behind, "of") || finder_is(f, behind, "in")) {      /* "the head of the diaspora of the Osh region, …" */
        uint32_t comma = behind;
        while (comma < f->end && comma < behind + 8 && !finder_is(f, comma, ",")) comma++;
        behind = comma;
    }
    if (finder_is(f, behind, ",") && (n = name_length(f, behind + 1)) >= 2 && (finder_class(f, behind + 1 + n) & WORD_PUNCT)) last = behind + n;
    uint32_t before = m->first;
    while (before > f->first && (finder_class(f, before - 1) & (WORD_DETERMINER | WORD_ADJECTIVE))) before--;
    if (!last && before > f->first + 2 && finder_is(f, before - 1, ",")) {
        uint32_t i = before - 1;
        while (i > f->first && finder_unit(f, i - 1)->caps == UNIT_CAPITAL && !finder_class(f, i - 1)) i--;
        if (before - 1 - i >= 2 && finder_is(f, behind, ",")) last = before - 2;
    }
    if (last) learn_name(f, last, m);
}

/*
 * "Two Kenyan generals: Wanjiru Maina (on 2 July) and Otieno Odhiambo", "…, among them A and B": the names listed behind a role in the plural are
 * those of its holders.
 */
static void learn_listed(finder *f, const actor_mention *m)
{
    if (m->kind != ACTOR_ROLE || m->number != 'p' || !m->reading_count || (m->flags & MENTION_BARE_ROLE)) return;
    uint32_t i = mention_end(m), near = i + 12 < f->end ? i + 12 : f->end;
    while (i < near && !finder_is(f, i, ":") && !finder_is(f, i, "including") && !finder_is(f, i, "namely") && !finder_is(f, i, "among")) i++;
    if (i >= near) return;
    if (finder_is(f, i, "among")) i++;
    for (uint32_t k = 0, depth = 0; ++i < f->end && k < 4;) {
        if (finder_is(f, i, "(")) depth++;
        else if (finder_is(f, i, ")")) depth = 0;
        if (depth || !name_length(f, i)) {
            bool list = depth || (finder_class(f, i) & WORD_PUNCT) || finder_is(f, i, "and");
            if (!list || finder_is(f, i, ".") || finder_is(f, i, ";")) return;
            continue;
        }
        uint32_t n = name_length(f, i);
        if (n < 2) return;
        learn_name(f, i + n - 1, m);
        i += n - 1;
        k++;
    }
}

#define SPELT_ALIKE 2u      /* letters in which two spellings of one given name differ, at most */

#define GIVEN_MOST 30u      /* bytes of the longest given name that is compared */

/* The edits between two words, in bytes, the case of ASCII letters aside (Levenshtein 1966); more than SPELT_ALIKE for what is too long. */
static unsigned letters_apart(rp_str a, rp_str b)
{
    unsigned row[GIVEN_MOST + 1];
    if (a.len > GIVEN_MOST || b.len > GIVEN_MOST) return SPELT_ALIKE + 1;
    for (unsigned k = 0; k <= b.len; k++) row[k] = k;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned corner = row[0];
        row[0] = i;
        for (unsigned k = 1; k <= b.len; k++) {
            unsigned swap = corner + ((a.at[i - 1] | 32) != (b.at[k - 1] | 32)), above = row[k] + 1, left = row[k - 1] + 1;
            corner = row[k];
            row[k] = swap < above ? swap < left ? swap : left : above < left ? above : left;
        }
    }
    return row[b.len];
}

bool finder_same_given(const finder *f, uint32_t i, const actor_mention *m)
{
    rp_str given = finder_word(f, i), names = actor_person_names(f->tables, m->actor), name;
    if (given.len < 4) return false;
    while (names.len && str_split(&names, '|', &name)) {
        rp_str word;
        while (name.len && str_split(&name, ' ', &word)) {
            bool last = name.len == 0, alike = word.len > 3 && (word.at[0] | 32) == (given.at[0] | 32);
            if (!last && alike && letters_apart(word, given) <= (given.len > 5 ? SPELT_ALIKE : 1u)) return true;
        }
    }
    return false;
}

bool finder_courtesy(const finder *f, uint32_t i)
{
    static const char *const forms[] = { "Mr", "Mrs", "Ms", "Miss", "Dr", "M", "MM", "Mme", "Herr", "Frau", "Signor", "Senor", "Señor", "Señora", "Sir", "Lord", "Lady",
                                         "Baron", "Count", "Prince", "Marquis", "Comrade", "Prof", "Professor", "Mynheer", "Messrs" };
    if (finder_is(f, i, ".") && i > f->first) i--;
    rp_str word = finder_word(f, i);
    if (word.len > 1 && word.at[word.len - 1] == '.') word.len--;
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) if (str_is(word, forms[k])) return true;
    return false;
}

#define INITIALS 6u         /* units of initials and stops that may stand between a first and a last name */

/* Is unit `i` what has names of its own, of people often? */
static bool thing(const finder *f, uint32_t i)
{
    static const char *const things[] = { "newspaper", "daily", "weekly", "magazine", "journal", "cruiser", "destroyer", "gunboat", "battleship", "ship", "frigate", "warship",
                                          "submarine", "carrier", "tanker", "ferry", "steamer", "vessel", "yacht", "hurricane", "typhoon", "cyclone", "storm", "operation" };
    for (size_t k = 0; k < sizeof things / sizeof *things; k++) if (finder_is(f, i, things[k])) return true;
    return false;
}

/* A last name of the tables behind another's first name: "Ramil Aliyev" is not the president. */
static bool other_person(const finder *f, const actor_mention *m)
{
    uint32_t i = m->first;
    if (m->kind != ACTOR_PERSON || m->count > 1 || i == f->first) return false;
    if (thing(f, i - 1)) return true;       /* "the newspaper Salam", "the cruiser Hoover" */
    if (i == f->first + 1) return false;
    const actor_mention *before = finder_last(f);
    if (before && before->sentence == f->sentence && before->first + before->count == i) return false;     /* a role or nation stands before it */
    uint32_t k = i - 1, least = i > f->first + INITIALS ? i - INITIALS : f->first;
    while (k > least && (finder_is(f, k, ".") || (finder_word(f, k).len <= 2 && finder_unit(f, k)->caps != UNIT_LOWER))) k--;      /* "Donald R. Heath" */
    bool named = finder_unit(f, k)->caps == UNIT_CAPITAL && !finder_class(f, k) && finder_word(f, k).len > 2 && is_alpha((unsigned char)finder_word(f, k).at[0]);
    return named && !finder_courtesy(f, k) && !(m->actor && finder_same_given(f, k, m));
}

/* One of those learned, named again by the last name, with or without others before it; returns the units taken. */
static uint32_t known_at(const finder *f, uint32_t i, actor_mention *m)
{
    uint32_t end = i;
    while (end < f->end && end - i < 4 && finder_unit(f, end)->caps == UNIT_CAPITAL && !finder_class(f, end)) end++;
    for (uint32_t k = 0; end > i && k < f->name_count && k < KNOWN_NAMES; k++) {
        const known_name *n = &f->names[(f->name_count - 1 - k) % KNOWN_NAMES];     /* the last one told first */
        if (n->last.len < (n->actor ? 3u : 4u) || !str_eq(n->last, finder_word(f, end - 1))) continue;
        if (n->actor && end - i > 1 && !str_eq(n->given, finder_word(f, end - 2))) continue;     /* one of his family */
        *m = (actor_mention){ .first = i, .count = end - i, .head = end - 1, .start = finder_unit(f, i)->start, .end = finder_unit(f, end - 1)->end, .sentence = f->sentence,
                              .number = 's', .antecedent = { -1, -1 }, .labeller = -1, .kind = ACTOR_PERSON, .by = MENTION_BY_KNOWN, .readings = n->readings, .reading_count = n->reading_count, .sector = n->sector, .label = n->label };
        m->labeller = n->labeller;
        m->actor = n->actor;
        m->gender = n->gender;
        if (n->actor && other_person(f, m)) return 0;
        return end - i;
    }
    return 0;
}

/* Can it be people who live in another state than their own: "Kenyans", "Kenyan refugees", "Kenyan workers"? */
static bool lives_there(const finder *f, const actor_mention *m)
{
    static const char *const sectors[] = { "CVL", "REF", "LAB", "EDU", "AGR", "SOC" };
    for (size_t k = 0; k < sizeof sectors / sizeof *sectors; k++) if (m->sector && str_is(str_of(actor_sector(f->tables, m->sector)), sectors[k])) return true;
    return m->kind == ACTOR_PEOPLE;
}

/* People of one nation in another state: "Kenyans in Uganda", "Kenyans living in northern Uganda", "the Kenyan diaspora of Uganda". */
static void take_residence(finder *f, actor_mention *people, const actor_mention *state)
{
    static const char *const living[] = { "living", "residing", "resident", "residents", "working", "based", "settled", "born", "studying", "here" };
    uint32_t at = people->first + people->count;
    bool named = people->kind == ACTOR_ADJECTIVE && people->first > f->first && finder_is(f, people->first - 1, "the");      /* "the Chinese in Paris" */
    if (!(named || lives_there(f, people)) || !finder_land(state) || (people->flags & MENTION_BARE_ROLE) || people->residence) return;
    for (size_t k = 0; k < sizeof living / sizeof *living; k++) if (finder_is(f, at, living[k])) {
        uint32_t in = ++at;     /* "working [on a building site] in Moscow" */
        while (in < at + 6 && finder_unit(f, in)->caps == UNIT_LOWER && !(finder_class(f, in) & WORD_PUNCT) && !finder_is(f, in, "in") && in + 1 < state->first) in++;
        if (finder_is(f, in, "in")) at = in;
        break;
    }
    if (!finder_is(f, at, "in") && !finder_is(f, at, "of") && !finder_is(f, at, "across") && !finder_is(f, at, "throughout") && !finder_is(f, at, "from")) return;
    if (finder_is(f, at, "from") && people->kind != ACTOR_ROLE) return;
    at++;
    while (at < state->first && finder_unit(f, at)->caps == UNIT_LOWER && at < people->first + people->count + 5 && !(finder_class(f, at) & WORD_PUNCT)) at++;
    if (at != state->first) return;
    people->residence = state->readings;
    people->residence_count = state->reading_count;
    if (named) {
        people->kind = ACTOR_PEOPLE;
        people->number = 'p';
        people->sector = actor_find_sector(f->tables, RP_STR("CVL"));
    }
}

/*
 * "In St. Petersburg, Florida, …", "near Tripoli, Lebanon.": the state behind a town in commas is whose it is. Of Atlanta, Georgia, it is the other way
 * round: both are of the state of the town.
 */
static void place_in(const finder *f, actor_mention *town, actor_mention *state)
{
    uint32_t at = mention_end(town), end = mention_end(state);
    bool of_role = town->kind == ACTOR_ROLE && town->by == MENTION_BY_OF && finder_coded(town);     /* "soldiers in Tripoli" */
    bool place = (town->kind == ACTOR_LOCALITY || town->kind == ACTOR_CAPITAL || (of_role && town->readings[0].kind != ACTOR_STATE))
              && (state->kind == ACTOR_STATE || state->kind == ACTOR_LOCALITY);
    bool closed = finder_is(f, end, ",") || finder_is(f, end, ".") || end >= f->end || finder_is(f, end, ")");
    if (!place || at + 1 != state->first || !finder_is(f, at, ",") || !closed || among(town, state)) return;
    bool behind = !of_role && town->first > f->first && (finder_class(f, town->first - 1) & WORD_PREPOSITION) && !finder_is(f, town->first - 1, "between");
    if (!of_role && !behind) return;
    actor_mention *to = finder_is(f, state->head, "Georgia") ? state : town, *from = to == state ? town : state;
    to->readings = from->readings;
    to->reading_count = from->reading_count;
    if (to->kind == ACTOR_ROLE) return;
    to->actor = from->actor;
    to->kind = ACTOR_LOCALITY;
}

static bool join(finder *f, actor_mention *before, actor_mention *m)
{
    if (!before || before->sentence != m->sentence) return false;
    place_in(f, before, m);
    if (m->kind == ACTOR_ROLE && (m->flags & MENTION_BARE_ROLE)) {
        if (join_role(f, before, m)) return true;
        if (before->kind == ACTOR_ROLE && before->first + before->count == m->first) {      /* "defence ministry spokesman" */
            before->sector = m->sector;
            before->number = m->number;
            before->head = m->head;
            extend(before, m);
            return true;
        }
    }
    if (m->kind == ACTOR_PERSON && join_person(f, before, m)) return true;
    if (join_body(f, before, m) || join_body_of(f, before, m)) return true;
    return join_of(f, before, m);
}

/* "The head of [Turkish intelligence]": what was joined last may be whose the role before it is. */
static void join_again(finder *f)
{
    if (f->out->count < 2) return;
    actor_mention *last = finder_last(f), *before = last - 1;
    if (before->sentence != last->sentence || before->kind != ACTOR_ROLE || !(before->flags & MENTION_BARE_ROLE) || last->kind != ACTOR_ROLE) return;
    if (join_of(f, before, last)) f->out->count--;
}

/* Where a mention stands: after a preposition, before a possessive, as a modifier. */
static void place(finder *f, actor_mention *m)
{
    uint32_t i = m->first;
    while (i > f->first && (finder_class(f, i - 1) & (WORD_DETERMINER | WORD_ADJECTIVE | WORD_QUANTITY)) && !(finder_class(f, i - 1) & WORD_PREPOSITION)) i--;
    bool plain = i > f->first + 1 && !finder_class(f, i - 1) && finder_unit(f, i - 1)->caps == UNIT_LOWER && !(finder_class(f, i - 2) & WORD_SUBORDINATOR);
    if (finder_land(m) && plain && (finder_class(f, i - 2) & WORD_PREPOSITION) && !finder_is(f, i - 2, "by")) i--;      /* "in northern Mali" */
    if (i > f->first + 1 && finder_is(f, i - 1, "of") && (finder_class(f, i - 2) & WORD_QUANTITY)) i -= 2;     /* "hundreds of protesters" */
    bool clause = finder_class(f, i - 1) & WORD_SUBORDINATOR;       /* "after the rebels attacked" */
    if (i > f->first && (finder_class(f, i - 1) & WORD_PREPOSITION) && !clause) {
        static const char *const places[] = { "in", "at", "near", "from", "to", "around", "outside", "inside", "within", "across", "into", "through",
                                              "toward", "towards" };
        m->flags |= MENTION_INNER;
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            if (finder_is(f, i - 1, places[k]) && finder_land(m)) m->flags |= MENTION_PLACE;
    }
    if (finder_land(m) && m->first > f->first && mission(f, m->first - 1)) m->flags |= MENTION_PLACE;
    /* "near Aktau, Kazakhstan": a state that tells where a place lies */
    if ((m->kind == ACTOR_STATE) && i > f->first + 2 && finder_is(f, i - 1, ",") && finder_unit(f, i - 2)->caps == UNIT_CAPITAL
        && (finder_class(f, i - 3) & WORD_PREPOSITION)) m->flags |= MENTION_INNER | MENTION_PLACE;
    uint32_t next = m->first + m->count;
    uint16_t behind = finder_class(f, next);
    if (behind & WORD_POSSESSIVE) m->flags |= MENTION_POSSESSIVE | MENTION_MODIFIER;
    if (m->kind == ACTOR_ADJECTIVE && next < f->end && !(behind & ~(unsigned)WORD_ADJECTIVE)) m->flags |= MENTION_MODIFIER;
    if (finder_land(m) && finder_tied(f, next - 1)) m->flags |= MENTION_MODIFIER;
}

/* Keep only the readings of one actor, or where `actor` is none those with this code. */
static void keep(finder *f, actor_mention *m, uint32_t actor, uint16_t code)
{
    actor_reading *kept = arena_array(f->mem, (size_t)m->reading_count + 1, sizeof *kept);
    uint32_t n = 0;
    if (!kept) {
        f->failed = true;
        return;
    }
    for (uint32_t r = 0; r < m->reading_count; r++) {
        const actor_reading *one = &m->readings[r];
        if (actor ? one->actor == actor : one->code == code) kept[n++] = *one;
    }
    m->readings = kept;
    m->reading_count = n;
    set_actor(f, m);
}

/* Is it the name of a person, body or place that several bear? States that bore a name in turn are told apart by the day alone. */
static bool ambiguous(const actor_mention *m)
{
    return m->reading_count && m->actor == ACTOR_NONE && m->by == MENTION_BY_NAME && (m->kind == ACTOR_PERSON || m->kind == ACTOR_ORGANISATION || m->kind == ACTOR_LOCALITY);
}

/* Does it tell whose the text is about? Not what is open itself, nor what only stands for another. */
static bool tells_state(const actor_mention *m)
{
    if (!finder_coded(m) || m->kind == ACTOR_PRONOUN || m->kind == ACTOR_GROUP) return false;
    for (uint32_t r = 1; r < m->reading_count; r++) if (m->readings[r].code != m->readings[0].code) return false;
    return true;
}

/* Did those who bear a name do so one after the other? */
static bool in_turn(const actor_mention *m)
{
    for (uint32_t i = 0; i < m->reading_count; i++)
        for (uint32_t k = i + 1; k < m->reading_count; k++)
            if (m->readings[i].from < m->readings[k].to && m->readings[k].from < m->readings[i].to) return false;
    return true;
}

/*
 * A name that several bear is the one of them who was named before by a name of his own; else one of the state that was named last, of those whose
 * they are. Where neither tells, all stay, and the day decides.
 */
static void narrow(finder *f, actor_mention *m)
{
    const actor_mention *all = f->out->at;
    if (homonym(f, m)) {        /* of the state that bears no such name beside it, or of him who holds an office of it */
        for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < LONG_MEMORY; seen++)
            for (uint32_t r = 0; (all[k].kind == ACTOR_STATE || all[k].kind == ACTOR_PERSON) && tells_state(&all[k]) && r < m->reading_count; r++) {
                if (all[k].readings[0].code != m->readings[r].code) continue;
                keep(f, m, ACTOR_NONE, m->readings[r].code);
                return;
            }
        return;
    }
    if (!ambiguous(m) || (m->kind == ACTOR_LOCALITY && in_turn(m))) return;
    const actor_mention *before = finder_last(f);
    bool beside = before && before->sentence == f->sentence && finder_nation(before) && finder_coded(before) && m->first - mention_end(before) <= (finder_class(f, mention_end(before)) & WORD_POSSESSIVE ? 1u : 0u);
    for (uint32_t r = 0; beside && r < m->reading_count; r++) {     /* "Poland's Border Guard" */
        if (m->readings[r].code != before->readings[0].code) continue;
        keep(f, m, ACTOR_NONE, m->readings[r].code);
        return;
    }
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < LONG_MEMORY; seen++)
        for (uint32_t r = 0; all[k].actor && r < m->reading_count; r++) {
            if (m->readings[r].actor != all[k].actor) continue;
            keep(f, m, all[k].actor, ACTOR_NONE);
            return;
        }
    bool states = false;
    for (uint32_t r = 1; r < m->reading_count; r++) states |= m->readings[r].code != m->readings[0].code;
    for (size_t k = f->out->count, seen = 0; states && k-- > 0 && seen < LONG_MEMORY; seen++)
        for (uint32_t r = 0; tells_state(&all[k]) && r < m->reading_count; r++) {
            if (all[k].readings[0].code != m->readings[r].code) continue;
            keep(f, m, ACTOR_NONE, m->readings[r].code);
            return;
        }
}

/* And if nothing before it tells, what stands behind it in its sentence may: "Labour won, and [a prime minister] …". */
static void narrow_ahead(finder *f, actor_mention *m, const actor_mention *end)
{
    if (!ambiguous(m)) return;
    for (const actor_mention *next = m + 1; next < end && next <= m + MEMORY; next++)
        for (uint32_t r = 0; tells_state(next) && r < m->reading_count; r++) {
            if (next->readings[0].code != m->readings[r].code) continue;
            keep(f, m, ACTOR_NONE, m->readings[r].code);
            return;
        }
}

/* Does the name that ends at byte `end` end with this word? */
static bool ends_with(const finder *f, uint32_t end, rp_str last)
{
    return end <= last.len ? false : str_eq(str_sub(f->text, end - (uint32_t)last.len, end), last);
}

/*
 * A last name that stands alone is that of whom the text named in full before, the tables know him or not: "M. K. Stalin … Stalin". False: of one they
 * do not know.
 */
static bool told_before(const finder *f, actor_mention *m)
{
    const actor_mention *all = f->out->at, *known = NULL;
    const actor_unknown *unknown = f->unknown.at;
    rp_str last = finder_word(f, m->first);
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < LONG_MEMORY && !known; seen++)
        if (all[k].kind == ACTOR_PERSON && all[k].count > 1 && str_eq(finder_word_at(f, all[k].head), last)) known = &all[k];
    for (size_t k = f->unknown.count, seen = 0; k-- > 0 && seen < KNOWN_NAMES; seen++) {
        if (known && unknown[k].start < known->start) break;
        if (unknown[k].person && unknown[k].end - unknown[k].start > last.len + 1 && ends_with(f, unknown[k].end, last)) return false;
    }
    if (known && known->actor != m->actor && known->reading_count && known->by == MENTION_BY_NAME) {
        m->readings = known->readings;
        m->reading_count = known->reading_count;
        m->actor = known->actor;
        m->gender = known->gender;
    }
    return true;
}

#define ABOUT 366       /* days before and behind his time that one is named as who leads the state */

/* The reading by which the person leads a state on the day of the document, or did so within a year. NULL: none. */
static const actor_reading *leading(const finder *f, uint32_t person)
{
    uint32_t n;
    const actor_reading *all = actor_readings(f->tables, ACTOR_NAMES_PERSON, person - 1, &n);
    for (uint32_t r = 0; r < n; r++)
        if (all[r].rank == RANK_HEAD && (int64_t)f->day >= (int64_t)all[r].from - ABOUT && (int64_t)f->day <= (int64_t)all[r].to + ABOUT) return &all[r];
    return NULL;
}

/* Does one of those who bear the name hold an office about that day? */
static bool in_office(const finder *f, const actor_mention *m)
{
    for (uint32_t r = 0; r < m->reading_count; r++)
        if ((int64_t)f->day >= (int64_t)m->readings[r].from - ABOUT && (int64_t)f->day <= (int64_t)m->readings[r].to + ABOUT) return true;
    return false;
}

/* Is unit `i` one that stands within names? */
static bool within_name(const finder *f, uint32_t i)
{
    static const char *const small[] = { "de", "da", "do", "dos", "del", "di", "van", "von", "der", "den", "la", "al", "el", "bin", "." };
    for (size_t s = 0; s < sizeof small / sizeof *small; s++) if (finder_is(f, i, small[s])) return true;
    return false;
}

/* The unit where the name that ends with unit `i` begins, over initials and small words: "Marcelo T. de [Alvear]". */
static uint32_t name_begin(const finder *f, uint32_t i)
{
    uint32_t first = i, least = i > f->first + INITIALS ? i - INITIALS : f->first;
    const actor_mention *before = finder_last(f);
    if (before && before->sentence == f->sentence && mention_end(before) > least) least = mention_end(before);
    for (uint32_t k = i; k-- > least && !finder_courtesy(f, k);) {
        if (finder_unit(f, k)->caps != UNIT_LOWER && !finder_class(f, k) && is_alpha((unsigned char)finder_word(f, k).at[0])) first = k;
        else if (!within_name(f, k)) break;
    }
    return first;
}

/*
 * The last name of who leads a state on that day, where his given name or a role stands before it or the text is about his state: "Thomas Masaryk",
 * "Prime Minister Abbott". Returns 1, with what belongs to the name before it in *m; 0: it is nobody's, or several such bear it.
 */
static uint32_t head_at(finder *f, uint32_t i, actor_mention *m)
{
    const unit *u = finder_unit(f, i);
    if (u->caps != UNIT_CAPITAL || !is_alpha((unsigned char)finder_word(f, i).at[0])) return 0;
    if (i + 1 < f->end && finder_unit(f, i + 1)->caps != UNIT_LOWER && !finder_class(f, i + 1)) return 0;
    const actor_mention *all = f->out->at, *before = finder_last(f);
    bool bears = before && before->sentence == f->sentence && mention_end(before) == i && before->kind == ACTOR_ROLE && before->number == 's';
    bool role = bears || (i > f->first && finder_courtesy(f, i - 1));
    if (!role && (u->end - u->start < 4 || finder_class(f, i))) return 0;
    uint32_t found = ACTOR_NONE, place = 0, first = name_begin(f, i);
    if (first > f->first && within_name(f, first - 1) && !finder_is(f, first - 1, ".")) return 0;       /* "Saud bin Faisal bin [Abdul Aziz]" */
    for (uint32_t person; (person = actor_head_named(f->tables, f->text, u, &place)) != ACTOR_NONE;) {
        const actor_reading *r = leading(f, person);
        if (!r) continue;
        actor_mention one = { .actor = person };
        bool fits = role && (!bears || !finder_coded(before) || before->readings[0].code == r->code);
        if (first < i) {
            fits = finder_same_given(f, first, &one);
        } else if (i > f->first || finder_class(f, i + 1)) {      /* "Wilson would not", not "Brown bears" */
            for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY && !fits; seen++) fits = tells_state(&all[k]) && all[k].readings[0].code == r->code;
        }
        if (!fits) continue;
        if (found != ACTOR_NONE) return 0;
        found = person;
    }
    if (found == ACTOR_NONE) return 0;
    *m = (actor_mention){ .first = first, .count = i + 1 - first, .head = i, .start = finder_unit(f, first)->start, .end = u->end, .sentence = f->sentence,
                          .number = 's', .antecedent = { -1, -1 }, .labeller = -1 };
    m->readings = actor_readings(f->tables, ACTOR_NAMES_PERSON, found - 1, &m->reading_count);
    set_actor(f, m);
    return m->count > 1 || told_before(f, m);
}

/* Is unit `i` a word for things that bear the name of a place beside them: "Treaty", "accords"? The table of nobody's names has them. */
static bool thing_at(const finder *f, uint32_t i, bool capital)
{
    lexicon_hit hit;
    if (i < f->first || i >= f->end || (capital && finder_unit(f, i)->caps != UNIT_CAPITAL)) return false;
    if (!lexicon_match(f->lexicon, actor_domain(f->tables, ACTOR_NAMES_NOBODY), f->words->at, f->end, i, &hit) || hit.length != 1) return false;
    for (uint32_t e = 0; e < hit.count; e++) if (lexicon_fits(&hit.entries[e], finder_unit(f, i), 1)) return true;
    return false;
}

/* "the Treaty of Lausanne", "the Oslo Accords": a town whose name a thing bears. */
static bool names_thing(const finder *f, const actor_mention *m)
{
    if (m->kind != ACTOR_CAPITAL && m->kind != ACTOR_LOCALITY) return false;
    if (thing_at(f, mention_end(m), false)) return true;
    return m->first > f->first + 1 && finder_is(f, m->first - 1, "of") && thing_at(f, m->first - 2, true);
}

/* "anti-Russian"; but an ex-Russian minister is one. */
static bool with_prefix(const finder *f, uint32_t i)
{
    if (i == f->first || !finder_tied(f, i - 1)) return false;
    bool prefix = finder_is(f, i - 1, "anti") || finder_is(f, i - 1, "non");
    return prefix || (finder_unit(f, i - 1)->caps == UNIT_LOWER && !finder_is(f, i - 1, "ex"));
}

void finder_names(finder *f)
{
    for (uint32_t i = f->first; i < f->end;) {
        actor_mention m, other;
        uint32_t nobody, taken = match_at(f, i, &m, &nobody), longer = taken < 2 && nobody < 2 ? second_name(f, i, &m) : 0;
        if (nobody > 1) {
            i += nobody;
            continue;
        }
        if (longer) taken = longer;
        else if (taken && initials_of_name(f, &m)) i += taken, taken = 0;
        else if (taken && m.kind == ACTOR_ADJECTIVE && with_prefix(f, i)) taken = 0, i++;
        else if (taken && m.kind == ACTOR_ADJECTIVE && finder_tied(f, i + taken - 1) && finder_unit(f, i + taken)->caps == UNIT_LOWER) i += taken, taken = 0; /* Russian-made */
        else if (taken && names_thing(f, &m)) m.readings = NULL, m.reading_count = 0, m.actor = ACTOR_NONE, m.by = MENTION_BY_THING;
        else if (taken == 1 && m.kind == ACTOR_PERSON && !in_office(f, &m) && head_at(f, i, &other)) m = other;
        else if (taken && other_person(f, &m)) i += taken, taken = 0;
        else if (taken == 1 && m.kind == ACTOR_PERSON && !told_before(f, &m)) i++, taken = 0;
        else if (taken == 1 && finder_land(&m)) {      /* "Jim Jordan of Ohio … Jordan" */
            actor_mention person;
            uint32_t known = known_at(f, i, &person);
            if (known == 1 && actor_is_person(f->tables, person.actor)) m = person;
        } else if (!taken && !(taken = known_at(f, i, &m)) && !(taken = head_at(f, i, &m))) i++;
        if (!taken) continue;
        i += taken;
        narrow(f, &m);
        actor_mention *before = finder_last(f);
        if (before && before->sentence == m.sentence && before->reading_count && m.reading_count) {
            if (join(f, before, &m)) {
                join_again(f);
                continue;
            }
            take_residence(f, before, &m);
        }
        if (before && before->sentence == m.sentence) take_names(f, before);
        if (before && before->sentence == m.sentence && before->first + before->count > m.first) continue;   /* its name covers this match */
        actor_mention *slot = vec_add(f->out, f->mem);
        if (!slot) {
            f->failed = true;
            return;
        }
        *slot = m;
    }
    actor_mention *last = finder_last(f);
    if (last && last->sentence == f->sentence) take_names(f, last);
}

/* "Kenyan and Ugandan officials": an adjective listed with the one of a role is of that role, too. */
static void list_nation(const finder *f, actor_mention *adjective, const actor_mention *role)
{
    bool of_role = (role->kind == ACTOR_ROLE && !(role->flags & MENTION_BARE_ROLE)) || (role->flags & MENTION_LISTED);
    if (adjective->kind != ACTOR_ADJECTIVE || !of_role || !adjective->reading_count) return;
    uint32_t i = mention_end(adjective);
    while (i < role->first && (finder_is(f, i, "and") || finder_is(f, i, ","))) i++;
    if (i != role->first || i == mention_end(adjective)) return;
    adjective->flags |= MENTION_LISTED;
    adjective->sector = role->sector;
    adjective->number = role->number;
}

/* Is the word part of one of his names? */
static bool of_name(const finder *f, uint32_t actor, rp_str word)
{
    rp_str names = actor_person_names(f->tables, actor), name, part;
    while (names.len && str_split(&names, '|', &name))
        while (name.len && str_split(&name, ' ', &part)) if (str_eq(part, word)) return true;
    return false;
}

/* A person of the tables named in full is known by the last name from here on. */
static void learn_person(finder *f, const actor_mention *m)
{
    if (m->head == m->first) return;      /* "Putin of Russia" */
    rp_str last = finder_word(f, m->head);
    if (finder_unit(f, m->head - 1)->caps == UNIT_LOWER || !of_name(f, m->actor, finder_word(f, m->head - 1))) return;     /* "Sultan of Brunei", "President Aliyev" */
    for (uint32_t k = 0; k < f->name_count && k < KNOWN_NAMES; k++) if (f->names[k].actor == m->actor && str_eq(f->names[k].last, last)) return;
    learn_name(f, m->head, m);
    known_name *n = &f->names[(f->name_count - 1) % KNOWN_NAMES];
    if (m->readings[0].kind != ACTOR_PERSON) n->readings = actor_readings(f->tables, ACTOR_NAMES_PERSON, m->actor - 1, &n->reading_count);      /* not those of the nation before him */
    n->given = finder_word(f, m->head - 1);
    n->actor = m->actor;
    n->gender = m->gender;
    n->sector = ACTOR_NONE;     /* the office of the day, not the word said of him once */
}

void finder_learn(finder *f, uint32_t from)
{
    const actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++)
        if (all[k].kind == ACTOR_PERSON && all[k].count > 1 && actor_is_person(f->tables, all[k].actor) && all[k].reading_count) learn_person(f, &all[k]);
        else if (all[k].kind == ACTOR_PERSON && all[k].by == MENTION_BY_APPOSITION && all[k].reading_count) learn_name(f, all[k].head, &all[k]);
        else if (all[k].kind == ACTOR_PERSON && (all[k].flags & MENTION_BARE_ROLE) && all[k].reading_count) learn_name(f, all[k].head, &all[k]);
}

void finder_place(finder *f, uint32_t from)
{
    actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++) narrow_ahead(f, &all[k], all + f->out->count);
    for (size_t k = from; k < f->out->count; k++) place(f, &all[k]);
    for (size_t k = f->out->count; k-- > from + 1;) list_nation(f, &all[k - 1], &all[k]);
    for (size_t k = from; k < f->out->count; k++) {
        learn_apposed(f, &all[k]);
        learn_listed(f, &all[k]);
    }
}
