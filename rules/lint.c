#include "rules/lint.h"

#include <stdlib.h>
#include <string.h>

#include "rules/lint_examples.h"
#include "rules/lint_keys.h"
#include "rules/lint_packs.h"
#include "rules/lint_patterns.h"
#include "rules/lint_texts.h"
#include "rules/lint_words.h"
#include "rules/ruleset.h"

static bool has_errors(const struct lint_catalog *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->items[i].severity == LINT_ERROR)
			return true;
	return false;
}

static int check_pack(struct lint_catalog *c, const char *folder, int year,
	const char *agency_type, struct error *err)
{
	const struct ruleset_options options = { .agency_type = agency_type };
	struct ruleset *rs = NULL;
	int rc = ruleset_load_with(&rs, folder, year, &options, err);

	ruleset_free(rs);
	if (rc != ERR_SYNTAX && rc != ERR_LIMIT)
		return rc;
	lint_catalog_tell_error(c, err);
	return 0;
}

/* What the program itself refuses: it stops at the first, so that comes last,
 * when nothing else is left. */
static int check_loading(
	struct lint_catalog *c, const char *folder, struct error *err)
{
	int rc = 0;

	for (size_t i = 0; i < c->n_files && rc == 0; i++) {
		const struct lint_file *file = &c->files[i];
		const struct json_node *types =
			json_get(json_root(file->doc), "agency_types");
		int year = (int)strtol(file->name, NULL, 10);

		if (file->kind != LINT_YEAR)
			continue;
		if (!types && !has_errors(c))
			rc = check_pack(c, folder, year, NULL, err);
		for (const struct json_node *t = json_first(types);
			t && rc == 0 && !has_errors(c); t = json_next(t))
			rc = check_pack(
				c, folder, year, json_string(t, ""), err);
	}
	return rc;
}

static int by_place(const void *a, const void *b)
{
	const struct lint_finding *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (order != 0)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	order = strcmp(x->code, y->code);
	return order ? order : strcmp(x->text, y->text);
}

int lint_run(struct lint_catalog *out, const char *folder, const char *day,
	struct error *err)
{
	int rc = lint_catalog_load(out, folder, err);

	if (rc != 0)
		return rc;
	lint_keys_check(out);
	lint_packs_check(out);
	lint_words_check(out);
	lint_patterns_check(out);
	lint_texts_check(out, day);
	lint_examples_check(out);
	rc = check_loading(out, folder, err);
	if (out->n)
		qsort(out->items, out->n, sizeof(*out->items), by_place);
	return rc;
}

const char *lint_severity_name(enum lint_severity severity)
{
	static const char *const names[LINT_SEVERITIES] = {
		[LINT_ERROR] = "error",
		[LINT_WARNING] = "warning",
		[LINT_NOTE] = "note",
	};

	return names[severity];
}
