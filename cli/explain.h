/*
 * What an outcome or a rule means, in one English sentence for people.
 */
#ifndef OIT_CLI_EXPLAIN_H
#define OIT_CLI_EXPLAIN_H

#include "crawler/outcome.h"

/* status is the HTTP status. */
const char *explain_outcome(enum outcome o, int status);

/* Of a detail "rule: ..." of scope.h; NULL when it names no rule. */
const char *explain_rule(const char *detail);

#endif
