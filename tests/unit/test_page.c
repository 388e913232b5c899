#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/limits.h"
#include "crawler/outcome.h"
#include "crawler/page.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void letters_are_counted_without_marks(void **state)
{
	static const struct {
		const char *text;
		size_t letters;
	} rows[] = {
		{ "", 0 },
		{ "abc 12", 5 },
		{ "กขค", 3 },
		{ "ที่", 1 },
		{ "น้ำ", 2 },
		{ "ปี ๒๕๖๘", 5 },
		{ "é ü", 2 },
		{ "— “ ” …", 0 },
		{ "。、", 0 },
		{ "漢字", 2 },
		{ "ກີ", 2 },
		{ "ฯ ะ ั า ำ ิ ฺ ฿ เ ๅ ๆ ็ ๎ ๏ ๚ ๛", 11 },
		{ "\xef\xbf\xbd", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(page_letters(rows[i].text), rows[i].letters);
}

static void a_page_owns_copies_of_what_is_added(void **state)
{
	char text[] = "แผน";
	struct page *p = page_new("https://town.go.th/");
	struct page_block block = { .text = text };
	struct page_link link = { .href = text, .text = NULL };

	(void)state;
	page_add_block(p, &block);
	page_add_link(p, &link);
	text[0] = 'x';
	assert_string_equal(p->blocks[0].text, "แผน");
	assert_string_equal(p->links[0].href, "แผน");
	assert_string_equal(p->links[0].text, "");
	assert_string_equal(p->links[0].heading, "");
	assert_int_equal(p->letters, 3);
	page_free(p);
}

static void menus_do_not_count_as_letters(void **state)
{
	struct page *p = page_new("https://town.go.th/");
	struct page_block block = { .text = "menu", .nav = true };

	(void)state;
	page_add_block(p, &block);
	assert_int_equal(p->letters, 0);
	assert_int_equal(p->text_bytes, 4);
	page_free(p);
}

static void pages_differ_by_any_of_their_content(void **state)
{
	static const struct page_block blocks[] = { { .text = "b" },
		{ .text = "a", .kind = PAGE_BLOCK_TEXT },
		{ .text = "a", .level = 1 }, { .text = "a", .nav = true },
		{ .text = "a", .link = true }, { .text = "a", .row_end = true },
		{ .text = "a", .head = true }, { .text = "a", .table = 1 },
		{ .text = "a", .column = 1 }, { .text = "a", .sheet = 1 },
		{ .text = "aa" }, { .text = "-" } };
	const struct page_block block = { .text = "a" };
	struct page *p = page_new("/"), *same = page_new("/2");

	(void)state;
	page_add_block(p, &block);
	assert_false(page_has_content_of(p, same));
	page_add_block(same, &block);
	assert_true(page_has_content_of(p, same));
	same->has_form = true;
	assert_false(page_has_content_of(p, same));
	same->has_form = false;
	same->images = 1;
	assert_false(page_has_content_of(p, same));
	page_free(same);
	for (size_t i = 0; i < COUNT(blocks); i++) {
		struct page *other = page_new("/");

		page_add_block(other, &blocks[i]);
		assert_false(page_has_content_of(p, other));
		page_free(other);
	}
	page_free(p);
}

static void long_link_texts_are_cut_between_letters(void **state)
{
	struct page *p = page_new("https://town.go.th/");
	struct page_link link = { .href = "x" };
	char text[LIMIT_LINK_TEXT * 2 + 1] = "a";

	(void)state;
	for (size_t i = 1; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "\xe0\xb8\x81", 4);
	link.text = text;
	page_add_link(p, &link);
	assert_int_equal(strlen(p->links[0].text), LIMIT_LINK_TEXT - 2);
	page_free(p);
}

static void links_beyond_the_limit_are_told(void **state)
{
	struct page *p = page_new("https://town.go.th/");
	struct page_link link = { .href = "x" };

	(void)state;
	for (int i = 0; i < LIMIT_LINKS; i++)
		page_add_link(p, &link);
	assert_false(p->links_cut);
	page_add_link(p, &link);
	assert_true(p->links_cut);
	assert_int_equal(p->n_links, LIMIT_LINKS);
	page_free(p);
}

static void text_beyond_the_limits_is_told(void **state)
{
	struct page *p = page_new("https://town.go.th/");
	struct page_block block = { .text = "x" };

	(void)state;
	for (int i = 0; i < LIMIT_BLOCKS; i++)
		page_add_block(p, &block);
	assert_false(p->text_cut);
	page_add_block(p, &block);
	assert_true(p->text_cut);
	assert_int_equal(p->n_blocks, LIMIT_BLOCKS);
	page_free(p);
}

static void freeing_nothing_does_nothing(void **state)
{
	(void)state;
	page_free(NULL);
}

static void every_kind_and_outcome_has_a_name(void **state)
{
	(void)state;
	for (int i = 0; i < PAGE_KIND_COUNT; i++)
		assert_non_null(page_kind_name((enum page_kind)i));
	for (int i = 0; i < OUTCOME_COUNT; i++) {
		const char *name = outcome_name((enum outcome)i);

		assert_non_null(name);
		assert_int_equal(outcome_from_name(name), i);
	}
	assert_int_equal(outcome_from_name("no such thing"), OUTCOME_COUNT);
}

static void outcomes_are_classed(void **state)
{
	static const struct {
		enum outcome outcome;
		int status;
		enum outcome_class class;
		bool retry;
	} rows[] = {
		{ OUTCOME_PENDING, 0, OUTCOME_CLASS_OPEN, false },
		{ OUTCOME_OK, 200, OUTCOME_CLASS_CHECKED, false },
		{ OUTCOME_HTTP_ERROR, 404, OUTCOME_CLASS_GONE, false },
		{ OUTCOME_HTTP_ERROR, 410, OUTCOME_CLASS_GONE, false },
		{ OUTCOME_HTTP_ERROR, 403, OUTCOME_CLASS_FAILED, false },
		{ OUTCOME_HTTP_ERROR, 500, OUTCOME_CLASS_FAILED, true },
		{ OUTCOME_HTTP_ERROR, 429, OUTCOME_CLASS_FAILED, true },
		{ OUTCOME_RESET, 0, OUTCOME_CLASS_FAILED, true },
		{ OUTCOME_TLS_EXPIRED, 0, OUTCOME_CLASS_FAILED, false },
		{ OUTCOME_SOFT_404, 200, OUTCOME_CLASS_GONE, false },
		{ OUTCOME_EMPTY, 200, OUTCOME_CLASS_GONE, false },
		{ OUTCOME_LOGIN, 200, OUTCOME_CLASS_FAILED, false },
		{ OUTCOME_DOC_NO_TEXT, 200, OUTCOME_CLASS_FAILED, false },
		{ OUTCOME_ROBOTS_DENIED, 0, OUTCOME_CLASS_SKIPPED, false },
		{ OUTCOME_BUDGET, 0, OUTCOME_CLASS_SKIPPED, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(outcome_class(rows[i].outcome, rows[i].status),
			rows[i].class);
		assert_int_equal(
			outcome_is_retryable(rows[i].outcome, rows[i].status),
			rows[i].retry);
	}
}

static void a_link_has_the_name_of_its_file(void **state)
{
	static const struct {
		const char *href, *file;
	} rows[] = {
		{ "/d/%E0%B8%81%20%E0%B8%82.pdf?v=1#2", "\u0e01 \u0e02.pdf" },
		{ "\u0e01.pdf", "\u0e01.pdf" },
		{ "http://a.go.th/\u0e01/", "" },
		{ "/d/plan.pdf", "" },
		{ "/d/%A1%A2.pdf", "" }, /* windows-874 */
		{ "?q=\u0e01", "" },
		{ "", "" },
	};
	struct page *p = page_new("http://a.go.th/");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct page_link link = { .href = rows[i].href };

		page_add_link(p, &link);
		assert_string_equal(p->links[i].file, rows[i].file);
	}
	page_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_are_counted_without_marks),
		cmocka_unit_test(a_page_owns_copies_of_what_is_added),
		cmocka_unit_test(menus_do_not_count_as_letters),
		cmocka_unit_test(pages_differ_by_any_of_their_content),
		cmocka_unit_test(long_link_texts_are_cut_between_letters),
		cmocka_unit_test(links_beyond_the_limit_are_told),
		cmocka_unit_test(text_beyond_the_limits_is_told),
		cmocka_unit_test(freeing_nothing_does_nothing),
		cmocka_unit_test(every_kind_and_outcome_has_a_name),
		cmocka_unit_test(outcomes_are_classed),
		cmocka_unit_test(a_link_has_the_name_of_its_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
