#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/deflate.h"
#include "crawler/limits.h"
#include "crawler/sitemap.h"
#include "crawler/url.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

#define ADDRESS "http://a.go.th/x/sitemap.xml"
#define URL(loc) "<url><loc>" loc "</loc></url>"
#define MAP(loc) "<sitemap><loc>" loc "</loc></sitemap>"
#define URLSET(urls) "<urlset>" urls "</urlset>"
#define ONE URLSET(URL("/1"))
#define PAGE_1 "http://a.go.th/1\n"
#define PAGE_2 "http://a.go.th/2\n"

/* A sitemap and what comes of it: each page on a line, each further sitemap
 * after "> ", each problem after "! " with its count. */
struct row {
	const char *body, *expected;
};

static bool is_ours(void *ctx, const char *url)
{
	return url_in_site(ctx, url);
}

static void put(struct buf *out, struct slice body)
{
	char site[] = "http://a.go.th/";
	const struct sitemap_scope scope = { is_ours, site };
	struct sitemap sitemap;
	struct arena arena;

	arena_init(&arena);
	sitemap_parse(&sitemap, &arena, body, ADDRESS, &scope);
	for (size_t i = 0; i < sitemap.n_pages; i++)
		buf_printf(out, "%s\n", sitemap.pages[i]);
	for (size_t i = 0; i < sitemap.n_sitemaps; i++)
		buf_printf(out, "> %s\n", sitemap.sitemaps[i]);
	for (enum sitemap_problem i = 0; i < SITEMAP_PROBLEM_COUNT; i++)
		if (sitemap.problems[i])
			buf_printf(out, "! %s %zu\n", sitemap_problem_name(i),
				sitemap.problems[i]);
	arena_done(&arena);
}

static void check_body(struct slice body, const char *expected)
{
	struct buf got;

	buf_init(&got, SIZE_MAX / 2);
	put(&got, body);
	if (strcmp(buf_str(&got), expected) != 0)
		fail_msg("\"%.*s\"\n%.2000s--- not ---\n%.2000s",
			(int)(body.len < 500 ? body.len : 500), body.data,
			buf_str(&got), expected);
	buf_done(&got);
}

/* Every row as it is, and packed. */
static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf packed;

		check_body(slice_str(rows[i].body), rows[i].expected);
		buf_init(&packed, SIZE_MAX / 2);
		deflate_put_member(NULL, &packed, slice_str(rows[i].body));
		check_body(buf_slice(&packed), rows[i].expected);
		buf_done(&packed);
	}
}

static void pages_and_further_sitemaps_are_found(void **state)
{
	static const struct row rows[] = {
		{ ONE, PAGE_1 },
		{ URLSET(URL("http://a.go.th/1") URL("http://a.go.th/2")),
			PAGE_1 PAGE_2 },
		{ URLSET(""), "" },
		{ "<urlset/>", "" },
		{ "<sitemapindex>" MAP("/b.xml")
				MAP("c.xml.gz") "</sitemapindex>",
			"> http://a.go.th/b.xml\n"
			"> http://a.go.th/x/c.xml.gz\n" },
		/* an index may name itself, a list a page twice */
		{ "<sitemapindex>" MAP(ADDRESS) "</sitemapindex>",
			"> " ADDRESS "\n" },
		{ URLSET(URL("/1") URL("/1")), PAGE_1 PAGE_1 },
		/* only where the protocol has them */
		{ URLSET("<loc>/2</loc><sitemap><loc>/2</loc></sitemap>" URL(
			  "/1")),
			PAGE_1 },
		{ URLSET("<url><x><loc>/2</loc></x><loc>/1</loc></url>"),
			PAGE_1 },
		{ "<sitemapindex>" URL("/1") "</sitemapindex>", "" },
		{ URLSET(URL("/1") "<x><loc>/2</loc></x>"), PAGE_1 },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void the_namespace_does_not_matter(void **state)
{
	static const struct row rows[] = {
		{ "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/"
		  "0.9\">" URL("/1") "</urlset>",
			PAGE_1 },
		{ "<urlset xmlns=\"http://www.google.com/schemas/sitemap/0.84"
		  "\">" URL("/1") "</urlset>",
			PAGE_1 },
		{ "<s:urlset xmlns:s=\"x\"><s:url><s:loc>/1</s:loc></s:url>"
		  "</s:urlset>",
			PAGE_1 },
		{ "<s:sitemapindex><s:sitemap><s:loc>/1</s:loc></s:sitemap>"
		  "</s:sitemapindex>",
			"> http://a.go.th/1\n" },
		/* the address of a picture is none of a page */
		{ URLSET("<url><loc>/1</loc><i:image><i:loc>/2</i:loc>"
			 "</i:image></url>"),
			PAGE_1 },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void items_of_feeds_are_pages(void **state)
{
	static const struct row rows[] = {
		{ "<rss><item><x><link>/2</link></x></item></rss>", "" },
		{ "<rss version=\"2.0\"><channel><link>/2</link>"
		  "<image><link>/2</link></image>"
		  "<item><title>t</title><link>/1</link>"
		  "<guid>/2</guid></item></channel></rss>",
			PAGE_1 },
		{ "<rss><channel><item><a:link href=\"/2\"/><link>/1</link>"
		  "</item></channel></rss>",
			PAGE_1 },
		{ "<feed xmlns=\"http://www.w3.org/2005/Atom\">"
		  "<link href=\"/2\"/><entry><link href=\"/1\"/>"
		  "<link rel=\"edit\" href=\"/2\"/>"
		  "<source><link href=\"/2\"/></source></entry></feed>",
			PAGE_1 },
		{ "<a:feed><a:entry><a:link rel=\"alternate\" href=\"/1\"/>"
		  "</a:entry></a:feed>",
			PAGE_1 },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void plain_text_has_an_address_a_line(void **state)
{
	static const struct row rows[] = {
		{ "http://a.go.th/1\nhttp://a.go.th/2", PAGE_1 PAGE_2 },
		{ "http://a.go.th/1\rhttp://a.go.th/2", PAGE_1 PAGE_2 },
		{ "\xef\xbb\xbfHTTP://a.go.th/1\r\n\r\n  http://a.go.th/2 \r",
			PAGE_1 PAGE_2 },
		{ "\n\nhttps://a.go.th/1\n", "https://a.go.th/1\n" },
		{ "http://a.go.th/1\n# comment\n/2\n",
			PAGE_1 "! bad_address 2\n" },
		{ "http://a.go.th/1 2\n", "http://a.go.th/1%202\n" },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void addresses_are_trimmed_resolved_and_bare(void **state)
{
	static const struct row rows[] = {
		{ URLSET(URL("\n\t /1 \r\n")), PAGE_1 },
		{ URLSET(URL("/?a=1&amp;b=2")), "http://a.go.th/?a=1&b=2\n" },
		{ URLSET(URL("/<![CDATA[?a=1&b=2]]>")),
			"http://a.go.th/?a=1&b=2\n" },
		{ URLSET(URL("/&#x31;<!-- c -->")), PAGE_1 },
		{ URLSET(URL("../1#top")), PAGE_1 },
		{ URLSET(URL("http://u:p@a.go.th/1")), PAGE_1 },
		{ URLSET(URL("https://WWW.A.go.th:443/./")),
			"https://www.a.go.th/\n" },
		{ URLSET(URL("/\xe0\xb8\x81")), "http://a.go.th/%E0%B8%81\n" },
		{ URLSET("<url><loc>/1</loc><loc>/2</loc></url>"),
			PAGE_1 PAGE_2 },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void only_what_is_ours_is_kept(void **state)
{
	static const struct row rows[] = {
		{ URLSET(URL("http://b.go.th/1") URL("/1") URL("//10.0.0.1/")),
			PAGE_1 "! out_of_scope 2\n" },
		{ "<sitemapindex>" MAP(
			  "http://b.go.th/s.xml") "</sitemapindex>",
			"! out_of_scope 1\n" },
		{ "http://b.go.th/1\n", "! out_of_scope 1\n" },
		{ URLSET(URL("file:///etc/passwd") URL("javascript:x")
				  URL("mailto:a@a.go.th")),
			"! bad_address 3\n" },
		{ URLSET(URL("http://[")), "! bad_address 1\n" },
		{ URLSET("<url/><url><loc> </loc></url>" URL("/1")),
			PAGE_1 "! no_address 2\n" },
		{ "<sitemapindex><sitemap>/1</sitemap></sitemapindex>",
			"! no_address 1\n" },
		{ "<feed><entry><link/></entry></feed>", "! no_address 1\n" },
		{ URLSET(URL("/1") "<url/>"), PAGE_1 "! no_address 1\n" },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void the_declaration_may_stand_wrong_and_lie(void **state)
{
	static const struct row rows[] = {
		{ "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" ONE, PAGE_1 },
		{ "\r\n <?xml version=\"1.0\"?>\n<?xml-stylesheet x?>"
		  "<!-- <!DOCTYPE a> -->" ONE,
			PAGE_1 },
		{ "\xef\xbb\xbf<?xml version=\"1.0\"?>" ONE, PAGE_1 },
		{ "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" ONE, PAGE_1 },
		{ "<?xml version='1.0' encoding='tis-620'?>" URLSET(
			  URL("/\xa1")),
			"http://a.go.th/%E0%B8%81\n" },
		{ "<?xml version='1.0' encoding='?>" ONE, PAGE_1 },
	};
	static const char wide[] = "\xff\xfe<\0u\0r\0l\0s\0e\0t\0/\0>\0";

	(void)state;
	check(rows, COUNT(rows));
	check_body(slice_of(wide, sizeof(wide) - 1), "");
}

static void a_document_type_is_refused(void **state)
{
	static const struct row rows[] = {
		{ "<!DOCTYPE urlset [<!ENTITY x SYSTEM \"file:///etc/passwd\">"
		  "]>" URLSET(URL("/&x;")),
			"! doctype 1\n" },
		{ "<?xml version=\"1.0\"?><!-- --><!DOCTYPE lolz [<!ENTITY a "
		  "\"ha\"><!ENTITY b \"&a;&a;&a;\">]>" URLSET(URL("/&b;")),
			"! doctype 1\n" },
		{ "<!DOCTYPE urlset>" ONE, "! doctype 1\n" },
		{ URLSET(URL("/1") URL("/&x;") URL("/2")),
			PAGE_1 "! damaged 1\n" },
		{ URLSET(URL("/1") "<x:include xmlns:x=\"http://www.w3.org/"
				   "2001/XInclude\" href=\"/etc/passwd\"/>"),
			PAGE_1 },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void what_is_no_sitemap_is_told(void **state)
{
	static const struct row rows[] = {
		{ "", "! no_sitemap 1\n" },
		{ " \n", "! no_sitemap 1\n" },
		{ "Not found", "! no_sitemap 1\n" },
		{ "%PDF-1.4\n/1\n", "! no_sitemap 1\n" },
		{ "<!DOCTYPE html><html><body><p>404</body></html>",
			"! no_sitemap 1\n" },
		{ "<!doctype\nHTML PUBLIC \"x\"><html>", "! no_sitemap 1\n" },
		{ "<html><body>&nbsp;<p>404</body></html>",
			"! no_sitemap 1\n" },
		{ "<svg><url><loc>/1</loc></url></svg>", "! no_sitemap 1\n" },
		{ "<<<", "! no_sitemap 1\n" },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void what_is_cut_or_damaged_is_told_and_the_rest_is_kept(void **state)
{
	static const struct row rows[] = {
		{ "<urlset>" URL("/1") "<url><loc>/2", PAGE_1 "! cut 1\n" },
		{ "<urlset>" URL("/1") "<url><loc>/2</loc",
			PAGE_1 "! cut 1\n" },
		{ "<urlset>" URL("/1"), PAGE_1 "! cut 1\n" },
		{ "<urlset>" URL("/1") "</urlset", PAGE_1 "! cut 1\n" },
		{ "<?xml version=\"1.0\"?>\n", "! cut 1\n" },
		{ "<?xml vers", "! cut 1\n" },
		{ "<!-- ", "! cut 1\n" },
		{ URLSET(URL("/1") URL("/?a=1&b=2") URL("/3")),
			PAGE_1 "! damaged 1\n" },
		{ URLSET(URL("/1") "<url>"), PAGE_1 "! damaged 1\n" },
		{ ONE "<p>Warning</p>", PAGE_1 "! cut 1\n" },
		{ ONE "Warning", PAGE_1 "! damaged 1\n" },
		{ ONE "<!-- made by x -->", PAGE_1 },
		{ "<s:urlset><s:url><s:loc>/1</s:loc></s:url>&</s:urlset >",
			PAGE_1 "! damaged 1\n" },
	};

	(void)state;
	check(rows, COUNT(rows));
}

/* Each cut but the one that loses a last line end tells. */
static void no_cut_is_silent(void **state)
{
	static const char whole[] = "<?xml version=\"1.0\"?>\n<urlset>" URL(
		"/1") URL("/22") "</urlset>";

	(void)state;
	for (size_t n = 0; n < sizeof(whole) - 1; n++) {
		struct buf got;

		buf_init(&got, 4096);
		put(&got, slice_of(whole, n));
		assert_non_null(strstr(buf_str(&got), "! "));
		assert_null(strstr(buf_str(&got), "/2\n"));
		buf_done(&got);
	}
}

static void a_cut_packed_file_is_told(void **state)
{
	static const char text[] = "http://a.go.th/1\nhttp://a.go.th/2345\n";
	struct buf packed;

	(void)state;
	buf_init(&packed, 4096);
	deflate_put_member(NULL, &packed, slice_str(text));
	for (size_t n = 2; n < packed.len; n++) {
		struct buf got;

		buf_init(&got, 4096);
		put(&got, slice_of(packed.data, n));
		assert_non_null(strstr(buf_str(&got), "! cut 1\n"));
		assert_null(strstr(buf_str(&got), "no_sitemap"));
		assert_null(strstr(buf_str(&got), "/2\n"));
		buf_done(&got);
	}
	packed.data[12] ^= 0x55;
	check_body(buf_slice(&packed), "! damaged 1\n");
	buf_clear(&packed);
	deflate_put_member(
		NULL, &packed, slice_str("http://a.go.th/1\rhttp://a.go"));
	check_body(slice_of(packed.data, packed.len - 1), PAGE_1 "! cut 1\n");
	buf_done(&packed);
}

/* n copies of text after head. */
static void fill(struct buf *out, const char *head, const char *text, size_t n)
{
	buf_puts(out, head);
	for (size_t i = 0; i < n; i++)
		buf_puts(out, text);
}

static void beyond_the_last_address_none_is_taken(void **state)
{
	struct buf body, expected;

	(void)state;
	buf_init(&body, SIZE_MAX / 2);
	buf_init(&expected, SIZE_MAX / 2);
	fill(&expected, "", PAGE_1, LIMIT_SITEMAP_ADDRESSES);
	fill(&body, "<urlset>", URL("/1"), LIMIT_SITEMAP_ADDRESSES);
	buf_puts(&body, "</urlset>");
	check_body(buf_slice(&body), buf_str(&expected));
	buf_clear(&body);
	fill(&body, "", PAGE_1, LIMIT_SITEMAP_ADDRESSES + 2);
	buf_puts(&expected, "! too_many 2\n");
	check_body(buf_slice(&body), buf_str(&expected));
	buf_done(&expected);
	buf_done(&body);
}

/* A page, blanks for more than a number of bytes, and another page. */
static void fill_far_apart(struct buf *out, size_t bytes)
{
	static const char blanks[] = "                                "
				     "                                ";

	fill(out, "<urlset>" URL("/1"), blanks,
		bytes / (sizeof(blanks) - 1) + 1);
	buf_puts(out, URL("/2") "</urlset>");
}

/* A comment of n letters and digits in no order. */
static void fill_noise(struct buf *out, size_t n)
{
	uint32_t x = 1;

	buf_puts(out, "<!--");
	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		buf_putc(out, (char)('0' + (x >> 26)));
	}
	buf_puts(out, "-->");
}

static void what_is_too_large_is_read_up_to_there(void **state)
{
	struct buf body, packed;

	(void)state;
	buf_init(&body, SIZE_MAX / 2);
	buf_init(&packed, SIZE_MAX / 2);
	fill_far_apart(&body, LIMIT_SITEMAP_BYTES);
	check_body(buf_slice(&body), PAGE_1 "! too_large 1\n");
	/* packed, much less is a bomb, be it behind what cannot be packed */
	buf_clear(&body);
	fill_far_apart(&body, LIMIT_SITEMAP_BYTES / 4);
	check_body(buf_slice(&body), PAGE_1 PAGE_2);
	deflate_put_member(NULL, &packed, buf_slice(&body));
	check_body(buf_slice(&packed), PAGE_1 "! too_large 1\n");
	buf_clear(&body);
	buf_clear(&packed);
	fill_noise(&body, 140000);
	fill_far_apart(&body, LIMIT_SITEMAP_BYTES / 4);
	deflate_put_member(NULL, &packed, buf_slice(&body));
	assert_true(packed.len > 105000 && packed.len < 124000);
	check_body(buf_slice(&packed), PAGE_1 "! too_large 1\n");
	buf_done(&packed);
	buf_done(&body);
}

static void deep_and_long_things_end(void **state)
{
	struct buf body;

	(void)state;
	buf_init(&body, SIZE_MAX / 2);
	fill(&body, "<urlset>" URL("/1"), "<x>", 100000);
	check_body(buf_slice(&body), PAGE_1 "! too_deep 1\n");
	buf_clear(&body);
	fill(&body, "<urlset>" URL("/1") "<url><loc>/", "y", LIMIT_URL_BYTES);
	buf_puts(&body, "</loc></url></urlset>");
	check_body(buf_slice(&body), PAGE_1 "! bad_address 1\n");
	buf_clear(&body);
	fill(&body, "<urlset>" URL("/1") "<url><loc>", "y&lt;", 100000);
	buf_puts(&body, "</loc></url></urlset>");
	check_body(buf_slice(&body), PAGE_1 "! bad_address 1\n");
	buf_clear(&body);
	fill(&body, "<urlset><url><loc>/1<![CDATA[", "y", 100000);
	buf_puts(&body, "]]></loc></url></urlset>");
	check_body(buf_slice(&body), "! bad_address 1\n");
	buf_done(&body);
}

static void every_problem_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (enum sitemap_problem i = 0; i < SITEMAP_PROBLEM_COUNT; i++)
		for (enum sitemap_problem j = 0; j < i; j++)
			assert_string_not_equal(sitemap_problem_name(i),
				sitemap_problem_name(j));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_and_further_sitemaps_are_found),
		cmocka_unit_test(the_namespace_does_not_matter),
		cmocka_unit_test(items_of_feeds_are_pages),
		cmocka_unit_test(plain_text_has_an_address_a_line),
		cmocka_unit_test(addresses_are_trimmed_resolved_and_bare),
		cmocka_unit_test(only_what_is_ours_is_kept),
		cmocka_unit_test(the_declaration_may_stand_wrong_and_lie),
		cmocka_unit_test(a_document_type_is_refused),
		cmocka_unit_test(what_is_no_sitemap_is_told),
		cmocka_unit_test(
			what_is_cut_or_damaged_is_told_and_the_rest_is_kept),
		cmocka_unit_test(no_cut_is_silent),
		cmocka_unit_test(a_cut_packed_file_is_told),
		cmocka_unit_test(beyond_the_last_address_none_is_taken),
		cmocka_unit_test(what_is_too_large_is_read_up_to_there),
		cmocka_unit_test(deep_and_long_things_end),
		cmocka_unit_test(every_problem_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
