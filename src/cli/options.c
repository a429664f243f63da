/* cli/options.c - see cli/command.h: parsing from the table. */
#include "cli/command.h"
#include <assert.h>
#include "base/str.h"
#include "cli/output.h"

typedef struct parse {
    const cli_command *command;
    int count, at;
    char **arguments;
    cli_call *out;
    bool *help;
} parse;

const cli_command *cli_find(const char *name)
{
    for (const cli_command *c = cli_commands; c->name; c++)
        if (strcmp(c->name, name) == 0) return c;
    return NULL;
}

int cli_word(const char *words, rp_str word)
{
    rp_str rest = str_of(words), part;
    for (int i = 0; str_split(&rest, '|', &part); i++)
        if (str_eq_nocase(part, word)) return i;
    return -1;
}

const char *cli_value(const cli_call *call, const char *option)
{
    const cli_option *options = call->command->options;
    for (int i = 0; i < CLI_OPTIONS && options[i].name; i++)
        if (strcmp(options[i].name, option) == 0) return call->values[i];
    assert(false);      /* an option that the table lacks */
    return NULL;
}

static int set(parse *self, int option, const char *value)
{
    const cli_option *o = &self->command->options[option];
    if (o->argument && strchr(o->argument, '|') && cli_word(o->argument, str_of(value)) < 0)
        return cli_misuse(self->out, "--%s cannot be \"%s\", but one of %s", o->name, value, o->argument);
    self->out->values[option] = value;
    return CLI_OK;
}

static int long_option(parse *self, const char *text)
{
    const cli_option *options = self->command->options;
    const char *equals = strchr(text, '=');
    rp_str name = { text, equals ? (size_t)(equals - text) : strlen(text) };
    if (str_is(name, "help") && !equals) return *self->help = true, CLI_OK;
    int i = 0;
    while (i < CLI_OPTIONS && options[i].name && !str_is(name, options[i].name)) i++;
    if (i == CLI_OPTIONS || !options[i].name) return cli_misuse(self->out, "unknown option --%.*s", (int)name.len, name.at);
    if (!options[i].argument)
        return equals ? cli_misuse(self->out, "--%s takes no value", options[i].name) : set(self, i, "");
    if (equals) return set(self, i, equals + 1);
    if (self->at == self->count) return cli_misuse(self->out, "--%s needs a value (%s)", options[i].name, options[i].argument);
    return set(self, i, self->arguments[self->at++]);
}

/* "-qj2": letters of options without value, then perhaps one with its value. */
static int short_options(parse *self, const char *letters)
{
    const cli_option *options = self->command->options;
    for (const char *c = letters; *c; c++) {
        if (*c == 'h') {
            *self->help = true;
            continue;
        }
        int i = 0, rc;
        while (i < CLI_OPTIONS && options[i].name && options[i].short_name != *c) i++;
        if (i == CLI_OPTIONS || !options[i].name) {
            int bytes = 1;
            while (((unsigned char)c[bytes] & 0xC0) == 0x80) bytes++;
            return cli_misuse(self->out, "unknown option -%.*s", bytes, c);
        }
        if (options[i].argument) {
            if (c[1]) return set(self, i, c + 1);
            if (self->at == self->count) return cli_misuse(self->out, "-%c needs a value (%s)", *c, options[i].argument);
            return set(self, i, self->arguments[self->at++]);
        }
        if ((rc = set(self, i, "")) != CLI_OK) return rc;
    }
    return CLI_OK;
}

static int check_operands(const cli_call *call)
{
    const cli_command *c = call->command;
    if (call->operand_count < c->operands_min)
        return cli_misuse(call, "something is missing; usage: rapport %s %s", c->name, c->usage);
    if (call->operand_count > c->operands_max)
        return cli_misuse(call, "\"%s\" is one too many; usage: rapport %s %s", call->operands[c->operands_max], c->name, c->usage);
    if (c->first && call->operand_count && cli_word(c->first, str_of(call->operands[0])) < 0)
        return cli_misuse(call, "\"%s\" is none of %s", call->operands[0], c->first);
    return CLI_OK;
}

int cli_parse(const cli_command *command, int count, char **arguments, cli_call *out, bool *help)
{
    parse self = { command, count, 0, arguments, out, help };
    *out = (cli_call){ .command = command, .operands = arguments };
    bool ended = false;
    int rc = CLI_OK;
    while (rc == CLI_OK && self.at < count) {
        char *argument = arguments[self.at++];
        if (ended || argument[0] != '-' || !argument[1]) arguments[out->operand_count++] = argument;   /* never ahead of self.at */
        else if (strcmp(argument, "--") == 0) ended = true;
        else if (argument[1] == '-') rc = long_option(&self, argument + 2);
        else rc = short_options(&self, argument + 1);
    }
    return rc == CLI_OK && !*help ? check_operands(out) : rc;
}
