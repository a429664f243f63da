/* event/frames.c - see event/frames.h. */
#include "event/frames.h"
#include <math.h>
#include <stdlib.h>

struct frame_table {
    const lexicon *lexicon;
    arena *mem;
    frame *rows;
    uint32_t count, domain, cue_domain;
    uint16_t *cues;             /* [rows of en/cues] */
};

static uint32_t word_of(const lexicon *tables, rp_str w)
{
    return lexicon_word(tables, w);
}

static bool read_sides(const lexicon *tables, rp_str cell, frame_side *out, uint8_t *count)
{
    static const struct { const char *name; side_kind kind; } kinds[] = { { "subj", SIDE_SUBJECT }, { "obj", SIDE_OBJECT }, { "poss", SIDE_POSSESSIVE },
        { "between", SIDE_BETWEEN }, { "both", SIDE_BOTH }, { "clause", SIDE_CLAUSE }, { "none", SIDE_NONE } };
    *count = 0;
    for (rp_str part; cell.len && str_split(&cell, '|', &part);) {
        if (*count == FRAME_SIDES) return true;
        frame_side side = { SIDE_PREPOSITION, LEXICON_NONE };
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (str_is(part, kinds[i].name)) side.kind = (uint8_t)kinds[i].kind;
        if (side.kind == SIDE_PREPOSITION && (side.word = word_of(tables, part)) == LEXICON_NONE) return false;
        out[(*count)++] = side;
    }
    return true;
}

static bool read_objects(frame_table *self, rp_str cell, frame *out)
{
    uint32_t count = 0;
    rp_str rest = cell, part;
    while (cell.len && str_split(&rest, '|', &part)) count++;
    uint32_t *objects = arena_array(self->mem, (size_t)count * 2 + 1, sizeof *objects);
    if (!objects) return false;
    for (rest = cell; cell.len && str_split(&rest, '|', &part);) {
        uint32_t before = LEXICON_NONE, head = LEXICON_NONE;
        for (rp_str w; str_split(&part, ' ', &w);) before = head, head = word_of(self->lexicon, w);
        objects[2 * out->object_count] = head;
        objects[2 * out->object_count++ + 1] = before;
    }
    out->objects = objects;
    return true;
}

typedef struct row_columns { uint32_t lemma, pos, object, type, mode, contexts, cameo, source, target, sure; } row_columns;

static row_columns find_columns(const lexicon_table *t)
{
    return (row_columns){ lexicon_column(t, "lemma"), lexicon_column(t, "pos"), lexicon_column(t, "object"), lexicon_column(t, "type"),
                          lexicon_column(t, "mode"), lexicon_column(t, "contexts"), lexicon_column(t, "cameo"), lexicon_column(t, "source"),
                          lexicon_column(t, "target"), lexicon_column(t, "sure") };
}

/* Whose the named object is tells the target when nothing better does: "halted all Kenyan flights". */
static void add_object_side(frame *out)
{
    for (uint32_t i = 0; i < out->target_count; i++)
        if (out->target[i].kind == SIDE_OBJECT) return;
    if (!out->noun && out->object_count && out->target_count < FRAME_SIDES)
        out->target[out->target_count++] = (frame_side){ SIDE_OBJECT, LEXICON_NONE };
}

static rp_code read_row(frame_table *self, const ontology *types, const lexicon_table *t, const row_columns *at, uint32_t row, rp_err *err)
{
    rp_str lemma = lexicon_cell(t, row, at->lemma), mode = lexicon_cell(t, row, at->mode), cameo = lexicon_cell(t, row, at->cameo);
    frame *out = &self->rows[row];
    double sure = 0;
    str_number(lexicon_cell(t, row, at->sure), &sure);
    *out = (frame){ .noun = str_is(lexicon_cell(t, row, at->pos), "noun"), .sure = (float)sure,
                      .type = (uint8_t)ontology_find_type(types, lexicon_cell(t, row, at->type)) };
    if (out->type == RP_EVENT_TYPES) return error_at(err, RP_EFORMAT, "en/frames", 0, "%.*s: no such type", (int)lemma.len, lemma.at);
    out->intensity = ontology_type_at(types, out->type)->intensity;
    out->quad = ontology_type_at(types, out->type)->quad;
    double own = NAN;
    if (mode.len && !(out->mode = ontology_find_mode(types, out->type, mode, &own)))
        return error_at(err, RP_EFORMAT, "en/frames", 0, "%.*s: type has no mode %.*s", (int)lemma.len, lemma.at, (int)mode.len, mode.at);
    if (!isnan(own)) out->intensity = own;
    ontology_find_contexts(types, lexicon_cell(t, row, at->contexts), &out->contexts);
    out->cameo = cameo.len ? ontology_find_cameo(types, cameo) : ontology_to_cameo(types, out->type, out->mode, out->contexts);
    if (!read_sides(self->lexicon, lexicon_cell(t, row, at->source), out->source, &out->source_count)
        || !read_sides(self->lexicon, lexicon_cell(t, row, at->target), out->target, &out->target_count))
        return error_at(err, RP_EFORMAT, "en/frames", 0, "%.*s: a side that is no known word", (int)lemma.len, lemma.at);
    if (!read_objects(self, lexicon_cell(t, row, at->object), out)) return error_set(err, RP_ENOMEM, "memory ended");
    add_object_side(out);
    return RP_OK;
}

static uint16_t cue_bit(rp_str name)
{
    static const char *const names[] = { "negation", "modal", "future", "hedge", "conditional", "attempt", "report", "allege", "deny", "question", "habit", "light" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return (uint16_t)(1u << i);
    return 0;
}

rp_code frame_table_new(const lexicon *tables, const ontology *ontology_tables, frame_table **out, rp_err *err)
{
    *out = NULL;
    frame_table *self = calloc(1, sizeof *self);
    lexicon_table t = lexicon_find_table(tables, "en/frames"), cues = lexicon_find_table(tables, "en/cues");
    if (self) {
        self->lexicon = tables;
        self->mem = arena_new(0);
        self->domain = lexicon_domain(tables, "en/frames", "lemma");
        self->cue_domain = lexicon_domain(tables, "en/cues", "phrase");
        self->count = t.rows;
    }
    if (self && self->mem) {
        self->rows = arena_array(self->mem, t.rows + 1, sizeof *self->rows);
        self->cues = arena_array(self->mem, cues.rows + 1, sizeof *self->cues);
    }
    rp_code rc = self && self->rows && self->cues ? RP_OK : error_set(err, RP_ENOMEM, "memory ended while opening the frames");
    row_columns columns = find_columns(&t);
    for (uint32_t i = 0; rc == RP_OK && i < t.rows; i++) rc = read_row(self, ontology_tables, &t, &columns, i, err);
    for (uint32_t i = 0; rc == RP_OK && i < cues.rows; i++) self->cues[i] = cue_bit(lexicon_cell(&cues, i, lexicon_column(&cues, "cue")));
    if (rc == RP_OK) *out = self;
    else frame_table_free(self);
    return rc;
}

void frame_table_free(frame_table *self)
{
    if (!self) return;
    arena_free(self->mem);
    free(self);
}

const frame *frame_at(const frame_table *self, uint32_t row) { return &self->rows[row < self->count ? row : 0]; }
uint32_t frame_domain(const frame_table *self) { return self->domain; }

uint16_t frame_cue(const frame_table *self, const unit *units, size_t count, size_t at, uint32_t *length)
{
    lexicon_hit hit;
    *length = 0;
    if (!lexicon_match(self->lexicon, self->cue_domain, units, count, at, &hit)) return 0;
    uint16_t bits = 0;
    for (uint32_t e = 0; e < hit.count; e++) bits |= self->cues[hit.entries[e].row];
    *length = hit.length;
    if (hit.length == 1 && at > 0 && units[at].caps != UNIT_LOWER) bits &= (uint16_t)~(CUE_MODAL | CUE_FUTURE);      /* "31 May", "Will Smith" */
    return bits;
}
