/*
 * Word processor files from before 2007, by the programs antiword and catdoc.
 *
 * Of the readers that Debian has these two keep Thai whole; wv does as well,
 * and takes any amount of memory for it.
 */
#ifndef OIT_CRAWLER_READ_LEGACY_H
#define OIT_CRAWLER_READ_LEGACY_H

#include "base/slice.h"
#include "crawler/page.h"

/*
 * Fills p from a DOC, by antiword and where that fails by catdoc, or from RTF,
 * by catdoc: headings and tables are known from antiword alone.  The tools are
 * paths, NULL when not installed; what could not be read, or for want of
 * which of them, is in outcome, quality and detail.
 */
void legacy_read(struct page *p, struct slice body, const char *antiword,
	const char *catdoc);

#endif
