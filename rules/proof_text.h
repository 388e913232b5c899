/*
 * A text of a page, and which wordings of the rules stand in it.
 */
#ifndef OIT_RULES_PROOF_TEXT_H
#define OIT_RULES_PROOF_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "rules/ruleset.h"

/* Text in normal form with the wordings found in it. */
struct proof_text {
	struct text text;
	uint32_t *first; /* by wording: 1 + key place of the first, or 0; NULL
			    until the text is scanned */
};

void proof_text_init(struct proof_text *t);
void proof_text_done(struct proof_text *t);

/* Looks for all wordings of the rules, once the text is complete; in what was
 * read in pictures for those that a machine may have misread too. */
void proof_text_scan(
	struct proof_text *t, const struct ruleset *rs, bool is_picture);

/* The rest takes texts that are scanned. */

/* The wording of the list that stands first in the text, or UINT32_MAX. */
uint32_t proof_text_first(const struct proof_text *t, const struct words *list);

/* Whether one of the list is there. */
bool proof_text_has(const struct proof_text *t, const struct words *list);

/* Whether one of each group is there, or of half of the groups; never so
 * without groups. */
bool proof_text_has_groups(
	const struct proof_text *t, const struct word_groups *groups);
bool proof_text_has_half(
	const struct proof_text *t, const struct word_groups *groups);

#endif
