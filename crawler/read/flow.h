/*
 * A document that comes as paragraphs, tables and links, put into PAGE.
 */
#ifndef OIT_CRAWLER_READ_FLOW_H
#define OIT_CRAWLER_READ_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "crawler/page.h"

struct flow {
	struct page *page;
	struct buf text;     /* of the paragraph or cell at hand */
	int level;           /* heading level of the paragraph, else 0 */
	uint32_t sheet;      /* given to every block */
	int depth;           /* tables that are open; inner ones are text */
	uint32_t column;     /* of the cell, from 1 */
	uint32_t next;       /* column the next cell begins in */
	uint32_t tables;     /* so far */
	size_t row_block;    /* first block of the row */
	size_t row_link;     /* first link of the paragraph or row */
	bool head;           /* the row is the first with words in its table */
	const char *heading; /* the last one */
	struct buf href, link_text;
	bool in_link;
};

/* Begins; flow_done() ends the last paragraph and frees. */
void flow_init(struct flow *f, struct page *page);
void flow_done(struct flow *f);

/* Text as it comes; nothing is put between two pieces. */
void flow_text(struct flow *f, struct slice text);
void flow_blank(struct flow *f);

/* Ends a paragraph: a block outside tables, a blank inside. */
void flow_end_paragraph(struct flow *f);

void flow_open_table(struct flow *f);
void flow_close_table(struct flow *f);
void flow_open_row(struct flow *f);
void flow_close_row(struct flow *f);

/* A cell that takes width columns. */
void flow_open_cell(struct flow *f, uint32_t width);
void flow_close_cell(struct flow *f);

/* A link around what comes until it is closed; links do not nest. */
void flow_open_link(struct flow *f, const char *href);
void flow_close_link(struct flow *f);

#endif
