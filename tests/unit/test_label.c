#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/label.h"

/* The program's own catalogue: these are the labels people write. */
static struct ruleset *load(int year)
{
	struct ruleset *rs = NULL;
	struct error err;

	if (ruleset_load(&rs, "rules/catalog", year, &err) != 0)
		fail_msg("%s", err.text);
	return rs;
}

static const struct {
	const char *number, *words;
	const char *item; /* of 2567, or "-" */
} rows[] = {
	{ "", "รายงานผลการดำเนินงานประจำปี", "o9" },
	{ "", "รายงานผลการดําเนินงานประจําปี", "o9" },
	{ "", "รายงานผลการ ดำเนินงานประจำปี งบประมาณ พ.ศ. ๒๕๖๖", "o9" },
	{ "o9", "รายงานผลการดำเนินงานประจำปี", "o9" },
	/* The longest title wins over the one inside it. */
	{ "", "แผนปฏิบัติการป้องกันการทุจริต", "o32" },
	{ "", "รายงานผลการดำเนินการป้องกันการทุจริตประจำปี", "o33" },
	{ "", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "o34" },
	{ "", "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
		"o35" },
	{ "", "เเผนการบริหารและพัฒนาทรัพยากรบุคคล", "o18" },
	/* The number is a hint where the words say nothing. */
	{ "O13", "", "o13" },
	{ "", "๐๑๓ คลิกที่นี่", "o13" },
	{ "ข้อ ๒๓", "เปิด", "o23" },
	{ "o99", "", "-" },
	/* Words come before the number of another year's list. */
	{ "o27", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "o34" },
	/* What looks like an item and is none. */
	{ "", "แบบสอบถามความพึงพอใจ", "-" },
	{ "", "แผนอัตรากำลัง 3 ปี", "-" },
	{ "", "รับเรื่องราวร้องทุกข์", "-" },
	{ "", "ประวัติความเป็นมา", "-" },
	{ "", "", "-" },
};

static void lines_stand_for_the_item_they_name(void **state)
{
	struct ruleset *rs = load(2567);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct label_line line = { slice_str(rows[i].number),
			slice_str(rows[i].words), slice_str("") };
		struct label_answer a;

		label_read(&a, rs, &line);
		if (strcmp(a.item ? a.item->id : "-", rows[i].item) != 0)
			fail_msg("%s %s: %s, not %s", rows[i].number,
				rows[i].words, a.item ? a.item->id : "-",
				rows[i].item);
	}
	ruleset_free(rs);
}

static const struct {
	const char *text;
	int number;
} numbers[] = {
	{ "o13", 13 },
	{ "O.13", 13 },
	{ "O-13 E-Service", 13 },
	{ "OIT13", 13 },
	{ "OIT-O13", 13 },
	{ "013", 13 },
	{ "๐๑๓", 13 },
	{ "ข้อ ๑๓", 13 },
	{ "ข้อ o1 โครงสร้าง", 1 },
	{ "13.", 13 },
	{ "13", 13 },
	{ "(o15)", 15 },
	{ "o10:", 10 },
	{ "o12 - 6 เดือนแรก", 12 },
	{ "o13 - ", 13 },
	{ "o13 -", 13 },
	{ "o13-o17", 0 },
	{ "O13 – O17", 0 },
	{ "๐๑๓ - ๐๑๗", 0 },
	{ "ข้อ ๑๓ ถึงข้อ ๑๗", 0 },
	{ "o13 ถึง 017", 0 },
	{ "13 มกราคม 2567", 0 },
	{ "013/2567", 0 },
	{ "013-456789", 0 },
	{ "0.13", 0 },
	{ "o130", 0 },
	{ "โครงสร้าง", 0 },
	{ "", 0 },
};

static void the_number_of_a_label_is_read_in_every_spelling(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct text t;

		text_init(&t);
		text_add(&t, slice_str(numbers[i].text));
		if (label_number(&t) != numbers[i].number)
			fail_msg("%s: %d, not %d", numbers[i].text,
				label_number(&t), numbers[i].number);
		text_done(&t);
	}
}

static void the_same_number_is_another_item_in_another_year(void **state)
{
	static const struct {
		int year;
		const char *concept;
	} packs[] = {
		{ 2566, "complaint_guideline" },
		{ 2567, "nogift_culture" },
		{ 2568, "measures" },
		{ 2569, NULL },
	};
	const struct label_line line = { slice_str("o27"), slice_str(""),
		slice_str("") };

	(void)state;
	for (size_t i = 0; i < sizeof(packs) / sizeof(*packs); i++) {
		struct ruleset *rs = load(packs[i].year);
		struct label_answer a;

		label_read(&a, rs, &line);
		assert_int_equal(a.item != NULL, packs[i].concept != NULL);
		if (a.item)
			assert_string_equal(
				rs->concepts[a.concept].key, packs[i].concept);
		ruleset_free(rs);
	}
}

static void the_heading_tells_the_year_of_the_list(void **state)
{
	static const struct {
		const char *number, *words, *heading, *item;
	} lines[] = {
		{ "o27", "คลิกที่นี่", "OIT ปีงบประมาณ พ.ศ. 2568", "o27" },
		{ "o27", "คลิกที่นี่", "OIT ๒๕๖๘", "o27" },
		{ "o27", "คลิกที่นี่", "การเปิดเผยข้อมูลสาธารณะ (OIT)", "o27" },
		{ "o27", "คลิกที่นี่", "OIT ปี 2567", "-" },
		{ "", "o27 ดาวน์โหลด", "OIT 2566", "-" },
		/* Words mean the same in every year. */
		{ "o34", "มาตรการส่งเสริมคุณธรรม", "OIT ปี 2567", "o27" },
		/* What says nothing is about what stands above it. */
		{ "", "ดาวน์โหลด", "คู่มือสำหรับประชาชน", "o9" },
		{ "", "แผ่นพับท่องเที่ยว", "คู่มือสำหรับประชาชน", "-" },
	};
	struct ruleset *rs = load(2568);

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		const struct label_line line = { slice_str(lines[i].number),
			slice_str(lines[i].words),
			slice_str(lines[i].heading) };
		struct label_answer a;

		label_read(&a, rs, &line);
		if (strcmp(a.item ? a.item->id : "-", lines[i].item) != 0)
			fail_msg("%s %s %s: %s, not %s", lines[i].number,
				lines[i].words, lines[i].heading,
				a.item ? a.item->id : "-", lines[i].item);
	}
	ruleset_free(rs);
}

static void every_title_of_a_pack_stands_for_its_item(void **state)
{
	static const size_t items[] = { 43, 35, 28, 26 };

	(void)state;
	for (size_t y = 0; y < sizeof(items) / sizeof(*items); y++) {
		struct ruleset *rs = load(2566 + (int)y);

		assert_int_equal(rs->n_items, items[y]);
		for (size_t i = 0; i < rs->n_items; i++) {
			const struct item *item = &rs->items[i];
			const struct label_line line = { slice_str(""),
				slice_str(item->title), slice_str("") };
			struct label_answer a;

			label_read(&a, rs, &line);
			if (a.item != item)
				fail_msg("%d: %s: %s, not %s", rs->year,
					item->title, a.item ? a.item->id : "-",
					item->id);
		}
		ruleset_free(rs);
	}
}

static void words_that_say_nothing_are_generic(void **state)
{
	static const char *const generic[] = { "คลิกที่นี่", "ดาวน์โหลด", "เปิด",
		"อ่านต่อ...", "ดู", "", "https://www.town.go.th/x" };
	static const char *const telling[] = { "Q&A", "โครงสร้าง",
		"รายงานผลการดำเนินงาน ดาวน์โหลด" };
	struct ruleset *rs = load(2567);
	struct text t;

	(void)state;
	text_init(&t);
	for (size_t i = 0; i < sizeof(generic) / sizeof(*generic); i++) {
		text_done(&t);
		text_add(&t, slice_str(generic[i]));
		assert_true(label_is_generic(rs, &t));
	}
	for (size_t i = 0; i < sizeof(telling) / sizeof(*telling); i++) {
		text_done(&t);
		text_add(&t, slice_str(telling[i]));
		assert_false(label_is_generic(rs, &t));
	}
	text_done(&t);
	ruleset_free(rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_stand_for_the_item_they_name),
		cmocka_unit_test(
			the_number_of_a_label_is_read_in_every_spelling),
		cmocka_unit_test(
			the_same_number_is_another_item_in_another_year),
		cmocka_unit_test(the_heading_tells_the_year_of_the_list),
		cmocka_unit_test(every_title_of_a_pack_stands_for_its_item),
		cmocka_unit_test(words_that_say_nothing_are_generic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
