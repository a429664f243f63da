/*
 * store/store_private.h - what the files of store/ share; nobody else includes it.
 *
 * A transaction. Sentences get their keys here, in order, and go into the full-text index in one statement just before the commit: the
 * index would write out a piece of its own at every savepoint otherwise (measured: 6,300 documents a second against 11,800). So, inside a
 * transaction, sentences with keys in [unindexed, next_sentence) are not in the index yet.
 */
#ifndef STORE_STORE_PRIVATE_H
#define STORE_STORE_PRIVATE_H
#include <sqlite3.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "store/schema.h"
#include "store/store.h"

struct rp_store {
    sqlite3 *db;
    const rapport *tables;
    char *path;                                     /* as given, for errors */
    rp_store_mode mode;
    sqlite3_stmt *statements[SQL_STATEMENTS];       /* NULL until first used */
    bool batch;                                     /* between rp_store_begin and rp_store_commit */
    int64_t unindexed, next_sentence;
    arena *mem;                                     /* of one document added */
    unsigned patience;                              /* milliseconds to wait for another process */
    int64_t waiting_since;                          /* milliseconds of the monotonic clock */
};

/* Turn the database's last error into ours, with what we were doing ("add a document"). */
rp_code store_error(rp_store *self, rp_err *err, const char *doing);

/* RP_EMISSING: there is no document of this id. */
rp_code store_unknown(const rp_store *self, rp_str id, rp_err *err);

/* A kept statement, ready to bind. */
rp_code store_statement(rp_store *self, schema_statement which, sqlite3_stmt **out, rp_err *err);

/* Run a statement that gives no rows to its end, and make it ready again. */
rp_code store_run(rp_store *self, sqlite3_stmt *statement, rp_err *err, const char *doing);

/* Run SQL without values. */
rp_code store_exec(rp_store *self, const char *sql, rp_err *err, const char *doing);

/* The whole number that `sql` gives; false in *got: no row. */
rp_code store_number(rp_store *self, const char *sql, int64_t *out, rp_err *err, const char *doing);

/* Bind text: empty is NULL with store_bind, '' with store_bind_text. `s` is borrowed until the statement is reset. */
void store_bind(sqlite3_stmt *statement, int column, rp_str s);
void store_bind_text(sqlite3_stmt *statement, int column, rp_str s);

/* A column's text; it lives until the next step. NULL is empty. */
rp_str store_text(sqlite3_stmt *statement, int column);

#endif
