#include "base/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define MURMUR ((uint64_t)0xc6a4a7935bd1e995)

/* Half the memory of a digest and a number side by side, and there are some
 * thirty texts on a page: the last byte of the digest makes room. */
#define COUNT_MASK ((uint64_t)TALLY_MOST)

void tally_done(struct tally *t)
{
	free(t->slots);
	*t = (struct tally){ 0 };
}

/* The slot of the digest, or the free one, 0, where it belongs. */
static uint64_t *slot_of(uint64_t *slots, size_t cap, uint64_t digest)
{
	size_t i = (size_t)(digest >> 32 ^ digest >> 8) & (cap - 1);

	while (slots[i] && (slots[i] ^ digest) > COUNT_MASK)
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

static void grow(struct tally *t)
{
	size_t cap = t->cap ? t->cap * 2 : 1024;
	uint64_t *slots = mem_calloc(cap, sizeof(*slots));

	for (size_t i = 0; i < t->cap; i++)
		if (t->slots[i])
			*slot_of(slots, cap, t->slots[i]) = t->slots[i];
	free(t->slots);
	t->slots = slots;
	t->cap = cap;
}

/* The slot of the digest, a free one for the caller to fill. */
static uint64_t *take_slot(struct tally *t, uint64_t digest)
{
	uint64_t *slot;

	if (t->n * 4 >= t->cap * 3)
		grow(t);
	slot = slot_of(t->slots, t->cap, digest);
	t->n += !*slot;
	return slot;
}

uint32_t tally_add(struct tally *t, uint64_t digest)
{
	uint64_t *slot = take_slot(t, digest);

	if (!*slot)
		*slot = digest & ~COUNT_MASK;
	if ((*slot & COUNT_MASK) < TALLY_MOST)
		++*slot;
	return (uint32_t)(*slot & COUNT_MASK);
}

uint32_t tally_get(const struct tally *t, uint64_t digest)
{
	if (t->cap == 0)
		return 0;
	return (uint32_t)(*slot_of(t->slots, t->cap, digest) & COUNT_MASK);
}

/* Forgets what was not met more often than that, without a second table that
 * would be as large.  Begun behind a free slot, whatever stays finds its place
 * among the slots that were gone over. */
static void forget(struct tally *t, uint64_t times)
{
	size_t at = 0;

	while (t->slots[at])
		at++;
	for (size_t left = t->cap; left > 0; left--) {
		uint64_t *slot = &t->slots[at++ & (t->cap - 1)];
		const uint64_t met = *slot;

		*slot = 0;
		if ((met & COUNT_MASK) > times)
			*slot_of(t->slots, t->cap, met) = met;
		else
			t->n -= met != 0;
	}
}

void tally_thin(struct tally *t, size_t most)
{
	for (uint64_t times = 1; t->n > most; times++)
		forget(t, times);
}

void tally_keep(struct tally *t, uint32_t least)
{
	struct tally kept = { 0 };

	for (size_t i = 0; i < t->cap; i++)
		if (t->slots[i] && (t->slots[i] & COUNT_MASK) >= least)
			*take_slot(&kept, t->slots[i]) = t->slots[i];
	tally_done(t);
	*t = kept;
}

size_t tally_shared(
	const struct tally *t, const struct tally *other, uint32_t least)
{
	size_t n = 0;

	for (size_t i = 0; i < other->cap; i++)
		n += other->slots[i] && tally_get(t, other->slots[i]) >= least;
	return n;
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
