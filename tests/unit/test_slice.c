#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/slice.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void null_is_the_empty_slice(void **state)
{
	(void)state;
	assert_int_equal(slice_str(NULL).len, 0);
	assert_true(slice_eq(slice_str(NULL), ""));
	assert_true(slice_starts(slice_str(NULL), ""));
	assert_int_equal(slice_trim(slice_str(NULL)).len, 0);
}

static void ascii_classes_know_no_locale(void **state)
{
	(void)state;
	for (int c = -128; c < 256; c++) {
		bool digit = c >= '0' && c <= '9';
		bool upper = c >= 'A' && c <= 'Z';
		bool lower = c >= 'a' && c <= 'z';

		assert_int_equal(ascii_is_digit(c), digit);
		assert_int_equal(ascii_is_alpha(c), upper || lower);
		assert_int_equal(ascii_is_alnum(c), digit || upper || lower);
		assert_int_equal(ascii_lower(c), upper ? c + 32 : c);
	}
	assert_true(ascii_is_space('\f'));
	assert_false(ascii_is_space('\v'));
	assert_false(ascii_is_space(0xa0));
}

static void hex_digits_have_values(void **state)
{
	static const struct {
		int c, value;
	} rows[] = {
		{ '0', 0 },
		{ '9', 9 },
		{ 'a', 10 },
		{ 'F', 15 },
		{ 'g', -1 },
		{ 'G', -1 },
		{ '/', -1 },
		{ ':', -1 },
		{ '\0', -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(ascii_hex(rows[i].c), rows[i].value);
}

static void compares_with_and_without_case(void **state)
{
	static const struct {
		const char *a, *b;
		bool same, same_nocase, starts, starts_nocase, ends_nocase;
	} rows[] = {
		{ "", "", true, true, true, true, true },
		{ "abc", "abc", true, true, true, true, true },
		{ "aBc", "AbC", false, true, false, true, true },
		{ "abc", "ab", false, false, true, true, false },
		{ "abc", "Ab", false, false, false, true, false },
		{ "abc", "BC", false, false, false, false, true },
		{ "abc", "", false, false, true, true, true },
		{ "ab", "abc", false, false, false, false, false },
		{ "[", "{", false, false, false, false, false },
		{ "ข้อ", "ข้อ", true, true, true, true, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice a = slice_str(rows[i].a);
		const char *b = rows[i].b;

		assert_int_equal(slice_eq(a, b), rows[i].same);
		assert_int_equal(slice_eq_nocase(a, b), rows[i].same_nocase);
		assert_int_equal(slice_starts(a, b), rows[i].starts);
		assert_int_equal(
			slice_starts_nocase(a, b), rows[i].starts_nocase);
		assert_int_equal(slice_ends_nocase(a, b), rows[i].ends_nocase);
	}
}

static void trims_ascii_space_only(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ " \t\r\n\f ", "" },
		{ " a b ", "a b" },
		{ "a", "a" },
		{ "\va\v", "\va\v" },
		{ "\xc2\xa0x", "\xc2\xa0x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_true(slice_eq(
			slice_trim(slice_str(rows[i].in)), rows[i].out));
}

static void finds_from_an_offset(void **state)
{
	static const struct {
		const char *text, *needle;
		size_t from;
		long at, at_nocase;
	} rows[] = {
		{ "abcabc", "bc", 0, 1, 1 },
		{ "abcabc", "bc", 2, 4, 4 },
		{ "abcabc", "bc", 5, -1, -1 },
		{ "abc", "BC", 0, -1, 1 },
		{ "abc", "", 3, 3, 3 },
		{ "abc", "", 4, -1, -1 },
		{ "ab", "abc", 0, -1, -1 },
		{ "", "a", 0, -1, -1 },
		{ "aabaaab", "aaab", 0, 3, 3 },
		{ "babab", "bab", 1, 2, 2 },
		{ "abab\n", "b", 2, 3, 3 },
		/* Letters that share all but their last byte. */
		{ "กขก", "ก", 1, 6, 6 },
		{ "ปีประจำปี", "ปี", 1, 21, 21 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice a = slice_str(rows[i].text);

		assert_int_equal(slice_find(a, rows[i].needle, rows[i].from),
			rows[i].at);
		assert_int_equal(
			slice_find_nocase(a, rows[i].needle, rows[i].from),
			rows[i].at_nocase);
	}
}

static void numbers_fill_the_slice_and_stay_in_range(void **state)
{
	static const struct {
		const char *text;
		long max, value;
	} rows[] = {
		{ "0", 9, 0 },
		{ "007", 9, 7 },
		{ "100", 100, 100 },
		{ "101", 100, -1 },
		{ "", 9, -1 },
		{ "-1", 9, -1 },
		{ "+1", 9, -1 },
		{ " 1", 9, -1 },
		{ "1 ", 9, -1 },
		{ "1a", 9, -1 },
		{ "๑", 9, -1 },
		{ "9223372036854775807", LONG_MAX, LONG_MAX },
		{ "9223372036854775808", LONG_MAX, -1 },
		{ "99999999999999999999999", LONG_MAX, -1 },
		{ "5", 3, -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(
			slice_number(slice_str(rows[i].text), rows[i].max),
			rows[i].value);
}

static void a_copy_ends_in_nul(void **state)
{
	char *s = slice_dup(slice_of("townhall", 4));

	(void)state;
	assert_string_equal(s, "town");
	free(s);
	s = slice_dup(slice_of(NULL, 0));
	assert_string_equal(s, "");
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(null_is_the_empty_slice),
		cmocka_unit_test(ascii_classes_know_no_locale),
		cmocka_unit_test(hex_digits_have_values),
		cmocka_unit_test(compares_with_and_without_case),
		cmocka_unit_test(trims_ascii_space_only),
		cmocka_unit_test(finds_from_an_offset),
		cmocka_unit_test(numbers_fill_the_slice_and_stay_in_range),
		cmocka_unit_test(a_copy_ends_in_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
