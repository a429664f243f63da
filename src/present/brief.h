/*
 * present/brief.h - the brief on two actors: a model made once from a relation, and one renderer a format.
 *
 * Reads: a relation (measure/relation.h).   Gives: lead, periods of statements, sources, cited sentences, what it all rests on.
 *
 * A statement is a happening told in one of two ways. Where the coder is sure (BRIEF_SURE) and present/prose.h has a phrase, a sentence
 * made from the record, with the source's words from the trigger on behind it; else a quotation, cut around the trigger and introduced
 * by its publisher, with the speaker; happenings of one date in one sentence share the quotation. Every statement cites every sentence
 * it rests on as [source:sentence]; sources are numbered in the order of first use. The lead is counts and extremes only: true by
 * construction, without a word on causes.
 *
 * All text in the model is clean (present/excerpt.h). Escaping is the renderer's.
 */
#ifndef PRESENT_BRIEF_H
#define PRESENT_BRIEF_H
#include "base/buf.h"
#include "present/excerpt.h"
#include "present/prose.h"

#define BRIEF_SURE 0.9f             /* calibrated confidence from which on a sentence is made */
#define BRIEF_STATEMENTS 60u        /* at most, lead apart; each period shows at least BRIEF_PERIOD_LEAST if that fits */
#define BRIEF_PERIOD_LEAST 3u
#define BRIEF_UNDATED 12u           /* places kept for what is undated; more only where dated happenings leave them */
#define BRIEF_QUOTE 200u            /* code points of a quotation that stands for itself */
#define BRIEF_SENTENCE 1200u        /* code points of a sentence in the list of sentences */
#define BRIEF_MARKS 16u             /* marked triggers a sentence */
#define BRIEF_TOGETHER 8            /* happenings of one date that one quotation tells of */

typedef struct brief_piece {
    rp_str text;
    bool quoted;                    /* words of a source; quotation marks are the renderer's */
    excerpt_span marks[BRIEF_TOGETHER];     /* triggers in `text`, in order */
    uint32_t mark_count;
} brief_piece;

typedef struct brief_reference {
    uint32_t source, sentence;      /* number in the list of sources; number of the sentence in its document, both from 1 */
    const rp_cited *event;
    rp_str citing;                  /* whom the sentence itself cites, parted by ", "; empty: nobody */
    bool again;                     /* the same sentence stands earlier in this statement */
} brief_reference;

#define BRIEF_PIECES 4

typedef struct brief_statement {
    const relation_happening *happenings[BRIEF_TOGETHER];
    uint32_t happening_count;       /* 0: a sentence of counts; more than 1 only for a quotation */
    bool made;                      /* a sentence of our own; else a quotation */
    uint32_t piece_count;
    brief_piece pieces[BRIEF_PIECES];       /* to be written one behind the other */
    const brief_reference *references;      /* by happening, in its order of events */
    size_t reference_count;         /* >= 1 where there is a happening */
} brief_statement;

typedef struct brief_period {
    const relation_period *period;
    rp_str name, tally;
    const brief_statement *statements;      /* [count], by date */
    size_t count, left_out;         /* statements shown; happenings not shown */
} brief_period;

typedef struct brief_source {
    uint32_t number;
    rp_str id, title, publisher, author, url;       /* empty: unknown */
    char date[32];                  /* "14 July 2025", as exact as known */
    char iso[16];
} brief_source;

typedef struct brief_sentence {
    uint32_t source, number;
    rp_str text;
    const excerpt_span *marks;      /* [mark_count], in order, never overlapping */
    uint32_t mark_count;
} brief_sentence;

typedef struct brief {
    const rapport *tables;
    const relation *relation;
    rp_str title, name_a, name_b;
    brief_statement lead[4];
    unsigned lead_count;
    const brief_period *periods;     size_t period_count;
    const brief_source *sources;     size_t source_count;   /* by number */
    const brief_sentence *sentences; size_t sentence_count; /* by source and number */
    rp_str basis;                   /* what it rests on, in prose */
    uint64_t store_documents;       /* 0: not known */
    size_t document_count, event_sentence_count, publisher_count, undated_publications;
    rp_date published_from, published_to;
} brief;

/*
 * Make the model. `tables` and `rel` (never empty) are borrowed: must outlive *out, which lives in `mem`. `store_documents`: how many
 * documents the store holds, 0 not known. Errors: RP_EFORMAT from prose_open, RP_ENOMEM.
 */
rp_code brief_build(const rapport *tables, const relation *rel, uint64_t store_documents, arena *mem, brief *out, rp_err *err);

/* The renderers; a failed allocation is remembered in `out`. `width` in code points. */
void brief_write_text(const brief *self, unsigned width, buf *out);
void brief_write_markdown(const brief *self, buf *out);
void brief_write_html(const brief *self, buf *out);
void brief_write_json(const brief *self, buf *out);

/* "[2:14, citing apnews.com]" */
void brief_reference_text(const brief_reference *r, buf *out);

#endif
