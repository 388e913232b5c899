#include "rules/lint_keys.h"

#include <string.h>

#define DEFS "#/$defs/"

/* A file beside the schema that its kind is written by. */
struct walk {
	struct lint_catalog *c;
	const struct lint_file *file;
	const struct json_node *defs;
};

/* The schema that a reference within the same document names. */
static const struct json_node *resolve(
	const struct walk *w, const struct json_node *schema)
{
	const char *ref = json_string(json_get(schema, "$ref"), "");

	if (strncmp(ref, DEFS, strlen(DEFS)) == 0)
		return json_get(w->defs, ref + strlen(DEFS));
	return schema;
}

/*
 * The words of JSON Schema by which the catalogue's schemas name keys:
 * properties, additionalProperties, items, $ref (JSON Schema 2020-12, 8.2.3
 * and 10.3); a node without a schema may be anything.
 */
static void walk(const struct walk *w, const struct json_node *node,
	const struct json_node *schema)
{
	const struct json_node *known, *more, *items;

	schema = resolve(w, schema);
	known = json_get(schema, "properties");
	more = json_get(schema, "additionalProperties");
	items = json_get(schema, "items");
	if (!schema || json_type(node) < JSON_ARRAY)
		return;
	for (const struct json_node *n = json_first(node); n;
		n = json_next(n)) {
		const char *key = json_key(n);
		const struct json_node *inner =
			key ? json_get(known, key) : items;

		if (key && !inner && !json_bool(more, true))
			lint_catalog_tell(w->c, LINT_ERROR, "R001", w->file, n,
				"unknown key \"%s\"", key);
		else
			walk(w, n, inner ? inner : more);
	}
}

void lint_keys_check(struct lint_catalog *c)
{
	for (size_t i = 0; i < c->n_files; i++) {
		const struct lint_file *file = &c->files[i];
		const struct json_node *schema =
			json_root(c->schemas[file->kind]);
		const struct walk w = { c, file, json_get(schema, "$defs") };

		walk(&w, json_root(file->doc), schema);
	}
}
