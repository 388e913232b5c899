#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crawler/limits.h"
#include "crawler/reading.h"

static void add(struct reading *r, const struct page *page, const char *href)
{
	const struct page_link link = { .href = href,
		.text = "",
		.title = "",
		.row = "row",
		.kind = PAGE_LINK_FRAME,
		.nav = true };

	reading_add_link(r, page, &link, UINT64_MAX, 9);
}

static void fill(struct reading *r)
{
	struct page *page = page_new("http://a.go.th/x/");

	reading_init(r);
	page->title = "หน้าแรก";
	page->kind = PAGE_PDF;
	page->quality = PAGE_QUALITY_POOR;
	page->letters = 12345;
	page->charset_conflict = true;
	page->links_cut = true;
	page->tree_agrees = true;
	page->sheets_lost = 1;
	page->transcript = slice_of("\0read off", 9);
	reading_set_page(r, page);
	add(r, page, "../b?q=\xe0\xb8\x81#top");
	add(r, page, "mailto:x@y");
	add(r, page, "line://ti/p");
	add(r, page, "http://");
	page->charset = "windows-874";
	add(r, page, "?q=\xe0\xb8\x81");
	reading_set_payload(r, slice_of("a\0b", 3));
	page_free(page);
}

static void links_are_resolved_and_others_counted(void **state)
{
	struct reading r;

	(void)state;
	fill(&r);
	assert_int_equal(r.n_links, 2);
	assert_string_equal(r.links[0].url, "http://a.go.th/b?q=%E0%B8%81");
	assert_string_equal(r.links[0].text, "row");
	assert_string_equal(r.links[1].url, "http://a.go.th/x/?q=%A1");
	assert_int_equal(r.others[READING_SCHEME_MAILTO], 1);
	assert_int_equal(r.others[READING_SCHEME_OTHER], 1);
	assert_int_equal(r.others[READING_SCHEME_BROKEN], 1);
	reading_done(&r);
}

static void a_reading_comes_through_the_pipe_as_it_was(void **state)
{
	struct reading r, copy;
	struct buf bytes;

	(void)state;
	fill(&r);
	buf_init(&bytes, 1 << 20);
	reading_encode(&bytes, &r);
	assert_true(reading_decode(&copy, buf_slice(&bytes)));
	assert_int_equal(copy.kind, PAGE_PDF);
	assert_int_equal(copy.quality, PAGE_QUALITY_POOR);
	assert_string_equal(copy.title, r.title);
	assert_int_equal(copy.letters, 12345);
	assert_true(copy.charset_conflict);
	assert_true(copy.links_cut);
	assert_true(copy.tree_agrees);
	assert_true(copy.has_pictures);
	assert_false(copy.has_annex);
	assert_false(copy.says_none);
	assert_int_equal(copy.n_links, 2);
	assert_string_equal(copy.links[1].url, r.links[1].url);
	assert_int_equal(copy.links[1].kind, PAGE_LINK_FRAME);
	assert_true(copy.links[1].nav);
	assert_true(copy.links[1].topics == UINT64_MAX);
	assert_int_equal(copy.links[1].priority, 9);
	assert_int_equal(copy.payload.len, 3);
	assert_memory_equal(copy.payload.data, "a\0b", 3);
	assert_int_equal(copy.transcript.len, 9);
	assert_memory_equal(copy.transcript.data, "\0read off", 9);
	assert_int_equal(copy.others[READING_SCHEME_MAILTO], 1);
	reading_done(&r);
	reading_done(&copy);
	buf_done(&bytes);
}

/* Whatever byte is changed or missing, the answer is a reading within its
 * limits or none; the sanitizers see the rest. */
static void damaged_bytes_are_refused_or_harmless(void **state)
{
	struct reading r, copy;
	struct buf bytes;

	(void)state;
	fill(&r);
	buf_init(&bytes, 1 << 20);
	reading_encode(&bytes, &r);
	for (size_t n = 0; n < bytes.len; n++) {
		assert_false(reading_decode(&copy, slice_of(bytes.data, n)));
		reading_done(&copy);
	}
	for (size_t i = 0; i < bytes.len; i++) {
		bytes.data[i] = (char)(bytes.data[i] ^ 0xff);
		if (reading_decode(&copy, buf_slice(&bytes)))
			assert_true(copy.outcome < OUTCOME_COUNT &&
				    copy.n_links <= LIMIT_LINKS);
		reading_done(&copy);
		bytes.data[i] = (char)(bytes.data[i] ^ 0xff);
	}
	buf_putc(&bytes, 'x');
	assert_false(reading_decode(&copy, buf_slice(&bytes)));
	reading_done(&copy);
	reading_done(&r);
	buf_done(&bytes);
}

/* Strings are used where they stand among the bytes. */
static void a_string_without_its_end_is_refused(void **state)
{
	struct reading r, copy;
	struct buf bytes;
	long at;

	(void)state;
	fill(&r);
	buf_init(&bytes, 1 << 20);
	reading_encode(&bytes, &r);
	at = slice_find(buf_slice(&bytes), r.links[1].url, 0);
	assert_true(at > 0);
	at += (long)strlen(r.links[1].url);
	assert_int_equal(bytes.data[at], '\0');
	bytes.data[at] = 'x';
	assert_false(reading_decode(&copy, buf_slice(&bytes)));
	reading_done(&copy);
	reading_done(&r);
	buf_done(&bytes);
}

static void links_beyond_the_limit_are_dropped(void **state)
{
	struct page *page = page_new("http://a.go.th/");
	struct reading r;

	(void)state;
	reading_init(&r);
	for (int i = 0; i < LIMIT_LINKS + 10; i++)
		add(&r, page, "/x");
	assert_int_equal(r.n_links, LIMIT_LINKS);
	reading_done(&r);
	page_free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_are_resolved_and_others_counted),
		cmocka_unit_test(a_reading_comes_through_the_pipe_as_it_was),
		cmocka_unit_test(damaged_bytes_are_refused_or_harmless),
		cmocka_unit_test(a_string_without_its_end_is_refused),
		cmocka_unit_test(links_beyond_the_limit_are_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
