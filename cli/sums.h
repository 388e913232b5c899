/*
 * The figures a plan prints, reckoned again from its own tables.
 */
#ifndef OIT_CLI_SUMS_H
#define OIT_CLI_SUMS_H

#include <stddef.h>

#include "reports/outline.h"
#include "rules/score_model.h"

/*
 * Prints a line for each figure that contradicts the tables: indicators,
 * total, level, and scores that the analysis quotes otherwise.  Returns their
 * number; 0 when the tables have not all scores of the model's year.
 */
size_t sums_print(const struct outline *o, const struct score_model *model);

#endif
