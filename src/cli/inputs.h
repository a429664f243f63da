/*
 * cli/inputs.h - what several commands make of their options and operands: documents to read, tables, the parser's model, jobs, dates, actors.
 *
 * Each gives CLI_OK, or another exit status after telling why.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H
#include "base/file.h"
#include "cli/command.h"
#include "parse/parse.h"
#include "text/reader.h"

/* Files from operand `first` on, metadata and field names: the options of CLI_SOURCE_OPTIONS. Views into the call. */
int cli_inputs(const cli_call *call, unsigned first, reader_options *out);

/* Open the reader; says that standard input is read, where that is a terminal. */
int cli_reader(const reader_options *options, reader **out);

/* The file at `path`, or standard input for "-"; *name is what errors call it. Close with cli_close_input. Errors: as file_open. */
rp_code cli_open_input(const char *path, FILE **out, const char **name, rp_err *err);
void cli_close_input(FILE *in);

/* Is an error the input's fault, so that the next one may do? */
bool cli_is_skip(rp_code rc);

/*
 * Do `each` for every document; it gives RP_OK, RP_ETEXT or RP_ELIMIT where the document is at fault, else what ends everything. Errors are
 * told and documents at fault counted. `what` was "printed" or the like with the `*done` documents, which is said where some were skipped.
 * Gives the exit status.
 */
typedef rp_code cli_document(void *context, const rp_document *document, rp_err *err);
int cli_each_document(reader *in, cli_document *each, void *context, uint64_t *done, const char *what);

/* "N inputs skipped, N documents parsed" where some were skipped; gives the exit status. `noun`: "document". */
int cli_say_skipped(uint64_t skipped, uint64_t done, const char *noun, const char *what);

/* --jobs, or as many as this process may use processors. */
int cli_jobs(const cli_call *call, unsigned *out);

/* The tables of --tables, where the command has that option, or those inside. Close with rapport_close. */
int cli_tables(const cli_call *call, rapport **out);

/* The network of --parser in the model of --model, or in the one inside. Start from {0}; close in any case with cli_model_close. */
typedef struct cli_model {
    parser *parser;
    file_map file;      /* of --model */
} cli_model;

int cli_model_open(const cli_call *call, cli_model *out);
void cli_model_close(cli_model *self);

/* Tables and the store named by the first operand, in this order of opening; cli_store_close closes both. */
int cli_store_open(const cli_call *call, rp_store_mode mode, rapport **tables, rp_store **store);
void cli_store_close(rapport *tables, rp_store *store);

/* --width, or that of the terminal, or `other` where standard output is none. */
int cli_width(const cli_call *call, unsigned other, unsigned *out);

int cli_date(const cli_call *call, const char *option, rp_date *out);       /* unchanged where not given */
int cli_actor(const rapport *tables, const char *name, char code[12]);

#endif
