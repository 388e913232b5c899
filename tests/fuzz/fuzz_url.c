/*
 * Resolution of addresses: a line with the base, then the input.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "crawler/url.h"
#include "tests/fuzz/fuzz.h"

static void must(bool condition)
{
	if (!condition)
		abort();
}

/* A key has a key of its own, which is itself. */
static void check_key(const char *href)
{
	struct buf key, again;

	buf_init(&key, LIMIT_URL_BYTES);
	buf_init(&again, LIMIT_URL_BYTES);
	(void)url_seen_key(&key, href);
	must(url_seen_key(&again, buf_str(&key)) == 0);
	must(strcmp(buf_str(&key), buf_str(&again)) == 0);
	buf_done(&key);
	buf_done(&again);
}

static void check_canonical(const char *href)
{
	struct url url = url_split(href);
	struct buf again;

	for (const char *c = href; *c; c++)
		must(*c > ' ' && *c < 0x7f && *c != '#');
	must(url.host.len > 0 && url.path.len > 0 && url.path.data[0] == '/');
	must(url.port >= 0 && url.port <= 65535);
	must(url_in_site(href, href) && url_same_origin(href, href));
	(void)url_path_depth(href);
	buf_init(&again, LIMIT_URL_BYTES);
	must(url_resolve(&again, slice_str(href), NULL, URL_UTF_8) == URL_OK);
	must(strcmp(href, buf_str(&again)) == 0);
	buf_done(&again);
	check_key(href);
}

static void resolve(
	struct slice input, const char *base, enum url_query_encoding encoding)
{
	struct buf out;

	buf_init(&out, LIMIT_URL_BYTES);
	switch (url_resolve(&out, input, base, encoding)) {
	case URL_OK:
		check_canonical(buf_str(&out));
		break;
	case URL_FOREIGN:
		must(out.len > 0);
		break;
	case URL_BROKEN:
	case URL_TOO_LONG:
		must(out.len == 0);
		break;
	}
	buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *end = size ? memchr(text, '\n', size) : NULL;
	size_t n = end ? (size_t)(end - text) : 0;
	struct slice input = slice_of(text, size);
	bool based;
	struct buf base;

	if (end)
		input = slice_of(end + 1, size - n - 1);
	buf_init(&base, LIMIT_URL_BYTES);
	based = url_resolve(&base, slice_of(text, n), NULL, URL_UTF_8) ==
		URL_OK;
	resolve(input, based ? buf_str(&base) : NULL, URL_UTF_8);
	resolve(input, based ? buf_str(&base) : NULL, URL_WINDOWS_874);
	buf_done(&base);
	return 0;
}
