/*
 * parse/corpus.h - treebanks and word vectors → what a network learns from: numbered tags and labels, a vocabulary, vectors.
 *
 * Reads: CoNLL-U (text/conllu.h) and word vectors as GloVe writes them ("word 0.1 -0.2 …", the most frequent word first).
 */
#ifndef PARSE_CORPUS_H
#define PARSE_CORPUS_H
#include <stdio.h>
#include "base/arena.h"
#include "parse/learn.h"
#include "parse/parse.h"

#define CORPUS_ENTRIES_MAX (1u << 20)


typedef struct corpus corpus;

/* `mem` is borrowed and holds everything. NULL: memory ended. */
corpus *corpus_new(arena *mem);

/*
 * Add the sentences of `in` to those to train on (or, with `held_out`, to score on only). Errors: those of conllu_next, and RP_EFORMAT for
 * a sentence that is no tree or has a part of speech or relation outside Universal Dependencies, with its line.
 */
rp_code corpus_read(corpus *self, FILE *in, const char *name, bool held_out, rp_err *err);

/*
 * Add sentences without analysis, a line each, words parted by blanks: teachers analyse them. Longer ones than words_max are passed over.
 * Errors: RP_ETEXT no UTF-8, with its line; RP_EIO, RP_ENOMEM.
 */
rp_code corpus_read_plain(corpus *self, FILE *in, const char *name, uint32_t words_max, rp_err *err);

/*
 * Read word vectors: the first `most` words at most, and every word of the training sentences. Errors: RP_EFORMAT a line of another
 * length or with what is no number, with its line; RP_EIO, RP_ENOMEM.
 */
rp_code corpus_vectors(corpus *self, FILE *in, const char *name, uint32_t most, rp_err *err);

/* Number tags and labels, make the vocabulary. After reading. Errors: RP_EMISSING no sentences; RP_ELIMIT more tags or
 * labels than 65,535 or words than CORPUS_ENTRIES_MAX; RP_ENOMEM. */
rp_code corpus_finish(corpus *self, rp_err *err);

const learn_sentence *corpus_sentences(const corpus *self, bool held_out, size_t *count);

/*
 * Let teachers think of all sentences to train on and of those without analysis; `sentences` (all of them, *count) then carries what they
 * think, with `trust`, and lives as long as the corpus. Errors: RP_ENOMEM.
 */
rp_code corpus_teach(corpus *self, learner *const *teachers, size_t teacher_count, float trust, const learn_sentence **sentences, size_t *count,
                     rp_err *err);
const vocabulary *corpus_vocabulary(const corpus *self);
/* [vocabulary count][*size]; NULL and 0: none were read. */
const float *corpus_vector_table(const corpus *self, uint32_t *size);
const parse_tag *corpus_tags(const corpus *self, size_t *count);
const parse_label *corpus_labels(const corpus *self, size_t *count);
const uint8_t *corpus_tag_upos(const corpus *self);
const uint8_t *corpus_label_relations(const corpus *self);

/* Calls `each` for every word to train on. Stops at the first error. */
rp_code corpus_lemmas(const corpus *self, rp_code (*each)(void *context, rp_str form, parse_upos upos, rp_str xpos, rp_str lemma, rp_err *err),
                      void *context, rp_err *err);

#endif
