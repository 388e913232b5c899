#include "rules/score_conflict.h"

#include <stdbool.h>
#include <string.h>

/* Printed indicators that differ are tried in all combinations: 2^12. */
#define MAX_TRIED 12

struct finder {
	const struct scores *scores;
	const struct score_model *model;
	struct score_result *result;
	enum score_conflict_side *sides; /* of the indicators */
	struct score_conflict *out;
	size_t n;
};

static bool differs(int printed, int computed)
{
	return printed >= 0 && printed != computed;
}

static bool indicator_differs(const struct finder *f, size_t i)
{
	return differs(
		f->scores->printed.indicators[i], f->result->indicators[i]);
}

/* An indicator as the document prints it, or as the answers give it. */
static long long indicator_value(
	const struct finder *f, size_t i, enum score_conflict_side side)
{
	if (side == SCORE_CONFLICT_PRINTED)
		return f->scores->printed.indicators[i] * f->model->scale;
	return f->result->exact_indicators[i];
}

/* The total with indicator at replaced; all others as they are held right. */
static int total_with(const struct finder *f, size_t at, long long value)
{
	const struct score_model *m = f->model;
	long long all[SCORE_MODEL_MAX_INDICATORS];

	for (size_t i = 0; i < m->n_indicators; i++)
		all[i] = indicator_value(f, i, f->sides[i]);
	all[at] = value;
	return score_total(m, all);
}

/* Sets the sides of the n indicators that differ by the bits of choice;
 * whether the total is then as printed. */
static bool try_sides(
	struct finder *f, const size_t *differing, size_t n, unsigned choice)
{
	for (size_t k = 0; k < n; k++)
		f->sides[differing[k]] = choice & 1U << k
						 ? SCORE_CONFLICT_PRINTED
						 : SCORE_CONFLICT_COMPUTED;
	return total_with(f, 0, indicator_value(f, 0, f->sides[0])) ==
	       f->scores->printed.total;
}

/*
 * Which of the indicators that differ are slips of the document, and which
 * show that an answer is wrong: the one combination that gives the total
 * printed tells; none or several tell nothing.
 */
static void choose_sides(struct finder *f)
{
	size_t differing[MAX_TRIED], n = 0;
	unsigned found = 0, choice = 0;

	for (size_t i = 0; i < f->model->n_indicators; i++) {
		f->sides[i] = SCORE_CONFLICT_OPEN;
		if (indicator_differs(f, i) && n < MAX_TRIED)
			differing[n++] = i;
	}
	if (f->scores->printed.total < 0)
		return;
	for (unsigned c = 0; c < 1U << n; c++)
		if (try_sides(f, differing, n, c)) {
			found++;
			choice = c;
		}
	if (found == 1) {
		(void)try_sides(f, differing, n, choice);
		return;
	}
	for (size_t k = 0; k < n; k++)
		f->sides[differing[k]] = SCORE_CONFLICT_OPEN;
}

/* -1, 0 or 1: the witness speaks for the figure computed, for neither, for
 * the one printed. */
static int vote(const struct score_conflict_witness *w)
{
	bool computed = w->printed == w->if_computed;
	bool printed = w->printed == w->if_printed;

	if (w->printed < 0 || computed == printed)
		return 0;
	return computed ? -1 : 1;
}

static enum score_conflict_side judge(const struct score_conflict *c)
{
	int a = vote(&c->indicator), b = vote(&c->total);

	if (a * b < 0 || (a == 0 && b == 0))
		return SCORE_CONFLICT_OPEN;
	return a + b < 0 ? SCORE_CONFLICT_COMPUTED : SCORE_CONFLICT_PRINTED;
}

static struct score_conflict *add(struct finder *f,
	enum score_conflict_place place, const char *id, int printed,
	int computed)
{
	struct score_conflict *c = &f->out[f->n++];

	*c = (struct score_conflict){
		.place = place,
		.id = id,
		.printed = printed,
		.computed = computed,
		.indicator = { -1, -1, -1 },
		.total = { -1, -1, -1 },
	};
	return c;
}

/* The indicator of an item with another answer, exact. */
static long long indicator_with(
	const struct finder *f, size_t item, int hundredths)
{
	const struct score_model *m = f->model;
	const struct score_group *g = &m->groups[m->items[item].group];
	long divisor = g->n_items * m->indicators[g->indicator].n_groups;

	return f->result->exact_indicators[g->indicator] +
	       (hundredths - f->scores->items[item]) * (m->scale / divisor);
}

static size_t indicator_of(const struct finder *f, size_t item)
{
	return f->model->groups[f->model->items[item].group].indicator;
}

static void find_items(struct finder *f)
{
	const struct score_printed *printed = &f->scores->printed;

	for (size_t i = 0; i < f->model->n_items; i++) {
		int computed = f->scores->items[i];
		size_t in = indicator_of(f, i);
		struct score_conflict *c;
		long long exact;

		if (!differs(printed->items[i], computed))
			continue;
		c = add(f, SCORE_CONFLICT_ITEM, f->model->items[i].id,
			printed->items[i], computed);
		exact = indicator_with(f, i, c->printed);
		c->part = f->model->items[i].part;
		c->indicator = (struct score_conflict_witness){
			printed->indicators[in],
			f->result->indicators[in],
			score_round(f->model, exact),
		};
		c->total = (struct score_conflict_witness){
			printed->total,
			total_with(f, in, f->result->exact_indicators[in]),
			total_with(f, in, exact),
		};
		c->right = judge(c);
	}
}

/* Whether one answer changed makes the indicator, and the total, as printed. */
static bool is_fix(const struct finder *f, size_t item, int hundredths)
{
	long long exact = indicator_with(f, item, hundredths);
	size_t in = indicator_of(f, item);
	int total = f->scores->printed.total;

	if (score_round(f->model, exact) != f->scores->printed.indicators[in])
		return false;
	return total < 0 || total_with(f, in, exact) == total;
}

static void add_fix(struct score_conflict *c, const char *item, int hundredths)
{
	if (c->n_fixes < SCORE_CONFLICT_FIXES)
		c->fixes[c->n_fixes] =
			(struct score_conflict_fix){ item, hundredths };
	c->n_fixes++;
}

/* What an item of OIT can score, as far as is known: nothing, half, full. */
static const int levels[] = { 0, SCORE_FULL / 2, SCORE_FULL };

static void find_item_fixes(
	const struct finder *f, size_t item, struct score_conflict *c)
{
	for (size_t k = 0; k < sizeof(levels) / sizeof(levels[0]); k++)
		if (is_fix(f, item, levels[k]))
			add_fix(c, f->model->items[item].id, levels[k]);
}

/* The items that may be wrong.  One that the document itself prints so
 * settles it. */
static void find_fixes(
	const struct finder *f, size_t indicator, struct score_conflict *c)
{
	const struct score_model *m = f->model;

	for (size_t i = 0; i < m->n_items; i++) {
		int printed = f->scores->printed.items[i];

		if (indicator_of(f, i) != indicator ||
			m->items[i].part != SCORE_PART_OIT)
			continue;
		if (printed >= 0 && is_fix(f, i, printed)) {
			c->n_fixes = 0;
			add_fix(c, m->items[i].id, printed);
			return;
		}
		find_item_fixes(f, i, c);
	}
	if (c->n_fixes > SCORE_CONFLICT_FIXES)
		c->n_fixes = 0;
}

static void find_indicators(struct finder *f)
{
	const struct score_printed *printed = &f->scores->printed;

	for (size_t i = 0; i < f->model->n_indicators; i++) {
		struct score_conflict *c;

		if (!indicator_differs(f, i))
			continue;
		c = add(f, SCORE_CONFLICT_INDICATOR, f->model->indicators[i].id,
			printed->indicators[i], f->result->indicators[i]);
		c->total = (struct score_conflict_witness){
			printed->total,
			total_with(f, i, f->result->exact_indicators[i]),
			total_with(
				f, i, printed->indicators[i] * f->model->scale),
		};
		c->right = f->sides[i];
		if (c->right != SCORE_CONFLICT_COMPUTED)
			find_fixes(f, i, c);
	}
}

static void find_parts(struct finder *f)
{
	const struct score_printed *printed = &f->scores->printed;

	for (int part = 0; part < SCORE_PARTS; part++)
		if (differs(printed->parts[part], f->result->parts[part]))
			(void)add(f, SCORE_CONFLICT_PART,
				score_model_part_name((enum score_part)part),
				printed->parts[part], f->result->parts[part]);
	if (differs(printed->eit, f->result->eit))
		(void)add(f, SCORE_CONFLICT_PART,
			score_model_instrument_name(SCORE_EIT), printed->eit,
			f->result->eit);
}

/* Indicators printed as computed speak against another total; so do answers
 * that explain it speak for it. */
static enum score_conflict_side judge_total(const struct finder *f)
{
	size_t printed = 0;
	bool differing = false;

	for (size_t i = 0; i < f->model->n_indicators; i++) {
		if (f->sides[i] == SCORE_CONFLICT_PRINTED)
			return SCORE_CONFLICT_PRINTED;
		printed += f->scores->printed.indicators[i] >= 0;
		differing = differing || indicator_differs(f, i);
	}
	return printed == f->model->n_indicators && !differing
		       ? SCORE_CONFLICT_COMPUTED
		       : SCORE_CONFLICT_OPEN;
}

static void find_total(struct finder *f)
{
	const struct score_printed *printed = &f->scores->printed;
	struct score_conflict *c;

	if (differs(printed->total, f->result->total)) {
		c = add(f, SCORE_CONFLICT_TOTAL, "total", printed->total,
			f->result->total);
		c->right = judge_total(f);
	}
	if (printed->level &&
		strcmp(printed->level, f->result->band->title) != 0) {
		c = add(f, SCORE_CONFLICT_LEVEL, "level", -1, -1);
		c->printed_level = printed->level;
		c->computed_level = f->result->band->title;
	}
}

const struct score_conflict *score_conflict_find(const struct scores *scores,
	const struct score_model *model, struct score_result *result, size_t *n)
{
	struct finder f = { scores, model, result, NULL, NULL, 0 };
	/* Parts, both parts of EIT together, total and level. */
	size_t max = model->n_items + model->n_indicators + SCORE_PARTS + 3;

	f.sides = arena_alloc(
		&result->arena, model->n_indicators * sizeof(*f.sides));
	f.out = arena_alloc(&result->arena, max * sizeof(*f.out));
	choose_sides(&f);
	find_items(&f);
	find_indicators(&f);
	find_parts(&f);
	find_total(&f);
	*n = f.n;
	return f.n > 0 ? f.out : NULL;
}
