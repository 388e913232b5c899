#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "crawler/limits.h"
#include "crawler/read/pdf.h"
#include "crawler/read/quality.h"
#include "crawler/read/tool.h"
#include "tests/support/fixture.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define FOLDER "tests/cases/read/"

static struct page *read_bytes(struct slice body)
{
	struct page *p = page_new("https://www.town.go.th/x.pdf");
	char *tool = tool_find("pdftotext");

	assert_non_null(tool);
	pdf_read(p, body, tool);
	free(tool);
	return p;
}

static struct page *read_file(const char *path)
{
	struct page *p;
	struct buf body;

	fixture_load(&body, path);
	p = read_bytes(buf_slice(&body));
	buf_done(&body);
	return p;
}

static void assert_same_key(const char *text, const char *wanted)
{
	struct buf a, b;

	buf_init(&a, 4096);
	buf_init(&b, 4096);
	text_key(&a, slice_str(text));
	text_key(&b, slice_str(wanted));
	if (a.len != b.len || memcmp(a.data, b.data, a.len) != 0)
		fail_msg("\"%s\", not \"%s\"", text, wanted);
	buf_done(&a);
	buf_done(&b);
}

static void text_comes_by_lines_and_pages(void **state)
{
	struct page *p = read_file(FOLDER "plan.pdf");
	const struct page_block *last = &p->blocks[p->n_blocks - 1];

	(void)state;
	assert_int_equal(p->kind, PAGE_PDF);
	assert_int_equal(p->outcome, OUTCOME_OK);
	assert_int_equal(p->quality, PAGE_QUALITY_GOOD);
	assert_string_equal(p->title, "แผนดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2568");
	assert_string_equal(p->blocks[0].text, p->title);
	assert_int_equal(p->blocks[0].sheet, 1);
	assert_int_equal(last->sheet, 2);
	assert_non_null(strstr(last->text, "เว็บไซต์ของเทศบาล"));
	assert_int_equal(p->sheets, 2);
	assert_int_equal(p->sheets_read, 2);
	page_free(p);
}

/* The same document with other letters said for its glyphs. */
static void letters_that_a_font_names_wrongly_are_mended(void **state)
{
	static const char *const names[] = { FOLDER "glyphs.pdf",
		FOLDER "latin.pdf" };
	struct page *plan = read_file(FOLDER "plan.pdf");

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct page *p = read_file(names[i]);

		assert_int_equal(p->quality, PAGE_QUALITY_GOOD);
		assert_int_equal(p->n_blocks, plan->n_blocks);
		for (size_t k = 0; k < p->n_blocks; k++)
			assert_same_key(
				p->blocks[k].text, plan->blocks[k].text);
		page_free(p);
	}
	page_free(plan);
}

static void a_scanned_annex_is_told(void **state)
{
	struct page *p = read_file(FOLDER "mixed.pdf");

	(void)state;
	assert_int_equal(p->outcome, OUTCOME_OK);
	assert_int_equal(p->quality, PAGE_QUALITY_GOOD);
	assert_int_equal(p->sheets_read, 3);
	assert_int_equal(p->sheets_lost, 1);
	assert_true(page_is_partial(p));
	page_free(p);
	p = read_file(FOLDER "plan.pdf");
	assert_int_equal(p->sheets_lost, 0);
	assert_false(page_is_partial(p));
	page_free(p);
}

static void what_cannot_be_read_is_told(void **state)
{
	static const struct {
		const char *path;
		enum outcome outcome;
		enum page_quality quality;
	} rows[] = {
		{ FOLDER "scan.pdf", OUTCOME_DOC_NO_TEXT, PAGE_QUALITY_SCAN },
		{ FOLDER "locked.pdf", OUTCOME_DOC_ENCRYPTED,
			PAGE_QUALITY_ENCRYPTED },
		{ FOLDER "plan.html", OUTCOME_DOC_DAMAGED,
			PAGE_QUALITY_DAMAGED },
		{ FOLDER "endless.pdf", OUTCOME_DOC_LIMIT, PAGE_QUALITY_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_file(rows[i].path);

		assert_string_equal(outcome_name(p->outcome),
			outcome_name(rows[i].outcome));
		assert_int_equal(p->quality, rows[i].quality);
		assert_string_not_equal(p->detail, "");
		assert_int_equal(p->n_blocks, 0);
		page_free(p);
	}
}

static void a_cut_file_is_damaged(void **state)
{
	struct page *p;
	struct buf body;

	(void)state;
	fixture_load(&body, FOLDER "plan.pdf");
	p = read_bytes(slice_of(body.data, body.len / 4));
	assert_int_equal(p->outcome, OUTCOME_DOC_DAMAGED);
	page_free(p);
	p = read_bytes(slice_of(body.data, 9));
	assert_int_equal(p->outcome, OUTCOME_DOC_DAMAGED);
	page_free(p);
	buf_done(&body);
}

static void a_missing_tool_is_told(void **state)
{
	struct page *p = page_new("https://www.town.go.th/x.pdf");

	(void)state;
	pdf_read(p, slice_str("%PDF-1.4"), NULL);
	assert_int_equal(p->outcome, OUTCOME_TYPE_UNKNOWN);
	assert_string_equal(p->detail, "pdftotext is not installed");
	page_free(p);
	p = page_new("https://www.town.go.th/x.pdf");
	pdf_read(p, slice_str("%PDF-1.4"), "/no/such/tool");
	assert_int_equal(p->outcome, OUTCOME_READER_FAILED);
	page_free(p);
	assert_null(tool_find("no-such-tool"));
}

static void run(const char *script, struct tool_result *r, struct buf *out,
	struct buf *messages)
{
	const char *argv[] = { "/bin/sh", "-c", script, NULL };
	struct error err;

	assert_int_equal(
		tool_run(r, argv, slice_str("hello"), out, messages, &err), 0);
}

static void a_tool_gets_its_input_and_ceilings(void **state)
{
	static const struct {
		const char *script;
		enum tool_end end;
		int status;
		const char *out, *messages;
	} rows[] = {
		{ "cat; echo no >&2; exit 3", TOOL_DONE, 3, "hello", "no\n" },
		{ "kill -SEGV $$", TOOL_CRASHED, 11, "", "" },
		{ "echo $HOME", TOOL_DONE, 0, "/nonexistent\n", "" },
		{ "ulimit -c", TOOL_DONE, 0, "0\n", "" },
		/* Who leaves the streams open does not hold us up. */
		{ "exec >&- 2>&-; sleep 60", TOOL_WALL, 0, "", "" },
		{ "while :; do echo 0123456789; done", TOOL_OUTPUT, 0, NULL,
			"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tool_result r;
		struct buf out, messages;

		buf_init(&out, 100000);
		buf_init(&messages, 1000);
		run(rows[i].script, &r, &out, &messages);
		assert_int_equal(r.end, rows[i].end);
		assert_int_equal(r.status, rows[i].status);
		if (rows[i].out)
			assert_string_equal(buf_str(&out), rows[i].out);
		assert_string_equal(buf_str(&messages), rows[i].messages);
		buf_done(&out);
		buf_done(&messages);
	}
}

#define LINE "การบริหารผู้สูงอายุ ก่อสร้างอย่างดี ให้งานล่าช้า "
#define SLIP LINE LINE LINE LINE LINE LINE "ก่่อสร้างอย่างดี"

static void the_quality_follows_the_letters(void **state)
{
	static const struct {
		const char *text;
		int times;
		uint32_t sheets;
		enum page_quality quality;
	} rows[] = {
		{ "", 0, 1, PAGE_QUALITY_SCAN },
		{ "กขค", 2, 1, PAGE_QUALITY_SCAN },
		{ "แผนดำเนินงานของเทศบาล", 5, 100, PAGE_QUALITY_SCAN },
		{ "แผนดำเนินงานประจำปีงบประมาณของเทศบาลตำบล ที่ให้บริการ", 20, 1,
			PAGE_QUALITY_GOOD },
		/* sara am told in two parts, glyphs of old fonts */
		{ "แผนด\xe0\xb9\x8d\xe0\xb8\xb2เนินงานที\xef\x9c\x8aให้บริการ", 20,
			1, PAGE_QUALITY_GOOD },
		/* bullets of a symbol font */
		{ "\xef\x82\xb7 แผนงานที่ให้บริการ", 40, 1, PAGE_QUALITY_GOOD },
		/* no tone marks at all */
		{ "แผนดาเนินงานประจาปีงบประมาณของเทศบาล", 20, 1,
			PAGE_QUALITY_POOR },
		/* sara aa lost, and with it the half of sara am */
		{ "ก รประเมินคว มเสี่ยงของเทศบ ลที่ด เนินโครงก ร", 20, 1,
			PAGE_QUALITY_POOR },
		/* sara uu and mai ek told as each other; the same mended */
		{ "การบริหารผ้่สูงอายุ กูอสร้างอยูางดี ให้งานลูาช้า", 20, 1,
			PAGE_QUALITY_POOR },
		{ "การบริหารผู้สูงอายุ ก่อสร้างอย่างดี ให้งานล่าช้า", 20, 1,
			PAGE_QUALITY_GOOD },
		/* tone marks set twice; a slip of the typist */
		{ "การบริหารผู้สูงอายุ ก่่อสร้างอย่างดี ให้งานล่าช้า", 20, 1,
			PAGE_QUALITY_POOR },
		{ SLIP, 1, 1, PAGE_QUALITY_GOOD },
		/* letters without words */
		{ "กฮ่ฟหฃดญธฬฆฎฐฒณ้ภศษ", 40, 1, PAGE_QUALITY_POOR },
		/* a text layer without Thai */
		{ "gibberish of another reader", 20, 1, PAGE_QUALITY_POOR },
		{ "\xf4\x80\x83\x96\xf4\x80\x83\xbf", 40, 1,
			PAGE_QUALITY_POOR },
		{ "แผนงานที่ให้บริการ\xef\xbf\xbd", 40, 1, PAGE_QUALITY_POOR },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = page_new("https://www.town.go.th/x.pdf");
		struct page_block block = { .text = rows[i].text };
		uint32_t lost;

		for (int k = 0; k < rows[i].times; k++)
			page_add_block(p, &block);
		p->sheets_read = rows[i].sheets;
		assert_string_equal(page_quality_name(quality_of(p, &lost)),
			page_quality_name(rows[i].quality));
		page_free(p);
	}
}

#define GOOD "แผนดำเนินงานประจำปีงบประมาณของเทศบาลตำบล ที่ให้บริการ"

/* A document of sheets, each with so many times a text. */
static void sheets_are_looked_at_one_by_one(void **state)
{
	static const struct {
		struct {
			const char *text;
			int times;
		} sheets[4];
		enum page_quality quality;
		uint32_t lost;
	} rows[] = {
		{ { { GOOD, 9 }, { GOOD, 9 }, { GOOD, 9 }, { GOOD, 9 } },
			PAGE_QUALITY_GOOD, 0 },
		/* an annex without text, with a page number, with a stamp */
		{ { { GOOD, 9 }, { GOOD, 9 }, { GOOD, 9 }, { "", 0 } },
			PAGE_QUALITY_GOOD, 1 },
		{ { { GOOD, 9 }, { GOOD, 9 }, { "หน้า 3", 1 }, { "4", 1 } },
			PAGE_QUALITY_GOOD, 2 },
		{ { { GOOD, 9 }, { GOOD, 9 }, { "Scanned by a telephone", 1 },
			  { GOOD, 9 } },
			PAGE_QUALITY_GOOD, 1 },
		/* a table of figures is text */
		{ { { GOOD, 9 }, { "2567 1,250,000.00", 9 }, { GOOD, 9 },
			  { GOOD, 9 } },
			PAGE_QUALITY_GOOD, 0 },
		/* letters that are lost on one sheet */
		{ { { GOOD, 9 }, { GOOD, 9 }, { GOOD, 9 },
			  { "แผนดาเนินงานประจาปีงบประมาณของเทศบาล", 9 } },
			PAGE_QUALITY_GOOD, 1 },
		{ { { GOOD, 40 }, { GOOD, 40 }, { GOOD, 40 },
			  { "\xf4\x80\x83\x96\xf4\x80\x83\xbf", 5 } },
			PAGE_QUALITY_GOOD, 1 },
		/* a cover that was typed, and what it covers scanned */
		{ { { GOOD, 9 }, { "", 0 }, { "", 0 }, { "", 0 } },
			PAGE_QUALITY_POOR, 3 },
		{ { { "", 0 }, { "", 0 }, { "", 0 }, { "4", 1 } },
			PAGE_QUALITY_SCAN, 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = page_new("https://www.town.go.th/x.pdf");
		uint32_t lost;

		for (uint32_t k = 0; k < 4 * 40; k++) {
			struct page_block block = { .sheet = k / 40 + 1,
				.text = rows[i].sheets[k / 40].text };

			if ((int)(k % 40) < rows[i].sheets[k / 40].times)
				page_add_block(p, &block);
		}
		p->sheets = p->sheets_read = 4;
		assert_string_equal(page_quality_name(quality_of(p, &lost)),
			page_quality_name(rows[i].quality));
		assert_int_equal(lost, rows[i].lost);
		page_free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_comes_by_lines_and_pages),
		cmocka_unit_test(letters_that_a_font_names_wrongly_are_mended),
		cmocka_unit_test(a_scanned_annex_is_told),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(a_cut_file_is_damaged),
		cmocka_unit_test(a_missing_tool_is_told),
		cmocka_unit_test(a_tool_gets_its_input_and_ceilings),
		cmocka_unit_test(the_quality_follows_the_letters),
		cmocka_unit_test(sheets_are_looked_at_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
