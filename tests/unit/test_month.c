#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/month.h"
#include "base/time.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static int take(const char *text)
{
	size_t at = 0;

	return month_take(slice_str(text), &at);
}

static int back(const char *text)
{
	size_t at = strlen(text);

	return month_back(slice_str(text), 0, &at);
}

static void both_names_of_each_month_are_known(void **state)
{
	(void)state;
	for (int m = 1; m <= 12; m++) {
		assert_int_equal(take(time_month_name(m)), m);
		assert_int_equal(take(time_month_short(m)), m);
		assert_int_equal(back(time_month_name(m)), m);
		/* ก.พ. alone is the Civil Service Commission. */
		assert_int_equal(back(time_month_short(m)), m == 2 ? 0 : m);
	}
}

static void english_names_are_known(void **state)
{
	static const struct {
		const char *text;
		int month;
	} rows[] = {
		{ "january", 1 },
		{ "feb", 2 },
		{ " mar. ", 3 },
		{ "may", 5 },
		{ "sept.", 9 },
		{ "sep", 9 },
		{ "december", 12 },
		{ "octo", 0 },
		{ "mayor", 0 },
		{ "de", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(take(rows[i].text), rows[i].month);
		assert_int_equal(back(rows[i].text), rows[i].month);
	}
}

static void other_spellings_are_known(void **state)
{
	static const struct {
		const char *text;
		int month;
	} rows[] = {
		{ "มค", 1 },
		{ "มี. ค.", 3 },
		{ "มีค", 3 },
		{ "เม ษา ยน", 4 },
		{ "กรกฏาคม", 7 },
		{ "กุมภาพันธุ์", 2 },
		{ "พฤษจิกายน", 11 },
		{ "เดือนตุลาคม", 10 },
		{ "เดือน ก.พ.", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(take(rows[i].text), rows[i].month);
		assert_int_equal(back(rows[i].text), rows[i].month);
	}
}

static void what_only_looks_like_a_month_is_none(void **state)
{
	static const char *const forward[] = { "มีความ", "มี ความ", "maybe", "",
		"เดือน", "มกรา" };
	static const char *const backward[] = { "อ.ก.พ.", "ธ.ก.ส.", "น้ำมค",
		"ก.ค.ศ.", "" };

	(void)state;
	for (size_t i = 0; i < COUNT(forward); i++)
		assert_int_equal(take(forward[i]), 0);
	for (size_t i = 0; i < COUNT(backward); i++)
		assert_int_equal(back(backward[i]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_names_of_each_month_are_known),
		cmocka_unit_test(other_spellings_are_known),
		cmocka_unit_test(english_names_are_known),
		cmocka_unit_test(what_only_looks_like_a_month_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
