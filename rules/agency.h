/*
 * Names of local governments in a text: whose site it is, and whose paper.
 */
#ifndef OIT_RULES_AGENCY_H
#define OIT_RULES_AGENCY_H

#include <stdbool.h>

#include "base/slice.h"
#include "rules/ruleset.h"

/*
 * The first name in canon (see base/text.h), kind of agency included:
 * "เทศบาลตำบลดอนฟ้าใส".  It ends with the Thai letters, so in a PDF without
 * blanks more may hang on to it.  false when there is none.
 */
bool agency_find(
	const struct ruleset *rs, struct slice canon, struct slice *name);

/* Whether two such names mean the same: one may go on beyond the other. */
bool agency_is_same(struct slice a, struct slice b);

#endif
