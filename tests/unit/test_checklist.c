#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/checklist.h"
#include "tests/support/golden.h"

static const char *write_it(struct golden *g)
{
	buf_clear(&g->out);
	checklist_write(&g->out, &g->doc, g->wording, "body { margin: 0 }\n");
	assert_false(g->out.full);
	golden_check_words(g);
	return g->out.data;
}

static void is_as_it_was(void **state)
{
	struct golden *g = *state;

	(void)write_it(g);
	golden_check("tests/cases/reports/checklist.html", buf_slice(&g->out));
}

static void every_item_has_its_place(void **state)
{
	struct golden *g = *state;
	const char *html = write_it(g);
	char id[32];

	for (size_t i = 0; i < g->doc.n_items; i++) {
		(void)snprintf(id, sizeof(id), "id=\"%s\"", g->doc.items[i].id);
		assert_non_null(strstr(html, id));
	}
}

static void what_fails_stands_first(void **state)
{
	struct golden *g = *state;
	const char *html = write_it(g);
	static const char *const order[] = { "id=\"o13\"", "id=\"o23\"",
		"id=\"o8\"", "id=\"o9\"", "id=\"o30\"", "id=\"o1\"" };

	for (size_t i = 1; i < sizeof(order) / sizeof(order[0]); i++)
		assert_true(
			strstr(html, order[i - 1]) < strstr(html, order[i]));
}

static void loads_and_runs_nothing(void **state)
{
	static const char *const never[] = { "<script", "<link", "<img",
		"<iframe", "src=", "@import", "url(", "onclick", "<form" };
	const char *html = write_it(*state);

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		assert_null(strstr(html, never[i]));
	assert_non_null(strstr(html, "content=\"default-src 'none';"));
}

/* The site decides on titles, anchors, quotes and addresses. */
static void what_the_site_says_stays_text(void **state)
{
	static const char *const attacks[] = {
		"</style></title><script>alert(1)</script>",
		"\" onmouseover=\"alert(1)",
		"' autofocus onfocus='alert(1)",
		"<svg onload=alert(1)>",
		"--><img src=x onerror=alert(1)>",
		"javascript:alert(1)",
		"&#x3c;script&#x3e;",
	};
	struct golden *g = *state;
	struct finding *f = &g->doc.items[8];

	for (size_t i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++) {
		const char *html;

		g->doc.site.name = g->doc.office.name = attacks[i];
		g->doc.site.url = g->doc.tool_version = attacks[i];
		f->title = f->reason = f->reason_code = f->fix = attacks[i];
		f->where = f->owner = f->sought[0] = attacks[i];
		f->evidence[0].url = f->evidence[0].path[0] = attacks[i];
		f->evidence[0].anchor = f->evidence[0].title = attacks[i];
		f->evidence[0].quote = f->evidence[0].sha256 = attacks[i];
		f->near_misses[0].url = f->near_misses[0].why = attacks[i];
		f->near_misses[0].anchor = attacks[i];
		f->parts[0].text = g->doc.coverage.notes[0].name = attacks[i];
		g->doc.coverage.notes[0].example = attacks[i];
		g->doc.coverage.cases[0].rule = attacks[i];
		g->doc.coverage.cases[0].detail = attacks[i];
		html = write_it(g);
		assert_null(strstr(html, "<script"));
		assert_null(strstr(html, "<svg"));
		assert_null(strstr(html, "<img"));
		assert_null(strstr(html, "\" onmouse"));
		assert_null(strstr(html, "' autofocus"));
		assert_null(strstr(html, "href=\"javascript"));
		assert_null(strstr(html, "<p>&#x3c;"));
	}
}

static void an_unfinished_check_says_so_at_the_top(void **state)
{
	struct golden *g = *state;
	const char *stamp = wording_text(g->wording, "stamp");
	const char *html = write_it(g);

	assert_null(strstr(html, stamp));
	golden_strip(&g->doc);
	html = write_it(g);
	assert_non_null(strstr(html, stamp));
	assert_true(strstr(html, stamp) < strstr(html, "<main>"));
}

static void fits_into_a_mail(void **state)
{
	struct golden *g = *state;

	(void)write_it(g);
	assert_true(g->out.len < (size_t)200 * 1024);
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(is_as_it_was),
		sample_test(every_item_has_its_place),
		sample_test(what_fails_stands_first),
		sample_test(loads_and_runs_nothing),
		sample_test(what_the_site_says_stays_text),
		sample_test(an_unfinished_check_says_so_at_the_top),
		sample_test(fits_into_a_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
