#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/read/gather.h"
#include "crawler/read/tree.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void parse(struct tree *t, const char *html)
{
	struct error err;

	*t = (struct tree){ 0 };
	assert_int_equal(tree_parse(t, slice_str(html), &err), 0);
}

static const struct tree_node *find(const struct tree *t, enum tree_tag tag)
{
	const struct tree_node *n = t->root;

	while (n && n->tag != tag)
		n = tree_next(n, t->root, false);
	return n;
}

static void missing_and_misnested_tags_are_mended(void **state)
{
	const struct tree_node *n;
	struct tree t;

	(void)state;
	parse(&t, "<TITLE>x</TITLE><table><td><b>a<td>b</table><p>c<p>d");
	assert_int_equal(t.root->tag, TREE_HTML);
	assert_non_null(find(&t, TREE_HEAD));
	assert_non_null(find(&t, TREE_BODY));
	n = find(&t, TREE_TD);
	assert_int_equal(n->parent->tag, TREE_TR);
	assert_int_equal(n->next->tag, TREE_TD);
	assert_ptr_equal(n->next->prev, n);
	assert_non_null(tree_around(n, TREE_TABLE));
	assert_null(tree_around(n, TREE_UL));
	tree_done(&t);
}

static void attributes_are_decoded(void **state)
{
	const struct tree_node *n;
	struct tree t;

	(void)state;
	parse(&t, "<A HREF=x?a=1&amp;b=2 Title='&#3585;'>");
	n = find(&t, TREE_A);
	assert_string_equal(tree_attr(n, "href"), "x?a=1&b=2");
	assert_string_equal(tree_attr(n, "title"), "ก");
	assert_null(tree_attr(n, "id"));
	tree_done(&t);
}

static void sums_tell_what_is_inside(void **state)
{
	const struct tree_sum *sum;
	struct tree t;

	(void)state;
	parse(&t, "<body>ab<a href=x>c d</a><a>e</a><script>no</script>"
		  "<table><tr><td><h2>f</h2><table></table></table>");
	sum = &find(&t, TREE_BODY)->sum;
	assert_int_equal(sum->text, 6);
	assert_int_equal(sum->link_text, 2);
	assert_int_equal(sum->links, 1);
	assert_int_equal(sum->tables, 2);
	assert_int_equal(sum->rows, 1);
	assert_int_equal(sum->headings, 1);
	tree_done(&t);
}

static void foreign_elements_are_others(void **state)
{
	struct tree t;

	(void)state;
	parse(&t, "<svg><title>no</title><a>x</a></svg>");
	assert_null(find(&t, TREE_TITLE));
	assert_null(find(&t, TREE_A));
	tree_done(&t);
}

static void a_tree_has_a_ceiling(void **state)
{
	struct error err;
	struct tree t = { 0 };
	struct buf html;

	(void)state;
	/* Each p opens all the b before it again: n tags make n * n nodes. */
	buf_init(&html, 1024UL * 1024);
	for (int i = 0; i < 20000; i++)
		buf_printf(&html, "<p><b a=%d>", i);
	assert_int_equal(tree_parse(&t, buf_slice(&html), &err), ERR_LIMIT);
	tree_done(&t);
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

static void text_is_gathered_with_blanks_between_blocks(void **state)
{
	static const struct {
		const char *html, *text;
	} rows[] = {
		{ "<p>a<p>b", "a b" },
		{ "a<b>b</b>c", "abc" },
		{ "<div>a</div>b", "a b" },
		{ "<span><div>a</div></span>b", "a b" },
		{ "a<br>b", "a b" },
		{ "a<img alt=b>c", "a b c" },
		{ "a<img title=b>c", "a b c" },
		{ "a<script>x</script><style>y</style>b", "ab" },
		{ "a<!-- x -->b", "ab" },
		{ "<table><tr><td>a<td>b</table>", "a b" },
		{ "<select><option>x</select>a", "a" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;
		struct tree t;

		parse(&t, rows[i].html);
		buf_init(&out, 100);
		gather_text(&out, find(&t, TREE_BODY), NULL, true);
		assert_string_equal(buf_str(&out), rows[i].text);
		buf_done(&out);
		tree_done(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(missing_and_misnested_tags_are_mended),
		cmocka_unit_test(attributes_are_decoded),
		cmocka_unit_test(sums_tell_what_is_inside),
		cmocka_unit_test(foreign_elements_are_others),
		cmocka_unit_test(a_tree_has_a_ceiling),
		cmocka_unit_test(white_space_is_folded),
		cmocka_unit_test(a_full_text_is_cut_between_letters),
		cmocka_unit_test(text_is_gathered_with_blanks_between_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
