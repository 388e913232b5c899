#include "reports/followup.h"

#include <string.h>

#include "base/buf.h"
#include "reports/paper.h"

#define MAX_TEXT ((size_t)64 * 1024)

/* Addresses that a row shows; more are in the checklist. */
#define MAX_ADDRESSES 3

/* Widths of columns in twips: 16 and 25.7 cm. */
static const int count_columns[] = { 4571, 1100, 1100, 1150, 1150 };
static const int result_columns[] = { 1700, 3400, 1700, 1700, 3470, 2600 };

struct followup {
	struct paper p;
	const struct document *now;
};

/* The part of an item that asks for several concepts, one of them this. */
static const struct finding_part *part_of(
	const struct finding *item, const char *concept)
{
	for (size_t i = 0; i < item->n_parts; i++)
		if (strcmp(item->parts[i].id, concept) == 0)
			return &item->parts[i];
	return NULL;
}

/* The item that asks for the concept, alone or among others. */
static const struct finding *item_of(
	const struct document *now, const char *concept)
{
	for (size_t i = 0; i < now->n_items && *concept; i++)
		if (strcmp(now->items[i].concept, concept) == 0)
			return &now->items[i];
	for (size_t i = 0; i < now->n_items && *concept; i++)
		if (part_of(&now->items[i], concept))
			return &now->items[i];
	return NULL;
}

static enum followup_result result_of(enum verdict verdict)
{
	if (verdict_is_failing(verdict))
		return FOLLOWUP_NOT_FIXED;
	if (verdict == VERDICT_PASS || verdict == VERDICT_ATTESTED)
		return FOLLOWUP_FIXED;
	return FOLLOWUP_NOT_LOOKED;
}

enum followup_result followup_result(const struct document *now,
	const struct measure *m, const struct finding **item)
{
	const char *concept = paper_text(m->concept);
	const struct finding_part *part;

	*item = item_of(now, concept);
	if (!*item)
		return FOLLOWUP_NOT_LOOKED;
	part = part_of(*item, concept);
	if (part && strcmp((*item)->concept, concept) != 0 &&
		verdict_is_failing((*item)->verdict))
		return result_of(part->verdict);
	return result_of((*item)->verdict);
}

/* Measures of an issue with each result; issue 0 is all. */
static void count(const struct followup *f, int issue, size_t *counts)
{
	const struct document_plan *plan = &f->p.doc->plan;
	const struct finding *item;

	memset(counts, 0, FOLLOWUP_RESULTS * sizeof(*counts));
	for (size_t i = 0; i < plan->n_measures; i++)
		if (!issue || plan->measures[i].issue == issue)
			counts[followup_result(
				f->now, &plan->measures[i], &item)]++;
}

static void add_count_cell(struct paper *p, struct block *row, size_t n)
{
	paper_set_count(p, "n", n);
	(void)paper_add_cell(
		p, row, BLOCK_CENTER, paper_say(p, "follow.count"));
}

static void add_count_row(struct followup *f, struct block *table,
	const struct document_issue *issue)
{
	struct paper *p = &f->p;
	struct block *row = paper_add_row(p, table, false);
	size_t counts[FOLLOWUP_RESULTS];

	count(f, issue->n, counts);
	paper_set_number(p, "n", issue->n);
	paper_set(p, "title", issue->title);
	(void)paper_add_cell(
		p, row, BLOCK_PLAIN, paper_say(p, "plan.issue_text"));
	add_count_cell(p, row,
		counts[FOLLOWUP_FIXED] + counts[FOLLOWUP_NOT_FIXED] +
			counts[FOLLOWUP_NOT_LOOKED]);
	for (size_t i = 0; i < FOLLOWUP_RESULTS; i++)
		add_count_cell(p, row, counts[i]);
}

static void add_summary(struct followup *f)
{
	struct paper *p = &f->p;
	const struct document_plan *plan = &p->doc->plan;
	size_t counts[FOLLOWUP_RESULTS];
	struct block *table, *row;

	count(f, 0, counts);
	paper_set_count(p, "measures", plan->n_measures);
	paper_set_count(p, "fixed", counts[FOLLOWUP_FIXED]);
	paper_set_count(p, "not_fixed", counts[FOLLOWUP_NOT_FIXED]);
	paper_set_count(p, "not_looked", counts[FOLLOWUP_NOT_LOOKED]);
	(void)paper_add_heading(p, 2, "follow.summary");
	(void)paper_add(p, BLOCK_BODY, "follow.summary_text");
	table = paper_add_table(p, count_columns, 5);
	row = paper_add_row(p, table, true);
	(void)paper_add_head(p, row, 1, "plan.issue");
	(void)paper_add_head(p, row, 1, "follow.measures");
	(void)paper_add_head(p, row, 1, "follow.fixed");
	(void)paper_add_head(p, row, 1, "follow.not_fixed");
	(void)paper_add_head(p, row, 1, "follow.not_looked");
	for (size_t i = 0; i < plan->n_issues; i++)
		add_count_row(f, table, &plan->issues[i]);
}

/* Where whoever reads the report can see it for himself. */
static void add_addresses(
	struct paper *p, struct block *cell, const struct finding *item)
{
	for (size_t i = 0; i < item->n_evidence && i < MAX_ADDRESSES; i++)
		(void)paper_add_paragraph(p, cell, BLOCK_PLAIN,
			paper_text(item->evidence[i].url));
}

static void add_result_cell(
	struct followup *f, struct block *row, const struct measure *m)
{
	static const char *const keys[FOLLOWUP_RESULTS] = { "follow.fixed",
		"follow.not_fixed_why", "follow.not_looked_why" };
	struct paper *p = &f->p;
	const struct finding *item;
	enum followup_result result = followup_result(f->now, m, &item);
	struct block *cell = block_add(p->arena, row, BLOCK_CELL);

	if (item)
		paper_set(p, "reason", item->reason);
	else
		paper_set(p, "reason",
			paper_say(p, *paper_text(m->concept)
					     ? "follow.not_asked"
					     : "follow.no_website"));
	(void)paper_add_paragraph(
		p, cell, BLOCK_PLAIN, paper_say(p, keys[result]));
	if (item)
		add_addresses(p, cell, item);
}

static void add_issue(struct followup *f, struct block *table,
	const struct document_issue *issue)
{
	struct paper *p = &f->p;
	const struct document_plan *plan = &p->doc->plan;
	size_t number = 0;

	for (size_t i = 0; i < plan->n_measures; i++) {
		const struct measure *m = &plan->measures[i];
		struct block *row;

		if (m->issue != issue->n)
			continue;
		row = paper_add_measure(p, table, issue, m, ++number);
		paper_add_owner(p, row, m);
		add_result_cell(f, row, m);
		(void)paper_add_cell(p, row, BLOCK_PLAIN, PAPER_GAP);
	}
}

static void add_results(struct followup *f)
{
	struct paper *p = &f->p;
	const struct document_plan *plan = &p->doc->plan;
	struct block *table, *row;

	(void)paper_add_heading(p, 2, "follow.results");
	table = paper_add_table(p, result_columns, 6);
	row = paper_add_row(p, table, true);
	(void)paper_add_head(p, row, 1, "plan.issue");
	(void)paper_add_head(p, row, 1, "plan.measure");
	(void)paper_add_head(p, row, 1, "plan.owner");
	(void)paper_add_head(p, row, 1, "plan.period");
	(void)paper_add_head(p, row, 1, "follow.result");
	(void)paper_add_head(p, row, 1, "follow.done");
	for (size_t i = 0; i < plan->n_issues; i++)
		add_issue(f, table, &plan->issues[i]);
}

/* Who reports, and the head of the agency. */
static void add_signatures(struct paper *p)
{
	const struct office_signer *signers = p->doc->office.signers;

	for (size_t i = 0; i < OFFICE_SIGNERS; i += OFFICE_SIGNERS - 1) {
		struct block *before = p->section->last;

		paper_add_signature(p, &signers[i]);
		paper_keep_together(before);
	}
}

static void set_facts(struct paper *p, const struct document *now)
{
	paper_set_office(p);
	paper_set_number(p, "year", p->doc->plan.year);
	paper_set_number(p, "assessed", p->doc->plan.assessed_year);
	if (!now)
		return;
	paper_set(p, "site", now->site.url);
	paper_set_date(p, "checked", now->started);
}

/* Whether the later check may be used is what the stamp is about. */
static void add_stamp(struct followup *f)
{
	struct paper p = f->p;

	p.doc = f->now;
	paper_add_stamp(&p);
}

struct block *followup_build(const struct document *plan,
	const struct document *now, struct wording *wording,
	struct arena *arena)
{
	struct followup f = {
		{ .doc = plan, .wording = wording, .arena = arena }, now
	};
	struct paper *p = &f.p;
	struct block *paper = block_add(arena, NULL, BLOCK_PAPER);

	set_facts(p, now);
	(void)paper_add_section(p, paper, false);
	add_stamp(&f);
	(void)paper_add_heading(p, 1, "follow.title");
	(void)paper_add_heading(p, 2, "follow.background");
	(void)paper_add(p, BLOCK_BODY, "follow.background_text");
	add_summary(&f);
	(void)paper_add_section(p, paper, true);
	add_stamp(&f);
	add_results(&f);
	(void)paper_add_heading(p, 2, "follow.problems");
	(void)paper_add_paragraph(p, p->section, BLOCK_BODY, PAPER_GAP);
	(void)paper_add_heading(p, 2, "follow.advice");
	(void)paper_add_paragraph(p, p->section, BLOCK_BODY, PAPER_GAP);
	add_signatures(p);
	return paper;
}

const char *followup_title(const struct document *plan, struct wording *wording,
	struct arena *arena)
{
	struct paper p = { .doc = plan, .wording = wording, .arena = arena };

	set_facts(&p, NULL);
	return paper_say(&p, "follow.file_title");
}
