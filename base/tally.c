#include "base/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define MURMUR ((uint64_t)0xc6a4a7935bd1e995)

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

static uint64_t mix(uint64_t digest, uint64_t word)
{
	word *= MURMUR;
	word ^= word >> 47;
	return (digest ^ word * MURMUR) * MURMUR;
}

uint64_t tally_digest(uint64_t seed, struct slice bytes)
{
	/* So that "ab" + "c" is not "a" + "bc". */
	uint64_t digest = seed ^ bytes.len * MURMUR, word;
	size_t i = 0;

	for (; bytes.len - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, bytes.data + i, sizeof(word));
		digest = mix(digest, word);
	}
	if (i < bytes.len) {
		word = 0;
		memcpy(&word, bytes.data + i, bytes.len - i);
		digest = mix(digest, word);
	}
	digest = (digest ^ digest >> 47) * MURMUR;
	return digest ^ digest >> 47;
}
