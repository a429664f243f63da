/*
 * parse/lemma.h - the lemma of a word whose tag is known: what was learned of the word itself, else the rule of its longest known ending.
 *
 * Reads: a section of the model, made by lemma_learner.   Gives: lemmas as Universal Dependencies writes them for English ("be" for "was",
 * "Baku" for "Baku", "USA" as it stands).
 *
 * Method: an edit rule (letters cut at the end, letters added) and a treatment of capitals, each chosen by the longest ending of the word
 * that has an opinion within the class, as in edit-tree lemmatizers (Chrupała, Dinu and van Genabith 2008) and in Straka, Hajič and
 * Straková 2016 (UDPipe). Ours differ in that capitals are settled apart from letters, by the ending, the class and how the word is
 * capitalised, and in that a word which its ending would get wrong stands in the same hash table whole. A hyphenated word that does not
 * is treated like its last part. Words above LEMMA_LONGEST bytes, and what is no UTF-8, are their own lemma.
 */
#ifndef PARSE_LEMMA_H
#define PARSE_LEMMA_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "lexicon/lexicon.h"
#include "parse/parse.h"

#define LEMMA_LONGEST 96u       /* bytes of a form that rules are applied to */

typedef struct lemma_tables lemma_tables;

/*
 * Open a section from its bytes (borrowed, must outlive the tables; aligned or not); every offset in it is checked, and so is the room
 * that any rule can ask for. Free with lemma_close. Errors: RP_EFORMAT damaged, cut short or of another version; RP_ENOMEM.
 */
rp_code lemma_open(rp_str section, lemma_tables **out, rp_err *err);
void lemma_close(lemma_tables *self);

/*
 * The number of a tag (part of speech and English tag) for lemma_of; a tag the section does not know, or an empty `xpos`, falls back on
 * its part of speech. To be asked once a tag: it searches all classes.
 */
uint32_t lemma_class(const lemma_tables *self, parse_upos upos, rp_str xpos);

/* The lemma of `form`: never empty for a form that is not; a view into the section, `form` or `mem`. at == NULL: memory ended. */
rp_str lemma_of(const lemma_tables *self, rp_str form, uint32_t class, arena *mem);

/* ---- making the section ---------------------------------------------------------------------------------------------- */

typedef struct lemma_learner lemma_learner;

/* NULL: memory ended. Free with lemma_learner_free. */
lemma_learner *lemma_learner_new(void);
void lemma_learner_free(lemma_learner *self);
/* One word of a treebank, `count` times seen. Copies what it keeps; passes over what has no lemma ("" or "_"). Errors: RP_ENOMEM. */
rp_code lemma_learner_add(lemma_learner *self, rp_str form, parse_upos upos, rp_str xpos, rp_str lemma, uint32_t count, rp_err *err);
/*
 * What the knowledge tables tell of lemmas: irregular verbs, plurals and comparatives, names of peoples, and words whose regular forms
 * are then known too. It settles only words that no treebank has shown. `tables` is borrowed for the call. Errors: RP_ENOMEM.
 */
rp_code lemma_learner_add_lexicon(lemma_learner *self, const lexicon *tables, rp_err *err);
/*
 * Append the section to `out`, the same bytes for the same words in the same order. What was added stays, more may follow.
 * Errors: RP_ENOMEM; RP_ELIMIT more different rules or classes than the layout has room for.
 */
rp_code lemma_learner_write(lemma_learner *self, buf *out, rp_err *err);

#endif
