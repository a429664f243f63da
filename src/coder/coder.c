/* coder/coder.c - one document to one coded document: text, words, actors, dates, events. See rapport.h. */
#include <stdlib.h>
#include "base/arena.h"
#include "base/date.h"
#include "coder/coder.h"
#include "text/split.h"

#define DOCUMENT_MEMORY ((size_t)3 << 30)     /* bytes one document may take: 16 MB of text at its worst */

struct rp_coder {
    const rapport *tables;
    arena *mem, *scratch;       /* of the document, of one of its sentences */
    parse_work *work;
    rp_coded coded;
    rp_document document;       /* of coder_read_sentence */
    coder_layers layers;
    const code_trace *trace;    /* NULL: nobody watches */
};

rp_code rp_coder_new(const rapport *tables, rp_coder **out, rp_err *err)
{
    rp_coder *self = calloc(1, sizeof *self);
    *out = NULL;
    if (self) {
        self->mem = arena_new(DOCUMENT_MEMORY);
        self->scratch = arena_new(DOCUMENT_MEMORY);
        self->work = parse_work_new(tables->parser);
    }
    if (!self || !self->mem || !self->scratch || !self->work) {
        rp_coder_free(self);
        return error_set(err, RP_ENOMEM, "memory ended");
    }
    self->tables = tables;
    *out = self;
    return RP_OK;
}

void rp_coder_free(rp_coder *self)
{
    if (!self) return;
    parse_work_free(self->work);
    arena_free(self->scratch);
    arena_free(self->mem);
    free(self);
}

rp_code rp_coder_split(rp_coder *self, const rp_document *doc, const rp_coded **out, rp_err *err)
{
    *out = NULL;
    arena_reset(self->mem);
    text_layers text;
    rp_code rc = text_split(doc, self->tables->rules, self->mem, &text, err);
    if (rc != RP_OK) return rc;
    self->coded = (rp_coded){ .document = doc, .sentences = text.sentences.at, .sentence_count = text.sentences.count, .tokens = text.tokens.at,
                              .token_count = text.tokens.count, .citations = text.citations.at, .citation_count = text.citations.count };
    *out = &self->coded;
    return RP_OK;
}

rp_code coder_read(const rapport *t, const rp_document *doc, const rp_coded *split, parse_work *work, arena *mem, arena *scratch, coder_layers *out,
                   rp_err *err)
{
    size_t count = split->sentence_count;
    tree_input in = { .text = doc->text, .tokens = split->tokens, .sentences = split->sentences, .words = &out->words, .lexicon = t->lexicon,
                      .kinds = t->kinds, .parser = t->parser };
    rp_code rc = words_look_up(t->classes, t->lexicon, doc->text, split->tokens, split->sentences, count, mem, &out->words, err);
    if (rc == RP_OK && !trees_new(&in, work, count, split->token_count, mem, &out->trees)) rc = error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) rc = actor_find(t->actors, &t->weights, &out->trees, count, coder_day(doc), mem, scratch, &out->actors, err);
    if (rc == RP_OK) rc = date_find(t->calendar, doc->text, &out->words, count, doc->published, mem, &out->dates, err);
    out->input = (code_input){ .dates = &out->dates, .weigher = t->weigher };
    out->input.reading = (reading_input){ .document = doc, .sentences = split->sentences, .sentence_count = count, .words = &out->words, .trees = &out->trees,
        .actors = &out->actors, .actor_tables = t->actors, .frames = t->frames, .ontology = t->ontology };
    return rc;
}

static rp_code read_layers(rp_coder *self, const rp_document *doc, rp_err *err)
{
    rp_code rc = coder_read(self->tables, doc, &self->coded, self->work, self->mem, self->scratch, &self->layers, err);
    self->layers.input.trace = self->trace;
    return rc;
}

rp_code rp_coder_code(rp_coder *self, const rp_document *doc, const rp_coded **out, rp_err *err)
{
    const rp_coded *split;
    vec events = vec_of(sizeof(rp_event));
    rp_code rc = rp_coder_split(self, doc, &split, err);
    *out = NULL;
    if (rc == RP_OK) rc = read_layers(self, doc, err);
    if (rc == RP_OK) rc = event_code(&self->layers.input, self->mem, self->scratch, &events, err);
    if (rc != RP_OK) return rc;
    self->coded.events = events.at;
    self->coded.event_count = events.count;
    *out = &self->coded;
    return RP_OK;
}

int32_t coder_day(const rp_document *doc)
{
    return date_known(doc->published) ? date_last_day(doc->published) : date_first_day((rp_date){ 2025, 1, 1 });
}

rp_code rp_coder_actors(rp_coder *self, const rp_document *doc, const rp_coded **out, rp_err *err)
{
    const rp_coded *split;
    rp_mention *mentions;
    rp_code rc = rp_coder_split(self, doc, &split, err);
    *out = NULL;
    if (rc == RP_OK) rc = read_layers(self, doc, err);
    if (rc != RP_OK) return rc;
    if (!coder_mentions(self->tables, &self->layers, self->mem, &mentions, &self->coded.mention_count)) return error_set(err, RP_ENOMEM, "memory ended");
    self->coded.mentions = mentions;
    *out = &self->coded;
    return RP_OK;
}

rp_code coder_read_sentence(rp_coder *self, rp_str text, reading *out, rp_err *err)
{
    const rp_coded *split;
    self->document = (rp_document){ .id = RP_STR("sentence"), .text = text };
    rp_code rc = rp_coder_split(self, &self->document, &split, err);
    if (rc != RP_OK) return rc;
    if (split->token_count == 0) return error_set(err, RP_EMISSING, "there is no word in the sentence");
    rp_sentence *one = arena_alloc(self->mem, sizeof *one);
    if (!one) return error_set(err, RP_ENOMEM, "memory ended");
    *one = (rp_sentence){ .start = split->tokens[0].start, .end = split->tokens[split->token_count - 1].end, .kind = RP_KIND_PROSE };
    one->token_count = (uint32_t)split->token_count;
    self->coded.sentences = one;
    self->coded.sentence_count = 1;
    rc = read_layers(self, &self->document, err);
    return rc == RP_OK ? reading_of(&self->layers.input.reading, 0, 0, one->token_count, self->mem, out, err) : rc;
}

const rapport *coder_tables(const rp_coder *self) { return self->tables; }
const coder_layers *coder_layers_of(const rp_coder *self) { return &self->layers; }
void coder_watch(rp_coder *self, const code_trace *trace) { self->trace = trace; }
