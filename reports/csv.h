/*
 * The checklist as a table for spreadsheets: UTF-8 with its mark, CRLF, every
 * field quoted, a row an item.
 */
#ifndef OIT_REPORTS_CSV_H
#define OIT_REPORTS_CSV_H

#include "base/buf.h"
#include "reports/document.h"
#include "reports/wording.h"

void csv_write(
	struct buf *out, const struct document *doc, struct wording *wording);

#endif
