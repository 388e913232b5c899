/*
 * Keys that no schema of the catalogue knows: a misspelt key would be a rule
 * that nobody follows.
 */
#ifndef OIT_RULES_LINT_KEYS_H
#define OIT_RULES_LINT_KEYS_H

#include "rules/lint_catalog.h"

/* Tells R001 of every unknown key of every file. */
void lint_keys_check(struct lint_catalog *c);

#endif
