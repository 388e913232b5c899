/*
 * Reading the pack of a year into a ruleset: what is asked, numbered and
 * weighed in it.
 */
#ifndef OIT_RULES_PACK_H
#define OIT_RULES_PACK_H

#include "rules/concept.h"

/*
 * Fills the ruleset of f, which has its concepts and columns, from the root of
 * f with what is asked of agencies of a type; NULL is the first type of the
 * pack.  ERR_SYNTAX with file, line and key, also when the pack is not that of
 * the year (Buddhist era) or not for the type.
 */
int pack_read(const struct rule_file *f, int year, const char *agency_type);

#endif
