#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xml.h"
#include "reports/chart.h"
#include "reports/plan.h"
#include "tests/support/golden.h"

static const struct block *chart_of(struct golden *g)
{
	const struct block *paper = plan_build(&g->doc, g->wording, &g->arena);

	golden_check_words(g);
	for (const struct block *s = paper->first; s; s = s->next)
		for (const struct block *b = s->first; b; b = b->next)
			if (b->kind == BLOCK_CHART)
				return b;
	return NULL;
}

static size_t count(const char *text, const char *needle)
{
	size_t n = 0;

	for (; (text = strstr(text, needle)) != NULL; text++)
		n++;
	return n;
}

static const char *xml_of(struct golden *g)
{
	buf_clear(&g->out);
	chart_put_xml(&g->out, chart_of(g));
	return buf_str(&g->out);
}

static const char *svg_of(struct golden *g)
{
	buf_clear(&g->out);
	chart_put_svg(&g->out, chart_of(g));
	return buf_str(&g->out);
}

static void each_indicator_has_its_bar(void **state)
{
	struct golden *g = *state;

	assert_int_equal(g->doc.scores.n_indicators, 10);
	assert_int_equal(count(svg_of(g), "<rect "), 10);
	/* name and value */
	assert_int_equal(count(xml_of(g), "<c:pt "), 20);
}

/* Indicators 8 and 9 of the sample, by words and colour. */
static void what_is_below_the_target_is_told_apart(void **state)
{
	struct golden *g = *state;

	assert_int_equal(count(svg_of(g), "(ต่ำกว่า ๘๕)"), 2 + 2);
	assert_int_equal(count(svg_of(g), "#A33C00"), 2);
	assert_int_equal(count(xml_of(g), "<c:dPt>"), 2);
	assert_non_null(strstr(xml_of(g), "<c:dPt><c:idx val=\"7\"/>"));
	assert_non_null(strstr(xml_of(g), "<c:majorUnit val=\"85.00\"/>"));
	g->doc.scores.indicators[7].hundredths = 8500;
	assert_int_equal(count(xml_of(g), "<c:dPt>"), 1);
}

static void whoever_cannot_see_it_is_told_every_figure(void **state)
{
	struct golden *g = *state;
	const struct block *chart = chart_of(g);

	for (const struct block *b = chart->first; b; b = b->next)
		assert_non_null(strstr(chart->text, b->text));
	assert_non_null(strstr(svg_of(g), "role=\"img\""));
}

static void without_scores_there_is_none(void **state)
{
	struct golden *g = *state;

	golden_strip(&g->doc);
	assert_null(chart_of(g));
}

static void a_hostile_title_stays_text(void **state)
{
	static const struct xml_handler nothing = { 0 };
	struct golden *g = *state;
	struct error err = { 0 };

	g->doc.scores.indicators[0].title = "</c:v>\"><script>&'\x01\xff";
	if (xml_parse(slice_str(xml_of(g)), &nothing, 100, &err) != 0)
		fail_msg("%s", err.text);
	if (xml_parse(slice_str(svg_of(g)), &nothing, 100, &err) != 0)
		fail_msg("%s", err.text);
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(each_indicator_has_its_bar),
		sample_test(what_is_below_the_target_is_told_apart),
		sample_test(whoever_cannot_see_it_is_told_every_figure),
		sample_test(without_scores_there_is_none),
		sample_test(a_hostile_title_stays_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
