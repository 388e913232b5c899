/*
 * Which elements are open while the tags of a page go by.
 *
 * The rules of the standard's tree builder (HTML standard, 13.2.6) as far as
 * they decide whether a tag is taken and what it ends: missing end tags, table
 * parts, misnested formatting, svg and math.  What they move about in the tree
 * is not followed, for there is none, but it is told that there would be: where
 * nothing is moved, a tree has the same text in the same places.
 */
#ifndef OIT_CRAWLER_READ_NEST_H
#define OIT_CRAWLER_READ_NEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/limits.h"
#include "crawler/read/token.h"
#include "crawler/read/tree.h"

#define NEST_NONE ((size_t)-1)
#define NEST_EARLY 16 /* with more of them, all is taken for moved */

/* An open element.  Its index says which: what the caller knows about it can
 * stand in an array of its own. */
struct nest_element {
	uint32_t id;    /* number of the name; 0 when it was ended early */
	uint32_t flags; /* how it behaves; for nest.c alone */
	enum tree_tag tag;
	bool foreign; /* of svg or math; its tag is TREE_OTHER */
	/* Only of elements that keep formatting out: what was there before. */
	size_t link, early_from;
	bool link_open;
};

/* What became of a start tag. */
enum nest_start {
	NEST_IGNORED, /* the tree would not have it */
	NEST_MERGED,  /* a second html or body: it only adds attributes */
	NEST_EMPTY,   /* an element that holds nothing: it is not open */
	NEST_OPEN,    /* the last of the open elements */
};

/* What the tree builder puts elsewhere than where its tags stand, as bits. */
enum nest_moved {
	NEST_MOVED_FORMAT = 1 << 0,  /* begins again after its early end */
	NEST_MOVED_BLOCK = 1 << 1,   /* formatting ends inside a block in it */
	NEST_MOVED_TABLE = 1 << 2,   /* stands between the cells of a table */
	NEST_MOVED_FORM = 1 << 3,    /* ends inside an element in it */
	NEST_MOVED_FOREIGN = 1 << 4, /* svg or math is ended by html */
	NEST_MOVED_ODD = 1 << 5,     /* rare elements that are not followed */
};

struct nest {
	/* Called when an element ends, with its index. */
	void (*close)(void *ctx, size_t index);
	/* Called when a frameset takes the place of all in the body. */
	void (*drop)(void *ctx);
	void *ctx;
	struct nest_element open[LIMIT_ELEMENT_DEPTH + 1];
	size_t depth;
	size_t deepest; /* more than LIMIT_ELEMENT_DEPTH: some were left out */
	/* The a element that begins again where text follows its early end:
	 * whether there is one, and its index or NEST_NONE while it is not
	 * open. */
	bool link;
	size_t link_at;
	bool head, body; /* begun */
	bool framed, form, quirks;
	bool solid; /* something a frameset does not take the place of */
	size_t selects, paragraphs, foreigns, templates, tables;
	unsigned char first[27]; /* of the known names by letter */
	enum tree_tag tag;       /* of the last start tag that was taken */
	bool raw;                /* text up to its end tag follows */
	bool foreign;            /* it is of svg or math */
	unsigned moved;          /* enum nest_moved */
	/* Numbers of the formatting that was ended early.  What is before
	 * early_from stands outside of an element that keeps it out. */
	uint32_t early[NEST_EARLY];
	size_t n_early, early_from;
};

/* Begins with the html element open, index 0. */
void nest_init(struct nest *n, void (*close)(void *ctx, size_t index),
	void (*drop)(void *ctx), void *ctx);

/* Takes a tag; close() is called for each element it ends before tag, raw and
 * foreign are set. */
enum nest_start nest_start(struct nest *n, const struct token *t);
void nest_end(struct nest *n, const struct token *t);

void nest_doctype(struct nest *n, const struct token *t);

/* Takes text, blank or not; false when the tree would not have it.  Where it
 * stands in a link that was ended early, an a element is opened once more. */
bool nest_text(struct nest *n, bool blank);

/* Ends all that is open. */
void nest_finish(struct nest *n);

#endif
