/*
 * test_coder.c - rp_coder_code on whole documents: offsets, ids, the same result every time, refusals. What is coded: test_event.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "base/hash.h"
#include "base/intern.h"
#include "coder/tables.h"
#include "event/code.h"
#include "lexicon/format.h"
#include "support/coding.h"
#include "support/folder.h"
#include "text/split.h"

static const char text[] =
    "Kenya and Uganda sign border accord\n\n"
    "Kenya accused Uganda of shelling a village near Lake Victoria on 14 July 2025. Ugandan officials rejected the accusation. "
    "\xE2\x80\x9CWe will answer,\xE2\x80\x9D Uganda\xE2\x80\x99s foreign minister said on Tuesday.\n\n"
    "In June 2024, T\xC3\xBCrkiye expelled three Syrian diplomats, and Syria condemned Turkey for it. Turkish police arrested 12 Syrians.\n\n"
    "The presidents of Kenya and Uganda met in Nairobi. Kenya urged Uganda to withdraw its troops.\n";

static rp_document document(void) { return (rp_document){ .id = RP_STR("reports/one.txt"), .text = str_of(text), .published = { 2025, 7, 16 } }; }

static void check_party(rp_str all, const rp_sentence *s, const rp_party *p)
{
    if (p->text.len == 0) return;
    assert_true(p->start < p->end && p->end <= all.len);
    assert_true(str_eq(p->text, str_sub(all, p->start, p->end)));
    if (s) assert_true(p->start >= s->start && p->end <= s->end);
    assert_true(strlen(p->code) < sizeof p->code && strlen(p->sector) < sizeof p->sector);
}

static void check_coded(const rp_coded *coded)
{
    rp_str all = coded->document->text;
    for (size_t i = 0; i < coded->event_count; i++) {
        const rp_event *e = &coded->events[i];
        assert_true(e->sentence < coded->sentence_count);
        const rp_sentence *s = &coded->sentences[e->sentence];
        assert_true(e->trigger_start >= s->start && e->trigger_start < e->trigger_end && e->trigger_end <= s->end);
        assert_true(str_eq(e->trigger, str_sub(all, e->trigger_start, e->trigger_end)));
        assert_true(e->source_count >= 1 && e->source_count <= RP_PARTIES && e->target_count <= RP_PARTIES && e->mode_count <= RP_MODES);
        assert_true(e->type < RP_EVENT_TYPES && e->status < RP_STATUSES && e->quad >= 1 && e->quad <= 4);
        assert_true(e->confidence > 0 && e->confidence <= 1);
        assert_true(e->intensity >= -10 && e->intensity <= 10);
        assert_true(!(e->goldstein < -10) && !(e->goldstein > 10));
        assert_non_null(e->cameo);
        assert_int_equal(e->intent != NULL, e->type == RP_EVENT_ASSAULT);
        for (unsigned k = 0; k < e->source_count; k++) check_party(all, NULL, &e->source[k]);
        for (unsigned k = 0; k < e->target_count; k++) check_party(all, NULL, &e->target[k]);
        check_party(all, s, &e->speaker);
        if (e->date_end) assert_true(e->date_start < e->date_end && e->date_end <= s->end);      /* of this sentence or one before */
        if (i) assert_true(coded->events[i - 1].trigger_start <= e->trigger_start);
    }
}

static const rp_event *event_of(const rp_coded *coded, const char *words)
{
    for (size_t i = 0; i < coded->event_count; i++)
        if (str_is(coded->events[i].trigger, words)) return &coded->events[i];
    fail_msg("no event told by \"%s\"", words);
    return NULL;
}

static void test_coder_points_at_the_words_said(void **state)
{
    coding *c = *state;
    rp_document doc = document();
    const rp_coded *coded;
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    assert_ptr_equal(coded->document, &doc);
    assert_true(coded->event_count >= 6);
    check_coded(coded);
    const rp_event *e = event_of(coded, "accused");
    assert_int_equal(e->type, RP_EVENT_ACCUSE);
    assert_true(str_is(e->source[0].text, "Kenya") && str_is(e->target[0].text, "Uganda"));
    assert_string_equal(e->source[0].code, "KEN");
    assert_string_equal(e->target[0].code, "UGA");
    assert_true(str_is(str_sub(doc.text, e->date_start, e->date_end), "14 July 2025"));
    assert_true(e->date.from.day == 14 && e->date.to.month == 7 && !e->historical);
    e = event_of(coded, "expelled");
    assert_true(str_is(e->source[0].text, "T\xC3\xBCrkiye"));
    assert_string_equal(e->source[0].code, "TUR");
    assert_true(e->historical);     /* more than a year before publication */
}

static void test_coder_layers_lie_in_each_other(void **state)
{
    coding *c = *state;
    rp_document doc = document();
    const rp_coded *coded;
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    uint32_t token = 0, at = 0;
    for (size_t i = 0; i < coded->sentence_count; i++) {
        const rp_sentence *s = &coded->sentences[i];
        assert_true(s->start >= at && s->start < s->end && s->end <= doc.text.len);
        assert_int_equal(s->first_token, token);
        for (uint32_t k = 0; k < s->token_count; k++) {
            const rp_token *t = &coded->tokens[token + k];
            assert_true(t->start >= s->start && t->start < t->end && t->end <= s->end && (k == 0 || t->start >= t[-1].end));
        }
        token += s->token_count;
        at = s->end;
    }
    assert_int_equal(token, coded->token_count);
}

/* Everything of a coded document that outlives the coder. */
static void keep(const rp_coded *coded, buf *out)
{
    buf words = { 0 };
    out->len = 0;
    coding_events(coded, &words);
    buf_str(out, buf_view(&words));
    buf_free(&words);
    for (size_t i = 0; i < coded->event_count; i++) {
        const rp_event *e = &coded->events[i];
        char hex[33], date[16];
        date_print(e->date.from, date);
        hash_hex(e->id, hex);
        buf_format(out, "\n%s %u-%u %u %s %s %.3f %.3f %.1f %u %u %u", hex, (unsigned)e->trigger_start, (unsigned)e->trigger_end, (unsigned)e->sentence, e->cameo, date,
                   (double)e->confidence, e->intensity, e->goldstein, (unsigned)e->source[0].start, (unsigned)e->target[0].start, (unsigned)e->speaker.start);
    }
}

static void test_coder_gives_the_same_every_time(void **state)
{
    coding *c = *state;
    rp_document doc = document(), other = coding_document(RP_STR("France praised Italy on 3 May 2001. It thanked Spain. The raids went on."), RP_STR("2001-06-01"));
    const rp_coded *coded;
    rp_coder *fresh;
    buf first = { 0 }, again = { 0 };
    assert_int_equal(rp_coder_new(c->tables, &fresh, NULL), RP_OK);
    assert_int_equal(rp_coder_code(fresh, &doc, &coded, NULL), RP_OK);
    keep(coded, &first);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(rp_coder_code(fresh, round ? &doc : &other, &coded, NULL), RP_OK);
        assert_int_equal(rp_coder_code(fresh, &doc, &coded, NULL), RP_OK);
        keep(coded, &again);
        assert_true(str_eq(buf_view(&first), buf_view(&again)));
    }
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    keep(coded, &again);
    assert_true(str_eq(buf_view(&first), buf_view(&again)));
    rp_coder_free(fresh);
    buf_free(&first);
    buf_free(&again);
}

static void test_coder_ids_are_distinct_and_follow_the_document(void **state)
{
    coding *c = *state;
    rp_document doc = document();
    const rp_coded *coded;
    intern *seen = intern_new();
    uint8_t first[16];
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    size_t count = coded->event_count;
    for (size_t i = 0; i < count; i++) intern_add(seen, (rp_str){ (const char *)coded->events[i].id, 16 });
    assert_int_equal(intern_count(seen), count);
    memcpy(first, coded->events[0].id, 16);
    doc.published = (rp_date){ 2025, 8, 1 };        /* what is known about a document does not change its events' ids */
    doc.title = RP_STR("Other title");
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    assert_memory_equal(coded->events[0].id, first, 16);
    doc.id = RP_STR("reports/two.txt");
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    for (size_t i = 0; i < coded->event_count; i++)
        assert_int_equal(intern_find(seen, (rp_str){ (const char *)coded->events[i].id, 16 }), INTERN_NONE);
    intern_free(seen);
}

static void test_coder_refuses_bad_text_and_says_where(void **state)
{
    coding *c = *state;
    static const struct { const char *text; size_t len; uint64_t byte; } bad[] = {
        { "Envoys \xC3( met.", 14, 7 }, { "One. Two\0three.", 15, 8 }, { "\xFF", 1, 0 }, { "cut \xE2\x82", 6, 4 } };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rp_document doc = { .id = RP_STR("bad"), .text = { bad[i].text, bad[i].len } };
        const rp_coded *coded = (const rp_coded *)&doc;
        rp_err err;
        assert_int_equal(rp_coder_code(c->coder, &doc, &coded, &err), RP_ETEXT);
        assert_int_equal(err.code, RP_ETEXT);
        assert_int_equal(err.byte, bad[i].byte);
        assert_null(coded);
        coded = (const rp_coded *)&doc;
        assert_int_equal(rp_coder_split(c->coder, &doc, &coded, NULL), RP_ETEXT);
        assert_null(coded);
        doc = document();       /* and it can go on */
        assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
        assert_true(coded->event_count > 0);
    }
}

static void test_coder_refuses_what_is_too_large(void **state)
{
    coding *c = *state;
    char *large = malloc(RP_DOCUMENT_MAX + 1);
    const rp_coded *coded;
    rp_err err;
    memset(large, ' ', RP_DOCUMENT_MAX + 1);
    memcpy(large, "France praised Italy.", 21);
    rp_document doc = { .id = RP_STR("large"), .text = { large, RP_DOCUMENT_MAX + 1 } };
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, &err), RP_ELIMIT);
    assert_null(coded);
    doc.text.len = RP_DOCUMENT_MAX;
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, &err), RP_OK);
    assert_int_equal(coded->event_count, 1);
    free(large);
}

static void test_coder_takes_texts_that_say_nothing(void **state)
{
    coding *c = *state;
    static const char *const empty[] = { "", " ", "\n\n\n", "\t \r\n", "...", "!?", "\xE2\x80\x8B", "\xEF\xBB\xBF" };
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        rp_document doc = coding_document(str_of(empty[i]), RP_STR(""));
        const rp_coded *coded;
        assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
        assert_int_equal(coded->event_count, 0);
    }
    rp_document none = { .text = { NULL, 0 } };
    const rp_coded *coded;
    assert_int_equal(rp_coder_code(c->coder, &none, &coded, NULL), RP_OK);
    assert_true(coded->sentence_count == 0 && coded->token_count == 0 && coded->event_count == 0);
}

static void test_coder_survives_any_text(void **state)
{
    coding *c = *state;
    static const char *const words[] = { "Kenya", "Uganda", "accused", "attacked", "signed", "talks", "between", "and", ",", "the", "officials", "said", "that",
        "by", "to", "on 14 July 2025", "of", "it", "both sides", "Russian", "president", "'s", ".", "not", "will",
        "raids", "met", "with", "-", "\n\n", "(", ";", "which" };
    uint64_t seed = 23;
    buf noise = { 0 };
    for (int round = 0; round < 400; round++) {
        noise.len = 0;
        if (round % 2) {
            random_text(&seed, random_next(&seed) % 300, &noise);
        } else {
            for (unsigned n = random_next(&seed) % 200; n--;) {
                buf_text(&noise, words[random_next(&seed) % (sizeof words / sizeof *words)]);
                buf_char(&noise, ' ');
            }
        }
        rp_document doc = { .id = RP_STR("noise"), .text = buf_view(&noise), .published = { 2025, 7, 16 } };
        const rp_coded *coded;
        assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
        check_coded(coded);
    }
    buf_free(&noise);
}

/* One word, mark or token repeated: time and memory stay in proportion, so that a hostile page cannot stop a run. */
static void test_coder_is_not_stopped_by_repetition(void **state)
{
    coding *c = *state;
    static const char *const parts[] = { "Kenya accused Uganda, ", "Kenya and ", "Kenya, ", "accused ", "the two countries ", "(", "U.S.", "'s", "he said that ",
        "talks between ", "2013-", "[1]", "a ", "1 May " };
    buf long_text = { 0 };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        long_text.len = 0;
        while (long_text.len < 20000) buf_text(&long_text, parts[i]);
        rp_document doc = { .id = RP_STR("long"), .text = buf_view(&long_text) };
        const rp_coded *coded;
        assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
        check_coded(coded);
    }
    buf_free(&long_text);
}

/* The chain that rp_coder_code runs, on arenas that fail at each allocation in turn. */
static rp_code run_chain(const rapport *t, const rp_document *doc, parse_work *work, arena *scratch, arena *mem, size_t *events)
{
    text_layers parts;
    coder_layers layers;
    vec out = vec_of(sizeof(rp_event));
    rp_err err;
    rp_code rc = text_split(doc, t->rules, mem, &parts, &err);
    rp_coded split = { .sentences = parts.sentences.at, .sentence_count = parts.sentences.count, .tokens = parts.tokens.at, .token_count = parts.tokens.count };
    if (rc == RP_OK) rc = coder_read(t, doc, &split, work, mem, scratch, &layers, &err);
    if (rc == RP_OK) rc = event_code(&layers.input, mem, scratch, &out, &err);
    if (rc != RP_OK) assert_int_equal(err.code, rc);
    *events = out.count;
    return rc;
}

static void test_coder_survives_each_failed_allocation(void **state)
{
    coding *c = *state;
    rp_document doc = document();
    arena *mem[] = { arena_new(0), arena_new(0) };
    parse_work *work = parse_work_new(c->tables->parser);
    for (int failing = 0; failing < 2; failing++) {
        size_t allowed = 0, events = 0;
        rp_code rc;
        do {
            arena_reset(mem[0]);
            arena_fail_after(mem[!failing], SIZE_MAX);
            arena_fail_after(mem[failing], allowed++);
            rc = run_chain(c->tables, &doc, work, mem[1], mem[0], &events);
            assert_true(rc == RP_OK || rc == RP_ENOMEM);
        } while (rc != RP_OK);
        assert_true(allowed > 5);
        assert_true(events >= 6);
    }
    parse_work_free(work);
    arena_free(mem[0]);
    arena_free(mem[1]);
}

static void test_coder_needs_no_error_place(void **state)
{
    coding *c = *state;
    rapport *tables;
    assert_int_equal(rapport_open("/no/such/tables", &tables, NULL), RP_EMISSING);
    assert_null(tables);
    rp_err err;
    assert_int_equal(rapport_open("/no/such/tables", &tables, &err), RP_EMISSING);
    assert_string_equal(err.input, "/no/such/tables");
    rapport_close(NULL);
    rp_coder_free(NULL);
    assert_int_equal(strlen(rapport_tables_version(c->tables)), 16);
    assert_string_equal(rp_event_name(RP_EVENT_TYPES), "");
    assert_string_equal(rp_event_name(RP_EVENT_AGREE), "AGREE");
    assert_string_equal(rp_event_name(RP_EVENT_ASSAULT), "ASSAULT");
    assert_string_equal(rp_status_name(RP_HYPOTHETICAL), "hypothetical");
    assert_string_equal(rp_status_name(99), "");
    assert_string_equal(rp_kind_name(99), "");
    assert_null(rp_context_name(c->tables, 64));
}

/* A store tells by it what to code again. */
static void test_coder_version_covers_tables_and_models(void **state)
{
    coding *c = *state;
    rapport *again;
    char alone[17];
    assert_int_equal(rapport_open(NULL, &again, NULL), RP_OK);
    assert_string_equal(rapport_tables_version(again), rapport_tables_version(c->tables));
    snprintf(alone, sizeof alone, "%016llx", (unsigned long long)lexicon_version(again->lexicon));
    assert_string_not_equal(rapport_tables_version(again), alone);
    rapport_close(again);
}

/* Open the built-in tables as a file in which the texts that are `name`, of a table or column, are others. */
static rp_code open_without(const char *folder, const char *name, rapport **out, rp_err *err)
{
    size_t size = (size_t)(rapport_tables_end - rapport_tables_begin), renamed = 0;
    char *copy = malloc(size), path[FOLDER_PATH + 16];
    format_header h;
    assert_non_null(copy);
    memcpy(copy, rapport_tables_begin, size);
    memcpy(&h, copy, sizeof h);
    const uint32_t *places = (const void *)(copy + h.section[FORMAT_PLACES].offset);
    char *strings = copy + h.section[FORMAT_STRINGS].offset;
    for (uint32_t i = 0; i + 1 < h.section[FORMAT_PLACES].count; i++) {
        if (!str_is((rp_str){ strings + places[i], places[i + 1] - places[i] }, name)) continue;
        strings[places[i]] = '?';
        renamed++;
    }
    assert_int_equal(renamed, 1);
    h.checksum = hash_bytes(copy + sizeof h, size - sizeof h, 0);
    memcpy(copy, &h, sizeof h);
    folder_write(folder, "changed.tables", (rp_str){ copy, size });
    free(copy);
    snprintf(path, sizeof path, "%s/changed.tables", folder);
    return rapport_open(path, out, err);
}

static void test_coder_refuses_tables_that_contradict_each_other(void **state)
{
    (void)state;
    char folder[FOLDER_PATH];
    rapport *tables;
    rp_err err;
    folder_new(folder);
    assert_int_equal(open_without(folder, "world/persons", &tables, &err), RP_EFORMAT);      /* whose offices are there */
    assert_null(tables);
    assert_non_null(strstr(err.input, "changed.tables"));
    assert_non_null(strstr(err.why, "damaged or inconsistent tables"));
    folder_remove(folder);
}

static void test_coder_does_without_a_phrase_column(void **state)
{
    (void)state;
    static const char *const names[] = { "en/roles", "world/localities", "world/peoples", "world/state-names", "world/organisations", "en/calendar" };
    char folder[FOLDER_PATH];
    rp_document doc = document();
    folder_new(folder);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        rapport *tables;
        rp_coder *coder;
        const rp_coded *coded;
        rp_err err;
        rp_code rc = open_without(folder, names[i], &tables, &err);
        if (rc != RP_OK) fail_msg("without %s: %s", names[i], err.why);
        assert_int_equal(rp_coder_new(tables, &coder, NULL), RP_OK);
        assert_int_equal(rp_coder_code(coder, &doc, &coded, NULL), RP_OK);
        rp_coder_free(coder);
        rapport_close(tables);
    }
    folder_remove(folder);
}

/* Use the actors in `content` with the built-in tables. */
static rp_code use_own(const char *folder, rp_str content, rapport **out, rp_err *err)
{
    char path[FOLDER_PATH + 16];
    folder_write(folder, "own.tsv", content);
    snprintf(path, sizeof path, "%s/own.tsv", folder);
    assert_int_equal(rapport_open(NULL, out, NULL), RP_OK);
    return rapport_use_actors(*out, path, err);
}

static void test_coder_own_actors_of_an_id_are_not_those_of_a_name(void **state)
{
    (void)state;
    char folder[FOLDER_PATH];
    rapport *tables;
    folder_new(folder);
    assert_int_equal(use_own(folder, RP_STR("names\tcode\tid\nzeta\tUGA\t\nOmega Front\tKEN\tzeta\nOF\tKEN\tzeta\nzeta\tTZA\t\n"), &tables, NULL), RP_OK);
    uint32_t actor[4];
    for (uint32_t i = 0; i < 4; i++) actor[i] = actor_own_reading(tables->actors, i)->actor;
    assert_int_equal(actor[1], actor[2]);
    assert_int_equal(actor[0], actor[3]);
    assert_int_not_equal(actor[0], actor[1]);
    rapport_close(tables);
    folder_remove(folder);
}

static void test_coder_tells_of_too_many_codes_of_ones_own(void **state)
{
    (void)state;
    char folder[FOLDER_PATH];
    rapport *tables;
    rp_err err;
    buf content = { 0 };
    buf_text(&content, "names\tcode\n");
    for (int i = 0; i < 66000; i++) buf_format(&content, "Name%d\tX%d\n", i, i);
    folder_new(folder);
    assert_int_equal(use_own(folder, buf_view(&content), &tables, &err), RP_ELIMIT);
    assert_non_null(strstr(err.input, "own.tsv"));
    assert_non_null(strstr(err.why, "more than 65534 codes"));
    char code[12];
    assert_false(rp_actor_find(tables, "X65999", code));        /* the tables are as usable as before */
    rapport_close(tables);
    buf_free(&content);
    folder_remove(folder);
}

static void test_coder_finds_actors_by_code_or_name(void **state)
{
    coding *c = *state;
    static const char *const known[][2] = { { "KEN", "KEN" }, { "ken", "KEN" }, { "Kenya", "KEN" }, { "kenya", "KEN" }, { "UNITED STATES", "USA" },
        { "t\xC3\xBCrkiye", "TUR" }, { "Turkey", "TUR" } };
    char code[12];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!rp_actor_find(c->tables, known[i][0], code) || strcmp(code, known[i][1]) != 0) fail_msg("%s: %s", known[i][0], code);
    }
    static const char *const unknown[] = { "", " ", "Atlantis", "Kenya and Uganda", "XQZ", "a name longer than any that anybody has heard of in all the world, at all" };
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        assert_false(rp_actor_find(c->tables, unknown[i], code));
        assert_string_equal(code, "");
    }
    assert_string_equal(rp_actor_name(c->tables, "KEN"), "Kenya");
    assert_null(rp_actor_name(c->tables, "XQZ"));
}

#define TEST(f) cmocka_unit_test(f)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_coder_points_at_the_words_said),
        TEST(test_coder_layers_lie_in_each_other),
        TEST(test_coder_gives_the_same_every_time),
        TEST(test_coder_ids_are_distinct_and_follow_the_document),
        TEST(test_coder_refuses_bad_text_and_says_where),
        TEST(test_coder_refuses_what_is_too_large),
        TEST(test_coder_takes_texts_that_say_nothing),
        TEST(test_coder_survives_any_text),
        TEST(test_coder_is_not_stopped_by_repetition),
        TEST(test_coder_survives_each_failed_allocation),
        TEST(test_coder_needs_no_error_place),
        TEST(test_coder_version_covers_tables_and_models),
        TEST(test_coder_finds_actors_by_code_or_name),
        TEST(test_coder_refuses_tables_that_contradict_each_other),
        TEST(test_coder_does_without_a_phrase_column),
        TEST(test_coder_own_actors_of_an_id_are_not_those_of_a_name),
        TEST(test_coder_tells_of_too_many_codes_of_ones_own),
    };
    return cmocka_run_group_tests_name("coder", tests, coding_open, coding_close);
}
