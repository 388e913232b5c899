/*
 * Wordings in text where some letters are wrong: a machine has read it off a
 * picture, or who typed it has slipped.
 *
 * Titles of different items are nearer to each other than a title to its own
 * reading: "plan for the staff" and "report on the staff" differ in six letters
 * of a hundred.  So a wording that stands nowhere as it is written counts only
 * where the catalogue's telling words are all read right, where it is nearer
 * than to any other item's wording, and where it is not what could be read of a
 * longer one.
 */
#ifndef OIT_RULES_MISREAD_H
#define OIT_RULES_MISREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/wordset.h"
#include "rules/ruleset.h"

/*
 * The places of the wordings that name concepts: the exact ones as
 * wordset_scan() has them, then of each wording without any the nearest.
 * Writes at most max and returns how many.
 */
size_t misread_scan(const struct ruleset *rs, const struct text *text,
	struct word_hit *out, size_t max);

/* The first place of each wording as wordset_first() has it, and for those
 * without any the nearest. */
void misread_first(
	const struct ruleset *rs, const struct text *text, uint32_t *first);

/*
 * The wording of at least so many letters that most of a typed label is, but
 * for a slip: the one with the most letters right.  false where there is none,
 * or another item's is about as near.
 */
bool misread_typed(const struct ruleset *rs, const struct text *text,
	size_t least, struct word_hit *out);

#endif
