#include "rules/event.h"

#include <string.h>

/* Bytes of canon in which a headline comes to what was done: behind who did
 * it, "คณะผู้บริหารเทศบาล". */
#define EVENT_BYTES 72

static bool is_own_word(const struct concept *c, const char *word)
{
	for (size_t i = 0; i < c->gist.n; i++)
		for (size_t k = 0; k < c->gist.lists[i].n; k++)
			if (strcmp(c->gist.lists[i].texts[k], word) == 0)
				return true;
	return false;
}

/* What the line says before that place. */
static struct slice head_of(const struct text *t, uint32_t from)
{
	size_t end = t->at[from], start = end;

	while (start > 0 && t->canon[start - 1] != '\n')
		start--;
	return slice_of(t->canon + start, end - start);
}

bool event_comes_before(const struct ruleset *rs, const struct text *t,
	uint32_t from, size_t concept)
{
	const struct words *events = &rs->common[COMMON_EVENTS];
	struct slice head = head_of(t, from);

	if (head.len > EVENT_BYTES)
		head.len = EVENT_BYTES;
	for (size_t i = 0; i < events->n; i++) {
		long at = slice_find(head, events->texts[i], 0);

		/* A report of a meeting is a paper again. */
		if (at >= 0 &&
			!ruleset_stands_in(&rs->common[COMMON_TELLING],
				slice_of(head.data, (size_t)at)) &&
			!is_own_word(&rs->concepts[concept], events->texts[i]))
			return true;
	}
	return false;
}
