/* event/status.c - see event/status.h. */
#include "event/status.h"
#include "event/sides.h"

#define CUE_REACH 6u            /* units before a trigger where a cue still belongs to it */

/* Cues right before the trigger, within its clause. */
uint16_t status_cues(const clause_reader *c, const clause_trigger *f)
{
    uint16_t bits = 0;
    uint32_t from = f->at;
    while (from > c->first && f->at - from < CUE_REACH && !clause_mark(c, from - 1) && !clause_is(c, from - 1, ",") && !clause_opens(c, from - 1)
           && !(c->verb[from - 1] && !(clause_class(c, from - 1) & (WORD_BE | WORD_HAVE | WORD_MODAL)) && f->voice != VOICE_NOMINAL)) from--;
    for (uint32_t i = from; i < f->at;) {
        uint32_t length;
        uint16_t b = trigger_cue(c->in->triggers, c->in->words->at, c->end, i, &length);
        if (b && i + length <= f->at + 1) bits |= b;
        i += length ? length : 1;
    }
    if (f->voice != VOICE_NOMINAL && from > c->first) {     /* the word that opens the clause: "if", and the verb before "to" */
        uint32_t length;
        bits |= (uint16_t)(trigger_cue(c->in->triggers, c->in->words->at, c->end, from - 1, &length) & (CUE_CONDITIONAL | CUE_FUTURE | CUE_ATTEMPT | CUE_HEDGE));
    }
    return bits;
}


/* Who says what the trigger tells: a verb of saying before it whose content it is, or "according to" anywhere. */
status_report status_reporter(const clause_reader *c, const clause_trigger *f)
{
    status_report r = { -1, 0 };
    uint32_t first = f->at - c->first > CLAUSE_REACH ? f->at - CLAUSE_REACH : c->first;
    for (uint32_t i = first; i < c->end && i < f->at + CLAUSE_REACH; i++) {
        uint32_t length;
        if (clause_is(c, i, "according") && clause_is(c, i + 1, "to")) {
            for (uint32_t k = i + 2; k < c->end && k < i + 8 && r.speaker < 0; k++) r.speaker = clause_mention_over(c, k);
            r.cue = CUE_REPORT;
            if (r.speaker >= 0) return r;
        }
        if (i >= f->at && i < f->at + f->length) continue;
        uint16_t cue = trigger_cue(c->in->triggers, c->in->words->at, c->end, i, &length);
        if (!(cue & (CUE_REPORT | CUE_ALLEGE | CUE_DENY)) || (clause_class(c, i - 1) & (WORD_DETERMINER | WORD_POSSESSIVE))) continue;
        bool before = i < f->at, content = false;
        if (before) {
            uint32_t next = i + length;
            content = clause_is(c, next, "that") || clause_mention_over(c, next) >= 0 || (clause_class(c, next) & (WORD_DETERMINER | WORD_PRONOUN)) || clause_is(c, next, ":");
            for (uint32_t k = next; k < f->at && content; k++)      /* ", and the minister rejected" is no longer what was said */
                content = !clause_mark(c, k) && !(clause_is(c, k, ",") && (clause_is(c, k + 1, "and") || clause_is(c, k + 1, "but")) && clause_mention_over(c, k + 2) >= 0);
            if (f->form & LEXICON_FORM_GERUND && f->voice == VOICE_ACTIVE && clause_is(c, f->at - 1, ",")) content = false;   /* "denied it, blaming X" */
            /* denying and alleging govern gerunds and nouns too: "denied shooting", "alleging torture" */
            if (cue & (CUE_DENY | CUE_ALLEGE) && f->at - next <= 4) content = true;
        } else if (cue & CUE_REPORT) {      /* "…, the minister said" and "…, said the minister" */
            int32_t left = clause_mention_over(c, i - 1), right = clause_mention_over(c, i + length);
            content = (left >= 0 && clause_is(c, clause_phrase_start(c, clause_mention(c, left)) - 1, ",") && clause_class(c, i + length) & WORD_PUNCT)
                   || (clause_is(c, i - 1, ",") && right >= 0 && !(clause_mention(c, right)->flags & MENTION_MODIFIER)
                       && (clause_class(c, mention_end(clause_mention(c, right))) & (WORD_PUNCT | WORD_PREPOSITION)));
        }
        if (!content) continue;
        int score;
        int32_t speaker = before ? sides_subject(c, i, &score) : -1;
        if (!before) {
            speaker = clause_mention_over(c, i - 1);
            if (speaker < 0) speaker = clause_mention_over(c, i + length);
        }
        if (speaker < 0 && before) continue;
        r = (status_report){ speaker, cue };
        if (before && f->at - i < 20) continue;     /* a nearer one may follow */
    }
    return r;
}

/* The date nearest to the trigger in its sentence; a clause's end between costs as much as ten words. */
const date_mention *status_date(const clause_reader *c, const clause_trigger *f)
{
    const date_mention *best = NULL;
    uint32_t best_cost = UINT32_MAX;
    for (uint32_t d = c->date_first; d < c->date_end; d++) {
        const date_mention *date = &c->in->dates->at[d];
        uint32_t from = date->first < f->at ? date->first : f->at, to = date->first < f->at ? f->at : date->first;
        uint32_t cost = to - from;
        bool opening = date->first <= c->first + 1;     /* "In June 2025, …" dates the sentence */
        if (cost > CLAUSE_REACH) {
            if (!opening) continue;
            from = to;      /* too far to look at what stands between */
        }
        for (uint32_t i = from; i < to; i++) {
            if (clause_mark(c, i) || clause_is(c, i, "(")) cost += 20;
            else if (clause_opens(c, i) || clause_is(c, i, "after") || clause_is(c, i, "before") || clause_is(c, i, "following")) cost += 10;
        }
        if (clause_is(c, date->first - 1, "since") || clause_is(c, date->first - 1, "until")) cost += 5;
        if (opening) cost = cost > 8 ? cost - 8 : 0;
        if (cost < best_cost) best = date, best_cost = cost;
    }
    return best;
}

static bool present_tense(const clause_reader *c, const clause_trigger *f)
{
    if (f->voice == VOICE_NOMINAL) return false;
    if (f->form & LEXICON_FORM_GERUND) {
        for (uint32_t back = 1; back <= 3 && f->at >= c->first + back; back++)
            if (clause_is(c, f->at - back, "is") || clause_is(c, f->at - back, "are") || clause_is(c, f->at - back, "been")) return true;
        return false;
    }
    if (f->voice == VOICE_PASSIVE || (f->form & (LEXICON_FORM_PAST | LEXICON_FORM_PARTICIPLE))) return false;
    return f->finite;
}

/* The status of an event; RP_STATUSES: it did not happen and is not coded. */
unsigned status_decide(const clause_reader *c, const clause_trigger *f, uint16_t cues, const status_report *said, bool own_words, bool headline)
{
    if (cues & CUE_NEGATION) return RP_STATUSES;
    if (said->cue & CUE_DENY) return RP_DENIED;
    bool conditional = cues & CUE_CONDITIONAL;
    for (uint32_t i = c->first; i < f->at && f->at - i < 14 && !conditional; i++)
        conditional = (clause_is(c, i, "if") || clause_is(c, i, "unless")) && !clause_is(c, i - 1, "as") && !clause_is(c, i - 1, "even");
    if (conditional) return RP_HYPOTHETICAL;
    for (uint32_t i = f->at; i > c->first && f->at - i < 5; i--) {
        if (c->verb[i - 1] && i < f->at) break;
        if (clause_is(c, i - 1, "could") || clause_is(c, i - 1, "might") || (clause_is(c, i - 1, "may") && clause_class(c, i - 1) & WORD_MODAL) || clause_is(c, i - 1, "would") || clause_is(c, i - 1, "should")) {
            bool perfect = clause_is(c, i, "have");
            return perfect ? RP_ALLEGED : RP_HYPOTHETICAL;
        }
    }
    if (cues & (CUE_FUTURE | CUE_MODAL)) return RP_PLANNED;
    if (clause_is(c, f->at - 1, "planned") || clause_is(c, f->at - 1, "upcoming") || clause_is(c, f->at - 1, "future") || clause_is(c, f->at - 1, "scheduled")) return RP_PLANNED;
    if ((cues & CUE_HEDGE) || clause_is(c, f->at - 1, "alleged") || clause_is(c, f->at - 1, "suspected")) return RP_ALLEGED;
    if (said->cue && !own_words) return RP_ALLEGED;
    bool past = (f->form & LEXICON_FORM_PAST) && !clause_have_before(c, f->at);
    if (!headline && (((cues & CUE_HABIT) && !past && f->voice != VOICE_NOMINAL) || present_tense(c, f))) return RP_ONGOING;
    return RP_REPORTED;
}
