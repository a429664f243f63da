/* event/status.c - see event/status.h. */
#include "event/status.h"
#include "event/sides.h"
#include "rapport.h"

#define CLIMB 10u

/* What a word is read in. */
typedef struct place {
    const tree *t;
    const frame_table *frames;
    const word_layer *words;
} place;

static uint16_t cue_of(const place *p, uint32_t i) { return predicate_cue(p->t, p->frames, p->words, i); }

static bool has_if(const tree *t, uint32_t i)
{
    return tree_child_lemma(t, i, REL_MARK, "if") != TREE_NONE || tree_child_lemma(t, i, REL_MARK, "unless") != TREE_NONE;
}

static status_modal modal_of(rp_str lemma)
{
    static const struct { const char *lemma; status_modal modal; } known[] = {
        { "will", MODAL_WILL }, { "shall", MODAL_WILL }, { "'ll", MODAL_WILL }, { "would", MODAL_WOULD }, { "'d", MODAL_WOULD }, { "may", MODAL_MAY },
        { "might", MODAL_MAY }, { "could", MODAL_COULD }, { "should", MODAL_SHOULD }, { "ought", MODAL_SHOULD }, { "must", MODAL_MUST },
        { "can", MODAL_CAN } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_nocase(lemma, str_of(known[i].lemma))) return known[i].modal;
    return MODAL_NONE;
}

static bool negative(const tree *t, uint32_t i)
{
    static const char *const words[] = { "not", "n't", "never", "no", "neither", "nor", "n’t", "hardly", "without", "nothing", "nobody", "none",
                                         "nowhere" };
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (str_eq_nocase(t->at[i].lemma, str_of(words[k])) || str_eq_nocase(t->at[i].form, str_of(words[k]))) return true;
    return false;
}

/* Auxiliaries, negation and adverbs of one verb or noun. */
typedef struct verb_group { status_tense tense; status_modal modal; bool negated, perfect; uint16_t cues; } verb_group;

/* Does a dependent negate its verb: "not", "seized nothing", "no priest was tortured", "at no time"? */
static bool negates(const tree *t, uint32_t c)
{
    static const uint64_t marks = TREE_BIT(REL_ADVMOD) | TREE_BIT(REL_DET) | TREE_BIT(REL_CC) | TREE_BIT(REL_MARK) | TREE_BIT(REL_CASE);
    static const uint64_t phrases = TREE_BIT(REL_NSUBJ) | TREE_BIT(REL_OBJ) | TREE_BIT(REL_OBL) | TREE_BIT(REL_IOBJ);
    static const uint64_t inner = TREE_BIT(REL_DET) | TREE_BIT(REL_ADVMOD) | TREE_BIT(REL_CC) | TREE_BIT(REL_NUMMOD);
    const tree_word *w = &t->at[c];
    if (tree_relation_among(w->relation, marks | phrases) && negative(t, c)) return true;
    if (!tree_relation_among(w->relation, phrases)) return false;
    for (uint32_t d = w->child; d != TREE_NONE; d = t->at[d].next)
        if (d < c && tree_relation_among(t->at[d].relation, inner) && negative(t, d)) return true;
    return false;
}

/* The cues that a dependent lends the word it hangs from. */
static uint16_t cues_beside(const place *p, uint32_t c)
{
    static const uint64_t adverbs = TREE_BIT(REL_ADVMOD) | TREE_BIT(REL_AMOD) | TREE_BIT(REL_DISCOURSE);
    static const uint16_t of_adverb = CUE_HEDGE | CUE_HABIT | CUE_FUTURE | CUE_NEGATION | CUE_ATTEMPT | CUE_ALLEGE;
    uint8_t r = p->t->at[c].relation;
    if (tree_relation_among(r, adverbs)) return cue_of(p, c) & of_adverb;
    return r == REL_CASE || r == REL_DET ? cue_of(p, c) & CUE_NEGATION : 0;
}

/* What auxiliaries stand with a verb. */
typedef struct auxiliaries { bool have, be, past, to; } auxiliaries;

static status_tense tense_of(uint8_t form, status_modal modal, auxiliaries a)
{
    if (modal == MODAL_WILL) return TENSE_FUTURE;
    if (a.to || ((form & TREE_INFINITIVE) && modal == MODAL_NONE && !a.past)) return TENSE_INFINITIVE;
    if (a.have) return TENSE_PERFECT;
    if (form & TREE_GERUND) return a.be ? TENSE_PROGRESSIVE : TENSE_GERUND;
    if ((form & TREE_PAST) || a.past || ((form & TREE_PARTICIPLE) && !a.be)) return TENSE_PAST;
    return (form & TREE_PRESENT) || a.be ? TENSE_PRESENT : TENSE_NONE;
}

static verb_group group_of(const place *p, uint32_t v)
{
    const tree *t = p->t;
    verb_group g = { .tense = TENSE_NONE };
    auxiliaries a = { false, false, false, false };
    for (uint32_t c = t->at[v].child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *k = &t->at[c];
        if (k->relation == REL_AUX || k->relation == REL_COP) {
            status_modal m = modal_of(k->lemma);
            if (m == MODAL_NONE) m = modal_of(k->form);
            if (m != MODAL_NONE) g.modal = m;
            a.have |= str_is(k->lemma, "have");
            a.be |= str_is(k->lemma, "be") && k->subtype != SUB_PASS;
            a.past |= (k->form_bits & TREE_PAST) != 0;
        } else if (k->relation == REL_MARK && str_is(k->lemma, "to")) {
            a.to = true;
        }
        g.negated |= negates(t, c);
        g.cues |= cues_beside(p, c);
    }
    g.perfect = a.have;
    g.tense = tense_of(t->at[v].form_bits, g.modal, a);
    return g;
}

static bool says(uint16_t cue) { return cue & (CUE_REPORT | CUE_ALLEGE | CUE_DENY); }

static void set_speaker(status_reading *out, uint16_t cue, uint32_t at, uint32_t speaker)
{
    if (out->saying_at != TREE_NONE) return;
    out->saying = cue & (CUE_REPORT | CUE_ALLEGE | CUE_DENY);
    out->saying_at = at;
    out->speaker = speaker;
}

/* Who says what hangs from a verb or noun of saying. */
static uint32_t sayer(const tree *t, uint32_t v)
{
    side_heads subject = { .count = 0 };
    if (tree_is_verb(&t->at[v])) {
        sides_subject(t, v, &subject);
        return subject.count ? subject.head[0] : tree_child(t, v, REL_NSUBJ);
    }
    uint32_t owner = tree_child_sub(t, v, REL_NMOD, SUB_POSS);
    for (uint32_t c = t->at[v].child; c != TREE_NONE && owner == TREE_NONE; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        bool by = tree_child_lemma(t, c, REL_CASE, "by") != TREE_NONE || tree_child_lemma(t, c, REL_CASE, "from") != TREE_NONE;
        if (w->relation == REL_NMOD && by) owner = c;
        else if ((w->relation == REL_AMOD || w->relation == REL_COMPOUND) && w->mention >= 0) owner = c;
    }
    return owner;
}

/* Is a clause behind its head as sayings are that report what stands before them: "…, the senator shouted back"? */
static bool quotes(const tree *t, uint32_t at, uint32_t c)
{
    const tree_word *w = &t->at[c];
    static const char *const things[] = { "this", "that", "it", "these", "those", "which", "there" };
    uint32_t subject = tree_child(t, c, REL_NSUBJ);
    return w->relation == REL_PARATAXIS && (w->form_bits & TREE_FINITE) && c > at && c + 1 < t->count && tree_child(t, c, REL_OBJ) == TREE_NONE
        && subject != TREE_NONE && !tree_lemma_among(t, subject, things, sizeof things / sizeof *things);
}

static bool after_semicolon(const tree *t, uint32_t i)
{
    uint32_t first, last;
    tree_span(t, i, &first, &last);
    if (first > 0 && str_is(t->at[first - 1].form, ";")) return true;
    return str_is(t->at[first].form, ";");
}

/* Does a clause beside its head stand on its own, so that what it says is not its head? */
static bool stands_alone(const tree *t, uint32_t i) { return tree_child(t, i, REL_OBJ) != TREE_NONE || after_semicolon(t, i); }

/* Sayings that hang from a word on the way: "..., officials said", "according to A", "as A put it". */
static void look_beside(const place *p, uint32_t at, uint32_t from, status_reading *out)
{
    const tree *t = p->t;
    for (uint32_t c = t->at[at].child; c != TREE_NONE && out->saying_at == TREE_NONE; c = t->at[c].next) {
        const tree_word *k = &t->at[c];
        if (c == from) continue;
        if ((k->relation == REL_PARATAXIS || k->relation == REL_ADVCL) && tree_is_verb(k)) {
            uint16_t cue = cue_of(p, c);
            if (!says(cue) && quotes(t, at, c)) cue = CUE_REPORT;
            bool beside = k->relation == REL_PARATAXIS ? !stands_alone(t, c) : tree_child_lemma(t, c, REL_MARK, "as") != TREE_NONE;
            if (says(cue) && beside && tree_child(t, c, REL_CCOMP) == TREE_NONE) set_speaker(out, cue, c, sayer(t, c));
        } else if (k->relation == REL_OBL || k->relation == REL_NMOD || k->relation == REL_ADVMOD) {
            for (uint32_t g = k->child; g != TREE_NONE; g = t->at[g].next) {
                rp_str form = t->at[g].form;
                if (t->at[g].relation != REL_CASE) continue;
                if (str_eq_nocase(form, RP_STR("according")) || str_eq_nocase(form, RP_STR("per"))) set_speaker(out, CUE_REPORT, c, c);
            }
        }
    }
}

/* The climb from the predicate to the root. */
typedef struct climb {
    place in;
    status_reading *out;
    bool noun;                  /* the predicate is one */
    bool carried;               /* it is, and its verb was not met yet */
    bool barrier;               /* a clause of its own was left: governors from here on do not govern it */
} climb;

/* Does the cue of what governs word `i` speak of it? */
static bool is_content(const climb *k, uint32_t i, uint16_t cue)
{
    static const char *const marks[] = { "of", "from", "against", "for" };
    const tree *t = k->in.t;
    const tree_word *w = &t->at[i];
    uint32_t mark = tree_child(t, i, REL_MARK);
    switch (w->relation) {
    case REL_XCOMP: case REL_CCOMP: case REL_CSUBJ: return true;
    case REL_OBJ: case REL_OBL: case REL_NMOD: return !k->barrier;
    case REL_ACL: return w->subtype != SUB_RELCL && (!(w->form_bits & TREE_PARTICIPLE) || mark != TREE_NONE);
    case REL_ADVCL: return (w->form_bits & TREE_GERUND) && tree_lemma_among(t, mark, marks, sizeof marks / sizeof *marks);
    case REL_PARATAXIS: return says(cue) && !(cue & CUE_DENY) && tree_child(t, w->head, REL_OBJ) == TREE_NONE && !after_semicolon(t, i);
    default: return false;
    }
}

/* The word that governs `i` may say it: then it names the speaker. */
static void read_saying(climb *k, uint32_t i, bool first, bool content, uint16_t cue, bool negated)
{
    static const uint64_t clauses = TREE_BIT(REL_CCOMP) | TREE_BIT(REL_PARATAXIS) | TREE_BIT(REL_ACL) | TREE_BIT(REL_XCOMP) | TREE_BIT(REL_ADVCL);
    const tree_word *w = &k->in.t->at[i];
    bool denied = w->relation == REL_NSUBJ && w->subtype == SUB_PASS && k->noun && first;      /* "the raid was denied" */
    if (!says(cue) || (!content && !denied) || k->out->saying_at != TREE_NONE) return;
    if (!tree_relation_among(w->relation, clauses) && (!(cue & (CUE_ALLEGE | CUE_DENY)) || k->barrier)) return;
    set_speaker(k->out, cue, w->head, sayer(k->in.t, w->head));
    if (negated) k->out->outer_negated = true;
}

/* Take tense, modal and negation from a governor that shares or carries them. Joined: one verb of several with the same auxiliaries. */
static void read_group(climb *k, uint32_t i, bool content, bool first_noun, bool joined, const verb_group *g)
{
    status_reading *out = k->out;
    parse_relation r = (parse_relation)k->in.t->at[i].relation;
    if (k->barrier || !(first_noun || joined || r == REL_XCOMP || (r == REL_ACL && content) || (r == REL_CONJ && k->carried))) return;
    if (out->tense == TENSE_NONE || k->carried || joined || out->tense == TENSE_INFINITIVE) {
        if (first_noun || joined) out->tense = (uint8_t)g->tense;
        if (out->modal == MODAL_NONE) out->modal = (uint8_t)g->modal, out->perfect_modal = g->modal != MODAL_NONE && g->perfect;
    }
    if ((first_noun || joined) && g->negated) out->negated = true;
    if (r == REL_XCOMP && g->negated) out->outer_negated = true;
    if (first_noun && tree_is_verb(&k->in.t->at[k->in.t->at[i].head])) k->carried = false;
}

/* Is the verb joined to another whose auxiliaries are its own: "will meet and sign"? */
static bool shares_auxiliaries(const climb *k, const tree_word *w)
{
    if (w->relation != REL_CONJ || !tree_is_verb(w) || tree_child(k->in.t, (uint32_t)(w - k->in.t->at), REL_AUX) != TREE_NONE) return false;
    return k->out->tense == TENSE_INFINITIVE || k->out->tense == TENSE_NONE || (w->form_bits & (TREE_INFINITIVE | TREE_PARTICIPLE | TREE_GERUND));
}

/* One step of the climb: what the head of word `i` says of the predicate. */
static void read_governor(climb *k, uint32_t i, bool first)
{
    static const uint64_t noun_places = TREE_BIT(REL_OBJ) | TREE_BIT(REL_NSUBJ) | TREE_BIT(REL_OBL);
    static const uint64_t conditions = TREE_BIT(REL_ADVCL) | TREE_BIT(REL_CCOMP) | TREE_BIT(REL_XCOMP);
    static const uint64_t always = TREE_BIT(REL_CCOMP) | TREE_BIT(REL_APPOS) | TREE_BIT(REL_NSUBJ);
    static const uint64_t unless_content = TREE_BIT(REL_ADVCL) | TREE_BIT(REL_ACL) | TREE_BIT(REL_PARATAXIS) | TREE_BIT(REL_NMOD);
    status_reading *out = k->out;
    const tree_word *w = &k->in.t->at[i];
    uint32_t head = w->head;
    uint16_t cue = cue_of(&k->in, head);
    if (out->governor_count < STATUS_GOVERNORS) {
        out->governor[out->governor_count] = head;
        out->governor_relation[out->governor_count++] = w->relation;
    }
    verb_group g = group_of(&k->in, head);
    bool content = is_content(k, i, cue);
    read_saying(k, i, first, content, cue, g.negated);
    if (content && !k->barrier) {
        out->outer |= cue & (uint16_t)~CUE_LIGHT;
        if (!says(cue)) out->outer |= g.cues;
        if (w->relation != REL_CCOMP && g.negated) out->outer_negated = true;
    }
    bool listed = first && !k->noun && w->relation == REL_ADVCL;      /* a gerund carried as nouns are */
    bool first_noun = k->carried && (listed || tree_relation_among(w->relation, noun_places)), joined = shares_auxiliaries(k, w);
    read_group(k, i, content, first_noun, joined, &g);
    bool condition = first_noun || joined || tree_relation_among(w->relation, conditions);
    if (condition && !k->barrier && has_if(k->in.t, w->relation == REL_ADVCL ? i : head)) out->conditional = true;
    if (tree_relation_among(w->relation, content ? always : always | unless_content)) k->barrier = true;
    look_beside(&k->in, head, i, out);
}

/* "Had Rome left, …", "Should Kenya be given …", "Were Uganda to agree …": an auxiliary before its subject, and no question. */
static bool inverted_condition(const tree *t, uint32_t at)
{
    for (uint32_t k = at, steps = 0; steps < CLIMB && k < t->count; steps++, k = t->at[k].head) {
        uint32_t subject = tree_child(t, k, REL_NSUBJ), aux = TREE_NONE;
        for (uint32_t c = t->at[k].child; c != TREE_NONE && aux == TREE_NONE; c = t->at[c].next)
            if (t->at[c].relation == REL_AUX || t->at[c].relation == REL_COP) aux = c;
        if (subject == TREE_NONE || aux == TREE_NONE || aux > subject || t->at[k].relation == REL_ROOT) continue;
        rp_str form = t->at[aux].form;
        if (str_eq_nocase(form, RP_STR("had")) || str_eq_nocase(form, RP_STR("should")) || str_eq_nocase(form, RP_STR("were"))) return true;
    }
    return false;
}

static bool ends_in_question(const tree *t)
{
    uint32_t last = t->count;
    while (last > 0 && t->at[last - 1].upos == UPOS_PUNCT && !str_is(t->at[last - 1].form, "?")) last--;
    return last > 0 && str_is(t->at[last - 1].form, "?");
}

void status_read(const tree *t, const frame_table *frames, const word_layer *words, uint32_t at, bool noun, status_reading *out)
{
    static const uint64_t noun_places = TREE_BIT(REL_NMOD) | TREE_BIT(REL_OBL) | TREE_BIT(REL_OBJ) | TREE_BIT(REL_NSUBJ);
    const tree_word *w = &t->at[at];
    static const char *const listed[] = { "such", "including", "like", "by", "through" };
    bool in_list = w->relation == REL_ADVCL && tree_lemma_among(t, tree_child(t, at, REL_MARK), listed, sizeof listed / sizeof *listed);
    bool as_noun = noun || ((w->form_bits & TREE_GERUND) && (in_list || tree_relation_among(w->relation, noun_places)));  /* "such as targeting" */
    climb k = { .in = { t, frames, words }, .out = out, .noun = noun, .carried = as_noun };
    *out = (status_reading){ .saying_at = TREE_NONE, .speaker = TREE_NONE };
    verb_group g = group_of(&k.in, at);
    out->own = g.cues;
    out->negated = g.negated;
    out->tense = (uint8_t)g.tense;
    out->modal = (uint8_t)g.modal;
    out->perfect_modal = g.modal != MODAL_NONE && g.perfect;
    look_beside(&k.in, at, TREE_NONE, out);
    out->conditional = has_if(t, at);
    for (uint32_t i = at, steps = 0; steps < CLIMB && t->at[i].head < t->count; steps++, i = t->at[i].head) read_governor(&k, i, steps == 0);
    if (inverted_condition(t, at)) out->conditional = true;
    out->question = ends_in_question(t);
    /* an adverb of the sentence's root or a "will" far up is not ours; "allegedly" before the verb may hang elsewhere */
    for (uint32_t i = at > 2 ? at - 2 : 0; i < at; i++)
        if (t->at[i].upos == UPOS_ADV) out->own |= cue_of(&k.in, i) & CUE_HEDGE;
}

unsigned status_by_rule(const status_reading *s, bool noun, bool own_words, bool headline)
{
    uint16_t cues = s->own | s->outer;
    if (s->saying & CUE_DENY) return RP_DENIED;
    bool to_come = s->modal == MODAL_WILL || s->modal == MODAL_WOULD || s->modal == MODAL_SHOULD || s->modal == MODAL_MUST;
    if (s->negated) return s->saying && !to_come ? RP_DENIED : RP_STATUSES;       /* "would not attack" denies nothing done */
    if (s->outer_negated && (s->outer & (CUE_FUTURE | CUE_ATTEMPT | CUE_MODAL))) return RP_STATUSES;     /* "has no plans to" */
    if ((s->outer & CUE_NEGATION) && !s->outer_negated) return RP_STATUSES;
    if (s->conditional || (cues & CUE_CONDITIONAL)) return RP_HYPOTHETICAL;
    if (s->perfect_modal) return RP_ALLEGED;
    if (s->modal == MODAL_WOULD || s->modal == MODAL_MAY || s->modal == MODAL_COULD || s->modal == MODAL_SHOULD) return RP_HYPOTHETICAL;
    if (s->question) return RP_HYPOTHETICAL;
    if (s->modal == MODAL_WILL || (cues & CUE_FUTURE)) return RP_PLANNED;
    if (s->modal == MODAL_MUST || s->modal == MODAL_CAN) return RP_HYPOTHETICAL;
    if ((cues & CUE_HEDGE) || ((s->saying & CUE_ALLEGE) && !own_words)) return RP_ALLEGED;
    if (s->saying && !own_words) return RP_ALLEGED;
    bool ongoing = s->tense == TENSE_PROGRESSIVE || ((cues & CUE_HABIT) && s->tense != TENSE_PAST) || (s->tense == TENSE_PRESENT && !noun);
    return ongoing && !headline ? RP_ONGOING : RP_REPORTED;
}
