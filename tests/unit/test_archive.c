#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/deflate.h"
#include "base/file.h"
#include "base/gzip.h"
#include "crawler/archive.h"
#include "crawler/warc.h"

#define NOW 1740000000

struct place {
	char folder[32];
	char path[64];
};

static void begin(struct place *p)
{
	*p = (struct place){ .folder = "/tmp/oit-archive-XXXXXX" };
	assert_non_null(mkdtemp(p->folder));
	(void)snprintf(p->path, sizeof(p->path), "%s/a.warc.gz", p->folder);
}

static void end(struct place *p)
{
	struct error err;

	assert_int_equal(file_remove_tree(p->folder, &err), 0);
}

static struct archive *create(const struct place *p)
{
	struct archive *a = NULL;
	struct error err = { 0 };

	if (archive_create(
		    &a, p->path, "http://a.go.th/", "oit/test", NOW, &err) != 0)
		fail_msg("%s", err.text);
	return a;
}

static struct archive *open_again(const struct place *p)
{
	struct archive *a = NULL;
	struct error err = { 0 };

	if (archive_open(&a, p->path, &err) != 0)
		fail_msg("%s", err.text);
	return a;
}

static struct response *make(
	const char *url, const char *fields, const char *raw)
{
	struct response *r = response_new(url);

	buf_puts(&r->request, "GET / HTTP/1.1\r\nHost: a.go.th\r\n\r\n");
	(void)response_put_line(r, slice_str("HTTP/1.1 200 OK\r\n"));
	(void)response_put_line(r, slice_str(fields));
	(void)response_put_line(r, slice_str("\r\n"));
	buf_puts(&r->raw, raw);
	memcpy(r->address, "192.0.2.1", 10);
	r->at = NOW;
	return r;
}

static uint64_t put(struct archive *a, struct response *r)
{
	struct error err;
	uint64_t offset = 0;

	response_judge(r, 1000);
	assert_int_equal(archive_put(a, r, &offset, &err), 0);
	response_free(r);
	return offset;
}

static struct response *get(struct archive *a, uint64_t offset)
{
	struct response *r = NULL;
	struct error err = { 0 };

	if (archive_get(&r, a, offset, &err) != 0)
		fail_msg("%s", err.text);
	return r;
}

static struct response *find(struct archive *a, const char *url)
{
	uint64_t offset = 0;

	assert_true(archive_find(a, url, &offset));
	return get(a, offset);
}

static void a_response_comes_back_as_it_was(void **state)
{
	struct archive *a;
	struct response *r;
	struct place p;
	uint64_t first, second;

	(void)state;
	begin(&p);
	a = create(&p);
	first = put(a,
		make("http://a.go.th/1", "Content-Type: text/html\r\n", "one"));
	second = put(
		a, make("http://a.go.th/2", "Transfer-Encoding: chunked\r\n",
			   "3\r\ntwo\r\n0\r\n\r\n"));
	assert_true(first < second);
	r = get(a, second);
	assert_string_equal(r->url, "http://a.go.th/2");
	assert_int_equal(r->status, 200);
	assert_int_equal(r->outcome, OUTCOME_OK);
	assert_int_equal(r->at, NOW);
	assert_string_equal(r->address, "192.0.2.1");
	assert_string_equal(buf_str(&r->raw), "3\r\ntwo\r\n0\r\n\r\n");
	assert_true(slice_eq(r->body, "two"));
	response_free(r);
	archive_free(a);
	a = open_again(&p);
	assert_string_equal(archive_first(a), "http://a.go.th/1");
	r = find(a, "http://a.go.th/1");
	assert_true(slice_eq(r->body, "one"));
	assert_true(slice_eq(response_field(r, "content-type"), "text/html"));
	response_free(r);
	archive_free(a);
	end(&p);
}

static void a_crawl_begins_at_the_site_of_the_file(void **state)
{
	struct archive *a;
	struct place p;

	(void)state;
	begin(&p);
	a = create(&p);
	put(a, make("http://a.go.th/sitemap.xml", "", "<urlset/>"));
	put(a, make("http://a.go.th/", "Content-Type: text/html\r\n", "one"));
	archive_free(a);
	a = open_again(&p);
	assert_string_equal(archive_first(a), "http://a.go.th/");
	archive_free(a);
	end(&p);
}

static void failures_come_back_as_failures(void **state)
{
	struct archive *a;
	struct response *r;
	struct place p;

	(void)state;
	begin(&p);
	a = create(&p);
	r = response_new("http://a.go.th/dns");
	r->at = NOW;
	response_set_outcome(r, OUTCOME_DNS, "no such host");
	(void)put(a, r);
	r = make("http://a.go.th/slow", "", "half");
	r->cut = RESPONSE_CUT_TIME;
	response_set_outcome(r, OUTCOME_READ_TIMEOUT, "silence of 30 s");
	(void)put(a, r);
	archive_free(a);
	a = open_again(&p);
	r = find(a, "http://a.go.th/dns");
	assert_int_equal(r->outcome, OUTCOME_DNS);
	assert_string_equal(r->detail, "no such host");
	assert_int_equal(r->status, 0);
	response_free(r);
	r = find(a, "http://a.go.th/slow");
	assert_int_equal(r->outcome, OUTCOME_READ_TIMEOUT);
	assert_int_equal(r->cut, RESPONSE_CUT_TIME);
	assert_int_equal(r->status, 200);
	response_free(r);
	archive_free(a);
	end(&p);
}

static void the_newest_response_of_an_address_counts(void **state)
{
	struct archive *a;
	struct response *r;
	struct place p;
	uint64_t offset;

	(void)state;
	begin(&p);
	a = create(&p);
	(void)put(a, make("http://a.go.th/", "", "old"));
	(void)put(a, make("http://a.go.th/", "", "new"));
	archive_free(a);
	a = open_again(&p);
	r = find(a, "http://a.go.th/?utm_source=x");
	assert_true(slice_eq(r->body, "new"));
	response_free(r);
	assert_false(archive_find(a, "http://a.go.th/other", &offset));
	archive_free(a);
	end(&p);
}

static void each_record_is_a_gzip_member_with_digests(void **state)
{
	struct archive *a;
	struct warc_record record;
	struct warc *w = NULL;
	struct error err;
	struct place p;
	uint64_t offset = 0;
	size_t types = 0;

	(void)state;
	begin(&p);
	a = create(&p);
	(void)put(a, make("http://a.go.th/", "", "hello"));
	archive_free(a);
	assert_int_equal(warc_open(&w, p.path, &err), 0);
	warc_record_init(&record);
	while (warc_read(&record, w, offset, 10000, &err) > 0) {
		struct slice type = warc_field(&record, "WARC-Type");

		assert_int_equal(
			warc_field(&record, "WARC-Record-ID").len, 2 + 45);
		types = types * 10 + (slice_eq(type, "warcinfo")          ? 1
					     : slice_eq(type, "request")  ? 2
					     : slice_eq(type, "response") ? 3
					     : slice_eq(type, "metadata") ? 4
									  : 9);
		if (slice_eq(type, "response"))
			assert_true(slice_eq(
				warc_field(&record, "WARC-Payload-Digest"),
				"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e"
				"1b161e5c1fa7425e73043362938b9824"));
		offset = record.next;
	}
	assert_int_equal(types, 1243);
	warc_record_done(&record);
	warc_close(w);
	end(&p);
}

#define RECORD(type, url, block, length)                            \
	"WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Target-URI: <" url \
	">\r\nWARC-Date: 2025-02-20T00:00:00Z\r\n"                  \
	"Content-Type: application/http;msgtype=" type              \
	"\r\nContent-Length: " length "\r\n\r\n" block "\r\n\r\n"

static const char plain[] = RECORD(
	"response", "http://a.go.th/x", "HTTP/1.1 200 OK\r\n\r\nx1", "21")
	RECORD("request", "http://a.go.th/y", "GET", "3") RECORD("response",
		"http://a.go.th/y", "HTTP/1.0 404 No\r\nA: b\r\n\r\nyy", "27");

static void archives_of_others_are_read(void **state)
{
	struct archive *a;
	struct response *r;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	assert_int_equal(file_write(p.path, slice_str(plain), &err), 0);
	a = open_again(&p);
	r = find(a, "http://a.go.th/x");
	assert_int_equal(r->outcome, OUTCOME_OK);
	assert_true(slice_eq(r->body, "x1"));
	assert_int_equal(r->at, 1740009600);
	response_free(r);
	r = find(a, "http://a.go.th/y");
	assert_int_equal(r->outcome, OUTCOME_HTTP_ERROR);
	assert_int_equal(r->status, 404);
	response_free(r);
	archive_free(a);
	end(&p);
}

static void a_cut_archive_is_read_up_to_the_cut(void **state)
{
	struct archive *a;
	struct buf whole;
	struct error err;
	struct place p;
	uint64_t second, offset;

	(void)state;
	begin(&p);
	a = create(&p);
	(void)put(a, make("http://a.go.th/1", "", "one"));
	second = put(a, make("http://a.go.th/2", "", "two"));
	archive_free(a);
	buf_init(&whole, 100000);
	assert_int_equal(file_read(&whole, p.path, &err), 0);
	assert_int_equal(
		file_write(p.path, slice_of(whole.data, second + 20), &err), 0);
	a = open_again(&p);
	assert_true(archive_find(a, "http://a.go.th/1", &offset));
	assert_false(archive_find(a, "http://a.go.th/2", &offset));
	archive_free(a);
	buf_done(&whole);
	end(&p);
}

/* Offsets told, as decimal digits and a blank each. */
static void take(void *ctx, const char *url, uint64_t offset, int64_t at)
{
	assert_int_equal(at, NOW);
	buf_printf(ctx, "%s@%llu ", url + strlen("http://a.go.th"),
		(unsigned long long)offset);
}

static struct archive *resume(const struct place *p, struct buf *told)
{
	const struct archive_resume options = { .site = "http://a.go.th/",
		.software = "oit/test",
		.now = NOW,
		.take = take,
		.ctx = told };
	struct archive *a = NULL;
	struct error err = { 0 };

	buf_init(told, 1000);
	if (archive_resume(&a, p->path, &options, &err) != 0)
		fail_msg("%s", err.text);
	return a;
}

static void read_whole(const struct place *p, struct buf *out)
{
	struct error err;

	buf_init(out, 100000);
	assert_int_equal(file_read(out, p->path, &err), 0);
}

/* Wherever a kill cuts it: the file is in the end as if there was none. */
static void a_cut_archive_is_taken_up_where_it_is_whole(void **state)
{
	struct archive *a;
	struct buf whole, now, told;
	struct error err;
	struct place p;
	uint64_t first, second;
	size_t begun, one;

	(void)state;
	begin(&p);
	a = create(&p);
	read_whole(&p, &whole);
	begun = whole.len;
	buf_done(&whole);
	first = put(a, make("http://a.go.th/1", "", "one"));
	read_whole(&p, &whole);
	one = whole.len;
	buf_done(&whole);
	second = put(a, make("http://a.go.th/2", "", "two"));
	archive_free(a);
	read_whole(&p, &whole);
	for (size_t back = 0; back <= whole.len - begun; back += 9) {
		const size_t len = whole.len - back;
		char expected[64] = "";

		assert_int_equal(
			file_write(p.path, slice_of(whole.data, len), &err), 0);
		a = resume(&p, &told);
		if (len == whole.len)
			(void)snprintf(expected, sizeof(expected),
				"/1@%llu /2@%llu ", (unsigned long long)first,
				(unsigned long long)second);
		else if (len >= one)
			(void)snprintf(expected, sizeof(expected), "/1@%llu ",
				(unsigned long long)first);
		assert_string_equal(buf_str(&told), expected);
		if (len < one)
			(void)put(a, make("http://a.go.th/1", "", "one"));
		if (len < whole.len)
			(void)put(a, make("http://a.go.th/2", "", "two"));
		archive_free(a);
		read_whole(&p, &now);
		assert_int_equal(now.len, whole.len);
		assert_memory_equal(now.data, whole.data, now.len);
		buf_done(&now);
		buf_done(&told);
	}
	buf_done(&whole);
	end(&p);
}

static void an_archive_that_is_not_there_is_begun(void **state)
{
	struct archive *a;
	struct buf told;
	struct place p;

	(void)state;
	begin(&p);
	a = resume(&p, &told);
	(void)put(a, make("http://a.go.th/1", "", "one"));
	assert_int_equal(told.len, 0);
	archive_free(a);
	buf_done(&told);
	a = open_again(&p);
	response_free(find(a, "http://a.go.th/1"));
	archive_free(a);
	end(&p);
}

static void what_is_no_archive_is_an_error(void **state)
{
	static const char *const files[] = { "", "hello", "WARC/1.0\r\n",
		"WARC/1.0\r\n\r\n", "WARC/1.0\r\nContent-Length: x\r\n\r\n" };
	struct archive *a = NULL;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	assert_int_equal(archive_open(&a, p.path, &err), ERR_READ);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		assert_int_equal(
			file_write(p.path, slice_str(files[i]), &err), 0);
		assert_int_equal(archive_open(&a, p.path, &err), ERR_SYNTAX);
	}
	assert_null(a);
	archive_free(NULL);
	end(&p);
}

static void records_that_share_a_member_are_read(void **state)
{
	struct archive *a;
	struct response *r;
	struct buf packed;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	buf_init(&packed, 100000);
	deflate_put_member(NULL, &packed, slice_str(plain));
	deflate_put_member(NULL, &packed,
		slice_str(RECORD("response", "http://a.go.th/z",
			"HTTP/1.1 200 OK\r\n\r\nz1", "21")));
	assert_int_equal(file_write(p.path, buf_slice(&packed), &err), 0);
	a = open_again(&p);
	r = find(a, "http://a.go.th/y");
	assert_int_equal(r->status, 404);
	response_free(r);
	r = find(a, "http://a.go.th/z");
	assert_true(slice_eq(r->body, "z1"));
	response_free(r);
	archive_free(a);
	buf_done(&packed);
	end(&p);
}

/* One record of another program. */
static void put_foreign(struct buf *file, const char *fields, const char *block)
{
	warc_put(
		file, NULL, slice_str(fields), slice_str(block), slice_str(""));
}

#define FIELDS(type, url)                              \
	"WARC-Type: " type "\r\nWARC-Target-URI: " url \
	"\r\nWARC-Date: 2025-02-20T00:00:00Z\r\n"      \
	"Content-Type: application/http; msgtype=response\r\n"
#define A "http://a.go.th/"

static void framing_that_was_taken_off_is_not_missed(void **state)
{
	static const char *const blocks[] = {
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"6\r\n<html>\r\n0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>",
		"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n<html>",
		"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<html>",
		"HTTP/1.1 200\r\ncontent-length: 99\r\n"
		"x-orig-content-encoding: gzip\r\n\r\n<html>",
		"HTTP/1.1 200 OK\r\nX-Orig-Transfer-Encoding: chunked\r\n\r\n"
		"<html>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		struct archive *a;
		struct response *r;
		struct buf file;
		struct error err;
		struct place p;

		begin(&p);
		buf_init(&file, 10000);
		put_foreign(&file, FIELDS("response", A), blocks[i]);
		assert_int_equal(file_write(p.path, buf_slice(&file), &err), 0);
		a = open_again(&p);
		r = find(a, A);
		if (r->outcome != OUTCOME_OK)
			fail_msg("%s: %s", blocks[i], r->detail);
		assert_true(slice_eq(r->body, "<html>"));
		response_free(r);
		archive_free(a);
		buf_done(&file);
		end(&p);
	}
}

static void check_revisit(struct archive *a, const char *url, int status,
	enum outcome o, const char *body)
{
	struct response *r = find(a, url);

	if (r->outcome != o)
		fail_msg("%s: %s", url, outcome_name(r->outcome));
	assert_int_equal(r->status, status);
	assert_string_equal(r->url, url);
	assert_int_equal(r->at, 1740009600);
	if (body)
		assert_true(slice_eq(r->body, body));
	response_free(r);
}

static void a_revisit_stands_for_the_response_it_names(void **state)
{
	struct archive *a;
	struct buf file;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	buf_init(&file, 10000);
	put_foreign(&file,
		FIELDS("response", A) "WARC-Record-ID: <urn:uuid:1>\r\n"
				      "WARC-Payload-Digest: sha1:ABC\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"3\r\none\r\n0\r\n\r\n");
	put_foreign(&file,
		FIELDS("revisit", A "id") "WARC-Refers-To: <urn:uuid:1>\r\n",
		"HTTP/1.1 304 Not Modified\r\n\r\n");
	put_foreign(&file,
		FIELDS("revisit",
			A "digest") "WARC-Payload-Digest: sha1:ABC\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	put_foreign(&file,
		FIELDS("revisit", A "uri") "WARC-Refers-To-Target-URI: " A
					   "\r\n",
		"");
	put_foreign(&file,
		FIELDS("revisit",
			A "error") "WARC-Payload-Digest: sha1:ABC\r\n",
		"HTTP/1.1 404 Not Found\r\n\r\n");
	put_foreign(&file,
		FIELDS("revisit", A "lost") "WARC-Refers-To: <urn:uuid:2>\r\n",
		"HTTP/1.1 200 OK\r\n\r\n");
	assert_int_equal(file_write(p.path, buf_slice(&file), &err), 0);
	a = open_again(&p);
	check_revisit(a, A "id", 200, OUTCOME_OK, "one");
	check_revisit(a, A "digest", 200, OUTCOME_OK, "one");
	check_revisit(a, A "uri", 200, OUTCOME_OK, "one");
	check_revisit(a, A "error", 404, OUTCOME_HTTP_ERROR, NULL);
	check_revisit(a, A "lost", 200, OUTCOME_NOT_ARCHIVED, NULL);
	archive_free(a);
	buf_done(&file);
	end(&p);
}

static void an_answer_to_a_browser_that_has_the_page_does_not_hide_it(
	void **state)
{
	struct archive *a;
	struct response *r;
	struct buf file;
	struct error err;
	struct place p;

	(void)state;
	begin(&p);
	buf_init(&file, 10000);
	put_foreign(&file, FIELDS("response", A "1"),
		"HTTP/1.1 304 Not Modified\r\n\r\n");
	put_foreign(
		&file, FIELDS("response", A "1"), "HTTP/1.1 200 OK\r\n\r\none");
	put_foreign(&file, FIELDS("response", A "1"), "HTTP/2 206 \r\n\r\nn");
	put_foreign(&file, FIELDS("response", A "2"),
		"HTTP/1.1 304 Not Modified\r\n\r\n");
	assert_int_equal(file_write(p.path, buf_slice(&file), &err), 0);
	a = open_again(&p);
	r = find(a, A "1");
	assert_int_equal(r->outcome, OUTCOME_OK);
	assert_true(slice_eq(r->body, "one"));
	response_free(r);
	r = find(a, A "2");
	assert_int_equal(r->outcome, OUTCOME_BAD_HTTP);
	response_free(r);
	archive_free(a);
	buf_done(&file);
	end(&p);
}

static void what_was_wrong_with_a_body_is_so_again(void **state)
{
	static const struct {
		const char *fields, *raw;
		enum outcome outcome;
	} rows[] = {
		{ "Transfer-Encoding: chunked\r\n", "<html>",
			OUTCOME_BAD_HTTP },
		{ "Content-Encoding: x-orig\r\n", "<html>",
			OUTCOME_BAD_ENCODING },
		{ "Content-Length: 9\r\n", "<html>", OUTCOME_TRUNCATED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct archive *a;
		struct response *r;
		struct place p;

		begin(&p);
		a = create(&p);
		(void)put(a, make(A, rows[i].fields, rows[i].raw));
		archive_free(a);
		a = open_again(&p);
		r = find(a, A);
		assert_int_equal(r->outcome, rows[i].outcome);
		assert_string_equal(buf_str(&r->raw), rows[i].raw);
		response_free(r);
		archive_free(a);
		end(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_response_comes_back_as_it_was),
		cmocka_unit_test(a_crawl_begins_at_the_site_of_the_file),
		cmocka_unit_test(failures_come_back_as_failures),
		cmocka_unit_test(the_newest_response_of_an_address_counts),
		cmocka_unit_test(each_record_is_a_gzip_member_with_digests),
		cmocka_unit_test(archives_of_others_are_read),
		cmocka_unit_test(a_cut_archive_is_read_up_to_the_cut),
		cmocka_unit_test(a_cut_archive_is_taken_up_where_it_is_whole),
		cmocka_unit_test(an_archive_that_is_not_there_is_begun),
		cmocka_unit_test(what_is_no_archive_is_an_error),
		cmocka_unit_test(records_that_share_a_member_are_read),
		cmocka_unit_test(framing_that_was_taken_off_is_not_missed),
		cmocka_unit_test(a_revisit_stands_for_the_response_it_names),
		cmocka_unit_test(
			an_answer_to_a_browser_that_has_the_page_does_not_hide_it),
		cmocka_unit_test(what_was_wrong_with_a_body_is_so_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
