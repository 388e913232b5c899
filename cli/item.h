/*
 * oit explain: what an item's verdict rests on, and what would make it pass.
 */
#ifndef OIT_CLI_ITEM_H
#define OIT_CLI_ITEM_H

#include "cli/options.h"

extern const struct command item_command;

#endif
