#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/proof.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_LINES 8

static int set_up(void **state)
{
	struct ruleset *rs = NULL;
	struct error err;

	if (ruleset_load(&rs, "rules/catalog", 2567, &err) != 0)
		fail_msg("%s", err.text);
	*state = rs;
	return 0;
}

static int tear_down(void **state)
{
	ruleset_free(*state);
	return 0;
}

/* A paper of these lines, as a PDF comes out of the reader. */
static struct page *paper(const char *url, const char *const *lines)
{
	struct page *page = page_new(url);

	page->kind = PAGE_PDF;
	page->quality = PAGE_QUALITY_GOOD;
	page->sheets = page->sheets_read = 1;
	for (size_t i = 0; i < MAX_LINES && lines[i]; i++) {
		struct page_block line = {
			.kind = PAGE_BLOCK_TEXT, .sheet = 1, .text = lines[i]
		};

		page_add_block(page, &line);
	}
	return page;
}

/* What the paper comes to for a concept; p is to be freed by proof_done(). */
static void look(struct proof *p, const struct ruleset *rs,
	const struct page *page, const char *concept,
	struct sighting_content *out)
{
	int k = ruleset_concept(rs, concept);

	assert_true(k >= 0);
	proof_init(p, rs, page, NULL);
	proof_content(p, (size_t)k, out);
}

static void a_paper_is_what_its_title_calls_it(void **state)
{
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
		{ { "สรุปผลจัดซื้อจัดจ้างทั้งปี ปีงบประมาณ 2566",
			  "วิธีประกาศเชิญชวนทั่วไป 6 รายการ" },
			"proc_annual", SIGHTING_THING_LEAD, false },
		/* What the first line says stands over longer words below. */
		{ { "จำนวนเรื่องร้องเรียนการทุจริตของเจ้าหน้าที่ ปีงบประมาณ 2567",
			  "รวบรวมเรื่องร้องเรียนการทุจริตและประพฤติมิชอบของเจ้าหน้าที่" },
			"complaint_stats", SIGHTING_THING_LEAD, false },
		{ { "คู่มือการปฏิบัติงาน", "เรื่อง การจัดการเรื่องร้องเรียนการทุจริต" },
			"complaint_guideline", SIGHTING_THING_LEAD, false },
		/* The report on a plan is not the plan. */
		{ { "ผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต ปี 2566" },
			"ac_report", SIGHTING_THING_LEAD, false },
		{ { "ประกาศเทศบาลตำบลสมมติ", "เรื่อง วันหยุดราชการ" }, "ac_report",
			SIGHTING_THING_NO, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *page =
			paper("http://town.example/a.pdf", rows[i].lines);
		struct sighting_content c;
		struct proof p;

		look(&p, *state, page, rows[i].concept, &c);
		if (c.thing != rows[i].thing || c.other != rows[i].other)
			fail_msg("%s as %s: thing %d, other %d",
				rows[i].lines[0], rows[i].concept, c.thing,
				c.other);
		proof_done(&p);
		page_free(page);
	}
}

static void a_paper_of_a_part_of_a_year_is_known_by_its_title(void **state)
{
	static const struct {
		const char *lines[MAX_LINES];
		bool part;
	} rows[] = {
		{ { "รายงานผลการดำเนินงาน รอบ 6 เดือนแรก ปี 2566" }, true },
		{ { "รายงานผลการดำเนินงาน", "ประจำปี 2566 (รอบหกเดือนแรก)" },
			true },
		{ { "รายงานผลการดำเนินงาน ไตรมาสที่ 2 ปี 2566" }, true },
		{ { "รายงานผลการดำเนินงาน (ต.ค. 2565 - มี.ค. 2566)" }, true },
		{ { "รอบ 6 เดือนแรก", "รายงานผลการดำเนินงาน 2566" }, true },
		{ { "ผลงานของเรา รอบ 6 เดือนแรก ปี 2566" }, true },
		/* The words of half a year may name another item. */
		{ { "รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2566 "
		    "รอบ 6 เดือนแรก" },
			true },
		{ { "รายงานผลการดำเนินงานประจำปี 2566" }, false },
		{ { "รายงานผลการดำเนินงาน (1 ตุลาคม 2565 - 30 กันยายน 2566)" },
			false },
		{ { "รายงานผลการดำเนินงาน ปี 2566 ไตรมาสที่ 1-4" }, false },
		{ { "รายงานผลการดำเนินงาน ปี 2566",
			  "ไตรมาส 1 ไตรมาส 2 ไตรมาส 3 ไตรมาส 4" },
			false },
		{ { "รายงานผลการดำเนินงาน รอบ 6 เดือน และรอบ 12 เดือน" }, false },
		{ { "รายงานผลการดำเนินงานประจำปี 2566 ของเทศบาลตำบลดอนฟ้าใส",
			  "คำนำ รายงานฉบับนี้จัดทำขึ้นเพื่อให้ประชาชนทราบ",
			  "ต่อจากที่ได้รายงานไปแล้วในรอบ 6 เดือนแรก" },
			false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *page =
			paper("http://town.example/a.pdf", rows[i].lines);
		struct sighting_content c;
		struct proof p;

		look(&p, *state, page, "annual_report", &c);
		if (c.part_year != rows[i].part)
			fail_msg("%s: part %d", rows[i].lines[0], c.part_year);
		proof_done(&p);
		page_free(page);
	}
}

/* An office has its address in the foot of every page; the words of menus are
 * links or headings, and tell nothing of what is behind them. */
static void a_foot_may_prove_where_an_office_is(void **state)
{
	static const struct {
		const char *concept;
		struct page_block foot;
		enum sighting_thing thing;
	} rows[] = {
		{ "contact",
			{ .kind = PAGE_BLOCK_TEXT,
				.text = "ตำบลดอนฟ้าใส โทรศัพท์ 02-555-0100" },
			SIGHTING_THING_SAYS },
		{ "contact",
			{ .kind = PAGE_BLOCK_TEXT,
				.link = true,
				.text = "ตำบลดอนฟ้าใส โทรศัพท์ 02-555-0100" },
			SIGHTING_THING_NO },
		{ "contact",
			{ .kind = PAGE_BLOCK_HEADING,
				.text = "ตำบลดอนฟ้าใส โทรศัพท์ 02-555-0100" },
			SIGHTING_THING_NO },
		{ "complaint_channel",
			{ .kind = PAGE_BLOCK_TEXT,
				.text = "ร้องเรียนการทุจริต โทรศัพท์ 02-555-0100" },
			SIGHTING_THING_NO },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *page = page_new("http://town.example/");
		struct page_block foot = rows[i].foot;
		struct sighting_content c;
		struct proof p;

		page->kind = PAGE_HTML;
		foot.nav = true;
		page_add_block(page, &foot);
		look(&p, *state, page, rows[i].concept, &c);
		if (c.thing != rows[i].thing)
			fail_msg("%zu: thing %d", i, c.thing);
		proof_done(&p);
		page_free(page);
	}
}

static void a_draft_and_a_sample_say_so_and_no_more(void **state)
{
	static const struct {
		const char *lines[MAX_LINES];
		bool draft, sample;
	} rows[] = {
		{ { "(ร่าง) รายงานผลการดำเนินงาน" }, true, false },
		{ { "รายงานผลการดำเนินงาน [ร่าง]" }, true, false },
		{ { "รายงานผลการดำเนินงาน", "( ตัวอย่าง )" }, false, true },
		{ { "ร่างรายงานผลการดำเนินงาน" }, true, false },
		{ { "ร่าง", "รายงานผลการดำเนินงาน" }, true, false },
		{ { "เทศบาลตำบลสมมติ", "ร่างข้อมูลเชิงสถิติการให้บริการ" }, true,
			false },
		{ { "รายงานผลการดำเนินงาน", "สำรวจจากกลุ่มตัวอย่าง 380 คน" }, false,
			false },
		{ { "รายงานผลการดำเนินงาน", "เสริมสร้างร่างกายให้แข็งแรง" }, false,
			false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *page =
			paper("http://town.example/a.pdf", rows[i].lines);
		struct sighting_content c;
		struct proof p;

		look(&p, *state, page, "annual_report", &c);
		if (c.draft != rows[i].draft || c.sample != rows[i].sample)
			fail_msg("%s: draft %d, sample %d", rows[i].lines[0],
				c.draft, c.sample);
		proof_done(&p);
		page_free(page);
	}
}

static const char *const places[SIGHTING_YEAR_PLACES] = { "title", "lead",
	"body", "file" };

/* "title 2566 lead 2565-2567", in the order of trust. */
static void put_years(struct buf *out, const struct sighting_content *c)
{
	for (size_t i = 0; i < c->n_years; i++) {
		const struct sighting_year *y = &c->years[i];

		if (y->calendar)
			continue;
		buf_printf(out, "%s%s %d", out->len ? " " : "",
			places[y->place], y->from);
		if (y->to != y->from)
			buf_printf(out, "-%d", y->to);
	}
}

static void check_years(const struct ruleset *rs, const char *url,
	const char *const *lines, const char *years)
{
	struct page *page = paper(url, lines);
	struct sighting_content c;
	struct buf found;
	struct proof p;

	buf_init(&found, 1024);
	look(&p, rs, page, "annual_report", &c);
	put_years(&found, &c);
	if (strcmp(buf_str(&found), years) != 0)
		fail_msg("%s %s: %s, not %s", url, lines[0], buf_str(&found),
			years);
	buf_done(&found);
	proof_done(&p);
	page_free(page);
}

static void the_year_of_a_paper_is_that_of_its_title_first(void **state)
{
	static const struct {
		const char *lines[MAX_LINES];
		const char *years;
	} rows[] = {
		{ { "รายงานผลการดำเนินงานประจำปี 2566" }, "title 2566" },
		{ { "รายงานผลการดำเนินงานประจำปี ๒๕๖๖" }, "title 2566" },
		{ { "รายงานผลการดำเนินงาน ปีงบ 66" }, "title 2566" },
		{ { "รายงานผลการดำเนินงาน FY2023" }, "title 2566" },
		{ { "ปีงบประมาณ พ.ศ. 2566", "รายงานผลการดำเนินงานประจำปี" },
			"title 2566" },
		{ { "รายงานผลการดำเนินงาน (ตุลาคม 2565 - กันยายน 2566)" },
			"title 2566" },
		{ { "รายงานผลการดำเนินงาน ตามแผน พ.ศ. 2566-2570" },
			"title 2566-2570" },
		/* The day of the letter is not the year of the report. */
		{ { "รายงานผลการดำเนินงานประจำปี 2566", "วันที่ 15 พฤศจิกายน 2566" },
			"title 2566 lead 2567" },
		{ { "รายงานผลการดำเนินงาน ที่ ลป 123/2567" }, "" },
		{ { "รายงานผลการดำเนินงาน ตามพระราชบัญญัติ พ.ศ. 2542" }, "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		check_years(*state, "http://town.example/a.pdf", rows[i].lines,
			rows[i].years);
}

static void a_file_name_has_a_year_but_no_folder_or_query(void **state)
{
	static const char *const lines[MAX_LINES] = { "รายงานผลการดำเนินงาน" };
	static const struct {
		const char *url;
		const char *years;
	} rows[] = {
		{ "http://a.example/plan2566.pdf", "file 2566" },
		{ "http://a.example/o12-2566.pdf", "file 2566" },
		{ "http://a.example/o12_2566_1.pdf", "file 2566" },
		{ "http://a.example/%E0%B8%9B%E0%B8%B52566.pdf", "file 2566" },
		{ "http://a.example/%E0%B8%9B%E0%B8%B566.pdf", "file 2566" },
		{ "http://a.example/%E0%B9%92%E0%B9%95%E0%B9%96%E0%B9%96.pdf",
			"file 2566" },
		{ "http://a.example/plan(2566-2570).pdf", "file 2566-2570" },
		{ "http://a.example/get.php?f=plan2566.pdf", "file 2566" },
		/* Uploads, counters, days. */
		{ "http://a.example/2567/01/plan.pdf", "" },
		{ "http://a.example/get.php?id=2566", "" },
		{ "http://a.example/view/2566", "" },
		{ "http://a.example/view/2566?x=a.b/c", "" },
		{ "http://a.example/Scan2023-10-16_105945.pdf", "" },
		{ "http://a.example/15-03-2567.pdf", "" },
		{ "http://a.example/IMG_25670315.pdf", "" },
		{ "http://a.example/plan2024.pdf", "" },
		{ "http://a.example/", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		check_years(*state, rows[i].url, lines, rows[i].years);
}

static const struct sighting_part *part_of(const struct ruleset *rs,
	const struct sighting_content *content, const char *id)
{
	const struct concept *c = &rs->concepts[content->concept];

	for (size_t i = 0; i < content->n_parts; i++)
		if (strcmp(c->parts[content->parts[i].part].id, id) == 0)
			return &content->parts[i];
	fail_msg("no part %s", id);
	return NULL;
}

static void quotes_are_as_the_author_wrote_them(void **state)
{
	static const char *const lines[MAX_LINES] = {
		"ข้อมูลการติดต่อ  สํานักงานนคร",
		"ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
		"เลขที่ ๑ ตําบลนาดี อําเภอเมือง จังหวัดเลย",
		"โทรศัพท์ ๐ ๔๒๘๑ ๑๒๓๔ E-mail: Saraban@Town.Example",
	};
	struct page *page = paper("http://town.example/a.pdf", lines);
	const struct ruleset *rs = *state;
	struct sighting_content seen;
	struct proof proof;

	look(&proof, rs, page, "contact", &seen);
	assert_int_equal(seen.thing, SIGHTING_THING_LEAD);
	assert_string_equal(
		seen.quote, "ข้อมูลการติดต่อ สํานักงานนคร ประจำปีงบประมาณ พ.ศ. ๒๕๖๗");
	assert_int_equal(seen.n_years, 1);
	assert_int_equal(seen.years[0].from, 2567);
	assert_string_equal(seen.years[0].quote, "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗");
	assert_string_equal(part_of(rs, &seen, "address")->quote,
		"ตําบลนาดี อําเภอเมือง จังหวัด");
	assert_string_equal(part_of(rs, &seen, "phone")->quote, "๐ ๔๒๘๑ ๑๒๓๔");
	assert_string_equal(
		part_of(rs, &seen, "email")->quote, "Saraban@Town.Example");
	proof_done(&proof);
	page_free(page);
}

/* Of a paper with a sheet that was not read, what is not there may be. */
static void parts_on_unread_sheets_are_unknown(void **state)
{
	static const char *const lines[MAX_LINES] = { "ข้อมูลการติดต่อ สำนักงานนคร",
		"อำเภอเมือง โทรศัพท์ 0 4281 1234" };
	struct page *page = paper("http://town.example/a.pdf", lines);
	const struct ruleset *rs = *state;
	struct sighting_content seen;

	for (uint32_t lost = 0; lost < 2; lost++) {
		struct proof proof;

		page->sheets_lost = lost;
		look(&proof, rs, page, "contact", &seen);
		assert_int_equal(seen.partial, lost);
		assert_false(part_of(rs, &seen, "phone")->unknown);
		assert_int_equal(seen.n_parts, lost ? 4 : 1);
		if (lost) {
			assert_true(part_of(rs, &seen, "email")->unknown);
			assert_int_equal(
				part_of(rs, &seen, "email")->groups, 0);
		}
		proof_done(&proof);
	}
	page_free(page);
}

/* The telephone number behind a typed title, and a title before a typed
 * number. */
static void what_ocr_read_stands_in_for_what_the_text_lacks(void **state)
{
	static const char *const cover[MAX_LINES] = { "ข้อมูลการติดต่อ สำนักงานนคร",
		"อีเมล saraban@town.example" };
	static const char *const numbers[MAX_LINES] = { "โทรศัพท์ 0 4281 1234",
		"อีเมล saraban@tovvn.example" };
	static const char *const plain[MAX_LINES] = { "โทรศัพท์ 0 4281 1234" };
	const struct ruleset *rs = *state;

	for (int typed_title = 0; typed_title < 2; typed_title++) {
		struct page *page = paper("http://town.example/a.pdf",
			typed_title ? cover : plain);
		struct sighting_content seen;
		struct proof proof;

		page->sheets_lost = 1;
		page->annex = paper("http://town.example/a.pdf",
			typed_title ? numbers : cover);
		page->annex->quality = PAGE_QUALITY_OCR;
		look(&proof, rs, page, "contact", &seen);
		assert_int_equal(seen.thing, SIGHTING_THING_LEAD);
		assert_true(seen.read_off);
		assert_int_equal(seen.pictured, !typed_title);
		assert_string_equal(part_of(rs, &seen, "email")->quote,
			"saraban@town.example");
		assert_int_not_equal(part_of(rs, &seen, "phone")->groups, 0);
		proof_done(&proof);
		page_free(page);
	}
}

/* That it is no whole law is not sure where letters were guessed. */
static void nothing_in_a_picture_shows_that_a_part_is_lacking(void **state)
{
	static const char *const lines[MAX_LINES] = { "อำนาจหน้าที่ของเทศบาล",
		"มาตรา 50 เทศบาลตำบลมีหน้าที่ต้องทำในเขตเทศบาล" };
	struct page *page = paper("http://town.example/a.pdf", lines);
	const struct ruleset *rs = *state;
	struct sighting_content seen;

	for (int picture = 0; picture < 2; picture++) {
		const struct sighting_part *whole;
		struct proof proof;

		page->quality = picture ? PAGE_QUALITY_OCR : PAGE_QUALITY_GOOD;
		look(&proof, rs, page, "authority", &seen);
		whole = part_of(rs, &seen, "not_whole_law");
		assert_non_null(whole);
		assert_int_equal(whole->unknown, picture);
		assert_int_equal(whole->groups == 0, picture);
		proof_done(&proof);
	}
	page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paper_is_what_its_title_calls_it),
		cmocka_unit_test(
			a_paper_of_a_part_of_a_year_is_known_by_its_title),
		cmocka_unit_test(
			the_year_of_a_paper_is_that_of_its_title_first),
		cmocka_unit_test(a_foot_may_prove_where_an_office_is),
		cmocka_unit_test(a_draft_and_a_sample_say_so_and_no_more),
		cmocka_unit_test(a_file_name_has_a_year_but_no_folder_or_query),
		cmocka_unit_test(quotes_are_as_the_author_wrote_them),
		cmocka_unit_test(parts_on_unread_sheets_are_unknown),
		cmocka_unit_test(
			what_ocr_read_stands_in_for_what_the_text_lacks),
		cmocka_unit_test(
			nothing_in_a_picture_shows_that_a_part_is_lacking),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
