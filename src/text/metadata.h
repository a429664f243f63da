/*
 * text/metadata.h - a table of what is known about files: titles, publishers, dates.
 *
 * Reads: a tab-separated file with a header row, columns by name: file (required), title, publisher, author, url, published, precision,
 *        genre. Lines that begin with # and empty lines are passed over; a row may leave out empty cells at its end.
 * A row is about each document whose path ends with its `file` at a component's boundary ("b/c.txt" is about "a/b/c.txt", not about
 * "ab/c.txt"); of several such rows the longest `file` counts.
 */
#ifndef TEXT_METADATA_H
#define TEXT_METADATA_H
#include "base/buf.h"

typedef struct metadata metadata;

/*
 * Read the table at `path` (borrowed, for the call only). Errors, with line: RP_EFORMAT a column that may not stand or stands twice, no
 * `file` column, a row with too many cells, without a file or with the file of another row, a date or precision that is none; RP_ETEXT;
 * RP_EMISSING, RP_EIO, RP_ELIMIT (256 MB), RP_ENOMEM. Free with metadata_free.
 */
rp_code metadata_open(const char *path, metadata **out, rp_err *err);
void metadata_free(metadata *self);

/* What the table says of the document at `path`; NULL: nothing. id and text are empty. Lives in `self`, which notes that the row was used. */
const rp_document *metadata_find(metadata *self, rp_str path);

/* Rows that metadata_find never gave. */
size_t metadata_unused(const metadata *self);

#endif
