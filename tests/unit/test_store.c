/*
 * test_store.c - a store keeps what was coded, answers filters, survives kills, full disks and second writers, and refuses what is no
 * store. Coded documents are made by hand, so that every field is known.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/hash.h"
#include "base/str.h"
#include "store/store.h"

static char folder[64], path[80];
static rapport *tables;

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test_store.XXXXXX");
    if (!mkdtemp(folder)) return -1;
    strcpy(path, folder);
    strcat(path, "/s.db");
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
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+w '%s'; rm -rf '%s'/*", folder, folder);
    return system(command);
}

/* ---- a coded document made by hand --------------------------------------------------------------------------------- */

/* One sentence a line. In a sentence "A|verb|B" A does it to B; the three stand in the text, the bars do not. */
typedef struct made {
    rp_document document;
    rp_coded coded;
    rp_sentence sentences[8];
    rp_event events[8];
    rp_citation citations[2];
    char text[2000];
} made;

static rp_party party(const made *m, const char *from, size_t len, const char *code)
{
    uint32_t start = (uint32_t)(from - m->text);
    rp_party p = { .text = { from, len }, .start = start, .end = start + (uint32_t)len };
    strcpy(p.code, code);
    return p;
}

/* The sentence "SOURCE VERB TARGET REST." with an event; codes are the first three bytes of the actors. */
static void add_sentence(made *m, const char *source, const char *verb, const char *target, const char *rest, rp_event e)
{
    size_t n = m->coded.sentence_count, at = strlen(m->text);
    char code[12] = "";
    int len = snprintf(m->text + at, sizeof m->text - at, "%s %s %s%s.\n", source, verb, target, rest);
    m->sentences[n] = (rp_sentence){ .start = (uint32_t)at, .end = (uint32_t)at + (uint32_t)len - 1, .kind = RP_KIND_PROSE };
    e.sentence = (uint32_t)n;
    e.trigger = (rp_str){ m->text + at + strlen(source) + 1, strlen(verb) };
    e.trigger_start = (uint32_t)(e.trigger.at - m->text);
    e.trigger_end = e.trigger_start + (uint32_t)e.trigger.len;
    memcpy(code, source, 3);
    e.source[0] = party(m, m->text + at, strlen(source), code);
    memcpy(code, target, 3);
    e.target[0] = party(m, m->text + e.trigger_end + 1, strlen(target), code);
    e.source_count = e.target_count = 1;
    hash_128(m->text, at + (size_t)len, e.id);
    m->events[n] = e;
    m->coded.sentence_count = m->coded.event_count = n + 1;
}

static void make(made *m, const char *id)
{
    memset(m, 0, sizeof *m);
    m->document.id = str_of(id);
    m->coded = (rp_coded){ .document = &m->document, .sentences = m->sentences, .events = m->events, .citations = m->citations };
}

static void finish(made *m) { m->document.text = str_of(m->text); }

/* What is left out becomes unknown. */
static rp_event event_of(rp_event e)
{
    int32_t *people[] = { e.killed, e.injured, e.arrested };
    for (int i = 0; i < 3; i++)
        if (people[i][0] == 0) people[i][0] = people[i][1] = -1;
    if (!e.cameo) e.cameo = "";
    if (e.goldstein == 0) e.goldstein = (double)NAN;
    if (!e.quad) e.quad = 1;
    return e;
}

#define EVENT(...) event_of((rp_event){ __VA_ARGS__ })

static void make_simple(made *m, const char *id, const char *verb)
{
    make(m, id);
    add_sentence(m, "AAA", verb, "BBB", " in spring", EVENT(.type = RP_EVENT_CONSULT, .date = { { 2031, 5, 3 }, { 2031, 5, 3 } }));
    add_sentence(m, "BBB", "accused", "CCC", "", EVENT(.type = RP_EVENT_ACCUSE, .quad = 3, .status = RP_ALLEGED));
    finish(m);
}

/* An event with every field filled. */
static void make_full(made *m)
{
    make(m, "full/ü.txt");
    m->document.title = RP_STR("Spring in Östland");
    m->document.publisher = RP_STR("The Courier");
    m->document.author = RP_STR("A. Writer");
    m->document.url = RP_STR("https://example.org/1");
    m->document.genre = RP_STR("news");
    m->document.published = (rp_date){ 2031, 5, 0 };
    add_sentence(m, "ÉÉ Östland", "traf", "ÜÜ Südmark", " im Frühling", EVENT(.type = RP_EVENT_CONSULT));
    rp_event e = EVENT(.type = RP_EVENT_ASSAULT, .cameo = "0193", .goldstein = -9.5, .quad = 4, .status = RP_DENIED, .historical = true, .mode_count = 2, .modes = { "aerial", "cleansing" },
                       .contexts = 1u << 22 | 1u, .intent = "disputed", .intensity = -9.5, .date = { { 2031, 4, 0 }, { 2031, 5, 2 } },
                       .killed = { 3, 5 }, .injured = { 7, -1 }, .confidence = 0.73f);
    add_sentence(m, "Östland", "raided", "Südmark", " again, the mayor said [4]", e);
    rp_event *last = &m->events[1];
    const char *mayor = strstr(m->text, "the mayor");
    last->speaker = party(m, mayor, 9, "");
    strcpy(last->speaker.sector, "GOV");
    strcpy(last->source[0].code, "XOS");
    strcpy(last->target[0].code, "XSU");
    strcpy(last->target[0].sector, "CVL");
    strcpy(last->target[0].residence, "XOS");
    strcpy(last->target[0].label.sector, "SPY");
    last->target[0].label.text = last->speaker.text;
    last->target[0].label.start = last->speaker.start;
    last->target[0].label.end = last->speaker.end;
    strcpy(last->target[0].label.speaker_sector, "GOV");
    last->target[1] = (rp_party){ .code = "XNO" };      /* known without words of its own */
    last->target_count = 2;
    last->date_start = 2;                               /* behind the first letter: É is two bytes */
    last->date_end = 4;
    const char *cited = strstr(m->text, "[4]");
    m->citations[0] = (rp_citation){ .start = (uint32_t)(cited - m->text), .end = (uint32_t)(cited - m->text) + 3, .number = 4, .target = RP_STR("example.org") };
    m->coded.citation_count = 1;
    m->sentences[1].citation_count = 1;
    finish(m);
}

/* ---- helpers ------------------------------------------------------------------------------------------------------- */

static void fail_with(const rp_err *err) { fail_msg("%s: %s (code %d)", err->input, err->why, (int)err->code); }

static rp_store *open_store(rp_store_mode mode)
{
    rp_store *s;
    rp_err err;
    if (rp_store_open(path, mode, tables, &s, &err) != RP_OK) fail_with(&err);
    return s;
}

static rp_added add(rp_store *s, const made *m)
{
    rp_added what;
    rp_err err;
    if (rp_store_add(s, &m->coded, &what, &err) != RP_OK) fail_with(&err);
    return what;
}

static void check(rp_store *s)
{
    rp_err err;
    if (rp_store_check(s, &err) != RP_OK) fail_with(&err);
}

static void expect_refused(const char *file, rp_store_mode mode, rp_code code, const char *says)
{
    rp_store *s;
    rp_err err = { 0 };
    assert_int_equal(rp_store_open(file, mode, tables, &s, &err), code);
    assert_null(s);
    assert_string_equal(err.input, file);
    if (!strstr(err.why, says)) fail_msg("\"%s\" does not say \"%s\"", err.why, says);
}

/* One number out of the file by plain SQL. */
static int64_t ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

static void tell(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* The triggers of the events that a filter lets through, parted by spaces. */
typedef struct listing { buf triggers; } listing;

static rp_code list_event(const rp_cited *c, void *context, rp_err *err)
{
    (void)err;
    listing *l = context;
    if (l->triggers.len) buf_char(&l->triggers, ' ');
    buf_str(&l->triggers, c->event.trigger);
    return RP_OK;
}

static void expect_events(rp_store *s, rp_filter filter, const char *want)
{
    listing l = { { 0 } };
    rp_err err;
    if (rp_store_events(s, &filter, list_event, &l, &err) != RP_OK) fail_with(&err);
    buf_char(&l.triggers, 0);
    assert_string_equal(l.triggers.at, want);
    buf_free(&l.triggers);
}

/* ---- what is kept -------------------------------------------------------------------------------------------------- */

static void expect_str(rp_str got, const char *want)
{
    if (!str_is(got, want)) fail_msg("got \"%.*s\", wanted \"%s\"", (int)got.len, got.at, want);
}

static rp_code compare_full(const rp_cited *c, void *context, rp_err *err)
{
    (void)err;
    const made *m = context;
    const rp_event *e = &c->event, *was = &m->events[1];
    if (e->type != RP_EVENT_ASSAULT) return RP_OK;
    assert_memory_equal(e->id, was->id, 16);
    assert_int_equal(e->sentence, 1);
    assert_int_equal(c->sentence_number, 2);
    assert_int_equal(c->sentence_kind, RP_KIND_PROSE);
    expect_str(c->sentence, "Östland raided Südmark again, the mayor said [4].");
    assert_int_equal(c->sentence_start, 40);        /* code points: nothing counts twice */
    assert_int_equal(c->sentence_end, 89);
    assert_int_equal(e->trigger_start, 48);
    assert_int_equal(e->trigger_end, 54);
    expect_str(e->trigger, "raided");
    assert_int_equal(e->quad, 4);
    assert_int_equal(e->status, RP_DENIED);
    assert_true(e->historical);
    assert_int_equal(e->mode_count, 2);
    assert_string_equal(e->modes[0], "aerial");
    assert_string_equal(e->modes[1], "cleansing");
    assert_int_equal(e->contexts, was->contexts);
    assert_string_equal(e->cameo, "0193");
    assert_string_equal(e->intent, "disputed");
    assert_true(e->goldstein == -9.5 && e->intensity == -9.5 && e->confidence == 0.73f);
    assert_memory_equal(&e->date, &was->date, sizeof e->date);
    assert_int_equal(e->date_start, 1);
    assert_int_equal(e->date_end, 2);
    assert_memory_equal(e->killed, was->killed, sizeof e->killed);
    assert_memory_equal(e->injured, was->injured, sizeof e->injured);
    assert_int_equal(e->arrested[0], -1);
    assert_int_equal(e->source_count, 1);
    assert_int_equal(e->target_count, 2);
    assert_string_equal(e->source[0].code, "XOS");
    expect_str(e->source[0].text, "Östland");
    assert_int_equal(e->source[0].start, 40);
    assert_int_equal(e->target[0].start, 55);
    assert_int_equal(e->target[0].end, 62);
    assert_string_equal(e->target[0].sector, "CVL");
    assert_string_equal(e->target[0].residence, "XOS");
    assert_string_equal(e->target[0].label.sector, "SPY");
    assert_string_equal(e->target[0].label.speaker_sector, "GOV");
    expect_str(e->target[0].label.text, "the mayor");
    assert_int_equal(e->target[0].label.start, 70);
    assert_string_equal(e->target[1].code, "XNO");
    assert_int_equal(e->target[1].label.sector[0], 0);
    assert_int_equal(e->target[1].text.len, 0);
    expect_str(e->speaker.text, "the mayor");
    assert_string_equal(e->speaker.sector, "GOV");
    assert_int_equal(e->speaker.start, 70);
    assert_int_equal(c->citation_count, 1);
    assert_int_equal(c->citations[0].number, 4);
    assert_int_equal(c->citations[0].start, 85);
    expect_str(c->citations[0].target, "example.org");
    expect_str(c->document->id, "full/ü.txt");
    expect_str(c->document->title, "Spring in Östland");
    expect_str(c->document->publisher, "The Courier");
    expect_str(c->document->author, "A. Writer");
    expect_str(c->document->url, "https://example.org/1");
    expect_str(c->document->genre, "news");
    assert_int_equal(c->document->published.month, 5);
    assert_int_equal(c->document->published.day, 0);
    return RP_ESTOP;
}

static void test_store_gives_back_every_field(void **state)
{
    (void)state;
    made m;
    make_full(&m);
    rp_store *s = open_store(RP_STORE_CREATE);
    assert_int_equal(add(s, &m), RP_ADDED_NEW);
    assert_int_equal(rp_store_events(s, NULL, compare_full, &m, NULL), RP_ESTOP);   /* what the callback gives comes back */
    check(s);
    rp_store_close(s);
    s = open_store(RP_STORE_READ);
    assert_int_equal(rp_store_events(s, &(rp_filter){ .a = "" }, compare_full, &m, NULL), RP_ESTOP);
    check(s);
    rp_store_close(s);
    /* words open by substr, as the documentation promises */
    assert_int_equal(ask("SELECT count(*) FROM events e JOIN documents d ON d.key = e.document"
                         " WHERE substr(d.text, trigger_start + 1, trigger_end - trigger_start) = trigger_text"), 2);
    assert_int_equal(ask("SELECT count(*) FROM parties p JOIN events e ON e.key = p.event JOIN documents d ON d.key = e.document"
                         " WHERE substr(d.text, p.start + 1, p.end - p.start) = p.text"), 6);
    assert_int_equal(ask("SELECT count(*) FROM sentence_text WHERE sentence_text MATCH 'sudmark AND mayor'"), 1);
}

static void test_store_keeps_two_events_of_one_id(void **state)
{
    (void)state;
    made m;
    make_simple(&m, "twice", "met");
    memcpy(m.events[1].id, m.events[0].id, 16);
    rp_store *s = open_store(RP_STORE_CREATE);
    add(s, &m);
    assert_int_equal(ask("SELECT count(*) FROM events"), 2);
    assert_int_equal(ask("SELECT count(DISTINCT id) FROM events"), 1);
    check(s);
    rp_store_close(s);
}

static void test_store_adds_again_changes_and_removes(void **state)
{
    (void)state;
    made first, second;
    make_simple(&first, "d", "met");
    make_simple(&second, "d", "visited");
    rp_store *s = open_store(RP_STORE_CREATE);
    bool held;
    assert_int_equal(rp_store_holds(s, first.document.id, first.document.text, &held, NULL), RP_OK);
    assert_false(held);
    assert_int_equal(add(s, &first), RP_ADDED_NEW);
    rp_store_holds(s, first.document.id, first.document.text, &held, NULL);
    assert_true(held);
    rp_store_holds(s, second.document.id, second.document.text, &held, NULL);
    assert_false(held);
    first.document.publisher = RP_STR("The Wire");
    assert_int_equal(add(s, &first), RP_ADDED_SAME);
    assert_int_equal(ask("SELECT count(*) FROM documents WHERE publisher = 'The Wire'"), 1);
    first.document.publisher = (rp_str){ NULL, 0 };
    assert_int_equal(add(s, &first), RP_ADDED_SAME);    /* saying nothing takes nothing away */
    assert_int_equal(ask("SELECT count(*) FROM documents WHERE publisher = 'The Wire'"), 1);
    assert_int_equal(add(s, &second), RP_ADDED_CHANGED);
    expect_events(s, (rp_filter){ .a = "" }, "visited accused");
    assert_int_equal(ask("SELECT count(*) FROM sentences"), 2);
    assert_int_equal(ask("SELECT count(*) FROM parties"), 4);
    assert_int_equal(ask("SELECT count(*) FROM sentence_text WHERE sentence_text MATCH 'met'"), 0);
    check(s);
    assert_int_equal(rp_store_remove(s, RP_STR("e"), NULL), RP_EMISSING);
    assert_int_equal(rp_store_remove(s, RP_STR("d"), NULL), RP_OK);
    assert_int_equal(ask("SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM sentences) + (SELECT count(*) FROM events)"
                         " + (SELECT count(*) FROM parties) + (SELECT count(*) FROM citations) + (SELECT count(*) FROM sentence_text_docsize)"), 0);
    check(s);
    rp_store_close(s);
}

static void test_store_codes_again_when_the_date_was_learnt(void **state)
{
    (void)state;
    made m;
    bool held;
    make_simple(&m, "d", "met");
    rp_store *s = open_store(RP_STORE_CREATE);
    add(s, &m);
    m.document.published = (rp_date){ 2031, 5, 4 };     /* "yesterday" means something now */
    assert_int_equal(store_holds(s, &m.document, &held, NULL), RP_OK);
    assert_false(held);
    m.events[0].date = (rp_interval){ { 2031, 5, 3 }, { 2031, 5, 3 } };
    assert_int_equal(add(s, &m), RP_ADDED_CHANGED);
    m.document.published = (rp_date){ 0 };
    m.document.url = RP_STR("u:1");
    store_holds(s, &m.document, &held, NULL);
    assert_true(held);
    assert_int_equal(store_touch(s, &m.document, NULL), RP_OK);
    assert_int_equal(ask("SELECT count(*) FROM documents WHERE published = '2031-05-04' AND url = 'u:1'"), 1);
    m.document.id = RP_STR("none");
    assert_int_equal(store_touch(s, &m.document, NULL), RP_EMISSING);
    rp_store_close(s);
}

static void test_store_batches_see_their_own_changes(void **state)
{
    (void)state;
    made a, b, a2;
    make_simple(&a, "a", "met");
    make_simple(&b, "b", "phoned");
    make_simple(&a2, "a", "thanked");
    rp_store *s = open_store(RP_STORE_CREATE);
    assert_int_equal(rp_store_commit(s, NULL), RP_EUSAGE);
    assert_int_equal(rp_store_begin(s, NULL), RP_OK);
    assert_int_equal(rp_store_begin(s, NULL), RP_EUSAGE);
    add(s, &a);
    add(s, &b);
    assert_int_equal(add(s, &a2), RP_ADDED_CHANGED);        /* within the batch, before its words are in the index */
    assert_int_equal(rp_store_remove(s, RP_STR("none"), NULL), RP_EMISSING);   /* undoes itself, not the batch */
    assert_int_equal(rp_store_remove(s, RP_STR("b"), NULL), RP_OK);
    assert_int_equal(rp_store_commit(s, NULL), RP_OK);
    expect_events(s, (rp_filter){ .a = "" }, "thanked accused");
    check(s);
    assert_int_equal(rp_store_begin(s, NULL), RP_OK);
    add(s, &b);
    rp_store_close(s);                                      /* what was not committed is undone */
    s = open_store(RP_STORE_WRITE);
    expect_events(s, (rp_filter){ .document = "b" }, "");
    check(s);
    rp_store_close(s);
}

static void test_store_filters(void **state)
{
    (void)state;
    made m;
    rp_store *s = open_store(RP_STORE_CREATE);
    make(&m, "2");
    add_sentence(&m, "AAA", "undated", "BBB", "", EVENT(.type = RP_EVENT_AGREE));
    add_sentence(&m, "BBB", "year", "AAA", "", EVENT(.type = RP_EVENT_CONSULT, .date = { { 2031, 0, 0 }, { 2031, 0, 0 } }));
    add_sentence(&m, "AAA", "january", "BBB", "", EVENT(.type = RP_EVENT_ASSAULT, .status = RP_PLANNED, .date = { { 2031, 1, 1 }, { 2031, 1, 1 } }));
    add_sentence(&m, "AAA", "range", "CCC", "", EVENT(.type = RP_EVENT_AID, .date = { { 2030, 11, 0 }, { 2031, 2, 3 } }));
    finish(&m);
    add(s, &m);
    make(&m, "1");
    add_sentence(&m, "CCC", "first", "BBB", "", EVENT(.type = RP_EVENT_REJECT, .status = RP_DENIED, .date = { { 2031, 1, 1 }, { 2031, 1, 1 } }));
    add_sentence(&m, "AAA", "self", "AAA", "", EVENT(.type = RP_EVENT_REJECT, .date = { { 2032, 1, 0 }, { 2032, 1, 0 } }));
    finish(&m);
    strcpy(m.events[0].speaker.code, "DDD");
    m.events[0].speaker.text = RP_STR("CCC");
    add(s, &m);
    expect_events(s, (rp_filter){ .a = "" }, "range year first january self undated");
    expect_events(s, (rp_filter){ .a = "AAA", .b = "BBB" }, "year january undated");
    expect_events(s, (rp_filter){ .a = "BBB", .b = "AAA" }, "year january undated");
    expect_events(s, (rp_filter){ .a = "AAA", .b = "AAA" }, "self");
    expect_events(s, (rp_filter){ .a = "CCC" }, "range first");
    expect_events(s, (rp_filter){ .b = "CCC" }, "range first");
    expect_events(s, (rp_filter){ .a = "DDD" }, "");                /* a speaker is no side */
    expect_events(s, (rp_filter){ .source = "AAA" }, "range january self undated");
    expect_events(s, (rp_filter){ .target = "BBB" }, "first january undated");
    expect_events(s, (rp_filter){ .source = "AAA", .target = "BBB" }, "january undated");
    expect_events(s, (rp_filter){ .since = { 2031, 2, 0 } }, "range year self");
    expect_events(s, (rp_filter){ .until = { 2030, 12, 31 } }, "range");
    expect_events(s, (rp_filter){ .since = { 2031, 1, 1 }, .until = { 2031, 1, 1 } }, "range year first january");
    expect_events(s, (rp_filter){ .types = 1u << RP_EVENT_REJECT | 1u << RP_EVENT_AID }, "range first self");
    expect_events(s, (rp_filter){ .statuses = 1u << RP_PLANNED | 1u << RP_DENIED }, "first january");
    expect_events(s, (rp_filter){ .document = "1" }, "first self");
    expect_events(s, (rp_filter){ .document = "1' OR 1" }, "");
    expect_events(s, (rp_filter){ .a = "' OR '1" }, "");
    rp_store_close(s);
}

static rp_code note_document(const rp_stored_document *d, void *context, rp_err *err)
{
    (void)err;
    buf_format(context, "%.*s %u %u %u|", (int)d->document.id.len, d->document.id.at, (unsigned)d->bytes, (unsigned)d->sentences, (unsigned)d->events);
    assert_true(str_is(d->tables, rapport_tables_version(tables)));
    assert_true(str_is(d->coder, rapport_version()));
    return RP_OK;
}

static void test_store_lists_documents_by_id(void **state)
{
    (void)state;
    made m;
    buf out = { 0 };
    rp_store *s = open_store(RP_STORE_CREATE);
    const char *ids[] = { "b", "ä", "a", "B" };
    for (int i = 0; i < 4; i++) {
        make_simple(&m, ids[i], "met");
        if (i == 2) m.coded.event_count = 0;
        add(s, &m);
    }
    make(&m, "empty");
    finish(&m);
    add(s, &m);
    assert_int_equal(rp_store_documents(s, note_document, &out, NULL), RP_OK);
    buf_char(&out, 0);
    assert_string_equal(out.at, "B 40 2 2|a 40 2 0|b 40 2 2|empty 0 0 0|ä 40 2 2|");
    buf_free(&out);
    check(s);
    rp_store_close(s);
}

/* ---- the documentation --------------------------------------------------------------------------------------------- */

/* docs/store.md, for tests that run from the project's root; skips elsewhere. */
static buf read_manual(void)
{
    buf text = { 0 };
    FILE *f = fopen("docs/store.md", "rb");
    if (!f) skip();
    char chunk[4096];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) buf_add(&text, chunk, n);
    fclose(f);
    buf_char(&text, 0);
    return text;
}

static void test_store_manual_names_every_column(void **state)
{
    (void)state;
    buf manual = read_manual();
    sqlite3 *db;
    sqlite3_stmt *s;
    rp_store_close(open_store(RP_STORE_CREATE));
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
                                            " WHERE t.type = 'table' AND t.name NOT LIKE 'sentence!_text!_%' ESCAPE '!'", -1, &s, NULL), SQLITE_OK);
    int columns = 0;
    while (sqlite3_step(s) == SQLITE_ROW) {
        char heading[64], name[64];
        const char *table = (const char *)sqlite3_column_text(s, 0);
        snprintf(heading, sizeof heading, "\n### `%s`\n", strcmp(table, "sentence_text") == 0 ? "sentences" : table);
        snprintf(name, sizeof name, "`%s`", (const char *)sqlite3_column_text(s, 1));
        const char *from = strstr(manual.at, heading), *end = from ? strstr(from + 4, "\n##") : NULL, *at = from ? strstr(from, name) : NULL;
        if (!at || !end || at > end) fail_msg("docs/store.md does not name %s of %s", name, table);
        columns++;
    }
    assert_true(columns > 60);
    sqlite3_finalize(s);
    sqlite3_close(db);
    buf_free(&manual);
}

static void test_store_manual_queries_run(void **state)
{
    (void)state;
    buf manual = read_manual();
    made m;
    rp_store *s = open_store(RP_STORE_CREATE);
    make_simple(&m, "d", "rescue");
    strcpy(m.events[0].source[0].code, "TUR");
    strcpy(m.events[0].target[0].code, "GRC");
    m.events[0].type = RP_EVENT_THREATEN;
    add(s, &m);
    rp_store_close(s);
    int queries = 0;
    const char *at = manual.at;
    while ((at = strstr(at, "```sql\n"))) {
        const char *end = strstr(at + 7, "```");
        char sql[2000];
        assert_non_null(end);
        snprintf(sql, sizeof sql, "SELECT count(*) FROM (%.*s)", (int)(strchr(at, ';') - at - 7), at + 7);
        assert_int_equal(ask(sql), 1);
        queries++;
        at = end;
    }
    assert_int_equal(queries, 2);
    buf_free(&manual);
}

/* ---- what is refused ----------------------------------------------------------------------------------------------- */

static void put_bytes(const char *at, size_t len)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(at, 1, len, f), len);
    fclose(f);
}

static void test_store_refuses_what_is_missing_or_no_store(void **state)
{
    (void)state;
    struct stat st;
    expect_refused(path, RP_STORE_READ, RP_EMISSING, "check the path");
    expect_refused(path, RP_STORE_WRITE, RP_EMISSING, "check the path");
    assert_int_equal(stat(path, &st), -1);                  /* and does not make it */
    expect_refused(folder, RP_STORE_CREATE, RP_EFORMAT, "is no store");
    expect_refused("/dev/null", RP_STORE_CREATE, RP_EFORMAT, "is no store");
    char below[128];
    snprintf(below, sizeof below, "%s/none/s.db", folder);
    expect_refused(below, RP_STORE_READ, RP_EMISSING, "check the path");
    expect_refused(below, RP_STORE_CREATE, RP_EIO, "check the permissions");

    static const char *const texts[] = { "x", "Some notes that nobody wants to lose.\n", "SQLite format 3" };
    for (size_t i = 0; i < 3; i++) {
        put_bytes(texts[i], strlen(texts[i]));
        for (rp_store_mode mode = RP_STORE_READ; mode <= RP_STORE_CREATE; mode++) expect_refused(path, mode, RP_EFORMAT, "is no store of rapport");
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_size, strlen(texts[i]));     /* untouched */
    }
    char rubbish[4096] = "SQLite format 3";
    memset(rubbish + 16, 'x', sizeof rubbish - 16);
    put_bytes(rubbish, sizeof rubbish);
    expect_refused(path, RP_STORE_CREATE, RP_EFORMAT, "is no store of rapport");

    put_bytes("", 0);
    expect_refused(path, RP_STORE_READ, RP_EFORMAT, "empty");
    expect_refused(path, RP_STORE_WRITE, RP_EFORMAT, "empty");
    rp_store *s = open_store(RP_STORE_CREATE);
    check(s);
    rp_store_close(s);
}

static void test_store_refuses_other_databases_and_newer_stores(void **state)
{
    (void)state;
    tell("CREATE TABLE bookmarks (url TEXT)");
    expect_refused(path, RP_STORE_READ, RP_EFORMAT, "another program");
    expect_refused(path, RP_STORE_CREATE, RP_EFORMAT, "another program");
    assert_int_equal(ask("SELECT count(*) FROM sqlite_schema"), 1);
    tell("PRAGMA application_id = 1163610440");
    expect_refused(path, RP_STORE_WRITE, RP_EFORMAT, "another program");
    assert_int_equal(unlink(path), 0);

    tell("VACUUM");     /* an SQLite file with nothing in it: what a kill while a store is made may leave */
    expect_refused(path, RP_STORE_READ, RP_EFORMAT, "");
    rp_store_close(open_store(RP_STORE_CREATE));
    tell("PRAGMA user_version = 7");
    expect_refused(path, RP_STORE_READ, RP_EVERSION, "version 7");
    expect_refused(path, RP_STORE_CREATE, RP_EVERSION, "newer rapport");
    tell("PRAGMA user_version = 2");
    rp_store_close(open_store(RP_STORE_READ));
}

/* A store of the first version, as it was before parties had labels. */
static void test_store_brings_older_versions_up_to_date(void **state)
{
    (void)state;
    made full;
    rp_store *s = open_store(RP_STORE_CREATE);
    make_full(&full);
    add(s, &full);
    rp_store_close(s);
    tell("DELETE FROM parties WHERE side LIKE '% label'; ALTER TABLE parties DROP COLUMN label; PRAGMA user_version = 1");
    expect_refused(path, RP_STORE_READ, RP_EVERSION, "older version 1");
    s = open_store(RP_STORE_WRITE);
    check(s);
    add(s, &full);
    rp_store_close(s);
    rp_store_close(open_store(RP_STORE_READ));
    assert_int_equal(ask("PRAGMA user_version"), 2);
    assert_int_equal(ask("SELECT count(label) FROM parties"), 0);       /* the text is known, and was not coded anew */
}

static void test_store_names_like_sqlite_words_are_files(void **state)
{
    (void)state;
    char saved[256];
    struct stat st;
    rp_store *s;
    assert_non_null(getcwd(saved, sizeof saved));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(rp_store_open(":memory:", RP_STORE_CREATE, tables, &s, NULL), RP_OK);
    rp_store_close(s);
    assert_int_equal(rp_store_open("file:a?mode=memory", RP_STORE_CREATE, tables, &s, NULL), RP_OK);
    rp_store_close(s);
    assert_int_equal(stat(":memory:", &st), 0);
    assert_int_equal(stat("file:a?mode=memory", &st), 0);
    assert_int_equal(chdir(saved), 0);
}

static void fill(rp_store *s, int from, int to)
{
    made m;
    char id[32];
    assert_int_equal(rp_store_begin(s, NULL), RP_OK);
    for (int i = from; i < to; i++) {
        snprintf(id, sizeof id, "d%05d", i);
        make_simple(&m, id, "met");
        add(s, &m);
    }
    assert_int_equal(rp_store_commit(s, NULL), RP_OK);
}

static rp_code ignore_event(const rp_cited *c, void *context, rp_err *err)
{
    (void)c, (void)context, (void)err;
    return RP_OK;
}

/* Use a store that may be damaged in every way: nothing but codes may come of it. true: something was refused. */
static bool use_damaged(void)
{
    rp_store *s;
    made m;
    rp_err err;
    make_simple(&m, "d00003", "greeted");
    if (rp_store_open(path, RP_STORE_WRITE, tables, &s, &err) != RP_OK) return true;
    bool refused = rp_store_check(s, &err) != RP_OK;
    if (refused) assert_true(err.code == RP_EFORMAT && strlen(err.why) > 10);
    refused |= rp_store_events(s, NULL, ignore_event, NULL, &err) != RP_OK;
    refused |= rp_store_add(s, &m.coded, NULL, &err) != RP_OK;
    rp_store_close(s);
    return refused;
}

static void test_store_says_that_a_truncated_or_damaged_file_is_damaged(void **state)
{
    (void)state;
    rp_store *s = open_store(RP_STORE_CREATE);
    fill(s, 0, 400);
    rp_store_close(s);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    buf whole = { 0 };
    FILE *f = fopen(path, "rb");
    char chunk[4096];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) buf_add(&whole, chunk, n);
    fclose(f);
    for (int part = 1; part < 20; part++) {
        put_bytes(whole.at, whole.len * (size_t)part / 20);
        assert_true(use_damaged());
    }
    uint32_t seed = 1;
    int found = 0;
    for (int round = 0; round < 60; round++) {
        buf copy = { 0 };
        buf_str(&copy, buf_view(&whole));
        for (int i = 0; i < 40; i++) {
            seed = seed * 1664525 + 1013904223;
            copy.at[100 + seed % (copy.len - 100)] ^= (char)(1u << (seed >> 29));
        }
        put_bytes(copy.at, copy.len);
        found += use_damaged();
        buf_free(&copy);
    }
    assert_true(found >= 55);       /* a bit may fall on free space */
    buf_free(&whole);
}

static void test_store_check_finds_what_does_not_fit(void **state)
{
    (void)state;
    static const struct { const char *sql, *says; } cases[] = {
        { "PRAGMA foreign_keys = OFF; DELETE FROM sentences WHERE number = 2 AND document = 1", "refers to" },
        { "UPDATE sentences SET text = 'Other words.' WHERE key = 1", "stands at its place" },
        { "UPDATE sentences SET start = 1 WHERE key = 1", "stands at its place" },
        { "UPDATE documents SET text = text || '!' WHERE key = 2", "was coded" },
        { "UPDATE events SET trigger_end = 999 WHERE key = 1", "trigger" },
        { "UPDATE events SET last_day = NULL WHERE first_day IS NOT NULL", "days" },
        { "INSERT INTO sentence_text (sentence_text, rowid, text) SELECT 'delete', key, text FROM sentences WHERE key = 3", "index of words" },
        { "UPDATE events SET type = 'DANCE' WHERE key = 1", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unlink(path);
        rp_store *s = open_store(RP_STORE_CREATE);
        fill(s, 0, 3);
        check(s);
        rp_store_close(s);
        tell(cases[i].sql);
        s = open_store(RP_STORE_WRITE);
        rp_err err = { 0 };
        if (cases[i].says) assert_int_equal(rp_store_check(s, &err), RP_EFORMAT);
        else assert_int_equal(rp_store_events(s, NULL, ignore_event, NULL, &err), RP_EFORMAT);
        if (cases[i].says && !strstr(err.why, cases[i].says)) fail_msg("case %zu: %s", i, err.why);
        rp_store_close(s);
    }
}

/* ---- other processes, kills, full disks ---------------------------------------------------------------------------- */

/* A child must not run the group's teardown: it leaves by _exit, 0 when all went well. */
static void expect_child(pid_t child, int want)
{
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != want) fail_msg("a child ended with status %x", (unsigned)status);
}

/* Add documents FROM.. in batches of ten; the exit status is the code of the first that fails. */
static int add_many(int from, int to)
{
    rp_store *s;
    made m;
    char id[32];
    rp_err err;
    rp_code rc = rp_store_open(path, RP_STORE_CREATE, tables, &s, &err);
    for (int i = from; rc == RP_OK && i < to;) {
        rc = rp_store_begin(s, &err);
        for (int end = i + 10; rc == RP_OK && i < end && i < to; i++) {
            snprintf(id, sizeof id, "d%05d", i);
            make_simple(&m, id, "met");
            rc = rp_store_add(s, &m.coded, NULL, &err);
        }
        if (rc == RP_OK) rc = rp_store_commit(s, &err);
    }
    rp_store_close(s);
    if (rc != RP_OK && rc != RP_EFULL) print_error("%s: %s\n", err.input, err.why);
    return (int)rc;
}

static void test_store_takes_turns_with_another_writer(void **state)
{
    (void)state;
    pid_t children[3];
    for (int i = 0; i < 3; i++) {       /* they also race for making it */
        children[i] = fork();
        if (children[i] == 0) _exit(add_many(i * 1000, i * 1000 + 1000));
    }
    for (int i = 0; i < 3; i++) expect_child(children[i], RP_OK);
    rp_store *s = open_store(RP_STORE_WRITE);
    assert_int_equal(ask("SELECT count(*) FROM documents"), 3000);
    assert_int_equal(ask("SELECT count(*) FROM events"), 6000);
    check(s);
    rp_store_close(s);
}

static void test_store_gives_up_waiting(void **state)
{
    (void)state;
    made m;
    rp_err err;
    make_simple(&m, "d", "met");
    rp_store *one = open_store(RP_STORE_CREATE), *two = open_store(RP_STORE_WRITE);
    fill(one, 0, 1);
    assert_int_equal(rp_store_begin(one, NULL), RP_OK);
    store_set_patience(two, 50);
    assert_int_equal(rp_store_add(two, &m.coded, NULL, &err), RP_EBUSY);
    assert_string_equal(err.input, path);
    assert_int_equal(rp_store_begin(two, &err), RP_EBUSY);
    expect_events(two, (rp_filter){ .a = "" }, "met accused");      /* reading goes on */
    assert_int_equal(rp_store_commit(one, NULL), RP_OK);
    assert_int_equal(rp_store_add(two, &m.coded, NULL, &err), RP_OK);
    rp_store_close(one);
    rp_store_close(two);
}

static void test_store_survives_kills_at_any_moment(void **state)
{
    (void)state;
    int64_t before = 0;
    for (int round = 0; round < 25; round++) {
        pid_t child = fork();
        if (child == 0) _exit(add_many(0, 100000));
        nanosleep(&(struct timespec){ .tv_nsec = 1000000L * (round < 12 ? round : round * 8) }, NULL);
        assert_int_equal(kill(child, SIGKILL), 0);
        waitpid(child, NULL, 0);
        rp_store *s = open_store(RP_STORE_CREATE);
        check(s);
        rp_store_close(s);
        int64_t documents = ask("SELECT count(*) FROM documents");
        assert_true(documents >= before && documents % 10 == 0);    /* whole batches, none lost */
        before = documents;
    }
    assert_true(before > 0);
    pid_t child = fork();
    if (child == 0) _exit(add_many(0, (int)before + 100));
    expect_child(child, RP_OK);
    rp_store *s = open_store(RP_STORE_WRITE);
    assert_int_equal(ask("SELECT count(*) FROM documents"), before + 100);
    check(s);
    rp_store_close(s);
}

/* What a kill leaves while the first commit writes the new file: some pages, and the journal that says that there were none before. */
static void leave_unfinished(off_t bytes)
{
    static const char begin[512] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7\0\0\0\0" "nonc\0\0\0\0\0\0\x02\0\0\0\x10";    /* 0 pages; 512, 4096 bytes */
    char journal[96];
    snprintf(journal, sizeof journal, "%s-journal", path);
    rp_store_close(open_store(RP_STORE_CREATE));
    if (bytes) assert_int_equal(truncate(path, bytes), 0);
    FILE *f = fopen(journal, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(begin, sizeof begin, 1, f), 1);
    assert_int_equal(fclose(f), 0);
}

static void test_store_that_was_never_finished_is_told_and_made_anew(void **state)
{
    static const off_t bytes[] = { 4096, 3 * 4096, 0 };
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        struct stat before, after;
        clean(state);
        leave_unfinished(bytes[i]);
        assert_int_equal(stat(path, &before), 0);
        expect_refused(path, RP_STORE_READ, RP_EFORMAT, "unfinished");
        assert_int_equal(stat(path, &after), 0);
        assert_int_equal(after.st_size, before.st_size);     /* a reader changes nothing */
        rp_store *s = open_store(RP_STORE_CREATE);
        fill(s, 0, 3);
        check(s);
        rp_store_close(s);
        rp_store_close(open_store(RP_STORE_READ));
    }
}

static int add_with_limit(rlim_t bytes)
{
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &(struct rlimit){ bytes, bytes }) != 0) return 99;
    return add_many(0, 20000);
}

static void test_store_keeps_what_was_committed_when_the_disk_is_full(void **state)
{
    (void)state;
    static const rlim_t limits[] = { 100, 5000, 30000, 200000, 1000000, 3000000 };
    int64_t most = 0;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        clean(NULL);
        pid_t child = fork();
        if (child == 0) _exit(add_with_limit(limits[i]));
        expect_child(child, RP_EFULL);
        rp_store *s = open_store(RP_STORE_CREATE);
        check(s);
        most = ask("SELECT count(*) FROM documents");
        assert_true(most % 10 == 0);
        fill(s, (int)most, (int)most + 10);      /* there is space again */
        check(s);
        rp_store_close(s);
    }
    assert_true(most > 100);
}

/* Run `work` as somebody who may not write there: root may write everywhere. */
static void expect_as_nobody(int (*work)(void), int want)
{
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(98);
        _exit(work());
    }
    expect_child(child, want);
}

static int read_only_work(void)
{
    rp_store *s;
    rp_err err;
    if (rp_store_open(path, RP_STORE_WRITE, tables, &s, &err) != RP_EIO || !strstr(err.why, "permissions")) return 1;
    if (rp_store_open(path, RP_STORE_CREATE, tables, &s, NULL) != RP_EIO) return 2;
    if (rp_store_open(path, RP_STORE_READ, tables, &s, &err) != RP_OK) {
        print_error("%s\n", err.why);
        return 3;
    }
    int count = 0;
    listing l = { { 0 } };
    if (rp_store_events(s, NULL, list_event, &l, NULL) != RP_OK) return 4;
    if (rp_store_check(s, &err) != RP_OK) return 5;
    if (rp_store_add(s, &(rp_coded){ .document = &(rp_document){ .id = RP_STR("x") } }, NULL, &err) != RP_EIO) return 6;
    rp_store_close(s);
    return count;
}

static void test_store_reads_from_read_only_media(void **state)
{
    (void)state;
    rp_store *s = open_store(RP_STORE_CREATE);
    fill(s, 0, 3);
    rp_store_close(s);
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    expect_as_nobody(read_only_work, 0);
    assert_int_equal(chmod(folder, 0755), 0);
}

#define TEST(f) cmocka_unit_test_setup(f, clean)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_store_gives_back_every_field),
        TEST(test_store_keeps_two_events_of_one_id),
        TEST(test_store_adds_again_changes_and_removes),
        TEST(test_store_codes_again_when_the_date_was_learnt),
        TEST(test_store_batches_see_their_own_changes),
        TEST(test_store_filters),
        TEST(test_store_lists_documents_by_id),
        TEST(test_store_manual_names_every_column),
        TEST(test_store_manual_queries_run),
        TEST(test_store_refuses_what_is_missing_or_no_store),
        TEST(test_store_refuses_other_databases_and_newer_stores),
        TEST(test_store_brings_older_versions_up_to_date),
        TEST(test_store_names_like_sqlite_words_are_files),
        TEST(test_store_says_that_a_truncated_or_damaged_file_is_damaged),
        TEST(test_store_check_finds_what_does_not_fit),
        TEST(test_store_takes_turns_with_another_writer),
        TEST(test_store_gives_up_waiting),
        TEST(test_store_survives_kills_at_any_moment),
        TEST(test_store_that_was_never_finished_is_told_and_made_anew),
        TEST(test_store_keeps_what_was_committed_when_the_disk_is_full),
        TEST(test_store_reads_from_read_only_media),
    };
    return cmocka_run_group_tests_name("store", tests, make_folder, remove_folder);
}
