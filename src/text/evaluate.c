/* text/evaluate.c - see text/evaluate.h. */
#include "text/evaluate.h"
#include "text/align.h"

#define CONTEXT 40u                 /* bytes shown around a difference */

typedef struct evaluation {
    const text_rules *rules;
    evaluate_listing *listing;
    void *context;
    evaluate_scores *out;
    rp_err *err;
    arena *mem;         /* of one document */
    align_document document;
    buf show;           /* words of a difference */
    rp_str id;          /* of the document */
    bool no_memory;
} evaluation;

static void begin_document(evaluation *e, rp_str id)
{
    arena_reset(e->mem);
    align_begin(&e->document, e->mem);
    char *copy = arena_copy(e->mem, id);
    if (!copy) e->no_memory = true;
    e->id = (rp_str){ copy, copy ? id.len : 0 };
}

/* ---- scores -------------------------------------------------------------------------------------------------------- */

void evaluate_spans(const vec *gold, const vec *found, evaluate_score *score)
{
    const align_span *g = gold->at, *f = found->at;
    score->gold += gold->count;
    score->found += found->count;
    for (size_t i = 0, k = 0; i < gold->count && k < found->count;) {
        if (g[i].start < f[k].start) i++;
        else if (f[k].start < g[i].start) k++;
        else score->right += g[i++].end == f[k++].end;
    }
}

static rp_code score_words(evaluation *e, const vec *gold, const vec *found, evaluate_score *score)
{
    uint64_t pairs;
    uint32_t *match = arena_array(e->mem, found->count + 1, sizeof *match);
    if (!match) return error_set(e->err, RP_ENOMEM, "memory ended");
    rp_code rc = align_words(gold, found, e->mem, match, &pairs, e->err);
    if (rc != RP_OK) return rc;
    score->gold += gold->count;
    score->found += found->count;
    score->right += pairs;
    return RP_OK;
}

void evaluate_finish(evaluate_score *s)
{
    s->precision = s->found ? 100.0 * (double)s->right / (double)s->found : 0;
    s->recall = s->gold ? 100.0 * (double)s->right / (double)s->gold : 0;
    s->f1 = s->gold + s->found ? 200.0 * (double)s->right / (double)(s->gold + s->found) : 0;
}

/* ---- differences --------------------------------------------------------------------------------------------------- */

static void tell(evaluation *e, int layer, rp_str text, align_span at, size_t parted)
{
    if (e->show.failed) { e->no_memory = true; return; }
    uint32_t from = at.start > CONTEXT ? at.start - CONTEXT : 0, to = text.len - at.end > CONTEXT ? at.end + CONTEXT : (uint32_t)text.len;
    while (from < at.start && ((unsigned char)text.at[from] & 0xC0) == 0x80) from++;
    while (to > at.end && to < text.len && ((unsigned char)text.at[to] & 0xC0) == 0x80) to--;
    rp_str show = buf_view(&e->show);
    evaluate_difference d = { .layer = layer, .gold = str_sub(show, 0, parted), .found = str_sub(show, parted, show.len),
                              .before = str_sub(text, from, at.start), .after = str_sub(text, at.end, to), .document = e->id };
    e->listing(e->context, &d);
}

static void show_spans(buf *out, rp_str text, const align_span *s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i) buf_text(out, " | ");
        buf_str(out, str_sub(text, s[i].start, s[i].end));
    }
}

/* Both sides part the same text, so a stretch of difference ends where both have an end. */
static void list_spans(evaluation *e, int layer, rp_str text, const vec *gold, const vec *found)
{
    const align_span *g = gold->at, *f = found->at;
    for (size_t i = 0, k = 0; i < gold->count && k < found->count;) {
        size_t from = i, start = k;
        bool same = g[i].start == f[k].start && g[i].end == f[k].end;
        while (i < gold->count && k < found->count && g[i].end != f[k].end) {
            if (g[i].end < f[k].end) i++;
            else k++;
        }
        i += i < gold->count;
        k += k < found->count;
        if (same) continue;
        e->show.len = 0;
        show_spans(&e->show, text, g + from, i - from);
        size_t parted = e->show.len;
        show_spans(&e->show, text, f + start, k - start);
        tell(e, layer, text, (align_span){ g[from].start, g[i - 1].end }, parted);
    }
}

static size_t same_token(const vec *words, size_t from)
{
    const align_word *w = words->at;
    size_t end = from + 1;
    while (end < words->count && w[end].at.start == w[from].at.start) end++;
    return end;
}

/* Tokens that both have, with other words inside. */
static void list_words(evaluation *e, rp_str text, const vec *gold, const vec *found)
{
    const align_word *g = gold->at, *f = found->at;
    for (size_t i = 0, k = 0; i < gold->count && k < found->count;) {
        size_t gold_end = same_token(gold, i), found_end = same_token(found, k);
        bool alike = gold_end - i == found_end - k;
        for (size_t n = 0; alike && n < gold_end - i; n++) alike = str_eq_nocase(g[i + n].form, f[k + n].form);
        if (!alike && g[i].at.start == f[k].at.start && g[i].at.end == f[k].at.end) {
            e->show.len = 0;
            for (size_t n = i; n < gold_end; n++) buf_text(&e->show, n > i ? " | " : ""), buf_str(&e->show, g[n].form);
            size_t parted = e->show.len;
            for (size_t n = k; n < found_end; n++) buf_text(&e->show, n > k ? " | " : ""), buf_str(&e->show, f[n].form);
            tell(e, EVALUATE_WORDS, text, g[i].at, parted);
        }
        uint32_t a = g[i].at.end, b = f[k].at.end;
        if (a <= b) i = gold_end;
        if (b <= a) k = found_end;
    }
}

/* ---- documents ----------------------------------------------------------------------------------------------------- */

static rp_code end_document(evaluation *e)
{
    align_layers *gold = &e->document.gold, found;
    if (gold->sentences.count == 0) return RP_OK;
    rp_code rc = align_split(&e->document, e->rules, &found, e->err);
    if (rc == RP_OK) rc = score_words(e, &gold->words, &found.words, &e->out->words);
    if (rc != RP_OK) return rc;
    evaluate_spans(&gold->tokens, &found.tokens, &e->out->tokens);
    evaluate_spans(&gold->sentences, &found.sentences, &e->out->sentences);
    e->out->documents++;
    if (e->listing) {
        rp_str text = buf_view(&e->document.text);
        list_spans(e, EVALUATE_TOKENS, text, &gold->tokens, &found.tokens);
        list_words(e, text, &gold->words, &found.words);
        list_spans(e, EVALUATE_SENTENCES, text, &gold->sentences, &found.sentences);
    }
    return e->no_memory ? error_set(e->err, RP_ENOMEM, "memory ended") : RP_OK;
}

static rp_code read_all(evaluation *e, conllu_reader *reader)
{
    conllu_sentence s;
    bool more = true;
    begin_document(e, (rp_str){ 0 });
    for (;;) {
        rp_code rc = conllu_next(reader, &s, &more, e->err);
        if (rc != RP_OK) return rc;
        if (!more || s.new_document || e->document.text.len > ALIGN_CUT) {
            if ((rc = end_document(e)) != RP_OK) return rc;
            if (!more) return RP_OK;
            begin_document(e, s.document);
        }
        align_add(&e->document, &s);
        if (e->no_memory || e->document.no_memory) return error_set(e->err, RP_ENOMEM, "memory ended");
    }
}

rp_code evaluate_text_listing(FILE *in, const char *name, const text_rules *rules, evaluate_listing *listing, void *context,
                              evaluate_scores *out, rp_err *err)
{
    *out = (evaluate_scores){ 0 };
    evaluation e = { .rules = rules, .listing = listing, .context = context, .out = out, .err = err, .mem = arena_new(0) };
    conllu_reader *reader = conllu_new(in, name);
    rp_code rc = e.mem && reader ? read_all(&e, reader) : error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK && out->documents == 0) rc = error_at(err, RP_EMISSING, name, 0, "no sentence in it; a treebank in CoNLL-U is needed");
    if (rc != RP_OK) *out = (evaluate_scores){ 0 };
    evaluate_finish(&out->tokens);
    evaluate_finish(&out->words);
    evaluate_finish(&out->sentences);
    conllu_free(reader);
    arena_free(e.mem);
    align_free(&e.document);
    buf_free(&e.show);
    return rc;
}

rp_code evaluate_text(FILE *in, const char *name, const text_rules *rules, evaluate_scores *out, rp_err *err)
{
    return evaluate_text_listing(in, name, rules, NULL, NULL, out, err);
}
