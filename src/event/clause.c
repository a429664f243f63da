/* event/clause.c - see event/clause.h. */
#include "event/clause.h"

/* ---- the shape of the sentence ------------------------------------------------------------------------------------- */

/* Does a break of clauses stand at unit i: a mark that parts them, or a word that opens one? */
bool clause_mark(const clause_reader *c, uint32_t i)
{
    rp_str w = clause_word(c, i);
    return str_is(w, ";") || str_is(w, ":") || str_is(w, "\xE2\x80\x94") || str_is(w, "\xE2\x80\x93");
}

bool clause_opens(const clause_reader *c, uint32_t i)
{
    uint16_t k = clause_class(c, i);
    if (k & WORD_RELATIVE) return true;
    if (clause_is(c, i, "that")) return true;
    return (k & WORD_SUBORDINATOR) && !(k & (WORD_PREPOSITION | WORD_DETERMINER));
}

int32_t clause_mention_over(const clause_reader *c, uint32_t i)
{
    return i >= c->first && i < c->end ? (int32_t)c->over[i] - 1 : -1;
}

/* The unit where the noun phrase of a mention begins, with its determiners and adjectives. */
uint32_t clause_phrase_start(const clause_reader *c, const actor_mention *m)
{
    uint32_t i = m->first;
    while (i > c->first && (clause_class(c, i - 1) & (WORD_DETERMINER | WORD_ADJECTIVE | WORD_QUANTITY)) && !(clause_class(c, i - 1) & WORD_PREPOSITION)) i--;
    return i;
}

static bool be_before(const clause_reader *c, uint32_t i)
{
    for (uint32_t back = 1; back <= 4 && i >= c->first + back; back++) {
        uint16_t k = clause_class(c, i - back);
        if (k & WORD_BE) return true;
        if (!(k & (WORD_ADVERB | WORD_NEGATION)) && !str_ends(clause_word(c, i - back), RP_STR("ly"))) return false;
    }
    return false;
}

bool clause_have_before(const clause_reader *c, uint32_t i)
{
    for (uint32_t back = 1; back <= 4 && i >= c->first + back; back++) {
        uint16_t k = clause_class(c, i - back);
        if (k & WORD_HAVE) return true;
        if (!(k & (WORD_ADVERB | WORD_NEGATION | WORD_BE)) && !str_ends(clause_word(c, i - back), RP_STR("ly"))) return false;
    }
    return false;
}

/* Is the word at i, which may be a verb or a noun, a noun here? Its left neighbour decides. */
static bool stands_as_noun(const clause_reader *c, uint32_t i, uint32_t length, uint16_t form)
{
    uint32_t left = i;
    while (left > c->first && (clause_class(c, left - 1) & WORD_ADJECTIVE)) left--;
    uint16_t before = clause_class(c, left - 1);
    int32_t actor = left > c->first ? clause_mention_over(c, left - 1) : -1;
    if (left == c->first) return clause_class(c, i + length) & WORD_PREPOSITION;
    if (before & WORD_POSSESSIVE) return true;
    if (clause_is(c, left - 1, "to") || (before & (WORD_MODAL | WORD_PRONOUN | WORD_NEGATION | WORD_DO | WORD_RELATIVE))) {
        if (before & WORD_DETERMINER) return true;
        return false;
    }
    if (before & (WORD_DETERMINER | WORD_PREPOSITION | WORD_QUANTITY)) return true;
    if (actor >= 0) {
        const actor_mention *m = clause_mention(c, actor);
        if (m->kind == ACTOR_ADJECTIVE) return true;
        return m->number == 's' && (form & LEXICON_FORM_BASE) && !(form & LEXICON_FORM_PAST) && m->kind != ACTOR_PRONOUN;   /* "a police raid" */
    }
    if (left < i) return true;
    if ((before & WORD_CONJUNCTION) || clause_is(c, left - 1, ",")) {     /* "killings and torture", but "to arrest and torture", "arrests and tortures him" */
        for (uint32_t k = left - 1; k > c->first && left - k < 8; k--)
            if (clause_is(c, k, "to") || (clause_class(c, k) & (WORD_MODAL | WORD_DO))) return false;
        return !(form & LEXICON_FORM_THIRD) || (clause_class(c, i + length) & (WORD_PREPOSITION | WORD_PUNCT | WORD_CONJUNCTION));
    }
    if (before & WORD_PUNCT) return clause_class(c, i + length) & WORD_PREPOSITION;
    return !(form & (LEXICON_FORM_THIRD | LEXICON_FORM_BASE)) || !(before & (WORD_ADVERB | WORD_CONJUNCTION));
}


/* Is there a finite verb at unit i, as far as small words and endings tell? */
bool clause_verb_like(const clause_reader *c, uint32_t i)
{
    if (i < c->first || i >= c->end) return false;
    if (c->verb[i]) return true;
    uint16_t k = clause_class(c, i);
    if (k & (WORD_BE | WORD_MODAL | WORD_DO)) return true;
    if (k || clause_unit(c, i)->caps != UNIT_LOWER) return false;
    rp_str w = clause_word(c, i);
    return w.len > 4 && (str_ends(w, RP_STR("ed")) || str_ends(w, RP_STR("ing")));
}

/* ---- triggers ------------------------------------------------------------------------------------------------------ */

bool clause_object_within(const clause_reader *c, const trigger *row, uint32_t from, uint32_t to)
{
    const lexicon *tables = actor_lexicon(c->in->actor_tables);
    for (uint32_t i = from; i < to; i++) {
        uint32_t word = clause_unit(c, i)->word;
        if (word == LEXICON_NONE) continue;
        uint32_t singular = lexicon_singular(tables, word);
        for (uint32_t k = 0; k < row->object_count; k++) {
            if (row->objects[2 * k] != singular && row->objects[2 * k] != word) continue;
            uint32_t before = row->objects[2 * k + 1];
            if (before == LEXICON_NONE || (i > c->first && clause_unit(c, i - 1)->word == before)) return true;
        }
    }
    return false;
}

/* The units where a trigger's object or complement stands. */
static void object_window(const clause_reader *c, uint32_t at, uint32_t length, clause_voice v, uint32_t *from, uint32_t *to)
{
    if (v == VOICE_PASSIVE) {
        *to = at;
        *from = at;
        while (*from > c->first && at - *from < CLAUSE_OBJECT_REACH && !clause_mark(c, *from - 1) && !clause_opens(c, *from - 1)) --*from;
        return;
    }
    *from = at + length;
    *to = *from;
    while (*to < c->end && *to - *from < CLAUSE_OBJECT_REACH && !clause_mark(c, *to)) {
        if (*to > *from && clause_opens(c, *to)) break;
        /* what stands behind a further preposition is no object: "condemned A for its invasion" */
        if (*to > *from && v == VOICE_ACTIVE && (clause_class(c, *to) & WORD_PREPOSITION) && !clause_is(c, *to, "of") && !clause_is(c, *to, "as")) break;
        ++*to;
    }
    if (v == VOICE_NOMINAL) {
        *from = at;
        while (*from > c->first && at - *from < 3 && !(clause_class(c, *from - 1) & (WORD_PUNCT | WORD_PREPOSITION | WORD_CONJUNCTION))) --*from;
    }
}

/* Of the entries that fit as verb (or noun), the row whose object stands there; else the surest without object. NULL: none. */
static const trigger *choose_row(const clause_reader *c, const lexicon_hit *hit, uint32_t at, bool noun, clause_voice v, uint16_t *form)
{
    const trigger *best = NULL;
    bool best_object = false;
    uint32_t from, to;
    object_window(c, at, hit->length, v, &from, &to);
    for (uint32_t e = 0; e < hit->count; e++) {
        const trigger *row = trigger_at(c->in->triggers, hit->entries[e].row);
        if (row->noun != noun) continue;
        bool object = row->object_count > 0;
        if (object && !clause_object_within(c, row, from, to)) continue;
        if (best && (best_object > object || (best_object == object && best->sure >= row->sure))) continue;
        best = row;
        best_object = object;
        *form = hit->entries[e].form;
    }
    return best;
}

static clause_voice voice_of(const clause_reader *c, uint32_t at, uint32_t length, uint16_t form)
{
    if (form & LEXICON_FORM_GERUND)
        return clause_is(c, at + length, "of") && !(clause_class(c, at - 1) & (WORD_BE | WORD_ADVERB)) ? VOICE_NOMINAL : VOICE_ACTIVE;
    if (!(form & LEXICON_FORM_PARTICIPLE)) return VOICE_ACTIVE;
    if (be_before(c, at)) return VOICE_PASSIVE;
    if (clause_have_before(c, at)) return VOICE_ACTIVE;
    uint32_t behind = at + length + ((clause_class(c, at + length) & WORD_ADVERB) != 0);
    if (clause_is(c, behind, "by")) return VOICE_PASSIVE;
    return form & LEXICON_FORM_PAST ? VOICE_ACTIVE : VOICE_PASSIVE;
}

static bool add_found(clause_reader *c, clause_trigger f)
{
    if (c->found_count == c->found_room) {
        size_t room = c->found_room ? c->found_room * 2 : 64;
        clause_trigger *grown = arena_array(c->mem, room, sizeof *grown);
        if (!grown) return false;
        if (c->found_count) memcpy(grown, c->found, c->found_count * sizeof *grown);
        c->found = grown;
        c->found_room = room;
    }
    c->found[c->found_count++] = f;
    return true;
}

/* A participle before its noun, or a word inside a longer name, tells of no event: "the arrested men", "Victory Day parade". */
static bool only_qualifies(const clause_reader *c, uint32_t at, uint32_t length, bool noun, uint16_t form)
{
    uint16_t left = clause_class(c, at - 1), right = clause_class(c, at + length);
    if (at == c->first) return false;
    if (noun) return clause_unit(c, at)->caps != UNIT_LOWER && at + length < c->end && clause_unit(c, at + length)->caps == UNIT_CAPITAL && !right;
    if ((form & LEXICON_FORM_GERUND) && (left & (WORD_DETERMINER | WORD_POSSESSIVE)) && !clause_is(c, at + length, "of")) return true;   /* "the meeting with A" */
    return (form & LEXICON_FORM_PARTICIPLE) && (left & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_QUANTITY | WORD_ADJECTIVE))
        && !(left & WORD_PRONOUN) && !(right & (WORD_PREPOSITION | WORD_PUNCT | WORD_DETERMINER));
}

/* Read a match as verb or noun and choose its row; false: none applies. */
static bool read_match(const clause_reader *c, const lexicon_hit *hit, uint32_t at, clause_trigger *f)
{
    uint16_t verb_forms = 0, noun_forms = 0;
    for (uint32_t e = 0; e < hit->count; e++) {
        if (trigger_at(c->in->triggers, hit->entries[e].row)->noun) noun_forms |= hit->entries[e].form;
        else verb_forms |= hit->entries[e].form;
    }
    bool open = verb_forms & (LEXICON_FORM_BASE | LEXICON_FORM_THIRD);   /* a form that nouns share */
    bool noun = verb_forms == 0 || (open && stands_as_noun(c, at, hit->length, verb_forms));
    if (noun && noun_forms == 0) return false;
    clause_voice v = noun ? VOICE_NOMINAL : voice_of(c, at, hit->length, verb_forms);
    *f = (clause_trigger){ .at = at, .length = hit->length, .voice = v };
    f->row = choose_row(c, hit, at, noun, v, &f->form);
    if (!f->row) return false;
    f->form = noun ? noun_forms : verb_forms;
    f->finite = !noun && !(f->form & LEXICON_FORM_GERUND) && (at == c->first || !clause_is(c, at - 1, "to"));
    return !only_qualifies(c, at, hit->length, noun, f->form);
}

/* The trigger at unit `at`, if any; returns the units it takes. A longer phrase none of whose rows applies gives way to a shorter. */
static uint32_t trigger_here(clause_reader *c, uint32_t at)
{
    lexicon_hit hit;
    clause_trigger f;
    for (uint32_t end = c->end; end > at; end = at + hit.length - 1) {
        if (!lexicon_match(actor_lexicon(c->in->actor_tables), trigger_domain(c->in->triggers), c->in->words->at, end, at, &hit)) return 0;
        if (!read_match(c, &hit, at, &f)) continue;
        if (!add_found(c, f)) c->rc = RP_ENOMEM;
        return hit.length;
    }
    return 0;
}

void clause_find_triggers(clause_reader *c)
{
    c->found_count = 0;
    for (uint32_t i = c->first; i < c->end && c->rc == RP_OK;) {
        int32_t over = clause_mention_over(c, i);
        if (over >= 0 && clause_mention(c, over)->kind != ACTOR_PRONOUN && clause_mention(c, over)->kind != ACTOR_ROLE) {
            i = mention_end(clause_mention(c, over));     /* a name is no trigger: "Peace Talks Radio" */
            continue;
        }
        uint32_t taken = trigger_here(c, i);
        if (taken && c->rc == RP_OK && c->found[c->found_count - 1].voice != VOICE_NOMINAL) c->verb[i] = 1;
        i += taken ? taken : 1;
    }
}
