/* event/dated.c - see event/dated.h. */
#include "event/dated.h"
#include "base/date.h"

#define LATEST_YEAR 2026        /* a later one is no date of writing */
#define HISTORICAL_DAYS 366     /* told more than about a year after the fact */

/* "Raids in connection with a 2001 murder case": is word `date` the date of a thing that stands further off than at the predicate itself? */
static bool dates_other(const tree *t, uint32_t date, uint32_t at)
{
    static const uint64_t qualifiers = TREE_BIT(REL_NUMMOD) | TREE_BIT(REL_COMPOUND) | TREE_BIT(REL_AMOD);
    uint32_t thing = t->at[date].head;
    if (thing >= t->count || !tree_relation_among(t->at[date].relation, qualifiers) || thing < date) return false;
    return thing != at && t->at[thing].head != at;
}

/* The date in the sentence that is nearest to the predicate in the tree; a clause of its own between costs more. NULL: none. */
static const date_mention *own_date(const coding *c, uint32_t at)
{
    static const uint64_t clauses = TREE_BIT(REL_ADVCL) | TREE_BIT(REL_ACL) | TREE_BIT(REL_CCOMP) | TREE_BIT(REL_PARATAXIS);
    const tree *t = &c->r.tree;
    const date_mention *best = NULL;
    uint32_t best_cost = UINT32_MAX;
    for (uint32_t d = c->date_first; d < c->date_end; d++) {
        const date_mention *date = &c->in->dates->at[d];
        uint32_t head = tree_head_of(t, date->start, date->end);
        if (head == TREE_NONE || tree_child_lemma(t, head, REL_CASE, "until") != TREE_NONE || dates_other(t, head, at)) continue;
        uint32_t meet = tree_meeting(t, head, at), cost = 0;
        for (uint32_t i = head, n = 0; i != meet && i < t->count && n < t->count; i = t->at[i].head, n++) {
            uint8_t r = t->at[i].relation;
            cost += r == REL_APPOS || tree_relation_among(r, clauses) ? 12 : r == REL_CONJ ? 6 : i == head ? 1 : 3;
        }
        for (uint32_t i = at, n = 0; i != meet && i < t->count && n < t->count; i = t->at[i].head, n++) {
            uint8_t r = t->at[i].relation;
            cost += tree_relation_among(r, clauses) ? 5 : r == REL_CONJ ? 4 : 2;
        }
        uint32_t distance = head > at ? head - at : at - head;
        cost = cost * 4 + (distance > 40 ? 40 : distance) / 4;
        if (cost < best_cost) best = date, best_cost = cost;
    }
    return best;
}

void dated_event(const coding *c, const predicate *p, const status_reading *status, rp_event *e)
{
    const date_mention *d = own_date(c, p->at);
    bool past = !p->noun && (status->tense == TENSE_PAST || status->tense == TENSE_PERFECT);
    bool narrative = !d && past;
    if (narrative) d = date_told_before(c->in->dates, named_text(c), c->in->reading.sentences, c->r.sentence);
    if (!d) return;
    e->date = d->value;
    if (narrative) e->date.from.day = e->date.to.day = 0;      /* what follows a date happened about then, not on that very day */
    e->date_start = d->start;
    e->date_end = d->end;
    e->historical = c->told_day != INT32_MIN && date_last_day(e->date.to) + HISTORICAL_DAYS < c->told_day;
}

int32_t dated_told(const rp_document *document, const date_layer *dates)
{
    if (date_known(document->published)) return date_first_day(document->published);
    int32_t latest = INT32_MIN;
    for (uint32_t i = 0; i < dates->count; i++) {
        const date_mention *d = &dates->at[i];
        if (!date_known(d->value.from) || d->value.from.year > LATEST_YEAR) continue;      /* "by 2050" */
        int32_t day = date_first_day(d->value.from);
        if (day > latest) latest = day;
    }
    return latest;
}
