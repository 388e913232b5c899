#include "crawler/sitemaps.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strmap.h"
#include "crawler/limits.h"

struct entry {
	struct origin *lister;
	const char *url;
};

struct sitemaps {
	struct arena arena;
	struct strmap seen; /* addresses ever in the line */
	struct entry *entries;
	size_t n, cap;
	size_t next; /* the first that is still in the line */
};

struct sitemaps *sitemaps_new(void)
{
	struct sitemaps *s = mem_zalloc(sizeof(*s));

	arena_init(&s->arena);
	return s;
}

void sitemaps_free(struct sitemaps *s)
{
	if (!s)
		return;
	strmap_done(&s->seen);
	arena_done(&s->arena);
	free(s->entries);
	free(s);
}

void sitemaps_add(struct sitemaps *s, struct origin *lister, const char *url)
{
	if (lister->sitemaps >= LIMIT_SITEMAPS || strmap_get(&s->seen, url))
		return;
	lister->sitemaps++;
	url = arena_strdup(&s->arena, url);
	strmap_put(&s->seen, url, s->n);
	s->entries = mem_grow(s->entries, s->n, &s->cap, sizeof(*s->entries));
	s->entries[s->n++] = (struct entry){ lister, url };
}

bool sitemaps_waiting(const struct sitemaps *s)
{
	return s->next < s->n;
}

bool sitemaps_next(struct sitemaps *s, struct origin **lister, const char **url)
{
	if (!sitemaps_waiting(s))
		return false;
	*lister = s->entries[s->next].lister;
	*url = s->entries[s->next].url;
	s->next++;
	return true;
}
