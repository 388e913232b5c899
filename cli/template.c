#include "cli/template.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/time.h"
#include "cli/catalog.h"
#include "reports/form.h"
#include "rules/measure.h"
#include "rules/ruleset.h"
#include "rules/score_model.h"

#define MAX_PATH 4096
#define MAX_FORM ((size_t)1024 * 1024)

/* What a form is made of. */
struct template
{
	const char *catalog;
	struct arena arena; /* the rows */
	struct ruleset *rules;
	struct score_model *model;
	struct measure_catalog *measures;
	struct wording *wording;
};

static int load(struct template *t, long year, struct error *err)
{
	char path[MAX_PATH];
	int rc = ruleset_load(&t->rules, t->catalog, (int)year, err);

	(void)snprintf(
		path, sizeof(path), "%s/years/%ld.json", t->catalog, year);
	if (rc == 0)
		rc = score_model_load(&t->model, path, err);
	if (rc == 0)
		rc = measure_catalog_load(
			&t->measures, t->catalog, t->rules, err);
	(void)snprintf(path, sizeof(path), "%s/papers/th.json", t->catalog);
	if (rc == 0)
		rc = wording_load(&t->wording, path, err);
	return rc;
}

static void done(struct template *t)
{
	wording_free(t->wording);
	measure_catalog_free(t->measures);
	ruleset_free(t->rules);
	score_model_free(t->model);
	arena_done(&t->arena);
}

/* What is asked; "" when nobody knows the words. */
static const char *text_of(
	const struct template *t, const struct score_item *item)
{
	const struct measure_question *q;

	if (item->part != SCORE_PART_OIT) {
		q = measure_question(t->measures, item->id);
		return q ? q->text : "";
	}
	for (size_t i = 0; i < t->rules->n_items; i++)
		if (strcmp(t->rules->items[i].id, item->id) == 0)
			return t->rules->items[i].title;
	return "";
}

static struct form form_of(struct template *t)
{
	const struct score_model *m = t->model;
	struct form_row *rows =
		arena_alloc(&t->arena, m->n_items * sizeof(*rows));

	for (size_t i = 0; i < m->n_items; i++)
		rows[i] = (struct form_row){
			score_model_part_name(m->items[i].part),
			m->items[i].id,
			text_of(t, &m->items[i]),
		};
	return (struct form){ m->year, rows, m->n_items };
}

/* The year that was assessed last, when its rules are known. */
static int last_year(long *year, const char *catalog, struct error *err)
{
	char path[MAX_PATH];
	int rc = catalog_year(year, catalog, time_now(), err);

	if (rc != 0)
		return rc;
	(void)snprintf(
		path, sizeof(path), "%s/years/%ld.json", catalog, *year - 1);
	if (file_exists(path))
		--*year;
	return 0;
}

static bool is_csv(const char *path)
{
	return slice_ends_nocase(slice_str(path), ".csv");
}

static int put_form(
	struct buf *out, struct template *t, bool as_csv, struct error *err)
{
	struct form form = form_of(t);
	int rc = 0;

	if (as_csv)
		form_put_csv(out, &form, t->wording);
	else
		rc = form_put_xlsx(out, &form, t->wording, err);
	return rc == 0 ? wording_check(t->wording, err) : rc;
}

int template_write(
	const char *path, long year, const char *catalog, struct error *err)
{
	struct template t = { .catalog = catalog };
	struct buf out;
	int rc = 0;

	if (file_exists(path))
		return error_set(err, ERR_WRITE, "%s: is there already", path);
	if (!is_csv(path) && !slice_ends_nocase(slice_str(path), ".xlsx"))
		return error_set(
			err, ERR_SYNTAX, "%s: must end in .xlsx or .csv", path);
	arena_init(&t.arena);
	buf_init(&out, MAX_FORM);
	if (year == 0)
		rc = last_year(&year, catalog, err);
	if (rc == 0)
		rc = load(&t, year, err);
	if (rc == 0)
		rc = put_form(&out, &t, is_csv(path), err);
	if (rc == 0)
		rc = file_write(path, buf_slice(&out), err);
	buf_done(&out);
	done(&t);
	return rc;
}
