#include "cli/show.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli/say.h"

static const char *text_of(const struct json_node *node, const char *key)
{
	return json_string(json_get(node, key), "");
}

static long number_of(const struct json_node *node, const char *key)
{
	return (long)json_number(json_get(node, key), 0);
}

static bool is_true(const struct json_node *node, const char *key)
{
	return json_bool(json_get(node, key), false);
}

/* Says the words and clears them. */
static void say_buf(const char *label, struct buf *words)
{
	say(label, "%s", buf_str(words));
	buf_clear(words);
}

static void say_text(const char *label, const char *text)
{
	if (*text)
		say(label, "%s", text);
}

static void title(const char *words)
{
	(void)printf("\n%s\n", words);
}

/* The document as a whole. */

static void put_charset(struct buf *b, const struct json_node *view)
{
	buf_puts(b, text_of(view, "charset"));
	if (b->len && is_true(view, "charset_conflict"))
		buf_puts(b, ", though another is declared");
}

static void put_size(struct buf *b, const struct json_node *view)
{
	const long sheets = number_of(view, "sheets");
	const long images = number_of(view, "images");

	if (sheets)
		buf_printf(b, "%ld of %ld sheets read, ",
			number_of(view, "sheets_read"), sheets);
	buf_printf(b, "%ld letters outside menus", number_of(view, "letters"));
	if (images >= 0)
		buf_printf(b, ", %ld pictures", images);
}

/* Sheets without text of a document that has some. */
static void show_lost(const struct json_node *view)
{
	const long lost = number_of(view, "sheets_lost");

	if (lost && !json_get(view, "annex") &&
		strcmp(text_of(view, "outcome"), "ok") == 0)
		say("note", "%ld of them without text to be trusted%s", lost,
			strcmp(text_of(view, "kind"), "pdf") == 0
				? ": --ocr reads pictures"
				: "");
}

static void show_notes(const struct json_node *view)
{
	static const struct {
		const char *key;
		const char *words;
	} notes[] = {
		{ "end_unproven", "nothing proves that it came whole" },
		{ "form", "a form stands in it" },
		{ "password", "it asks for a password" },
		{ "scripts", "it has scripts, which are not run" },
		{ "links_cut", "it has more links than are followed" },
		{ "text_cut", "it has more text than is read" },
		{ "cut", "it has more text than is shown here" },
	};

	say_text("note", text_of(view, "detail"));
	for (size_t i = 0; i < sizeof(notes) / sizeof(*notes); i++)
		if (is_true(view, notes[i].key))
			say_text("note", notes[i].words);
}

static void show_head(const struct json_node *view)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 2);
	say_text("address", text_of(view, "address"));
	buf_printf(&b, "%s, text %s", text_of(view, "kind"),
		text_of(view, "reading"));
	say_buf("kind", &b);
	if (strcmp(text_of(view, "outcome"), "ok") != 0)
		say_text("outcome", text_of(view, "outcome"));
	say_text("title", text_of(view, "title"));
	put_charset(&b, view);
	if (b.len)
		say_buf("charset", &b);
	put_size(&b, view);
	say_buf("size", &b);
	buf_done(&b);
	show_lost(view);
	show_notes(view);
}

/* Years. */

static void put_span(struct buf *b, const struct json_node *year)
{
	const long from = number_of(year, "from");
	const long to = number_of(year, "to");

	if (from == 0)
		buf_puts(b, "no year");
	else if (from == to)
		buf_printf(b, "%ld", from);
	else
		buf_printf(b, "%ld-%ld", from, to);
}

static void put_quarters(struct buf *b, long quarters)
{
	for (int q = 0; q < 4; q++)
		if (quarters >> q & 1)
			buf_printf(b, " Q%d", q + 1);
}

static void show_year(const struct json_node *year)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 2);
	put_span(&b, year);
	put_quarters(&b, number_of(year, "quarters"));
	if (*text_of(year, "day"))
		buf_printf(&b, " (%s)", text_of(year, "day"));
	if (is_true(year, "weak"))
		buf_puts(&b, ", weak");
	if (number_of(year, "times") > 1)
		buf_printf(&b, ", %ld times", number_of(year, "times"));
	buf_printf(&b, ": \"%s\"", text_of(year, "quote"));
	say_buf(text_of(year, "kind"), &b);
	buf_done(&b);
}

static void show_trust(const struct json_node *about)
{
	const struct json_node *y = json_first(json_get(about, "of"));
	struct buf b;

	buf_init(&b, SIZE_MAX / 2);
	if (!y)
		say_text("  of the year", "none that the rules believe");
	for (int n = 0; y; y = json_next(y), n++) {
		put_span(&b, y);
		if (is_true(y, "calendar"))
			buf_puts(&b, " (calendar year)");
		buf_printf(&b, " by its %s: \"%s\"", text_of(y, "place"),
			text_of(y, "quote"));
		say_buf(n ? "" : "  of the year", &b);
	}
	buf_done(&b);
}

/* What the rules make of it. */

static void put_words(struct buf *b, const struct json_node *list)
{
	const char *comma = "";

	for (const struct json_node *n = json_first(list); n;
		n = json_next(n)) {
		buf_printf(b, "%s%s", comma, json_string(n, ""));
		comma = ", ";
	}
}

static void show_parts(const struct json_node *about)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 2);
	for (const struct json_node *p = json_first(json_get(about, "parts"));
		p; p = json_next(p)) {
		buf_puts(&b, text_of(p, "id"));
		if (*text_of(p, "quote"))
			buf_printf(&b, ": \"%s\"", text_of(p, "quote"));
		say_buf("  has", &b);
	}
	buf_done(&b);
}

static void show_concept(const struct json_node *about)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 2);
	put_words(&b, json_get(about, "items"));
	buf_printf(&b, " %s: %s", text_of(about, "concept"),
		text_of(about, "thing"));
	if (*text_of(about, "quote"))
		buf_printf(&b, ", \"%s\"", text_of(about, "quote"));
	say_buf("may be", &b);
	put_words(&b, json_get(about, "marks"));
	if (b.len)
		say_buf("  marks", &b);
	say_text("  of", text_of(about, "agency"));
	buf_done(&b);
}

static void show_about(const struct json_node *view)
{
	for (const struct json_node *a = json_first(json_get(view, "about")); a;
		a = json_next(a)) {
		if (*text_of(a, "concept"))
			show_concept(a);
		else
			say_text("may be", "none of the year's items");
		show_trust(a);
		show_parts(a);
	}
}

/* Text. */

static void put_row(struct buf *b, const struct json_node *cells)
{
	for (const struct json_node *c = json_first(cells); c;
		c = json_next(c)) {
		const bool head = is_true(c, "head");

		buf_printf(b, "%s%ld%s %s", b->len ? " | " : "",
			number_of(c, "column"), head ? "*" : "",
			text_of(c, "text"));
	}
}

static void show_block(const struct json_node *block)
{
	const long level = number_of(block, "heading");
	const long table = number_of(block, "table");
	struct buf label, b;

	buf_init(&label, 64);
	buf_init(&b, SIZE_MAX / 2);
	if (is_true(block, "nav"))
		buf_puts(&label, "nav ");
	if (is_true(block, "link"))
		buf_puts(&label, "link ");
	if (level)
		buf_printf(&label, "h%ld", level);
	if (table)
		buf_printf(&label, "table %ld", table);
	if (table)
		put_row(&b, json_get(block, "cells"));
	else
		buf_puts(&b, text_of(block, "text"));
	say_buf(buf_str(&label), &b);
	buf_done(&label);
	buf_done(&b);
}

/* The text of a view or of its annex, under a title if there is any. */
static void show_text(const struct json_node *of, const char *words)
{
	const struct json_node *t = json_first(json_get(of, "text"));
	long sheet = 0;

	if (t)
		title(words);
	for (; t; t = json_next(t)) {
		if (number_of(t, "sheet") != sheet) {
			sheet = number_of(t, "sheet");
			(void)printf("-- sheet %ld\n", sheet);
		}
		show_block(t);
	}
}

/* Links. */

static void put_names(struct buf *b, const struct json_node *link)
{
	for (const struct json_node *n = json_first(json_get(link, "names")); n;
		n = json_next(n))
		buf_printf(b, "%s%s %ld", b->len ? ", " : "",
			text_of(n, "concept"), number_of(n, "strength"));
	if (number_of(link, "year"))
		buf_printf(b, "%sof %ld", b->len ? ", " : "",
			number_of(link, "year"));
}

static void show_link(const struct json_node *link)
{
	static const char *const context[] = { "text", "title", "row", "file",
		"column", "heading" };
	const char *target = text_of(link, "target");
	struct buf label, b;

	buf_init(&label, 64);
	buf_init(&b, SIZE_MAX / 2);
	buf_printf(&label, "%s%s", is_true(link, "nav") ? "nav " : "",
		text_of(link, "kind"));
	buf_puts(&b, *target ? target : text_of(link, "href"));
	say_buf(buf_str(&label), &b);
	for (size_t i = 0; i < sizeof(context) / sizeof(*context); i++) {
		buf_clear(&label);
		buf_printf(&label, "  %s", context[i]);
		say_text(buf_str(&label), text_of(link, context[i]));
	}
	put_names(&b, link);
	if (b.len)
		say_buf("  names", &b);
	buf_done(&label);
	buf_done(&b);
}

void show_view(const struct json_node *view)
{
	const struct json_node *years = json_get(view, "years");
	const struct json_node *links = json_get(view, "links");

	show_head(view);
	title("what the rules make of it");
	show_about(view);
	if (json_first(years))
		title("years in its text");
	for (const struct json_node *y = json_first(years); y; y = json_next(y))
		show_year(y);
	show_text(view, "text");
	show_text(json_get(view, "annex"), "text read off pictures by OCR");
	if (json_first(links))
		title("links");
	for (const struct json_node *l = json_first(links); l; l = json_next(l))
		show_link(l);
}
