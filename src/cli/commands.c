/* cli/commands.c - the table of all commands: the one source of help, man pages and completions. */
#include "cli/command.h"

#define SOURCE_OPTIONS                                                                                                                    \
    { 0, "input", "auto|text|jsonl", "what the files are: text (one document a file) or JSON Lines (one document a line); auto looks at " \
                                     "the name (.jsonl, .ndjson) and the first byte" },                                                   \
    { 'm', "metadata", "FILE", "a table (TSV) with a row a document: file, title, publisher, author, url, published, genre" },            \
    { 0, "title", "TEXT", "the title of documents that have none of their own" },                                                         \
    { 0, "publisher", "TEXT", "their publisher" },                                                                                        \
    { 0, "author", "TEXT", "their author" },                                                                                              \
    { 0, "url", "URL", "their address" },                                                                                                 \
    { 'd', "date", "DATE", "their date of publication, as exact as it is known: 2031-06-30, 2031-06 or 2031" },                           \
    { 0, "id-field", "NAME", "the JSON field that holds the id (id)" },                                                                   \
    { 0, "text-field", "NAME", "the JSON field that holds the text (text)" },                                                             \
    { 0, "title-field", "NAME", "likewise the title (title)" },                                                                           \
    { 0, "date-field", "NAME", "likewise the date of publication (date)" },                                                               \
    { 0, "publisher-field", "NAME", "likewise the publisher (publisher)" },                                                               \
    { 0, "url-field", "NAME", "likewise the address (url)" },                                                                             \
    { 0, "author-field", "NAME", "likewise the author (author)" }

#define JOBS_OPTION                                                                                                                       \
    { 'j', "jobs", "N", "how many documents to work on at a time (as many as there are processors); the output is the same for any N" }
#define TABLES_OPTION { 0, "tables", "FILE", "use the compiled tables in FILE instead of those inside the program" },                          \
    { 0, "actors", "FILE", "look up the actors in FILE, a table with the columns names and code, before those of the tables" }
#define MODEL_OPTIONS                                                                                                                     \
    { 0, "parser", "NAME", "which network of the model parses (its first; fast of the model inside)" },                                                     \
    { 0, "model", "FILE", "use the model in FILE instead of the one inside the program" }
#define LIST_OPTIONS                                                                                                                      \
    { 'f', "format", "table|jsonl|csv|tsv", "how to print them (table)" },                                                                \
    { 'w', "width", "N", "columns of a line of the table (those of the terminal; elsewhere nothing is cut)" }

const char cli_about[] =
    "Reads reports and measures relations: text goes in, and a cited record of who did what to whom, when, and according to whom comes out. "
    "The same input and tables always give the same output, and every event names the sentence it came from.";

const cli_option cli_common[] = {
    { 'h', "help", NULL, "tell this and end" },
    { 0, NULL, NULL, NULL },
};

const cli_command cli_commands[] = {
    {
        .name = "code",
        .summary = "documents to events: a filter that keeps nothing",
        .usage = "[FILE…]",
        .description = "Codes each document and prints its events, one a line, in the order of the documents and of their text. "
                       "Without FILE, or where FILE is -, it reads standard input.\n\n"
                       "Each event tells source, target, type (PLOVER 2) with modes and contexts, CAMEO code and scores, status, date, "
                       "the sentence, and where all that stands; positions are code points of the text that rapport text prints.\n\n"
                       "A document that cannot be read is named on standard error and skipped; the exit status is 3 then.",
        .operands_max = CLI_ANY,
        .options = { { 'f', "format", "jsonl|csv|tsv", "how to print events (jsonl)" }, JOBS_OPTION, SOURCE_OPTIONS, TABLES_OPTION,
                     { 'q', "quiet", NULL, "no notes; skipped documents are named all the same" } },
        .examples = { { "rapport code --date 2031-06-30 report.txt", "Code one text that was published that day." },
                      { "rapport code --metadata metadata.tsv reports/*.txt > events.jsonl", "Code many, with titles and dates from a table." },
                      { "zcat news.jsonl.gz | rapport code --text-field body --format csv - > events.csv",
                        "Code JSON Lines whose texts are in the field body." } },
        .run = cli_run_code,
    },
    {
        .name = "actors",
        .summary = "who is named in documents, and why",
        .usage = "[FILE…]",
        .description = "Prints the mentions of states, organisations, groups, persons and roles, and the pronouns and nouns that stand for them, one "
                       "JSON object a line, in the order of the documents and of their text. Without FILE, or where FILE is -, it reads standard "
                       "input.\n\n"
                       "code and sector are those of the document's day (--date): a person has the state and sector of the office held then. A "
                       "document without a date is read on the date told in the sentence, or last before it in the paragraph, else as of today. actor is "
                       "the id of a person, organisation or state of the tables, residence the state people live in who are named by another, "
                       "labels what is only said of an actor (\"alleged spies\"), antecedent where the mention begins that it stands for, why how all "
                       "that is known.",
        .operands_max = CLI_ANY,
        .options = { SOURCE_OPTIONS, TABLES_OPTION },
        .examples = { { "rapport actors --date 2031-06-30 report.txt", "Who is named in a text that was published that day?" } },
        .run = cli_run_actors,
    },
    {
        .name = "text",
        .summary = "the text as it is coded: its sentences, tokens, citations",
        .usage = "[FILE…]",
        .description = "Prints the text of each document exactly as it is coded, so that the positions in events can be looked up in "
                       "it. With one of the options below it prints instead what the coder sees, one a line; an empty line parts "
                       "documents. Positions are code points from the start of the text.",
        .operands_max = CLI_ANY,
        .options = { { 's', "sentences", NULL, "kind, start, end and words of each sentence, with tabs between" },
                     { 't', "tokens", NULL, "the tokens of each sentence, with blanks between" },
                     { 'c', "citations", NULL, "start, end, number and target of each citation, with tabs between" }, SOURCE_OPTIONS,
                     TABLES_OPTION },
        .examples = { { "rapport text --sentences report.txt", "List the sentences of a report." },
                      { "rapport text - < report.txt | cmp - report.txt", "Plain UTF-8 comes out as it went in." } },
        .run = cli_run_text,
    },
    {
        .name = "parse",
        .summary = "texts to parts of speech and trees, as CoNLL-U",
        .usage = "[FILE…]",
        .description = "Parses each sentence of each document and prints it in CoNLL-U, the format of Universal Dependencies: words with "
                       "lemma, part of speech (UPOS, and the tag of the Penn Treebank), features, head and relation. Without FILE, or "
                       "where FILE is -, it reads standard input.\n\n"
                       "Comments tell the document, where paragraphs begin, the text, and the kind of the sentence: prose, headline and "
                       "so on. The id of a sentence is that of its document with a number; what an id cannot hold is written as in web "
                       "addresses, %2F for /. What is written passes level 2 of the validator of Universal Dependencies: text comes out "
                       "in normal form C, with one space between words.\n\n"
                       "With --conllu-in the input is CoNLL-U already: its sentences, words, comments and column 10 are kept, columns 3 "
                       "to 8 are written anew, and column 9 becomes empty.\n\n"
                       "A document or sentence that cannot be read is named on standard error and skipped; the exit status is 3 then.",
        .operands_max = CLI_ANY,
        .options = { { 0, "conllu-in", NULL, "read CoNLL-U and keep its words" }, MODEL_OPTIONS, SOURCE_OPTIONS, TABLES_OPTION },
        .examples = { { "rapport parse report.txt > report.conllu", "Parse a text." },
                      { "rapport parse --conllu-in gold.conllu > parsed.conllu", "Parse a treebank with its own words." } },
        .run = cli_run_parse,
    },
    {
        .name = "relate",
        .summary = "the event type between two marked actors of each row",
        .usage = "FILE",
        .description = "Reads rows of columns parted by tabs, with a header. In the column marked_sentence stand <s>source</s> and "
                       "<t>target</t>; the event type that the sentence tells between the two is added as a column predicted, with its "
                       "confidence. There is an answer for each row, however weak: the confidence says how weak. A row without both "
                       "marks is named on standard error and left without an answer; the exit status is 3 then. Where FILE is -, "
                       "standard input is read.",
        .operands_min = 1,
        .operands_max = 1,
        .options = { TABLES_OPTION },
        .examples = { { "rapport relate pairs.tsv > types.tsv", "Type a table of pairs." } },
        .run = cli_run_relate,
    },
    {
        .name = "explain",
        .summary = "show how a sentence is coded, and why",
        .usage = "TEXT",
        .description = "Codes TEXT, a sentence or a few, and shows the work: the tree, the actors, each word that may tell an event with its "
                       "frames, the sides found, what the learned part makes of it with the weights that decide, and the event or why "
                       "there is none.",
        .operands_min = 1,
        .operands_max = 1,
        .options = { { 'd', "date", "DATE", "when the text was published" }, TABLES_OPTION },
        .examples = { { "rapport explain \"Kenya accused Uganda of arming rebels.\"", "Why is it coded so?" } },
        .run = cli_run_explain,
    },
    {
        .name = "evaluate",
        .summary = "score a layer against gold",
        .usage = "tokens|sentences|parse|actors FILE…  or  events GOLD [EVENTS]  or  relate|status|spans FILE",
        .description = "tokens and sentences: builds the raw text of each CoNLL-U file again, splits it, and counts the tokens (as "
                       "written), words (syntactic) and sentences that come out right at both ends, as the scorer of the CoNLL 2018 "
                       "shared task does. The two differ only in what --errors lists.\n\n"
                       "parse: parses the words of each CoNLL-U file, or with --raw its text built and split again, and scores tags, "
                       "features, lemmas and trees as the same scorer does: UAS counts heads, LAS heads and relations without their "
                       "subtypes, punctuation included, \"LAS+\" relations as they are; CLAS, MLAS and BLEX count content words alone. "
                       "The seconds are those of parsing alone, of one processor.\n\n"
                       "events: compares events as rapport code prints them (the file EVENTS, or standard input) with gold rows, JSON "
                       "Lines with start, end, source, event, target, dates, statuses and core. Within a sentence events and rows are "
                       "paired one to one, first all that agree fully, then by quad class, then by dyad. Recall counts the rows marked "
                       "core; dates and statuses are scored on full matches. The intervals in brackets hold 95 % of 1,000 samples of the sentences, "
                       "each drawn with its rows and events. --types adds, for each type, its core rows (gold), its events (coded) and those "
                       "with a full match, be the row core or not (full), and a table of the types coded for each gold type where the "
                       "dyad is right.\n\n"
                       "relate: answers each row of FILE as rapport relate does and compares with the column --gold: F1 of each type and "
                       "their mean over the types that the gold has, quad classes, cooperation against conflict, with intervals that hold "
                       "95 % of 1,000 samples of the rows. YIELD in the gold stands for CONCEDE and RETREAT.\n\n"
                       "status: decides status and speaker of events whose source and trigger are marked, rows as in train/events of the "
                       "sources, and compares.\n\n"
                       "spans: finds who takes part in the events of sentences, a token a line with B-S and I-S for sources, B-T and I-T for "
                       "targets; of the main event of each sentence, and of all its events.\n\n"
                       "actors: finds the mentions of persons, organisations and places in each CoNLL-U file whose last column has entities, "
                       "as GUM has them, and what refers to the same; scores spans, spans with kinds, and coreference as the CoNLL shared "
                       "tasks do (the mean of MUC, B-cubed and CEAF-e), without and with entities of one mention.\n\n"
                       "Where FILE is -, standard input is read.",
        .operands_min = 2,
        .operands_max = CLI_ANY,
        .first = "tokens|sentences|parse|events|relate|status|spans|actors",
        .options = { { 'e', "errors", NULL, "list each difference (not of parse)" },
                     { 0, "json", NULL, "print the figures as JSON" },
                     { 0, "raw", NULL, "parse: split the text anew instead of taking the words as they are" },
                     { 0, "relations", NULL, "parse: a table of all relations too" },
                     { 0, "types", NULL, "events: figures of each type, and a table of types taken for others" },
                     { 0, "gold", "COLUMN", "relate: where the right types stand (event)" },
                     { 0, "by", "both|frames|model", "relate: which part of the machinery answers (both)" },
                     { 0, "rows", "all|sealed|open", "relate: sealed takes one row in four, by a hash of its sentence; open the others (all)" },
                     MODEL_OPTIONS, TABLES_OPTION },
        .examples = { { "rapport evaluate tokens dev.conllu", "How well are tokens split?" },
                      { "rapport evaluate parse --relations dev.conllu", "How well is it parsed, relation by relation?" },
                      { "rapport code --date 2031-06-30 report.txt | rapport evaluate events --errors gold.jsonl",
                        "Score events, and list the false and the missed ones." } },
        .run = cli_run_evaluate,
    },
    {
        .name = "train",
        .summary = "fit the statistical parts",
        .usage = "parser|events|actors --out MODEL FILE…",
        .description = "parser: learns the tagger, lemmatizer and dependency parser from treebanks, FILEs in CoNLL-U, and writes a model "
                       "for the option --model. On one kind of processor the same files, options and build give the same model, for any number of jobs. After each "
                       "pass the mean loss is told, and of each file of --held-out the parts of speech, heads (UAS) and labelled heads "
                       "(LAS) that come out right, in percent.\n\n"
                       "--vectors reads word vectors as GloVe writes them, a word and its numbers a line, the most frequent word first; "
                       "tools/vectors.py of the sources makes such a file from a package.\n\n"
                       "--nets lists the networks to train, parted by commas, each as NAME:WIDTH:LAYERS:TAGS:ARCS:LABELS: the width of a "
                       "word, the number of recurrent layers, and the widths of the hidden layers for tags, arcs and labels; all widths "
                       "are multiples of 32. The option --parser of other commands takes the NAME.\n\n"
                       "Larger networks, the teachers, are trained first; what they think of each word is part of what the others learn, "
                       "and they analyse the sentences of --plain, a line each with blanks between the words. They do not ship.\n\n"
                       "events: learns what weighs the frames of events, from sentences with marked source, target and trigger, as in "
                       "train/events of the sources. Of each task (which word links two actors, which type it tells, which status) the "
                       "figures on folds are told: each fold is scored by what was learned from the others.\n\n"
                       "actors: learns which phrases name persons, organisations and places, and which of them the same, from CoNLL-U files "
                       "whose last column has entities.",
        .operands_min = 2,
        .operands_max = CLI_ANY,
        .first = "parser|events|actors",
        .options = { { 'o', "out", "FILE", "where to write the model (must be given)" },
                     { 0, "vectors", "FILE", "word vectors to begin with" },
                     { 0, "vector-words", "N", "how many of the most frequent words get a vector, besides those of the treebanks (80000)" },
                     { 0, "held-out", "FILES", "files to score each pass on, parted by commas; nothing is learned from them" },
                     { 0, "plain", "FILES", "sentences without analysis for the teachers, parted by commas" },
                     { 0, "teachers", "N", "how many teachers, 0 to 8 (2); each takes longer than all the rest" },
                     { 0, "nets", "LIST", "the networks (those of the model inside)" },
                     { 0, "epochs", "N", "passes over the treebanks or sentences (as for the model inside)" },
                     { 0, "folds", "N", "events: how many folds, 0 for none (5)" },
                     { 0, "features", "FILE", "events: write each case with its features, a line each" },
                     { 0, "seed", "N", "where chance begins (1)" },
                     { 'j', "jobs", "1|2", "processors to use (2)" }, TABLES_OPTION },
        .examples = { { "rapport train parser --vectors glove.txt --held-out dev.conllu --out english.model train.conllu",
                        "Train as for the model inside." },
                      { "rapport train parser --nets small:64:1:32:32:32 --epochs 5 --out small.model train.conllu", "A small one, quickly." } },
        .run = cli_run_train,
    },
    {
        .name = "lexicon",
        .summary = "check, import and export the tables of actors",
        .usage = "check  or  import petrarch FILE  or  export petrarch  or  unknown STORE",
        .description = "check: names that several actors bear and that the tables do not list as ambiguous; with --all the listed ones, too. Of each the "
                       "name, two of those who bear it, whether at once or in turn, and what is wrong. Exit status 1 where something is.\n\n"
                       "import petrarch: reads a dictionary of actors or agents of the PETRARCH coders, with dated codes, synonyms and sets of words, and "
                       "prints it as a table for --actors. Entries whose code no table has are named and left out; the exit status is 3 then.\n\n"
                       "export petrarch: prints the actors of the tables, or those of --actors, as such a dictionary; with --agents the roles.\n\n"
                       "unknown: names of people and bodies in the documents of a store that have no code, those of most documents first.",
        .operands_min = 1,
        .operands_max = CLI_ANY,
        .first = "check|import|export|unknown",
        .options = { { 0, "all", NULL, "check: the names that are listed as ambiguous, too" }, { 0, "agents", NULL, "export: roles instead of actors" },
                     { 0, "limit", "N", "unknown: how many names (100)" },
                     TABLES_OPTION },
        .examples = { { "rapport lexicon check --all | head", "Which names do several bear, and what decides?" },
                      { "rapport lexicon import petrarch Phoenix.Countries.actors.txt > own.tsv", "Take over a dictionary of another coder." },
                      { "rapport code --actors own.tsv report.txt", "Code with it." } },
        .run = cli_run_lexicon,
    },
    {
        .name = "add",
        .summary = "code documents into a store",
        .usage = "STORE FILE…",
        .description = "Codes documents as rapport code does and keeps them with their events in STORE, which is made where there is "
                       "none. At the end a line says how many documents were added, were the same as before, or took the place of one "
                       "with the same id and another text.\n\n"
                       "To add again is harmless, and codes only what is missing. To be killed is harmless: a document is in the store "
                       "whole or not at all. Where FILE is -, standard input is read.",
        .operands_min = 2,
        .operands_max = CLI_ANY,
        .options = { JOBS_OPTION, SOURCE_OPTIONS, TABLES_OPTION,
                     { 'q', "quiet", NULL, "no bar, no sum, no notes; skipped documents are named all the same" } },
        .examples = { { "rapport add relations.db --metadata metadata.tsv reports/*.txt", "Add a folder of texts." },
                      { "rapport add relations.db news.jsonl", "Add the documents of a JSON Lines file." } },
        .run = cli_run_add,
    },
    {
        .name = "documents",
        .summary = "list what is in a store",
        .usage = "STORE",
        .description = "Lists the documents of a store by id. The table shows id, date, publisher, sentences, events and title; the "
                       "other formats have author, address, genre, size in bytes and the versions of tables and program as well.",
        .operands_min = 1,
        .operands_max = 1,
        .options = { LIST_OPTIONS },
        .examples = { { "rapport documents relations.db", "What is in it?" } },
        .run = cli_run_documents,
    },
    {
        .name = "remove",
        .summary = "take documents out of a store",
        .usage = "STORE ID…",
        .description = "Removes documents with everything that came from them. An id that the store does not have is named, and the "
                       "exit status is 3 then, or 1 where it has none of them.",
        .operands_min = 2,
        .operands_max = CLI_ANY,
        .examples = { { "rapport remove relations.db reports/draft.txt", "Take one document out." } },
        .run = cli_run_remove,
    },
    {
        .name = "recode",
        .summary = "code what a store keeps again",
        .usage = "STORE [ID…]",
        .description = "Codes documents of STORE again, from the texts it keeps, with today's tables, models and program, and puts the new "
                       "events in the place of the old ones. Texts and metadata stay. Documents that these tables, models and program "
                       "have coded are up to date and left alone, unless --all asks for them too. With IDs only those documents; an id "
                       "that the store does not have is named, and the exit status is 3 then, or 1 where it has none of them. At the "
                       "end a line says how many were recoded and how many were up to date.\n\n"
                       "To recode again is harmless. To be killed is harmless: each document has either its old events or its new ones, "
                       "and the same command again does the rest.",
        .operands_min = 1,
        .operands_max = CLI_ANY,
        .options = { { 'a', "all", NULL, "documents that are up to date too" }, JOBS_OPTION, TABLES_OPTION,
                     { 'q', "quiet", NULL, "no bar, no sum; skipped documents are named all the same" } },
        .examples = { { "rapport recode relations.db", "Bring a store up to date after a new version." },
                      { "rapport recode relations.db reports/thaw.txt", "One document only." } },
        .run = cli_run_recode,
    },
    {
        .name = "events",
        .summary = "query the events of a store",
        .usage = "STORE [A [B]]",
        .description = "Lists events by date, those without one last. With A only events in which that actor stands on either side; "
                       "with A and B only events between the two, in either order. Actors are codes (AZE) or names (azerbaijan, "
                       "\"European Union\").\n\n"
                       "The table shows date, source, type with modes, target, status, document and sentence; on a terminal the "
                       "sentence is cut to the line. The other formats are those of rapport code.",
        .operands_min = 1,
        .operands_max = 3,
        .options = { { 0, "since", "DATE", "events on or after it" },
                     { 0, "until", "DATE", "events on or before it; with either, events without a date are left out" },
                     { 't', "type", "TYPE[,TYPE…]", "events of these types, such as ACCUSE,REJECT" },
                     { 0, "status", "STATUS[,STATUS…]", "events of this status: reported, ongoing, planned, alleged, denied, hypothetical" },
                     { 0, "source", "ACTOR", "events that this actor does" },
                     { 0, "target", "ACTOR", "events that are done to this actor" },
                     { 0, "document", "ID", "events of this document" }, LIST_OPTIONS, TABLES_OPTION },
        .examples = { { "rapport events relations.db AZE RUS --since 2024-12 --type ACCUSE,COERCE", "Who accused or coerced whom since then?" },
                      { "rapport events relations.db --source france --format csv > france.csv", "All that France did, for a spreadsheet." } },
        .run = cli_run_events,
    },
    {
        .name = "brief",
        .summary = "prose on two actors, each statement cited",
        .usage = "STORE A B",
        .description = "Writes what happened between two actors, period by period. Each statement is numbered to the sentence it rests "
                       "on, and the end tells what the whole rests on: documents, publishers, dates, versions.",
        .operands_min = 3,
        .operands_max = 3,
        .options = { { 'f', "format", "text|markdown|html|json", "how to write it (text)" },
                     { 'w', "width", "N", "columns of a line of text (those of the terminal, or 80)" }, TABLES_OPTION },
        .examples = { { "rapport brief relations.db azerbaijan russia", "Read it." },
                      { "rapport brief relations.db AZE RUS --format html > brief.html", "As a page." } },
        .run = cli_run_brief,
    },
    {
        .name = "check",
        .summary = "verify a store",
        .usage = "STORE",
        .description = "Verifies the file and all references inside it. The exit status is 0 where no fault was found, and 1 where the "
                       "store is damaged; what is wrong is told.",
        .operands_min = 1,
        .operands_max = 1,
        .examples = { { "rapport check relations.db && cp relations.db /mnt/backup/", "Copy it only if it is sound." } },
        .run = cli_run_check,
    },
    {
        .name = "help",
        .summary = "tell how the program or a command is used",
        .usage = "[COMMAND]",
        .description = "Tells what rapport COMMAND --help tells; without COMMAND it lists all commands.",
        .operands_max = 1,
        .examples = { { "rapport help code", "How is code used?" } },
        .run = cli_run_help,
    },
    { .name = NULL },
};
