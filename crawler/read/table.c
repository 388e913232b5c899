#include "crawler/read/table.h"

#include <stdlib.h>

#include "base/mem.h"
#include "crawler/limits.h"

void table_done(struct table *t)
{
	free(t->cells);
	*t = (struct table){ 0 };
}

void table_open(struct table *t)
{
	t->grid = (struct place_grid){ 0 };
	t->n = t->row_at = t->head_row = 0;
}

void table_open_row(struct table *t)
{
	place_next_row(&t->grid);
	t->row_at = t->n;
}

void table_open_cell(
	struct table *t, struct slice colspan, struct slice rowspan)
{
	place_next_cell(&t->grid, colspan, rowspan);
}

void table_close_cell(struct table *t, const struct table_cell *cell)
{
	struct table_cell *c;

	if (t->n >= LIMIT_BLOCKS)
		return;
	t->cells = mem_grow(t->cells, t->n, &t->cap, sizeof(*t->cells));
	c = &t->cells[t->n++];
	*c = *cell;
	c->row = (uint32_t)t->grid.row;
	c->width = (uint32_t)t->grid.width;
	c->draft.column = (uint32_t)t->grid.column;
}

/* A cell names its column in a thead, or in the first row when that is of th
 * or leads nowhere. */
void table_close_row(struct table *t, size_t cells, bool links)
{
	if (cells > 1 && t->head_row == 0)
		t->head_row = t->grid.row;
	for (size_t i = t->row_at; i < t->n; i++) {
		struct table_cell *c = &t->cells[i];

		if (t->grid.row == t->head_row && (c->th || !links))
			c->names = true;
		c->draft.head = c->th || c->names || t->grid.row == 1;
		c->draft.row_end = i + 1 == t->n;
	}
	t->row_at = t->n;
}

/* Puts the words of a head cell over the columns it spans; a second row of
 * heads adds to the first. */
static void name_columns(
	const char **heads, struct draft *d, const struct table_cell *c)
{
	const char *words = draft_keep(d, d->lines[c->draft.first].span.from,
		d->lines[c->draft.end - 1].span.to);
	size_t from = c->draft.column - 1, end = from + c->width;

	for (size_t i = from; i < end && i < PLACE_COLUMNS; i++) {
		struct buf both;

		if (!heads[i]) {
			heads[i] = words;
			continue;
		}
		buf_init(&both, 2UL * LIMIT_LINK_TEXT + 1);
		buf_puts(&both, heads[i]);
		buf_putc(&both, ' ');
		buf_puts(&both, words);
		heads[i] = arena_strdup(&d->arena, buf_str(&both));
		buf_done(&both);
	}
}

static void give_column(
	struct draft *d, const struct table_cell *c, const char *words)
{
	for (size_t i = c->first_link; i < c->end_link; i++)
		d->links[i].link.column = words;
}

void table_close(struct table *t, struct draft *d, bool data)
{
	const char *heads[PLACE_COLUMNS] = { 0 };

	t->tables += data;
	for (size_t i = 0; data && i < t->n; i++) {
		struct table_cell *c = &t->cells[i];
		size_t column = c->draft.column - 1;

		if (c->names)
			name_columns(heads, d, c);
		if (column < PLACE_COLUMNS && heads[column] &&
			c->row > t->head_row)
			give_column(d, c, heads[column]);
		c->draft.table = t->tables;
		draft_add_cell(d, &c->draft);
	}
	t->n = t->row_at = 0;
}
