/* cli/evaluate.c - rapport evaluate: score tokens, sentences, parses or events against gold. */
#include <inttypes.h>
#include <math.h>
#include <time.h>
#include "base/file.h"
#include "base/json.h"
#include "cli/actors.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/table.h"
#include "cli/relate.h"
#include "coder/tables.h"
#include "evaluate/events.h"
#include "parse/evaluate.h"
#include "text/evaluate.h"

/* ---- tokens and sentences ------------------------------------------------------------------------------------------ */

typedef struct text_job {
    const cli_call *call;
    const rapport *tables;
    const char *name;           /* of the file being scored */
    bool sentences;             /* list these differences */
    buf out, list;              /* list: differences, told behind the figures */
    table *table;
    evaluate_scores all;
} text_job;

static const table_column text_columns[] = {
    { "file", 0, TABLE_LEFT }, { "layer", 0, TABLE_LEFT }, { "gold", 0, TABLE_RIGHT }, { "found", 0, TABLE_RIGHT },
    { "right", 0, TABLE_RIGHT }, { "precision", 0, TABLE_RIGHT }, { "recall", 0, TABLE_RIGHT }, { "F1", 0, TABLE_RIGHT },
};
#define TEXT_COLUMNS (sizeof text_columns / sizeof *text_columns)

static void on_difference(void *context, const evaluate_difference *d)
{
    text_job *self = context;
    static const char *const names[] = { "token", "word", "sentence" };
    if ((d->layer == EVALUATE_SENTENCES) != self->sentences) return;
    buf_format(&self->list, "%s: ", self->name);
    if (d->document.len) cli_words(&self->list, d->document, true), buf_text(&self->list, ": ");
    buf_format(&self->list, "%s: gold [", names[d->layer]);
    cli_words(&self->list, d->gold, true);
    buf_text(&self->list, "] found [");
    cli_words(&self->list, d->found, true);
    buf_text(&self->list, "] in: ");
    cli_words(&self->list, d->before, true);
    buf_text(&self->list, " >< ");
    cli_words(&self->list, d->after, true);
    buf_char(&self->list, '\n');
}

static void add_score(evaluate_score *all, const evaluate_score *one)
{
    all->gold += one->gold;
    all->found += one->found;
    all->right += one->right;
    evaluate_finish(all);
}

static void percent_cell(table *to, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.2f", value);
    table_cell(to, str_of(text));
}

static void json_metric(buf *out, const char *name, const evaluate_score *s)
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

static void score_row(table *to, const char *file, const char *what, const evaluate_score *s)
{
    table_cell(to, str_of(file));
    table_cell(to, str_of(what));
    table_number(to, s->gold);
    table_number(to, s->found);
    table_number(to, s->right);
    percent_cell(to, s->precision);
    percent_cell(to, s->recall);
    percent_cell(to, s->f1);
}

static void print_scores(text_job *self, const char *name, const evaluate_scores *scores)
{
    static const char *const layers[] = { "tokens", "words", "sentences" };
    const evaluate_score *const all[] = { &scores->tokens, &scores->words, &scores->sentences };
    bool json = cli_given(self->call, "json");
    if (json) {
        json_open(&self->out, '{');
        json_key(&self->out, "file"), json_str(&self->out, str_of(name));
        json_key(&self->out, "documents"), json_int(&self->out, (int64_t)scores->documents);
    }
    for (int i = 0; i < 3; i++) {
        if (json) json_metric(&self->out, layers[i], all[i]);
        else score_row(self->table, name, layers[i], all[i]);
    }
    if (json) json_close(&self->out, '}'), buf_char(&self->out, '\n');
}

static rp_code score_file(text_job *self, const char *path, rp_err *err)
{
    evaluate_scores scores;
    FILE *in;
    bool list = cli_given(self->call, "errors");
    rp_code rc = cli_open_input(path, &in, &self->name, err);
    if (rc != RP_OK) return rc;
    if (list) rc = evaluate_text_listing(in, self->name, self->tables->rules, on_difference, self, &scores, err);
    else rc = evaluate_text(in, self->name, self->tables->rules, &scores, err);
    cli_close_input(in);
    if (rc != RP_OK) {
        error_input(err, self->name);
        return rc;
    }
    print_scores(self, self->name, &scores);
    add_score(&self->all.tokens, &scores.tokens);
    add_score(&self->all.words, &scores.words);
    add_score(&self->all.sentences, &scores.sentences);
    self->all.documents += scores.documents;
    return RP_OK;
}

static int evaluate_splitting(const cli_call *call, const rapport *tables)
{
    text_job self = { .call = call, .tables = tables, .sentences = strcmp(call->operands[0], "sentences") == 0 };
    rp_err err;
    self.table = table_new(text_columns, TEXT_COLUMNS, 0);
    rp_code rc = self.table ? RP_OK : error_set(&err, RP_ENOMEM, "memory ended");
    for (unsigned i = 1; rc == RP_OK && i < call->operand_count; i++) rc = score_file(&self, call->operands[i], &err);
    if (rc == RP_OK && call->operand_count > 2) print_scores(&self, "all", &self.all);
    if (rc == RP_OK) rc = cli_given(call, "json") ? cli_write_buf(&self.out, &err) : table_end(self.table, &err);
    if (rc == RP_OK) rc = cli_write_buf(&self.list, &err);
    table_free(self.table);
    buf_free(&self.out);
    buf_free(&self.list);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

/* ---- parses -------------------------------------------------------------------------------------------------------- */

typedef struct parse_job {
    const cli_call *call;
    const parser *parser;
    const text_rules *rules;    /* NULL: gold words */
    arena *mem;
    table *metrics, *relations;
    buf out, speed;             /* JSON; what is told of speed */
    parse_scores all;
} parse_job;

static double processor_seconds(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
}

static void json_parse(parse_job *self, const char *name, const parse_scores *s)
{
    buf *out = &self->out;
    json_open(out, '{');
    json_key(out, "file"), json_str(out, str_of(name));
    json_key(out, "parser"), json_str(out, str_of(parser_scorer(self->parser)));
    json_key(out, "raw"), json_bool(out, self->rules != NULL);
    json_key(out, "documents"), json_int(out, (int64_t)s->documents);
    json_key(out, "sentences"), json_int(out, (int64_t)s->sentences);
    json_key(out, "words"), json_int(out, (int64_t)s->words);
    json_key(out, "seconds"), json_real(out, s->seconds, 6);
    json_key(out, "words_per_second"), json_real(out, s->seconds > 0 ? (double)s->words / s->seconds : NAN, 0);
    json_key(out, "metrics"), json_open(out, '{');
    for (int i = 0; i < PARSE_METRICS; i++) json_metric(out, parse_metric_name((parse_metric)i), &s->metric[i]);
    json_close(out, '}');
    if (self->relations) json_key(out, "relations"), json_open(out, '[');
    for (size_t i = 0; self->relations && i < s->relation_count; i++) {
        const parse_relation_score *r = &s->relations[i];
        json_open(out, '{');
        json_key(out, "relation"), json_str(out, r->name);
        json_key(out, "gold"), json_int(out, (int64_t)r->score.gold);
        json_key(out, "found"), json_int(out, (int64_t)r->score.found);
        json_key(out, "right"), json_int(out, (int64_t)r->score.right);
        json_key(out, "f1"), json_real(out, r->score.f1, 6);
        json_close(out, '}');
    }
    if (self->relations) json_close(out, ']');
    json_close(out, '}');
    buf_char(out, '\n');
}

static void print_parse(parse_job *self, const char *name, const parse_scores *s)
{
    if (cli_given(self->call, "json")) {
        json_parse(self, name, s);
        return;
    }
    for (int i = 0; i < PARSE_METRICS; i++) score_row(self->metrics, name, parse_metric_name((parse_metric)i), &s->metric[i]);
    for (size_t i = 0; self->relations && i < s->relation_count; i++) {
        char relation[64];
        str_copy(relation, sizeof relation, s->relations[i].name.len ? s->relations[i].name : RP_STR("_"));
        score_row(self->relations, name, relation, &s->relations[i].score);
    }
    cli_words(&self->speed, str_of(name), true);
    buf_format(&self->speed, ": %" PRIu64 " sentences, %" PRIu64 " words parsed (%s) in %.3f s", s->sentences, s->words,
               parser_scorer(self->parser), s->seconds);
    if (s->seconds > 0)
        buf_format(&self->speed, ", %.0f words/s, %.0f sentences/s", (double)s->words / s->seconds, (double)s->sentences / s->seconds);
    buf_char(&self->speed, '\n');
}

static rp_code score_parse(parse_job *self, const char *path, rp_err *err)
{
    parse_scores scores;
    const char *name;
    FILE *in;
    rp_code rc = cli_open_input(path, &in, &name, err);
    if (rc != RP_OK) return rc;
    rc = parse_evaluate(in, name, self->parser, self->rules, processor_seconds, self->mem, &scores, err);
    cli_close_input(in);
    if (rc == RP_OK) rc = parse_scores_add(&self->all, &scores, self->mem, err);
    if (rc == RP_OK) print_parse(self, name, &scores);
    else error_input(err, name);
    return rc;
}

/* Figures, a blank line, speed; with --relations another blank line and their table. */
static rp_code write_parse(parse_job *self, rp_err *err)
{
    if (cli_given(self->call, "json")) return cli_write_buf(&self->out, err);
    rp_code rc = table_end(self->metrics, err);
    if (rc == RP_OK) rc = cli_write("\n", 1, NULL, err);
    if (rc == RP_OK) rc = cli_write_buf(&self->speed, err);
    if (rc == RP_OK && self->relations) rc = cli_write("\n", 1, NULL, err);
    return rc == RP_OK && self->relations ? table_end(self->relations, err) : rc;
}

static int evaluate_parse(const cli_call *call, const rapport *tables)
{
    static const table_column metrics[] = {
        { "file", 0, TABLE_LEFT }, { "metric", 0, TABLE_LEFT }, { "gold", 0, TABLE_RIGHT }, { "found", 0, TABLE_RIGHT },
        { "right", 0, TABLE_RIGHT }, { "precision", 0, TABLE_RIGHT }, { "recall", 0, TABLE_RIGHT }, { "F1", 0, TABLE_RIGHT },
    };
    static const table_column relations[] = {
        { "file", 0, TABLE_LEFT }, { "relation", 0, TABLE_LEFT }, { "gold", 0, TABLE_RIGHT }, { "found", 0, TABLE_RIGHT },
        { "right", 0, TABLE_RIGHT }, { "precision", 0, TABLE_RIGHT }, { "recall", 0, TABLE_RIGHT }, { "F1", 0, TABLE_RIGHT },
    };
    cli_model model = { 0 };
    rp_err err;
    bool listed = cli_given(call, "relations");
    int status = cli_model_open(call, &model);
    if (status == CLI_OK) {
        parse_job self = { .call = call, .parser = model.parser, .rules = cli_given(call, "raw") ? tables->rules : NULL, .mem = arena_new(0),
                           .metrics = table_new(metrics, TEXT_COLUMNS, 0),
                           .relations = listed ? table_new(relations, TEXT_COLUMNS, 0) : NULL };
        rp_code rc = self.mem && self.metrics && (!listed || self.relations) ? RP_OK : error_set(&err, RP_ENOMEM, "memory ended");
        for (unsigned i = 1; rc == RP_OK && i < call->operand_count; i++) rc = score_parse(&self, call->operands[i], &err);
        if (rc == RP_OK && call->operand_count > 2) print_parse(&self, "all", &self.all);
        if (rc == RP_OK) rc = write_parse(&self, &err);
        if (rc != RP_OK) status = cli_fail(&err);
        table_free(self.metrics);
        table_free(self.relations);
        arena_free(self.mem);
        buf_free(&self.out);
        buf_free(&self.speed);
    }
    cli_model_close(&model);
    return status;
}

/* ---- events -------------------------------------------------------------------------------------------------------- */

/* "754: coded AZE ACCUSE RUS [blamed] (right dyad)", "754: missed …" */
static void on_event(void *context, const event_difference *d)
{
    buf *out = context;
    buf_format(out, "%.0f: %s ", d->start, d->missed ? "missed" : "coded");
    buf_str(out, d->source.len ? d->source : RP_STR("-"));
    buf_format(out, " %.*s ", (int)d->event.len, d->event.at);
    buf_str(out, d->target.len ? d->target : RP_STR("-"));
    buf_text(out, " [");
    cli_words(out, d->trigger, true);
    buf_text(out, d->paired ? "] (right dyad)\n" : "]\n");
}

static void figure(buf *out, const char *name, double value, bootstrap_bounds range)
{
    buf_format(out, " %s %.3f (%.2f–%.2f)", name, value, range.low, range.high);
}

static void print_events(const event_scores *s, buf *out)
{
    static const char *const names[] = { "dyad", "quad", "full" };
    const event_score *const scores[] = { &s->dyad, &s->quad, &s->full };
    const event_range *const ranges[] = { &s->dyad_range, &s->quad_range, &s->full_range };
    buf_format(out, "coded %" PRIu64 ", gold core %" PRIu64 "\n", s->coded, s->gold);
    for (int i = 0; i < 3; i++) {
        buf_format(out, "%s:", names[i]);
        figure(out, "precision", scores[i]->precision, ranges[i]->precision);
        figure(out, "recall", scores[i]->recall, ranges[i]->recall);
        figure(out, "F1", scores[i]->f1, ranges[i]->f1);
        buf_char(out, '\n');
    }
    if (s->dates)
        buf_format(out, "date: right on %.3f of %" PRIu64 " full matches\n", (double)s->dates_right / (double)s->dates, s->dates);
    if (s->status_count) buf_format(out, "status: macro-F1 %.3f (", s->status_f1);
    for (size_t i = 0; i < s->status_count; i++) {
        if (i) buf_text(out, ", ");
        buf_str(out, s->statuses[i].status);
        buf_format(out, " %.2f of %" PRIu64, s->statuses[i].f1, s->statuses[i].count);
    }
    if (s->status_count) buf_text(out, ")\n");
}

static void json_bounds(buf *out, const char *name, bootstrap_bounds range)
{
    json_key(out, name), json_open(out, '[');
    json_real(out, range.low, 6), json_real(out, range.high, 6);
    json_close(out, ']');
}

/* `range` may be NULL. */
static void json_score(buf *out, const char *name, const event_score *s, const event_range *range)
{
    json_key(out, name), json_open(out, '{');
    json_key(out, "coded_right"), json_int(out, (int64_t)s->coded_right);
    json_key(out, "gold_right"), json_int(out, (int64_t)s->gold_right);
    json_key(out, "precision"), json_real(out, s->precision, 6);
    json_key(out, "recall"), json_real(out, s->recall, 6);
    json_key(out, "f1"), json_real(out, s->f1, 6);
    if (range) {
        json_key(out, "intervals"), json_open(out, '{');
        json_bounds(out, "precision", range->precision);
        json_bounds(out, "recall", range->recall);
        json_bounds(out, "f1", range->f1);
        json_close(out, '}');
    }
    json_close(out, '}');
}

static const char *coded_type_name(unsigned type) { return type == EVENT_SCORE_OTHER ? "other" : rp_event_name(type); }

/* Gold types with the coded types found for them; what never happened is left out. */
static void json_confusion(const event_scores *s, buf *out)
{
    json_key(out, "confusion"), json_open(out, '{');
    for (unsigned gold = 0; gold < RP_EVENT_TYPES; gold++) {
        json_key(out, rp_event_name(gold)), json_open(out, '{');
        for (unsigned coded = 0; coded <= EVENT_SCORE_OTHER; coded++)
            if (s->confusion[gold][coded]) json_key(out, coded_type_name(coded)), json_int(out, (int64_t)s->confusion[gold][coded]);
        json_close(out, '}');
    }
    json_close(out, '}');
}

static void json_events(const event_scores *s, buf *out)
{
    json_open(out, '{');
    json_key(out, "coded"), json_int(out, (int64_t)s->coded);
    json_key(out, "gold"), json_int(out, (int64_t)s->gold);
    json_score(out, "dyad", &s->dyad, &s->dyad_range);
    json_score(out, "quad", &s->quad, &s->quad_range);
    json_score(out, "full", &s->full, &s->full_range);
    json_key(out, "dates"), json_int(out, (int64_t)s->dates);
    json_key(out, "dates_right"), json_int(out, (int64_t)s->dates_right);
    json_key(out, "status_f1"), json_real(out, s->status_f1, 6);
    json_key(out, "statuses"), json_open(out, '{');
    for (size_t i = 0; i < s->status_count; i++) {
        json_str(out, s->statuses[i].status), buf_char(out, ':'), json_open(out, '{');
        json_key(out, "count"), json_int(out, (int64_t)s->statuses[i].count);
        json_key(out, "f1"), json_real(out, s->statuses[i].f1, 6);
        json_close(out, '}');
    }
    json_close(out, '}');
    json_key(out, "types"), json_open(out, '{');
    for (unsigned i = 0; i < RP_EVENT_TYPES; i++) {
        json_key(out, rp_event_name(i)), json_open(out, '{');
        json_key(out, "coded"), json_int(out, (int64_t)s->types[i].coded);
        json_key(out, "gold"), json_int(out, (int64_t)s->types[i].gold);
        json_score(out, "full", &s->types[i].full, NULL);
        json_close(out, '}');
    }
    json_close(out, '}');
    json_confusion(s, out);
    json_close(out, '}');
    buf_char(out, '\n');
}

static void ratio_cell(table *to, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.3f", value);
    table_cell(to, str_of(text));
}

static rp_code print_types(const event_scores *s, rp_err *err)
{
    static const table_column columns[] = {
        { "type", 0, TABLE_LEFT }, { "gold", 0, TABLE_RIGHT }, { "coded", 0, TABLE_RIGHT }, { "full", 0, TABLE_RIGHT },
        { "precision", 0, TABLE_RIGHT }, { "recall", 0, TABLE_RIGHT }, { "F1", 0, TABLE_RIGHT },
    };
    table *t = table_new(columns, sizeof columns / sizeof *columns, 0);
    if (!t) return error_set(err, RP_ENOMEM, "memory ended");
    for (unsigned i = 0; i < RP_EVENT_TYPES; i++) {
        if (s->types[i].coded == 0 && s->types[i].gold == 0) continue;
        table_cell(t, str_of(rp_event_name(i)));
        table_number(t, s->types[i].gold);
        table_number(t, s->types[i].coded);
        table_number(t, s->types[i].full.coded_right);
        ratio_cell(t, s->types[i].full.precision);
        ratio_cell(t, s->types[i].full.recall);
        ratio_cell(t, s->types[i].full.f1);
    }
    rp_code rc = cli_write("\n", 1, NULL, err);
    if (rc == RP_OK) rc = table_end(t, err);
    table_free(t);
    return rc;
}

/* Gold types downwards, coded types across, of pairs with the same dyad; nothing where there is no pair. */
static void print_confusion(const event_scores *s, buf *out)
{
    unsigned shown[RP_EVENT_TYPES + 1], count = 0, columns;
    uint64_t others = 0;
    for (unsigned i = 0; i < RP_EVENT_TYPES; i++) {
        uint64_t any = 0;
        for (unsigned k = 0; k <= EVENT_SCORE_OTHER; k++) any += s->confusion[i][k] + (k < RP_EVENT_TYPES ? s->confusion[k][i] : 0);
        others += s->confusion[i][EVENT_SCORE_OTHER];
        if (any) shown[count++] = i;
    }
    if (count == 0) return;
    columns = count;
    if (others) shown[columns++] = EVENT_SCORE_OTHER;
    buf_text(out, "\ngold \\ coded");
    for (unsigned k = 0; k < columns; k++) buf_format(out, " %5.5s", coded_type_name(shown[k]));
    buf_char(out, '\n');
    for (unsigned i = 0; i < count; i++) {
        buf_format(out, "%-12s", rp_event_name(shown[i]));
        for (unsigned k = 0; k < columns; k++) buf_format(out, " %5" PRIu64, s->confusion[shown[i]][shown[k]]);
        buf_char(out, '\n');
    }
}

static rp_code score_events(const cli_call *call, const rapport *tables, arena *mem, rp_err *err)
{
    const char *coded_path = call->operand_count > 2 ? call->operands[2] : "-", *gold_name, *coded_name;
    FILE *gold = NULL, *coded = NULL;
    buf out = { 0 }, list = { 0 };
    event_scores s;
    bool json = cli_given(call, "json"), errors = cli_given(call, "errors"), types = cli_given(call, "types") && !json;
    rp_code rc = cli_open_input(call->operands[1], &gold, &gold_name, err);
    if (rc == RP_OK) rc = cli_open_input(coded_path, &coded, &coded_name, err);
    if (rc == RP_OK)
        rc = event_score_files(tables->ontology, gold, gold_name, coded, coded_name, mem, errors ? on_event : NULL, &list, &s, err);
    cli_close_input(gold);
    cli_close_input(coded);
    if (rc == RP_OK && s.documents > 1)
        cli_say("%s: rows of %" PRIu64 " documents; positions are compared as if all were of one", gold_name, s.documents);
    if (rc == RP_OK) {
        if (json) json_events(&s, &out);
        else print_events(&s, &out);
        rc = cli_write_buf(&out, err);
    }
    if (rc == RP_OK && types) {
        rc = print_types(&s, err);
        print_confusion(&s, &out);
        if (rc == RP_OK) rc = cli_write_buf(&out, err);
    }
    if (rc == RP_OK && list.len) rc = json ? RP_OK : cli_write("\n", 1, NULL, err);
    if (rc == RP_OK) rc = cli_write_buf(&list, err);
    buf_free(&out);
    buf_free(&list);
    return rc;
}

static int evaluate_events(const cli_call *call, const rapport *tables)
{
    rp_err err;
    if (call->operand_count > 3)
        return cli_misuse(call, "\"%s\" is one too many; usage: rapport evaluate events GOLD [EVENTS]", call->operands[3]);
    if (strcmp(call->operands[1], "-") == 0 && (call->operand_count == 2 || strcmp(call->operands[2], "-") == 0))
        return cli_misuse(call, "gold and events cannot both be read from standard input");
    arena *mem = arena_new(0);
    rp_code rc = mem ? score_events(call, tables, mem, &err) : error_set(&err, RP_ENOMEM, "memory ended");
    arena_free(mem);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

/* The words the first operand may be, in the order of the table of commands. */
enum { TOKENS, SENTENCES, PARSES, EVENTS, RELATIONS, STATUSES, SPANS, ACTORS };

int cli_run_evaluate(const cli_call *call)
{
    rapport *tables;
    int status;
    static const char *const of_parses[] = { "raw", "relations", "parser", "model" };
    int what = cli_word(call->command->first, str_of(call->operands[0]));
    if (cli_given(call, "json") && cli_given(call, "errors")) return cli_misuse(call, "--errors and --json cannot go together");
    if (what == PARSES && cli_given(call, "errors")) return cli_misuse(call, "--errors is not for parses; compare what rapport parse prints");
    for (size_t i = 0; what != PARSES && i < sizeof of_parses / sizeof *of_parses; i++)
        if (cli_given(call, of_parses[i])) return cli_misuse(call, "--%s is for evaluate parse only", of_parses[i]);
    if (what != EVENTS && cli_given(call, "types")) return cli_misuse(call, "--types is for evaluate events only");
    status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    if (what == EVENTS) status = evaluate_events(call, tables);
    else if (what == RELATIONS) status = cli_evaluate_relate(call, tables);
    else if (what == STATUSES) status = cli_evaluate_status(call, tables);
    else if (what == SPANS) status = cli_evaluate_spans(call, tables);
    else if (what == ACTORS) status = cli_evaluate_actors(call, tables);
    else if (what == PARSES) status = evaluate_parse(call, tables);
    else status = evaluate_splitting(call, tables);
    rapport_close(tables);
    return status;
}
