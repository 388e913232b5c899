/*
 * oit report: the papers of a run written again from its report.json.
 */
#ifndef OIT_CLI_REPORT_H
#define OIT_CLI_REPORT_H

#include "cli/options.h"

extern const struct command report_command;

#endif
