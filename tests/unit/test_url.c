#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/url.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* An input and its canonical form: NULL for what is no address, a scheme with
 * its colon for what is not ours. */
struct row {
	const char *input, *href;
};

static void check_row(
	const char *base, enum url_query_encoding encoding, struct row row)
{
	enum url_result want = !row.href ? URL_BROKEN
			       : row.href[strlen(row.href) - 1] == ':'
				       ? URL_FOREIGN
				       : URL_OK;
	enum url_result result;
	struct buf out;

	buf_init(&out, 4096);
	buf_puts(&out, "what was there");
	result = url_resolve(&out, slice_str(row.input), base, encoding);
	if (want == URL_FOREIGN)
		buf_putc(&out, ':');
	if (result != want ||
		strcmp(buf_str(&out), row.href ? row.href : "") != 0)
		fail_msg("\"%s\": %d \"%s\"", row.input, (int)result,
			buf_str(&out));
	buf_done(&out);
}

static void check(const char *base, enum url_query_encoding encoding,
	const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check_row(base, encoding, rows[i]);
}

static const struct row absolute[] = {
	{ "http://www.town.go.th", "http://www.town.go.th/" },
	{ "HTTPS://WWW.Town.GO.TH/ITA", "https://www.town.go.th/ITA" },
	{ "  http://a/ \n", "http://a/" },
	{ "http://a:80/", "http://a/" },
	{ "https://a:443/", "https://a/" },
	{ "https://a:80/", "https://a:80/" },
	{ "http://a:/", "http://a/" },
	{ "http://a:0080/x", "http://a/x" },
	{ "http://a:8080", "http://a:8080/" },
	{ "http:a", "http://a/" },
	{ "http:/a", "http://a/" },
	{ "http:////a/b", "http://a/b" },
	{ "http:\\\\a\\b\\..\\c", "http://a/c" },
	{ "ht\ntp://a/b\r\nc\td", "http://a/bcd" },
	{ "http://a/b/./c/../d", "http://a/b/d" },
	{ "http://a/%2e/b/%2E./c", "http://a/c" },
	{ "http://a/..", "http://a/" },
	{ "http://a/b//../c", "http://a/b/c" },
	{ "http://a/b/..", "http://a/" },
	{ "http://a//..", "http://a/" },
	{ "http://a/.../x.", "http://a/.../x." },
	{ "http://a/b c", "http://a/b%20c" },
	{ "http://a/%zz%41", "http://a/%zz%41" },
	{ "http://a/{x}|'\"", "http://a/%7Bx%7D|'%22" },
	{ "http://a?", "http://a/?" },
	{ "http://a?b'c d", "http://a/?b%27c%20d" },
	{ "http://a/b#c?d", "http://a/b" },
	{ "http://a?b#c", "http://a/?b" },
	{ "http://u:p@a/", "http://u:p@a/" },
	{ "http://u:@a/", "http://u@a/" },
	{ "http://:p@a/", "http://:p@a/" },
	{ "http://@a/", "http://a/" },
	{ "http://a@b@c:d@e/", "http://a%40b%40c:d@e/" },
	{ "http://เทศบาล.ไทย/แผน", "http://xn--o3cg7ak5c9d.xn--o3cw4h/"
				   "%E0%B9%81%E0%B8%9C%E0%B8%99" },
	{ "http://0x7f.1/", "http://127.0.0.1/" },
	{ "http://[::1]:8080/", "http://[::1]:8080/" },
	{ "http://[2001:DB8::1]", "http://[2001:db8::1]/" },
	{ "", NULL },
	{ "#tab", NULL },
	{ "a.html", NULL },
	{ "//a/", NULL },
	{ "http:", NULL },
	{ "http://", NULL },
	{ "http:///", NULL },
	{ "http://?x", NULL },
	{ "http://#x", NULL },
	{ "http://@/", NULL },
	{ "http://u@:80/", NULL },
	{ "http://:80/", NULL },
	{ "http://a b/", NULL },
	{ "http://a:b/", NULL },
	{ "http://a:65536/", NULL },
	{ "http://a:-1/", NULL },
	{ "http://a:80:90/", NULL },
	{ "http://[::1/", NULL },
	{ "http://[::1]x/", NULL },
	{ "http://256.1.1.1/", NULL },
	{ "http://a%00b/", NULL },
};

static void absolute_addresses_have_one_form(void **state)
{
	(void)state;
	check(NULL, URL_UTF_8, absolute, COUNT(absolute));
}

static const char base[] = "https://www.town.go.th/news/list.php?page=1";

/* What menus of municipal sites really hold. */
static const struct row links[] = {
	{ "", base },
	{ "#", base },
	{ "#tab", base },
	{ "?page=2", "https://www.town.go.th/news/list.php?page=2" },
	{ "?", "https://www.town.go.th/news/list.php?" },
	{ "view.php?id=3#top", "https://www.town.go.th/news/view.php?id=3" },
	{ "./", "https://www.town.go.th/news/" },
	{ ".", "https://www.town.go.th/news/" },
	{ "..", "https://www.town.go.th/" },
	{ "../../..//ita", "https://www.town.go.th//ita" },
	{ "/ita", "https://www.town.go.th/ita" },
	{ "\\ita\\o1", "https://www.town.go.th/ita/o1" },
	{ "//cdn.town.go.th/x.pdf", "https://cdn.town.go.th/x.pdf" },
	{ "/\\other.th/", "https://other.th/" },
	{ "https:o2.html", "https://www.town.go.th/news/o2.html" },
	{ "https:/o2.html", "https://www.town.go.th/o2.html" },
	{ "http:/x", "http://x/" },
	{ "http:o2.html", "http://o2.html/" },
	{ "http//www.town.go.th/",
		"https://www.town.go.th/news/http//www.town.go.th/" },
	{ "www.town.go.th", "https://www.town.go.th/news/www.town.go.th" },
	{ " แผน ปี 2568.pdf ",
		"https://www.town.go.th/news/%E0%B9%81%E0%B8%9C%E0%B8"
		"%99%20%E0%B8%9B%E0%B8%B5%202568.pdf" },
	{ "แผน.pdf?x=แผน",
		"https://www.town.go.th/news/%E0%B9%81%E0%B8%9C%E0%B8"
		"%99.pdf?x=%E0%B9%81%E0%B8%9C%E0%B8%99" },
	{ "files\\budget 68.pdf",
		"https://www.town.go.th/news/files/budget%2068.pdf" },
	{ "\xe1\xbc\xb9.pdf", "https://www.town.go.th/news/%E1%BC%B9.pdf" },
	{ "a\nb.html", "https://www.town.go.th/news/ab.html" },
	{ "'view.php'", "https://www.town.go.th/news/'view.php'" },
	{ "view.php?a=1&amp;b=2",
		"https://www.town.go.th/news/view.php?a=1&amp;b=2" },
	{ "1:2", "https://www.town.go.th/news/1:2" },
	{ "javascript:void(0)", "javascript:" },
	{ "JavaScript:history.back()", "javascript:" },
	{ "java\nscript:alert(1)", "javascript:" },
	{ "mailto:saraban@town.go.th", "mailto:" },
	{ "tel:053-123456", "tel:" },
	{ "line://ti/p/@town", "line:" },
	{ "data:text/html,x", "data:" },
	{ "file:///C:/plan.doc", "file:" },
	{ "ftp://ftp.town.go.th/", "ftp:" },
	{ "C:\\Users\\plan.doc", "c:" },
	{ "localhost:8080/x", "localhost:" },
	{ "http://", NULL },
	{ "http://www.town .go.th/", NULL },
	{ "//", NULL },
	{ "https://:443/", NULL },
};

static void links_of_a_page_are_resolved(void **state)
{
	(void)state;
	check(base, URL_UTF_8, links, COUNT(links));
}

static void only_the_query_takes_the_charset_of_the_page(void **state)
{
	static const struct row rows[] = {
		{ "แผน.pdf?x=แผน",
			"http://a/%E0%B9%81%E0%B8%9C%E0%B8%99.pdf?x=%E1%BC%B9" },
		{ "?q=ก ข#ค", "http://a/?q=%A1%20%A2" },
		{ "?é", "http://a/?%26%23233%3B" },
		{ "//เทศบาล.ไทย/?ก", "http://xn--o3cg7ak5c9d.xn--o3cw4h/?%A1" },
	};

	(void)state;
	check("http://a/?%E1", URL_WINDOWS_874, rows, COUNT(rows));
}

static void credentials_are_inherited_and_can_be_taken_off(void **state)
{
	static const struct row rows[] = {
		{ "x", "http://u:p@a:81/b/x" },
		{ "//c/", "http://c/" },
	};
	struct buf out;

	(void)state;
	check("http://u:p@a:81/b/", URL_UTF_8, rows, COUNT(rows));
	buf_init(&out, 256);
	url_put_bare(&out, "http://u:p@a:81/b/?q=@");
	assert_string_equal(buf_str(&out), "http://a:81/b/?q=@");
	buf_clear(&out);
	url_put_origin(&out, "http://u:p@a:81/b/?q=@");
	assert_string_equal(buf_str(&out), "http://a:81");
	buf_clear(&out);
	url_put_origin(&out, "https://[::1]/");
	assert_string_equal(buf_str(&out), "https://[::1]");
	buf_done(&out);
}

static void bytes_that_end_a_c_string_stay_in_the_path(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 256);
	assert_int_equal(
		url_resolve(&out, slice_of("/a\0b", 4), "http://a/", URL_UTF_8),
		URL_OK);
	assert_string_equal(buf_str(&out), "http://a/a%00b");
	assert_int_equal(url_resolve(&out, slice_of("\0/a\0", 4), "http://a/",
				 URL_UTF_8),
		URL_OK);
	assert_string_equal(buf_str(&out), "http://a/a");
	assert_int_equal(url_resolve(&out, slice_of("http://a\0b/", 11), NULL,
				 URL_UTF_8),
		URL_BROKEN);
	assert_int_equal(url_resolve(&out, slice_str(NULL), NULL, URL_UTF_8),
		URL_BROKEN);
	assert_int_equal(
		url_resolve(&out, slice_str(NULL), "http://a/x", URL_UTF_8),
		URL_OK);
	assert_string_equal(buf_str(&out), "http://a/x");
	buf_done(&out);
}

static void what_does_not_fit_is_too_long(void **state)
{
	static const char *const inputs[] = {
		"http://a/0123456789",
		"http://0123456789012345.th/",
		"//a/012345/../0123456789/..",
		"?0123456789",
		"\xe0\xb8\x81\xe0\xb8\x81",
	};
	struct buf out;

	(void)state;
	buf_init(&out, 18);
	for (size_t i = 0; i < COUNT(inputs); i++) {
		assert_int_equal(url_resolve(&out, slice_str(inputs[i]),
					 "http://a/", URL_UTF_8),
			URL_TOO_LONG);
		assert_string_equal(buf_str(&out), "");
	}
	assert_int_equal(url_resolve(&out, slice_str("012345678"), "http://a/",
				 URL_UTF_8),
		URL_OK);
	buf_done(&out);
}

static void resolving_a_canonical_form_changes_nothing(void **state)
{
	static const char *const hrefs[] = {
		"http://a/",
		"http://u:p%40@a:81/b;c/%2e%zz?d=%20&e='#",
		"https://xn--o3cg7ak5c9d.xn--o3cw4h/%E0%B9%81?%A1",
		"http://[2001:db8::1]:8080/..//.../",
		"http://127.0.0.1/?",
	};
	struct buf once, twice;

	(void)state;
	buf_init(&once, 256);
	buf_init(&twice, 256);
	for (size_t i = 0; i < COUNT(hrefs); i++) {
		assert_int_equal(url_resolve(&once, slice_str(hrefs[i]), NULL,
					 URL_UTF_8),
			URL_OK);
		assert_int_equal(
			url_resolve(&twice, buf_slice(&once), NULL, URL_UTF_8),
			URL_OK);
		assert_string_equal(buf_str(&once), buf_str(&twice));
		(void)url_seen_key(&once, buf_str(&twice));
		assert_int_equal(url_seen_key(&twice, buf_str(&once)), 0);
		assert_string_equal(buf_str(&once), buf_str(&twice));
	}
	buf_done(&once);
	buf_done(&twice);
}

static void an_address_has_parts(void **state)
{
	struct url url = url_split("https://u:p@www.a.th:8443/b/c?d=/e:f@g");

	(void)state;
	assert_true(slice_eq(url.scheme, "https"));
	assert_true(slice_eq(url.userinfo, "u:p"));
	assert_true(slice_eq(url.host, "www.a.th"));
	assert_int_equal(url.port, 8443);
	assert_true(url.has_port);
	assert_true(slice_eq(url.path, "/b/c"));
	assert_true(slice_eq(url.query, "d=/e:f@g"));
	assert_true(url.has_query);
	url = url_split("http://[::80]/");
	assert_true(slice_eq(url.host, "[::80]"));
	assert_int_equal(url.port, 80);
	assert_false(url.has_port);
	assert_true(slice_eq(url.userinfo, ""));
	assert_true(slice_eq(url.path, "/"));
	assert_false(url.has_query);
	url = url_split("https://10.0.0.1/?");
	assert_true(slice_eq(url.host, "10.0.0.1"));
	assert_int_equal(url.port, 443);
	assert_true(url.has_query);
	assert_int_equal(url.query.len, 0);
}

static void origins_differ_by_scheme_host_and_port(void **state)
{
	(void)state;
	assert_true(url_same_origin("http://a/b", "http://u@a/c?d"));
	assert_true(url_same_origin("https://a:8/", "https://a:8/"));
	assert_false(url_same_origin("http://a/", "https://a/"));
	assert_false(url_same_origin("http://a/", "http://a:81/"));
	assert_false(url_same_origin("http://a/", "http://www.a/"));
}

static void a_site_is_its_host_and_what_is_below(void **state)
{
	static const struct {
		const char *site, *href;
		bool in;
	} rows[] = {
		{ "http://www.town.go.th/", "https://www.town.go.th/x", true },
		{ "http://www.town.go.th/", "http://town.go.th/", true },
		{ "http://town.go.th/", "http://www.town.go.th/", true },
		{ "http://www.town.go.th/", "http://ita.town.go.th/", true },
		{ "http://www.town.go.th/", "http://a.b.town.go.th/", true },
		{ "http://www.town.go.th/", "http://town.go.th./", true },
		{ "http://www.town.go.th./", "http://ita.town.go.th/", true },
		{ "http://ita.town.go.th/", "http://www.town.go.th/", false },
		{ "http://www.town.go.th/", "http://downtown.go.th/", false },
		{ "http://www.town.go.th/", "http://go.th/", false },
		{ "http://www.town.go.th/", "http://town.go.th.evil.th/",
			false },
		{ "http://www.th/", "http://town.th/", false },
		{ "http://town.go.th/", "http://town.go.th:8080/", false },
		{ "http://a:8080/", "http://a:8080/x", true },
		{ "http://a:8080/", "https://a:8080/x", true },
		{ "http://a:8080/", "http://a/x", false },
		{ "http://a:8080/", "http://b.a:8080/x", false },
		{ "http://127.0.0.1/", "https://127.0.0.1/", true },
		{ "http://127.0.0.1/", "http://x.127.0.0.1.nip/", false },
		{ "http://127.0.0.1/", "http://127.0.0.1:81/", false },
		{ "http://0.0.1/", "http://127.0.0.1/", false },
		{ "http://[::1]/", "http://[::1]/a", true },
		{ "http://[::1]/", "http://[::2]/a", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (url_in_site(rows[i].site, rows[i].href) != rows[i].in)
			fail_msg("%s %s", rows[i].site, rows[i].href);
}

static void depth_counts_the_parts_of_the_path(void **state)
{
	(void)state;
	assert_int_equal(url_path_depth("http://a/"), 0);
	assert_int_equal(url_path_depth("http://a/b"), 1);
	assert_int_equal(url_path_depth("http://a/b/"), 1);
	assert_int_equal(url_path_depth("http://a/b/c?d/e"), 2);
	assert_int_equal(url_path_depth("http://a//b///c//"), 2);
}

static const struct {
	const char *href, *key;
	int fold; /* the rule, or -1 */
} keys[] = {
	{ "http://a/b?c=1", "http://a/b?c=1", -1 },
	{ "https://www.a/", "https://www.a/", -1 },
	{ "http://a/?PHPSESSID=0a1b", "http://a/", URL_FOLD_SESSION_ID },
	{ "http://a/b?x=1&phpsessid=0&y=2", "http://a/b?x=1&y=2",
		URL_FOLD_SESSION_ID },
	{ "http://a/b;jsessionid=0A1B/c?d", "http://a/b/c?d",
		URL_FOLD_SESSION_ID },
	{ "http://a/b;JSESSIONID=0A1B.node", "http://a/b",
		URL_FOLD_SESSION_ID },
	{ "http://a/b;v=1", "http://a/b;v=1", -1 },
	{ "http://a/?sid=0123456789abcdef", "http://a/", URL_FOLD_SESSION_ID },
	{ "http://a/?sid=12", "http://a/?sid=12", -1 },
	{ "http://a/?sid=internationalization",
		"http://a/?sid=internationalization", -1 },
	{ "http://a/?utm_source=line&id=1", "http://a/?id=1",
		URL_FOLD_TRACKING },
	{ "http://a/?id=1&fbclid=IwAR0", "http://a/?id=1", URL_FOLD_TRACKING },
	{ "http://a/?gclid=x", "http://a/", URL_FOLD_TRACKING },
	{ "http://a/?id=1&print=1", "http://a/?id=1", URL_FOLD_PRINT_COPY },
	{ "http://a/x?id=1&tmpl=component&print=1&layout=default&"
	  "page=",
		"http://a/x?id=1", URL_FOLD_PRINT_COPY },
	{ "http://a/?tmpl=component", "http://a/?tmpl=component", -1 },
	{ "http://a/?print=12", "http://a/?print=12", -1 },
	{ "http://a/b?", "http://a/b", URL_FOLD_EMPTY_PARAMETER },
	{ "http://a/b?&", "http://a/b", URL_FOLD_EMPTY_PARAMETER },
	{ "http://a/b?c&", "http://a/b?c", URL_FOLD_EMPTY_PARAMETER },
	{ "http://a/b?c&&d=", "http://a/b?c&d=", URL_FOLD_EMPTY_PARAMETER },
	{ "http://a/index.html", "http://a/", URL_FOLD_INDEX_PAGE },
	{ "http://a/b/Index.HTM", "http://a/b/", URL_FOLD_INDEX_PAGE },
	{ "http://a/index.php", "http://a/", URL_FOLD_INDEX_PAGE },
	{ "http://a/default.asp", "http://a/", URL_FOLD_INDEX_PAGE },
	{ "http://a/Default.aspx", "http://a/", URL_FOLD_INDEX_PAGE },
	{ "http://a/index.php?id=1", "http://a/index.php?id=1", -1 },
	{ "http://a/index.php/b", "http://a/index.php/b", -1 },
	{ "http://a/myindex.html", "http://a/myindex.html", -1 },
	{ "http://u:p@a/", "http://a/", URL_FOLD_CREDENTIALS },
};

static void seen_key_folds_what_is_the_same_page(void **state)
{
	struct buf key;

	(void)state;
	buf_init(&key, 256);
	for (size_t i = 0; i < COUNT(keys); i++) {
		unsigned folds = url_seen_key(&key, keys[i].href);
		unsigned want = keys[i].fold < 0 ? 0 : 1U << keys[i].fold;

		if (folds != want || strcmp(buf_str(&key), keys[i].key) != 0)
			fail_msg("%s: %x %s", keys[i].href, folds,
				buf_str(&key));
	}
	assert_int_equal(
		url_seen_key(&key, "http://a/index.php?PHPSESSID=1&utm_x=2"),
		1U << URL_FOLD_SESSION_ID | 1U << URL_FOLD_TRACKING |
			1U << URL_FOLD_INDEX_PAGE);
	assert_string_equal(buf_str(&key), "http://a/");
	buf_done(&key);
}

static void pages_alike_are_of_one_kind(void **state)
{
	static const char *const rows[][2] = {
		{ "http://a/", "http://a/" },
		{ "http://a/about", "http://a/about" },
		{ "http://a/news/12", "http://a/news/#" },
		{ "http://a/news/12-old", "http://a/news/#" },
		{ "http://a/list.php?cat=3&page=2",
			"http://a/list.php&cat=#&page=#" },
		{ "http://a/index.php?view=list&id=7",
			"http://a/index.php&view=list&id=#" },
		{ "http://a/%E0%B8%82%E0%B9%88", "http://a/#" },
		{ "http://a/the-mayor-met-the-people", "http://a/#" },
		{ "http://a/files/9f3a.pdf", "http://a/files/#.pdf" },
		{ "http://a/files/plan.pdf", "http://a/files/plan.pdf" },
		{ "http://a:81/b/", "http://a:81/b" },
	};
	struct buf kind;

	(void)state;
	buf_init(&kind, 256);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&kind);
		url_put_kind(&kind, rows[i][0]);
		assert_string_equal(buf_str(&kind), rows[i][1]);
	}
	buf_done(&kind);
}

static void each_fold_has_a_name(void **state)
{
	(void)state;
	assert_string_equal(url_fold_name(URL_FOLD_SESSION_ID), "session_id");
	assert_string_equal(url_fold_name(URL_FOLD_PRINT_COPY), "print_copy");
	for (int i = 0; i < URL_FOLD_COUNT; i++)
		assert_true(strlen(url_fold_name((enum url_fold)i)) > 0);
	assert_string_equal(url_fold_name(URL_FOLD_COUNT), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(absolute_addresses_have_one_form),
		cmocka_unit_test(links_of_a_page_are_resolved),
		cmocka_unit_test(only_the_query_takes_the_charset_of_the_page),
		cmocka_unit_test(
			credentials_are_inherited_and_can_be_taken_off),
		cmocka_unit_test(bytes_that_end_a_c_string_stay_in_the_path),
		cmocka_unit_test(what_does_not_fit_is_too_long),
		cmocka_unit_test(resolving_a_canonical_form_changes_nothing),
		cmocka_unit_test(an_address_has_parts),
		cmocka_unit_test(origins_differ_by_scheme_host_and_port),
		cmocka_unit_test(a_site_is_its_host_and_what_is_below),
		cmocka_unit_test(depth_counts_the_parts_of_the_path),
		cmocka_unit_test(seen_key_folds_what_is_the_same_page),
		cmocka_unit_test(pages_alike_are_of_one_kind),
		cmocka_unit_test(each_fold_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
