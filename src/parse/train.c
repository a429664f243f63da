/* parse/train.c - see parse/train.h. */
#include "parse/train.h"
#include "base/file.h"
#include "parse/corpus.h"
#include "parse/lemma.h"
#include "parse/model.h"
#include "parse/quantize.h"
#include "parse/section.h"

#define PLAIN_WORDS 100u        /* a longer line without analysis is hardly a sentence */
#define RANGE_SENTENCES 4000u   /* on which it is measured how large numbers become */

const train_net train_nets[] = { { "fast", 224, 3, 2, 64, 64, 96 } };
const size_t train_net_count = sizeof train_nets / sizeof *train_nets;
const train_net train_teacher = { "teacher", 320, 3, 2, 128, 128, 128 };
const learn_options train_learn = { .seed = 1, .epochs = 26, .batch = 1200, .rate = 0.003f, .drop_word = 0.12f, .drop_input = 0.2f,
                                    .drop_layer = 0.25f, .drop_hidden = 0.3f, .alter = 0.08f, .threads = 2 };

typedef struct training {
    const train_options *options;
    corpus *corpus;
    size_t *held_out_ends;      /* sentences up to the end of each file */
    train_listener *listener;
    void *context;
    float vector_step;
    const learn_sentence *sentences;    /* to learn from */
    size_t sentence_count;
} training;

static rp_code read_all(training *self, arena *mem, rp_err *err)
{
    const train_options *o = self->options;
    rp_code rc = RP_OK;
    self->held_out_ends = arena_array(mem, o->held_out_count + 1, sizeof *self->held_out_ends);
    if (!self->held_out_ends) return error_set(err, RP_ENOMEM, "memory ended");
    for (size_t i = 0; rc == RP_OK && i < o->treebank_count + o->held_out_count; i++) {
        bool held_out = i >= o->treebank_count;
        const char *path = held_out ? o->held_out[i - o->treebank_count] : o->treebanks[i];
        FILE *in;
        rc = file_open(path, &in, err);
        if (rc != RP_OK) return rc;
        rc = corpus_read(self->corpus, in, path, held_out, err);
        fclose(in);
        if (held_out) corpus_sentences(self->corpus, true, &self->held_out_ends[i - o->treebank_count]);
    }
    for (size_t i = 0; rc == RP_OK && i < o->plain_count; i++) {
        FILE *in;
        rc = file_open(o->plain[i], &in, err);
        if (rc != RP_OK) return rc;
        rc = corpus_read_plain(self->corpus, in, o->plain[i], PLAIN_WORDS, err);
        fclose(in);
    }
    if (rc == RP_OK && o->vectors) {
        FILE *in;
        rc = file_open(o->vectors, &in, err);
        if (rc != RP_OK) return rc;
        rc = corpus_vectors(self->corpus, in, o->vectors, o->vectors_most, err);
        fclose(in);
    }
    return rc == RP_OK ? corpus_finish(self->corpus, err) : rc;
}

static rp_code score_pass(training *self, learner *with, arena *mem, const char *name, uint32_t epoch, uint32_t epochs,
                          double loss, rp_err *err)
{
    size_t count = self->options->held_out_count, from = 0, all;
    const learn_sentence *sentences = corpus_sentences(self->corpus, true, &all);
    learn_score *scores = arena_array(mem, count + 1, sizeof *scores);
    if (!scores) return error_set(err, RP_ENOMEM, "memory ended");
    for (size_t i = 0; i < count; i++) {
        rp_code rc = learner_score(with, sentences + from, self->held_out_ends[i] - from, corpus_tag_upos(self->corpus),
                                   corpus_label_relations(self->corpus), &scores[i], err);
        if (rc != RP_OK) return rc;
        from = self->held_out_ends[i];
    }
    const train_progress progress = { name, epoch, epochs, loss, scores, count };
    if (self->listener) self->listener(self->context, &progress);
    return RP_OK;
}

static net_shape shape_of(const training *self, const train_net *wanted)
{
    const vocabulary *words = corpus_vocabulary(self->corpus);
    net_shape shape = { wanted->width, wanted->layers, wanted->tag_layer, wanted->tag_hidden, wanted->arc, wanted->label_hidden, 0, 0,
                        words->rows + ROWS_HASHED, 0, words->count };
    size_t tags, labels;
    corpus_tags(self->corpus, &tags), corpus_labels(self->corpus, &labels);
    shape.tags = (uint32_t)tags, shape.labels = (uint32_t)labels;
    corpus_vector_table(self->corpus, &shape.vector_size);
    return shape;
}

/* All passes over the sentences; *out is the trained network. */
static rp_code train_one(training *self, const train_net *wanted, const learn_options *options, const learn_sentence *sentences, size_t count,
                         arena *mem, learner **out, rp_err *err)
{
    net_shape shape = shape_of(self, wanted);
    uint32_t size;
    *out = learner_new(&shape, corpus_vocabulary(self->corpus), corpus_vector_table(self->corpus, &size), options);
    if (!*out) return error_set(err, RP_ENOMEM, "memory ended for a network of width %u", wanted->width);
    rp_code rc = RP_OK;
    for (uint32_t epoch = 0; rc == RP_OK && epoch < options->epochs; epoch++) {
        learn_score score;
        rc = learner_epoch(*out, sentences, count, epoch, &score, err);
        if (rc == RP_OK) rc = score_pass(self, *out, mem, wanted->name, epoch, options->epochs, score.loss, err);
    }
    return rc;
}

static rp_code train_teachers(training *self, arena *mem, rp_err *err)
{
    const train_options *o = self->options;
    learner *teachers[TRAIN_TEACHERS_MAX] = { NULL };
    uint32_t count = o->teacher_count < TRAIN_TEACHERS_MAX ? o->teacher_count : TRAIN_TEACHERS_MAX;
    rp_code rc = RP_OK;
    for (uint32_t k = 0; rc == RP_OK && k < count; k++) {
        learn_options options = o->learn;
        options.epochs = o->teacher_epochs;
        options.seed += 1000 * (k + 1);
        rc = train_one(self, &o->teacher, &options, self->sentences, self->sentence_count, mem, &teachers[k], err);
    }
    if (rc == RP_OK) rc = corpus_teach(self->corpus, teachers, count, o->trust, &self->sentences, &self->sentence_count, err);
    for (uint32_t k = 0; k < count; k++) learner_free(teachers[k]);
    return rc;
}

static rp_code train_net_into(training *self, const train_net *wanted, arena *mem, buf *out, rp_err *err)
{
    learner *taught;
    size_t labelled;
    const learn_sentence *sentences = corpus_sentences(self->corpus, false, &labelled);
    rp_code rc = train_one(self, wanted, &self->options->learn, self->sentences, self->sentence_count, mem, &taught, err);
    learn_ranges ranges;
    net_shape shape = shape_of(self, wanted);
    if (rc == RP_OK) rc = learner_ranges(taught, sentences, labelled < RANGE_SENTENCES ? labelled : RANGE_SENTENCES, &ranges, err);
    if (rc == RP_OK) quantize_net(&shape, learner_dense(taught), learner_rows(taught), &ranges, self->vector_step, out);
    learner_free(taught);
    return rc;
}

static rp_code add_lemma(void *context, rp_str form, parse_upos upos, rp_str xpos, rp_str lemma, rp_err *err)
{
    return lemma_learner_add(context, form, upos, xpos, lemma, 1, err);
}

static rp_code put_lemmas(const training *self, const lexicon *tables, buf *out, rp_err *err)
{
    lemma_learner *lemmas = lemma_learner_new();
    if (!lemmas) return error_set(err, RP_ENOMEM, "memory ended");
    rp_code rc = corpus_lemmas(self->corpus, add_lemma, lemmas, err);
    if (rc == RP_OK) rc = lemma_learner_add_lexicon(lemmas, tables, err);
    if (rc == RP_OK) rc = lemma_learner_write(lemmas, out, err);
    lemma_learner_free(lemmas);
    return rc;
}

static void put_names(const training *self, model_writer *to, buf *out)
{
    size_t tag_count, label_count;
    const parse_tag *tags = corpus_tags(self->corpus, &tag_count);
    const parse_label *labels = corpus_labels(self->corpus, &label_count);
    model_start_section(to, "tags");
    for (size_t i = 0; i < tag_count; i++) {
        buf_format(out, "%s\t", parse_upos_name(tags[i].upos));
        buf_str(out, tags[i].xpos);
        buf_char(out, '\t');
        buf_str(out, tags[i].feats);
        buf_char(out, '\n');
    }
    model_start_section(to, "labels");
    for (size_t i = 0; i < label_count; i++) buf_str(out, labels[i].name), buf_char(out, '\n');
}

static void put_words(training *self, model_writer *to, buf *out)
{
    const vocabulary *v = corpus_vocabulary(self->corpus);
    uint32_t size;
    const float *vectors = corpus_vector_table(self->corpus, &size);
    model_start_section(to, "words");
    size_t start = out->len;
    section_put_u32(out, v->bits), section_put_u32(out, v->rows), section_put_u32(out, v->count), section_put_u32(out, size);
    section_put_array(out, start, v->keys, sizeof *v->keys << v->bits);
    section_put_array(out, start, v->entries, sizeof *v->entries << v->bits);
    model_start_section(to, "vectors");
    self->vector_step = quantize_vector_step(vectors, (size_t)v->count * size);
    quantize_vectors(vectors, v->count, size, self->vector_step, out);
}

rp_code train_parser(const train_options *options, const lexicon *tables, train_listener *listener, void *context, buf *out, rp_err *err)
{
    arena *mem = arena_new(0);
    training self = { .options = options, .listener = listener, .context = context };
    if (mem) self.corpus = corpus_new(mem);
    rp_code rc = self.corpus ? read_all(&self, mem, err) : error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) {
        model_writer writer;
        model_begin(&writer, out);
        put_names(&self, &writer, out);
        put_words(&self, &writer, out);
        model_start_section(&writer, "lemmas");
        rc = put_lemmas(&self, tables, out, err);
        self.sentences = corpus_sentences(self.corpus, false, &self.sentence_count);
        if (rc == RP_OK && options->teacher_count) rc = train_teachers(&self, mem, err);
        for (size_t i = 0; rc == RP_OK && i < options->net_count; i++) {
            char name[16];
            snprintf(name, sizeof name, MODEL_NET "%s", options->nets[i].name);
            model_start_section(&writer, name);
            rc = train_net_into(&self, &options->nets[i], mem, out, err);
        }
        model_end(&writer);
        if (rc == RP_OK && out->failed) rc = error_set(err, RP_ENOMEM, "memory ended");
    }
    arena_free(mem);
    return rc;
}
