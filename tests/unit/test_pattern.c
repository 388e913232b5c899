#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/pattern.h"

static struct pattern *compile(const char *source)
{
	struct pattern *p = NULL;
	struct error err;

	assert_int_equal(pattern_new(&p, source, &err), 0);
	return p;
}

static void finds_thai_by_letters(void **state)
{
	struct pattern *p = compile("พ\\.ศ\\. ?(25\\d\\d)");
	size_t from = 0, to = 0;

	(void)state;
	assert_int_equal(
		pattern_find(p, slice_str("ปี พ.ศ. 2567 นี้"), &from, &to), 1);
	assert_int_equal(from, strlen("ปี "));
	assert_int_equal(to, strlen("ปี พ.ศ. 2567"));
	assert_int_equal(pattern_find(p, slice_str("2567"), &from, &to), 0);
	assert_int_equal(pattern_find(p, slice_str(""), &from, &to), 0);
	pattern_free(p);
}

static void tells_what_is_wrong_with_a_pattern(void **state)
{
	struct pattern *p = NULL;
	struct error err;

	(void)state;
	assert_int_equal(pattern_new(&p, "(a", &err), ERR_SYNTAX);
	assert_null(p);
	assert_non_null(strstr(err.text, "bad pattern at 2"));
}

/* "Not evaluated" is never "no match". */
static void a_limit_that_strikes_is_unknown(void **state)
{
	struct pattern *p = compile("^(a+)+$");
	char text[64];
	size_t from, to;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '!';
	assert_int_equal(
		pattern_find(p, slice_of(text, sizeof(text)), &from, &to), -1);
	pattern_free(p);
}

static void finds_across_the_border_of_pieces(void **state)
{
	struct pattern *p = compile("needle");
	size_t len = (size_t)128 * 1024, from, to;
	char *text = mem_zalloc(len);

	(void)state;
	memset(text, '.', len);
	memcpy(text + 64 * 1024 - 3, "needle", 6);
	assert_int_equal(pattern_find(p, slice_of(text, len), &from, &to), 1);
	assert_int_equal(from, 64 * 1024 - 3);
	free(text);
	pattern_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_thai_by_letters),
		cmocka_unit_test(tells_what_is_wrong_with_a_pattern),
		cmocka_unit_test(a_limit_that_strikes_is_unknown),
		cmocka_unit_test(finds_across_the_border_of_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
