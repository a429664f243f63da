/* coder/cite.c - see coder/cite.h. */
#include "coder/cite.h"

static void to_points(const utf8_ruler *ruler, uint32_t *start, uint32_t *end)
{
    if (*start == 0 && *end == 0) return;
    *start = utf8_ruler_at(ruler, *start);
    *end = utf8_ruler_at(ruler, *end);
}

void cite_event(const rp_coded *coded, size_t event, const utf8_ruler *ruler, rp_cited *out)
{
    const rp_event *e = &coded->events[event];
    const rp_sentence *s = &coded->sentences[e->sentence];
    *out = (rp_cited){ .event = *e, .document = coded->document, .sentence_kind = s->kind, .sentence_number = e->sentence + 1,
                       .sentence = { coded->document->text.at + s->start, s->end - s->start },
                       .sentence_start = utf8_ruler_at(ruler, s->start), .sentence_end = utf8_ruler_at(ruler, s->end),
                       .citations = coded->citations + s->first_citation, .citation_count = s->citation_count };
    to_points(ruler, &out->event.trigger_start, &out->event.trigger_end);
    to_points(ruler, &out->event.date_start, &out->event.date_end);
    to_points(ruler, &out->event.speaker.start, &out->event.speaker.end);
    for (int i = 0; i < RP_PARTIES; i++) {
        to_points(ruler, &out->event.source[i].start, &out->event.source[i].end);
        to_points(ruler, &out->event.target[i].start, &out->event.target[i].end);
    }
}
