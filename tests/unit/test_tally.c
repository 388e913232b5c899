#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/tally.h"

static uint64_t digest_of(const char *s)
{
	return tally_digest(TALLY_SEED, slice_str(s));
}

static uint64_t digest_of_number(unsigned n)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%u", n);
	return digest_of(text);
}

static void each_digest_is_counted_apart(void **state)
{
	struct tally t = { 0 };

	(void)state;
	assert_int_equal(tally_get(&t, digest_of_number(1)), 0);
	for (unsigned round = 1; round <= 3; round++)
		for (unsigned i = 0; i < 20000; i++)
			assert_int_equal(
				tally_add(&t, digest_of_number(i)), round);
	assert_int_equal(tally_get(&t, digest_of_number(7)), 3);
	assert_int_equal(tally_get(&t, digest_of_number(20000)), 0);
	tally_done(&t);
	assert_int_equal(tally_get(&t, digest_of_number(7)), 0);
}

static void the_digests_of_another_tally_are_looked_up(void **state)
{
	struct tally site = { 0 }, page = { 0 };

	(void)state;
	for (unsigned i = 0; i < 9; i++)
		for (unsigned n = 0; n < i; n++)
			(void)tally_add(&site, digest_of_number(i));
	assert_int_equal(tally_shared(&site, &page, 1), 0);
	(void)tally_add(&page, digest_of_number(99));
	assert_int_equal(tally_shared(&site, &page, 1), 0);
	for (int i = 0; i < 20; i++)
		(void)tally_add(&page, digest_of_number(3));
	assert_int_equal(tally_shared(&site, &page, 3), 1);
	assert_int_equal(tally_shared(&site, &page, 4), 0);
	(void)tally_add(&page, digest_of_number(7));
	(void)tally_add(&page, digest_of_number(5));
	assert_int_equal(tally_shared(&site, &page, 3), 3);
	assert_int_equal(tally_shared(&site, &page, 6), 1);
	tally_done(&site);
	assert_int_equal(tally_shared(&site, &page, 1), 0);
	tally_done(&page);
}

static void the_count_ends_and_spoils_no_digest(void **state)
{
	struct tally t = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		(void)tally_add(&t, digest_of_number(1));
	assert_int_equal(tally_get(&t, digest_of_number(1)), TALLY_MOST);
	assert_int_equal(tally_add(&t, digest_of_number(1)), TALLY_MOST);
	assert_int_equal(tally_add(&t, 0), 1);
	assert_int_equal(tally_add(&t, UINT64_MAX), 1);
	assert_int_equal(tally_add(&t, 0), 2);
	tally_done(&t);
}

static void what_was_met_least_is_forgotten_first(void **state)
{
	struct tally t = { 0 };

	(void)state;
	for (unsigned i = 0; i < 1000; i++)
		for (unsigned times = 0; times <= i % 4; times++)
			(void)tally_add(&t, digest_of_number(i));
	tally_thin(&t, 1000);
	assert_int_equal(t.n, 1000);
	tally_thin(&t, 600);
	assert_int_equal(t.n, 500);
	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(tally_get(&t, digest_of_number(i)),
			i % 4 < 2 ? 0 : i % 4 + 1);
	tally_thin(&t, 0);
	assert_int_equal(t.n, 0);
	assert_int_equal(tally_add(&t, digest_of_number(3)), 1);
	tally_done(&t);
}

/* However the digests crowd in the table: they stay where they are found. */
static void forgetting_loses_nothing_else(void **state)
{
	(void)state;
	for (unsigned n = 1; n < 3000; n += 37) {
		struct tally t = { 0 };

		for (unsigned i = 0; i < n; i++)
			for (unsigned times = 0; times <= i % 3; times++)
				(void)tally_add(
					&t, (uint64_t)(i * i) << 56 | i << 8);
		tally_thin(&t, n - 1);
		for (unsigned i = 0; i < n; i++)
			assert_int_equal(
				tally_get(&t, (uint64_t)(i * i) << 56 | i << 8),
				i % 3 ? i % 3 + 1 : 0);
		tally_done(&t);
	}
}

static void what_was_met_often_is_kept_in_little_room(void **state)
{
	struct tally t = { 0 };

	(void)state;
	tally_keep(&t, 1);
	assert_int_equal(t.n, 0);
	for (unsigned i = 0; i < 90000; i++)
		(void)tally_add(&t, digest_of_number(i));
	for (unsigned i = 0; i < 2000; i++)
		(void)tally_add(&t, digest_of_number(i));
	(void)tally_add(&t, digest_of_number(7));
	tally_keep(&t, 2);
	assert_int_equal(t.n, 2000);
	assert_in_range(t.cap, 2000, 4096);
	assert_int_equal(tally_get(&t, digest_of_number(7)), 3);
	assert_int_equal(tally_get(&t, digest_of_number(1999)), 2);
	assert_int_equal(tally_get(&t, digest_of_number(2000)), 0);
	tally_keep(&t, 3);
	assert_int_equal(t.n, 1);
	assert_int_equal(tally_add(&t, digest_of_number(7)), 4);
	tally_done(&t);
}

/* Texts that differ in one byte, in their length, or in where they are cut. */
static void other_texts_have_other_digests(void **state)
{
	static const char *const texts[] = { "", "a", "b", "ab", "abcdefg",
		"abcdefgh", "abcdefgi", "bbcdefgh", "abcdefghi", "abcdefghj",
		"abcdefghabcdefgh", "ijklmnopabcdefgh", "abcdefghijklmnop",
		"ประกาศ", "ประกาญ" };
	const size_t n = sizeof(texts) / sizeof(*texts);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			assert_int_equal(
				digest_of(texts[i]) == digest_of(texts[k]),
				i == k);
	assert_true(tally_digest(digest_of("ab"), slice_str("c")) !=
		    tally_digest(digest_of("a"), slice_str("bc")));
}

/* Low bits choose the slot: short texts must not crowd into a few. */
static void digests_of_numbered_texts_spread(void **state)
{
	size_t slots[64] = { 0 };

	(void)state;
	for (unsigned i = 0; i < 64 * 100; i++) {
		char text[] = { (char)('a' + i % 26), (char)('a' + i / 26 % 26),
			(char)('a' + i / 676), '\0' };

		slots[digest_of(text) % 64]++;
	}
	for (size_t i = 0; i < 64; i++)
		assert_in_range(slots[i], 50, 160);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_digest_is_counted_apart),
		cmocka_unit_test(the_digests_of_another_tally_are_looked_up),
		cmocka_unit_test(the_count_ends_and_spoils_no_digest),
		cmocka_unit_test(what_was_met_least_is_forgotten_first),
		cmocka_unit_test(forgetting_loses_nothing_else),
		cmocka_unit_test(what_was_met_often_is_kept_in_little_room),
		cmocka_unit_test(other_texts_have_other_digests),
		cmocka_unit_test(digests_of_numbered_texts_spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
