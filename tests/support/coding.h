/*
 * support/coding.h - what the tests above the tokens share: the built-in tables with a coder, the layers of one text, events as words.
 */
#ifndef SUPPORT_CODING_H
#define SUPPORT_CODING_H
#include "base/buf.h"
#include "base/date.h"
#include "coder/coder.h"
#include "support/splitting.h"

typedef struct coding_layers {
    const rp_coded *split;
    coder_layers read;
} coding_layers;

typedef struct coding {
    rapport *tables;
    rp_coder *coder;
    parse_work *work;
    arena *mem, *scratch;
    coding_layers layers;
} coding;

static inline int coding_open(void **state)
{
    static coding c;
    rp_err err;
    c = (coding){ .mem = arena_new(0), .scratch = arena_new(0) };
    *state = &c;
    if (rapport_open(NULL, &c.tables, &err) == RP_OK && rp_coder_new(c.tables, &c.coder, &err) == RP_OK
        && (c.work = parse_work_new(c.tables->parser)) != NULL) return 0;
    print_error("%s\n", err.why);
    return -1;
}

static inline int coding_close(void **state)
{
    coding *c = *state;
    parse_work_free(c->work);
    rp_coder_free(c->coder);
    rapport_close(c->tables);
    arena_free(c->scratch);
    arena_free(c->mem);
    return 0;
}

/* Sentences, words, actors and dates of `doc`; they live until the next call. */
static inline const coding_layers *coding_read(coding *c, const rp_document *doc)
{
    coding_layers *l = &c->layers;
    arena_reset(c->mem);
    arena_reset(c->scratch);
    assert_int_equal(rp_coder_split(c->coder, doc, &l->split, NULL), RP_OK);
    assert_int_equal(coder_read(c->tables, doc, l->split, c->work, c->mem, c->scratch, &l->read, NULL), RP_OK);
    return l;
}

static inline rp_document coding_document(rp_str text, rp_str published)
{
    rp_document doc = { .id = RP_STR("test"), .text = text };
    if (published.len && !date_parse(published, &doc.published)) fail_msg("%.*s is no date", (int)published.len, published.at);
    return doc;
}

/* "KEN:GOV+UGA" of one side, "-" where there is none. */
static inline void coding_side(const rp_party *party, unsigned count, buf *out)
{
    if (count == 0) buf_char(out, '-');
    for (unsigned i = 0; i < count; i++) {
        if (i) buf_char(out, '+');
        buf_text(out, party[i].code);
        if (party[i].sector[0]) buf_format(out, ":%s", party[i].sector);
    }
}

/* "KEN:GOV ACCUSE UGA reported ; …" in text order, "-" for none. */
static inline void coding_events(const rp_coded *coded, buf *out)
{
    out->len = 0;
    for (size_t i = 0; i < coded->event_count; i++) {
        const rp_event *e = &coded->events[i];
        if (i) buf_text(out, " ; ");
        coding_side(e->source, e->source_count, out);
        buf_format(out, " %s ", rp_event_name(e->type));
        coding_side(e->target, e->target_count, out);
        buf_format(out, " %s", rp_status_name(e->status));
    }
    if (coded->event_count == 0) buf_char(out, '-');
}

/* The next row of a table of cases; its cells, empty ones too, are at most `most`. Comments and the header row are passed over. */
static inline unsigned coding_row(rp_str *rest, rp_str *cells, unsigned most)
{
    rp_str line;
    while (str_split(rest, '\n', &line)) {
        if (line.len == 0 || line.at[0] == '#' || str_starts(line, RP_STR("text\t")) || str_starts(line, RP_STR("sentence\t"))) continue;
        unsigned n = 0;
        for (rp_str cell; n < most && str_split(&line, '\t', &cell);) cells[n++] = cell;
        return n;
    }
    return 0;
}

#endif
