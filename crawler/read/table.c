#include "crawler/read/table.h"

#include <stdlib.h>

#include "base/mem.h"
#include "crawler/limits.h"

#define SPAN_MAX 1000 /* HTML standard, 4.9.11 */

/* A cell with more is the side column of a page: a row of a list has a link for
 * each month and shape of a paper at most. */
#define CELL_LINKS 30

static size_t span_of(struct slice value)
{
	long n = slice_number(slice_trim(value), SPAN_MAX);

	return n > 0 ? (size_t)n : 1;
}

static void end_row(struct table_grid *g)
{
	for (size_t c = g->used; c < TABLE_COLUMNS; c++)
		if (g->rest[c])
			g->rest[c]--;
}

static void next_row(struct table_grid *g)
{
	if (g->row)
		end_row(g);
	g->row++;
	g->used = 0;
	g->column = 0;
}

static void next_cell(
	struct table_grid *g, struct slice colspan, struct slice rowspan)
{
	unsigned deep = (unsigned)span_of(rowspan);

	while (g->used < TABLE_COLUMNS && g->rest[g->used])
		g->rest[g->used++]--;
	g->column = g->used + 1;
	g->width = span_of(colspan);
	for (size_t i = 0; i < g->width && g->used + i < TABLE_COLUMNS; i++)
		g->rest[g->used + i] = deep - 1;
	g->used += g->width;
}

void table_done(struct table *t)
{
	free(t->cells);
	*t = (struct table){ 0 };
}

void table_open(struct table *t)
{
	t->grid = (struct table_grid){ 0 };
	t->n = t->row_at = t->head_row = 0;
	t->menu = false;
}

void table_open_row(struct table *t)
{
	next_row(&t->grid);
	t->row_at = t->n;
}

void table_open_cell(
	struct table *t, struct slice colspan, struct slice rowspan)
{
	next_cell(&t->grid, colspan, rowspan);
}

void table_close_cell(struct table *t, const struct table_cell *cell)
{
	struct table_cell *c;

	t->menu |= cell->end_link - cell->first_link > CELL_LINKS;
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

	for (size_t i = from; i < end && i < TABLE_COLUMNS; i++) {
		struct buf both;

		if (!heads[i]) {
			heads[i] = words;
			continue;
		}
		buf_init(&both, 2UL * LIMIT_LINK_TEXT + 1);
		buf_puts(&both, heads[i]);
		buf_putc(&both, ' ');
		buf_puts(&both, words);
		heads[i] = arena_strdup(&d->page->arena, buf_str(&both));
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
	const char *heads[TABLE_COLUMNS] = { 0 };

	data = data && !t->menu;
	t->tables += data;
	for (size_t i = 0; data && i < t->n; i++) {
		struct table_cell *c = &t->cells[i];
		size_t column = c->draft.column - 1;

		if (c->names)
			name_columns(heads, d, c);
		if (column < TABLE_COLUMNS && heads[column] &&
			c->row > t->head_row)
			give_column(d, c, heads[column]);
		c->draft.table = t->tables;
		draft_add_cell(d, &c->draft);
	}
	t->n = t->row_at = 0;
}
