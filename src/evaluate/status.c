/* evaluate/status.c - see evaluate/status.h. */
#include "evaluate/status.h"
#include "event/decide.h"

static bool holds(rp_str all, rp_str part)
{
    for (size_t i = 0; part.len && i + part.len <= all.len; i++)
        if (str_eq_nocase(str_sub(all, i, i + part.len), part)) return true;
    return false;
}

static double macro_f1(size_t confusion[RP_STATUSES][RP_STATUSES + 1])
{
    double sum = 0;
    unsigned classes = 0;
    for (unsigned k = 0; k < RP_STATUSES; k++) {
        size_t gold = 0, given = 0;
        for (unsigned j = 0; j <= RP_STATUSES; j++) gold += confusion[k][j];
        for (unsigned j = 0; j < RP_STATUSES; j++) given += confusion[j][k];
        if (!gold) continue;
        classes++;
        sum += 2.0 * (double)confusion[k][k] / (double)(gold + given);
    }
    return classes ? sum / classes : 0;
}

typedef struct scoring {
    const rapport *tables;
    rp_coder *coder;
    status_scores *out;
    status_row *each;
    void *context;
    const char *name;
    size_t by_rule[RP_STATUSES][RP_STATUSES + 1];
} scoring;

static rp_code score_row(scoring *self, const example *e, rp_err *err)
{
    reading r;
    rp_code rc = coder_read_sentence(self->coder, e->text, &r, err);
    if (rc != RP_OK) return error_line(err, self->name, e->line), rc;
    uint32_t at = tree_head_of(&r.tree, e->marks.trigger.start, e->marks.trigger.end), source = tree_head_of(&r.tree, e->marks.source.start, e->marks.source.end);
    if (at == TREE_NONE) return RP_OK;
    status_reading status;
    uint32_t target = e->marks.target.end ? tree_head_of(&r.tree, e->marks.target.start, e->marks.target.end) : TREE_NONE;
    feature_case f = relate_case(&r, at, source, target, &status);
    bool own, spoken;
    status_own_words(&r, &status, source, &own, &spoken);
    unsigned rule = status_by_rule(&status, tree_is_nominal(&r.tree.at[at]), own, false);
    unsigned given = status_decide(self->tables->weigher, &f, own, spoken, e->type, false);
    rp_str speaker = status_speaker(&r, &status, at);
    status_scores *out = self->out;
    out->rows++;
    out->confusion[e->status][given]++;
    self->by_rule[e->status][rule]++;
    out->right += given == e->status;
    out->rule_right += rule == e->status;
    out->speaker_rows += e->speaker.len > 0;
    bool same = e->speaker.len ? speaker.len && (holds(e->speaker, speaker) || holds(speaker, e->speaker)) : speaker.len == 0;
    out->speaker_right += same;
    out->speaker_found += same && e->speaker.len;
    out->speaker_false += speaker.len && !e->speaker.len;
    if (self->each) self->each(self->context, e, given, rule, speaker);
    return RP_OK;
}

rp_code evaluate_status(const rapport *tables, FILE *in, const char *name, status_row *each, void *context, status_scores *out, rp_err *err)
{
    scoring self = { .tables = tables, .out = out, .each = each, .context = context, .name = name };
    vec examples = vec_of(sizeof(example));
    arena *mem = arena_new(0);
    memset(out, 0, sizeof *out);
    rp_code rc = mem ? example_read(in, name, mem, &examples, err) : error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) rc = rp_coder_new(tables, &self.coder, err);
    const example *e = examples.at;
    for (size_t i = 0; i < examples.count && rc == RP_OK; i++)
        if (e[i].type < RP_EVENT_TYPES && e[i].status < RP_STATUSES && e[i].marks.trigger.end) rc = score_row(&self, &e[i], err);
    out->macro_f1 = macro_f1(out->confusion);
    out->rule_f1 = macro_f1(self.by_rule);
    rp_coder_free(self.coder);
    arena_free(mem);
    return rc;
}
