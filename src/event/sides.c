/* event/sides.c - see event/sides.h. */
#include "event/sides.h"

#define WALK 12u        /* verbs climbed in search of a subject */

static bool relative_word(const tree_word *w)
{
    return w->upos == UPOS_PRON && (str_is(w->lemma, "who") || str_is(w->lemma, "which") || str_is(w->lemma, "that") || str_is(w->lemma, "whom"));
}

/* The noun a relative pronoun stands for; TREE_NONE: none. */
static uint32_t relative_noun(const tree *t, uint32_t pronoun)
{
    uint32_t at = t->at[pronoun].head;
    for (unsigned steps = 0; at < t->count && steps < WALK; steps++, at = t->at[at].head)
        if (t->at[at].relation == REL_ACL && t->at[at].head < t->count) return t->at[at].head;
    return TREE_NONE;
}

static void add_head(side_heads *out, uint32_t head, side_how how)
{
    for (uint32_t i = 0; i < out->count; i++) if (out->head[i] == head) return;
    if (out->count < SIDE_HEADS) out->head[out->count] = head, out->how[out->count++] = (uint8_t)how;
}

/* A phrase and those listed with it. */
static void add_phrase(const tree *t, uint32_t head, side_how how, side_heads *out)
{
    if (head >= t->count) return;
    if (relative_word(&t->at[head])) {
        uint32_t noun = relative_noun(t, head);
        if (noun != TREE_NONE) {
            head = noun;
            if (how == HOW_DIRECT) how = HOW_SHARED;
        }
    }
    add_head(out, head, how);
    for (uint32_t c = t->at[head].child; c != TREE_NONE; c = t->at[c].next)
        if (t->at[c].relation == REL_CONJ && tree_is_nominal(&t->at[c])) add_head(out, c, how);
}

static void lower(side_heads *out, uint32_t from, side_how how)
{
    for (uint32_t i = from; i < out->count; i++) if (out->how[i] < how) out->how[i] = (uint8_t)how;
}

static bool passive(const tree *t, uint32_t v) { return t->at[v].form_bits & TREE_PASSIVE; }

/* Grammatical subject, active or passive, of this verb alone. */
static uint32_t own_subject(const tree *t, uint32_t v)
{
    uint32_t s = tree_child(t, v, REL_NSUBJ);
    return s;
}

static uint32_t agent(const tree *t, uint32_t v)
{
    for (uint32_t c = t->at[v].child; c != TREE_NONE; c = t->at[c].next) {
        if (t->at[c].relation != REL_OBL) continue;
        if (t->at[c].subtype == SUB_AGENT) return c;
        if (tree_child_lemma(t, c, REL_CASE, "by") != TREE_NONE && t->at[c].upos != UPOS_NUM && t->at[c].subtype != SUB_TIME) return c;
    }
    return TREE_NONE;
}

static bool subject_control(const tree *t, uint32_t v)
{
    return tree_lemma_is(t, v, "promise") || tree_lemma_is(t, v, "threaten") || tree_lemma_is(t, v, "vow") || tree_lemma_is(t, v, "use") || tree_lemma_is(t, v, "offer");
}

static void subject_of(const tree *t, uint32_t v, unsigned depth, side_heads *out);

/* Who is behind a noun with a clause: "Kenya's decision to attack", "the plan to attack was drawn up by Kenya". */
static void noun_owner(const tree *t, uint32_t n, unsigned depth, side_heads *out)
{
    uint32_t owner = tree_child_sub(t, n, REL_NMOD, SUB_POSS);
    if (owner != TREE_NONE) add_phrase(t, owner, HOW_SHARED, out);
    for (uint32_t c = t->at[n].child; c != TREE_NONE && !out->count; c = t->at[c].next)
        if ((t->at[c].relation == REL_AMOD || t->at[c].relation == REL_COMPOUND) && t->at[c].mention >= 0) add_head(out, c, HOW_SHARED);
    if (out->count) return;
    uint32_t by = agent(t, n);
    for (uint32_t c = t->at[n].child; c != TREE_NONE && by == TREE_NONE; c = t->at[c].next)
        if (t->at[c].relation == REL_NMOD && tree_child_lemma(t, c, REL_CASE, "by") != TREE_NONE) by = c;
    if (by != TREE_NONE) add_phrase(t, by, HOW_SHARED, out);
    uint32_t head = t->at[n].head;
    if (!out->count && head < t->count && tree_is_verb(&t->at[head]) && (t->at[n].relation == REL_OBJ || t->at[n].relation == REL_OBL || t->at[n].relation == REL_XCOMP))
        subject_of(t, head, depth + 1, out);
}

/* A by-phrase that the parser hung deeper: "was accused of lying by A". */
static uint32_t deep_agent(const tree *t, uint32_t v)
{
    for (uint32_t c = t->at[v].child; c != TREE_NONE; c = t->at[c].next) {
        if (c < v || (t->at[c].relation != REL_ADVCL && t->at[c].relation != REL_OBL && t->at[c].relation != REL_XCOMP)) continue;
        if (t->at[c].form_bits & TREE_PASSIVE) continue;
        for (uint32_t g = t->at[c].child; g != TREE_NONE; g = t->at[g].next)
            if ((t->at[g].relation == REL_OBL || t->at[g].relation == REL_NMOD) && t->at[g].mention >= 0 && tree_child_lemma(t, g, REL_CASE, "by") != TREE_NONE) return g;
    }
    return TREE_NONE;
}

/* Who does what verb `v` tells, as far as its own clause and the one it hangs from say. Passives give their agent. */
static void subject_of(const tree *t, uint32_t v, unsigned depth, side_heads *out)
{
    if (depth > WALK) return;
    const tree_word *w = &t->at[v];
    uint32_t from = out->count;
    if (passive(t, v)) {
        uint32_t by = agent(t, v);
        if (by == TREE_NONE) by = deep_agent(t, v);
        if (by != TREE_NONE) add_phrase(t, by, HOW_DIRECT, out);
        return;
    }
    uint32_t subject = own_subject(t, v);
    if (subject != TREE_NONE) {
        add_phrase(t, subject, HOW_DIRECT, out);
        return;
    }
    uint32_t head = w->head;
    if (head >= t->count) return;
    const tree_word *h = &t->at[head];
    switch (w->relation) {
    case REL_CONJ:
    case REL_PARATAXIS:
        if (w->relation == REL_PARATAXIS && (w->form_bits & TREE_FINITE)) break;
        if (tree_is_verb(h) || h->upos == UPOS_ADJ) {
            if (passive(t, head) && own_subject(t, head) != TREE_NONE && !(w->form_bits & TREE_GERUND)) add_phrase(t, own_subject(t, head), HOW_SHARED, out);
            else subject_of(t, head, depth + 1, out);
        } else if (h->relation == REL_ACL || own_subject(t, head) != TREE_NONE) {
            subject_of(t, head, depth + 1, out);
        }
        break;
    case REL_XCOMP:
    case REL_CCOMP:
    case REL_ADVCL:
    case REL_CSUBJ:
        if (w->relation == REL_ADVCL && (w->form_bits & TREE_GERUND) && !passive(t, head) && tree_child(t, head, REL_OBJ) != TREE_NONE) {     /* "accused B of shelling C" */
            uint32_t mark = tree_child(t, v, REL_MARK);
            if (mark != TREE_NONE && (tree_lemma_is(t, mark, "of") || tree_lemma_is(t, mark, "for") || tree_lemma_is(t, mark, "from") || tree_lemma_is(t, mark, "into"))) {
                add_phrase(t, tree_child(t, head, REL_OBJ), HOW_DIRECT, out);
                break;
            }
        }
        if (w->relation == REL_XCOMP && !subject_control(t, head) && tree_child(t, head, REL_OBJ) != TREE_NONE && !passive(t, head) && !(h->upos == UPOS_ADJ)) {
            add_phrase(t, tree_child(t, head, REL_OBJ), HOW_DIRECT, out);
            break;
        }
        if (passive(t, head)) {
            if (own_subject(t, head) != TREE_NONE) add_phrase(t, own_subject(t, head), HOW_DIRECT, out);
            else if (h->relation == REL_ACL && h->head < t->count) add_phrase(t, h->head, HOW_DIRECT, out);
            else if (h->relation == REL_CONJ && h->head < t->count && own_subject(t, h->head) != TREE_NONE) add_phrase(t, own_subject(t, h->head), HOW_DIRECT, out);
            break;
        }
        if (tree_is_nominal(h) && own_subject(t, head) == TREE_NONE && h->relation != REL_CONJ) noun_owner(t, head, depth, out);
        else subject_of(t, head, depth + 1, out);
        break;
    case REL_ACL:
        if (w->subtype == SUB_RELCL || !(w->form_bits & TREE_INFINITIVE)) {
            if (tree_is_nominal(h)) add_phrase(t, head, HOW_SHARED, out);
        } else {
            noun_owner(t, head, depth, out);
        }
        break;
    case REL_AMOD:
        if (w->form_bits & TREE_GERUND) add_phrase(t, head, HOW_SHARED, out);
        break;
    case REL_NSUBJ:
    case REL_OBJ:
    case REL_OBL:
    case REL_NMOD:      /* a gerund that stands as a noun */
        noun_owner(t, v, depth, out);
        break;
    default: break;
    }
    lower(out, from, HOW_SHARED);
}

void sides_subject(const tree *t, uint32_t verb, side_heads *out)
{
    out->count = 0;
    subject_of(t, verb, 0, out);
}

void sides_object(const tree *t, uint32_t v, side_heads *out)
{
    out->count = 0;
    const tree_word *w = &t->at[v];
    if (passive(t, v)) {
        uint32_t subject = own_subject(t, v);
        if (subject != TREE_NONE) add_phrase(t, subject, HOW_DIRECT, out);
        else if (w->relation == REL_ACL && w->head < t->count) add_phrase(t, w->head, HOW_SHARED, out);
        else if (w->relation == REL_AMOD && w->head < t->count) add_phrase(t, w->head, HOW_SHARED, out);
        else if (w->relation == REL_CONJ && w->head < t->count && passive(t, w->head)) {
            sides_object(t, w->head, out);
            lower(out, 0, HOW_SHARED);
        } else if (w->head < t->count && (w->relation == REL_XCOMP || w->relation == REL_ADVCL || w->relation == REL_CONJ)) {
            if (w->relation == REL_XCOMP && tree_child(t, w->head, REL_OBJ) != TREE_NONE) add_phrase(t, tree_child(t, w->head, REL_OBJ), HOW_SHARED, out);
            else if (passive(t, w->head)) sides_object(t, w->head, out);
            else subject_of(t, w->head, 1, out);
            lower(out, 0, HOW_SHARED);
        }
        return;
    }
    uint32_t object = tree_child(t, v, REL_OBJ), second = tree_child(t, v, REL_IOBJ);
    if (second != TREE_NONE) add_phrase(t, second, HOW_DIRECT, out);
    if (object != TREE_NONE) add_phrase(t, object, HOW_DIRECT, out);
    if (out->count) return;
    uint32_t outer = predicate_outer_object(t, v);
    if (outer != TREE_NONE) add_phrase(t, outer, HOW_SHARED, out);
    for (uint32_t c = t->at[v].child; c != TREE_NONE && !out->count; c = t->at[c].next)
        if (t->at[c].relation == REL_CONJ && tree_is_verb(&t->at[c]) && c - v <= 4 && tree_child(t, c, REL_OBJ) != TREE_NONE)
            add_phrase(t, tree_child(t, c, REL_OBJ), HOW_SHARED, out);
}

bool sides_names_actor(const tree *t, uint32_t head)
{
    if (t->at[head].mention >= 0) return true;
    for (uint32_t c = t->at[head].child; c != TREE_NONE; c = t->at[c].next) {
        parse_relation r = (parse_relation)t->at[c].relation;
        if (r == REL_ACL || r == REL_ADVCL || r == REL_CONJ || r == REL_CASE) continue;
        if (t->at[c].mention >= 0) return true;
        for (uint32_t g = t->at[c].child; g != TREE_NONE && r == REL_NMOD; g = t->at[g].next)
            if (t->at[g].mention >= 0 && t->at[g].relation != REL_ACL) return true;
    }
    return false;
}

bool sides_is_time(const tree *t, uint32_t head)
{
    static const char *const words[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may",
        "june", "july", "august", "september", "october", "november", "december", "year", "month", "week", "day", "hour", "minute", "today", "yesterday", "tomorrow",
        "night", "morning", "evening", "afternoon", "weekend", "decade", "century", "noon", "dawn", "time", "moment", "period" };
    if (t->at[head].upos == UPOS_NUM && tree_child(t, head, REL_NMOD) == TREE_NONE) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(t->at[head].lemma, str_of(words[i]))) return t->at[head].mention < 0;
    return false;
}

/* Take times out. */
static void drop_times(const tree *t, side_heads *side)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < side->count; i++)
        if (!sides_is_time(t, side->head[i])) side->head[kept] = side->head[i], side->how[kept++] = side->how[i];
    side->count = kept;
}

static bool any_actor(const tree *t, const side_heads *side)
{
    for (uint32_t i = 0; i < side->count; i++) if (sides_names_actor(t, side->head[i])) return true;
    return false;
}

/* ---- prepositions -------------------------------------------------------------------------------------------------- */

static bool has_case(const tree *t, uint32_t i, uint32_t word)
{
    for (uint32_t c = t->at[i].child; c != TREE_NONE; c = t->at[c].next)
        if ((t->at[c].relation == REL_CASE || t->at[c].relation == REL_MARK) && t->at[c].word == word) return true;
    return false;
}

/* Phrases behind a preposition that hang from `i` itself; time phrases are none. */
static void prepositions_at(const tree *t, uint32_t i, uint32_t word, side_how how, side_heads *out)
{
    for (uint32_t c = t->at[i].child; c != TREE_NONE; c = t->at[c].next) {
        parse_relation r = t->at[c].relation;
        if ((r != REL_OBL && r != REL_NMOD) || t->at[c].subtype == SUB_TIME) continue;
        if (has_case(t, c, word)) add_phrase(t, c, how, out);
    }
}

/* The phrase that follows the last word of a frame's phrase: "agree to |X|", "take part in |X|". */
static void behind_phrase(const tree *t, const predicate *p, side_heads *out)
{
    const tree_word *last = &t->at[p->last];
    if (p->last == p->at) return;
    if ((last->relation == REL_CASE || last->relation == REL_MARK) && last->head < t->count && last->head > p->last) {
        add_phrase(t, last->head, HOW_DIRECT, out);
        return;
    }
    static const parse_relation relations[] = { REL_OBJ, REL_NMOD, REL_OBL };
    for (size_t i = 0; i < sizeof relations / sizeof *relations && !out->count; i++)
        for (uint32_t c = last->child; c != TREE_NONE && !out->count; c = t->at[c].next)
            if (t->at[c].relation == relations[i] && c > p->last) add_phrase(t, c, HOW_DIRECT, out);
}

/* Does the verb at `i` only carry a noun: "made a visit", "carried out a raid"? */
static bool light(const tree *t, const frame_table *frames, const word_layer *words, uint32_t i)
{
    uint32_t length;
    return tree_is_verb(&t->at[i]) && (frame_cue(frames, words->at, t->end_unit, t->at[i].first_unit, &length) & CUE_LIGHT);
}

static void behind_preposition(const tree *t, const frame_table *frames, const word_layer *words, const predicate *p, uint32_t word, side_heads *out)
{
    prepositions_at(t, p->at, word, HOW_DIRECT, out);
    if (out->count) return;
    if (p->noun) {
        uint32_t v = t->at[p->at].head;
        parse_relation r = t->at[p->at].relation;
        if (v < t->count && (r == REL_OBJ || r == REL_OBL || (r == REL_NSUBJ && t->at[p->at].subtype == SUB_PASS) || (r == REL_NSUBJ && light(t, frames, words, v))))
            prepositions_at(t, v, word, HOW_CARRIED, out);
        return;
    }
    side_heads object = { .count = 0 };
    sides_object(t, p->at, &object);
    for (uint32_t i = 0; i < object.count && !out->count; i++) prepositions_at(t, object.head[i], word, HOW_DIRECT, out);
    if (!out->count && p->last != p->at) prepositions_at(t, p->last, word, HOW_DIRECT, out);
    for (uint32_t c = t->at[p->at].child; c != TREE_NONE && !out->count; c = t->at[c].next)
        if (t->at[c].relation == REL_XCOMP || t->at[c].relation == REL_OBL) prepositions_at(t, c, word, HOW_CARRIED, out);
}

/* Whom the content of a saying or asking is about: the subject of the clause, else its object. */
static void behind_clause(const tree *t, const predicate *p, side_heads *out)
{
    for (uint32_t c = t->at[p->at].child; c != TREE_NONE && !out->count; c = t->at[c].next) {
        if (t->at[c].relation != REL_CCOMP && t->at[c].relation != REL_XCOMP && t->at[c].relation != REL_ADVCL && t->at[c].relation != REL_ACL && t->at[c].relation != REL_PARATAXIS) continue;
        if (c < p->at && t->at[c].relation != REL_CCOMP) continue;
        uint32_t subject = own_subject(t, c);
        if (subject != TREE_NONE && t->at[subject].upos != UPOS_PRON) add_phrase(t, subject, HOW_CARRIED, out);
        else if (passive(t, c) && agent(t, c) != TREE_NONE) add_phrase(t, agent(t, c), HOW_CARRIED, out);
        else if (subject != TREE_NONE) add_phrase(t, subject, HOW_CARRIED, out);
        else if (tree_child(t, c, REL_OBJ) != TREE_NONE) add_phrase(t, tree_child(t, c, REL_OBJ), HOW_CARRIED, out);
    }
}

/* ---- the two sides ------------------------------------------------------------------------------------------------- */

static void split_list(side_heads *list, sides *out)
{
    if (list->count < 2) return;
    out->source = (side_heads){ .count = 0 };
    out->target = (side_heads){ .count = 0 };
    add_head(&out->source, list->head[0], (side_how)list->how[0]);
    for (uint32_t i = 1; i < list->count; i++) add_head(&out->target, list->head[i], (side_how)list->how[i]);
    out->symmetric = true;
}

/* Of the places a frame names the first whose phrase has an actor is the target; else the first that is filled, kept in `first`. */
static void take_target(const tree *t, side_heads *found, side_heads *first, sides *out)
{
    drop_times(t, found);
    for (uint32_t i = 0; i < found->count; i++)
        if (out->source.count && found->head[i] == out->source.head[0]) found->count = 0;
    if (any_actor(t, found)) out->target = *found;
    else if (!first->count) *first = *found;
}

/* "Kenya's raid", "the Kenyan raid", "a police raid": possessor, or what qualifies the noun and names an actor. */
static void owners(const tree *t, uint32_t noun, side_heads *out)
{
    uint32_t owner = tree_child_sub(t, noun, REL_NMOD, SUB_POSS);
    if (owner != TREE_NONE) add_phrase(t, owner, HOW_DIRECT, out);
    if (out->count) return;
    for (uint32_t c = t->at[noun].child; c != TREE_NONE; c = t->at[c].next)
        if (c < noun && t->at[c].mention >= 0 && (t->at[c].relation == REL_AMOD || t->at[c].relation == REL_COMPOUND || t->at[c].relation == REL_NMOD || t->at[c].relation == REL_NUMMOD))
            add_phrase(t, c, HOW_DIRECT, out);
}

static void noun_sides(const tree *t, const lexicon *tables, const frame_table *frames, const word_layer *words, const predicate *p, const frame *f, sides *out)
{
    static const frame_side usual[] = { { SIDE_POSSESSIVE, 0 } };
    uint32_t noun = p->at, between = lexicon_word(tables, RP_STR("between")), among = lexicon_word(tables, RP_STR("among"));
    uint32_t by = lexicon_word(tables, RP_STR("by"));
    side_heads list = { .count = 0 };
    behind_preposition(t, frames, words, p, between, &list);
    if (!list.count) behind_preposition(t, frames, words, p, among, &list);
    if (list.count > 1) {
        split_list(&list, out);
        return;
    }
    const frame_side *at = f && f->source_count ? f->source : usual;
    uint32_t count = f && f->source_count ? f->source_count : 1;
    for (uint32_t i = 0; i < count && !out->source.count; i++) {
        if (at[i].kind == SIDE_POSSESSIVE || at[i].kind == SIDE_SUBJECT) owners(t, noun, &out->source);
        else if (at[i].kind == SIDE_PREPOSITION) prepositions_at(t, noun, at[i].word, HOW_DIRECT, &out->source);
    }
    if (!out->source.count) prepositions_at(t, noun, by, HOW_DIRECT, &out->source);
    for (uint32_t c = t->at[noun].child; c != TREE_NONE && !out->source.count; c = t->at[c].next)      /* "the arrest of A by B", hung from A */
        if (t->at[c].relation == REL_NMOD && t->at[c].subtype == SUB_NONE) prepositions_at(t, c, by, HOW_DIRECT, &out->source);
    side_heads first = { .count = 0 };
    for (uint32_t i = 0; f && i < f->target_count && !out->target.count; i++) {
        const frame_side *s = &f->target[i];
        side_heads to = { .count = 0 };
        if (s->kind == SIDE_PREPOSITION) behind_preposition(t, frames, words, p, s->word, &to);
        else if (s->kind == SIDE_OBJECT) prepositions_at(t, noun, lexicon_word(tables, RP_STR("of")), HOW_DIRECT, &to);
        else if (s->kind == SIDE_POSSESSIVE && !out->source.count) owners(t, noun, &to);
        else if (s->kind == SIDE_CLAUSE) behind_clause(t, p, &to);
        for (uint32_t c = t->at[noun].child; s->kind == SIDE_PREPOSITION && c != TREE_NONE && !to.count; c = t->at[c].next)      /* "the visit by A to B" */
            if (t->at[c].relation == REL_NMOD && has_case(t, c, by)) prepositions_at(t, c, s->word, HOW_DIRECT, &to);
        take_target(t, &to, &first, out);
    }
    if (!out->target.count) out->target = first;
    uint32_t v = t->at[noun].head;
    parse_relation r = t->at[noun].relation;
    bool carried = v < t->count && tree_is_verb(&t->at[v])
                && ((r == REL_OBJ && light(t, frames, words, v)) || (r == REL_NSUBJ && passive(t, v) && light(t, frames, words, v)));
    if (v < t->count && r == REL_OBL && tree_is_verb(&t->at[v]))        /* "took part in talks", "engaged in shelling", "came under attack" */
        carried = light(t, frames, words, v) || tree_lemma_is(t, v, "engage") || tree_lemma_is(t, v, "participate") || tree_lemma_is(t, v, "respond");
    if (carried && (!out->source.count || (out->source.count && !out->target.count && !tree_child_sub(t, noun, REL_NMOD, SUB_POSS)))) {
        side_heads subject;
        sides_subject(t, v, &subject);
        if (!out->source.count) {
            out->source = subject;
            lower(&out->source, 0, HOW_CARRIED);
        }
        if (!out->source.count && r == REL_NSUBJ) sides_subject(t, v, &out->source);
    }
    /* "the Kenyan-Ugandan talks": both qualify the noun */
    if (out->source.count >= 2 && !out->target.count) split_list(&out->source, out);
}

static void verb_sides(const tree *t, const lexicon *tables, const frame_table *frames, const word_layer *words, const predicate *p, const frame *f, sides *out)
{
    side_heads pair = { .count = 0 };
    behind_preposition(t, frames, words, p, lexicon_word(tables, RP_STR("between")), &pair);
    if (f && pair.count > 1) {      /* "an accord was signed between A and B" */
        split_list(&pair, out);
        return;
    }
    sides_subject(t, p->at, &out->source);
    bool both = false;
    for (uint32_t i = 0; f && i < f->source_count; i++) {
        side_heads found = { .count = 0 };
        if (f->source[i].kind == SIDE_OBJECT) sides_object(t, p->at, &found);
        else if (f->source[i].kind == SIDE_PREPOSITION) behind_preposition(t, frames, words, p, f->source[i].word, &found);
        else if (f->source[i].kind == SIDE_SUBJECT) found = out->source;
        else if (f->source[i].kind == SIDE_POSSESSIVE) {
            side_heads object;
            sides_object(t, p->at, &object);
            if (object.count) owners(t, object.head[0], &found);
        }
        if (!found.count) continue;
        out->source = found;
        break;
    }
    side_heads first = { .count = 0 };
    for (uint32_t i = 0; f && i < f->target_count && !out->target.count; i++) {
        const frame_side *s = &f->target[i];
        side_heads to = { .count = 0 };
        if (s->kind == SIDE_PREPOSITION) behind_preposition(t, frames, words, p, s->word, &to);
        else if (s->kind == SIDE_OBJECT) {
            behind_phrase(t, p, &to);
            if (!to.count) sides_object(t, p->at, &to);
        } else if (s->kind == SIDE_CLAUSE) behind_clause(t, p, &to);
        else if (s->kind == SIDE_BOTH || s->kind == SIDE_BETWEEN) both = true;
        take_target(t, &to, &first, out);
    }
    if (!out->target.count) out->target = first;
    if (!f) {
        sides_object(t, p->at, &out->target);
        lower(&out->target, 0, HOW_FALLBACK);
        for (uint32_t c = t->at[p->at].child; c != TREE_NONE && !out->target.count; c = t->at[c].next)
            if (t->at[c].relation == REL_OBL && t->at[c].subtype == SUB_NONE && t->at[c].mention >= 0) add_phrase(t, c, HOW_FALLBACK, &out->target);
        for (uint32_t k = 0; k < out->target.count; k++)
            if (out->source.count && out->target.head[k] == out->source.head[0]) out->target.count = 0;
    }
    side_heads list = { .count = 0 };
    if (!out->target.count) {
        list = out->source;
        if (both && list.count >= 2) split_list(&list, out);
    }
}

void sides_find(const tree *t, const lexicon *tables, const frame_table *frames, const word_layer *words, const predicate *p, const frame *f, sides *out)
{
    *out = (sides){ .symmetric = false };
    if (p->noun) noun_sides(t, tables, frames, words, p, f, out);
    else verb_sides(t, tables, frames, words, p, f, out);
}

/* ---- actors of phrases --------------------------------------------------------------------------------------------- */

static bool usable(const actor_layer *actors, int32_t m)
{
    return m >= 0 && (actors->at[m].reading_count || actors->at[m].kind == ACTOR_GROUP);
}

int32_t sides_actor(const tree *t, const actor_layer *actors, uint32_t head, named_how *how)
{
    const tree_word *w = &t->at[head];
    int32_t place = -1;
    *how = NAMED_HEAD;
    if (usable(actors, w->mention)) return w->mention;
    *how = NAMED_APPOSED;
    for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next)
        if ((t->at[c].relation == REL_APPOS || t->at[c].relation == REL_FLAT) && usable(actors, t->at[c].mention)) return t->at[c].mention;
    *how = NAMED_OWNER;
    for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next) {
        parse_relation r = t->at[c].relation;
        if (!(r == REL_AMOD || r == REL_COMPOUND || (r == REL_NMOD && t->at[c].subtype == SUB_POSS)) || !usable(actors, t->at[c].mention)) continue;
        if (r == REL_COMPOUND && actors->at[t->at[c].mention].kind == ACTOR_CAPITAL) place = t->at[c].mention;      /* "the Baku office of A" */
        else return t->at[c].mention;
    }
    *how = NAMED_OF;
    for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next) {
        if (t->at[c].relation != REL_NMOD || t->at[c].subtype != SUB_NONE) continue;
        uint32_t mark = tree_child(t, c, REL_CASE);
        if (mark == TREE_NONE || !(tree_lemma_is(t, mark, "of") || tree_lemma_is(t, mark, "in") || tree_lemma_is(t, mark, "from"))) continue;
        if (usable(actors, t->at[c].mention)) return t->at[c].mention;
        for (uint32_t g = t->at[c].child; g != TREE_NONE; g = t->at[g].next)      /* "members of the Kenyan [..] council" */
            if ((t->at[g].relation == REL_AMOD || t->at[g].relation == REL_COMPOUND || t->at[g].subtype == SUB_POSS) && usable(actors, t->at[g].mention)) return t->at[g].mention;
    }
    *how = place >= 0 ? NAMED_OWNER : NAMED_NOT;
    return place;
}
