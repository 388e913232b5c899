/*
 * oit status: the web team's ticks and notes back into the history.
 */
#ifndef OIT_CLI_TICKS_H
#define OIT_CLI_TICKS_H

#include "cli/options.h"

extern const struct command ticks_command;

#endif
