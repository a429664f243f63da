/* event/features.c - see event/features.h. */
#include "event/features.h"
#include <stdio.h>
#include "event/sides.h"

#define PATH_MAX_STEPS 6u
#define NAME_MAX 96u

typedef struct name { char at[NAME_MAX]; size_t len; } name;

static void name_add(name *n, rp_str s)
{
    size_t len = s.len < NAME_MAX - n->len ? s.len : NAME_MAX - n->len;
    if (len) memcpy(n->at + n->len, s.at, len);
    n->len += len;
}
static void name_z(name *n, const char *s) { name_add(n, str_of(s)); }
static rp_str name_view(const name *n) { return (rp_str){ n->at, n->len }; }

static void add3(const feature_sink *s, const char *template, rp_str a, rp_str b, rp_str c) { s->add(s->context, str_of(template), a, b, c); }
static void add2(const feature_sink *s, const char *template, rp_str a, rp_str b) { add3(s, template, a, b, (rp_str){ 0 }); }
static void add1(const feature_sink *s, const char *template, rp_str a) { add2(s, template, a, (rp_str){ 0 }); }
static void add0(const feature_sink *s, const char *template) { add1(s, template, (rp_str){ 0 }); }

static rp_str kind_name(uint8_t kind)
{
    return kind == ACTOR_PRONOUN || kind == ACTOR_GROUP ? RP_STR("@pronoun") : RP_STR("@actor");
}

/* An actor's sector, else its kind. */
static rp_str actor_class(const reading *r, int32_t m)
{
    const actor_mention *a = &r->in->actors->at[m];
    uint8_t sector = a->sector ? a->sector : a->reading_count ? a->readings[0].sector : ACTOR_NONE;
    return sector ? str_of(actor_sector(r->in->actor_tables, sector)) : kind_name(a->kind);
}

/* A word as features have it: its lemma, an actor's class, a number. */
static rp_str word_of(const reading *r, uint32_t i)
{
    if (i >= r->tree.count) return RP_STR("-");
    const tree_word *w = &r->tree.at[i];
    if (w->mention >= 0) return actor_class(r, w->mention);
    if (w->upos == UPOS_NUM) return RP_STR("#");
    if (w->upos == UPOS_PROPN) return RP_STR("@name");
    return w->lemma;
}

static rp_str relation_of(const reading *r, uint32_t i) { return parser_label(r->in->trees->in.parser, r->tree.at[i].label)->name; }

static rp_str relation_name(uint8_t relation) { return str_of(parse_relation_name((parse_relation)relation)); }

static rp_str case_of(const tree *t, uint32_t i)
{
    uint32_t c = tree_child(t, i, REL_CASE);
    if (c == TREE_NONE && tree_is_verb(&t->at[i])) c = tree_child(t, i, REL_MARK);
    return c == TREE_NONE ? (rp_str){ 0 } : t->at[c].lemma;
}

static const predicate *predicate_at(const reading *r, uint32_t i)
{
    return i < r->tree.count && r->predicate_of[i] >= 0 ? &r->predicates[r->predicate_of[i]] : NULL;
}

static rp_str type_name(const frame *f) { return str_of(rp_event_name(f->type)); }

static rp_str type_at(const reading *r, uint32_t i)
{
    const predicate *p = predicate_at(r, i);
    return p && p->row_count ? type_name(p->rows[0].frame) : RP_STR("-");
}

static rp_str sure_of(const frame *f) { return f->sure >= 0.85f ? RP_STR("sure") : f->sure >= 0.6f ? RP_STR("likely") : RP_STR("weak"); }

/* Relations from `from` up to `top`, with prepositions: "<nsubj", "<nmod:of<obj". */
static void path_up(const reading *r, uint32_t from, uint32_t top, const char *arrow, bool cases, name *out)
{
    const tree *t = &r->tree;
    unsigned steps = 0;
    for (uint32_t i = from; i != top && i < t->count && steps < PATH_MAX_STEPS; i = t->at[i].head, steps++) {
        rp_str preposition = cases ? case_of(t, i) : (rp_str){ 0 };
        name_z(out, arrow);
        name_add(out, t->at[i].relation == REL_CONJ ? RP_STR("conj") : relation_of(r, i));
        if (preposition.len) {
            name_z(out, ":");
            name_add(out, preposition);
        }
    }
    if (steps == PATH_MAX_STEPS) name_z(out, "…");
}

/* The way from word `a` to word `b`. */
static void path_between(const reading *r, uint32_t a, uint32_t b, bool cases, name *out)
{
    *out = (name){ .len = 0 };
    uint32_t meet = tree_meeting(&r->tree, a, b);
    path_up(r, a, meet, "<", cases, out);
    path_up(r, b, meet, ">", cases, out);
}

/* The object of a verb, the word that completes it, what governs it. */
static uint32_t object_of(const reading *r, uint32_t at)
{
    const tree *t = &r->tree;
    if (at >= t->count) return TREE_NONE;
    side_heads object = { .count = 0 };
    if (tree_is_nominal(&t->at[at])) {
        for (uint32_t c = t->at[at].child; c != TREE_NONE; c = t->at[c].next)
            if (t->at[c].relation == REL_NMOD && tree_child_lemma(t, c, REL_CASE, "of") != TREE_NONE) return c;
        return TREE_NONE;
    }
    sides_object(t, at, &object);
    return object.count ? object.head[0] : TREE_NONE;
}

static uint32_t complement_of(const reading *r, uint32_t at, uint32_t not_this, uint32_t nor_this)
{
    static const parse_relation order[] = { REL_XCOMP, REL_CCOMP, REL_ACL, REL_ADVCL, REL_OBL, REL_NMOD };
    const tree *t = &r->tree;
    if (at >= t->count) return TREE_NONE;
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (uint32_t c = t->at[at].child; c != TREE_NONE; c = t->at[c].next) {
            const tree_word *w = &t->at[c];
            bool thing = w->mention < 0 && w->subtype != SUB_TIME && w->subtype != SUB_POSS && c != not_this && c != nor_this;
            if (w->relation == order[k] && c > at && thing) return c;
        }
    return TREE_NONE;
}

static uint32_t governor_of(const reading *r, uint32_t at)
{
    const tree *t = &r->tree;
    for (unsigned steps = 0; at < t->count && steps < 4; steps++, at = t->at[at].head) {
        if (t->at[at].relation == REL_CONJ) continue;
        return t->at[at].head < t->count ? t->at[at].head : TREE_NONE;
    }
    return TREE_NONE;
}

static bool content_word(const tree_word *w)
{
    return w->upos == UPOS_NOUN || w->upos == UPOS_VERB || w->upos == UPOS_ADJ || w->upos == UPOS_ADV;
}

uint32_t features_phrase(const feature_case *f, uint32_t words[FEATURE_PHRASE])
{
    const tree *t = &f->r->tree;
    uint32_t first, last, n = 0;
    if (f->at >= t->count) return 0;
    tree_span(t, f->at, &first, &last);
    for (uint32_t i = first; i <= last && i < t->count && n < FEATURE_PHRASE; i++)
        if (t->at[i].mention < 0 && content_word(&t->at[i]) && t->at[i].upos != UPOS_ADV) words[n++] = i;
    return n;
}

void features_vectors(const feature_case *f, uint32_t words[FEATURE_VECTORS])
{
    words[0] = f->at;
    words[1] = object_of(f->r, f->at);
    words[2] = governor_of(f->r, f->at);
    words[3] = complement_of(f->r, f->at, f->source, f->target);
    const tree *t = &f->r->tree;
    for (unsigned i = 0; i < FEATURE_VECTORS; i++)
        if (words[i] < t->count && (t->at[words[i]].mention >= 0 || t->at[words[i]].upos == UPOS_PROPN)) words[i] = TREE_NONE;
}

/* What frames say of the predicate, with its objects. */
static void add_frames(const feature_case *f, const feature_sink *sink)
{
    const predicate *p = f->p;
    if (!p || !p->row_count) {
        add0(sink, "noframe");
        return;
    }
    const frame *best = p->rows[0].frame;
    add2(sink, "frame", type_name(best), sure_of(best));
    add1(sink, "frame", type_name(best));
    if (p->rows[0].object != TREE_NONE) add1(sink, "frame+object", type_name(best));
    if (p->rows[0].units > 1) add1(sink, "frame+phrase", type_name(best));
    if (best->mode) add2(sink, "mode", type_name(best), str_of(best->mode));
    for (uint32_t i = 1; i < p->row_count; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i; k++) seen |= p->rows[k].frame->type == p->rows[i].frame->type;
        if (!seen) add2(sink, "frame2", type_name(p->rows[i].frame), type_name(best));
        if (!seen) add1(sink, "frame2", type_name(p->rows[i].frame));
    }
}

static void add_dependents(const feature_case *f, const feature_sink *sink)
{
    const tree *t = &f->r->tree;
    for (uint32_t c = t->at[f->at].child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        if (w->relation == REL_PUNCT || w->relation == REL_DET || w->relation == REL_CC) continue;
        rp_str preposition = case_of(t, c), word = word_of(f->r, c), relation = relation_name(w->relation);
        add3(sink, "child", relation, preposition, word);
        if (preposition.len) add2(sink, "case", word_of(f->r, f->at), preposition);
        if (w->subtype == SUB_PRT) add2(sink, "particle", word_of(f->r, f->at), w->lemma);
        rp_str type = type_at(f->r, c);
        if (type.len > 1) add3(sink, "childtype", relation, type, preposition);
        for (uint32_t g = w->child; g != TREE_NONE; g = t->at[g].next) {
            if (!content_word(&t->at[g]) || t->at[g].mention >= 0) continue;
            add2(sink, "grandchild", relation, t->at[g].lemma);
            rp_str inner = type_at(f->r, g);
            if (inner.len > 1) add2(sink, "grandchildtype", relation, inner);
        }
    }
}

static void add_ends(const feature_case *f, const feature_sink *sink)
{
    const reading *r = f->r;
    name path;
    rp_str none = RP_STR("-");
    rp_str s = f->source < r->tree.count ? word_of(r, f->source) : none, o = f->target < r->tree.count ? word_of(r, f->target) : none;
    add1(sink, "source", s);
    add1(sink, "target", o);
    add2(sink, "sides", s, o);
    rp_str type = f->p && f->p->row_count ? type_name(f->p->rows[0].frame) : none;
    if (f->source < r->tree.count && f->at < r->tree.count) {
        path_between(r, f->source, f->at, false, &path);
        add1(sink, "sourcepath", name_view(&path));
        path_between(r, f->source, f->at, true, &path);
        add1(sink, "sourceway", name_view(&path));
    }
    if (f->target < r->tree.count && f->at < r->tree.count) {
        path_between(r, f->target, f->at, false, &path);
        add1(sink, "targetpath", name_view(&path));
        path_between(r, f->target, f->at, true, &path);
        add1(sink, "targetway", name_view(&path));
        add2(sink, "targetway+frame", name_view(&path), type);
        add2(sink, "targetway+word", name_view(&path), word_of(r, f->at));
    }
    if (f->source < r->tree.count && f->target < r->tree.count) {
        path_between(r, f->source, f->target, false, &path);
        add1(sink, "path", name_view(&path));
    }
}

/* Words and frame types on the way between the sides, and in the predicate's own phrase. */
static void add_context(const feature_case *f, const feature_sink *sink)
{
    const reading *r = f->r;
    const tree *t = &r->tree;
    uint32_t ends[2] = { f->source, f->target };
    if (f->source < t->count && f->target < t->count) {
        uint32_t meet = tree_meeting(t, f->source, f->target);
        for (int k = 0; k < 2; k++) {
            unsigned steps = 0;
            for (uint32_t i = ends[k]; i < t->count && steps < 12; i = t->at[i].head, steps++) {
                if (i != ends[k]) {
                    add1(sink, k ? "on-target-way" : "on-source-way", word_of(r, i));
                    rp_str type = type_at(r, i);
                    if (type.len > 1) add1(sink, k ? "type-on-target-way" : "type-on-source-way", type);
                }
                if (i == meet) break;
            }
        }
        rp_str type = type_at(r, meet);
        add1(sink, "meet", word_of(r, meet));
        add1(sink, "meettype", type);
    }
    if (f->at >= t->count) return;
    uint32_t first, last;
    tree_span(t, f->at, &first, &last);
    for (uint32_t i = first; i <= last && i < first + 40; i++) {
        if (i == f->at || t->at[i].mention >= 0 || !content_word(&t->at[i])) continue;
        add1(sink, i < f->at ? "left" : "right", t->at[i].lemma);
        rp_str type = type_at(r, i);
        if (type.len > 1) add1(sink, "typebag", type);
    }
    for (uint32_t i = 0; i < t->count && i < 60; i++) {
        if (t->at[i].mention >= 0 || !content_word(&t->at[i]) || (i >= first && i <= last)) continue;
        add1(sink, "outside", t->at[i].lemma);
    }
}

typedef enum stance { STANCE_DONE, STANCE_WILL, STANCE_WILL_NOT, STANCE_NOT, STANCE_REFUSE, STANCE_MUST, STANCE_MUST_NOT, STANCE_MAY } stance;

static stance stance_of(const reading *r, const status_reading *s)
{
    static const uint64_t contents = TREE_BIT(REL_XCOMP) | TREE_BIT(REL_ACL) | TREE_BIT(REL_CCOMP);
    bool future = s->tense == TENSE_FUTURE || s->modal == MODAL_WILL || s->modal == MODAL_WOULD || (s->outer & CUE_FUTURE);
    for (uint32_t i = 0; i < s->governor_count && i < 2 && s->tense != TENSE_PAST; i++)
        if (tree_relation_among(s->governor_relation[i], contents)) future |= tree_kind(&r->tree, s->governor[i], KIND_WILLING);   /* "is ready to send" */
    bool negated = s->negated != s->outer_negated;
    if (s->modal == MODAL_MUST || s->modal == MODAL_SHOULD) return negated ? STANCE_MUST_NOT : STANCE_MUST;
    if ((s->outer & CUE_NEGATION) && !s->outer_negated) return STANCE_REFUSE;
    if (future) return negated ? STANCE_WILL_NOT : STANCE_WILL;
    if (s->modal == MODAL_MAY || s->modal == MODAL_COULD || s->modal == MODAL_CAN) return negated ? STANCE_NOT : STANCE_MAY;
    return negated ? STANCE_NOT : STANCE_DONE;
}

static const char *stance_name(stance s)
{
    static const char *const names[] = { "done", "will", "willnot", "not", "refuse", "must", "mustnot", "may" };
    return names[s];
}

/*
 * What an act becomes by the stance taken to it, in PLOVER's terms: help promised is AGREE, giving way promised CONCEDE, cooperation refused
 * REJECT, anything called for REQUEST, force to come THREATEN. RP_EVENT_TYPES: nothing that can be told.
 */
static unsigned composed(unsigned type, stance s)
{
    bool gives_way = type == RP_EVENT_CONCEDE || type == RP_EVENT_RETREAT, cooperates = type <= RP_EVENT_RETREAT;
    switch (s) {
    case STANCE_DONE: case STANCE_MAY: return type;
    case STANCE_WILL: return gives_way ? RP_EVENT_CONCEDE : cooperates ? RP_EVENT_AGREE : type >= RP_EVENT_PROTEST ? RP_EVENT_THREATEN : type;
    case STANCE_WILL_NOT: case STANCE_REFUSE: case STANCE_NOT: return cooperates ? RP_EVENT_REJECT : RP_EVENT_TYPES;
    case STANCE_MUST: case STANCE_MUST_NOT: return RP_EVENT_REQUEST;
    }
    return type;
}

/* The stance to word `at`, and what it makes of its frame. */
static void add_stance(const reading *r, const predicate *p, const status_reading *s, const char *prefix, const feature_sink *sink)
{
    stance taken = stance_of(r, s);
    char label[32];
    snprintf(label, sizeof label, "%s:stance", prefix);
    add1(sink, label, str_of(stance_name(taken)));
    if (!p || !p->row_count) return;
    unsigned type = composed(p->rows[0].frame->type, taken);
    add2(sink, label, str_of(stance_name(taken)), type_name(p->rows[0].frame));
    snprintf(label, sizeof label, "%s:composed", prefix);
    add1(sink, label, str_of(rp_event_name(type)));
}

/* Names of status_tense and status_modal. */
static const char *const tenses[] = { "none", "past", "present", "perfect", "progressive", "future", "infinitive", "gerund" };
static const char *const modals[] = { "none", "will", "would", "may", "could", "should", "must", "can" };

static void add_status(const feature_case *f, const feature_sink *sink)
{
    const status_reading *s = f->status;
    if (!s) return;
    rp_str type = f->p && f->p->row_count ? type_name(f->p->rows[0].frame) : RP_STR("-");
    add1(sink, "tense", str_of(tenses[s->tense]));
    if (s->modal) add2(sink, "modal", str_of(modals[s->modal]), type);
    if (s->negated) add1(sink, "negated", type);
    if (s->outer_negated) add0(sink, "outernegated");
    if (s->conditional) add0(sink, "conditional");
    if (s->question) add0(sink, "question");
    if (s->governor_count) {
        rp_str relation = relation_name(s->governor_relation[0]), governor = word_of(f->r, s->governor[0]);
        add2(sink, "governor", relation, governor);
        rp_str outer = type_at(f->r, s->governor[0]);
        if (outer.len > 1) {
            add2(sink, "governortype", relation, outer);
            add3(sink, "governortype+frame", relation, outer, type);
        }
    }
}

/* What is said, agreed, announced: the stance to it, and its frame's type. */
static void add_inner(const feature_case *f, rp_str word, const feature_sink *sink)
{
    static const uint64_t contents = TREE_BIT(REL_CCOMP) | TREE_BIT(REL_XCOMP) | TREE_BIT(REL_OBJ) | TREE_BIT(REL_PARATAXIS);
    const reading *r = f->r;
    const tree *t = &r->tree;
    for (uint32_t c = t->at[f->at].child; c != TREE_NONE; c = t->at[c].next) {
        bool passive_subject = t->at[c].relation == REL_NSUBJ && t->at[c].subtype == SUB_PASS;
        if (!passive_subject && !tree_relation_among(t->at[c].relation, contents)) continue;
        const predicate *inner = predicate_at(r, c);
        if (!inner || (!inner->row_count && !tree_is_verb(&t->at[c]))) continue;
        status_reading status;
        status_read(t, r->in->frames, r->in->words, c, tree_is_nominal(&t->at[c]), &status);
        add_stance(r, inner, &status, "inner", sink);
        if (inner->row_count) add2(sink, "word+innertype", word, type_name(inner->rows[0].frame));
    }
}

/* The predicate's word, with its object and what completes it. */
static void add_word(const feature_case *f, rp_str word, const feature_sink *sink)
{
    const reading *r = f->r;
    const tree *t = &r->tree;
    rp_str upos = str_of(parse_upos_name((parse_upos)t->at[f->at].upos));
    add1(sink, "word", word);
    add2(sink, "word+pos", word, upos);
    add1(sink, "pos", upos);
    add1(sink, "role", relation_name(t->at[f->at].relation));
    if (t->at[f->at].form_bits & TREE_PASSIVE) add1(sink, "passive", word);
    uint32_t object = object_of(r, f->at), complement = complement_of(r, f->at, f->source, f->target);
    if (object < t->count) {
        add1(sink, "object", word_of(r, object));
        add2(sink, "word+object", word, word_of(r, object));
        add1(sink, "objecttype", type_at(r, object));
        add2(sink, "word+objecttype", word, type_at(r, object));
    }
    if (complement < t->count) {
        add2(sink, "complement", word_of(r, complement), case_of(t, complement));
        add2(sink, "word+complement", word, word_of(r, complement));
        add2(sink, "word+complementtype", word, type_at(r, complement));
    }
}

void features_type(const feature_case *f, const feature_sink *sink)
{
    add0(sink, "bias");
    if (f->at < f->r->tree.count) {
        rp_str word = word_of(f->r, f->at);
        add_word(f, word, sink);
        if (f->status) add_stance(f->r, f->p, f->status, "own", sink);
        add_inner(f, word, sink);
        add_frames(f, sink);
        add_dependents(f, sink);
        add_status(f, sink);
    } else {
        add0(sink, "nopredicate");
    }
    add_ends(f, sink);
    add_context(f, sink);
}

/* Negation, condition and cues, as they were read. */
static void add_cues(const status_reading *s, rp_str whose, const feature_sink *sink)
{
    static const char *const cues[] = { "negation", "modal", "future", "hedge", "conditional", "attempt", "report", "allege", "deny", "question",
                                        "habit", "light" };
    if (s->negated) add1(sink, "s:negated", s->saying ? RP_STR("said") : RP_STR("plain"));
    if (s->outer_negated) add0(sink, "s:outernegated");
    if (s->conditional) add0(sink, "s:conditional");
    if (s->perfect_modal) add1(sink, "s:perfectmodal", str_of(modals[s->modal]));
    if (s->question) add0(sink, "s:question");
    for (unsigned k = 0; k < sizeof cues / sizeof *cues; k++) {
        if (s->own >> k & 1) add1(sink, "s:own", str_of(cues[k]));
        if (s->outer >> k & 1) add1(sink, "s:outer", str_of(cues[k]));
        if (s->saying >> k & 1) add2(sink, "s:saying", str_of(cues[k]), whose);
    }
}

/* Auxiliaries of the sentence's root, and the nearest clause the predicate stands in. */
static void add_clause(const feature_case *f, const feature_sink *sink)
{
    static const uint64_t clauses = TREE_BIT(REL_ACL) | TREE_BIT(REL_ADVCL) | TREE_BIT(REL_CCOMP);
    const tree *t = &f->r->tree;
    for (uint32_t c = t->at[t->root].child; c != TREE_NONE; c = t->at[c].next)
        if (t->at[c].relation == REL_AUX) add2(sink, "s:root", t->at[c].lemma, t->root == f->at ? RP_STR("own") : RP_STR("above"));
    for (uint32_t i = 0, up = f->at; i < 6 && up < t->count; i++, up = t->at[up].head) {
        if (!tree_relation_among(t->at[up].relation, clauses)) continue;
        add2(sink, "s:clause", relation_name(t->at[up].relation), case_of(t, up));
        break;
    }
}

/* The words that govern the predicate, and what stands with them. */
static void add_governors(const feature_case *f, const feature_sink *sink)
{
    static const char *const names[] = { "s:governor", "s:governor2", "s:governor3" };
    static const uint64_t marks = TREE_BIT(REL_AUX) | TREE_BIT(REL_ADVMOD) | TREE_BIT(REL_MARK);
    const tree *t = &f->r->tree;
    const status_reading *s = f->status;
    for (uint32_t i = 0; i < s->governor_count && i < 3; i++) {
        rp_str relation = relation_name(s->governor_relation[i]), word = word_of(f->r, s->governor[i]);
        add2(sink, names[i], relation, word);
        add1(sink, "s:above", word);
        for (uint32_t c = t->at[s->governor[i]].child; c != TREE_NONE; c = t->at[c].next)
            if (tree_relation_among(t->at[c].relation, marks)) add2(sink, "s:abovemark", relation, t->at[c].lemma);
    }
}

/* Auxiliaries, adverbs and phrases at the predicate. */
static void add_marks(const feature_case *f, const feature_sink *sink)
{
    static const uint64_t marks = TREE_BIT(REL_AUX) | TREE_BIT(REL_ADVMOD) | TREE_BIT(REL_MARK) | TREE_BIT(REL_AMOD) | TREE_BIT(REL_DET)
                                | TREE_BIT(REL_CASE) | TREE_BIT(REL_COP);
    static const uint64_t beside = TREE_BIT(REL_OBL) | TREE_BIT(REL_ADVCL) | TREE_BIT(REL_PARATAXIS);
    const tree *t = &f->r->tree;
    for (uint32_t c = t->at[f->at].child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        if (tree_relation_among(w->relation, marks)) add2(sink, "s:mark", relation_name(w->relation), w->lemma);
        else if (tree_relation_among(w->relation, beside)) add2(sink, "s:beside", relation_name(w->relation), case_of(t, c));
        if (w->subtype == SUB_TIME || w->relation == REL_OBL) add1(sink, "s:time", w->lemma);
    }
}

void features_status(const feature_case *f, bool own_words, bool spoken, unsigned type, const feature_sink *sink)
{
    static const char *const rules[] = { "reported", "ongoing", "planned", "alleged", "denied", "hypothetical", "none" };
    const status_reading *s = f->status;
    const tree *t = &f->r->tree;
    rp_str upos = str_of(parse_upos_name((parse_upos)t->at[f->at].upos)), whose = own_words ? RP_STR("own") : RP_STR("other");
    rp_str rule = str_of(rules[status_by_rule(s, tree_is_nominal(&t->at[f->at]), own_words, false)]);
    rp_str tense = str_of(tenses[s->tense]), modal = str_of(modals[s->modal]);
    add0(sink, "s:bias");
    add1(sink, "s:rule", rule);
    add2(sink, "s:rule+pos", rule, upos);
    add2(sink, "s:tense", tense, upos);
    add2(sink, "s:tense+modal", tense, modal);
    add1(sink, "s:modal", modal);
    add1(sink, "s:type", str_of(rp_event_name(type)));
    add2(sink, "s:form", relation_name(t->at[f->at].relation), tense);
    add_cues(s, whose, sink);
    if (s->saying_at != TREE_NONE) {
        add2(sink, "s:sayer", word_of(f->r, s->saying_at), whose);
        add1(sink, "s:speaker", s->speaker < t->count ? word_of(f->r, s->speaker) : RP_STR("-"));
    }
    add_clause(f, sink);
    add1(sink, "s:spoken", spoken ? whose : RP_STR("no"));
    add_governors(f, sink);
    add_marks(f, sink);
    add1(sink, "s:word", word_of(f->r, f->at));
    for (uint32_t i = 0; i < t->count && i < 60; i++) {
        bool tells = t->at[i].upos == UPOS_ADV || t->at[i].upos == UPOS_AUX || t->at[i].upos == UPOS_SCONJ;
        if (tells && t->at[i].mention < 0) add1(sink, "s:around", t->at[i].lemma);
    }
}

void features_link(const feature_case *f, const feature_sink *sink)
{
    const reading *r = f->r;
    const tree *t = &r->tree;
    name path;
    uint32_t meet = f->source < t->count && f->target < t->count ? tree_meeting(t, f->source, f->target) : TREE_NONE;
    rp_str upos = str_of(parse_upos_name((parse_upos)t->at[f->at].upos));
    rp_str frame_known = f->p && f->p->row_count ? sure_of(f->p->rows[0].frame) : RP_STR("no");
    add1(sink, "l:pos", upos);
    add2(sink, "l:frame", frame_known, upos);
    if (f->p && f->p->row_count) add1(sink, "l:type", type_name(f->p->rows[0].frame));
    if (f->p && f->p->row_count && f->p->rows[0].object != TREE_NONE) add0(sink, "l:object");
    if (f->p && f->p->row_count && f->p->rows[0].units > 1) add0(sink, "l:phrase");
    bool under = meet != TREE_NONE && tree_under(t, f->at, meet);
    bool on_way = under && (tree_under(t, f->source, f->at) || tree_under(t, f->target, f->at));
    rp_str place = f->at == meet ? RP_STR("meet") : on_way ? RP_STR("way") : under ? RP_STR("under") : RP_STR("off");
    add2(sink, "l:place", place, upos);
    add3(sink, "l:place+frame", place, upos, frame_known);
    path_between(r, f->source < t->count ? f->source : f->at, f->at, false, &path);
    add1(sink, "l:sourcepath", name_view(&path));
    name both = path;
    if (f->target < t->count) {
        path_between(r, f->target, f->at, false, &path);
        add1(sink, "l:targetpath", name_view(&path));
        name_z(&both, "|");
        name_add(&both, name_view(&path));
        add1(sink, "l:paths", name_view(&both));
    }
    add1(sink, "l:role", relation_name(t->at[f->at].relation));
    add1(sink, "l:word", word_of(r, f->at));
    uint32_t head = t->at[f->at].head;
    if (head < t->count) {
        rp_str relation = relation_name(t->at[f->at].relation);
        add2(sink, "l:headframe", type_at(r, head).len > 1 ? RP_STR("framed") : RP_STR("bare"), relation);
        if (meet == head) add1(sink, "l:belowmeet", relation);
    }
    uint32_t low = f->source < f->target ? f->source : f->target, high = f->source < f->target ? f->target : f->source;
    bool between = f->target < t->count && f->at > low && f->at < high;
    add2(sink, "l:order", between ? RP_STR("b") : f->at < low ? RP_STR("l") : RP_STR("r"), upos);
}
