/*
 * The list the web team works down: one HTML file without network or script.
 */
#ifndef OIT_REPORTS_CHECKLIST_H
#define OIT_REPORTS_CHECKLIST_H

#include "base/buf.h"
#include "reports/document.h"
#include "reports/wording.h"

/*
 * Appends the file: items failing first, then those a person must look at,
 * then the rest, each with all that was found.  style is its style sheet.
 */
void checklist_write(struct buf *out, const struct document *doc,
	struct wording *wording, const char *style);

#endif
