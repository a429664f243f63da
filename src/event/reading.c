/* event/reading.c - see event/reading.h. */
#include "event/reading.h"

/* A name, or a word inside one, tells of nothing done: "Peace Talks Radio". Roles and pronouns may stand beside what they do. */
static bool inside_name(const reading *r, const tree_word *w)
{
    if (w->mention < 0) return false;
    uint8_t kind = r->in->actors->at[w->mention].kind;
    return kind != ACTOR_PRONOUN && kind != ACTOR_ROLE;
}

static bool find_predicates(reading *r, arena *mem)
{
    const tree *t = &r->tree;
    r->predicates = arena_array(mem, (size_t)t->count + 1, sizeof *r->predicates);
    r->predicate_of = arena_array(mem, (size_t)t->count + 1, sizeof *r->predicate_of);
    if (!r->predicates || !r->predicate_of) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        r->predicate_of[i] = -1;
        const tree_word *w = &t->at[i];
        if (inside_name(r, w) || (w->upos == UPOS_PROPN && w->relation == REL_FLAT)) continue;
        predicate *p = &r->predicates[r->predicate_count];
        if (!predicate_read(t, r->in->frames, reading_lexicon(r), r->in->words, i, p)) continue;
        r->predicate_of[i] = (int32_t)r->predicate_count++;
    }
    return true;
}

rp_code reading_of(const reading_input *in, uint32_t s, uint32_t from, uint32_t count, arena *mem, reading *out, rp_err *err)
{
    rp_sentence piece = in->sentences[s];
    piece.first_token += from;
    piece.token_count = count < READING_TOKENS ? count : READING_TOKENS;
    uint32_t n = piece.token_count;
    *out = (reading){ .in = in, .sentence = s };
    rp_str *forms = arena_array(mem, (size_t)n + 1, sizeof *forms);
    parse_word *parsed = arena_array(mem, (size_t)n + 1, sizeof *parsed);
    if (!forms || !parsed) return error_set(err, RP_ENOMEM, "memory ended");
    for (uint32_t i = 0; i < n; i++) {
        const rp_token *token = &in->tokens[piece.first_token + i];
        forms[i] = str_sub(in->document->text, token->start, token->end);
    }
    rp_code rc = parser_parse(in->parser, in->work, forms, n, mem, parsed, err);
    if (rc != RP_OK) return rc;
    tree_input layers = { in->document->text, in->tokens, in->words, in->actors, actor_lexicon(in->actor_tables), in->kinds, in->parser };
    bool built = tree_build(&layers, &piece, s, parsed, mem, &out->tree) && find_predicates(out, mem);
    return built ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
}
