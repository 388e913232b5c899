/*
 * Telling the headline of a news item from a label: "a meeting to make the
 * plan" names the plan and is not it.
 */
#ifndef OIT_RULES_EVENT_H
#define OIT_RULES_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "rules/ruleset.h"

/*
 * Whether the line tells of something that was done before it comes, at the
 * byte from of the key, to the name of the concept.  What is about reports of
 * doings may have the word for it in its own gist; then it tells of none.
 */
bool event_comes_before(const struct ruleset *rs, const struct text *t,
	uint32_t from, size_t concept);

#endif
