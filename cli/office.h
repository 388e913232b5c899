/*
 * oit office: the office file, made out of answers.
 */
#ifndef OIT_CLI_OFFICE_H
#define OIT_CLI_OFFICE_H

#include "cli/options.h"

extern const struct command office_command;

#endif
