/*
 * cli/generate_main.c - a program of the build: man pages and completions from the table of commands.
 *
 * generate commands            the names, one a line
 * generate man [CMD [DATE]]    rapport.1, or rapport-CMD.1; "" for CMD: rapport.1; DATE: of the release, 2031-06-30
 * generate bash | zsh          completion
 *
 * Pages use the man(7) macros; what is not ASCII is written as \[uXXXX], so that every formatter shows it.
 */
#include <stdio.h>
#include "base/str.h"
#include "base/utf8.h"
#include "cli/command.h"

static void put(const buf *out)
{
    if (out->len) fwrite(out->at, 1, out->len, stdout);
}

/* ---- man pages ----------------------------------------------------------------------------------------------------- */

#define LINE 72     /* bytes, about */

/* Text for roff; a line must not begin with it where it may begin with a full stop. */
static void roff(buf *out, rp_str s)
{
    unsigned step;
    for (size_t i = 0; i < s.len; i += step) {
        uint32_t c = utf8_at(s, i, &step);
        if (c == '\\') buf_text(out, "\\e");
        else if (c == '-') buf_text(out, "\\-");
        else if (c == '\'') buf_text(out, "\\(aq");
        else if (c == '"') buf_text(out, "\\(dq");
        else if (c == '~') buf_text(out, "\\(ti");
        else if (c == '^') buf_text(out, "\\(ha");
        else if (c == '`') buf_text(out, "\\(ga");
        else if (c >= 0x80) buf_format(out, "\\[u%04X]", c);
        else buf_char(out, (char)c);
    }
}

/* Words in lines that are not too long, a sentence begins a line: formatters like it. An empty line parts paragraphs. */
static void roff_text(buf *out, const char *text)
{
    rp_str rest = str_of(text), line, word;
    while (str_split(&rest, '\n', &line)) {
        size_t begin = out->len;
        bool ended = true;      /* the sentence */
        if (line.len == 0) buf_text(out, ".PP");
        while (line.len && str_split(&line, ' ', &word)) {
            if (out->len > begin) {
                bool sentence = ended && is_upper((unsigned char)word.at[0]);
                buf_char(out, sentence || out->len - begin + 1 + word.len > LINE ? '\n' : ' ');
                if (out->at[out->len - 1] == '\n') begin = out->len;
            }
            if (out->len == begin && word.at[0] == '.') buf_text(out, "\\&");
            roff(out, word);
            ended = word.at[word.len - 1] == '.';
        }
        buf_char(out, '\n');
    }
}

static void man_head(buf *out, const char *name, const char *date, const char *summary)
{
    buf_text(out, ".TH RAPPORT");
    if (name[0]) buf_char(out, '-');
    for (const char *c = name; *c; c++) buf_char(out, is_lower((unsigned char)*c) ? (char)(*c - 32) : *c);
    buf_format(out, " 1 \"%s\" \"rapport %s\" \"User commands\"\n.SH NAME\nrapport%s", date, rapport_version(), name[0] ? "\\-" : "");
    roff(out, str_of(name));
    buf_text(out, " \\- ");
    roff(out, str_of(summary));
    buf_char(out, '\n');
}

static void man_option(buf *out, const cli_option *o)
{
    buf_text(out, ".TP\n");
    if (o->short_name) buf_format(out, "\\fB\\-%c\\fR, ", o->short_name);
    buf_text(out, "\\fB\\-\\-");
    roff(out, str_of(o->name));
    buf_text(out, "\\fR");
    if (o->argument) {
        buf_text(out, "=\\fI");
        roff(out, str_of(o->argument));
        buf_text(out, "\\fR");
    }
    buf_char(out, '\n');
    roff_text(out, o->help);
}

static void man_exit(buf *out)
{
    buf_text(out, ".SH EXIT STATUS\n"
                  ".TP\n0\nDone.\n.TP\n1\nFailed; standard error tells why.\n.TP\n2\nWrong usage.\n"
                  ".TP\n3\nDone, but some input had to be skipped; each is named on standard error.\n");
}

static void man_command(const cli_command *c, const char *date, buf *out)
{
    man_head(out, c->name, date, c->summary);
    buf_text(out, ".SH SYNOPSIS\n\\fBrapport ");
    roff(out, str_of(c->name));
    buf_text(out, "\\fR ");
    if (c->options[0].name) roff(out, RP_STR("[OPTION…] "));
    roff(out, str_of(c->usage));
    buf_text(out, "\n.SH DESCRIPTION\n");
    roff_text(out, c->description);
    buf_text(out, ".SH OPTIONS\n");
    for (int i = 0; i < CLI_OPTIONS && c->options[i].name; i++) man_option(out, &c->options[i]);
    for (const cli_option *o = cli_common; o->name; o++) man_option(out, o);
    man_exit(out);
    if (c->examples[0].line) buf_text(out, ".SH EXAMPLES\n");
    for (int i = 0; i < CLI_EXAMPLES && c->examples[i].line; i++) {
        buf_text(out, ".TP\n\\fB");
        roff(out, str_of(c->examples[i].line));
        buf_text(out, "\\fR\n");
        roff_text(out, c->examples[i].what);
    }
    buf_text(out, ".SH SEE ALSO\n.BR rapport (1)\n");
}

static void man_program(const char *date, buf *out)
{
    man_head(out, "", date, "reports in, a cited record of who did what to whom out");
    buf_text(out, ".SH SYNOPSIS\n\\fBrapport\\fR \\fICOMMAND\\fR ");
    roff(out, RP_STR("[OPTION…] [OPERAND…]"));
    buf_text(out, "\n.SH DESCRIPTION\n");
    roff_text(out, cli_about);
    buf_text(out, ".PP\nData goes to standard output, words go to standard error. Errors read\n"
                  "\\fBrapport: FILE:LINE: what is wrong, and what to do\\fR.\n"
                  ".SH COMMANDS\n");
    for (const cli_command *c = cli_commands; c->name; c++) {
        buf_format(out, ".TP\n\\fB%s\\fR\n", c->name);
        roff_text(out, c->summary);
    }
    buf_text(out, ".SH OPTIONS\n.TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nList the commands.\n"
                  ".TP\n\\fB\\-V\\fR, \\fB\\-\\-version\\fR\nTell the version of the program and of its tables.\n");
    man_exit(out);
    buf_text(out, ".SH SEE ALSO\n");
    const char *comma = "";
    for (const cli_command *c = cli_commands; c->name; c++) {
        if (strcmp(c->name, "help") == 0) continue;
        buf_format(out, "%s.BR rapport\\-%s (1)", comma, c->name);
        comma = " ,\n";
    }
    buf_char(out, '\n');
}

static int man(const char *name, const char *date, buf *out)
{
    const cli_command *c = cli_find(name);
    if (!c && name[0]) {
        fprintf(stderr, "generate: there is no command %s\n", name);
        return 1;
    }
    if (c) man_command(c, date, out);
    else man_program(date, out);
    return 0;
}

/* ---- completions --------------------------------------------------------------------------------------------------- */

static void words(buf *out, const char *list)
{
    for (const char *c = list; *c; c++) buf_char(out, *c == '|' ? ' ' : *c);
}

static void command_names(buf *out)
{
    for (const cli_command *c = cli_commands; c->name; c++) buf_format(out, "%s%s", c == cli_commands ? "" : " ", c->name);
}

static void bash_values(const cli_command *c, buf *out)
{
    for (int i = 0; i < CLI_OPTIONS && c->options[i].name; i++) {
        const cli_option *o = &c->options[i];
        if (!o->argument) continue;
        buf_format(out, "        %s:--%s", c->name, o->name);
        if (o->short_name) buf_format(out, "|%s:-%c", c->name, o->short_name);
        if (strchr(o->argument, '|')) {
            buf_text(out, ") COMPREPLY=($(compgen -W \"");
            words(out, o->argument);
            buf_text(out, "\" -- \"$word\")); return ;;\n");
        } else if (strcmp(o->argument, "FILE") == 0) {
            buf_text(out, ") compopt -o default; return ;;\n");
        } else {
            buf_text(out, ") return ;;\n");
        }
    }
}

static void bash_command(const cli_command *c, buf *out)
{
    buf_format(out, "        %s) options=\"", c->name);
    for (int i = 0; i < CLI_OPTIONS && c->options[i].name; i++) {
        if (c->options[i].short_name) buf_format(out, "-%c ", c->options[i].short_name);
        buf_format(out, "--%s ", c->options[i].name);
    }
    buf_text(out, "-h --help\"");
    if (c->first) buf_text(out, " first=\""), words(out, c->first), buf_char(out, '"');
    else if (strcmp(c->name, "help") == 0) buf_text(out, " first=\"$commands\"");
    buf_text(out, " ;;\n");
}

static void bash(buf *out)
{
    buf_text(out, "# bash completion for rapport, made from the program's table of commands\n"
                  "_rapport()\n{\n"
                  "    local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" command=\"${COMP_WORDS[1]}\"\n"
                  "    local options=\"\" first=\"\" commands=\"");
    command_names(out);
    buf_text(out, "\"\n"
                  "    COMPREPLY=()\n"
                  "    if ((COMP_CWORD == 1)); then\n"
                  "        COMPREPLY=($(compgen -W \"$commands --help --version\" -- \"$word\"))\n"
                  "        return\n"
                  "    fi\n"
                  "    if [[ $word == \"=\" ]]; then\n"
                  "        word=\"\"\n"
                  "    elif [[ $before == \"=\" ]]; then\n"
                  "        before=\"${COMP_WORDS[COMP_CWORD-2]}\"\n"
                  "    fi\n"
                  "    case \"$command:$before\" in\n");
    for (const cli_command *c = cli_commands; c->name; c++) bash_values(c, out);
    buf_text(out, "    esac\n"
                  "    case \"$command\" in\n");
    for (const cli_command *c = cli_commands; c->name; c++) bash_command(c, out);
    buf_text(out, "    esac\n"
                  "    if [[ $word == -* ]]; then\n"
                  "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                  "    elif ((COMP_CWORD == 2)) && [[ $first ]]; then\n"
                  "        COMPREPLY=($(compgen -W \"$first\" -- \"$word\"))\n"
                  "    else\n"
                  "        compopt -o default\n"
                  "    fi\n"
                  "}\n"
                  "complete -F _rapport rapport\n");
}

/* Text within single quotes of an argument of _arguments: brackets and colons are escaped. */
static void zsh_text(buf *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '\'') buf_text(out, "'\\''");
        else if (strchr("[]:\\", *c)) buf_format(out, "\\%c", *c);
        else buf_char(out, *c);
    }
}

static void zsh_option(buf *out, const cli_option *o)
{
    if (o->short_name) buf_format(out, "                '(-%c --%s)'{-%c%s,--%s%s}'[", o->short_name, o->name, o->short_name,
                                  o->argument ? "+" : "", o->name, o->argument ? "=" : "");
    else buf_format(out, "                '--%s%s[", o->name, o->argument ? "=" : "");
    zsh_text(out, o->help);
    buf_char(out, ']');
    if (o->argument && strchr(o->argument, '|')) {
        buf_text(out, ":value:(");
        words(out, o->argument);
        buf_char(out, ')');
    } else if (o->argument) {
        buf_char(out, ':');
        zsh_text(out, o->argument);
        buf_text(out, strcmp(o->argument, "FILE") == 0 ? ":_files" : ":");
    }
    buf_text(out, "' \\\n");
}

static void zsh_command(const cli_command *c, buf *out)
{
    buf_format(out, "        %s)\n            _arguments -s -S \\\n", c->name);
    for (int i = 0; i < CLI_OPTIONS && c->options[i].name; i++) zsh_option(out, &c->options[i]);
    for (const cli_option *o = cli_common; o->name; o++) zsh_option(out, o);
    if (c->first || strcmp(c->name, "help") == 0) {
        buf_text(out, "                '1:what:(");
        if (c->first) words(out, c->first);
        else command_names(out);
        buf_text(out, ")' \\\n");
    }
    buf_text(out, c->operands_max > 1 || !(c->first || strcmp(c->name, "help") == 0) ? "                '*:file:_files'\n            ;;\n"
                                                                                     : "                && return\n            ;;\n");
}

static void zsh(buf *out)
{
    buf_text(out, "#compdef rapport\n# zsh completion for rapport, made from the program's table of commands\n"
                  "_rapport() {\n"
                  "    local curcontext=\"$curcontext\" state line\n"
                  "    _arguments -C '(- *)'{-h,--help}'[list the commands]' '(- *)'{-V,--version}'[tell the version]' '1:command:->command' "
                  "'*::operand:->operand'\n"
                  "    case $state in\n"
                  "    command)\n"
                  "        local -a commands=(\n");
    for (const cli_command *c = cli_commands; c->name; c++) {
        buf_format(out, "            '%s:", c->name);
        zsh_text(out, c->summary);
        buf_text(out, "'\n");
    }
    buf_text(out, "        )\n"
                  "        _describe command commands\n"
                  "        ;;\n"
                  "    operand)\n"
                  "        case $words[1] in\n");
    for (const cli_command *c = cli_commands; c->name; c++) zsh_command(c, out);
    buf_text(out, "        esac\n"
                  "        ;;\n"
                  "    esac\n"
                  "}\n"
                  "_rapport \"$@\"\n");
}

int main(int argc, char **argv)
{
    buf out = { 0 };
    int status = 0;
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "commands") == 0) {
        for (const cli_command *c = cli_commands; c->name; c++) buf_format(&out, "%s\n", c->name);
    } else if (strcmp(what, "man") == 0) {
        status = man(argc > 2 ? argv[2] : "", argc > 3 ? argv[3] : "", &out);
    } else if (strcmp(what, "bash") == 0) {
        bash(&out);
    } else if (strcmp(what, "zsh") == 0) {
        zsh(&out);
    } else {
        fputs("usage: generate commands | man [CMD [DATE]] | bash | zsh\n", stderr);
        status = 2;
    }
    if (!out.failed) put(&out);
    buf_free(&out);
    return fflush(stdout) != 0 || out.failed ? 1 : status;
}
