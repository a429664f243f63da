/* event/sides.c - see event/sides.h. */
#include "event/sides.h"

#define WALK 12u        /* verbs climbed in search of a subject */

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

/* A phrase and those listed with it; TREE_NONE adds nothing. */
static void add_phrase(const tree *t, uint32_t head, side_how how, side_heads *out)
{
    if (head >= t->count) return;
    if (predicate_relative(t, head)) {
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

/*
 * "On 9 May, the anniversary of the victory, Kenya skipped …": where the parser took the apposed day for the subject, the actor before the verb
 * is it.
 */
static uint32_t subject_behind_day(const tree *t, uint32_t v, uint32_t subject)
{
    if (subject >= v || !tree_kind(t, subject, KIND_DAY)) return subject;
    uint32_t i = v;
    while (i > subject + 1 && (t->at[i - 1].upos == UPOS_AUX || t->at[i - 1].upos == UPOS_ADV || t->at[i - 1].upos == UPOS_PART)) i--;
    if (i <= subject + 2 || t->at[i - 1].mention < 0) return subject;
    uint32_t first = i - 1;
    while (first > subject && t->at[first - 1].mention == t->at[i - 1].mention) first--;
    return first > subject && str_is(t->at[first - 1].form, ",") ? i - 1 : subject;
}

/* Grammatical subject, active or passive, of this verb alone. */
static uint32_t own_subject(const tree *t, uint32_t v)
{
    uint32_t subject = tree_child(t, v, REL_NSUBJ);
    return subject == TREE_NONE ? subject : subject_behind_day(t, v, subject);
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

/* Does the verb's own subject, though it has an object, do what hangs from it: "promised A to withdraw"? */
static bool subject_control(const tree *t, uint32_t v)
{
    static const char *const verbs[] = { "promise", "threaten", "vow", "use", "offer" };
    return tree_lemma_among(t, v, verbs, sizeof verbs / sizeof *verbs);
}

static void subject_of(const tree *t, uint32_t v, unsigned depth, side_heads *out);

/* Who is behind a noun with a clause: "Kenya's decision to attack", "the plan to attack was drawn up by Kenya". */
static void noun_owner(const tree *t, uint32_t n, unsigned depth, side_heads *out)
{
    static const uint64_t carried = TREE_BIT(REL_OBJ) | TREE_BIT(REL_OBL) | TREE_BIT(REL_XCOMP);
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
    if (out->count || head >= t->count || !tree_is_verb(&t->at[head])) return;
    if (tree_relation_among(t->at[n].relation, carried)) subject_of(t, head, depth + 1, out);
}

/* A by-phrase that the parser hung deeper: "was accused of lying by A". */
static uint32_t deep_agent(const tree *t, uint32_t v)
{
    static const uint64_t deeper = TREE_BIT(REL_ADVCL) | TREE_BIT(REL_OBL) | TREE_BIT(REL_XCOMP);
    for (uint32_t c = t->at[v].child; c != TREE_NONE; c = t->at[c].next) {
        if (c < v || !tree_relation_among(t->at[c].relation, deeper) || passive(t, c)) continue;
        for (uint32_t g = t->at[c].child; g != TREE_NONE; g = t->at[g].next) {
            bool phrase = t->at[g].relation == REL_OBL || t->at[g].relation == REL_NMOD;
            if (phrase && t->at[g].mention >= 0 && tree_child_lemma(t, g, REL_CASE, "by") != TREE_NONE) return g;
        }
    }
    return TREE_NONE;
}

/* A verb joined to its head, or beside it: the head's subject is its own. */
static void subject_of_joined(const tree *t, uint32_t v, unsigned depth, side_heads *out)
{
    const tree_word *w = &t->at[v], *h = &t->at[w->head];
    uint32_t subject = own_subject(t, w->head);
    if (w->relation == REL_PARATAXIS && (w->form_bits & TREE_FINITE)) return;
    if (tree_is_verb(h) || h->upos == UPOS_ADJ) {
        if (passive(t, w->head) && subject != TREE_NONE && !(w->form_bits & TREE_GERUND)) add_phrase(t, subject, HOW_SHARED, out);
        else subject_of(t, w->head, depth + 1, out);
    } else if (h->relation == REL_ACL || subject != TREE_NONE) {
        subject_of(t, w->head, depth + 1, out);
    }
}

/* Does the head's object do it: "accused B of shelling C", "ordered troops to fire"? */
static bool object_control(const tree *t, uint32_t v)
{
    static const char *const marks[] = { "of", "for", "from", "into" };
    const tree_word *w = &t->at[v];
    uint32_t object = tree_child(t, w->head, REL_OBJ);
    if (passive(t, w->head) || object == TREE_NONE || tree_kind(t, object, KIND_MEANS)) return false;
    if (w->relation == REL_XCOMP) return !subject_control(t, w->head) && t->at[w->head].upos != UPOS_ADJ;
    return w->relation == REL_ADVCL && (w->form_bits & TREE_GERUND)
        && tree_lemma_among(t, tree_child(t, v, REL_MARK), marks, sizeof marks / sizeof *marks);
}

/* A verb that completes or qualifies its head: who it is told of there does it. */
static void subject_of_clause(const tree *t, uint32_t v, unsigned depth, side_heads *out)
{
    uint32_t head = t->at[v].head, subject = own_subject(t, head);
    const tree_word *h = &t->at[head];
    if (object_control(t, v)) {
        add_phrase(t, tree_child(t, head, REL_OBJ), HOW_DIRECT, out);
    } else if (passive(t, head)) {
        if (subject != TREE_NONE) add_phrase(t, subject, HOW_DIRECT, out);
        else if (h->relation == REL_ACL && h->head < t->count) add_phrase(t, h->head, HOW_DIRECT, out);
        else if (h->relation == REL_CONJ && h->head < t->count) add_phrase(t, own_subject(t, h->head), HOW_DIRECT, out);
    } else if (tree_is_nominal(h) && subject == TREE_NONE && h->relation != REL_CONJ) {
        noun_owner(t, head, depth, out);
    } else {
        subject_of(t, head, depth + 1, out);
    }
}

/* The subject a verb without one has from the word it hangs from. */
static void subject_from_head(const tree *t, uint32_t v, unsigned depth, side_heads *out)
{
    const tree_word *w = &t->at[v];
    switch (w->relation) {
    case REL_CONJ:
    case REL_PARATAXIS:
        subject_of_joined(t, v, depth, out);
        break;
    case REL_XCOMP:
    case REL_CCOMP:
    case REL_ADVCL:
    case REL_CSUBJ:
        subject_of_clause(t, v, depth, out);
        break;
    case REL_ACL:
        if (w->subtype != SUB_RELCL && ((w->form_bits & TREE_INFINITIVE) || tree_kind(t, w->head, KIND_PAPER))) noun_owner(t, w->head, depth, out);
        if (out->count) break;
        else if (tree_is_nominal(&t->at[w->head])) add_phrase(t, w->head, HOW_SHARED, out);
        break;
    case REL_AMOD:
        if (w->form_bits & TREE_GERUND) add_phrase(t, w->head, HOW_SHARED, out);
        break;
    case REL_NSUBJ:
    case REL_OBJ:
    case REL_OBL:
    case REL_NMOD:      /* a gerund that stands as a noun */
        noun_owner(t, v, depth, out);
        break;
    default: break;
    }
}

/* Who does what verb `v` tells, as far as its own clause and the one it hangs from say. Passives give their agent. */
static void subject_of(const tree *t, uint32_t v, unsigned depth, side_heads *out)
{
    if (depth > WALK) return;
    uint32_t from = out->count;
    if (passive(t, v)) {
        uint32_t by = agent(t, v);
        add_phrase(t, by == TREE_NONE ? deep_agent(t, v) : by, HOW_DIRECT, out);
        return;
    }
    uint32_t subject = own_subject(t, v);
    if (subject != TREE_NONE) {
        add_phrase(t, subject, HOW_DIRECT, out);
        return;
    }
    if (t->at[v].head >= t->count) return;
    subject_from_head(t, v, depth, out);
    lower(out, from, HOW_SHARED);
}

void sides_subject(const tree *t, uint32_t verb, side_heads *out)
{
    out->count = 0;
    subject_of(t, verb, 0, out);
}

/* "attributed the crash to the plane being hit": the noun before a participle that hangs beside it as a clause; TREE_NONE: none. */
static uint32_t noun_before_being(const tree *t, uint32_t v)
{
    uint32_t being = tree_child_lemma(t, v, REL_AUX, "be");
    if (t->at[v].relation != REL_ADVCL || being == TREE_NONE || being == 0) return TREE_NONE;
    const tree_word *noun = &t->at[being - 1];
    return tree_is_nominal(noun) && noun->upos != UPOS_NUM && (t->at[being].form_bits & TREE_GERUND) ? being - 1 : TREE_NONE;
}

/* The subject of a passive, or what it qualifies, is joined to or completes. */
static void object_of_passive(const tree *t, uint32_t v, side_heads *out)
{
    const tree_word *w = &t->at[v];
    uint32_t subject = own_subject(t, v), head = w->head;
    if (subject == TREE_NONE) subject = noun_before_being(t, v);
    if (subject != TREE_NONE) {
        add_phrase(t, subject, HOW_DIRECT, out);
        return;
    }
    if (head >= t->count) return;
    if (w->relation == REL_ACL || w->relation == REL_AMOD) {
        add_phrase(t, head, HOW_SHARED, out);
    } else if (w->relation == REL_XCOMP || w->relation == REL_ADVCL || w->relation == REL_CONJ) {
        uint32_t object = w->relation == REL_XCOMP ? tree_child(t, head, REL_OBJ) : TREE_NONE;
        if (object != TREE_NONE) add_phrase(t, object, HOW_SHARED, out);
        else if (passive(t, head)) sides_object(t, head, out);
        else subject_of(t, head, 1, out);
        lower(out, 0, HOW_SHARED);
    }
}

void sides_object(const tree *t, uint32_t v, side_heads *out)
{
    out->count = 0;
    if (passive(t, v)) {
        object_of_passive(t, v, out);
        return;
    }
    add_phrase(t, tree_child(t, v, REL_IOBJ), HOW_DIRECT, out);
    add_phrase(t, tree_child(t, v, REL_OBJ), HOW_DIRECT, out);
    if (out->count) return;
    add_phrase(t, predicate_outer_object(t, v), HOW_SHARED, out);
    for (uint32_t c = t->at[v].child; c != TREE_NONE && !out->count; c = t->at[c].next)
        if (predicate_shares_object(t, v, c)) add_phrase(t, tree_child(t, c, REL_OBJ), HOW_SHARED, out);
}

bool sides_names_actor(const tree *t, uint32_t head)
{
    static const uint64_t outside = TREE_BIT(REL_ACL) | TREE_BIT(REL_ADVCL) | TREE_BIT(REL_CONJ) | TREE_BIT(REL_CASE);
    if (t->at[head].mention >= 0) return true;
    for (uint32_t c = t->at[head].child; c != TREE_NONE; c = t->at[c].next) {
        if (tree_relation_among(t->at[c].relation, outside)) continue;
        if (t->at[c].mention >= 0) return true;
        for (uint32_t g = t->at[c].child; g != TREE_NONE && t->at[c].relation == REL_NMOD; g = t->at[g].next)
            if (t->at[g].mention >= 0 && t->at[g].relation != REL_ACL) return true;
    }
    return false;
}

bool sides_is_time(const tree *t, uint32_t head)
{
    if (t->at[head].upos == UPOS_NUM && tree_child(t, head, REL_NMOD) == TREE_NONE) return true;
    return t->at[head].mention < 0 && tree_kind(t, head, KIND_TIME);
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

/* What the sides of one predicate are sought in. */
typedef struct finding {
    const tree *t;
    const lexicon *tables;
    const frame_table *frames;
    const word_layer *words;
    const predicate *p;
} finding;

/* Does the verb at `i` only carry a noun: "made a visit", "carried out a raid"? */
static bool light(const finding *s, uint32_t i)
{
    return tree_is_verb(&s->t->at[i]) && (predicate_cue(s->t, s->frames, s->words, i) & CUE_LIGHT);
}

/* Phrases behind a preposition at the verb that carries the noun. */
static void behind_carrier(const finding *s, uint32_t noun, uint32_t word, side_heads *out)
{
    const tree_word *w = &s->t->at[noun];
    if (w->head >= s->t->count) return;
    bool subject = w->relation == REL_NSUBJ && (w->subtype == SUB_PASS || light(s, w->head));
    if (w->relation == REL_OBJ || w->relation == REL_OBL || subject) prepositions_at(s->t, w->head, word, HOW_CARRIED, out);
}

/* Phrases behind a preposition at the predicate, else at its object, its phrase's last word, its complement, or the verb that carries it. */
static void behind_preposition(const finding *s, uint32_t word, side_heads *out)
{
    const tree *t = s->t;
    const predicate *p = s->p;
    prepositions_at(t, p->at, word, HOW_DIRECT, out);
    if (out->count) return;
    if (p->noun) {
        behind_carrier(s, p->at, word, out);
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
static void behind_clause(const tree *t, const predicate *p, const frame *f, side_heads *out)
{
    /* what one promises or threatens, one does oneself: "warned that it would attack A" */
    bool own = f->type == RP_EVENT_THREATEN || f->type == RP_EVENT_AGREE || f->type == RP_EVENT_CONCEDE;
    static const uint64_t clauses = TREE_BIT(REL_CCOMP) | TREE_BIT(REL_XCOMP) | TREE_BIT(REL_ADVCL) | TREE_BIT(REL_ACL) | TREE_BIT(REL_PARATAXIS);
    for (uint32_t c = t->at[p->at].child; c != TREE_NONE && !out->count; c = t->at[c].next) {
        if (!tree_relation_among(t->at[c].relation, clauses) || (c < p->at && t->at[c].relation != REL_CCOMP)) continue;
        uint32_t subject = own_subject(t, c), by = passive(t, c) ? agent(t, c) : TREE_NONE;
        uint32_t object = tree_child(t, c, REL_OBJ);
        if (own && object != TREE_NONE && subject != TREE_NONE && t->at[subject].upos == UPOS_PRON) add_phrase(t, object, HOW_CARRIED, out);
        else if (subject != TREE_NONE && t->at[subject].upos != UPOS_PRON) add_phrase(t, subject, HOW_CARRIED, out);
        else if (by != TREE_NONE) add_phrase(t, by, HOW_CARRIED, out);
        else add_phrase(t, subject != TREE_NONE ? subject : object, HOW_CARRIED, out);
    }
}

/* ---- the two sides ------------------------------------------------------------------------------------------------- */

/* The first of a list is the source, the rest are the target; a list of one is none. */
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
    static const uint64_t qualifiers = TREE_BIT(REL_AMOD) | TREE_BIT(REL_COMPOUND) | TREE_BIT(REL_NMOD) | TREE_BIT(REL_NUMMOD);
    uint32_t owner = tree_child_sub(t, noun, REL_NMOD, SUB_POSS);
    if (owner != TREE_NONE) add_phrase(t, owner, HOW_DIRECT, out);
    if (out->count) return;
    for (uint32_t c = t->at[noun].child; c != TREE_NONE; c = t->at[c].next)
        if (c < noun && t->at[c].mention >= 0 && tree_relation_among(t->at[c].relation, qualifiers)) add_phrase(t, c, HOW_DIRECT, out);
}

/* May the owner of the noun be the one who suffers it: "his arrest"? */
static bool suffered(const frame *f)
{
    for (uint32_t i = 0; f && i < f->target_count; i++) if (f->target[i].kind == SIDE_POSSESSIVE) return true;
    return false;
}

static void noun_source(const finding *s, const frame *f, uint32_t by, side_heads *out)
{
    static const frame_side usual[] = { { SIDE_POSSESSIVE, 0 } };
    const tree *t = s->t;
    uint32_t noun = s->p->at;
    const frame_side *at = f && f->source_count ? f->source : usual;
    uint32_t count = f && f->source_count ? f->source_count : 1;
    if (suffered(f)) prepositions_at(t, noun, by, HOW_DIRECT, out);       /* "A's arrest by B" */
    for (uint32_t i = 0; i < count && !out->count; i++) {
        if (at[i].kind == SIDE_POSSESSIVE || at[i].kind == SIDE_SUBJECT) owners(t, noun, out);
        else if (at[i].kind == SIDE_PREPOSITION) prepositions_at(t, noun, at[i].word, HOW_DIRECT, out);
    }
    if (!out->count) prepositions_at(t, noun, by, HOW_DIRECT, out);
    for (uint32_t c = t->at[noun].child; c != TREE_NONE && !out->count; c = t->at[c].next)      /* "the arrest of A by B", hung from A */
        if (t->at[c].relation == REL_NMOD && t->at[c].subtype == SUB_NONE) prepositions_at(t, c, by, HOW_DIRECT, out);
}

/* "The raids targeted A": the object of a verb by which a noun of force reaches someone. */
static void struck(const tree *t, uint32_t noun, side_heads *out)
{
    uint32_t verb = t->at[noun].head;
    if (t->at[noun].relation == REL_ACL || verb >= t->count) return;
    for (uint32_t c = t->at[noun].child; c != TREE_NONE && !out->count; c = t->at[c].next)      /* "raids that targeted A" */
        if (t->at[c].relation == REL_ACL && tree_kind(t, c, KIND_STRIKE) && !passive(t, c))
            add_phrase(t, tree_child(t, c, REL_OBJ), HOW_CARRIED, out);
    if (out->count || t->at[noun].relation != REL_NSUBJ || passive(t, verb)) return;
    if (tree_kind(t, verb, KIND_STRIKE)) add_phrase(t, tree_child(t, verb, REL_OBJ), HOW_CARRIED, out);
}

static void noun_target(const finding *s, const frame *f, uint32_t by, sides *out)
{
    const tree *t = s->t;
    uint32_t noun = s->p->at;
    side_heads first = { .count = 0 };
    for (uint32_t i = 0; f && i < f->target_count && !out->target.count; i++) {
        const frame_side *place = &f->target[i];
        side_heads to = { .count = 0 };
        if (place->kind == SIDE_PREPOSITION) behind_preposition(s, place->word, &to);
        else if (place->kind == SIDE_OBJECT) prepositions_at(t, noun, lexicon_word(s->tables, RP_STR("of")), HOW_DIRECT, &to);
        else if (place->kind == SIDE_POSSESSIVE) owners(t, noun, &to);
        else if (place->kind == SIDE_CLAUSE) behind_clause(t, s->p, f, &to);
        /* "the visit by A to B" */
        for (uint32_t c = t->at[noun].child; place->kind == SIDE_PREPOSITION && c != TREE_NONE && !to.count; c = t->at[c].next)
            if (t->at[c].relation == REL_NMOD && has_case(t, c, by)) prepositions_at(t, c, place->word, HOW_DIRECT, &to);
        take_target(t, &to, &first, out);
    }
    if (!any_actor(t, &out->target) && f && f->quad == 4) {
        side_heads to = { .count = 0 };
        struck(t, noun, &to);
        take_target(t, &to, &first, out);
    }
    if (!out->target.count) out->target = first;
}

/* Does the noun's governor only carry it: "carried out a raid", "took part in talks", "came under attack"? */
static bool is_carried(const finding *s, uint32_t noun)
{
    static const char *const carriers[] = { "engage", "participate", "respond" };
    const tree *t = s->t;
    uint32_t verb = t->at[noun].head;
    parse_relation r = (parse_relation)t->at[noun].relation;
    if (verb >= t->count || !tree_is_verb(&t->at[verb])) return false;
    if (r == REL_OBL && tree_lemma_among(t, verb, carriers, sizeof carriers / sizeof *carriers)) return true;
    return (r == REL_OBJ || r == REL_OBL || (r == REL_NSUBJ && passive(t, verb))) && light(s, verb);
}

static bool has_owner(const tree *t, uint32_t noun, uint32_t owner) { return tree_child_sub(t, noun, REL_NMOD, SUB_POSS) == owner; }

static void noun_sides(const finding *s, const frame *f, sides *out)
{
    const tree *t = s->t;
    uint32_t noun = s->p->at, by = lexicon_word(s->tables, RP_STR("by"));
    side_heads list = { .count = 0 };
    behind_preposition(s, lexicon_word(s->tables, RP_STR("between")), &list);
    if (!list.count) behind_preposition(s, lexicon_word(s->tables, RP_STR("among")), &list);
    if (list.count > 1) {
        split_list(&list, out);
        return;
    }
    noun_source(s, f, by, &out->source);
    noun_target(s, f, by, out);
    if (suffered(f) && out->source.count && !out->target.count && has_owner(t, noun, out->source.head[0])) {   /* "his arrest" */
        out->target = out->source;
        out->source.count = 0;
    }
    if (!out->source.count && is_carried(s, noun)) {
        sides_subject(t, t->at[noun].head, &out->source);
        lower(&out->source, 0, HOW_CARRIED);
    }
    side_heads all = out->source;      /* split_list empties it */
    if (all.count >= 2 && !out->target.count) split_list(&all, out);        /* "the Kenyan-Ugandan talks" */
}

/* The source stands where the frame has it, else it is the subject. */
static void verb_source(const finding *s, const frame *f, side_heads *out)
{
    const tree *t = s->t;
    sides_subject(t, s->p->at, out);
    for (uint32_t i = 0; f && i < f->source_count; i++) {
        side_heads found = { .count = 0 }, object;
        switch (f->source[i].kind) {
        case SIDE_OBJECT: sides_object(t, s->p->at, &found); break;
        case SIDE_PREPOSITION: behind_preposition(s, f->source[i].word, &found); break;
        case SIDE_SUBJECT: found = *out; break;
        case SIDE_POSSESSIVE:
            sides_object(t, s->p->at, &object);
            if (object.count) owners(t, object.head[0], &found);
            break;
        default: break;
        }
        if (!found.count) continue;
        *out = found;
        return;
    }
    for (uint32_t i = 0; f && f->source_count && i < f->target_count; i++)      /* "received a loan": the subject is the target */
        if (f->target[i].kind == SIDE_SUBJECT) out->count = 0;
}

/* True: the frame says that both sides may stand in one list. */
static bool verb_target(const finding *s, const frame *f, sides *out)
{
    bool both = false;
    side_heads first = { .count = 0 };
    for (uint32_t i = 0; i < f->target_count && !out->target.count; i++) {
        side_heads to = { .count = 0 };
        switch (f->target[i].kind) {
        case SIDE_PREPOSITION: behind_preposition(s, f->target[i].word, &to); break;
        case SIDE_OBJECT:
            behind_phrase(s->t, s->p, &to);
            if (!to.count) sides_object(s->t, s->p->at, &to);
            break;
        case SIDE_CLAUSE: behind_clause(s->t, s->p, f, &to); break;
        case SIDE_SUBJECT: sides_subject(s->t, s->p->at, &to); break;
        case SIDE_BOTH:
        case SIDE_BETWEEN: both = true; break;
        default: break;
        }
        take_target(s->t, &to, &first, out);
    }
    if (!out->target.count) out->target = first;
    return both;
}

/* Without a frame: the object, else an actor behind a preposition. */
static void frameless_target(const tree *t, uint32_t verb, sides *out)
{
    sides_object(t, verb, &out->target);
    lower(&out->target, 0, HOW_FALLBACK);
    for (uint32_t c = t->at[verb].child; c != TREE_NONE && !out->target.count; c = t->at[c].next)
        if (t->at[c].relation == REL_OBL && t->at[c].subtype == SUB_NONE && t->at[c].mention >= 0) add_phrase(t, c, HOW_FALLBACK, &out->target);
    for (uint32_t k = 0; k < out->target.count; k++)
        if (out->source.count && out->target.head[k] == out->source.head[0]) out->target.count = 0;
}

static void verb_sides(const finding *s, const frame *f, sides *out)
{
    side_heads pair = { .count = 0 };
    behind_preposition(s, lexicon_word(s->tables, RP_STR("between")), &pair);
    side_heads own = { .count = 0 };
    sides_subject(s->t, s->p->at, &own);
    if (f && pair.count > 1 && !own.count) {      /* "an accord was signed between A and B"; but "A backs talks between B and C" */
        split_list(&pair, out);
        return;
    }
    verb_source(s, f, &out->source);
    if (!f) {
        frameless_target(s->t, s->p->at, out);
        return;
    }
    bool both = verb_target(s, f, out);
    side_heads list = out->source;
    if (both && !out->target.count) split_list(&list, out);
}

void sides_find(const tree *t, const lexicon *tables, const frame_table *frames, const word_layer *words, const predicate *p, const frame *f,
                sides *out)
{
    finding s = { t, tables, frames, words, p };
    *out = (sides){ .symmetric = false };
    if (p->noun) noun_sides(&s, f, out);
    else verb_sides(&s, f, out);
}

/* ---- actors of phrases --------------------------------------------------------------------------------------------- */

static bool usable(const actor_layer *actors, int32_t m)
{
    return m >= 0 && (actors->at[m].reading_count || actors->at[m].kind == ACTOR_GROUP);
}

/* The mention among the dependents that tells whose the phrase is: "Russian oil"; behind any other a capital, "the Baku office of A". */
static int32_t actor_owning(const tree *t, const actor_layer *actors, uint32_t head, int32_t *capital)
{
    for (uint32_t c = t->at[head].child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        bool qualifies = w->relation == REL_AMOD || w->relation == REL_COMPOUND || (w->relation == REL_NMOD && w->subtype == SUB_POSS);
        if (!qualifies || !usable(actors, w->mention)) continue;
        if (w->relation != REL_COMPOUND || actors->at[w->mention].kind != ACTOR_CAPITAL) return w->mention;
        *capital = w->mention;
    }
    return -1;
}

/* The mention behind a preposition: "forces of A", "men in A", "raids by A", "members of the Kenyan council". */
static int32_t actor_behind(const tree *t, const actor_layer *actors, uint32_t head)
{
    static const char *const marks[] = { "of", "in", "from", "by" };
    for (uint32_t c = t->at[head].child; c != TREE_NONE; c = t->at[c].next) {
        if (t->at[c].relation != REL_NMOD || t->at[c].subtype != SUB_NONE) continue;
        size_t count = sizeof marks / sizeof *marks - (t->at[head].upos == UPOS_PROPN);       /* a name is nobody's work */
        if (!tree_lemma_among(t, tree_child(t, c, REL_CASE), marks, count)) continue;
        if (usable(actors, t->at[c].mention)) return t->at[c].mention;
        for (uint32_t g = t->at[c].child; g != TREE_NONE; g = t->at[g].next) {
            const tree_word *w = &t->at[g];
            bool qualifies = w->relation == REL_AMOD || w->relation == REL_COMPOUND || w->subtype == SUB_POSS;
            if (qualifies && usable(actors, w->mention)) return w->mention;
        }
    }
    return -1;
}

int32_t sides_actor(const tree *t, const actor_layer *actors, uint32_t head, named_how *how)
{
    const tree_word *w = &t->at[head];
    int32_t capital = -1, found;
    *how = NAMED_HEAD;
    if (usable(actors, w->mention)) return w->mention;
    *how = NAMED_APPOSED;
    for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next)
        if ((t->at[c].relation == REL_APPOS || t->at[c].relation == REL_FLAT) && usable(actors, t->at[c].mention)) return t->at[c].mention;
    *how = NAMED_OWNER;
    if ((found = actor_owning(t, actors, head, &capital)) >= 0) return found;
    *how = NAMED_OF;
    if ((found = actor_behind(t, actors, head)) >= 0) return found;
    *how = capital >= 0 ? NAMED_OWNER : NAMED_NOT;
    return capital;
}
