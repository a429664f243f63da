/* actor/resolve.c - who a mention is on a day, of all that its readings allow; see actor/mention.h. */
#include "actor/mention.h"

#define NOT_YET ((int64_t)1 << 32)      /* days: what is to come counts only where nothing has been */

/* How far `day` lies outside a reading's time; 0: inside. */
static int64_t distance(const actor_reading *r, int32_t day)
{
    if (day < r->from) return (int64_t)r->from - day + (r->kind == ACTOR_PERSON ? NOT_YET : 0);
    return day > r->to ? (int64_t)day - r->to : 0;
}

/*
 * The reading whose time holds `day`; of several people of one name who leads a state, of several offices one of a state before one of an organisation
 * (a president in the chair of the African Union is his state's), then the later one; of several bodies or places the first of the tables. Where no time
 * holds the day, the nearest. NULL: there is none.
 */
static const actor_reading *reading_on(const actor_tables *tables, const actor_reading *readings, uint32_t count, int32_t day)
{
    const actor_reading *best = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const actor_reading *r = &readings[i];
        int64_t a = distance(r, day), b = best ? distance(best, day) : 0;
        bool first = !best || a < b;
        bool out = best && a > 0 && b > 0 && r->kind == ACTOR_PERSON && r->actor == best->actor;     /* out of office he is of his state again */
        if (out && actor_is_state(tables, r->code) != actor_is_state(tables, best->code)) first = actor_is_state(tables, r->code);
        if (!first && a == 0 && b == 0) {
            bool state = actor_is_state(tables, r->code), other = actor_is_state(tables, best->code), own = r->actor == best->actor;
            if (r->kind == ACTOR_PERSON && !own && r->rank != best->rank) first = r->rank > best->rank;
            else if (state != other) first = state;
            else first = (own || r->kind == ACTOR_PERSON) && r->from > best->from;
        }
        if (first) best = r;
    }
    return best;
}

uint16_t actor_residence(const actor_tables *tables, const actor_mention *m, int32_t day)
{
    const actor_reading *r = reading_on(tables, m->residence, m->residence_count, day);
    return r ? r->code : ACTOR_NONE;
}

const actor_reading *actor_reading_on(const actor_tables *tables, const actor_mention *m, int32_t day)
{
    return reading_on(tables, m->readings, m->reading_count, day);
}

#define YEAR 366
#define STRANGE (10 * YEAR)         /* so long before or behind it a last name is another's, a nation is not yet one */
#define FORGOTTEN (50 * YEAR)       /* after that the name of a body of old is likelier another's */

/*
 * A name on a day well outside its time. An old capital, town or body of a state long gone is a place or a namesake (Saigon, Richmond); a ministry or
 * force is older than its row: that of the state's predecessor ("the Russian navy" of 1904). False: nobody is known.
 */
static bool outside(const actor_tables *tables, const actor_mention *m, const actor_reading *r, int32_t day, uint16_t *code)
{
    rp_str kind = r->kind == ACTOR_ORGANISATION ? actor_organisation_kind(tables, r->actor) : RP_STR("");
    bool of_state = r->kind == ACTOR_METONYM || str_is(kind, "agency");
    if (r->kind == ACTOR_CAPITAL || r->kind == ACTOR_LOCALITY) return false;
    bool nation = r->kind == ACTOR_ADJECTIVE || r->kind == ACTOR_PEOPLE;
    if (nation && day < r->from && r->from - day > STRANGE) return false;      /* not yet one: a Bosnian Serb of 1914 */
    if (of_state && day < r->from && m->count > 1) {
        *code = actor_predecessor(tables, r->code, day);
        return true;
    }
    bool last_name = m->kind == ACTOR_PERSON && m->actor == ACTOR_NONE && m->count == 1;      /* which of several bear */
    if (r->kind == ACTOR_PERSON && last_name) return distance(r, day) < STRANGE;
    if (r->kind == ACTOR_METONYM || (of_state && m->count == 1)) return false;
    if (r->kind == ACTOR_ORGANISATION) return day > r->to && day - r->to < FORGOTTEN;      /* not one that was yet to be founded */
    return true;
}

bool actor_resolve(const actor_tables *tables, const actor_mention *m, int32_t day, uint16_t *code, uint8_t *sector)
{
    const actor_reading *best = reading_on(tables, m->readings, m->reading_count, day);
    if (!best || best->code == ACTOR_NONE) return false;
    *code = best->code;
    if (distance(best, day) > YEAR && !outside(tables, m, best, day, code)) return false;
    if (best->kind == ACTOR_PERSON && day > best->to) *code = actor_heir(tables, best->code, day);
    if (best->from == INT32_MIN && (best->kind == ACTOR_ORGANISATION || best->kind == ACTOR_LOCALITY)) *code = actor_predecessor(tables, best->code, day);
    *sector = m->sector ? m->sector : best->sector;
    bool person = m->kind == ACTOR_PERSON || (m->kind == ACTOR_PRONOUN && best->kind == ACTOR_PERSON);
    if (person && !m->sector && best->kind == ACTOR_PERSON && distance(best, day) > 0)
        *sector = m->said ? m->said : day > best->to ? actor_find_sector(tables, RP_STR("ELI")) : ACTOR_NONE;
    if (m->flags & MENTION_FORMER) *sector = actor_find_sector(tables, RP_STR("ELI"));
    if (m->flags & MENTION_LAND) *sector = ACTOR_NONE;
    if (m->kind == ACTOR_ADJECTIVE) *sector = m->sector;
    if (m->label != ACTOR_NONE) *sector = ACTOR_NONE;
    return true;
}
