#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/read/biff.h"
#include "crawler/read/sniff.h"
#include "tests/support/fixture.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define FILE_8 "tests/cases/read/list.xls"
#define FILE_5 "tests/cases/read/old.xls"
#define URL "https://www.town.go.th/x.xls"
#define BYTES(text) slice_of(text, sizeof(text) - 1)
#define NOTHING BYTES("")

static struct page *read_bytes(struct slice body)
{
	struct page *p = page_new(URL);

	biff_read(p, body);
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

static void assert_reads(struct slice body, const char *blocks)
{
	struct page *p = read_bytes(body);
	struct buf out;

	buf_init(&out, 10000);
	put_blocks(&out, p);
	assert_int_equal(p->kind, PAGE_XLS);
	assert_string_equal(p->detail, "");
	assert_int_equal(p->outcome, OUTCOME_OK);
	assert_int_equal(p->quality, PAGE_QUALITY_GOOD);
	assert_string_equal(buf_str(&out), blocks);
	buf_done(&out);
	page_free(p);
}

static void put_number(struct buf *out, uint32_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_putc(out, (char)(n >> 8 * i & 0xff));
}

static void put_record(struct buf *out, uint32_t type, struct slice data)
{
	put_number(out, type, 2);
	put_number(out, (uint32_t)data.len, 2);
	buf_put_slice(out, data);
}

/* A cell of row 1; data is what stands behind row, column and format. */
static void put_cell(
	struct buf *out, uint32_t type, uint32_t column, struct slice data)
{
	struct buf cell;

	buf_init(&cell, 1000);
	put_number(&cell, 0, 2);
	put_number(&cell, column - 1, 2);
	put_number(&cell, 0, 2);
	buf_put_slice(&cell, data);
	put_record(out, type, buf_slice(&cell));
	buf_done(&cell);
}

static void start(struct buf *out, uint32_t version, uint32_t type)
{
	struct buf data;

	buf_init(&data, 8);
	put_number(&data, version, 2);
	put_number(&data, type, 2);
	put_number(&data, 0, 4);
	put_record(out, 0x809, buf_slice(&data));
	buf_done(&data);
}

static void finish(struct buf *out)
{
	put_record(out, 0x0a, NOTHING);
}

static void a_workbook_is_read_in_its_order(void **state)
{
	static const char *const files[] = { FILE_8, FILE_5 };
	struct page *p;
	struct buf body;

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		fixture_load(&body, files[i]);
		assert_reads(buf_slice(&body),
			"h1:จัดซื้อ 1:โครงการ 3:วงเงิน 4:วันที่/ 1:1 2:ซื้อวัสดุดู "
			"3:68000.5 4:2025-01-01/ 1:2 2:จ้างเหมา 3:68000.5 4:1/ "
			"1:0105558012345 2:ภาษาไทย ASCII ผสม 3:-3 "
			"4:2568-03-01/ h1:Sheet3 1:plain/ ");
		buf_done(&body);
	}
	fixture_load(&body, FILE_8);
	p = read_bytes(buf_slice(&body));
	assert_string_equal(p->title, "จัดซื้อ");
	assert_int_equal(p->sheets, 2);
	assert_int_equal(p->sheets_read, 2);
	assert_int_equal(p->n_links, 1);
	assert_string_equal(
		p->links[0].href, "https://www.example.go.th/tor.pdf");
	assert_string_equal(p->links[0].text, "ซื้อวัสดุดู");
	assert_string_equal(p->links[0].row, "1 68000.5 2025-01-01");
	page_free(p);
	buf_done(&body);
}

/* As a common script writes it: no file around the records. */
static void bare_records_are_read(void **state)
{
	const struct {
		struct slice label;
		const char *blocks;
	} rows[] = {
		{ BYTES("\x06\0\xa1\xbb\xc3\xd0\xa8\xd3"), "1:กประจำ/ " },
		{ BYTES("\x09\0\xe0\xb8\x81\xe0\xb8\x9b\xe0\xb8\xb5"),
			"1:กปี/ " },
		{ BYTES("\x02\0AB"), "1:AB/ " },
		/* longer than the record */
		{ BYTES("\xff\xff\x41\x42"), "1:AB/ " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf body;

		buf_init(&body, 1000);
		start(&body, 0, 0x10);
		put_cell(&body, 0x204, 1, rows[i].label);
		finish(&body);
		assert_true(biff_is_bare(buf_slice(&body)));
		assert_reads(buf_slice(&body), rows[i].blocks);
		buf_done(&body);
	}
}

static void cells_are_told_as_they_are_shown(void **state)
{
	const struct {
		uint32_t type;
		struct slice data;
		const char *blocks;
	} rows[] = {
		/* RK: the head of a double, a whole number, hundredths */
		{ 0x27e, BYTES("\x00\x00\x00\x40"), "2:2/ " },
		{ 0x27e, BYTES("\x0a\x00\x00\x00"), "2:2/ " },
		{ 0x27e, BYTES("\xfa\xff\xff\xff"), "2:-2/ " },
		{ 0x27e, BYTES("\x07\x00\x00\x00"), "2:0.01/ " },
		/* a double */
		{ 0x203, BYTES("\0\0\0\0\0\0\xf8\x3f"), "2:1.5/ " },
		{ 0x203, BYTES("\0\0\0\0\0\0\xf8\x7f"), "" },
		/* a word that came out, an error */
		{ 0x205, BYTES("\1\0"), "2:TRUE/ " },
		{ 0x205, BYTES("\x2a\1"), "" },
		/* formulas: a number, a truth, an error, nothing */
		{ 0x06, BYTES("\0\0\0\0\0\0\xf8\x3f"), "2:1.5/ " },
		{ 0x06, BYTES("\1\0\1\0\0\0\xff\xff"), "2:TRUE/ " },
		{ 0x06, BYTES("\2\0\x2a\0\0\0\xff\xff"), "" },
		{ 0x06, BYTES("\3\0\0\0\0\0\xff\xff"), "" },
		/* text in letters of one byte and of two */
		{ 0x204, BYTES("\2\0\0AB"), "2:AB/ " },
		{ 0x204, BYTES("\2\0\1\x01\x0e\x1b\x0e"), "2:กป/ " },
		{ 0x204, BYTES("\2\0\1\x3d\xd8\x00\xde"), "2:😀/ " },
		{ 0x204, BYTES("\2\0\1\x3d\xd8\x01\x0e"), "2:ก/ " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf body, blocks;

		buf_init(&body, 1000);
		buf_init(&blocks, 1000);
		start(&body, 0x600, 0x10);
		put_cell(&body, 0x204, 1, BYTES("\1\0\0x"));
		put_cell(&body, rows[i].type, 2, rows[i].data);
		finish(&body);
		buf_printf(&blocks, "1:x%s%s", *rows[i].blocks ? " " : "/ ",
			rows[i].blocks);
		assert_reads(buf_slice(&body), buf_str(&blocks));
		buf_done(&blocks);
		buf_done(&body);
	}
}

static void the_words_of_a_formula_follow_it(void **state)
{
	struct buf body;

	(void)state;
	buf_init(&body, 1000);
	start(&body, 0x600, 0x10);
	put_record(&body, 0x207, BYTES("\1\0\0y"));
	put_cell(&body, 0x06, 3, BYTES("\0\0\0\0\0\0\xff\xff"));
	put_record(&body, 0x207, BYTES("\2\0\0AB"));
	finish(&body);
	assert_reads(buf_slice(&body), "3:AB/ ");
	buf_done(&body);
}

static void many_numbers_stand_in_one_record(void **state)
{
	struct buf body;

	(void)state;
	buf_init(&body, 1000);
	start(&body, 0x600, 0x10);
	put_record(&body, 0xbd,
		BYTES("\0\0\1\0"
		      "\0\0\x06\0\0\0"
		      "\0\0\x0a\0\0\0"
		      "\2\0"));
	finish(&body);
	assert_reads(buf_slice(&body), "2:1 3:2/ ");
	buf_done(&body);
}

/* Shared strings go on in the next record, and there the width of their
 * letters is told anew. */
static void a_string_cut_between_records_is_whole(void **state)
{
	const struct {
		struct slice first, second;
	} rows[] = {
		{ BYTES("\3\0\1\x01\x0e"), BYTES("\1\x1b\x0e\x01\x0e") },
		{ BYTES("\3\0\1\x01\x0e\x1b\x0e\x01\x0e"), NOTHING },
		{ BYTES("\3\0\1"), BYTES("\1\x01\x0e\x1b\x0e\x01\x0e") },
		{ BYTES("\3\0"), BYTES("\1\x01\x0e\x1b\x0e\x01\x0e") },
		/* with two runs of fonts */
		{ BYTES("\3\0\x09\2\0\x01\x0e\x1b\x0e\x01\x0e\0\0\0\0"),
			BYTES("\0\0\0\0") },
		/* with phonetic letters */
		{ BYTES("\3\0\5\4\0\0\0\x01\x0e\x1b\x0e\x01\x0e"),
			BYTES("\0\0\0\0") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf body, table;

		buf_init(&body, 1000);
		buf_init(&table, 1000);
		buf_put_slice(&table, BYTES("\2\0\0\0\2\0\0\0"));
		buf_put_slice(&table, rows[i].first);
		start(&body, 0x600, 5);
		put_record(&body, 0xfc, buf_slice(&table));
		buf_clear(&table);
		buf_put_slice(&table, rows[i].second);
		buf_put_slice(&table, BYTES("\1\0\0z"));
		put_record(&body, 0x3c, buf_slice(&table));
		put_cell(&body, 0xfd, 1, BYTES("\0\0\0\0"));
		put_cell(&body, 0xfd, 2, BYTES("\1\0\0\0"));
		put_cell(&body, 0xfd, 3, BYTES("\2\0\0\0"));
		finish(&body);
		assert_reads(buf_slice(&body), "1:กปก 2:z/ ");
		buf_done(&table);
		buf_done(&body);
	}
}

/* A sheet each, with what its state is. */
static void put_sheets(struct buf *body, uint32_t version)
{
	static const unsigned char states[] = { 0, 1, 2, 0 };
	struct buf sheets[COUNT(states)];
	size_t at, entry = 4 + (version == 0x600 ? 9 : 8);

	start(body, version, 5);
	at = body->len + COUNT(states) * entry + 4;
	for (size_t i = 0; i < COUNT(states); i++) {
		struct buf data;

		buf_init(&data, 100);
		put_number(&data, (uint32_t)at, 4);
		buf_putc(&data, (char)states[i]);
		buf_putc(&data, 0);
		buf_putc(&data, 1);
		if (version == 0x600)
			buf_putc(&data, 0);
		buf_putc(&data, (char)('a' + i));
		put_record(body, 0x85, buf_slice(&data));
		buf_done(&data);
		buf_init(&sheets[i], 100);
		start(&sheets[i], version, 0x10);
		put_cell(&sheets[i], 0x27e, 1, BYTES("\x06\0\0\0"));
		finish(&sheets[i]);
		at += sheets[i].len;
	}
	finish(body);
	for (size_t i = 0; i < COUNT(states); i++) {
		buf_put_slice(body, buf_slice(&sheets[i]));
		buf_done(&sheets[i]);
	}
}

static void hidden_sheets_are_left_out(void **state)
{
	static const uint32_t versions[] = { 0x500, 0x600 };

	(void)state;
	for (size_t i = 0; i < COUNT(versions); i++) {
		struct buf body;

		buf_init(&body, 1000);
		put_sheets(&body, versions[i]);
		assert_reads(buf_slice(&body), "h1:a 1:1/ h1:d 1:1/ ");
		buf_done(&body);
	}
}

static void hidden_rows_columns_and_charts_are_left_out(void **state)
{
	struct buf body;

	(void)state;
	buf_init(&body, 1000);
	start(&body, 0x600, 0x10);
	put_record(&body, 0x7d, BYTES("\1\0\2\0\0\0\0\0\1\0\0\0"));
	put_record(&body, 0x208, BYTES("\1\0\0\0\0\0\0\0\0\0\0\0\x20\0\0\0"));
	for (uint32_t column = 1; column <= 4; column++)
		put_cell(&body, 0x27e, column, BYTES("\x06\0\0\0"));
	put_record(&body, 0x27e, BYTES("\1\0\0\0\0\0\x0a\0\0\0"));
	start(&body, 0x600, 0x20);
	put_record(&body, 0x27e, BYTES("\2\0\0\0\0\0\x0a\0\0\0"));
	finish(&body);
	put_record(&body, 0x27e, BYTES("\3\0\0\0\0\0\x0e\0\0\0"));
	finish(&body);
	assert_reads(buf_slice(&body), "1:1 4:1/ 1:3/ ");
	buf_done(&body);
}

static void what_cannot_be_read_is_told(void **state)
{
	const struct {
		uint32_t type;
		struct slice data;
		enum outcome outcome;
	} rows[] = {
		{ 0x2f, BYTES("\1\0"), OUTCOME_DOC_ENCRYPTED },
		{ 0x0a, NOTHING, OUTCOME_DOC_NO_TEXT },
		/* a sheet beyond the end */
		{ 0x85, BYTES("\xff\xff\0\0\0\0\1\0x"), OUTCOME_DOC_DAMAGED },
	};
	struct page *p;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf body;

		buf_init(&body, 1000);
		start(&body, 0x600, 5);
		put_record(&body, rows[i].type, rows[i].data);
		finish(&body);
		p = read_bytes(buf_slice(&body));
		assert_int_equal(p->outcome, rows[i].outcome);
		assert_string_not_equal(p->detail, "");
		page_free(p);
		buf_done(&body);
	}
	p = read_bytes(BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
	assert_int_equal(p->outcome, OUTCOME_DOC_DAMAGED);
	page_free(p);
}

/* What a cell says, or what is embedded, does not make another file of it. */
static void the_directory_tells_the_kind(void **state)
{
	static const char word[] = "WordDocument";
	const char *note;
	struct buf body;

	(void)state;
	fixture_load(&body, FILE_8);
	body.max += 2 * sizeof(word);
	for (size_t i = 0; i < sizeof(word); i++)
		put_number(&body, (unsigned char)word[i], 2);
	assert_false(body.full);
	assert_int_equal(
		sniff_kind(buf_slice(&body), NULL, "/x", &note), PAGE_XLS);
	assert_false(sniff_is_locked_ole(buf_slice(&body)));
	body.data[48] = (char)0xff; /* where the directory begins */
	assert_int_equal(
		sniff_kind(buf_slice(&body), NULL, "/x", &note), PAGE_DOC);
	buf_done(&body);
}

static void a_cut_file_is_damaged(void **state)
{
	struct buf body;

	(void)state;
	fixture_load(&body, FILE_8);
	for (size_t n = 0; n < body.len / 2; n += 64) {
		struct page *p = read_bytes(slice_of(body.data, n));

		assert_int_equal(p->outcome, OUTCOME_DOC_DAMAGED);
		page_free(p);
	}
	buf_done(&body);
}

static void a_flipped_byte_does_no_harm(void **state)
{
	struct buf body;

	(void)state;
	fixture_load(&body, FILE_8);
	for (size_t i = 0; i < body.len; i++) {
		struct page *p;

		body.data[i] = (char)~body.data[i];
		p = read_bytes(buf_slice(&body));
		body.data[i] = (char)~body.data[i];
		/* A cell takes six bytes at least. */
		assert_true(p->n_blocks <= body.len / 6);
		page_free(p);
	}
	buf_done(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_workbook_is_read_in_its_order),
		cmocka_unit_test(bare_records_are_read),
		cmocka_unit_test(cells_are_told_as_they_are_shown),
		cmocka_unit_test(the_words_of_a_formula_follow_it),
		cmocka_unit_test(many_numbers_stand_in_one_record),
		cmocka_unit_test(a_string_cut_between_records_is_whole),
		cmocka_unit_test(hidden_sheets_are_left_out),
		cmocka_unit_test(hidden_rows_columns_and_charts_are_left_out),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(the_directory_tells_the_kind),
		cmocka_unit_test(a_cut_file_is_damaged),
		cmocka_unit_test(a_flipped_byte_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
