/*
 * cli/output.h - words to standard error, data to standard output. The only place of the program that prints.
 *
 * What is printed for people may hold words of hostile input: control characters, which a terminal would obey, become "?".
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H
#include "base/buf.h"
#include "cli/command.h"

/* "rapport: …" and a line end on standard error. */
void cli_say(const char *format, ...) ERROR_PRINTF(1, 2);

/* Say the error; gives the exit status it deserves. */
int cli_fail(const rp_err *err);

/* "rapport: CMD: …; see rapport CMD --help"; gives CLI_USAGE. */
int cli_misuse(const cli_call *call, const char *format, ...) ERROR_PRINTF(2, 3);

/* An rp_write to standard output. Errors: RP_EFULL, RP_EIO. */
rp_code cli_write(const char *at, size_t len, void *unused, rp_err *err);

/* Write what `out` holds and empty it. RP_ENOMEM when it had failed. */
rp_code cli_write_buf(buf *out, rp_err *err);

/* Flush and close standard output: what a full disk refuses shows at the latest here. Gives `status`, or CLI_FAILED after telling why. */
int cli_close(int status);

/*
 * The words of `s` with each run of white space as one blank. `safe`: for a table that a terminal may show, control characters become "?",
 * and so do bytes that are not UTF-8; else `s` must be valid.
 */
void cli_words(buf *out, rp_str s, bool safe);

/* Columns of the terminal on `descriptor`; 0: it is none. A terminal that does not tell has 80. */
unsigned cli_columns(int descriptor);

/* The user's wish to end (SIGINT, SIGTERM, SIGHUP); a second signal ends at once. */
void cli_stop_watch(void);
const volatile int *cli_stop(void);

#endif
