/* cli/help.c - the help texts from the table of commands, and rapport help. */
#include "base/str.h"
#include "base/utf8.h"
#include "cli/output.h"

#define WIDTH 80u
#define LEFT 30u        /* where the text of an option begins */
#define LEFT_LIST 13u   /* of a command in the list */

static unsigned points(rp_str s)
{
    unsigned count = 0;
    for (size_t i = 0; i < s.len; i++) count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return count;
}

/* Words of `text` in lines that begin at column `left`; the cursor stands at `column`. An empty line in it parts paragraphs. */
static void wrap(buf *out, const char *text, unsigned left, unsigned column)
{
    rp_str rest = str_of(text), line, word;
    bool first = true;
    while (str_split(&rest, '\n', &line)) {
        while (str_split(&line, ' ', &word)) {
            if (word.len == 0) continue;
            if (!first && column + 1 + points(word) > WIDTH) {
                buf_char(out, '\n');
                column = 0;
            }
            if (column > left) buf_char(out, ' '), column++;
            for (; column < left; column++) buf_char(out, ' ');
            buf_str(out, word);
            column += points(word);
            first = false;
        }
        if (rest.at) {
            buf_char(out, '\n');
            column = 0;
        }
    }
    buf_char(out, '\n');
}

static void add_option(buf *out, const cli_option *o)
{
    size_t from = out->len;
    if (o->short_name) buf_format(out, "  -%c, --%s", o->short_name, o->name);
    else buf_format(out, "      --%s", o->name);
    if (o->argument) buf_format(out, "=%s", o->argument);
    unsigned column = out->failed ? 0 : points(str_sub(buf_view(out), from, out->len));
    if (column + 2 > LEFT) {
        buf_char(out, '\n');
        column = 0;
    }
    for (; column < LEFT; column++) buf_char(out, ' ');
    wrap(out, o->help, LEFT, LEFT);
}

void cli_help_command(const cli_command *command, buf *out)
{
    buf_format(out, "usage: rapport %s %s%s%s\n\n", command->name, command->options[0].name ? "[OPTION…]" : "", 
               command->options[0].name && command->usage[0] ? " " : "", command->usage);
    wrap(out, command->description, 0, 0);
    buf_text(out, "\noptions:\n");
    for (int i = 0; i < CLI_OPTIONS && command->options[i].name; i++) add_option(out, &command->options[i]);
    for (const cli_option *o = cli_common; o->name; o++) add_option(out, o);
    if (command->examples[0].line) buf_text(out, "\nexamples:\n");
    for (int i = 0; i < CLI_EXAMPLES && command->examples[i].line; i++) {
        buf_format(out, "  %s\n", command->examples[i].line);
        wrap(out, command->examples[i].what, 6, 0);
    }
}

void cli_help_program(buf *out)
{
    buf_text(out, "usage: rapport COMMAND [OPTION…] [OPERAND…]\n\n");
    wrap(out, cli_about, 0, 0);
    buf_text(out, "\ncommands:\n");
    for (const cli_command *c = cli_commands; c->name; c++) {
        buf_format(out, "  %-*s", (int)(LEFT_LIST - 2), c->name);
        wrap(out, c->summary, LEFT_LIST, LEFT_LIST);
    }
    buf_text(out, "\nrapport COMMAND --help tells more of each; rapport --version tells the version.\n");
}

int cli_run_help(const cli_call *call)
{
    const cli_command *command = call->operand_count ? cli_find(call->operands[0]) : NULL;
    buf out = { 0 };
    rp_err err;
    if (call->operand_count && !command) return cli_misuse(call, "there is no command \"%s\"", call->operands[0]);
    if (command) cli_help_command(command, &out);
    else cli_help_program(&out);
    rp_code rc = cli_write_buf(&out, &err);
    buf_free(&out);
    return rc == RP_OK ? CLI_OK : cli_fail(&err);
}
