/*
 * The findings as a test report, for programs that watch over many checks.
 */
#ifndef OIT_REPORTS_JUNIT_H
#define OIT_REPORTS_JUNIT_H

#include "base/buf.h"
#include "reports/document.h"
#include "reports/wording.h"

/*
 * Appends one suite in the form that CI servers read: the coverage and then
 * each item as a test.  What fails is a failure, what could not be told is an
 * error, so that it never looks like all found, and what the office file set
 * aside is skipped.
 */
void junit_write(
	struct buf *out, const struct document *doc, struct wording *wording);

#endif
