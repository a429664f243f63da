/* coder/relate.c - see coder/relate.h. */
#include "coder/relate.h"
#include <math.h>
#include "event/decide.h"

#define LINKS 3u         /* words that vote for the type between two actors */
#define ACT_SURE 0.5f    /* from which a source that is a noun of action tells the event itself */

feature_case relate_case(const reading *r, uint32_t at, uint32_t source, uint32_t target, status_reading *status)
{
    feature_case f = { .r = r, .at = at, .source = source, .target = target };
    if (at >= r->tree.count) return f;
    if (r->predicate_of[at] >= 0) f.p = &r->predicates[r->predicate_of[at]];
    status_read(&r->tree, r->in->frames, r->in->words, at, tree_is_nominal(&r->tree.at[at]), status);
    f.status = status;
    return f;
}

static uint32_t head_of(const reading *r, example_span span)
{
    return span.end ? tree_head_of(&r->tree, span.start, span.end) : TREE_NONE;
}

/* Does the word stand in one of the marked phrases, where it tells who the actor is ("<s>the coalition fighting rebels</s>")? */
static bool inside(const reading *r, uint32_t at, const example_marks *marks)
{
    uint32_t start = r->tree.at[at].start;
    return (start >= marks->source.start && start < marks->source.end) || (start >= marks->target.start && start < marks->target.end);
}

/* The likeliest words to link source and target, best first; returns how many. */
static uint32_t likely_links(const reading *r, const weigher *weights, const example_marks *marks, uint32_t at[LINKS], int32_t score[LINKS])
{
    uint32_t n = 0, source = head_of(r, marks->source), target = head_of(r, marks->target);
    for (uint32_t i = 0; i < r->predicate_count; i++) {
        const predicate *p = &r->predicates[i];
        if (inside(r, p->at, marks)) continue;
        feature_case f = { .r = r, .p = p, .at = p->at, .source = source, .target = target };
        int32_t s = weigh_link(weights, &f);
        uint32_t k = n < LINKS ? n++ : LINKS;
        if (k == LINKS && s <= score[--k]) continue;
        for (; k > 0 && score[k - 1] < s; k--) at[k] = at[k - 1], score[k] = score[k - 1];
        at[k] = p->at, score[k] = s;
    }
    const predicate *act = source < r->tree.count && r->predicate_of[source] >= 0 ? &r->predicates[r->predicate_of[source]] : NULL;
    if (act && act->noun && act->row_count && act->rows[0].frame->sure >= ACT_SURE) {     /* "<s>the army's offensive</s> displaced thousands in B" */
        if (n < LINKS) n++;
        for (uint32_t k = n; k-- > 1;) at[k] = at[k - 1], score[k] = score[k - 1];
        at[0] = source;
        if (n == 1) score[0] = 0;
    }
    return n;
}

uint32_t relate_link(const reading *r, const weigher *weights, const example_marks *marks)
{
    uint32_t at[LINKS];
    int32_t score[LINKS];
    return likely_links(r, weights, marks, at, score) ? at[0] : TREE_NONE;
}

/* By frames alone: that of the linking word, else the surest in the sentence. */
static unsigned by_frames(const reading *r, uint32_t at)
{
    const predicate *p = at < r->tree.count && r->predicate_of[at] >= 0 ? &r->predicates[r->predicate_of[at]] : NULL;
    if (p && p->row_count) return p->rows[0].frame->type;
    const frame *best = NULL;
    for (uint32_t i = 0; i < r->predicate_count; i++)
        if (r->predicates[i].row_count && (!best || r->predicates[i].rows[0].frame->sure > best->sure)) best = r->predicates[i].rows[0].frame;
    return best ? best->type : RP_EVENT_CONSULT;
}

rp_code relate_pair(rp_coder *coder, const rapport *tables, rp_str text, const example_marks *marks, relate_by by, relation_found *out, rp_err *err)
{
    reading r;
    status_reading status;
    rp_code rc = coder_read_sentence(coder, text, &r, err);
    *out = (relation_found){ .type = RP_EVENT_CONSULT, .at = TREE_NONE };
    if (rc != RP_OK) return rc;
    uint32_t source = head_of(&r, marks->source), target = head_of(&r, marks->target);
    uint32_t at[LINKS];
    int32_t link[LINKS];
    uint32_t n = likely_links(&r, tables->weigher, marks, at, link);
    if (by == RELATE_MODEL)         /* as if no frame were known */
        for (uint32_t i = 0; i < r.predicate_count; i++) r.predicates[i].row_count = 0;
    if (n == 0) at[0] = TREE_NONE, link[0] = 0, n = 1;
    out->at = at[0];
    /* each of the likeliest words votes for a type, the more the likelier it links the two */
    double votes[RP_EVENT_TYPES] = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        feature_case f = relate_case(&r, at[i], source, target, &status);
        weigh_scores scores;
        type_weigh(tables->weigher, &f, false, &scores);
        double trust = exp((link[i] - link[0]) / (2.0 * WEIGH_ONE));
        for (uint32_t k = 0; k < RP_EVENT_TYPES; k++) votes[k] += trust * weigh_probability(&scores, k, RP_EVENT_TYPES);
        if (i == 0 && f.p && f.p->row_count) out->frame = f.p->rows[0].frame;
    }
    if (out->at < r.tree.count) out->word = r.tree.at[out->at].lemma;
    out->scores.count = RP_EVENT_TYPES;
    for (uint32_t k = 0; k < RP_EVENT_TYPES; k++) out->scores.at[k] = (int32_t)(log(votes[k] + 1e-9) * WEIGH_ONE);
    out->type = by == RELATE_FRAMES ? by_frames(&r, out->at) : weigh_best(&out->scores, RP_EVENT_TYPES);
    out->confidence = weigh_confidence(tables->weigher, weigh_probability(&out->scores, out->type, RP_EVENT_TYPES));
    return RP_OK;
}
