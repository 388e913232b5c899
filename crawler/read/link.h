/*
 * The links of a page: every way in which an element leads somewhere.
 */
#ifndef OIT_CRAWLER_READ_LINK_H
#define OIT_CRAWLER_READ_LINK_H

#include <stdbool.h>

#include "crawler/page.h"
#include "crawler/read/tree.h"

/* What the walk through the page knows about the place of an element. */
struct link_place {
	const char *heading, *column; /* as in struct page_link */
	bool nav;
};

/* False when link_of_element() would find nothing. */
bool link_is_possible(const struct tree_node *n);

/*
 * Adds the links of an element: its address (a, area, frame, iframe, object,
 * embed, meta refresh), those in its event handlers and in javascript:
 * addresses, and those in an inline script.
 */
void link_of_element(struct page *p, const struct tree_node *n,
	const struct link_place *where);

/* Adds the addresses that stand in plain text. */
void link_of_text(struct page *p, const struct tree_node *n,
	const struct link_place *where);

#endif
