#include "tests/support/pack.h"

#include <stdint.h>

enum {
	MAX_STORED = 65535,
	MATCH_LEN = 258,
};

static const char member_head[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03";

static uint32_t checksum(struct slice body)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < body.len; i++) {
		crc ^= (unsigned char)body.data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void put_number(struct buf *out, uint32_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_putc(out, (char)(number >> 8 * i & 0xff));
}

/* A block that is not packed; the last one says so. */
static void put_stored(struct buf *out, const char *data, uint32_t n, bool last)
{
	buf_putc(out, last ? 1 : 0);
	put_number(out, n, 2);
	put_number(out, ~n, 2);
	buf_put(out, data, n);
}

void pack_gzip(struct buf *out, struct slice body)
{
	size_t done = 0;

	buf_put(out, member_head, sizeof(member_head) - 1);
	do {
		size_t left = body.len - done;
		uint32_t n = left > MAX_STORED ? MAX_STORED : (uint32_t)left;

		put_stored(out, body.data + done, n, n == left);
		done += n;
	} while (done < body.len);
	put_number(out, checksum(body), 4);
	put_number(out, (uint32_t)body.len, 4);
}

struct bits {
	struct buf *out;
	unsigned int byte;
	int used;
};

/* Deflate fills bytes from the low bit; the text is read from the left. */
static void put_bits(struct bits *b, const char *text)
{
	for (; *text; text++) {
		b->byte |= (unsigned int)(*text - '0') << b->used;
		if (++b->used < 8)
			continue;
		buf_putc(b->out, (char)b->byte);
		b->byte = 0;
		b->used = 0;
	}
}

void pack_start(struct buf *out, struct slice first)
{
	buf_put(out, member_head, sizeof(member_head) - 1);
	put_stored(out, first.data, (uint32_t)first.len, false);
}

void pack_bomb(struct buf *out, struct slice first, size_t n)
{
	struct bits b = { .out = out };

	pack_start(out, first);
	/* RFC 1951 section 3.2.6: last block, fixed codes, one zero byte. */
	put_bits(&b, "1"
		     "10"
		     "00110000");
	for (size_t i = 0; i < n / MATCH_LEN; i++)
		put_bits(&b, "11000101"
			     "00000"); /* 258 bytes, one back */
	put_bits(&b, "0000000");
	put_bits(&b, "0000000"); /* fills the last byte */
	put_number(out, 0, 4);
	put_number(out, (uint32_t)n, 4);
}
