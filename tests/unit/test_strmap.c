#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/strmap.h"

static void an_empty_map_holds_nothing(void **state)
{
	struct strmap m = { 0 };

	(void)state;
	assert_null(strmap_get(&m, ""));
	strmap_done(&m);
}

static void a_thousand_names_keep_their_numbers(void **state)
{
	static char names[1000][16];
	struct strmap m = { 0 };

	(void)state;
	for (uint64_t i = 0; i < 1000; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "name %d", (int)i);
		strmap_put(&m, names[i], i);
	}
	assert_int_equal(m.n, 1000);
	for (uint64_t i = 0; i < 1000; i++)
		assert_int_equal(*strmap_get(&m, names[i]), i);
	assert_null(strmap_get(&m, "name"));
	strmap_done(&m);
}

static void a_second_number_replaces_the_first(void **state)
{
	struct strmap m = { 0 };

	(void)state;
	strmap_put(&m, "a", 1);
	strmap_put(&m, "a", 2);
	assert_int_equal(m.n, 1);
	assert_int_equal(*strmap_get(&m, "a"), 2);
	++*strmap_get(&m, "a");
	assert_int_equal(*strmap_get(&m, "a"), 3);
	strmap_done(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_holds_nothing),
		cmocka_unit_test(a_thousand_names_keep_their_numbers),
		cmocka_unit_test(a_second_number_replaces_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
