/*
 * cli/relate.h - rapport evaluate relate and evaluate status and evaluate spans, which share its reading with rapport relate.
 */
#ifndef CLI_RELATE_H
#define CLI_RELATE_H
#include "cli/table.h"
#include "cli/command.h"

int cli_evaluate_relate(const cli_call *call, const rapport *tables);
int cli_evaluate_status(const cli_call *call, const rapport *tables);
int cli_evaluate_spans(const cli_call *call, const rapport *tables);

#endif
