/*
 * An official paper as a tree of blocks, before it is a file of some format.
 *
 * Content is built once and printed by each writer (docx.h, html.h).
 */
#ifndef OIT_REPORTS_BLOCK_H
#define OIT_REPORTS_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Official papers are set in it; machines of officials have it, we ship
 * none. */
#define BLOCK_FONT "TH SarabunPSK"

enum block_kind {
	BLOCK_PAPER,     /* the root; holds sections */
	BLOCK_SECTION,   /* pages of one shape; text is its name */
	BLOCK_HEADING,   /* holds texts; level 1 to 3 */
	BLOCK_PARAGRAPH, /* holds texts */
	BLOCK_FIELDS,    /* a line of dotted fields; holds fields */
	BLOCK_FIELD,     /* text is the label; holds texts */
	BLOCK_TABLE,     /* holds rows */
	BLOCK_ROW,       /* holds cells */
	BLOCK_CELL,      /* holds paragraphs */
	BLOCK_TEXT,      /* a run of text; a newline ends the line */
	BLOCK_CHART,     /* holds bars; text tells all of it in words.  A
			    paper has one at most */
	BLOCK_BAR,       /* text is its label */
};

enum block_style {
	BLOCK_BODY,   /* first line indented, Thai justification */
	BLOCK_PLAIN,  /* not indented, left */
	BLOCK_LIST,   /* indented as a whole */
	BLOCK_CENTER, /* centred */
	BLOCK_RIGHT,
	BLOCK_NAME,   /* of a signature: centred in the right half */
	BLOCK_TITLE,  /* of the memo, 29 pt */
	BLOCK_EMBLEM, /* the place of the emblem; none is shipped */
	BLOCK_STAMP,  /* a warning over the whole width */
	BLOCK_SPACER, /* keeps two tables apart; not to be seen */
	BLOCK_STYLES,
};

struct block {
	enum block_kind kind;
	enum block_style style;
	struct block *first, *last, *next;
	const char *text;
	int level;          /* of a heading */
	bool bold;          /* of a text */
	bool gap;           /* a text to be filled in by hand: highlighted */
	bool landscape;     /* of a section */
	bool new_page;      /* of a paragraph or heading: begins one */
	bool with_next;     /* of a paragraph: on the page of what follows */
	bool header;        /* of a row: repeated on each page */
	bool whole;         /* of a row: short, not split over pages */
	bool shaded;        /* of a cell */
	bool merged;        /* of a cell: belongs to the one above */
	bool merge_below;   /* of a cell: the ones below belong to it */
	int span;           /* of a cell: columns, 0 is 1 */
	int hundredths;     /* of a bar: its length; of a chart: of its mark */
	const int *columns; /* of a table: widths in twips */
	size_t n_columns;
};

/* A new last child; the arena owns it. */
struct block *block_add(
	struct arena *arena, struct block *parent, enum block_kind kind);

/* A run of text in a paragraph, heading or field; a copy is kept.  Text that
 * is empty becomes a gap, to be filled in by hand. */
struct block *block_add_text(
	struct arena *arena, struct block *parent, const char *text);

/* How many gaps there are below block. */
size_t block_count_gaps(const struct block *block);

#endif
