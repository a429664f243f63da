/*
 * fuzz_text.c - rp_coder_code on any bytes: valid text gives layers that lie in each other, anything else the place of its first bad byte.
 * The first byte of the input chooses what is known of the document, the rest is its text.
 */
#include "fuzz.h"
#include "rapport.h"

static rapport *tables;
static rp_coder *coder;

static void open_once(void)
{
    if (tables) return;
    FUZZ_CHECK(rapport_open(NULL, &tables, NULL) == RP_OK);
    FUZZ_CHECK(rp_coder_new(tables, &coder, NULL) == RP_OK);
}

static bool on_border(rp_str text, uint32_t at) { return at == text.len || ((unsigned char)text.at[at] & 0xC0) != 0x80; }

static void check_span(rp_str text, uint32_t start, uint32_t end, uint32_t least, uint32_t most)
{
    FUZZ_CHECK(start >= least && start < end && end <= most && most <= text.len);
    FUZZ_CHECK(on_border(text, start) && on_border(text, end));
}

static void check_sentences(const rp_coded *c)
{
    rp_str text = c->document->text;
    uint32_t token = 0, citation = 0, at = 0;
    for (size_t i = 0; i < c->sentence_count; i++) {
        const rp_sentence *s = &c->sentences[i];
        check_span(text, s->start, s->end, at, (uint32_t)text.len);
        FUZZ_CHECK(s->first_token == token && s->token_count >= 1 && s->kind <= RP_KIND_NAVIGATION);
        FUZZ_CHECK(s->first_citation >= citation && s->first_citation + s->citation_count <= c->citation_count);
        uint32_t inside = s->start;
        for (uint32_t k = 0; k < s->token_count; k++) {
            const rp_token *t = &c->tokens[token + k];
            check_span(text, t->start, t->end, inside, s->end);
            if (t->joined) FUZZ_CHECK(k + 1 < s->token_count && t[1].start == t->end);
            inside = t->end;
        }
        token += s->token_count;
        citation = s->first_citation;
        at = s->end;
    }
    FUZZ_CHECK(token == c->token_count);
    for (size_t i = 0; i < c->citation_count; i++)
        check_span(text, c->citations[i].start, c->citations[i].end, i ? c->citations[i - 1].end : 0, (uint32_t)text.len);
}

static void check_party(rp_str text, const rp_party *p)
{
    FUZZ_CHECK(memchr(p->code, 0, sizeof p->code) && memchr(p->sector, 0, sizeof p->sector) && memchr(p->residence, 0, sizeof p->residence));
    if (p->text.len == 0) return;
    check_span(text, p->start, p->end, 0, (uint32_t)text.len);
    FUZZ_CHECK(p->text.at == text.at + p->start && p->text.len == p->end - p->start);
}

static void check_events(const rp_coded *c)
{
    rp_str text = c->document->text;
    for (size_t i = 0; i < c->event_count; i++) {
        const rp_event *e = &c->events[i];
        FUZZ_CHECK(e->sentence < c->sentence_count);
        const rp_sentence *s = &c->sentences[e->sentence];
        check_span(text, e->trigger_start, e->trigger_end, s->start, s->end);
        FUZZ_CHECK(e->type < RP_EVENT_TYPES && e->status < RP_STATUSES && e->quad >= 1 && e->quad <= 4);
        FUZZ_CHECK(e->source_count >= 1 && e->source_count <= RP_PARTIES && e->target_count <= RP_PARTIES && e->mode_count <= RP_MODES);
        FUZZ_CHECK(e->confidence > 0 && e->confidence <= 1 && e->cameo);
        for (int k = 0; k < e->source_count; k++) check_party(text, &e->source[k]);
        for (int k = 0; k < e->target_count; k++) check_party(text, &e->target[k]);
        check_party(text, &e->speaker);
        if (e->date_end) check_span(text, e->date_start, e->date_end, 0, s->end);      /* narrative: of a sentence before */
        if (i) FUZZ_CHECK(c->events[i - 1].sentence <= e->sentence && memcmp(c->events[i - 1].id, e->id, 16) != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    open_once();
    if (size == 0) return 0;
    char *copy = fuzz_copy(data + 1, size - 1);
    rp_document doc = { .id = RP_STR("fuzz"), .text = { copy, size - 1 } };
    if (data[0] & 1) doc.published = (rp_date){ (int16_t)(1980 + (data[0] >> 3)), 7, 16 };
    if (data[0] & 2) doc.title = str_sub(doc.text, 0, doc.text.len < 40 ? 0 : 20);
    const rp_coded *coded;
    rp_err err;
    size_t bad = utf8_check(doc.text);
    rp_code rc = rp_coder_code(coder, &doc, &coded, &err);
    if (bad < doc.text.len) {
        FUZZ_CHECK(rc == RP_ETEXT && err.byte == bad && !coded);
    } else {
        FUZZ_CHECK(rc == RP_OK && coded && coded->document == &doc);
        check_sentences(coded);
        check_events(coded);
    }
    free(copy);
    return 0;
}
