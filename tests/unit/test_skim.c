#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "crawler/read/nest.h"
#include "crawler/read/skim.h"
#include "tests/support/cost.h"
#include "tests/support/twosteps.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define MAX_BYTES ((size_t)16 * 1024 * 1024)
#define ADDRESS "http://town.example/"
#define WILD_PAGES 4000

static struct page *skim(const char *html, struct skim_facts *facts)
{
	struct page *p = page_new(ADDRESS);

	skim_read(p, slice_str(html), facts);
	return p;
}

static bool has_link(const struct page *p, const struct page_link *link)
{
	for (size_t i = 0; i < p->n_links; i++)
		if (p->links[i].kind == link->kind &&
			strcmp(p->links[i].href, link->href) == 0)
			return true;
	return false;
}

static void check_within(const struct page *a, const struct page *b,
	const char *name, const char *who)
{
	for (size_t i = 0; i < a->n_links; i++)
		if (!has_link(b, &a->links[i]))
			fail_msg("%s: only %s finds %d %s", name, who,
				a->links[i].kind, a->links[i].href);
}

/* Misnested, cut and hidden: what tells browsers from mere scanners. */
static const char *const broken[] = {
	"<a href=1>a<a href=2>b</a>c</a>",
	"<b><a href=1>a</b>b</a> http://a.example/",
	"<p><a href=1>a<p>http://a.example/ b</a>http://b.example/",
	"<a href=1><div>a</a>http://a.example/</div>",
	"<a href=1><table><tr><td>http://a.example/<a href=2>x",
	"<table><a href=1>a</a><tr><td><a href=2>b</table>",
	"<table><tr><a href=1><td>http://a.example/</table>",
	"<table><tr onclick=location='1'><td>a</table>",
	"<tr onclick=location='1'><td><a href=2>a",
	"<table><form onclick=location='1'><tr><td>x</form></table>",
	"<form onclick=location='1'><form onclick=location='2'>",
	"<select><a href=1>a<option onclick=location='2'>x</select><a href=3>",
	"<select onchange=location='1'><input><a href=2>x",
	"<table><tr><td><select><tr><td><a href=1>x</table>",
	"<!-- <a href=1> --><a href=2>x</a><!-- <a href=3>",
	"<script>document.write('<a href=1>')</script><a href=2>",
	"<script><!--\nlocation='1'\n//--></script>",
	"<script>var a = \"<script>\";location.href = '1'</script>",
	"<select><script>location='1'</script></select>",
	"<style>a{b:url(<a href=1>)}</style><a href=2>",
	"<textarea><a href=1></textarea><a href=2>",
	"<title><a href=1></title><a href=2>",
	"<noscript><a href=1>x</a></noscript>",
	"<head><noscript><a href=1>x</a></noscript></head>",
	"<iframe src=1><a href=2>x</a></iframe>",
	"<noframes><a href=1>x</a></noframes><a href=2>",
	"<xmp><a href=1>http://a.example/</xmp><a href=2>",
	"<plaintext><a href=1>http://a.example/",
	"<template><a href=1>x</template><a href=2>y",
	"<frameset><frame src=1><a href=2></frameset><frame src=4><a href=5>",
	"<frameset><noframes><a href=3></noframes><frame src=1></frameset>",
	"<frame src=1><a href=2>x",
	"<div><a href=1></a><frameset><frame src=2></frameset>",
	"<p>x<frameset><frame src=1></frameset><a href=2>",
	"<svg><a href=1 onclick=location='2'>x</a></svg><a href=3>",
	"<svg><foreignObject><a href=1>x</a></foreignObject></svg>",
	"<svg><title><a href=1></title></svg><a href=2>",
	"<svg><p><a href=1>x</svg>",
	"<svg><![CDATA[<a href=1>]]></svg><a href=2>x",
	"<math><mi><a href=1>x</math><math><a href=2>",
	"<a href=x?a=1&amp;b=2>x</a><a href='x?c=1&copy=2'>",
	"<a href= x >x</a><a href=\"\n y \">y</a><a href>z",
	"<A HREF=X>x</A><a href=1 href=2>y</a>",
	"<a href=\"x",
	"<a href=x>y</a",
	"<a href=\"javascript:window.open('1')\">x</a>",
	"<p onclick=\"openPdf('1.pdf')\">x<div data-pdf=/2.pdf>y</div>",
	"<script>a('/1\\/2.pdf')</script><iframe data-src=3></iframe>",
	"<select onchange=location=a><option value=1>a<optgroup label=b>"
	"<option value=2>c</select><option value=3>",
	"<table><select onchange=open(a)><option value=1><tr><td>x</table>",
	"<body onload=location='1'><p>x<html onclick=location='2'>",
	"<base href=/b/><base href=/c/><a href=1>x",
	"<meta http-equiv=refresh content='0;url=1'>",
	"<body><meta http-equiv=Refresh content=\"3; URL='1'\">",
	"<object data=1><embed src=2><a href=3>x</a></object>",
	"<map><area href=1><area href=2></map>",
	"<p>http://a.example/x?y=1&amp;z=2, (https://b.example/).",
	"<ul><li><a href=1>x<li><a href=2>y<ul><li><a href=3>z",
	"<dl><dt><a href=1>x<dd><a href=2>y<dt><a href=3>z</dl>",
	"<h1><a href=1>x<h2><a href=2>y</h1><a href=3>z",
	"<button><a href=1>x<button><a href=2>y",
	"<nobr><a href=1>x<nobr>http://a.example/",
	"<table><caption><a href=1>x<tr><td><a href=2>y",
	"<table><colgroup><col><a href=1>x<td><a href=2>y",
	"<table><table><tr><td><a href=1>x</table><a href=2>y",
	"<object><p></object><a href=1>x</p><a href=2>y",
	"</br></p><a href=1>x</a></nonsense><a href=2>y",
	"<marquee><a href=1>x</marquee>http://a.example/",
	"<font><a href=1>x</font><div>http://a.example/</div>",
};

static void broken_markup_has_the_links_of_its_tree(void **state)
{
	struct twosteps t;

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		twosteps_read(&t, slice_str(broken[i]));
		check_within(t.tree, t.skimmed, broken[i], "the tree");
		check_within(t.skimmed, t.tree, broken[i], "the skim");
		assert_string_equal(t.tree->base, t.skimmed->base);
		assert_string_equal(t.tree->title, t.skimmed->title);
		twosteps_done(&t);
	}
}

/* As browsers do: an empty paragraph, a line break, and the form that is open
 * and no other. */
static void end_tags_alone_break_lines(void **state)
{
	static const char *const pages[] = {
		"a</p>b",
		"<div>a</p>b</div>",
		"<p>a<button>b</p>c</button>d</p>e",
		"a</br>b",
		"<a href=1>a</br>b</a>",
		"</p></br>a",
		"<form>a<object><form>b</form></object>c</form>d",
	};
	struct twosteps t;

	(void)state;
	for (size_t i = 0; i < COUNT(pages); i++) {
		twosteps_read(&t, slice_str(pages[i]));
		if (!page_has_content_of(t.skimmed, t.tree))
			fail_msg("%s: read otherwise", pages[i]);
		twosteps_done(&t);
	}
}

static const struct {
	const char *html;
	unsigned moved; /* enum nest_moved */
} moving[] = {
	{ "<table><tr>x<td>a</table>", NEST_MOVED_TABLE },
	{ "<table><tr><p>x</p><td>a</table>", NEST_MOVED_TABLE },
	{ "<table></p><tr><td>a</table>", NEST_MOVED_TABLE },
	{ "<table><tr><script>x</script><td>a</table>", 0 },
	{ "<table><input type=hidden><tr><td>a</table>", 0 },
	{ "<table><form><tr><td>a</form></table>", 0 },
	{ "<table><input><tr><td>a</table>", NEST_MOVED_TABLE },
	{ "<p><b>a<p>b", NEST_MOVED_FORMAT },
	{ "<p><b>a</p> </b>", NEST_MOVED_FORMAT },
	{ "<p><b>a</p></b><p>b", 0 },
	{ "<p><b>a<i>b</b></i>c", 0 },
	{ "<p><b>a<i>b</b>c</i>d", NEST_MOVED_FORMAT },
	{ "<b><p><b>a</p></b>b", NEST_MOVED_FORMAT },
	{ "<td><table><td><b>a</td><td>b</table>c", 0 },
	{ "<b>a<table><tr><td><i>b</table>c</b>d", 0 },
	{ "<b><div>a</b>b</div>", NEST_MOVED_BLOCK },
	{ "<a href=1><div>a</div></a>", 0 },
	{ "<a href=1><div>a</a></div>", NEST_MOVED_BLOCK },
	{ "<a href=1>a<a href=2>b</a>", 0 },
	{ "<a href=1><table><tr><td><a href=2>b</a></table></a>", 0 },
	{ "<form><div></form>a</div>", NEST_MOVED_FORM },
	{ "<form><p>a</form>b", NEST_MOVED_FORM },
	{ "<form><p>a</p></form>b", 0 },
	{ "<svg><path/></svg>a", 0 },
	{ "<svg><p>a</svg>", NEST_MOVED_FOREIGN },
	{ "a<template>b</template>", NEST_MOVED_ODD },
	{ "<noscript>a<p>b</noscript>c", NEST_MOVED_ODD },
};

static void what_a_tree_would_move_is_told(void **state)
{
	struct skim_facts facts;

	(void)state;
	for (size_t i = 0; i < COUNT(moving); i++) {
		page_free(skim(moving[i].html, &facts));
		if (facts.moved != moving[i].moved)
			fail_msg("%s: %x", moving[i].html, facts.moved);
	}
}

/*
 * Tags as they come, each closed in its turn, too early, or never.  Left out:
 * what the tree's parser reads against the standard (main, text right before
 * the end of a form), and blanks beside tags without meaning, which count as
 * text for the one and not for the other.
 */
static const char *const wild_tags[] = { "a href=1", "a", "b", "i", "p\n",
	"div\n", "span", "table\n", "tr", "td", "th", "tbody", "thead", "ul",
	"li", "ol", "h1", "h2", "form", "input", "input type=hidden", "br",
	"hr", "img alt=x", "select", "option", "center", "font color=red",
	"font class=menu", "div class=menu", "nav", "strong", "u", "dl", "dt",
	"dd", "caption", "section", "article", "textarea", "script", "style",
	"svg", "iframe", "object", "button", "label", "pre", "body", "nobr",
	"marquee", "footer", "colgroup", "header", "fieldset", "unknown" };
static const char *const wild_texts[] = { "alpha", "beta gamma", "ก", "&amp;" };

static uint32_t dice(uint64_t *seed, size_t sides)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(*seed >> 33) % (uint32_t)sides;
}

static void put_tag(struct buf *html, const char *tag, bool end)
{
	struct slice name = slice_of(tag, strcspn(tag, " \n"));
	size_t len = strcspn(tag, "\n");

	if (!end)
		buf_printf(html, "<%.*s>%s", (int)len, tag, tag + len);
	else if (slice_eq(name, "form"))
		buf_puts(html, "<wbr></form>");
	else
		buf_printf(html, "</%.*s>", (int)name.len, name.data);
}

static void put_wild(struct buf *html, uint64_t *seed)
{
	const char *open[32], *tag;
	size_t n = 0;

	buf_puts(html, dice(seed, 2) ? "<!doctype html><body>" : "");
	for (uint32_t left = dice(seed, 31); left; left--) {
		uint32_t what = dice(seed, 20);

		tag = wild_tags[dice(seed, COUNT(wild_tags))];
		if (what < 8)
			put_tag(html, open[n++] = tag, false);
		else if (what < 14)
			buf_puts(html,
				wild_texts[dice(seed, COUNT(wild_texts))]);
		else
			put_tag(html, n && what < 19 ? open[--n] : tag, true);
	}
}

static void what_moves_nothing_has_the_content_of_its_tree(void **state)
{
	struct twosteps t;
	struct buf html;
	uint64_t seed = 1;
	size_t still = 0;

	(void)state;
	buf_init(&html, MAX_BYTES);
	for (size_t i = 0; i < WILD_PAGES; i++) {
		buf_clear(&html);
		put_wild(&html, &seed);
		twosteps_read(&t, buf_slice(&html));
		still += t.moved == 0;
		if (t.moved == 0 && !page_has_content_of(t.skimmed, t.tree))
			fail_msg("%s: read otherwise", buf_str(&html));
		twosteps_done(&t);
	}
	assert_true(still > WILD_PAGES / 2);
	buf_done(&html);
}

static void links_know_what_stands_around_them(void **state)
{
	static const struct {
		const char *html;
		const char *text, *row, *heading;
	} rows[] = {
		{ "<h2>แผน</h2><p>ปี 2567 <a href=x>คลิกที่นี่</a> (PDF)", "คลิกที่นี่",
			"ปี 2567 (PDF)", "แผน" },
		{ "<table><tr><td>o9<td>คู่มือ<td><a href=x>เปิด</a></table>",
			"เปิด", "o9 คู่มือ", "" },
		{ "<ul><li>แผน <a href=x>a</a><li>ผล</ul>", "a", "แผน", "" },
		{ "<p>a<br>b <a href=x>c</a> d<br>e", "c", "b d", "" },
		{ "<div><div><a href=x>a</a></div><p>b</div>", "a", "b", "" },
		{ "<h1>a</h1><p><b>b</b><p><a href=x>c</a>", "c", "", "a / b" },
		{ "<h1>a</h1><h2>b</h2><h1>c</h1><a href=x>d</a>", "d", "",
			"c" },
		{ "<h1>a <a href=x>b</a></h1>", "b", "a", "" },
		{ "<a href=x><img src=i alt=แผน> a</a>", "แผน a", "", "" },
		{ "<a href=x><i class=icon></i></a><span>b</span>", "", "b",
			"" },
		{ "<a href=x title=a aria-label=b></a>", "b", "", "" },
		{ "<p>a &amp; <a href=x>b&nbsp;\n c</a>", "b c", "a &", "" },
		{ "<p>a <script>b</script><a href=x>c<style>d</style></a>", "c",
			"a", "" },
	};
	struct skim_facts facts;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = skim(rows[i].html, &facts);

		assert_int_equal(p->n_links, 1);
		assert_string_equal(p->links[0].href, "x");
		assert_string_equal(p->links[0].text, rows[i].text);
		assert_string_equal(p->links[0].row, rows[i].row);
		assert_string_equal(p->links[0].heading, rows[i].heading);
		page_free(p);
	}
}

static void menus_are_told_from_the_page(void **state)
{
	struct skim_facts facts;
	struct page *p =
		skim("<nav><a href=1>a</a><img src=i></nav><div "
		     "class='main-menu'><a href=2>b</a></div><p>words of the "
		     "page <a href=3>c</a><img src=j>",
			&facts);

	(void)state;
	assert_int_equal(p->n_links, 3);
	assert_true(p->links[0].nav);
	assert_true(p->links[1].nav);
	assert_false(p->links[2].nav);
	assert_int_equal(p->images, 1);
	assert_int_equal(p->letters, strlen("wordsofthepagec"));
	assert_int_equal(facts.html.all_letters, p->letters + 2);
	page_free(p);
}

/* A name alone makes no menu of what is most of the page. */
static void a_page_in_a_menu_is_no_menu(void **state)
{
	struct skim_facts facts;
	struct page *p = skim("<div class=main-menu><p>many words of the page "
			      "<a href=1>a</a></div><p>few",
		&facts);

	(void)state;
	assert_false(p->links[0].nav);
	assert_int_equal(p->n_blocks, 2);
	assert_false(p->blocks[0].nav);
	page_free(p);
}

static void blocks_are_headings_and_lines(void **state)
{
	struct skim_facts facts;
	struct page *p = skim("<title>t</title><h2>a</h2><p>b <b>c</b><br>d"
			      "<table><tr><td>e<td><a href=x>f</a></table>"
			      "<p>g <img alt=h> i<noscript>j</noscript>",
		&facts);
	static const char *const texts[] = { "a", "b c d", "e", "f", "g i",
		"j" };

	(void)state;
	assert_string_equal(p->title, "t");
	assert_int_equal(p->n_blocks, COUNT(texts));
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_string_equal(p->blocks[i].text, texts[i]);
	assert_int_equal(p->blocks[0].kind, PAGE_BLOCK_HEADING);
	assert_int_equal(p->blocks[0].level, 2);
	assert_int_equal(p->blocks[1].kind, PAGE_BLOCK_TEXT);
	assert_true(p->blocks[3].link);
	page_free(p);
}

static void forms_and_fields_are_seen(void **state)
{
	struct skim_facts facts;
	struct page *p = skim("<form><input name=email></form>", &facts);

	(void)state;
	assert_true(p->has_form);
	assert_false(p->has_password);
	page_free(p);
	p = skim("<form><input name=u><input type=Password></form>", &facts);
	assert_false(p->has_form);
	assert_true(p->has_password);
	page_free(p);
	p = skim("<form><input name=q></form>", &facts);
	assert_false(p->has_form);
	page_free(p);
}

static void repeat(struct buf *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_puts(out, text);
}

static void depth_is_counted_as_missing_tags_end(void **state)
{
	static const struct {
		const char *once;
		size_t depth; /* of a thousand of them */
	} rows[] = {
		{ "<p>", 2 },
		{ "<li>", 2 },
		{ "<ul><li></ul>", 3 },
		{ "<tr><td>", 1 },
		{ "<table><tr><td></table>", 5 },
		{ "<br><img><hr>", 1 },
		{ "<option>", 2 },
		{ "<dd><dt>", 2 },
		{ "<b></i>", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<div>", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<table><td>", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<font color=\"a>b\" size='x'>", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<p><div><em>", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<div><object></div>", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<svg><g>", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<div>text <!-- </div> -->", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<div><script></div></script>", LIMIT_ELEMENT_DEPTH + 1 },
		{ "<!-- <div> -->", 1 },
		{ "<script><div></script>", 2 },
		{ "<div title='<div>'></div>", 2 },
		{ "<svg><path d=x /><path d=y /></svg>", 2 },
		{ "< div><!div><?div></div>", 1 },
	};
	struct skim_facts facts;
	struct buf html;

	(void)state;
	buf_init(&html, MAX_BYTES);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p;

		buf_clear(&html);
		buf_puts(&html, "<!DOCTYPE html><body>");
		repeat(&html, rows[i].once, 1000);
		p = skim(buf_str(&html), &facts);
		if (facts.depth != rows[i].depth)
			fail_msg("%s: depth %zu", rows[i].once, facts.depth);
		page_free(p);
	}
	buf_done(&html);
}

/* What no tree can be built of has its links nevertheless. */
static void too_deep_a_page_still_has_links(void **state)
{
	struct skim_facts facts;
	struct buf html;
	struct page *p;

	(void)state;
	buf_init(&html, MAX_BYTES);
	repeat(&html, "<div><span>", 100000);
	buf_puts(&html, "x<a href=1>y</a>");
	repeat(&html, "</span></div>", 100000);
	buf_puts(&html, "<a href=2>z</a>");
	p = skim(buf_str(&html), &facts);
	assert_int_equal(p->outcome, OUTCOME_PARSE_LIMIT);
	assert_int_equal(p->n_links, 2);
	page_free(p);
	buf_clear(&html);
	buf_puts(&html, "<p ");
	for (int i = 0; i <= LIMIT_ATTRIBUTES; i++)
		buf_printf(&html, "a%d ", i);
	buf_puts(&html, "><a href=1>x");
	p = skim(buf_str(&html), &facts);
	assert_int_equal(p->outcome, OUTCOME_PARSE_LIMIT);
	assert_int_equal(p->n_links, 1);
	assert_int_equal(facts.attributes, LIMIT_ATTRIBUTES + 1);
	page_free(p);
	buf_done(&html);
}

static void skim_many(size_t n, void *unit)
{
	struct skim_facts facts;
	struct buf html;

	buf_init(&html, MAX_BYTES);
	buf_puts(&html, "<div onclick=\"location='y'\">");
	repeat(&html, unit, n);
	page_free(skim(buf_str(&html), &facts));
	buf_done(&html);
}

static void hostile_pages_cost_little(void **state)
{
	static char units[][32] = { "<div>", "<b><i></object></p>",
		"<p><b a=1>", "<table><td>", "<a href=x>y</a><i></i>",
		"<p><a href=x>y</a>", "<div class=menu><a href=x>y</a>" };

	(void)state;
	for (size_t i = 0; i < COUNT(units); i++) {
		double growth = cost_growth(skim_many, 2000, units[i]);

		if (growth > COST_LINEAR)
			fail_msg("%s: %.1f times", units[i], growth);
	}
}

static void skim_script(size_t n, void *unit)
{
	struct skim_facts facts;
	struct buf html;

	buf_init(&html, MAX_BYTES);
	buf_puts(&html, "<script>");
	repeat(&html, unit, n);
	page_free(skim(buf_str(&html), &facts));
	buf_done(&html);
}

static void hostile_scripts_cost_little(void **state)
{
	static char units[][16] = { "open('", "/a.pdf'", "'.pdf\"", ".pdf?",
		"location   ", "load(\"\\/", "((" };

	(void)state;
	for (size_t i = 0; i < COUNT(units); i++) {
		double growth = cost_growth(skim_script, 8000, units[i]);

		if (growth > COST_LINEAR)
			fail_msg("%s: %.1f times", units[i], growth);
	}
}

static void links_have_a_ceiling(void **state)
{
	struct skim_facts facts;
	struct buf html;
	struct page *p;

	(void)state;
	buf_init(&html, MAX_BYTES);
	repeat(&html, "<p><a href=x>y</a>", LIMIT_LINKS + 10);
	p = skim(buf_str(&html), &facts);
	assert_int_equal(p->n_links, LIMIT_LINKS);
	assert_true(p->links_cut);
	page_free(p);
	buf_done(&html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(broken_markup_has_the_links_of_its_tree),
		cmocka_unit_test(end_tags_alone_break_lines),
		cmocka_unit_test(what_a_tree_would_move_is_told),
		cmocka_unit_test(
			what_moves_nothing_has_the_content_of_its_tree),
		cmocka_unit_test(links_know_what_stands_around_them),
		cmocka_unit_test(menus_are_told_from_the_page),
		cmocka_unit_test(a_page_in_a_menu_is_no_menu),
		cmocka_unit_test(blocks_are_headings_and_lines),
		cmocka_unit_test(forms_and_fields_are_seen),
		cmocka_unit_test(depth_is_counted_as_missing_tags_end),
		cmocka_unit_test(too_deep_a_page_still_has_links),
		cmocka_unit_test(hostile_pages_cost_little),
		cmocka_unit_test(hostile_scripts_cost_little),
		cmocka_unit_test(links_have_a_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
