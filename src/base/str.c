/* base/str.c - see base/str.h. */
#include "base/str.h"

rp_str str_trim(rp_str s)
{
    while (s.len && is_space((unsigned char)s.at[0])) s.at++, s.len--;
    while (s.len && is_space((unsigned char)s.at[s.len - 1])) s.len--;
    return s;
}

size_t str_find(rp_str s, char c, size_t from)
{
    if (from >= s.len) return s.len;
    const char *p = memchr(s.at + from, c, s.len - from);
    return p ? (size_t)(p - s.at) : s.len;
}

bool str_alike(rp_str a, rp_str b)
{
    for (size_t i = 0; i < a.len; i++)
        if (to_lower((unsigned char)a.at[i]) != to_lower((unsigned char)b.at[i])) return false;
    return true;
}

bool str_split(rp_str *rest, char sep, rp_str *part)
{
    if (!rest->at) return false;
    size_t end = str_find(*rest, sep, 0);
    *part = (rp_str){ rest->at, end };
    if (end == rest->len) *rest = (rp_str){ NULL, 0 };
    else *rest = (rp_str){ rest->at + end + 1, rest->len - end - 1 };
    return true;
}

bool str_int(rp_str s, int64_t *out)
{
    bool minus = s.len && s.at[0] == '-';
    size_t i = minus;
    if (i == s.len || s.len - i > 18) return false;
    int64_t value = 0;
    for (; i < s.len; i++) {
        if (!is_digit((unsigned char)s.at[i])) return false;
        value = value * 10 + (s.at[i] - '0');
    }
    *out = minus ? -value : value;
    return true;
}

bool str_number(rp_str s, double *out)
{
    bool minus = s.len && s.at[0] == '-';
    size_t i = minus;
    int digits = 0;
    double value = 0, unit = 1;
    for (; i < s.len && is_digit((unsigned char)s.at[i]); i++, digits++) value = value * 10 + (s.at[i] - '0');
    if (i < s.len && s.at[i] == '.')
        for (i++; i < s.len && is_digit((unsigned char)s.at[i]); i++, digits++) {
            value = value * 10 + (s.at[i] - '0');
            unit *= 10;
        }
    if (i != s.len || digits == 0 || digits > 15) return false;
    *out = minus ? -value / unit : value / unit;
    return true;
}

void str_copy(char *to, size_t size, rp_str s)
{
    if (size == 0) return;
    size_t n = s.len < size - 1 ? s.len : size - 1;
    while (n && n < s.len && ((unsigned char)s.at[n] & 0xC0) == 0x80) n--;
    if (n) memcpy(to, s.at, n);
    to[n] = 0;
}
