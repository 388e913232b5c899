/*
 * The measures plan as offices hand it up: memo, analysis of last year's
 * scores by issue, table of measures.
 */
#ifndef OIT_REPORTS_PLAN_H
#define OIT_REPORTS_PLAN_H

#include "base/arena.h"
#include "reports/block.h"
#include "reports/document.h"
#include "reports/wording.h"

/*
 * The paper of a document; the arena owns it.  What the document does not
 * know is a gap, see block_count_gaps().
 */
struct block *plan_build(const struct document *doc, struct wording *wording,
	struct arena *arena);

/* Its title for the properties of a file, in the arena. */
const char *plan_title(const struct document *doc, struct wording *wording,
	struct arena *arena);

#endif
