#include "reports/tasklist.h"

#include <stdio.h>
#include <string.h>

#include "reports/since.h"
#include "reports/xlsx.h"

#define MAX_TEXT ((size_t)64 * 1024)
#define MAX_STATES 8

/* The workbook being written. */
struct book {
	struct xlsx *x;
	const struct document *doc;
	struct wording *wording;
	const char *states[MAX_STATES + 1]; /* of the work on an item */
};

struct column {
	const char *key;
	int width; /* digits */
	void (*put)(struct book *b, const struct finding *f);
};

static const char *text(struct book *b, const char *key)
{
	return wording_text(b->wording, key);
}

/* The word for a code of a closed list; the code when there is none. */
static const char *word(struct book *b, const char *list, const char *code)
{
	char key[128];

	(void)snprintf(key, sizeof(key), "%s.%s", list, code);
	return wording_has(b->wording, key) ? text(b, key) : code;
}

static const char *verdict_word(struct book *b, enum verdict verdict)
{
	return word(b, "verdict", verdict_name(verdict));
}

static bool is_open(const struct finding *f)
{
	return verdict_is_failing(f->verdict) ||
	       f->verdict == VERDICT_CANNOT_TELL;
}

static const char *when_open(const struct finding *f, const char *s)
{
	return is_open(f) ? s : "";
}

static void put_code(struct book *b, const struct finding *f)
{
	char code[32];

	(void)snprintf(code, sizeof(code), "O%d", f->number);
	xlsx_put(b->x, XLSX_CENTER, code);
}

static void put_title(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_TEXT, f->title);
}

static void put_verdict(struct book *b, const struct finding *f)
{
	static const enum xlsx_style styles[VERDICT_COUNT] = {
		[VERDICT_PASS] = XLSX_GOOD,
		[VERDICT_INCOMPLETE] = XLSX_PARTLY,
		[VERDICT_STALE] = XLSX_PARTLY,
		[VERDICT_MISSING] = XLSX_BAD,
		[VERDICT_CANNOT_TELL] = XLSX_UNSURE,
		[VERDICT_NOT_APPLICABLE] = XLSX_CENTER,
		[VERDICT_WAIVED] = XLSX_CENTER,
		[VERDICT_ATTESTED] = XLSX_GOOD,
	};

	xlsx_put(b->x, styles[f->verdict], verdict_word(b, f->verdict));
}

/* The sentence is that of the rules, in Thai; another language says before it
 * what kind it is of. */
static void put_reason(struct book *b, const struct finding *f)
{
	struct buf reason;

	buf_init(&reason, MAX_TEXT);
	if (strcmp(text(b, "paper.lang"), "th") != 0)
		buf_printf(&reason, "%s: ", word(b, "why", f->reason_code));
	buf_puts(&reason, f->reason);
	xlsx_put(b->x, XLSX_TEXT, buf_str(&reason));
	buf_done(&reason);
}

static void put_fix(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_TEXT, when_open(f, f->fix));
}

static void put_where(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_TEXT, when_open(f, f->where));
}

static void put_done_when(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_TEXT, when_open(f, f->done_when));
}

static void put_owner(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_TEXT, f->owner);
}

static void put_due(struct book *b, const struct finding *f)
{
	xlsx_put_date(b->x, document_due(b->doc, f->id));
}

static void put_points(struct book *b, const struct finding *f)
{
	xlsx_put_points(b->x, is_open(f) ? f->points : -1);
}

static void put_change(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_TEXT,
		f->change == CHANGE_FIRST
			? ""
			: word(b, "change", finding_change_name(f->change)));
}

/* What was ticked off and fails all the same is begun anew.  An item that is
 * not open has no state: a word would be filtered as one. */
static void put_state(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_ENTRY, when_open(f, b->states[0]));
}

static void put_note(struct book *b, const struct finding *f)
{
	struct buf note;

	buf_init(&note, MAX_TEXT);
	buf_puts(&note, f->note ? f->note : "");
	if (document_is_contradicted(f))
		buf_printf(&note, "%s%s", note.len ? "\n" : "",
			text(b, "item.contradicted"));
	xlsx_put(b->x, XLSX_ENTRY, buf_str(&note));
	buf_done(&note);
}

static void put_best(struct book *b, const struct finding *f)
{
	if (f->n_evidence)
		xlsx_put_link(b->x, f->evidence[0].url, f->evidence[0].title);
	else
		xlsx_put(b->x, XLSX_TEXT, "");
}

static void put_quote(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_TEXT, f->n_evidence ? f->evidence[0].quote : "");
}

static void put_seen(struct book *b, const struct finding *f)
{
	xlsx_put_date(b->x, f->n_evidence ? f->evidence[0].fetched_at : "");
}

static void put_near(struct book *b, const struct finding *f)
{
	if (f->n_near)
		xlsx_put_link(
			b->x, f->near_misses[0].url, f->near_misses[0].anchor);
	else
		xlsx_put(b->x, XLSX_TEXT, "");
}

static void put_why(struct book *b, const struct finding *f)
{
	xlsx_put(b->x, XLSX_TEXT,
		f->n_near ? word(b, "why", f->near_misses[0].why) : "");
}

/* What is to be done stands left of what it rests on. */
static const struct column columns[] = {
	{ "csv.item", 7, put_code },
	{ "csv.title", 32, put_title },
	{ "csv.verdict", 16, put_verdict },
	{ "csv.fix", 44, put_fix },
	{ "book.state", 16, put_state },
	{ "book.note", 28, put_note },
	{ "book.change", 18, put_change },
	{ "csv.owner", 22, put_owner },
	{ "csv.due", 14, put_due },
	{ "csv.reason", 36, put_reason },
	{ "csv.where", 30, put_where },
	{ "csv.done_when", 36, put_done_when },
	{ "book.points", 12, put_points },
	{ "csv.url", 36, put_best },
	{ "csv.quote", 36, put_quote },
	{ "csv.checked", 14, put_seen },
	{ "csv.near", 36, put_near },
	{ "book.near_why", 24, put_why },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static size_t state_column(void)
{
	size_t i = 0;

	while (columns[i].put != put_state)
		i++;
	return i;
}

static void put_list(struct book *b)
{
	int widths[N_COLUMNS];

	for (size_t i = 0; i < N_COLUMNS; i++)
		widths[i] = columns[i].width;
	xlsx_add_sheet(b->x, text(b, "book.list"), widths, N_COLUMNS);
	for (size_t i = 0; i < N_COLUMNS; i++)
		xlsx_put(b->x, XLSX_HEAD, text(b, columns[i].key));
	xlsx_end_head(b->x);
	xlsx_offer(b->x, state_column(), b->states);
	for (size_t i = 0; i < b->doc->n_items; i++) {
		for (size_t k = 0; k < N_COLUMNS; k++)
			columns[k].put(b, &b->doc->items[i]);
		xlsx_end_row(b->x);
	}
}

static void put_line(struct book *b, enum xlsx_style style, const char *line)
{
	xlsx_put(b->x, style, line);
	xlsx_end_row(b->x);
}

static void put_fact(struct book *b, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	xlsx_put(b->x, XLSX_TEXT, name);
	xlsx_put(b->x, XLSX_TEXT, value);
	xlsx_end_row(b->x);
}

static void put_count(struct book *b, const char *name, long count)
{
	xlsx_put(b->x, XLSX_TEXT, name);
	xlsx_put_count(b->x, count);
	xlsx_end_row(b->x);
}

static void put_sums(struct book *b)
{
	for (enum verdict v = 0; v < VERDICT_COUNT; v++) {
		const size_t total = document_total(b->doc, v);

		if (total || v <= VERDICT_CANNOT_TELL)
			put_count(b, verdict_word(b, v), (long)total);
	}
	put_count(b, text(b, "book.items"), (long)b->doc->n_items);
}

static void put_coverage(struct book *b)
{
	const struct document_coverage *c = &b->doc->coverage;

	put_line(b, XLSX_TITLE, text(b, "coverage.head"));
	put_count(b, text(b, "book.found"), c->found);
	put_count(b, text(b, "book.fetched"), c->fetched);
	put_count(b, text(b, "coverage.documents"), c->documents);
	put_count(b, text(b, "book.led_on"), document_led_on(b->doc));
	put_count(b, text(b, "book.failed"), c->failed);
	put_count(b, text(b, "book.skipped"), c->skipped);
	put_fact(b, text(b, "coverage.gate"),
		text(b, c->gate_met ? "coverage.gate_met"
				    : "coverage.gate_not_met"));
	if (c->stopped_by && *c->stopped_by)
		put_fact(b, text(b, "coverage.stopped"),
			word(b, "why", c->stopped_by));
}

static void put_title_line(struct book *b)
{
	struct buf title;
	char year[16];

	buf_init(&title, MAX_TEXT);
	(void)snprintf(year, sizeof(year), "%d", b->doc->rules.year);
	wording_put(b->wording, &title, "check.title",
		WORDING_VALUES({ "year", year }));
	put_line(b, XLSX_TITLE, buf_str(&title));
	buf_done(&title);
}

/* What has changed since the run before. */
static void put_since(struct book *b)
{
	struct buf line;

	buf_init(&line, MAX_TEXT);
	for (size_t i = 0; since_put(&line, b->doc, b->wording, i); i++) {
		put_line(b, XLSX_STAMP, buf_str(&line));
		buf_clear(&line);
	}
	buf_done(&line);
}

static void put_summary(struct book *b)
{
	static const int widths[] = { 44, 60 };
	const struct document *doc = b->doc;

	xlsx_add_sheet(b->x, text(b, "book.summary"), widths, 2);
	put_title_line(b);
	put_since(b);
	if (!document_is_final(doc))
		put_line(b, XLSX_STAMP, text(b, "stamp"));
	if (document_is_by_draft(doc))
		put_line(b, XLSX_STAMP, text(b, "stamp.draft"));
	put_fact(b, text(b, "book.office"), doc->office.name);
	xlsx_put(b->x, XLSX_TEXT, text(b, "book.site"));
	xlsx_put_link(b->x, doc->site.url, "");
	xlsx_end_row(b->x);
	xlsx_put(b->x, XLSX_TEXT, text(b, "book.checked"));
	xlsx_put_date(b->x, doc->started);
	xlsx_end_row(b->x);
	put_line(b, XLSX_TITLE, text(b, "check.summary"));
	put_sums(b);
	put_coverage(b);
	put_fact(b, text(b, "book.rules"), doc->rules.version);
	put_fact(b, text(b, "book.tool"), doc->tool_version);
}

static void put_run(struct book *b, const struct document_run *run)
{
	const long counts[] = { run->pass, run->incomplete, run->stale,
		run->missing, run->cannot_tell, run->fetched };

	xlsx_put_date(b->x, run->started);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		xlsx_put_count(b->x, counts[i]);
	xlsx_put(b->x, XLSX_CENTER, run->rules);
	xlsx_end_row(b->x);
}

/* The runs with their sums, each a row. */
static void put_history(struct book *b)
{
	static const int widths[] = { 18, 14, 14, 16, 14, 18, 14, 14 };
	static const size_t n = sizeof(widths) / sizeof(widths[0]);

	xlsx_add_sheet(b->x, text(b, "book.history"), widths, n);
	xlsx_put(b->x, XLSX_HEAD, text(b, "book.checked"));
	for (enum verdict v = 0; v <= VERDICT_CANNOT_TELL; v++)
		xlsx_put(b->x, XLSX_HEAD, verdict_word(b, v));
	xlsx_put(b->x, XLSX_HEAD, text(b, "book.fetched"));
	xlsx_put(b->x, XLSX_HEAD, text(b, "book.rules"));
	xlsx_end_head(b->x);
	for (size_t i = 0; i < b->doc->n_runs; i++)
		put_run(b, &b->doc->runs[i]);
	xlsx_put_date(b->x, b->doc->started);
	for (enum verdict v = 0; v <= VERDICT_CANNOT_TELL; v++)
		xlsx_put_count(b->x, (long)document_total(b->doc, v));
	xlsx_put_count(b->x, b->doc->coverage.fetched);
	xlsx_put(b->x, XLSX_CENTER, b->doc->rules.version);
	xlsx_end_row(b->x);
}

static void put_how(struct book *b)
{
	static const int widths[] = { 110 };
	char key[64];

	xlsx_add_sheet(b->x, text(b, "book.how"), widths, 1);
	put_line(b, XLSX_TITLE, text(b, "book.how"));
	for (size_t n = 1;; n++) {
		(void)snprintf(key, sizeof(key), "book.how.%zu", n);
		if (!wording_has(b->wording, key))
			return;
		put_line(b, XLSX_TEXT, text(b, key));
	}
}

static void load_states(struct book *b)
{
	char key[64];

	for (size_t n = 0; n < MAX_STATES; n++) {
		(void)snprintf(key, sizeof(key), "book.state.%zu", n + 1);
		if (!wording_has(b->wording, key))
			break;
		b->states[n] = text(b, key);
	}
}

int tasklist_write(struct buf *out, const struct document *doc,
	struct wording *wording, struct error *err)
{
	struct book b = { .doc = doc, .wording = wording };
	int rc;

	b.x = xlsx_new(
		text(&b, "book.list"), doc->started, text(&b, "paper.lang"));
	load_states(&b);
	put_list(&b);
	put_summary(&b);
	put_history(&b);
	put_how(&b);
	rc = xlsx_finish(out, b.x, err);
	xlsx_free(b.x);
	return rc;
}
