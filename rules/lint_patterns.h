/*
 * Patterns of the rules that may run away: they are searched for in texts
 * that anybody may write.
 */
#ifndef OIT_RULES_LINT_PATTERNS_H
#define OIT_RULES_LINT_PATTERNS_H

#include "rules/lint_catalog.h"

/*
 * Tells R004: an error of a repeated group that has a repeat without end in
 * it, because the ways to try double with each letter (CWE-1333); a warning
 * of a repeat without end in a pattern without LINT_PATTERNS_LETTERS letters
 * in a row: tried at any place of a text, it may read to its end from each.
 */
void lint_patterns_check(struct lint_catalog *c);

#define LINT_PATTERNS_LETTERS 5

#endif
