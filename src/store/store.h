/*
 * store/store.h - what other rooms ask of a store beyond rapport.h.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "base/error.h"

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

/* The tables it was opened with. */
const rapport *store_tables(const rp_store *self);

/* How long to wait for another process before RP_EBUSY, instead of 30 seconds. */
void store_set_patience(rp_store *self, unsigned milliseconds);

#endif
