/*
 * lexicon/compile.h - read and check the tables under a folder, write their compiled form.
 *
 * Reads:  FOLDER/schema.tsv, which names the tables, their columns and what a cell may hold; then each table, a file or a folder
 *         of files. Every cell is checked: the first wrong line is an error that names file, line and reason.
 * Writes: the layout of lexicon/format.h. The same tables give the same bytes.
 */
#ifndef LEXICON_COMPILE_H
#define LEXICON_COMPILE_H
#include "base/buf.h"

/* Compile the tables of `folder` into `out` (caller frees with buf_free). Errors: RP_EFORMAT with place, RP_EMISSING, RP_ENOMEM. */
rp_code lexicon_compile(const char *folder, buf *out, rp_err *err);

/*
 * Compile one table file whose header names some of the columns of `schema`, in any order, into a table `name`: for tables that users write. `schema`
 * has lines "column TAB kind TAB rule", as schema.tsv has them. Required columns must be there. Ownership and errors as above.
 */
rp_code lexicon_compile_file(const char *path, const char *name, const char *schema, buf *out, rp_err *err);

#endif
