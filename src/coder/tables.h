/*
 * coder/tables.h - everything that is read-only and shared: the compiled tables and what each room built from them.
 */
#ifndef CODER_TABLES_H
#define CODER_TABLES_H
#include "actor/tables.h"
#include "actor/weights.h"
#include "actor/words.h"
#include "base/file.h"
#include "event/ontology.h"
#include "event/frames.h"
#include "actor/kinds.h"
#include "event/weigh.h"
#include "parse/parse.h"
#include "text/rules.h"
#include "time/dates.h"

struct rapport {
    file_map file;              /* of rapport_open(path); empty: the tables inside the library */
    lexicon *lexicon;
    text_rules *rules;
    word_classes *classes;
    actor_tables *actors;
    calendar *calendar;
    ontology *ontology;
    frame_table *frames;
    kind_table *kinds;
    parser *parser;
    weigher *weigher;
    actor_weights weights;
    char version[17];           /* hash of the tables and models, hexadecimal */
};

#endif
