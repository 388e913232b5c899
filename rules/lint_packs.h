/*
 * The packs of the years against each other: one takes the place of another.
 */
#ifndef OIT_RULES_LINT_PACKS_H
#define OIT_RULES_LINT_PACKS_H

#include "rules/lint_catalog.h"

/*
 * Tells R010, a warning, of a pack that replaces none though there are older
 * ones, that replaces what another one does, that does not begin on the day
 * after the one that it replaces ends, or whose version is one of another year.
 */
void lint_packs_check(struct lint_catalog *c);

#endif
