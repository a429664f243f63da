/*
 * base/utf8.h - UTF-8: check, step, count code points, fold words for look-up. Never depends on the locale.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include "base/arena.h"
#include "base/str.h"

/* The byte offset of the first malformed sequence or NUL of `s` (RFC 3629: no overlong forms, no surrogates); s.len: none. */
size_t utf8_check(rp_str s);

/* The code point at `at`, and the bytes it takes in *step. `s` must be valid and at < s.len. */
uint32_t utf8_at(rp_str s, size_t at, unsigned *step);

/* Write `c` to `out` (4 bytes); returns the bytes written. */
unsigned utf8_put(char *out, uint32_t c);

typedef enum utf8_class { UTF8_LETTER, UTF8_MARK, UTF8_DIGIT, UTF8_SPACE, UTF8_PUNCT, UTF8_OTHER } utf8_class;

/* What kind of character `c` is, by Unicode's general category. */
utf8_class utf8_class_of(uint32_t c);
bool utf8_is_upper(uint32_t c);
uint32_t utf8_lower(uint32_t c);     /* its lower case, or itself */

/*
 * Fold a word for look-up: lower case, no diacritics (ü u, é e, ş s, ı i, ø o, ß ss …), typographic apostrophes and hyphens as
 * ASCII. Writes at most `size` bytes to `out`, returns the bytes written; a word that does not fit is cut (look-up fails then).
 */
size_t utf8_fold(rp_str word, char *out, size_t size);

/*
 * Byte offsets to code point offsets of one text, in one pass. `offsets` ([n], any order, each <= text.len) is rewritten in
 * place. Lives nowhere: sorts an index in `mem`. Errors: RP_ENOMEM.
 */
typedef struct utf8_ruler {
    const uint32_t *points;  /* code points before each 64th byte */
    rp_str text;
} utf8_ruler;

/* A ruler over `text`, in `mem`; text is borrowed. points == NULL: memory ended. */
utf8_ruler utf8_ruler_new(rp_str text, arena *mem);
uint32_t utf8_ruler_at(const utf8_ruler *self, uint32_t byte);

#endif
