/* event/code.c - see event/code.h. Each predicate of a sentence becomes at most one event. */
#include "event/code.h"
#include <math.h>
#include "base/date.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "event/decide.h"
#include "event/status.h"
#include "event/dated.h"
#include "event/earlier.h"
#include "event/elsewhere.h"
#include "event/told.h"

#define SENTENCE_EVENTS 64u     /* more are no sentence but a list or a fault, and each would carry the whole of it */
#define CONFIDENCE_LEAST 0.3f   /* a weaker event is dropped: docs/tried.md */
#define OVERRULE 0.7            /* probability from which the learned part may give a type that no frame of the word tells */
#define WEAK_FRAME 0.4f         /* a frame less sure than this is doubted, too */
#define FRAMELESS 0.75          /* and from which it may make an event of a word without frames */

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

/* Words of mishap among what hangs from the predicate, or from the noun's verb. */
static const char *intent_of(const tree *t, uint32_t at)
{
    uint32_t first, last;
    tree_span(t, at, &first, &last);
    if (t->at[at].relation == REL_OBJ && t->at[at].head < t->count && t->at[at].head < first) first = t->at[at].head;
    for (uint32_t i = first; i <= last && i < t->count; i++) if (tree_kind(t, i, KIND_CHANCE)) return "accidental";
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
    if (source->count && e->target_count && !target->count) sure *= 0.85;       /* inferred from place, reprisal, main clause */
    if (!e->target_count) sure *= 0.75;
    if (e->type == RP_EVENT_ASSAULT && peaceful(&e->source[0])) sure *= 0.5;
    if (e->type == RP_EVENT_CONSULT && strcmp(e->source[0].sector, "CVL") == 0) sure *= 0.5;     /* people travel; states confer */
    if (p->noun) sure *= 0.95;
    if (p->row_count && p->rows[0].frame->sure < WEAK_FRAME) sure *= 0.5 + (double)p->rows[0].frame->sure / (2 * WEAK_FRAME);
    for (int i = 0; i < e->source_count; i++)
        if (e->target_count && strcmp(e->source[i].code, e->target[0].code) == 0) sure *= 0.85;
    return sure;
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
    if (m >= 0) named_fill_party(c, m, c->document_day, &speaker);
    speaker.text = words;
    speaker.start = (uint32_t)(words.at - named_text(c).at);
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

#define PLAIN_FRAME 0.9     /* sureness of a frame whose verb tells the event by itself */
#define NO_EVENT_SURE 0.9   /* likelihood of no event that goes before such a frame */

/* The type the learned part gives, with its probability among all; a type that no frame of the word tells must be much more likely. */
static unsigned choose_type(const predicate *p, const weigh_scores *scores, double *probability)
{
    unsigned best = weigh_best(scores, scores->count);
    *probability = weigh_probability(scores, best, scores->count);
    if (best == WEIGH_NO_EVENT || !p->row_count || predicate_frame(p, best) || *probability >= OVERRULE) return best;
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
    if (!target->count || p->noun) return false;
    static const char *const told[] = { "this", "these", "those", "such" }, *const places[] = { "in", "at", "near", "on" };
    uint32_t head = target->head[0];
    if (tree_lemma_among(t, tree_child(t, head, REL_DET), told, sizeof told / sizeof *told)) return false;      /* told of before */
    if (tree_lemma_among(t, tree_child(t, head, REL_CASE), places, sizeof places / sizeof *places)) return false;
    return elsewhere_people(t, head) || tree_kind(t, head, KIND_GROUP) || (t->at[head].upos == UPOS_PROPN && t->at[head].mention < 0);
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
    named_of(c, &k->found.source, source);
    named_of(c, &k->found.target, target);
    if (f && target->count == 1 && p->rows[0].object == target->head[0] && (named_mention(c, target->mention[0])->flags & MENTION_BARE_ROLE))
        target->count = 0;      /* "supplied drones to A": what the frame's object is, is no side */
    bool pronoun = target->count && t->at[target->head[0]].upos == UPOS_PRON;
    if (pronoun && named_among(c, target->mention[0], source)) target->count = 0;       /* nobody accuses himself: the pronoun was misread */
    k->bare = f && p->noun && !k->found.source.count && !k->found.target.count;
    k->both = may_be_listed(c, f);
    if (target->count > 1) named_drop_own(c, source, target);
    if (k->both && source->count > 1) named_drop_same(c, source, target);     /* "A and B exchanged prisoners" */
    if (k->both && source->count > 1 && !target->count) {               /* "A and B developed ties" */
        for (uint32_t i = 1; i < source->count; i++) named_add(target, source->mention[i], source->head[i], source->how[i], source->named[i]);
        source->count = 1;
    }
    if (f && !target->count && !p->noun) {                              /* the frame's place names nobody; the object may */
        side_heads object;
        sides_object(t, p->at, &object);
        named_of(c, &object, target);
        named_drop_same(c, source, target);
    }
    if (f && earlier_material(f->type) && source->count && !target->count) elsewhere_craft(c, &k->found.target, source, target);
    if (f && source->count && !target->count && !names_others(t, p, &k->found.target)) elsewhere_target(c, p, f, source, target);
    bool missing = !source->count || !target->count || named_same_state(c, source->mention[0], target->mention[0]);
    if (f && missing) elsewhere_mission(c, p, f, &k->found, source, target);
    bool agentless = f && !source->count && !k->found.source.count && target->count && (p->noun || (t->at[p->at].form_bits & TREE_PASSIVE));
    bool of_state = f && (f->type == RP_EVENT_COERCE || f->type == RP_EVENT_SANCTION || f->type == RP_EVENT_ACCUSE);
    if (agentless && of_state) elsewhere_authority(c, p, target, source);
    if (!source->count) k->before = earlier_goes_on(c, p, f, &k->found, target->count ? target->mention[0] : -1);
}

/* Is what kills no act of anybody: "the crash of an airline's jet, killing 38", "the earthquake killed"? */
static bool is_mishap(const tree *t, const predicate *p, const sides *found)
{
    uint32_t head = t->at[p->at].head;
    if (found->source.count && tree_kind(t, found->source.head[0], KIND_MISHAP)) return true;
    return t->at[p->at].relation == REL_ADVCL && (t->at[p->at].form_bits & TREE_GERUND) && tree_kind(t, head, KIND_MISHAP);
}

/* "The anniversary of the victory over A": what is remembered is not told. */
static bool is_remembered(const tree *t, const predicate *p)
{
    return p->noun && t->at[p->at].relation == REL_NMOD && tree_kind(t, t->at[p->at].head, KIND_REMEMBERED);
}

/* Why a predicate with such sides is not weighed at all; NULL: it is. */
static const char *unfit(const tree *t, const deciding *k)
{
    if (k->f && k->f->type == RP_EVENT_ASSAULT && is_mishap(t, k->d->p, &k->found)) return "it is a mishap and nobody's act";
    if (k->source.count == 0 && !k->bare && !k->before) return k->found.source.count ? "its source is no known actor" : "nothing says who does it";
    if (k->d->p->withheld) return "a frame says it is none";
    if (is_remembered(t, k->d->p)) return "it is only remembered";
    if (!k->f && tree_kind(t, k->d->p->at, KIND_MISHAP)) return "it is a mishap and nobody's act";
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
    unsigned type = choose_type(p, &k->d->types, &k->probability);
    bool plain = sided && !p->noun && p->row_count && (double)p->rows[0].frame->sure >= PLAIN_FRAME;
    if (type != WEIGH_NO_EVENT || !plain || k->probability >= NO_EVENT_SURE) return type;
    k->probability = weigh_probability(&k->d->types, p->rows[0].frame->type, k->d->types.count);
    return p->rows[0].frame->type;      /* a verb that means little else, with both sides beside it */
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
    e->trigger = str_sub(named_text(c), e->trigger_start, e->trigger_end);
}

/* The day whose offices the parties hold: the middle of what the event's date can be. */
static int32_t day_of(const coding *c, const rp_event *e)
{
    return date_known(e->date.from) ? date_middle_day(e->date) : c->document_day;
}

/* The first of a list of sources stays, the others are targets. */
static void split_sources(rp_event *e)
{
    memcpy(e->target, e->source + 1, (e->source_count - 1u) * sizeof *e->target);
    e->target_count = (uint8_t)(e->source_count - 1);
    memset(e->source + 1, 0, (e->source_count - 1u) * sizeof *e->source);
    e->source_count = 1;
}

static void fill_parties(const coding *c, const deciding *k)
{
    rp_event *e = k->e;
    int32_t day = day_of(c, e);
    e->source_count = named_fill(c, &k->source, day, e->source);
    e->target_count = named_fill(c, &k->target, day, e->target);
    if (!k->both || e->target_count || e->source_count <= 1) return;
    split_sources(e);
}

/* "A and B hold drills together": what two do as one is no move against anybody. */
static bool drills_together(const coding *c, const deciding *k)
{
    static const char *const words[] = { "together", "jointly" };
    const tree *t = &c->r.tree;
    if (k->e->type != RP_EVENT_MOBILIZE || k->e->source_count < 2 || k->e->target_count) return false;
    for (uint32_t i = t->at[k->d->p->at].child; i != TREE_NONE; i = t->at[i].next)
        if (tree_lemma_among(t, i, words, sizeof words / sizeof *words)) return true;
    return false;
}

static void set_together(const coding *c, deciding *k)
{
    rp_event *e = k->e;
    set_bare_type(c, RP_EVENT_COOPERATE, e);
    e->mode_count = 0;
    e->contexts = 0;
    ontology_find_contexts(c->in->reading.ontology, RP_STR("military"), &e->contexts);
    split_sources(e);
}

/* Forces that a state may use at home as well as abroad. */
static bool home_forces(const rp_party *p)
{
    static const char *const ends[] = { "special forces", "security forces", "special units", "commandos" };
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) if (str_ends(p->text, str_of(ends[k]))) return strcmp(p->sector, "MIL") == 0;
    return false;
}

/* Does a state use force on another as a whole ("invaded", but not "two Yemeni men")? Then by its army. */
static bool state_at_war(const coding *c, const deciding *k)
{
    const actor_tables *tables = c->in->reading.actor_tables;
    for (uint32_t i = 0; i < k->target.count; i++) if (named_mention(c, k->target.mention[i])->kind == ACTOR_ADJECTIVE) return false;
    for (unsigned i = 0; i < k->e->target_count; i++) {
        const rp_party *p = &k->e->target[i];
        if (p->sector[0] || !actor_is_state(tables, actor_find_code(tables, str_of(p->code))) || strcmp(p->code, k->e->source[0].code) == 0) return false;
    }
    return k->e->target_count > 0;
}

/*
 * A state named alone acts through a part of itself: it accuses through its government, arrests through its police. "Authorities" are whoever of
 * them it is.
 */
static void set_organ(const coding *c, const deciding *k)
{
    rp_event *e = k->e;
    const char *organ = ontology_organ(c->in->reading.ontology, e->type, e->mode_count ? e->modes[0] : NULL);
    if (!organ[0] && e->type == RP_EVENT_ASSAULT && state_at_war(c, k)) organ = "MIL";
    const actor_tables *tables = c->in->reading.actor_tables;
    for (unsigned i = 0; organ[0] && i < e->source_count; i++) {
        rp_party *p = &e->source[i];
        bool any = !p->sector[0] || str_ends(p->text, RP_STR("authorities"));
        for (unsigned t = 0; t < e->target_count; t++)      /* those who raid people at home are its police, whatever they are called */
            if (home_forces(p) && strcmp(e->target[t].residence, p->code) == 0) str_copy(p->sector, sizeof p->sector, RP_STR("COP"));
        if (any && actor_is_state(tables, actor_find_code(tables, str_of(p->code)))) str_copy(p->sector, sizeof p->sector, str_of(organ));
    }
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
    const frame *of_type = predicate_frame(p, type);
    if (of_type) set_type(of_type, e);
    else set_bare_type(c, type, e);
    dated_event(c, p, &k->status, e);
    fill_parties(c, k);
    const frame *told = NULL;
    if (k->bare && !earlier_recall(c, p, of_type ? of_type : k->f, e, &told)) return "it has no sides, and none can be recalled";
    if (told) e->mode_count = 0, set_type(told, e);
    if (k->before && !k->source.count) {
        earlier_take(k->before, e);
        if (c->date_first == c->date_end) e->date = k->before->date, e->historical = k->before->historical, e->date_start = e->date_end = 0;
    }
    if (e->type == RP_EVENT_REJECT && !e->target_count) earlier_accuser(c, e);
    if (e->type == RP_EVENT_CONCEDE && !e->target_count && e->source_count && strcmp(e->cameo, "055") == 0) earlier_victim(c, e);
    if (!e->target_count) earlier_reprisal(c, p, e);
    if (!e->target_count) earlier_object(c, p, &k->found.target, e);
    elsewhere_people_of(c, p, &k->found.target, e);
    if (earlier_told(c, p, e)) return "another predicate tells it";
    if (!worth_coding(e, k->f ? k->f->sure : 0))
        return !e->source_count ? "the source has no code" : e->target_count ? "both sides are the same" : "it has no target";
    if (drills_together(c, k)) set_together(c, k);
    set_organ(c, k);
    if (!decide_status(c, k)) return "it did not happen";
    bool scenario = k->status.modal != MODAL_NONE || k->status.conditional || ((k->status.own | k->status.outer) & CUE_CONDITIONAL);
    if (e->status == RP_HYPOTHETICAL && scenario && k->status.speaker == TREE_NONE) return "nobody says so: it is a scenario of the text's own";
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
    for (uint32_t from = ri->trees->label[s]; from < tokens && rc == RP_OK && c->out->count - before < SENTENCE_EVENTS; from += READING_TOKENS) {
        arena_reset(scratch);
        rc = reading_of(ri, s, from, tokens - from, scratch, &c->r, err);
        if (rc != RP_OK) break;
        find_dates(c);
        if (c->in->trace) c->in->trace->read(c->in->trace->context, &c->r);
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

static bool worth_reading(coding *c, uint32_t s)
{
    const reading_input *ri = &c->in->reading;
    return coded_kind(ri->sentences[s].kind) && (ri->actors->sentences[s].count || earlier_may_go_on(c, s) || elsewhere_relations(c, s));
}

rp_code event_code(const code_input *in, arena *mem, arena *scratch, vec *out, rp_err *err)
{
    const reading_input *ri = &in->reading;
    coding c = { .in = in, .document = ri->document, .mem = mem, .out = out };
    /* with no date of its own a document is taken to speak of today's offices */
    c.document_day = date_known(ri->document->published) ? date_last_day(ri->document->published) : date_first_day((rp_date){ 2025, 1, 1 });
    c.told_day = dated_told(ri->document, in->dates);
    elsewhere_pair(&c);
    rp_code rc = RP_OK;
    for (uint32_t s = 0; s < ri->sentence_count && rc == RP_OK; s++)
        if (worth_reading(&c, s)) rc = code_sentence(&c, s, scratch, err);
    return rc;
}
