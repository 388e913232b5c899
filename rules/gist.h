/*
 * What a short text is about when it uses none of the known wordings: the
 * concept whose words it has, in any order.
 *
 * Offices name the same paper in many ways ("ผลการบริหารและพัฒนาบุคลากรรอบปี"),
 * which no list of wordings holds.
 */
#ifndef OIT_RULES_GIST_H
#define OIT_RULES_GIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "base/wordset.h"
#include "rules/label.h"
#include "rules/ruleset.h"

/* A longer text is a sentence that may mention anything. */
#define GIST_MAX_LETTERS 120

/*
 * Fills *out with the concept of which the text has a word of each group and
 * no word that it excludes; of several the one whose words cover most of the
 * text.  False when there is none, two cover the same, or most of the text is
 * about something else.  hits are all places of the ruleset's words in text.
 */
bool gist_match(struct label_match *out, const struct ruleset *rs,
	const struct text *text, const struct word_hit *hits, size_t n_hits);

/* Letters of the text that may name something: years, numbers, and whose site
 * it is name nothing. */
size_t gist_letters(const struct ruleset *rs, const struct text *text);

#endif
