#include "rules/score.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct reader {
	const struct json *doc;
	const struct score_model *model;
	struct scores *scores;
	struct error *err;
};

/* A score: 0 to 100 with at most two decimals. */
static int read_score(
	const struct reader *r, const struct json_node *node, int *out)
{
	double value = json_number(node, -1);
	int hundredths;

	if (json_type(node) == JSON_STRING)
		return json_error(r->doc, node, r->err,
			"must be a number from 0 to 100, is the text \"%s\"",
			json_string(node, ""));
	if (json_type(node) != JSON_NUMBER)
		return json_error(
			r->doc, node, r->err, "must be a number from 0 to 100");
	if (value < 0 || value > 100)
		return json_error(r->doc, node, r->err,
			"%.10g is not between 0 and 100", value);
	hundredths = (int)(value * 100 + 0.5);
	/* Division rounds to the double that the decimal itself is read as. */
	if (hundredths / 100.0 != value)
		return json_error(r->doc, node, r->err,
			"%.10g has more than two decimals", value);
	*out = hundredths;
	return 0;
}

static int unknown_item(const struct reader *r, const struct json_node *node)
{
	return json_error(r->doc, node, r->err, "\"%s\" is no item of %d",
		json_key(node), r->model->year);
}

/* The scores of one part, all of them. */
static int read_part(const struct reader *r, const struct json_node *root,
	enum score_part part)
{
	const struct score_model *m = r->model;
	const struct json_node *all, *node;
	int result = json_need(&all, r->doc, root, score_model_part_name(part),
		JSON_OBJECT, r->err);

	if (result != 0)
		return result;
	for (node = json_first(all); node; node = json_next(node)) {
		long i = score_model_item(m, part, json_key(node));

		if (i < 0)
			return unknown_item(r, node);
		result = read_score(r, node, &r->scores->items[i]);
		if (result != 0)
			return result;
	}
	for (size_t i = 0; i < m->n_items; i++)
		if (m->items[i].part == part && r->scores->items[i] < 0)
			return json_error(r->doc, all, r->err,
				"\"%s\" is missing", m->items[i].id);
	return 0;
}

/* The item a document prints: "i1", "o23", "eit_public.e1"; or -1. */
static long find_printed(const struct score_model *m, const char *name)
{
	const char *dot = strchr(name, '.');

	if (!dot) {
		long i = score_model_item(m, SCORE_PART_IIT, name);

		return i >= 0 ? i : score_model_item(m, SCORE_PART_OIT, name);
	}
	for (int part = 0; part < SCORE_PARTS; part++) {
		const char *prefix =
			score_model_part_name((enum score_part)part);

		if (slice_eq(slice_of(name, (size_t)(dot - name)), prefix))
			return score_model_item(
				m, (enum score_part)part, dot + 1);
	}
	return -1;
}

static int read_printed_items(
	const struct reader *r, const struct json_node *all)
{
	const struct json_node *node;

	for (node = json_first(all); node; node = json_next(node)) {
		long i = find_printed(r->model, json_key(node));
		int result;

		if (i < 0)
			return unknown_item(r, node);
		result = read_score(r, node, &r->scores->printed.items[i]);
		if (result != 0)
			return result;
	}
	return 0;
}

static int read_printed_indicators(
	const struct reader *r, const struct json_node *all)
{
	const struct json_node *node;

	for (node = json_first(all); node; node = json_next(node)) {
		long i = score_model_indicator(r->model, json_key(node));
		int result;

		if (i < 0)
			return json_error(r->doc, node, r->err,
				"\"%s\" is no indicator of %d", json_key(node),
				r->model->year);
		result = read_score(r, node, &r->scores->printed.indicators[i]);
		if (result != 0)
			return result;
	}
	return 0;
}

static int read_printed_parts(
	const struct reader *r, const struct json_node *all)
{
	static const char *const keys[] = { "iit", "eit_public", "eit_survey",
		"oit", "eit", NULL };
	struct score_printed *printed = &r->scores->printed;
	int result = json_check_keys(r->doc, all, keys, r->err);

	for (int i = 0; i <= SCORE_PARTS && result == 0; i++) {
		const struct json_node *node = json_get(all, keys[i]);

		if (node)
			result = read_score(r, node,
				i < SCORE_PARTS ? &printed->parts[i]
						: &printed->eit);
	}
	return result;
}

/* An object at key that need not be there, NULL then. */
static int read_optional(const struct reader *r, const struct json_node *node,
	const char *key, const struct json_node **out)
{
	*out = NULL;
	if (!json_get(node, key))
		return 0;
	return json_need(out, r->doc, node, key, JSON_OBJECT, r->err);
}

static int read_level(const struct reader *r, const struct json_node *printed)
{
	const struct json_node *node = json_get(printed, "level");
	const struct score_model *m = r->model;

	if (!node)
		return 0;
	for (size_t i = 0; i < m->n_bands; i++)
		if (strcmp(json_string(node, ""), m->bands[i].title) == 0) {
			r->scores->printed.level = m->bands[i].title;
			return 0;
		}
	return json_error(r->doc, node, r->err,
		"must be one of the levels, such as \"%s\"", m->bands[0].title);
}

static int read_printed(const struct reader *r, const struct json_node *root)
{
	static const char *const keys[] = { "items", "indicators",
		"instruments", "total", "level", NULL };
	const struct json_node *printed, *node;
	int result = read_optional(r, root, "printed", &printed);

	if (result != 0 || !printed)
		return result;
	result = json_check_keys(r->doc, printed, keys, r->err);
	if (result == 0)
		result = read_optional(r, printed, "items", &node);
	if (result == 0)
		result = read_printed_items(r, node);
	if (result == 0)
		result = read_optional(r, printed, "indicators", &node);
	if (result == 0)
		result = read_printed_indicators(r, node);
	if (result == 0)
		result = read_optional(r, printed, "instruments", &node);
	if (result == 0 && node)
		result = read_printed_parts(r, node);
	if (result == 0 && json_get(printed, "total"))
		result = read_score(r, json_get(printed, "total"),
			&r->scores->printed.total);
	if (result == 0)
		result = read_level(r, printed);
	return result;
}

/* What the file says of itself. */
static int read_head(const struct reader *r, const struct json_node *root)
{
	static const char *const keys[] = { "schema", "year", "agency", "iit",
		"eit_public", "eit_survey", "oit", "printed", NULL };
	const struct json_node *schema, *year, *agency = NULL;
	int result;

	if (json_type(root) != JSON_OBJECT)
		return json_error(r->doc, root, r->err, "must be an object");
	result =
		json_need(&schema, r->doc, root, "schema", JSON_STRING, r->err);
	if (result != 0)
		return result;
	if (strcmp(json_string(schema, ""), SCORE_SCHEMA) != 0)
		return json_error(
			r->doc, schema, r->err, "must be \"" SCORE_SCHEMA "\"");
	result = json_check_keys(r->doc, root, keys, r->err);
	if (result == 0)
		result = json_need(
			&year, r->doc, root, "year", JSON_NUMBER, r->err);
	if (result != 0)
		return result;
	if (json_number(year, 0) != r->model->year)
		return json_error(r->doc, year, r->err,
			"is %.10g, but the rules are those of %d",
			json_number(year, 0), r->model->year);
	if (json_get(root, "agency"))
		result = json_need(
			&agency, r->doc, root, "agency", JSON_STRING, r->err);
	r->scores->year = r->model->year;
	r->scores->agency =
		arena_strdup(&r->scores->arena, json_string(agency, ""));
	return result;
}

static int read_scores(const struct reader *r)
{
	const struct json_node *root = json_root(r->doc);
	int result = read_head(r, root);

	for (int part = 0; part < SCORE_PARTS && result == 0; part++)
		result = read_part(r, root, (enum score_part)part);
	if (result == 0)
		result = read_printed(r, root);
	return result;
}

/* n numbers, none of them known. */
static int *unknown(struct arena *arena, size_t n)
{
	int *all = arena_alloc(arena, n * sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = -1;
	return all;
}

static struct scores *scores_new(const struct score_model *m)
{
	struct scores *s = mem_zalloc(sizeof(*s));

	arena_init(&s->arena);
	s->items = unknown(&s->arena, m->n_items);
	s->printed.items = unknown(&s->arena, m->n_items);
	s->printed.indicators = unknown(&s->arena, m->n_indicators);
	for (int part = 0; part < SCORE_PARTS; part++)
		s->printed.parts[part] = -1;
	s->printed.eit = -1;
	s->printed.total = -1;
	return s;
}

int score_year(int *year, const struct json *doc, struct error *err)
{
	const struct json_node *node;
	int result =
		json_need(&node, doc, json_root(doc), "year", JSON_NUMBER, err);

	double value;

	if (result != 0)
		return result;
	value = json_number(node, 0);
	if (value < 0 || value > 9999)
		return json_error(doc, node, err, "%.10g is no year", value);
	*year = (int)value;
	return 0;
}

int score_read(struct scores **out, const struct json *doc,
	const struct score_model *model, struct error *err)
{
	struct scores *s = scores_new(model);
	int result = read_scores(&(struct reader){ doc, model, s, err });

	if (result == 0) {
		*out = s;
		s = NULL;
	}
	score_free(s);
	return result;
}

void score_free(struct scores *scores)
{
	if (!scores)
		return;
	arena_done(&scores->arena);
	free(scores);
}

const char *score_class_name(enum score_class class)
{
	static const char *const names[] = {
		[SCORE_DEFECT] = "defect",
		[SCORE_DEVELOP] = "develop",
		[SCORE_KEEP] = "keep",
	};

	return names[class];
}

enum score_class score_class_of(const struct score_model *model, int hundredths)
{
	if (hundredths < model->defect_below)
		return SCORE_DEFECT;
	return hundredths < model->develop_below ? SCORE_DEVELOP : SCORE_KEEP;
}

int score_round(const struct score_model *model, long long exact)
{
	return (int)((2 * exact + model->scale) / (2 * model->scale));
}

/* The mean of an instrument's indicators. */
static long long instrument_mean(const struct score_model *m,
	const long long *indicators, enum score_instrument instrument)
{
	long long sum = 0;

	for (size_t i = 0; i < m->n_indicators; i++)
		if (m->indicators[i].instrument == instrument)
			sum += indicators[i];
	return sum / m->n_in_instrument[instrument];
}

int score_total(const struct score_model *model, const long long *indicators)
{
	long long sum = 0;

	for (int i = 0; i < SCORE_INSTRUMENTS; i++)
		sum += model->weight[i] * instrument_mean(model, indicators,
						  (enum score_instrument)i);
	return score_round(model, sum / 100);
}

/* One part of EIT: the mean of its groups, one an indicator. */
static long long part_mean(const struct score_model *m, const long long *groups,
	enum score_part part)
{
	long long sum = 0;

	for (size_t g = 0; g < m->n_groups; g++)
		if (m->groups[g].part == part)
			sum += groups[g];
	return sum / m->n_in_instrument[SCORE_EIT];
}

static void compute_means(const struct score_model *m, const int *items,
	struct score_result *result)
{
	for (size_t i = 0; i < m->n_items; i++) {
		const struct score_group *g = &m->groups[m->items[i].group];

		result->exact_groups[m->items[i].group] +=
			items[i] * (m->scale / g->n_items);
	}
	for (size_t g = 0; g < m->n_groups; g++) {
		size_t in = m->groups[g].indicator;

		result->exact_indicators[in] +=
			result->exact_groups[g] / m->indicators[in].n_groups;
		result->groups[g] = score_round(m, result->exact_groups[g]);
	}
	for (size_t i = 0; i < m->n_indicators; i++)
		result->indicators[i] =
			score_round(m, result->exact_indicators[i]);
}

static void compute_parts(const struct score_model *m, struct score_result *r)
{
	const long long *indicators = r->exact_indicators;

	r->parts[SCORE_PART_IIT] =
		score_round(m, instrument_mean(m, indicators, SCORE_IIT));
	r->parts[SCORE_PART_EIT_PUBLIC] = score_round(
		m, part_mean(m, r->exact_groups, SCORE_PART_EIT_PUBLIC));
	r->parts[SCORE_PART_EIT_SURVEY] = score_round(
		m, part_mean(m, r->exact_groups, SCORE_PART_EIT_SURVEY));
	r->parts[SCORE_PART_OIT] =
		score_round(m, instrument_mean(m, indicators, SCORE_OIT));
	r->eit = score_round(m, instrument_mean(m, indicators, SCORE_EIT));
	r->total = score_total(m, indicators);
	for (int part = 0; part < SCORE_PARTS; part++)
		r->below_target[part] = r->parts[part] < m->target;
}

static bool reaches(const struct score_result *r, const struct score_band *band)
{
	if (r->total < band->total)
		return false;
	for (int part = 0; part < SCORE_PARTS; part++)
		if (r->parts[part] < band->each)
			return false;
	return true;
}

static void compute(
	const struct score_model *m, const int *items, struct score_result *r)
{
	struct arena *a = &r->arena;

	*r = (struct score_result){ 0 };
	arena_init(a);
	r->classes = arena_alloc(a, m->n_items * sizeof(*r->classes));
	r->groups = arena_alloc(a, m->n_groups * sizeof(*r->groups));
	r->exact_groups =
		arena_alloc(a, m->n_groups * sizeof(*r->exact_groups));
	r->indicators =
		arena_alloc(a, m->n_indicators * sizeof(*r->indicators));
	r->exact_indicators =
		arena_alloc(a, m->n_indicators * sizeof(*r->exact_indicators));
	for (size_t i = 0; i < m->n_items; i++)
		r->classes[i] = score_class_of(m, items[i]);
	compute_means(m, items, r);
	compute_parts(m, r);
	/* The model's last band takes every total. */
	for (r->band = m->bands; !reaches(r, r->band);)
		r->band++;
}

void score_compute(const struct scores *scores, const struct score_model *model,
	struct score_result *result)
{
	compute(model, scores->items, result);
}

void score_result_done(struct score_result *result)
{
	arena_done(&result->arena);
}

static bool is_among(const char *const *items, size_t n, const char *item)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i], item) == 0)
			return true;
	return false;
}

const char *score_held_by(const struct scores *scores,
	const struct score_model *model, const char *const *items, size_t n,
	const char *item)
{
	long at = score_model_item(model, SCORE_PART_OIT, item);

	for (size_t i = 0; at >= 0 && i < model->items[at].n_needs; i++) {
		const char *need = model->items[at].needs[i];
		long of = score_model_item(model, SCORE_PART_OIT, need);

		if (of >= 0 && scores->items[of] == 0 &&
			!is_among(items, n, need))
			return need;
	}
	return NULL;
}

void score_what_if(const struct scores *scores, const struct score_model *model,
	const char *const *items, size_t n, struct score_result *result)
{
	int *changed = mem_calloc(model->n_items, sizeof(*changed));

	memcpy(changed, scores->items, model->n_items * sizeof(*changed));
	for (size_t i = 0; i < n; i++) {
		long at = score_model_item(model, SCORE_PART_OIT, items[i]);

		if (at >= 0 &&
			!score_held_by(scores, model, items, n, items[i]))
			changed[at] = SCORE_FULL;
	}
	compute(model, changed, result);
	free(changed);
}
