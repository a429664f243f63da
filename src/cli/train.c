/* cli/train.c - rapport train: fit the statistical parts. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "cli/inputs.h"
#include "cli/output.h"
#include "coder/train.h"
#include "coder/train_actors.h"
#include "parse/train.h"

#define FILES_MAX 16u

static void on_pass(void *context, const train_progress *p)
{
    buf line = { 0 };
    (void)context;
    buf_format(&line, "%s: pass %" PRIu32 " of %" PRIu32 ", loss %.4f", p->net, p->epoch + 1, p->epochs, p->loss);
    for (size_t i = 0; i < p->score_count; i++)
        buf_format(&line, "; UPOS %.2f UAS %.2f LAS %.2f", p->scores[i].upos, p->scores[i].uas, p->scores[i].las);
    if (!line.failed) cli_say("%.*s", (int)line.len, line.at);
    buf_free(&line);
}

/* A whole number of an option, within bounds; `out` is unchanged where it is not given. */
static int number_of(const cli_call *call, const char *option, int64_t least, int64_t most, int64_t *out)
{
    const char *value = cli_value(call, option);
    if (!value) return CLI_OK;
    if (!str_int(str_of(value), out) || *out < least || *out > most)
        return cli_misuse(call, "--%s wants a number from %" PRId64 " to %" PRId64 ", not '%s'", option, least, most, value);
    return CLI_OK;
}

/* Cut a copy of a comma-parted list into zero-terminated parts; how many, FILES_MAX + 1 when there are more than FILES_MAX. */
static size_t cut_list(char *list, const char *parts[FILES_MAX])
{
    size_t n = 0;
    for (char *at = list; *at && n < FILES_MAX; n++) {
        parts[n] = at;
        while (*at && *at != ',') at++;
        if (*at) *at++ = 0;
        if (*at && n + 1 == FILES_MAX) return FILES_MAX + 1;
    }
    return n;
}

/* "fast:192:3:64:64:96" */
static bool net_of(char *text, train_net *out)
{
    uint32_t *const fields[] = { &out->width, &out->layers, &out->tag_hidden, &out->arc, &out->label_hidden };
    rp_str rest = str_of(text), part;
    if (!str_split(&rest, ':', &part) || part.len == 0 || part.len > 8) return false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        rp_str digits;
        int64_t value;
        if (!str_split(&rest, ':', &digits) || !str_int(digits, &value) || value < 1 || value > NET_WIDTH_MAX) return false;
        if (i != 1 && value % KERNEL_LANES) return false;
        *fields[i] = (uint32_t)value;
    }
    text[part.len] = 0;
    out->name = text;
    out->tag_layer = out->layers > 1 ? out->layers - 1 : 1;
    return rest.at == NULL && out->layers <= NET_LAYERS_MAX && out->arc <= NET_ARC_MAX;
}

/*
 * The model grows beside its place, in "OUT.part", and takes it when it is whole: what stood there stays good until then. Opened before the
 * training, so that a place that cannot be written to is told at once.
 */
typedef struct output {
    const char *path;
    char part[4096];
    FILE *file;
} output;

static int output_open(output *self, const char *path)
{
    rp_err err = { 0 };
    *self = (output){ .path = path };
    if (strlen(path) + sizeof ".part" > sizeof self->part) return cli_fail((error_set(&err, RP_ELIMIT, "the path of --out is too long"), &err));
    snprintf(self->part, sizeof self->part, "%s.part", path);
    self->file = fopen(self->part, "wb");
    return self->file ? CLI_OK : cli_fail((error_system(&err, self->part, "write to"), &err));
}

static int output_close(output *self, const buf *model, int status)
{
    rp_err err = { 0 };
    bool ok = true;
    if (status == CLI_OK) ok = fwrite(model->at, 1, model->len, self->file) == model->len && fflush(self->file) == 0;
    if (!ok) error_system(&err, self->part, "write to");
    if (fclose(self->file) != 0 && ok) ok = false, error_system(&err, self->part, "write to");
    if (ok && status == CLI_OK && rename(self->part, self->path) != 0) ok = false, error_system(&err, self->path, "rename to");
    if (!ok || status != CLI_OK) remove(self->part);
    return ok ? status : cli_fail(&err);
}

static int train(const cli_call *call, train_options *options, char *held_out, char *nets, char *plain)
{
    const char *held_out_files[FILES_MAX], *plain_files[FILES_MAX], *net_names[FILES_MAX];
    train_net wanted[TRAIN_NETS];
    if (held_out) options->held_out = held_out_files, options->held_out_count = cut_list(held_out, held_out_files);
    if (plain) options->plain = plain_files, options->plain_count = cut_list(plain, plain_files);
    if (options->held_out_count > FILES_MAX || options->plain_count > FILES_MAX)
        return cli_misuse(call, "--held-out and --plain take %u files at most", FILES_MAX);
    if (nets) {
        options->nets = wanted, options->net_count = cut_list(nets, net_names);
        if (options->net_count == 0 || options->net_count > TRAIN_NETS) return cli_misuse(call, "--nets wants 1 to %u networks", TRAIN_NETS);
        for (size_t i = 0; i < options->net_count; i++) {
            if (!net_of(nets + (net_names[i] - nets), &wanted[i]))
                return cli_misuse(call, "--nets wants NAME:WIDTH:LAYERS:TAGS:ARCS:LABELS, a NAME of at most 8 letters, widths that are multiples of %u",
                                  KERNEL_LANES);
            for (size_t k = 0; k < i; k++) {
                if (strcmp(wanted[k].name, wanted[i].name) == 0) return cli_misuse(call, "--nets names %s twice", wanted[i].name);
            }
        }
    }
    rapport *tables;
    int status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    output out;
    status = output_open(&out, cli_value(call, "out"));
    if (status == CLI_OK) {
        buf model = { 0 };
        rp_err err = { 0 };
        if (train_parser(options, tables->lexicon, on_pass, NULL, &model, &err) != RP_OK) status = cli_fail(&err);
        status = output_close(&out, &model, status);
        buf_free(&model);
    }
    rapport_close(tables);
    return status;
}

/* ---- events -------------------------------------------------------------------------------------------------------- */

static void on_line(void *context, const char *line)
{
    (void)context;
    cli_say("%s", line);
}

static int train_event_model(const cli_call *call)
{
    int64_t folds = 5, passes = 0;
    int status = number_of(call, "folds", 0, 50, &folds);
    if (status == CLI_OK) status = number_of(call, "epochs", 1, 1000, &passes);
    if (status != CLI_OK) return status;
    rapport *tables;
    status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    event_training options = { .files = (const char *const *)(call->operands + 1), .file_count = call->operand_count - 1, .folds = (uint32_t)folds,
                               .passes = (uint32_t)passes, .said = on_line };
    rp_err err = { 0 };
    const char *listed = cli_value(call, "features");
    output out;
    if (listed && !(options.features = fopen(listed, "wb"))) status = cli_fail((error_system(&err, listed, "write to"), &err));
    if (status == CLI_OK) status = output_open(&out, cli_value(call, "out"));
    if (status == CLI_OK) {
        buf model = { 0 };
        if (train_events(tables, &options, &model, &err) != RP_OK) status = cli_fail(&err);
        status = output_close(&out, &model, status);
        buf_free(&model);
    }
    if (options.features && fclose(options.features) != 0 && status == CLI_OK) status = cli_fail((error_system(&err, listed, "write to"), &err));
    rapport_close(tables);
    return status;
}

/* ---- actors -------------------------------------------------------------------------------------------------------- */

static int train_actor_model(const cli_call *call)
{
    int64_t passes = 0;
    int status = number_of(call, "epochs", 1, 1000, &passes);
    if (status == CLI_OK && call->operand_count - 1 > FILES_MAX) return cli_misuse(call, "train actors takes %u files at most", FILES_MAX);
    if (status != CLI_OK) return status;
    rapport *tables;
    status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    FILE *files[FILES_MAX] = { 0 };
    const char *names[FILES_MAX];
    actor_training options = { .files = files, .names = names, .passes = (uint32_t)passes, .said = on_line };
    rp_err err = { 0 };
    rp_code rc = RP_OK;
    for (unsigned i = 1; i < call->operand_count && rc == RP_OK; i++) {
        rc = cli_open_input(call->operands[i], &files[i - 1], &names[i - 1], &err);
        if (rc == RP_OK) options.file_count++;
    }
    output out;
    status = rc == RP_OK ? output_open(&out, cli_value(call, "out")) : cli_fail(&err);
    if (status == CLI_OK) {
        buf model = { 0 };
        if (train_actors(tables, &options, &model, &err) != RP_OK) status = cli_fail(&err);
        status = output_close(&out, &model, status);
        buf_free(&model);
    }
    for (size_t i = 0; i < options.file_count; i++) cli_close_input(files[i]);
    rapport_close(tables);
    return status;
}

static char *copy_of(const char *text) { return text ? strdup(text) : NULL; }

int cli_run_train(const cli_call *call)
{
    if (!cli_value(call, "out")) return cli_misuse(call, "--out is missing: where to write the model");
    if (strcmp(call->operands[0], "events") == 0) return train_event_model(call);
    if (strcmp(call->operands[0], "actors") == 0) return train_actor_model(call);
    int64_t words = 80000, epochs = train_learn.epochs, seed = (int64_t)train_learn.seed, jobs = train_learn.threads, teachers = TRAIN_TEACHERS;
    int status = number_of(call, "vector-words", 0, 1000000, &words);
    if (status == CLI_OK) status = number_of(call, "epochs", 1, 1000, &epochs);
    if (status == CLI_OK) status = number_of(call, "teachers", 0, TRAIN_TEACHERS_MAX, &teachers);
    if (status == CLI_OK) status = number_of(call, "seed", 0, INT32_MAX, &seed);
    if (status == CLI_OK) status = number_of(call, "jobs", 1, LEARN_SHARDS, &jobs);
    if (status != CLI_OK) return status;
    train_options options = { .treebanks = (const char *const *)(call->operands + 1), .treebank_count = call->operand_count - 1,
                              .vectors = cli_value(call, "vectors"), .vectors_most = (uint32_t)words, .nets = train_nets,
                              .net_count = train_net_count, .learn = train_learn, .teacher = train_teacher,
                              .teacher_count = (uint32_t)teachers, .teacher_epochs = TRAIN_TEACHER_EPOCHS, .trust = TRAIN_TRUST };
    options.learn.epochs = (uint32_t)epochs, options.learn.seed = (uint64_t)seed, options.learn.threads = (uint32_t)jobs;
    if (cli_value(call, "plain") && teachers == 0) return cli_misuse(call, "--plain is for teachers to analyse: --teachers must not be 0");
    char *held_out = copy_of(cli_value(call, "held-out")), *nets = copy_of(cli_value(call, "nets")), *plain = copy_of(cli_value(call, "plain"));
    bool lost = (cli_given(call, "held-out") && !held_out) || (cli_given(call, "nets") && !nets) || (cli_given(call, "plain") && !plain);
    if (lost) cli_say("memory ended"), status = CLI_FAILED;
    else status = train(call, &options, held_out, nets, plain);
    free(held_out);
    free(nets);
    free(plain);
    return status;
}
