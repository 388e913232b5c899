/*
 * The table that one pass through a page is in: what its cells are becomes
 * known when a row or the table ends.
 */
#ifndef OIT_CRAWLER_READ_TABLE_H
#define OIT_CRAWLER_READ_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "crawler/read/draft.h"

/* A cell that has ended. */
struct table_cell {
	struct draft_cell draft;
	uint32_t first_link, end_link;
	uint32_t row, width;
	bool th;
	bool names; /* its columns */
};

/* The column of each cell as a table is walked in document order. */
#define TABLE_COLUMNS 64 /* that are told apart */
struct table_grid {
	size_t row;                   /* of the last cell, from 1 */
	size_t column;                /* its first column, from 1 */
	size_t width;                 /* columns it takes */
	size_t used;                  /* columns of the row that are taken */
	unsigned rest[TABLE_COLUMNS]; /* rows a cell above still reaches down */
};

struct table {
	struct table_grid grid;   /* of the innermost table */
	struct table_cell *cells; /* of it, those with words */
	size_t n, cap;
	size_t row_at;   /* first cell of the row */
	size_t head_row; /* the first with more than one cell, 0 before */
	uint32_t tables; /* of data so far */
	bool menu;       /* one of its cells is */
};

/* A zeroed table is outside of any. */
void table_done(struct table *t);

/* The start of a table, of a row and of a cell, with its attributes as they
 * are written. */
void table_open(struct table *t);
void table_open_row(struct table *t);
void table_open_cell(
	struct table *t, struct slice colspan, struct slice rowspan);

/* The end of a cell with words; place and width are found here. */
void table_close_cell(struct table *t, const struct table_cell *cell);

/* The end of a row with so many cells, words or not. */
void table_close_row(struct table *t, size_t cells, bool links);

/*
 * The end of a table.  One of data, that is of rows and cells and not for the
 * layout of a page, gives its cells to the draft, and the links in them the
 * words over their columns.
 */
void table_close(struct table *t, struct draft *d, bool data);

#endif
