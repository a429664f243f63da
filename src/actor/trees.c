/* actor/trees.c - see actor/trees.h. */
#include "actor/trees.h"

bool trees_new(const tree_input *in, parse_work *work, size_t sentence_count, size_t token_count, arena *mem, tree_layer *out)
{
    *out = (tree_layer){ .in = *in, .work = work };
    out->words = arena_array(mem, token_count + 1, sizeof *out->words);
    out->label = arena_array(mem, sentence_count + 1, sizeof *out->label);
    out->parsed = arena_array(mem, sentence_count + 1, sizeof *out->parsed);
    return out->words && out->label && out->parsed;
}

static rp_code parse_piece(const tree_layer *self, uint32_t first, uint32_t count, arena *mem, parse_word *out, rp_err *err)
{
    rp_str forms[READING_TOKENS];
    for (uint32_t i = 0; i < count; i++) forms[i] = str_sub(self->in.text, self->in.tokens[first + i].start, self->in.tokens[first + i].end);
    return parser_parse(self->in.parser, self->work, forms, count, mem, out, err);
}

rp_code trees_parse(tree_layer *self, uint32_t s, arena *mem, rp_err *err)
{
    const rp_sentence *sentence = &self->in.sentences[s];
    rp_code rc = RP_OK;
    if (self->parsed[s]) return rc;
    for (uint32_t from = self->label[s]; from < sentence->token_count && rc == RP_OK; from += READING_TOKENS) {
        uint32_t count = sentence->token_count - from, first = sentence->first_token + from;
        rc = parse_piece(self, first, count < READING_TOKENS ? count : READING_TOKENS, mem, self->words + first, err);
    }
    self->parsed[s] = rc == RP_OK;
    return rc;
}

rp_code trees_build(const tree_layer *self, uint32_t s, uint32_t from, uint32_t count, arena *mem, tree *out, rp_err *err)
{
    const rp_sentence *sentence = &self->in.sentences[s];
    rp_sentence piece = *sentence;
    piece.first_token += from;
    piece.token_count = count < READING_TOKENS ? count : READING_TOKENS;
    const parse_word *parsed = self->words + piece.first_token;
    uint32_t begin = self->label[s], left = sentence->token_count - from;
    bool known = self->parsed[s] && from >= begin && (from - begin) % READING_TOKENS == 0 && piece.token_count == (left < READING_TOKENS ? left : READING_TOKENS);
    if (!known) {
        parse_word *words = arena_array(mem, (size_t)piece.token_count + 1, sizeof *words);
        if (!words) return error_set(err, RP_ENOMEM, "memory ended");
        rp_code rc = parse_piece(self, piece.first_token, piece.token_count, mem, words, err);
        if (rc != RP_OK) return rc;
        parsed = words;
    }
    return tree_build(&self->in, &piece, s, parsed, mem, out) ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
}
