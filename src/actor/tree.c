/* actor/tree.c - see actor/tree.h. */
#include "actor/tree.h"

static tree_subtype subtype_of(rp_str label)
{
    static const struct { const char *end; tree_subtype sub; } known[] = { { ":pass", SUB_PASS }, { ":agent", SUB_AGENT }, { ":poss", SUB_POSS },
        { ":relcl", SUB_RELCL }, { ":prt", SUB_PRT }, { ":tmod", SUB_TIME }, { ":unmarked", SUB_TIME } };
    if (!memchr(label.at, ':', label.len)) return SUB_NONE;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_ends(label, str_of(known[i].end))) return known[i].sub;
    return SUB_NONE;
}

static uint8_t form_of(rp_str xpos)
{
    static const struct { const char *xpos; uint8_t bits; } known[] = { { "VBD", TREE_FINITE | TREE_PAST }, { "VBZ", TREE_FINITE | TREE_PRESENT },
        { "VBP", TREE_FINITE | TREE_PRESENT }, { "VBG", TREE_GERUND }, { "VBN", TREE_PARTICIPLE }, { "VB", TREE_INFINITIVE }, { "MD", TREE_FINITE },
        { "NNS", TREE_PLURAL }, { "NNPS", TREE_PLURAL } };
    if (xpos.len < 2 || !strchr("VMN", xpos.at[0])) return 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(xpos, known[i].xpos)) return known[i].bits;
    return 0;
}

static uint32_t word_number(const lexicon *tables, rp_str lemma)
{
    char folded[UNIT_FOLDED];
    if (lemma.len == 0 || lemma.len >= sizeof folded) return LEXICON_NONE;
    for (size_t i = 0; i < lemma.len; i++) folded[i] = (char)to_lower((unsigned char)lemma.at[i]);
    return lexicon_word(tables, (rp_str){ folded, lemma.len });
}

/* Link children in text order, and find the root. */
static void link_children(tree *t)
{
    for (uint32_t i = t->count; i-- > 0;) {
        tree_word *w = &t->at[i];
        if (w->head >= t->count) {
            t->root = i;
            continue;
        }
        w->next = t->at[w->head].child;
        t->at[w->head].child = i;
    }
}

static void mark_passives(tree *t)
{
    for (uint32_t i = 0; i < t->count; i++) {
        tree_word *w = &t->at[i];
        if (!(w->form_bits & TREE_PARTICIPLE)) continue;
        bool passive = false, have = false;
        for (uint32_t c = w->child; c != TREE_NONE; c = t->at[c].next) {
            passive |= t->at[c].subtype == SUB_PASS || t->at[c].subtype == SUB_AGENT;
            have |= t->at[c].relation == REL_AUX && t->at[c].subtype != SUB_PASS && str_is(t->at[c].lemma, "have");
        }
        bool bare = tree_child(t, i, REL_NSUBJ) == TREE_NONE;
        bool reduced = !have && (w->relation == REL_ACL || w->relation == REL_AMOD || (w->relation == REL_ADVCL && bare));
        bool joined = !have && bare && w->relation == REL_CONJ && (t->at[w->head].form_bits & TREE_PASSIVE);
        if (passive || reduced || joined) w->form_bits |= TREE_PASSIVE;
    }
}

/* One word from its token and what the parser says of it; it has its units later. */
static tree_word word_from(const tree_input *in, const rp_token *token, const parse_word *p)
{
    const parse_tag *tag = parser_tag(in->parser, p->tag);
    const parse_label *label = parser_label(in->parser, p->label);
    tree_word w = { .form = str_sub(in->text, token->start, token->end), .lemma = p->lemma, .start = token->start, .end = token->end };
    w.head = p->head == PARSE_ROOT ? TREE_NONE : p->head;
    w.child = w.next = TREE_NONE;
    w.mention = -1;
    w.upos = (uint8_t)tag->upos;
    w.relation = (uint8_t)label->relation;
    w.subtype = (uint8_t)subtype_of(label->name);
    w.form_bits = form_of(tag->xpos);
    w.label = p->label;
    return w;
}

/* The number of its lemma: that of its one unit, where that is spelled alike, so that most are looked up no second time. */
static uint32_t number_of(const tree_input *in, const tree_word *w)
{
    const unit *u = &in->words->at[w->first_unit];
    if (w->units == 1 && u->start == w->start && u->end == w->end && str_eq_nocase(w->form, w->lemma)) return u->word;
    return word_number(in->lexicon, w->lemma);
}

bool tree_build(const tree_input *in, const rp_sentence *sentence, uint32_t s, const parse_word *parsed, arena *mem, tree *out)
{
    uint32_t n = sentence->token_count, place = in->words->sentences[s].first, end = place + in->words->sentences[s].count;
    *out = (tree){ .count = n, .text = in->text, .end_unit = end };
    out->at = arena_array(mem, (size_t)n + 1, sizeof *out->at);
    if (!out->at) return false;
    while (n && place < end && in->words->at[place].end <= in->tokens[sentence->first_token].start) place++;      /* of the pieces before */
    out->first_unit = place;
    for (uint32_t i = 0; i < n; i++) {
        const rp_token *token = &in->tokens[sentence->first_token + i];
        tree_word *w = &out->at[i];
        *w = word_from(in, token, &parsed[i]);
        w->first_unit = place;
        while (place < end && in->words->at[place].start < token->end) place++;
        w->units = place - w->first_unit;
        w->word = number_of(in, w);
        w->kinds = kinds_of(in->kinds, w->word);
    }
    if (n) out->end_unit = place;
    link_children(out);
    mark_passives(out);
    return true;
}

bool tree_lemma_among(const tree *t, uint32_t i, const char *const *lemmas, size_t count)
{
    if (i >= t->count || !t->at[i].lemma.len) return false;
    rp_str lemma = t->at[i].lemma;
    for (size_t k = 0; k < count; k++) if (lemmas[k][0] == lemma.at[0] && str_is(lemma, lemmas[k])) return true;
    return false;
}

bool tree_is_nominal(const tree_word *w)
{
    return w->upos == UPOS_NOUN || w->upos == UPOS_PROPN || w->upos == UPOS_PRON || w->upos == UPOS_NUM || w->upos == UPOS_X || w->upos == UPOS_SYM;
}

uint32_t tree_child(const tree *t, uint32_t i, parse_relation relation)
{
    for (uint32_t c = t->at[i].child; c != TREE_NONE; c = t->at[c].next)
        if (t->at[c].relation == relation) return c;
    return TREE_NONE;
}

uint32_t tree_child_sub(const tree *t, uint32_t i, parse_relation relation, tree_subtype sub)
{
    for (uint32_t c = t->at[i].child; c != TREE_NONE; c = t->at[c].next)
        if (t->at[c].relation == relation && t->at[c].subtype == sub) return c;
    return TREE_NONE;
}

uint32_t tree_child_lemma(const tree *t, uint32_t i, parse_relation relation, const char *lemma)
{
    for (uint32_t c = t->at[i].child; c != TREE_NONE; c = t->at[c].next)
        if (t->at[c].relation == relation && str_is(t->at[c].lemma, lemma)) return c;
    return TREE_NONE;
}

bool tree_under(const tree *t, uint32_t i, uint32_t top)
{
    for (uint32_t steps = 0; i < t->count && steps <= t->count; steps++, i = t->at[i].head)
        if (i == top) return true;
    return false;
}

uint32_t tree_depth(const tree *t, uint32_t i)
{
    uint32_t depth = 0;
    for (; t->at[i].head < t->count && depth < t->count; i = t->at[i].head) depth++;
    return depth;
}

uint32_t tree_meeting(const tree *t, uint32_t a, uint32_t b)
{
    uint32_t da = tree_depth(t, a), db = tree_depth(t, b);
    for (; da > db; da--) a = t->at[a].head;
    for (; db > da; db--) b = t->at[b].head;
    while (a != b && da-- > 0) a = t->at[a].head, b = t->at[b].head;
    return a == b ? a : t->root;
}

void tree_span(const tree *t, uint32_t i, uint32_t *first, uint32_t *last)
{
    /* outermost descendants on each side; trees are nearly always projective, and where one is not the span is only wider */
    *first = *last = i;
    uint32_t at = i;
    for (uint32_t steps = 0; steps < t->count && t->at[at].child != TREE_NONE && t->at[at].child < at; steps++) at = t->at[at].child;
    if (at < *first) *first = at;
    at = i;
    for (uint32_t steps = 0; steps < t->count; steps++) {
        uint32_t last_child = TREE_NONE;
        for (uint32_t c = t->at[at].child; c != TREE_NONE; c = t->at[c].next) last_child = c;
        if (last_child == TREE_NONE || last_child < at) break;
        at = last_child;
    }
    if (at > *last) *last = at;
}

uint32_t tree_of_unit(const tree *t, uint32_t place)
{
    uint32_t from = 0, to = t->count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (t->at[middle].first_unit + t->at[middle].units <= place) from = middle + 1;
        else to = middle;
    }
    return from < t->count && t->at[from].first_unit <= place ? from : TREE_NONE;
}

uint32_t tree_head_of(const tree *t, uint32_t start, uint32_t end)
{
    uint32_t best = TREE_NONE, best_depth = UINT32_MAX;
    for (uint32_t i = 0; i < t->count && t->at[i].start < end; i++) {
        if (t->at[i].end <= start || t->at[i].upos == UPOS_PUNCT) continue;
        uint32_t depth = tree_depth(t, i);
        if (depth < best_depth) best = i, best_depth = depth;
    }
    return best;
}
