/*
 * The imprint of a page: what it says, without what differs from one address
 * to the next for no reason of its own.
 */
#ifndef OIT_CRAWLER_IMPRINT_H
#define OIT_CRAWLER_IMPRINT_H

#include <stdint.h>

#include "crawler/page.h"

/*
 * A digest of the page's title, its text outside menus, and the names of the
 * documents it links to.  Digits do not count (clocks, visitors), nor does the
 * page's own address where the page repeats it ("/x.html was not found").
 * Two pages with one imprint say the same; 0 when a page says nothing.
 */
uint64_t imprint_of(const struct page *page);

#endif
