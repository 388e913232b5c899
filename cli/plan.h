/*
 * oit plan: the measures plan of a run, and what contradicts in a plan.
 */
#ifndef OIT_CLI_PLAN_H
#define OIT_CLI_PLAN_H

#include "cli/options.h"

extern const struct command plan_command;

#endif
