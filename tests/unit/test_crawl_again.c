#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "crawler/limits.h"
#include "tests/support/run.h"

static void the_same_crawl_gives_the_same_archive(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = PAGE(LINK("/a", "a") LINK("/b", "b")) },
		{ .target = "/a", .body = "a" },
		{ 0 },
	};
	char path[64], copy[64];
	struct buf first, second;
	struct error err;
	struct run run;

	(void)state;
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	run_begin(&run, table);
	(void)snprintf(path, sizeof(path), "%s/site.warc.gz", run.folder);
	(void)snprintf(copy, sizeof(copy), "%s/crawl.sqlite", run.folder);
	run_crawl(&run);
	assert_int_equal(file_read(&first, path, &err), 0);
	assert_int_equal(file_remove_tree(path, &err), 0);
	assert_int_equal(file_remove_tree(copy, &err), 0);
	crawl_result_free(run.result);
	run_crawl(&run);
	assert_int_equal(file_read(&second, path, &err), 0);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);
	buf_done(&first);
	buf_done(&second);
	run_end(&run);
}

/* A site with much to be remembered: tries, redirects, topics found late,
 * other spellings, sitemaps, servers' wishes. */
static const struct canned eventful[] = {
	{ .target = "/robots.txt",
		.fields = "Content-Type: text/plain\r\n",
		.body = "User-agent: *\nDisallow: /no\nSitemap: %s/map.xml\n" },
	{ .target = "/map.xml",
		.fields = "Content-Type: text/xml\r\n",
		.body = "<urlset><url><loc>%s/alone</loc></url></urlset>" },
	{ .target = "/",
		.status = "302 Found",
		.fields = "Location: /home\r\n" },
	{ .target = "/home",
		.body = PAGE(LINK("/a", "t1 p0") LINK("/busy", "p1") LINK(
			"/cut", "p1") LINK("/no/x", "p1") LINK("/b", "p2")
				LINK("/a?PHPSESSID=1", "p2")) },
	{ .target = "/a", .body = PAGE(LINK("/c", "p0") LINK("/b", "p3")) },
	{ .target = "/b",
		.body = PAGE(LINK("/a", "t2") LINK("/old", "p5")
				LINK("mailto:x@y", "x")) },
	{ .target = "/c", .body = PAGE(LINK("/a?PHPSESSID=2", "p2")) },
	{ .target = "/old",
		.status = "301 Moved",
		.fields = "Location: /c\r\n" },
	{ .target = "/busy", .status = "503 Busy" },
	{ .target = "/cut", .body = "a long body", .fault = CANNED_CUT },
	{ .target = "/alone", .body = PAGE(LINK("/gone", "p1")) },
	{ 0 },
};

/* All that a run has come to, but for what it has cost. */
static void put_run(struct buf *out, const struct run *run)
{
	const struct crawl_totals *t = &run->result->totals;
	const struct visit_list *visits = &run->result->visits;

	run_put_outcomes(out, run);
	for (size_t i = 0; i < visits->n; i++)
		buf_printf(out, "%u %u %llu\n", visits->items[i].inbound,
			visits->items[i].depth,
			(unsigned long long)visits->items[i].topics);
	for (size_t i = 0; i < URL_FOLD_COUNT; i++)
		buf_printf(out, "%zu ", t->folded[i]);
	buf_printf(out, "%zu %zu %zu %llu %s %s\n", t->found,
		t->found_by_sitemap, t->requests,
		(unsigned long long)t->others[READING_SCHEME_MAILTO],
		run->result->home, run->result->started);
	buf_puts(out, buf_str(&run->kept));
}

static void read_archive(struct buf *out, const struct run *run)
{
	char path[64];
	struct error err;

	(void)snprintf(path, sizeof(path), "%s/site.warc.gz", run->folder);
	buf_init(out, 1 << 20);
	assert_int_equal(file_read(out, path, &err), 0);
}

static void empty_folder(struct run *run)
{
	struct error err;

	assert_int_equal(file_remove_tree(run->folder, &err), 0);
	assert_int_equal(file_make_folder(run->folder, &err), 0);
}

/* Forgets a run but for its folder, which the next one takes up. */
static void take_up(struct run *run)
{
	crawl_result_free(run->result);
	run->result = NULL;
	buf_clear(&run->kept);
	run->options.resume = true;
	run->options.max_pages = 0;
}

static void a_run_is_taken_up_where_it_ended(void **state)
{
	struct buf whole, archive, again, archive_again;
	struct error err;
	struct run run;
	size_t requests, asked = 0, crawls = 1;
	char *log;

	(void)state;
	buf_init(&whole, 1 << 20);
	run_begin(&run, eventful);
	run_crawl(&run);
	put_run(&whole, &run);
	read_archive(&archive, &run);
	requests = run.result->totals.requests;
	assert_int_equal(crawl_left(&run.options, &err), CRAWL_LEFT_WHOLE);
	crawl_result_free(run.result);
	do {
		empty_folder(&run);
		run.options.resume = false;
		run.options.max_pages = 2 * crawls++;
		buf_clear(&run.kept);
		run_crawl(&run);
		if (!run.result->visits.stopped_by)
			break;
		assert_int_equal(
			crawl_left(&run.options, &err), CRAWL_LEFT_HALF);
		take_up(&run);
		run_crawl(&run);
		assert_null(run.result->visits.stopped_by);
		buf_init(&again, 1 << 20);
		put_run(&again, &run);
		assert_string_equal(buf_str(&again), buf_str(&whole));
		read_archive(&archive_again, &run);
		assert_int_equal(archive_again.len, archive.len);
		assert_memory_equal(
			archive_again.data, archive.data, archive.len);
		crawl_result_free(run.result);
		buf_done(&again);
		buf_done(&archive_again);
	} while (crawls < 50);
	/* Nothing was asked for twice in any of them. */
	log = canned_log(run.server);
	for (const char *line = log; *line; line++)
		asked += *line == '\n';
	assert_int_equal(asked, requests * crawls);
	free(log);
	assert_in_range(crawls, 5, 10);
	buf_done(&whole);
	buf_done(&archive);
	run_end(&run);
}

static void a_run_begun_otherwise_is_not_taken_up(void **state)
{
	static const struct canned table[] = { { .target = "/", .body = "x" },
		{ 0 } };
	struct crawl_setting setting = { "--year", "2567" };
	struct error err;
	struct run run;

	(void)state;
	run_begin(&run, table);
	run.options.settings = &setting;
	run.options.n_settings = 1;
	assert_int_equal(crawl_left(&run.options, &err), CRAWL_LEFT_NOTHING);
	run_crawl(&run);
	assert_int_equal(crawl_left(&run.options, &err), CRAWL_LEFT_WHOLE);
	setting.value = "2568";
	assert_int_equal(crawl_left(&run.options, &err), ERR_SYNTAX);
	assert_non_null(strstr(err.text, "--year \"2567\", not \"2568\""));
	setting.value = "2567";
	run.options.site = "http://other.example/";
	assert_int_equal(crawl_left(&run.options, &err), ERR_SYNTAX);
	assert_non_null(strstr(err.text, "other.example"));
	run_end(&run);
}

static void an_archive_is_a_site_to_be_crawled_again(void **state)
{
	static const struct canned table[] = {
		{ .target = "/robots.txt",
			.body = "User-agent: *\nDisallow: /x\n" },
		{ .target = "/",
			.body = PAGE(LINK("/a", "a") LINK("/cut", "b")
					LINK("/x", "c") LINK("/close", "d")) },
		{ .target = "/a", .body = "a" },
		{ .target = "/cut", .body = "0123456789", .fault = CANNED_CUT },
		{ .target = "/close", .fault = CANNED_CLOSE },
		{ 0 },
	};
	struct run run;

	(void)state;
	run_begin(&run, table);
	run_crawl(&run);
	run_check_replay(&run);
	run_end(&run);
}

/* Pages of which each leads to all, and a list that names some of them. */
static void fill_siblings(struct buf *body, int n)
{
	for (int i = 0; i < n; i++)
		buf_printf(body, "<a href=\"/l?id=%d\">p5</a>", i);
}

static void what_is_endless_does_not_hang_on_the_order(void **state)
{
	struct canned table[] = {
		{ .target = "/",
			.body = PAGE(
				LINK("/l?id=0", "p0") LINK("/list", "p9")) },
		{ .target = "/l?id=0" },
		{ .target = "/list" },
		{ 0 },
	};
	struct buf siblings, list;
	struct run run;

	(void)state;
	buf_init(&siblings, 1 << 20);
	buf_init(&list, 1 << 20);
	fill_siblings(&siblings, LIMIT_PATTERN_PAGES + 30);
	fill_siblings(&list, 31);
	table[1].body = buf_str(&siblings);
	table[2].body = buf_str(&list);
	run_begin(&run, table);
	run.options.concurrency = 8;
	run_crawl(&run);
	assert_int_equal(run.result->totals.by_reason[OUTCOME_TRAP_LIMIT], 0);
	assert_int_equal(run.result->totals.found, LIMIT_PATTERN_PAGES + 32);
	run_end(&run);
	buf_done(&siblings);
	buf_done(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_crawl_gives_the_same_archive),
		cmocka_unit_test(a_run_is_taken_up_where_it_ended),
		cmocka_unit_test(a_run_begun_otherwise_is_not_taken_up),
		cmocka_unit_test(an_archive_is_a_site_to_be_crawled_again),
		cmocka_unit_test(what_is_endless_does_not_hang_on_the_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
