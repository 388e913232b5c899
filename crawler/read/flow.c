#include "crawler/read/flow.h"

#include <string.h>

#include "crawler/limits.h"
#include "crawler/read/gather.h"

void flow_init(struct flow *f, struct page *page)
{
	*f = (struct flow){ .page = page, .heading = "" };
	buf_init(&f->text, LIMIT_TEXT_BYTES);
	buf_init(&f->href, LIMIT_URL_BYTES);
	buf_init(&f->link_text, LIMIT_LINK_TEXT);
}

void flow_done(struct flow *f)
{
	f->depth = 0;
	flow_close_link(f);
	flow_end_paragraph(f);
	buf_done(&f->text);
	buf_done(&f->href);
	buf_done(&f->link_text);
}

void flow_text(struct flow *f, struct slice text)
{
	gather_fold(&f->text, text);
	if (f->in_link)
		gather_fold(&f->link_text, text);
}

void flow_blank(struct flow *f)
{
	flow_text(f, slice_str(" "));
}

/* Tells the links since the start of the paragraph or row what stands beside
 * them: all of it, but for a cell that is nothing but the link. */
static void set_rows(struct flow *f, size_t first_block)
{
	struct page *p = f->page;

	for (size_t i = f->row_link; i < p->n_links; i++) {
		struct buf row;

		buf_init(&row, LIMIT_LINK_TEXT);
		for (size_t k = first_block; k < p->n_blocks; k++) {
			const char *text = p->blocks[k].text;

			if (strcmp(text, p->links[i].text) == 0)
				continue;
			gather_fold(&row, slice_str(text));
			gather_fold(&row, slice_str(" "));
		}
		gather_trim(&row);
		p->links[i].row = arena_strdup(&p->arena, buf_str(&row));
		buf_done(&row);
	}
	f->row_link = p->n_links;
}

static void add_block(struct flow *f, struct page_block *block)
{
	gather_trim(&f->text);
	f->page->text_cut |= f->text.full;
	block->text = buf_str(&f->text);
	block->sheet = f->sheet;
	if (f->text.len)
		page_add_block(f->page, block);
	buf_clear(&f->text);
}

void flow_end_paragraph(struct flow *f)
{
	size_t first = f->page->n_blocks;
	struct page_block block = { .kind = PAGE_BLOCK_TEXT };

	if (f->depth) {
		flow_blank(f);
		return;
	}
	if (f->level) {
		block.kind = PAGE_BLOCK_HEADING;
		block.level = f->level;
	}
	add_block(f, &block);
	set_rows(f, first);
	if (f->level && f->page->n_blocks > first)
		f->heading = f->page->blocks[first].text;
	f->level = 0;
}

void flow_open_table(struct flow *f)
{
	if (f->depth == 0) {
		flow_end_paragraph(f);
		f->tables++;
		f->head = true;
	}
	f->depth++;
}

void flow_close_table(struct flow *f)
{
	if (f->depth)
		f->depth--;
}

void flow_open_row(struct flow *f)
{
	if (f->depth > 1)
		return;
	f->next = 1;
	f->row_block = f->page->n_blocks;
	f->row_link = f->page->n_links;
}

void flow_close_row(struct flow *f)
{
	struct page *p = f->page;

	if (f->depth > 1 || p->n_blocks <= f->row_block)
		return;
	p->blocks[p->n_blocks - 1].row_end = true;
	f->head = false;
	set_rows(f, f->row_block);
}

void flow_open_cell(struct flow *f, uint32_t width)
{
	if (f->depth > 1)
		return;
	f->column = f->next;
	f->next += width ? width : 1;
	buf_clear(&f->text);
}

void flow_close_cell(struct flow *f)
{
	struct page_block block = {
		.kind = PAGE_BLOCK_CELL,
		.table = f->tables,
		.column = f->column,
		.head = f->head,
	};

	if (f->depth > 1)
		flow_blank(f);
	else
		add_block(f, &block);
	f->level = 0;
}

void flow_open_link(struct flow *f, const char *href)
{
	flow_close_link(f);
	if (!href || !*href)
		return;
	buf_puts(&f->href, href);
	f->in_link = !f->href.full;
}

void flow_close_link(struct flow *f)
{
	struct page_link link = { .kind = PAGE_LINK_ANCHOR };

	if (f->in_link) {
		gather_trim(&f->link_text);
		link.href = buf_str(&f->href);
		link.text = buf_str(&f->link_text);
		link.heading = f->heading;
		page_add_link(f->page, &link);
	}
	f->in_link = false;
	buf_clear(&f->href);
	buf_clear(&f->link_text);
}
