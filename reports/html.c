#include "reports/html.h"

#include "base/base64.h"
#include "base/sha256.h"
#include "base/slice.h"
#include "reports/chart.h"
#include "reports/escape.h"

#define MAX_URL ((size_t)64 * 1024)

static const char *const class_names[BLOCK_STYLES] = {
	[BLOCK_BODY] = "body",
	[BLOCK_PLAIN] = "plain",
	[BLOCK_LIST] = "list",
	[BLOCK_CENTER] = "center",
	[BLOCK_RIGHT] = "right",
	[BLOCK_NAME] = "name",
	[BLOCK_TITLE] = "title",
	[BLOCK_EMBLEM] = "emblem",
	[BLOCK_STAMP] = "stamp",
	[BLOCK_SPACER] = "spacer",
};

/* The source of a policy that stands for this text: "'sha256-...'". */
static void put_digest(struct buf *out, const char *text)
{
	char hex[SHA256_HEX_SIZE], bytes[SHA256_HEX_SIZE / 2];

	sha256_hex(slice_str(text), hex);
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(ascii_hex(hex[2 * i]) * 16 +
				  ascii_hex(hex[2 * i + 1]));
	buf_puts(out, "'sha256-");
	base64_put(out, slice_of(bytes, sizeof(bytes)));
	buf_putc(out, '\'');
}

static void put_policy(struct buf *out, const char *script)
{
	buf_puts(out,
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'unsafe-inline'; ");
	if (script) {
		buf_puts(out, "script-src ");
		put_digest(out, script);
		buf_puts(out, "; ");
	}
	buf_puts(out, "base-uri 'none'; form-action 'none'\">\n");
}

void html_put_head(struct buf *out, const struct html_page *page)
{
	buf_printf(out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
		"<meta charset=\"utf-8\">\n",
		page->lang);
	put_policy(out, page->script);
	buf_puts(out, "<meta name=\"viewport\" "
		      "content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"referrer\" content=\"no-referrer\">\n");
	html_put_element(out, "title", NULL, page->title);
	buf_printf(out, "<style>\n%s</style>\n</head>\n<body>\n", page->style);
}

void html_put_foot(struct buf *out, const struct html_page *page)
{
	if (page->script)
		buf_printf(out, "<script>%s</script>\n", page->script);
	buf_puts(out, "</body>\n</html>\n");
}

void html_put_element(
	struct buf *out, const char *tag, const char *class, const char *text)
{
	if (class)
		buf_printf(out, "<%s class=\"%s\">", tag, class);
	else
		buf_printf(out, "<%s>", tag);
	escape_text(out, text);
	buf_printf(out, "</%s>\n", tag);
}

void html_put_link(struct buf *out, const char *url, const char *text)
{
	struct buf href;

	buf_init(&href, MAX_URL);
	if (escape_url(&href, url)) {
		buf_printf(out, "<a href=\"%s\">", buf_str(&href));
		escape_text(out, text);
		buf_puts(out, "</a>");
	} else {
		escape_text(out, text);
	}
	buf_done(&href);
}

static void put_runs(struct buf *out, const struct block *holder)
{
	for (const struct block *b = holder->first; b; b = b->next) {
		if (b->gap)
			buf_puts(out,
				"<span class=\"gap\">..............</span>");
		if (b->bold)
			buf_puts(out, "<b>");
		escape_lines(out, b->text, "<br>");
		if (b->bold)
			buf_puts(out, "</b>");
	}
}

static void put_paragraph(struct buf *out, const struct block *p)
{
	buf_printf(out, "<p class=\"%s\">", class_names[p->style]);
	put_runs(out, p);
	buf_puts(out, "</p>\n");
}

/* The title of the memo is a heading of the first level as well. */
static void put_heading(struct buf *out, const struct block *h)
{
	int level = h->level ? h->level : 1;

	buf_printf(out, "<h%d class=\"%s\">", level,
		h->level ? "heading" : class_names[h->style]);
	put_runs(out, h);
	buf_printf(out, "</h%d>\n", level);
}

static void put_fields(struct buf *out, const struct block *fields)
{
	buf_puts(out, "<p class=\"fields\">");
	for (const struct block *f = fields->first; f; f = f->next) {
		buf_puts(out, "<span class=\"field\"><b>");
		escape_text(out, f->text);
		buf_puts(out, "</b> ");
		put_runs(out, f);
		buf_puts(out, "</span>");
	}
	buf_puts(out, "</p>\n");
}

/* Rows that a cell of the first column stands for. */
static int rows_of(const struct block *row)
{
	int n = 1;

	for (row = row->next; row && row->first && row->first->merged;
		row = row->next)
		n++;
	return n;
}

static void put_cell_content(struct buf *out, const struct block *cell)
{
	for (const struct block *b = cell->first; b; b = b->next) {
		if (b->kind == BLOCK_HEADING)
			put_heading(out, b);
		else
			put_paragraph(out, b);
	}
}

static void put_cell(
	struct buf *out, const struct block *row, const struct block *cell)
{
	const char *tag = row->header ? "th" : "td";

	if (cell->merged)
		return;
	buf_printf(out, "<%s", tag);
	if (row->header)
		buf_printf(out, " scope=\"%s\"",
			cell->span > 1 ? "colgroup" : "col");
	if (cell->span > 1)
		buf_printf(out, " colspan=\"%d\"", cell->span);
	if (cell->merge_below && rows_of(row) > 1)
		buf_printf(out, " rowspan=\"%d\"", rows_of(row));
	if (block_count_gaps(cell))
		buf_puts(out, " class=\"gap\"");
	buf_puts(out, ">");
	if (block_count_gaps(cell) == 0)
		put_cell_content(out, cell);
	buf_printf(out, "</%s>", tag);
}

static void put_row(struct buf *out, const struct block *row)
{
	buf_puts(out, "<tr>");
	for (const struct block *cell = row->first; cell; cell = cell->next)
		put_cell(out, row, cell);
	buf_puts(out, "</tr>\n");
}

static void put_table(struct buf *out, const struct block *table)
{
	const struct block *row = table->first;

	buf_puts(out, "<div class=\"wide\" tabindex=\"0\"><table>\n<thead>\n");
	for (; row && row->header; row = row->next)
		put_row(out, row);
	buf_puts(out, "</thead>\n<tbody>\n");
	for (; row; row = row->next)
		put_row(out, row);
	buf_puts(out, "</tbody>\n</table></div>\n");
}

static void put_block(struct buf *out, const struct block *b)
{
	if (b->kind == BLOCK_HEADING)
		put_heading(out, b);
	else if (b->kind == BLOCK_PARAGRAPH)
		put_paragraph(out, b);
	else if (b->kind == BLOCK_FIELDS)
		put_fields(out, b);
	else if (b->kind == BLOCK_TABLE)
		put_table(out, b);
	else if (b->kind == BLOCK_CHART)
		chart_put_svg(out, b);
}

void html_write(struct buf *out, const struct block *paper, const char *title,
	const char *style)
{
	const struct html_page page = { "th", title, style, NULL };

	html_put_head(out, &page);
	buf_puts(out, "<main>\n");
	for (const struct block *s = paper->first; s; s = s->next) {
		buf_printf(out, "<section class=\"%s\">\n",
			s->landscape ? "landscape" : "portrait");
		for (const struct block *b = s->first; b; b = b->next)
			put_block(out, b);
		buf_puts(out, "</section>\n");
	}
	buf_puts(out, "</main>\n");
	html_put_foot(out, &page);
}
