#include "reports/escape.h"

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/utf8.h"

/* Steers a reader or the direction of text instead of showing something. */
static bool is_steering(uint32_t cp)
{
	if (cp == '\t' || cp == '\n')
		return false;
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
	       (cp >= 0x202a && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200e || cp == 0x200f ||
	       cp == 0x061c || cp == 0xfeff;
}

/* XML 1.0 section 2.2 has no place for these two. */
static bool is_no_character(uint32_t cp)
{
	return cp == UTF8_INVALID || cp == 0xfffe || cp == 0xffff;
}

/* Takes the next code point that may be shown; false at the end. */
static bool next_shown(struct slice *s, uint32_t *cp)
{
	while (s->len) {
		size_t n = utf8_decode(cp, *s);

		*s = slice_of(s->data + n, s->len - n);
		if (is_no_character(*cp))
			*cp = UTF8_REPLACEMENT;
		if (!is_steering(*cp))
			return true;
	}
	return false;
}

static const char *entity_of(uint32_t cp)
{
	switch (cp) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Of ASCII and of the block of Thai, which nearly all of a paper is. */
static size_t plain_length(struct slice s)
{
	size_t n = 0;

	while (n < s.len) {
		const unsigned char *c = (const unsigned char *)s.data + n;

		if (c[0] >= ' ' && c[0] < 0x7f && !entity_of(c[0]))
			n++;
		else if (s.len - n > 2 && c[0] == 0xe0 &&
			 (c[1] == 0xb8 || c[1] == 0xb9) &&
			 (c[2] & 0xc0) == 0x80)
			n += 3;
		else
			return n;
	}
	return n;
}

/* Puts the head of s that means the same everywhere, and goes on behind it. */
static void put_plain(struct buf *out, struct slice *s)
{
	size_t n = plain_length(*s);

	buf_put(out, s->data, n);
	*s = slice_behind(*s, n);
}

void escape_lines(struct buf *out, const char *s, const char *line_end)
{
	struct slice rest = slice_str(s);
	uint32_t cp;

	for (put_plain(out, &rest); next_shown(&rest, &cp);
		put_plain(out, &rest)) {
		const char *entity = cp == '\n' ? line_end : entity_of(cp);

		if (entity)
			buf_puts(out, entity);
		else
			utf8_put(out, cp);
	}
}

void escape_text(struct buf *out, const char *s)
{
	escape_lines(out, s, "\n");
}

void escape_plain(struct buf *out, const char *s, size_t max)
{
	struct slice rest = slice_str(s);
	uint32_t cp;

	for (size_t n = 0; n < max && next_shown(&rest, &cp); n++)
		utf8_put(out, cp);
}

bool escape_url(struct buf *out, const char *url)
{
	struct slice rest = slice_str(url);
	uint32_t cp;

	if (!slice_starts_nocase(rest, "http://") &&
		!slice_starts_nocase(rest, "https://"))
		return false;
	while (next_shown(&rest, &cp)) {
		const char *entity = entity_of(cp);

		if (entity)
			buf_puts(out, entity);
		else if (cp <= ' ')
			buf_printf(out, "%%%02X", (unsigned)cp);
		else
			utf8_put(out, cp);
	}
	return true;
}

/* Full-width forms count: some programs fold them before they compute. */
static bool starts_formula(struct slice s)
{
	uint32_t cp = ' ';

	while (cp == ' ' || cp == 0xa0 || cp == 0x3000) {
		if (!next_shown(&s, &cp))
			return false;
	}
	return cp == '=' || cp == '+' || cp == '-' || cp == '@' || cp == '\t' ||
	       cp == 0xff1d || cp == 0xff0b || cp == 0xff0d || cp == 0xff20 ||
	       cp == 0x2212;
}

void escape_csv(struct buf *out, const char *s)
{
	struct slice rest = slice_str(s);
	uint32_t cp;

	buf_putc(out, '"');
	if (starts_formula(rest) || (rest.len && rest.data[0] == '\r'))
		buf_putc(out, '\'');
	for (put_plain(out, &rest); next_shown(&rest, &cp);
		put_plain(out, &rest)) {
		if (cp == '"')
			buf_putc(out, '"');
		utf8_put(out, cp);
	}
	buf_putc(out, '"');
}
