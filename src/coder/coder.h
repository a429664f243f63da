/*
 * coder/coder.h - what the coder's neighbours in this room need of it beyond rapport.h: a text read as one sentence.
 */
#ifndef CODER_CODER_H
#define CODER_CODER_H
#include "coder/tables.h"
#include "event/code.h"

/*
 * Read `text` as one sentence, whatever stands in it, its first READING_TOKENS tokens: *out has tree, mentions and predicates, and lives, with
 * everything it points to, until the coder's next text. Errors: as rp_coder_code; RP_EMISSING: there is no word in it.
 */
rp_code coder_read_sentence(rp_coder *self, rp_str text, reading *out, rp_err *err);

/* The tables it was made with; borrowed as there. */
const rapport *coder_tables(const rp_coder *self);

/* Tell what is decided about each predicate; borrowed until the next call. NULL: nobody watches. */
void coder_watch(rp_coder *self, const code_trace *trace);

#endif
