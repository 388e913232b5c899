#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/read/legacy.h"
#include "crawler/read/sniff.h"
#include "crawler/read/tool.h"
#include "tests/support/fixture.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define FOLDER "tests/cases/read/"
#define URL "https://www.town.go.th/x.doc"
#define PROSE                                                                                                                                                                                                                                                \
	"เทศบาลตำบลตัวอย่างกำหนดขั้นตอนการให้บริการประชาชน และระยะเวลาที่ใช้ในการดำเนินงาน " \
	"ตามแผนงานของกองคลัง และกองช่าง ที่ได้รับมอบหมาย โดยประกาศให้ประชาชนทราบทั่วกัน"

static char *antiword, *catdoc;

static int find_tools(void **state)
{
	(void)state;
	antiword = tool_find("antiword");
	catdoc = tool_find("catdoc");
	return antiword && catdoc ? 0 : -1;
}

static int free_tools(void **state)
{
	(void)state;
	free(antiword);
	free(catdoc);
	return 0;
}

static struct page *read_bytes(
	struct slice body, const char *first, const char *second)
{
	struct page *p = page_new(URL);

	legacy_read(p, body, first, second);
	return p;
}

/* The blocks as one text: a heading's level, a cell's column, row ends. */
static void put_blocks(struct buf *out, const struct page *p)
{
	for (size_t i = 0; i < p->n_blocks; i++) {
		const struct page_block *b = &p->blocks[i];

		if (b->kind == PAGE_BLOCK_HEADING)
			buf_printf(out, "h%d:", b->level);
		if (b->kind == PAGE_BLOCK_CELL)
			buf_printf(out, "%u:", (unsigned)b->column);
		buf_printf(out, "%s%s", b->text, b->row_end ? "/ " : "\n");
	}
}

static void assert_reads(const char *path, const char *first,
	const char *second, const char *blocks)
{
	struct buf body, out;
	struct page *p;

	fixture_load(&body, path);
	buf_init(&out, 10000);
	p = read_bytes(buf_slice(&body), first, second);
	put_blocks(&out, p);
	assert_int_equal(p->kind, PAGE_DOC);
	assert_string_equal(p->detail, "");
	assert_int_equal(p->outcome, OUTCOME_OK);
	assert_int_equal(p->quality, PAGE_QUALITY_GOOD);
	assert_string_equal(p->title, p->blocks[0].text);
	assert_string_equal(buf_str(&out), blocks);
	page_free(p);
	buf_done(&out);
	buf_done(&body);
}

static void headings_and_tables_are_known_from_the_first_tool(void **state)
{
	(void)state;
	assert_reads(FOLDER "manual.doc", antiword, catdoc,
		"h1:คู่มือการปฏิบัติงาน ปีงบประมาณ พ.ศ. ๒๕๖๘\n" PROSE
		"\nh2:ขั้นตอนการให้บริการ\n1:ลำดับ\n2:ขั้นตอน\n3:ระยะเวลา/ 1:1\n"
		"2:ยื่นคำร้องที่กองคลังพร้อมเอกสารของผู้ขอรับบริการและหลักฐานที่เกี่ยวข้องทั้งหมด\n"
		"3:5 วัน/ 1:รวม & ทั้งหมด\n2:5 วัน/ ติดต่อ แบบคำร้อง\n");
}

static void the_second_tool_helps_out(void **state)
{
	static const char *const firsts[] = { NULL, "/bin/false",
		"/no/such/tool", "/bin/true" };
	struct page *p;
	struct buf body;

	(void)state;
	fixture_load(&body, FOLDER "manual.doc");
	for (size_t i = 0; i < COUNT(firsts); i++) {
		p = read_bytes(buf_slice(&body), firsts[i], catdoc);
		assert_int_equal(p->outcome, OUTCOME_OK);
		assert_string_equal(p->detail, "");
		assert_string_equal(p->blocks[1].text, PROSE);
		page_free(p);
	}
	buf_done(&body);
}

static void a_locked_letter_is_known_by_its_head(void **state)
{
	struct buf body;
	size_t at = 512;

	(void)state;
	fixture_load(&body, FOLDER "manual.doc");
	assert_false(sniff_is_locked_ole(buf_slice(&body)));
	while (memcmp(body.data + at, "\xec\xa5", 2) != 0)
		at += 512;
	body.data[at + 11] |= 1;
	assert_true(sniff_is_locked_ole(buf_slice(&body)));
	buf_done(&body);
}

static void the_bytes_of_rtf_are_thai(void **state)
{
	(void)state;
	assert_reads(FOLDER "plan.rtf", antiword, catdoc,
		"แผนดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2568\n"
		"เทศบาลตำบลตัวอย่างดำเนินโครงการตามแผนงาน\n"
		"ให้บริการประชาชน\n");
}

static void a_missing_tool_is_told(void **state)
{
	static const struct {
		const char *body, *detail;
	} rows[] = {
		{ "\xd0\xcf\x11\xe0", "antiword is not installed" },
		{ "{\\rtf1 x}", "catdoc is not installed" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p =
			read_bytes(slice_str(rows[i].body), NULL, NULL);

		assert_int_equal(p->outcome, OUTCOME_TYPE_UNKNOWN);
		assert_string_equal(p->detail, rows[i].detail);
		page_free(p);
	}
}

static void what_has_no_words_has_no_text(void **state)
{
	struct page *p = read_bytes(slice_str("{\\rtf1\\par}"), NULL, catdoc);

	(void)state;
	assert_int_equal(p->outcome, OUTCOME_DOC_NO_TEXT);
	assert_int_equal(p->quality, PAGE_QUALITY_SCAN);
	page_free(p);
}

/* None of it is taken for a good document of other words. */
static void a_damaged_file_does_no_harm(void **state)
{
	struct buf body;
	struct page *p;

	(void)state;
	fixture_load(&body, FOLDER "manual.doc");
	for (size_t n = 8; n < body.len; n += 1024) {
		p = read_bytes(slice_of(body.data, n), antiword, catdoc);
		assert_int_not_equal(p->outcome, OUTCOME_OK);
		assert_string_not_equal(p->detail, "");
		page_free(p);
	}
	for (size_t i = 512; i < body.len; i += 256) {
		memset(body.data + i, 0xff, 16);
		p = read_bytes(buf_slice(&body), antiword, catdoc);
		assert_int_not_equal(p->outcome, OUTCOME_READER_FAILED);
		page_free(p);
	}
	buf_done(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			headings_and_tables_are_known_from_the_first_tool),
		cmocka_unit_test(the_second_tool_helps_out),
		cmocka_unit_test(a_locked_letter_is_known_by_its_head),
		cmocka_unit_test(the_bytes_of_rtf_are_thai),
		cmocka_unit_test(a_missing_tool_is_told),
		cmocka_unit_test(what_has_no_words_has_no_text),
		cmocka_unit_test(a_damaged_file_does_no_harm),
	};

	return cmocka_run_group_tests(tests, find_tools, free_tools);
}
