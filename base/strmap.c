#include "base/strmap.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tally.h"

#define FIRST_CAP 64 /* a power of two, as every later one */

struct strmap_slot {
	const char *name; /* NULL: free */
	uint64_t hash;
	uint64_t value;
};

void strmap_done(struct strmap *m)
{
	free(m->slots);
	*m = (struct strmap){ 0 };
}

static uint64_t hash_of(const char *s)
{
	return tally_digest(TALLY_SEED, slice_str(s));
}

/* The slot of that name, or the free one where it belongs. */
static struct strmap_slot *find(
	const struct strmap *m, const char *name, uint64_t hash)
{
	size_t i = (size_t)hash & (m->cap - 1);

	while (m->slots[i].name && (m->slots[i].hash != hash ||
					   strcmp(m->slots[i].name, name) != 0))
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

static void grow(struct strmap *m)
{
	struct strmap bigger = { .n = m->n,
		.cap = m->cap ? m->cap * 2 : FIRST_CAP };

	bigger.slots = mem_calloc(bigger.cap, sizeof(*bigger.slots));
	for (size_t i = 0; i < m->cap; i++) {
		const struct strmap_slot *slot = &m->slots[i];

		if (slot->name)
			*find(&bigger, slot->name, slot->hash) = *slot;
	}
	free(m->slots);
	*m = bigger;
}

uint64_t *strmap_get(const struct strmap *m, const char *name)
{
	struct strmap_slot *slot;

	if (m->n == 0)
		return NULL;
	slot = find(m, name, hash_of(name));
	return slot->name ? &slot->value : NULL;
}

void strmap_put(struct strmap *m, const char *name, uint64_t value)
{
	const uint64_t hash = hash_of(name);
	struct strmap_slot *slot;

	if (m->n * 3 >= m->cap * 2)
		grow(m);
	slot = find(m, name, hash);
	if (!slot->name) {
		slot->name = name;
		slot->hash = hash;
		m->n++;
	}
	slot->value = value;
}
