#include "reports/wording.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/field.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/slice.h"
#include "reports/thai.h"

struct text {
	const char *key;
	const char *text;
};

struct wording {
	struct arena arena;
	const char *path;
	struct text *texts; /* ordered by key */
	size_t n_texts;
	const char *missing; /* first key that was not there, or NULL */
};

static const struct field text_fields[] = {
	FIELD_TEXT("key", struct text, key),
	FIELD_TEXT("text", struct text, text),
};
FIELD_TABLE(text, struct text);

static const struct field file_fields[] = {
	FIELD_TABLE_OF("texts", FIELD_MEMBERS, struct wording, texts, n_texts,
		&text_table),
};
FIELD_TABLE(file, struct wording);

static int by_key(const void *a, const void *b)
{
	const struct text *x = a, *y = b;

	return strcmp(x->key, y->key);
}

int wording_load(struct wording **out, const char *path, struct error *err)
{
	struct wording *w = mem_zalloc(sizeof(*w));
	struct field_reader reader = { NULL, &w->arena, true };
	struct json *json = NULL;
	int result = json_load(&json, path, err);

	if (result != 0)
		goto out;
	reader.json = json;
	result = field_read(&reader, &file_table, json_root(json), w, err);
	if (result != 0)
		goto out;
	w->path = arena_strdup(&w->arena, path);
	if (w->n_texts)
		qsort(w->texts, w->n_texts, sizeof(*w->texts), by_key);
	*out = w;
	w = NULL;
out:
	json_free(json);
	wording_free(w);
	return result;
}

void wording_free(struct wording *w)
{
	if (!w)
		return;
	arena_done(&w->arena);
	free(w);
}

static const struct text *find(const struct wording *w, const char *key)
{
	const struct text wanted = { key, NULL };

	if (!w->n_texts)
		return NULL;
	return bsearch(
		&wanted, w->texts, w->n_texts, sizeof(*w->texts), by_key);
}

bool wording_has(const struct wording *w, const char *key)
{
	return find(w, key) != NULL;
}

const char *wording_text(struct wording *w, const char *key)
{
	const struct text *text = find(w, key);

	if (!text && !w->missing)
		w->missing = arena_strdup(&w->arena, key);
	return text ? text->text : "";
}

/* The value whose {name} s begins with, or NULL. */
static const struct wording_value *value_at(
	const struct wording_value *values, struct slice s)
{
	for (; values && values->name; values++) {
		size_t n = strlen(values->name);

		if (s.len >= n + 2 && s.data[0] == '{' &&
			memcmp(s.data + 1, values->name, n) == 0 &&
			s.data[n + 1] == '}')
			return values;
	}
	return NULL;
}

void wording_put(struct wording *w, struct buf *out, const char *key,
	const struct wording_value *values)
{
	struct slice rest = slice_str(wording_text(w, key));

	while (rest.len) {
		const struct wording_value *value = value_at(values, rest);
		long brace = slice_find(rest, "{", 1);
		size_t n = brace < 0 ? rest.len : (size_t)brace;

		if (value) {
			n = strlen(value->name) + 2;
			buf_puts(out, value->text ? value->text : "");
		} else {
			buf_put(out, rest.data, n);
		}
		rest = slice_behind(rest, n);
	}
}

void wording_put_day(struct wording *w, struct buf *out, const char *time)
{
	if (strcmp(wording_text(w, "paper.lang"), "th") == 0)
		thai_put_date(out, time, false);
	else
		buf_printf(out, "%.10s", time ? time : "");
}

int wording_check(const struct wording *w, struct error *err)
{
	if (!w->missing)
		return 0;
	return error_set(
		err, ERR_SYNTAX, "%s: no text \"%s\"", w->path, w->missing);
}
