/* base/json.c - see base/json.h. A comma is due where the last byte written is not an opening bracket, a colon or a line end. */
#include "base/json.h"
#include <inttypes.h>
#include <math.h>

static void comma(buf *out)
{
    char last = out->len ? out->at[out->len - 1] : '\n';
    if (last != '{' && last != '[' && last != ':' && last != '\n') buf_char(out, ',');
}

void json_open(buf *out, char bracket)
{
    comma(out);
    buf_char(out, bracket);
}

void json_close(buf *out, char bracket) { buf_char(out, bracket); }

void json_str(buf *out, rp_str s)
{
    static const char hex[] = "0123456789abcdef";
    comma(out);
    buf_char(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        buf_add(out, s.at + from, i - from);
        from = i + 1;
        switch (c) {
        case '"': buf_text(out, "\\\""); break;
        case '\\': buf_text(out, "\\\\"); break;
        case '\n': buf_text(out, "\\n"); break;
        case '\r': buf_text(out, "\\r"); break;
        case '\t': buf_text(out, "\\t"); break;
        default: {
            char escape[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
            buf_add(out, escape, sizeof escape);
        }
        }
    }
    buf_add(out, s.at + from, s.len - from);
    buf_char(out, '"');
}

void json_key(buf *out, const char *key)
{
    json_str(out, str_of(key));
    buf_char(out, ':');
}

void json_str_or_null(buf *out, rp_str s)
{
    if (s.len) json_str(out, s);
    else json_null(out);
}

void json_int(buf *out, int64_t value)
{
    comma(out);
    buf_format(out, "%" PRId64, value);
}

void json_real(buf *out, double value, int decimals)
{
    if (!isfinite(value)) {
        json_null(out);
        return;
    }
    comma(out);
    double unit = 1;
    for (int i = 0; i < decimals; i++) unit *= 10;
    int64_t scaled = (int64_t)floor(fabs(value) * unit + 0.5);
    int64_t whole = scaled / (int64_t)unit, part = scaled % (int64_t)unit;
    buf_format(out, "%s%" PRId64 ".", value < 0 && scaled ? "-" : "", whole);
    for (int i = 0; i < decimals && (i == 0 || part); i++) {
        unit /= 10;
        buf_char(out, (char)('0' + part / (int64_t)unit));
        part %= (int64_t)unit;
    }
}

void json_bool(buf *out, bool value)
{
    comma(out);
    buf_text(out, value ? "true" : "false");
}

void json_null(buf *out)
{
    comma(out);
    buf_text(out, "null");
}
