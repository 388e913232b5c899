#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/citizen.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct {
	const char *text, *masked;
} rows[] = {
	{ "", "" },
	{ "เลขที่ 1111111111119", "เลขที่ xxxxxxxxxxxxx" },
	{ "1-1111-11111-11-9", "x-xxxx-xxxxx-xx-x" },
	{ "1 1111 11111 11 9 และ", "x xxxx xxxxx xx x และ" },
	{ "๑-๑๑๑๑-๑๑๑๑๑-๑๑-๙", "x-xxxx-xxxxx-xx-x" },
	{ "1111111111119, 1111111111119", "xxxxxxxxxxxxx, xxxxxxxxxxxxx" },
	/* another check digit, a digit more or less, a company's number */
	{ "1111111111118", "1111111111118" },
	{ "11111111111190", "11111111111190" },
	{ "01111111111119", "01111111111119" },
	{ "111111111119", "111111111119" },
	{ "0105500000003", "0105500000003" },
	{ "1--1111-11111-11-9", "1--1111-11111-11-9" },
	{ "1.1111.11111.11.9", "1.1111.11111.11.9" },
	{ "ปี 2567 จำนวน 12 โครงการ", "ปี 2567 จำนวน 12 โครงการ" },
	{ "\xff\xe0\xb9", "\xff\xe0\xb9" },
};

static void numbers_of_persons_are_not_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;

		buf_init(&out, 1000);
		citizen_mask(&out, slice_str(rows[i].text));
		assert_string_equal(buf_str(&out), rows[i].masked);
		buf_done(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_persons_are_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
