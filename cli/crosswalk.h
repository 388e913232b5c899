/*
 * The numbers of items change every year, the concepts do not: which item of
 * one year asks for what another one asked for in another.
 */
#ifndef OIT_CLI_CROSSWALK_H
#define OIT_CLI_CROSSWALK_H

#include "reports/document.h"
#include "rules/ruleset.h"

/* The rules of three years, of which two may be the same. */
struct crosswalk {
	const struct ruleset *checked;
	const struct ruleset *assessed; /* NULL without scores */
	const struct ruleset *planned;  /* NULL when nobody knows them yet */
};

/*
 * The item that asks for what an item of another year's rules asks for, by the
 * first of its concepts that is asked for at all; NULL when none is.
 */
const struct item *crosswalk_find(const struct ruleset *rs,
	const struct ruleset *other, const struct item *item);

/* Tells in the scores and measures of a document which numbers their items
 * have in the year that was checked, and in the year of the plan. */
void crosswalk_fill(const struct crosswalk *years, struct document *doc);

#endif
