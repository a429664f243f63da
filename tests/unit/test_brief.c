/*
 * test_brief.c - the brief: every statement cited, claims told as claims, nobody named a spy or killer in our voice, and nothing of a
 * source's text able to break out of text, Markdown, HTML or JSON. Events are made by hand (support/telling.h); one test goes by a store.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "present/brief.h"
#include "support/telling.h"

static relation rel;

static brief build(telling *t)
{
    brief b;
    rp_err err;
    assert_int_equal(relation_build(t->tables, t->at, t->count, "KEN", "UGA", t->mem, &rel, &err), RP_OK);
    if (brief_build(t->tables, &rel, 7, t->mem, &b, &err) != RP_OK) fail_msg("%s", err.why);
    return b;
}

static const char *write_as(telling *t, const brief *b, rp_format format, unsigned width)
{
    buf out = { 0 };
    switch (format) {
    case RP_FORMAT_TEXT: brief_write_text(b, width, &out); break;
    case RP_FORMAT_MARKDOWN: brief_write_markdown(b, &out); break;
    case RP_FORMAT_HTML: brief_write_html(b, &out); break;
    case RP_FORMAT_JSON: brief_write_json(b, &out); break;
    }
    assert_false(out.failed);
    assert_int_equal(utf8_check(buf_view(&out)), out.len);
    const char *copy = arena_copy(t->mem, buf_view(&out));
    buf_free(&out);
    return copy;
}

/* The whole brief on one line of text. */
static const char *told(telling *t)
{
    brief b = build(t);
    return write_as(t, &b, RP_FORMAT_TEXT, 100000);
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part)) fail_msg("\"%s\" is in:\n%s", part, text);
}

static void check_statement(const brief *b, const brief_statement *s)
{
    assert_true(s->happening_count > 0 && s->piece_count > 0 && s->reference_count > 0);
    for (size_t i = 0; i < s->reference_count; i++) {
        const brief_reference *r = &s->references[i];
        bool found = false;
        assert_true(r->source >= 1 && r->source <= b->source_count);
        assert_true(str_eq(b->sources[r->source - 1].id, r->event->document->id));
        for (size_t k = 0; k < b->sentence_count; k++) found |= b->sentences[k].source == r->source && b->sentences[k].number == r->sentence;
        assert_true(found);
    }
}

static size_t check_brief(const brief *b)
{
    size_t shown = 0, left_out = 0, happenings = 0;
    for (unsigned i = 0; i < b->lead_count; i++)
        if (b->lead[i].happening_count) check_statement(b, &b->lead[i]);
    for (size_t i = 0; i < b->period_count; i++) {
        left_out += b->periods[i].left_out;
        for (size_t k = 0; k < b->periods[i].count; k++, shown++) {
            check_statement(b, &b->periods[i].statements[k]);
            happenings += b->periods[i].statements[k].happening_count;
        }
    }
    for (size_t i = 0; i < b->source_count; i++) assert_int_equal(b->sources[i].number, i + 1);
    assert_int_equal(happenings + left_out, b->relation->count);
    return shown;
}

/* ---- what is said -------------------------------------------------------------------------------------------------- */

static void test_brief_of_one_event(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .mode = "arrest", .cameo = "173", .from_sector = "COP", .to_sector = "CVL", .date = "2025-07-03",
                       .publisher = "Daily", .published = "2025-07-04", .number = 14, .title = "Traders held",
                       .sentence = "Kenyan police {detained} two Ugandan traders at the lake on 3 July." });
    brief b = build(t);
    assert_int_equal(check_brief(&b), 1);
    assert_true(b.periods[0].statements[0].made);
    const char *text = write_as(t, &b, RP_FORMAT_TEXT, 1000);
    assert_holds(text, "Kenya and Uganda\n================\n");
    assert_holds(text, "1 happening between Kenya and Uganda is told in 1 document of 1 publisher (Daily): 1 event in 1 sentence, dated 3 July 2025.");
    assert_holds(text, "- On 3 July 2025, Kenyan police detained Ugandans (\xE2\x80\x9C" "detained two Ugandan traders at the lake on 3 July\xE2\x80\x9D). [1:14]\n");
    assert_holds(text, "1 happening: material conflict\n");
    assert_holds(text, "[1] Daily: Traders held, 4 July 2025. (one)\n");
    assert_holds(text, "[1:14] Kenyan police detained two Ugandan traders");
    assert_holds(text, "1 document of the 7 in the store");
}

static void test_brief_quotes_where_it_is_not_sure(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .mode = "arrest", .from_sector = "COP", .to_sector = "CVL", .date = "2025-07", .publisher = "Daily",
                       .published = "2025-08", .sure = 0.5, .sentence = "Two men were {held} at the lake." });
    assert_holds(told(t), "- July 2025, as Daily (August 2025) writes: \xE2\x80\x9CTwo men were held at the lake.\xE2\x80\x9D [1:1]\n");
}

static void test_brief_tells_claims_as_claims(void **state)
{
    telling *t = *state;
    const tale base = { .type = RP_EVENT_COERCE, .mode = "seize", .cameo = "171", .from_sector = "MIL", .status = RP_ALLEGED,
                        .sentence = "Soldiers {seized} boats." };
    tale w = base;
    w.speaker = "UGA", w.date = "2025-07-01";
    tell_of(t, w);
    w = base, w.date = "2025-07-02";
    tell_of(t, w);
    w = base, w.status = RP_DENIED, w.speaker = "KEN", w.date = "2025-07-03";
    tell_of(t, w);
    w = base, w.status = RP_DENIED, w.date = "2025-07-04";
    tell_of(t, w);
    w = base, w.status = RP_PLANNED, w.date = "2025-07-05";
    tell_of(t, w);
    w = base, w.speaker_words = "a fisherman", w.date = "2025-07-06";
    tell_of(t, w);
    w = base, w.status = RP_HYPOTHETICAL, w.date = "2025-07-07";
    tell_of(t, w);
    w = base, w.status = RP_ALLEGED, w.speaker = "UGA", w.date = "2025-07-08", w.sure = 0.4, w.publisher = "Daily";
    tell_of(t, w);
    w = base, w.status = RP_REPORTED, w.speaker = "UGA", w.date = "2025-07-09";
    tell_of(t, w);
    brief b = build(t);
    assert_int_equal(check_brief(&b), 9);
    const char *text = write_as(t, &b, RP_FORMAT_TEXT, 1000);
    assert_holds(text, "- On 1 July 2025, according to the Ugandan government, the Kenyan military searched or seized Ugandan property or premises (");
    assert_holds(text, "- On 2 July 2025, the Kenyan military allegedly searched or seized Ugandan");
    assert_holds(text, "- The Kenyan government denied that the Kenyan military searched or seized Ugandan property or premises on 3 July 2025 (");
    assert_holds(text, "- It was denied that the Kenyan military searched");
    assert_holds(text, "- On 5 July 2025, the Kenyan military was to search or seize Ugandan");
    assert_holds(text, "- On 6 July 2025, according to \xE2\x80\x9C" "a fisherman\xE2\x80\x9D, the Kenyan military searched");
    assert_holds(text, "- 7 July 2025, as one writes of a mere possibility: \xE2\x80\x9C");
    assert_holds(text, "- 8 July 2025, as Daily writes of an allegation by the Ugandan government: \xE2\x80\x9C");
    assert_holds(text, "- On 9 July 2025, the Kenyan military searched or seized Ugandan property or premises, according to the Ugandan government (");
    assert_holds(text, "1 only planned, 4 only alleged, 2 only denied, 1 only hypothetical");
    assert_holds(text, "Of these, 1 is told as fact: 1 material conflict and no cooperation");
}

static void test_brief_calls_nobody_spy_or_killer(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .mode = "arrest", .from_sector = "COP", .to_sector = "SPY", .date = "2025-07-01",
                       .sentence = "Police {arrested} a man they called an agent." });
    tell_of(t, (tale){ .type = RP_EVENT_ASSAULT, .mode = "targeted", .cameo = "186", .intent = "deliberate", .from_sector = "COP", .to_sector = "CVL",
                       .date = "2025-07-02", .sentence = "Police {killed} a trader." });
    tell_of(t, (tale){ .type = RP_EVENT_ASSAULT, .mode = "aerial", .cameo = "195", .intent = "disputed", .date = "2025-07-03",
                       .sentence = "A plane was {bombed} in a manner still disputed." });
    tell_of(t, (tale){ .type = RP_EVENT_ACCUSE, .from_sector = "CRM", .date = "2025-07-04", .sentence = "The gang {blamed} the other side." });
    brief b = build(t);
    for (size_t i = 0; i < b.period_count; i++)
        for (size_t k = 0; k < b.periods[i].count; k++) assert_false(b.periods[i].statements[k].made);
}

static void test_brief_cites_every_sentence_of_what_it_merges(void **state)
{
    telling *t = *state;
    const tale base = { .type = RP_EVENT_SANCTION, .mode = "expel", .cameo = "166", .date = "2025-07-03", .publisher = "Daily", .number = 4,
                        .sentence = "Kenya {expelled} three envoys of Uganda, the ministry said." };
    tell_of(t, base);
    tale w = base;
    w.document = "two", w.publisher = "Weekly", w.number = 2, w.sure = 0.8, w.citing = "lake.example",
    w.sentence = "The envoys were {expelled} lake.example, it is said.";
    tell_of(t, w);
    w = base, w.sure = 0.7;     /* the same sentence once more */
    tell_of(t, w);
    const char *text = told(t);
    assert_holds(text, "- On 3 July 2025, Kenya expelled Ugandan members, missions or staff (\xE2\x80\x9C" "expelled three envoys of Uganda\xE2\x80\x9D). "
                       "[1:4][2:2, citing lake.example]\n");
    assert_holds(text, "[2:2] The envoys were expelled lake.example, it is said.");
}

static void test_brief_leaves_citations_out_of_quotations(void **state)
{
    telling *t = *state;
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .sure = 0.5, .publisher = "Daily", .citing = "lake.example",
                       .sentence = "They {held} the boats lake.example, and more." });
    assert_holds(told(t), "- Daily writes: \xE2\x80\x9CThey held the boats, and more.\xE2\x80\x9D [1:1, citing lake.example]\n");
}

static void test_brief_quotes_one_sentence_once(void **state)
{
    telling *t = *state;
    const char *marked = "Kenya {protested} and threatened Uganda, and then met its envoys.";
    tell_of(t, (tale){ .type = RP_EVENT_ACCUSE, .sure = 0.5, .date = "2025-07-03", .sentence = marked });
    tell_of(t, (tale){ .type = RP_EVENT_THREATEN, .sure = 0.5, .date = "2025-07-03", .sentence = "Kenya protested and {threatened} Uganda, and then met its envoys." });
    tell_of(t, (tale){ .type = RP_EVENT_CONSULT, .sure = 0.5, .date = "2025-07-03", .status = RP_ALLEGED, .speaker = "UGA",
                       .sentence = "Kenya protested and threatened Uganda, and then {met} its envoys." });
    brief b = build(t);
    assert_int_equal(b.relation->count, 3);
    assert_int_equal(check_brief(&b), 1);
    assert_int_equal(b.periods[0].statements[0].pieces[1].mark_count, 3);
    const char *text = write_as(t, &b, RP_FORMAT_TEXT, 1000);
    assert_holds(text, "writes, in part of an allegation by the Ugandan government: ");
    assert_holds(write_as(t, &b, RP_FORMAT_HTML, 0), "Kenya <mark>protested</mark> and <mark>threatened</mark> Uganda, and then <mark>met</mark> its");
}

static void test_brief_names_states_as_people_do(void **state)
{
    telling *t = *state;
    buf out = { 0 };
    prose p;
    assert_int_equal(prose_open(t->tables, &p, NULL), RP_OK);
    static const char *const names[][2] = { { "USA", "the United States" }, { "KEN", "Kenya" }, { "NLD", "the Netherlands" }, { "SUN", "the Soviet Union" },
                                            { "COD", "Congo (Kinshasa)" }, { "RSR", "Soviet Russia" } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        prose_actor(&p, names[i][0], &out);
        buf_char(&out, 0);
        assert_string_equal(out.at, names[i][1]);
        out.len = 0;
    }
    rp_party media = telling_party(t, "USA", "JRN"), abroad = telling_party(t, "UGA", "CVL"), spy = telling_party(t, "USA", "SPY");
    bool plural;
    strcpy(abroad.residence, "KEN");
    assert_true(prose_party(&p, &media, false, &out, &plural) && plural);
    assert_true(prose_party(&p, &abroad, false, &out, &plural) && plural);
    assert_false(prose_party(&p, &spy, false, &out, &plural));
    buf_char(&out, 0);
    assert_string_equal(out.at, "American mediaUgandans living in Kenya");
    buf_free(&out);
}

/* Every phrase of the table makes a whole sentence, in every status, with every kind of party. */
static void test_brief_every_phrase_makes_a_sentence(void **state)
{
    telling *t = *state;
    prose p;
    assert_int_equal(prose_open(t->tables, &p, NULL), RP_OK);
    lexicon_table f = lexicon_find_table(t->tables->lexicon, "en/phrases");
    unsigned made = 0;
    for (uint32_t i = 0; i < f.rows; i++)
        for (unsigned status = 0; status < RP_STATUSES; status++) {
            telling_clear(state);
            unsigned type = ontology_find_type(t->tables->ontology, lexicon_cell(&f, i, lexicon_column(&f, "type")));
            const char *mode = arena_copy(t->mem, lexicon_cell(&f, i, lexicon_column(&f, "mode")));
            const char *cameo = arena_copy(t->mem, lexicon_cell(&f, i, lexicon_column(&f, "cameo")));
            tell_of(t, (tale){ .type = type, .mode = mode[0] ? mode : NULL, .cameo = cameo[0] ? cameo : "999", .status = status, .from_sector = "GOV",
                               .to_sector = "MIL", .intent = "deliberate", .date = status % 2 ? "2025-07" : NULL });
            build(t);
            buf out = { 0 };
            bool fine = prose_sentence(&p, &rel.happenings[0], &out);
            bool filled = lexicon_cell(&f, i, lexicon_column(&f, "past")).len > 0;
            assert_int_equal(fine, filled && status != RP_HYPOTHETICAL);
            buf_char(&out, 0);
            if (fine) {
                assert_null(strpbrk(out.at, "{}"));
                assert_null(strstr(out.at, "  "));
                assert_non_null(strstr(out.at, "Kenya"));
                assert_non_null(strstr(out.at, "Uganda"));
                assert_int_equal(out.at[out.len - 2], '.');
                made++;
            }
            buf_free(&out);
        }
    assert_true(made > 500);
}

/* ---- form ---------------------------------------------------------------------------------------------------------- */

static void tell_many(telling *t, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char date[16], document[16], publisher[16];
        snprintf(date, sizeof date, "%u-%02u-%02u", 2015 + i % 10, 1 + i % 12, 1 + i % 28);
        snprintf(document, sizeof document, "d%u", i % 23);
        snprintf(publisher, sizeof publisher, "Paper %u", i % 7);
        tell_of(t, (tale){ .type = i % RP_EVENT_TYPES, .date = i % 6 ? date : NULL, .document = document, .publisher = publisher, .number = 1 + i,
                           .sure = i % 2 ? 0.9 : 0.5, .sentence = "The r\xC3\xA9gime in Nairobi {did} what it did \xE2\x80\x94 na\xC3\xAFvely, in Kampala's opinion." });
    }
}

static void test_brief_cuts_a_long_relation(void **state)
{
    telling *t = *state;
    tell_many(t, 400);
    brief b = build(t);
    size_t shown = check_brief(&b);
    assert_true(shown > 40 && shown <= BRIEF_STATEMENTS);
    assert_true(b.relation->count > 200);
    for (size_t i = 0; i < b.period_count; i++) assert_true(b.periods[i].count > 0);
    assert_holds(write_as(t, &b, RP_FORMAT_TEXT, 80), "left out here");
}

static void test_brief_wraps_text(void **state)
{
    telling *t = *state;
    tell_many(t, 60);
    brief b = build(t);
    for (unsigned width = 30; width <= 120; width += 45) {
        rp_str text = str_of(write_as(t, &b, RP_FORMAT_TEXT, width)), line;
        while (str_split(&text, '\n', &line)) {
            bool one_word = str_find(str_trim(line), ' ', 0) == str_trim(line).len;
            if (utf8_check(line) != line.len || (excerpt_points(line) > width && !one_word)) fail_msg("width %u: %.*s", width, (int)line.len, line.at);
        }
    }
}

static void test_brief_is_the_same_each_time(void **state)
{
    telling *t = *state;
    tell_many(t, 200);
    brief b = build(t), c = build(t);
    for (int f = RP_FORMAT_TEXT; f <= RP_FORMAT_JSON; f++)
        assert_string_equal(write_as(t, &b, (rp_format)f, 80), write_as(t, &c, (rp_format)f, 80));
}

static void tell_hostile(telling *t)
{
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .sure = 0.5, .date = "2025-07-03", .publisher = "<script>alert(1)</script>", .document = "\"><img src=x>",
                       .title = "1. [x](http://evil.example) *b* _i_ `c`", .url = "javascript:alert(1)", .author = "A & B\x1B[31m",
                       .sentence = "</li> <b>Kenya</b> {seized} & \"kept\" 'boats' \xE2\x80\xAE# of | Uganda\x07 then.", .citing = NULL });
    tell_of(t, (tale){ .type = RP_EVENT_ACCUSE, .sure = 0.5, .date = "2025-07-04", .url = "https://news.example/?a=1&b=\"2\"", .document = "two",
                       .speaker_words = "<i>nobody</i>", .status = RP_ALLEGED, .sentence = "- Kenya\n\n# {blamed} Uganda.", .title = "t" });
}

static void test_brief_html_escapes_all(void **state)
{
    telling *t = *state;
    tell_hostile(t);
    brief b = build(t);
    const char *html = write_as(t, &b, RP_FORMAT_HTML, 80);
    assert_lacks(html, "<script");
    assert_lacks(html, "<img");
    assert_lacks(html, "<b>");
    assert_lacks(html, "<i>");
    assert_lacks(html, "href=\"javascript");
    assert_lacks(html, "\x1B");
    assert_lacks(html, "\x07");
    assert_lacks(html, "\xE2\x80\xAE");
    assert_holds(html, "&lt;/li&gt; &lt;b&gt;Kenya&lt;/b&gt; <mark>seized</mark> &amp; &quot;kept&quot; &#39;boats&#39; # of | Uganda then.");
    assert_holds(html, "href=\"https://news.example/?a=1&amp;b=&quot;2&quot;\"");
    assert_holds(html, "<a href=\"#s-1-1\">1:1</a>");
    assert_holds(html, "<li id=\"s-1-1\">");
    assert_holds(html, "prefers-color-scheme:dark");
}

static void test_brief_markdown_escapes_all(void **state)
{
    telling *t = *state;
    tell_hostile(t);
    brief b = build(t);
    const char *text = write_as(t, &b, RP_FORMAT_MARKDOWN, 80);
    assert_lacks(text, "<script");
    assert_lacks(text, "<b>");
    assert_lacks(text, "[x](http");
    assert_lacks(text, "<javascript");
    assert_holds(text, "1. \\[x\\](http://evil.example) \\*b\\* \\_i\\_ \\`c\\`");
    assert_holds(text, "&lt;/li&gt; &lt;b&gt;Kenya&lt;/b&gt; **seized** &amp; \"kept\" 'boats' \\# of \\| Uganda then.");
    assert_holds(text, "\xE2\x80\x9C- Kenya \\# blamed Uganda.\xE2\x80\x9D");
    assert_holds(text, "[\\[1:1\\]](#s-1-1)");
    assert_holds(text, "<a id=\"s-1-1\"></a>");
}

static void test_brief_json_is_whole(void **state)
{
    telling *t = *state;
    tell_hostile(t);
    brief b = build(t);
    json_error_t error;
    json_t *json = json_loads(write_as(t, &b, RP_FORMAT_JSON, 80), JSON_REJECT_DUPLICATES, &error);
    if (!json) fail_msg("%s", error.text);
    assert_string_equal(json_string_value(json_object_get(json, "record")), "brief");
    json_t *statement = json_array_get(json_object_get(json_array_get(json_object_get(json, "periods"), 0), "statements"), 0);
    assert_string_equal(json_string_value(json_object_get(statement, "kind")), "quotation");
    assert_int_equal(json_array_size(json_object_get(statement, "citations")), 1);
    json_t *happening = json_array_get(json_object_get(statement, "happenings"), 0), *event = json_array_get(json_object_get(happening, "events"), 0);
    assert_string_equal(json_string_value(json_object_get(happening, "event")), "COERCE");
    assert_string_equal(json_string_value(json_object_get(event, "document")), "\"><img src=x>");
    assert_string_equal(json_string_value(json_object_get(event, "text")), t->at[0].sentence.at);
    assert_int_equal(json_integer_value(json_object_get(event, "start")), 100);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(event, "trigger"), "start")), t->at[0].event.trigger_start);
    assert_int_equal(strlen(json_string_value(json_object_get(event, "id"))), 32);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(json, "basis"), "documents_in_store")), 7);
    json_decref(json);
}

static void test_brief_cuts_a_long_sentence(void **state)
{
    telling *t = *state;
    buf sentence = { 0 };
    for (int i = 0; i < 4000; i++) buf_text(&sentence, "w\xC3\xB6rd ");
    buf_text(&sentence, "Kenya {seized} boats");
    for (int i = 0; i < 4000; i++) buf_text(&sentence, " w\xC3\xB6rd");
    buf_char(&sentence, 0);
    tell_of(t, (tale){ .type = RP_EVENT_COERCE, .sure = 0.5, .sentence = sentence.at });
    buf_free(&sentence);
    brief b = build(t);
    rp_str quoted = b.periods[0].statements[0].pieces[1].text;
    excerpt_span mark = b.periods[0].statements[0].pieces[1].marks[0];
    assert_true(excerpt_points(quoted) <= BRIEF_QUOTE + 4);
    assert_true(str_is(str_sub(quoted, mark.start, mark.end), "seized"));
    assert_true(str_starts(quoted, RP_STR("\xE2\x80\xA6 w\xC3\xB6rd ")) && str_ends(quoted, RP_STR(" w\xC3\xB6rd \xE2\x80\xA6")));
    assert_true(excerpt_points(b.sentences[0].text) <= BRIEF_SENTENCE + 4);
}

static void test_excerpt_cleans(void **state)
{
    telling *t = *state;
    const excerpt_span keep[2] = { { 3, 6 }, { 8, 9 } }, drop[1] = { { 6, 7 } };
    const excerpt_plan plan = { keep, 2, drop, 1 };
    excerpt_span spans[2];
    rp_str got = excerpt_clean(RP_STR(" \t\x01" "abcX, d\n"), &plan, spans, t->mem);
    assert_true(str_is(got, "abc, d"));
    assert_int_equal(spans[0].start, 0);
    assert_int_equal(spans[0].end, 3);
    assert_int_equal(spans[1].end, 0);      /* a blank only: nowhere */
    assert_true(str_is(excerpt_clean(RP_STR("good\xFF" "bad"), NULL, NULL, t->mem), "good"));
    assert_int_equal(excerpt_clean(RP_STR(""), NULL, NULL, t->mem).len, 0);
}

static void test_excerpt_takes_the_words_of_a_clause(void **state)
{
    telling *t = *state;
    static const struct { const char *sentence, *words; } cases[] = {
        { "On Monday Kenya {closed} two border crossings, and Uganda complained.", "closed two border crossings" },
        { "Kenya {closed} all of its western border crossings; Uganda complained.", "closed all of its western border crossings" },
        { "The ministry said that 3,000 Ugandans were {deported}.", "The ministry said that 3,000 Ugandans were deported" },
        { "Kenya {sold} 1,500 tonnes of maize to Uganda in the year after the flood and the long drought which had come before it, said one.",
          "sold 1,500 tonnes of maize to Uganda in the year after the flood and the long drought \xE2\x80\xA6" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rp_cited c = { 0 };
        telling_sentence(t, cases[i].sentence, 0, &c);
        excerpt_span span = { c.event.trigger_start, c.event.trigger_end };
        rp_str words = excerpt_words(c.sentence, &span, t->mem);
        if (!str_is(words, cases[i].words)) fail_msg("\"%.*s\"", (int)words.len, words.at);
        assert_true(str_eq(str_sub(words, span.start, span.end), c.event.trigger));
    }
}

static void test_brief_survives_each_failed_allocation(void **state)
{
    telling *t = *state;
    tell_many(t, 30);
    assert_int_equal(relation_build(t->tables, t->at, t->count, "KEN", "UGA", t->mem, &rel, NULL), RP_OK);
    rp_code rc;
    size_t allowed = 0;
    do {
        arena *mem = arena_new(0);
        brief b;
        arena_fail_after(mem, allowed++);
        rc = brief_build(t->tables, &rel, 1, mem, &b, NULL);
        assert_true(rc == RP_OK || (rc == RP_ENOMEM && b.source_count == 0));
        arena_free(mem);
    } while (rc != RP_OK);
    assert_true(allowed > 50);
}

/* ---- by a store ---------------------------------------------------------------------------------------------------- */

static rp_code collect(const char *at, size_t len, void *context, rp_err *err)
{
    (void)err;
    buf_add(context, at, len);
    return RP_OK;
}

static rp_code stop(const char *at, size_t len, void *context, rp_err *err)
{
    (void)at, (void)len, (void)context;
    return error_set(err, RP_ESTOP, "enough");
}

static void test_brief_from_a_store(void **state)
{
    telling *t = *state;
    char path[] = "/tmp/test_brief.XXXXXX";
    rp_store *store;
    rp_coder *coder;
    rp_err err;
    buf out = { 0 };
    close(mkstemp(path));
    unlink(path);
    rp_document doc = { .id = RP_STR("lake.txt"), .publisher = RP_STR("Daily"), .published = { 2025, 7, 4 },
                        .text = RP_STR("On 3 July 2025, Kenyan police arrested two Ugandan officials. Uganda condemned Kenya.\n") };
    const rp_coded *coded;
    assert_int_equal(rp_store_open(path, RP_STORE_CREATE, t->tables, &store, &err), RP_OK);
    assert_int_equal(rp_coder_new(t->tables, &coder, &err), RP_OK);
    assert_int_equal(rp_brief(store, "KEN", "UGA", RP_FORMAT_TEXT, 80, collect, &out, &err), RP_EMISSING);
    assert_string_equal(err.why, "no event between Kenya and Uganda in this store; it holds 0 documents");
    assert_int_equal(rp_coder_code(coder, &doc, &coded, &err), RP_OK);
    assert_true(coded->event_count > 0);
    assert_int_equal(rp_store_add(store, coded, &(rp_added){ 0 }, &err), RP_OK);
    assert_int_equal(rp_brief(store, "KEN", "TZA", RP_FORMAT_TEXT, 80, collect, &out, &err), RP_EMISSING);
    assert_string_equal(err.why, "no event between Kenya and Tanzania in this store; it holds 1 document");
    assert_int_equal(rp_brief(store, "KEN", "KEN", RP_FORMAT_TEXT, 80, collect, &out, &err), RP_EUSAGE);
    assert_int_equal(out.len, 0);
    assert_int_equal(rp_brief(store, "UGA", "KEN", RP_FORMAT_TEXT, 80, stop, NULL, &err), RP_ESTOP);
    assert_int_equal(rp_brief(store, "UGA", "KEN", RP_FORMAT_TEXT, 80, collect, &out, &err), RP_OK);
    buf_char(&out, 0);
    assert_holds(out.at, "Uganda and Kenya\n");
    assert_holds(out.at, "3 July 2025");
    assert_holds(out.at, "[1:1]");
    assert_holds(out.at, "lake.txt");
    buf_free(&out);
    rp_coder_free(coder);
    rp_store_close(store);
    unlink(path);
}

#define TEST(f) cmocka_unit_test_setup(f, telling_clear)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_brief_of_one_event), TEST(test_brief_quotes_where_it_is_not_sure), TEST(test_brief_tells_claims_as_claims),
        TEST(test_brief_calls_nobody_spy_or_killer), TEST(test_brief_cites_every_sentence_of_what_it_merges),
        TEST(test_brief_leaves_citations_out_of_quotations), TEST(test_brief_quotes_one_sentence_once), TEST(test_brief_names_states_as_people_do),
        TEST(test_brief_every_phrase_makes_a_sentence), TEST(test_brief_cuts_a_long_relation), TEST(test_brief_wraps_text),
        TEST(test_brief_is_the_same_each_time), TEST(test_brief_html_escapes_all), TEST(test_brief_markdown_escapes_all), TEST(test_brief_json_is_whole),
        TEST(test_brief_cuts_a_long_sentence), TEST(test_excerpt_cleans), TEST(test_excerpt_takes_the_words_of_a_clause),
        TEST(test_brief_survives_each_failed_allocation), TEST(test_brief_from_a_store),
    };
    return cmocka_run_group_tests_name("brief", tests, telling_open, telling_close);
}
