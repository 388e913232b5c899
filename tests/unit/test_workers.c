#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "crawler/clock.h"
#include "crawler/read/tool.h"
#include "crawler/workers.h"
#include "tests/support/linkreader.h"

static const struct crawl_reader reader = { .read = linkreader_read };

static struct workers *start(size_t n, int wall_s)
{
	const struct workers_options options = {
		.n = n, .cpu_s = 1, .wall_s = wall_s, .reader = &reader
	};
	struct workers *w = NULL;
	struct error err;

	assert_int_equal(workers_new(&w, &options, &err), 0);
	return w;
}

static void give(struct workers *w, uint32_t ticket, struct slice body)
{
	static const char *const anchors[] = { "first", "second" };
	const struct crawl_job job = { .url = "http://a.go.th/x/",
		.status = 200,
		.content_type = "text/html",
		.body = body,
		.topics = 5,
		.anchors = anchors,
		.n_anchors = 2 };

	workers_start(w, ticket, &job);
}

/* Waits for the next reading, ten seconds at most. */
static uint32_t take(struct workers *w, struct reading *reading)
{
	const int64_t end = clock_ms() + 10000;
	uint32_t ticket = 0;
	struct pollfd fds[8];

	while (!workers_next(w, &ticket, reading)) {
		const int wait = workers_wait_ms(w);
		const size_t n = workers_poll(w, fds, 8);

		assert_true(clock_ms() < end);
		(void)poll(fds, (nfds_t)n, wait);
		workers_turn(w);
	}
	return ticket;
}

static void check_failure(
	struct workers *w, const char *body, enum outcome o, const char *detail)
{
	struct reading reading;

	give(w, 7, slice_str(body));
	assert_int_equal(take(w, &reading), 7);
	assert_int_equal(reading.outcome, o);
	assert_string_equal(reading.detail, detail);
	reading_done(&reading);
	assert_int_equal(workers_idle(w), workers_count(w));
}

static void a_job_comes_back_as_a_reading(void **state)
{
	struct workers *w = start(1, 5);
	struct reading reading;

	(void)state;
	give(w, 3, slice_str("<a href=\"../y\">words t3 p1</a>"));
	assert_int_equal(workers_idle(w), 0);
	assert_int_equal(take(w, &reading), 3);
	assert_int_equal(workers_idle(w), 1);
	assert_int_equal(reading.outcome, OUTCOME_OK);
	assert_int_equal(reading.kind, PAGE_HTML);
	assert_string_equal(reading.title, "first");
	assert_int_equal(reading.n_links, 1);
	assert_string_equal(reading.links[0].url, "http://a.go.th/y");
	assert_string_equal(reading.links[0].text, "words t3 p1");
	assert_int_equal(reading.links[0].topics, 8);
	assert_int_equal(reading.links[0].priority, 1);
	assert_int_equal(reading.payload.len, 1);
	assert_memory_equal(reading.payload.data, "5", 1);
	reading_done(&reading);
	workers_free(w);
}

static void large_bodies_pass_while_others_wait(void **state)
{
	const size_t len = 3 * 1024 * 1024;
	struct workers *w = start(2, 10);
	char *body = mem_zalloc(len);
	struct reading reading;

	(void)state;
	memset(body, 'x', len);
	give(w, 1, slice_of(body, len));
	give(w, 2, slice_str("small"));
	/* Which comes first is the system's affair. */
	for (uint32_t seen = 0; seen != (1 | 2); reading_done(&reading)) {
		seen |= take(w, &reading);
		assert_int_equal(reading.outcome, OUTCOME_OK);
	}
	free(body);
	workers_free(w);
}

static void a_crash_costs_one_reading(void **state)
{
	struct workers *w = start(1, 5);
	struct reading reading;

	(void)state;
	check_failure(w, "!abort", OUTCOME_READER_FAILED, "signal 6");
	check_failure(w, "!abort", OUTCOME_READER_FAILED, "signal 6");
	give(w, 9, slice_str("fine"));
	assert_int_equal(take(w, &reading), 9);
	assert_int_equal(reading.outcome, OUTCOME_OK);
	reading_done(&reading);
	workers_free(w);
}

static void a_worker_that_sleeps_is_ended_in_time(void **state)
{
	struct workers *w = start(1, 1);
	const int64_t begin = clock_ms();

	(void)state;
	check_failure(w, "!sleep", OUTCOME_PARSE_LIMIT, "time");
	assert_true(clock_ms() - begin < 3000);
	workers_free(w);
}

/* Processor time of all children that have ended. */
static double seconds_of_children(void)
{
	struct rusage used = { 0 };

	(void)getrusage(RUSAGE_CHILDREN, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void a_worker_that_spins_is_ended_by_its_processor_time(void **state)
{
	const double before = seconds_of_children();
	struct workers *w = start(1, 30);

	(void)state;
	check_failure(w, "!spin", OUTCOME_PARSE_LIMIT, "processor time");
	workers_free(w);
	assert_true(seconds_of_children() - before < 1.5);
}

static void the_pool_can_be_freed_while_it_works(void **state)
{
	struct workers *w = start(2, 30);

	(void)state;
	give(w, 1, slice_str("!sleep"));
	give(w, 2, slice_str("!spin"));
	workers_free(w);
	workers_free(NULL);
}

/* What a page that has taken over a parser would try, in a folder. */

static bool opens(const char *folder, const char *name, int flags)
{
	char path[256];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, flags, 0600);
	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

static bool makes_socket(const char *folder)
{
	const int families[] = { AF_INET, AF_INET6, AF_UNIX };
	bool any = false;

	(void)folder;
	for (size_t i = 0; i < 3; i++) {
		int fd = socket(families[i], SOCK_STREAM, 0);

		any = any || fd >= 0;
		if (fd >= 0)
			(void)close(fd);
	}
	return any;
}

static bool makes_file(const char *folder)
{
	return opens(folder, "made", O_WRONLY | O_CREAT);
}

static bool changes_file(const char *folder)
{
	return opens(folder, "old", O_RDWR);
}

static bool moves_file(const char *folder)
{
	char from[256], to[256];

	(void)snprintf(from, sizeof(from), "%s/old", folder);
	(void)snprintf(to, sizeof(to), "%s/moved", folder);
	if (rename(from, to) != 0)
		return unlink(from) == 0;
	return rename(to, from) == 0;
}

static bool reads_file(const char *folder)
{
	return opens(folder, "old", O_RDONLY);
}

static bool runs_tool(const char *script, const char *folder)
{
	const char *const argv[] = { "/bin/sh", "-c", script, folder, NULL };
	struct tool_result result;
	struct buf out, messages;
	struct error err;
	bool ran;

	buf_init(&out, 100);
	buf_init(&messages, 1000);
	ran = tool_run(&result, argv, slice_str("text"), &out, &messages,
		      &err) == 0 &&
	      result.end == TOOL_DONE && result.status == 0 &&
	      slice_eq(buf_slice(&out), "text");
	buf_done(&out);
	buf_done(&messages);
	return ran;
}

static bool tool_writes(const char *folder)
{
	return runs_tool("cat && echo x >\"$0/made\"", folder);
}

static bool tool_reads(const char *folder)
{
	return runs_tool("cat", folder);
}

static const struct act {
	bool (*run)(const char *folder);
	bool alone;  /* whether a process without walls can */
	bool walled; /* whether a worker can */
} acts[] = {
	{ makes_socket, true, false },
	{ makes_file, true, false },
	{ changes_file, true, false },
	{ moves_file, true, false },
	{ reads_file, true, true },
	/* No tool may write, whoever starts it. */
	{ tool_writes, false, false },
	{ tool_reads, true, true },
};

#define N_ACTS (sizeof(acts) / sizeof(acts[0]))

/* Says in the title of the page which acts were done. */
static void act_read(
	void *ctx, const struct crawl_job *job, struct reading *out)
{
	struct page *page = page_new(job->url);
	char title[N_ACTS + 1] = "";

	for (size_t i = 0; i < N_ACTS; i++)
		title[i] = acts[i].run(ctx) ? 'y' : 'n';
	page->kind = PAGE_HTML;
	page->title = title;
	reading_set_page(out, page);
	page_free(page);
}

static void a_worker_reaches_no_network_and_changes_no_file(void **state)
{
	char folder[] = "/tmp/oit-walls-XXXXXX", path[64];
	const struct crawl_reader escaper = { .read = act_read, .ctx = folder };
	const struct workers_options options = { .n = 1, .reader = &escaper };
	struct workers *w = NULL;
	struct reading reading;
	struct error err;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_true(opens(folder, "old", O_WRONLY | O_CREAT));
	assert_int_equal(workers_new(&w, &options, &err), 0);
	give(w, 1, slice_str("x"));
	assert_int_equal(take(w, &reading), 1);
	for (size_t i = 0; i < N_ACTS; i++)
		if ((reading.title[i] == 'y') != acts[i].walled)
			fail_msg("act %zu: %c", i, reading.title[i]);
	reading_done(&reading);
	workers_free(w);
	for (size_t i = 0; i < N_ACTS; i++)
		if (acts[i].run(folder) != acts[i].alone)
			fail_msg("act %zu without walls", i);
	(void)snprintf(path, sizeof(path), "%s/made", folder);
	(void)unlink(path);
	(void)snprintf(path, sizeof(path), "%s/old", folder);
	(void)unlink(path);
	assert_int_equal(rmdir(folder), 0);
}

static void forget_all(void *ctx)
{
	*(char *)ctx = 'n';
}

/* The title is what ctx points to. */
static void known_read(
	void *ctx, const struct crawl_job *job, struct reading *out)
{
	struct page *page = page_new(job->url);

	page->title = ctx;
	reading_set_page(out, page);
	page_free(page);
}

static void a_worker_forgets_what_the_main_process_knows(void **state)
{
	char known[] = "y";
	const struct crawl_reader knower = { .read = known_read, .ctx = known };
	const struct workers_options options = { .n = 1,
		.reader = &knower,
		.forget = forget_all,
		.forget_ctx = known };
	struct workers *w = NULL;
	struct reading reading;
	struct error err;

	(void)state;
	assert_int_equal(workers_new(&w, &options, &err), 0);
	give(w, 1, slice_str("x"));
	assert_int_equal(take(w, &reading), 1);
	assert_string_equal(reading.title, "n");
	assert_string_equal(known, "y");
	reading_done(&reading);
	workers_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_comes_back_as_a_reading),
		cmocka_unit_test(large_bodies_pass_while_others_wait),
		cmocka_unit_test(a_crash_costs_one_reading),
		cmocka_unit_test(a_worker_that_sleeps_is_ended_in_time),
		cmocka_unit_test(
			a_worker_that_spins_is_ended_by_its_processor_time),
		cmocka_unit_test(the_pool_can_be_freed_while_it_works),
		cmocka_unit_test(
			a_worker_reaches_no_network_and_changes_no_file),
		cmocka_unit_test(a_worker_forgets_what_the_main_process_knows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
