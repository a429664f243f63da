/*
 * base/date.c - see base/date.h. Day numbers after H. Hinnant, "chrono-compatible low-level date algorithms": years that start in
 * March make the leap day the last of the year.
 */
#include "base/date.h"
#include <stdio.h>

bool date_parse(rp_str s, rp_date *out)
{
    *out = (rp_date){ 0 };
    int64_t value[3] = { 0 };
    size_t time = str_find(s, 'T', 0);
    if (time == 10) s.len = 10;
    if (s.len > 10 && s.at[10] == ' ') s.len = 10;
    if (s.len != 4 && s.len != 7 && s.len != 10) return false;
    if ((s.len > 4 && s.at[4] != '-') || (s.len > 7 && s.at[7] != '-')) return false;
    if (!str_int(str_sub(s, 0, 4), &value[0]) || value[0] < 1) return false;
    if (s.len > 4 && (!str_int(str_sub(s, 5, 7), &value[1]) || value[1] < 1 || value[1] > 12)) return false;
    if (s.len > 7 && (!str_int(str_sub(s, 8, 10), &value[2]) || value[2] < 1
                      || value[2] > date_month_days((int)value[0], (int)value[1]))) return false;
    *out = (rp_date){ (int16_t)value[0], (uint8_t)value[1], (uint8_t)value[2] };
    return true;
}

void date_print(rp_date d, char out[16])
{
    out[0] = 0;
    if (!date_known(d)) return;
    if (!d.month) snprintf(out, 16, "%04d", d.year);
    else if (!d.day) snprintf(out, 16, "%04d-%02u", d.year, (unsigned)d.month);
    else snprintf(out, 16, "%04d-%02u-%02u", d.year, (unsigned)d.month, (unsigned)d.day);
}

const char *date_month_name(unsigned month)
{
    static const char *const names[] = { "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
                                         "October", "November", "December" };
    return month <= 12 ? names[month] : "";
}

void date_words(rp_date d, char out[32])
{
    out[0] = 0;
    if (!date_known(d)) return;
    if (!d.month) snprintf(out, 32, "%d", d.year);
    else if (!d.day) snprintf(out, 32, "%s %d", date_month_name(d.month), d.year);
    else snprintf(out, 32, "%u %s %d", (unsigned)d.day, date_month_name(d.month), d.year);
}

int date_month_days(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 1 || month > 12) return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static int32_t day_number(int32_t year, int32_t month, int32_t day)
{
    year -= month <= 2;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t of_era = year - era * 400;
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int32_t date_first_day(rp_date d)
{
    return day_number(d.year, d.month ? d.month : 1, d.day ? d.day : 1);
}

int32_t date_last_day(rp_date d)
{
    int month = d.month ? d.month : 12;
    return day_number(d.year, month, d.day ? d.day : date_month_days(d.year, month));
}

int32_t date_middle_day(rp_interval i)
{
    int32_t first = date_first_day(i.from);
    return first + (date_last_day(i.to) - first) / 2;
}

rp_date date_of_day(int32_t day)
{
    day += 719468;
    int32_t era = (day >= 0 ? day : day - 146096) / 146097;
    int32_t of_era = day - era * 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t shifted = (5 * of_year + 2) / 153;
    int32_t month = shifted + (shifted < 10 ? 3 : -9);
    return (rp_date){ (int16_t)(year + era * 400 + (month <= 2)), (uint8_t)month,
                      (uint8_t)(of_year - (153 * shifted + 2) / 5 + 1) };
}

int date_weekday(int32_t day)
{
    int32_t from_monday = (day + 3) % 7;    /* 1970-01-01 was a Thursday */
    return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

int date_compare(rp_date a, rp_date b)
{
    if (!date_known(a) || !date_known(b)) return date_known(a) - date_known(b);
    int32_t x = date_first_day(a), y = date_first_day(b);
    if (x != y) return x < y ? -1 : 1;
    int fine_a = (a.month != 0) + (a.day != 0), fine_b = (b.month != 0) + (b.day != 0);
    return fine_a - fine_b;
}
