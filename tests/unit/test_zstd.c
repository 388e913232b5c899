#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/zstd.h"

#define HEAD "\x28\xb5\x2f\xfd"
#define FRAME HEAD "\x04\x58\x29\x00\x00hello\xa3\x6d\x9f\x88"
#define BYTES(text) slice_of(text, sizeof(text) - 1)

static const char hello[] = FRAME;

static int inflate(
	struct buf *out, size_t max, struct slice *in, bool *truncated)
{
	struct error err;

	buf_init(out, max);
	return zstd_inflate(out, in, truncated, &err);
}

/* A frame of n blocks, each 128 KiB of zeros in 4 bytes (RFC 8878 section
 * 3.1.1.2), in a window of 1 << log bytes. */
static void put_bomb(struct buf *out, size_t n, int log)
{
	buf_put(out, HEAD "\0", 5);
	buf_putc(out, (char)((log - 10) << 3));
	for (size_t i = 1; i <= n; i++) {
		buf_putc(out, i == n ? 3 : 2);
		buf_put(out, "\0\x10\0", 3);
	}
}

static void a_frame_ends_where_it_says(void **state)
{
	struct slice in = BYTES(FRAME "rest");
	bool truncated = true;
	struct buf out;

	(void)state;
	assert_int_equal(inflate(&out, 100, &in, &truncated), 0);
	assert_string_equal(buf_str(&out), "hello");
	assert_false(truncated);
	assert_true(slice_eq(in, "rest"));
	buf_done(&out);
}

static void a_cut_frame_is_told(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(hello) - 1; n++) {
		struct slice in = slice_of(hello, n);
		bool truncated = false;
		struct buf out;

		assert_int_equal(inflate(&out, 100, &in, &truncated), 0);
		assert_true(truncated);
		buf_done(&out);
	}
}

static void a_bomb_stops_at_the_ceiling(void **state)
{
	bool truncated = true;
	struct buf packed, out;
	struct slice in;

	(void)state;
	buf_init(&packed, 10000);
	put_bomb(&packed, 128, 17);
	in = buf_slice(&packed);
	assert_int_equal(inflate(&out, 1 << 20, &in, &truncated), ERR_LIMIT);
	assert_true(out.len <= 1 << 20);
	buf_done(&out);
	in = buf_slice(&packed);
	assert_int_equal(inflate(&out, 1 << 24, &in, &truncated), 0);
	assert_int_equal(out.len, 1 << 24);
	assert_false(truncated);
	buf_done(&out);
	buf_done(&packed);
}

static void damage_is_told(void **state)
{
	struct slice in = slice_str("<!DOCTYPE html><title>no zstd</title>");
	char broken[sizeof(hello)];
	bool truncated;
	struct buf out;

	(void)state;
	assert_int_equal(inflate(&out, 100, &in, &truncated), ERR_SYNTAX);
	buf_done(&out);
	memcpy(broken, hello, sizeof(hello));
	broken[10] ^= 1; /* the checksum tells */
	in = slice_of(broken, sizeof(hello) - 1);
	assert_int_equal(inflate(&out, 100, &in, &truncated), ERR_SYNTAX);
	buf_done(&out);
}

static void a_window_may_not_be_larger_than_the_web_allows(void **state)
{
	(void)state;
	for (int log = 23; log <= 24; log++) {
		bool truncated;
		struct buf packed, out;
		struct slice in;

		buf_init(&packed, 10000);
		put_bomb(&packed, 1, log);
		in = buf_slice(&packed);
		assert_int_equal(inflate(&out, 1 << 20, &in, &truncated),
			log == 23 ? 0 : ERR_SYNTAX);
		buf_done(&out);
		buf_done(&packed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_ends_where_it_says),
		cmocka_unit_test(a_cut_frame_is_told),
		cmocka_unit_test(a_bomb_stops_at_the_ceiling),
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(
			a_window_may_not_be_larger_than_the_web_allows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
