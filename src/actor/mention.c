/* actor/mention.c - see actor/mention.h. */
#include "actor/mention.h"
#include "base/utf8.h"

#define LABEL_TOKENS 8u     /* of a label before its colon, at most */
#define GAP_MAX 3u          /* words that may stand between a nation and its role: "Russian [state-run] [news] agency" */
#define MEMORY 40           /* mentions looked back for a pronoun */
#define LONG_MEMORY 1000    /* mentions looked back for a full name or a pair of states */

/* Someone the tables do not know, told with a role or nation once: "Governor Wanjiru Maina"; later "Maina" is the same. */
typedef struct known_name {
    rp_str last;            /* of the name, as written */
    const actor_reading *readings;
    uint32_t reading_count;
    uint8_t sector;
} known_name;

#define KNOWN_NAMES 64u

typedef struct finder {
    const actor_tables *tables;
    const lexicon *lexicon;
    rp_str text;
    const word_layer *words;
    const rp_sentence *sentences;
    arena *mem;
    vec *out;               /* actor_mention */
    uint32_t sentence, first, end;      /* units of the sentence being read */
    uint32_t role_row;
    bool failed;
    known_name names[KNOWN_NAMES];
    uint32_t name_count;    /* ever learned; the last KNOWN_NAMES are kept */
} finder;

static const unit *unit_at(const finder *f, uint32_t i) { return &f->words->at[i]; }
static uint16_t class_at(const finder *f, uint32_t i) { return i >= f->first && i < f->end ? f->words->classes[i] : WORD_PUNCT; }
static rp_str word_at(const finder *f, uint32_t i)
{
    return i >= f->first && i < f->end ? str_sub(f->text, unit_at(f, i)->start, unit_at(f, i)->end) : RP_STR("");
}
static bool word_is(const finder *f, uint32_t i, const char *word) { return str_eq_nocase(word_at(f, i), str_of(word)); }
static actor_mention *last_of(const finder *f)
{
    return f->out->count ? (actor_mention *)f->out->at + f->out->count - 1 : NULL;
}

/* ---- raw matches --------------------------------------------------------------------------------------------------- */

static bool add_readings(finder *f, actor_mention *m, unsigned which, const lexicon_hit *hit)
{
    uint32_t total = 0, n;
    const actor_reading *only = NULL;
    for (uint32_t e = 0; e < hit->count; e++) {
        if (!lexicon_fits(&hit->entries[e], unit_at(f, m->first), hit->length)) continue;
        const actor_reading *r = actor_readings(f->tables, which, hit->entries[e].row, &n);
        f->role_row = hit->entries[e].row;
        if (n) only = r;
        total += n;
    }
    if (total == 0) return false;
    if (hit->count == 1) {
        m->readings = only;
        m->reading_count = total;
        return true;
    }
    actor_reading *all = arena_array(f->mem, total, sizeof *all);
    if (!all) {
        f->failed = true;
        return false;
    }
    for (uint32_t e = 0; e < hit->count; e++) {
        if (!lexicon_fits(&hit->entries[e], unit_at(f, m->first), hit->length)) continue;
        const actor_reading *r = actor_readings(f->tables, which, hit->entries[e].row, &n);
        if (n) memcpy(all + m->reading_count, r, n * sizeof *r);
        m->reading_count += n;
    }
    m->readings = all;
    return true;
}

/* The longest match at unit `i` over all phrase columns; 0: none. */
static uint32_t match_at(finder *f, uint32_t i, actor_mention *m)
{
    lexicon_hit best = { 0 };
    unsigned best_which = 0;
    for (unsigned which = 0; which < ACTOR_NAMES; which++) {
        lexicon_hit hit;
        if (!lexicon_match(f->lexicon, actor_domain(f->tables, which), f->words->at, f->end, i, &hit)) continue;
        if (hit.length > best.length) best = hit, best_which = which;
    }
    if (best.length == 0) return 0;
    *m = (actor_mention){ .first = i, .count = best.length, .head = i + best.length - 1, .start = unit_at(f, i)->start,
                          .end = unit_at(f, i + best.length - 1)->end, .sentence = f->sentence, .number = 's', .antecedent = { -1, -1 } };
    if (!add_readings(f, m, best_which, &best)) return 0;
    m->kind = m->readings[0].kind;
    if (best_which == ACTOR_NAMES_ROLE) {
        m->sector = m->readings[0].sector;
        m->number = actor_role_number(f->tables, f->role_row);
        m->flags = MENTION_BARE_ROLE;
    } else if (best_which == ACTOR_NAMES_PERSON) {
        m->gender = actor_gender(f->tables, m->readings[0].person);
        m->person = m->readings[0].person;
        for (uint32_t k = 1; k < m->reading_count; k++)
            if (m->readings[k].person != m->person) m->person = 0;
    }
    bool people = false, adjective = false;
    for (uint32_t k = 0; k < m->reading_count; k++) people |= m->readings[k].kind == ACTOR_PEOPLE, adjective |= m->readings[k].kind == ACTOR_ADJECTIVE;
    if (people && adjective) {      /* "an Angolan" against "Angolan oil" */
        uint32_t next = i + best.length;
        bool noun_behind = next < f->end && !(class_at(f, next) & ~(unsigned)WORD_ADJECTIVE) && is_alpha((unsigned char)word_at(f, next).at[0]);
        m->kind = noun_behind ? ACTOR_ADJECTIVE : ACTOR_PEOPLE;
    }
    if (m->kind == ACTOR_PEOPLE) m->number = 'p';
    return best.length;
}

/* ---- putting together ---------------------------------------------------------------------------------------------- */

static bool nation(const actor_mention *m)
{
    return m->kind == ACTOR_STATE || m->kind == ACTOR_ADJECTIVE || m->kind == ACTOR_PEOPLE || m->kind == ACTOR_CAPITAL;
}

static void extend(const finder *f, actor_mention *m, const actor_mention *behind)
{
    m->count = behind->first + behind->count - m->first;
    m->end = behind->end;
    (void)f;
}

/* Does a hyphen tie units i and i+1? "anti-Russian", "Russian-made" */
static bool tied(const finder *f, uint32_t i)
{
    if (i + 1 >= f->end || i < f->first) return false;
    return unit_tied(f->text, unit_at(f, i), unit_at(f, i + 1));
}

/* Words between `from` and `to` that may stand between a nation and its role: none that begins a phrase or clause of its own. */
static bool light_gap(const finder *f, uint32_t from, uint32_t to)
{
    if (to - from > GAP_MAX) return false;
    for (uint32_t i = from; i < to; i++) {
        uint16_t c = class_at(f, i);
        if (c & WORD_ADJECTIVE) continue;
        if (c || unit_at(f, i)->caps != UNIT_LOWER) return false;
        rp_str w = word_at(f, i);
        if ((str_ends(w, RP_STR("ed")) || str_ends(w, RP_STR("ly"))) && !(i > from && tied(f, i - 1))) return false;    /* as likely a verb: "Kenya asked officials" */
    }
    return true;
}

/* A nation before a role, with its possessive between: the role takes the nation's readings. */
static bool join_role(finder *f, actor_mention *nation_mention, const actor_mention *role)
{
    uint32_t from = nation_mention->first + nation_mention->count, to = role->first;
    bool possessive = from < to && (class_at(f, from) & WORD_POSSESSIVE);
    if (!nation(nation_mention) && nation_mention->kind != ACTOR_ORGANISATION) return false;
    if (nation_mention->kind == ACTOR_PEOPLE && !possessive && from != to && nation_mention->readings[0].kind == ACTOR_PEOPLE) return false;
    if (!possessive && nation_mention->kind != ACTOR_ADJECTIVE && nation_mention->kind != ACTOR_PEOPLE && from != to) return false;
    if (!light_gap(f, from + possessive, to)) return false;
    nation_mention->flags &= (uint8_t)~MENTION_BARE_ROLE;
    for (uint32_t i = from; i < to; i++)
        if (word_is(f, i, "former") || word_is(f, i, "ex")) nation_mention->flags |= MENTION_FORMER;
    nation_mention->kind = ACTOR_ROLE;
    nation_mention->sector = role->sector;
    nation_mention->number = role->number;
    nation_mention->head = role->head;
    extend(f, nation_mention, role);
    return true;
}

/* A role before the name of who holds it. The role's own state wins; with none the person's is taken. */
static bool join_person(finder *f, actor_mention *role, const actor_mention *person)
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
    joined.sector = sector;
    joined.gender = person->gender;
    joined.number = 's';
    joined.head = person->head;
    joined.person = person->person;
    joined.flags &= (uint8_t)~MENTION_BARE_ROLE;
    if (bare || role->kind != ACTOR_ROLE) joined.readings = person->readings, joined.reading_count = person->reading_count;
    if (former) joined.flags |= MENTION_FORMER;
    extend(f, &joined, person);
    *role = joined;
    return true;
}

/* "president of Kenya", "officials in Baku", "Aliyev of Azerbaijan": the state behind tells whose they are. */
static bool join_of(finder *f, actor_mention *role, const actor_mention *state)
{
    uint32_t at = role->first + role->count;
    bool of = word_is(f, at, "of"), in = word_is(f, at, "in") || word_is(f, at, "from") || word_is(f, at, "for");
    bool bare = role->kind == ACTOR_ROLE && (role->flags & MENTION_BARE_ROLE);
    bool office = role->kind == ACTOR_METONYM;      /* "the Foreign Office of Estonia" is not London's */
    if (!(of && (bare || office || role->kind == ACTOR_PERSON)) && !(in && bare)) return false;
    at++;
    if (word_is(f, at, "the")) at++;
    if (at + 1 == state->first && unit_at(f, at)->caps == UNIT_LOWER) at++;     /* "in northern Mali" */
    if (at != state->first || (state->kind != ACTOR_STATE && state->kind != ACTOR_CAPITAL && state->kind != ACTOR_ORGANISATION)) return false;
    if (role->kind == ACTOR_PERSON && state->kind != ACTOR_STATE) return false;
    if (office) {
        role->sector = role->readings[0].sector;
        role->kind = ACTOR_ROLE;
    }
    role->readings = state->readings;
    role->reading_count = state->reading_count;
    role->flags &= (uint8_t)~MENTION_BARE_ROLE;
    extend(f, role, state);
    return true;
}

/* Names its holder by the last name from here on. */
static void learn_name(finder *f, uint32_t last, const actor_mention *m)
{
    f->names[f->name_count++ % KNOWN_NAMES] = (known_name){ word_at(f, last), m->readings, m->reading_count, m->sector };
}

/* Names the tables lack: capitalised words right behind a role or nationality belong to it ("Governor Wanjiru Maina"). */
static void take_names(finder *f, actor_mention *m)
{
    if (m->kind != ACTOR_ROLE || m->number != 's') return;
    uint32_t i = m->first + m->count;
    while (i < f->end && i - m->first < 12 && unit_at(f, i)->caps == UNIT_CAPITAL && !class_at(f, i) && is_alpha((unsigned char)word_at(f, i).at[0])) i++;
    if (i == m->first + m->count) return;
    m->count = i - m->first;
    m->end = unit_at(f, i - 1)->end;
    m->kind = ACTOR_PERSON;
    if (m->reading_count) learn_name(f, i - 1, m);
}

/* How many capitalised words that nothing else explains stand from unit `i` on. */
static uint32_t name_length(const finder *f, uint32_t i)
{
    uint32_t n = 0;
    while (i + n < f->end && n < 5 && unit_at(f, i + n)->caps == UNIT_CAPITAL && !class_at(f, i + n) && is_alpha((unsigned char)word_at(f, i + n).at[0])) n++;
    return n;
}

/* "the head of the party, Wanjiru Maina, said", "Wanjiru Maina, head of the party, said": the name beside a role in commas is its holder's. */
static void learn_apposed(finder *f, const actor_mention *m)
{
    if (m->kind != ACTOR_ROLE || m->number != 's' || !m->reading_count || (m->flags & MENTION_BARE_ROLE)) return;
    uint32_t behind = mention_end(m), n = 0, last = 0;
    if (word_is(f, behind, "of") || word_is(f, behind, "in")) {      /* "the head of the diaspora of the Osh region, …" */
        uint32_t comma = behind;
        while (comma < f->end && comma < behind + 8 && !word_is(f, comma, ",")) comma++;
        behind = comma;
    }
    if (word_is(f, behind, ",") && (n = name_length(f, behind + 1)) >= 2 && (class_at(f, behind + 1 + n) & WORD_PUNCT)) last = behind + n;
    uint32_t before = m->first;
    while (before > f->first && (class_at(f, before - 1) & (WORD_DETERMINER | WORD_ADJECTIVE))) before--;
    if (!last && before > f->first + 2 && word_is(f, before - 1, ",")) {
        uint32_t i = before - 1;
        while (i > f->first && unit_at(f, i - 1)->caps == UNIT_CAPITAL && !class_at(f, i - 1)) i--;
        if (before - 1 - i >= 2 && word_is(f, behind, ",")) last = before - 2;
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
    while (i < near && !word_is(f, i, ":") && !word_is(f, i, "including") && !word_is(f, i, "namely") && !word_is(f, i, "among")) i++;
    if (i >= near) return;
    if (word_is(f, i, "among")) i++;
    for (uint32_t k = 0, depth = 0; ++i < f->end && k < 4;) {
        if (word_is(f, i, "(")) depth++;
        else if (word_is(f, i, ")")) depth = 0;
        if (depth || !name_length(f, i)) {
            bool list = depth || (class_at(f, i) & WORD_PUNCT) || word_is(f, i, "and");
            if (!list || word_is(f, i, ".") || word_is(f, i, ";")) return;
            continue;
        }
        uint32_t n = name_length(f, i);
        if (n < 2) return;
        learn_name(f, i + n - 1, m);
        i += n - 1;
        k++;
    }
}

/* One of those learned, named again by the last name, with or without others before it; returns the units taken. */
static uint32_t known_at(const finder *f, uint32_t i, actor_mention *m)
{
    uint32_t end = i;
    while (end < f->end && end - i < 4 && unit_at(f, end)->caps == UNIT_CAPITAL && !class_at(f, end)) end++;
    for (uint32_t k = 0; end > i && k < f->name_count && k < KNOWN_NAMES; k++) {
        const known_name *n = &f->names[k];
        if (n->last.len < 4 || !str_eq(n->last, word_at(f, end - 1))) continue;
        *m = (actor_mention){ .first = i, .count = end - i, .head = end - 1, .start = unit_at(f, i)->start, .end = unit_at(f, end - 1)->end, .sentence = f->sentence,
                              .number = 's', .antecedent = { -1, -1 }, .kind = ACTOR_PERSON, .readings = n->readings, .reading_count = n->reading_count, .sector = n->sector };
        return end - i;
    }
    return 0;
}

/* A last name of the tables behind another's first name: "Ramil Aliyev" is not the president. */
static bool other_person(const finder *f, const actor_mention *m)
{
    uint32_t i = m->first;
    if (m->kind != ACTOR_PERSON || m->count > 1 || i <= f->first + 1) return false;
    const actor_mention *before = last_of(f);
    if (before && before->sentence == f->sentence && before->first + before->count == i) return false;     /* a role or nation stands before it */
    uint32_t k = i - 1;
    while (k > f->first && (word_is(f, k, ".") || (word_at(f, k).len <= 2 && unit_at(f, k)->caps != UNIT_LOWER))) k--;      /* "Donald R. Heath" */
    return unit_at(f, k)->caps == UNIT_CAPITAL && !class_at(f, k) && word_at(f, k).len > 2 && is_alpha((unsigned char)word_at(f, k).at[0]);
}

/* People of one nation in another state: "Kenyans in Uganda", "Ugandan-based"; the first form reads `in STATE` alone. */
static void take_residence(finder *f, actor_mention *people, const actor_mention *state)
{
    uint32_t at = people->first + people->count;
    bool cvl = people->sector == actor_find_sector(f->tables, RP_STR("CVL")) || people->kind == ACTOR_PEOPLE;
    if (!cvl || !word_is(f, at, "in") || at + 1 != state->first) return;
    if (state->kind != ACTOR_STATE && state->kind != ACTOR_CAPITAL) return;
    people->residence = state->readings;
    people->residence_count = state->reading_count;
}

static bool join(finder *f, actor_mention *before, const actor_mention *m)
{
    if (!before || before->sentence != m->sentence) return false;
    if (m->kind == ACTOR_ROLE && (m->flags & MENTION_BARE_ROLE)) {
        if (join_role(f, before, m)) return true;
        if (before->kind == ACTOR_ROLE && before->first + before->count == m->first) {      /* "defence ministry spokesman" */
            before->sector = m->sector;
            before->number = m->number;
            before->head = m->head;
            extend(f, before, m);
            return true;
        }
    }
    if (m->kind == ACTOR_PERSON && join_person(f, before, m)) return true;
    return join_of(f, before, m);
}

/* Where a mention stands: after a preposition, before a possessive, as a modifier. */
static void place(finder *f, actor_mention *m)
{
    uint32_t i = m->first;
    while (i > f->first && (class_at(f, i - 1) & (WORD_DETERMINER | WORD_ADJECTIVE | WORD_QUANTITY)) && !(class_at(f, i - 1) & WORD_PREPOSITION)) i--;
    if (i > f->first + 1 && word_is(f, i - 1, "of") && (class_at(f, i - 2) & WORD_QUANTITY)) i -= 2;     /* "hundreds of protesters" */
    bool clause = class_at(f, i - 1) & WORD_SUBORDINATOR;       /* "after the rebels attacked" */
    if (i > f->first && (class_at(f, i - 1) & WORD_PREPOSITION) && !clause) {
        static const char *const places[] = { "in", "at", "near", "from", "to", "around", "outside", "inside", "within", "across", "into", "through",
                                              "toward", "towards" };
        m->flags |= MENTION_INNER;
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            if (word_is(f, i - 1, places[k]) && (m->kind == ACTOR_CAPITAL || m->kind == ACTOR_STATE)) m->flags |= MENTION_PLACE;
    }
    /* "near Aktau, Kazakhstan": a state that tells where a place lies */
    if ((m->kind == ACTOR_STATE) && i > f->first + 2 && word_is(f, i - 1, ",") && unit_at(f, i - 2)->caps == UNIT_CAPITAL
        && (class_at(f, i - 3) & WORD_PREPOSITION)) m->flags |= MENTION_INNER | MENTION_PLACE;
    uint32_t next = m->first + m->count;
    uint16_t behind = class_at(f, next);
    if (behind & WORD_POSSESSIVE) m->flags |= MENTION_POSSESSIVE | MENTION_MODIFIER;
    if (m->kind == ACTOR_ADJECTIVE && next < f->end && !(behind & ~(unsigned)WORD_ADJECTIVE)) m->flags |= MENTION_MODIFIER;
    if ((m->kind == ACTOR_STATE || m->kind == ACTOR_CAPITAL) && tied(f, next - 1)) m->flags |= MENTION_MODIFIER;
}

/* ---- pronouns and groups ------------------------------------------------------------------------------------------- */

static bool individual(const actor_mention *m)
{
    return m->kind == ACTOR_PERSON || (m->kind == ACTOR_ROLE && m->number == 's' && m->sector != ACTOR_NONE);
}

/* Does a mention stand behind a preposition? One of the sentence that is being read has no flags yet. */
static bool preposed(const finder *f, const actor_mention *m)
{
    uint32_t i = m->first;
    if (m->sentence != f->sentence) return m->flags & MENTION_INNER;
    while (i > f->first && (class_at(f, i - 1) & (WORD_DETERMINER | WORD_ADJECTIVE | WORD_QUANTITY)) && !(class_at(f, i - 1) & WORD_PREPOSITION)) i--;
    return i > f->first && (class_at(f, i - 1) & WORD_PREPOSITION) && !(class_at(f, i - 1) & WORD_SUBORDINATOR);
}

/* Is it the first of its sentence that stands behind no preposition, and so likely the subject? */
static bool leads(const finder *f, size_t k)
{
    const actor_mention *all = f->out->at;
    uint32_t before = all[k].first ? all[k].first - 1 : 0;
    if (preposed(f, &all[k]) || word_is(f, before, "where") || word_is(f, before, "who") || word_is(f, before, "which")) return false;
    for (size_t j = k; j-- > 0 && all[j].sentence == all[k].sentence;)
        if (all[j].kind != ACTOR_PRONOUN && all[j].kind != ACTOR_GROUP && !preposed(f, &all[j])) return false;
    return true;
}

/* The mention a pronoun stands for: the nearest that fits, where a subject of the sentence before or of this one comes first. */
static int32_t antecedent(const finder *f, char gender, bool person, bool plural)
{
    const actor_mention *all = f->out->at;
    int32_t best = -1, best_score = 0;
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < MEMORY; seen++) {
        const actor_mention *m = &all[k];
        uint32_t distance = f->sentence - m->sentence;
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

/* The two states that were named last, most recent first: by name or adjective if there are two such, else by their people and offices. */
static void last_pair(const finder *f, int32_t pair[2])
{
    const actor_mention *all = f->out->at;
    for (int pass = 0; pass < 2; pass++) {
        pair[0] = pair[1] = -1;
        for (size_t k = f->out->count, seen = 0; k-- > 0 && pair[1] < 0 && seen < LONG_MEMORY; seen++) {
            const actor_mention *m = &all[k];
            if (!(nation(m) && m->kind != ACTOR_PEOPLE) && pass == 0) continue;
            if (m->kind == ACTOR_GROUP || m->reading_count == 0 || !actor_is_state(f->tables, m->readings[0].code)) continue;
            if (pair[0] < 0) pair[0] = (int32_t)k;
            else if (all[pair[0]].readings[0].code != m->readings[0].code) pair[1] = (int32_t)k;
        }
        if (pair[1] >= 0) return;
    }
}

static bool group_head(const finder *f, uint32_t i)
{
    static const char *const heads[] = { "countries", "sides", "nations", "states", "governments", "leaders", "presidents", "parties", "neighbours",
                                         "neighbors", "powers", "capitals", "foreign", "allies" };
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        if (word_is(f, i, heads[k])) return true;
    return false;
}

/* A pronoun or group at unit `i`; returns the units taken, 0: neither. */
static uint32_t pronoun_at(finder *f, uint32_t i, actor_mention *m)
{
    static const struct { const char *word; char gender; bool person, plural; } pronouns[] = {
        { "he", 'm', true, false }, { "him", 'm', true, false }, { "his", 'm', true, false }, { "she", 'f', true, false }, { "her", 'f', true, false },
        { "it", 0, false, false }, { "its", 0, false, false }, { "they", 0, false, true }, { "them", 0, false, true }, { "their", 0, false, true } };
    uint16_t c = class_at(f, i);
    if (!(c & (WORD_PRONOUN | WORD_DETERMINER | WORD_QUANTITY))) return 0;
    uint32_t count = 0;
    *m = (actor_mention){ .first = i, .head = i, .start = unit_at(f, i)->start, .sentence = f->sentence, .number = 's', .antecedent = { -1, -1 } };
    if (word_is(f, i, "both") && group_head(f, i + 1)) count = 2;
    else if (word_is(f, i, "the") && word_is(f, i + 1, "two") && group_head(f, i + 2)) count = 3;
    if (count) {
        last_pair(f, m->antecedent);
        if (m->antecedent[1] < 0) return 0;
        m->kind = ACTOR_GROUP;
        m->number = 'p';
    } else {
        for (size_t k = 0; k < sizeof pronouns / sizeof *pronouns && !count; k++) {
            if (!word_is(f, i, pronouns[k].word)) continue;
            m->antecedent[0] = antecedent(f, pronouns[k].gender, pronouns[k].person, pronouns[k].plural);
            if (m->antecedent[0] < 0) return 0;
            m->gender = pronouns[k].gender;
            count = 1;
            bool possessive = word_is(f, i, "its") || word_is(f, i, "his") || word_is(f, i, "their")
                           || (word_is(f, i, "her") && i + 1 < f->end && !(class_at(f, i + 1) & (WORD_PUNCT | WORD_PREPOSITION)));
            if (possessive) m->flags |= MENTION_MODIFIER;
        }
        if (!count) return 0;
        const actor_mention *of = (const actor_mention *)f->out->at + m->antecedent[0];
        m->kind = ACTOR_PRONOUN;
        m->readings = of->readings;
        m->reading_count = of->reading_count;
        m->sector = of->sector;
        m->residence = of->residence;
        m->residence_count = of->residence_count;
    }
    m->count = count;
    m->end = unit_at(f, i + count - 1)->end;
    return count;
}

/* A short name of someone named in full before: only that person's readings stay. */
static void narrow_person(finder *f, actor_mention *m)
{
    const actor_mention *all = f->out->at;
    uint32_t first = m->readings[0].person, distinct = 0;
    for (uint32_t k = 0; k < m->reading_count; k++) distinct += m->readings[k].person != first;
    if (!distinct) return;
    for (size_t k = f->out->count, seen = 0; k-- > 0 && seen < LONG_MEMORY; seen++) {
        uint32_t who = all[k].person, from = 0, count = 0;
        if (!who) continue;
        for (uint32_t r = 0; r < m->reading_count; r++) {
            if (m->readings[r].person != who) continue;
            if (!count) from = r;
            count++;
        }
        if (!count) continue;
        m->person = who;
        m->readings += from;
        m->reading_count = count;
        m->gender = actor_gender(f->tables, who);
        return;
    }
}

/* Rebels, criminals and unknown armed men are not those of the state that happens to be named before them. */
static bool follows_state(const finder *f, uint8_t sector)
{
    static const char *const own[] = { "GOV", "COP", "MIL", "LEG", "JUD", "SPY", "OPP", "JRN" };
    for (size_t k = 0; k < sizeof own / sizeof *own; k++)
        if (str_is(str_of(actor_sector(f->tables, sector)), own[k])) return true;
    return false;
}

static bool has_state(const finder *f, const actor_mention *m)
{
    return m->reading_count && m->readings[0].code != ACTOR_NONE && actor_is_state(f->tables, m->readings[0].code);
}

/* "European officials": a capitalised word before a role that is no nation of the tables says that it is not of the state named last. */
static bool foreign(const finder *f, const actor_mention *m)
{
    static const char *const lands[] = { "European", "Western", "Asian", "African", "Arab", "Nordic", "Baltic", "Balkan", "Scandinavian", "Caribbean" };
    uint32_t i = m->first;
    if (i == f->first || tied(f, i - 1) || unit_at(f, i - 1)->caps != UNIT_CAPITAL) return false;
    for (size_t k = 0; k < sizeof lands / sizeof *lands; k++) if (str_is(word_at(f, i - 1), lands[k])) return true;
    return i - 1 > f->first && !class_at(f, i - 1);
}

/*
 * A role with no state of its own belongs to the state named last before it in its sentence, else to the place named behind it ("protesters
 * rallied in London"), else to the state named last in the sentence before.
 */
static void lend_state(const finder *f, size_t role)
{
    actor_mention *all = f->out->at, *m = &all[role];
    const actor_mention *lender = NULL;
    bool follows = follows_state(f, m->sector);
    uint32_t of = mention_end(m);
    if (word_is(f, of, "of") && role + 1 < f->out->count && all[role + 1].sentence == m->sentence && has_state(f, &all[role + 1])) {
        uint32_t i = of + 1;        /* "a leader of the Kenyan diaspora" */
        while (i < all[role + 1].first && (class_at(f, i) & (WORD_DETERMINER | WORD_ADJECTIVE))) i++;
        if (i == all[role + 1].first) lender = &all[role + 1];
    }
    if (!lender && foreign(f, m)) return;
    for (size_t k = role; k-- > 0 && role - k <= MEMORY && all[k].sentence == m->sentence && follows && !lender;)
        if (has_state(f, &all[k])) lender = &all[k];
    for (size_t k = role + 1; k < f->out->count && k - role <= MEMORY && all[k].sentence == m->sentence && !lender; k++)
        if (has_state(f, &all[k]) && (all[k].flags & MENTION_PLACE)) lender = &all[k];
    for (size_t k = role; k-- > 0 && role - k <= 2 * MEMORY && m->sentence - all[k].sentence <= 1 && follows && !lender;)
        if (has_state(f, &all[k])) lender = &all[k];
    if (!lender) return;
    m->readings = lender->readings;
    m->reading_count = lender->reading_count;
}

static void read_sentence(finder *f)
{
    for (uint32_t i = f->first; i < f->end;) {
        actor_mention m;
        uint32_t taken = match_at(f, i, &m);
        if (taken && m.kind == ACTOR_ADJECTIVE && i > f->first && tied(f, i - 1) && unit_at(f, i - 1)->caps == UNIT_LOWER) taken = 0, i++;  /* anti-Russian */
        else if (taken && m.kind == ACTOR_ADJECTIVE && tied(f, i + taken - 1) && unit_at(f, i + taken)->caps == UNIT_LOWER) i += taken, taken = 0; /* Russian-made */
        else if (taken && other_person(f, &m)) i += taken, taken = 0;
        else if (!taken && !(taken = pronoun_at(f, i, &m)) && !(taken = known_at(f, i, &m))) i++;
        if (!taken) continue;
        i += taken;
        if (m.kind == ACTOR_PERSON) narrow_person(f, &m);
        actor_mention *before = last_of(f);
        if (before && before->sentence == m.sentence && m.kind != ACTOR_PRONOUN && m.kind != ACTOR_GROUP) {
            if (join(f, before, &m)) continue;
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
    actor_mention *last = last_of(f);
    if (last && last->sentence == f->sentence) take_names(f, last);
}

/* "Kenyan and Ugandan officials": an adjective listed with the one of a role is of that role, too. */
static void list_nation(const finder *f, actor_mention *adjective, const actor_mention *role)
{
    bool of_role = (role->kind == ACTOR_ROLE && !(role->flags & MENTION_BARE_ROLE)) || (role->flags & MENTION_LISTED);
    if (adjective->kind != ACTOR_ADJECTIVE || !of_role || !adjective->reading_count) return;
    uint32_t i = mention_end(adjective);
    while (i < role->first && (word_is(f, i, "and") || word_is(f, i, ","))) i++;
    if (i != role->first || i == mention_end(adjective)) return;
    adjective->flags |= MENTION_LISTED;
    adjective->sector = role->sector;
    adjective->number = role->number;
}

/* What needs the whole sentence: places of mentions, states for bare roles. */
static void finish_sentence(finder *f, uint32_t from)
{
    actor_mention *all = f->out->at;
    for (size_t k = from; k < f->out->count; k++) place(f, &all[k]);
    for (size_t k = f->out->count; k-- > from + 1;) list_nation(f, &all[k - 1], &all[k]);
    for (size_t k = from; k < f->out->count; k++) {
        learn_apposed(f, &all[k]);
        learn_listed(f, &all[k]);
        if (all[k].kind == ACTOR_ROLE && (all[k].flags & MENTION_BARE_ROLE)) lend_state(f, k);
    }
}

/* Is it text whose actors do something? */
static bool read_kind(uint8_t kind)
{
    return kind == RP_KIND_PROSE || kind == RP_KIND_HEADLINE || kind == RP_KIND_LIST || kind == RP_KIND_CAPTION;
}

/* Tokens of a label that runs into its paragraph: "Joint Exercises: Kenya and Uganda now hold …". A label that names an actor may be who speaks. */
static uint32_t label_tokens(const finder *f, const tree_layer *trees, uint32_t from)
{
    static const char *const small[] = { "of", "and", "the", "in", "to", "for", "on", "with", "a", "an", "by", "as", "from", "&", "-", "–", "/", "," };
    const rp_sentence *in = &trees->in.sentences[f->sentence];
    const actor_mention *all = f->out->at;
    if (in->start > 0 && f->text.at[in->start - 1] != '\n') return 0;
    for (uint32_t k = 0; k < LABEL_TOKENS && k + 1 < in->token_count; k++) {
        const rp_token *token = &trees->in.tokens[in->first_token + k];
        rp_str word = str_sub(f->text, token->start, token->end);
        if (k > 0 && str_is(word, ":")) {
            for (size_t m = from; m < f->out->count; m++) if (all[m].start < token->start && all[m].kind != ACTOR_ADJECTIVE) return 0;
            return utf8_is_upper(utf8_at(f->text, token[1].start, &(unsigned){ 0 })) ? k + 1 : 0;
        }
        bool fits = utf8_is_upper(utf8_at(f->text, token->start, &(unsigned){ 0 })) || is_digit((unsigned char)word.at[0]);
        for (size_t i = 0; i < sizeof small / sizeof *small; i++) fits |= str_is(word, small[i]);
        if (!fits) return 0;
    }
    return 0;
}

rp_code actor_find(const actor_tables *tables, tree_layer *trees, size_t sentence_count, arena *mem, arena *scratch, actor_layer *out, rp_err *err)
{
    vec mentions = vec_of(sizeof(actor_mention));
    word_range *ranges = arena_array(mem, sentence_count + 1, sizeof *ranges);
    const tree_input *in = &trees->in;
    finder f = { .tables = tables, .lexicon = actor_lexicon(tables), .text = in->text, .words = in->words, .sentences = in->sentences, .mem = mem, .out = &mentions };
    rp_code rc = RP_OK;
    *out = (actor_layer){ 0 };
    (void)scratch;
    for (uint32_t s = 0; ranges && s < sentence_count && !f.failed && rc == RP_OK; s++) {
        uint32_t from = (uint32_t)mentions.count;
        uint8_t kind = in->sentences[s].kind;
        f.sentence = s;
        f.first = in->words->sentences[s].first;
        f.end = f.first + in->words->sentences[s].count;
        if (kind != RP_KIND_REFERENCE && kind != RP_KIND_NAVIGATION) {
            read_sentence(&f);
            trees->label[s] = (uint8_t)label_tokens(&f, trees, from);
            finish_sentence(&f, from);
        }
        ranges[s] = (word_range){ from, (uint32_t)mentions.count - from };
        if (read_kind(kind) && mentions.count > from) rc = trees_parse(trees, s, mem, err);
    }
    if (f.failed || !ranges) return error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) *out = (actor_layer){ mentions.at, (uint32_t)mentions.count, ranges };
    return rc;
}

void mention_mark(const actor_layer *actors, uint32_t s, tree *t)
{
    word_range mentions = actors->sentences[s];
    for (uint32_t m = mentions.first, i = 0; m < mentions.first + mentions.count; m++) {
        const actor_mention *a = &actors->at[m];
        while (i < t->count && t->at[i].end <= a->start) i++;
        for (uint32_t k = i; k < t->count && t->at[k].start < a->end; k++) t->at[k].mention = (int32_t)m;
    }
}

/* ---- readings ------------------------------------------------------------------------------------------------------ */

/* How far `day` lies outside a reading's time; 0: inside. */
static int64_t distance(const actor_reading *r, int32_t day)
{
    if (day < r->from) return (int64_t)r->from - day;
    return day > r->to ? (int64_t)day - r->to : 0;
}

/* The reading whose time holds `day`, the later office of two; else the nearest. NULL: there is none. */
static const actor_reading *reading_on(const actor_reading *readings, uint32_t count, int32_t day)
{
    const actor_reading *best = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const actor_reading *r = &readings[i];
        int64_t a = distance(r, day), b = best ? distance(best, day) : 0;
        if (!best || a < b || (a == b && a == 0 && r->from > best->from)) best = r;
    }
    return best;
}

uint16_t actor_residence(const actor_mention *m, int32_t day)
{
    const actor_reading *r = reading_on(m->residence, m->residence_count, day);
    return r ? r->code : ACTOR_NONE;
}

bool actor_resolve(const actor_tables *tables, const actor_mention *m, int32_t day, uint16_t *code, uint8_t *sector)
{
    const actor_reading *best = reading_on(m->readings, m->reading_count, day);
    if (!best || best->code == ACTOR_NONE) return false;
    /* an old capital or body long out of office is a place or a namesake: Saigon, Richmond */
    if ((best->kind == ACTOR_CAPITAL || best->kind == ACTOR_METONYM) && distance(best, day) > 366) return false;
    *code = best->code;
    *sector = m->sector ? m->sector : best->sector;
    if (m->kind == ACTOR_PERSON && !m->sector && best->kind == ACTOR_PERSON && distance(best, day) > 0)
        *sector = day > best->to ? actor_find_sector(tables, RP_STR("ELI")) : ACTOR_NONE;
    if (m->flags & MENTION_FORMER) *sector = actor_find_sector(tables, RP_STR("ELI"));
    if (m->kind == ACTOR_ADJECTIVE) *sector = m->sector;
    return true;
}
