/* cli/table.c - see cli/table.h. */
#include "cli/table.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>
#include "base/utf8.h"
#include "cli/output.h"

#define COLUMNS_MAX 12u
#define ROWS 256u           /* whose widths decide */
#define LAST_MIN 20u        /* of the last column, however narrow the terminal */
#define CUT_MIN 8u          /* of a column that is cut */
#define GAP 2u

struct table {
    const table_column *columns;
    unsigned count, width;
    unsigned widths[COLUMNS_MAX];       /* of the screen */
    bool laid_out;
    buf cells;                          /* of the rows that wait, each with a zero byte behind it */
    size_t cell_count;
    buf out;
};

static unsigned width_of(uint32_t c)
{
    int width = utf8proc_charwidth((utf8proc_int32_t)c);
    return width < 0 ? 0 : (unsigned)width;
}

static unsigned text_width(rp_str s)
{
    unsigned width = 0, step;
    for (size_t i = 0; i < s.len; i += step) width += width_of(utf8_at(s, i, &step));
    return width;
}

table *table_new(const table_column *columns, unsigned count, unsigned width)
{
    table *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->columns = columns;
    self->count = count;
    self->width = width;
    for (unsigned i = 0; i < count; i++) table_cell(self, str_of(columns[i].name));
    return self;
}

void table_free(table *self)
{
    if (!self) return;
    buf_free(&self->cells);
    buf_free(&self->out);
    free(self);
}

void table_cell(table *self, rp_str text)
{
    cli_words(&self->cells, text, true);
    buf_char(&self->cells, 0);
    self->cell_count++;
}

void table_number(table *self, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    table_cell(self, str_of(digits));
}

/* Take one column of the screen from the widest cell that may be cut; false: none is left. */
static bool shrink(table *self, unsigned last)
{
    unsigned widest = last;
    for (unsigned i = 0; i < last; i++)
        if (self->columns[i].most && self->widths[i] > CUT_MIN && (widest == last || self->widths[i] > self->widths[widest])) widest = i;
    if (widest == last) return false;
    self->widths[widest]--;
    return true;
}

static void lay_out(table *self)
{
    const char *cell = self->cells.at;
    unsigned last = self->count - 1, used = 0;
    for (size_t i = 0; i < self->cell_count; i++, cell += strlen(cell) + 1) {
        unsigned width = text_width(str_of(cell)), column = (unsigned)(i % self->count), most = self->columns[column].most;
        if (self->width && most && width > most) width = most;
        if (width > self->widths[column]) self->widths[column] = width;
    }
    for (unsigned i = 0; i < last; i++) used += self->widths[i] + GAP;
    while (self->width && used + LAST_MIN > self->width && shrink(self, last)) used--;
    if (self->width) self->widths[last] = self->width > used + LAST_MIN ? self->width - used : LAST_MIN;
    self->laid_out = true;
}

static void pad(buf *out, unsigned count)
{
    for (; count; count--) buf_char(out, ' ');
}

/* The beginning or the end of `s` in `width` columns of the screen. */
static void add_cut(buf *out, rp_str s, unsigned width, bool tail)
{
    unsigned whole = text_width(s), used = 0, step;
    size_t i = 0;
    for (; i < s.len; i += step) {
        unsigned one = width_of(utf8_at(s, i, &step));
        if (tail ? whole - used <= width - 1 : used + one > width - 1) break;
        used += one;
    }
    if (tail) buf_text(out, "…"), buf_str(out, str_sub(s, i, s.len));
    else buf_add(out, s.at, i), buf_text(out, "…");
    pad(out, width - 1 - (tail ? whole - used : used));
}

static void add_cell(table *self, unsigned column, rp_str s)
{
    unsigned width = text_width(s), room = self->widths[column];
    bool last = column == self->count - 1;
    unsigned rest = room > width ? room - width : 0;
    if (self->width && width > room) {
        add_cut(&self->out, s, room, self->columns[column].align == TABLE_TAIL);
    } else {
        if (self->columns[column].align == TABLE_RIGHT) pad(&self->out, rest);
        buf_str(&self->out, s);
        if (self->columns[column].align != TABLE_RIGHT && !last) pad(&self->out, rest);
    }
    if (!last) {
        pad(&self->out, GAP);
        return;
    }
    while (self->out.len && self->out.at[self->out.len - 1] == ' ') self->out.len--;    /* behind empty cells */
    buf_char(&self->out, '\n');
}

static rp_code write_rows(table *self, rp_err *err)
{
    if (self->cells.failed) return error_set(err, RP_ENOMEM, "memory ended");
    if (!self->laid_out) lay_out(self);
    const char *cell = self->cells.at;
    for (size_t i = 0; i < self->cell_count; i++, cell += strlen(cell) + 1) add_cell(self, (unsigned)(i % self->count), str_of(cell));
    self->cells.len = 0;
    self->cell_count = 0;
    return cli_write_buf(&self->out, err);
}

rp_code table_row(table *self, rp_err *err) { return self->cell_count >= (size_t)ROWS * self->count ? write_rows(self, err) : RP_OK; }

rp_code table_end(table *self, rp_err *err) { return write_rows(self, err); }

void table_csv(buf *out, rp_str cell)
{
    bool quoted = false;
    for (size_t i = 0; i < cell.len && !quoted; i++) quoted = strchr("\",\r\n", cell.at[i]) != NULL;
    if (!quoted) {
        buf_str(out, cell);
        return;
    }
    buf_char(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == '"') buf_char(out, '"');
        buf_char(out, cell.at[i]);
    }
    buf_char(out, '"');
}

void table_tsv(buf *out, rp_str cell)
{
    for (size_t i = 0; i < cell.len; i++) buf_char(out, strchr("\t\r\n", cell.at[i]) ? ' ' : cell.at[i]);
}
