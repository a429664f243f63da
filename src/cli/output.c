/* cli/output.c - see cli/output.h. */
#include "cli/output.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/utf8.h"

#define OUTPUT_NAME "standard output"

/* Print "rapport: " and `text` without its control characters, in one write so that lines of several processes do not mix. */
static void say(const char *before, const char *text, const char *after)
{
    char line[2048];
    int n = snprintf(line, sizeof line - 1, "rapport: %s%s%s", before, text, after);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof line - 1 ? (size_t)n : sizeof line - 2;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)line[i];
        bool high = c == 0xC2 && (unsigned char)line[i + 1] >= 0x80 && (unsigned char)line[i + 1] < 0xA0;   /* U+0080 .. U+009F */
        if (c < 0x20 || c == 0x7F) line[i] = '?';
        if (high) line[i] = line[i + 1] = '?';
    }
    line[len++] = '\n';
    fwrite(line, 1, len, stderr);
}

void cli_say(const char *format, ...)
{
    char text[1536];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    say("", text, "");
}

int cli_fail(const rp_err *err)
{
    char text[1024];
    error_text(err, text, sizeof text);
    say("", text, "");
    return err->code == RP_EUSAGE ? CLI_USAGE : CLI_FAILED;
}

int cli_misuse(const cli_call *call, const char *format, ...)
{
    char text[1024], before[64], after[64];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    snprintf(before, sizeof before, "%s: ", call->command->name);
    snprintf(after, sizeof after, "; see rapport %s --help", call->command->name);
    say(before, text, after);
    return CLI_USAGE;
}

rp_code cli_write(const char *at, size_t len, void *unused, rp_err *err)
{
    (void)unused;
    if (len == 0 || fwrite(at, 1, len, stdout) == len) return RP_OK;
    return error_system(err, OUTPUT_NAME, "write");
}

rp_code cli_write_buf(buf *out, rp_err *err)
{
    rp_code rc = out->failed ? error_set(err, RP_ENOMEM, "memory ended") : cli_write(out->at, out->len, NULL, err);
    out->len = 0;
    return rc;
}

int cli_close(int status)
{
    rp_err err;
    bool broken = ferror(stdout);       /* told already, by the write that failed */
    errno = 0;
    if (fclose(stdout) == 0 || broken) return broken && status == CLI_OK ? CLI_FAILED : status;
    error_system(&err, OUTPUT_NAME, "write");
    return cli_fail(&err);
}

void cli_words(buf *out, rp_str s, bool safe)
{
    unsigned step;
    bool gap = false;
    size_t valid = safe ? utf8_check(s) : s.len;
    for (size_t i = 0; i < s.len; i += step) {
        if (i == valid) {
            buf_char(out, '?');
            step = 1;
            valid = i + 1 + utf8_check(str_sub(s, i + 1, s.len));
            continue;
        }
        uint32_t c = utf8_at(s, i, &step);
        if (utf8_class_of(c) == UTF8_SPACE) {
            gap = true;
            continue;
        }
        if (gap) buf_char(out, ' ');
        gap = false;
        if (safe && (c < 0x20 || (c >= 0x7F && c < 0xA0))) buf_char(out, '?');
        else buf_add(out, s.at + i, step);
    }
}

unsigned cli_columns(int descriptor)
{
    struct winsize size;
    if (!isatty(descriptor)) return 0;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

/* A signal handler can reach nothing but a global; it is written here only. */
static volatile int stop_asked;

static void on_signal(int number)
{
    (void)number;
    stop_asked = 1;
}

void cli_stop_watch(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction old, ours = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };   /* no SA_RESTART: a read shall not wait on */
        sigemptyset(&ours.sa_mask);
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(signals[i], &ours, NULL);
    }
}

const volatile int *cli_stop(void) { return &stop_asked; }
