/*
 * fuzz_parse.c - parser_parse on any words: a tree with one root, the same from a work that has seen other words and from a new one. The input is
 * a sentence whose words are parted by blanks; two blanks make an empty word. Where it begins with '*', it is repeated.
 */
#include "trees.h"
#include "base/arena.h"

#define WORDS_MAX 1024u
#define REPEATED 340u       /* words of a repeated sentence: more than twice what is parsed at a time */

static parser *by;
static parse_work *used;
static arena *mem;

static void open_once(void)
{
    if (by) return;
    FUZZ_CHECK(parser_new_built_in(NULL, &by, NULL) == RP_OK);
    used = parse_work_new(by);
    mem = arena_new(0);
    FUZZ_CHECK(used && mem);
}

static uint32_t cut(rp_str text, rp_str *words)
{
    uint32_t count = 0;
    rp_str part;
    while (count < WORDS_MAX && str_split(&text, ' ', &part)) words[count++] = part;
    return count;
}

static void check_again(const rp_str *words, const parse_word *got, uint32_t count)
{
    static parse_word again[WORDS_MAX];
    parse_work *fresh = parse_work_new(by);
    FUZZ_CHECK(fresh && parser_parse(by, fresh, words, count, mem, again, NULL) == RP_OK);
    for (uint32_t i = 0; i < count; i++) {
        FUZZ_CHECK(again[i].head == got[i].head && again[i].tag == got[i].tag && again[i].label == got[i].label);
        FUZZ_CHECK(str_eq(again[i].lemma, got[i].lemma));
    }
    parse_work_free(fresh);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rp_str words[WORDS_MAX];
    static parse_word got[WORDS_MAX];
    open_once();
    bool many = size > 0 && data[0] == '*';
    char *copy = fuzz_copy(data + many, size - many);
    uint32_t count = cut((rp_str){ copy, size - many }, words), once = count;
    for (; many && once <= REPEATED && count < REPEATED; count += once) memcpy(words + count, words, once * sizeof *words);
    arena_reset(mem);
    FUZZ_CHECK(parser_parse(by, used, words, count, mem, got, NULL) == RP_OK);
    trees_check(by, words, got, count);
    if (size % 8 == 0) check_again(words, got, count);
    free(copy);
    return 0;
}
