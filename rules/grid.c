#include "rules/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/mem.h"
#include "base/month.h"
#include "base/phrase.h"
#include "base/year.h"
#include "rules/column.h"

/* Measured on forms in use: titles and notes fill up to a dozen rows before
 * the head, and no head is deeper than three. */
#define HEAD_ROWS 15
#define HEAD_DEPTH 3
#define HEAD_COLUMNS 64

/* More letters than the longest official head of a column are prose. */
#define HEAD_LETTERS 90

/* Key letters of a text without cells that a head of 16 columns takes. */
#define HEAD_RUN 500

#define QUOTE_BYTES 240

/* A line with more bytes is a sentence that mentions a month. */
#define MONTH_LINE 240
#define MONTH_MARKS 16

/* The 11 digits of a project in e-GP: year and month, then a number. */
#define PROJECT_DIGITS 11

/* A row: blocks of the page. */
struct row {
	size_t from, end;
};

/* The rows of one table. */
struct rows {
	const struct page *page;
	struct row *items;
	size_t n, cap;
};

/* A head that was tried. */
struct head {
	uint32_t columns;
	size_t end;    /* the row after it */
	size_t from;   /* its first row */
	uint32_t item; /* column of what the rows are about; 0 for none */
};

static size_t cells_of(const struct row *r)
{
	return r->end - r->from;
}

/* The block after the row of block i. */
static size_t row_end(const struct page *p, size_t i)
{
	uint32_t table = p->blocks[i].table;

	while (i < p->n_blocks && p->blocks[i].table == table)
		if (p->blocks[i++].row_end)
			break;
	return i;
}

/* Moves *at past the next table and puts its rows; false at the end. */
static bool next_table(struct rows *t, size_t *at)
{
	const struct page *p = t->page;
	size_t i = *at;
	uint32_t table;

	while (i < p->n_blocks && (p->blocks[i].table == 0 || p->blocks[i].nav))
		i++;
	t->n = 0;
	if (i == p->n_blocks)
		return false;
	table = p->blocks[i].table;
	while (i < p->n_blocks && p->blocks[i].table == table) {
		t->items = mem_grow(t->items, t->n, &t->cap, sizeof(*t->items));
		t->items[t->n] = (struct row){ i, row_end(p, i) };
		i = t->items[t->n++].end;
	}
	*at = i;
	return true;
}

/* Rows of a head have several cells, and none that is a figure. */
static bool may_be_head(const struct rows *t, size_t row)
{
	const struct row *r = &t->items[row];

	if (cells_of(r) < 2)
		return false;
	for (size_t i = r->from; i < r->end; i++)
		if (ascii_is_digit(t->page->blocks[i].text[0]))
			return false;
	return true;
}

/* What stands over a column in a row: the cell there or, above the last row,
 * the one to the left that spans it; NULL for nothing. */
static const char *head_cell(
	const struct rows *t, size_t row, uint32_t column, bool last)
{
	const struct page_block *best = NULL;

	for (size_t i = t->items[row].from; i < t->items[row].end; i++) {
		const struct page_block *b = &t->page->blocks[i];

		if (b->column == column || (!last && b->column < column))
			best = b;
	}
	if (!best || best->letters > HEAD_LETTERS)
		return NULL;
	return best->text;
}

static uint32_t width_of(const struct rows *t, size_t from, size_t end)
{
	uint32_t width = 0;

	for (size_t i = t->items[from].from; i < t->items[end - 1].end; i++)
		if (t->page->blocks[i].column > width)
			width = t->page->blocks[i].column;
	return width < HEAD_COLUMNS ? width : HEAD_COLUMNS;
}

/* The words over each column, one block each; ends[c] is where column c ends
 * in the key. */
static void gather_head(const struct rows *t, size_t from, size_t end,
	struct text *text, size_t *ends)
{
	uint32_t width = width_of(t, from, end);

	for (uint32_t c = 1; c <= width; c++) {
		for (size_t r = from; r < end; r++) {
			const char *words = head_cell(t, r, c, r + 1 == end);

			if (words)
				text_add(text, slice_str(words));
		}
		text_break(text);
		ends[c] = text->key_len;
	}
}

static struct head read_head(const struct columns *columns,
	const struct concept_part *part, const struct rows *t, size_t from,
	size_t end)
{
	struct head head = { .from = from, .end = end };
	size_t ends[HEAD_COLUMNS + 1] = { 0 }, n;
	struct column_hit *hits = NULL;
	struct text text;

	text_init(&text);
	gather_head(t, from, end, &text, ends);
	n = column_find(columns, &text, &hits);
	for (size_t i = 0; i < n; i++) {
		uint32_t c = 1;

		head.columns |= hits[i].columns;
		while (c < HEAD_COLUMNS && ends[c] <= hits[i].from)
			c++;
		if (head.item == 0 && hits[i].columns & part->with[0])
			head.item = c;
	}
	free(hits);
	text_done(&text);
	return head;
}

/* Whether a table of these columns is the one that the part means. */
static bool is_meant(const struct concept_part *part, uint32_t columns)
{
	for (size_t i = 0; i < part->n_with; i++)
		if (!(columns & part->with[i]))
			return false;
	return bits_count(columns) >= part->least;
}

/* The rows that name the most columns; of equals the first, with the fewest
 * rows. */
static struct head find_head(const struct columns *columns,
	const struct concept_part *part, const struct rows *t)
{
	struct head best = { 0 };

	for (size_t from = 0; from < t->n && from < HEAD_ROWS; from++) {
		for (size_t end = from + 1;
			end <= t->n && end <= from + HEAD_DEPTH; end++) {
			struct head head;

			if (!may_be_head(t, end - 1))
				break;
			head = read_head(columns, part, t, from, end);
			if (bits_count(head.columns) > bits_count(best.columns))
				best = head;
		}
	}
	return best;
}

/* Whether a row says in that column what it is about: "1" over the second
 * column of a form is its number. */
static bool is_filled(const struct rows *t, size_t row, uint32_t column)
{
	for (size_t i = t->items[row].from; i < t->items[row].end; i++) {
		const struct page_block *b = &t->page->blocks[i];

		if (b->column == column && b->letters > 2)
			return true;
	}
	return false;
}

/* Rows with content: under the head of a table that is meant, or any with
 * several cells of another, which may go on from the page before. */
static size_t count_filled(
	const struct rows *t, const struct head *head, bool meant)
{
	size_t n = 0;

	for (size_t row = meant ? head->end : 0; row < t->n; row++)
		n += meant ? is_filled(t, row, head->item)
			   : cells_of(&t->items[row]) > 2;
	return n;
}

static const char *quote_rows(
	const struct rows *t, const struct head *head, struct arena *arena)
{
	struct buf words;
	const char *quote;
	size_t end = t->items[head->end - 1].end;

	buf_init(&words, QUOTE_BYTES);
	for (size_t i = t->items[head->from].from; i < end && !words.full;
		i++) {
		const char *cell = t->page->blocks[i].text;

		if (words.len + strlen(cell) + 3 > QUOTE_BYTES)
			break;
		buf_puts(&words, words.len ? " | " : "");
		buf_puts(&words, cell);
	}
	quote = arena_strdup(arena, buf_str(&words));
	buf_done(&words);
	return quote;
}

/* The columns named in a run of words that is as long as a head. */
static int read_run(struct grid *out, const struct ruleset *rs,
	const struct concept_part *part, const struct text *text,
	struct arena *arena)
{
	struct column_hit *hits = NULL;
	size_t n = column_find(&rs->columns, text, &hits), at = 0;
	struct slice words;

	for (size_t i = 0; i < n; i++) {
		uint32_t columns = 0;

		for (size_t k = i;
			k < n && hits[k].to <= hits[i].from + HEAD_RUN; k++)
			columns |= hits[k].columns;
		if (is_meant(part, columns) &&
			bits_count(columns) > bits_count(out->columns)) {
			out->columns = columns;
			at = i;
		}
	}
	if (out->columns) {
		words = text_around(
			text, hits[at].from, hits[at].to, QUOTE_BYTES);
		out->quote = arena_strndup(arena, words.data, words.len);
	}
	free(hits);
	return out->columns ? 1 : -1;
}

static bool has_cells(const struct page *page)
{
	for (size_t i = 0; i < page->n_blocks; i++)
		if (page->blocks[i].table)
			return true;
	return false;
}

/* Whether all of the file was read: only then is what has no row empty. */
static bool is_whole(const struct page *page)
{
	return page_kind_is_document(page->kind) && !page->text_cut &&
	       page->sheets_read == page->sheets;
}

int grid_read(struct grid *out, const struct ruleset *rs,
	const struct concept_part *part, const struct page *page,
	const struct text *text, struct arena *arena)
{
	struct rows t = { .page = page };
	size_t at = 0, filled = 0;

	*out = (struct grid){ .quote = "" };
	if (page_kind_is_document(page->kind) && !has_cells(page))
		return read_run(out, rs, part, text, arena);
	while (next_table(&t, &at)) {
		struct head head = find_head(&rs->columns, part, &t);
		bool meant = is_meant(part, head.columns);

		if (meant && !out->columns)
			out->quote = quote_rows(&t, &head, arena);
		if (meant)
			out->columns |= head.columns;
		filled += count_filled(&t, &head, meant);
	}
	free(t.items);
	out->blank = out->columns && filled == 0 && is_whole(page);
	return out->columns != 0;
}

static uint32_t month_bit(struct date d, int year)
{
	bool known = d.month > 0 && time_fiscal_year(d) == year;

	return known ? 1U << (d.month + 2) % 12 : 0;
}

/* "เดือนตุลาคม" and nothing else, as over a part of a table or on a sheet. */
static uint32_t bare_month(struct slice line)
{
	size_t at = 0;
	int month;

	(void)phrase_take(line, &at, "ประจำ", false);
	month = month_take(line, &at);
	if (month == 0 || phrase_skip_blanks(line, at) != line.len)
		return 0;
	return 1U << (month + 2) % 12;
}

/* Months that are named with their year, and in a row full dates too. */
static uint32_t dated_months(struct slice line, int year, bool in_row)
{
	struct year_mark marks[MONTH_MARKS];
	size_t n = year_find(line, marks, MONTH_MARKS);
	uint32_t bits = 0;

	for (size_t i = 0; i < n; i++)
		if (marks[i].kind == YEAR_DATE &&
			(in_row || marks[i].date.day == 0))
			bits |= month_bit(marks[i].date, year);
	return bits;
}

static uint32_t project_months(struct slice line, int year)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < line.len; i++) {
		size_t end = phrase_skip_digits(line, i);
		const char *s = line.data + i;
		struct date d = { .day = 1 };

		if (end - i == PROJECT_DIGITS) {
			d.year = 2500 - TIME_BUDDHIST_ERA +
				 (int)slice_number(slice_of(s, 2), 99);
			d.month = (int)slice_number(slice_of(s + 2, 2), 12);
			bits |= month_bit(d, year);
		}
		i = end > i ? end - 1 : i;
	}
	return bits;
}

static uint32_t months_of(const char *words, int year, bool in_row)
{
	struct buf canon;
	struct slice line;
	uint32_t bits;

	if (strlen(words) > MONTH_LINE)
		return 0;
	buf_init(&canon, 2UL * MONTH_LINE);
	text_canon(&canon, slice_str(words));
	line = buf_slice(&canon);
	bits = bare_month(line) | dated_months(line, year, in_row) |
	       project_months(line, year);
	buf_done(&canon);
	return bits;
}

uint32_t grid_months(const struct page *page, int year)
{
	size_t from = 0, end = 0;
	uint32_t bits = 0;

	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct page_block *b = &page->blocks[i];

		if (b->table && i >= end) {
			from = i;
			end = row_end(page, i);
		}
		if (!b->nav)
			bits |= months_of(
				b->text, year, b->table && end - from > 2);
	}
	return bits;
}
