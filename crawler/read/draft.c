#include "crawler/read/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"

/* What is larger is no card and no row. */
#define CARD_LINKS 4
#define CARD_BYTES (3UL * LIMIT_LINK_TEXT)
#define ROW_BYTES (8UL * LIMIT_LINK_TEXT)
#define PLACE_ELEMENTS 500

void draft_init(struct draft *d, struct page *p)
{
	*d = (struct draft){ .page = p };
	buf_init(&d->text, LIMIT_TEXT_BYTES);
}

void draft_done(struct draft *d)
{
	buf_done(&d->text);
	free(d->links);
	free(d->lines);
	free(d->cells);
	free(d->parts);
	free(d->alts);
	free(d->ended);
	*d = (struct draft){ 0 };
}

struct draft_mark draft_here(const struct draft *d)
{
	return (struct draft_mark){ d->sums, d->text.len };
}

static struct nav_words words_of(
	const struct draft_sums *from, const struct draft_sums *to)
{
	return (struct nav_words){
		.text = to->text - from->text,
		.link_text = to->link_text - from->link_text,
		.links = to->anchors - from->anchors,
	};
}

struct nav_words draft_words(
	const struct draft *d, const struct draft_mark *from)
{
	return words_of(&from->sums, &d->sums);
}

static struct draft_span trim(const struct draft *d, struct draft_span span)
{
	while (span.from < span.to && d->text.data[span.from] == ' ')
		span.from++;
	while (span.from < span.to && d->text.data[span.to - 1] == ' ')
		span.to--;
	return span;
}

static struct slice slice_at(const struct draft *d, struct draft_span span)
{
	if (span.from >= span.to)
		return slice_of("", 0);
	return slice_of(d->text.data + span.from, span.to - span.from);
}

const char *draft_keep(struct draft *d, size_t from, size_t to)
{
	struct slice s = slice_at(d, trim(d, (struct draft_span){ from, to }));

	return arena_strndup(
		&d->page->arena, s.data, utf8_cut(s, LIMIT_LINK_TEXT));
}

void draft_put_blank(struct draft *d)
{
	if (d->text.len && d->text.data[d->text.len - 1] != ' ')
		buf_putc(&d->text, ' ');
}

void draft_put_text(struct draft *d, struct slice text, bool in_link)
{
	size_t before = d->text.len;
	uint32_t n;

	gather_fold(&d->text, text);
	/* Even a no-break blank that was folded away is text. */
	n = d->text.len > before ? (uint32_t)(d->text.len - before) : 1;
	d->sums.text += n;
	d->sums.link_text += in_link ? n : 0;
}

void draft_put_picture(struct draft *d, struct slice words)
{
	struct draft_span alt = { .from = d->text.len };

	if (words.len == 0)
		return;
	draft_put_blank(d);
	gather_fold(&d->text, words);
	alt.to = d->text.len;
	draft_put_blank(d);
	d->alts = mem_grow(d->alts, d->n_alts, &d->cap_alts, sizeof(*d->alts));
	d->alts[d->n_alts++] = alt;
}

struct draft_span draft_line_span(const struct draft *d)
{
	return trim(d, (struct draft_span){ d->line_at, d->text.len });
}

void draft_break(struct draft *d)
{
	for (size_t i = 0; i < d->n_ended; i++)
		d->links[d->ended[i]].line.to = d->text.len;
	d->n_ended = 0;
	d->break_at = d->text.len;
}

void draft_end_line(struct draft *d, const struct draft_line *line)
{
	if (line->span.from < line->span.to) {
		d->lines = mem_grow(d->lines, d->sums.lines, &d->cap_lines,
			sizeof(*d->lines));
		d->lines[d->sums.lines++] = *line;
		draft_put_blank(d);
	}
	d->line_at = d->text.len;
}

bool draft_add_link(struct draft *d, const struct draft_link *link)
{
	struct draft_link *l;

	if (d->sums.links >= LIMIT_LINKS) {
		d->page->links_cut = true;
		return false;
	}
	d->links = mem_grow(
		d->links, d->sums.links, &d->cap_links, sizeof(*d->links));
	l = &d->links[d->sums.links++];
	*l = (struct draft_link){
		.link = link->link,
		.beside = link->beside,
		.text = d->sums.text,
		.words = { d->text.len, DRAFT_OPEN },
		.line = { d->break_at, DRAFT_OPEN },
	};
	return true;
}

void draft_repeat_link(struct draft *d, size_t link)
{
	const struct draft_link again = d->links[link];

	(void)draft_add_link(d, &again);
}

void draft_end_words(struct draft *d, size_t first, size_t n, bool read)
{
	for (size_t i = first; i < first + n && i < d->sums.links; i++) {
		struct draft_link *link = &d->links[i];

		link->words.to = read ? d->text.len : link->words.from;
		link->text = read ? d->sums.text - link->text : 0;
		d->ended = mem_grow(
			d->ended, d->n_ended, &d->cap_ended, sizeof(*d->ended));
		d->ended[d->n_ended++] = i;
	}
}

void draft_end_row(struct draft *d, const struct draft_mark *from, size_t first)
{
	const struct draft_sums *sums = &from->sums;
	bool good = sums->tables == d->sums.tables &&
		    sums->headings == d->sums.headings &&
		    d->sums.text - sums->text <= ROW_BYTES &&
		    d->sums.elements - sums->elements <= PLACE_ELEMENTS;

	for (size_t i = first; i < d->sums.links; i++) {
		struct draft_link *link = &d->links[i];

		if (good && !link->row_done)
			link->row =
				(struct draft_span){ from->at, d->text.len };
		link->row_done = true;
	}
}

static bool is_one_target(const struct draft *d, size_t first)
{
	const char *target = NULL;

	for (size_t i = first; i < d->sums.links; i++) {
		const struct page_link *link = &d->links[i].link;

		if (link->kind != PAGE_LINK_ANCHOR)
			continue;
		if (target && strcmp(target, link->href) != 0)
			return false;
		target = link->href;
	}
	return true;
}

/* Words beside a link that are not only those of other links: a menu is no
 * card. */
static bool is_card(
	const struct draft *d, const struct draft_mark *from, size_t first)
{
	struct nav_words sum = draft_words(d, from);

	return sum.text <= CARD_BYTES && sum.links <= CARD_LINKS &&
	       d->sums.tables == from->sums.tables &&
	       d->sums.elements - from->sums.elements <= PLACE_ELEMENTS &&
	       (sum.text > sum.link_text || is_one_target(d, first));
}

/* Links and nothing else: each is a label of its own. */
static bool is_link_bar(const struct draft *d, const struct draft_mark *from)
{
	struct nav_words sum = draft_words(d, from);

	return sum.links > CARD_LINKS && sum.text == sum.link_text;
}

/* The first block around a link may be a mere bar of links; the first that
 * says more than the link is its card, or it has none. */
void draft_end_block(
	struct draft *d, const struct draft_mark *from, size_t first, bool body)
{
	uint32_t text = d->sums.text - from->sums.text;
	bool bar = is_link_bar(d, from);
	int card = -1;

	for (size_t i = first; i < d->sums.links; i++) {
		struct draft_link *link = &d->links[i];

		link->in_bar |= !link->block_done && bar;
		link->block_done = true;
		if (link->card_done || link->words.to == DRAFT_OPEN ||
			text <= link->text)
			continue;
		if (card < 0)
			card = !body && is_card(d, from, first);
		if (card)
			link->card =
				(struct draft_span){ from->at, d->text.len };
		link->card_done = true;
	}
}

void draft_add_cell(struct draft *d, const struct draft_cell *cell)
{
	d->cells = mem_grow(
		d->cells, d->n_cells, &d->cap_cells, sizeof(*d->cells));
	d->cells[d->n_cells++] = *cell;
}

void draft_add_part(
	struct draft *d, const struct draft_mark *from, unsigned share)
{
	d->parts = mem_grow(
		d->parts, d->n_parts, &d->cap_parts, sizeof(*d->parts));
	d->parts[d->n_parts++] =
		(struct draft_part){ from->sums, d->sums, share };
}

void draft_drop(struct draft *d, const struct draft_mark *from)
{
	d->sums = from->sums;
	d->n_ended = d->n_parts = d->n_cells = 0;
	d->line_at = d->break_at = d->text.len;
}

/* True for a part, now that the size of the page is known. */
static bool is_part(const struct draft *d, const struct draft_part *p)
{
	struct nav_words words = words_of(&p->from, &p->to);
	uint64_t plain = words.text - words.link_text;
	uint64_t all = d->sums.text - d->sums.link_text;

	return plain <= all * p->share / 100;
}

/* Marks the cells in a part.  One that begins inside a cell leaves it alone:
 * a link may have the class of a menu. */
static void mark_cells(struct draft *d, const struct draft_part *p)
{
	size_t low = 0, high = d->n_cells;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (d->cells[mid].elements < p->from.elements)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < d->n_cells; low++) {
		if (d->cells[low].elements > p->to.elements)
			break;
		d->cells[low].nav = true;
	}
}

/* Marks what is in menus, heads and feet.  Parts are in order of their ends:
 * from the back the outer ones come first, and only their pictures count. */
static void mark_parts(struct draft *d)
{
	uint32_t images = d->sums.images, covered = images;

	for (size_t i = d->n_parts; i-- > 0;) {
		const struct draft_part *p = &d->parts[i];

		if (!is_part(d, p))
			continue;
		for (size_t k = p->from.links; k < p->to.links; k++)
			d->links[k].link.nav = true;
		for (size_t k = p->from.lines; k < p->to.lines; k++)
			d->lines[k].nav = true;
		mark_cells(d, p);
		if (p->from.images < p->to.images && p->to.images <= covered) {
			images -= p->to.images - p->from.images;
			covered = p->from.images;
		}
	}
	d->page->images = images;
}

static const char *join(struct draft *d, struct slice a, struct slice b)
{
	size_t blank = a.len && b.len;
	char *s = arena_alloc(&d->page->arena, a.len + blank + b.len + 1);

	memcpy(s, a.data, a.len);
	memcpy(s + a.len, " ", blank);
	memcpy(s + a.len + blank, b.data, b.len);
	return s;
}

/* What stands in the span beside the words. */
static const char *beside(
	struct draft *d, struct draft_span span, struct draft_span words)
{
	struct draft_span before = { span.from, words.from };
	struct draft_span after = { words.to, span.to };
	struct slice a, b;

	if (span.to == DRAFT_OPEN || words.from < span.from ||
		words.to > span.to)
		return "";
	a = slice_at(d, trim(d, before));
	b = slice_at(d, trim(d, after));
	if (a.len + b.len == 0)
		return "";
	a.len = utf8_cut(a, LIMIT_LINK_TEXT);
	if (a.len + 1 >= LIMIT_LINK_TEXT)
		b.len = 0;
	else
		b.len = utf8_cut(b, LIMIT_LINK_TEXT - a.len - (a.len > 0));
	return join(d, a, b);
}

static void put_link(struct draft *d, struct draft_link *draft)
{
	struct page_link *link = &draft->link;

	if (draft->words.to != DRAFT_OPEN &&
		draft->words.from < draft->words.to) {
		const char *words =
			draft_keep(d, draft->words.from, draft->words.to);

		link->text = *words ? words : link->text;
	}
	link->row = "";
	if (draft->beside) {
		link->row = beside(d, draft->row, draft->words);
		if (!*link->row && !draft->in_bar)
			link->row = beside(d, draft->line, draft->words);
		if (!*link->row && draft->row.to == 0)
			link->row = beside(d, draft->card, draft->words);
	}
	page_take_link(d->page, link);
}

/* Writes a line without the words of pictures; *alt is the first of them that
 * may stand in it. */
static void put_line(struct buf *out, const struct draft *d,
	struct draft_span line, size_t *alt)
{
	buf_clear(out);
	for (; *alt < d->n_alts && d->alts[*alt].from < line.to; ++*alt) {
		struct draft_span before = { line.from, d->alts[*alt].from };

		gather_fold(out, slice_at(d, before));
		line.from = d->alts[*alt].to;
	}
	gather_fold(out, slice_at(d, line));
	gather_trim(out);
}

static void add_block(struct draft *d, const struct draft_line *line,
	struct page_block *block, struct html_facts *facts)
{
	const struct page *p = d->page;
	size_t n = p->n_blocks, letters;

	page_add_block(d->page, block);
	letters = p->n_blocks > n ? p->blocks[n].letters : 0;
	facts->all_letters += letters;
	facts->noscript_letters += line->noscript ? letters : 0;
}

/* The block that begins with the line: the line alone, or all of its cell. */
static struct page_block block_of(
	const struct draft_line *line, const struct draft_cell *cell)
{
	struct page_block block = { .kind = PAGE_BLOCK_TEXT };

	if (cell) {
		block.kind = PAGE_BLOCK_CELL;
		block.nav = cell->nav;
		block.table = cell->table;
		block.column = cell->column;
		block.link = cell->link;
		block.head = cell->head;
		block.row_end = cell->row_end;
		return block;
	}
	block.nav = line->nav;
	block.link = line->link;
	if (line->level >= 0) {
		block.kind = PAGE_BLOCK_HEADING;
		block.level = line->level;
	}
	return block;
}

/* Makes blocks of the lines; each is followed by a blank, which gives way. */
static void put_lines(struct draft *d, struct html_facts *facts)
{
	const struct draft_cell *cell = d->cells, *cells_end = cell;
	size_t alt = 0, end;
	struct buf text;

	if (cell)
		cells_end += d->n_cells;
	buf_init(&text, LIMIT_TEXT_BYTES);
	for (size_t i = 0; i < d->sums.lines; i = end) {
		bool starts = cell < cells_end && cell->first == i;
		struct page_block block =
			block_of(&d->lines[i], starts ? cell : NULL);
		struct draft_span span = d->lines[i].span;

		end = starts ? cell++->end : i + 1;
		span.to = d->lines[end - 1].span.to;
		while (alt < d->n_alts && d->alts[alt].to <= span.from)
			alt++;
		if (alt == d->n_alts || d->alts[alt].from >= span.to) {
			d->text.data[span.to] = '\0';
			block.text = d->text.data + span.from;
		} else {
			put_line(&text, d, span, &alt);
			block.text = buf_str(&text);
		}
		if (*block.text)
			add_block(d, &d->lines[i], &block, facts);
	}
	buf_done(&text);
}

void draft_finish(struct draft *d, struct html_facts *facts)
{
	mark_parts(d);
	for (size_t i = 0; i < d->sums.links; i++)
		put_link(d, &d->links[i]);
	put_lines(d, facts);
	d->page->text_cut |= d->text.full;
}
