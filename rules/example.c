#include "rules/example.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

#define MAX_PATH 4096

static const char *const file_keys[] = { "concept", "examples", NULL };
static const char *const example_keys[] = { "id", "kind", "years", "home",
	"expect", "known_miss", NULL };
static const char *const expect_keys[] = { "verdict", "reason", "lacks", NULL };

static const char *const kind_names[EXAMPLE_KINDS] = {
	[EXAMPLE_PASS] = "pass",
	[EXAMPLE_OTHER] = "other",
	[EXAMPLE_INCOMPLETE] = "incomplete",
	[EXAMPLE_STALE] = "stale",
	[EXAMPLE_LABEL_ONLY] = "label_only",
	[EXAMPLE_TRAP] = "trap",
};

static int read_expect(const struct json *doc, const struct json_node *node,
	struct example *e, struct error *err)
{
	const struct json_node *verdict;
	int rc, v;

	if ((rc = json_check_keys(doc, node, expect_keys, err)) != 0 ||
		(rc = json_need(&verdict, doc, node, "verdict", JSON_STRING,
			 err)) != 0)
		return rc;
	for (v = 0; v < VERDICT_COUNT; v++)
		if (strcmp(verdict_name((enum verdict)v),
			    json_string(verdict, "")) == 0)
			break;
	if (v == VERDICT_COUNT)
		return json_error(doc, verdict, err, "unknown verdict \"%s\"",
			json_string(verdict, ""));
	e->verdict = (enum verdict)v;
	e->code = json_string(json_get(node, "reason"), "");
	e->lacks = json_get(node, "lacks");
	return 0;
}

static int read_kind(const struct json *doc, const struct json_node *node,
	struct example *e, struct error *err)
{
	const char *name = json_string(node, "");
	int k;

	for (k = 0; k < EXAMPLE_KINDS; k++)
		if (strcmp(kind_names[k], name) == 0)
			break;
	if (k == EXAMPLE_KINDS)
		return json_error(doc, node, err, "unknown kind \"%s\"", name);
	e->kind = (enum example_kind)k;
	return 0;
}

static int read_example(
	struct example_file *f, const struct json_node *node, struct error *err)
{
	const struct json_node *id, *kind, *expect;
	struct example *e = &f->items[f->n];
	int rc;

	if ((rc = json_check_keys(f->doc, node, example_keys, err)) != 0 ||
		(rc = json_need(&id, f->doc, node, "id", JSON_STRING, err)) !=
			0 ||
		(rc = json_need(
			 &kind, f->doc, node, "kind", JSON_STRING, err)) != 0 ||
		(rc = json_need(&e->home, f->doc, node, "home", JSON_OBJECT,
			 err)) != 0 ||
		(rc = json_need(&expect, f->doc, node, "expect", JSON_OBJECT,
			 err)) != 0 ||
		(rc = read_kind(f->doc, kind, e, err)) != 0 ||
		(rc = read_expect(f->doc, expect, e, err)) != 0)
		return rc;
	e->id = json_string(id, "");
	e->years = json_get(node, "years");
	e->known_miss = json_string(json_get(node, "known_miss"), "");
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->items[i].id, e->id) == 0)
			return json_error(
				f->doc, id, err, "two examples \"%s\"", e->id);
	f->n++;
	return 0;
}

static void put_path(
	char *path, size_t size, const char *folder, const char *concept)
{
	(void)snprintf(path, size, "%s/examples/%s.json", folder, concept);
}

bool example_file_exists(const char *folder, const char *concept)
{
	char path[MAX_PATH];

	put_path(path, sizeof(path), folder, concept);
	return file_exists(path);
}

int example_file_load(struct example_file **out, const char *folder,
	const char *concept, struct error *err)
{
	struct example_file *f = mem_zalloc(sizeof(*f));
	const struct json_node *root, *name, *list;
	char path[MAX_PATH];
	int rc;

	put_path(path, sizeof(path), folder, concept);
	if ((rc = json_load(&f->doc, path, err)) != 0)
		goto out;
	root = json_root(f->doc);
	if ((rc = json_check_keys(f->doc, root, file_keys, err)) != 0 ||
		(rc = json_need(&name, f->doc, root, "concept", JSON_STRING,
			 err)) != 0 ||
		(rc = json_need(&list, f->doc, root, "examples", JSON_ARRAY,
			 err)) != 0)
		goto out;
	f->concept = json_string(name, "");
	if (strcmp(f->concept, concept) != 0) {
		rc = json_error(f->doc, name, err,
			"\"%s\" is not the name of its file", f->concept);
		goto out;
	}
	f->items = mem_calloc(json_count(list), sizeof(*f->items));
	for (const struct json_node *e = json_first(list); e && rc == 0;
		e = json_next(e))
		rc = read_example(f, e, err);
	if (rc == 0) {
		*out = f;
		f = NULL;
	}
out:
	example_file_free(f);
	return rc;
}

void example_file_free(struct example_file *f)
{
	if (!f)
		return;
	free(f->items);
	json_free(f->doc);
	free(f);
}

bool example_is_for(const struct example *e, int year)
{
	if (!e->years)
		return true;
	for (const struct json_node *y = json_first(e->years); y;
		y = json_next(y))
		if (json_number(y, 0) == year)
			return true;
	return false;
}

static bool is_lacking(const struct finding *f, const char *id)
{
	for (size_t i = 0; i < f->n_parts; i++)
		if (f->parts[i].must &&
			f->parts[i].verdict == VERDICT_MISSING &&
			strcmp(f->parts[i].id, id) == 0)
			return true;
	return false;
}

static bool lacks_the_same(const struct example *e, const struct finding *f)
{
	size_t lacking = 0;

	for (size_t i = 0; i < f->n_parts; i++)
		lacking += f->parts[i].must &&
			   f->parts[i].verdict == VERDICT_MISSING;
	for (const struct json_node *p = json_first(e->lacks); p;
		p = json_next(p))
		if (!is_lacking(f, json_string(p, "")))
			return false;
	return lacking == json_count(e->lacks);
}

bool example_is_met(const struct example *e, const struct finding *f)
{
	return f->verdict == e->verdict &&
	       (!*e->code || strcmp(e->code, f->reason_code) == 0) &&
	       (!e->lacks || lacks_the_same(e, f));
}

const char *example_kind_name(enum example_kind kind)
{
	return kind_names[kind];
}
