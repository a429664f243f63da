/*
 * cli/table.h - rows in columns for people, and the cells of CSV and TSV.
 *
 * Widths are those of the first rows, so that a table of any length takes constant memory. On a terminal a cell that is too long is cut
 * with "…", and the last column gets what is left of the line; elsewhere nothing is cut.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H
#include "base/buf.h"

typedef struct table_column {
    const char *name;
    unsigned most;          /* columns of the screen at most, on a terminal, and less where the line is short; 0: never cut */
    enum { TABLE_LEFT, TABLE_RIGHT, TABLE_TAIL } align;     /* RIGHT: numbers; TAIL: of a path that is cut the end is shown */
} table_column;

typedef struct table table;

/* `columns` [count] is borrowed. `width` of the terminal; 0: none. NULL: memory ended. Free with table_free. */
table *table_new(const table_column *columns, unsigned count, unsigned width);
void table_free(table *self);

/* The next cell, copied; a row is complete after the last column. */
void table_cell(table *self, rp_str text);
void table_number(table *self, uint64_t number);

/* Write rows when enough are together; call after each row. Errors: of cli_write, RP_ENOMEM. */
rp_code table_row(table *self, rp_err *err);
rp_code table_end(table *self, rp_err *err);        /* and the rest; the heads too where there was no row */

/* One cell as RFC 4180 quotes it, or with tabs and line ends as blanks; the separator before all but the first is the caller's. */
void table_csv(buf *out, rp_str cell);
void table_tsv(buf *out, rp_str cell);

#endif
