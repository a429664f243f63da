/* event/predicate.c - see event/predicate.h. */
#include "event/predicate.h"

#define PHRASE_UNITS 10u        /* units of a phrase beyond its verb */
#define SHARED_WITHIN 4u        /* words between joined verbs that share an object */
#define WITHHOLD 0.1f           /* a frame no surer than this is none, and keeps the wider ones of its word from being read */

bool predicate_relative(const tree *t, uint32_t i)
{
    static const char *const words[] = { "who", "which", "that", "whom" };
    return t->at[i].upos == UPOS_PRON && tree_lemma_among(t, i, words, sizeof words / sizeof *words);
}

uint32_t predicate_outer_object(const tree *t, uint32_t verb)
{
    const tree_word *w = &t->at[verb];
    if (w->head >= t->count || w->relation != REL_ACL || !tree_is_nominal(&t->at[w->head])) return TREE_NONE;
    if (w->subtype != SUB_RELCL) return (w->form_bits & TREE_PASSIVE) ? w->head : TREE_NONE;
    uint32_t subject = tree_child(t, verb, REL_NSUBJ), object = tree_child(t, verb, REL_OBJ);
    if (w->form_bits & TREE_PASSIVE) return subject == TREE_NONE || predicate_relative(t, subject) ? w->head : TREE_NONE;
    if (object != TREE_NONE) return predicate_relative(t, object) ? w->head : TREE_NONE;
    return subject != TREE_NONE && !predicate_relative(t, subject) ? w->head : TREE_NONE;
}

uint16_t predicate_cue(const tree *t, const frame_table *frames, const word_layer *words, uint32_t i)
{
    uint32_t length;
    const tree_word *w = &t->at[i];
    return w->units ? frame_cue(frames, words->at, t->end_unit, w->first_unit, &length) : 0;
}

/* ---- objects ------------------------------------------------------------------------------------------------------- */

typedef struct object_list {
    predicate_object *at;
    uint32_t count;
} object_list;

static void add_object(object_list *list, uint32_t word, object_fit fit)
{
    if (list->count < PREDICATE_OBJECTS) list->at[list->count++] = (predicate_object){ word, fit };
}

static bool case_is(const tree *t, uint32_t i, const char *lemma)
{
    return tree_child_lemma(t, i, REL_CASE, lemma) != TREE_NONE;
}

/* A head with what is listed with it, its of-phrases and what qualifies it. */
static void add_phrase(const tree *t, uint32_t head, object_fit fit, unsigned depth, object_list *list)
{
    add_object(list, head, fit);
    for (uint32_t c = t->at[head].child; c != TREE_NONE && depth < 4; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        if (w->relation == REL_CONJ && tree_is_nominal(w)) add_phrase(t, c, OBJECT_LISTED, depth + 1, list);
        else if (w->relation == REL_NMOD && w->subtype == SUB_NONE && case_is(t, c, "of")) add_phrase(t, c, OBJECT_LISTED, depth + 1, list);
        else if (w->relation == REL_COMPOUND || w->relation == REL_AMOD) add_object(list, c, OBJECT_INSIDE);
    }
}

static void add_noun_objects(const tree *t, uint32_t at, object_list *list)
{
    for (uint32_t c = t->at[at].child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        if (w->relation == REL_COMPOUND || w->relation == REL_AMOD) add_object(list, c, OBJECT_INSIDE);
        else if (w->relation == REL_NMOD && w->subtype != SUB_POSS) add_phrase(t, c, OBJECT_HEAD, 0, list);
        else if (w->relation == REL_ACL && tree_is_verb(w)) add_object(list, c, OBJECT_LISTED);
    }
    uint32_t head = t->at[at].head;
    if (t->at[at].relation == REL_COMPOUND && head < t->count && head > at) add_object(list, head, OBJECT_INSIDE);
}

/* Objects, passive subjects and complements of the verb itself. False: it has no object of its own. */
static bool add_own_objects(const tree *t, uint32_t at, uint32_t last, object_list *list)
{
    bool own = false, passive = t->at[at].form_bits & TREE_PASSIVE;
    for (uint32_t c = t->at[at].child; c != TREE_NONE; c = t->at[c].next) {
        const tree_word *w = &t->at[c];
        bool object = w->relation == REL_OBJ || (w->relation == REL_NSUBJ && (w->subtype == SUB_PASS || passive));
        bool inner = w->relation == REL_OBL && last > at && c > last && t->at[last].head == c;     /* behind the phrase's preposition */
        if (object || inner) add_phrase(t, c, OBJECT_HEAD, 0, list), own = true;
        else if (w->relation == REL_ADVCL && (w->form_bits & TREE_INFINITIVE) && c > at)
            add_object(list, c, OBJECT_INSIDE);     /* "called to thank" */
        else if (w->relation == REL_XCOMP || (w->relation == REL_CCOMP && last > at))
            add_object(list, c, tree_is_verb(w) ? OBJECT_LISTED : OBJECT_HEAD);
    }
    return own;
}

bool predicate_shares_object(const tree *t, uint32_t verb, uint32_t joined)
{
    const tree_word *w = &t->at[joined];
    return w->relation == REL_CONJ && tree_is_verb(w) && joined - verb <= SHARED_WITHIN && tree_child(t, joined, REL_OBJ) != TREE_NONE;
}

uint32_t predicate_objects(const tree *t, uint32_t at, uint32_t last, bool noun, predicate_object out[PREDICATE_OBJECTS])
{
    static const uint64_t behind = TREE_BIT(REL_OBJ) | TREE_BIT(REL_NMOD) | TREE_BIT(REL_OBL);
    object_list list = { out, 0 };
    if (noun) {
        add_noun_objects(t, at, &list);
        return list.count;
    }
    uint32_t outer = predicate_outer_object(t, at);
    if (outer != TREE_NONE) add_phrase(t, outer, OBJECT_HEAD, 0, &list);
    bool own = add_own_objects(t, at, last, &list);
    if (last > at && last < t->count)       /* "adopt a resolution condemning X": what hangs from the phrase's last word */
        for (uint32_t c = t->at[last].child; c != TREE_NONE; c = t->at[c].next)
            if (c > last && tree_relation_among(t->at[c].relation, behind)) add_phrase(t, c, OBJECT_HEAD, 0, &list);
    if (own || (t->at[at].form_bits & TREE_PASSIVE)) return list.count;
    for (uint32_t c = t->at[at].child; c != TREE_NONE; c = t->at[c].next)
        if (predicate_shares_object(t, at, c)) add_phrase(t, tree_child(t, c, REL_OBJ), OBJECT_LISTED, 0, &list);
    return list.count;
}

/* How well one of the frame's objects is met; `where` gets the word. */
static object_fit fit_of(const tree *t, const lexicon *tables, const word_layer *words, const frame *f, const predicate_object *objects,
                         uint32_t count, uint32_t *where)
{
    object_fit best = OBJECT_NONE;
    for (uint32_t i = 0; i < count; i++) {
        const tree_word *w = &t->at[objects[i].word];
        if (objects[i].fit <= best || w->units == 0) continue;
        uint32_t place = w->first_unit + w->units - 1;
        if (words->classes[place] & WORD_POSSESSIVE && w->units > 1) place--;
        uint32_t word = words->at[place].word;
        uint32_t singular = word == LEXICON_NONE ? w->word : lexicon_singular(tables, word);
        if (word == LEXICON_NONE && singular == LEXICON_NONE) continue;
        for (uint32_t k = 0; k < f->object_count; k++) {
            uint32_t head = f->objects[2 * k], before = f->objects[2 * k + 1];
            if (head != singular && head != word && head != w->word) continue;
            if (before != LEXICON_NONE && (place == t->first_unit || words->at[place - 1].word != before)) continue;
            best = objects[i].fit;
            *where = objects[i].word;
            break;
        }
    }
    return best;
}

/* ---- frames -------------------------------------------------------------------------------------------------------- */

static bool better(const predicate_row *a, const predicate_row *b)
{
    if (a->units != b->units) return a->units > b->units;
    if ((a->fit != OBJECT_NONE) != (b->fit != OBJECT_NONE)) return a->fit != OBJECT_NONE;
    if (a->fit != b->fit) return a->fit > b->fit;
    return a->frame->sure > b->frame->sure;
}

static void add_row(predicate *p, predicate_row row)
{
    if (p->row_count == PREDICATE_ROWS && !better(&row, &p->rows[PREDICATE_ROWS - 1])) return;
    uint32_t i = p->row_count < PREDICATE_ROWS ? p->row_count++ : PREDICATE_ROWS - 1;
    for (; i > 0 && better(&row, &p->rows[i - 1]); i--) p->rows[i] = p->rows[i - 1];
    p->rows[i] = row;
}

static bool has_row(const predicate *p, const frame *f)
{
    for (uint32_t i = 0; i < p->row_count; i++) if (p->rows[i].frame == f) return true;
    return false;
}

/* Add the frames of one match that fit; `last` is the last word of the phrase. */
static void add_hit(const tree *t, const frame_table *frames, const lexicon *tables, const word_layer *words, const lexicon_hit *hit, uint32_t last,
                    predicate *p)
{
    predicate_object objects[PREDICATE_OBJECTS];
    uint32_t count = UINT32_MAX;
    for (uint32_t e = 0; e < hit->count; e++) __builtin_prefetch(frame_at(frames, hit->entries[e].row));        /* each a cache miss: fetched together */
    for (uint32_t e = 0; e < hit->count; e++) {
        const frame *f = frame_at(frames, hit->entries[e].row);
        if (f->noun != p->noun || has_row(p, f)) continue;
        predicate_row row = { f, hit->length, OBJECT_NONE, TREE_NONE };
        if (f->object_count) {
            if (count == UINT32_MAX) count = predicate_objects(t, p->at, last, p->noun, objects);
            row.fit = fit_of(t, tables, words, f, objects, count, &row.object);
            if (row.fit == OBJECT_NONE) continue;
        }
        uint32_t best = p->row_count ? p->rows[0].units : 0;
        add_row(p, row);
        if (hit->length > best || p->rows[0].frame == f) p->last = last;
    }
}

/* All phrases that begin at the word, longest first; a phrase that is the noun's last word is found where it begins. */
static void add_standing(const tree *t, const frame_table *frames, const lexicon *tables, const word_layer *words, predicate *p)
{
    uint32_t at = t->at[p->at].first_unit, end = t->end_unit;
    lexicon_hit hit;
    while (end > at && lexicon_match(tables, frame_domain(frames), words->at, end, at, &hit)) {
        uint32_t last = tree_of_unit(t, at + hit.length - 1);
        add_hit(t, frames, tables, words, &hit, last == TREE_NONE ? p->at : last, p);
        end = at + hit.length - 1;
    }
    if (!p->noun) return;
    uint32_t units = t->at[p->at].units;
    for (uint32_t back = 1; back <= 3 && at >= t->first_unit + back; back++) {      /* "peace talks": the head is the phrase's last word */
        bool found = lexicon_match(tables, frame_domain(frames), words->at, at + units, at - back, &hit);
        if (found && hit.length == back + units) add_hit(t, frames, tables, words, &hit, p->at, p);
    }
}

/* Phrases with other words between the verb and the rest: each run of words that begins a dependent. */
static void add_parted(const tree *t, const frame_table *frames, const lexicon *tables, const word_layer *words, predicate *p)
{
    static const uint64_t parted = TREE_BIT(REL_OBL) | TREE_BIT(REL_COMPOUND) | TREE_BIT(REL_ADVMOD) | TREE_BIT(REL_XCOMP) | TREE_BIT(REL_OBJ)
                                 | TREE_BIT(REL_ADVCL) | TREE_BIT(REL_CCOMP);
    unit units[PHRASE_UNITS + 1];
    uint32_t verb_unit = t->at[p->at].first_unit;
    if (t->at[p->at].units != 1) return;
    units[0] = words->at[verb_unit];
    for (uint32_t c = t->at[p->at].child; c != TREE_NONE; c = t->at[c].next) {
        if (c < p->at || !tree_relation_among(t->at[c].relation, parted)) continue;
        uint32_t first, last_word;
        tree_span(t, c, &first, &last_word);
        if (first <= p->at + 1) continue;
        uint32_t n = 1;
        for (uint32_t u = t->at[first].first_unit; n <= PHRASE_UNITS && u < t->end_unit; u++) units[n++] = words->at[u];
        lexicon_hit hit;
        for (uint32_t end = n; end > 1; end = hit.length - 1) {
            if (!lexicon_match(tables, frame_domain(frames), units, end, 0, &hit) || hit.length <= 1) break;
            uint32_t last = tree_of_unit(t, t->at[first].first_unit + hit.length - 2);
            uint32_t object = tree_child(t, p->at, REL_OBJ);        /* "took steps … in B" is not "take in" */
            bool bare = last != TREE_NONE && t->at[last].relation == REL_CASE && object < first;
            if (last != TREE_NONE && !bare) add_hit(t, frames, tables, words, &hit, last, p);
        }
    }
}

bool predicate_read(const tree *t, const frame_table *frames, const lexicon *tables, const word_layer *words, uint32_t at, predicate *out)
{
    const tree_word *w = &t->at[at];
    if (w->units == 0) return false;
    bool verb = w->upos == UPOS_VERB, noun = w->upos == UPOS_NOUN || w->upos == UPOS_PROPN, adjective = w->upos == UPOS_ADJ;
    if (!verb && !noun && !adjective) return false;
    *out = (predicate){ .at = at, .last = at, .noun = noun };
    bool starts = lexicon_starts_in(lexicon_starts(tables, &words->at[w->first_unit]), frame_domain(frames));
    if (starts || noun) add_standing(t, frames, tables, words, out);
    if (starts && verb) add_parted(t, frames, tables, words, out);
    if (adjective && !out->row_count && starts) {       /* participles the parser takes for adjectives */
        out->noun = false;
        add_standing(t, frames, tables, words, out);
    }
    if (out->row_count && out->rows[0].frame->sure <= WITHHOLD) out->row_count = 0, out->withheld = true;
    return verb || out->row_count;
}

const frame *predicate_frame(const predicate *p, unsigned type)
{
    for (uint32_t i = 0; i < p->row_count; i++) if (p->rows[i].frame->type == type) return p->rows[i].frame;
    return NULL;
}
