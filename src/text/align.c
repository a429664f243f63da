/* text/align.c - see text/align.h. */
#include "text/align.h"
#include "text/sentence.h"
#include "text/token.h"

#define LCS_CELLS (1u << 22)        /* a larger stretch of overlapping multiword tokens (never met) stays without pairs */

static align_layers no_layers(void)
{
    return (align_layers){ vec_of(sizeof(align_span)), vec_of(sizeof(align_word)), vec_of(sizeof(align_span)), vec_of(sizeof(uint32_t)) };
}

void align_begin(align_document *self, arena *mem)
{
    self->mem = mem;
    self->text.len = 0;
    self->blocks = vec_of(sizeof(align_span));
    self->gold = no_layers();
}

void align_free(align_document *self) { buf_free(&self->text); }

static void add_span(align_document *self, vec *to, align_span s)
{
    align_span *slot = vec_add(to, self->mem);
    if (slot) *slot = s;
    else self->no_memory = true;
}

static void add_word(align_document *self, vec *to, align_word w)
{
    align_word *slot = vec_add(to, self->mem);
    if (slot) *slot = w;
    else self->no_memory = true;
}

static void add_first(align_document *self, vec *to, uint32_t word)
{
    uint32_t *slot = vec_add(to, self->mem);
    if (slot) *slot = word;
    else self->no_memory = true;
}

/* ---- the gold side ------------------------------------------------------------------------------------------------- */

static align_span add_token(align_document *self, rp_str form)
{
    align_span s = { (uint32_t)self->text.len, (uint32_t)(self->text.len + form.len) };
    buf_str(&self->text, form);
    self->no_memory |= self->text.failed;
    add_span(self, &self->gold.tokens, s);
    return s;
}

static rp_str kept(align_document *self, rp_str s)
{
    char *copy = arena_copy(self->mem, s);
    if (!copy) self->no_memory = true;
    return (rp_str){ copy, copy ? s.len : 0 };
}

void align_add(align_document *self, const conllu_sentence *s)
{
    if (s->new_paragraph || self->blocks.count == 0) {
        if (self->blocks.count) buf_text(&self->text, "\n\n");
        add_span(self, &self->blocks, (align_span){ (uint32_t)self->text.len, 0 });
    }
    if (self->no_memory) return;
    align_span *block = (align_span *)self->blocks.at + self->blocks.count - 1;
    uint32_t start = (uint32_t)self->text.len;
    add_first(self, &self->gold.firsts, (uint32_t)self->gold.words.count);
    for (size_t i = 0, r = 0; i < s->word_count;) {
        bool multi = r < s->range_count && s->ranges[r].first == i, space = multi ? s->ranges[r].space_after : s->words[i].space_after;
        size_t end = multi ? s->ranges[r++].end : i + 1;
        align_span at = add_token(self, multi ? s->ranges[r - 1].form : s->words[i].form);
        for (; i < end; i++) add_word(self, &self->gold.words, (align_word){ at, kept(self, s->words[i].form), multi });
        block->end = at.end;
        if (space) buf_char(&self->text, ' ');
    }
    add_span(self, &self->gold.sentences, (align_span){ start, block->end });
}

/* ---- our side ------------------------------------------------------------------------------------------------------ */

static rp_code split_block(align_document *self, rp_str text, align_span block, const text_rules *rules, vec *tokens, align_layers *out,
                           rp_err *err)
{
    uint32_t first = (uint32_t)tokens->count;
    rp_code rc = token_split(text, block.start, block.end, rules, NULL, 0, self->mem, tokens, err);
    if (rc != RP_OK) return rc;
    uint32_t end = (uint32_t)tokens->count;
    vec starts = vec_of(sizeof(uint32_t));
    const rp_token *t = tokens->at;
    rc = sentence_split(text, t, first, end - first, rules, self->mem, &starts, err);
    if (rc != RP_OK) return rc;
    const uint32_t *at = starts.at;
    for (size_t i = 0; i < starts.count; i++) {
        add_first(self, &out->firsts, at[i]);       /* each token is a word */
        add_span(self, &out->sentences, (align_span){ t[at[i]].start, t[(i + 1 < starts.count ? at[i + 1] : end) - 1].end });
    }
    return RP_OK;
}

/* Group the joined words into written tokens. */
static void group(align_document *self, rp_str text, const vec *tokens, align_layers *out)
{
    const rp_token *t = tokens->at;
    for (size_t i = 0, end; i < tokens->count; i = end) {
        for (end = i + 1; end < tokens->count && t[end - 1].joined; end++) {}
        align_span at = { t[i].start, t[end - 1].end };
        add_span(self, &out->tokens, at);
        for (size_t k = i; k < end; k++) add_word(self, &out->words, (align_word){ at, str_sub(text, t[k].start, t[k].end), end > i + 1 });
    }
}

rp_code align_split(align_document *self, const text_rules *rules, align_layers *out, rp_err *err)
{
    rp_str text = buf_view(&self->text);
    vec tokens = vec_of(sizeof(rp_token));
    rp_code rc = self->no_memory || self->text.failed ? error_set(err, RP_ENOMEM, "memory ended") : RP_OK;
    *out = no_layers();
    for (size_t b = 0; rc == RP_OK && b < self->blocks.count; b++)
        rc = split_block(self, text, ((align_span *)self->blocks.at)[b], rules, &tokens, out, err);
    if (rc == RP_OK) group(self, text, &tokens, out);
    if (rc == RP_OK && self->no_memory) rc = error_set(err, RP_ENOMEM, "memory ended");
    return rc;
}

/* ---- pairs --------------------------------------------------------------------------------------------------------- */

typedef struct pairing {
    const align_word *gold, *found;
    size_t gold_count, found_count;
    arena *mem;
    uint32_t *match;
    uint64_t pairs;
    bool no_memory;
} pairing;

static void pair(pairing *p, size_t gold, size_t found)
{
    p->match[found] = (uint32_t)gold;
    p->pairs++;
}

/* Pair gold words [gi, ge) and found words [fi, fe) by the longest common subsequence of their forms. */
static void pair_common(pairing *p, size_t gi, size_t ge, size_t fi, size_t fe)
{
    size_t rows = ge - gi, columns = fe - fi, width = columns + 1;
    if (rows == 0 || columns == 0 || rows > LCS_CELLS / columns) return;
    uint32_t *best = arena_array(p->mem, (rows + 1) * width, sizeof *best);    /* [row][column]: of what stands from there on */
    if (!best) {
        p->no_memory = true;
        return;
    }
    for (size_t r = rows; r-- > 0;)
        for (size_t c = columns; c-- > 0;) {
            uint32_t *cell = &best[r * width + c];
            *cell = cell[width] > cell[1] ? cell[width] : cell[1];
            if (str_eq_nocase(p->gold[gi + r].form, p->found[fi + c].form) && cell[width + 1] + 1 > *cell) *cell = cell[width + 1] + 1;
        }
    for (size_t r = 0, c = 0; r < rows && c < columns;) {
        const uint32_t *cell = &best[r * width + c];
        if (str_eq_nocase(p->gold[gi + r].form, p->found[fi + c].form)) pair(p, gi + r++, fi + c++);
        else if (*cell == cell[width]) r++;
        else c++;
    }
}

static bool behind(const align_word *words, size_t count, size_t i, uint32_t end)
{
    return i >= count || (words[i].multi ? words[i].at.start >= end : words[i].at.end > end);
}

/* Move *gi and *fi behind the stretch that a multiword token at either of them, and all that overlap it, cover. */
static void multiword_stretch(const pairing *p, size_t *gi, size_t *fi, uint32_t end)
{
    while (!behind(p->gold, p->gold_count, *gi, end) || !behind(p->found, p->found_count, *fi, end)) {
        bool take_gold = *gi < p->gold_count && (*fi >= p->found_count || p->gold[*gi].at.start <= p->found[*fi].at.start);
        const align_word *w = take_gold ? &p->gold[(*gi)++] : &p->found[(*fi)++];
        if (w->multi && w->at.end > end) end = w->at.end;
    }
}

static void pair_all(pairing *p)
{
    const align_word *g = p->gold, *f = p->found;
    for (size_t i = 0, k = 0; i < p->gold_count && k < p->found_count;) {
        if (g[i].multi || f[k].multi) {
            uint32_t end = g[i].multi ? g[i].at.end : f[k].at.end;
            if (g[i].multi && !f[k].multi && f[k].at.start < g[i].at.start) k++;
            else if (!g[i].multi && g[i].at.start < f[k].at.start) i++;
            size_t gold_from = i, found_from = k;
            multiword_stretch(p, &i, &k, end);
            pair_common(p, gold_from, i, found_from, k);
        } else if (g[i].at.start == f[k].at.start && g[i].at.end == f[k].at.end) {
            pair(p, i++, k++);
        } else if (g[i].at.start <= f[k].at.start) {
            i++;
        } else {
            k++;
        }
    }
}

rp_code align_words(const vec *gold, const vec *found, arena *mem, uint32_t *match, uint64_t *pairs, rp_err *err)
{
    pairing p = { .gold = gold->at, .found = found->at, .gold_count = gold->count, .found_count = found->count, .mem = mem, .match = match };
    for (size_t i = 0; i < found->count; i++) match[i] = ALIGN_NONE;
    pair_all(&p);
    *pairs = p.pairs;
    return p.no_memory ? error_set(err, RP_ENOMEM, "memory ended") : RP_OK;
}
