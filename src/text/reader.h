/*
 * text/reader.h - documents from files, JSON Lines and standard input, one after the other, in constant memory.
 *
 * Reads:  plain text (one document a file) and JSON Lines (one document a line); metadata from options, JSON fields or a metadata table.
 * A document that cannot be read is a skip: the reader tells why, and goes on with the next.
 *
 * Id: the JSON field, text or a whole number; else PATH#LINE. For a text file the path as given, "-" for standard input.
 * Metadata: what the JSON line says comes before the metadata table (text/metadata.h), and that before what the options say for all.
 * A JSON date that cannot be read is unknown, as is metadata that is no text; `genre` is read under this name. A byte-order mark is
 * dropped, blank lines are passed over. An empty text is a document.
 */
#ifndef TEXT_READER_H
#define TEXT_READER_H
#include "base/buf.h"

typedef enum reader_input { READER_AUTO, READER_TEXT, READER_JSONL } reader_input;   /* AUTO: .jsonl, .ndjson or a first byte '{' */

/* Names of JSON fields; NULL: the default given here. */
typedef struct reader_fields {
    const char *id, *text, *title, *date, *publisher, *url, *author;   /* "id", "text", "title", "date", "publisher", "url", "author" */
} reader_fields;

typedef struct reader_options {
    const char *const *files;   /* [file_count]; "-" is standard input; none: standard input alone */
    size_t file_count;
    reader_input input;
    reader_fields fields;
    const char *metadata;       /* path of a metadata.tsv; NULL: none */
    rp_document common;         /* metadata for documents that have none of their own; id and text are not used */
    size_t line_max;            /* bytes of the longest JSON line; 0: 64 MB */
} reader_options;

/* A document read, with the memory its views point into. Reuse it for the next. Start from {0}, free with reader_item_free. */
typedef struct reader_item {
    rp_document document;
    buf memory, extra;
} reader_item;

void reader_item_free(reader_item *self);

typedef struct reader reader;

/*
 * `options` and what it points to are borrowed. Errors: RP_EMISSING, RP_EFORMAT (the metadata table: a wrong column is named, with the columns
 * it may have), RP_ENOMEM. Free with reader_free.
 */
rp_code reader_new(const reader_options *options, reader **out, rp_err *err);
void reader_free(reader *self);

/*
 * The next document into `item`. RP_OK with *done true: none left. Any other code: this input is skipped, err names file, line and reason, and
 * the next call goes on behind it (RP_EMISSING, RP_EIO a file; RP_ETEXT, RP_ELIMIT a file or line; RP_EFORMAT a JSON line). RP_ENOMEM ends.
 * RP_ESTOP: a signal came while it waited for input; nothing is lost, and the next call waits on. What item->document points to lives in
 * `item` until the next call with it, but for metadata of the table and the options.
 */
rp_code reader_next(reader *self, reader_item *item, bool *done, rp_err *err);

/* For a progress bar: bytes read so far, bytes of all regular files named (0: unknown, as with standard input). */
void reader_progress(const reader *self, uint64_t *read, uint64_t *total);

/* Rows of the metadata table that named no document read so far. */
size_t reader_unused(const reader *self);

#endif
