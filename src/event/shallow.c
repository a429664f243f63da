/* event/shallow.c - see event/shallow.h. Each trigger of a sentence becomes at most one event. */
#include "event/shallow.h"
#include <math.h>
#include "base/date.h"
#include "base/hash.h"
#include "event/clause.h"
#include "event/sides.h"
#include "event/status.h"

#define SENTENCE_EVENTS 64u     /* more are no sentence but a list or a fault, and each would carry the whole of it */
#define RECALL_SENTENCES 8u     /* how far back "the raids" may point */
#define CONFIDENCE_LEAST 0.33f  /* a weaker event is dropped: docs/tried.md */
#define NARRATIVE_SENTENCES 3u  /* how far back a date still dates what is told */
#define HISTORICAL_DAYS 366     /* told more than about a year after the fact */

static bool fill_party(const clause_reader *c, int32_t mention, int32_t day, rp_party *out)
{
    const actor_mention *m = clause_mention(c, mention);
    uint16_t code;
    uint8_t sector;
    *out = (rp_party){ 0 };
    out->start = m->start;
    out->end = m->end;
    out->text = str_sub(c->text, m->start, m->end);
    if (!actor_resolve(c->in->actor_tables, m, day, &code, &sector)) return false;
    str_copy(out->code, sizeof out->code, str_of(actor_code(c->in->actor_tables, code)));
    str_copy(out->sector, sizeof out->sector, str_of(actor_sector(c->in->actor_tables, sector)));
    uint16_t residence = actor_residence(m, day);
    if (residence != ACTOR_NONE && residence != code)
        str_copy(out->residence, sizeof out->residence, str_of(actor_code(c->in->actor_tables, residence)));
    return true;
}

/* Fill one side; the same actor twice counts once. */
static uint8_t fill_side(const clause_reader *c, const int32_t *mentions, uint32_t count, int32_t day, rp_party *out)
{
    uint8_t n = 0;
    for (uint32_t i = 0; i < count && n < RP_PARTIES; i++) {
        if (!fill_party(c, mentions[i], day, &out[n])) continue;
        bool twice = false;
        for (uint8_t k = 0; k < n; k++) twice |= strcmp(out[k].code, out[n].code) == 0 && strcmp(out[k].sector, out[n].sector) == 0;
        if (!twice) n++;
    }
    if (n < RP_PARTIES) out[n] = (rp_party){ 0 };
    return n;
}

/* Document, trigger span and ordinal make an event's id: it survives coding again with other tables. */
static void make_id(const clause_reader *c, const clause_trigger *f, uint32_t ordinal, uint8_t id[16])
{
    uint32_t place[3] = { clause_unit(c, f->at)->start, clause_unit(c, f->at + f->length - 1)->end, ordinal };
    uint8_t key[28];
    hash_128(c->in->document->id.at, c->in->document->id.len, key);
    for (size_t i = 0; i < 12; i++) key[16 + i] = (uint8_t)(place[i / 4] >> (8 * (i % 4)));
    hash_128(key, sizeof key, id);
}

static const char *intent_of(const clause_reader *c, const clause_trigger *f)
{
    for (uint32_t i = f->at > c->first + 4 ? f->at - 4 : c->first; i < c->end && i < f->at + f->length + 8; i++) {
        if (clause_is(c, i, "accidentally") || clause_is(c, i, "mistakenly") || clause_is(c, i, "unintentionally") || clause_is(c, i, "accidental") || clause_is(c, i, "mistake") || clause_is(c, i, "inadvertently")) return "accidental";
        if (clause_is(c, i, "deliberately") || clause_is(c, i, "intentionally") || clause_is(c, i, "deliberate")) return "deliberate";
    }
    return "deliberate";
}

static void set_scores(const clause_trigger *f, rp_event *e)
{
    e->goldstein = f->row->cameo ? f->row->cameo->goldstein : NAN;
    e->cameo = f->row->cameo ? f->row->cameo->code : "";
    e->intensity = f->row->intensity;
    e->contexts = f->row->contexts;
    if (f->row->mode) e->modes[e->mode_count++] = f->row->mode;
}

/*
 * The date told last in the same paragraph, at most NARRATIVE_SENTENCES back: what follows it happened about then, not on that very day, so a
 * day is made its month. NULL: none. Only for what is told as past.
 */
static const date_mention *narrative_date(const clause_reader *c)
{
    const date_layer *dates = c->in->dates;
    for (uint32_t s = c->sentence; s-- > 0 && c->sentence - s <= NARRATIVE_SENTENCES;) {
        uint32_t from = c->in->sentences[s].end, to = c->in->sentences[s + 1].start;
        if (memchr(c->text.at + from, '\n', to - from)) return NULL;
        if (dates->sentences[s].count) return &dates->at[dates->sentences[s].first + dates->sentences[s].count - 1];
    }
    return NULL;
}

static void set_date(const clause_reader *c, const clause_trigger *f, rp_event *e)
{
    const date_mention *d = status_date(c, f);
    bool past = f->voice == VOICE_PASSIVE || (f->voice == VOICE_ACTIVE && (f->form & (LEXICON_FORM_PAST | LEXICON_FORM_PARTICIPLE)));
    bool narrative = !d && past;
    if (narrative) d = narrative_date(c);
    if (!d) return;
    e->date = d->value;
    if (narrative) e->date.from.day = e->date.to.day = 0;
    e->date_start = d->start;
    e->date_end = d->end;
    e->historical = date_known(c->in->document->published) && date_last_day(e->date.to) + HISTORICAL_DAYS < date_first_day(c->in->document->published);
}

/* Sides that would not make an event: nobody acts, or the trigger needs a target and has none. */
static bool worth_coding(const rp_event *e, const clause_trigger *f)
{
    if (e->source_count == 0) return false;
    if (e->target_count) {      /* within one state only where the text tells the two apart */
        const rp_party *a = &e->source[0], *b = &e->target[0];
        return strcmp(a->code, b->code) != 0 || (a->sector[0] && b->sector[0] && strcmp(a->sector, b->sector) != 0);
    }
    bool alone = e->type == RP_EVENT_PROTEST || e->type == RP_EVENT_MOBILIZE || e->type == RP_EVENT_RETREAT || e->type == RP_EVENT_COERCE
              || e->type == RP_EVENT_ASSAULT || e->type == RP_EVENT_CONCEDE;
    return alone && f->row->sure >= 0.7f;
}

/* Firms, newsrooms and schools do not attack; where they seem to, the subject was misread ("an airline's jet crashed, killing …"). */
static bool peaceful(const rp_party *p)
{
    static const char *const sectors[] = { "BUS", "JRN", "EDU", "MED", "SOC", "LAB" };
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (strcmp(p->sector, sectors[i]) == 0) return true;
    return false;
}

static float confidence_of(const clause_trigger *f, const sides *s, const rp_event *e)
{
    float sure = f->row->sure;
    if (!s->plain) sure *= 0.8f;
    if (!s->source_count) sure *= 0.8f;      /* recalled from an earlier sentence */
    if (!e->target_count) sure *= 0.6f;
    if (e->type == RP_EVENT_ASSAULT && peaceful(&e->source[0])) sure *= 0.5f;
    if (f->voice == VOICE_NOMINAL) sure *= 0.9f;
    for (int i = 0; i < e->source_count; i++)
        if (e->target_count && strcmp(e->source[i].code, e->target[0].code) == 0) sure *= 0.85f;
    return sure;
}

/*
 * "The raids" after "raids by A on B": a definite noun of action with no sides of its own is the event of the same type and mode told
 * last. Deciding words: the, this, these, such, or no more than a place before it.
 */
static bool recall_sides(const clause_reader *c, const clause_trigger *f, rp_event *e)
{
    if (f->row->quad == 1 && f->row->type != RP_EVENT_CONSULT) return false;
    if (f->row->quad == 3) return false;
    uint32_t left = f->at;
    while (left > c->first && ((clause_class(c, left - 1) & WORD_ADJECTIVE) || clause_unit(c, left - 1)->caps == UNIT_CAPITAL)) left--;
    if (!clause_is(c, left - 1, "the") && !clause_is(c, left - 1, "these") && !clause_is(c, left - 1, "this") && !clause_is(c, left - 1, "those")) return false;
    const rp_event *all = c->out->at;
    for (size_t k = c->out->count; k-- > 0;) {
        if (c->sentence - all[k].sentence > RECALL_SENTENCES) return false;
        if (all[k].sentence == c->sentence) continue;
        bool same_mode = f->row->mode ? all[k].mode_count && strcmp(all[k].modes[0], f->row->mode) == 0 : all[k].mode_count == 0;
        if (all[k].type != f->row->type || !same_mode || !all[k].target_count) continue;
        memcpy(e->source, all[k].source, sizeof e->source);
        memcpy(e->target, all[k].target, sizeof e->target);
        e->source_count = all[k].source_count;
        e->target_count = all[k].target_count;
        if (!date_known(e->date.from)) e->date = all[k].date;
        return true;
    }
    return false;
}

/* Who denies a charge rejects the one who made it last. */
static void answer_accuser(const clause_reader *c, rp_event *e)
{
    const rp_event *all = c->out->at;
    for (size_t k = c->out->count; k-- > 0 && c->sentence - all[k].sentence <= 2;) {
        if (all[k].type != RP_EVENT_ACCUSE || !all[k].target_count || !e->source_count || strcmp(all[k].target[0].code, e->source[0].code) != 0) continue;
        e->target[0] = all[k].source[0];
        e->target_count = 1;
        return;
    }
}

static void code_trigger(clause_reader *c, const clause_trigger *f, uint32_t ordinal)
{
    sides s = { .plain = true };
    if (f->voice == VOICE_NOMINAL) sides_of_noun(c, f, &s);
    else sides_of_verb(c, f, &s);
    bool bare = f->voice == VOICE_NOMINAL && s.source_count == 0 && s.target_count == 0;
    if (s.source_count == 0 && !bare) return;
    rp_event e = { .sentence = c->sentence, .trigger_start = clause_unit(c, f->at)->start, .trigger_end = clause_unit(c, f->at + f->length - 1)->end,
                   .type = f->row->type, .cameo = "", .killed = { -1, -1 }, .injured = { -1, -1 }, .arrested = { -1, -1 } };
    e.trigger = str_sub(c->text, e.trigger_start, e.trigger_end);
    set_date(c, f, &e);
    int32_t day = date_known(e.date.from) ? date_first_day(e.date.from) + (date_last_day(e.date.to) - date_first_day(e.date.from)) / 2 : c->document_day;
    e.source_count = fill_side(c, s.source, s.source_count, day, e.source);
    e.target_count = fill_side(c, s.target, s.target_count, day, e.target);
    if (bare && !recall_sides(c, f, &e)) return;
    if (e.type == RP_EVENT_REJECT && !e.target_count) answer_accuser(c, &e);
    if (!worth_coding(&e, f)) return;
    uint16_t cues = status_cues(c, f);
    status_report said = status_reporter(c, f);
    bool own_words = false;
    if (said.speaker >= 0) {
        for (uint32_t i = 0; i < s.source_count; i++) own_words |= said.speaker == s.source[i];
        rp_party speaker;
        if (!own_words) {
            fill_party(c, said.speaker, c->document_day, &speaker);
            for (int i = 0; i < e.source_count; i++) own_words |= speaker.code[0] && strcmp(speaker.code, e.source[i].code) == 0;
            e.speaker = speaker;
        }
    } else {
        said.cue &= CUE_DENY;
    }
    if (own_words && !(said.cue & CUE_DENY)) said.cue = 0;
    bool headline = c->in->sentences[c->sentence].kind == RP_KIND_HEADLINE;
    unsigned status = status_decide(c, f, cues, &said, own_words, headline);
    if (status == RP_STATUSES) return;
    e.status = (uint8_t)status;
    e.quad = f->row->quad;
    set_scores(f, &e);
    if (e.type == RP_EVENT_ASSAULT) e.intent = intent_of(c, f);
    e.confidence = confidence_of(f, &s, &e);
    if (e.confidence < CONFIDENCE_LEAST) return;
    make_id(c, f, ordinal, e.id);
    rp_event *slot = vec_add(c->out, c->mem);
    if (slot) *slot = e;
    else c->rc = RP_ENOMEM;
}

/* "urged A to withdraw", "agreed to supply": what is asked, promised or refused is told by the verb that asks; it has not happened. */
static bool only_asked(const clause_reader *c, size_t k)
{
    const clause_trigger *f = &c->found[k];
    if (f->voice == VOICE_NOMINAL || !clause_is(c, f->at - 1, "to") || f->at == c->first) return false;
    for (size_t v = k; v-- > 0 && f->at - c->found[v].at <= CLAUSE_REACH;) {
        const clause_trigger *lead = &c->found[v];
        if (lead->voice == VOICE_NOMINAL) continue;
        unsigned t = lead->row->type;
        for (uint32_t i = lead->at + lead->length; i < f->at; i++)
            if (clause_mark(c, i) || clause_is(c, i, ",")) return false;
        return t == RP_EVENT_REQUEST || t == RP_EVENT_AGREE || t == RP_EVENT_REJECT || t == RP_EVENT_THREATEN;
    }
    return false;
}

/*
 * What a verb before it of the same type has told: "carried out a raid", "opened a criminal case", "shot down a plane, killing ten"; and the noun
 * that made the verb's row apply.
 */
static bool told_by_verb(const clause_reader *c, size_t k)
{
    const clause_trigger *f = &c->found[k], *verb = k ? &c->found[k - 1] : NULL;
    if (!verb) return false;
    if (f->voice == VOICE_NOMINAL) {
        if (verb->voice == VOICE_NOMINAL || !verb->row->object_count || f->at - verb->at >= CLAUSE_OBJECT_REACH) return false;
        unsigned t = verb->row->type;
        bool undone = t == RP_EVENT_REJECT || t == RP_EVENT_SANCTION || t == RP_EVENT_AGREE || t == RP_EVENT_REQUEST || t == RP_EVENT_THREATEN;
        return t == f->row->type || (undone && clause_object_within(c, verb->row, f->at, f->at + f->length));    /* "cancelled the visit" */
    }
    const clause_trigger *lead = (f->form & LEXICON_FORM_GERUND) ? sides_lead(c, f) : NULL;
    return lead && lead->row->type == RP_EVENT_ASSAULT && f->row->type == RP_EVENT_ASSAULT;
}

static bool coded_kind(uint8_t kind)
{
    return kind == RP_KIND_PROSE || kind == RP_KIND_HEADLINE || kind == RP_KIND_LIST || kind == RP_KIND_CAPTION;
}

rp_code shallow_code(const shallow_input *in, arena *mem, vec *out, rp_err *err)
{
    clause_reader c = { .in = in, .text = in->document->text, .mem = mem, .out = out };
    c.verb = arena_alloc(mem, (size_t)in->words->count + 1);
    c.over = arena_array(mem, (size_t)in->words->count + 1, sizeof *c.over);
    if (!c.verb || !c.over) return error_set(err, RP_ENOMEM, "memory ended");
    for (uint32_t m = 0; m < in->actors->count; m++)
        for (uint32_t i = in->actors->at[m].first; i < mention_end(&in->actors->at[m]); i++) c.over[i] = m + 1;
    /* with no date of its own a document is taken to speak of today's offices */
    c.document_day = date_known(in->document->published) ? date_last_day(in->document->published) : date_first_day((rp_date){ 2025, 1, 1 });
    for (uint32_t s = 0; s < in->sentence_count && c.rc == RP_OK; s++) {
        if (!coded_kind(in->sentences[s].kind) || in->actors->sentences[s].count == 0) continue;
        c.sentence = s;
        c.first = in->words->sentences[s].first;
        c.end = c.first + in->words->sentences[s].count;
        c.mention_first = in->actors->sentences[s].first;
        c.mention_end = c.mention_first + in->actors->sentences[s].count;
        c.date_first = in->dates->sentences[s].first;
        c.date_end = c.date_first + in->dates->sentences[s].count;
        clause_find_triggers(&c);
        size_t before = out->count;
        for (size_t k = 0; k < c.found_count && c.rc == RP_OK && out->count - before < SENTENCE_EVENTS; k++)
            if (!told_by_verb(&c, k) && !only_asked(&c, k)) code_trigger(&c, &c.found[k], 0);
    }
    return c.rc == RP_OK ? RP_OK : error_set(err, c.rc, "memory ended");
}
