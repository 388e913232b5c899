#include "crawler/read/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"

void sheet_init(struct sheet *s, struct page *page)
{
	*s = (struct sheet){ .page = page, .name = "" };
	buf_init(&s->folded, LIMIT_TEXT_BYTES);
}

void sheet_done(struct sheet *s)
{
	free(s->places);
	buf_done(&s->folded);
	*s = (struct sheet){ 0 };
}

void sheet_start(struct sheet *s, uint32_t number, const char *name)
{
	struct page_block heading = { .kind = PAGE_BLOCK_HEADING,
		.level = 1,
		.sheet = number,
		.text = name };

	s->number = number;
	s->name = name;
	if (*name)
		page_add_block(s->page, &heading);
	s->first_block = s->page->n_blocks;
	s->n_places = 0;
	s->last_row = 0;
	s->head = true;
	memset(s->hidden, 0, sizeof(s->hidden));
}

void sheet_hide_columns(struct sheet *s, uint32_t first, uint32_t last)
{
	if (first < 1 || last > SHEET_COLUMNS)
		return;
	for (uint32_t i = first; i <= last; i++)
		s->hidden[(i - 1) / 8] |= (unsigned char)(1U << (i - 1) % 8);
}

static bool is_shown(const struct sheet *s, struct sheet_place at)
{
	return at.row >= 1 && at.row <= SHEET_ROWS && at.column >= 1 &&
	       at.column <= SHEET_COLUMNS &&
	       !(s->hidden[(at.column - 1) / 8] >> (at.column - 1) % 8 & 1);
}

void sheet_end(struct sheet *s)
{
	struct page *p = s->page;

	if (s->n_places && p->n_blocks > s->first_block) {
		p->blocks[p->n_blocks - 1].row_end = true;
		s->head = false;
	}
}

void sheet_put(struct sheet *s, struct sheet_place at, struct slice text)
{
	struct page_block block = {
		.kind = PAGE_BLOCK_CELL,
		.sheet = s->number,
		.table = s->number,
		.column = at.column,
	};
	size_t before = s->page->n_blocks;

	if (!is_shown(s, at) || text.len == 0)
		return;
	buf_clear(&s->folded);
	gather_fold(&s->folded, text);
	gather_trim(&s->folded);
	if (at.row != s->last_row)
		sheet_end(s);
	s->last_row = at.row;
	block.text = buf_str(&s->folded);
	block.head = s->head;
	if (s->folded.len)
		page_add_block(s->page, &block);
	if (s->page->n_blocks > before) {
		s->places = mem_grow(s->places, s->n_places, &s->cap_places,
			sizeof(*s->places));
		s->places[s->n_places++] = at;
	}
}

/* The cell at a place, as an index of blocks. */
static size_t find_block(const struct sheet *s, struct sheet_place at)
{
	for (size_t i = 0; i < s->n_places; i++)
		if (s->places[i].row == at.row &&
			s->places[i].column == at.column)
			return s->first_block + i;
	return SIZE_MAX;
}

static void put_rest_of_row(
	const struct sheet *s, struct buf *out, struct sheet_place at)
{
	for (size_t i = 0; i < s->n_places; i++) {
		if (s->places[i].row != at.row ||
			s->places[i].column == at.column)
			continue;
		if (out->len)
			buf_putc(out, ' ');
		gather_fold(out,
			slice_str(s->page->blocks[s->first_block + i].text));
	}
}

void sheet_link(struct sheet *s, struct sheet_place at, const char *href)
{
	struct page_link link = {
		.kind = PAGE_LINK_ANCHOR, .href = href, .heading = s->name
	};
	size_t block;
	struct buf row;

	if (s->page->n_links >= LIMIT_LINKS) {
		s->page->links_cut = true;
		return;
	}
	if (!*href)
		return;
	buf_init(&row, LIMIT_LINK_TEXT);
	put_rest_of_row(s, &row, at);
	block = find_block(s, at);
	if (block != SIZE_MAX)
		link.text = s->page->blocks[block].text;
	link.row = buf_str(&row);
	page_add_link(s->page, &link);
	buf_done(&row);
}
