/* evaluate/relate.c - see evaluate/relate.h. */
#include "evaluate/relate.h"
#include <math.h>
#include <stdlib.h>

#define YIELD RP_EVENT_TYPES
#define SAMPLES 1000u
#define COLUMNS_MAX 64u

typedef struct scored_row { uint8_t gold, predicted; } scored_row;

const char *relate_class_name(unsigned n) { return n == YIELD ? "YIELD" : rp_event_name(n); }

static bool right(unsigned gold, unsigned type)
{
    return gold == type || (gold == YIELD && (type == RP_EVENT_CONCEDE || type == RP_EVENT_RETREAT));
}

static unsigned class_of(rp_str name)
{
    for (unsigned i = 0; i < RELATE_CLASSES; i++) if (str_is(name, relate_class_name(i))) return i;
    return RELATE_CLASSES;
}

static unsigned quad_of(unsigned n, bool yield)
{
    static const uint8_t quads[] = { 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 2 };
    (void)yield;
    return quads[n];
}
static unsigned pole_of(unsigned n, bool yield) { return quad_of(n, yield) <= 2 ? 1 : 2; }
static unsigned self_of(unsigned n, bool yield) { (void)yield; return n; }

/* Mean F1 over the classes that the gold has, under a mapping. */
static double macro(const scored_row *rows, const uint32_t *order, size_t n, unsigned (*map)(unsigned, bool), bool yield, double *each)
{
    size_t gold[RELATE_CLASSES] = { 0 }, given[RELATE_CLASSES] = { 0 }, right[RELATE_CLASSES] = { 0 };
    for (size_t i = 0; i < n; i++) {
        const scored_row *r = &rows[order ? order[i] : i];
        unsigned g = map(r->gold, yield), p = map(r->predicted, yield);
        gold[g]++, given[p]++, right[g] += g == p;
    }
    double sum = 0;
    unsigned classes = 0;
    for (unsigned k = 0; k < RELATE_CLASSES; k++) {
        double f = gold[k] ? 2.0 * (double)right[k] / (double)(gold[k] + given[k]) : NAN;
        if (each) each[k] = f;
        if (gold[k]) sum += f, classes++;
    }
    return classes ? sum / classes : 0;
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    return z ^ (z >> 31);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double accuracy_of(const scored_row *rows, const uint32_t *order, size_t n)
{
    size_t right = 0;
    for (size_t i = 0; i < n; i++) right += rows[order ? order[i] : i].gold == rows[order ? order[i] : i].predicted;
    return n ? (double)right / (double)n : 0;
}

static bool intervals(const scored_row *rows, size_t n, relate_scores *out)
{
    double *samples[4];
    uint32_t *order = malloc((n + 1) * sizeof *order);
    uint64_t random = 1;
    bool ready = order != NULL;
    for (int k = 0; k < 4; k++) ready &= (samples[k] = malloc(SAMPLES * sizeof **samples)) != NULL;
    for (unsigned s = 0; ready && s < SAMPLES; s++) {
        for (size_t i = 0; i < n; i++) order[i] = (uint32_t)(next_random(&random) % n);
        samples[0][s] = macro(rows, order, n, self_of, out->yield, NULL);
        samples[1][s] = macro(rows, order, n, quad_of, out->yield, NULL);
        samples[2][s] = macro(rows, order, n, pole_of, out->yield, NULL);
        samples[3][s] = accuracy_of(rows, order, n);
    }
    relate_figure *figures[] = { &out->types, &out->quads, &out->poles, &out->accuracy };
    for (int k = 0; k < 4; k++) {
        if (ready) {
            qsort(samples[k], SAMPLES, sizeof(double), by_value);
            figures[k]->low = samples[k][SAMPLES / 40], figures[k]->high = samples[k][SAMPLES - 1 - SAMPLES / 40];
        }
        free(samples[k]);
    }
    free(order);
    return ready;
}

static bool is_sealed(rp_str text)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < text.len; i++) h = (h ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    return h % 4 == 0;
}

/* Column numbers from the header. */
static rp_code find_columns(rp_str line, const char *name, const char *gold, size_t *marked, size_t *label, rp_err *err)
{
    rp_str cell;
    *marked = *label = SIZE_MAX;
    for (size_t i = 0; str_split(&line, '\t', &cell); i++) {
        if (str_is(cell, "marked_sentence")) *marked = i;
        if (str_is(cell, gold)) *label = i;
    }
    if (*marked == SIZE_MAX) return error_at(err, RP_EFORMAT, name, 1, "there is no column \"marked_sentence\"");
    return *label == SIZE_MAX ? error_at(err, RP_EFORMAT, name, 1, "there is no column \"%s\"", gold) : RP_OK;
}

typedef struct row_reader {
    const rapport *tables;
    rp_coder *coder;
    arena *mem;
    const char *name;
    relate_by by;
    int sealed;
    relate_row *each;
    void *context;
    vec rows;           /* scored_row */
    arena *keep;
} row_reader;

static rp_code read_row(row_reader *self, rp_str line, uint32_t number, size_t marked, size_t label, rp_err *err)
{
    rp_str cells[COLUMNS_MAX], plain;
    size_t n = 0;
    for (rp_str rest = line, cell; n < COLUMNS_MAX && str_split(&rest, '\t', &cell);) cells[n++] = cell;
    if (marked >= n || label >= n) return error_at(err, RP_EFORMAT, self->name, number, "it has %zu columns only", n);
    unsigned gold = class_of(cells[label]);
    if (gold == RELATE_CLASSES) return error_at(err, RP_EFORMAT, self->name, number, "\"%.*s\" is no event type", (int)cells[label].len, cells[label].at);
    example_marks marks;
    arena_reset(self->mem);
    rp_code rc = example_unmark(cells[marked], self->mem, &plain, &marks, err);
    if (rc != RP_OK) return error_line(err, self->name, number), rc;
    if (self->sealed && is_sealed(plain) != (self->sealed == 1)) return RP_OK;
    relation_found found;
    rc = relate_pair(self->coder, self->tables, plain, &marks, self->by, &found, err);
    if (rc != RP_OK) return error_line(err, self->name, number), rc;
    scored_row *slot = vec_add(&self->rows, self->keep);
    if (!slot) return error_set(err, RP_ENOMEM, "memory ended");
    *slot = (scored_row){ (uint8_t)gold, (uint8_t)found.type };
    if (self->each) self->each(self->context, number, cells[marked], gold, gold == YIELD && right(gold, found.type) ? YIELD : found.type, &found);
    return RP_OK;
}

/* Where the gold knows YIELD, what later became of it counts as YIELD. */
static bool map_yield(scored_row *rows, size_t n)
{
    bool yield = false;
    for (size_t i = 0; i < n; i++) yield |= rows[i].gold == YIELD;
    for (size_t i = 0; i < n && yield; i++)
        if (rows[i].predicted == RP_EVENT_CONCEDE || rows[i].predicted == RP_EVENT_RETREAT) rows[i].predicted = YIELD;
    return yield;
}

rp_code evaluate_relate(const rapport *tables, FILE *in, const char *name, const char *gold, relate_by by, int sealed, relate_row *each, void *context,
                        relate_scores *out, rp_err *err)
{
    row_reader self = { .tables = tables, .name = name, .by = by, .sealed = sealed, .each = each, .context = context, .rows = vec_of(sizeof(scored_row)) };
    size_t marked = 0, label = 0;
    char *line = NULL;
    size_t room = 0;
    uint32_t number = 0;
    memset(out, 0, sizeof *out);
    self.mem = arena_new(0), self.keep = arena_new(0);
    rp_code rc = self.mem && self.keep ? rp_coder_new(tables, &self.coder, err) : error_set(err, RP_ENOMEM, "memory ended");
    for (ssize_t len; rc == RP_OK && (len = getline(&line, &room, in)) >= 0;) {
        rp_str view = { line, (size_t)len };
        while (view.len && (view.at[view.len - 1] == '\n' || view.at[view.len - 1] == '\r')) view.len--;
        if (++number == 1) rc = find_columns(view, name, gold, &marked, &label, err);
        else if (view.len) rc = read_row(&self, view, number, marked, label, err);
    }
    if (rc == RP_OK && ferror(in)) rc = error_at(err, RP_EIO, name, number, "it cannot be read");
    scored_row *rows = self.rows.at;
    out->rows = self.rows.count;
    out->yield = map_yield(rows, out->rows);
    if (rc == RP_OK && out->rows) {
        out->types.value = macro(rows, NULL, out->rows, self_of, out->yield, out->f1);
        out->quads.value = macro(rows, NULL, out->rows, quad_of, out->yield, NULL);
        out->poles.value = macro(rows, NULL, out->rows, pole_of, out->yield, NULL);
        out->accuracy.value = accuracy_of(rows, NULL, out->rows);
        for (size_t i = 0; i < out->rows; i++) out->confusion[rows[i].gold][rows[i].predicted]++;
        if (!intervals(rows, out->rows, out)) rc = error_set(err, RP_ENOMEM, "memory ended");
    }
    free(line);
    rp_coder_free(self.coder);
    arena_free(self.mem);
    arena_free(self.keep);
    return rc;
}
