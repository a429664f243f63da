/*
 * support/telling.h - cited events made by hand, for the tests of what is told of two actors.
 */
#ifndef SUPPORT_TELLING_H
#define SUPPORT_TELLING_H
#include <math.h>
#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "coder/tables.h"

/* What is left NULL or 0: from Kenya to Uganda, document "one", reported, undated, confidence 0.9, CAMEO code of the type. */
typedef struct tale {
    unsigned type, status;
    const char *sentence;               /* the trigger stands in braces: "Police {detained} two men." */
    const char *document, *publisher, *published, *title, *url, *author;
    unsigned number;                    /* of the sentence, from 1 */
    const char *from, *from_sector, *to, *to_sector;
    const char *mode, *cameo, *speaker, *speaker_words, *intent;
    const char *date, *until;
    const char *citing;                 /* a domain that stands in the sentence */
    int killed[2];                      /* 0,0: not said */
    double sure, intensity;
    unsigned quad;
} tale;

typedef struct telling {
    rapport *tables;
    arena *mem;
    rp_cited at[600];
    size_t count;
} telling;

static inline int telling_open(void **state)
{
    static telling t;
    rp_err err;
    t = (telling){ .mem = arena_new(0) };
    *state = &t;
    if (t.mem && rapport_open(NULL, &t.tables, &err) == RP_OK) return 0;
    print_error("%s\n", err.why);
    return -1;
}

static inline int telling_close(void **state)
{
    telling *t = *state;
    rapport_close(t->tables);
    arena_free(t->mem);
    return 0;
}

/* Before each test: forget what was told. */
static inline int telling_clear(void **state)
{
    telling *t = *state;
    arena_fail_after(t->mem, SIZE_MAX);
    arena_reset(t->mem);
    t->count = 0;
    return 0;
}

static inline rp_str telling_keep(telling *t, const char *s) { return s ? str_of(arena_copy(t->mem, str_of(s))) : RP_STR(""); }

static inline rp_party telling_party(telling *t, const char *code, const char *sector)
{
    rp_party p = { .text = telling_keep(t, code), .start = 0, .end = 0 };
    str_copy(p.code, sizeof p.code, str_of(code));
    if (sector) str_copy(p.sector, sizeof p.sector, str_of(sector));
    return p;
}

static inline uint32_t telling_points(const char *s, size_t len)
{
    uint32_t n = 0;
    for (size_t i = 0; i < len; i++) n += ((unsigned char)s[i] & 0xC0) != 0x80;
    return n;
}

/* The sentence without its braces, and where the trigger stands in it. */
static inline void telling_sentence(telling *t, const char *marked, uint32_t start, rp_cited *out)
{
    const char *open = strchr(marked, '{'), *close = open ? strchr(open, '}') : NULL;
    assert_true(open && close);
    char *text = arena_alloc(t->mem, strlen(marked) + 1);
    size_t before = (size_t)(open - marked), inner = (size_t)(close - open - 1);
    memcpy(text, marked, before);
    memcpy(text + before, open + 1, inner);
    strcpy(text + before + inner, close + 1);
    out->sentence = str_of(text);
    out->sentence_start = start;
    out->sentence_end = start + telling_points(text, strlen(text));
    out->event.trigger = (rp_str){ text + before, inner };
    out->event.trigger_start = start + telling_points(text, before);
    out->event.trigger_end = out->event.trigger_start + telling_points(text + before, inner);
}

static inline void telling_citation(telling *t, const char *domain, rp_cited *c)
{
    const char *at = domain ? strstr(c->sentence.at, domain) : NULL;
    if (!domain) return;
    assert_non_null(at);
    rp_citation *made = arena_alloc(t->mem, sizeof *made);
    made->start = c->sentence_start + telling_points(c->sentence.at, (size_t)(at - c->sentence.at));
    made->end = made->start + telling_points(domain, strlen(domain));
    made->target = telling_keep(t, domain);
    c->citations = made;
    c->citation_count = 1;
}

static inline rp_cited *tell_of(telling *t, tale w)
{
    assert_true(t->count < sizeof t->at / sizeof *t->at);
    const ontology_type *type = ontology_type_at(t->tables->ontology, w.type);
    rp_document *doc = arena_alloc(t->mem, sizeof *doc);
    rp_cited *c = &t->at[t->count++];
    *doc = (rp_document){ .id = telling_keep(t, w.document ? w.document : "one"), .text = RP_STR(""), .publisher = telling_keep(t, w.publisher),
                          .title = telling_keep(t, w.title), .url = telling_keep(t, w.url), .author = telling_keep(t, w.author) };
    if (w.published) assert_true(date_parse(str_of(w.published), &doc->published));
    *c = (rp_cited){ .document = doc, .sentence_number = w.number ? w.number : 1 };
    telling_sentence(t, w.sentence ? w.sentence : "Kenya and Uganda {did} what they did on that day in the market.", 100 * c->sentence_number, c);
    telling_citation(t, w.citing, c);
    rp_event *e = &c->event;
    hash_128(&t->count, sizeof t->count, e->id);
    e->type = (uint8_t)w.type;
    e->status = (uint8_t)w.status;
    e->quad = (uint8_t)(w.quad ? w.quad : type->quad);
    e->source_count = e->target_count = 1;
    e->source[0] = telling_party(t, w.from ? w.from : "KEN", w.from_sector);
    e->target[0] = telling_party(t, w.to ? w.to : "UGA", w.to_sector);
    if (w.mode) e->mode_count = 1, e->modes[0] = w.mode;
    if (w.speaker || w.speaker_words) e->speaker = telling_party(t, w.speaker ? w.speaker : "", w.speaker ? "GOV" : NULL);
    if (w.speaker_words) e->speaker.text = telling_keep(t, w.speaker_words);
    e->cameo = w.cameo ? w.cameo : type->cameo;
    e->intent = w.intent;
    e->intensity = w.intensity != 0 ? w.intensity : type->intensity;
    e->goldstein = NAN;
    if (w.date) assert_true(date_parse(str_of(w.date), &e->date.from));
    e->date.to = e->date.from;
    if (w.until) assert_true(date_parse(str_of(w.until), &e->date.to));
    for (int i = 0; i < 2; i++) e->killed[i] = w.killed[1] ? w.killed[i] : -1, e->injured[i] = e->arrested[i] = -1;
    e->confidence = (float)(w.sure > 0 ? w.sure : 0.9);
    return c;
}

#endif
