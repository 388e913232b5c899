/*
 * How often each of many digests was met: the first 56 bits of them tell, and
 * the count ends at TALLY_MOST.
 */
#ifndef OIT_BASE_TALLY_H
#define OIT_BASE_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* A zeroed tally has met nothing. */
struct tally {
	uint64_t *slots; /* 56 bits of the digest, 8 of the count; 0: free */
	size_t n, cap;
};

#define TALLY_MOST 255

void tally_done(struct tally *t);

/* Counts once more and returns how often the digest was met by now. */
uint32_t tally_add(struct tally *t, uint64_t digest);
uint32_t tally_get(const struct tally *t, uint64_t digest);

/* Forgets what was met least often, till no more than most digests are left. */
void tally_thin(struct tally *t, size_t most);

/* Forgets what was met less often, and gives back the memory for it. */
void tally_keep(struct tally *t, uint32_t least);

/* How many of the other's digests t met at least so often. */
size_t tally_shared(
	const struct tally *t, const struct tally *other, uint32_t least);

/* A digest of bytes (after MurmurHash64A, eight at a time), begun with
 * TALLY_SEED or another digest; another on another kind of machine. */
#define TALLY_SEED ((uint64_t)0xcbf29ce484222325)
uint64_t tally_digest(uint64_t seed, struct slice bytes);

#endif
