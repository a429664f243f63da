/*
 * time/dates.h - explicit dates in running text, normalised.
 *
 * Reads: units, table en/calendar, the document's date.   Adds: date mentions in text order.
 *
 * Forms: "25 December 2024", "December 25, 2024", "Dec. 25", "23-25 January 2006", "June 2025", "2013", "1804-13", "between 2013 and 2017",
 * "from 1993 to 2003", "2010s", "2025-07-14", "summer 2019", and, where the document's day is known, weekdays, "yesterday" and "today".
 * A day or month without year takes the year of the date told last in the text, else that of the document (the latest such day not after it).
 */
#ifndef TIME_DATES_H
#define TIME_DATES_H
#include "actor/words.h"

typedef struct date_mention {
    uint32_t first, count;      /* units */
    uint32_t start, end;        /* bytes */
    rp_interval value;
} date_mention;

typedef struct date_layer {
    const date_mention *at;     /* [count] */
    uint32_t count;
    const word_range *sentences;
} date_layer;

typedef struct calendar calendar;

/* From the table; borrowed. Free with calendar_free. */
rp_code calendar_new(const lexicon *tables, calendar **out, rp_err *err);
void calendar_free(calendar *self);

/* Find the dates of a document published on `published` (may be unknown). All in `mem`. Errors: RP_ENOMEM. */
rp_code date_find(const calendar *known, rp_str text, const word_layer *words, size_t sentence_count, rp_date published, arena *mem,
                  date_layer *out, rp_err *err);

#define NARRATIVE_SENTENCES 3u      /* how far back a date still dates what is told */

/* The date told last before sentence `s` in its paragraph, at most NARRATIVE_SENTENCES back; NULL: none. */
const date_mention *date_told_before(const date_layer *dates, rp_str text, const rp_sentence *sentences, uint32_t s);

#endif
