/* cli/events.c - rapport events: query the events of a store. */
#include <stdio.h>
#include "base/date.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/table.h"
#include "exchange/record.h"

typedef struct listing {
    const rapport *tables;
    bool lines;             /* a table for people; else `format` */
    record_format format;
    table *table;
    unsigned width;
    buf out, cell;
    size_t count;
} listing;

static const table_column columns[] = {
    { "date", 0, TABLE_LEFT }, { "source", 16, TABLE_LEFT }, { "type", 24, TABLE_LEFT }, { "target", 16, TABLE_LEFT },
    { "status", 0, TABLE_LEFT }, { "document", 24, TABLE_TAIL }, { "sentence", 0, TABLE_LEFT },
};
#define COLUMNS (sizeof columns / sizeof *columns)

/* "XMW:COP, XTL": codes with sectors; the words themselves where there is no code. */
static rp_str parties(buf *cell, const rp_party *party, unsigned count)
{
    cell->len = 0;
    for (unsigned i = 0; i < count; i++, party++) {
        if (i) buf_text(cell, ", ");
        if (!party->code[0] && !party->sector[0]) buf_format(cell, "\"%.*s\"", (int)party->text.len, party->text.at);
        buf_text(cell, party->code);
        if (party->sector[0]) buf_format(cell, ":%s", party->sector);
    }
    return buf_view(cell);
}

static rp_str type_words(buf *cell, const rp_event *e)
{
    cell->len = 0;
    buf_text(cell, rp_event_name(e->type));
    for (unsigned i = 0; i < e->mode_count; i++) buf_format(cell, "%s%s", i ? ", " : " (", e->modes[i]);
    if (e->mode_count) buf_char(cell, ')');
    return buf_view(cell);
}

static rp_str date_of(buf *cell, rp_interval date)
{
    char from[16], to[16];
    cell->len = 0;
    date_print(date.from, from);
    date_print(date.to, to);
    buf_text(cell, from);
    if (to[0] && strcmp(from, to) != 0) buf_format(cell, "/%s", to);
    return buf_view(cell);
}

static rp_code print_row(listing *self, const rp_cited *cited, rp_err *err)
{
    const rp_event *e = &cited->event;
    table_cell(self->table, date_of(&self->cell, e->date));
    table_cell(self->table, parties(&self->cell, e->source, e->source_count));
    table_cell(self->table, type_words(&self->cell, e));
    table_cell(self->table, parties(&self->cell, e->target, e->target_count));
    table_cell(self->table, str_of(rp_status_name(e->status)));
    table_cell(self->table, cited->document->id);
    table_cell(self->table, cited->sentence);
    if (self->cell.failed) return error_set(err, RP_ENOMEM, "memory ended");
    return table_row(self->table, err);
}

static rp_code print_event(const rp_cited *cited, void *context, rp_err *err)
{
    listing *self = context;
    self->count++;
    if (self->lines) return print_row(self, cited, err);
    record_event(self->tables, cited, self->format, &self->out);
    return cli_write_buf(&self->out, err);
}

/* A set of bits from "a,b" with a function that names bit 0, 1 …  */
static int bits(const cli_call *call, const char *option, const char *(*name)(unsigned), unsigned count, uint32_t *out)
{
    char known[512] = "";
    rp_str rest = str_of(cli_value(call, option)), part;
    for (unsigned i = 0; i < count; i++) snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i ? "|" : "", name(i));
    while (str_split(&rest, ',', &part)) {
        int bit = cli_word(known, str_trim(part));
        if (bit < 0)
            return cli_misuse(call, "--%s cannot be \"%.*s\", but some of %s with commas between", option, (int)part.len, part.at, known);
        *out |= (uint32_t)1 << bit;
    }
    return CLI_OK;
}

static int actors(const cli_call *call, const rapport *tables, rp_filter *out)
{
    const char *const names[] = { call->operand_count > 1 ? call->operands[1] : NULL, call->operand_count > 2 ? call->operands[2] : NULL,
                                  cli_value(call, "source"), cli_value(call, "target") };
    char *const codes[] = { out->a, out->b, out->source, out->target };
    int status = CLI_OK;
    for (int i = 0; i < 4 && status == CLI_OK; i++)
        if (names[i]) status = cli_actor(tables, names[i], codes[i]);
    return status;
}

static int filter_of(const cli_call *call, rp_filter *out)
{
    *out = (rp_filter){ .document = cli_value(call, "document") };
    int status = cli_date(call, "since", &out->since);
    if (status == CLI_OK) status = cli_date(call, "until", &out->until);
    if (status == CLI_OK) status = bits(call, "type", rp_event_name, RP_EVENT_TYPES, &out->types);
    if (status == CLI_OK) status = bits(call, "status", rp_status_name, RP_STATUSES, &out->statuses);
    if (status == CLI_OK && date_known(out->since) && date_known(out->until) && date_first_day(out->since) > date_last_day(out->until))
        return cli_misuse(call, "--since %s is after --until %s", cli_value(call, "since"), cli_value(call, "until"));
    return status;
}

static rp_code print_events(listing *self, rp_store *store, const rp_filter *filter, rp_err *err)
{
    self->table = table_new(columns, COLUMNS, self->width);
    if (!self->table) return error_set(err, RP_ENOMEM, "memory ended");
    if (!self->lines) record_header(self->format, &self->out);
    rp_code rc = cli_write_buf(&self->out, err);
    if (rc == RP_OK) rc = rp_store_events(store, filter, print_event, self, err);
    if (rc == RP_OK && self->lines && self->count) rc = table_end(self->table, err);
    if (rc == RP_OK && self->lines && self->count == 0) cli_say("no event of this store answers that");
    table_free(self->table);
    return rc;
}

int cli_run_events(const cli_call *call)
{
    const char *value = cli_value(call, "format");
    int format = value ? cli_word("table|jsonl|csv|tsv", str_of(value)) : 0;
    listing self = { .lines = format == 0, .format = format ? (record_format)(format - 1) : RECORD_JSONL };
    rapport *tables;
    rp_store *store;
    rp_filter filter;
    rp_err err;
    int status = filter_of(call, &filter);
    if (status == CLI_OK) status = cli_width(call, 0, &self.width);
    if (status == CLI_OK) status = cli_store_open(call, RP_STORE_READ, &tables, &store);
    if (status != CLI_OK) return status;
    self.tables = tables;
    status = actors(call, tables, &filter);
    if (status == CLI_OK && print_events(&self, store, &filter, &err) != RP_OK) status = cli_fail(&err);
    buf_free(&self.out);
    buf_free(&self.cell);
    cli_store_close(tables, store);
    return status;
}
