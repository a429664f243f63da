/*
 * base/str.h - text views: compare, find, trim, parse numbers without the locale.
 */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <string.h>
#include "rapport.h"

#define RP_STR(literal) ((rp_str){ (literal), sizeof(literal) - 1 })

static inline rp_str str_of(const char *z) { return (rp_str){ z, z ? strlen(z) : 0 }; }
static inline rp_str str_sub(rp_str s, size_t from, size_t to) { return (rp_str){ s.at + from, to - from }; }
static inline bool str_eq(rp_str a, rp_str b) { return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0); }
static inline bool str_is(rp_str a, const char *z) { return str_eq(a, str_of(z)); }
static inline bool str_starts(rp_str s, rp_str with) { return s.len >= with.len && memcmp(s.at, with.at, with.len) == 0; }
static inline bool str_ends(rp_str s, rp_str with)
{
    return s.len >= with.len && memcmp(s.at + s.len - with.len, with.at, with.len) == 0;
}

static inline bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static inline bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
static inline bool is_alpha(unsigned char c) { return is_upper(c) || is_lower(c); }
static inline bool is_alnum(unsigned char c) { return is_alpha(c) || is_digit(c); }
static inline unsigned char to_lower(unsigned char c) { return is_upper(c) ? (unsigned char)(c + 32) : c; }

/* `s` without the ASCII white space at both ends. */
rp_str str_trim(rp_str s);

/* First place of `c` in `s` from `from` on; s.len: nowhere. */
size_t str_find(rp_str s, char c, size_t from);

/* Equal but for the case of ASCII letters. */
bool str_alike(rp_str a, rp_str b);      /* of one length */
static inline bool str_eq_nocase(rp_str a, rp_str b) { return a.len == b.len && str_alike(a, b); }

/* Take the part of *rest before the next `sep`, and move *rest behind it; false when *rest is exhausted (at == NULL). */
bool str_split(rp_str *rest, char sep, rp_str *part);

/* A whole number in decimal, all of `s`; false: not one, or out of range. */
bool str_int(rp_str s, int64_t *out);

/* A decimal number such as -3.5, all of `s`, whatever the locale; false: not one. */
bool str_number(rp_str s, double *out);

/* Copy `s` into a zero-terminated array, cut to fit at a character's end. */
void str_copy(char *to, size_t size, rp_str s);

#endif
