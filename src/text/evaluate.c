/* text/evaluate.c - see text/evaluate.h. */
#include "text/evaluate.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/conllu.h"
#include "text/sentence.h"
#include "text/token.h"

#define DOCUMENT_CUT (4u << 20)     /* a document of more bytes is cut between sentences: some treebanks have no # newdoc */
#define LCS_CELLS (1u << 22)        /* a larger stretch of overlapping multiword tokens (never met) counts as wrong */
#define CONTEXT 40u                 /* bytes shown around a difference */

typedef struct span { uint32_t start, end; } span;

/* A word of one side; in a multiword token its span is the token's. */
typedef struct word {
    span at;
    rp_str form;
    bool multi;
} word;

/* One side's view of the document. */
typedef struct layers { vec tokens, words, sentences; } layers;     /* span, word, span */

typedef struct evaluation {
    const text_rules *rules;
    evaluate_listing *listing;
    void *context;
    evaluate_scores *out;
    rp_err *err;
    arena *mem;         /* of one document */
    buf text;           /* its raw text */
    buf show;           /* words of a difference */
    vec blocks;         /* span: paragraphs */
    layers gold;
    rp_str document;
    bool no_memory;
} evaluation;

static void begin_document(evaluation *e)
{
    arena_reset(e->mem);
    e->text.len = 0;
    e->blocks = vec_of(sizeof(span));
    e->gold = (layers){ vec_of(sizeof(span)), vec_of(sizeof(word)), vec_of(sizeof(span)) };
    e->document = (rp_str){ 0 };
}

static void add_span(evaluation *e, vec *to, span s)
{
    span *slot = vec_add(to, e->mem);
    if (slot) *slot = s;
    else e->no_memory = true;
}

static void add_word(evaluation *e, vec *to, word w)
{
    word *slot = vec_add(to, e->mem);
    if (slot) *slot = w;
    else e->no_memory = true;
}

/* ---- the gold side ------------------------------------------------------------------------------------------------- */

static span add_token(evaluation *e, rp_str form)
{
    span s = { (uint32_t)e->text.len, (uint32_t)(e->text.len + form.len) };
    buf_str(&e->text, form);
    add_span(e, &e->gold.tokens, s);
    return s;
}

static rp_str kept(evaluation *e, rp_str s)
{
    char *copy = arena_copy(e->mem, s);
    if (!copy) e->no_memory = true;
    return (rp_str){ copy, copy ? s.len : 0 };
}

static void add_gold(evaluation *e, const conllu_sentence *s)
{
    span *block = e->blocks.at;
    if (s->new_paragraph || e->blocks.count == 0) {
        if (e->blocks.count) buf_text(&e->text, "\n\n");
        add_span(e, &e->blocks, (span){ (uint32_t)e->text.len, 0 });
        if (e->no_memory) return;
        block = e->blocks.at;
    }
    uint32_t start = (uint32_t)e->text.len;
    for (size_t i = 0, r = 0; i < s->word_count;) {
        bool multi = r < s->range_count && s->ranges[r].first == i, space = multi ? s->ranges[r].space_after : s->words[i].space_after;
        size_t end = multi ? s->ranges[r++].end : i + 1;
        span at = add_token(e, multi ? s->ranges[r - 1].form : s->words[i].form);
        for (; i < end; i++) add_word(e, &e->gold.words, (word){ at, kept(e, s->words[i].form), multi });
        block[e->blocks.count - 1].end = at.end;
        if (space) buf_char(&e->text, ' ');
    }
    add_span(e, &e->gold.sentences, (span){ start, block[e->blocks.count - 1].end });
}

/* ---- our side ------------------------------------------------------------------------------------------------------ */

static rp_code split(evaluation *e, rp_str text, vec *tokens, layers *out)
{
    const span *blocks = e->blocks.at;
    for (size_t b = 0; b < e->blocks.count; b++) {
        uint32_t first = (uint32_t)tokens->count;
        rp_code rc = token_split(text, blocks[b].start, blocks[b].end, e->rules, NULL, 0, e->mem, tokens, e->err);
        if (rc != RP_OK) return rc;
        uint32_t end = (uint32_t)tokens->count;
        vec starts = vec_of(sizeof(uint32_t));
        const rp_token *t = tokens->at;
        rc = sentence_split(text, t, first, end - first, e->rules, e->mem, &starts, e->err);
        if (rc != RP_OK) return rc;
        const uint32_t *at = starts.at;
        for (size_t i = 0; i < starts.count; i++)
            add_span(e, &out->sentences, (span){ t[at[i]].start, t[(i + 1 < starts.count ? at[i + 1] : end) - 1].end });
    }
    return RP_OK;
}

/* Group the joined words into written tokens. */
static void group(evaluation *e, rp_str text, const vec *tokens, layers *out)
{
    const rp_token *t = tokens->at;
    for (size_t i = 0, end; i < tokens->count; i = end) {
        for (end = i + 1; end < tokens->count && t[end - 1].joined; end++) {}
        span at = { t[i].start, t[end - 1].end };
        add_span(e, &out->tokens, at);
        for (size_t k = i; k < end; k++) add_word(e, &out->words, (word){ at, str_sub(text, t[k].start, t[k].end), end > i + 1 });
    }
}

/* ---- scores -------------------------------------------------------------------------------------------------------- */

static void score_spans(const vec *gold, const vec *found, evaluate_score *score)
{
    const span *g = gold->at, *f = found->at;
    score->gold += gold->count;
    score->found += found->count;
    for (size_t i = 0, k = 0; i < gold->count && k < found->count;) {
        if (g[i].start < f[k].start) i++;
        else if (f[k].start < g[i].start) k++;
        else score->right += g[i++].end == f[k++].end;
    }
}

/* Longest common subsequence of forms: the number of pairs. */
static uint64_t common(evaluation *e, const word *g, size_t gold, const word *f, size_t found)
{
    if (gold == 0 || found == 0 || gold > LCS_CELLS / found) return 0;
    uint32_t *row = arena_array(e->mem, 2 * (found + 1), sizeof *row), *before = row + found + 1;
    if (!row) return e->no_memory = true, 0;
    for (size_t i = gold; i-- > 0;) {
        uint32_t *swap = row;
        row = before;
        before = swap;
        row[found] = 0;
        for (size_t k = found; k-- > 0;) {
            row[k] = before[k] > row[k + 1] ? before[k] : row[k + 1];
            if (str_eq_nocase(g[i].form, f[k].form) && before[k + 1] + 1 > row[k]) row[k] = before[k + 1] + 1;
        }
    }
    return row[0];
}

static bool behind(const vec *words, size_t i, uint32_t end)
{
    const word *w = words->at;
    return i >= words->count || (w[i].multi ? w[i].at.start >= end : w[i].at.end > end);
}

/* Move *gi and *fi behind the stretch that a multiword token at either of them, and all that overlap it, cover. */
static void multiword_stretch(const vec *gold, const vec *found, size_t *gi, size_t *fi, uint32_t end)
{
    const word *g = gold->at, *f = found->at;
    while (!behind(gold, *gi, end) || !behind(found, *fi, end)) {
        bool take_gold = *gi < gold->count && (*fi >= found->count || g[*gi].at.start <= f[*fi].at.start);
        const word *w = take_gold ? &g[(*gi)++] : &f[(*fi)++];
        if (w->multi && w->at.end > end) end = w->at.end;
    }
}

static void score_words(evaluation *e, const vec *gold, const vec *found, evaluate_score *score)
{
    const word *g = gold->at, *f = found->at;
    score->gold += gold->count;
    score->found += found->count;
    for (size_t i = 0, k = 0; i < gold->count && k < found->count;) {
        if (g[i].multi || f[k].multi) {
            uint32_t end = g[i].multi ? g[i].at.end : f[k].at.end;
            if (g[i].multi && !f[k].multi && f[k].at.start < g[i].at.start) k++;
            else if (!g[i].multi && g[i].at.start < f[k].at.start) i++;
            size_t gs = i, fs = k;
            multiword_stretch(gold, found, &i, &k, end);
            score->right += common(e, g + gs, i - gs, f + fs, k - fs);
        } else if (g[i].at.start == f[k].at.start && g[i].at.end == f[k].at.end) {
            score->right++;
            i++, k++;
        } else if (g[i].at.start <= f[k].at.start) {
            i++;
        } else {
            k++;
        }
    }
}

static void finish(evaluate_score *s)
{
    s->precision = s->found ? 100.0 * (double)s->right / (double)s->found : 0;
    s->recall = s->gold ? 100.0 * (double)s->right / (double)s->gold : 0;
    s->f1 = s->gold + s->found ? 200.0 * (double)s->right / (double)(s->gold + s->found) : 0;
}

/* ---- differences --------------------------------------------------------------------------------------------------- */

static void tell(evaluation *e, int layer, rp_str text, span at, size_t parted)
{
    if (e->show.failed) { e->no_memory = true; return; }
    uint32_t from = at.start > CONTEXT ? at.start - CONTEXT : 0, to = text.len - at.end > CONTEXT ? at.end + CONTEXT : (uint32_t)text.len;
    while (from < at.start && ((unsigned char)text.at[from] & 0xC0) == 0x80) from++;
    while (to > at.end && to < text.len && ((unsigned char)text.at[to] & 0xC0) == 0x80) to--;
    rp_str show = buf_view(&e->show);
    evaluate_difference d = { .layer = layer, .gold = str_sub(show, 0, parted), .found = str_sub(show, parted, show.len),
                              .before = str_sub(text, from, at.start), .after = str_sub(text, at.end, to), .document = e->document };
    e->listing(e->context, &d);
}

static void show_spans(buf *out, rp_str text, const span *s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i) buf_text(out, " | ");
        buf_str(out, str_sub(text, s[i].start, s[i].end));
    }
}

/* Both sides part the same text, so a stretch of difference ends where both have an end. */
static void list_spans(evaluation *e, int layer, rp_str text, const vec *gold, const vec *found)
{
    const span *g = gold->at, *f = found->at;
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
        tell(e, layer, text, (span){ g[from].start, g[i - 1].end }, parted);
    }
}

static size_t same_token(const vec *words, size_t from)
{
    const word *w = words->at;
    size_t end = from + 1;
    while (end < words->count && w[end].at.start == w[from].at.start) end++;
    return end;
}

/* Tokens that both have, with other words inside. */
static void list_words(evaluation *e, rp_str text, const vec *gold, const vec *found)
{
    const word *g = gold->at, *f = found->at;
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
    if (e->gold.sentences.count == 0) return RP_OK;
    if (e->text.failed) e->no_memory = true;
    rp_str text = buf_view(&e->text);
    layers found = { vec_of(sizeof(span)), vec_of(sizeof(word)), vec_of(sizeof(span)) };
    vec tokens = vec_of(sizeof(rp_token));
    rp_code rc = e->no_memory ? RP_OK : split(e, text, &tokens, &found);
    if (rc == RP_OK && !e->no_memory) group(e, text, &tokens, &found);
    if (rc == RP_OK && !e->no_memory) {
        score_spans(&e->gold.tokens, &found.tokens, &e->out->tokens);
        score_spans(&e->gold.sentences, &found.sentences, &e->out->sentences);
        score_words(e, &e->gold.words, &found.words, &e->out->words);
        e->out->documents++;
    }
    if (rc == RP_OK && !e->no_memory && e->listing) {
        list_spans(e, EVALUATE_TOKENS, text, &e->gold.tokens, &found.tokens);
        list_words(e, text, &e->gold.words, &found.words);
        list_spans(e, EVALUATE_SENTENCES, text, &e->gold.sentences, &found.sentences);
    }
    if (rc == RP_OK && e->no_memory) rc = error_set(e->err, RP_ENOMEM, "memory ended");
    return rc;
}

static rp_code read_all(evaluation *e, conllu_reader *reader)
{
    conllu_sentence s;
    bool more = true;
    begin_document(e);
    for (;;) {
        rp_code rc = conllu_next(reader, &s, &more, e->err);
        if (rc != RP_OK) return rc;
        if (!more || s.new_document || e->text.len > DOCUMENT_CUT) {
            if ((rc = end_document(e)) != RP_OK) return rc;
            if (!more) return RP_OK;
            begin_document(e);
            e->document = kept(e, s.document);
        }
        add_gold(e, &s);
        if (e->no_memory) return error_set(e->err, RP_ENOMEM, "memory ended");
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
    finish(&out->tokens);
    finish(&out->words);
    finish(&out->sentences);
    conllu_free(reader);
    arena_free(e.mem);
    buf_free(&e.text);
    buf_free(&e.show);
    return rc;
}

rp_code evaluate_text(FILE *in, const char *name, const text_rules *rules, evaluate_scores *out, rp_err *err)
{
    return evaluate_text_listing(in, name, rules, NULL, NULL, out, err);
}
