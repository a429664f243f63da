/*
 * test_petrarch.c - petrarch_import: what becomes of names, sets and codes, and that what is left out is told. Whole dictionaries there and back:
 * tests/cli/actors.sh.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "coder/tables.h"
#include "exchange/petrarch.h"

#define HEADER "names\tcode\tsector\tkind\tfrom\tto\tnumber\n"

static rapport *tables;

static int open_tables(void **state)
{
    (void)state;
    return rapport_open(NULL, &tables, NULL) == RP_OK ? 0 : -1;
}

static int close_tables(void **state)
{
    (void)state;
    rapport_close(tables);
    return 0;
}

/* "LINE words: why" of what is left out. */
static void on_skip(void *context, uint32_t line, rp_str words, const char *why)
{
    buf_format(context, "%u %.*s: %s\n", (unsigned)line, (int)words.len, words.at, why);
}

static void import(rp_str text, buf *rows, buf *told)
{
    FILE *in = tmpfile();
    rp_err err = { 0 };
    assert_non_null(in);
    assert_int_equal(fwrite(text.at, 1, text.len, in), text.len);
    rewind(in);
    rows->len = told->len = 0;
    if (petrarch_import(tables->actors, in, "dictionary", on_skip, told, rows, &err) != RP_OK) fail_msg("%s", err.why);
    fclose(in);
    buf_char(rows, 0);
    buf_char(told, 0);
}

static void check(const char *text, const char *rows, const char *told)
{
    buf got = { 0 }, left = { 0 };
    import(str_of(text), &got, &left);
    assert_true(str_starts(buf_view(&got), RP_STR(HEADER)));
    assert_string_equal(got.at + sizeof HEADER - 1, rows);
    assert_string_equal(left.at, told);
    buf_free(&got);
    buf_free(&left);
}

static void test_petrarch_refuses_a_code_of_fewer_than_three_letters(void **state)
{
    (void)state;
    check("FOO_ [A]\nBAZ_ [US", "", "1 A: is no code that the tables have\n2 US: is no code that the tables have\n");
    for (size_t size = 64; size <= 4096; size *= 2) {      /* the code ends where the memory of the file may end */
        buf text = { 0 }, rows = { 0 }, told = { 0 };
        buf_char(&text, ';');
        while (text.len < size - 9) buf_char(&text, 'x');
        buf_text(&text, "\nBAZ_ [US");
        import(buf_view(&text), &rows, &told);
        assert_string_equal(told.at, "2 US: is no code that the tables have\n");
        buf_free(&text);
        buf_free(&rows);
        buf_free(&told);
    }
}

static void test_petrarch_takes_every_synonym_set_and_code(void **state)
{
    (void)state;
    buf text = { 0 }, rows = { 0 }, told = { 0 };
    for (int i = 0; i < 100; i++) buf_format(&text, "!S%d! = ONE%d, TWO%d\n", i, i, i);
    buf_text(&text, "FIRST_!S99!_\n");
    for (int i = 0; i < 600; i++) buf_format(&text, "+SYN_%d_\n", i);
    for (int i = 0; i < 70; i++) buf_format(&text, "\t[USAGOV %d0101-%d1231]\n", 1900 + i, 1900 + i);
    import(buf_view(&text), &rows, &told);
    assert_string_equal(told.at, "");
    assert_non_null(strstr(rows.at, "First One99|First Two99|Syn 0|"));
    assert_non_null(strstr(rows.at, "|Syn 599\tUSA"));
    assert_non_null(strstr(rows.at, "\tUSA\tGOV\torganisation\t1969-01-01\t1969-12-31\t\n"));
    buf_free(&text);
    buf_free(&rows);
    buf_free(&told);
}

static void test_petrarch_expands_all_sets_of_a_name(void **state)
{
    (void)state;
    check("!A! = RED, BLUE\n!B! = ARMY, NAVY\nTHE_!A!_!B!_ [USAMIL]\n", "The Red Army|The Red Navy|The Blue Army|The Blue Navy\tUSA\tMIL\torganisation\t\t\t\n", "");
    check("!A! = RED, BLUE\n!B! = !A!_ARMY\n!B!_ [USAMIL]\n", "Red Army|Blue Army\tUSA\tMIL\torganisation\t\t\t\n", "");
}

static void test_petrarch_tells_of_sets_that_make_no_names(void **state)
{
    (void)state;
    check("THE_!A!_ [USA]\n", "", "1 THE_!A!_: names a set of words that is not there\n");
    check("!A! = RED, !A!\nTHE_!A!_ [USA]\n+OTHER_\n", "Other\tUSA\t\torganisation\t\t\t\n", "2 THE_!A!_: names too many sets, or one that names itself\n");
    check("!A! = 1,2,3,4,5,6,7,8,9\n!A!!A!!A!!A!_ [USA]\n", "", "2 !A!!A!!A!!A!_: names sets that make too many names of it\n");
    check("!A! = RED\n!A! = BLUE\n!A!_ [USA]\n", "Red\tUSA\t\torganisation\t\t\t\n", "2 !A!: is a set that stands above already\n");
    check("!A = RED\n!! = BLUE\n", "", "1 !A: is no name of a set: it wants a \"!\" at each end\n2 !!: is no name of a set: it wants a \"!\" at each end\n");
}

#define PARTS ": holds a tab or \"|\", which part names\n"

static void test_petrarch_tells_of_names_that_would_spoil_the_table(void **state)
{
    (void)state;
    check("FOO\tBAR_ [USAGOV]\nA|B_ [USAGOV]\n+C_\n", "C\tUSA\tGOV\torganisation\t\t\t\n", "1 FOO\tBAR_" PARTS "2 A|B_" PARTS);
    check("!A! = RED, X|Y, U\tV\n!A!_ [USA]\n", "Red\tUSA\t\torganisation\t\t\t\n", "1 X|Y" PARTS "1 U\tV" PARTS);
    check("!A! = X|Y\n!A!_ [USA]\n", "", "1 X|Y" PARTS "2 !A!_: names a set without words\n");
    check("ARMY_ {ARMIES|HOSTS} [~MIL]\n", "army\t\tMIL\trole\t\t\ts\n", "1 ARMIES|HOSTS" PARTS);
    check("__ [USA]\n", "", "1 __: holds no word\n");
}

static void test_petrarch_tells_of_codes_without_a_name(void **state)
{
    (void)state;
    check("[USA]\nFOO_\n[KEN]\n", "Foo\tKEN\t\torganisation\t\t\t\n", "1 USA: is a code of no name\n");
    check("!A! = RED\n+FOO_\n", "", "2 FOO_: has no code\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_petrarch_refuses_a_code_of_fewer_than_three_letters),
        cmocka_unit_test(test_petrarch_takes_every_synonym_set_and_code),
        cmocka_unit_test(test_petrarch_expands_all_sets_of_a_name),
        cmocka_unit_test(test_petrarch_tells_of_sets_that_make_no_names),
        cmocka_unit_test(test_petrarch_tells_of_names_that_would_spoil_the_table),
        cmocka_unit_test(test_petrarch_tells_of_codes_without_a_name),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
