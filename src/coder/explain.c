/* coder/explain.c - see coder/explain.h. */
#include "coder/explain.h"
#include <stdlib.h>

#define WEIGHTS_SHOWN 10u
#define WEIGHTS_MAX 512u

typedef struct telling {
    const rapport *tables;
    const coder_layers *layers;
    buf *out;
    bool any;                   /* a sentence was read */
} telling;

/* The text of words, without the signs before them. */
static rp_str words_of(const tree *t, uint32_t first, uint32_t last)
{
    while (first < last && first < t->count && t->at[first].upos == UPOS_PUNCT) first++;
    return first < t->count ? str_sub(t->text, t->at[first].start, t->at[last < t->count ? last : first].end) : RP_STR("–");
}

static void show_tree(const reading *r, uint32_t i, uint32_t depth, buf *out)
{
    const tree *t = &r->tree;
    const tree_word *w = &t->at[i];
    for (uint32_t k = 0; k < depth; k++) buf_text(out, "  ");
    rp_str relation = parser_label(r->in->trees->in.parser, w->label)->name;
    buf_format(out, "%.*s %.*s (%s", (int)relation.len, relation.at, (int)w->form.len, w->form.at, parse_upos_name((parse_upos)w->upos));
    if (!str_eq(w->form, w->lemma)) buf_format(out, ", %.*s", (int)w->lemma.len, w->lemma.at);
    if (w->form_bits & TREE_PASSIVE) buf_text(out, ", passive");
    buf_text(out, ")\n");
    for (uint32_t c = w->child; c != TREE_NONE && depth < 60; c = t->at[c].next)
        if (t->at[c].upos != UPOS_PUNCT) show_tree(r, c, depth + 1, out);
}

/* One actor: who it is on the document's day, what it stands for, and how that is known. */
static void show_mention(const telling *self, const rp_coded *all, const rp_mention *m)
{
    buf *out = self->out;
    buf_format(out, "  %.*s: %s", (int)m->text.len, m->text.at, m->code[0] ? m->code : "no code");
    if (m->sector[0]) buf_format(out, " %s", m->sector);
    if (m->actor.len) buf_format(out, " %.*s", (int)m->actor.len, m->actor.at);
    if (m->residence[0]) buf_format(out, ", living in %s", m->residence);
    if (m->label.sector[0]) buf_format(out, ", said to be %s", m->label.sector);
    if (m->label.text.len) buf_format(out, " by \"%.*s\"", (int)m->label.text.len, m->label.text.at);
    for (int k = 0; k < 2 && m->antecedent[k] >= 0; k++) {
        rp_str of = all->mentions[m->antecedent[k]].text;
        buf_format(out, "%s \"%.*s\"", k ? " and" : ", stands for", (int)of.len, of.at);
    }
    buf_format(out, " (%.*s)\n", (int)m->why.len, m->why.at);
}

static void show_mentions(const telling *self, const reading *r)
{
    arena *mem = arena_new(0);
    rp_mention *mentions = NULL;
    rp_coded all = { .document = r->in->document };
    size_t shown = 0;
    buf_text(self->out, "actors\n");
    if (!mem || !coder_mentions(self->tables, self->layers, mem, &mentions, &all.mention_count)) self->out->failed = true;
    else all.mentions = mentions;
    for (size_t i = 0; all.mentions && i < all.mention_count; i++)
        if (all.mentions[i].sentence == r->sentence) show_mention(self, &all, &all.mentions[i]), shown++;
    if (!shown) buf_text(self->out, "  none\n");
    arena_free(mem);
}

static void show_frames(const predicate *p, buf *out)
{
    if (!p->row_count) buf_text(out, "    no frame\n");
    for (uint32_t i = 0; i < p->row_count && i < 6; i++) {
        const predicate_row *row = &p->rows[i];
        buf_format(out, "    frame %s", rp_event_name(row->frame->type));
        if (row->frame->mode) buf_format(out, " %s", row->frame->mode);
        buf_format(out, ", sure %.2f%s%s\n", (double)row->frame->sure, row->units > 1 ? ", a phrase" : "",
                   row->fit == OBJECT_NONE ? "" : ", its object fits");
    }
}

static void show_side(const tree *t, const char *name, const side_heads *side, buf *out)
{
    static const char *const hows[] = { "", ", shared", ", carried", ", fallback" };
    for (uint32_t i = 0; i < side->count; i++) {
        uint32_t first, last;
        tree_span(t, side->head[i], &first, &last);
        rp_str words = words_of(t, first, last);
        buf_format(out, "    %s: %.*s%s\n", name, (int)words.len, words.at, hows[side->how[i]]);
    }
    if (!side->count) buf_format(out, "    %s: none\n", name);
}

typedef struct weight_line { char name[120]; int32_t weight, against; } weight_line;
typedef struct weight_list { weight_line *at; size_t count; } weight_list;

static void on_weight(void *context, rp_str name, rp_str a, rp_str b, rp_str c, int32_t weight, int32_t against)
{
    weight_list *list = context;
    if (list->count == WEIGHTS_MAX || weight == against) return;
    weight_line *line = &list->at[list->count++];
    snprintf(line->name, sizeof line->name, "%.*s%s%.*s%s%.*s%s%.*s", (int)name.len, name.at, a.len ? " " : "", (int)a.len, a.len ? a.at : "",
             b.len ? " " : "", (int)b.len, b.len ? b.at : "", c.len ? " " : "", (int)c.len, c.len ? c.at : "");
    line->weight = weight, line->against = against;
}

static int by_weight(const void *a, const void *b)
{
    const weight_line *x = a, *y = b;
    int32_t p = abs(x->weight - x->against), q = abs(y->weight - y->against);
    return (p < q) - (p > q);
}

static const char *class_name(uint32_t k) { return k < RP_EVENT_TYPES ? rp_event_name(k) : "no event"; }

static void show_weights(const telling *self, const code_decision *d)
{
    if (!d->types.count) return;
    uint32_t best = weigh_best(&d->types, d->types.count), second = best == 0;
    for (uint32_t k = 0; k < d->types.count; k++)
        if (k != best && d->types.at[k] > d->types.at[second]) second = k;
    double p = weigh_probability(&d->types, best, d->types.count), q = weigh_probability(&d->types, second, d->types.count);
    buf_format(self->out, "    learned: %s %.2f, then %s %.2f; what decides between them:\n", class_name(best), p, class_name(second), q);
    weight_list list = { malloc(WEIGHTS_MAX * sizeof(weight_line)), 0 };
    if (!list.at) return;
    weigh_explain(self->tables->weigher, &d->features, best, second, on_weight, &list);
    qsort(list.at, list.count, sizeof *list.at, by_weight);
    for (size_t i = 0; i < list.count && i < WEIGHTS_SHOWN; i++)
        buf_format(self->out, "      %+.2f %s\n", (list.at[i].weight - list.at[i].against) / WEIGH_ONE, list.at[i].name);
    free(list.at);
}

static void show_parties(const rp_party *p, unsigned count, buf *out)
{
    for (unsigned i = 0; i < count; i++) buf_format(out, "%s%s%s%s", i ? "+" : "", p[i].code, p[i].sector[0] ? " " : "", p[i].sector);
    if (!count) buf_text(out, "–");
}

static void on_reading(void *context, const reading *r)
{
    telling *self = context;
    const tree *t = &r->tree;
    if (!t->count) return;
    rp_str words = str_sub(t->text, t->at[0].start, t->at[t->count - 1].end);
    buf_format(self->out, "\nsentence %u: %.*s\n\ntree\n", r->sentence + 1, (int)words.len, words.at);
    show_tree(r, t->root, 1, self->out);
    show_mentions(self, r);
    buf_text(self->out, r->predicate_count ? "predicates\n" : "predicates\n  none\n");
    self->any = true;
}

static void on_decision(void *context, const code_decision *d)
{
    telling *self = context;
    const tree *t = &d->r->tree;
    buf *out = self->out;
    rp_str word = t->at[d->p->at].form;
    buf_format(out, "  %.*s\n", (int)word.len, word.at);
    show_frames(d->p, out);
    if (d->sides) {
        show_side(t, "source", &d->sides->source, out);
        show_side(t, "target", &d->sides->target, out);
    }
    if (d->status && d->status->speaker != TREE_NONE) {
        uint32_t first, last;
        tree_span(t, d->status->speaker, &first, &last);
        rp_str speaker = words_of(t, first, last);
        buf_format(out, "    said by: %.*s\n", (int)speaker.len, speaker.at);
    }
    show_weights(self, d);
    if (d->dropped) {
        buf_format(out, "    no event: %s\n", d->dropped);
        return;
    }
    const rp_event *e = d->event;
    buf_text(out, "    event: ");
    show_parties(e->source, e->source_count, out);
    buf_format(out, " %s%s%s ", rp_event_name(e->type), e->mode_count ? " " : "", e->mode_count ? e->modes[0] : "");
    show_parties(e->target, e->target_count, out);
    buf_format(out, ", %s, confidence %.2f", rp_status_name(e->status), (double)e->confidence);
    if (e->speaker.text.len) buf_format(out, ", speaker \"%.*s\" %s", (int)e->speaker.text.len, e->speaker.text.at, e->speaker.code);
    buf_char(out, '\n');
}

rp_code coder_explain(rp_coder *self, const rp_document *doc, buf *out, rp_err *err)
{
    const rp_coded *coded;
    telling context = { .tables = coder_tables(self), .layers = coder_layers_of(self), .out = out };
    code_trace trace = { on_reading, on_decision, &context };
    coder_watch(self, &trace);
    rp_code rc = rp_coder_code(self, doc, &coded, err);
    coder_watch(self, NULL);
    if (rc == RP_OK && !context.any) buf_text(out, "no sentence names an actor: nothing was coded\n");
    return rc == RP_OK && out->failed ? error_set(err, RP_ENOMEM, "memory ended") : rc;
}
