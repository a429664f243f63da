/*
 * actor/mention.h - find the actors a text names, and put together what belongs together.
 *
 * Reads: units (actor/words.h), actor tables.   Adds: mentions, in text order, not overlapping.
 *
 * Method. Longest match of names and roles; then, left to right, a nation with the role it qualifies ("Russian border guards", "Kenya's
 * foreign minister", "officials in Baku"), a role with the person who holds it, a person with the state behind "of". Adjectives with no role
 * behind them stay: they qualify a thing ("Armenian villages"). Pronouns and "both countries" point to earlier mentions: nearest that
 * fits in number, gender and kind, subjects first - a first form of coreference. Time: readings are chosen by actor_resolve.
 */
#ifndef ACTOR_MENTION_H
#define ACTOR_MENTION_H
#include "actor/tables.h"
#include "actor/trees.h"

struct actor_weights;

enum {
    MENTION_PLACE = 1,      /* behind a preposition of place: "in Baku" */
    MENTION_MODIFIER = 2,   /* an adjective or possessive before a word that is no actor: "Russian oil", "Kenya's ports" */
    MENTION_INNER = 4,      /* within a phrase after a preposition: "of Kenya", "with Kenya" */
    MENTION_POSSESSIVE = 8, /* followed by 's */
    MENTION_FORMER = 16,    /* "former", "ex-" before the role */
    MENTION_BARE_ROLE = 32, /* a role with no state of its own: taken from the text around */
    MENTION_ALLEGED = 128,  /* its role is only said of it: `label` */
    MENTION_LAND = 256,     /* a noun for a state: "the country" */
    MENTION_LISTED = 64     /* an adjective listed with that of the role behind it: "Kenyan and Ugandan officials" */
};

/* How it is known whose a mention is. */
typedef enum mention_by {
    MENTION_BY_NAME,        /* it is a name of the tables */
    MENTION_BY_NATION,      /* a nation stands before the role: "Kenyan police", "Kenya's police" */
    MENTION_BY_ROLE,        /* a role stands before the name: "Kenyan President Otieno" */
    MENTION_BY_OF,          /* a state stands behind: "president of Kenya", "officials in Nairobi" */
    MENTION_BY_KNOWN,       /* the name was told with a role before */
    MENTION_BY_APPOSITION,  /* a role or nation is said of it here */
    MENTION_BY_REFERENCE,   /* it stands for a mention before */
    MENTION_BY_GROUP,       /* it stands for several */
    MENTION_BY_OWNER,       /* a possessive that stands for a mention before: "its ambassador" */
    MENTION_BY_SENTENCE,    /* the state named before in the sentence */
    MENTION_BY_PLACE,       /* the place named behind */
    MENTION_BY_BEFORE,      /* the state named last in the sentence before */
    MENTION_BY_TITLE,       /* only that state's are called so: "the tsar" */
    MENTION_BY_AROUND,      /* the one state that the sentences around it name */
    MENTION_BY_SUBJECT,     /* the state that the document is about */
    MENTION_BY_THING,       /* a town whose name a thing bears: nobody */
    MENTION_BYS
} mention_by;

typedef struct actor_mention {
    uint32_t first, count;              /* units */
    uint32_t head;                      /* unit of the name or role that counts */
    uint32_t start, end;                /* bytes */
    uint32_t sentence;
    const actor_reading *readings;      /* [reading_count]; for a pronoun those of what it stands for */
    uint32_t reading_count;
    uint8_t kind;                       /* actor_kind */
    uint8_t sector;                     /* from the role or people; ACTOR_NONE: by the reading */
    uint16_t flags;
    uint8_t by;                         /* mention_by */
    uint8_t said;                       /* sector of a role that is said of a person, for the time he holds no office of the tables */
    uint8_t label;                      /* sector that is only said of it ("alleged spies"), ACTOR_NONE: none */
    char gender;                        /* 'm', 'f', 0 */
    char number;                        /* 's', 'p', 'm' */
    uint32_t actor;                     /* who it is, if all readings are of one; ACTOR_NONE: nobody, or several fit */
    const actor_reading *residence;     /* [residence_count]: of people named by another nation than that they live in */
    uint32_t residence_count;
    int32_t antecedent[2];              /* mentions this one stands for, -1: none */
    int32_t labeller;                   /* mention of who says the label, -1: nobody is named */
} actor_mention;

static inline uint32_t mention_end(const actor_mention *m) { return m->first + m->count; }    /* unit behind it */

/* A name of somebody or of a body that the tables lack. */
typedef struct actor_unknown {
    uint32_t start, end;                /* bytes */
    uint32_t sentence;
    bool person;                        /* else an organisation */
} actor_unknown;

typedef struct actor_layer {
    const actor_mention *at;            /* [count] */
    uint32_t count;
    const word_range *sentences;        /* mentions of each sentence */
    const actor_unknown *unknown;       /* [unknown_count], in text order; of the sentences that were parsed */
    uint32_t unknown_count;
} actor_layer;

/*
 * Find the mentions of a document published on `day`; sentences that name actors are parsed, and the labels of all are measured. All in `mem`;
 * `scratch` holds one sentence and is emptied for each. Errors: RP_ENOMEM.
 */
rp_code actor_find(const actor_tables *tables, const struct actor_weights *weights, tree_layer *trees, size_t sentence_count, int32_t day, arena *mem,
                   arena *scratch, actor_layer *out, rp_err *err);

/* Mark in the tree of a sentence, or of a piece of it, which words its mentions cover. */
void mention_mark(const actor_layer *actors, uint32_t s, tree *t);

/* Code and sector of a mention on day `day`. False: none is known. */
bool actor_resolve(const actor_tables *tables, const actor_mention *mention, int32_t day, uint16_t *code, uint8_t *sector);

/* The reading that counts on day `day`, the latest office of several; NULL: there is none. */
const actor_reading *actor_reading_on(const actor_tables *tables, const actor_mention *mention, int32_t day);

/* Code of the state people live in on day `day`, where the text names another than their nation; ACTOR_NONE: it does not. */
uint16_t actor_residence(const actor_tables *tables, const actor_mention *mention, int32_t day);

#endif
