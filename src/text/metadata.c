/* text/metadata.c - see text/metadata.h. The file stays in memory as read; rows are views into it, numbered by their file's name. */
#include "text/metadata.h"
#include <stdlib.h>
#include "base/date.h"
#include "base/file.h"
#include "base/intern.h"
#include "base/utf8.h"

#define FILE_MAX ((size_t)256 << 20)

enum column { FILE_NAME, TITLE, PUBLISHER, AUTHOR, URL, PUBLISHED, PRECISION, GENRE, COLUMNS };

static const char *const column_names[COLUMNS] = { "file", "title", "publisher", "author", "url", "published", "precision", "genre" };

typedef struct row {
    rp_document facts;
    bool used;
} row;

struct metadata {
    buf file;
    arena *mem;
    intern *names;          /* numbers rows */
    vec rows;               /* row */
};

/* Where the parser stands. */
typedef struct parser {
    metadata *self;
    const char *path;
    uint32_t line;
    enum column columns[COLUMNS];   /* [count] as they stand in the header */
    size_t count;                   /* 0: the header is still to come */
} parser;

/* A cell for an error's words, cut to fit. */
typedef struct shown { char text[80]; } shown;

static shown show(rp_str cell)
{
    shown s;
    str_copy(s.text, sizeof s.text, cell);
    return s;
}

static rp_code header(parser *p, rp_str line, rp_err *err)
{
    rp_str name;
    bool seen[COLUMNS] = { false };
    while (str_split(&line, '\t', &name)) {
        size_t c = 0;
        name = str_trim(name);
        while (c < COLUMNS && !str_is(name, column_names[c])) c++;
        if (c == COLUMNS)
            return error_at(err, RP_EFORMAT, p->path, p->line, "unknown column \"%s\"; the columns that may stand, parted by tabs, are file, title, "
                            "publisher, author, url, published, precision and genre", show(name).text);
        if (seen[c]) return error_at(err, RP_EFORMAT, p->path, p->line, "the column \"%s\" stands twice", column_names[c]);
        seen[c] = true;
        p->columns[p->count++] = (enum column)c;
    }
    if (!seen[FILE_NAME]) return error_at(err, RP_EFORMAT, p->path, p->line, "no column \"file\", which says what each row is about");
    return RP_OK;
}

/* Cut `d` to what `precision` says is known. */
static bool cut_date(rp_str precision, rp_date *d)
{
    if (str_is(precision, "year")) d->month = d->day = 0;
    else if (str_is(precision, "month")) d->day = 0;
    else return precision.len == 0 || str_is(precision, "day");
    return true;
}

static rp_str plain_name(rp_str file)
{
    while (str_starts(file, RP_STR("./"))) file = str_sub(file, 2, file.len);
    return file;
}

static rp_code add(parser *p, const rp_str cells[COLUMNS], rp_err *err)
{
    metadata *self = p->self;
    rp_str file = plain_name(cells[FILE_NAME]);
    rp_document d = { .title = cells[TITLE], .publisher = cells[PUBLISHER], .author = cells[AUTHOR], .url = cells[URL], .genre = cells[GENRE] };
    if (!file.len) return error_at(err, RP_EFORMAT, p->path, p->line, "the column \"file\" is empty");
    rp_str date = cells[PUBLISHED], precision = cells[PRECISION];
    if (date.len && !date_parse(date, &d.published))
        return error_at(err, RP_EFORMAT, p->path, p->line, "published \"%s\" is no date; write 2025-07-14, 2025-07 or 2025", show(date).text);
    if (!cut_date(precision, &d.published))
        return error_at(err, RP_EFORMAT, p->path, p->line, "precision \"%s\" is none of year, month and day", show(precision).text);
    if (intern_find(self->names, file) != INTERN_NONE)
        return error_at(err, RP_EFORMAT, p->path, p->line, "\"%s\" has a row above already", show(file).text);
    row *r = vec_add(&self->rows, self->mem);
    if (!r || intern_add(self->names, file) == INTERN_NONE) return error_at(err, RP_ENOMEM, p->path, p->line, "memory ended");
    r->facts = d;
    return RP_OK;
}

static rp_code one_line(parser *p, rp_str line, rp_err *err)
{
    if (str_ends(line, RP_STR("\r"))) line.len--;
    if (line.len == 0 || line.at[0] == '#') return RP_OK;
    if (p->count == 0) return header(p, line, err);
    rp_str cells[COLUMNS] = { { NULL, 0 } }, cell;
    for (size_t i = 0; str_split(&line, '\t', &cell); i++) {
        if (i == p->count)
            return error_at(err, RP_EFORMAT, p->path, p->line, "more cells than the header's %zu columns; is there a tab inside a cell?", p->count);
        cells[p->columns[i]] = str_trim(cell);
    }
    return add(p, cells, err);
}

static rp_code read_all(metadata *self, const char *path, rp_err *err)
{
    FILE *f;
    rp_code rc = file_open(path, &f, err);
    if (rc != RP_OK) return rc;
    rc = file_read(f, path, FILE_MAX, &self->file, err);
    fclose(f);
    if (rc != RP_OK) return rc;
    rp_str rest = buf_view(&self->file), line;
    if (str_starts(rest, RP_STR("\xEF\xBB\xBF"))) rest = str_sub(rest, 3, rest.len);
    parser p = { .self = self, .path = path };
    while (rc == RP_OK && str_split(&rest, '\n', &line)) {
        p.line++;
        if (utf8_check(line) != line.len) rc = error_at(err, RP_ETEXT, path, p.line, "not UTF-8 text; convert the table to UTF-8 first");
        else rc = one_line(&p, line, err);
    }
    if (rc == RP_OK && p.count == 0) rc = error_at(err, RP_EFORMAT, path, 0, "no header row; it names the columns, file at least");
    return rc;
}

rp_code metadata_open(const char *path, metadata **out, rp_err *err)
{
    *out = NULL;
    metadata *self = calloc(1, sizeof *self);
    if (!self) return error_at(err, RP_ENOMEM, path, 0, "memory ended");
    self->rows = vec_of(sizeof(row));
    self->mem = arena_new(0);
    self->names = intern_new();
    rp_code rc = self->mem && self->names ? read_all(self, path, err) : error_at(err, RP_ENOMEM, path, 0, "memory ended");
    if (rc == RP_OK) *out = self;
    else metadata_free(self);
    return rc;
}

void metadata_free(metadata *self)
{
    if (!self) return;
    buf_free(&self->file);
    intern_free(self->names);
    arena_free(self->mem);
    free(self);
}

const rp_document *metadata_find(metadata *self, rp_str path)
{
    rp_str tail = plain_name(path);
    for (;;) {
        uint32_t n = intern_find(self->names, tail);
        if (n != INTERN_NONE) {
            row *r = (row *)self->rows.at + n;
            r->used = true;
            return &r->facts;
        }
        size_t slash = str_find(tail, '/', 0);
        if (slash == tail.len) return NULL;
        tail = str_sub(tail, slash + 1, tail.len);
    }
}

size_t metadata_unused(const metadata *self)
{
    const row *r = self->rows.at;
    size_t n = 0;
    for (size_t i = 0; i < self->rows.count; i++) n += !r[i].used;
    return n;
}
