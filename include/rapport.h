/*
 * rapport.h - the public interface of librapport: reports in, cited events out.
 *
 * Objects: rapport   tables, read-only after opening; one may serve any number of threads
 *          rp_coder  works on one document at a time; one a thread
 *          rp_store  a file of coded documents; one a thread (several processes may open the same file)
 *
 * Text is UTF-8. Positions are byte offsets into the document's text, half-open [start, end); the writers of JSON and CSV
 * turn them into Unicode code points. A function that can fail returns an rp_code and takes an rp_err last, which may be
 * NULL. Nothing here prints, exits or changes the locale. What a coder gives lives until its next document.
 */
#ifndef RAPPORT_H
#define RAPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define RP_API __attribute__((visibility("default")))
#else
#define RP_API
#endif

/* ---- errors -------------------------------------------------------------------------------------------------------- */

typedef enum rp_code {
    RP_OK = 0,
    RP_EMISSING,   /* no such file, document or actor */
    RP_EIO,        /* the system refused to read or write */
    RP_EFULL,      /* no space left to write to */
    RP_ETEXT,      /* not UTF-8, or holds NUL bytes */
    RP_EFORMAT,    /* malformed: a table row, a JSON line, a column */
    RP_ELIMIT,     /* larger than the documented limit */
    RP_EVERSION,   /* written by a newer program */
    RP_EBUSY,      /* held by another process for too long */
    RP_ENOMEM,     /* memory ended */
    RP_EUSAGE,     /* arguments that make no sense together */
    RP_ESTOP       /* the caller's callback asked to stop */
} rp_code;

typedef struct rp_err {
    rp_code code;
    char input[256];    /* the file, table or store the error is about; may be empty */
    uint32_t line;      /* 1-based, 0: unknown */
    uint64_t byte;      /* offset into the input, 0 where it says nothing */
    char why[512];      /* what is wrong and what to do, without the place */
} rp_err;

/* ---- views and dates ----------------------------------------------------------------------------------------------- */

/* A view of UTF-8 text: not zero-terminated, borrowed from its owner. */
typedef struct rp_str {
    const char *at;
    size_t len;         /* bytes */
} rp_str;

/* A calendar date of the proleptic Gregorian calendar, as exact as it is known: 0 in a field is unknown. */
typedef struct rp_date {
    int16_t year;
    uint8_t month;      /* 1..12 */
    uint8_t day;        /* 1..31 */
} rp_date;

/* From the start of `from` to the end of `to`; from.year == 0: no date. */
typedef struct rp_interval {
    rp_date from;
    rp_date to;
} rp_interval;

/* ---- documents ----------------------------------------------------------------------------------------------------- */

/* One story as received. All views are borrowed for the call. */
typedef struct rp_document {
    rp_str id;          /* the record's id, or the path as given */
    rp_str text;
    rp_str title, publisher, author, url, genre;   /* empty: unknown */
    rp_date published;  /* its filled fields say how exactly the date is known */
} rp_document;

#define RP_DOCUMENT_MAX (16u << 20)   /* bytes of text; a larger document is refused with RP_ELIMIT */

typedef enum rp_kind {
    RP_KIND_PROSE, RP_KIND_HEADLINE, RP_KIND_LIST, RP_KIND_CAPTION,       /* coded */
    RP_KIND_HEADING, RP_KIND_REFERENCE, RP_KIND_NAVIGATION                /* not coded */
} rp_kind;

typedef struct rp_token {
    uint32_t start, end;
    bool joined;        /* written as one word with the next token: "do" + "n't" */
} rp_token;

typedef struct rp_sentence {
    uint32_t start, end;                       /* without the white space and the citations around it */
    uint32_t first_token, token_count;
    uint32_t first_citation, citation_count;
    uint8_t kind;                              /* rp_kind */
} rp_sentence;

/* A place in the text that names the source of a sentence. */
typedef struct rp_citation {
    uint32_t start, end;
    uint32_t number;    /* of the reference list, 0: none */
    rp_str target;      /* the domain, agency or reference entry; empty when the list lacks the number */
} rp_citation;

/* ---- events -------------------------------------------------------------------------------------------------------- */

typedef enum rp_event_type {
    RP_EVENT_AGREE, RP_EVENT_CONSULT, RP_EVENT_SUPPORT, RP_EVENT_CONCEDE, RP_EVENT_COOPERATE, RP_EVENT_AID,
    RP_EVENT_RETREAT, RP_EVENT_REQUEST, RP_EVENT_ACCUSE, RP_EVENT_REJECT, RP_EVENT_THREATEN, RP_EVENT_PROTEST,
    RP_EVENT_SANCTION, RP_EVENT_MOBILIZE, RP_EVENT_COERCE, RP_EVENT_ASSAULT, RP_EVENT_TYPES
} rp_event_type;

typedef enum rp_status {
    RP_REPORTED, RP_ONGOING, RP_PLANNED, RP_ALLEGED, RP_DENIED, RP_HYPOTHETICAL, RP_STATUSES
} rp_status;

/* What somebody says an actor is: "two alleged agents". A role that nobody disputes is its sector. */
typedef struct rp_label {
    char sector[4];           /* empty: there is no label */
    rp_str text;              /* words that name who says so; empty: the text names nobody */
    uint32_t start, end;      /* where they stand; 0,0: nowhere */
    char code[12];            /* of who says so, as of rp_party */
    char speaker_sector[4];
} rp_label;

/* One actor on one side of an event. */
typedef struct rp_party {
    rp_str text;              /* the mention's words; empty: none */
    uint32_t start, end;      /* where they stand; 0,0: nowhere */
    char code[12];            /* ISO 3166-1 alpha-3 or a code of the actor table; empty: unknown */
    char sector[4];           /* PLOVER sector; empty: unknown */
    char residence[12];       /* state of residence, where it is not the state named */
    rp_label label;
} rp_party;

#define RP_PARTIES 4          /* per side; more are dropped, first ones kept */
#define RP_MODES 2

typedef struct rp_event {
    uint8_t id[16];
    uint32_t sentence;                     /* index into the coded document's sentences */
    rp_str trigger;                        /* its words, a view */
    uint32_t trigger_start, trigger_end;
    uint8_t type;                          /* rp_event_type */
    uint8_t status;                        /* rp_status */
    uint8_t quad;                          /* 1..4 */
    uint8_t source_count, target_count, mode_count;
    bool historical;
    rp_party source[RP_PARTIES], target[RP_PARTIES];
    rp_party speaker;                      /* text.len == 0: the text attributes it to nobody */
    const char *modes[RP_MODES];           /* names from the ontology */
    uint64_t contexts;                     /* a bit a context, in table order: rp_context_name */
    const char *cameo;                     /* "0311"; empty: none */
    const char *intent;                    /* for ASSAULT: deliberate, accidental, disputed, unknown; else NULL */
    double goldstein;                      /* -10..10; NaN: no published score */
    double intensity;                      /* PLOVER's, -10..10 */
    rp_interval date;
    uint32_t date_start, date_end;         /* the words that say so; 0,0: taken from elsewhere */
    int32_t killed[2], injured[2], arrested[2];   /* low, high; -1: not said */
    float confidence;                      /* 0..1 */
} rp_event;

/* ---- actors -------------------------------------------------------------------------------------------------------- */

typedef enum rp_mention_kind {
    RP_MENTION_STATE, RP_MENTION_ORGANISATION, RP_MENTION_GROUP, RP_MENTION_PERSON, RP_MENTION_ROLE, RP_MENTION_PRONOUN, RP_MENTION_KINDS
} rp_mention_kind;

/* Words that name an actor. Views into the document and the tables. */
typedef struct rp_mention {
    uint32_t sentence;        /* index into the coded document's sentences */
    uint32_t start, end;
    rp_str text;
    uint8_t kind;             /* rp_mention_kind */
    char code[12];            /* as of rp_party, on the document's day; empty: unknown */
    char sector[4];
    char residence[12];
    rp_str actor;             /* id of a person, organisation or state of the tables; empty: none of them */
    int32_t antecedent[2];    /* mentions of the document it stands for, -1: none; a group stands for two */
    rp_label label;
    rp_str why;               /* how it is known who this is, a clause */
} rp_mention;

typedef struct rp_coded {
    const rp_document *document;
    const rp_sentence *sentences;  size_t sentence_count;
    const rp_token *tokens;        size_t token_count;
    const rp_citation *citations;  size_t citation_count;
    const rp_event *events;        size_t event_count;    /* in text order */
    const rp_mention *mentions;    size_t mention_count;  /* in text order; of rp_coder_actors only */
} rp_coded;

/* An event with all that is needed to cite it. Here, and only here, every position is in Unicode code points. */
typedef struct rp_cited {
    rp_event event;
    const rp_document *document;   /* what is known of it; from a store its text is empty */
    rp_str sentence;               /* the words of the sentence */
    uint32_t sentence_start, sentence_end;
    uint32_t sentence_number;      /* in the document, from 1 */
    uint8_t sentence_kind;         /* rp_kind */
    const rp_citation *citations;  size_t citation_count;   /* of the sentence */
} rp_cited;

/* ---- tables and coder ---------------------------------------------------------------------------------------------- */

typedef struct rapport rapport;
typedef struct rp_coder rp_coder;

/*
 * Open the tables: those inside the library, or the compiled file `path` (NULL: inside). Errors: RP_EMISSING, RP_EFORMAT
 * (no table file, or damaged), RP_EVERSION, RP_ENOMEM. Close with rapport_close, after every coder and store that uses it.
 */
RP_API rp_code rapport_open(const char *path, rapport **out, rp_err *err);
RP_API void rapport_close(rapport *self);

/*
 * Look up the actors of a table of one's own (docs/formats.md, "Own actors") before those inside; call it before a coder or store is made of `self`.
 * A second file takes the place of the first. Errors: RP_EMISSING, RP_EFORMAT with file and line, RP_ELIMIT more than 65,534 codes,
 * RP_EIO, RP_ENOMEM; `self` is as before then.
 */
RP_API rp_code rapport_use_actors(rapport *self, const char *path, rp_err *err);

RP_API const char *rapport_version(void);                        /* of the program: "0.1.0" */
RP_API const char *rapport_tables_version(const rapport *self);  /* 16 hexadecimal digits, a hash of all tables and models */

RP_API const char *rp_event_name(unsigned type);                 /* "ACCUSE"; "" out of range */
RP_API const char *rp_status_name(unsigned status);
RP_API const char *rp_kind_name(unsigned kind);
RP_API const char *rp_mention_kind_name(unsigned kind);             /* "state" */
RP_API const char *rp_context_name(const rapport *self, unsigned bit);   /* NULL past the last one */
/* The name people use for an actor code ("AZE": "Azerbaijan"); NULL for an unknown code. Lives as long as `self`. */
RP_API const char *rp_actor_name(const rapport *self, const char *code);
/* Find an actor's code from a code or a name in any case; false: not known. `code` takes 12 bytes. */
RP_API bool rp_actor_find(const rapport *self, const char *name, char code[12]);

RP_API rp_code rp_coder_new(const rapport *tables, rp_coder **out, rp_err *err);
RP_API void rp_coder_free(rp_coder *self);

/*
 * Code one document. `doc` is borrowed until the next call, as what *out points to lives until then. Errors: RP_ETEXT,
 * RP_ELIMIT, RP_ENOMEM; *out is NULL then and the coder can go on with another document.
 */
RP_API rp_code rp_coder_code(rp_coder *self, const rp_document *doc, const rp_coded **out, rp_err *err);

/*
 * As rp_coder_code, but the mentions of actors in place of events, as they are on the document's day; without one on the date told in the sentence or
 * last before it in the paragraph, else as of today.
 */
RP_API rp_code rp_coder_actors(rp_coder *self, const rp_document *doc, const rp_coded **out, rp_err *err);

/* As rp_coder_code, but only sentences, tokens and citations. */
RP_API rp_code rp_coder_split(rp_coder *self, const rp_document *doc, const rp_coded **out, rp_err *err);

/* ---- store --------------------------------------------------------------------------------------------------------- */

typedef struct rp_store rp_store;

typedef enum rp_store_mode { RP_STORE_READ, RP_STORE_WRITE, RP_STORE_CREATE } rp_store_mode;

/* What adding a document did. */
typedef enum rp_added {
    RP_ADDED_NEW,
    RP_ADDED_SAME,        /* same id and text: only its metadata was brought up to date */
    RP_ADDED_CHANGED      /* same id, but another text, date, tables or program: coded anew, it took the place of the old one */
} rp_added;

/* Filters of a query; empty strings and zero dates filter nothing. */
typedef struct rp_filter {
    char a[12], b[12];            /* the pair, in either order; only `a`: everything with that actor on either side */
    char source[12], target[12];
    rp_date since, until;         /* events whose date touches the interval; undated ones are left out then */
    uint32_t types;               /* a bit an rp_event_type; 0: all */
    uint32_t statuses;            /* a bit an rp_status; 0: all */
    const char *document;         /* a document id; NULL: all */
} rp_filter;

typedef struct rp_stored_document {
    rp_document document;         /* text is empty */
    uint64_t bytes;               /* of text */
    uint32_t sentences, events;
    rp_str tables;                /* version of the tables it was coded with, 16 hexadecimal digits */
    rp_str coder;                 /* version of the program that coded it */
} rp_stored_document;

/* Callbacks of queries: what they are given lives until they return; RP_OK goes on, anything else ends the query with that code. */
typedef rp_code rp_event_callback(const rp_cited *event, void *context, rp_err *err);
typedef rp_code rp_document_callback(const rp_stored_document *document, void *context, rp_err *err);

/*
 * Open the store at `path` (an SQLite file); `tables` is borrowed. RP_STORE_CREATE makes it where there is none.
 * Errors: RP_EMISSING no such file; RP_EFORMAT a file that is no store; RP_EVERSION written by a newer program; RP_EBUSY; RP_EIO; RP_EFULL.
 */
RP_API rp_code rp_store_open(const char *path, rp_store_mode mode, const rapport *tables, rp_store **out, rp_err *err);
RP_API void rp_store_close(rp_store *self);      /* what was not committed is undone */

/* Does the store hold this id with this very text, coded by these tables and this program? */
RP_API rp_code rp_store_holds(rp_store *self, rp_str id, rp_str text, bool *out, rp_err *err);

/* Documents are added whole or not at all; several may share one transaction: begin, add …, commit. Without begin each is its own. */
RP_API rp_code rp_store_begin(rp_store *self, rp_err *err);
RP_API rp_code rp_store_add(rp_store *self, const rp_coded *coded, rp_added *what, rp_err *err);
RP_API rp_code rp_store_commit(rp_store *self, rp_err *err);

/* Remove a document by id with everything that came from it. RP_EMISSING: there is none. */
RP_API rp_code rp_store_remove(rp_store *self, rp_str id, rp_err *err);

RP_API rp_code rp_store_documents(rp_store *self, rp_document_callback *each, void *context, rp_err *err);   /* by id */
/* By date, undated last, then by document and place. */
RP_API rp_code rp_store_events(rp_store *self, const rp_filter *filter, rp_event_callback *each, void *context, rp_err *err);

/* Verify the file and the references inside it; RP_EFORMAT says what is wrong. */
RP_API rp_code rp_store_check(rp_store *self, rp_err *err);

/* ---- brief --------------------------------------------------------------------------------------------------------- */

typedef enum rp_format { RP_FORMAT_TEXT, RP_FORMAT_MARKDOWN, RP_FORMAT_HTML, RP_FORMAT_JSON } rp_format;

/* Called with pieces of output, in order; a code other than RP_OK ends the work. */
typedef rp_code rp_write(const char *at, size_t len, void *context, rp_err *err);

/* The brief on actors `a` and `b` (codes): what happened between them by period, each statement cited. RP_EMISSING: no event of the two. */
RP_API rp_code rp_brief(rp_store *store, const char *a, const char *b, rp_format format, unsigned width, rp_write *write, void *context,
                        rp_err *err);

#ifdef __cplusplus
}
#endif
#endif
