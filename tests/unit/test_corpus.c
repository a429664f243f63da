/*
 * test_corpus.c - treebanks and word vectors: what is refused and where, rare tags and labels, the vocabulary, the same numbers each time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "parse/corpus.h"

/* ---- small treebanks ---------------------------------------------------------------------------------------------------------- */

/* "The/DET/DT/Definite=Def/2/det police/NOUN/NN/Number=Sing/0/root" as CoNLL-U. */
static void sentence(buf *out, const char *words)
{
    rp_str rest = str_of(words), word;
    for (unsigned id = 1; str_split(&rest, ' ', &word); id++) {
        rp_str cell[6];
        for (int i = 0; i < 6; i++) assert_true(str_split(&word, '/', &cell[i]));
        buf_format(out, "%u\t", id);
        for (int i = 0; i < 6; i++) {
            if (i == 1) buf_format(out, "%.*s\t", (int)cell[0].len, cell[0].at);       /* the lemma: as the form */
            buf_str(out, cell[i]);
            buf_char(out, '\t');
        }
        buf_text(out, "_\t_\n");
    }
    buf_char(out, '\n');
}

static FILE *stream(rp_str text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    if (text.len) assert_int_equal(fwrite(text.at, 1, text.len, f), text.len);
    rewind(f);
    return f;
}

static rp_code read_text(corpus *c, rp_str text, bool held_out, rp_err *err)
{
    FILE *f = stream(text);
    rp_code rc = corpus_read(c, f, "test.conllu", held_out, err);
    fclose(f);
    return rc;
}

static rp_code read_vectors(corpus *c, const char *text, uint32_t most, rp_err *err)
{
    FILE *f = stream(str_of(text));
    rp_code rc = corpus_vectors(c, f, "test.vec", most, err);
    fclose(f);
    return rc;
}

/* Adds `times` copies of a sentence. */
static void add(corpus *c, const char *words, unsigned times, bool held_out)
{
    buf text = { 0 };
    while (times--) sentence(&text, words);
    assert_int_equal(read_text(c, buf_view(&text), held_out, NULL), RP_OK);
    buf_free(&text);
}

static int open_corpus(void **state)
{
    return (*state = arena_new(0)) ? 0 : -1;
}

static int close_corpus(void **state)
{
    arena_free(*state);
    return 0;
}

#define ARREST "Police/NOUN/NN/Number=Sing/2/nsubj detained/VERB/VBD/Tense=Past/0/root him/PRON/PRP/Case=Acc/2/obj"
#define FLIGHT "They/PRON/PRP/Case=Nom/2/nsubj fled/VERB/VBD/Tense=Past/0/root"

/* ---- reading ------------------------------------------------------------------------------------------------------------------ */

static void test_read_keeps_words_and_heads(void **state)
{
    corpus *c = corpus_new(*state);
    add(c, ARREST, 1, false);
    add(c, FLIGHT, 2, true);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    size_t count;
    const learn_sentence *s = corpus_sentences(c, false, &count);
    assert_int_equal(count, 1);
    assert_int_equal(s->count, 3);
    assert_true(str_is(s->words[0], "Police") && str_is(s->words[2], "him"));
    assert_int_equal(s->heads[0], 1);
    assert_int_equal(s->heads[1], 3);       /* the root */
    assert_int_equal(s->heads[2], 1);
    s = corpus_sentences(c, true, &count);
    assert_int_equal(count, 2);
    assert_int_equal(s[1].count, 2);
    assert_true(str_is(s[1].words[1], "fled"));
    assert_int_equal(s[1].heads[1], 2);
}

static void test_read_adds_up_over_files(void **state)
{
    corpus *c = corpus_new(*state);
    add(c, ARREST, 3, false);
    add(c, FLIGHT, 4, false);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    size_t count;
    const learn_sentence *s = corpus_sentences(c, false, &count);
    assert_int_equal(count, 7);
    assert_int_equal(s[2].count, 3);
    assert_int_equal(s[3].count, 2);
    corpus_sentences(c, true, &count);
    assert_int_equal(count, 0);
}

/* The second sentence is bad: the error and its line. */
static void refuse(arena *mem, const char *bad, uint32_t line, const char *why)
{
    corpus *c = corpus_new(mem);
    buf text = { 0 };
    rp_err err = { 0 };
    sentence(&text, ARREST);        /* lines 1 to 3, and an empty one */
    sentence(&text, bad);
    sentence(&text, ARREST);
    rp_code rc = read_text(c, buf_view(&text), false, &err);
    if (rc != RP_EFORMAT || err.line != line || !strstr(err.why, why))
        fail_msg("%s: code %d, line %u, not %u: %s", bad, (int)rc, err.line, line, err.why);
    assert_string_equal(err.input, "test.conllu");
    buf_free(&text);
}

static void test_read_refuses_what_is_no_tree(void **state)
{
    refuse(*state, "Police/NOUN/NN/_/2/nsubj detained/VERB/VBD/_/1/obj", 5, "no tree");                                        /* a cycle */
    refuse(*state, "Police/NOUN/NN/_/0/root detained/VERB/VBD/_/0/root", 5, "no tree");                                        /* two roots */
    refuse(*state, "They/PRON/PRP/_/0/root fled/VERB/VBD/_/3/obj far/ADV/RB/_/4/obj away/ADV/RB/_/2/obj", 5, "no tree");       /* a cycle below */
    refuse(*state, "They/PRON/PRP/_/0/root fled/VERB/VBD/_/_/obj", 5, "no tree");                                              /* a head unsaid */
    refuse(*state, "They/PRON/PRP/_/0/root fled/VERB/VBD/_/9/obj", 6, "");                                                     /* a head beyond */
}

static void test_read_refuses_what_is_not_universal(void **state)
{
    refuse(*state, "They/PRON/PRP/_/2/subject fled/VERB/VBD/_/0/root", 5, "subject");
    refuse(*state, "They/PRON/PRP/_/2/nsubj fled/VERB/VBD/_/0/", 6, "");
    refuse(*state, "They/PRON/PRP/_/2/nsubj fled/V/VBD/_/0/root", 6, "V or");
    refuse(*state, "They/PRON/PRP/_/2/:pass fled/VERB/VBD/_/0/root", 5, ":pass");
    refuse(*state, "They/pron/PRP/_/2/nsubj fled/VERB/VBD/_/0/root", 5, "pron");
    refuse(*state, "They/_/PRP/_/2/nsubj fled/VERB/VBD/_/0/root", 5, "");
}

static void test_read_refuses_what_is_no_text(void **state)
{
    corpus *c = corpus_new(*state);
    rp_err err = { 0 };
    assert_int_equal(read_text(c, RP_STR("1\tcaf\xE9\t_\tNOUN\tNN\t_\t0\troot\t_\t_\n\n"), false, &err), RP_ETEXT);
    assert_int_equal(err.line, 1);
    assert_int_equal(read_text(c, RP_STR("1\tcaf\xC3\xA9\tNOUN\n\n"), false, &err), RP_EFORMAT);
}

static void test_finish_wants_sentences_to_train_on(void **state)
{
    corpus *c = corpus_new(*state);
    assert_int_equal(read_text(c, RP_STR(""), false, NULL), RP_OK);
    add(c, ARREST, 3, true);
    rp_err err = { 0 };
    assert_int_equal(corpus_finish(c, &err), RP_EMISSING);
    assert_true(err.why[0]);
}

/* ---- numbering ---------------------------------------------------------------------------------------------------------------- */

static const parse_tag *tag_of(const corpus *c, bool held_out, size_t which, uint32_t word)
{
    size_t count;
    const learn_sentence *s = corpus_sentences(c, held_out, &count);
    assert_true(which < count && word < s[which].count);
    size_t tags;
    const parse_tag *all = corpus_tags(c, &tags);
    assert_true(s[which].tags[word] < tags);
    return &all[s[which].tags[word]];
}

static const char *label_of(const corpus *c, bool held_out, size_t which, uint32_t word, char name[32])
{
    size_t count, labels;
    const learn_sentence *s = corpus_sentences(c, held_out, &count);
    const parse_label *all = corpus_labels(c, &labels);
    assert_true(which < count && word < s[which].count && s[which].labels[word] < labels);
    str_copy(name, 32, all[s[which].labels[word]].name);
    return name;
}

static void assert_tag(const parse_tag *t, parse_upos upos, const char *xpos, const char *feats)
{
    assert_int_equal(t->upos, upos);
    assert_true(str_is(t->xpos, xpos));
    assert_true(str_is(t->feats, feats));
}

static void test_tags_are_numbered_by_how_often_they_are(void **state)
{
    corpus *c = corpus_new(*state);
    add(c, ARREST, 2, false);
    add(c, FLIGHT, 3, false);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    size_t count;
    const parse_tag *tags = corpus_tags(c, &count);
    assert_int_equal(count, 4);
    assert_tag(&tags[0], UPOS_VERB, "VBD", "Tense=Past");      /* 5 */
    assert_tag(&tags[1], UPOS_PRON, "PRP", "Case=Nom");        /* 3 */
    assert_int_equal(tags[2].upos + tags[3].upos, UPOS_NOUN + UPOS_PRON);
    for (size_t i = 0; i < count; i++) assert_int_equal(corpus_tag_upos(c)[i], tags[i].upos);
    assert_tag(tag_of(c, false, 0, 2), UPOS_PRON, "PRP", "Case=Acc");
}

static void test_rare_tags_become_the_nearest(void **state)
{
    corpus *c = corpus_new(*state);
    add(c, FLIGHT, 4, false);
    add(c, "Men/NOUN/NNS/Number=Plur/2/nsubj ran/VERB/VBD/Tense=Past/0/root", 3, false);
    add(c, "He/PRON/PRP/Case=Nom|Number=Sing/2/nsubj runs/VERB/VBZ/Tense=Pres/0/root", 1, false);       /* once: PRP is known, VBZ is not */
    add(c, "Oh/INTJ/UH/_/2/discourse ran/VERB/VBD/Tense=Past/0/root", 1, false);                       /* once, but the only INTJ */
    add(c, "Who/PRON/WP/PronType=Int/2/nsubj ran/VERB/VBD/Tense=Past|Voice=Pass/0/root odd/X/FW/_/2/dep", 1, true);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    size_t count;
    corpus_tags(c, &count);
    assert_int_equal(count, 4);
    assert_tag(tag_of(c, false, 7, 0), UPOS_PRON, "PRP", "Case=Nom");
    assert_tag(tag_of(c, false, 7, 1), UPOS_VERB, "VBD", "Tense=Past");
    assert_tag(tag_of(c, false, 8, 0), UPOS_INTJ, "UH", "");
    assert_tag(tag_of(c, true, 0, 0), UPOS_PRON, "PRP", "Case=Nom");
    assert_tag(tag_of(c, true, 0, 1), UPOS_VERB, "VBD", "Tense=Past");
    tag_of(c, true, 0, 2);      /* X was never seen: any tag, but one that there is */
}

static void test_labels_are_there_for_every_word(void **state)
{
    char name[32];
    corpus *c = corpus_new(*state);
    add(c, FLIGHT, 10, false);
    add(c, "Men/NOUN/NN/_/2/nsubj:pass hit/VERB/VBN/_/0/root him/PRON/PRP/_/2/obj:odd", 2, false);
    add(c, "Men/NOUN/NN/_/2/obl:tmod ran/VERB/VBD/_/0/root", 9, false);
    add(c, "Men/NOUN/NN/_/2/nsubj:outer ran/VERB/VBD/_/0/root him/PRON/PRP/_/2/vocative now/ADV/RB/_/2/obl", 1, true);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    size_t count;
    const parse_label *labels = corpus_labels(c, &count);
    bool root = false, dep = false;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(corpus_label_relations(c)[i], labels[i].relation);
        assert_int_equal(parse_relation_find(labels[i].name), labels[i].relation);
        root = root || str_is(labels[i].name, "root");
        dep = dep || str_is(labels[i].name, "dep");
    }
    assert_true(root && dep);
    assert_string_equal(label_of(c, false, 10, 0, name), "nsubj");      /* nsubj:pass is rare */
    assert_string_equal(label_of(c, false, 10, 1, name), "root");
    assert_string_equal(label_of(c, false, 10, 2, name), "dep");        /* no obj was seen */
    assert_string_equal(label_of(c, false, 12, 0, name), "obl:tmod");
    assert_string_equal(label_of(c, true, 0, 0, name), "nsubj");        /* a subtype never seen */
    assert_string_equal(label_of(c, true, 0, 2, name), "dep");
    assert_string_equal(label_of(c, true, 0, 3, name), "obl:tmod");     /* the only kind of obl there is */
}

static void test_numbers_are_the_same_each_time(void **state)
{
    static const char *const vectors = "men 0.5 1\nfled -0.25 0.125\nelsewhere 3 4\n";
    corpus *c[2];
    for (int i = 0; i < 2; i++) {
        c[i] = corpus_new(*state);
        add(c[i], ARREST, 3, false);
        add(c[i], FLIGHT, 9, false);
        add(c[i], "Men/NOUN/NNS/Number=Plur/2/nsubj ran/VERB/VBD/Tense=Past/0/root", 3, false);
        assert_int_equal(read_vectors(c[i], vectors, 10, NULL), RP_OK);
        assert_int_equal(corpus_finish(c[i], NULL), RP_OK);
    }
    size_t count, other;
    const learn_sentence *a = corpus_sentences(c[0], false, &count), *b = corpus_sentences(c[1], false, &other);
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(a[i].tags, b[i].tags, a[i].count * sizeof *a[i].tags);
        assert_memory_equal(a[i].labels, b[i].labels, a[i].count * sizeof *a[i].labels);
    }
    const vocabulary *v = corpus_vocabulary(c[0]), *w = corpus_vocabulary(c[1]);
    uint32_t size;
    assert_true(v->bits == w->bits && v->rows == w->rows && v->count == w->count);
    assert_memory_equal(v->keys, w->keys, sizeof *v->keys << v->bits);
    assert_memory_equal(v->entries, w->entries, sizeof *v->entries << v->bits);
    const float *x = corpus_vector_table(c[0], &size), *y = corpus_vector_table(c[1], &size);
    assert_memory_equal(x, y, v->count * size * sizeof *x);
}

/* ---- vocabulary and vectors --------------------------------------------------------------------------------------------------- */

static uint32_t entry_of(const corpus *c, const char *word)
{
    char folded[FOLDED_MAX];
    size_t len = features_fold(str_of(word), false, folded);
    return vocabulary_find(corpus_vocabulary(c), features_hash(folded, len));
}

static void test_words_seen_twice_have_rows(void **state)
{
    corpus *c = corpus_new(*state);
    add(c, "Men/NOUN/NN/_/2/nsubj fled/VERB/VBD/_/0/root 1998/NUM/CD/_/2/obl", 1, false);
    add(c, "MEN/NOUN/NN/_/2/nsubj ran/VERB/VBD/_/0/root 2024/NUM/CD/_/2/obl", 1, false);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    const vocabulary *v = corpus_vocabulary(c);
    assert_true(entry_of(c, "men") > 0 && entry_of(c, "men") < v->rows);
    assert_true(entry_of(c, "0000") > 0 && entry_of(c, "0000") < v->rows);      /* both years */
    assert_int_equal(entry_of(c, "fled"), 0);
    assert_int_equal(entry_of(c, "1998"), 0);
    assert_int_equal(v->rows, 3);
    assert_int_equal(v->count, 3);
    uint32_t size = 7;
    assert_null(corpus_vector_table(c, &size));
    assert_int_equal(size, 0);
}

static void test_vectors_of_the_first_words_and_of_all_that_were_seen(void **state)
{
    corpus *c = corpus_new(*state);
    add(c, FLIGHT, 2, false);
    add(c, ARREST, 1, false);
    assert_int_equal(read_vectors(c, "the 1 2 3\nof 4 5 6\nnowhere 7 8 9\nfled -1 -2.5 0.125\nHim 1.5 0 0\nfled 9 9 9\n", 2, NULL), RP_OK);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    uint32_t size;
    const float *all = corpus_vector_table(c, &size);
    const vocabulary *v = corpus_vocabulary(c);
    assert_int_equal(size, 3);
    const float nothing[3] = { 0 }, of_the[3] = { 1, 2, 3 }, of_fled[3] = { -1, -2.5f, 0.125f }, of_him[3] = { 1.5f, 0, 0 };
    assert_memory_equal(all, nothing, sizeof nothing);          /* the unknown word */
    assert_memory_equal(all + 3 * entry_of(c, "the"), of_the, sizeof of_the);
    assert_memory_equal(all + 3 * entry_of(c, "fled"), of_fled, sizeof of_fled);        /* the first of two */
    assert_memory_equal(all + 3 * entry_of(c, "him"), of_him, sizeof of_him);
    assert_memory_equal(all + 3 * entry_of(c, "they"), nothing, sizeof nothing);        /* a row, but no vector */
    assert_true(entry_of(c, "the") >= v->rows && entry_of(c, "of") >= v->rows);
    assert_true(entry_of(c, "him") >= v->rows);     /* seen but once */
    assert_true(entry_of(c, "fled") < v->rows && entry_of(c, "they") < v->rows);
    assert_int_equal(entry_of(c, "nowhere"), 0);    /* behind the first two, and never seen */
    assert_int_equal(entry_of(c, "police"), 0);     /* seen once, no vector */
}

static void test_vectors_refuse_bad_lines(void **state)
{
    static const struct { const char *text; uint32_t line; } bad[] = {
        { "the 1 2 3\nof 4 5\n", 2 },               /* shorter */
        { "the 1 2 3\nof 4 5 6 7\n", 2 },           /* longer */
        { "the 1 2 x\n", 1 }, { "the 1 2 3\nof 4 nan 6\n", 2 }, { "the inf 1 2\n", 1 }, { "the 1 - 3\n", 1 }, { "the 1  3\n", 1 },
        { "the\n", 1 }, { "\n", 1 }, { "the 1 2\n\n", 2 },
        { "the 1 2 3\nfled 1\n", 2 },               /* a word of the treebank */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        corpus *c = corpus_new(*state);
        rp_err err = { 0 };
        add(c, FLIGHT, 2, false);
        rp_code rc = read_vectors(c, bad[i].text, 100, &err);
        if (rc != RP_EFORMAT || err.line != bad[i].line) fail_msg("%s: code %d, line %u", bad[i].text, (int)rc, err.line);
        assert_string_equal(err.input, "test.vec");
    }
}

static void test_vectors_that_are_too_long(void **state)
{
    for (unsigned size = 300; size <= 301; size++) {
        corpus *c = corpus_new(*state);
        buf text = { 0 };
        add(c, FLIGHT, 2, false);
        buf_text(&text, "the");
        for (unsigned i = 0; i < size; i++) buf_text(&text, " 0.5");
        buf_char(&text, 0);
        assert_int_equal(read_vectors(c, text.at, 100, NULL), size == 300 ? RP_OK : RP_EFORMAT);
        buf_free(&text);
    }
}

static void test_vectors_of_words_that_are_not_utf8(void **state)
{
    corpus *c = corpus_new(*state);
    add(c, FLIGHT, 2, false);
    assert_int_equal(read_vectors(c, "\xFF\xFE 1 2\nthe 3 4\n", 10, NULL), RP_OK);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    assert_true(entry_of(c, "the") > 0);
    for (unsigned len = 100; len < 260; len++) {    /* a sequence cut short where the memory that the line is read into ends */
        char line[261];
        memset(line, 'a', len);
        line[len - 1] = (char)0xF0, line[len] = 0;
        c = corpus_new(*state);
        add(c, FLIGHT, 2, false);
        assert_int_equal(read_vectors(c, line, 10, NULL), RP_EFORMAT);
    }
}

/* ---- lemmas --------------------------------------------------------------------------------------------------------------------- */

static rp_code note_lemma(void *context, rp_str form, parse_upos upos, rp_str xpos, rp_str lemma, rp_err *err)
{
    buf *out = context;
    buf_format(out, "%.*s %s %.*s %.*s;", (int)form.len, form.at, parse_upos_name(upos), (int)xpos.len, xpos.at, (int)lemma.len, lemma.at);
    return out->len > 60 ? error_set(err, RP_ELIMIT, "enough") : RP_OK;
}

static void test_lemmas_of_what_is_trained_on(void **state)
{
    corpus *c = corpus_new(*state);
    buf out = { 0 };
    add(c, FLIGHT, 1, false);
    add(c, ARREST, 1, true);
    assert_int_equal(corpus_finish(c, NULL), RP_OK);
    assert_int_equal(corpus_lemmas(c, note_lemma, &out, NULL), RP_OK);
    assert_true(str_is(buf_view(&out), "They PRON PRP They;fled VERB VBD fled;"));
    assert_int_equal(corpus_lemmas(c, note_lemma, &out, NULL), RP_ELIMIT);
    buf_free(&out);
}

/* Memory that ends anywhere is told, and nothing is read that was not written. */
static void test_memory_that_ends(void **state)
{
    (void)state;
    unsigned failures = 0;
    for (size_t allowed = 0;; allowed++) {
        arena *mem = arena_new(0);
        assert_non_null(mem);
        arena_fail_after(mem, allowed);
        buf text = { 0 };
        sentence(&text, ARREST);
        sentence(&text, FLIGHT);
        rp_code rc = RP_ENOMEM;
        corpus *c = corpus_new(mem);
        if (c) rc = read_text(c, buf_view(&text), false, NULL);
        if (rc == RP_OK) rc = read_vectors(c, "the 1 2\nfled 3 4\n", 5, NULL);
        if (rc == RP_OK) rc = corpus_finish(c, NULL);
        buf_free(&text);
        arena_free(mem);
        if (rc == RP_OK) break;
        assert_int_equal(rc, RP_ENOMEM);
        failures++;
    }
    assert_true(failures > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_read_keeps_words_and_heads, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_read_adds_up_over_files, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_read_refuses_what_is_no_tree, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_read_refuses_what_is_not_universal, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_read_refuses_what_is_no_text, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_finish_wants_sentences_to_train_on, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_tags_are_numbered_by_how_often_they_are, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_rare_tags_become_the_nearest, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_labels_are_there_for_every_word, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_numbers_are_the_same_each_time, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_words_seen_twice_have_rows, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_vectors_of_the_first_words_and_of_all_that_were_seen, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_vectors_refuse_bad_lines, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_vectors_that_are_too_long, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_vectors_of_words_that_are_not_utf8, open_corpus, close_corpus),
        cmocka_unit_test_setup_teardown(test_lemmas_of_what_is_trained_on, open_corpus, close_corpus),
        cmocka_unit_test(test_memory_that_ends),
    };
    return cmocka_run_group_tests_name("corpus", tests, NULL, NULL);
}
