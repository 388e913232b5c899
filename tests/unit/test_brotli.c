#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/brotli.h"

#define BYTES(text) slice_of(text, sizeof(text) - 1)

static const char hello[] = "\x0f\x02\x80"
			    "hello\x03";

/* 16 MiB of zeros. */
static const char bomb[] = "\xcf\xff\xff\x7f\xf8\x27\x00\xe2\xb1\x40"
			   "\x20\xf7\xfe\x7f";

static int inflate(
	struct buf *out, size_t max, struct slice *in, bool *truncated)
{
	struct error err;

	buf_init(out, max);
	return brotli_inflate(out, in, truncated, &err);
}

static void a_stream_ends_where_it_says(void **state)
{
	struct slice in = BYTES("\x0f\x02\x80"
				"hello\x03rest");
	bool truncated = true;
	struct buf out;

	(void)state;
	assert_int_equal(inflate(&out, 100, &in, &truncated), 0);
	assert_string_equal(buf_str(&out), "hello");
	assert_false(truncated);
	assert_true(slice_eq(in, "rest"));
	buf_done(&out);
}

static void a_cut_stream_is_told(void **state)
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
	struct slice in = BYTES(bomb);
	bool truncated;
	struct buf out;

	(void)state;
	assert_int_equal(inflate(&out, 1 << 20, &in, &truncated), ERR_LIMIT);
	assert_true(out.len <= 1 << 20);
	buf_done(&out);
	in = BYTES(bomb);
	assert_int_equal(inflate(&out, 1 << 24, &in, &truncated), 0);
	assert_int_equal(out.len, 1 << 24);
	buf_done(&out);
}

static void damage_is_told(void **state)
{
	struct slice in = slice_str("<!DOCTYPE html><title>no brotli</title>");
	bool truncated;
	struct buf out;

	(void)state;
	assert_int_equal(inflate(&out, 100, &in, &truncated), ERR_SYNTAX);
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_ends_where_it_says),
		cmocka_unit_test(a_cut_stream_is_told),
		cmocka_unit_test(a_bomb_stops_at_the_ceiling),
		cmocka_unit_test(damage_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
