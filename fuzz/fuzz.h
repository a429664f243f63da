/*
 * fuzz/fuzz.h - what the fuzz targets share. Each target is one file with LLVMFuzzerTestOneInput; built without FUZZ_LIBFUZZER it is
 * a plain program that runs the files it is given, for compilers without libFuzzer and for inputs that once failed.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/utf8.h"

/* A broken promise is a finding: say which, and end as a crash does. */
#define FUZZ_CHECK(promise) ((promise) ? (void)0 : fuzz_broken(#promise, __FILE__, __LINE__))

static inline void fuzz_broken(const char *promise, const char *file, int line)
{
    fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, promise);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A view of the input in memory of its own size, so that a sanitizer sees a byte read too far. Free what `at` points to. */
static inline char *fuzz_copy(const uint8_t *data, size_t size)
{
    char *copy = malloc(size ? size : 1);
    if (!copy) abort();
    if (size) memcpy(copy, data, size);
    return copy;
}

/* A file that holds the bytes, and its path; close the descriptor returned. */
static inline int fuzz_file(const void *data, size_t size, char path[64])
{
    int fd = memfd_create("fuzz", 0);
    if (fd < 0) abort();
    for (size_t done = 0; done < size;) {
        ssize_t n = write(fd, (const char *)data + done, size - done);
        if (n <= 0) abort();
        done += (size_t)n;
    }
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

#ifndef FUZZ_LIBFUZZER
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        size_t size = 0, room = 1 << 16;
        uint8_t *data = malloc(room);
        if (!f || !data) {
            fprintf(stderr, "cannot read %s\n", argv[i]);
            return 1;
        }
        for (size_t n; (n = fread(data + size, 1, room - size, f)) > 0;)
            if ((size += n) == room && !(data = realloc(data, room *= 2))) return 1;
        fclose(f);
        fprintf(stderr, "%s\n", argv[i]);
        LLVMFuzzerTestOneInput(data, size);
        free(data);
    }
    return 0;
}
#endif

#endif
