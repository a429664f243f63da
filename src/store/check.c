/*
 * store/check.c - verify a store: the file's pages, the references between its tables, the index of words, and that what was coded stands
 * where it says in the text it says. See rp_store_check in rapport.h.
 */
#include <stdio.h>
#include "base/hash.h"
#include "base/utf8.h"
#include "store/store_private.h"

static rp_code damaged(rp_store *self, rp_err *err, const char *what)
{
    return error_at(err, RP_EFORMAT, self->path, 0, "the store is damaged: %s; restore a backup, or make a new one", what);
}

static rp_code check_pages(rp_store *self, rp_err *err)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(self->db, "PRAGMA integrity_check(1)", -1, &s, NULL) != SQLITE_OK) return store_error(self, err, "check the store");
    rp_code rc = RP_OK;
    int got = sqlite3_step(s);
    if (got != SQLITE_ROW) {
        rc = store_error(self, err, "check the store");
    } else if (!str_is(store_text(s, 0), "ok")) {
        char what[256];
        str_copy(what, sizeof what, store_text(s, 0));
        for (char *p = what; *p; p++)
            if (*p == '\n') *p = ' ';
        rc = damaged(self, err, what);
    }
    sqlite3_finalize(s);
    return rc;
}

static rp_code check_references(rp_store *self, rp_err *err)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(self->db, "PRAGMA foreign_key_check", -1, &s, NULL) != SQLITE_OK) return store_error(self, err, "check the store");
    rp_code rc = RP_OK;
    int got = sqlite3_step(s);
    if (got == SQLITE_ROW) {
        char what[128];
        snprintf(what, sizeof what, "a row of %s refers to a row of %s that is not there", (const char *)sqlite3_column_text(s, 0),
                 (const char *)sqlite3_column_text(s, 2));
        rc = damaged(self, err, what);
    } else if (got != SQLITE_DONE) {
        rc = store_error(self, err, "check the store");
    }
    sqlite3_finalize(s);
    return rc;
}

/* The index against the sentences. The command counts as writing: a store opened for reading has only its rows counted. */
static rp_code check_index(rp_store *self, rp_err *err)
{
    int64_t differing;
    rp_code rc = store_number(self, "SELECT (SELECT count(*) FROM sentences) - (SELECT count(*) FROM sentence_text_docsize)", &differing, err,
                              "check the index of words");
    if (rc != RP_OK) return rc;
    if (differing) return damaged(self, err, "the index of words does not have every sentence");
    if (self->mode == RP_STORE_READ) return RP_OK;
    if (sqlite3_exec(self->db, "INSERT INTO sentence_text (sentence_text, rank) VALUES ('integrity-check', 1)", NULL, NULL, NULL) == SQLITE_OK)
        return RP_OK;
    if ((sqlite3_extended_errcode(self->db) & 0xFF) != SQLITE_CORRUPT) return store_error(self, err, "check the index of words");
    return damaged(self, err, "the index of words does not agree with the sentences");
}

static const struct { const char *sql, *what; } counts[] = {
    { "SELECT count(*) FROM events e JOIN sentences s ON s.document = e.document AND s.number = e.sentence"
      " WHERE e.trigger_start < s.start OR e.trigger_end > s.end OR e.trigger_end < e.trigger_start",
      "an event's trigger stands outside its sentence" },
    { "SELECT count(*) FROM events WHERE (date IS NULL) <> (first_day IS NULL) OR (date IS NULL) <> (last_day IS NULL) OR first_day > last_day",
      "an event's date and days disagree" },
    { "SELECT count(*) FROM events WHERE length(id) <> 32", "an event has no id" },
};

static rp_code check_counts(rp_store *self, rp_err *err)
{
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        int64_t wrong;
        rp_code rc = store_number(self, counts[i].sql, &wrong, err, "check the store");
        if (rc != RP_OK) return rc;
        if (wrong) return damaged(self, err, counts[i].what);
    }
    return RP_OK;
}

/* Where code point `point` begins, from a place known; text.len when the text is shorter. */
typedef struct place { size_t byte; int64_t point; } place;

static void walk(rp_str text, place *at, int64_t point)
{
    if (point < at->point) *at = (place){ 0, 0 };
    while (at->point < point && at->byte < text.len) {
        at->byte++;
        while (at->byte < text.len && ((unsigned char)text.at[at->byte] & 0xC0) == 0x80) at->byte++;
        at->point++;
    }
}

/* Do the sentences of a document stand in its text? `s` selects start, end, text in order. */
static bool sentences_stand(rp_str text, sqlite3_stmt *s)
{
    place at = { 0, 0 };
    while (sqlite3_step(s) == SQLITE_ROW) {
        walk(text, &at, sqlite3_column_int64(s, 0));
        size_t from = at.byte;
        walk(text, &at, sqlite3_column_int64(s, 1));
        if (at.byte < from || !str_eq(str_sub(text, from, at.byte), store_text(s, 2))) return false;
    }
    return true;
}

static rp_code check_texts(rp_store *self, rp_err *err)
{
    sqlite3_stmt *documents = NULL, *sentences = NULL;
    rp_code rc = RP_OK;
    int got = SQLITE_ERROR;
    if (sqlite3_prepare_v2(self->db, "SELECT key, hash, bytes, text FROM documents", -1, &documents, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(self->db, "SELECT start, end, text FROM sentences WHERE document = ? ORDER BY number", -1, &sentences, NULL) != SQLITE_OK)
        rc = store_error(self, err, "check the store");
    while (rc == RP_OK && (got = sqlite3_step(documents)) == SQLITE_ROW) {
        uint8_t id[16];
        char hash[33];
        rp_str text = store_text(documents, 3);
        hash_128(text.at, text.len, id);
        hash_hex(id, hash);
        sqlite3_bind_int64(sentences, 1, sqlite3_column_int64(documents, 0));
        if (!str_is(store_text(documents, 1), hash) || sqlite3_column_int64(documents, 2) != (int64_t)text.len)
            rc = damaged(self, err, "a document's text is not the one that was coded");
        else if (!sentences_stand(text, sentences))
            rc = damaged(self, err, "a sentence is not what stands at its place in the text");
        if (sqlite3_reset(sentences) != SQLITE_OK) rc = store_error(self, err, "check the store");
    }
    if (rc == RP_OK && got != SQLITE_DONE) rc = store_error(self, err, "check the store");
    sqlite3_finalize(documents);
    sqlite3_finalize(sentences);
    return rc;
}

rp_code rp_store_check(rp_store *self, rp_err *err)
{
    rp_code rc = check_pages(self, err);
    if (rc == RP_OK) rc = check_references(self, err);
    if (rc == RP_OK) rc = check_counts(self, err);
    if (rc == RP_OK) rc = check_texts(self, err);
    if (rc == RP_OK) rc = check_index(self, err);
    return rc;
}
