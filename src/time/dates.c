/* time/dates.c - see time/dates.h. */
#include "time/dates.h"
#include <stdlib.h>
#include "base/date.h"
#include "text/sentence.h"

#define NARRATIVE_REACH 8u      /* sentences over which a year that was told still dates a day without one */
#define NEAR_REACH 2u           /* sentences over which it does so even in a report of the last months' news */
#define RECENT_DAYS 330         /* how far back a report's own news may lie: "in February" is this year's or last year's */

struct calendar {
    const lexicon *lexicon;
    uint32_t domain;
    lexicon_table table;
    uint32_t kind, number;      /* columns */
};

rp_code calendar_new(const lexicon *tables, calendar **out, rp_err *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out) return error_set(err, RP_ENOMEM, "memory ended while opening the tables");
    (*out)->lexicon = tables;
    (*out)->domain = lexicon_domain(tables, "en/calendar", "words");
    (*out)->table = lexicon_find_table(tables, "en/calendar");
    (*out)->kind = lexicon_column(&(*out)->table, "kind");
    (*out)->number = lexicon_column(&(*out)->table, "number");
    return RP_OK;
}

void calendar_free(calendar *self) { free(self); }

typedef struct scan {
    const calendar *calendar;
    rp_str text;
    const word_layer *words;
    uint32_t first, end;        /* units of the sentence */
    rp_date published;
    int16_t told_year;          /* year of the day or month told last, 0: none */
    rp_date told_day;           /* that day, where it was one */
    int16_t bare_year;          /* year told last without a month */
    uint32_t told_sentence, bare_sentence, sentence;
} scan;

static rp_str word(const scan *s, uint32_t i)
{
    return i >= s->first && i < s->end ? str_sub(s->text, s->words->at[i].start, s->words->at[i].end) : RP_STR("");
}
static uint16_t class_at(const scan *s, uint32_t i) { return i >= s->first && i < s->end ? s->words->classes[i] : WORD_PUNCT; }
static bool is_word(const scan *s, uint32_t i, const char *w) { return str_eq_nocase(word(s, i), str_of(w)); }

/* The number at unit i if it is all digits, with at most `most` of them; -1: it is not. "25th" and "1st" count too. */
static int number_at(const scan *s, uint32_t i, size_t most)
{
    rp_str w = word(s, i);
    if (w.len > 2 && (str_ends(w, RP_STR("th")) || str_ends(w, RP_STR("st")) || str_ends(w, RP_STR("nd")) || str_ends(w, RP_STR("rd")))
        && is_digit((unsigned char)w.at[0])) w.len -= 2;
    int64_t value;
    if (w.len == 0 || w.len > most || !is_digit((unsigned char)w.at[0]) || !str_int(w, &value)) return -1;
    return (int)value;
}

static int day_at(const scan *s, uint32_t i)
{
    int n = number_at(s, i, 2);
    return n >= 1 && n <= 31 ? n : -1;
}

static int year_at(const scan *s, uint32_t i)
{
    int n = number_at(s, i, 4);
    return word(s, i).len == 4 && n >= 1000 && n <= 2199 ? n : -1;
}

/* What the calendar says of unit i: kind's first letter ('m'onth, 's'eason, 'w'eekday) and number; 0: nothing. Names stand capitalised. */
static char calendar_at(const scan *s, uint32_t i, int *number)
{
    lexicon_hit hit;
    if (i >= s->end || !lexicon_match(s->calendar->lexicon, s->calendar->domain, s->words->at, s->end, i, &hit)) return 0;
    rp_str kind = lexicon_cell(&s->calendar->table, hit.entries[0].row, s->calendar->kind);
    int64_t n = 0;
    str_int(lexicon_cell(&s->calendar->table, hit.entries[0].row, s->calendar->number), &n);
    if (kind.len == 0 || (kind.at[0] != 's' && s->words->at[i].caps == UNIT_LOWER)) return 0;
    *number = (int)n;
    return kind.at[0];
}

static int month_at(const scan *s, uint32_t i)
{
    int number = 0;
    return calendar_at(s, i, &number) == 'm' ? number : -1;
}

/* Are units i and i+1 tied by a hyphen or dash? */
static bool tied(const scan *s, uint32_t i)
{
    if (i + 1 >= s->end) return false;
    return unit_tied(s->text, &s->words->at[i], &s->words->at[i + 1]);
}

static rp_interval one(int year, int month, int day)
{
    rp_date d = { (int16_t)year, (uint8_t)month, (uint8_t)day };
    return (rp_interval){ d, d };
}

/* The year of a date told without one. */
static int guess_year(const scan *s, int month, int day)
{
    uint32_t since = s->told_year ? s->sentence - s->told_sentence : UINT32_MAX;
    if (since <= NEAR_REACH) return s->told_year;
    if (s->published.month) {       /* news tells its own weeks without the year */
        int32_t ago = date_last_day(s->published) - date_first_day((rp_date){ s->published.year, (uint8_t)month, (uint8_t)day });
        if (ago >= 0 && ago <= RECENT_DAYS) return s->published.year;
    }
    if (since <= NARRATIVE_REACH) return s->told_year;
    bool bare = s->bare_year && s->sentence - s->bare_sentence <= NARRATIVE_REACH;
    if (bare && (!s->published.month || s->bare_sentence == s->sentence)) return s->bare_year;
    if (!date_known(s->published)) return s->told_year;
    rp_date d = { s->published.year, (uint8_t)month, (uint8_t)day };
    return date_first_day(d) > date_last_day(s->published) ? s->published.year - 1 : s->published.year;
}

/* A year behind unit i, with or without a comma; *next is moved behind it. -1: none. */
static int year_behind(const scan *s, uint32_t *next)
{
    uint32_t i = *next;
    if (is_word(s, i, ",")) i++;
    else if (is_word(s, i, "of")) i++;
    int year = year_at(s, i);
    if (year < 0 || (i > *next && is_word(s, *next, ",") && day_at(s, i + 1) > 0 && month_at(s, i + 2) > 0)) return -1;
    *next = i + 1;
    return year;
}

/* Day or days and month, in either order: "25 December", "23-25 January", "December 25". Returns the units taken, 0: none. */
static uint32_t day_month(const scan *s, uint32_t i, int *month, int *from, int *to)
{
    int day = day_at(s, i), last = day;
    if (day > 0) {
        uint32_t at = i + 1;
        if ((tied(s, i) || is_word(s, at, "and") || is_word(s, at, "to")) && day_at(s, tied(s, i) ? at : at + 1) > day) {
            if (!tied(s, i)) at++;
            last = day_at(s, at++);
        }
        if (is_word(s, at, "of")) at++;
        if ((*month = month_at(s, at)) < 0) return 0;
        *from = day, *to = last;
        return at + 1 - i;
    }
    if ((*month = month_at(s, i)) < 0 || (day = day_at(s, i + 1)) < 0) return 0;
    if (word(s, i + 1).len == 2 && number_at(s, i + 1, 2) < 0) return 0;
    uint32_t at = i + 2;
    last = day;
    if (tied(s, i + 1) && day_at(s, at) > day) last = day_at(s, at++);
    *from = day, *to = last;
    return at - i;
}

static uint32_t full_date(const scan *s, uint32_t i, rp_interval *out)
{
    int month, from, to;
    uint32_t taken = day_month(s, i, &month, &from, &to), next = i + taken;
    if (!taken) return 0;
    int year = year_behind(s, &next);
    if (year < 0) year = guess_year(s, month, from);
    if (year <= 0 || from > date_month_days(year, month) || to > date_month_days(year, month)) return 0;
    *out = (rp_interval){ { (int16_t)year, (uint8_t)month, (uint8_t)from }, { (int16_t)year, (uint8_t)month, (uint8_t)to } };
    return next - i;
}

static uint32_t month_date(const scan *s, uint32_t i, rp_interval *out)
{
    int month = month_at(s, i);
    if (month < 0) return 0;
    uint32_t next = i + 1;
    int year = year_behind(s, &next);
    if (year < 0) {     /* "May" and "March" alone are too often something else: a preposition has to stand before them */
        if (!(class_at(s, i - 1) & WORD_PREPOSITION) && !is_word(s, i - 1, "last") && !is_word(s, i - 1, "early") && !is_word(s, i - 1, "late")) return 0;
        year = guess_year(s, month, 1);
        if (year <= 0) return 0;
    }
    *out = one(year, month, 0);
    return next - i;
}

static uint32_t iso_date(const scan *s, uint32_t i, rp_interval *out)
{
    if (year_at(s, i) < 0 || !tied(s, i) || !tied(s, i + 1) || i + 2 >= s->end) return 0;
    rp_date d;
    if (!date_parse(str_sub(s->text, s->words->at[i].start, s->words->at[i + 2].end), &d)) return 0;
    *out = (rp_interval){ d, d };
    return 3;
}

/* May a bare number of four digits at i be a year? It stands after a word of time or place in time, or in brackets. */
static bool year_context(const scan *s, uint32_t i)
{
    static const char *const before[] = { "in", "since", "by", "from", "during", "until", "till", "after", "before", "of", "and", "to", "between", "the",
                                          "early", "late", "mid", "year", "(", "circa", "around", "through", "for", "spring", "summer", "autumn",
                                          "fall", "winter", "," };
    static const char *const units_behind[] = { "people", "troops", "soldiers", "men", "women", "km", "kilometres", "kilometers", "miles", "metres",
                                                "tons", "tonnes", "dollars", "euros", "barrels", "square", "mw", "refugees", "students", "percent" };
    unsigned char mark = s->words->at[i].start ? (unsigned char)s->text.at[s->words->at[i].start - 1] : ' ';
    if (mark == '$' || mark == '.' || mark == ',' || mark == '#') return false;
    for (size_t k = 0; k < sizeof units_behind / sizeof *units_behind; k++)
        if (is_word(s, i + 1, units_behind[k])) return false;
    if (i == s->first) return is_word(s, i + 1, ",") || (class_at(s, i + 1) & WORD_BE);
    for (size_t k = 0; k < sizeof before / sizeof *before; k++)
        if (is_word(s, i - 1, before[k])) return true;
    /* "the 2020 war": an attribute */
    return (class_at(s, i - 1) & (WORD_DETERMINER | WORD_POSSESSIVE)) || (i + 1 < s->end && is_word(s, i + 1, ")"));
}

static uint32_t year_date(const scan *s, uint32_t i, rp_interval *out)
{
    rp_str w = word(s, i);
    int64_t decade;
    if (w.len == 5 && w.at[4] == 's' && str_int(str_sub(w, 0, 4), &decade) && decade % 10 == 0 && decade >= 1500) {
        *out = (rp_interval){ { (int16_t)decade, 0, 0 }, { (int16_t)(decade + 9), 0, 0 } };
        return 1;
    }
    int year = year_at(s, i);
    uint32_t next = i + 1;
    bool range = tied(s, i) && word(s, next).len == 4 && year_at(s, next) > year;      /* "2013-2017" can be nothing else */
    if (year < 1500 || (!range && !year_context(s, i))) return 0;
    int last = year;
    if (tied(s, i)) {
        int end = number_at(s, next, 4);
        if (word(s, next).len == 2 && end > year % 100) last = year / 100 * 100 + end, next++;
        else if (word(s, next).len == 4 && end > year && end < 2200) last = end, next++;
        else return 0;
    } else if ((is_word(s, i - 1, "between") && is_word(s, next, "and")) || (is_word(s, i - 1, "from") && (is_word(s, next, "to") || is_word(s, next, "until")))) {
        if (year_at(s, next + 1) > year) last = year_at(s, next + 1), next += 2;
    }
    *out = (rp_interval){ { (int16_t)year, 0, 0 }, { (int16_t)last, 0, 0 } };
    return next - i;
}

static uint32_t season_date(const scan *s, uint32_t i, rp_interval *out)
{
    int number = 0;
    if (calendar_at(s, i, &number) != 's') return 0;
    uint32_t next = i + 1;
    int year = year_behind(s, &next);
    if (year < 0) return 0;
    int first = number == 4 ? 12 : number * 3;      /* spring March to May … winter December to February */
    *out = (rp_interval){ { (int16_t)year, (uint8_t)first, 0 }, { (int16_t)(year + (number == 4)), (uint8_t)(number == 4 ? 2 : first + 2), 0 } };
    return next - i;
}

/* "yesterday", "today", "on Friday", against the day of the document. */
static uint32_t near_date(const scan *s, uint32_t i, rp_interval *out)
{
    /* a dateline or a day told just before is nearer than the day of publication */
    bool told = s->told_day.day && s->sentence - s->told_sentence <= NEAR_REACH;
    rp_date anchor = told ? s->told_day : s->published;
    if (!anchor.day) return 0;
    int32_t day = date_first_day(anchor), weekday = 0;
    int number = 0;
    if (is_word(s, i, "yesterday")) day -= 1;
    else if (calendar_at(s, i, &number) == 'w') weekday = number;
    else if (!is_word(s, i, "today") || (class_at(s, i + 1) & WORD_POSSESSIVE)) return 0;
    if (weekday) day -= (date_weekday(day) - weekday + 7) % 7;
    rp_date d = date_of_day(day);
    *out = (rp_interval){ d, d };
    return 1;
}

static uint32_t date_at(const scan *s, uint32_t i, rp_interval *out)
{
    uint32_t taken;
    if ((taken = iso_date(s, i, out)) || (taken = full_date(s, i, out)) || (taken = month_date(s, i, out)) || (taken = year_date(s, i, out))
        || (taken = season_date(s, i, out)) || (taken = near_date(s, i, out))) return taken;
    return 0;
}

/* Most units are neither digits nor calendar words: one look tells. */
static bool may_begin(const scan *s, uint32_t i)
{
    const unit *u = &s->words->at[i];
    return is_digit((unsigned char)s->text.at[u->start]) || lexicon_starts_in(lexicon_starts(s->calendar->lexicon, u), s->calendar->domain)
        || is_word(s, i, "yesterday") || is_word(s, i, "today");
}

rp_code date_find(const calendar *known, rp_str text, const word_layer *words, size_t sentence_count, rp_date published, arena *mem,
                  date_layer *out, rp_err *err)
{
    vec dates = vec_of(sizeof(date_mention));
    word_range *ranges = arena_array(mem, sentence_count + 1, sizeof *ranges);
    scan s = { .calendar = known, .text = text, .words = words, .published = published };
    *out = (date_layer){ 0 };
    if (!ranges) return error_set(err, RP_ENOMEM, "memory ended");
    for (uint32_t k = 0; k < sentence_count; k++) {
        ranges[k].first = (uint32_t)dates.count;
        s.sentence = k;
        s.first = words->sentences[k].first;
        s.end = s.first + words->sentences[k].count;
        for (uint32_t i = s.first; i < s.end;) {
            rp_interval value;
            uint32_t taken = may_begin(&s, i) ? date_at(&s, i, &value) : 0;
            if (!taken) {
                i++;
                continue;
            }
            date_mention *d = vec_add(&dates, mem);
            if (!d) return error_set(err, RP_ENOMEM, "memory ended");
            *d = (date_mention){ i, taken, words->at[i].start, words->at[i + taken - 1].end, value };
            if (value.to.month) s.told_year = value.to.year, s.told_sentence = k, s.told_day = value.to;
            else s.bare_year = value.to.year, s.bare_sentence = k;
            i += taken;
        }
        ranges[k].count = (uint32_t)dates.count - ranges[k].first;
    }
    *out = (date_layer){ dates.at, (uint32_t)dates.count, ranges };
    return RP_OK;
}

const date_mention *date_told_before(const date_layer *dates, rp_str text, const rp_sentence *sentences, uint32_t s)
{
    for (uint32_t back = 0; s > 0 && back < NARRATIVE_SENTENCES && sentence_same_paragraph(text, sentences, s); back++) {
        word_range range = dates->sentences[--s];
        if (range.count) return &dates->at[range.first + range.count - 1];
    }
    return NULL;
}
