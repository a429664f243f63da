/*
 * cli/relate.c - rapport relate: the event type between two marked actors of each row; and the scores of rapport evaluate relate, status and
 * spans.
 */
#include "cli/relate.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include "cli/inputs.h"
#include "cli/output.h"
#include "evaluate/relate.h"
#include "evaluate/spans.h"
#include "evaluate/status.h"

#define SPANS_MOST ((size_t)1 << 30)    /* bytes of a file of marked participants */

/* ---- scoring ------------------------------------------------------------------------------------------------------- */

static void on_row(void *context, uint32_t line, rp_str marked, unsigned gold, unsigned predicted, const relation_found *found)
{
    buf *out = context;
    if (gold == predicted) return;
    buf_format(out, "%u\t%s\t%s\t%.2f\t%.*s\t%s\t", line, relate_class_name(gold), relate_class_name(predicted), found->confidence,
               (int)found->word.len, found->word.at ? found->word.at : "", found->frame ? rp_event_name(found->frame->type) : "");
    table_tsv(out, marked);
    buf_char(out, '\n');
    rp_err err;
    cli_write_buf(out, &err);
}

static void figure(buf *out, const char *name, const relate_figure *f)
{
    buf_format(out, "%-28s %.3f  (%.3f–%.3f)\n", name, f->value, f->low, f->high);
}

static void print_scores(buf *out, const relate_scores *s)
{
    buf_format(out, "%zu rows\n", s->rows);
    figure(out, "types, macro-F1", &s->types);
    figure(out, "quad classes, macro-F1", &s->quads);
    figure(out, "cooperation or conflict", &s->poles);
    figure(out, "types, share right", &s->accuracy);
    buf_text(out, "\ngold \\ given");
    unsigned shown[RELATE_CLASSES], n = 0;
    for (unsigned k = 0; k < RELATE_CLASSES; k++) {
        size_t any = 0;
        for (unsigned j = 0; j < RELATE_CLASSES; j++) any += s->confusion[k][j] + s->confusion[j][k];
        if (any) shown[n++] = k;
    }
    for (unsigned i = 0; i < n; i++) buf_format(out, " %5.5s", relate_class_name(shown[i]));
    buf_text(out, "    F1\n");
    for (unsigned i = 0; i < n; i++) {
        buf_format(out, "%-12s", relate_class_name(shown[i]));
        for (unsigned j = 0; j < n; j++) buf_format(out, " %5zu", s->confusion[shown[i]][shown[j]]);
        if (isnan(s->f1[shown[i]])) buf_text(out, "     –\n");
        else buf_format(out, "  %.2f\n", s->f1[shown[i]]);
    }
}

static void json_figure(buf *out, const char *name, const relate_figure *f)
{
    buf_format(out, ",\"%s\":{\"value\":%.4f,\"low\":%.4f,\"high\":%.4f}", name, f->value, f->low, f->high);
}

int cli_evaluate_relate(const cli_call *call, const rapport *tables)
{
    rp_err err = { 0 };
    const char *gold = cli_value(call, "gold"), *by = cli_value(call, "by"), *rows = cli_value(call, "rows"), *path = call->operands[1];
    static const char *const bys[] = { "both", "frames", "model" }, *const kinds[] = { "all", "sealed", "open" };
    int which = 0, sealed = 0;
    for (int i = 0; i < 3; i++) {
        if (by && strcmp(by, bys[i]) == 0) which = i + 1;
        if (rows && strcmp(rows, kinds[i]) == 0) sealed = i + 1;
    }
    if (by && !which) return cli_misuse(call, "--by wants both, frames or model, not '%s'", by);
    if (rows && !sealed) return cli_misuse(call, "--rows wants all, sealed or open, not '%s'", rows);
    if (call->operand_count > 2) return cli_misuse(call, "\"%s\" is one too many; usage: rapport evaluate relate FILE", call->operands[2]);
    FILE *in;
    if (cli_open_input(path, &in, &path, &err) != RP_OK) return cli_fail(&err);
    relate_scores s;
    buf out = { 0 };
    rp_code rc = evaluate_relate(tables, in, path, gold ? gold : "event", which ? (relate_by)(which - 1) : RELATE_BOTH, sealed ? sealed - 1 : 0,
                                 cli_given(call, "errors") ? on_row : NULL, &out, &s, &err);
    cli_close_input(in);
    if (rc == RP_OK && cli_given(call, "json")) {
        buf_format(&out, "{\"rows\":%zu", s.rows);
        json_figure(&out, "types", &s.types);
        json_figure(&out, "quads", &s.quads);
        json_figure(&out, "poles", &s.poles);
        json_figure(&out, "accuracy", &s.accuracy);
        buf_text(&out, "}\n");
    } else if (rc == RP_OK) {
        print_scores(&out, &s);
    }
    if (rc == RP_OK) rc = cli_write_buf(&out, &err);
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

static void on_status(void *context, const example *e, unsigned given, unsigned by_rule, rp_str speaker)
{
    buf *out = context;
    bool same_speaker = (e->speaker.len > 0) == (speaker.len > 0);
    rp_err err;
    if (given == e->status && same_speaker) return;
    buf_format(out, "%u\t%s\t%s\t%s\t%.*s\t%.*s\t", e->line, rp_status_name(e->status), given < RP_STATUSES ? rp_status_name(given) : "none",
               by_rule < RP_STATUSES ? rp_status_name(by_rule) : "none", (int)e->speaker.len, e->speaker.at, (int)speaker.len,
               speaker.at ? speaker.at : "");
    table_tsv(out, str_sub(e->text, e->marks.trigger.start, e->marks.trigger.end));
    buf_char(out, '\t');
    table_tsv(out, e->text);
    buf_char(out, '\n');
    cli_write_buf(out, &err);
}

static void print_statuses(buf *out, const status_scores *s, bool json)
{
    double n = s->rows ? (double)s->rows : 1, right = (double)s->right / n, speaker = (double)s->speaker_right / n;
    if (json) {
        buf_format(out, "{\"rows\":%zu,\"macro_f1\":%.4f,\"right\":%.4f,\"rule_f1\":%.4f,\"speaker_right\":%.4f}\n", s->rows, s->macro_f1, right,
                   s->rule_f1, speaker);
        return;
    }
    buf_format(out, "%zu rows\nstatus: macro-F1 %.3f, right %.3f; by rules alone macro-F1 %.3f, right %.3f\n", s->rows, s->macro_f1, right,
               s->rule_f1, (double)s->rule_right / n);
    buf_format(out, "speaker: right on %.3f of all rows; found %zu of %zu, %zu where there is none\n", speaker, s->speaker_found, s->speaker_rows,
               s->speaker_false);
    buf_text(out, "\ngold \\ given ");
    for (unsigned k = 0; k < RP_STATUSES; k++) buf_format(out, " %6.6s", rp_status_name(k));
    buf_text(out, "   none\n");
    for (unsigned k = 0; k < RP_STATUSES; k++) {
        buf_format(out, "%-13s", rp_status_name(k));
        for (unsigned j = 0; j <= RP_STATUSES; j++) buf_format(out, " %6zu", s->confusion[k][j]);
        buf_char(out, '\n');
    }
}

int cli_evaluate_status(const cli_call *call, const rapport *tables)
{
    rp_err err = { 0 };
    const char *path = call->operands[1];
    if (call->operand_count > 2) return cli_misuse(call, "\"%s\" is one too many; usage: rapport evaluate status FILE", call->operands[2]);
    FILE *in;
    if (cli_open_input(path, &in, &path, &err) != RP_OK) return cli_fail(&err);
    status_scores s;
    buf out = { 0 };
    rp_code rc = evaluate_status(tables, in, path, cli_given(call, "errors") ? on_status : NULL, &out, &s, &err);
    cli_close_input(in);
    if (rc == RP_OK) print_statuses(&out, &s, cli_given(call, "json"));
    if (rc == RP_OK) rc = cli_write_buf(&out, &err);
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

static void on_span(void *context, rp_str sentence, rp_str words, bool missed)
{
    buf *out = context;
    rp_err err;
    buf_text(out, missed ? "missed\t" : "false\t");
    table_tsv(out, words);
    buf_char(out, '\t');
    table_tsv(out, sentence);
    buf_char(out, '\n');
    cli_write_buf(out, &err);
}

static double share(size_t part, size_t whole) { return whole ? (double)part / (double)whole : 0; }

static void print_spans(buf *out, const spans_scores *s, bool all, bool json)
{
    double p = share(s->right, s->given), r = share(s->found, s->gold), sided = share(s->found_sided, s->gold_sided);
    if (json)
        buf_format(out, "{\"events\":\"%s\",\"sentences\":%zu,\"precision\":%.4f,\"recall\":%.4f,\"recall_sided\":%.4f}\n", all ? "all" : "main",
                   s->sentences, p, r, sided);
    else
        buf_format(out, "%s: %zu sentences, precision %.3f (%zu of %zu), recall %.3f (%zu of %zu), F1 %.3f; on the right side %.3f\n",
                   all ? "all events" : "main event", s->sentences, p, s->right, s->given, r, s->found, s->gold,
                   p + r > 0 ? 2 * p * r / (p + r) : 0, sided);
}

int cli_evaluate_spans(const cli_call *call, const rapport *tables)
{
    rp_err err = { 0 };
    const char *path = call->operands[1];
    if (call->operand_count > 2) return cli_misuse(call, "\"%s\" is one too many; usage: rapport evaluate spans FILE", call->operands[2]);
    FILE *in;
    buf text = { 0 }, out = { 0 };      /* read twice: for the main event, and for all */
    rp_code rc = cli_open_input(path, &in, &path, &err);
    if (rc != RP_OK) return cli_fail(&err);
    rc = file_read(in, path, SPANS_MOST, &text, &err);
    cli_close_input(in);
    for (int all = 0; all < 2 && rc == RP_OK; all++) {
        FILE *again = text.len ? fmemopen(text.at, text.len, "rb") : tmpfile();
        if (!again) rc = error_system(&err, path, "read");
        if (rc != RP_OK) break;
        spans_scores s;
        rc = evaluate_sides(tables, again, path, all, cli_given(call, "errors") && !all ? on_span : NULL, &out, &s, &err);
        fclose(again);
        if (rc != RP_OK) break;
        print_spans(&out, &s, all, cli_given(call, "json"));
    }
    buf_free(&text);
    if (rc == RP_OK) rc = cli_write_buf(&out, &err);
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

/* ---- relating ------------------------------------------------------------------------------------------------------ */

typedef struct job {
    const rapport *tables;
    rp_coder *coder;
    arena *mem;
    buf out;
    const char *name;
    size_t marked;              /* column */
    uint64_t done, skipped;
} job;

static rp_code read_header(job *self, rp_str line, rp_err *err)
{
    rp_str rest = line, cell;
    self->marked = SIZE_MAX;
    for (size_t i = 0; str_split(&rest, '\t', &cell); i++)
        if (str_is(cell, "marked_sentence")) self->marked = i;
    if (self->marked == SIZE_MAX)
        return error_at(err, RP_EFORMAT, self->name, 1, "there is no column \"marked_sentence\"; the first line names the columns, parted by tabs");
    buf_str(&self->out, line);
    buf_text(&self->out, "\tpredicted\tconfidence\n");
    return RP_OK;
}

static rp_code relate_row_of(job *self, rp_str line, uint32_t number, rp_err *err)
{
    rp_str rest = line, cell = { 0 }, plain;
    example_marks marks;
    size_t i = 0;
    arena_reset(self->mem);
    while (i <= self->marked && str_split(&rest, '\t', &cell)) i++;
    if (i <= self->marked) return error_at(err, RP_EFORMAT, self->name, number, "there is no column %zu", self->marked + 1);
    rp_code rc = example_unmark(cell, self->mem, &plain, &marks, err);
    if (rc == RP_OK && (!marks.source.end || !marks.target.end))
        rc = error_set(err, RP_EFORMAT, "<s>source</s> and <t>target</t> must both be marked");
    relation_found found;
    if (rc == RP_OK) rc = relate_pair(self->coder, self->tables, plain, &marks, RELATE_BOTH, &found, err);
    if (rc != RP_OK) return rc;
    buf_str(&self->out, line);
    buf_format(&self->out, "\t%s\t%.3f\n", rp_event_name(found.type), found.confidence);
    self->done++;
    return RP_OK;
}

static int relate_all(job *self, FILE *in)
{
    char *line = NULL;
    size_t room = 0;
    uint32_t number = 0;
    rp_err err = { 0 };
    rp_code rc = RP_OK;
    for (ssize_t len; rc == RP_OK && (len = getline(&line, &room, in)) >= 0;) {
        rp_str view = { line, (size_t)len };
        while (view.len && (view.at[view.len - 1] == '\n' || view.at[view.len - 1] == '\r')) view.len--;
        number++;
        if (number == 1) rc = read_header(self, view, &err);
        else if (view.len) rc = relate_row_of(self, view, number, &err);
        bool skip = number > 1 && (rc == RP_EFORMAT || rc == RP_EMISSING || cli_is_skip(rc));
        if (skip) {
            error_line(&err, self->name, number);
            cli_fail(&err);
            self->skipped++;
            buf_str(&self->out, view);
            buf_text(&self->out, "\t\t\n");
            rc = RP_OK;
        }
        if (rc == RP_OK) rc = cli_write_buf(&self->out, &err);
    }
    free(line);
    if (rc == RP_OK && ferror(in)) rc = error_system(&err, self->name, "read");
    if (rc == RP_OK && number == 0) rc = error_at(&err, RP_EFORMAT, self->name, 1, "it is empty; the first line names the columns, parted by tabs");
    return rc == RP_OK ? cli_say_skipped(self->skipped, self->done, "row", "related") : cli_fail(&err);
}

int cli_run_relate(const cli_call *call)
{
    rapport *tables;
    rp_err err = { 0 };
    int status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    job self = { .tables = tables, .name = call->operands[0], .mem = arena_new(0) };
    FILE *in = NULL;
    if (cli_open_input(self.name, &in, &self.name, &err) != RP_OK) status = cli_fail(&err);
    else if (!self.mem) status = cli_fail((error_set(&err, RP_ENOMEM, "memory ended"), &err));
    else if (rp_coder_new(tables, &self.coder, &err) != RP_OK) status = cli_fail(&err);
    else status = relate_all(&self, in);
    cli_close_input(in);
    buf_free(&self.out);
    rp_coder_free(self.coder);
    arena_free(self.mem);
    rapport_close(tables);
    return status;
}
