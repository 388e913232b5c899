/*
 * Where a link stands: what is beside it, and in which table column.
 */
#ifndef OIT_CRAWLER_READ_PLACE_H
#define OIT_CRAWLER_READ_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"
#include "crawler/read/tree.h"

#define PLACE_COLUMNS 64 /* columns of a table that are told apart */

/*
 * Appends what stands beside node: the other cells of its table row; else the
 * rest of its line; else the first element around it that says anything more,
 * as long as that is short and holds few links (a card, a list item of several
 * lines).  Nothing when there is no such thing.
 */
void place_row(struct buf *out, const struct tree_node *node);

/* True for a table of rows and cells and not for the layout of a page: two
 * rows or more, without headings and other tables inside. */
bool place_is_data_table(const struct tree_node *table);

/* The column of each cell as a table is walked in document order. */
struct place_grid {
	size_t row;                   /* of the last cell, from 1 */
	size_t column;                /* its first column, from 1 */
	size_t width;                 /* columns it takes */
	size_t used;                  /* columns of the row that are taken */
	unsigned rest[PLACE_COLUMNS]; /* rows a cell above still reaches down */
};

/* Begins a row. */
void place_next_row(struct place_grid *g);

/* Takes a td or th into the row, by its attributes as they are written; its
 * place is in row, column and width. */
void place_next_cell(
	struct place_grid *g, struct slice colspan, struct slice rowspan);

#endif
