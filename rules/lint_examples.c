#include "rules/lint_examples.h"

#include <string.h>

#include "rules/example.h"
#include "rules/lint_texts.h"
#include "rules/ruleset.h"

static bool has_must(const struct json_node *ask)
{
	for (const struct json_node *p = json_first(json_get(ask, "parts")); p;
		p = json_next(p))
		if (strcmp(json_string(json_get(p, "level"), ""), "must") == 0)
			return true;
	return false;
}

static bool has_sure_year(const struct json_node *ask)
{
	return lint_texts_has_year(json_string(json_get(ask, "period"), "")) &&
	       ruleset_is_sure(json_string(json_get(ask, "period_status"), ""));
}

/* The kinds that what a pack asks of the concept calls for, as bits. */
static unsigned kinds_for(const struct lint_file *year, const char *concept)
{
	unsigned kinds = 0;

	for (const struct json_node *i =
			json_first(json_get(json_root(year->doc), "items"));
		i; i = json_next(i))
		for (const struct json_node *a =
				json_first(json_get(i, "asks"));
			a; a = json_next(a)) {
			if (strcmp(json_string(json_get(a, "concept"), ""),
				    concept) != 0)
				continue;
			kinds |= 1U << EXAMPLE_PASS | 1U << EXAMPLE_OTHER |
				 1U << EXAMPLE_LABEL_ONLY | 1U << EXAMPLE_TRAP;
			if (has_must(a))
				kinds |= 1U << EXAMPLE_INCOMPLETE;
			if (has_sure_year(a))
				kinds |= 1U << EXAMPLE_STALE;
		}
	return kinds;
}

static bool has_kind(const struct lint_file *examples, const char *kind)
{
	const struct json_node *list =
		json_get(json_root(examples->doc), "examples");

	for (const struct json_node *e = json_first(list); e; e = json_next(e))
		if (strcmp(json_string(json_get(e, "kind"), ""), kind) == 0)
			return true;
	return false;
}

static void check(
	struct lint_catalog *c, const struct lint_file *concept, unsigned kinds)
{
	const struct lint_file *examples =
		lint_catalog_find(c, LINT_EXAMPLES, concept->name);

	if (!examples) {
		lint_catalog_tell(c, LINT_ERROR, "R006", concept,
			json_root(concept->doc), "concept has no examples");
		return;
	}
	for (int k = 0; k < EXAMPLE_KINDS; k++) {
		const char *kind = example_kind_name((enum example_kind)k);

		if ((kinds >> k & 1) && !has_kind(examples, kind))
			lint_catalog_tell(c, LINT_WARNING, "R006", examples,
				json_root(examples->doc),
				"no example of kind \"%s\"", kind);
	}
}

void lint_examples_check(struct lint_catalog *c)
{
	for (size_t i = 0; i < c->n_files; i++) {
		unsigned kinds = 0;

		if (c->files[i].kind != LINT_CONCEPT)
			continue;
		for (size_t y = 0; y < c->n_files; y++)
			if (c->files[y].kind == LINT_YEAR)
				kinds |= kinds_for(
					&c->files[y], c->files[i].name);
		if (kinds)
			check(c, &c->files[i], kinds);
	}
}
