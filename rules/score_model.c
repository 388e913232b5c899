#include "rules/score_model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"

#define MAX_ITEMS 256
#define MAX_GROUPS 64
#define MAX_BANDS 16
#define MAX_POINTS 1000 /* of an item, whatever the scale */

/* The least common multiple of all divisors; that of 2567 is 1,008,000. */
#define MAX_SCALE 1000000000LL

/* What a reader hands on: the file, where it goes, what is wrong with it. */
struct reader {
	const struct json *doc;
	struct score_model *model;
	struct error *err;
};

static const char *const part_names[] = {
	[SCORE_PART_IIT] = "iit",
	[SCORE_PART_EIT_PUBLIC] = "eit_public",
	[SCORE_PART_EIT_SURVEY] = "eit_survey",
	[SCORE_PART_OIT] = "oit",
};

static const char *const instrument_names[] = {
	[SCORE_IIT] = "iit",
	[SCORE_EIT] = "eit",
	[SCORE_OIT] = "oit",
};

/* A whole number from 0 to max at key, times factor. */
static int read_number(const struct reader *r, const struct json_node *node,
	const char *key, long max, int factor, int *out)
{
	const struct json_node *value;
	double number;
	int result = json_need(&value, r->doc, node, key, JSON_NUMBER, r->err);

	if (result != 0)
		return result;
	number = json_number(value, 0);
	if (number < 0 || number > (double)max || number != (double)(int)number)
		return json_error(r->doc, value, r->err,
			"must be a whole number from 0 to %ld", max);
	*out = (int)number * factor;
	return 0;
}

static int read_text(const struct reader *r, const struct json_node *node,
	const char *key, const char **out)
{
	const struct json_node *value;
	int result = json_need(&value, r->doc, node, key, JSON_STRING, r->err);

	if (result == 0)
		*out = arena_strdup(&r->model->arena, json_string(value, NULL));
	return result;
}

static int too_many(const struct reader *r, const struct json_node *node)
{
	return json_error(r->doc, node, r->err, "more than can be reckoned");
}

/* One group with the items that list names. */
static int read_group(const struct reader *r, const struct json_node *list,
	const char *id, enum score_part part)
{
	struct score_model *m = r->model;
	size_t first = m->n_items;

	if (m->n_groups == MAX_GROUPS)
		return too_many(r, list);
	for (const struct json_node *node = json_first(list); node;
		node = json_next(node)) {
		const char *item = json_string(node, NULL);

		if (!item)
			return json_error(r->doc, node, r->err, "must be text");
		if (score_model_item(m, part, item) >= 0)
			return json_error(r->doc, node, r->err,
				"\"%s\" stands in two groups", item);
		if (m->n_items == MAX_ITEMS)
			return too_many(r, node);
		m->items[m->n_items++] = (struct score_item){
			.id = arena_strdup(&m->arena, item),
			.part = part,
			.group = m->n_groups,
		};
	}
	if (m->n_items == first)
		return json_error(r->doc, list, r->err, "is empty");
	m->groups[m->n_groups++] = (struct score_group){ id, part,
		m->n_indicators, (long)(m->n_items - first) };
	return 0;
}

/* The items of a question indicator: once for each part that answers. */
static int read_questions(const struct reader *r, const struct json_node *node,
	const char *id, enum score_instrument instrument)
{
	const struct json_node *items;
	int result =
		json_need(&items, r->doc, node, "items", JSON_ARRAY, r->err);

	if (result != 0)
		return result;
	if (instrument == SCORE_IIT)
		return read_group(r, items, id, SCORE_PART_IIT);
	result = read_group(r, items, id, SCORE_PART_EIT_PUBLIC);
	if (result == 0)
		result = read_group(r, items, id, SCORE_PART_EIT_SURVEY);
	return result;
}

static int read_groups(const struct reader *r, const struct json_node *node)
{
	static const char *const keys[] = { "id", "title", "items", NULL };
	const struct json_node *list, *items;
	int result =
		json_need(&list, r->doc, node, "groups", JSON_ARRAY, r->err);

	if (result != 0)
		return result;
	for (node = json_first(list); node; node = json_next(node)) {
		const char *id = NULL;

		result = json_check_keys(r->doc, node, keys, r->err);
		if (result == 0)
			result = read_text(r, node, "id", &id);
		if (result == 0)
			result = json_need(&items, r->doc, node, "items",
				JSON_ARRAY, r->err);
		if (result == 0)
			result = read_group(r, items, id, SCORE_PART_OIT);
		if (result != 0)
			return result;
	}
	return 0;
}

static int read_indicator(const struct reader *r, const struct json_node *node,
	enum score_instrument instrument)
{
	static const char *const keys[] = { "id", "title", "items", "groups",
		NULL };
	struct score_model *m = r->model;
	struct score_indicator *indicator = &m->indicators[m->n_indicators];
	size_t first_group = m->n_groups;
	int result;

	if (m->n_indicators == SCORE_MODEL_MAX_INDICATORS)
		return too_many(r, node);
	result = json_check_keys(r->doc, node, keys, r->err);
	if (result == 0)
		result = read_text(r, node, "id", &indicator->id);
	if (result == 0)
		result = read_text(r, node, "title", &indicator->title);
	if (result == 0)
		result = instrument == SCORE_OIT
				 ? read_groups(r, node)
				 : read_questions(
					   r, node, indicator->id, instrument);
	if (result != 0)
		return result;
	indicator->instrument = instrument;
	indicator->n_groups = (long)(m->n_groups - first_group);
	if (indicator->n_groups == 0)
		return json_error(r->doc, node, r->err, "has no groups");
	m->n_indicators++;
	m->n_in_instrument[instrument]++;
	return 0;
}

static int read_instrument(const struct reader *r, const struct json_node *node,
	enum score_instrument instrument)
{
	static const char *const keys[] = { "weight", "parts", "indicators",
		NULL };
	const struct json_node *list;
	int weight = 0, result = json_check_keys(r->doc, node, keys, r->err);

	if (result == 0)
		result = read_number(r, node, "weight", 100, 1, &weight);
	if (result == 0)
		result = json_need(
			&list, r->doc, node, "indicators", JSON_ARRAY, r->err);
	if (result != 0)
		return result;
	r->model->weight[instrument] = weight;
	if (json_count(list) == 0)
		return json_error(r->doc, list, r->err, "is empty");
	for (node = json_first(list); node; node = json_next(node)) {
		result = read_indicator(r, node, instrument);
		if (result != 0)
			return result;
	}
	return 0;
}

static int read_instruments(
	const struct reader *r, const struct json_node *node)
{
	static const char *const keys[] = { "iit", "eit", "oit", NULL };
	const struct json_node *all, *one;
	long sum = 0;
	int result = json_need(
		&all, r->doc, node, "instruments", JSON_OBJECT, r->err);

	if (result == 0)
		result = json_check_keys(r->doc, all, keys, r->err);
	for (int i = 0; i < SCORE_INSTRUMENTS && result == 0; i++) {
		result = json_need(
			&one, r->doc, all, keys[i], JSON_OBJECT, r->err);
		if (result == 0)
			result = read_instrument(
				r, one, (enum score_instrument)i);
		sum += r->model->weight[i];
	}
	if (result == 0 && sum != 100)
		return json_error(r->doc, all, r->err,
			"weights add up to %ld, not 100", sum);
	return result;
}

static int read_classes(const struct reader *r, const struct json_node *node)
{
	static const char *const keys[] = { "defect", "develop", "keep" };
	struct score_model *m = r->model;
	int *const limits[] = { &m->defect_below, &m->develop_below };
	const struct json_node *list;
	size_t n = 0;
	int result =
		json_need(&list, r->doc, node, "classes", JSON_ARRAY, r->err);

	if (result != 0)
		return result;
	for (node = json_first(list); node; node = json_next(node), n++) {
		const char *key = json_string(json_get(node, "key"), "");

		if (n == 3 || strcmp(key, keys[n]) != 0)
			break;
		if (n < 2)
			result = read_number(
				r, node, "below", 100, 100, limits[n]);
		if (result != 0)
			return result;
	}
	if (n < 3 || node || m->defect_below > m->develop_below)
		return json_error(r->doc, list, r->err,
			"must be defect, develop, keep with rising limits");
	return 0;
}

static int read_band(const struct reader *r, const struct json_node *node,
	struct score_band *b)
{
	static const char *const keys[] = { "key", "title", "total", "each",
		NULL };
	int result = json_check_keys(r->doc, node, keys, r->err);

	if (result == 0)
		result = read_text(r, node, "key", &b->key);
	if (result == 0)
		result = read_text(r, node, "title", &b->title);
	if (result == 0)
		result = read_number(r, node, "total", 100, 100, &b->total);
	if (result == 0 && json_get(node, "each"))
		result = read_number(r, node, "each", 100, 100, &b->each);
	return result;
}

static int read_bands(const struct reader *r, const struct json_node *node)
{
	struct score_model *m = r->model;
	const struct json_node *list;
	int result =
		json_need(&list, r->doc, node, "bands", JSON_ARRAY, r->err);

	if (result != 0)
		return result;
	for (node = json_first(list); node; node = json_next(node)) {
		if (m->n_bands == MAX_BANDS)
			return too_many(r, node);
		result = read_band(r, node, &m->bands[m->n_bands++]);
		if (result != 0)
			return result;
	}
	if (m->n_bands == 0 || m->bands[m->n_bands - 1].total != 0 ||
		m->bands[m->n_bands - 1].each != 0)
		return json_error(r->doc, list, r->err,
			"the last band must take every total");
	return 0;
}

static long long common_multiple(long long a, long long b)
{
	long long x = a, y = b;

	assert(a > 0 && b > 0);
	while (y != 0) {
		long long rest = x % y;

		x = y;
		y = rest;
	}
	return a / x * b;
}

/* The scale in which the mean of means of every group is whole. */
static int set_scale(const struct reader *r, const struct json_node *node)
{
	struct score_model *m = r->model;

	m->scale = 100;
	for (size_t g = 0; g < m->n_groups; g++) {
		const struct score_indicator *in =
			&m->indicators[m->groups[g].indicator];
		long divisor = m->groups[g].n_items * in->n_groups *
			       m->n_in_instrument[in->instrument] * 100;

		m->scale = common_multiple(m->scale, divisor);
		if (m->scale > MAX_SCALE)
			return too_many(r, node);
	}
	return 0;
}

static int read_other(const struct reader *r, const struct json_node *node,
	struct score_other *other)
{
	static const char *const keys[] = { "model", "status", "note", "points",
		NULL };
	const struct json_node *points;
	int result = json_check_keys(r->doc, node, keys, r->err);

	if (result == 0)
		result = read_text(r, node, "model", &other->name);
	if (result == 0)
		result = json_need(
			&points, r->doc, node, "points", JSON_OBJECT, r->err);
	if (result != 0)
		return result;
	other->items = arena_alloc(
		&r->model->arena, json_count(points) * sizeof(*other->items));
	for (node = json_first(points); node; node = json_next(node)) {
		double value = json_number(node, -1);

		if (value < 0 || value > MAX_POINTS)
			return json_error(r->doc, node, r->err,
				"must be a number from 0 to %d", MAX_POINTS);
		other->items[other->n_items++] = (struct score_other_item){
			arena_strdup(&r->model->arena, json_key(node)),
			(long)(value * 1000 + 0.5),
		};
	}
	return 0;
}

/* They need not be there. */
static int read_others(const struct reader *r, const struct json_node *score)
{
	const struct json_node *list = json_get(score, "others");
	struct score_model *m = r->model;
	int result = 0;

	m->others =
		arena_alloc(&m->arena, json_count(list) * sizeof(*m->others));
	for (list = json_first(list); list && result == 0;
		list = json_next(list))
		result = read_other(r, list, &m->others[m->n_others++]);
	return result;
}

/* What the items of the pack depend on; ruleset.c has looked at them. */
static void read_needs(const struct reader *r, const struct json_node *root)
{
	struct score_model *m = r->model;
	const struct json_node *item = json_first(json_get(root, "items"));

	for (; item; item = json_next(item)) {
		const struct json_node *need = json_get(item, "depends_on");
		long at = score_model_item(m, SCORE_PART_OIT,
			json_string(json_get(item, "id"), ""));
		struct score_item *of = at < 0 ? NULL : &m->items[at];

		if (!of || json_count(need) == 0)
			continue;
		of->needs = arena_alloc(
			&m->arena, json_count(need) * sizeof(*of->needs));
		for (need = json_first(need); need; need = json_next(need))
			of->needs[of->n_needs++] =
				arena_strdup(&m->arena, json_string(need, ""));
	}
}

static int read_model(const struct reader *r)
{
	static const char *const keys[] = { "model", "status", "note",
		"instruments", "classes", "bands", "target", "others", NULL };
	const struct json_node *root = json_root(r->doc), *node;
	struct score_model *m = r->model;
	int result = read_number(r, root, "year", 2699, 1, &m->year);

	if (result == 0)
		result = json_need(
			&node, r->doc, root, "score", JSON_OBJECT, r->err);
	if (result == 0)
		result = json_check_keys(r->doc, node, keys, r->err);
	if (result == 0)
		result = read_text(r, node, "model", &m->name);
	if (result == 0)
		result = read_instruments(r, node);
	if (result == 0)
		result = read_classes(r, node);
	if (result == 0)
		result = read_bands(r, node);
	if (result == 0)
		result = read_number(r, node, "target", 100, 100, &m->target);
	if (result == 0)
		result = read_others(r, node);
	if (result == 0)
		result = set_scale(r, node);
	if (result == 0)
		read_needs(r, root);
	return result;
}

/* The items by part; the pack names those of EIT once for both parts. */
static void order_items(struct score_model *m)
{
	struct score_item *ordered =
		arena_alloc(&m->arena, m->n_items * sizeof(*ordered));
	size_t n = 0;

	for (int part = 0; part < SCORE_PARTS; part++)
		for (size_t i = 0; i < m->n_items; i++)
			if ((int)m->items[i].part == part)
				ordered[n++] = m->items[i];
	m->items = ordered;
}

int score_model_load(
	struct score_model **out, const char *path, struct error *err)
{
	struct score_model *m = mem_zalloc(sizeof(*m));
	struct json *doc = NULL;
	int result;

	arena_init(&m->arena);
	m->items = arena_alloc(&m->arena, MAX_ITEMS * sizeof(*m->items));
	m->groups = arena_alloc(&m->arena, MAX_GROUPS * sizeof(*m->groups));
	m->indicators = arena_alloc(
		&m->arena, SCORE_MODEL_MAX_INDICATORS * sizeof(*m->indicators));
	m->bands = arena_alloc(&m->arena, MAX_BANDS * sizeof(*m->bands));
	result = json_load(&doc, path, err);
	if (result == 0)
		result = read_model(&(struct reader){ doc, m, err });
	if (result == 0) {
		order_items(m);
		*out = m;
		m = NULL;
	}
	json_free(doc);
	score_model_free(m);
	return result;
}

void score_model_free(struct score_model *model)
{
	if (!model)
		return;
	arena_done(&model->arena);
	free(model);
}

const char *score_model_part_name(enum score_part part)
{
	return part_names[part];
}

const char *score_model_instrument_name(enum score_instrument instrument)
{
	return instrument_names[instrument];
}

long score_model_item(
	const struct score_model *model, enum score_part part, const char *id)
{
	for (size_t i = 0; i < model->n_items; i++)
		if (model->items[i].part == part &&
			strcmp(model->items[i].id, id) == 0)
			return (long)i;
	return -1;
}

long score_model_indicator(const struct score_model *model, const char *id)
{
	for (size_t i = 0; i < model->n_indicators; i++)
		if (strcmp(model->indicators[i].id, id) == 0)
			return (long)i;
	return -1;
}

long score_model_stake(const struct score_model *model, const char *item)
{
	long at = score_model_item(model, SCORE_PART_OIT, item);
	const struct score_group *group;
	long divisor, weight = model->weight[SCORE_OIT] * 1000;

	if (at < 0)
		return -1;
	group = &model->groups[model->items[at].group];
	divisor = group->n_items *
		  model->indicators[group->indicator].n_groups *
		  model->n_in_instrument[SCORE_OIT];
	return (2 * weight + divisor) / (2 * divisor);
}

long score_model_other(const struct score_other *other, const char *item)
{
	for (size_t i = 0; i < other->n_items; i++)
		if (strcmp(other->items[i].id, item) == 0)
			return other->items[i].points;
	return -1;
}
