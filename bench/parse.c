/*
 * bench/parse.c - how fast the parser is: tags, lemmas and trees of words that are given, on one thread, with each set of instructions
 * that this processor has.
 *
 * usage: rapport-bench-parse [--runs N] [--model FILE] [--parser NAME] FILE…      FILEs: CoNLL-U
 * Prints words and sentences a second, by the thread's processor time; medians of N runs after one that is not counted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/file.h"
#include "parse/kernel.h"
#include "parse/parse.h"
#include "text/conllu.h"

#define RUNS_MAX 99

typedef struct sentences {
    vec first;      /* uint32_t */
    vec words;      /* rp_str */
    uint32_t longest;
    arena *mem;
} sentences;

static void fail(const char *words)
{
    fprintf(stderr, "rapport-bench-parse: %s\n", words);
    exit(1);
}

static void fail_with(const rp_err *err)
{
    char text[512];
    error_text(err, text, sizeof text);
    fail(text);
}

static void read_file(sentences *to, const char *path)
{
    rp_err err = { 0 };
    FILE *in;
    if (file_open(path, &in, &err) != RP_OK) fail_with(&err);
    conllu_reader *reader = conllu_new(in, path);
    conllu_sentence s;
    bool more = true;
    while (reader && conllu_next(reader, &s, &more, &err) == RP_OK && more) {
        uint32_t *first = vec_add(&to->first, to->mem);
        if (!first) fail("memory ended");
        *first = (uint32_t)to->words.count;
        if (s.word_count > to->longest) to->longest = (uint32_t)s.word_count;
        for (size_t i = 0; i < s.word_count; i++) {
            rp_str *w = vec_add(&to->words, to->mem);
            if (!w) fail("memory ended");
            *w = (rp_str){ arena_copy(to->mem, s.words[i].form), s.words[i].form.len };
        }
    }
    if (err.code != RP_OK) fail_with(&err);
    conllu_free(reader);
    fclose(in);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double run(const parser *p, parse_work *work, const sentences *s, arena *mem, parse_word *out)
{
    const uint32_t *first = s->first.at;
    const rp_str *words = s->words.at;
    rp_err err = { 0 };
    double start = seconds();
    for (size_t i = 0; i < s->first.count; i++) {
        size_t end = i + 1 < s->first.count ? first[i + 1] : s->words.count;
        arena_reset(mem);
        if (parser_parse(p, work, words + first[i], (uint32_t)(end - first[i]), mem, out, &err) != RP_OK) fail_with(&err);
    }
    return seconds() - start;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int count, char **arguments)
{
    int runs = 9, at = 1;
    const char *model = NULL, *scorer = NULL;
    for (; at + 1 < count && arguments[at][0] == '-'; at += 2) {
        if (strcmp(arguments[at], "--runs") == 0) runs = atoi(arguments[at + 1]);
        else if (strcmp(arguments[at], "--model") == 0) model = arguments[at + 1];
        else if (strcmp(arguments[at], "--parser") == 0) scorer = arguments[at + 1];
        else fail("usage: rapport-bench-parse [--runs N] [--model FILE] [--parser NAME] FILE…");
    }
    if (at >= count || runs < 1 || runs > RUNS_MAX) fail("usage: rapport-bench-parse [--runs N] [--model FILE] [--parser NAME] FILE…");
    sentences all = { vec_of(sizeof(uint32_t)), vec_of(sizeof(rp_str)), 0, arena_new(0) };
    arena *mem = arena_new(0);
    if (!all.mem || !mem) fail("memory ended");
    for (; at < count; at++) read_file(&all, arguments[at]);
    rp_err err = { 0 };
    file_map map = { 0 };
    parser *p;
    if (model && file_map_open(model, &map, &err) != RP_OK) fail_with(&err);
    if ((model ? parser_new((rp_str){ map.at, map.size }, scorer, &p, &err) : parser_new_built_in(scorer, &p, &err)) != RP_OK) fail_with(&err);
    parse_word *out = calloc(all.longest + 1, sizeof *out);
    for (const kernels *const *k = kernels_all; out && *k; k++) {
        if (!parser_use_kernels(p, (*k)->name)) continue;
        parse_work *work = parse_work_new(p);
        double times[RUNS_MAX];
        if (!work) fail("memory ended");
        run(p, work, &all, mem, out);
        for (int i = 0; i < runs; i++) times[i] = run(p, work, &all, mem, out);
        qsort(times, (size_t)runs, sizeof *times, by_value);
        double middle = times[runs / 2];
        printf("%-9s %s: %zu words in %.3f s: %.0f words/s, %.0f sentences/s (best %.0f words/s)\n", parser_kernels(p), parser_scorer(p),
               all.words.count, middle, (double)all.words.count / middle, (double)all.first.count / middle, (double)all.words.count / times[0]);
        parse_work_free(work);
    }
    free(out);
    parser_free(p);
    if (model) file_map_close(&map);
    arena_free(mem);
    arena_free(all.mem);
    return 0;
}
