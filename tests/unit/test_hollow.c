#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/read/hollow.h"
#include "tests/support/cost.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

#define GET "<script>$.get('/list', d => $('#a').html(d))</script>"

static void a_place_that_a_script_fills_is_hollow(void **state)
{
	static const char *const rows[] = {
		"<h1>แผน</h1><div id=a></div>" GET,
		GET "<div id=a>\n<!-- ... -->\n</div>",
		"<ul id=a><li>กำลังโหลด...<img src=wait.gif></ul>" GET,
		"<div id=a><div><div></div></div>" GET,
		"<table id=a><thead><tr><th>ลำดับที่<th>ชื่อโครงการ<th>วงเงิน"
		"งบประมาณ<th>ผู้ได้รับคัดเลือก</tr></thead></table>"
		"<script>new DataTable('#a', {ajax: '/list'})</script>",
		"<table><thead><tr><th>ลำดับที่</thead><tbody id=a></tbody></table>"
		"<script>fetch('/list').then(r => document"
		".getElementById(\"a\").append(r))</script>",
		"<table id=a><tbody></tbody></table><script>$('#a')"
		".DataTable({\"ajax\": \"/list\"})</script>",
		"<section id=a></section><script>$('#a').flipBook({pages: 3})"
		"</script>",
		"<div id=app></div><script src=app.js></script>",
		"<main><app-root></app-root></main>",
		"<ul><li ng-repeat='x in list'>{{x.name}}</ul>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (!hollow_is_page(slice_str(rows[i])))
			fail_msg("%s", rows[i]);
}

static void what_is_there_is_not_hollow(void **state)
{
	static const char *const rows[] = {
		"",
		"<h1>แผน</h1>",
		"<div id=a></div>",
		GET,
		"<div id=b></div>" GET,
		"<div id=ab></div>" GET,
		"<div id=a></div><a href='#a'>x</a><script>$.get('/b')</script>",
		"<div id=a></div><script>$('#a').hide()</script>",
		"<div id=a>เทศบาลตำบลตัวอย่าง อำเภอตัวอย่าง</div>" GET,
		"<div id=a><a href=plan.pdf>แผน</a></div>" GET,
		"<div id=a><iframe src=plan.pdf></iframe></div>" GET,
		"<header><div id=a></div></header><footer><div id=a></div>"
		"</footer>" GET,
		"<nav><div id=app></nav>",
		"<div id=app><h1>เทศบาลตำบลตัวอย่าง อำเภอตัวอย่าง</h1></div>",
		"<template><div id=a></div></template>" GET,
		"<textarea>{{x}}</textarea><script>var a='{{x}}'</script>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (hollow_is_page(slice_str(rows[i])))
			fail_msg("%s", rows[i]);
}

/* What is never closed ends with the page. */
static void more_may_be_opened_than_is_closed(void **state)
{
	struct buf html;

	(void)state;
	buf_init(&html, 1 << 20);
	for (int i = 0; i < 5000; i++)
		buf_puts(&html, "<div id=a>");
	buf_puts(&html, "</p></div></table></header>" GET);
	assert_true(hollow_is_page(buf_slice(&html)));
	buf_clear(&html);
	buf_puts(&html, "</header></nav></thead><div id=a>" GET
			"<p>เทศบาลตำบลตัวอย่าง อำเภอตัวอย่าง");
	assert_false(hollow_is_page(buf_slice(&html)));
	buf_done(&html);
}

struct hostile {
	const char *head, *unit;
};

static void read_many(size_t n, void *arg)
{
	const struct hostile *page = arg;
	struct buf html;

	buf_init(&html, 1 << 20);
	buf_puts(&html, page->head);
	while (n--)
		buf_puts(&html, page->unit);
	(void)hollow_is_page(buf_slice(&html));
	buf_done(&html);
}

static void hostile_pages_cost_little(void **state)
{
	static struct hostile pages[] = {
		{ "", "<div id=a>" },
		{ "<ul id=a>", "</ol>" },
		{ "<div id=aaaaaaaa></div><script>$.get('b')", "a" },
		{ "<script>$.get('b')</script>", "<ol id=a>{{</ol>" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(pages); i++) {
		double growth = cost_growth(read_many, 8000, &pages[i]);

		if (growth > COST_LINEAR)
			fail_msg("%s: %.1f times", pages[i].unit, growth);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_place_that_a_script_fills_is_hollow),
		cmocka_unit_test(what_is_there_is_not_hollow),
		cmocka_unit_test(more_may_be_opened_than_is_closed),
		cmocka_unit_test(hostile_pages_cost_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
