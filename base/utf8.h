/*
 * One code point at a time, in and out of UTF-8 (RFC 3629).
 */
#ifndef OIT_BASE_UTF8_H
#define OIT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/slice.h"

/* What stands for bytes that are no UTF-8. */
#define UTF8_REPLACEMENT ((uint32_t)0xfffd)

/* What utf8_decode() gives for such bytes; no code point. */
#define UTF8_INVALID ((uint32_t)0xffffffff)

/* Whether two letters of U+0E00 .. U+0E7F, the Thai ones, stand in the first
 * six of these eight bytes: most text is such, and is read by twos. */
static inline bool utf8_are_two_thai(const char *s)
{
	static const unsigned char bits[8] = { 0xff, 0xfe, 0xc0, 0xff, 0xfe,
		0xc0 };
	static const unsigned char want[8] = { 0xe0, 0xb8, 0x80, 0xe0, 0xb8,
		0x80 };
	uint64_t word, mask, value;

	memcpy(&word, s, sizeof(word));
	memcpy(&mask, bits, sizeof(mask));
	memcpy(&value, want, sizeof(value));
	return (word & mask) == value;
}

static inline bool utf8_is_thai_digit(uint32_t c)
{
	return c >= 0x0e50 && c <= 0x0e59;
}

/* The value of an ASCII or Thai digit, or -1. */
static inline int utf8_digit(uint32_t c)
{
	if (utf8_is_thai_digit(c))
		return (int)(c - 0x0e50);
	return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
}

/*
 * Decodes the first code point of s and returns the bytes it takes; 0 when s
 * is empty.  Ill-formed bytes (overlong, surrogate, cut) give UTF8_INVALID
 * and take their maximal subpart, as the WHATWG Encoding Standard replaces
 * them: at least one byte, never one that could begin a code point.
 */
size_t utf8_decode(uint32_t *cp, struct slice s);

/* Writes cp and returns its bytes, 1 to 4; what is no scalar value is
 * written as UTF8_REPLACEMENT.  No NUL is put. */
size_t utf8_encode(char out[4], uint32_t cp);

void utf8_put(struct buf *out, uint32_t cp);

bool utf8_is_valid(struct slice s);

/* Adds s with UTF8_REPLACEMENT for each ill-formed part and each NUL. */
void utf8_put_valid(struct buf *out, struct slice s);

/* The bytes at the head of s that are valid. */
size_t utf8_valid_len(struct slice s);

/* The bytes of s up to max that do not end within a character. */
size_t utf8_cut(struct slice s, size_t max);

/* Code points in s; an ill-formed part counts as one. */
size_t utf8_count(struct slice s);

#endif
