/*
 * The cells of an Excel workbook from before 2007: BIFF8, BIFF5, and the
 * records without a file around them that scripts write ([MS-XLS]).
 *
 * The converters at hand will not do: FreeXL leaves out what a formula came
 * to and shows hidden sheets, xls2csv breaks Thai, ssconvert wants a desktop.
 */
#ifndef OIT_CRAWLER_READ_BIFF_H
#define OIT_CRAWLER_READ_BIFF_H

#include <stdbool.h>

#include "base/slice.h"
#include "crawler/page.h"

/* True for records that no OLE file is around. */
bool biff_is_bare(struct slice body);

/*
 * Fills p as workbook_read() does: a heading a sheet, then its cells; hidden
 * sheets, rows and columns are left out.  What could not be read is in
 * outcome, quality and detail.
 */
void biff_read(struct page *p, struct slice body);

#endif
