/*
 * coder/coder.h - what the coder's neighbours in this room need of it beyond rapport.h: a text read as one sentence.
 */
#ifndef CODER_CODER_H
#define CODER_CODER_H
#include "coder/tables.h"
#include "event/code.h"

/* What is read of a document before its events are sought. */
typedef struct coder_layers {
    word_layer words;
    tree_layer trees;
    actor_layer actors;
    date_layer dates;
    code_input input;           /* all of them, with the tables they are read by */
} coder_layers;

/*
 * Read words, actors and dates of a document that was split into `split`; *out lives as long as `mem`, `doc` and `split`, and is not to be moved.
 * `scratch` is emptied. Errors: RP_ENOMEM.
 */
rp_code coder_read(const rapport *tables, const rp_document *doc, const rp_coded *split, parse_work *work, arena *mem, arena *scratch, coder_layers *out,
                   rp_err *err);

/*
 * Read `text` as one sentence, whatever stands in it, its first READING_TOKENS tokens: *out has tree, mentions and predicates, and lives, with
 * everything it points to, until the coder's next text. Errors: as rp_coder_code; RP_EMISSING: there is no word in it.
 */
rp_code coder_read_sentence(rp_coder *self, rp_str text, reading *out, rp_err *err);

/*
 * The mentions of a document that was read, in `mem`, as they are on its day; of one without a date, as they are on the date told in their sentence or
 * last before it in the paragraph, where a reading of theirs holds that day. False: memory ended.
 */
bool coder_mentions(const rapport *tables, const coder_layers *layers, arena *mem, rp_mention **out, size_t *count);
/* The day a document's offices are those of: its own, else the day the tables were last brought up to date. */
int32_t coder_day(const rp_document *doc);

/* The tables it was made with; borrowed as there. */
const rapport *coder_tables(const rp_coder *self);
/* What it read of its last text; borrowed, and filled anew with the next. */
const coder_layers *coder_layers_of(const rp_coder *self);

/* Tell what is decided about each predicate; borrowed until the next call. NULL: nobody watches. */
void coder_watch(rp_coder *self, const code_trace *trace);

#endif
