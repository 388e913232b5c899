#include "cli/fixed.h"

#include <stdio.h>
#include <string.h>

#include "base/slice.h"

static int add(struct fixed *out, struct slice id,
	const struct score_model *model, struct error *err)
{
	for (size_t i = 0; i < out->n; i++)
		if (slice_eq_nocase(id, out->items[i]))
			return error_set(err, ERR_SYNTAX,
				"--fixed: \"%s\" stands there twice",
				out->items[i]);
	for (size_t i = 0; i < model->n_items && out->n < FIXED_MAX; i++)
		if (model->items[i].part == SCORE_PART_OIT &&
			slice_eq_nocase(id, model->items[i].id)) {
			out->items[out->n++] = model->items[i].id;
			return 0;
		}
	return error_set(err, ERR_SYNTAX, "--fixed: \"%.*s\" is no item of %d",
		(int)(id.len < 32 ? id.len : 32), id.data, model->year);
}

int fixed_read(struct fixed *out, const char *list,
	const struct score_model *model, struct error *err)
{
	struct slice rest = slice_str(list);
	int rc = 0;

	*out = (struct fixed){ .n = 0 };
	for (;;) {
		long comma = slice_find(rest, ",", 0);
		size_t len = comma < 0 ? rest.len : (size_t)comma;

		rc = add(out, slice_trim(slice_of(rest.data, len)), model, err);
		if (rc != 0 || comma < 0)
			return rc;
		rest = slice_behind(rest, len + 1);
	}
}

static void print_change(const char *name, int before, int after)
{
	(void)printf("%s %d.%02d -> %d.%02d", name, before / 100, before % 100,
		after / 100, after % 100);
}

static void print_points(long thousandths)
{
	(void)printf("%ld", thousandths / 1000);
	if (thousandths % 1000)
		(void)printf(".%03ld", thousandths % 1000);
}

/* Those of the items that the other model knows, and their sum: of how much is
 * not known. */
static void print_other(
	const char *const *items, size_t n, const struct score_other *other)
{
	long sum = 0;
	size_t known = 0;

	for (size_t i = 0; i < n; i++) {
		long points = score_model_other(other, items[i]);

		if (points < 0)
			continue;
		(void)printf("%s%s ", known++ ? ", " : "  ", items[i]);
		print_points(points);
		sum += points;
	}
	if (known == 0)
		return;
	(void)printf(": ");
	print_points(sum);
	(void)printf(" points by %s\n", other->name);
}

/* What the items win beyond the figures. */
static void print_items(const struct fixed *fixed, const struct scores *scores,
	const struct score_model *model)
{
	const char *won[FIXED_MAX];
	size_t n = 0;

	for (size_t i = 0; i < fixed->n; i++) {
		const char *by = score_held_by(
			scores, model, fixed->items, fixed->n, fixed->items[i]);

		if (by)
			(void)printf("  %s gets nothing while %s has 0\n",
				fixed->items[i], by);
		else
			won[n++] = fixed->items[i];
	}
	for (size_t i = 0; i < model->n_others; i++)
		print_other(won, n, &model->others[i]);
}

void fixed_print(const struct fixed *fixed, const struct scores *scores,
	const struct score_model *model, const struct score_result *now)
{
	struct score_result then;

	score_what_if(scores, model, fixed->items, fixed->n, &then);
	(void)printf("with");
	for (size_t i = 0; i < fixed->n; i++)
		(void)printf("%s %s", i ? "," : "", fixed->items[i]);
	print_change(" fixed: oit", now->parts[SCORE_PART_OIT],
		then.parts[SCORE_PART_OIT]);
	print_change(", total", now->total, then.total);
	(void)printf("  %s\n", then.band->title);
	print_items(fixed, scores, model);
	score_result_done(&then);
}
