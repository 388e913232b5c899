/*
 * oit why: what a run knows of one address, and why it was or was not read.
 */
#ifndef OIT_CLI_WHY_H
#define OIT_CLI_WHY_H

#include "cli/options.h"

extern const struct command why_command;

#endif
