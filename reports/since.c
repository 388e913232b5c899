#include "reports/since.h"

#include <stdio.h>

#include "reports/escape.h"
#include "reports/html.h"

#define MAX_TEXT ((size_t)64 * 1024)

/* Fewer may be taken away in one night. */
#define MASS_LOSS 5

/* Of the picture: a column a run. */
#define COLUMN 48
#define BAR 32
#define HEIGHT 120

bool since_is_mass_loss(size_t passed, size_t lost)
{
	return lost >= MASS_LOSS && 2 * lost > passed;
}

size_t since_count(const struct document *doc, enum finding_change change)
{
	size_t n = 0;

	for (size_t i = 0; i < doc->n_items; i++)
		n += doc->items[i].change == change;
	return n;
}

static size_t count_contradicted(const struct document *doc)
{
	size_t n = 0;

	for (size_t i = 0; i < doc->n_items; i++)
		n += document_is_contradicted(&doc->items[i]);
	return n;
}

static bool has_run_before(const struct document *doc)
{
	return doc->since.started && *doc->since.started;
}

/* The keys of what there is to say, at most so many. */
enum { MAX_SENTENCES = 4 };

static size_t list_keys(
	const char *keys[MAX_SENTENCES], const struct document *doc)
{
	const struct document_since *s = &doc->since;
	size_t n = 0;

	if (has_run_before(doc))
		keys[n++] = s->suspect ? "since.suspect" : "since.counts";
	if (has_run_before(doc) && s->rules_changed)
		keys[n++] = "since.rules";
	if (has_run_before(doc) && s->coverage_changed)
		keys[n++] = "since.coverage";
	if (count_contradicted(doc))
		keys[n++] = "since.contradicted";
	return n;
}

bool since_put(struct buf *out, const struct document *doc,
	struct wording *wording, size_t i)
{
	const size_t counts[] = { since_count(doc, CHANGE_NEW),
		since_count(doc, CHANGE_BACK), since_count(doc, CHANGE_FIXED),
		count_contradicted(doc) };
	char texts[sizeof(counts) / sizeof(counts[0])][32];
	const char *keys[MAX_SENTENCES];
	struct buf day;

	if (i >= list_keys(keys, doc))
		return false;
	for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++)
		(void)snprintf(texts[k], sizeof(texts[k]), "%zu", counts[k]);
	buf_init(&day, MAX_TEXT);
	wording_put_day(wording, &day, doc->since.started);
	wording_put(wording, out, keys[i],
		WORDING_VALUES({ "day", buf_str(&day) }, { "new", texts[0] },
			{ "back", texts[1] }, { "fixed", texts[2] },
			{ "n", texts[3] }));
	buf_done(&day);
	return true;
}

/* This run as one of them. */
static struct document_run run_of(const struct document *doc)
{
	return (struct document_run){
		.started = doc->started,
		.pass = (long)document_total(doc, VERDICT_PASS),
		.incomplete = (long)document_total(doc, VERDICT_INCOMPLETE),
		.stale = (long)document_total(doc, VERDICT_STALE),
		.missing = (long)document_total(doc, VERDICT_MISSING),
		.cannot_tell = (long)document_total(doc, VERDICT_CANNOT_TELL),
		.fetched = doc->coverage.fetched,
		.suspect = doc->since.suspect,
	};
}

/* What a column of the picture and a row of the table is made of. */
static const struct share {
	const char *key, *class;
} shares[] = {
	{ "count.pass", "pass" },
	{ "count.partly", "incomplete" },
	{ "count.unsure", "cannot_tell" },
	{ "count.missing", "missing" },
};

enum { N_SHARES = sizeof(shares) / sizeof(shares[0]) };

static void split(const struct document_run *run, long out[N_SHARES])
{
	out[0] = run->pass;
	out[1] = run->incomplete + run->stale;
	out[2] = run->cannot_tell;
	out[3] = run->missing;
}

/* The shares of a run one on the other, what passes at the bottom. */
static void put_column(
	struct buf *out, const struct document_run *run, size_t place)
{
	long counts[N_SHARES], sum = 0, below = 0;

	split(run, counts);
	for (size_t i = 0; i < N_SHARES; i++)
		sum += counts[i];
	for (size_t i = 0; i < N_SHARES && sum > 0; i++) {
		const long from = below * HEIGHT / sum;
		const long to = (below + counts[i]) * HEIGHT / sum;

		below += counts[i];
		buf_printf(out,
			"<rect class=\"%s\" fill=\"currentColor\" x=\"%zu\" "
			"y=\"%ld\" width=\"%d\" height=\"%ld\"/>",
			shares[i].class, place * COLUMN + (COLUMN - BAR) / 2,
			HEIGHT - to, BAR, to - from);
	}
}

/* For the eye alone: the table below says the same. */
static void put_picture(struct buf *out, const struct document *doc)
{
	const struct document_run last = run_of(doc);
	const size_t width = (doc->n_runs + 1) * COLUMN;

	buf_printf(out,
		"<svg aria-hidden=\"true\" viewBox=\"0 0 %zu %d\" "
		"width=\"%zu\" height=\"%d\">",
		width, HEIGHT, width, HEIGHT);
	for (size_t i = 0; i < doc->n_runs; i++)
		put_column(out, &doc->runs[i], i);
	put_column(out, &last, doc->n_runs);
	buf_puts(out, "</svg>\n");
}

static void put_row(struct buf *out, const struct document_run *run,
	struct wording *wording)
{
	long counts[N_SHARES];
	struct buf day;

	buf_init(&day, MAX_TEXT);
	wording_put_day(wording, &day, run->started);
	buf_puts(out, "<tr><th scope=\"row\">");
	escape_text(out, buf_str(&day));
	if (run->suspect) {
		buf_putc(out, ' ');
		escape_text(out, wording_text(wording, "since.odd"));
	}
	buf_puts(out, "</th>");
	split(run, counts);
	for (size_t i = 0; i < N_SHARES; i++)
		buf_printf(out, "<td>%ld</td>", counts[i]);
	buf_puts(out, "</tr>\n");
	buf_done(&day);
}

static void put_summary(
	struct buf *out, const struct document *doc, struct wording *wording)
{
	struct buf text;
	char n[32];

	buf_init(&text, MAX_TEXT);
	(void)snprintf(n, sizeof(n), "%zu", doc->n_runs + 1);
	wording_put(wording, &text, "since.runs", WORDING_VALUES({ "n", n }));
	html_put_element(out, "summary", NULL, buf_str(&text));
	buf_done(&text);
}

void since_put_runs(
	struct buf *out, const struct document *doc, struct wording *wording)
{
	const struct document_run last = run_of(doc);

	if (doc->n_runs == 0)
		return;
	put_picture(out, doc);
	buf_puts(out, "<details>\n");
	put_summary(out, doc, wording);
	buf_puts(out, "<table class=\"runs\">\n<tr><th scope=\"col\">");
	escape_text(out, wording_text(wording, "book.checked"));
	buf_puts(out, "</th>");
	for (size_t i = 0; i < N_SHARES; i++) {
		buf_printf(out, "<th scope=\"col\" class=\"%s\">",
			shares[i].class);
		escape_text(out, wording_text(wording, shares[i].key));
		buf_puts(out, "</th>");
	}
	buf_puts(out, "</tr>\n");
	for (size_t i = 0; i < doc->n_runs; i++)
		put_row(out, &doc->runs[i], wording);
	put_row(out, &last, wording);
	buf_puts(out, "</table>\n</details>\n");
}
