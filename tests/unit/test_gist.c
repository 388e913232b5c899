#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/label.h"

static struct ruleset *load(int year)
{
	struct ruleset *rs = NULL;
	struct error err;

	if (ruleset_load(&rs, "rules/catalog", year, &err) != 0)
		fail_msg("%s", err.text);
	return rs;
}

/* The first name of a text, "" for none that is strong. */
static const char *name_of(const struct ruleset *rs, const char *text)
{
	struct label_matches m;

	label_match_slice(&m, rs, slice_str(text));
	return m.n && m.items[0].strength >= LABEL_STRONG
		       ? rs->concepts[m.items[0].concept].key
		       : "";
}

static const struct {
	const char *text, *concept;
} rows[] = {
	/* In words and an order that no list has. */
	{ "บุคลากร: ผลการพัฒนาและบริหาร รอบปีที่แล้ว", "hr_report" },
	{ "แผนด้านการบริหารบุคลากรของเรา", "hr_plan" },
	{ "ทุจริต: แผนงานด้านการป้องกันของตำบล", "ac_plan" },
	{ "สรุปผลการจัดซื้อจัดจ้างทั้งปีงบประมาณ", "proc_annual" },
	{ "ข้อมูลบริการประชาชน: สถิติรายวัน", "service_stats" },
	{ "อำนาจและภารกิจของเทศบาลตามที่กฎหมายกำหนด", "authority" },
	{ "พูดคุยสอบถามกับเรา", "qa" },
	{ "ขอรับบริการผ่านระบบดิจิทัล", "eservice" },
	{ "แจ้งพฤติกรรมทุจริตของเจ้าหน้าที่", "complaint_channel" },
	{ "รายงานการใช้จ่ายงบประมาณ รอบหกเดือนแรก", "monitor_6m" },
	{ "โอกาสเกิดการให้หรือรับสินบน", "risk_assess" },
	/* Who says more than a wording means something else by it. */
	{ "สรุปผล No Gift Policy", "nogift_report" },
	{ "No Gift Policy", "nogift_declare" },
	{ "ผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต", "ac_report" },
	{ "แผนปฏิบัติการป้องกันการทุจริต", "ac_plan" },
	{ "จำนวนเรื่องร้องเรียนทุจริต", "complaint_stats" },
	{ "รายงานเรื่องร้องเรียนการทุจริตของเจ้าหน้าที่", "complaint_stats" },
	{ "ผลตามแผนป้องกันการทุจริตของ องค์การบริหารส่วนตำบลหนองนกยางใหญ่",
		"ac_report" },
	/* The headline of a news item names what it tells of. */
	{ "ต้อนรับคณะศึกษาดูงานด้านแผนพัฒนาท้องถิ่น", "" },
	{ "เทศบาลประชุมคณะทำงานจัดทำแผนปฏิบัติการป้องกันการทุจริต", "" },
	{ "รายงานการประชุมและแผนปฏิบัติการป้องกันการทุจริต", "ac_report" },
	{ "การประชุมเพื่อการมีส่วนร่วมของประชาชน", "participation" },
	/* A word that takes it out. */
	{ "แจ้งเตือนภัยทุจริตออนไลน์", "" },
	{ "หน้าที่และความรับผิดชอบของกองช่าง", "" },
	{ "เบอร์โทรศัพท์ฉุกเฉิน", "" },
	{ "แผนบริหารบุคลากรและรายงานผลการฝึกอบรม", "" },
	{ "ผลวิเคราะห์คู่มือความเสี่ยงด้านทุจริต", "" },
	/* Words apart in a sentence name nothing. */
	{ "เมื่อวันจันทร์ที่ผ่านมานายกได้พบปะพี่น้องประชาชนในชุมชนเพื่อรับทราบ"
	  "แผนงานด้านต่าง ๆ",
		"" },
	{ "อบรมอาชีพ", "" },
	{ "ปี 2567", "" },
	{ "", "" },
};

static void a_label_in_words_of_its_own_is_known_by_them(void **state)
{
	struct ruleset *rs = load(2567);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strcmp(name_of(rs, rows[i].text), rows[i].concept) != 0)
			fail_msg("%s: \"%s\", not \"%s\"", rows[i].text,
				name_of(rs, rows[i].text), rows[i].concept);
	ruleset_free(rs);
}

static void a_name_that_is_part_of_another_is_none(void **state)
{
	struct ruleset *rs = load(2567);
	struct label_matches m;

	(void)state;
	label_match_slice(&m, rs, slice_str("จำนวนเรื่องร้องเรียนทุจริต"));
	assert_int_equal(m.n, 1);
	assert_string_equal(
		rs->concepts[m.items[0].concept].key, "complaint_stats");
	ruleset_free(rs);
}

static void a_long_text_has_no_gist(void **state)
{
	struct ruleset *rs = load(2567);
	struct buf text;

	(void)state;
	buf_init(&text, SIZE_MAX / 2);
	buf_puts(&text, "แผนด้านการบริหารบุคลากร");
	assert_string_equal(name_of(rs, buf_str(&text)), "hr_plan");
	for (int i = 0; i < 20; i++)
		buf_puts(&text, "บุคลากรบริหาร");
	assert_string_equal(name_of(rs, buf_str(&text)), "");
	buf_done(&text);
	ruleset_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_label_in_words_of_its_own_is_known_by_them),
		cmocka_unit_test(a_name_that_is_part_of_another_is_none),
		cmocka_unit_test(a_long_text_has_no_gist),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
