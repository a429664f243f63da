/*
 * test_lexicon.c - lexicon_compile and lexicon_new over small tables made here: what is found in text, what is refused and where.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/hash.h"
#include "lexicon/compile.h"
#include "lexicon/format.h"
#include "lexicon/inflect.h"
#include "lexicon/lexicon.h"
#include "support/folder.h"
#include "support/splitting.h"      /* random_next */

#define SCHEMA "table\tcolumn\tkind\trule\trefers\n"

static const char schema[] = SCHEMA
    "things\tkey\tcode\tkey\t\n"
    "things\tnames\tnames\trequired\t\n"
    "things\tsize\tint\t\t\n"
    "deeds\tlemma\tinflected\trequired\t\n"
    "deeds\tpos\tverb|noun\trequired\t\n"
    "deeds\tobject\tnouns\t\t\n"
    "deeds\tthing\tlist\t\tthings.key\n"
    "en/small\twords\twords\trequired\t\n"
    "en/irregular\tlemma\twords\tkey\t\n"
    "en/irregular\tthird\twords\trequired\t\n"
    "en/irregular\tpast\twords\trequired\t\n"
    "en/irregular\tparticiple\twords\trequired\t\n"
    "en/irregular\tgerund\twords\trequired\t\n"
    "en/plurals\tsingular\twords\trequired\t\n"
    "en/plurals\tplural\twords\trequired\t\n"
    "en/spellings\tkind\tword|ending\trequired\t\n"
    "en/spellings\tforms\tlist\trequired\t\n";

static const char things[] = "# things that have names\nkey\tnames\tsize\n"
    "US\tUS|U.S.|United States\t50\n"
    "BIGUS\tUnited States of America|Columbia\t\n"
    "ASSAD\tAssad|Bashar al-Assad\t1\n"
    "TURKEY\tTurkey|T\xC3\xBCrkiye\t\n"
    "BISSAU\tGuinea-Bissau\t\n"
    "GUINEA\tGuinea\t\n"
    "IVORY\tC\xC3\xB4te d'Ivoire\t\n"
    "ITEM\tItem\t3\n"
    "ITEMS\tITEM\t4\n"
    "PACT\tPACTO|Pacto|The Peoples' Pact\t\n"
    "MOE\tJ.B. Moe|A. B. C. Doe\t\n"
    "SERGE\tSergey Lavensky|Otto M\xC3\xBCller\t\n";

static const char deeds[] = "lemma\tpos\tobject\tthing\n"
    "ban\tverb\timport|peace talk\tUS|TURKEY\n"
    "carry out\tverb\t\t\n"
    "strike\tverb\t\t\n"
    "strike\tnoun\t\t\n"
    "stand-off\tnoun\t\t\n"
    "crisis\tnoun\twife\t\n"
    "deny\tverb\t\t\n"
    "flee\tverb\t\t\n";

static const char irregular[] = "lemma\tthird\tpast\tparticiple\tgerund\n"
    "carry\tcarries\tcarried\tcarried\tcarrying\nstrike\tstrikes\tstruck\tstruck|stricken\tstriking\n"
    "flee\tflees\tfled\tfled\tfleeing\n";
static const char plurals[] = "singular\tplural\ncrisis\tcrises\nwife\twives\n";

static void write_tables(const char *folder)
{
    folder_write(folder, "schema.tsv", str_of(schema));
    folder_write(folder, "things.tsv", str_of(things));
    folder_write(folder, "deeds.tsv", str_of(deeds));
    folder_write(folder, "en/small.tsv", RP_STR("words\nof|in the course of\n"));
    folder_write(folder, "en/spellings.tsv", RP_STR("kind\tforms\nword\tsergei|sergey|serhiy\nending\tsky|skyy|ski\n"));
    folder_write(folder, "en/irregular.tsv", str_of(irregular));
    folder_write(folder, "en/plurals.tsv", str_of(plurals));
}

typedef struct fixture {
    buf compiled;
    lexicon *tables;
} fixture;

static int fixture_new(void **state)
{
    static fixture f;
    char folder[FOLDER_PATH];
    rp_err err = { 0 };
    f = (fixture){ 0 };
    *state = &f;
    folder_new(folder);
    write_tables(folder);
    rp_code rc = lexicon_compile(folder, &f.compiled, &err);
    if (rc != RP_OK) print_error("%s:%u: %s\n", err.input, (unsigned)err.line, err.why);
    folder_remove(folder);
    return rc == RP_OK ? (int)lexicon_new(f.compiled.at, f.compiled.len, "test", &f.tables, &err) : -1;
}

static int fixture_free(void **state)
{
    fixture *f = *state;
    lexicon_free(f->tables);
    buf_free(&f->compiled);
    return 0;
}

/* ---- look-ups ------------------------------------------------------------------------------------------------------ */

static size_t cut(const lexicon *tables, rp_str text, unit *units, size_t room)
{
    size_t count = 0;
    uint32_t at = 0;
    while (count < room && unit_next(text, &at, (uint32_t)text.len, &units[count])) {
        char folded[UNIT_FOLDED];
        size_t len = unit_fold(text, &units[count], folded);
        units[count].word = len ? lexicon_word(tables, (rp_str){ folded, len }) : LEXICON_NONE;
        count++;
    }
    return count;
}

/* "KEY[words]" for every match in `text`, left to right, longest first; of a hit only the entries that fit. */
static void matches(const lexicon *tables, const char *table, const char *column, const char *shown, const char *text, buf *out)
{
    unit units[64];
    size_t count = cut(tables, str_of(text), units, 64);
    uint32_t domain = lexicon_domain(tables, table, column);
    lexicon_table t = lexicon_find_table(tables, table);
    uint32_t key = lexicon_column(&t, shown);
    out->len = 0;
    for (size_t i = 0; i < count;) {
        lexicon_hit hit;
        if (!lexicon_match(tables, domain, units, count, i, &hit)) {
            i++;
            continue;
        }
        for (uint32_t e = 0; e < hit.count; e++) {
            if (!lexicon_fits(&hit.entries[e], units + i, hit.length)) continue;
            assert_int_equal(hit.entries[e].words, hit.length);
            if (out->len) buf_char(out, ' ');
            buf_str(out, lexicon_cell(&t, hit.entries[e].row, key));
            buf_format(out, "[%.*s]", (int)(units[i + hit.length - 1].end - units[i].start), text + units[i].start);
        }
        i += hit.length;
    }
}

static void check_things(void **state, const char *text, const char *want)
{
    fixture *f = *state;
    buf got = { 0 };
    matches(f->tables, "things", "names", "key", text, &got);
    if (!str_is(buf_view(&got), want)) fail_msg("%s\n  want %s\n  got  %.*s", text, want, (int)got.len, got.at ? got.at : "");
    buf_free(&got);
}

static void test_lexicon_prefers_the_longest_match(void **state)
{
    check_things(state, "the United States of America", "BIGUS[United States of America]");
    check_things(state, "the United States of Mexico", "US[United States]");
    check_things(state, "United and States", "");
    check_things(state, "Bashar al-Assad spoke", "ASSAD[Bashar al-Assad]");
}

static void test_lexicon_capitals_of_a_name_must_stand_in_the_text(void **state)
{
    check_things(state, "US and us and Us", "US[US]");
    check_things(state, "U.S. troops, u.s. troops", "US[U.S.]");
    check_things(state, "TURKEY and turkey and Turkey", "TURKEY[TURKEY] TURKEY[Turkey]");
    check_things(state, "Item item ITEM", "ITEM[Item] ITEM[ITEM] ITEMS[ITEM]");
    check_things(state, "UNITED STATES OF AMERICA", "BIGUS[UNITED STATES OF AMERICA]");
    check_things(state, "United states", "");
}

static void test_lexicon_matches_whole_words_only(void **state)
{
    check_things(state, "the ambassador and Ambassador Bassad", "");
    check_things(state, "USSR, AUS, US1, US", "US[US]");
    check_things(state, "Turkeyish", "");
}

static void test_lexicon_hyphens_part_words_and_vanish(void **state)
{
    check_things(state, "Guinea-Bissau, Guinea Bissau, Guinea\xE2\x80\x91" "Bissau",
                 "BISSAU[Guinea-Bissau] BISSAU[Guinea Bissau] BISSAU[Guinea\xE2\x80\x91" "Bissau]");
    check_things(state, "US-Turkey talks, pro-Assad forces", "US[US] TURKEY[Turkey] ASSAD[Assad]");
}

static void test_lexicon_possessives_and_apostrophes(void **state)
{
    check_things(state, "Turkey's US\xE2\x80\x99s Assad'S", "TURKEY[Turkey] US[US] ASSAD[Assad]");
    check_things(state, "C\xC3\xB4te d'Ivoire, Cote d\xE2\x80\x99Ivoire's, COTE D'IVOIRE",
                 "IVORY[C\xC3\xB4te d'Ivoire] IVORY[Cote d\xE2\x80\x99Ivoire] IVORY[COTE D'IVOIRE]");
}

static void test_lexicon_folds_diacritics_and_stops(void **state)
{
    check_things(state, "T\xC3\xBCrkiye, Turkiye, Tu\xCC\x88rkiye", "TURKEY[T\xC3\xBCrkiye] TURKEY[Turkiye] TURKEY[Tu\xCC\x88rkiye]");
    check_things(state, "(U.S.), \"Turkey\".", "US[U.S.] TURKEY[Turkey]");
}

static void test_lexicon_spellings_of_a_name_are_one_word(void **state)
{
    fixture *f = *state;
    check_things(state, "Serhiy Lavenskyy, Sergei Lavenski, Sergio Lavensky", "SERGE[Serhiy Lavenskyy] SERGE[Sergei Lavenski]");
    check_things(state, "Otto Mueller, Otto Muller, Otto Moller", "SERGE[Otto Mueller] SERGE[Otto Muller]");
    assert_int_equal(lexicon_word(f->tables, RP_STR("serhiy")), lexicon_word(f->tables, RP_STR("sergey")));
    assert_int_not_equal(lexicon_word(f->tables, RP_STR("sergey")), LEXICON_NONE);
}

static void test_lexicon_initials_stand_together_or_apart(void **state)
{
    check_things(state, "J.B. Moe, J. B. Moe, J Moe", "MOE[J.B. Moe] MOE[J. B. Moe]");
    check_things(state, "A. B. C. Doe, A.B.C. Doe", "MOE[A. B. C. Doe] MOE[A.B.C. Doe]");
}

static void test_lexicon_forms_of_a_name_with_fewer_capitals_fit(void **state)
{
    check_things(state, "PACTO Pacto pacto", "PACT[PACTO] PACT[PACTO] PACT[Pacto]");
    check_things(state, "The Peoples' Pact, The Peoples\xE2\x80\x99 Pact", "PACT[The Peoples' Pact] PACT[The Peoples\xE2\x80\x99 Pact]");
}

static void test_lexicon_punctuation_parts_phrases(void **state)
{
    check_things(state, "United, States; United (States)", "");
    check_things(state, "United\nStates", "US[United\nStates]");
}

/* "lemma:forms[words]" of each match among the deeds. */
static void check_deeds(void **state, const char *text, const char *want)
{
    fixture *f = *state;
    unit units[64];
    size_t count = cut(f->tables, str_of(text), units, 64);
    uint32_t domain = lexicon_domain(f->tables, "deeds", "lemma");
    lexicon_table t = lexicon_find_table(f->tables, "deeds");
    buf got = { 0 };
    for (size_t i = 0; i < count; i++) {
        lexicon_hit hit;
        if (!lexicon_match(f->tables, domain, units, count, i, &hit)) continue;
        for (uint32_t e = 0; e < hit.count; e++) {
            rp_str lemma = lexicon_cell(&t, hit.entries[e].row, 0), pos = lexicon_cell(&t, hit.entries[e].row, 1);
            buf_format(&got, "%s%.*s/%c:%u", got.len ? " " : "", (int)lemma.len, lemma.at, pos.at[0], (unsigned)hit.entries[e].form);
        }
    }
    if (!str_is(buf_view(&got), want)) fail_msg("%s\n  want %s\n  got  %.*s", text, want, (int)got.len, got.at ? got.at : "");
    buf_free(&got);
}

static void test_lexicon_inflects_verbs_and_nouns(void **state)
{
    /* forms: base 1, third 2, past 4, participle 8, gerund 16, singular 32, plural 64 */
    check_deeds(state, "ban bans banned banning", "ban/v:1 ban/v:2 ban/v:12 ban/v:16");
    check_deeds(state, "deny denies denied denying", "deny/v:1 deny/v:2 deny/v:12 deny/v:16");
    check_deeds(state, "Bans BANNED", "ban/v:2 ban/v:12");
    check_deeds(state, "banner bann baned", "");
}

static void test_lexicon_knows_irregular_forms_and_several_of_one(void **state)
{
    check_deeds(state, "struck stricken striking", "strike/v:12 strike/v:8 strike/v:16");
    check_deeds(state, "fled fleeing fleed", "flee/v:12 flee/v:16");
    check_deeds(state, "crisis crises crisises", "crisis/n:32 crisis/n:64");
    check_deeds(state, "carried out carrying out carry off", "carry out/v:12 carry out/v:16");
}

static void test_lexicon_a_form_may_be_verb_and_noun(void **state)
{
    check_deeds(state, "strike", "strike/v:1 strike/n:32");
    check_deeds(state, "strikes", "strike/v:2 strike/n:64");
    check_deeds(state, "stand-off stand-offs stand offs", "stand-off/n:32 stand-off/n:64 stand-off/n:64");
}

static void test_lexicon_plurals_of_objects_lead_to_the_singular(void **state)
{
    fixture *f = *state;
    static const char *const pairs[][2] = { { "imports", "import" }, { "talks", "talk" }, { "wives", "wife" }, { "import", "import" }, { "peace", "peace" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        uint32_t word = lexicon_word(f->tables, str_of(pairs[i][0]));
        assert_int_not_equal(word, LEXICON_NONE);
        assert_true(str_is(lexicon_word_text(f->tables, lexicon_singular(f->tables, word)), pairs[i][1]));
    }
    assert_int_equal(lexicon_word(f->tables, RP_STR("wifes")), LEXICON_NONE);
    assert_int_equal(lexicon_singular(f->tables, LEXICON_NONE), LEXICON_NONE);
}

static void test_lexicon_cells_by_table_row_and_column(void **state)
{
    fixture *f = *state;
    lexicon_table t = lexicon_find_table(f->tables, "things"), none = lexicon_find_table(f->tables, "nothing");
    assert_int_equal(t.rows, 12);
    assert_int_equal(lexicon_column(&t, "size"), 2);
    assert_true(str_is(lexicon_cell(&t, 0, 2), "50"));
    assert_true(str_is(lexicon_cell(&t, 0, 1), "US|U.S.|United States"));
    assert_int_equal(lexicon_cell(&t, 1, 2).len, 0);
    assert_int_equal(lexicon_cell(&t, 12, 0).len, 0);
    assert_int_equal(lexicon_cell(&t, 0, 3).len, 0);
    assert_int_equal(lexicon_column(&t, "colour"), LEXICON_NONE);
    assert_int_equal(none.rows, 0);
    assert_int_equal(lexicon_column(&none, "key"), LEXICON_NONE);
    assert_int_equal(lexicon_cell(&none, 0, 0).len, 0);
    assert_int_equal(lexicon_domain(f->tables, "things", "size"), LEXICON_NONE);
    assert_int_equal(lexicon_domain(f->tables, "nothing", "names"), LEXICON_NONE);
}

static void test_lexicon_domains_do_not_mix(void **state)
{
    fixture *f = *state;
    buf got = { 0 };
    matches(f->tables, "en/small", "words", "words", "in the course of Turkey", &got);
    assert_true(str_is(buf_view(&got), "of|in the course of[in the course of]"));
    matches(f->tables, "en/small", "words", "words", "in the course Of", &got);
    assert_true(str_is(buf_view(&got), "of|in the course of[in the course Of]"));      /* `words` match in any case */
    matches(f->tables, "things", "names", "key", "of the strike", &got);
    assert_int_equal(got.len, 0);
    buf_free(&got);
}

/* ---- units --------------------------------------------------------------------------------------------------------- */

static void check_units(const char *text, const char *want)
{
    unit u;
    uint32_t at = 0, before = 0;
    buf got = { 0 };
    while (unit_next(str_of(text), &at, (uint32_t)strlen(text), &u)) {
        assert_true(u.start >= before && u.end > u.start && u.end == at);
        before = u.end;
        buf_format(&got, "%s%.*s%s", got.len ? " " : "", (int)(u.end - u.start), text + u.start, u.caps == UNIT_ALL_CAPS ? "^^" : u.caps == UNIT_CAPITAL ? "^" : "");
    }
    if (!str_is(buf_view(&got), want)) fail_msg("%s\n  want %s\n  got  %.*s", text, want, (int)got.len, got.at ? got.at : "");
    buf_free(&got);
}

static void test_unit_next_cuts(void **state)
{
    (void)state;
    check_units("", "");
    check_units(" \t\n", "");
    check_units("Kenya's ports", "Kenya^ 's ports");
    check_units("Kenyans' U.S.-led 'talks'", "Kenyans^ ' U.S.^^ led 'talks '");
    check_units("a (b), c!", "a ( b ) , c !");
    check_units("A iPhone 3G 12 \xC3\x89tat", "A^ iPhone 3G^ 12 \xC3\x89tat^");
    check_units("\xE2\x80\x9CNo\xE2\x80\x9D", "\xE2\x80\x9C No^ \xE2\x80\x9D");
    check_units("- -- \xE2\x80\x93", "");
    check_units("\xE2\x80\x94", "\xE2\x80\x94");
    check_units("co\xC2\xADop", "co\xC2\xADop");
    check_units("... .", ". . . .");
}

static void test_unit_fold_refuses_what_is_too_long(void **state)
{
    (void)state;
    char text[200], out[UNIT_FOLDED];
    memset(text, 'a', sizeof text);
    unit u = { .start = 0, .end = 200 };
    assert_int_equal(unit_fold((rp_str){ text, 200 }, &u, out), 0);
    u.end = 40;
    assert_int_equal(unit_fold((rp_str){ text, 200 }, &u, out), 40);
}

static void test_inflect_spelling(void **state)
{
    (void)state;
    static const struct { const char *base; unsigned form; const char *want; } verbs[] = {
        { "attack", LEXICON_FORM_THIRD, "attacks" }, { "clash", LEXICON_FORM_THIRD, "clashes" }, { "veto", LEXICON_FORM_THIRD, "vetoes" },
        { "ally", LEXICON_FORM_PAST, "allied" }, { "stay", LEXICON_FORM_PAST, "stayed" }, { "free", LEXICON_FORM_PAST, "freed" },
        { "stop", LEXICON_FORM_PAST, "stopped" }, { "visit", LEXICON_FORM_PAST, "visited" }, { "raid", LEXICON_FORM_PAST, "raided" },
        { "tax", LEXICON_FORM_PAST, "taxed" }, { "accuse", LEXICON_FORM_GERUND, "accusing" }, { "flee", LEXICON_FORM_GERUND, "fleeing" },
        { "lie", LEXICON_FORM_GERUND, "lying" }, { "plan", LEXICON_FORM_GERUND, "planning" }, { "sign", LEXICON_FORM_BASE, "sign" } };
    static const char *const nouns[][2] = { { "treaty", "treaties" }, { "envoy", "envoys" }, { "clash", "clashes" }, { "tax", "taxes" }, { "raid", "raids" } };
    buf out = { 0 };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        out.len = 0;
        inflect_verb(str_of(verbs[i].base), verbs[i].form, &out);
        if (!str_is(buf_view(&out), verbs[i].want)) fail_msg("%s: %.*s, not %s", verbs[i].base, (int)out.len, out.at, verbs[i].want);
    }
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        out.len = 0;
        inflect_plural(str_of(nouns[i][0]), &out);
        assert_true(str_is(buf_view(&out), nouns[i][1]));
    }
    buf_free(&out);
}

/* ---- compiling ----------------------------------------------------------------------------------------------------- */

static void test_compile_gives_the_same_bytes_for_the_same_tables(void **state)
{
    fixture *f = *state;
    char folder[FOLDER_PATH];
    buf again = { 0 };
    folder_new(folder);         /* another folder, so that its path is in no byte */
    write_tables(folder);
    assert_int_equal(lexicon_compile(folder, &again, NULL), RP_OK);
    assert_int_equal(again.len, f->compiled.len);
    assert_memory_equal(again.at, f->compiled.at, again.len);
    buf_free(&again);
    folder_write(folder, "en/small.tsv", RP_STR("words\nof|in the course off\n"));
    assert_int_equal(lexicon_compile(folder, &again, NULL), RP_OK);
    lexicon *other;
    assert_int_equal(lexicon_new(again.at, again.len, "other", &other, NULL), RP_OK);
    assert_true(lexicon_version(other) != lexicon_version(f->tables));
    lexicon_free(other);
    buf_free(&again);
    folder_remove(folder);
}

static void test_compile_reads_a_folder_of_files_as_one_table(void **state)
{
    (void)state;
    char folder[FOLDER_PATH];
    buf out = { 0 };
    lexicon *tables;
    folder_new(folder);
    folder_write(folder, "schema.tsv", RP_STR(SCHEMA "t\tname\ttext\tkey\t\n"));
    folder_write(folder, "t/b.tsv", RP_STR("name\nthree\n"));
    folder_write(folder, "t/a.tsv", RP_STR("# first by name\nname\none\ntwo\n"));
    folder_write(folder, "t/notes.txt", RP_STR("no table"));
    assert_int_equal(lexicon_compile(folder, &out, NULL), RP_OK);
    assert_int_equal(lexicon_new(out.at, out.len, "t", &tables, NULL), RP_OK);
    lexicon_table t = lexicon_find_table(tables, "t");
    assert_int_equal(t.rows, 3);
    assert_true(str_is(lexicon_cell(&t, 0, 0), "one") && str_is(lexicon_cell(&t, 1, 0), "two") && str_is(lexicon_cell(&t, 2, 0), "three"));
    lexicon_free(tables);
    buf_free(&out);
    folder_write(folder, "t/b.tsv", RP_STR("name\nthree\ntwo\n"));       /* keys are unique over all files, and the second is named */
    rp_err err;
    assert_int_equal(lexicon_compile(folder, &out, &err), RP_EFORMAT);
    assert_non_null(strstr(err.input, "t/b.tsv"));
    assert_int_equal(err.line, 3);
    buf_free(&out);
    folder_remove(folder);
}

/* Compile with one file replaced: the error must name that file and this line, and say `why`. */
static void refused(const char *schema_text, const char *file, const char *content, size_t len, rp_code code, uint32_t line, const char *why)
{
    char folder[FOLDER_PATH], full[FOLDER_PATH + 64], text[1024];
    rp_err err = { 0 };
    buf out = { 0 };
    folder_new(folder);
    write_tables(folder);
    if (schema_text) folder_write(folder, "schema.tsv", str_of(schema_text));
    folder_write(folder, file, (rp_str){ content, len });
    rp_code rc = lexicon_compile(folder, &out, &err);
    snprintf(full, sizeof full, "%s/%s", folder, file);
    error_text(&err, text, sizeof text);
    if (rc != code || err.line != line || strcmp(err.input, full) != 0 || !strstr(err.why, why))
        fail_msg("want code %d, %s:%u: …%s…\n  got code %d, %s", (int)code, full, (unsigned)line, why, (int)rc, text);
    assert_int_equal(out.len, 0);
    buf_free(&out);
    folder_remove(folder);
}

#define REFUSED(file, content, line, why) refused(NULL, file, content, sizeof(content) - 1, RP_EFORMAT, line, why)
#define HEAD "key\tnames\tsize\n"

static void test_compile_refuses_rows_of_another_shape(void **state)
{
    (void)state;
    REFUSED("things.tsv", HEAD "AA\tName\n", 2, "2 cells");
    REFUSED("things.tsv", "# c\n" HEAD "AA\tName\t\t\n", 3, "4 cells");
    REFUSED("things.tsv", "key\tnames\n", 1, "2 columns");
    REFUSED("things.tsv", "key\tnames\tsize\tmore\n", 1, "\"more\"");
    REFUSED("things.tsv", "key\tsize\tnames\n", 1, "\"size\"");
    REFUSED("things.tsv", "# only words\n", 2, "no header");
    REFUSED("things.tsv", "", 1, "no header");
    REFUSED("things.tsv", HEAD "AA\tName\t\n\nBB\tOther\t\n", 3, "empty line");
    REFUSED("things.tsv", HEAD "AA\tName\t\r\n", 2, "CR LF");
    REFUSED("things.tsv", "\xEF\xBB\xBF" HEAD, 1, "column 1");
}

static void test_compile_refuses_bad_bytes(void **state)
{
    (void)state;
    REFUSED("things.tsv", HEAD "AA\tName\t\nBB\tN\xC3(me\t\n", 3, "UTF-8");
    REFUSED("things.tsv", HEAD "AA\tNa\0me\t\n", 2, "NUL");
    REFUSED("things.tsv", "# caf\xE9\n" HEAD, 1, "UTF-8");
}

static void test_compile_refuses_cells_that_are_not_what_the_schema_says(void **state)
{
    (void)state;
    REFUSED("things.tsv", HEAD "\tName\t\n", 2, "must not be empty");
    REFUSED("things.tsv", HEAD "Aa\tName\t\n", 2, "capital letters");
    REFUSED("things.tsv", HEAD "A\tName\t\n", 2, "capital letters");
    REFUSED("things.tsv", HEAD "ABCDEFGHIJKL\tName\t\n", 2, "capital letters");
    REFUSED("things.tsv", HEAD "AA\tName\tten\n", 2, "whole number");
    REFUSED("things.tsv", HEAD "AA\tName\t1.5\n", 2, "whole number");
    REFUSED("things.tsv", HEAD "AA\tName \t\n", 2, "without space");
    REFUSED("things.tsv", HEAD "AA\tOne||Two\t\n", 2, "is not");
    REFUSED("things.tsv", HEAD "AA\tOne|\t\n", 2, "is not");
    REFUSED("things.tsv", HEAD "US\t---\t\nTURKEY\tTurkey\t\n", 2, "holds no word");
    REFUSED("things.tsv", HEAD "AA\tOne\t\nBB\tTwo\t\nAA\tThree\t\n", 4, "earlier row");
    REFUSED("deeds.tsv", "lemma\tpos\tobject\tthing\nBan\tverb\t\t\n", 2, "lower case");
    REFUSED("deeds.tsv", "lemma\tpos\tobject\tthing\nban\tverbs\t\t\n", 2, "one of the values");
    REFUSED("deeds.tsv", "lemma\tpos\tobject\tthing\nban\tverb\t\tUS|FR\n", 2, "\"FR\" does not stand in things.key");
    REFUSED("things.tsv", HEAD "TURKEY\tTurkey\t\nUS\ta b c d e f g h i j k l m n o p q\t\n", 3, "more than 16 words");
    REFUSED("things.tsv", HEAD "TURKEY\tTurkey\t\nUS\tAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\t\n", 3, "too long");
}

static void refused_column(const char *kind, const char *cell, const char *why)
{
    char schema_text[256], content[256];
    snprintf(schema_text, sizeof schema_text, SCHEMA "x\tk\t%s\t\t\n", kind);
    snprintf(content, sizeof content, "k\n%s\n", cell);
    refused(schema_text, "x.tsv", content, strlen(content), RP_EFORMAT, 2, why);
}

static void test_compile_refuses_by_kind(void **state)
{
    (void)state;
    refused_column("id", "With-Capitals", "lower-case letters");
    refused_column("id", "a_b", "lower-case letters");
    refused_column("number", "1,5", "decimal");
    refused_column("number", "x", "decimal");
    refused_column("date", "2020-13", "a date");
    refused_column("date", "2021-02-29", "a date");
    refused_column("date", "1.2.2020", "a date");
    refused_column("yes|no", "maybe", "one of the values");
    refused_column("yes|no", "yes|no", "one of the values");
    refused_column("words", "Upper", "lower case");
    refused_column("nouns", "one|Two", "lower case");
    refused_column("text", " x", "without space");
    refused_column("inflected", "word", "column pos");
}

static void test_compile_refuses_dates_out_of_order(void **state)
{
    (void)state;
    const char *dated = SCHEMA "x\tfrom\tdate\t\t\nx\tto\tdate\t\t\n";
    const char *rows = "from\tto\n1991-12\t1991-12-26\n1991\t\n2000\t1999-12-31\n";
    refused(dated, "x.tsv", rows, strlen(rows), RP_EFORMAT, 4, "later than");
}

static void test_compile_refuses_a_wrong_schema(void **state)
{
    (void)state;
    buf many = { 0 };
    REFUSED("schema.tsv", SCHEMA "x\ty\tcolour\t\t\n", 2, "no kind \"colour\"");
    REFUSED("schema.tsv", SCHEMA "x\ty\ttext\tsometimes\t\n", 2, "no rule \"sometimes\"");
    REFUSED("schema.tsv", SCHEMA "x\ty\ttext\t\n", 2, "4 cells");
    REFUSED("schema.tsv", "table\tcolumn\tkind\trule\n", 1, "4 columns");
    buf_text(&many, SCHEMA);
    for (int i = 0; i < 17; i++) buf_format(&many, "x\tc%d\ttext\t\t\n", i);
    refused(NULL, "schema.tsv", many.at, many.len, RP_EFORMAT, 18, "more than 16 columns");
    many.len = 0;
    buf_text(&many, SCHEMA);
    for (int i = 0; i < 33; i++) buf_format(&many, "x%d\tc\twords\t\t\n", i);
    refused(NULL, "schema.tsv", many.at, many.len, RP_EFORMAT, 34, "more than 32 phrase columns");
    buf_free(&many);
}

static void test_compile_refuses_a_reference_to_nothing(void **state)
{
    (void)state;
    static const char *const wrong[] = { "things.colour", "nothing.key", "things", "." };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char folder[FOLDER_PATH], text[128];
        rp_err err;
        buf out = { 0 };
        folder_new(folder);
        snprintf(text, sizeof text, SCHEMA "things\tkey\ttext\t\t%s\n", wrong[i]);
        folder_write(folder, "schema.tsv", str_of(text));
        folder_write(folder, "things.tsv", RP_STR("key\nx\n"));
        assert_int_equal(lexicon_compile(folder, &out, &err), RP_EFORMAT);
        assert_non_null(strstr(err.input, "schema.tsv"));
        assert_non_null(strstr(err.why, "no TABLE.COLUMN"));
        buf_free(&out);
        folder_remove(folder);
    }
}

static void test_compile_names_a_missing_table_or_folder(void **state)
{
    (void)state;
    char folder[FOLDER_PATH];
    rp_err err;
    buf out = { 0 };
    folder_new(folder);
    assert_int_equal(lexicon_compile(folder, &out, &err), RP_EMISSING);
    assert_non_null(strstr(err.input, "schema.tsv"));
    folder_write(folder, "schema.tsv", RP_STR(SCHEMA "x\ty\ttext\t\t\n"));
    assert_int_equal(lexicon_compile(folder, &out, &err), RP_EMISSING);
    assert_non_null(strstr(err.input, "/x"));
    assert_int_equal(lexicon_compile("/no/such/folder", &out, &err), RP_EMISSING);
    assert_int_equal(lexicon_compile("/no/such/folder", &out, NULL), RP_EMISSING);
    assert_int_equal(out.len, 0);
    folder_remove(folder);
}

/* ---- opening ------------------------------------------------------------------------------------------------------- */

/* Open a copy that ends where its memory does. */
static rp_code open_copy(const char *at, size_t len, rp_err *err)
{
    char *exact = malloc(len ? len : 1);
    lexicon *tables = NULL;
    if (len) memcpy(exact, at, len);
    rp_code rc = lexicon_new(exact, len, "file", &tables, err);
    assert_true((rc == RP_OK) == (tables != NULL));
    lexicon_free(tables);
    free(exact);
    return rc;
}

static void test_lexicon_refuses_every_cut(void **state)
{
    fixture *f = *state;
    rp_err err;
    for (size_t len = 0; len < f->compiled.len; len += len < 300 ? 1 : 97) {
        assert_int_equal(open_copy(f->compiled.at, len, &err), RP_EFORMAT);
        assert_string_equal(err.input, "file");
    }
    buf longer = { 0 };
    buf_str(&longer, buf_view(&f->compiled));
    buf_text(&longer, "12345678");
    assert_int_equal(open_copy(longer.at, longer.len, &err), RP_EFORMAT);
    buf_free(&longer);
}

/* Look up everything that can be looked up: whatever a damaged file says, no look-up may leave it. */
static void use_all(const lexicon *tables)
{
    unit units[64];
    lexicon_hit hit;
    size_t count = cut(tables, RP_STR("the United States of America struck Guinea-Bissau's crises in the course of talks"), units, 64);
    for (uint32_t domain = 0; domain < FORMAT_DOMAINS; domain++)
        for (size_t i = 0; i < count; i++) lexicon_match(tables, domain, units, count, i, &hit);
    lexicon_table t = lexicon_find_table(tables, "things");
    for (uint32_t i = 0; i < t.rows; i++)
        for (uint32_t k = 0; k < t.columns; k++) lexicon_cell(&t, i, k);
}

static void test_lexicon_refuses_every_flipped_bit(void **state)
{
    fixture *f = *state;
    size_t taken = 0;
    for (size_t i = 0; i < f->compiled.len; i += i < sizeof(format_header) + 100 ? 1 : 41)
        for (unsigned bit = 0; bit < 8; bit++) {
            f->compiled.at[i] = (char)(f->compiled.at[i] ^ (1 << bit));
            char *exact = malloc(f->compiled.len);
            lexicon *tables = NULL;
            memcpy(exact, f->compiled.at, f->compiled.len);
            rp_code rc = lexicon_new(exact, f->compiled.len, "file", &tables, NULL);
            if (rc == RP_OK) use_all(tables);
            else assert_true((rc == RP_EFORMAT || rc == RP_EVERSION) && !tables);
            taken += rc == RP_OK && i >= sizeof(format_header);
            lexicon_free(tables);
            free(exact);
            f->compiled.at[i] = (char)(f->compiled.at[i] ^ (1 << bit));
        }
    assert_int_equal(taken, 0);
}

/* The checksum of a table file that was changed on purpose, put right. */
static void seal(buf *file)
{
    format_header h;
    memcpy(&h, file->at, sizeof h);
    h.checksum = hash_bytes(file->at + sizeof h, file->len - sizeof h, 0);
    memcpy(file->at, &h, sizeof h);
}

static void test_lexicon_refuses_a_spelling_of_a_spelling(void **state)
{
    fixture *f = *state;
    format_header h;
    rp_err err;
    memcpy(&h, f->compiled.at, sizeof h);
    format_word *words = (format_word *)(void *)(f->compiled.at + h.section[FORMAT_WORDS].offset);
    uint32_t count = h.section[FORMAT_WORDS].count, spelling = 0, plural = 0;
    while (spelling < count && !(words[spelling].singular & FORMAT_SPELLING)) spelling++;
    while (plural < count && (words[plural].singular == plural || words[plural].singular & FORMAT_SPELLING)) plural++;
    assert_true(spelling < count && plural < count);
    uint32_t changed[] = { spelling == 0, plural }, with[] = { FORMAT_SPELLING | spelling, spelling };
    for (int i = 0; i < 2; i++) {       /* a look-up would take the mark for a part of the number */
        uint32_t before = words[changed[i]].singular;
        words[changed[i]].singular = with[i];
        seal(&f->compiled);
        assert_int_equal(open_copy(f->compiled.at, f->compiled.len, &err), RP_EFORMAT);
        words[changed[i]].singular = before;
    }
    seal(&f->compiled);
    assert_int_equal(open_copy(f->compiled.at, f->compiled.len, &err), RP_OK);
}

static void test_lexicon_refuses_foreign_files(void **state)
{
    fixture *f = *state;
    rp_err err;
    static const char *const foreign[] = { "", "RPTABLES", "SQLite format 3", "{\"record\":\"event\"}", "key\tnames\nAA\tName\n" };
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) assert_int_equal(open_copy(foreign[i], strlen(foreign[i]), &err), RP_EFORMAT);
    uint64_t seed = 9;
    for (int round = 0; round < 200; round++) {
        char noise[700];
        for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)random_next(&seed);
        if (round % 2) memcpy(noise, FORMAT_MAGIC, 8);
        assert_int_not_equal(open_copy(noise, sizeof noise, &err), RP_OK);
    }
    format_header h;
    memcpy(&h, f->compiled.at, sizeof h);
    h.version++;
    buf other = { 0 };
    buf_add(&other, (const char *)&h, sizeof h);
    buf_add(&other, f->compiled.at + sizeof h, f->compiled.len - sizeof h);
    assert_int_equal(open_copy(other.at, other.len, &err), RP_EVERSION);
    buf_free(&other);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_new, fixture_free)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_lexicon_prefers_the_longest_match),
        TEST(test_lexicon_capitals_of_a_name_must_stand_in_the_text),
        TEST(test_lexicon_matches_whole_words_only),
        TEST(test_lexicon_hyphens_part_words_and_vanish),
        TEST(test_lexicon_possessives_and_apostrophes),
        TEST(test_lexicon_folds_diacritics_and_stops),
        TEST(test_lexicon_spellings_of_a_name_are_one_word),
        TEST(test_lexicon_initials_stand_together_or_apart),
        TEST(test_lexicon_forms_of_a_name_with_fewer_capitals_fit),
        TEST(test_lexicon_punctuation_parts_phrases),
        TEST(test_lexicon_inflects_verbs_and_nouns),
        TEST(test_lexicon_knows_irregular_forms_and_several_of_one),
        TEST(test_lexicon_a_form_may_be_verb_and_noun),
        TEST(test_lexicon_plurals_of_objects_lead_to_the_singular),
        TEST(test_lexicon_cells_by_table_row_and_column),
        TEST(test_lexicon_domains_do_not_mix),
        TEST(test_unit_next_cuts),
        TEST(test_unit_fold_refuses_what_is_too_long),
        TEST(test_inflect_spelling),
        TEST(test_compile_gives_the_same_bytes_for_the_same_tables),
        TEST(test_compile_reads_a_folder_of_files_as_one_table),
        TEST(test_compile_refuses_rows_of_another_shape),
        TEST(test_compile_refuses_bad_bytes),
        TEST(test_compile_refuses_cells_that_are_not_what_the_schema_says),
        TEST(test_compile_refuses_by_kind),
        TEST(test_compile_refuses_dates_out_of_order),
        TEST(test_compile_refuses_a_wrong_schema),
        TEST(test_compile_refuses_a_reference_to_nothing),
        TEST(test_compile_names_a_missing_table_or_folder),
        TEST(test_lexicon_refuses_every_cut),
        TEST(test_lexicon_refuses_every_flipped_bit),
        TEST(test_lexicon_refuses_a_spelling_of_a_spelling),
        TEST(test_lexicon_refuses_foreign_files),
    };
    return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}
