#include "rules/lint_examples.h"

#include <stdlib.h>
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

/* Whether one of that kind is for the pack of that name. */
static bool has_kind(
	const struct lint_file *examples, const char *kind, const char *pack)
{
	const struct json_node *list =
		json_get(json_root(examples->doc), "examples");
	const int year = (int)strtol(pack, NULL, 10);

	for (const struct json_node *n = json_first(list); n;
		n = json_next(n)) {
		const struct example e = { .years = json_get(n, "years") };

		if (strcmp(json_string(json_get(n, "kind"), ""), kind) == 0 &&
			example_is_for(&e, year))
			return true;
	}
	return false;
}

static void check_kinds(struct lint_catalog *c,
	const struct lint_file *examples, const char *pack, unsigned kinds)
{
	for (int k = 0; k < EXAMPLE_KINDS; k++) {
		const char *kind = example_kind_name((enum example_kind)k);

		if ((kinds >> k & 1) && !has_kind(examples, kind, pack))
			lint_catalog_tell(c, LINT_WARNING, "R006", examples,
				json_root(examples->doc),
				"no example of kind \"%s\" for the pack of %s",
				kind, pack);
	}
}

static void check(struct lint_catalog *c, const struct lint_file *concept)
{
	const struct lint_file *examples =
		lint_catalog_find(c, LINT_EXAMPLES, concept->name);
	bool asked = false;

	for (size_t y = 0; y < c->n_files; y++) {
		const struct lint_file *pack = &c->files[y];
		unsigned kinds = pack->kind == LINT_YEAR
					 ? kinds_for(pack, concept->name)
					 : 0;

		asked |= kinds != 0;
		if (examples)
			check_kinds(c, examples, pack->name, kinds);
	}
	if (asked && !examples)
		lint_catalog_tell(c, LINT_ERROR, "R006", concept,
			json_root(concept->doc), "concept has no examples");
}

void lint_examples_check(struct lint_catalog *c)
{
	for (size_t i = 0; i < c->n_files; i++)
		if (c->files[i].kind == LINT_CONCEPT)
			check(c, &c->files[i]);
}
