/*
 * Links to one file in two shapes, a list as PDF and as a sheet: what one of
 * them is called the other is too.
 */
#ifndef OIT_CRAWLER_READ_TWIN_H
#define OIT_CRAWLER_READ_TWIN_H

#include "crawler/page.h"

/*
 * Of the links to files of one address but for their ending, puts the words of
 * that with the longest into the rows of the others, where they do not stand
 * yet: "Excel" below a paper says nothing by itself.
 */
void twin_words(struct page *p);

#endif
