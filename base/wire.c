#include "base/wire.h"

#include <string.h>

/* Byte by byte, of which compilers make one store or load. */
static void put_word(unsigned char *to, uint32_t v)
{
	to[0] = (unsigned char)(v & 0xff);
	to[1] = (unsigned char)(v >> 8 & 0xff);
	to[2] = (unsigned char)(v >> 16 & 0xff);
	to[3] = (unsigned char)(v >> 24);
}

static uint32_t get_word(const char *from)
{
	unsigned char bytes[4];

	memcpy(bytes, from, sizeof(bytes));
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
	       (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

void wire_put_u32(struct buf *out, uint32_t v)
{
	unsigned char bytes[4];

	put_word(bytes, v);
	buf_put(out, bytes, sizeof(bytes));
}

void wire_put_u64(struct buf *out, uint64_t v)
{
	unsigned char bytes[8];

	put_word(bytes, (uint32_t)(v & UINT32_MAX));
	put_word(bytes + 4, (uint32_t)(v >> 32));
	buf_put(out, bytes, sizeof(bytes));
}

void wire_put_bytes(struct buf *out, struct slice s)
{
	wire_put_u64(out, s.len);
	buf_put_slice(out, s);
}

void wire_put_text(struct buf *out, const char *s)
{
	wire_put_bytes(out, slice_str(s));
}

static struct slice take(struct wire_reader *in, size_t n)
{
	struct slice s = { in->left.data, n };

	if (in->bad || n > in->left.len) {
		in->bad = true;
		return slice_of(NULL, 0);
	}
	in->left = slice_of(in->left.data + n, in->left.len - n);
	return s;
}

uint32_t wire_get_u32(struct wire_reader *in)
{
	const struct slice s = take(in, 4);

	return s.len ? get_word(s.data) : 0;
}

uint64_t wire_get_u64(struct wire_reader *in)
{
	const struct slice s = take(in, 8);

	return s.len ? (uint64_t)get_word(s.data + 4) << 32 | get_word(s.data)
		     : 0;
}

uint32_t wire_get_below(struct wire_reader *in, uint32_t limit)
{
	uint32_t v = wire_get_u32(in);

	if (v < limit)
		return v;
	in->bad = true;
	return 0;
}

struct slice wire_get_bytes(struct wire_reader *in, size_t max)
{
	uint64_t n = wire_get_u64(in);

	if (n > max)
		in->bad = true;
	return take(in, in->bad ? 0 : (size_t)n);
}

const char *wire_get_text(
	struct wire_reader *in, struct arena *arena, size_t max)
{
	struct slice s = wire_get_bytes(in, max);

	if (s.len && memchr(s.data, '\0', s.len))
		in->bad = true;
	return arena_slice(arena, in->bad ? slice_of("", 0) : s).data;
}
