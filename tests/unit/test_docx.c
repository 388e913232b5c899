#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xml.h"
#include "base/zip.h"
#include "reports/docx.h"
#include "reports/plan.h"
#include "tests/support/golden.h"

static const struct zip_limits limits = { 100, (size_t)64 << 20, 1000,
	(size_t)64 << 20 };

static void write_it(struct golden *g)
{
	struct error err = { 0 };
	const struct block *paper = plan_build(&g->doc, g->wording, &g->arena);

	buf_clear(&g->out);
	if (docx_write(&g->out, paper,
		    plan_title(&g->doc, g->wording, &g->arena), &err) != 0)
		fail_msg("%s", err.text);
	golden_check_words(g);
}

/* A part of the file; the caller frees. */
static char *part(struct golden *g, const char *name)
{
	struct zip_reader *zip = NULL;
	struct error err = { 0 };
	struct buf text;
	long i;

	buf_init(&text, (size_t)64 << 20);
	if (zip_reader_open(&zip, buf_slice(&g->out), &limits, &err) != 0)
		fail_msg("%s", err.text);
	i = zip_reader_find(zip, name);
	assert_true(i >= 0);
	assert_int_equal(zip_reader_get(zip, (size_t)i, &text, &err), 0);
	zip_reader_free(zip);
	return buf_take(&text);
}

static size_t count(const char *text, const char *needle)
{
	size_t n = 0;

	for (; (text = strstr(text, needle)) != NULL; text++)
		n++;
	return n;
}

static void the_same_paper_is_the_same_bytes(void **state)
{
	struct golden *g = *state;
	struct buf first;

	write_it(g);
	buf_init(&first, g->out.max);
	buf_put_slice(&first, buf_slice(&g->out));
	write_it(g);
	assert_int_equal(first.len, g->out.len);
	assert_memory_equal(first.data, g->out.data, first.len);
	buf_done(&first);
}

static void its_text_is_as_it_was(void **state)
{
	struct golden *g = *state;
	char *document;

	write_it(g);
	document = part(g, "word/document.xml");
	golden_check("tests/cases/reports/plan-docx.xml", slice_str(document));
	free(document);
}

static void every_run_is_complex_script_and_bold_in_both(void **state)
{
	struct golden *g = *state;
	char *document;

	write_it(g);
	document = part(g, "word/document.xml");
	assert_int_equal(count(document, "<w:r>"), count(document, "<w:cs/>"));
	assert_int_equal(
		count(document, "<w:b/>"), count(document, "<w:bCs/>"));
	assert_int_equal(
		count(document, "<w:sz "), count(document, "<w:szCs "));
	assert_int_equal(count(document, "<w:t>"), 0);
	free(document);
}

static void every_table_repeats_its_head(void **state)
{
	struct golden *g = *state;
	char *document, *table;

	write_it(g);
	document = part(g, "word/document.xml");
	table = document;
	while ((table = strstr(table, "<w:tbl>")) != NULL) {
		char *head = strstr(table, "<w:tblHeader/>");
		char *row = strstr(table, "</w:tr>");

		assert_non_null(head);
		assert_true(head < row);
		table++;
	}
	assert_int_equal(count(document, "<w:tbl>"), 16);
	assert_int_equal(
		count(document, "<w:tblLayout w:type=\"fixed\"/>"), 16);
	free(document);
}

static void memo_and_analysis_stand_upright_the_plan_across(void **state)
{
	struct golden *g = *state;
	char *document;

	write_it(g);
	document = part(g, "word/document.xml");
	assert_int_equal(count(document, "<w:sectPr>"), 3);
	assert_int_equal(count(document, "w:orient=\"landscape\""), 1);
	assert_int_equal(count(document, "w:fmt=\"thaiNumbers\""), 3);
	assert_int_equal(count(document, "<w:titlePg/>"), 1);
	/* unit, number, date, subject, to whom */
	assert_int_equal(count(document, "w:leader=\"dot\""), 5);
	free(document);
}

static void the_font_is_named_in_all_four_slots(void **state)
{
	static const char *const slots[] = {
		"w:ascii=", "w:hAnsi=", "w:eastAsia=", "w:cs="
	};
	struct golden *g = *state;
	char *styles;

	write_it(g);
	styles = part(g, "word/styles.xml");
	for (size_t i = 0; i < 4; i++) {
		char *slot = strstr(styles, slots[i]);

		assert_non_null(slot);
		assert_memory_equal(slot + strlen(slots[i]),
			"\"TH SarabunPSK\"", strlen("\"TH SarabunPSK\""));
	}
	assert_non_null(strstr(styles, "thaiDistribute"));
	assert_null(strstr(styles, "w:asciiTheme"));
	free(styles);
}

static void no_line_ends_inside_a_year_or_code(void **state)
{
	struct golden *g = *state;
	char *document;

	write_it(g);
	document = part(g, "word/document.xml");
	assert_int_equal(count(document, "พ.ศ. ๒"), 0);
	assert_true(count(document, "พ.ศ.\u00a0๒") > 5);
	assert_int_equal(count(document, "ข้อ ๐"), 0);
	assert_int_equal(count(document, "๔ คะแนน"), 0);
	free(document);
}

static void what_is_not_known_is_highlighted(void **state)
{
	struct golden *g = *state;
	char *document;

	write_it(g);
	document = part(g, "word/document.xml");
	assert_int_equal(count(document, "<w:highlight w:val=\"yellow\"/>"), 3);
	assert_int_equal(count(document, "w:fill=\"FFFF00\""), 0);
	free(document);
	golden_strip(&g->doc);
	write_it(g);
	document = part(g, "word/document.xml");
	/* 10 indicators, 15 + 18 questions, 35 items, 21 classes */
	assert_true(count(document, "w:fill=\"FFFF00\"") >= 10 + 33 + 35);
	free(document);
}

static bool has_part(const struct golden *g, const char *name)
{
	struct zip_reader *zip = NULL;
	struct error err = { 0 };
	bool found;

	assert_int_equal(
		zip_reader_open(&zip, buf_slice(&g->out), &limits, &err), 0);
	found = zip_reader_find(zip, name) >= 0;
	zip_reader_free(zip);
	return found;
}

/* Word refuses a file that names a part which is not there. */
static void the_chart_is_named_only_where_there_is_one(void **state)
{
	struct golden *g = *state;

	for (int n = 1; n >= 0; n--) {
		char *types, *relations, *document;

		write_it(g);
		types = part(g, "[Content_Types].xml");
		relations = part(g, "word/_rels/document.xml.rels");
		document = part(g, "word/document.xml");
		assert_int_equal(has_part(g, "word/charts/chart1.xml"), n);
		assert_int_equal(count(types, "/word/charts/chart1.xml"), n);
		assert_int_equal(count(relations, "charts/chart1.xml"), n);
		assert_int_equal(
			count(document, "<c:chart r:id=\"rId4\"/>"), n);
		free(types);
		free(relations);
		free(document);
		golden_strip(&g->doc);
	}
}

static void every_part_is_well_formed(void **state)
{
	static const char *const parts[] = { "[Content_Types].xml",
		"_rels/.rels", "word/document.xml",
		"word/_rels/document.xml.rels", "word/styles.xml",
		"word/settings.xml", "word/header1.xml", "docProps/core.xml",
		"word/charts/chart1.xml" };
	static const struct xml_handler nothing = { 0 };
	struct golden *g = *state;

	g->doc.items[13].title = g->doc.items[13].reason = "a<b>&\"\x01'\xff";
	g->doc.office.name = "</w:t><w:t>";
	write_it(g);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct error err = { 0 };
		char *xml = part(g, parts[i]);

		if (xml_parse(slice_str(xml), &nothing, 100, &err) != 0)
			fail_msg("%s: %s", parts[i], err.text);
		free(xml);
	}
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(the_same_paper_is_the_same_bytes),
		sample_test(its_text_is_as_it_was),
		sample_test(every_run_is_complex_script_and_bold_in_both),
		sample_test(every_table_repeats_its_head),
		sample_test(memo_and_analysis_stand_upright_the_plan_across),
		sample_test(the_font_is_named_in_all_four_slots),
		sample_test(no_line_ends_inside_a_year_or_code),
		sample_test(what_is_not_known_is_highlighted),
		sample_test(the_chart_is_named_only_where_there_is_one),
		sample_test(every_part_is_well_formed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
