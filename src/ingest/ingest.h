/*
 * ingest/ingest.h - documents from a reader or a store through coders into a callback or a store, in several threads, in order.
 */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H
#include "base/buf.h"
#include "text/reader.h"

typedef struct ingest_counts {
    uint64_t documents, bytes;          /* gone through; for a store when they are committed, those it holds as they would be coded too */
    uint64_t sentences, events;         /* coded now */
    uint64_t added, same, changed;      /* of ingest_store: together `documents` */
    uint64_t passed;                    /* of ingest_recode: up to date, and not even looked at */
    uint64_t skipped;
} ingest_counts;

/*
 * Told of each skip, in the order of the input; and how far it is (`read` of `total` bytes, 0: unknown), ten times a second at most and once at
 * the end. Both may be NULL, and are called in the thread that called ingest.
 */
typedef struct ingest_watch {
    void (*skip)(const rp_err *why, void *context);
    void (*progress)(const ingest_counts *counts, uint64_t read, uint64_t total, void *context);
    void *context;
    const volatile int *stop;   /* becomes non-zero when the user wants to end: what is done is kept; NULL: never */
} ingest_watch;

/* Make the output for one coded document: called in worker threads, `out` is the document's own buffer. */
typedef rp_code ingest_format(const rp_coded *coded, void *context, buf *out, rp_err *err);

/*
 * Code every document of `in` with `jobs` threads and write what `format` makes of each, in the order they were read: the same bytes for any
 * `jobs`. Errors: RP_ENOMEM, what `write` gives, RP_ESTOP. Documents that cannot be coded are skips.
 */
rp_code ingest_stream(const rapport *tables, reader *in, unsigned jobs, ingest_format *format, void *format_context, rp_write *write,
                      void *write_context, const ingest_watch *watch, ingest_counts *counts, rp_err *err);

/*
 * Code every document of `in` into `store`, whole documents in batches: what was committed stays whatever happens afterwards, and adding again
 * codes only what is missing: a document that the store holds as it would be coded now gets its metadata brought up to date, no more.
 * `store` must be in no batch. It is held for writing a quarter of a second at most, and other processes come in between.
 * Errors: RP_EFULL, RP_EIO, RP_EBUSY of the store; RP_ENOMEM; RP_ESTOP.
 */
rp_code ingest_store(const rapport *tables, reader *in, unsigned jobs, rp_store *store, const ingest_watch *watch, ingest_counts *counts,
                     rp_err *err);

/* Which documents of a store to code again. */
typedef struct ingest_choice {
    const char *const *ids;     /* [id_count]; an id that the store does not have is a skip */
    size_t id_count;            /* 0: of the whole store */
    bool all;                   /* those too that today's tables and program have coded */
} ingest_choice;

/*
 * Code the chosen documents of `store` again from the text and metadata it keeps, and put what comes out in the place of what came from them:
 * whole documents in batches, as ingest_store. A document that another process changes or removes meanwhile is coded as it is then, or left
 * out. counts: `changed` were coded again; `same` and `passed` were up to date. Errors as of ingest_store.
 */
rp_code ingest_recode(const rapport *tables, const ingest_choice *choice, unsigned jobs, rp_store *store, const ingest_watch *watch,
                      ingest_counts *counts, rp_err *err);

#endif
