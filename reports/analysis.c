#include "reports/analysis.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

#define MAX_TEXT ((size_t)64 * 1024)
#define FULL 10000 /* hundredths */

/* Widths of columns in twips: 16 cm. */
static const int indicator_columns[] = { 1100, 1000, 5471, 1500 };
static const int issue_columns[] = { 1500, 6271, 1300 };
static const int analysis_columns[] = { 9071 };

static bool is_low(const struct document *doc, const struct document_figure *f)
{
	return f->hundredths >= 0 && f->hundredths < doc->scores.target;
}

/* EIT as a whole hides that one of its parts is low. */
static bool is_listed(const struct document_figure *f)
{
	return strcmp(f->id, "eit") != 0;
}

/* "IIT 94.24 คะแนน, … และOIT 83.93 คะแนน", of all or of the low ones. */
static const char *list_instruments(struct paper *p, bool low)
{
	const struct document_scores *scores = &p->doc->scores;
	const char *list;
	size_t left = 0;
	struct buf out;

	buf_init(&out, MAX_TEXT);
	for (size_t i = 0; i < scores->n_instruments; i++)
		left += is_listed(&scores->instruments[i]) &&
			(!low || is_low(p->doc, &scores->instruments[i]));
	for (size_t i = 0; i < scores->n_instruments; i++) {
		const struct document_figure *f = &scores->instruments[i];

		if (!is_listed(f) || (low && !is_low(p->doc, f)))
			continue;
		if (out.len)
			buf_puts(&out,
				left == 1 ? paper_say(p, "list.and") : ", ");
		paper_set(p, "instrument", paper_instrument_name(p, f->id));
		paper_set_score(p, "score", f->hundredths);
		buf_puts(&out, paper_say(p, "instrument.score"));
		left--;
	}
	list = arena_strdup(p->arena, buf_str(&out));
	buf_done(&out);
	return list;
}

/* Which of the sentences on the overall result holds. */
const char *analysis_result_key(struct paper *p)
{
	const struct document_scores *scores = &p->doc->scores;
	const char *low = list_instruments(p, true);

	paper_set(p, "low", low);
	if (!scores->present || scores->total < 0)
		return "result.unknown";
	if (scores->total < scores->target)
		return "result.below";
	return *low ? "result.met_but" : "result.met";
}

static const char *bar_text(struct paper *p, const struct document_figure *f)
{
	paper_set(p, "n", f->id);
	paper_set(p, "title", f->title);
	paper_set_score(p, "score", f->hundredths);
	return paper_thai(p, paper_say(p, is_low(p->doc, f) ? "chart.bar_low"
							    : "chart.bar"));
}

/* Without scores there is nothing to draw. */
static void add_chart(struct paper *p)
{
	const struct document_scores *scores = &p->doc->scores;
	struct block *chart;
	struct buf words;

	if (!scores->present)
		return;
	buf_init(&words, MAX_TEXT);
	chart = block_add(p->arena, p->section, BLOCK_CHART);
	chart->hundredths = scores->target;
	paper_set_count(p, "n", scores->n_indicators);
	buf_puts(&words, paper_thai(p, paper_say(p, "chart.words")));
	for (size_t i = 0; i < scores->n_indicators; i++) {
		struct block *bar = block_add(p->arena, chart, BLOCK_BAR);

		bar->hundredths = scores->indicators[i].hundredths;
		bar->text = bar_text(p, &scores->indicators[i]);
		buf_printf(&words, "%s%s", i ? ", " : " ", bar->text);
	}
	chart->text = arena_strdup(p->arena, buf_str(&words));
	buf_done(&words);
	(void)paper_add(p, BLOCK_CENTER, "chart.caption");
}

static void add_result(struct paper *p)
{
	(void)paper_add_heading(p, 2, "result.head");
	paper_set(p, "instruments", list_instruments(p, false));
	(void)paper_add(p, BLOCK_BODY, "result.overall");
	add_chart(p);
	(void)paper_add(p, BLOCK_BODY, analysis_result_key(p));
}

static void add_indicators(struct paper *p)
{
	const struct document_scores *scores = &p->doc->scores;
	const char *instrument = "";
	struct block *table, *row;

	(void)paper_add_heading(p, 2, "indicators.head");
	table = paper_add_table(p, indicator_columns, 4);
	row = paper_add_row(p, table, true);
	(void)paper_add_head(p, row, 1, "indicators.instrument");
	(void)paper_add_head(p, row, 1, "indicators.number");
	(void)paper_add_head(p, row, 1, "indicators.title");
	(void)paper_add_head(p, row, 1, "indicators.score");
	for (size_t i = 0; i < scores->n_indicators; i++) {
		const struct document_figure *f = &scores->indicators[i];
		bool again = strcmp(instrument, f->instrument) == 0;

		instrument = f->instrument;
		row = paper_add_row(p, table, false);
		(void)paper_add_cell(p, row, BLOCK_CENTER,
			again ? "" : paper_instrument_name(p, f->instrument));
		(void)paper_add_cell(p, row, BLOCK_CENTER, f->id);
		(void)paper_add_cell(p, row, BLOCK_PLAIN, f->title);
		paper_add_score_cell(p, row, f->hundredths);
	}
}

/* Rows of one part of the questions in one issue. */
static void add_score_rows(struct paper *p, struct block *table, int issue,
	const char *part, const char *instrument)
{
	const struct document_scores *scores = &p->doc->scores;

	for (size_t i = 0; i < scores->n_rows; i++) {
		const struct document_score *s = &scores->rows[i];
		struct block *row;

		if (s->issue != issue || strcmp(s->part, part) != 0)
			continue;
		row = paper_add_row(p, table, false);
		(void)paper_add_cell(p, row, BLOCK_CENTER, instrument);
		paper_set_code(p, s->id);
		paper_set(p, "text", s->text);
		(void)paper_add_cell(
			p, row, BLOCK_PLAIN, paper_say(p, "issue.row"));
		paper_add_score_cell(p, row, s->hundredths);
		instrument = "";
	}
}

static bool issue_has(const struct document *doc, int issue, const char *part)
{
	for (size_t i = 0; i < doc->scores.n_rows; i++)
		if (doc->scores.rows[i].issue == issue &&
			strcmp(doc->scores.rows[i].part, part) == 0)
			return true;
	return false;
}

/* EIT asks the same in two parts, each under its own line. */
static void add_eit_rows(struct paper *p, struct block *table, int issue,
	const char *part, const char *instrument)
{
	char key[64];
	struct block *row;

	if (!issue_has(p->doc, issue, part))
		return;
	(void)snprintf(key, sizeof(key), "issue.%s", part);
	row = paper_add_row(p, table, false);
	(void)paper_add_cell(p, row, BLOCK_CENTER, instrument);
	(void)paper_add_cell(p, row, BLOCK_PLAIN, paper_say(p, key));
	(void)paper_add_cell(p, row, BLOCK_CENTER, "");
	add_score_rows(p, table, issue, part, "");
}

static void add_score_table(struct paper *p, int issue)
{
	struct block *table = paper_add_table(p, issue_columns, 3);
	struct block *row = paper_add_row(p, table, true);

	paper_add_head(p, row, 3, "issue.band")->first->kind = BLOCK_HEADING;
	row->first->first->level = 3;
	row = paper_add_row(p, table, true);
	(void)paper_add_head(p, row, 1, "issue.instrument");
	(void)paper_add_head(p, row, 1, "issue.question");
	(void)paper_add_head(p, row, 1, "issue.score");
	add_score_rows(p, table, issue, "iit", paper_instrument_name(p, "iit"));
	add_eit_rows(
		p, table, issue, "eit_public", paper_instrument_name(p, "eit"));
	add_eit_rows(p, table, issue, "eit_survey", "");
	add_score_rows(p, table, issue, "oit", paper_instrument_name(p, "oit"));
}

/* What the check saw of an item that lost points, under the number it has in
 * the year that was checked. */
static const char *seen_on_site(struct paper *p, const struct document_score *s)
{
	const struct document *doc = p->doc;
	bool same = doc->rules.year == doc->plan.assessed_year;
	const char *id = same ? s->id : paper_text(s->check_item);

	for (size_t i = 0; i < doc->n_items; i++) {
		const struct finding *f = &doc->items[i];

		if (strcmp(f->id, id) != 0 || !verdict_is_failing(f->verdict))
			continue;
		paper_set(p, "reason", f->reason);
		paper_set_code(p, id);
		return paper_say(
			p, same ? "analysis.seen" : "analysis.seen_as");
	}
	return "";
}

static void add_analysis_sentence(
	struct paper *p, struct block *cell, const struct document_score *s)
{
	char key[64];
	struct buf text;

	buf_init(&text, MAX_TEXT);
	(void)snprintf(
		key, sizeof(key), "analysis.%s.%s", s->part, s->class_key);
	paper_set_code(p, s->id);
	paper_set_score(p, "score", s->hundredths);
	paper_set(p, "text", s->text);
	paper_set(p, "advice", *paper_text(s->advice) ? s->advice : PAPER_GAP);
	buf_puts(&text, paper_say(p, key));
	if (strcmp(s->part, "oit") == 0 && s->hundredths < FULL)
		buf_puts(&text, seen_on_site(p, s));
	(void)paper_add_paragraph(p, cell, BLOCK_PLAIN, buf_str(&text));
	buf_done(&text);
}

/* Sentences of one class and instrument, under the instrument's name. */
static size_t add_analysis_part(struct paper *p, struct block *cell, int issue,
	const char *class_key, const char *instrument)
{
	const struct document_scores *scores = &p->doc->scores;
	size_t n = 0;

	for (size_t i = 0; i < scores->n_rows; i++) {
		const struct document_score *s = &scores->rows[i];

		if (s->issue != issue || strcmp(s->class_key, class_key) != 0 ||
			strncmp(s->part, instrument, 3) != 0)
			continue;
		if (n++ == 0)
			(void)paper_add_paragraph(p, cell, BLOCK_PLAIN,
				paper_instrument_name(p, instrument));
		add_analysis_sentence(p, cell, s);
	}
	return n;
}

/* The first paragraph of a class: its name, in bold. */
static struct block *add_class_name(
	struct paper *p, struct block *cell, const char *text)
{
	struct block *b = block_add(p->arena, cell, BLOCK_PARAGRAPH);

	b->style = BLOCK_PLAIN;
	paper_add_runs(p, b, text, true);
	return b;
}

/* An empty class is written out, never dropped. */
static void add_class(
	struct paper *p, struct block *cell, int issue, const char *class_key)
{
	char key[64];
	struct block *name;
	size_t n;

	(void)snprintf(key, sizeof(key), "analysis.%s", class_key);
	name = add_class_name(p, cell, paper_say(p, key));
	if (!p->doc->scores.present) {
		paper_add_runs(p, name, " : " PAPER_GAP, false);
		return;
	}
	n = add_analysis_part(p, cell, issue, class_key, "iit") +
	    add_analysis_part(p, cell, issue, class_key, "eit") +
	    add_analysis_part(p, cell, issue, class_key, "oit");
	if (n)
		return;
	(void)snprintf(key, sizeof(key), "analysis.%s.none", class_key);
	name->first = name->last = NULL;
	paper_add_runs(p, name, paper_say(p, key), false);
}

/* A table of its own, so that its head is repeated where it runs on. */
static void add_analysis(struct paper *p, int issue)
{
	struct block *table = paper_add_table(p, analysis_columns, 1);
	struct block *row = paper_add_row(p, table, true), *cell;

	paper_add_head(p, row, 1, "analysis.band")->first->style = BLOCK_PLAIN;
	row = paper_add_row(p, table, false);
	row->whole = false;
	cell = block_add(p->arena, row, BLOCK_CELL);
	add_class(p, cell, issue, "defect");
	add_class(p, cell, issue, "develop");
	add_class(p, cell, issue, "keep");
}

static void add_issues(struct paper *p)
{
	const struct document_plan *plan = &p->doc->plan;

	(void)paper_add_heading(p, 2, "issues.head");
	for (size_t i = 0; i < plan->n_issues; i++) {
		paper_set_number(p, "n", plan->issues[i].n);
		paper_set(p, "title", plan->issues[i].title);
		add_score_table(p, plan->issues[i].n);
		(void)paper_add_paragraph(p, p->section, BLOCK_SPACER, "");
		add_analysis(p, plan->issues[i].n);
		(void)paper_add_paragraph(p, p->section, BLOCK_PLAIN, "");
	}
}

void analysis_add(struct paper *p)
{
	(void)paper_add_heading(p, 1, "report.title");
	add_result(p);
	add_indicators(p);
	add_issues(p);
}
