/*
 * base/file.h - files as a whole: mapped read-only, or read into memory up to a limit.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include <stdio.h>
#include "base/buf.h"
#include "base/error.h"

typedef struct file_map {
    const void *at;     /* NULL when size is 0 */
    size_t size;
} file_map;

/* Map `path` read-only. Errors: RP_EMISSING, RP_EIO. Undo with file_unmap. */
rp_code file_map_open(const char *path, file_map *out, rp_err *err);
void file_map_close(file_map *self);

/*
 * Read the rest of `stream` into `out` (caller frees with buf_free). Errors: RP_ELIMIT more than `limit` bytes, RP_EIO, RP_ENOMEM.
 * `name` is for the error.
 */
rp_code file_read(FILE *stream, const char *name, size_t limit, buf *out, rp_err *err);

/* Open `path` for reading; a directory or a missing file gives a clear error. Close with fclose. */
rp_code file_open(const char *path, FILE **out, rp_err *err);

#endif
