#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "crawler/read/gather.h"
#include "crawler/read/walk.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct page *read_tree(const char *html)
{
	struct page *p = page_new("https://www.town.go.th/");
	struct walk *w = walk_new(p);
	struct html_facts facts = { 0 };
	struct error err;

	assert_int_equal(tree_walk(w, slice_str(html), &err), 0);
	walk_finish(w, &facts);
	walk_free(w);
	return p;
}

static void text_stands_where_browsers_put_it(void **state)
{
	static const struct {
		const char *html, *text;
	} rows[] = {
		{ "<p>a<p>b", "a|b|" },
		{ "a<b>b</b>c", "abc|" },
		{ "<div>a</div>b", "a|b|" },
		{ "<span><div>a</div></span>b", "a|b|" },
		{ "a<br>b", "a b|" },
		{ "a<img alt=b>c", "a c|" },
		{ "a<script>x</script><style>y</style>b", "ab|" },
		{ "a<!-- x -->b", "ab|" },
		{ "<table><tr><td>a<td>b</table>", "a|b|" },
		{ "<TABLE><td><b>a<td>b</table><p>c<p>d", "a|b|c|d|" },
		/* Text in a table, but in no cell, stands before it. */
		{ "<table><tr>a<td>b</table>", "a|b|" },
		{ "<table><tr><td>b</td>a</table>", "a|b|" },
		{ "<select><option>x</select>a", "a|" },
		{ "<svg><title>no</title></svg>a", "noa|" },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_tree(rows[i].html);

		buf_clear(&out);
		for (size_t k = 0; k < p->n_blocks; k++)
			buf_printf(&out, "%s|", p->blocks[k].text);
		assert_string_equal(buf_str(&out), rows[i].text);
		assert_string_equal(p->title, "");
		page_free(p);
	}
	buf_done(&out);
}

static void attributes_are_decoded(void **state)
{
	struct page *p = read_tree("<A HREF=x?a=1&amp;b=2 Title='&#3585;'>");

	(void)state;
	assert_int_equal(p->n_links, 1);
	assert_string_equal(p->links[0].href, "x?a=1&b=2");
	assert_string_equal(p->links[0].title, "\xe0\xb8\x81");
	page_free(p);
}

/* Each p opens all the b before it again: n tags make n * n elements. */
static void put_formatting(struct buf *html, int n)
{
	for (int i = 0; i < n; i++)
		buf_printf(html, "<p><b a=%d>x", i);
}

static void a_tree_has_a_ceiling(void **state)
{
	struct page *p = page_new("");
	struct walk *w = walk_new(p);
	struct error err;
	struct buf html;

	(void)state;
	buf_init(&html, 1024UL * 1024);
	put_formatting(&html, 20000);
	assert_int_equal(tree_walk(w, buf_slice(&html), &err), ERR_LIMIT);
	walk_free(w);
	page_free(p);
	buf_done(&html);
}

/* A tree may be deeper than the tags of its page are nested. */
static void what_is_too_deep_is_read_nevertheless(void **state)
{
	struct page *p;
	struct buf html;

	(void)state;
	buf_init(&html, 1024UL * 1024);
	put_formatting(&html, LIMIT_ELEMENT_DEPTH + 50);
	buf_puts(&html, "<a href=y>z</a>");
	p = read_tree(buf_str(&html));
	assert_int_equal(p->n_links, 1);
	assert_int_equal(p->n_blocks, LIMIT_ELEMENT_DEPTH + 50);
	page_free(p);
	buf_done(&html);
}

static void white_space_is_folded(void **state)
{
	static const struct {
		const char *text, *folded;
	} rows[] = {
		{ "", "" },
		{ " \t\r\n\f", "" },
		{ " a  b ", "a b " },
		{ "ก\xc2\xa0\xc2\xa0ข", "ก ข" },
		{ "ก\xe2\x80\x83ข\xe3\x80\x80", "ก ข " },
		{ "ก\xe2\x80\x8bข", "ก\xe2\x80\x8bข" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;

		buf_init(&out, 100);
		gather_fold(&out, slice_str(rows[i].text));
		assert_string_equal(buf_str(&out), rows[i].folded);
		buf_done(&out);
	}
}

/* Wherever the white space stands among letters, and wherever the text is cut
 * in two, as parsers do. */
static void folding_in_pieces_says_the_same(void **state)
{
	static const char text[] = "  รายการจัดซื้อ จัดจ้าง\xc2\xa0 ปี 2568\n\n"
				   "\xe2\x80\x83x  \xe3\x80\x80กขคงจฉชซฌญ  ";
	static const char folded[] = "รายการจัดซื้อ จัดจ้าง ปี 2568 x กขคงจฉชซฌญ ";
	const size_t len = sizeof(text) - 1;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	for (size_t cut = 0; cut <= len; cut++) {
		/* Parsers cut no letter, nor a blank of several bytes. */
		if (((unsigned char)text[cut] & 0xc0) == 0x80)
			continue;
		buf_clear(&out);
		gather_fold(&out, slice_of(text, cut));
		gather_fold(&out, slice_of(text + cut, len - cut));
		assert_string_equal(buf_str(&out), folded);
	}
	buf_done(&out);
}

static void a_full_text_is_cut_between_letters(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 7);
	gather_fold(&out, slice_str("กขค"));
	assert_string_equal(buf_str(&out), "กข");
	assert_true(out.full);
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_stands_where_browsers_put_it),
		cmocka_unit_test(attributes_are_decoded),
		cmocka_unit_test(a_tree_has_a_ceiling),
		cmocka_unit_test(what_is_too_deep_is_read_nevertheless),
		cmocka_unit_test(white_space_is_folded),
		cmocka_unit_test(folding_in_pieces_says_the_same),
		cmocka_unit_test(a_full_text_is_cut_between_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
