/*
 * Items that fall with another one, whatever stands on the site.
 */
#ifndef OIT_RULES_DEPENDENCE_H
#define OIT_RULES_DEPENDENCE_H

#include "base/arena.h"
#include "rules/finding.h"
#include "rules/ruleset.h"

/* Names in each finding those of its items that fail and that it depends on.
 * There is one finding for each item of the pack, in its order; the arena owns
 * the lists. */
void dependence_put(
	struct finding *items, const struct ruleset *rs, struct arena *arena);

#endif
