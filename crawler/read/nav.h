/*
 * Which parts of a page are menus, heads and feet: the same on every page, so
 * what they say is no word about the page they stand on.
 */
#ifndef OIT_CRAWLER_READ_NAV_H
#define OIT_CRAWLER_READ_NAV_H

#include <stdbool.h>

#include "crawler/read/tree.h"

/*
 * True when n is such a part.  By its element (nav, aside, footer, a header
 * that is not an article's); by its role; by its id or class, unless it
 * holds too much of the page's text outside links; or, for a list or
 * table, when it has more than NAV_LINKS links with short words and hardly any
 * other text, as the menus of old sites have.  The last rule leaves alone what
 * is inside main or article: lists of documents look like that too.
 */
bool nav_is(const struct tree_node *n, const struct tree_node *root);

#endif
