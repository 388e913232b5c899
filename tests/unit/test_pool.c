#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/pool.h"

static void equal_texts_are_one(void **state)
{
	const char town[] = "town of the town";
	struct pool p = { 0 };
	const char *first, *second;

	(void)state;
	first = pool_text(&p, slice_of(town, 4));
	second = pool_text(&p, slice_of(town + 12, 4));
	assert_string_equal(first, "town");
	assert_ptr_equal(first, second);
	assert_ptr_not_equal(first, town);
	assert_string_equal(pool_text(&p, slice_str("tow")), "tow");
	assert_string_equal(pool_text(&p, slice_str("towns")), "towns");
	assert_int_equal(p.n, 3);
	pool_done(&p);
}

static void no_text_takes_no_room(void **state)
{
	struct pool p = { 0 };

	(void)state;
	assert_string_equal(pool_text(&p, slice_str("")), "");
	assert_string_equal(pool_text(&p, slice_of(NULL, 0)), "");
	assert_int_equal(p.arena.total, 0);
	pool_done(&p);
}

static void a_thousand_texts_stay_where_they_are(void **state)
{
	const char *kept[1000];
	struct pool p = { 0 };
	char text[16];

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 1000; i++) {
			const char *at;

			(void)snprintf(text, sizeof(text), "text %d", i);
			at = pool_text(&p, slice_str(text));
			assert_string_equal(at, text);
			if (round > 0)
				assert_ptr_equal(at, kept[i]);
			kept[i] = at;
		}
	assert_int_equal(p.n, 1000);
	pool_done(&p);
	assert_string_equal(pool_text(&p, slice_str("again")), "again");
	pool_done(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_texts_are_one),
		cmocka_unit_test(no_text_takes_no_room),
		cmocka_unit_test(a_thousand_texts_stay_where_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
