/*
 * oit check: the main job, from SITE to a folder of papers.
 */
#ifndef OIT_CLI_CHECK_H
#define OIT_CLI_CHECK_H

#include "cli/options.h"

extern const struct command check_command;

#endif
