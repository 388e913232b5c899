/*
 * A sheet of a workbook, put into PAGE cell by cell.
 */
#ifndef OIT_CRAWLER_READ_SHEET_H
#define OIT_CRAWLER_READ_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "crawler/page.h"

#define SHEET_COLUMNS 16384 /* XFD */
#define SHEET_ROWS 1048576

/* From 1 on. */
struct sheet_place {
	uint32_t row, column;
};

struct sheet {
	struct page *page;
	uint32_t number;  /* of the sheet at hand, given to its blocks */
	const char *name; /* borrowed */
	/* Where its blocks from first_block on stand. */
	struct sheet_place *places;
	size_t n_places, cap_places, first_block;
	uint32_t last_row;
	bool head;         /* no row has ended yet */
	struct buf folded; /* the text of the cell at hand */
	unsigned char hidden[SHEET_COLUMNS / 8];
};

/* Begins; sheet_done() frees. */
void sheet_init(struct sheet *s, struct page *page);
void sheet_done(struct sheet *s);

/* A heading with the name, which must live until the next one; its columns
 * are shown. */
void sheet_start(struct sheet *s, uint32_t number, const char *name);

/* Columns that are not shown from now on; what is no column is passed over. */
void sheet_hide_columns(struct sheet *s, uint32_t first, uint32_t last);

/* A cell, when it has words and is shown.  Cells come row by row. */
void sheet_put(struct sheet *s, struct sheet_place at, struct slice text);

/* A link of a cell that was put before: its text is the cell's, its row the
 * rest of the row's. */
void sheet_link(struct sheet *s, struct sheet_place at, const char *href);

/* Ends the last row. */
void sheet_end(struct sheet *s);

#endif
