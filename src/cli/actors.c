/* cli/actors.c - rapport actors: who is named in documents; and cli/actors.h. */
#include "cli/actors.h"
#include "base/arena.h"
#include "base/json.h"
#include "exchange/mention.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "evaluate/actors.h"

static void on_mention(void *context, rp_str sentence, rp_str mention, const char *kind, bool missed)
{
    buf *out = context;
    buf_text(out, missed ? "missed " : "false  ");
    buf_format(out, "%s\t", kind);
    cli_words(out, mention, true);
    buf_char(out, '\t');
    cli_words(out, sentence, true);
    buf_char(out, '\n');
}

static void json_score(buf *out, const char *name, const actors_score *s)
{
    json_key(out, name), json_open(out, '{');
    json_key(out, "gold"), json_int(out, (int64_t)s->gold);
    json_key(out, "found"), json_int(out, (int64_t)s->found);
    json_key(out, "right"), json_int(out, (int64_t)s->right);
    json_key(out, "precision"), json_real(out, s->precision, 6);
    json_key(out, "recall"), json_real(out, s->recall, 6);
    json_key(out, "f1"), json_real(out, s->f1, 6);
    json_close(out, '}');
}

static void json_coreference(buf *out, const char *name, const coreference_score *s)
{
    json_key(out, name), json_open(out, '{');
    json_key(out, "muc"), json_real(out, s->muc, 6);
    json_key(out, "b_cubed"), json_real(out, s->b_cubed, 6);
    json_key(out, "ceaf_e"), json_real(out, s->ceaf_e, 6);
    json_key(out, "conll"), json_real(out, s->conll, 6);
    json_close(out, '}');
}

static const char *const kinds[] = { "persons", "organisations", "places" };

static void print(const actors_scores *s, bool json, buf *out)
{
    if (json) {
        json_open(out, '{');
        json_key(out, "documents"), json_int(out, (int64_t)s->documents);
        json_key(out, "sentences"), json_int(out, (int64_t)s->sentences);
        json_score(out, "spans", &s->spans);
        for (int k = 0; k < 3; k++) json_score(out, kinds[k], &s->kinds[k]);
        json_coreference(out, "coreference", &s->without_singletons);
        json_coreference(out, "coreference_with_singletons", &s->with_singletons);
        json_close(out, '}');
        buf_char(out, '\n');
        return;
    }
    buf_format(out, "%zu documents, %zu sentences\n", s->documents, s->sentences);
    buf_format(out, "spans: precision %.3f recall %.3f F1 %.3f (%zu gold, %zu found)\n", s->spans.precision, s->spans.recall, s->spans.f1, s->spans.gold, s->spans.found);
    for (int k = 0; k < 3; k++)
        buf_format(out, "%s: precision %.3f recall %.3f F1 %.3f (%zu gold)\n", kinds[k], s->kinds[k].precision, s->kinds[k].recall, s->kinds[k].f1, s->kinds[k].gold);
    for (int k = 0; k < 2; k++) {
        const coreference_score *c = k ? &s->with_singletons : &s->without_singletons;
        buf_format(out, "coreference%s: CoNLL F1 %.3f (MUC %.3f, B-cubed %.3f, CEAF-e %.3f)\n", k ? " with singletons" : "", c->conll, c->muc, c->b_cubed, c->ceaf_e);
    }
}

int cli_evaluate_actors(const cli_call *call, const rapport *tables)
{
    rp_err err = { 0 };
    buf out = { 0 };
    rp_code rc = RP_OK;
    for (unsigned i = 1; i < call->operand_count && rc == RP_OK; i++) {
        FILE *in;
        const char *name;
        actors_scores s;
        rc = cli_open_input(call->operands[i], &in, &name, &err);
        if (rc != RP_OK) break;
        rc = evaluate_actors(tables, in, name, cli_given(call, "errors") ? on_mention : NULL, &out, &s, &err);
        cli_close_input(in);
        if (rc == RP_OK) print(&s, cli_given(call, "json"), &out);
    }
    if (rc == RP_OK) rc = cli_write_buf(&out, &err);
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

/* ---- rapport actors ------------------------------------------------------------------------------------------------- */

typedef struct job {
    rp_coder *coder;
    arena *mem;
    buf out;
    uint64_t documents;
} job;

static rp_code print_document(void *context, const rp_document *document, rp_err *err)
{
    job *self = context;
    const rp_coded *coded;
    rp_code rc = rp_coder_actors(self->coder, document, &coded, err);
    if (rc != RP_OK) return rc;
    arena_reset(self->mem);
    utf8_ruler ruler = utf8_ruler_new(document->text, self->mem);
    if (!ruler.points) return error_set(err, RP_ENOMEM, "memory ended");
    for (size_t i = 0; i < coded->mention_count; i++) mention_record(coded, i, &ruler, &self->out);
    return cli_write_buf(&self->out, err);
}

int cli_run_actors(const cli_call *call)
{
    job self = { .documents = 0 };
    reader_options options;
    rapport *tables = NULL;
    reader *in = NULL;
    rp_err err;
    int status = cli_inputs(call, 0, &options);
    if (status == CLI_OK) status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    status = cli_reader(&options, &in);
    rp_code rc = status == CLI_OK ? rp_coder_new(tables, &self.coder, &err) : RP_OK;
    if (rc == RP_OK && status == CLI_OK && !(self.mem = arena_new(0))) rc = error_set(&err, RP_ENOMEM, "memory ended");
    if (rc != RP_OK) status = cli_fail(&err);
    else if (status == CLI_OK) status = cli_each_document(in, print_document, &self, &self.documents, "printed");
    arena_free(self.mem);
    buf_free(&self.out);
    rp_coder_free(self.coder);
    reader_free(in);
    rapport_close(tables);
    return status;
}
