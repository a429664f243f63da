/*
 * measure/relation.h - everything told between two actors, as happenings in periods.
 *
 * Reads: the events of a pair, from a store or from an array; tables en/frames, world/states, ontology/types.
 * Gives: happenings (events that tell of the same thing), cut into periods.
 *
 * Merging is a conservative first form: better two happenings than one wrong. Events are one happening when they have the same pair
 * of codes, type, direction (a symmetric type has none) and kind of status, no contradiction in mode, sectors of the two sides and
 * numbers of people, and
 *   - the same day; or the same month, year or interval and the same trigger lemma or the same finer CAMEO code;
 *   - or one date, of a month at most, containing the other, if exactly one such other stands inside it (and lemma or code as above);
 *   - or no date, the same trigger lemma, contexts and document, a few sentences apart; or the very same sentence, in two documents.
 * Alleged or denied, they have the same speaker too.
 *
 * A historical state belongs to its successor (column belongs_to of world/states): for AZE and RUS the events of AZE with SUN and RUE
 * are read as well, and stand in periods of their own.
 *
 * Periods follow the density of what is dated: single years and runs of years, and of the most recent full year single months and runs
 * of months. Atoms (years, months) are joined with a neighbour, those with the fewest happenings and the smallest gap first, until few
 * periods are left. An interval belongs to the period in which it begins.
 */
#ifndef MEASURE_RELATION_H
#define MEASURE_RELATION_H
#include "base/arena.h"
#include "coder/tables.h"

#define RELATION_PERIODS 8u         /* dated periods of the pair itself, at most */
#define RELATION_PERIOD_LEAST 3u    /* a period with fewer happenings is joined with a near neighbour */
#define RELATION_PERIOD_GAP 10      /* years: what is farther away is no near neighbour */
#define RELATION_MONTHS_FROM 8u     /* happenings of a year with their month known, from which on it is cut into months */

typedef struct relation_happening {
    const rp_cited *const *events;  /* [event_count], the most confident first; never empty */
    size_t event_count;
    rp_interval date;               /* the most exact of its events; from.year == 0: undated */
    uint32_t publishers;            /* independent: copies of one sentence count once */
    uint8_t type, status, quad;     /* of events[0], but `reported` where one of the events is */
    bool forward;                   /* from a to b */
    char a[12], b[12];              /* its pair of codes: the relation's, or of predecessors */
} relation_happening;

typedef enum relation_period_kind { RELATION_PREDECESSOR, RELATION_DATED, RELATION_UNDATED } relation_period_kind;

typedef struct relation_period {
    char name[120];                 /* "1918–1991", "2024", "June–July 2025", "Undated" */
    uint8_t kind;                   /* relation_period_kind */
    rp_date from, to;               /* years or months of the first and last happening; year 0: undated */
    size_t first, count;            /* happenings; count >= 1 */
    uint32_t quads[5];              /* happenings of quad class 1..4, whatever their status */
    uint32_t told[5];               /* of the same told as fact (reported, ongoing), by quad class */
    uint32_t statuses[RP_STATUSES];
} relation_period;

typedef struct relation {
    char a[12], b[12];
    const relation_happening *happenings;   /* [count], in the order of the periods, by date within */
    size_t count;
    const relation_period *periods;         /* [period_count]: predecessors, then dated ones, then undated */
    size_t period_count;
    size_t event_count;             /* events behind the happenings */
} relation;

/* The name of a code without a longer remark that it carries in the tables: "Soviet Russia (before the Union)", but "Congo (Kinshasa)". */
rp_str relation_actor_name(const rapport *tables, const char *code);

/* Is this status told as fact? */
static inline bool relation_told(unsigned status) { return status == RP_REPORTED || status == RP_ONGOING; }

/*
 * Read the events between `a` and `b` (codes), and between their predecessors, from `store`; copies in `mem`, *out is [*count]. Events
 * of one document share its rp_document. Errors: those of rp_store_events, RP_ENOMEM.
 */
rp_code relation_read(rp_store *store, const rapport *tables, const char *a, const char *b, arena *mem, const rp_cited **out, size_t *count,
                      rp_err *err);

/*
 * Build the relation of `a` and `b` from `events`; those that are not between the two (or predecessors) are left out. `events` is
 * borrowed: must outlive *out, which lives in `mem`. Errors: RP_ENOMEM.
 */
rp_code relation_build(const rapport *tables, const rp_cited *events, size_t count, const char *a, const char *b, arena *mem, relation *out,
                       rp_err *err);

#endif
