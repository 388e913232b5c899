#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "rules/sighting.h"

#define PAGES 30

struct page {
	const char *texts[4];
	bool cut;
	bool content;
};

static void put_page(struct buf *out, const struct page *page)
{
	const struct sighting_content content = { .quote = "",
		.known_false = "" };
	uint64_t digests[4];
	size_t n = 0;

	buf_init(out, 65536);
	if (page->content)
		sighting_put_content(out, &content);
	for (; n < 4 && page->texts[n]; n++)
		digests[n] = sighting_block(page->texts[n]);
	sighting_put_blocks(out, digests, n, page->cut);
}

static void add_pages(struct sightings *s, const struct page *page)
{
	struct buf out;

	put_page(&out, page);
	for (uint32_t visit = 0; visit < PAGES; visit++)
		assert_true(sightings_add(s, visit, buf_slice(&out)));
	buf_done(&out);
}

static void only_contents_beside_the_frame_are_changed_by_it(void **state)
{
	static const struct page frame = { { "head", "foot" }, false, true };
	static const struct {
		struct page page;
		bool changed;
	} table[] = {
		{ { { "own", "foot" }, false, true }, true },
		{ { { "own", "foot" }, false, false }, false },
		{ { { "own", "too" }, false, true }, false },
		{ { { "own", "too" }, true, true }, true },
		{ { { "own", "too" }, true, false }, false },
		{ { { NULL }, false, true }, false },
	};
	struct sightings s;

	(void)state;
	sightings_init(&s);
	add_pages(&s, &frame);
	sightings_survey(&s, PAGES);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buf out;

		put_page(&out, &table[i].page);
		assert_int_equal(sightings_is_changed(&s, buf_slice(&out)),
			table[i].changed);
		buf_done(&out);
	}
	assert_int_equal(s.n_contents, PAGES);
	sightings_done(&s);
}

static void bytes_that_nobody_wrote_are_read_again(void **state)
{
	struct sightings s;

	(void)state;
	sightings_init(&s);
	sightings_survey(&s, PAGES);
	assert_true(sightings_is_changed(&s, slice_str("no sightings")));
	sightings_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			only_contents_beside_the_frame_are_changed_by_it),
		cmocka_unit_test(bytes_that_nobody_wrote_are_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
