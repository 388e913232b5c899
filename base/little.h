/*
 * Little-endian numbers at places of a run of bytes; 0 where there are too
 * few of them.
 */
#ifndef OIT_BASE_LITTLE_H
#define OIT_BASE_LITTLE_H

#include <stdint.h>

#include "base/slice.h"

static inline uint32_t little_u8(struct slice s, size_t at)
{
	return at < s.len ? (unsigned char)s.data[at] : 0;
}

static inline uint32_t little_u16(struct slice s, size_t at)
{
	if (at > s.len || s.len - at < 2)
		return 0;
	return little_u8(s, at) | little_u8(s, at + 1) << 8;
}

static inline uint32_t little_u32(struct slice s, size_t at)
{
	if (at > s.len || s.len - at < 4)
		return 0;
	return little_u16(s, at) | little_u16(s, at + 2) << 16;
}

/* The bytes from there on, at most n; "" beyond the end. */
static inline struct slice little_part(struct slice s, size_t at, size_t n)
{
	if (at >= s.len)
		return slice_of(NULL, 0);
	return slice_of(s.data + at, s.len - at < n ? s.len - at : n);
}

#endif
