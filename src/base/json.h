/*
 * base/json.h - write JSON into a buffer: commas and escapes are ours, the nesting is the caller's. Reading is libjansson's.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"

void json_open(buf *out, char bracket);      /* '{' or '[' */
void json_close(buf *out, char bracket);     /* '}' or ']' */
void json_key(buf *out, const char *key);
void json_str(buf *out, rp_str s);           /* valid UTF-8 */
void json_str_or_null(buf *out, rp_str s);   /* empty: null */
void json_int(buf *out, int64_t value);
void json_real(buf *out, double value, int decimals);   /* rounded; NaN: null; no trailing zeros but one */
void json_bool(buf *out, bool value);
void json_null(buf *out);

#endif
