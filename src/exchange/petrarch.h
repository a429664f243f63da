/*
 * exchange/petrarch.h - the actor and agent dictionaries of the PETRARCH coders (Norris, Schrodt and Beieler 2017) ↔ tables of one's own actors.
 *
 * Their form: "NAME_ [CODE]", synonyms on lines that begin with "+", dated codes "[CODE <YYMMDD]", "[CODE >YYMMDD]", "[CODE YYMMDD-YYMMDD]" on the
 * line of the name or on lines of their own; agents "NOUN_ {PLURAL} [~CODE]"; "!SET! = A, B" names words that "!SET!" in a name stands for; "_" is a
 * blank, ";" and "#" begin comments; words of sets may name sets. A code is that of a state or organisation in three letters, then of roles in three each.
 */
#ifndef EXCHANGE_PETRARCH_H
#define EXCHANGE_PETRARCH_H
#include <stdio.h>
#include "actor/tables.h"
#include "base/buf.h"

/* A line that could not be taken over, and why. */
typedef void petrarch_skip(void *context, uint32_t line, rp_str words, const char *why);

/*
 * Read a dictionary and write the table (docs/formats.md, "Own actors") with its header. Codes that are no code of ours are told and left out.
 * Errors: RP_ETEXT, RP_EIO, RP_ENOMEM.
 */
rp_code petrarch_import(const actor_tables *tables, FILE *in, const char *name, petrarch_skip *skip, void *context, buf *out, rp_err *err);

/* Write the names of the tables, or of the actors of one's own where there are some, as a dictionary of actors, or of agents: the roles. */
rp_code petrarch_export(const actor_tables *tables, bool agents, buf *out, rp_err *err);

#endif
