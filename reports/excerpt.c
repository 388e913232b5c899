#include "reports/excerpt.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/slice.h"
#include "base/utf8.h"

#define ELLIPSIS "\xe2\x80\xa6"

const char *excerpt_text(struct arena *arena, const char *s, size_t max)
{
	const char *copy;
	struct buf out;

	if (!s)
		return "";
	if (strlen(s) <= max)
		return s;
	buf_init(&out, max + sizeof(ELLIPSIS));
	buf_put(&out, s, utf8_cut(slice_str(s), max));
	buf_puts(&out, ELLIPSIS);
	copy = arena_strdup(arena, buf_str(&out));
	buf_done(&out);
	return copy;
}

/* The bytes of scheme and host: all of them when nothing follows. */
static size_t origin_len(struct slice url)
{
	long host = slice_find(url, "://", 0);
	long end = host < 0 ? -1 : slice_find(url, "/", (size_t)host + 3);

	return end < 0 ? url.len : (size_t)end;
}

/* What follows the origin, when it is that of the site. */
static struct slice without_origin(struct slice url, struct slice site)
{
	size_t n = origin_len(url);

	if (n == url.len || n != origin_len(site) ||
		memcmp(url.data, site.data, n) != 0)
		return url;
	return slice_of(url.data + n, url.len - n);
}

/* The character that the escapes at the head of s stand for, and the bytes
 * they take; 0 when it is none beyond ASCII. */
static size_t unescape(struct slice s, uint32_t *cp)
{
	char bytes[4];
	size_t n = 0;

	while (n < sizeof(bytes) && s.len >= 3 * (n + 1) &&
		s.data[3 * n] == '%') {
		int high = ascii_hex(s.data[3 * n + 1]);
		int low = ascii_hex(s.data[3 * n + 2]);

		if (high < 0 || low < 0)
			break;
		bytes[n++] = (char)(high * 16 + low);
	}
	n = utf8_decode(cp, slice_of(bytes, n));
	return n > 1 && *cp != UTF8_INVALID ? 3 * n : 0;
}

const char *excerpt_address(
	struct arena *arena, const char *site, const char *url)
{
	struct slice rest = without_origin(slice_str(url), slice_str(site));
	const char *copy;
	struct buf out;

	buf_init(&out, rest.len + 1);
	while (rest.len) {
		uint32_t cp;
		size_t n = unescape(rest, &cp);

		if (n) {
			utf8_put(&out, cp);
		} else {
			buf_putc(&out, rest.data[0]);
			n = 1;
		}
		rest = slice_of(rest.data + n, rest.len - n);
	}
	copy = arena_strdup(arena, buf_str(&out));
	buf_done(&out);
	return copy;
}
