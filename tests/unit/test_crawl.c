#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/clock.h"
#include "crawler/crawl.h"
#include "crawler/frontier.h"
#include "tests/support/canned.h"
#include "tests/support/linkreader.h"
#include "tests/support/run.h"

static void every_address_found_has_one_outcome(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/a", "a") LINK("/gone", "b") LINK(
				"http://other.example/x", "c")
					LINK("mailto:x@y", "d") LINK("/logout",
						"e") LINK("/a#top", "a")
						LINK("/film.mp4", "f")) },
		{ .target = "/a", .body = PAGE(LINK("/", "home")) },
		{ 0 },
	};
	struct run run;
	const struct crawl_totals *t;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	t = &run.result->totals;
	run_check_outcome(&run, "/", OUTCOME_OK);
	run_check_outcome(&run, "/a", OUTCOME_OK);
	run_check_outcome(&run, "/gone", OUTCOME_HTTP_ERROR);
	run_check_outcome(&run, "/logout", OUTCOME_EXCLUDED);
	run_check_outcome(&run, "/film.mp4", OUTCOME_EXCLUDED);
	assert_int_equal(t->found, 6);
	assert_int_equal(
		t->found, t->checked + t->gone + t->failed + t->skipped);
	assert_int_equal(t->checked, 2);
	assert_int_equal(t->gone, 1);
	assert_int_equal(t->skipped, 3);
	assert_int_equal(t->by_reason[OUTCOME_OUT_OF_SCOPE], 1);
	assert_int_equal(t->others[READING_SCHEME_MAILTO], 1);
	assert_int_equal(run.result->visits.html_pages, 2);
	assert_null(run.result->visits.stopped_by);
	run_check_log(&run, "/robots.txt\n/\n/a\n/gone\n/sitemap.xml\n");
	run_end(&run);
}

static void the_frontier_is_led_by_priority_then_depth(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/late", "p9") LINK("/x", "p5")
					LINK("/first", "p0")) },
		{ .target = "/first",
			.body = PAGE(LINK("/deep", "p5") LINK("/next", "p1")) },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_log(&run,
		"/robots.txt\n/\n/first\n/next\n/x\n/deep\n/late\n/sitemap.xml\n");
	run_end(&run);
}

static void redirects_are_visits_of_their_own(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/old", "t1") LINK("/loop", "x")
					LINK("/far", "y") LINK("/ftp", "z")) },
		{ .target = "/old",
			.status = "301 Moved",
			.fields = "Location: new\r\n" },
		{ .target = "/new", .body = "here" },
		{ .target = "/loop",
			.status = "302 Found",
			.fields = "Location: /loop2\r\n" },
		{ .target = "/loop2",
			.status = "302 Found",
			.fields = "Location: /loop\r\n" },
		{ .target = "/far",
			.status = "302 Found",
			.fields = "Location: http://other.example/\r\n" },
		{ .target = "/ftp",
			.status = "302 Found",
			.fields = "Location: ftp://127.0.0.1/\r\n" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/old", OUTCOME_REDIRECT);
	run_check_outcome(&run, "/new", OUTCOME_OK);
	assert_int_equal(
		run_visit(&run, "/old")->target, run_visit(&run, "/new")->id);
	assert_int_equal(run_visit(&run, "/new")->topics, 2);
	run_check_outcome(&run, "/loop", OUTCOME_REDIRECT);
	run_check_outcome(&run, "/loop2", OUTCOME_REDIRECT_LOOP);
	run_check_outcome(&run, "/far", OUTCOME_REDIRECT);
	run_check_outcome(&run, "/ftp", OUTCOME_BLOCKED_SCHEME);
	assert_int_equal(run.result->totals.by_reason[OUTCOME_OUT_OF_SCOPE], 1);
	run_end(&run);
}

static void the_index_page_behind_a_redirect_is_the_same_page(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.status = "302 Found",
			.fields = "Location: /index.php\r\n" },
		{ .target = "/index.php", .body = PAGE(LINK("/a", "a")) },
		{ .target = "/a", .body = "a" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/index.php", OUTCOME_OK);
	run_check_outcome(&run, "/a", OUTCOME_OK);
	assert_int_equal(run.result->totals.found, 2);
	run_end(&run);
}

static void an_endless_chain_of_redirects_is_cut(void **state)
{
	static char targets[14][16], fields[14][32];
	static struct canned table[16];
	struct run run;

	(void)state;
	for (int i = 0; i < 14; i++) {
		(void)snprintf(targets[i], 16, "/r%d", i);
		(void)snprintf(fields[i], 32, "Location: /r%d\r\n", i + 1);
		table[i] = (struct canned){ .target = targets[i],
			.status = "302 Found",
			.fields = fields[i] };
	}
	table[14] = (struct canned){ .target = "/",
		.body = PAGE(LINK("/r0", "x")) };
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/r9", OUTCOME_REDIRECT);
	run_check_outcome(&run, "/r10", OUTCOME_REDIRECT_LIMIT);
	assert_int_equal(canned_hits(run.server, "/r11"), 0);
	run_end(&run);
}

static void robots_txt_is_obeyed(void **state)
{
	static const struct canned table[] = {
		{ .target = "/robots.txt",
			.body = "User-agent: *\nDisallow: /private\n" },
		{ .target = "/",
			.body = PAGE(LINK("/private/a", "a") LINK("/b", "b")) },
		{ .target = "/b", .body = "b" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/private/a", OUTCOME_ROBOTS_DENIED);
	assert_string_equal(
		run_visit(&run, "/private/a")->detail, "Disallow: /private");
	run_check_outcome(&run, "/b", OUTCOME_OK);
	assert_int_equal(canned_hits(run.server, "/private/a"), 0);
	run_end(&run);
	run_begin(&run, table);
	run.options.ignore_robots = true;
	run_crawl(&run);
	run_check_outcome(&run, "/private/a", OUTCOME_HTTP_ERROR);
	assert_int_equal(canned_hits(run.server, "/robots.txt"), 0);
	run_end(&run);
}

static void an_unreachable_robots_txt_closes_the_site(void **state)
{
	static const struct canned table[] = {
		{ .target = "/robots.txt",
			.status = "500 Internal Server Error" },
		{ .target = "/", .body = "x" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/", OUTCOME_ROBOTS_UNREACHABLE);
	assert_string_equal(
		run.result->visits.stopped_by, "robots_unreachable");
	assert_int_equal(canned_hits(run.server, "/robots.txt"), 3);
	assert_int_equal(canned_hits(run.server, "/"), 0);
	run_end(&run);
}

static void what_may_pass_is_tried_again(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/once", "a") LINK("/always", "b")) },
		{ .target = "/once",
			.body = "fine",
			.fault = CANNED_CLOSE,
			.times = 1 },
		{ .target = "/always", .status = "503 Busy" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/once", OUTCOME_OK);
	run_check_outcome(&run, "/always", OUTCOME_RETRY_LATER);
	assert_int_equal(canned_hits(run.server, "/once"), 2);
	assert_int_equal(canned_hits(run.server, "/always"), 3);
	run_end(&run);
}

static void retry_after_is_waited_for_within_reason(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/busy", "a") LINK("/absurd", "b")) },
		{ .target = "/busy",
			.status = "503 Busy",
			.fields = "Retry-After: 1\r\n" },
		{ .target = "/absurd",
			.status = "429 Slow",
			.fields = "Retry-After: 99999\r\n" },
		{ 0 },
	};
	struct run run;
	int64_t begun;

	(void)state;
	run_begin(&run, table);
	begun = clock_ms();
	run_crawl(&run);
	assert_true(clock_ms() - begun >= 2000);
	assert_true(clock_ms() - begun < 5000);
	run_check_outcome(&run, "/busy", OUTCOME_RETRY_LATER);
	run_check_outcome(&run, "/absurd", OUTCOME_RETRY_LATER);
	assert_int_equal(canned_hits(run.server, "/busy"), 3);
	assert_int_equal(canned_hits(run.server, "/absurd"), 1);
	run_end(&run);
}

static void a_dead_server_is_left_alone(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/e1", "a") LINK("/e2", "a") LINK(
				"/e3", "a") LINK("/e4", "a") LINK("/e5",
				"a") LINK("/e6", "a") LINK("/e7",
				"a") LINK("/e8", "a") LINK("/e9", "a")
					LINK("/e10", "a") LINK("/e11", "a")) },
		{ .target = "/e1", .status = "500 E" },
		{ .target = "/e2", .status = "500 E" },
		{ .target = "/e3", .status = "500 E" },
		{ .target = "/e4", .status = "500 E" },
		{ .target = "/e5", .status = "500 E" },
		{ .target = "/e6", .status = "500 E" },
		{ .target = "/e7", .status = "500 E" },
		{ .target = "/e8", .status = "500 E" },
		{ .target = "/e9", .status = "500 E" },
		{ .target = "/e10", .status = "500 E" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/e10", OUTCOME_HTTP_ERROR);
	run_check_outcome(&run, "/e11", OUTCOME_HOST_DOWN);
	assert_int_equal(canned_hits(run.server, "/e11"), 0);
	run_end(&run);
}

static void a_site_that_is_down_is_a_result(void **state)
{
	struct run run;

	(void)state;
	run_begin(&run, NULL);
	run.options.site = "http://127.0.0.1:1/";
	run.options.ignore_robots = true;
	run_crawl(&run);
	assert_int_equal(run.result->visits.items[0].outcome, OUTCOME_REFUSED);
	assert_string_equal(run.result->visits.stopped_by, "site_down");
	assert_int_equal(run.result->totals.failed, 1);
	run_end(&run);
}

static void what_is_no_site_is_an_error(void **state)
{
	static const char *const sites[] = { "", "ftp://a.go.th/", "mailto:a@b",
		"http://", "http://a b/" };
	struct error err;
	struct run run;

	(void)state;
	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++) {
		run_begin(&run, NULL);
		run.options.site = sites[i];
		assert_int_equal(
			crawl_run(&run.result, &run.options, &run.reader, &err),
			ERR_SYNTAX);
		assert_null(run.result);
		run_end(&run);
	}
}

static void a_spent_budget_leaves_the_rest_untouched(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/a", "a") LINK("/b", "b")
					LINK("/c", "c")) },
		{ .target = "/a", .body = PAGE(LINK("/d", "d")) },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.options.max_pages = 2;
	run_crawl(&run);
	run_check_outcome(&run, "/a", OUTCOME_OK);
	run_check_outcome(&run, "/b", OUTCOME_BUDGET);
	run_check_outcome(&run, "/d", OUTCOME_BUDGET);
	assert_string_equal(run.result->visits.stopped_by, "max_pages");
	assert_int_equal(run.result->totals.by_reason[OUTCOME_BUDGET], 3);
	assert_int_equal(run.result->totals.by_reason[OUTCOME_PENDING], 0);
	run_check_log(&run, "/robots.txt\n/\n/a\n");
	run_end(&run);
}

static void a_budget_spent_before_the_sitemaps_is_told(void **state)
{
	static const struct canned table[] = { { .target = "/", .body = "x" },
		{ 0 } };
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.options.max_pages = 1;
	run_crawl(&run);
	run_check_outcome(&run, "/", OUTCOME_OK);
	assert_string_equal(run.result->visits.stopped_by, "max_pages");
	run_check_log(&run, "/robots.txt\n/\n");
	run_end(&run);
}

static void no_sitemap_is_asked_for_when_links_are_all_that_counts(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.status = "302 Found",
			.fields = "Location: /plan\r\n" },
		{ .target = "/plan", .body = PAGE(LINK("/a", "t1")) },
		{ .target = "/a", .body = "a" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.options.links_only = true;
	run_crawl(&run);
	run_check_outcome(&run, "/a", OUTCOME_OK);
	assert_null(run.result->visits.stopped_by);
	run_check_log(&run, "/robots.txt\n/\n/plan\n/a\n");
	run_end(&run);
}

static void the_stop_flag_ends_the_run(void **state)
{
	static const struct canned table[] = {
		{ .target = "/", .body = "x", .fault = CANNED_SILENT },
		{ 0 },
	};
	volatile sig_atomic_t stop = 1;
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.options.stop = &stop;
	run_crawl(&run);
	assert_string_equal(run.result->visits.stopped_by, "signal");
	run_check_outcome(&run, "/", OUTCOME_BUDGET);
	run_end(&run);
}

static void a_page_is_read_again_for_topics_found_later(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/a", "t1 p0") LINK("/b", "p1")) },
		{ .target = "/a", .body = PAGE(LINK("/c", "p0")) },
		{ .target = "/b", .body = PAGE(LINK("/a", "t2")) },
		{ .target = "/c", .body = "c" },
		{ 0 },
	};
	struct run run;
	char *expected, *url;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	assert_int_equal(canned_hits(run.server, "/a"), 1);
	assert_int_equal(run.result->totals.second_looks, 1);
	assert_int_equal(run_visit(&run, "/a")->topics, 6);
	url = canned_url(run.server, "/a");
	expected = strstr(buf_str(&run.kept), url);
	assert_non_null(expected);
	assert_memory_equal(expected + strlen(url), " 2\n", 3);
	expected = strstr(expected + 1, url);
	assert_non_null(expected);
	assert_memory_equal(expected + strlen(url), " 6\n", 3);
	free(url);
	run_end(&run);
}

static void take_survey(void *ctx, size_t html_pages)
{
	(void)ctx;
	assert_int_equal(html_pages, 4);
}

static bool is_changed(void *ctx, struct slice payload, uint64_t *topics)
{
	(void)ctx;
	(void)topics;
	return slice_eq(payload, "2");
}

/* Of the page to which no link gave a topic. */
static bool is_found(void *ctx, struct slice payload, uint64_t *topics)
{
	(void)ctx;
	*topics = slice_eq(payload, "0");
	return *topics != 0;
}

static void the_survey_has_pages_read_again_that_it_changes(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/a", "t1 p0") LINK("/b", "t2 p0")
					LINK("/c", "p0")) },
		{ .target = "/a", .body = "a" },
		{ .target = "/b", .body = "b" },
		{ .target = "/c", .body = "c" },
		{ 0 },
	};
	static const struct {
		bool (*is_changed)(
			void *ctx, struct slice payload, uint64_t *topics);
		size_t second_looks;
	} runs[] = { { is_changed, 1 }, { is_found, 2 } };

	(void)state;
	for (size_t i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
		struct run run;

		run_begin(&run, table);
		run.reader.survey = take_survey;
		run.reader.is_changed = runs[i].is_changed;
		run_crawl(&run);
		assert_int_equal(
			run.result->totals.second_looks, runs[i].second_looks);
		assert_int_equal(canned_hits(run.server, "/a"), 1);
		run_end(&run);
	}
}

/* Says whether anything was kept when the worker was begun. */
static void read_and_tell(
	void *ctx, const struct crawl_job *job, struct reading *out)
{
	const struct run *run = ctx;

	linkreader_read(ctx, job, out);
	reading_set_payload(out, slice_str(run->kept.len ? "informed" : "new"));
}

static void take_any_survey(void *ctx, size_t html_pages)
{
	(void)ctx;
	(void)html_pages;
}

static void workers_are_begun_anew_with_what_was_kept(void **state)
{
	static char home[2048] = "", targets[60][16];
	static struct canned table[62] = { { .target = "/", .body = home } };
	struct run run;

	(void)state;
	for (size_t i = 0, n = 0; i < 60; i++) {
		(void)snprintf(targets[i], 16, "/p%zu", i + 2);
		n += (size_t)snprintf(home + n, sizeof(home) - n,
			"<a href=\"%s\"></a>", targets[i]);
		table[i + 1] =
			(struct canned){ .target = targets[i], .body = "text" };
	}
	run_begin(&run, table);
	run.reader.read = read_and_tell;
	run.reader.survey = take_any_survey;
	run.reader.is_changed = is_changed;
	run_crawl(&run);
	assert_non_null(strstr(buf_str(&run.kept), "/p2 new\n"));
	assert_non_null(strstr(buf_str(&run.kept), "/p40 new\n"));
	assert_non_null(strstr(buf_str(&run.kept), "/p41 informed\n"));
	assert_non_null(strstr(buf_str(&run.kept), "/p61 informed\n"));
	run_end(&run);
}

/* All pages whose address ends with x. */
static size_t find_pictures(void *ctx, struct frontier *f, uint32_t *ids)
{
	size_t n = 0;

	(void)ctx;
	for (uint32_t id = 0; id < frontier_count(f); id++)
		if (slice_ends_nocase(
			    slice_str(frontier_visit(f, id)->url), "x"))
			ids[n++] = id;
	return n;
}

static void what_is_hard_to_read_is_read_last_and_once(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/x", "t1 p0") LINK("/y", "p1")) },
		{ .target = "/x", .body = "x" },
		{ .target = "/y", .body = PAGE(LINK("/x", "t2")) },
		{ 0 },
	};
	struct run run;
	char *last, *url;

	(void)state;
	run_begin(&run, table);
	run.reader.unread = find_pictures;
	run_crawl(&run);
	assert_int_equal(canned_hits(run.server, "/x"), 1);
	assert_int_equal(run.result->totals.second_looks, 1);
	assert_int_equal(run.result->totals.close_looks, 1);
	assert_false(run_visit(&run, "/x")->marks & VISIT_MARK_UNREAD);
	url = canned_url(run.server, "/x");
	last = strstr(buf_str(&run.kept), " closely");
	assert_non_null(last);
	assert_string_equal(last, " closely\n");
	assert_memory_equal(last - strlen(url) - 2, url, strlen(url));
	free(url);
	run_end(&run);
}

static void the_end_of_the_time_leaves_what_is_hard_unread(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/x", "x") LINK("/y", "y")) },
		{ .target = "/x", .body = "!doze" },
		{ .target = "/y", .body = "y" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.reader.unread = find_pictures;
	run.options.max_seconds = 3;
	run_crawl(&run);
	assert_null(run.result->visits.stopped_by);
	run_check_outcome(&run, "/x", OUTCOME_OK);
	assert_true(run_visit(&run, "/x")->marks & VISIT_MARK_UNREAD);
	assert_false(run_visit(&run, "/y")->marks & VISIT_MARK_UNREAD);
	run_end(&run);
}

static void a_worker_that_dies_costs_one_page(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/abort", "a") LINK("/sleep", "b")
					LINK("/after", "c")) },
		{ .target = "/abort", .body = "!abort" },
		{ .target = "/sleep", .body = "!sleep" },
		{ .target = "/after", .body = "fine" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.options.page_wall_s = 1;
	run_crawl(&run);
	run_check_outcome(&run, "/abort", OUTCOME_READER_FAILED);
	assert_string_equal(run_visit(&run, "/abort")->detail, "signal 6");
	run_check_outcome(&run, "/sleep", OUTCOME_PARSE_LIMIT);
	run_check_outcome(&run, "/after", OUTCOME_OK);
	run_end(&run);
}

static void faults_of_one_page_do_not_hold_up_the_others(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/cut", "a") LINK("/endless",
				"b") LINK("/chunks", "c") LINK("/zip",
				"d") LINK("/junk", "e") LINK("/after", "f")) },
		{ .target = "/cut", .body = "0123456789", .fault = CANNED_CUT },
		{ .target = "/endless",
			.body = "0123456789012345678901234567890123456789"
				"0123456789012345678901234567890123456789",
			.fault = CANNED_ENDLESS },
		{ .target = "/chunks",
			.fields = "Transfer-Encoding: chunked\r\n",
			.body = "5\r\nhello\r\nxyz\r\n" },
		{ .target = "/zip",
			.fields = "Content-Encoding: gzip\r\n",
			.body = "this is no gzip" },
		{ .target = "/junk", .body = "no http", .fault = CANNED_RAW },
		{ .target = "/after", .body = "fine" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/cut", OUTCOME_TRUNCATED);
	run_check_outcome(&run, "/endless", OUTCOME_TOO_LARGE);
	run_check_outcome(&run, "/chunks", OUTCOME_BAD_HTTP);
	run_check_outcome(&run, "/zip", OUTCOME_BAD_ENCODING);
	run_check_outcome(&run, "/junk", OUTCOME_BAD_HTTP);
	run_check_outcome(&run, "/after", OUTCOME_OK);
	assert_int_equal(canned_hits(run.server, "/zip"), 2);
	run_end(&run);
}

/* A page that only a sitemap names, and the same from the archive. */
static void sitemaps_find_pages_that_nothing_links_to(void **state)
{
	static const struct canned table[] = {
		{ .target = "/robots.txt", .body = "Sitemap: %s/index.xml\n" },
		{ .target = "/", .body = PAGE(LINK("/a", "a")) },
		{ .target = "/a", .body = "a" },
		{ .target = "/index.xml",
			.body = "<sitemapindex><sitemap><loc>%s/index.xml</loc>"
				"</sitemap><sitemap><loc>/s.xml</loc></sitemap>"
				"<sitemap><loc>http://other.example/s.xml</loc>"
				"</sitemap></sitemapindex>" },
		{ .target = "/s.xml",
			.body = "<urlset><url><loc>/a</loc></url>"
				"<url><loc>/lonely</loc></url>"
				"<url><loc>/logout</loc></url>"
				"<url><loc>http://other.example/x</loc></url>"
				"</urlset>" },
		{ .target = "/sitemap.xml",
			.status = "301 Moved Permanently",
			.fields = "Location: /cut.xml\r\n" },
		{ .target = "/cut.xml",
			.body = "<urlset><url><loc>/kept</loc></url><url><loc>"
				"/ke" },
		{ .target = "/lonely", .body = "x" },
		{ .target = "/kept", .body = "x" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_log(&run, "/robots.txt\n/\n/a\n/index.xml\n/sitemap.xml\n"
			    "/s.xml\n/lonely\n/cut.xml\n/kept\n");
	run_check_outcome(&run, "/lonely", OUTCOME_OK);
	run_check_outcome(&run, "/kept", OUTCOME_OK);
	run_check_outcome(&run, "/logout", OUTCOME_EXCLUDED);
	assert_int_equal(run_visit(&run, "/lonely")->parent, VISIT_NONE);
	assert_int_equal(run_visit(&run, "/lonely")->inbound, 0);
	assert_int_equal(run.result->totals.found, 5);
	assert_int_equal(run.result->totals.found_by_sitemap, 3);
	run_check_replay(&run);
	run_end(&run);
}

static void sitemaps_are_few_and_obey_robots_txt(void **state)
{
	static const struct canned table[] = {
		{ .target = "/robots.txt",
			.body = "User-agent: *\nDisallow: /no\n"
				"Sitemap: %s/no.xml\n"
				"Sitemap: http://other.example/s.xml\n"
				"Sitemap: /2\nSitemap: /3\nSitemap: /4\n"
				"Sitemap: /5\nSitemap: /6\nSitemap: /7\n"
				"Sitemap: /8\nSitemap: /9\nSitemap: /10\n"
				"Sitemap: /2\nSitemap: /11\n" },
		{ .target = "/", .body = "x" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_log(&run, "/robots.txt\n/\n/2\n/3\n/4\n/5\n/6\n/7\n/8\n/9\n"
			    "/10\n");
	assert_int_equal(run.result->totals.found, 1);
	run_end(&run);
}

static void more_requests_at_a_time_find_the_same(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/a", "a") LINK("/b", "b")
					LINK("/c", "c") LINK("/d", "d")) },
		{ .target = "/a", .body = PAGE(LINK("/e", "e")) },
		{ .target = "/b", .body = "slow", .fault = CANNED_DRIP },
		{ .target = "/c", .body = PAGE(LINK("/f", "f")) },
		{ .target = "/d", .body = "d" },
		{ .target = "/e", .body = "e" },
		{ .target = "/f", .body = "f" },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.options.concurrency = 4;
	run.options.workers = 2;
	run_crawl(&run);
	assert_int_equal(run.result->totals.checked, 7);
	assert_int_equal(run.result->totals.found, 7);
	assert_int_equal(run.result->totals.requests, 9);
	run_end(&run);
}

static void endless_addresses_are_cut_off(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/a/a/a/x", "a") LINK(
				"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/"
				"18/19/20/21",
				"b") LINK("/ok/ok/x", "c")) },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_outcome(&run, "/a/a/a/x", OUTCOME_TRAP_LIMIT);
	assert_string_equal(
		run_visit(&run, "/a/a/a/x")->detail, "repeated_part: /a");
	run_check_outcome(&run, "/ok/ok/x", OUTCOME_HTTP_ERROR);
	assert_int_equal(run.result->totals.by_reason[OUTCOME_TRAP_LIMIT], 2);
	run_end(&run);
}

static void private_addresses_are_refused_but_for_the_site_itself(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("http://localhost:1/", "a")) },
		{ 0 },
	};
	static const char *const aliases[] = { "localhost" };
	const struct visit *visit;
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.options.host_aliases = aliases;
	run.options.n_host_aliases = 1;
	run.options.ignore_robots = true;
	run_crawl(&run);
	run_check_outcome(&run, "/", OUTCOME_OK);
	assert_int_equal(run.result->visits.n, 2);
	visit = &run.result->visits.items[1];
	assert_int_equal(visit->outcome, OUTCOME_OUT_OF_SCOPE);
	run_end(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_address_found_has_one_outcome),
		cmocka_unit_test(the_frontier_is_led_by_priority_then_depth),
		cmocka_unit_test(redirects_are_visits_of_their_own),
		cmocka_unit_test(
			the_index_page_behind_a_redirect_is_the_same_page),
		cmocka_unit_test(an_endless_chain_of_redirects_is_cut),
		cmocka_unit_test(robots_txt_is_obeyed),
		cmocka_unit_test(an_unreachable_robots_txt_closes_the_site),
		cmocka_unit_test(what_may_pass_is_tried_again),
		cmocka_unit_test(retry_after_is_waited_for_within_reason),
		cmocka_unit_test(a_dead_server_is_left_alone),
		cmocka_unit_test(a_site_that_is_down_is_a_result),
		cmocka_unit_test(what_is_no_site_is_an_error),
		cmocka_unit_test(a_spent_budget_leaves_the_rest_untouched),
		cmocka_unit_test(a_budget_spent_before_the_sitemaps_is_told),
		cmocka_unit_test(the_stop_flag_ends_the_run),
		cmocka_unit_test(a_page_is_read_again_for_topics_found_later),
		cmocka_unit_test(
			the_survey_has_pages_read_again_that_it_changes),
		cmocka_unit_test(workers_are_begun_anew_with_what_was_kept),
		cmocka_unit_test(what_is_hard_to_read_is_read_last_and_once),
		cmocka_unit_test(
			the_end_of_the_time_leaves_what_is_hard_unread),
		cmocka_unit_test(a_worker_that_dies_costs_one_page),
		cmocka_unit_test(faults_of_one_page_do_not_hold_up_the_others),
		cmocka_unit_test(
			no_sitemap_is_asked_for_when_links_are_all_that_counts),
		cmocka_unit_test(sitemaps_find_pages_that_nothing_links_to),
		cmocka_unit_test(sitemaps_are_few_and_obey_robots_txt),
		cmocka_unit_test(more_requests_at_a_time_find_the_same),
		cmocka_unit_test(endless_addresses_are_cut_off),
		cmocka_unit_test(
			private_addresses_are_refused_but_for_the_site_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
