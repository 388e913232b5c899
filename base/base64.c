#include "base/base64.h"

#include <stdint.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+/";

/* Up to three bytes as four digits. */
static void put_group(struct buf *out, const unsigned char *in, size_t n)
{
	uint32_t bits = (uint32_t)in[0] << 16;

	if (n > 1)
		bits |= (uint32_t)in[1] << 8;
	if (n > 2)
		bits |= in[2];
	buf_putc(out, digits[bits >> 18]);
	buf_putc(out, digits[bits >> 12 & 63]);
	buf_putc(out, n > 1 ? digits[bits >> 6 & 63] : '=');
	buf_putc(out, n > 2 ? digits[bits & 63] : '=');
}

void base64_put(struct buf *out, struct slice bytes)
{
	const unsigned char *in = (const unsigned char *)bytes.data;

	for (size_t i = 0; i < bytes.len; i += 3)
		put_group(out, in + i, bytes.len - i);
}
