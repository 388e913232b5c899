/*
 * Wordings of the concepts against each other: a label must lead to one of
 * them.
 */
#ifndef OIT_RULES_LINT_WORDS_H
#define OIT_RULES_LINT_WORDS_H

#include "rules/lint_catalog.h"

/*
 * Tells R002 of a wording that two concepts have, R003 of one that stands in
 * the title of another concept's item which has no longer one there and that
 * nothing excludes, R009 of a gist that such a title has.
 */
void lint_words_check(struct lint_catalog *c);

#endif
