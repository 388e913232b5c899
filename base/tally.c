#include "base/tally.h"

#include <stdlib.h>

#include "base/mem.h"

#define FNV_PRIME ((uint64_t)0x100000001b3)

struct tally_slot {
	uint64_t digest; /* 0: free */
	uint32_t count;
};

void tally_done(struct tally *t)
{
	free(t->slots);
	*t = (struct tally){ 0 };
}

static uint64_t key_of(uint64_t digest)
{
	return digest ? digest : 1;
}

/* The slot of the digest, or the free one where it belongs. */
static struct tally_slot *slot_of(
	struct tally_slot *slots, size_t cap, uint64_t key)
{
	size_t i = (size_t)(key ^ key >> 32) & (cap - 1);

	while (slots[i].digest && slots[i].digest != key)
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

static void grow(struct tally *t)
{
	size_t cap = t->cap ? t->cap * 2 : 1024;
	struct tally_slot *slots = mem_calloc(cap, sizeof(*slots));

	for (size_t i = 0; i < t->cap; i++)
		if (t->slots[i].digest)
			*slot_of(slots, cap, t->slots[i].digest) = t->slots[i];
	free(t->slots);
	t->slots = slots;
	t->cap = cap;
}

uint32_t tally_add(struct tally *t, uint64_t digest)
{
	struct tally_slot *slot;

	if (t->n * 2 >= t->cap)
		grow(t);
	slot = slot_of(t->slots, t->cap, key_of(digest));
	if (!slot->digest) {
		slot->digest = key_of(digest);
		t->n++;
	}
	if (slot->count < UINT32_MAX)
		slot->count++;
	return slot->count;
}

uint32_t tally_get(const struct tally *t, uint64_t digest)
{
	return t->cap ? slot_of(t->slots, t->cap, key_of(digest))->count : 0;
}

uint64_t tally_digest(uint64_t seed, struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		seed = (seed ^ (unsigned char)bytes.data[i]) * FNV_PRIME;
	/* So that "ab" + "c" is not "a" + "bc". */
	return (seed ^ 0xff) * FNV_PRIME;
}
