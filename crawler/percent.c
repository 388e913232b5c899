#include "crawler/percent.h"

#include <stdint.h>

#include "base/utf8.h"

#define ALL (PERCENT_QUERY | PERCENT_PATH | PERCENT_USERINFO)
#define PATH (PERCENT_PATH | PERCENT_USERINFO)

/* Of the printable ASCII bytes; what is not named goes as it is. */
static const unsigned char sets[0x80] = {
	[' '] = ALL,
	['"'] = ALL,
	['#'] = ALL,
	['<'] = ALL,
	['>'] = ALL,
	['\''] = PERCENT_QUERY,
	['?'] = PATH,
	['^'] = PATH,
	['`'] = PATH,
	['{'] = PATH,
	['}'] = PATH,
	['/'] = PERCENT_USERINFO,
	[':'] = PERCENT_USERINFO,
	[';'] = PERCENT_USERINFO,
	['='] = PERCENT_USERINFO,
	['@'] = PERCENT_USERINFO,
	['['] = PERCENT_USERINFO,
	['\\'] = PERCENT_USERINFO,
	[']'] = PERCENT_USERINFO,
	['|'] = PERCENT_USERINFO,
};

static bool is_in(unsigned char byte, enum percent_set set)
{
	return byte < 0x20 || byte > 0x7e || (sets[byte] & set) != 0;
}

void percent_put_byte(struct buf *out, unsigned char byte)
{
	static const char digits[] = "0123456789ABCDEF";
	const char text[] = { '%', digits[byte >> 4], digits[byte & 15] };

	buf_put(out, text, sizeof(text));
}

void percent_put(struct buf *out, struct slice s, enum percent_set set)
{
	size_t run = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (!is_in((unsigned char)s.data[i], set))
			continue;
		buf_put(out, s.data + run, i - run);
		percent_put_byte(out, (unsigned char)s.data[i]);
		run = i + 1;
	}
	if (run < s.len)
		buf_put(out, s.data + run, s.len - run);
}

/* The byte of a character beyond ASCII in the WHATWG index windows-874, or 0;
 * bytes without a Windows character stand for the C1 control. */
static unsigned char windows_874_byte(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		unsigned char byte;
	} marks[] = {
		{ 0x20ac, 0x80 },
		{ 0x2026, 0x85 },
		{ 0x2018, 0x91 },
		{ 0x2019, 0x92 },
		{ 0x201c, 0x93 },
		{ 0x201d, 0x94 },
		{ 0x2022, 0x95 },
		{ 0x2013, 0x96 },
		{ 0x2014, 0x97 },
	};

	if ((cp >= 0xe01 && cp <= 0xe3a) || (cp >= 0xe3f && cp <= 0xe5b))
		return (unsigned char)(cp - 0xe00 + 0xa0);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (cp == marks[i].cp)
			return marks[i].byte;
		if (cp == marks[i].byte)
			return 0;
	}
	return cp >= 0x81 && cp <= 0xa0 ? (unsigned char)cp : 0;
}

void percent_put_windows_874(struct buf *out, struct slice text)
{
	size_t n;

	for (size_t i = 0; i < text.len; i += n) {
		const struct slice rest = slice_of(text.data + i, text.len - i);
		unsigned char byte;
		uint32_t cp;

		n = utf8_decode(&cp, rest);
		byte = cp < 0x80 ? 0 : windows_874_byte(cp);
		if (cp < 0x80 || cp == UTF8_INVALID)
			percent_put(out, slice_of(rest.data, n), PERCENT_QUERY);
		else if (byte)
			percent_put_byte(out, byte);
		else
			buf_printf(out, "%%26%%23%lu%%3B", (unsigned long)cp);
	}
}

void percent_decode(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		int high, low;

		if (s.data[i] != '%' || s.len - i < 3) {
			buf_putc(out, s.data[i]);
			continue;
		}
		high = ascii_hex(s.data[i + 1]);
		low = ascii_hex(s.data[i + 2]);
		if (high < 0 || low < 0) {
			buf_putc(out, '%');
			continue;
		}
		buf_putc(out, (char)(high << 4 | low));
		i += 2;
	}
}
