#include "base/shorthand.h"

/* Thai letters are E0 B8 80 to E0 B9 BF in UTF-8; the last ones of them are
 * none, so that a byte is left for what is neither Thai nor ASCII. */
#define THAI_LEAD 0xe0
#define THAI_FIRST 0xb8
#define THAI_BYTES 3
#define CONTINUED 0x3f
#define HALF 0x40
#define LETTER 0x80
#define AS_IS 0xff /* another byte follows */

static unsigned char byte_at(struct slice text, size_t at)
{
	return at < text.len ? (unsigned char)text.data[at] : 0;
}

/* The byte for the Thai letter that the text begins with; AS_IS when it begins
 * with none. */
static unsigned char letter_of(struct slice text)
{
	const unsigned char half = byte_at(text, 1) ^ THAI_FIRST;
	const unsigned char last = byte_at(text, 2);

	if (byte_at(text, 0) != THAI_LEAD || half > 1 ||
		(last & ~CONTINUED) != LETTER)
		return AS_IS;
	return (unsigned char)(LETTER | half * HALF | (last & CONTINUED));
}

void shorthand_put(struct buf *out, struct slice text)
{
	while (text.len) {
		const unsigned char first = byte_at(text, 0);
		const unsigned char letter = letter_of(text);

		if (letter != AS_IS) {
			buf_putc(out, (char)letter);
			text = slice_behind(text, THAI_BYTES);
			continue;
		}
		if (first >= LETTER)
			buf_putc(out, (char)AS_IS);
		buf_putc(out, (char)first);
		text = slice_behind(text, 1);
	}
}

void shorthand_read(struct buf *out, const char *shorthand)
{
	for (const char *at = shorthand; *at; at++) {
		const unsigned char byte = (unsigned char)*at;

		if (byte < LETTER) {
			buf_putc(out, *at);
		} else if (byte != AS_IS) {
			buf_putc(out, (char)THAI_LEAD);
			buf_putc(
				out, (char)(THAI_FIRST + (byte & HALF) / HALF));
			buf_putc(out, (char)(LETTER | (byte & CONTINUED)));
		} else if (at[1]) {
			buf_putc(out, *++at);
		}
	}
}
