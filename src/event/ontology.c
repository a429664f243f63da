/* event/ontology.c - see event/ontology.h. */
#include "event/ontology.h"
#include <math.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/intern.h"

static const char *const type_names[RP_EVENT_TYPES] = { "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
                                                        "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT" };
static const char *const status_names[RP_STATUSES] = { "reported", "ongoing", "planned", "alleged", "denied", "hypothetical" };

const char *rp_event_name(unsigned type) { return type < RP_EVENT_TYPES ? type_names[type] : ""; }
const char *rp_status_name(unsigned status) { return status < RP_STATUSES ? status_names[status] : ""; }

const char *rp_kind_name(unsigned kind)
{
    static const char *const names[] = { "prose", "headline", "list", "caption", "heading", "reference", "navigation" };
    return kind < sizeof names / sizeof *names ? names[kind] : "";
}

typedef struct mode { const char *name; uint8_t type; double intensity; const char *organ; } mode;

struct ontology {
    arena *mem;
    ontology_type types[RP_EVENT_TYPES];
    mode *modes;
    uint32_t mode_count;
    const char *contexts[ONTOLOGY_CONTEXTS + 1];
    ontology_cameo *cameo;
    uint32_t cameo_count;
    intern *cameo_codes;        /* number: index into cameo */
};

static const char *cell(ontology *self, const lexicon_table *t, uint32_t row, const char *column, bool *fine)
{
    const char *copy = arena_copy(self->mem, lexicon_cell(t, row, lexicon_column(t, column)));
    if (!copy) *fine = false;
    return copy ? copy : "";
}

static double number(const lexicon_table *t, uint32_t row, const char *column)
{
    double value;
    return str_number(lexicon_cell(t, row, lexicon_column(t, column)), &value) ? value : NAN;
}

unsigned ontology_find_type(const ontology *self, rp_str name)
{
    (void)self;
    for (unsigned i = 0; i < RP_EVENT_TYPES; i++)
        if (name.len && name.at[0] == type_names[i][0] && str_is(name, type_names[i])) return i;
    return RP_EVENT_TYPES;
}

static bool load(ontology *self, const lexicon *tables)
{
    bool fine = true;
    lexicon_table t = lexicon_find_table(tables, "ontology/types");
    for (uint32_t i = 0; i < t.rows; i++) {
        unsigned type = ontology_find_type(self, lexicon_cell(&t, i, lexicon_column(&t, "type")));
        if (type == RP_EVENT_TYPES) continue;
        self->types[type] = (ontology_type){ type_names[type], cell(self, &t, i, "cameo", &fine), cell(self, &t, i, "phrase", &fine),
            cell(self, &t, i, "organ", &fine),
            (uint8_t)number(&t, i, "quad"), str_is(lexicon_cell(&t, i, lexicon_column(&t, "symmetric")), "yes"), number(&t, i, "intensity") };
    }
    t = lexicon_find_table(tables, "ontology/contexts");
    for (uint32_t i = 0; i < t.rows && i < ONTOLOGY_CONTEXTS; i++) self->contexts[i] = cell(self, &t, i, "context", &fine);
    t = lexicon_find_table(tables, "ontology/modes");
    self->modes = arena_array(self->mem, t.rows + 1, sizeof *self->modes);
    for (uint32_t i = 0; self->modes && i < t.rows; i++)
        self->modes[self->mode_count++] = (mode){ cell(self, &t, i, "mode", &fine),
            (uint8_t)ontology_find_type(self, lexicon_cell(&t, i, lexicon_column(&t, "type"))), number(&t, i, "intensity"), cell(self, &t, i, "organ", &fine) };
    t = lexicon_find_table(tables, "ontology/cameo");
    self->cameo = arena_array(self->mem, t.rows + 1, sizeof *self->cameo);
    for (uint32_t i = 0; self->cameo && i < t.rows; i++) {
        ontology_cameo *c = &self->cameo[self->cameo_count++];
        *c = (ontology_cameo){ cell(self, &t, i, "code", &fine), cell(self, &t, i, "label", &fine),
            (uint8_t)ontology_find_type(self, lexicon_cell(&t, i, lexicon_column(&t, "type"))), cell(self, &t, i, "mode", &fine), 0,
            number(&t, i, "goldstein") };
        ontology_find_contexts(self, lexicon_cell(&t, i, lexicon_column(&t, "context")), &c->contexts);
        fine = fine && intern_add(self->cameo_codes, str_of(c->code)) == i;
    }
    return fine && self->modes && self->cameo;
}

rp_code ontology_new(const lexicon *tables, ontology **out, rp_err *err)
{
    *out = NULL;
    ontology *self = calloc(1, sizeof *self);
    if (self) {
        self->mem = arena_new(0);
        self->cameo_codes = intern_new();
    }
    if (!self || !self->mem || !self->cameo_codes || !load(self, tables)) {
        ontology_free(self);
        return error_set(err, RP_ENOMEM, "memory ended while opening the ontology");
    }
    for (unsigned i = 0; i < RP_EVENT_TYPES; i++)
        if (!self->types[i].name) {
            ontology_free(self);
            return error_at(err, RP_EFORMAT, "ontology/types", 0, "no row for type %s", type_names[i]);
        }
    *out = self;
    return RP_OK;
}

void ontology_free(ontology *self)
{
    if (!self) return;
    intern_free(self->cameo_codes);
    arena_free(self->mem);
    free(self);
}

const ontology_type *ontology_type_at(const ontology *self, unsigned type) { return &self->types[type < RP_EVENT_TYPES ? type : 0]; }
const char *ontology_organ(const ontology *self, unsigned type, const char *name)
{
    for (uint32_t i = 0; name && i < self->mode_count; i++)
        if (self->modes[i].type == type && strcmp(self->modes[i].name, name) == 0 && self->modes[i].organ[0]) return self->modes[i].organ;
    return self->types[type].organ;
}

const char *ontology_context(const ontology *self, unsigned bit) { return bit < ONTOLOGY_CONTEXTS ? self->contexts[bit] : NULL; }

const char *ontology_find_mode(const ontology *self, unsigned type, rp_str name, double *intensity)
{
    for (uint32_t i = 0; i < self->mode_count; i++)
        if (self->modes[i].type == type && str_is(name, self->modes[i].name)) {
            if (intensity) *intensity = self->modes[i].intensity;
            return self->modes[i].name;
        }
    return NULL;
}

bool ontology_find_contexts(const ontology *self, rp_str list, uint64_t *out)
{
    *out = 0;
    bool fine = true;
    for (rp_str part; list.len && str_split(&list, '|', &part);) {
        unsigned bit = 0;
        while (self->contexts[bit] && !str_is(part, self->contexts[bit])) bit++;
        if (bit < ONTOLOGY_CONTEXTS && self->contexts[bit]) *out |= (uint64_t)1 << bit;
        else fine = false;
    }
    return fine;
}

const ontology_cameo *ontology_find_cameo(const ontology *self, rp_str code)
{
    uint32_t n = intern_find(self->cameo_codes, code);
    return n == INTERN_NONE ? NULL : &self->cameo[n];
}

const ontology_cameo *ontology_to_cameo(const ontology *self, unsigned type, const char *mode_name, uint64_t contexts)
{
    const ontology_cameo *best = ontology_find_cameo(self, str_of(self->types[type < RP_EVENT_TYPES ? type : 0].cameo));
    int best_score = 0;
    for (uint32_t i = 0; i < self->cameo_count; i++) {
        const ontology_cameo *c = &self->cameo[i];
        if (c->type != type || isnan(c->goldstein)) continue;
        bool same_mode = mode_name && *mode_name && strcmp(c->mode, mode_name) == 0;
        if (*c->mode && !same_mode) continue;
        int score = 4 * same_mode + 2 * ((c->contexts & contexts) != 0) - (c->contexts & ~contexts ? 3 : 0);
        if (score > best_score) best = c, best_score = score;
    }
    return best ? best : &self->cameo[0];
}
