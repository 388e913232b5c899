#include "reports/outline.h"

#include <stdio.h>
#include <string.h>

#include "base/field.h"
#include "base/json.h"
#include "base/slice.h"

static const struct field row_fields[] = {
	FIELD_TEXT("id", struct outline_row, id),
	FIELD_TEXT("part", struct outline_row, part),
	FIELD_TEXT("concept", struct outline_row, concept),
	FIELD_PLAIN("score", FIELD_HUNDREDTHS, struct outline_row, hundredths),
};
FIELD_TABLE(row, struct outline_row);

static const struct field analysis_fields[] = {
	FIELD_TEXT("id", struct outline_analysis, id),
	FIELD_TEXT("part", struct outline_analysis, part),
	FIELD_TEXT("called", struct outline_analysis, called),
	FIELD_TEXT("class", struct outline_analysis, class_key),
	FIELD_PLAIN(
		"score", FIELD_HUNDREDTHS, struct outline_analysis, hundredths),
};
FIELD_TABLE(analysis, struct outline_analysis);

static const struct field measure_fields[] = {
	FIELD_PLAIN("number", FIELD_INT, struct outline_measure, number),
	FIELD_LIST("items", struct outline_measure, items, n_items),
	FIELD_LIST("named", struct outline_measure, named, n_named),
	FIELD_TEXT("concept", struct outline_measure, concept),
	FIELD_TEXT("owner", struct outline_measure, owner),
	FIELD_TEXT("from", struct outline_measure, from),
	FIELD_TEXT("to", struct outline_measure, to),
	FIELD_TEXT("quarters", struct outline_measure, quarters),
};
FIELD_TABLE(measure, struct outline_measure);

static const struct field issue_fields[] = {
	FIELD_PLAIN("n", FIELD_INT, struct outline_issue, n),
	FIELD_TEXT("title", struct outline_issue, title),
	FIELD_TABLE_OF("rows", FIELD_ROWS, struct outline_issue, rows, n_rows,
		&row_table),
	FIELD_TABLE_OF("analysis", FIELD_ROWS, struct outline_issue, analysis,
		n_analysis, &analysis_table),
	FIELD_TABLE_OF("measures", FIELD_ROWS, struct outline_issue, measures,
		n_measures, &measure_table),
};
FIELD_TABLE(issue, struct outline_issue);

static const struct field said_fields[] = {
	FIELD_TEXT("what", struct outline_said, what),
	FIELD_TEXT("where", struct outline_said, where),
	FIELD_TEXT("text", struct outline_said, text),
};
FIELD_TABLE(said, struct outline_said);

static const struct field limit_fields[] = {
	FIELD_TEXT("class", struct outline_limit, class_key),
	FIELD_PLAIN("from", FIELD_HUNDREDTHS, struct outline_limit, from),
	FIELD_PLAIN("to", FIELD_HUNDREDTHS, struct outline_limit, to),
};
FIELD_TABLE(limit, struct outline_limit);

static const struct field figure_fields[] = {
	FIELD_TEXT("id", struct outline_figure, id),
	FIELD_PLAIN(
		"score", FIELD_HUNDREDTHS, struct outline_figure, hundredths),
};
FIELD_TABLE(figure, struct outline_figure);

static void put_schema(struct json_writer *w, const char *key, const void *row,
	const void *whole)
{
	(void)row;
	(void)whole;
	json_put_string(w, key, OUTLINE_SCHEMA);
}

static const struct field file_fields[] = {
	FIELD_PUT("schema", put_schema),
	FIELD_PLAIN("assessed_year", FIELD_INT, struct outline, assessed_year),
	FIELD_PLAIN("year", FIELD_INT, struct outline, year),
	FIELD_TABLE_OF("limits", FIELD_ROWS, struct outline, limits, n_limits,
		&limit_table),
	FIELD_TABLE_OF(
		"said", FIELD_ROWS, struct outline, said, n_said, &said_table),
	FIELD_TABLE_OF("indicators", FIELD_MEMBERS, struct outline, indicators,
		n_indicators, &figure_table),
	FIELD_PLAIN("total", FIELD_HUNDREDTHS, struct outline, total),
	FIELD_TEXT("level", struct outline, level),
	FIELD_TABLE_OF("issues", FIELD_ROWS, struct outline, issues, n_issues,
		&issue_table),
};
FIELD_TABLE(file, struct outline);

/* "o9", or "i10 i11". */
static void split_items(
	struct outline *o, struct outline_measure *m, const char *items)
{
	struct slice rest = slice_str(items);

	m->items =
		arena_alloc(&o->arena, (rest.len / 2 + 1) * sizeof(*m->items));
	while (rest.len) {
		long space = slice_find(rest, " ", 0);
		size_t n = space < 0 ? rest.len : (size_t)space;

		m->items[m->n_items++] = arena_strndup(&o->arena, rest.data, n);
		n += space >= 0;
		rest = slice_of(rest.data + n, rest.len - n);
	}
}

/* Whether the number of the item is that of the tables.  Reports were once
 * written without its year. */
static bool is_of_tables(const struct document *doc, const struct measure *m)
{
	bool of_check =
		m->kind == MEASURE_FINDING || m->kind == MEASURE_CHECKING;

	if (m->item_year)
		return m->item_year == doc->plan.assessed_year;
	return !of_check || doc->rules.year == doc->plan.assessed_year;
}

/* An item may ask for several concepts; each is a part of that name. */
static void take_parts(struct outline *o, const struct document *doc,
	struct outline_measure *m)
{
	for (size_t i = 0; i < doc->n_items; i++) {
		const struct finding *item = &doc->items[i];

		if (!*m->concept || strcmp(item->concept, m->concept) != 0)
			continue;
		m->also = arena_alloc(
			&o->arena, item->n_parts * sizeof(*m->also));
		for (size_t k = 0; k < item->n_parts; k++)
			m->also[m->n_also++] = item->parts[k].id;
		return;
	}
}

static void take_measure(struct outline *o, const struct document *doc,
	struct outline_issue *issue, const struct measure *m)
{
	struct outline_measure *to = &issue->measures[issue->n_measures++];

	*to = (struct outline_measure){
		.number = (int)issue->n_measures,
		.concept = m->concept ? m->concept : "",
		.owner = m->owner ? m->owner : "",
		.from = m->from ? m->from : "",
		.to = m->to ? m->to : "",
		.quarters = "",
	};
	take_parts(o, doc, to);
	if (is_of_tables(doc, m))
		split_items(o, to, m->item ? m->item : "");
}

static void take_score(
	struct outline_issue *issue, const struct document_score *s)
{
	issue->rows[issue->n_rows++] = (struct outline_row){ s->id, s->part,
		s->concept ? s->concept : "", s->hundredths };
	if (s->class_key && *s->class_key)
		issue->analysis[issue->n_analysis++] =
			(struct outline_analysis){ s->id, s->part, s->part,
				s->class_key, s->hundredths };
}

static void take_issue(struct outline *o, const struct document *doc,
	const struct document_issue *from)
{
	struct outline_issue *issue = &o->issues[o->n_issues++];
	const struct document_scores *scores = &doc->scores;

	issue->n = from->n;
	issue->title = from->title ? from->title : "";
	issue->rows =
		arena_alloc(&o->arena, scores->n_rows * sizeof(*issue->rows));
	issue->analysis = arena_alloc(
		&o->arena, scores->n_rows * sizeof(*issue->analysis));
	issue->measures = arena_alloc(
		&o->arena, doc->plan.n_measures * sizeof(*issue->measures));
	for (size_t i = 0; i < scores->n_rows; i++)
		if (scores->rows[i].issue == from->n)
			take_score(issue, &scores->rows[i]);
	for (size_t i = 0; i < doc->plan.n_measures; i++)
		if (doc->plan.measures[i].issue == from->n)
			take_measure(o, doc, issue, &doc->plan.measures[i]);
}

static void take_figures(struct outline *o, const struct document_scores *from)
{
	o->total = from->total;
	o->level = from->band ? from->band : "";
	o->indicators = arena_alloc(
		&o->arena, from->n_indicators * sizeof(*o->indicators));
	for (size_t i = 0; i < from->n_indicators; i++)
		o->indicators[o->n_indicators++] =
			(struct outline_figure){ from->indicators[i].id,
				from->indicators[i].hundredths };
}

static void take_failing(struct outline *o, const struct document *doc)
{
	o->failing = arena_alloc(&o->arena, doc->n_items * sizeof(*o->failing));
	for (size_t i = 0; i < doc->n_items; i++)
		if (verdict_is_failing(doc->items[i].verdict))
			o->failing[o->n_failing++] =
				(struct outline_failing){ doc->items[i].id,
					doc->items[i].concept };
}

void outline_of(struct outline *o, const struct document *doc)
{
	*o = (struct outline){ .assessed_year = doc->plan.assessed_year,
		.year = doc->plan.year };
	arena_init(&o->arena);
	o->made = arena_strdup(&o->arena, doc->started ? doc->started : "");
	take_figures(o, &doc->scores);
	take_failing(o, doc);
	o->issues =
		arena_alloc(&o->arena, doc->plan.n_issues * sizeof(*o->issues));
	for (size_t i = 0; i < doc->plan.n_issues; i++)
		take_issue(o, doc, &doc->plan.issues[i]);
}

static bool is_among(const char *word, const char *const *words)
{
	while (*words && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

/* A word of the list, or the key left out where it may be. */
static int check_word(const struct json *json, const struct json_node *node,
	const char *key, const char *const *words, struct error *err)
{
	const struct json_node *word = json_get(node, key);

	if (!word || is_among(json_string(word, ""), words))
		return 0;
	return json_error(
		json, word, err, "\"%s\" is no %s", json_string(word, ""), key);
}

/* The word and points of each row of the list of that name. */
static int check_rows(const struct json *json, const struct json_node *holder,
	const char *name, struct error *err)
{
	static const char *const parts[] = { "iit", "eit_public", "eit_survey",
		"oit", NULL };
	static const char *const classes[] = { "defect", "develop", "keep",
		NULL };
	const struct json_node *row = json_first(json_get(holder, name));
	int result = 0;

	for (; row && result == 0; row = json_next(row)) {
		const struct json_node *score = json_get(row, "score");
		double points = json_number(score, 0);

		result = check_word(json, row, "part", parts, err);
		if (result == 0)
			result = check_word(json, row, "class", classes, err);
		if (result == 0 && (points < 0 || points > 100))
			result = json_error(
				json, score, err, "must be from 0 to 100");
	}
	return result;
}

/* What the table of fields cannot say of a value. */
static int check_values(const struct json *json, struct error *err)
{
	const struct json_node *root = json_root(json), *node;
	double total = json_number(json_get(root, "total"), 0);
	int result;

	if (json_need(&node, json, root, "assessed_year", JSON_NUMBER, err) !=
			0 ||
		json_need(&node, json, root, "year", JSON_NUMBER, err) != 0 ||
		json_need(&node, json, root, "issues", JSON_ARRAY, err) != 0)
		return err->code;
	if (total < 0 || total > 100)
		return json_error(json, json_get(root, "total"), err,
			"must be from 0 to 100");
	result = check_rows(json, root, "limits", err);
	node = json_first(node);
	for (; node && result == 0; node = json_next(node)) {
		result = check_rows(json, node, "rows", err);
		if (result == 0)
			result = check_rows(json, node, "analysis", err);
	}
	return result;
}

static int read_outline(
	struct outline *o, const struct json *json, struct error *err)
{
	const struct field_reader reader = { json, &o->arena, true };

	int result = field_read(&reader, &file_table, json_root(json), o, err);

	return result == 0 ? check_values(json, err) : result;
}

int outline_load(struct outline *o, struct document *doc, const char *path,
	struct error *err)
{
	struct json *json = NULL;
	const char *schema;
	int result = json_load(&json, path, err);

	*o = (struct outline){ .made = "", .total = -1 };
	arena_init(&o->arena);
	if (result != 0)
		goto out;
	schema = json_string(json_get(json_root(json), "schema"), "");
	if (strcmp(schema, OUTLINE_SCHEMA) == 0) {
		result = read_outline(o, json, err);
		goto out;
	}
	result = document_load(doc, path, err);
	if (result == 0)
		outline_of(o, doc);
out:
	json_free(json);
	return result;
}

void outline_done(struct outline *o)
{
	arena_done(&o->arena);
	*o = (struct outline){ .total = -1 };
}
