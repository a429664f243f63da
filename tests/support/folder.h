/*
 * support/folder.h - a temporary folder of small files for one test. Not removed when the test fails: look into it then.
 */
#ifndef SUPPORT_FOLDER_H
#define SUPPORT_FOLDER_H
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/str.h"

#define FOLDER_PATH 128     /* bytes of a folder's path */

static inline void folder_new(char path[FOLDER_PATH])
{
    const char *tmp = getenv("TMPDIR");
    snprintf(path, FOLDER_PATH, "%s/rapport-test-XXXXXX", tmp && strlen(tmp) < 64 ? tmp : "/tmp");
    assert_non_null(mkdtemp(path));
}

/* Write FOLDER/NAME, making the folders that NAME names. */
static inline void folder_write(const char *folder, const char *name, rp_str content)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = 0;
        mkdir(path, 0700);
    }
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    if (content.len) assert_int_equal(fwrite(content.at, 1, content.len, f), content.len);
    assert_int_equal(fclose(f), 0);
}

static inline int folder_remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

static inline void folder_remove(const char *folder) { nftw(folder, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS); }

#endif
