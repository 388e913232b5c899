#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crawler/read/read.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define MORE                                                                                                                                                                                \
	"<p>เทศบาลตำบลตัวอย่างขอประชาสัมพันธ์ข้อมูลข่าวสารของทางราชการ" \
	"ให้ประชาชนทราบโดยทั่วกัน</p>"

static struct page *read_as(
	const char *body, size_t len, const char *type, const char *url)
{
	const struct read_input in = {
		.url = url,
		.content_type = type,
		.body = { body, len },
	};

	return read_page(&in);
}

static void the_content_tells_the_kind(void **state)
{
	static const struct {
		const char *body, *type, *url;
		enum page_kind kind;
	} rows[] = {
		{ "<!DOCTYPE html>", NULL, "/", PAGE_HTML },
		{ "\xef\xbb\xbf \n<HTML>", "text/plain", "/", PAGE_HTML },
		{ "<table><tr>", NULL, "/a.xls", PAGE_HTML },
		{ "<!-- x -->", NULL, "/", PAGE_HTML },
		{ "<abbr>x</abbr>", "text/html", "/", PAGE_HTML },
		{ "x <b>y</b>", NULL, "/", PAGE_HTML },
		{ "x", "text/html; charset=utf-8", "/a.pdf", PAGE_HTML },
		{ "<?xml version='1.0'?><html>", NULL, "/", PAGE_HTML },
		{ "<?xml version='1.0'?><rss>", NULL, "/", PAGE_XML },
		{ "a,b", "text/csv", "/", PAGE_CSV },
		{ "a,b", NULL, "/a.CSV?x=1", PAGE_CSV },
		{ "a\tb", "application/vnd.ms-excel", "/", PAGE_CSV },
		{ "x", "text/plain", "/", PAGE_TEXT },
		{ "x", NULL, "/", PAGE_TEXT },
		{ "{}", "application/json", "/", PAGE_OTHER },
		{ "junk %PDF-1.4", "text/html", "/", PAGE_PDF },
		{ "PK\3\4", "text/html", "/", PAGE_ZIP },
		{ "\x89PNG\r\n\x1a\n", NULL, "/a.pdf", PAGE_IMAGE },
		{ "\xff\xd8\xff\xe0", NULL, "/", PAGE_IMAGE },
		{ "GIF89a", NULL, "/", PAGE_IMAGE },
		{ "{\\rtf1", NULL, "/a.doc", PAGE_DOC },
		{ "\1\2\3\4", "text/html", "/", PAGE_OTHER },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_as(rows[i].body, strlen(rows[i].body),
			rows[i].type, rows[i].url);

		assert_string_equal(
			page_kind_name(p->kind), page_kind_name(rows[i].kind));
		page_free(p);
	}
}

struct stand_in {
	const char *body;
	enum outcome outcome;
};

static void check_outcomes(const struct stand_in *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct page *p = read_as(
			rows[i].body, strlen(rows[i].body), "text/html", "/");

		assert_string_equal(outcome_name(p->outcome),
			outcome_name(rows[i].outcome));
		assert_int_equal(
			*p->detail == '\0', rows[i].outcome == OUTCOME_OK);
		page_free(p);
	}
}

static void errors_with_status_200_are_told(void **state)
{
	static const struct stand_in rows[] = {
		{ "<h1>Error establishing a database connection</h1>",
			OUTCOME_HTTP_ERROR },
		{ "<b>Warning</b>: mysqli_connect(): (HY000/2002): Connection "
		  "refused in <b>/www/config.php</b> on line <b>9</b>",
			OUTCOME_HTTP_ERROR },
		{ "<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>nginx",
			OUTCOME_HTTP_ERROR },
		{ "<title>Server Error in '/' Application.</title>x",
			OUTCOME_HTTP_ERROR },
		{ MORE MORE MORE MORE MORE MORE MORE MORE MORE MORE MORE MORE
			"<b>Fatal error</b>: Uncaught Error",
			OUTCOME_HTTP_ERROR },
		{ "<h1>This Account has been suspended.</h1>",
			OUTCOME_BLOCKED },
	};

	(void)state;
	check_outcomes(rows, COUNT(rows));
}

static void pages_that_stand_in_are_told(void **state)
{
	static const struct stand_in rows[] = {
		{ "<title>x</title>" MORE, OUTCOME_OK },
		{ "<title>Just a moment...</title><p>Checking your browser",
			OUTCOME_BLOCKED },
		{ "<title>เทศบาล</title>" MORE
		  "<script src=/cdn-cgi/challenge-platform/x></script>",
			OUTCOME_OK },
		{ "<title>Attention Required! | Cloudflare</title>x",
			OUTCOME_BLOCKED },
		{ "<p>x<div class=g-recaptcha></div>", OUTCOME_BLOCKED },
		{ "<title>404 Not Found</title>x", OUTCOME_SOFT_404 },
		{ "<title>Not Found</title>x", OUTCOME_SOFT_404 },
		{ "<title>Notice 404 of the council</title>" MORE, OUTCOME_OK },
		{ "<form>ชื่อผู้ใช้<input><input type=password></form>",
			OUTCOME_LOGIN },
		{ MORE MORE MORE MORE "<form><input type=password></form>",
			OUTCOME_OK },
		{ "<div id=app></div><script src=app.js></script>",
			OUTCOME_NEEDS_SCRIPT },
		{ "<div id=app></div><noscript>You need to enable JavaScript "
		  "to run this application in your browser.</noscript>"
		  "<script src=app.js></script>",
			OUTCOME_NEEDS_SCRIPT },
		{ "<script></script><a href=/home><img src=enter.png></a>",
			OUTCOME_OK },
		{ "<script>location.href='/Home'</script>", OUTCOME_OK },
		{ "<script></script><iframe src=a.pdf></iframe>", OUTCOME_OK },
		{ "<script>location.replace('/#/plan')</script>",
			OUTCOME_NEEDS_SCRIPT },
		{ "<html><body></body></html>", OUTCOME_EMPTY },
		{ " ", OUTCOME_EMPTY },
		{ "<img src=scan.jpg>", OUTCOME_DOC_NO_TEXT },
	};

	(void)state;
	check_outcomes(rows, COUNT(rows));
}

static void nothing_at_all_is_empty(void **state)
{
	struct page *p = read_as(NULL, 0, "application/pdf", "/a.pdf");

	(void)state;
	assert_int_equal(p->kind, PAGE_PDF);
	assert_int_equal(p->outcome, OUTCOME_EMPTY);
	page_free(p);
}

static void a_page_in_place_of_a_file_is_told(void **state)
{
	static const char body[] = "<html>" MORE;
	struct page *p = read_as(body, strlen(body), "application/pdf", "/");

	(void)state;
	assert_int_equal(p->kind, PAGE_HTML);
	assert_int_equal(p->outcome, OUTCOME_OK);
	assert_string_equal(p->detail, "declared as pdf, is html");
	page_free(p);
}

/* What a program stored after it had taken it for another encoding. */
static void letters_that_were_spoilt_are_mended_and_told(void **state)
{
	static const char spoilt[] =
		"<title>\xc3\xa0\xc2\xb9\xc2\x81\xc3\xa0\xc2\xb8\xc5\x93\xc3\xa0\xc2\xb8\xe2\x84\xa2</title><h1>\xc3\xa0\xc2\xb8\xc2\xa3\xc3\xa0\xc2\xb8\xc2\xb2\xc3\xa0\xc2\xb8\xc2\xa2\xc3\xa0\xc2\xb8\xe2\x80\xa1\xc3\xa0\xc2\xb8\xc2\xb2\xc3\xa0\xc2\xb8\xe2\x84\xa2\xc3\xa0\xc2\xb8\xc5\x93\xc3\xa0\xc2\xb8\xc2\xa5</h1>";
	struct page *p = read_as(
		spoilt, strlen(spoilt), "text/html; charset=utf-8", "/");

	(void)state;
	assert_string_equal(p->title, "แผน");
	assert_string_equal(p->blocks[0].text, "รายงานผล");
	assert_string_equal(p->charset, "utf-8");
	assert_true(p->charset_conflict);
	page_free(p);
}

static void the_charset_is_told(void **state)
{
	static const char thai[] =
		"<p>\xe0\xb7\xc8\xba\xd2\xc5\xb5\xd3\xba\xc5\xb5\xd1\xc7";
	struct page *p =
		read_as(thai, strlen(thai), "text/html; charset=utf-8", "/");

	(void)state;
	assert_string_equal(p->charset, "windows-874");
	assert_true(p->charset_conflict);
	assert_string_equal(p->blocks[0].text, "เทศบาลตำบลตัว");
	page_free(p);
}

static void a_nul_does_not_end_a_page(void **state)
{
	static const char body[] = "<html><p>a\0b<p>c";
	struct page *p = read_as(body, sizeof(body) - 1, "text/html", "/");

	(void)state;
	assert_int_equal(p->n_blocks, 2);
	assert_string_equal(p->blocks[1].text, "c");
	page_free(p);
}

static void tables_in_text_become_cells(void **state)
{
	static const struct {
		const char *text, *cells;
	} rows[] = {
		{ "a,b\nc,d\n", "a b. c d. " },
		{ "a;b\r\nc;d", "a b. c d. " },
		{ "a\tb,c", "a b,c. " },
		{ "a\n\nb;c,d;e", "a. b c,d e. " },
		{ "\"a,b\",\"c\"\"d\",\"e\nf\"", "a,b c\"d e f. " },
		{ "a,,b", "a b. " },
		{ "\"a", "a. " },
		{ "\"\"", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct page *p = read_as(
			rows[i].text, strlen(rows[i].text), "text/csv", "/");
		struct buf cells;

		buf_init(&cells, 1000);
		for (size_t k = 0; k < p->n_blocks; k++)
			buf_printf(&cells, "%s%s", p->blocks[k].text,
				p->blocks[k].row_end ? ". " : " ");
		assert_string_equal(buf_str(&cells), rows[i].cells);
		buf_done(&cells);
		page_free(p);
	}
}

static void documents_can_be_left_unread(void **state)
{
	const struct read_input in = {
		.url = "/a.pdf",
		.body = slice_str("%PDF-1.4"),
		.no_documents = true,
	};
	struct page *p = read_page(&in);

	(void)state;
	assert_int_equal(p->outcome, OUTCOME_EXCLUDED);
	page_free(p);
}

static void what_has_no_reader_is_named(void **state)
{
	struct page *p = read_as("Rar!\x1a\7", 6, "application/msword", "/");

	(void)state;
	assert_int_equal(p->outcome, OUTCOME_TYPE_UNKNOWN);
	assert_string_equal(p->detail, "there is no reader for RAR archive");
	page_free(p);
}

/* Where markup is misnested, the content is what browsers show; links stay. */
static void the_second_step_reads_the_content_anew(void **state)
{
	const char *html = "<table><tr><td>a" MORE "<a href=x>y</a></td>b"
			   "</table>";
	struct page *p = read_as(html, strlen(html), "text/html", "/");
	const struct page_link *links = p->links;
	size_t letters = p->letters;

	(void)state;
	assert_int_equal(p->n_links, 1);
	assert_string_equal(p->blocks[0].text, "a");
	read_content(p);
	assert_false(p->tree_agrees);
	assert_string_equal(p->blocks[0].text, "b");
	assert_string_equal(p->blocks[1].text, "a");
	assert_ptr_equal(p->links, links);
	assert_string_equal(p->links[0].href, "x");
	assert_int_equal(p->letters, letters);
	page_free(p);
}

/* Most pages: nothing is misnested, and a tree could say nothing new. */
static void a_page_that_moves_nothing_needs_no_tree(void **state)
{
	const char *html = "<h1>a</h1><p>" MORE "<a href=x>y</a>";
	struct page *p = read_as(html, strlen(html), "text/html", "/");
	const struct page_block *blocks = p->blocks;

	(void)state;
	assert_true(p->tree_agrees);
	read_content(p);
	assert_true(p->tree_agrees);
	assert_ptr_equal(p->blocks, blocks);
	page_free(p);
}

/* So that another reading of the page need not make the tree. */
static void a_tree_that_says_nothing_new_is_noted(void **state)
{
	const char *html = "<h1>a</h1><p><b>" MORE "<p><a href=x>y</a>";
	struct page *p = read_as(html, strlen(html), "text/html", "/");
	const struct page_block *blocks = p->blocks;

	(void)state;
	assert_false(p->tree_agrees);
	read_content(p);
	assert_true(p->tree_agrees);
	assert_ptr_equal(p->blocks, blocks);
	assert_string_equal(p->blocks[0].text, "a");
	page_free(p);
}

static void too_large_a_tree_leaves_the_links(void **state)
{
	struct buf html;
	struct page *p;

	(void)state;
	/* Each p opens all the b before it again. */
	buf_init(&html, 1024UL * 1024);
	for (int i = 0; i < 20000; i++)
		buf_printf(&html, "<p><b a=%d>x", i);
	buf_puts(&html, "<a href=x>y</a>");
	p = read_as(html.data, html.len, "text/html", "/");
	assert_int_equal(p->outcome, OUTCOME_OK);
	read_content(p);
	assert_int_equal(p->outcome, OUTCOME_PARSE_LIMIT);
	assert_false(p->tree_agrees);
	assert_non_null(strstr(p->detail, "tree of more than"));
	assert_int_equal(p->n_links, 1);
	page_free(p);
	buf_done(&html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_content_tells_the_kind),
		cmocka_unit_test(errors_with_status_200_are_told),
		cmocka_unit_test(pages_that_stand_in_are_told),
		cmocka_unit_test(nothing_at_all_is_empty),
		cmocka_unit_test(a_page_in_place_of_a_file_is_told),
		cmocka_unit_test(letters_that_were_spoilt_are_mended_and_told),
		cmocka_unit_test(the_charset_is_told),
		cmocka_unit_test(a_nul_does_not_end_a_page),
		cmocka_unit_test(tables_in_text_become_cells),
		cmocka_unit_test(documents_can_be_left_unread),
		cmocka_unit_test(what_has_no_reader_is_named),
		cmocka_unit_test(the_second_step_reads_the_content_anew),
		cmocka_unit_test(a_page_that_moves_nothing_needs_no_tree),
		cmocka_unit_test(a_tree_that_says_nothing_new_is_noted),
		cmocka_unit_test(too_large_a_tree_leaves_the_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
