#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "crawler/crawl.h"
#include "tests/support/canned.h"
#include "tests/support/linkreader.h"

#define LINK(href, text) "<a href=\"" href "\">" text "</a>"
#define MAX_KEPT 16

/* Readings in the order in which they were kept. */
struct kept {
	char paths[MAX_KEPT + 1]; /* the last letter of each address */
	size_t n;
};

static void keep(
	void *ctx, const struct visit *visit, const struct reading *reading)
{
	struct kept *kept = ctx;

	(void)reading;
	if (kept->n < MAX_KEPT)
		kept->paths[kept->n++] = visit->url[strlen(visit->url) - 1];
}

/* Topic 1 is settled by the page /a. */
static uint64_t sought(void *ctx)
{
	const struct kept *kept = ctx;

	return strchr(kept->paths, 'a') ? ~(uint64_t)2 : UINT64_MAX;
}

static void what_a_page_settles_is_not_asked_for_first_any_more(void **state)
{
	static const struct canned table[] = {
		{ .target = "/",
			.body = LINK("/a", "p1 t1") LINK("/b", "p1 t1")
				LINK("/c", "p2 t2") LINK("/d", "p2 t1") },
		{ .target = "/a", .body = "a" },
		{ .target = "/b", .body = "b" },
		{ .target = "/c", .body = "c" },
		{ .target = "/d", .body = "d" },
		{ 0 },
	};
	char folder[] = "/tmp/oit-ledger-XXXXXX";
	struct kept kept = { 0 };
	const struct crawl_reader reader = { .read = linkreader_read,
		.keep = keep,
		.sought = sought,
		.ctx = &kept };
	struct canned_server *server = canned_start(table);
	struct crawl_options options = { .site = canned_origin(server),
		.workers = 1 };
	struct crawl_result *result = NULL;
	struct error err = { 0 };

	(void)state;
	options.folder = mkdtemp(folder);
	assert_non_null(options.folder);
	assert_int_equal(crawl_run(&result, &options, &reader, &err), 0);
	assert_string_equal(kept.paths, "/acbd");
	crawl_result_free(result);
	canned_stop(server);
	assert_int_equal(file_remove_tree(folder, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_a_page_settles_is_not_asked_for_first_any_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
