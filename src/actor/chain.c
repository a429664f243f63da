/* actor/chain.c - see actor/chain.h. */
#include "actor/chain.h"

#define NEAR_PRONOUN 3u         /* sentences back a pronoun's antecedent is sought among people, bodies and places */
#define NEAR_THING 1u           /* and among other things */
#define NEAR_NOUN 4u            /* and that of a definite noun with another head */
#define FAR 300u                /* phrases looked back for the same words */
#define FAR_PRONOUN 60u         /* and for a pronoun */

/* Templates of features. */
enum { L_NEW = 100, L_NEW_KIND, L_NEW_LEMMA, L_NEW_ROLE, L_NEW_TRAIT, L_NEW_SEEN, L_TYPES, L_SENTENCES, L_PHRASES, L_ROLE, L_ROLES, L_KINDS, L_GENDER, L_NUMBER,
       L_HEAD, L_WORDS, L_APPOSED, L_NESTED, L_CLAUSE, L_GOVERNOR, L_VECTOR, L_ACTOR, L_TRAITS, L_LEMMAS, L_LEMMA_KIND, L_SIZE, L_ARTICLE, L_CHAIN_HEAD,
       L_PRONOUN_NOUN, L_LEAD, L_OWNED };

static phrase *phrases_of(const chain_layer *self) { return self->phrases.at; }
static chain *chains_of(const chain_layer *self) { return self->chains.at; }

/* What sort of phrase it is: a pronoun with its person, number and gender, a name, a noun with its article. */
static uint32_t sort_of(const phrase *p)
{
    static const char genders[] = { 0, 'm', 'f', 'n' };
    uint32_t gender = 0;
    for (uint32_t k = 1; k < 4; k++) if (p->gender == genders[k]) gender = k;
    if (p->form == FORM_NAME) return 1;
    if (p->form == FORM_NOUN) return 2u + p->article;
    return 16u + p->person * 16u + (p->number == 'p' ? 8u : p->number == 's' ? 4u : 0) + gender + (p->reflexive ? 64u : 0) + (p->person == 3 && !p->number ? 128u + p->lemma % 61u : 0);
}

static uint32_t bucket(uint32_t n) { return n < 4 ? n : n < 6 ? 4 : n < 10 ? 5 : n < 20 ? 6 : n < 50 ? 7 : 8; }

static const actor_mention *mention_of(const chain_layer *self, const phrase *p) { return p->mention < 0 ? NULL : &self->in->mentions[p->mention]; }

/* 0: one of the two has no code; 1: they may be the same actor; 2: another code; 3: the same code, another person or sort. */
static uint32_t actors_meet(const chain_layer *self, const phrase *a, const phrase *b)
{
    const actor_mention *x = mention_of(self, a), *y = mention_of(self, b);
    if (!x || !y || !x->reading_count || !y->reading_count || x->readings[0].code == ACTOR_NONE || y->readings[0].code == ACTOR_NONE) return 0;
    bool code = false;
    for (uint32_t i = 0; i < x->reading_count && !code; i++)
        for (uint32_t k = 0; k < y->reading_count && !code; k++) code = x->readings[i].code == y->readings[k].code;
    if (!code) return 2;
    bool person_x = x->kind == ACTOR_PERSON, person_y = y->kind == ACTOR_PERSON;
    return person_x == person_y && (!x->actor || !y->actor || x->actor == y->actor) ? 1 : 3;
}

static uint32_t trait(const chain_layer *self, const phrase *p)
{
    const actor_mention *m = mention_of(self, p);
    return m ? 1u + m->kind : 0;
}

/* How the words of two phrases agree: bits of head in the other's words, all of one in the other, last, first. */
static uint32_t words_meet(const phrase *a, const phrase *b)
{
    uint32_t both = 0, bits = 0;
    if (!a->word_count || !b->word_count) return 0;
    for (uint32_t i = 0; i < a->word_count; i++)
        for (uint32_t k = 0; k < b->word_count; k++) both += a->words[i] == b->words[k];
    if (!both) return 0;
    bits = 1;
    if (both >= a->word_count) bits |= 2;
    if (both >= b->word_count) bits |= 4;
    if (a->words[a->word_count - 1] == b->words[b->word_count - 1]) bits |= 8;
    if (a->words[0] == b->words[0]) bits |= 16;
    return bits;
}

static uint32_t vectors_meet(const chain_layer *self, const phrase *a, const phrase *b)
{
    uint32_t size = self->in->weights->vector_size;
    if (!a->vector || !b->vector || !size) return 9;
    int64_t dot = 0, aa = 1, bb = 1;
    for (uint32_t d = 0; d < size; d++) {
        int32_t x = (int32_t)a->vector[d] - 128, y = (int32_t)b->vector[d] - 128;
        dot += x * y, aa += x * x, bb += y * y;
    }
    if (dot <= 0) return 0;
    int64_t square = dot * dot / aa * 64 / bb;     /* 64 times the squared cosine */
    return square < 8 ? 1 : square < 18 ? 2 : square < 30 ? 3 : square < 44 ? 4 : 5;
}

/* May `p` and `q`, which stands `apart` sentences before it, name the same? Much that never does is not even weighed. */
static bool may_meet(const chain_layer *self, const phrase *q, const phrase *p, uint32_t apart)
{
    bool named = q->form == FORM_PRONOUN || q->kind != PHRASE_OTHER;
    if (p->form == FORM_PRONOUN) {
        if (p->person < 3) return q->form == FORM_PRONOUN && q->person == p->person;
        return apart <= (named ? NEAR_PRONOUN : NEAR_THING);
    }
    if (q->lemma == p->lemma || words_meet(q, p) || actors_meet(self, q, p) == 1) return true;
    return apart <= NEAR_NOUN && p->form == FORM_NOUN && (p->article == ARTICLE_DEFINITE || p->article == ARTICLE_DEMONSTRATIVE || p->article == ARTICLE_POSSESSIVE);
}

/* "A left, blaming it": an object is not its own subject, unless it says so ("itself"). */
static bool bound(const phrase *q, const phrase *p)
{
    bool object = p->role == ROLE_OBJECT || p->role == ROLE_OBLIQUE;
    return p->form == FORM_PRONOUN && !p->reflexive && object && q->role == ROLE_SUBJECT && q->clause == p->subject_clause;
}

/* A man of the tables is not "she". */
static bool opposed(const chain_layer *self, const phrase *q, const phrase *p)
{
    const actor_mention *m = mention_of(self, q);
    bool sexes = p->form == FORM_PRONOUN && (p->gender == 'm' || p->gender == 'f') && (q->gender == 'm' || q->gender == 'f') && p->gender != q->gender;
    return sexes && m && m->kind == ACTOR_PERSON && m->actor != ACTOR_NONE;
}

uint32_t chain_candidates(const chain_layer *self, uint32_t j, uint32_t out[CHAIN_CANDIDATES])
{
    const phrase *all = phrases_of(self), *p = &all[j];
    uint32_t n = 0, far = p->form == FORM_PRONOUN && p->person == 3 ? FAR_PRONOUN : FAR;
    if (p->form != FORM_PRONOUN && p->kind == PHRASE_OTHER) return 0;
    for (uint32_t i = j; i-- > 0 && n < CHAIN_CANDIDATES && j - i <= far;) {
        const phrase *q = &all[i];
        uint32_t apart = p->sentence - q->sentence;
        bool own = p->apposed && p->owner == i;
        if (!own && p->form != FORM_PRONOUN && (q->form == FORM_PRONOUN || q->kind == PHRASE_OTHER)) continue;      /* most; a pronoun's chain is found by its other members */
        bool inside = q->start <= p->start && p->end <= q->end, around = p->start <= q->start && q->end <= p->end;
        if (!own && apart == 0 && (inside || around || bound(q, p))) continue;
        if (opposed(self, q, p)) continue;
        if (own || may_meet(self, q, p, apart)) out[n++] = i;
    }
    return n;
}

static uint32_t new_features(const chain_layer *self, const phrase *p, uint32_t out[CHAIN_FEATURES])
{
    const uint32_t mask = ((uint32_t)1 << WEIGHTS_LINK_BITS) - 1;
    uint32_t n = 0, sort = sort_of(p);
    out[n++] = weights_mix(L_NEW, sort, 0, 0) & mask;
    out[n++] = weights_mix(L_NEW_KIND, sort, p->kind, 0) & mask;
    out[n++] = weights_mix(L_NEW_LEMMA, p->lemma, p->article, 0) & mask;
    out[n++] = weights_mix(L_NEW_ROLE, sort, p->role, 0) & mask;
    out[n++] = weights_mix(L_NEW_TRAIT, trait(self, p), sort, 0) & mask;
    out[n++] = weights_mix(L_NEW_SEEN, sort, p->word_count, p->number) & mask;
    return n;
}

uint32_t chain_features(const chain_layer *self, uint32_t i, uint32_t j, uint32_t out[CHAIN_FEATURES])
{
    const uint32_t mask = ((uint32_t)1 << WEIGHTS_LINK_BITS) - 1;
    const phrase *all = phrases_of(self), *p = &all[j];
    if (i == UINT32_MAX) return new_features(self, p, out);
    const phrase *q = &all[i];
    const chain *c = &chains_of(self)[q->chain];
    uint32_t n = 0, apart = bucket(p->sentence - q->sentence), x = sort_of(q), y = sort_of(p), words = words_meet(q, p);
    uint32_t forms = (uint32_t)q->form * 4u + p->form;
#define ADD(name, a, b, d) out[n++] = weights_mix(name, a, b, d) & mask
    ADD(L_TYPES, x, y, 0);
    ADD(L_SENTENCES, y, apart, 0);
    ADD(L_PHRASES, y, bucket(j - i), q->form);
    ADD(L_ROLE, y, q->role, apart);
    ADD(L_ROLES, forms, q->role, p->role * 2u + (apart == 0));
    ADD(L_KINDS, c->kind, p->kind, forms);
    ADD(L_KINDS, q->kind, y, 99);
    ADD(L_GENDER, c->gender, p->gender, p->form);
    ADD(L_NUMBER, c->number, p->number, forms);
    ADD(L_SIZE, bucket(c->size), y, 0);
    ADD(L_OWNED, p->owner == i, p->apposed, y);
    ADD(L_TRAITS, trait(self, q), trait(self, p), forms);
    ADD(L_ACTOR, actors_meet(self, c->actor != UINT32_MAX ? &all[c->actor] : q, p), forms, 0);
    if (apart == 0) {
        ADD(L_CLAUSE, q->clause == p->clause, p->reflexive, y);
        ADD(L_LEAD, q->role, p->role, q->clause == p->clause);
    }
    if (p->form == FORM_PRONOUN) {
        ADD(L_PRONOUN_NOUN, p->lemma, q->lemma, 0);
        ADD(L_LEMMA_KIND, p->lemma, c->kind, c->number);
        ADD(L_GOVERNOR, p->governor == q->governor, p->role == q->role, y);
    } else {
        ADD(L_HEAD, p->lemma == q->lemma, forms, p->article);
        ADD(L_WORDS, words, forms, p->article);
        ADD(L_VECTOR, vectors_meet(self, q, p), forms, p->lemma == q->lemma);
        ADD(L_LEMMAS, p->lemma, q->form == FORM_NAME ? 7u + c->kind : q->lemma, 0);
        ADD(L_ARTICLE, p->article, apart, p->lemma == q->lemma);
        if (c->named != UINT32_MAX) ADD(L_CHAIN_HEAD, words_meet(&all[c->named], p), forms, 0);
    }
#undef ADD
    return n;
}

bool chain_join(chain_layer *self, uint32_t i, uint32_t j)
{
    phrase *all = phrases_of(self), *p = &all[j];
    p->antecedent = i;
    if (i == UINT32_MAX) {
        chain *c = vec_add(&self->chains, self->mem);
        if (!c) return false;
        *c = (chain){ .first = j, .named = UINT32_MAX, .actor = UINT32_MAX, .number = p->number, .gender = p->gender, .kind = p->kind };
        p->chain = (uint32_t)self->chains.count - 1;
    } else {
        p->chain = all[i].chain;
    }
    chain *c = &chains_of(self)[p->chain];
    c->last = j;
    c->size++;
    if (!c->gender) c->gender = p->gender;
    if (!c->number) c->number = p->number;
    if (p->form != FORM_PRONOUN && all[c->first].form == FORM_PRONOUN && c->size == 2) c->kind = p->kind;
    if (p->form == FORM_NAME) c->named = j;
    const actor_mention *m = mention_of(self, p);
    if (m && m->reading_count && m->kind != ACTOR_PRONOUN) c->actor = j;
    return true;
}

static int32_t score_of(const actor_weights *w, const uint32_t *features, uint32_t n)
{
    int32_t sum = 0;
    for (uint32_t f = 0; f < n; f++) sum += w->links[features[f]];
    return sum;
}

/* Does the mention of the phrase have a code of its own? */
static bool coded(const chain_layer *self, const phrase *p)
{
    const actor_mention *m = mention_of(self, p);
    return m && m->reading_count && m->readings[0].code != ACTOR_NONE;
}

/* Can it stand for an actor with a code that is named elsewhere? */
static bool may_refer(const chain_layer *self, const phrase *p)
{
    const actor_mention *m = mention_of(self, p);
    if (p->form == FORM_PRONOUN) return p->person == 3;
    if (coded(self, p)) return false;
    return p->form == FORM_NAME || p->apposed || p->article == ARTICLE_DEFINITE || p->article == ARTICLE_DEMONSTRATIVE || (m && p->article == ARTICLE_NONE);
}

/* Can the pronoun `p` of the third person, singular, stand for what `q` names, by number, gender and kind? */
static bool agree(const chain_layer *self, const phrase *q, const phrase *p)
{
    const actor_mention *m = mention_of(self, q);
    bool role = m && m->kind == ACTOR_ROLE && m->number == 's', person = q->kind == PHRASE_PERSON || role;
    if (q->number == 'p' || (m && m->number == 'p') || q->person < 3) return false;
    if (q->form == FORM_PRONOUN) return q->number == 's' && q->gender == p->gender;
    if (p->gender == 'n') return !person && (q->kind == PHRASE_ORGANISATION || q->kind == PHRASE_PLACE);
    return person && (!q->gender || q->gender == p->gender);
}

/*
 * The actor that grammar alone tells a pronoun stands for: of an owner, the subject of its clause ("France recalled its ambassador"), or the object that
 * is to act ("asked Iran to withdraw its troops"); of a subject, that of the clause around its own ("The minister said he would travel"). UINT32_MAX:
 * there is none, or another that would do stands between.
 */
static uint32_t settled(const chain_layer *self, uint32_t from, uint32_t j)
{
    const phrase *all = phrases_of(self), *p = &all[j];
    if (p->form != FORM_PRONOUN || p->person != 3 || p->number != 's' || !p->gender || p->reflexive) return UINT32_MAX;
    uint32_t clause = p->role == ROLE_POSSESSOR ? p->subject_clause : p->role == ROLE_SUBJECT ? p->outer_clause : UINT32_MAX;
    if (clause == UINT32_MAX) return UINT32_MAX;
    uint32_t found = UINT32_MAX;
    bool weaker = false;        /* one of unknown sex, not the subject, would do as well */
    for (uint32_t i = j; i-- > from;) {
        const phrase *q = &all[i];
        bool subject = q->role == ROLE_SUBJECT && q->clause == clause, around = q->start <= p->start && p->end <= q->end;
        if (found != UINT32_MAX) {
            if (subject && all[found].role == ROLE_SUBJECT && q->kind == all[found].kind) return UINT32_MAX;        /* one of a list */
            continue;
        }
        if (around || (q->clause != clause && q->clause != p->clause) || !agree(self, q, p)) continue;
        if (p->role == ROLE_SUBJECT && !subject && !q->gender) {     /* "She told the minister that she …" */
            weaker = true;
            continue;
        }
        bool acts = subject || (p->open && p->role == ROLE_POSSESSOR && q->role == ROLE_OBJECT && q->clause == clause);
        const actor_mention *m = mention_of(self, q);
        if (!acts || (!coded(self, q) && (!m || m->kind != ACTOR_ROLE))) return UINT32_MAX;
        if (weaker && q->gender != p->gender) return UINT32_MAX;
        found = i;
    }
    return found;
}

bool chain_link(chain_layer *self, uint32_t from)
{
    const actor_weights *w = self->in->weights;
    uint32_t candidates[CHAIN_CANDIDATES], features[CHAIN_FEATURES];
    for (uint32_t j = from; j < self->phrases.count; j++) {
        uint32_t sure = settled(self, from, j);
        if (sure != UINT32_MAX) {
            if (!chain_join(self, sure, j)) return false;
            continue;
        }
        bool weighed = w->links && (!self->in->sparing || may_refer(self, phrases_of(self) + j));
        uint32_t best = UINT32_MAX, n = weighed ? chain_candidates(self, j, candidates) : 0;
        int32_t top = n ? score_of(w, features, chain_features(self, UINT32_MAX, j, features)) : 0;
        for (uint32_t k = 0; k < n; k++) {
            int32_t score = score_of(w, features, chain_features(self, candidates[k], j, features));
            if (score > top) top = score, best = candidates[k];
        }
        if (!chain_join(self, best, j)) return false;
    }
    return true;
}
