/*
 * fuzz/trees.h - what every parse is, whatever was parsed: shared by the fuzz targets of the parser.
 */
#ifndef FUZZ_TREES_H
#define FUZZ_TREES_H
#include "fuzz.h"
#include "parse/parse.h"

/* One tree with one root, its label there alone; tags, labels and lemmas that there are. */
static inline void trees_check(const parser *by, const rp_str *words, const parse_word *got, uint32_t count)
{
    uint32_t roots = 0, *seen = calloc((size_t)count + 1, sizeof *seen);
    if (!seen) abort();
    for (uint32_t i = 0; i < count; i++) {
        const parse_word *w = &got[i];
        FUZZ_CHECK(w->head == PARSE_ROOT || (w->head < count && w->head != i));
        FUZZ_CHECK(w->tag < parser_tag_count(by) && w->label < parser_label_count(by));
        FUZZ_CHECK((w->head == PARSE_ROOT) == (parser_label(by, w->label)->relation == REL_ROOT));
        FUZZ_CHECK((w->lemma.len == 0) == (words[i].len == 0));
        FUZZ_CHECK(utf8_check(words[i]) < words[i].len || utf8_check(w->lemma) == w->lemma.len);
        roots += w->head == PARSE_ROOT;
    }
    FUZZ_CHECK(roots == (count > 0));
    for (uint32_t i = 0; i < count; i++) {          /* each word is passed once */
        uint32_t v = i;
        while (v != PARSE_ROOT && seen[v] == 0) seen[v] = i + 1, v = got[v].head;
        FUZZ_CHECK(v == PARSE_ROOT || seen[v] != i + 1);
    }
    free(seen);
}

#endif
