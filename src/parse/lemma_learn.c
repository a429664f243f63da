/*
 * parse/lemma_learn.c - words with their lemmas → the lemma section; see parse/lemma.h, layout in parse/lemma_format.h.
 *
 * 1. Each word becomes a type (class and folded word), once under its part of speech with its English tag and once under the part of
 *    speech alone. A type's rule is what most of its words say, a row of a written table being worth some; without either, forms made by
 *    the plain rules of spelling from known words, and those of verbs that a known noun may also be.
 * 2. Types of a class are parted by their endings, from the last letter on. An ending says what most of its types say, if that is not
 *    what the shorter ending says and enough types agree. Types count, not words: what is frequent stands whole anyway.
 * 3. Types that their ending would get wrong are added whole: plain words first, then those with a hyphen, whose last part may know it.
 * Hashes of two keys that look alike end the attempt, and the next salt is tried.
 */
#include <stdlib.h>
#include "base/intern.h"
#include "base/utf8.h"
#include "lexicon/inflect.h"
#include "parse/lemma_format.h"

/* Weights: tuned on the development parts of the treebanks. */
#define RULE_SUPPORT 2u         /* types that must agree on a rule of an ending: one freak word makes none */
#define CASE_SUPPORT 3u         /* types that must agree on capitals */
#define COMPARED_MAX 7u         /* bytes of an adjective whose -er and -est are made */
#define GUESSED_MAX 7u          /* bytes of a noun that is taken for a possible verb: longer ones seldom are */
#define WRITTEN_WORDS 5u        /* sightings that a row of a written table is worth: more than the slip of one annotator */
#define OFTEN_WORDS 10u         /* sightings of a word that settle its lemma without the tables: the treebanks' "troops" is no "troop" */
#define STRAY_WORDS 3u          /* times a word stands in one shape that outweigh a single time in another */
#define NAME_WORDS 3u           /* sightings of a name that make it one that is known, */
#define NAME_TIMES 4u           /* and how many times rarer it must be written small by right */
#define LOAD_PERCENT 70u        /* of the slots in use */
#define SALTS 64u               /* attempts */

/* Where a word is from; how they are weighed: trust. */
typedef enum rank { RANK_GUESSED, RANK_MADE, RANK_WRITTEN, RANK_SEEN, RANKS } rank;

typedef struct pair { parse_upos upos; rp_str xpos; } pair;

typedef struct sighting {
    rp_str form, lemma;
    uint32_t pair, count[RANKS];
} sighting;

struct lemma_learner {
    arena *mem;
    intern *pair_keys, *sighting_keys;
    vec pairs, sightings;       /* by the numbers of the interns */
    buf key;
};

lemma_learner *lemma_learner_new(void)
{
    lemma_learner *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->mem = arena_new(0);
    self->pair_keys = intern_new();
    self->sighting_keys = intern_new();
    self->pairs = vec_of(sizeof(pair));
    self->sightings = vec_of(sizeof(sighting));
    if (self->mem && self->pair_keys && self->sighting_keys) return self;
    lemma_learner_free(self);
    return NULL;
}

void lemma_learner_free(lemma_learner *self)
{
    if (!self) return;
    arena_free(self->mem);
    intern_free(self->pair_keys);
    intern_free(self->sighting_keys);
    buf_free(&self->key);
    free(self);
}

static rp_code no_memory(rp_err *err) { return error_set(err, RP_ENOMEM, "memory ended while learning lemmas"); }

static sighting *sighting_at(const lemma_learner *self, size_t i) { return (sighting *)self->sightings.at + i; }
static const pair *pair_of(const lemma_learner *self, const sighting *s) { return (const pair *)self->pairs.at + s->pair; }

/* The number of the tag; INTERN_NONE: memory ended. */
static uint32_t pair_number(lemma_learner *self, parse_upos upos, rp_str xpos)
{
    self->key.len = 0;
    buf_char(&self->key, (char)upos);
    buf_str(&self->key, xpos);
    uint32_t number = self->key.failed ? INTERN_NONE : intern_add(self->pair_keys, buf_view(&self->key));
    if (number == INTERN_NONE || number < self->pairs.count) return number;
    pair *new = vec_add(&self->pairs, self->mem);
    if (!new) return INTERN_NONE;
    rp_str kept = intern_at(self->pair_keys, number);
    *new = (pair){ upos, str_sub(kept, 1, kept.len) };
    return number;
}

/* Does the lemma say what this word is? Not in a word that was torn apart (GW, AFX), whose first part has the lemma of the whole. */
static bool telling(rp_str form, rp_str xpos, rp_str lemma)
{
    return !(str_is(xpos, "GW") || str_is(xpos, "AFX")) || str_eq_nocase(form, lemma);
}

static rp_code add(lemma_learner *self, rank from, rp_str form, parse_upos upos, rp_str xpos, rp_str lemma, uint32_t count, rp_err *err)
{
    if (upos >= UPOS_COUNT || xpos.len > UINT8_MAX || count == 0 || lemma.len == 0 || lemma.len > LEMMA_LONGEST || str_is(lemma, "_")
        || form.len == 0 || form.len > LEMMA_LONGEST || utf8_check(form) < form.len || utf8_check(lemma) < lemma.len
        || !telling(form, xpos, lemma)) return RP_OK;
    uint32_t tag = pair_number(self, upos, xpos);
    if (tag == INTERN_NONE) return no_memory(err);
    self->key.len = 0;
    buf_add(&self->key, (const char *)&tag, sizeof tag);
    buf_char(&self->key, (char)form.len);
    buf_str(&self->key, form);
    buf_str(&self->key, lemma);
    uint32_t number = self->key.failed ? INTERN_NONE : intern_add(self->sighting_keys, buf_view(&self->key));
    if (number == INTERN_NONE) return no_memory(err);
    if (number == self->sightings.count) {
        sighting *new = vec_add(&self->sightings, self->mem);
        if (!new) return no_memory(err);
        rp_str kept = intern_at(self->sighting_keys, number);
        size_t at = sizeof tag + 1;
        *new = (sighting){ str_sub(kept, at, at + form.len), str_sub(kept, at + form.len, kept.len), tag, { 0 } };
    }
    uint32_t *have = &sighting_at(self, number)->count[from];
    if (from < RANK_WRITTEN) *have = 1;     /* however often it is made */
    else *have = count > UINT32_MAX - *have ? UINT32_MAX : *have + count;
    return RP_OK;
}

rp_code lemma_learner_add(lemma_learner *self, rp_str form, parse_upos upos, rp_str xpos, rp_str lemma, uint32_t count, rp_err *err)
{
    return add(self, RANK_SEEN, form, upos, xpos, lemma, count, err);
}

/* ---- written tables -------------------------------------------------------------------------------------------------- */

static rp_code write_down(lemma_learner *self, rp_str form, parse_upos upos, const char *xpos, rp_str lemma, rp_err *err)
{
    return add(self, RANK_WRITTEN, form, upos, str_of(xpos), lemma, 1, err);
}

/* Each form of a cell; not those of several words. */
static rp_code write_cell(lemma_learner *self, rp_str forms, parse_upos upos, const char *xpos, rp_str lemma, rp_err *err)
{
    rp_str form;
    rp_code rc = RP_OK;
    while (rc == RP_OK && str_split(&forms, '|', &form))
        if (str_find(form, ' ', 0) == form.len && str_find(lemma, ' ', 0) == lemma.len) rc = write_down(self, form, upos, xpos, lemma, err);
    return rc;
}

static rp_str cell(const lexicon_table *table, uint32_t row, const char *column)
{
    uint32_t number = lexicon_column(table, column);
    return number == LEXICON_NONE ? (rp_str){ "", 0 } : lexicon_cell(table, row, number);
}

static rp_code write_verbs(lemma_learner *self, const lexicon *tables, rp_err *err)
{
    static const struct { const char *column, *xpos; } forms[] = {
        { "lemma", "VB" }, { "third", "VBZ" }, { "past", "VBD" }, { "participle", "VBN" }, { "gerund", "VBG" } };
    lexicon_table table = lexicon_find_table(tables, "en/irregular");
    rp_code rc = RP_OK;
    for (uint32_t row = 0; rc == RP_OK && row < table.rows; row++)
        for (size_t i = 0; rc == RP_OK && i < sizeof forms / sizeof *forms; i++)
            rc = write_cell(self, cell(&table, row, forms[i].column), UPOS_VERB, forms[i].xpos, cell(&table, row, "lemma"), err);
    return rc;
}

static rp_code write_plurals(lemma_learner *self, const lexicon *tables, rp_err *err)
{
    lexicon_table table = lexicon_find_table(tables, "en/plurals");
    rp_code rc = RP_OK;
    for (uint32_t row = 0; rc == RP_OK && row < table.rows; row++) {
        rc = write_cell(self, cell(&table, row, "singular"), UPOS_NOUN, "NN", cell(&table, row, "singular"), err);
        if (rc == RP_OK) rc = write_cell(self, cell(&table, row, "plural"), UPOS_NOUN, "NNS", cell(&table, row, "singular"), err);
    }
    return rc;
}

static rp_code write_forms(lemma_learner *self, const lexicon *tables, rp_err *err)
{
    lexicon_table table = lexicon_find_table(tables, "en/lemmas");
    rp_code rc = RP_OK;
    for (uint32_t row = 0; rc == RP_OK && row < table.rows; row++) {
        parse_upos upos = parse_upos_find(cell(&table, row, "upos"));
        rp_str form, forms = cell(&table, row, "forms");
        while (rc == RP_OK && upos < UPOS_COUNT && str_split(&forms, '|', &form))
            rc = add(self, RANK_WRITTEN, form, upos, cell(&table, row, "xpos"), cell(&table, row, "lemma"), 1, err);
    }
    return rc;
}

/* Adjectives of states and peoples, which keep their capital. */
static rp_code write_peoples(lemma_learner *self, const lexicon *tables, rp_err *err)
{
    lexicon_table table = lexicon_find_table(tables, "world/state-names");
    rp_code rc = RP_OK;
    for (uint32_t row = 0; rc == RP_OK && row < table.rows; row++) {
        rp_str name, names = cell(&table, row, "names");
        if (!str_is(cell(&table, row, "kind"), "adjective")) continue;
        while (rc == RP_OK && str_split(&names, '|', &name))
            if (str_find(name, ' ', 0) == name.len) rc = write_down(self, name, UPOS_ADJ, "JJ", name, err);
    }
    return rc;
}

static rp_str first_word(rp_str s) { return str_sub(s, 0, str_find(s, ' ', 0)); }

static rp_str last_word(rp_str s)
{
    size_t at = s.len;
    while (at > 0 && s.at[at - 1] != ' ') at--;
    return str_sub(s, at, s.len);
}

/* Words of which only the plain form is written: the others are made by the plain rules. */
static rp_code write_bases(lemma_learner *self, const lexicon *tables, rp_err *err)
{
    rp_code rc = RP_OK;
    lexicon_table frames = lexicon_find_table(tables, "en/frames"), roles = lexicon_find_table(tables, "en/roles");
    for (uint32_t row = 0; rc == RP_OK && row < frames.rows; row++) {
        rp_str phrase = cell(&frames, row, "lemma");
        rc = str_is(cell(&frames, row, "pos"), "verb") ? write_cell(self, first_word(phrase), UPOS_VERB, "VB", first_word(phrase), err)
                                                         : write_cell(self, last_word(phrase), UPOS_NOUN, "NN", last_word(phrase), err);
    }
    for (uint32_t row = 0; rc == RP_OK && row < roles.rows; row++) {
        rp_str word = last_word(cell(&roles, row, "role"));
        if (str_is(cell(&roles, row, "number"), "s")) rc = write_cell(self, word, UPOS_NOUN, "NN", word, err);
    }
    return rc;
}

rp_code lemma_learner_add_lexicon(lemma_learner *self, const lexicon *tables, rp_err *err)
{
    rp_code (*const steps[])(lemma_learner *, const lexicon *, rp_err *) = {
        write_verbs, write_plurals, write_forms, write_peoples, write_bases };
    rp_code rc = RP_OK;
    for (size_t i = 0; rc == RP_OK && i < sizeof steps / sizeof *steps; i++) rc = steps[i](self, tables, err);
    return rc;
}

/* ---- made forms ------------------------------------------------------------------------------------------------------ */

/* The tags whose forms the plain rules of spelling give. */
static const struct { parse_upos upos; const char *xpos; unsigned form; const char *compared; } made[] = {
    { UPOS_VERB, "VBZ", LEXICON_FORM_THIRD, NULL },      { UPOS_VERB, "VBD", LEXICON_FORM_PAST, NULL },
    { UPOS_VERB, "VBN", LEXICON_FORM_PARTICIPLE, NULL }, { UPOS_VERB, "VBG", LEXICON_FORM_GERUND, NULL },
    { UPOS_NOUN, "NNS", LEXICON_FORM_PLURAL, NULL },     { UPOS_ADJ, "JJR", LEXICON_FORM_PAST, "r" },
    { UPOS_ADJ, "JJS", LEXICON_FORM_PAST, "st" } };
enum { MADE_TAGS = sizeof made / sizeof *made };

/* The regular form of `lemma` into out. Comparatives are spelled as the past is: happied, happier. */
static void regular(rp_str lemma, unsigned tag, buf *out)
{
    out->len = 0;
    if (made[tag].form == LEXICON_FORM_PLURAL) inflect_plural(lemma, out);
    else inflect_verb(lemma, made[tag].form, out);
    if (!made[tag].compared || !out->len) return;
    out->len--;
    buf_text(out, made[tag].compared);
}

static bool plain_word(rp_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_lower((unsigned char)s.at[i])) return false;
    return s.len > 1;
}

static bool known(const sighting *s) { return s->count[RANK_SEEN] || s->count[RANK_WRITTEN]; }

static uint32_t irregular_key(intern *irregular, rp_str lemma, unsigned tag, bool look_only)
{
    char key[LEMMA_LONGEST + 1];
    key[0] = (char)tag;
    memcpy(key + 1, lemma.at, lemma.len);
    rp_str s = { key, lemma.len + 1 };
    return look_only ? intern_find(irregular, s) : intern_add(irregular, s);
}

/* Note which lemmas have another form than the regular one for a tag: no regular one is made for them. */
static bool note_irregular(const lemma_learner *self, intern *irregular, buf *word)
{
    for (size_t i = 0; i < self->sightings.count; i++) {
        const sighting *s = sighting_at(self, i);
        const pair *p = pair_of(self, s);
        if (!plain_word(s->form) || !plain_word(s->lemma) || !known(s)) continue;
        for (unsigned tag = 0; tag < MADE_TAGS; tag++) {
            if (made[tag].upos != p->upos || !str_is(p->xpos, made[tag].xpos)) continue;
            regular(s->lemma, tag, word);
            if (!str_eq(buf_view(word), s->form) && irregular_key(irregular, s->lemma, tag, false) == INTERN_NONE) return false;
        }
    }
    return !word->failed;
}

static rp_code make_forms_of(lemma_learner *self, rank from, rp_str lemma, parse_upos upos, intern *irregular, buf *word, rp_err *err)
{
    rp_code rc = RP_OK;
    for (unsigned tag = 0; rc == RP_OK && tag < MADE_TAGS; tag++) {
        if (made[tag].upos != upos || (made[tag].compared && lemma.len > COMPARED_MAX)) continue;
        if (irregular_key(irregular, lemma, tag, true) != INTERN_NONE) continue;
        regular(lemma, tag, word);
        rc = word->failed ? no_memory(err) : add(self, from, buf_view(word), upos, str_of(made[tag].xpos), lemma, 1, err);
    }
    return rc;
}

/* Names in the plural are mostly common nouns with capitals: the Women, the Buses. */
static rp_code make_name(lemma_learner *self, const sighting *s, rp_err *err)
{
    char form[LEMMA_LONGEST], lemma[LEMMA_LONGEST];
    const pair *p = pair_of(self, s);
    if (p->upos != UPOS_NOUN || !str_is(p->xpos, "NNS") || !plain_word(s->form) || !plain_word(s->lemma)) return RP_OK;
    memcpy(form, s->form.at, s->form.len);
    memcpy(lemma, s->lemma.at, s->lemma.len);
    form[0] = (char)(form[0] - 'a' + 'A');
    lemma[0] = (char)(lemma[0] - 'a' + 'A');
    return add(self, known(s) ? RANK_MADE : RANK_GUESSED, (rp_str){ form, s->form.len }, UPOS_PROPN, RP_STR("NNPS"),
               (rp_str){ lemma, s->lemma.len }, 1, err);
}

static rp_code make_forms(lemma_learner *self, rp_err *err)
{
    intern *irregular = intern_new();
    buf word = { 0 };
    rp_code rc = irregular && note_irregular(self, irregular, &word) ? RP_OK : no_memory(err);
    size_t count = self->sightings.count;
    for (size_t i = 0; rc == RP_OK && i < count; i++) {
        const sighting *s = sighting_at(self, i);
        if (!known(s) || !plain_word(s->lemma)) continue;
        parse_upos upos = pair_of(self, s)->upos;
        rc = make_forms_of(self, RANK_MADE, s->lemma, upos, irregular, &word, err);
        if (rc == RP_OK && upos == UPOS_NOUN && s->lemma.len <= GUESSED_MAX)    /* to time */
            rc = make_forms_of(self, RANK_GUESSED, s->lemma, UPOS_VERB, irregular, &word, err);
    }
    for (size_t i = 0; rc == RP_OK && i < self->sightings.count; i++) rc = make_name(self, sighting_at(self, i), err);
    buf_free(&word);
    intern_free(irregular);
    return rc;
}

/* ---- types ----------------------------------------------------------------------------------------------------------- */

typedef struct candidate candidate;
struct candidate {
    uint32_t rule;
    uint32_t count[RANKS];
    uint32_t cases[LEMMA_SHAPES][LEMMA_CASES];      /* words that show each treatment */
    candidate *next;
};

typedef struct type {
    rp_str key;                     /* of lemma_letters */
    uint32_t class;
    candidate *first;
    uint32_t rule;                  /* what most say */
    bool guessed;                   /* has no say on endings */
    uint8_t cases[LEMMA_SHAPES];    /* LEMMA_CASE_NONE: never seen so */
    uint32_t words[LEMMA_SHAPES];   /* that show it */
    const sighting *example;        /* gives the letters for look-up */
} type;

typedef struct entry { uint64_t hash; lemma_value value; } entry;

typedef struct builder {
    lemma_learner *learner;
    arena *mem;
    intern *rules;                  /* cut and added text */
    intern *type_keys;
    vec types;                      /* by the numbers of type_keys */
    type **order;                   /* [types] by class, then by the key's end */
    uint32_t *tally;                /* [rules] scratch */
    uint32_t *first_of;             /* [classes + 1] into order */
    lemma_value *roots;             /* [classes] */
    uint32_t classes, salt;
    vec entries;
    char *slots;
    uint32_t slot_count;
    bool clash, failed;             /* two keys look alike; memory ended */
} builder;

static type *type_at(const builder *self, size_t i) { return (type *)self->types.at + i; }

static bool has_digit(rp_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_digit((unsigned char)s.at[i])) return true;
    return false;
}

/* INTERN_NONE: no rule, or memory ended. No rule adds digits: keys do not tell them apart, so it would change other numbers too. */
static uint32_t rule_number(builder *self, uint32_t cut, rp_str text)
{
    char key[LEMMA_ADD_MAX + 1];
    if (text.len > LEMMA_ADD_MAX || has_digit(text)) return INTERN_NONE;
    key[0] = (char)cut;
    memcpy(key + 1, text.at, text.len);
    uint32_t number = intern_add(self->rules, (rp_str){ key, text.len + 1 });
    self->failed |= number == INTERN_NONE;
    return number;
}

static lemma_rule rule_of(const builder *self, uint32_t number)
{
    rp_str key = intern_at(self->rules, number);
    return (lemma_rule){ str_sub(key, 1, key.len), (unsigned char)key.at[0] };
}

/* The folded lemma as the start of the folded form, and what follows it. */
static lemma_rule difference(const lemma_letters *form, const lemma_letters *lemma)
{
    uint32_t same = 0;
    while (same < form->count && same < lemma->count) {
        rp_str a = { form->folded + form->folded_start[same], (size_t)(form->folded_start[same + 1] - form->folded_start[same]) };
        rp_str b = { lemma->folded + lemma->folded_start[same], (size_t)(lemma->folded_start[same + 1] - lemma->folded_start[same]) };
        if (!str_eq(a, b)) break;
        same++;
    }
    uint32_t at = lemma->folded_start[same];
    return (lemma_rule){ { lemma->folded + at, lemma->folded_len - at }, form->count - same };
}

static bool gives(const lemma_letters *form, lemma_rule rule, lemma_case how, rp_str lemma)
{
    char out[LEMMA_ROOM];
    return str_eq((rp_str){ out, lemma_apply(form, rule, how, out) }, lemma);
}

/*
 * The rule and treatment that make `lemma` of `form`; *how is LEMMA_CASE_NONE where the word does not tell (digits, signs).
 * INTERN_NONE: none does, or memory ended.
 */
static uint32_t explain(builder *self, const lemma_letters *form, rp_str lemma, unsigned *how)
{
    lemma_letters target;
    lemma_rule none = { { "", 0 }, 0 };
    *how = LEMMA_PLAIN_NUMBER;
    if (lemma.len < form->form.len && gives(form, none, LEMMA_PLAIN_NUMBER, lemma)) return rule_number(self, 0, none.add);
    if (!lemma_take_apart(lemma, &target)) return INTERN_NONE;
    lemma_rule rule = difference(form, &target);
    for (unsigned way = 0; way < LEMMA_PLAIN_NUMBER; way++) {
        if (!gives(form, rule, way, lemma)) continue;
        *how = way == LEMMA_LOWER && form->shape != LEMMA_SMALL && gives(form, rule, LEMMA_KEEP, lemma) ? LEMMA_CASE_NONE : way;
        return rule_number(self, rule.cut, rule.add);
    }
    *how = LEMMA_KEEP;      /* a lemma with capitals of its own: written out */
    return rule_number(self, form->count, lemma);
}

static candidate *candidate_of(builder *self, type *of, uint32_t rule)
{
    candidate **at = &of->first;
    while (*at && (*at)->rule != rule) at = &(*at)->next;
    if (!*at && (*at = arena_alloc(self->mem, sizeof **at))) (*at)->rule = rule;
    self->failed |= !*at;
    return *at;
}

static void count_sighting(builder *self, const sighting *s, const lemma_letters *letters, uint32_t class, uint32_t rule, unsigned how)
{
    char key[4 + 2 * LEMMA_LONGEST];
    memcpy(key, &class, 4);
    memcpy(key + 4, letters->key, letters->folded_len);
    uint32_t number = intern_add(self->type_keys, (rp_str){ key, 4 + letters->folded_len });
    if (number != INTERN_NONE && number == self->types.count) {
        type *new = vec_add(&self->types, self->mem);
        rp_str kept = intern_at(self->type_keys, number);
        if (new) *new = (type){ .key = str_sub(kept, 4, kept.len), .class = class, .example = s };
    }
    self->failed |= number == INTERN_NONE || number >= self->types.count;
    candidate *at = self->failed ? NULL : candidate_of(self, type_at(self, number), rule);
    if (!at) return;
    uint32_t words = 0;
    for (unsigned r = 0; r < RANKS; r++) at->count[r] += s->count[r], words += s->count[r];
    if (how < LEMMA_CASES) at->cases[letters->shape][how] += words;
}

/* What is known goes before what is made, and that before what is guessed. */
#define GUESSED 1u
static uint64_t trust(const candidate *c, bool often_seen)
{
    uint32_t rows = often_seen ? 0 : c->count[RANK_WRITTEN] < 2 ? c->count[RANK_WRITTEN] : 2;
    uint64_t words = (uint64_t)c->count[RANK_SEEN] + WRITTEN_WORDS * rows;
    return words << 2 | (c->count[RANK_MADE] != 0) << 1 | (c->count[RANK_GUESSED] ? GUESSED : 0);
}

static void settle_type(type *self)
{
    const candidate *best = self->first;
    uint64_t seen = 0;
    for (const candidate *c = self->first; c; c = c->next) seen += c->count[RANK_SEEN];
    bool often = seen >= OFTEN_WORDS;
    for (const candidate *c = self->first; c; c = c->next)
        if (trust(c, often) > trust(best, often)) best = c;
    self->rule = best->rule;
    self->guessed = trust(best, often) <= GUESSED;
    for (unsigned s = 0; s < LEMMA_SHAPES; s++) {
        uint32_t most = 0;
        self->cases[s] = LEMMA_CASE_NONE;
        for (unsigned how = 0; how < LEMMA_CASES; how++)
            if (best->cases[s][how] > most) most = best->cases[s][how], self->cases[s] = (uint8_t)how;
        self->words[s] = most;
    }
}

static int by_ending(const void *a, const void *b)
{
    const type *x = *(type *const *)a, *y = *(type *const *)b;
    if (x->class != y->class) return x->class < y->class ? -1 : 1;
    size_t i = x->key.len, j = y->key.len;
    while (i > 0 && j > 0) {
        unsigned char c = (unsigned char)x->key.at[--i], d = (unsigned char)y->key.at[--j];
        if (c != d) return c < d ? -1 : 1;
    }
    return i == j ? 0 : i == 0 ? -1 : 1;
}

/* Types from sightings, in the order of the classes. */
static void gather(builder *self)
{
    const lemma_learner *learner = self->learner;
    for (size_t i = 0; !self->failed && i < learner->sightings.count; i++) {
        const sighting *s = sighting_at(learner, i);
        lemma_letters letters;
        unsigned how;
        if (!lemma_take_apart(s->form, &letters)) continue;
        uint32_t rule = explain(self, &letters, s->lemma, &how);
        if (rule == INTERN_NONE) continue;
        count_sighting(self, s, &letters, pair_of(learner, s)->upos, rule, how);
        if (pair_of(learner, s)->xpos.len) count_sighting(self, s, &letters, UPOS_COUNT + s->pair, rule, how);
    }
    self->order = arena_array(self->mem, self->types.count + 1, sizeof *self->order);
    self->first_of = arena_array(self->mem, self->classes + 1, sizeof *self->first_of);
    self->tally = arena_array(self->mem, intern_count(self->rules) + 1, sizeof *self->tally);
    self->roots = arena_array(self->mem, self->classes, sizeof *self->roots);
    if (self->failed || !self->order || !self->first_of || !self->tally || !self->roots) {
        self->failed = true;
        return;
    }
    for (size_t i = 0; i < self->types.count; i++) {
        settle_type(type_at(self, i));
        self->order[i] = type_at(self, i);
    }
    if (self->types.count) qsort(self->order, self->types.count, sizeof *self->order, by_ending);
    for (uint32_t class = 0, at = 0; class <= self->classes; class++) {
        while (at < self->types.count && self->order[at]->class < class) at++;
        self->first_of[class] = at;
    }
}

/*
 * How a word is treated in one shape tells of the others: a common word that is written small has a small lemma at the start of a
 * sentence too, and a name that is written "Lima" has that lemma where a headline has "LIMA" or a hurried writer "lima". Where the words of
 * the class that were seen both as `from` with treatment `how`, and as `to`, mostly agree on a treatment there, let it hold for those not
 * seen as `to`, or but once, and seen `least` times as `from`. Names written small as often by right (al, bin) have no say then.
 */
static void spread(builder *self, uint32_t class, lemma_shape from, lemma_case how, lemma_shape to, uint32_t least)
{
    uint32_t tally[LEMMA_CASES] = { 0 }, all = 0, best = 0;
    for (uint32_t i = self->first_of[class]; i < self->first_of[class + 1]; i++) {
        const type *t = self->order[i];
        if (t->cases[from] != how || t->words[to] == 0 || (least > 1 && t->words[to] * NAME_TIMES > t->words[from])) continue;
        all++;
        tally[t->cases[to]]++;
    }
    for (uint32_t c = 0; c < LEMMA_CASES; c++)
        if (tally[c] > tally[best]) best = c;
    for (uint32_t i = self->first_of[class]; tally[best] * 2 > all && i < self->first_of[class + 1]; i++) {
        type *t = self->order[i];
        if (t->cases[from] != how || t->words[from] < least || (t->words[to] != 0 && !(t->words[to] == 1 && t->words[from] >= STRAY_WORDS))) continue;
        t->cases[to] = (uint8_t)best;
        t->words[to] = from == LEMMA_SMALL;     /* common words have a say on endings; names have none, or "touch" were one by its */
    }
}

static void spread_cases(builder *self, uint32_t class)
{
    for (unsigned shape = LEMMA_TITLE; shape <= LEMMA_CAPITALS; shape++) spread(self, class, LEMMA_SMALL, LEMMA_LOWER, shape, 1);
    spread(self, class, LEMMA_TITLE, LEMMA_KEEP, LEMMA_SMALL, NAME_WORDS);
    spread(self, class, LEMMA_TITLE, LEMMA_KEEP, LEMMA_CAPITALS, 1);
}

/* ---- endings --------------------------------------------------------------------------------------------------------- */

static void put_slot(builder *self, uint64_t hash, lemma_value value)
{
    uint64_t ended = lemma_hash_end(hash);
    uint32_t tag = lemma_hash_tag(ended), slot = lemma_hash_slot(ended, self->slot_count), have;
    while ((have = lemma_load32(self->slots + (size_t)slot * LEMMA_SLOT_BYTES)) != 0) {
        self->clash |= have == tag;
        slot = slot + 1 < self->slot_count ? slot + 1 : 0;
    }
    char *at = self->slots + (size_t)slot * LEMMA_SLOT_BYTES;
    for (unsigned i = 0; i < 4; i++) at[i] = (char)(tag >> 8 * i);
    for (unsigned i = 0; i < 2; i++) at[4 + i] = (char)(value.rule >> 8 * i), at[6 + i] = (char)(value.cases >> 8 * i);
}

/* A table of `count` slots with all entries so far. */
static void lay_out(builder *self, uint32_t count)
{
    self->slot_count = count;
    self->slots = arena_array(self->mem, count, LEMMA_SLOT_BYTES);
    self->failed |= !self->slots;
    for (size_t i = 0; !self->failed && i < self->entries.count; i++) {
        const entry *e = (const entry *)self->entries.at + i;
        put_slot(self, e->hash, e->value);
    }
}

static void put(builder *self, uint64_t hash, lemma_value value)
{
    entry *new = vec_add(&self->entries, self->mem);
    self->failed |= !new;
    if (!new) return;
    *new = (entry){ hash, value };
    if (self->slots) put_slot(self, hash, value);
}

/* The rule that most types of order[from, to) agree on, where it beats `inherited`; else LEMMA_RULE_NONE. */
static uint16_t settle_rule(builder *self, uint32_t from, uint32_t to, uint32_t inherited, uint32_t support)
{
    uint32_t best = inherited;
    for (uint32_t i = from; i < to; i++) self->tally[self->order[i]->rule] += !self->order[i]->guessed;
    for (uint32_t i = from; i < to; i++) {
        uint32_t rule = self->order[i]->rule;
        if (self->tally[rule] >= support && (best == LEMMA_RULE_NONE || self->tally[rule] > self->tally[best])) best = rule;
    }
    for (uint32_t i = from; i < to; i++) self->tally[self->order[i]->rule] = 0;
    return (uint16_t)(best == inherited ? LEMMA_RULE_NONE : best);
}

static uint16_t settle_cases(const builder *self, uint32_t from, uint32_t to, uint32_t inherited, uint32_t support)
{
    uint32_t tally[LEMMA_SHAPES][LEMMA_CASE_NONE + 1] = { { 0 } };
    unsigned cases = LEMMA_CASES_NONE;
    for (uint32_t i = from; i < to; i++)
        for (unsigned s = 0; s < LEMMA_SHAPES; s++) tally[s][self->order[i]->cases[s]] += self->order[i]->words[s] != 0;
    for (unsigned s = 0; s < LEMMA_SHAPES; s++) {
        unsigned before = lemma_case_at(inherited, s), best = before;
        uint32_t most = before == LEMMA_CASE_NONE ? 0 : tally[s][before];
        for (unsigned how = 0; how < LEMMA_CASES; how++)
            if (tally[s][how] >= support && tally[s][how] > most) most = tally[s][how], best = how;
        if (best != before) cases = lemma_case_set(cases, s, best);
    }
    return (uint16_t)cases;
}

static bool says_nothing(lemma_value v) { return v.rule == LEMMA_RULE_NONE && v.cases == LEMMA_CASES_NONE; }

/* Part order[from, to), whose keys share `depth` bytes at the end, by the byte before those; true: a longer ending has an opinion. */
static bool part(builder *self, uint32_t from, uint32_t to, unsigned depth, uint64_t hash, lemma_value value)
{
    bool below = false;
    if (depth == LEMMA_ENDING) return false;
    while (from < to && self->order[from]->key.len == depth) from++;
    for (uint32_t end; from < to; from = end) {
        char c = self->order[from]->key.at[self->order[from]->key.len - depth - 1];
        end = from + 1;
        while (end < to && self->order[end]->key.at[self->order[end]->key.len - depth - 1] == c) end++;
        if (end - from < RULE_SUPPORT) continue;
        lemma_value own = { settle_rule(self, from, end, value.rule, RULE_SUPPORT),
                            settle_cases(self, from, end, value.cases, CASE_SUPPORT) };
        uint64_t longer = lemma_hash_step(hash, c);
        if (!part(self, from, end, depth + 1, longer, lemma_value_over(value, own)) && says_nothing(own)) continue;
        put(self, longer, own);
        below = true;
    }
    return below;
}

/* Where no word of the class tells: names and signs stay as they are. */
static unsigned default_cases(parse_upos upos)
{
    bool kept = upos == UPOS_PROPN || upos == UPOS_X || upos == UPOS_SYM || upos == UPOS_PUNCT;
    unsigned cases = 0;
    for (unsigned s = 0; s < LEMMA_SHAPES; s++) cases = lemma_case_set(cases, s, kept && s != LEMMA_SMALL ? LEMMA_KEEP : LEMMA_LOWER);
    return cases;
}

static parse_upos upos_of(const builder *self, uint32_t class)
{
    return class < UPOS_COUNT ? (parse_upos)class : ((const pair *)self->learner->pairs.at + (class - UPOS_COUNT))->upos;
}

static void learn_endings(builder *self, uint32_t class)
{
    uint32_t from = self->first_of[class], to = self->first_of[class + 1];
    parse_upos upos = upos_of(self, class);
    lemma_value base = { 0, (uint16_t)default_cases(upos) };
    if (class >= UPOS_COUNT) base.cases = self->roots[upos].cases;      /* but endings go with the English tag */
    lemma_value own = { settle_rule(self, from, to, base.rule, RULE_SUPPORT), settle_cases(self, from, to, base.cases, CASE_SUPPORT) };
    self->roots[class] = lemma_value_over(base, own);
    part(self, from, to, 0, lemma_hash_class(self->salt, class), self->roots[class]);
}

/* ---- whole words ----------------------------------------------------------------------------------------------------- */

static void add_whole(builder *self, const type *of)
{
    lemma_letters letters;
    if (!lemma_take_apart(of->example->form, &letters)) return;
    lemma_slots slots = { self->slots, self->slot_count, self->salt };
    lemma_value said = lemma_look_up(&slots, &letters, of->class, self->roots[of->class]);
    lemma_value own = { LEMMA_RULE_NONE, LEMMA_CASES_NONE };
    if (said.rule != of->rule) own.rule = (uint16_t)of->rule;
    for (unsigned s = 0; s < LEMMA_SHAPES; s++)
        if (of->cases[s] != LEMMA_CASE_NONE && of->cases[s] != lemma_case_at(said.cases, s))
            own.cases = (uint16_t)lemma_case_set(own.cases, s, of->cases[s]);
    if (says_nothing(own)) return;
    uint64_t hash = lemma_hash_class(self->salt, of->class);
    for (size_t i = of->key.len; i > 0;) hash = lemma_hash_step(hash, of->key.at[--i]);
    put(self, lemma_hash_step(hash, 0), own);
}

static bool hyphenated(const type *of) { return str_find(of->key, '-', 0) < of->key.len; }

static void learn(builder *self, uint32_t salt)
{
    self->salt = salt;
    self->clash = false;
    self->entries.count = 0;
    self->slots = NULL;
    for (uint32_t class = 0; class < self->classes; class++) learn_endings(self, class);
    if (self->failed) return;
    lay_out(self, (uint32_t)(self->entries.count + self->types.count) * 2 + 1);
    for (unsigned round = 0; round < 2; round++)
        for (size_t i = 0; !self->failed && i < self->types.count; i++)
            if (hyphenated(self->order[i]) == (round == 1)) add_whole(self, self->order[i]);
    if (!self->failed) lay_out(self, (uint32_t)((uint64_t)self->entries.count * 100 / LOAD_PERCENT) + 1);
}

/* ---- writing --------------------------------------------------------------------------------------------------------- */

static void put16(buf *out, uint32_t n)
{
    buf_char(out, (char)n);
    buf_char(out, (char)(n >> 8));
}

static void put32(buf *out, uint32_t n)
{
    put16(out, n);
    put16(out, n >> 16);
}

/* Where `s` stands in the text, which it is added to unless it is there already. */
static uint32_t text_place(buf *text, rp_str s)
{
    if (s.len == 0) return 0;
    for (size_t at = 0; at + s.len <= text->len; at++)
        if (str_eq((rp_str){ text->at + at, s.len }, s)) return (uint32_t)at;
    buf_str(text, s);
    return (uint32_t)(text->len - s.len);
}

static void write_section(const builder *self, buf *out)
{
    buf text = { 0 }, body = { 0 };
    uint32_t rules = intern_count(self->rules);
    for (uint32_t class = 0; class < self->classes; class++) {
        rp_str xpos = class < UPOS_COUNT ? (rp_str){ "", 0 } : ((const pair *)self->learner->pairs.at + (class - UPOS_COUNT))->xpos;
        put32(&body, text_place(&text, xpos));
        buf_char(&body, (char)xpos.len);
        buf_char(&body, (char)upos_of(self, class));
        put16(&body, self->roots[class].rule);
        put16(&body, self->roots[class].cases);
    }
    for (uint32_t i = 0; i < rules; i++) {
        lemma_rule rule = rule_of(self, i);
        put32(&body, text_place(&text, rule.add));
        buf_char(&body, (char)rule.add.len);
        buf_char(&body, (char)rule.cut);
    }
    buf_add(&body, self->slots, (size_t)self->slot_count * LEMMA_SLOT_BYTES);
    buf_add(out, LEMMA_MAGIC, 8);
    uint32_t head[] = { LEMMA_VERSION, (uint32_t)(LEMMA_HEADER_BYTES + body.len + text.len), self->salt, self->classes, rules,
                        self->slot_count, (uint32_t)text.len };
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) put32(out, head[i]);
    buf_str(out, buf_view(&body));
    buf_str(out, buf_view(&text));
    out->failed |= body.failed || text.failed;
    buf_free(&body);
    buf_free(&text);
}

static rp_code build(builder *self, buf *out, rp_err *err)
{
    self->classes = UPOS_COUNT + (uint32_t)self->learner->pairs.count;
    rule_number(self, 0, (rp_str){ "", 0 });
    gather(self);
    if (self->failed) return no_memory(err);
    if (intern_count(self->rules) >= LEMMA_RULE_NONE || self->classes > UINT16_MAX)
        return error_set(err, RP_ELIMIT, "more than %u different lemma rules or tags; learn from fewer words", LEMMA_RULE_NONE);
    for (uint32_t class = 0; class < self->classes; class++) spread_cases(self, class);
    uint32_t salt = 0;
    do learn(self, ++salt);
    while (self->clash && !self->failed && salt < SALTS);
    if (self->failed) return no_memory(err);
    if (self->clash) return error_set(err, RP_ELIMIT, "too many words for the hashes of the lemma tables; learn from fewer");
    write_section(self, out);
    return out->failed ? no_memory(err) : RP_OK;
}

rp_code lemma_learner_write(lemma_learner *self, buf *out, rp_err *err)
{
    rp_code rc = make_forms(self, err);
    if (rc != RP_OK) return rc;
    builder b = { .learner = self, .mem = arena_new(0), .rules = intern_new(), .type_keys = intern_new(), .types = vec_of(sizeof(type)),
                  .entries = vec_of(sizeof(entry)) };
    rc = b.mem && b.rules && b.type_keys ? build(&b, out, err) : no_memory(err);
    arena_free(b.mem);
    intern_free(b.rules);
    intern_free(b.type_keys);
    return rc;
}
