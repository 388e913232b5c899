/*
 * Office documents: DOCX, XLSX, PPTX, ODT, ODS, ODP, and plain ZIP archives.
 *
 * Read as streams of XML; nothing is written to disk, no external relation is
 * followed, no macro is looked at.
 */
#ifndef OIT_CRAWLER_READ_OFFICE_H
#define OIT_CRAWLER_READ_OFFICE_H

#include "base/slice.h"
#include "crawler/page.h"

/*
 * Fills p from an archive, whichever of these it is; of a plain ZIP archive
 * its member names become blocks, and it is OUTCOME_TYPE_UNKNOWN.  What could
 * not be read is in outcome, quality and detail.
 */
void office_read(struct page *p, struct slice body);

#endif
