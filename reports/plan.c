#include "reports/plan.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "reports/analysis.h"
#include "reports/memo.h"
#include "reports/paper.h"
#include "reports/since.h"

#define MAX_TEXT ((size_t)64 * 1024)

/* Rows whose steps are longer may be split over pages. */
#define SHORT_ROW 900 /* bytes */

/* Widths of columns in twips: 25.7 cm. */
static const int plan_columns[] = { 2300, 3700, 4900, 1870, 1800 };

/* Items that fall with this one, or that it falls with; "o27 o28", "". */
static const char *dependency(
	struct paper *p, const struct measure *m, bool falling)
{
	const struct document *doc = p->doc;
	const char *ids;
	struct buf out;

	buf_init(&out, MAX_TEXT);
	for (size_t i = 0; i < doc->n_items; i++) {
		const struct finding *f = &doc->items[i];

		for (size_t b = 0; b < f->n_blocked_by; b++) {
			const char *one = falling ? f->blocked_by[b] : f->id;
			const char *other = falling ? f->id : f->blocked_by[b];

			if (strcmp(one, m->item) == 0)
				buf_printf(&out, "%s%s", out.len ? " " : "",
					other);
		}
	}
	ids = arena_strdup(p->arena, buf_str(&out));
	buf_done(&out);
	return ids;
}

/* Only rows out of the check speak of this year's items. */
static void add_dependencies(
	struct paper *p, struct block *cell, const struct measure *m)
{
	const char *falling, *held_by;

	if (m->kind != MEASURE_FINDING && m->kind != MEASURE_CHECKING)
		return;
	falling = dependency(p, m, true);
	held_by = dependency(p, m, false);
	paper_set_codes(p, falling);
	if (*falling)
		(void)paper_add_paragraph(
			p, cell, BLOCK_PLAIN, paper_say(p, "plan.falling"));
	paper_set_codes(p, held_by);
	if (*held_by)
		(void)paper_add_paragraph(
			p, cell, BLOCK_PLAIN, paper_say(p, "plan.held_by"));
}

static void add_steps(
	struct paper *p, struct block *row, const struct measure *m)
{
	struct block *cell = block_add(p->arena, row, BLOCK_CELL);
	const char *key = m->n_steps > 1 ? "plan.step" : "plan.only_step";
	size_t length = 0;

	for (size_t i = 0; i < m->n_steps; i++) {
		paper_set(p, "text", m->steps[i]);
		if (m->kind == MEASURE_CHECKING)
			paper_set(
				p, "text", paper_say(p, "plan.checking_step"));
		paper_set_count(p, "n", i + 1);
		length += strlen(m->steps[i]);
		(void)paper_add_paragraph(
			p, cell, BLOCK_PLAIN, paper_say(p, key));
	}
	if (m->n_steps == 0)
		(void)paper_add_paragraph(p, cell, BLOCK_PLAIN, PAPER_GAP);
	add_dependencies(p, cell, m);
	row->whole = length < SHORT_ROW;
}

static void add_issue_measures(struct paper *p, struct block *table,
	const struct document_issue *issue)
{
	const struct document_plan *plan = &p->doc->plan;
	size_t number = 0;

	for (size_t i = 0; i < plan->n_measures; i++) {
		const struct measure *m = &plan->measures[i];
		struct block *row;

		if (m->issue != issue->n)
			continue;
		row = paper_add_measure(p, table, issue, m, ++number);
		add_steps(p, row, m);
		paper_add_owner(p, row, m);
	}
}

static void add_measures(struct paper *p)
{
	const struct document_plan *plan = &p->doc->plan;
	struct block *table, *row;

	(void)paper_add_heading(p, 2, "plan.head");
	table = paper_add_table(p, plan_columns, 5);
	row = paper_add_row(p, table, true);
	(void)paper_add_head(p, row, 1, "plan.issue");
	(void)paper_add_head(p, row, 1, "plan.measure");
	(void)paper_add_head(p, row, 1, "plan.steps");
	(void)paper_add_head(p, row, 1, "plan.owner");
	(void)paper_add_head(p, row, 1, "plan.period");
	for (size_t i = 0; i < plan->n_issues; i++)
		add_issue_measures(p, table, &plan->issues[i]);
}

static void add_waiver(struct paper *p, const struct finding *f,
	const struct finding_waiver *w)
{
	char key[64];
	const char *line;

	(void)snprintf(
		key, sizeof(key), "verdict.%s", verdict_name(w->verdict));
	paper_set(p, "kind", paper_say(p, key));
	paper_set(p, "part", w->part_text);
	paper_set(p, "by", w->by);
	paper_set(p, "reason", w->reason);
	paper_set_date(p, "until", w->until);
	line = paper_say(
		p, *paper_text(w->part) ? "waiver.of_part" : "waiver.of_item");
	(void)snprintf(
		key, sizeof(key), "waiver.%s", finding_waiver_word(w->state));
	paper_set_code(p, f->id);
	paper_set(p, "text", line);
	paper_set(p, "state", paper_say(p, key));
	(void)paper_add(p, BLOCK_LIST, "plan.waiver");
}

/* What is no measure because the office says so, and what it says in vain. */
static void add_waivers(struct paper *p)
{
	if (!document_has_waivers(p->doc))
		return;
	(void)paper_add_heading(p, 2, "waiver.head");
	for (size_t i = 0; i < p->doc->n_items; i++) {
		const struct finding *f = &p->doc->items[i];

		for (size_t k = 0; k < f->n_waivers; k++)
			add_waiver(p, f, &f->waivers[k]);
	}
}

/* What the check could not see, so that nobody takes it for all. */
static void add_coverage(struct paper *p)
{
	const struct document_coverage *c = &p->doc->coverage;

	paper_set_count(p, "found", (size_t)c->found);
	paper_set_count(p, "fetched", (size_t)c->fetched);
	paper_set_count(p, "documents", (size_t)c->documents);
	paper_set_count(p, "led_on", (size_t)document_led_on(p->doc));
	paper_set_count(p, "failed", (size_t)c->failed);
	paper_set_count(p, "skipped", (size_t)c->skipped);
	(void)paper_add(p, BLOCK_BODY, "plan.coverage");
	if (!c->gate_met)
		(void)paper_add(p, BLOCK_BODY, "plan.coverage_short");
}

/* What has changed since the run before. */
static void add_since(struct paper *p)
{
	struct buf sentence;

	buf_init(&sentence, MAX_TEXT);
	for (size_t i = 0; since_put(&sentence, p->doc, p->wording, i); i++) {
		(void)paper_add_paragraph(
			p, p->section, BLOCK_BODY, buf_str(&sentence));
		buf_clear(&sentence);
	}
	buf_done(&sentence);
}

static void set_counts(struct paper *p)
{
	const struct document *doc = p->doc;

	paper_set_count(p, "items", doc->n_items);
	paper_set_count(p, "pass", document_total(doc, VERDICT_PASS));
	paper_set_count(p, "partly",
		document_total(doc, VERDICT_INCOMPLETE) +
			document_total(doc, VERDICT_STALE));
	paper_set_count(p, "missing", document_total(doc, VERDICT_MISSING));
	paper_set_count(p, "unsure", document_total(doc, VERDICT_CANNOT_TELL));
}

static void set_facts(struct paper *p)
{
	const struct document *doc = p->doc;

	paper_set_office(p);
	set_counts(p);
	paper_set(p, "site", doc->site.url);
	paper_set_date(p, "checked", doc->started);
	paper_set_number(p, "rules", doc->rules.year);
	paper_set_number(p, "year", doc->plan.year);
	paper_set_number(p, "assessed", doc->plan.assessed_year);
	paper_set_number(p, "item", doc->plan.item);
	paper_set_count(p, "issues", doc->plan.n_issues);
	paper_set_score(p, "total", doc->scores.total);
	/* No target is 0: without a pack of that year it is not known. */
	paper_set_score(
		p, "target", doc->scores.target ? doc->scores.target : -1);
	paper_set(p, "band", doc->scores.band);
}

struct block *plan_build(const struct document *doc, struct wording *wording,
	struct arena *arena)
{
	struct paper p = { .doc = doc, .wording = wording, .arena = arena };
	struct block *paper = block_add(arena, NULL, BLOCK_PAPER);

	set_facts(&p);
	paper_add_section(&p, paper, false)->text =
		wording_text(wording, "memo.title");
	memo_add(&p);
	(void)paper_add_section(&p, paper, false);
	paper_add_stamp(&p);
	analysis_add(&p);
	add_coverage(&p);
	add_since(&p);
	(void)paper_add_section(&p, paper, true);
	paper_add_stamp(&p);
	add_measures(&p);
	add_waivers(&p);
	return paper;
}

const char *plan_title(const struct document *doc, struct wording *wording,
	struct arena *arena)
{
	struct paper p = { .doc = doc, .wording = wording, .arena = arena };

	set_facts(&p);
	return paper_say(&p, "plan.file_title");
}
