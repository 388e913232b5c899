#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"

static void starts_as_an_empty_string(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_string_equal(buf_str(&b), "");
	assert_int_equal(buf_slice(&b).len, 0);
	assert_false(b.full);
	buf_done(&b);
}

static void puts_come_one_after_the_other(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	buf_put(&b, "abc", 2);
	buf_put_slice(&b, slice_str("cd"));
	buf_put_slice(&b, slice_str(NULL));
	buf_puts(&b, "");
	buf_putc(&b, '-');
	buf_printf(&b, "%d%%", 7);
	assert_string_equal(buf_str(&b), "abcd-7%");
	assert_int_equal(b.len, 7);
	buf_done(&b);
}

static void keeps_nul_bytes(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	buf_put(&b, "a\0b", 3);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.data, "a\0b", 4);
	buf_done(&b);
}

static void never_holds_more_than_its_ceiling(void **state)
{
	static const struct {
		size_t max;
		const char *first, *second;
		const char *held;
		bool full;
	} rows[] = {
		{ 0, "", "", "", false },
		{ 0, "a", "", "", true },
		{ 4, "ab", "cd", "abcd", false },
		{ 4, "ab", "cde", "ab", true },
		{ 4, "abcde", "f", "", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b;

		buf_init(&b, rows[i].max);
		buf_puts(&b, rows[i].first);
		buf_printf(&b, "%s", rows[i].second);
		assert_string_equal(buf_str(&b), rows[i].held);
		assert_int_equal(b.full, rows[i].full);
		buf_done(&b);
	}
}

static void what_is_formatted_makes_its_room(void **state)
{
	struct buf b;

	(void)state;
	for (int width = 55; width < 70; width++) {
		buf_init(&b, 1000);
		for (int i = 1; i <= 3; i++) {
			buf_printf(&b, "%*d", width, i);
			assert_int_equal(b.len, i * width);
			assert_int_equal(strlen(buf_str(&b)), b.len);
			assert_int_equal(b.data[b.len - 1], '0' + i);
		}
		buf_done(&b);
	}
}

static void filling_takes_what_fits(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	buf_fill(&b, "abcd", 3);
	assert_false(b.full);
	buf_fill(&b, "def", 3);
	assert_true(b.full);
	assert_string_equal(buf_str(&b), "abcd");
	buf_fill(&b, "x", 1);
	buf_fill(&b, "", 0);
	assert_true(b.full);
	assert_string_equal(buf_str(&b), "abcd");
	buf_done(&b);
}

static void stays_full_until_it_is_cleared(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 3);
	buf_puts(&b, "ab");
	buf_puts(&b, "cd");
	buf_putc(&b, 'e');
	assert_true(b.full);
	assert_string_equal(buf_str(&b), "ab");
	buf_clear(&b);
	assert_false(b.full);
	assert_string_equal(buf_str(&b), "");
	buf_puts(&b, "xyz");
	assert_string_equal(buf_str(&b), "xyz");
	buf_done(&b);
}

static void grows_byte_by_byte(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5000);
	for (size_t i = 0; i < 5000; i++)
		buf_putc(&b, (char)('a' + i % 26));
	assert_false(b.full);
	assert_int_equal(b.len, 5000);
	for (size_t i = 0; i < 5000; i++)
		assert_int_equal(b.data[i], 'a' + i % 26);
	buf_done(&b);
}

static void taking_the_bytes_empties_it(void **state)
{
	struct buf b;
	char *s;

	(void)state;
	buf_init(&b, 10);
	buf_puts(&b, "mine");
	s = buf_take(&b);
	assert_string_equal(s, "mine");
	free(s);
	s = buf_take(&b);
	assert_string_equal(s, "");
	free(s);
	assert_int_equal(b.max, 10);
	assert_null(b.data);
}

static void done_leaves_the_ceiling(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 2);
	buf_puts(&b, "abc");
	buf_done(&b);
	assert_false(b.full);
	buf_puts(&b, "ab");
	assert_string_equal(buf_str(&b), "ab");
	buf_done(&b);
	buf_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_as_an_empty_string),
		cmocka_unit_test(puts_come_one_after_the_other),
		cmocka_unit_test(keeps_nul_bytes),
		cmocka_unit_test(never_holds_more_than_its_ceiling),
		cmocka_unit_test(what_is_formatted_makes_its_room),
		cmocka_unit_test(filling_takes_what_fits),
		cmocka_unit_test(stays_full_until_it_is_cleared),
		cmocka_unit_test(grows_byte_by_byte),
		cmocka_unit_test(taking_the_bytes_empties_it),
		cmocka_unit_test(done_leaves_the_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
