#include "rules/dependence.h"

#include <string.h>

static const struct finding *finding_of(
	const struct finding *items, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].id, id) == 0)
			return &items[i];
	return NULL;
}

void dependence_put(
	struct finding *items, const struct ruleset *rs, struct arena *arena)
{
	for (size_t i = 0; i < rs->n_items; i++) {
		const struct item *item = &rs->items[i];
		struct finding *f = &items[i];

		f->blocked_by = arena_alloc(
			arena, item->n_depends_on * sizeof(*f->blocked_by));
		for (size_t d = 0; d < item->n_depends_on; d++) {
			const struct finding *other = finding_of(
				items, rs->n_items, item->depends_on[d]);

			if (other && verdict_is_failing(other->verdict))
				f->blocked_by[f->n_blocked_by++] =
					item->depends_on[d];
		}
	}
}
