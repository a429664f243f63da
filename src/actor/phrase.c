/* actor/phrase.c - see actor/phrase.h. */
#include "actor/phrase.h"
#include "base/hash.h"
#include "base/utf8.h"

/* Templates of features. */
enum { F_BIAS, F_LEMMA, F_FORM, F_END2, F_END3, F_END4, F_SHAPE, F_TAG, F_RELATION, F_GOVERNOR, F_GOVERNOR_TAG, F_ARTICLE, F_NUMBER, F_MENTION, F_SECTOR,
       F_BEFORE, F_BEHIND, F_CASE, F_MODIFIER, F_FLAT, F_LIST, F_NAME_FIRST, F_NAME_LENGTH, F_OWNED, F_LEMMA_NUMBER, F_CASE_MENTION, F_SUBJECT_OF };

static uint32_t hash_of(rp_str s)
{
    char low[48];
    size_t n = s.len < sizeof low ? s.len : sizeof low;
    for (size_t i = 0; i < n; i++) low[i] = (char)to_lower((unsigned char)s.at[i]);
    return (uint32_t)(hash_bytes(low, n, 3) >> 32) | 1u;
}

static rp_str ending(rp_str s, size_t n) { return s.len > n ? str_sub(s, s.len - n, s.len) : s; }

/* How a word is written: capital, all capitals, digits, small; whether it begins its sentence. */
static uint32_t shape_of(const tree *t, uint32_t i)
{
    rp_str w = t->at[i].form;
    bool capital = utf8_is_upper(utf8_at(w, 0, &(unsigned){ 0 })), digit = false, small = false;
    for (size_t k = 0; k < w.len; k++) digit |= is_digit((unsigned char)w.at[k]), small |= is_lower((unsigned char)w.at[k]);
    return (uint32_t)capital | (uint32_t)small << 1 | (uint32_t)digit << 2 | (uint32_t)(i == 0) << 3 | (uint32_t)(w.len == 1) << 4;
}

static phrase_article article_of(const tree *t, uint32_t i)
{
    static const char *const these[] = { "this", "that", "these", "those", "such" };
    phrase_article found = ARTICLE_NONE;
    for (uint32_t c = t->at[i].child; c != TREE_NONE && c < i; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        if (w->subtype == SUB_POSS) return ARTICLE_POSSESSIVE;
        if (w->relation == REL_NUMMOD) found = found ? found : ARTICLE_QUANTITY;
        if (w->relation != REL_DET) continue;
        if (str_is(w->lemma, "the")) found = ARTICLE_DEFINITE;
        else if (str_is(w->lemma, "a") || str_is(w->lemma, "an")) found = ARTICLE_INDEFINITE;
        else if (tree_lemma_among(t, c, these, sizeof these / sizeof *these)) found = ARTICLE_DEMONSTRATIVE;
        else found = found == ARTICLE_DEFINITE ? found : ARTICLE_QUANTITY;
    }
    return found;
}

static phrase_role role_of(const tree *t, uint32_t i)
{
    const tree_word *w = &t->at[i];
    if (tree_child(t, i, REL_COP) != TREE_NONE) return ROLE_PREDICATE;
    switch (w->relation) {
    case REL_NSUBJ: case REL_CSUBJ: return ROLE_SUBJECT;
    case REL_OBJ: case REL_IOBJ: return ROLE_OBJECT;
    case REL_OBL: return ROLE_OBLIQUE;
    case REL_NMOD: return w->subtype == SUB_POSS ? ROLE_POSSESSOR : ROLE_MODIFIER;
    case REL_COMPOUND: return ROLE_MODIFIER;
    case REL_APPOS: return ROLE_APPOSITION;
    case REL_CONJ: return w->head < t->count ? role_of(t, w->head) : ROLE_OTHER;
    default: return ROLE_OTHER;
    }
}

bool phrase_head(const tree *t, uint32_t i)
{
    static const uint64_t never = TREE_BIT(REL_FLAT) | TREE_BIT(REL_FIXED) | TREE_BIT(REL_GOESWITH) | TREE_BIT(REL_CASE) | TREE_BIT(REL_CC) | TREE_BIT(REL_MARK)
        | TREE_BIT(REL_AUX) | TREE_BIT(REL_COP) | TREE_BIT(REL_EXPL) | TREE_BIT(REL_PUNCT) | TREE_BIT(REL_NUMMOD) | TREE_BIT(REL_DISCOURSE) | TREE_BIT(REL_REPARANDUM);
    static const uint64_t argument = TREE_BIT(REL_NSUBJ) | TREE_BIT(REL_OBJ) | TREE_BIT(REL_IOBJ) | TREE_BIT(REL_OBL) | TREE_BIT(REL_NMOD) | TREE_BIT(REL_CONJ) | TREE_BIT(REL_APPOS);
    const tree_word *w = &t->at[i];
    if (tree_relation_among(w->relation, never)) return false;
    switch (w->upos) {
    case UPOS_PROPN:
    case UPOS_PRON: return w->relation != REL_DET;
    case UPOS_NOUN: return w->relation != REL_COMPOUND || w->mention >= 0;
    case UPOS_X: case UPOS_NUM: case UPOS_ADJ: case UPOS_DET: return tree_relation_among(w->relation, argument);
    case UPOS_ADV: return str_is(w->lemma, "here") || str_is(w->lemma, "there") || str_is(w->lemma, "where") || str_is(w->lemma, "home") || str_is(w->lemma, "abroad");
    default: return false;
    }
}

void phrase_span(const tree *t, uint32_t i, uint32_t *first, uint32_t *last)
{
    static const uint64_t outside = TREE_BIT(REL_CC) | TREE_BIT(REL_CONJ) | TREE_BIT(REL_APPOS) | TREE_BIT(REL_PARATAXIS) | TREE_BIT(REL_MARK) | TREE_BIT(REL_COP)
        | TREE_BIT(REL_AUX) | TREE_BIT(REL_NSUBJ) | TREE_BIT(REL_ADVCL) | TREE_BIT(REL_DISCOURSE) | TREE_BIT(REL_PUNCT) | TREE_BIT(REL_OBL) | TREE_BIT(REL_CSUBJ)
        | TREE_BIT(REL_LIST) | TREE_BIT(REL_DISLOCATED) | TREE_BIT(REL_VOCATIVE) | TREE_BIT(REL_DEP) | TREE_BIT(REL_EXPL) | TREE_BIT(REL_CCOMP) | TREE_BIT(REL_ORPHAN);
    *first = *last = i;
    for (uint32_t c = t->at[i].child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        bool mark = w->relation == REL_CASE && c > i && (str_is(w->form, "'s") || str_is(w->form, "'") || str_is(w->form, "\xE2\x80\x99s") || str_is(w->form, "\xE2\x80\x99"));
        if (w->relation == REL_CASE && !mark) continue;
        if (w->relation == REL_ADVMOD && (c > i || tree_child(t, i, REL_COP) != TREE_NONE)) continue;
        if (tree_relation_among(w->relation, outside)) continue;
        uint32_t from, to;
        tree_span(t, c, &from, &to);
        if (from < *first) *first = from;
        if (to > *last) *last = to;
    }
}

/* What the tables say of the head: the kind of its mention, its sector. */
static uint32_t mention_trait(const phrase_input *in, const tree_word *w)
{
    if (w->mention < 0) return 0;
    const actor_mention *m = &in->mentions[w->mention];
    return 1u + m->kind + (m->kind == ACTOR_ORGANISATION && m->reading_count ? 16u * actor_is_state(in->tables, m->readings[0].code) : 0);
}

uint32_t phrase_features(const phrase_input *in, const tree *t, uint32_t i, uint32_t out[PHRASE_FEATURES])
{
    const uint32_t mask = ((uint32_t)1 << WEIGHTS_KIND_BITS) - 1;
    const tree_word *w = &t->at[i];
    uint32_t n = 0, lemma = hash_of(w->lemma), relation = (uint32_t)w->relation << 8 | w->subtype;
    uint32_t trait = mention_trait(in, w), plural = w->form_bits & TREE_PLURAL ? 1 : 0;
    phrase_article article = article_of(t, i);
    const int16_t *kinds = in->weights->kinds;
#define ADD(name, a, b) do { \
        if (n == PHRASE_FEATURES) break; \
        out[n] = weights_mix(name, a, b, 0) & mask; \
        if (kinds) __builtin_prefetch(&kinds[(size_t)out[n] * PHRASE_KINDS]);     /* each a cache miss: fetched together */ \
        n++; \
    } while (0)
    ADD(F_BIAS, 0, 0);
    ADD(F_LEMMA, lemma, 0);
    ADD(F_LEMMA_NUMBER, lemma, plural);
    if (w->upos == UPOS_PRON || w->upos == UPOS_DET || w->upos == UPOS_ADV) ADD(F_FORM, hash_of(w->form), relation);
    ADD(F_END2, hash_of(ending(w->lemma, 2)), w->upos);
    ADD(F_END3, hash_of(ending(w->lemma, 3)), w->upos);
    ADD(F_END4, hash_of(ending(w->lemma, 4)), w->upos);
    ADD(F_SHAPE, shape_of(t, i), w->upos);
    ADD(F_TAG, w->upos, plural);
    ADD(F_RELATION, relation, w->upos);
    ADD(F_ARTICLE, article, plural);
    ADD(F_MENTION, trait, 0);
    ADD(F_MENTION, trait, 1 + w->upos);
    if (w->mention >= 0) ADD(F_SECTOR, in->mentions[w->mention].sector, in->mentions[w->mention].kind);
    if (w->head < t->count) {
        const tree_word *h = &t->at[w->head];
        ADD(F_GOVERNOR, hash_of(h->lemma), relation);
        ADD(F_GOVERNOR_TAG, h->upos, relation);
    }
    uint32_t first = i, flat = 0, cased = 0;
    for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *d = &t->at[c];
        switch (d->relation) {
        case REL_CASE:
            if (c < i) ADD(F_CASE, cased = hash_of(d->lemma), w->upos);
            break;
        case REL_AMOD: case REL_COMPOUND:
            ADD(F_MODIFIER, hash_of(d->lemma), 0);
            if (c < first && d->upos == UPOS_PROPN) first = c;
            break;
        case REL_FLAT:
            flat++;
            ADD(F_FLAT, hash_of(d->form), 0);
            break;
        case REL_NMOD:
            ADD(F_OWNED, mention_trait(in, d), d->subtype);
            break;
        case REL_CONJ:
            ADD(F_LIST, mention_trait(in, d), d->upos);
            break;
        default: break;
        }
    }
    if (cased) ADD(F_CASE_MENTION, cased, trait);
    if (w->upos == UPOS_PROPN) {
        ADD(F_NAME_FIRST, hash_of(t->at[first].form), 0);
        ADD(F_NAME_LENGTH, flat + (i - first), flat > 0);
    }
    if (i > 0) ADD(F_BEFORE, hash_of(t->at[i - 1].form), w->upos == UPOS_PROPN);
    if (i + 1 < t->count) ADD(F_BEHIND, hash_of(t->at[i + 1].form), w->upos == UPOS_PROPN);
#undef ADD
    return n;
}

static void weigh_kind(const phrase_input *in, const tree *t, uint32_t i, phrase *p)
{
    uint32_t features[PHRASE_FEATURES], n, size = 0;
    int32_t score[PHRASE_KINDS] = { 0 };
    const actor_weights *w = in->weights;
    p->vector = parser_vector(in->trees->in.parser, t->at[i].lemma, &size);
    if (w->vector_size && size != w->vector_size) p->vector = NULL;       /* of another parser than the weights were learned with */
    if (!w->kinds) return;
    n = phrase_features(in, t, i, features);
    for (uint32_t f = 0; f < n; f++)
        for (uint32_t k = 0; k < PHRASE_KINDS; k++) score[k] += w->kinds[(size_t)features[f] * PHRASE_KINDS + k];
    int32_t sums[PHRASE_KINDS] = { 0 };
    for (uint32_t d = 0; p->vector && d < size; d++)
        for (uint32_t k = 0; k < PHRASE_KINDS; k++) sums[k] += ((int32_t)p->vector[d] - 128) * w->vectors[d * PHRASE_KINDS + k];
    for (uint32_t k = 0; k < PHRASE_KINDS; k++) {
        score[k] += sums[k] / 128;
        if (score[k] > score[p->kind]) p->kind = (uint8_t)k;
    }
}

uint8_t phrase_kind_of(const phrase_input *in, const tree *t, uint32_t i)
{
    phrase p = { .kind = PHRASE_OTHER };
    weigh_kind(in, t, i, &p);
    return p.kind;
}

/* Person, number and gender of a pronoun. */
static void read_pronoun(const tree *t, uint32_t i, phrase *p)
{
    static const struct { const char *form; char number, gender; uint8_t person; bool reflexive; } known[] = {
        { "i", 's', 0, 1, 0 }, { "me", 's', 0, 1, 0 }, { "my", 's', 0, 1, 0 }, { "mine", 's', 0, 1, 0 }, { "myself", 's', 0, 1, 1 },
        { "we", 'p', 0, 1, 0 }, { "us", 'p', 0, 1, 0 }, { "our", 'p', 0, 1, 0 }, { "ours", 'p', 0, 1, 0 }, { "ourselves", 'p', 0, 1, 1 },
        { "you", 0, 0, 2, 0 }, { "your", 0, 0, 2, 0 }, { "yours", 0, 0, 2, 0 }, { "yourself", 's', 0, 2, 1 }, { "yourselves", 'p', 0, 2, 1 },
        { "he", 's', 'm', 3, 0 }, { "him", 's', 'm', 3, 0 }, { "his", 's', 'm', 3, 0 }, { "himself", 's', 'm', 3, 1 },
        { "she", 's', 'f', 3, 0 }, { "her", 's', 'f', 3, 0 }, { "hers", 's', 'f', 3, 0 }, { "herself", 's', 'f', 3, 1 },
        { "it", 's', 'n', 3, 0 }, { "its", 's', 'n', 3, 0 }, { "itself", 's', 'n', 3, 1 },
        { "they", 'p', 0, 3, 0 }, { "them", 'p', 0, 3, 0 }, { "their", 'p', 0, 3, 0 }, { "theirs", 'p', 0, 3, 0 }, { "themselves", 'p', 0, 3, 1 } };
    rp_str form = t->at[i].form;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (!form.len || to_lower((unsigned char)form.at[0]) != (unsigned char)known[k].form[0] || !str_eq_nocase(form, str_of(known[k].form))) continue;
        p->number = known[k].number;
        p->gender = known[k].gender;
        p->person = known[k].person;
        p->reflexive = known[k].reflexive;
        return;
    }
}

static void add_word(phrase *p, const tree *t, uint32_t i)
{
    if (p->word_count < PHRASE_WORDS) p->words[p->word_count++] = hash_of(t->at[i].upos == UPOS_PROPN ? t->at[i].form : t->at[i].lemma);
}

/* A clause without a subject has that of the clause it hangs from. */
static uint32_t subject_clause(const tree *t, uint32_t clause)
{
    static const uint64_t shared = TREE_BIT(REL_ADVCL) | TREE_BIT(REL_XCOMP) | TREE_BIT(REL_CONJ);
    for (uint32_t steps = 0; steps < t->count; steps++) {
        const tree_word *w = &t->at[clause];
        if (tree_child(t, clause, REL_NSUBJ) != TREE_NONE || !tree_relation_among(w->relation, shared) || w->head >= t->count) break;
        clause = w->head;
    }
    return clause;
}

static void read_traits(const phrase_input *in, const tree *t, uint32_t i, phrase *p)
{
    static const char *const women[] = { "woman", "girl", "wife", "daughter", "mother", "sister", "queen", "princess", "lady", "widow", "actress", "aunt" };
    static const char *const men[] = { "man", "boy", "husband", "son", "father", "brother", "king", "prince", "gentleman", "uncle", "businessman", "spokesman" };
    const tree_word *w = &t->at[i];
    p->form = w->upos == UPOS_PRON || w->upos == UPOS_DET || w->upos == UPOS_ADV ? FORM_PRONOUN : w->upos == UPOS_PROPN ? FORM_NAME : FORM_NOUN;
    p->person = 3;
    p->article = (uint8_t)article_of(t, i);
    p->role = (uint8_t)role_of(t, i);
    p->lemma = hash_of(w->upos == UPOS_PROPN ? w->form : w->lemma);
    p->governor = w->head < t->count ? hash_of(t->at[w->head].lemma) : 0;
    if (p->form == FORM_PRONOUN) {
        read_pronoun(t, i, p);
    } else {
        p->number = w->form_bits & TREE_PLURAL ? 'p' : 's';
        if (tree_lemma_among(t, i, women, sizeof women / sizeof *women)) p->gender = 'f';
        else if (tree_lemma_among(t, i, men, sizeof men / sizeof *men)) p->gender = 'm';
        for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next) {
            const tree_word *d = &t->at[c];
            if (str_is(d->form, "Mr.") || str_is(d->form, "Mr") || str_is(d->form, "Sir") || str_is(d->form, "Lord")) p->gender = 'm';
            else if (str_is(d->form, "Mrs.") || str_is(d->form, "Ms.") || str_is(d->form, "Mrs") || str_is(d->form, "Ms") || str_is(d->form, "Lady")) p->gender = 'f';
            if (d->relation == REL_FLAT || d->relation == REL_COMPOUND || d->relation == REL_AMOD) add_word(p, t, c);
        }
    }
    add_word(p, t, i);
    if (w->mention >= 0 && in->mentions[w->mention].kind == ACTOR_PERSON && !p->gender) p->gender = in->mentions[w->mention].gender;
    uint32_t clause = w->head, steps = 0;
    while (clause < t->count && !tree_is_verb(&t->at[clause]) && steps++ < t->count) clause = t->at[clause].head;
    p->clause = clause < t->count ? clause : t->root;
    p->subject_clause = subject_clause(t, p->clause);
    p->open = t->at[p->clause].relation == REL_XCOMP;
    const tree_word *own = &t->at[w->head < t->count ? w->head : i];      /* what a subject is told of, a verb or not */
    bool within = p->role == ROLE_SUBJECT && own->head < t->count && (own->relation == REL_CCOMP || own->relation == REL_CONJ) && tree_is_verb(&t->at[own->head]);
    p->outer_clause = within ? subject_clause(t, own->head) : UINT32_MAX;
}

/* The kind of a phrase whose mention has a code; PHRASE_OTHER: it has none. */
static uint8_t known_kind(const phrase_input *in, const phrase *p)
{
    const actor_mention *m = p->mention < 0 ? NULL : &in->mentions[p->mention];
    if (!m || !m->reading_count || m->readings[0].code == ACTOR_NONE) return PHRASE_OTHER;
    if (m->kind == ACTOR_ROLE) return PHRASE_OTHER;     /* a minister or a ministry: its noun tells */
    if (m->kind == ACTOR_PERSON || m->kind == ACTOR_PEOPLE) return PHRASE_PERSON;
    return m->kind == ACTOR_ORGANISATION || m->kind == ACTOR_METONYM ? PHRASE_ORGANISATION : PHRASE_PLACE;
}

/* "Wanjiru Maina, a lawyer from Nairobi, said": an apposition that the parser took for a second subject; the name's word, TREE_NONE: it is none. */
static uint32_t name_before(const tree *t, uint32_t i)
{
    const tree_word *w = &t->at[i];
    uint32_t first = w->relation == REL_NSUBJ && w->head < t->count ? tree_child(t, w->head, REL_NSUBJ) : TREE_NONE;
    if (first >= i || t->at[first].upos != UPOS_PROPN) return TREE_NONE;
    uint32_t from, to, own, end;
    tree_span(t, first, &from, &to);
    tree_span(t, i, &own, &end);
    return own > to && str_is(t->at[to + 1].form, ",") && own <= to + 2 ? first : TREE_NONE;
}

/* "A spokesman for the movement, Yahya Saree, said": a person known to the tables is in apposition to the role, not to what the role is of. */
static uint32_t apposed_to(const phrase_input *in, const tree *t, uint32_t i)
{
    uint32_t of = t->at[i].head;
    const tree_word *w = &t->at[i], *h = of < t->count ? &t->at[of] : NULL;
    if (!h || w->mention < 0 || in->mentions[w->mention].kind != ACTOR_PERSON || h->mention >= 0 || h->relation != REL_NMOD || h->head >= t->count) return of;
    const tree_word *role = &t->at[h->head];
    return role->mention >= 0 && in->mentions[role->mention].kind == ACTOR_ROLE && in->mentions[role->mention].number == 's' ? h->head : of;
}

bool phrase_read(const phrase_input *in, uint32_t s, const tree *t, arena *mem, vec *out)
{
    size_t from = out->count;
    for (uint32_t i = 0; i < t->count; i++) {
        if (!phrase_head(t, i)) continue;
        phrase *p = vec_add(out, mem);
        if (!p) return false;
        uint32_t first, last;
        phrase_span(t, i, &first, &last);
        *p = (phrase){ .sentence = s, .start = t->at[first].start, .end = t->at[last].end, .word = i, .head_start = t->at[i].start, .owner = UINT32_MAX, .mention = t->at[i].mention, .chain = UINT32_MAX, .antecedent = UINT32_MAX };
        read_traits(in, t, i, p);
        if (in->sparing && known_kind(in, p)) p->kind = known_kind(in, p);
        else weigh_kind(in, t, i, p);
    }
    /* whose it is, what it is apposed to or said of: the phrase headed by that word */
    phrase *all = out->at;
    for (size_t k = from; k < out->count; k++) {
        uint32_t i = all[k].word, of = TREE_NONE;
        if (t->at[i].relation == REL_APPOS) of = apposed_to(in, t, i), all[k].apposed = true;
        else if (tree_child(t, i, REL_COP) != TREE_NONE && (of = tree_child(t, i, REL_NSUBJ)) != TREE_NONE) all[k].apposed = true;
        else if ((of = name_before(t, i)) != TREE_NONE) all[k].apposed = true;
        else of = tree_child_sub(t, i, REL_NMOD, SUB_POSS);
        for (size_t j = from; of < t->count && j < out->count; j++)
            if (all[j].word == of) all[k].owner = (uint32_t)j;
        if (all[k].owner == UINT32_MAX) all[k].apposed = false;
    }
    return true;
}
