/*
 * A web page read by its tokens and by its tree, and where the two differ.
 */
#ifndef OIT_SUPPORT_TWOSTEPS_H
#define OIT_SUPPORT_TWOSTEPS_H

#include "base/buf.h"
#include "base/slice.h"
#include "crawler/page.h"

struct twosteps {
	struct page *skimmed, *tree;
	unsigned moved; /* by the tree, as the tokens say: enum nest_moved */
};

/* Reads UTF-8 in both ways; the caller calls twosteps_done(). */
void twosteps_read(struct twosteps *t, struct slice html);
void twosteps_done(struct twosteps *t);

/* Reads a stored page; false when it is no web page or cannot be read. */
bool twosteps_read_file(struct twosteps *t, const char *path);

/* True when links, blocks and all that is told of the page are the same; else
 * why says what is not. */
bool twosteps_agree(const struct twosteps *t, struct buf *why);

#endif
