#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/zip.h"
#include "crawler/read/office.h"
#include "reports/xlsx.h"

#define MAX_BOOK ((size_t)16 * 1024 * 1024)

static const int widths[] = { 10, 20, 30 };

struct made {
	struct xlsx *x;
	struct buf out;
};

static int setup(void **state)
{
	struct made *m = mem_zalloc(sizeof(*m));

	buf_init(&m->out, MAX_BOOK);
	m->x = xlsx_new("ชื่อ", "2024-02-20T02:00:00+07:00", "th");
	xlsx_add_sheet(m->x, "แผ่น", widths, 3);
	*state = m;
	return 0;
}

static int teardown(void **state)
{
	struct made *m = *state;

	xlsx_free(m->x);
	buf_done(&m->out);
	free(m);
	return 0;
}

static void finish(struct made *m)
{
	struct error err = { 0 };

	if (xlsx_finish(&m->out, m->x, &err) != 0)
		fail_msg("%s", err.text);
}

/* The bytes of a part of the package; the caller frees. */
static char *part(const struct made *m, const char *name)
{
	static const struct zip_limits limits = { 100, MAX_BOOK, 1000,
		MAX_BOOK };
	struct zip_reader *zip = NULL;
	struct error err = { 0 };
	struct buf bytes;
	long at;

	buf_init(&bytes, MAX_BOOK);
	assert_int_equal(
		zip_reader_open(&zip, buf_slice(&m->out), &limits, &err), 0);
	at = zip_reader_find(zip, name);
	assert_true(at >= 0);
	assert_int_equal(zip_reader_get(zip, (size_t)at, &bytes, &err), 0);
	zip_reader_free(zip);
	return buf_take(&bytes);
}

/* The cells as our own reader of workbooks sees them: "column:text". */
static void check_cells(const struct made *m, const char *wanted)
{
	struct page *p = page_new("https://www.town.go.th/x");
	struct buf cells;

	office_read(p, buf_slice(&m->out));
	assert_int_equal(p->outcome, OUTCOME_OK);
	buf_init(&cells, MAX_BOOK);
	for (size_t i = 0; i < p->n_blocks; i++)
		buf_printf(&cells, "%u:%s\n", (unsigned)p->blocks[i].column,
			p->blocks[i].text);
	assert_string_equal(buf_str(&cells), wanted);
	buf_done(&cells);
	page_free(p);
}

static void cells_are_read_again_as_they_were_put(void **state)
{
	struct made *m = *state;

	xlsx_put(m->x, XLSX_HEAD, "ข้อ");
	xlsx_put(m->x, XLSX_HEAD, "วันที่");
	xlsx_put(m->x, XLSX_HEAD, "คะแนน");
	xlsx_end_head(m->x);
	xlsx_put(m->x, XLSX_CENTER, "O9");
	xlsx_put_date(m->x, "2025-02-28");
	xlsx_put_points(m->x, 571);
	xlsx_end_row(m->x);
	xlsx_put(m->x, XLSX_TEXT, NULL);
	xlsx_put_date(m->x, "no date");
	xlsx_put_points(m->x, -1);
	xlsx_end_row(m->x);
	xlsx_put_count(m->x, 12);
	xlsx_put_date(m->x, "2024-09-30T23:30:00+07:00");
	xlsx_end_row(m->x);
	finish(m);
	check_cells(m,
		"0:แผ่น\n1:ข้อ\n2:วันที่\n3:คะแนน\n1:O9\n2:2025-02-28\n3:0.571\n"
		"1:12\n2:2024-09-30\n");
}

static void dates_are_shown_in_the_language_of_the_workbook(void **state)
{
	static const struct {
		const char *lang, *shown, *other;
	} rows[] = {
		{ "th", "\"[$-D07041E]d mmm yyyy\"", "yyyy\\-mm\\-dd" },
		{ "en", "\"yyyy\\-mm\\-dd\"", "41E" },
	};
	struct made *m = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *styles, *core;

		xlsx_free(m->x);
		buf_clear(&m->out);
		m->x = xlsx_new("x", NULL, rows[i].lang);
		xlsx_add_sheet(m->x, "x", widths, 3);
		finish(m);
		styles = part(m, "xl/styles.xml");
		core = part(m, "docProps/core.xml");
		assert_non_null(strstr(styles, rows[i].shown));
		assert_null(strstr(styles, rows[i].other));
		assert_non_null(strstr(core, rows[i].lang));
		free(styles);
		free(core);
	}
}

static void a_text_is_never_computed(void **state)
{
	static const char *const hostile[] = { "=1+1", "{=1+1}",
		"=HYPERLINK(\"http://evil.example\")", "+1", "-ข้อ ๐๑", "@x",
		"http://evil.example", "mailto:a@b", "internal:A1",
		"</t></si><x>" };
	struct made *m = *state;
	char *sheet;

	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		xlsx_put(m->x, XLSX_TEXT, hostile[i]);
		xlsx_end_row(m->x);
	}
	finish(m);
	sheet = part(m, "xl/worksheets/sheet1.xml");
	assert_null(strstr(sheet, "<f>"));
	assert_null(strstr(sheet, "<hyperlink"));
	free(sheet);
	check_cells(m,
		"0:แผ่น\n1:=1+1\n1:{=1+1}\n"
		"1:=HYPERLINK(\"http://evil.example\")\n1:+1\n1:-ข้อ ๐๑\n1:@x\n"
		"1:http://evil.example\n1:mailto:a@b\n1:internal:A1\n"
		"1:</t></si><x>\n");
}

static void only_web_addresses_become_links(void **state)
{
	static const struct {
		const char *url, *text;
	} rows[] = {
		{ "https://www.town.go.th/a b?x=1&y=\"2\"", "เอกสาร" },
		{ "javascript:alert(1)", "ก" },
		{ "file:///etc/passwd", "ข" },
		{ "internal:Sheet2!A1", NULL },
		{ "http://www.town.go.th/", NULL },
	};
	struct made *m = *state;
	char *relations, *at;
	size_t n = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		xlsx_put_link(m->x, rows[i].url, rows[i].text);
		xlsx_end_row(m->x);
	}
	finish(m);
	check_cells(m, "0:แผ่น\n1:เอกสาร\n1:ก\n1:ข\n1:internal:Sheet2!A1\n"
		       "1:http://www.town.go.th/\n");
	relations = part(m, "xl/worksheets/_rels/sheet1.xml.rels");
	assert_non_null(strstr(relations,
		"\"https://www.town.go.th/a%20b?x=1&amp;y=%222%22\""));
	for (at = relations; (at = strstr(at, "/hyperlink\"")); at++)
		n++;
	assert_int_equal(n, 2);
	free(relations);
}

static void an_address_too_long_for_a_link_stays_a_text(void **state)
{
	struct made *m = *state;
	struct buf url;

	buf_init(&url, 4096);
	buf_puts(&url, "https://www.town.go.th/");
	while (url.len < 3000)
		buf_putc(&url, 'a');
	xlsx_put_link(m->x, buf_str(&url), "ยาว");
	xlsx_end_row(m->x);
	finish(m);
	check_cells(m, "0:แผ่น\n1:ยาว\n");
	buf_done(&url);
}

static void a_text_longer_than_a_cell_is_cut(void **state)
{
	struct made *m = *state;
	struct buf text;

	buf_init(&text, MAX_BOOK);
	for (int i = 0; i < 40000; i++)
		buf_puts(&text, "ก");
	xlsx_put(m->x, XLSX_TEXT, buf_str(&text));
	xlsx_end_row(m->x);
	finish(m);
	assert_true(m->out.len > 0);
	buf_done(&text);
}

static void a_head_stays_and_filters_and_offers_words(void **state)
{
	static const char *const words[] = { "แก้แล้ว", "ยังไม่เริ่ม", NULL };
	struct made *m = *state;
	char *sheet;

	xlsx_put(m->x, XLSX_TITLE, "ชื่อเรื่อง");
	xlsx_end_row(m->x);
	for (int i = 0; i < 3; i++)
		xlsx_put(m->x, XLSX_HEAD, "หัว");
	xlsx_end_head(m->x);
	xlsx_offer(m->x, 1, words);
	for (int i = 0; i < 2; i++) {
		xlsx_put(m->x, XLSX_TEXT, "ก");
		xlsx_end_row(m->x);
	}
	finish(m);
	sheet = part(m, "xl/worksheets/sheet1.xml");
	assert_non_null(strstr(sheet, "<autoFilter ref=\"A2:C4\"/>"));
	assert_non_null(strstr(sheet, "topLeftCell=\"B3\""));
	assert_non_null(strstr(sheet, "state=\"frozen\""));
	assert_non_null(strstr(sheet, "sqref=\"B3:B4\""));
	assert_non_null(strstr(sheet, "แก้แล้ว,ยังไม่เริ่ม"));
	free(sheet);
}

/* What a font takes for a line of 14 points is no less than 21. */
static double height(const char *sheet, int row)
{
	char wanted[32];
	const char *at;

	(void)snprintf(wanted, sizeof(wanted), "<row r=\"%d\"", row);
	at = strstr(sheet, wanted);
	assert_non_null(at);
	at = strstr(at, "ht=\"");
	assert_non_null(at);
	return strtod(at + 4, NULL);
}

static void rows_are_as_high_as_their_longest_cell(void **state)
{
	struct made *m = *state;
	char *sheet;

	xlsx_put(m->x, XLSX_TEXT, "สั้น");
	xlsx_end_row(m->x);
	xlsx_put(m->x, XLSX_TEXT, "ยาวกว่าสิบตัวอักษรมากพอที่จะขึ้นบรรทัดใหม่");
	xlsx_end_row(m->x);
	/* marks take no place of their own */
	xlsx_put(m->x, XLSX_TEXT, "ที่นี่ที่นั่น");
	xlsx_end_row(m->x);
	xlsx_put(m->x, XLSX_TEXT, "1\n2\n3");
	xlsx_end_row(m->x);
	finish(m);
	sheet = part(m, "xl/worksheets/sheet1.xml");
	assert_true(height(sheet, 1) >= 21 && height(sheet, 1) < 30);
	assert_true(height(sheet, 2) > 3 * height(sheet, 1));
	assert_true(height(sheet, 3) < 1.1 * height(sheet, 1));
	assert_true(height(sheet, 4) > 2.9 * height(sheet, 1));
	free(sheet);
}

static void says_when_it_was_made(void **state)
{
	struct made *m = *state;
	char *core;

	finish(m);
	core = part(m, "docProps/core.xml");
	assert_non_null(strstr(core, ">2024-02-19T19:00:00Z<"));
	free(core);
}

static void a_name_of_a_sheet_keeps_to_what_spreadsheets_take(void **state)
{
	struct made *m = *state;
	char *book;

	xlsx_add_sheet(m->x, "[ก]: 'ข'/ค & ง", widths, 3);
	xlsx_add_sheet(m->x, "0123456789012345678901234567890123", widths, 3);
	finish(m);
	book = part(m, "xl/workbook.xml");
	assert_non_null(strstr(book, "<sheet name=\"แผ่น\" "));
	assert_non_null(strstr(book, "<sheet name=\"ก ขค &amp; ง\" "));
	assert_non_null(strstr(
		book, "<sheet name=\"0123456789012345678901234567890\" "));
	free(book);
}

/* Excel takes "_x000D_" for a carriage return. */
static void a_text_like_a_coded_character_stays_text(void **state)
{
	struct made *m = *state;
	char *sheet;

	xlsx_put(m->x, XLSX_TEXT, "a_x000D_b_x00_ _x00zz_");
	xlsx_end_row(m->x);
	finish(m);
	sheet = part(m, "xl/worksheets/sheet1.xml");
	assert_non_null(strstr(sheet, ">a_x005F_x000D_b_x00_ _x00zz_<"));
	free(sheet);
}

static void columns_beyond_z_have_two_letters(void **state)
{
	static int many[703];
	struct made *m = *state;
	char *sheet;

	for (size_t i = 0; i < 703; i++)
		many[i] = 5;
	xlsx_add_sheet(m->x, "กว้าง", many, 703);
	for (size_t i = 0; i < 703; i++)
		xlsx_put(m->x, XLSX_TEXT, "ก");
	xlsx_end_row(m->x);
	finish(m);
	sheet = part(m, "xl/worksheets/sheet2.xml");
	assert_non_null(strstr(sheet, "\"Z1\""));
	assert_non_null(strstr(sheet, "\"AA1\""));
	assert_non_null(strstr(sheet, "\"ZZ1\""));
	assert_non_null(strstr(sheet, "\"AAA1\""));
	free(sheet);
}

#define book_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		book_test(cells_are_read_again_as_they_were_put),
		book_test(dates_are_shown_in_the_language_of_the_workbook),
		book_test(a_text_is_never_computed),
		book_test(only_web_addresses_become_links),
		book_test(an_address_too_long_for_a_link_stays_a_text),
		book_test(a_text_longer_than_a_cell_is_cut),
		book_test(a_head_stays_and_filters_and_offers_words),
		book_test(rows_are_as_high_as_their_longest_cell),
		book_test(says_when_it_was_made),
		book_test(a_name_of_a_sheet_keeps_to_what_spreadsheets_take),
		book_test(a_text_like_a_coded_character_stays_text),
		book_test(columns_beyond_z_have_two_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
