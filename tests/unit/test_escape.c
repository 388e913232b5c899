#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/escape.h"

struct row {
	const char *text;
	const char *wanted;
};

static void check(void (*put)(struct buf *, const char *),
	const struct row *rows, size_t n)
{
	struct buf out;

	buf_init(&out, 4096);
	for (size_t i = 0; i < n; i++) {
		put(&out, rows[i].text);
		assert_string_equal(buf_str(&out), rows[i].wanted);
		buf_clear(&out);
	}
	buf_done(&out);
}

static void text_cannot_become_a_tag_or_end_a_quote(void **state)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "งบ & แผน", "งบ &amp; แผน" },
		{ "</script><script>alert(1)</script>",
			"&lt;/script&gt;&lt;script&gt;alert(1)&lt;/"
			"script&gt;" },
		{ "\" onmouseover=\"x", "&quot; onmouseover=&quot;x" },
		{ "' onx='", "&#39; onx=&#39;" },
		{ "&amp;", "&amp;amp;" },
		{ "a\tb\nc", "a\tb\nc" },
		{ "a\x01\x08\x0b\x1b[31mb\x7f", "a[31mb" },
		{ "\xc2\x85x\xc2\x9b", "x" },
		{ "a\xe2\x80\xae"
		  "b\xe2\x81\xa6"
		  "c",
			"abc" },
		{ "\xef\xbb\xbfx", "x" },
		{ "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80x", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx" },
		{ "\xef\xbf\xbe", "\xef\xbf\xbd" },
	};

	(void)state;
	check(escape_text, rows, sizeof(rows) / sizeof(rows[0]));
}

static void only_web_addresses_are_links(void **state)
{
	static const struct row rows[] = {
		{ "https://x.go.th/a?b=1&c=\"2\"",
			"https://x.go.th/a?b=1&amp;c=&quot;2&quot;" },
		{ "HTTP://x.go.th/", "HTTP://x.go.th/" },
		{ "https://x.go.th/ก ข\n", "https://x.go.th/ก%20ข%0A" },
		{ "https://x/<b>'", "https://x/&lt;b&gt;&#39;" },
		{ "javascript:alert(1)", NULL },
		{ " javascript:alert(1)", NULL },
		{ "java\nscript:alert(1)", NULL },
		{ "data:text/html,x", NULL },
		{ "vbscript:x", NULL },
		{ "file:///etc/passwd", NULL },
		{ "//x.go.th/", NULL },
		{ "https:x", NULL },
		{ "\x01https://x/", NULL },
		{ "", NULL },
		{ NULL, NULL },
	};
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *wanted = rows[i].wanted ? rows[i].wanted : "";

		assert_int_equal(
			escape_url(&out, rows[i].text), rows[i].wanted != NULL);
		assert_string_equal(buf_str(&out), wanted);
		buf_clear(&out);
	}
	buf_done(&out);
}

static void a_field_of_csv_is_never_computed(void **state)
{
	static const struct row rows[] = {
		{ NULL, "\"\"" },
		{ "แผน", "\"แผน\"" },
		{ "a\"b", "\"a\"\"b\"" },
		{ "a,b\nc", "\"a,b\nc\"" },
		{ "=1+1", "\"'=1+1\"" },
		{ "+66", "\"'+66\"" },
		{ "-ข้อ ๐๑๔", "\"'-ข้อ ๐๑๔\"" },
		{ "@sum", "\"'@sum\"" },
		{ "\t=1", "\"'\t=1\"" },
		{ "\r=1", "\"'=1\"" },
		{ "  =1", "\"'  =1\"" },
		{ "\xc2\xa0=1", "\"'\xc2\xa0=1\"" },
		{ "\x01=1", "\"'=1\"" },
		{ "＝1", "\"'＝1\"" },
		{ "＋1", "\"'＋1\"" },
		{ "－1", "\"'－1\"" },
		{ "＠x", "\"'＠x\"" },
		{ "−1", "\"'−1\"" },
		{ "1=1", "\"1=1\"" },
	};

	(void)state;
	check(escape_csv, rows, sizeof(rows) / sizeof(rows[0]));
}

static void plain_text_steers_nothing_and_has_its_length(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	escape_plain(&out, "<a>\x1b[2J\xff\xe2\x80\xaeก", 100);
	assert_string_equal(buf_str(&out), "<a>[2J\xef\xbf\xbdก");
	buf_clear(&out);
	escape_plain(&out, "\x01กขค", 2);
	assert_string_equal(buf_str(&out), "กข");
	buf_clear(&out);
	escape_plain(&out, NULL, 2);
	assert_string_equal(buf_str(&out), "");
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_cannot_become_a_tag_or_end_a_quote),
		cmocka_unit_test(only_web_addresses_are_links),
		cmocka_unit_test(plain_text_steers_nothing_and_has_its_length),
		cmocka_unit_test(a_field_of_csv_is_never_computed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
