/* event/code.c - see event/code.h. Each predicate of a sentence becomes at most one event. */
#include "event/code.h"
#include <math.h>
#include "base/date.h"
#include "base/hash.h"
#include "event/decide.h"
#include "event/status.h"
#include "event/told.h"

#define SENTENCE_EVENTS 64u     /* more are no sentence but a list or a fault, and each would carry the whole of it */
#define RECALL_SENTENCES 8u     /* how far back "the raids" may point */
#define THIS_SENTENCES 2u       /* and "these raids" */
#define ANSWER_SENTENCES 2u     /* and how far the charge that is denied */
#define CRAFT_SENTENCES 6u      /* and how far back a plane may have been named */
#define REPRISAL_SENTENCES 3u   /* and how far the act that is answered */
#define CONFIDENCE_LEAST 0.3f   /* a weaker event is dropped: docs/tried.md */
#define OVERRULE 0.7            /* probability from which the learned part may give a type that no frame of the word tells */
#define WEAK_FRAME 0.4f         /* a frame less sure than this is doubted, too */
#define FRAMELESS 0.75          /* and from which it may make an event of a word without frames */
#define NARRATIVE_SENTENCES 3u  /* how far back a date still dates what is told */
#define HISTORICAL_DAYS 366     /* told more than about a year after the fact */

typedef struct coding {
    const code_input *in;
    const rp_document *document;
    reading r;
    arena *mem;
    vec *out;                   /* rp_event: those of the sentences before, too */
    int32_t document_day;       /* days since 1970-01-01 */
    uint32_t date_first, date_end;      /* the dates in what is read */
    int32_t pair[2];            /* mentions of the two states the document is about, -1: it is not about two */
} coding;

/* A side as mentions. */
typedef struct named_side {
    int32_t mention[RP_PARTIES];
    uint32_t head[RP_PARTIES];
    uint8_t how[RP_PARTIES];        /* side_how */
    uint8_t named[RP_PARTIES];      /* named_how */
    uint32_t count;
    bool unknown;                   /* a phrase stands there that names no known actor */
} named_side;



static const actor_mention *mention_at(const coding *c, int32_t m) { return &c->in->reading.actors->at[m]; }
static rp_str text_of(const coding *c) { return c->document->text; }

/* ---- parties ------------------------------------------------------------------------------------------------------- */

static void add_named(named_side *out, int32_t m, uint32_t head, uint8_t how, uint8_t named)
{
    for (uint32_t i = 0; i < out->count; i++) if (out->mention[i] == m) return;
    if (out->count == RP_PARTIES) return;
    out->mention[out->count] = m;
    out->head[out->count] = head;
    out->how[out->count] = how;
    out->named[out->count++] = named;
}

static void name_side(const coding *c, const side_heads *heads, named_side *out)
{
    *out = (named_side){ .count = 0 };
    for (uint32_t i = 0; i < heads->count; i++) {
        named_how how;
        int32_t m = sides_actor(&c->r.tree, c->in->reading.actors, heads->head[i], &how);
        if (m < 0) {
            out->unknown = true;
            continue;
        }
        const actor_mention *a = mention_at(c, m);
        if (a->kind == ACTOR_GROUP) {
            for (int k = 0; k < 2; k++) if (a->antecedent[k] >= 0) add_named(out, a->antecedent[k], heads->head[i], heads->how[i], (uint8_t)how);
        } else {
            add_named(out, m, heads->head[i], heads->how[i], (uint8_t)how);
        }
    }
}

static bool same_state(const coding *c, int32_t a, int32_t b)
{
    const actor_mention *x = mention_at(c, a), *y = mention_at(c, b);
    return a == b || (x->reading_count && y->reading_count && x->readings[0].code == y->readings[0].code);
}

static bool state_among(const coding *c, int32_t mention, const named_side *side)
{
    for (uint32_t i = 0; i < side->count; i++) if (same_state(c, mention, side->mention[i])) return true;
    return false;
}

/* Take away a target that is the source again. */
static void drop_same(const coding *c, const named_side *source, named_side *target)
{
    for (uint32_t i = 0; i < target->count; i++) if (state_among(c, target->mention[i], source)) target->count = 0;
}

/* Does a clause with a verb of its own stand between word `i` and its ancestor `top`? */
static bool other_clause(const tree *t, uint32_t i, uint32_t top)
{
    static const uint64_t clauses = TREE_BIT(REL_ADVCL) | TREE_BIT(REL_PARATAXIS) | TREE_BIT(REL_CCOMP) | TREE_BIT(REL_CONJ);
    for (uint32_t n = 0; i < t->count && i != top && n < t->count; i = t->at[i].head, n++) {
        const tree_word *w = &t->at[i];
        bool clause = tree_relation_among(w->relation, clauses) || (w->relation == REL_ACL && w->subtype == SUB_RELCL);
        if (clause && tree_is_verb(w)) return true;
    }
    return false;
}

/* "Blamed the crash on the plane being hit by A": is word `i` who acts in the participle that a charge made at `top` tells of? */
static bool charged(const tree *t, uint32_t i, uint32_t top)
{
    uint32_t verb = t->at[i].head;
    while (verb < t->count && !tree_is_verb(&t->at[verb])) verb = t->at[verb].head;
    if (verb >= t->count || t->at[verb].head != top || t->at[verb].relation != REL_ADVCL) return false;
    uint32_t aux = tree_child_lemma(t, verb, REL_AUX, "be");
    return (t->at[verb].form_bits & TREE_GERUND) || (aux != TREE_NONE && (t->at[aux].form_bits & TREE_GERUND));
}

/*
 * A target where the frame's own places have none: the first actor of another state in what hangs from the predicate behind it ("declined to
 * attend A's parade", "cancelled a visit by A's premier"). Places are none.
 */
static void find_target(const coding *c, const predicate *p, const frame *f, const named_side *source, named_side *out)
{
    const tree *t = &c->r.tree;
    uint32_t first, last;
    tree_span(t, p->at, &first, &last);
    for (uint32_t i = p->at + 1; i <= last && i < t->count; i++) {
        int32_t m = t->at[i].mention;
        if (m < 0 || (i > p->at + 1 && t->at[i - 1].mention == m)) continue;
        const actor_mention *a = mention_at(c, m);
        if (!a->reading_count || (a->flags & MENTION_PLACE) || !tree_under(t, i, p->at)) continue;
        if (other_clause(t, i, p->at) && !(f->type == RP_EVENT_ACCUSE && charged(t, i, p->at))) continue;
        if (state_among(c, m, source)) continue;
        add_named(out, m, i, HOW_FALLBACK, NAMED_OWNER);
        return;
    }
}

/*
 * "The plane was hit" after "a jet of A": whose a craft is that was told of before. The word for one nearest above, in this paragraph or some
 * sentences back, beside the mention that owns it.
 */
static bool is_craft(rp_str word)
{
    static const char *const crafts[] = { "plane", "aircraft", "airplane", "aeroplane", "jet", "airliner", "flight", "airbus", "boeing", "helicopter", "warplane",
                                          "ship", "vessel", "tanker", "boat", "trawler", "warship", "frigate", "freighter", "submarine", "drone" };
    for (size_t i = 0; i < sizeof crafts / sizeof *crafts; i++) if (str_eq_nocase(word, str_of(crafts[i]))) return true;
    return false;
}

static void find_craft(const coding *c, const side_heads *phrase, named_side *out)
{
    const tree *t = &c->r.tree;
    const actor_layer *actors = c->in->reading.actors;
    const word_layer *words = c->in->reading.words;
    if (!phrase->count || t->at[phrase->head[0]].upos != UPOS_NOUN || !is_craft(t->at[phrase->head[0]].lemma)) return;
    for (uint32_t s = c->r.sentence + 1; s-- > 0 && c->r.sentence - s <= CRAFT_SENTENCES;) {
        word_range mentions = actors->sentences[s];
        for (uint32_t m = mentions.first + mentions.count; m-- > mentions.first;) {
            const actor_mention *a = &actors->at[m];
            if (!a->reading_count || a->end > t->at[phrase->head[0]].start) continue;
            uint32_t behind = mention_end(a), end = words->sentences[s].first + words->sentences[s].count;
            for (uint32_t i = a->first + 1; i < end && i < behind + 4; i++) {
                if (!is_craft(str_sub(text_of(c), words->at[i].start, words->at[i].end))) continue;
                add_named(out, (int32_t)m, phrase->head[0], HOW_CARRIED, NAMED_OWNER);
                return;
            }
        }
    }
}

/* ---- missions and relations ---------------------------------------------------------------------------------------- */

static bool is_mission(const tree *t, uint32_t i)
{
    static const char *const words[] = { "embassy", "legation", "consulate", "mission", "chancery", "chancellery", "consulate-general" };
    for (size_t k = 0; i < t->count && k < sizeof words / sizeof *words; k++) if (str_eq_nocase(t->at[i].form, str_of(words[k]))) return true;
    return i < t->count && tree_lemma_among(t, i, words, sizeof words / sizeof *words);
}

static bool is_relation(const tree *t, uint32_t i)
{
    static const char *const words[] = { "relation", "relations", "tie", "ties" };
    return i < t->count && tree_lemma_among(t, i, words, sizeof words / sizeof *words);
}

/* What a verb, or a noun made of one, opens, closes, severs: its object, or what stands behind "of". */
static uint32_t opened_thing(const tree *t, const predicate *p)
{
    side_heads object = { .count = 0 };
    if (!p->noun) {
        sides_object(t, p->at, &object);
        return object.count ? object.head[0] : TREE_NONE;
    }
    for (uint32_t c = t->at[p->at].child; c != TREE_NONE; c = t->at[c].next)
        if (t->at[c].relation == REL_NMOD && tree_child_lemma(t, c, REL_CASE, "of") != TREE_NONE) return c;
    return TREE_NONE;
}

/* The one of the document's two states that is not `known`; -1: none. */
static int32_t other_of_pair(const coding *c, int32_t known)
{
    if (c->pair[0] < 0 || known < 0) return -1;
    if (same_state(c, known, c->pair[0])) return c->pair[1];
    return same_state(c, known, c->pair[1]) ? c->pair[0] : -1;
}

/* Where the phrase of a mission lies: "the Embassy in A", "at its capital A"; -1: nothing says. */
static int32_t seat_of(const coding *c, const predicate *p, uint32_t mission)
{
    static const char *const marks[] = { "in", "at" };
    const tree *t = &c->r.tree;
    uint32_t tops[2] = { mission, p->at };
    for (int k = 0; k < 2; k++)
        for (uint32_t i = t->at[tops[k]].child; i != TREE_NONE; i = t->at[i].next) {
            if (!tree_lemma_among(t, tree_child(t, i, REL_CASE), marks, sizeof marks / sizeof *marks)) continue;
            if (t->at[i].mention >= 0 && mention_at(c, t->at[i].mention)->reading_count) return t->at[i].mention;
        }
    return -1;
}

/*
 * "The Legation of A in B was opened": whose a mission is opens or closes it, and where it lies is the other side. "Relations were established": in a
 * document about two states between these.
 */
static void find_mission_sides(const coding *c, const predicate *p, const frame *f, named_side *source, named_side *target)
{
    const tree *t = &c->r.tree;
    named_how how;
    if (f->type != RP_EVENT_SUPPORT && f->type != RP_EVENT_SANCTION) return;
    bool agentless = p->noun || (t->at[p->at].form_bits & TREE_PASSIVE);
    uint32_t thing = opened_thing(t, p);
    bool relations = is_relation(t, thing);
    for (uint32_t i = p->at + 1; i <= p->last && i < t->count; i++) relations |= is_relation(t, i);
    if (is_mission(t, thing)) {
        int32_t seat = seat_of(c, p, thing), owner = sides_actor(t, c->in->reading.actors, thing, &how);
        if (owner >= 0 && (owner == seat || (mention_at(c, owner)->flags & MENTION_BARE_ROLE))) owner = -1;
        if (!source->count && agentless) {
            if (owner < 0) owner = other_of_pair(c, seat);
            if (owner >= 0 && mention_at(c, owner)->reading_count) add_named(source, owner, thing, HOW_CARRIED, NAMED_OWNER);
        }
        if (!source->count || seat < 0 || state_among(c, seat, source)) return;
        target->count = 0;
        add_named(target, seat, thing, HOW_CARRIED, NAMED_OWNER);
        return;
    }
    if (!relations || c->pair[0] < 0 || (!agentless && !source->count)) return;
    if (!source->count && !target->count) {
        add_named(source, c->pair[0], thing < t->count ? thing : p->at, HOW_FALLBACK, NAMED_OWNER);
        add_named(target, c->pair[1], thing < t->count ? thing : p->at, HOW_FALLBACK, NAMED_OWNER);
    } else if (!source->count || !target->count) {
        named_side *known = source->count ? source : target, *missing = source->count ? target : source;
        int32_t other = other_of_pair(c, known->mention[0]);
        if (other >= 0) add_named(missing, other, p->at, HOW_FALLBACK, NAMED_OWNER);
    }
}

/* Who arrests, tries and deports where nobody is named: the state where it happens ("was detained in A", "was deported from A"). */
static void find_authority(const coding *c, const predicate *p, const named_side *target, named_side *out)
{
    const tree *t = &c->r.tree;
    uint32_t first, last;
    tree_span(t, p->at, &first, &last);
    for (uint32_t i = first; i <= last && i < t->count; i++) {
        int32_t m = t->at[i].mention;
        if (m < 0 || !(mention_at(c, m)->flags & MENTION_PLACE) || !mention_at(c, m)->reading_count) continue;
        if (!tree_under(t, i, p->at) || other_clause(t, i, p->at)) continue;
        if (state_among(c, m, target)) continue;
        add_named(out, m, i, HOW_FALLBACK, NAMED_OWNER);
        return;
    }
}

static bool fill_party(const coding *c, int32_t mention, int32_t day, rp_party *out)
{
    const actor_mention *m = mention_at(c, mention);
    uint16_t code;
    uint8_t sector;
    *out = (rp_party){ .start = m->start, .end = m->end, .text = str_sub(text_of(c), m->start, m->end) };
    const actor_tables *tables = c->in->reading.actor_tables;
    if (!actor_resolve(tables, m, day, &code, &sector)) return false;
    str_copy(out->code, sizeof out->code, str_of(actor_code(tables, code)));
    str_copy(out->sector, sizeof out->sector, str_of(actor_sector(tables, sector)));
    uint16_t residence = actor_residence(m, day);
    if (residence != ACTOR_NONE && residence != code) str_copy(out->residence, sizeof out->residence, str_of(actor_code(tables, residence)));
    return true;
}

/* Fill one side; the same actor twice counts once. */
static uint8_t fill_side(const coding *c, const named_side *side, int32_t day, rp_party *out)
{
    uint8_t n = 0;
    for (uint32_t i = 0; i < side->count && n < RP_PARTIES; i++) {
        if (!fill_party(c, side->mention[i], day, &out[n])) continue;
        bool twice = false;
        for (uint8_t k = 0; k < n; k++) twice |= strcmp(out[k].code, out[n].code) == 0 && strcmp(out[k].sector, out[n].sector) == 0;
        if (!twice) n++;
    }
    if (n < RP_PARTIES) out[n] = (rp_party){ 0 };
    return n;
}

/* ---- the rest of an event ------------------------------------------------------------------------------------------ */

/* Document, trigger span and ordinal make an event's id: it survives coding again with other tables. */
static void make_id(const coding *c, const rp_event *e, uint8_t id[16])
{
    uint32_t place[3] = { e->trigger_start, e->trigger_end, 0 };
    uint8_t key[28];
    hash_128(c->document->id.at, c->document->id.len, key);
    for (size_t i = 0; i < 12; i++) key[16 + i] = (uint8_t)(place[i / 4] >> (8 * (i % 4)));
    hash_128(key, sizeof key, id);
}

/* Words of mishap or purpose among what hangs from the predicate, or from the noun's verb. */
static const char *intent_of(const tree *t, uint32_t at)
{
    static const char *const mishap[] = { "accidentally", "mistakenly", "unintentionally", "accidental", "mistake", "inadvertently", "unintentional",
                                          "error", "accident", "inadvertent" };
    uint32_t first, last;
    tree_span(t, at, &first, &last);
    if (t->at[at].relation == REL_OBJ && t->at[at].head < t->count && t->at[at].head < first) first = t->at[at].head;
    for (uint32_t i = first; i <= last && i < t->count; i++)
        for (size_t k = 0; k < sizeof mishap / sizeof *mishap; k++)
            if (str_eq_nocase(t->at[i].lemma, str_of(mishap[k]))) return "accidental";
    return "deliberate";
}

static void set_type(const frame *f, rp_event *e)
{
    e->type = f->type;
    e->quad = f->quad;
    e->goldstein = f->cameo ? f->cameo->goldstein : NAN;
    e->cameo = f->cameo ? f->cameo->code : "";
    e->intensity = f->intensity;
    e->contexts = f->contexts;
    if (f->mode) e->modes[e->mode_count++] = f->mode;
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
        if (head == TREE_NONE) continue;
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

/*
 * The date told last in the same paragraph, at most NARRATIVE_SENTENCES back: what follows it happened about then, not on that very day, so a
 * day is made its month. NULL: none. Only for what is told as past.
 */
static const date_mention *narrative_date(const coding *c)
{
    const date_layer *dates = c->in->dates;
    const rp_sentence *sentences = c->in->reading.sentences;
    for (uint32_t s = c->r.sentence; s-- > 0 && c->r.sentence - s <= NARRATIVE_SENTENCES;) {
        uint32_t from = sentences[s].end, to = sentences[s + 1].start;
        if (memchr(text_of(c).at + from, '\n', to - from)) return NULL;
        if (dates->sentences[s].count) return &dates->at[dates->sentences[s].first + dates->sentences[s].count - 1];
    }
    return NULL;
}

static void set_date(const coding *c, const predicate *p, const status_reading *status, rp_event *e)
{
    const date_mention *d = own_date(c, p->at);
    bool past = !p->noun && (status->tense == TENSE_PAST || status->tense == TENSE_PERFECT);
    bool narrative = !d && past;
    if (narrative) d = narrative_date(c);
    if (!d) return;
    e->date = d->value;
    if (narrative) e->date.from.day = e->date.to.day = 0;
    e->date_start = d->start;
    e->date_end = d->end;
    e->historical = date_known(c->document->published) && date_last_day(e->date.to) + HISTORICAL_DAYS < date_first_day(c->document->published);
}

/* The frame of a predicate that tells this type; NULL: none does. */
static const frame *frame_of_type(const predicate *p, unsigned type)
{
    for (uint32_t i = 0; i < p->row_count; i++) if (p->rows[i].frame->type == type) return p->rows[i].frame;
    return NULL;
}

/* Sides that would not make an event: nobody acts, or the type needs a target and has none. */
static bool worth_coding(const rp_event *e, float sure)
{
    if (e->source_count == 0) return false;
    if (e->target_count) {      /* within one state only where the text tells the two apart */
        const rp_party *a = &e->source[0], *b = &e->target[0];
        return strcmp(a->code, b->code) != 0 || (a->sector[0] && strcmp(a->sector, b->sector) != 0 && (b->sector[0] || e->quad >= 3));
    }
    bool alone = e->type == RP_EVENT_PROTEST || e->type == RP_EVENT_MOBILIZE || e->type == RP_EVENT_RETREAT || e->type == RP_EVENT_COERCE
              || e->type == RP_EVENT_ASSAULT || e->type == RP_EVENT_CONCEDE;
    return alone && sure >= 0.7f;
}

/* Firms, newsrooms and schools do not attack; where they seem to, the subject was misread ("an airline's jet crashed, killing …"). */
static bool peaceful(const rp_party *p)
{
    static const char *const sectors[] = { "BUS", "JRN", "EDU", "MED", "SOC", "LAB" };
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (strcmp(p->sector, sectors[i]) == 0) return true;
    return false;
}

/* How far the sides can be trusted: a factor on what the learned part holds of the type. */
static double trust_in_sides(const predicate *p, const named_side *source, const named_side *target, const rp_event *e)
{
    double sure = 1;
    if (source->count && source->how[0] >= HOW_CARRIED) sure *= source->how[0] == HOW_FALLBACK ? 0.8 : 0.9;
    if (target->count && target->how[0] >= HOW_CARRIED) sure *= target->how[0] == HOW_FALLBACK ? 0.8 : 0.9;
    if (source->count && source->named[0] >= NAMED_OWNER) sure *= 0.85;
    if (target->count && target->named[0] >= NAMED_OWNER) sure *= 0.95;
    if (!source->count) sure *= 0.8;        /* recalled from an earlier sentence */
    if (!e->target_count) sure *= 0.75;
    if (e->type == RP_EVENT_ASSAULT && peaceful(&e->source[0])) sure *= 0.5;
    if (e->type == RP_EVENT_CONSULT && strcmp(e->source[0].sector, "CVL") == 0) sure *= 0.5;     /* people travel; states confer */
    if (p->noun) sure *= 0.95;
    if (p->row_count && p->rows[0].frame->sure < WEAK_FRAME) sure *= 0.5 + (double)p->rows[0].frame->sure / (2 * WEAK_FRAME);
    for (int i = 0; i < e->source_count; i++)
        if (e->target_count && strcmp(e->source[i].code, e->target[0].code) == 0) sure *= 0.85;
    return sure;
}

/* The same word, in the plural or not: "raid" and "raids". */
static bool same_word(rp_str a, rp_str b)
{
    if (a.len > b.len) return same_word(b, a);
    return a.len >= 4 && b.len - a.len <= 2 && str_eq_nocase(a, (rp_str){ b.at, a.len });
}

/* Sides, and the date where it has none, of an event told before. */
static void take_sides(const rp_event *from, rp_event *e)
{
    memcpy(e->source, from->source, sizeof e->source);
    memcpy(e->target, from->target, sizeof e->target);
    e->source_count = from->source_count;
    e->target_count = from->target_count;
    if (!date_known(e->date.from)) e->date = from->date;
}

/*
 * "The raids" after "raids by A on B": a definite noun of action with no sides of its own is the event told last by the same word, and of its
 * type; else that of the same type and mode.
 */
static bool recall_sides(const coding *c, const predicate *p, const frame *f, rp_event *e)
{
    static const char *const definite[] = { "the", "this", "these", "those", "that" };
    uint32_t det = tree_child(&c->r.tree, p->at, REL_DET);
    if ((f->quad == 1 && f->type != RP_EVENT_CONSULT) || f->quad == 3) return false;
    if (!tree_lemma_among(&c->r.tree, det, definite, sizeof definite / sizeof *definite)) return false;
    const rp_event *all = c->out->at;
    size_t first = c->out->count;
    uint32_t reach = tree_lemma_among(&c->r.tree, det, definite, 1) ? RECALL_SENTENCES : THIS_SENTENCES;
    while (first > 0 && c->r.sentence - all[first - 1].sentence <= reach) first--;
    for (size_t k = c->out->count; k-- > first;) {
        const frame *told = frame_of_type(p, all[k].type);
        if (all[k].sentence == c->r.sentence || !all[k].target_count || !told || !same_word(all[k].trigger, e->trigger)) continue;
        take_sides(&all[k], e);
        e->mode_count = 0;
        set_type(told, e);
        return true;
    }
    for (size_t k = c->out->count; k-- > first;) {
        if (all[k].sentence == c->r.sentence) continue;
        bool same_mode = f->mode ? all[k].mode_count && strcmp(all[k].modes[0], f->mode) == 0 : all[k].mode_count == 0;
        if (all[k].type != f->type || !same_mode || !all[k].target_count) continue;
        take_sides(&all[k], e);
        return true;
    }
    return false;
}

/* Who denies a charge rejects the one who made it last. */
static void answer_accuser(const coding *c, rp_event *e)
{
    const rp_event *all = c->out->at;
    for (size_t k = c->out->count; k-- > 0 && c->r.sentence - all[k].sentence <= ANSWER_SENTENCES;) {
        if (all[k].type != RP_EVENT_ACCUSE || !all[k].target_count || !e->source_count) continue;
        if (strcmp(all[k].target[0].code, e->source[0].code) != 0) continue;
        e->target[0] = all[k].source[0];
        e->target_count = 1;
        return;
    }
}

/* Do the sentences from `s` to this one stand in one paragraph? */
static bool same_paragraph(const coding *c, uint32_t s)
{
    const rp_sentence *sentences = c->in->reading.sentences;
    for (; s < c->r.sentence; s++) {
        uint32_t from = sentences[s].end, to = sentences[s + 1].start;
        if (memchr(text_of(c).at + from, '\n', to - from)) return false;
    }
    return true;
}

static bool material(uint8_t type) { return type == RP_EVENT_COERCE || type == RP_EVENT_ASSAULT || type == RP_EVENT_SANCTION; }

/* The act of force with both sides told last, in this sentence or the one before; NULL: none. */
static const rp_event *force_before(const coding *c)
{
    const rp_event *all = c->out->at;
    for (size_t k = c->out->count; k-- > 0 && c->r.sentence - all[k].sentence <= 1;)
        if (material(all[k].type) && all[k].source_count && all[k].target_count && same_paragraph(c, all[k].sentence)) return &all[k];
    return NULL;
}

/* A phrase that counts on from people told of before: "several others", "dozens more", "two of them", "the detainees". */
static bool counts_on(const tree *t, uint32_t head)
{
    static const char *const words[] = { "other", "more", "another", "dozen", "many", "some", "several", "hundred", "thousand", "score", "rest", "most",
                                         "few", "both", "all", "them", "they", "victim", "detainee", "survivor" };
    if (t->at[head].upos == UPOS_NUM) return true;
    return tree_lemma_among(t, head, words, sizeof words / sizeof *words);
}

/*
 * "Several others were injured, and A was detained": force without anybody who uses it goes on from the act told just before, if those who suffer
 * are counted on from there or are of the same state. NULL: it does not.
 */
static const rp_event *goes_on_from(const coding *c, const predicate *p, const frame *f, const sides *found, int32_t target)
{
    const rp_event *before = f && material(f->type) ? force_before(c) : NULL;
    const tree *t = &c->r.tree;
    uint16_t code;
    uint8_t sector;
    if (!before || found->source.count || !found->target.count || !(t->at[p->at].form_bits & TREE_PASSIVE)) return NULL;
    if (target < 0) return counts_on(t, found->target.head[0]) ? before : NULL;
    if (!actor_resolve(c->in->reading.actor_tables, mention_at(c, target), c->document_day, &code, &sector)) return NULL;
    return strcmp(actor_code(c->in->reading.actor_tables, code), before->target[0].code) == 0 ? before : NULL;
}

/* Is the predicate's clause marked as an answer: "in reprisal", "in an apparent act of retaliation"? */
static bool is_reprisal(const tree *t, uint32_t at)
{
    static const char *const words[] = { "reprisal", "retaliation", "response", "revenge", "reciprocally", "retort", "tit-for-tat", "retaliate" };
    for (uint32_t c = t->at[at].child; c != TREE_NONE; c = t->at[c].next) {
        if (tree_lemma_among(t, c, words, sizeof words / sizeof *words)) return true;
        for (uint32_t g = t->at[c].child; g != TREE_NONE && t->at[c].relation == REL_OBL; g = t->at[g].next)
            if (t->at[g].relation == REL_NMOD && tree_lemma_among(t, g, words, sizeof words / sizeof *words)) return true;
    }
    return false;
}

/* A reprisal that names nobody is against the one who acted against its source last. */
static void answer_act(const coding *c, const predicate *p, rp_event *e)
{
    const rp_event *all = c->out->at;
    if (e->quad < 3 || !e->source_count || !is_reprisal(&c->r.tree, p->at)) return;
    for (size_t k = c->out->count; k-- > 0 && c->r.sentence - all[k].sentence <= REPRISAL_SENTENCES;) {
        if (all[k].quad < 3 || !all[k].target_count || !all[k].source_count) continue;
        if (strcmp(all[k].target[0].code, e->source[0].code) != 0 || strcmp(all[k].source[0].code, e->source[0].code) == 0) continue;
        e->target[0] = all[k].source[0];
        e->target_count = 1;
        return;
    }
}

/* People in general, of no state by themselves. */
static bool is_people(const tree *t, uint32_t head)
{
    static const char *const people[] = { "civilian", "citizen", "bystander", "passer-by", "worshipper", "pedestrian", "patient", "child", "family", "individual", "person", "people", "man", "woman", "suspect", "resident", "local", "inhabitant", "villager",
                                          "youth", "teenager", "boy", "girl", "brother", "sister", "defendant", "detainee", "demonstrator", "protester",
                                          "marcher", "student", "worker", "journalist", "activist", "hundred", "thousand", "dozen", "score", "ten" };
    return t->at[head].mention < 0 ? tree_lemma_among(t, head, people, sizeof people / sizeof *people) || t->at[head].upos == UPOS_NUM : false;
}

static void set_people(const coding *c, uint32_t head, const char *code, rp_event *e)
{
    const tree *t = &c->r.tree;
    e->target[0] = (rp_party){ .start = t->at[head].start, .end = t->at[head].end };
    e->target[0].text = str_sub(text_of(c), t->at[head].start, t->at[head].end);
    str_copy(e->target[0].code, sizeof e->target[0].code, str_of(code));
    str_copy(e->target[0].sector, sizeof e->target[0].sector, RP_STR("CVL"));
    e->target_count = 1;
}

/* Whom a state's police, courts and services hold is of that state where nothing else is said: "the police arrested two men". */
static void own_people(const coding *c, const side_heads *target, rp_event *e)
{
    const tree *t = &c->r.tree;
    if (e->type != RP_EVENT_COERCE || e->target_count || !e->source_count || !target->count || e->source[0].code[0] == '\0') return;
    bool organ = strcmp(e->source[0].sector, "COP") == 0 || strcmp(e->source[0].sector, "JUD") == 0 || strcmp(e->source[0].sector, "SPY") == 0;
    uint32_t head = target->head[0];
    if (organ && is_people(t, head)) set_people(c, head, e->source[0].code, e);
}

/* The state where a predicate happens: a place that hangs from it, or what its clause tells of with "where"; -1: none. */
static int32_t place_of(const coding *c, const predicate *p)
{
    const tree *t = &c->r.tree;
    named_how how;
    uint32_t first, last;
    tree_span(t, p->at, &first, &last);
    for (uint32_t i = first; i <= last && i < t->count; i++) {
        int32_t m = t->at[i].mention;
        if (m < 0 || !(mention_at(c, m)->flags & MENTION_PLACE) || !mention_at(c, m)->reading_count) continue;
        if (tree_under(t, i, p->at) && !other_clause(t, i, p->at)) return m;
    }
    bool where = t->at[p->at].relation == REL_ACL && tree_child_lemma(t, p->at, REL_ADVMOD, "where") != TREE_NONE;
    return where ? sides_actor(t, c->in->reading.actors, t->at[p->at].head, &how) : -1;
}

/* People harmed or helped in a state are its own where nothing else is said: "shelling killed ten people in A". */
static void local_people(const coding *c, const predicate *p, const side_heads *target, rp_event *e)
{
    uint16_t code;
    uint8_t sector;
    bool to_people = e->type == RP_EVENT_ASSAULT || e->type == RP_EVENT_COERCE || e->type == RP_EVENT_AID;
    if (!to_people || e->target_count || !e->source_count || !target->count || !is_people(&c->r.tree, target->head[0])) return;
    int32_t m = place_of(c, p);
    if (m < 0 || !actor_resolve(c->in->reading.actor_tables, mention_at(c, m), c->document_day, &code, &sector)) return;
    set_people(c, target->head[0], actor_code(c->in->reading.actor_tables, code), e);
}

/* Who says it, filled in; true: the source itself does. */
static bool set_speaker(const coding *c, const status_reading *status, uint32_t at, const named_side *source, rp_event *e)
{
    bool own, spoken;
    uint32_t head = source->count ? source->head[0] : TREE_NONE;
    status_own_words(&c->r, status, head, &own, &spoken);
    rp_str words = status_speaker(&c->r, status, at);
    if (!words.len) return own;
    named_how how;
    int32_t m = sides_actor(&c->r.tree, c->in->reading.actors, status->speaker, &how);
    rp_party speaker = { 0 };
    if (m >= 0) fill_party(c, m, c->document_day, &speaker);
    speaker.text = words;
    speaker.start = (uint32_t)(words.at - text_of(c).at);
    speaker.end = speaker.start + (uint32_t)words.len;
    for (int i = 0; i < e->source_count; i++) own |= speaker.code[0] && strcmp(speaker.code, e->source[i].code) == 0;
    e->speaker = speaker;
    return own;
}

/* ---- one predicate ------------------------------------------------------------------------------------------------- */

/* A type without a frame: what the ontology says of it. */
static void set_bare_type(const coding *c, unsigned type, rp_event *e)
{
    const ontology *o = c->in->reading.ontology;
    const ontology_type *t = ontology_type_at(o, type);
    const ontology_cameo *cameo = ontology_to_cameo(o, type, NULL, 0);
    e->type = (uint8_t)type;
    e->quad = t->quad;
    e->cameo = cameo->code;
    e->goldstein = cameo->goldstein;
    e->intensity = t->intensity;
}

/* The type the learned part gives, with its probability among all; a type that no frame of the word tells must be much more likely. */
static unsigned choose_type(const predicate *p, const weigh_scores *scores, double *probability)
{
    unsigned best = weigh_best(scores, scores->count);
    *probability = weigh_probability(scores, best, scores->count);
    if (best == WEIGH_NO_EVENT || !p->row_count || frame_of_type(p, best) || *probability >= OVERRULE) return best;
    unsigned told = p->rows[0].frame->type;
    *probability = weigh_probability(scores, told, scores->count);
    return told;
}

/* The head of a side as the learned part sees it: one that was only inferred is none. */
static uint32_t weighed_head(const named_side *side) { return side->count && side->how[0] != HOW_FALLBACK ? side->head[0] : TREE_NONE; }

/* One predicate while it is decided. */
typedef struct deciding {
    code_decision *d;
    sides found;
    named_side source, target;
    status_reading status;
    const frame *f;             /* its best; NULL: none */
    bool bare;                  /* a noun whose sides must be recalled */
    bool both;                  /* both sides may stand in one list */
    const rp_event *before;     /* the act whose sides it takes over; NULL: none */
    double probability;         /* of the type */
    rp_event *e;
} deciding;

/* Can the frame's sides stand in one list: "A and B met"? */
static bool may_be_listed(const coding *c, const frame *f)
{
    bool both = f && ontology_type_at(c->in->reading.ontology, f->type)->symmetric;
    for (uint32_t i = 0; f && i < f->target_count; i++) both |= f->target[i].kind == SIDE_BOTH;
    return both;
}

/* Does the frame's own place hold people or states, though none that is known: "accused Western countries of …"? */
static bool names_others(const tree *t, const predicate *p, const side_heads *target)
{
    static const char *const groups[] = { "country", "nation", "state", "government", "power", "ally", "partner", "party", "group", "official", "authority", "force",
                                          "opponent", "critic", "rival", "neighbour", "neighbor", "leader", "media", "west", "politician", "company", "firm",
                                          "outsider", "foreigner", "elite", "establishment", "analyst", "expert", "observer", "investor", "expert" };
    if (!target->count || p->noun) return false;
    uint32_t head = target->head[0];
    return is_people(t, head) || tree_lemma_among(t, head, groups, sizeof groups / sizeof *groups) || (t->at[head].upos == UPOS_PROPN && t->at[head].mention < 0);
}

/* Name the sides; where the frame's places name nobody, look further. */
static void decide_sides(const coding *c, deciding *k)
{
    const tree *t = &c->r.tree;
    const predicate *p = k->d->p;
    const frame *f = k->f;
    named_side *source = &k->source, *target = &k->target;
    sides_find(t, reading_lexicon(&c->r), c->in->reading.frames, c->in->reading.words, p, f, &k->found);
    k->d->sides = &k->found;
    name_side(c, &k->found.source, source);
    name_side(c, &k->found.target, target);
    k->bare = f && p->noun && !k->found.source.count && !k->found.target.count;
    k->both = may_be_listed(c, f);
    if (k->both && source->count > 1) drop_same(c, source, target);     /* "A and B exchanged prisoners" */
    if (k->both && source->count > 1 && !target->count) {               /* "A and B developed ties" */
        for (uint32_t i = 1; i < source->count; i++) add_named(target, source->mention[i], source->head[i], source->how[i], source->named[i]);
        source->count = 1;
    }
    if (f && !target->count && !p->noun) {                              /* the frame's place names nobody; the object may */
        side_heads object;
        sides_object(t, p->at, &object);
        name_side(c, &object, target);
        drop_same(c, source, target);
    }
    if (f && material(f->type) && source->count && !target->count) find_craft(c, &k->found.target, target);
    if (f && source->count && !target->count && !names_others(t, p, &k->found.target)) find_target(c, p, f, source, target);
    if (f && (!source->count || !target->count || same_state(c, source->mention[0], target->mention[0]))) find_mission_sides(c, p, f, source, target);
    bool agentless = f && !source->count && !k->found.source.count && target->count && (p->noun || (t->at[p->at].form_bits & TREE_PASSIVE));
    bool of_state = f && (f->type == RP_EVENT_COERCE || f->type == RP_EVENT_SANCTION || f->type == RP_EVENT_ACCUSE);
    if (agentless && of_state) find_authority(c, p, target, source);
    if (!source->count) k->before = goes_on_from(c, p, f, &k->found, target->count ? target->mention[0] : -1);
}

/* Is what kills no act of anybody: "the crash of an airline's jet, killing 38", "the earthquake killed"? */
static bool is_mishap(const tree *t, const predicate *p, const sides *found)
{
    static const char *const mishaps[] = { "crash", "accident", "earthquake", "quake", "flood", "storm", "hurricane", "cyclone", "typhoon", "disaster", "disease",
                                           "epidemic", "pandemic", "virus", "outbreak", "famine", "drought", "landslide", "avalanche", "tsunami", "collapse",
                                           "derailment", "fire", "wildfire", "blaze", "heatwave", "wave", "eruption", "capsize", "sink", "derail" };
    const size_t count = sizeof mishaps / sizeof *mishaps;
    if (found->source.count && tree_lemma_among(t, found->source.head[0], mishaps, count)) return true;
    uint32_t head = t->at[p->at].head;
    return t->at[p->at].relation == REL_ADVCL && head < t->count && (t->at[p->at].form_bits & TREE_GERUND) && tree_lemma_among(t, head, mishaps, count);
}

/* "The anniversary of the victory over A": what is remembered is not told. */
static bool is_remembered(const tree *t, const predicate *p)
{
    static const char *const words[] = { "anniversary", "commemoration", "remembrance", "memorial", "memory", "centenary", "bicentenary", "veteran", "jubilee" };
    uint32_t head = t->at[p->at].head;
    return p->noun && t->at[p->at].relation == REL_NMOD && head < t->count && tree_lemma_among(t, head, words, sizeof words / sizeof *words);
}

/* Why a predicate with such sides is not weighed at all; NULL: it is. */
static const char *unfit(const tree *t, const deciding *k)
{
    if (k->f && k->f->type == RP_EVENT_ASSAULT && is_mishap(t, k->d->p, &k->found)) return "it is a mishap and nobody's act";
    if (k->source.count == 0 && !k->bare && !k->before) return k->found.source.count ? "its source is no known actor" : "nothing says who does it";
    if (k->d->p->withheld) return "a frame says it is none";
    if (is_remembered(t, k->d->p)) return "it is only remembered";
    if (!k->f && (k->target.count == 0 || k->source.named[0] == NAMED_NOT)) return "no frame, and not two actors";
    return NULL;
}

/* Choose the type, WEIGH_NO_EVENT: it is none. */
static unsigned decide_type(const coding *c, deciding *k)
{
    const predicate *p = k->d->p;
    const named_side *s = &k->source, *o = &k->target;
    status_read(&c->r.tree, c->in->reading.frames, c->in->reading.words, p->at, p->noun, &k->status);
    k->d->status = &k->status;
    k->d->features = (feature_case){ &c->r, p, p->at, weighed_head(s), weighed_head(o), &k->status };
    bool sided = s->count && o->count && s->how[0] <= HOW_SHARED && o->how[0] <= HOW_SHARED;
    type_weigh(c->in->weigher, &k->d->features, sided, &k->d->types);
    return choose_type(p, &k->d->types, &k->probability);
}

/* The words that tell it: the predicate, with its phrase where that stands in one piece. */
static void set_trigger(const coding *c, const deciding *k)
{
    const tree *t = &c->r.tree;
    const predicate *p = k->d->p;
    rp_event *e = k->e;
    bool phrase = k->f && p->last > p->at && p->last - p->at < p->rows[0].units;
    e->trigger_start = t->at[p->at].start;
    e->trigger_end = t->at[phrase ? p->last : p->at].end;
    e->trigger = str_sub(text_of(c), e->trigger_start, e->trigger_end);
}

/* The day whose offices the parties hold: the middle of what the event's date can be. */
static int32_t day_of(const coding *c, const rp_event *e)
{
    if (!date_known(e->date.from)) return c->document_day;
    int32_t first = date_first_day(e->date.from);
    return first + (date_last_day(e->date.to) - first) / 2;
}

static void fill_parties(const coding *c, const deciding *k)
{
    rp_event *e = k->e;
    int32_t day = day_of(c, e);
    e->source_count = fill_side(c, &k->source, day, e->source);
    e->target_count = fill_side(c, &k->target, day, e->target);
    if (!k->both || e->target_count || e->source_count <= 1) return;
    memcpy(e->target, e->source + 1, (e->source_count - 1u) * sizeof *e->target);
    e->target_count = (uint8_t)(e->source_count - 1);
    memset(e->source + 1, 0, (e->source_count - 1u) * sizeof *e->source);
    e->source_count = 1;
}

/* The sides of an act that this one goes on from; its own target stays. */
static void take_over(const rp_event *before, rp_event *e)
{
    memcpy(e->source, before->source, sizeof e->source);
    e->source_count = before->source_count;
    if (e->target_count) return;
    memcpy(e->target, before->target, sizeof e->target);
    e->target_count = before->target_count;
}

/* "A arrested two men, accusing them of …": the pronoun of a participle stands for the object of its main clause. */
static void same_object(const coding *c, const predicate *p, const side_heads *target, rp_event *e)
{
    const tree *t = &c->r.tree;
    const tree_word *w = &t->at[p->at];
    const rp_event *all = c->out->at;
    if (!target->count || t->at[target->head[0]].upos != UPOS_PRON || t->at[target->head[0]].mention >= 0) return;
    if (w->head >= t->count || (w->relation != REL_ADVCL && w->relation != REL_CONJ) || !e->source_count) return;
    for (size_t k = c->out->count; k-- > 0 && all[k].sentence == e->sentence;) {
        bool main_clause = all[k].trigger_start == t->at[w->head].start && all[k].target_count && all[k].source_count;
        if (!main_clause || strcmp(all[k].source[0].code, e->source[0].code) != 0) continue;
        memcpy(e->target, all[k].target, sizeof e->target);
        e->target_count = all[k].target_count;
        return;
    }
}

/* "A published criticisms of B, accusing it of …": a participle that tells the event of its main clause once more. */
static bool tells_again(const coding *c, const predicate *p, const rp_event *e)
{
    const tree_word *w = &c->r.tree.at[p->at];
    const rp_event *all = c->out->at;
    if (w->relation != REL_ADVCL || !(w->form_bits & TREE_GERUND) || !e->target_count || e->quad % 2 == 0) return false;
    for (size_t k = c->out->count; k-- > 0 && all[k].sentence == e->sentence;) {
        if (all[k].type != e->type || !all[k].target_count) continue;
        if (strcmp(all[k].source[0].code, e->source[0].code) == 0 && strcmp(all[k].target[0].code, e->target[0].code) == 0) return true;
    }
    return false;
}

/* Status and speaker. False: it did not happen. */
static bool decide_status(const coding *c, deciding *k)
{
    bool own_words = set_speaker(c, &k->status, k->d->p->at, &k->source, k->e);
    bool headline = c->in->reading.sentences[c->r.sentence].kind == RP_KIND_HEADLINE;
    unsigned decided = status_decide(c->in->weigher, &k->d->features, own_words, k->status.speaker != TREE_NONE, k->e->type, headline);
    if (decided == RP_STATUSES) return false;
    k->e->status = (uint8_t)decided;
    return true;
}

/* Fill the event of one predicate as far as it goes. Returns why it is none; NULL: it is one. */
static const char *decide(coding *c, deciding *k)
{
    const predicate *p = k->d->p;
    rp_event *e = k->e;
    k->f = p->row_count ? p->rows[0].frame : NULL;
    decide_sides(c, k);
    const char *why = unfit(&c->r.tree, k);
    if (why) return why;
    unsigned type = decide_type(c, k);
    if (type == WEIGH_NO_EVENT) return "the learned part holds it for no event";
    if (!k->f && k->probability < FRAMELESS) return "no frame, and the learned part is not sure";
    set_trigger(c, k);
    const frame *of_type = frame_of_type(p, type);
    if (of_type) set_type(of_type, e);
    else set_bare_type(c, type, e);
    set_date(c, p, &k->status, e);
    fill_parties(c, k);
    if (k->bare && !recall_sides(c, p, of_type ? of_type : k->f, e)) return "it has no sides, and none can be recalled";
    if (k->before && !k->source.count) take_over(k->before, e);
    if (e->type == RP_EVENT_REJECT && !e->target_count) answer_accuser(c, e);
    if (!e->target_count) answer_act(c, p, e);
    if (!e->target_count) same_object(c, p, &k->found.target, e);
    local_people(c, p, &k->found.target, e);
    own_people(c, &k->found.target, e);
    if (tells_again(c, p, e)) return "another predicate tells it";
    if (!worth_coding(e, k->f ? k->f->sure : 0))
        return !e->source_count ? "the source has no code" : e->target_count ? "both sides are the same" : "it has no target";
    if (!decide_status(c, k)) return "it did not happen";
    if (e->type == RP_EVENT_ASSAULT) e->intent = intent_of(&c->r.tree, p->at);
    e->confidence = (float)(weigh_confidence(c->in->weigher, k->probability) * trust_in_sides(p, &k->source, &k->target, e));
    return e->confidence < CONFIDENCE_LEAST ? "its confidence is too low" : NULL;
}

static rp_code code_predicate(coding *c, const predicate *p, const char *dropped, rp_err *err)
{
    code_decision d = { .r = &c->r, .p = p, .dropped = dropped };
    rp_event e = { .sentence = c->r.sentence, .cameo = "", .killed = { -1, -1 }, .injured = { -1, -1 }, .arrested = { -1, -1 } };
    deciding k = { .d = &d, .e = &e };
    d.event = &e;
    if (!dropped) d.dropped = decide(c, &k);
    if (!d.dropped) {
        make_id(c, &e, e.id);
        rp_event *slot = vec_add(c->out, c->mem);
        if (!slot) return error_set(err, RP_ENOMEM, "memory ended");
        *slot = e;
    }
    if (c->in->trace) c->in->trace->decided(c->in->trace->context, &d);
    return RP_OK;
}

static bool coded_kind(uint8_t kind)
{
    return kind == RP_KIND_PROSE || kind == RP_KIND_HEADLINE || kind == RP_KIND_LIST || kind == RP_KIND_CAPTION;
}

/* The dates that stand in the tree; those of the pieces of a sentence follow each other. */
static void find_dates(coding *c)
{
    const tree *t = &c->r.tree;
    word_range range = c->in->dates->sentences[c->r.sentence];
    uint32_t end = range.first + range.count, start = t->count ? t->at[0].start : 0, last = t->count ? t->at[t->count - 1].end : 0;
    while (c->date_first < end && c->in->dates->at[c->date_first].start < start) c->date_first++;
    c->date_end = c->date_first;
    while (c->date_end < end && c->in->dates->at[c->date_end].start < last) c->date_end++;
}

/* Code one sentence, READING_TOKENS tokens at a time. */
static rp_code code_sentence(coding *c, uint32_t s, arena *scratch, rp_err *err)
{
    const reading_input *ri = &c->in->reading;
    size_t before = c->out->count;
    uint32_t tokens = ri->sentences[s].token_count;
    rp_code rc = RP_OK;
    c->date_first = c->in->dates->sentences[s].first;
    for (uint32_t from = 0; from < tokens && rc == RP_OK && c->out->count - before < SENTENCE_EVENTS; from += READING_TOKENS) {
        arena_reset(scratch);
        rc = reading_of(ri, s, from, tokens - from, scratch, &c->r, err);
        if (rc != RP_OK) break;
        find_dates(c);
        for (uint32_t k = 0; k < c->r.predicate_count && rc == RP_OK && c->out->count - before < SENTENCE_EVENTS; k++) {
            const predicate *p = &c->r.predicates[k];
            const char *dropped = NULL;
            if (told_by_verb(&c->r, p)) dropped = "another predicate tells it";
            else if (told_only_asked(&c->r, p)) dropped = "it is only asked for, promised or refused";
            rc = code_predicate(c, p, dropped, err);
        }
    }
    return rc;
}

/* A sentence that names nobody is read where it may go on from an act of force told just before. */
static bool may_go_on(coding *c, uint32_t s)
{
    const rp_event *last = c->out->count ? (const rp_event *)c->out->at + c->out->count - 1 : NULL;
    c->r.sentence = s;
    return last && last->sentence + 1 == s && force_before(c);
}

#define PAIR_LEAST 3u           /* mentions the second state of a document about two must have */
#define PAIR_STATES 32u

/* A document whose mentions of states are mostly of two is about these: bilateral histories, country pages. */
static void find_pair(coding *c)
{
    const actor_layer *actors = c->in->reading.actors;
    struct { uint16_t code; int32_t mention; uint32_t count; } states[PAIR_STATES];
    uint32_t n = 0, total = 0;
    c->pair[0] = c->pair[1] = -1;
    for (uint32_t i = 0; i < actors->count; i++) {
        const actor_mention *m = &actors->at[i];
        uint16_t code;
        uint8_t sector;
        if (m->kind != ACTOR_STATE && m->kind != ACTOR_ADJECTIVE && m->kind != ACTOR_CAPITAL && m->kind != ACTOR_ROLE) continue;
        if (!actor_resolve(c->in->reading.actor_tables, m, c->document_day, &code, &sector) || code == ACTOR_NONE) continue;
        uint32_t k = 0;
        while (k < n && states[k].code != code) k++;
        if (k == n && n == PAIR_STATES) continue;
        if (k == n) n++, states[k].code = code, states[k].mention = (int32_t)i, states[k].count = 0;
        if (m->kind == ACTOR_STATE && actors->at[states[k].mention].kind != ACTOR_STATE) states[k].mention = (int32_t)i;
        states[k].count++;
        total++;
    }
    uint32_t first = 0, second = UINT32_MAX;
    for (uint32_t k = 1; k < n; k++) if (states[k].count > states[first].count) first = k;
    for (uint32_t k = 0; k < n; k++) if (k != first && (second == UINT32_MAX || states[k].count > states[second].count)) second = k;
    if (second == UINT32_MAX || states[second].count < PAIR_LEAST || 3 * (states[first].count + states[second].count) < 2 * total) return;
    c->pair[0] = states[first].mention;
    c->pair[1] = states[second].mention;
}

/* A sentence that names nobody may tell of the relations of the document's two states. */
static bool tells_of_relations(const coding *c, uint32_t s)
{
    const reading_input *ri = &c->in->reading;
    const word_range range = ri->words->sentences[s];
    for (uint32_t i = range.first; c->pair[0] >= 0 && i < range.first + range.count; i++) {
        rp_str word = str_sub(text_of(c), ri->words->at[i].start, ri->words->at[i].end);
        if (str_eq_nocase(word, RP_STR("relations")) || str_eq_nocase(word, RP_STR("embassy")) || str_eq_nocase(word, RP_STR("legation"))) return true;
    }
    return false;
}

static bool worth_reading(coding *c, uint32_t s)
{
    const reading_input *ri = &c->in->reading;
    return coded_kind(ri->sentences[s].kind) && (ri->actors->sentences[s].count || may_go_on(c, s) || tells_of_relations(c, s));
}

rp_code event_code(const code_input *in, arena *mem, arena *scratch, vec *out, rp_err *err)
{
    const reading_input *ri = &in->reading;
    coding c = { .in = in, .document = ri->document, .mem = mem, .out = out };
    /* with no date of its own a document is taken to speak of today's offices */
    c.document_day = date_known(ri->document->published) ? date_last_day(ri->document->published) : date_first_day((rp_date){ 2025, 1, 1 });
    find_pair(&c);
    rp_code rc = RP_OK;
    for (uint32_t s = 0; s < ri->sentence_count && rc == RP_OK; s++)
        if (worth_reading(&c, s)) rc = code_sentence(&c, s, scratch, err);
    return rc;
}
