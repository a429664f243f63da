/* store/schema.c - see store/schema.h. */
#include "store/schema.h"

/*
 * Composite references (document, sentence) let one index serve the way from a document to its events, the order in the text and the check
 * of the reference. The document's text stands last in its row: what lies before it is read without it.
 */
static const char *const migrations[SCHEMA_VERSION] = {
    "CREATE TABLE documents ("
    " key INTEGER PRIMARY KEY,"
    " id TEXT NOT NULL UNIQUE,"
    " hash TEXT NOT NULL,"
    " bytes INTEGER NOT NULL,"
    " title TEXT, publisher TEXT, author TEXT, url TEXT, genre TEXT,"
    " published TEXT,"
    " tables TEXT NOT NULL,"
    " coder TEXT NOT NULL,"
    " text TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE sentences ("
    " key INTEGER PRIMARY KEY,"
    " document INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,"
    " number INTEGER NOT NULL,"
    " start INTEGER NOT NULL, end INTEGER NOT NULL,"
    " kind TEXT NOT NULL,"
    " text TEXT NOT NULL,"
    " UNIQUE (document, number)"
    ") STRICT;"
    "CREATE VIRTUAL TABLE sentence_text USING fts5(text, content='sentences', content_rowid='key', tokenize='unicode61 remove_diacritics 2');"
    "CREATE TABLE citations ("
    " document INTEGER NOT NULL,"
    " sentence INTEGER NOT NULL,"
    " number INTEGER NOT NULL,"
    " start INTEGER NOT NULL, end INTEGER NOT NULL,"
    " reference INTEGER,"
    " target TEXT,"
    " PRIMARY KEY (document, sentence, number),"
    " FOREIGN KEY (document, sentence) REFERENCES sentences(document, number) ON DELETE CASCADE"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE events ("
    " key INTEGER PRIMARY KEY,"
    " document INTEGER NOT NULL,"
    " sentence INTEGER NOT NULL,"
    " number INTEGER NOT NULL,"
    " id TEXT NOT NULL,"
    " type TEXT NOT NULL, modes TEXT, contexts TEXT,"
    " quad INTEGER NOT NULL, cameo TEXT, goldstein REAL, intensity REAL,"
    " status TEXT NOT NULL, historical INTEGER NOT NULL, intent TEXT,"
    " trigger_text TEXT NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,"
    " date TEXT, date_end TEXT, first_day INTEGER, last_day INTEGER, date_why_start INTEGER, date_why_end INTEGER,"
    " killed_low INTEGER, killed_high INTEGER, injured_low INTEGER, injured_high INTEGER, arrested_low INTEGER, arrested_high INTEGER,"
    " confidence REAL NOT NULL,"
    " UNIQUE (document, sentence, number),"
    " FOREIGN KEY (document, sentence) REFERENCES sentences(document, number) ON DELETE CASCADE"
    ") STRICT;"
    "CREATE INDEX events_id ON events(id);"
    "CREATE INDEX events_day ON events(first_day, last_day);"
    "CREATE TABLE parties ("
    " event INTEGER NOT NULL REFERENCES events(key) ON DELETE CASCADE,"
    " side TEXT NOT NULL,"
    " number INTEGER NOT NULL,"
    " code TEXT, sector TEXT, residence TEXT,"
    " text TEXT, start INTEGER, end INTEGER,"
    " PRIMARY KEY (event, side, number)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX parties_code ON parties(code, side);",
    /* what somebody says a party is; who says so is a row of its own, on side "source label" or "target label" with the party's number */
    "ALTER TABLE parties ADD COLUMN label TEXT;"
};

const char *schema_migration(int to) { return migrations[to - 1]; }

/* A document to code again, with today's versions in ?1 and ?2. */
#define KEPT "SELECT key, tables IS ?1 AND coder IS ?2, id, title, publisher, author, url, genre, published, text FROM documents"
#define OUTDATED "(tables IS NOT ?1 OR coder IS NOT ?2)"

static const char *const statements[SQL_STATEMENTS] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_SAVEPOINT] = "SAVEPOINT document",
    [SQL_RELEASE] = "RELEASE document",
    [SQL_NEXT_SENTENCE] = "SELECT coalesce(max(key), 0) + 1 FROM sentences",
    [SQL_INDEX_SENTENCES] = "INSERT INTO sentence_text (rowid, text) SELECT key, text FROM sentences WHERE key >= ?1",
    [SQL_UNINDEX_SENTENCES] = "INSERT INTO sentence_text (sentence_text, rowid, text)"
                              " SELECT 'delete', key, text FROM sentences WHERE document = ?1 AND key < ?2",
    [SQL_FIND_DOCUMENT] = "SELECT key, hash, bytes, tables, coder, title, published FROM documents WHERE id = ?1",
    [SQL_ADD_DOCUMENT] = "INSERT INTO documents (key, id, hash, bytes, title, publisher, author, url, genre, published, tables, coder, text)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [SQL_REPLACE_DOCUMENT] = "UPDATE documents SET id = ?2, hash = ?3, bytes = ?4, title = ?5, publisher = ?6, author = ?7, url = ?8, genre = ?9,"
                             " published = ?10, tables = ?11, coder = ?12, text = ?13 WHERE key = ?1",
    /* a row is written anew with its whole text: only when there is something new */
    [SQL_TOUCH_DOCUMENT] = "UPDATE documents SET publisher = coalesce(?2, publisher), author = coalesce(?3, author), url = coalesce(?4, url),"
                           " genre = coalesce(?5, genre) WHERE key = ?1 AND (publisher IS NOT coalesce(?2, publisher)"
                           " OR author IS NOT coalesce(?3, author) OR url IS NOT coalesce(?4, url) OR genre IS NOT coalesce(?5, genre))",
    [SQL_DELETE_DOCUMENT] = "DELETE FROM documents WHERE key = ?1",
    [SQL_DELETE_SENTENCES] = "DELETE FROM sentences WHERE document = ?1",
    [SQL_READ_DOCUMENT] = KEPT " WHERE id = ?3",
    [SQL_NEXT_DOCUMENT] = KEPT " WHERE key > ?3 AND (?4 OR " OUTDATED ") ORDER BY key LIMIT 1",
    [SQL_COUNT_DOCUMENTS] = "SELECT coalesce(sum(NOT due), 0), coalesce(sum(iif(due, bytes, 0)), 0)"
                            " FROM (SELECT bytes, ?3 OR " OUTDATED " AS due FROM documents)",
    [SQL_STAMP_DOCUMENT] = "UPDATE documents SET tables = ?2, coder = ?3 WHERE key = ?1",
    [SQL_ADD_SENTENCE] = "INSERT INTO sentences (key, document, number, start, end, kind, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SQL_ADD_CITATION] = "INSERT INTO citations (document, sentence, number, start, end, reference, target) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SQL_ADD_EVENT] = "INSERT INTO events (document, sentence, number, id, type, modes, contexts, quad, cameo, goldstein, intensity, status,"
                      " historical, intent, trigger_text, trigger_start, trigger_end, date, date_end, first_day, last_day, date_why_start,"
                      " date_why_end, killed_low, killed_high, injured_low, injured_high, arrested_low, arrested_high, confidence)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,"
                      " ?25, ?26, ?27, ?28, ?29, ?30)",
    [SQL_ADD_PARTY] = "INSERT INTO parties (event, side, number, code, sector, residence, text, start, end, label)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [SQL_GET_EVENT] = "SELECT d.id, d.title, d.publisher, d.author, d.url, d.genre, d.published,"                                        /* 0..6 */
                      " s.text, s.start, s.end, s.kind, e.document, e.sentence,"                                                      /* 7..12 */
                      " e.id, e.type, e.modes, e.contexts, e.quad, e.cameo, e.goldstein, e.intensity, e.status, e.historical, e.intent," /* 13..23 */
                      " e.trigger_text, e.trigger_start, e.trigger_end, e.date, e.date_end, e.date_why_start, e.date_why_end,"        /* 24..30 */
                      " e.killed_low, e.killed_high, e.injured_low, e.injured_high, e.arrested_low, e.arrested_high, e.confidence"    /* 31..37 */
                      " FROM events e JOIN documents d ON d.key = e.document"
                      " JOIN sentences s ON s.document = e.document AND s.number = e.sentence WHERE e.key = ?1",
    [SQL_GET_PARTIES] = "SELECT side, number, code, sector, residence, text, start, end, label FROM parties WHERE event = ?1 ORDER BY side, number",
    [SQL_GET_CITATIONS] = "SELECT start, end, reference, target FROM citations WHERE document = ?1 AND sentence = ?2 ORDER BY number",
};

const char *schema_sql(schema_statement which) { return statements[which]; }
