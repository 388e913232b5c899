/*
 * What the papers say of the rules: in Thai, with the year, of a pack that is
 * in force.
 */
#ifndef OIT_RULES_LINT_TEXTS_H
#define OIT_RULES_LINT_TEXTS_H

#include <stdbool.h>

#include "rules/lint_catalog.h"

/*
 * Tells R005 of months or advice without the year that a pack asks for, R007
 * of a pack that has ended before the ISO day, R008 of a text without a Thai
 * letter.
 */
void lint_texts_check(struct lint_catalog *c, const char *day);

/* Whether a period of the packs ("current_fy" ...) names a year. */
bool lint_texts_has_year(const char *period);

#endif
