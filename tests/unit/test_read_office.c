#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/read/office.h"
#include "crawler/read/sheetstyle.h"
#include "crawler/read/sniff.h"
#include "tests/support/fixture.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define FOLDER "tests/cases/read/"
#define URL "https://www.town.go.th/x"

static struct page *read_file(const char *path)
{
	struct page *p = page_new(URL);
	struct buf body;

	fixture_load(&body, path);
	office_read(p, buf_slice(&body));
	buf_done(&body);
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
		buf_printf(out, "%s%s", b->text, b->row_end ? "/ " : " ");
	}
}

static void documents_are_read_in_their_order(void **state)
{
	static const struct {
		const char *path;
		enum page_kind kind;
		const char *title, *blocks, *href, *text, *row;
	} rows[] = {
		{ FOLDER "manual.docx", PAGE_DOCX, "คู่มือ",
			"h1:คู่มือการปฏิบัติงาน ปีงบประมาณ พ.ศ. 2568 ดาวน์โหลด "
			"1:ขั้นตอน 2:ระยะเวลา/ 1:รวม 3:5 วัน/ ",
			"https://www.example.go.th/form.pdf", "ดาวน์โหลด", "" },
		{ FOLDER "list.xlsx", PAGE_XLSX, "จัดซื้อ",
			"h1:จัดซื้อ 1:โครงการ 2:วงเงิน 3:วันที่/ 1:ซื้อวัสดุ "
			"2:68000.5 3:2025-01-01/ 1:จ้างเหมา 2:TRUE/ "
			"16384:ไกล/ ",
			"https://www.example.go.th/tor.pdf", "ซื้อวัสดุ",
			"68000.5 2025-01-01" },
		{ FOLDER "plan.odt", PAGE_ODF, "แผน 2568", "h2:แผน 2568 อ่านที่นี่ ",
			"https://www.example.go.th/a.pdf", "ที่นี่", "อ่านที่นี่" },
		{ FOLDER "list.ods", PAGE_ODF, "เปิด", "h1:เปิด 4:เผยแพร่/ ", NULL,
			NULL, NULL },
		{ FOLDER "talk.pptx", PAGE_PPTX, "ประชุม",
			"h1:ประชุม วาระ h1:ท้ายสุด จบ ", "https://a.go.th/",
			"วาระ", "" },
		{ FOLDER "talk.odp", PAGE_ODF, "ประชุม", "h1:ประชุม วาระ ", NULL,
			NULL, NULL },
		{ FOLDER "web.docx", PAGE_DOCX, "ประกาศ", "h1:ประกาศ ", NULL,
			NULL, NULL },
		{ FOLDER "marks.docx", PAGE_DOCX, "เลขที่ 2566-2570",
			"เลขที่ 2566-2570 กล่องข้อความ หน้า 1เพิ่ม "
			"1:หน่วยงาน 2:ก 3:ข/ 2:ค/ ",
			NULL, NULL, NULL },
		{ FOLDER "spans.ods", PAGE_ODF, "แผน",
			"h1:แผน 1:งาน 3:วันที่/ 3:2025-03-14/ 1:ก 3:ข/ ", NULL,
			NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_file(rows[i].path);
		struct buf blocks;

		buf_init(&blocks, 10000);
		put_blocks(&blocks, p);
		assert_int_equal(p->kind, rows[i].kind);
		assert_int_equal(p->outcome, OUTCOME_OK);
		assert_int_equal(p->quality, PAGE_QUALITY_GOOD);
		assert_string_equal(p->title, rows[i].title);
		assert_string_equal(buf_str(&blocks), rows[i].blocks);
		assert_int_equal(p->n_links, rows[i].href != NULL);
		if (rows[i].href) {
			assert_string_equal(p->links[0].href, rows[i].href);
			assert_string_equal(p->links[0].text, rows[i].text);
			assert_string_equal(p->links[0].row, rows[i].row);
		}
		buf_done(&blocks);
		page_free(p);
	}
}

static void what_cannot_be_read_is_told(void **state)
{
	static const struct {
		const char *path;
		enum outcome outcome;
		enum page_quality quality;
		const char *detail;
	} rows[] = {
		{ FOLDER "billion.docx", OUTCOME_DOC_DAMAGED,
			PAGE_QUALITY_DAMAGED,
			"word/document.xml: XML line 1: a document type "
			"declaration is refused" },
		{ FOLDER "outside.docx", OUTCOME_DOC_DAMAGED,
			PAGE_QUALITY_DAMAGED,
			"word/document.xml: XML line 1: a document type "
			"declaration is refused" },
		{ FOLDER "deep.docx", OUTCOME_DOC_LIMIT, PAGE_QUALITY_NONE,
			"word/document.xml: XML line 1: elements nested "
			"deeper than 100" },
		{ FOLDER "bomb.docx", OUTCOME_DOC_LIMIT, PAGE_QUALITY_NONE,
			"word/document.xml: ZIP: unpacks to more than 100 "
			"times its size" },
		{ FOLDER "empty.docx", OUTCOME_DOC_NO_TEXT, PAGE_QUALITY_SCAN,
			"a document without text" },
		{ FOLDER "pasted.docx", OUTCOME_DOC_NO_TEXT, PAGE_QUALITY_SCAN,
			"pictures without text" },
		{ FOLDER "locked.odt", OUTCOME_DOC_ENCRYPTED,
			PAGE_QUALITY_ENCRYPTED, "a password is asked" },
		{ FOLDER "plan.html", OUTCOME_DOC_DAMAGED, PAGE_QUALITY_DAMAGED,
			"ZIP: Not a zip archive" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_file(rows[i].path);

		assert_int_equal(p->outcome, rows[i].outcome);
		assert_int_equal(p->quality, rows[i].quality);
		assert_string_equal(p->detail, rows[i].detail);
		page_free(p);
	}
}

/* What they are called says what they may be, not that it is there. */
static void archives_are_listed_and_not_opened(void **state)
{
	static const struct {
		const char *path, *blocks;
	} rows[] = {
		{ FOLDER "files.zip", "แผน 2568.pdf ../../outside.txt " },
		{ FOLDER "thai.zip", "รายงาน 2568.pdf แผน/จัดซื้อจัดจ้าง.xlsx " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_file(rows[i].path);
		struct buf blocks;

		buf_init(&blocks, 10000);
		put_blocks(&blocks, p);
		assert_int_equal(p->kind, PAGE_ZIP);
		assert_string_equal(buf_str(&blocks), rows[i].blocks);
		assert_int_equal(p->outcome, OUTCOME_TYPE_UNKNOWN);
		assert_string_equal(
			p->detail, "an archive of 2 files that are not opened");
		buf_done(&blocks);
		page_free(p);
	}
}

static void a_cut_document_is_damaged(void **state)
{
	struct buf body;

	(void)state;
	fixture_load(&body, FOLDER "manual.docx");
	for (size_t n = 0; n < body.len; n += 50) {
		struct page *p = page_new(URL);

		office_read(p, slice_of(body.data, n));
		assert_int_equal(p->outcome, OUTCOME_DOC_DAMAGED);
		page_free(p);
	}
	buf_done(&body);
}

/* Where one byte is wrong, nothing else than the sheet's words may come. */
static void a_flipped_byte_does_no_harm(void **state)
{
	struct buf body;

	(void)state;
	fixture_load(&body, FOLDER "list.xlsx");
	for (size_t i = 0; i < body.len; i++) {
		struct page *p = page_new(URL);

		body.data[i] = (char)~body.data[i];
		office_read(p, buf_slice(&body));
		body.data[i] = (char)~body.data[i];
		assert_true(p->n_blocks <= 20);
		page_free(p);
	}
	buf_done(&body);
}

static void serial_numbers_are_days(void **state)
{
	static const struct {
		const char *serial;
		bool from_1904;
		const char *date;
	} rows[] = {
		{ "1", false, "1900-01-01" },
		{ "59", false, "1900-02-28" },
		{ "61", false, "1900-03-01" },
		{ "25569", false, "1970-01-01" },
		{ "45658", false, "2025-01-01" },
		{ "45351.75", false, "2024-02-29" },
		{ "44196", true, "2025-01-01" },
		{ "243991", false, "2568-01-08" },
		{ "0", false, "0" },
		{ "-3", false, "-3" },
		{ "99999999", false, "99999999" },
		{ "x", false, "x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sheetstyle style;
		struct buf out;

		sheetstyle_init(&style);
		style.from_1904 = rows[i].from_1904;
		sheetstyle_add_cell(&style, 14);
		buf_init(&out, 100);
		sheetstyle_put(&style, &out, 0, slice_str(rows[i].serial));
		assert_string_equal(buf_str(&out), rows[i].date);
		buf_done(&out);
		sheetstyle_done(&style);
	}
}

static void numbers_are_shown_in_plain_digits(void **state)
{
	static const struct {
		const char *code, *number, *shown;
	} rows[] = {
		{ "General", "68000.5", "68000.5" },
		{ "General", "3.340700123456E12", "3340700123456" },
		{ "General", "0.30000000000000004", "0.3" },
		{ "General", "-5", "-5" },
		{ "General", "12345678901234567890", "12345678901234567890" },
		{ "0000000000000", "105558012345", "0105558012345" },
		{ "00", "2568", "2568" },
		{ "0.00", "2", "2" },
		{ "0%", "0.9", "90%" },
		{ "0.00%;-0.00%", "0.8994", "89.94%" },
		{ "0.0\"%\"", "0.9", "0.9" },
		{ "[$-D00041E]d/m/yyyy", "45658", "2025-01-01" },
		{ "\"ปี\" 0", "45658", "45658" },
		{ "วว/ดด/ปปปป", "45658", "2025-01-01" },
		{ "General", "1e400", "1e400" },
		{ "General", "12 วัน", "12 วัน" },
		{ "General", "nan", "nan" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sheetstyle style;
		struct buf out;

		sheetstyle_init(&style);
		sheetstyle_add_format(&style, 164, rows[i].code);
		sheetstyle_add_cell(&style, 164);
		buf_init(&out, 100);
		sheetstyle_put(&style, &out, 0, slice_str(rows[i].number));
		assert_string_equal(buf_str(&out), rows[i].shown);
		buf_done(&out);
		sheetstyle_done(&style);
	}
}

static void a_locked_workbook_is_known_by_its_directory(void **state)
{
	static const char mark[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
	static const char name[] = "EncryptedPackage";
	char body[2048] = { 0 };

	(void)state;
	memcpy(body, mark, sizeof(mark) - 1);
	assert_false(sniff_is_locked_ole(slice_of(body, sizeof(body))));
	for (size_t i = 0; i < strlen(name); i++)
		body[1024 + 2 * i] = name[i];
	assert_true(sniff_is_locked_ole(slice_of(body, sizeof(body))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_are_read_in_their_order),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(archives_are_listed_and_not_opened),
		cmocka_unit_test(a_cut_document_is_damaged),
		cmocka_unit_test(a_flipped_byte_does_no_harm),
		cmocka_unit_test(serial_numbers_are_days),
		cmocka_unit_test(numbers_are_shown_in_plain_digits),
		cmocka_unit_test(a_locked_workbook_is_known_by_its_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
