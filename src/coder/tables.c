/* coder/tables.c - see coder/tables.h and the section "tables and coder" of rapport.h. */
#include "coder/tables.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/hash.h"

/* The compiled tables inside the library: see coder/tables_main.c. */
extern const char rapport_tables_begin[], rapport_tables_end[];
/* The event model inside the library, the only one there is: it begins with its weigh_header. */
extern const char rapport_events_model[];

#ifndef RAPPORT_VERSION
#define RAPPORT_VERSION "0.1.0"
#endif

const char *rapport_version(void) { return RAPPORT_VERSION; }
const char *rapport_tables_version(const rapport *self) { return self->version; }

/* All that decides how a text is coded, but for the program: another version means that coding again may give something else. */
static void set_version(rapport *self)
{
    /* the event model by its header, which holds the checksum of the rest */
    const lexicon *own = actor_own(self->actors);
    const uint64_t parts[] = { lexicon_version(self->lexicon), own ? lexicon_version(own) : 0, parser_version(self->parser),
                               hash_bytes(rapport_events_model, sizeof(weigh_header), 0), self->weights.version };
    snprintf(self->version, sizeof self->version, "%016llx", (unsigned long long)hash_bytes(parts, sizeof parts, 0));
}

static rp_code load(rapport *self, const char *path, rp_err *err)
{
    rp_code rc;
    if (path) {
        if ((rc = file_map_open(path, &self->file, err)) != RP_OK) return rc;
        rc = lexicon_new(self->file.at, self->file.size, path, &self->lexicon, err);
    } else {
        rc = lexicon_new_built_in(rapport_tables_begin, (size_t)(rapport_tables_end - rapport_tables_begin), &self->lexicon, err);
    }
    if (rc == RP_OK) rc = text_rules_new(self->lexicon, &self->rules, err);
    if (rc == RP_OK) rc = word_classes_new(self->lexicon, &self->classes, err);
    if (rc == RP_OK && (rc = actor_tables_new(self->lexicon, &self->actors, err)) != RP_OK && path) error_input(err, path);
    if (rc == RP_OK) rc = calendar_new(self->lexicon, &self->calendar, err);
    if (rc == RP_OK) rc = ontology_new(self->lexicon, &self->ontology, err);
    if (rc == RP_OK) rc = frame_table_new(self->lexicon, self->ontology, &self->frames, err);
    if (rc == RP_OK) rc = kind_table_new(self->lexicon, &self->kinds, err);
    if (rc == RP_OK) rc = parser_new_built_in(NULL, &self->parser, err);
    if (rc == RP_OK) rc = weigher_new_built_in(&self->weigher, err);
    if (rc == RP_OK) rc = weights_built_in(&self->weights, err);
    if (rc == RP_OK) set_version(self);
    return rc;
}

rp_code rapport_use_actors(rapport *self, const char *path, rp_err *err)
{
    rp_code rc = actor_add_own(self->actors, path, err);
    if (rc == RP_OK) set_version(self);
    return rc;
}

rp_code rapport_open(const char *path, rapport **out, rp_err *err)
{
    *out = NULL;
    rapport *self = calloc(1, sizeof *self);
    if (!self) return error_set(err, RP_ENOMEM, "memory ended while opening the tables");
    rp_code rc = load(self, path, err);
    if (rc == RP_OK) *out = self;
    else rapport_close(self);
    return rc;
}

void rapport_close(rapport *self)
{
    if (!self) return;
    weigher_free(self->weigher);
    parser_free(self->parser);
    kind_table_free(self->kinds);
    frame_table_free(self->frames);
    ontology_free(self->ontology);
    calendar_free(self->calendar);
    actor_tables_free(self->actors);
    word_classes_free(self->classes);
    text_rules_free(self->rules);
    lexicon_free(self->lexicon);
    file_map_close(&self->file);
    free(self);
}

const char *rp_context_name(const rapport *self, unsigned bit) { return ontology_context(self->ontology, bit); }

const char *rp_actor_name(const rapport *self, const char *code)
{
    uint16_t n = actor_find_code(self->actors, str_of(code));
    return n == ACTOR_NONE ? NULL : actor_code_name(self->actors, n);
}

bool rp_actor_find(const rapport *self, const char *name, char code[12])
{
    uint16_t n = actor_find_name(self->actors, str_of(name));
    str_copy(code, 12, str_of(actor_code(self->actors, n)));
    return n != ACTOR_NONE;
}
