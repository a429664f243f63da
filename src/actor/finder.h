/*
 * actor/finder.h - the finding of mentions, shared by its stages. Inner part of actor/mention.h.
 *
 * Stages, for each sentence in turn: names and roles by longest match, put together (mention.c); what stands for earlier ones, off the tree
 * (refer.c); whose the roles are that have no state of their own (lend.c); all of it in order (find.c).
 */
#ifndef ACTOR_FINDER_H
#define ACTOR_FINDER_H
#include "actor/chain.h"
#include "actor/mention.h"

#define MEMORY 40           /* mentions looked back for a pronoun */
#define LONG_MEMORY 1000    /* mentions looked back for a full name or a pair of states */

/*
 * Someone told with a role or nation once ("Governor Wanjiru Maina"), or of the tables, named in full: later "Maina" is the same. The tables give only
 * the best known a last name of their own.
 */
typedef struct known_name {
    rp_str last;            /* of the name, as written */
    rp_str given;           /* the word before it in a full name of the tables; empty: not known */
    uint32_t actor;         /* of the tables; ACTOR_NONE: they do not know him */
    char gender;
    const actor_reading *readings;
    uint32_t reading_count;
    uint8_t sector, label;
    int32_t labeller;       /* as of actor_mention */
} known_name;

#define KNOWN_NAMES 64u

typedef struct finder {
    const actor_tables *tables;
    const lexicon *lexicon;
    rp_str text;
    const word_layer *words;
    const rp_sentence *sentences;
    arena *mem;
    vec *out;               /* actor_mention */
    int32_t day;                        /* of the document */
    uint32_t sentence, first, end;      /* units of the sentence being read */
    uint32_t domains;       /* bits of the columns that names are looked up in */
    const unit *own;        /* the units with the word numbers of the actors of one's own; NULL: there are none */
    uint32_t role_row;
    bool failed;
    known_name names[KNOWN_NAMES];
    uint32_t name_count;    /* ever learned; the last KNOWN_NAMES are kept */
    vec unknown;            /* actor_unknown */
    phrase_input phrases;
    chain_layer chains;
} finder;

static inline const unit *finder_unit(const finder *f, uint32_t i) { return &f->words->at[i]; }
static inline uint16_t finder_class(const finder *f, uint32_t i) { return i >= f->first && i < f->end ? f->words->classes[i] : WORD_PUNCT; }
static inline rp_str finder_word(const finder *f, uint32_t i)
{
    return i >= f->first && i < f->end ? str_sub(f->text, finder_unit(f, i)->start, finder_unit(f, i)->end) : RP_STR("");
}
/* A word of a sentence before, too. */
static inline rp_str finder_word_at(const finder *f, uint32_t i) { return str_sub(f->text, f->words->at[i].start, f->words->at[i].end); }
static inline bool finder_is(const finder *f, uint32_t i, const char *word) { return str_eq_nocase(finder_word(f, i), str_of(word)); }
static inline actor_mention *finder_last(const finder *f)
{
    return f->out->count ? (actor_mention *)f->out->at + f->out->count - 1 : NULL;
}

/* Is a code known of the mention, whatever the day? */
static inline bool finder_coded(const actor_mention *m) { return m->reading_count && m->readings[0].code != ACTOR_NONE; }

/* Does the mention name a piece of the earth, as well as who rules it? */
static inline bool finder_land(const actor_mention *m) { return m->kind == ACTOR_STATE || m->kind == ACTOR_CAPITAL || m->kind == ACTOR_LOCALITY; }

/* Is a capital that of a state on the day of the document, and not the seat of an organisation as Brussels is? */
static inline bool finder_seat_of_state(const finder *f, const actor_mention *m)
{
    const actor_reading *r = actor_reading_on(f->tables, m, f->day);
    return r && actor_is_state(f->tables, r->code);
}

/* Does the mention name a state, by name, people or capital? */
static inline bool finder_nation(const actor_mention *m)
{
    return m->kind == ACTOR_STATE || m->kind == ACTOR_ADJECTIVE || m->kind == ACTOR_PEOPLE || m->kind == ACTOR_CAPITAL || m->kind == ACTOR_LOCALITY;
}

/* Does a hyphen tie units i and i+1? "anti-Russian", "Russian-made" */
static inline bool finder_tied(const finder *f, uint32_t i)
{
    if (i + 1 >= f->end || i < f->first) return false;
    return unit_tied(f->text, finder_unit(f, i), finder_unit(f, i + 1));
}

/* Is unit `i`, before a last name, another spelling of a given name of the person who is m->actor: "Thomas Masaryk" for Tomas? */
bool finder_same_given(const finder *f, uint32_t i, const actor_mention *m);
/* Is a role that of who leads a body or speaks for it, and so is of its sector: "head of Turkish intelligence"? `body`: it may be a firm, too. */
bool finder_leads_body(const finder *f, const actor_mention *role, bool body);
/* Is a role one of those who are sent to other states: "ambassador", "legation"? */
bool finder_sent_abroad(const finder *f, const actor_mention *role);
/* Does unit `i` tell that an office is no longer held: "former", "ousted"? */
bool finder_former(const finder *f, uint32_t i);
/* Is unit `i` a form of address before a name: "Mr.", "Herr", "Signor"? */
bool finder_courtesy(const finder *f, uint32_t i);
/* Append the names and roles of the sentence. */
void finder_names(finder *f);
/* What is only said of the mentions from number `from` on; who says so, off the tree. */
void finder_label(finder *f, uint32_t from);
void finder_labeller(finder *f, uint32_t from, const tree *t);
/* Where the mentions from number `from` on stand (their flags), and who is told with a role. */
void finder_place(finder *f, uint32_t from);
/* Whose the bare roles are. */
void finder_lend(finder *f, uint32_t from);
/* Whose those are that the whole document alone tells, once it is read. */
void finder_lend_subject(finder *f);
/* Pronouns, groups and definite nouns that stand for mentions before them, put among the sentence's own; its tree marked with those. */
void finder_refer(finder *f, uint32_t from, tree *t);
/* Keep the names of those told with a role, for later. */
void finder_learn(finder *f, uint32_t from);

#endif
