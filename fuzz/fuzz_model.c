/*
 * fuzz_model.c - parser_new on a damaged model whose size and checksum are right: refused with a reason, or it parses words into a tree. A model
 * is too large an input; so the input tells what to change in a small one, trained at the start: eight bytes a change, the section (or the
 * header), from which end, how far in (2), a value (4). An input that begins as models do is taken for the whole model.
 */
#include "trees.h"
#include "base/arena.h"
#include "base/hash.h"
#include "coder/tables.h"
#include "parse/model.h"
#include "parse/train.h"

#define CHANGE 8u       /* bytes */
enum { MANY = PARSE_STRETCH + 5 };

static const char treebank[] =
    "1\tThe\tthe\tDET\tDT\tDefinite=Def\t2\tdet\t_\t_\n2\tenvoys\tenvoy\tNOUN\tNNS\tNumber=Plur\t3\tnsubj\t_\t_\n"
    "3\tmet\tmeet\tVERB\tVBD\tTense=Past\t0\troot\t_\t_\n4\tin\tin\tADP\tIN\t_\t5\tcase\t_\t_\n"
    "5\tLima\tLima\tPROPN\tNNP\tNumber=Sing\t3\tobl\t_\t_\n6\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n"
    "1\tThe\tthe\tDET\tDT\tDefinite=Def\t2\tdet\t_\t_\n2\tenvoys\tenvoy\tNOUN\tNNS\tNumber=Plur\t3\tnsubj\t_\t_\n"
    "3\tleft\tleave\tVERB\tVBD\tTense=Past\t0\troot\t_\t_\n4\tLima\tLima\tPROPN\tNNP\tNumber=Sing\t3\tobj\t_\t_\n"
    "5\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n";
static const char vectors[] = "the 0.5 -1 0.25\nenvoys 1 0.5 -0.125\nlima -0.5 0.75 1\nport 0.1 0.2 0.3\n";

static buf sound;       /* the model without damage */
static arena *mem;

static void train_once(void)
{
    if (sound.len) return;
    char path[64], vector_path[64];
    const char *paths[] = { path };
    const train_net nets[] = { { "fast", 32, 1, 1, 32, 32, 32 }, { "wide", 64, 2, 1, 32, 32, 64 } };
    int file = fuzz_file(treebank, sizeof treebank - 1, path), vector_file = fuzz_file(vectors, sizeof vectors - 1, vector_path);
    train_options options = { .treebanks = paths, .treebank_count = 1, .vectors = vector_path, .vectors_most = 9, .nets = nets, .net_count = 2,
                              .learn = { .seed = 1, .epochs = 2, .batch = 20, .rate = 0.01f, .threads = 1 } };
    rapport *tables;
    FUZZ_CHECK(rapport_open(NULL, &tables, NULL) == RP_OK);
    FUZZ_CHECK(train_parser(&options, tables->lexicon, NULL, NULL, &sound, NULL) == RP_OK);
    rapport_close(tables);
    close(file), close(vector_file);
    mem = arena_new(0);
    FUZZ_CHECK(mem);
}

static void change(char *bytes, const uint8_t *how)
{
    const model_header *h = (const void *)sound.at;
    uint32_t number = how[0] % (h->section_count + 1), away = how[2] | (uint32_t)how[3] << 8;
    size_t from = 0, size = sizeof *h;
    if (number) from = h->sections[number - 1].offset, size = h->sections[number - 1].size;
    if (size < 4 || away > size - 4) return;
    size_t at = how[1] & 1 ? from + size - 4 - away : from + away;
    memcpy(bytes + at, how + 4, how[1] & 2 ? 1 : 4);
}

static void repair(char *bytes, size_t size)
{
    model_header h;
    size_t behind = offsetof(model_header, checksum) + sizeof h.checksum;
    if (size < sizeof h) return;
    h.size = size;
    h.checksum = hash_bytes(bytes + behind, size - behind, 0);
    memcpy(bytes + offsetof(model_header, size), &h.size, sizeof h.size);
    memcpy(bytes + offsetof(model_header, checksum), &h.checksum, sizeof h.checksum);
}

static void parse_some(const parser *by)
{
    static const char text[] = "The envoys met , said Lima 's 2,500 \xC3\xA9l\xC3\xA8ves .";
    rp_str words[MANY], rest = RP_STR(text);
    parse_word got[MANY];
    uint32_t once = 0;
    while (str_split(&rest, ' ', &words[once])) once++;
    words[once++] = RP_STR("\xFF");
    for (uint32_t i = once; i < MANY; i++) words[i] = words[i - once];
    parse_work *work = parse_work_new(by);
    FUZZ_CHECK(work);
    static const uint32_t counts[] = { 1, 11, MANY };
    for (int i = 0; i < 3; i++) {
        arena_reset(mem);
        FUZZ_CHECK(parser_parse(by, work, words, counts[i], mem, got, NULL) == RP_OK);
        trees_check(by, words, got, counts[i]);
    }
    parse_work_free(work);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    train_once();
    bool whole = size >= strlen(MODEL_MAGIC) && memcmp(data, MODEL_MAGIC, strlen(MODEL_MAGIC)) == 0;
    size_t len = whole ? size : sound.len;
    char *bytes = whole ? fuzz_copy(data, size) : aligned_alloc(64, len);
    if (!bytes) abort();
    if (!whole) memcpy(bytes, sound.at, len);
    for (size_t at = 0; !whole && at + CHANGE <= size; at += CHANGE) change(bytes, data + at);
    repair(bytes, len);
    static const char *const names[] = { NULL, "wide" };
    for (int i = 0; i < 2; i++) {
        parser *by;
        rp_err err = { 0 };
        rp_code rc = parser_new((rp_str){ bytes, len }, names[i], &by, &err);
        if (rc == RP_OK) parse_some(by);
        else FUZZ_CHECK(!by && err.code == rc && err.why[0] && (rc == RP_EFORMAT || (rc == RP_EMISSING && names[i])));
        parser_free(by);
    }
    free(bytes);
    return 0;
}
