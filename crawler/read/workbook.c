#include "crawler/read/workbook.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"
#include "crawler/read/sheetstyle.h"

#define PATH_BYTES 512
#define COLUMNS_MAX 16384 /* XFD */
#define ROWS_MAX 1048576
#define STRINGS_MAX 100000000

struct sheet {
	const char *name, *id;
	bool hidden;
};

/* Where a block of the sheet at hand stands. */
struct place {
	uint32_t row, column;
};

struct workbook {
	struct page *page;
	struct package *pkg;
	struct sheet *sheets;
	size_t n_sheets, cap_sheets;
	/* The shared strings, one after another; string i ends at ends[i]. */
	struct buf strings;
	size_t *ends;
	size_t n_strings, cap_strings;
	struct sheetstyle style;
	/* The sheet at hand. */
	uint32_t sheet;
	struct place *places; /* of the blocks from first_block on */
	size_t n_places, cap_places, first_block;
	bool skip_row, in_value, in_phonetic, head;
	struct place cell;
	uint32_t last_row;
	char type; /* first letter of the cell's type: s, i, b ... or 0 */
	bool is_date;
	struct buf value;
};

static void take_sheet(void *ctx, const char *name, const char *const *attrs)
{
	struct workbook *w = ctx;
	const char *state = xml_attr(attrs, "state");
	const char *title = xml_attr(attrs, "name");
	const char *epoch = xml_attr(attrs, "date1904");
	struct sheet *s;

	if (strcmp(name, "workbookPr") == 0 && epoch)
		w->style.from_1904 = slice_eq(slice_str(epoch), "1") ||
				     slice_eq(slice_str(epoch), "true");
	if (strcmp(name, "sheet") != 0)
		return;
	w->sheets =
		mem_grow(w->sheets, w->n_sheets, &w->cap_sheets, sizeof(*s));
	s = &w->sheets[w->n_sheets++];
	s->name = arena_strdup(&w->pkg->arena, title ? title : "");
	s->id = arena_strdup(&w->pkg->arena, xml_attr(attrs, "id"));
	s->hidden = state && strcmp(state, "visible") != 0;
}

/* Shared strings: si holds t, or r with t each; rPh is how it is spoken. */
static void open_string(void *ctx, const char *name, const char *const *attrs)
{
	struct workbook *w = ctx;

	(void)attrs;
	if (strcmp(name, "rPh") == 0)
		w->in_phonetic = true;
	w->in_value = strcmp(name, "t") == 0 && !w->in_phonetic;
}

static void close_string(void *ctx, const char *name)
{
	struct workbook *w = ctx;

	w->in_value = false;
	if (strcmp(name, "rPh") == 0)
		w->in_phonetic = false;
	if (strcmp(name, "si") != 0)
		return;
	w->ends = mem_grow(
		w->ends, w->n_strings, &w->cap_strings, sizeof(*w->ends));
	w->ends[w->n_strings++] = w->strings.len;
}

static void take_string(void *ctx, struct slice text)
{
	struct workbook *w = ctx;

	if (w->in_value)
		buf_put_slice(&w->strings, text);
}

static struct slice shared_string(const struct workbook *w, struct slice index)
{
	long i = slice_number(slice_trim(index), STRINGS_MAX);
	size_t from;

	if (i < 0 || (size_t)i >= w->n_strings)
		return slice_of(NULL, 0);
	from = i ? w->ends[i - 1] : 0;
	return slice_of(w->strings.data + from, w->ends[i] - from);
}

/* "AB12" as row 12, column 28; false when it is none. */
static bool parse_place(struct place *out, const char *s)
{
	uint32_t column = 0;
	long row;

	for (; s && ascii_is_alpha(*s) && column < COLUMNS_MAX; s++)
		column = column * 26 + (uint32_t)(ascii_lower(*s) - 'a') + 1;
	row = s ? slice_number(slice_of(s, strcspn(s, ":")), ROWS_MAX) : -1;
	if (column == 0 || column > COLUMNS_MAX || row < 1)
		return false;
	*out = (struct place){ (uint32_t)row, column };
	return true;
}

static void end_row(struct workbook *w)
{
	struct page *p = w->page;

	if (w->n_places && p->n_blocks > w->first_block) {
		p->blocks[p->n_blocks - 1].row_end = true;
		w->head = false;
	}
}

/* The words of the cell as a reader of the sheet sees them. */
static void put_shown(const struct workbook *w, struct buf *out)
{
	struct slice value = buf_slice(&w->value);

	if (w->type == 's')
		gather_fold(out, shared_string(w, value));
	else if (w->type == 'b')
		gather_fold(out,
			slice_str(slice_eq(value, "1") ? "TRUE" : "FALSE"));
	else if (w->type == 0 && w->is_date)
		sheetstyle_put_date(&w->style, out, value);
	else if (w->type != 'e')
		gather_fold(out, value);
	gather_trim(out);
}

static void end_cell(struct workbook *w)
{
	struct page_block block = {
		.kind = PAGE_BLOCK_CELL,
		.sheet = w->sheet,
		.table = w->sheet,
		.column = w->cell.column,
	};
	size_t before = w->page->n_blocks;
	struct buf text;

	if (w->skip_row || w->value.len == 0)
		return;
	buf_init(&text, LIMIT_TEXT_BYTES);
	put_shown(w, &text);
	if (w->cell.row != w->last_row)
		end_row(w);
	w->last_row = w->cell.row;
	block.text = buf_str(&text);
	block.head = w->head;
	if (text.len)
		page_add_block(w->page, &block);
	if (w->page->n_blocks > before) {
		w->places = mem_grow(w->places, w->n_places, &w->cap_places,
			sizeof(*w->places));
		w->places[w->n_places++] = w->cell;
	}
	buf_done(&text);
}

static void open_cell(struct workbook *w, const char *const *attrs)
{
	const char *type = xml_attr(attrs, "t");

	/* A cell without a place follows the one before it. */
	if (!parse_place(&w->cell, xml_attr(attrs, "r")))
		w->cell.column++;
	/* "n" is what no type is; "str" a formula's text, stored in place. */
	w->type = '\0';
	if (type && *type != 'n')
		w->type = *type;
	if (type && strcmp(type, "str") == 0)
		w->type = 'i';
	w->is_date = sheetstyle_is_date(&w->style, xml_attr(attrs, "s"));
	buf_clear(&w->value);
}

/* The cell at a place of the sheet at hand, as an index of blocks. */
static size_t find_block(const struct workbook *w, struct place at)
{
	for (size_t i = 0; i < w->n_places; i++)
		if (w->places[i].row == at.row &&
			w->places[i].column == at.column)
			return w->first_block + i;
	return SIZE_MAX;
}

static void put_rest_of_row(
	const struct workbook *w, struct buf *out, struct place at)
{
	for (size_t i = 0; i < w->n_places; i++) {
		if (w->places[i].row != at.row ||
			w->places[i].column == at.column)
			continue;
		if (out->len)
			buf_putc(out, ' ');
		gather_fold(out,
			slice_str(w->page->blocks[w->first_block + i].text));
	}
}

static void take_link(struct workbook *w, const char *const *attrs)
{
	struct page_link link = { .kind = PAGE_LINK_ANCHOR };
	struct place at;
	struct buf row;
	size_t block;

	if (w->page->n_links >= LIMIT_LINKS) {
		w->page->links_cut = true;
		return;
	}
	link.href = package_target(w->pkg, xml_attr(attrs, "id"));
	if (!*link.href || !parse_place(&at, xml_attr(attrs, "ref")))
		return;
	buf_init(&row, LIMIT_LINK_TEXT);
	put_rest_of_row(w, &row, at);
	block = find_block(w, at);
	if (block != SIZE_MAX)
		link.text = w->page->blocks[block].text;
	link.row = buf_str(&row);
	link.heading = w->sheets[w->sheet - 1].name;
	page_add_link(w->page, &link);
	buf_done(&row);
}

static void open_in_sheet(void *ctx, const char *name, const char *const *attrs)
{
	struct workbook *w = ctx;
	const char *hidden;

	if (strcmp(name, "row") == 0) {
		hidden = xml_attr(attrs, "hidden");
		w->skip_row = hidden && *hidden != '0' && *hidden != 'f';
		w->cell.column = 0;
		w->cell.row++;
	} else if (strcmp(name, "c") == 0) {
		open_cell(w, attrs);
	} else if (strcmp(name, "hyperlink") == 0) {
		take_link(w, attrs);
	} else if (strcmp(name, "rPh") == 0) {
		w->in_phonetic = true;
	}
	w->in_value = !w->in_phonetic &&
		      (strcmp(name, "v") == 0 || strcmp(name, "t") == 0);
}

static void close_in_sheet(void *ctx, const char *name)
{
	struct workbook *w = ctx;

	w->in_value = false;
	if (strcmp(name, "rPh") == 0)
		w->in_phonetic = false;
	if (strcmp(name, "c") == 0)
		end_cell(w);
}

static void take_value(void *ctx, struct slice text)
{
	struct workbook *w = ctx;

	if (w->in_value)
		buf_put_slice(&w->value, text);
}

/* "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml" as a member. */
static void put_part(struct buf *out, const char *target)
{
	if (*target == '/')
		buf_puts(out, target + 1);
	else
		buf_printf(out, "xl/%s", target);
}

static void start_sheet(struct workbook *w, const struct sheet *s)
{
	struct page_block heading = { .kind = PAGE_BLOCK_HEADING,
		.level = 1,
		.sheet = w->sheet,
		.text = s->name };

	if (*s->name)
		page_add_block(w->page, &heading);
	w->first_block = w->page->n_blocks;
	w->n_places = 0;
	w->cell = (struct place){ 0, 0 };
	w->last_row = 0;
	w->head = true;
}

static int read_sheet(struct workbook *w, const struct sheet *s,
	const char *target, struct error *err)
{
	const struct xml_handler handler = { open_in_sheet, close_in_sheet,
		take_value, w };
	struct buf part;
	int result;

	buf_init(&part, PATH_BYTES);
	put_part(&part, target);
	package_load_relations(w->pkg, buf_str(&part));
	start_sheet(w, s);
	result = package_parse(w->pkg, buf_str(&part), &handler, err);
	end_row(w);
	buf_done(&part);
	return result;
}

static int read_sheets(struct workbook *w, struct error *err)
{
	for (size_t i = 0; i < w->n_sheets; i++) {
		const char *target;
		int result;

		if (w->sheets[i].hidden)
			continue;
		w->sheet = (uint32_t)i + 1;
		w->page->sheets++;
		/* Reading a sheet loads its own relations. */
		package_load_relations(w->pkg, "xl/workbook.xml");
		target = package_target(w->pkg, w->sheets[i].id);
		result =
			*target ? read_sheet(w, &w->sheets[i], target, err) : 0;
		if (result < 0)
			return result;
		w->page->sheets_read++;
	}
	return 0;
}

int workbook_read(struct page *p, struct package *pkg, struct error *err)
{
	struct workbook w = { .page = p, .pkg = pkg };
	const struct xml_handler sheets = { .open = take_sheet, .ctx = &w };
	const struct xml_handler strings = { open_string, close_string,
		take_string, &w };
	int result;

	buf_init(&w.strings, LIMIT_ZIP_MEMBER_BYTES);
	buf_init(&w.value, LIMIT_TEXT_BYTES);
	sheetstyle_init(&w.style);
	result = package_parse(pkg, "xl/workbook.xml", &sheets, err);
	if (result >= 0)
		result = package_parse(
			pkg, "xl/sharedStrings.xml", &strings, err);
	if (result >= 0)
		result = sheetstyle_load(&w.style, pkg, err);
	if (result >= 0)
		result = read_sheets(&w, err);
	sheetstyle_done(&w.style);
	buf_done(&w.strings);
	buf_done(&w.value);
	free(w.ends);
	free(w.places);
	free(w.sheets);
	return result;
}
