#include "cli/assess.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/crosswalk.h"
#include "cli/scorefile.h"

#define MAX_PATH 4096

static void pack_path(char *path, size_t size, const char *catalog, int year)
{
	(void)snprintf(path, size, "%s/years/%d.json", catalog, year);
}

static bool has_pack(const char *catalog, int year)
{
	char pack[MAX_PATH];

	pack_path(pack, sizeof(pack), catalog, year);
	return file_exists(pack);
}

/* The items, the model and the points of the assessed year. */
static int load_assessed(struct assess *a, const char *catalog, int year,
	const char *path, const struct json *doc, struct error *err)
{
	char pack[MAX_PATH];
	int rc;

	if (!has_pack(catalog, year))
		return error_set(err, ERR_SYNTAX,
			"%s: key \"year\": no rule pack of %d",
			path ? path : catalog, year);
	pack_path(pack, sizeof(pack), catalog, year);
	if ((rc = ruleset_load(&a->assessed, catalog, year, err)) != 0 ||
		(rc = score_model_load(&a->model, pack, err)) != 0)
		return rc;
	return doc ? score_read(&a->scores, doc, a->model, err) : 0;
}

/* Both years, and all that depends on them. */
static int load_years(struct assess *a, const char *catalog, const char *path,
	const struct json *doc, struct error *err)
{
	int year, rc;

	if (doc && (rc = score_year(&a->assessed_year, doc, err)) != 0)
		return rc;
	a->plan_year = a->assessed_year + 1;
	if (has_pack(catalog, a->plan_year) &&
		(rc = ruleset_load(&a->planned, catalog, a->plan_year, err)) !=
			0)
		return rc;
	/* Cells to fill in under this year's items are better than none. */
	year = doc || has_pack(catalog, a->assessed_year) ? a->assessed_year
							  : a->rules->year;
	return load_assessed(a, catalog, year, path, doc, err);
}

int assess_load(struct assess *a, const char *catalog,
	const struct ruleset *rules, const char *path, struct error *err)
{
	struct json *doc = NULL;
	int rc;

	*a = (struct assess){ .rules = rules,
		.assessed_year = rules->year - 1 };
	rc = measure_catalog_load(&a->measures, catalog, rules, err);
	if (rc == 0 && path)
		rc = scorefile_load(&doc, path, catalog, err);
	if (rc == 0)
		rc = load_years(a, catalog, path, doc, err);
	json_free(doc);
	return rc;
}

void assess_done(struct assess *a)
{
	score_free(a->scores);
	score_model_free(a->model);
	measure_catalog_free(a->measures);
	ruleset_free(a->assessed);
	ruleset_free(a->planned);
	*a = (struct assess){ 0 };
}

/* By each of the other models that knows the item. */
static void put_other_points(const struct score_model *model, struct finding *f,
	struct document *doc)
{
	f->other_points = arena_alloc(
		&doc->arena, model->n_others * sizeof(*f->other_points));
	for (size_t i = 0; i < model->n_others; i++) {
		const struct score_other *other = &model->others[i];
		long points = score_model_other(other, f->id);

		if (points >= 0)
			f->other_points[f->n_other_points++] =
				(struct finding_points){
					arena_strdup(&doc->arena, other->name),
					points,
				};
	}
}

int assess_stakes(struct document *doc, const char *catalog, struct error *err)
{
	struct score_model *model = NULL;
	char pack[MAX_PATH];
	int rc;

	pack_path(pack, sizeof(pack), catalog, doc->rules.year);
	rc = score_model_load(&model, pack, err);
	if (rc == 0)
		doc->rules.score_model = arena_strdup(&doc->arena, model->name);
	for (size_t i = 0; i < doc->n_items && rc == 0; i++) {
		struct finding *f = &doc->items[i];

		if (!finding_is_at_stake(f))
			continue;
		f->points = score_model_stake(model, f->id);
		put_other_points(model, f, doc);
	}
	score_model_free(model);
	return rc;
}

static const struct item *item_of(const struct ruleset *rs, const char *id)
{
	for (size_t i = 0; i < rs->n_items; i++)
		if (strcmp(rs->items[i].id, id) == 0)
			return &rs->items[i];
	return NULL;
}

static int issue_of(const struct ruleset *rs, const char *key)
{
	for (size_t i = 0; i < rs->n_issues; i++)
		if (strcmp(rs->issues[i].key, key) == 0)
			return rs->issues[i].n;
	return 0;
}

/* The number of the item that asks for a concept; 0 for none. */
static int number_of(const struct ruleset *rs, const char *concept)
{
	for (size_t i = 0; i < rs->n_items; i++)
		if (strcmp(rs->concepts[rs->items[i].asks[0].concept].key,
			    concept) == 0)
			return rs->items[i].number;
	return 0;
}

/* Text, issue and advice of a question or item of the assessed year. */
static void describe(const struct assess *a, struct document *doc,
	struct document_score *row)
{
	const struct measure_question *q;
	const struct item *item;
	const struct concept *c;
	bool keep = strcmp(row->class_key, "keep") == 0;

	if (strcmp(row->part, "oit") == 0) {
		item = item_of(a->assessed, row->id);
		if (!item)
			return;
		c = &a->assessed->concepts[item->asks[0].concept];
		row->concept = arena_strdup(&doc->arena, c->key);
		row->text = arena_strdup(&doc->arena, item->title);
		row->issue = item->issue;
		row->advice =
			arena_strdup(&doc->arena, keep ? c->keep : c->purpose);
		return;
	}
	q = measure_question(a->measures, row->id);
	if (!q)
		return;
	row->text = arena_strdup(&doc->arena, q->text);
	row->issue = issue_of(a->assessed, q->issue);
	row->advice = arena_strdup(&doc->arena,
		keep                                     ? q->keep
		: strcmp(row->class_key, "develop") == 0 ? q->develop
							 : q->defect);
}

static void fill_rows(const struct assess *a, const struct score_result *result,
	struct document *doc)
{
	const struct score_model *m = a->model;
	struct document_scores *s = &doc->scores;

	s->rows = arena_alloc(&doc->arena, m->n_items * sizeof(*s->rows));
	for (size_t i = 0; i < m->n_items; i++) {
		struct document_score *row = &s->rows[s->n_rows++];

		row->id = arena_strdup(&doc->arena, m->items[i].id);
		row->part = score_model_part_name(m->items[i].part);
		row->hundredths = a->scores ? a->scores->items[i] : -1;
		row->class_key =
			result ? score_class_name(result->classes[i]) : "";
		row->text = row->advice = row->concept = row->check_item = "";
		describe(a, doc, row);
	}
}

static struct document_figure figure(struct document *doc, const char *id,
	const char *title, enum score_instrument instrument, int hundredths)
{
	return (struct document_figure){
		arena_strdup(&doc->arena, id),
		arena_strdup(&doc->arena, title),
		score_model_instrument_name(instrument),
		hundredths,
	};
}

static enum score_instrument instrument_of(enum score_part part)
{
	switch (part) {
	case SCORE_PART_IIT:
		return SCORE_IIT;
	case SCORE_PART_EIT_PUBLIC:
	case SCORE_PART_EIT_SURVEY:
		return SCORE_EIT;
	case SCORE_PART_OIT:
	case SCORE_PARTS:
		break;
	}
	return SCORE_OIT;
}

static void fill_instruments(
	const struct score_result *result, struct document *doc)
{
	struct document_scores *s = &doc->scores;

	s->instruments = arena_alloc(
		&doc->arena, (SCORE_PARTS + 1) * sizeof(*s->instruments));
	for (int p = 0; p < SCORE_PARTS; p++) {
		enum score_part part = (enum score_part)p;

		if (part == SCORE_PART_EIT_PUBLIC)
			s->instruments[s->n_instruments++] = figure(doc, "eit",
				"", SCORE_EIT, result ? result->eit : -1);
		s->instruments[s->n_instruments++] = figure(doc,
			score_model_part_name(part), "", instrument_of(part),
			result ? result->parts[p] : -1);
	}
}

static void fill_figures(const struct assess *a,
	const struct score_result *result, struct document *doc)
{
	const struct score_model *m = a->model;
	struct document_scores *s = &doc->scores;

	s->sub_indicators = arena_alloc(
		&doc->arena, m->n_groups * sizeof(*s->sub_indicators));
	for (size_t i = 0; i < m->n_groups; i++)
		if (m->groups[i].part == SCORE_PART_OIT)
			s->sub_indicators[s->n_sub_indicators++] =
				figure(doc, m->groups[i].id, "", SCORE_OIT,
					result ? result->groups[i] : -1);
	s->indicators = arena_alloc(
		&doc->arena, m->n_indicators * sizeof(*s->indicators));
	for (size_t i = 0; i < m->n_indicators; i++)
		s->indicators[s->n_indicators++] =
			figure(doc, m->indicators[i].id, m->indicators[i].title,
				m->indicators[i].instrument,
				result ? result->indicators[i] : -1);
	fill_instruments(result, doc);
}

static bool asks_for(
	const struct ruleset *rs, const struct item *item, const char *concept)
{
	for (size_t i = 0; i < item->n_asks; i++)
		if (strcmp(rs->concepts[item->asks[i].concept].key, concept) ==
			0)
			return true;
	return false;
}

/* The item of the assessed year that asked for the concept; -1 when none did,
 * or when it has full points. */
static long lost_item(const struct assess *a, const char *concept)
{
	const struct ruleset *rs = a->assessed;
	long at;

	for (size_t i = 0; i < rs->n_items; i++) {
		if (!asks_for(rs, &rs->items[i], concept))
			continue;
		at = score_model_item(
			a->model, SCORE_PART_OIT, rs->items[i].id);
		return at >= 0 && a->scores->items[at] < SCORE_FULL ? at : -1;
	}
	return -1;
}

static bool is_listed(const struct document_what_if *w, const char *id)
{
	for (size_t i = 0; i < w->n_items; i++)
		if (strcmp(w->items[i], id) == 0)
			return true;
	return false;
}

/* Adds what the failing item asks for, by the numbers of the assessed year. */
static void add_lost(const struct assess *a, const struct item *item,
	struct document_what_if *w, struct document *doc)
{
	for (size_t i = 0; i < item->n_asks; i++) {
		long at = lost_item(
			a, a->rules->concepts[item->asks[i].concept].key);

		if (at >= 0 && !is_listed(w, a->model->items[at].id))
			w->items[w->n_items++] = arena_strdup(
				&doc->arena, a->model->items[at].id);
	}
}

/* What it would win to mend all that the check found failing. */
static void fill_what_if(const struct assess *a, struct document *doc)
{
	struct document_what_if *w = arena_alloc(&doc->arena, sizeof(*w));
	struct score_result result;

	*w = (struct document_what_if){ .n_items = 0 };
	w->items =
		arena_alloc(&doc->arena, a->model->n_items * sizeof(*w->items));
	for (size_t i = 0; i < doc->n_items; i++) {
		const struct item *item = item_of(a->rules, doc->items[i].id);

		if (item && verdict_is_failing(doc->items[i].verdict))
			add_lost(a, item, w, doc);
	}
	if (w->n_items == 0)
		return;
	score_what_if(a->scores, a->model, w->items, w->n_items, &result);
	w->oit = result.parts[SCORE_PART_OIT];
	w->total = result.total;
	score_result_done(&result);
	doc->scores.what_if = w;
	doc->scores.n_what_if = 1;
}

static void fill_scores(const struct assess *a, struct document *doc)
{
	struct score_result result;

	doc->scores.total = -1;
	if (!a->model)
		return;
	doc->scores.target = a->model->target;
	if (!a->scores) {
		fill_rows(a, NULL, doc);
		fill_figures(a, NULL, doc);
		return;
	}
	score_compute(a->scores, a->model, &result);
	doc->scores.present = true;
	doc->scores.total = result.total;
	doc->scores.band = arena_strdup(&doc->arena, result.band->title);
	fill_rows(a, &result, doc);
	fill_figures(a, &result, doc);
	score_result_done(&result);
	fill_what_if(a, doc);
}

static const char *owner_of(const void *office, const char *key)
{
	return office_owner(office, key);
}

/* The scores as the plan's rows need them. */
static size_t plan_scores(const struct assess *a, struct document *doc,
	struct measure_score **out)
{
	struct measure_score *list =
		arena_alloc(&doc->arena, doc->scores.n_rows * sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; a->scores && i < doc->scores.n_rows; i++) {
		const struct document_score *row = &doc->scores.rows[i];
		bool oit = strcmp(row->part, "oit") == 0;

		list[n++] = (struct measure_score){
			.id = row->id,
			.concept = row->concept,
			.title = oit ? row->text : "",
			.issue = row->issue,
			.hundredths = row->hundredths,
		};
	}
	*out = list;
	return n;
}

/* The day the run began, which the site was seen on. */
static struct date day_of(const struct document *doc)
{
	struct error ignored;
	long seconds;

	if (!doc->started || time_parse(&seconds, doc->started, &ignored) != 0)
		return (struct date){ 0 };
	return time_date(seconds);
}

static void fill_plan(const struct assess *a, struct document *doc)
{
	const struct ruleset *rs = a->rules;
	const struct ruleset *planned = a->planned ? a->planned : rs;
	const struct window window =
		window_after(&planned->window, a->plan_year - planned->year);
	struct measure_score *scores;
	struct measure_input input = {
		.rules = rs,
		.year = a->plan_year,
		.window = &window,
		.today = day_of(doc),
		.findings = doc->items,
		.n_findings = doc->n_items,
		.owner = owner_of,
		.office = &doc->office,
	};

	doc->plan.assessed_year = a->assessed_year;
	doc->plan.year = a->plan_year;
	doc->plan.item = number_of(planned, "measures");
	doc->plan.report_item = number_of(planned, "measures_report");
	doc->plan.issues = arena_alloc(
		&doc->arena, rs->n_issues * sizeof(*doc->plan.issues));
	for (size_t i = 0; i < rs->n_issues; i++)
		doc->plan.issues[doc->plan.n_issues++] =
			(struct document_issue){ rs->issues[i].n,
				rs->issues[i].key, rs->issues[i].title };
	input.n_scores = plan_scores(a, doc, &scores);
	input.scores = scores;
	doc->plan.n_measures = measure_build(
		a->measures, &input, &doc->arena, &doc->plan.measures);
}

void assess_fill(const struct assess *a, struct document *doc)
{
	fill_scores(a, doc);
	fill_plan(a, doc);
	crosswalk_fill(
		&(struct crosswalk){ a->rules, a->assessed, a->planned }, doc);
}
