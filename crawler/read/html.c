#include "crawler/read/html.h"

#include <string.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"
#include "crawler/read/link.h"
#include "crawler/read/nav.h"
#include "crawler/read/place.h"
#include "crawler/read/scan.h"
#include "crawler/read/tree.h"
#include "crawler/url.h"

#define BOLD_BYTES 300 /* a longer bold line is no heading */
#define LEVELS 7       /* h1 to h6; 0 is a heading without a level */

/* The headings above a place: one set for what the page says, one for its
 * menus, so that a menu's heading does not stand above the text. */
struct headings {
	const char *text[LEVELS];
	const char *sub; /* caption, spanning row, bold line below them */
};

/* A text being gathered up to the next block element. */
struct line {
	struct buf text;
	size_t bytes, link_bytes, bold_bytes; /* without space */
};

/* The data table the walk is in. */
struct table {
	const struct tree_node *node; /* NULL outside */
	const struct tree_node *cell;
	struct place_grid grid;
	size_t head_row;    /* the first with more than one cell, 0 before */
	size_t first_block; /* of its row */
	const char *heads[PLACE_COLUMNS];
	const char *sub; /* what headings.sub was before */
};

struct html {
	struct page *page;
	struct tree tree;
	struct html_facts *facts;
	struct line line;
	struct headings headings[2];
	struct table table;
	uint32_t tables;
	bool base_seen;
	/* The outermost open element of each sort, or NULL. */
	const struct tree_node *nav, *heading, *anchor, *bold, *noscript;
};

static bool is_text_field(const struct tree_node *n)
{
	static const char *const searches[] = { "q", "s", "search", "keyword" };
	struct slice type = slice_str(tree_attr(n, "type"));
	const char *name = tree_attr(n, "name");

	if (n->tag == TREE_TEXTAREA)
		return true;
	if (n->tag != TREE_INPUT)
		return false;
	for (size_t i = 0; name && i < 4; i++)
		if (strcmp(name, searches[i]) == 0)
			return false;
	return type.len == 0 || slice_eq_nocase(type, "text") ||
	       slice_eq_nocase(type, "email") || slice_eq_nocase(type, "tel");
}

static bool is_password(const struct tree_node *n)
{
	const char *type = tree_attr(n, "type");

	return n->tag == TREE_INPUT && type &&
	       slice_eq_nocase(slice_str(type), "password");
}

/* A form to write something in; one with a password is a door. */
static bool is_writing_form(const struct tree_node *form)
{
	bool field = false;

	for (const struct tree_node *n = form; n;
		n = tree_next(n, form, false)) {
		if (is_password(n))
			return false;
		field |= is_text_field(n);
	}
	return field;
}

static struct headings *headings_here(struct html *h)
{
	return &h->headings[h->nav != NULL];
}

/* A copy that lives as long as the tree. */
static const char *keep(struct html *h, const char *s)
{
	size_t n = strlen(s);

	if (n > LIMIT_LINK_TEXT)
		n = LIMIT_LINK_TEXT;
	while (n < strlen(s) && n && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return arena_strndup(&h->tree.arena, s, n);
}

static void note_heading(struct html *h, int level)
{
	struct headings *here = headings_here(h);
	const char *text = keep(h, buf_str(&h->line.text));

	if (level == 0) {
		here->sub = text;
		return;
	}
	here->text[level] = text;
	for (int i = level + 1; i < LEVELS; i++)
		here->text[i] = NULL;
	here->sub = NULL;
}

/* The heading above a place, above that level where the place is in a heading
 * itself. */
static void put_heading(struct buf *out, struct html *h)
{
	const struct headings *here = headings_here(h);
	int below = h->heading ? tree_heading_level(h->heading->tag) : LEVELS;
	const char *text = NULL;

	for (int i = 1; i < below; i++)
		if (here->text[i])
			text = here->text[i];
	if (text)
		buf_puts(out, text);
	if (here->sub && below == LEVELS) {
		if (text)
			buf_puts(out, " / ");
		buf_puts(out, here->sub);
	}
}

static void add_block(struct html *h, struct page_block *block)
{
	size_t letters = page_letters(block->text);

	block->nav = h->nav != NULL;
	h->facts->all_letters += letters;
	if (h->noscript)
		h->facts->noscript_letters += letters;
	page_add_block(h->page, block);
}

/* Ends the line: what it gathered becomes a block. */
static void flush(struct html *h)
{
	struct line *line = &h->line;
	struct page_block block = { .kind = PAGE_BLOCK_TEXT };

	gather_trim(&line->text);
	h->page->text_cut |= line->text.full;
	block.text = buf_str(&line->text);
	block.link = line->bytes && line->link_bytes == line->bytes;
	if (h->heading) {
		block.kind = PAGE_BLOCK_HEADING;
		block.level = tree_heading_level(h->heading->tag);
	}
	if (*block.text) {
		add_block(h, &block);
		if (h->heading)
			note_heading(h, block.level);
		else if (line->bold_bytes == line->bytes && !block.link &&
			 line->text.len <= BOLD_BYTES)
			note_heading(h, 0);
	}
	buf_clear(&line->text);
	line->bytes = line->link_bytes = line->bold_bytes = 0;
}

static void add_links(struct html *h, const struct tree_node *n)
{
	struct link_place where = { .column = "", .nav = h->nav != NULL };
	size_t column = h->table.cell ? h->table.grid.column : 0;
	struct buf heading;

	buf_init(&heading, 3UL * LIMIT_LINK_TEXT);
	put_heading(&heading, h);
	where.heading = buf_str(&heading);
	if (column && column <= PLACE_COLUMNS && h->table.heads[column - 1] &&
		h->table.grid.row > h->table.head_row)
		where.column = h->table.heads[column - 1];
	if (n->tag == TREE_TEXT)
		link_of_text(h->page, n, &where);
	else
		link_of_element(h->page, n, &where);
	buf_done(&heading);
}

static void take_text(struct html *h, const struct tree_node *n)
{
	if (!h->anchor && slice_find_nocase(n->text, "http", 0) >= 0)
		add_links(h, n);
	if (h->table.cell)
		return;
	gather_fold(&h->line.text, n->text);
	h->line.bytes += n->sum.text;
	if (h->anchor)
		h->line.link_bytes += n->sum.text;
	if (h->bold)
		h->line.bold_bytes += n->sum.text;
}

static void set_base(struct html *h, const struct tree_node *n)
{
	const char *href = tree_attr(n, "href");
	struct buf url;

	if (!href || h->base_seen)
		return;
	h->base_seen = true;
	buf_init(&url, LIMIT_URL_BYTES);
	if (url_resolve(&url, slice_str(href), h->page->url, URL_UTF_8) ==
		URL_OK)
		h->page->base = arena_strdup(&h->page->arena, buf_str(&url));
	buf_done(&url);
}

static void set_title(struct html *h, const struct tree_node *n)
{
	struct buf title;

	if (*h->page->title)
		return;
	buf_init(&title, LIMIT_LINK_TEXT);
	gather_text(&title, n, NULL, false);
	h->page->title = arena_strdup(&h->page->arena, buf_str(&title));
	buf_done(&title);
}

static size_t count_cells(const struct tree_node *row)
{
	size_t n = 0;

	for (const struct tree_node *c = row->first; c; c = c->next)
		n += c->tag == TREE_TD || c->tag == TREE_TH;
	return n;
}

static void start_row(struct html *h, const struct tree_node *row)
{
	struct table *t = &h->table;
	size_t cells = count_cells(row);
	struct buf text;

	place_next_row(&t->grid);
	t->first_block = h->page->n_blocks;
	if (cells > 1 && t->head_row == 0)
		t->head_row = t->grid.row;
	if (cells != 1 || row->sum.links || row->sum.text > BOLD_BYTES)
		return;
	buf_init(&text, LIMIT_LINK_TEXT);
	gather_text(&text, row, NULL, false);
	if (text.len)
		headings_here(h)->sub = keep(h, buf_str(&text));
	buf_done(&text);
}

/* Puts the words of a head cell over the columns it spans; a second row of
 * heads adds to the first. */
static void name_columns(struct html *h, const char *words)
{
	struct table *t = &h->table;
	size_t end = t->grid.column - 1 + t->grid.width;

	for (size_t c = t->grid.column - 1; c < end && c < PLACE_COLUMNS; c++) {
		struct buf both;

		if (!t->heads[c]) {
			t->heads[c] = keep(h, words);
			continue;
		}
		buf_init(&both, 2UL * LIMIT_LINK_TEXT + 1);
		buf_puts(&both, t->heads[c]);
		buf_putc(&both, ' ');
		buf_puts(&both, words);
		t->heads[c] = keep(h, buf_str(&both));
		buf_done(&both);
	}
}

/* Whether a cell names its column: in a thead, or in the first row when that
 * is of th or leads nowhere. */
static bool is_head(const struct table *t, const struct tree_node *cell)
{
	if (tree_around(cell, TREE_THEAD))
		return true;
	return t->grid.row == t->head_row &&
	       (cell->tag == TREE_TH || cell->parent->sum.links == 0);
}

static void start_cell(struct html *h, const struct tree_node *cell)
{
	struct table *t = &h->table;
	struct page_block block = { .kind = PAGE_BLOCK_CELL };
	struct buf text;

	t->cell = cell;
	place_next_cell(&t->grid, slice_str(tree_attr(cell, "colspan")),
		slice_str(tree_attr(cell, "rowspan")));
	buf_init(&text, LIMIT_TEXT_BYTES);
	gather_text(&text, cell, NULL, false);
	if (text.len) {
		block.text = buf_str(&text);
		block.table = h->tables;
		block.column = (uint32_t)t->grid.column;
		block.link = cell->sum.text == cell->sum.link_text;
		block.head = cell->tag == TREE_TH || t->grid.row == 1 ||
			     is_head(t, cell);
		add_block(h, &block);
		if (is_head(t, cell))
			name_columns(h, block.text);
	}
	buf_done(&text);
}

static void start_in_table(struct html *h, const struct tree_node *n)
{
	struct table *t = &h->table;

	if (n->tag == TREE_TABLE && !t->node && place_is_data_table(n)) {
		*t = (struct table){ .node = n, .sub = headings_here(h)->sub };
		h->tables++;
	}
	if (!t->node)
		return;
	if (n->tag == TREE_TR)
		start_row(h, n);
	if ((n->tag == TREE_TD || n->tag == TREE_TH) && t->grid.row && !t->cell)
		start_cell(h, n);
}

static void end_in_table(struct html *h, const struct tree_node *n)
{
	struct table *t = &h->table;

	if (!t->node)
		return;
	if (n == t->cell)
		t->cell = NULL;
	if (n->tag == TREE_TR && h->page->n_blocks > t->first_block)
		h->page->blocks[h->page->n_blocks - 1].row_end = true;
	if (n == t->node) {
		headings_here(h)->sub = t->sub;
		t->node = NULL;
	}
}

/* b, strong, and the classes h1 to h6 that stylesheets have for them. */
static bool is_bold(const struct tree_node *n)
{
	const char *names;

	if (n->tag == TREE_B || n->tag == TREE_STRONG)
		return true;
	names = tree_attr(n, "class");
	while (names && *names) {
		size_t len = strcspn(names, " ");

		if (len == 2 && names[0] == 'h' && names[1] >= '1' &&
			names[1] <= '6')
			return true;
		names += len;
		names += strspn(names, " ");
	}
	return false;
}

static bool is_heading(const struct tree_node *n)
{
	return tree_heading_level(n->tag) || n->tag == TREE_CAPTION ||
	       n->tag == TREE_LEGEND;
}

/* The head of the page is no part of what it says. */
static void read_head(struct html *h, const struct tree_node *n)
{
	if (n->tag == TREE_TITLE)
		set_title(h, n);
	else if (n->tag == TREE_BASE)
		set_base(h, n);
}

static void note_element(struct html *h, const struct tree_node *n)
{
	if (n->tag == TREE_SCRIPT)
		h->page->scripts = true;
	else if (n->tag == TREE_IMG && !h->nav)
		h->page->images++;
	else if (n->tag == TREE_FORM && !h->nav && is_writing_form(n))
		h->page->has_form = true;
	h->page->has_password |= is_password(n);
	read_head(h, n);
}

static void open_element(struct html *h, const struct tree_node *n)
{
	if (!h->nav && nav_is(n, h->tree.root))
		h->nav = n;
	if (!h->heading && is_heading(n))
		h->heading = n;
	if (!h->bold && is_bold(n))
		h->bold = n;
	if (!h->noscript && n->tag == TREE_NOSCRIPT)
		h->noscript = n;
	if (!h->anchor && n->tag == TREE_A && tree_attr(n, "href"))
		h->anchor = n;
}

/* True when the walk is to go into n. */
static bool enter(struct html *h, const struct tree_node *n)
{
	if (n->tag == TREE_TEXT) {
		take_text(h, n);
		return true;
	}
	if (tree_is_block(n->tag))
		flush(h);
	else if (n->tag == TREE_BR)
		gather_fold(&h->line.text, slice_str(" "));
	open_element(h, n);
	note_element(h, n);
	start_in_table(h, n);
	if (link_is_possible(n))
		add_links(h, n);
	return !tree_is_silent(n->tag) && n->tag != TREE_TITLE;
}

static void leave(struct html *h, const struct tree_node *n)
{
	if (tree_is_block(n->tag) || n == h->nav)
		flush(h);
	end_in_table(h, n);
	if (n == h->nav)
		h->nav = NULL;
	if (n == h->heading)
		h->heading = NULL;
	if (n == h->bold)
		h->bold = NULL;
	if (n == h->noscript)
		h->noscript = NULL;
	if (n == h->anchor)
		h->anchor = NULL;
}

static void walk(struct html *h)
{
	const struct tree_node *root = h->tree.root, *n = root;

	for (;;) {
		if (enter(h, n) && n->first) {
			n = n->first;
			continue;
		}
		leave(h, n);
		while (n != root && !n->next) {
			n = n->parent;
			leave(h, n);
		}
		if (n == root)
			return;
		n = n->next;
	}
}

void html_read(struct page *p, struct slice text, struct html_facts *facts)
{
	struct html h = { .page = p, .facts = facts };
	struct error err;

	*facts = (struct html_facts){ 0 };
	p->kind = PAGE_HTML;
	if (scan_check(text, &err) < 0 || tree_parse(&h.tree, text, &err) < 0) {
		p->outcome = OUTCOME_PARSE_LIMIT;
		p->detail = arena_strdup(&p->arena, err.text);
		tree_done(&h.tree);
		return;
	}
	p->images = 0;
	p->quality = PAGE_QUALITY_GOOD;
	buf_init(&h.line.text, LIMIT_TEXT_BYTES);
	walk(&h);
	buf_done(&h.line.text);
	tree_done(&h.tree);
}
