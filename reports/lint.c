#include "reports/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fuzzy.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/text.h"
#include "base/time.h"

#define MAX_TEXT ((size_t)4 * 1024)
#define FULL 10000 /* hundredths */

/* Wrong letters in a name that is meant to be the same. */
#define NAME_ERRORS 2

struct search {
	const struct outline *o;
	const struct lint_rules *rules;
	struct arena *arena;
	struct lint_finding *found;
	size_t n, cap;
};

static void say(struct search *s, const char *code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void say(struct search *s, const char *code, const char *format, ...)
{
	char text[MAX_TEXT];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	s->found = mem_grow(s->found, s->n, &s->cap, sizeof(*s->found));
	s->found[s->n++] =
		(struct lint_finding){ code, arena_strdup(s->arena, text) };
}

/* "92.80", for messages. */
struct figure {
	char text[16];
};

static struct figure figure(int hundredths)
{
	struct figure f;

	(void)snprintf(f.text, sizeof(f.text), "%d.%02d", hundredths / 100,
		hundredths % 100);
	return f;
}

static const char *class_of(const struct search *s, int hundredths)
{
	if (hundredths < s->rules->target)
		return "defect";
	return hundredths < FULL ? "develop" : "keep";
}

/* Rows of the same question; an analysis that names no part means any. */
static bool is_of(
	const struct outline_row *row, const char *id, const char *part)
{
	return strcmp(row->id, id) == 0 &&
	       (!*part || strcmp(row->part, part) == 0);
}

static const struct outline_row *row_in(
	const struct outline_issue *issue, const char *id, const char *part)
{
	for (size_t i = 0; i < issue->n_rows; i++)
		if (is_of(&issue->rows[i], id, part))
			return &issue->rows[i];
	return NULL;
}

/* The row wherever it stands, the issue itself first, and in *n where. */
static const struct outline_row *row_anywhere(const struct search *s,
	const struct outline_issue *first, const char *id, const char *part,
	int *n)
{
	const struct outline_row *row = row_in(first, id, part);

	*n = first->n;
	for (size_t i = 0; !row && i < s->o->n_issues; i++) {
		row = row_in(&s->o->issues[i], id, part);
		*n = s->o->issues[i].n;
	}
	return row;
}

static bool is_code(const struct search *s, const char *id, const char *part)
{
	for (size_t i = 0; i < s->rules->n_codes; i++)
		if (strcmp(s->rules->codes[i].id, id) == 0 &&
			(!*part || strcmp(s->rules->codes[i].part, part) == 0))
			return true;
	return s->rules->n_codes == 0;
}

/* Years and names. */

static void check_years(struct search *s)
{
	if (s->o->year != s->o->assessed_year + 1)
		say(s, "year",
			"the plan is for %d, the scores are of %d: the plan "
			"follows the year that was assessed",
			s->o->year, s->o->assessed_year);
}

static const struct outline_issue *issue_said(
	const struct search *s, const char *what)
{
	char name[32];

	for (size_t i = 0; i < s->o->n_issues; i++) {
		(void)snprintf(
			name, sizeof(name), "issue %d", s->o->issues[i].n);
		if (strcmp(name, what) == 0)
			return &s->o->issues[i];
	}
	return NULL;
}

/* What is said of the same thing first, in the plan's own data or in some
 * place before. */
static const char *said_before(const struct search *s,
	const struct outline_said *said, char *year, size_t size)
{
	const struct outline_issue *issue = issue_said(s, said->what);

	(void)snprintf(year, size, "%d",
		strcmp(said->what, "plan_year") == 0 ? s->o->year
						     : s->o->assessed_year);
	if (strcmp(said->what, "plan_year") == 0 ||
		strcmp(said->what, "assessed_year") == 0)
		return year;
	if (issue)
		return issue->title;
	for (const struct outline_said *at = s->o->said; at < said; at++)
		if (strcmp(at->what, said->what) == 0)
			return at->text;
	return said->text;
}

static void check_said(struct search *s)
{
	for (size_t i = 0; i < s->o->n_said; i++) {
		const struct outline_said *said = &s->o->said[i];
		size_t end = strlen(said->what);
		char year[16];
		const char *before = said_before(s, said, year, sizeof(year));

		if (strcmp(before, said->text) == 0)
			continue;
		say(s,
			end > 5 && strcmp(said->what + end - 5, "_year") == 0
				? "year"
				: "name",
			"%s: %s is \"%s\", elsewhere \"%s\"", said->where,
			said->what, said->text, before);
	}
}

/* Two spellings of one name: the same letters, or nearly so. */
static bool are_near(const char *a, const char *b)
{
	struct buf x, y;
	size_t at, len, more;
	bool near = false;

	buf_init(&x, MAX_TEXT);
	buf_init(&y, MAX_TEXT);
	text_key(&x, slice_str(a));
	text_key(&y, slice_str(b));
	more = x.len > y.len ? x.len - y.len : y.len - x.len;
	if (x.len && y.len && more <= NAME_ERRORS)
		near = (more == 0 && memcmp(x.data, y.data, x.len) == 0) ||
		       fuzzy_find(buf_slice(&x), buf_slice(&y), NAME_ERRORS,
			       &at, &len) <= NAME_ERRORS;
	buf_done(&x);
	buf_done(&y);
	return near;
}

/* The first unit before the measure that is nearly its owner, or NULL. */
static const char *near_owner(const struct search *s, const char *owner)
{
	for (size_t i = 0; i < s->o->n_issues; i++)
		for (size_t k = 0; k < s->o->issues[i].n_measures; k++) {
			const char *other = s->o->issues[i].measures[k].owner;

			if (strcmp(other, owner) == 0)
				return NULL;
			if (*other && are_near(other, owner))
				return other;
		}
	return NULL;
}

/* Limits of the classes: without gap or overlap, at the target. */
static void check_limits(struct search *s)
{
	static const char *const classes[] = { "defect", "develop", "keep" };
	const int from[] = { 0, s->rules->target, FULL };
	const int to[] = { s->rules->target - 1, FULL - 1, FULL };

	for (size_t i = 0; i < s->o->n_limits; i++)
		for (size_t c = 0; c < 3; c++) {
			const struct outline_limit *l = &s->o->limits[i];

			if (strcmp(l->class_key, classes[c]) != 0 ||
				(l->from == from[c] && l->to == to[c]))
				continue;
			say(s, "limits",
				"%s is from %s to %s, must be from %s to %s",
				classes[c], figure(l->from).text,
				figure(l->to).text, figure(from[c]).text,
				figure(to[c]).text);
		}
}

/* The tables of the issues. */

static void check_row(struct search *s, size_t issue, size_t row)
{
	const struct outline_issue *here = &s->o->issues[issue];
	const struct outline_row *r = &here->rows[row];

	if (!is_code(s, r->id, r->part))
		say(s, "item_unknown", "issue %d: %s %s: %d has none", here->n,
			r->part, r->id, s->o->assessed_year);
	for (size_t k = 0; k < row; k++)
		if (is_of(&here->rows[k], r->id, r->part))
			say(s, "item_twice", "issue %d: %s %s: stands twice",
				here->n, r->part, r->id);
	for (size_t i = 0; i < issue; i++)
		if (row_in(&s->o->issues[i], r->id, r->part))
			say(s, "item_twice",
				"issue %d: %s %s: stands in issue %d as well",
				here->n, r->part, r->id, s->o->issues[i].n);
}

static void check_tables(struct search *s)
{
	for (size_t i = 0; i < s->o->n_issues; i++)
		for (size_t k = 0; k < s->o->issues[i].n_rows; k++)
			check_row(s, i, k);
	for (size_t c = 0; c < s->rules->n_codes; c++) {
		const struct lint_code *code = &s->rules->codes[c];
		bool stands = false;

		for (size_t i = 0; i < s->o->n_issues && !stands; i++)
			stands = row_in(&s->o->issues[i], code->id, code->part);
		if (!stands)
			say(s, "item_nowhere", "%s %s: stands in no issue",
				code->part, code->id);
	}
}

/* The analysis. */

/* Whose score of the same table is quoted for another: NULL when it is that
 * of none or of several. */
static const struct outline_row *score_owner(
	const struct outline_issue *issue, const struct outline_analysis *a)
{
	const struct outline_row *owner = NULL;

	if (!row_in(issue, a->id, a->part))
		return NULL;
	for (size_t i = 0; i < issue->n_rows; i++) {
		if (issue->rows[i].hundredths != a->hundredths ||
			strcmp(issue->rows[i].part, a->part) != 0)
			continue;
		if (owner)
			return NULL;
		owner = &issue->rows[i];
	}
	return owner;
}

static void check_quote(struct search *s, const struct outline_issue *issue,
	const struct outline_analysis *a, const struct outline_row *row)
{
	const struct outline_row *other = score_owner(issue, a);

	if (a->hundredths < 0 || row->hundredths < 0 ||
		a->hundredths == row->hundredths)
		return;
	say(s, "score_quoted",
		"issue %d: %s %s: %s is quoted, its table has %s%s%s", issue->n,
		row->part, a->id, figure(a->hundredths).text,
		figure(row->hundredths).text,
		other ? "; that is the score of " : "", other ? other->id : "");
}

static void check_class(struct search *s, const struct outline_issue *issue,
	const struct outline_analysis *a, const struct outline_row *row)
{
	int score = a->hundredths >= 0 ? a->hundredths : row->hundredths;

	if (score < 0 || strcmp(a->class_key, class_of(s, score)) == 0)
		return;
	say(s, "class", "issue %d: %s %s: stands under %s, %s points are %s",
		issue->n, row->part, a->id, a->class_key, figure(score).text,
		class_of(s, score));
}

static void check_analysis_of(struct search *s,
	const struct outline_issue *issue, const struct outline_analysis *a)
{
	int n;
	const struct outline_row *row =
		row_anywhere(s, issue, a->id, a->part, &n);

	if (*a->called && strcmp(a->called, a->part) != 0)
		say(s, "part_named", "issue %d: %s %s: is called %s", issue->n,
			a->part, a->id, a->called);
	if (!row) {
		say(s, "elsewhere",
			"issue %d: %s %s: is analysed, and stands in no table",
			issue->n, a->part, a->id);
		return;
	}
	if (n != issue->n)
		say(s, "elsewhere",
			"issue %d: %s %s: is analysed, and stands in the "
			"table of issue %d",
			issue->n, row->part, a->id, n);
	check_quote(s, issue, a, row);
	check_class(s, issue, a, row);
}

static bool is_analysed(const struct search *s, const struct outline_row *row)
{
	for (size_t i = 0; i < s->o->n_issues; i++)
		for (size_t k = 0; k < s->o->issues[i].n_analysis; k++)
			if (is_of(row, s->o->issues[i].analysis[k].id,
				    s->o->issues[i].analysis[k].part))
				return true;
	return false;
}

/* What is to be kept up may share a sentence that names nothing. */
static void check_analysed(struct search *s, const struct outline_issue *issue)
{
	for (size_t i = 0; i < issue->n_rows; i++) {
		const struct outline_row *row = &issue->rows[i];

		if (row->hundredths >= 0 && row->hundredths < FULL &&
			!is_analysed(s, row))
			say(s, "not_analysed",
				"issue %d: %s %s: %s points, and no sentence "
				"names it",
				issue->n, row->part, row->id,
				figure(row->hundredths).text);
	}
}

static void check_analysis(struct search *s)
{
	for (size_t i = 0; i < s->o->n_issues; i++) {
		const struct outline_issue *issue = &s->o->issues[i];

		for (size_t k = 0; k < issue->n_analysis; k++)
			check_analysis_of(s, issue, &issue->analysis[k]);
		check_analysed(s, issue);
	}
}

/* The measures. */

/* Numbers stand from 1 on; one alone needs none. */
static void check_numbers(struct search *s, const struct outline_issue *issue)
{
	for (size_t i = 0; i < issue->n_measures; i++) {
		int number = issue->measures[i].number;

		if (number == (int)i + 1 ||
			(number == 0 && issue->n_measures == 1))
			continue;
		if (number)
			say(s, "numbering",
				"issue %d: measure %zu is numbered %d",
				issue->n, i + 1, number);
		else
			say(s, "numbering",
				"issue %d: measure %zu has no number", issue->n,
				i + 1);
	}
}

/* "2024-10-01"; false for "10-01", "" and what the calendar does not have. */
static bool read_day(struct date *d, const char *text)
{
	struct slice s = slice_str(text);

	if (s.len != 10 || s.data[4] != '-' || s.data[7] != '-')
		return false;
	d->year = (int)slice_number(slice_of(s.data, 4), 9999);
	d->month = (int)slice_number(slice_of(s.data + 5, 2), 12);
	d->day = (int)slice_number(slice_of(s.data + 8, 2), 31);
	return time_is_day(*d);
}

static void check_day(struct search *s, const char *measure, const char *end,
	const char *text)
{
	struct date d;

	if (!read_day(&d, text))
		say(s, "period", "%s: %s \"%s\" has no year", measure, end,
			text);
	else if (time_fiscal_year(d) != s->o->year)
		say(s, "outside_year", "%s: %s %s, outside the fiscal year %d",
			measure, end, text, s->o->year);
}

/* "1" or "2-4" against the quarters of the days. */
static void check_quarters(
	struct search *s, const char *measure, const struct outline_measure *m)
{
	struct slice q = slice_str(m->quarters);
	struct date from, to;
	long first, last;

	if (!q.len || !read_day(&from, m->from) || !read_day(&to, m->to))
		return;
	first = slice_number(slice_of(q.data, 1), 4);
	last = slice_number(slice_of(q.data + q.len - 1, 1), 4);
	if (time_quarter(from) != first || time_quarter(to) != last)
		say(s, "quarters", "%s: %s to %s is called quarter %s", measure,
			m->from, m->to, m->quarters);
}

static void check_period(
	struct search *s, const char *measure, const struct outline_measure *m)
{
	struct date from, to;

	if (!*m->from && !*m->to && !*m->quarters) {
		say(s, "period", "%s: has no period", measure);
		return;
	}
	if (*m->from || !*m->quarters)
		check_day(s, measure, "begins", m->from);
	if (*m->to || !*m->quarters)
		check_day(s, measure, "ends", m->to);
	if (read_day(&from, m->from) && read_day(&to, m->to) &&
		time_days(to) < time_days(from))
		say(s, "period_order", "%s: ends %s, before it begins %s",
			measure, m->to, m->from);
	check_quarters(s, measure, m);
}

static bool has(const char *const *list, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], id) == 0)
			return true;
	return false;
}

/* Whether all that the answers ask for could still be ready. */
static bool was_in_time(const struct search *s)
{
	const char *made = s->o->made;
	struct error ignored;
	long seconds;

	return !*made || time_parse(&seconds, made, &ignored) != 0 ||
	       time_days(time_date(seconds)) + s->rules->least_days <
		       time_days(s->rules->answers);
}

static bool is_on_half(const struct search *s, const struct outline_measure *m)
{
	const struct lint_rules *r = s->rules;

	if (!r->is_on_half)
		return false;
	for (size_t i = 0; i < m->n_items; i++)
		if (r->is_on_half(r->years, m->items[i]))
			return true;
	return r->is_on_half(r->years, m->concept);
}

/* What a question or an item lost, or the website lacks, has to be there when
 * the answers are given. */
static void check_term(
	struct search *s, const char *measure, const struct outline_measure *m)
{
	const struct date answers = s->rules->answers;
	struct date to;

	if (answers.year == 0 || (!m->n_items && !*m->concept) ||
		!read_day(&to, m->to) || time_days(to) < time_days(answers) ||
		is_on_half(s, m) || !was_in_time(s))
		return;
	say(s, "late",
		"%s: ends %s, and the answers are given from "
		"%04d-%02d-%02d on",
		measure, m->to, answers.year, answers.month, answers.day);
}

static void check_items(
	struct search *s, const char *measure, const struct outline_measure *m)
{
	for (size_t i = 0; i < m->n_items; i++)
		if (!is_code(s, m->items[i], "") && !*m->concept)
			say(s, "item_unknown", "%s: cites %s: %d has none",
				measure, m->items[i], s->o->assessed_year);
	for (size_t i = 0; i < m->n_named; i++)
		if (!has(m->items, m->n_items, m->named[i]))
			say(s, "item_named",
				"%s: is titled as %s, and cites %s", measure,
				m->named[i], m->n_items ? m->items[0] : "none");
}

static void check_measure(
	struct search *s, const struct outline_issue *issue, size_t i)
{
	const struct outline_measure *m = &issue->measures[i];
	const char *near = *m->owner ? near_owner(s, m->owner) : NULL;
	char measure[64];

	(void)snprintf(measure, sizeof(measure), "issue %d: measure %zu",
		issue->n, i + 1);
	check_items(s, measure, m);
	if (!*m->owner)
		say(s, "owner", "%s: has no owner", measure);
	if (near)
		say(s, "name", "%s: owner is \"%s\", elsewhere \"%s\"", measure,
			m->owner, near);
	check_period(s, measure, m);
	check_term(s, measure, m);
}

static bool answers(
	const struct outline_measure *m, const char *id, const char *concept)
{
	return has(m->items, m->n_items, id) ||
	       (*concept && (strcmp(m->concept, concept) == 0 ||
				    has(m->also, m->n_also, concept)));
}

static bool is_answered(
	const struct search *s, const char *id, const char *concept)
{
	for (size_t i = 0; i < s->o->n_issues; i++)
		for (size_t k = 0; k < s->o->issues[i].n_measures; k++)
			if (answers(&s->o->issues[i].measures[k], id, concept))
				return true;
	return false;
}

static void check_defect(struct search *s, const struct outline_issue *issue,
	const struct outline_row *row, int hundredths)
{
	if (hundredths < 0 || hundredths >= s->rules->target ||
		is_answered(s, row->id, row->concept))
		return;
	say(s, "unanswered",
		"issue %d: %s %s: %s points, and no measure for it", issue->n,
		row->part, row->id, figure(hundredths).text);
}

/* A score counts that stands in the table; one that the analysis quotes does
 * where the table of the issue has none. */
static void check_defects(struct search *s, const struct outline_issue *issue)
{
	for (size_t i = 0; i < issue->n_rows; i++)
		check_defect(
			s, issue, &issue->rows[i], issue->rows[i].hundredths);
	for (size_t i = 0; i < issue->n_analysis; i++) {
		const struct outline_analysis *a = &issue->analysis[i];
		int n;
		const struct outline_row *row =
			row_anywhere(s, issue, a->id, a->part, &n);

		if (row && n != issue->n)
			check_defect(s, issue, row, a->hundredths);
	}
}

/* Numbers are those of the year checked, not of the tables: the concept, if
 * it is known, is what counts. */
static const char *failing_id(const struct outline_failing *f)
{
	return *f->concept ? "" : f->id;
}

static void check_measures(struct search *s)
{
	for (size_t i = 0; i < s->o->n_issues; i++) {
		const struct outline_issue *issue = &s->o->issues[i];

		if (issue->n_measures == 0)
			say(s, "issue_empty", "issue %d: has no measure",
				issue->n);
		check_numbers(s, issue);
		for (size_t k = 0; k < issue->n_measures; k++)
			check_measure(s, issue, k);
	}
	for (size_t i = 0; i < s->o->n_issues; i++)
		check_defects(s, &s->o->issues[i]);
	for (size_t i = 0; i < s->o->n_failing; i++)
		if (!is_answered(s, failing_id(&s->o->failing[i]),
			    s->o->failing[i].concept))
			say(s, "unanswered",
				"%s: fails on the website, and no measure for "
				"it",
				s->o->failing[i].id);
}

size_t lint_find(const struct outline *o, const struct lint_rules *rules,
	struct arena *arena, struct lint_finding **out)
{
	struct search s = { o, rules, arena, NULL, 0, 0 };

	check_years(&s);
	check_said(&s);
	check_limits(&s);
	check_tables(&s);
	check_analysis(&s);
	check_measures(&s);
	*out = arena_alloc(arena, s.n * sizeof(**out));
	if (s.n)
		memcpy(*out, s.found, s.n * sizeof(**out));
	free(s.found);
	return s.n;
}
