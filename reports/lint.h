/*
 * Contradictions in what a plan says: what a reader of the paper would stumble
 * over, each with a code that stays the same.
 */
#ifndef OIT_REPORTS_LINT_H
#define OIT_REPORTS_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/time.h"
#include "reports/outline.h"

struct lint_finding {
	const char *code; /* "item_twice" */
	const char *text; /* "issue 6: o15: ..." */
};

/* A question or item that the assessed year has. */
struct lint_code {
	const char *id;
	const char *part;
};

struct lint_rules {
	const struct lint_code *codes; /* all of the year; none: not known */
	size_t n_codes;
	int target;          /* hundredths: below is a defect */
	struct date answers; /* given from that day on; year 0: not known */
	long least_days;     /* that a measure takes */
	/* Whether the item or concept of that name is a report on six months,
	 * which may end later; NULL: none is. */
	bool (*is_on_half)(const void *years, const char *name);
	const void *years;
};

/*
 * What contradicts, in the order in which the plan is read: years and names,
 * tables, analysis, measures.  The arena owns findings and texts.  Returns
 * their number.
 */
size_t lint_find(const struct outline *o, const struct lint_rules *rules,
	struct arena *arena, struct lint_finding **out);

#endif
