#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/deflate.h"
#include "base/gzip.h"

/* Bytes of a member about its deflate stream, RFC 1952 section 2.3. */
#define HEAD 10
#define FOOT 8

static int inflate_all(
	struct slice in, size_t max, struct buf *out, bool *truncated)
{
	struct error err;

	buf_init(out, max);
	return gzip_inflate(out, in, truncated, &err);
}

static void members_are_read_one_after_the_other(void **state)
{
	bool truncated = true;
	struct buf zipped, out;

	(void)state;
	buf_init(&zipped, 10000);
	deflate_put_member(NULL, &zipped, slice_str("one "));
	deflate_put_member(NULL, &zipped, slice_str(""));
	deflate_put_member(NULL, &zipped, slice_str("two"));
	assert_true(gzip_is(buf_slice(&zipped)));
	buf_puts(&zipped, "junk behind");
	assert_int_equal(
		inflate_all(buf_slice(&zipped), 100, &out, &truncated), 0);
	assert_string_equal(buf_str(&out), "one two");
	assert_false(truncated);
	buf_done(&out);
	buf_done(&zipped);
}

static void a_cut_stream_gives_what_there_is(void **state)
{
	struct buf zipped;

	(void)state;
	buf_init(&zipped, 10000);
	deflate_put_member(
		NULL, &zipped, slice_str("a text that is not very long"));
	for (size_t n = 0; n < zipped.len; n++) {
		bool truncated = false;
		struct buf out;

		assert_int_equal(inflate_all(slice_of(zipped.data, n), 100,
					 &out, &truncated),
			0);
		assert_true(truncated);
		buf_done(&out);
	}
	buf_done(&zipped);
}

static void a_bomb_stops_at_the_ceiling(void **state)
{
	char *zeros = calloc(1, 1 << 24);
	bool truncated;
	struct buf zipped, out;

	(void)state;
	buf_init(&zipped, 1 << 20);
	deflate_put_member(NULL, &zipped, slice_of(zeros, 1 << 24));
	assert_false(zipped.full);
	assert_int_equal(
		inflate_all(buf_slice(&zipped), 1 << 20, &out, &truncated),
		ERR_LIMIT);
	assert_true(out.len <= 1 << 20);
	buf_done(&out);
	assert_int_equal(
		inflate_all(buf_slice(&zipped), 1 << 24, &out, &truncated), 0);
	assert_int_equal(out.len, 1 << 24);
	buf_done(&out);
	buf_done(&zipped);
	free(zeros);
}

/* Bare deflate ends with its output, not with a sum behind it. */
static void the_ceiling_is_exact_to_a_byte(void **state)
{
	static const size_t sizes[] = { 1, 65535, 65536, 65537, 131072, 131100,
		196608 };
	char *zeros = calloc(1, 196608);

	(void)state;
	for (size_t i = 0; i < 2 * sizeof(sizes) / sizeof(*sizes); i++) {
		const size_t size = sizes[i / 2], max = size - i % 2;
		struct buf zipped, out;
		struct error err;
		struct slice in;
		bool truncated;

		buf_init(&zipped, 10000);
		buf_init(&out, max);
		deflate_put_member(NULL, &zipped, slice_of(zeros, size));
		in = slice_of(zipped.data + HEAD, zipped.len - HEAD - FOOT);
		assert_int_equal(gzip_inflate_raw(&out, &in, &truncated, &err),
			max < size ? ERR_LIMIT : 0);
		assert_true(max < size || out.len == size);
		buf_done(&out);
		buf_done(&zipped);
	}
	free(zeros);
}

static void a_reader_can_begin_anew(void **state)
{
	struct gzip *g = gzip_new();
	struct buf zipped, out;
	struct error err;

	(void)state;
	buf_init(&zipped, 10000);
	buf_init(&out, 100);
	deflate_put_member(NULL, &zipped, slice_str("hello"));
	for (size_t n = 0; n <= zipped.len; n++) {
		struct slice in = slice_of(zipped.data, n);

		gzip_reset(g);
		buf_clear(&out);
		assert_int_equal(
			gzip_read(g, &in, &out, &err), n == zipped.len);
	}
	assert_string_equal(buf_str(&out), "hello");
	gzip_free(g);
	buf_done(&zipped);
	buf_done(&out);
}

static void damage_is_told(void **state)
{
	bool truncated;
	struct buf zipped, out;

	(void)state;
	buf_init(&zipped, 10000);
	deflate_put_member(
		NULL, &zipped, slice_str("a text that is not very long"));
	zipped.data[zipped.len - 6] ^= 1; /* the check sum */
	assert_int_equal(inflate_all(buf_slice(&zipped), 100, &out, &truncated),
		ERR_SYNTAX);
	buf_done(&out);
	assert_int_equal(
		inflate_all(slice_str("no gzip"), 100, &out, &truncated),
		ERR_SYNTAX);
	buf_done(&out);
	buf_done(&zipped);
}

static void bytes_may_come_in_pieces(void **state)
{
	struct gzip *g = gzip_new();
	struct error err;
	struct buf zipped, out;
	int members = 0;

	(void)state;
	buf_init(&zipped, 10000);
	buf_init(&out, 100);
	deflate_put_member(NULL, &zipped, slice_str("one "));
	deflate_put_member(NULL, &zipped, slice_str("two"));
	for (size_t i = 0; i < zipped.len; i++) {
		struct slice byte = slice_of(zipped.data + i, 1);
		int result = gzip_read(g, &byte, &out, &err);

		assert_true(result >= 0);
		assert_int_equal(byte.len, 0);
		members += result;
	}
	assert_int_equal(members, 2);
	assert_string_equal(buf_str(&out), "one two");
	buf_done(&out);
	buf_done(&zipped);
	gzip_free(g);
	gzip_free(NULL);
}

static void one_member_ends_where_it_says(void **state)
{
	static const char raw[] = "\xcb\x48\xcd\xc9\xc9\x07\x00rest";
	struct slice in = slice_of(raw, sizeof(raw) - 1);
	bool truncated = true;
	struct buf zipped, out;
	struct error err;

	(void)state;
	buf_init(&zipped, 10000);
	buf_init(&out, 100);
	assert_false(gzip_is_zlib(in));
	assert_int_equal(gzip_inflate_raw(&out, &in, &truncated, &err), 0);
	assert_false(truncated);
	assert_true(slice_eq(in, "rest"));
	deflate_put_member(NULL, &zipped, slice_str(" one"));
	deflate_put_member(NULL, &zipped, slice_str(" two"));
	in = buf_slice(&zipped);
	assert_int_equal(gzip_inflate_member(&out, &in, &truncated, &err), 0);
	assert_true(gzip_is(in));
	assert_string_equal(buf_str(&out), "hello one");
	in.len--;
	assert_int_equal(gzip_inflate_member(&out, &in, &truncated, &err), 0);
	assert_true(truncated);
	assert_true(gzip_is_zlib(slice_str("\x78\x9c")));
	assert_false(gzip_is_zlib(slice_str("x")));
	buf_done(&out);
	buf_done(&zipped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_read_one_after_the_other),
		cmocka_unit_test(a_cut_stream_gives_what_there_is),
		cmocka_unit_test(a_bomb_stops_at_the_ceiling),
		cmocka_unit_test(the_ceiling_is_exact_to_a_byte),
		cmocka_unit_test(a_reader_can_begin_anew),
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(bytes_may_come_in_pieces),
		cmocka_unit_test(one_member_ends_where_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
