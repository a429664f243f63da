/*
 * actor/tables.h - the actors of the world as the lexicon knows them: codes, sectors, names with dates.
 *
 * Reads: tables ontology/sectors, world/states, state-names, organisations, persons, offices, peoples, localities, en/roles.
 */
#ifndef ACTOR_TABLES_H
#define ACTOR_TABLES_H
#include "base/error.h"
#include "lexicon/lexicon.h"

typedef enum actor_kind {
    ACTOR_STATE, ACTOR_ADJECTIVE, ACTOR_PEOPLE, ACTOR_CAPITAL, ACTOR_METONYM, ACTOR_ORGANISATION, ACTOR_PERSON, ACTOR_ROLE, ACTOR_PRONOUN,
    ACTOR_GROUP,    /* "both sides": stands for several others */
    ACTOR_LOCALITY  /* a region or town: points to the state it lies in */
} actor_kind;

#define ACTOR_NONE 0u       /* no code, no sector */

/* One reading of a name: this code and sector from day `from` to day `to` (days since 1970-01-01). */
/* How high an office is: of two of one name who are in office the higher is meant. */
enum actor_rank { RANK_OTHER, RANK_MINISTER, RANK_HEAD };

typedef struct actor_reading {
    uint16_t code;          /* number of a code, ACTOR_NONE: unknown */
    uint8_t sector;         /* number of a sector, ACTOR_NONE: none */
    uint8_t kind : 5;       /* actor_kind */
    uint8_t rank : 3;       /* of a person's office: actor_rank */
    int32_t from, to;       /* INT32_MIN, INT32_MAX: open */
    uint32_t actor;         /* number of who it is: a person, an organisation, a state; ACTOR_NONE: a role */
} actor_reading;

typedef struct actor_tables actor_tables;

/* Built once from the tables, borrowed; read-only afterwards. Free with actor_tables_free. Errors: RP_EFORMAT, RP_ENOMEM. */
rp_code actor_tables_new(const lexicon *tables, actor_tables **out, rp_err *err);
void actor_tables_free(actor_tables *self);

const lexicon *actor_lexicon(const actor_tables *self);

/*
 * Add the actors of a file, which are looked up before the built-in ones: a table with the columns names and code, and any of sector, kind (person,
 * organisation, state, adjective, people, capital, locality, role), id, from, to, gender, number; rows of one id are one actor. Before anything is
 * read by `self`. A second file takes the place of the first. Errors: RP_EFORMAT with file and line, RP_ELIMIT too many codes, RP_EMISSING, RP_EIO,
 * RP_ENOMEM.
 */
rp_code actor_add_own(actor_tables *self, const char *path, rp_err *err);
/* The lexicon of the actors so added, whose first domain is their names; NULL: there are none. */
const lexicon *actor_own(const actor_tables *self);
/* The reading of one of its rows; 's', 'p', 'm' or 0 of a role. */
const actor_reading *actor_own_reading(const actor_tables *self, uint32_t row);
char actor_own_number(const actor_tables *self, uint32_t row);

/* The phrase columns. Of matches of one length all but those of roles are readings of the same words, in this order; roles come last. */
enum { ACTOR_NAMES_PERSON, ACTOR_NAMES_STATE, ACTOR_NAMES_ORGANISATION, ACTOR_NAMES_PEOPLE, ACTOR_NAMES_ADJECTIVE, ACTOR_NAMES_LOCALITY, ACTOR_NAMES_ROLE, ACTOR_NAMES_NOBODY,
       ACTOR_NAMES };
uint32_t actor_domain(const actor_tables *self, unsigned which);
/* The domains of all phrase columns, a bit each. */
uint32_t actor_domains(const actor_tables *self);
const char *actor_table_name(unsigned which);
const char *actor_column_name(unsigned which);

/* The readings of one row of a phrase column: *count of them. Live as long as the tables. */
const actor_reading *actor_readings(const actor_tables *self, unsigned which, uint32_t row, uint32_t *count);

/* Is the office of a person's reading that of a role: "secretary of state", "ambassador" of "ambassador to Turkey"? False of a reading of one's own actors. */
bool actor_holds(const actor_tables *self, const actor_reading *r, rp_str role);

/* The persons who led a state once and whose last name this unit of `text` is, one a call: *place is 0 at first. ACTOR_NONE: no more. */
uint32_t actor_head_named(const actor_tables *self, rp_str text, const unit *u, uint32_t *place);

/* The states whose title alone this word is ("tsar"): *count readings. NULL: it is no such title. */
const actor_reading *actor_title(const actor_tables *self, uint32_t word, uint32_t *count);

/* Its id in the tables: of a person or organisation that of its row, of a state its code; "" for ACTOR_NONE. */
rp_str actor_id(const actor_tables *self, uint32_t actor);
bool actor_is_person(const actor_tables *self, uint32_t actor);
/* The names of a person, parted by |, the first the usual one; "" for others. */
rp_str actor_person_names(const actor_tables *self, uint32_t actor);
/* The kind an organisation has in its table ("group", "media"); "" for other actors. */
rp_str actor_organisation_kind(const actor_tables *self, uint32_t actor);
/* 'm', 'f' or 0 of a person, 0 of others. 's', 'p' or 'm' (mass) of a role's row. */
char actor_gender(const actor_tables *self, uint32_t actor);
char actor_role_number(const actor_tables *self, uint32_t row);

const char *actor_code(const actor_tables *self, uint16_t code);        /* "" for ACTOR_NONE */
const char *actor_code_name(const actor_tables *self, uint16_t code);   /* "Azerbaijan" */
const char *actor_sector(const actor_tables *self, uint8_t sector);     /* "" for ACTOR_NONE */
uint16_t actor_find_code(const actor_tables *self, rp_str code);        /* ACTOR_NONE: unknown */
uint8_t actor_find_sector(const actor_tables *self, rp_str sector);
/* The present state that counts as the successor of a historical one ("SUN": "RUS"); the code itself where there is none. */
uint16_t actor_successor(const actor_tables *self, uint16_t code);
bool actor_is_state(const actor_tables *self, uint16_t code);
/* The present state of one that has ended by day `day`: RUS for SUN in 1995; else the code itself. */
uint16_t actor_heir(const actor_tables *self, uint16_t code, int32_t day);
/* The state that held on day `day` what now is of state `code`: SUN for RUS in 1966; the code itself where there was none before. */
uint16_t actor_predecessor(const actor_tables *self, uint16_t code, int32_t day);

/* A code from a code or a name of a state or organisation, in any case. */
uint16_t actor_find_name(const actor_tables *self, rp_str name);

#endif
