/* coder/coder.c - one document to one coded document: text, words, actors, dates, events. See rapport.h. */
#include <stdlib.h>
#include "base/arena.h"
#include "coder/tables.h"
#include "event/shallow.h"
#include "text/split.h"

#define DOCUMENT_MEMORY ((size_t)3 << 30)     /* bytes one document may take: 16 MB of text at its worst */

struct rp_coder {
    const rapport *tables;
    arena *mem;
    rp_coded coded;
};

rp_code rp_coder_new(const rapport *tables, rp_coder **out, rp_err *err)
{
    rp_coder *self = calloc(1, sizeof *self);
    *out = NULL;
    if (self) self->mem = arena_new(DOCUMENT_MEMORY);
    if (!self || !self->mem) {
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

rp_code rp_coder_code(rp_coder *self, const rp_document *doc, const rp_coded **out, rp_err *err)
{
    const rapport *t = self->tables;
    const rp_coded *split;
    word_layer words;
    actor_layer actors;
    date_layer dates;
    vec events = vec_of(sizeof(rp_event));
    rp_code rc = rp_coder_split(self, doc, &split, err);
    *out = NULL;
    if (rc == RP_OK)
        rc = words_look_up(t->classes, t->lexicon, doc->text, split->tokens, split->sentences, split->sentence_count, self->mem, &words, err);
    if (rc == RP_OK) rc = actor_find(t->actors, doc->text, &words, split->sentences, split->sentence_count, self->mem, &actors, err);
    if (rc == RP_OK) rc = date_find(t->calendar, doc->text, &words, split->sentence_count, doc->published, self->mem, &dates, err);
    if (rc == RP_OK) {
        shallow_input in = { doc, split->sentences, split->sentence_count, &words, &actors, &dates, t->actors, t->triggers };
        rc = shallow_code(&in, self->mem, &events, err);
    }
    if (rc != RP_OK) return rc;
    self->coded.events = events.at;
    self->coded.event_count = events.count;
    *out = &self->coded;
    return RP_OK;
}
