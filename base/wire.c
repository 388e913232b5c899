#include "base/wire.h"

#include <string.h>

static void put_number(struct buf *out, uint64_t v, size_t n)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)(v >> (8 * i) & 0xff);
	buf_put(out, bytes, n);
}

void wire_put_u32(struct buf *out, uint32_t v)
{
	put_number(out, v, 4);
}

void wire_put_u64(struct buf *out, uint64_t v)
{
	put_number(out, v, 8);
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

static uint64_t get_number(struct wire_reader *in, size_t n)
{
	struct slice s = take(in, n);
	uint64_t v = 0;

	for (size_t i = s.len; i > 0; i--)
		v = v << 8 | (unsigned char)s.data[i - 1];
	return v;
}

uint32_t wire_get_u32(struct wire_reader *in)
{
	return (uint32_t)get_number(in, 4);
}

uint64_t wire_get_u64(struct wire_reader *in)
{
	return get_number(in, 8);
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
