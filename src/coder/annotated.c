/* coder/annotated.c - see coder/annotated.h. */
#include "coder/annotated.h"
#include <stdlib.h>
#include "base/intern.h"

struct annotated_reader {
    conllu_reader *in;
    conllu_sentence pending;    /* the first sentence of the next document */
    bool held, ended;
    const char *name;
};

/* A bracket that is open. */
typedef struct open_mention { uint32_t entity; size_t mention; } open_mention;

typedef struct building {
    arena *mem;
    buf text;
    vec tokens, sentences, mentions, open;
    intern *entities;
    bool failed;
} building;

annotated_reader *annotated_new(FILE *in, const char *name)
{
    annotated_reader *self = calloc(1, sizeof *self);
    if (self && !(self->in = conllu_new(in, name))) free(self), self = NULL;
    if (self) self->name = name;
    return self;
}

void annotated_free(annotated_reader *self)
{
    if (!self) return;
    conllu_free(self->in);
    free(self);
}

static uint8_t kind_of(rp_str type)
{
    if (str_is(type, "person")) return PHRASE_PERSON;
    if (str_is(type, "organization")) return PHRASE_ORGANISATION;
    return str_is(type, "place") ? PHRASE_PLACE : PHRASE_OTHER;
}

/* The brackets of one word. False: one closes that is not open. */
static bool read_brackets(building *b, rp_str marks, uint32_t start, uint32_t end)
{
    size_t at = 0;
    while (at < marks.len) {
        bool opens = marks.at[at] == '(', closes = false;
        size_t from = at + opens, stop = from;
        while (stop < marks.len && marks.at[stop] != '(' && marks.at[stop] != ')') stop++;
        closes = stop < marks.len && marks.at[stop] == ')';
        rp_str rest = str_sub(marks, from, stop), id, type;
        at = stop + closes;
        if (!str_split(&rest, '-', &id)) return false;
        uint32_t entity = intern_add(b->entities, id);
        if (opens) {
            annotated_mention *m = vec_add(&b->mentions, b->mem);
            open_mention *o = vec_add(&b->open, b->mem);
            if (!m || !o || !str_split(&rest, '-', &type)) return false;
            *m = (annotated_mention){ .start = start, .end = 0, .sentence = (uint32_t)b->sentences.count, .entity = entity, .kind = kind_of(type) };
            *o = (open_mention){ entity, b->mentions.count - 1 };
        }
        if (!closes) continue;
        open_mention *open = b->open.at;
        size_t k = b->open.count;
        while (k > 0 && open[k - 1].entity != entity) k--;
        if (k == 0) return false;
        ((annotated_mention *)b->mentions.at)[open[k - 1].mention].end = end;
        memmove(open + k - 1, open + k, (b->open.count - k) * sizeof *open);
        b->open.count--;
    }
    return true;
}

/* One sentence: its words become tokens, those of a range parts of it where they are written so. */
static bool add_sentence(building *b, const conllu_sentence *s)
{
    uint32_t first = (uint32_t)b->tokens.count, start = (uint32_t)b->text.len;
    size_t range = 0;
    for (uint32_t i = 0; i < s->word_count; i++) {
        while (range < s->range_count && s->ranges[range].end <= i) range++;
        bool inside = range < s->range_count && s->ranges[range].first <= i, last = !inside || i + 1 == s->ranges[range].end;
        bool space = last && (inside ? s->ranges[range].space_after : s->words[i].space_after);
        rp_token *token = vec_add(&b->tokens, b->mem);
        if (!token) return false;
        *token = (rp_token){ .start = (uint32_t)b->text.len, .end = (uint32_t)(b->text.len + s->words[i].form.len), .joined = !last };
        buf_str(&b->text, s->words[i].form);
        rp_str marks;
        if (conllu_value(s->words[i].misc, "Entity", &marks) && !read_brackets(b, marks, token->start, token->end)) return false;
        if (space) buf_char(&b->text, ' ');
    }
    uint32_t end = ((rp_token *)b->tokens.at)[b->tokens.count - 1].end;
    rp_sentence *sentence = vec_add(&b->sentences, b->mem);
    if (!sentence) return false;
    *sentence = (rp_sentence){ .start = start, .end = end, .first_token = first, .token_count = (uint32_t)b->tokens.count - first, .kind = RP_KIND_PROSE };
    while (b->text.len && b->text.at[b->text.len - 1] == ' ') b->text.len--;
    buf_char(&b->text, '\n');
    return !b->text.failed;
}

static int by_place(const void *a, const void *b)
{
    const annotated_mention *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return (x->end < y->end) - (x->end > y->end);
}

/* Mentions without an end (parts of one in pieces) go. */
static void finish_mentions(building *b, annotated *out)
{
    annotated_mention *all = b->mentions.at;
    size_t kept = 0;
    for (size_t i = 0; i < b->mentions.count; i++) if (all[i].end) all[kept++] = all[i];
    if (kept) qsort(all, kept, sizeof *all, by_place);
    out->mentions = all;
    out->mention_count = kept;
}

rp_code annotated_next(annotated_reader *self, arena *mem, annotated *out, bool *more, rp_err *err)
{
    building b = { .mem = mem, .tokens = vec_of(sizeof(rp_token)), .sentences = vec_of(sizeof(rp_sentence)), .mentions = vec_of(sizeof(annotated_mention)),
                   .open = vec_of(sizeof(open_mention)), .entities = intern_new() };
    rp_code rc = b.entities ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
    *out = (annotated){ .mentions = NULL };
    *more = false;
    while (rc == RP_OK && !self->ended) {
        bool any = self->held;
        if (!self->held) rc = conllu_next(self->in, &self->pending, &any, err);
        if (rc != RP_OK || !any) {
            self->ended = rc == RP_OK;
            break;
        }
        self->held = self->pending.new_document && b.sentences.count > 0;
        if (self->held) break;
        if (!add_sentence(&b, &self->pending))
            rc = error_at(err, RP_EFORMAT, self->name ? self->name : "input", self->pending.line, "the brackets of Entity= do not match in this sentence");
        b.open.count = 0;       /* none goes on behind its sentence */
    }
    if (rc == RP_OK && b.sentences.count) {
        rp_str text = { arena_copy(mem, buf_view(&b.text)), b.text.len };
        if (!text.at) rc = error_set(err, RP_ENOMEM, "memory ended");
        out->document = (rp_document){ .id = RP_STR("document"), .text = text };
        out->split = (rp_coded){ .sentences = b.sentences.at, .sentence_count = b.sentences.count, .tokens = b.tokens.at, .token_count = b.tokens.count };
        finish_mentions(&b, out);
        *more = rc == RP_OK;
    }
    intern_free(b.entities);
    buf_free(&b.text);
    return rc;
}

rp_code annotated_phrases(const rapport *tables, const actor_weights *weights, const annotated *doc, parse_work *work, arena *mem, arena *scratch,
                          coder_layers *layers, phrase_input *input, chain_layer *out, rp_err *err)
{
    rp_code rc = coder_read(tables, &doc->document, &doc->split, work, mem, scratch, layers, err);
    *out = (chain_layer){ .in = input, .phrases = vec_of(sizeof(phrase)), .chains = vec_of(sizeof(chain)), .mem = mem };
    *input = (phrase_input){ .tables = tables->actors, .weights = weights, .trees = &layers->trees, .mentions = layers->actors.at };
    for (uint32_t s = 0; s < doc->split.sentence_count && rc == RP_OK; s++)
        for (uint32_t from = 0, n = doc->split.sentences[s].token_count; from < n && rc == RP_OK; from += READING_TOKENS) {
            tree t;
            arena_reset(scratch);
            rc = trees_build(&layers->trees, s, from, n - from, scratch, &t, err);
            if (rc != RP_OK) break;
            mention_mark(&layers->actors, s, &t);
            if (!phrase_read(input, s, &t, mem, &out->phrases)) rc = error_set(err, RP_ENOMEM, "memory ended");
        }
    return rc;
}
