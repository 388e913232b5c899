/*
 * The rule packs in words: what is asked in which year, under which number
 * and name.
 */
#ifndef OIT_CLI_PACKS_H
#define OIT_CLI_PACKS_H

#include "base/error.h"
#include "rules/ruleset.h"

/* What is to be shown is not there; nothing was printed. */
#define PACKS_UNKNOWN 1

/* Prints a line for each pack in the catalogue at folder. */
int packs_list(const char *folder, struct error *err);

/* Prints a line for each item of the pack. */
void packs_list_items(const struct ruleset *rs);

/* Prints what an item ("o9") of the pack asks for, which items of the pack
 * before it replaces, what it is called, what proves it and who says so; 0,
 * PACKS_UNKNOWN or an error. */
int packs_show_item(const char *folder, const struct ruleset *rs,
	const char *id, struct error *err);

/* Prints what a concept is called, and its number, title and period in every
 * year that has it; 0, PACKS_UNKNOWN or an error. */
int packs_show_concept(const char *folder, const char *key, struct error *err);

#endif
