/*
 * A web page in one pass over its tokens: its links with what stands around
 * them, its headings, text and tables, and no tree.
 */
#ifndef OIT_CRAWLER_READ_SKIM_H
#define OIT_CRAWLER_READ_SKIM_H

#include <stddef.h>

#include "base/slice.h"
#include "crawler/page.h"
#include "crawler/read/html.h"

/* What a skimmed page tells beside PAGE. */
struct skim_facts {
	struct html_facts html;
	size_t depth;      /* of the deepest element; html itself has 0 */
	size_t attributes; /* most on one element, as written */
	unsigned moved;    /* by a tree: enum nest_moved; 0: its text is this */
};

/*
 * Fills p, which is empty but for its address, from text in UTF-8, as
 * html_read() does and with the same links, but: where markup is misnested,
 * what stands beside it moves, a link's words and place may be cut otherwise,
 * and a link that the tree has several times is found as often as it begins.
 * What a second html or body
 * tag says in vain, where the first said it already, is found too; an address
 * in plain text is not when a tag without meaning stands in it.
 *
 * A page that is nested too deep or has too many attributes for a tree has
 * OUTCOME_PARSE_LIMIT, and still its links and text.
 */
void skim_read(struct page *p, struct slice text, struct skim_facts *facts);

#endif
