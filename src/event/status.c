/* event/status.c - see event/status.h. */
#include "event/status.h"
#include "event/sides.h"
#include "rapport.h"

#define CLIMB 10u

static uint16_t cue_at(const tree *t, const frame_table *frames, const word_layer *words, uint32_t i, uint32_t *length)
{
    if (t->at[i].units == 0) return *length = 0, 0;
    return frame_cue(frames, words->at, t->end_unit, t->at[i].first_unit, length);
}

static uint16_t cue_of(const tree *t, const frame_table *frames, const word_layer *words, uint32_t i)
{
    uint32_t length;
    uint16_t cue = cue_at(t, frames, words, i, &length);
    /* a phrase that starts at the word before: "is accused of", "no evidence" is the word's own business */
    return cue;
}

static status_modal modal_of(rp_str lemma)
{
    static const struct { const char *lemma; status_modal modal; } known[] = { { "will", MODAL_WILL }, { "shall", MODAL_WILL }, { "'ll", MODAL_WILL },
        { "would", MODAL_WOULD }, { "'d", MODAL_WOULD }, { "may", MODAL_MAY }, { "might", MODAL_MAY }, { "could", MODAL_COULD }, { "should", MODAL_SHOULD },
        { "ought", MODAL_SHOULD }, { "must", MODAL_MUST }, { "can", MODAL_CAN } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_nocase(lemma, str_of(known[i].lemma))) return known[i].modal;
    return MODAL_NONE;
}

static bool negative(const tree *t, uint32_t i)
{
    static const char *const words[] = { "not", "n't", "never", "no", "neither", "nor", "n’t", "hardly", "without", "nothing", "nobody", "none", "nowhere" };
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (str_eq_nocase(t->at[i].lemma, str_of(words[k])) || str_eq_nocase(t->at[i].form, str_of(words[k]))) return true;
    return false;
}

/* Auxiliaries, negation and adverbs of one verb or noun. */
typedef struct verb_group { status_tense tense; status_modal modal; bool negated, perfect; uint16_t cues; } verb_group;

static verb_group group_of(const tree *t, const frame_table *frames, const word_layer *words, uint32_t v)
{
    verb_group g = { .tense = TENSE_NONE };
    const tree_word *w = &t->at[v];
    bool have = false, be = false, past_aux = false, mark_to = false;
    for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *k = &t->at[c];
        if (k->relation == REL_AUX || k->relation == REL_COP) {
            status_modal m = modal_of(k->lemma);
            if (m == MODAL_NONE) m = modal_of(k->form);
            if (m != MODAL_NONE) g.modal = m;
            have |= str_is(k->lemma, "have");
            be |= str_is(k->lemma, "be") && k->subtype != SUB_PASS;
            past_aux |= (k->form_bits & TREE_PAST) != 0;
        } else if (k->relation == REL_MARK && str_is(k->lemma, "to")) {
            mark_to = true;
        }
        if ((k->relation == REL_ADVMOD || k->relation == REL_DET || k->relation == REL_CC || k->relation == REL_MARK || k->relation == REL_CASE) && negative(t, c)) g.negated = true;
        /* "seized nothing", "no priest was tortured", "at no time" */
        if (k->relation == REL_NSUBJ || k->relation == REL_OBJ || k->relation == REL_OBL || k->relation == REL_IOBJ) {
            g.negated |= negative(t, c);
            for (uint32_t d = k->child; d != TREE_NONE; d = t->at[d].next)
                if ((t->at[d].relation == REL_DET || t->at[d].relation == REL_ADVMOD || t->at[d].relation == REL_CC || t->at[d].relation == REL_NUMMOD) && d < c && negative(t, d)) g.negated = true;
        }
        if (k->relation == REL_ADVMOD || k->relation == REL_AMOD || k->relation == REL_DISCOURSE) g.cues |= cue_of(t, frames, words, c) & (CUE_HEDGE | CUE_HABIT | CUE_FUTURE | CUE_NEGATION | CUE_ATTEMPT | CUE_ALLEGE);
        if (k->relation == REL_CASE || k->relation == REL_DET) g.cues |= cue_of(t, frames, words, c) & CUE_NEGATION;
    }
    g.perfect = have;
    if (g.modal == MODAL_WILL) g.tense = TENSE_FUTURE;
    else if (mark_to || (w->form_bits & TREE_INFINITIVE && g.modal == MODAL_NONE && !past_aux)) g.tense = TENSE_INFINITIVE;
    else if (have) g.tense = TENSE_PERFECT;
    else if ((w->form_bits & TREE_GERUND) && be) g.tense = TENSE_PROGRESSIVE;
    else if (w->form_bits & TREE_GERUND) g.tense = TENSE_GERUND;
    else if ((w->form_bits & TREE_PAST) || past_aux || ((w->form_bits & TREE_PARTICIPLE) && !be)) g.tense = TENSE_PAST;
    else if (w->form_bits & TREE_PRESENT || be) g.tense = TENSE_PRESENT;
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
        if (subject.count) return subject.head[0];
        uint32_t inverted = tree_child(t, v, REL_NSUBJ);
        return inverted;
    }
    uint32_t owner = tree_child_sub(t, v, REL_NMOD, SUB_POSS);
    for (uint32_t c = t->at[v].child; c != TREE_NONE && owner == TREE_NONE; c = t->at[c].next) {
        if (t->at[c].relation == REL_NMOD && (tree_child_lemma(t, c, REL_CASE, "by") != TREE_NONE || tree_child_lemma(t, c, REL_CASE, "from") != TREE_NONE)) owner = c;
        else if ((t->at[c].relation == REL_AMOD || t->at[c].relation == REL_COMPOUND) && t->at[c].mention >= 0) owner = c;
    }
    return owner;
}

static bool after_semicolon(const tree *t, uint32_t i)
{
    uint32_t first, last;
    tree_span(t, i, &first, &last);
    if (first > 0 && str_is(t->at[first - 1].form, ";")) return true;
    return str_is(t->at[first].form, ";");
}

/* Sayings that hang from a word on the way: "..., officials said", "according to A", "as A put it". */
static void look_beside(const tree *t, const frame_table *frames, const word_layer *words, uint32_t at, uint32_t from, status_reading *out)
{
    for (uint32_t c = t->at[at].child; c != TREE_NONE && out->saying_at == TREE_NONE; c = t->at[c].next) {
        const tree_word *k = &t->at[c];
        if (c == from) continue;
        if ((k->relation == REL_PARATAXIS || k->relation == REL_ADVCL) && tree_is_verb(k)) {
            bool as = tree_child_lemma(t, c, REL_MARK, "as") != TREE_NONE;
            uint16_t cue = cue_of(t, frames, words, c);
            bool quoting = k->relation == REL_PARATAXIS && (k->form_bits & TREE_FINITE) && tree_child(t, c, REL_OBJ) == TREE_NONE && tree_child(t, c, REL_NSUBJ) != TREE_NONE && c + 1 < t->count && c > at;
            if (!says(cue) && quoting) cue = CUE_REPORT;        /* "…, the senator shouted back" */
            bool parted = k->relation == REL_PARATAXIS && (tree_child(t, c, REL_OBJ) != TREE_NONE || after_semicolon(t, c));   /* a clause of its own */
            if (says(cue) && !parted && (k->relation == REL_PARATAXIS || as) && tree_child(t, c, REL_CCOMP) == TREE_NONE) set_speaker(out, cue, c, sayer(t, c));
        } else if (k->relation == REL_OBL || k->relation == REL_NMOD || k->relation == REL_ADVMOD) {
            for (uint32_t g = k->child; g != TREE_NONE; g = t->at[g].next)
                if (t->at[g].relation == REL_CASE && (str_eq_nocase(t->at[g].form, RP_STR("according")) || str_eq_nocase(t->at[g].form, RP_STR("per")))) set_speaker(out, CUE_REPORT, c, c);
        }
    }
}

void status_read(const tree *t, const frame_table *frames, const word_layer *words, uint32_t at, bool noun, status_reading *out)
{
    *out = (status_reading){ .saying_at = TREE_NONE, .speaker = TREE_NONE };
    verb_group g = group_of(t, frames, words, at);
    out->own = g.cues;
    out->negated = g.negated;
    out->tense = (uint8_t)g.tense;
    out->modal = (uint8_t)g.modal;
    out->perfect_modal = g.modal != MODAL_NONE && g.perfect;
    bool barrier = false, carried = noun;
    uint32_t i = at;
    look_beside(t, frames, words, at, TREE_NONE, out);
    if (tree_child_lemma(t, at, REL_MARK, "if") != TREE_NONE || tree_child_lemma(t, at, REL_MARK, "unless") != TREE_NONE) out->conditional = true;
    for (uint32_t steps = 0; steps < CLIMB && t->at[i].head < t->count; steps++) {
        uint32_t head = t->at[i].head;
        parse_relation r = t->at[i].relation;
        uint16_t cue = cue_of(t, frames, words, head);
        if (out->governor_count < STATUS_GOVERNORS) {
            out->governor[out->governor_count] = head;
            out->governor_relation[out->governor_count++] = (uint8_t)r;
        }
        verb_group hg = group_of(t, frames, words, head);
        bool content = false;       /* does the head's cue speak of what hangs here? */
        switch (r) {
        case REL_XCOMP: case REL_CCOMP: case REL_CSUBJ: content = true; break;
        case REL_OBJ: case REL_OBL: case REL_NMOD: content = !barrier; break;
        case REL_ACL: content = t->at[i].subtype != SUB_RELCL && (!(t->at[i].form_bits & TREE_PARTICIPLE) || tree_child(t, i, REL_MARK) != TREE_NONE); break;
        case REL_ADVCL: {
            uint32_t mark = tree_child(t, i, REL_MARK);
            content = mark != TREE_NONE && (tree_lemma_is(t, mark, "of") || tree_lemma_is(t, mark, "from") || tree_lemma_is(t, mark, "against") || tree_lemma_is(t, mark, "for")) && (t->at[i].form_bits & TREE_GERUND);
            break;
        }
        case REL_PARATAXIS: content = says(cue) && !(cue & CUE_DENY) && tree_child(t, head, REL_OBJ) == TREE_NONE && !after_semicolon(t, i); break;
        default: break;
        }
        if (says(cue) && (content || (r == REL_NSUBJ && noun && steps == 0 && t->at[i].subtype == SUB_PASS))) {
            bool saying = r == REL_CCOMP || r == REL_PARATAXIS || r == REL_ACL || r == REL_XCOMP || r == REL_ADVCL || ((cue & (CUE_ALLEGE | CUE_DENY)) && !barrier);
            if (saying && out->saying_at == TREE_NONE) {
                set_speaker(out, cue, head, sayer(t, head));
                if (hg.negated) out->outer_negated = true;
            }
        }
        if (content && !barrier) {
            out->outer |= cue & (uint16_t)~CUE_LIGHT;
            if (!says(cue)) out->outer |= hg.cues;
            if (r != REL_CCOMP && hg.negated) out->outer_negated = true;
        }
        bool first_noun = carried && (r == REL_OBJ || r == REL_NSUBJ || r == REL_OBL);
        bool joined = r == REL_CONJ && tree_is_verb(&t->at[i]) && (out->tense == TENSE_INFINITIVE || out->tense == TENSE_NONE || (t->at[i].form_bits & (TREE_INFINITIVE | TREE_PARTICIPLE | TREE_GERUND)));
        if (!barrier && (first_noun || joined || r == REL_XCOMP || (r == REL_ACL && content) || (r == REL_CONJ && carried))) {
            if (out->tense == TENSE_NONE || carried || joined || out->tense == TENSE_INFINITIVE) {
                if (first_noun || joined) out->tense = (uint8_t)hg.tense;
                if (out->modal == MODAL_NONE) out->modal = (uint8_t)hg.modal, out->perfect_modal = hg.modal != MODAL_NONE && hg.perfect;
            }
            if ((first_noun || joined) && hg.negated) out->negated = true;
            if (r == REL_XCOMP && hg.negated) out->outer_negated = true;
            if (first_noun && tree_is_verb(&t->at[head])) carried = false;
        }
        if (r == REL_ADVCL || r == REL_CCOMP || r == REL_XCOMP || first_noun || joined) {
            uint32_t mark_of = r == REL_ADVCL ? i : head;
            if (!barrier && (tree_child_lemma(t, mark_of, REL_MARK, "if") != TREE_NONE || tree_child_lemma(t, mark_of, REL_MARK, "unless") != TREE_NONE)) out->conditional = true;
        }
        if ((r == REL_ADVCL && !content) || (r == REL_ACL && !content) || (r == REL_PARATAXIS && !content) || r == REL_APPOS || r == REL_NSUBJ) barrier = true;
        if (r == REL_CCOMP) barrier = true;
        if (r == REL_NMOD && !content) barrier = true;
        look_beside(t, frames, words, head, i, out);
        i = head;
    }
    /* "Had Rome left, …", "Should Kenya be given …", "Were Uganda to agree …": an auxiliary before its subject, and no question */
    for (uint32_t k = i = at, steps = 0; steps < CLIMB && k < t->count; steps++, k = t->at[k].head) {
        uint32_t subject = tree_child(t, k, REL_NSUBJ), aux = TREE_NONE;
        for (uint32_t c = t->at[k].child; c != TREE_NONE && aux == TREE_NONE; c = t->at[c].next)
            if (t->at[c].relation == REL_AUX || t->at[c].relation == REL_COP) aux = c;
        if (subject == TREE_NONE || aux == TREE_NONE || aux > subject || t->at[k].relation == REL_ROOT) continue;
        if (str_eq_nocase(t->at[aux].form, RP_STR("had")) || str_eq_nocase(t->at[aux].form, RP_STR("should")) || str_eq_nocase(t->at[aux].form, RP_STR("were"))) out->conditional = true;
    }
    uint32_t last = t->count;
    while (last > 0 && (t->at[last - 1].upos == UPOS_PUNCT && !str_is(t->at[last - 1].form, "?"))) last--;
    out->question = last > 0 && str_is(t->at[last - 1].form, "?");
    /* an adverb of the sentence's root or a "will" far up is not ours; "allegedly" before the verb may hang elsewhere */
    for (uint32_t k = at > 2 ? at - 2 : 0; k < at; k++)
        if (t->at[k].upos == UPOS_ADV) out->own |= cue_of(t, frames, words, k) & CUE_HEDGE;
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
    if (!headline && (s->tense == TENSE_PROGRESSIVE || ((cues & CUE_HABIT) && s->tense != TENSE_PAST) || (s->tense == TENSE_PRESENT && !noun))) return RP_ONGOING;
    return RP_REPORTED;
}
