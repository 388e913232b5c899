#include "reports/junit.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "reports/escape.h"

/* Tests beside those of the items. */
#define N_OTHERS 1

/* The element that says how a test ended; NULL for one that passed. */
static const char *element_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
	case VERDICT_ATTESTED:
		return NULL;
	case VERDICT_INCOMPLETE:
	case VERDICT_STALE:
	case VERDICT_MISSING:
		return "failure";
	case VERDICT_NOT_APPLICABLE:
	case VERDICT_WAIVED:
		return "skipped";
	case VERDICT_CANNOT_TELL:
	case VERDICT_COUNT:
		break;
	}
	return "error";
}

static size_t count(const struct document *doc, const char *element)
{
	size_t n = 0;

	for (size_t i = 0; i < doc->n_items; i++) {
		const char *own = element_of(doc->items[i].verdict);

		n += own && strcmp(own, element) == 0;
	}
	return n;
}

static void put_attribute(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	escape_lines(out, value, "&#10;");
	buf_putc(out, '"');
}

/* Seconds from the start to the end of the run; 0 when they are not told. */
static long duration(const struct document *doc)
{
	struct error ignored;
	long from, to;

	if (!doc->started || !doc->ended ||
		time_parse(&from, doc->started, &ignored) != 0 ||
		time_parse(&to, doc->ended, &ignored) != 0 || to < from)
		return 0;
	return to - from;
}

/* The same of one suite and of all, which is that one. */
static void put_sums(struct buf *out, const struct document *doc)
{
	const size_t blind = document_is_final(doc) ? 0 : 1;

	buf_printf(out,
		" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
		"skipped=\"%zu\" time=\"%ld\"",
		doc->n_items + N_OTHERS, count(doc, "failure"),
		count(doc, "error") + blind, count(doc, "skipped"),
		duration(doc));
}

static void put_property(struct buf *out, const char *name, const char *value)
{
	buf_puts(out, "<property");
	put_attribute(out, "name", name);
	put_attribute(out, "value", value);
	buf_puts(out, "/>\n");
}

static void put_properties(struct buf *out, const struct document *doc)
{
	buf_puts(out, "<properties>\n");
	put_property(out, "site", doc->site.url);
	put_property(out, "rules", doc->rules.version);
	put_property(out, "rules-sha256", doc->rules.sha256);
	put_property(out, "tool", doc->tool_version);
	buf_puts(out, "</properties>\n");
}

static void open_case(struct buf *out, const struct document *doc,
	const char *id, const char *title)
{
	char class[32];

	(void)snprintf(class, sizeof(class), "oit.%d", doc->rules.year);
	buf_puts(out, "<testcase");
	put_attribute(out, "classname", class);
	buf_puts(out, " name=\"");
	escape_text(out, id);
	if (title && *title) {
		buf_putc(out, ' ');
		escape_lines(out, title, " ");
	}
	buf_puts(out, "\">\n");
}

/* A line of the text below a failure: a word and what it says. */
static void put_line(struct buf *out, const char *word, const char *text)
{
	if (!text || !*text)
		return;
	escape_text(out, word);
	buf_puts(out, ": ");
	escape_text(out, text);
	buf_putc(out, '\n');
}

static void put_item(struct buf *out, const struct document *doc,
	const struct finding *f, struct wording *wording)
{
	const char *element = element_of(f->verdict);

	open_case(out, doc, f->id, f->title);
	if (element) {
		buf_printf(out, "<%s", element);
		put_attribute(out, "type", f->reason_code);
		put_attribute(out, "message", f->reason);
		buf_putc(out, '>');
		put_line(out, wording_text(wording, "csv.fix"), f->fix);
		put_line(out, wording_text(wording, "csv.where"), f->where);
		put_line(out, wording_text(wording, "csv.owner"), f->owner);
		for (size_t i = 0; i < f->n_evidence; i++)
			put_line(out, wording_text(wording, "csv.url"),
				f->evidence[i].url);
		for (size_t i = 0; i < f->n_near; i++)
			put_line(out, wording_text(wording, "csv.near"),
				f->near_misses[i].url);
		buf_printf(out, "</%s>\n", element);
	}
	buf_puts(out, "</testcase>\n");
}

/* A check that saw too little must not pass, whatever it found. */
static void put_coverage(
	struct buf *out, const struct document *doc, struct wording *wording)
{
	const char *why = doc->coverage.stopped_by;

	open_case(out, doc, "coverage", "");
	if (!document_is_final(doc)) {
		buf_puts(out, "<error");
		put_attribute(out, "type", why && *why ? why : "low_coverage");
		put_attribute(out, "message", wording_text(wording, "stamp"));
		buf_puts(out, "/>\n");
	}
	buf_puts(out, "</testcase>\n");
}

void junit_write(
	struct buf *out, const struct document *doc, struct wording *wording)
{
	buf_puts(
		out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
	put_sums(out, doc);
	buf_puts(out, ">\n<testsuite");
	put_attribute(out, "name", doc->site.url);
	put_sums(out, doc);
	put_attribute(out, "timestamp", doc->started);
	buf_puts(out, ">\n");
	put_properties(out, doc);
	put_coverage(out, doc, wording);
	for (size_t i = 0; i < doc->n_items; i++)
		put_item(out, doc, &doc->items[i], wording);
	buf_puts(out, "</testsuite>\n</testsuites>\n");
}
