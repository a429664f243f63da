/*
 * test_model.c - train_parser makes models that parser_new opens; damaged, cut, foreign and hostile ones are refused with a reason, or parse
 * into trees all the same. The models are of tests/cases/tiny.conllu.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "base/hash.h"
#include "parse/kernel.h"
#include "parse/model.h"
#include "parse/train.h"
#include "support/folder.h"
#include "support/parsing.h"

static const train_net tiny_nets[] = { { "fast", 32, 1, 1, 32, 32, 32 }, { "wide", 64, 2, 1, 32, 64, 32 } };
static const learn_options tiny_learn = { .seed = 1, .epochs = 3, .batch = 60, .rate = 0.01f, .drop_word = 0.1f, .drop_layer = 0.1f, .threads = 1 };

typedef struct models {
    splitting *splitting;
    char folder[FOLDER_PATH], treebank[FOLDER_PATH + 32], vectors[FOLDER_PATH + 32], plain[FOLDER_PATH + 32];
    buf bare, full;             /* without and with word vectors and a teacher */
    arena *mem;
} models;

/* ---- making them ----------------------------------------------------------------------------------------------------------- */

static train_options options_of(const char *const *treebank)
{
    return (train_options){ .treebanks = treebank, .treebank_count = 1, .nets = tiny_nets, .net_count = 2, .learn = tiny_learn };
}

static rp_code train_bare(const models *m, buf *out)
{
    const char *treebank = m->treebank;
    train_options options = options_of(&treebank);
    return train_parser(&options, m->splitting->tables, NULL, NULL, out, NULL);
}

static rp_code train_full(const models *m, buf *out)
{
    const char *treebank = m->treebank, *plain = m->plain;
    train_options options = options_of(&treebank);
    options.nets = tiny_nets + 1, options.net_count = 1;
    options.vectors = m->vectors, options.vectors_most = 100;
    options.teacher = (train_net){ "teacher", 32, 1, 1, 32, 32, 32 };
    options.teacher_count = 1, options.teacher_epochs = 2, options.trust = 0.5f;
    options.plain = &plain, options.plain_count = 1;
    return train_parser(&options, m->splitting->tables, NULL, NULL, out, NULL);
}

static void write_files(models *m)
{
    buf text = { 0 };
    uint64_t seed = 3;
    folder_new(m->folder);
    assert_true(cases_read("tiny.conllu", &text));
    folder_write(m->folder, "tiny.conllu", buf_view(&text));
    folder_write(m->folder, "plain.txt", RP_STR("The army detained two rebels .\nTalks were held in Kenya .\n"));
    text.len = 0;
    static const char *const words[] = { "the", "police", "army", "treaty", "rebels", "kenya", "of", "harbour", "." };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        buf_text(&text, words[i]);
        for (unsigned k = 0; k < 10; k++) buf_format(&text, " %.3f", (double)(random_next(&seed) % 2001) / 1000 - 1);
        buf_char(&text, '\n');
    }
    folder_write(m->folder, "vectors.txt", buf_view(&text));
    buf_free(&text);
    snprintf(m->treebank, sizeof m->treebank, "%s/tiny.conllu", m->folder);
    snprintf(m->vectors, sizeof m->vectors, "%s/vectors.txt", m->folder);
    snprintf(m->plain, sizeof m->plain, "%s/plain.txt", m->folder);
}

static int models_open(void **state)
{
    static models m;
    void *part;
    m = (models){ .mem = arena_new(0) };
    *state = &m;
    if (splitting_open(&part) != 0) return -1;
    m.splitting = part;
    write_files(&m);
    return m.mem && train_bare(&m, &m.bare) == RP_OK && train_full(&m, &m.full) == RP_OK ? 0 : -1;
}

static int models_close(void **state)
{
    models *m = *state;
    void *part = m->splitting;
    splitting_close(&part);
    folder_remove(m->folder);
    buf_free(&m->bare), buf_free(&m->full);
    arena_free(m->mem);
    return 0;
}

/* ---- altering them --------------------------------------------------------------------------------------------------------- */

/* A copy of its own size, so that a sanitizer sees a byte read too far; aligned as the file would be. */
static char *copy_of(rp_str bytes)
{
    char *copy = bytes.len && bytes.len % 64 == 0 ? aligned_alloc(64, bytes.len) : malloc(bytes.len + !bytes.len);
    assert_non_null(copy);
    if (bytes.len) memcpy(copy, bytes.at, bytes.len);
    return copy;
}

static model_header header_of(rp_str bytes)
{
    model_header h = { .section_count = 0 };
    memcpy(&h, bytes.at, bytes.len < sizeof h ? bytes.len : sizeof h);
    return h;
}

/* Make size and checksum right again. */
static void repair(char *bytes, size_t len)
{
    size_t behind = offsetof(model_header, checksum) + sizeof(uint64_t);
    if (len < behind) return;
    uint64_t size = len, sum = hash_bytes(bytes + behind, len - behind, 0);
    memcpy(bytes + offsetof(model_header, size), &size, sizeof size);
    memcpy(bytes + offsetof(model_header, checksum), &sum, sizeof sum);
}

static rp_str part_of(rp_str bytes, const char *name)
{
    model_header h = header_of(bytes);
    for (uint32_t i = 0; i < h.section_count; i++)
        if (strcmp(h.sections[i].name, name) == 0) return str_sub(bytes, h.sections[i].offset, h.sections[i].offset + h.sections[i].size);
    return (rp_str){ NULL, 0 };
}

/* The model with one section put in another's place; with.at == NULL: without it. Caller frees with buf_free. */
static buf replaced(rp_str bytes, const char *name, rp_str with)
{
    buf out = { 0 };
    model_writer writer;
    model_header h = header_of(bytes);
    model_begin(&writer, &out);
    for (uint32_t i = 0; i < h.section_count; i++) {
        bool this_one = strcmp(h.sections[i].name, name) == 0;
        if (this_one && !with.at) continue;
        model_start_section(&writer, h.sections[i].name);
        buf_str(&out, this_one ? with : part_of(bytes, h.sections[i].name));
    }
    model_end(&writer);
    return out;
}

/* Refused, with these words. */
static void refused_there(const char *at, size_t len, const char *because)
{
    parser *p;
    rp_err err = { 0 };
    assert_int_equal(parser_new((rp_str){ at, len }, NULL, &p, &err), RP_EFORMAT);
    assert_null(p);
    assert_int_equal(err.code, RP_EFORMAT);
    if (!strstr(err.why, because)) fail_msg("\"%s\" does not say \"%s\"", err.why, because);
}

static void refused(rp_str bytes, const char *because)
{
    char *copy = copy_of(bytes);
    refused_there(copy, bytes.len, because);
    free(copy);
}

/* Parse again with each kind of instructions: numbers beyond what they are exact for would give other results. */
static void parse_with_others(parser *p, const rp_str *words, uint32_t count, arena *mem, const parse_word *expected)
{
    static const char *const kinds[] = { "portable", "avx2", "avx512" };
    const char *best = parser_kernels(p);
    parse_word out[200];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], best) == 0 || !parser_use_kernels(p, kinds[i])) continue;
        parse_work *work = parse_work_new(p);       /* a used one remembers what the other kernels computed */
        assert_non_null(work);
        parsing_run(p, work, words, count, mem, out);
        assert_true(parsing_same(out, expected, count));
        parse_work_free(work);
    }
    assert_true(parser_use_kernels(p, best));
}

/* Refused with a reason, or good enough to parse random sentences into trees. True: it was good enough. */
static bool refused_or_parses(models *m, const char *copy, size_t len, uint64_t *seed, unsigned sentences)
{
    parser *p;
    rp_err err = { 0 };
    rp_code rc = parser_new((rp_str){ copy, len }, NULL, &p, &err);
    if (rc != RP_OK) {
        if (rc != RP_EFORMAT || err.code != rc || p || (!strstr(err.why, "model") && !strstr(err.why, "lemma"))) fail_msg("%d: %s", (int)rc, err.why);
        return false;
    }
    parse_work *work = parse_work_new(p);
    rp_str words[200];
    parse_word out[200];
    assert_non_null(work);
    for (unsigned i = 0; i < sentences; i++) {
        arena_reset(m->mem);
        uint32_t count = parsing_random(seed, i ? 9 : 200, words, m->mem);
        parsing_run(p, work, words, count, m->mem, out);
        if (i == sentences - 1) parse_with_others(p, words, count, m->mem, out);
    }
    parse_work_free(work);
    parser_free(p);
    return true;
}

static bool parses(models *m, rp_str bytes)
{
    uint64_t seed = 9;
    char *copy = copy_of(bytes);
    bool good = refused_or_parses(m, copy, bytes.len, &seed, 50);
    free(copy);
    return good;
}

/* ---- training -------------------------------------------------------------------------------------------------------------- */

static void test_model_trains_the_same_bytes_again(void **state)
{
    models *m = *state;
    buf again = { 0 };
    assert_int_equal(train_bare(m, &again), RP_OK);
    assert_int_equal(again.len, m->bare.len);
    assert_memory_equal(again.at, m->bare.at, again.len);
    again.len = 0;
    assert_int_equal(train_full(m, &again), RP_OK);
    assert_int_equal(again.len, m->full.len);
    assert_memory_equal(again.at, m->full.at, again.len);
    buf_free(&again);
}

static void test_model_opens_with_and_without_vectors(void **state)
{
    models *m = *state;
    assert_true(parses(m, buf_view(&m->bare)));
    assert_true(parses(m, buf_view(&m->full)));
    assert_int_equal(part_of(buf_view(&m->bare), "vectors").len, 0);
    assert_true(part_of(buf_view(&m->full), "vectors").len > 0);
}

static void test_model_gives_its_networks_by_name(void **state)
{
    models *m = *state;
    static const struct { const char *wanted, *got; } cases[] = { { NULL, "fast" }, { "fast", "fast" }, { "wide", "wide" } };
    parser *p;
    rp_err err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(parser_new(buf_view(&m->bare), cases[i].wanted, &p, &err), RP_OK);
        assert_string_equal(parser_scorer(p), cases[i].got);
        parser_free(p);
    }
    assert_int_equal(parser_new(buf_view(&m->bare), "slow", &p, &err), RP_EMISSING);
    assert_null(p);
    assert_string_equal(err.why, "the model has no parser named slow; it has: fast, wide");
}

static void test_model_learns_what_it_is_shown(void **state)
{
    models *m = *state;
    static const char *const lemmas[] = { "the", "police", "detain", "two", "man", "." };
    rp_str words[8];
    parse_word out[8];
    uint32_t count = parsing_words(RP_STR("The police detained two men ."), words, 8);
    const char *treebank = m->treebank;
    train_options options = options_of(&treebank);
    options.net_count = 1, options.learn.epochs = 40, options.learn.batch = 20, options.learn.rate = 0.02f;
    buf bytes = { 0 };
    parser *p;
    assert_int_equal(train_parser(&options, m->splitting->tables, NULL, NULL, &bytes, NULL), RP_OK);
    assert_int_equal(parser_new(buf_view(&bytes), NULL, &p, NULL), RP_OK);
    assert_true(parser_version(p) == header_of(buf_view(&bytes)).checksum);
    parse_work *work = parse_work_new(p);
    arena_reset(m->mem);
    parsing_run(p, work, words, count, m->mem, out);
    static const uint32_t heads[] = { 1, 2, PARSE_ROOT, 4, 2, 2 };
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(out[i].head, heads[i]);
        if (!str_is(out[i].lemma, lemmas[i])) fail_msg("%s: %.*s", lemmas[i], (int)out[i].lemma.len, out[i].lemma.at);
    }
    assert_true(str_is(parser_label(p, out[1].label)->name, "nsubj"));
    assert_int_equal(parser_tag(p, out[2].tag)->upos, UPOS_VERB);
    parse_work_free(work);
    parser_free(p);
    buf_free(&bytes);
}

static void test_model_training_says_what_is_missing(void **state)
{
    models *m = *state;
    char path[FOLDER_PATH + 32];
    const char *treebank = path;
    train_options options = options_of(&treebank);
    buf out = { 0 };
    rp_err err = { 0 };
    snprintf(path, sizeof path, "%s/none.conllu", m->folder);
    assert_int_equal(train_parser(&options, m->splitting->tables, NULL, NULL, &out, &err), RP_EMISSING);
    folder_write(m->folder, "empty.conllu", RP_STR(""));
    snprintf(path, sizeof path, "%s/empty.conllu", m->folder);
    assert_int_equal(train_parser(&options, m->splitting->tables, NULL, NULL, &out, &err), RP_EMISSING);
    assert_string_equal(err.why, "there are no sentences to train on");
    folder_write(m->folder, "cycle.conllu", RP_STR("1\ta\ta\tDET\tDT\t_\t2\tdet\t_\t_\n2\tb\tb\tNOUN\tNN\t_\t1\tdep\t_\t_\n\n"));
    snprintf(path, sizeof path, "%s/cycle.conllu", m->folder);
    assert_int_equal(train_parser(&options, m->splitting->tables, NULL, NULL, &out, &err), RP_EFORMAT);
    assert_int_equal(err.line, 1);
    treebank = m->treebank;
    options.vectors = path, options.vectors_most = 10;
    assert_int_equal(train_parser(&options, m->splitting->tables, NULL, NULL, &out, &err), RP_EFORMAT);
    buf_free(&out);
}

/* ---- foreign files --------------------------------------------------------------------------------------------------------- */

static void test_model_foreign_files_are_told_apart(void **state)
{
    models *m = *state;
    static const char foreign[] = "this is no model of the parser";
    refused((rp_str){ NULL, 0 }, foreign);
    refused(RP_STR(""), foreign);
    refused(RP_STR("R"), foreign);
    refused(RP_STR("RPPARSE"), foreign);
    refused(RP_STR("# text = hello\n1\thello\n"), foreign);
    buf zeros = { 0 };
    for (int i = 0; i < 4096; i++) buf_char(&zeros, 0);
    refused(buf_view(&zeros), foreign);
    refused(RP_STR("RPPARSER"), "cut short");
    char *copy = copy_of(buf_view(&m->bare));
    rp_str bytes = { copy, m->bare.len };
    uint32_t order = 0x04030201u, version = MODEL_VERSION + 1;
    memcpy(copy + offsetof(model_header, order), &order, sizeof order);
    refused(bytes, "another byte order");
    memcpy(copy, m->bare.at, m->bare.len);
    memcpy(copy + offsetof(model_header, version), &version, sizeof version);
    refused(bytes, "version 2, this program reads 1");
    memcpy(copy, m->bare.at, m->bare.len);
    copy[m->bare.len - 1] ^= 1;
    refused(bytes, "checksum");
    buf longer = { 0 };
    buf_str(&longer, buf_view(&m->bare)), buf_char(&longer, 0);
    refused(buf_view(&longer), "damaged: it has");
    free(copy);
    buf_free(&zeros), buf_free(&longer);
}

/* ---- damage that the checksum finds ------------------------------------------------------------------------------------------ */

static void test_model_cut_short_anywhere(void **state)
{
    models *m = *state;
    uint64_t seed = 12;
    char *copy = copy_of(buf_view(&m->full));
    for (size_t len = 64; len < m->full.len; len += 64) refused_there(copy, len, "cut short");
    for (int i = 0; i < 300; i++) refused_there(copy, 8 + random_next(&seed) % (m->full.len - 8), "cut short");
    free(copy);
    for (size_t len = 8; len < sizeof(model_header) + 64; len += 7) refused((rp_str){ m->full.at, len }, "cut short");
}

static void test_model_every_byte_of_the_header_counts(void **state)
{
    models *m = *state;
    char *copy = copy_of(buf_view(&m->full));
    for (size_t at = 0; at < sizeof(model_header); at++) {
        for (unsigned bit = 1; bit < 256; bit *= 16) {
            copy[at] = (char)(copy[at] ^ bit);
            refused_there(copy, m->full.len, "model");
            copy[at] = (char)(copy[at] ^ bit);
        }
    }
    free(copy);
}

/* ---- damage that it does not find -------------------------------------------------------------------------------------------- */

/* Values at which something may turn over. */
static uint64_t awkward(uint64_t *seed)
{
    static const uint64_t values[] = { 0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 1023, 1024, 1025, 65535, 65536, 1u << 24, 1u << 26,
                                       (1u << 30) + 1, INT32_MAX, 1u << 31, UINT32_MAX - 9471, UINT32_MAX - 9472, UINT32_MAX - 1, UINT32_MAX,
                                       (uint64_t)UINT32_MAX + 1, INT64_MAX, UINT64_MAX - 63, UINT64_MAX };
    return values[random_next(seed) % (sizeof values / sizeof *values)];
}

static void test_model_every_field_of_the_header_is_checked(void **state)
{
    models *m = *state;
    uint64_t seed = 4;
    unsigned good = 0;
    model_header h = header_of(buf_view(&m->full));
    for (uint32_t section = 0; section < h.section_count; section++) {
        for (unsigned i = 0; i < 40; i++) {
            char *copy = copy_of(buf_view(&m->full));
            model_header altered = h;
            uint64_t value = i % 3 ? awkward(&seed) : random_next(&seed) % m->full.len;
            if (i % 2) altered.sections[section].offset = i % 5 ? value / 64 * 64 : value;
            else altered.sections[section].size = value;
            memcpy(copy, &altered, sizeof altered);
            repair(copy, m->full.len);
            good += refused_or_parses(m, copy, m->full.len, &seed, 10);
            altered = h;
            altered.sections[section].name[i % 16] = (char)value;
            if (i % 4 == 0) memset(altered.sections[section].name, 'x', 16);
            memcpy(copy, &altered, sizeof altered);
            repair(copy, m->full.len);
            good += refused_or_parses(m, copy, m->full.len, &seed, 10);
            free(copy);
        }
    }
    print_message("%u altered headers are accepted\n", good);       /* those that change nothing, or name padding */
}

static void test_model_sections_that_cannot_be(void **state)
{
    models *m = *state;
    const model_header sound = header_of(buf_view(&m->full));
    char *copy = copy_of(buf_view(&m->full));
    for (int i = 0; i < 9; i++) {
        static const uint32_t counts[] = { MODEL_SECTIONS + 1, 1u << 16, UINT32_MAX };
        model_header h = sound;
        model_section *last = &h.sections[h.section_count - 1];
        if (i < 3) h.section_count = counts[i];
        else if (i == 3) memset(last->name, 'x', sizeof last->name);
        else if (i == 4) last->offset += 4;
        else if (i == 5) last->offset = (m->full.len + 64) / 64 * 64, last->size = 0;
        else if (i == 6) last->size = m->full.len - last->offset + 1;
        else if (i == 7) last->size = UINT64_MAX - last->offset + 65;
        else last->offset = UINT64_MAX - 63, last->size = 64;
        memcpy(copy, &h, sizeof h);
        repair(copy, m->full.len);
        refused_there(copy, m->full.len, i < 3 ? "too many sections" : "a section lies outside");
    }
    for (uint32_t count = 0; count <= MODEL_SECTIONS; count++) {        /* those behind the last are empty and have no name */
        uint64_t seed = count;
        model_header h = sound;
        h.section_count = count;
        memcpy(copy, &h, sizeof h);
        repair(copy, m->full.len);
        assert_int_equal(refused_or_parses(m, copy, m->full.len, &seed, 3), count >= sound.section_count);
    }
    free(copy);
}

/* Alter a few bytes or numbers, mostly where the model tells how it is built. */
static void alter(char *bytes, size_t len, const model_header *h, uint64_t *seed)
{
    for (unsigned n = 1 + random_next(seed) % 4; n > 0; n--) {
        const model_section *s = &h->sections[random_next(seed) % h->section_count];
        size_t reach = random_next(seed) % 2 ? 64 : 4096, at = random_next(seed) % len, wide = random_next(seed) % 2 ? 4 : 1;
        if (random_next(seed) % 4) at = s->offset + random_next(seed) % reach;      /* how a section begins */
        else if (random_next(seed) % 2) at = s->offset + s->size - 1 - random_next(seed) % reach % (s->size + !s->size);    /* how it ends */
        if (wide == 4) at = at / 4 * 4;
        uint64_t value = random_next(seed) % 2 ? awkward(seed) : random_next(seed);
        if (at < sizeof *h || at + wide > len) continue;
        memcpy(bytes + at, &value, wide);
    }
}

static void test_model_altered_anywhere(void **state)
{
    models *m = *state;
    enum { ROUNDS = 2000 };
    uint64_t seed = 21;
    unsigned good = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        const buf *from = round % 2 ? &m->full : &m->bare;
        model_header h = header_of(buf_view(from));
        char *copy = copy_of(buf_view(from));
        alter(copy, from->len, &h, &seed);
        repair(copy, from->len);
        good += refused_or_parses(m, copy, from->len, &seed, 50);
        free(copy);
    }
    print_message("%u of %u altered models are accepted\n", good, ROUNDS);
    assert_true(good > ROUNDS / 20 && good < ROUNDS);
}

static void test_model_cut_short_with_sums_made_right(void **state)
{
    models *m = *state;
    uint64_t seed = 31;
    model_header h = header_of(buf_view(&m->full));
    for (unsigned i = 0; i < 150; i++) {
        const model_section *s = &h.sections[i % h.section_count];
        size_t len = i < 50 ? sizeof h + random_next(&seed) % (m->full.len - sizeof h) : s->offset + (i % 2 ? s->size : 0) + random_next(&seed) % 9 - 4;
        if (len > m->full.len) len = m->full.len;
        char *copy = copy_of((rp_str){ m->full.at, len });
        repair(copy, len);
        bool good = refused_or_parses(m, copy, len, &seed, 5);
        assert_true(!good || len >= h.sections[h.section_count - 1].offset + h.sections[h.section_count - 1].size);
        free(copy);
    }
}

/* ---- other parts ----------------------------------------------------------------------------------------------------------- */

static void refused_with(rp_str bytes, const char *name, rp_str with, const char *because)
{
    buf other = replaced(bytes, name, with);
    refused(buf_view(&other), because);
    buf_free(&other);
}

static void test_model_sections_that_are_missing(void **state)
{
    models *m = *state;
    rp_str bytes = buf_view(&m->full), none = { NULL, 0 };
    refused_with(bytes, "tags", none, "it has no tags");
    refused_with(bytes, "labels", none, "it has no labels");
    refused_with(bytes, "words", none, "vocabulary");
    refused_with(bytes, "vectors", none, "word vectors");
    refused_with(bytes, "lemmas", none, "lemma");
    refused_with(bytes, "net:wide", none, "no network");
    buf same = replaced(bytes, "net:wide", part_of(bytes, "net:wide"));
    assert_int_equal(same.len, bytes.len);
    assert_memory_equal(same.at, bytes.at, bytes.len);
    buf_free(&same);
}

static void test_model_tags_and_labels_that_are_none(void **state)
{
    models *m = *state;
    rp_str bytes = buf_view(&m->full);
    static const struct { const char *tags, *because; } tags[] = {
        { "", "no tags" }, { "NOUN\tNN\t", "no tags" }, { "NOUN\n", "a tag is none" }, { "NOUN\tNN\n", "a tag is none" }, { "NAME\tNN\t\n", "a tag is none" },
        { "\n", "a tag is none" }, { "NOUN\tNN\t\n", "shape" }, { "NOUN\t\xFF\t\n", "no tags" } };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) refused_with(bytes, "tags", str_of(tags[i].tags), tags[i].because);
    static const struct { const char *labels, *because; } labels[] = {
        { "", "no labels" }, { "root", "no labels" }, { "root\n", "no label for roots" }, { "obj\ndep\n", "no label for roots" },
        { "root\nobject\n", "a label is none" }, { "root\n\n", "a label is none" }, { "root\nobj\nroot:2\n", "two labels for roots" },
        { "root\nobj\n", "shape" }, { "root\nobj:\xC3\n", "no labels" } };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) refused_with(bytes, "labels", str_of(labels[i].labels), labels[i].because);
}

static void test_model_vocabularies_that_cannot_be(void **state)
{
    models *m = *state;
    rp_str bytes = buf_view(&m->bare), words = part_of(bytes, "words");
    static const struct { uint32_t number, value; const char *because; } cases[] = {
        { 0, 0, "cannot be" }, { 0, 25, "cannot be" }, { 0, 24, "cut short" }, { 0, 2, "cut short" }, { 1, 0, "cannot be" }, { 1, UINT32_MAX, "cannot be" },
        { 2, 0, "cannot be" }, { 2, 1, "cannot be" }, { 2, UINT32_MAX, "cannot be" }, { 3, 1025, "cannot be" }, { 3, 10, "vectors are cut short" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *copy = copy_of(words);
        memcpy(copy + 4 * cases[i].number, &cases[i].value, 4);
        refused_with(bytes, "words", (rp_str){ copy, words.len }, cases[i].because);
        free(copy);
    }
    /* rows without end, with which the number of the last hashed row would turn over */
    char *copy = copy_of(words);
    uint32_t many[] = { UINT32_MAX - ROWS_HASHED + 2, UINT32_MAX };
    memcpy(copy + 4, many, sizeof many);
    refused_with(bytes, "words", (rp_str){ copy, words.len }, "cannot be");
    free(copy);
    /* a search in a full table would never end */
    copy = copy_of(words);
    uint32_t bits;
    memcpy(&bits, copy, 4);
    memset(copy + 64, 1, sizeof(uint32_t) << bits);
    refused_with(bytes, "words", (rp_str){ copy, words.len }, "full");
    free(copy);
    /* an entry behind the last */
    copy = copy_of(words);
    memset(copy + 64 + (sizeof(uint32_t) << bits), 0x7F, 4);
    refused_with(bytes, "words", (rp_str){ copy, words.len }, "lies outside");
    free(copy);
}

/* As many labels as the model has, root at `root`, the others "dep". */
static buf labels_like(rp_str bytes, bool first)
{
    rp_str rest = part_of(bytes, "labels"), line;
    buf out = { 0 };
    size_t count = 0;
    while (str_split(&rest, '\n', &line)) count += line.len > 0;
    for (size_t i = 0; i < count; i++) buf_text(&out, i == (first ? 0 : count - 1) ? "root\n" : "dep\n");
    return out;
}

static void test_model_without_a_label_that_joins_stretches(void **state)
{
    models *m = *state;
    enum { COUNT = 500 };
    static rp_str words[COUNT];
    static parse_word out[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) words[i] = RP_STR("police");
    for (int first = 0; first < 2; first++) {
        buf labels = labels_like(buf_view(&m->full), first), other = replaced(buf_view(&m->full), "labels", buf_view(&labels));
        parser *p;
        assert_int_equal(parser_new(buf_view(&other), NULL, &p, NULL), RP_OK);
        parse_work *work = parse_work_new(p);
        parsing_run(p, work, words, COUNT, m->mem, out);
        parse_work_free(work);
        parser_free(p);
        buf_free(&labels), buf_free(&other);
    }
}

/* The labels' matrix, which ends a network: [label_hidden][labels] weights, their bias and scale. */
typedef struct places { size_t weights, bias, scale, labels; } places;

static places places_of(rp_str bytes, const char *name, size_t label_hidden)
{
    rp_str part = part_of(bytes, name), rest = part_of(bytes, "labels"), line;
    size_t count = 0, end = (size_t)(part.at - bytes.at) + part.len;
    while (str_split(&rest, '\n', &line)) count += line.len > 0;
    count = kernel_padded((uint32_t)count, KERNEL_OUT);
    return (places){ end - 8 * count - label_hidden * count, end - 8 * count, end - 4 * count, count };
}

/* Every label scores as low as can be: the first is still not that of roots. */
static void test_model_with_labels_all_as_bad(void **state)
{
    models *m = *state;
    for (int first = 0; first < 2; first++) {
        buf labels = labels_like(buf_view(&m->full), first), other = replaced(buf_view(&m->full), "labels", buf_view(&labels));
        places at = places_of(buf_view(&other), "net:wide", 32);
        for (size_t i = 0; i < at.labels; i++) {
            int32_t bias = -KERNEL_BIAS, scale = 1 << 28;
            memcpy(other.at + at.bias + 4 * i, &bias, 4);
            memcpy(other.at + at.scale + 4 * i, &scale, 4);
        }
        repair(other.at, other.len);
        assert_true(parses(m, buf_view(&other)));
        buf_free(&labels), buf_free(&other);
    }
}

/* Numbers up to which all kernels compute the same, and those beyond. Before the weights lie the arcs' distances, `narrow` and `shift`. */
static void test_model_numbers_beyond_what_is_exact(void **state)
{
    models *m = *state;
    const rp_str bytes = buf_view(&m->full);
    const places at = places_of(bytes, "net:wide", 32);
    const size_t shift = at.weights - 44, distance = at.weights - 128, root_label = distance - 64, root_arc = root_label - 128;
    const struct { size_t at, wide; int32_t value; const char *because; } cases[] = {
        { at.weights, 1, KERNEL_WEIGHT, NULL }, { at.weights, 1, -KERNEL_WEIGHT, NULL }, { at.weights, 1, KERNEL_WEIGHT + 1, "damaged" },
        { at.weights, 1, -KERNEL_WEIGHT - 1, "damaged" }, { at.bias - 1, 1, -128, "damaged" }, { at.bias, 4, KERNEL_BIAS, NULL },
        { at.bias, 4, KERNEL_BIAS + 1, "damaged" }, { at.bias, 4, -KERNEL_BIAS - 1, "damaged" }, { at.scale, 4, 1 << 28, NULL },
        { at.scale, 4, (1 << 28) + 1, "damaged" }, { at.scale, 4, -1, "damaged" }, { shift, 4, 0, "damaged" }, { shift, 4, 27, "damaged" },
        { shift, 4, 26, NULL }, { shift, 4, -1, "damaged" }, { shift, 4, 23, NULL }, { shift, 4, 1, "damaged" }, { distance, 4, 1 << 28, NULL },
        { distance, 4, (1 << 28) + 1, "out of range" }, { distance + 4, 4, -(1 << 28) - 1, "out of range" }, { root_label, 2, INT16_MIN, NULL },
        { root_arc, 2, NET_DOT, NULL }, { root_arc, 2, NET_DOT + 1, "damaged" }, { root_arc + 126, 2, -NET_DOT - 1, "damaged" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *copy = copy_of(bytes);
        memcpy(copy + cases[i].at, &cases[i].value, cases[i].wide);
        repair(copy, bytes.len);
        if (cases[i].because) refused((rp_str){ copy, bytes.len }, cases[i].because);
        else assert_true(parses(m, (rp_str){ copy, bytes.len }));
        free(copy);
    }
    buf longer = { 0 };
    rp_str net_part = part_of(bytes, "net:wide");
    buf_str(&longer, net_part);
    for (int i = 0; i < 64; i++) buf_char(&longer, 0);
    refused_with(bytes, "net:wide", buf_view(&longer), "damaged or cut short");
    refused_with(bytes, "net:wide", str_sub(net_part, 0, net_part.len - 4), "damaged or cut short");
    refused_with(bytes, "net:wide", str_sub(net_part, 0, 36), "shape");
    buf_free(&longer);
}

static void test_model_networks_of_a_shape_that_cannot_be(void **state)
{
    models *m = *state;
    rp_str bytes = buf_view(&m->full), part = part_of(bytes, "net:wide");
    /* width, layers, tag_layer, tag_hidden, arc, label_hidden, tags, labels, rows, vector_size: 64, 2, 1, 32, 64, 32, … */
    static const struct { uint32_t number, value; } cases[] = {
        { 0, 0 }, { 0, 16 }, { 0, 48 }, { 0, 1056 }, { 0, UINT32_MAX }, { 1, 0 }, { 1, NET_LAYERS_MAX + 1 }, { 2, 0 }, { 2, 3 }, { 3, 0 }, { 3, 40 },
        { 3, 1056 }, { 4, 0 }, { 4, 33 }, { 4, 288 }, { 5, 0 }, { 5, 1056 }, { 6, 0 }, { 6, 1000 }, { 7, 0 }, { 7, 1000 }, { 8, 0 }, { 8, 1 << 30 },
        { 9, 0 }, { 9, 11 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *copy = copy_of(part);
        memcpy(copy + 4 * cases[i].number, &cases[i].value, 4);
        refused_with(bytes, "net:wide", (rp_str){ copy, part.len }, "shape");
        free(copy);
    }
}

static void test_model_writer_refuses_too_many_sections(void **state)
{
    (void)state;
    buf out = { 0 };
    model_writer writer;
    model_begin(&writer, &out);
    for (unsigned i = 0; i <= MODEL_SECTIONS; i++) model_start_section(&writer, "x");
    model_end(&writer);
    assert_true(out.failed);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_trains_the_same_bytes_again),
        cmocka_unit_test(test_model_opens_with_and_without_vectors),
        cmocka_unit_test(test_model_gives_its_networks_by_name),
        cmocka_unit_test(test_model_learns_what_it_is_shown),
        cmocka_unit_test(test_model_training_says_what_is_missing),
        cmocka_unit_test(test_model_foreign_files_are_told_apart),
        cmocka_unit_test(test_model_cut_short_anywhere),
        cmocka_unit_test(test_model_every_byte_of_the_header_counts),
        cmocka_unit_test(test_model_every_field_of_the_header_is_checked),
        cmocka_unit_test(test_model_sections_that_cannot_be),
        cmocka_unit_test(test_model_altered_anywhere),
        cmocka_unit_test(test_model_cut_short_with_sums_made_right),
        cmocka_unit_test(test_model_sections_that_are_missing),
        cmocka_unit_test(test_model_tags_and_labels_that_are_none),
        cmocka_unit_test(test_model_vocabularies_that_cannot_be),
        cmocka_unit_test(test_model_without_a_label_that_joins_stretches),
        cmocka_unit_test(test_model_with_labels_all_as_bad),
        cmocka_unit_test(test_model_numbers_beyond_what_is_exact),
        cmocka_unit_test(test_model_networks_of_a_shape_that_cannot_be),
        cmocka_unit_test(test_model_writer_refuses_too_many_sections),
    };
    return cmocka_run_group_tests_name("model", tests, models_open, models_close);
}
