/*
 * lexicon/inflect.h - the forms of English verbs and nouns, for compiling phrases.
 *
 * Plain rules of spelling; what they would get wrong stands in the tables en/irregular and en/plurals.
 */
#ifndef LEXICON_INFLECT_H
#define LEXICON_INFLECT_H
#include "base/buf.h"

/* The regular form of verb `base`: `form` is one LEXICON_FORM_* of THIRD, PAST, PARTICIPLE, GERUND (BASE gives base itself). */
void inflect_verb(rp_str base, unsigned form, buf *out);

/* The regular plural of noun `singular`. */
void inflect_plural(rp_str singular, buf *out);

#endif
