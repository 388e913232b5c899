/*
 * oit rules: the rule packs, asked by hand.
 */
#ifndef OIT_CLI_RULES_H
#define OIT_CLI_RULES_H

#include "cli/options.h"

extern const struct command rules_command;

#endif
