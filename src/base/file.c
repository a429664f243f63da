/* base/file.c - see base/file.h. */
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

rp_code file_map_open(const char *path, file_map *out, rp_err *err)
{
    *out = (file_map){ 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return error_system(err, path, "open");
    struct stat st;
    rp_code rc = RP_OK;
    if (fstat(fd, &st) != 0) {
        rc = error_system(err, path, "read");
    } else if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        rc = error_system(err, path, "read");
    } else if (st.st_size > 0) {
        void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at == MAP_FAILED) rc = error_system(err, path, "map");
        else *out = (file_map){ at, (size_t)st.st_size };
    }
    close(fd);
    return rc;
}

void file_map_close(file_map *self)
{
    if (self->at) {
        union { const void *in; void *out; } at = { self->at };   /* munmap wants what mmap gave */
        munmap(at.out, self->size);
    }
    *self = (file_map){ 0 };
}

rp_code file_open(const char *path, FILE **out, rp_err *err)
{
    *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return error_system(err, path, "open");
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(fd);
        errno = EISDIR;
        return error_system(err, path, "read");
    }
    *out = fdopen(fd, "rb");
    if (*out) return RP_OK;
    close(fd);
    return error_system(err, path, "open");
}

rp_code file_read(FILE *stream, const char *name, size_t limit, buf *out, rp_err *err)
{
    char chunk[1 << 16];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, stream)) > 0) {
        buf_add(out, chunk, n);
        if (out->failed) return error_at(err, RP_ENOMEM, name, 0, "memory ended after %zu bytes", out->len);
        if (out->len > limit)
            return error_at(err, RP_ELIMIT, name, 0, "more than %zu MB of text; split it into several documents", limit >> 20);
    }
    if (ferror(stream)) return error_system(err, name, "read");
    return RP_OK;
}
