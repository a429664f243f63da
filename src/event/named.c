/* event/named.c - see event/named.h. */
#include "event/named.h"
#include "text/sentence.h"
#include "actor/label.h"

void named_add(named_side *out, int32_t m, uint32_t head, uint8_t how, uint8_t named)
{
    for (uint32_t i = 0; i < out->count; i++) if (out->mention[i] == m) return;
    if (out->count == RP_PARTIES) return;
    out->mention[out->count] = m;
    out->head[out->count] = head;
    out->how[out->count] = how;
    out->named[out->count++] = named;
}

void named_of(const coding *c, const side_heads *heads, named_side *out)
{
    *out = (named_side){ .count = 0 };
    for (uint32_t i = 0; i < heads->count; i++) {
        named_how how;
        int32_t m = sides_actor(&c->r.tree, c->in->reading.actors, heads->head[i], &how);
        if (m < 0) {
            out->unknown = true;
            continue;
        }
        const actor_mention *a = named_mention(c, m);
        if (a->kind == ACTOR_GROUP) {
            for (int k = 0; k < 2; k++) if (a->antecedent[k] >= 0) named_add(out, a->antecedent[k], heads->head[i], heads->how[i], (uint8_t)how);
        } else {
            int32_t first = m;
            while (first > 0 && (named_mention(c, first - 1)->flags & MENTION_LISTED) && named_mention(c, first - 1)->sentence == a->sentence) first--;
            for (int32_t k = first; k <= m; k++) named_add(out, k, heads->head[i], heads->how[i], (uint8_t)how);
        }
    }
}

bool named_same_state(const coding *c, int32_t a, int32_t b)
{
    const actor_mention *x = named_mention(c, a), *y = named_mention(c, b);
    return a == b || (x->reading_count && y->reading_count && x->readings[0].code == y->readings[0].code);
}

bool named_among(const coding *c, int32_t mention, const named_side *side)
{
    for (uint32_t i = 0; i < side->count; i++) if (named_same_state(c, mention, side->mention[i])) return true;
    return false;
}

void named_drop_same(const coding *c, const named_side *source, named_side *target)
{
    for (uint32_t i = 0; i < target->count; i++) if (named_among(c, target->mention[i], source)) target->count = 0;
}

void named_drop_own(const coding *c, const named_side *source, named_side *target)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < target->count; i++) {
        if (named_among(c, target->mention[i], source)) continue;
        target->mention[kept] = target->mention[i];
        target->head[kept] = target->head[i];
        target->how[kept] = target->how[i];
        target->named[kept++] = target->named[i];
    }
    if (kept) target->count = kept;
}

bool named_other_clause(const tree *t, uint32_t i, uint32_t top)
{
    static const uint64_t clauses = TREE_BIT(REL_ADVCL) | TREE_BIT(REL_PARATAXIS) | TREE_BIT(REL_CCOMP) | TREE_BIT(REL_CONJ);
    for (uint32_t n = 0; i < t->count && i != top && n < t->count; i = t->at[i].head, n++) {
        const tree_word *w = &t->at[i];
        bool clause = tree_relation_among(w->relation, clauses) || (w->relation == REL_ACL && w->subtype == SUB_RELCL);
        if (clause && tree_is_verb(w)) return true;
    }
    return false;
}

bool named_same_paragraph(const coding *c, uint32_t s)
{
    while (s < c->r.sentence && sentence_same_paragraph(named_text(c), c->in->reading.sentences, s + 1)) s++;
    return s >= c->r.sentence;
}

bool named_fill_party(const coding *c, int32_t mention, int32_t day, rp_party *out)
{
    const actor_mention *m = named_mention(c, mention);
    uint16_t code;
    uint8_t sector;
    *out = (rp_party){ .start = m->start, .end = m->end, .text = str_sub(named_text(c), m->start, m->end) };
    const actor_tables *tables = c->in->reading.actor_tables;
    label_of(tables, c->in->reading.actors, m, named_text(c), day, &out->label);
    if (!actor_resolve(tables, m, day, &code, &sector)) return false;
    str_copy(out->code, sizeof out->code, str_of(actor_code(tables, code)));
    str_copy(out->sector, sizeof out->sector, str_of(actor_sector(tables, sector)));
    uint16_t residence = actor_residence(tables, m, day);
    if (residence != ACTOR_NONE && residence != code) str_copy(out->residence, sizeof out->residence, str_of(actor_code(tables, residence)));
    return true;
}

uint8_t named_fill(const coding *c, const named_side *side, int32_t day, rp_party *out)
{
    uint8_t n = 0;
    for (uint32_t i = 0; i < side->count && n < RP_PARTIES; i++) {
        if (!named_fill_party(c, side->mention[i], day, &out[n])) continue;
        bool twice = false;
        for (uint8_t k = 0; k < n; k++) twice |= strcmp(out[k].code, out[n].code) == 0 && strcmp(out[k].sector, out[n].sector) == 0;
        if (!twice) n++;
    }
    if (n < RP_PARTIES) out[n] = (rp_party){ 0 };
    return n;
}
