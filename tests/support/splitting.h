/*
 * support/splitting.h - what the tests of text/ share: the rules from the built-in tables, rows of tests/cases, random text.
 */
#ifndef SUPPORT_SPLITTING_H
#define SUPPORT_SPLITTING_H
#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "text/rules.h"

extern const unsigned char rapport_tables_begin[], rapport_tables_end[];

typedef struct splitting {
    lexicon *tables;
    text_rules *rules;
    arena *mem;
} splitting;

static inline int splitting_open(void **state)
{
    static splitting s;
    size_t size = (size_t)(rapport_tables_end - rapport_tables_begin);
    s = (splitting){ .mem = arena_new(0) };
    *state = &s;
    if (lexicon_new(rapport_tables_begin, size, "built-in tables", &s.tables, NULL) != RP_OK) return -1;
    return s.mem && text_rules_new(s.tables, &s.rules, NULL) == RP_OK ? 0 : -1;
}

static inline int splitting_close(void **state)
{
    splitting *s = *state;
    text_rules_free(s->rules);
    lexicon_free(s->tables);
    arena_free(s->mem);
    return 0;
}

/* The file tests/cases/NAME, whatever folder the test runs in. */
static inline bool cases_read(const char *name, buf *out)
{
    static const char *const folders[] = { "tests/cases", "../tests/cases", "../../tests/cases" };
    char path[1024];
    FILE *f = NULL;
    for (size_t i = 0; !f && i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folders[i], name);
        f = fopen(path, "rb");
    }
    if (!f) {
        rp_str here = str_of(__FILE__);
        while (here.len && here.at[here.len - 1] != '/') here.len--;
        snprintf(path, sizeof path, "%.*s../cases/%s", (int)here.len, here.at, name);
        f = fopen(path, "rb");
    }
    if (!f) return false;
    bool fine = file_read(f, name, 1u << 24, out, NULL) == RP_OK;
    fclose(f);
    return fine;
}

/* The next row of two columns; comments and the header row are passed over. */
static inline bool cases_next(rp_str *rest, rp_str *first, rp_str *second)
{
    rp_str line;
    while (str_split(rest, '\n', &line)) {
        if (line.len == 0 || line.at[0] == '#' || str_starts(line, RP_STR("text\t"))) continue;
        return str_split(&line, '\t', first) && str_split(&line, '\t', second);
    }
    return false;
}

/* A small generator of our own, so that the same texts come everywhere. */
static inline uint32_t random_next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

/* `count` random characters: mostly what tokenizers stumble over, else any code point. */
static inline void random_text(uint64_t *seed, unsigned count, buf *out)
{
    static const char *const parts[] = {
        " ", " ", " ", ".", ",", "'", "\"", "-", "/", ":", "@", "(", ")", "[", "]", "!", "?", "$", "#", "&", "*", "<", "+", "=", "^", "_", "`",
        "\xE2\x80\x99", "\xE2\x80\x98", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x93", "\xE2\x80\xA6", "\xC2\xA0", "\xE2\x80\x8B", "\xCC\x81", "\t",
        "a", "s", "t", "n", "I", "U", "S", "Mr", "No", "etc", "1", "20", "2000", "km", "www.", "http://", ".com", "U.S.", "don't", "cannot", "gonna",
        "anti-", "The", "\xD0\x9C", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80"
    };
    while (count--) {
        uint32_t r = random_next(seed);
        if (r % 8) {
            buf_text(out, parts[random_next(seed) % (sizeof parts / sizeof *parts)]);
            continue;
        }
        uint32_t c = random_next(seed) % (r % 16 ? 0x3000u : 0x10FFFFu) + 1;
        char bytes[4];
        if (c >= 0xD800 && c < 0xE000) c = 'x';
        buf_add(out, bytes, utf8_put(bytes, c));
    }
}

#endif
