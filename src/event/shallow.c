/* event/shallow.c - see event/shallow.h. */
#include "event/shallow.h"
#include <math.h>
#include "base/date.h"
#include "base/hash.h"

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
    SUBJECT_RELATIVE = 30,      /* "X, which VERB": X is right before the relative */
    SUBJECT_LEAST = 45          /* below this there is no subject */
};
#define OBJECT_REACH 12u        /* units behind a verb where its object may begin */
#define PREPOSITION_REACH 16u   /* units behind a trigger where its prepositions are looked for */
#define PHRASE_REACH 5u         /* units between a preposition and the actor of its phrase */
#define NOUN_REACH 3u           /* units between a possessor and the noun it acts by */
#define CUE_REACH 6u            /* units before a trigger where a cue still belongs to it */
#define RECALL_SENTENCES 8u     /* how far back "the raids" may point */
#define CONFIDENCE_LEAST 0.33f   /* a weaker event is dropped */
#define HISTORICAL_DAYS 366     /* told more than about a year after the fact */

typedef enum voice { VOICE_ACTIVE, VOICE_PASSIVE, VOICE_NOMINAL } voice;

typedef struct found {          /* a trigger in its sentence */
    uint32_t at, length;        /* units */
    uint16_t form;
    const trigger *row;
    voice voice;
    bool finite;
} found;

typedef struct sides {
    int32_t source[RP_PARTIES], target[RP_PARTIES];     /* mentions */
    uint32_t source_count, target_count;
    bool plain;                 /* both sides stood where the trigger says they do */
} sides;

typedef struct coder {
    const shallow_input *in;
    rp_str text;
    arena *mem;
    vec *out;
    uint32_t sentence, first, end;          /* units */
    uint32_t mention_first, mention_end;
    uint32_t date_first, date_end;
    found *found;               /* [found_count], triggers of the sentence in order */
    size_t found_count, found_room;
    uint8_t *verb;              /* [units of the document]: a verb begins here */
    int32_t document_day;
    rp_code rc;
} coder;

static const unit *unit_at(const coder *c, uint32_t i) { return &c->in->words->at[i]; }
static uint16_t class_at(const coder *c, uint32_t i) { return i >= c->first && i < c->end ? c->in->words->classes[i] : WORD_PUNCT; }
static const actor_mention *mention_at(const coder *c, int32_t m) { return &c->in->actors->at[m]; }
static rp_str word_at(const coder *c, uint32_t i)
{
    return i >= c->first && i < c->end ? str_sub(c->text, unit_at(c, i)->start, unit_at(c, i)->end) : RP_STR("");
}
static bool word_is(const coder *c, uint32_t i, const char *w) { return str_eq_nocase(word_at(c, i), str_of(w)); }
static uint32_t mention_end(const actor_mention *m) { return m->first + m->count; }

/* ---- the shape of the sentence ------------------------------------------------------------------------------------- */

/* Does a break of clauses stand at unit i: a mark that parts them, or a word that opens one? */
static bool hard_mark(const coder *c, uint32_t i)
{
    rp_str w = word_at(c, i);
    return str_is(w, ";") || str_is(w, ":") || str_is(w, "\xE2\x80\x94") || str_is(w, "\xE2\x80\x93");
}

static bool opens_clause(const coder *c, uint32_t i)
{
    uint16_t k = class_at(c, i);
    if (k & WORD_RELATIVE) return true;
    if (word_is(c, i, "that")) return true;
    return (k & WORD_SUBORDINATOR) && !(k & (WORD_PREPOSITION | WORD_DETERMINER));
}

/* The mention that covers unit i or begins there; -1: none. */
static int32_t mention_over(const coder *c, uint32_t i)
{
    for (uint32_t m = c->mention_first; m < c->mention_end; m++) {
        const actor_mention *a = mention_at(c, (int32_t)m);
        if (i >= a->first && i < mention_end(a)) return (int32_t)m;
    }
    return -1;
}

/* The unit where the noun phrase of a mention begins, with its determiners and adjectives. */
static uint32_t phrase_start(const coder *c, const actor_mention *m)
{
    uint32_t i = m->first;
    while (i > c->first && (class_at(c, i - 1) & (WORD_DETERMINER | WORD_ADJECTIVE | WORD_QUANTITY)) && !(class_at(c, i - 1) & WORD_PREPOSITION)) i--;
    return i;
}

static bool be_before(const coder *c, uint32_t i)
{
    for (uint32_t back = 1; back <= 4 && i >= c->first + back; back++) {
        uint16_t k = class_at(c, i - back);
        if (k & WORD_BE) return true;
        if (!(k & (WORD_ADVERB | WORD_NEGATION)) && !str_ends(word_at(c, i - back), RP_STR("ly"))) return false;
    }
    return false;
}

static bool have_before(const coder *c, uint32_t i)
{
    for (uint32_t back = 1; back <= 4 && i >= c->first + back; back++) {
        uint16_t k = class_at(c, i - back);
        if (k & WORD_HAVE) return true;
        if (!(k & (WORD_ADVERB | WORD_NEGATION | WORD_BE)) && !str_ends(word_at(c, i - back), RP_STR("ly"))) return false;
    }
    return false;
}

/* Is the word at i, which may be a verb or a noun, a noun here? Its left neighbour decides. */
static bool stands_as_noun(const coder *c, uint32_t i, uint32_t length, uint16_t form)
{
    uint32_t left = i;
    while (left > c->first && (class_at(c, left - 1) & WORD_ADJECTIVE)) left--;
    uint16_t before = class_at(c, left - 1);
    int32_t actor = left > c->first ? mention_over(c, left - 1) : -1;
    if (left == c->first) return class_at(c, i + length) & WORD_PREPOSITION;
    if (before & WORD_POSSESSIVE) return true;
    if (word_is(c, left - 1, "to") || (before & (WORD_MODAL | WORD_PRONOUN | WORD_NEGATION | WORD_DO | WORD_RELATIVE))) {
        if (before & WORD_DETERMINER) return true;
        return false;
    }
    if (before & (WORD_DETERMINER | WORD_PREPOSITION | WORD_QUANTITY)) return true;
    if (actor >= 0) {
        const actor_mention *m = mention_at(c, actor);
        if (m->kind == ACTOR_ADJECTIVE) return true;
        return m->number == 's' && (form & LEXICON_FORM_BASE) && !(form & LEXICON_FORM_PAST) && m->kind != ACTOR_PRONOUN;   /* "a police raid" */
    }
    if (left < i) return true;
    if ((before & WORD_CONJUNCTION) || word_is(c, left - 1, ",")) {     /* "killings and torture", but "to arrest and torture", "arrests and tortures him" */
        for (uint32_t k = left - 1; k > c->first && left - k < 8; k--)
            if (word_is(c, k, "to") || (class_at(c, k) & (WORD_MODAL | WORD_DO))) return false;
        return !(form & LEXICON_FORM_THIRD) || (class_at(c, i + length) & (WORD_PREPOSITION | WORD_PUNCT | WORD_CONJUNCTION));
    }
    if (before & WORD_PUNCT) return class_at(c, i + length) & WORD_PREPOSITION;
    return !(form & (LEXICON_FORM_THIRD | LEXICON_FORM_BASE)) || !(before & (WORD_ADVERB | WORD_CONJUNCTION));
}

/* ---- triggers ------------------------------------------------------------------------------------------------------ */

/* Does one of the row's objects stand in units [from, to)? */
static bool object_within(const coder *c, const trigger *row, uint32_t from, uint32_t to)
{
    const lexicon *tables = actor_lexicon(c->in->actor_tables);
    for (uint32_t i = from; i < to; i++) {
        uint32_t word = unit_at(c, i)->word;
        if (word == LEXICON_NONE) continue;
        uint32_t singular = lexicon_singular(tables, word);
        for (uint32_t k = 0; k < row->object_count; k++) {
            if (row->objects[2 * k] != singular && row->objects[2 * k] != word) continue;
            uint32_t before = row->objects[2 * k + 1];
            if (before == LEXICON_NONE || (i > c->first && unit_at(c, i - 1)->word == before)) return true;
        }
    }
    return false;
}

/* The units where a trigger's object or complement stands. */
static void object_window(const coder *c, uint32_t at, uint32_t length, voice v, uint32_t *from, uint32_t *to)
{
    if (v == VOICE_PASSIVE) {
        *to = at;
        *from = at;
        while (*from > c->first && at - *from < OBJECT_REACH && !hard_mark(c, *from - 1) && !opens_clause(c, *from - 1)) --*from;
        return;
    }
    *from = at + length;
    *to = *from;
    while (*to < c->end && *to - *from < OBJECT_REACH && !hard_mark(c, *to)) {
        if (*to > *from && opens_clause(c, *to)) break;
        ++*to;
    }
    if (v == VOICE_NOMINAL) {
        *from = at;
        while (*from > c->first && at - *from < 3 && !(class_at(c, *from - 1) & (WORD_PUNCT | WORD_PREPOSITION | WORD_CONJUNCTION))) --*from;
    }
}

/* Of the entries that fit as verb (or noun), the row whose object stands there; else the surest without object. NULL: none. */
static const trigger *choose_row(const coder *c, const lexicon_hit *hit, uint32_t at, bool noun, voice v, uint16_t *form)
{
    const trigger *best = NULL;
    bool best_object = false;
    uint32_t from, to;
    object_window(c, at, hit->length, v, &from, &to);
    for (uint32_t e = 0; e < hit->count; e++) {
        const trigger *row = trigger_at(c->in->triggers, hit->entries[e].row);
        if (row->noun != noun) continue;
        bool object = row->object_count > 0;
        if (object && !object_within(c, row, from, to)) continue;
        if (best && (best_object > object || (best_object == object && best->sure >= row->sure))) continue;
        best = row;
        best_object = object;
        *form = hit->entries[e].form;
    }
    return best;
}

static voice voice_of(const coder *c, uint32_t at, uint32_t length, uint16_t form)
{
    if (form & LEXICON_FORM_GERUND)
        return word_is(c, at + length, "of") && !(class_at(c, at - 1) & (WORD_BE | WORD_ADVERB)) ? VOICE_NOMINAL : VOICE_ACTIVE;
    if (!(form & LEXICON_FORM_PARTICIPLE)) return VOICE_ACTIVE;
    if (be_before(c, at)) return VOICE_PASSIVE;
    if (have_before(c, at)) return VOICE_ACTIVE;
    for (uint32_t i = at + length; i < at + length + 3; i++)
        if (word_is(c, i, "by")) return VOICE_PASSIVE;
    return form & LEXICON_FORM_PAST ? VOICE_ACTIVE : VOICE_PASSIVE;
}

static bool add_found(coder *c, found f)
{
    if (c->found_count == c->found_room) {
        size_t room = c->found_room ? c->found_room * 2 : 64;
        found *grown = arena_array(c->mem, room, sizeof *grown);
        if (!grown) return false;
        if (c->found_count) memcpy(grown, c->found, c->found_count * sizeof *grown);
        c->found = grown;
        c->found_room = room;
    }
    c->found[c->found_count++] = f;
    return true;
}

/* A participle before its noun, or a word inside a longer name, tells of no event: "the arrested men", "Victory Day parade". */
static bool only_qualifies(const coder *c, uint32_t at, uint32_t length, bool noun, uint16_t form)
{
    uint16_t left = class_at(c, at - 1), right = class_at(c, at + length);
    if (at == c->first) return false;
    if (noun) return unit_at(c, at)->caps != UNIT_LOWER && at + length < c->end && unit_at(c, at + length)->caps == UNIT_CAPITAL && !right;
    return (form & LEXICON_FORM_PARTICIPLE) && (left & (WORD_DETERMINER | WORD_POSSESSIVE | WORD_QUANTITY | WORD_ADJECTIVE))
        && !(left & WORD_PRONOUN) && !(right & (WORD_PREPOSITION | WORD_PUNCT | WORD_DETERMINER));
}

/* Read a match as verb or noun and choose its row; false: none applies. */
static bool read_match(const coder *c, const lexicon_hit *hit, uint32_t at, found *f)
{
    uint16_t verb_forms = 0, noun_forms = 0;
    for (uint32_t e = 0; e < hit->count; e++) {
        if (trigger_at(c->in->triggers, hit->entries[e].row)->noun) noun_forms |= hit->entries[e].form;
        else verb_forms |= hit->entries[e].form;
    }
    bool open = verb_forms & (LEXICON_FORM_BASE | LEXICON_FORM_THIRD);   /* a form that nouns share */
    bool noun = verb_forms == 0 || (open && stands_as_noun(c, at, hit->length, verb_forms));
    if (noun && noun_forms == 0) return false;
    voice v = noun ? VOICE_NOMINAL : voice_of(c, at, hit->length, verb_forms);
    *f = (found){ .at = at, .length = hit->length, .voice = v };
    f->row = choose_row(c, hit, at, noun, v, &f->form);
    if (!f->row) return false;
    f->form = noun ? noun_forms : verb_forms;
    f->finite = !noun && !(f->form & LEXICON_FORM_GERUND) && (at == c->first || !word_is(c, at - 1, "to"));
    return !only_qualifies(c, at, hit->length, noun, f->form);
}

/* The trigger at unit `at`, if any; returns the units it takes. A longer phrase none of whose rows applies gives way to a shorter. */
static uint32_t trigger_here(coder *c, uint32_t at)
{
    lexicon_hit hit;
    found f;
    for (uint32_t end = c->end; end > at; end = at + hit.length - 1) {
        if (!lexicon_match(actor_lexicon(c->in->actor_tables), trigger_domain(c->in->triggers), c->in->words->at, end, at, &hit)) return 0;
        if (!read_match(c, &hit, at, &f)) continue;
        if (!add_found(c, f)) c->rc = RP_ENOMEM;
        return hit.length;
    }
    return 0;
}

static void find_triggers(coder *c)
{
    c->found_count = 0;
    for (uint32_t i = c->first; i < c->end && c->rc == RP_OK;) {
        int32_t over = mention_over(c, i);
        if (over >= 0 && mention_at(c, over)->kind != ACTOR_PRONOUN && mention_at(c, over)->kind != ACTOR_ROLE) {
            i = mention_end(mention_at(c, over));     /* a name is no trigger: "Peace Talks Radio" */
            continue;
        }
        uint32_t taken = trigger_here(c, i);
        if (taken && c->found[c->found_count - 1].voice != VOICE_NOMINAL) c->verb[i] = 1;
        i += taken ? taken : 1;
    }
}

/* ---- sides --------------------------------------------------------------------------------------------------------- */

/* Is there a finite verb at unit i, as far as small words and endings tell? */
static bool verb_like(const coder *c, uint32_t i)
{
    if (i < c->first || i >= c->end) return false;
    if (c->verb[i]) return true;
    uint16_t k = class_at(c, i);
    if (k & (WORD_BE | WORD_MODAL | WORD_DO)) return true;
    if (k || unit_at(c, i)->caps != UNIT_LOWER) return false;
    rp_str w = word_at(c, i);
    return w.len > 4 && (str_ends(w, RP_STR("ed")) || str_ends(w, RP_STR("ing")));
}

/* A verb of saying, whose content may follow without "that". */
static bool says(const coder *c, uint32_t i)
{
    uint32_t length;
    return i >= c->first && (trigger_cue(c->in->triggers, c->in->words->at, c->end, i, &length) & (CUE_REPORT | CUE_ALLEGE | CUE_DENY));
}

static int subject_score(const coder *c, uint32_t verb, const actor_mention *m)
{
    uint32_t start = phrase_start(c, m), behind = mention_end(m);
    int score = SUBJECT_BASE - (int)(verb - behind) * SUBJECT_FAR;
    uint16_t before = class_at(c, start - 1);
    if (start == c->first || (before & (WORD_PUNCT | WORD_CONJUNCTION | WORD_SUBORDINATOR)) || opens_clause(c, start - 1) || says(c, start - 1)) score += SUBJECT_CLAUSE_START;
    else if (verb_like(c, start - 1)) score -= SUBJECT_BEHIND_VERB;
    if (m->flags & MENTION_INNER) score -= SUBJECT_INNER;
    if (m->flags & MENTION_PLACE) score -= SUBJECT_PLACE;
    if (m->flags & MENTION_MODIFIER) score -= SUBJECT_MODIFIER;
    bool relative = (class_at(c, behind) & WORD_RELATIVE) || (word_is(c, behind, ",") && (class_at(c, behind + 1) & WORD_RELATIVE))
                 || word_is(c, behind, "that");
    uint32_t commas = 0;
    for (uint32_t i = behind; i < verb; i++) {
        if (hard_mark(c, i)) score -= SUBJECT_MARK;
        commas += word_is(c, i, ",");
        /* a verb that has this mention as its subject and is not joined to ours by "and" or a comma */
        if (c->verb[i] && i + 1 < verb) {
            bool joined = false;
            for (uint32_t k = i + 1; k < verb; k++) joined |= word_is(c, k, "and") || word_is(c, k, ",") || word_is(c, k, "but") || word_is(c, k, "to");
            if (!joined) score -= SUBJECT_OTHER_VERB;
        }
    }
    if (relative && (commas <= 1 || verb - behind < 6)) score += SUBJECT_RELATIVE;
    return score;
}

/* The first of a list of which mention `m` is the last: "A and B met". */
static int32_t first_joined(const coder *c, int32_t m)
{
    while ((uint32_t)m > c->mention_first) {
        const actor_mention *b = mention_at(c, m), *a = mention_at(c, m - 1);
        uint32_t gap = mention_end(a), to = phrase_start(c, b);
        bool joined = word_is(c, gap, "and") && to == gap + 1;
        if (word_is(c, gap, ",") && word_is(c, gap + 1, "and") && to == gap + 2 && (uint32_t)m > c->mention_first + 1)   /* "A, B, and C" */
            joined = word_is(c, mention_end(mention_at(c, m - 2)), ",");
        if (!joined || a->reading_count == 0 || ((a->flags ^ b->flags) & MENTION_MODIFIER && a->kind != ACTOR_STATE)) break;
        m--;
    }
    return m;
}

static int32_t best_subject(const coder *c, uint32_t verb, int *score)
{
    int32_t best = -1;
    *score = SUBJECT_LEAST;
    for (uint32_t m = c->mention_first; m < c->mention_end; m++) {
        const actor_mention *a = mention_at(c, (int32_t)m);
        if (mention_end(a) > verb) break;
        if (a->kind == ACTOR_GROUP ? a->antecedent[1] < 0 : a->reading_count == 0) continue;
        /* of a list the first tells where it stands: "of A and B" */
        const actor_mention *head = mention_at(c, first_joined(c, (int32_t)m));
        int s = subject_score(c, verb, head) + (int)(mention_end(a) - mention_end(head)) * SUBJECT_FAR;
        if (s >= *score) best = (int32_t)m, *score = s;
    }
    return best;
}

/* Put a mention on a side, with what is joined to it by "and" or commas: "A, B and C". */
static void add_joined(const coder *c, int32_t m, uint32_t until, int32_t *side, uint32_t *count)
{
    const actor_mention *a = mention_at(c, m);
    if (a->kind == ACTOR_GROUP) {
        for (int k = 0; k < 2 && *count < RP_PARTIES; k++)
            if (a->antecedent[k] >= 0) side[(*count)++] = a->antecedent[k];
        return;
    }
    if (*count < RP_PARTIES) side[(*count)++] = m;
    for (uint32_t next = (uint32_t)m + 1; next < c->mention_end && *count < RP_PARTIES; next++) {
        const actor_mention *b = mention_at(c, (int32_t)next);
        uint32_t gap = mention_end(a), to = phrase_start(c, b);
        if (mention_end(b) > until) break;
        bool joined = false;
        if (word_is(c, gap, ",") && to == gap + 1) {    /* a list only where an "and" closes it */
            for (uint32_t i = to; i < c->end && i < to + 12; i++) joined |= word_is(c, i, "and") && !verb_like(c, i + 1);
        }
        if (word_is(c, gap, ",") && word_is(c, gap + 1, "and")) joined = to == gap + 2;
        if (word_is(c, gap, "and") || word_is(c, gap, "&")) joined = to == gap + 1;
        /* "visited A, and B thanked": B has a verb of its own */
        if (!joined || b->reading_count == 0 || ((a->flags ^ b->flags) & MENTION_MODIFIER) || (mention_end(b) < until && verb_like(c, mention_end(b)))) break;
        side[(*count)++] = (int32_t)next;
        a = b;
    }
}

/* The actor of the direct object behind `from`: the first mention, before any clause opens; inside an of-phrase it counts too. */
static int32_t object_mention(const coder *c, uint32_t from)
{
    bool preposition = false;
    for (uint32_t i = from; i < c->end && i < from + OBJECT_REACH; i++) {
        int32_t m = mention_over(c, i);
        if (m >= 0 && mention_at(c, m)->first >= from && (mention_at(c, m)->reading_count || mention_at(c, m)->kind == ACTOR_GROUP)) {
            if (!preposition || word_is(c, phrase_start(c, mention_at(c, m)) - 1, "of")) return m;
            return -1;
        }
        if (m >= 0) {       /* an actor without a state: its own of-phrase may tell */
            i = mention_end(mention_at(c, m)) - 1;
            continue;
        }
        uint16_t k = class_at(c, i);
        if (hard_mark(c, i) || (i > from && (opens_clause(c, i) || c->verb[i] || (k & (WORD_BE | WORD_MODAL))))) return -1;
        if (word_is(c, i, ",")) return -1;
        if ((k & WORD_PREPOSITION) && !word_is(c, i, "of")) preposition = true;
    }
    return -1;
}

/* The actor behind preposition `word` that follows `from`: "against the Kenyan government". */
static int32_t preposition_mention(const coder *c, uint32_t from, uint32_t word)
{
    for (uint32_t i = from; i < c->end && i < from + PREPOSITION_REACH; i++) {
        if (hard_mark(c, i) || (i > from && (opens_clause(c, i) || (c->verb[i] && !(class_at(c, i - 1) & WORD_PREPOSITION) && i > from + 2)))) return -1;
        if (unit_at(c, i)->word != word) continue;
        for (uint32_t k = i + 1; k < c->end && k <= i + 1 + PHRASE_REACH; k++) {
            int32_t m = mention_over(c, k);
            if (m >= 0 && (mention_at(c, m)->reading_count || mention_at(c, m)->kind == ACTOR_GROUP)) return m;
            if ((class_at(c, k) & (WORD_PUNCT | WORD_PREPOSITION | WORD_BE | WORD_MODAL)) && !(k == i + 1 && word_is(c, k, "of"))) break;   /* "out of" */
        }
    }
    return -1;
}

/* The actor right before a noun of action: "Kenya's raid", "the Kenyan raid", "a joint Kenyan police raid". */
static int32_t possessor(const coder *c, uint32_t at)
{
    for (uint32_t m = c->mention_end; m-- > c->mention_first;) {
        const actor_mention *a = mention_at(c, (int32_t)m);
        if (mention_end(a) > at) continue;
        if (a->reading_count == 0 && a->kind != ACTOR_GROUP) return -1;
        uint32_t gap = at - mention_end(a);
        bool possessive = class_at(c, mention_end(a)) & WORD_POSSESSIVE;
        if (gap > NOUN_REACH + possessive) return -1;
        for (uint32_t i = mention_end(a) + possessive; i < at; i++)
            if (class_at(c, i) & ~(unsigned)(WORD_ADJECTIVE | WORD_ADVERB | WORD_QUANTITY)) return -1;
        if (!possessive && a->kind != ACTOR_ADJECTIVE && a->kind != ACTOR_METONYM && !(a->flags & MENTION_MODIFIER) && a->kind != ACTOR_ROLE
            && a->kind != ACTOR_ORGANISATION && gap > 0) return -1;
        return (int32_t)m;
    }
    return -1;
}

static bool between(const coder *c, uint32_t from, sides *s)
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

static bool same_state(const coder *c, int32_t a, int32_t b)
{
    if (a == b) return true;
    const actor_mention *x = mention_at(c, a), *y = mention_at(c, b);
    return x->reading_count && y->reading_count && x->readings[0].code == y->readings[0].code;
}

/* Two adjectives or states before a noun, tied or joined: "Kenyan-Ugandan talks", "Kenya and Uganda talks". */
static bool compound_pair(const coder *c, uint32_t at, sides *s)
{
    int32_t last = possessor(c, at);
    if (last <= (int32_t)c->mention_first) return false;
    const actor_mention *a = mention_at(c, last - 1), *b = mention_at(c, last);
    uint32_t gap = mention_end(a);
    if (!(gap == b->first || (word_is(c, gap, "and") && gap + 1 == b->first)) || same_state(c, last - 1, last)) return false;
    if (a->reading_count == 0 || !(a->flags & MENTION_MODIFIER || a->kind == ACTOR_ADJECTIVE || a->kind == ACTOR_STATE)) return false;
    s->source[s->source_count++] = last - 1;
    s->target[s->target_count++] = last;
    return true;
}

static void noun_sides(const coder *c, const found *f, sides *s)
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
    /* "made a visit to", "launched a raid on": who did it is the subject of the verb before */
    if (!s->source_count && s->target_count) {
        int score;
        uint32_t verb = f->at;
        while (verb > c->first && f->at - verb < 5 && !verb_like(c, verb)) verb--;
        int32_t m = verb_like(c, verb) ? best_subject(c, verb, &score) : -1;
        if (m >= 0 && m != s->target[0] && !same_state(c, m, s->target[0]) && !(mention_at(c, m)->flags & MENTION_MODIFIER)) {
            add_joined(c, first_joined(c, m), f->at, s->source, &s->source_count);
            s->plain = false;
        }
    }
}

/* The actor on one side behind the trigger; -1: none. */
static int32_t target_at(const coder *c, trigger_side side, uint32_t behind)
{
    int32_t m = -1;
    if (side.kind == SIDE_OBJECT) return object_mention(c, behind);
    if (side.kind == SIDE_PREPOSITION) return preposition_mention(c, behind, side.word);
    if (side.kind == SIDE_CLAUSE)
        for (uint32_t k = behind; k < c->end && k < behind + OBJECT_REACH && m < 0; k++)
            if (mention_over(c, k) >= 0 && mention_at(c, mention_over(c, k))->first >= behind) m = mention_over(c, k);
    return m;
}

/* Targets in the trigger's order of preference; an actor of another state than the source's comes before one of the same. */
static void targets_behind(const coder *c, const found *f, sides *s)
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
    }
    if (!s->target_count && same >= 0) add_joined(c, same, c->end, s->target, &s->target_count);
}

/* The verb whose subject this one shares: "A cancelled X, halted Y and banned Z", "A raided X, detaining Y". NULL: it has its own. */
static const found *shares_subject(const coder *c, const found *f)
{
    uint32_t left = f->at;
    while (left > c->first && ((class_at(c, left - 1) & WORD_ADVERB) || str_ends(word_at(c, left - 1), RP_STR("ly")))) left--;
    if (left == c->first) return NULL;
    bool and = word_is(c, left - 1, "and") || word_is(c, left - 1, "but"), comma = word_is(c, left - 1, ",");
    bool gerund = f->form & LEXICON_FORM_GERUND;
    if (!comma && !and) return NULL;
    for (const found *v = f; v-- > c->found;) {
        if (v->voice == VOICE_NOMINAL) continue;
        for (uint32_t i = v->at; i < f->at; i++)
            if (hard_mark(c, i)) return NULL;
        if (gerund ? v->finite || v->form & LEXICON_FORM_GERUND : (v->form & f->form) != 0 && v->voice == f->voice) return v;
        if (!gerund) return NULL;
    }
    return NULL;
}

static void verb_sides(const coder *c, const found *f, sides *s)
{
    int score = 0;
    const found *lead = f;
    for (const found *v = f; v && f->voice == VOICE_ACTIVE; v = shares_subject(c, v)) lead = v;
    int32_t subject = best_subject(c, lead->at, &score);
    if (lead != f && lead->voice == VOICE_PASSIVE) subject = -1;
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

/* ---- status, speaker, date ----------------------------------------------------------------------------------------- */

/* Cues right before the trigger, within its clause. */
static uint16_t cues_before(const coder *c, const found *f)
{
    uint16_t bits = 0;
    uint32_t from = f->at;
    while (from > c->first && f->at - from < CUE_REACH && !hard_mark(c, from - 1) && !word_is(c, from - 1, ",") && !opens_clause(c, from - 1)
           && !(c->verb[from - 1] && !(class_at(c, from - 1) & (WORD_BE | WORD_HAVE | WORD_MODAL)) && f->voice != VOICE_NOMINAL)) from--;
    for (uint32_t i = from; i < f->at;) {
        uint32_t length;
        uint16_t b = trigger_cue(c->in->triggers, c->in->words->at, c->end, i, &length);
        if (b && i + length <= f->at + 1) bits |= b;
        i += length ? length : 1;
    }
    if (f->voice != VOICE_NOMINAL && from > c->first) {     /* the word that opens the clause: "if", and the verb before "to" */
        uint32_t length;
        bits |= (uint16_t)(trigger_cue(c->in->triggers, c->in->words->at, c->end, from - 1, &length) & (CUE_CONDITIONAL | CUE_FUTURE | CUE_ATTEMPT | CUE_HEDGE));
    }
    return bits;
}

typedef struct report { int32_t speaker; uint16_t cue; bool colon; } report;

/* Who says what the trigger tells: a verb of saying before it whose content it is, or "according to" anywhere. */
static report reporter(const coder *c, const found *f)
{
    report r = { -1, 0, false };
    for (uint32_t i = c->first; i < c->end; i++) {
        uint32_t length;
        if (word_is(c, i, "according") && word_is(c, i + 1, "to")) {
            for (uint32_t k = i + 2; k < c->end && k < i + 8 && r.speaker < 0; k++) r.speaker = mention_over(c, k);
            r.cue = CUE_REPORT;
            if (r.speaker >= 0) return r;
        }
        if (i >= f->at && i < f->at + f->length) continue;
        uint16_t cue = trigger_cue(c->in->triggers, c->in->words->at, c->end, i, &length);
        if (!(cue & (CUE_REPORT | CUE_ALLEGE | CUE_DENY)) || (class_at(c, i - 1) & (WORD_DETERMINER | WORD_POSSESSIVE))) continue;
        bool before = i < f->at, content = false;
        if (before) {
            uint32_t next = i + length;
            content = word_is(c, next, "that") || mention_over(c, next) >= 0 || (class_at(c, next) & (WORD_DETERMINER | WORD_PRONOUN)) || word_is(c, next, ":");
            for (uint32_t k = next; k < f->at && content; k++)      /* ", and the minister rejected" is no longer what was said */
                content = !hard_mark(c, k) && !(word_is(c, k, ",") && (word_is(c, k + 1, "and") || word_is(c, k + 1, "but")) && mention_over(c, k + 2) >= 0);
            if (f->form & LEXICON_FORM_GERUND && f->voice == VOICE_ACTIVE && word_is(c, f->at - 1, ",")) content = false;   /* "denied it, blaming X" */
            /* denying and alleging govern gerunds and nouns too: "denied shooting", "alleging torture" */
            if (cue & (CUE_DENY | CUE_ALLEGE) && f->at - next <= 4) content = true;
        } else if (cue & CUE_REPORT) {      /* "…, the minister said" and "…, said the minister" */
            int32_t left = mention_over(c, i - 1), right = mention_over(c, i + length);
            content = (left >= 0 && word_is(c, phrase_start(c, mention_at(c, left)) - 1, ",") && class_at(c, i + length) & WORD_PUNCT)
                   || (word_is(c, i - 1, ",") && right >= 0 && !(mention_at(c, right)->flags & MENTION_MODIFIER)
                       && (class_at(c, mention_end(mention_at(c, right))) & (WORD_PUNCT | WORD_PREPOSITION)));
        }
        if (!content) continue;
        int score;
        int32_t speaker = before ? best_subject(c, i, &score) : -1;
        if (!before) {
            speaker = mention_over(c, i - 1);
            if (speaker < 0) speaker = mention_over(c, i + length);
        }
        if (speaker < 0 && before) continue;
        r = (report){ speaker, cue, false };
        if (before && f->at - i < 20) continue;     /* a nearer one may follow */
    }
    return r;
}

/* The date nearest to the trigger in its sentence; a clause's end between costs as much as ten words. */
static const date_mention *date_of(const coder *c, const found *f)
{
    const date_mention *best = NULL;
    uint32_t best_cost = UINT32_MAX;
    for (uint32_t d = c->date_first; d < c->date_end; d++) {
        const date_mention *date = &c->in->dates->at[d];
        uint32_t from = date->first < f->at ? date->first : f->at, to = date->first < f->at ? f->at : date->first;
        uint32_t cost = to - from;
        for (uint32_t i = from; i < to; i++) {
            if (hard_mark(c, i) || word_is(c, i, "(")) cost += 20;
            else if (opens_clause(c, i) || word_is(c, i, "after") || word_is(c, i, "before") || word_is(c, i, "following")) cost += 10;
        }
        if (word_is(c, date->first - 1, "since") || word_is(c, date->first - 1, "until")) cost += 5;
        if (date->first == c->first || date->first == c->first + 1) cost = cost > 8 ? cost - 8 : 0;     /* "In June 2025, …" dates the sentence */
        if (cost < best_cost) best = date, best_cost = cost;
    }
    return best;
}

static bool present_tense(const coder *c, const found *f)
{
    if (f->voice == VOICE_NOMINAL) return false;
    if (f->form & LEXICON_FORM_GERUND) {
        for (uint32_t back = 1; back <= 3 && f->at >= c->first + back; back++)
            if (word_is(c, f->at - back, "is") || word_is(c, f->at - back, "are") || word_is(c, f->at - back, "been")) return true;
        return false;
    }
    if (f->voice == VOICE_PASSIVE || (f->form & (LEXICON_FORM_PAST | LEXICON_FORM_PARTICIPLE))) return false;
    return f->finite;
}

/* The status of an event; RP_STATUSES: it did not happen and is not coded. */
static unsigned status_of(const coder *c, const found *f, uint16_t cues, const report *said, bool own_words, bool headline)
{
    if (cues & CUE_NEGATION) return RP_STATUSES;
    if (said->cue & CUE_DENY) return RP_DENIED;
    bool conditional = cues & CUE_CONDITIONAL;
    for (uint32_t i = c->first; i < f->at && f->at - i < 14 && !conditional; i++)
        conditional = (word_is(c, i, "if") || word_is(c, i, "unless")) && !word_is(c, i - 1, "as") && !word_is(c, i - 1, "even");
    if (conditional) return RP_HYPOTHETICAL;
    for (uint32_t i = f->at; i > c->first && f->at - i < 5; i--) {
        if (c->verb[i - 1] && i < f->at) break;
        if (word_is(c, i - 1, "could") || word_is(c, i - 1, "might") || (word_is(c, i - 1, "may") && class_at(c, i - 1) & WORD_MODAL) || word_is(c, i - 1, "would") || word_is(c, i - 1, "should")) {
            bool perfect = word_is(c, i, "have");
            return perfect ? RP_ALLEGED : RP_HYPOTHETICAL;
        }
    }
    if (cues & (CUE_FUTURE | CUE_MODAL)) return RP_PLANNED;
    if (word_is(c, f->at - 1, "planned") || word_is(c, f->at - 1, "upcoming") || word_is(c, f->at - 1, "future") || word_is(c, f->at - 1, "scheduled")) return RP_PLANNED;
    if ((cues & CUE_HEDGE) || word_is(c, f->at - 1, "alleged") || word_is(c, f->at - 1, "suspected")) return RP_ALLEGED;
    if (said->cue && !own_words) return RP_ALLEGED;
    bool past = (f->form & LEXICON_FORM_PAST) && !have_before(c, f->at);
    if (!headline && (((cues & CUE_HABIT) && !past && f->voice != VOICE_NOMINAL) || present_tense(c, f))) return RP_ONGOING;
    return RP_REPORTED;
}

/* ---- building ------------------------------------------------------------------------------------------------------ */

static bool fill_party(const coder *c, int32_t mention, int32_t day, rp_party *out)
{
    const actor_mention *m = mention_at(c, mention);
    uint16_t code;
    uint8_t sector;
    *out = (rp_party){ 0 };
    out->start = m->start;
    out->end = m->end;
    out->text = str_sub(c->text, m->start, m->end);
    if (!actor_resolve(c->in->actor_tables, m, day, &code, &sector)) return false;
    str_copy(out->code, sizeof out->code, str_of(actor_code(c->in->actor_tables, code)));
    str_copy(out->sector, sizeof out->sector, str_of(actor_sector(c->in->actor_tables, sector)));
    if (m->residence_code && m->residence_code != code)
        str_copy(out->residence, sizeof out->residence, str_of(actor_code(c->in->actor_tables, m->residence_code)));
    return true;
}

/* Fill one side; the same actor twice counts once. */
static uint8_t fill_side(const coder *c, const int32_t *mentions, uint32_t count, int32_t day, rp_party *out)
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
static void make_id(const coder *c, const found *f, uint32_t ordinal, uint8_t id[16])
{
    uint32_t place[3] = { unit_at(c, f->at)->start, unit_at(c, f->at + f->length - 1)->end, ordinal };
    uint8_t key[28];
    hash_128(c->in->document->id.at, c->in->document->id.len, key);
    for (size_t i = 0; i < 12; i++) key[16 + i] = (uint8_t)(place[i / 4] >> (8 * (i % 4)));
    hash_128(key, sizeof key, id);
}

static const char *intent_of(const coder *c, const found *f)
{
    for (uint32_t i = f->at > c->first + 4 ? f->at - 4 : c->first; i < c->end && i < f->at + f->length + 4; i++) {
        if (word_is(c, i, "accidentally") || word_is(c, i, "mistakenly") || word_is(c, i, "unintentionally") || word_is(c, i, "accidental")) return "accidental";
        if (word_is(c, i, "deliberately") || word_is(c, i, "intentionally") || word_is(c, i, "deliberate")) return "deliberate";
    }
    return "deliberate";
}

static void set_scores(const found *f, rp_event *e)
{
    e->goldstein = f->row->cameo ? f->row->cameo->goldstein : NAN;
    e->cameo = f->row->cameo ? f->row->cameo->code : "";
    e->intensity = f->row->intensity;
    e->contexts = f->row->contexts;
    if (f->row->mode) e->modes[e->mode_count++] = f->row->mode;
}

static void set_date(const coder *c, const found *f, rp_event *e)
{
    const date_mention *d = date_of(c, f);
    if (!d) return;
    e->date = d->value;
    e->date_start = d->start;
    e->date_end = d->end;
    e->historical = date_known(c->in->document->published) && date_last_day(d->value.to) + HISTORICAL_DAYS < date_first_day(c->in->document->published);
}

/* Sides that would not make an event: nobody acts, or the trigger needs a target and has none. */
static bool worth_coding(const rp_event *e, const found *f)
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

static float confidence_of(const found *f, const sides *s, const rp_event *e)
{
    float sure = f->row->sure;
    if (!s->plain) sure *= 0.8f;
    if (!s->source_count) sure *= 0.8f;      /* recalled from an earlier sentence */
    if (!e->target_count) sure *= 0.6f;
    if (f->voice == VOICE_NOMINAL) sure *= 0.9f;
    for (int i = 0; i < e->source_count; i++)
        if (e->target_count && strcmp(e->source[i].code, e->target[0].code) == 0) sure *= 0.85f;
    return sure;
}

/*
 * "The raids" after "raids by A on B": a definite noun of action with no sides of its own is the event of the same type and mode told
 * last. Deciding words: the, this, these, such, or no more than a place before it.
 */
static bool recall_sides(const coder *c, const found *f, rp_event *e)
{
    if (f->row->quad == 1 && f->row->type != RP_EVENT_CONSULT) return false;
    if (f->row->quad == 3) return false;
    uint32_t left = f->at;
    while (left > c->first && ((class_at(c, left - 1) & WORD_ADJECTIVE) || unit_at(c, left - 1)->caps == UNIT_CAPITAL)) left--;
    if (!word_is(c, left - 1, "the") && !word_is(c, left - 1, "these") && !word_is(c, left - 1, "this") && !word_is(c, left - 1, "those")) return false;
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
static void answer_accuser(const coder *c, rp_event *e)
{
    const rp_event *all = c->out->at;
    for (size_t k = c->out->count; k-- > 0 && c->sentence - all[k].sentence <= 2;) {
        if (all[k].type != RP_EVENT_ACCUSE || !all[k].target_count || !e->source_count || strcmp(all[k].target[0].code, e->source[0].code) != 0) continue;
        e->target[0] = all[k].source[0];
        e->target_count = 1;
        return;
    }
}

static void code_trigger(coder *c, const found *f, uint32_t ordinal)
{
    sides s = { .plain = true };
    if (f->voice == VOICE_NOMINAL) noun_sides(c, f, &s);
    else verb_sides(c, f, &s);
    bool bare = f->voice == VOICE_NOMINAL && s.source_count == 0 && s.target_count == 0;
    if (s.source_count == 0 && !bare) return;
    rp_event e = { .sentence = c->sentence, .trigger_start = unit_at(c, f->at)->start, .trigger_end = unit_at(c, f->at + f->length - 1)->end,
                   .type = f->row->type, .cameo = "", .killed = { -1, -1 }, .injured = { -1, -1 }, .arrested = { -1, -1 } };
    e.trigger = str_sub(c->text, e.trigger_start, e.trigger_end);
    set_date(c, f, &e);
    int32_t day = date_known(e.date.from) ? date_first_day(e.date.from) + (date_last_day(e.date.to) - date_first_day(e.date.from)) / 2 : c->document_day;
    e.source_count = fill_side(c, s.source, s.source_count, day, e.source);
    e.target_count = fill_side(c, s.target, s.target_count, day, e.target);
    if (bare && !recall_sides(c, f, &e)) return;
    if (e.type == RP_EVENT_REJECT && !e.target_count) answer_accuser(c, &e);
    if (!worth_coding(&e, f)) return;
    uint16_t cues = cues_before(c, f);
    report said = reporter(c, f);
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
    unsigned status = status_of(c, f, cues, &said, own_words, headline);
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
static bool only_asked(const coder *c, size_t k)
{
    const found *f = &c->found[k];
    if (f->voice == VOICE_NOMINAL || !word_is(c, f->at - 1, "to") || f->at == c->first) return false;
    for (size_t v = k; v-- > 0;) {
        const found *lead = &c->found[v];
        if (lead->voice == VOICE_NOMINAL) continue;
        unsigned t = lead->row->type;
        for (uint32_t i = lead->at + lead->length; i < f->at; i++)
            if (hard_mark(c, i) || word_is(c, i, ",")) return false;
        return t == RP_EVENT_REQUEST || t == RP_EVENT_AGREE || t == RP_EVENT_REJECT || t == RP_EVENT_THREATEN;
    }
    return false;
}

/* A noun that is the object of a verb of the same type adds nothing: "carried out a raid", "opened a criminal case". */
static bool told_by_verb(const coder *c, size_t k)
{
    const found *noun = &c->found[k];
    if (noun->voice != VOICE_NOMINAL || k == 0) return false;
    const found *verb = &c->found[k - 1];
    return verb->voice != VOICE_NOMINAL && verb->row->object_count && verb->row->type == noun->row->type && noun->at - verb->at < OBJECT_REACH;
}

static bool coded_kind(uint8_t kind)
{
    return kind == RP_KIND_PROSE || kind == RP_KIND_HEADLINE || kind == RP_KIND_LIST || kind == RP_KIND_CAPTION;
}

rp_code shallow_code(const shallow_input *in, arena *mem, vec *out, rp_err *err)
{
    coder c = { .in = in, .text = in->document->text, .mem = mem, .out = out };
    c.verb = arena_alloc(mem, (size_t)in->words->count + 1);
    if (!c.verb) return error_set(err, RP_ENOMEM, "memory ended");
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
        find_triggers(&c);
        for (size_t k = 0; k < c.found_count && c.rc == RP_OK; k++)
            if (!told_by_verb(&c, k) && !only_asked(&c, k)) code_trigger(&c, &c.found[k], 0);
    }
    return c.rc == RP_OK ? RP_OK : error_set(err, c.rc, "memory ended");
}
