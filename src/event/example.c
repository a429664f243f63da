/* event/example.c - see event/example.h. */
#include "event/example.h"
#include <stdlib.h>
#include "base/str.h"

enum { COLUMN_TYPE, COLUMN_MODE, COLUMN_STATUS, COLUMN_SPEAKER, COLUMN_REGISTER, COLUMN_REGION, COLUMN_YEAR, COLUMN_SENTENCE, COLUMNS };
static const char *const column_names[COLUMNS] = { "type", "mode", "status", "speaker", "register", "region", "year", "sentence" };

/* The mark at the start of `rest`: 's', 't' or 'e', with its length; 0: none. */
static char mark_at(rp_str rest, bool *closes, size_t *length)
{
    *closes = rest.len > 1 && rest.at[1] == '/';
    size_t at = 1 + *closes;
    if (rest.len < at + 2 || rest.at[0] != '<' || rest.at[at + 1] != '>') return 0;
    *length = at + 2;
    char c = rest.at[at];
    return c == 's' || c == 't' || c == 'e' ? c : 0;
}

rp_code example_unmark(rp_str marked, arena *mem, rp_str *plain, example_marks *out, rp_err *err)
{
    char *text = arena_alloc(mem, marked.len + 1);
    uint32_t len = 0, open = 0;
    *out = (example_marks){ 0 };
    if (!text) return error_set(err, RP_ENOMEM, "memory ended");
    for (size_t i = 0; i < marked.len;) {
        bool closes;
        size_t length;
        char c = mark_at(str_sub(marked, i, marked.len), &closes, &length);
        if (!c) {
            text[len++] = marked.at[i++];
            continue;
        }
        example_span *span = c == 's' ? &out->source : c == 't' ? &out->target : &out->trigger;
        uint32_t bit = c == 's' ? 1 : c == 't' ? 2 : 4;
        if (closes && !(open & bit)) return error_set(err, RP_EFORMAT, "the mark <%c> is closed before it is opened", c);
        if (!closes && (open & bit)) return error_set(err, RP_EFORMAT, "the mark <%c> is opened twice", c);
        if (closes && span->end == 0 && span->start == len) return error_set(err, RP_EFORMAT, "the mark <%c> holds nothing", c);
        if (!span->end) *(closes ? &span->end : &span->start) = len;       /* of several the first counts */
        open ^= bit;
        i += length;
    }
    if (open) return error_set(err, RP_EFORMAT, "the mark <%c> is not closed", open & 1 ? 's' : open & 2 ? 't' : 'e');
    *plain = (rp_str){ text, len };
    return RP_OK;
}

static unsigned find_name(rp_str name, const char *(*of)(unsigned), unsigned count)
{
    for (unsigned i = 0; i < count; i++) if (str_is(name, of(i))) return i;
    return count;
}

static rp_code read_row(rp_str line, const char *name, uint32_t number, arena *mem, vec *out, rp_err *err)
{
    rp_str cells[COLUMNS], rest = line;
    size_t n = 0;
    for (rp_str cell; str_split(&rest, '\t', &cell); n++)
        if (n < COLUMNS) cells[n] = cell;
    if (n != COLUMNS) return error_at(err, RP_EFORMAT, name, number, "%zu columns, not %d", n, (int)COLUMNS);
    example e = { .line = number, .mode = cells[COLUMN_MODE], .speaker = cells[COLUMN_SPEAKER] };
    e.type = find_name(cells[COLUMN_TYPE], rp_event_name, RP_EVENT_TYPES);
    e.status = find_name(cells[COLUMN_STATUS], rp_status_name, RP_STATUSES);
    bool none = str_is(cells[COLUMN_TYPE], "NONE");
    rp_str type = cells[COLUMN_TYPE], status = cells[COLUMN_STATUS];
    if (e.type == RP_EVENT_TYPES && !none) return error_at(err, RP_EFORMAT, name, number, "\"%.*s\" is no event type", (int)type.len, type.at);
    if (e.status == RP_STATUSES && !none) return error_at(err, RP_EFORMAT, name, number, "\"%.*s\" is no status", (int)status.len, status.at);
    rp_code rc = example_unmark(cells[COLUMN_SENTENCE], mem, &e.text, &e.marks, err);
    if (rc != RP_OK) return error_line(err, name, number), rc;
    if (!e.marks.source.end || (!e.marks.trigger.end && !e.marks.target.end))
        return error_at(err, RP_EFORMAT, name, number, "neither target nor trigger is marked");
    rp_str *views[] = { &e.mode, &e.speaker };
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        char *copy = arena_copy(mem, *views[i]);
        if (!copy) return error_set(err, RP_ENOMEM, "memory ended");
        views[i]->at = copy;
    }
    example *slot = vec_add(out, mem);
    if (!slot) return error_set(err, RP_ENOMEM, "memory ended");
    *slot = e;
    return RP_OK;
}

static rp_code read_header(rp_str line, const char *name, uint32_t number, rp_err *err)
{
    rp_str rest = line, cell;
    for (int i = 0; i < COLUMNS; i++)
        if (!str_split(&rest, '\t', &cell) || !str_is(cell, column_names[i]))
            return error_at(err, RP_EFORMAT, name, number, "column %d of the header must be \"%s\"", i + 1, column_names[i]);
    return RP_OK;
}

rp_code example_read(FILE *in, const char *name, arena *mem, vec *out, rp_err *err)
{
    char *line = NULL;
    size_t room = 0;
    uint32_t number = 0;
    bool header = false;
    rp_code rc = RP_OK;
    for (ssize_t len; rc == RP_OK && (len = getline(&line, &room, in)) >= 0;) {
        number++;
        rp_str view = { line, (size_t)len };
        while (view.len && (view.at[view.len - 1] == '\n' || view.at[view.len - 1] == '\r')) view.len--;
        if (view.len == 0 || view.at[0] == '#') continue;
        if (header) rc = read_row(view, name, number, mem, out, err);
        else rc = read_header(view, name, number, err), header = true;
    }
    free(line);
    if (rc == RP_OK && ferror(in)) rc = error_at(err, RP_EIO, name, number, "it cannot be read");
    return rc;
}
