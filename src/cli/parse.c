/*
 * cli/parse.c - rapport parse: documents, or sentences in CoNLL-U, to CoNLL-U with parts of speech, features, lemmas and trees.
 *
 * One sentence is written as soon as it is parsed. Of the documents only a hash of each id is kept, since a sentence's id must be unique.
 */
#include <inttypes.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/intern.h"
#include "base/utf8.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "coder/tables.h"
#include "text/block.h"
#include "text/conllu_write.h"

typedef struct job {
    const parser *parser;
    parse_work *work;
    const rapport *tables;
    rp_coder *coder;
    arena *document, *sentence;     /* what lives as long as one of them */
    intern *ids;                    /* hashes of the ids written so far */
    buf id, out;
    uint64_t done, skipped;         /* documents, or sentences */
} job;

static rp_code no_memory(rp_err *err) { return error_set(err, RP_ENOMEM, "memory ended"); }

/* ---- one sentence -------------------------------------------------------------------------------------------------- */

/* Parse `words` by their forms, and write the sentence they are of. `s` has everything else. */
static rp_code parse_sentence(job *self, conllu_sentence *s, conllu_word *words, rp_err *err)
{
    rp_str *forms = arena_array(self->sentence, s->word_count, sizeof *forms);
    parse_word *parsed = arena_array(self->sentence, s->word_count, sizeof *parsed);
    if (!forms || !parsed) return no_memory(err);
    for (size_t i = 0; i < s->word_count; i++)
        if (!(forms[i] = conllu_clean(words[i].form, self->sentence)).at) return no_memory(err);
    rp_code rc = parser_parse(self->parser, self->work, forms, (uint32_t)s->word_count, self->sentence, parsed, err);
    if (rc != RP_OK) return rc;
    for (size_t i = 0; i < s->word_count; i++) {
        const parse_tag *tag = parser_tag(self->parser, parsed[i].tag);
        conllu_word *w = &words[i];
        w->lemma = parsed[i].lemma;
        w->upos = str_of(parse_upos_name(tag->upos));
        w->xpos = tag->xpos;
        w->feats = tag->feats;
        w->head = parsed[i].head == PARSE_ROOT ? CONLLU_ROOT : parsed[i].head;
        w->deprel = parser_label(self->parser, parsed[i].label)->name;
        w->deps = (rp_str){ 0 };
    }
    s->words = words;
    conllu_write(&self->out, s);
    return cli_write_buf(&self->out, err);
}

/* The document's id, or file's name, as ids of sentences begin; one seen before gets "~" and a number, which no id has. */
static rp_code begin_ids(job *self, rp_str id, uint64_t ordinal, rp_err *err)
{
    self->id.len = 0;
    conllu_write_id(&self->id, id);
    if (self->id.failed) return no_memory(err);
    uint64_t hash = hash_bytes(self->id.at, self->id.len, 0);
    char key[sizeof hash];
    memcpy(key, &hash, sizeof hash);
    uint32_t before = intern_count(self->ids), number = intern_add(self->ids, (rp_str){ key, sizeof key });
    if (number == INTERN_NONE) return no_memory(err);
    if (number < before) buf_format(&self->id, "~%" PRIu64, ordinal);
    return RP_OK;
}

/* "talks.txt-12", in self->id until the next call; `prefix` is the length of what begin_ids wrote. */
static rp_str sentence_id(job *self, size_t prefix, uint64_t number)
{
    self->id.len = prefix;
    buf_format(&self->id, "-%" PRIu64, number);
    return buf_view(&self->id);
}

/* ---- documents ----------------------------------------------------------------------------------------------------- */

static bool has_space(rp_str text, uint32_t from, uint32_t to)
{
    unsigned step;
    for (size_t i = from; i < to; i += step)
        if (utf8_class_of(utf8_at(text, i, &step)) == UTF8_SPACE) return true;
    return false;
}

/* Words and ranges of a sentence; the last token is followed by `space`. Between tokens there may be citations, which are no words. */
static bool add_tokens(job *self, rp_str text, const rp_token *t, uint32_t count, bool space, conllu_sentence *out, conllu_word **words)
{
    conllu_word *w = arena_array(self->sentence, count, sizeof *w);
    conllu_range *ranges = arena_array(self->sentence, count, sizeof *ranges);
    if (!w || !ranges) return false;
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && t[end - 1].joined; end++) {}
        bool after = end < count ? has_space(text, t[end - 1].end, t[end].start) : space;
        for (uint32_t k = i; k < end; k++) w[k] = (conllu_word){ .form = str_sub(text, t[k].start, t[k].end), .space_after = after };
        if (end > i + 1)
            ranges[out->range_count++] = (conllu_range){ i, end, str_sub(text, t[i].start, t[end - 1].end), { 0 }, after };
    }
    out->ranges = ranges;
    out->word_count = count;
    *words = w;
    return true;
}

/* The number of the block that holds `place`, from `block` on. */
static size_t block_of(const vec *blocks, size_t block, uint32_t place)
{
    const text_block *b = blocks->at;
    while (block < blocks->count && b[block].end <= place) block++;
    return block;
}

static rp_code parse_document(void *context, const rp_document *document, rp_err *err)
{
    job *self = context;
    const rp_coded *c;
    vec blocks = vec_of(sizeof(text_block));
    rp_code rc = rp_coder_split(self->coder, document, &c, err);
    arena_reset(self->document);
    if (rc == RP_OK) rc = block_split(document->text, document->title, self->tables->rules, self->document, &blocks, err);
    if (rc == RP_OK) rc = begin_ids(self, document->id, self->done + 1, err);
    size_t block = SIZE_MAX, here = c && c->sentence_count ? block_of(&blocks, 0, c->sentences[0].start) : 0, prefix = self->id.len;
    for (size_t i = 0; rc == RP_OK && i < c->sentence_count; i++) {
        const rp_sentence *s = &c->sentences[i];
        bool last = i + 1 == c->sentence_count;
        size_t next = last ? SIZE_MAX : block_of(&blocks, here, s[1].start);
        char kind[32];
        snprintf(kind, sizeof kind, "kind = %s", rp_kind_name(s->kind));
        rp_str comment = str_of(kind);
        conllu_word *words;
        conllu_sentence out = { .comments = &comment, .comment_count = 1, .document = document->id, .new_document = i == 0,
                                .new_paragraph = here != block, .id = sentence_id(self, prefix, i + 1) };
        arena_reset(self->sentence);
        bool space = next != here || has_space(document->text, s->end, s[1].start);
        if (!add_tokens(self, document->text, c->tokens + s->first_token, s->token_count, space, &out, &words)) return no_memory(err);
        if (out.word_count) rc = parse_sentence(self, &out, words, err);
        block = here;
        here = next;
    }
    return rc;
}

/* ---- CoNLL-U ------------------------------------------------------------------------------------------------------- */

static rp_code parse_gold(job *self, const conllu_sentence *s, uint64_t number, size_t prefix, rp_err *err)
{
    arena_reset(self->sentence);
    conllu_word *words = arena_array(self->sentence, s->word_count, sizeof *words);
    if (!words) return no_memory(err);
    memcpy(words, s->words, s->word_count * sizeof *words);
    conllu_sentence out = *s;
    if (out.id.len == 0) out.id = sentence_id(self, prefix, number);
    return parse_sentence(self, &out, words, err);
}

/* All sentences of one file; *fatal: nothing more can be written. */
static rp_code parse_treebank(job *self, FILE *in, const char *name, bool *fatal, rp_err *err)
{
    conllu_reader *from = conllu_new(in, name);
    conllu_sentence s;
    bool more = true;
    rp_str path = str_of(name);
    rp_code rc = from ? RP_OK : no_memory(err);
    if (rc == RP_OK && utf8_check(path) < path.len) rc = error_at(err, RP_ETEXT, name, 0, "the file's name is not UTF-8; rename it or read it from standard input");
    if (rc == RP_OK) rc = begin_ids(self, path, self->done + 1, err);
    size_t prefix = self->id.len;
    for (uint64_t number = 1; rc == RP_OK; number++) {
        rc = conllu_next(from, &s, &more, err);
        if (rc == RP_OK && !more) break;
        if (rc == RP_OK) {
            rc = parse_gold(self, &s, number, prefix, err);
            *fatal = rc != RP_OK;
            self->done += rc == RP_OK;
        } else if (rc == RP_EFORMAT || rc == RP_ETEXT) {
            self->skipped++;
            cli_fail(err);
            rc = RP_OK;
        }
    }
    conllu_free(from);
    return rc;
}

static int parse_treebanks(job *self, const cli_call *call)
{
    static char standard[] = "-";
    char *only[] = { standard }, **files = call->operand_count ? call->operands : only;
    unsigned count = call->operand_count ? call->operand_count : 1;
    rp_err err;
    for (unsigned i = 0; i < count; i++) {
        bool input = strcmp(files[i], "-") == 0, fatal = false;
        FILE *in = stdin;
        rp_code rc = input ? RP_OK : file_open(files[i], &in, &err);
        if (rc == RP_OK) {
            rc = parse_treebank(self, in, input ? "standard input" : files[i], &fatal, &err);
            if (!input) fclose(in);
        }
        if (rc == RP_OK) continue;
        cli_fail(&err);
        if (fatal || !cli_is_skip(rc)) return CLI_FAILED;
        self->skipped++;
    }
    return cli_say_skipped(self->skipped, self->done, "sentence", "parsed");
}

/* ---- the command --------------------------------------------------------------------------------------------------- */

static int run_documents(job *self, const cli_call *call)
{
    reader_options options;
    rapport *tables = NULL;
    reader *in = NULL;
    rp_err err;
    int status = cli_inputs(call, 0, &options);
    if (status == CLI_OK) status = cli_tables(call, &tables);
    if (status != CLI_OK) return status;
    self->tables = tables;
    status = cli_reader(&options, &in);
    if (status == CLI_OK && rp_coder_new(tables, &self->coder, &err) != RP_OK) status = cli_fail(&err);
    if (status == CLI_OK) status = cli_each_document(in, parse_document, self, &self->done, "parsed");
    rp_coder_free(self->coder);
    reader_free(in);
    rapport_close(tables);
    return status;
}

/* What --conllu-in cannot use, since CoNLL-U says it itself or has no place for it. */
static int check_options(const cli_call *call)
{
    static const char *const texts[] = { "input", "metadata", "title", "publisher", "author", "url", "date", "id-field", "text-field",
                                         "title-field", "date-field", "publisher-field", "url-field", "author-field", "tables" };
    for (size_t i = 0; cli_given(call, "conllu-in") && i < sizeof texts / sizeof *texts; i++)
        if (cli_given(call, texts[i])) return cli_misuse(call, "--conllu-in and --%s cannot go together", texts[i]);
    return CLI_OK;
}

int cli_run_parse(const cli_call *call)
{
    job self = { 0 };
    cli_model model = { 0 };
    int status = check_options(call);
    if (status != CLI_OK) return status;
    status = cli_model_open(call, &model);
    if (status == CLI_OK) {
        self.parser = model.parser;
        self.work = parse_work_new(model.parser);
        self.document = arena_new(0);
        self.sentence = arena_new(0);
        self.ids = intern_new();
        bool ready = self.work && self.document && self.sentence && self.ids;
        if (!ready) cli_say("memory ended"), status = CLI_FAILED;
        else status = cli_given(call, "conllu-in") ? parse_treebanks(&self, call) : run_documents(&self, call);
    }
    intern_free(self.ids);
    arena_free(self.sentence);
    arena_free(self.document);
    if (self.work) parse_work_free(self.work);
    cli_model_close(&model);
    buf_free(&self.id);
    buf_free(&self.out);
    return status;
}
