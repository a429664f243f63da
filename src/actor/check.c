/* actor/check.c - see actor/check.h. */
#include "actor/check.h"
#include <stdlib.h>
#include "base/arena.h"
#include "base/intern.h"

/* One bearer of a name: the readings of one actor in one row. */
typedef struct bearer {
    uint32_t name, actor;
    const actor_reading *readings;
    uint32_t count;
} bearer;

static int by_name(const void *a, const void *b)
{
    const bearer *x = a, *y = b;
    if (x->name != y->name) return x->name < y->name ? -1 : 1;
    return (x->actor > y->actor) - (x->actor < y->actor);
}

static bool add_names(const actor_tables *tables, unsigned which, intern *names, arena *mem, vec *out)
{
    lexicon_table t = lexicon_find_table(actor_lexicon(tables), actor_table_name(which));
    uint32_t column = lexicon_column(&t, actor_column_name(which));
    for (uint32_t i = 0; i < t.rows; i++) {
        rp_str rest = lexicon_cell(&t, i, column), name;
        uint32_t count;
        const actor_reading *readings = actor_readings(tables, which, i, &count);
        while (count && rest.len && str_split(&rest, '|', &name)) {
            bearer *b = vec_add(out, mem);
            uint32_t n = intern_add(names, name);
            if (!b || n == INTERN_NONE) return false;
            *b = (bearer){ n, readings[0].actor, readings, count };
        }
    }
    return true;
}

static bool at_once(const bearer *a, const bearer *b)
{
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = 0; k < b->count; k++)
            if (a->readings[i].from < b->readings[k].to && b->readings[k].from < a->readings[i].to) return true;
    return false;
}

/* The bearers [from, end) of one name: two of different actors, at once where there are such. False: all are one. */
static bool two_of(const actor_tables *tables, const bearer *all, size_t from, size_t end, actor_conflict *out)
{
    bool any = false;
    for (size_t i = from; i < end; i++)
        for (size_t k = i + 1; k < end; k++) {
            if (all[i].actor == all[k].actor) continue;
            bool now = at_once(&all[i], &all[k]);
            if (any && !now) continue;
            out->first = actor_id(tables, all[i].actor);
            out->second = actor_id(tables, all[k].actor);
            out->at_once = now;
            any = true;
            if (now) return true;
        }
    return any;
}

rp_code actor_check(const actor_tables *tables, bool all, void (*each)(void *context, const actor_conflict *c), void *context, size_t *count, rp_err *err)
{
    intern *names = intern_new();
    arena *mem = arena_new(0);
    vec bearers = vec_of(sizeof(bearer));
    lexicon_table listed = lexicon_find_table(actor_lexicon(tables), "world/ambiguous");
    uint32_t name = lexicon_column(&listed, "name"), decides = lexicon_column(&listed, "decides");
    bool fine = names && mem;
    *count = 0;
    for (unsigned which = 0; fine && which < ACTOR_NAMES; which++) if (which != ACTOR_NAMES_ROLE) fine = add_names(tables, which, names, mem, &bearers);
    uint32_t total = fine ? intern_count(names) : 0;
    uint32_t *row = fine ? arena_array(mem, (size_t)total + 1, sizeof *row) : NULL;        /* of the list + 1 */
    fine = fine && row;
    bearer *b = bearers.at;
    if (fine && bearers.count) qsort(b, bearers.count, sizeof *b, by_name);
    for (uint32_t i = 0; fine && i < listed.rows; i++) {
        uint32_t n = intern_find(names, lexicon_cell(&listed, i, name));
        actor_conflict c = { .name = lexicon_cell(&listed, i, name), .why = "is listed as ambiguous, and nobody bears it" };
        if (n != INTERN_NONE) row[n] = i + 1;
        else each(context, &c), ++*count;
    }
    for (size_t from = 0, end; fine && from < bearers.count; from = end) {
        for (end = from; end < bearers.count && b[end].name == b[from].name; end++) { }
        uint32_t at = row[b[from].name];
        actor_conflict c = { .name = intern_at(names, b[from].name) };
        bool several = two_of(tables, b, from, end, &c);
        if (several && !at) c.why = c.at_once ? "is borne by both at once and not listed as ambiguous" : "is borne by both in turn and not listed as ambiguous";
        else if (!several && at) c.why = "is listed as ambiguous, and only one bears it";
        else if (several && c.at_once && str_is(lexicon_cell(&listed, at - 1, decides), "date")) c.why = "is borne by both at once: the day cannot decide";
        if (c.why) ++*count;
        if (c.why || (several && all)) each(context, &c);
    }
    intern_free(names);
    arena_free(mem);
    return fine ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
}
