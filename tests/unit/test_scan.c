#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/read/scan.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static int check(const char *before, const char *unit, size_t times)
{
	struct error err;
	struct buf html;
	int result;

	buf_init(&html, 16UL * 1024 * 1024);
	buf_puts(&html, before);
	for (size_t i = 0; i < times; i++)
		buf_puts(&html, unit);
	result = scan_check(buf_slice(&html), &err);
	assert_false(html.full);
	buf_done(&html);
	return result;
}

static void deep_pages_are_refused(void **state)
{
	static const char *const units[] = {
		"<div>",
		"<b>",
		"<font size=2>",
		"<font color=\"a>b\" size='x'>",
		"<TABLE><TR><TD>",
		"<table>",
		"<ul><li>",
		"<DIV CLASS=a><span\nid=x/>",
		"<p><div><em>",
		"<div><object></div>",
		"<div></b></a>",
		"<x-1>",
		"<svg><g>",
		"<div>text <!-- </div> -->",
		"<div><script></div></script>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(units); i++)
		assert_int_equal(check("", units[i], 100000), ERR_LIMIT);
}

static void wide_pages_pass(void **state)
{
	static const char *const units[] = {
		"<p>",
		"<p><b>x</b>",
		"<div></div>",
		"<br><hr><img src=x><input>",
		"<li>x",
		"<tr><td>x<td><font size=2>y",
		"<tr><td><p>x</td></tr>",
		"<option>x",
		"<a href=x>y",
		"<dt>x<dd>y",
		"<p><span>x</div>",
		"<!-- <div> -->",
		"<script><div></script>",
		"<style><div></style >",
		"<textarea><div></textarea>",
		"<div title='<div>'></div>",
		"<svg><path d=x /><path d=y /></svg>",
		"< div>",
		"<!div>",
		"<?div>",
		"</div>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(units); i++)
		assert_int_equal(check("<table>", units[i], 2000), 0);
}

static void many_attributes_on_one_element_are_refused(void **state)
{
	(void)state;
	assert_int_equal(check("<div ", "a=1 ", 50000), ERR_LIMIT);
	assert_int_equal(check("<div ", "a ", 50000), ERR_LIMIT);
	assert_int_equal(check("<div ", "a='>' ", 50000), ERR_LIMIT);
	assert_int_equal(check("<div ", "a/", 50000), ERR_LIMIT);
	assert_int_equal(check("<div ", "a=1 ", 500), 0);
	assert_int_equal(check("", "<br a=1>", 50000), 0);
}

static void markup_that_is_cut_ends(void **state)
{
	static const char *const rows[] = { "", "<", "</", "<!", "<!-", "<!--",
		"<a", "<a ", "<a b", "<a b=", "<a b='", "<script>",
		"<script></scrip", "<script></script", "</a", "<a/" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(check("", rows[i], 1), 0);
}

/* A bound far above what it takes, far below what the tree would. */
static void hostile_pages_cost_little(void **state)
{
	clock_t start = clock();

	(void)state;
	(void)check("", "<div>", 200000);
	(void)check("<object>", "<b><i></object></p>", 200000);
	(void)check("<div ", "a=1 ", 50000);
	assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deep_pages_are_refused),
		cmocka_unit_test(wide_pages_pass),
		cmocka_unit_test(many_attributes_on_one_element_are_refused),
		cmocka_unit_test(markup_that_is_cut_ends),
		cmocka_unit_test(hostile_pages_cost_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
