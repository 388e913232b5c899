#include "crawler/read/mojibake.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "crawler/read/charset.h"

/* Letters of the double kind in a row before any is mended: what looks like
 * one may be a Thai word, what looks like three never is (of 20,000 words of
 * 16 letters none, measured). */
#define LEAST_IN_A_ROW 3

/* Letters that stand for others before their share says anything, and the
 * share. */
#define LEAST_SINGLE 16
#define LEAST_SINGLE_PERCENT 30

/* The code point at i, and the place behind it. */
static uint32_t next(struct slice s, size_t *i)
{
	uint32_t cp = UTF8_INVALID;

	*i += utf8_decode(&cp, slice_of(s.data + *i, s.len - *i));
	return cp;
}

static bool is_assigned(uint32_t cp)
{
	return (cp >= 0x0e01 && cp <= 0x0e3a) ||
	       (cp >= 0x0e3f && cp <= 0x0e5b) || (cp >= 0x2010 && cp <= 0x2026);
}

/*
 * The letter of which three bytes were taken for three letters of an encoding,
 * where they stand at i, with the place behind them in *end; 0 for none.
 */
static uint32_t doubled_at(
	struct slice s, size_t i, enum charset_bytes from, size_t *end)
{
	int b[3];
	uint32_t cp;

	for (size_t k = 0; k < 3; k++) {
		if (i >= s.len)
			return 0;
		b[k] = charset_byte(next(s, &i), from);
		if (k == 0 && b[0] != 0xe0 && b[0] != 0xe2)
			return 0;
	}
	if ((b[1] & ~0x3f) != 0x80 || (b[2] & ~0x3f) != 0x80)
		return 0;
	cp = (uint32_t)(b[0] & 0xf) << 12 | (uint32_t)(b[1] & 0x3f) << 6 |
	     (uint32_t)(b[2] & 0x3f);
	*end = i;
	return is_assigned(cp) ? cp : 0;
}

/* How many such letters follow one another at i; blanks and signs of ASCII do
 * not part them.  The place behind the last is in *end. */
static size_t row_at(
	struct slice s, size_t i, enum charset_bytes from, size_t *end)
{
	size_t n = 0;

	while (i < s.len) {
		if ((unsigned char)s.data[i] < 0x80 && n)
			i++;
		else if (doubled_at(s, i, from, &i))
			*end = i, n++;
		else
			break;
	}
	return n;
}

/* Passes over a row that is too short, or a letter of another kind. */
static size_t pass(struct slice s, size_t i)
{
	(void)next(s, &i);
	return i;
}

static bool has_row(struct slice s, enum charset_bytes from)
{
	size_t end;

	for (size_t i = 0; i < s.len; i = pass(s, i))
		if (row_at(s, i, from, &end) >= LEAST_IN_A_ROW)
			return true;
	return false;
}

/* Appends s with the letters of long enough rows mended. */
static void put_doubled(
	struct buf *out, struct slice s, enum charset_bytes from)
{
	for (size_t i = 0; i < s.len;) {
		size_t end = i;

		if (row_at(s, i, from, &end) < LEAST_IN_A_ROW) {
			end = pass(s, i);
			buf_put(out, s.data + i, end - i);
			i = end;
		}
		while (i < end) {
			uint32_t cp = doubled_at(s, i, from, &i);

			utf8_put(out, cp ? cp : (uint32_t)s.data[i++]);
		}
	}
}

static bool is_latin(uint32_t cp)
{
	return cp > 0xa0 && cp < 0x100;
}

/* The bytes that a text was made of, were its letters all of windows-874; what
 * cannot have been is a byte of no Thai letter.  Returns how many letters stand
 * for another. */
static size_t put_bytes(struct buf *out, struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len;) {
		uint32_t cp = next(s, &i);
		int b = cp < 0x80 || is_latin(cp)
				? (int)cp
				: charset_byte(cp, CHARSET_BYTES_874);

		n += is_latin(cp);
		buf_putc(out, (char)(b < 0 ? 0xff : b));
	}
	return n;
}

static void put_single(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len;) {
		uint32_t cp = next(s, &i);

		if (is_latin(cp))
			cp = 0x0e00 + cp - 0xa0;
		utf8_put(out, cp);
	}
}

/* Whether the letters beyond ASCII are those of windows-874.  Some may be Thai
 * as they are: PDFs can say of a mark what it is and not of a consonant. */
static bool is_single(struct slice s)
{
	struct buf bytes;
	size_t latin, thai;

	buf_init(&bytes, s.len);
	latin = put_bytes(&bytes, s);
	thai = charset_thai_letters(buf_slice(&bytes));
	buf_done(&bytes);
	return thai && latin >= LEAST_SINGLE &&
	       latin * 100 >= thai * LEAST_SINGLE_PERCENT;
}

/* The times that a sequence stands in s, up to so many. */
static size_t count(struct slice s, const char *sequence, size_t most)
{
	size_t n = 0, step = strlen(sequence);
	long at = slice_find(s, sequence, 0);

	while (at >= 0 && ++n < most)
		at = slice_find(s, sequence, (size_t)at + step);
	return n;
}

/* Most texts have nothing of the kind, and this is asked of each. */
static bool may_be_latin(struct slice s)
{
	return count(s, "\xc3", LEAST_IN_A_ROW) == LEAST_IN_A_ROW;
}

static bool may_be_thai(struct slice s)
{
	return slice_find(s, "\xe0\xb9\x80\xe0\xb8\x98", 0) >= 0;
}

bool mojibake_mend(struct buf *out, struct slice text)
{
	bool latin = may_be_latin(text);

	if (latin && has_row(text, CHARSET_BYTES_1252))
		put_doubled(out, text, CHARSET_BYTES_1252);
	else if (latin && is_single(text))
		put_single(out, text);
	else if (may_be_thai(text) && has_row(text, CHARSET_BYTES_874))
		put_doubled(out, text, CHARSET_BYTES_874);
	else
		return false;
	return true;
}
