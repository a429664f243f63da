/*
 * cli/text.c - rapport text: a document's text as it is coded, its sentences, tokens or citations.
 *
 * Positions are code points of the text that is printed without options. One document is printed byte for byte. Each of several begins a
 * new line; in the listings an empty line parts them.
 */
#include <inttypes.h>
#include "base/utf8.h"
#include "cli/inputs.h"
#include "cli/output.h"

typedef enum view { VIEW_TEXT, VIEW_SENTENCES, VIEW_TOKENS, VIEW_CITATIONS } view;

typedef struct job {
    view view;
    rp_coder *coder;
    arena *mem;
    uint64_t documents;
    bool line_open;         /* the last document did not end its line */
    buf out;
} job;

static void add_sentences(buf *out, const rp_coded *c, const utf8_ruler *ruler)
{
    for (size_t i = 0; i < c->sentence_count; i++) {
        const rp_sentence *s = &c->sentences[i];
        buf_format(out, "%s\t%" PRIu32 "\t%" PRIu32 "\t", rp_kind_name(s->kind), utf8_ruler_at(ruler, s->start), utf8_ruler_at(ruler, s->end));
        cli_words(out, str_sub(c->document->text, s->start, s->end), false);
        buf_char(out, '\n');
    }
}

static void add_tokens(buf *out, const rp_coded *c)
{
    for (size_t i = 0; i < c->sentence_count; i++) {
        const rp_sentence *s = &c->sentences[i];
        for (uint32_t t = 0; t < s->token_count; t++) {
            const rp_token *token = &c->tokens[s->first_token + t];
            if (t) buf_char(out, ' ');
            cli_words(out, str_sub(c->document->text, token->start, token->end), false);
        }
        buf_char(out, '\n');
    }
}

static void add_citations(buf *out, const rp_coded *c, const utf8_ruler *ruler)
{
    for (size_t i = 0; i < c->citation_count; i++) {
        const rp_citation *t = &c->citations[i];
        buf_format(out, "%" PRIu32 "\t%" PRIu32 "\t", utf8_ruler_at(ruler, t->start), utf8_ruler_at(ruler, t->end));
        if (t->number) buf_format(out, "%" PRIu32, t->number);
        buf_char(out, '\t');
        cli_words(out, t->target, false);
        buf_char(out, '\n');
    }
}

static rp_code print_text(job *self, rp_str text, rp_err *err)
{
    rp_code rc = self->line_open ? cli_write("\n", 1, NULL, err) : RP_OK;
    if (rc == RP_OK) rc = cli_write(text.at, text.len, NULL, err);
    self->line_open = text.len && text.at[text.len - 1] != '\n';
    return rc;
}

static rp_code print_document(void *context, const rp_document *document, rp_err *err)
{
    job *self = context;
    const rp_coded *coded;
    if (self->view == VIEW_TEXT) return print_text(self, document->text, err);
    rp_code rc = rp_coder_split(self->coder, document, &coded, err);
    if (rc != RP_OK) return rc;
    arena_reset(self->mem);
    utf8_ruler ruler = utf8_ruler_new(document->text, self->mem);
    if (!ruler.points) return error_set(err, RP_ENOMEM, "memory ended");
    if (self->documents) buf_char(&self->out, '\n');
    if (self->view == VIEW_SENTENCES) add_sentences(&self->out, coded, &ruler);
    else if (self->view == VIEW_TOKENS) add_tokens(&self->out, coded);
    else add_citations(&self->out, coded, &ruler);
    return cli_write_buf(&self->out, err);
}

static int run(job *self, const rapport *tables, reader *in)
{
    rp_err err;
    int status;
    if (rp_coder_new(tables, &self->coder, &err) != RP_OK) return cli_fail(&err);
    self->mem = arena_new(0);
    if (self->mem) status = cli_each_document(in, print_document, self, &self->documents, "printed");
    else cli_say("memory ended"), status = CLI_FAILED;
    arena_free(self->mem);
    buf_free(&self->out);
    rp_coder_free(self->coder);
    return status;
}

int cli_run_text(const cli_call *call)
{
    static const char *const names[] = { NULL, "sentences", "tokens", "citations" };
    job self = { .view = VIEW_TEXT };
    reader_options options;
    rapport *tables = NULL;
    reader *in = NULL;
    for (int v = VIEW_SENTENCES; v <= VIEW_CITATIONS; v++) {
        if (!cli_given(call, names[v])) continue;
        if (self.view != VIEW_TEXT) return cli_misuse(call, "--%s and --%s cannot go together", names[self.view], names[v]);
        self.view = (view)v;
    }
    int status = cli_inputs(call, 0, &options);
    if (status == CLI_OK) status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    status = cli_reader(&options, &in);
    if (status == CLI_OK) status = run(&self, tables, in);
    reader_free(in);
    rapport_close(tables);
    return status;
}
