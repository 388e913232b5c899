/*
 * The list the web team works down: one HTML file that needs no network, and
 * no script to be read.
 */
#ifndef OIT_REPORTS_CHECKLIST_H
#define OIT_REPORTS_CHECKLIST_H

#include "base/buf.h"
#include "reports/document.h"
#include "reports/wording.h"

/*
 * Appends the file: items failing first, then those a person must look at,
 * then the rest, each with what was found.  style is its style sheet, script
 * what filters the list and keeps ticks and notes in the browser.
 */
void checklist_write(struct buf *out, const struct document *doc,
	struct wording *wording, const char *style, const char *script);

#endif
