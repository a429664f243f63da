/* coder/cite.c - see coder/cite.h. */
#include "coder/cite.h"

static void to_points(const utf8_ruler *ruler, uint32_t *start, uint32_t *end)
{
    if (*start == 0 && *end == 0) return;
    *start = utf8_ruler_at(ruler, *start);
    *end = utf8_ruler_at(ruler, *end);
}

static rp_citation *copy_citations(const rp_coded *coded, const rp_sentence *s, const utf8_ruler *ruler, arena *mem)
{
    rp_citation *copy = arena_array(mem, s->citation_count, sizeof *copy);
    for (uint32_t i = 0; copy && i < s->citation_count; i++) {
        copy[i] = coded->citations[s->first_citation + i];
        to_points(ruler, &copy[i].start, &copy[i].end);
    }
    return copy;
}

static void party_to_points(const utf8_ruler *ruler, rp_party *p)
{
    to_points(ruler, &p->start, &p->end);
    to_points(ruler, &p->label.start, &p->label.end);
}

bool cite_event(const rp_coded *coded, size_t event, const utf8_ruler *ruler, arena *mem, rp_cited *out)
{
    const rp_event *e = &coded->events[event];
    const rp_sentence *s = &coded->sentences[e->sentence];
    *out = (rp_cited){ .event = *e, .document = coded->document, .sentence_kind = s->kind, .sentence_number = e->sentence + 1,
                       .sentence = { coded->document->text.at + s->start, s->end - s->start },
                       .sentence_start = utf8_ruler_at(ruler, s->start), .sentence_end = utf8_ruler_at(ruler, s->end),
                       .citation_count = s->citation_count };
    if (s->citation_count && !(out->citations = copy_citations(coded, s, ruler, mem))) return false;
    to_points(ruler, &out->event.trigger_start, &out->event.trigger_end);
    to_points(ruler, &out->event.date_start, &out->event.date_end);
    party_to_points(ruler, &out->event.speaker);
    for (int i = 0; i < RP_PARTIES; i++) {
        party_to_points(ruler, &out->event.source[i]);
        party_to_points(ruler, &out->event.target[i]);
    }
    return true;
}
