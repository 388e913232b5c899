/*
 * The rules for the type of agency that an office file names.
 */
#ifndef OIT_CLI_AGENCIES_H
#define OIT_CLI_AGENCIES_H

#include "base/error.h"
#include "rules/ruleset.h"

/*
 * Reads the rules of a year (Buddhist era) out of the catalogue for agencies
 * of the type that the office file at path names; when it names none, or path
 * is NULL, for the first type of the pack.  ERR_SYNTAX with file, line and key
 * when the pack is not for that type, else as ruleset_load(), whose *out it
 * is.
 */
int agencies_load(struct ruleset **out, const char *path, const char *catalog,
	int year, struct error *err);

#endif
