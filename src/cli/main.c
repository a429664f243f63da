/* cli/main.c - the program `rapport`: find the command and run it. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/output.h"

/*
 * A standard descriptor that is closed would be given to the next file opened, a store for instance, and words meant for people would be
 * written into it. The place holders refuse what they are not for, so that nothing is lost in silence.
 */
static void hold_descriptors(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) == -1) (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static int unknown(const char *name)
{
    buf list = { 0 };
    for (const cli_command *c = cli_commands; c->name; c++) buf_format(&list, "%s%s", list.len ? ", " : "", c->name);
    buf_char(&list, 0);
    cli_say("unknown command \"%s\"; there are %s", name, list.failed ? "" : list.at);
    buf_free(&list);
    return CLI_USAGE;
}

static int print(void (*fill)(buf *out))
{
    buf out = { 0 };
    rp_err err;
    fill(&out);
    rp_code rc = cli_write_buf(&out, &err);
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

static void add_version(buf *out)
{
    rapport *tables;
    buf_format(out, "rapport %s", rapport_version());
    if (rapport_open(NULL, &tables, NULL) == RP_OK) {
        buf_format(out, ", tables %s", rapport_tables_version(tables));
        rapport_close(tables);
    }
    buf_char(out, '\n');
}

static int run(const cli_command *command, int count, char **arguments)
{
    cli_call call;
    bool help = false;
    int status = cli_parse(command, count, arguments, &call, &help);
    if (status != CLI_OK) return status;
    if (!help) return command->run(&call);
    buf out = { 0 };
    rp_err err;
    cli_help_command(command, &out);
    rp_code rc = cli_write_buf(&out, &err);
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}

static int start(int argc, char **argv)
{
    if (argc < 2) {
        cli_say("a command is missing; see rapport --help");
        return CLI_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) return print(cli_help_program);
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) return print(add_version);
    if (name[0] == '-') {
        cli_say("unknown option %s; see rapport --help", name);
        return CLI_USAGE;
    }
    const cli_command *command = cli_find(name);
    return command ? run(command, argc - 2, argv + 2) : unknown(name);
}

int main(int argc, char **argv)
{
    hold_descriptors();
    signal(SIGPIPE, SIG_DFL);       /* a reader that goes away ends us without a word, whatever we inherited */
    return cli_close(start(argc, argv));
}
