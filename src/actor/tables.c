/* actor/tables.c - see actor/tables.h. */
#include "actor/tables.h"
#include <stdlib.h>
#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/intern.h"
#include "lexicon/compile.h"

#define CODES_MOST (UINT16_MAX - 1u)     /* a number is 16 bits, 0 is no code and the last says that there is none */

typedef struct code_info {
    const char *code, *name;
    uint16_t successor;
    bool state;
    int32_t from, to;                   /* of a state, days; INT32_MIN, INT32_MAX: open */
} code_info;

typedef struct span { uint32_t first, count; } span;

struct actor_tables {
    const lexicon *lexicon;
    arena *mem;
    intern *codes, *sectors;            /* number 0 is "" */
    vec info;                           /* code_info, by code number */
    vec readings;                       /* actor_reading */
    span *rows[ACTOR_NAMES];            /* [rows of the table]: readings */
    uint32_t row_count[ACTOR_NAMES];
    uint32_t domains[ACTOR_NAMES];
    char *gender;                       /* [persons] */
    rp_str *ids;                        /* [actors], numbers from 1: persons, then organisations, then states by the number of their code */
    rp_str *organisation_kinds;         /* [organisations] */
    uint32_t persons, organisations;
    struct text_info *texts;            /* [texts of the lexicon], while loading */
    struct own_actors *own;             /* NULL: none */
    char *number;                       /* [roles] */
    struct surname *heads;              /* [head_count]: last names of all who led a state, in order of their hashes */
    uint32_t head_count;
    lexicon_table offices;              /* their rows in order of the readings they are, from reading first_office on */
    uint32_t *office_rows, office_column;
    size_t first_office;
    uint32_t *titles, title_count;      /* [title_count]: words, in order; the readings from first_title on are theirs */
    size_t first_title;
    bool too_many, inconsistent;        /* why loading failed, if not for memory: codes, tables that contradict each other */
};

static const char *const table_names[ACTOR_NAMES] = { "world/persons", "world/state-names", "world/organisations", "world/peoples", "world/peoples",
                                                      "world/localities", "en/roles", "world/nobody" };
static const char *const phrase_columns[ACTOR_NAMES] = { "names", "names", "names", "names", "adjectives", "names", "role", "names" };

/* The number of a code; UINT16_MAX: memory ended, or there are too many. */
static uint16_t add_code(actor_tables *self, rp_str code, rp_str name, bool state)
{
    uint32_t n = intern_find(self->codes, code);
    self->too_many |= n == INTERN_NONE && intern_count(self->codes) > CODES_MOST;
    if (n == INTERN_NONE && !self->too_many) n = intern_add(self->codes, code);
    if (n == INTERN_NONE) return UINT16_MAX;
    while (self->info.count <= n) {
        code_info *info = vec_add(&self->info, self->mem);
        if (!info) return UINT16_MAX;
        *info = (code_info){ arena_copy(self->mem, code), arena_copy(self->mem, name), (uint16_t)n, state, INT32_MIN, INT32_MAX };
        if (!info->code || !info->name) return UINT16_MAX;
    }
    return (uint16_t)n;
}

/* What is known of a text of the tables, by its number: a hash table of strings is not needed. */
typedef struct text_info { uint32_t actor; uint16_t code; uint8_t sector; bool sector_known; uint8_t rank; } text_info;     /* rank + 1 */

/* The number of the code in a cell, 0 for an empty one; UINT16_MAX as add_code has it. */
static uint16_t code_in(actor_tables *self, const lexicon_table *t, uint32_t row, uint32_t column, rp_str name)
{
    rp_str code = lexicon_cell(t, row, column);
    text_info *info = &self->texts[lexicon_cell_text(t, row, column)];
    if (!code.len) return ACTOR_NONE;
    if (!info->code) info->code = add_code(self, code, name.len ? name : code, false);
    return info->code;
}

static uint8_t sector_in(const actor_tables *self, const lexicon_table *t, uint32_t row, uint32_t column)
{
    if (column == LEXICON_NONE) return ACTOR_NONE;
    text_info *info = &self->texts[lexicon_cell_text(t, row, column)];
    if (!info->sector_known) info->sector = actor_find_sector(self, lexicon_cell(t, row, column)), info->sector_known = true;
    return info->sector;
}

static int32_t day_or(rp_str cell, int32_t open, bool last)
{
    rp_date d;
    if (!date_parse(cell, &d)) return open;
    return last ? date_last_day(d) : date_first_day(d);
}

/* Is it this office, with or without more words: "president of the republic", not "presidential envoy"? */
static bool begins(rp_str office, const char *words)
{
    rp_str w = str_of(words);
    return str_starts(office, w) && (office.len == w.len || !is_alpha((unsigned char)office.at[w.len]));
}

/* Of the office of a state in a cell: "president of …" leads it, "minister of …" stands next. */
static unsigned rank_in(actor_tables *self, const lexicon_table *t, uint32_t row, uint32_t column)
{
    static const char *const heads[] = { "president", "prime minister", "king", "queen", "emperor", "empress", "shah", "sultan", "emir", "tsar", "chancellor", "premier",
        "head of state", "head of government", "head of the government", "supreme leader", "general secretary", "first secretary", "chairman of the council of ministers",
        "federal chancellor", "leader of the revolution", "chief of state", "taoiseach", "grand duke", "regent", "dictator", "caudillo", "pope", "secretary general" };
    static const char *const next[] = { "vice", "minister", "foreign minister", "defence minister", "interior minister", "secretary of state", "foreign secretary", "deputy prime", "chancellor of the exchequer", "chancellor of the duchy" };
    text_info *info = &self->texts[lexicon_cell_text(t, row, column)];
    if (info->rank) return info->rank - 1u;
    rp_str office = lexicon_cell(t, row, column);
    unsigned rank = RANK_OTHER;
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) if (begins(office, heads[k])) rank = RANK_HEAD;
    for (size_t k = 0; k < sizeof next / sizeof *next; k++) if (begins(office, next[k])) rank = RANK_MINISTER;
    info->rank = (uint8_t)(rank + 1);
    return rank;
}

static uint8_t kind_of_state_name(rp_str kind)
{
    static const struct { const char *name; uint8_t kind; } kinds[] = { { "name", ACTOR_STATE }, { "adjective", ACTOR_ADJECTIVE },
        { "people", ACTOR_PEOPLE }, { "capital", ACTOR_CAPITAL }, { "metonym", ACTOR_METONYM } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(kind, kinds[i].name)) return kinds[i].kind;
    return ACTOR_STATE;
}

/* The name people use for an organisation: the first one listed. */
static rp_str first_name(rp_str names) { return str_sub(names, 0, str_find(names, '|', 0)); }

static bool load_states(actor_tables *self)
{
    lexicon_table t = lexicon_find_table(self->lexicon, "world/states");
    uint32_t code = lexicon_column(&t, "code"), name = lexicon_column(&t, "name"), belongs = lexicon_column(&t, "belongs_to");
    for (uint32_t i = 0; i < t.rows; i++)
        if (add_code(self, lexicon_cell(&t, i, code), lexicon_cell(&t, i, name), true) == UINT16_MAX) return false;
    for (uint32_t i = 0; i < t.rows; i++) {
        rp_str to = lexicon_cell(&t, i, belongs);
        uint32_t n = intern_find(self->codes, lexicon_cell(&t, i, code));
        if (n == INTERN_NONE) continue;
        code_info *info = (code_info *)self->info.at + n;
        if (to.len) info->successor = (uint16_t)intern_find(self->codes, to);
        info->from = day_or(lexicon_cell(&t, i, lexicon_column(&t, "from")), INT32_MIN, false);
        info->to = day_or(lexicon_cell(&t, i, lexicon_column(&t, "to")), INT32_MAX, false);
    }
    return true;
}

/* Readings of the offices of each person; a person without office is known, but of no state. */
static bool load_offices(actor_tables *self, const lexicon_table *persons)
{
    lexicon_table t = lexicon_find_table(self->lexicon, "world/offices");
    uint32_t who = lexicon_column(&t, "person"), code = lexicon_column(&t, "code"), sector = lexicon_column(&t, "sector"),
             from = lexicon_column(&t, "from"), to = lexicon_column(&t, "to"), id = lexicon_column(persons, "person"), office = lexicon_column(&t, "office");
    uint8_t gov = actor_find_sector(self, RP_STR("GOV"));
    span *spans = self->rows[ACTOR_NAMES_PERSON];
    uint32_t *owner = arena_array(self->mem, t.rows + 1, sizeof *owner);
    self->office_rows = arena_array(self->mem, t.rows + 1, sizeof *self->office_rows);
    self->offices = t;
    self->office_column = office;
    self->first_office = self->readings.count;
    bool fine = owner && self->office_rows;
    for (uint32_t i = 0; i < persons->rows; i++) self->texts[lexicon_cell_text(persons, i, id)].actor = i + 1;
    for (uint32_t i = 0; fine && i < t.rows; i++) {
        owner[i] = self->texts[lexicon_cell_text(&t, i, who)].actor - 1;
        if ((fine = owner[i] < persons->rows)) spans[owner[i]].count++;
        else self->inconsistent = true;
    }
    uint32_t next = (uint32_t)self->readings.count;
    for (uint32_t i = 0; fine && i < persons->rows; i++) {
        spans[i].first = next;
        next += spans[i].count;
        spans[i].count = 0;
    }
    while (fine && self->readings.count < next) fine = vec_add(&self->readings, self->mem) != NULL;
    for (uint32_t i = 0; fine && i < t.rows; i++) {
        span *s = &spans[owner[i]];
        uint16_t n = code_in(self, &t, i, code, RP_STR(""));
        fine = n != UINT16_MAX;
        uint8_t of = sector_in(self, &t, i, sector);
        self->office_rows[s->first + s->count - self->first_office] = i;
        ((actor_reading *)self->readings.at)[s->first + s->count++] = (actor_reading){ .code = n, .sector = of, .kind = ACTOR_PERSON,
            .rank = of == gov ? rank_in(self, &t, i, office) & 7u : 0, .from = day_or(lexicon_cell(&t, i, from), INT32_MIN, false),
            .to = day_or(lexicon_cell(&t, i, to), INT32_MAX, true), .actor = owner[i] + 1 };
    }
    return fine;
}

static bool add_reading(actor_tables *self, unsigned which, uint32_t row, actor_reading reading)
{
    actor_reading *r = vec_add(&self->readings, self->mem);
    if (!r) return false;
    *r = reading;
    self->rows[which][row] = (span){ (uint32_t)self->readings.count - 1, 1 };
    return true;
}

/* Number the organisations: rows of one id are one. `numbers` gets [rows]. */
static bool number_organisations(actor_tables *self, uint32_t *numbers)
{
    lexicon_table t = lexicon_find_table(self->lexicon, "world/organisations");
    uint32_t id = lexicon_column(&t, "id"), kind = lexicon_column(&t, "kind");
    self->organisation_kinds = arena_array(self->mem, (size_t)t.rows + 1, sizeof *self->organisation_kinds);
    if (!self->organisation_kinds) return false;
    for (uint32_t i = 0; i < t.rows; i++) {
        uint32_t *known = &self->texts[lexicon_cell_text(&t, i, id)].actor;
        if (*known <= self->persons) {      /* the first row of this id, which may be a person's too */
            self->organisation_kinds[self->organisations] = lexicon_cell(&t, i, kind);
            *known = self->persons + 1 + self->organisations++;
            self->ids[*known] = lexicon_cell(&t, i, id);
        }
        numbers[i] = *known;
    }
    return true;
}

static bool load_persons(actor_tables *self, const lexicon_table *t)
{
    uint32_t gender = lexicon_column(t, "gender"), id = lexicon_column(t, "person");
    lexicon_table organisations = lexicon_find_table(self->lexicon, "world/organisations");
    self->persons = t->rows;
    self->gender = arena_alloc(self->mem, (size_t)t->rows + 1);
    self->ids = arena_array(self->mem, (size_t)t->rows + organisations.rows + 2, sizeof *self->ids);
    if (!self->gender || !self->ids) return false;
    for (uint32_t i = 0; i < t->rows; i++) {
        rp_str g = lexicon_cell(t, i, gender);
        self->gender[i] = g.len ? g.at[0] : 0;
        self->ids[i + 1] = lexicon_cell(t, i, id);
    }
    return load_offices(self, t);
}

static uint32_t state_actor(const actor_tables *self, uint16_t code) { return self->persons + self->organisations + 1u + code; }

/* The columns that say who a name is; not every table has all. */
enum { ROW_CODE, ROW_KIND, ROW_SECTOR, ROW_FROM, ROW_TO, ROW_NAMES, ROW_COLUMNS };

/* What a row of one of the phrase columns says; its code may be none. */
static actor_reading read_row(actor_tables *self, unsigned which, const lexicon_table *t, const uint32_t columns[ROW_COLUMNS], uint32_t i,
                              const uint32_t *organisations)
{
    rp_str cells[ROW_COLUMNS];
    for (int k = 0; k < ROW_COLUMNS; k++) cells[k] = columns[k] == LEXICON_NONE ? RP_STR("") : lexicon_cell(t, i, columns[k]);
    bool exclusive = which == ACTOR_NAMES_STATE || which == ACTOR_NAMES_LOCALITY;      /* as their heads say; others name the last day */
    actor_reading r = { .sector = sector_in(self, t, i, columns[ROW_SECTOR]), .from = day_or(cells[ROW_FROM], INT32_MIN, false),
                        .to = day_or(cells[ROW_TO], INT32_MAX, !exclusive) };
    if (cells[ROW_CODE].len) r.code = code_in(self, t, i, columns[ROW_CODE], which == ACTOR_NAMES_ORGANISATION ? first_name(cells[ROW_NAMES]) : RP_STR(""));
    switch (which) {
    case ACTOR_NAMES_STATE: r.kind = kind_of_state_name(cells[ROW_KIND]) & 31u; break;
    case ACTOR_NAMES_ORGANISATION: r.kind = ACTOR_ORGANISATION; break;
    case ACTOR_NAMES_PEOPLE: r.kind = r.code ? ACTOR_PEOPLE : ACTOR_ROLE; break;
    case ACTOR_NAMES_ADJECTIVE: r.kind = ACTOR_ADJECTIVE; break;
    case ACTOR_NAMES_LOCALITY: r.kind = ACTOR_LOCALITY; break;
    default: r.kind = ACTOR_ROLE; break;
    }
    if (organisations) r.actor = organisations[i];
    else if (r.code) r.actor = state_actor(self, r.code);
    return r;
}

static bool load_rows(actor_tables *self, unsigned which)
{
    lexicon_table t = lexicon_find_table(self->lexicon, table_names[which]);
    static const char *const names[ROW_COLUMNS] = { "code", "kind", "sector", "from", "to", "names" };
    uint32_t columns[ROW_COLUMNS], *organisations = NULL, number = lexicon_column(&t, "number"), adjectives = lexicon_column(&t, "adjectives");
    for (int k = 0; k < ROW_COLUMNS; k++) columns[k] = lexicon_column(&t, names[k]);
    self->row_count[which] = t.rows;
    self->rows[which] = arena_array(self->mem, (size_t)t.rows + 1, sizeof(span));
    self->domains[which] = lexicon_domain(self->lexicon, table_names[which], phrase_columns[which]);
    if (!self->rows[which]) return false;
    if (which == ACTOR_NAMES_NOBODY) return true;       /* no readings */
    if (which == ACTOR_NAMES_PERSON) return load_persons(self, &t);
    if (which == ACTOR_NAMES_ORGANISATION) {
        organisations = arena_array(self->mem, (size_t)t.rows + 1, sizeof *organisations);
        if (!organisations || !number_organisations(self, organisations)) return false;
    }
    if (which == ACTOR_NAMES_ROLE && !(self->number = arena_alloc(self->mem, (size_t)t.rows + 1))) return false;
    for (uint32_t i = 0; i < t.rows; i++) {
        if (which == ACTOR_NAMES_ROLE) self->number[i] = lexicon_cell(&t, i, number).len ? lexicon_cell(&t, i, number).at[0] : 's';
        if (which == ACTOR_NAMES_ADJECTIVE && lexicon_cell(&t, i, adjectives).len == 0) continue;
        actor_reading r = read_row(self, which, &t, columns, i, organisations);
        if (r.code == UINT16_MAX) return false;
        if (which == ACTOR_NAMES_ADJECTIVE && !r.code) continue;       /* whose people live in several states: the text decides */
        if (!add_reading(self, which, i, r)) return false;
    }
    return true;
}

typedef struct surname { uint32_t hash, person; } surname;

static int by_hash(const void *a, const void *b)
{
    const surname *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

static uint32_t hash_of_word(rp_str text, const unit *u)
{
    char folded[UNIT_FOLDED];
    size_t len = unit_fold(text, u, folded);
    return (uint32_t)hash_bytes(folded, len, 0);
}

/* The last word of the usual name of whoever led a state. */
static bool load_heads(actor_tables *self)
{
    lexicon_table t = lexicon_find_table(self->lexicon, table_names[ACTOR_NAMES_PERSON]);
    uint32_t names = lexicon_column(&t, phrase_columns[ACTOR_NAMES_PERSON]);
    vec all = vec_of(sizeof(surname));
    for (uint32_t i = 0; i < t.rows; i++) {
        const span *s = &self->rows[ACTOR_NAMES_PERSON][i];
        const actor_reading *r = (const actor_reading *)self->readings.at + s->first;
        bool head = false;
        for (uint32_t k = 0; k < s->count; k++) head |= r[k].rank == RANK_HEAD;
        rp_str name = first_name(lexicon_cell(&t, i, names));
        unit u = { 0 };
        uint32_t at = 0, words = 0;
        while (head && unit_next(name, &at, (uint32_t)name.len, &u)) words++;
        if (words < 2) continue;
        surname *one = vec_add(&all, self->mem);
        if (!one) return false;
        *one = (surname){ hash_of_word(name, &u), i + 1 };
    }
    self->heads = all.at;
    self->head_count = (uint32_t)all.count;
    if (all.count) qsort(self->heads, all.count, sizeof *self->heads, by_hash);
    return true;
}

typedef struct title { uint32_t word, order; actor_reading reading; } title;

static int by_word(const void *a, const void *b)
{
    const title *x = a, *y = b;
    if (x->word != y->word) return x->word < y->word ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Titles of one state only: readings of single words. */
static bool load_titles(actor_tables *self)
{
    lexicon_table t = lexicon_find_table(self->lexicon, "world/titles");
    uint32_t titles = lexicon_column(&t, "titles"), code = lexicon_column(&t, "code"), from = lexicon_column(&t, "from"), to = lexicon_column(&t, "to");
    vec all = vec_of(sizeof(title));
    for (uint32_t i = 0; i < t.rows; i++) {
        rp_str forms = lexicon_cell(&t, i, titles);
        actor_reading r = { .code = code_in(self, &t, i, code, RP_STR("")), .kind = ACTOR_ROLE, .from = day_or(lexicon_cell(&t, i, from), INT32_MIN, false),
                            .to = day_or(lexicon_cell(&t, i, to), INT32_MAX, false) };
        if (r.code == UINT16_MAX) return false;
        r.actor = state_actor(self, r.code);
        for (rp_str form; str_split(&forms, '|', &form);) {
            char folded[UNIT_FOLDED];
            unit u;
            uint32_t at = 0;
            title *one = vec_add(&all, self->mem);
            if (!one) return false;
            size_t len = unit_next(form, &at, (uint32_t)form.len, &u) ? unit_fold(form, &u, folded) : 0;
            *one = (title){ lexicon_word(self->lexicon, (rp_str){ folded, len }), (uint32_t)all.count, r };
        }
    }
    title *sorted = all.at;
    self->first_title = self->readings.count;
    self->titles = arena_array(self->mem, all.count + 1, sizeof *self->titles);
    if (!self->titles) return false;
    if (all.count) qsort(sorted, all.count, sizeof *sorted, by_word);
    for (size_t i = 0; i < all.count; i++) {
        actor_reading *r = vec_add(&self->readings, self->mem);
        if (!r) return false;
        *r = sorted[i].reading;
        self->titles[self->title_count++] = sorted[i].word;
    }
    return true;
}

/* ---- actors of one's own ------------------------------------------------------------------------------------------- */

#define OWN_TABLE "own"

static const char own_schema[] =
    "names\tnames\trequired\ncode\tcode\t\nsector\tcode\t\nkind\tperson|organisation|state|adjective|people|capital|locality|role\t\n"
    "id\tid\t\nfrom\tdate\t\nto\tdate\t\ngender\tf|m\t\nnumber\ts|p|m\t";

typedef struct own_actors {
    buf compiled;
    lexicon *lexicon;
    actor_reading *readings;            /* [rows] */
    rp_str *ids;                        /* [rows]: of the actor numbered so among them */
    char *genders, *numbers;            /* [rows] */
    uint32_t count;                     /* actors */
} own_actors;

static void own_free(own_actors *own)
{
    if (!own) return;
    lexicon_free(own->lexicon);
    buf_free(&own->compiled);
    free(own->readings);
    free(own->ids);
    free(own->genders);
    free(own->numbers);
    free(own);
}

static uint8_t kind_of_own(rp_str kind)
{
    static const struct { const char *name; uint8_t kind; } kinds[] = { { "person", ACTOR_PERSON }, { "state", ACTOR_STATE }, { "adjective", ACTOR_ADJECTIVE },
        { "people", ACTOR_PEOPLE }, { "capital", ACTOR_CAPITAL }, { "locality", ACTOR_LOCALITY }, { "role", ACTOR_ROLE } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) if (str_is(kind, kinds[i].name)) return kinds[i].kind;
    return ACTOR_ORGANISATION;
}

/* The first number of an actor of one's own: behind all codes of states. */
static uint32_t own_base(const actor_tables *self) { return self->persons + self->organisations + 2u + UINT16_MAX; }

static rp_code read_own(actor_tables *self, own_actors *own, const char *path, rp_err *err)
{
    lexicon_table t = lexicon_find_table(own->lexicon, OWN_TABLE);
    static const char *const names[] = { "code", "sector", "kind", "id", "from", "to", "gender", "number", "names" };
    uint32_t c[9], *by_text = calloc(2 * ((size_t)lexicon_texts(own->lexicon) + 1), sizeof *by_text);     /* of an id, of names */
    for (int k = 0; k < 9; k++) c[k] = lexicon_column(&t, names[k]);
    own->readings = calloc((size_t)t.rows + 1, sizeof *own->readings);
    own->ids = calloc((size_t)t.rows + 1, sizeof *own->ids);
    own->genders = calloc((size_t)t.rows + 1, 1);
    own->numbers = calloc((size_t)t.rows + 1, 1);
    rp_code rc = by_text && own->readings && own->ids && own->genders && own->numbers ? RP_OK : error_set(err, RP_ENOMEM, "memory ended");
    for (uint32_t i = 0; rc == RP_OK && i < t.rows; i++) {
        rp_str code = lexicon_cell(&t, i, c[0]), sector = lexicon_cell(&t, i, c[1]), id = lexicon_cell(&t, i, c[3]);
        size_t key = 2 * (size_t)lexicon_cell_text(&t, i, id.len ? c[3] : c[8]) + (id.len == 0);
        actor_reading *r = &own->readings[i];
        r->code = add_code(self, code, code, false);
        r->sector = actor_find_sector(self, sector);
        r->kind = kind_of_own(lexicon_cell(&t, i, c[2])) & 31u;
        r->from = day_or(lexicon_cell(&t, i, c[4]), INT32_MIN, false);
        r->to = day_or(lexicon_cell(&t, i, c[5]), INT32_MAX, true);
        if (!code.len && r->kind != ACTOR_ROLE)
            rc = error_at(err, RP_EFORMAT, path, 0, "\"%.*s\" has no code; only a role may have none", (int)lexicon_cell(&t, i, c[8]).len, lexicon_cell(&t, i, c[8]).at);
        else if (r->code == UINT16_MAX && self->too_many)
            rc = error_at(err, RP_ELIMIT, path, 0, "more than %u codes, with those of the built-in tables", CODES_MOST);
        else if (r->code == UINT16_MAX) rc = error_set(err, RP_ENOMEM, "memory ended");
        else if (sector.len && r->sector == ACTOR_NONE)
            rc = error_at(err, RP_EFORMAT, path, 0, "\"%.*s\": there is no sector %.*s", (int)id.len, id.at, (int)sector.len, sector.at);
        if (!by_text[key]) {
            own->ids[own->count] = id.len ? id : first_name(lexicon_cell(&t, i, c[8]));
            by_text[key] = ++own->count;
        }
        r->actor = own_base(self) + by_text[key] - 1;
        if (lexicon_cell(&t, i, c[6]).len) own->genders[by_text[key] - 1] = lexicon_cell(&t, i, c[6]).at[0];
        if (lexicon_cell(&t, i, c[7]).len) own->numbers[i] = lexicon_cell(&t, i, c[7]).at[0];
    }
    free(by_text);
    return rc;
}

rp_code actor_add_own(actor_tables *self, const char *path, rp_err *err)
{
    own_actors *own = calloc(1, sizeof *own);
    if (!own) return error_set(err, RP_ENOMEM, "memory ended");
    rp_code rc = lexicon_compile_file(path, OWN_TABLE, own_schema, &own->compiled, err);
    if (rc == RP_OK) rc = lexicon_new_built_in(own->compiled.at, own->compiled.len, &own->lexicon, err);
    if (rc == RP_OK) rc = read_own(self, own, path, err);
    if (rc != RP_OK) {
        own_free(own);
        return rc;
    }
    own_free(self->own);
    self->own = own;
    return RP_OK;
}

const lexicon *actor_own(const actor_tables *self) { return self->own ? self->own->lexicon : NULL; }
const actor_reading *actor_own_reading(const actor_tables *self, uint32_t row) { return &self->own->readings[row]; }
char actor_own_number(const actor_tables *self, uint32_t row) { return self->own->numbers[row]; }

/* ---- loading ------------------------------------------------------------------------------------------------------- */

static bool load(actor_tables *self)
{
    self->mem = arena_new(0);
    self->codes = intern_new();
    self->sectors = intern_new();
    self->info = vec_of(sizeof(code_info));
    self->readings = vec_of(sizeof(actor_reading));
    if (!self->mem || !self->codes || !self->sectors) return false;
    if (add_code(self, RP_STR(""), RP_STR(""), false) != 0 || intern_add(self->sectors, RP_STR("")) != 0) return false;
    static const char *const generic[][2] = { { "IGO", "an international organisation" }, { "NGO", "a non-governmental organisation" },
        { "MNC", "a multinational company" }, { "IMG", "an armed group across borders" }, { "ISM", "a movement across borders" } };
    for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
        if (add_code(self, str_of(generic[i][0]), str_of(generic[i][1]), false) == UINT16_MAX) return false;
    lexicon_table sectors = lexicon_find_table(self->lexicon, "ontology/sectors");
    for (uint32_t i = 0; i < sectors.rows; i++)
        if (intern_add(self->sectors, lexicon_cell(&sectors, i, 0)) == INTERN_NONE) return false;
    if (!load_states(self)) return false;
    /* persons and organisations first: they have the low numbers of actors */
    static const unsigned order[] = { ACTOR_NAMES_PERSON, ACTOR_NAMES_ORGANISATION, ACTOR_NAMES_STATE, ACTOR_NAMES_PEOPLE, ACTOR_NAMES_ADJECTIVE,
                                      ACTOR_NAMES_LOCALITY, ACTOR_NAMES_ROLE, ACTOR_NAMES_NOBODY };
    for (size_t i = 0; i < ACTOR_NAMES; i++) if (!load_rows(self, order[i])) return false;
    return load_heads(self) && load_titles(self);
}

rp_code actor_tables_new(const lexicon *tables, actor_tables **out, rp_err *err)
{
    *out = NULL;
    actor_tables *self = calloc(1, sizeof *self);
    if (self) self->lexicon = tables;
    if (self) self->texts = calloc((size_t)lexicon_texts(tables) + 1, sizeof *self->texts);
    bool loaded = self && self->texts && load(self);
    if (self) free(self->texts), self->texts = NULL;
    if (!loaded) {
        bool bad = self && (self->inconsistent || self->too_many);
        actor_tables_free(self);
        if (bad) return error_set(err, RP_EFORMAT, "damaged or inconsistent tables; build them again with rapport-tables");
        return error_set(err, RP_ENOMEM, "memory ended while opening the actor tables");
    }
    *out = self;
    return RP_OK;
}

void actor_tables_free(actor_tables *self)
{
    if (!self) return;
    own_free(self->own);
    intern_free(self->codes);
    intern_free(self->sectors);
    arena_free(self->mem);
    free(self);
}

const lexicon *actor_lexicon(const actor_tables *self) { return self->lexicon; }
uint32_t actor_domains(const actor_tables *self)
{
    uint32_t bits = 0;
    for (unsigned which = 0; which < ACTOR_NAMES; which++) if (self->domains[which] < 32) bits |= 1u << self->domains[which];
    return bits;
}

const char *actor_table_name(unsigned which) { return table_names[which]; }
const char *actor_column_name(unsigned which) { return phrase_columns[which]; }
uint32_t actor_domain(const actor_tables *self, unsigned which) { return self->domains[which]; }

const actor_reading *actor_readings(const actor_tables *self, unsigned which, uint32_t row, uint32_t *count)
{
    *count = 0;
    if (row >= self->row_count[which]) return NULL;
    *count = self->rows[which][row].count;
    return (const actor_reading *)self->readings.at + self->rows[which][row].first;
}

static char plain(char c) { return c == '-' ? ' ' : (char)to_lower((unsigned char)c); }

bool actor_holds(const actor_tables *self, const actor_reading *r, rp_str role)
{
    if (r->kind != ACTOR_PERSON || !actor_is_person(self, r->actor)) return false;
    const span *s = &self->rows[ACTOR_NAMES_PERSON][r->actor - 1];
    const actor_reading *own = (const actor_reading *)self->readings.at + s->first;
    uint32_t k = 0;
    while (k < s->count && (own[k].from != r->from || own[k].to != r->to || own[k].code != r->code || own[k].sector != r->sector)) k++;
    if (k == s->count) return false;
    size_t at = s->first + k;
    if (at < self->first_office || at - self->first_office >= self->offices.rows) return false;
    rp_str office = lexicon_cell(&self->offices, self->office_rows[at - self->first_office], self->office_column);
    if (office.len < role.len || (office.len > role.len && is_alpha((unsigned char)office.at[role.len]))) return false;
    for (size_t i = 0; i < role.len; i++) if (plain(office.at[i]) != plain(role.at[i])) return false;
    return true;
}

uint32_t actor_head_named(const actor_tables *self, rp_str text, const unit *u, uint32_t *place)
{
    uint32_t hash = hash_of_word(text, u), low = *place;
    if (low == 0) {
        uint32_t high = self->head_count;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (self->heads[middle].hash < hash) low = middle + 1;
            else high = middle;
        }
    }
    *place = low + 1;
    return low < self->head_count && self->heads[low].hash == hash ? self->heads[low].person : ACTOR_NONE;
}

const actor_reading *actor_title(const actor_tables *self, uint32_t word, uint32_t *count)
{
    uint32_t first = 0;
    *count = 0;
    while (first < self->title_count && self->titles[first] < word) first++;
    while (first + *count < self->title_count && self->titles[first + *count] == word) ++*count;
    return *count ? (const actor_reading *)self->readings.at + self->first_title + first : NULL;
}

char actor_gender(const actor_tables *self, uint32_t actor)
{
    if (self->own && actor >= own_base(self)) return self->own->genders[actor - own_base(self)];
    return actor_is_person(self, actor) ? self->gender[actor - 1] : 0;
}

bool actor_is_person(const actor_tables *self, uint32_t actor) { return actor && actor <= self->persons; }

rp_str actor_id(const actor_tables *self, uint32_t actor)
{
    uint32_t low = self->persons + self->organisations;
    if (actor == ACTOR_NONE) return RP_STR("");
    if (self->own && actor >= own_base(self)) return self->own->ids[actor - own_base(self)];
    return actor <= low ? self->ids[actor] : str_of(actor_code(self, (uint16_t)(actor - low - 1)));
}

rp_str actor_person_names(const actor_tables *self, uint32_t actor)
{
    lexicon_table t = lexicon_find_table(self->lexicon, table_names[ACTOR_NAMES_PERSON]);
    return actor && actor <= self->persons ? lexicon_cell(&t, actor - 1, lexicon_column(&t, phrase_columns[ACTOR_NAMES_PERSON])) : RP_STR("");
}

rp_str actor_organisation_kind(const actor_tables *self, uint32_t actor)
{
    uint32_t n = actor - self->persons - 1;
    return actor > self->persons && n < self->organisations ? self->organisation_kinds[n] : RP_STR("");
}

char actor_role_number(const actor_tables *self, uint32_t row) { return row < self->row_count[ACTOR_NAMES_ROLE] ? self->number[row] : 's'; }

static const code_info *info_of(const actor_tables *self, uint16_t code)
{
    return (const code_info *)self->info.at + (code < self->info.count ? code : 0);
}

const char *actor_code(const actor_tables *self, uint16_t code) { return info_of(self, code)->code; }
const char *actor_code_name(const actor_tables *self, uint16_t code) { return info_of(self, code)->name; }
bool actor_is_state(const actor_tables *self, uint16_t code) { return info_of(self, code)->state; }
uint16_t actor_heir(const actor_tables *self, uint16_t code, int32_t day)
{
    const code_info *own = info_of(self, code);
    return own->state && day > own->to ? own->successor : code;
}

#define OVERLAP (2 * 366)       /* days that a state and its successor may stand side by side */

uint16_t actor_predecessor(const actor_tables *self, uint16_t code, int32_t day)
{
    const code_info *all = self->info.at, *own = info_of(self, code);
    if (!own->state || day >= own->from) return code;
    uint32_t best = 0;      /* the one that it followed: not one that it took in later */
    for (uint32_t i = 1; i < self->info.count; i++) {
        bool then = all[i].successor == code && i != code && all[i].from != INT32_MIN && all[i].from <= day && day <= all[i].to;
        if (then && all[i].to <= own->from + OVERLAP && (!best || all[i].to > all[best].to)) best = i;
    }
    return best ? (uint16_t)best : code;
}

uint16_t actor_successor(const actor_tables *self, uint16_t code) { return info_of(self, code)->successor; }

const char *actor_sector(const actor_tables *self, uint8_t sector)
{
    return sector < intern_count(self->sectors) ? intern_at(self->sectors, sector).at : "";
}

uint16_t actor_find_code(const actor_tables *self, rp_str code)
{
    uint32_t n = intern_find(self->codes, code);
    return n == INTERN_NONE ? ACTOR_NONE : (uint16_t)n;
}

uint8_t actor_find_sector(const actor_tables *self, rp_str sector)
{
    uint32_t n = intern_find(self->sectors, sector);
    return n == INTERN_NONE ? ACTOR_NONE : (uint8_t)n;
}

uint16_t actor_find_name(const actor_tables *self, rp_str name)
{
    char upper[12];
    if (name.len < sizeof upper) {
        for (size_t i = 0; i < name.len; i++) upper[i] = (char)(is_lower((unsigned char)name.at[i]) ? name.at[i] - 32 : name.at[i]);
        uint16_t code = actor_find_code(self, (rp_str){ upper, name.len });
        if (code != ACTOR_NONE) return code;
    }
    unit units[16];
    uint32_t at = 0;
    size_t count = 0;
    while (count < 16 && unit_next(name, &at, (uint32_t)name.len, &units[count])) {
        char folded[UNIT_FOLDED];
        units[count].word = lexicon_word(self->lexicon, (rp_str){ folded, unit_fold(name, &units[count], folded) });
        units[count++].caps = UNIT_ALL_CAPS;        /* any case will do on a command line */
    }
    uint16_t best = ACTOR_NONE;
    int32_t latest = INT32_MIN;
    for (unsigned which = ACTOR_NAMES_STATE; which <= ACTOR_NAMES_ORGANISATION && best == ACTOR_NONE; which++) {
        lexicon_hit hit;
        if (!lexicon_match(self->lexicon, self->domains[which], units, count, 0, &hit) || hit.length != count) continue;
        for (uint32_t e = 0; e < hit.count; e++) {
            uint32_t n;
            const actor_reading *r = actor_readings(self, which, hit.entries[e].row, &n);
            if (n && (best == ACTOR_NONE || r->to > latest)) best = r->code, latest = r->to;
        }
    }
    return best;
}
