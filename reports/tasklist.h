/*
 * The checklist as a workbook: what to do, item by item, to be filtered, ticked
 * off and noted upon.
 */
#ifndef OIT_REPORTS_TASKLIST_H
#define OIT_REPORTS_TASKLIST_H

#include "base/buf.h"
#include "base/error.h"
#include "reports/document.h"
#include "reports/wording.h"

/* Appends the file: the list, its sums, the runs so far, and how to use it.
 * ERR_WRITE as zip_write(). */
int tasklist_write(struct buf *out, const struct document *doc,
	struct wording *wording, struct error *err);

#endif
