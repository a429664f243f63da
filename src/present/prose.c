/* present/prose.c - see present/prose.h. */
#include "present/prose.h"
#include "base/date.h"
#include "base/utf8.h"

#define SPEAKER_POINTS 60u          /* code points of a speaker's words that are shown */
#define PRONOUN_BYTES 4u            /* "they": a speaker this short and in lower case says nobody */

/* ---- tables -------------------------------------------------------------------------------------------------------- */

static rp_str phrase_cell(const prose *self, uint32_t row, uint32_t column) { return lexicon_cell(&self->phrases, row, column); }

/* Every brace of a phrase opens one of the placeholders. */
static bool placeholders_fit(rp_str s, const char *const *allowed)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '}') return false;
        if (s.at[i] != '{') continue;
        size_t end = str_find(s, '}', i);
        bool fits = false;
        for (const char *const *a = allowed; *a && end < s.len; a++) fits |= str_is(str_sub(s, i + 1, end), *a);
        if (!fits) return false;
        i = end;
    }
    return true;
}

static rp_code check_phrases(const prose *self, rp_err *err)
{
    static const char *const target[] = { "T", "T:people", "T:state", "T:adjective", NULL };
    bool general[RP_EVENT_TYPES] = { false };
    const prose_columns *c = &self->columns;
    for (uint32_t i = 0; i < self->phrases.rows; i++) {
        unsigned type = ontology_find_type(self->tables->ontology, phrase_cell(self, i, c->type));
        rp_str mode = phrase_cell(self, i, c->mode), rest = phrase_cell(self, i, c->rest);
        unsigned filled = (phrase_cell(self, i, c->past).len > 0) + (phrase_cell(self, i, c->base).len > 0)
                        + (phrase_cell(self, i, c->gerund).len > 0);
        if (type >= RP_EVENT_TYPES) continue;       /* the compiler checks types; rapport.h may lag behind the table */
        if (mode.len && !ontology_find_mode(self->tables->ontology, type, mode, NULL))
            return error_at(err, RP_EFORMAT, "en/phrases", 0, "row %u: %s has no mode \"%.*s\"", (unsigned)i + 1, rp_event_name(type),
                            (int)mode.len, mode.at);
        if ((filled != 0 && filled != 3) || (filled == 0 && rest.len))
            return error_at(err, RP_EFORMAT, "en/phrases", 0, "row %u: fill past, base and gerund, or leave them and rest empty", (unsigned)i + 1);
        if (!placeholders_fit(rest, target))
            return error_at(err, RP_EFORMAT, "en/phrases", 0, "row %u: \"%.*s\" holds a placeholder other than {T} and {T:people, state, adjective}",
                            (unsigned)i + 1, (int)rest.len, rest.at);
        general[type] |= !mode.len && !phrase_cell(self, i, c->cameo).len;
    }
    for (unsigned t = 0; t < RP_EVENT_TYPES; t++)
        if (!general[t]) return error_at(err, RP_EFORMAT, "en/phrases", 0, "no row for %s without mode and code", rp_event_name(t));
    return RP_OK;
}

static rp_code check_parties(const prose *self, rp_err *err)
{
    static const char *const party[] = { "A", "N", "P", NULL };
    for (uint32_t i = 0; i < self->parties.rows; i++)
        if (!placeholders_fit(lexicon_cell(&self->parties, i, self->columns.body), party)
            || !placeholders_fit(lexicon_cell(&self->parties, i, self->columns.people), party))
            return error_at(err, RP_EFORMAT, "en/parties", 0, "row %u: a placeholder other than {A}, {N}, {P}", (unsigned)i + 1);
    return RP_OK;
}

rp_code prose_open(const rapport *tables, prose *out, rp_err *err)
{
    *out = (prose){ .tables = tables, .phrases = lexicon_find_table(tables->lexicon, "en/phrases"),
                    .parties = lexicon_find_table(tables->lexicon, "en/parties"), .articles = lexicon_find_table(tables->lexicon, "en/articles"),
                    .names = lexicon_find_table(tables->lexicon, "world/state-names") };
    const lexicon_table *f = &out->phrases, *p = &out->parties, *n = &out->names;
    out->columns = (prose_columns){
        lexicon_column(f, "type"), lexicon_column(f, "mode"), lexicon_column(f, "cameo"), lexicon_column(f, "subject"), lexicon_column(f, "past"),
        lexicon_column(f, "base"), lexicon_column(f, "gerund"), lexicon_column(f, "rest"), lexicon_column(p, "sector"), lexicon_column(p, "body"),
        lexicon_column(p, "number"), lexicon_column(p, "people"), lexicon_column(p, "speaks"), lexicon_column(n, "code"),
        lexicon_column(n, "kind"), lexicon_column(n, "names") };
    rp_code rc = check_phrases(out, err);
    return rc == RP_OK ? check_parties(out, err) : rc;
}

/* ---- names --------------------------------------------------------------------------------------------------------- */

static bool takes_article(const prose *self, rp_str name)
{
    if (str_starts(name, RP_STR("a ")) || str_starts(name, RP_STR("an ")) || str_starts(name, RP_STR("the ")) || str_starts(name, RP_STR("The ")))
        return false;
    for (rp_str word; str_split(&name, ' ', &word);)
        for (uint32_t i = 0; i < self->articles.rows; i++)
            if (str_eq_nocase(word, lexicon_cell(&self->articles, i, 0))) return true;
    return false;
}

void prose_actor(const prose *self, const char *code, buf *out)
{
    rp_str name = relation_actor_name(self->tables, code);
    if (takes_article(self, name)) buf_text(out, "the ");
    buf_str(out, name);
}

/* The first name of this kind that the tables have for a state; empty: none. */
static rp_str state_word(const prose *self, const char *code, const char *kind)
{
    for (uint32_t i = 0; i < self->names.rows; i++) {
        if (!str_is(lexicon_cell(&self->names, i, self->columns.code), code)) continue;
        if (!str_is(lexicon_cell(&self->names, i, self->columns.kind), kind)) continue;
        rp_str names = lexicon_cell(&self->names, i, self->columns.names);
        return str_sub(names, 0, str_find(names, '|', 0));
    }
    return (rp_str){ "", 0 };
}

static void add_adjective(const prose *self, const char *code, buf *out)
{
    rp_str word = state_word(self, code, "adjective");
    buf_str(out, word.len ? word : relation_actor_name(self->tables, code));
}

static void add_people(const prose *self, const char *code, buf *out)
{
    rp_str word = state_word(self, code, "people");
    if (word.len) {
        buf_str(out, word);
        return;
    }
    add_adjective(self, code, out);
    buf_text(out, " people");
}

static void expand_party(const prose *self, rp_str form, const char *code, buf *out)
{
    for (size_t i = 0; i < form.len; i++) {
        if (form.at[i] != '{') {
            buf_char(out, form.at[i]);
            continue;
        }
        if (form.at[i + 1] == 'A') add_adjective(self, code, out);
        else if (form.at[i + 1] == 'P') add_people(self, code, out);
        else prose_actor(self, code, out);
        i += 2;     /* checked by placeholders_fit: one letter and the closing brace */
    }
}

/* The row of en/parties for a party; rows: none. */
static uint32_t party_row(const prose *self, const rp_party *party)
{
    uint16_t code = actor_find_code(self->tables->actors, str_of(party->code));
    const char *sector = party->sector;
    /* a union has organs and no government: its own name says it */
    if (strcmp(sector, "GOV") == 0 && !actor_is_state(self->tables->actors, code)) sector = "";
    for (uint32_t i = 0; i < self->parties.rows && party->code[0]; i++)
        if (str_is(lexicon_cell(&self->parties, i, self->columns.sector), sector)) return i;
    return self->parties.rows;
}

bool prose_party(const prose *self, const rp_party *party, bool people, buf *out, bool *plural)
{
    uint32_t row = party_row(self, party);
    if (row >= self->parties.rows) return false;
    rp_str form = lexicon_cell(&self->parties, row, people ? self->columns.people : self->columns.body);
    if (form.len == 0) return false;
    expand_party(self, form, party->code, out);
    *plural = people || str_is(lexicon_cell(&self->parties, row, self->columns.number), "p");
    if (party->residence[0] && strcmp(party->residence, party->code) != 0) {
        buf_text(out, " living in ");
        prose_actor(self, party->residence, out);
    }
    return true;
}

static bool pronoun(rp_str words)
{
    for (size_t i = 0; i < words.len; i++)
        if (!is_lower((unsigned char)words.at[i])) return false;
    return words.len <= PRONOUN_BYTES;
}

bool prose_speaker(const prose *self, const rp_party *speaker, buf *out)
{
    bool plural;
    rp_str words = str_trim(speaker->text);
    uint32_t row = party_row(self, speaker);
    bool speaks = row < self->parties.rows && str_is(lexicon_cell(&self->parties, row, self->columns.speaks), "yes");
    if (speaks && prose_party(self, speaker, false, out, &plural)) return true;
    if (pronoun(words) || utf8_check(words) < words.len) return false;
    size_t at = 0;
    unsigned step;
    for (unsigned n = 0; at < words.len && n < SPEAKER_POINTS; n++) {
        utf8_at(words, at, &step);
        at += step;
    }
    buf_text(out, "\xE2\x80\x9C");
    buf_str(out, str_sub(words, 0, at));
    buf_text(out, at < words.len ? "\xE2\x80\xA6\xE2\x80\x9D" : "\xE2\x80\x9D");
    return true;
}

void prose_dates(rp_interval date, buf *out)
{
    char from[32], to[32];
    date_words(date.from, from);
    date_words(date_known(date.to) ? date.to : date.from, to);
    buf_text(out, from);
    if (strcmp(from, to) != 0) buf_format(out, " to %s", to);
}

/* ---- sentences ----------------------------------------------------------------------------------------------------- */

typedef struct parties {
    const rp_party *at[2 * RP_PARTIES];
    unsigned count;
} parties;

/* The two sides, those without a code left out; a symmetric event told of one side only is parted by the pair's second code. */
static void sides_of(const relation_happening *h, parties *subject, parties *object)
{
    const rp_event *e = &h->events[0]->event;
    *subject = *object = (parties){ .count = 0 };
    for (unsigned i = 0; i < e->source_count && i < RP_PARTIES; i++) {
        bool other = e->target_count == 0 && strcmp(e->source[i].code, h->b) == 0;
        if (e->source[i].code[0]) (other ? object : subject)->at[(other ? object : subject)->count++] = &e->source[i];
    }
    for (unsigned i = 0; i < e->target_count && i < RP_PARTIES; i++)
        if (e->target[i].code[0]) object->at[object->count++] = &e->target[i];
}

static bool holds(const parties *p, const char *code)
{
    for (unsigned i = 0; i < p->count; i++)
        if (strcmp(p->at[i]->code, code) == 0) return true;
    return false;
}

/* "A, B and C"; false: one of them is not to be named. */
static bool add_parties(const prose *self, const parties *p, bool people, buf *out, bool *plural)
{
    buf names[2 * RP_PARTIES] = { { 0 } };
    unsigned count = 0;
    bool fine = true, many = false;
    for (unsigned i = 0; i < p->count && fine; i++) {
        bool again = false;
        fine = prose_party(self, p->at[i], people, &names[count], &many);
        for (unsigned k = 0; k < count; k++) again |= str_eq(buf_view(&names[k]), buf_view(&names[count]));
        if (again) buf_free(&names[count]);     /* two mentions of the same */
        else count++;
    }
    for (unsigned i = 0; i < count && fine; i++) {
        if (i) buf_text(out, i + 1 == count ? " and " : ", ");
        buf_str(out, buf_view(&names[i]));
    }
    for (unsigned i = 0; i < 2 * RP_PARTIES; i++) buf_free(&names[i]);
    *plural = many || count > 1;
    return fine && count > 0;
}

/* The finest row for an event; its type has one at least. */
static uint32_t choose_phrase(const prose *self, const rp_event *e)
{
    const prose_columns *c = &self->columns;
    uint32_t best = 0;
    int best_score = -1;
    rp_str cameo = str_of(e->cameo ? e->cameo : "");
    for (uint32_t i = 0; i < self->phrases.rows; i++) {
        rp_str mode = phrase_cell(self, i, c->mode), code = phrase_cell(self, i, c->cameo);
        if (!str_is(phrase_cell(self, i, c->type), rp_event_name(e->type)) || !str_starts(cameo, code)) continue;
        if (mode.len && !(e->mode_count && e->modes[0] && str_is(mode, e->modes[0]))) continue;
        int score = 2 * (int)code.len + (mode.len > 0);
        if (score > best_score) best = i, best_score = score;
    }
    return best;
}

static bool add_rest(const prose *self, rp_str rest, const parties *object, buf *out)
{
    bool plural;
    for (size_t i = 0; i < rest.len; i++) {
        if (rest.at[i] != '{') {
            buf_char(out, rest.at[i]);
            continue;
        }
        size_t end = str_find(rest, '}', i);
        rp_str name = str_sub(rest, i + 1, end);
        if (str_is(name, "T:state")) prose_actor(self, object->at[0]->code, out);
        else if (str_is(name, "T:adjective")) add_adjective(self, object->at[0]->code, out);
        else if (!add_parties(self, object, str_is(name, "T:people"), out, &plural)) return false;
        i = end;
    }
    return true;
}

static void add_number(const int32_t n[2], const char *what, unsigned *count, buf *out)
{
    if (n[0] < 0 || (n[0] == 0 && n[1] <= 0)) return;
    buf_text(out, (*count)++ ? ", " : " (");
    if (n[1] < 0) buf_format(out, "at least %d %s", n[0], what);
    else if (n[1] > n[0]) buf_format(out, "%d to %d %s", n[0], n[1], what);
    else buf_format(out, "%d %s", n[0], what);
}

static void add_numbers(const rp_event *e, buf *out)
{
    unsigned count = 0;
    add_number(e->killed, "killed", &count, out);
    add_number(e->injured, "injured", &count, out);
    add_number(e->arrested, "arrested", &count, out);
    if (count) buf_char(out, ')');
}

/* "in July 2025", "on 3 July 2025", "between June 2025 and July 2025"; nothing for an undated one. */
static void add_when(rp_interval date, buf *out)
{
    char from[32], to[32];
    date_words(date.from, from);
    date_words(date_known(date.to) ? date.to : date.from, to);
    if (!from[0]) return;
    if (strcmp(from, to) != 0) buf_format(out, "between %s and %s", from, to);
    else buf_format(out, "%s %s", date.from.day ? "on" : "in", from);
}

/* Subject, verb and rest; `adverb` stands before a past verb. */
static bool add_clause(const prose *self, const relation_happening *h, const char *adverb, buf *out)
{
    const rp_event *e = &h->events[0]->event;
    const prose_columns *c = &self->columns;
    uint32_t row = choose_phrase(self, e);
    parties subject, object;
    bool plural, dated = date_known(h->date.from);
    sides_of(h, &subject, &object);
    if (!(holds(&subject, h->a) || holds(&object, h->a)) || !(holds(&subject, h->b) || holds(&object, h->b)) || object.count == 0) return false;
    if (!phrase_cell(self, row, c->past).len) return false;
    for (unsigned i = 0; i < subject.count; i++)
        if (holds(&object, subject.at[i]->code)) return false;      /* "sold arms to both" by one of the two: not told well */
    if (!add_parties(self, &subject, str_is(phrase_cell(self, row, c->subject), "people"), out, &plural)) return false;
    rp_str verb = phrase_cell(self, row, c->past);
    buf_char(out, ' ');
    if (h->status == RP_ONGOING) {
        buf_text(out, dated ? plural ? "were " : "was " : plural ? "have been " : "has been ");
        verb = phrase_cell(self, row, c->gerund);
    } else if (h->status == RP_PLANNED) {
        buf_text(out, plural ? "were to " : "was to ");
        verb = phrase_cell(self, row, c->base);
    } else {
        buf_text(out, adverb);
    }
    buf_str(out, verb);
    buf_char(out, ' ');
    if (!add_rest(self, phrase_cell(self, row, c->rest), &object, out)) return false;
    add_numbers(e, out);
    return true;
}

static void capitalise(buf *out, size_t at)
{
    if (at < out->len && is_lower((unsigned char)out->at[at])) out->at[at] = (char)(out->at[at] - 32);
}

/* "The Russian government denied that … on 3 July 2025"; "It was denied that …". */
static bool denied(const prose *self, const relation_happening *h, buf *out)
{
    if (prose_speaker(self, &h->events[0]->event.speaker, out)) buf_text(out, " denied that ");
    else buf_text(out, "it was denied that ");
    if (!add_clause(self, h, "", out)) return false;
    if (date_known(h->date.from)) {
        buf_char(out, ' ');
        add_when(h->date, out);
    }
    return true;
}

/* "On 3 July 2025, according to the Russian government, …"; what is told as fact has its speaker, if any, at the end. */
static bool told(const prose *self, const relation_happening *h, buf *out)
{
    buf said = { 0 };
    bool voiced = prose_speaker(self, &h->events[0]->event.speaker, &said), alleged = h->status == RP_ALLEGED;
    add_when(h->date, out);
    if (date_known(h->date.from)) buf_text(out, ", ");
    if (alleged && voiced) {
        buf_text(out, "according to ");
        buf_str(out, buf_view(&said));
        buf_text(out, ", ");
    }
    bool fine = add_clause(self, h, alleged && !voiced ? "allegedly " : "", out);
    if (fine && voiced && !alleged) {
        buf_text(out, ", according to ");
        buf_str(out, buf_view(&said));
    }
    buf_free(&said);
    return fine;
}

bool prose_sentence(const prose *self, const relation_happening *h, buf *out)
{
    const rp_event *e = &h->events[0]->event;
    size_t before = out->len;
    bool fine = e->type < RP_EVENT_TYPES && h->status != RP_HYPOTHETICAL && h->status < RP_STATUSES;
    /* harm by mistake or of disputed cause: the source's own words say it better than "attacked" */
    if (e->type == RP_EVENT_ASSAULT && (!e->intent || !str_is(str_of(e->intent), "deliberate"))) fine = false;
    if (fine) fine = h->status == RP_DENIED ? denied(self, h, out) : told(self, h, out);
    if (!fine || out->failed) {
        out->len = before;
        return false;
    }
    capitalise(out, before);
    buf_char(out, '.');
    return true;
}
