#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/year.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define MAX_MARKS 8

struct row {
	const char *text;
	const char *marks; /* as put_mark() writes them */
};

static void put_kind(struct buf *out, const struct year_mark *m)
{
	static const char *const names[] = {
		[YEAR_FISCAL] = "fiscal",
		[YEAR_RANGE] = "range",
		[YEAR_ANNUAL] = "annual",
		[YEAR_PLAIN] = "plain",
		[YEAR_DATE] = "date",
		[YEAR_HALF] = "half",
		[YEAR_LAW] = "law",
	};

	buf_puts(out, names[m->kind]);
	if (m->first)
		buf_printf(out, " %d", m->first);
	if (m->last != m->first)
		buf_printf(out, "-%d", m->last);
}

/* "date 2567 (1.10.2566)", "half 2567 q12 weak" */
static void put_mark(struct buf *out, const struct year_mark *m)
{
	if (out->len)
		buf_puts(out, ", ");
	put_kind(out, m);
	if (m->kind == YEAR_DATE)
		buf_printf(out, " (%d.%d.%d)", m->date.day, m->date.month,
			m->calendar);
	if (m->kind == YEAR_HALF)
		buf_puts(out, " q");
	for (int q = 0; m->kind == YEAR_HALF && q < 4; q++)
		if (m->quarters & 1U << q)
			buf_printf(out, "%d", q + 1);
	if (m->weak)
		buf_puts(out, " weak");
}

/* Marks lie in the text, in its order, and do not overlap. */
static void check_spans(
	struct slice text, const struct year_mark *marks, size_t n)
{
	size_t past = 0;

	for (size_t i = 0; i < n; i++) {
		assert_true(marks[i].start >= past);
		assert_true(marks[i].len > 0);
		past = marks[i].start + marks[i].len;
		assert_true(past <= text.len);
	}
}

static void check_rows(const struct row *rows, size_t n_rows)
{
	struct year_mark marks[MAX_MARKS];
	struct buf out;

	buf_init(&out, 1024);
	for (size_t i = 0; i < n_rows; i++) {
		struct slice text = slice_str(rows[i].text);
		size_t n = year_find(text, marks, MAX_MARKS);

		buf_clear(&out);
		check_spans(text, marks, n);
		for (size_t k = 0; k < n; k++)
			put_mark(&out, &marks[k]);
		if (!slice_eq(buf_slice(&out), rows[i].marks))
			fail_msg("%s: \"%s\", not \"%s\"", rows[i].text,
				buf_str(&out), rows[i].marks);
	}
	buf_done(&out);
}

static void fiscal_years_are_named(void **state)
{
	static const struct row rows[] = {
		{ "ปีงบประมาณ พ.ศ. 2567", "fiscal 2567" },
		{ "ปีงบประมาณ พ.ศ.2567", "fiscal 2567" },
		{ "ปีงบประมาณ 2567", "fiscal 2567" },
		{ "ปีงบประมาณ2567", "fiscal 2567" },
		{ "ประจำปีงบประมาณ พ.ศ. 2568", "fiscal 2568" },
		{ "ประจำปี งบประมาณ พ.ศ. 2568", "fiscal 2568" },
		{ "ปี งบ ประมาณ 2567", "fiscal 2567" },
		{ "ปีงบประมาณ (พ.ศ. 2567)", "fiscal 2567" },
		{ "ปีงบประมาณ พ. ศ. 2567", "fiscal 2567" },
		{ "ปีงบประมาณ พศ. 2567", "fiscal 2567" },
		{ "ปีงบประมาณ : 2567", "fiscal 2567" },
		{ "ปีงบ 67", "fiscal 2567" },
		{ "ปีงบฯ 67", "fiscal 2567" },
		{ "ปีงบฯ พ.ศ. 2567", "fiscal 2567" },
		{ "ประจำปีงบฯ 67", "fiscal 2567" },
		{ "ปีงบ67", "fiscal 2567" },
		{ "ปีงบประมาณ 68", "fiscal 2568" },
		{ "ปีงบประมาณ 2024", "fiscal 2567" },
		{ "fiscal year 2024", "fiscal 2567" },
		{ "fy2567", "fiscal 2567" },
		{ "พระราชบัญญัติงบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. 2567",
			"fiscal 2567" },
		{ "ปีงบประมาณ พ.ศ. 2567 และ พ.ศ. 2568",
			"fiscal 2567, plain 2568" },
		{ "1 ตุลาคม 2566 - 30 กันยายน 2567", "fiscal 2567" },
		{ "ต.ค. 66 - ก.ย. 67", "fiscal 2567" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void years_of_the_calendar_are_named(void **state)
{
	static const struct row rows[] = {
		{ "ประจำปี 2567", "annual 2567" },
		{ "ประจำปี พ.ศ. 2567", "annual 2567" },
		{ "ปี พ.ศ. 2567", "annual 2567" },
		{ "ปี พ.ศ.2567", "annual 2567" },
		{ "ปี 2567", "annual 2567" },
		{ "ปี2567", "annual 2567" },
		{ "ปี พุทธศักราช 2567", "annual 2567" },
		{ "ปี 67", "annual 2567" },
		{ "ปี ค.ศ. 2024", "annual 2567" },
		{ "ปี 2024", "annual 2567" },
		{ "พ.ศ. 2567", "plain 2567" },
		{ "พ.ศ.2567", "plain 2567" },
		{ "พุทธศักราช 2567", "plain 2567" },
		{ "ค.ศ. 2024", "plain 2567" },
		{ "2567", "plain 2567" },
		{ "ita 2567", "plain 2567" },
		{ "ita2567.pdf", "plain 2567" },
		{ "o13-2567.pdf", "plain 2567" },
		{ "แผนพัฒนา_2567", "plain 2567" },
		{ "2566,2567", "plain 2566, plain 2567" },
		{ "ปี 2565 2566 2567", "annual 2565, plain 2566, plain 2567" },
		{ "ประจำปี67", "annual 2567" },
		{ "งบประมาณประจำปี 50", "" },
		{ "ประจำปีงบประมาณ 67", "fiscal 2567" },
		{ "ปี 66 ปี 67", "annual 2566, annual 2567" },
		{ "ประจำปี 2567 หน่วยงาน", "annual 2567" },
		{ "ประจำปี 2567 คนพิการ", "annual 2567" },
		{ "2567 วันที่", "plain 2567" },
		{ "เทศบัญญัติงบประมาณรายจ่าย ประจำปี พ.ศ. 2567", "annual 2567" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void ranges_have_two_ends(void **state)
{
	static const struct row rows[] = {
		{ "2566-2570", "range 2566-2570" },
		{ "พ.ศ. 2566 – 2570", "range 2566-2570" },
		{ "(พ.ศ. 2566 - 2570)", "range 2566-2570" },
		{ "พ.ศ. 2566 - พ.ศ. 2570", "range 2566-2570" },
		{ "พ.ศ. 2566 ถึง พ.ศ. 2570", "range 2566-2570" },
		{ "ปี 2566 จนถึงปี 2570", "range 2566-2570" },
		{ "5 ปี (2566-2570)", "range 2566-2570" },
		{ "5 ปี (พ.ศ. 2566 - 2570)", "range 2566-2570" },
		{ "ปีงบประมาณ 2566-2570", "range 2566-2570" },
		{ "3 ปี ประจำปีงบประมาณ พ.ศ. 2567 - 2569", "range 2567-2569" },
		{ "2566-70", "range 2566-2570" },
		{ "ค.ศ. 2023-2027", "range 2566-2570" },
		{ "1 ตุลาคม 2565 - 30 กันยายน 2570", "range 2566-2570" },
		{ "2570-2566", "plain 2570, plain 2566" },
		{ "2566-2566", "plain 2566, plain 2566" },
		{ "2500-2567", "plain 2500, plain 2567" },
		{ "แผนปฏิบัติการป้องกันการทุจริต (พ.ศ. 2566-2570)",
			"range 2566-2570" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void english_dates_give_the_fiscal_year_they_are_in(void **state)
{
	static const struct row rows[] = {
		{ "1 october 2024", "date 2568 (1.10.2567)" },
		{ "30 september 2024", "date 2567 (30.9.2567)" },
		{ "1st october 2024", "date 2568 (1.10.2567)" },
		{ "22nd dec 2024", "date 2568 (22.12.2567)" },
		{ "5-oct-2024", "date 2568 (5.10.2567)" },
		{ "oct. 1, 2024", "date 2568 (1.10.2567)" },
		{ "oct 1, 2024", "date 2568 (1.10.2567)" },
		{ "sept. 30th, 2024", "date 2567 (30.9.2567)" },
		{ "updated: may 31, 2024.", "date 2567 (31.5.2567)" },
		{ "october 1, 2567", "date 2568 (1.10.2567)" },
		{ "october 2024", "date 2568 (0.10.2567)" },
		{ "oct. 2024", "date 2568 (0.10.2567)" },
		{ "เมื่อ 5 april 2024 น.", "date 2567 (5.4.2567)" },
		{ "feb 29, 2024\nfeb 30, 2024", "date 2567 (29.2.2567)" },
		{ "1 october 2023 - 30 september 2024", "fiscal 2567" },
		{ "october 2023 to september 2024",
			"date 2567 (0.10.2566), date 2567 (0.9.2567)" },
		{ "5 oct 67", "" },
		{ "in dismay 2024", "" },
		{ "mayor 2024", "" },
		{ "5 decembers 2024", "" },
		{ "version 1, 2024", "" },
		{ "october 100, 2024", "" },
		{ "october 1,2024,500", "" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void dates_give_the_fiscal_year_they_are_in(void **state)
{
	static const struct row rows[] = {
		{ "1 ต.ค. 2566", "date 2567 (1.10.2566)" },
		{ "1 ตุลาคม 2566", "date 2567 (1.10.2566)" },
		{ "30 กันยายน 2566", "date 2566 (30.9.2566)" },
		{ "วันที่ 1 เดือน ตุลาคม พ.ศ. 2566", "date 2567 (1.10.2566)" },
		{ "15 ม.ค. 67", "date 2567 (15.1.2567)" },
		{ "15 มค 67", "date 2567 (15.1.2567)" },
		{ "15 มี. ค. 2567", "date 2567 (15.3.2567)" },
		{ "29 กุมภาพันธ์ 2567", "date 2567 (29.2.2567)" },
		{ "5 ก.พ. 2567", "date 2567 (5.2.2567)" },
		{ "5ก.พ.2567", "date 2567 (5.2.2567)" },
		{ "5 กรกฏาคม 2567", "date 2567 (5.7.2567)" },
		{ "5-ก.ค.-67", "date 2567 (5.7.2567)" },
		{ "5 เมษายน ค.ศ. 2024", "date 2567 (5.4.2567)" },
		{ "5 เมษายน 2024", "date 2567 (5.4.2567)" },
		{ "5 - 7 มีนาคม 2567", "date 2567 (7.3.2567)" },
		{ "ตุลาคม 2566", "date 2567 (0.10.2566)" },
		{ "เดือนตุลาคม พ.ศ. 2566", "date 2567 (0.10.2566)" },
		{ "ต.ค. 2566", "date 2567 (0.10.2566)" },
		{ "ต.ค.-66", "date 2567 (0.10.2566)" },
		{ "เดือน ก.พ. 2567", "date 2567 (0.2.2567)" },
		{ "01/10/2566", "date 2567 (1.10.2566)" },
		{ "1/10/66", "date 2567 (1.10.2566)" },
		{ "31-03-2567", "date 2567 (31.3.2567)" },
		{ "31.3.2567", "date 2567 (31.3.2567)" },
		{ "31/03/2024", "date 2567 (31.3.2567)" },
		{ "2566-10-01", "date 2567 (1.10.2566)" },
		{ "2023-10-01t08:00", "date 2567 (1.10.2566)" },
		{ "2023/10/01", "date 2567 (1.10.2566)" },
		{ "31 ตุลาคม 2567 ถึง 31 มีนาคม 2568",
			"date 2568 (31.10.2567), date 2568 (31.3.2568)" },
		{ "1 มกราคม 2566 - 31 ธันวาคม 2566",
			"date 2566 (1.1.2566), date 2567 (31.12.2566)" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void halves_and_quarters_are_periods(void **state)
{
	static const struct row rows[] = {
		{ "รอบ 6 เดือนแรก", "half q12" },
		{ "รอบ 6 เดือนหลัง", "half q34" },
		{ "6 เดือนแรก", "half q12" },
		{ "6 เดือน แรก", "half q12" },
		{ "รอบ 6 เดือน", "half q12 weak" },
		{ "ครึ่งปีแรก", "half q12" },
		{ "ครึ่งปีหลัง", "half q34" },
		{ "หกเดือนแรก", "half q12" },
		{ "ไตรมาสที่ 1", "half q1" },
		{ "ไตรมาส 4", "half q4" },
		{ "ไตรมาสที่ 1-2", "half q12" },
		{ "ไตรมาสที่ 1 และไตรมาสที่ 2", "half q12" },
		{ "ไตรมาส 2-4", "half q234" },
		{ "ไตรมาส 1/2567", "half 2567 q1" },
		{ "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2567",
			"half q12, fiscal 2567" },
		{ "รอบ 6 เดือน (ต.ค. 2566 – มี.ค. 2567)",
			"half q12 weak, half 2567 q12" },
		{ "ตุลาคม 2566 - มีนาคม 2567", "half 2567 q12" },
		{ "ตุลาคม - มีนาคม 2567", "half 2567 q12" },
		{ "1 ตุลาคม 2566 ถึงวันที่ 31 มีนาคม 2567", "half 2567 q12" },
		{ "1 ตุลาคม 2566 ถึงวันที่ 30 มีนาคม 2567", "half 2567 q12" },
		{ "เม.ย.-ก.ย. 67", "half 2567 q34" },
		{ "ไตรมาสที่ 2 (มกราคม - มีนาคม 2567)", "half q2, half 2567 q2" },
		{ "รอบ 12 เดือน", "" },
		{ "6 เดือน", "" },
		{ "ไตรมาสที่ 5", "" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void years_of_laws_stand_apart(void **state)
{
	static const struct row rows[] = {
		{ "พ.ร.บ. การจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560",
			"law 2560" },
		{ "พระราชบัญญัติเทศบาล พ.ศ. 2496", "law 2496" },
		{ "พระราชบัญญัติเทศบาล พ.ศ. 2496 และที่แก้ไขเพิ่มเติมถึง "
		  "(ฉบับที่ 14) พ.ศ. 2562",
			"law 2496, law 2562" },
		{ "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้าง พ.ศ. 2560",
			"law 2560" },
		{ "รัฐธรรมนูญแห่งราชอาณาจักรไทย พุทธศักราช 2560", "law 2560" },
		{ "กฎกระทรวง พ.ศ. 2559", "law 2559" },
		{ "พระราชกฤษฎีกาว่าด้วยหลักเกณฑ์และวิธีการ พ.ศ. 2546", "law 2546" },
		{ "แผนแม่บทภายใต้ยุทธศาสตร์ชาติ พ.ศ. 2566-2580", "law 2566-2580" },
		{ "ยุทธศาสตร์ชาติ 20 ปี (พ.ศ. 2561 - 2580)", "law 2561-2580" },
		{ "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13 "
		  "(พ.ศ. 2566 - 2570)",
			"law 2566-2570" },
		{ "แผนแม่บทภายใต้ยุทธศาสตร์ชาติ แผนปฏิบัติการป้องกันการทุจริต "
		  "พ.ศ. 2566-2570",
			"range 2566-2570" },
		{ "แผนแม่บท พ.ศ. 2566-2580 แผนปฏิบัติการเพื่อป้องกันการทุจริต "
		  "พ.ศ. 2566-2570",
			"law 2566-2580, range 2566-2570" },
		{ "ตามระเบียบกระทรวงมหาดไทย พ.ศ. 2548 จัดทำแผน พ.ศ. 2567",
			"law 2548, plain 2567" },
		{ "ตามพระราชบัญญัติ รายงานประจำปี พ.ศ. 2567", "annual 2567" },
		{ "ตามพระราชบัญญัติ ปีงบประมาณ พ.ศ. 2567", "fiscal 2567" },
		{ "ระเบียบวาระการประชุม พ.ศ. 2567", "plain 2567" },
		{ "พระราชบัญญัติ\nพ.ศ. 2567", "plain 2567" },
		{ "ประกาศเทศบาล พ.ศ. 2567", "plain 2567" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void other_numbers_are_no_years(void **state)
{
	static const struct row rows[] = {
		{ "2,567 บาท", "" },
		{ "2567 บาท", "" },
		{ "2567.50", "" },
		{ "2567,000", "" },
		{ "12.2567", "" },
		{ "จำนวน 2567 ราย", "" },
		{ "ประชากร 2567 คน", "" },
		{ "วงเงิน 2567", "" },
		{ "ปี 68,000 บาท", "" },
		{ "ปี 68.50", "" },
		{ "ปี 67/1", "" },
		{ "ปี 39", "" },
		{ "ปี 680", "" },
		{ "67", "" },
		{ "ข้อ 67", "" },
		{ "อายุ 60 ปี 75 คน", "" },
		{ "60 ปี 70 ปี 80 ปี", "" },
		{ "68019012345", "" },
		{ "เลขที่โครงการ 67019012345", "" },
		{ "โทร 0 4525 2567", "" },
		{ "โทรศัพท์ 045-2567", "" },
		{ "โทร. 02-2567-2568", "" },
		{ "053-2567", "" },
		{ "2567-1234", "" },
		{ "บ้านเลขที่ 2567", "" },
		{ "2560x1440", "" },
		{ "1440x2560", "" },
		{ "id=2567", "" },
		{ "2023", "" },
		{ "2700", "" },
		{ "2399", "" },
		{ "25670", "" },
		{ "ค.ศ. 1800", "" },
		{ "สำนักงาน ก.พ. 67", "" },
		{ "ก.ค.ศ. 2024", "" },
		{ "31/13/66", "" },
		{ "1 มีความสุข 67", "" },
		{ "", "" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void numbers_of_papers_are_weak_years(void **state)
{
	static const struct row rows[] = {
		{ "ที่ 123/2567", "plain 2567 weak" },
		{ "คำสั่งที่ 45/2567", "plain 2567 weak" },
		{ "ครั้งที่ 1/2567", "plain 2567 weak" },
		{ "ครั้งที่ 1/2567 วันที่ 5 มกราคม 2567",
			"plain 2567 weak, date 2567 (5.1.2567)" },
		{ "2567/1", "" },
		{ "31/02/2567", "plain 2567 weak" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void a_name_keeps_to_its_block(void **state)
{
	static const struct row rows[] = {
		{ "ปีงบประมาณ\n2567", "plain 2567" },
		{ "ปี\n67", "" },
		{ "1 ตุลาคม\n2566", "plain 2566" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void the_span_is_what_names_the_year(void **state)
{
	static const struct {
		const char *text, *span;
	} rows[] = {
		{ "แผน ประจำปีงบประมาณ พ.ศ. 2567 ของ",
			"ประจำปีงบประมาณ พ.ศ. 2567" },
		{ "แผน (พ.ศ. 2566-2570) ของ", "พ.ศ. 2566-2570" },
		{ "ณ วันที่ 1 ต.ค. 2566 ถึง", "1 ต.ค. 2566" },
		{ "ใน เดือนตุลาคม 2566 มี", "เดือนตุลาคม 2566" },
		{ "ผล รอบ 6 เดือนแรก ของ", "รอบ 6 เดือนแรก" },
		{ "ผล ไตรมาส 1/2567 ของ", "ไตรมาส 1/2567" },
		{ "ผล ไตรมาส 1/25 ของ", "ไตรมาส 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct year_mark m;
		struct slice text = slice_str(rows[i].text);

		assert_int_equal(year_find(text, &m, 1), 1);
		if (!slice_eq(
			    slice_of(text.data + m.start, m.len), rows[i].span))
			fail_msg("%.*s", (int)m.len, text.data + m.start);
	}
}

static void no_more_are_written_than_there_is_room_for(void **state)
{
	struct year_mark marks[2];

	(void)state;
	assert_int_equal(year_find(slice_str("2565 2566 2567"), marks, 2), 2);
	assert_int_equal(marks[1].first, 2566);
	assert_int_equal(year_find(slice_str("2567"), marks, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fiscal_years_are_named),
		cmocka_unit_test(years_of_the_calendar_are_named),
		cmocka_unit_test(ranges_have_two_ends),
		cmocka_unit_test(dates_give_the_fiscal_year_they_are_in),
		cmocka_unit_test(
			english_dates_give_the_fiscal_year_they_are_in),
		cmocka_unit_test(halves_and_quarters_are_periods),
		cmocka_unit_test(years_of_laws_stand_apart),
		cmocka_unit_test(other_numbers_are_no_years),
		cmocka_unit_test(numbers_of_papers_are_weak_years),
		cmocka_unit_test(a_name_keeps_to_its_block),
		cmocka_unit_test(the_span_is_what_names_the_year),
		cmocka_unit_test(no_more_are_written_than_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
