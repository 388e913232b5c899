#include "rules/lint_texts.h"

#include <string.h>

/* Both name a time without its year. */
static const char *const yearless[] = { "current_state", "unknown" };

bool lint_texts_has_year(const char *period)
{
	for (size_t i = 0; i < sizeof(yearless) / sizeof(*yearless); i++)
		if (strcmp(yearless[i], period) == 0)
			return false;
	return true;
}

/* Whether the text has a letter of U+0E01 to U+0E5B. */
static bool is_thai(const char *text)
{
	return strstr(text, "\xe0\xb8") || strstr(text, "\xe0\xb9");
}

static void check_thai(struct lint_catalog *c, const struct lint_file *file,
	const struct json_node *node, const char *key)
{
	const struct json_node *text = json_get(node, key);

	if (!text || !is_thai(json_string(text, "")))
		lint_catalog_tell(c, LINT_ERROR, "R008", file,
			text ? text : node, "needs a Thai text \"%s\"", key);
}

static bool is_item(const struct lint_file *file)
{
	return strcmp(json_string(json_get(json_root(file->doc), "role"), ""),
		       "item") == 0;
}

static void check_concept(struct lint_catalog *c, const struct lint_file *file)
{
	static const char *const keys[] = { "where", "fix", "done_when",
		"purpose", "keep", "owner" };
	const struct json_node *root = json_root(file->doc);

	if (!is_item(file))
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		check_thai(c, file, root, keys[i]);
	for (const struct json_node *p = json_first(json_get(root, "parts")); p;
		p = json_next(p))
		check_thai(c, file, p, "text");
}

static void check_measure(struct lint_catalog *c, const struct lint_file *file)
{
	check_thai(c, file, json_root(file->doc), "measure");
	check_thai(c, file, json_root(file->doc), "owner");
}

/* Advice on an item of a year has to name it. */
static void check_advice(struct lint_catalog *c, const struct lint_file *file)
{
	static const char *const keys[] = { "fix", "done_when" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct json_node *text =
			json_get(json_root(file->doc), keys[i]);

		if (text && !strstr(json_string(text, ""), "{year}"))
			lint_catalog_tell(c, LINT_WARNING, "R005", file, text,
				"has no {year}, and packs ask for one");
	}
}

static const struct json_node *part_of(
	const struct lint_file *file, const char *id)
{
	const struct json_node *parts = json_get(json_root(file->doc), "parts");

	for (const struct json_node *p = json_first(parts); p; p = json_next(p))
		if (strcmp(json_string(json_get(p, "id"), ""), id) == 0)
			return p;
	return NULL;
}

/* Months without a year are those of any. */
static void check_months(struct lint_catalog *c, const struct lint_file *year,
	const struct lint_file *concept, const struct json_node *ask)
{
	for (const struct json_node *p = json_first(json_get(ask, "parts")); p;
		p = json_next(p)) {
		const char *id = json_string(json_get(p, "id"), "");

		if (json_get(part_of(concept, id), "months"))
			lint_catalog_tell(c, LINT_ERROR, "R005", year, p,
				"months \"%s\" are asked for without a year",
				id);
	}
}

/* Calls check_months() for the asks of a pack without a year; marks the
 * concepts that are asked for with one. */
static void check_asks(
	struct lint_catalog *c, const struct lint_file *file, bool *dated)
{
	const struct json_node *items = json_get(json_root(file->doc), "items");

	for (const struct json_node *i = json_first(items); i; i = json_next(i))
		for (const struct json_node *a =
				json_first(json_get(i, "asks"));
			a; a = json_next(a)) {
			const struct lint_file *concept = lint_catalog_find(c,
				LINT_CONCEPT,
				json_string(json_get(a, "concept"), ""));
			const char *period =
				json_string(json_get(a, "period"), "");

			if (concept && lint_texts_has_year(period))
				dated[concept - c->files] = true;
			else if (concept)
				check_months(c, file, concept, a);
		}
}

static void check_validity(
	struct lint_catalog *c, const struct lint_file *file, const char *day)
{
	const struct json_node *to =
		json_get(json_get(json_root(file->doc), "valid"), "to");

	if (to && strcmp(json_string(to, "9"), day) < 0)
		lint_catalog_tell(c, LINT_NOTE, "R007", file, to,
			"pack has ended on %s", json_string(to, ""));
}

void lint_texts_check(struct lint_catalog *c, const char *day)
{
	bool *dated = arena_alloc(&c->arena, c->n_files * sizeof(*dated));

	for (size_t i = 0; i < c->n_files; i++) {
		const struct lint_file *file = &c->files[i];

		if (file->kind == LINT_CONCEPT)
			check_concept(c, file);
		if (file->kind == LINT_MEASURE)
			check_measure(c, file);
		if (file->kind == LINT_YEAR) {
			check_validity(c, file, day);
			check_asks(c, file, dated);
		}
	}
	for (size_t i = 0; i < c->n_files; i++)
		if (dated[i])
			check_advice(c, &c->files[i]);
}
