#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"

static void set_answers_its_code(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(error_set(&err, ERR_READ, "%s: line %d", "x.json", 3),
		ERR_READ);
	assert_int_equal(err.code, ERR_READ);
	assert_string_equal(err.text, "x.json: line 3");
}

static void every_code_is_negative(void **state)
{
	static const enum error_code codes[] = {
		ERR_SYNTAX,
		ERR_READ,
		ERR_WRITE,
		ERR_BUSY,
		ERR_LIMIT,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		assert_true(codes[i] < 0);
}

static void prefix_tells_where_and_keeps_the_code(void **state)
{
	struct error err;

	(void)state;
	error_set(&err, ERR_SYNTAX, "unknown key \"fnid\"");
	assert_int_equal(error_prefix(&err, "line %d", 12), ERR_SYNTAX);
	assert_int_equal(error_prefix(&err, "%s", "a.json"), ERR_SYNTAX);
	assert_string_equal(err.text, "a.json: line 12: unknown key \"fnid\"");
}

static void a_long_text_is_cut_and_ends_in_nul(void **state)
{
	char longer[2 * sizeof(((struct error *)0)->text)];
	struct error err;

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	error_set(&err, ERR_LIMIT, "%s", longer);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	error_prefix(&err, "here");
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	assert_memory_equal(err.text, "here: xxx", 9);
}

static void a_long_prefix_leaves_room_for_its_colon(void **state)
{
	char longer[2 * sizeof(((struct error *)0)->text)];
	struct error err;
	size_t len;

	(void)state;
	memset(longer, 'y', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	error_set(&err, ERR_WRITE, "cause");
	error_prefix(&err, "%s", longer);
	len = strlen(err.text);
	assert_true(len < sizeof(err.text));
	assert_non_null(strstr(err.text, "y: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_answers_its_code),
		cmocka_unit_test(every_code_is_negative),
		cmocka_unit_test(prefix_tells_where_and_keeps_the_code),
		cmocka_unit_test(a_long_text_is_cut_and_ends_in_nul),
		cmocka_unit_test(a_long_prefix_leaves_room_for_its_colon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
