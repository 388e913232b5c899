/*
 * How far the text layer of a document can be trusted.
 *
 * Thai PDFs are often made with fonts that lose tone marks, map letters to
 * private code points, or say nothing at all.  Such text must not be searched
 * in vain and then called missing.
 */
#ifndef OIT_CRAWLER_READ_QUALITY_H
#define OIT_CRAWLER_READ_QUALITY_H

#include "crawler/page.h"

/*
 * Looks at all blocks.  PAGE_QUALITY_SCAN: hardly any letters for the sheets
 * read.  PAGE_QUALITY_POOR: no Thai, tone marks or frequent words too rare for
 * Thai prose, tone marks set twice, too many code points that stand for no
 * letter, or most sheets without text.  Faults that the normal form mends
 * (glyphs of old fonts, sara am) do not count.
 *
 * *lost is how many of the sheets read have no text that can be trusted: a
 * good paper may have scanned annexes.
 */
enum page_quality quality_of(const struct page *p, uint32_t *lost);

/* Which sheets of a PDF these are: the first max of lost that are not read get
 * their numbers in order; returns how many. */
size_t quality_lost(const struct page *p, uint32_t *lost, size_t max);

#endif
