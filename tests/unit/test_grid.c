#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/read/read.h"
#include "rules/concept.h"
#include "rules/grid.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What the year packs ask of one table, as columns.json orders it. */
#define FORM_2568                                                            \
	"number fiscal_year agency district province ministry agency_type "  \
	"item budget source status method middle_price agreed_price winner " \
	"project_number"
#define ASKED_2566 \
	"item budget method middle_price winner bidders reason contract"
#define FORM_2566                                                             \
	"item budget method middle_price agreed_price winner bidders reason " \
	"contract"

#define HEAD_2568                                                                                                                                                                                             \
	"ที่,ปีงบประมาณ,ชื่อหน่วยงาน,อำเภอ,จังหวัด,กระทรวง,ประเภทหน่วยงาน,"               \
	"ชื่อรายการของงานที่ซื้อหรือจ้าง,วงเงินงบประมาณที่ได้รับจัดสรร (บาท),"  \
	"แหล่งที่มาของงบประมาณ,สถานะการจัดซื้อจัดจ้าง,วิธีการจัดซื้อจัดจ้าง," \
	"ราคากลาง (บาท),ราคาที่ตกลงซื้อหรือจ้าง (บาท),"                                                                             \
	"รายชื่อผู้ประกอบการที่ได้รับการคัดเลือก,เลขที่โครงการในระบบ e-GP\n"
#define ROW_2568                                                                                                                                                            \
	"1,2568,เทศบาลตำบลดอนฟ้าใส,เมือง,ลำปาง,มหาดไทย,เทศบาลตำบล,"               \
	"จ้างเหมาซ่อมถนน,100000,เงินรายได้,ลงนามสัญญา,เฉพาะเจาะจง,99000,98000," \
	"ร้านสมมุติ,67109012345\n"
#define HEAD_2566                                                                                                                                                                                                                                            \
	"ลำดับที่,งานที่จัดซื้อหรือจัดจ้าง,วงเงินที่จะซื้อหรือจ้าง,ราคากลาง,วิธีซื้อหรือจ้าง," \
	"รายชื่อผู้เสนอราคาและราคาที่เสนอ,ผู้ได้รับการคัดเลือกและราคาที่ตกลงซื้อหรือจ้าง,"       \
	"เหตุผลที่คัดเลือกโดยสรุป,เลขที่และวันที่ของสัญญาหรือข้อตกลง\n"
/* As a font without its own marks leaves it. */
#define HEAD_SPOILT                                                                                                                                                                                                                             \
	"ที่,งานที่จัดซื้อหรือจัดจ้าง,วงเงินที่จะซื้อ หรือจ้าง,ราคากลาง,วิธีซื้อหรือจ้ าง," \
	"สถานะการจัดซื้อจัดจ้ำง,ราคาที่ตกลงซื้อหรือจ้าง\n"

struct row {
	const char *name;
	const char *type;
	const char *body;
	const char *columns; /* ids in the order of columns.json, "" for none */
	bool blank;
};

static const struct row tables[] = {
	{ "the form of 2568", "text/csv", HEAD_2568 ROW_2568, FORM_2568,
		false },
	{ "titles over it", "text/csv",
		"แบบรายการจัดซื้อจัดจ้าง ปีงบประมาณ พ.ศ. 2568\n,,\n" HEAD_2568
			ROW_2568,
		FORM_2568, false },
	{ "the form of 2566", "text/csv",
		HEAD_2566 "1,จ้างซ่อมรถ,5000,5000,เฉพาะเจาะจง,ร้าน ก,ร้าน ก,"
			  "ราคาเหมาะสม,12/2566\n",
		"number " FORM_2566, false },
	{ "spoilt letters", "text/csv",
		HEAD_SPOILT "1,จ้างซ่อมรถ,5000,5000,เฉพาะเจาะจง,เสร็จ,4900\n",
		"number item budget status method middle_price agreed_price",
		false },
	{ "a form that nobody filled in", "text/csv",
		HEAD_2568 "1,,,,,,,,,,,,,,,\n2,,,,,,,,,,,,,,,\n", FORM_2568,
		true },
	{ "columns numbered under the head", "text/csv",
		HEAD_2568 "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16\n", FORM_2568,
		true },
	{ "a month without any", "text/csv",
		HEAD_2568 "1,2568,เทศบาล,ก,ข,ค,ง,ไม่มีการจัดซื้อจัดจ้าง,,,,,,,,\n",
		FORM_2568, false },
	{ "another table", "text/csv",
		"ลำดับ,ชื่อ-สกุล,ตำแหน่ง,สังกัด,โทรศัพท์\n1,ก,ข,ค,ง\n", "", false },
	{ "a plan of purchases", "text/csv",
		"ลำดับที่,รหัสแผน,ชื่อโครงการ,งบประมาณโครงการ,คาดว่าจะประกาศ\n"
		"1,P1,ซื้อรถ,500000,ธ.ค. 67\n",
		"", false },
	{ "a head of two rows with merged cells", "text/html",
		"<table><tr><th rowspan=2>ที่<th rowspan=2>ชื่อโครงการ"
		"<th colspan=2>ราคา<th rowspan=2>วิธีการจัดซื้อจัดจ้าง"
		"<th rowspan=2>ผู้ชนะ<tr><th>กลาง<th>ที่ตกลงซื้อ"
		"<tr><td>1<td>ซื้อรถยนต์<td>9,000<td>8,900<td>คัดเลือก"
		"<td>ร้าน ก</table>",
		"number item method middle_price agreed_price winner", false },
	{ "a head of two rows cut inside words", "text/csv",
		"ที่,ชื่อโครง,วิธีการจัด,ราคา,สถา,แหล่ง\n"
		",การ,ซื้อจัดจ้าง,กลาง,นะ,ที่มา\n1,ซื้อรถยนต์,คัดเลือก,9,เสร็จ,รายได้\n",
		"number item source status method middle_price", false },
	{ "a page whose rows a script fetches", "text/html",
		"<table><tr><th>ที่<th>ชื่อโครงการ<th>วิธีซื้อหรือจ้าง<th>ราคากลาง"
		"<th>สถานะ<th>วงเงิน<tr><td>-<td>-<td>-<td>-<td>-<td>-"
		"</table>",
		"number item budget status method middle_price", false },
	{ "two tables, one filled in", "text/html",
		"<table><tr><th>ที่<th>ชื่อโครงการ<th>วิธีซื้อ<th>ราคากลาง<th>"
		"สถานะ<tr><td>1<td>ซื้อรถยนต์<td>ก<td>2<td>ข</table><table><tr>"
		"<th>ที่<th>ชื่อโครงการ<th>วิธีซื้อ<th>ราคากลาง<th>ผู้ชนะ<tr><td>1"
		"<td>ซื้อเรือ<td>ก<td>2<td>ข</table>",
		"number item status method middle_price winner", false },
};

struct setting {
	struct ruleset *rs;
	const struct concept_part *part;
	struct arena arena;
};

static int set_up(void **state)
{
	struct setting *s = calloc(1, sizeof(*s));
	struct error err;
	int k;

	if (ruleset_load(&s->rs, "rules/catalog", 2568, &err) != 0)
		fail_msg("%s", err.text);
	k = ruleset_concept(s->rs, "proc_list");
	assert_true(k >= 0);
	s->part = &s->rs->concepts[k]
			   .parts[concept_part(&s->rs->concepts[k], "columns")];
	arena_init(&s->arena);
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	struct setting *s = *state;

	arena_done(&s->arena);
	ruleset_free(s->rs);
	free(s);
	return 0;
}

static const char *names_of(struct setting *s, uint32_t columns)
{
	struct buf out;
	const char *names;

	buf_init(&out, 4096);
	for (size_t i = 0; i < s->rs->columns.n; i++)
		if (columns >> i & 1)
			buf_printf(&out, "%s%s", out.len ? " " : "",
				s->rs->columns.items[i].id);
	names = arena_strdup(&s->arena, buf_str(&out));
	buf_done(&out);
	return names;
}

static struct page *read_body(const char *type, const char *body)
{
	struct read_input in = { .url = "http://town.example/list",
		.content_type = type,
		.body = slice_str(body) };

	return read_page(&in);
}

static int look(struct setting *s, const struct page *page, struct grid *out)
{
	struct text text;
	int rc;

	text_init(&text);
	for (size_t i = 0; i < page->n_blocks; i++)
		text_add(&text, slice_str(page->blocks[i].text));
	rc = grid_read(out, s->rs, s->part, page, &text, &s->arena);
	text_done(&text);
	return rc;
}

static void columns_are_known_by_what_they_mean(void **state)
{
	struct setting *s = *state;

	for (size_t i = 0; i < COUNT(tables); i++) {
		const struct row *row = &tables[i];
		struct page *page = read_body(row->type, row->body);
		struct grid grid;
		int rc = look(s, page, &grid);

		if (strcmp(names_of(s, grid.columns), row->columns) != 0 ||
			rc != (*row->columns != '\0') ||
			grid.blank != row->blank)
			fail_msg("%s: %d, blank %d, %s", row->name, rc,
				grid.blank, names_of(s, grid.columns));
		page_free(page);
	}
}

static void the_head_is_quoted(void **state)
{
	struct setting *s = *state;
	struct page *page = read_body("text/csv", HEAD_2566 ROW_2568);
	struct grid grid;

	assert_int_equal(look(s, page, &grid), 1);
	assert_non_null(strstr(grid.quote, "ลำดับที่ | งานที่จัดซื้อหรือจัดจ้าง | "));
	page_free(page);
}

/* As pdftotext writes it: cells one after another, over several lines. */
static const char *const lines[] = { "รายการจัดซื้อจัดจ้าง ปีงบประมาณ พ.ศ. 2568",
	"ที่ ชื่อรายการของงานที่", "ซื้อหรือจ้าง", "วงเงินงบประมาณ", "ที่ได้รับจัดสรร (บาท)",
	"วิธีการจัดซื้อ", "จัดจ้าง", "ราคากลาง", "(บาท)", "เลขที่โครงการใน", "ระบบ e-GP",
	"1 จ้างซ่อมถนน 100,000 เฉพาะเจาะจง 99,000 67109012345" };

static struct page *pdf_of(const char *const *texts, size_t n)
{
	struct page *page = page_new("http://town.example/list.pdf");

	page->kind = PAGE_PDF;
	page->sheets = page->sheets_read = 1;
	for (size_t i = 0; i < n; i++) {
		struct page_block block = {
			.kind = PAGE_BLOCK_TEXT, .sheet = 1, .text = texts[i]
		};

		page_add_block(page, &block);
	}
	return page;
}

static void a_text_without_cells_is_searched_for_a_run_of_heads(void **state)
{
	struct setting *s = *state;
	struct page *page = pdf_of(lines, COUNT(lines));
	struct grid grid;

	assert_int_equal(look(s, page, &grid), 1);
	assert_string_equal(names_of(s, grid.columns),
		"number fiscal_year item budget method middle_price "
		"project_number");
	assert_false(grid.blank);
	page_free(page);
}

static void a_text_without_heads_says_nothing_of_columns(void **state)
{
	static const char *const prose[] = { "รายการจัดซื้อจัดจ้าง",
		"จ้างซ่อมถนน 100,000 เฉพาะเจาะจง" };
	struct setting *s = *state;
	struct page *page = pdf_of(prose, COUNT(prose));
	struct grid grid;

	assert_int_equal(look(s, page, &grid), -1);
	assert_int_equal(grid.columns, 0);
	page_free(page);
}

static void months_are_those_that_rows_speak_of(void **state)
{
	static const struct {
		const char *type, *body;
		uint32_t months; /* bit 0 is October 2567 */
	} rows[] = {
		{ "text/csv", HEAD_2568 ROW_2568, 0x01 },
		{ "text/csv", "1,ซื้อรถ,15 ม.ค. 2568\n2,ซื้อเรือ,1/2/68\n", 0x18 },
		{ "text/csv", "1,ซื้อรถ,15 ม.ค. 2567\n", 0 },
		{ "text/csv", "1,ซื้อรถ,67130012345\n", 0 },
		{ "text/csv", "1,ซื้อรถ,ตุลาคม 2566\n", 0 },
		{ "text/csv", "ประจำเดือนพฤศจิกายน 2567\n", 0x02 },
		{ "text/html", "<h2>เดือนธันวาคม</h2><p>ไม่มีการจัดซื้อจัดจ้าง", 0x04 },
		{ "text/html", "<p>มีนาคม 2568", 0x20 },
		{ "text/html", "<p>ข้อมูล ณ วันที่ 31 มีนาคม 2568", 0 },
		{ "text/html", "<p>รอบ 6 เดือน (ต.ค. 2567 - มี.ค. 2568)", 0 },
		{ "text/html", "<p>กันยายน 2568", 0x800 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *page = read_body(rows[i].type, rows[i].body);
		uint32_t months = grid_months(page, 2568);

		if (months != rows[i].months)
			fail_msg("%s: %x", rows[i].body, months);
		page_free(page);
	}
}

/* All columns that the item asks for. */
static uint32_t asked_of(const struct ruleset *rs, const char *id)
{
	const struct item *item = rs->items;
	uint32_t asked = 0;

	while (strcmp(item->id, id) != 0)
		item++;
	for (size_t a = 0; a < item->n_asks; a++) {
		const struct ask *ask = &item->asks[a];
		const struct concept *k = &rs->concepts[ask->concept];

		for (size_t p = 0; p < ask->n_parts; p++)
			if (k->parts[ask->parts[p].part].test == PART_COLUMNS)
				asked |= ask->parts[p].groups;
	}
	return asked;
}

static void the_pack_names_the_columns_that_are_asked_for(void **state)
{
	struct setting *s = *state;
	struct ruleset *older = NULL;
	struct error err;

	assert_string_equal(names_of(s, asked_of(s->rs, "o12")), FORM_2568);
	if (ruleset_load(&older, "rules/catalog", 2566, &err) != 0)
		fail_msg("%s", err.text);
	assert_string_equal(names_of(s, asked_of(older, "o21")), ASKED_2566);
	ruleset_free(older);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_known_by_what_they_mean),
		cmocka_unit_test(the_head_is_quoted),
		cmocka_unit_test(
			a_text_without_cells_is_searched_for_a_run_of_heads),
		cmocka_unit_test(a_text_without_heads_says_nothing_of_columns),
		cmocka_unit_test(months_are_those_that_rows_speak_of),
		cmocka_unit_test(the_pack_names_the_columns_that_are_asked_for),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
