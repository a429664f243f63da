/*
 * store/open.c - open, make and close a store; the errors and statements that the other files use. See the section "store" of rapport.h.
 *
 * A file that is not ours is never written to: its first bytes are read before SQLite opens it, its application_id before any setting
 * that changes the file. The schema is made in one transaction, so that a process killed meanwhile leaves an empty database, which the
 * next RP_STORE_CREATE takes for a new one.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/file.h"
#include "store/store_private.h"

#define PATIENCE 30000u         /* milliseconds */
#define NO_STORE "is no store of rapport"

/*
 * 16 MB of pages, so that a batch stays in memory until its commit; the log is copied into the file every 16 MB. A store may come from
 * somebody else: its schema is not trusted to call functions, and cells are checked as they are read.
 */
static const char settings[] = "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;"
                               "PRAGMA wal_autocheckpoint = 4000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON";

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/*
 * Called while another process holds the file. Looks again every millisecond: SQLite's own handler comes to look every 100, and a process
 * that adds one batch after the other leaves only short gaps.
 */
static int wait_a_little(void *context, int count)
{
    rp_store *self = context;
    if (count == 0) self->waiting_since = now_ms();
    if (now_ms() - self->waiting_since >= (int64_t)self->patience) return 0;
    nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    return 1;
}

static bool disk_is_full(const rp_store *self)
{
    int number = sqlite3_system_errno(self->db);
    if (number == ENOSPC || number == EDQUOT || number == EFBIG) return true;
    /* SQLite drops the reason when a file grows over the limit that the user's shell sets (ulimit -f) */
    struct rlimit limit;
    return number == 0 && sqlite3_extended_errcode(self->db) == SQLITE_IOERR_WRITE && getrlimit(RLIMIT_FSIZE, &limit) == 0
        && limit.rlim_cur != RLIM_INFINITY;
}

rp_code store_error(rp_store *self, rp_err *err, const char *doing)
{
    const char *words = self->db ? sqlite3_errmsg(self->db) : "memory ended";
    int code = self->db ? sqlite3_extended_errcode(self->db) & 0xFF : SQLITE_NOMEM;
    const char *full = "cannot %s: no space left to write to; what was committed is whole. Free some space and run the same command again";
    switch (code) {
    case SQLITE_BUSY: case SQLITE_LOCKED:
        return error_at(err, RP_EBUSY, self->path, 0, "cannot %s: another process has held the store for %u seconds; run the same command again "
                        "when it is done", doing, self->patience / 1000);
    case SQLITE_FULL: return error_at(err, RP_EFULL, self->path, 0, full, doing);
    case SQLITE_IOERR:
        if (disk_is_full(self)) return error_at(err, RP_EFULL, self->path, 0, full, doing);
        return error_at(err, RP_EIO, self->path, 0, "cannot %s: %s (system error %d); what was committed is whole", doing, words,
                        sqlite3_system_errno(self->db));
    case SQLITE_READONLY: return error_at(err, RP_EIO, self->path, 0, "cannot %s: the store can only be read here; check its permissions", doing);
    case SQLITE_CANTOPEN: case SQLITE_PERM: case SQLITE_AUTH:
        return error_at(err, RP_EIO, self->path, 0, "cannot %s: %s; check the permissions of the file and its folder", doing, words);
    case SQLITE_NOMEM: return error_at(err, RP_ENOMEM, self->path, 0, "cannot %s: memory ended", doing);
    case SQLITE_TOOBIG: return error_at(err, RP_ELIMIT, self->path, 0, "cannot %s: %s", doing, words);
    case SQLITE_NOTADB: return error_at(err, RP_EFORMAT, self->path, 0, NO_STORE ", or its beginning is damaged");
    default: return error_at(err, RP_EFORMAT, self->path, 0, "cannot %s: the store is damaged (%s); restore a backup or make a new one", doing, words);
    }
}

rp_code store_unknown(const rp_store *self, rp_str id, rp_err *err)
{
    char shown[128];
    str_copy(shown, sizeof shown, id);
    return error_at(err, RP_EMISSING, self->path, 0, "no document \"%s\"; \"rapport documents\" lists the ids of those there are", shown);
}

rp_code store_statement(rp_store *self, schema_statement which, sqlite3_stmt **out, rp_err *err)
{
    sqlite3_stmt **kept = &self->statements[which];
    rp_code rc = RP_OK;
    if (!*kept && sqlite3_prepare_v3(self->db, schema_sql(which), -1, SQLITE_PREPARE_PERSISTENT, kept, NULL) != SQLITE_OK)
        rc = store_error(self, err, "use its tables");
    *out = *kept;
    return rc;
}

rp_code store_run(rp_store *self, sqlite3_stmt *statement, rp_err *err, const char *doing)
{
    rp_code rc = sqlite3_step(statement) == SQLITE_DONE ? RP_OK : store_error(self, err, doing);
    sqlite3_reset(statement);
    return rc;
}

rp_code store_exec(rp_store *self, const char *sql, rp_err *err, const char *doing)
{
    return sqlite3_exec(self->db, sql, NULL, NULL, NULL) == SQLITE_OK ? RP_OK : store_error(self, err, doing);
}

rp_code store_number(rp_store *self, const char *sql, int64_t *out, rp_err *err, const char *doing)
{
    sqlite3_stmt *s = NULL;
    *out = 0;
    int got = sqlite3_prepare_v2(self->db, sql, -1, &s, NULL);
    if (got == SQLITE_OK) got = sqlite3_step(s);
    rp_code rc = got == SQLITE_ROW || got == SQLITE_DONE ? RP_OK : store_error(self, err, doing);
    if (got == SQLITE_ROW) *out = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return rc;
}

void store_bind_text(sqlite3_stmt *statement, int column, rp_str s)
{
    sqlite3_bind_text64(statement, column, s.at ? s.at : "", s.len, SQLITE_STATIC, SQLITE_UTF8);
}

void store_bind(sqlite3_stmt *statement, int column, rp_str s)
{
    if (s.len) store_bind_text(statement, column, s);
    else sqlite3_bind_null(statement, column);
}

rp_str store_text(sqlite3_stmt *statement, int column)
{
    const void *at = sqlite3_column_text(statement, column);
    return (rp_str){ at, at ? (size_t)sqlite3_column_bytes(statement, column) : 0 };
}

const rapport *store_tables(const rp_store *self) { return self->tables; }

void store_set_patience(rp_store *self, unsigned milliseconds) { self->patience = milliseconds; }

/* What stands at `path`, before SQLite looks at it. */
static rp_code look_at_file(const char *path, rp_store_mode mode, rp_err *err)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno == ENOENT && mode == RP_STORE_CREATE) return RP_OK;
        return error_system(err, path, "open the store");
    }
    if (!S_ISREG(st.st_mode)) return error_at(err, RP_EFORMAT, path, 0, NO_STORE ": it is no regular file");
    if (st.st_size == 0 && mode != RP_STORE_CREATE) return error_at(err, RP_EFORMAT, path, 0, NO_STORE ": the file is empty");
    if (st.st_size == 0) return RP_OK;
    static const char magic[16] = "SQLite format 3";
    char first[sizeof magic] = "";
    FILE *f;
    rp_code rc = file_open(path, &f, err);
    if (rc != RP_OK) return rc;
    size_t n = fread(first, 1, sizeof first, f);
    fclose(f);
    if (n < sizeof first || memcmp(first, magic, sizeof magic) != 0) return error_at(err, RP_EFORMAT, path, 0, NO_STORE);
    return RP_OK;
}

/* The settings, and a first look into the file. */
static int set_up(rp_store *self)
{
    int code = sqlite3_exec(self->db, settings, NULL, NULL, NULL);
    return code == SQLITE_OK ? sqlite3_exec(self->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) : code;
}

/* Open the file as it is, without looking for a log beside it: the only way to read a store from read-only media. */
static int open_immutable(rp_store *self)
{
    buf uri = { 0 }, log = { 0 };
    struct stat st;
    buf_format(&log, "%s-wal", self->path);
    buf_text(&uri, "file:");
    for (const char *p = self->path; *p; p++) {
        if (is_alnum((unsigned char)*p) || strchr("/._-", *p)) buf_char(&uri, *p);
        else buf_format(&uri, "%%%02X", (unsigned)(unsigned char)*p);
    }
    buf_text(&uri, "?immutable=1");
    buf_char(&uri, 0);
    buf_char(&log, 0);
    int code = SQLITE_CANTOPEN;
    if (uri.failed || log.failed) {
        code = SQLITE_NOMEM;
    } else if (stat(log.at, &st) != 0 || st.st_size == 0) {     /* a log with something in it must not be passed over */
        sqlite3_close(self->db);
        self->db = NULL;
        code = sqlite3_open_v2(uri.at, &self->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL);
        if (code == SQLITE_OK) code = set_up(self);
    }
    buf_free(&uri);
    buf_free(&log);
    return code;
}

/*
 * Did a reader meet a journal that is still to be rolled back? It may not do that, and the file as it is may be half of something. There is
 * one only while a store is made: what is made in it after that goes to the log.
 */
static bool is_unfinished(const rp_store *self)
{
    return self->mode == RP_STORE_READ && sqlite3_extended_errcode(self->db) == SQLITE_READONLY_ROLLBACK;
}

static rp_code open_database(rp_store *self, rp_err *err)
{
    static const int flags[] = { SQLITE_OPEN_READONLY, SQLITE_OPEN_READWRITE, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE };
    const char *doing = "open the store";
    buf name = { 0 };
    if (self->path[0] != '/') buf_text(&name, "./");    /* or SQLite takes ":memory:" and "" for something else */
    buf_text(&name, self->path);
    buf_char(&name, 0);
    int code = name.failed ? SQLITE_NOMEM : sqlite3_open_v2(name.at, &self->db, flags[self->mode] | SQLITE_OPEN_NOMUTEX, NULL);
    buf_free(&name);
    if (code != SQLITE_OK) return store_error(self, err, doing);
    sqlite3_busy_handler(self->db, wait_a_little, self);
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    code = set_up(self);
    if (code != SQLITE_OK && is_unfinished(self)) code = set_up(self);      /* its maker may live, and just have taken it away */
    if (code == SQLITE_OK) return RP_OK;
    if (is_unfinished(self))
        return error_at(err, RP_EFORMAT, self->path, 0, NO_STORE " yet: it is unfinished, for what made it was killed; add the documents again");
    bool no_log = (code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY;     /* it would have to be made */
    if (self->mode != RP_STORE_READ || !no_log) return store_error(self, err, doing);
    return open_immutable(self) == SQLITE_OK ? RP_OK : store_error(self, err, doing);
}

/* What kind of database it is: its version, 0 for an empty one. */
static rp_code read_version(rp_store *self, int64_t *version, rp_err *err)
{
    const char *doing = "open the store";
    int64_t application, tables;
    rp_code rc = store_number(self, "PRAGMA application_id", &application, err, doing);
    if (rc == RP_OK) rc = store_number(self, "PRAGMA user_version", version, err, doing);
    if (rc == RP_OK) rc = store_number(self, "SELECT count(*) FROM sqlite_schema", &tables, err, doing);
    if (rc != RP_OK) return rc;
    bool empty = application == 0 && *version == 0 && tables == 0 && self->mode == RP_STORE_CREATE;
    if (application != SCHEMA_APPLICATION && !empty)
        return error_at(err, RP_EFORMAT, self->path, 0, NO_STORE ", but an SQLite database of another program");
    if (*version > SCHEMA_VERSION)
        return error_at(err, RP_EVERSION, self->path, 0, "the store has version %lld, this program knows up to %d; use a newer rapport",
                        (long long)*version, SCHEMA_VERSION);
    return RP_OK;
}

/* Bring the schema up to date, all steps or none. */
static rp_code migrate(rp_store *self, rp_err *err)
{
    int64_t version;
    char stamp[96];
    rp_code rc = store_exec(self, "BEGIN IMMEDIATE", err, "make its tables");
    if (rc == RP_OK) rc = read_version(self, &version, err);    /* another process may have been faster */
    for (int64_t v = rc == RP_OK ? version : SCHEMA_VERSION; rc == RP_OK && v < SCHEMA_VERSION; v++)
        rc = store_exec(self, schema_migration((int)v + 1), err, "make its tables");
    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", SCHEMA_APPLICATION, SCHEMA_VERSION);
    if (rc == RP_OK) rc = store_exec(self, stamp, err, "make its tables");
    if (rc != RP_OK && !sqlite3_get_autocommit(self->db)) sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

/* Write to a log beside the file, so that readers and the writer do not wait for each other. Kept in the file once it is set. */
static rp_code use_log(rp_store *self, rp_err *err)
{
    int code, count = 0;
    do code = sqlite3_exec(self->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    while ((code & 0xFF) == SQLITE_BUSY && wait_a_little(self, count++));   /* SQLite itself does not wait here */
    return code == SQLITE_OK ? RP_OK : store_error(self, err, "open the store for writing");
}

static rp_code prepare(rp_store *self, rp_err *err)
{
    int64_t version;
    rp_code rc = open_database(self, err);
    if (rc == RP_OK) rc = store_exec(self, "BEGIN", err, "open the store");     /* another process may be making its tables */
    if (rc == RP_OK) rc = read_version(self, &version, err);
    if (!sqlite3_get_autocommit(self->db)) sqlite3_exec(self->db, "COMMIT", NULL, NULL, NULL);
    if (rc != RP_OK) return rc;
    if (self->mode == RP_STORE_READ) {
        if (version == SCHEMA_VERSION) return RP_OK;
        return error_at(err, RP_EVERSION, self->path, 0, "the store has the older version %lld; \"rapport check\" brings it up to date",
                        (long long)version);
    }
    if (sqlite3_db_readonly(self->db, "main") == 1)
        return error_at(err, RP_EIO, self->path, 0, "the store can only be read here; check the permissions of the file and its folder");
    if (version < SCHEMA_VERSION) rc = migrate(self, err);
    return rc == RP_OK ? use_log(self, err) : rc;
}

rp_code rp_store_open(const char *path, rp_store_mode mode, const rapport *tables, rp_store **out, rp_err *err)
{
    *out = NULL;
    rp_code rc = look_at_file(path, mode, err);
    if (rc != RP_OK) return rc;
    rp_store *self = calloc(1, sizeof *self);
    if (self) {
        self->path = strdup(path);
        self->mem = arena_new(0);
        self->tables = tables;
        self->mode = mode;
        self->patience = PATIENCE;
    }
    rc = self && self->path && self->mem ? prepare(self, err) : error_at(err, RP_ENOMEM, path, 0, "memory ended");
    if (rc == RP_OK) *out = self;
    else rp_store_close(self);
    return rc;
}

void rp_store_close(rp_store *self)
{
    if (!self) return;
    for (int i = 0; i < SQL_STATEMENTS; i++) sqlite3_finalize(self->statements[i]);
    sqlite3_close(self->db);
    arena_free(self->mem);
    free(self->path);
    free(self);
}
