/*
 * cli/command.h - what a command of the program is, and the call of one.
 *
 * The table of commands.c is the one source of --help, the man pages and the completions of bash and zsh; options are parsed from it too,
 * so none can be undocumented. Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but some input was skipped.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H
#include <limits.h>
#include "base/buf.h"

enum { CLI_OK, CLI_FAILED, CLI_USAGE, CLI_SKIPPED };

#define CLI_OPTIONS 24      /* most options a command has */
#define CLI_EXAMPLES 6
#define CLI_ANY UINT_MAX    /* operands without end */

typedef struct cli_option {
    char short_name;        /* 'j' of -j; 0: none */
    const char *name;       /* "jobs" of --jobs */
    const char *argument;   /* what its value is called; "a|b|c": the words it may be; "FILE": a path; NULL: the option takes none */
    const char *help;       /* a clause, without a full stop */
} cli_option;

typedef struct cli_example {
    const char *line;       /* as typed */
    const char *what;       /* what it does */
} cli_example;

typedef struct cli_call cli_call;

typedef struct cli_command {
    const char *name;
    const char *summary;                    /* a clause, for lists */
    const char *usage;                      /* what stands behind the name and the options */
    const char *description;                /* paragraphs, parted by an empty line */
    unsigned operands_min, operands_max;    /* operands_max: CLI_ANY: no limit */
    const char *first;                      /* "a|b": the words the first operand may be; NULL: any */
    cli_option options[CLI_OPTIONS];        /* the first without a name ends them */
    cli_example examples[CLI_EXAMPLES];     /* the first without a line ends them */
    int (*run)(const cli_call *call);       /* gives the exit status */
} cli_command;

extern const cli_command cli_commands[];    /* the one without a name ends them */
extern const char cli_about[];              /* what the program is, a paragraph */
extern const cli_option cli_common[];       /* options every command has; the one without a name ends them */

/* A command with the options and operands it was called with; views into the arguments of main. */
struct cli_call {
    const cli_command *command;
    const char *values[CLI_OPTIONS];        /* by option; "" of one that takes no value; NULL: not given */
    char **operands;
    unsigned operand_count;
};

/* NULL: there is no such command. */
const cli_command *cli_find(const char *name);

/*
 * Sort `arguments` (those behind the command's name; their order changes) into options and operands. Options may stand anywhere, the last of
 * several counts, "--" ends them, "-" is an operand. `*help` becomes true at -h or --help. CLI_OK, or CLI_USAGE after telling why.
 */
int cli_parse(const cli_command *command, int count, char **arguments, cli_call *out, bool *help);

/* The value of an option ("" where it takes none); NULL: not given. The option must be in the table. */
const char *cli_value(const cli_call *call, const char *option);
static inline bool cli_given(const cli_call *call, const char *option) { return cli_value(call, option) != NULL; }

/* The number of `word` among "a|b|c" (any case), or -1. */
int cli_word(const char *words, rp_str word);

/* The help of one command, and of the program, into `out`. */
void cli_help_command(const cli_command *command, buf *out);
void cli_help_program(buf *out);

int cli_run_actors(const cli_call *call);
int cli_run_add(const cli_call *call);
int cli_run_brief(const cli_call *call);
int cli_run_check(const cli_call *call);
int cli_run_code(const cli_call *call);
int cli_run_documents(const cli_call *call);
int cli_run_evaluate(const cli_call *call);
int cli_run_events(const cli_call *call);
int cli_run_help(const cli_call *call);
int cli_run_lexicon(const cli_call *call);
int cli_run_parse(const cli_call *call);
int cli_run_recode(const cli_call *call);
int cli_run_remove(const cli_call *call);
int cli_run_text(const cli_call *call);
int cli_run_train(const cli_call *call);
int cli_run_relate(const cli_call *call);
int cli_run_explain(const cli_call *call);

#endif
