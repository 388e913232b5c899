#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tally.h"

#define FIRST_CAP 64 /* a power of two, as every later one */

void pool_done(struct pool *p)
{
	arena_done(&p->arena);
	free(p->slots);
	*p = (struct pool){ 0 };
}

/* Where the text is, or belongs.  The slots know no digests: a text is met
 * some few times in a run, its slot is there all the time. */
static const char **find(const struct pool *p, struct slice text)
{
	size_t i = (size_t)tally_digest(TALLY_SEED, text) & (p->cap - 1);

	while (p->slots[i] && !slice_eq(text, p->slots[i]))
		i = (i + 1) & (p->cap - 1);
	return &p->slots[i];
}

static void grow(struct pool *p)
{
	struct pool bigger = { .cap = p->cap ? p->cap * 2 : FIRST_CAP };

	bigger.slots = mem_calloc(bigger.cap, sizeof(*bigger.slots));
	for (size_t i = 0; i < p->cap; i++)
		if (p->slots[i])
			*find(&bigger, slice_str(p->slots[i])) = p->slots[i];
	free(p->slots);
	p->slots = bigger.slots;
	p->cap = bigger.cap;
}

const char *pool_text(struct pool *p, struct slice text)
{
	const char **slot;

	if (text.len == 0)
		return "";
	if (p->n * 4 >= p->cap * 3)
		grow(p);
	slot = find(p, text);
	if (!*slot) {
		*slot = arena_strndup(&p->arena, text.data, text.len);
		p->n++;
	}
	return *slot;
}
