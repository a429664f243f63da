/*
 * store/store.h - what other rooms ask of a store beyond rapport.h.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "base/buf.h"

/*
 * As rp_store_holds, and the metadata that coding reads (title, date) is what it was coded with; what `doc` does not know counts as the
 * same. When *out is true, coding `doc` again would change nothing.
 */
rp_code store_holds(rp_store *self, const rp_document *doc, bool *out, rp_err *err);

/*
 * Bring the metadata of a document that store_holds found up to date: what `doc` knows is written, what it does not know stays.
 * RP_EMISSING: no such document.
 */
rp_code store_touch(rp_store *self, const rp_document *doc, rp_err *err);

/*
 * The document of this id as the store keeps it, with its text; *current: it was coded by these tables and this program. Views live in `memory`.
 * RP_EMISSING: no such document.
 */
rp_code store_read(rp_store *self, rp_str id, buf *memory, rp_document *out, bool *current, rp_err *err);

/*
 * The next document that is not current, or with `all` the next of all, into `memory` as store_read. *key is where it goes on: 0 at first.
 * *done: none left; what others add meanwhile comes too. Nothing stays open between calls.
 */
rp_code store_next(rp_store *self, bool all, int64_t *key, buf *memory, rp_document *out, bool *done, rp_err *err);

/* How many documents store_next passes over, and the bytes of text of those it gives. */
rp_code store_count(rp_store *self, bool all, uint64_t *current, uint64_t *bytes, rp_err *err);

/*
 * Put what coding a document of the store again gave in the place of what came from it; its text and metadata stay as they are. In the
 * batch, or whole by itself. RP_EMISSING: no such document.
 */
rp_code store_recode(rp_store *self, const rp_coded *coded, rp_err *err);

/* The tables it was opened with. */
const rapport *store_tables(const rp_store *self);

/* How long to wait for another process before RP_EBUSY, instead of 30 seconds. */
void store_set_patience(rp_store *self, unsigned milliseconds);

#endif
