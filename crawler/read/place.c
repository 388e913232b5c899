#include "crawler/read/place.h"

#include <string.h>

#include "base/slice.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"

#define CARD_LINKS 4
#define CARD_BYTES (3 * LIMIT_LINK_TEXT)
#define ROW_BYTES (8 * LIMIT_LINK_TEXT)
#define PLACE_ELEMENTS 500 /* what is larger is no card and no row */
#define SPAN_MAX 1000      /* HTML standard, 4.9.11 */

bool place_is_data_table(const struct tree_node *table)
{
	const struct tree_sum *sum = &table->sum;

	return sum->tables == 0 && sum->headings == 0 && sum->rows >= 2;
}

/* Links and nothing else: each is a label of its own. */
static bool is_link_bar(const struct tree_node *block)
{
	return block->sum.links > CARD_LINKS &&
	       block->sum.text == block->sum.link_text;
}

static const struct tree_node *block_around(const struct tree_node *n)
{
	do
		n = n->parent;
	while (n && !tree_is_block(n->tag));
	return n;
}

/* The row of a table of which node is in a cell, when it is a row of words
 * and not of parts of the page. */
static const struct tree_node *row_around(const struct tree_node *node)
{
	const struct tree_node *row = tree_around(node, TREE_TR);

	if (!row || row->sum.tables || row->sum.headings ||
		row->sum.text > ROW_BYTES || row->sum.elements > PLACE_ELEMENTS)
		return NULL;
	return row;
}

/* True when all links in n lead to the same place. */
static bool is_one_target(const struct tree_node *n)
{
	const char *first = NULL;

	for (const struct tree_node *i = n; i; i = tree_next(i, n, false)) {
		const char *href =
			i->tag == TREE_A ? tree_attr(i, "href") : NULL;

		if (first && href && strcmp(first, href) != 0)
			return false;
		if (!first)
			first = href;
	}
	return true;
}

/* Words beside the node that are not only those of other links: a menu is no
 * card. */
static bool is_card(const struct tree_node *n)
{
	if (n->tag == TREE_BODY || n->sum.text > CARD_BYTES ||
		n->sum.links > CARD_LINKS || n->sum.tables ||
		n->sum.elements > PLACE_ELEMENTS)
		return false;
	return n->sum.text > n->sum.link_text || is_one_target(n);
}

static void card(struct buf *out, const struct tree_node *node)
{
	const struct tree_node *n = node;

	do
		n = block_around(n);
	while (n && n->sum.text <= node->sum.text);
	if (n && is_card(n))
		gather_text(out, n, node, true);
}

void place_row(struct buf *out, const struct tree_node *node)
{
	const struct tree_node *row = row_around(node);
	const struct tree_node *block = block_around(node);

	if (row)
		gather_text(out, row, node, true);
	if (out->len == 0 && block && !is_link_bar(block))
		gather_line(out, block, node);
	if (out->len == 0 && !row)
		card(out, node);
}

static size_t span_of(struct slice value)
{
	long n = slice_number(slice_trim(value), SPAN_MAX);

	return n > 0 ? (size_t)n : 1;
}

static void end_row(struct place_grid *g)
{
	for (size_t c = g->used; c < PLACE_COLUMNS; c++)
		if (g->rest[c])
			g->rest[c]--;
}

void place_next_row(struct place_grid *g)
{
	if (g->row)
		end_row(g);
	g->row++;
	g->used = 0;
	g->column = 0;
}

void place_next_cell(
	struct place_grid *g, struct slice colspan, struct slice rowspan)
{
	unsigned deep = (unsigned)span_of(rowspan);

	while (g->used < PLACE_COLUMNS && g->rest[g->used])
		g->rest[g->used++]--;
	g->column = g->used + 1;
	g->width = span_of(colspan);
	for (size_t i = 0; i < g->width && g->used + i < PLACE_COLUMNS; i++)
		g->rest[g->used + i] = deep - 1;
	g->used += g->width;
}
