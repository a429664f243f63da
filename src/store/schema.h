/*
 * store/schema.h - the tables of a store in SQL, how older stores become the newest, and the statements that are kept prepared.
 *
 * docs/store.md describes the tables for their users. A store is an SQLite file with our application_id; its user_version is the number of
 * the last migration that was made. A migration, once released, is never changed: the next version adds one.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#define SCHEMA_APPLICATION 0x52505254   /* "RPRT" */
#define SCHEMA_VERSION 2

/* The SQL that makes version `to` from the one before it (1: from nothing). */
const char *schema_migration(int to);

typedef enum schema_statement {
    SQL_BEGIN, SQL_COMMIT, SQL_SAVEPOINT, SQL_RELEASE,
    SQL_NEXT_SENTENCE, SQL_INDEX_SENTENCES, SQL_UNINDEX_SENTENCES,
    SQL_FIND_DOCUMENT, SQL_ADD_DOCUMENT, SQL_REPLACE_DOCUMENT, SQL_TOUCH_DOCUMENT, SQL_DELETE_DOCUMENT, SQL_DELETE_SENTENCES,
    SQL_READ_DOCUMENT, SQL_NEXT_DOCUMENT, SQL_COUNT_DOCUMENTS, SQL_STAMP_DOCUMENT,
    SQL_ADD_SENTENCE, SQL_ADD_CITATION, SQL_ADD_EVENT, SQL_ADD_PARTY,
    SQL_GET_EVENT, SQL_GET_PARTIES, SQL_GET_CITATIONS,
    SQL_STATEMENTS
} schema_statement;

const char *schema_sql(schema_statement which);

#endif
