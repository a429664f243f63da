/*
 * base/error.h - fill an rp_err; all functions accept NULL and return the code, so that a caller can `return error_set(...)`.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H
#include <stdarg.h>
#include "rapport.h"

#if defined(__GNUC__)
#define ERROR_PRINTF(a, b) __attribute__((format(printf, a, b)))
#else
#define ERROR_PRINTF(a, b)
#endif

/* Set code and reason; the place is emptied. */
rp_code error_set(rp_err *err, rp_code code, const char *format, ...) ERROR_PRINTF(3, 4);

/* As error_set, with the place: input's name (may be NULL), 1-based line (0: none). */
rp_code error_at(rp_err *err, rp_code code, const char *input, uint32_t line, const char *format, ...) ERROR_PRINTF(5, 6);

/* The system's last error (errno) about `input`: maps to RP_EMISSING, RP_EFULL, RP_ENOMEM or RP_EIO and says what to do. */
rp_code error_system(rp_err *err, const char *input, const char *doing);

/* Add what we were doing: "...why (while doing)". */
void error_note(rp_err *err, const char *format, ...) ERROR_PRINTF(2, 3);

/* Name the input of an error that has none yet. */
void error_input(rp_err *err, const char *input);
/* Name input and line of an error that has none yet. */
void error_line(rp_err *err, const char *input, uint32_t line);

/* "FILE:LINE: why" into `out`. */
void error_text(const rp_err *err, char *out, size_t size);

#endif
