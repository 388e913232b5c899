#include "rules/caption.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strmap.h"
#include "base/text.h"

struct captions {
	const struct ruleset *rs;
	size_t max;         /* bytes in the arena */
	struct arena arena; /* owns what is kept */
	struct strmap known;
	struct caption *items; /* by the numbers in known */
	size_t n, cap;
};

struct captions *captions_new(const struct ruleset *rs, size_t max_bytes)
{
	struct captions *c = mem_zalloc(sizeof(*c));

	c->rs = rs;
	c->max = max_bytes;
	arena_init(&c->arena);
	return c;
}

static void forget(struct captions *c)
{
	arena_done(&c->arena);
	strmap_done(&c->known);
	free(c->items);
	c->items = NULL;
	c->n = c->cap = 0;
}

void captions_free(struct captions *c)
{
	if (!c)
		return;
	forget(c);
	free(c);
}

/* Whether the text is one that leads to the next page of a list. */
static bool is_paging(const struct ruleset *rs, const struct text *t)
{
	const struct words *paging = &rs->common[COMMON_PAGING];

	for (size_t i = 0; i < paging->n; i++)
		if (strcmp(paging->texts[i], t->canon) == 0)
			return true;
	return false;
}

static const struct caption *add(struct captions *c, const char *text)
{
	struct label_matches named;
	struct label_match *kept;
	struct text t;

	text_init(&t);
	text_add(&t, slice_str(text));
	label_match(&named, c->rs, &t);
	kept = arena_alloc(&c->arena, named.n * sizeof(*kept));
	for (size_t i = 0; i < named.n; i++)
		kept[i] = named.items[i];
	strmap_put(&c->known, arena_strdup(&c->arena, text), c->n);
	c->items = mem_grow(c->items, c->n, &c->cap, sizeof(*c->items));
	c->items[c->n] = (struct caption){
		.named = kept,
		.n_named = named.n,
		.generic = label_is_generic(c->rs, &t),
		.paging = is_paging(c->rs, &t),
		.number = label_number(&t),
		.year = label_year(&t),
	};
	text_done(&t);
	return &c->items[c->n++];
}

const struct caption *captions_read(struct captions *c, const char *text)
{
	const uint64_t *known = strmap_get(&c->known, text);

	if (known)
		return &c->items[*known];
	if (c->arena.total + c->n * sizeof(*c->items) >= c->max)
		forget(c);
	return add(c, text);
}
