#include "rules/reason.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"

#define MAX_SENTENCE 4096

struct reasons {
	struct json *doc;
};

static const char *const groups[] = { "verdict", "near", "part", "advice",
	NULL };

int reasons_load(struct reasons **out, const char *folder, struct error *err)
{
	struct reasons *r = mem_zalloc(sizeof(*r));
	char path[4096];
	int rc;

	(void)snprintf(path, sizeof(path), "%s/reasons.json", folder);
	rc = json_load(&r->doc, path, err);
	if (rc == 0)
		rc = json_check_keys(r->doc, json_root(r->doc), groups, err);
	for (size_t i = 0; groups[i] && rc == 0; i++) {
		const struct json_node *g = NULL;

		rc = json_need(&g, r->doc, json_root(r->doc), groups[i],
			JSON_OBJECT, err);
		for (g = json_first(g); g && rc == 0; g = json_next(g))
			if (!json_string(g, NULL))
				rc = json_error(r->doc, g, err, "is no text");
	}
	if (rc != 0) {
		reasons_free(r);
		return rc;
	}
	*out = r;
	return 0;
}

void reasons_free(struct reasons *r)
{
	if (!r)
		return;
	json_free(r->doc);
	free(r);
}

/* Those that stand there as they are. */
static const struct {
	const char *name;
	size_t at;
} texts[] = {
	{ "title", offsetof(struct reason_words, title) },
	{ "parts", offsetof(struct reason_words, parts) },
	{ "place", offsetof(struct reason_words, place) },
	{ "by", offsetof(struct reason_words, by) },
	{ "until", offsetof(struct reason_words, until) },
	{ "note", offsetof(struct reason_words, note) },
	{ "seen", offsetof(struct reason_words, seen) },
};

static const char *text_of(const struct reason_words *w, struct slice name)
{
	const char *text = NULL;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (slice_eq(name, texts[i].name))
			memcpy(&text, (const char *)w + texts[i].at,
				sizeof(text));
	return text;
}

static void put_word(
	struct buf *out, struct slice name, const struct reason_words *w)
{
	const char *text = text_of(w, name);

	if (text)
		buf_puts(out, text);
	else if (slice_eq(name, "year") && w->year)
		buf_printf(out, "%d", w->year);
	else if (slice_eq(name, "found") && w->found)
		buf_printf(out, "%d", w->found);
	else if (slice_eq(name, "pages"))
		buf_printf(out, "%zu", w->pages);
	else if (slice_eq(name, "documents"))
		buf_printf(out, "%zu", w->documents);
}

const char *reason_fill(
	struct arena *arena, const char *text, const struct reason_words *words)
{
	struct buf out;
	const char *s;

	buf_init(&out, MAX_SENTENCE);
	for (s = text; *s; s++) {
		const char *end = *s == '{' ? strchr(s, '}') : NULL;

		if (end) {
			put_word(&out, slice_of(s + 1, (size_t)(end - s) - 1),
				words);
			s = end;
		} else {
			buf_putc(&out, *s);
		}
	}
	s = arena_strdup(arena, buf_str(&out));
	buf_done(&out);
	return s;
}

const char *reason_text(const struct reasons *r, struct arena *arena,
	const char *group, const char *code, const struct reason_words *words)
{
	const struct json_node *g = json_get(json_root(r->doc), group);

	return reason_fill(arena, json_string(json_get(g, code), code), words);
}
