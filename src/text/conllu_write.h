/*
 * text/conllu_write.h - write sentences as CoNLL-U that passes level 2 of Universal Dependencies' validator.
 *
 * Reads: a sentence as text/conllu.h has it.   Gives: its comments, rows and the empty line behind it.
 *
 * Columns are those of the sentence; an empty one becomes "_". What the format cannot hold is changed: text becomes NFC, U+FFFD (which the
 * validator takes for a broken file) becomes U+25A1; white space at the ends of a form, a lemma or MISC is dropped and a run of it inside
 * becomes one, in other columns and multiword forms all of it is dropped. "# text" is always built from the forms, so that it agrees with
 * them. SpaceAfter=No is what space_after says, in place where MISC has it already; inside a range it stands at the range alone.
 *
 * The caller answers for what only it can know: tags, labels and features of the known sets, a tree with one root, ids that are unique.
 */
#ifndef TEXT_CONLLU_WRITE_H
#define TEXT_CONLLU_WRITE_H
#include "base/arena.h"
#include "base/buf.h"
#include "text/conllu.h"

/*
 * Append one sentence. "# newdoc", "# newpar" and "# sent_id" are written where the sentence has them and its comments do not say so
 * themselves; all other comments are kept. Failed memory shows in out->failed.
 */
void conllu_write(buf *out, const conllu_sentence *s);

/* A form as it will be written, for a parser to see the same: `form` itself or a copy in `mem`. at == NULL: memory ended. */
rp_str conllu_clean(rp_str form, arena *mem);

/* An id without white space and "/", which are not allowed in "# sent_id": such bytes, "%" and "~" become %20, %2F and so on. */
void conllu_write_id(buf *out, rp_str id);

#endif
