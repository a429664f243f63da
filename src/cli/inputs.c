/* cli/inputs.c - see cli/inputs.h. */
#include "cli/inputs.h"
#include <inttypes.h>
#include <sched.h>
#include <unistd.h>
#include "base/date.h"
#include "cli/output.h"

#define JOBS_MAX 512
#define WIDTH_MIN 20
#define WIDTH_MAX 1000

int cli_date(const cli_call *call, const char *option, rp_date *out)
{
    const char *value = cli_value(call, option);
    if (!value || date_parse(str_of(value), out)) return CLI_OK;
    return cli_misuse(call, "--%s \"%s\" is not a date; write it as 2031-06-30, 2031-06 or 2031", option, value);
}

static rp_str text_of(const cli_call *call, const char *option) { return str_of(cli_value(call, option)); }

int cli_inputs(const cli_call *call, unsigned first, reader_options *out)
{
    const char *input = cli_value(call, "input");
    *out = (reader_options){
        .files = (const char *const *)call->operands + first, .file_count = call->operand_count - first,
        .input = input ? (reader_input)cli_word("auto|text|jsonl", str_of(input)) : READER_AUTO, .metadata = cli_value(call, "metadata"),
        .fields = { .id = cli_value(call, "id-field"), .text = cli_value(call, "text-field"), .title = cli_value(call, "title-field"),
                    .date = cli_value(call, "date-field"), .publisher = cli_value(call, "publisher-field"), .url = cli_value(call, "url-field"),
                    .author = cli_value(call, "author-field") },
        .common = { .title = text_of(call, "title"), .publisher = text_of(call, "publisher"), .author = text_of(call, "author"),
                    .url = text_of(call, "url") },
    };
    return cli_date(call, "date", &out->common.published);
}

static bool reads_terminal(const reader_options *options)
{
    bool input = options->file_count == 0;
    for (size_t i = 0; i < options->file_count; i++) input |= strcmp(options->files[i], "-") == 0;
    return input && isatty(STDIN_FILENO);
}

int cli_reader(const reader_options *options, reader **out)
{
    rp_err err;
    if (reader_new(options, out, &err) != RP_OK) return cli_fail(&err);
    if (reads_terminal(options)) cli_say("reading from the terminal; end the text with Ctrl-D on a line of its own");
    return CLI_OK;
}

bool cli_is_skip(rp_code rc) { return rc == RP_EMISSING || rc == RP_EIO || rc == RP_ETEXT || rc == RP_ELIMIT || rc == RP_EFORMAT; }

int cli_say_skipped(uint64_t skipped, uint64_t done, const char *noun, const char *what)
{
    if (skipped == 0) return CLI_OK;
    cli_say("%" PRIu64 " input%s skipped, %" PRIu64 " %s%s %s", skipped, skipped == 1 ? "" : "s", done, noun, done == 1 ? "" : "s", what);
    return done ? CLI_SKIPPED : CLI_FAILED;
}

int cli_each_document(reader *in, cli_document *each, void *context, uint64_t *done, const char *what)
{
    reader_item item = { 0 };
    rp_err err;
    uint64_t skipped = 0;
    bool ended = false, going = true;
    rp_code rc = RP_OK;
    while (!ended && going && (rc == RP_OK || cli_is_skip(rc))) {
        rc = reader_next(in, &item, &ended, &err);
        if (rc == RP_OK && ended) break;
        if (rc == RP_OK) {
            rc = each(context, &item.document, &err);
            going = rc == RP_OK || rc == RP_ETEXT || rc == RP_ELIMIT;
            *done += rc == RP_OK;
        }
        if (rc == RP_OK) continue;
        if (going && cli_is_skip(rc)) skipped++;
        cli_fail(&err);
    }
    reader_item_free(&item);
    if (!going || (rc != RP_OK && !cli_is_skip(rc))) return CLI_FAILED;
    return cli_say_skipped(skipped, *done, "document", what);
}

int cli_jobs(const cli_call *call, unsigned *out)
{
    const char *value = cli_value(call, "jobs");
    int64_t jobs;
    if (value) {
        if (!str_int(str_of(value), &jobs) || jobs < 1 || jobs > JOBS_MAX)
            return cli_misuse(call, "--jobs \"%s\" is not a number from 1 to %d", value, JOBS_MAX);
        return *out = (unsigned)jobs, CLI_OK;
    }
    cpu_set_t set;
    long count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : sysconf(_SC_NPROCESSORS_ONLN);
    *out = count < 1 ? 1 : count > JOBS_MAX ? JOBS_MAX : (unsigned)count;
    return CLI_OK;
}

int cli_width(const cli_call *call, unsigned other, unsigned *out)
{
    const char *value = cli_value(call, "width");
    unsigned columns = cli_columns(STDOUT_FILENO);
    int64_t width;
    *out = columns == 0 ? other : columns < WIDTH_MIN ? WIDTH_MIN : columns > WIDTH_MAX ? WIDTH_MAX : columns;
    if (!value) return CLI_OK;
    if (!str_int(str_of(value), &width) || width < WIDTH_MIN || width > WIDTH_MAX)
        return cli_misuse(call, "--width \"%s\" is not a number from %d to %d", value, WIDTH_MIN, WIDTH_MAX);
    return *out = (unsigned)width, CLI_OK;
}

int cli_tables(const cli_call *call, rapport **out)
{
    rp_err err;
    const cli_option *o = call->command->options;
    while (o->name && strcmp(o->name, "tables") != 0) o++;
    rp_code rc = rapport_open(o->name ? cli_value(call, "tables") : NULL, out, &err);
    const char *own = o->name ? cli_value(call, "actors") : NULL;
    if (rc == RP_OK && own && (rc = rapport_use_actors(*out, own, &err)) != RP_OK) rapport_close(*out), *out = NULL;
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

int cli_model_open(const cli_call *call, cli_model *out)
{
    rp_err err;
    const char *path = cli_value(call, "model"), *scorer = cli_value(call, "parser");
    rp_code rc = path ? file_map_open(path, &out->file, &err) : parser_new_built_in(scorer, &out->parser, &err);
    if (path && rc == RP_OK) {
        rc = parser_new((rp_str){ out->file.at, out->file.size }, scorer, &out->parser, &err);
        if (rc != RP_OK) error_input(&err, path);
    }
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

void cli_model_close(cli_model *self)
{
    if (self->parser) parser_free(self->parser);
    file_map_close(&self->file);
}

int cli_store_open(const cli_call *call, rp_store_mode mode, rapport **tables, rp_store **store)
{
    rp_err err;
    int status = cli_tables(call, tables);
    if (status != CLI_OK) return status;
    if (rp_store_open(call->operands[0], mode, *tables, store, &err) == RP_OK) return CLI_OK;
    rapport_close(*tables);
    return cli_fail(&err);
}

void cli_store_close(rapport *tables, rp_store *store)
{
    rp_store_close(store);
    rapport_close(tables);
}

int cli_actor(const rapport *tables, const char *name, char code[12])
{
    if (rp_actor_find(tables, name, code)) return CLI_OK;
    cli_say("no actor \"%s\" is known; give an ISO code such as AZE or a name such as azerbaijan", name);
    return CLI_FAILED;
}

rp_code cli_open_input(const char *path, FILE **out, const char **name, rp_err *err)
{
    bool standard = strcmp(path, "-") == 0;
    *name = standard ? "standard input" : path;
    *out = standard ? stdin : NULL;
    return standard ? RP_OK : file_open(path, out, err);
}

void cli_close_input(FILE *in)
{
    if (in && in != stdin) fclose(in);
}
