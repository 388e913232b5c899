#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "crawler/archive.h"
#include "crawler/clock.h"
#include "crawler/source.h"
#include "tests/support/canned.h"

#define NOW 1740000000
#define DATE "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
#define SAME "304 Not Modified"

static const struct canned table[] = {
	{ .target = "/dated", .status = SAME },
	{ .target = "/tagged", .status = SAME, .fields = "ETag: \"1\"\r\n" },
	{ .target = "/other", .status = SAME, .fields = "ETag: \"2\"\r\n" },
	{ .target = "/plain", .status = SAME },
	{ .target = "/failed", .status = SAME },
	{ .target = "/unknown", .status = SAME },
	{ .target = "/changed", .body = "new" },
	{ 0 },
};

/* What the run before got there. */
static const struct {
	const char *target, *fields;
} past[] = {
	{ "/dated", DATE },
	{ "/tagged", "ETag: \"1\"\r\n" },
	{ "/other", "ETag: \"1\"\r\n" DATE },
	{ "/plain", "" },
	{ "/failed", "Content-Length: 99\r\n" DATE },
	{ "/changed", "ETag: \"1\"\r\n" },
	{ "/vanished", DATE },
};

struct place {
	char folder[32], before[48], after[48];
	struct canned_server *server;
	struct source *source;
};

static void put_past(struct place *p, struct archive *a, const char *target,
	const char *fields)
{
	char *url = canned_url(p->server, target);
	struct response *r = response_new(url);
	uint64_t offset;
	struct error err;

	(void)response_put_line(r, slice_str("HTTP/1.1 200 OK\r\n"));
	(void)response_put_line(r, slice_str(fields));
	(void)response_put_line(r, slice_str("\r\n"));
	buf_puts(&r->raw, "old");
	r->at = NOW - 86400;
	response_judge(r, 100);
	assert_int_equal(archive_put(a, r, &offset, &err), 0);
	response_free(r);
	free(url);
}

static void begin(struct place *p)
{
	struct crawl_options options = { .allow_private = true, .now = NOW };
	struct archive *a = NULL;
	struct error err = { 0 };
	char path[64];

	*p = (struct place){ .folder = "/tmp/oit-source-XXXXXX" };
	p->server = canned_start(table);
	assert_non_null(mkdtemp(p->folder));
	(void)snprintf(p->before, sizeof(p->before), "%s/before", p->folder);
	(void)snprintf(p->after, sizeof(p->after), "%s/after", p->folder);
	assert_int_equal(file_make_folder(p->before, &err), 0);
	assert_int_equal(file_make_folder(p->after, &err), 0);
	(void)snprintf(path, sizeof(path), "%s/site.warc.gz", p->before);
	assert_int_equal(
		archive_create(&a, path, "http://a/", "oit/x", NOW, &err), 0);
	for (size_t i = 0; i < sizeof(past) / sizeof(past[0]); i++)
		put_past(p, a, past[i].target, past[i].fields);
	archive_free(a);
	options.folder = p->after;
	options.since = p->before;
	if (source_new(&p->source, &options, canned_origin(p->server), "oit/x",
		    &err) != 0)
		fail_msg("%s", err.text);
}

static void end(struct place *p)
{
	struct error err;

	source_free(p->source);
	canned_stop(p->server);
	assert_int_equal(file_remove_tree(p->folder, &err), 0);
}

static struct response *get(struct place *p, const char *target, bool anew)
{
	const int64_t limit = clock_ms() + 10000;
	char *url = canned_url(p->server, target);
	const struct fetch_request request = { .url = url, .anew = anew };
	struct response *r = NULL;
	struct error err;
	uint64_t offset;
	uint32_t ticket;
	int rc;

	source_start(p->source, &request);
	while ((rc = source_next(p->source, &r, &ticket, &offset, &err)) == 0) {
		assert_true(clock_ms() < limit);
		source_turn(p->source, NULL, 0, 100);
	}
	assert_int_equal(rc, 1);
	assert_string_equal(r->url, url);
	free(url);
	return r;
}

static void only_what_was_asked_for_may_be_unchanged(void **state)
{
	static const struct {
		const char *target;
		enum outcome outcome;
		const char *body;
	} rows[] = {
		{ "/dated", OUTCOME_OK, "old" },
		{ "/tagged", OUTCOME_OK, "old" },
		{ "/changed", OUTCOME_OK, "new" },
		{ "/vanished", OUTCOME_HTTP_ERROR, "" },
		{ "/other", OUTCOME_BAD_HTTP, "" },
		{ "/plain", OUTCOME_BAD_HTTP, "" },
		{ "/failed", OUTCOME_BAD_HTTP, "" },
		{ "/unknown", OUTCOME_BAD_HTTP, "" },
	};
	struct place p;

	(void)state;
	begin(&p);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response *r = get(&p, rows[i].target, false);

		if (r->outcome != rows[i].outcome)
			fail_msg("%s: %s (%s)", rows[i].target,
				outcome_name(r->outcome), r->detail);
		assert_true(slice_eq(r->body, rows[i].body));
		if (r->outcome == OUTCOME_OK) {
			assert_int_equal(r->status, 200);
			assert_int_equal(r->at, NOW);
			assert_string_equal(r->address, "127.0.0.1");
		}
		response_free(r);
	}
	assert_int_equal(source_reused(p.source), 2);
	assert_int_equal(source_bytes_saved(p.source), 6);
	end(&p);
}

static void requests_say_what_is_there(void **state)
{
	struct response *r;
	struct place p;

	(void)state;
	begin(&p);
	r = get(&p, "/changed", false);
	assert_non_null(
		strstr(buf_str(&r->request), "If-None-Match: \"1\"\r\n"));
	assert_null(strstr(buf_str(&r->request), "If-Modified-Since"));
	response_free(r);
	r = get(&p, "/vanished", false);
	assert_non_null(strstr(buf_str(&r->request),
		"If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
	response_free(r);
	r = get(&p, "/dated", true);
	assert_null(strstr(buf_str(&r->request), "\r\nIf-"));
	assert_int_equal(r->outcome, OUTCOME_BAD_HTTP);
	response_free(r);
	end(&p);
}

/* The folder of the run before may be thrown away. */
static void the_new_archive_is_whole_without_the_old_one(void **state)
{
	struct archive *a = NULL;
	struct response *r;
	struct error err = { 0 };
	struct place p;
	uint64_t offset;
	char path[64], *url;

	(void)state;
	begin(&p);
	response_free(get(&p, "/tagged", false));
	assert_int_equal(source_finish(p.source, &err), 0);
	assert_int_equal(file_remove_tree(p.before, &err), 0);
	(void)snprintf(path, sizeof(path), "%s/site.warc.gz", p.after);
	if (archive_open(&a, path, &err) != 0)
		fail_msg("%s", err.text);
	url = canned_url(p.server, "/tagged");
	assert_true(archive_find(a, url, &offset));
	assert_int_equal(archive_get(&r, a, offset, &err), 0);
	assert_int_equal(r->outcome, OUTCOME_OK);
	assert_int_equal(r->at, NOW);
	assert_true(slice_eq(r->body, "old"));
	response_free(r);
	free(url);
	archive_free(a);
	end(&p);
}

static void a_run_without_an_archive_is_an_error(void **state)
{
	const struct crawl_options options = { .folder = "/tmp/oit-source-1",
		.since = "/nowhere" };
	struct source *s = NULL;
	struct error err;

	(void)state;
	assert_int_equal(file_remove_tree(options.folder, &err), 0);
	assert_int_equal(file_make_folder(options.folder, &err), 0);
	assert_int_equal(
		source_new(&s, &options, "http://a/", "oit/x", &err), ERR_READ);
	assert_non_null(strstr(err.text, "/nowhere/site.warc.gz"));
	assert_int_equal(file_remove_tree(options.folder, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_was_asked_for_may_be_unchanged),
		cmocka_unit_test(requests_say_what_is_there),
		cmocka_unit_test(the_new_archive_is_whole_without_the_old_one),
		cmocka_unit_test(a_run_without_an_archive_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
