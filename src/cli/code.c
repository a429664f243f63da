/* cli/code.c - rapport code: documents to events, a filter without state. */
#include "base/utf8.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/watch.h"
#include "coder/cite.h"
#include "exchange/record.h"

typedef struct form {
    const rapport *tables;
    record_format format;
} form;

static rp_code print_events(const rp_coded *coded, void *context, buf *out, rp_err *err)
{
    const form *f = context;
    if (coded->event_count == 0) return RP_OK;
    arena *mem = arena_new(0);
    utf8_ruler ruler = { 0 };
    if (mem) ruler = utf8_ruler_new(coded->document->text, mem);
    bool fine = ruler.points != NULL;
    for (size_t i = 0; fine && i < coded->event_count; i++) {
        rp_cited cited;
        fine = cite_event(coded, i, &ruler, mem, &cited);
        if (fine) record_event(f->tables, &cited, f->format, out);
    }
    arena_free(mem);
    return fine && !out->failed ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
}

static rp_code print_header(record_format format, rp_err *err)
{
    buf out = { 0 };
    record_header(format, &out);
    rp_code rc = cli_write_buf(&out, err);
    buf_free(&out);
    return rc;
}

static int code_all(const cli_call *call, form *f, reader *in, unsigned jobs)
{
    ingest_counts counts = { 0 };
    ingest_watch watch;
    cli_watch shown;
    rp_err err;
    bool quiet = cli_given(call, "quiet");
    if (print_header(f->format, &err) != RP_OK) return cli_fail(&err);
    cli_watch_begin(&shown, quiet, &watch);
    shown.bar = false;      /* events may go to the same terminal */
    rp_code rc = ingest_stream(f->tables, in, jobs, print_events, f, cli_write, NULL, &watch, &counts, &err);
    cli_watch_end(&shown);
    if (rc == RP_OK) cli_watch_unused(in, quiet);
    return cli_watch_status(rc, &err, &counts, "coded");
}

int cli_run_code(const cli_call *call)
{
    const char *format = cli_value(call, "format");
    form f = { .format = format ? (record_format)cli_word("jsonl|csv|tsv", str_of(format)) : RECORD_JSONL };
    reader_options options;
    rapport *tables = NULL;
    reader *in = NULL;
    unsigned jobs;
    int status = cli_inputs(call, 0, &options);
    if (status == CLI_OK) status = cli_jobs(call, &jobs);
    if (status == CLI_OK) status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    f.tables = tables;
    status = cli_reader(&options, &in);
    if (status == CLI_OK) status = code_all(call, &f, in, jobs);
    reader_free(in);
    rapport_close(tables);
    return status;
}
