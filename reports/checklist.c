#include "reports/checklist.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/slice.h"
#include "reports/escape.h"
#include "reports/excerpt.h"
#include "reports/html.h"
#include "reports/since.h"
#include "reports/thai.h"

#define MAX_TEXT ((size_t)64 * 1024)

/*
 * What keeps the list below 200 KB, so that it goes by mail: an item shows
 * its best places, at least one and then as many as there is room for, and
 * what the site says is cut.  All of it stands in report.json.
 */
#define MAX_EVIDENCE 3
#define MAX_STEPS 3 /* of the way there, the last ones */
#define MAX_NEAR 5
#define MAX_SOUGHT 12
#define MAX_FOREIGN ((size_t)210)      /* bytes of one text of the site */
#define MAX_FOLD ((size_t)1024)        /* bytes of a fold, then no more */
#define MAX_ITEMS ((size_t)150 * 1024) /* bytes of all of them, likewise */

/* Rows of the coverage. */
#define MAX_CASES 60

/* The page being written. */
struct page {
	struct buf *out;
	const struct document *doc;
	struct wording *wording;
	struct arena arena; /* of texts put together */
	size_t item;        /* where the item begins in out */
	bool is_thai;       /* not so, what rules and site say still is */
};

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

static bool is_set(const char *s)
{
	return s && *s;
}

static const char *text(struct page *p, const char *key)
{
	return wording_text(p->wording, key);
}

/* The word for a code of a closed list; the code when there is none. */
static const char *word(struct page *p, const char *list, const char *code)
{
	char key[128];

	(void)snprintf(key, sizeof(key), "%s.%s", list, code);
	return wording_has(p->wording, key) ? text(p, key) : code;
}

/* What the site says, cut where it goes on for long. */
static const char *brief(struct page *p, const char *s)
{
	return excerpt_text(&p->arena, s, MAX_FOREIGN);
}

/* A sentence of the wording as an element. */
static void put_sentence(struct page *p, const char *tag, const char *key,
	const struct wording_value *values)
{
	struct buf sentence;

	buf_init(&sentence, MAX_TEXT);
	wording_put(p->wording, &sentence, key, values);
	html_put_element(p->out, tag, NULL, buf_str(&sentence));
	buf_done(&sentence);
}

/* Names the language of what is Thai within a page that is not (WCAG 2.2,
 * 3.1.2). */
static const char *thai(const struct page *p)
{
	return p->is_thai ? "" : " lang=\"th\"";
}

static void put_thai(struct page *p, const char *tag, const char *s)
{
	buf_printf(p->out, "<%s%s>", tag, thai(p));
	escape_text(p->out, s);
	buf_printf(p->out, "</%s>\n", tag);
}

/* Name and value of a list of facts; nothing when there is no value. */
static void put_fact(struct page *p, const char *key, const char *value)
{
	if (!is_set(value))
		return;
	html_put_element(p->out, "dt", NULL, text(p, key));
	html_put_element(p->out, "dd", NULL, value);
}

/* The same of what rules or site say. */
static void put_thai_fact(struct page *p, const char *key, const char *value)
{
	if (!is_set(value))
		return;
	html_put_element(p->out, "dt", NULL, text(p, key));
	put_thai(p, "dd", value);
}

static void put_place(struct page *p, const char *url, const char *name)
{
	if (!p->is_thai)
		buf_puts(p->out, "<span lang=\"th\">");
	html_put_link(p->out, url, brief(p, name));
	if (!p->is_thai)
		buf_puts(p->out, "</span>");
}

static void put_number_fact(struct page *p, const char *key, long number)
{
	char value[32];

	(void)snprintf(value, sizeof(value), "%ld", number);
	put_fact(p, key, value);
}

/* "20 กุมภาพันธ์ 2567", or "2024-02-20" */
static void put_day(struct page *p, struct buf *out, const char *time)
{
	if (p->is_thai)
		thai_put_date(out, time, false);
	else
		buf_printf(out, "%.10s", time ? time : "");
}

/* "20 กุมภาพันธ์ 2567 02:00" */
static void put_moment(struct page *p, struct buf *out, const char *time)
{
	put_day(p, out, time);
	if (time && strlen(time) >= 16 && time[10] == 'T')
		buf_printf(out, " %.5s", time + 11);
}

static void put_moment_fact(struct page *p, const char *key, const char *time)
{
	struct buf value;

	buf_init(&value, MAX_TEXT);
	put_moment(p, &value, time);
	put_fact(p, key, buf_str(&value));
	buf_done(&value);
}

static void put_header(struct page *p)
{
	const struct document *doc = p->doc;
	const char *name =
		is_set(doc->office.name) ? doc->office.name : doc->site.name;
	char year[16], fetched[32], documents[32];
	struct buf checked;

	buf_init(&checked, MAX_TEXT);
	put_moment(p, &checked, doc->started);
	(void)snprintf(year, sizeof(year), "%d", doc->rules.year);
	(void)snprintf(fetched, sizeof(fetched), "%ld", doc->coverage.fetched);
	(void)snprintf(
		documents, sizeof(documents), "%ld", doc->coverage.documents);
	buf_printf(p->out,
		"<a class=\"skip\" href=\"#items\">%s</a>\n<header>\n",
		text(p, "check.skip"));
	put_sentence(p, "h1", "check.title", WORDING_VALUES({ "year", year }));
	buf_printf(p->out, "<p class=\"office\"%s>", thai(p));
	escape_text(p->out, name);
	buf_puts(p->out, "</p>\n");
	put_sentence(p, "p", "check.seen",
		WORDING_VALUES({ "site", doc->site.url },
			{ "checked", buf_str(&checked) },
			{ "fetched", fetched }, { "documents", documents }));
	if (!document_is_final(doc))
		html_put_element(p->out, "p", "stamp", text(p, "stamp"));
	if (document_is_by_draft(doc))
		html_put_element(p->out, "p", "stamp", text(p, "stamp.draft"));
	buf_puts(p->out, "</header>\n");
	buf_done(&checked);
}

/* What has changed since the run before, and how the runs went. */
static void put_since(struct page *p)
{
	struct buf sentence;

	buf_init(&sentence, MAX_TEXT);
	for (size_t i = 0; since_put(&sentence, p->doc, p->wording, i); i++) {
		if (i == 0)
			buf_printf(p->out,
				"<section aria-labelledby=\"since\">\n"
				"<h2 id=\"since\">%s</h2>\n",
				text(p, "since.head"));
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

static void put_sign(struct page *p, enum verdict verdict)
{
	buf_puts(p->out, "<span aria-hidden=\"true\">");
	escape_text(p->out, word(p, "mark", verdict_name(verdict)));
	buf_puts(p->out, "</span> ");
}

static size_t group_total(const struct page *p, const struct group *g)
{
	size_t total = 0;

	for (size_t i = 0; i < g->n; i++)
		total += document_total(p->doc, g->verdicts[i]);
	return total;
}

static void put_group_count(struct page *p, const struct group *g)
{
	size_t total = group_total(p, g);

	if (total == 0 && !g->always)
		return;
	buf_printf(p->out,
		"<li><a class=\"%s\" href=\"#%s\" data-group=\"%s\">"
		"<b>%zu</b> ",
		verdict_name(g->verdicts[0]), g->id, g->id, total);
	put_sign(p, g->verdicts[0]);
	escape_text(p->out, text(p, g->title));
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
static void put_what_if(struct page *p, const struct document_what_if *w)
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
	put_sentence(p, "p", "check.what_if",
		WORDING_VALUES({ "year", year }, { "codes", buf_str(&codes) },
			{ "oit", texts[0] }, { "fixed_oit", texts[1] },
			{ "total", texts[2] }, { "fixed_total", texts[3] }));
	buf_done(&codes);
}

/* They filter where scripts run, and lead to their part where none does. */
static void put_counts(struct page *p)
{
	buf_printf(p->out,
		"<section aria-labelledby=\"summary\">\n"
		"<h2 id=\"summary\">%s</h2>\n<ul class=\"counts\">\n",
		text(p, "check.summary"));
	for (size_t i = 0; i < N_GROUPS; i++)
		put_group_count(p, &groups[i]);
	buf_printf(p->out, "<li><a href=\"#items\" data-group=\"\"><b>%zu</b> ",
		p->doc->n_items);
	escape_text(p->out, text(p, "count.all"));
	buf_puts(p->out, "</a></li>\n</ul>\n");
	for (size_t i = 0; i < p->doc->scores.n_what_if; i++)
		put_what_if(p, &p->doc->scores.what_if[i]);
}

/* Units and issues are named in Thai. */
static void put_option(struct page *p, const char *value, const char *name)
{
	buf_puts(p->out, "<option value=\"");
	escape_text(p->out, value);
	buf_printf(p->out, "\"%s>", *value ? thai(p) : "");
	escape_text(p->out, name);
	buf_puts(p->out, "</option>\n");
}

/* A choice whose first option is all of them; closed with </select></label>.
 */
static void open_choice(struct page *p, const char *id, const char *key)
{
	buf_puts(p->out, "<label>");
	escape_text(p->out, text(p, key));
	buf_printf(p->out, " <select id=\"%s\">\n", id);
	put_option(p, "", text(p, "count.all"));
}

static bool is_first_of_owner(const struct document *doc, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(doc->items[i].owner, doc->items[at].owner) == 0)
			return false;
	return true;
}

static void put_owners(struct page *p)
{
	open_choice(p, "owner", "item.owner");
	for (size_t i = 0; i < p->doc->n_items; i++) {
		const char *owner = p->doc->items[i].owner;

		if (is_set(owner) && is_first_of_owner(p->doc, i))
			put_option(p, owner, owner);
	}
	buf_puts(p->out, "</select></label>\n");
}

static void put_issues(struct page *p)
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
static void put_choices(struct page *p)
{
	buf_puts(p->out, "<p class=\"choices scripted\" hidden>\n");
	put_owners(p);
	put_issues(p);
	buf_puts(p->out, "<button type=\"button\" id=\"save\">");
	escape_text(p->out, text(p, "check.save"));
	buf_puts(p->out, "</button></p>\n<p class=\"scripted\" hidden>"
			 "<span id=\"shown\" role=\"status\" data-text=\"");
	escape_text(p->out, text(p, "check.shown"));
	buf_puts(p->out, "\"></span> ");
	escape_text(p->out, text(p, "check.kept"));
	buf_puts(p->out, "</p>\n<p id=\"unkept\" role=\"alert\" hidden>");
	escape_text(p->out, text(p, "check.unkept"));
	buf_puts(p->out, "</p>\n</section>\n");
}

static void put_contents(struct page *p)
{
	buf_puts(p->out, "<nav aria-label=\"");
	escape_text(p->out, text(p, "check.contents"));
	buf_puts(p->out, "\">\n<ul class=\"contents\">\n");
	for (size_t i = 0; i < p->doc->n_items; i++) {
		const struct finding *f = &p->doc->items[i];

		buf_printf(p->out, "<li><a class=\"%s\" href=\"#",
			verdict_name(f->verdict));
		escape_text(p->out, f->id);
		buf_puts(p->out, "\">");
		put_sign(p, f->verdict);
		buf_printf(p->out, "O%d <span class=\"hidden\">", f->number);
		escape_text(
			p->out, word(p, "verdict", verdict_name(f->verdict)));
		buf_puts(p->out, "</span></a></li>\n");
	}
	buf_puts(p->out, "</ul>\n</nav>\n");
}

static void put_period(struct page *p, const struct finding *f)
{
	char wanted[16], found[16];
	struct buf value;

	if (f->period_wanted == 0)
		return;
	buf_init(&value, MAX_TEXT);
	(void)snprintf(wanted, sizeof(wanted), "%d", f->period_wanted);
	(void)snprintf(found, sizeof(found), "%d", f->period_found);
	wording_put(p->wording, &value,
		f->period_found ? "item.wanted_found" : "item.wanted",
		WORDING_VALUES({ "wanted", wanted }, { "found", found }));
	put_fact(p, "item.period", buf_str(&value));
	buf_done(&value);
}

static void put_model_points(
	struct page *p, const char *key, const char *model, long thousandths)
{
	char points[32];
	struct buf value;

	if (thousandths < 0)
		return;
	buf_init(&value, MAX_TEXT);
	(void)snprintf(points, sizeof(points), "%ld.%03ld", thousandths / 1000,
		thousandths % 1000);
	wording_put(p->wording, &value, key,
		WORDING_VALUES({ "points", points }, { "model", model }));
	put_fact(p, "item.points", buf_str(&value));
	buf_done(&value);
}

static void put_points(struct page *p, const struct finding *f)
{
	if (!finding_is_at_stake(f))
		return;
	put_model_points(p, "item.points_text", "", f->points);
	for (size_t i = 0; i < f->n_other_points; i++)
		put_model_points(p, "item.points_other",
			f->other_points[i].model, f->other_points[i].points);
}

/* An item that is all right may still be lost with another one. */
static void put_blocked_by(struct page *p, const struct finding *f)
{
	for (size_t i = 0; i < f->n_blocked_by; i++) {
		struct buf value;
		char code[16];

		buf_init(&value, MAX_TEXT);
		(void)snprintf(code, sizeof(code), "O%s", f->blocked_by[i] + 1);
		wording_put(p->wording, &value, "item.blocked_text",
			WORDING_VALUES({ "code", code }));
		put_fact(p, "item.blocked", buf_str(&value));
		buf_done(&value);
	}
}

static void put_due(struct page *p, const struct finding *f)
{
	const char *due = document_due(p->doc, f->id);
	struct buf value;

	buf_init(&value, MAX_TEXT);
	put_day(p, &value, due);
	put_fact(
		p, "item.due", *due ? buf_str(&value) : text(p, "item.no_due"));
	buf_done(&value);
}

static void put_facts(struct page *p, const struct finding *f)
{
	bool open = verdict_is_open(f->verdict);

	buf_puts(p->out, "<dl>\n");
	put_thai_fact(p, "item.found", f->reason);
	if (open) {
		put_thai_fact(p, "item.where", f->where);
		put_thai_fact(p, "item.done_when", f->done_when);
	}
	if (is_set(f->owner))
		put_thai_fact(p, "item.owner", f->owner);
	else
		put_fact(p, "item.owner", text(p, "item.no_owner"));
	if (open)
		put_due(p, f);
	put_period(p, f);
	put_points(p, f);
	put_blocked_by(p, f);
	for (size_t i = 0; i < f->n_advice; i++)
		put_thai_fact(p, "item.advice", f->advice[i]);
	if (document_is_contradicted(f))
		put_fact(p, "item.done", text(p, "item.contradicted"));
	put_thai_fact(p, "item.note", f->note);
	buf_puts(p->out, "</dl>\n");
}

static void put_part(
	struct page *p, const struct finding_part *part, bool looked_at)
{
	const char *name = verdict_name(part->verdict);

	buf_printf(p->out, "<li class=\"%s\">", looked_at ? name : "open");
	if (looked_at) {
		put_sign(p, part->verdict);
		buf_puts(p->out, "<b>");
		escape_text(p->out, word(p, "part", name));
		buf_puts(p->out, "</b> ");
	}
	put_thai(p, "span", part->text);
	html_put_element(p->out, "small", NULL,
		text(p, part->must ? "part.must" : "part.should"));
	buf_puts(p->out, "</li>\n");
}

/* Where nothing was found the parts say what there must be. */
static void put_parts(struct page *p, const struct finding *f)
{
	bool found = f->verdict != VERDICT_MISSING &&
		     (!verdict_is_of_office(f->verdict) || f->n_evidence);

	if (f->n_parts == 0)
		return;
	html_put_element(p->out, "h4", NULL, text(p, "item.parts"));
	buf_puts(p->out, "<ul class=\"parts\">\n");
	for (size_t i = 0; i < f->n_parts; i++)
		put_part(p, &f->parts[i], found);
	buf_puts(p->out, "</ul>\n");
}

/* A folded part, closed with </details>; places are of use on paper too. */
static void open_details(
	struct page *p, const char *key, size_t n, bool of_places)
{
	char count[32];

	(void)snprintf(count, sizeof(count), "%zu", n);
	buf_printf(
		p->out, "<details%s>\n", of_places ? " class=\"places\"" : "");
	put_sentence(p, "summary", key, WORDING_VALUES({ "n", count }));
}

/* An address for people. */
static const char *address(struct page *p, const char *url)
{
	return brief(p, excerpt_address(&p->arena, p->doc->site.url, url));
}

static void put_path(struct page *p, const struct finding_evidence *e)
{
	size_t i = e->n_path > MAX_STEPS ? e->n_path - MAX_STEPS : 0;

	if (e->n_path == 0)
		return;
	html_put_element(p->out, "dt", NULL, text(p, "evidence.path"));
	buf_printf(p->out, "<dd><ol start=\"%zu\">\n", i + 1);
	for (; i < e->n_path; i++) {
		buf_puts(p->out, "<li>");
		html_put_link(p->out, e->path[i], address(p, e->path[i]));
		buf_puts(p->out, "</li>\n");
	}
	buf_puts(p->out, "</ol></dd>\n");
}

/* How it was reached and what it was: of the best place alone. */
static void put_proof(struct page *p, const struct finding_evidence *e)
{
	put_path(p, e);
	if (e->http_status)
		put_number_fact(p, "evidence.status", e->http_status);
	put_moment_fact(p, "evidence.time", e->fetched_at);
	put_fact(p, "evidence.hash", e->sha256);
}

/* The words of the link are told where they are not the title itself. */
static void put_evidence(
	struct page *p, const struct finding_evidence *e, bool best)
{
	const char *name = is_set(e->title) ? e->title : e->anchor;

	if (!is_set(name))
		name = address(p, e->url);
	buf_puts(p->out, "<p class=\"address\">");
	put_place(p, e->url, name);
	buf_puts(p->out, "</p>\n<dl>\n");
	put_fact(p, "csv.url", address(p, e->url));
	if (is_set(e->anchor) && strcmp(e->anchor, name) != 0)
		put_thai_fact(p, "evidence.anchor", brief(p, e->anchor));
	put_thai_fact(p, "evidence.quote", brief(p, e->quote));
	put_thai_fact(p, "evidence.year", brief(p, e->year_quote));
	if (best)
		put_proof(p, e);
	if (is_set(e->reading))
		put_fact(p, "evidence.reading", word(p, "reading", e->reading));
	buf_puts(p->out, "</dl>\n");
}

/* The sentence of the rules, or its word and year in another language. */
static void put_refusal(struct page *p, const struct finding_near *near)
{
	buf_puts(p->out, " <b>");
	if (p->is_thai && is_set(near->detail)) {
		escape_text(p->out, brief(p, near->detail));
	} else {
		escape_text(p->out, word(p, "why", near->why));
		if (near->year)
			buf_printf(p->out, " (%d)", near->year);
	}
	buf_puts(p->out, "</b>");
}

static void put_near(struct page *p, const struct finding_near *near)
{
	const char *place = address(p, near->url);
	bool named = is_set(near->anchor);

	buf_puts(p->out, "<li>");
	put_place(p, near->url, named ? near->anchor : place);
	if (named) {
		buf_puts(p->out, " <span class=\"address\">");
		escape_text(p->out, place);
		buf_puts(p->out, "</span>");
	}
	put_refusal(p, near);
	buf_puts(p->out, "</li>\n");
}

/* What is left out for the size of the file stands in report.json. */
static void put_more(struct page *p, size_t n, size_t shown)
{
	char more[32];

	if (n <= shown)
		return;
	(void)snprintf(more, sizeof(more), "%zu", n - shown);
	put_sentence(p, "p", "item.more", WORDING_VALUES({ "n", more }));
}

/* Whether a fold that begins there has room for another place. */
static bool has_room(const struct page *p, size_t begin)
{
	return p->out->len - begin < MAX_FOLD &&
	       p->out->len - p->item < MAX_ITEMS / p->doc->n_items;
}

static void put_all_evidence(struct page *p, const struct finding *f)
{
	size_t begin = p->out->len, i = 0;

	if (f->n_evidence == 0)
		return;
	open_details(p, "item.evidence", f->n_evidence, true);
	do
		put_evidence(p, &f->evidence[i], i == 0);
	while (++i < f->n_evidence && i < MAX_EVIDENCE && has_room(p, begin));
	put_more(p, f->n_evidence, i);
	buf_puts(p->out, "</details>\n");
}

static void put_all_near(struct page *p, const struct finding *f)
{
	size_t begin = p->out->len, i = 0;

	if (f->n_near == 0)
		return;
	open_details(p, "item.near", f->n_near, true);
	buf_puts(p->out, "<ul>\n");
	do
		put_near(p, &f->near_misses[i]);
	while (++i < f->n_near && i < MAX_NEAR && has_room(p, begin));
	buf_puts(p->out, "</ul>\n");
	put_more(p, f->n_near, i);
	buf_puts(p->out, "</details>\n");
}

/* Of use only where something is still sought. */
static void put_sought(struct page *p, const struct finding *f)
{
	size_t begin = p->out->len, i = 0;

	if (f->n_sought == 0 || !verdict_is_open(f->verdict))
		return;
	open_details(p, "item.sought", f->n_sought, false);
	buf_printf(p->out, "<p%s>", thai(p));
	do {
		if (i)
			buf_puts(p->out, " / ");
		escape_text(p->out, brief(p, f->sought[i]));
	} while (++i < f->n_sought && i < MAX_SOUGHT && has_room(p, begin));
	buf_puts(p->out, "</p>\n");
	put_more(p, f->n_sought, i);
	buf_puts(p->out, "</details>\n");
}

/* For paper and pencil, or for a browser that keeps forms. */
static void put_tick(struct page *p)
{
	buf_puts(p->out, "<p class=\"tick\"><label><input type=\"checkbox\"> ");
	escape_text(p->out, text(p, "item.done"));
	buf_puts(p->out, "</label> <label>");
	escape_text(p->out, text(p, "item.note"));
	buf_puts(p->out, " <input type=\"text\"></label></p>\n");
}

/* Against the run before; nothing when there was none. */
static void put_change(struct page *p, const struct finding *f)
{
	const char *name = finding_change_name(f->change);

	if (f->change == CHANGE_FIRST)
		return;
	buf_printf(p->out, " <span class=\"change %s\">", name);
	escape_text(p->out, word(p, "change", name));
	buf_puts(p->out, "</span>");
}

/* The verdict, and the kind of failure where that says more. */
static void put_verdict(struct page *p, const struct finding *f)
{
	const char *verdict = word(p, "verdict", verdict_name(f->verdict));
	const char *why = word(p, "why", f->reason_code);

	buf_puts(p->out, "<p><span class=\"badge\">");
	put_sign(p, f->verdict);
	escape_text(p->out, verdict);
	buf_puts(p->out, "</span> ");
	if (f->verdict != VERDICT_PASS && strcmp(why, verdict) != 0)
		escape_text(p->out, why);
	put_change(p, f);
	buf_puts(p->out, "</p>\n");
}

static void put_todo(struct page *p, const struct finding *f)
{
	if (!verdict_is_open(f->verdict) || !is_set(f->fix))
		return;
	buf_puts(p->out, "<p class=\"todo\"><b>");
	escape_text(p->out, text(p, "item.todo"));
	buf_puts(p->out, "</b> ");
	put_thai(p, "span", f->fix);
	buf_puts(p->out, "</p>\n");
}

/* What the script asks of an item. */
static void put_data(struct page *p, const struct finding *f)
{
	char key[DOCUMENT_FINGERPRINT_SIZE];

	document_fingerprint(p->doc, f, key);
	buf_printf(p->out, " data-key=\"%s\" data-issue=\"%d\"", key, f->issue);
	if (!is_set(f->owner))
		return;
	buf_puts(p->out, " data-owner=\"");
	escape_text(p->out, f->owner);
	buf_putc(p->out, '"');
}

static void put_item(struct page *p, const struct finding *f)
{
	const char *name = verdict_name(f->verdict);

	p->item = p->out->len;
	buf_printf(p->out, "<article class=\"item %s\" id=\"", name);
	escape_text(p->out, f->id);
	buf_putc(p->out, '"');
	put_data(p, f);
	buf_puts(p->out, ">\n<h3><a href=\"#");
	escape_text(p->out, f->id);
	buf_printf(p->out, "\">O%d</a> ", f->number);
	put_thai(p, "span", f->title);
	buf_puts(p->out, "</h3>\n");
	put_verdict(p, f);
	put_todo(p, f);
	put_facts(p, f);
	put_parts(p, f);
	put_all_evidence(p, f);
	put_all_near(p, f);
	put_sought(p, f);
	if (verdict_is_open(f->verdict))
		put_tick(p);
	buf_puts(p->out, "</article>\n");
}

static void put_group(struct page *p, const struct group *g)
{
	size_t total = group_total(p, g);

	if (total == 0)
		return;
	buf_printf(p->out, "<section class=\"group\" id=\"%s\">\n<h2>", g->id);
	escape_text(p->out, text(p, g->title));
	buf_printf(p->out, " (%zu)</h2>\n", total);
	for (size_t v = 0; v < g->n; v++)
		for (size_t i = 0; i < p->doc->n_items; i++)
			if (p->doc->items[i].verdict == g->verdicts[v])
				put_item(p, &p->doc->items[i]);
	buf_puts(p->out, "</section>\n");
}

static void put_items(struct page *p)
{
	buf_puts(p->out, "<div id=\"items\">\n");
	for (size_t i = 0; i < N_GROUPS; i++)
		put_group(p, &groups[i]);
	buf_puts(p->out, "</div>\n");
}

/* What the office says of an item, and what became of it. */
static void put_waiver(
	struct page *p, const struct finding *f, const struct finding_waiver *w)
{
	struct buf until;

	buf_init(&until, MAX_TEXT);
	thai_put_date(&until, w->until, false);
	buf_puts(p->out, "<li><a href=\"#");
	escape_text(p->out, f->id);
	buf_printf(p->out, "\">O%d</a> <b>", f->number);
	escape_text(p->out, word(p, "waiver", finding_waiver_word(w->state)));
	buf_puts(p->out, "</b> ");
	put_sentence(p, "span",
		is_set(w->part) ? "waiver.of_part" : "waiver.of_item",
		WORDING_VALUES({ "kind", word(p, "verdict",
						 verdict_name(w->verdict)) },
			{ "part", w->part_text }, { "by", w->by },
			{ "until", buf_str(&until) }, { "reason", w->reason }));
	if (is_set(w->url)) {
		buf_puts(p->out, " <span class=\"address\">");
		html_put_link(p->out, w->url, w->url);
		buf_puts(p->out, "</span>");
	}
	buf_puts(p->out, "</li>\n");
	buf_done(&until);
}

static void put_waivers(struct page *p)
{
	if (!document_has_waivers(p->doc))
		return;
	buf_printf(p->out,
		"<section aria-labelledby=\"waivers\">\n"
		"<h2 id=\"waivers\">%s</h2>\n<ul>\n",
		text(p, "waiver.head"));
	for (size_t i = 0; i < p->doc->n_items; i++) {
		const struct finding *f = &p->doc->items[i];

		for (size_t k = 0; k < f->n_waivers; k++)
			put_waiver(p, f, &f->waivers[k]);
	}
	buf_puts(p->out, "</ul>\n</section>\n");
}

/* "endless pages (by the pattern …): 612, as …" */
static void put_case(struct page *p, const struct document_case *c)
{
	char count[32];

	buf_puts(p->out, "<li><b>");
	escape_text(p->out, word(p, "why", c->name));
	buf_puts(p->out, "</b> ");
	if (is_set(c->rule))
		html_put_element(
			p->out, "span", NULL, word(p, "rule", c->rule));
	if (is_set(c->detail))
		html_put_element(
			p->out, "span", "address", word(p, "why", c->detail));
	(void)snprintf(count, sizeof(count), "%ld", c->count);
	put_sentence(
		p, "span", "coverage.times", WORDING_VALUES({ "n", count }));
	if (is_set(c->example)) {
		buf_puts(p->out, "<span class=\"address\">");
		html_put_link(p->out, c->example, c->example);
		buf_puts(p->out, "</span>");
	}
	buf_puts(p->out, "</li>\n");
}

static void put_cases(struct page *p, const char *key,
	const struct document_case *cases, size_t n)
{
	if (n == 0)
		return;
	open_details(p, key, n, false);
	buf_puts(p->out, "<ul>\n");
	for (size_t i = 0; i < n && i < MAX_CASES; i++)
		put_case(p, &cases[i]);
	buf_puts(p->out, "</ul>\n");
	put_more(p, n, MAX_CASES);
	buf_puts(p->out, "</details>\n");
}

/* found = checked + not checked: the clerk can add it up. */
static void put_sum(struct page *p)
{
	const struct document_coverage *c = &p->doc->coverage;
	const long numbers[] = { c->found, c->fetched, document_led_on(p->doc),
		c->failed, c->skipped };
	char texts[sizeof(numbers) / sizeof(numbers[0])][32];

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		(void)snprintf(texts[i], sizeof(texts[i]), "%ld", numbers[i]);
	put_sentence(p, "p", "coverage.sum",
		WORDING_VALUES({ "found", texts[0] }, { "fetched", texts[1] },
			{ "led_on", texts[2] }, { "failed", texts[3] },
			{ "skipped", texts[4] }));
}

static void put_coverage(struct page *p)
{
	const struct document_coverage *c = &p->doc->coverage;

	buf_printf(p->out,
		"<section aria-labelledby=\"coverage\">\n"
		"<h2 id=\"coverage\">%s</h2>\n",
		text(p, "coverage.head"));
	put_sum(p);
	buf_puts(p->out, "<dl>\n");
	put_number_fact(p, "coverage.documents", c->documents);
	put_fact(p, "coverage.gate",
		text(p, c->gate_met ? "coverage.gate_met"
				    : "coverage.gate_not_met"));
	if (is_set(c->stopped_by))
		put_fact(p, "coverage.stopped", word(p, "why", c->stopped_by));
	put_fact(p, "coverage.agent", c->user_agent);
	buf_puts(p->out, "</dl>\n");
	put_cases(p, "coverage.cases", c->cases, c->n_cases);
	put_cases(p, "coverage.notes", c->notes, c->n_notes);
	buf_puts(p->out, "</section>\n");
}

static void put_footer(struct page *p)
{
	const struct document *doc = p->doc;

	buf_puts(p->out, "<footer>\n");
	put_sentence(p, "p", "foot.text",
		WORDING_VALUES({ "tool", doc->tool_name },
			{ "version", doc->tool_version },
			{ "rules", doc->rules.version }));
	buf_puts(p->out, "</footer>\n");
}

void checklist_write(struct buf *out, const struct document *doc,
	struct wording *wording, const char *style, const char *script)
{
	const char *lang = wording_text(wording, "paper.lang");
	struct page p = { .out = out,
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
