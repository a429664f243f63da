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
#define TABLES_OPTION { 0, "tables", "FILE", "use the compiled tables in FILE instead of those inside the program" }
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
        .name = "evaluate",
        .summary = "score a layer against gold",
        .usage = "tokens|sentences FILE…  or  events GOLD [EVENTS]",
        .description = "tokens and sentences: builds the raw text of each CoNLL-U file again, splits it, and counts the tokens (as "
                       "written), words (syntactic) and sentences that come out right at both ends, as the scorer of the CoNLL 2018 "
                       "shared task does. The two differ only in what --errors lists.\n\n"
                       "events: compares events as rapport code prints them (the file EVENTS, or standard input) with gold rows, JSON "
                       "Lines with start, end, source, event, target, dates, statuses and core. Within a sentence events and rows are "
                       "paired one to one, first all that agree fully, then by quad class, then by dyad. Recall counts the rows marked "
                       "core; dates and statuses are scored on full matches.\n\n"
                       "Where FILE is -, standard input is read.",
        .operands_min = 2,
        .operands_max = CLI_ANY,
        .first = "tokens|sentences|events",
        .options = { { 'e', "errors", NULL, "list each difference" },
                     { 0, "json", NULL, "print the figures as JSON" }, TABLES_OPTION },
        .examples = { { "rapport evaluate tokens dev.conllu", "How well are tokens split?" },
                      { "rapport code --date 2031-06-30 report.txt | rapport evaluate events --errors gold.jsonl",
                        "Score events, and list the false and the missed ones." } },
        .run = cli_run_evaluate,
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
