/*
 * Concepts that no example holds to what they mean.
 */
#ifndef OIT_RULES_LINT_EXAMPLES_H
#define OIT_RULES_LINT_EXAMPLES_H

#include "rules/lint_catalog.h"

/*
 * Tells R006: an error of an item concept without examples, a warning of a
 * kind that its examples for a pack lack.  Incomplete ones are needed where
 * the pack has a must part, stale ones where a source confirms the year.
 */
void lint_examples_check(struct lint_catalog *c);

#endif
