/*
 * base/date.h - partial calendar dates and intervals: parse, print, compare, count days.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H
#include "base/str.h"

static inline bool date_known(rp_date d) { return d.year != 0; }

/* "2025-07-14", "2025-07", "2025", also "2025-07-14T10:00:00Z" (the time is dropped). false: not a date. */
bool date_parse(rp_str s, rp_date *out);

/* ISO form as exact as the date is, zero-terminated; empty when unknown. */
void date_print(rp_date d, char out[16]);

/* "14 July 2025", "July 2025", "2025". */
void date_words(rp_date d, char out[32]);

/* Days since 1970-01-01 of the first or last day of a partial date. */
int32_t date_first_day(rp_date d);
int32_t date_last_day(rp_date d);
/* The middle of an interval whose ends are known. */
int32_t date_middle_day(rp_interval i);
rp_date date_of_day(int32_t day);

/* Days in a month; 0 for a month out of 1..12. */
int date_month_days(int year, int month);

/* 1 Monday .. 7 Sunday. */
int date_weekday(int32_t day);

/* Order by first day, coarser first on a tie. */
int date_compare(rp_date a, rp_date b);

const char *date_month_name(unsigned month);   /* "January"; "" out of range */

#endif
