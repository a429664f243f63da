/*
 * cli/actors.h - rapport evaluate actors and train actors, beside rapport actors.
 */
#ifndef CLI_ACTORS_H
#define CLI_ACTORS_H
#include "cli/command.h"
#include "rapport.h"

int cli_evaluate_actors(const cli_call *call, const rapport *tables);

#endif
