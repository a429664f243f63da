/* cli/documents.c - rapport documents: what is in a store. */
#include <inttypes.h>
#include <stdio.h>
#include "base/date.h"
#include "base/json.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/table.h"

enum { TABLE, JSONL, CSV, TSV };    /* order of "table|jsonl|csv|tsv" */

typedef struct listing {
    int format;
    table *table;
    buf out;
} listing;

static const table_column columns[] = {
    { "document", 48, TABLE_TAIL }, { "date", 0, TABLE_LEFT }, { "publisher", 24, TABLE_LEFT },
    { "sentences", 0, TABLE_RIGHT }, { "events", 0, TABLE_RIGHT }, { "title", 0, TABLE_LEFT },
};
#define COLUMNS (sizeof columns / sizeof *columns)

static void print_json(buf *out, const rp_stored_document *d, const char *date)
{
    const rp_document *doc = &d->document;
    json_open(out, '{');
    json_key(out, "id"), json_str(out, doc->id);
    json_key(out, "date"), json_str_or_null(out, str_of(date));
    json_key(out, "publisher"), json_str_or_null(out, doc->publisher);
    json_key(out, "title"), json_str_or_null(out, doc->title);
    json_key(out, "author"), json_str_or_null(out, doc->author);
    json_key(out, "url"), json_str_or_null(out, doc->url);
    json_key(out, "genre"), json_str_or_null(out, doc->genre);
    json_key(out, "bytes"), json_int(out, (int64_t)d->bytes);
    json_key(out, "sentences"), json_int(out, d->sentences);
    json_key(out, "events"), json_int(out, d->events);
    json_key(out, "tables"), json_str(out, d->tables);
    json_key(out, "coder"), json_str(out, d->coder);
    json_close(out, '}');
    buf_char(out, '\n');
}

#define CELLS "id,date,publisher,title,author,url,genre,bytes,sentences,events,tables,coder"

static void print_head(listing *self)
{
    if (self->format != CSV && self->format != TSV) return;
    for (const char *c = CELLS; *c; c++) buf_char(&self->out, *c == ',' && self->format == TSV ? '\t' : *c);
    buf_text(&self->out, "\n");
}

static void print_cells(listing *self, const rp_stored_document *d, const char *date)
{
    const rp_document *doc = &d->document;
    char bytes[24], sentences[24], events[24];
    snprintf(bytes, sizeof bytes, "%" PRIu64, d->bytes);
    snprintf(sentences, sizeof sentences, "%" PRIu32, d->sentences);
    snprintf(events, sizeof events, "%" PRIu32, d->events);
    const rp_str cells[] = { doc->id, str_of(date), doc->publisher, doc->title, doc->author, doc->url, doc->genre, str_of(bytes),
                             str_of(sentences), str_of(events), d->tables, d->coder };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        if (i) buf_char(&self->out, self->format == CSV ? ',' : '\t');
        if (self->format == CSV) table_csv(&self->out, cells[i]);
        else table_tsv(&self->out, cells[i]);
    }
    buf_text(&self->out, "\n");
}

static rp_code print_document(const rp_stored_document *d, void *context, rp_err *err)
{
    listing *self = context;
    char date[16];
    date_print(d->document.published, date);
    if (self->format == TABLE) {
        table_cell(self->table, d->document.id);
        table_cell(self->table, str_of(date));
        table_cell(self->table, d->document.publisher);
        table_number(self->table, d->sentences);
        table_number(self->table, d->events);
        table_cell(self->table, d->document.title);
        return table_row(self->table, err);
    }
    if (self->format == JSONL) print_json(&self->out, d, date);
    else print_cells(self, d, date);
    return cli_write_buf(&self->out, err);
}

int cli_run_documents(const cli_call *call)
{
    const char *format = cli_value(call, "format");
    listing self = { .format = format ? cli_word("table|jsonl|csv|tsv", str_of(format)) : TABLE };
    rapport *tables;
    rp_store *store;
    rp_err err;
    unsigned width;
    int status = cli_width(call, 0, &width);
    if (status == CLI_OK) status = cli_store_open(call, RP_STORE_READ, &tables, &store);
    if (status != CLI_OK) return status;
    self.table = table_new(columns, COLUMNS, width);
    print_head(&self);
    rp_code rc = self.table ? cli_write_buf(&self.out, &err) : error_set(&err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) rc = rp_store_documents(store, print_document, &self, &err);
    if (rc == RP_OK && self.format == TABLE) rc = table_end(self.table, &err);
    table_free(self.table);
    buf_free(&self.out);
    cli_store_close(tables, store);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}
