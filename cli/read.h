/*
 * oit read: what the program sees of one file or address.
 */
#ifndef OIT_CLI_READ_H
#define OIT_CLI_READ_H

#include "cli/options.h"

extern const struct command read_command;

#endif
