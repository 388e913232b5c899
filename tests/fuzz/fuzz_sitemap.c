/*
 * A sitemap, as it is and packed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/deflate.h"
#include "base/gzip.h"
#include "crawler/limits.h"
#include "crawler/sitemap.h"
#include "crawler/url.h"
#include "tests/fuzz/fuzz.h"

/* Packing more than this takes the time of the parser. */
#define MAX_PACKED ((size_t)16 * 1024)

static void must(bool condition)
{
	if (!condition)
		abort();
}

static bool is_ours(void *ctx, const char *url)
{
	return url_in_site(ctx, url);
}

static void parse(struct sitemap *out, struct arena *arena, struct slice body)
{
	char site[] = "http://a.go.th/";
	const struct sitemap_scope scope = { is_ours, site };

	sitemap_parse(out, arena, body, "http://a.go.th/x/s.xml", &scope);
}

static void check_urls(const char *const *urls, size_t n)
{
	struct buf again;

	buf_init(&again, LIMIT_URL_BYTES);
	for (size_t i = 0; i < n; i++) {
		must(url_in_site("http://a.go.th/", urls[i]));
		must(url_split(urls[i]).userinfo.len == 0);
		must(url_resolve(&again, slice_str(urls[i]), NULL, URL_UTF_8) ==
			URL_OK);
		must(strcmp(buf_str(&again), urls[i]) == 0);
	}
	buf_done(&again);
}

static void check_same(const struct sitemap *a, const struct sitemap *b)
{
	must(a->n_pages == b->n_pages && a->n_sitemaps == b->n_sitemaps);
	for (size_t i = 0; i < a->n_pages; i++)
		must(strcmp(a->pages[i], b->pages[i]) == 0);
	must(memcmp(a->problems, b->problems, sizeof(a->problems)) == 0);
}

/* What was packed says the same as what was not. */
static void check_packed(const struct sitemap *plain, struct slice body)
{
	struct sitemap sitemap;
	struct buf packed;
	struct arena arena;

	if (body.len > MAX_PACKED || gzip_is(body))
		return;
	arena_init(&arena);
	buf_init(&packed, 2 * MAX_PACKED);
	deflate_put_member(NULL, &packed, body);
	parse(&sitemap, &arena, buf_slice(&packed));
	check_same(plain, &sitemap);
	buf_done(&packed);
	arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice body = slice_of((const char *)data, size);
	struct sitemap sitemap;
	struct arena arena;
	size_t n;

	arena_init(&arena);
	parse(&sitemap, &arena, body);
	n = sitemap.n_pages + sitemap.n_sitemaps;
	must(n <= LIMIT_SITEMAP_ADDRESSES);
	check_urls(sitemap.pages, sitemap.n_pages);
	check_urls(sitemap.sitemaps, sitemap.n_sitemaps);
	check_packed(&sitemap, body);
	arena_done(&arena);
	return 0;
}
