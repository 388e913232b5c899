/*
 * What became of last year's measures: the skeleton of the report on them
 * that the next assessment asks for.
 */
#ifndef OIT_REPORTS_FOLLOWUP_H
#define OIT_REPORTS_FOLLOWUP_H

#include "base/arena.h"
#include "reports/block.h"
#include "reports/document.h"
#include "reports/wording.h"

enum followup_result {
	FOLLOWUP_FIXED,      /* what it asked for is on the website now */
	FOLLOWUP_NOT_FIXED,  /* it was looked for and is not */
	FOLLOWUP_NOT_LOOKED, /* could not be seen, or is no matter of a website
			      */
	FOLLOWUP_RESULTS,
};

/*
 * What a later check says of a measure.  Items are found by their concept,
 * because their numbers change from year to year; *item is what was found, or
 * NULL.
 */
enum followup_result followup_result(const struct document *now,
	const struct measure *m, const struct finding **item);

/*
 * The paper on the plan of one document, as a later one of the same site saw
 * it; the arena owns it.  What only the office can know is a gap.
 */
struct block *followup_build(const struct document *plan,
	const struct document *now, struct wording *wording,
	struct arena *arena);

/* Its title for the properties of a file, in the arena. */
const char *followup_title(const struct document *plan, struct wording *wording,
	struct arena *arena);

#endif
