/* actor/check.c - see actor/check.h. */
#include "actor/check.h"
#include <stdlib.h>
#include "base/arena.h"
#include "base/buf.h"
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

/* What look-up sees of a name: the numbers of its words and their capitals, so that spellings and hyphens make no difference. */
static rp_str key_of(const lexicon *tables, rp_str name, buf *out)
{
    uint32_t at = 0;
    buf_clear(out);
    for (unit u; unit_next(name, &at, (uint32_t)name.len, &u);) {
        char folded[UNIT_FOLDED];
        uint32_t word = lexicon_word(tables, (rp_str){ folded, unit_fold(name, &u, folded) });
        buf_add(out, (const char *)&word, sizeof word);
        buf_char(out, (char)u.caps);
    }
    return buf_view(out);
}

static bool add_names(const actor_tables *tables, unsigned which, intern *names, vec *texts, arena *mem, vec *out)
{
    lexicon_table t = lexicon_find_table(actor_lexicon(tables), actor_table_name(which));
    uint32_t column = lexicon_column(&t, actor_column_name(which));
    buf key = { 0 };
    for (uint32_t i = 0; i < t.rows; i++) {
        rp_str rest = lexicon_cell(&t, i, column), name;
        uint32_t count;
        const actor_reading *readings = actor_readings(tables, which, i, &count);
        while (count && rest.len && str_split(&rest, '|', &name)) {
            bearer *b = vec_add(out, mem);
            uint32_t n = intern_add(names, key_of(actor_lexicon(tables), name, &key));
            rp_str *text = n == texts->count ? vec_add(texts, mem) : (rp_str *)texts->at + n;
            if (!b || !text || n == INTERN_NONE || key.failed) {
                buf_free(&key);
                return false;
            }
            if (!text->at) *text = name;
            *b = (bearer){ n, readings[0].actor, readings, count };
        }
    }
    buf_free(&key);
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
    vec bearers = vec_of(sizeof(bearer)), texts = vec_of(sizeof(rp_str));
    buf key = { 0 };
    lexicon_table listed = lexicon_find_table(actor_lexicon(tables), "world/ambiguous");
    uint32_t name = lexicon_column(&listed, "name"), decides = lexicon_column(&listed, "decides");
    bool fine = names && mem;
    *count = 0;
    for (unsigned which = 0; fine && which < ACTOR_NAMES; which++) if (which != ACTOR_NAMES_ROLE) fine = add_names(tables, which, names, &texts, mem, &bearers);
    uint32_t total = fine ? intern_count(names) : 0;
    uint32_t *row = fine ? arena_array(mem, (size_t)total + 1, sizeof *row) : NULL;        /* of the list + 1 */
    fine = fine && row;
    bearer *b = bearers.at;
    if (fine && bearers.count) qsort(b, bearers.count, sizeof *b, by_name);
    for (uint32_t i = 0; fine && i < listed.rows; i++) {
        uint32_t n = intern_find(names, key_of(actor_lexicon(tables), lexicon_cell(&listed, i, name), &key));
        actor_conflict c = { .name = lexicon_cell(&listed, i, name), .why = "is listed as ambiguous, and nobody bears it" };
        if (n != INTERN_NONE) row[n] = i + 1;
        else each(context, &c), ++*count;
    }
    for (size_t from = 0, end; fine && from < bearers.count; from = end) {
        for (end = from; end < bearers.count && b[end].name == b[from].name; end++) { }
        uint32_t at = row[b[from].name];
        actor_conflict c = { .name = ((rp_str *)texts.at)[b[from].name] };
        bool several = two_of(tables, b, from, end, &c);
        if (several && !at) c.why = c.at_once ? "is borne by both at once and not listed as ambiguous" : "is borne by both in turn and not listed as ambiguous";
        else if (!several && at) c.name = lexicon_cell(&listed, at - 1, name), c.why = "is listed as ambiguous, and only one bears it";
        else if (several && c.at_once && str_is(lexicon_cell(&listed, at - 1, decides), "date")) c.why = "is borne by both at once: the day cannot decide";
        if (c.why) ++*count;
        if (c.why || (several && all)) each(context, &c);
    }
    intern_free(names);
    arena_free(mem);
    buf_free(&key);
    return fine ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
}
