#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/thai.h"

static void prose_has_thai_digits_but_names_keep_theirs(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "ปี 2567", "ปี ๒๕๖๗" },
		{ "ปี2567", "ปี๒๕๖๗" },
		{ "1,234.50 บาท", "๑,๒๓๔.๕๐ บาท" },
		{ "(1) แผน", "(๑) แผน" },
		{ "พ.ศ. 2566-2570", "พ.ศ.\u00a0๒๕๖๖-๒๕๗๐" },
		{ "ข้อ 27", "ข้อ\u00a0๒๗" },
		{ "ข้อ ๐๑๔", "ข้อ\u00a0๐๑๔" },
		{ "ข้อ i5 ครบ", "ข้อ\u00a0i๕ ครบ" },
		{ "ข้อใด", "ข้อใด" },
		{ "ข้อ ใด", "ข้อ ใด" },
		{ "89.94 คะแนน", "๘๙.๙๔\u00a0คะแนน" },
		{ "1 ตุลาคม 2567", "๑\u00a0ตุลาคม ๒๕๖๗" },
		{ "28 ก.พ. 2568", "๒๘\u00a0ก.พ. ๒๕๖๘" },
		{ "เดือน ตุลาคม", "เดือน ตุลาคม" },
		{ "e12, i3", "e๑๒, i๓" },
		{ "https://x.go.th/o8?id=2568 ปี 2568",
			"https://x.go.th/o8?id=2568 ปี ๒๕๖๘" },
		{ "https://x.go.th/ข่าว/2567", "https://x.go.th/ข่าว/2567" },
		{ "ที่www.x.go.th/2567", "ที่www.x.go.th/2567" },
		{ "saraban2@x.go.th", "saraban2@x.go.th" },
		{ "COVID-19 ครั้งที่ 2", "COVID-19 ครั้งที่ ๒" },
		{ "E-Service 2", "E-Service ๒" },
		{ "http", "http" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		thai_put(&out, rows[i].text);
		assert_string_equal(buf_str(&out), rows[i].wanted);
		buf_clear(&out);
	}
	buf_done(&out);
}

static void a_name_stays_on_its_line(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	thai_put_name(&out, "ว่าที่ร้อยตรี ตัวอย่าง ใจดี");
	assert_string_equal(buf_str(&out), "ว่าที่ร้อยตรี\u00a0ตัวอย่าง\u00a0ใจดี");
	buf_done(&out);
}

static void scores_have_two_decimals_unless_whole(void **state)
{
	static const struct {
		int hundredths;
		const char *wanted;
	} rows[] = {
		{ 9360, "๙๓.๖๐" },
		{ 8994, "๘๙.๙๔" },
		{ 10000, "๑๐๐" },
		{ 8400, "๘๔" },
		{ 5, "๐.๐๕" },
		{ 0, "๐" },
		{ -1, "" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		thai_put_score(&out, rows[i].hundredths);
		assert_string_equal(buf_str(&out), rows[i].wanted);
		buf_clear(&out);
	}
	buf_done(&out);
}

static void an_item_is_zero_and_its_number(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	thai_put_code(&out, "o14");
	thai_put_code(&out, "i5");
	assert_string_equal(buf_str(&out), "๐๑๔i๕");
	buf_done(&out);
}

static void a_date_that_is_none_is_nothing(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	thai_put_date(&out, "2024-10-01", true);
	assert_string_equal(buf_str(&out), "๑ ตุลาคม ๒๕๖๗");
	buf_clear(&out);
	thai_put_date(&out, "2025-02-28T02:00:00+07:00", false);
	assert_string_equal(buf_str(&out), "28 กุมภาพันธ์ 2568");
	buf_clear(&out);
	thai_put_date(&out, "", true);
	thai_put_date(&out, NULL, true);
	thai_put_date(&out, "2025-13-01", true);
	thai_put_date(&out, "tomorrow!!", true);
	assert_string_equal(buf_str(&out), "");
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose_has_thai_digits_but_names_keep_theirs),
		cmocka_unit_test(a_name_stays_on_its_line),
		cmocka_unit_test(scores_have_two_decimals_unless_whole),
		cmocka_unit_test(an_item_is_zero_and_its_number),
		cmocka_unit_test(a_date_that_is_none_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
