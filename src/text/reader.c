/*
 * text/reader.c - see text/reader.h.
 *
 * Input comes in chunks by read(2), so that a line is had as soon as a pipe gives it. A line, or a whole text, gathers in one buffer that
 * is used again; what a signal interrupts stays in it and is gathered on by the next call.
 */
#include "text/reader.h"
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/date.h"
#include "base/file.h"
#include "base/utf8.h"
#include "text/metadata.h"

#define CHUNK ((size_t)64 << 10)
#define LINE_MAX_DEFAULT ((size_t)64 << 20)
#define KEPT ((size_t)1 << 20)      /* bytes of a buffer that is kept for the next line or document */

struct reader {
    const reader_options *options;
    metadata *metadata;             /* NULL: none */
    size_t next_file;
    const char *path;               /* of the open file; NULL: none is open */
    FILE *file;                     /* NULL for standard input */
    int fd;
    reader_input input;             /* of the open file; AUTO until its first bytes are seen */
    const rp_document *facts;       /* the metadata table's row about the open file; NULL: none */
    char *chunk;                    /* [CHUNK] */
    size_t chunk_at, chunk_end;
    bool ended;                     /* the open file has no more bytes */
    bool broken;                    /* it could not be read on */
    buf line;                       /* gathered so far */
    bool skipping;                  /* the rest of a line that is too long */
    uint32_t line_number;
    uint64_t bytes_read, bytes_total;
};

static const char *const standard_input[] = { "-" };

static bool is_standard(const char *path) { return path[0] == '-' && path[1] == 0; }

static const char *file_at(const reader *self, size_t n)
{
    return self->options->file_count ? self->options->files[n] : standard_input[n];
}

static size_t file_count(const reader *self) { return self->options->file_count ? self->options->file_count : 1; }

/* Bytes of all files; 0 when one is no regular file. */
static uint64_t total_bytes(const reader *self)
{
    uint64_t total = 0;
    for (size_t i = 0; i < file_count(self); i++) {
        const char *path = file_at(self, i);
        struct stat st;
        if (is_standard(path)) return 0;
        if (stat(path, &st) != 0) continue;     /* will be a skip */
        if (!S_ISREG(st.st_mode)) return 0;
        total += (uint64_t)st.st_size;
    }
    return total;
}

rp_code reader_new(const reader_options *options, reader **out, rp_err *err)
{
    *out = NULL;
    reader *self = calloc(1, sizeof *self);
    if (self) self->chunk = malloc(CHUNK);
    if (!self || !self->chunk) {
        free(self);
        return error_set(err, RP_ENOMEM, "memory ended");
    }
    self->options = options;
    rp_code rc = options->metadata ? metadata_open(options->metadata, &self->metadata, err) : RP_OK;
    if (rc != RP_OK) {
        reader_free(self);
        return rc;
    }
    self->bytes_total = total_bytes(self);
    *out = self;
    return RP_OK;
}

static void close_file(reader *self)
{
    if (self->file) fclose(self->file);
    self->file = NULL;
    self->path = NULL;
    self->line.len = 0;
    self->skipping = false;
    if (self->line.room > KEPT) buf_free(&self->line);
}

void reader_free(reader *self)
{
    if (!self) return;
    close_file(self);
    buf_free(&self->line);
    metadata_free(self->metadata);
    free(self->chunk);
    free(self);
}

void reader_item_free(reader_item *self)
{
    buf_free(&self->memory);
    buf_free(&self->extra);
    self->document = (rp_document){ 0 };
}

void reader_progress(const reader *self, uint64_t *read_bytes, uint64_t *total)
{
    *read_bytes = self->bytes_read;
    *total = self->bytes_total;
}

size_t reader_unused(const reader *self) { return self->metadata ? metadata_unused(self->metadata) : 0; }

static rp_code open_file(reader *self, rp_err *err)
{
    const char *path = file_at(self, self->next_file++);
    if (utf8_check(str_of(path)) != strlen(path))
        return error_at(err, RP_ETEXT, path, 0, "the file's name is not UTF-8, and it would be the document's id; rename the file");
    if (!is_standard(path)) {
        rp_code rc = file_open(path, &self->file, err);
        if (rc != RP_OK) return rc;
    }
    self->path = path;
    self->fd = self->file ? fileno(self->file) : STDIN_FILENO;
    self->input = self->options->input;
    self->facts = self->metadata ? metadata_find(self->metadata, str_of(path)) : NULL;
    self->chunk_at = self->chunk_end = 0;
    self->ended = self->broken = false;
    self->line_number = 0;
    return RP_OK;
}

/* Have bytes in the chunk, or `ended`. RP_ESTOP: a signal came first. */
static rp_code fill(reader *self, rp_err *err)
{
    if (self->chunk_at < self->chunk_end || self->ended) return RP_OK;
    ssize_t n = read(self->fd, self->chunk, CHUNK);
    if (n < 0 && errno == EINTR) return error_at(err, RP_ESTOP, self->path, 0, "interrupted by a signal");
    self->broken = n < 0;
    if (n < 0) return error_system(err, self->path, "read");
    self->chunk_at = 0;
    self->chunk_end = (size_t)n;
    self->ended = n == 0;
    self->bytes_read += (uint64_t)n;
    return RP_OK;
}

/*
 * Gather a line without its line end, or with `lines` false all there is, into self->line. *got is false at the file's end with nothing
 * gathered. RP_ELIMIT: more than `limit` bytes; a line is passed over then to its end.
 */
static rp_code gather(reader *self, bool lines, size_t limit, bool *got, rp_err *err)
{
    *got = false;
    for (;;) {
        rp_code rc = fill(self, err);
        if (rc != RP_OK) return rc;
        if (self->ended) break;
        rp_str have = { self->chunk + self->chunk_at, self->chunk_end - self->chunk_at };
        size_t n = lines ? str_find(have, '\n', 0) : have.len;
        bool whole = n < have.len;
        self->chunk_at += n + whole;
        *got = true;
        if (self->line.len + n > limit) self->skipping = true;
        else if (!self->skipping) buf_add(&self->line, have.at, n);
        if (self->line.failed) return error_at(err, RP_ENOMEM, self->path, self->line_number + 1, "memory ended");
        if (whole || (self->skipping && !lines)) break;
    }
    *got = *got || self->line.len || self->skipping;
    if (!*got) return RP_OK;
    if (lines) self->line_number++;
    if (!self->skipping) return RP_OK;
    self->skipping = false;
    return error_at(err, RP_ELIMIT, self->path, lines ? self->line_number : 0, "%s of more than %zu %s; split it into several documents",
                    lines ? "a line" : "a text", limit >= 1u << 20 ? limit >> 20 : limit, limit >= 1u << 20 ? "MB" : "bytes");
}

/* Decide what the open file is, if nobody said so. */
static rp_code decide_input(reader *self, rp_err *err)
{
    if (self->input != READER_AUTO) return RP_OK;
    rp_str path = str_of(self->path);
    if (str_ends(path, RP_STR(".jsonl")) || str_ends(path, RP_STR(".ndjson"))) {
        self->input = READER_JSONL;
        return RP_OK;
    }
    rp_code rc = fill(self, err);
    if (rc != RP_OK) return rc;
    rp_str have = { self->chunk + self->chunk_at, self->chunk_end - self->chunk_at };
    if (str_starts(have, RP_STR("\xEF\xBB\xBF"))) have = str_sub(have, 3, have.len);
    self->input = have.len && have.at[0] == '{' ? READER_JSONL : READER_TEXT;
    return RP_OK;
}

/* Take what is unknown from `other`. */
static void fill_in(rp_document *d, const rp_document *other)
{
    if (!d->title.len) d->title = other->title;
    if (!d->publisher.len) d->publisher = other->publisher;
    if (!d->author.len) d->author = other->author;
    if (!d->url.len) d->url = other->url;
    if (!d->genre.len) d->genre = other->genre;
    if (!date_known(d->published)) d->published = other->published;
}

static void complete(const reader *self, rp_document *d)
{
    if (self->facts) fill_in(d, self->facts);
    fill_in(d, &self->options->common);
}

static rp_code not_text(const reader *self, rp_str text, size_t wrong, uint32_t line, rp_err *err)
{
    if (text.at[wrong] == 0) error_at(err, RP_ETEXT, self->path, line, "a NUL byte; this is no plain text");
    else error_at(err, RP_ETEXT, self->path, line, "not UTF-8; convert the file to UTF-8 first");
    if (err) err->byte = wrong;
    return RP_ETEXT;
}

/* The rest of the open file as one document. */
static rp_code read_text(reader *self, reader_item *item, rp_err *err)
{
    bool got;
    /* three bytes more than a text may have: the byte-order mark is no part of it */
    rp_code rc = gather(self, false, (size_t)RP_DOCUMENT_MAX + 3, &got, err);
    if (rc == RP_ESTOP) return rc;
    const char *path = self->path;
    if (rc == RP_OK) {
        buf taken = self->line;
        self->line = item->memory;
        item->memory = taken;
        rp_str text = buf_view(&item->memory);
        if (str_starts(text, RP_STR("\xEF\xBB\xBF"))) text = str_sub(text, 3, text.len);
        size_t wrong = utf8_check(text);
        if (text.len > RP_DOCUMENT_MAX) {
            rc = error_at(err, RP_ELIMIT, path, 0, "a text of more than %u MB; split it into several documents", RP_DOCUMENT_MAX >> 20);
        } else if (wrong < text.len) {
            uint32_t line = 1;
            for (size_t i = 0; i < wrong; i++) line += text.at[i] == '\n';
            rc = not_text(self, text, wrong, line, err);
        } else {
            item->document = (rp_document){ .id = str_of(path), .text = text };
            complete(self, &item->document);
        }
    }
    close_file(self);
    return rc;
}

/* The field's text in `object`, as jansson holds it; empty when it is not there or no text. */
static rp_str text_field(const json_t *object, const char *name, const char *otherwise)
{
    const json_t *value = json_object_get(object, name ? name : otherwise);
    return json_is_string(value) ? (rp_str){ json_string_value(value), json_string_length(value) } : (rp_str){ NULL, 0 };
}

/* Add `s` to the item's memory; where it stands is known when all is added, since the memory may move. */
typedef struct piece { size_t at, len; } piece;

static piece keep(buf *memory, rp_str s)
{
    piece p = { memory->len, s.len };
    buf_str(memory, s);
    return p;
}

static rp_str kept(const buf *memory, piece p) { return p.len ? (rp_str){ memory->at + p.at, p.len } : (rp_str){ NULL, 0 }; }

/* The document's id: the field, or PATH#LINE. */
static rp_code keep_id(const reader *self, const json_t *object, buf *memory, piece *out, rp_err *err)
{
    const char *name = self->options->fields.id ? self->options->fields.id : "id";
    const json_t *id = json_object_get(object, name);
    out->at = memory->len;
    if (json_is_integer(id)) {
        buf_format(memory, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
    } else if (json_is_string(id) && json_string_length(id)) {
        buf_add(memory, json_string_value(id), json_string_length(id));
    } else if (!id || json_is_null(id) || json_is_string(id)) {
        buf_format(memory, "%s#%u", self->path, (unsigned)self->line_number);
    } else {
        return error_at(err, RP_EFORMAT, self->path, self->line_number, "the field \"%s\" is neither text nor a whole number", name);
    }
    out->len = memory->len - out->at;
    return RP_OK;
}

static rp_code take_object(const reader *self, const json_t *object, reader_item *item, rp_err *err)
{
    const reader_fields *f = &self->options->fields;
    const char *name = f->text ? f->text : "text";
    if (!json_is_object(object)) return error_at(err, RP_EFORMAT, self->path, self->line_number, "the line is no JSON object");
    if (!json_is_string(json_object_get(object, name)))
        return error_at(err, RP_EFORMAT, self->path, self->line_number, "no text in the field \"%s\"; name the right field, or repair the line", name);
    rp_str text = text_field(object, name, NULL);
    if (text.len > RP_DOCUMENT_MAX)
        return error_at(err, RP_ELIMIT, self->path, self->line_number, "%zu bytes of text, more than %u MB; split it into several documents",
                        text.len, RP_DOCUMENT_MAX >> 20);
    buf *extra = &item->extra;
    piece id = { 0, 0 };
    rp_code rc = keep_id(self, object, extra, &id, err);
    if (rc != RP_OK) return rc;
    piece title = keep(extra, text_field(object, f->title, "title")), publisher = keep(extra, text_field(object, f->publisher, "publisher"));
    piece url = keep(extra, text_field(object, f->url, "url")), author = keep(extra, text_field(object, f->author, "author"));
    piece genre = keep(extra, text_field(object, NULL, "genre"));
    buf_str(&item->memory, text);
    if (extra->failed || item->memory.failed) return error_at(err, RP_ENOMEM, self->path, self->line_number, "memory ended");
    rp_document *d = &item->document;
    *d = (rp_document){ .id = kept(extra, id), .text = buf_view(&item->memory), .title = kept(extra, title), .publisher = kept(extra, publisher),
                        .author = kept(extra, author), .url = kept(extra, url), .genre = kept(extra, genre) };
    date_parse(str_trim(text_field(object, f->date, "date")), &d->published);   /* what is no date stays unknown */
    complete(self, d);
    return RP_OK;
}

/* jansson quotes the input in its words, and cuts it anywhere: what stands before the first broken character. */
static rp_code no_json(const reader *self, const json_error_t *why, rp_err *err)
{
    rp_str words = str_of(why->text);
    words.len = utf8_check(words);
    rp_code code = json_error_code(why) == json_error_null_character ? RP_ETEXT : json_error_code(why) == json_error_out_of_memory ? RP_ENOMEM
                                                                                                                              : RP_EFORMAT;
    error_at(err, code, self->path, self->line_number, "no valid JSON: %.*s", (int)words.len, words.at);
    if (err && why->position >= 0) err->byte = (uint64_t)why->position;
    return code;
}

static rp_code parse_line(const reader *self, rp_str line, reader_item *item, rp_err *err)
{
    size_t wrong = utf8_check(line);
    if (wrong < line.len) return not_text(self, line, wrong, self->line_number, err);
    json_error_t why;
    json_t *object = json_loadb(line.at, line.len, JSON_DECODE_ANY, &why);
    if (!object) return no_json(self, &why, err);
    rp_code rc = take_object(self, object, item, err);
    json_decref(object);
    return rc;
}

/* The next line of the open file that is not blank; the file is closed behind the last. */
static rp_code read_line(reader *self, reader_item *item, bool *got, rp_err *err)
{
    for (;;) {
        rp_code rc = gather(self, true, self->options->line_max ? self->options->line_max : LINE_MAX_DEFAULT, got, err);
        if (rc == RP_ESTOP) return rc;
        rp_str line = buf_view(&self->line);
        if (self->line_number == 1 && str_starts(line, RP_STR("\xEF\xBB\xBF"))) line = str_sub(line, 3, line.len);
        bool blank = rc == RP_OK && *got && str_trim(line).len == 0;
        if (rc == RP_OK && *got && !blank) rc = parse_line(self, line, item, err);
        self->line.len = 0;
        if (self->line.room > KEPT) buf_free(&self->line);
        if (self->broken || (rc == RP_OK && !*got)) close_file(self);
        if (!blank) return rc;
    }
}

static void clear(reader_item *item)
{
    if (item->memory.room > KEPT || item->memory.failed) buf_free(&item->memory);
    if (item->extra.room > KEPT || item->extra.failed) buf_free(&item->extra);
    item->memory.len = item->extra.len = 0;
    item->document = (rp_document){ 0 };
}

rp_code reader_next(reader *self, reader_item *item, bool *done, rp_err *err)
{
    *done = false;
    clear(item);
    for (;;) {
        if (!self->path) {
            *done = self->next_file == file_count(self);
            if (*done) return RP_OK;
            rp_code rc = open_file(self, err);
            if (rc != RP_OK) return rc;
        }
        rp_code rc = decide_input(self, err);
        if (rc == RP_OK && self->input == READER_TEXT) return read_text(self, item, err);
        if (self->broken) close_file(self);
        if (rc != RP_OK) return rc;
        bool got;
        rc = read_line(self, item, &got, err);
        if (rc != RP_OK) clear(item);
        if (rc != RP_OK || got) return rc;
    }
}
