/* evaluate/spans.c - see evaluate/spans.h. */
#include "evaluate/spans.h"
#include <stdlib.h>
#include "event/participants.h"

#define MARKS_MAX 64u
#define GIVEN_MAX 128u

typedef struct span { uint32_t start, end; bool target; } span;

typedef struct scoring {
    const rapport *tables;
    rp_coder *coder;
    bool all;
    spans_row *each;
    void *context;
    buf text;
    span marks[MARKS_MAX];
    size_t mark_count;
    spans_scores *out;
} scoring;

static bool inside(const tree *t, uint32_t head, const span *m) { return t->at[head].start >= m->start && t->at[head].end <= m->end; }

static rp_code score_sentence(scoring *self, rp_err *err)
{
    reading r;
    code_participant given[GIVEN_MAX];
    if (self->text.len == 0) return RP_OK;
    rp_code rc = coder_read_sentence(self->coder, buf_view(&self->text), &r, err);
    if (rc != RP_OK) return rc;
    size_t n = event_participants(&r, self->tables->weigher, self->all, given, GIVEN_MAX);
    self->out->sentences++;
    for (size_t k = 0; k < self->mark_count; k++) {
        const span *m = &self->marks[k];
        bool found = false, sided = false;
        for (size_t i = 0; i < n; i++)
            if (inside(&r.tree, given[i].head, m)) found = true, sided |= given[i].target == m->target;
        self->out->gold++, self->out->found += found, self->out->found_sided += sided, self->out->gold_sided++;
        if (!found && self->each) self->each(self->context, r.tree.text, str_sub(r.tree.text, m->start, m->end), true);
    }
    for (size_t i = 0; i < n; i++) {
        bool right = false, twice = false;
        for (size_t k = 0; k < i; k++) twice |= given[k].head == given[i].head;
        if (twice) continue;
        for (size_t k = 0; k < self->mark_count; k++) right |= inside(&r.tree, given[i].head, &self->marks[k]);
        self->out->given++, self->out->right += right;
        if (!right && self->each) self->each(self->context, r.tree.text, r.tree.at[given[i].head].form, false);
    }
    return RP_OK;
}

static rp_code read_line(scoring *self, rp_str line, const char *name, uint32_t number, rp_err *err)
{
    size_t gap = str_find(line, ' ', 0);
    if (gap == line.len) gap = str_find(line, '\t', 0);
    if (gap == line.len) return error_at(err, RP_EFORMAT, name, number, "a token and a tag are wanted, with a blank between");
    rp_str token = str_sub(line, 0, gap), tag = str_sub(line, gap + 1, line.len);
    if (self->text.len) buf_char(&self->text, ' ');
    uint32_t start = (uint32_t)self->text.len;
    buf_str(&self->text, token);
    bool begins = str_is(tag, "B-S") || str_is(tag, "B-T"), goes_on = str_is(tag, "I-S") || str_is(tag, "I-T");
    if (begins && self->mark_count < MARKS_MAX) self->marks[self->mark_count++] = (span){ start, (uint32_t)self->text.len, tag.at[2] == 'T' };
    else if (goes_on && self->mark_count) self->marks[self->mark_count - 1].end = (uint32_t)self->text.len;
    return self->text.failed ? error_set(err, RP_ENOMEM, "memory ended") : RP_OK;
}

rp_code evaluate_sides(const rapport *tables, FILE *in, const char *name, bool all, spans_row *each, void *context, spans_scores *out, rp_err *err)
{
    scoring self = { .tables = tables, .all = all, .each = each, .context = context, .out = out };
    char *line = NULL;
    size_t room = 0;
    uint32_t number = 0;
    memset(out, 0, sizeof *out);
    rp_code rc = rp_coder_new(tables, &self.coder, err);
    for (ssize_t len; rc == RP_OK && (len = getline(&line, &room, in)) >= 0;) {
        rp_str view = str_trim((rp_str){ line, (size_t)len });
        number++;
        if (view.len) {
            rc = read_line(&self, view, name, number, err);
            continue;
        }
        rc = score_sentence(&self, err);
        self.text.len = self.mark_count = 0;
    }
    if (rc == RP_OK && ferror(in)) rc = error_at(err, RP_EIO, name, number, "it cannot be read");
    if (rc == RP_OK) rc = score_sentence(&self, err);
    free(line);
    buf_free(&self.text);
    rp_coder_free(self.coder);
    return rc;
}
