#include "rules/lint_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define MAX_KEY ((size_t)64 * 1024)

/* The wordings by which an item is found, as the concept files name them. */
static const char *const proving[] = { "titles", "labels", "other" };

struct word {
	const struct lint_file *file;
	const struct json_node *node;
	struct slice key;
};

/* All wordings of all concepts. */
struct words_found {
	struct lint_catalog *c;
	struct word *items;
	size_t n, cap;
};

/* A title of an item, and the concepts whose words may stand in it. */
struct title {
	const char *text;
	struct slice key;
	const struct json_node *owners; /* asks of a pack; NULL: the file's */
	const struct json_node *leads;  /* concepts that lead to them too */
	const char *owner;              /* name of the file */
};

static struct slice key_of(struct lint_catalog *c, const char *text)
{
	struct buf key;
	const char *copied;
	size_t len;

	buf_init(&key, MAX_KEY);
	text_key(&key, slice_str(text));
	len = key.len;
	copied = arena_strndup(&c->arena, buf_str(&key), len);
	buf_done(&key);
	return slice_of(copied, len);
}

static bool is_latin(struct slice s, size_t at)
{
	return at < s.len && ascii_is_alpha(s.data[at]);
}

/* Where needle stands in s from a place on, or -1; Latin words only whole. */
static long place_of(struct slice s, struct slice needle, size_t from)
{
	for (size_t i = from; needle.len && i + needle.len <= s.len; i++) {
		size_t end = i + needle.len;

		if (memcmp(s.data + i, needle.data, needle.len) != 0 ||
			(is_latin(s, i) && i > 0 && is_latin(s, i - 1)) ||
			(is_latin(s, end) && is_latin(s, end - 1)))
			continue;
		return (long)i;
	}
	return -1;
}

static bool has(struct lint_catalog *c, struct slice key, const char *word)
{
	return place_of(key, key_of(c, word), 0) >= 0;
}

/* Whether the key has a word of the list. */
static bool has_any(
	struct lint_catalog *c, struct slice key, const struct json_node *list)
{
	for (const struct json_node *w = json_first(list); w; w = json_next(w))
		if (has(c, key, json_string(w, "")))
			return true;
	return false;
}

static const struct json_node *find_of(const struct lint_file *file)
{
	return json_get(json_root(file->doc), "find");
}

static void collect(struct words_found *f, const struct lint_file *file)
{
	for (size_t k = 0; k < sizeof(proving) / sizeof(*proving); k++) {
		const struct json_node *list =
			json_get(find_of(file), proving[k]);

		for (const struct json_node *w = json_first(list); w;
			w = json_next(w)) {
			f->items = mem_grow(
				f->items, f->n, &f->cap, sizeof(*f->items));
			f->items[f->n++] = (struct word){ file, w,
				key_of(f->c, json_string(w, "")) };
		}
	}
}

/* Equal keys together, then in the order of the files. */
static int by_key(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	size_t len = x->key.len < y->key.len ? x->key.len : y->key.len;
	int order = len ? memcmp(x->key.data, y->key.data, len) : 0;

	if (order != 0)
		return order;
	if (x->key.len != y->key.len)
		return x->key.len < y->key.len ? -1 : 1;
	return strcmp(x->file->path, y->file->path);
}

static void check_repeats(const struct words_found *f)
{
	for (size_t i = 1; i < f->n; i++) {
		const struct word *w = &f->items[i], *before = w - 1;

		if (w->file != before->file && w->key.len == before->key.len &&
			memcmp(w->key.data, before->key.data, w->key.len) == 0)
			lint_catalog_tell(f->c, LINT_ERROR, "R002", w->file,
				w->node, "wording \"%s\" is one of \"%s\" too",
				json_string(w->node, ""), before->file->name);
	}
}

static bool lists(const struct json_node *list, const char *name)
{
	for (const struct json_node *n = json_first(list); n;
		n = json_next(n)) {
		const struct json_node *key = json_get(n, "concept");

		if (strcmp(json_string(key ? key : n, ""), name) == 0)
			return true;
	}
	return false;
}

static bool owns(const struct title *t, const struct lint_file *file)
{
	return strcmp(t->owner, file->name) == 0 ||
	       lists(t->owners, file->name) || lists(t->leads, file->name);
}

/* Whether a longer wording of the title's own holds that place in it. */
static bool is_covered(const struct words_found *f, const struct title *t,
	size_t from, size_t to)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct word *w = &f->items[i];
		long at = -1;

		if (w->key.len <= to - from || !owns(t, w->file))
			continue;
		while ((at = place_of(t->key, w->key, (size_t)(at + 1))) >= 0)
			if ((size_t)at <= from && (size_t)at + w->key.len >= to)
				return true;
	}
	return false;
}

/* The longest wording wins, and an excluded word takes a concept out: what is
 * neither takes the title away from its item. */
static void check_title(const struct words_found *f, const struct title *t)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct word *w = &f->items[i];
		long at = owns(t, w->file) ? -1 : place_of(t->key, w->key, 0);

		if (at < 0 ||
			has_any(f->c, t->key,
				json_get(find_of(w->file), "exclude")) ||
			is_covered(f, t, (size_t)at, (size_t)at + w->key.len))
			continue;
		lint_catalog_tell(f->c, LINT_ERROR, "R003", w->file, w->node,
			"wording \"%s\" stands in \"%s\" of \"%s\", which has "
			"no longer one there",
			json_string(w->node, ""), t->text, t->owner);
	}
}

static bool has_gist(
	struct lint_catalog *c, const struct lint_file *file, struct slice key)
{
	const struct json_node *find = find_of(file);
	const struct json_node *gist = json_get(find, "gist");
	const struct json_node *all = json_get(gist, "all");

	if (!all || has_any(c, key, json_get(gist, "none")) ||
		has_any(c, key, json_get(find, "exclude")))
		return false;
	for (const struct json_node *g = json_first(all); g; g = json_next(g))
		if (!has_any(c, key, g))
			return false;
	return true;
}

static void check_gists(const struct words_found *f, const struct title *t)
{
	for (size_t i = 0; i < f->c->n_files; i++) {
		const struct lint_file *file = &f->c->files[i];

		if (file->kind == LINT_CONCEPT && !owns(t, file) &&
			has_gist(f->c, file, t->key))
			lint_catalog_tell(f->c, LINT_WARNING, "R009", file,
				json_get(find_of(file), "gist"),
				"\"%s\" of \"%s\" has this gist", t->text,
				t->owner);
	}
}

static void check(
	const struct words_found *f, const char *text, struct title *t)
{
	t->text = text;
	t->key = key_of(f->c, text);
	check_title(f, t);
	check_gists(f, t);
}

/* Whether an item of the pack that asks for the concept is called so: it may
 * ask for another one too, whose words the title has as well. */
static bool names_item(
	const struct lint_file *year, const char *concept, const char *title)
{
	const struct json_node *items = json_get(json_root(year->doc), "items");

	for (const struct json_node *i = json_first(items); i; i = json_next(i))
		if (strcmp(json_string(json_get(i, "title"), ""), title) == 0 &&
			lists(json_get(i, "asks"), concept))
			return true;
	return false;
}

static bool is_of_pack(const struct words_found *f,
	const struct lint_file *concept, const char *title)
{
	for (size_t i = 0; i < f->c->n_files; i++)
		if (f->c->files[i].kind == LINT_YEAR &&
			names_item(&f->c->files[i], concept->name, title))
			return true;
	return false;
}

/* What an item is called where no pack speaks of it. */
static void check_concept(
	const struct words_found *f, const struct lint_file *file)
{
	const struct json_node *root = json_root(file->doc);
	const struct json_node *titles = json_get(find_of(file), "titles");
	const char *title = json_string(json_get(root, "title"), "");
	struct title t = { .owner = file->name };

	if (strcmp(json_string(json_get(root, "role"), ""), "item") != 0)
		return;
	if (!is_of_pack(f, file, title))
		check(f, title, &t);
	for (const struct json_node *n = json_first(titles); n;
		n = json_next(n))
		if (strcmp(json_string(n, ""), title) != 0 &&
			!is_of_pack(f, file, json_string(n, "")))
			check(f, json_string(n, ""), &t);
}

static void check_year(
	const struct words_found *f, const struct lint_file *file)
{
	const struct json_node *items = json_get(json_root(file->doc), "items");

	for (const struct json_node *i = json_first(items); i;
		i = json_next(i)) {
		struct title t = { .owner =
					   json_string(json_get(i, "id"), "") };

		t.owners = json_get(i, "asks");
		t.leads = json_get(i, "leads");
		check(f, json_string(json_get(i, "title"), ""), &t);
	}
}

void lint_words_check(struct lint_catalog *c)
{
	struct words_found f = { .c = c };

	for (size_t i = 0; i < c->n_files; i++)
		if (c->files[i].kind == LINT_CONCEPT)
			collect(&f, &c->files[i]);
	if (f.n)
		qsort(f.items, f.n, sizeof(*f.items), by_key);
	check_repeats(&f);
	for (size_t i = 0; i < c->n_files; i++) {
		if (c->files[i].kind == LINT_CONCEPT)
			check_concept(&f, &c->files[i]);
		else if (c->files[i].kind == LINT_YEAR)
			check_year(&f, &c->files[i]);
	}
	free(f.items);
}
