/* coder/mentions.c - the mentions of a document as the library tells them: rp_coder_actors. See rapport.h. */
#include <stdio.h>
#include "base/date.h"
#include "actor/label.h"
#include "coder/coder.h"

const char *rp_mention_kind_name(unsigned kind)
{
    static const char *const names[RP_MENTION_KINDS] = { "state", "organisation", "group", "person", "role", "pronoun" };
    return kind < RP_MENTION_KINDS ? names[kind] : "";
}

static uint8_t kind_of(const actor_tables *tables, const actor_mention *m)
{
    switch (m->kind) {
    case ACTOR_PERSON: return RP_MENTION_PERSON;
    case ACTOR_ROLE: return RP_MENTION_ROLE;
    case ACTOR_PRONOUN: return RP_MENTION_PRONOUN;
    case ACTOR_PEOPLE: case ACTOR_GROUP: return RP_MENTION_GROUP;
    case ACTOR_ORGANISATION: return str_is(actor_organisation_kind(tables, m->actor), "group") ? RP_MENTION_GROUP : RP_MENTION_ORGANISATION;
    case ACTOR_METONYM: return RP_MENTION_ORGANISATION;
    default: return RP_MENTION_STATE;
    }
}

#define WHY_ID 60       /* bytes of an id in a reason: those of the tables are shorter, one of a table of one's own may be a long name */

/* "a name of the tables (president of …, from 2003-10-31)" */
static rp_str why_of(const rapport *t, const actor_mention *m, const actor_reading *r, arena *mem)
{
    static const char *const by[MENTION_BYS] = { "a name of the tables", "the nation before the role", "the role before the name", "the state behind it",
        "a name that was told with a role before", "what is said of it here", "it stands for a mention before", "it stands for two mentions before",
        "its owner stands for a mention before", "the state named before it in the sentence", "the place named behind it",
        "the state named last before the sentence", "a title of that state", "the one state named around it", "the state the document is about",
        "a thing bears its name" };
    static const char *const kinds[] = { "state", "adjective", "people", "capital", "body of a state", "organisation", "person", "role", "", "", "region or town" };
    char text[256], from[16] = "", to[16] = "", shown[WHY_ID + 1];
    rp_str id = r ? actor_id(t->actors, r->actor) : RP_STR("");
    int n = snprintf(text, sizeof text, "%s", by[m->by]);
    str_copy(shown, sizeof shown, id);
    if (r && r->from != INT32_MIN) date_print(date_of_day(r->from), from);
    if (r && r->to != INT32_MAX) date_print(date_of_day(r->to), to);
    if (id.len && r->kind < sizeof kinds / sizeof *kinds) n += snprintf(text + n, sizeof text - (size_t)n, "; %s %s", kinds[r->kind], shown);
    if (from[0] || to[0]) n += snprintf(text + n, sizeof text - (size_t)n, ", %s%s%s%s", from[0] ? "from " : "", from, to[0] ? (from[0] ? " to " : "to ") : "", to);
    if (m->flags & MENTION_FORMER) n += snprintf(text + n, sizeof text - (size_t)n, "; a former one");
    char *copy = arena_copy(mem, (rp_str){ text, (size_t)n });
    return copy ? (rp_str){ copy, (size_t)n } : RP_STR("");
}

static void fill(const rapport *t, const rp_document *doc, const actor_layer *actors, const actor_mention *m, int32_t day, arena *mem, rp_mention *out)
{
    uint16_t code = ACTOR_NONE;
    uint8_t sector = ACTOR_NONE;
    *out = (rp_mention){ .sentence = m->sentence, .start = m->start, .end = m->end, .text = str_sub(doc->text, m->start, m->end), .kind = kind_of(t->actors, m),
                         .antecedent = { m->antecedent[0], m->antecedent[1] } };
    const actor_reading *r = actor_reading_on(t->actors, m, day);
    if (actor_resolve(t->actors, m, day, &code, &sector)) {
        str_copy(out->code, sizeof out->code, str_of(actor_code(t->actors, code)));
        if (r) out->actor = actor_id(t->actors, r->actor);
    } else if (m->kind == ACTOR_ROLE || m->kind == ACTOR_PERSON) {
        sector = m->sector;
        r = NULL;
    }
    str_copy(out->sector, sizeof out->sector, str_of(actor_sector(t->actors, sector)));
    uint16_t residence = actor_residence(t->actors, m, day);
    if (residence != ACTOR_NONE && residence != code) str_copy(out->residence, sizeof out->residence, str_of(actor_code(t->actors, residence)));
    if (m->kind == ACTOR_ROLE && m->actor == ACTOR_NONE) out->actor = RP_STR("");
    if ((m->flags & MENTION_LAND) && actor_is_state(t->actors, code)) out->actor = str_of(actor_code(t->actors, code));
    if (m->kind == ACTOR_PERSON && actor_is_person(t->actors, m->actor)) out->actor = actor_id(t->actors, m->actor);
    else if (m->kind == ACTOR_PERSON && r && r->kind != ACTOR_PERSON) out->actor = RP_STR("");      /* somebody of that state */
    label_of(t->actors, actors, m, doc->text, day, &out->label);
    out->why = why_of(t, m, r, mem);
}

static void fill_unknown(const rp_document *doc, const actor_unknown *u, rp_mention *out)
{
    *out = (rp_mention){ .sentence = u->sentence, .start = u->start, .end = u->end, .text = str_sub(doc->text, u->start, u->end),
                         .kind = u->person ? RP_MENTION_PERSON : RP_MENTION_ORGANISATION, .antecedent = { -1, -1 }, .why = RP_STR("a name that the tables lack") };
}

/* The middle of the date told in the sentence, or last before it in its paragraph, of a document without a date; `otherwise`: there is none. */
static int32_t told_day(const coder_layers *layers, uint32_t s, int32_t otherwise)
{
    const rp_document *doc = layers->input.reading.document;
    word_range own = layers->dates.sentences[s];
    if (date_known(doc->published)) return otherwise;
    const date_mention *told = own.count ? &layers->dates.at[own.first] : date_told_before(&layers->dates, doc->text, layers->input.reading.sentences, s);
    return told && date_known(told->value.from) && date_known(told->value.to) ? date_middle_day(told->value) : otherwise;
}

/* The day a mention is read on: the one told, where a reading of it holds that day. */
static int32_t day_of(const rapport *t, const actor_mention *m, int32_t told, int32_t otherwise)
{
    const actor_reading *r = told == otherwise ? NULL : actor_reading_on(t->actors, m, told);
    return r && told >= r->from && told <= r->to ? told : otherwise;
}

bool coder_mentions(const rapport *tables, const coder_layers *layers, arena *mem, rp_mention **out, size_t *count)
{
    const rp_document *doc = layers->input.reading.document;
    const actor_layer *actors = &layers->actors;
    int32_t day = coder_day(doc), told = day;
    uint32_t sentence = UINT32_MAX;
    size_t n = 0;
    *out = arena_array(mem, (size_t)actors->count + actors->unknown_count + 1, sizeof **out);
    int32_t *place = arena_array(mem, (size_t)actors->count + 1, sizeof *place);       /* of each mention among all that are told */
    if (!*out || !place) return false;
    for (uint32_t i = 0, u = 0; i < actors->count || u < actors->unknown_count;) {
        bool known = u == actors->unknown_count || (i < actors->count && actors->at[i].start <= actors->unknown[u].start);
        if (!known) {
            fill_unknown(doc, &actors->unknown[u++], &(*out)[n++]);
            continue;
        }
        const actor_mention *m = &actors->at[i];
        if (m->sentence != sentence) sentence = m->sentence, told = told_day(layers, sentence, day);
        place[i++] = (int32_t)n;
        fill(tables, doc, actors, m, day_of(tables, m, told, day), mem, &(*out)[n++]);
    }
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 2; k++) {
            int32_t *of = &(*out)[i].antecedent[k];
            if (*of < 0) continue;
            *of = place[*of];
            bool same = k == 0 && strcmp((*out)[i].code, (*out)[*of].code) == 0;
            (*out)[i].actor = same ? (*out)[*of].actor : RP_STR("");
        }
    *count = n;
    return true;
}
