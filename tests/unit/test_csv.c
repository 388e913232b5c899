#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/csv.h"
#include "tests/support/golden.h"

static const char *write_it(struct golden *g)
{
	buf_clear(&g->out);
	csv_write(&g->out, &g->doc, g->wording);
	golden_check_words(g);
	return g->out.data;
}

static void is_as_it_was(void **state)
{
	struct golden *g = *state;

	(void)write_it(g);
	golden_check("tests/cases/reports/checklist.csv", buf_slice(&g->out));
}

static void a_row_an_item_each_ended_by_crlf(void **state)
{
	struct golden *g = *state;
	const char *csv = write_it(g);
	size_t rows = 0;

	assert_memory_equal(csv, "\xef\xbb\xbf\"", 4);
	for (const char *at = csv; (at = strstr(at, "\r\n")); at++)
		rows++;
	assert_int_equal(rows, g->doc.n_items + 1);
}

/* Quotes apart, the bytes between fields are commas and ends of rows. */
static void every_field_is_quoted(void **state)
{
	struct golden *g = *state;
	bool inside = false;

	(void)write_it(g);
	for (size_t i = 3; i < g->out.len; i++) {
		char c = g->out.data[i];

		if (c == '"')
			inside = !inside;
		else if (!inside)
			assert_non_null(strchr(",\r\n", c));
	}
	assert_false(inside);
}

static void nothing_is_computed(void **state)
{
	struct golden *g = *state;
	const char *csv;

	g->doc.items[0].title = "=HYPERLINK(\"http://x\")";
	g->doc.items[0].reason = "-ข้อ ๐๑";
	csv = write_it(g);
	buf_clear(&g->out);
	csv_write(&g->out, &g->doc, g->wording);
	assert_non_null(strstr(csv, "\"'=HYPERLINK(\"\"http://x\"\")\",\""));
	assert_non_null(strstr(csv, "\"'-ข้อ ๐๑\""));
	assert_null(strstr(csv, "\"=HYPER"));
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(is_as_it_was),
		sample_test(a_row_an_item_each_ended_by_crlf),
		sample_test(every_field_is_quoted),
		sample_test(nothing_is_computed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
