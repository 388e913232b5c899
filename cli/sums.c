#include "cli/sums.h"

#include <string.h>

#include "base/buf.h"
#include "cli/conflict.h"
#include "cli/say.h"
#include "rules/score.h"
#include "rules/score_conflict.h"

#define MAX_LINE ((size_t)4 * 1024)

/* The first row of that question; -1 when there is none. */
static int score_of(const struct outline *o, const char *id, const char *part)
{
	for (size_t i = 0; i < o->n_issues; i++)
		for (size_t k = 0; k < o->issues[i].n_rows; k++) {
			const struct outline_row *row = &o->issues[i].rows[k];

			if (strcmp(row->id, id) == 0 &&
				strcmp(row->part, part) == 0)
				return row->hundredths;
		}
	return -1;
}

/* What the analysis quotes for it, or -1. */
static int quoted_for(const struct outline *o, const char *id, const char *part)
{
	for (size_t i = 0; i < o->n_issues; i++)
		for (size_t k = 0; k < o->issues[i].n_analysis; k++) {
			const struct outline_analysis *a =
				&o->issues[i].analysis[k];

			if (a->hundredths >= 0 && strcmp(a->id, id) == 0 &&
				strcmp(a->part, part) == 0)
				return a->hundredths;
		}
	return -1;
}

static int *unknown(struct scores *scores, size_t n)
{
	int *list = arena_alloc(&scores->arena, n * sizeof(*list));

	for (size_t i = 0; i < n; i++)
		list[i] = -1;
	return list;
}

/* False unless every question has its score. */
static bool fill(struct scores *scores, const struct outline *o,
	const struct score_model *model)
{
	struct score_printed *printed = &scores->printed;

	scores->items = unknown(scores, model->n_items);
	printed->items = unknown(scores, model->n_items);
	printed->indicators = unknown(scores, model->n_indicators);
	for (size_t i = 0; i < SCORE_PARTS; i++)
		printed->parts[i] = -1;
	printed->eit = -1;
	printed->total = o->total;
	printed->level = *o->level ? o->level : NULL;
	for (size_t i = 0; i < o->n_indicators; i++) {
		long at = score_model_indicator(model, o->indicators[i].id);

		if (at >= 0)
			printed->indicators[at] = o->indicators[i].hundredths;
	}
	for (size_t i = 0; i < model->n_items; i++) {
		const char *id = model->items[i].id;
		const char *part = score_model_part_name(model->items[i].part);

		scores->items[i] = score_of(o, id, part);
		printed->items[i] = quoted_for(o, id, part);
		if (scores->items[i] < 0)
			return false;
	}
	return true;
}

size_t sums_print(const struct outline *o, const struct score_model *model)
{
	struct scores scores = { .year = model->year, .agency = "" };
	struct score_result result;
	const struct score_conflict *conflicts;
	struct buf line;
	size_t n = 0;

	arena_init(&scores.arena);
	buf_init(&line, MAX_LINE);
	if (fill(&scores, o, model)) {
		score_compute(&scores, model, &result);
		conflicts = score_conflict_find(&scores, model, &result, &n);
		for (size_t i = 0; i < n; i++) {
			conflict_put(&line, &conflicts[i]);
			say("figure", "%s", buf_str(&line));
			buf_clear(&line);
		}
		score_result_done(&result);
	}
	buf_done(&line);
	arena_done(&scores.arena);
	return n;
}
