#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "tests/support/cost.h"
#include "tests/support/twosteps.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define URL "https://www.town.go.th/a/page.php"

/* By its tokens and by its tree, which say the same. */
static struct page *read_text(struct slice html)
{
	struct twosteps t;
	struct page *p;
	struct buf why;

	buf_init(&why, 1000);
	twosteps_read(&t, html);
	if (!twosteps_agree(&t, &why))
		fail_msg("%.200s: %s", html.data, buf_str(&why));
	p = t.tree;
	t.tree = NULL;
	twosteps_done(&t);
	buf_done(&why);
	return p;
}

static struct page *read_html(const char *html)
{
	return read_text(slice_str(html));
}

static const struct page_link *link_to(const struct page *p, const char *href)
{
	for (size_t i = 0; i < p->n_links; i++)
		if (strcmp(p->links[i].href, href) == 0)
			return &p->links[i];
	fail_msg("no link to %s", href);
	return NULL;
}

static const struct page_block *block_of(const struct page *p, const char *text)
{
	for (size_t i = 0; i < p->n_blocks; i++)
		if (strcmp(p->blocks[i].text, text) == 0)
			return &p->blocks[i];
	fail_msg("no block \"%s\"", text);
	return NULL;
}

struct link_row {
	const char *html, *href;
	enum page_link_kind kind;
	const char *text;
};

/* Each page has that link and no other. */
static void check_links(const struct link_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct page *p = read_html(rows[i].html);
		const struct page_link *l = link_to(p, rows[i].href);

		assert_int_equal(l->kind, rows[i].kind);
		assert_string_equal(l->text, rows[i].text);
		assert_int_equal(p->n_links, 1);
		page_free(p);
	}
}

static void every_way_to_lead_somewhere_is_a_link(void **state)
{
	static const struct link_row rows[] = {
		{ "<a href=x>y</a>", "x", PAGE_LINK_ANCHOR, "y" },
		{ "<A HREF=' x '>y</A>", "x", PAGE_LINK_ANCHOR, "y" },
		{ "<a href=x?a&amp;b>y", "x?a&b", PAGE_LINK_ANCHOR, "y" },
		{ "<a href=x><img src=i alt=แผน></a>", "x", PAGE_LINK_ANCHOR,
			"แผน" },
		{ "<a href=x aria-label=y></a>", "x", PAGE_LINK_ANCHOR, "y" },
		{ "<a href=x><div>a</div><p>b</p></a>", "x", PAGE_LINK_ANCHOR,
			"a b" },
		{ "<map><area href=x alt=y></map>", "x", PAGE_LINK_ANCHOR,
			"y" },
		{ "<iframe src=x title=y></iframe>", "x", PAGE_LINK_FRAME,
			"y" },
		{ "<frameset><frame src=x></frameset>", "x", PAGE_LINK_FRAME,
			"" },
		{ "<object data=x>y</object>", "x", PAGE_LINK_OBJECT, "y" },
		{ "<embed src=x>", "x", PAGE_LINK_OBJECT, "" },
		{ "<META HTTP-EQUIV='refresh'content='0;URL=x'>", "x",
			PAGE_LINK_REFRESH, "" },
		{ "<div onclick=\"window.location.href='x'\">y</div>", "x",
			PAGE_LINK_SCRIPT, "y" },
		{ "<div onclick=\"location = 'x'\">y</div>", "x",
			PAGE_LINK_SCRIPT, "y" },
		{ "<input type=button value=y onclick=window.open('x','w')>",
			"x", PAGE_LINK_SCRIPT, "y" },
		{ "<a href=\"javascript:window.open('x')\">y</a>", "x",
			PAGE_LINK_SCRIPT, "y" },
		{ "<p onclick=\"MM_openBrWindow('x','','')\">y", "x",
			PAGE_LINK_SCRIPT, "y" },
		{ "<script>if(a)location.replace('x');</script>", "x",
			PAGE_LINK_SCRIPT, "" },
		{ "<p>(http://a.go.th/b?c=1).", "http://a.go.th/b?c=1",
			PAGE_LINK_TEXT, "" },
		{ "<p>HTTPS://a.go.th&nbsp;x", "HTTPS://a.go.th",
			PAGE_LINK_TEXT, "" },
	};

	(void)state;
	check_links(rows, COUNT(rows));
}

static void what_scripts_are_told_to_show_is_a_link(void **state)
{
	static const struct link_row rows[] = {
		{ "<p onclick=\"openPdf('x.pdf')\">y", "x.pdf",
			PAGE_LINK_SCRIPT, "y" },
		{ "<a href=\"javascript:pop_up1(), newPopup('x.php')\">y</a>",
			"x.php", PAGE_LINK_SCRIPT, "y" },
		{ "<script>$('#menu').load('x.html');</script>", "x.html",
			PAGE_LINK_SCRIPT, "" },
		{ "<script>PDFObject.embed(\"x.pdf\", '#a')</script>", "x.pdf",
			PAGE_LINK_SCRIPT, "" },
		{ "<script>var a={\"b\":\"https:\\/\\/a.go.th\\/x.pdf\"}"
		  "</script>",
			"https://a.go.th/x.pdf", PAGE_LINK_SCRIPT, "" },
		{ "<div class=book source=x.pdf>y</div>", "x.pdf",
			PAGE_LINK_SCRIPT, "y" },
		{ "<div data-pdf-url=/x/y.PDF?z=1>y</div>", "/x/y.PDF?z=1",
			PAGE_LINK_SCRIPT, "y" },
		{ "<p data-href=x?y=1>y</p>", "x?y=1", PAGE_LINK_SCRIPT, "y" },
		{ "<iframe data-src=x></iframe>", "x", PAGE_LINK_FRAME, "" },
		{ "<select onchange=\"location=this.value\"><option>a"
		  "<option value='#'>b<option value=x>c</select>",
			"x", PAGE_LINK_SCRIPT, "" },
	};

	(void)state;
	check_links(rows, COUNT(rows));
}

static void what_leads_nowhere_is_no_link(void **state)
{
	static const char *const rows[] = {
		"<a name=x>y</a>",
		"<a href=\"javascript:void(0)\">y</a>",
		"<div onclick=\"go('x')\">y</div>",
		"<script>location='x'+id</script>",
		"<script>if(location=='x')y</script>",
		"<script>allocation='x'</script>",
		"<script>a = '/b/' + id + '/c.pdf'; d = '/e.pdf' + f</script>",
		"<script>count('download', 'x.pdf'); e('/.pdf')</script>",
		"<script>request.open('GET', a); box.open('#b')</script>",
		"<p data-name=x.pdf data-href=https://a.invalid/>",
		"<select><option value=/x>y</select>",
		"<meta http-equiv=refresh content=5>",
		"<img src=x>",
		"<p>http:// https://.",
		"<!-- <a href=x> -->",
		"<noframes><a href=x>y</a></noframes>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_html(rows[i]);

		assert_int_equal(p->n_links, 0);
		page_free(p);
	}
}

/* What stands beside a link often is its only name. */
static void the_row_is_what_stands_beside_a_link(void **state)
{
	static const struct {
		const char *html, *row;
	} rows[] = {
		{ "<table><tr><td>o9<td>คู่มือ<td><a href=x>เปิด</a><tr><td>o10"
		  "</table>",
			"o9 คู่มือ" },
		{ "<table><tr><td>แผน</td><td><a href=x>เปิด</a></table>",
			"แผน" },
		{ "<ul><li>แผน <a href=x>เปิด</a><li>ผล</ul>", "แผน" },
		{ "<p>แผน <a href=x>เปิด</a><br>ผล <a href=y>เปิด</a></p>",
			"แผน" },
		{ "<p>ผล <a href=y>เปิด</a><br>แผน <a href=x>เปิด</a> ปี</p>",
			"แผน ปี" },
		{ "<div><div>แผน</div><div><a href=x>เปิด</a></div></div>",
			"แผน" },
		{ "<li><p>แผน</p><span><a href=x><img></a></span></li>",
			"แผน" },
		{ "<ul><li><a href=x>หน้าแรก</a><li><a href=y>ข่าว</a></ul>",
			"" },
		{ "<p><a href=x>คู่มือการ</a><a href=x>ปฏิบัติงาน</a></p>",
			"ปฏิบัติงาน" },
		{ "<p>แผน</p><p><a href=x>เปิด</a></p>", "" },
		{ "<body>แผน<a href=x>เปิด</a>", "แผน" },
		{ "<p><a href=y>แผน</a> <a href=x>เปิด</a></p>", "แผน" },
		{ "<p><a href=x>ก</a> <a href=b>ข</a> <a href=c>ค</a> "
		  "<a href=d>ง</a> <a href=e>จ</a></p>",
			"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_html(rows[i].html);

		assert_string_equal(link_to(p, "x")->row, rows[i].row);
		page_free(p);
	}
}

static void the_heading_is_the_nearest_above(void **state)
{
	static const struct {
		const char *html, *heading;
	} rows[] = {
		{ "<h1>ก</h1><a href=x>y</a>", "ก" },
		{ "<h1>ก</h1><h2>ข</h2><a href=x>y</a>", "ข" },
		{ "<h2>ก</h2><h1>ข</h1><a href=x>y</a>", "ข" },
		{ "<a href=x>y</a><h1>ก</h1>", "" },
		{ "<h1>ก</h1><h3>ข</h3><h3><a href=x>y</a></h3>", "ก" },
		{ "<p><b>ก</b></p><p><a href=x>y</a></p>", "ก" },
		{ "<h1>ก</h1><p><strong>ข</strong><p><a href=x>y</a>",
			"ก / ข" },
		{ "<h1>ก</h1><p><b>ข</b> ค<p><a href=x>y</a>", "ก" },
		{ "<div><span class='h5 x'>ก</span></div><a href=x>y</a>",
			"ก" },
		{ "<table><caption>ก</caption><tr><td>a<td>b<tr><td>c<td>"
		  "<a href=x>y</a></table>",
			"ก" },
		{ "<table><tr><td>a<td>b<tr><td colspan=2>ก<tr><td>c<td>"
		  "<a href=x>y</a></table>",
			"ก" },
		{ "<table><tr><td>a<td>b<tr><td colspan=2>ก</table>"
		  "<a href=x>y</a>",
			"" },
		{ "<h1>ก</h1><nav><h2>ข</h2></nav><a href=x>y</a>", "ก" },
		{ "<h1>ก</h1><nav><h2>ข</h2><a href=x>y</a></nav>", "ข" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_html(rows[i].html);

		assert_string_equal(link_to(p, "x")->heading, rows[i].heading);
		page_free(p);
	}
}

static void the_column_is_what_its_head_says(void **state)
{
	static const struct {
		const char *html, *column;
	} rows[] = {
		{ "<tr><th>ข้อ<th>ลิงก์<tr><td>1<td><a href=x>y</a>", "ลิงก์" },
		{ "<tr><td>ข้อ<td>ลิงก์<tr><td>1<td><a href=x>y</a>", "ลิงก์" },
		{ "<tr><td>1<td><a href=w>y</a><tr><td>2<td><a href=x>y</a>",
			"" },
		{ "<tr><th colspan=2>ก<th>ข<tr><td>1<td>2<td><a href=x>y</a>",
			"ข" },
		{ "<tr><th rowspan=2>ก<th>ข<tr><th>ค<tr><td>1<td>"
		  "<a href=x>y</a>",
			"ข" },
		{ "<thead><tr><th colspan=2>ก<tr><th>ข<th>ค<tbody><tr><td>1<td>"
		  "<a href=x>y</a>",
			"ก ค" },
		{ "<tr><th>ก<th>ข<tr><td rowspan=2>1<td>2<tr><td>"
		  "<a href=x>y</a>",
			"ข" },
		{ "<tr><td colspan=2>ชื่อ<tr><th>ก<th>ข<tr><td>1<td>"
		  "<a href=x>y</a>",
			"ข" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p;
		struct buf html;

		buf_init(&html, 1000);
		buf_printf(&html, "<table>%s</table>", rows[i].html);
		p = read_html(buf_str(&html));
		assert_string_equal(link_to(p, "x")->column, rows[i].column);
		page_free(p);
		buf_done(&html);
	}
}

static void menus_heads_and_feet_are_nav(void **state)
{
	static const struct {
		const char *html;
		bool nav;
	} rows[] = {
		{ "<nav><a href=x>y</a></nav>", true },
		{ "<footer><a href=x>y</a></footer>", true },
		{ "<header><a href=x>y</a></header>", true },
		{ "<article><header><a href=x>y</a></header></article>",
			false },
		{ "<div role=navigation><a href=x>y</a></div>", true },
		{ "<div id=menu><a href=x>y</a></div>", true },
		{ "<div class='a Navbar-Nav'><a href=x>y</a></div>", true },
		{ "<div class=left_sidebar><a href=x>y</a></div>", true },
		{ "<div class=card-header><a href=x>y</a></div>", false },
		{ "<div class=with-sidebar><a href=x>y</a></div>", false },
		{ "<div class=menus><a href=x>y</a></div>", false },
		{ "<body class=has-menu><a href=x>y</a>", false },
		{ "<div id=main>เนื้อหา</div><div id=foot>ที่อยู่ของเทศบาล"
		  "<a href=x>y</a></div>",
			true },
		{ "<div class=entry-head><a href=x>y</a></div>", false },
		/* A class that holds the page is no menu. */
		{ "<div class=menu-page>เนื้อหา<a href=x>y</a></div>", false },
		{ "<div>เนื้อหา</div><div class=menu-page><a href=x>y</a></div>",
			true },
		{ "<a href=x>y</a>", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_html(rows[i].html);

		assert_int_equal(link_to(p, "x")->nav, rows[i].nav);
		page_free(p);
	}
}

static struct page *read_list(const char *before, const char *item)
{
	struct page *p;
	struct buf html;

	buf_init(&html, 100000);
	buf_puts(&html, before);
	for (int i = 0; i < 12; i++)
		buf_puts(&html, item);
	p = read_html(buf_str(&html));
	buf_done(&html);
	return p;
}

static void lists_of_short_links_are_menus(void **state)
{
	static const struct {
		const char *before, *item;
		bool nav;
	} rows[] = {
		{ "<ul>", "<li><a href=x>หน้าแรก</a>", true },
		{ "<table>", "<tr><td><a href=x>หน้าแรก</a>", true },
		{ "<article><ul>", "<li><a href=x>หน้าแรก</a>", false },
		{ "<table>", "<tr><td>o9 คู่มือการปฏิบัติงาน<td><a href=x>เปิด</a>",
			false },
		{ "<ul>",
			"<li><a href=x>รายงานผลการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ"
			"ประจำปี</a>",
			false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_list(rows[i].before, rows[i].item);

		assert_int_equal(p->n_links, 12);
		assert_int_equal(p->links[11].nav, rows[i].nav);
		page_free(p);
	}
}

static void blocks_come_in_the_order_of_the_page(void **state)
{
	static const struct {
		enum page_block_kind kind;
		int level;
		const char *text;
	} want[] = {
		{ PAGE_BLOCK_TEXT, 0, "a" },
		{ PAGE_BLOCK_HEADING, 2, "b c" },
		{ PAGE_BLOCK_TEXT, 0, "d e f" },
		{ PAGE_BLOCK_HEADING, 0, "g" },
		{ PAGE_BLOCK_CELL, 0, "h" },
		{ PAGE_BLOCK_CELL, 0, "i j" },
		{ PAGE_BLOCK_CELL, 0, "k" },
		{ PAGE_BLOCK_TEXT, 0, "l" },
		{ PAGE_BLOCK_TEXT, 0, "m" },
	};
	struct page *p = read_html(
		"<title>t</title>a<h2>b<br>c</h2><p>d <i>e</i>&nbsp; f</p>"
		"<table><caption>g</caption><tr><td>h<td><p>i<p>j<tr><td>"
		"<td>k</table><table><tr><td>l</table><script>no</script>"
		"<noscript>m</noscript><style>no</style>");

	(void)state;
	assert_string_equal(p->title, "t");
	assert_int_equal(p->n_blocks, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		assert_int_equal(p->blocks[i].kind, want[i].kind);
		assert_int_equal(p->blocks[i].level, want[i].level);
		assert_string_equal(p->blocks[i].text, want[i].text);
	}
	page_free(p);
}

static void cells_know_their_place(void **state)
{
	struct page *p = read_html(
		"<table><tr><th>a<th colspan=2>b<tr><td>c<td><td>d</table>"
		"<table><tr><td>e<tr><td><a href=x>f</a></table>");

	(void)state;
	assert_true(block_of(p, "a")->head);
	assert_false(block_of(p, "a")->row_end);
	assert_true(block_of(p, "b")->row_end);
	assert_int_equal(block_of(p, "b")->column, 2);
	assert_false(block_of(p, "c")->head);
	assert_int_equal(block_of(p, "d")->column, 3);
	assert_int_equal(block_of(p, "d")->table, 1);
	assert_int_equal(block_of(p, "f")->table, 2);
	assert_true(block_of(p, "f")->link);
	assert_false(block_of(p, "e")->link);
	page_free(p);
}

#define TEN_LINKS                                                          \
	"<a href=1>k</a> <a href=2>k</a> <a href=3>k</a> <a href=4>k</a> " \
	"<a href=5>k</a> <a href=6>k</a> <a href=7>k</a> <a href=8>k</a> " \
	"<a href=9>k</a> <a href=10>k</a> "

static void layout_tables_are_not_cells(void **state)
{
	static const char *const rows[] = {
		"<table><tr><td>x<td>a</table>",
		"<table><tr><td>x<tr><td><table></table></table>",
		"<table><tr><td>x<tr><td><h2>y</h2></table>",
		"<table><tr><td>x<tr><td>" TEN_LINKS TEN_LINKS TEN_LINKS
		"<a href=e>k</a></table>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_html(rows[i]);

		assert_int_equal(block_of(p, "x")->kind, PAGE_BLOCK_TEXT);
		assert_int_equal(block_of(p, "x")->table, 0);
		page_free(p);
	}
}

static void a_cell_may_have_a_link_for_each_month(void **state)
{
	struct page *p = read_html("<table><tr><td>x<td>" TEN_LINKS TEN_LINKS
				   "<tr><td>y<td>z</table>");

	(void)state;
	assert_int_equal(block_of(p, "x")->kind, PAGE_BLOCK_CELL);
	page_free(p);
}

static void the_first_base_counts(void **state)
{
	static const struct {
		const char *html, *base;
	} rows[] = {
		{ "", URL },
		{ "<base href=/x/><base href=/y/>",
			"https://www.town.go.th/x/" },
		{ "<base target=_top><base href=https://b.go.th/>",
			"https://b.go.th/" },
		{ "<base href=javascript:x>", URL },
		{ "<base href='http://'>", URL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_html(rows[i].html);

		assert_string_equal(p->base, rows[i].base);
		page_free(p);
	}
}

static void forms_scripts_and_pictures_are_told(void **state)
{
	struct page *p = read_html(
		"<nav><img src=a></nav><img src=b><form><input type=hidden>"
		"<textarea></textarea></form><script></script>");

	(void)state;
	assert_true(p->has_form);
	assert_false(p->has_password);
	assert_true(p->scripts);
	assert_int_equal(p->images, 1);
	page_free(p);
	p = read_html("<form><input name=user><input type=PASSWORD></form>"
		      "<form><input type=search></form><form><input name=q>");
	assert_false(p->has_form);
	assert_true(p->has_password);
	page_free(p);
}

static void read_links_on_one_line(size_t n, void *arg)
{
	struct page *p;
	struct buf html;

	(void)arg;
	buf_init(&html, 8UL * 1024 * 1024);
	buf_puts(&html, "<div onclick=\"location='y'\">");
	for (size_t i = 0; i < n; i++)
		buf_puts(&html, "<a href=x>y</a><i></i>");
	p = read_text(buf_slice(&html));
	assert_int_equal(p->links_cut, n >= LIMIT_LINKS);
	page_free(p);
	buf_done(&html);
}

/* Every link looks around itself; that must not grow with the page. */
static void many_links_on_one_line_cost_little(void **state)
{
	(void)state;
	assert_true(
		cost_growth(read_links_on_one_line, 4000, NULL) < COST_LINEAR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way_to_lead_somewhere_is_a_link),
		cmocka_unit_test(what_scripts_are_told_to_show_is_a_link),
		cmocka_unit_test(what_leads_nowhere_is_no_link),
		cmocka_unit_test(the_row_is_what_stands_beside_a_link),
		cmocka_unit_test(the_heading_is_the_nearest_above),
		cmocka_unit_test(the_column_is_what_its_head_says),
		cmocka_unit_test(menus_heads_and_feet_are_nav),
		cmocka_unit_test(lists_of_short_links_are_menus),
		cmocka_unit_test(blocks_come_in_the_order_of_the_page),
		cmocka_unit_test(cells_know_their_place),
		cmocka_unit_test(layout_tables_are_not_cells),
		cmocka_unit_test(a_cell_may_have_a_link_for_each_month),
		cmocka_unit_test(the_first_base_counts),
		cmocka_unit_test(forms_scripts_and_pictures_are_told),
		cmocka_unit_test(many_links_on_one_line_cost_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
