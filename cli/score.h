/*
 * oit score: the ITA arithmetic over a scores file.
 */
#ifndef OIT_CLI_SCORE_H
#define OIT_CLI_SCORE_H

#include "cli/options.h"

extern const struct command score_command;

#endif
