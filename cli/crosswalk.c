#include "cli/crosswalk.h"

#include <string.h>

const struct item *crosswalk_find(const struct ruleset *rs,
	const struct ruleset *other, const struct item *item)
{
	for (size_t a = 0; a < item->n_asks; a++) {
		const char *key = other->concepts[item->asks[a].concept].key;

		for (size_t i = 0; i < rs->n_items; i++)
			if (ruleset_asks(rs, &rs->items[i], key))
				return &rs->items[i];
	}
	return NULL;
}

/* The id in rs of what other calls id; "" for none or when a year is not
 * known. */
static const char *renumber(const struct ruleset *rs,
	const struct ruleset *other, const char *id, struct arena *arena)
{
	const struct item *item;

	for (size_t i = 0; rs && other && i < other->n_items; i++) {
		if (strcmp(other->items[i].id, id) != 0)
			continue;
		item = crosswalk_find(rs, other, &other->items[i]);
		return item ? arena_strdup(arena, item->id) : "";
	}
	return "";
}

static void number_scores(const struct crosswalk *years, struct document *doc)
{
	for (size_t i = 0; i < doc->scores.n_rows; i++) {
		struct document_score *row = &doc->scores.rows[i];

		if (strcmp(row->part, "oit") == 0)
			row->check_item = renumber(years->checked,
				years->assessed, row->id, &doc->arena);
	}
}

static void number_measures(const struct crosswalk *years, struct document *doc)
{
	for (size_t i = 0; i < doc->plan.n_measures; i++) {
		struct measure *m = &doc->plan.measures[i];
		const struct ruleset *rs = m->kind == MEASURE_SCORE
						   ? years->assessed
						   : years->checked;

		/* What has no title is of questions, which keep theirs. */
		if (!*m->item_title || !rs)
			continue;
		m->item_year = rs->year;
		m->plan_item =
			renumber(years->planned, rs, m->item, &doc->arena);
	}
}

void crosswalk_fill(const struct crosswalk *years, struct document *doc)
{
	number_scores(years, doc);
	number_measures(years, doc);
}
