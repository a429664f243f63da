/*
 * bench/bench.c - how fast text becomes events on one core: bench/run.sh builds and calls it.
 *
 * usage: rapport-bench [--json] [--generate] [--runs N] [--program PROGRAM] [FILE…]
 *
 * Each FILE is one document. To reach BYTES_LEAST the files are repeated, or, with --generate or without files, text of own sentences
 * is added. Measured are the library in this process - the whole (rp_coder_code) and its stages apart - and PROGRAM as users start it:
 * `PROGRAM code --jobs 1` on the same documents as JSON Lines (time, peak memory) and on nothing (start-up). Every figure is the median of RUNS runs after one that is not counted.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "actor/mention.h"
#include "base/date.h"
#include "base/file.h"
#include "base/json.h"
#include "coder/coder.h"
#include "coder/tables.h"
#include "event/code.h"
#include "text/split.h"

#define BYTES_LEAST ((size_t)20 << 20)      /* of text a run: long enough that its median stands still */
#define GENERATED_DOCUMENT 6000u            /* bytes, about a long news report */
#define RUNS_MOST 99

typedef struct bench_documents {
    rp_document *at;        /* [count] */
    size_t count, room, bytes;
} bench_documents;

typedef enum bench_stage { STAGE_SPLIT, STAGE_ACTORS, STAGE_DATES, STAGE_EVENTS, STAGES, STAGE_ALL = STAGES, STAGE_MEASURES } bench_stage;
static const char *const stage_names[STAGE_MEASURES] = { "split", "words, actors", "dates", "events", "all" };

typedef struct bench_result {
    double seconds[STAGE_MEASURES];     /* of one pass over all documents */
    size_t sentences, tokens, events;
    double process_seconds, start_seconds;  /* 0: not measured */
    long peak_kb, start_peak_kb;
} bench_result;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fail(const rp_err *err)
{
    char text[1024];
    error_text(err, text, sizeof text);
    fprintf(stderr, "rapport-bench: %s\n", text);
    exit(1);
}

static void fail_words(const char *words)
{
    fprintf(stderr, "rapport-bench: %s\n", words);
    exit(1);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* ---- documents ----------------------------------------------------------------------------------------------------- */

static void add_document(bench_documents *docs, rp_str id, rp_str text)
{
    if (docs->count == docs->room) {
        docs->room = docs->room ? docs->room * 2 : 256;
        docs->at = realloc(docs->at, docs->room * sizeof *docs->at);
        if (!docs->at) fail_words("memory ended");
    }
    docs->at[docs->count++] = (rp_document){ .id = id, .text = text, .published = { 2025, 7, 16 } };
    docs->bytes += text.len;
}

static void read_file(bench_documents *docs, const char *path)
{
    FILE *stream;
    buf content = { 0 };
    rp_err err;
    if (file_open(path, &stream, &err) != RP_OK || file_read(stream, path, RP_DOCUMENT_MAX, &content, &err) != RP_OK) fail(&err);
    fclose(stream);
    add_document(docs, str_of(path), buf_view(&content));      /* the text lives until the end of the program */
}

/* Sentences of our own in changing order: names, dates, quotations and plain prose about as thick as in news. */
static void generate(bench_documents *docs)
{
    static const char *const sentences[] = {
        "Kenya accused Uganda of shelling a village near the lake on 14 July 2025. ",
        "Ugandan officials rejected the accusation and called for an independent inquiry into the incident. ",
        "\"We will answer in our own time,\" the Ugandan foreign minister told reporters on Tuesday. ",
        "The border has been quiet for most of the past decade, although smugglers use the hills on both sides. ",
        "In June 2024 the two countries signed an agreement on trade, water and the return of displaced people. ",
        "According to Kenyan police, three soldiers were killed and at least seven were wounded when their truck hit a mine. ",
        "Farmers in the valley said that the rains had come late and that prices at the market had doubled since March. ",
        "The United Nations urged both sides to return to the talks that Norway had hosted between 2013 and 2017. ",
        "France expelled two diplomats; the president of the assembly, who visited the capital last week, praised the decision. ",
        "If the ceasefire holds, the ministry plans to reopen the bridge before the end of the year. ",
        "It was not clear who had ordered the raid, and the army declined to comment on the report. ",
        "Some 1,500 people live in the camp, which lies about 20 km from the town of the same name. " };
    const size_t kinds = sizeof sentences / sizeof *sentences;
    uint64_t seed = 1;
    while (docs->bytes < BYTES_LEAST) {
        buf text = { 0 };
        for (size_t n = 0; text.len < GENERATED_DOCUMENT; n++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buf_text(&text, sentences[(seed >> 33) % kinds]);
            if (n % 6 == 5) buf_text(&text, "\n\n");
        }
        if (text.failed) fail_words("memory ended");
        add_document(docs, RP_STR("generated"), buf_view(&text));
    }
}

static void repeat(bench_documents *docs)
{
    size_t given = docs->count, bytes = docs->bytes;
    if (bytes == 0) fail_words("the files hold no text");
    for (size_t i = 0; docs->bytes < BYTES_LEAST; i = (i + 1) % given) add_document(docs, docs->at[i].id, docs->at[i].text);
}

/* ---- in this process ----------------------------------------------------------------------------------------------- */

typedef struct bench_state {
    rapport *tables;
    rp_coder *coder;
    arena *mem, *scratch;
    parse_work *work;
} bench_state;

static void code_in_stages(bench_state *s, const rp_document *doc, double *seconds)
{
    const rapport *t = s->tables;
    text_layers text;
    word_layer words;
    actor_layer actors;
    date_layer dates;
    vec events = vec_of(sizeof(rp_event));
    rp_err err;
    arena_reset(s->mem);
    double a = now();
    if (text_split(doc, t->rules, s->mem, &text, &err) != RP_OK) fail(&err);
    const rp_sentence *sentences = text.sentences.at;
    size_t count = text.sentences.count;
    tree_input in_trees = { .text = doc->text, .tokens = text.tokens.at, .sentences = sentences, .words = &words, .lexicon = t->lexicon, .kinds = t->kinds,
                            .parser = t->parser };
    tree_layer trees;
    double b = now();
    if (words_look_up(t->classes, t->lexicon, doc->text, text.tokens.at, sentences, count, s->mem, &words, &err) != RP_OK
        || !trees_new(&in_trees, s->work, count, text.tokens.count, s->mem, &trees)
        || actor_find(t->actors, &t->weights, &trees, count, coder_day(doc), s->mem, s->scratch, &actors, &err) != RP_OK) fail(&err);
    double c = now();
    if (date_find(t->calendar, doc->text, &words, count, doc->published, s->mem, &dates, &err) != RP_OK) fail(&err);
    double d = now();
    code_input in = { .dates = &dates, .weigher = t->weigher };
    in.reading = (reading_input){ .document = doc, .sentences = sentences, .sentence_count = count, .words = &words, .trees = &trees, .actors = &actors,
                                  .actor_tables = t->actors, .frames = t->frames, .ontology = t->ontology };
    if (event_code(&in, s->mem, s->scratch, &events, &err) != RP_OK) fail(&err);
    double e = now();
    seconds[STAGE_SPLIT] += b - a;
    seconds[STAGE_ACTORS] += c - b;
    seconds[STAGE_DATES] += d - c;
    seconds[STAGE_EVENTS] += e - d;
}

static void measure_library(bench_state *s, const bench_documents *docs, size_t runs, bench_result *out)
{
    double all[STAGE_MEASURES][RUNS_MOST];
    for (size_t run = 0; run <= runs; run++) {      /* run 0 warms up and is overwritten */
        double seconds[STAGE_MEASURES] = { 0 };
        out->sentences = out->tokens = out->events = 0;
        for (size_t i = 0; i < docs->count; i++) code_in_stages(s, &docs->at[i], seconds);
        double from = now();
        for (size_t i = 0; i < docs->count; i++) {
            const rp_coded *coded;
            rp_err err;
            if (rp_coder_code(s->coder, &docs->at[i], &coded, &err) != RP_OK) fail(&err);
            out->sentences += coded->sentence_count;
            out->tokens += coded->token_count;
            out->events += coded->event_count;
        }
        seconds[STAGE_ALL] = now() - from;
        for (size_t k = 0; k < STAGE_MEASURES; k++) all[k][run ? run - 1 : 0] = seconds[k];
    }
    for (size_t k = 0; k < STAGE_MEASURES; k++) out->seconds[k] = median(all[k], runs);
}

/* ---- the program --------------------------------------------------------------------------------------------------- */

static double run_program(const char *program, const char *input, long *peak_kb)
{
    double from = now();
    pid_t child = fork();
    if (child < 0) fail_words("cannot start a process");
    if (child == 0) {
        int in = open("/dev/null", O_RDONLY), out = open("/dev/null", O_WRONLY);
        dup2(in, 0);
        dup2(out, 1);
        if (input) execl(program, program, "code", "--jobs", "1", "--quiet", "--input", "jsonl", input, (char *)NULL);
        else execl(program, program, "code", "--jobs", "1", "--quiet", (char *)NULL);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "rapport-bench: %s code failed; is it this version's program?\n", program);
        exit(1);
    }
    *peak_kb = usage.ru_maxrss;
    return now() - from;
}

/* The documents as JSON Lines in a file of their own. */
static void write_lines(const bench_documents *docs, const char *path)
{
    FILE *f = fopen(path, "wb");
    buf line = { 0 };
    for (size_t i = 0; f && i < docs->count; i++) {
        char date[16];
        line.len = 0;
        json_open(&line, '{');
        json_key(&line, "text");
        json_str(&line, docs->at[i].text);
        json_key(&line, "date");
        date_print(docs->at[i].published, date);
        json_str(&line, str_of(date));
        json_close(&line, '}');
        buf_char(&line, '\n');
        if (line.failed || fwrite(line.at, 1, line.len, f) != line.len) fail_words("cannot write the documents for the program");
    }
    if (!f || fclose(f) != 0) fail_words("cannot write the documents for the program");
    buf_free(&line);
}

static void measure_program(const char *program, const bench_documents *docs, size_t runs, bench_result *out)
{
    char path[] = "/tmp/rapport-bench-XXXXXX";
    double whole[RUNS_MOST], start[RUNS_MOST];
    int fd = mkstemp(path);
    if (fd < 0) fail_words("cannot write the documents for the program");
    close(fd);
    write_lines(docs, path);
    for (size_t run = 0; run <= runs; run++) {
        long peak;
        whole[run ? run - 1 : 0] = run_program(program, path, &peak);
        if (peak > out->peak_kb) out->peak_kb = peak;
        start[run ? run - 1 : 0] = run_program(program, NULL, &peak);
        if (peak > out->start_peak_kb) out->start_peak_kb = peak;
    }
    unlink(path);
    out->process_seconds = median(whole, runs);
    out->start_seconds = median(start, runs);
}

/* ---- printing ------------------------------------------------------------------------------------------------------ */

static void print_table(const bench_documents *docs, const bench_result *r, size_t runs)
{
    double mb = (double)docs->bytes / 1e6;
    printf("%.1f MB of text, %zu documents, %zu sentences, %zu tokens, %zu events; medians of %zu runs, one core\n\n", mb, docs->count, r->sentences,
           r->tokens, r->events, runs);
    printf("%-14s %12s %12s %8s %8s\n", "stage", "sentences/s", "tokens/s", "MB/s", "share");
    double parts = 0;
    for (int k = 0; k < STAGES; k++) parts += r->seconds[k];
    for (int k = 0; k < STAGE_MEASURES; k++)
        printf("%-14s %12.0f %12.0f %8.1f %7.0f%%\n", stage_names[k], (double)r->sentences / r->seconds[k], (double)r->tokens / r->seconds[k],
               mb / r->seconds[k], k == STAGE_ALL ? 100.0 : 100 * r->seconds[k] / parts);
    if (r->process_seconds <= 0) return;
    printf("%-14s %12.0f %12.0f %8.1f\n\n", "rapport code", (double)r->sentences / r->process_seconds, (double)r->tokens / r->process_seconds,
           mb / r->process_seconds);
    printf("start-up %.1f ms, peak memory %.1f MB (%.1f MB before the first document)\n", r->start_seconds * 1e3, (double)r->peak_kb / 1024,
           (double)r->start_peak_kb / 1024);
}

static void json_rates(buf *out, const char *name, const bench_documents *docs, const bench_result *r, double seconds)
{
    json_key(out, name);
    json_open(out, '{');
    json_key(out, "seconds");
    json_real(out, seconds, 4);
    json_key(out, "sentences_per_second");
    json_int(out, (int64_t)((double)r->sentences / seconds));
    json_key(out, "tokens_per_second");
    json_int(out, (int64_t)((double)r->tokens / seconds));
    json_key(out, "megabytes_per_second");
    json_real(out, (double)docs->bytes / 1e6 / seconds, 2);
    json_close(out, '}');
}

static void print_json(const bench_documents *docs, const bench_result *r, size_t runs)
{
    static const char *const keys[STAGE_MEASURES] = { "split", "actors", "dates", "events", "all" };
    static const char *const counts[] = { "documents", "bytes", "sentences", "tokens", "events", "runs" };
    const size_t values[] = { docs->count, docs->bytes, r->sentences, r->tokens, r->events, runs };
    buf out = { 0 };
    json_open(&out, '{');
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        json_key(&out, counts[i]);
        json_int(&out, (int64_t)values[i]);
    }
    json_key(&out, "stages");
    json_open(&out, '{');
    for (int k = 0; k < STAGE_MEASURES; k++) json_rates(&out, keys[k], docs, r, r->seconds[k]);
    json_close(&out, '}');
    if (r->process_seconds > 0) {
        json_rates(&out, "program", docs, r, r->process_seconds);
        json_key(&out, "start_milliseconds");
        json_real(&out, r->start_seconds * 1e3, 2);
        json_key(&out, "peak_kilobytes");
        json_int(&out, r->peak_kb);
        json_key(&out, "start_peak_kilobytes");
        json_int(&out, r->start_peak_kb);
    }
    json_close(&out, '}');
    printf("%.*s\n", (int)out.len, out.at);
    buf_free(&out);
}

int main(int argc, char **argv)
{
    bench_documents docs = { 0 };
    bench_state state = { .mem = arena_new(0), .scratch = arena_new(0) };
    bench_result result = { 0 };
    const char *program = NULL;
    bool json = false, own = false;
    int64_t runs = 5;
    rp_err err;
    int i = 1;
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--json") == 0) json = true;
        else if (strcmp(argv[i], "--generate") == 0) own = true;
        else if (strcmp(argv[i], "--program") == 0 && i + 1 < argc) program = argv[++i];
        else if (strcmp(argv[i], "--runs") != 0 || i + 1 >= argc || !str_int(str_of(argv[++i]), &runs) || runs < 1 || runs > RUNS_MOST)
            fail_words("usage: rapport-bench [--json] [--generate] [--runs 1..99] [--program PROGRAM] [FILE...]");
    }
    for (; i < argc; i++) read_file(&docs, argv[i]);
    if (docs.count && !own) repeat(&docs);
    else generate(&docs);
    if (!state.mem || !state.scratch || rapport_open(NULL, &state.tables, &err) != RP_OK || !(state.work = parse_work_new(state.tables->parser)) || rp_coder_new(state.tables, &state.coder, &err) != RP_OK) fail(&err);
    measure_library(&state, &docs, (size_t)runs, &result);
    if (program) measure_program(program, &docs, (size_t)runs, &result);
    if (json) print_json(&docs, &result, (size_t)runs);
    else print_table(&docs, &result, (size_t)runs);
    rp_coder_free(state.coder);
    rapport_close(state.tables);
    parse_work_free(state.work);
    arena_free(state.scratch);
    arena_free(state.mem);
    free(docs.at);
    return 0;
}
