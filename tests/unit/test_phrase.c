#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/phrase.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* A text in three pieces, the middle one being the word. */
static const struct {
	const char *before, *found, *after;
	const char *word;
	bool dots;
} found[] = {
	{ "", "ปี", "2567", "ปี", false },
	{ " \t", "ปี", "", "ปี", false },
	{ "", "ปี งบ ประมาณ", " 2567", "ปีงบประมาณ", false },
	{ "", "fiscal  year", "", "fiscalyear", false },
	{ "", "พ.ศ", ". 2567", "พศ", true },
	{ "", "พ . ศ", "", "พศ", true },
};

static const struct {
	const char *text, *word;
	bool dots;
} absent[] = {
	{ "", "ปี", false },
	{ "ป", "ปี", false },
	{ "ปา", "ปี", false },
	{ "พ.ศ", "พศ", false },
	{ "ปี\nงบ", "ปีงบ", false },
};

/* The three pieces in one text. */
static struct slice join(char *text, size_t size, size_t i)
{
	struct slice pieces[] = { slice_str(found[i].before),
		slice_str(found[i].found), slice_str(found[i].after) };
	size_t len = 0;

	for (size_t k = 0; k < COUNT(pieces); k++) {
		assert_true(len + pieces[k].len < size);
		memcpy(text + len, pieces[k].data, pieces[k].len);
		len += pieces[k].len;
	}
	return slice_of(text, len);
}

static void words_are_taken_over_blanks(void **state)
{
	char text[128];

	(void)state;
	for (size_t i = 0; i < COUNT(found); i++) {
		struct slice t = join(text, sizeof(text), i);
		size_t at = 0;

		assert_true(phrase_take(t, &at, found[i].word, found[i].dots));
		assert_int_equal(at, t.len - strlen(found[i].after));
	}
}

static void words_are_found_backwards(void **state)
{
	char text[128];

	(void)state;
	for (size_t i = 0; i < COUNT(found); i++) {
		struct slice t = join(text, sizeof(text), i);
		size_t start = strlen(found[i].before);
		size_t at = t.len - strlen(found[i].after);

		assert_true(
			phrase_back(t, 0, &at, found[i].word, found[i].dots));
		assert_int_equal(at, start);
		at = t.len - strlen(found[i].after);
		assert_false(phrase_back(
			t, start + 1, &at, found[i].word, found[i].dots));
		assert_int_equal(at, t.len - strlen(found[i].after));
	}
}

static void other_words_leave_the_place_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(absent); i++) {
		struct slice t = slice_str(absent[i].text);
		size_t at = 0, end = t.len;

		assert_false(
			phrase_take(t, &at, absent[i].word, absent[i].dots));
		assert_int_equal(at, 0);
		assert_false(phrase_back(
			t, 0, &end, absent[i].word, absent[i].dots));
		assert_int_equal(end, t.len);
	}
}

static void thai_letters_are_known_by_their_bytes(void **state)
{
	(void)state;
	assert_true(phrase_is_thai(slice_str("ก"), 0));
	assert_true(phrase_is_thai(slice_str("๙"), 0));
	assert_false(phrase_is_thai(slice_str("ก"), 1));
	assert_false(phrase_is_thai(slice_str("–"), 0));
	assert_false(phrase_is_thai(slice_str("a"), 0));
	assert_false(phrase_is_thai(slice_str("\xe0\xb8"), 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_taken_over_blanks),
		cmocka_unit_test(words_are_found_backwards),
		cmocka_unit_test(other_words_leave_the_place_alone),
		cmocka_unit_test(thai_letters_are_known_by_their_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
