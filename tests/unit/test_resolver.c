#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crawler/resolver.h"

static const char *const bases[] = {
	"http://a.go.th/",
	"http://a.go.th/news/view.php?id=1/2",
	"http://a.go.th/news/list",
	"http://a.go.th:8080/news/",
	"https://a.go.th/news/",
};

static const char *const hrefs[] = { "/page?a=ก", "//b.go.th/x", "page.php?b=2",
	"../up", "", "#top", "?q=1", " /blank ", "http://c.go.th",
	"HTTP://D.go.th", "http:page", "http:?q", "https://c.go.th/?q=ข",
	"mailto:a@b.go.th", "javascript:void(0)", "a:b", "http://", "/tab\tin",
	"\\back", "page#part" };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void check(struct resolver *r, const char *href, const char *base,
	enum url_query_encoding encoding)
{
	struct buf found, resolved;
	enum url_result result;

	buf_init(&found, 4096);
	buf_init(&resolved, 4096);
	result = url_resolve(&resolved, slice_str(href), base, encoding);
	assert_int_equal(
		resolver_find(r, &found, href, base, encoding), result);
	assert_string_equal(buf_str(&found), buf_str(&resolved));
	buf_done(&found);
	buf_done(&resolved);
}

/* In two rounds, of which the second knows all of the first that fits. */
static void check_all(size_t max)
{
	struct resolver *r = resolver_new(max);

	for (size_t round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT(hrefs); i++)
			for (size_t k = 0; k < COUNT(bases); k++) {
				check(r, hrefs[i], bases[k], URL_UTF_8);
				check(r, hrefs[i], bases[k], URL_WINDOWS_874);
			}
	resolver_free(r);
}

static void a_known_link_resolves_as_at_first(void **state)
{
	(void)state;
	check_all(1024UL * 1024);
}

static void what_was_forgotten_is_resolved_again(void **state)
{
	(void)state;
	check_all(200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_known_link_resolves_as_at_first),
		cmocka_unit_test(what_was_forgotten_is_resolved_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
