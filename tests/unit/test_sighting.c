#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/shorthand.h"
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
	uint64_t topics = 0;

	(void)state;
	sightings_init(&s);
	add_pages(&s, &frame);
	sightings_survey(&s, PAGES);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buf out;

		put_page(&out, &table[i].page);
		assert_int_equal(
			sightings_is_changed(&s, buf_slice(&out), &topics),
			table[i].changed);
		assert_int_equal(topics, 0);
		buf_done(&out);
	}
	assert_int_equal(s.n_contents, PAGES);
	sightings_forget(&s);
	assert_int_equal(s.n_contents, 0);
	assert_true(sightings_is_common(&s, "foot"));
	assert_false(sightings_is_common(&s, "own"));
	assert_int_equal(s.blocks.n, 2);
	sightings_done(&s);
}

/* Of two texts that stand on every page, a reading may have known one. */
static void contents_read_without_the_frame_stay(void **state)
{
	static const struct page page = { { "head", "foot", "own" }, false,
		true };
	static const bool changed[] = { true, true, false };
	uint64_t topics = 0;
	struct sightings s;

	(void)state;
	sightings_init(&s);
	add_pages(&s, &(struct page){ { "head", "foot" }, false, true });
	sightings_survey(&s, PAGES);
	for (size_t known = 0; known < 3; known++) {
		struct buf out;

		put_page(&out, &page);
		sighting_put_frame(&out, known);
		assert_int_equal(
			sightings_is_changed(&s, buf_slice(&out), &topics),
			changed[known]);
		buf_done(&out);
	}
	sightings_done(&s);
}

static void bytes_that_nobody_wrote_are_read_again(void **state)
{
	struct sightings s;
	uint64_t topics = 0;

	(void)state;
	sightings_init(&s);
	sightings_survey(&s, PAGES);
	assert_true(
		sightings_is_changed(&s, slice_str("no sightings"), &topics));
	assert_int_equal(topics, 0);
	sightings_done(&s);
}

/* What a page says first of itself is what it is about; a heading of the site's
 * menus stands on every page. */
static void a_line_that_no_other_page_has_tells_what_a_page_is_about(
	void **state)
{
	static const struct page frame = { { "head", "foot" }, false, false };
	struct sightings s;
	struct buf out;
	uint64_t topics = 0;

	(void)state;
	sightings_init(&s);
	add_pages(&s, &frame);
	buf_init(&out, 65536);
	sighting_put_line(&out, "head", 1);
	sighting_put_line(&out, "own", 6);
	sighting_put_line(&out, "below", 8);
	assert_true(sightings_add(&s, PAGES, buf_slice(&out)));
	assert_false(sightings_is_changed(&s, buf_slice(&out), &topics));
	sightings_survey(&s, PAGES);
	assert_true(sightings_is_changed(&s, buf_slice(&out), &topics));
	assert_int_equal(topics, 6);
	buf_done(&out);
	sightings_done(&s);
}

/* Each page has its own texts but for the foot. */
static void the_frame_of_a_site_is_found_however_large_it_is(void **state)
{
	const uint64_t pages = 2 * SIGHTING_MAX_TEXTS / SIGHTING_MAX_BLOCKS;
	uint64_t digests[SIGHTING_MAX_BLOCKS], next = 0;
	struct sightings s;
	struct buf out;

	(void)state;
	sightings_init(&s);
	buf_init(&out, 65536);
	for (uint64_t page = 0; page < pages; page++) {
		for (size_t i = 1; i < SIGHTING_MAX_BLOCKS; i++)
			digests[i] = ++next << 8;
		digests[0] = sighting_block("foot");
		buf_clear(&out);
		sighting_put_blocks(&out, digests, SIGHTING_MAX_BLOCKS, false);
		assert_true(sightings_add(&s, 1, buf_slice(&out)));
		assert_true(s.blocks.n < SIGHTING_MAX_TEXTS);
		assert_true(s.blocks.cap <= SIGHTING_MAX_TEXTS * 4 / 3);
	}
	sightings_survey(&s, pages);
	assert_true(sightings_is_common(&s, "foot"));
	buf_done(&out);
	sightings_done(&s);
}

static void say(struct sightings *s, uint32_t visit, uint8_t concept,
	struct sighting_content *content)
{
	struct buf out;

	buf_init(&out, 65536);
	content->concept = concept;
	sighting_put_content(&out, content);
	assert_true(sightings_add(s, visit, buf_slice(&out)));
	buf_done(&out);
}

static void what_a_page_says_again_takes_the_place_of_what_it_said(void **state)
{
	static const struct {
		uint32_t visit;
		uint8_t concept;
		size_t place;
	} table[] = { { 7, 0, 0 }, { 7, 1, 1 }, { 3, 0, 2 }, { 900, 0, 3 },
		{ 7, 2, 4 }, { 3, 0, 2 }, { 7, 1, 1 }, { 7, 0, 0 },
		{ 900, 1, 5 } };
	struct sightings s;

	(void)state;
	sightings_init(&s);
	for (uint32_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct sighting_year years[] = { { .from = 2567, .quote = "y" },
			{ .from = 2500 + (int)i, .quote = "" } };
		struct sighting_part part = { .quote = "part" };
		struct sighting_content content = { .quote = "words",
			.known_false = "",
			.letters = i,
			.years = years,
			.n_years = 2,
			.parts = &part,
			.n_parts = i % 2 };
		const struct sighting_content *kept;

		say(&s, table[i].visit, table[i].concept, &content);
		kept = s.contents[table[i].place];
		assert_int_equal(kept->visit, table[i].visit);
		assert_int_equal(kept->concept, table[i].concept);
		assert_int_equal(kept->letters, i);
		assert_int_equal(kept->n_parts, i % 2);
		assert_int_equal(kept->years[1].from, 2500 + (int)i);
		assert_string_equal(kept->years[0].quote, "y");
		assert_ptr_equal(kept->quote, s.contents[0]->quote);
	}
	assert_int_equal(s.n_contents, 6);
	sightings_done(&s);
}

/* There are tens of thousands of them, nearly all in Thai. */
static void words_are_kept_in_shorthand(void **state)
{
	static const char words[] = "แผนพัฒนาท้องถิ่น พ.ศ. 2567";
	const struct sighting_link link = { .target = "http://a/",
		.text = words };
	struct sighting_part part = { .quote = words };
	struct sighting_content content = { .quote = words,
		.known_false = words,
		.parts = &part,
		.n_parts = 1 };
	struct sightings s;
	struct buf out;

	(void)state;
	sightings_init(&s);
	buf_init(&out, 65536);
	sighting_put_link(&out, &link);
	assert_true(sightings_add(&s, 0, buf_slice(&out)));
	say(&s, 0, 0, &content);
	buf_clear(&out);
	shorthand_put(&out, slice_str(words));
	assert_true(out.len < 30);
	assert_string_equal(s.links[0].text, buf_str(&out));
	assert_ptr_equal(s.contents[0]->quote, s.links[0].text);
	assert_ptr_equal(s.contents[0]->parts[0].quote, s.links[0].text);
	assert_string_equal(s.contents[0]->known_false, words);
	assert_string_equal(s.links[0].target, "http://a/");
	buf_done(&out);
	sightings_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			only_contents_beside_the_frame_are_changed_by_it),
		cmocka_unit_test(contents_read_without_the_frame_stay),
		cmocka_unit_test(bytes_that_nobody_wrote_are_read_again),
		cmocka_unit_test(
			a_line_that_no_other_page_has_tells_what_a_page_is_about),
		cmocka_unit_test(
			the_frame_of_a_site_is_found_however_large_it_is),
		cmocka_unit_test(
			what_a_page_says_again_takes_the_place_of_what_it_said),
		cmocka_unit_test(words_are_kept_in_shorthand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
