/* parse/names.c - the parts of speech and relations of Universal Dependencies v2 by name; see parse/parse.h. */
#include "parse/parse.h"

static const char *const upos_names[UPOS_COUNT] = { "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X" };

static const char *const relation_names[REL_COUNT] = { "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound",
    "conj", "cop", "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj",
    "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp" };

const char *parse_upos_name(parse_upos upos) { return upos < UPOS_COUNT ? upos_names[upos] : "X"; }
const char *parse_relation_name(parse_relation relation) { return relation < REL_COUNT ? relation_names[relation] : "dep"; }

parse_upos parse_upos_find(rp_str name)
{
    for (int i = 0; i < UPOS_COUNT; i++) if (str_is(name, upos_names[i])) return (parse_upos)i;
    return UPOS_COUNT;
}

parse_relation parse_relation_find(rp_str name)
{
    rp_str whole = str_sub(name, 0, str_find(name, ':', 0));
    for (int i = 0; i < REL_COUNT; i++) if (str_is(whole, relation_names[i])) return (parse_relation)i;
    return REL_COUNT;
}
