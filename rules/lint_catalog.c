#include "rules/lint_catalog.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

#define MAX_PATH 4096
#define MAX_MESSAGE 512
#define MAX_KEY 128      /* bytes of one in our files, and more */
#define MAX_PLACE 999999 /* in a list */

/* Where the files of a kind are: a folder with many, or one. */
static const struct place {
	const char *schema;
	const char *folder; /* "" for that of the catalogue */
	const char *file;   /* NULL for all in the folder */
} places[LINT_KINDS] = {
	[LINT_CONCEPT] = { "concept", "concepts", NULL },
	[LINT_YEAR] = { "year", "years", NULL },
	[LINT_MEASURE] = { "measure", "measures", NULL },
	[LINT_EXAMPLES] = { "examples", "examples", NULL },
	[LINT_STANDING] = { "standing", "measures", "standing" },
	[LINT_QUESTIONS] = { "questions", "", "questions" },
	[LINT_COMMON] = { "common", "", "common" },
	[LINT_COLUMNS] = { "columns", "", "columns" },
};

static void add(struct lint_catalog *c, struct lint_finding f)
{
	c->items = mem_grow(c->items, c->n, &c->cap, sizeof(*c->items));
	c->items[c->n++] = f;
}

void lint_catalog_tell(struct lint_catalog *c, enum lint_severity severity,
	const char *code, const struct lint_file *file,
	const struct json_node *node, const char *format, ...)
{
	struct lint_finding f = {
		.severity = severity, .code = code, .path = file->path
	};
	char text[MAX_MESSAGE];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	json_place(file->doc, node, &f.line, &f.column);
	f.text = arena_strdup(&c->arena, text);
	add(c, f);
}

/* The number behind a colon, which *text is moved over; 0 for none. */
static size_t read_number(const char **text)
{
	size_t digits = strspn(*text + 1, "0123456789");
	long n;

	if (**text != ':' || digits == 0)
		return 0;
	n = slice_number(slice_of(*text + 1, digits), 99999999);
	*text += digits + 1;
	return n > 0 ? (size_t)n : 0;
}

/* The member or place of a node that the key begins with, "asks" or "[3]";
 * the key is moved behind it. */
static const struct json_node *step(const struct json_node *node, char **key)
{
	char *name = *key + (**key == '.');
	char *end = *name ? name + 1 + strcspn(name + 1, ".[") : name;
	const char stop = *end;
	long place = 0;

	*end = '\0';
	if (*name == '[')
		place = slice_number(
			slice_of(name + 1, strcspn(name + 1, "]")), MAX_PLACE);
	node = *name == '[' ? json_first(node) : json_get(node, name);
	while (node && place-- > 0)
		node = json_next(node);
	*end = stop;
	*key = end;
	return node;
}

static const struct lint_file *file_at(
	const struct lint_catalog *c, const char *path)
{
	for (size_t i = 0; i < c->n_files; i++)
		if (strcmp(c->files[i].path, path) == 0)
			return &c->files[i];
	return NULL;
}

/* The column of the key that a message names, as those of json_error() do,
 * which name the line alone; 0 for none. */
static size_t column_of_key(const struct lint_catalog *c,
	const struct lint_finding *f, const char *text)
{
	const struct lint_file *file = file_at(c, f->path);
	const struct json_node *node = file ? json_root(file->doc) : NULL;
	static const char before[] = ": key \"";
	char key[MAX_KEY], *rest = key;
	size_t line = 0, column = 0;

	if (strncmp(text, before, strlen(before)) != 0)
		return 0;
	text += strlen(before);
	(void)snprintf(
		key, sizeof(key), "%.*s", (int)strcspn(text, "\""), text);
	while (node && *rest)
		node = step(node, &rest);
	if (node)
		json_place(file->doc, node, &line, &column);
	return line == f->line ? column : 0;
}

void lint_catalog_tell_error(struct lint_catalog *c, const struct error *err)
{
	const char *text = err->text + strcspn(err->text, ":");
	struct lint_finding f = { .severity = LINT_ERROR, .code = "R000" };

	f.path =
		arena_strndup(&c->arena, err->text, (size_t)(text - err->text));
	f.line = read_number(&text);
	f.column = read_number(&text);
	f.line = f.line ? f.line : 1;
	if (f.column == 0)
		f.column = column_of_key(c, &f, text);
	f.column = f.column ? f.column : 1;
	text += strspn(text, ": ");
	f.text = arena_strdup(&c->arena, *text ? text : err->text);
	add(c, f);
}

static int load_file(struct lint_catalog *c, enum lint_kind kind,
	const char *folder, const char *name, struct error *err)
{
	struct lint_file file = { .kind = kind };
	char path[MAX_PATH];
	int rc;

	(void)snprintf(path, sizeof(path), "%s%s%s/%s.json", folder,
		*places[kind].folder ? "/" : "", places[kind].folder, name);
	rc = json_load(&file.doc, path, err);
	if (rc == ERR_SYNTAX) {
		lint_catalog_tell_error(c, err);
		return 0;
	}
	if (rc != 0)
		return rc;
	file.name = arena_strdup(&c->arena, name);
	file.path = arena_strdup(&c->arena, path);
	c->files = mem_grow(
		c->files, c->n_files, &c->cap_files, sizeof(*c->files));
	c->files[c->n_files++] = file;
	return 0;
}

/* Whether a file of the folder is of another kind. */
static bool is_other(enum lint_kind kind, const char *name)
{
	for (int k = 0; k < LINT_KINDS; k++)
		if (places[k].file && strcmp(places[k].file, name) == 0 &&
			strcmp(places[k].folder, places[kind].folder) == 0)
			return true;
	return false;
}

static int load_folder(struct lint_catalog *c, enum lint_kind kind,
	const char *folder, struct error *err)
{
	char path[MAX_PATH], **names = NULL;
	int n, rc = 0;

	(void)snprintf(
		path, sizeof(path), "%s/%s", folder, places[kind].folder);
	n = file_list(&names, path, ".json", err);
	if (n < 0)
		return n;
	for (int i = 0; i < n && rc == 0; i++) {
		names[i][strlen(names[i]) - strlen(".json")] = '\0';
		if (!is_other(kind, names[i]))
			rc = load_file(c, kind, folder, names[i], err);
	}
	file_list_free(names, n);
	return rc;
}

static int load_schema(struct lint_catalog *c, enum lint_kind kind,
	const char *folder, struct error *err)
{
	char path[MAX_PATH];

	(void)snprintf(path, sizeof(path), "%s/schema/%s.schema.json", folder,
		places[kind].schema);
	return json_load(&c->schemas[kind], path, err);
}

int lint_catalog_load(
	struct lint_catalog *out, const char *folder, struct error *err)
{
	int rc = 0;

	*out = (struct lint_catalog){ 0 };
	arena_init(&out->arena);
	for (int k = 0; k < LINT_KINDS && rc == 0; k++) {
		enum lint_kind kind = (enum lint_kind)k;

		rc = load_schema(out, kind, folder, err);
		if (rc == 0)
			rc = places[k].file
				     ? load_file(out, kind, folder,
					       places[k].file, err)
				     : load_folder(out, kind, folder, err);
	}
	return rc;
}

void lint_catalog_done(struct lint_catalog *c)
{
	for (int k = 0; k < LINT_KINDS; k++)
		json_free(c->schemas[k]);
	for (size_t i = 0; i < c->n_files; i++)
		json_free(c->files[i].doc);
	free(c->files);
	free(c->items);
	arena_done(&c->arena);
	*c = (struct lint_catalog){ 0 };
}

const struct lint_file *lint_catalog_find(
	const struct lint_catalog *c, enum lint_kind kind, const char *name)
{
	for (size_t i = 0; i < c->n_files; i++)
		if (c->files[i].kind == kind &&
			strcmp(c->files[i].name, name) == 0)
			return &c->files[i];
	return NULL;
}
