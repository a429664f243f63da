/* text/split.c - see text/split.h. */
#include "text/split.h"
#include "base/utf8.h"
#include "text/block.h"
#include "text/citation.h"
#include "text/sentence.h"
#include "text/token.h"

static rp_code check(rp_str text, rp_err *err)
{
    if (text.len > RP_DOCUMENT_MAX)
        return error_set(err, RP_ELIMIT, "%zu bytes of text, more than %u MB; split it into several documents", text.len, RP_DOCUMENT_MAX >> 20);
    size_t wrong = utf8_check(text);
    if (wrong == text.len) return RP_OK;
    uint32_t line = 1;
    for (size_t i = 0; i < wrong; i++) line += text.at[i] == '\n';
    if (text.at[wrong] == 0) error_set(err, RP_ETEXT, "a NUL byte at byte %zu; this is no plain text", wrong);
    else error_set(err, RP_ETEXT, "not UTF-8 at byte %zu; convert the file to UTF-8 first", wrong);
    if (err) err->line = line, err->byte = wrong;
    return RP_ETEXT;
}

/* Give each citation to the last sentence of its block that begins before it; before the first one, to that. */
static void share_citations(text_layers *layers, const text_block *blocks, size_t block_count)
{
    rp_sentence *s = layers->sentences.at;
    const rp_citation *c = layers->citations.at;
    size_t next = 0, block = 0;
    for (size_t i = 0; i < layers->sentences.count; i++) {
        uint32_t until = i + 1 < layers->sentences.count ? s[i + 1].start : UINT32_MAX;
        while (block < block_count && blocks[block].end <= s[i].start) block++;
        if (block < block_count && blocks[block].end < until) until = blocks[block].end;
        s[i].first_citation = (uint32_t)next;
        while (next < layers->citations.count && c[next].start < until) next++;
        s[i].citation_count = (uint32_t)next - s[i].first_citation;
    }
}

static rp_code split_block(rp_str text, const text_block *b, const text_rules *rules, const text_mask *masks, size_t mask_count, arena *mem,
                           text_layers *out, rp_err *err)
{
    uint32_t first = (uint32_t)out->tokens.count;
    rp_code rc = token_split(text, b->start, b->end, rules, masks, mask_count, mem, &out->tokens, err);
    if (rc != RP_OK) return rc;
    uint32_t end = (uint32_t)out->tokens.count;
    const rp_token *tokens = out->tokens.at;
    vec starts = vec_of(sizeof(uint32_t));
    rc = sentence_split(text, tokens, first, end - first, rules, mem, &starts, err);
    for (size_t i = 0; rc == RP_OK && i < starts.count; i++) {
        uint32_t from = ((uint32_t *)starts.at)[i], to = i + 1 < starts.count ? ((uint32_t *)starts.at)[i + 1] : end;
        rp_sentence *s = vec_add(&out->sentences, mem);
        if (!s) return error_set(err, RP_ENOMEM, "memory ended");
        *s = (rp_sentence){ .start = tokens[from].start, .end = tokens[to - 1].end, .first_token = from, .token_count = to - from, .kind = b->kind };
    }
    return rc;
}

rp_code text_split(const rp_document *doc, const text_rules *rules, arena *mem, text_layers *out, rp_err *err)
{
    *out = (text_layers){ vec_of(sizeof(rp_sentence)), vec_of(sizeof(rp_token)), vec_of(sizeof(rp_citation)) };
    rp_str text = doc->text;
    vec blocks = vec_of(sizeof(text_block));
    rp_code rc = check(text, err);
    if (rc == RP_OK) rc = block_split(text, doc->title, rules, mem, &blocks, err);
    if (rc == RP_OK) rc = citation_find(text, blocks.at, blocks.count, rules, mem, &out->citations, err);
    text_mask *masks = NULL;
    if (rc == RP_OK && out->citations.count && !(masks = arena_array(mem, out->citations.count, sizeof *masks)))
        rc = error_set(err, RP_ENOMEM, "memory ended");
    const rp_citation *c = out->citations.at;
    size_t count = out->citations.count, next = 0;
    for (size_t i = 0; rc == RP_OK && i < count; i++) masks[i] = (text_mask){ c[i].start, c[i].end };
    const text_block *b = blocks.at;
    for (size_t i = 0; rc == RP_OK && i < blocks.count; i++) {
        while (next < count && masks[next].end <= b[i].start) next++;
        size_t behind = next;
        while (behind < count && masks[behind].start < b[i].end) behind++;
        rc = split_block(text, &b[i], rules, masks ? masks + next : NULL, behind - next, mem, out, err);
    }
    if (rc == RP_OK) share_citations(out, b, blocks.count);
    else *out = (text_layers){ vec_of(sizeof(rp_sentence)), vec_of(sizeof(rp_token)), vec_of(sizeof(rp_citation)) };
    return rc;
}
