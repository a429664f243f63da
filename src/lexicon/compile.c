/* lexicon/compile.c - see lexicon/compile.h. Three passes: read tables, check references, write phrases and cells. */
#include "lexicon/compile.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/intern.h"
#include "base/utf8.h"
#include "lexicon/format.h"
#include "lexicon/inflect.h"
#include "lexicon/spelling.h"

#define COLUMNS_MAX 16
#define PHRASE_UNITS 16         /* units of the longest phrase */
#define TABLE_FILE_MAX ((size_t)256 << 20)

typedef enum cell_kind { CELL_TEXT, CELL_CODE, CELL_ID, CELL_NAMES, CELL_WORDS, CELL_INFLECTED, CELL_NOUNS, CELL_LIST, CELL_INT, CELL_NUMBER,
                         CELL_DATE, CELL_SET } cell_kind;

typedef struct column {
    rp_str name, kind_text, refers;
    cell_kind kind;
    bool required, unique;
    uint32_t domain;
    intern *values;             /* parts of all cells, for columns that refer here or must be unique; NULL: nobody asks */
} column;

typedef struct row {
    rp_str *cells;              /* [columns] */
    const char *file;
    uint32_t line;
} row;

typedef struct table {
    rp_str name;
    column columns[COLUMNS_MAX];
    uint32_t count;
    vec rows;                   /* row */
} table;

typedef struct edge { uint32_t node, word, next; } edge;

typedef struct placed {         /* an entry and the node it belongs to */
    uint32_t node, order;
    lexicon_entry entry;
} placed;

typedef struct compiler {
    const char *folder;
    arena *mem;
    vec tables;                 /* table */
    uint32_t domains;
    intern *words;              /* folded */
    vec word_info;              /* format_word, text filled at the end */
    vec same;                   /* uint32_t, for each word: itself, or one it is another spelling of */
    vec edges, placed;          /* edge, placed */
    edge **edge_slots;
    uint32_t edge_mask, nodes;
    rp_err *err;
} compiler;

/* ---- reading ------------------------------------------------------------------------------------------------------- */

static rp_code bad(compiler *c, const row *r, const char *format, ...) ERROR_PRINTF(3, 4);
static rp_code bad(compiler *c, const row *r, const char *format, ...)
{
    char why[400];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return error_at(c->err, RP_EFORMAT, r->file, r->line, "%s", why);
}

static rp_code no_memory(compiler *c) { return error_at(c->err, RP_ENOMEM, c->folder, 0, "memory ended while compiling the tables"); }

static rp_code add_row(compiler *c, table *t, const char *file, uint32_t number, rp_str line)
{
    row *r = vec_add(&t->rows, c->mem);
    rp_str *cells = arena_array(c->mem, t->count, sizeof *cells);
    if (!r || !cells) return no_memory(c);
    *r = (row){ cells, file, number };
    uint32_t n = 0;
    for (rp_str part; str_split(&line, '\t', &part); n++)
        if (n < t->count) cells[n] = part;
    if (n != t->count) return bad(c, r, "%u cells where the header has %u columns", (unsigned)n, (unsigned)t->count);
    return RP_OK;
}

static rp_code check_header(compiler *c, table *t, const char *file, uint32_t number, rp_str line)
{
    row here = { NULL, file, number };
    uint32_t n = 0;
    for (rp_str part; str_split(&line, '\t', &part); n++)
        if (n >= t->count || !str_eq(part, t->columns[n].name))
            return bad(c, &here, "column %u is \"%.*s\", schema.tsv has \"%.*s\" there", (unsigned)n + 1, (int)part.len, part.at,
                       n < t->count ? (int)t->columns[n].name.len : 0, n < t->count ? t->columns[n].name.at : "");
    return n == t->count ? RP_OK : bad(c, &here, "%u columns, schema.tsv has %u", (unsigned)n, (unsigned)t->count);
}

static rp_code read_file(compiler *c, table *t, const char *path)
{
    FILE *stream;
    buf content = { 0 };
    rp_code rc = file_open(path, &stream, c->err);
    if (rc != RP_OK) return rc;
    rc = file_read(stream, path, TABLE_FILE_MAX, &content, c->err);
    fclose(stream);
    const char *file = arena_copy(c->mem, str_of(path));
    char *copy = rc == RP_OK ? arena_copy(c->mem, buf_view(&content)) : NULL;
    rp_str rest = { copy, content.len }, line;
    buf_free(&content);
    if (rc != RP_OK) return rc;
    if (!copy || !file) return no_memory(c);
    size_t wrong = utf8_check(rest);
    uint32_t number = 0, lines_to_wrong = 1;
    for (size_t i = 0; i < wrong && i < rest.len; i++) lines_to_wrong += rest.at[i] == '\n';
    if (wrong < rest.len) return error_at(c->err, RP_EFORMAT, file, lines_to_wrong, "not UTF-8, or a NUL byte");
    bool header = false;
    while (rc == RP_OK && str_split(&rest, '\n', &line)) {
        number++;
        if (line.len == 0 && !rest.at) break;
        row here = { NULL, file, number };
        if (line.len && line.at[0] == '#') continue;
        if (line.len && line.at[line.len - 1] == '\r') return bad(c, &here, "line ends in CR LF; use LF alone");
        if (line.len == 0) return bad(c, &here, "empty line");
        rc = header ? add_row(c, t, file, number, line) : check_header(c, t, file, number, line);
        header = true;
    }
    if (rc == RP_OK && !header) rc = error_at(c->err, RP_EFORMAT, file, number, "no header row");
    return rc;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static rp_code read_table(compiler *c, table *t)
{
    char path[1024];
    struct stat st;
    snprintf(path, sizeof path, "%s/%.*s.tsv", c->folder, (int)t->name.len, t->name.at);
    if (stat(path, &st) == 0) return read_file(c, t, path);
    snprintf(path, sizeof path, "%s/%.*s", c->folder, (int)t->name.len, t->name.at);
    DIR *dir = opendir(path);
    if (!dir) return error_at(c->err, RP_EMISSING, path, 0, "no such table, neither a file with .tsv nor a folder");
    vec names = vec_of(sizeof(char *));
    rp_code rc = RP_OK;
    for (struct dirent *entry; rc == RP_OK && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.' || !str_ends(str_of(entry->d_name), RP_STR(".tsv"))) continue;
        char **slot = vec_add(&names, c->mem);
        if (!slot || !(*slot = arena_copy(c->mem, str_of(entry->d_name)))) rc = no_memory(c);
    }
    closedir(dir);
    if (names.count) qsort(names.at, names.count, sizeof(char *), by_name);
    for (size_t i = 0; rc == RP_OK && i < names.count; i++) {
        char file[2048];
        snprintf(file, sizeof file, "%s/%s", path, ((char **)names.at)[i]);
        rc = read_file(c, t, file);
    }
    return rc;
}

/* ---- schema -------------------------------------------------------------------------------------------------------- */

static table *table_named(compiler *c, rp_str name)
{
    table *tables = c->tables.at;
    for (size_t i = 0; i < c->tables.count; i++)
        if (str_eq(tables[i].name, name)) return &tables[i];
    return NULL;
}

static column *column_named(table *t, rp_str name)
{
    for (uint32_t i = 0; t && i < t->count; i++)
        if (str_eq(t->columns[i].name, name)) return &t->columns[i];
    return NULL;
}

static rp_code add_column(compiler *c, const row *r)
{
    static const struct { const char *name; cell_kind kind; } kinds[] = {
        { "text", CELL_TEXT }, { "code", CELL_CODE }, { "id", CELL_ID }, { "names", CELL_NAMES }, { "words", CELL_WORDS },
        { "inflected", CELL_INFLECTED }, { "nouns", CELL_NOUNS }, { "list", CELL_LIST }, { "int", CELL_INT }, { "number", CELL_NUMBER },
        { "date", CELL_DATE } };
    table *t = table_named(c, r->cells[0]);
    if (!t) {
        t = vec_add(&c->tables, c->mem);
        if (!t) return no_memory(c);
        t->name = r->cells[0];
        t->rows = vec_of(sizeof(row));
    }
    if (t->count == COLUMNS_MAX) return bad(c, r, "more than %d columns in a table", COLUMNS_MAX);
    column *col = &t->columns[t->count++];
    *col = (column){ .name = r->cells[1], .kind_text = r->cells[2], .refers = r->cells[4], .kind = CELL_SET, .domain = LEXICON_NONE };
    bool known = str_find(r->cells[2], '|', 0) < r->cells[2].len;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(r->cells[2], kinds[i].name)) col->kind = kinds[i].kind, known = true;
    if (!known) return bad(c, r, "no kind \"%.*s\"", (int)r->cells[2].len, r->cells[2].at);
    if (!str_is(r->cells[3], "") && !str_is(r->cells[3], "required") && !str_is(r->cells[3], "unique") && !str_is(r->cells[3], "key"))
        return bad(c, r, "no rule \"%.*s\"", (int)r->cells[3].len, r->cells[3].at);
    col->required = str_is(r->cells[3], "required") || str_is(r->cells[3], "key");
    col->unique = str_is(r->cells[3], "unique") || str_is(r->cells[3], "key");
    if (col->kind == CELL_NAMES || col->kind == CELL_WORDS || col->kind == CELL_INFLECTED) {
        if (c->domains == FORMAT_DOMAINS) return bad(c, r, "more than %u phrase columns", FORMAT_DOMAINS);
        col->domain = c->domains++;
    }
    col->values = intern_new();
    return col->values ? RP_OK : no_memory(c);
}

static rp_code read_schema(compiler *c)
{
    static const char *const names[] = { "table", "column", "kind", "rule", "refers" };
    table schema = { .rows = vec_of(sizeof(row)), .count = 5 };
    for (int i = 0; i < 5; i++) schema.columns[i].name = str_of(names[i]);
    char path[1024];
    snprintf(path, sizeof path, "%s/schema.tsv", c->folder);
    rp_code rc = read_file(c, &schema, path);
    for (size_t i = 0; rc == RP_OK && i < schema.rows.count; i++) rc = add_column(c, (row *)schema.rows.at + i);
    return rc;
}

/* ---- checks -------------------------------------------------------------------------------------------------------- */

static bool part_fits(cell_kind kind, rp_str kind_text, rp_str part)
{
    int64_t whole;
    double number;
    rp_date date;
    switch (kind) {
    case CELL_CODE:
        for (size_t i = 0; i < part.len; i++)
            if (!is_upper((unsigned char)part.at[i]) && !is_digit((unsigned char)part.at[i])) return false;
        return part.len >= 2 && part.len <= 11;
    case CELL_ID:
        for (size_t i = 0; i < part.len; i++)
            if (!is_lower((unsigned char)part.at[i]) && !is_digit((unsigned char)part.at[i]) && part.at[i] != '-') return false;
        return part.len > 0;
    case CELL_WORDS: case CELL_INFLECTED: case CELL_NOUNS:
        for (size_t i = 0; i < part.len; i++)
            if (is_upper((unsigned char)part.at[i])) return false;
        return str_trim(part).len == part.len && part.len > 0;
    case CELL_INT: return str_int(part, &whole);
    case CELL_NUMBER: return str_number(part, &number);
    case CELL_DATE: return date_parse(part, &date);
    case CELL_SET:
        for (rp_str one; str_split(&kind_text, '|', &one);)
            if (str_eq(one, part)) return true;
        return false;
    default: return str_trim(part).len == part.len && part.len > 0;
    }
}

static bool parted(cell_kind kind)
{
    return kind == CELL_NAMES || kind == CELL_WORDS || kind == CELL_NOUNS || kind == CELL_LIST;
}

static const char *what_fits(cell_kind kind)
{
    switch (kind) {
    case CELL_CODE: return "2 to 11 capital letters or digits";
    case CELL_ID: return "lower-case letters, digits and hyphens";
    case CELL_WORDS: case CELL_INFLECTED: case CELL_NOUNS: return "words in lower case, without space at the ends";
    case CELL_INT: return "a whole number";
    case CELL_NUMBER: return "a decimal number";
    case CELL_DATE: return "a date: YYYY, YYYY-MM or YYYY-MM-DD";
    case CELL_SET: return "one of the values in schema.tsv";
    default: return "words, without space at the ends";
    }
}

static rp_code check_cell(compiler *c, const row *r, column *col, rp_str cell)
{
    int name_len = (int)col->name.len;
    if (cell.len == 0)
        return col->required ? bad(c, r, "column %.*s must not be empty", name_len, col->name.at) : RP_OK;
    rp_str rest = cell, part;
    while (parted(col->kind) ? str_split(&rest, '|', &part) : rest.at != NULL) {
        if (!parted(col->kind)) part = rest, rest.at = NULL;
        if (!part_fits(col->kind, col->kind_text, part))
            return bad(c, r, "column %.*s: \"%.*s\" is not %s", name_len, col->name.at, (int)part.len, part.at, what_fits(col->kind));
        if (!col->values) continue;
        uint32_t before = intern_count(col->values);
        if (intern_add(col->values, part) == INTERN_NONE) return no_memory(c);
        if (col->unique && intern_count(col->values) == before)
            return bad(c, r, "column %.*s: \"%.*s\" stands in an earlier row too", name_len, col->name.at, (int)part.len, part.at);
    }
    return RP_OK;
}

static rp_code check_references(compiler *c, table *t, uint32_t k)
{
    column *col = &t->columns[k];
    size_t dot = str_find(col->refers, '.', 0);
    column *to = dot < col->refers.len ? column_named(table_named(c, str_sub(col->refers, 0, dot)),
                                                      str_sub(col->refers, dot + 1, col->refers.len)) : NULL;
    if (!to) return error_at(c->err, RP_EFORMAT, "schema.tsv", 0, "%.*s.%.*s refers to \"%.*s\", which is no TABLE.COLUMN",
                             (int)t->name.len, t->name.at, (int)col->name.len, col->name.at, (int)col->refers.len, col->refers.at);
    const row *rows = t->rows.at;
    for (size_t i = 0; i < t->rows.count; i++) {
        rp_str rest = rows[i].cells[k], part;
        while (rest.len && str_split(&rest, parted(col->kind) ? '|' : '\t', &part))
            if (intern_find(to->values, part) == INTERN_NONE)
                return bad(c, &rows[i], "column %.*s: \"%.*s\" does not stand in %.*s", (int)col->name.len, col->name.at,
                           (int)part.len, part.at, (int)col->refers.len, col->refers.at);
    }
    return RP_OK;
}

/* Dates of a row in order: `from` not after `to`. */
static rp_code check_order(compiler *c, table *t, const row *r)
{
    rp_date from = { 0 }, to = { 0 };
    for (uint32_t k = 0; k < t->count; k++) {
        if (t->columns[k].kind != CELL_DATE) continue;
        if (str_is(t->columns[k].name, "from")) date_parse(r->cells[k], &from);
        if (str_is(t->columns[k].name, "to")) date_parse(r->cells[k], &to);
    }
    if (date_known(from) && date_known(to) && date_first_day(from) > date_last_day(to)) return bad(c, r, "`from` is later than `to`");
    return RP_OK;
}

static rp_code check_table(compiler *c, table *t)
{
    rp_code rc = RP_OK;
    const row *rows = t->rows.at;
    for (size_t i = 0; rc == RP_OK && i < t->rows.count; i++) {
        for (uint32_t k = 0; rc == RP_OK && k < t->count; k++) rc = check_cell(c, &rows[i], &t->columns[k], rows[i].cells[k]);
        if (rc == RP_OK) rc = check_order(c, t, &rows[i]);
    }
    return rc;
}

/* ---- phrases ------------------------------------------------------------------------------------------------------- */

/* The word that spelling `n` counts as. */
static uint32_t word_of_spelling(compiler *c, uint32_t n)
{
    uint32_t *same = c->same.at;
    while (same[n] != n) n = same[n] = same[same[n]];
    return n;
}

static uint32_t word_number(compiler *c, rp_str folded)
{
    uint32_t n = intern_add(c->words, folded);
    while (n != INTERN_NONE && c->word_info.count <= n) {
        format_word *w = vec_add(&c->word_info, c->mem);
        uint32_t *same = vec_add(&c->same, c->mem);
        if (!w || !same) return INTERN_NONE;
        *same = (uint32_t)c->word_info.count - 1;
        *w = (format_word){ .singular = *same };
    }
    return n == INTERN_NONE ? n : word_of_spelling(c, n);
}

static bool unite(compiler *c, rp_str one, rp_str other)
{
    uint32_t a = word_number(c, one), b = word_number(c, other);
    if (a == INTERN_NONE || b == INTERN_NONE) return false;
    ((uint32_t *)c->same.at)[a > b ? a : b] = a > b ? b : a;
    return true;
}

/* The other spellings of the words of a name. */
static bool spell_name(compiler *c, const spelling *rules, rp_str name)
{
    char others[SPELLING_MOST][UNIT_FOLDED];
    bool ok = true;
    uint32_t at = 0;
    for (unit u; ok && unit_next(name, &at, (uint32_t)name.len, &u);) {
        char folded[UNIT_FOLDED];
        rp_str word = { folded, unit_fold(name, &u, folded) };
        size_t n = word.len ? spelling_by_rule(rules, str_sub(name, u.start, u.end), word, others) : 0;
        for (size_t i = 0; ok && i < n; i++) ok = unite(c, word, str_of(others[i]));
    }
    return ok;
}

/* Before any phrase is added: which words are spellings of one name, by the table en/spellings. */
static rp_code add_spellings(compiler *c)
{
    table *t = table_named(c, RP_STR("en/spellings")), *tables = c->tables.at;
    column *kind = column_named(t, RP_STR("kind")), *forms = column_named(t, RP_STR("forms"));
    spelling rules = { .count = 0 };
    if (!t || !kind || !forms) return RP_OK;
    const row *rows = t->rows.at;
    for (size_t i = 0; i < t->rows.count; i++) {
        rp_str rest = rows[i].cells[forms - t->columns], first, other;
        if (str_is(rows[i].cells[kind - t->columns], "ending")) {
            if (!spelling_add_endings(&rules, rest)) return bad(c, &rows[i], "more than %d rows of endings, or %d of one kind", SPELLING_RULES, SPELLING_ENDINGS);
            continue;
        }
        str_split(&rest, '|', &first);
        while (str_split(&rest, '|', &other)) if (!unite(c, first, other)) return no_memory(c);
    }
    for (size_t i = 0; i < c->tables.count; i++)
        for (uint32_t k = 0; k < tables[i].count; k++)
            for (size_t n = 0; tables[i].columns[k].kind == CELL_NAMES && n < tables[i].rows.count; n++)
                if (!spell_name(c, &rules, ((row *)tables[i].rows.at)[n].cells[k])) return no_memory(c);
    return RP_OK;
}

static uint32_t edge_hash(uint32_t node, uint32_t word)
{
    uint64_t key = ((uint64_t)node << 32 | word) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(key >> 32);
}

static bool grow_edges(compiler *c)
{
    if (c->edges.count * 2 < c->edge_mask) return true;
    uint32_t mask = c->edge_mask ? c->edge_mask * 2 + 1 : 0xFFFF;
    edge **slots = arena_array(c->mem, (size_t)mask + 1, sizeof *slots);
    if (!slots) return false;
    for (uint32_t i = 0; c->edge_mask && i <= c->edge_mask; i++) {
        if (!c->edge_slots[i]) continue;
        uint32_t at = edge_hash(c->edge_slots[i]->node, c->edge_slots[i]->word) & mask;
        while (slots[at]) at = (at + 1) & mask;
        slots[at] = c->edge_slots[i];
    }
    c->edge_slots = slots;
    c->edge_mask = mask;
    return true;
}

/* The node behind `node` by `word`, made on first sight; 0: memory ended. */
static uint32_t follow(compiler *c, uint32_t node, uint32_t word)
{
    if (!grow_edges(c)) return 0;
    uint32_t at = edge_hash(node, word) & c->edge_mask;
    for (; c->edge_slots[at]; at = (at + 1) & c->edge_mask)
        if (c->edge_slots[at]->node == node && c->edge_slots[at]->word == word) return c->edge_slots[at]->next;
    edge *e = arena_alloc(c->mem, sizeof *e);
    edge **slot = vec_add(&c->edges, c->mem);
    if (!e || !slot) return 0;
    *e = (edge){ node, word, c->nodes++ };
    *slot = e;
    c->edge_slots[at] = e;
    return e->next;
}

static rp_code add_phrase(compiler *c, const row *r, uint32_t number, const column *col, rp_str phrase, unsigned form);

/* "J.B.M. Hertzog" is written "J. B. M. Hertzog", too, and the other way round. */
static rp_code add_initials(compiler *c, const row *r, uint32_t number, const column *col, rp_str name)
{
    buf other = { 0 };
    rp_code rc = RP_OK;
    if (spelling_initials(name, &other)) rc = other.failed ? no_memory(c) : add_phrase(c, r, number, col, buf_view(&other), 0);
    buf_free(&other);
    return rc;
}

static rp_code add_phrase(compiler *c, const row *r, uint32_t number, const column *col, rp_str phrase, unsigned form)
{
    uint32_t at = 0, node = col->domain, count = 0, caps = 0;
    for (unit u; unit_next(phrase, &at, (uint32_t)phrase.len, &u); count++) {
        char folded[UNIT_FOLDED];
        size_t len = unit_fold(phrase, &u, folded);
        if (len == 0) return bad(c, r, "\"%.*s\": a word is too long for look-up", (int)phrase.len, phrase.at);
        if (count == PHRASE_UNITS) return bad(c, r, "\"%.*s\": more than %d words", (int)phrase.len, phrase.at, PHRASE_UNITS);
        uint32_t word = word_number(c, (rp_str){ folded, len });
        if (word == INTERN_NONE || !(node = follow(c, node, word))) return no_memory(c);
        if (count == 0) {
            format_word *info = (format_word *)c->word_info.at + word;
            info->starts |= 1u << col->domain;
            if (col->kind != CELL_NAMES || u.caps == UNIT_LOWER) info->starts_lower |= 1u << col->domain;
        }
        if (col->kind == CELL_NAMES) caps |= (uint32_t)u.caps << (2 * count);
    }
    if (count == 0) return bad(c, r, "\"%.*s\" holds no word", (int)phrase.len, phrase.at);
    if (number >= LEXICON_ROWS) return bad(c, r, "a table has %u rows at most", LEXICON_ROWS);
    placed *p = c->placed.at;
    for (size_t i = c->placed.count; i-- > 0 && p[i].entry.row == number;)
        if (p[i].node == node && p[i].entry.caps == caps) {     /* past and participle alike: one entry, two forms; "NATO|Nato" are two */
            p[i].entry.form = (p[i].entry.form | form) & 0xFF;
            return RP_OK;
        }
    p = vec_add(&c->placed, c->mem);
    if (!p) return no_memory(c);
    *p = (placed){ node, (uint32_t)c->placed.count - 1, { number & (LEXICON_ROWS - 1), form & 0xFF, count & 31, caps } };
    return RP_OK;
}

/* The cell of another table's row whose `key` column is `word`; {NULL}: none. */
static rp_str irregular(compiler *c, const char *table_name, const char *key, rp_str word, const char *wanted)
{
    table *t = table_named(c, str_of(table_name));
    if (!t) return (rp_str){ NULL, 0 };
    column *k = column_named(t, str_of(key)), *w = column_named(t, str_of(wanted));
    if (!k || !w) return (rp_str){ NULL, 0 };
    const row *rows = t->rows.at;
    for (size_t i = 0; i < t->rows.count; i++)
        if (str_eq(rows[i].cells[k - t->columns], word)) return rows[i].cells[w - t->columns];
    return (rp_str){ NULL, 0 };
}

/* Add the phrase with its head word in every spelling of one form: `before` + form + `after`. */
static rp_code add_forms(compiler *c, const row *r, uint32_t number, const column *col, rp_str before, rp_str forms, rp_str after, unsigned form)
{
    rp_code rc = RP_OK;
    for (rp_str one; rc == RP_OK && str_split(&forms, '|', &one);) {
        buf phrase = { 0 };
        buf_str(&phrase, before);
        buf_str(&phrase, one);
        buf_str(&phrase, after);
        rc = phrase.failed ? no_memory(c) : add_phrase(c, r, number, col, buf_view(&phrase), form);
        buf_free(&phrase);
    }
    return rc;
}

static rp_code add_verb(compiler *c, const row *r, uint32_t number, const column *col, rp_str phrase)
{
    static const struct { unsigned form; const char *column; } forms[] = {
        { LEXICON_FORM_BASE, "lemma" }, { LEXICON_FORM_THIRD, "third" }, { LEXICON_FORM_PAST, "past" },
        { LEXICON_FORM_PARTICIPLE, "participle" }, { LEXICON_FORM_GERUND, "gerund" } };
    size_t space = str_find(phrase, ' ', 0);
    rp_str head = str_sub(phrase, 0, space), after = str_sub(phrase, space, phrase.len);
    rp_code rc = RP_OK;
    for (size_t i = 0; rc == RP_OK && i < sizeof forms / sizeof *forms; i++) {
        buf regular = { 0 };
        rp_str listed = irregular(c, "en/irregular", "lemma", head, forms[i].column);
        inflect_verb(head, forms[i].form, &regular);
        rc = add_forms(c, r, number, col, RP_STR(""), listed.at ? listed : buf_view(&regular), after, forms[i].form);
        buf_free(&regular);
    }
    return rc;
}

static rp_code add_noun(compiler *c, const row *r, uint32_t number, const column *col, rp_str phrase)
{
    rp_code rc = add_phrase(c, r, number, col, phrase, LEXICON_FORM_SINGULAR);
    if (rc != RP_OK) return rc;
    rp_str whole = irregular(c, "en/plurals", "singular", phrase, "plural");
    if (whole.at) return add_forms(c, r, number, col, RP_STR(""), whole, RP_STR(""), LEXICON_FORM_PLURAL);
    size_t head = phrase.len;
    while (head && phrase.at[head - 1] != ' ' && phrase.at[head - 1] != '-') head--;
    rp_str noun = str_sub(phrase, head, phrase.len), listed = irregular(c, "en/plurals", "singular", noun, "plural");
    buf regular = { 0 };
    inflect_plural(noun, &regular);
    rc = add_forms(c, r, number, col, str_sub(phrase, 0, head), listed.at ? listed : buf_view(&regular), RP_STR(""), LEXICON_FORM_PLURAL);
    buf_free(&regular);
    return rc;
}

/* Words of a `nouns` cell get numbers, their plurals point to the singular. */
static rp_code add_object(compiler *c, rp_str noun)
{
    rp_str rest = noun, part;
    uint32_t word = INTERN_NONE;
    while (str_split(&rest, ' ', &part)) {
        char folded[UNIT_FOLDED];
        word = word_number(c, (rp_str){ folded, utf8_fold(part, folded, sizeof folded) });
        if (word == INTERN_NONE) return no_memory(c);
        noun = part;
    }
    rp_str listed = irregular(c, "en/plurals", "singular", noun, "plural");
    buf regular = { 0 };
    inflect_plural(noun, &regular);
    rest = listed.at ? listed : buf_view(&regular);
    rp_code rc = RP_OK;
    while (rc == RP_OK && str_split(&rest, '|', &part)) {
        uint32_t plural = word_number(c, part);
        if (plural == INTERN_NONE) rc = no_memory(c);
        else ((format_word *)c->word_info.at)[plural].singular = word;
    }
    buf_free(&regular);
    return rc;
}

static rp_code add_cell(compiler *c, table *t, uint32_t number, uint32_t k)
{
    const row *r = (row *)t->rows.at + number;
    const column *col = &t->columns[k];
    rp_str rest = r->cells[k], part;
    if (rest.len == 0) return RP_OK;
    if (col->kind == CELL_INFLECTED) {
        column *pos = column_named(t, RP_STR("pos"));
        if (!pos) return bad(c, r, "an inflected column needs a column pos beside it");
        return str_is(r->cells[pos - t->columns], "verb") ? add_verb(c, r, number, col, rest) : add_noun(c, r, number, col, rest);
    }
    rp_code rc = RP_OK;
    while (rc == RP_OK && str_split(&rest, '|', &part)) {
        rc = col->kind == CELL_NOUNS ? add_object(c, part) : add_phrase(c, r, number, col, part, 0);
        if (rc == RP_OK && col->kind == CELL_NAMES) rc = add_initials(c, r, number, col, part);
    }
    return rc;
}

static rp_code add_phrases(compiler *c)
{
    table *tables = c->tables.at;
    c->nodes = c->domains ? c->domains : 1;
    rp_code rc = add_spellings(c);
    for (size_t i = 0; i < c->tables.count; i++)
        for (uint32_t k = 0; k < tables[i].count; k++) {
            cell_kind kind = tables[i].columns[k].kind;
            if (kind != CELL_NAMES && kind != CELL_WORDS && kind != CELL_INFLECTED && kind != CELL_NOUNS) continue;
            for (uint32_t n = 0; rc == RP_OK && n < tables[i].rows.count; n++) rc = add_cell(c, &tables[i], n, k);
        }
    return rc;
}

/* ---- writing ------------------------------------------------------------------------------------------------------- */

static int by_node(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    if (x->node != y->node) return x->node < y->node ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int by_parent(const void *a, const void *b)
{
    const edge *x = *(edge *const *)a, *y = *(edge *const *)b;
    if (x->node != y->node) return x->node < y->node ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

/* Number the nodes anew, level by level, so that the children of each stand together; entries go with their nodes. */
static bool lay_out(compiler *c, format_node *nodes, uint32_t *steps)
{
    uint32_t *first = arena_array(c->mem, (size_t)c->nodes + 1, sizeof *first), *order = arena_array(c->mem, (size_t)c->nodes + 1, sizeof *order);
    uint32_t *renamed = arena_array(c->mem, (size_t)c->nodes + 1, sizeof *renamed), n = c->domains;
    edge **edges = c->edges.at;
    placed *p = c->placed.at;
    if (!first || !order || !renamed) return false;
    if (c->edges.count) qsort(edges, c->edges.count, sizeof *edges, by_parent);
    for (size_t i = 0; i < c->edges.count; i++) first[edges[i]->node + 1]++;
    for (uint32_t i = 0; i < c->nodes; i++) first[i + 1] += first[i];
    for (uint32_t i = 0; i < n; i++) order[i] = i, steps[i] = LEXICON_NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t old = order[i];
        nodes[i].child = n;
        renamed[old] = i;
        for (uint32_t e = first[old]; e < first[old + 1]; e++) order[n] = edges[e]->next, steps[n++] = edges[e]->word;
    }
    nodes[n].child = n;
    for (size_t i = 0; i < c->placed.count; i++) p[i].node = renamed[p[i].node];
    if (c->placed.count) qsort(p, c->placed.count, sizeof *p, by_node);
    for (uint32_t i = 0, e = 0; i <= n; i++) {
        while (e < c->placed.count && p[e].node < i) e++;
        nodes[i].entry = e;
    }
    return true;
}

/* The sections that are gathered before they are written. */
typedef struct writer {
    compiler *c;
    intern *known;              /* the texts */
    buf strings;
    vec places, tables, columns, cells;     /* uint32_t, format_table, format_column, format_text */
    bool failed;                /* memory ended, or the words reach too far */
} writer;

/* The number of a text; equal texts are written once. */
static format_text put_text(writer *w, rp_str s)
{
    uint32_t before = intern_count(w->known), n = intern_add(w->known, s);
    uint32_t *place = n == before ? vec_add(&w->places, w->c->mem) : NULL;
    if (n == INTERN_NONE || (n == before && !place)) {
        w->failed = true;
        return 0;
    }
    if (place) {
        *place = (uint32_t)w->strings.len;
        buf_str(&w->strings, s);
    }
    return n;
}

/* The texts of the words: before all others, so that their places are small numbers. */
static void gather_words(writer *w)
{
    format_word *words = w->c->word_info.at;
    for (uint32_t i = 0; !w->failed && i < w->c->word_info.count; i++) {
        rp_str word = intern_at(w->c->words, i);
        put_text(w, word);
        w->failed |= w->strings.len >= FORMAT_WORDS_END;
        words[i].text = (uint32_t)(w->strings.len - word.len) << 8 | (uint32_t)word.len;
        if (word_of_spelling(w->c, i) != i) words[i].singular = FORMAT_SPELLING | word_of_spelling(w->c, i);
    }
}

/* A table with its columns and cells. */
static void gather_table(writer *w, const table *t)
{
    arena *mem = w->c->mem;
    format_table *head = vec_add(&w->tables, mem);
    if ((w->failed |= !head)) return;
    *head = (format_table){ put_text(w, t->name), (uint32_t)t->rows.count, t->count, (uint32_t)w->columns.count, (uint32_t)w->cells.count };
    for (uint32_t k = 0; !w->failed && k < t->count; k++) {
        format_column *col = vec_add(&w->columns, mem);
        if ((w->failed |= !col)) return;
        *col = (format_column){ put_text(w, t->columns[k].name), t->columns[k].domain };
    }
    const row *here = t->rows.at;
    for (size_t n = 0; n < t->rows.count; n++, here++)
        for (uint32_t k = 0; !w->failed && k < t->count; k++) {
            format_text *cell = vec_add(&w->cells, mem);
            if ((w->failed |= !cell)) return;
            bool same = n > 0 && str_eq(here->cells[k], here[-1].cells[k]);     /* most columns repeat themselves */
            *cell = same ? cell[-(ptrdiff_t)t->count] : put_text(w, here->cells[k]);
        }
}

static uint32_t slots_for(size_t count) { return (uint32_t)(count * 4 / 3) + 16; }

/* The hash table over the words: slots_for of them. NULL: memory ended. */
static uint32_t *hash_words(const compiler *c)
{
    uint32_t size = slots_for(c->word_info.count), *slots = arena_array(c->mem, size, sizeof *slots);
    for (uint32_t i = 0; slots && i < c->word_info.count; i++) {
        rp_str text = intern_at(c->words, i);
        uint32_t at = format_slot((uint32_t)hash_bytes(text.at, text.len, 0), size);
        while (slots[at]) at = format_next(at, size);
        slots[at] = i + 1;
    }
    return slots;
}

static void section(buf *out, format_header *h, format_section which, const void *items, size_t count, size_t size)
{
    while (out->len % 8) buf_char(out, 0);
    h->section[which].offset = (uint32_t)out->len;
    h->section[which].count = (uint32_t)count;
    buf_add(out, items, count * size);
}

static void section_of(buf *out, format_header *h, format_section which, const vec *items) { section(out, h, which, items->at, items->count, items->size); }

/* Everything gathered, in the order of the sections, behind its header. False: memory ended. */
static bool write_sections(writer *w, buf *out)
{
    compiler *c = w->c;
    size_t nodes_count = (size_t)c->nodes + 1;
    uint32_t *slots = hash_words(c), *steps = arena_array(c->mem, nodes_count, sizeof *steps);
    format_node *nodes = arena_array(c->mem, nodes_count, sizeof *nodes);
    lexicon_entry *entries = arena_array(c->mem, c->placed.count + 1, sizeof *entries);
    if (!slots || !steps || !nodes || !entries || !lay_out(c, nodes, steps)) return false;
    const placed *p = c->placed.at;
    for (size_t i = 0; i < c->placed.count; i++) entries[i] = p[i].entry;
    format_header h = { .magic = FORMAT_MAGIC, .version = FORMAT_VERSION, .order = FORMAT_ORDER, .domains = c->domains };
    buf_add(out, (const char *)&h, sizeof h);
    section(out, &h, FORMAT_STRINGS, w->strings.at, w->strings.len, 1);
    section_of(out, &h, FORMAT_PLACES, &w->places);
    section_of(out, &h, FORMAT_TABLES, &w->tables);
    section_of(out, &h, FORMAT_COLUMNS, &w->columns);
    section_of(out, &h, FORMAT_CELLS, &w->cells);
    section_of(out, &h, FORMAT_WORDS, &c->word_info);
    section(out, &h, FORMAT_SLOTS, slots, slots_for(c->word_info.count), sizeof *slots);
    section(out, &h, FORMAT_NODES, nodes, nodes_count, sizeof *nodes);
    section(out, &h, FORMAT_STEPS, steps, c->nodes, sizeof *steps);
    section(out, &h, FORMAT_ENTRIES, entries, c->placed.count, sizeof *entries);
    if (out->failed || out->len > UINT32_MAX) return false;
    h.size = out->len;
    h.checksum = hash_bytes(out->at + sizeof h, out->len - sizeof h, 0);
    memcpy(out->at, &h, sizeof h);
    return true;
}

static rp_code write_out(compiler *c, buf *out)
{
    writer w = { .c = c, .known = intern_new(), .places = vec_of(sizeof(uint32_t)), .tables = vec_of(sizeof(format_table)),
                 .columns = vec_of(sizeof(format_column)), .cells = vec_of(sizeof(format_text)) };
    w.failed = !w.known;
    gather_words(&w);
    const table *tables = c->tables.at;
    for (size_t i = 0; !w.failed && i < c->tables.count; i++) gather_table(&w, &tables[i]);
    uint32_t *end = w.failed ? NULL : vec_add(&w.places, c->mem);       /* of the last text */
    if (end) *end = (uint32_t)w.strings.len;
    bool written = end && !w.strings.failed && write_sections(&w, out);
    intern_free(w.known);
    buf_free(&w.strings);
    return written ? RP_OK : no_memory(c);
}

static compiler compiler_new(const char *folder, rp_err *err)
{
    return (compiler){ .folder = folder, .mem = arena_new(0), .words = intern_new(), .err = err, .tables = vec_of(sizeof(table)),
                       .word_info = vec_of(sizeof(format_word)), .same = vec_of(sizeof(uint32_t)), .edges = vec_of(sizeof(edge *)), .placed = vec_of(sizeof(placed)) };
}

static void compiler_free(compiler *c)
{
    table *tables = c->tables.at;
    for (size_t i = 0; i < c->tables.count; i++)
        for (uint32_t k = 0; k < tables[i].count; k++) intern_free(tables[i].columns[k].values);
    intern_free(c->words);
    arena_free(c->mem);
}

static uint32_t column_count(compiler *c, const char *name, rp_str wanted)
{
    const table *t = table_named(c, str_of(name));
    uint32_t n = 0;
    for (uint32_t i = 0; t && i < t->count; i++) n += str_eq(t->columns[i].name, wanted);
    return n;
}

/* The columns that the header of a file names, by the lines of a schema. */
static rp_code read_own_header(compiler *c, const char *path, rp_str header, uint32_t line, const char *name, const char *schema)
{
    row here = { NULL, path, line };
    rp_str rest = header, wanted;
    while (str_split(&rest, '\t', &wanted)) {
        rp_str lines = str_of(schema), one;
        bool known = false;
        while (!known && str_split(&lines, '\n', &one)) {
            rp_str *cells = arena_array(c->mem, 5, sizeof *cells);
            if (!cells) return no_memory(c);
            cells[0] = str_of(name);
            for (int k = 1; k < 4; k++) if (!str_split(&one, '\t', &cells[k])) cells[k] = RP_STR("");
            cells[4] = RP_STR("");
            known = str_eq(cells[1], wanted);
            row r = { cells, path, line };
            if (!known) continue;
            if (add_column(c, &r) != RP_OK) return c->err->code;
            table *t = table_named(c, cells[0]);
            column *added = &t->columns[t->count - 1];
            intern_free(added->values);
            added->values = NULL;
        }
        if (known && column_count(c, name, wanted) > 1) return bad(c, &here, "column \"%.*s\" stands twice", (int)wanted.len, wanted.at);
        if (!known) return bad(c, &here, "there is no column \"%.*s\"", (int)wanted.len, wanted.at);
    }
    table *t = table_named(c, str_of(name));
    rp_str lines = str_of(schema), one;
    while (str_split(&lines, '\n', &one)) {
        rp_str cell, rule = RP_STR("");
        str_split(&one, '\t', &cell);
        if (!str_split(&one, '\t', &rule) || !str_split(&one, '\t', &rule)) continue;
        if (str_is(rule, "required") && !column_named(t, cell)) return bad(c, &here, "there must be a column \"%.*s\"", (int)cell.len, cell.at);
    }
    return RP_OK;
}

rp_code lexicon_compile_file(const char *path, const char *name, const char *schema, buf *out, rp_err *err)
{
    rp_err own;
    compiler c = compiler_new(path, err ? err : &own);
    FILE *stream = NULL;
    buf content = { 0 };
    rp_code rc = c.mem && c.words ? file_open(path, &stream, c.err) : no_memory(&c);
    if (rc == RP_OK) rc = file_read(stream, path, TABLE_FILE_MAX, &content, c.err);
    if (stream) fclose(stream);
    rp_str rest = buf_view(&content), line = RP_STR("");
    uint32_t number = 0;
    bool header = false;
    while (rc == RP_OK && !header && str_split(&rest, '\n', &line)) number++, header = line.len && line.at[0] != '#';
    if (rc == RP_OK && !header) rc = error_at(c.err, RP_EFORMAT, path, 0, "no header row");
    if (rc == RP_OK) rc = read_own_header(&c, path, line, number, name, schema);
    if (rc == RP_OK) rc = read_file(&c, c.tables.at, path);
    if (rc == RP_OK) rc = check_table(&c, c.tables.at);
    if (rc == RP_OK) rc = add_phrases(&c);
    if (rc == RP_OK) rc = write_out(&c, out);
    buf_free(&content);
    compiler_free(&c);
    return rc;
}

rp_code lexicon_compile(const char *folder, buf *out, rp_err *err)
{
    compiler c = compiler_new(folder, err);
    rp_code rc = c.mem && c.words ? read_schema(&c) : no_memory(&c);
    table *tables = c.tables.at;
    for (size_t i = 0; rc == RP_OK && i < c.tables.count; i++) rc = read_table(&c, &tables[i]);
    for (size_t i = 0; rc == RP_OK && i < c.tables.count; i++) rc = check_table(&c, &tables[i]);
    for (size_t i = 0; rc == RP_OK && i < c.tables.count; i++)
        for (uint32_t k = 0; rc == RP_OK && k < tables[i].count; k++)
            if (tables[i].columns[k].refers.len) rc = check_references(&c, &tables[i], k);
    if (rc == RP_OK) rc = add_phrases(&c);
    if (rc == RP_OK) rc = write_out(&c, out);
    compiler_free(&c);
    return rc;
}
