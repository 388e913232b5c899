#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/outside.h"
#include "tests/support/run.h"

/* The other site, and the places of it that are taken for evidence. */
static const struct {
	const char *target;
	int status; /* 0: it was not asked or did not answer */
	unsigned marks;
} places[] = {
	{ "/open", 200, VISIT_MARK_ASKED },
	{ "/gone", 404, VISIT_MARK_ASKED },
	{ "/far", 200, VISIT_MARK_ASKED },
	{ "/private", 302, VISIT_MARK_ASKED | VISIT_MARK_LOGIN },
	{ "/locked", 401, VISIT_MARK_ASKED | VISIT_MARK_LOGIN },
	{ "/round", 302, VISIT_MARK_ASKED },
	{ "/large", 200, VISIT_MARK_ASKED },
	{ "/silent", 0, 0 },
	{ "/closed", 0, 0 },
};

enum { N_PLACES = sizeof(places) / sizeof(*places) };

static char large[4UL * 1024 * 1024];

/* Two servers; the reader asks for all places, twice, and for one that no page
 * leads to. */
struct two {
	struct run run;
	struct canned_server *other;
	char urls[N_PLACES + 1][64];
	struct buf home;
};

static const char *outside(void *ctx, size_t *at)
{
	const struct two *two = (const struct two *)ctx;

	if (*at == 2 * (N_PLACES + 1))
		return NULL;
	return two->urls[(*at)++ % (N_PLACES + 1)];
}

static void name_places(struct two *two)
{
	const char *origin = canned_origin(two->other);

	for (size_t i = 0; i < N_PLACES; i++) {
		(void)snprintf(two->urls[i], sizeof(two->urls[i]), "%s%s",
			origin, places[i].target);
		buf_printf(&two->home, "<a href=\"%s\">a</a>", two->urls[i]);
	}
	(void)snprintf(two->urls[N_PLACES], sizeof(two->urls[N_PLACES]),
		"%s/unlinked", origin);
	buf_printf(&two->home, "<a href=\"%s/unasked\">a</a>", origin);
}

static void places_of_other_sites_are_asked_once_whether_they_answer(
	void **state)
{
	static const struct canned other[] = {
		{ .target = "/robots.txt",
			.fields = "Content-Type: text/plain\r\n",
			.body = "User-agent: *\nDisallow: /closed\n" },
		{ .target = "/open", .body = "<a href=\"/deeper\">a</a>" },
		{ .target = "/far",
			.status = "302 Found",
			.fields = "Location: /farther\r\n" },
		{ .target = "/farther", .body = "x" },
		{ .target = "/private",
			.status = "302 Found",
			.fields = "Location: /ServiceLogin?x=1\r\n" },
		{ .target = "/locked", .status = "401 Unauthorized" },
		{ .target = "/round",
			.status = "302 Found",
			.fields = "Location: /round\r\n" },
		{ .target = "/large", .body = large, .len = sizeof(large) },
		{ .target = "/silent", .fault = CANNED_CLOSE },
		{ 0 },
	};
	struct canned table[] = { { .target = "/" }, { 0 } };
	struct two two = { 0 };
	char *log;

	(void)state;
	buf_init(&two.home, 65536);
	two.other = canned_start(other);
	name_places(&two);
	table[0].body = buf_str(&two.home);
	run_begin(&two.run, table);
	two.run.options.allow_private = true;
	two.run.options.ask_outside = true;
	two.run.reader.keep = NULL;
	two.run.reader.ctx = &two;
	two.run.reader.outside = outside;
	run_crawl(&two.run);
	for (size_t i = 0; i < N_PLACES; i++) {
		const struct visit *v = &two.run.result->visits.items[i + 1];

		assert_string_equal(v->url, two.urls[i]);
		assert_int_equal(v->outcome, OUTCOME_OUT_OF_SCOPE);
		if (v->status != places[i].status ||
			v->marks != places[i].marks)
			fail_msg("%s: %d, %u", places[i].target, v->status,
				v->marks);
	}
	assert_null(two.run.result->visits.stopped_by);
	log = canned_log(two.other);
	assert_string_equal(log,
		"/robots.txt\n/open\n/gone\n/far\n/farther\n/private\n/locked\n"
		"/round\n/round\n/round\n/round\n/round\n/round\n/large\n"
		"/silent\n");
	free(log);
	run_end(&two.run);
	canned_stop(two.other);
	buf_done(&two.home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			places_of_other_sites_are_asked_once_whether_they_answer),
	};

	memset(large, 'x', sizeof(large));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
