#include "reports/xlsx.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/zip.h"
#include "reports/escape.h"

#define XML_HEAD \
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE_TYPE \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONSHIPS                                               \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/" \
	"package/2006/relationships\">"
#define SHEET_TYPE \
	"application/vnd.openxmlformats-officedocument.spreadsheetml."

#define FONT "TH SarabunPSK"
#define FONT_SIZE 14
#define MAX_PART ((size_t)256 * 1024 * 1024)
#define PAGE_WIDTH 220 /* digits that can still be read on A4, landscape */

/* Excel's own ceilings: of a row in points, of a cell and of a sheet's name in
 * characters, and somewhat below its 2,079 of an address. */
#define MAX_ROW_POINTS 409
#define MAX_CELL_CHARS 32767
#define MAX_NAME_CHARS 31
#define MAX_URL_BYTES 2000

/* Quarters of its size that a line takes: marks stand above and below. */
#define LINE_QUARTERS 7

/* Columns are counted in digits of another font; a Thai letter of ours, or of
 * a font that takes its place, may need so many tenths of one. */
#define LETTER_TENTHS 12

struct look {
	const char *color, *background; /* RGB; NULL is the usual one */
	bool center, bold, bordered;
	int size;   /* points; 0 is the usual one */
	int number; /* format of numbers */
};

enum { NUMBER_DATE = 164, NUMBER_POINTS };

/* Buddhist years and Thai digits: calendar 7 and digits D of Thai, 41E. */
#define THAI_DATE "[$-D07041E]d mmm yyyy"
#define PLAIN_DATE "yyyy\\-mm\\-dd"

/* In the colours of the checklist. */
static const struct look looks[XLSX_STYLES] = {
	[XLSX_TEXT] = { .bordered = true },
	[XLSX_TITLE] = { .bold = true, .size = 20 },
	[XLSX_HEAD] = { NULL, "D9E2EC", true, true, true, 0, 0 },
	[XLSX_CENTER] = { .center = true, .bordered = true },
	[XLSX_ENTRY] = { NULL, "FFFBE6", false, false, true, 0, 0 },
	[XLSX_STAMP] = { .color = "9B1C1C", .bold = true },
	[XLSX_GOOD] = { "14532D", "DCFCE7", true, true, true, 0, 0 },
	[XLSX_BAD] = { "7F1D1D", "FEE2E2", true, true, true, 0, 0 },
	[XLSX_PARTLY] = { "713F12", "FEF3C7", true, true, true, 0, 0 },
	[XLSX_UNSURE] = { "1E3A8A", "DBEAFE", true, true, true, 0, 0 },
	[XLSX_DATE] = { NULL, NULL, true, false, true, 0, NUMBER_DATE },
	[XLSX_LINK] = { .color = "1D4ED8", .bordered = true },
	[XLSX_POINTS] = { NULL, NULL, true, false, true, 0, NUMBER_POINTS },
};

/* The sheet being written. */
struct sheet {
	char *name;
	int *widths;
	size_t n_columns;
	size_t row, column; /* of the next cell, from 0 */
	int points;         /* height of the row's highest cell */
	long head;          /* the row of the head; -1 for none */
	size_t offered;
	const char *const *words; /* for the column offered; or NULL */
	size_t n_links;
};

/* Text that grows while the workbook is written. */
enum piece {
	CELLS, /* of the row */
	ROWS,  /* of the sheet, as the next two */
	LINKS,
	TARGETS,
	SHEETS, /* of the workbook, as all below */
	NAMES,
	TYPES,
	RELATIONS,
	N_PIECES
};

struct part {
	char name[64];
	struct buf text;
};

struct xlsx {
	struct buf pieces[N_PIECES];
	struct sheet sheet; /* the last, if there are any */
	size_t n_sheets;
	struct part *parts; /* that are whole */
	size_t n_parts, parts_cap;
	char *title;
	long made; /* seconds; 0 is not known */
	bool thai;
};

struct xlsx *xlsx_new(const char *title, const char *made, const char *lang)
{
	struct xlsx *x = mem_zalloc(sizeof(*x));
	struct error ignored;

	for (int i = 0; i < N_PIECES; i++)
		buf_init(&x->pieces[i], MAX_PART);
	x->title = mem_strdup(title ? title : "");
	x->thai = strcmp(lang, "th") == 0;
	if (made)
		(void)time_parse(&x->made, made, &ignored);
	return x;
}

static void sheet_done(struct sheet *s)
{
	free(s->name);
	free(s->widths);
	*s = (struct sheet){ 0 };
}

void xlsx_free(struct xlsx *x)
{
	if (!x)
		return;
	for (int i = 0; i < N_PIECES; i++)
		buf_done(&x->pieces[i]);
	for (size_t i = 0; i < x->n_parts; i++)
		buf_done(&x->parts[i].text);
	free(x->parts);
	sheet_done(&x->sheet);
	free(x->title);
	free(x);
}

/* The text of a new part, to be filled before the next. */
static struct buf *add_part(struct xlsx *x, const char *name)
{
	struct part *part;

	x->parts = mem_grow(
		x->parts, x->n_parts, &x->parts_cap, sizeof(*x->parts));
	part = &x->parts[x->n_parts++];
	(void)snprintf(part->name, sizeof(part->name), "%s", name);
	buf_init(&part->text, MAX_PART);
	return &part->text;
}

/* "A1", or "$A$1" with a dollar; columns and rows count from 0. */
static void put_place(
	struct buf *out, const char *dollar, size_t column, size_t row)
{
	char letters[16];
	size_t n = sizeof(letters) - 1;

	letters[n] = '\0';
	for (column++; column && n; column /= 26)
		letters[--n] = (char)('A' + --column % 26);
	buf_printf(out, "%s%s%s%zu", dollar, letters + n, dollar, row + 1);
}

static void put_area(struct buf *out, const char *dollar, size_t from,
	size_t to, const size_t rows[2])
{
	put_place(out, dollar, from, rows[0]);
	buf_putc(out, ':');
	put_place(out, dollar, to, rows[1]);
}

/* The view: what stands right of the first column and below the head moves. */
static void put_view(struct buf *out, const struct xlsx *x)
{
	const struct sheet *s = &x->sheet;

	buf_printf(out, "<sheetViews><sheetView%s workbookViewId=\"0\"",
		x->n_sheets == 1 ? " tabSelected=\"1\"" : "");
	if (s->head >= 0) {
		buf_printf(out,
			"><pane xSplit=\"1\" ySplit=\"%ld\" topLeftCell=\"",
			s->head + 1);
		put_place(out, "", 1, (size_t)s->head + 1);
		buf_puts(out, "\" activePane=\"bottomRight\" state=\"frozen\"/>"
			      "</sheetView></sheetViews>");
	} else {
		buf_puts(out, "/></sheetViews>");
	}
}

static int put_columns(struct buf *out, const struct sheet *s)
{
	int width = 0;

	if (s->n_columns == 0)
		return 0;
	buf_puts(out, "<cols>");
	for (size_t i = 0; i < s->n_columns; i++) {
		width += s->widths[i];
		buf_printf(out,
			"<col min=\"%zu\" max=\"%zu\" width=\"%d\" "
			"customWidth=\"1\"/>",
			i + 1, i + 1, s->widths[i]);
	}
	buf_puts(out, "</cols>");
	return width;
}

/* The filters of the head and the words that are offered below it. */
static void put_head(struct buf *out, const struct sheet *s)
{
	const size_t rows[] = { (size_t)s->head, s->row - 1 };
	const size_t below[] = { (size_t)s->head + 1, s->row - 1 };

	buf_puts(out, "<autoFilter ref=\"");
	put_area(out, "", 0, s->n_columns - 1, rows);
	buf_puts(out, "\"/>");
	if (!s->words || below[0] > below[1])
		return;
	buf_puts(out,
		"<dataValidations count=\"1\"><dataValidation type=\"list\" "
		"errorStyle=\"warning\" allowBlank=\"1\" "
		"showInputMessage=\"1\" showErrorMessage=\"1\" sqref=\"");
	put_area(out, "", s->offered, s->offered, below);
	buf_puts(out, "\"><formula1>&quot;");
	for (size_t i = 0; s->words[i]; i++) {
		buf_puts(out, i ? "," : "");
		escape_text(out, s->words[i]);
	}
	buf_puts(out, "&quot;</formula1></dataValidation></dataValidations>");
}

/* Spreadsheets keep filters and repeated rows under names of the workbook. */
static void put_names(struct xlsx *x)
{
	const struct sheet *s = &x->sheet;
	const size_t rows[] = { (size_t)s->head, s->row - 1 };
	const size_t id = x->n_sheets - 1, head = (size_t)s->head + 1;
	struct buf *out = &x->pieces[NAMES];

	buf_printf(out,
		"<definedName name=\"_xlnm._FilterDatabase\" "
		"localSheetId=\"%zu\" hidden=\"1\">'%s'!",
		id, s->name);
	put_area(out, "$", 0, s->n_columns - 1, rows);
	buf_printf(out,
		"</definedName><definedName name=\"_xlnm.Print_Titles\" "
		"localSheetId=\"%zu\">'%s'!$A:$A,'%s'!$%zu:$%zu"
		"</definedName>",
		id, s->name, s->name, head, head);
}

static void put_sheet(struct buf *out, struct xlsx *x)
{
	const struct sheet *s = &x->sheet;
	int width;

	buf_puts(out,
		XML_HEAD "<worksheet xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE_TYPE
			 "\"><sheetPr><pageSetUpPr fitToPage=\"1\"/>"
			 "</sheetPr>");
	put_view(out, x);
	buf_puts(out, "<sheetFormatPr defaultRowHeight=\"15\"/>");
	width = put_columns(out, s);
	buf_puts(out, "<sheetData>");
	buf_put_slice(out, buf_slice(&x->pieces[ROWS]));
	buf_puts(out, "</sheetData>");
	if (s->head >= 0)
		put_head(out, s);
	if (s->n_links) {
		buf_puts(out, "<hyperlinks>");
		buf_put_slice(out, buf_slice(&x->pieces[LINKS]));
		buf_puts(out, "</hyperlinks>");
	}
	buf_printf(out,
		"<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" "
		"bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>"
		"<pageSetup paperSize=\"9\" fitToWidth=\"%d\" "
		"fitToHeight=\"0\" orientation=\"landscape\"/></worksheet>",
		1 + width / PAGE_WIDTH);
}

static void end_sheet(struct xlsx *x)
{
	char name[64];
	struct buf *out;

	if (x->n_sheets == 0)
		return;
	if (x->sheet.head >= 0)
		put_names(x);
	(void)snprintf(
		name, sizeof(name), "xl/worksheets/sheet%zu.xml", x->n_sheets);
	put_sheet(add_part(x, name), x);
	if (x->sheet.n_links) {
		(void)snprintf(name, sizeof(name),
			"xl/worksheets/_rels/sheet%zu.xml.rels", x->n_sheets);
		out = add_part(x, name);
		buf_puts(out, XML_HEAD RELATIONSHIPS);
		buf_put_slice(out, buf_slice(&x->pieces[TARGETS]));
		buf_puts(out, "</Relationships>");
	}
	for (int i = CELLS; i <= TARGETS; i++)
		buf_clear(&x->pieces[i]);
	sheet_done(&x->sheet);
}

/* What no name of a sheet may hold is left out. */
static char *sheet_name(const char *name)
{
	struct buf plain, kept, xml;

	buf_init(&plain, MAX_PART);
	buf_init(&kept, MAX_PART);
	buf_init(&xml, MAX_PART);
	escape_plain(&plain, name, MAX_NAME_CHARS);
	for (size_t i = 0; i < plain.len; i++)
		if (!strchr("[]:*?/\\'\t\n", plain.data[i]))
			buf_putc(&kept, plain.data[i]);
	escape_text(&xml, buf_str(&kept));
	buf_done(&plain);
	buf_done(&kept);
	return buf_take(&xml);
}

void xlsx_add_sheet(
	struct xlsx *x, const char *name, const int *widths, size_t n)
{
	end_sheet(x);
	x->n_sheets++;
	x->sheet = (struct sheet){
		.name = sheet_name(name),
		.widths = mem_calloc(n, sizeof(*widths)),
		.n_columns = n,
		.head = -1,
	};
	memcpy(x->sheet.widths, widths, n * sizeof(*widths));
	buf_printf(&x->pieces[SHEETS],
		"<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"rId%zu\"/>",
		x->sheet.name, x->n_sheets, x->n_sheets);
	buf_printf(&x->pieces[TYPES],
		"<Override PartName=\"/xl/worksheets/sheet%zu.xml\" "
		"ContentType=\"" SHEET_TYPE "worksheet+xml\"/>",
		x->n_sheets);
	buf_printf(&x->pieces[RELATIONS],
		"<Relationship Id=\"rId%zu\" Type=\"" OFFICE_TYPE
		"/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
		x->n_sheets, x->n_sheets);
}

/* Above or below a Thai letter: takes no place in the line. */
static bool is_mark(uint32_t cp)
{
	return cp == 0x0e31 || (cp >= 0x0e34 && cp <= 0x0e3a) ||
	       (cp >= 0x0e47 && cp <= 0x0e4e);
}

/* Lines that a text takes in a column of that width. */
static int count_lines(struct slice rest, int width)
{
	int lines = 1, used = 0;
	uint32_t cp;

	while (rest.len) {
		const size_t n = utf8_decode(&cp, rest);

		rest = slice_of(rest.data + n, rest.len - n);
		used += cp == '\n' || is_mark(cp) ? 0 : LETTER_TENTHS;
		if (cp == '\n' || used > 10 * width) {
			lines++;
			used = cp == '\n' ? 0 : LETTER_TENTHS;
		}
	}
	return lines;
}

static int size_of(const struct look *look)
{
	return look->size ? look->size : FONT_SIZE;
}

/* Makes the row high enough for the cell that was put, goes on to the next. */
static void end_cell(struct sheet *s, enum xlsx_style style, struct slice shown)
{
	const struct look *look = &looks[style];
	int lines = 1, points;

	if (look->bordered && s->column < s->n_columns)
		lines = count_lines(shown, s->widths[s->column]);
	points = lines * size_of(look) * LINE_QUARTERS / 4;
	if (points > s->points)
		s->points = points < MAX_ROW_POINTS ? points : MAX_ROW_POINTS;
	s->column++;
}

/* The head of a cell, up to its type and value. */
static struct buf *open_cell(struct xlsx *x, enum xlsx_style style)
{
	struct buf *out = &x->pieces[CELLS];

	buf_puts(out, "<c r=\"");
	put_place(out, "", x->sheet.column, x->sheet.row);
	buf_printf(out, "\" s=\"%d\"", (int)style + 1);
	return out;
}

/* "_x000D_" stands for a character in strings of a workbook (ST_Xstring, part
 * 1, 22.9.2.19), so one that a text has is written as "_x005F_x000D_". */
static bool is_coded(struct slice s)
{
	if (s.len < 7 || s.data[0] != '_' || s.data[1] != 'x' ||
		s.data[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++)
		if (ascii_hex(s.data[i]) < 0)
			return false;
	return true;
}

static void put_string(struct buf *out, struct slice text)
{
	struct buf coded;

	buf_init(&coded, MAX_PART);
	while (text.len) {
		long mark = slice_find(text, "_", 1);
		size_t n = mark < 0 ? text.len : (size_t)mark;

		if (is_coded(text))
			buf_puts(&coded, "_x005F");
		buf_put(&coded, text.data, n);
		text = slice_behind(text, n);
	}
	buf_puts(out, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
	escape_text(out, buf_str(&coded));
	buf_puts(out, "</t></is></c>");
	buf_done(&coded);
}

void xlsx_put(struct xlsx *x, enum xlsx_style style, const char *text)
{
	struct buf *out = open_cell(x, style);
	struct buf shown;

	buf_init(&shown, MAX_PART);
	escape_plain(&shown, text, MAX_CELL_CHARS);
	if (shown.len)
		put_string(out, buf_slice(&shown));
	else
		buf_puts(out, "/>");
	end_cell(&x->sheet, style, buf_slice(&shown));
	buf_done(&shown);
}

void xlsx_put_count(struct xlsx *x, long count)
{
	buf_printf(open_cell(x, XLSX_CENTER), "><v>%ld</v></c>", count);
	end_cell(&x->sheet, XLSX_CENTER, slice_str(""));
}

void xlsx_put_points(struct xlsx *x, long thousandths)
{
	if (thousandths < 0) {
		xlsx_put(x, XLSX_POINTS, "");
		return;
	}
	buf_printf(open_cell(x, XLSX_POINTS), "><v>%ld.%03ld</v></c>",
		thousandths / 1000, thousandths % 1000);
	end_cell(&x->sheet, XLSX_POINTS, slice_str(""));
}

void xlsx_put_date(struct xlsx *x, const char *iso)
{
	/* Day 0 as spreadsheets count, part 1, 18.17.4.1. */
	static const struct date zero = { 1899, 12, 30 };
	struct error ignored;
	long seconds;

	if (!iso || time_parse(&seconds, iso, &ignored) != 0) {
		xlsx_put(x, XLSX_DATE, "");
		return;
	}
	buf_printf(open_cell(x, XLSX_DATE), "><v>%ld</v></c>",
		time_days(time_date(seconds)) - time_days(zero));
	end_cell(&x->sheet, XLSX_DATE, slice_str(""));
}

/* What no address may hold, RFC 3986 appendix A, as octets: of one that is
 * wrong Excel says that the whole file is. */
static void put_target(struct buf *out, const char *url)
{
	struct buf plain, whole;

	buf_init(&plain, MAX_PART);
	buf_init(&whole, MAX_PART);
	escape_plain(&plain, url, MAX_URL_BYTES);
	for (size_t i = 0; i < plain.len; i++) {
		const char c = plain.data[i];

		if (c == ' ' || strchr("\"<>[\\]^`{|}\t\n", c))
			buf_printf(&whole, "%%%02X", (unsigned)c);
		else
			buf_putc(&whole, c);
	}
	escape_text(out, buf_str(&whole));
	buf_done(&plain);
	buf_done(&whole);
}

static bool is_link(const char *url)
{
	struct buf ignored;
	bool is;

	buf_init(&ignored, MAX_PART);
	is = escape_url(&ignored, url) && strlen(url) <= MAX_URL_BYTES;
	buf_done(&ignored);
	return is;
}

void xlsx_put_link(struct xlsx *x, const char *url, const char *text)
{
	struct sheet *s = &x->sheet;
	struct buf *targets = &x->pieces[TARGETS];
	struct buf *links = &x->pieces[LINKS];

	text = text && *text ? text : url;
	if (!is_link(url)) {
		xlsx_put(x, XLSX_TEXT, text);
		return;
	}
	s->n_links++;
	buf_puts(links, "<hyperlink ref=\"");
	put_place(links, "", s->column, s->row);
	buf_printf(links, "\" r:id=\"rId%zu\"/>", s->n_links);
	buf_printf(targets,
		"<Relationship Id=\"rId%zu\" Type=\"" OFFICE_TYPE
		"/hyperlink\" TargetMode=\"External\" Target=\"",
		s->n_links);
	put_target(targets, url);
	buf_puts(targets, "\"/>");
	xlsx_put(x, XLSX_LINK, text);
}

void xlsx_end_row(struct xlsx *x)
{
	struct sheet *s = &x->sheet;
	struct buf *rows = &x->pieces[ROWS];

	buf_printf(rows, "<row r=\"%zu\"", s->row + 1);
	if (s->points)
		buf_printf(rows, " ht=\"%d\" customHeight=\"1\"", s->points);
	buf_putc(rows, '>');
	buf_put_slice(rows, buf_slice(&x->pieces[CELLS]));
	buf_puts(rows, "</row>");
	buf_clear(&x->pieces[CELLS]);
	s->row++;
	s->column = 0;
	s->points = 0;
}

void xlsx_end_head(struct xlsx *x)
{
	x->sheet.head = (long)x->sheet.row;
	xlsx_end_row(x);
}

void xlsx_offer(struct xlsx *x, size_t column, const char *const *words)
{
	x->sheet.offered = column;
	x->sheet.words = words;
}

/* Font and fill of a style have its number, after those that must stand
 * first. */
static void put_fonts(struct buf *out)
{
	buf_printf(out,
		"<fonts count=\"%d\"><font><sz val=\"11\"/>"
		"<name val=\"Calibri\"/><family val=\"2\"/></font>",
		XLSX_STYLES + 1);
	for (int i = 0; i < XLSX_STYLES; i++) {
		buf_printf(out, "<font>%s<sz val=\"%d\"/>",
			looks[i].bold ? "<b/>" : "", size_of(&looks[i]));
		if (looks[i].color)
			buf_printf(
				out, "<color rgb=\"FF%s\"/>", looks[i].color);
		buf_puts(out,
			"<name val=\"" FONT "\"/><family val=\"2\"/></font>");
	}
	buf_puts(out, "</fonts>");
}

static void put_fills(struct buf *out)
{
	buf_printf(out,
		"<fills count=\"%d\">"
		"<fill><patternFill patternType=\"none\"/></fill>"
		"<fill><patternFill patternType=\"gray125\"/></fill>",
		XLSX_STYLES + 2);
	for (int i = 0; i < XLSX_STYLES; i++) {
		if (!looks[i].background) {
			buf_puts(out,
				"<fill><patternFill patternType=\"none\"/>"
				"</fill>");
			continue;
		}
		buf_printf(out,
			"<fill><patternFill patternType=\"solid\">"
			"<fgColor rgb=\"FF%s\"/><bgColor indexed=\"64\"/>"
			"</patternFill></fill>",
			looks[i].background);
	}
	buf_puts(out, "</fills>");
}

static void put_borders(struct buf *out)
{
	static const char *const sides[] = { "left", "right", "top", "bottom" };

	buf_puts(out,
		"<borders count=\"2\"><border><left/><right/><top/><bottom/>"
		"<diagonal/></border><border>");
	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++)
		buf_printf(out,
			"<%s style=\"thin\"><color rgb=\"FF9AA5B1\"/></%s>",
			sides[i], sides[i]);
	buf_puts(out, "<diagonal/></border></borders>");
}

static void put_style(struct buf *out, int style)
{
	const struct look *look = &looks[style];

	buf_printf(out,
		"<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"%d\" "
		"borderId=\"%d\" xfId=\"0\" applyNumberFormat=\"1\" "
		"applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" "
		"applyAlignment=\"1\"><alignment horizontal=\"%s\" "
		"vertical=\"top\"%s/></xf>",
		look->number, style + 1, look->background ? style + 2 : 0,
		look->bordered, look->center ? "center" : "left",
		look->bordered ? " wrapText=\"1\"" : "");
}

static void put_styles(struct buf *out, const struct xlsx *x)
{
	buf_printf(out,
		XML_HEAD "<styleSheet xmlns=\"" MAIN "\">"
			 "<numFmts count=\"2\"><numFmt numFmtId=\"%d\" "
			 "formatCode=\"%s\"/><numFmt numFmtId=\"%d\" "
			 "formatCode=\"0.000\"/></numFmts>",
		NUMBER_DATE, x->thai ? THAI_DATE : PLAIN_DATE, NUMBER_POINTS);
	put_fonts(out);
	put_fills(out);
	put_borders(out);
	buf_printf(out,
		"<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" "
		"fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
		"<cellXfs count=\"%d\"><xf numFmtId=\"0\" fontId=\"0\" "
		"fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
		XLSX_STYLES + 1);
	for (int i = 0; i < XLSX_STYLES; i++)
		put_style(out, i);
	buf_puts(out,
		"</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" "
		"xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
}

static void put_workbook(struct buf *out, const struct xlsx *x)
{
	buf_puts(out,
		XML_HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE_TYPE
			 "\"><bookViews><workbookView/></bookViews><sheets>");
	buf_put_slice(out, buf_slice(&x->pieces[SHEETS]));
	buf_puts(out, "</sheets>");
	if (x->pieces[NAMES].len) {
		buf_puts(out, "<definedNames>");
		buf_put_slice(out, buf_slice(&x->pieces[NAMES]));
		buf_puts(out, "</definedNames>");
	}
	buf_puts(out, "</workbook>");
}

static void put_core(struct buf *out, const struct xlsx *x)
{
	buf_puts(out,
		XML_HEAD "<cp:coreProperties xmlns:cp=\"http://"
			 "schemas.openxmlformats.org/package/2006/metadata/"
			 "core-properties\" xmlns:dc=\"http://purl.org/dc/"
			 "elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/"
			 "terms/\" xmlns:xsi=\"http://www.w3.org/2001/"
			 "XMLSchema-instance\"><dc:title>");
	escape_text(out, x->title);
	buf_printf(out, "</dc:title><dc:language>%s</dc:language>",
		x->thai ? "th-TH" : "en");
	if (x->made) {
		buf_puts(out, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">");
		time_put_utc(out, x->made);
		buf_puts(out, "</dcterms:created>");
	}
	buf_puts(out, "</cp:coreProperties>");
}

static void put_types(struct buf *out, const struct xlsx *x)
{
	buf_puts(out,
		XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/"
			 "package/2006/content-types\">"
			 "<Default Extension=\"rels\" ContentType=\""
			 "application/vnd.openxmlformats-package."
			 "relationships+xml\"/><Default Extension=\"xml\" "
			 "ContentType=\"application/xml\"/>"
			 "<Override PartName=\"/xl/workbook.xml\" "
			 "ContentType=\"" SHEET_TYPE "sheet.main+xml\"/>"
			 "<Override PartName=\"/xl/styles.xml\" "
			 "ContentType=\"" SHEET_TYPE "styles+xml\"/>"
			 "<Override PartName=\"/docProps/core.xml\" "
			 "ContentType=\"application/vnd.openxmlformats-package"
			 ".core-properties+xml\"/>");
	buf_put_slice(out, buf_slice(&x->pieces[TYPES]));
	buf_puts(out, "</Types>");
}

static void put_relations(struct buf *out, const struct xlsx *x)
{
	buf_puts(out, XML_HEAD RELATIONSHIPS);
	buf_put_slice(out, buf_slice(&x->pieces[RELATIONS]));
	buf_printf(out,
		"<Relationship Id=\"rId%zu\" Type=\"" OFFICE_TYPE
		"/styles\" Target=\"styles.xml\"/></Relationships>",
		x->n_sheets + 1);
}

static void put_package(struct buf *out)
{
	buf_puts(out, XML_HEAD RELATIONSHIPS
		"<Relationship Id=\"rId1\" Type=\"" OFFICE_TYPE
		"/officeDocument\" Target=\"xl/workbook.xml\"/>"
		"<Relationship Id=\"rId2\" Type=\"http://schemas."
		"openxmlformats.org/package/2006/relationships/metadata/"
		"core-properties\" Target=\"docProps/core.xml\"/>"
		"</Relationships>");
}

int xlsx_finish(struct buf *out, struct xlsx *x, struct error *err)
{
	struct zip_part *parts;
	int rc;

	end_sheet(x);
	put_workbook(add_part(x, "xl/workbook.xml"), x);
	put_relations(add_part(x, "xl/_rels/workbook.xml.rels"), x);
	put_styles(add_part(x, "xl/styles.xml"), x);
	put_core(add_part(x, "docProps/core.xml"), x);
	put_package(add_part(x, "_rels/.rels"));
	put_types(add_part(x, "[Content_Types].xml"), x);
	parts = mem_calloc(x->n_parts, sizeof(*parts));
	/* Readers look for the types first. */
	for (size_t i = 0; i < x->n_parts; i++) {
		const struct part *part = &x->parts[x->n_parts - 1 - i];

		parts[i] =
			(struct zip_part){ part->name, buf_slice(&part->text) };
	}
	rc = zip_write(out, parts, x->n_parts, err);
	free(parts);
	return rc;
}
