#include "crawler/read/workbook.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/little.h"
#include "base/mem.h"
#include "crawler/limits.h"
#include "crawler/read/sheet.h"
#include "crawler/read/sheetstyle.h"

#define PATH_BYTES 512
#define FORMATS_MAX 100000
#define STRINGS_MAX 100000000

/* A sheet as the workbook names it. */
struct entry {
	const char *name, *id, *target;
	bool hidden;
};

struct workbook {
	struct package *pkg;
	const char *part; /* the workbook itself */
	struct entry *sheets;
	size_t n_sheets, cap_sheets;
	/* The shared strings, one after another; string i ends at ends[i]. */
	struct buf strings;
	size_t *ends;
	size_t n_strings, cap_strings;
	struct sheetstyle style;
	/* The sheet at hand. */
	struct sheet sheet;
	bool skip_row, in_value, in_phonetic;
	struct sheet_place cell;
	char type;   /* first letter of the cell's type: s, i, b ... or 0 */
	long format; /* -1 for none */
	struct buf value;
};

static void take_sheet(void *ctx, const char *name, const char *const *attrs)
{
	struct workbook *w = ctx;
	const char *state = xml_attr(attrs, "state");
	const char *title = xml_attr(attrs, "name");
	const char *epoch = xml_attr(attrs, "date1904");
	struct entry *s;

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
	return little_part(buf_slice(&w->strings), from, w->ends[i] - from);
}

/* "AB12" as row 12, column 28; false when it is none. */
static bool parse_place(struct sheet_place *out, const char *s)
{
	uint32_t column = 0;
	long row;

	for (; s && ascii_is_alpha(*s) && column < SHEET_COLUMNS; s++)
		column = column * 26 + (uint32_t)(ascii_lower(*s) - 'a') + 1;
	row = s ? slice_number(slice_of(s, strcspn(s, ":")), SHEET_ROWS) : -1;
	if (column == 0 || column > SHEET_COLUMNS || row < 1)
		return false;
	*out = (struct sheet_place){ (uint32_t)row, column };
	return true;
}

/* The words of the cell as a reader of the sheet sees them. */
static void end_cell(struct workbook *w)
{
	struct slice value = buf_slice(&w->value);
	struct buf shown;

	if (w->skip_row || value.len == 0 || w->type == 'e')
		return;
	buf_init(&shown, LIMIT_TEXT_BYTES);
	if (w->type == 's')
		value = shared_string(w, value);
	else if (w->type == 'b')
		value = slice_str(slice_eq(value, "1") ? "TRUE" : "FALSE");
	else if (w->type == 0) {
		sheetstyle_put(&w->style, &shown, w->format, value);
		value = buf_slice(&shown);
	}
	sheet_put(&w->sheet, w->cell, value);
	buf_done(&shown);
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
	w->format = slice_number(slice_str(xml_attr(attrs, "s")), FORMATS_MAX);
	buf_clear(&w->value);
}

static void take_link(struct workbook *w, const char *const *attrs)
{
	struct sheet_place at;

	if (parse_place(&at, xml_attr(attrs, "ref")))
		sheet_link(&w->sheet, at,
			package_target(w->pkg, xml_attr(attrs, "id")));
}

static bool is_hidden(const char *const *attrs)
{
	const char *hidden = xml_attr(attrs, "hidden");

	return hidden && *hidden != '0' && *hidden != 'f';
}

static uint32_t column_of(const char *const *attrs, const char *name)
{
	long n = slice_number(slice_str(xml_attr(attrs, name)), SHEET_COLUMNS);

	return n < 0 ? 0 : (uint32_t)n;
}

static void open_in_sheet(void *ctx, const char *name, const char *const *attrs)
{
	struct workbook *w = ctx;

	/* Nearly all of a sheet is cells and their values. */
	if (strcmp(name, "c") == 0) {
		open_cell(w, attrs);
	} else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		w->in_value = !w->in_phonetic;
		return;
	} else if (strcmp(name, "row") == 0) {
		w->skip_row = is_hidden(attrs);
		w->cell.column = 0;
		w->cell.row++;
	} else if (strcmp(name, "col") == 0 && is_hidden(attrs)) {
		sheet_hide_columns(&w->sheet, column_of(attrs, "min"),
			column_of(attrs, "max"));
	} else if (strcmp(name, "hyperlink") == 0) {
		take_link(w, attrs);
	} else if (strcmp(name, "rPh") == 0) {
		w->in_phonetic = true;
	}
	w->in_value = false;
}

static void close_in_sheet(void *ctx, const char *name)
{
	struct workbook *w = ctx;

	w->in_value = false;
	if (strcmp(name, "c") == 0)
		end_cell(w);
	else if (strcmp(name, "rPh") == 0)
		w->in_phonetic = false;
}

static void take_value(void *ctx, struct slice text)
{
	struct workbook *w = ctx;

	if (w->in_value)
		buf_put_slice(&w->value, text);
}

static int read_sheet(struct workbook *w, uint32_t number, const char *name,
	const char *target, struct error *err)
{
	const struct xml_handler handler = { open_in_sheet, close_in_sheet,
		take_value, w };
	struct buf part;
	int result;

	buf_init(&part, PATH_BYTES);
	package_put_member(&part, w->part, target);
	package_load_relations(w->pkg, buf_str(&part));
	sheet_start(&w->sheet, number, name);
	w->cell = (struct sheet_place){ 0, 0 };
	result = package_parse(w->pkg, buf_str(&part), &handler, err);
	sheet_end(&w->sheet);
	buf_done(&part);
	return result;
}

static int read_sheets(struct workbook *w, struct page *p, struct error *err)
{
	/* Reading a sheet loads its own relations. */
	package_load_relations(w->pkg, w->part);
	for (size_t i = 0; i < w->n_sheets; i++)
		w->sheets[i].target = package_target(w->pkg, w->sheets[i].id);
	for (size_t i = 0; i < w->n_sheets; i++) {
		const struct entry *s = &w->sheets[i];
		int result = 0;

		if (s->hidden)
			continue;
		p->sheets++;
		if (*s->target)
			result = read_sheet(
				w, (uint32_t)i + 1, s->name, s->target, err);
		if (result < 0)
			return result;
		p->sheets_read++;
	}
	return 0;
}

int workbook_read(struct page *p, struct package *pkg, const char *part,
	struct error *err)
{
	struct workbook w = { .pkg = pkg, .part = part };
	const struct xml_handler sheets = { .open = take_sheet, .ctx = &w };
	const struct xml_handler strings = { open_string, close_string,
		take_string, &w };
	int result;

	buf_init(&w.strings, LIMIT_ZIP_MEMBER_BYTES);
	buf_init(&w.value, LIMIT_TEXT_BYTES);
	sheetstyle_init(&w.style);
	sheet_init(&w.sheet, p);
	result = package_parse(pkg, part, &sheets, err);
	if (result >= 0)
		result = package_parse(
			pkg, "xl/sharedStrings.xml", &strings, err);
	if (result >= 0)
		result = sheetstyle_load(&w.style, pkg, err);
	if (result >= 0)
		result = read_sheets(&w, p, err);
	sheetstyle_done(&w.style);
	sheet_done(&w.sheet);
	buf_done(&w.strings);
	buf_done(&w.value);
	free(w.ends);
	free(w.sheets);
	return result;
}
