#include "rules/lint.h"

#include <stdlib.h>
#include <string.h>

#include "rules/lint_examples.h"
#include "rules/lint_keys.h"
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

/* What the program itself refuses: it stops at the first, so that comes last,
 * when nothing else is left. */
static int check_loading(
	struct lint_catalog *c, const char *folder, struct error *err)
{
	for (size_t i = 0; i < c->n_files && !has_errors(c); i++) {
		struct ruleset *rs = NULL;
		int rc;

		if (c->files[i].kind != LINT_YEAR)
			continue;
		rc = ruleset_load(&rs, folder,
			(int)strtol(c->files[i].name, NULL, 10), err);
		ruleset_free(rs);
		if (rc == ERR_SYNTAX || rc == ERR_LIMIT)
			lint_catalog_tell_error(c, err);
		else if (rc != 0)
			return rc;
	}
	return 0;
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
