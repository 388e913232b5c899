/*
 * What is to be said of the time since the run before: sentences for any paper,
 * and the runs as a picture and a table for web pages.
 */
#ifndef OIT_REPORTS_SINCE_H
#define OIT_REPORTS_SINCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "reports/document.h"
#include "reports/wording.h"

/*
 * Whether so many of the items that passed fail at once that the site is rather
 * broken, or was not seen as people see it, than changed.
 */
bool since_is_mass_loss(size_t passed, size_t lost);

/* How many items have changed that way. */
size_t since_count(const struct document *doc, enum finding_change change);

/* Appends sentence i, from 0; false when there are no more, as without an
 * earlier run and without a tick that the crawl contradicts. */
bool since_put(struct buf *out, const struct document *doc,
	struct wording *wording, size_t i);

/* Appends the sums of the runs, the last of them this one, as HTML; nothing
 * without an earlier run. */
void since_put_runs(
	struct buf *out, const struct document *doc, struct wording *wording);

#endif
