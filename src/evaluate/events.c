/* evaluate/events.c - see evaluate/events.h. */
#include "evaluate/events.h"
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include "base/intern.h"
#include "base/str.h"

enum { FULL, QUAD, DYAD, NONE };    /* how well an event and a row agree; levels of pairing */

typedef struct codes {
    const rp_str *at;               /* [count], sorted, each once */
    size_t count;
} codes;

/* A gold row or a coded event. */
typedef struct item {
    double start, end;              /* of the gold sentence; trigger start twice outside all of them */
    codes source, target;
    rp_str event, trigger;
    unsigned type;                  /* rp_event_type; RP_EVENT_TYPES: none we know */
    uint32_t order;                 /* of input */
    uint8_t level;                  /* of its pair; NONE: none */
    bool core;                      /* row */
    const rp_str *dates, *statuses; size_t date_count, status_count;   /* row */
    rp_str from, to, status;        /* event; status.at == NULL: not said */
} item;

typedef struct status_sums {
    uint64_t gold, said, right;     /* full matches with it as gold, as said, as both */
    bool gold_seen;
} status_sums;

/* What one sentence adds to the figures. */
typedef struct tally {
    uint64_t coded, gold;
    uint64_t coded_right[NONE], gold_right[NONE];   /* by level, FULL to DYAD */
} tally;

typedef struct scorer {
    const ontology *types;
    arena *mem;
    vec rows, events;               /* item; events know their sentence by the rows */
    vec sentences;                  /* double[2], of gold, in order of first sight */
    intern *documents, *statuses;
    vec sums;                       /* status_sums, by number in `statuses` */
    vec tallies;                    /* tally, by sentence in text order */
    vec keys;                       /* uint32_t, statuses of gold in order of first sight: sums of doubles depend on it */
    event_scores *out;
    event_listing *listing;
    void *context;
    const char *name;               /* of the file being read */
    uint32_t line;
} scorer;

static rp_code no_memory(rp_err *err) { return error_set(err, RP_ENOMEM, "memory ended"); }

static rp_code malformed(const scorer *self, const char *what, rp_err *err)
{
    return error_at(err, RP_EFORMAT, self->name, self->line, "%s", what);
}

/* ---- reading ------------------------------------------------------------------------------------------------------- */

static int compare_str(const void *a, const void *b)
{
    const rp_str *x = a, *y = b;
    size_t shorter = x->len < y->len ? x->len : y->len;
    int order = shorter ? memcmp(x->at, y->at, shorter) : 0;
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* A copy in `mem`; at == NULL: memory ended. */
static rp_str copy_text(const scorer *self, const char *at, size_t len)
{
    char *copy = arena_alloc(self->mem, len + 1);
    if (copy) memcpy(copy, at, len);
    return (rp_str){ copy, copy ? len : 0 };
}

static rp_str copy_json(const scorer *self, const json_t *string)
{
    return copy_text(self, json_string_value(string), json_string_length(string));
}

static rp_str before_colon(rp_str code) { return str_sub(code, 0, str_find(code, ':', 0)); }

static codes sort_codes(rp_str *at, size_t count)
{
    size_t kept = 0;
    if (count) qsort(at, count, sizeof *at, compare_str);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !str_eq(at[kept - 1], at[i])) at[kept++] = at[i];
    return (codes){ at, kept };
}

/* The strings of a list, in `mem`. */
static rp_code read_strings(const scorer *self, const json_t *list, const char *what, rp_str **out, size_t *count, rp_err *err)
{
    if (!json_is_array(list)) return malformed(self, what, err);
    *count = json_array_size(list);
    *out = arena_array(self->mem, *count ? *count : 1, sizeof **out);
    if (!*out) return no_memory(err);
    for (size_t i = 0; i < *count; i++) {
        const json_t *one = json_array_get(list, i);
        if (!json_is_string(one)) return malformed(self, what, err);
        (*out)[i] = copy_json(self, one);
        if (!(*out)[i].at) return no_memory(err);
    }
    return RP_OK;
}

static rp_code gold_codes(const scorer *self, const json_t *list, const char *what, codes *out, rp_err *err)
{
    rp_str *at;
    size_t count;
    rp_code rc = read_strings(self, list, what, &at, &count, err);
    if (rc != RP_OK) return rc;
    for (size_t i = 0; i < count; i++) at[i] = before_colon(at[i]);
    *out = sort_codes(at, count);
    return RP_OK;
}

/* The codes of an event's side; an actor without one does not count. */
static rp_code event_codes(const scorer *self, const json_t *side, const char *what, codes *out, rp_err *err)
{
    *out = (codes){ NULL, 0 };
    if (!side || json_is_null(side)) return RP_OK;
    if (!json_is_array(side)) return malformed(self, what, err);
    size_t count = json_array_size(side), kept = 0;
    rp_str *at = arena_array(self->mem, count ? count : 1, sizeof *at);
    if (!at) return no_memory(err);
    for (size_t i = 0; i < count; i++) {
        const json_t *actor = json_array_get(side, i), *code = json_object_get(actor, "code");
        if (!json_is_object(actor) || (code && !json_is_string(code) && !json_is_null(code))) return malformed(self, what, err);
        if (!json_is_string(code)) continue;
        rp_str text = copy_json(self, code);
        if (!text.at) return no_memory(err);
        at[kept] = before_colon(text);
        kept += at[kept].len > 0;
    }
    *out = sort_codes(at, kept);
    return RP_OK;
}

static rp_code read_type(const scorer *self, const json_t *object, item *out, rp_err *err)
{
    const json_t *event = json_object_get(object, "event");
    if (!json_is_string(event)) return malformed(self, "\"event\" is no text; it shall be a type such as ACCUSE", err);
    out->event = copy_json(self, event);
    if (!out->event.at) return no_memory(err);
    out->type = ontology_find_type(self->types, out->event);
    out->level = NONE;
    return RP_OK;
}

static rp_code add_sentence(scorer *self, double start, double end, rp_err *err)
{
    const double (*known)[2] = self->sentences.at;
    for (size_t i = self->sentences.count; i-- > 0;)       /* rows of one sentence stand together */
        if (known[i][0] == start && known[i][1] == end) return RP_OK;
    double *slot = vec_add(&self->sentences, self->mem);
    if (!slot) return no_memory(err);
    slot[0] = start;
    slot[1] = end;
    return RP_OK;
}

static rp_code read_row(scorer *self, const json_t *row, rp_err *err)
{
    const json_t *start = json_object_get(row, "start"), *end = json_object_get(row, "end"), *core = json_object_get(row, "core");
    const json_t *trigger = json_object_get(row, "trigger"), *document = json_object_get(row, "document");
    item *r = vec_add(&self->rows, self->mem);
    if (!r) return no_memory(err);
    if (!json_is_number(start) || !json_is_number(end)) return malformed(self, "\"start\" and \"end\" of a gold row shall be numbers", err);
    if (!json_is_boolean(core)) return malformed(self, "\"core\" of a gold row shall be true or false", err);
    r->start = json_number_value(start);
    r->end = json_number_value(end);
    r->core = json_is_true(core);
    r->order = (uint32_t)self->rows.count;
    rp_str *dates = NULL, *statuses = NULL;
    rp_code rc = read_type(self, row, r, err);
    if (rc == RP_OK && r->type == RP_EVENT_TYPES) rc = malformed(self, "\"event\" of a gold row shall be one of the sixteen types", err);
    if (rc == RP_OK) rc = gold_codes(self, json_object_get(row, "source"), "\"source\" shall be a list of codes", &r->source, err);
    if (rc == RP_OK) rc = gold_codes(self, json_object_get(row, "target"), "\"target\" shall be a list of codes", &r->target, err);
    if (rc == RP_OK)
        rc = read_strings(self, json_object_get(row, "dates"), "\"dates\" shall be a list of dates", &dates, &r->date_count, err);
    if (rc == RP_OK)
        rc = read_strings(self, json_object_get(row, "statuses"), "\"statuses\" shall be a list of words", &statuses, &r->status_count, err);
    if (rc == RP_OK && r->status_count == 0) rc = malformed(self, "\"statuses\" of a gold row shall name one at least", err);
    if (rc != RP_OK) return rc;
    r->dates = dates;
    r->statuses = statuses;
    if (json_is_string(trigger)) r->trigger = copy_json(self, trigger);
    if (json_is_string(document) && intern_add(self->documents, copy_json(self, document)) == INTERN_NONE) return no_memory(err);
    return add_sentence(self, r->start, r->end, err);
}

/* "date" and "date_end" are texts; a bare year may be a number. Empty, 0 and null say nothing. */
static rp_code read_date(const scorer *self, const json_t *date, rp_str *out, rp_err *err)
{
    char digits[24];
    *out = RP_STR("");
    if (!date || json_is_null(date)) return RP_OK;
    if (json_is_integer(date)) {
        if (json_integer_value(date) == 0) return RP_OK;
        int len = snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(date));
        *out = copy_text(self, digits, (size_t)len);
    } else if (json_is_string(date)) {
        *out = copy_json(self, date);
    } else {
        return malformed(self, "\"date\" and \"date_end\" shall be texts such as \"2031-06-30\"", err);
    }
    return out->at ? RP_OK : no_memory(err);
}

static void find_sentence(const scorer *self, item *event, double at)
{
    const double (*s)[2] = self->sentences.at;
    size_t i = 0;
    while (i < self->sentences.count && !(s[i][0] <= at && at < s[i][1])) i++;
    bool inside = i < self->sentences.count;
    event->start = inside ? s[i][0] : at;
    event->end = inside ? s[i][1] : at;
}

static rp_code read_event(scorer *self, const json_t *event, rp_err *err)
{
    const json_t *trigger = json_object_get(event, "trigger"), *status = json_object_get(event, "status");
    bool placed = json_is_object(trigger) && json_object_size(trigger) > 0;
    const json_t *start = json_object_get(placed ? trigger : event, "start"), *words = json_object_get(trigger, "text");
    item *e = vec_add(&self->events, self->mem);
    if (!e) return no_memory(err);
    if (!json_is_number(start)) return malformed(self, "an event needs the number \"start\" in its \"trigger\"", err);
    if (status && !json_is_null(status) && !json_is_string(status)) return malformed(self, "\"status\" shall be a word", err);
    e->order = (uint32_t)self->events.count;
    find_sentence(self, e, json_number_value(start));
    rp_code rc = read_type(self, event, e, err);
    if (rc == RP_OK)
        rc = event_codes(self, json_object_get(event, "actor"), "\"actor\" shall be a list of actors with a \"code\"", &e->source, err);
    if (rc == RP_OK)
        rc = event_codes(self, json_object_get(event, "recipient"), "\"recipient\" shall be a list of actors with a \"code\"", &e->target,
                         err);
    if (rc == RP_OK) rc = read_date(self, json_object_get(event, "date"), &e->from, err);
    if (rc == RP_OK) rc = read_date(self, json_object_get(event, "date_end"), &e->to, err);
    if (rc != RP_OK) return rc;
    if (e->to.len == 0) e->to = e->from;
    if (json_is_string(status)) e->status = copy_json(self, status);
    if (json_is_string(words)) e->trigger = copy_json(self, words);
    return RP_OK;
}

typedef rp_code read_line(scorer *self, const json_t *object, rp_err *err);

static rp_code read_object(scorer *self, rp_str line, read_line *use, rp_err *err)
{
    json_error_t why;
    json_t *object = json_loadb(line.at, line.len, JSON_ALLOW_NUL, &why);
    rp_code rc;
    if (!object) rc = error_at(err, RP_EFORMAT, self->name, self->line, "not a JSON object: %s", why.text);
    else if (!json_is_object(object)) rc = malformed(self, "not a JSON object; each line shall be one", err);
    else rc = use(self, object, err);
    json_decref(object);
    return rc;
}

static rp_code read_lines(scorer *self, FILE *in, const char *name, read_line *use, rp_err *err)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    rp_code rc = RP_OK;
    self->name = name;
    self->line = 0;
    errno = 0;
    while (rc == RP_OK && (len = getline(&line, &room, in)) >= 0) {
        rp_str text = { line, (size_t)len };
        if (self->line++ == 0 && str_starts(text, RP_STR("\xEF\xBB\xBF"))) text = str_sub(text, 3, text.len);
        text = str_trim(text);
        if (text.len) rc = read_object(self, text, use, err);
    }
    if (rc == RP_OK && !feof(in)) rc = error_system(err, name, "read");
    free(line);
    return rc;
}

/* ---- matching ------------------------------------------------------------------------------------------------------ */

static bool same(codes a, codes b)
{
    bool equal = a.count == b.count;
    for (size_t i = 0; equal && i < a.count; i++) equal = str_eq(a.at[i], b.at[i]);
    return equal;
}

static bool all_in(codes some, codes a, codes b)
{
    for (size_t i = 0; i < some.count; i++) {
        bool found = false;
        for (size_t k = 0; k < a.count && !found; k++) found = str_eq(some.at[i], a.at[k]);
        for (size_t k = 0; k < b.count && !found; k++) found = str_eq(some.at[i], b.at[k]);
        if (!found) return false;
    }
    return true;
}

static bool same_union(codes a, codes b, codes c, codes d)
{
    return all_in(a, c, d) && all_in(b, c, d) && all_in(c, a, b) && all_in(d, a, b);
}

/* Do they agree at `level` at least? */
static bool agree(const scorer *self, const item *event, const item *row, int level)
{
    const ontology_type *type = ontology_type_at(self->types, row->type);
    bool same_type = event->type == row->type;
    bool dyad = same(event->source, row->source) && same(event->target, row->target);
    if (!dyad && type->symmetric && same_type)
        dyad = (same(event->target, row->source) && same(event->source, row->target)) ||
               same_union(event->source, event->target, row->source, row->target);
    if (!dyad || level == DYAD) return dyad;
    if (level == FULL) return same_type;
    return event->type < RP_EVENT_TYPES && ontology_type_at(self->types, event->type)->quad == type->quad;
}

static bool same_date(const item *event, const item *row)
{
    for (size_t i = 0; i < row->date_count; i++) {
        rp_str from = row->dates[i], to = from;
        size_t slash = str_find(from, '/', 0);
        if (slash + 1 < from.len) to = str_sub(from, slash + 1, from.len);
        from = str_sub(from, 0, slash);
        if (str_starts(event->from, from) && str_starts(event->to, to)) return true;
    }
    return false;
}

static rp_code status_of(scorer *self, rp_str name, uint32_t *number, rp_err *err)
{
    *number = intern_add(self->statuses, name);
    while (*number != INTERN_NONE && self->sums.count < intern_count(self->statuses))
        if (!vec_add(&self->sums, self->mem)) return no_memory(err);
    return *number == INTERN_NONE ? no_memory(err) : RP_OK;
}

static rp_code count_status(scorer *self, const item *event, const item *row, rp_err *err)
{
    bool right = false;
    uint32_t gold, said = 0;
    for (size_t i = 0; i < row->status_count && event->status.at; i++) right |= str_eq(event->status, row->statuses[i]);
    rp_code rc = status_of(self, right ? event->status : row->statuses[0], &gold, err);
    if (rc == RP_OK && event->status.at) rc = status_of(self, event->status, &said, err);
    if (rc != RP_OK) return rc;
    status_sums *sums = self->sums.at;
    if (!sums[gold].gold_seen) {
        uint32_t *key = vec_add(&self->keys, self->mem);
        if (!key) return no_memory(err);
        *key = gold;
    }
    sums[gold].gold_seen = true;
    sums[gold].gold++;
    sums[gold].right += right;
    if (event->status.at) sums[said].said++;
    return RP_OK;
}

static rp_code count_pair(scorer *self, item *event, item *row, int level, rp_err *err)
{
    event_score *const scores[] = { &self->out->full, &self->out->quad, &self->out->dyad };
    event->level = row->level = (uint8_t)level;
    for (int i = level; i <= DYAD; i++) {
        scores[i]->coded_right++;
        scores[i]->gold_right += row->core;
    }
    self->out->confusion[row->type][event->type]++;
    if (level != FULL) return RP_OK;
    self->out->types[row->type].full.coded_right++;
    self->out->types[row->type].full.gold_right += row->core;
    if (row->date_count) {
        self->out->dates++;
        self->out->dates_right += same_date(event, row);
    }
    return count_status(self, event, row, err);
}

/* Pair the events and rows of one sentence. */
static rp_code pair(scorer *self, item *rows, size_t row_count, item *events, size_t event_count, rp_err *err)
{
    rp_code rc = RP_OK;
    for (int level = FULL; level <= DYAD; level++)
        for (int core = 1; core >= 0; core--)
            for (size_t r = 0; r < row_count; r++) {
                size_t e = 0;
                if (rows[r].core != (bool)core || rows[r].level != NONE) continue;
                while (e < event_count && (events[e].level != NONE || !agree(self, &events[e], &rows[r], level))) e++;
                if (e < event_count) rc = count_pair(self, &events[e], &rows[r], level, err);
                if (rc != RP_OK) return rc;
            }
    return RP_OK;
}

/* Keep what a sentence adds, once it is paired. */
static rp_code keep_tally(scorer *self, const item *rows, size_t row_count, const item *events, size_t event_count, rp_err *err)
{
    tally *t = vec_add(&self->tallies, self->mem);
    if (!t) return no_memory(err);
    t->coded = event_count;
    for (size_t i = 0; i < event_count; i++)
        for (int level = events[i].level; level <= DYAD; level++) t->coded_right[level]++;
    for (size_t i = 0; i < row_count; i++) {
        t->gold += rows[i].core;
        for (int level = rows[i].level; level <= DYAD; level++) t->gold_right[level] += rows[i].core;
    }
    return RP_OK;
}

static rp_str join(const scorer *self, codes list)
{
    size_t len = 0;
    for (size_t i = 0; i < list.count; i++) len += list.at[i].len + 1;
    char *text = arena_alloc(self->mem, len + 1), *to = text;
    for (size_t i = 0; text && i < list.count; i++) {
        if (i) *to++ = ',';
        if (list.at[i].len) memcpy(to, list.at[i].at, list.at[i].len);
        to += list.at[i].len;
    }
    return (rp_str){ text, text ? (size_t)(to - text) : 0 };
}

static void list_difference(const scorer *self, const item *one, bool missed)
{
    event_difference d = { .missed = missed, .paired = one->level != NONE, .start = one->start, .source = join(self, one->source),
                           .event = one->event, .target = join(self, one->target), .trigger = one->trigger };
    self->listing(self->context, &d);
}

static bool place_before(const item *a, const item *b) { return a->start < b->start || (a->start == b->start && a->end <= b->end); }

static int compare_items(const void *a, const void *b)
{
    const item *x = a, *y = b;
    int order = (x->start > y->start) - (x->start < y->start);
    if (!order) order = (x->end > y->end) - (x->end < y->end);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static size_t same_sentence(const item *from, const item *end, const item *sentence)
{
    size_t count = 0;
    while (from + count < end && from[count].start == sentence->start && from[count].end == sentence->end) count++;
    return count;
}

/* Rows and events by sentence, in text order. */
static rp_code pair_all(scorer *self, rp_err *err)
{
    item *row = self->rows.at, *row_end = row + self->rows.count, *event = self->events.at, *event_end = event + self->events.count;
    if (row != row_end) qsort(row, self->rows.count, sizeof *row, compare_items);
    if (event != event_end) qsort(event, self->events.count, sizeof *event, compare_items);
    while (row < row_end || event < event_end) {
        const item sentence = event == event_end || (row < row_end && place_before(row, event)) ? *row : *event;
        size_t rows = same_sentence(row, row_end, &sentence), events = same_sentence(event, event_end, &sentence);
        rp_code rc = pair(self, row, rows, event, events, err);
        if (rc == RP_OK) rc = keep_tally(self, row, rows, event, events, err);
        if (rc != RP_OK) return rc;
        for (size_t i = 0; self->listing && i < events; i++)
            if (event[i].level != FULL) list_difference(self, &event[i], false);
        for (size_t i = 0; self->listing && i < rows; i++)
            if (row[i].level != FULL && row[i].core) list_difference(self, &row[i], true);
        row += rows;
        event += events;
    }
    return RP_OK;
}

/* ---- figures ------------------------------------------------------------------------------------------------------- */

/* The order of operations is that of the reference, so that even the last printed digit agrees. */
static void work_out(event_score *score, uint64_t coded, uint64_t gold)
{
    double p = coded ? (double)score->coded_right / (double)coded : 0, r = gold ? (double)score->gold_right / (double)gold : 0;
    score->precision = p;
    score->recall = r;
    score->f1 = p + r > 0 ? 2 * p * r / (p + r) : 0;
}

static void add_tally(tally *to, const tally *one)
{
    to->coded += one->coded;
    to->gold += one->gold;
    for (int level = FULL; level <= DYAD; level++) {
        to->coded_right[level] += one->coded_right[level];
        to->gold_right[level] += one->gold_right[level];
    }
}

static rp_code work_out_ranges(scorer *self, rp_err *err)
{
    enum { PRECISION, RECALL, F1, FIGURES };
    event_range *const ranges[] = { &self->out->full_range, &self->out->quad_range, &self->out->dyad_range };
    const tally *tallies = self->tallies.at;
    size_t count = self->tallies.count;
    uint64_t chance = BOOTSTRAP_SEED;
    if (count == 0) return RP_OK;
    double (*figures)[FIGURES][BOOTSTRAP_SAMPLES] = arena_array(self->mem, NONE, sizeof *figures);      /* by level */
    if (!figures) return no_memory(err);
    for (size_t s = 0; s < BOOTSTRAP_SAMPLES; s++) {
        tally sum = { 0 };
        for (size_t i = 0; i < count; i++) add_tally(&sum, &tallies[bootstrap_draw(&chance, count)]);
        for (int level = FULL; level <= DYAD; level++) {
            event_score score = { .coded_right = sum.coded_right[level], .gold_right = sum.gold_right[level] };
            work_out(&score, sum.coded, sum.gold);
            figures[level][PRECISION][s] = score.precision;
            figures[level][RECALL][s] = score.recall;
            figures[level][F1][s] = score.f1;
        }
    }
    for (int level = FULL; level <= DYAD; level++)
        *ranges[level] = (event_range){ .precision = bootstrap_bound(figures[level][PRECISION]),
                                        .recall = bootstrap_bound(figures[level][RECALL]), .f1 = bootstrap_bound(figures[level][F1]) };
    return RP_OK;
}

static int compare_status(const void *a, const void *b)
{
    const event_status_score *x = a, *y = b;
    return compare_str(&x->status, &y->status);
}

static rp_code work_out_statuses(scorer *self, rp_err *err)
{
    const uint32_t *keys = self->keys.at;
    const status_sums *sums = self->sums.at;
    size_t count = self->keys.count;
    double sum = 0;
    event_status_score *at = arena_array(self->mem, count ? count : 1, sizeof *at);
    if (!at) return no_memory(err);
    for (size_t i = 0; i < count; i++) {
        const status_sums *s = &sums[keys[i]];
        rp_str name = intern_at(self->statuses, keys[i]);
        at[i] = (event_status_score){ .status = copy_text(self, name.at, name.len), .count = s->gold,
                                      .f1 = s->right ? (double)(2 * s->right) / (double)(s->gold + s->said) : 0 };
        if (!at[i].status.at) return no_memory(err);
        sum += at[i].f1;
    }
    if (count) qsort(at, count, sizeof *at, compare_status);
    self->out->statuses = at;
    self->out->status_count = count;
    self->out->status_f1 = count ? sum / (double)count : 0;
    return RP_OK;
}

static rp_code sum_up(scorer *self, rp_err *err)
{
    event_scores *out = self->out;
    const item *rows = self->rows.at, *events = self->events.at;
    for (size_t i = 0; i < self->rows.count; i++) {
        out->gold += rows[i].core;
        out->types[rows[i].type].gold += rows[i].core;
    }
    for (size_t i = 0; i < self->events.count; i++)
        if (events[i].type < RP_EVENT_TYPES) out->types[events[i].type].coded++;
    out->coded = self->events.count;
    out->documents = intern_count(self->documents);
    work_out(&out->dyad, out->coded, out->gold);
    work_out(&out->quad, out->coded, out->gold);
    work_out(&out->full, out->coded, out->gold);
    for (int i = 0; i < RP_EVENT_TYPES; i++) work_out(&out->types[i].full, out->types[i].coded, out->types[i].gold);
    rp_code rc = work_out_ranges(self, err);
    return rc == RP_OK ? work_out_statuses(self, err) : rc;
}

rp_code event_score_files(const ontology *types, FILE *gold, const char *gold_name, FILE *coded, const char *coded_name, arena *mem,
                          event_listing *listing, void *context, event_scores *out, rp_err *err)
{
    *out = (event_scores){ 0 };
    scorer self = {
        .types = types, .mem = mem, .out = out, .listing = listing, .context = context,
        .rows = vec_of(sizeof(item)), .events = vec_of(sizeof(item)), .sentences = vec_of(sizeof(double[2])),
        .documents = intern_new(), .statuses = intern_new(), .sums = vec_of(sizeof(status_sums)), .keys = vec_of(sizeof(uint32_t)),
        .tallies = vec_of(sizeof(tally)),
    };
    rp_code rc = self.documents && self.statuses ? RP_OK : no_memory(err);
    if (rc == RP_OK) rc = read_lines(&self, gold, gold_name, read_row, err);
    if (rc == RP_OK) rc = read_lines(&self, coded, coded_name, read_event, err);
    if (rc == RP_OK) rc = pair_all(&self, err);
    if (rc == RP_OK) rc = sum_up(&self, err);
    intern_free(self.documents);
    intern_free(self.statuses);
    if (rc != RP_OK) *out = (event_scores){ 0 };
    return rc;
}
