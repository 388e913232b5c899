#include "reports/checklist.h"

#include <stdio.h>
#include <string.h>

#include "reports/entry.h"
#include "reports/escape.h"
#include "reports/html.h"
#include "reports/since.h"
#include "reports/webpage.h"

#define MAX_TEXT ((size_t)64 * 1024)

/* Rows of the coverage. */
#define MAX_CASES 60

/*
 * The parts of the list, in their order: failing first, then what a person
 * must look at, then the rest.  An id is an address into the page ("#missing")
 * that people send to each other.
 */
static const struct group {
	const char *id;
	const char *title; /* key of the wording */
	bool always;       /* counted even when it holds nothing */
	size_t n;
	enum verdict verdicts[3];
} groups[] = {
	{ "missing", "count.missing", true, 1, { VERDICT_MISSING } },
	{ "partly", "count.partly", true, 2,
		{ VERDICT_INCOMPLETE, VERDICT_STALE } },
	{ "unsure", "count.unsure", true, 1, { VERDICT_CANNOT_TELL } },
	{ "pass", "count.pass", true, 1, { VERDICT_PASS } },
	{ "other", "count.other", false, 3,
		{ VERDICT_ATTESTED, VERDICT_WAIVED, VERDICT_NOT_APPLICABLE } },
};

#define N_GROUPS (sizeof(groups) / sizeof(groups[0]))

static void put_header(struct webpage *p)
{
	const struct document *doc = p->doc;
	const char *name = webpage_is_set(doc->office.name) ? doc->office.name
							    : doc->site.name;
	char year[16], fetched[32], documents[32];
	struct buf checked;

	buf_init(&checked, MAX_TEXT);
	webpage_put_moment(p, &checked, doc->started);
	(void)snprintf(year, sizeof(year), "%d", doc->rules.year);
	(void)snprintf(fetched, sizeof(fetched), "%ld", doc->coverage.fetched);
	(void)snprintf(
		documents, sizeof(documents), "%ld", doc->coverage.documents);
	buf_printf(p->out,
		"<a class=\"skip\" href=\"#items\">%s</a>\n<header>\n",
		webpage_text(p, "check.skip"));
	webpage_put_sentence(
		p, "h1", "check.title", WORDING_VALUES({ "year", year }));
	buf_printf(p->out, "<p class=\"office\"%s>", webpage_thai(p));
	escape_text(p->out, name);
	buf_puts(p->out, "</p>\n");
	webpage_put_sentence(p, "p", "check.seen",
		WORDING_VALUES({ "site", doc->site.url },
			{ "checked", buf_str(&checked) },
			{ "fetched", fetched }, { "documents", documents }));
	if (!document_is_final(doc))
		html_put_element(
			p->out, "p", "stamp", webpage_text(p, "stamp"));
	if (document_is_by_draft(doc))
		html_put_element(
			p->out, "p", "stamp", webpage_text(p, "stamp.draft"));
	buf_puts(p->out, "</header>\n");
	buf_done(&checked);
}

/* What has changed since the run before, and how the runs went. */
static void put_since(struct webpage *p)
{
	struct buf sentence;

	buf_init(&sentence, MAX_TEXT);
	for (size_t i = 0; since_put(&sentence, p->doc, p->wording, i); i++) {
		if (i == 0)
			buf_printf(p->out,
				"<section aria-labelledby=\"since\">\n"
				"<h2 id=\"since\">%s</h2>\n",
				webpage_text(p, "since.head"));
		html_put_element(p->out, "p",
			i == 0 && p->doc->since.suspect ? "stamp" : NULL,
			buf_str(&sentence));
		buf_clear(&sentence);
	}
	since_put_runs(p->out, p->doc, p->wording);
	if (since_put(&sentence, p->doc, p->wording, 0))
		buf_puts(p->out, "</section>\n");
	buf_done(&sentence);
}

static size_t group_total(const struct webpage *p, const struct group *g)
{
	size_t total = 0;

	for (size_t i = 0; i < g->n; i++)
		total += document_total(p->doc, g->verdicts[i]);
	return total;
}

static void put_group_count(struct webpage *p, const struct group *g)
{
	size_t total = group_total(p, g);

	if (total == 0 && !g->always)
		return;
	buf_printf(p->out,
		"<li><a class=\"%s\" href=\"#%s\" data-group=\"%s\">"
		"<b>%zu</b> ",
		verdict_name(g->verdicts[0]), g->id, g->id, total);
	webpage_put_sign(p, g->verdicts[0]);
	escape_text(p->out, webpage_text(p, g->title));
	buf_puts(p->out, "</a></li>\n");
}

/* The score of an instrument; -1 unknown. */
static int instrument_score(const struct document *doc, const char *id)
{
	for (size_t i = 0; i < doc->scores.n_instruments; i++)
		if (strcmp(doc->scores.instruments[i].id, id) == 0)
			return doc->scores.instruments[i].hundredths;
	return -1;
}

static void put_codes(struct buf *out, const char *const *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(
			out, "%sO%s", i ? ", " : "", *ids[i] ? ids[i] + 1 : "");
}

/* "OIT 83.93 … 93.93": what it would win to mend all that fails. */
static void put_what_if(struct webpage *p, const struct document_what_if *w)
{
	const int scores[] = { instrument_score(p->doc, "oit"), w->oit,
		p->doc->scores.total, w->total };
	char texts[sizeof(scores) / sizeof(scores[0])][16], year[16];
	struct buf codes;

	buf_init(&codes, MAX_TEXT);
	put_codes(&codes, w->items, w->n_items);
	(void)snprintf(year, sizeof(year), "%d", p->doc->plan.assessed_year);
	for (size_t i = 0; i < sizeof(scores) / sizeof(scores[0]); i++)
		(void)snprintf(texts[i], sizeof(texts[i]), "%d.%02d",
			scores[i] / 100, scores[i] % 100);
	webpage_put_sentence(p, "p", "check.what_if",
		WORDING_VALUES({ "year", year }, { "codes", buf_str(&codes) },
			{ "oit", texts[0] }, { "fixed_oit", texts[1] },
			{ "total", texts[2] }, { "fixed_total", texts[3] }));
	buf_done(&codes);
}

/* They filter where scripts run, and lead to their part where none does. */
static void put_counts(struct webpage *p)
{
	buf_printf(p->out,
		"<section aria-labelledby=\"summary\">\n"
		"<h2 id=\"summary\">%s</h2>\n<ul class=\"counts\">\n",
		webpage_text(p, "check.summary"));
	for (size_t i = 0; i < N_GROUPS; i++)
		put_group_count(p, &groups[i]);
	buf_printf(p->out, "<li><a href=\"#items\" data-group=\"\"><b>%zu</b> ",
		p->doc->n_items);
	escape_text(p->out, webpage_text(p, "count.all"));
	buf_puts(p->out, "</a></li>\n</ul>\n");
	for (size_t i = 0; i < p->doc->scores.n_what_if; i++)
		put_what_if(p, &p->doc->scores.what_if[i]);
}

/* Units and issues are named in Thai. */
static void put_option(struct webpage *p, const char *value, const char *name)
{
	buf_puts(p->out, "<option value=\"");
	escape_text(p->out, value);
	buf_printf(p->out, "\"%s>", *value ? webpage_thai(p) : "");
	escape_text(p->out, name);
	buf_puts(p->out, "</option>\n");
}

/* A choice whose first option is all of them; closed with </select></label>.
 */
static void open_choice(struct webpage *p, const char *id, const char *key)
{
	buf_puts(p->out, "<label>");
	escape_text(p->out, webpage_text(p, key));
	buf_printf(p->out, " <select id=\"%s\">\n", id);
	put_option(p, "", webpage_text(p, "count.all"));
}

static bool is_first_of_owner(const struct document *doc, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(doc->items[i].owner, doc->items[at].owner) == 0)
			return false;
	return true;
}

static void put_owners(struct webpage *p)
{
	open_choice(p, "owner", "item.owner");
	for (size_t i = 0; i < p->doc->n_items; i++) {
		const char *owner = p->doc->items[i].owner;

		if (webpage_is_set(owner) && is_first_of_owner(p->doc, i))
			put_option(p, owner, owner);
	}
	buf_puts(p->out, "</select></label>\n");
}

static void put_issues(struct webpage *p)
{
	char n[16];

	open_choice(p, "issue", "item.issue");
	for (size_t i = 0; i < p->doc->plan.n_issues; i++) {
		const struct document_issue *issue = &p->doc->plan.issues[i];

		(void)snprintf(n, sizeof(n), "%d", issue->n);
		put_option(p, n, issue->title);
	}
	buf_puts(p->out, "</select></label>\n");
}

/* What only a script can do is shown by the script. */
static void put_choices(struct webpage *p)
{
	buf_puts(p->out, "<p class=\"choices scripted\" hidden>\n");
	put_owners(p);
	put_issues(p);
	buf_puts(p->out, "<button type=\"button\" id=\"save\">");
	escape_text(p->out, webpage_text(p, "check.save"));
	buf_puts(p->out, "</button></p>\n<p class=\"scripted\" hidden>"
			 "<span id=\"shown\" role=\"status\" data-text=\"");
	escape_text(p->out, webpage_text(p, "check.shown"));
	buf_puts(p->out, "\"></span> ");
	escape_text(p->out, webpage_text(p, "check.kept"));
	buf_puts(p->out, "</p>\n<p id=\"unkept\" role=\"alert\" hidden>");
	escape_text(p->out, webpage_text(p, "check.unkept"));
	buf_puts(p->out, "</p>\n</section>\n");
}

static void put_contents(struct webpage *p)
{
	buf_puts(p->out, "<nav aria-label=\"");
	escape_text(p->out, webpage_text(p, "check.contents"));
	buf_puts(p->out, "\">\n<ul class=\"contents\">\n");
	for (size_t i = 0; i < p->doc->n_items; i++) {
		const struct finding *f = &p->doc->items[i];

		buf_printf(p->out, "<li><a class=\"%s\" href=\"#",
			verdict_name(f->verdict));
		escape_text(p->out, f->id);
		buf_puts(p->out, "\">");
		webpage_put_sign(p, f->verdict);
		buf_printf(p->out, "O%d <span class=\"hidden\">", f->number);
		escape_text(p->out,
			webpage_word(p, "verdict", verdict_name(f->verdict)));
		buf_puts(p->out, "</span></a></li>\n");
	}
	buf_puts(p->out, "</ul>\n</nav>\n");
}

static void put_group(struct webpage *p, const struct group *g)
{
	size_t total = group_total(p, g);

	if (total == 0)
		return;
	buf_printf(p->out, "<section class=\"group\" id=\"%s\">\n<h2>", g->id);
	escape_text(p->out, webpage_text(p, g->title));
	buf_printf(p->out, " (%zu)</h2>\n", total);
	for (size_t v = 0; v < g->n; v++)
		for (size_t i = 0; i < p->doc->n_items; i++)
			if (p->doc->items[i].verdict == g->verdicts[v])
				entry_put(p, &p->doc->items[i]);
	buf_puts(p->out, "</section>\n");
}

static void put_items(struct webpage *p)
{
	buf_puts(p->out, "<div id=\"items\">\n");
	for (size_t i = 0; i < N_GROUPS; i++)
		put_group(p, &groups[i]);
	buf_puts(p->out, "</div>\n");
}

/* What the office says of an item, and what became of it. */
static void put_waiver(struct webpage *p, const struct finding *f,
	const struct finding_waiver *w)
{
	struct buf until;

	buf_init(&until, MAX_TEXT);
	wording_put_day(p->wording, &until, w->until);
	buf_puts(p->out, "<li><a href=\"#");
	escape_text(p->out, f->id);
	buf_printf(p->out, "\">O%d</a> <b>", f->number);
	escape_text(p->out,
		webpage_word(p, "waiver", finding_waiver_word(w->state)));
	buf_puts(p->out, "</b> ");
	webpage_put_sentence(p, "span",
		webpage_is_set(w->part) ? "waiver.of_part" : "waiver.of_item",
		WORDING_VALUES({ "kind", webpage_word(p, "verdict",
						 verdict_name(w->verdict)) },
			{ "part", w->part_text }, { "by", w->by },
			{ "until", buf_str(&until) }, { "reason", w->reason }));
	if (webpage_is_set(w->url)) {
		buf_puts(p->out, " <span class=\"address\">");
		html_put_link(p->out, w->url, w->url);
		buf_puts(p->out, "</span>");
	}
	buf_puts(p->out, "</li>\n");
	buf_done(&until);
}

static void put_waivers(struct webpage *p)
{
	if (!document_has_waivers(p->doc))
		return;
	buf_printf(p->out,
		"<section aria-labelledby=\"waivers\">\n"
		"<h2 id=\"waivers\">%s</h2>\n<ul>\n",
		webpage_text(p, "waiver.head"));
	for (size_t i = 0; i < p->doc->n_items; i++) {
		const struct finding *f = &p->doc->items[i];

		for (size_t k = 0; k < f->n_waivers; k++)
			put_waiver(p, f, &f->waivers[k]);
	}
	buf_puts(p->out, "</ul>\n</section>\n");
}

/* "endless pages (by the pattern …): 612, as …" */
static void put_case(struct webpage *p, const struct document_case *c)
{
	char count[32];

	buf_puts(p->out, "<li><b>");
	escape_text(p->out, webpage_word(p, "why", c->name));
	buf_puts(p->out, "</b> ");
	if (webpage_is_set(c->rule))
		html_put_element(
			p->out, "span", NULL, webpage_word(p, "rule", c->rule));
	if (webpage_is_set(c->detail))
		html_put_element(p->out, "span", "address",
			webpage_word(p, "why", c->detail));
	(void)snprintf(count, sizeof(count), "%ld", c->count);
	webpage_put_sentence(
		p, "span", "coverage.times", WORDING_VALUES({ "n", count }));
	if (webpage_is_set(c->example)) {
		buf_puts(p->out, "<span class=\"address\">");
		html_put_link(p->out, c->example, c->example);
		buf_puts(p->out, "</span>");
	}
	buf_puts(p->out, "</li>\n");
}

static void put_cases(struct webpage *p, const char *key,
	const struct document_case *cases, size_t n)
{
	if (n == 0)
		return;
	webpage_open_fold(p, key, n, false);
	buf_puts(p->out, "<ul>\n");
	for (size_t i = 0; i < n && i < MAX_CASES; i++)
		put_case(p, &cases[i]);
	buf_puts(p->out, "</ul>\n");
	webpage_put_more(p, n, MAX_CASES);
	buf_puts(p->out, "</details>\n");
}

/* found = checked + not checked: the clerk can add it up. */
static void put_sum(struct webpage *p)
{
	const struct document_coverage *c = &p->doc->coverage;
	const long numbers[] = { c->found, c->fetched, document_led_on(p->doc),
		c->failed, c->skipped };
	char texts[sizeof(numbers) / sizeof(numbers[0])][32];

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		(void)snprintf(texts[i], sizeof(texts[i]), "%ld", numbers[i]);
	webpage_put_sentence(p, "p", "coverage.sum",
		WORDING_VALUES({ "found", texts[0] }, { "fetched", texts[1] },
			{ "led_on", texts[2] }, { "failed", texts[3] },
			{ "skipped", texts[4] }));
}

static void put_coverage(struct webpage *p)
{
	const struct document_coverage *c = &p->doc->coverage;

	buf_printf(p->out,
		"<section aria-labelledby=\"coverage\">\n"
		"<h2 id=\"coverage\">%s</h2>\n",
		webpage_text(p, "coverage.head"));
	put_sum(p);
	buf_puts(p->out, "<dl>\n");
	webpage_put_number(p, "coverage.documents", c->documents);
	webpage_put_fact(p, "coverage.gate",
		webpage_text(p, c->gate_met ? "coverage.gate_met"
					    : "coverage.gate_not_met"));
	if (webpage_is_set(c->stopped_by))
		webpage_put_fact(p, "coverage.stopped",
			webpage_word(p, "why", c->stopped_by));
	webpage_put_fact(p, "coverage.agent", c->user_agent);
	buf_puts(p->out, "</dl>\n");
	put_cases(p, "coverage.cases", c->cases, c->n_cases);
	put_cases(p, "coverage.notes", c->notes, c->n_notes);
	buf_puts(p->out, "</section>\n");
}

static void put_footer(struct webpage *p)
{
	const struct document *doc = p->doc;

	buf_puts(p->out, "<footer>\n");
	webpage_put_sentence(p, "p", "foot.text",
		WORDING_VALUES({ "tool", doc->tool_name },
			{ "version", doc->tool_version },
			{ "rules", doc->rules.version }));
	buf_puts(p->out, "</footer>\n");
}

void checklist_write(struct buf *out, const struct document *doc,
	struct wording *wording, const char *style, const char *script)
{
	const char *lang = wording_text(wording, "paper.lang");
	struct webpage p = { .out = out,
		.doc = doc,
		.wording = wording,
		.is_thai = strcmp(lang, "th") == 0 };
	struct html_page page = {
		.lang = lang, .style = style, .script = script
	};
	char year[16];
	struct buf title;

	buf_init(&title, MAX_TEXT);
	(void)snprintf(year, sizeof(year), "%d", doc->rules.year);
	wording_put(wording, &title, "check.title",
		WORDING_VALUES({ "year", year }));
	page.title = buf_str(&title);
	html_put_head(out, &page);
	put_header(&p);
	buf_puts(out, "<main>\n");
	put_counts(&p);
	put_since(&p);
	put_choices(&p);
	put_contents(&p);
	put_items(&p);
	put_waivers(&p);
	put_coverage(&p);
	buf_puts(out, "</main>\n");
	put_footer(&p);
	html_put_foot(out, &page);
	arena_done(&p.arena);
	buf_done(&title);
}
