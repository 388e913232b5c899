#include "rules/measure.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/field.h"
#include "base/json.h"
#include "base/mem.h"

#define MAX_PATH 4096
#define MAX_TEXT 4096 /* bytes of a measure or step */
#define FULL 10000    /* hundredths */
#define HALF_END "03-31"

/* A measure with its steps, before it is somebody's in some year. */
struct form {
	const char *measure;
	const char **steps;
	size_t n_steps;
};

/* What to do for a concept; stale and incomplete may be empty. */
struct rule {
	const char *concept;
	struct form form, stale, incomplete;
	const char *owner;
	const char *from, *to; /* MM-DD inside the fiscal year; to may be ""
				*/
};

struct standing {
	const char *issue;
	struct form form;
	const char *owner;
	const char *from, *to;
	const char **questions; /* ids it is an answer to */
	size_t n_questions;
};

struct measure_catalog {
	struct arena arena;
	struct rule rules[RULESET_MAX_CONCEPTS];
	size_t n_rules;
	struct standing *standing;
	size_t n_standing;
	struct measure_question *questions;
	size_t n_questions;
};

static const struct field form_fields[] = {
	FIELD_TEXT("measure", struct form, measure),
	FIELD_LIST("steps", struct form, steps, n_steps),
};
FIELD_TABLE(form, struct form);

static const struct field rule_fields[] = {
	FIELD_TEXT("concept", struct rule, concept),
	FIELD_TEXT("measure", struct rule, form.measure),
	FIELD_LIST("steps", struct rule, form.steps, form.n_steps),
	FIELD_TEXT("owner", struct rule, owner),
	FIELD_TEXT("from", struct rule, from),
	FIELD_TEXT("to", struct rule, to),
	FIELD_IN("stale", struct rule, stale, &form_table),
	FIELD_IN("incomplete", struct rule, incomplete, &form_table),
};
FIELD_TABLE(rule, struct rule);

static const struct field standing_fields[] = {
	FIELD_TEXT("issue", struct standing, issue),
	FIELD_TEXT("measure", struct standing, form.measure),
	FIELD_LIST("steps", struct standing, form.steps, form.n_steps),
	FIELD_TEXT("owner", struct standing, owner),
	FIELD_TEXT("from", struct standing, from),
	FIELD_TEXT("to", struct standing, to),
	FIELD_LIST("question", struct standing, questions, n_questions),
};
FIELD_TABLE(standing, struct standing);

static const struct field question_fields[] = {
	FIELD_TEXT("id", struct measure_question, id),
	FIELD_TEXT("instrument", struct measure_question, instrument),
	FIELD_TEXT("text", struct measure_question, text),
	FIELD_TEXT("issue", struct measure_question, issue),
	FIELD_PLAIN("negative", FIELD_BOOL, struct measure_question, negative),
	FIELD_TEXT("defect", struct measure_question, defect),
	FIELD_TEXT("develop", struct measure_question, develop),
	FIELD_TEXT("keep", struct measure_question, keep),
};
FIELD_TABLE(question, struct measure_question);

static const struct field standing_file_fields[] = {
	FIELD_TABLE_OF("standing", FIELD_ROWS, struct measure_catalog, standing,
		n_standing, &standing_table),
};
FIELD_TABLE(standing_file, struct measure_catalog);

static const struct field question_file_fields[] = {
	FIELD_TABLE_OF("questions", FIELD_ROWS, struct measure_catalog,
		questions, n_questions, &question_table),
};
FIELD_TABLE(question_file, struct measure_catalog);

/* MM-DD. */
static bool is_day(const char *day)
{
	struct slice s = slice_str(day);

	return s.len == 5 && s.data[2] == '-' &&
	       slice_number(slice_of(s.data, 2), 12) > 0 &&
	       slice_number(slice_of(s.data + 3, 2), 31) > 0;
}

/* Months counted from October, as the fiscal year has them. */
static long fiscal_day(const char *day)
{
	long month = slice_number(slice_of(day, 2), 12);

	return (month + 2) % 12 * 100 + slice_number(slice_of(day + 3, 2), 31);
}

static int check_measure(const struct form *measure, const char *from,
	const char *to, const char *path, struct error *err)
{
	if (!*measure->measure || measure->n_steps == 0)
		return error_set(err, ERR_SYNTAX,
			"%s: a measure needs \"measure\" and \"steps\"", path);
	if (!is_day(from) || (*to && !is_day(to)))
		return error_set(err, ERR_SYNTAX,
			"%s: \"from\" and \"to\" must be days like \"10-01\"",
			path);
	if (*to && fiscal_day(from) > fiscal_day(to))
		return error_set(err, ERR_SYNTAX,
			"%s: \"%s\" to \"%s\" is not within a fiscal year",
			path, from, to);
	return 0;
}

/* Reads a file of the catalogue into row by its table. */
static int load_file(struct measure_catalog *catalog, const char *path,
	const struct field_table *table, void *row, struct error *err)
{
	struct field_reader reader = { NULL, &catalog->arena, true };
	struct json *json = NULL;
	int result = json_load(&json, path, err);

	if (result == 0) {
		reader.json = json;
		result = field_read(&reader, table, json_root(json), row, err);
	}
	json_free(json);
	return result;
}

static int load_rule(struct measure_catalog *catalog, const char *folder,
	const char *concept, struct error *err)
{
	struct rule *r = &catalog->rules[catalog->n_rules];
	char path[MAX_PATH];

	(void)snprintf(
		path, sizeof(path), "%s/measures/%s.json", folder, concept);
	if (load_file(catalog, path, &rule_table, r, err) != 0 ||
		check_measure(&r->form, r->from, r->to, path, err) != 0)
		return err->code;
	if (strcmp(r->concept, concept) != 0)
		return error_set(err, ERR_SYNTAX, "%s: is of concept \"%s\"",
			path, r->concept);
	catalog->n_rules++;
	return 0;
}

static int load_rules(struct measure_catalog *catalog, const char *folder,
	const struct ruleset *rules, struct error *err)
{
	for (size_t i = 0; i < rules->n_concepts; i++)
		if (rules->concepts[i].role == CONCEPT_ITEM &&
			load_rule(catalog, folder, rules->concepts[i].key,
				err) != 0)
			return err->code;
	return 0;
}

/* Number of the issue with that key, or 0. */
static int issue_number(const struct ruleset *rules, const char *key)
{
	for (size_t i = 0; i < rules->n_issues; i++)
		if (strcmp(rules->issues[i].key, key) == 0)
			return rules->issues[i].n;
	return 0;
}

static const char *issue_key(const struct ruleset *rules, int n)
{
	for (size_t i = 0; i < rules->n_issues; i++)
		if (rules->issues[i].n == n)
			return rules->issues[i].key;
	return "";
}

static int load_standing(struct measure_catalog *catalog, const char *folder,
	const struct ruleset *rules, struct error *err)
{
	char path[MAX_PATH];

	(void)snprintf(path, sizeof(path), "%s/measures/standing.json", folder);
	if (load_file(catalog, path, &standing_file_table, catalog, err) != 0)
		return err->code;
	for (size_t i = 0; i < catalog->n_standing; i++) {
		const struct standing *s = &catalog->standing[i];

		if (check_measure(&s->form, s->from, s->to, path, err) != 0)
			return err->code;
		if (issue_number(rules, s->issue) == 0)
			return error_set(err, ERR_SYNTAX,
				"%s: unknown issue \"%s\"", path, s->issue);
	}
	return 0;
}

static int load_all(struct measure_catalog *catalog, const char *folder,
	const struct ruleset *rules, struct error *err)
{
	char path[MAX_PATH];

	(void)snprintf(path, sizeof(path), "%s/questions.json", folder);
	if (load_file(catalog, path, &question_file_table, catalog, err) != 0 ||
		load_standing(catalog, folder, rules, err) != 0)
		return err->code;
	return load_rules(catalog, folder, rules, err);
}

int measure_catalog_load(struct measure_catalog **out, const char *folder,
	const struct ruleset *rules, struct error *err)
{
	struct measure_catalog *catalog = mem_zalloc(sizeof(*catalog));
	int result = load_all(catalog, folder, rules, err);

	if (result == 0) {
		*out = catalog;
		catalog = NULL;
	}
	measure_catalog_free(catalog);
	return result;
}

void measure_catalog_free(struct measure_catalog *catalog)
{
	if (!catalog)
		return;
	arena_done(&catalog->arena);
	free(catalog);
}

const struct measure_question *measure_question(
	const struct measure_catalog *catalog, const char *id)
{
	for (size_t i = 0; i < catalog->n_questions; i++)
		if (strcmp(catalog->questions[i].id, id) == 0)
			return &catalog->questions[i];
	return NULL;
}

/* The rows being made. */
struct builder {
	const struct measure_catalog *catalog;
	const struct measure_input *input;
	struct arena *arena;
	struct measure *rows;
	size_t n, cap;
};

static const struct rule *rule_of(
	const struct measure_catalog *catalog, const char *concept)
{
	for (size_t i = 0; i < catalog->n_rules; i++)
		if (strcmp(catalog->rules[i].concept, concept) == 0)
			return &catalog->rules[i];
	return NULL;
}

/* MM-DD in the plan's fiscal year, which begins in the October before. */
static struct date date_of(const struct builder *b, const char *day)
{
	int year = b->input->year - TIME_BUDDHIST_ERA;

	if (fiscal_day(day) < 300)
		year--;
	return (struct date){ year, (int)slice_number(slice_of(day, 2), 12),
		(int)slice_number(slice_of(day + 3, 2), 31) };
}

static const char *text_of(const struct builder *b, struct date d)
{
	char text[32];

	(void)snprintf(
		text, sizeof(text), "%04d-%02d-%02d", d.year, d.month, d.day);
	return arena_strdup(b->arena, text);
}

/* The text with {title} and {year} filled in, by the year that is asked. */
static const char *filled(
	const struct builder *b, const char *text, const char *title, int year)
{
	struct slice s = slice_str(text);
	const char *copy;
	struct buf out;

	buf_init(&out, MAX_TEXT);
	for (size_t i = 0; i < s.len;) {
		struct slice rest = slice_of(s.data + i, s.len - i);

		if (slice_starts(rest, "{title}")) {
			buf_puts(&out, title);
			i += strlen("{title}");
		} else if (slice_starts(rest, "{year}")) {
			buf_printf(&out, "%d", year);
			i += strlen("{year}");
		} else {
			buf_putc(&out, s.data[i++]);
		}
	}
	copy = arena_strdup(b->arena, buf_str(&out));
	buf_done(&out);
	return copy;
}

static const char *owner_of(
	const struct builder *b, const char *concept, int issue)
{
	const struct measure_input *in = b->input;
	const char *unit = "";

	if (!in->owner)
		return "";
	if (*concept)
		unit = in->owner(in->office, concept);
	if (!*unit)
		unit = in->owner(in->office, issue_key(in->rules, issue));
	return unit;
}

/* A new row with its issue and owner; the first unit that is named. */
static struct measure *add_row(struct builder *b, enum measure_kind kind,
	int issue, const char *concept, const char *owner)
{
	struct measure *m;
	const char *unit = owner_of(b, concept, issue);

	b->rows = mem_grow(b->rows, b->n, &b->cap, sizeof(*b->rows));
	m = &b->rows[b->n++];
	*m = (struct measure){ .kind = kind, .issue = issue };
	m->owner = arena_strdup(b->arena, *unit ? unit : owner);
	m->item = m->item_title = m->plan_item = m->text = "";
	m->concept = arena_strdup(b->arena, concept);
	return m;
}

static void set_period(const struct builder *b, struct measure *m,
	const char *from, const char *to)
{
	m->from = text_of(b, date_of(b, from));
	m->to = text_of(b, date_of(b, to));
}

/* Year 0 also when the year is over: its plan is written as it was due. */
static struct date today_of(const struct builder *b)
{
	const struct date today = b->input->today;

	return time_days(today) > time_days(time_fiscal_end(b->input->year))
		       ? (struct date){ 0 }
		       : today;
}

/* Of what has to be there when the answers are given; to may be "". */
static void set_term(const struct builder *b, struct measure *m,
	const char *from, const char *to)
{
	static const struct window unknown = { 0 };
	const struct measure_input *in = b->input;
	const struct window *w = in->window ? in->window : &unknown;
	const struct date today = today_of(b), half = date_of(b, HALF_END);
	struct date earliest = window_later(today, w->least_days);
	struct date begin = date_of(b, from), end = { 0 };

	if (ruleset_is_on_half(in->rules, m->concept) &&
		time_days(earliest) < time_days(half))
		earliest = half;
	if (*to)
		end = date_of(b, to);
	end = window_end(w, in->year, end, earliest);
	if (time_days(today) > time_days(begin))
		begin = today;
	m->from = text_of(b, begin);
	m->to = text_of(b, end);
}

static void set_form(const struct builder *b, struct measure *m,
	const struct form *form, const char *title, int year)
{
	m->text = filled(b, form->measure, title, year);
	m->steps = arena_alloc(b->arena, form->n_steps * sizeof(*m->steps));
	m->n_steps = form->n_steps;
	for (size_t i = 0; i < form->n_steps; i++)
		m->steps[i] = filled(b, form->steps[i], title, year);
}

/* The wording for that kind of failure, or the usual one. */
static const struct form *form_for(
	const struct rule *rule, enum verdict verdict)
{
	if (verdict == VERDICT_STALE && rule->stale.n_steps)
		return &rule->stale;
	if (verdict == VERDICT_INCOMPLETE && rule->incomplete.n_steps)
		return &rule->incomplete;
	return &rule->form;
}

static void set_item(
	const struct builder *b, struct measure *m, const struct finding *f)
{
	m->item = arena_strdup(b->arena, f->id);
	m->item_title = arena_strdup(b->arena, f->title);
}

static void add_finding(struct builder *b, const struct finding *f)
{
	const struct rule *rule = rule_of(b->catalog, f->concept);
	int year = f->period_wanted ? f->period_wanted : b->input->year;
	struct measure *m;

	if (!rule)
		return;
	m = add_row(b, MEASURE_FINDING, f->issue, f->concept, rule->owner);
	set_item(b, m, f);
	set_form(b, m, form_for(rule, f->verdict), f->title, year);
	set_term(b, m, rule->from, rule->to);
}

static void add_checking(struct builder *b, const struct finding *f)
{
	const struct rule *rule = rule_of(b->catalog, f->concept);
	struct measure *m;

	if (!rule)
		return;
	m = add_row(b, MEASURE_CHECKING, f->issue, f->concept, rule->owner);
	set_item(b, m, f);
	m->steps = arena_alloc(b->arena, sizeof(*m->steps));
	m->steps[0] = arena_strdup(b->arena, f->reason);
	m->n_steps = 1;
	set_term(b, m, rule->from, rule->to);
}

static void add_findings(struct builder *b, int issue)
{
	const struct measure_input *in = b->input;

	for (size_t i = 0; i < in->n_findings; i++)
		if (in->findings[i].issue == issue &&
			verdict_is_failing(in->findings[i].verdict))
			add_finding(b, &in->findings[i]);
	for (size_t i = 0; i < in->n_findings; i++)
		if (in->findings[i].issue == issue &&
			in->findings[i].verdict == VERDICT_CANNOT_TELL)
			add_checking(b, &in->findings[i]);
}

static bool is_under_full(const struct measure_score *s)
{
	return s->hundredths >= 0 && s->hundredths < FULL;
}

/* An item may ask for several concepts; the finding names the first. */
static bool is_about(
	const struct ruleset *rs, const struct finding *f, const char *concept)
{
	for (size_t i = 0; i < rs->n_items; i++)
		if (strcmp(rs->items[i].id, f->id) == 0)
			return ruleset_asks(rs, &rs->items[i], concept);
	return false;
}

/* Whether the check found the concept wanting, so that it has its row. */
static bool has_row(const struct measure_input *in, const char *concept)
{
	for (size_t i = 0; i < in->n_findings; i++)
		if (is_about(in->rules, &in->findings[i], concept) &&
			(verdict_is_failing(in->findings[i].verdict) ||
				in->findings[i].verdict == VERDICT_CANNOT_TELL))
			return true;
	return false;
}

/* An item that lost points last year, though the site may show it now. */
static void add_scored_items(struct builder *b, int issue)
{
	for (size_t i = 0; i < b->input->n_scores; i++) {
		const struct measure_score *s = &b->input->scores[i];
		const struct rule *rule = rule_of(b->catalog, s->concept);
		struct measure *m;

		if (s->issue != issue || !rule || !is_under_full(s) ||
			has_row(b->input, s->concept))
			continue;
		m = add_row(b, MEASURE_SCORE, issue, s->concept, rule->owner);
		m->item = arena_strdup(b->arena, s->id);
		m->item_title = arena_strdup(b->arena, s->title);
		set_form(b, m, &rule->form, s->title, b->input->year);
		set_term(b, m, rule->from, rule->to);
	}
}

/* A question may stand in both parts of EIT. */
static bool question_is_under_full(
	const struct measure_input *in, const char *id)
{
	for (size_t i = 0; i < in->n_scores; i++)
		if (strcmp(in->scores[i].id, id) == 0 &&
			is_under_full(&in->scores[i]))
			return true;
	return false;
}

/* Those of its questions that scored under 100, "i10 i11"; "" for none. */
static const char *questions_under_full(
	const struct builder *b, const struct standing *s)
{
	const char *ids;
	struct buf out;

	buf_init(&out, MAX_TEXT);
	for (size_t i = 0; i < s->n_questions; i++)
		if (question_is_under_full(b->input, s->questions[i]))
			buf_printf(&out, "%s%s", out.len ? " " : "",
				s->questions[i]);
	ids = arena_strdup(b->arena, buf_str(&out));
	buf_done(&out);
	return ids;
}

static void add_standing_row(
	struct builder *b, const struct standing *s, const char *questions)
{
	enum measure_kind kind = *questions ? MEASURE_SCORE : MEASURE_STANDING;
	int issue = issue_number(b->input->rules, s->issue);
	struct measure *m = add_row(b, kind, issue, "", s->owner);

	m->item = questions;
	set_form(b, m, &s->form, "", b->input->year);
	if (*questions)
		set_term(b, m, s->from, "");
	else
		set_period(b, m, s->from, s->to);
}

static bool is_known(const struct measure_input *in, const char *question)
{
	for (size_t i = 0; i < in->n_scores; i++)
		if (strcmp(in->scores[i].id, question) == 0)
			return in->scores[i].hundredths >= 0;
	return false;
}

/* Whether it may be left out: every question it answers has full points. */
static bool is_settled(const struct builder *b, const struct standing *s)
{
	for (size_t i = 0; i < s->n_questions; i++)
		if (!is_known(b->input, s->questions[i]))
			return false;
	return s->n_questions != 0;
}

/* Standing measures of the issue; scored says which: those that answer a
 * question which lost points, or the others as far as they are needed. */
static void add_standing(struct builder *b, int issue, bool scored)
{
	for (size_t i = 0; i < b->catalog->n_standing; i++) {
		const struct standing *s = &b->catalog->standing[i];
		const char *questions;

		if (issue_number(b->input->rules, s->issue) != issue)
			continue;
		questions = questions_under_full(b, s);
		if (scored ? *questions != '\0'
			   : !*questions && !is_settled(b, s))
			add_standing_row(b, s, questions);
	}
}

/* Some row there must be: all seven issues are asked for. */
static void add_any(struct builder *b, int issue)
{
	for (size_t i = 0; i < b->catalog->n_standing; i++) {
		const struct standing *s = &b->catalog->standing[i];

		if (issue_number(b->input->rules, s->issue) == issue) {
			add_standing_row(b, s, "");
			return;
		}
	}
}

static void add_issue(struct builder *b, int issue)
{
	size_t before = b->n;

	add_findings(b, issue);
	add_scored_items(b, issue);
	add_standing(b, issue, true);
	add_standing(b, issue, false);
	if (b->n == before)
		add_any(b, issue);
}

size_t measure_build(const struct measure_catalog *catalog,
	const struct measure_input *input, struct arena *arena,
	struct measure **out)
{
	struct builder b = { catalog, input, arena, NULL, 0, 0 };

	for (size_t i = 0; i < input->rules->n_issues; i++)
		add_issue(&b, input->rules->issues[i].n);
	*out = arena_alloc(arena, b.n * sizeof(**out));
	if (b.n)
		memcpy(*out, b.rows, b.n * sizeof(**out));
	free(b.rows);
	return b.n;
}
