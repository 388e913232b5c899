#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/proof.h"

#define MAX_LINES 8

/* The lines of a paper, and what it is of the concept, by them alone. */
static const struct {
	const char *lines[MAX_LINES];
	const char *concept;
	enum sighting_thing thing;
	bool other;
} rows[] = {
	{ { "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ปี 2567",
		  "เทศบาลตำบลสมมติ" },
		"measures", SIGHTING_THING_LEAD, false },
	/* A word that takes out a label may stand in the text below. */
	{ { "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ปี 2567",
		  "มาตรการ ขั้นตอน ผู้รับผิดชอบ ระยะเวลา การกำกับติดตาม",
		  "ประชาสัมพันธ์ขั้นตอนการให้บริการ จัดทำป้าย" },
		"measures", SIGHTING_THING_LEAD, false },
	{ { "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ปี 2567",
		  "มาตรการ ขั้นตอน ผู้รับผิดชอบ ระยะเวลา การกำกับติดตาม",
		  "ประชาสัมพันธ์ขั้นตอนการให้บริการ จัดทำป้าย" },
		"service_manual", SIGHTING_THING_BODY, true },
	/* A title in words of its own, over two lines. */
	{ { "สรุปผลการบริหารงานและการพัฒนา", "บุคลากร รอบปีงบประมาณ 2566",
		  "ตามแผนอัตรากำลัง" },
		"hr_report", SIGHTING_THING_LEAD, false },
	{ { "สรุปผลจัดซื้อจัดจ้างทั้งปี ปีงบประมาณ 2566", "วิธีประกาศเชิญชวนทั่วไป 6 รายการ" },
		"proc_annual", SIGHTING_THING_LEAD, false },
	/* The report on a plan is not the plan. */
	{ { "ผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต ปี 2566" }, "ac_report",
		SIGHTING_THING_LEAD, false },
	{ { "ประกาศเทศบาลตำบลสมมติ", "เรื่อง วันหยุดราชการ" }, "ac_report",
		SIGHTING_THING_NO, false },
};

static struct page *paper(const char *const *lines)
{
	struct page *page = page_new("http://town.example/a.pdf");

	page->kind = PAGE_PDF;
	page->title = "";
	for (size_t i = 0; i < MAX_LINES && lines[i]; i++)
		page_add_block(
			page, &(struct page_block){ .kind = PAGE_BLOCK_TEXT,
				      .sheet = 1,
				      .text = lines[i] });
	return page;
}

static void a_paper_is_what_its_title_calls_it(void **state)
{
	struct ruleset *rs = NULL;
	struct error err;

	(void)state;
	if (ruleset_load(&rs, "rules/catalog", 2567, &err) != 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct page *page = paper(rows[i].lines);
		struct sighting_content content = {
			.concept = (uint8_t)ruleset_concept(rs, rows[i].concept)
		};
		struct proof proof;

		proof_init(&proof, rs, page, NULL);
		proof_content(&proof, content.concept, &content);
		if (content.thing != rows[i].thing ||
			content.other != rows[i].other)
			fail_msg("%s as %s: thing %d, other %d",
				rows[i].lines[0], rows[i].concept,
				content.thing, content.other);
		proof_done(&proof);
		page_free(page);
	}
	ruleset_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paper_is_what_its_title_calls_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
