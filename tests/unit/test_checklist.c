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

/* Its digest by openssl dgst -sha256 -binary | base64. */
#define SCRIPT "\"use strict\";\n"
#define DIGEST "'sha256-d/Xuw4xe8HXhGJIkTM+eJJ2Ck34HQBOY35gxlWh3Whc='"

static const char *write_it(struct golden *g)
{
	buf_clear(&g->out);
	checklist_write(
		&g->out, &g->doc, g->wording, "body { margin: 0 }\n", SCRIPT);
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

static void tells_what_mending_would_win(void **state)
{
	const char *items[] = { "o14", "o15" };
	struct document_what_if what_if = { items, 2, 9393, 9394 };
	struct golden *g = *state;

	assert_null(strstr(write_it(g), "93.93"));
	g->doc.scores.what_if = &what_if;
	g->doc.scores.n_what_if = 1;
	assert_non_null(strstr(write_it(g),
		"(ข้อ O14, O15 ของปีนั้น) จะเป็น OIT 93.93 คะแนน ภาพรวม 93.94 คะแนน"));
	assert_non_null(strstr(g->out.data, "OIT 83.93 คะแนน ภาพรวม 89.94"));
}

static void an_item_that_falls_with_another_says_so(void **state)
{
	const char *by[] = { "o27" };
	struct finding_points other = { "item-points-2568", 2000 };
	struct golden *g = *state;

	g->doc.items[0].blocked_by = by;
	g->doc.items[0].n_blocked_by = 1;
	g->doc.items[0].points = 5000;
	g->doc.items[0].other_points = &other;
	g->doc.items[0].n_other_points = 1;
	assert_int_equal(g->doc.items[0].verdict, VERDICT_PASS);
	assert_non_null(strstr(write_it(g), "หากข้อ O27 ยังไม่ผ่าน"));
	assert_non_null(strstr(g->out.data, "ประมาณ 5.000 คะแนน ITA"));
	assert_non_null(strstr(g->out.data, "2.000 คะแนน ตามวิธี"));
}

static void loads_nothing_and_runs_one_script(void **state)
{
	static const char *const never[] = { "<link", "<img", "<iframe",
		"src=", "@import", "url(", "onclick", "<form" };
	const char *html = write_it(*state);

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		assert_null(strstr(html, never[i]));
	assert_non_null(strstr(html,
		"content=\"default-src 'none'; style-src 'unsafe-inline'; "
		"script-src " DIGEST "; base-uri 'none'"));
	html = strstr(html, "<script>" SCRIPT "</script>");
	assert_non_null(html);
	assert_null(strstr(html + 1, "<script"));
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
		f->note = g->doc.runs[0].rules = attacks[i];
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
		assert_null(strstr(html, "<script>a"));
		assert_null(strstr(html, "<svg onload"));
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

#define MAX_MAIL ((size_t)200 * 1024)

static void fits_into_a_mail(void **state)
{
	struct golden *g = *state;

	(void)write_it(g);
	assert_true(g->out.len < MAX_MAIL);
}

static void lengthen(struct finding *f, const char *text, const char *url)
{
	static const char *path[6];

	for (size_t i = 0; i < 6; i++)
		path[i] = url;
	for (size_t i = 0; i < f->n_evidence; i++) {
		struct finding_evidence *e = &f->evidence[i];

		e->title = e->quote = text;
		e->anchor = text + 3;
		e->url = url;
		e->path = path;
		e->n_path = 6;
	}
	for (size_t i = 0; i < f->n_near; i++) {
		f->near_misses[i].anchor = text;
		f->near_misses[i].url = url;
	}
}

/* Of every item there is much to say, and the site is a chatterbox. */
static void a_talkative_site_fits_into_a_mail_too(void **state)
{
	struct golden *g = *state;
	const struct finding *most = &g->doc.items[0];
	struct buf text, url;

	buf_init(&text, 8192);
	buf_init(&url, 8192);
	buf_puts(&url, "https://www.example.go.th/");
	for (size_t i = 0; i < 1000; i++)
		buf_puts(&text, "\xe0\xb8\x81");
	for (size_t i = 0; i < 9; i++)
		buf_puts(&url, "%E0%B8%81%E0%B8%B2");
	for (size_t i = 0; i < g->doc.n_items; i++)
		if (g->doc.items[i].n_evidence + g->doc.items[i].n_near >
			most->n_evidence + most->n_near)
			most = &g->doc.items[i];
	assert_true(most->n_evidence > 0 && most->n_near > 0);
	for (size_t i = 0; i < g->doc.n_items; i++) {
		struct finding *f = &g->doc.items[i];

		f->evidence = most->evidence;
		f->n_evidence = most->n_evidence;
		f->near_misses = most->near_misses;
		f->n_near = most->n_near;
		lengthen(f, buf_str(&text), buf_str(&url));
	}
	(void)write_it(g);
	assert_true(g->out.len < MAX_MAIL);
	buf_done(&text);
	buf_done(&url);
}

#define sample_test(f) \
	cmocka_unit_test_setup_teardown(f, golden_setup, golden_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sample_test(is_as_it_was),
		sample_test(every_item_has_its_place),
		sample_test(what_fails_stands_first),
		sample_test(tells_what_mending_would_win),
		sample_test(an_item_that_falls_with_another_says_so),
		sample_test(loads_nothing_and_runs_one_script),
		sample_test(what_the_site_says_stays_text),
		sample_test(an_unfinished_check_says_so_at_the_top),
		sample_test(fits_into_a_mail),
		sample_test(a_talkative_site_fits_into_a_mail_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
