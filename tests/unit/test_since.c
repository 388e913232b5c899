#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reports/since.h"
#include "tests/support/golden.h"

/* All sentences, each a line. */
static const char *sentences(struct golden *g)
{
	buf_clear(&g->out);
	for (size_t i = 0; since_put(&g->out, &g->doc, g->wording, i); i++)
		buf_putc(&g->out, '\n');
	golden_check_words(g);
	return buf_str(&g->out);
}

static void set_all(struct golden *g, enum finding_change change)
{
	for (size_t i = 0; i < g->doc.n_items; i++) {
		g->doc.items[i].change = change;
		g->doc.items[i].done = false;
	}
}

static void what_has_changed_is_counted(void **state)
{
	struct golden *g = *state;

	set_all(g, CHANGE_SAME);
	g->doc.items[0].change = g->doc.items[1].change = CHANGE_FIXED;
	g->doc.items[2].change = CHANGE_BACK;
	assert_string_equal(sentences(g),
		"เทียบกับการตรวจเมื่อวันที่ 22 มกราคม 2567 พบปัญหาใหม่ 0 ข้อ กลับมาเป็นอีก "
		"1 ข้อ และแก้แล้ว 2 ข้อ\n");
	assert_int_equal(since_count(&g->doc, CHANGE_FIXED), 2);
}

static void rules_coverage_and_site_are_told_apart(void **state)
{
	struct golden *g = *state;
	const char *text;

	set_all(g, CHANGE_SAME);
	g->doc.since.rules_changed = true;
	text = sentences(g);
	assert_non_null(strstr(text, wording_text(g->wording, "since.rules")));
	assert_null(strstr(text, wording_text(g->wording, "since.coverage")));
	g->doc.since.rules_changed = false;
	g->doc.since.coverage_changed = true;
	text = sentences(g);
	assert_null(strstr(text, wording_text(g->wording, "since.rules")));
	assert_non_null(
		strstr(text, wording_text(g->wording, "since.coverage")));
}

static void a_suspect_run_counts_no_losses(void **state)
{
	struct golden *g = *state;

	set_all(g, CHANGE_FIRST);
	g->doc.since.suspect = true;
	assert_non_null(strstr(sentences(g), "มากผิดปกติ"));
	assert_null(strstr(sentences(g), "พบปัญหาใหม่"));
}

static void nothing_is_said_without_a_run_before(void **state)
{
	struct golden *g = *state;

	set_all(g, CHANGE_FIRST);
	g->doc.since = (struct document_since){ .started = "" };
	assert_string_equal(sentences(g), "");
	g->doc.n_runs = 0;
	since_put_runs(&g->out, &g->doc, g->wording);
	assert_int_equal(g->out.len, 0);
}

static void the_runs_are_a_row_each(void **state)
{
	struct golden *g = *state;
	const char *html;
	size_t rows = 0;

	buf_clear(&g->out);
	since_put_runs(&g->out, &g->doc, g->wording);
	html = buf_str(&g->out);
	for (const char *at = html; (at = strstr(at, "<tr>")); at++)
		rows++;
	assert_int_equal(rows, g->doc.n_runs + 2);
	assert_non_null(strstr(html, "<td>26</td><td>2</td><td>1</td>"));
	assert_null(strstr(html, "ผิดปกติ"));
	g->doc.runs[0].suspect = true;
	since_put_runs(&g->out, &g->doc, g->wording);
	assert_non_null(strstr(buf_str(&g->out), "ผิดปกติ"));
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(what_has_changed_is_counted),
		sample_test(rules_coverage_and_site_are_told_apart),
		sample_test(a_suspect_run_counts_no_losses),
		sample_test(nothing_is_said_without_a_run_before),
		sample_test(the_runs_are_a_row_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
