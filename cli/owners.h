/*
 * The units of an office file, held against the rules.
 */
#ifndef OIT_CLI_OWNERS_H
#define OIT_CLI_OWNERS_H

#include "base/error.h"
#include "rules/ruleset.h"

/*
 * ERR_SYNTAX with file, line and key when an owner is that of neither a concept
 * nor an issue: a misspelt key would leave its unit out of the plan unnoticed.
 * Warns when the file, which office_load() has taken, names no unit at all.
 */
int owners_check(
	const char *path, const struct ruleset *rules, struct error *err);

#endif
