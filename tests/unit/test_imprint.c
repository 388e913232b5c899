#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/imprint.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define A "http://a.go.th/news/x.html"

/* What a page shows; its menu says whatever it wants. */
struct shown {
	const char *url, *title, *text, *menu, *link;
};

static uint64_t imprint(const struct shown *s)
{
	struct page *p = page_new(s->url);
	const struct page_block text = { .text = s->text },
				menu = { .text = s->menu, .nav = true };
	const struct page_link link = { .href = s->link };
	uint64_t digest;

	p->title = s->title;
	if (s->menu)
		page_add_block(p, &menu);
	if (s->text)
		page_add_block(p, &text);
	if (s->link)
		page_add_link(p, &link);
	digest = imprint_of(p);
	page_free(p);
	return digest;
}

static void pages_that_say_the_same_have_the_same(void **state)
{
	static const struct {
		struct shown a, b;
		bool same;
	} rows[] = {
		{ { A, "t", "words", 0, 0 }, { A, "t", "words", 0, 0 }, true },
		{ { A, "t", "words", 0, 0 }, { A, "t", "other", 0, 0 }, false },
		{ { A, "t", "words", 0, 0 }, { A, "u", "words", 0, 0 }, false },
		/* menus, clocks and visitors */
		{ { A, "t", "words", "menu", 0 },
			{ A, "t", "words", "other menu", 0 }, true },
		{ { A, "t", "at 12:30", 0, 0 }, { A, "t", "at 9:05", 0, 0 },
			true },
		{ { A, "t", "คน ๑๒๓", 0, 0 }, { A, "t", "คน ๙", 0, 0 }, true },
		{ { A, "t", "คน ๑๒๓", 0, 0 }, { A, "t", "วัน ๙", 0, 0 }, false },
		/* its own address, whole, in parts, and in letters */
		{ { A, "t", "no " A " here", 0, 0 },
			{ "http://a.go.th/news/no-such.html", "t",
				"no http://a.go.th/news/no-such.html here", 0,
				0 },
			true },
		{ { A, "t", "no x.html here", 0, 0 },
			{ "http://a.go.th/news/no-such.html", "t",
				"no no-such.html here", 0, 0 },
			true },
		{ { "http://a.go.th/%E0%B8%81%E0%B8%82", "t", "no กข here", 0,
			  0 },
			{ "http://a.go.th/no-such", "t", "no no-such here", 0,
				0 },
			true },
		/* documents it leads to, but not pages */
		{ { A, "t", "words", 0, "/d/1.pdf" },
			{ A, "t", "words", 0, "/d/2.pdf?x" }, false },
		{ { A, "t", "words", 0, "/d/1.pdf" },
			{ A, "t", "words", 0, "/s/9/1.pdf" }, true },
		{ { A, "t", "words", 0, "/s/1/p" },
			{ A, "t", "words", 0, "/s/2/q" }, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if ((imprint(&rows[i].a) == imprint(&rows[i].b)) !=
			rows[i].same)
			fail_msg("row %zu: %s, %s", i, rows[i].a.text,
				rows[i].b.text);
}

static void a_page_that_says_nothing_has_none(void **state)
{
	const struct shown nothing = { A, "", NULL, "menu", NULL };
	const struct shown number = { A, "", "12 345", NULL, NULL };

	(void)state;
	assert_true(imprint(&nothing) == 0);
	assert_true(imprint(&number) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_that_say_the_same_have_the_same),
		cmocka_unit_test(a_page_that_says_nothing_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
