/*
 * test_relate.c - the event between two marked actors: there is always an answer; the scorers of types and of status on files counted by hand;
 * explanations and answers of word salads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "coder/explain.h"
#include "evaluate/relate.h"
#include "evaluate/status.h"
#include "support/reading.h"

/* ---- pairs ---------------------------------------------------------------------------------------------------------------------- */

/* Answer a marked sentence; fails unless the answer keeps its promises. */
static relation_found relate(coding *c, const char *marked, relate_by by)
{
    rp_str plain;
    example_marks marks;
    relation_found found;
    rp_err err;
    arena_reset(c->mem);
    if (example_unmark(str_of(marked), c->mem, &plain, &marks, &err) != RP_OK || relate_pair(c->coder, c->tables, plain, &marks, by, &found, &err) != RP_OK)
        fail_msg("%s: %s", marked, err.why);
    if (found.type >= RP_EVENT_TYPES || !(found.confidence >= 0 && found.confidence <= 1)) fail_msg("%s: type %u, confidence %g", marked, found.type, found.confidence);
    assert_int_equal(found.scores.count, RP_EVENT_TYPES);
    assert_int_equal(found.at == TREE_NONE, found.word.len == 0);
    return found;
}

static void test_relate_finds_the_word_that_links(void **state)
{
    static const struct { const char *marked, *word; unsigned type; } cases[] = {
        { "<s>Kenya</s> accused <t>Uganda</t> of espionage.", "accuse", RP_EVENT_ACCUSE },
        { "<t>Uganda</t> was accused of espionage by <s>Kenya</s>.", "accuse", RP_EVENT_ACCUSE },
        { "<s>Kenyan troops</s> shelled <t>Ugandan soldiers</t>.", "shell", RP_EVENT_ASSAULT },
        { "<s>Kenya</s> imposed sanctions on <t>Uganda</t>.", NULL, RP_EVENT_SANCTION },
        { "<s>Kenya</s> apologised to <t>Uganda</t>.", "apologise", RP_EVENT_CONCEDE },
        /* which of two events it is hangs on who is marked */
        { "<s>Kenya</s> praised <t>Norway</t>, and Peru shelled Uganda.", "praise", RP_EVENT_SUPPORT },
        { "Kenya praised Norway, and <s>Peru</s> shelled <t>Uganda</t>.", "shell", RP_EVENT_ASSAULT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        relation_found found = relate(*state, cases[i].marked, RELATE_BOTH);
        if (found.type != cases[i].type) fail_msg("%s: %s", cases[i].marked, rp_event_name(found.type));
        if (cases[i].word && !str_is(found.word, cases[i].word)) fail_msg("%s: by \"%.*s\"", cases[i].marked, (int)found.word.len, found.word.at);
    }
}

static void test_relate_always_answers(void **state)
{
    static const char *const odd[] = {
        "Kenya accused Uganda of espionage.",                   /* no marks */
        "<s>Kenya</s> accused Uganda of espionage.",            /* one */
        "Kenya accused <t>Uganda</t> of espionage.",
        "<s>Kenya</s>",
        "<s>Kenya</s> <t>Uganda</t>",
        "x",
        "<s>Kenya</s> <t>,</t>",                                /* marks on what is no word */
        "Kenya <s> </s><t> </t> Uganda",
        "<s><t>Kenya</t></s> shelled itself.",                  /* the same twice */
        "Kenya <s><t>shelled</t></s> Uganda.",                  /* on the only predicate */
        "<s>Kenya and Uganda</s> <t>and Peru</t> and of the by",    /* no predicate */
        "<s>Ke</s>nya accused U<t>gand</t>a.",                  /* parts of words */
        "<s>Kenya left. Uganda</s> stayed. <t>Peru</t> came.",  /* over the end of a sentence */
        "<s>\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0</s> \xE4\xB8\xAD <t>\xF0\x9F\x98\x80</t>",
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (int by = RELATE_BOTH; by <= RELATE_MODEL; by++) relate(*state, odd[i], (relate_by)by);
}

static void test_relate_without_predicates_has_no_word(void **state)
{
    relation_found found = relate(*state, "<s>Kenya</s> and <t>Uganda</t>", RELATE_BOTH);
    assert_int_equal(found.at, TREE_NONE);
    assert_null(found.frame);
    assert_int_equal(relate(*state, "<s>Kenya</s> and <t>Uganda</t>", RELATE_FRAMES).type, RP_EVENT_CONSULT);     /* as the header of the result says */
}

static void test_relate_refuses_what_has_no_words(void **state)
{
    coding *c = *state;
    example_marks marks = { .source = { 0, 0 } };
    relation_found found;
    rp_err err;
    assert_int_equal(relate_pair(c->coder, c->tables, RP_STR(""), &marks, RELATE_BOTH, &found, &err), RP_EMISSING);
    assert_int_equal(relate_pair(c->coder, c->tables, RP_STR(" \n "), &marks, RELATE_BOTH, &found, &err), RP_EMISSING);
    assert_int_equal(relate_pair(c->coder, c->tables, RP_STR("."), &marks, RELATE_BOTH, &found, &err), RP_EMISSING);
    assert_int_equal(relate_pair(c->coder, c->tables, RP_STR("Kenya \xFF left"), &marks, RELATE_BOTH, &found, &err), RP_ETEXT);
    relate(c, "<s>Kenya</s> left <t>Uganda</t>.", RELATE_BOTH);      /* and goes on */
}

static void test_relate_marks_beyond_the_text_are_none(void **state)
{
    coding *c = *state;
    const example_marks marks = { .source = { 5000, 5010 }, .target = { 16, UINT32_MAX } };
    relation_found found;
    assert_int_equal(relate_pair(c->coder, c->tables, RP_STR("Kenya accused Uganda."), &marks, RELATE_BOTH, &found, NULL), RP_OK);
    assert_true(found.type < RP_EVENT_TYPES);
}

static void test_relate_frames_alone_and_model_alone(void **state)
{
    relation_found frames = relate(*state, "<s>Kenya</s> accused <t>Uganda</t> of espionage.", RELATE_FRAMES);
    assert_int_equal(frames.type, RP_EVENT_ACCUSE);
    assert_non_null(frames.frame);
    relation_found model = relate(*state, "<s>Kenya</s> accused <t>Uganda</t> of espionage.", RELATE_MODEL);
    assert_null(model.frame);
    assert_int_equal(model.type, RP_EVENT_ACCUSE);
}

static void test_relate_answers_alike_each_time(void **state)
{
    relation_found first = relate(*state, "<s>Kenyan troops</s> shelled <t>Ugandan soldiers</t>.", RELATE_BOTH);
    relate(*state, "<s>Peru</s> signed a treaty with <t>Chile</t> on Monday, the minister said.", RELATE_BOTH);
    relation_found again = relate(*state, "<s>Kenyan troops</s> shelled <t>Ugandan soldiers</t>.", RELATE_BOTH);
    assert_int_equal(first.type, again.type);
    assert_memory_equal(first.scores.at, again.scores.at, sizeof first.scores.at);
    assert_memory_equal(&first.confidence, &again.confidence, sizeof first.confidence);
}

/* ---- evaluate relate ------------------------------------------------------------------------------------------------------------ */

static FILE *stream_of(const char *text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    fputs(text, f);
    rewind(f);
    return f;
}

static rp_code score(coding *c, const char *text, const char *gold, int sealed, relate_row *each, void *context, relate_scores *out, rp_err *err)
{
    FILE *in = stream_of(text);
    rp_code rc = evaluate_relate(c->tables, in, "rows.tsv", gold, RELATE_BOTH, sealed, each, context, out, err);
    fclose(in);
    return rc;
}

static void assert_near(double got, double wanted)
{
    if (!(fabs(got - wanted) < 1e-9)) fail_msg("%.9f, not %.9f", got, wanted);
}

#define ACCUSING "<s>Kenya</s> accused <t>Uganda</t> of espionage."
#define SHELLING "<s>Kenyan troops</s> shelled <t>Ugandan soldiers</t>."
#define FEEDING "<s>Kenya</s> sent food aid to <t>Uganda</t>."
#define APOLOGY "<s>Kenya</s> apologised to <t>Uganda</t>."
#define LEAVING "<s>Kenya</s> withdrew its troops from <t>Uganda</t>."

/* Given: ACCUSE, AID, ASSAULT, ASSAULT, ACCUSE. Gold: ACCUSE, AID, ASSAULT, COERCE, SUPPORT. */
static void test_relate_figures_by_hand(void **state)
{
    relate_scores s;
    assert_int_equal(score(*state, "marked_sentence\tevent\n" ACCUSING "\tACCUSE\n" FEEDING "\tAID\n" SHELLING "\tASSAULT\n" SHELLING "\tCOERCE\n" ACCUSING "\tSUPPORT\n",
                           "event", 0, NULL, NULL, &s, NULL), RP_OK);
    assert_int_equal(s.rows, 5);
    assert_false(s.yield);
    assert_near(s.accuracy.value, 3.0 / 5);
    assert_near(s.f1[RP_EVENT_ACCUSE], 2.0 / 3);       /* one right of one in gold and two given */
    assert_near(s.f1[RP_EVENT_ASSAULT], 2.0 / 3);
    assert_near(s.f1[RP_EVENT_AID], 1);
    assert_near(s.f1[RP_EVENT_COERCE], 0);
    assert_near(s.f1[RP_EVENT_SUPPORT], 0);
    assert_true(isnan(s.f1[RP_EVENT_THREATEN]));
    assert_near(s.types.value, (2.0 / 3 + 2.0 / 3 + 1) / 5);
    /* quads, gold 3 2 4 4 1, given 3 2 4 4 3: the first has none given, the third one of one and two */
    assert_near(s.quads.value, (0 + 1 + 2.0 / 3 + 1) / 4);
    /* cooperation: one right of two and one; conflict: three of three and four */
    assert_near(s.poles.value, (2.0 / 3 + 6.0 / 7) / 2);
    assert_int_equal(s.confusion[RP_EVENT_COERCE][RP_EVENT_ASSAULT], 1);
    assert_int_equal(s.confusion[RP_EVENT_SUPPORT][RP_EVENT_ACCUSE], 1);
    assert_int_equal(s.confusion[RP_EVENT_ACCUSE][RP_EVENT_ACCUSE], 1);
    const relate_figure *const figures[] = { &s.types, &s.quads, &s.poles, &s.accuracy };
    for (int k = 0; k < 4; k++) assert_true(0 <= figures[k]->low && figures[k]->low <= figures[k]->high && figures[k]->high <= 1 && figures[k]->low < figures[k]->high);
}

static void test_relate_all_right_is_one(void **state)
{
    relate_scores s;
    assert_int_equal(score(*state, "event\tmarked_sentence\nACCUSE\t" ACCUSING "\nASSAULT\t" SHELLING "\r\n\nAID\t" FEEDING, "event", 0, NULL, NULL, &s, NULL), RP_OK);
    assert_int_equal(s.rows, 3);        /* an empty line is none, the last needs no end */
    const relate_figure *const figures[] = { &s.types, &s.quads, &s.poles, &s.accuracy };
    for (int k = 0; k < 4; k++) assert_near(figures[k]->value, 1), assert_near(figures[k]->low, 1), assert_near(figures[k]->high, 1);
}

static void test_relate_yield_stands_for_concede_and_retreat(void **state)
{
    relate_scores s;
    assert_int_equal(score(*state, "marked_sentence\tevent\n" APOLOGY "\tYIELD\n" LEAVING "\tYIELD\n" ACCUSING "\tACCUSE\n", "event", 0, NULL, NULL, &s, NULL), RP_OK);
    assert_true(s.yield);
    assert_near(s.accuracy.value, 1);
    assert_near(s.quads.value, 1);
    assert_int_equal(s.confusion[RP_EVENT_TYPES][RP_EVENT_TYPES], 2);
    assert_string_equal(relate_class_name(RP_EVENT_TYPES), "YIELD");
    /* where the gold has the types of PLOVER 2, so have the answers */
    assert_int_equal(score(*state, "marked_sentence\tevent\n" APOLOGY "\tCONCEDE\n" LEAVING "\tRETREAT\n", "event", 0, NULL, NULL, &s, NULL), RP_OK);
    assert_false(s.yield);
    assert_near(s.accuracy.value, 1);
    assert_int_equal(s.confusion[RP_EVENT_CONCEDE][RP_EVENT_CONCEDE], 1);
    assert_int_equal(s.confusion[RP_EVENT_RETREAT][RP_EVENT_RETREAT], 1);
}

typedef struct heard { uint32_t line[8]; unsigned gold[8], predicted[8]; size_t count; } heard;

static void hear(void *context, uint32_t line, rp_str marked, unsigned gold, unsigned predicted, const relation_found *found)
{
    heard *h = context;
    assert_true(h->count < 8 && marked.len > 0 && found != NULL);
    h->line[h->count] = line, h->gold[h->count] = gold, h->predicted[h->count++] = predicted;
}

static void test_relate_tells_each_row(void **state)
{
    relate_scores s;
    heard h = { .count = 0 };
    assert_int_equal(score(*state, "id\tmarked_sentence\tright\n1\t" ACCUSING "\tACCUSE\n\n2\t" SHELLING "\tCOERCE\n", "right", 0, hear, &h, &s, NULL), RP_OK);
    assert_int_equal(h.count, 2);
    assert_true(h.line[0] == 2 && h.gold[0] == RP_EVENT_ACCUSE && h.predicted[0] == RP_EVENT_ACCUSE);
    assert_true(h.line[1] == 4 && h.gold[1] == RP_EVENT_COERCE && h.predicted[1] == RP_EVENT_ASSAULT);
}

/* 64-bit FNV-1a of the plain sentence, a multiple of four: counted here again. */
static void test_relate_sealed_and_open_rows_part_the_file(void **state)
{
    for (int i = 2; i < 26; i++) {
        char plain[80], text[160];
        uint64_t h = 14695981039346656037u;
        relate_scores all, sealed, open;
        snprintf(plain, sizeof plain, "Kenya accused Uganda %d times.", i);
        snprintf(text, sizeof text, "marked_sentence\tevent\n<s>Kenya</s> accused <t>Uganda</t> %d times.\tACCUSE\n", i);
        for (const char *at = plain; *at; at++) h = (h ^ (unsigned char)*at) * 1099511628211u;
        assert_int_equal(score(*state, text, "event", 0, NULL, NULL, &all, NULL), RP_OK);
        assert_int_equal(score(*state, text, "event", 1, NULL, NULL, &sealed, NULL), RP_OK);
        assert_int_equal(score(*state, text, "event", 2, NULL, NULL, &open, NULL), RP_OK);
        assert_int_equal(all.rows, 1);
        assert_int_equal(sealed.rows, h % 4 == 0);
        assert_int_equal(open.rows, h % 4 != 0);
    }
}

/* The quad class of each type, and of YIELD, as the header has them: against an answer of each class. */
static void test_relate_quads_of_all_types(void **state)
{
    static const char *const quads[] = { "AGREE CONSULT SUPPORT CONCEDE", "COOPERATE AID RETREAT YIELD", "REQUEST ACCUSE REJECT THREATEN",
                                         "PROTEST SANCTION MOBILIZE COERCE ASSAULT" };
    static const char *const answers[] = { "<s>Kenya</s> praised <t>Norway</t>.", FEEDING, ACCUSING, SHELLING };
    for (int q = 0; q < 4; q++) {
        rp_str rest = str_of(quads[q]), name;
        while (str_split(&rest, ' ', &name)) {
            for (int a = 0; a < 4; a++) {
                char text[200];
                relate_scores s;
                snprintf(text, sizeof text, "marked_sentence\tevent\n%s\t%.*s\n", answers[a], (int)name.len, name.at);
                assert_int_equal(score(*state, text, "event", 0, NULL, NULL, &s, NULL), RP_OK);
                if ((s.quads.value > 0.5) != (a == q)) fail_msg("%.*s is not of quad class %d", (int)name.len, name.at, q + 1);
                assert_int_equal(s.poles.value > 0.5, (a < 2) == (q < 2));
            }
        }
    }
}

static void test_relate_files_that_are_refused(void **state)
{
    static const struct { const char *text, *why; unsigned line; } cases[] = {
        { "sentence\tevent\n", "no column \"marked_sentence\"", 1 },
        { "marked_sentence\ttype\n", "no column \"event\"", 1 },
        { "marked_sentence\tevent\n" ACCUSING "\n", "1 columns only", 2 },
        { "marked_sentence\tevent\n" ACCUSING "\tACCUSE\n" ACCUSING "\tSHOUT\n", "\"SHOUT\" is no event type", 3 },
        { "marked_sentence\tevent\n" ACCUSING "\taccuse\n", "\"accuse\" is no event type", 2 },
        { "marked_sentence\tevent\n\n<s>Kenya accused <t>Uganda</t>.\tACCUSE\n", "<s> is not closed", 3 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        relate_scores s;
        rp_err err = { 0 };
        if (score(*state, cases[i].text, "event", 0, NULL, NULL, &s, &err) != RP_EFORMAT) fail_msg("%s is taken", cases[i].text);
        if (!strstr(err.why, cases[i].why)) fail_msg("%s: %s", cases[i].text, err.why);
        assert_string_equal(err.input, "rows.tsv");
        assert_int_equal(err.line, cases[i].line);
    }
}

static void test_relate_of_no_rows(void **state)
{
    relate_scores s;
    assert_int_equal(score(*state, "marked_sentence\tevent\n", "event", 0, NULL, NULL, &s, NULL), RP_OK);
    assert_int_equal(s.rows, 0);
    assert_near(s.accuracy.value, 0);
}

/* ---- evaluate status ------------------------------------------------------------------------------------------------------------ */

#define HEADER "type\tmode\tstatus\tspeaker\tregister\tregion\tyear\tsentence\n"

typedef struct spoken { unsigned given[8]; size_t count, speakers; } spoken;

static void hear_status(void *context, const example *e, unsigned given, unsigned by_rule, rp_str speaker)
{
    spoken *h = context;
    assert_true(h->count < 8 && e->line > 1 && by_rule <= RP_STATUSES);
    h->given[h->count++] = given;
    h->speakers += speaker.len > 0;
}

/* Given by rule: reported, reported, planned, denied, hypothetical; the gold of the second is ongoing. */
static void test_status_figures_by_hand(void **state)
{
    coding *c = *state;
    FILE *in = stream_of(HEADER
                         "ASSAULT\t\treported\t\t\t\t\t<s>Kenya</s> <e>attacked</e> <t>Uganda</t>.\n"
                         "ASSAULT\t\tongoing\t\t\t\t\t<s>Peru</s> <e>attacked</e> <t>Chile</t>.\n"
                         "ASSAULT\t\tplanned\t\t\t\t\t<s>Kenya</s> will <e>attack</e> <t>Uganda</t>.\n"
                         "ASSAULT\t\tdenied\tUganda\t\t\t\tUganda denied that <s>Kenya</s> <e>attacked</e> <t>the port</t>.\n"
                         "ASSAULT\t\thypothetical\t\t\t\t\tDid <s>Kenya</s> <e>attack</e> <t>Uganda</t>?\n"
                         "NONE\t\t\t\t\t\t\t<s>Kenya</s> <e>met</e> its targets.\n"                    /* passed over, as is the next */
                         "ASSAULT\t\treported\t\t\t\t\t<s>Kenya</s> attacked <t>Uganda</t>.\n");
    status_scores s;
    spoken h = { .count = 0 };
    assert_int_equal(evaluate_status(c->tables, in, "rows.tsv", hear_status, &h, &s, NULL), RP_OK);
    fclose(in);
    assert_int_equal(s.rows, 5);
    assert_int_equal(h.count, 5);
    assert_int_equal(s.rule_right, 4);
    /* reported: one right of one in gold and two given; ongoing 0; three are whole */
    assert_near(s.rule_f1, (2.0 / 3 + 0 + 1 + 1 + 1) / 5);
    assert_int_equal(s.right, 4);
    assert_near(s.macro_f1, (2.0 / 3 + 0 + 1 + 1 + 1) / 5);
    assert_int_equal(s.confusion[RP_ONGOING][RP_REPORTED], 1);
    assert_int_equal(s.confusion[RP_DENIED][RP_DENIED], 1);
    assert_int_equal(h.given[2], RP_PLANNED);
    assert_int_equal(s.speaker_rows, 1);
    assert_int_equal(s.speaker_found, 1);
    assert_int_equal(s.speaker_right, 5);
    assert_int_equal(s.speaker_false, 0);
    assert_int_equal(h.speakers, 1);
}

/* "minister" is among the gold words; a speaker that the gold has not is false; another is wrong. */
static void test_status_speakers_by_hand(void **state)
{
    coding *c = *state;
    FILE *in = stream_of(HEADER
                         "ASSAULT\t\talleged\tthe minister\t\t\t\tThe minister said that <s>Kenya</s> <e>attacked</e> <t>Uganda</t>.\n"
                         "ASSAULT\t\talleged\t\t\t\t\tThe minister said that <s>Kenya</s> <e>attacked</e> <t>Uganda</t>.\n"
                         "ASSAULT\t\talleged\tthe envoy\t\t\t\tThe minister said that <s>Kenya</s> <e>attacked</e> <t>Uganda</t>.\n"
                         "ASSAULT\t\treported\tthe envoy\t\t\t\t<s>Kenya</s> <e>attacked</e> <t>Uganda</t>.\n");
    status_scores s;
    assert_int_equal(evaluate_status(c->tables, in, "rows.tsv", NULL, NULL, &s, NULL), RP_OK);
    fclose(in);
    assert_int_equal(s.rows, 4);
    assert_int_equal(s.speaker_rows, 3);
    assert_int_equal(s.speaker_found, 1);
    assert_int_equal(s.speaker_right, 1);
    assert_int_equal(s.speaker_false, 1);
}

static void test_status_files_that_are_refused(void **state)
{
    coding *c = *state;
    status_scores s;
    rp_err err = { 0 };
    FILE *in = stream_of(HEADER "ASSAULT\t\tsaid\t\t\t\t\t<s>Kenya</s> <e>attacked</e> <t>Uganda</t>.\n");
    assert_int_equal(evaluate_status(c->tables, in, "rows.tsv", NULL, NULL, &s, &err), RP_EFORMAT);
    fclose(in);
    assert_int_equal(err.line, 2);
    in = stream_of("");
    assert_int_equal(evaluate_status(c->tables, in, "rows.tsv", NULL, NULL, &s, &err), RP_OK);
    fclose(in);
    assert_int_equal(s.rows, 0);
    assert_near(s.macro_f1, 0);
}

/* ---- explanations --------------------------------------------------------------------------------------------------------------- */

static void explain(coding *c, rp_str text, buf *out)
{
    rp_document doc = coding_document(text, RP_STR("2025-07-16"));
    rp_err err;
    out->len = 0;
    if (coder_explain(c->coder, &doc, out, &err) != RP_OK) fail_msg("%.*s: %s", (int)text.len, text.at, err.why);
    buf_char(out, 0);
    assert_false(out->failed);
}

static void test_explain_shows_the_work(void **state)
{
    buf out = { 0 };
    explain(*state, RP_STR("Kenya accused Uganda of espionage. Peru shelled Chile."), &out);
    static const char *const wanted[] = { "sentence 1: Kenya accused Uganda of espionage.", "sentence 2: Peru shelled Chile.", "root accused (VERB, accuse)",
        "nsubj Kenya (PROPN)", "Kenya: KEN", "Uganda: UGA", "frame ACCUSE", "source: Kenya", "target: Uganda", "event: KEN GOV ACCUSE", "PER MIL ASSAULT" };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!strstr(out.at, wanted[i])) fail_msg("no \"%s\" in: %s", wanted[i], out.at);
    const char *first = strstr(out.at, "sentence 1"), *second = strstr(out.at, "sentence 2");
    assert_true(first < second);
    explain(*state, RP_STR("The sun shone."), &out);
    assert_non_null(strstr(out.at, "no sentence names an actor"));
    assert_null(strstr(out.at, "event:"));
    buf_free(&out);
}

/* Explaining is watching: the events are those that come without it. */
static void test_explain_changes_nothing(void **state)
{
    coding *c = *state;
    rp_document doc = coding_document(RP_STR("Kenya accused Uganda of shelling a village. Peru met Chile."), RP_STR("2025-07-16"));
    const rp_coded *coded;
    buf before = { 0 }, after = { 0 }, out = { 0 };
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    coding_events(coded, &before);
    explain(c, doc.text, &out);
    size_t told = 0;
    for (const char *at = out.at; (at = strstr(at, "    event: ")); at++) told++;
    assert_int_equal(rp_coder_code(c->coder, &doc, &coded, NULL), RP_OK);
    coding_events(coded, &after);
    assert_true(str_eq(buf_view(&before), buf_view(&after)));
    assert_true(told > 0 && told >= coded->event_count);
    buf_free(&before);
    buf_free(&after);
    buf_free(&out);
}

/* ---- word salads ---------------------------------------------------------------------------------------------------------------- */

static const char *const salad[] = { "Kenya", "Uganda", "Kenyan", "the", "a", "of", "to", "by", "in", "on", "with", "between", "and", "or", "that", "who", "which",
    "said", "denied", "accused", "attacked", "shelled", "talks", "treaty", "troops", "minister", "police", "will", "would", "not", "n't", "if", "unless", "is", "was",
    "were", "been", "has", "had", "according", "to", "its", "their", "it", "he", ",", ".", ";", ":", "\"", "(", ")", "-", "'s", "2024", "two", "Monday", "killed",
    "men", "met", "sanctions", "imposed", "promised", "threatened", "no", "never", "allegedly", "?", "!", "carrying", "to attack", "took part in", "into custody",
    "U.S.", "Mr.", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xC3\xB1", "\n", "\n\n" };

static void mix(uint64_t *seed, buf *text)
{
    text->len = 0;
    for (uint32_t n = 1 + random_next(seed) % (random_next(seed) % 16 ? 24 : 150); n > 0; n--) {
        if (random_next(seed) % 24 == 0) random_text(seed, 1 + random_next(seed) % 6, text);
        else buf_text(text, salad[random_next(seed) % (sizeof salad / sizeof *salad)]);
        buf_char(text, ' ');
    }
}

/* A span over some bytes of the text; now and then none, and never one that starts behind its end. */
static example_span any_span(uint64_t *seed, size_t len)
{
    uint32_t a = random_next(seed) % (uint32_t)(len + 1), b = random_next(seed) % (uint32_t)(len + 1);
    if (random_next(seed) % 8 == 0) return (example_span){ 0, 0 };
    return a < b ? (example_span){ a, b } : (example_span){ b, a };
}

static void test_salads_are_explained_and_related(void **state)
{
    coding *c = *state;
    uint64_t seed = 2025;
    buf text = { 0 }, out = { 0 };
    unsigned answered = 0, events = 0;
    for (int round = 0; round < 1500; round++) {
        mix(&seed, &text);
        explain(c, buf_view(&text), &out);
        events += strstr(out.at, "    event: ") != NULL;
        example_marks marks = { any_span(&seed, text.len), any_span(&seed, text.len), { 0, 0 } };
        relation_found found;
        rp_code rc = relate_pair(c->coder, c->tables, buf_view(&text), &marks, (relate_by)(round % 3), &found, NULL);
        assert_true(rc == RP_OK || rc == RP_EMISSING);      /* a salad may be without a word */
        if (rc != RP_OK) continue;
        answered++;
        assert_true(found.type < RP_EVENT_TYPES && found.confidence >= 0 && found.confidence <= 1);
        assert_true(found.at == TREE_NONE || found.word.len > 0);
    }
    print_message("%u salads answered, %u with events\n", answered, events);
    assert_true(answered > 1400 && events > 20);
    buf_free(&text);
    buf_free(&out);
}

/* One sentence of many words: lists, chains of genitives, nested clauses. */
static void test_long_sentences_are_explained_and_related(void **state)
{
    coding *c = *state;
    static const struct { const char *first, *again, *last; } shapes[] = {
        { "Kenya", " and Uganda", " attacked the port." },
        { "The attack of Kenya", " on the port of Uganda", " failed." },
        { "Kenya said", " that Uganda said", " that Peru attacked Chile." },
        { "Kenya", " attacked Uganda and", " left." },
        { "\"", "\"(Kenya", ")." },
    };
    buf text = { 0 }, out = { 0 };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        text.len = 0;
        buf_text(&text, shapes[i].first);
        for (int k = 0; k < 400; k++) buf_text(&text, shapes[i].again);
        buf_text(&text, shapes[i].last);
        explain(c, buf_view(&text), &out);
        const example_marks marks = { { 0, 5 }, { (uint32_t)text.len - 6, (uint32_t)text.len }, { 0, 0 } };
        relation_found found;
        assert_int_equal(relate_pair(c->coder, c->tables, buf_view(&text), &marks, RELATE_BOTH, &found, NULL), RP_OK);
        assert_true(found.type < RP_EVENT_TYPES);
    }
    buf_free(&text);
    buf_free(&out);
}

#define TEST(f) cmocka_unit_test(f)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_relate_finds_the_word_that_links),
        TEST(test_relate_always_answers),
        TEST(test_relate_without_predicates_has_no_word),
        TEST(test_relate_refuses_what_has_no_words),
        TEST(test_relate_marks_beyond_the_text_are_none),
        TEST(test_relate_frames_alone_and_model_alone),
        TEST(test_relate_answers_alike_each_time),
        TEST(test_relate_figures_by_hand),
        TEST(test_relate_all_right_is_one),
        TEST(test_relate_yield_stands_for_concede_and_retreat),
        TEST(test_relate_tells_each_row),
        TEST(test_relate_sealed_and_open_rows_part_the_file),
        TEST(test_relate_quads_of_all_types),
        TEST(test_relate_files_that_are_refused),
        TEST(test_relate_of_no_rows),
        TEST(test_status_figures_by_hand),
        TEST(test_status_speakers_by_hand),
        TEST(test_status_files_that_are_refused),
        TEST(test_explain_shows_the_work),
        TEST(test_explain_changes_nothing),
        TEST(test_salads_are_explained_and_related),
        TEST(test_long_sentences_are_explained_and_related),
    };
    return cmocka_run_group_tests_name("relate", tests, coding_open, coding_close);
}
