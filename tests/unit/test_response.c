#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/deflate.h"
#include "crawler/chunks.h"
#include "crawler/limits.h"
#include "crawler/response.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* A response with this head and this body as received. */
static struct response *make(const char *head, struct slice raw)
{
	struct response *r = response_new("http://a.go.th/");

	for (const char *end; (end = strchr(head, '\n')) != NULL;
		head = end + 1)
		assert_true(response_put_line(
			r, slice_of(head, (size_t)(end - head) + 1)));
	buf_put_slice(&r->raw, raw);
	return r;
}

static void the_status_decides_first(void **state)
{
	static const struct {
		const char *head;
		enum outcome outcome;
	} rows[] = {
		{ "HTTP/1.1 200 OK\r\n\r\n", OUTCOME_OK },
		{ "HTTP/1.1 200\r\n\r\n", OUTCOME_OK },
		{ "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
			OUTCOME_OK },
		{ "HTTP/1.1 204 No\r\n\r\n", OUTCOME_EMPTY },
		{ "HTTP/1.1 206 Partial\r\n\r\n", OUTCOME_BAD_HTTP },
		{ "HTTP/1.1 304 Same\r\n\r\n", OUTCOME_BAD_HTTP },
		{ "HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n",
			OUTCOME_REDIRECT },
		{ "HTTP/1.1 302 Found\r\n\r\n", OUTCOME_BAD_HTTP },
		{ "HTTP/1.1 404 No\r\n\r\n", OUTCOME_HTTP_ERROR },
		{ "HTTP/1.1 404 No\r\nContent-Encoding: br\r\n\r\n",
			OUTCOME_HTTP_ERROR },
		{ "HTTP/1.1 429 Slow\r\n\r\n", OUTCOME_RETRY_LATER },
		{ "HTTP/1.1 500 E\r\n\r\n", OUTCOME_HTTP_ERROR },
		{ "HTTP/1.1 503 Busy\r\n\r\n", OUTCOME_RETRY_LATER },
		{ "HTTP/1.1 999 Odd\r\n\r\n", OUTCOME_BAD_HTTP },
		{ "HTTP/1.1 abc\r\n\r\n", OUTCOME_BAD_HTTP },
		{ "HTTP/1.1\r\n\r\n", OUTCOME_BAD_HTTP },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n",
			OUTCOME_TRUNCATED },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
		  "content-length: 5\r\n\r\n",
			OUTCOME_BAD_HTTP },
		{ "HTTP/1.1 200 OK\r\nA: b\r\n", OUTCOME_TRUNCATED },
		{ "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
			OUTCOME_BAD_HTTP },
		{ "HTTP/1.1 200 OK\r\nContent-Length: "
		  "99999999999999999999\r\n\r\n",
			OUTCOME_BAD_HTTP },
		{ "HTTP/2 200\r\ncontent-encoding: br\r\n\r\n",
			OUTCOME_TRUNCATED },
		{ "HTTP/1.1 200 OK\r\nContent-Encoding: x\r\n\r\n",
			OUTCOME_BAD_ENCODING },
		{ "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n"
		  "Content-Encoding: gzip\r\n\r\n",
			OUTCOME_BAD_ENCODING },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct response *r = make(rows[i].head, slice_of("", 0));

		response_judge(r, 100);
		if (r->outcome != rows[i].outcome)
			fail_msg("%s: %s (%s)", rows[i].head,
				outcome_name(r->outcome), r->detail);
		response_free(r);
	}
}

static void check_body(
	struct slice raw, const char *fields, enum outcome o, const char *body)
{
	struct buf head;
	struct response *r;

	buf_init(&head, 1000);
	buf_printf(&head, "HTTP/1.1 200 OK\r\n%s\r\n", fields);
	r = make(buf_str(&head), raw);
	response_judge(r, 100);
	if (r->outcome != o)
		fail_msg("%s: %s (%s)", fields, outcome_name(r->outcome),
			r->detail);
	if (body)
		assert_true(slice_eq(r->body, body));
	response_free(r);
	buf_done(&head);
}

static void bodies_are_decoded_up_to_the_ceiling(void **state)
{
	static const char gzip[] = "Content-Encoding: gzip\r\n";
	static const char chunked[] = "Transfer-Encoding: chunked\r\n";
	char zeros[200] = { 0 };
	struct buf packed;

	(void)state;
	buf_init(&packed, 10000);
	deflate_put_member(NULL, &packed, slice_str("hello"));
	check_body(buf_slice(&packed), gzip, OUTCOME_OK, "hello");
	buf_putc(&packed, '\n');
	check_body(buf_slice(&packed), gzip, OUTCOME_BAD_ENCODING, "hello");
	packed.len--;
	check_body(slice_of(packed.data, packed.len - 1), gzip,
		OUTCOME_TRUNCATED, NULL);
	packed.data[packed.len - 5] ^= 1; /* in the checksum */
	check_body(buf_slice(&packed), gzip, OUTCOME_BAD_ENCODING, NULL);
	check_body(slice_str("no gzip"), gzip, OUTCOME_BAD_ENCODING, NULL);
	buf_clear(&packed);
	deflate_put_member(NULL, &packed, slice_of(zeros, sizeof(zeros)));
	check_body(buf_slice(&packed), gzip, OUTCOME_TOO_LARGE, NULL);
	check_body(slice_of(zeros, sizeof(zeros)), "", OUTCOME_TOO_LARGE, NULL);
	check_body(
		slice_str("3\r\nabc\r\n0\r\n\r\n"), chunked, OUTCOME_OK, "abc");
	check_body(
		slice_str("3\r\nabc\r\n"), chunked, OUTCOME_TRUNCATED, "abc");
	check_body(slice_str("zz\r\n"), chunked, OUTCOME_BAD_HTTP, NULL);
	buf_done(&packed);
}

static void a_body_is_no_longer_than_announced(void **state)
{
	static const char five[] = "Content-Length: 5\r\n";

	(void)state;
	check_body(slice_str("hello"), five, OUTCOME_OK, "hello");
	check_body(slice_str("hello \r\n"), five, OUTCOME_OK, NULL);
	check_body(slice_str("hello, world"), five, OUTCOME_BAD_HTTP, NULL);
	check_body(slice_str("hello\n\n."), five, OUTCOME_BAD_HTTP, NULL);
	check_body(slice_str("hell"), five, OUTCOME_TRUNCATED, NULL);
}

static void check_refusal(const char *status, const char *body, enum outcome o)
{
	struct response *r;
	struct buf head;

	buf_init(&head, 1000);
	buf_printf(&head, "HTTP/1.1 %s\r\n\r\n", status);
	r = make(buf_str(&head), slice_str(body));
	response_judge(r, 1000);
	if (r->outcome != o)
		fail_msg("%s: %s (%s)", status, outcome_name(r->outcome),
			r->detail);
	assert_int_equal(r->body.len, 0);
	response_free(r);
	buf_done(&head);
}

static void a_firewall_is_told_from_the_server_behind_it(void **state)
{
	static const char wall[] = "<title>Just a moment...</title>";
	static const char captcha[] = "<div class=\"g-recaptcha\"></div>";
	static const char plain[] = "<title>403 Forbidden</title>";

	(void)state;
	check_refusal("403 Forbidden", wall, OUTCOME_BLOCKED);
	check_refusal("429 Slowly", captcha, OUTCOME_BLOCKED);
	check_refusal("503 Busy", captcha, OUTCOME_BLOCKED);
	check_refusal("403 Forbidden", plain, OUTCOME_HTTP_ERROR);
	check_refusal("503 Busy", "", OUTCOME_RETRY_LATER);
	check_refusal("404 Not Found", captcha, OUTCOME_HTTP_ERROR);
}

static void chunks_are_taken_apart(void **state)
{
	static const struct {
		const char *in;
		int state;
		const char *out;
	} rows[] = {
		{ "0\r\n\r\n", 1, "" },
		{ "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n", 1,
			"abcde" },
		{ "A\r\n0123456789\r\n0\r\n\r\n", 1, "0123456789" },
		{ "00003\nabc\n0\n\n", 1, "abc" },
		{ "3 \r\nabc\r\n0\r\n", 1, "abc" },
		{ "", 0, "" },
		{ "3", 0, "" },
		{ "3\r\nab", 0, "ab" },
		{ "3\r\nabc", 0, "abc" },
		{ "3\r\nabc\r\n", 0, "abc" },
		{ "3\r\nabc\r\n5\r", 0, "abc" },
		{ "<html>", -1, "" },
		{ "-3\r\nabc\r\n", -1, "" },
		{ "3x\r\nabc\r\n", -1, "" },
		{ "\r\nabc", -1, "" },
		{ "2\r\nabc\r\n0\r\n", -1, "ab" },
		{ "ffffffffffffffffffff\r\nabc", -1, "" },
		{ "fffffffffffffff\r\nabc", 0, "abc" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;
		int found;

		buf_init(&out, 1000);
		found = chunks_decode(&out, slice_str(rows[i].in));
		if (found != rows[i].state)
			fail_msg("\"%s\": %d", rows[i].in, found);
		assert_string_equal(buf_str(&out), rows[i].out);
		buf_done(&out);
	}
}

static void retry_after_is_read_and_cut(void **state)
{
	static const struct {
		const char *value;
		long seconds;
	} rows[] = {
		{ "0", 0 },
		{ "120", 120 },
		{ "99999", LIMIT_RETRY_AFTER_S },
		{ "-5", 0 },
		{ "soon", 0 },
		{ "", 0 },
		{ "Thu, 01 Jan 1970 00:17:10 GMT", 30 },
		{ "Thu, 01 Jan 1970 00:16:39 GMT", 0 },
		{ "Fri, 31 Dec 9999 23:59:59 GMT", LIMIT_RETRY_AFTER_S },
		{ "Thu, 01 Foo 1970 00:17:10 GMT", 0 },
		{ "Thu, 01 Jan 1970", 0 },
		{ "Thursday, 01-Jan-70 00:17:10 GMT", 30 },
		{ "Thu Jan  1 00:17:10 1970", 30 },
		{ "Fri, 31-Dec-69 23:59:59 GMT", LIMIT_RETRY_AFTER_S },
		{ "Thu Jan  1 00:17:10", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf head;
		struct response *r;

		buf_init(&head, 1000);
		buf_printf(&head,
			"HTTP/1.1 503 Busy\r\nRetry-After: %s\r\n\r\n",
			rows[i].value);
		r = make(buf_str(&head), slice_of("", 0));
		assert_int_equal(
			response_retry_after(r, 1000), rows[i].seconds);
		response_free(r);
		buf_done(&head);
	}
}

static void fields_are_found_whatever_their_case(void **state)
{
	struct response *r = make("HTTP/1.1 200 OK\nA:1\r\n"
				  "content-TYPE:  text/html \r\n"
				  "Content-Type-X: no\r\n\r\n",
		slice_of("", 0));

	(void)state;
	assert_true(slice_eq(response_field(r, "Content-Type"), "text/html"));
	assert_true(slice_eq(response_field(r, "a"), "1"));
	assert_int_equal(response_field(r, "b").len, 0);
	response_free(r);
	response_free(NULL);
}

static void a_head_without_end_is_refused(void **state)
{
	struct response *r = make("HTTP/1.1 200 OK\r\n", slice_of("", 0));
	char line[1000];
	size_t n = 0;

	(void)state;
	memset(line, 'x', sizeof(line));
	while (response_put_line(r, slice_of(line, sizeof(line))))
		n++;
	assert_true(n <= LIMIT_HEADER_BYTES / sizeof(line));
	response_free(r);
}

static void an_end_is_told_by_framing_coding_or_format(void **state)
{
	static const struct {
		const char *fields, *body;
		bool has_end;
	} rows[] = {
		{ "", "<p>hello", false },
		{ "", "<p>hello</p></body></HTML>\n<!-- 0.1 s -->", true },
		{ "", "%PDF-1.4 %%EOF\r\n", true },
		{ "", "a,b\r\n1,2\r\n", false },
		{ "Content-Length: 8\r\n", "<p>hello", true },
		{ "Content-Encoding: identity\r\n", "<p>hello", false },
		{ "Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\n\r\n",
			true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct response *r;
		struct buf head;

		buf_init(&head, 1000);
		buf_printf(&head, "HTTP/1.0 200 OK\r\n%s\r\n", rows[i].fields);
		r = make(buf_str(&head), slice_str(rows[i].body));
		response_judge(r, 1000);
		assert_int_equal(r->outcome, OUTCOME_OK);
		assert_int_equal(response_has_end(r), rows[i].has_end);
		response_free(r);
		buf_done(&head);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_status_decides_first),
		cmocka_unit_test(bodies_are_decoded_up_to_the_ceiling),
		cmocka_unit_test(a_body_is_no_longer_than_announced),
		cmocka_unit_test(an_end_is_told_by_framing_coding_or_format),
		cmocka_unit_test(a_firewall_is_told_from_the_server_behind_it),
		cmocka_unit_test(chunks_are_taken_apart),
		cmocka_unit_test(retry_after_is_read_and_cut),
		cmocka_unit_test(fields_are_found_whatever_their_case),
		cmocka_unit_test(a_head_without_end_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
