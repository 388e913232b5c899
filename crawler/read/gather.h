/*
 * Text of parts of an element tree, white space folded.
 */
#ifndef OIT_CRAWLER_READ_GATHER_H
#define OIT_CRAWLER_READ_GATHER_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "crawler/read/tree.h"

/*
 * Appends text with each run of white space, no-break blanks too, as one
 * blank; a blank at its start is only put when out does not end with one, and
 * none at the very start of out.
 */
void gather_fold(struct buf *out, struct slice text);

/* Takes a blank from the end of out. */
void gather_trim(struct buf *out);

/*
 * The text in root without what stands in except (which may be NULL), up to
 * the ceiling of out; pictures are read as their alt where alt is true.
 */
void gather_text(struct buf *out, const struct tree_node *root,
	const struct tree_node *except, bool alt);

/* The text around node in its line, without node: as far as the nearest br,
 * the edges of root and of block elements, and GATHER_LINE nodes each way. */
#define GATHER_LINE 64
void gather_line(struct buf *out, const struct tree_node *root,
	const struct tree_node *node);

#endif
