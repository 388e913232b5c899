#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "crawler/robots.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* A robots.txt, a path of http://a, and the line that decides (NULL: none). */
struct row {
	const char *robots, *path;
	int allowed;
	const char *rule;
};

static void check_body(struct slice body, struct row row)
{
	struct robots *robots = robots_parse(body, "oit/0.1");
	const char *rule = "not set";
	struct buf href;
	int allowed;

	buf_init(&href, 65536);
	buf_printf(&href, "http://a%s", row.path);
	allowed = robots_allows(robots, buf_str(&href), &rule);
	if (allowed != row.allowed || !rule != !row.rule ||
		(rule && strcmp(rule, row.rule) != 0))
		fail_msg("\"%.80s\" %.80s: %d %s", row.robots, row.path,
			allowed, rule ? rule : "-");
	buf_done(&href);
	robots_free(robots);
}

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check_body(slice_str(rows[i].robots), rows[i]);
}

static void the_group_of_our_name_counts(void **state)
{
	static const char both[] = "User-agent: *\nDisallow: /a\n"
				   "User-agent: oit\nDisallow: /b\n";
	static const char shared[] = "User-agent: x\nUser-agent: OIT/9\n"
				     "Crawl-delay: 1\nUser-agent: y\n"
				     "Disallow: /a\n";
	static const char twice[] = "User-agent: oit\nDisallow: /a\n"
				    "User-agent: z\nDisallow: /\n"
				    "User-agent: oit\nDisallow: /b\n";
	static const struct row rows[] = {
		{ "", "/", 1, NULL },
		{ both, "/a", 1, NULL },
		{ both, "/b", 0, "Disallow: /b" },
		{ shared, "/a", 0, "Disallow: /a" },
		{ twice, "/a", 0, "Disallow: /a" },
		{ twice, "/b", 0, "Disallow: /b" },
		{ twice, "/c", 1, NULL },
		{ "User-agent: *\nDisallow: /\nUser-agent: oit\n", "/a", 1,
			NULL },
		{ "User-agent: *\nDisallow: /\nUser-agent: oit\nDisallow:\n",
			"/a", 1, NULL },
		{ "User-agent: * bots\nDisallow: /\n", "/a", 0, "Disallow: /" },
		{ "User-agent: *bots\nDisallow: /\n", "/a", 1, NULL },
		{ "User-agent: oitbot\nDisallow: /\n", "/a", 1, NULL },
		{ "User-agent:\nDisallow: /\n", "/a", 1, NULL },
		{ "Disallow: /\n", "/a", 1, NULL },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void the_longest_rule_decides(void **state)
{
	static const char nested[] = "User-agent: *\nDisallow: /a\n"
				     "Allow: /a/b\nDisallow: /a/b/c\n";
	static const char tie[] =
		"User-agent: *\nDisallow: /a\nAllow: /a\nDisallow: /a\n";
	static const char stars[] = "User-agent: *\nAllow: /page\n"
				    "Disallow: /*.htm\n";
	static const struct row rows[] = {
		{ nested, "/", 1, NULL },
		{ nested, "/a", 0, "Disallow: /a" },
		{ nested, "/abc", 0, "Disallow: /a" },
		{ nested, "/a/b", 1, "Allow: /a/b" },
		{ nested, "/a/b/c?d", 0, "Disallow: /a/b/c" },
		{ tie, "/a", 1, "Allow: /a" },
		{ stars, "/page.htm", 0, "Disallow: /*.htm" },
		{ stars, "/page", 1, "Allow: /page" },
		{ "User-agent: *\nDisallow: /\n", "/robots.txt", 1, NULL },
		{ "User-agent: *\nDisallow: /\n", "/robots.txt?", 0,
			"Disallow: /" },
		{ "User-agent: *\nDisallow: /A\n", "/a", 1, NULL },
		{ "User-agent: *\nDisallow: a\n", "/a", 1, NULL },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void stars_and_dollars_are_patterns(void **state)
{
	static const struct {
		const char *pattern, *path;
		bool matches;
	} rows[] = {
		{ "/*.pdf$", "/x/y.pdf", true },
		{ "/*.pdf$", "/x/y.pdf?z", false },
		{ "/*.pdf$", "/x.pdf.pdf", true },
		{ "/*.pdf", "/x.pdf?z", true },
		{ "/a*b*c", "/abc", true },
		{ "/a*b*c", "/axxbyycz", true },
		{ "/a*b*c", "/acb", false },
		{ "/a**b", "/axb", true },
		{ "*", "/", true },
		{ "*b", "/ab", true },
		{ "/a*$", "/abc", true },
		{ "/a$", "/a", true },
		{ "/a$", "/ab", false },
		{ "/$", "/", true },
		{ "/a$b", "/a$b", true },
		{ "/a$b", "/a", false },
		{ "/ab*bc$", "/abc", false },
		{ "/ab*bc$", "/abbc", true },
		{ "/a*aa$", "/aaa", true },
		{ "/a*aa$", "/aa", false },
		{ "/a%2Ab", "/a*b", true },
		{ "/a%2Ab", "/axb", false },
		{ "/a%24", "/a$", true },
		{ "/*?print=", "/x?print=1", true },
		{ "/*/print", "/x?y=/print", true },
		{ "/?", "/?a", true },
		{ "/?", "/a", false },
	};
	struct buf robots;

	(void)state;
	buf_init(&robots, 256);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct row row = { .path = rows[i].path };

		buf_clear(&robots);
		buf_printf(&robots, "User-agent: *\nDisallow: %s",
			rows[i].pattern);
		row.robots = buf_str(&robots);
		row.allowed = !rows[i].matches;
		row.rule = rows[i].matches ? strstr(row.robots, "Dis") : NULL;
		check(&row, 1);
	}
	buf_done(&robots);
}

static void escapes_are_compared_by_what_they_mean(void **state)
{
	static const struct row rows[] = {
		{ "User-agent: *\nDisallow: /แผน",
			"/%E0%B9%81%E0%B8%9C%E0%B8%99", 0, "Disallow: /แผน" },
		{ "User-agent: *\nDisallow: /%e0%b9%81", "/%E0%B9%81%E0%B8%9C",
			0, "Disallow: /%e0%b9%81" },
		{ "User-agent: *\nDisallow: /%62%61z", "/baz", 0,
			"Disallow: /%62%61z" },
		{ "User-agent: *\nDisallow: /baz", "/%62%61%7A", 0,
			"Disallow: /baz" },
		{ "User-agent: *\nDisallow: /a%3Cb", "/a%3cb", 0,
			"Disallow: /a%3Cb" },
		{ "User-agent: *\nDisallow: /a%2Fb", "/a/b", 1, NULL },
		{ "User-agent: *\nDisallow: /a/b", "/a%2Fb", 1, NULL },
		{ "User-agent: *\nDisallow: /a%3Fb", "/a?b", 1, NULL },
		{ "User-agent: *\nDisallow: /a?b=https%3A%2F%2Fc.d",
			"/a?b=https://c.d", 0,
			"Disallow: /a?b=https%3A%2F%2Fc.d" },
		{ "User-agent: *\nDisallow: /a?b=https://c.d",
			"/a?b=https%3a%2f%2fc.d", 0,
			"Disallow: /a?b=https://c.d" },
		{ "User-agent: *\nDisallow: /50%", "/50%25", 0,
			"Disallow: /50%" },
		{ "User-agent: *\nDisallow: /a b", "/a%20b", 0,
			"Disallow: /a b" },
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void odd_files_are_read_as_far_as_they_go(void **state)
{
	static const struct row rows[] = {
		{ "\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/a", 0,
			"Disallow: /a" },
		{ "User-agent: *\rDisallow: /a\r", "/a", 0, "Disallow: /a" },
		{ "User-agent: *\r\n\r\nDisallow: /a\r\n", "/a", 0,
			"Disallow: /a" },
		{ "USER-AGENT:*\n dISALLOW :\t/a  # why\n", "/a", 0,
			"dISALLOW :\t/a" },
		{ "User-agent: *\nDisallow: /a#b\n", "/a", 0, "Disallow: /a" },
		{ "User-agent: *\nnonsense\n:\nDisallow: /a", "/a", 0,
			"Disallow: /a" },
		{ "User-agent: *\nUnknown: /a\n", "/a", 1, NULL },
		{ "<html><body>User-agent: *\nDisallow: /</body>\n", "/a", 1,
			NULL },
		{ "User-agent *\nDisallow /\n", "/a", 1, NULL },
	};
	static const char nul[] = "\0\0\nUser-agent: *\nDisallow: /a\0b\n";
	static const struct row nul_row = { "NUL", "/a%00bc", 0,
		"Disallow: /a" };

	(void)state;
	check(rows, COUNT(rows));
	check_body(slice_of(nul, sizeof(nul) - 1), nul_row);
}

static void what_is_beyond_the_limit_is_not_read(void **state)
{
	struct row row = { "long", "/a", 0, "Disallow: /a" };
	struct buf body;

	(void)state;
	buf_init(&body, 2 * LIMIT_ROBOTS_BYTES);
	buf_puts(&body, "User-agent: *\nDisallow: /a\nAllow: /ab");
	while (body.len < LIMIT_ROBOTS_BYTES + 3)
		buf_putc(&body, 'x');
	check_body(buf_slice(&body), row);
	buf_puts(&body, "\nDisallow: /b\n");
	row.path = "/b";
	row.allowed = 1;
	row.rule = NULL;
	check_body(buf_slice(&body), row);
	/* Exactly at the limit all of it counts. */
	body.len = LIMIT_ROBOTS_BYTES - 14;
	buf_puts(&body, "\nDisallow: /cd");
	row = (struct row){ "full", "/cde", 0, "Disallow: /cd" };
	check_body(buf_slice(&body), row);
	buf_done(&body);
}

static void a_line_is_cut_at_its_limit(void **state)
{
	struct buf body;
	struct row row = { "long line", "/y", 1, NULL };

	(void)state;
	buf_init(&body, LIMIT_ROBOTS_BYTES);
	buf_puts(&body, "User-agent: *\nDisallow: /x");
	while (body.len < 20000)
		buf_putc(&body, 'a');
	buf_puts(&body, "\nDisallow: /z\n");
	check_body(buf_slice(&body), row);
	row = (struct row){ "next line", "/z", 0, "Disallow: /z" };
	check_body(buf_slice(&body), row);
	buf_done(&body);
}

static double cpu_seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void thousands_of_stars_answer_at_once(void **state)
{
	struct buf body, href;
	struct robots *robots;
	double start;

	(void)state;
	buf_init(&body, LIMIT_ROBOTS_BYTES);
	buf_puts(&body, "User-agent: *\n");
	while (body.len + 17000 < LIMIT_ROBOTS_BYTES) {
		buf_puts(&body, "Disallow: /");
		for (int i = 0; i < 1000; i++)
			buf_puts(&body, "*a");
		buf_puts(&body, "*b$\nDisallow: /");
		for (int i = 0; i < 7000; i++)
			buf_puts(&body, "*a");
		buf_putc(&body, '\n');
	}
	buf_init(&href, LIMIT_URL_BYTES);
	buf_puts(&href, "http://a/");
	while (href.len < LIMIT_URL_BYTES)
		buf_putc(&href, 'a');
	robots = robots_parse(buf_slice(&body), "oit");
	start = cpu_seconds();
	assert_int_equal(robots_allows(robots, buf_str(&href), NULL), 1);
	/* R7 asks for 100 ms; sanitizers and a busy machine get more. */
	assert_true(cpu_seconds() - start < 0.5);
	robots_free(robots);
	buf_done(&body);
	buf_done(&href);
}

static void crawl_delay_belongs_to_its_group(void **state)
{
	static const struct {
		const char *robots;
		long ms;
	} rows[] = {
		{ "", -1 },
		{ "Crawl-delay: 5", -1 },
		{ "User-agent: *\nCrawl-delay: 5", 5000 },
		{ "User-agent: *\nDisallow:\nCrawl-delay: 0.5", 500 },
		{ "User-agent: *\ncrawl-delay: 1.2345", 1234 },
		{ "User-agent: *\nCrawl-delay: 2.", 2000 },
		{ "User-agent: *\nCrawl-delay: 86400", 86400000 },
		{ "User-agent: *\nCrawl-delay: 99999999999999", -1 },
		{ "User-agent: *\nCrawl-delay: -1", -1 },
		{ "User-agent: *\nCrawl-delay: soon", -1 },
		{ "User-agent: *\nCrawl-delay:", -1 },
		{ "User-agent: *\nCrawl-delay: 9\nUser-agent: oit\nAllow: /",
			-1 },
		{ "User-agent: oit\nCrawl-delay: 3\nDisallow: /\n"
		  "User-agent: *\nCrawl-delay: 9",
			3000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct robots *robots =
			robots_parse(slice_str(rows[i].robots), "oit");

		if (robots_crawl_delay_ms(robots) != rows[i].ms)
			fail_msg("\"%s\": %ld", rows[i].robots,
				robots_crawl_delay_ms(robots));
		robots_free(robots);
	}
}

static void sitemaps_stand_outside_the_groups(void **state)
{
	static const char body[] =
		"Sitemap: https://www.town.go.th/sitemap.xml\n"
		"User-agent: x\nsitemap:/news.xml # new\nSitemap:\n"
		"Disallow: /\nSITEMAP: c.xml";
	static const char nul[] = "Sitemap: /a\0b\nSitemap:\0";
	struct robots *robots = robots_parse(slice_str(body), "oit");
	const char *const *sitemaps = robots_sitemaps(robots);

	(void)state;
	assert_string_equal(sitemaps[0], "https://www.town.go.th/sitemap.xml");
	assert_string_equal(sitemaps[1], "/news.xml");
	assert_string_equal(sitemaps[2], "c.xml");
	assert_null(sitemaps[3]);
	robots_free(robots);
	robots = robots_parse(slice_str(NULL), "");
	assert_null(robots_sitemaps(robots)[0]);
	assert_int_equal(robots_allows(robots, "http://a/", NULL), 1);
	robots_free(robots);
	robots = robots_parse(slice_of(nul, sizeof(nul) - 1), "");
	assert_null(robots_sitemaps(robots)[0]);
	robots_free(robots);
	robots_free(NULL);
}

static void sitemaps_have_an_end(void **state)
{
	const char *const *sitemaps;
	struct robots *robots;
	struct buf body;
	size_t n = 0;

	(void)state;
	buf_init(&body, LIMIT_ROBOTS_BYTES);
	for (int i = 0; i < 5000; i++)
		buf_printf(&body, "Sitemap: /%d.xml\n", i);
	robots = robots_parse(buf_slice(&body), "oit");
	sitemaps = robots_sitemaps(robots);
	while (sitemaps[n])
		n++;
	assert_int_equal(n, 1000);
	robots_free(robots);
	buf_done(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_group_of_our_name_counts),
		cmocka_unit_test(the_longest_rule_decides),
		cmocka_unit_test(stars_and_dollars_are_patterns),
		cmocka_unit_test(escapes_are_compared_by_what_they_mean),
		cmocka_unit_test(odd_files_are_read_as_far_as_they_go),
		cmocka_unit_test(what_is_beyond_the_limit_is_not_read),
		cmocka_unit_test(a_line_is_cut_at_its_limit),
		cmocka_unit_test(thousands_of_stars_answer_at_once),
		cmocka_unit_test(crawl_delay_belongs_to_its_group),
		cmocka_unit_test(sitemaps_stand_outside_the_groups),
		cmocka_unit_test(sitemaps_have_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
