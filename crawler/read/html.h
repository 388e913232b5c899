/*
 * A web page: its element tree as PAGE.
 */
#ifndef OIT_CRAWLER_READ_HTML_H
#define OIT_CRAWLER_READ_HTML_H

#include <stddef.h>

#include "base/slice.h"
#include "crawler/page.h"

/* What a page shows beside what PAGE tells, to judge what it is. */
struct html_facts {
	size_t all_letters;      /* nav parts included */
	size_t noscript_letters; /* of these, for browsers without scripts */
};

/*
 * Fills p, which is empty but for its address, from text in UTF-8 of which
 * skim_read() has found that it is not nested too deep.  A page too large for
 * a tree has OUTCOME_PARSE_LIMIT and no content.
 */
void html_read(struct page *p, struct slice text, struct html_facts *facts);

#endif
