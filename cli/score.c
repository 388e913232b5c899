#include "cli/score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "cli/catalog.h"
#include "cli/conflict.h"
#include "cli/fixed.h"
#include "cli/scorefile.h"
#include "cli/status.h"
#include "cli/template.h"
#include "rules/score.h"
#include "rules/score_conflict.h"

#define MAX_PATH 4096
#define MAX_LINE ((size_t)4 * 1024)

struct score_options {
	long year;
	const char *fixed, *rules;
};

static const struct option_row rows[] = {
	{ "year", 0, "Y", "of a template: fiscal year, Buddhist era",
		OPTION_NUMBER, offsetof(struct score_options, year), 2500, 2699,
		NULL },
	{ "fixed", 0, "ITEMS", "what if these items had 100: o14,o15",
		OPTION_TEXT, offsetof(struct score_options, fixed), 0, 0,
		NULL },
	{ "rules", 0, "DIR", "the rule catalogue", OPTION_TEXT,
		offsetof(struct score_options, rules), 0, 0, NULL },
};

static void print_row(const char *id, const char *title, int hundredths)
{
	(void)printf("%-12s ", id);
	(void)printf(
		"%3d.%02d  %s\n", hundredths / 100, hundredths % 100, title);
}

static void print_figures(
	const struct score_model *m, const struct score_result *r)
{
	for (size_t i = 0; i < m->n_indicators; i++)
		print_row(m->indicators[i].id, m->indicators[i].title,
			r->indicators[i]);
	for (size_t i = 0; i < m->n_groups; i++)
		if (m->groups[i].part == SCORE_PART_OIT)
			print_row(m->groups[i].id, "", r->groups[i]);
	for (int p = 0; p < SCORE_PARTS; p++) {
		if (p == SCORE_PART_EIT_PUBLIC)
			print_row("eit", "", r->eit);
		print_row(score_model_part_name((enum score_part)p),
			r->below_target[p] ? "below the target" : "",
			r->parts[p]);
	}
	print_row("total", r->band->title, r->total);
}

static void print_classes(
	const struct score_model *m, const struct score_result *r)
{
	static const enum score_class classes[] = { SCORE_DEFECT, SCORE_DEVELOP,
		SCORE_KEEP };

	for (size_t c = 0; c < sizeof(classes) / sizeof(*classes); c++) {
		(void)printf("%s:", score_class_name(classes[c]));
		for (size_t i = 0; i < m->n_items; i++) {
			if (r->classes[i] != classes[c])
				continue;
			(void)printf(" %s", m->items[i].id);
			if (m->items[i].part == SCORE_PART_EIT_SURVEY)
				(void)printf("(survey)");
		}
		(void)printf("\n");
	}
}

static void print_conflicts(const struct score_conflict *conflicts, size_t n)
{
	struct buf line;

	buf_init(&line, MAX_LINE);
	for (size_t i = 0; i < n; i++) {
		conflict_put(&line, &conflicts[i]);
		(void)printf("contradiction: %s\n", buf_str(&line));
		buf_clear(&line);
	}
	buf_done(&line);
}

/* The model and the scores of a file. */
static int load(struct score_model **model, struct scores **scores,
	const char *catalog, const char *path, struct error *err)
{
	struct json *doc = NULL;
	char pack[MAX_PATH];
	int year = 0;
	int rc = scorefile_load(&doc, path, catalog, err);

	if (rc == 0)
		rc = score_year(&year, doc, err);
	(void)snprintf(pack, sizeof(pack), "%s/years/%d.json", catalog, year);
	if (rc == 0 && !file_exists(pack))
		rc = error_set(err, ERR_SYNTAX,
			"%s: key \"year\": no rule pack of %d", path, year);
	if (rc == 0)
		rc = score_model_load(model, pack, err);
	if (rc == 0)
		rc = score_read(scores, doc, *model, err);
	json_free(doc);
	return rc;
}

/* All figures, what contradicts in them, and what --fixed would make of them.
 */
static enum status print_all(const struct scores *scores,
	const struct score_model *model, const struct fixed *fixed)
{
	const struct score_conflict *conflicts;
	struct score_result result;
	size_t n = 0;

	score_compute(scores, model, &result);
	print_figures(model, &result);
	print_classes(model, &result);
	conflicts = score_conflict_find(scores, model, &result, &n);
	print_conflicts(conflicts, n);
	if (fixed->n)
		fixed_print(fixed, scores, model, &result);
	score_result_done(&result);
	return n ? STATUS_FINDINGS : STATUS_OK;
}

static enum status reckon(
	const char *catalog, const char *path, const struct score_options *o)
{
	struct score_model *model = NULL;
	struct scores *scores = NULL;
	struct fixed fixed = { .n = 0 };
	struct error err;
	enum status status;

	if (load(&model, &scores, catalog, path, &err) != 0) {
		status = status_of(&err);
	} else if (o->fixed && fixed_read(&fixed, o->fixed, model, &err) != 0) {
		log_error("%s", err.text);
		status = STATUS_USAGE;
	} else {
		status = print_all(scores, model, &fixed);
	}
	score_free(scores);
	score_model_free(model);
	return status;
}

static bool is_template(const char *const *operands)
{
	return strcmp(operands[0], "template") == 0;
}

static int read_options(const struct command *self, int argc, char **argv,
	struct score_options *o, const char **operands)
{
	struct error err;
	int rc = options_read(self, argc, argv, o, operands, 2, &err);

	if (rc == 0 && operands[1] && !is_template(operands))
		rc = error_set(&err, ERR_SYNTAX, "score: unknown verb \"%s\"",
			operands[0]);
	if (rc == 0 && !operands[1] && is_template(operands))
		rc = error_set(&err, ERR_SYNTAX,
			"score template: needs FILE; see oit score --help");
	if (rc == 0 && o->year && !is_template(operands))
		rc = error_set(&err, ERR_SYNTAX,
			"--year: a scores file says itself of which year it "
			"is");
	if (rc == 0 && o->fixed && is_template(operands))
		rc = error_set(&err, ERR_SYNTAX,
			"--fixed: a template holds no scores");
	if (rc < 0)
		log_error("%s", err.text);
	return rc;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct score_options o = { 0 };
	const char *operands[2];
	char *catalog = NULL;
	enum status status;
	struct error err;
	int rc = read_options(self, argc, argv, &o, operands);

	if (rc != 0)
		return rc < 0 ? (int)STATUS_USAGE : (int)STATUS_OK;
	if (catalog_find(&catalog, o.rules, &err) != 0)
		return (int)status_of(&err);
	if (!is_template(operands))
		status = reckon(catalog, operands[0], &o);
	else if (template_write(operands[1], o.year, catalog, &err) != 0)
		status = status_of(&err);
	else
		status = STATUS_OK;
	free(catalog);
	return (int)status;
}

const struct command score_command = {
	.name = "score",
	.operands = "[template] FILE",
	.optional = true,
	.text = "Reckons indicators, instruments, total and class from the "
		"scores in FILE and names what contradicts",
	.more = "template: writes FILE, .xlsx or .csv by its name, as a form to "
		"fill in, with all\nquestions and items of the year.",
	.options = rows,
	.n_options = sizeof(rows) / sizeof(*rows),
	.run = run,
};
