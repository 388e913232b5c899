#include "cli/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "cli/catalog.h"
#include "cli/say.h"
#include "cli/status.h"
#include "cli/sums.h"
#include "reports/lint.h"
#include "reports/outline.h"
#include "reports/reports.h"
#include "rules/ruleset.h"
#include "rules/score_model.h"

#define MAX_PATH 4096
#define TARGET 8500 /* of every year so far; a pack says it itself */

struct plan_options {
	const char *follow;
	const char *rules;
};

static const struct option_row rows[] = {
	{ "follow", 0, "RUN", "tell what became of the measures of that run",
		OPTION_TEXT, offsetof(struct plan_options, follow), 0, 0,
		NULL },
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT,
		offsetof(struct plan_options, rules), 0, 0, NULL },
};

static int load_run(struct document *doc, const char *folder, struct error *err)
{
	char path[MAX_PATH];

	(void)snprintf(path, sizeof(path), "%s/report.json", folder);
	return document_load(doc, path, err);
}

/* A site moves to another address at times, and nothing else is the same. */
static int check_order(const struct document *plan, const struct document *now,
	const char *folder, struct error *err)
{
	if (strcmp(plan->started, now->started) > 0)
		return error_set(err, ERR_SYNTAX,
			"%s: is of %s, before the plan of %s", folder,
			now->started, plan->started);
	if (strcmp(plan->site.url, now->site.url) != 0)
		log_warn("%s: is of %s, the plan of %s", folder, now->site.url,
			plan->site.url);
	return 0;
}

static int write_followup(const char *earlier, const char *folder,
	const char *catalog, struct error *err)
{
	struct document plan, now;
	struct reports *papers = NULL;
	int rc;

	document_init(&plan);
	document_init(&now);
	if ((rc = load_run(&plan, earlier, err)) == 0 &&
		(rc = load_run(&now, folder, err)) == 0 &&
		(rc = check_order(&plan, &now, folder, err)) == 0 &&
		(rc = reports_new(&papers, catalog, *reports_langs, err)) == 0)
		rc = reports_write_followup(papers, &plan, &now, folder, err);
	reports_free(papers);
	document_done(&plan);
	document_done(&now);
	return rc;
}

static int write_plan(
	const char *folder, const char *catalog, struct error *err)
{
	struct document doc;
	struct reports *papers = NULL;
	int rc;

	document_init(&doc);
	if ((rc = load_run(&doc, folder, err)) == 0 &&
		(rc = reports_new(&papers, catalog, *reports_langs, err)) == 0)
		rc = reports_write_plan(papers, &doc, folder, err);
	reports_free(papers);
	document_done(&doc);
	return rc;
}

/* What is known of the years of a plan. */
struct years {
	struct score_model *model;          /* of the assessed one */
	struct ruleset *assessed, *planned; /* NULL where there is no pack */
};

static void years_done(struct years *y)
{
	score_model_free(y->model);
	ruleset_free(y->assessed);
	ruleset_free(y->planned);
}

static int load_pack(struct ruleset **rules, const char *catalog, int year,
	struct error *err)
{
	char pack[MAX_PATH];

	(void)snprintf(pack, sizeof(pack), "%s/years/%d.json", catalog, year);
	return file_exists(pack) ? ruleset_load(rules, catalog, year, err) : 0;
}

static int load_years(struct years *y, const char *catalog,
	const struct outline *o, struct error *err)
{
	char pack[MAX_PATH];

	(void)snprintf(pack, sizeof(pack), "%s/years/%d.json", catalog,
		o->assessed_year);
	if (load_pack(&y->planned, catalog, o->year, err) != 0 ||
		load_pack(&y->assessed, catalog, o->assessed_year, err) != 0)
		return err->code;
	if (y->assessed)
		return score_model_load(&y->model, pack, err);
	log_warn("%s: no rule pack of %d: items and figures are not looked at",
		catalog, o->assessed_year);
	return 0;
}

static bool is_on_half(const void *ctx, const char *name)
{
	const struct years *y = ctx;

	return (y->planned && ruleset_is_on_half(y->planned, name)) ||
	       (y->assessed && ruleset_is_on_half(y->assessed, name));
}

/* When the answers of the plan's year are given: as its pack says, or as those
 * of the year before were. */
static struct window window_of(const struct years *y)
{
	if (y->planned)
		return y->planned->window;
	return y->assessed ? window_after(&y->assessed->window, 1)
			   : (struct window){ 0 };
}

/* All questions and items of the assessed year, in the arena. */
static struct lint_rules rules_of(const struct years *y, struct arena *arena)
{
	const struct score_model *model = y->model;
	const struct window window = window_of(y);
	struct lint_rules rules = { .target = TARGET,
		.answers = window.answer_from,
		.least_days = window.least_days,
		.is_on_half = is_on_half,
		.years = y };
	struct lint_code *codes;

	if (!model)
		return rules;
	codes = arena_alloc(arena, model->n_items * sizeof(*codes));
	for (size_t i = 0; i < model->n_items; i++)
		codes[i] = (struct lint_code){ model->items[i].id,
			score_model_part_name(model->items[i].part) };
	rules.codes = codes;
	rules.n_codes = model->n_items;
	rules.target = model->defect_below;
	return rules;
}

static size_t print_findings(const struct outline *o, const struct years *y)
{
	struct lint_finding *found;
	struct lint_rules rules;
	struct arena arena;
	size_t n;

	arena_init(&arena);
	rules = rules_of(y, &arena);
	n = lint_find(o, &rules, &arena, &found);
	for (size_t i = 0; i < n; i++)
		say(found[i].code, "%s", found[i].text);
	arena_done(&arena);
	return y->model ? n + sums_print(o, y->model) : n;
}

/* 1 when something contradicts.  Of a run folder its report is meant. */
static int lint(const char *name, const char *catalog, struct error *err)
{
	char path[MAX_PATH];
	struct years years = { 0 };
	struct document doc;
	struct outline o;
	size_t n = 0;
	int rc;

	(void)snprintf(path, sizeof(path), "%s/report.json", name);
	document_init(&doc);
	rc = outline_load(&o, &doc, file_exists(path) ? path : name, err);
	if (rc == 0)
		rc = load_years(&years, catalog, &o, err);
	if (rc == 0)
		n = print_findings(&o, &years);
	years_done(&years);
	outline_done(&o);
	document_done(&doc);
	return rc == 0 && n ? 1 : rc;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct plan_options o = { 0 };
	const char *operands[2];
	char *catalog = NULL;
	struct error err;
	int rc = options_read(self, argc, argv, &o, operands, 2, &err);

	if (rc == 1)
		return STATUS_OK;
	if (rc == 0 && operands[1] && strcmp(operands[0], "lint") != 0)
		rc = error_set(&err, ERR_SYNTAX, "plan: unknown verb \"%s\"",
			operands[0]);
	if (rc == 0 && !operands[1] && strcmp(operands[0], "lint") == 0)
		rc = error_set(&err, ERR_SYNTAX,
			"plan lint: needs RUN; see oit plan --help");
	if (rc == 0 && operands[1] && o.follow)
		rc = error_set(
			&err, ERR_SYNTAX, "plan lint: takes no --follow");
	if (rc != 0) {
		log_error("%s", err.text);
		return STATUS_USAGE;
	}
	rc = catalog_find(&catalog, o.rules, &err);
	if (rc == 0 && operands[1])
		rc = lint(operands[1], catalog, &err);
	else if (rc == 0 && o.follow)
		rc = write_followup(o.follow, operands[0], catalog, &err);
	else if (rc == 0)
		rc = write_plan(operands[0], catalog, &err);
	free(catalog);
	if (rc < 0)
		return (int)status_of(&err);
	return rc ? STATUS_FINDINGS : STATUS_OK;
}

const struct command plan_command = {
	.name = "plan",
	.operands = "[lint] RUN",
	.optional = true,
	.text = "Writes the measures plan of a run folder, or tells what "
		"contradicts in a plan",
	.more = "lint: RUN may also be a report.json, or a file in which a plan on "
		"paper is noted down; each line is a code and what "
		"contradicts.",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
