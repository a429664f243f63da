/* exchange/petrarch.c - see exchange/petrarch.h. */
#include "exchange/petrarch.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"
#include "base/intern.h"
#include "base/utf8.h"
#include "lexicon/inflect.h"

#define FILE_MOST ((size_t)256 << 20)
#define MADE_MOST 4096u         /* names that the sets in one name make of it: sets of sets multiply */
#define SETS_DEEP 8u            /* sets in one name, with those in the words of sets: one may name itself */
#define WORD_MOST 96u           /* bytes of a word, and one */
#define PIVOT 30                /* YYMMDD: years up to this are of the 2000s, as PETRARCH reads them */

typedef struct dated_code { rp_str code; char from[12], to[12]; } dated_code;

typedef struct entry {
    vec names;                  /* rp_str, as written */
    vec codes;                  /* dated_code */
    uint32_t line;              /* 0: no entry has begun */
    rp_str plural;
    bool has_plural;
} entry;

typedef struct importer {
    const actor_tables *tables;
    buf *out;
    arena *mem;
    petrarch_skip *skip;
    void *context;
    entry now;
    uint32_t line;              /* that is being read */
    intern *set_names;
    vec sets;                   /* vec of rp_str, its words, by the number of its name */
    bool failed;                /* memory ended */
} importer;

/* ---- codes ---------------------------------------------------------------------------------------------------------- */

static const struct { const char *theirs, *ours; } sectors[] = {
    { "GOV", "GOV" }, { "MIL", "MIL" }, { "JUD", "JUD" }, { "LEG", "LEG" }, { "COP", "COP" }, { "SPY", "SPY" }, { "OPP", "OPP" }, { "REB", "REB" },
    { "INS", "REB" }, { "SEP", "REB" }, { "BUS", "BUS" }, { "CVL", "CVL" }, { "EDU", "EDU" }, { "ELI", "ELI" }, { "LAB", "LAB" }, { "REF", "REF" },
    { "AGR", "AGR" }, { "CRM", "CRM" }, { "UAF", "UAF" }, { "PTY", "PTY" }, { "SOC", "SOC" }, { "MED", "JRN" }, { "HLH", "MED" }, { "HRI", "SOC" },
    { "ENV", "SOC" }, { "DEV", "SOC" }, { "REL", "REL" }, { "CHR", "REL" }, { "MOS", "REL" }, { "MUS", "REL" }, { "JEW", "REL" }, { "HIN", "REL" },
    { "BUD", "REL" }, { "UNS", "UNK" } };

static const struct { const char *theirs, *ours; } bodies[] = { { "UNO", "UN" }, { "EUR", "EU" }, { "NAT", "NATO" }, { "EEC", "EU" }, { "KSV", "XKX" },
    { "TMP", "TLS" }, { "ROM", "ROU" }, { "PAL", "PSE" } };

static const char *sector_of(rp_str three)
{
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++) if (str_is(three, sectors[i].theirs)) return sectors[i].ours;
    return NULL;
}

/* Our code and sector of one of theirs. False: its first three letters are no code. */
static bool take_code(const importer *self, rp_str code, bool agent, char out[12], const char **sector)
{
    *sector = "";
    out[0] = 0;
    size_t at = 0;
    if (!agent) {
        if (code.len < 3) return false;
        rp_str first = str_sub(code, 0, 3);
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) if (str_is(first, bodies[i].theirs)) str_copy(out, 12, str_of(bodies[i].ours));
        if (!out[0] && actor_find_code(self->tables, first) != ACTOR_NONE) str_copy(out, 12, first);
        if (!out[0]) return false;
        at = 3;
        if ((strcmp(out, "IGO") == 0 || strcmp(out, "MNC") == 0) && code.len >= 6) {       /* IGOUNO, MNCUSA: whose it is stands behind */
            rp_str next = str_sub(code, 3, 6);
            for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) if (str_is(next, bodies[i].theirs)) str_copy(out, 12, str_of(bodies[i].ours)), at = 6;
            if (at == 3 && actor_find_code(self->tables, next) != ACTOR_NONE) {
                if (strcmp(out, "MNC") == 0) *sector = "BUS";
                str_copy(out, 12, next);
                at = 6;
            }
        }
        if (strcmp(out, "MNC") == 0) *sector = "BUS";
    }
    for (; at + 3 <= code.len; at += 3) {
        const char *found = sector_of(str_sub(code, at, at + 3));
        if (found && !(*sector)[0]) *sector = found;
    }
    return !agent || (*sector)[0];
}

/* YYMMDD or YYYYMMDD → YYYY-MM-DD. False: it is neither. */
static bool take_date(rp_str digits, char out[12])
{
    int64_t n;
    rp_date d;
    if ((digits.len != 6 && digits.len != 8) || !str_int(digits, &n) || n < 0) return false;
    int year = (int)(n / 10000), rest = (int)(n % 10000);
    if (digits.len == 6) year += year <= PIVOT ? 2000 : 1900;
    int month = rest / 100, day = rest % 100;
    snprintf(out, 12, "%04d-%02d-%02d", year, month < 1 ? 1 : month > 12 ? 12 : month, day < 1 ? 1 : day);
    if (date_parse(str_of(out), &d)) return true;
    snprintf(out, 12, "%04d-%02d", year, month < 1 ? 1 : month > 12 ? 12 : month);      /* the 31st of a month that has none */
    return date_parse(str_of(out), &d);
}

/* "USAGOV 010120-090120", "ELI >890120", "GOV <600101", "USA" */
static bool read_code(rp_str text, dated_code *out)
{
    rp_str rest = str_trim(text), dates;
    *out = (dated_code){ .code = RP_STR("") };
    if (!str_split(&rest, ' ', &out->code)) return false;
    dates = rest.at ? str_trim(rest) : RP_STR("");
    if (dates.len == 0) return out->code.len > 0;
    if (dates.at[0] == '<') return take_date(str_trim(str_sub(dates, 1, dates.len)), out->to);
    if (dates.at[0] == '>') return take_date(str_trim(str_sub(dates, 1, dates.len)), out->from);
    size_t dash = str_find(dates, '-', 0);
    return dash < dates.len && take_date(str_trim(str_sub(dates, 0, dash)), out->from) && take_date(str_trim(str_sub(dates, dash + 1, dates.len)), out->to);
}

/* ---- names ---------------------------------------------------------------------------------------------------------- */

static bool is_small(rp_str word)
{
    static const char *const small[] = { "of", "the", "and", "for", "de", "da", "do", "dos", "del", "la", "van", "von", "der", "bin", "al", "el", "ibn" };
    for (size_t k = 0; k < sizeof small / sizeof *small; k++) if (str_is(word, small[k])) return true;
    return false;
}

/* One word: "QADDAFI" → "Qaddafi", "AL-QADDAFI" → "al-Qaddafi" behind another, "U.S." stays. */
static void write_word(rp_str word, bool first, buf *out)
{
    char low[WORD_MOST];
    for (size_t i = 0; i < word.len; i++) low[i] = (char)to_lower((unsigned char)word.at[i]);
    bool initials = word.len > 1 && low[1] == '.', begin = first || !is_small((rp_str){ low, word.len });
    if (!first && word.len > 3 && low[2] == '-' && is_small((rp_str){ low, 2 })) begin = false;
    for (size_t i = 0; i < word.len; i++) {
        buf_char(out, (begin || initials) && is_lower((unsigned char)low[i]) ? (char)(low[i] - 32) : low[i]);
        begin = low[i] == '-' || (low[i] == '\'' && i < 2);
    }
}

/* "MUAMMAR_AL-QADDAFI_" → "Muammar al-Qaddafi"; of an agent all small. */
static void write_name(rp_str name, bool agent, buf *out)
{
    rp_str rest = name, word;
    bool first = true;
    while (str_split(&rest, '_', &word)) {
        if (word.len == 0 || word.len >= WORD_MOST) continue;
        if (!first) buf_char(out, ' ');
        if (!agent) write_word(word, first, out);
        for (size_t i = 0; agent && i < word.len; i++) buf_char(out, (char)to_lower((unsigned char)word.at[i]));
        first = false;
    }
}

/* Tabs part the cells of the table that is written, "|" the names in one. */
static bool parts_cells(rp_str words) { return str_find(words, '\t', 0) < words.len || str_find(words, '|', 0) < words.len; }

/* Why a name cannot be written; NULL: it can. */
static const char *flaw_of(rp_str name)
{
    bool empty = true;
    if (parts_cells(name)) return "holds a tab or \"|\", which part names";
    for (rp_str word; str_split(&name, '_', &word); empty &= !word.len) if (word.len >= WORD_MOST) return "holds a word that is too long";
    return empty ? "holds no word" : NULL;
}

static void tell(importer *self, rp_str words, const char *why) { self->skip(self->context, self->line, words, why); }

/* Add all names that `name` stands for, `depth` sets being replaced in it already. Returns why that cannot be done, NULL: it is. */
static const char *make_names(importer *self, rp_str name, unsigned depth, size_t most)
{
    size_t from = str_find(name, '!', 0), to = from < name.len ? str_find(name, '!', from + 1) : name.len;
    if (from >= name.len || to >= name.len) {
        if (self->now.names.count == most) return "names sets that make too many names of it";
        rp_str *slot = vec_add(&self->now.names, self->mem);
        if (slot) *slot = name;
        else self->failed = true;
        return NULL;
    }
    if (depth == SETS_DEEP) return "names too many sets, or one that names itself";
    uint32_t set = intern_find(self->set_names, str_sub(name, from + 1, to));
    if (set == INTERN_NONE) return "names a set of words that is not there";
    const vec *words = (const vec *)self->sets.at + set;
    const char *why = words->count ? NULL : "names a set without words";
    for (size_t i = 0; !why && i < words->count; i++) {
        rp_str word = ((const rp_str *)words->at)[i];
        buf made = { 0 };
        buf_str(&made, str_sub(name, 0, from));
        buf_str(&made, word);
        buf_str(&made, str_sub(name, to + 1, name.len));
        char *copy = made.failed ? NULL : arena_copy(self->mem, buf_view(&made));
        if (copy) why = make_names(self, (rp_str){ copy, made.len }, depth + 1, most);
        else self->failed = true;
        buf_free(&made);
        if (self->failed) break;
    }
    return why;
}

/* All names that a name stands for, or none of them. */
static void add_name(importer *self, rp_str name)
{
    vec *names = &self->now.names;
    size_t before = names->count, good = before;
    const char *why = parts_cells(name) ? flaw_of(name) : make_names(self, name, 0, before + MADE_MOST);
    if (why) {
        names->count = before;
        tell(self, name, why);
        return;
    }
    rp_str *all = names->at;
    for (size_t i = before; i < names->count; i++) {
        if ((why = flaw_of(all[i]))) tell(self, all[i], why);
        else all[good++] = all[i];
    }
    names->count = good;
}

/* "!SET! = A, B" */
static void add_set(importer *self, rp_str name, rp_str words)
{
    if (name.len <= 2 || name.at[name.len - 1] != '!') {
        tell(self, name, "is no name of a set: it wants a \"!\" at each end");
        return;
    }
    uint32_t known = intern_count(self->set_names), number = intern_add(self->set_names, str_sub(name, 1, name.len - 1));
    vec *set = number == known ? vec_add(&self->sets, self->mem) : NULL;
    if (number < known) tell(self, name, "is a set that stands above already");
    else if (!set) self->failed = true;
    if (!set) return;
    *set = vec_of(sizeof(rp_str));
    for (rp_str word; str_split(&words, ',', &word);) {
        word = str_trim(word);
        if (parts_cells(word)) {
            tell(self, word, flaw_of(word));
            continue;
        }
        rp_str *slot = vec_add(set, self->mem);
        if (slot) *slot = word;
        else self->failed = true;
    }
}

static void write_row(importer *self, const char *code, const char *sector, const dated_code *c, bool agent, char number)
{
    const entry *e = &self->now;
    const rp_str *names = e->names.at;
    if (number == 'p') write_name(e->plural, true, self->out);
    for (size_t i = 0; number != 'p' && i < e->names.count; i++) {
        if (i) buf_char(self->out, '|');
        write_name(names[i], agent, self->out);
    }
    buf_format(self->out, "\t%s\t%s\t%s\t%s\t%s\t%.*s\n", agent ? "" : code, sector, agent ? "role" : "organisation", c->from, c->to, number != 0, &number);
}

/* The plural of an agent: what stands in braces, nothing where they are empty, else the regular one. */
static rp_str plural_of(importer *self)
{
    entry *e = &self->now;
    if (e->has_plural || !e->names.count) return e->plural;
    buf low = { 0 }, made = { 0 };
    write_name(*(const rp_str *)e->names.at, true, &low);
    rp_str noun = buf_view(&low);
    bool man = str_ends(noun, RP_STR("man"));
    if (man) buf_str(&made, str_sub(noun, 0, noun.len - 2)), buf_text(&made, "en");
    else if (noun.len) inflect_plural(noun, &made);
    char *copy = made.failed || low.failed ? NULL : arena_copy(self->mem, buf_view(&made));
    rp_str plural = copy ? (rp_str){ copy, made.len } : RP_STR("");
    self->failed |= !copy;
    buf_free(&low);
    buf_free(&made);
    return plural;
}

/* Write the entry that ends here. */
static void end_entry(importer *self)
{
    entry *e = &self->now;
    const dated_code *codes = e->codes.at;
    e->plural = plural_of(self);
    for (size_t i = 0; i < e->codes.count && e->names.count; i++) {
        const dated_code *c = &codes[i];
        bool agent = c->code.at[0] == '~';
        char code[12];
        const char *sector;
        if (!take_code(self, agent ? str_sub(c->code, 1, c->code.len) : c->code, agent, code, &sector)) {
            self->skip(self->context, e->line, c->code, "is no code that the tables have");
            continue;
        }
        write_row(self, code, sector, c, agent, agent ? 's' : 0);
        if (agent && e->plural.len) write_row(self, code, sector, c, agent, 'p');
    }
    if (e->names.count && !e->codes.count) self->skip(self->context, e->line, *(const rp_str *)e->names.at, "has no code");
    e->names.count = e->codes.count = 0;        /* their room serves the next one */
    e->line = 0;
    e->plural = RP_STR("");
    e->has_plural = false;
}

/* The codes in brackets in a line. */
static void add_codes(importer *self, rp_str line)
{
    for (size_t at = str_find(line, '[', 0); at < line.len; at = str_find(line, '[', at + 1)) {
        size_t end = at + 1;
        while (end < line.len && line.at[end] != ']' && line.at[end] != '}') end++;      /* some of theirs end with a brace */
        rp_str inside = str_sub(line, at + 1, end);
        dated_code read, *slot = NULL;
        if (!read_code(inside, &read)) tell(self, inside, "cannot be read as a code with dates");
        else if (!self->now.line) tell(self, inside, "is a code of no name");
        else if (!(slot = vec_add(&self->now.codes, self->mem))) self->failed = true;
        if (slot) *slot = read;
        at = end;
        if (at >= line.len) break;
    }
}

static void read_line(importer *self, rp_str line)
{
    size_t comment = str_find(line, ';', 0), hash = str_find(line, '#', 0);
    line = str_trim(str_sub(line, 0, comment < hash ? comment : hash));
    if (line.len == 0) return;
    size_t equals = str_find(line, '=', 0);
    if (line.at[0] == '!' && equals < line.len) {
        end_entry(self);
        add_set(self, str_trim(str_sub(line, 0, equals)), str_sub(line, equals + 1, line.len));
        return;
    }
    size_t bracket = str_find(line, '[', 0), brace = str_find(line, '{', 0);
    if (line.at[0] == '[') {            /* another code of the entry */
        add_codes(self, line);
        return;
    }
    rp_str name = str_trim(str_sub(line, line.at[0] == '+', bracket < brace ? bracket : brace));
    if (line.at[0] != '+') end_entry(self);
    if (!self->now.line) self->now.line = self->line;
    if (name.len) add_name(self, name);
    if (brace < bracket) {
        size_t end = str_find(line, '}', brace);
        rp_str plural = str_trim(str_sub(line, brace + 1, end));
        const char *why = plural.len ? flaw_of(plural) : NULL;
        if (why) tell(self, plural, why);
        self->now.plural = why ? RP_STR("") : plural;
        self->now.has_plural = true;
    }
    if (bracket < line.len) add_codes(self, str_sub(line, bracket, line.len));
}

static rp_code import_lines(importer *self, rp_str rest, rp_err *err)
{
    buf_text(self->out, "names\tcode\tsector\tkind\tfrom\tto\tnumber\n");
    for (rp_str line; !self->failed && str_split(&rest, '\n', &line);) {
        self->line++;
        read_line(self, line);
    }
    end_entry(self);
    return self->failed || self->out->failed ? error_set(err, RP_ENOMEM, "memory ended") : RP_OK;
}

rp_code petrarch_import(const actor_tables *tables, FILE *in, const char *name, petrarch_skip *skip, void *context, buf *out, rp_err *err)
{
    buf content = { 0 };
    importer self = { .tables = tables, .out = out, .skip = skip, .context = context, .now = { .names = vec_of(sizeof(rp_str)), .codes = vec_of(sizeof(dated_code)) },
                      .sets = vec_of(sizeof(vec)) };
    rp_code rc = file_read(in, name, FILE_MOST, &content, err);
    rp_str all = buf_view(&content);
    if (rc == RP_OK && utf8_check(all) < all.len) rc = error_at(err, RP_ETEXT, name, 0, "not UTF-8, or a NUL byte");
    if (rc == RP_OK && (!(self.mem = arena_new(0)) || !(self.set_names = intern_new()))) rc = error_set(err, RP_ENOMEM, "memory ended");
    if (rc == RP_OK) rc = import_lines(&self, all, err);
    intern_free(self.set_names);
    arena_free(self.mem);
    buf_free(&content);
    return rc;
}

/* ---- writing -------------------------------------------------------------------------------------------------------- */

static void write_words(rp_str name, buf *out)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        buf_char(out, c == ' ' ? '_' : is_lower((unsigned char)c) ? (char)(c - 32) : c);
    }
    buf_char(out, '_');
}

static void write_date(int32_t day, buf *out)
{
    rp_date d = date_of_day(day);
    buf_format(out, "%04d%02d%02d", d.year, d.month, d.day);
}

/* " [USAGOV 20010120-20090120]" */
static void write_code(const actor_tables *tables, const actor_reading *r, bool agent, buf *out)
{
    const char *code = actor_code(tables, r->code), *sector = actor_sector(tables, r->sector);
    buf_char(out, '[');
    if (agent) buf_char(out, '~');
    else {
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) if (strcmp(code, bodies[i].ours) == 0) {
            code = bodies[i].theirs;
            break;
        }
        buf_format(out, "%.3s", strlen(code) == 3 ? code : "IGO");
    }
    const char *theirs = sector;
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++) if (strcmp(sector, sectors[i].ours) == 0) {
        theirs = sectors[i].theirs;
        break;
    }
    buf_text(out, theirs);
    if (r->from != INT32_MIN || r->to != INT32_MAX) buf_char(out, ' ');
    if (r->from == INT32_MIN && r->to != INT32_MAX) buf_char(out, '<'), write_date(r->to, out);
    else if (r->from != INT32_MIN && r->to == INT32_MAX) buf_char(out, '>'), write_date(r->from, out);
    else if (r->from != INT32_MIN) write_date(r->from, out), buf_char(out, '-'), write_date(r->to, out);
    buf_char(out, ']');
}

static void write_entry(const actor_tables *tables, rp_str names, const actor_reading *readings, uint32_t count, bool agent, buf *out)
{
    rp_str name;
    if (!str_split(&names, '|', &name)) return;
    write_words(name, out);
    if (agent) buf_text(out, " {}");
    if (count == 1) buf_char(out, ' '), write_code(tables, readings, agent, out);
    buf_char(out, '\n');
    while (names.at && str_split(&names, '|', &name)) buf_char(out, '+'), write_words(name, out), buf_char(out, '\n');
    for (uint32_t i = 0; count > 1 && i < count; i++) buf_char(out, '\t'), write_code(tables, &readings[i], agent, out), buf_char(out, '\n');
}

static void export_column(const actor_tables *tables, unsigned which, bool agents, buf *out)
{
    lexicon_table t = lexicon_find_table(actor_lexicon(tables), actor_table_name(which));
    uint32_t names = lexicon_column(&t, actor_column_name(which));
    for (uint32_t i = 0; i < t.rows; i++) {
        uint32_t count;
        const actor_reading *readings = actor_readings(tables, which, i, &count);
        if (count && (agents || readings[0].code != ACTOR_NONE)) write_entry(tables, lexicon_cell(&t, i, names), readings, count, agents, out);
    }
}

static void export_own(const actor_tables *tables, bool agents, buf *out)
{
    lexicon_table t = lexicon_find_table(actor_own(tables), "own");
    uint32_t names = lexicon_column(&t, "names");
    for (uint32_t i = 0; i < t.rows; i++) {
        const actor_reading *r = actor_own_reading(tables, i);
        if ((r->kind == ACTOR_ROLE) == agents) write_entry(tables, lexicon_cell(&t, i, names), r, 1, agents, out);
    }
}

rp_code petrarch_export(const actor_tables *tables, bool agents, buf *out, rp_err *err)
{
    buf_format(out, "; %s of rapport, as a dictionary of the PETRARCH coders\n", agents ? "agents" : "actors");
    if (actor_own(tables)) export_own(tables, agents, out);
    else if (agents) export_column(tables, ACTOR_NAMES_ROLE, true, out);
    else for (unsigned which = 0; which < ACTOR_NAMES_ROLE; which++) export_column(tables, which, false, out);
    return out->failed ? error_set(err, RP_ENOMEM, "memory ended") : RP_OK;
}
