/* parse/evaluate.c - see parse/evaluate.h. */
#include "parse/evaluate.h"
#include <stdlib.h>
#include "base/intern.h"
#include "text/align.h"

#define NO_CHILD UINT32_MAX
#define FEATURES 32             /* more universal ones are not looked at: there are 21 */

/* A word of one side, in the document. */
typedef struct item {
    parse_reading said;         /* features: universal ones, sorted; head: a word of the document */
    rp_str base;                /* the relation without its subtype */
    bool content, function;
    uint32_t first, next;       /* function words below it, and the next one beside it */
} item;

typedef struct evaluation {
    parse_reader *reader;
    void *context;
    const text_rules *rules;
    arena *mem;                 /* of one document */
    align_document document;
    vec gold, found;            /* item */
    intern *names;              /* of relations */
    vec counts;                 /* evaluate_score, by name */
    arena *keep;                /* for the counts */
    parse_scores *out;
    const char *name;
    rp_err *err;
} evaluation;

static rp_code no_memory(evaluation *e) { return error_set(e->err, RP_ENOMEM, "memory ended"); }

const char *parse_metric_name(parse_metric metric)
{
    static const char *const names[] = { "Tokens", "Sentences", "Words", "UPOS", "XPOS", "UFeats", "AllTags", "Lemmas", "UAS", "LAS",
                                         "LAS+", "CLAS", "MLAS", "BLEX" };
    return metric < PARSE_METRICS ? names[metric] : "";
}

/* ---- items --------------------------------------------------------------------------------------------------------- */

static bool is_universal(rp_str feature)
{
    static const char *const names[] = { "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case",
                                         "Definite", "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity",
                                         "Person", "Polite" };
    rp_str name = str_sub(feature, 0, str_find(feature, '=', 0));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

static int compare_strings(rp_str a, rp_str b)
{
    int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* The universal ones of `feats`, sorted. at == NULL: memory ended. */
static rp_str universal_feats(rp_str feats, arena *mem)
{
    rp_str kept[FEATURES], part;
    size_t count = 0, len = 0;
    char *out = arena_alloc(mem, feats.len + 1);
    if (!out) return (rp_str){ 0 };
    while (count < FEATURES && str_split(&feats, '|', &part)) {
        if (!is_universal(part)) continue;
        size_t at = count++;
        for (; at > 0 && compare_strings(part, kept[at - 1]) < 0; at--) kept[at] = kept[at - 1];
        kept[at] = part;
    }
    for (size_t i = 0; i < count; i++) {
        if (i) out[len++] = '|';
        memcpy(out + len, kept[i].at, kept[i].len);
        len += kept[i].len;
    }
    return (rp_str){ out, len };
}

static bool is_function(parse_relation r)
{
    return r == REL_AUX || r == REL_COP || r == REL_MARK || r == REL_DET || r == REL_CLF || r == REL_CASE || r == REL_CC;
}

/* Append the item of a word whose sentence begins with word `first` of the document. False: memory ended. */
static bool add_item(evaluation *e, vec *to, const parse_reading *said, uint32_t first)
{
    item *slot = vec_add(to, e->mem);
    if (!slot) return false;
    parse_relation relation = parse_relation_find(said->relation);
    *slot = (item){ .said = *said, .base = { said->relation.at, str_find(said->relation, ':', 0) }, .first = NO_CHILD, .next = NO_CHILD };
    slot->function = is_function(relation);
    slot->content = relation != REL_COUNT && relation != REL_PUNCT && !slot->function;
    if (said->head != PARSE_ROOT) slot->said.head += first;
    slot->said.feats = universal_feats(said->feats, e->mem);
    return slot->said.feats.at != NULL;
}

/* Chain the function words below each word, in text order. */
static void chain_children(vec *items)
{
    item *at = items->at;
    for (size_t i = items->count; i-- > 0;) {
        if (!at[i].function || at[i].said.head == PARSE_ROOT) continue;
        item *head = &at[at[i].said.head];
        at[i].next = head->first;
        head->first = (uint32_t)i;
    }
}

static bool keep(evaluation *e, rp_str *s)
{
    s->at = arena_copy(e->mem, *s);
    return s->at != NULL;
}

static rp_code add_gold(evaluation *e, const conllu_sentence *s)
{
    uint32_t first = (uint32_t)e->gold.count;
    align_add(&e->document, s);
    if (e->document.no_memory) return no_memory(e);
    for (size_t i = 0; i < s->word_count; i++) {
        const conllu_word *w = &s->words[i];
        parse_reading r = { w->lemma, w->upos, w->xpos, w->feats, w->deprel, w->head == CONLLU_ROOT ? PARSE_ROOT : w->head };
        if (w->head == CONLLU_UNSAID) return error_at(e->err, RP_EFORMAT, e->name, w->line, "a word without a head; gold trees are needed");
        if (!keep(e, &r.lemma) || !keep(e, &r.upos) || !keep(e, &r.xpos) || !keep(e, &r.feats) || !keep(e, &r.relation)) return no_memory(e);
        if (!add_item(e, &e->gold, &r, first)) return no_memory(e);
    }
    return RP_OK;
}

/* Parse the sentences of `layers`. */
static rp_code add_found(evaluation *e, const align_layers *layers)
{
    const align_word *words = layers->words.at;
    const uint32_t *firsts = layers->firsts.at;
    for (size_t i = 0; i < layers->firsts.count; i++) {
        uint32_t first = firsts[i], count = (uint32_t)(i + 1 < layers->firsts.count ? firsts[i + 1] : layers->words.count) - first;
        if (count == 0) continue;
        rp_str *forms = arena_array(e->mem, count, sizeof *forms);
        parse_reading *said = arena_array(e->mem, count, sizeof *said);
        if (!forms || !said) return no_memory(e);
        for (uint32_t k = 0; k < count; k++) forms[k] = words[first + k].form;
        rp_code rc = e->reader(e->context, forms, count, e->mem, said, e->err);
        if (rc != RP_OK) return rc;
        for (uint32_t k = 0; k < count; k++)
            if (!add_item(e, &e->found, &said[k], first)) return no_memory(e);
        e->out->sentences++;
        e->out->words += count;
    }
    return RP_OK;
}

/* ---- scores -------------------------------------------------------------------------------------------------------- */

typedef struct pairs {
    const item *gold, *found;
    const uint32_t *match;      /* found → gold, or ALIGN_NONE */
} pairs;

static bool same_head(const pairs *p, const item *gold, const item *found)
{
    if (found->said.head == PARSE_ROOT || gold->said.head == PARSE_ROOT) return found->said.head == gold->said.head;
    return p->match[found->said.head] == gold->said.head;
}

static bool same_morphology(const item *gold, const item *found)
{
    return str_eq(gold->said.upos, found->said.upos) && str_eq(gold->said.feats, found->said.feats);
}

static bool same_function_words(const pairs *p, const item *gold, const item *found)
{
    uint32_t g = gold->first, f = found->first;
    for (; g != NO_CHILD && f != NO_CHILD; g = p->gold[g].next, f = p->found[f].next) {
        const item *a = &p->gold[g], *b = &p->found[f];
        if (p->match[f] != g || !str_eq(a->base, b->base) || !same_morphology(a, b)) return false;
    }
    return g == f;
}

/* What of the pair agrees. */
static void count_pair(const pairs *p, const item *gold, const item *found, evaluate_score *metric)
{
    const parse_reading *a = &gold->said, *b = &found->said;
    bool upos = str_eq(a->upos, b->upos), xpos = str_eq(a->xpos, b->xpos), feats = str_eq(a->feats, b->feats);
    bool lemma = a->lemma.len == 0 || str_is(a->lemma, "_") || str_eq(a->lemma, b->lemma);
    bool head = same_head(p, gold, found), arc = head && str_eq(gold->base, found->base), content = arc && gold->content;
    metric[PARSE_WORDS].right++;
    metric[PARSE_UPOS].right += upos;
    metric[PARSE_XPOS].right += xpos;
    metric[PARSE_UFEATS].right += feats;
    metric[PARSE_ALLTAGS].right += upos && xpos && feats;
    metric[PARSE_LEMMAS].right += lemma;
    metric[PARSE_UAS].right += head;
    metric[PARSE_LAS].right += arc;
    metric[PARSE_LAS_FULL].right += head && str_eq(a->relation, b->relation);
    metric[PARSE_CLAS].right += content;
    metric[PARSE_MLAS].right += content && upos && feats && same_function_words(p, gold, found);
    metric[PARSE_BLEX].right += content && lemma;
}

/* The counts of a relation; NULL: memory ended. */
static evaluate_score *relation_score(evaluation *e, rp_str name)
{
    uint32_t number = intern_add(e->names, name);
    if (number == INTERN_NONE || (number == e->counts.count && !vec_add(&e->counts, e->keep))) return NULL;
    return (evaluate_score *)e->counts.at + number;
}

static rp_code count_relations(evaluation *e, const pairs *p)
{
    for (size_t i = 0; i < e->gold.count; i++) {
        evaluate_score *s = relation_score(e, p->gold[i].said.relation);
        if (!s) return no_memory(e);
        s->gold++;
    }
    for (size_t i = 0; i < e->found.count; i++) {
        evaluate_score *s = relation_score(e, p->found[i].said.relation);
        if (!s) return no_memory(e);
        s->found++;
        const item *gold = p->match[i] == ALIGN_NONE ? NULL : &p->gold[p->match[i]];
        s->right += gold && same_head(p, gold, &p->found[i]) && str_eq(gold->said.relation, p->found[i].said.relation);
    }
    return RP_OK;
}

static void count_all(evaluation *e, const pairs *p)
{
    evaluate_score *metric = e->out->metric;
    uint64_t gold_content = 0, found_content = 0;
    for (size_t i = 0; i < e->gold.count; i++) gold_content += p->gold[i].content;
    for (size_t i = 0; i < e->found.count; i++) found_content += p->found[i].content;
    for (int m = PARSE_WORDS; m < PARSE_METRICS; m++) {
        metric[m].gold += m >= PARSE_CLAS ? gold_content : e->gold.count;
        metric[m].found += m >= PARSE_CLAS ? found_content : e->found.count;
    }
    for (size_t i = 0; i < e->found.count; i++)
        if (p->match[i] != ALIGN_NONE) count_pair(p, &p->gold[p->match[i]], &p->found[i], metric);
}

/* ---- documents ----------------------------------------------------------------------------------------------------- */

static rp_code pair_words(evaluation *e, const align_layers *found, uint32_t *match)
{
    uint64_t count;
    const align_layers *gold = &e->document.gold;
    if (found != gold) return align_words(&gold->words, &found->words, e->mem, match, &count, e->err);
    for (size_t i = 0; i < gold->words.count; i++) match[i] = (uint32_t)i;
    return RP_OK;
}

static rp_code end_document(evaluation *e)
{
    align_layers *gold = &e->document.gold, split, *found = gold;
    if (gold->sentences.count == 0) return RP_OK;
    rp_code rc = e->rules ? align_split(&e->document, e->rules, &split, e->err) : RP_OK;
    if (rc == RP_OK && e->rules) found = &split;
    if (rc == RP_OK) rc = add_found(e, found);
    if (rc != RP_OK) return rc;
    uint32_t *match = arena_array(e->mem, found->words.count + 1, sizeof *match);
    if (!match) return no_memory(e);
    rc = pair_words(e, found, match);
    if (rc != RP_OK) return rc;
    pairs p = { e->gold.at, e->found.at, match };
    chain_children(&e->gold);
    chain_children(&e->found);
    evaluate_spans(&gold->tokens, &found->tokens, &e->out->metric[PARSE_TOKENS]);
    evaluate_spans(&gold->sentences, &found->sentences, &e->out->metric[PARSE_SENTENCES]);
    count_all(e, &p);
    e->out->documents++;
    return count_relations(e, &p);
}

static void begin_document(evaluation *e)
{
    arena_reset(e->mem);
    align_begin(&e->document, e->mem);
    e->gold = e->found = vec_of(sizeof(item));
}

static rp_code read_all(evaluation *e, conllu_reader *in)
{
    conllu_sentence s;
    bool more = true;
    begin_document(e);
    for (;;) {
        rp_code rc = conllu_next(in, &s, &more, e->err);
        if (rc != RP_OK) return rc;
        if (!more || s.new_document || e->document.text.len > ALIGN_CUT) {
            if ((rc = end_document(e)) != RP_OK || !more) return rc;
            begin_document(e);
        }
        if ((rc = add_gold(e, &s)) != RP_OK) return rc;
    }
}

static int by_frequency(const void *a, const void *b)
{
    const parse_relation_score *x = a, *y = b;
    if (x->score.gold != y->score.gold) return x->score.gold < y->score.gold ? 1 : -1;
    return compare_strings(x->name, y->name);
}

static void finish(parse_scores *s)
{
    for (int i = 0; i < PARSE_METRICS; i++) evaluate_finish(&s->metric[i]);
    for (size_t i = 0; i < s->relation_count; i++) evaluate_finish(&s->relations[i].score);
    if (s->relation_count) qsort(s->relations, s->relation_count, sizeof *s->relations, by_frequency);
}

static rp_code give_relations(evaluation *e, arena *mem)
{
    size_t count = e->counts.count;
    const evaluate_score *scores = e->counts.at;
    parse_relation_score *out = arena_array(mem, count, sizeof *out);
    if (!out) return no_memory(e);
    for (size_t i = 0; i < count; i++) {
        rp_str name = intern_at(e->names, (uint32_t)i);
        const char *copy = arena_copy(mem, name);
        if (!copy) return no_memory(e);
        out[i] = (parse_relation_score){ { copy, name.len }, scores[i] };
    }
    e->out->relations = out;
    e->out->relation_count = count;
    return RP_OK;
}

rp_code parse_evaluate_reader(FILE *in, const char *name, parse_reader *read, void *context, const text_rules *rules, arena *mem,
                              parse_scores *out, rp_err *err)
{
    *out = (parse_scores){ 0 };
    evaluation e = { .reader = read, .context = context, .rules = rules, .mem = arena_new(0), .keep = arena_new(0), .names = intern_new(),
                     .counts = vec_of(sizeof(evaluate_score)), .out = out, .name = name, .err = err };
    conllu_reader *from = conllu_new(in, name);
    rp_code rc = e.mem && e.keep && e.names && from ? read_all(&e, from) : no_memory(&e);
    if (rc == RP_OK && out->documents == 0) rc = error_at(err, RP_EMISSING, name, 0, "no sentence in it; a treebank in CoNLL-U is needed");
    if (rc == RP_OK) rc = give_relations(&e, mem);
    if (rc != RP_OK) *out = (parse_scores){ 0 };
    finish(out);
    conllu_free(from);
    intern_free(e.names);
    arena_free(e.keep);
    arena_free(e.mem);
    align_free(&e.document);
    return rc;
}

static parse_relation_score *relation_named(parse_relation_score *all, size_t count, rp_str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(all[i].name, name)) return &all[i];
    return NULL;
}

static void add_counts(evaluate_score *all, const evaluate_score *one)
{
    all->gold += one->gold;
    all->found += one->found;
    all->right += one->right;
}

rp_code parse_scores_add(parse_scores *all, const parse_scores *one, arena *mem, rp_err *err)
{
    size_t count = all->relation_count;
    parse_relation_score *relations = arena_array(mem, count + one->relation_count, sizeof *relations);
    if (!relations && count + one->relation_count) return error_set(err, RP_ENOMEM, "memory ended");
    if (count) memcpy(relations, all->relations, count * sizeof *relations);
    for (size_t i = 0; i < one->relation_count; i++) {
        parse_relation_score *r = relation_named(relations, count, one->relations[i].name);
        if (r) add_counts(&r->score, &one->relations[i].score);
        else relations[count++] = one->relations[i];
    }
    all->relations = relations;
    all->relation_count = count;
    for (int i = 0; i < PARSE_METRICS; i++) add_counts(&all->metric[i], &one->metric[i]);
    all->documents += one->documents;
    all->sentences += one->sentences;
    all->words += one->words;
    all->seconds += one->seconds;
    finish(all);
    return RP_OK;
}

/* ---- with our parser ----------------------------------------------------------------------------------------------- */

typedef struct timed {
    const parser *parser;
    parse_work *work;
    double (*now)(void);
    double seconds;
} timed;

static rp_code read_timed(void *context, const rp_str *words, uint32_t count, arena *mem, parse_reading *out, rp_err *err)
{
    timed *t = context;
    parse_word *parsed = arena_array(mem, count, sizeof *parsed);
    if (!parsed) return error_set(err, RP_ENOMEM, "memory ended");
    double start = t->now();
    rp_code rc = parser_parse(t->parser, t->work, words, count, mem, parsed, err);
    t->seconds += t->now() - start;
    for (uint32_t i = 0; rc == RP_OK && i < count; i++) {
        const parse_tag *tag = parser_tag(t->parser, parsed[i].tag);
        out[i] = (parse_reading){ parsed[i].lemma, str_of(parse_upos_name(tag->upos)), tag->xpos, tag->feats,
                                  parser_label(t->parser, parsed[i].label)->name, parsed[i].head };
    }
    return rc;
}

rp_code parse_evaluate(FILE *in, const char *name, const parser *by, const text_rules *rules, double (*now)(void), arena *mem,
                       parse_scores *out, rp_err *err)
{
    timed t = { .parser = by, .work = parse_work_new(by), .now = now };
    *out = (parse_scores){ 0 };
    rp_code rc = t.work ? parse_evaluate_reader(in, name, read_timed, &t, rules, mem, out, err) : error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) out->seconds = t.seconds;
    if (t.work) parse_work_free(t.work);
    return rc;
}
