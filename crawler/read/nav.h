/*
 * Which parts of a page are menus, heads and feet: the same on every page, so
 * what they say is no word about the page they stand on.
 */
#ifndef OIT_CRAWLER_READ_NAV_H
#define OIT_CRAWLER_READ_NAV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "crawler/read/tree.h"

/* How much is said in a part of a page. */
struct nav_words {
	uint32_t text, link_text; /* bytes, in all and inside links */
	uint32_t links;           /* a elements with an address */
};

/* By its element: nav, aside, footer, and a header that is not that of an
 * article.  Whether it stands in main or article, or in a section. */
bool nav_is_element(enum tree_tag tag, bool in_content, bool in_section);

/*
 * A list or table that has more than NAV_LINKS links with short words and
 * hardly any other text, as the menus of old sites have.  Not to be asked
 * inside main or article: lists of documents look like that too.
 */
bool nav_is_list(enum tree_tag tag, const struct nav_words *said);

/*
 * By its attributes, whose data is NULL for none: 0 when they name no such
 * part, else the percentage of the page's text outside links that it may hold
 * at most.  A role says it surely.
 */
#define NAV_WHOLE 100
unsigned nav_share(struct slice id, struct slice class, struct slice role);

#endif
