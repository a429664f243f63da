/* base/error.c - see base/error.h. */
#include "base/error.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"

static rp_code fill(rp_err *err, rp_code code, const char *input, uint32_t line, const char *format, va_list args)
{
    if (!err) return code;
    memset(err, 0, sizeof *err);
    err->code = code;
    err->line = line;
    if (input) str_copy(err->input, sizeof err->input, str_of(input));
    vsnprintf(err->why, sizeof err->why, format, args);
    return code;
}

rp_code error_set(rp_err *err, rp_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, NULL, 0, format, args);
    va_end(args);
    return code;
}

rp_code error_at(rp_err *err, rp_code code, const char *input, uint32_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, input, line, format, args);
    va_end(args);
    return code;
}

rp_code error_system(rp_err *err, const char *input, const char *doing)
{
    int number = errno;
    char words[128];
    rp_code code = RP_EIO;
    const char *hint = "";
    switch (number) {
    case ENOENT: code = RP_EMISSING; hint = "; check the path"; break;
    case EACCES: case EPERM: hint = "; check its permissions"; break;
    case EISDIR: hint = "; name the files in it"; break;
    case ENOSPC: case EDQUOT: case EFBIG: code = RP_EFULL; hint = "; free some space and run the same command again"; break;
    case ENOMEM: code = RP_ENOMEM; break;
    default: break;
    }
    const char *said = strerror_r(number, words, sizeof words);     /* the GNU form: what it returns need not be `words` */
    return error_at(err, code, input, 0, "cannot %s: %s%s", doing, said, hint);
}

void error_note(rp_err *err, const char *format, ...)
{
    if (!err) return;
    size_t used = strlen(err->why);
    if (used + 16 >= sizeof err->why) return;
    char note[256];
    va_list args;
    va_start(args, format);
    vsnprintf(note, sizeof note, format, args);
    va_end(args);
    snprintf(err->why + used, sizeof err->why - used, " (while %s)", note);
}

void error_line(rp_err *err, const char *input, uint32_t line)
{
    if (!err) return;
    if (!err->input[0]) err->line = line;
    error_input(err, input);
}

void error_input(rp_err *err, const char *input)
{
    if (err && !err->input[0]) str_copy(err->input, sizeof err->input, str_of(input));
}

void error_text(const rp_err *err, char *out, size_t size)
{
    const char *gap = err->input[0] ? ": " : "";
    if (err->line) snprintf(out, size, "%s:%u: %s", err->input, (unsigned)err->line, err->why);
    else snprintf(out, size, "%s%s%s", err->input, gap, err->why);
}
