/*
 * coder/explain.h - show how a sentence was coded: tree, mentions, predicates with the frames that fit, what was decided and why.
 */
#ifndef CODER_EXPLAIN_H
#define CODER_EXPLAIN_H
#include "base/buf.h"
#include "coder/coder.h"

/* Append the explanation of each sentence of `doc` to `out`, as text for people. Errors: as rp_coder_code. */
rp_code coder_explain(rp_coder *self, const rp_document *doc, buf *out, rp_err *err);

#endif
