/*
 * robots.txt: a line with the path that is asked for, then the file.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "crawler/robots.h"
#include "crawler/url.h"
#include "tests/fuzz/fuzz.h"

static void check(const struct robots *robots, const char *href)
{
	const char *const *sitemaps = robots_sitemaps(robots);
	const char *rule;
	int allowed = robots_allows(robots, href, &rule);

	if ((allowed != 0 && allowed != 1) || (!allowed && !rule))
		abort();
	if (robots_crawl_delay_ms(robots) < -1)
		abort();
	for (size_t i = 0; sitemaps[i]; i++)
		if (!sitemaps[i][0])
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *end = size ? memchr(text, '\n', size) : NULL;
	size_t n = end ? (size_t)(end - text) : 0;
	struct robots *robots = robots_parse(
		end ? slice_of(end + 1, size - n - 1) : slice_of(text, size),
		"oit/0.1");
	struct buf href;

	buf_init(&href, LIMIT_URL_BYTES);
	if (url_resolve(&href, slice_of(text, n), "http://a/", URL_UTF_8) ==
		URL_OK)
		check(robots, buf_str(&href));
	buf_done(&href);
	robots_free(robots);
	return 0;
}
