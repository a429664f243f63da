/*
 * cli/inputs.h - what several commands make of their options and operands: documents to read, tables, jobs, dates, actors.
 *
 * Each gives CLI_OK, or another exit status after telling why.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H
#include "cli/command.h"
#include "text/reader.h"

/* Files from operand `first` on, metadata and field names: the options of CLI_SOURCE_OPTIONS. Views into the call. */
int cli_inputs(const cli_call *call, unsigned first, reader_options *out);

/* Open the reader; says that standard input is read, where that is a terminal. */
int cli_reader(const reader_options *options, reader **out);

/* --jobs, or as many as this process may use processors. */
int cli_jobs(const cli_call *call, unsigned *out);

/* The tables of --tables, where the command has that option, or those inside. Close with rapport_close. */
int cli_tables(const cli_call *call, rapport **out);

/* Tables and the store named by the first operand, in this order of opening; cli_store_close closes both. */
int cli_store_open(const cli_call *call, rp_store_mode mode, rapport **tables, rp_store **store);
void cli_store_close(rapport *tables, rp_store *store);

/* --width, or that of the terminal, or `other` where standard output is none. */
int cli_width(const cli_call *call, unsigned other, unsigned *out);

int cli_date(const cli_call *call, const char *option, rp_date *out);       /* unchanged where not given */
int cli_actor(const rapport *tables, const char *name, char code[12]);

#endif
