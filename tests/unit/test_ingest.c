/*
 * test_ingest.c - ingest_stream, ingest_store and ingest_recode with the real coder: the same bytes for any number of jobs, order, skips,
 * stopping, that adding again codes only what is missing, and recoding only what is outdated.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "coder/cite.h"
#include "exchange/record.h"
#include "ingest/ingest.h"

static char folder[64], input[80], path[80];
static rapport *tables;

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test_ingest.XXXXXX");
    if (!mkdtemp(folder)) return -1;
    strcpy(path, folder);
    strcat(path, "/s.db");
    strcpy(input, folder);
    strcat(input, "/in.jsonl");
    return rapport_open(NULL, &tables, NULL) == RP_OK ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    rapport_close(tables);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static int clean(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'/*", folder);
    return system(command);
}

/* JSON Lines with `count` documents; every `bad`-th line is broken (0: none). */
static void write_input(int count, int bad)
{
    static const char *const states[] = { "Norway", "Chile", "Japan", "Kenya", "Turkey", "Brazil", "Canada" };
    static const char *const deeds[] = { "condemned", "attacked", "accused", "thanked", "threatened" };
    FILE *f = fopen(input, "w");
    assert_non_null(f);
    for (int i = 0; i < count; i++) {
        if (bad && i % bad == bad - 1) {
            fprintf(f, "{\"id\":\"d%05d\",\"text\":12}\n", i);
            continue;
        }
        fprintf(f, "{\"id\":\"d%05d\",\"date\":\"2031-05-%02d\",\"text\":\"", i, i % 28 + 1);
        for (int k = 0; k <= i % 5; k++)
            fprintf(f, "%s %s %s on 3 May 2031. The w\\u00e9ather was dry in place %d. ", states[(i + k) % 7], deeds[(i * 3 + k) % 5],
                    states[(i + k * 2 + 1) % 7], i);
        fprintf(f, "\"}\n");
    }
    fclose(f);
}

static reader *open_input(void)
{
    static const char *file = input;
    static reader_options options;
    options = (reader_options){ .files = &file, .file_count = 1 };
    reader *r;
    assert_int_equal(reader_new(&options, &r, NULL), RP_OK);
    return r;
}

/* ---- streams ------------------------------------------------------------------------------------------------------- */

static rp_code format_records(const rp_coded *coded, void *context, buf *out, rp_err *err)
{
    (void)context;
    arena *mem = arena_new(0);
    utf8_ruler ruler = utf8_ruler_new(coded->document->text, mem);
    if (!ruler.points) {
        arena_free(mem);
        return error_set(err, RP_ENOMEM, "memory ended");
    }
    for (size_t i = 0; i < coded->event_count; i++) {
        rp_cited c;
        if (!cite_event(coded, i, &ruler, mem, &c)) continue;
        record_event(tables, &c, RECORD_JSONL, out);
    }
    buf_str(out, coded->document->id);
    buf_char(out, '\n');
    arena_free(mem);
    return RP_OK;
}

static rp_code write_to_buf(const char *at, size_t len, void *context, rp_err *err)
{
    (void)err;
    buf_add(context, at, len);
    return RP_OK;
}

static void note_skip(const rp_err *why, void *context) { buf_format(context, "%u:%d ", (unsigned)why->line, (int)why->code); }

static void test_ingest_stream_gives_the_same_bytes_for_any_number_of_jobs(void **state)
{
    (void)state;
    write_input(700, 50);
    buf first = { 0 }, first_skips = { 0 };
    static const unsigned jobs[] = { 1, 2, 3, 8, 0 };
    for (int i = 0; i < 5; i++) {
        buf out = { 0 }, skips = { 0 };
        ingest_watch watch = { .skip = note_skip, .context = &skips };
        ingest_counts counts;
        reader *in = open_input();
        assert_int_equal(ingest_stream(tables, in, jobs[i], format_records, NULL, write_to_buf, &out, &watch, &counts, NULL), RP_OK);
        reader_free(in);
        assert_int_equal(counts.documents, 686);
        assert_int_equal(counts.skipped, 14);
        assert_true(counts.events > 500 && counts.sentences > counts.events);
        if (i == 0) {
            first = out;
            first_skips = skips;
            assert_true(str_starts(buf_view(&skips), RP_STR("50:5 100:5 150:5 ")));
            continue;
        }
        assert_true(str_eq(buf_view(&first), buf_view(&out)));
        assert_true(str_eq(buf_view(&first_skips), buf_view(&skips)));
        buf_free(&out);
        buf_free(&skips);
    }
    buf_free(&first);
    buf_free(&first_skips);
}

static rp_code write_little(const char *at, size_t len, void *context, rp_err *err)
{
    (void)at;
    size_t *left = context;
    if (*left < len) return error_set(err, RP_EFULL, "the pipe is full");
    *left -= len;
    return RP_OK;
}

static rp_code refuse_some(const rp_coded *coded, void *context, buf *out, rp_err *err)
{
    (void)context;
    buf_char(out, '.');
    return str_ends(coded->document->id, RP_STR("7")) ? error_set(err, RP_ELIMIT, "no sevens") : RP_OK;
}

static void note_input(const rp_err *why, void *context)
{
    if (why->code == RP_ELIMIT) buf_format(context, "%s ", why->input);
}

static void test_ingest_stream_ends_where_writing_fails_and_skips_what_cannot_be_formatted(void **state)
{
    (void)state;
    write_input(100, 0);
    ingest_counts counts;
    rp_err err;
    size_t left = 20000;
    reader *in = open_input();
    assert_int_equal(ingest_stream(tables, in, 3, format_records, NULL, write_little, &left, NULL, &counts, &err), RP_EFULL);
    assert_string_equal(err.why, "the pipe is full");
    assert_true(counts.documents > 1 && counts.documents < 100);
    reader_free(in);
    buf out = { 0 }, skips = { 0 };
    ingest_watch watch = { .skip = note_input, .context = &skips };
    in = open_input();
    assert_int_equal(ingest_stream(tables, in, 2, refuse_some, NULL, write_to_buf, &out, &watch, &counts, NULL), RP_OK);
    reader_free(in);
    assert_int_equal(out.len, 90);
    assert_int_equal(counts.skipped, 10);
    assert_true(str_starts(buf_view(&skips), RP_STR("d00007 d00017 ")));
    buf_free(&out);
    buf_free(&skips);
}

typedef struct stopping { int stop; unsigned calls; uint64_t last_read, last_total; ingest_counts counts; } stopping;

static void stop_soon(const ingest_counts *counts, uint64_t read, uint64_t total, void *context)
{
    stopping *s = context;
    s->calls++;
    s->counts = *counts;
    s->last_read = read;
    s->last_total = total;
    s->stop = counts->documents > 0;
}

static void test_ingest_stops_when_asked_and_tells_progress(void **state)
{
    (void)state;
    write_input(5000, 0);
    stopping s = { 0 };
    ingest_watch watch = { .progress = stop_soon, .context = &s, .stop = &s.stop };
    ingest_counts counts;
    buf out = { 0 };
    reader *in = open_input();
    assert_int_equal(ingest_stream(tables, in, 2, format_records, NULL, write_to_buf, &out, &watch, &counts, NULL), RP_ESTOP);
    reader_free(in);
    assert_true(s.calls >= 2);          /* the one that asked, and the last */
    assert_true(counts.documents < 5000);
    assert_true(s.last_read > 0 && s.last_total > s.last_read);
    assert_int_equal(s.counts.documents, counts.documents);
    buf_free(&out);
}

/* ---- stores -------------------------------------------------------------------------------------------------------- */

static rp_store *open_store(void)
{
    rp_store *s;
    rp_err err;
    if (rp_store_open(path, RP_STORE_CREATE, tables, &s, &err) != RP_OK) fail_msg("%s", err.why);
    return s;
}

static ingest_counts add_all(unsigned jobs, rp_code want)
{
    ingest_counts counts;
    rp_err err = { 0 };
    rp_store *s = open_store();
    reader *in = open_input();
    rp_code rc = ingest_store(tables, in, jobs, s, NULL, &counts, &err);
    if (rc != want) fail_msg("%d: %s", (int)rc, err.why);
    if (rp_store_check(s, &err) != RP_OK) fail_msg("%s", err.why);
    reader_free(in);
    rp_store_close(s);
    return counts;
}

static rp_code note_event(const rp_cited *c, void *context, rp_err *err)
{
    (void)err;
    record_event(tables, c, RECORD_JSONL, context);
    return RP_OK;
}

static buf all_events(void)
{
    buf out = { 0 };
    rp_store *s = open_store();
    assert_int_equal(rp_store_events(s, NULL, note_event, &out, NULL), RP_OK);
    rp_store_close(s);
    return out;
}

static void test_ingest_store_codes_only_what_is_missing(void **state)
{
    (void)state;
    write_input(450, 100);
    ingest_counts counts = add_all(3, RP_OK);
    assert_int_equal(counts.added, 446);
    assert_int_equal(counts.documents, 446);
    assert_int_equal(counts.skipped, 4);
    assert_true(counts.events > 300);
    buf before = all_events();
    counts = add_all(2, RP_OK);
    assert_int_equal(counts.same, 446);
    assert_int_equal(counts.added + counts.changed + counts.events + counts.sentences, 0);
    write_input(500, 90);       /* other lines are broken, and there are 50 more */
    counts = add_all(4, RP_OK);
    assert_int_equal(counts.added, 50 + 4);
    assert_int_equal(counts.documents, 495);
    buf after = all_events();
    assert_true(after.len > before.len);
    buf_free(&before);
    buf_free(&after);
}

static int compare_lines(const void *a, const void *b)
{
    const rp_str *x = a, *y = b;
    int order = memcmp(x->at, y->at, x->len < y->len ? x->len : y->len);
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* The records of `text` in an order of their own; other lines are left out. */
static rp_str *sorted_records(const buf *text, size_t *count)
{
    rp_str rest = buf_view(text), line, *lines = calloc(text->len / 100 + 1, sizeof *lines);
    assert_non_null(lines);
    *count = 0;
    while (str_split(&rest, '\n', &line))
        if (line.len && line.at[0] == '{') lines[(*count)++] = line;
    qsort(lines, *count, sizeof *lines, compare_lines);
    return lines;
}

static void test_ingest_store_gives_the_records_of_the_stream(void **state)
{
    (void)state;
    write_input(300, 0);
    buf streamed = { 0 };
    ingest_counts counts;
    reader *in = open_input();
    assert_int_equal(ingest_stream(tables, in, 2, format_records, NULL, write_to_buf, &streamed, NULL, &counts, NULL), RP_OK);
    reader_free(in);
    add_all(2, RP_OK);
    buf stored = all_events();
    size_t a, b;
    rp_str *x = sorted_records(&streamed, &a), *y = sorted_records(&stored, &b);
    assert_int_equal(a, b);
    assert_int_equal(a, counts.events);
    for (size_t i = 0; i < a; i++)
        if (!str_eq(x[i], y[i])) fail_msg("%.*s\n%.*s", (int)x[i].len, x[i].at, (int)y[i].len, y[i].at);
    free(x);
    free(y);
    buf_free(&streamed);
    buf_free(&stored);
}

static void test_ingest_store_is_the_same_for_any_number_of_jobs(void **state)
{
    (void)state;
    buf first = { 0 };
    for (unsigned jobs = 1; jobs < 5; jobs++) {
        clean(NULL);
        write_input(300, 0);
        add_all(jobs, RP_OK);
        buf got = all_events();
        if (jobs > 1) {
            assert_true(str_eq(buf_view(&first), buf_view(&got)));
            buf_free(&got);
        } else {
            first = got;
        }
    }
    buf_free(&first);
}

static void put_lines(const char *text)
{
    FILE *f = fopen(input, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void test_ingest_store_lets_the_last_of_one_id_win(void **state)
{
    (void)state;
    static const char one[] = "{\"id\":\"a\",\"text\":\"Norway thanked Chile.\"}\n", two[] = "{\"id\":\"a\",\"text\":\"Norway attacked Chile.\"}\n";
    char both[256];
    for (unsigned jobs = 1; jobs < 4; jobs++) {
        clean(NULL);
        put_lines(one);
        add_all(jobs, RP_OK);
        snprintf(both, sizeof both, "%s%s", two, one);      /* the second is held when it is read, and no more when its turn comes */
        put_lines(both);
        ingest_counts counts = add_all(jobs, RP_OK);
        assert_int_equal(counts.changed, 2);
        buf got = all_events();
        buf_char(&got, 0);
        assert_non_null(strstr(got.at, "thanked"));
        assert_null(strstr(got.at, "attacked"));
        buf_free(&got);
    }
}

static void test_ingest_store_brings_metadata_up_to_date(void **state)
{
    (void)state;
    put_lines("{\"id\":\"a\",\"text\":\"Norway thanked Chile yesterday.\"}\n");
    add_all(1, RP_OK);
    put_lines("{\"id\":\"a\",\"text\":\"Norway thanked Chile yesterday.\",\"publisher\":\"The Courier\"}\n");
    assert_int_equal(add_all(1, RP_OK).same, 1);
    put_lines("{\"id\":\"a\",\"text\":\"Norway thanked Chile yesterday.\",\"date\":\"2031-05-04\"}\n");
    assert_int_equal(add_all(1, RP_OK).changed, 1);     /* now "yesterday" has a date */
    put_lines("{\"id\":\"a\",\"text\":\"Norway thanked Chile yesterday.\"}\n");
    assert_int_equal(add_all(1, RP_OK).same, 1);
}

static void test_ingest_store_keeps_whole_documents_when_stopped(void **state)
{
    (void)state;
    write_input(4000, 0);
    stopping s = { 0 };
    ingest_watch watch = { .progress = stop_soon, .context = &s, .stop = &s.stop };
    ingest_counts counts;
    rp_store *store = open_store();
    reader *in = open_input();
    assert_int_equal(ingest_store(tables, in, 2, store, &watch, &counts, NULL), RP_ESTOP);
    reader_free(in);
    assert_int_equal(rp_store_check(store, NULL), RP_OK);
    rp_store_close(store);
    assert_true(counts.added > 0 && counts.added < 4000);
    uint64_t before = counts.added;
    counts = add_all(2, RP_OK);
    assert_int_equal(counts.same, before);
    assert_int_equal(counts.added, 4000 - before);
}

static void test_ingest_store_goes_on_after_kills_and_full_disks(void **state)
{
    (void)state;
    write_input(3000, 0);
    for (int round = 0; round < 8; round++) {
        pid_t child = fork();
        if (child == 0) {
            ingest_counts counts;
            rp_store *s;
            rp_err err;
            if (round % 2) {
                signal(SIGXFSZ, SIG_IGN);
                setrlimit(RLIMIT_FSIZE, &(struct rlimit){ (rlim_t)round * 200000, (rlim_t)round * 200000 });
            }
            if (rp_store_open(path, RP_STORE_CREATE, tables, &s, &err) != RP_OK) _exit(err.code == RP_EFULL ? 50 : 51);
            rp_code rc = ingest_store(tables, open_input(), 2, s, NULL, &counts, &err);
            rp_store_close(s);
            _exit(rc == RP_EFULL ? 50 : (int)rc);
        }
        nanosleep(&(struct timespec){ .tv_nsec = 20000000L * (round + 1) }, NULL);
        if (round % 2 == 0) kill(child, SIGKILL);
        int status;
        waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) != 50 && WEXITSTATUS(status) != 0) fail_msg("round %d: exit %d", round, WEXITSTATUS(status));
        rp_store *s = open_store();
        assert_int_equal(rp_store_check(s, NULL), RP_OK);
        rp_store_close(s);
    }
    ingest_counts counts = add_all(2, RP_OK);
    assert_int_equal(counts.added + counts.same, 3000);
}

static void test_ingest_large_and_broken_documents_among_small_ones(void **state)
{
    (void)state;
    FILE *f = fopen(input, "w");
    assert_non_null(f);
    fputs("{\"id\":\"small\",\"text\":\"Norway thanked Chile.\"}\n{\"id\":\"large\",\"text\":\"", f);
    for (int i = 0; i < 20000; i++) fprintf(f, "Kenya praised Japan on day %d. ", i);
    fputs("\"}\n{\"id\":\"too large\",\"text\":\"", f);
    for (int i = 0; i < 17 << 10; i++) fprintf(f, "%01023d ", i);
    fputs("\"}\n\n{\"id\":\"last\",\"text\":\"Chile thanked Norway.\"}", f);
    fclose(f);
    ingest_counts counts = add_all(2, RP_OK);
    assert_int_equal(counts.added, 3);
    assert_int_equal(counts.skipped, 1);
    buf got = all_events();
    buf_char(&got, 0);
    assert_non_null(strstr(got.at, "\"document\":\"last\""));
    buf_free(&got);
}

/* ---- coding again -------------------------------------------------------------------------------------------------- */

/* Change the store behind its back. */
static void run_sql(const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s", why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static ingest_counts recode(const ingest_choice *choice, unsigned jobs, const ingest_watch *watch, rp_code want)
{
    ingest_counts counts;
    rp_err err = { 0 };
    rp_store *s = open_store();
    rp_code rc = ingest_recode(tables, choice, jobs, s, watch, &counts, &err);
    if (rc != want) fail_msg("%d: %s", (int)rc, err.why);
    if (rp_store_check(s, &err) != RP_OK) fail_msg("%s", err.why);
    rp_store_close(s);
    return counts;
}

static const ingest_choice outdated, everything = { .all = true };

static void test_ingest_recode_codes_only_what_is_outdated(void **state)
{
    (void)state;
    write_input(450, 0);
    add_all(2, RP_OK);
    buf before = all_events();
    for (unsigned jobs = 0; jobs < 5; jobs++) {
        run_sql("UPDATE documents SET tables = '0123456789abcdef' WHERE key % 3 = 1; UPDATE documents SET coder = '0.0.1' WHERE key % 3 = 2;"
                "UPDATE events SET type = 'AID' WHERE document % 3 > 0");
        ingest_counts counts = recode(&outdated, jobs, NULL, RP_OK);
        assert_int_equal(counts.changed, 300);
        assert_int_equal(counts.documents, 300);
        assert_int_equal(counts.passed, 150);
        assert_int_equal(counts.added + counts.same + counts.skipped, 0);
        assert_true(counts.events > 100);
        buf after = all_events();
        assert_true(str_eq(buf_view(&before), buf_view(&after)));
        buf_free(&after);
        counts = recode(&outdated, jobs, NULL, RP_OK);
        assert_int_equal(counts.passed, 450);
        assert_int_equal(counts.documents + counts.events, 0);
    }
    ingest_counts counts = recode(&everything, 3, NULL, RP_OK);
    assert_int_equal(counts.changed, 450);
    assert_int_equal(counts.passed, 0);
    assert_int_equal(add_all(2, RP_OK).same, 450);      /* with text, title and date as they were */
    buf_free(&before);
}

static void note_why(const rp_err *why, void *context) { buf_text(context, why->why); }

static void test_ingest_recode_of_some_skips_what_is_not_there(void **state)
{
    (void)state;
    static const char *const ids[] = { "d00001", "nothing", "d00002", "d00001" };
    ingest_choice some = { ids, 4, false };
    write_input(10, 0);
    add_all(1, RP_OK);
    for (unsigned jobs = 1; jobs < 4; jobs++) {
        buf skips = { 0 };
        ingest_watch watch = { .skip = note_why, .context = &skips };
        run_sql("UPDATE documents SET tables = 'old' WHERE id IN ('d00001', 'd00003')");
        ingest_counts counts = recode(&some, jobs, &watch, RP_OK);
        assert_int_equal(counts.changed, 1);
        assert_int_equal(counts.same, 2);       /* one was up to date, one is named twice */
        assert_int_equal(counts.skipped, 1);
        assert_true(str_starts(buf_view(&skips), RP_STR("no document \"nothing\"")));
        some.all = true;
        assert_int_equal(recode(&some, jobs, NULL, RP_OK).changed, 3);
        some.all = false;
        counts = recode(&outdated, jobs, NULL, RP_OK);
        assert_int_equal(counts.changed, 1);
        assert_int_equal(counts.passed, 9);
        buf_free(&skips);
    }
}

/* What others do between the reading of the documents and their turn. */
static void meddle(const rp_err *why, void *context)
{
    (void)why;
    (void)context;
    rp_store *s = open_store();
    assert_int_equal(rp_store_remove(s, RP_STR("d00003"), NULL), RP_OK);
    rp_store_close(s);
    put_lines("{\"id\":\"d00002\",\"text\":\"Norway thanked Chile.\"}\n");
    assert_int_equal(add_all(1, RP_OK).changed, 1);
    run_sql("UPDATE documents SET (text, hash, bytes) = (SELECT text, hash, bytes FROM documents WHERE id = 'd00009'), publisher = 'The Courier'"
            " WHERE id = 'd00004'");
}

static rp_code note_publisher(const rp_stored_document *d, void *context, rp_err *err)
{
    (void)err;
    buf_str(context, d->document.publisher);
    buf_char(context, ' ');
    return RP_OK;
}

static void test_ingest_recode_minds_what_others_do_meanwhile(void **state)
{
    (void)state;
    static const char *const ids[] = { "nothing", "d00002", "d00003", "d00004" };
    const ingest_choice some = { ids, 4, false };
    for (unsigned jobs = 2; jobs < 5; jobs++) {     /* with one job a document is read when its turn comes */
        clean(NULL);
        write_input(10, 0);
        add_all(1, RP_OK);
        run_sql("UPDATE documents SET tables = 'old' WHERE id < 'd00009'");
        ingest_counts counts = recode(&some, jobs, &(ingest_watch){ .skip = meddle }, RP_OK);
        assert_int_equal(counts.skipped, 1);
        assert_int_equal(counts.same, 1);           /* d00002: coded by somebody else */
        assert_int_equal(counts.changed, 1);        /* d00004: from its new text, or the check would find fault */
        assert_int_equal(counts.documents, 2);
        buf publishers = { 0 };
        rp_store *s = open_store();
        assert_int_equal(rp_store_documents(s, note_publisher, &publishers, NULL), RP_OK);
        rp_store_close(s);
        assert_true(str_is(str_trim(buf_view(&publishers)), "The Courier"));
        buf_free(&publishers);
    }
}

static void test_ingest_recode_keeps_whole_documents_when_stopped(void **state)
{
    (void)state;
    write_input(4000, 0);
    add_all(2, RP_OK);
    buf before = all_events();
    run_sql("UPDATE documents SET tables = 'old'; UPDATE events SET type = 'AID'");
    stopping s = { 0 };
    ingest_watch watch = { .progress = stop_soon, .context = &s, .stop = &s.stop };
    ingest_counts counts = recode(&outdated, 2, &watch, RP_ESTOP);
    uint64_t first = counts.changed;
    assert_true(first > 0 && first < 4000);
    assert_true(s.last_read > 0 && s.last_total > s.last_read);
    counts = recode(&outdated, 2, NULL, RP_OK);
    assert_int_equal(counts.passed, first);
    assert_int_equal(counts.changed, 4000 - first);
    buf after = all_events();
    assert_true(str_eq(buf_view(&before), buf_view(&after)));
    buf_free(&before);
    buf_free(&after);
}

static void test_ingest_recode_goes_on_after_kills(void **state)
{
    (void)state;
    write_input(2000, 0);
    add_all(2, RP_OK);
    buf before = all_events();
    run_sql("UPDATE documents SET coder = 'old'; UPDATE events SET type = 'AID'");
    for (int round = 0; round < 6; round++) {
        pid_t child = fork();
        if (child == 0) {
            ingest_counts counts;
            rp_store *s;
            if (rp_store_open(path, RP_STORE_WRITE, tables, &s, NULL) != RP_OK) _exit(1);
            _exit((int)ingest_recode(tables, round % 2 ? &everything : &outdated, 2, s, NULL, &counts, NULL));
        }
        nanosleep(&(struct timespec){ .tv_nsec = 30000000L * (round + 1) }, NULL);
        kill(child, SIGKILL);
        int status;
        waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) != 0) fail_msg("round %d: exit %d", round, WEXITSTATUS(status));
        rp_store *s = open_store();
        assert_int_equal(rp_store_check(s, NULL), RP_OK);
        rp_store_close(s);
    }
    ingest_counts counts = recode(&outdated, 2, NULL, RP_OK);
    assert_int_equal(counts.changed + counts.passed, 2000);
    buf after = all_events();
    assert_true(str_eq(buf_view(&before), buf_view(&after)));
    buf_free(&before);
    buf_free(&after);
}

#define TEST(f) cmocka_unit_test_setup(f, clean)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ingest_stream_gives_the_same_bytes_for_any_number_of_jobs),
        TEST(test_ingest_stream_ends_where_writing_fails_and_skips_what_cannot_be_formatted),
        TEST(test_ingest_stops_when_asked_and_tells_progress),
        TEST(test_ingest_store_codes_only_what_is_missing),
        TEST(test_ingest_store_gives_the_records_of_the_stream),
        TEST(test_ingest_store_is_the_same_for_any_number_of_jobs),
        TEST(test_ingest_store_lets_the_last_of_one_id_win),
        TEST(test_ingest_store_brings_metadata_up_to_date),
        TEST(test_ingest_store_keeps_whole_documents_when_stopped),
        TEST(test_ingest_store_goes_on_after_kills_and_full_disks),
        TEST(test_ingest_large_and_broken_documents_among_small_ones),
        TEST(test_ingest_recode_codes_only_what_is_outdated),
        TEST(test_ingest_recode_of_some_skips_what_is_not_there),
        TEST(test_ingest_recode_minds_what_others_do_meanwhile),
        TEST(test_ingest_recode_keeps_whole_documents_when_stopped),
        TEST(test_ingest_recode_goes_on_after_kills),
    };
    return cmocka_run_group_tests_name("ingest", tests, make_folder, remove_folder);
}
