#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/deflate.h"
#include "crawler/clock.h"
#include "crawler/fetch.h"
#include "crawler/limits.h"
#include "tests/support/canned.h"

static const struct canned table[] = {
	{ .target = "/", .body = "hello" },
	{ .target = "/cut", .body = "hello", .fault = CANNED_CUT },
	{ .target = "/close", .fault = CANNED_CLOSE },
	{ .target = "/silent", .fault = CANNED_SILENT },
	{ .target = "/drip",
		.body = "0123456789012345678901234567890123456789"
			"0123456789012345678901234567890123456789",
		.fault = CANNED_DRIP },
	{ .target = "/endless",
		.body = "0123456789012345678901234567890123456789"
			"0123456789012345678901234567890123456789",
		.fault = CANNED_ENDLESS },
	{ .target = "/old", .body = "<html>", .fault = CANNED_RAW },
	{ .target = "/gone", .status = "410 Gone" },
	{ .target = "/chunks",
		.fields = "Transfer-Encoding: chunked\r\n",
		.body = "5\r\nhello\r\n0\r\n\r\n" },
	{ .target = "/badchunks",
		.fields = "Transfer-Encoding: chunked\r\n",
		.body = "5\r\nhello\r\nworld\r\n" },
	{ 0 },
};

static struct fetch *start(const struct fetch_options *options)
{
	struct fetch_options o = *options;
	struct fetch *f = NULL;
	struct error err = { 0 };

	o.user_agent = "oit/test";
	if (fetch_new(&f, &o, &err) != 0)
		fail_msg("%s", err.text);
	return f;
}

/* The next response, ten seconds at most. */
static struct response *wait_for(struct fetch *f, uint32_t *ticket)
{
	const int64_t end = clock_ms() + 10000;
	struct response *r;

	while ((r = fetch_next(f, ticket)) == NULL) {
		assert_true(clock_ms() < end);
		fetch_turn(f, NULL, 0, 100);
	}
	return r;
}

static struct response *get(struct fetch *f, const char *url)
{
	const struct fetch_request request = { .url = url, .ticket = 42 };
	struct response *r;
	uint32_t ticket = 0;

	fetch_start(f, &request);
	r = wait_for(f, &ticket);
	assert_int_equal(ticket, 42);
	return r;
}

static void check(struct fetch *f, const struct canned_server *server,
	const char *target, enum outcome o)
{
	char *url = canned_url(server, target);
	struct response *r = get(f, url);

	if (r->outcome != o)
		fail_msg("%s: %s (%s)", target, outcome_name(r->outcome),
			r->detail);
	response_free(r);
	free(url);
}

static void a_page_comes_with_all_that_went_over_the_wire(void **state)
{
	struct canned_server *server = canned_start(table);
	const struct fetch_options options = { .allow_private = true,
		.now = 1740000000 };
	struct fetch *f = start(&options);
	char *url = canned_url(server, "/");
	struct response *r = get(f, url);

	(void)state;
	assert_int_equal(r->outcome, OUTCOME_OK);
	assert_int_equal(r->status, 200);
	assert_true(slice_eq(r->body, "hello"));
	assert_string_equal(r->address, "127.0.0.1");
	assert_int_equal(r->at, 1740000000);
	assert_non_null(strstr(buf_str(&r->head), "Content-Length: 5\r\n"));
	assert_memory_equal(buf_str(&r->request), "GET / HTTP/1.1\r\n", 16);
	assert_non_null(
		strstr(buf_str(&r->request), "User-Agent: oit/test\r\n"));
	assert_null(strstr(buf_str(&r->request), "Cookie"));
	assert_null(strstr(buf_str(&r->request), "Referer"));
	assert_true(fetch_bytes(f) > 5);
	response_free(r);
	free(url);
	fetch_free(f);
	canned_stop(server);
}

static void each_fault_has_its_outcome(void **state)
{
	struct canned_server *server = canned_start(table);
	const struct fetch_options options = { .allow_private = true };
	struct fetch *f = start(&options);

	(void)state;
	check(f, server, "/cut", OUTCOME_TRUNCATED);
	check(f, server, "/close", OUTCOME_RESET);
	check(f, server, "/endless", OUTCOME_TOO_LARGE);
	check(f, server, "/old", OUTCOME_BAD_HTTP);
	check(f, server, "/gone", OUTCOME_HTTP_ERROR);
	check(f, server, "/chunks", OUTCOME_OK);
	check(f, server, "/badchunks", OUTCOME_BAD_HTTP);
	assert_int_equal(fetch_requests(f), 7);
	fetch_free(f);
	canned_stop(server);
}

static void silence_and_drip_end_in_time(void **state)
{
	struct canned_server *server = canned_start(table);
	const struct fetch_options silence = { .allow_private = true,
		.silence_ms = 300 };
	const struct fetch_options page = { .allow_private = true,
		.page_ms = 500 };
	const int64_t begin = clock_ms();
	struct fetch *f = start(&silence);

	(void)state;
	check(f, server, "/silent", OUTCOME_READ_TIMEOUT);
	check(f, server, "/drip", OUTCOME_TOO_SLOW);
	fetch_free(f);
	f = start(&page);
	check(f, server, "/drip", OUTCOME_TOO_SLOW);
	assert_true(clock_ms() - begin < 3000);
	fetch_free(f);
	canned_stop(server);
}

static void a_fault_does_not_hold_up_a_good_page(void **state)
{
	static const char *const targets[] = { "/silent", "/drip", "/endless",
		"/" };
	struct canned_server *server = canned_start(table);
	const struct fetch_options options = { .allow_private = true };
	struct fetch *f = start(&options);
	const int64_t begin = clock_ms();
	uint32_t ticket = 0;

	(void)state;
	for (uint32_t i = 0; i < 4; i++) {
		char *url = canned_url(server, targets[i]);

		fetch_start(
			f, &(struct fetch_request){ .url = url, .ticket = i });
		free(url);
	}
	while (ticket != 3)
		response_free(wait_for(f, &ticket));
	assert_true(clock_ms() - begin < 1000);
	fetch_free(f);
	canned_stop(server);
}

#define HTML "Content-Type: text/html\r\nContent-Encoding: "
#define PDF "Content-Type: application/pdf\r\nContent-Encoding: "

/* 16 MiB of zeros in brotli. */
static const char brotli_bomb[] = "\xcf\xff\xff\x7f\xf8\x27\x00\xe2\xb1"
				  "\x40\x20\xf7\xfe\x7f";

/* 128 MiB of zeros in zstd: blocks of 128 KiB in 4 bytes (RFC 8878 section
 * 3.1.1.2). */
static void put_zstd_bomb(struct buf *out)
{
	buf_put(out, "\x28\xb5\x2f\xfd\0\x38", 6);
	for (size_t i = 0; i < 1024; i++)
		buf_put(out, "\2\0\x10\0", 4);
}

static struct canned bomb(
	const char *target, const char *fields, const struct buf *body)
{
	return (struct canned){ .target = target,
		.fields = fields,
		.body = body->data,
		.len = body->len };
}

/* The bomb is too large, and the page asked for after it need not wait a
 * second: counted in our own time, of which a busy machine makes no more. */
static void check_bomb(
	struct fetch *f, const struct canned_server *server, const char *target)
{
	const clock_t begin = clock();
	char *urls[] = { canned_url(server, target), canned_url(server, "/") };

	for (uint32_t i = 0; i < 2; i++)
		fetch_start(f,
			&(struct fetch_request){ .url = urls[i], .ticket = i });
	for (size_t i = 0; i < 2; i++) {
		uint32_t ticket = 0;
		struct response *r = wait_for(f, &ticket);

		if (r->outcome != (ticket ? OUTCOME_OK : OUTCOME_TOO_LARGE))
			fail_msg("%s: %s (%s)", r->url,
				outcome_name(r->outcome), r->detail);
		assert_true(r->decoded.cap <= 2 * LIMIT_ZIP_RATIO_AFTER);
		response_free(r);
		free(urls[i]);
	}
	assert_true(clock() - begin < CLOCKS_PER_SEC);
}

static void a_bomb_costs_itself_alone_and_nobody_waits_for_it(void **state)
{
	static const char zeros[16 << 20];
	struct canned bombs[9] = { { .target = "/", .body = "hello" } };
	const struct fetch_options options = { .allow_private = true };
	struct canned_server *server;
	struct buf gzip, nested, brotli, zstd;
	struct fetch *f = start(&options);

	(void)state;
	buf_init(&gzip, 1 << 20);
	buf_init(&nested, 1 << 20);
	buf_init(&brotli, 1 << 20);
	buf_init(&zstd, 1 << 20);
	deflate_put_member(NULL, &gzip, slice_of(zeros, sizeof(zeros)));
	deflate_put_member(NULL, &nested, buf_slice(&gzip));
	buf_put(&brotli, brotli_bomb, sizeof(brotli_bomb) - 1);
	put_zstd_bomb(&zstd);
	bombs[1] = bomb("/gzip", HTML "gzip\r\n", &gzip);
	bombs[2] = bomb("/nested", HTML "gzip, gzip\r\n", &nested);
	bombs[3] = bomb("/brotli", HTML "br\r\n", &brotli);
	bombs[4] = bomb("/zstd", HTML "zstd\r\n", &zstd);
	bombs[5] = bomb("/pdf", PDF "br\r\n", &brotli);
	bombs[6] = bomb("/zpdf", PDF "zstd\r\n", &zstd);
	bombs[7] = bomb("/endless", HTML "gzip\r\n", &gzip);
	bombs[7].fault = CANNED_ENDLESS;
	server = canned_start(bombs);
	for (uint32_t i = 1; bombs[i].target; i++)
		check_bomb(f, server, bombs[i].target);
	buf_done(&gzip);
	buf_done(&nested);
	buf_done(&brotli);
	buf_done(&zstd);
	fetch_free(f);
	canned_stop(server);
}

static void private_addresses_are_refused(void **state)
{
	struct canned_server *server = canned_start(table);
	const struct fetch_options own = { .own = canned_origin(server) };
	const struct fetch_options none = { .own = "http://a.go.th/" };
	struct fetch *f = start(&none);

	(void)state;
	check(f, server, "/", OUTCOME_BLOCKED_ADDRESS);
	fetch_free(f);
	f = start(&own);
	check(f, server, "/", OUTCOME_OK);
	fetch_free(f);
	assert_int_equal(canned_hits(server, "/"), 1);
	canned_stop(server);
}

static void hosts_that_are_not_there_are_told_apart(void **state)
{
	static const struct {
		const char *url;
		enum outcome outcome;
	} rows[] = {
		{ "http://127.0.0.1:1/", OUTCOME_REFUSED },
		{ "http://no-such-host.invalid/", OUTCOME_DNS },
		{ "https://127.0.0.1:1/", OUTCOME_REFUSED },
	};
	const struct fetch_options options = { .allow_private = true };
	struct fetch *f = start(&options);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response *r = get(f, rows[i].url);

		if (r->outcome != rows[i].outcome)
			fail_msg("%s: %s (%s)", rows[i].url,
				outcome_name(r->outcome), r->detail);
		assert_int_equal(r->status, 0);
		response_free(r);
	}
	fetch_free(f);
}

static void proxy_variables_are_not_followed(void **state)
{
	struct canned_server *server = canned_start(table);
	const struct fetch_options options = { .allow_private = true };
	struct fetch *f;

	(void)state;
	assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1/", 1), 0);
	assert_int_equal(setenv("ALL_PROXY", "http://127.0.0.1:1/", 1), 0);
	f = start(&options);
	check(f, server, "/", OUTCOME_OK);
	fetch_free(f);
	(void)unsetenv("http_proxy");
	(void)unsetenv("ALL_PROXY");
	canned_stop(server);
}

static void plain_http_is_no_tls(void **state)
{
	struct canned_server *server = canned_start(table);
	const struct fetch_options options = { .allow_private = true };
	struct fetch *f = start(&options);
	char *url = canned_url(server, "/");
	struct buf tls;
	struct response *r;

	(void)state;
	buf_init(&tls, 100);
	buf_printf(&tls, "https%s", strchr(url, ':'));
	r = get(f, buf_str(&tls));
	assert_int_equal(r->outcome, OUTCOME_TLS_ERROR);
	response_free(r);
	buf_done(&tls);
	free(url);
	fetch_free(f);
	canned_stop(server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_comes_with_all_that_went_over_the_wire),
		cmocka_unit_test(each_fault_has_its_outcome),
		cmocka_unit_test(silence_and_drip_end_in_time),
		cmocka_unit_test(a_fault_does_not_hold_up_a_good_page),
		cmocka_unit_test(
			a_bomb_costs_itself_alone_and_nobody_waits_for_it),
		cmocka_unit_test(private_addresses_are_refused),
		cmocka_unit_test(hosts_that_are_not_there_are_told_apart),
		cmocka_unit_test(proxy_variables_are_not_followed),
		cmocka_unit_test(plain_http_is_no_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
