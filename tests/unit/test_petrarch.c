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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_petrarch_refuses_a_code_of_fewer_than_three_letters),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
