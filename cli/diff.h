/*
 * oit diff: how two runs of a site differ, and by what.
 */
#ifndef OIT_CLI_DIFF_H
#define OIT_CLI_DIFF_H

#include "cli/options.h"

extern const struct command diff_command;

#endif
