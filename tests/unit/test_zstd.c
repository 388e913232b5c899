#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/zstd.h"
#include "tests/support/inflate.h"

#define HEAD "\x28\xb5\x2f\xfd"

static const char hello[] = HEAD "\x04\x58\x29\x00\x00hello\xa3\x6d\x9f\x88";

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

static void a_frame_ends_where_it_says_or_is_cut(void **state)
{
	(void)state;
	inflate_check_hello(zstd_inflate, slice_of(hello, sizeof(hello) - 1));
}

static void a_bomb_stops_at_the_ceiling(void **state)
{
	struct buf packed;

	(void)state;
	buf_init(&packed, 10000);
	put_bomb(&packed, 128, 17);
	inflate_check_bomb(zstd_inflate, buf_slice(&packed));
	buf_done(&packed);
}

static void damage_is_told(void **state)
{
	char broken[sizeof(hello)];

	(void)state;
	inflate_check_damage(zstd_inflate,
		slice_str("<!DOCTYPE html><title>no zstd</title>"));
	memcpy(broken, hello, sizeof(hello));
	broken[10] ^= 1; /* the checksum tells */
	inflate_check_damage(zstd_inflate, slice_of(broken, sizeof(hello) - 1));
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
		assert_int_equal(
			inflate(zstd_inflate, &out, 1 << 20, &in, &truncated),
			log == 23 ? 0 : ERR_SYNTAX);
		buf_done(&out);
		buf_done(&packed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_ends_where_it_says_or_is_cut),
		cmocka_unit_test(a_bomb_stops_at_the_ceiling),
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(
			a_window_may_not_be_larger_than_the_web_allows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
