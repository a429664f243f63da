/* actor/find.c - the mentions of a document, sentence by sentence; see actor/mention.h and actor/finder.h. */
#include "actor/finder.h"
#include "base/utf8.h"

#define LABEL_TOKENS 8u     /* of a label before its colon, at most */
#define RECENT 2u           /* sentences back in which an actor must be named for a pronoun to be sought */

/* The units once more, with the words of the actors of one's own. False: memory ended. */
static bool look_up_own(finder *f)
{
    const lexicon *own = actor_own(f->tables);
    if (!own) return true;
    unit *units = arena_array(f->mem, (size_t)f->words->count + 1, sizeof *units);
    for (uint32_t i = 0; units && i < f->words->count; i++) {
        char folded[UNIT_FOLDED];
        units[i] = f->words->at[i];
        size_t len = unit_fold(f->text, &units[i], folded);
        units[i].word = len ? lexicon_word(own, (rp_str){ folded, len }) : LEXICON_NONE;
    }
    f->own = units;
    return units != NULL;
}

/* Is it text whose actors do something? */
static bool read_kind(uint8_t kind)
{
    return kind == RP_KIND_PROSE || kind == RP_KIND_HEADLINE || kind == RP_KIND_LIST || kind == RP_KIND_CAPTION;
}

/* Tokens of a label that runs into its paragraph: "Joint Exercises: Kenya and Uganda now hold …". A label that names an actor may be who speaks. */
static uint32_t label_tokens(const finder *f, const tree_layer *trees, uint32_t from)
{
    static const char *const small[] = { "of", "and", "the", "in", "to", "for", "on", "with", "a", "an", "by", "as", "from", "&", "-", "–", "/", "," };
    const rp_sentence *in = &trees->in.sentences[f->sentence];
    const actor_mention *all = f->out->at;
    if (in->start > 0 && f->text.at[in->start - 1] != '\n') return 0;
    for (uint32_t k = 0; k < LABEL_TOKENS && k + 1 < in->token_count; k++) {
        const rp_token *token = &trees->in.tokens[in->first_token + k];
        rp_str word = str_sub(f->text, token->start, token->end);
        if (k > 0 && str_is(word, ":")) {
            for (size_t m = from; m < f->out->count; m++) if (all[m].start < token->start && all[m].kind != ACTOR_ADJECTIVE) return 0;
            return utf8_is_upper(utf8_at(f->text, token[1].start, &(unsigned){ 0 })) ? k + 1 : 0;
        }
        bool fits = utf8_is_upper(utf8_at(f->text, token->start, &(unsigned){ 0 })) || is_digit((unsigned char)word.at[0]);
        for (size_t i = 0; i < sizeof small / sizeof *small; i++) fits |= str_is(word, small[i]);
        if (!fits) return 0;
    }
    return 0;
}

/* Mark which words the mentions [from, end) cover. */
static void mark_range(const actor_mention *all, uint32_t from, uint32_t end, tree *t)
{
    for (uint32_t m = from, i = 0; m < end; m++) {
        while (i < t->count && t->at[i].end <= all[m].start) i++;
        for (uint32_t k = i; k < t->count && t->at[k].start < all[m].end; k++) t->at[k].mention = (int32_t)m;
    }
}

/* May something in the sentence stand for an actor named a little before? */
static bool may_refer(const finder *f)
{
    const actor_mention *last = finder_last(f);
    if (!last || f->sentence - last->sentence > RECENT) return false;
    static const char *const others[] = { "its", "their", "his", "her", "both", "two" };
    for (uint32_t i = f->first; i < f->end; i++) {
        uint16_t class = finder_class(f, i);
        if (class & WORD_PRONOUN) return true;
        for (size_t k = 0; (class & (WORD_DETERMINER | WORD_QUANTITY)) && k < sizeof others / sizeof *others; k++) if (finder_is(f, i, others[k])) return true;
    }
    return false;
}

/* Parse the sentence, and find in its trees what stands for others. */
static rp_code read_trees(finder *f, tree_layer *trees, uint32_t from, arena *scratch, rp_err *err)
{
    uint32_t s = f->sentence, n = trees->in.sentences[s].token_count;
    rp_code rc = trees_parse(trees, s, f->mem, err);
    for (uint32_t at = trees->label[s]; at < n && rc == RP_OK; at += READING_TOKENS) {
        tree t;
        arena_reset(scratch);
        rc = trees_build(trees, s, at, n - at, scratch, &t, err);
        if (rc != RP_OK) break;
        mark_range(f->out->at, from, (uint32_t)f->out->count, &t);
        finder_refer(f, from, &t);
        mark_range(f->out->at, from, (uint32_t)f->out->count, &t);
        finder_labeller(f, from, &t);
    }
    return rc;
}

rp_code actor_find(const actor_tables *tables, const actor_weights *weights, tree_layer *trees, size_t sentence_count, int32_t day, arena *mem, arena *scratch,
                   actor_layer *out, rp_err *err)
{
    vec mentions = vec_of(sizeof(actor_mention));
    word_range *ranges = arena_array(mem, sentence_count + 1, sizeof *ranges);
    const tree_input *in = &trees->in;
    finder f = { .tables = tables, .day = day, .lexicon = actor_lexicon(tables), .domains = actor_domains(tables), .text = in->text, .words = in->words, .sentences = in->sentences, .mem = mem, .out = &mentions, .unknown = vec_of(sizeof(actor_unknown)),
                 .phrases = { .tables = tables, .weights = weights, .trees = trees, .sparing = true },
                 .chains = { .phrases = vec_of(sizeof(phrase)), .chains = vec_of(sizeof(chain)), .mem = mem } };
    rp_code rc = RP_OK;
    f.chains.in = &f.phrases;
    *out = (actor_layer){ 0 };
    if (!look_up_own(&f)) f.failed = true;
    for (uint32_t s = 0; ranges && s < sentence_count && !f.failed && rc == RP_OK; s++) {
        uint32_t from = (uint32_t)mentions.count;
        uint8_t kind = in->sentences[s].kind;
        f.sentence = s;
        f.first = in->words->sentences[s].first;
        f.end = f.first + in->words->sentences[s].count;
        if (kind != RP_KIND_REFERENCE && kind != RP_KIND_NAVIGATION) {
            finder_names(&f);
            finder_label(&f, from);
            trees->label[s] = (uint8_t)label_tokens(&f, trees, from);
            if (read_kind(kind) && (mentions.count > from || may_refer(&f))) rc = read_trees(&f, trees, from, scratch, err);
            finder_place(&f, from);
            finder_lend(&f, from);
            finder_learn(&f, from);
        }
        ranges[s] = (word_range){ from, (uint32_t)mentions.count - from };
    }
    if (!f.failed && ranges && rc == RP_OK) finder_lend_subject(&f);
    if (f.failed || !ranges) return error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) *out = (actor_layer){ mentions.at, (uint32_t)mentions.count, ranges, f.unknown.at, (uint32_t)f.unknown.count };
    return rc;
}

void mention_mark(const actor_layer *actors, uint32_t s, tree *t)
{
    word_range range = actors->sentences[s];
    mark_range(actors->at, range.first, range.first + range.count, t);
    for (uint32_t i = 0; i < t->count; i++)     /* a town where something happens, or that names a thing, acts in nothing */
        if (t->at[i].mention >= 0 && actors->at[t->at[i].mention].kind == ACTOR_LOCALITY
            && (actors->at[t->at[i].mention].flags & (MENTION_PLACE | MENTION_MODIFIER))) t->at[i].mention = -1;
}
