#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/limits.h"
#include "crawler/read/token.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define MAX_BYTES ((size_t)1024 * 1024)

/* A token in short: [text], (name key=value), (/name), {comment},
 * (!name "public" "system" quirks). */
static void write_token(struct buf *out, const struct token *t)
{
	switch (t->kind) {
	case TOKEN_TEXT:
		buf_printf(out, "[%.*s]", (int)t->text.len, t->text.data);
		break;
	case TOKEN_COMMENT:
		buf_printf(out, "{%.*s}", (int)t->text.len, t->text.data);
		break;
	case TOKEN_START:
		buf_printf(out, "(%.*s", (int)t->name.len, t->name.data);
		for (size_t i = 0; i < t->n_attrs; i++)
			buf_printf(out, " %.*s=%.*s", (int)t->attrs[i].name.len,
				t->attrs[i].name.data,
				(int)t->attrs[i].value.len,
				t->attrs[i].value.data);
		buf_puts(out, t->self_closing ? " /)" : ")");
		break;
	case TOKEN_END:
		buf_printf(out, "(/%.*s)", (int)t->name.len, t->name.data);
		break;
	case TOKEN_DOCTYPE:
		buf_printf(out, "(!%.*s", (int)t->name.len,
			t->name.data ? t->name.data : "");
		if (t->public_id.data)
			buf_printf(out, " \"%.*s\"", (int)t->public_id.len,
				t->public_id.data);
		if (t->system_id.data)
			buf_printf(out, " '%.*s'", (int)t->system_id.len,
				t->system_id.data);
		buf_puts(out, t->quirks ? " quirks)" : ")");
		break;
	}
}

static void check(struct slice html, const char *wanted)
{
	struct token_reader reader;
	struct token token;
	struct buf out;

	buf_init(&out, MAX_BYTES);
	token_init(&reader, html);
	while (token_next(&reader, &token)) {
		write_token(&out, &token);
		if (token.kind == TOKEN_START)
			token_after_start_tag(&reader, &token);
	}
	token_done(&reader);
	if (strcmp(buf_str(&out), wanted) != 0)
		fail_msg("%.*s gave %s", (int)html.len, html.data,
			buf_str(&out));
	buf_done(&out);
}

struct row {
	const char *html, *tokens;
};

static void check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(slice_str(rows[i].html), rows[i].tokens);
}

static void tags_and_text_alternate(void **state)
{
	static const struct row rows[] = {
		{ "", "" },
		{ "a", "[a]" },
		{ "<p>a</p>", "(p)[a](/p)" },
		{ "<P CLASS=x>", "(p class=x)" },
		{ "a<b", "[a]" },
		{ "a < b<", "[a < b<]" },
		{ "a<1></1>b", "[a<1>]{1}[b]" },
		{ "</>a</ x>", "[a]{ x}" },
		{ "</", "[</]" },
		{ "<br/><br / >", "(br /)(br)" },
		{ "</p class=x>", "(/p)" },
		{ "<svg:a>", "(svg:a)" },
		{ "<แผน>", "[<แผน>]" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void attributes_are_taken_as_browsers_do(void **state)
{
	static const struct row rows[] = {
		{ "<a href=x>", "(a href=x)" },
		{ "<a href = 'x y' >", "(a href=x y)" },
		{ "<a href=\"x>y\">", "(a href=x>y)" },
		{ "<a href='x'title=y>", "(a href=x title=y)" },
		{ "<a href=x/>", "(a href=x/)" },
		{ "<a href=>b", "(a href=)[b]" },
		{ "<a b/c>", "(a b= c=)" },
		{ "<a A=1 a=2 B=3>", "(a a=1 b=3)" },
		{ "<a =x=y>", "(a =x=y)" },
		{ "<a =>", "(a ==)" },
		{ "<a <b>", "(a <b=)" },
		{ "<a\nb\r\n=\tc>", "(a b=c)" },
		{ "<a b='1\r\n2\r3'>", "(a b=1\n2\n3)" },
		{ "<a b=x?a=1&amp;b=2&copy=3>", "(a b=x?a=1&b=2&copy=3)" },
		{ "<a b=\"&lt;&#3585;\">", "(a b=<ก)" },
		{ "<a b='c", "" },
		{ "<a b=c", "" },
		{ "x<a ", "[x]" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void references_and_line_ends_are_resolved(void **state)
{
	static const struct row rows[] = {
		{ "a&amp;b", "[a&b]" },
		{ "&lt;p>", "[<p>]" },
		{ "&#3649;&#xe1c;น", "[แผน]" },
		{ "&nosuch; & &", "[&nosuch; & &]" },
		{ "a\r\nb\rc\n", "[a\nb\nc\n]" },
		{ "&amp<b>", "[&](b)" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void comments_end_where_they_end(void **state)
{
	static const struct row rows[] = {
		{ "<!--a-->b", "{a}[b]" },
		{ "<!-->b", "{}[b]" },
		{ "<!--->b", "{}[b]" },
		{ "<!---->b", "{}[b]" },
		{ "<!----->b", "{-}[b]" },
		{ "<!--a--!>b", "{a}[b]" },
		{ "<!--a--b-->", "{a--b}" },
		{ "<!--a", "{a}" },
		{ "<!--a-", "{a}" },
		{ "<!--a--", "{a}" },
		{ "<!--a--!", "{a}" },
		{ "<!-- <a href=x> -->", "{ <a href=x> }" },
		{ "<!a>", "{a}" },
		{ "<?php a ?>b", "{?php a ?}[b]" },
		{ "<![CDATA[a]]>", "{[CDATA[a]]}" },
		{ "<!", "{}" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void doctypes_are_taken_apart(void **state)
{
	static const struct row rows[] = {
		{ "<!DOCTYPE html>", "(!html)" },
		{ "<!doctypeHTML>", "(!html)" },
		{ "<!DOCTYPE>", "(! quirks)" },
		{ "<!DOCTYPE html PUBLIC \"a\" \"b\">", "(!html \"a\" 'b')" },
		{ "<!DOCTYPE html PUBLIC 'a'>", "(!html \"a\")" },
		{ "<!DOCTYPE html SYSTEM 'b' c>", "(!html 'b')" },
		{ "<!DOCTYPE html SYSTEM>", "(!html quirks)" },
		{ "<!DOCTYPE html SYSTEM \"b>c", "(!html 'b' quirks)[c]" },
		{ "<!DOCTYPE html x>y", "(!html quirks)[y]" },
		{ "<!DOCTYPE html", "(!html quirks)" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void raw_text_ends_at_its_own_end_tag(void **state)
{
	static const struct row rows[] = {
		{ "<title>a<b>&amp;</b></title>c",
			"(title)[a<b>&</b>](/title)[c]" },
		{ "<style>a&amp;</p></STYLE >b",
			"(style)[a&amp;</p>](/style)[b]" },
		{ "<textarea></textareas></textarea>",
			"(textarea)[</textareas>](/textarea)" },
		{ "<iframe><a></iframe>", "(iframe)[<a>](/iframe)" },
		{ "<noscript><a></noscript>", "(noscript)(a)(/noscript)" },
		{ "<plaintext>a</plaintext>", "(plaintext)[a</plaintext>]" },
		{ "<title>a", "(title)[a]" },
		{ "<title>a</title", "(title)[a</title]" },
		{ "<xmp></xmp>a", "(xmp)(/xmp)[a]" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

/* Old pages hide scripts in comments; a script in such a comment hides its
 * end tag. */
static void scripts_in_comments_hide_their_end(void **state)
{
	static const struct row rows[] = {
		{ "<script>if(a<b)</script>c",
			"(script)[if(a<b)](/script)[c]" },
		{ "<script><!--a</script>b", "(script)[<!--a](/script)[b]" },
		{ "<script><!--<script>a</script>b--></script>c",
			"(script)[<!--<script>a</script>b-->](/script)[c]" },
		{ "<script><!--<script>--></script>c",
			"(script)[<!--<script>-->](/script)[c]" },
		{ "<script><!--<scripts></script>c",
			"(script)[<!--<scripts>](/script)[c]" },
		{ "<script><!--><script></script>c",
			"(script)[<!--><script>](/script)[c]" },
		{ "<script><!--<script></script>a",
			"(script)[<!--<script></script>a]" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void nul_is_replaced_but_in_text(void **state)
{
	(void)state;
	check(slice_of("<p\0 a\0=\0>", 9),
		"(p\xef\xbf\xbd a\xef\xbf\xbd=\xef\xbf\xbd)");
	check(slice_of("<!--\0-->", 8), "{\xef\xbf\xbd}");
	check(slice_of("<style>\0", 8), "(style)[\xef\xbf\xbd]");
}

static void text_passes_nul_on(void **state)
{
	struct token_reader reader;
	struct token token;

	(void)state;
	token_init(&reader, slice_of("a\0b", 3));
	assert_true(token_next(&reader, &token));
	assert_int_equal(token.text.len, 3);
	token_done(&reader);
}

static void cdata_is_text_in_foreign_elements_alone(void **state)
{
	struct token_reader reader;
	struct token token;

	(void)state;
	token_init(&reader, slice_str("<![CDATA[<a>&amp;]]]><![CDATA[]]>b"));
	reader.foreign = true;
	assert_true(token_next(&reader, &token));
	assert_int_equal(token.kind, TOKEN_TEXT);
	assert_true(slice_eq(token.text, "<a>&amp;]"));
	assert_true(token_next(&reader, &token));
	assert_true(slice_eq(token.text, "b"));
	assert_false(token_next(&reader, &token));
	token_done(&reader);
}

static void attributes_have_a_ceiling(void **state)
{
	struct token_reader reader;
	struct token token;
	struct buf html;

	(void)state;
	buf_init(&html, MAX_BYTES);
	buf_puts(&html, "<p");
	for (int i = 0; i < 2 * LIMIT_ATTRIBUTES; i++)
		buf_printf(&html, " a%d", i);
	buf_puts(&html, ">x");
	token_init(&reader, buf_slice(&html));
	assert_true(token_next(&reader, &token));
	assert_int_equal(token.n_attrs, LIMIT_ATTRIBUTES);
	assert_int_equal(token.written, 2 * LIMIT_ATTRIBUTES);
	assert_non_null(token_attr(&token, "a7").data);
	assert_null(token_attr(&token, "a513").data);
	assert_true(token_next(&reader, &token));
	token_done(&reader);
	buf_done(&html);
}

static void what_needs_no_change_is_not_copied(void **state)
{
	const char html[] = "<p class=x>text</p>";
	struct token_reader reader;
	struct token token;

	(void)state;
	token_init(&reader, slice_str(html));
	assert_true(token_next(&reader, &token));
	assert_ptr_equal(token.name.data, html + 1);
	assert_ptr_equal(token.attrs[0].value.data, html + 9);
	assert_true(token_next(&reader, &token));
	assert_ptr_equal(token.text.data, html + 11);
	token_done(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_and_text_alternate),
		cmocka_unit_test(attributes_are_taken_as_browsers_do),
		cmocka_unit_test(references_and_line_ends_are_resolved),
		cmocka_unit_test(comments_end_where_they_end),
		cmocka_unit_test(doctypes_are_taken_apart),
		cmocka_unit_test(raw_text_ends_at_its_own_end_tag),
		cmocka_unit_test(scripts_in_comments_hide_their_end),
		cmocka_unit_test(nul_is_replaced_but_in_text),
		cmocka_unit_test(text_passes_nul_on),
		cmocka_unit_test(cdata_is_text_in_foreign_elements_alone),
		cmocka_unit_test(attributes_have_a_ceiling),
		cmocka_unit_test(what_needs_no_change_is_not_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
