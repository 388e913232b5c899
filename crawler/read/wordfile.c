#include "crawler/read/wordfile.h"

#include <stdio.h>
#include <string.h>

#include "crawler/limits.h"
#include "crawler/read/flow.h"
#include "crawler/read/sheetstyle.h"

#define PART_BYTES 512
#define DATE_BYTES 10  /* of a date that goes on with a time */
#define VALUE_BYTES 64 /* of a number */

/* What an element means, in whichever of the formats. */
enum part {
	PART_NONE,
	PART_TEXT,      /* its character data is text */
	PART_PARAGRAPH, /* ends a paragraph */
	PART_HEADING,   /* the same, and is a heading */
	PART_BLANK,
	PART_TABLE,
	PART_ROW,
	PART_CELL,
	PART_COVERED, /* a cell under one that spans */
	PART_LINK,
	PART_SKIP,   /* what is in it is not shown, or is shown twice */
	PART_STYLE,  /* tells the level of the paragraph */
	PART_HYPHEN, /* where a line never ends */
	PART_BOX,    /* stands beside the paragraph it is in */
	PART_PAGE,
};

struct word {
	const char *name;
	enum part part;
};

/* Office Open XML, part 1, chapters 17 and 21; local names. */
static const struct word ooxml[] = {
	{ "t", PART_TEXT },
	{ "p", PART_PARAGRAPH },
	{ "tab", PART_BLANK },
	{ "br", PART_BLANK },
	{ "cr", PART_BLANK },
	{ "noBreakHyphen", PART_HYPHEN },
	{ "txbxContent", PART_BOX },
	{ "tbl", PART_TABLE },
	{ "tr", PART_ROW },
	{ "tc", PART_CELL },
	{ "hyperlink", PART_LINK },
	{ "hlinkClick", PART_LINK },
	{ "del", PART_SKIP },
	{ "moveFrom", PART_SKIP },
	{ "Fallback", PART_SKIP },
	{ "pPrChange", PART_SKIP },
	{ "pStyle", PART_STYLE },
	{ "outlineLvl", PART_STYLE },
	{ "ph", PART_STYLE },
	{ NULL, PART_NONE },
};

/* OpenDocument 1.2, part 1, chapters 4 to 9. */
static const struct word odf[] = {
	{ "p", PART_PARAGRAPH },
	{ "h", PART_HEADING },
	{ "s", PART_BLANK },
	{ "tab", PART_BLANK },
	{ "line-break", PART_BLANK },
	{ "table", PART_TABLE },
	{ "table-row", PART_ROW },
	{ "table-cell", PART_CELL },
	{ "covered-table-cell", PART_COVERED },
	{ "a", PART_LINK },
	{ "annotation", PART_SKIP },
	{ "tracked-changes", PART_SKIP },
	{ "notes", PART_SKIP },
	{ "ruby-text", PART_SKIP },
	{ "page", PART_PAGE },
	{ "frame", PART_STYLE },
	{ NULL, PART_NONE },
};

struct reader {
	const struct word *words;
	struct flow flow;
	struct package *pkg;
	bool is_odf;
	int text;          /* elements of text that are open */
	int skip;          /* elements open inside one that is skipped */
	bool sheets;       /* tables are sheets of a workbook */
	bool mute;         /* the cell is told already */
	struct buf value;  /* number that the cell at hand holds; "" */
	struct buf hidden; /* names of table styles not shown, a line each */
	struct buf style;  /* the style at hand */
};

static enum part part_of(const struct reader *r, const char *name)
{
	const struct word *w = r->words;

	while (w->name && (w->name[0] != name[0] || strcmp(w->name, name) != 0))
		w++;
	return w->part;
}

static uint32_t number(const char *value, uint32_t fallback)
{
	long n = slice_number(slice_str(value), 100000);

	return n > 0 ? (uint32_t)n : fallback;
}

static int clamp_level(long n)
{
	return n < 1 ? 1 : n > 6 ? 6 : (int)n;
}

/* "Heading2" and "heading 2" as Word names its styles; outline levels count
 * from 0; titles of slides. */
static void take_style(
	struct reader *r, const char *name, const char *const *attrs)
{
	struct slice value = slice_str(xml_attr(attrs, "val"));
	struct slice type =
		slice_str(xml_attr(attrs, r->is_odf ? "class" : "type"));
	long level = -1;

	if (strcmp(name, "ph") == 0 || strcmp(name, "frame") == 0) {
		if (slice_eq(type, "title") || slice_eq(type, "ctrTitle"))
			r->flow.level = 1;
		return;
	}
	if (strcmp(name, "outlineLvl") == 0) {
		level = slice_number(value, 9);
		if (level >= 0 && level < 9)
			r->flow.level = clamp_level(level + 1);
		return;
	}
	if (!slice_starts_nocase(value, "heading"))
		return;
	value = slice_trim(slice_of(value.data + 7, value.len - 7));
	level = slice_number(value, 9);
	if (level > 0)
		r->flow.level = clamp_level(level);
}

/* Sheets whose style says that they are not displayed. */
static void take_hidden(
	struct reader *r, const char *name, const char *const *attrs)
{
	const char *value;

	if (strcmp(name, "style") == 0) {
		buf_clear(&r->style);
		value = xml_attr(attrs, "name");
		buf_puts(&r->style, value ? value : "");
		return;
	}
	value = xml_attr(attrs, "display");
	if (strcmp(name, "table-properties") != 0 || !value ||
		strcmp(value, "false") != 0)
		return;
	buf_puts(&r->hidden, buf_str(&r->style));
	buf_putc(&r->hidden, '\n');
}

static bool is_hidden(const struct reader *r, const char *const *attrs)
{
	struct slice all = buf_slice(&r->hidden);
	const char *name = xml_attr(attrs, "style-name");

	while (name && all.len) {
		const char *end = memchr(all.data, '\n', all.len);
		size_t n = end ? (size_t)(end - all.data) : all.len;

		if (slice_eq(slice_of(all.data, n), name))
			return true;
		all = slice_of(all.data + n + 1, all.len - n - 1);
	}
	return false;
}

static void open_table(struct reader *r, const char *const *attrs)
{
	const char *name = xml_attr(attrs, "name");

	if (r->sheets && r->flow.depth == 0) {
		r->flow.sheet++;
		if (is_hidden(r, attrs)) {
			r->skip = 1;
			return;
		}
		r->flow.page->sheets++;
		r->flow.page->sheets_read++;
		flow_text(&r->flow, slice_str(name));
		r->flow.level = 1;
		flow_end_paragraph(&r->flow);
	}
	flow_open_table(&r->flow);
}

/* Rows that are folded away or filtered out. */
static void open_row(struct reader *r, const char *const *attrs)
{
	const char *visibility = xml_attr(attrs, "visibility");

	if (r->is_odf && visibility && strcmp(visibility, "visible") != 0)
		r->skip = 1;
	else
		flow_open_row(&r->flow);
}

static uint32_t repeats(const char *const *attrs)
{
	return number(xml_attr(attrs, "number-columns-repeated"), 1);
}

/* A date is told as it is stored: what is shown of it may be two digits of a
 * year of either era. */
static void open_cell(struct reader *r, const char *const *attrs)
{
	struct slice date =
		slice_str(r->is_odf ? xml_attr(attrs, "date-value") : NULL);
	const char *value = r->is_odf ? xml_attr(attrs, "value") : NULL;

	flow_open_cell(&r->flow, repeats(attrs));
	buf_clear(&r->value);
	if (value && strlen(value) <= VALUE_BYTES)
		buf_puts(&r->value, value);
	if (date.len == 0)
		return;
	if (date.len > DATE_BYTES)
		date.len = DATE_BYTES;
	flow_text(&r->flow, date);
	r->mute = true;
}

/* Whether the cell shows its number as 6.71E+10. */
static bool is_rounded(struct slice shown)
{
	bool power = false;

	for (size_t i = 0; i < shown.len; i++) {
		power |= shown.data[i] == 'E';
		if (!ascii_is_digit(shown.data[i]) &&
			!strchr("E+-.,", shown.data[i]))
			return false;
	}
	return power && shown.len > 2;
}

/* Numbers of projects and persons are longer than what some programs show of
 * a number: they are told in plain digits, as from other workbooks. */
static void close_cell(struct reader *r)
{
	static const struct sheetstyle plain;
	struct flow *f = &r->flow;

	if (r->value.len && is_rounded(slice_trim(buf_slice(&f->text)))) {
		buf_clear(&f->text);
		sheetstyle_put(&plain, &f->text, -1, buf_slice(&r->value));
	}
	buf_clear(&r->value);
	r->mute = false;
	flow_close_cell(f);
}

/* Each column that a cell spans has a covered one of its own. */
static void open_covered(struct reader *r, const char *const *attrs)
{
	if (r->flow.depth == 1)
		r->flow.next += repeats(attrs);
	r->skip = 1;
}

static void open_link(struct reader *r, const char *const *attrs)
{
	if (r->flow.page->n_links >= LIMIT_LINKS)
		r->flow.page->links_cut = true;
	else if (r->is_odf)
		flow_open_link(&r->flow, xml_attr(attrs, "href"));
	else
		flow_open_link(&r->flow,
			package_target(r->pkg, xml_attr(attrs, "id")));
}

static void open_part(struct reader *r, enum part part, const char *name,
	const char *const *attrs)
{
	switch (part) {
	case PART_TEXT:
		r->text++;
		break;
	case PART_HEADING:
		r->flow.level = clamp_level(
			number(xml_attr(attrs, "outline-level"), 1));
		r->text++;
		break;
	case PART_PARAGRAPH:
		r->text += r->is_odf;
		break;
	case PART_BLANK:
		flow_blank(&r->flow);
		break;
	case PART_TABLE:
		open_table(r, attrs);
		break;
	case PART_ROW:
		open_row(r, attrs);
		break;
	case PART_CELL:
		open_cell(r, attrs);
		break;
	case PART_COVERED:
		open_covered(r, attrs);
		break;
	case PART_LINK:
		open_link(r, attrs);
		break;
	case PART_SKIP:
		r->skip = 1;
		break;
	case PART_STYLE:
		take_style(r, name, attrs);
		break;
	case PART_HYPHEN:
		flow_text(&r->flow, slice_str("-"));
		break;
	case PART_BOX:
		if (r->flow.text.len)
			flow_end_paragraph(&r->flow);
		break;
	case PART_PAGE:
		r->flow.sheet++;
		r->flow.page->sheets++;
		r->flow.page->sheets_read++;
		break;
	case PART_NONE:
		break;
	}
}

static void on_open(void *ctx, const char *name, const char *const *attrs)
{
	struct reader *r = ctx;
	const char *span;

	if (r->skip) {
		r->skip++;
		return;
	}
	if (r->is_odf && r->flow.depth == 0) {
		take_hidden(r, name, attrs);
		r->sheets |= strcmp(name, "spreadsheet") == 0;
	}
	/* Word tells the width of a cell inside of it. */
	span = strcmp(name, "gridSpan") == 0 ? xml_attr(attrs, "val") : NULL;
	if (span && r->flow.depth == 1)
		r->flow.next = r->flow.column + number(span, 1);
	open_part(r, part_of(r, name), name, attrs);
}

static void close_part(struct reader *r, enum part part)
{
	switch (part) {
	case PART_TEXT:
		r->text--;
		break;
	case PART_HEADING:
		r->text--;
		flow_end_paragraph(&r->flow);
		break;
	case PART_PARAGRAPH:
		r->text -= r->is_odf;
		flow_end_paragraph(&r->flow);
		break;
	case PART_TABLE:
		flow_close_table(&r->flow);
		break;
	case PART_ROW:
		flow_close_row(&r->flow);
		break;
	case PART_CELL:
		close_cell(r);
		break;
	case PART_LINK:
		flow_close_link(&r->flow);
		break;
	case PART_NONE:
	case PART_BLANK:
	case PART_SKIP:
	case PART_STYLE:
	case PART_COVERED:
	case PART_HYPHEN:
	case PART_BOX:
	case PART_PAGE:
		break;
	}
}

static void on_close(void *ctx, const char *name)
{
	struct reader *r = ctx;

	if (r->skip) {
		r->skip--;
		return;
	}
	/* A click on a run of a slide is told inside of its properties: what
	 * is linked comes after it. */
	if (strcmp(name, "hlinkClick") == 0)
		return;
	close_part(r, part_of(r, name));
	if (strcmp(name, "r") == 0 && r->words == ooxml && !r->is_odf &&
		r->flow.sheet)
		flow_close_link(&r->flow);
}

static void on_text(void *ctx, struct slice text)
{
	struct reader *r = ctx;

	if (r->text && !r->skip && !r->mute)
		flow_text(&r->flow, text);
}

static void reader_init(
	struct reader *r, struct page *p, struct package *pkg, bool is_odf)
{
	*r = (struct reader){ .pkg = pkg, .is_odf = is_odf };
	r->words = is_odf ? odf : ooxml;
	flow_init(&r->flow, p);
	buf_init(&r->hidden, LIMIT_LINK_TEXT * 16UL);
	buf_init(&r->value, VALUE_BYTES);
	buf_init(&r->style, LIMIT_LINK_TEXT);
}

static void reader_done(struct reader *r)
{
	flow_done(&r->flow);
	buf_done(&r->hidden);
	buf_done(&r->value);
	buf_done(&r->style);
}

static int parse(struct reader *r, const char *part, struct error *err)
{
	const struct xml_handler handler = { on_open, on_close, on_text, r };

	return package_parse(r->pkg, part, &handler, err);
}

int wordfile_read_docx(struct page *p, struct package *pkg, const char *part,
	struct error *err)
{
	struct reader r;
	int result;

	reader_init(&r, p, pkg, false);
	package_load_relations(pkg, part);
	result = parse(&r, part, err);
	reader_done(&r);
	return result;
}

static void take_show(void *ctx, const char *name, const char *const *attrs)
{
	const char *show = xml_attr(attrs, "show");

	if (strcmp(name, "sld") == 0 && show && strcmp(show, "0") == 0)
		*(bool *)ctx = true;
}

static int read_slide(struct reader *r, const char *part, struct error *err)
{
	bool hidden = false;
	const struct xml_handler handler = { .open = take_show,
		.ctx = &hidden };
	int result = package_parse(r->pkg, part, &handler, err);

	r->flow.sheet++;
	if (result < 0 || hidden)
		return result;
	package_load_relations(r->pkg, part);
	r->flow.page->sheets++;
	r->flow.page->sheets_read++;
	return parse(r, part, err);
}

/* The slides in their order, a line each. */
struct slides {
	const struct package *pkg;
	const char *part;
	struct buf members;
};

/* A slide has a number and a relation, both called id. */
static void take_slide(void *ctx, const char *name, const char *const *attrs)
{
	struct slides *s = ctx;

	if (strcmp(name, "sldId") != 0)
		return;
	for (; *attrs; attrs += 2) {
		const char *target = package_target(s->pkg, attrs[1]);

		if (!*target)
			continue;
		package_put_member(&s->members, s->part, target);
		buf_putc(&s->members, '\n');
	}
}

int wordfile_read_pptx(struct page *p, struct package *pkg, const char *part,
	struct error *err)
{
	struct slides s = { .pkg = pkg, .part = part };
	const struct xml_handler handler = { .open = take_slide, .ctx = &s };
	char *member, *end;
	struct reader r;
	int result;

	buf_init(&s.members, LIMIT_ZIP_MEMBERS * PART_BYTES);
	reader_init(&r, p, pkg, false);
	package_load_relations(pkg, part);
	result = package_parse(pkg, part, &handler, err);
	p->text_cut |= s.members.full;
	member = s.members.data;
	while (result >= 0 && member && (end = strchr(member, '\n'))) {
		*end = '\0';
		result = read_slide(&r, member, err);
		member = end + 1;
	}
	reader_done(&r);
	buf_done(&s.members);
	return result;
}

int wordfile_read_odf(struct page *p, struct package *pkg, const char *part,
	struct error *err)
{
	struct reader r;
	int result;

	reader_init(&r, p, pkg, true);
	result = parse(&r, part, err);
	reader_done(&r);
	return result;
}
