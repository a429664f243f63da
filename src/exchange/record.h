/*
 * exchange/record.h - an event as one line: JSON (the record of rapport, PLOVER 2 names), CSV or TSV. The column list is in docs/formats.md.
 */
#ifndef EXCHANGE_RECORD_H
#define EXCHANGE_RECORD_H
#include "base/buf.h"

typedef enum record_format { RECORD_JSONL, RECORD_CSV, RECORD_TSV } record_format;

/* The header row with its line end; nothing for JSON Lines. */
void record_header(record_format format, buf *out);

/* One event with its line end. Tabs and line ends inside TSV cells become spaces; CSV cells are quoted as RFC 4180 says. */
void record_event(const rapport *tables, const rp_cited *event, record_format format, buf *out);

#endif
