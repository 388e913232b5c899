#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/brotli.h"
#include "tests/support/inflate.h"

#define BYTES(text) slice_of(text, sizeof(text) - 1)

/* 16 MiB of zeros. */
static const char bomb[] = "\xcf\xff\xff\x7f\xf8\x27\x00\xe2\xb1\x40"
			   "\x20\xf7\xfe\x7f";

static void a_stream_ends_where_it_says_or_is_cut(void **state)
{
	(void)state;
	inflate_check_hello(brotli_inflate, BYTES("\x0f\x02\x80"
						  "hello\x03"));
}

static void a_bomb_stops_at_the_ceiling(void **state)
{
	(void)state;
	inflate_check_bomb(brotli_inflate, BYTES(bomb));
}

static void damage_is_told(void **state)
{
	(void)state;
	inflate_check_damage(brotli_inflate,
		slice_str("<!DOCTYPE html><title>no brotli</title>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_ends_where_it_says_or_is_cut),
		cmocka_unit_test(a_bomb_stops_at_the_ceiling),
		cmocka_unit_test(damage_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
