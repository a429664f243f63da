/* event/sides.c - see event/sides.h. */
#include "event/sides.h"

/* Weights of the subject score, all in the same unit: one tenth of a word of distance. Set by reading what the coder did on own sentences. */
enum {
    SUBJECT_BASE = 100,
    SUBJECT_FAR = 2,            /* each unit between it and the verb */
    SUBJECT_CLAUSE_START = 25,  /* it opens its clause */
    SUBJECT_INNER = 60,         /* it stands behind a preposition */
    SUBJECT_BEHIND_VERB = 45,   /* it follows a verb: that verb's object */
    SUBJECT_MODIFIER = 35,      /* it only qualifies a word that is no actor */
    SUBJECT_PLACE = 30,
    SUBJECT_OTHER_VERB = 30,    /* another verb with a subject of its own stands between */
    SUBJECT_MARK = 60,          /* a semicolon, colon or dash between */
    SUBJECT_CLAUSE = 45,        /* a "that" or "which" between that is not its own */
    SUBJECT_RELATIVE = 30,      /* "X, which VERB": X is right before the relative */
    SUBJECT_LEAST = 45          /* below this there is no subject */
};
#define PREPOSITION_REACH 16u   /* units behind a trigger where its prepositions are looked for */
#define PHRASE_REACH 5u         /* units between a preposition and the actor of its phrase */
#define NOUN_REACH 3u           /* units between a possessor and the noun it acts by */

/* A verb of saying, whose content may follow without "that". */
static bool says(const clause_reader *c, uint32_t i)
{
    uint32_t length;
    return i >= c->first && (trigger_cue(c->in->triggers, c->in->words->at, c->end, i, &length) & (CUE_REPORT | CUE_ALLEGE | CUE_DENY));
}

static int subject_score(const clause_reader *c, uint32_t verb, const actor_mention *m)
{
    uint32_t start = clause_phrase_start(c, m), behind = mention_end(m);
    int score = SUBJECT_BASE - (int)(verb - behind) * SUBJECT_FAR;
    uint16_t before = clause_class(c, start - 1);
    if (start == c->first || (before & (WORD_PUNCT | WORD_CONJUNCTION | WORD_SUBORDINATOR)) || clause_opens(c, start - 1) || says(c, start - 1)) score += SUBJECT_CLAUSE_START;
    else if (clause_verb_like(c, start - 1)) score -= SUBJECT_BEHIND_VERB;
    if (m->flags & MENTION_INNER) score -= SUBJECT_INNER;
    if (m->flags & MENTION_PLACE) score -= SUBJECT_PLACE;
    if (m->flags & MENTION_MODIFIER) score -= SUBJECT_MODIFIER;
    bool relative = (clause_class(c, behind) & WORD_RELATIVE) || (clause_is(c, behind, ",") && (clause_class(c, behind + 1) & WORD_RELATIVE))
                 || clause_is(c, behind, "that");
    uint32_t commas = 0;
    for (uint32_t i = behind; i < verb; i++) {
        if (clause_mark(c, i)) score -= SUBJECT_MARK;
        else if (i > behind + 1 && clause_opens(c, i)) score -= SUBJECT_CLAUSE;
        commas += clause_is(c, i, ",");
        /* a verb that has this mention as its subject and is not joined to ours by "and" or a comma */
        if (c->verb[i] && i + 1 < verb) {
            bool joined = false;
            for (uint32_t k = i + 1; k < verb; k++) joined |= clause_is(c, k, "and") || clause_is(c, k, ",") || clause_is(c, k, "but") || clause_is(c, k, "to");
            if (!joined) score -= SUBJECT_OTHER_VERB;
        }
    }
    if (relative && (commas <= 1 || verb - behind < 6)) score += SUBJECT_RELATIVE;
    return score;
}

/* The first of a list of which mention `m` is the last: "A and B met". */
static int32_t first_joined(const clause_reader *c, int32_t m)
{
    for (unsigned steps = 0; (uint32_t)m > c->mention_first && steps < 2 * RP_PARTIES; steps++) {
        const actor_mention *b = clause_mention(c, m), *a = clause_mention(c, m - 1);
        uint32_t gap = mention_end(a), to = clause_phrase_start(c, b);
        bool joined = clause_is(c, gap, "and") && to == gap + 1;
        if (clause_is(c, gap, ",") && clause_is(c, gap + 1, "and") && to == gap + 2 && (uint32_t)m > c->mention_first + 1)   /* "A, B, and C" */
            joined = clause_is(c, mention_end(clause_mention(c, m - 2)), ",");
        if (!joined || a->reading_count == 0 || ((a->flags ^ b->flags) & MENTION_MODIFIER && a->kind != ACTOR_STATE)) break;
        m--;
    }
    return m;
}

int32_t sides_subject(const clause_reader *c, uint32_t verb, int *score)
{
    int32_t best = -1, last = -1;
    *score = SUBJECT_LEAST - 1;
    for (uint32_t i = verb; i-- > c->first && verb - i <= CLAUSE_REACH;) {      /* nearest first: of two as good the nearer one */
        int32_t m = clause_mention_over(c, i);
        if (m < 0 || m == last) continue;
        last = m;
        const actor_mention *a = clause_mention(c, m);
        if (mention_end(a) > verb || (a->kind == ACTOR_GROUP ? a->antecedent[1] < 0 : a->reading_count == 0)) continue;
        /* of a list the first tells where it stands: "of A and B" */
        const actor_mention *head = clause_mention(c, first_joined(c, m));
        int s = subject_score(c, verb, head) + (int)(mention_end(a) - mention_end(head)) * SUBJECT_FAR;
        if (s > *score) best = m, *score = s;
    }
    return best;
}

/* Put a mention on a side, with what is joined to it by "and" or commas: "A, B and C". */
static void add_joined(const clause_reader *c, int32_t m, uint32_t until, int32_t *side, uint32_t *count)
{
    const actor_mention *a = clause_mention(c, m);
    if (a->kind == ACTOR_GROUP) {
        for (int k = 0; k < 2 && *count < RP_PARTIES; k++)
            if (a->antecedent[k] >= 0) side[(*count)++] = a->antecedent[k];
        return;
    }
    if (*count < RP_PARTIES) side[(*count)++] = m;
    for (uint32_t next = (uint32_t)m + 1; next < c->mention_end && *count < RP_PARTIES; next++) {
        const actor_mention *b = clause_mention(c, (int32_t)next);
        uint32_t gap = mention_end(a), to = clause_phrase_start(c, b);
        if (mention_end(b) > until) break;
        bool joined = false;
        if (clause_is(c, gap, ",") && to == gap + 1) {    /* a list only where an "and" closes it */
            for (uint32_t i = to; i < c->end && i < to + 12; i++) joined |= clause_is(c, i, "and") && !clause_verb_like(c, i + 1);
        }
        if (clause_is(c, gap, ",") && clause_is(c, gap + 1, "and")) joined = to == gap + 2;
        if (clause_is(c, gap, "and") || clause_is(c, gap, "&")) joined = to == gap + 1;
        /* "visited A, and B thanked": B has a verb of its own */
        if (!joined || b->reading_count == 0 || ((a->flags ^ b->flags) & MENTION_MODIFIER) || (mention_end(b) < until && clause_verb_like(c, mention_end(b)))) break;
        side[(*count)++] = (int32_t)next;
        a = b;
    }
}

/* The actor of the direct object behind `from`: the first mention, before any clause opens; inside an of-phrase it counts too. */
static int32_t object_mention(const clause_reader *c, uint32_t from)
{
    bool preposition = false;
    for (uint32_t i = from; i < c->end && i < from + CLAUSE_OBJECT_REACH; i++) {
        int32_t m = clause_mention_over(c, i);
        if (m >= 0 && clause_mention(c, m)->first >= from && (clause_mention(c, m)->reading_count || clause_mention(c, m)->kind == ACTOR_GROUP)) {
            if (!preposition || clause_is(c, clause_phrase_start(c, clause_mention(c, m)) - 1, "of")) return m;
            return -1;
        }
        if (m >= 0) {       /* an actor without a state: its own of-phrase may tell */
            i = mention_end(clause_mention(c, m)) - 1;
            continue;
        }
        uint16_t k = clause_class(c, i);
        if (clause_mark(c, i) || (i > from && (clause_opens(c, i) || c->verb[i] || (k & (WORD_BE | WORD_MODAL))))) return -1;
        if (clause_is(c, i, ",")) return -1;
        if ((k & WORD_PREPOSITION) && !clause_is(c, i, "of")) preposition = true;
    }
    return -1;
}

/* The actor behind preposition `word` that follows `from`: "against the Kenyan government". */
static int32_t preposition_mention(const clause_reader *c, uint32_t from, uint32_t word)
{
    for (uint32_t i = from; i < c->end && i < from + PREPOSITION_REACH; i++) {
        if (clause_mark(c, i) || (i > from && (clause_opens(c, i) || (c->verb[i] && !(clause_class(c, i - 1) & WORD_PREPOSITION) && i > from + 2)))) return -1;
        if (clause_unit(c, i)->word != word) continue;
        for (uint32_t k = i + 1; k < c->end && k <= i + 1 + PHRASE_REACH; k++) {
            int32_t m = clause_mention_over(c, k);
            if (m >= 0 && (clause_mention(c, m)->reading_count || clause_mention(c, m)->kind == ACTOR_GROUP)) return m;
            if ((clause_class(c, k) & (WORD_PUNCT | WORD_PREPOSITION | WORD_BE | WORD_MODAL)) && !(k == i + 1 && clause_is(c, k, "of"))) break;   /* "out of" */
        }
    }
    return -1;
}

/* The actor right before a noun of action: "Kenya's raid", "the Kenyan raid", "a joint Kenyan police raid". */
static int32_t possessor(const clause_reader *c, uint32_t at)
{
    int32_t m = -1;
    for (uint32_t i = at; m < 0 && i-- > c->first && at - i <= NOUN_REACH + 2;) m = clause_mention_over(c, i);
    if (m < 0) return -1;
    const actor_mention *a = clause_mention(c, m);
    if (mention_end(a) > at || (a->reading_count == 0 && a->kind != ACTOR_GROUP)) return -1;
    uint32_t gap = at - mention_end(a);
    bool possessive = clause_class(c, mention_end(a)) & WORD_POSSESSIVE;
    if (gap > NOUN_REACH + possessive) return -1;
    for (uint32_t i = mention_end(a) + possessive; i < at; i++)
        if (clause_class(c, i) & ~(unsigned)(WORD_ADJECTIVE | WORD_ADVERB | WORD_QUANTITY)) return -1;
    bool plain = a->kind == ACTOR_ADJECTIVE || a->kind == ACTOR_METONYM || a->kind == ACTOR_ROLE || a->kind == ACTOR_ORGANISATION;
    return possessive || plain || (a->flags & MENTION_MODIFIER) || gap == 0 ? m : -1;
}

static bool between(const clause_reader *c, uint32_t from, sides *s)
{
    const lexicon *tables = actor_lexicon(c->in->actor_tables);
    int32_t m = preposition_mention(c, from, lexicon_word(tables, RP_STR("between")));
    if (m < 0) m = preposition_mention(c, from, lexicon_word(tables, RP_STR("among")));
    if (m < 0) return false;
    int32_t both[RP_PARTIES];
    uint32_t count = 0;
    add_joined(c, m, c->end, both, &count);
    if (count < 2) return false;
    s->source[s->source_count++] = both[0];
    for (uint32_t i = 1; i < count; i++) s->target[s->target_count++] = both[i];
    return true;
}

static bool same_state(const clause_reader *c, int32_t a, int32_t b)
{
    if (a == b) return true;
    const actor_mention *x = clause_mention(c, a), *y = clause_mention(c, b);
    return x->reading_count && y->reading_count && x->readings[0].code == y->readings[0].code;
}

/* Two adjectives or states before a noun, tied or joined: "Kenyan-Ugandan talks", "Kenya and Uganda talks". */
static bool compound_pair(const clause_reader *c, uint32_t at, sides *s)
{
    int32_t last = possessor(c, at);
    if (last <= (int32_t)c->mention_first) return false;
    const actor_mention *a = clause_mention(c, last - 1), *b = clause_mention(c, last);
    uint32_t gap = mention_end(a);
    if (!(gap == b->first || (clause_is(c, gap, "and") && gap + 1 == b->first)) || same_state(c, last - 1, last)) return false;
    if (a->reading_count == 0 || !(a->flags & MENTION_MODIFIER || a->kind == ACTOR_ADJECTIVE || a->kind == ACTOR_STATE)) return false;
    s->source[s->source_count++] = last - 1;
    s->target[s->target_count++] = last;
    return true;
}

/* A verb that only carries a noun of action, at or ending at unit i: "made", "carried out". */
static bool light_verb(const clause_reader *c, uint32_t i)
{
    uint32_t length;
    for (uint32_t from = i; from + 1 >= i && from >= c->first; from--) {
        uint16_t cue = trigger_cue(c->in->triggers, c->in->words->at, c->end, from, &length);
        if ((cue & CUE_LIGHT) && from + length == i + 1) return true;
        if (from == 0) break;
    }
    return false;
}

void sides_of_noun(const clause_reader *c, const clause_trigger *f, sides *s)
{
    static const trigger_side usual[] = { { SIDE_POSSESSIVE, 0 }, { SIDE_PREPOSITION, 0 } };
    uint32_t behind = f->at + f->length;
    const trigger *t = f->row;
    uint32_t by = lexicon_word(actor_lexicon(c->in->actor_tables), RP_STR("by"));
    bool symmetric = false;
    for (uint32_t i = 0; i < t->source_count; i++) symmetric |= t->source[i].kind == SIDE_BETWEEN;
    for (uint32_t i = 0; i < t->target_count; i++) symmetric |= t->target[i].kind == SIDE_BOTH || t->target[i].kind == SIDE_BETWEEN;
    s->plain = true;
    if (symmetric && (between(c, behind, s) || compound_pair(c, f->at, s))) return;
    uint32_t count = t->source_count ? t->source_count : 2;
    for (uint32_t i = 0; i < count && !s->source_count; i++) {
        trigger_side side = t->source_count ? t->source[i] : usual[i];
        if (!t->source_count && i == 1) side.word = by;
        int32_t m = -1;
        if (side.kind == SIDE_POSSESSIVE || side.kind == SIDE_SUBJECT) m = possessor(c, f->at);
        else if (side.kind == SIDE_PREPOSITION) m = preposition_mention(c, behind, side.word);
        if (m >= 0) add_joined(c, m, c->end, s->source, &s->source_count);
    }
    for (uint32_t i = 0; i < t->target_count && !s->target_count; i++) {
        int32_t m = -1;
        if (t->target[i].kind == SIDE_PREPOSITION) m = preposition_mention(c, behind, t->target[i].word);
        else if (t->target[i].kind == SIDE_OBJECT) m = preposition_mention(c, behind, lexicon_word(actor_lexicon(c->in->actor_tables), RP_STR("of")));
        else if (t->target[i].kind == SIDE_POSSESSIVE) m = possessor(c, f->at);
        if (m >= 0 && !(s->source_count && s->source[0] == m)) add_joined(c, m, c->end, s->target, &s->target_count);
    }
    /* "made a visit to", "launched a raid on": who did it is the subject of the light verb before */
    uint32_t verb = f->at;
    while (verb > c->first && f->at - verb < 5 && !light_verb(c, verb)) verb--;
    if (s->source_count || !s->target_count || !light_verb(c, verb)) return;
    int score;
    int32_t m = sides_subject(c, verb, &score);
    if (m < 0 || m == s->target[0] || same_state(c, m, s->target[0]) || (clause_mention(c, m)->flags & MENTION_MODIFIER)) return;
    add_joined(c, first_joined(c, m), f->at, s->source, &s->source_count);
    s->plain = false;
}

/* The actor on one side behind the trigger; -1: none. */
static int32_t target_at(const clause_reader *c, trigger_side side, uint32_t behind)
{
    int32_t m = -1;
    if (side.kind == SIDE_OBJECT) return object_mention(c, behind);
    if (side.kind == SIDE_PREPOSITION) return preposition_mention(c, behind, side.word);
    if (side.kind == SIDE_CLAUSE)
        for (uint32_t k = behind; k < c->end && k < behind + CLAUSE_OBJECT_REACH && m < 0; k++)
            if (clause_mention_over(c, k) >= 0 && clause_mention(c, clause_mention_over(c, k))->first >= behind) m = clause_mention_over(c, k);
    return m;
}

/* "A sold arms to both sides": the source is none of them, where another is left. */
static void drop_source(const clause_reader *c, sides *s)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->target_count; i++)
        if (!s->source_count || !same_state(c, s->source[0], s->target[i])) s->target[kept++] = s->target[i];
    if (kept) s->target_count = kept;
}

/* Targets in the trigger's order of preference; an actor of another state than the source's comes before one of the same. */
static void targets_behind(const clause_reader *c, const clause_trigger *f, sides *s)
{
    const trigger *t = f->row;
    uint32_t behind = f->at + f->length;
    int32_t same = -1;
    for (uint32_t i = 0; i < t->target_count && !s->target_count; i++) {
        if (t->target[i].kind == SIDE_BOTH) {
            if (s->source_count < 2 || same_state(c, s->source[0], s->source[1])) continue;
            for (uint32_t k = 1; k < s->source_count; k++) s->target[s->target_count++] = s->source[k];
            s->source_count = 1;
            continue;
        }
        int32_t m = target_at(c, t->target[i], behind);
        if (m < 0 || (s->source_count && s->source[0] == m)) continue;
        if (s->source_count && same_state(c, s->source[0], m)) same = same < 0 ? m : same;
        else add_joined(c, m, c->end, s->target, &s->target_count);
        if (clause_mention(c, m)->kind == ACTOR_GROUP) drop_source(c, s);
    }
    if (!s->target_count && same >= 0) add_joined(c, same, c->end, s->target, &s->target_count);
}

const clause_trigger *sides_lead(const clause_reader *c, const clause_trigger *f)
{
    uint32_t left = f->at;
    while (left > c->first && ((clause_class(c, left - 1) & WORD_ADVERB) || str_ends(clause_word(c, left - 1), RP_STR("ly")))) left--;
    if (left == c->first) return NULL;
    bool and = clause_is(c, left - 1, "and") || clause_is(c, left - 1, "but"), comma = clause_is(c, left - 1, ",");
    bool gerund = f->form & LEXICON_FORM_GERUND;
    if (!comma && !and) return NULL;
    for (const clause_trigger *v = f; v-- > c->found && f->at - v->at <= CLAUSE_REACH;) {
        if (v->voice == VOICE_NOMINAL) continue;
        for (uint32_t i = v->at; i < f->at; i++)
            if (clause_mark(c, i)) return NULL;
        if (gerund ? v->finite || v->form & LEXICON_FORM_GERUND : (v->form & f->form) != 0 && v->voice == f->voice) return v;
        if (!gerund) return NULL;
    }
    return NULL;
}

/* "criticised A for arming B", "accused A of arming B": A does what the gerund tells. -1: it is no such gerund. */
static int32_t blamed_before(const clause_reader *c, const clause_trigger *f)
{
    if (!(f->form & LEXICON_FORM_GERUND) || !(clause_is(c, f->at - 1, "for") || clause_is(c, f->at - 1, "of"))) return -1;
    for (const clause_trigger *v = f; v-- > c->found && f->at - v->at <= CLAUSE_OBJECT_REACH;) {
        if (v->voice != VOICE_ACTIVE || v->row->quad != 3) continue;
        int32_t m = object_mention(c, v->at + v->length);
        return m >= 0 && mention_end(clause_mention(c, m)) <= f->at ? m : -1;
    }
    return -1;
}

void sides_of_verb(const clause_reader *c, const clause_trigger *f, sides *s)
{
    int score = 0;
    const clause_trigger *lead = f;
    for (const clause_trigger *v = f; v && f->voice == VOICE_ACTIVE && f->at - v->at <= CLAUSE_REACH; v = sides_lead(c, v)) lead = v;
    int32_t subject = sides_subject(c, lead->at, &score);
    if (lead != f && lead->voice == VOICE_PASSIVE) subject = -1;
    int32_t blamed = blamed_before(c, f);
    if (blamed >= 0) subject = blamed, score = SUBJECT_BASE;
    s->plain = score >= SUBJECT_BASE - 20;
    if (f->voice == VOICE_PASSIVE) {
        int32_t by = preposition_mention(c, f->at + f->length, lexicon_word(actor_lexicon(c->in->actor_tables), RP_STR("by")));
        if (by >= 0) add_joined(c, by, c->end, s->source, &s->source_count);
        if (by < 0 && f->row->mode && (strcmp(f->row->mode, "deport") == 0 || strcmp(f->row->mode, "expel") == 0)) {   /* "was deported from A" */
            by = preposition_mention(c, f->at + f->length, lexicon_word(actor_lexicon(c->in->actor_tables), RP_STR("from")));
            if (by >= 0) add_joined(c, by, c->end, s->source, &s->source_count);
        }
        if (subject >= 0) add_joined(c, first_joined(c, subject), f->at, s->target, &s->target_count);
        bool symmetric = false;
        for (uint32_t i = 0; i < f->row->target_count; i++) symmetric |= f->row->target[i].kind == SIDE_BOTH || f->row->target[i].kind == SIDE_BETWEEN;
        if (!s->source_count && symmetric) {            /* "an accord was signed between A and B" */
            s->target_count = 0;
            if (between(c, f->at + f->length, s)) return;
            uint32_t from = f->at - c->first > PREPOSITION_REACH ? f->at - PREPOSITION_REACH : c->first;
            if (between(c, from, s)) return;            /* "relations between A and B were established" */
        }
        if (symmetric && s->source_count > 1 ) {        /* "signed by A and B" */
            s->target_count = 0;
            for (uint32_t k = 1; k < s->source_count; k++) s->target[s->target_count++] = s->source[k];
            s->source_count = 1;
        }
        if (s->source_count && !s->target_count) targets_behind(c, f, s);
        return;
    }
    if (subject >= 0) add_joined(c, first_joined(c, subject), lead->at, s->source, &s->source_count);
    targets_behind(c, f, s);
}
