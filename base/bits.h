/*
 * Sets as bits: how many there are in one.
 */
#ifndef OIT_BASE_BITS_H
#define OIT_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t bits_count(uint64_t bits)
{
	size_t n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

/* Whether there are more than n; stops at the first of them. */
static inline bool bits_exceed(uint64_t bits, size_t n)
{
	for (; bits && n; bits &= bits - 1)
		n--;
	return bits != 0;
}

#endif
