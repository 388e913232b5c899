#include "base/utf8.h"

#include <string.h>

/* Continuation bytes after lead byte b, or -1 when it cannot lead. */
static int tail_len(unsigned char b)
{
	if (b < 0x80)
		return 0;
	if (b >= 0xc2 && b <= 0xdf)
		return 1;
	if (b >= 0xe0 && b <= 0xef)
		return 2;
	return b >= 0xf0 && b <= 0xf4 ? 3 : -1;
}

/* Whether b may be the second byte after lead: RFC 3629 section 4. */
static bool may_follow(unsigned char lead, unsigned char b)
{
	if (lead == 0xe0)
		return b >= 0xa0 && b <= 0xbf;
	if (lead == 0xed)
		return b >= 0x80 && b <= 0x9f;
	if (lead == 0xf0)
		return b >= 0x90 && b <= 0xbf;
	if (lead == 0xf4)
		return b >= 0x80 && b <= 0x8f;
	return b >= 0x80 && b <= 0xbf;
}

size_t utf8_decode(uint32_t *cp, struct slice s)
{
	static const unsigned char lead_bits[] = { 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *p = (const unsigned char *)s.data;
	uint32_t value;
	int tail;

	*cp = UTF8_INVALID;
	if (s.len == 0)
		return 0;
	tail = tail_len(p[0]);
	if (tail < 0)
		return 1;
	value = p[0] & lead_bits[tail];
	for (size_t i = 1; i <= (size_t)tail; i++) {
		if (i >= s.len || !may_follow(i == 1 ? p[0] : 0, p[i]))
			return i;
		value = value << 6 | (p[i] & 0x3f);
	}
	*cp = value;
	return (size_t)tail + 1;
}

size_t utf8_encode(char out[4], uint32_t cp)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n;

	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = UTF8_REPLACEMENT;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	out[0] = (char)(lead[n] | cp);
	return n;
}

void utf8_put(struct buf *out, uint32_t cp)
{
	char bytes[4];

	buf_put(out, bytes, utf8_encode(bytes, cp));
}

/* Bytes of ASCII at the head of s, by eights: markup is little else. */
static size_t ascii_len(struct slice s)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	size_t i = 0;
	uint64_t word;

	for (; s.len - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, s.data + i, sizeof(word));
		if (word & high)
			break;
	}
	while (i < s.len && (unsigned char)s.data[i] < 0x80)
		i++;
	return i;
}

/* Bytes of letters led by 0xe0, as Thai ones are, at the head of s. */
static size_t thai_len(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.data;
	size_t i = 0;

	while (s.len - i >= 8 && utf8_are_two_thai(s.data + i))
		i += 6;
	while (s.len - i >= 3 && p[i] == 0xe0 && (p[i + 1] & 0xe0) == 0xa0 &&
		(p[i + 2] & 0xc0) == 0x80)
		i += 3;
	return i;
}

size_t utf8_valid_len(struct slice s)
{
	size_t i = 0;
	uint32_t cp;

	while (i < s.len) {
		i += ascii_len(slice_of(s.data + i, s.len - i));
		i += thai_len(slice_of(s.data + i, s.len - i));
		if (i < s.len && (unsigned char)s.data[i] >= 0x80) {
			size_t n = utf8_decode(
				&cp, slice_of(s.data + i, s.len - i));

			if (cp == UTF8_INVALID)
				return i;
			i += n;
		}
	}
	return i;
}

bool utf8_is_valid(struct slice s)
{
	return utf8_valid_len(s) == s.len;
}

size_t utf8_cut(struct slice s, size_t max)
{
	if (s.len <= max)
		return s.len;
	while (max && ((unsigned char)s.data[max] & 0xc0) == 0x80)
		max--;
	return max;
}

size_t utf8_count(struct slice s)
{
	size_t n = 0;
	uint32_t cp;

	for (size_t i = 0; i < s.len; n++)
		i += utf8_decode(&cp, slice_of(s.data + i, s.len - i));
	return n;
}

/* Well-formed bytes, which may hold NUL. */
static void put_without_nul(struct buf *out, struct slice s)
{
	while (s.len) {
		const char *nul = memchr(s.data, '\0', s.len);
		size_t n = nul ? (size_t)(nul - s.data) : s.len;

		buf_put(out, s.data, n);
		if (!nul)
			return;
		utf8_put(out, UTF8_REPLACEMENT);
		s = slice_of(nul + 1, s.len - n - 1);
	}
}

void utf8_put_valid(struct buf *out, struct slice s)
{
	while (s.len) {
		size_t n = utf8_valid_len(s);
		uint32_t cp;

		put_without_nul(out, slice_of(s.data, n));
		s = slice_of(s.data + n, s.len - n);
		n = utf8_decode(&cp, s);
		if (n)
			utf8_put(out, cp);
		s = slice_of(s.data + n, s.len - n);
	}
}
