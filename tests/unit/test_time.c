#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void days_are_counted_from_1970(void **state)
{
	static const struct {
		struct date date;
		long days;
	} rows[] = {
		{ { 1970, 1, 1 }, 0 },
		{ { 1969, 12, 31 }, -1 },
		{ { 1972, 2, 29 }, 789 },
		{ { 2000, 2, 29 }, 11016 },
		{ { 2000, 3, 1 }, 11017 },
		{ { 2025, 2, 20 }, 20139 },
		{ { 1900, 3, 1 }, -25508 },
		{ { 1600, 2, 29 }, -135081 },
		{ { 0, 3, 1 }, -719468 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date d = time_from_days(rows[i].days);

		assert_int_equal(time_days(rows[i].date), rows[i].days);
		assert_int_equal(d.year, rows[i].date.year);
		assert_int_equal(d.month, rows[i].date.month);
		assert_int_equal(d.day, rows[i].date.day);
	}
}

static void every_day_of_eight_centuries_goes_there_and_back(void **state)
{
	struct date last = { 1799, 12, 31 };
	long from = time_days((struct date){ 1800, 1, 1 });
	long to = time_days((struct date){ 2600, 1, 1 });

	(void)state;
	for (long n = from; n < to; n++) {
		struct date d = time_from_days(n);

		assert_int_equal(time_days(d), n);
		assert_true(time_is_day(d));
		assert_true(d.day == last.day + 1 ||
			    (d.day == 1 && d.month == last.month % 12 + 1));
		last = d;
	}
}

static void days_that_never_were_are_known(void **state)
{
	static const struct date rows[] = {
		{ 2023, 2, 29 },
		{ 1900, 2, 29 },
		{ 2024, 4, 31 },
		{ 2024, 0, 1 },
		{ 2024, 13, 1 },
		{ 2024, 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_false(time_is_day(rows[i]));
	assert_true(time_is_day((struct date){ 2024, 2, 29 }));
}

static void times_are_read_and_printed(void **state)
{
	static const struct {
		const char *text;
		long seconds;
		const char *thai, *utc;
	} rows[] = {
		{ "2025-02-20", 1739984400, "2025-02-20T00:00:00+07:00",
			"2025-02-19T17:00:00Z" },
		{ "2025-02-20T02:00:00+07:00", 1739991600,
			"2025-02-20T02:00:00+07:00", "2025-02-19T19:00:00Z" },
		{ "2025-02-19T19:00:00Z", 1739991600,
			"2025-02-20T02:00:00+07:00", "2025-02-19T19:00:00Z" },
		{ "2025-02-19t14:00:00-05:00", 1739991600,
			"2025-02-20T02:00:00+07:00", "2025-02-19T19:00:00Z" },
		{ "1970-01-01T00:00:00Z", 0, "1970-01-01T07:00:00+07:00",
			"1970-01-01T00:00:00Z" },
		{ "1969-12-31T23:59:59Z", -1, "1970-01-01T06:59:59+07:00",
			"1969-12-31T23:59:59Z" },
	};
	struct error err;
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	for (size_t i = 0; i < COUNT(rows); i++) {
		long seconds = 0;

		assert_int_equal(time_parse(&seconds, rows[i].text, &err), 0);
		assert_int_equal(seconds, rows[i].seconds);
		time_put(&out, seconds);
		assert_string_equal(buf_str(&out), rows[i].thai);
		buf_clear(&out);
		time_put_utc(&out, seconds);
		assert_string_equal(buf_str(&out), rows[i].utc);
		buf_clear(&out);
	}
	buf_done(&out);
}

static void what_is_no_time_is_refused(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "", "\"\" is no date such as 2025-02-20 or "
		      "2025-02-20T02:00:00+07:00" },
		{ "2568-02-20", "\"2568-02-20\" has a Buddhist year, write "
				"2025" },
		{ "2025-02-29", "\"2025-02-29\" is no day there was" },
		{ "2025-13-01", "\"2025-13-01\" is no day there was" },
	};
	static const char *const malformed[] = { "2025-2-20", "20250220",
		"2025-02-20 ", "2025-02-20x", "2025-02-20T02:00",
		"2025-02-20T02:00:00", "2025-02-20T24:00:00Z",
		"2025-02-20T02:60:00Z", "2025-02-20T02:00:60Z",
		"2025-02-20T02:00:00+7:00", "2025-02-20T02:00:00+0700",
		"2025-02-20T02:00:00Zx", "2025-02-20T02:00:00+24:00",
		"+025-02-20", "now" };
	struct error err;
	long seconds = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(
			time_parse(&seconds, rows[i].text, &err), ERR_SYNTAX);
		assert_string_equal(err.text, rows[i].message);
	}
	for (size_t i = 0; i < COUNT(malformed); i++)
		assert_int_equal(
			time_parse(&seconds, malformed[i], &err), ERR_SYNTAX);
	assert_int_equal(seconds, 7);
}

static void the_day_changes_at_midnight_in_thailand(void **state)
{
	struct date before = time_date(1739984400 - 1);
	struct date after = time_date(1739984400);

	(void)state;
	assert_int_equal(before.day, 19);
	assert_int_equal(after.day, 20);
}

static void the_clock_is_later_than_this_test(void **state)
{
	(void)state;
	assert_true(time_now() > 1700000000);
}

static void fiscal_years_begin_in_october(void **state)
{
	static const struct {
		struct date date;
		int year, quarter;
		bool first_half;
	} rows[] = {
		{ { 2023, 9, 30 }, 2566, 4, false },
		{ { 2023, 10, 1 }, 2567, 1, true },
		{ { 2023, 12, 31 }, 2567, 1, true },
		{ { 2024, 1, 1 }, 2567, 2, true },
		{ { 2024, 3, 31 }, 2567, 2, true },
		{ { 2024, 4, 1 }, 2567, 3, false },
		{ { 2024, 7, 1 }, 2567, 4, false },
		{ { 2024, 9, 30 }, 2567, 4, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date d = rows[i].date;

		assert_int_equal(time_fiscal_year(d), rows[i].year);
		assert_int_equal(time_quarter(d), rows[i].quarter);
		assert_int_equal(time_is_first_half(d), rows[i].first_half);
	}
	assert_int_equal(time_days(time_fiscal_start(2567)),
		time_days((struct date){ 2023, 10, 1 }));
	assert_int_equal(time_days(time_fiscal_end(2567)) + 1,
		time_days(time_fiscal_start(2568)));
}

static void days_are_printed_as_thai_offices_write_them(void **state)
{
	static const struct {
		unsigned style;
		const char *text;
	} rows[] = {
		{ TIME_LONG, "1 ตุลาคม 2567" },
		{ TIME_SHORT, "1 ต.ค. 2567" },
		{ TIME_LONG | TIME_THAI_DIGITS, "๑ ตุลาคม ๒๕๖๗" },
		{ TIME_SHORT | TIME_THAI_DIGITS, "๑ ต.ค. ๒๕๖๗" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		time_put_thai(
			&out, (struct date){ 2024, 10, 1 }, rows[i].style);
		assert_string_equal(buf_str(&out), rows[i].text);
	}
	buf_done(&out);
	assert_string_equal(time_month_name(2), "กุมภาพันธ์");
	assert_string_equal(time_month_short(12), "ธ.ค.");
}

static void digits_change_and_nothing_else(void **state)
{
	static const struct {
		const char *ascii, *thai;
	} rows[] = {
		{ "", "" },
		{ "0123456789", "๐๑๒๓๔๕๖๗๘๙" },
		{ "ข้อ o14 = 89.94 คะแนน", "ข้อ o๑๔ = ๘๙.๙๔ คะแนน" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 256);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&out);
		time_put_thai_digits(&out, slice_str(rows[i].ascii));
		assert_string_equal(buf_str(&out), rows[i].thai);
		buf_clear(&out);
		time_put_ascii_digits(&out, slice_str(rows[i].thai));
		assert_string_equal(buf_str(&out), rows[i].ascii);
	}
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_counted_from_1970),
		cmocka_unit_test(
			every_day_of_eight_centuries_goes_there_and_back),
		cmocka_unit_test(days_that_never_were_are_known),
		cmocka_unit_test(times_are_read_and_printed),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(the_day_changes_at_midnight_in_thailand),
		cmocka_unit_test(the_clock_is_later_than_this_test),
		cmocka_unit_test(fiscal_years_begin_in_october),
		cmocka_unit_test(days_are_printed_as_thai_offices_write_them),
		cmocka_unit_test(digits_change_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
