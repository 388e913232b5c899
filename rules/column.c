#include "rules/column.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *const root_keys[] = { "columns", NULL };
static const char *const column_keys[] = { "id", "name", "inside", "alone",
	NULL };

static int index_of(const struct columns *c, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->items[i].id, id) == 0)
			return (int)i;
	return -1;
}

/* Wordings of all columns together, for the room they need. */
static size_t count_wordings(const struct json_node *list)
{
	size_t n = 0;

	for (const struct json_node *k = json_first(list); k; k = json_next(k))
		n += json_count(json_get(k, "inside")) +
		     json_count(json_get(k, "alone"));
	return n;
}

static int read_wordings(const struct rule_file *f,
	const struct json_node *list, uint32_t *sets, uint32_t bit)
{
	for (const struct json_node *w = json_first(list); w;
		w = json_next(w)) {
		const char *s = json_string(w, NULL);
		uint32_t word;

		if (!s)
			return json_error(f->doc, w, f->err, "is no text");
		word = wordset_add(f->rs->columns.words, slice_str(s));
		if (word == UINT32_MAX)
			return json_error(f->doc, w, f->err,
				"wording \"%s\" has no letter", s);
		sets[word] |= bit;
	}
	return 0;
}

static int read_one(const struct rule_file *f, const struct json_node *node)
{
	struct columns *c = &f->rs->columns;
	const uint32_t bit = 1U << c->n;
	const struct json_node *inside, *alone;
	struct column one;
	int rc;

	if ((rc = json_check_keys(f->doc, node, column_keys, f->err)) != 0 ||
		(rc = concept_text(f, node, "id", true, &one.id)) != 0 ||
		(rc = concept_text(f, node, "name", true, &one.name)) != 0 ||
		(rc = json_need(&inside, f->doc, node, "inside", JSON_ARRAY,
			 f->err)) != 0 ||
		(rc = json_need(&alone, f->doc, node, "alone", JSON_ARRAY,
			 f->err)) != 0)
		return rc;
	if (index_of(c, one.id) >= 0)
		return json_error(f->doc, json_get(node, "id"), f->err,
			"two columns \"%s\"", one.id);
	c->items[c->n++] = one;
	rc = read_wordings(f, inside, c->inside, bit);
	return rc ? rc : read_wordings(f, alone, c->alone, bit);
}

int column_read(const struct rule_file *f)
{
	const struct json_node *root = json_root(f->doc), *list;
	struct columns *c = &f->rs->columns;
	size_t room;
	int rc;

	if ((rc = json_check_keys(f->doc, root, root_keys, f->err)) != 0 ||
		(rc = json_need(&list, f->doc, root, "columns", JSON_ARRAY,
			 f->err)) != 0)
		return rc;
	if (json_count(list) > RULESET_MAX_COLUMNS)
		return json_error(f->doc, list, f->err, "more than %d columns",
			RULESET_MAX_COLUMNS);
	room = count_wordings(list) * sizeof(uint32_t);
	c->words = wordset_new();
	c->inside = arena_alloc(&f->rs->arena, room);
	c->alone = arena_alloc(&f->rs->arena, room);
	for (const struct json_node *k = json_first(list); k && rc == 0;
		k = json_next(k))
		rc = read_one(f, k);
	if (rc == 0)
		wordset_build(c->words);
	return rc;
}

void columns_done(struct columns *c)
{
	wordset_free(c->words);
	c->words = NULL;
}

int columns_of(
	const struct rule_file *f, const struct json_node *list, uint32_t *out)
{
	*out = 0;
	for (const struct json_node *k = json_first(list); k;
		k = json_next(k)) {
		int i = index_of(&f->rs->columns, json_string(k, ""));

		if (i < 0)
			return json_error(f->doc, k, f->err,
				"unknown column \"%s\"", json_string(k, "?"));
		*out |= 1U << i;
	}
	if (*out == 0)
		return json_error(f->doc, list, f->err, "names no column");
	return 0;
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || ascii_is_alnum(c);
}

/* Whether no letter or digit touches the hit: "ที่" in "ราคาที่ตกลง" is no
 * head of a column. */
static bool stands_alone(const struct text *t, const struct word_hit *hit)
{
	size_t from = t->at[hit->from];

	if (from > 0 && is_letter(t->canon[from - 1]))
		return false;
	return hit->to == t->key_len || t->key[hit->to] == TEXT_KEY_BREAK ||
	       !is_letter(t->canon[t->at[hit->to] - 1]);
}

size_t column_find(const struct columns *c, const struct text *text,
	struct column_hit **out)
{
	size_t all = wordset_scan(c->words, text, NULL, 0), n = 0;
	struct word_hit *hits = mem_calloc(all, sizeof(*hits));

	*out = all ? mem_calloc(all, sizeof(**out)) : NULL;
	(void)wordset_scan(c->words, text, hits, all);
	for (size_t i = 0; i < all; i++) {
		uint32_t columns = c->inside[hits[i].word];

		if (stands_alone(text, &hits[i]))
			columns |= c->alone[hits[i].word];
		if (columns)
			(*out)[n++] = (struct column_hit){ columns,
				hits[i].from, hits[i].to };
	}
	free(hits);
	return n;
}
