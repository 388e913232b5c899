/*
 * The cells of an XLSX workbook.
 */
#ifndef OIT_CRAWLER_READ_WORKBOOK_H
#define OIT_CRAWLER_READ_WORKBOOK_H

#include "base/error.h"
#include "crawler/page.h"
#include "crawler/read/package.h"

/*
 * Fills p from the package, of which part is the main one: a heading a sheet
 * (its name), then its cells, only those with words.  Hidden sheets, rows
 * and columns are not published and left out.  Numbers stand as
 * sheetstyle_put() writes them.  Errors as package_parse(), with what came
 * before them in p.
 */
int workbook_read(struct page *p, struct package *pkg, const char *part,
	struct error *err);

#endif
